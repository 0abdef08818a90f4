"""Ways that the catalogue knows, by what a language calls them: ``geo/data/languages/corridors.csv``.

The names are general knowledge, unverified. A word that ends in ``*`` stands for all its endings.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, cast

from geo.csv_tables import data_table
from geo.languages.language_data import languages
from geo.languages.words import stems_in, words_in
from geo.model import Mention, Route
from geo.reading.sentences import sentence_at

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from geo.courses import Catalogue
    from geo.courses.catalogue import Entry
    from geo.gazetteer import Gazetteer
    from geo.languages.names import Scene
    from geo.languages.words import Word
    from geo.model import Document, Mode, Status

__all__ = ["calls_in", "entry_of", "names_of_ways"]

NOUNS: Mapping[str, tuple[str, ...]] = {
    "rail": ("railway", "rail", "high-speed railway"),
    "pipeline": ("pipeline", "gas pipeline", "oil pipeline"),
    "road": ("highway", "road", "motorway"),
    "sea": ("ferry line", "sea line", "line", "ferries"),
    "waterway": ("canal",),
    "multimodal": ("corridor", "railway", "pipeline"),
    "cable": ("cable",),
    "air": (),
}
"""What the catalogue calls a way that is named after its places."""


@cache
def names_of_ways() -> tuple[dict[str, str], ...]:
    """Return the rows of the table: an entry of the catalogue, and its names in each language."""
    return tuple(row for _, row in data_table("languages", "corridors.csv", columns=("catalogue", *languages())))


@cache
def _starts(code: str) -> dict[str, list[tuple[tuple[str, ...], str]]]:
    """Return the names of ways in a language by the first letter of each."""
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for row in names_of_ways():
        for name in filter(None, row[code].split(";")):
            parts = _parts(name, code)
            if parts:
                found.setdefault(parts[0][:1], []).append((parts, row["catalogue"]))
    for names in found.values():
        names.sort(key=lambda each: -len(each[0]))
    return found


def _parts(name: str, code: str) -> tuple[str, ...]:
    if not languages()[code].spaced:
        return tuple(word.plain for word in words_in(name, code, 0, len(name)))
    return stems_in(name, code)


def calls_in(document: Document, scene: Scene, catalogue: Catalogue) -> Iterator[Route]:
    """Give the ways of the catalogue that a scene calls by name, each time it does.

    Parameters
    ----------
    document
        Where the scene stands.
    scene
        A stretch in one language.
    catalogue
        Corridors known by name.
    """
    starts, words = _starts(scene.language.code), scene.words
    at = 0
    while at < len(words):
        parts, entry = _called_at(words, at, starts, catalogue)
        if entry is None:
            at += 1
            continue
        start, end = words[at].start, words[at + len(parts) - 1].end
        mention = Mention(start, end, document.text[start:end], sentence_at(document.sentences, start))
        yield Route(mention, entry.mode, name=entry.name, status=_state(scene, document, at, entry), catalogue=entry.id)
        at += len(parts)


def _called_at(
    words: Sequence[Word], at: int, starts: Mapping[str, list[tuple[tuple[str, ...], str]]], catalogue: Catalogue
) -> tuple[tuple[str, ...], Entry | None]:
    for parts, id_ in starts.get(words[at].plain[:1], ()):
        here = words[at : at + len(parts)]
        if len(here) == len(parts) and all(map(_fits, here, parts)):
            return parts, catalogue.get(id_)
    return (), None


def _fits(word: Word, part: str) -> bool:
    return word.plain.startswith(part[:-1]) if part.endswith("*") else word.plain == part


def _state(scene: Scene, document: Document, at: int, entry: Entry) -> Status:
    """Return the state that the nearest word of state in the sentence tells, else the catalogue's."""
    sentence = document.sentences[sentence_at(document.sentences, scene.words[at].start)]
    told = [
        (abs(index - at), sense.value)
        for index in scene.words_within(sentence.start, sentence.end)
        for sense in scene.senses[index]
        if sense.kind == "status"
    ]
    return cast("Status", min(told)[1]) if told else entry.status


def entry_of(stops: Sequence[str], mode: Mode, gazetteer: Gazetteer, catalogue: Catalogue) -> Entry | None:
    """Return the entry of the catalogue that is named after a row of places, either way round.

    Parameters
    ----------
    stops
        Their plain names, in any language.
    mode
        What the text says runs there.
    gazetteer, catalogue
        Where names of places and of corridors are looked up.
    """
    english = [_english(stop, gazetteer) for stop in stops]
    for order in (english, english[::-1]):
        for noun in NOUNS[mode]:
            entry = catalogue.named(f"{'–'.join(order)} {noun}")
            if entry is not None and mode in {entry.mode, "multimodal"}:
                return entry
    return None


def _english(name: str, gazetteer: Gazetteer) -> str:
    """Return the gazetteer's own name of the best known place that goes by a name."""
    records = [match.record for match in gazetteer.lookup(name)]
    return max(records, key=lambda record: record.population).name if records else name
