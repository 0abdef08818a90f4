"""A person's corrections: read from a small YAML file beside the article, applied on every rebuild, written back.

A correction is anchored to words of the article (:mod:`~layers.review.anchors`), so that it survives edits of the
text; what no longer fits is reported, never dropped. :mod:`~layers.review.page` is the local page that writes it.
"""

from layers.review.apply_corrections import Reviewed, apply_corrections
from layers.review.corrections import Anchor, Correction, Corrections, ReviewError, Stop, Unfit
from layers.review.differences import corrections_between
from layers.review.reading import beside, find_corrections, read_corrections, read_text
from layers.review.writing import update, write_corrections

__all__ = [
    "Anchor",
    "Correction",
    "Corrections",
    "ReviewError",
    "Reviewed",
    "Stop",
    "Unfit",
    "apply_corrections",
    "beside",
    "corrections_between",
    "find_corrections",
    "read_corrections",
    "read_text",
    "update",
    "write_corrections",
]
