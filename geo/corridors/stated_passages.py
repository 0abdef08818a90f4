"""What a sentence says of straits, canals and capes: which a voyage passes, and which it avoids.

"Around the Cape of Good Hope instead of Suez", "as the canal is closed", "around Africa". The names are given by
whoever knows them (``geo/data/passages.yaml``); what stands here is the wording.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from re import Pattern

__all__ = ["Named", "passages_said"]

INSTEAD = (
    r"(?:instead of|rather than|in place of|avoid(?:s|ed|ing)?|bypass(?:es|ed|ing)?|shunn?(?:s|ed|ing)?|away from|"
    r"skip(?:s|ped|ping)?|without (?:using|passing|transiting|going)|not|no longer|steer(?:s|ed|ing)? clear of|"
    r"(?:closure|blockage|blocking|blockade|shutdown|suspension) of|attacks? (?:in|on|near))"
)
FILLER = (
    r"(?:\s+(?:through|via|by|by way of|using|the|transit(?:s|ing)? (?:of|through)|traffic (?:in|through)|shipping in|"
    r"ships in))*"
)
BARRED = r"(?:still\s+|now\s+|effectively\s+)?(?:closed|blocked|shut|blockaded|impassable|unsafe)\b(?!-)"
SHUT = rf"(?:is|was|are|were|remains?|remained|has been|had been|being|stays?)\s+{BARRED}"
ROUND = r"(?:around|round|rounding|circumnavigat\w+|past|via|by way of|through|along|using|transiting|over|by)"
ALONE = r"(?!\s+(?-i:[A-Z]))"  # no "Panama City", no "Cape" of "Cape Verde"
THE = r"(?:\s+the(?:\s+(?:tip|horn|southern tip|coast) of)?)?"


class Named(Protocol):
    """A passage by all its names."""

    def __hash__(self) -> int:
        """Passages are told apart by all that is known of them."""

    @property
    def name(self) -> str:
        """What it is called."""

    @property
    def names(self) -> tuple[str, ...]:
        """All names it goes by."""

    @property
    def round(self) -> tuple[str, ...]:
        """What one goes around by it."""


def passages_said(
    sentence: str, start: int = 0, end: int | None = None, *, known: tuple[Named, ...], canals: tuple[Named, ...] = ()
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Read which passages a voyage is said to pass and to avoid.

    Parameters
    ----------
    sentence
        The sentence that speaks of the voyage.
    start, end
        Where in it the voyage is named: what is passed must be named in its clause, while a closure counts wherever it
        stands in the sentence.
    known
        Passages to look for.
    canals
        Those that "the canal" may mean.

    Returns
    -------
    Names of passages passed, and of those avoided; each once, in reading order.

    Examples
    --------
    >>> from collections import namedtuple
    >>> Passage = namedtuple("Passage", "name names round")
    >>> cape = Passage(name="Cape of Good Hope", names=("Cape of Good Hope",), round=("Africa",))
    >>> suez = Passage(name="Suez Canal", names=("Suez Canal", "Suez"), round=())
    >>> text = "Ships sail from Shanghai to Rotterdam around the Cape of Good Hope instead of Suez."
    >>> passages_said(text, known=(cape, suez))
    (('Cape of Good Hope',), ('Suez Canal',))
    >>> text = "As the canal is closed, tankers go round Africa from Jubail to Genoa."
    >>> passages_said(text, known=(cape, suez), canals=(suez,))
    (('Cape of Good Hope',), ('Suez Canal',))
    """
    first, last = _clause(sentence, start, len(sentence) if end is None else end)
    plain = sentence.casefold()
    wordings = [_patterns(each) for each in known if _is_named(each, plain)]
    avoided = [
        (match.start(), each.name)
        for each, _, away, shut in wordings
        for pattern in (away, shut)
        for match in pattern.finditer(sentence)
    ]
    names = {name for _, name in avoided}
    passed = [
        (match.start(), each.name)
        for each, along, _, _ in wordings
        for match in along.finditer(sentence, first, last)
        if each.name not in names
    ]
    canal = rf"{INSTEAD}{FILLER}\s+canal\b|\bcanal {SHUT}|\bwith the canal {BARRED}"
    if re.search(canal, sentence, re.IGNORECASE) and not names:
        avoided += [(len(sentence), each.name) for each in canals if each.name not in {name for _, name in passed}]
    return _in_order(passed), _in_order(avoided)


def _in_order(found: list[tuple[int, str]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for _, name in sorted(found, key=lambda pair: pair[0])))


def _clause(sentence: str, start: int, end: int) -> tuple[int, int]:
    """Return the stretch between the semicolons around a span."""
    before = sentence.rfind(";", 0, start) + 1
    after = sentence.find(";", end)
    return before, len(sentence) if after < 0 else after


def _is_named(passage: Named, sentence: str) -> bool:
    """Tell whether any name stands in a sentence, both in one case; most sentences name none of them."""
    return any(name.removeprefix("the ").casefold() in sentence for name in (*passage.names, *passage.round))


@lru_cache(maxsize=64)
def _patterns(passage: Named) -> tuple[Named, Pattern[str], Pattern[str], Pattern[str]]:
    """Return what says that a passage is passed, left aside, and shut."""
    names = "|".join(re.escape(name.removeprefix("the ")) for name in sorted(passage.names, key=len, reverse=True))
    name = rf"(?:{names})(?!\w){ALONE}"
    goal = names if not passage.round else "|".join((names, *map(re.escape, passage.round)))
    along = rf"\b{ROUND}{THE}\s+(?:{goal})(?!\w|\s+(?:{SHUT}|closure)){ALONE}"
    away = rf"\b{INSTEAD}{FILLER}\s+{name}"
    shut = rf"\b{name}(?:'s|’s)?\s+(?:{SHUT}|closure|blockage|blockade)|\bwith(?:\s+the)?\s+{name}\s+{BARRED}"
    patterns = [re.compile(text, re.IGNORECASE) for text in (along, away, shut)]
    return passage, patterns[0], patterns[1], patterns[2]
