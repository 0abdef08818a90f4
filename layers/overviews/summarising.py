"""From a dataset to its summary: two passes, the first for numbers, the second for the few rows that are quoted."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from geo.errors import SourceError
from layers.overviews.census import EPOCH, PLACE, VARIANT, Census
from layers.overviews.counting import NO_DAY, Spoken, month_counts, pairs_of
from layers.overviews.dataset import picked
from layers.overviews.summary import CorridorSum, PlaceSum, Quote, Source, Summary, Tally, Together

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from layers.overviews.counting import Calendar
    from layers.overviews.dataset import Dataset

__all__ = ["TOP_DOCUMENTS", "summarise"]

TOP_DOCUMENTS = 5
PAIRED = 2000
"""Pairs are counted among so many places at most: those that most documents speak of."""
LINE_ROWS = 1024  # lines are long: fewer rows at a time
LONGEST_QUOTE = 600  # characters
QUOTED = ("start", "end", "quote_start", "quote_end", "quote")


def summarise(
    dataset: Dataset,
    *,
    name: str,
    min_documents: int = 1,
    top: int | None = None,
    co_mentions: int = 0,
    progress: Callable[[str], None] = lambda _step: None,
) -> Summary:
    """Sum a corpus up.

    Parameters
    ----------
    dataset
        With the months that are wanted.
    name
        What the corpus is called.
    min_documents
        Features that fewer documents speak of are left out, and counted.
    top
        At most so many places and so many corridors: those that most documents speak of.
    co_mentions
        How many pairs of places that are named together, the strongest first.
    progress
        Told of each step.

    Returns
    -------
    Features by the number of their documents, then of their mentions, then by id.

    Raises
    ------
    SourceError
        If the dataset is damaged, has no document, or no feature is left.

    Examples
    --------
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> from layers import corpus
    >>> folder = TemporaryDirectory()
    >>> lines, dataset = Path(folder.name) / "news.jsonl", Path(folder.name) / "news"
    >>> _ = lines.write_text('{"text": "Ferries link Suakin with Jeddah.", "date": "2024-05-03"}', encoding="utf-8")
    >>> _ = corpus([lines], dataset, workers=0)
    >>> from layers.overviews import open_dataset
    >>> [place.name for place in summarise(open_dataset(dataset), name="news").places]
    ['Jeddah', 'Suakin']
    >>> folder.cleanup()
    """
    counted = Census()
    for month in dataset.months:
        progress(f"counting {month}")
        counted.read(dataset, month)
    calendar, months = counted.calendar()
    if not counted.days:
        raise SourceError(f"{dataset.folder} has no document; see its table failures for the reasons")
    progress("adding up")
    places, corridors = counted.places.fold(), counted.corridors.fold()
    kept_places = _kept(places, counted.place_ids(), min_documents, top)
    kept_corridors = _kept(corridors, counted.corridor_ids(), min_documents, top)
    if not kept_places and not kept_corridors:
        raise SourceError(_nothing(dataset, counted, places, corridors, min_documents))
    progress("quoting")
    quotes = _Quotes(dataset, calendar)
    own_places = _places(counted, places, kept_places, calendar, quotes)
    own_corridors = _corridors(dataset, counted, corridors, kept_corridors, calendar, quotes)
    together = _together(places, kept_places, own_places, quotes, co_mentions, min_documents)
    dated = np.array(counted.months, np.int32)
    return Summary(
        name=name,
        months=months,
        by_month=tuple(np.bincount(calendar.month_of[dated >= 0], minlength=len(months)).tolist()) if months else (),
        documents=len(counted.days),
        undated=int((dated < 0).sum()),
        failures=int(dataset.manifest["rows"].get("failures", 0)),
        places=own_places,
        corridors=own_corridors,
        together=together,
        below={
            "places": len(counted.place_of) - len(own_places),
            "corridors": len(counted.corridor_of) - len(own_corridors),
        },
        sources=_sources(dataset),
    )


def _kept(spoken: Spoken, ids: Sequence[str], least: int, top: int | None) -> list[int]:
    """Return the features with documents enough, the most spoken of first."""
    documents, mentions = spoken.documents(len(ids)), spoken.totals(len(ids))
    enough = np.flatnonzero(documents >= max(least, 1)).tolist()
    return sorted(enough, key=lambda i: (-documents[i], -mentions[i], ids[i]))[:top]


def _nothing(dataset: Dataset, counted: Census, places: Spoken, corridors: Spoken, least: int) -> str:
    most = max((int(s.documents(1).max()) for s in (places, corridors) if len(s.feature)), default=0)
    if not most:
        return f"{dataset.folder}: nothing to draw: no place or corridor in {len(counted.days)} documents"
    return (
        f"{dataset.folder}: nothing to draw: no place or corridor is in {least} documents or more, the most spoken of"
        f" is in {most}; lower --min-documents"
    )


def _tallies(spoken: Spoken, kept: Sequence[int], features: int, calendar: Calendar) -> list[Tally]:
    documents, mentions = spoken.documents(features), spoken.totals(features)
    first, last = spoken.days(features, calendar)
    wanted = np.zeros(features, dtype=bool)
    wanted[list(kept)] = True
    own = wanted[spoken.feature]
    months = month_counts(spoken.feature[own], spoken.document[own], calendar)
    return [
        Tally(int(documents[i]), int(mentions[i]), tuple(months.get(i, ())), _day(first[i]), _day(last[i]))
        for i in kept
    ]


def _day(number: int) -> str | None:
    return None if number == NO_DAY else (EPOCH + timedelta(days=int(number))).isoformat()


class _Quotes:
    """The second pass: the sentences of the documents that speak most of each feature."""

    def __init__(self, dataset: Dataset, calendar: Calendar) -> None:
        self.dataset, self.calendar = dataset, calendar

    def of(self, table: str, spoken: Spoken, kept: Sequence[int], features: int) -> dict[int, list[Quote]]:
        """Return quotes by feature, the document that speaks most of it first."""
        wanted = np.zeros(features, dtype=bool)
        wanted[list(kept)] = True
        chosen = spoken.top(wanted, self.calendar, TOP_DOCUMENTS)
        documents = self._sources(np.unique(spoken.document[chosen]).tolist())
        columns = (*QUOTED, *(("role",) if table == "places" else ()))
        numbers = np.unique(spoken.row[chosen]).tolist()
        said = dict(picked(self.dataset.batches(table, columns), numbers))
        found: dict[int, list[Quote]] = {}
        for feature, document, mentions, row in zip(
            *(column[chosen].tolist() for column in (spoken.feature, spoken.document, spoken.mentions, spoken.row)),
            strict=True,
        ):
            found.setdefault(feature, []).append(_quote(said[row], documents[document], mentions))
        return found

    def newest(self, spoken: Spoken, features: int) -> dict[int, tuple[Source, ...]]:
        """Return the newest documents of each feature, all of which mention it equally often."""
        chosen = spoken.top(np.ones(features, dtype=bool), self.calendar, TOP_DOCUMENTS)
        documents = self._sources(np.unique(spoken.document[chosen]).tolist())
        found: dict[int, tuple[Source, ...]] = {}
        for feature, document in zip(spoken.feature[chosen].tolist(), spoken.document[chosen].tolist(), strict=True):
            found[feature] = (*found.get(feature, ()), documents[document])
        return found

    def _sources(self, numbers: Sequence[int]) -> dict[int, Source]:
        columns = ("document", "title", "date", "publisher", "url")
        return {
            number: Source(
                document=row["document"],
                title=row["title"] or row["document"],
                date=row["date"].isoformat() if row["date"] else None,
                publisher=row["publisher"] or None,
                url=row["url"] or None,
            )
            for number, row in picked(self.dataset.batches("documents", columns), numbers)
        }


def _quote(row: dict[str, Any], source: Source, mentions: int) -> Quote:
    """Make a quote; of a sentence without end, the part around the words meant."""
    start, end, quote_start, quote_end, quote = (row[name] for name in QUOTED)
    if len(quote) > LONGEST_QUOTE:
        skip = max(0, min(start - quote_start - LONGEST_QUOTE // 2, len(quote) - LONGEST_QUOTE))
        quote = quote[skip : skip + LONGEST_QUOTE]
        quote_start, end = quote_start + skip, min(end, quote_start + skip + LONGEST_QUOTE)
        quote_end = quote_start + len(quote)
    return Quote(source, mentions, quote, start, end, quote_start, quote_end, row.get("role", "literal"))


def _places(
    counted: Census, spoken: Spoken, kept: Sequence[int], calendar: Calendar, quotes: _Quotes
) -> tuple[PlaceSum, ...]:
    ids = counted.place_ids()
    said = quotes.of("places", spoken, kept, len(ids))
    tallies = _tallies(spoken, kept, len(ids), calendar)
    return tuple(_place(ids[i], counted, i, tally, said[i]) for i, tally in zip(kept, tallies, strict=True))


def _place(id_: str, counted: Census, index: int, tally: Tally, top: Iterable[Quote]) -> PlaceSum:
    facts = counted.facts[index]
    rows, others, confidence = counted.sums[index]
    point = shapely.from_wkb(facts["geometry"])
    return PlaceSum(
        id=id_,
        **{name: facts[name] for name in PLACE},
        role="associative" if others * 2 > rows else "literal",
        confidence=round(confidence / rows, 3),
        lon=point.x,
        lat=point.y,
        tally=tally,
        top=tuple(top),
    )


def _corridors(
    dataset: Dataset, counted: Census, spoken: Spoken, kept: Sequence[int], calendar: Calendar, quotes: _Quotes
) -> tuple[CorridorSum, ...]:
    ids = counted.corridor_ids()
    modes = {index: key[0] for key, index in counted.corridor_of.items()}
    said = quotes.of("corridors", spoken, kept, len(ids))
    chosen = {i: max(counted.variants[i].items(), key=lambda item: (item[1][0], -item[1][1])) for i in kept}
    lines = {
        number: shapely.from_wkb(row["geometry"])
        for number, row in picked(
            dataset.batches("corridors", ("geometry",), rows=LINE_ROWS), sorted(row for _, (_, row) in chosen.values())
        )
    }
    made = []
    for i, tally in zip(kept, _tallies(spoken, kept, len(ids), calendar), strict=True):
        variant, (_, row) = chosen[i]
        values = dict(zip(VARIANT, variant, strict=True))
        votes = {name: _votes(counted.variants[i], VARIANT.index(name)) for name in ("status", "basis")}
        made.append(
            CorridorSum(
                id=ids[i],
                mode=modes[i],
                line=lines[row],
                tally=tally,
                statuses=votes["status"],
                bases=votes["basis"],
                top=tuple(said[i]),
                **values,
            )
        )
    return tuple(made)


def _votes(variants: dict[tuple[Any, ...], list[int]], column: int) -> dict[str, int]:
    votes: Counter[str] = Counter()
    for variant, (number, _) in variants.items():
        votes[variant[column]] += number
    return dict(sorted(votes.items(), key=lambda item: (-item[1], item[0])))


def _together(
    spoken: Spoken,
    kept: Sequence[int],
    places: Sequence[PlaceSum],
    quotes: _Quotes,
    number: int,
    least: int,
) -> tuple[Together, ...]:
    """Return the pairs of places that most documents name together."""
    if not number or len(kept) < 2:
        return ()
    ranks = min(len(kept), PAIRED)
    rank = np.full(int(spoken.feature.max()) + 1, -1, np.int32)
    rank[kept[:ranks]] = np.arange(ranks)
    counts = np.zeros(ranks * ranks, np.int32)
    for codes, _ in pairs_of(spoken, rank):
        pairs, often = np.unique(codes, return_counts=True)
        counts[pairs] += often.astype(np.int32)
    found = np.flatnonzero(counts >= max(least, 1))
    strongest = found[np.lexsort((found, -counts[found]))][:number]
    if not len(strongest):
        return ()
    order = np.sort(strongest)
    of_pair = Spoken()
    for codes, document in pairs_of(spoken, rank):
        at = np.searchsorted(order, codes)
        own = np.flatnonzero(order[np.minimum(at, len(order) - 1)] == codes)
        once = np.ones(len(own), np.int32)
        of_pair.add(at[own].astype(np.int32), document[own].astype(np.int32), once, own)
    place_in = {int(code): i for i, code in enumerate(order)}
    numbers = [place_in[int(code)] for code in strongest]
    folded = of_pair.fold()
    tallies = _tallies(folded, numbers, len(order), quotes.calendar)
    newest = quotes.newest(folded, len(order))
    return tuple(
        Together(places[code // ranks], places[code % ranks], tally, newest[pair])
        for code, pair, tally in zip(strongest.tolist(), numbers, tallies, strict=True)
    )


def _sources(dataset: Dataset) -> tuple[dict[str, str], ...]:
    """Return the data that the corpus was read with: names and terms from ours, versions as they were."""
    from dataclasses import asdict

    from geo.geoparsing import sources

    ours = {source.id: asdict(source) for source in sources()}
    rows = []
    for used in sorted(dataset.manifest.get("data", ()), key=lambda each: str(each["id"])):
        known = ours.get(used["id"], {"id": used["id"], "name": used["id"], "attribution": "", "url": "", "sha256": ""})
        rows.append({**known, "version": used["version"], "licence": used["licence"]})
    return tuple(rows)
