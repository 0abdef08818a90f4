"""The figure for reports, slides and social media: tables and styles drawn by matplotlib, and by nobody else.

>>> import geo
>>> from layers.figure import draw
>>> from layers.frames import to_frames
>>> draw(to_frames(geo.geoparse("Ferries link Suakin with Jeddah."))).projection
'Lambert conformal conic (standard parallels 19° N, 22° N)'
"""

from layers.figure.image_formats import Figure
from layers.figure.layout import draw
from layers.figure.sizes_and_themes import SIZES, THEMES

__all__ = ["SIZES", "THEMES", "Figure", "draw"]
