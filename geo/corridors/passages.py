"""What a sentence says of straits, canals and capes: which a voyage passes, and which it avoids.

"Around the Cape of Good Hope instead of Suez", "as the canal is closed", "around Africa". The names are those of
``geo/data/passages.yaml``; what stands here is the wording.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from geo.tracing.passages import canals, load_passages

if TYPE_CHECKING:
    from re import Pattern

    from geo.tracing.passages import Passage

__all__ = ["passages_said"]

INSTEAD = (
    r"(?:instead of|rather than|in place of|avoid(?:s|ed|ing)?|bypass(?:es|ed|ing)?|shunn?(?:s|ed|ing)?|away from|"
    r"skip(?:s|ped|ping)?|without (?:using|passing|transiting|going)|not|no longer|steer(?:s|ed|ing)? clear of|"
    r"(?:closure|blockage|blocking|blockade|shutdown|suspension) of|attacks? (?:in|on|near))"
)
FILLER = r"(?:\s+(?:through|via|by|by way of|using|the|transit(?:s|ing)? (?:of|through)|traffic (?:in|through)|shipping in|ships in))*"
SHUT = r"(?:is|was|are|were|remains?|remained|has been|had been|being|stays?)\s+(?:still\s+|now\s+|effectively\s+)?(?:closed|blocked|shut|blockaded|impassable|unsafe)"
ROUND = r"(?:around|round|rounding|circumnavigat\w+|past|via|by way of|through|along|using|transiting|over|by)"
THE = r"(?:\s+the(?:\s+(?:tip|horn|southern tip|coast) of)?)?"
CANAL = "the canal"


def passages_said(sentence: str, start: int = 0, end: int | None = None) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Read which passages a voyage is said to pass and to avoid.

    Parameters
    ----------
    sentence
        The sentence that speaks of the voyage.
    start, end
        Where in it the voyage is named: what is passed must be named in its clause, while a closure counts wherever it
        stands in the sentence.

    Returns
    -------
    Names of passages passed, and of those avoided; each once, in reading order.

    Examples
    --------
    >>> passages_said("Ships sail from Shanghai to Rotterdam around the Cape of Good Hope instead of Suez.")
    (('Cape of Good Hope',), ('Suez Canal',))
    >>> passages_said("As the canal is closed, tankers go round Africa from Jubail to Genoa.")
    (('Cape of Good Hope',), ('Suez Canal', 'Panama Canal', 'Kiel Canal'))
    """
    first, last = _clause(sentence, start, len(sentence) if end is None else end)
    avoided = [
        (match.start(), each.name)
        for each, _, away, shut in _patterns()
        for pattern in (away, shut)
        for match in pattern.finditer(sentence)
    ]
    names = {name for _, name in avoided}
    passed = [
        (match.start(), each.name)
        for each, along, _, _ in _patterns()
        for match in along.finditer(sentence, first, last)
        if each.name not in names
    ]
    if re.search(rf"{INSTEAD}{FILLER}\s+canal\b|\bcanal {SHUT}", sentence, re.IGNORECASE) and not names:
        avoided += [(len(sentence), each.name) for each in canals() if each.name not in {name for _, name in passed}]
    return _in_order(passed), _in_order(avoided)


def _in_order(found: list[tuple[int, str]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for _, name in sorted(found, key=lambda pair: pair[0])))


def _clause(sentence: str, start: int, end: int) -> tuple[int, int]:
    """Return the stretch between the semicolons around a span."""
    before = sentence.rfind(";", 0, start) + 1
    after = sentence.find(";", end)
    return before, len(sentence) if after < 0 else after


@cache
def _patterns() -> tuple[tuple[Passage, Pattern[str], Pattern[str], Pattern[str]], ...]:
    found = []
    for each in load_passages():
        names = "|".join(re.escape(name.removeprefix("the ")) for name in sorted(each.names, key=len, reverse=True))
        name = rf"(?:{names})(?!\w)"
        goal = names if not each.round else "|".join((names, *map(re.escape, each.round)))
        along = rf"\b{ROUND}{THE}\s+(?:{goal})(?!\w|\s+(?:{SHUT}|closure))"
        away = rf"\b{INSTEAD}{FILLER}\s+{name}"
        shut = rf"\b{name}(?:'s|’s)?\s+(?:{SHUT}|closure|blockage|blockade)"
        found.append((each, *(re.compile(text, re.IGNORECASE) for text in (along, away, shut))))
    return tuple(found)
