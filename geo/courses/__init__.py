"""The course that a corridor takes on the Earth: from names of stops to points, and from points to legs.

:mod:`geo.corridors` knows text and :mod:`geo.tracing` knows lines; what knows coordinates stands here between them:

- :mod:`~geo.courses.catalogue`: corridors known by name, with their waypoints;
- :mod:`~geo.courses.choosing`: which namesake each stop is;
- :mod:`~geo.courses.completion`: how a way with one stated end may go on, and that this is our inference;
- :mod:`~geo.courses.waypoints`: through which points a corridor goes, and on what ground we say so;
- :mod:`~geo.courses.reconciling`: one name in a text and the corridor that ends at it mean one place;
- :mod:`~geo.courses.charting`: the lines, each corridor once with all its mentions.
"""

from geo.courses.catalogue import Catalogue, Entry

__all__ = ["Catalogue", "Entry"]
