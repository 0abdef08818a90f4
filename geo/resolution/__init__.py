"""From mentions to places: which of the records that share a name is meant, or why none can be said.

All mentions of one name mean one thing (one sense per discourse), unless the text itself tells two apart
("Springfield, Ill., and Springfield, Mass."). A linear model weighs the candidates of all names at once, in three
rounds: what each has for itself (:mod:`~geo.resolution.candidates`), then twice what the words beside it
(:mod:`~geo.resolution.mention_groups`), the other names (:mod:`~geo.resolution.context`) and the plain words of the
text (:mod:`~geo.resolution.scope`) say. One more candidate stands for a place that the gazetteer lacks: where all
namesakes lie far from where the text plays it wins, and the name is listed as unresolved. A name whose best record has
a share below 0.3, or that is unknown with a share above 0.6, is unresolved: in news never seen, 30 % (LGL), 12 %
(TR-News) and 5 % (GeoWebNews) of such best records would have been right. What it is likely near is said all the same
(:mod:`~geo.resolution.search_area`), and was right for 53, 50 and 58 % of these, and for three of four names that no
record goes by. The weights are few and readable: ``geo/data/resolution-weights.tsv``, made by
``python -m geo.workshop.train_resolution``.

What each part gives, measured on LGL without having seen it (learned from TR-News and GeoWebNews, names given, share of
the mentions for which the gazetteer has a record within 161 km):

=====================================================  =====
what a record has for itself                           0.719
and the company of the others, one round               0.899
and a second round of it: all                          0.906
all but the words beside a name (containers, cues)     0.904
all but what stands near it in the text                0.903
all but hints in other names, plain words, peoples     0.903
all but distances                                      0.894
all but countries                                      0.894
all but regions                                        0.872
=====================================================  =====

Shares that are stated can be believed: of the names given a share above 0.9, 98 % (LGL), 96 % (TR-News) and 98 %
(GeoWebNews) were right, each corpus left out in turn; of those between 0.5 and 0.6 about two thirds.

What was added after that, each corpus left out in turn: share of the names given within 161 km (LGL, TR-News,
GeoWebNews).

=====================================================  =====  =====  =====
as above                                               0.854  0.930  0.888
an unknown name is near a town it contains, the
nearest however far, or its likeliest namesake         0.865  0.930  0.906
ports, mines, crossings, capes by hand                 0.868  0.931  0.906
unresolved below a share of 0.3, no longer of 0.2      0.872  0.931  0.907
=====================================================  =====  =====  =====

The second and third rounds learn from shares of texts that the round before had not seen: log-likelihood on LGL −0.386
→ −0.382, its best records right 0.838 → 0.839, elsewhere the same. Of 599 names of LGL that were wrong at first,
416 had a right record that was not put first, 183 none; of 80 of TR-News and 106 of GeoWebNews, 28 and 16 had one.

Tried and left out: 1,500 of an encyclopedia's ambiguous titles (WikToR) with weights of their own for what a record
has for itself, which helped before counties were known (LGL 0.877 → 0.889) and no more since (0.908 → 0.906); whether a
name acts, which mistook towns for governments; other penalties (0.3 to 30 gave the same within half a point); how many
other names may lie near, whatever their shares, which made shares truer (log-likelihood on LGL −0.382 → −0.373) and put
no more names right (0.839, TR-News 0.927 → 0.925) at some cost in time; the size of towns by how local the words are,
nothing; hints from large regions and countries alone, LGL 0.838 → 0.835, WikToR 0.669 → 0.674. With half of LGL among
the texts learned from, the other half comes to 0.859: a fourth of what is wrong there is the lack of local news to
learn from, the rest lacks in the clues.

References
----------
Leidner (2007), Toponym Resolution in Text, for one sense per discourse and spatial minimality; Lieberman and Samet
(2012), Adaptive context features for toponym resolution in streaming news, doi:10.1145/2348283.2348381, for proximity
and sibling clues; Gritta, Pilehvar and Collier (2020), A pragmatic guide to geoparsing evaluation,
doi:10.1007/s10579-019-09475-3, for the measures.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from geo.positions import POSITION_CUE, position_of, record_of
from geo.resolution.context import homes_of
from geo.resolution.known_ways import with_known_stops
from geo.resolution.meanings import LEAST_CONFIDENCE, MOST_UNKNOWN, Resolved, meaning_of, with_doubted
from geo.resolution.mention_groups import Name
from geo.resolution.outliers import without_strays
from geo.resolution.ranking import Ranked, Scored, rank
from geo.resolution.ranking_weights import load
from geo.resolution.same_kind_lists import in_parallel, towns_among_towns
from geo.resolution.shortened import with_shortened
from geo.resolution.waters import with_towns_for_rivers

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from geo.gazetteer import Gazetteer
    from geo.model import Document, Mention, Record

__all__ = ["LEAST_CONFIDENCE", "MOST_UNKNOWN", "Resolved", "meaning_of", "resolve", "with_doubted"]

NO_STOPS: Mapping[str, Record] = {}
SURE_ALONE, STANDS_OUT = 0.5, 2.0
"""The share that is enough for the only name of a text, or how many times the next one's."""


def resolve(
    document: Document,
    mentions: Sequence[Mention],
    gazetteer: Gazetteer,
    *,
    focus: Iterable[str] = (),
    stops: Mapping[str, Record] = NO_STOPS,
) -> Resolved:
    """Tie mentions to gazetteer records.

    Parameters
    ----------
    document
        Where the mentions stand.
    mentions
        As recognised.
    gazetteer
        Where candidates come from.
    focus
        Countries (ISO 3166-1 alpha-2) that the document is known to be about.
    stops
        Where the stops lie of known ways that the document names, by their names without words for what they are.

    Returns
    -------
    Places with at least one literal mention, actors for names that act, and what could not be resolved with its
    reason. A name that is both ("in Baku", "Baku provides") gives a place and an actor.

    Examples
    --------
    >>> from geo import Gazetteer
    >>> from geo.reading import document
    >>> from geo.recognition import recognise
    >>> text, gazetteer = document("Trains run from Tbilisi to Batumi."), Gazetteer.open()
    >>> [place.record.country for place in resolve(text, recognise(text, gazetteer), gazetteer).places]
    ['GE', 'GE']
    """
    given = [mention for mention in mentions if mention.cue == POSITION_CUE]
    named = [mention for mention in mentions if mention.cue != POSITION_CUE] if given else mentions
    ranked = rank(document, named, gazetteer, load(), focus=frozenset(focus))
    homes = frozenset(country for country, _ in homes_of(mentions, gazetteer)) | frozenset(focus)
    ranked = [_or_open(reading) for reading in ranked] if len(ranked) == 1 and not (given or homes) else ranked
    ranked = towns_among_towns(with_towns_for_rivers(ranked, document.text, gazetteer), document.text, gazetteer)
    ranked = with_known_stops(in_parallel(ranked, document.text, gazetteer), stops)
    ranked = with_shortened(without_strays(ranked, homes))
    ranked = sorted([*ranked, *map(_at_position, given)], key=lambda r: r.name.starts[0])
    return meaning_of(ranked, gazetteer, homes)


def _or_open(reading: Ranked) -> Ranked:
    """Leave the only name of a text open where fame alone speaks, and speaks for two nearly alike."""
    scores = [candidate.score for candidate in reading.candidates]
    if len(scores) < 2 or reading.refusal or scores[0] >= SURE_ALONE or scores[0] >= STANDS_OUT * scores[1]:
        return reading
    return replace(reading, refusal=f"{len(scores)} records share this name and none stands out")


def _at_position(mention: Mention) -> Ranked:
    """Return the reading of a point that the text gives by numbers."""
    point = position_of(mention.phrase)
    record = (Scored(record_of(point, mention.phrase), 1.0),) if point else ()
    return Ranked(Name(mention.phrase, (mention,), (mention.start,)), record, unknown=0.0)
