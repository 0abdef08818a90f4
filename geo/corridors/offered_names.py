"""Names of ways that no form tells, as the encoder offers them: "EnergyConnect", "the Sunlander".

A name is looked for by its form (:mod:`geo.corridors.name_candidates`): the noun of a way in or after it, quotation
marks, a number, places joined by dashes. Many a train, cable or trail is named by none of these. The encoder has read
the names of some thousand ways where they stood, and says of each piece of a word whether it stands in one
(:meth:`geo.encoder.way_reader.WaySense.offered`). What it offers beside the names found by form is weighed like them.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import replace
from typing import TYPE_CHECKING

from geo.corridors.evidence import NamedWay
from geo.corridors.name_candidates import LEADING, Name, mode_around
from geo.gazetteer import fold
from geo.overlap import Overlaps

if TYPE_CHECKING:
    from collections.abc import Iterable

    from geo.corridors.evidence import Evidence
    from geo.recognition.tokens import Tokens

    Extent = tuple[int, int]

__all__ = ["with_offered"]

SOURCE = "encoder"
LONGEST = 12  # words


def with_offered(evidence: Evidence, extents: Iterable[Extent]) -> Evidence:
    """Return evidence that has the names that are offered, too, behind those that it had.

    Parameters
    ----------
    evidence
        What a document offers for ways.
    extents
        The characters of what may be names.

    Examples
    --------
    >>> from geo.corridors.evidence import gather_evidence
    >>> from geo.corridors.first_pass import look
    >>> from geo.courses import Catalogue
    >>> from geo.gazetteer import Gazetteer
    >>> from geo.reading import document
    >>> gazetteer = Gazetteer.open()
    >>> text = document("We rode the Sunlander in May. The Sunlander is slow.")
    >>> findings = look(text, (), gazetteer, Catalogue.load())
    >>> evidence = gather_evidence(findings, gazetteer, (), ())
    >>> found = with_offered(evidence, [(8, 21), (30, 43)]).names
    >>> [(use.first, use.last, use.source) for use in found[0].uses]
    [(3, 4, 'encoder'), (8, 9, 'encoder')]
    """
    tokens = evidence.tokens
    taken = Overlaps((use.first, use.last) for way in evidence.names for use in way.uses)
    groups: dict[str, list[Name]] = {}
    for extent in extents:
        first, last = _words(extent, tokens)
        if first < last <= first + LONGEST and not taken.meets(first, last):
            said = fold(evidence.document.text[tokens.starts[first] : tokens.ends[last - 1]])
            name = Name(first, last, SOURCE, "", mode_around(first, last, tokens))
            groups.setdefault(said, []).append(name)
    offered = tuple(NamedWay(tuple(uses), ()) for uses in groups.values())
    return replace(evidence, names=(*evidence.names, *offered)) if offered else evidence


def _words(extent: Extent, tokens: Tokens) -> tuple[int, int]:
    """Return the whole words within some characters, without what leads a name, "the", and marks around them."""
    first, last = bisect_right(tokens.ends, extent[0]), bisect_left(tokens.starts, extent[1])
    while first < last and (tokens.word(first) in LEADING or not tokens.word(first)[:1].isalnum()):
        first += 1
    while first < last and not tokens.word(last - 1)[-1:].isalnum():
        last -= 1
    return first, last
