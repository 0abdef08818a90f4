"""One interactive page from tables and styles; only this package knows folium."""

from layers.map.page import Page
from layers.map.rendering import draw

__all__ = ["Page", "draw"]
