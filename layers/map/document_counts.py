"""What the page of a corpus knows beyond that of an article: how many documents speak of each feature, and when."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from layers.map.contract import PaperTold, TieTold
from layers.map.encoding import encode_lines
from layers.map.extent import near

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from geo.outlines import Extent
    from layers.map.contract import CorpusTold, Counted, Told

__all__ = ["Paper", "Tie", "Weight", "Weights", "weighed"]

TIE_UNITS = 1000  # lines between places named together to 0.001°


@dataclass(frozen=True, slots=True)
class Weight:
    """How many documents speak of a feature: all, and by the month's place in :attr:`Weights.months`.

    ``first`` and ``last`` are the days of the oldest and the newest of them; ``facts`` what they say of it, by name,
    with the number of documents that do.
    """

    documents: int
    months: Sequence[tuple[int, int]] = ()
    first: str | None = None
    last: str | None = None
    facts: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Paper:
    """A document that is quoted; its ``url`` must be one that a reader may follow, or ``None``."""

    title: str
    date: str | None
    publisher: str | None
    url: str | None


@dataclass(frozen=True, slots=True)
class Tie:
    """Two places by their ids, the lines that join them (longitude first), and the documents that name both."""

    a: str
    b: str
    lines: Sequence[Sequence[tuple[float, float]]]
    weight: Weight


@dataclass(frozen=True, slots=True)
class Weights:
    """A corpus behind a map.

    Attributes
    ----------
    months, by_month
        Months without a gap (``2019-05``), and the documents of each.
    documents, undated
        Documents in all, and those in no month.
    places, corridors
        Weights by the ids of the tables.
    papers
        Documents that evidence refers to by their place here: each citation is ``{"document": number}``.
    ties
        Places named together, the strongest first; ``None`` where nobody asked.
    left_out
        Places and corridors that are not on the page, but in the exports.
    below
        Those that are in neither: fewer documents than asked for speak of them.
    frame
        Extent (west, south, east, north) that the page begins with.
    """

    months: Sequence[str]
    by_month: Sequence[int]
    documents: int
    undated: int
    places: Mapping[str, Weight]
    corridors: Mapping[str, Weight]
    papers: Sequence[Paper]
    frame: Extent
    ties: Sequence[Tie] | None = None
    left_out: Mapping[str, int] = field(default_factory=dict)
    below: Mapping[str, int] = field(default_factory=dict)


def weighed(told: Told, weights: Weights) -> Told:
    """Add the weights to what the page is told.

    Parameters
    ----------
    told
        As :func:`layers.map.page_data.content` makes it.

    Returns
    -------
    The same with ``corpus``, and with ``documents months first last facts`` for each feature. The months of a feature
    are the points (month, documents) of a line as :func:`~layers.map.encoding.encode_lines` writes it.
    """
    corpus: CorpusTold = {
        "months": list(weights.months),
        "byMonth": list(weights.by_month),
        "documents": weights.documents,
        "undated": weights.undated,
        "papers": [PaperTold(paper.title, paper.publisher, paper.date, paper.url) for paper in weights.papers],
        "leftOut": dict(weights.left_out),
        "below": dict(weights.below),
        "ties": None if weights.ties is None else [_tie(tie, weights.frame) for tie in weights.ties],
    }
    return {
        **told,
        "places": [{**row, **_counted(weights.places[row["id"]])} for row in told["places"]],
        "corridors": [{**row, **_counted(weights.corridors[row["id"]])} for row in told["corridors"]],
        "corpus": corpus,
    }


def _counted(weight: Weight) -> Counted:
    (months,) = encode_lines([weight.months])
    return {
        "documents": weight.documents,
        "months": months,
        "first": weight.first,
        "last": weight.last,
        "facts": {name: dict(votes) for name, votes in weight.facts.items()},
    }


def _tie(tie: Tie, frame: Extent) -> TieTold:
    """Return ends, documents, months and lines, each line on the side of the Earth that is drawn."""
    lines = []
    for part in tie.lines:
        turn = near(middle := sum(lon for lon, _ in part) / len(part), frame) - middle
        lines.append([(round((lon + turn) * TIE_UNITS), round(lat * TIE_UNITS)) for lon, lat in part])
    (months,) = encode_lines([tie.weight.months])
    return TieTold(tie.a, tie.b, tie.weight.documents, months, encode_lines(lines))
