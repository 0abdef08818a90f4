"""Which words are mentions: what the tagger finds, facilities known by their full names, and demonyms."""

from __future__ import annotations

from contextvars import ContextVar
from typing import TYPE_CHECKING, NamedTuple

from geo.recognition.gazetteer_matches import NAMES, is_spaced
from geo.recognition.lexicon import classes_of, habit_of, people_named
from geo.recognition.overrides import abbreviated, is_no_place, whole_names, zones
from geo.recognition.tagger_features import Setting, clues, is_title_case, stretches
from geo.recognition.tokens import CAPITALS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from geo.recognition.gazetteer_matches import Candidate, Knowledge, Known
    from geo.recognition.tagger import Tagger
    from geo.recognition.tokens import Tokens

__all__ = ["Found", "chances_of", "find_spans"]


COURTESY = frozenset({"mr", "mrs", "ms", "miss", "dr", "prof", "sir", "lady", "madam", "monsieur", "madame", "herr"})


OUTLETS = frozenset({
    "post", "times", "herald", "tribune", "journal", "gazette", "globe", "chronicle", "observer", "guardian",
    "telegraph", "examiner", "inquirer", "sentinel", "dispatch", "courier", "daily", "weekly",
})  # fmt: skip
INSTITUTIONS = frozenset({"white house", "red cross", "notre dame"})  # towns are called so, but nobody means them
DASHES = "-–‑"
WORD_DASH_WORD = 3  # tokens of "Baku – Tbilisi", which other rules read
HEADS = frozenset({
    "street", "st", "avenue", "ave", "boulevard", "blvd", "road", "rd", "lane", "highway", "hwy", "freeway", "turnpike",
    "interstate", "expressway", "rue", "quay",
    "county", "province", "river", "valley", "lake", "island", "islands", "bay", "creek", "canyon", "peninsula",
    "mountain", "mountains", "desert", "gulf", "sea", "ocean",
})  # fmt: skip
"""Last words of names that are always places: roads, and what lies on a physical map."""
LONGEST_HEADED = 4
SURE = 0.6
POSSIBLE = 0.2
WORLD_CITIES = frozenset({"city 7 own", "city 8 own", "capital"})
"""Kinds of towns that all the world knows by name: a million people or more, and capitals."""
UNCOMMON = frozenset("34?")
LARGE_TOWN = 100_000
KNOWN_TOWN = 10_000
LIKELY = 0.6
WHOLE_KINDS = frozenset({"country", "region", "capital"})


_LAST: ContextVar[tuple[Tokens, Knowledge, tuple[Setting, list[Known], list[Candidate]]] | None] = ContextVar(
    "last setting", default=None
)


class Found(NamedTuple):
    """Words that name a place or a people: indices of the first and of the word after the last."""

    first: int
    last: int
    confidence: float
    is_demonym: bool = False


def find_spans(text: str, tokens: Tokens, knowledge: Knowledge, tagger: Tagger) -> list[Found]:
    """Find the words that name places or peoples.

    Parameters
    ----------
    text, tokens
        The document.
    knowledge
        What the gazetteer knows.
    tagger
        Which names are places here.

    Returns
    -------
    In reading order, none overlapping.
    """
    setting, words, names = _setting(text, tokens, knowledge)
    within = list(stretches(tokens))
    tagged = [
        part
        for (first, _), spans in zip(
            within, tagger.tag_all(clues(setting, first, last) for first, last in within), strict=True
        )
        for span in spans
        if tokens.word(first + span.first - 1) not in COURTESY  # nobody says Mr. to a place
        and not _is_outlet(first + span.first, first + span.last, setting)
        for part in _divided(Found(first + span.first, first + span.last, span.confidence), text, tokens, knowledge)
    ]
    tagged += _world_cities(tagged, setting, tagger)
    tagged += _repeated(tagged, setting, tagger)
    initials = abbreviated(tokens)
    sure = [Found(first, last, 1.0) for first, last in (*zones(setting), *whole_names(names, tokens))]
    wholes = [*sure, *_with_article(names, tokens), *_facilities(names, tagged), *_wholes(names, tagged, setting)]
    found = [*wholes, *_headed(tagged, setting), *tagged, *_towns(names, setting), *_demonyms(words, names)]
    taken: set[int] = set()
    kept = []
    for span in found:
        if not span.is_demonym and is_no_place(span.first, span.last, span.confidence, setting, initials):
            continue
        if taken.isdisjoint(range(span.first, span.last)):
            taken.update(range(span.first, span.last))
            kept.append(span)
    return sorted(kept)


def chances_of(
    indices: Iterable[int], text: str, tokens: Tokens, knowledge: Knowledge, tagger: Tagger
) -> dict[int, float]:
    """Return how likely words belong to the name of a place, whether one was found there or not.

    Parameters
    ----------
    indices
        Of the words, in reading order.
    text, tokens, knowledge, tagger
        As :func:`find_spans` takes them.
    """
    setting, _, _ = _setting(text, tokens, knowledge)
    return {index: chances[index - first] for index, first, _, chances in _chances(indices, setting, tagger)}


def _setting(text: str, tokens: Tokens, knowledge: Knowledge) -> tuple[Setting, list[Known], list[Candidate]]:
    """Return a document's words with all that is known of them; those who ask after one another share it."""
    kept = _LAST.get()
    if kept is None or kept[0] is not tokens or kept[1] is not knowledge:
        words, names = knowledge.words(tokens), knowledge.names(text, tokens)
        kept = tokens, knowledge, (Setting(text, tokens, words, names), words, names)
        _LAST.set(kept)
    return kept[2]


def _divided(span: Found, text: str, tokens: Tokens, knowledge: Knowledge) -> Iterator[Found]:
    """Give the names that a dash joins: "Le Havre – Port Said", "Jebel Ali-Port Klang" are two each.

    A hyphen without spaces divides only names of several words that are known on both sides, and not as a whole.
    """
    begin = span.first
    for at in range(span.first + 1, span.last - 1):
        if tokens.shapes[at] not in DASHES:
            continue
        several = at - begin > 1 and span.last - at > 1 + 1
        if (is_spaced(at, text, tokens) and span.last - begin > WORD_DASH_WORD) or (
            several
            and not knowledge.span(begin, span.last, text, tokens).known.matches
            and knowledge.span(begin, at, text, tokens).known.matches
            and knowledge.span(at + 1, span.last, text, tokens).known.matches
        ):
            if begin < at:  # no name stands between two dashes in a row
                yield span._replace(first=begin, last=at)
            begin = at + 1
    last = span.last - 1 if begin + 1 < span.last and tokens.shapes[span.last - 1] in DASHES else span.last
    yield span._replace(first=begin, last=last)  # no name ends with a dash: "Komsomolsk-na-Amur"


def _is_outlet(first: int, last: int, setting: Setting) -> bool:
    """Tell whether a name is a newspaper's, or but the beginning of one: "The Washington Post"."""
    end = setting.runs[last - 1][1]
    return (last < end or last - first > 1) and setting.tokens.lowers[end - 1] in OUTLETS


def _repeated(tagged: Iterable[Found], setting: Setting, tagger: Tagger) -> Iterator[Found]:
    """Give further mentions of names that are surely places elsewhere in the document and here at least possible."""
    tokens = setting.tokens
    sure: dict[str, set[tuple[str, ...]]] = {}
    taken: set[int] = set()
    for span in tagged:
        taken.update(range(span.first, span.last))
        if span.confidence >= SURE:
            words = tuple(tokens.texts[span.first : span.last])
            sure.setdefault(words[0], set()).add(words)
    missed = [
        index
        for index, word in enumerate(tokens.texts)
        if word in sure and index not in taken and not _begins_organisation(index, setting)
    ]
    for index, first, last, chances in _chances(missed, setting, tagger):
        for words in sorted(sure[tokens.texts[index]], key=lambda words: (-len(words), words)):
            end = index + len(words)
            if end <= last and words == tuple(tokens.texts[index:end]) and taken.isdisjoint(range(index, end)):
                chance = min(chances[index - first : end - first])
                if chance >= POSSIBLE:
                    taken.update(range(index, end))
                    yield Found(index, end, chance)
                    break


def _chances(
    indices: Iterable[int], setting: Setting, tagger: Tagger
) -> Iterator[tuple[int, int, int, Sequence[float]]]:
    """Give for words, in reading order, the stretch each stands in and the chances of its words; small letters none."""
    tokens = setting.tokens
    within = iter(stretches(tokens))
    first, last, scored = -1, -1, -1
    chances: Sequence[float] = ()
    for index in indices:
        while index >= last:
            first, last = next(within, (len(tokens), len(tokens) + 1))
        if index < first:
            continue  # a word that bears no capital, though it is spelled as a name is: "M-1Street^1"
        if scored != first:
            scored = first
            chances = tagger.chances(clues(setting, first, last))
        yield index, first, last, chances


def _world_cities(tagged: Iterable[Found], setting: Setting, tagger: Tagger) -> list[Found]:
    """Give the cities that all the world knows, where they stand alone and are at least possible: "Saigon fell".

    Words that people bear as names, or that are common words too, are left to the tagger.
    """
    taken = {index for span in tagged for index in range(span.first, span.last)}
    lowers = setting.tokens.lowers
    missed = [
        index
        for index, kind in enumerate(setting.kinds)
        if kind in WORLD_CITIES
        and index not in taken
        and setting.runs[index][1] - setting.runs[index][0] == 1
        and habit_of(lowers[index]) in UNCOMMON
        and not people_named(lowers[index])
    ]
    return [
        Found(index, index + 1, chances[index - first])
        for index, first, _, chances in _chances(missed, setting, tagger)
        if chances[index - first] >= POSSIBLE
    ]


def _begins_organisation(index: int, setting: Setting) -> bool:
    """Tell whether a word stands in a run of capitals before the last, which is that of an organisation."""
    last = setting.runs[index][1]
    return last > index + 1 and "organisation" in classes_of(setting.tokens.lowers[last - 1])


def _headed(tagged: Iterable[Found], setting: Setting) -> Iterator[Found]:
    """Give whole the names that end in "Street", "River" …, unless the tagger already has one that ends there."""
    tokens = setting.tokens
    ends = {span.last: span for span in tagged}
    for first, last in sorted({run for run in setting.runs if run[1]}):
        begin = first
        while begin < last and habit_of(tokens.lowers[begin]) == "0":
            begin += 1  # the In of "In Clark County" is a capital by its place
        if not 1 < last - begin <= LONGEST_HEADED or tokens.lowers[last - 1] not in HEADS:
            continue
        if is_title_case(tokens, last - 1) or ((span := ends.get(last)) and span.last - span.first > 1):
            continue
        yield Found(begin, last, max([s.confidence for s in (ends.get(last),) if s], default=SURE))


def _with_article(names: Iterable[Candidate], tokens: Tokens) -> list[Found]:
    """Give the large towns whose article is part of their name: "The Hague"."""
    return [
        Found(name.first, name.last, 1.0)
        for name in names
        if tokens.lowers[name.first] == "the"
        and tokens.shape(name.last) not in CAPITALS
        and any(
            match.exact and match.form in NAMES and match.record.population >= LARGE_TOWN
            for match in name.known.matches
        )
    ]


def _facilities(names: Iterable[Candidate], tagged: Iterable[Found]) -> list[Found]:
    """Give the airports, ports, bases … known by a full name, unless a longer name was found there.

    Corpora seldom mark such names, so no weight learned from them can tell.
    """
    within = {index: span for span in tagged for index in range(span.first, span.last)}
    return [
        Found(name.first, name.last, 1.0)
        for name in names
        if name.known.is_facility
        and not ((span := within.get(name.first)) and span.first <= name.first and span.last > name.last)
    ]


def _wholes(names: Iterable[Candidate], tagged: Iterable[Found], setting: Setting) -> list[Found]:
    """Give the places of several words of which only a part was found: "Trinidad and Tobago", "Mazar-i-Sharif".

    Where more capitals follow, the tagger knows better: "Kentucky State Police".
    """
    tokens = setting.tokens
    within = {index: span for span in tagged for index in range(span.first, span.last)}
    return [
        Found(name.first, name.last, max(span.confidence for span in parts))
        for name in names
        if (name.known.coarse in WHOLE_KINDS or _is_known_town(name, setting))
        and tokens.shape(name.last) not in CAPITALS
        and (parts := [within[index] for index in range(name.first, name.last) if index in within])
        and all(name.first <= span.first and span.last <= name.last for span in parts)
    ]


def _towns(names: Iterable[Candidate], setting: Setting) -> list[Found]:
    """Give the towns of several words that stand by themselves: "Campo Grande", "Lucas do Rio Verde".

    So exact a name is seldom anything else, though the tagger, whose corpora are mostly American, has not met it.
    """
    return [Found(name.first, name.last, LIKELY) for name in names if _is_known_town(name, setting)]


def _is_known_town(name: Candidate, setting: Setting) -> bool:
    """Tell whether the words are exactly a sizeable town's, without article or saint, and no part of a longer name."""
    tokens, start, end = setting.tokens, setting.runs[name.first][0], setting.runs[name.last - 1][1]
    words = tokens.lowers[name.first : name.last]
    return (
        start == name.first
        and end == name.last
        and words[0] not in {"the", "st"}
        and " ".join(words) not in INSTITUTIONS
        and any(
            match.exact and match.form in NAMES and match.record.population >= KNOWN_TOWN
            for match in name.known.matches
        )
    )


def _demonyms(words: Iterable[Known], names: Iterable[Candidate]) -> list[Found]:
    long = [Found(name.first, name.last, 1.0, is_demonym=True) for name in names if name.known.is_demonym]
    short = [Found(i, i + 1, 1.0, is_demonym=True) for i, known in enumerate(words) if known.is_demonym]
    return long + short
