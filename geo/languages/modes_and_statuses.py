"""How one travels on a way and what state it is in, in a text in another language that the encoder has read.

A word of the lists that tells a state has the last word; where none does, the encoder says it
(:mod:`geo.encoder.mode_and_status`). Where no word beside a way names its mode, the words of its sentence by where they
stand, and what the encoder makes of them, are weighed by learned weights; a mode that none makes likely is not told.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from geo.corridors.chooser import chance
from geo.corridors.routes import MODES
from geo.reading.sentences import sentence_at

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from geo.languages.names import Scene
    from geo.model import Document, Mode, Route

__all__ = ["mode_features", "with_qualities"]

VAGUE: Mode = "multimodal"
TOLD = frozenset({"under construction", "planned", "proposed", "closed"})
"""States that the grammar gives a way only where a word, or the catalogue, tells them."""
LIKELY = 0.6
"""How likely a mode must be that no word beside the way names; chosen by cross-validation on what is learned from."""

TELLING = frozenset({"way", "vehicle", "goods"})
"""Classes of words that tell how one travels."""
CLOSE = 6
"""Words before and after a way that are close to it."""


def with_qualities(document: Document, scene: Scene, route: Route, known: Mapping[str, Mapping[str, float]]) -> Route:
    """Return a way with the mode and the state that the encoder finds, where no word tells them.

    Parameters
    ----------
    document, scene
        Where it stands.
    route
        As the grammar reads it; what is in the catalogue keeps its mode.
    known
        Weights, as :func:`geo.languages.pair_classifier.weights` gives them.
    """
    clues = scene.clues.ways if scene.clues is not None else None
    if clues is None:
        return route
    span = (route.mention.start, route.mention.end)
    sentence = document.sentences[sentence_at(document.sentences, span[0])]
    states, modes = clues.told(span, (sentence.start, sentence.end))
    mode = route.mode
    if mode == VAGUE and not route.catalogue:
        features = mode_features(document, scene, span, modes)
        weighed = {each: chance(features, known.get(f"mode {each}", {})) for each in MODES}
        likeliest = max(MODES, key=weighed.__getitem__)
        mode = likeliest if weighed[likeliest] >= LIKELY else VAGUE
    status = route.status if route.status in TOLD else max(states, key=states.__getitem__)
    return replace(route, mode=mode, status=status)


def mode_features(document: Document, scene: Scene, span: tuple[int, int], said: Mapping[Mode, float]) -> list[str]:
    """Return what speaks for the mode of a way.

    Parameters
    ----------
    document, scene
        Where it stands.
    span
        The characters that tell it.
    said
        How likely the encoder finds each mode.
    """
    sentence = document.sentences[sentence_at(document.sentences, span[0])]
    words, whole = scene.words_within(*span), scene.words_within(sentence.start, sentence.end)
    told = sorted(_told(scene, (words.start, max(words.stop, words.start + 1)), (whole.start, whole.stop)))
    found = [f"said:{mode}={int(chance * 10)}" for mode, chance in said.items()]
    found.append(f"said-most:{max(said, key=said.__getitem__)}")
    found += [f"{zone}:{kind}:{value}" for _, zone, kind, value in told]
    found += [f"any:{kind}:{value}" for _, _, kind, value in told]
    found.append(f"nearest:{next((value for *_, value in told if value), None)}")
    return list(dict.fromkeys(found))


def _told(scene: Scene, way: tuple[int, int], bounds: tuple[int, int]) -> Iterator[tuple[int, str, str, str]]:
    """Give the words of a sentence that tell modes: how far off, where, of what kind, what they tell."""
    names = {index for name in scene.names_within(*bounds) for index in range(name.first, name.last)}
    first, last = way
    for index in range(*bounds):
        away = max(first - index, index - last + 1, 0)
        zone = "in" if not away else "far" if away > CLOSE else "before" if index < first else "after"
        for sense in scene.senses[index] if index not in names else ():
            if sense.kind in TELLING:
                yield away, zone, sense.kind, sense.value if sense.kind != "goods" else ""
