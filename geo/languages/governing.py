"""What governs a place in a sentence: one comes from it, goes there, passes it, runs between it and another.

Prepositions stand before a name, or before the word of kind that precedes it ("из порта Актау"); postpositions after
it, or after the word of kind that follows ("Bakı limanından"); endings are the name's own, or that word's. What places
of a list share is told of the first or the last of them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from geo.languages.forms import forms_of
from geo.languages.words import Sense

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from geo.languages.names import Found, Scene

__all__ = ["Role", "roles_of"]

GOVERNORS = frozenset({"from", "to", "via", "between"})
AFTER = {"from-after": "from", "to-after": "to", "via-after": "via", "between-after": "between-after"}
CASES = frozenset({"from", "to", "via"})
PASSED_OVER = 2
"""Words between a preposition and a name that may be passed over: "из иранского порта Чабахар"."""
LISTED = re.compile(r"\s*[,،、]\s*")


class Role(NamedTuple):
    """What governs a place; ``sure`` are those of endings and of words that mean nothing else."""

    kinds: frozenset[str]
    sure: frozenset[str]


def roles_of(scene: Scene, names: Sequence[Found]) -> list[Role]:
    """Return what governs each of the names of a sentence.

    Parameters
    ----------
    scene
        A stretch in one language.
    names
        Those of one sentence, in reading order.
    """
    roles = [_role(scene, names, index) for index in range(len(names))]
    if scene.language.code in LAST_TELLS:
        for index in range(len(names) - 2, -1, -1):
            if not roles[index].kinds and _is_listed(scene, names[index], names[index + 1]):
                roles[index] = roles[index + 1]
    else:
        for index in range(1, len(names)):
            passes = roles[index - 1].kinds == {"via"} or "via" in roles[index - 1].sure
            if not roles[index].kinds and passes and _is_listed(scene, names[index - 1], names[index]):
                roles[index] = roles[index - 1]
    return roles


LAST_TELLS = frozenset({"tr", "az", "kk", "ka", "hy"})
"""Languages in which the last of a list carries the ending for all."""


INTO = frozenset({"ka"})
"""Languages in which one ending says both in and into."""


def _is_listed(scene: Scene, one: Found, two: Found) -> bool:
    if LISTED.fullmatch(scene.text, one.end, two.start):
        return True
    return two.first - one.last == 1 and any(sense.kind == "and" for sense in scene.senses[one.last])


def _role(scene: Scene, names: Sequence[Found], index: int) -> Role:
    name = names[index]
    least = names[index - 1].last if index else 0
    before = {sense.kind for sense in _before(scene, name, least)} & GOVERNORS
    after, case = _behind(scene, name, names[index + 1].first if index + 1 < len(names) else len(scene.words))
    sure = {kind for kind in (*after, case) if kind}
    if {"between", "to"} <= before:
        before -= {"to"}
    kinds = sure or before or ({"to"} if name.case == "at" and scene.language.code in INTO else set())
    return Role(frozenset(kinds), frozenset(sure or (before if len(before) == 1 else ())))


def _before(scene: Scene, name: Found, least: int) -> Iterator[Sense]:
    """Give what ends just before a name, and before the words of kind and of quality that precede it."""
    at = name.first
    if name.start > scene.words[name.first].start:  # a letter that leans on the name: ببغداد
        leaning = scene.text[scene.words[name.first].start : name.start]
        if leaning.endswith("ل"):
            yield Sense("to", "", 1)
    passed = 0
    while at >= least:
        ending = scene.ending[at]
        governed = [sense for sense in ending if sense.kind in GOVERNORS]
        if governed:
            longest = max(sense.length for sense in governed)
            yield from (sense for sense in governed if sense.length == longest)
            return
        kind = max((sense.length for sense in ending if sense.kind == "before"), default=0)
        if kind:
            at -= kind
            continue
        if at == name.first and scene.language.script not in {"Cyrillic", "Latin"}:
            return
        passed += 1
        if passed > PASSED_OVER or at - 1 < least or not _adjoins(scene, at) or _stops(scene, at - 1):
            return
        at -= 1


def _adjoins(scene: Scene, at: int) -> bool:
    if not 0 < at < len(scene.words):
        return False
    return not re.search(r"[,;:()–—،]", scene.text[scene.words[at - 1].end : scene.words[at].start])


def _stops(scene: Scene, index: int) -> bool:
    """Tell whether a word is one that nothing governs across: a small word, a name, a verb of state."""
    return any(sense.kind in {"and", "function", "link", "at"} for sense in scene.senses[index])


def _behind(scene: Scene, name: Found, most: int) -> tuple[set[str], str]:
    """Return the postposition that follows a name, and the case that it or the word of kind after it ends in."""
    at, case = name.last, name.case
    kind = max((s.length for s in _at(scene, at, most) if s.kind == "after"), default=0)
    if kind and _touches(scene, name.end, at):
        last = scene.words[at + kind - 1]
        own = next((f.case for f in forms_of(last.text, scene.language.code, last.suffix) if f.case), "")
        case = own or case if scene.language.code in LAST_TELLS else case
        at += kind
    found = {AFTER[sense.kind] for sense in _at(scene, at, most + 1) if sense.kind in AFTER}
    return found, case if case in CASES and not found else ""


def _at(scene: Scene, at: int, most: int) -> Sequence[Sense]:
    return scene.senses[at] if at < min(len(scene.words), most) else ()


def _touches(scene: Scene, end: int, at: int) -> bool:
    return at < len(scene.words) and not re.search(r"[,;:()–—،]", scene.text[end : scene.words[at].start])
