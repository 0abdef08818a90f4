"""A corpus as one map and one set of exports: ``corridors overview``.

:func:`overview` opens the dataset that ``corridors corpus`` wrote (:mod:`.dataset`), sums it up in two passes into
records (:mod:`.census`, then :mod:`.summarising`; the arithmetic is :mod:`.counting`'s, the records are
:mod:`.summary`'s), draws these with the machinery of an article's map (:mod:`.corpus_page`) and writes them for other
programs (:mod:`.exporting`).
"""

from __future__ import annotations

from layers.overviews.dataset import Dataset, open_dataset
from layers.overviews.overview_run import OverviewOutputs, overview
from layers.overviews.summarising import summarise
from layers.overviews.summary import Summary

__all__ = ["Dataset", "OverviewOutputs", "Summary", "open_dataset", "overview", "summarise"]
