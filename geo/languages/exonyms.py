"""What a language calls a place that was found: the other way round from reading its name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.languages.identify import ENGLISH
from geo.languages.language_data import languages
from geo.languages.local_gazetteer import names_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from geo.gazetteer import Gazetteer

__all__ = ["all_names", "names_in"]


def all_names(code: str, gazetteer: Gazetteer) -> dict[str, str]:
    """Return what a language calls places, by their English names; those that two places share only where both agree.

    Examples
    --------
    >>> from geo.gazetteer import Gazetteer
    >>> names = all_names("ru", Gazetteer.open())
    >>> names["Black Sea"], names["Tehran"]
    ('Чёрное море', 'Тегеран')
    """
    if code not in languages():
        return {}
    found: dict[str, set[str]] = {}
    for id_, name in names_of(code, gazetteer).items():
        record = gazetteer.get(id_)
        if record is not None:
            found.setdefault(record.name, set()).add(name)
    return {english: names.pop() for english, names in found.items() if len(names) == 1}


def names_in(code: str, records: Iterable[str], gazetteer: Gazetteer) -> dict[str, str]:
    """Return what a language calls places, by the ids of their records.

    In English it is the record's own name. In another language it is the first name of our own list, else CLDR's; where
    neither has one, the place is not among the answers: no name is made up by spelling.

    Parameters
    ----------
    code
        The language, as in ``geo/data/languages/languages.csv``, or ``"en"``.
    records
        Ids such as ``"geonames:587084"``.
    gazetteer
        Where the records are.

    Examples
    --------
    >>> from geo.gazetteer import Gazetteer
    >>> gazetteer = Gazetteer.open()
    >>> names_in("fa", ["geonames:587084", "areas:caspian-sea"], gazetteer)
    {'geonames:587084': 'باکو', 'areas:caspian-sea': 'دریای خزر'}
    >>> names_in("en", ["geonames:587084"], gazetteer)
    {'geonames:587084': 'Baku'}
    >>> names_in("hy", ["geonames:587084"], gazetteer), names_in("ru", ["sites:edvard-grieg-oil-field"], gazetteer)
    ({'geonames:587084': 'Բաքու'}, {})
    """
    wanted = dict.fromkeys(records)
    if code == ENGLISH:
        found = {id_: gazetteer.get(id_) for id_ in wanted}
        return {id_: record.name for id_, record in found.items() if record is not None}
    if code not in languages():
        return {}
    names = names_of(code, gazetteer)
    return {id_: names[id_] for id_ in wanted if id_ in names}
