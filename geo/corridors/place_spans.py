"""Places as the grammar of prose sees them: the recognised ones, and names that stand where only a place can stand.

"Between Tawi-Tawi and Sandakan by boat" names two places even where a recogniser knows one of them. Such names are
taken with less trust: a route needs one known place at least.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from geo.corridors.function_words import words
from geo.corridors.modes import cue_mode, noun_mode
from geo.gazetteer import Form
from geo.geodesy import distance_km

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from geo.gazetteer import Gazetteer
    from geo.model import Document, Mention
    from geo.recognition.tokens import Tokens

__all__ = ["FACILITIES", "Span", "find_spans", "is_known"]

CAPITALS = "CU"
LONGEST = 9  # words and hyphens of a name
HYPHENS = "-‐‑"
CODE_LETTERS = (3, 4)  # of IATA and ICAO
MOTION = words("spans-motion")
LISTS = frozenset({",", "and", "or", "&"})
PARTICLES = words("spans-particles")
ARTICLES = words("spans-articles")
LATER = words("spans-later")
WAYS = words("spans-ways")
NO_PLACES = words("spans-no-places")
ACROSS = words("spans-across")
FACILITIES = words("spans-facilities")
NATURE = words("spans-nature")
INSTITUTIONS = words("spans-institutions")
SEAS = frozenset({"sea", "ocean", "gulf", "bay"})
RIVERS = words("codes-rivers")
NEAR_KM = 400.0
SITES = words("codes-sites")
GOODS = words("spans-goods")
TOWNS = frozenset({"capital", "city", "town"})
MARGINS = words("spans-margins")
QUARTERS = words("spans-quarters")
ASIDE = 5  # words that say where a place lies
SALT = SEAS | {"lake"}


@dataclass(frozen=True, slots=True)
class Span:
    """A place name by its token indices, end exclusive.

    Attributes
    ----------
    known
        False where no gazetteer has the name, and only the words around it speak for a place.
    passed
        ``"land"``, ``"sea"`` or ``"river"`` for what is crossed or followed, which is no waypoint: "across the
        Caspian".
    aside
        The token after what says where the place lies, or what it is there, and is no part of the way: "in Georgia",
        "on the Atlantic coast", "fields"; 0 where nothing does.
    """

    first: int
    last: int
    name: str
    known: bool = True
    passed: str = ""
    aside: int = 0


def find_spans(document: Document, tokens: Tokens, mentions: Iterable[Mention], gazetteer: Gazetteer) -> list[Span]:
    """Find the places of a document, in reading order and not overlapping.

    Parameters
    ----------
    document, tokens
        As it was read, and its words.
    mentions
        Its toponyms, as recognised.
    gazetteer
        Tells names of places from other names.
    """
    spans = _recognised(document, tokens, mentions, gazetteer)
    taken = {i for span in spans for i in range(span.first, span.last)}
    ends = {span.last for span in spans}
    first = 0
    while first < len(tokens):
        if tokens.shapes[first] not in CAPITALS or first in taken:
            first += 1
            continue
        before = first - 2 if tokens.word(first - 1) == "the" else first - 1
        after_place = tokens.word(before) in LISTS and (before in ends or before - 1 in ends)
        after_place |= tokens.word(before) == "," and tokens.word(before - 1) in LATER
        owned = tokens.shape(before) == "'" and before in ends  # "Tunisia's Cape Bon"
        if not (after_place or owned or tokens.word(before) in MOTION or tokens.word(before - 1) == "way"):
            first += 1
            continue
        span = _run(first, document.text, tokens, taken, gazetteer)
        if span is None or _is_abbreviation(span, tokens, gazetteer):
            first += 1
            continue
        spans.append(span)
        taken.update(range(span.first, span.last))
        ends.add(span.last)
        first = span.last
    explained = _explained(sorted(spans, key=lambda span: span.first), tokens, gazetteer)
    return _with_asides(explained, document.text, tokens, gazetteer)


def _explained(spans: list[Span], tokens: Tokens, gazetteer: Gazetteer) -> list[Span]:
    """Take a place with the country or state that it lies in for one: "from Kars, Turkey, to Gyumri"."""
    found: list[Span] = []
    for span in spans:
        before = found[-1] if found else None
        if before is not None and before.last + 1 == span.first and _is_in(before, span, tokens, gazetteer):
            found[-1] = replace(before, last=span.last)
        else:
            found.append(span)
    return found


def _with_asides(spans: list[Span], text: str, tokens: Tokens, gazetteer: Gazetteer) -> list[Span]:
    """Pass over what says where a place lies: "from Poti in Georgia to", "from Beira on the Indian Ocean through"."""
    found: list[Span] = []
    at = {span.first: span for span in spans}
    for span in spans:
        if found and span.first < found[-1].aside:
            continue
        last = span.last
        if not span.passed:
            last = _after_sites(_after_code(last, tokens), tokens)
            last = (
                _after_country(span, last, at, tokens, gazetteer)
                or _after_neighbour(last, at, tokens)
                or _after_margin(last, at, text, tokens, gazetteer)
            )
        found.append(replace(span, aside=last) if last > span.last else span)
    return found


def _after_code(last: int, tokens: Tokens) -> int:
    """Go over the code of an airport or station in brackets: "Dublin (DUB)"."""
    code = tokens.word(last) == "(" and tokens.shape(last + 1) == "U" and tokens.word(last + 2) == ")"
    return last + 3 if code and len(tokens.texts[last + 1]) in CODE_LETTERS else last


def _after_sites(last: int, tokens: Tokens) -> int:
    """Go over what stands at a place: the fields of "the Agadem oil fields"."""
    at = last
    while tokens.word(at) in GOODS and at < last + 2:
        at += 1
    if tokens.word(at) in {"dock", "docks"} and tokens.word(at + 1) in {"in", "at"}:
        return last  # "ferries from A dock in B"
    return at + 1 if tokens.word(at) in SITES and tokens.shape(at) == "l" else last


def _after_country(place: Span, last: int, at: Mapping[int, Span], tokens: Tokens, gazetteer: Gazetteer) -> int:
    """Return where "in Georgia", "in the north of Kenya" ends after a place that lies there, 0 where it does not."""
    if tokens.word(last) != "in":
        return 0
    start = last + 1
    while start < last + ASIDE and (tokens.word(start) in QUARTERS or tokens.word(start) == "of"):
        start += 1
    area = at.get(start)
    return area.last if area is not None and _lies_in(place.name, area.name, gazetteer) else 0


def _after_neighbour(last: int, at: Mapping[int, Span], tokens: Tokens) -> int:
    """Return where "near Baku" ends after a place, 0 where nothing of the kind follows."""
    other = at.get(last + 1)
    return other.last if other is not None and tokens.word(last) == "near" else 0


def _after_margin(last: int, at: Mapping[int, Span], text: str, tokens: Tokens, gazetteer: Gazetteer) -> int:
    """Return where "on the Atlantic", "on the border with Zambia" ends; ``last`` where nothing of the kind follows."""
    if tokens.word(last) not in {"on", "by", "near"} or tokens.word(last + 1) != "the":
        return last
    start = last + 2
    for end in range(start + 1, min(start + ASIDE, len(tokens)) + 1):
        if tokens.word(end - 1) in MARGINS:
            beyond = end + 2 if tokens.word(end + 1) == "the" else end + 1
            other = at.get(beyond) if tokens.word(end) in {"with", "of"} else None
            return other.last if other is not None else end
        if tokens.shape(end - 1) not in CAPITALS and tokens.word(end - 1) not in QUARTERS:
            return last
        kinds = {m.record.kind for m in gazetteer.lookup(text[tokens.starts[start] : tokens.ends[end - 1]])}
        if kinds & SALT and tokens.shape(end) not in CAPITALS and tokens.word(end) not in MARGINS:
            return end
    return last


def _is_in(place: Span, area: Span, tokens: Tokens, gazetteer: Gazetteer) -> bool:
    if tokens.word(place.last) != "," or place.passed or tokens.word(area.last) in {"and", "or"}:
        return False
    return _lies_in(place.name, area.name, gazetteer)


def _lies_in(place: str, area: str, gazetteer: Gazetteer) -> bool:
    """Tell whether a place of one name lies in a country, or near the middle of a region, of another."""
    inner = [m.record for m in gazetteer.lookup(place) if m.form not in (Form.CODE, Form.DEMONYM)]
    outer = [m.record for m in gazetteer.lookup(area) if m.form != Form.DEMONYM]
    if any(record.kind == "country" for record in inner):
        return False
    countries = {record.country for record in outer if record.kind == "country"}
    regions = [record for record in outer if record.kind == "region"]
    return any(
        record.country in countries
        or any(
            record.country == region.country
            and distance_km((record.lon, record.lat), (region.lon, region.lat)) <= NEAR_KM
            for region in regions
        )
        for record in inner
        if record.kind != "region"
    )


def is_known(name: str, gazetteer: Gazetteer) -> bool:
    """Tell whether a gazetteer has a place by this name, codes and demonyms aside."""
    return any(match.form not in (Form.CODE, Form.DEMONYM) for match in gazetteer.lookup(name))


def _recognised(document: Document, tokens: Tokens, mentions: Iterable[Mention], gazetteer: Gazetteer) -> list[Span]:
    spans: list[Span] = []
    mentions = list(mentions)
    peoples = {mention.start for mention in mentions if mention.is_demonym}
    for mention in mentions:
        first = bisect_left(tokens.starts, mention.start)
        if mention.end + 1 in peoples and document.text[mention.end] in HYPHENS:
            continue  # "the Kazakhstan-Chinese terminal"
        is_word = first < len(tokens) and tokens.starts[first] == mention.start
        if mention.is_demonym or not is_word or (spans and first < spans[-1].last):
            continue
        last = first + 1
        while last < len(tokens) and tokens.starts[last] < mention.end:
            last += 1
        if last - first > 1 and tokens.word(last - 1) in WAYS:
            continue  # "Karakoram Highway" is a way, not a place on one
        if _is_institution(last, tokens):
            continue
        start = _beginning(first, last, document.text, tokens, gazetteer)
        whole = _whole(start, last, document.text, tokens, gazetteer)
        start, whole = _bracketed(start, whole, tokens)
        name = mention.name
        if (start, whole) != (first, last):
            name = document.text[tokens.starts[start] : tokens.ends[whole - 1]]
        first, last = start, whole
        spans.append(Span(first, last, name, passed=_passed(first, name, tokens, gazetteer)))
    return spans


def _bracketed(first: int, last: int, tokens: Tokens) -> tuple[int, int]:
    """Take all the capitalised words between two brackets for one name: "(Cesária Évora Airport)"."""
    start, end = first, last
    while tokens.shape(start - 1) in CAPITALS and first - start < LONGEST:
        start -= 1
    while tokens.shape(end) in CAPITALS and end - last < LONGEST:
        end += 1
    return (start, end) if tokens.word(start - 1) == "(" and tokens.word(end) == ")" else (first, last)


def _is_institution(last: int, tokens: Tokens) -> bool:
    """Tell a hospital or school by its town's name, "Paris Regional Medical Center", from the town."""
    while tokens.shape(last) in CAPITALS:
        if tokens.word(last) in INSTITUTIONS:
            return True
        last += 1
    return False


def _beginning(first: int, last: int, text: str, tokens: Tokens, gazetteer: Gazetteer) -> int:
    """Return where a name begins of which the end was recognised: the Arish of "Al-Arish", "Mazar-i-Sharif"."""
    begin, at = first, first
    while at >= 2 and first - at < LONGEST and tokens.texts[at - 1] in HYPHENS:
        if tokens.ends[at - 2] != tokens.starts[at - 1] or tokens.ends[at - 1] != tokens.starts[at]:
            break
        at -= 2
        article = at == first - 2 and tokens.word(at) in ARTICLES
        if article or is_known(text[tokens.starts[at] : tokens.ends[last - 1]], gazetteer):
            begin = at
    return begin


def _whole(first: int, last: int, text: str, tokens: Tokens, gazetteer: Gazetteer) -> int:
    """Return where a name ends of which a part was recognised: the Paso of "Paso de Jama", the Al of "Al-Arish"."""
    end = last
    at = _next_word(last, text, tokens) if tokens.ends[last - 1] < len(text) else None
    while at is not None and at - first <= LONGEST:
        particle = tokens.word(last) in PARTICLES or (end == last == first + 1 and tokens.word(first) in ARTICLES)
        if particle or is_known(text[tokens.starts[first] : tokens.ends[at - 1]], gazetteer):
            end = at
        at = _next_word(at, text, tokens)
    return end


def _passed(first: int, name: str, tokens: Tokens, gazetteer: Gazetteer) -> str:
    """Tell what a name that follows "across the" or "down the" is, where it is a sea, a river, a range."""
    at = first - 1
    while tokens.word(at) in {"the", "river"}:
        at -= 1
    if tokens.word(at) not in ACROSS:
        return ""
    if tokens.word(first - 1) == "the" and name.lower() in RIVERS:
        return "river"
    kinds = {m.record.kind for m in gazetteer.lookup(name) if m.form not in (Form.CODE, Form.DEMONYM)}
    if tokens.word(first - 1) == "over" and kinds & TOWNS:
        return ""  # a town on the way, though a lake or a hill may have its name
    kinds &= NATURE
    if tokens.word(first - 1) == "the" and not kinds:
        own = {(m.record.kind, m.record.source) for m in gazetteer.lookup(name) if m.form == Form.PRIMARY}
        return "land" if own == {("region", "geonames-regions")} else ""  # "over the Chaco"; a district may be a pass
    if not kinds:
        return ""
    return "river" if "river" in kinds else "sea" if kinds & SEAS else "land"


def _run(first: int, text: str, tokens: Tokens, taken: set[int], gazetteer: Gazetteer) -> Span | None:
    """Read capitalised words, hyphened ones too, as one name; a month or a day ends it."""
    if tokens.shape(first) not in CAPITALS or tokens.word(first) in NO_PLACES:
        return None
    last, bare = first + 1, first + 1
    while (step := _next_word(last, text, tokens)) is not None and not taken & set(range(last, step)):
        if tokens.word(step - 1) in NO_PLACES:
            break
        last = step
        if tokens.texts[step - 1] not in FACILITIES:
            bare = step
    start = tokens.starts[first]
    longer = _with_of(first, last, text, tokens)
    if longer is not None and is_known(text[start : tokens.ends[longer - 1]], gazetteer):
        last = bare = longer
    name = text[start : tokens.ends[last - 1]]
    if is_known(name, gazetteer) or is_known(text[start : tokens.ends[bare - 1]], gazetteer):
        return Span(first, last, name, passed=_passed(first, name, tokens, gazetteer))
    if longer is not None and tokens.word(first - 1) == "the" and tokens.word(first - 2) in {"round", "around"}:
        return Span(first, longer, text[start : tokens.ends[longer - 1]], known=False)
    word = tokens.word(first)
    if any(tokens.word(i) in INSTITUTIONS for i in range(first, last)) or any(
        _is_people(each, gazetteer)
        for each in (name, tokens.texts[last - 1])  # the "Kazakhstan-Chinese" terminal
    ):
        return None
    if (
        len(name) == 1
        or (tokens.word(first - 1) == "the" and _after_sites(last, tokens) == last)
        or word in tokens.lower_words
        or noun_mode(word)
        or cue_mode(word)
    ):
        return None
    return Span(first, last, name, known=False)


def _is_abbreviation(span: Span, tokens: Tokens, gazetteer: Gazetteer) -> bool:
    """Tell the NATO of "into NATO headquarters" from Nato, a town, which only titles write so, and from a code."""
    at = span.first
    alone = span.last == at + 1 and tokens.shape(at) == "U" != tokens.shape(at + 1)
    in_small = "l" in {tokens.shape(at + step) for step in (-2, -1, 1, 2)}
    return alone and in_small and not any(match.exact for match in gazetteer.lookup(tokens.texts[at]))


def _is_people(word: str, gazetteer: Gazetteer) -> bool:
    return any(match.form == Form.DEMONYM for match in gazetteer.lookup(word))


def _with_of(first: int, last: int, text: str, tokens: Tokens) -> int | None:
    """Return the end of a name that goes on with "of": "Cape of Good Hope"."""
    at = last
    if tokens.word(at) != "of" or tokens.shape(at + 1) not in CAPITALS or last != first + 1:
        return None
    at += 2
    while at < len(tokens) and tokens.shape(at) in CAPITALS and text[tokens.ends[at - 1]] == " ":
        at += 1
    return at


def _next_word(last: int, text: str, tokens: Tokens) -> int | None:
    """Return the end of the name's next word, or ``None`` where the name ends."""
    if last >= len(tokens):
        return None
    gap = text[tokens.ends[last - 1] : tokens.starts[last]]
    if gap == " " and tokens.shape(last) in CAPITALS:
        return last + 1
    after = last
    while tokens.word(after) in PARTICLES and tokens.shape(after) == "l":
        after += 1
    if gap == " " and after > last and tokens.shape(after) in CAPITALS:
        return after + 1  # "Paso de Jama"
    if gap or tokens.texts[last] not in HYPHENS or last + 1 >= len(tokens):
        return None
    close = tokens.ends[last] == tokens.starts[last + 1]
    return last + 2 if close and tokens.shape(last + 1) in CAPITALS + "l" else None
