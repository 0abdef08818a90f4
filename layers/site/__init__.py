"""The documentation as a site: pages by hand, and what the code says of itself, built into ``output/site``.

``python -m layers.site`` builds it, ``make docs`` with the tools it needs. It lies in ``layers`` since it does what
layers do: lay out and write what the rest knows; ``output/`` is where runs write, and git leaves it alone. No wheel
carries it.

======================  ====================================================
``pages/*.md``          what people wrote; ``{{ … }}`` asks for what is made
``generated.py``        what is made: fields, commands, a section of the seeds' README
``gallery.py``          ten briefs with map, figure and what is right and not
``pictures.py``         the studio, from the real page
``site_build.py``       all of it into one folder, by MkDocs
``link_check.py``       no link and no picture leads nowhere
======================  ====================================================
"""

from __future__ import annotations

from layers.site.site_build import build_site

__all__ = ["build_site"]
