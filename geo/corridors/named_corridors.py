"""Corridors called by a name of their own: "the Middle Corridor", "BTK", "the Karakoram Highway", "the E40 road".

Names come from the catalogue, and from a list of names whose course it does not know
(``geo/data/corridor-names.csv``). A name that neither knows is taken as a corridor's where it is built like
one: capitalised words that end in the noun of a way ("Trans-Sahara Highway", "the Hejaz railway") or begin with one
("Via Baltica"), a number that a road goes by, a pipeline's "Stream" where the sentence speaks of gas.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Literal

from geo.checked import Form as RowForm
from geo.checked import Text
from geo.corridors.function_words import words
from geo.corridors.modes import cue_mode, is_adjective, noun_mode
from geo.courses.catalogue import SHORTEST_WORD
from geo.csv_tables import data_table, rows_as
from geo.gazetteer import Form, fold, fold_word
from geo.model import Mode

if TYPE_CHECKING:
    from collections.abc import Callable

    from geo.courses.catalogue import Catalogue, Entry
    from geo.gazetteer import Gazetteer
    from geo.recognition.tokens import Tokens

__all__ = ["NamedCorridor", "find_named"]

CAPITALS = "CU"
MOST_WORDS = 8
FAMILIES: dict[str, Mode] = {
    "corridor": "multimodal", "railway": "rail", "railroad": "rail", "mainline": "rail", "shinkansen": "rail",
    "highway": "road", "motorway": "road", "expressway": "road", "autobahn": "road", "autoroute": "road",
    "canal": "waterway", "seaway": "waterway", "waterway": "waterway", "pipeline": "pipeline", "airlift": "air",
    "interconnector": "pipeline", "trail": "road",
}  # fmt: skip
"""Nouns that make a proper name a corridor's; "route" and "line" name too many other things."""
ROUTES: dict[str, Mode] = {
    "sea": "sea", "shipping": "sea", "air": "air", "river": "waterway", "transport": "multimodal",
}  # fmt: skip
PAIRS: dict[tuple[str, str], Mode] = {
    ("trunk", "road"): "road", ("ring", "road"): "road", ("military", "road"): "road", ("main", "line"): "rail",
    ("air", "bridge"): "air", ("land", "bridge"): "multimodal",
}  # fmt: skip
FAMILY_NOUNS = frozenset({*FAMILIES, *(noun for _, noun in PAIRS), "route", "passage", "lane", "line"})
"""Last words of what :func:`_by_family` reads."""
OPENERS: dict[str, Mode] = {
    "via": "road", "autopista": "road", "autovía": "road", "autostrada": "road", "carretera": "road",
    "rodovia": "road", "camino": "road", "canal": "waterway", "rail": "rail",
}  # fmt: skip
"""Words that begin a corridor's name and are capitalised within the sentence: "Via Baltica", "Autopista del Sol"."""
LATIN = ("a", "ica", "ia")
PARTICLES = words("named-particles")
LOWER_FAMILIES = words("named-lower-families")
"""Nouns that a name may end in though they are written small, after "the": "the Hejaz railway"."""
NUMBERED = frozenset({"interstate", "autobahn", "highway", "motorway", "ruta"})
ROADS = words("named-roads")
LETTERS = 3
PREPOSITIONS = frozenset({"on", "in", "along", "from", "via", "through", "near", "for", "at", "by", "off", "without"})
ADDRESS = frozenset({"block", "intersection", "corner"})
RAIL_LINE_CUES = words("named-rail-line-cues")
STREAMS = frozenset({"stream", "pipe"})
STREAM_CUES = words("named-stream-cues")
FRONTIERS = words("named-frontiers")
ASIDE = frozenset("(\"“”„«»'’‘")
AROUND = 12  # words in which a cue is looked for
STRAITS = words("named-straits")
STRAIT_CUES = words("named-strait-cues")
NEARBY = words("named-nearby")
NOT_AFTER = words("named-not-after")
NO_NAME = words("named-no-name")
NATIONALITY = ("an", "ian", "ish", "ese", "ch")
ROAD_CUES = words("named-road-cues")
FIRM_VERBS = words("named-firm-verbs")
FIRM_WORDS = words("named-firm-words")
COMPANIES = frozenset({"railway", "railways", "railroad"})
"""Before a noun like these a single country or demonym names a company: "Georgian Railway"."""


@dataclass(frozen=True, slots=True)
class NamedCorridor:
    """A name in the text (token indices, end exclusive) with the catalogue's entry or, where it has none, the mode."""

    first: int
    last: int
    mode: Mode
    entry: Entry | None


def find_named(text: str, tokens: Tokens, catalogue: Catalogue, gazetteer: Gazetteer) -> list[NamedCorridor]:
    """Find corridors called by name, longest names first where they overlap.

    Short abbreviations such as "BTK" or "TAP" count only where the text also writes the name out, introduces them in
    brackets after it, or adds the noun of a way.
    """
    readers = _readers(text, tokens, gazetteer)
    found: list[NamedCorridor] = []
    passed = 0
    for index, shape in enumerate(tokens.shapes):
        if index < passed or shape not in CAPITALS:
            continue
        named = _from_catalogue(index, text, tokens, catalogue)
        if named is None and _begins(index, tokens):
            named = next(filter(None, (read(index) for read in readers)), None)
        if named is not None:
            found.append(_known(named, text, tokens, catalogue))
            passed = named.last
    spelled_out = {named.entry.id for named in found if named.entry and named.last - named.first > 1}
    return [n for n in found if not _is_short(n, tokens) or (n.entry is not None and n.entry.id in spelled_out)]


def _readers(text: str, tokens: Tokens, gazetteer: Gazetteer) -> list[Callable[[int], NamedCorridor | None]]:
    """Return what reads a name at a word by its form, but those for which the document has no word at all."""
    large, small = tokens.capital_words, tokens.lower_words
    readers: tuple[tuple[bool, Callable[[int], NamedCorridor | None]], ...] = (
        (not large.isdisjoint(FAMILY_NOUNS), lambda index: _by_family(index, text, tokens)),
        (not small.isdisjoint(LOWER_FAMILIES), lambda index: _by_small_noun(index, text, tokens, gazetteer)),
        ("d" in tokens.shapes, lambda index: _by_number(index, tokens)),
        (not large.isdisjoint(OPENERS), lambda index: _by_opener(index, text, tokens)),
        (not large.isdisjoint(STREAMS), lambda index: _by_stream(index, text, tokens)),
    )
    return [lambda index: _from_names(index, text, tokens), *(read for is_worth, read in readers if is_worth)]


def _known(named: NamedCorridor, text: str, tokens: Tokens, catalogue: Catalogue) -> NamedCorridor:
    """Add what the catalogue knows of a name found by its form."""
    if named.entry is not None:
        return named
    entry = catalogue.named(text[tokens.starts[named.first] : tokens.ends[named.last - 1]])
    return replace(named, entry=entry, mode=entry.mode) if entry else named


def _is_short(named: NamedCorridor, tokens: Tokens) -> bool:
    word = tokens.texts[named.first]
    if fold(word) in _names():
        return False
    sure = (tokens.shapes[named.first] == "U" and len(word) >= SHORTEST_WORD) or any(c.isupper() for c in word[2:])
    return named.last - named.first == 1 and not sure


def _from_catalogue(index: int, text: str, tokens: Tokens, catalogue: Catalogue) -> NamedCorridor | None:
    for last in range(_farthest(index, tokens, catalogue), index, -1):
        if not tokens.texts[last - 1][-1].isalnum():
            continue  # a comma folds away, but is no part of the name
        name = text[tokens.starts[index] : tokens.ends[last - 1]]
        entry = catalogue.named(name)
        if entry is None or fold(name) == "":
            continue
        if last == index + 1:
            following = noun_mode(tokens.word(last))
            if following is not None and tokens.word(last) not in NOT_AFTER:
                return NamedCorridor(index, last + 1, entry.mode, entry)
            if name not in (entry.name, *entry.aliases):
                continue
        elif not _is_capitalised(index + 1, last, tokens) and noun_mode(tokens.word(last - 1)) is None:
            continue
        if _is_mere_strait(index, last, tokens):
            return None
        called = _as_called(index, last, entry, tokens)
        if called is not None:
            return called
    return None


def _farthest(index: int, tokens: Tokens, catalogue: Catalogue) -> int:
    """Return where the longest name that begins at a word may end."""
    words = fold_word(tokens.texts[index]).split(" ")
    reach = catalogue.longest_from(words[0]) if words[0] else 0
    longest = min(index + 2 * reach, len(tokens), index + 2 * MOST_WORDS)
    if len(words) == 1 and longest > index + 1 and not _may_go_on(index, words[0], tokens, catalogue):
        return index + 1
    return longest


def _as_called(first: int, last: int, entry: Entry, tokens: Tokens) -> NamedCorridor | None:
    """Return a name of an entry with what belongs to it after its end, ``None`` where that makes it no name."""
    if noun_mode(tokens.word(last)) == entry.mode and tokens.shape(last) == "l":
        last += 1  # "Lapis Lazuli route", "Southern Gas Corridor pipelines"
    if tokens.shape(last) == "d" and len(tokens.word(last)) == 1:
        return NamedCorridor(first, last + 1, entry.mode, None)  # "Power of Siberia 2" is another
    return NamedCorridor(first, last, entry.mode, entry) if tokens.word(last) not in NOT_AFTER else None


def _may_go_on(index: int, first: str, tokens: Tokens, catalogue: Catalogue) -> bool:
    """Tell by the next word whether a name of several may begin here: most do not, and are soon read."""
    at = index + 1
    while at < min(index + 4, len(tokens)) and not tokens.texts[at][0].isalnum():
        if tokens.texts[at] in ASIDE:
            return True
        at += 1
    return (
        at >= len(tokens)
        or "." in tokens.texts[index]
        or catalogue.may_go_on(first, fold_word(tokens.texts[at]).split(" ")[0])
    )


class _Names(RowForm, frozen=True):
    mode: Mode
    when: Literal["named", "context"]
    names: Text


@cache
def _names() -> dict[str, tuple[Mode, bool, str]]:
    """Return names whose course the catalogue does not know: mode, whether the sentence must tell it, and the name."""
    found: dict[str, tuple[Mode, bool, str]] = {}
    for _, row in rows_as(_Names, data_table("corridor-names.csv")):
        for name in row.names.split("|"):
            found.setdefault(fold(name), (row.mode, row.when == "context", name))
    return found


@cache
def _first_words() -> frozenset[str]:
    return frozenset(name.split(" ")[0] for name in _names())


def _from_names(index: int, text: str, tokens: Tokens) -> NamedCorridor | None:
    """Read a name that only a list can tell from other names: "Langeled", "the Kangaroo Route"."""
    if fold_word(tokens.texts[index]).partition(" ")[0] not in _first_words():
        return None
    for last in range(min(index + MOST_WORDS, len(tokens)), index, -1):
        spelled = text[tokens.starts[index] : tokens.ends[last - 1]]
        mode, wants_context, name = _names().get(fold(spelled), (None, False, ""))
        alone = last == index + 1
        if mode is None or (alone and spelled != name) or not tokens.texts[last - 1][-1].isalnum():
            continue
        if not alone and not _is_capitalised(index + 1, last, tokens) and noun_mode(tokens.word(last - 1)) is None:
            continue
        around = {tokens.word(i) for i in (*range(index - AROUND, index), *range(last, last + AROUND))}
        if wants_context and not any(mode in {cue_mode(word), noun_mode(word)} for word in around):
            continue
        if noun_mode(tokens.word(last)) == mode and tokens.shape(last) == "l":
            last += 1  # noqa: PLW2901 - "Langeled pipeline"
        if tokens.word(last) not in NOT_AFTER and tokens.shape(last) not in CAPITALS:
            return NamedCorridor(index, last, mode, None)
    return None


def _is_mere_strait(first: int, last: int, tokens: Tokens) -> bool:
    """Tell a strait as a place ("attacks near Bab el-Mandeb") from one as a way ("tankers in transit through it")."""
    if not any(tokens.word(i) in STRAITS for i in range(first, last)):
        return False
    before = tokens.word(first - 2) if tokens.word(first - 1) == "the" else tokens.word(first - 1)
    around = [tokens.word(i) for i in range(first - AROUND, last + AROUND)]
    return before in NEARBY or not any(word in STRAIT_CUES or cue_mode(word) == "sea" for word in around)


def _is_capitalised(first: int, last: int, tokens: Tokens) -> bool:
    return any(tokens.shape(i) in CAPITALS for i in range(first, last))


def _capitals(index: int, text: str, tokens: Tokens) -> int:
    """Return the end of a run of capitalised words, hyphened ones too."""
    last = index
    for last in range(index, min(len(tokens), index + 2 * MOST_WORDS)):
        dash = tokens.texts[last] in "-–"
        if not dash and tokens.shapes[last] not in CAPITALS:
            break
        gap = text[tokens.ends[last - 1] : tokens.starts[last]] if last > index else ""
        if gap and (dash or gap != " "):
            break  # "Twin Lakes - Highway 10" names two things
    else:
        last = max(index, min(len(tokens), index + 2 * MOST_WORDS))
    while last > index and tokens.texts[last - 1] in "-–":
        last -= 1
    return last


def _begins(index: int, tokens: Tokens) -> bool:
    return tokens.word(index - 1) == "the" or tokens.shape(index - 1) not in CAPITALS


def _by_family(index: int, text: str, tokens: Tokens) -> NamedCorridor | None:
    """Read capitalised words that end in a capitalised noun of a way: "Pan-American Highway", "Northern Sea Route"."""
    last = _capitals(index, text, tokens)
    while last > index + 1:
        word, before = tokens.word(last - 1), tokens.word(last - 2)
        mode = FAMILIES.get(word) or PAIRS.get((before, word))
        if word in {"route", "passage", "lane"}:
            mode = ROUTES.get(before) or _passage(word, index, last, tokens)
        if word == "line" and _is_rail_line(index, last, tokens):
            mode = "rail"
        if mode is not None:
            break
        last -= 1
    else:
        return None
    begins = tokens.starts[index] in tokens.sentence_starts or tokens.shape(index) == "l"
    first = (
        index + 1 if tokens.word(index) in NO_NAME | PREPOSITIONS and (begins or tokens.word(index) == "the") else index
    )
    numbered = tokens.shape(last) == "d" and len(tokens.texts[last]) < SHORTEST_WORD
    if last - first < 2 or tokens.word(last) in NOT_AFTER or tokens.shape(last) in CAPITALS:
        return None
    if tokens.shape(first - 1) == "d" or tokens.word(first - 1) in ADDRESS or tokens.word(first - 2) in ADDRESS:
        return None  # "at 1424 John Bragg Highway"
    if tokens.word(last - 1) in COMPANIES and _is_company(first, last, tokens):
        return None
    return NamedCorridor(first, last + numbered, mode, None)


def _passage(word: str, first: int, last: int, tokens: Tokens) -> Mode | None:
    """Tell a passage that ships take, "the Windward Passage", from one of a book."""
    around = (tokens.word(i) for i in (*range(first - AROUND, first), *range(last, last + AROUND)))
    return "sea" if word == "passage" and any(cue_mode(each) == "sea" or each == "cruise" for each in around) else None


def _is_company(first: int, last: int, tokens: Tokens) -> bool:
    """Tell a firm from its rails: "Georgian Railway", "the Colorado and Santa Fe Railway", what bought and sold."""
    if last - first == 2 and tokens.word(first).endswith(NATIONALITY):
        return True
    listed = tokens.word(first - 1) in {"and", "&"} and tokens.shape(first - 2) in CAPITALS
    before, after = tokens.word(first - 2), tokens.word(last)
    return listed or after in FIRM_VERBS or (before in FIRM_WORDS and tokens.word(first - 1) in {"the", "by"})


def _is_rail_line(first: int, last: int, tokens: Tokens) -> bool:
    around = {tokens.word(i) for i in range(first - AROUND, last + AROUND)}
    own = {tokens.word(i) for i in range(first, last)}
    return bool(around & RAIL_LINE_CUES) and not (around & FRONTIERS - {"green", "blue"}) and not own & FRONTIERS


def _by_small_noun(index: int, text: str, tokens: Tokens, gazetteer: Gazetteer) -> NamedCorridor | None:
    """Read "the Hejaz railway", "the Trans Mountain oil pipeline": a name, then a noun of a way written small."""
    first = index + 1 if tokens.word(index) == "the" else index
    last = _capitals(first, text, tokens)
    if (
        last == first
        or tokens.word(first) in NO_NAME
        or any(tokens.shape(i) not in CAPITALS for i in range(first, last))
    ):
        return None
    spelled = tokens.word(last) not in LOWER_FAMILIES and tokens.shape(last) == "l" and is_adjective(tokens.word(last))
    at = last + 1 if spelled else last
    noun = tokens.word(at)
    if noun not in LOWER_FAMILIES or tokens.shape(at) != "l" or tokens.word(at + 1) in NOT_AFTER:
        return None
    if tokens.word(first - 1) != "the" and noun != "pipeline":
        return None
    forms = {m.form for m in gazetteer.lookup(text[tokens.starts[first] : tokens.ends[last - 1]])}
    country = last - first == 1 and tokens.word(first).endswith(NATIONALITY) and not forms
    if Form.DEMONYM in forms or country:
        return None
    mode = noun_mode(noun, [tokens.word(last)] if at > last else ())
    return NamedCorridor(first, at + 1, mode, None) if mode else None


def _by_number(index: int, tokens: Tokens) -> NamedCorridor | None:
    """Read the numbers of roads: "the E40 road", "M4 motorway", "Interstate 80", "motorway A1"."""
    if tokens.word(index) in NUMBERED and tokens.shape(index + 1) == "d":
        used = any(tokens.word(i) in ROAD_CUES for i in range(index - AROUND, index + AROUND))
        return NamedCorridor(index, index + 2, "road", None) if used else None
    last = _number(index, tokens)
    if last is None:
        return None
    noun = last + 1 if is_adjective(tokens.word(last)) and tokens.word(last + 1) in ROADS else last
    if tokens.word(noun) in ROADS and tokens.word(noun + 1) not in NOT_AFTER:
        return NamedCorridor(index, noun + 1, "road", None)
    if tokens.word(index - 1) in ROADS:
        return NamedCorridor(index - 1, last, "road", None)
    around = {tokens.word(i) for i in range(index - AROUND, last + AROUND)}
    spoken = tokens.word(index - 1) == "the" and tokens.word(index - 2) in {"on", "along", "of", "off"}
    return NamedCorridor(index, last, "road", None) if spoken and around & ROAD_CUES else None


def _number(index: int, tokens: Tokens) -> int | None:
    """Return the end of "E40" or "I-95", ``None`` where there is no such number."""
    at = index + 2 if tokens.word(index + 1) == "-" else index + 1
    if len(tokens.word(index)) > LETTERS or tokens.shape(at) != "d" or len(tokens.word(at)) > LETTERS:
        return None
    close = all(tokens.ends[i] == tokens.starts[i + 1] for i in range(index, at))
    return at + 1 if close else None


def _by_opener(index: int, text: str, tokens: Tokens) -> NamedCorridor | None:
    """Read "Via Baltica", "Autopista del Sol"."""
    mode = OPENERS.get(tokens.word(index))
    if mode is None:
        return None
    at = index + 1
    while tokens.word(at) in PARTICLES:
        at += 1
    last = _capitals(at, text, tokens)
    if last == at or text[tokens.ends[index]] != " ":
        return None
    if tokens.word(index) in {"canal", "camino"} and at == index + 1:
        return None
    if tokens.word(index) in {"via", "rail"} and not (last == at + 1 and tokens.word(at).endswith(LATIN)):
        return None
    return NamedCorridor(index, last, mode, None)


def _by_stream(index: int, text: str, tokens: Tokens) -> NamedCorridor | None:
    """Read "Nord Stream 2", "Baltic Pipe" where the words around speak of gas."""
    last = _capitals(index, text, tokens)
    if last - index != 2 or tokens.word(last - 1) not in STREAMS:
        return None
    if not any(tokens.word(i) in STREAM_CUES for i in range(index - AROUND, last + AROUND)):
        return None
    return NamedCorridor(index, last + (tokens.shape(last) == "d"), "pipeline", None)
