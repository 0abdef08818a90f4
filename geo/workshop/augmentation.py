"""Copies of a corpus in which towns bear other names, so that a tagger learns from what stands around a name.

The corpora at hand speak mostly of American and British places. A tagger that has read only them knows "in Toledo" but
doubts "in Reghaïa said"; once some towns are called after others from all over the world, it no longer does. Of the new
names some are made up of two, lest a tagger take the gazetteer's word for everything. Replacing mentions is a common
way to stretch a small corpus [1]_.

References
----------
.. [1] Dai and Adel (2020), An analysis of simple data augmentation for named entity recognition, COLING.
"""

from __future__ import annotations

import hashlib
import random
import re
import unicodedata
from typing import TYPE_CHECKING, Any

from geo.corridors.evidence import kind_of
from geo.gazetteer import Form
from geo.gazetteer.packages import places_and_regions

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from geo.gazetteer import Gazetteer

__all__ = ["names_of_towns", "renamed", "renamed_ways"]

SHARE = 0.3  # of the names of a text that are replaced
SHARE_OF_STOPS = 0.6  # the same of what ways pass
MADE_UP = 0.3  # of the new names, so that a name need not be known to be found
WITHOUT_ACCENTS = 0.6  # of the new names, as English papers write them
LEAST_PEOPLE = 5_000
TOWNS = frozenset({"city", "capital", "town"})
POINTS = frozenset({"point", "?"})
KEPT_KINDS = frozenset({"country", "region", "continent"})


def names_of_towns() -> dict[int, list[str]]:
    """Return the names of the world's towns by their number of words, always in the same order."""
    found: dict[int, list[str]] = {}
    for record, _ in places_and_regions():
        if record.kind in {"city", "capital"} and record.population > LEAST_PEOPLE and record.name[0].isalpha():
            found.setdefault(len(record.name.split()), []).append(record.name)
    return found


def renamed(
    line: Mapping[str, Any], neutral: Iterable[int], towns: Mapping[int, Sequence[str]], gazetteer: Gazetteer
) -> dict[str, Any]:
    """Return a line of a corpus with some of its towns called otherwise: the same for the same text.

    Parameters
    ----------
    line
        ``text`` and ``toponyms``, each with ``start`` and ``end``.
    neutral
        Which toponyms, by their place in the list, keep their names: demonyms and the like.
    towns
        As :func:`names_of_towns` gives them. A name of two words is replaced by one of two.
    gazetteer
        Tells towns from countries and regions, which keep their names as well.
    """
    kept = frozenset(neutral)
    places = [(n, line["text"][each["start"] : each["end"]]) for n, each in enumerate(line["toponyms"])]
    towns_named = [n not in kept and _is_town(name, gazetteer) for n, name in places]
    return _called_otherwise(line, towns_named, towns, SHARE, MADE_UP)


def renamed_ways(
    passage: Mapping[str, Any], towns: Mapping[int, Sequence[str]], gazetteer: Gazetteer
) -> dict[str, Any]:
    """Return a passage of gold in which towns that ways pass are called otherwise, wherever the text names them.

    Parameters
    ----------
    passage
        ``text`` and ``corridors``, as in ``tests/gold/corridors``.
    towns, gazetteer
        As for :func:`renamed`.

    Examples
    --------
    >>> from geo.gazetteer import Gazetteer
    >>> way = {"start": 9, "end": 23, "phrase": "road to Ankara", "name": None, "waypoints": ["Ankara"]}
    >>> passage = {"text": "Take the road to Ankara.", "corridors": [way]}
    >>> found = renamed_ways(passage, {1: ["Quito"]}, Gazetteer.open())
    >>> way = found["corridors"][0]
    >>> found["text"][way["start"] : way["end"]] == way["phrase"]
    True
    """
    text, ways = passage["text"], passage["corridors"]
    stops = sorted({stop for way in ways for stop in way["waypoints"]}, key=lambda stop: (-len(stop), stop))
    if not stops:
        return dict(passage)
    said = re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, stops)) + r")(?!\w)")
    places = [{"start": use.start(), "end": use.end()} for use in said.finditer(text)]
    points = [_is_point(text[place["start"] : place["end"]], gazetteer) for place in places]
    other = _called_otherwise({"text": text, "toponyms": places}, points, towns, SHARE_OF_STOPS, 0.0)
    pairs = list(zip(places, other["toponyms"], strict=True))
    called = {text[old["start"] : old["end"]]: new["phrase"] for old, new in pairs}

    def moved(place: int) -> int:
        """Return where a place in the text lies that is in no name, or ends one."""
        return place + max(((old["start"], new["end"] - old["end"]) for old, new in pairs if old["start"] < place),
                           default=(0, 0))[1]  # fmt: skip

    found = []
    for way in ways:
        start, end = moved(way["start"]), moved(way["end"])
        name = said.sub(lambda use: called.get(use.group(), use.group()), way["name"]) if way["name"] else None
        own = {"start": start, "end": end, "phrase": other["text"][start:end], "name": name}
        found.append({**way, **own, "waypoints": [called.get(stop, stop) for stop in way["waypoints"]]})
    return {**passage, "text": other["text"], "toponyms": [], "corridors": found}


def _called_otherwise(
    line: Mapping[str, Any],
    chosen: Sequence[bool],
    towns: Mapping[int, Sequence[str]],
    share: float,
    made_up: float,
) -> dict[str, Any]:
    """Call a share of the chosen names of a text otherwise, and move its marks with them."""
    text = line["text"]
    chance = random.Random(hashlib.sha256(text.encode()).hexdigest())
    new_names: dict[str, str] = {}
    pieces: list[str] = []
    toponyms: list[dict[str, Any]] = []
    at = moved = 0
    for index, toponym in sorted(enumerate(line["toponyms"]), key=lambda each: each[1]["start"]):
        start, end = toponym["start"], toponym["end"]
        if start < at:
            continue  # within the one before
        name = text[start:end]
        if chosen[index]:
            if name not in new_names:
                new_names[name] = _another(name, towns, chance, made_up) if chance.random() < share else name
            name = new_names[name]
        pieces += [text[at:start], name]
        toponyms.append({**toponym, "start": start + moved, "end": start + moved + len(name), "phrase": name})
        moved += len(name) - (end - start)
        at = end
    return {**line, "text": "".join([*pieces, text[at:]]), "toponyms": toponyms}


def _is_point(name: str, gazetteer: Gazetteer) -> bool:
    """Tell a town, even one that gives a province its name, from a country, a sea, a river."""
    kind = kind_of(name, gazetteer)
    towns = {match.record.kind for match in gazetteer.lookup(name)} & TOWNS if kind == "region" else ()
    return kind in POINTS or bool(towns)


def _is_town(name: str, gazetteer: Gazetteer) -> bool:
    if not (name.istitle() or name.isupper()):
        return False
    matches = [match for match in gazetteer.lookup(name) if match.form <= Form.ALIAS]
    return matches[0].record.kind not in KEPT_KINDS if matches else len(name.split()) == 1


def _another(name: str, towns: Mapping[int, Sequence[str]], chance: random.Random, made_up: float) -> str:
    found = chance.choice(towns.get(len(name.split())) or towns[1])
    if " " not in found and chance.random() < made_up:  # "Kutaisi" and "Rotterdam" make "Kutaerdam"
        other = chance.choice(towns[1])
        found = found[: (len(found) + 1) // 2] + other[len(other) // 2 :].lower()
    if chance.random() < WITHOUT_ACCENTS:
        found = "".join(c for c in unicodedata.normalize("NFD", found) if not unicodedata.combining(c))
    return found.upper() if name.isupper() else found
