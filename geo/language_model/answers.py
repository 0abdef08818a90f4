"""What a model's answer may say: words of the text, with labels from a short list. All else is dropped and counted."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from operator import attrgetter
from typing import TYPE_CHECKING, Any, cast

from geo.language_model.prompt import MODES, ROLES, STATUSES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from geo.model import Mode, Status
    from geo.model.article import Role

__all__ = ["Labels", "PlaceLabel", "WayLabel", "checked", "put_together"]

MOST_PLACES, MOST_WAYS, MOST_STOPS = 2_000, 300, 60  # of one piece: more is a model that repeats itself
LONGEST_NAME, LONGEST_PHRASE = 120, 600
Span = tuple[int, int]


@dataclass(frozen=True, slots=True, order=True)
class PlaceLabel:
    """A name of a place: its span in the document, and its role."""

    start: int
    end: int
    role: Role


@dataclass(frozen=True, slots=True)
class WayLabel:
    """A way as a model read it.

    Attributes
    ----------
    start, end
        Span of its phrase in the document.
    named
        Whether the phrase is a name.
    stops
        Spans of its stops, in order of travel.
    """

    start: int
    end: int
    named: bool
    mode: Mode
    status: Status
    directed: bool
    stops: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Labels:
    """What is left of an answer, and how much was dropped of each kind."""

    places: tuple[PlaceLabel, ...] = ()
    ways: tuple[WayLabel, ...] = ()
    dropped: Mapping[str, int] = field(default_factory=dict)


def checked(answer: Mapping[str, Any], text: str, start: int, end: int) -> Labels:
    """Keep what an answer says in words of the text.

    Parameters
    ----------
    answer
        A JSON object.
    text
        The document.
    start, end
        The piece of it that the model was given.

    Returns
    -------
    Labels with spans of the document.

    Raises
    ------
    ValueError
        If the answer holds no list of places and no list of ways.

    Examples
    --------
    >>> text = "Trains run from Baku to Kars."
    >>> way = {"phrase": "run from Baku to Kars", "mode": "rail", "status": "operating", "stops": ["Baku", "Kars"]}
    >>> found = checked({"places": [{"name": "Moscow", "role": "literal"}], "ways": [way]}, text, 0, len(text))
    >>> [text[a:b] for a, b in found.ways[0].stops], found.places, dict(found.dropped)
    (['Baku', 'Kars'], (), {'place not in the text': 1})
    """
    places, ways = answer.get("places"), answer.get("ways")
    if not isinstance(places, list) and not isinstance(ways, list):
        raise ValueError("it holds no list of places and no list of ways")  # noqa: TRY004 - it was read, and is unfit
    dropped: Counter[str] = Counter()
    piece = _Piece(text, start, end)
    return Labels(
        tuple(_places(_rows(places, "place", MOST_PLACES, dropped), piece, dropped)),
        tuple(_ways(_rows(ways, "way", MOST_WAYS, dropped), piece, dropped)),
        dropped,
    )


@dataclass(frozen=True, slots=True)
class _Piece:
    text: str
    start: int
    end: int

    def find(self, words: str, since: int) -> Span | None:
        """Return where words stand, whole, from an offset on."""
        at = self.text.find(words, since, self.end)
        while at >= 0 and not self._is_whole(at, at + len(words)):
            at = self.text.find(words, at + 1, self.end)
        return (at, at + len(words)) if at >= 0 else None

    def nearest(self, words: str, at: int) -> Span | None:
        """Return where words stand nearest to an offset, after it rather than before."""
        after = self.find(words, at)
        before, found = None, self.find(words, self.start)
        while found is not None and found[0] < at:
            before, found = found, self.find(words, found[0] + 1)
        if after is None or before is None:
            return after or before
        return before if at - before[1] < (after[0] - at) / 2 else after

    def _is_whole(self, start: int, end: int) -> bool:
        """Tell words from parts of words: "Oman" is not in "Romania"."""
        before = self.text[start - 1 : start] if start > self.start else ""
        after = self.text[end : end + 1] if end < self.end else ""
        return not (
            (before.isalnum() and self.text[start].isalnum()) or (after.isalnum() and self.text[end - 1].isalnum())
        )


def _rows(rows: object, kind: str, most: int, dropped: Counter[str]) -> Iterator[Mapping[str, Any]]:
    if not isinstance(rows, list):
        return
    if len(rows) > most:
        dropped[f"{kind} beyond the {most:,} first"] += len(rows) - most
    for row in rows[:most]:
        if isinstance(row, dict):
            yield row
        else:
            dropped[f"{kind} that is no object"] += 1


def _words(value: object, longest: int) -> str | None:
    """Return words that can be looked for, ``None`` where there are none."""
    words = value.strip() if isinstance(value, str) else ""
    return words if 0 < len(words) <= longest else None


def _is_one_of(value: object, allowed: frozenset[str]) -> bool:
    return isinstance(value, str) and value in allowed


def _places(rows: Iterator[Mapping[str, Any]], piece: _Piece, dropped: Counter[str]) -> Iterator[PlaceLabel]:
    since = piece.start
    for row in rows:
        name = _words(row.get("name"), LONGEST_NAME)
        if name is None or not any(c.isalpha() for c in name):
            dropped["place without a name"] += 1
        elif not _is_one_of(row.get("role"), ROLES):
            dropped["place of an unknown role"] += 1
        elif (span := piece.find(name, since)) is not None:
            since = span[1]
            yield PlaceLabel(*span, cast("Role", row["role"]))
        else:
            dropped[_why_not("place", name, piece)] += 1


def _why_not(kind: str, words: str, piece: _Piece) -> str:
    return f"{kind} not in the text" if piece.find(words, piece.start) is None else f"{kind} out of order"


def _ways(rows: Iterator[Mapping[str, Any]], piece: _Piece, dropped: Counter[str]) -> Iterator[WayLabel]:
    since = piece.start
    taken: set[Span] = set()
    for row in rows:
        phrase = _words(row.get("phrase"), LONGEST_PHRASE)
        if phrase is None:
            dropped["way without words"] += 1
        elif not (_is_one_of(row.get("mode"), MODES) and _is_one_of(row.get("status"), STATUSES)):
            dropped["way of an unknown mode or status"] += 1
        elif (span := piece.find(phrase, since)) is None:
            dropped[_why_not("way", phrase, piece)] += 1
        else:
            stops = tuple(_stops(row.get("stops"), span, piece, dropped))
            if row.get("named") is not True and not any(_inside(words, span, piece.text) for words in stops):
                dropped["way in words that name no end of it"] += 1
                continue
            if span in taken:  # "Poti" as an end of two ways: each has its own
                span = piece.find(phrase, span[0] + 1) or span
            taken.add(span)
            since = span[0]
            yield WayLabel(
                *span,
                named=row.get("named") is True,
                mode=cast("Mode", row["mode"]),
                status=cast("Status", row["status"]),
                directed=row.get("directed") is True,
                stops=stops,
            )


def _inside(words: Span, phrase: Span, text: str) -> bool:
    return text[slice(*words)] in text[slice(*phrase)]


def _stops(names: object, phrase: Span, piece: _Piece, dropped: Counter[str]) -> Iterator[Span]:
    if not isinstance(names, list):
        return
    if len(names) > MOST_STOPS:
        dropped[f"stop beyond the {MOST_STOPS} first"] += len(names) - MOST_STOPS
    last: Span | None = None
    for each in names[:MOST_STOPS]:
        name = _words(each, LONGEST_NAME)
        if name is None or not any(c.isalpha() for c in name):
            dropped["stop without a name"] += 1
        elif (span := piece.nearest(name, phrase[0])) is None:
            dropped["stop not in the text"] += 1
        elif last is None or piece.text[slice(*span)] != piece.text[slice(*last)]:
            last = span
            yield span


def put_together(readings: Sequence[Labels], text: str) -> Labels:
    """Put the labels of all pieces of a document together; what two pieces share counts once.

    Parameters
    ----------
    readings
        Of each piece, in reading order.
    text
        The document.

    Returns
    -------
    Places and ways in reading order. Of a way that two pieces tell, the telling with more stops stays.
    """
    dropped: Counter[str] = Counter()
    places: list[PlaceLabel] = []
    for place in sorted(place for reading in readings for place in reading.places):
        if not places or places[-1].end <= place.start:
            places.append(place)
    ways: list[WayLabel] = []
    for reading in readings:
        dropped.update(reading.dropped)
        earlier = list(ways)
        for way in reading.ways:
            at = next((n for n, known in enumerate(earlier) if _is_same(known, way, text)), None)
            if at is None:
                ways.append(way)
            elif len(way.stops) > len(ways[at].stops):
                ways[at] = replace(way, start=ways[at].start, end=ways[at].end, named=ways[at].named)
    return Labels(tuple(places), tuple(sorted(ways, key=attrgetter("start"))), dropped)


def _is_same(one: WayLabel, other: WayLabel, text: str) -> bool:
    """Tell whether two pieces speak of one way: in the same words, or by the same name."""
    named = one.named and other.named and text[one.start : one.end] == text[other.start : other.end]
    return named or (one.start < other.end and other.start < one.end)
