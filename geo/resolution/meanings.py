"""What ranked names were found to mean: places, governments that act, and what stays open with its reason."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from geo.gazetteer import Form, fold
from geo.model import Actor, Alternative, Mention, Place, Record, Unresolved
from geo.resolution.candidates import lookup_for, rough_km
from geo.resolution.demonyms import homes_of_peoples
from geo.resolution.search_area import whereabouts
from geo.slugs import slug

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from geo.gazetteer import Gazetteer
    from geo.resolution.ranking import Ranked
    from geo.resolution.search_area import Beside

__all__ = ["LEAST_CONFIDENCE", "MOST_UNKNOWN", "Resolved", "meaning_of", "with_doubted"]

KEPT_ALTERNATIVES = 5
KNOWN_TO_ALL = frozenset({"capital", "ocean"})
TOWNS = frozenset({"city", "capital"})
PORT_KM = 30.0
PORT_WORDS = re.compile(r"^port of |(?: international| commercial)?(?: sea)?(?: trade)? (?:port|seaport|harbor)$")
LEAST_CAPITAL = 0.1
LEAST_CONFIDENCE = 0.3
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
        As :func:`geo.recognition.uncertain.find_doubted` gives them.
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
    >>> from geo.recognition.uncertain import find_doubted
    >>> from geo.resolution import resolve
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
            only = _in_words(name.best.record)
            return f"the only record of this name, {only}, does not fit what else the text speaks of"
        return f"none of the {len(name.candidates)} records of this name fits what else the text speaks of"
    if name.best.score < LEAST_CONFIDENCE:
        return f"{len(name.candidates)} records share this name and none stands out"
    return ""


def _is_known_to_all(name: Ranked) -> bool:
    """Tell whether a name can hardly mean anything but the capital or ocean called so, wherever the text plays."""
    return len(name.candidates) == 1 and name.best.record.kind in KNOWN_TO_ALL and not name.best.is_strange


def _in_words(record: Record) -> str:
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


def _unique(record: Record, taken: set[str]) -> str:
    names = (record.name, f"{record.name} {record.country}", f"{record.name} {record.id}")
    chosen = next((c for c in map(slug, names) if c not in taken), None) or f"{slug(names[-1])}-{len(taken)}"
    taken.add(chosen)
    return chosen
