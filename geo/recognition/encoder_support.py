"""What the multilingual encoder says of names in English, where it was asked to read: a clue beside the tagger's.

A name that the tagger doubts and the encoder does not see is dropped; one that the encoder alone is sure of is added;
where the encoder is sure of a role, it has its way.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from geo.model import Mention
from geo.overlap import Overlaps
from geo.positions import POSITION_CUE
from geo.reading.sentences import sentence_at
from geo.recognition.gazetteer_matches import is_demonym

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from geo.encoder.clues import Clues, Likely
    from geo.gazetteer import Gazetteer
    from geo.model import Document

__all__ = ["with_clues"]

UNSEEN, SETTLED = 0.3, 0.95
"""How unlikely a name is dropped by the encoder, unless the tagger is as sure of it as this."""
SURE = 0.85
"""How likely a name must be that the tagger does not see."""
ACTS, ACTS_NOT = 0.6, 0.2
"""How likely a name acts that recognition takes for ground, and how unlikely one that it takes for a government."""
EVEN = 0.5
CUE = "the encoder reads it so"
POSSESSIVE = ("'s", "’s")


def with_clues(
    document: Document, mentions: Sequence[Mention], clues: Clues, gazetteer: Gazetteer
) -> tuple[Mention, ...]:
    """Return the mentions of a document as the encoder sees them too.

    Parameters
    ----------
    document
        As it was read.
    mentions
        What recognition found, in reading order. Demonyms, and coordinates, stay as they are.
    clues
        What the encoder says of the document.
    gazetteer
        Tells which of the added names are demonyms.
    """
    kept = [
        _with_role(mention, clues)
        for mention in mentions
        if _is_beyond(mention) or mention.confidence >= SETTLED or clues.chance(mention.start, mention.end) >= UNSEEN
    ]
    cited = [(citation.start, citation.end) for citation in document.citations]  # where no place stands
    taken = Overlaps([*((mention.start, mention.end) for mention in kept), *cited])
    added = [
        _mention(document, name, clues, gazetteer)
        for name in _whole(document.text, clues)
        if not taken.meets(name.start, name.end)
    ]
    return tuple(sorted((*kept, *added), key=lambda mention: mention.start))


def _is_beyond(mention: Mention) -> bool:
    """Tell whether the encoder has no say: it learned nothing of peoples, nor of coordinates."""
    return mention.is_demonym or mention.cue == POSITION_CUE


def _with_role(mention: Mention, clues: Clues) -> Mention:
    if _is_beyond(mention):
        return mention
    acts = clues.role(mention.start, mention.end)
    if mention.role == "literal" and acts >= ACTS:
        return replace(mention, role="associative", cue=CUE)
    return replace(mention, role="literal", cue=CUE) if mention.role == "associative" and acts <= ACTS_NOT else mention


def _whole(text: str, clues: Clues) -> Iterator[Likely]:
    """Yield the names that the encoder is sure of, in whole words, without a possessive."""
    for name in clues.names():
        end = name.end
        while text[name.start : end].endswith(POSSESSIVE):
            end -= 2
        begins = not (name.start and text[name.start - 1].isalnum() and text[name.start].isalnum())
        ends = not text[end : end + 1].isalnum()
        if name.chance >= SURE and begins and ends and text[name.start].isupper():
            yield name._replace(end=end)


def _mention(document: Document, name: Likely, clues: Clues, gazetteer: Gazetteer) -> Mention:
    phrase = document.text[name.start : name.end]
    demonym = is_demonym(gazetteer.lookup(phrase))
    return Mention(
        start=name.start,
        end=name.end,
        phrase=phrase,
        sentence=sentence_at(document.sentences, name.start),
        role="associative" if demonym or clues.role(name.start, name.end) > EVEN else "literal",
        confidence=round(name.chance, 3),
        cue=CUE,
        is_demonym=demonym,
    )
