"""Spans of a text that a gazetteer knows by name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo.gazetteer import Form, fold_word
from geo.recognition.lexicon import classes_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from geo.gazetteer import Gazetteer, Match
    from geo.recognition.tokens import Tokens

__all__ = [
    "NAMES",
    "Candidate",
    "find_candidates",
    "is_common_noun",
    "is_demonym",
    "is_facility",
    "is_inside_organisation",
    "is_natural",
]

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
LARGE_TOWN = 500_000
SHORTEST_NAME = 2
LONGEST_RUN = 5
CAPITALS = "CU"
UNSURE_LENGTH = 4  # an all-capitals word up to this length is more often an abbreviation than a town


@dataclass(frozen=True, slots=True)
class Candidate:
    """A span that could be a toponym.

    Attributes
    ----------
    first, last
        Indices of its first token and of the token after its last.
    matches
        Records that go by this name, best claims first, demonyms among them; empty where no gazetteer knows it.
    """

    first: int
    last: int
    start: int
    end: int
    name: str
    matches: tuple[Match, ...]

    @property
    def is_demonym(self) -> bool:
        """True where the name is the adjective or noun of a people."""
        return is_demonym(self.matches)


def is_demonym(matches: Sequence[Match]) -> bool:
    """Tell whether a name is the adjective or noun of a people: a town called Canadian hides no Canadian."""
    return any(match.form is Form.DEMONYM for match in matches) and not any(
        match.form in NAMES and (match.record.kind in {"country", "region"} or match.record.population > LARGE_TOWN)
        for match in matches
    )


def is_facility(candidate: Candidate) -> bool:
    """Tell whether a span is the full name of an airport, a port, a base …: several words, known just so.

    News corpora leave such names out, so no weight learned from them can tell.
    """
    return candidate.last - candidate.first > 1 and any(
        match.form in FULL_NAMES and match.record.kind in FACILITY_KINDS for match in candidate.matches
    )


def is_common_noun(candidate: Candidate) -> bool:
    """Tell whether a single word is but a kind of place or a direction: the Port of "Port Bell", "West"."""
    return candidate.last - candidate.first == 1 and not {"facility", "compass"}.isdisjoint(
        classes_of(candidate.name.lower())
    )


def is_natural(candidate: Candidate) -> bool:
    """Tell whether a name can only be a sea, a river, a range: such things have no government to act for them."""
    kinds = {match.record.kind for match in candidate.matches if match.form in NAMES}
    return bool(kinds) and kinds <= NATURAL_KINDS


def is_inside_organisation(candidate: Candidate, text: str, tokens: Tokens) -> bool:
    """Tell whether a sea, a continent or a wide region is part of a longer name, such as the North Atlantic's Treaty.

    Towns and countries in such names ("Kansas State Police") are left to the model: corpora are of two minds there.
    """
    if not any(match.record.source == "areas" for match in candidate.matches):
        return False
    if any(match.record.kind in {"country", "capital"} for match in candidate.matches):
        return False
    for index in range(candidate.last, min(candidate.last + LONGEST_RUN, len(tokens))):
        if tokens.shape(index) not in CAPITALS or not _is_space(text, tokens, index):
            return False
        if "organisation" in classes_of(tokens.word(index)):
            return True
    return False


def find_candidates(text: str, tokens: Tokens, gazetteer: Gazetteer) -> list[Candidate]:
    """Find every span, of any length, that the gazetteer knows, and every run of capitals that it does not.

    Parameters
    ----------
    text
        The article.
    tokens
        Its words.
    gazetteer
        Where names are looked up; codes such as "AZ" are looked up only after a comma ("Phoenix, AZ").

    Returns
    -------
    Candidates in order of their start, longer ones first; they may overlap.
    """
    known = [
        candidate
        for first, token in enumerate(tokens.items)
        if token.shape in "CU"
        for candidate in _from(first, text, tokens, gazetteer)
        if not is_common_noun(candidate) and not is_inside_organisation(candidate, text, tokens)
    ]
    spans = {(candidate.first, candidate.last) for candidate in known}
    unknown = [candidate for candidate in _runs(text, tokens) if (candidate.first, candidate.last) not in spans]
    return sorted(known + unknown, key=lambda c: (c.first, -c.last))


def _runs(text: str, tokens: Tokens) -> Iterator[Candidate]:
    """Give the longest runs of capitalised words: a place that no gazetteer knows may hide there.

    A run that begins a sentence is given once more without its first word, which is a capital in any case.
    """
    first = 0
    while first < len(tokens):
        if tokens.shape(first) not in CAPITALS:
            first += 1
            continue
        last = first + 1
        while last < len(tokens) and tokens.shape(last) in CAPITALS and _is_space(text, tokens, last):
            last += 1
        starts = [first]
        if last - first > 1 and tokens.items[first].start in tokens.sentence_starts:
            starts.append(first + 1)
        for start in starts:
            if last - start <= LONGEST_RUN:
                begin, end = tokens.items[start].start, tokens.items[last - 1].end
                yield Candidate(start, last, begin, end, text[begin:end], ())
        first = last


def _is_space(text: str, tokens: Tokens, index: int) -> bool:
    return text[tokens.items[index - 1].end : tokens.items[index].start] == " "


def _from(first: int, text: str, tokens: Tokens, gazetteer: Gazetteer) -> Iterator[Candidate]:
    start = tokens.items[first].start
    words = fold_word(tokens.items[first].text).split(" ")
    reach = gazetteer.longest_from(words[0]) if words[0] else 1
    ends = list(_ends(first, reach - len(words), text, tokens))
    for last in reversed(ends):
        end = tokens.items[last - 1].end
        name = text[start:end]
        if len(name) < SHORTEST_NAME:
            continue
        matches = gazetteer.lookup(name)
        if last == first + 1:
            matches = _single_word_matches(first, matches, tokens)
        else:
            matches = tuple(m for m in matches if m.form is not Form.CODE)
            if words == ["the"] and any(m.record.kind == "country" for m in matches):
                continue  # in "The US", as in "the US", the name is without its article
        if matches:
            yield Candidate(first, last, start, end, name, matches)


def _ends(first: int, more: int, text: str, tokens: Tokens) -> Iterator[int]:
    """Give the indices after each possible last word: itself a capital or a number, joined to what stands before."""
    yield first + 1
    last = first + 1
    while last < len(tokens) and more > 0:
        before, token = tokens.items[last - 1], tokens.items[last]
        gap = text[before.end : token.start]
        if token.shape in "-–‑.’'":
            if token.shape == "." and before.lower not in ABBREVIATED:
                return
            last += 1
            continue
        if gap not in JOINED_BY or token.shape not in "CUld":
            return
        more -= 1
        last += 1
        if token.shape in "CUd":
            yield last


def _single_word_matches(index: int, matches: tuple[Match, ...], tokens: Tokens) -> tuple[Match, ...]:
    """Set aside what a single word in this spelling cannot mean."""
    token = tokens.items[index]
    after_comma = tokens.shape(index - 1) == "," and tokens.shape(index - 2) in "CU"
    shout = token.shape == "U" and len(token.text) <= UNSURE_LENGTH
    kept = []
    for match in matches:
        if match.form is Form.CODE and not (after_comma and token.shape == "U" and match.record.kind == "region"):
            continue
        if shout and not match.exact and match.form is not Form.CODE:
            continue
        if not match.exact and match.form is Form.ALIAS and len(token.text) <= UNSURE_LENGTH:
            continue
        kept.append(match)
    return tuple(kept)
