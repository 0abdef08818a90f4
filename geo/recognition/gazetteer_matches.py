"""What the gazetteer says of the words of a text: which of them, alone or together, are names it knows."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, ClassVar
from weakref import WeakKeyDictionary, ref

from geo.gazetteer import Form, fold_word
from geo.recognition.lexicon import classes_of
from geo.recognition.tokens import CAPITALS, lower_of, shape_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from geo.gazetteer import Gazetteer, Match
    from geo.recognition.tokens import Tokens

__all__ = ["NAMES", "UNKNOWN", "Candidate", "Knowledge", "Known", "is_demonym", "is_spaced", "names_people"]

JOINED_BY = frozenset({" ", "\n", "-", "–", "‑", "\u00a0", "’", "'", ". ", ""})
"""What may stand between two words of one name; a full stop only after an abbreviation ("St. Petersburg")."""
ABBREVIATED = frozenset({"st", "mt", "ft", "ste", "pt", "n", "s", "e", "w"})
NAMES = (Form.PRIMARY, Form.ALIAS)
FULL_NAMES = (Form.PRIMARY, Form.ALIAS, Form.VARIANT)
FACILITY_KINDS = frozenset({
    "airport", "port", "terminal", "base", "training-centre", "crossing", "tunnel", "pass", "canal", "strait",
    "chokepoint", "bridge", "dam", "junction", "station", "pipeline-terminal", "refinery", "nuclear-plant",
    "space-centre", "shipyard", "free-zone",
})  # fmt: skip
NATURAL_KINDS = frozenset({
    "ocean", "sea", "gulf", "bay", "lake", "river", "mountains", "desert", "plain", "peninsula", "strait",
})  # fmt: skip
ROLE_KINDS = ("country", "capital", "region", "city")
STATES = frozenset({"country", "capital"})
"""What a name is first of all, however many towns share it: China, before its namesakes in Mexico and Maine."""
STANDING = {"country": 3, "region": 2, "continent": 2}
BEST_CLAIMS = 3
LARGE_TOWN = 500_000
SHORTEST_NAME = 2
NO_NAMES = frozenset({"facility", "compass"})
UNSURE_LENGTH = 4  # an all-capitals word up to this length is more often an abbreviation than a town
REMEMBERED_NAMES = 20_000


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """What the gazetteer knows of one spelling of a name, as the models want to hear it.

    Attributes
    ----------
    matches
        Records that go by this name, best claims first, demonyms among them.
    kind
        The best record summed up: ``"country primary"``, ``"city 5 own"`` (a town of tens of thousands that has this
        very name), ``"natural"``, ``"facility"`` …; ``""`` where there is no record.
    coarse
        The first word of ``kind``.
    role_kind
        The kind that decides how the name acts: country, capital, region, city, or that of the best record.
    """

    matches: tuple[Match, ...] = ()
    kind: str = ""
    coarse: str = ""
    role_kind: str = "unknown"
    is_demonym: bool = False
    is_facility: bool = False
    is_natural: bool = False
    is_country: bool = False


UNKNOWN = Known()
PEOPLE = Known(kind="demonym", coarse="demonym", is_demonym=True)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A span of words with what the gazetteer knows of it.

    Attributes
    ----------
    first, last
        Indices of its first word and of the word after its last.
    """

    first: int
    last: int
    known: Known


class Knowledge:
    """A gazetteer as recognition asks it: each name is summed up once and remembered.

    Only the gazetteer itself keeps an instance alive; see :meth:`of`.
    """

    _instances: ClassVar[WeakKeyDictionary[Gazetteer, Knowledge]] = WeakKeyDictionary()

    def __init__(self, gazetteer: Gazetteer) -> None:
        held = ref(gazetteer)

        def single(word: str, code: bool) -> Known:  # noqa: FBT001 - kept by place, which is half as long as by name
            if len(word) < SHORTEST_NAME or not NO_NAMES.isdisjoint(classes_of(lower_of(word))):
                return UNKNOWN  # the Port of "Port Bell", the West
            opened = held()
            shout = len(word) <= UNSURE_LENGTH and shape_of(word) == "U"
            matches = opened.lookup(word) if opened is not None else ()
            kept = tuple(match for match in matches if _is_possible(match, word, code=code, shout=shout))
            return PEOPLE if names_people(word, kept) else sum_up(kept)

        def long(name: str) -> Known:
            opened = held()
            matches = opened.lookup(name) if opened is not None else ()
            return sum_up(tuple(match for match in matches if match.form is not Form.CODE), words=2)

        def reach(word: str) -> int:
            words = fold_word(word).split(" ")
            opened = held()
            return opened.longest_from(words[0]) - len(words) if words[0] and opened is not None else 0

        self._word: Callable[..., Known] = lru_cache(REMEMBERED_NAMES)(single)
        self._name: Callable[[str], Known] = lru_cache(REMEMBERED_NAMES)(long)
        self._reach: Callable[[str], int] = lru_cache(REMEMBERED_NAMES)(reach)

    @classmethod
    def of(cls, gazetteer: Gazetteer) -> Knowledge:
        """Return the one instance of a gazetteer."""
        found = cls._instances.get(gazetteer)
        if found is None:
            found = cls._instances[gazetteer] = cls(gazetteer)
        return found

    def words(self, tokens: Tokens) -> list[Known]:
        """Return what is known of each capitalised word by itself, :data:`UNKNOWN` elsewhere."""
        return [
            self._single(index, tokens) if shape in CAPITALS else UNKNOWN for index, shape in enumerate(tokens.shapes)
        ]

    def names(self, text: str, tokens: Tokens) -> list[Candidate]:
        """Return the longest names of several words, from left to right."""
        found = []
        first, count = 0, len(tokens)
        while first < count:
            name = self._longest(first, text, tokens) if tokens.shapes[first] in CAPITALS else None
            if name is None:
                first += 1
            else:
                found.append(name)
                first = name.last
        return found

    def span(self, first: int, last: int, text: str, tokens: Tokens) -> Candidate:
        """Return any span with what is known of it."""
        if last - first == 1:
            return Candidate(first, last, self._single(first, tokens))
        return Candidate(first, last, self._name(text[tokens.starts[first] : tokens.ends[last - 1]]))

    def _longest(self, first: int, text: str, tokens: Tokens) -> Candidate | None:
        more = self._reach(tokens.texts[first])
        if more <= 0:
            return None
        start = tokens.starts[first]
        for last in reversed(list(_ends(first, more, text, tokens))):
            known = self._name(text[start : tokens.ends[last - 1]])
            if tokens.shapes[last - 1] == "l" and not known.is_facility:
                continue
            if known.matches and not (known.is_country and tokens.lowers[first] == "the"):
                return Candidate(first, last, known)  # in "The US", as in "the US", the name is without its article
        return None

    def _single(self, index: int, tokens: Tokens) -> Known:
        code = tokens.shapes[index] == "U" and tokens.shape(index - 1) == "," and tokens.shape(index - 2) in CAPITALS
        return self._word(tokens.texts[index], code)


def _is_possible(match: Match, word: str, *, code: bool, shout: bool) -> bool:
    """Set aside what a single word in this spelling cannot mean."""
    if match.form is Form.CODE:
        return code and match.record.kind == "region"
    return match.exact or not (shout or (match.form is Form.ALIAS and len(word) <= UNSURE_LENGTH))


def is_spaced(at: int, text: str, tokens: Tokens) -> bool:
    """Tell whether a dash stands between spaces, as it does between two names and in none."""
    start, end = tokens.starts[at], tokens.ends[at]
    return text[start - 1 : start].isspace() and text[end : end + 1].isspace()


def _ends(first: int, more: int, text: str, tokens: Tokens) -> Iterator[int]:
    """Give the indices after each possible last word: a capital, a number or a facility's, joined on."""
    shapes, starts, ends = tokens.shapes, tokens.starts, tokens.ends
    last, count = first + 1, len(shapes)
    while last < count and more > 0:
        shape = shapes[last]
        if shape in "-–‑.’'":
            if shape == "." and tokens.lowers[last - 1] not in ABBREVIATED:
                return
            if shape in "-–‑" and is_spaced(last, text, tokens):
                return  # "Le Havre – Port Said" are two
            last += 1
            continue
        if shape not in "CUld" or text[ends[last - 1] : starts[last]] not in JOINED_BY:
            return
        more -= 1
        last += 1
        begins_next = shapes[last - 2] in "-–‑" and tokens.shape(last) in CAPITALS  # the Port of "Jebel Ali-Port Klang"
        if begins_next and "facility" in classes_of(tokens.lowers[last - 1]):
            continue
        if shape in "CUd" or "facility" in classes_of(tokens.lowers[last - 1]):
            yield last  # a facility's last word is often small: "Kabul airport", "the Salang tunnel"


def sum_up(matches: tuple[Match, ...], *, words: int = 1) -> Known:
    """Sum up the records of a name.

    Parameters
    ----------
    matches
        As :meth:`geo.gazetteer.Gazetteer.lookup` gives them.
    words
        How many words the name has, or just more than one: a facility's full name has several.
    """
    if not matches:
        return UNKNOWN
    named = [match.record for match in matches if match.form in NAMES]
    kinds = {record.kind for record in named}
    demonym = is_demonym(matches)
    facility = words > 1 and any(m.form in FULL_NAMES and m.record.kind in FACILITY_KINDS for m in matches)
    best = {match.record.kind for match in matches[:BEST_CLAIMS]}
    kind = "demonym" if demonym else "facility" if facility else _kind(matches)
    return Known(
        matches=matches,
        kind=kind,
        coarse=kind.partition(" ")[0],
        role_kind=next((kind for kind in ROLE_KINDS if kind in best | (kinds & STATES)), matches[0].record.kind),
        is_demonym=demonym,
        is_facility=facility,
        is_natural=bool(kinds) and kinds <= NATURAL_KINDS,
        is_country="country" in kinds,
    )


def is_demonym(matches: tuple[Match, ...]) -> bool:
    """Tell whether a name is the adjective or noun of a people: a town called Canadian hides no Canadian."""
    return any(match.form is Form.DEMONYM for match in matches) and not any(
        match.form in NAMES and (match.record.kind in {"country", "region"} or match.record.population > LARGE_TOWN)
        for match in matches
    )


def names_people(word: str, matches: tuple[Match, ...]) -> bool:
    """Tell whether a word is a people or a language of our list, and no well-known place: "Basques", "Punjabi"."""
    return "demonym" in classes_of(word.lower()) and not any(
        match.form in NAMES and (match.record.kind in {"country", "region"} or match.record.population > LARGE_TOWN)
        for match in matches
    )


def _kind(matches: tuple[Match, ...]) -> str:
    """Name the best record's kind, and for a town the order of magnitude of its people and of its claim."""
    if any(m.record.kind == "capital" and m.form is Form.PRIMARY for m in matches):
        return "capital"
    match = max(matches, key=lambda m: (m.form <= Form.ALIAS, STANDING.get(m.record.kind, 0), m.record.population))
    record = match.record
    if record.kind in {"city", "capital"}:
        claim = "own" if match.form is Form.PRIMARY else "alias"
        return f"city {len(str(record.population)) if record.population else 0} {claim}"
    if record.kind in NATURAL_KINDS:
        return "natural"
    return f"{record.kind} {match.form.name.lower()}"
