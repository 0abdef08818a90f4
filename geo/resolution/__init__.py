"""From mentions to places: which of the records that share a name is meant, or why none can be said.

All mentions of one name mean one thing (one sense per discourse), unless the text itself tells two apart
("Springfield, Ill., and Springfield, Mass."). A linear model weighs the candidates of all names at once, in three
rounds: what each has for itself (:mod:`~geo.resolution.candidates`), then twice what the words beside it
(:mod:`~geo.resolution.names`), the other names (:mod:`~geo.resolution.company`) and the plain words of the text
(:mod:`~geo.resolution.scope`) say. One more candidate stands for a place that the gazetteer lacks: where all namesakes
lie far from where the text plays it wins, and the name is listed as unresolved. A name whose best record has a share
below 0.3, or that is unknown with a share above 0.6, is unresolved: in news never seen, 30 % (LGL), 12 % (TR-News) and
5 % (GeoWebNews) of such best records would have been right. What it is likely near is said all the same
(:mod:`~geo.resolution.beside`), and was right for 53, 50 and 58 % of these, and for three of four names that no record
goes by. The weights are few and readable: ``geo/data/resolution-weights.tsv``, made by
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

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from geo.gazetteer import Form, fold
from geo.model import Actor, Alternative, Mention, Place, Record, Unresolved
from geo.positions import POSITION_CUE, position_of, record_of
from geo.resolution.beside import whereabouts
from geo.resolution.candidates import lookup_for, rough_km
from geo.resolution.company import homes_of
from geo.resolution.names import Name
from geo.resolution.parallel import in_parallel, towns_among_towns
from geo.resolution.peoples import homes_of_peoples
from geo.resolution.ranking import Ranked, Scored, rank
from geo.resolution.shortened import with_shortened
from geo.resolution.strays import without_strays
from geo.resolution.waters import with_towns_for_rivers
from geo.resolution.weights import load

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from geo.gazetteer import Gazetteer
    from geo.model import Document
    from geo.resolution.beside import Beside

__all__ = ["LEAST_CONFIDENCE", "MOST_UNKNOWN", "Resolved", "meaning_of", "resolve", "slug", "with_doubted"]

OTHER_SCRIPT = re.compile(r"[\u0370-\u1dff\u2c00-\ud7ff\uf900-\ufeff]")
KEPT_ALTERNATIVES = 5
KNOWN_TO_ALL = frozenset({"capital", "ocean"})
TOWNS = frozenset({"city", "capital"})
PORT_KM = 30.0
PORT_WORDS = re.compile(r"^port of |(?: international| commercial)?(?: sea)?(?: trade)? (?:port|seaport|harbor)$")
LEAST_CAPITAL = 0.1
LEAST_CONFIDENCE = 0.3
SURE_ALONE, STANDS_OUT = 0.5, 2.0
"""The share that is enough for the only name of a text, or how many times the next one's."""
"""Below this no record stands out from the others; the name is listed as unresolved."""
MOST_UNKNOWN = 0.6
"""Above this the name likelier means a place that the gazetteer lacks; it is listed as unresolved."""


@dataclass(frozen=True, slots=True)
class Resolved:
    """What became of the mentions.

    Attributes
    ----------
    readings
        The names with all their candidates.
    homes
        Countries whose people are named, or that the text is known to be about (ISO 3166-1 alpha-2).
    """

    places: tuple[Place, ...] = ()
    actors: tuple[Actor, ...] = ()
    unresolved: tuple[Unresolved, ...] = ()
    readings: tuple[Ranked, ...] = ()
    homes: frozenset[str] = frozenset()

    def record_of(self) -> dict[int, tuple[Record, float]]:
        """Return what each mention means and how sure that is, by the mention's start; the unresolved are left out."""
        return {
            mention.start: (reading.best.record, min(1.0, reading.best.score))
            for reading in self.readings
            if not _why_not(reading)
            for mention in reading.name.mentions
        }

    def homes_of(self, mentions: Sequence[Mention], gazetteer: Gazetteer) -> dict[int, tuple[Record, float]]:
        """Return the country or region of each people spoken of and how sure that is, by the mention's start."""
        return homes_of_peoples(mentions, [record for record, _ in self.record_of().values()], gazetteer)

    def whereabouts(self) -> dict[int, Beside]:
        """Say near which record an unresolved mention likely is, and how sure that is, by the mention's start.

        That says where to look, and no more: such a name has no record and gives no place.
        """
        if not self.unresolved:
            return {}
        sure = [reading for reading in self.readings if not _why_not(reading)]
        return whereabouts((reading for reading in self.readings if _why_not(reading)), sure)


def resolve(
    document: Document, mentions: Sequence[Mention], gazetteer: Gazetteer, *, focus: Iterable[str] = ()
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
    ranked = in_parallel(ranked, document.text)
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


def meaning_of(ranked: Sequence[Ranked], gazetteer: Gazetteer, homes: frozenset[str] = frozenset()) -> Resolved:
    """Make of ranked names places, actors, and what could not be resolved.

    Parameters
    ----------
    ranked
        Names with their candidates, in reading order.
    gazetteer
        Knows which country's government acts under a capital's name.
    homes
        As :attr:`Resolved.homes`.

    Returns
    -------
    Each place once with all its mentions, governments that act, and what stays open with its reason.

    Examples
    --------
    >>> from geo import Gazetteer
    >>> meaning_of([], Gazetteer.open()).places
    ()
    """
    places: dict[str, list[tuple[Mention, Ranked]]] = {}
    actors: dict[str, list[tuple[Mention, Record]]] = {}
    unresolved = []
    for name in ranked:
        reason = _why_not(name)
        if reason:
            unresolved.append(Unresolved("place", name.name.text, reason, name.name.mentions, _alternatives(name)))
            continue
        record = name.best.record
        for mention in name.name.mentions:
            if mention.role == "literal":
                places.setdefault(record.id, []).append((mention, name))
            else:
                government = _government(name, gazetteer)
                actors.setdefault(government.id, []).append((mention, government))
    _join_ports(places)
    return Resolved(
        places=tuple(_places(places)),
        actors=tuple(_actors(actors)),
        unresolved=tuple(sorted(unresolved, key=lambda u: u.mentions[0].start)),
        readings=tuple(ranked),
        homes=homes,
    )


def with_doubted(resolved: Resolved, doubted: Iterable[Mention], gazetteer: Gazetteer) -> Resolved:
    """List names that stand like places and were not read as such, but those that are listed already.

    Parameters
    ----------
    resolved
        What became of the mentions.
    doubted
        As :func:`geo.recognition.doubted.find_doubted` gives them.
    gazetteer
        Tells how many records have each name.

    Returns
    -------
    The same with more that is unresolved, in reading order.

    Examples
    --------
    >>> from geo.gazetteer import Gazetteer
    >>> from geo.reading import document
    >>> from geo.recognition import recognise
    >>> from geo.recognition.doubted import find_doubted
    >>> gazetteer, text = Gazetteer.open(), document("The road to Dzhergetal leaves Osh.")
    >>> mentions = recognise(text, gazetteer)
    >>> resolved = resolve(text, mentions, gazetteer)
    >>> doubted = find_doubted(text, mentions, gazetteer)
    >>> [item.name for item in with_doubted(resolved, doubted, gazetteer).unresolved]
    ['Dzhergetal']
    """
    named: dict[str, list[Mention]] = {}
    for mention in doubted:
        named.setdefault(fold(mention.name), []).append(mention)
    for reading in resolved.readings:
        named.pop(fold(reading.name.text), None)
    if not named:
        return resolved
    added = []
    for mentions in named.values():
        name = mentions[0].name
        count = len({m.record.id for m in gazetteer.lookup(name) if m.form is not Form.DEMONYM})
        known = f"{count or 'no'} gazetteer {'record has' if count < 2 else 'records have'} this name"
        reason = f"stands where a place would, but was not surely read as one; {known}"
        added.append(Unresolved("place", name, reason, tuple(mentions)))
    ordered = sorted((*resolved.unresolved, *added), key=lambda u: u.mentions[0].start)
    return replace(resolved, unresolved=tuple(ordered))


def _why_not(name: Ranked) -> str:
    if not name.candidates:
        return "no gazetteer record has this name"
    if name.refusal:
        return name.refusal
    if name.unknown > MOST_UNKNOWN and not _is_known_to_all(name):
        if len(name.candidates) == 1:
            return f"the only record of this name, {_told(name.best.record)}, does not fit what else the text speaks of"
        return f"none of the {len(name.candidates)} records of this name fits what else the text speaks of"
    if name.best.score < LEAST_CONFIDENCE:
        return f"{len(name.candidates)} records share this name and none stands out"
    return ""


def _is_known_to_all(name: Ranked) -> bool:
    """Tell whether a name can hardly mean anything but the capital or ocean called so, wherever the text plays."""
    return len(name.candidates) == 1 and name.best.record.kind in KNOWN_TO_ALL and not name.best.is_strange


def _told(record: Record) -> str:
    where = ", ".join(part for part in (record.region, record.country) if part and part != record.name)
    return f"{record.name} ({where})" if where else record.name


def _government(name: Ranked, gazetteer: Gazetteer) -> Record:
    """Return who acts: a capital, and any namesake of one, stands for its country; others act for themselves."""
    best = name.best.record
    if best.kind == "country":
        return best
    for candidate in name.candidates:
        if candidate.record.kind == "capital" and candidate.score >= LEAST_CAPITAL:
            return lookup_for(gazetteer).government(candidate.record.country, gazetteer) or best
    return best


def _alternatives(name: Ranked, *, skip: int = 0) -> tuple[Alternative, ...]:
    return tuple(
        Alternative(candidate.record, round(candidate.score, 3))
        for candidate in name.candidates[skip : skip + KEPT_ALTERNATIVES]
    )


def _join_ports(found: dict[str, list[tuple[Mention, Ranked]]]) -> None:
    """Put a town and its port on one dot, where a text names both: the one that it names more often."""
    towns = {name: id_ for id_, p in found.items() if p[0][1].best.record.kind in TOWNS for name in _names_of(p)}
    for id_, pairs in list(found.items()):
        port = pairs[0][1].best.record
        if port.kind != "port":
            continue
        town = next((towns[name] for name in _names_of(pairs) if name in towns), None)
        if town is None or town not in found or rough_km(found[town][0][1].best.record, port) > PORT_KM:
            continue
        keep, drop = (id_, town) if len(pairs) > len(found[town]) else (town, id_)
        first = found[keep][0][1]
        found[keep] += [(mention, replace(first, name=ranked.name)) for mention, ranked in found.pop(drop)]


def _names_of(pairs: Sequence[tuple[Mention, Ranked]]) -> list[str]:
    """Return what a record and the text call a town or a port, folded, without the words for a port."""
    names = (pairs[0][1].best.record.name, *(mention.name for mention, _ in pairs))
    return [PORT_WORDS.sub("", fold(name)).strip() for name in names]


def _places(found: dict[str, list[tuple[Mention, Ranked]]]) -> Iterable[Place]:
    taken: set[str] = set()
    ordered = sorted(found.values(), key=lambda pairs: min(mention.start for mention, _ in pairs))
    for pairs in ordered:
        mentions = tuple(sorted((mention for mention, _ in pairs), key=lambda m: m.start))
        ranked = pairs[0][1]
        yield Place(
            id=_unique(ranked.best.record, taken),
            record=ranked.best.record,
            confidence=round(min(1.0, ranked.best.score), 3),
            mentions=mentions,
            alternatives=_alternatives(ranked, skip=1),
            note=next((name.note for _, name in pairs if name.note), ""),
        )


def _actors(found: dict[str, list[tuple[Mention, Record]]]) -> Iterable[Actor]:
    taken: set[str] = set()
    for pairs in sorted(found.values(), key=lambda pairs: min(mention.start for mention, _ in pairs)):
        record = pairs[0][1]
        mentions = tuple(sorted((mention for mention, _ in pairs), key=lambda m: m.start))
        yield Actor(_unique(record, taken), record.name, record.country, record, mentions)


def slug(name: str) -> str:
    """Return a name as part of an address: lower-case ASCII letters, digits and hyphens; never empty.

    Parameters
    ----------
    name
        In any script.

    Returns
    -------
    For ids, names of files and addresses; names that differ only in marks or signs share one.

    Examples
    --------
    >>> slug("Böyük Kəsik"), slug("Baku–Tbilisi–Kars railway"), slug("…")
    ('boyuk-kasik', 'baku-tbilisi-kars-railway', 'x')
    >>> slug("Актау–Баку sea route"), slug("阿克套")
    ('aktau-baku-sea-route', 'aketao')
    """
    from geo.gazetteer import fold

    folded = fold(name)
    if OTHER_SCRIPT.search(folded):
        from anyascii import anyascii

        folded = anyascii(folded).lower()
    return re.sub(r"[^a-z0-9]+", "-", folded).strip("-") or "x"


def _unique(record: Record, taken: set[str]) -> str:
    choices = [slug(record.name), slug(f"{record.name} {record.country}"), slug(f"{record.name} {record.id}")]
    chosen = next((c for c in choices if c not in taken), f"{choices[-1]}-{len(taken)}")
    taken.add(chosen)
    return chosen
