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
import unicodedata
from typing import TYPE_CHECKING, Any

from geo.gazetteer import Form
from geo.gazetteer.packages import places_and_regions

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from geo.gazetteer import Gazetteer

__all__ = ["names_of_towns", "renamed"]

SHARE = 0.3  # of the names of a text that are replaced
MADE_UP = 0.3  # of the new names, so that a name need not be known to be found
WITHOUT_ACCENTS = 0.6  # of the new names, as English papers write them
LEAST_PEOPLE = 5_000
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
    text, kept = line["text"], frozenset(neutral)
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
        if index not in kept and _is_town(name, gazetteer):
            if name not in new_names:
                new_names[name] = _another(name, towns, chance) if chance.random() < SHARE else name
            name = new_names[name]
        pieces += [text[at:start], name]
        toponyms.append({**toponym, "start": start + moved, "end": start + moved + len(name), "phrase": name})
        moved += len(name) - (end - start)
        at = end
    return {**line, "text": "".join([*pieces, text[at:]]), "toponyms": toponyms}


def _is_town(name: str, gazetteer: Gazetteer) -> bool:
    if not (name.istitle() or name.isupper()):
        return False
    matches = [match for match in gazetteer.lookup(name) if match.form <= Form.ALIAS]
    return matches[0].record.kind not in KEPT_KINDS if matches else len(name.split()) == 1


def _another(name: str, towns: Mapping[int, Sequence[str]], chance: random.Random) -> str:
    found = chance.choice(towns.get(len(name.split())) or towns[1])
    if " " not in found and chance.random() < MADE_UP:  # "Kutaisi" and "Rotterdam" make "Kutaerdam"
        other = chance.choice(towns[1])
        found = found[: (len(found) + 1) // 2] + other[len(other) // 2 :].lower()
    if chance.random() < WITHOUT_ACCENTS:
        found = "".join(c for c in unicodedata.normalize("NFD", found) if not unicodedata.combining(c))
    return found.upper() if name.isupper() else found
