"""By which mode one travels on a route told in prose: words in it, beside it, or farther off."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from geo.corridors.function_words import words
from geo.corridors.modes import noun_mode
from geo.corridors.patterns import M
from geo.corridors.trips import AROUND, NEAR, ONWARD
from geo.corridors.word_codes import MODE_CODES, MODES, RIVER, SEA, Coded, code

if TYPE_CHECKING:
    from collections.abc import Callable

    from geo.model import Mode
    from geo.recognition.tokens import Tokens

__all__ = ["BACK", "MOVING", "OF_THE_SEA", "OPENING", "mode_elsewhere", "mode_of", "mode_of_match"]

MOVING = words("prose-moving")
BACK = words("prose-back")
OF_THE_SEA = frozenset({"cape", "strait", "straits", "suez", "bosporus", "bosphorus", "dardanelles"})
VEHICLES = words("prose-vehicles")
OPENING = 4  # words at the beginning of a sentence in which it points back
FAR = 15  # words between a vehicle and where it goes
BY_ALONE = re.compile(rf"y[.d]{{0,2}}(?P<mode>{M})(?![ftbkP])")


def mode_of(tokens: Tokens, start: int, end: int) -> Mode | None:
    """Return the one mode of travel of which a sentence speaks, ``None`` where it speaks of none or of several."""
    coded = code(tokens, start, end, ())
    found = {
        each
        for each, (first, last) in zip(coded.codes, coded.tokens, strict=True)
        if each in MODES and any(_is_vehicle_or_way(tokens.word(i)) for i in range(first, last))
    }
    return MODES[found.pop()] if len(found) == 1 else None


def _is_vehicle_or_way(word: str) -> bool:
    return word in VEHICLES or noun_mode(word) not in {None, "multimodal"} or word in {"rail", "road", "sea", "air"}


def mode_elsewhere(kind: str, match: re.Match[str], coded: Coded, around: Callable[[], Mode | None]) -> Mode | None:
    """Return the mode of a movement that is said apart from it: ", both by rail", or in the sentence before."""
    if kind not in {"way", "leave", "back"} or not {"a", "z"} <= match.re.groupindex.keys():
        return None
    vias = [name for group in ("v", "v2", "v3") if match.groupdict().get(group) for name in coded.places(match, group)]
    if any(word in OF_THE_SEA for name in vias for word in name.lower().split(" ")):
        return "sea"  # "boxes from A to B round the Cape"
    start, stop = max(0, match.start() - AROUND), match.end() + AROUND
    near = coded.codes[start:stop]
    alone = {
        each["mode"]
        for each in BY_ALONE.finditer(coded.codes, start, stop)
        if coded.words.word(coded.tokens[each.start()][0]) == "by"
    }
    if len(alone) == 1 and "x" not in near:
        return MODES[alone.pop()]
    mode = _mode_of_subject(match.start(), coded) or _mode_aboard(match.end(), coded)
    if mode:
        return mode
    beginning, first, last = coded.tokens[0][0], coded.tokens[match.start()][0], coded.tokens[match.end() - 1][1]
    moves = any(coded.words.word(i) in MOVING for i in range(max(beginning, first - AROUND), last))
    if not moves or any(code in MODES for code in near):
        return None
    back = any(coded.words.word(i) in BACK for i in range(beginning, min(first + 1, beginning + OPENING)))
    return around() if back else None


def _mode_of_subject(start: int, coded: Coded) -> Mode | None:
    """Return the mode of vehicles that stand farther off: "lorries pass the crossing on their way from A to B"."""
    for at in range(start - 1, max(start - 1 - FAR, -1), -1):
        code, (first, last) = coded.codes[at], coded.tokens[at]
        if code == "|" or code in "hx":
            return None
        if code in MODES and any(coded.words.word(i) in VEHICLES for i in range(first, last)):
            after = [coded.words.word(i) for i in range(last, coded.tokens[start][0])]
            near = any(word in MOVING for word in after[-3:]) or "way" in after[-4:]
            return MODES[code] if near else None
    return None


def _mode_aboard(end: int, coded: Coded) -> Mode | None:
    """Return the mode of a vehicle that stands after a route: "from A to B without leaving the train"."""
    ahead = re.match(rf"[.l]{{0,3}}d[.]?(?P<mode>{M})(?![ftbk])", coded.codes[end : end + NEAR + 2])
    if ahead is None:
        return None
    first, last = coded.tokens[end + ahead.end() - 1]
    return MODES[ahead["mode"]] if any(coded.words.word(i) in VEHICLES for i in range(first, last)) else None


def mode_of_match(kind: str, match: re.Match[str], coded: Coded) -> Mode | None:
    """Return the mode said in the route, the nearest word first, else beside it; boats on a river go by waterway."""
    said = [(match[group] or "")[::-1] for group in ("pre", "in", "post") if group in match.re.groupindex]
    before = coded.codes[max(0, match.start() - NEAR) : match.start()].rpartition("|")[2]
    inside = [code for part in (*said, match[0]) for code in part if code in MODES]
    near = [code for code in before if code in MODES]
    if not inside and SEA in (match.groupdict().get("pre") or ""):
        return "sea"
    code = inside[0] if inside else near[-1] if near else None
    after = coded.codes[match.end() : match.end() + NEAR].partition("|")[0]
    beside = match[0] + after if kind in ONWARD else match[0] + before + after  # before it stands the leg before
    if code == MODE_CODES["sea"] and RIVER in beside:
        return "waterway"
    return MODES[code] if code else None
