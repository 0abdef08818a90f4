"""One interactive page from tables and styles; only this package knows folium."""

from layers.map.drawing import draw
from layers.map.page import Page

__all__ = ["Page", "draw"]
