"""Two names joined by a hyphen: one place (Kosh-Dobo, Ak-Yayla) or two (the Dostyk-Alashankou crossing).

They are two where both are known and lie near one another, or where either is so well known that nobody would hide it
in a compound; else one, even if the gazetteer does not have it: a name that is listed as unknown beats two wrong dots.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from geo.gazetteer import Form
from geo.model import Mention
from geo.overlap import Overlaps
from geo.reading.sentences import sentence_at
from geo.resolution.candidates import is_strange, rough_km

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from geo.gazetteer import Gazetteer
    from geo.model import Document, Record

__all__ = ["with_hyphened"]

PART = r"[A-ZÀ-ÖØ-Þ][^\W\d_]*(?:['’][^\W\d_]+)*"
PAIR = re.compile(rf"(?<![\w’'–-])({PART})[-‑]({PART})(?![\w–-])")
WAY = re.compile(
    r"\s+(?:[a-z]+\s+){0,2}(?:railways?|railroad|rail|road|highway|motorway|expressway|route|line|corridor|pipeline|link"
    r"|ferry|flights?|service|canal|waterway|train|trains)\b"
)
CUE = "hyphen"
NEAR_KM = 400.0
WELL_KNOWN = 100_000
WIDE = frozenset({"country", "continent", "region", "capital"})


def with_hyphened(document: Document, mentions: Sequence[Mention], gazetteer: Gazetteer) -> tuple[Mention, ...]:
    """Let the halves of hyphened names be one mention or two, whichever makes sense.

    Parameters
    ----------
    document
        Where they stand.
    mentions
        As recognised.
    gazetteer
        Knows the halves, and where they lie.

    Returns
    -------
    Mentions in reading order; a pair of which nothing was recognised stays unread, and so does what names a way.
    """
    known = Overlaps((mention.start, mention.end) for mention in mentions)
    joined: set[Mention] = set()
    added: list[Mention] = []
    for match in PAIR.finditer(document.text):  # no two of them overlap, so that no one sees what another made
        inside = [mentions[number] for number in known.numbers(*match.span())]
        if not inside or any(m.is_demonym or m.start < match.start() or m.end > match.end() for m in inside):
            continue
        if any((m.start, m.end) == match.span() for m in inside) or WAY.match(document.text, match.end()):
            continue
        spans = [match.span(1), match.span(2)] if _are_two(match, gazetteer) else [match.span()]
        if len(spans) == 1 and not any(_records(match[0], gazetteer)) and _is_well_known(match, gazetteer):
            continue
        joined.update(inside)
        for start, end in spans:
            same = next((m for m in inside if (m.start, m.end) == (start, end)), None)
            phrase = document.text[start:end]
            sentence = sentence_at(document.sentences, start)
            added.append(same or Mention(start, end, phrase, sentence, confidence=inside[0].confidence, cue=CUE))
    return tuple(sorted([*(m for m in mentions if m not in joined), *added], key=lambda m: m.start))


def _are_two(match: re.Match[str], gazetteer: Gazetteer) -> bool:
    if any(_records(match[0], gazetteer)):
        return False
    first, second = list(_records(match[1], gazetteer)), list(_records(match[2], gazetteer))
    return any(rough_km(a, b) <= NEAR_KM for a in first for b in second)


def _is_well_known(match: re.Match[str], gazetteer: Gazetteer) -> bool:
    return any(
        record.kind in WIDE or record.population >= WELL_KNOWN
        for part in (match[1], match[2])
        for record in _records(part, gazetteer)
    )


def _records(name: str, gazetteer: Gazetteer) -> Iterator[Record]:
    for match in gazetteer.lookup(name):
        if match.form in {Form.PRIMARY, Form.ALIAS} and not is_strange(match):
            yield match.record
