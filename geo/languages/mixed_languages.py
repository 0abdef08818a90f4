"""The readers of all languages as one: each stretch of a document by the reader of its language.

English, and any language that has no reader here, is read by :mod:`geo.recognition` and :mod:`geo.corridors`.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from geo.encoder.encoder_use import clues_of, with_encoder
from geo.languages.language_data import languages
from geo.model import Stretch

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from geo.courses import Catalogue
    from geo.encoder.encoder_use import EncoderUse
    from geo.gazetteer import Gazetteer
    from geo.languages.names import Scene
    from geo.model import Document, Mention, Route, Seen

__all__ = [
    "doubted_in", "gazetteer_for", "is_foreign", "mentions_in", "routes_in", "scenes_of", "seen_in", "with_reader",
]  # fmt: skip


def is_foreign(document: Document) -> bool:
    """Tell whether a document, or a part of it, is in a language that is read by rule."""
    return any(stretch.language in languages() for stretch in _stretches(document))


def with_reader(document: Document, encoder: EncoderUse) -> Document:
    """Return a document that knows who reads it.

    Parameters
    ----------
    document
        As it was read.
    encoder
        Whether the encoder reads beside our rules; as :func:`geo.encoder.encoder_use.with_encoder` takes it.
    """
    return with_encoder(document, encoder, is_foreign=is_foreign(document))


def gazetteer_for(document: Document, gazetteer: Gazetteer) -> Gazetteer:
    """Return a gazetteer that also knows the names of a document's languages; the same one for an English document.

    Parameters
    ----------
    document
        As it was read.
    gazetteer
        Any; where it knows the names already, it is returned as it is.
    """
    for code in dict.fromkeys(stretch.language for stretch in _stretches(document)):
        if code in languages():
            from geo.languages.local_gazetteer import known_in

            gazetteer = known_in(code, gazetteer).gazetteer
    return gazetteer


def _stretches(document: Document) -> Sequence[Stretch]:
    return document.stretches or (Stretch(0, len(document.text), document.language),)


@lru_cache(maxsize=4)
def scenes_of(document: Document, gazetteer: Gazetteer) -> tuple[Scene, ...]:
    """Read the stretches that have a reader here; kept, for names and ways are asked for one after the other.

    Parameters
    ----------
    document
        As it was read.
    gazetteer
        One that knows the names of its languages, as :func:`gazetteer_for` gives it.
    """
    from geo.languages.local_gazetteer import known_in
    from geo.languages.names import scene_of

    clues = clues_of(document)
    return tuple(
        scene_of(document, each.start, each.end, each.language, known_in(each.language, gazetteer), clues)
        for each in _stretches(document)
        if each.language in languages()
    )


def _is_elsewhere(document: Document, at: int) -> bool:
    """Tell whether a character stands in what has no reader here."""
    return document.language_at(at) not in languages()


def mentions_in(
    document: Document, gazetteer: Gazetteer, recognise: Callable[[Document, Gazetteer], tuple[Mention, ...]]
) -> tuple[Mention, ...]:
    """Find the names of places of a document in all its languages.

    Parameters
    ----------
    document, gazetteer
        As for :func:`geo.recognition.recognise`.
    recognise
        The reader of English, asked only where some of the text is in no language that is read by rule.
    """
    clues = clues_of(document)

    def in_english() -> tuple[Mention, ...]:
        mentions = recognise(document, gazetteer)
        if clues is None:
            return mentions
        from geo.recognition.encoder_support import with_clues

        return with_clues(document, mentions, clues, gazetteer)

    if not is_foreign(document):
        return in_english()
    from geo.languages.names import find_names
    from geo.languages.roles import with_roles

    found: list[Mention] = []
    if any(stretch.language not in languages() for stretch in _stretches(document)):
        found += [m for m in in_english() if _is_elsewhere(document, m.start)]
    for scene in scenes_of(document, gazetteer):
        found += with_roles(scene, find_names(document, scene))
    return tuple(sorted(found, key=lambda mention: mention.start))


def doubted_in(document: Document, english: Callable[[], Iterable[Mention]]) -> tuple[Mention, ...]:
    """Find what stands like a place and was not read as one, in the English of a document.

    Parameters
    ----------
    document
        As for :func:`mentions_in`.
    english
        Gives what stands so in English; asked as in :func:`mentions_in`.
    """
    if not is_foreign(document):
        return tuple(english())
    if all(stretch.language in languages() for stretch in _stretches(document)):
        return ()
    return tuple(mention for mention in english() if _is_elsewhere(document, mention.start))


def routes_in(
    document: Document,
    gazetteer: Gazetteer,
    catalogue: Catalogue,
    english: Callable[[], Iterable[Route]],
) -> tuple[Route, ...]:
    """Find the ways of a document in all its languages.

    Parameters
    ----------
    document, gazetteer, catalogue
        As for :func:`geo.corridors.find_corridors`.
    english
        Gives the routes that the reader of English finds; asked as in :func:`mentions_in`.
    """
    if not is_foreign(document):
        return tuple(english())
    from geo.languages.pair_classifier import choose_ways
    from geo.languages.ways import find_ways

    found: list[Route] = []
    if any(stretch.language not in languages() for stretch in _stretches(document)):
        found += [route for route in english() if _is_elsewhere(document, route.mention.start)]
    for scene in scenes_of(document, gazetteer):
        find = find_ways if scene.clues is None else choose_ways
        found += find(document, scene, gazetteer, catalogue)
    return tuple(sorted(found, key=lambda route: (route.mention.start, -route.mention.end)))


def seen_in(
    document: Document,
    gazetteer: Gazetteer,
    routes: Sequence[Route],
    english: Callable[[], Iterable[Seen]],
) -> tuple[Seen, ...]:
    """Find what speaks of a way and became no route, in all languages of a document.

    Parameters
    ----------
    document, gazetteer
        As for :func:`mentions_in`.
    routes
        The ways that were read in it.
    english
        Gives what the reader of English has seen; asked as in :func:`mentions_in`.
    """
    if not is_foreign(document):
        return tuple(english())
    from geo.languages.unread_foreign import find_seen

    found: list[Seen] = []
    if any(stretch.language not in languages() for stretch in _stretches(document)):
        found += [seen for seen in english() if _is_elsewhere(document, seen.start)]
    for scene in scenes_of(document, gazetteer):
        found += find_seen(document, scene, routes)
    return tuple(sorted(found, key=lambda seen: seen.start))
