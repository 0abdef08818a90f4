"""The first pass over a dataset: which document speaks of which place and corridor, and what these are."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date as Date
from typing import TYPE_CHECKING, Any

import numpy as np

from geo.errors import SourceError
from geo.slugs import slug
from layers.overviews.counting import NO_DAY, Calendar, Spoken
from layers.overviews.dataset import UNKNOWN

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

    from layers.overviews.dataset import Dataset

__all__ = ["EPOCH", "PLACE", "VARIANT", "Census"]

EPOCH = Date(1970, 1, 1)
PLACE = ("name", "kind", "country", "region", "precision")
"""Columns that are the same wherever a place is named."""
VARIANT = ("name", "status", "basis", "precision", "directed", "record", "waypoints", "length_km", "published_km")
"""Columns in which documents may differ on one corridor."""


@dataclass(slots=True)
class Census:
    """The first pass: numbers, and what each place and corridor is."""

    days: list[int] = field(default_factory=list)  # by document
    months: list[int] = field(default_factory=list)  # by document, as year * 12 + month - 1, or -1
    places: Spoken = field(default_factory=Spoken)
    corridors: Spoken = field(default_factory=Spoken)
    place_of: dict[str, int] = field(default_factory=dict)
    facts: list[dict[str, Any]] = field(default_factory=list)
    sums: list[list[float]] = field(default_factory=list)  # by place: rows, those of people or governments, confidence
    corridor_of: dict[tuple[Any, ...], int] = field(default_factory=dict)
    variants: list[dict[tuple[Any, ...], list[int]]] = field(default_factory=list)  # how often, and the first row
    place_rows: int = 0
    corridor_rows: int = 0

    def read(self, dataset: Dataset, month: str) -> None:
        """Read a month. Its documents are known by their ids within it."""
        documents: dict[str, int] = {}
        number = -1 if month == UNKNOWN else int(month[:4]) * 12 + int(month[5:]) - 1
        for batch in dataset.month(month, "documents", ("document", "date")):
            for id_, day in zip(*(batch.column(name).to_pylist() for name in ("document", "date")), strict=True):
                documents[id_] = len(self.days)
                self.days.append(NO_DAY if day is None else (day - EPOCH).days)
                self.months.append(number)
        for batch in dataset.month(
            month, "places", ("document", "record", "role", "confidence", "mentions", "geometry", *PLACE)
        ):
            self._count_places(batch, documents)
        names = ("document", "mode", "mentions", *VARIANT)
        for batch in dataset.month(month, "corridors", names):
            self._count_corridors(batch, documents)

    def _count_places(self, batch: pa.RecordBatch, documents: dict[str, int]) -> None:
        records = batch.column("record").dictionary_encode()
        codes = records.indices.to_numpy()
        known = np.empty(len(records.dictionary), np.int32)
        _, firsts = np.unique(codes, return_index=True)
        for code, first in zip(np.unique(codes).tolist(), firsts.tolist(), strict=True):
            record = records.dictionary[code].as_py()
            if record not in self.place_of:
                self.place_of[record] = len(self.facts)
                self.facts.append({name: batch.column(name)[first].as_py() for name in (*PLACE, "geometry")})
                self.sums.append([0, 0, 0.0])
            known[code] = self.place_of[record]
        feature = known[codes]
        others = np.array([role != "literal" for role in batch.column("role").to_pylist()], dtype=bool)
        confidence = batch.column("confidence").to_numpy(zero_copy_only=False)
        present, place = np.unique(feature, return_inverse=True)
        added = zip(
            present.tolist(), np.bincount(place).tolist(), np.bincount(place, others).tolist(),
            np.bincount(place, confidence).tolist(), strict=True,
        )  # fmt: skip
        for index, *more in added:
            self.sums[index] = [a + b for a, b in zip(self.sums[index], more, strict=True)]
        self.places.add(feature, *_who(batch, documents, self.place_rows))
        self.place_rows += batch.num_rows

    def _count_corridors(self, batch: pa.RecordBatch, documents: dict[str, int]) -> None:
        feature = np.empty(batch.num_rows, np.int32)
        columns = [batch.column(name).to_pylist() for name in ("mode", *VARIANT)]
        for i, (mode, *values) in enumerate(zip(*columns, strict=True)):
            variant = tuple(tuple(value) if isinstance(value, list) else value for value in values)
            key = _corridor_key(mode, variant)
            index = self.corridor_of.setdefault(key, len(self.corridor_of))
            if index == len(self.variants):
                self.variants.append({})
            counts = self.variants[index].setdefault(variant, [0, self.corridor_rows + i])
            counts[0] += 1
            feature[i] = index
        self.corridors.add(feature, *_who(batch, documents, self.corridor_rows))
        self.corridor_rows += batch.num_rows

    def calendar(self) -> tuple[Calendar, tuple[str, ...]]:
        """Return when each document was written, and the months from first to last."""
        months, days = np.array(self.months, np.int32), np.array(self.days, np.int32)
        dated = months[months >= 0]
        if not len(dated):
            return Calendar(months, days, 0), ()
        first, last = int(dated.min()), int(dated.max())
        names = tuple(f"{number // 12:04d}-{number % 12 + 1:02d}" for number in range(first, last + 1))
        return Calendar(np.where(months < 0, -1, months - first).astype(np.int32), days, len(names)), names

    def place_ids(self) -> list[str]:
        """Return the ids of places by their numbers: their records."""
        return list(self.place_of)

    def corridor_ids(self) -> list[str]:
        """Return the ids of corridors by their numbers, which do not depend on the order of documents."""
        ids: list[str] = [""] * len(self.variants)
        taken: Counter[str] = Counter()
        for key, index in sorted(self.corridor_of.items(), key=lambda item: repr(item[0])):
            mode, record, waypoints, *_ = key
            name = record or f"{slug('-'.join(waypoints))}-{mode}"
            taken[name] += 1
            ids[index] = name if taken[name] == 1 else f"{name}-{taken[name]}"
        return ids


def _corridor_key(mode: str, variant: tuple[Any, ...]) -> tuple[Any, ...]:
    """Tell corridors apart: by their entry in the catalogue, else by mode, waypoints in either direction and length."""
    record, waypoints, length_km = (variant[VARIANT.index(name)] for name in ("record", "waypoints", "length_km"))
    if record:
        return (mode, record, ())
    return (mode, "", min(waypoints, waypoints[::-1]), round(length_km))


def _who(
    batch: pa.RecordBatch, documents: dict[str, int], start: int
) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int64]]:
    """Return document, mentions and number of each row."""
    ids = batch.column("document").dictionary_encode()
    try:
        known = np.array([documents[id_] for id_ in ids.dictionary.to_pylist()], np.int32)
    except KeyError as error:
        raise SourceError(
            f"the dataset is damaged: document {error.args[0]!r} is not among its documents; make it again"
        ) from None
    mentions = batch.column("mentions").to_numpy(zero_copy_only=False).astype(np.int32)
    return known[ids.indices.to_numpy()], mentions, np.arange(start, start + batch.num_rows, dtype=np.int64)
