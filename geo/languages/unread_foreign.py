"""Sentences of other languages that speak of a way beside a place, and of which no route was made."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from geo.corridors.unread_sentences import SPOKEN_OF
from geo.model import Seen
from geo.reading.sentences import sentence_at

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from geo.languages.names import Found, Scene
    from geo.model import Document, Mode, Route

__all__ = ["find_seen"]

VAGUE = "multimodal"


def find_seen(document: Document, scene: Scene, routes: Iterable[Route]) -> Iterator[Seen]:
    """Give for each sentence that names a place and a way, and that no route touches, the words that say so.

    Parameters
    ----------
    document
        Where the scene stands.
    scene
        A stretch in one language.
    routes
        The ways that were read.
    """
    touched = {mention.sentence for route in routes for mention in (route.mention, *route.later)}
    named: dict[int, Found] = {}
    for name in scene.names:
        sentence = sentence_at(document.sentences, name.start)
        if sentence not in touched:
            named.setdefault(sentence, name)
    for sentence, name in named.items():
        found = _seen(document, scene, sentence, name)
        if found is not None:
            yield found


def _seen(document: Document, scene: Scene, sentence: int, name: Found) -> Seen | None:
    bounds = document.sentences[sentence]
    for index in scene.words_within(bounds.start, bounds.end):
        word = scene.words[index]
        if name.start <= word.start < name.end:
            continue
        sense = next((s for s in scene.senses[index] if s.kind in {"way", "vehicle"} and s.value != VAGUE), None)
        if sense is not None:
            first, last = min(word.start, name.start), max(word.end, name.end)
            said = SPOKEN_OF[cast("Mode", sense.value)]
            reason = f"speaks of {said}, but no way between places was read"
            return Seen(first, last, document.text[first:last], sentence, reason)
    return None
