"""Chains: places joined by dashes and a noun of a way, "the Khaf–Herat and Rasht–Astara railways".

Without a noun of a way a chain is a rivalry, a border, a fixture or a company, and is left alone. The noun may stand
before it ("two railways, A–B and C–D"), in what it explains ("rail (A–B)") or in the chain before ("the C–D one").
Nouns that name much else too ("service", "link") need a word that tells how one travels. Which dashes divide places and
which belong to a name ("Mazar-i-Sharif") the gazetteer tells.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from geo.corridors.chain_names import CAPITALS, STREETS, is_big, is_no_place, names_in
from geo.corridors.dashed_names import ARROW, SLASH, joint_at, joints_of, read_pieces
from geo.corridors.function_words import words
from geo.corridors.modes import cue_mode, is_adjective, noun_mode
from geo.corridors.place_spans import is_known
from geo.gazetteer import fold

if TYPE_CHECKING:
    from collections.abc import Iterable

    from geo.corridors.dashed_names import Piece
    from geo.gazetteer import Gazetteer
    from geo.model import Mode
    from geo.recognition.tokens import Tokens

__all__ = ["Chain", "Row", "find_chains", "find_rows"]

Row = tuple[int, int, tuple[str, ...]]
"""Token indices of places joined by dashes, end exclusive, and their names."""

QUOTES = frozenset({'"', "”", "’", "'", "»", "“"})
MOST_ADJECTIVES = 4
BROAD = words("chains-broad")
"""Nouns that name a way only beside a word that tells how one travels."""
ROUTES = frozenset({"route", "routes", "passage", *BROAD})
"""Nouns that take their mode from the sentence where no adjective gives it: "the airline's A–B route"."""
SURE = words("chains-sure")
"""Nouns so sure that a word not on our lists may stand before them: "the A–B desert railway"."""
FLYING = frozenset({"fly", "flies", "flew", "flying"})
BEFORE = frozenset({"route", "line", "railway", "road", "highway", "motorway", "pipeline"})
CARRIERS = frozenset({"air", "airlines", "airways", "railways", "ferries"})
RIDERS = frozenset({"commuters", "passengers", "railwaymen", "electrified"})
LINES = frozenset({"line", "lines"})
FRONTIERS = words("chains-frontiers")
ONES = frozenset({"one", "ones"})
ROUTE_WORDS = frozenset({"route", "line", "axis", "alignment", "corridor"})
FOLLOWING = frozenset({"along", "on", "over", "following", "by"})
ROAD_CONTEXT = words("chains-road-context")
"""What is spoken of beside roads alone: escorts, checkpoints."""
ALONG = frozenset({"along", "through", "down", "over", "via"})
CONTEXT = 8  # words in which a route's mode is looked for
LONGEST_BEFORE_DASH = 12  # words of the name before a dash


@dataclass(frozen=True, slots=True)
class Chain:
    """Places in order, the span of the phrase that names them, and the mode.

    Attributes
    ----------
    first, last
        Token indices of the phrase, end exclusive.
    abbreviation
        Introduced in brackets: "(BTC)"; else ``""``.
    """

    first: int
    last: int
    waypoints: tuple[str, ...]
    mode: Mode
    abbreviation: str = ""


@dataclass(frozen=True, slots=True)
class _Way:
    """A mode, the token after the phrase that gives it, and the abbreviation it introduces."""

    mode: Mode
    last: int
    abbreviation: str = ""


def find_chains(rows: Iterable[Row], tokens: Tokens, gazetteer: Gazetteer) -> list[Chain]:
    """Find rows of places that a noun of a way follows, and those that share the noun of the next.

    Parameters
    ----------
    rows
        As :func:`find_rows` gives them.
    tokens
        The words of the article.
    gazetteer
        Tells frontiers and streets from ways.

    Returns
    -------
    Chains in reading order.
    """
    chains: list[Chain] = []
    waiting: list[Row] = []  # chains whose noun is yet to come
    for first, last, names in rows:
        if waiting and not _continues(waiting[-1][1], first, tokens):
            chains += _explained(waiting, tokens, gazetteer)
            waiting = []
        waiting.append((first, last, names))
        way = _way(last, tokens) or _same_way(last, chains, tokens)
        if way is not None and _is_street(names, way, tokens, gazetteer):
            waiting = []
            continue
        if way is not None and _is_way(way, waiting, tokens, gazetteer):
            *before, (a, _, w) = waiting
            chains += [Chain(x, y, z, way.mode) for x, y, z in before]
            chains.append(Chain(a, way.last, w, way.mode, way.abbreviation))
            waiting = []
    return sorted([*chains, *_explained(waiting, tokens, gazetteer)], key=lambda chain: chain.first)


def find_rows(text: str, tokens: Tokens, gazetteer: Gazetteer) -> list[Row]:
    """Find all names joined by dashes or arrows, a noun of a way or not: token indices, end exclusive, and the names.

    What each means the sentence must say: a railway, a border, a fixture. Of "A–B/C" each end has a row of its own.
    """
    found = []
    index = 0
    joints = joints_of(tokens)
    while True:
        following = bisect_left(joints, index)
        if following == len(joints):
            break
        index = max(index, joints[following] - LONGEST_BEFORE_DASH)
        pieces = read_pieces(index, text, tokens)
        if len(pieces) < 2:
            index += 1
            continue
        index = pieces[-1].last
        for first, last, parts in _alternatives(pieces, tokens):
            names, begin = names_in(parts, text, tokens, gazetteer, is_way=_way(last, tokens) is not None)
            names = _one_way(names)
            if len({*names}) > 1 and not any(is_no_place(name, gazetteer) for name in names):
                found.append((begin if parts[0].first == first else first, last, names))
    return found


def _one_way(names: tuple[str, ...]) -> tuple[str, ...]:
    """Read "Tashkent–Jeddah–Tashkent" as the way between the two: there and back says nothing more."""
    there_and_back = len(names) == 3 and fold(names[0]) == fold(names[2])
    return names[:2] if there_and_back else names


def _alternatives(pieces: list[Piece], tokens: Tokens) -> list[tuple[int, int, list[Piece]]]:
    """Divide "A–B/C" and "A/B–C" into a row for each end: the words of each, and its pieces."""
    first, last = pieces[0].first, _row_end(pieces[-1], tokens)
    slashes = [i for i, piece in enumerate(pieces) if piece.dash.strip() == SLASH]
    if len(pieces) > len(slashes) + 1 and slashes == [len(pieces) - 1]:
        one, other = pieces[-2], replace(pieces[-1], dash=pieces[-2].dash)
        return [(first, one.last, pieces[:-1]), (other.first, last, [*pieces[:-2], other])]
    if len(pieces) > len(slashes) + 1 and slashes == [1]:
        one, other = pieces[0], replace(pieces[1], dash="")
        return [(first, one.last, [one, *pieces[2:]]), (other.first, last, [other, *pieces[2:]])]
    return [(first, last, pieces)]


def _row_end(piece: Piece, tokens: Tokens) -> int:
    """Let a row end after "(Turkey)" only where the noun of a way follows."""
    word = tokens.word(piece.end)
    return piece.end if noun_mode(word) is not None or is_adjective(word) else piece.last


def _explained(waiting: list[Row], tokens: Tokens, gazetteer: Gazetteer) -> list[Chain]:
    """Give chains without a noun the mode of the words before them, if these tell one; arrows need none."""
    said = _said_before(waiting[0][0], tokens) if waiting else None
    if said is None and waiting and _is_arrowed(waiting[0], tokens, gazetteer):
        said = _context(waiting[0][0], waiting[-1][1], tokens, near=False) or "multimodal"
    return [Chain(first, last, names, said) for first, last, names in waiting] if said else []


def _is_arrowed(row: Row, tokens: Tokens, gazetteer: Gazetteer) -> bool:
    """Tell stops that arrows join from the steps of a menu: at least two of them are known."""
    first, last, names = row
    arrows = any((joint_at(i, tokens) or ("", 0))[0] == ARROW for i in range(first, last))
    return arrows and sum(is_known(name, gazetteer) for name in names) > 1


def _said_before(first: int, tokens: Tokens) -> Mode | None:
    """Return the mode of what a chain without a noun explains: "two railways, A–B and C–D", "by rail (A–B)"."""
    mark, word = tokens.word(first - 1), tokens.word(first - 2)
    if mark in FLYING:
        return "air"
    if mark in ROUTE_WORDS and word in {"the", "a"} and tokens.word(first - 3) in FOLLOWING:
        return noun_mode(tokens.word(first - 4))  # "the railway along the route A–B"
    if mark in BEFORE and tokens.shape(first - 1) == "l":
        return noun_mode(mark, [word] if is_adjective(word) else ())
    if mark not in {",", ":", "(", "—", "–"}:
        return None
    adjective = tokens.word(first - 3)
    mode = noun_mode(word, [adjective] if is_adjective(adjective) else ())
    if mode is not None and word not in ROUTES:
        return mode if mode != "multimodal" else None
    return cue_mode(word) if mark == "(" else None


def _same_way(last: int, chains: list[Chain], tokens: Tokens) -> _Way | None:
    """Read "the C–D one" after a chain that has a mode."""
    if tokens.word(last) not in ONES or not chains or last - chains[-1].last > 2 * CONTEXT:
        return None
    return _Way(chains[-1].mode, last + 1)


def _is_way(way: _Way, chains: list[Row], tokens: Tokens, gazetteer: Gazetteer) -> bool:
    """Tell a line of rails from a frontier: the "Oder–Neisse line" joins two rivers, the "Sykes–Picot line" two men."""
    if tokens.word(way.last - 1) not in LINES or way.last - chains[-1][1] > 1:
        return True
    around = {tokens.word(i) for i in range(chains[0][0] - 2 * CONTEXT, way.last + 2 * CONTEXT)}
    company = tokens.shape(way.last - 1) in CAPITALS and not any(cue_mode(word) == "rail" for word in around)
    if company or around & FRONTIERS or any(names[-1].endswith("County") for _, _, names in chains):
        return False
    kinds = [{m.record.kind for m in gazetteer.lookup(name)} for _, _, names in chains for name in names]
    railway = any(cue_mode(word) == "rail" or word in RIDERS for word in around)
    return (any(kinds) or railway) and not all("river" in each for each in kinds)


def _is_street(names: tuple[str, ...], way: _Way, tokens: Tokens, gazetteer: Gazetteer) -> bool:
    """Tell a street with two surnames, "Hyland-Croy Road", from a road between two places."""
    capital = tokens.shape(way.last - 1) in CAPITALS and tokens.word(way.last - 1) in {"road", "trail", "track"}
    return capital and not any(is_big(name, gazetteer) for name in names)


def _continues(end: int, start: int, tokens: Tokens) -> bool:
    """Tell whether nothing but a comma, "and" or "or" stands between two chains."""
    return all(tokens.word(i) in {",", "and", "or", "the", "&", "/"} for i in range(end, start))


def _way(last: int, tokens: Tokens) -> _Way | None:
    """Read "(BTC) oil pipeline" after a chain."""
    index, abbreviation = last, abbreviated(last, tokens)
    if abbreviation:
        index += 3
    if tokens.word(index) in QUOTES:
        index += 1
    adjectives: list[str] = []
    at = index
    while at < len(tokens) and len(adjectives) <= MOST_ADJECTIVES:
        hyphened = tokens.word(at + 1) in {"-", "‑"} and tokens.shape(at + 2) in "lC"
        word, after = tokens.word(at), at + 1
        if hyphened:  # high-speed, single-track
            word, after = f"{word}-{tokens.word(at + 2)}", at + 3
        follower = tokens.word(after)
        mode = noun_mode(word, adjectives)
        if mode is not None and not (is_adjective(word) and noun_mode(follower, [*adjectives, word])):
            company = tokens.shape(after - 1) in CAPITALS and tokens.shape(after) in CAPITALS and word not in SURE
            if company or (word in STREETS and tokens.shape(after - 1) in CAPITALS):
                return None
            if mode == "multimodal":
                mode = _context(last, after, tokens, near=word not in ROUTES) or (None if word in BROAD else mode)
            return _Way(mode, after, abbreviation) if mode else None
        if not (is_adjective(word) or tokens.shape(at) == "d"):
            unknown = tokens.shape(at) == "l" and cue_mode(word) is None
            if not unknown or follower not in SURE:
                return None
        adjectives.append(word)
        at = after
    return None


def abbreviated(index: int, tokens: Tokens) -> str:
    """Return an abbreviation in brackets that stands at a token, ``""`` where there is none."""
    found = tokens.word(index) == "(" and tokens.shape(index + 1) == "U" and tokens.word(index + 2) == ")"
    return tokens.texts[index + 1] if found else ""


def _context(first: int, last: int, tokens: Tokens, *, near: bool) -> Mode | None:
    """Return the mode of the nearest word that tells one, in the same sentence: before, else after.

    With ``near`` only a mode said of travel on this very way counts: "by truck along the A–B corridor".
    """
    if near:
        beginning = next((at for at in range(first, first - 2 * CONTEXT, -1) if tokens.word(at) in ALONG), None)
        by = beginning is not None and tokens.word(beginning - 2) == "by"
        return cue_mode(tokens.word(beginning - 1)) if beginning is not None and by else None
    for step, start in ((-1, first - 1), (1, last)):
        for at in range(start, start + step * 2 * CONTEXT, step):
            word = tokens.word(at)
            if word in {".", ";", "^", "$"}:
                break
            mode = cue_mode(word)
            if mode is not None and (tokens.shape(at) == "l" or tokens.begins[at]):
                return mode
            if word in CARRIERS:
                return cue_mode({"airways": "airlines"}.get(word, word))
    around = {tokens.word(at) for at in range(first - 2 * CONTEXT, last + 2 * CONTEXT)}
    return "road" if around & ROAD_CONTEXT else None
