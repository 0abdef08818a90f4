"""Names that a model marked, among those that our own reader found."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace
from typing import TYPE_CHECKING

from geo.gazetteer import Form
from geo.model import Mention
from geo.reading.sentences import sentence_at

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from geo.gazetteer import Gazetteer
    from geo.language_model.answers import PlaceLabel
    from geo.model import Document

__all__ = ["with_lent"]

CUE = "a model read it so"
CONFIDENCE = 0.8


def with_lent(
    document: Document, mentions: Sequence[Mention], places: Iterable[PlaceLabel], gazetteer: Gazetteer
) -> tuple[Mention, ...]:
    """Add the names that a model marked; where both readers found one, the model says its role.

    Parameters
    ----------
    document
        As it was read.
    mentions
        What our own reader found, in reading order.
    places
        What the model marked: words of the document.
    gazetteer
        Tells which of two names over the same words is one.

    Returns
    -------
    Mentions in reading order, no two over the same words.

    Examples
    --------
    >>> from geo import Gazetteer
    >>> from geo.reading import document
    >>> from geo.language_model.answers import PlaceLabel
    >>> text = document("Trucks wait at Qwertz.")
    >>> [mention.phrase for mention in with_lent(text, [], [PlaceLabel(15, 21, "literal")], Gazetteer.open())]
    ['Qwertz']
    """
    kept = list(mentions)
    at = {(mention.start, mention.end): number for number, mention in enumerate(kept)}
    starts = [mention.start for mention in kept]
    added: list[Mention] = []
    dropped: set[int] = set()
    for place in places:
        same = at.get((place.start, place.end))
        if same is not None:
            if kept[same].role != place.role:
                kept[same] = replace(kept[same], role=place.role, cue=CUE)
            continue
        name = document.text[place.start : place.end]
        near = range(max(0, bisect_left(starts, place.start) - 1), bisect_left(starts, place.end))
        over = [n for n in near if place.start < kept[n].end]
        if over and not (_is_known(name, gazetteer) and not any(_is_known(kept[n].name, gazetteer) for n in over)):
            continue
        dropped.update(over)
        sentence = sentence_at(document.sentences, place.start)
        added.append(Mention(place.start, place.end, name, sentence, role=place.role, confidence=CONFIDENCE, cue=CUE))
    own = (mention for number, mention in enumerate(kept) if number not in dropped)
    return tuple(sorted((*own, *added), key=lambda mention: mention.start))


def _is_known(name: str, gazetteer: Gazetteer) -> bool:
    return any(match.form not in (Form.CODE, Form.DEMONYM) for match in gazetteer.lookup(name))
