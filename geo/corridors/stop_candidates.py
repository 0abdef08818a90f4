"""What a named way may have for stops: the places in reach of its name, and what else is spoken of there.

The words that tell where a named way goes stand beside its name or a few sentences on, where "it" and "the line" go
back to it. So the places of those sentences are looked at, name by name, with every mention of each.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from geo.corridors.bare_names import plain
from geo.courses.position_along import along
from geo.gazetteer import fold
from geo.overlap import Overlaps

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from geo.corridors.chooser import Chosen, Odds
    from geo.corridors.evidence import Evidence
    from geo.corridors.governors import Place
    from geo.courses import Entry
    from geo.courses.position_along import Along
    from geo.gazetteer import Gazetteer
    from geo.model import Mode

__all__ = ["BESIDE_KM", "ON", "Company", "Reach", "key_of", "reach_of"]

BACK, ON = 1, 5  # sentences before and after a name in which its stops may be told
MOST_USES = 8
MOST_PLACES = 40
NAMED = 0.3  # how sure a name must be to stand between a way and its stops
FEWEST_ENDS = 0.03  # a telling less likely than this to have its ends right says nothing
TWO = 2
KEPT = 65_536  # names whose keys are remembered
BESIDE_KM = 60.0  # off the line of the catalogue and still on the way


@lru_cache(maxsize=KEPT)
def key_of(name: str) -> str:
    """Return what mentions of one place have in common.

    Examples
    --------
    >>> key_of("Port of Poti") == key_of("Poti")
    True
    """
    return fold(plain(name))


@dataclass(frozen=True, slots=True)
class Company:
    """What a document names beside one way.

    Attributes
    ----------
    ways
        What was taken.
    spans
        Tokens of its ways and likely names, in reading order.
    stops
        For each place by its folded name, which ways stop there.
    names
        Tokens of each use of a name, with the number of the name.
    """

    ways: Sequence[Chosen]
    spans: Sequence[tuple[int, int]]
    stops: Mapping[str, Sequence[int]]
    names: Sequence[tuple[int, int, int]]
    met: Overlaps = field(init=False, repr=False)
    taken: Overlaps = field(init=False, repr=False)
    called: Overlaps = field(init=False, repr=False)

    def __post_init__(self) -> None:
        put = object.__setattr__
        put(self, "met", Overlaps(self.spans))
        put(self, "taken", Overlaps((way.first, way.last) for way in self.ways))
        put(self, "called", Overlaps((first, last) for first, last, _ in self.names))

    @classmethod
    def of(cls, ways: Sequence[Chosen], evidence: Evidence, odds: Odds) -> Company:
        """Gather it.

        Parameters
        ----------
        ways
            What was taken.
        evidence, odds
            The document's names and tellings, and what the judge says of them.
        """
        names = [(use.first, use.last, number) for number, name in enumerate(evidence.names) for use in name.uses]
        spans = {(way.first, way.last) for way in ways}
        spans |= {(first, last) for first, last, number in names if odds.names[number] >= NAMED}
        stops: dict[str, list[int]] = {}
        for number, way in enumerate(ways):
            for stop in way.stops:
                stops.setdefault(key_of(stop), []).append(number)
        return cls(ways, sorted(spans), stops, names)

    def name_at(self, first: int, last: int) -> int | None:
        """Return the number of the name that stands in some words."""
        return min((self.names[at][2] for at in self.called.numbers(first, last)), default=None)


@dataclass(frozen=True, slots=True)
class Reach:
    """A named way with the places that may be its stops.

    Attributes
    ----------
    uses
        Tokens where it is named, in reading order.
    mode
        Of the way.
    entry
        What the catalogue knows of it.
    places
        For each place by its folded name, its mentions: the sentence and the place.
    told
        For each telling in reach its number, how surely it says where this way goes (below 0 where nobody asked), and
        its two ends.
    lies
        Where places lie along the way that the catalogue knows.
    company
        What else is named.
    """

    uses: tuple[tuple[int, int], ...]
    mode: Mode
    entry: Entry | None
    places: Mapping[str, Sequence[tuple[int, Place]]]
    told: Sequence[tuple[int, float, frozenset[str]]]
    lies: Mapping[str, Along]
    company: Company
    evidence: Evidence
    odds: Odds

    sentences: Sequence[int] = field(init=False, repr=False)
    """Where its uses stand."""
    own: frozenset[int] = field(init=False, repr=False)
    """Which of the ways that were taken it is."""
    outer: frozenset[str] = field(init=False, repr=False)
    """The first and the last of the places that lie beside the line."""

    def __post_init__(self) -> None:
        put, taken = object.__setattr__, self.company.taken
        put(self, "sentences", [_sentence(first, self.evidence) for first, _ in self.uses])
        beside = sorted((lie.share, key) for key, lie in self.lies.items() if lie.off_km < BESIDE_KM)
        put(self, "outer", frozenset(key for _, key in (*beside[:1], *beside[-1:])))
        put(self, "own", frozenset(number for use in self.uses for number in taken.numbers(*use)))

    def name(self, key: str) -> str:
        """Return how the text first spells a place."""
        return plain(self.places[key][0][1].name)

    def is_own(self, first: int, last: int) -> bool:
        """Tell whether words are a use of the way's own name."""
        return any(begin < last and first < end for begin, end in self.uses)

    def is_other(self, first: int, last: int) -> bool:
        """Tell whether another way is named in some words."""
        met = self.company.met.numbers(first, last)
        return any(not self.is_own(*self.company.spans[number]) for number in met)

    def where(self, sentence: int, place: Place) -> str:
        """Say how a mention stands to the way's name.

        Returns
        -------
        ``in``, ``after`` or ``before`` it in one sentence, ``+1`` and so on for sentences since, ``prev`` before all.
        """
        begin, end = self.evidence.bounds[sentence]
        here = [use for use in self.uses if begin <= use[0] < end]
        if any(first < place.last and place.first < last for first, last in here):
            return "in"
        if any(last <= place.first for _, last in here):
            return "after"
        if here:
            return "before"
        since = [sentence - other for other in self.sentences if other < sentence]
        return f"+{min(*since, 4, 4)}" if since else "prev"

    def latest(self, token: int) -> str:
        """Say which way is named last before a token: ``ours``, ``other`` or ``none``."""
        ours = max((first for first, _ in self.uses if first < token), default=-1)
        spans = self.company.spans
        at = bisect_left(spans, (token, -1)) - 1
        while at >= 0 and spans[at][0] > ours:
            if not self.is_own(*spans[at]):
                return "other"
            at -= 1
        return "ours" if ours >= 0 else "none"


def reach_of(
    uses: Iterable[tuple[int, int]],
    mode: Mode,
    entry: Entry | None,
    *,
    evidence: Evidence,
    odds: Odds,
    company: Company,
    gazetteer: Gazetteer,
) -> Reach:
    """Gather what a way may have for stops.

    Parameters
    ----------
    uses
        Tokens of its phrase and of all uses of its name.
    mode, entry
        Its mode, and what the catalogue knows of it.
    evidence, odds
        The document's places and tellings, and what the judge says of them.
    company
        What else is named.
    gazetteer
        Tells where places lie.
    """
    uses = list(uses)
    number = company.name_at(*min(uses))
    if number is not None:
        uses += [(use.first, use.last) for use in evidence.names[number].uses]
        entry = entry or evidence.names[number].uses[0].entry
    uses = sorted(set(uses))[:MOST_USES]
    there = sorted({_sentence(begin, evidence) for begin, _ in uses})
    near = sorted({s for at in there for s in range(max(0, at - BACK), min(len(evidence.bounds), at + ON + 1))})
    places: dict[str, list[tuple[int, Place]]] = {}
    for sentence in near:
        for place in evidence.places[sentence]:
            places.setdefault(key_of(place.name), []).append((sentence, place))
    if len(places) > MOST_PLACES:
        gap = {key: min(abs(s - at) for s, _ in mentions for at in there) for key, mentions in places.items()}
        places = {key: places[key] for key in sorted(places, key=lambda key: gap[key])[:MOST_PLACES]}
    told = [
        (t, odds.joins.get((number, t), -1.0) if number is not None else -1.0, _ends(evidence.told[t].proposal.names))
        for sentence in near
        for t in _tellings(sentence, evidence)
        if odds.ends[t] >= FEWEST_ENDS and len(evidence.told[t].proposal.stops) >= TWO
    ]
    lies = {key: along(entry, m[0][1].name, gazetteer) for key, m in places.items()} if entry is not None else {}
    found = {key: lie for key, lie in lies.items() if lie is not None}
    return Reach(tuple(uses), mode, entry, places, told, found, company, evidence, odds)


def _ends(names: Sequence[str]) -> frozenset[str]:
    return frozenset((key_of(names[0]), key_of(names[-1])))


def _tellings(sentence: int, evidence: Evidence) -> range:
    """Return the numbers of the tellings of a sentence, which stand in reading order."""
    first = bisect_left(evidence.told, sentence, key=lambda way: way.sentence)
    return range(first, bisect_right(evidence.told, sentence, key=lambda way: way.sentence))


def _sentence(token: int, evidence: Evidence) -> int:
    return max(0, bisect_right(evidence.begins, token) - 1)
