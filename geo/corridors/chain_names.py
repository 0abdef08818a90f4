"""Names in a row that dashes join: which dashes divide places, and which belong to a name ("Mazar-i-Sharif")."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from geo.corridors.dashed_names import ARROW, HYPHENS, LONG_DASHES
from geo.corridors.function_words import words
from geo.corridors.place_spans import is_known
from geo.corridors.way_words import words_of
from geo.gazetteer import Form, fold
from geo.recognition.lexicon import habit_of

if TYPE_CHECKING:
    from geo.corridors.dashed_names import Piece
    from geo.gazetteer import Gazetteer
    from geo.recognition.tokens import Tokens

__all__ = ["CAPITALS", "STREETS", "is_big", "is_no_place", "names_in"]

CAPITALS = "CU"
COMMON = frozenset("01")
"""Habits of words that are names by accident alone: the Gateway of "London Gateway" is no town in Florida."""
LEADING = words("chains-leading")
OPENERS = words("chains-name-openers")
"""First words of place names: "Villa O'Higgins" is not O'Higgins."""
POINTS_OF_COMPASS = words("chains-points-of-compass")
STREETS = words("chains-streets")
PREFIXES = words("chains-prefixes")
"""Words that only begin another: "Inter-Island", "Indo-Bangladesh"; months, too."""
PURPOSES = words_of("name-adjectives")
COSTS = {"known": 1.0, "unknown": 3.0, "join": 2.5, "divide": 3.2, "small": 1.6, "compound": 2.2}
"""What a division of hyphened pieces costs, by name; only the order of the sums matters."""
BIG = 50_000
ROW = 4
"""Pieces that are a row of stops by their number alone."""
MOST_PIECES = 7  # of one hyphened name: "Saint-Laurent-du-Maroni"


def names_in(
    pieces: list[Piece], text: str, tokens: Tokens, gazetteer: Gazetteer, *, is_way: bool = False
) -> tuple[tuple[str, ...], int]:
    """Divide a dash sequence into names; return them and the token where the first begins.

    Names that nobody knows are one each where a way is spoken of, and one together where a person may be.
    """
    join = COSTS["divide"] if is_way or len(pieces) >= ROW else COSTS["join"]
    first = _trim(pieces[0], text, tokens, gazetteer)
    pieces = [replace(pieces[0], first=first), *pieces[1:]]
    strong = [p.dash for p in pieces[1:] if _is_strong(p.dash)]
    groups: list[list[Piece]] = [[pieces[0]]]
    for piece in pieces[1:]:
        if strong and _is_strong(piece.dash):
            groups.append([piece])
        else:
            groups[-1].append(piece)
    names: list[str] = []
    for group in groups:
        names += _divide(group, text, tokens, gazetteer, strict=bool(strong), join=join)
    names[-1] = _without_service(_without_purpose(names[-1], gazetteer), gazetteer)
    return tuple(names), first


def _without_purpose(name: str, gazetteer: Gazetteer) -> str:
    """Drop what a way is for from its last stop: "the Walvis Bay–Ndola–Lubumbashi Development Corridor"."""
    place, _, last = name.rpartition(" ")
    return place if place and last.lower() in PURPOSES and is_known(place, gazetteer) else name


def _without_service(name: str, gazetteer: Gazetteer) -> str:
    """Drop what a train is called from its last stop: "the Chicago-New York Cardinal"."""
    parts = name.split(" ")
    if len(parts) == 1 or is_known(name, gazetteer):
        return name
    places = (" ".join(parts[:count]) for count in range(len(parts) - 1, 0, -1))
    return next((place for place in places if is_big(place, gazetteer)), name)


def _is_strong(dash: str) -> bool:
    return dash.strip() in LONG_DASHES | {ARROW} or dash[:1].isspace()


def _trim(piece: Piece, text: str, tokens: Tokens, gazetteer: Gazetteer) -> int:
    """Drop leading words that belong to the sentence: "Monday Baku" begins at Baku."""
    end = tokens.ends[piece.last - 1]
    start = piece.first
    if is_known(text[tokens.starts[start] : end], gazetteer):
        return start  # The Hague
    while start + 1 < piece.last and tokens.word(start) in LEADING and _begins(start, tokens):
        start += 1
    if tokens.word(start) in OPENERS and tokens.starts[start] not in tokens.sentence_starts:
        return start
    for first in range(start, piece.last):
        if first > start and tokens.word(first - 1) in HYPHENS:
            continue  # the name begins with its article
        if tokens.shape(first) in CAPITALS and is_known(text[tokens.starts[first] : end], gazetteer):
            common = first + 1 == piece.last and first > start and habit_of(tokens.word(first)) in COMMON
            return first - 1 if common and is_known(tokens.texts[first - 1], gazetteer) else first
    return start


def _begins(index: int, tokens: Tokens) -> bool:
    """Tell whether a sentence begins with a word, or what a dateline opens: "GULMI: The Gulmi-Ridi route was cut"."""
    return tokens.starts[index] in tokens.sentence_starts or tokens.word(index - 1) == ":"


def _divide(
    group: list[Piece], text: str, tokens: Tokens, gazetteer: Gazetteer, *, strict: bool, join: float
) -> list[str]:
    """Find the cheapest division of hyphened pieces into names, known names being cheapest.

    Where longer dashes divide the chain (``strict``), a hyphen belongs to a name unless both its sides are well known.
    """
    best: list[tuple[float, int]] = [(0.0, 0)] * (len(group) + 1)  # cost and next cut, from each piece on
    for start in range(len(group) - 1, -1, -1):
        best[start] = min(
            (_cost(group, start, stop, text, tokens, gazetteer, strict=strict, join=join) + best[stop][0], stop)
            for stop in range(start + 1, min(start + MOST_PIECES, len(group)) + 1)
        )
    names, start = [], 0
    while start < len(group):
        stop = best[start][1]
        names.append(_words(group, start, stop, text, tokens))
        start = stop
    return names


def _words(group: list[Piece], start: int, stop: int, text: str, tokens: Tokens) -> str:
    return text[tokens.starts[group[start].first] : tokens.ends[group[stop - 1].last - 1]]


def _cost(
    group: list[Piece],
    start: int,
    stop: int,
    text: str,
    tokens: Tokens,
    gazetteer: Gazetteer,
    *,
    strict: bool,
    join: float,
) -> float:
    """Return the cost of taking some pieces for one name."""
    name, joins = _words(group, start, stop, text, tokens), stop - start - 1
    cost = COSTS["unknown"] + join * joins
    if is_known(name, gazetteer):
        cost = COSTS["known"] if not strict or joins or is_big(name, gazetteer) else COSTS["small"]
    elif strict and joins:
        cost = COSTS["compound"]
    if any(p.dash == "-i-" for p in group[start + 1 : stop]):
        cost -= join
    if start and group[start].dash == "-i-":
        cost += 2 * join
    return cost


def is_big(name: str, gazetteer: Gazetteer) -> bool:
    """Tell whether a town of 50,000 people or more goes by a name."""
    return any(match.record.population >= BIG for match in gazetteer.lookup(name))


def is_no_place(name: str, gazetteer: Gazetteer) -> bool:
    """Tell a part of a proper name, "Trans–Arabian", "Pan–American", "East–West", from a place."""
    last = fold(name).split(" ")[-1]
    if fold(name) in POINTS_OF_COMPASS or last in STREETS | PREFIXES:
        return True
    if len(name) == 1:
        return True  # the C of the cable "C-Lion1"
    forms = {match.form for match in gazetteer.lookup(name)}
    return Form.DEMONYM in forms and not forms & {Form.PRIMARY, Form.ALIAS}
