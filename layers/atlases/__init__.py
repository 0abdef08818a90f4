"""A corpus as one map and one set of exports: ``corridors atlas``.

:func:`atlas` opens the dataset that ``corridors corpus`` wrote (:mod:`.dataset`), sums it up in two passes into records
(:mod:`.census`, then :mod:`.summing`; the arithmetic is :mod:`.counting`'s, the records are :mod:`.summary`'s), draws
these with the machinery of an article's map (:mod:`.drawing`) and writes them for other programs (:mod:`.exporting`).
"""

from __future__ import annotations

from layers.atlases.dataset import Dataset, open_dataset
from layers.atlases.making import AtlasOutputs, atlas
from layers.atlases.summary import Summary
from layers.atlases.summing import summarise

__all__ = ["AtlasOutputs", "Dataset", "Summary", "atlas", "open_dataset", "summarise"]
