"""The studio: a local page to live in, for people who do not live in a terminal.

Paste or drop an article, see its map, check what is doubtful, give it words and looks, take home what is wanted. All
that the studio does stands in the article's folder and its ``.review.yaml``: the command line gives the same bytes.
"""

from __future__ import annotations

from layers.studio.article_folder import Article, Shelf
from layers.studio.jobs import Making, Progress, Wish
from layers.studio.studio_server import application, serve

__all__ = ["Article", "Making", "Progress", "Shelf", "Wish", "application", "serve"]
