"""Which word governs each place of a sentence: the "from" of "from the Georgian port of Poti", the verb of "reach X".

A governor is what tells whether one sets out from a place, goes there or passes it. It is looked for to the left of the
name, over articles, adjectives and the nouns of sites ("the port city of"); members of a list share that of its first.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from geo.corridors.way_words import classes_of, governor_roles, words_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.corridors.place_spans import Span
    from geo.recognition.tokens import Tokens

__all__ = ["Place", "governed"]

REACH = 9  # words to the left in which a governor may stand
CAPITALS = "CU"
ROLES = governor_roles()
NEUTRAL = frozenset({"both", "either", "its", "their", "his", "'s", "'", "’", "’s"})
QUOTES = frozenset('"“”‘«»(')
LISTS = frozenset({",", "and", "or", "&", "/", "nor", "plus", "then", "thence", "to"})
LONGEST_ASIDE = 12
LONGEST_WITHIN = 5  # words of "in the north of"
LONGEST_BETWEEN = 16  # words between the two ends of a "between"


@dataclass(frozen=True, slots=True)
class Place:
    """A place of a sentence with its governor.

    Attributes
    ----------
    first, last
        Token indices of the name, end exclusive.
    name
        As the text spells it.
    role
        The governor's kind: ``from``, ``to``, ``via``, ``between``, ``and`` … or ``obj:CLASS`` of a verb, ``subj`` …
    at
        Token index of the governor, of the name where there is none.
    listed
        How many places before it share its governor.
    head
        The index of the first of its list.
    """

    first: int
    last: int
    name: str
    role: str
    at: int
    listed: int = 0
    head: int = 0
    passed: str = ""
    aside: bool = False


def governed(spans: Sequence[Span], tokens: Tokens, first: int) -> list[Place]:
    """Return the places of a sentence that begins at a token, each with its governor.

    Parameters
    ----------
    spans
        Its places in reading order.
    tokens
        The words of the document.
    first
        Where the sentence begins.
    """
    places: list[Place] = []
    for span in spans:
        place = _alone(span, tokens, first, head=len(places))
        places.append(_in_list(place, places, tokens))
        if len(places) > 1 and _owns(places[-2], places[-1], tokens):
            owner = places[-2]
            places[-1] = replace(places[-1], role=owner.role, at=owner.at, listed=owner.listed, head=owner.head)
            places[-2] = replace(owner, aside=True)
    return places


def _owns(owner: Place, place: Place, tokens: Tokens) -> bool:
    """Tell whether a place only says where the next lies: the Egypt of "Egypt's Arqin", of "Egypt's port of Suez"."""
    gap = [tokens.word(i) for i in range(owner.last, place.first)]
    return gap[:1] in (["'s"], ["’s"]) and all(word == "of" or "site" in classes_of(word) for word in gap[1:])


def _alone(span: Span, tokens: Tokens, begin: int, *, head: int) -> Place:
    role, at = _governor(span.first, tokens, begin)
    return Place(span.first, max(span.last, 0), span.name, role, at, head=head, passed=span.passed)


def _governor(first: int, tokens: Tokens, begin: int) -> tuple[str, int]:
    at = first - 1
    steps = 0
    while at >= begin and steps < REACH:
        word, shape = tokens.word(at), tokens.shape(at)
        multi = _multiword(at, tokens)
        if multi is not None:
            return ROLES[multi[0]], multi[1]
        if word == "of":
            if _is_site(at - 1, tokens):
                at -= 2
                steps += 1
                continue
            return "of", at
        if word in ROLES:
            return _with_verb(ROLES[word], at, tokens), at
        if word in {"and", "or", ",", "&", ";", ":", ")", "—", "–", "/", "nor", "then", "thence", "plus"}:
            return ("list" if word in LISTS else "mark"), at
        kinds = classes_of(word)
        if shape == "l" and word not in NEUTRAL:
            verb = _verb(word, kinds)
            if verb:
                return verb, at
        at -= 1
        steps += 1
    return "subj", max(at, begin)


def _multiword(at: int, tokens: Tokens) -> tuple[str, int] | None:
    """Read "by way of", "out of", "as far as", "up to", "bound for" that ends at a token."""
    word, before = tokens.word(at), tokens.word(at - 1)
    if word == "of" and before == "way" and tokens.word(at - 2) in {"by", "the"}:
        return "by way of", at - 2
    if word == "of" and before == "out":
        return "out of", at - 1
    if word == "as" and before == "far" and tokens.word(at - 2) == "as":
        return "as far as", at - 2
    if word == "to" and before == "up":
        return "up to", at - 1
    return None


def _with_verb(role: str, at: int, tokens: Tokens) -> str:
    """Read "starts at X" as from X, "arrives in X" as to X."""
    if role in {"at", "in", "on"}:
        for i in range(at - 1, at - 4, -1):
            kinds = classes_of(tokens.word(i))
            if "end" in kinds:
                return "end"
            if "start" in kinds:
                return "start"
    if role == "to" and tokens.word(at - 1) == "according":
        return "like"
    return role


def _is_site(at: int, tokens: Tokens) -> bool:
    return "site" in classes_of(tokens.word(at)) or tokens.word(at) in {"both", "each"}


SUBJECT_BEFORE = words_of("governor-subject-before")
VERBS = ("link", "start", "end", "go", "carry", "run", "avoid", "build")
NO_VERBS = words_of("governor-no-verbs")


def _verb(word: str, kinds: frozenset[str]) -> str:
    """Return ``obj:CLASS`` where a word is a verb that takes the place for its object."""
    if word in NO_VERBS:
        return ""
    if word in SUBJECT_BEFORE:
        return "subj"
    for kind in VERBS:
        if kind in kinds:
            return f"obj:{kind}"
    return ""


def _in_list(place: Place, before: Sequence[Place], tokens: Tokens) -> Place:
    """Let a member of a list share the governor of its first; take what only says where another lies for an aside."""
    if not before:
        return place
    last = before[-1]
    gap = [tokens.word(i) for i in range(last.last, place.first)]
    if place.role in {"in", "of"} and len(gap) <= LONGEST_WITHIN and gap and gap[0] in {"in", "of", ","}:
        return replace(place, aside=True)
    if gap and gap[0] == "(" and len(gap) <= 2:
        return replace(place, role="bracket", aside=True)
    if gap[:1] == ["'s"] or (place.role != "list" and not (place.role == "mark" and gap == [")", ","])):
        return place
    return _listed(place, last, before, gap, tokens)


def _listed(place: Place, last: Place, before: Sequence[Place], gap: Sequence[str], tokens: Tokens) -> Place:
    if place.role == "list" and tokens.word(place.at) in {"and", "&"} and _is_open(before, place):
        return replace(place, role="and")
    if len(gap) > LONGEST_ASIDE or not _only_list(last, place, tokens):
        return replace(place, role="mark")
    host = before[last.head] if last.aside else last
    return place if host.aside else replace(place, role=host.role, listed=host.listed + 1, head=host.head)


def _is_open(before: Sequence[Place], place: Place) -> bool:
    """Tell whether a "between" still waits for its other end."""
    for earlier in before[::-1]:
        if place.first - earlier.last > LONGEST_BETWEEN or earlier.role == "and":
            return False
        if earlier.role == "between" and not earlier.listed:
            return True
    return False


PLAIN = frozenset({"the", "a", "an", "also", "finally", "then", "on", "both", "later", "even"})


def _only_list(last: Place, place: Place, tokens: Tokens) -> bool:
    """Tell whether only list marks, asides and the nouns of sites stand between two places."""
    for i in range(last.last, place.first):
        word, shape = tokens.word(i), tokens.shape(i)
        if word in LISTS or word in PLAIN or word in QUOTES or word in {")", "of", "in", "'s", "its", "their"}:
            continue
        if shape in CAPITALS or shape == "d" or "site" in classes_of(word):
            continue
        if shape == "l" and tokens.word(i + 1) in {"of", ","}:
            continue
        if shape == "l" and i > last.last and word.endswith(("n", "ese", "ish", "ern", "al")):
            continue
        return False
    return True
