"""Corridors found in a text.

A corridor is a way along which people, goods, energy, data or forces move. Reading goes in five steps, each a module:

1. **found**: the rules (:mod:`~geo.corridors.rules`) give what they are sure of; :mod:`~geo.corridors.evidence` gathers
   everything else that may name or tell a way: names (:mod:`~geo.corridors.name_candidates`, and
   where the encoder reads :mod:`~geo.corridors.offered_names`), and places put together
   by what governs them (:mod:`~geo.corridors.governors`, :mod:`~geo.corridors.proposals`);
2. **chosen**: a small learned judge (:mod:`~geo.corridors.chooser`) over features that know classes of words and no
   words of content (:mod:`~geo.corridors.features`) says which of these are ways; one way is one corridor; a second
   look (:mod:`~geo.corridors.second`) weighs each beside the others;
3. **joined**: a telling that belongs to a named way gives it its ends; where none does, a second small judge
   (:mod:`~geo.corridors.stops`) fills in what the places in reach of the name say of its ends and stops;
4. **stated**: mode and state from the words around it (:mod:`~geo.corridors.qualities`, :mod:`~geo.corridors.status`),
   length and years that the text gives (:mod:`~geo.corridors.lengths_and_years`);
5. **gathered**: later words for it, "the pipeline" (:mod:`~geo.corridors.coreference`).

The words are data of the language, ``geo/data/en``; the weights are text, ``geo/data/way-weights.tsv`` and
``stop-weights.tsv``, learned by ``python -m geo.workshop.train_corridors`` and ``train_stops`` from passages told as
real articles tell them (``tests/gold/corridors``, whose README gives the figures, measured on batches that were opened
one after another). Knows nothing of points and lines; those are :mod:`geo.courses`' and :mod:`geo.tracing`'s, of which
only :mod:`geo.courses.position_along` is asked here, how far round a place is by way of another.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo.corridors.chooser import FIRST, KEPT, choose_ways, judge, weights
from geo.corridors.evidence import gather_evidence
from geo.corridors.first_pass import look
from geo.corridors.model_labels import lending_of
from geo.corridors.near_misses import find_missed
from geo.corridors.routes import as_routes
from geo.corridors.rules import read_by_rules, with_figures
from geo.corridors.stops import fill_stops, stop_weights
from geo.courses import Catalogue

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.gazetteer import Gazetteer
    from geo.language_model import LentReading
    from geo.model import Document, Mention, Route, Seen

__all__ = ["Reading", "find_corridors", "read_corridors"]


@dataclass(frozen=True, slots=True)
class Reading:
    """What the reader of corridors makes of a document.

    Attributes
    ----------
    routes
        Each corridor once, in reading order of its first mention.
    missed
        What may be a way and was refused, in sentences that have none.
    """

    routes: tuple[Route, ...]
    missed: tuple[Seen, ...]


def find_corridors(
    document: Document,
    mentions: Sequence[Mention],
    gazetteer: Gazetteer,
    catalogue: Catalogue | None = None,
    lent: LentReading | None = None,
) -> tuple[Route, ...]:
    """Find the corridors that a document speaks of.

    Parameters
    ----------
    document
        As it was read.
    mentions
        Its toponyms, as recognised.
    gazetteer
        Tells names of places from other names.
    catalogue
        Corridors known by name; our own where none is given.
    lent
        What a model of the user's own read of the document.

    Returns
    -------
    Each corridor once, in reading order of its first mention, with only what the text states: a named corridor has the
    waypoints that the text gives it, and none where it gives none.

    Examples
    --------
    >>> from geo.gazetteer import Gazetteer
    >>> from geo.reading import document
    >>> text = document("Grain moves on the Baku–Tbilisi–Kars railway. Ferries link Poti with Constanta.")
    >>> [(r.mention.phrase, r.mode) for r in find_corridors(text, (), Gazetteer.open())]
    [('Baku–Tbilisi–Kars railway', 'rail'), ('Ferries link Poti with Constanta', 'sea')]
    """
    return read_corridors(document, mentions, gazetteer, catalogue, lent).routes


def read_corridors(
    document: Document,
    mentions: Sequence[Mention],
    gazetteer: Gazetteer,
    catalogue: Catalogue | None = None,
    lent: LentReading | None = None,
) -> Reading:
    """Find the corridors of a document, and what may be one and was refused.

    Parameters
    ----------
    document, mentions, gazetteer, catalogue, lent
        As for :func:`find_corridors`.

    Returns
    -------
    The corridors as routes, and what was refused with its reason.

    Examples
    --------
    >>> from geo.gazetteer import Gazetteer
    >>> from geo.reading import document
    >>> from geo.recognition import recognise
    >>> text, gazetteer = document("Cargo left Odessa for Constanta on Monday."), Gazetteer.open()
    >>> found = read_corridors(text, recognise(text, gazetteer), gazetteer)
    >>> len(found.routes) + len(found.missed)
    1
    """
    catalogue = catalogue or Catalogue.load()
    findings = look(document, mentions, gazetteer, catalogue)
    sure = read_by_rules(findings, gazetteer, catalogue)
    actors = [mention.start for mention in mentions if mention.role == "associative"]
    evidence = gather_evidence(findings, gazetteer, sure, actors)
    lending = lending_of(lent, document.text, findings.tokens) if lent is not None and lent.has_read else None
    odds, known, voice = judge(evidence, weights()), weights(), None
    least, kept = FIRST, KEPT
    if document.way_reader == "encoder":
        from geo.corridors import second_voice

        voice = second_voice.hear(evidence, odds)
        if voice is not None:
            voice, odds = voice.beside(odds)
            evidence = voice.evidence
            least, kept = second_voice.FIRST, second_voice.KEPT
            known = {**known, "kept": voice.known["kept"]}
    ways = choose_ways(evidence, odds, known, lending, least, kept)
    ways = fill_stops(ways, evidence, odds, stop_weights(), gazetteer, voice)
    routes = with_figures(as_routes(ways, evidence, gazetteer, catalogue, known, voice), document)
    return Reading(routes, find_missed(evidence, odds, routes, mentions))
