"""The embed kit: a page that shows how the map goes into another page, with the lines to copy.

>>> import geo
>>> from layers.embed import to_embed
>>> from layers.frames import to_frames
>>> "<iframe" in to_embed(to_frames(geo.geoparse("Ferries link Suakin with Jeddah.")))
True
"""

from layers.embed.embed_page import snippet_of, to_embed

__all__ = ["snippet_of", "to_embed"]
