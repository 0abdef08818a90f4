"""Clues that a span is a toponym here: what the gazetteer says of it, and the words around it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.gazetteer import Form
from geo.recognition.lexicon import classes_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geo.recognition.candidates import Candidate
    from geo.recognition.tokens import Tokens

__all__ = ["DocumentEvidence", "toponym_clues"]

NATURAL = frozenset({"sea", "ocean", "gulf", "bay", "lake", "river", "mountains", "desert", "plain", "peninsula"})
CAPITALS = "CU"
TITLE_CASE_SHARE = 0.7
TITLE_CASE_WORDS = 4
REACH = 12  # words on each side that tell whether a line is in title case


class DocumentEvidence:
    """What the rest of the document says of a string: how often it stands in a place-like and a name-like setting.

    A surname stands after a title or a given name somewhere in the text; a town stands after "in" somewhere.
    """

    def __init__(self, tokens: Tokens, candidates: list[Candidate]) -> None:
        self._placed: dict[str, int] = {}
        self._named: dict[str, int] = {}
        self._seen: dict[str, int] = {}
        for candidate in candidates:
            name = candidate.name
            self._seen[name] = self._seen.get(name, 0) + 1
            before = tokens.word(candidate.first - 1)
            if "locative" in classes_of(before) and tokens.shape(candidate.last) not in CAPITALS:
                self._placed[name] = self._placed.get(name, 0) + 1
            if _names_people(before) or _is_unknown_name(candidate.first - 1, tokens):
                self._named[name] = self._named.get(name, 0) + 1

    def clues(self, name: str) -> Iterator[str]:
        """Give what the document's other uses of a string suggest."""
        if self._placed.get(name, 0):
            yield "doc:placed"
            if not self._named.get(name, 0):
                yield "doc:placed only"
        if self._named.get(name, 0):
            yield "doc:named"
            if not self._placed.get(name, 0):
                yield "doc:named only"
        yield f"doc:seen {min(3, self._seen.get(name, 0))}"


def toponym_clues(candidate: Candidate, tokens: Tokens, evidence: DocumentEvidence) -> list[str]:
    """Give the clues for and against a candidate.

    Returns
    -------
    Strings such as ``"kind:city 5"`` or ``"before:in"``; each has a weight in ``geo/data/toponym-weights.tsv``.
    """
    kind = _kind(candidate)
    clues = ["bias", f"kind:{kind}"]
    clues += _shape_clues(candidate, tokens, kind)
    clues += _neighbour_clues(candidate, tokens, kind)
    clues += evidence.clues(candidate.name)
    return clues


def _names_people(word: str) -> bool:
    return "title" in classes_of(word) or "given" in classes_of(word)


def _is_unknown_name(index: int, tokens: Tokens) -> bool:
    """Tell whether a capitalised word of no class stands here, not first in its sentence: a given name, perhaps."""
    return (
        tokens.shape(index) == "C"
        and not classes_of(tokens.word(index))
        and tokens.items[index].start not in tokens.sentence_starts
    )


def _kind(candidate: Candidate) -> str:
    """Sum up the best record: its kind, and for a town the order of magnitude of its people and of its claim."""
    if not candidate.matches:
        return "unknown"
    match = max(candidate.matches, key=lambda m: (m.form <= Form.ALIAS, _standing(m.record.kind), m.record.population))
    record = match.record
    if any(m.record.kind == "capital" and m.form is Form.PRIMARY for m in candidate.matches):
        return "capital"
    if record.kind in {"city", "capital"}:
        claim = "own" if match.form is Form.PRIMARY else "alias"
        return f"city {len(str(record.population)) if record.population else 0} {claim}"
    if record.kind in NATURAL:
        return "natural"
    return f"{record.kind} {match.form.name.lower()}"


def _standing(kind: str) -> int:
    return {"country": 3, "region": 2, "continent": 2}.get(kind, 0)


def _shape_clues(candidate: Candidate, tokens: Tokens, kind: str) -> Iterator[str]:
    words = candidate.last - candidate.first
    first = tokens.items[candidate.first]
    coarse = kind.partition(" ")[0]
    if words > 1:
        yield from (f"ends in:{c} {coarse}" for c in classes_of(tokens.word(candidate.last - 1)))
        yield from (f"begins with:{c} {coarse}" for c in classes_of(first.lower))
        if coarse == "unknown":
            yield f"ends in:{tokens.word(candidate.last - 1)}"
    yield f"words:{min(3, words)}"
    yield f"records:{min(4, len(candidate.matches))}"
    yield f"shape:{first.shape} {min(6, len(candidate.name))}" if first.shape == "U" else "shape:C"
    if words == 1:
        yield f"word:{first.lower}"
        if first.lower in tokens.lower_words:
            yield "also lower"
            yield f"also lower {kind}"
        if classes := classes_of(first.lower):
            yield from (f"is:{c}" for c in classes)
    if first.start in tokens.sentence_starts:
        yield "first word"
        yield f"first word {kind}"
    if _in_title_case(candidate, tokens):
        yield "title case"
    if candidate.is_demonym:
        yield "demonym"


def _in_title_case(candidate: Candidate, tokens: Tokens) -> bool:
    window = (
        tokens.items[max(0, candidate.first - REACH) : candidate.first]
        + tokens.items[candidate.last : candidate.last + REACH]
    )
    words = [t for t in window if t.shape in "CUl"]
    return len(words) >= TITLE_CASE_WORDS and sum(t.shape in CAPITALS for t in words) > TITLE_CASE_SHARE * len(words)


def _neighbour_clues(candidate: Candidate, tokens: Tokens, kind: str) -> Iterator[str]:
    first, last = candidate.first, candidate.last
    coarse = kind.partition(" ")[0]
    for side, near, far in (("before", first - 1, first - 2), ("after", last, last + 1)):
        word, shape = tokens.word(near), tokens.shape(near)
        yield f"{side}:{word}" if shape in "l'" or not word.isalnum() else f"{side}:<{shape}>"
        yield f"{side} shape:{shape} {coarse}"
        yield f"{side} 2:{tokens.shape(near)}{tokens.shape(far)}"
        if shape in "l,":
            yield f"{side} 2:{word} {tokens.word(far) if tokens.shape(far) == 'l' else tokens.shape(far)}"
        for class_ in classes_of(word):
            yield f"{side} is:{class_}"
            yield f"{side} is:{class_} {coarse}"
        if shape in CAPITALS and not classes_of(word):
            yield f"{side} unknown capital"
        for class_ in classes_of(tokens.word(far)):
            yield f"{side} 2 is:{class_}"
    yield f"around:{tokens.shape(first - 1)}_{tokens.shape(last)}"
