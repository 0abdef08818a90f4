"""Corridors called by a name of their own: "the Middle Corridor", "BTK", "the Karakoram Highway".

Names come from the catalogue; a capitalised name that ends in the noun of a way is taken as one too.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo.corridors.catalogue import SHORTEST_WORD
from geo.corridors.modes import noun_mode
from geo.gazetteer import fold, fold_word

if TYPE_CHECKING:
    from geo.corridors.catalogue import Catalogue, Entry
    from geo.model import Mode
    from geo.recognition.tokens import Tokens

__all__ = ["NamedCorridor", "find_named"]

CAPITALS = "CU"
MOST_WORDS = 8
FAMILIES: dict[str, Mode] = {
    "corridor": "multimodal", "railway": "rail", "railroad": "rail", "highway": "road", "motorway": "road",
    "expressway": "road", "autobahn": "road", "canal": "waterway", "seaway": "waterway", "waterway": "waterway",
    "pipeline": "pipeline",
}  # fmt: skip
"""Nouns that make a proper name a corridor's; "route" and "line" name too many other things."""
ROUTES: dict[str, Mode] = {
    "sea": "sea", "shipping": "sea", "air": "air", "river": "waterway", "transport": "multimodal",
}  # fmt: skip
NOT_AFTER = frozenset(
    {
        *("authority", "company", "corporation", "corp", "inc", "ltd", "group", "street", "zone", "administration"),
        *(
            "ministry",
            "police",
            "consortium",
            "patrol",
            "museum",
            "club",
            "station",
            "department",
            "agency",
            "office",
            "code",
        ),
    }
)
NO_NAME = frozenset(
    {
        *("the", "a", "an", "this", "that", "these", "those", "each", "every", "their"),
        *("its", "our", "his", "her", "new", "another"),
    }
)
NATIONALITY = ("an", "ian", "ish", "ese", "ch")
COMPANIES = frozenset({"railway", "railways", "railroad"})
"""Before a noun like these a single country or demonym names a company: "Georgian Railway"."""


@dataclass(frozen=True, slots=True)
class NamedCorridor:
    """A name in the text (token indices, end exclusive) with the catalogue's entry or, where it has none, the mode."""

    first: int
    last: int
    mode: Mode
    entry: Entry | None


def find_named(text: str, tokens: Tokens, catalogue: Catalogue) -> list[NamedCorridor]:
    """Find corridors called by name, longest names first where they overlap.

    Short abbreviations such as "BTK" or "TAP" count only where the text also writes the name out, introduces them in
    brackets after it, or adds the noun of a way.
    """
    found = []
    index = 0
    while index < len(tokens):
        named = _from_catalogue(index, text, tokens, catalogue) or _by_family(index, text, tokens, catalogue)
        if named is None:
            index += 1
        else:
            found.append(named)
            index = named.last
    spelled_out = {named.entry.id for named in found if named.entry and named.last - named.first > 1}
    return [n for n in found if not _is_short(n, tokens) or (n.entry is not None and n.entry.id in spelled_out)]


def _is_short(named: NamedCorridor, tokens: Tokens) -> bool:
    token = tokens.items[named.first]
    return named.last - named.first == 1 and (token.shape != "U" or len(token.text) < SHORTEST_WORD)


def _from_catalogue(index: int, text: str, tokens: Tokens, catalogue: Catalogue) -> NamedCorridor | None:
    token = tokens.items[index]
    if token.shape not in CAPITALS:
        return None
    words = fold_word(token.text).split(" ")
    reach = catalogue.longest_from(words[0]) if words[0] else 0
    for last in range(min(index + 2 * reach, len(tokens), index + 2 * MOST_WORDS), index, -1):
        if not tokens.items[last - 1].text[-1].isalnum():
            continue  # a comma folds away, but is no part of the name
        name = text[token.start : tokens.items[last - 1].end]
        entry = catalogue.named(name)
        if entry is None or fold(name) == "":
            continue
        if last == index + 1:
            following = noun_mode(tokens.word(last))
            if following is not None:
                return NamedCorridor(index, last + 1, entry.mode, entry)
            if name not in (entry.name, *entry.aliases):
                continue
        elif not _is_capitalised(index + 1, last, tokens) and noun_mode(tokens.word(last - 1)) is None:
            continue
        if noun_mode(tokens.word(last)) == entry.mode and tokens.shape(last) == "l":
            last += 1  # noqa: PLW2901 - "Lapis Lazuli route", "Southern Gas Corridor pipelines"
        if tokens.word(last) not in NOT_AFTER:
            return NamedCorridor(index, last, entry.mode, entry)
    return None


def _is_capitalised(first: int, last: int, tokens: Tokens) -> bool:
    return any(tokens.shape(i) in CAPITALS for i in range(first, last))


def _by_family(index: int, text: str, tokens: Tokens, catalogue: Catalogue) -> NamedCorridor | None:
    """Read capitalised words that end in a capitalised noun of a way: "Pan-American Highway", "Northern Sea Route"."""
    if tokens.shape(index) not in CAPITALS or (index and tokens.shape(index - 1) in CAPITALS):
        return None
    last = index
    while last < len(tokens) and (tokens.shape(last) in CAPITALS or tokens.items[last].text in "-–"):
        if last > index and text[tokens.items[last - 1].end : tokens.items[last].start] not in {" ", ""}:
            break
        last += 1
    while last > index + 1:
        word = tokens.word(last - 1)
        mode = FAMILIES.get(word)
        if word in {"route", "passage"}:
            mode = ROUTES.get(tokens.word(last - 2))
        if mode is not None:
            break
        last -= 1
    else:
        following = tokens.word(index + 1)
        if (
            FAMILIES.get(following) == "pipeline"
            and tokens.shape(index + 1) == "l"
            and tokens.word(index) not in NO_NAME
        ):
            return NamedCorridor(index, index + 2, "pipeline", None)  # "the Druzhba pipeline"
        return None
    first = index + 1 if tokens.word(index) in NO_NAME else index
    if last - first < 2 or tokens.word(last) in NOT_AFTER or tokens.shape(last) in CAPITALS:  # noqa: PLR2004
        return None
    company = tokens.word(last - 1) in COMPANIES and tokens.word(first).endswith(NATIONALITY)
    if last - first == 2 and company:  # noqa: PLR2004 - "Georgian Railway"
        return None
    entry = catalogue.named(text[tokens.items[first].start : tokens.items[last - 1].end])
    return NamedCorridor(first, last, entry.mode if entry else mode, entry)
