"""Put an author's words into the tables that page, figure, report and exports are made of."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from geo.gazetteer import fold
from layers.author.wishes import NOTHING_SAID

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import geopandas as gpd
    import pandas as pd

    from layers.author.wishes import Look, Target, Words
    from layers.frames import Frames

__all__ = ["HIDDEN", "with_words"]

HIDDEN = "left out by the map's author"
TABLES: Mapping[Target, str] = {"place": "places", "corridor": "corridors"}


def with_words(frames: Frames, words: Words) -> tuple[Frames, tuple[str, ...]]:
    """Return tables as their author wants them.

    Parameters
    ----------
    frames
        Tables as :func:`layers.frames.to_frames` gives them.
    words
        What the author says.

    Returns
    -------
    The tables: features renamed, noted, put in order, and what is hidden moved to what was seen and not drawn; with
    ``words`` and, by target and id, ``looks`` for those who draw. And a note for each thing that could not be done.

    Examples
    --------
    >>> import geo
    >>> from layers import to_frames
    >>> frames = to_frames(geo.geoparse("Ferries link Suakin with Jeddah."))
    >>> from layers.author import read_words
    >>> said = read_words("features: [{place: Jeddah, name: Jidda}, {place: Cairo, hide: true}]")
    >>> wanted, notes = with_words(frames, said)
    >>> list(wanted.places["name"]), len(notes)
    (['Suakin', 'Jidda'], 1)
    """
    if words == NOTHING_SAID:
        return frames, ()
    found, notes = _matched(frames, words.features)
    notes += _unfit_dashes(frames, found)
    document = {**frames.document, "title": words.title or frames.document["title"]}
    places, corridors = (_looked(getattr(frames, TABLES[target]), target, found) for target in ("place", "corridor"))
    hidden = {key for key, look in found.items() if look.hide}
    gone = {target: {identity for t, identity in hidden if t == target} for target in TABLES}
    changed = replace(
        frames,
        places=_kept(places, "id", gone["place"]),
        corridors=_kept(corridors, "id", gone["corridor"]),
        legs=_kept(frames.legs, "corridor_id", gone["corridor"]),
        unresolved=_with_hidden(frames, places, corridors, hidden),
        sentences=_without(frames.sentences, hidden),
        document=document,
        words=words,
        looks={key: look for key, look in found.items() if not look.hide},
    )
    return changed, tuple(notes)


def _kept(table: gpd.GeoDataFrame, column: str, gone: set[str]) -> gpd.GeoDataFrame:
    return table[~table[column].isin(gone)].reset_index(drop=True) if gone else table


def _matched(frames: Frames, features: Iterable[Look]) -> tuple[dict[tuple[Target, str], Look], list[str]]:
    """Return what is said of each feature, by target and id, and a note for each name that no feature has."""
    found: dict[tuple[Target, str], Look] = {}
    notes = []
    named = {target: _named(getattr(frames, table)) for target, table in TABLES.items()}
    for look in features:
        ids = named[look.target].get(fold(look.feature)) or ()
        if not ids:
            notes.append(f"{look.place}: no {look.target} of the map is called {look.feature!r}")
        for each in ids:
            key = (look.target, each)
            found[key] = found[key].over(look) if key in found else look
    return found, notes


def _named(table: gpd.GeoDataFrame) -> dict[str, list[str]]:
    """Return the ids of features by name; by the words the article uses, where no feature has them for its name."""
    own: dict[str, list[str]] = {}
    said: dict[str, list[str]] = {}
    for identity, name, evidence in zip(table["id"], table["name"], table["evidence"], strict=True):
        own.setdefault(fold(identity), []).append(identity)
        own.setdefault(fold(name), []).append(identity)
        for phrase in {fold(item["phrase"]) for item in evidence}:
            said.setdefault(phrase, []).append(identity)
    return said | {name: list(dict.fromkeys(ids)) for name, ids in own.items()}


def _unfit_dashes(frames: Frames, found: Mapping[tuple[Target, str], Look]) -> list[str]:
    """Say for which corridors a dash changes nothing: what is inferred, schematic or straight must look so."""
    from layers.author.symbology import takes_dash

    columns = (frames.legs[name] for name in ("corridor_id", "mode", "basis", "precision"))
    with_firm = {identity for identity, *leg in zip(*columns, strict=True) if takes_dash(*leg)}
    return [
        f"{look.place}: the dash of {look.feature!r} is left as it is: no part of it is both traced and not inferred"
        for (target, identity), look in found.items()
        if target == "corridor" and look.dash and not look.hide and identity not in with_firm
    ]


def _looked(table: gpd.GeoDataFrame, target: Target, found: Mapping[tuple[Target, str], Look]) -> gpd.GeoDataFrame:
    """Return a table with names, notes and order as said."""
    looks = [found.get((target, identity)) for identity in table["id"]]
    if not any(looks):
        return table
    changed = table.copy()
    changed["name"] = [
        look.name if look and look.name else name for look, name in zip(looks, table["name"], strict=True)
    ]
    changed["note"] = [
        " ".join(part for part in (look.note if look else "", note) if part)
        for look, note in zip(looks, table["note"], strict=True)
    ]
    last = float("inf")
    ranks = [last if look is None or look.order is None else look.order for look in looks]
    order = sorted(range(len(ranks)), key=lambda i: (ranks[i], i))
    return changed.iloc[order].reset_index(drop=True)


def _with_hidden(
    frames: Frames, places: gpd.GeoDataFrame, corridors: gpd.GeoDataFrame, hidden: set[tuple[Target, str]]
) -> pd.DataFrame:
    """Return what was seen and not drawn, with what the author hides after it."""
    starts = {start: index for index, start in zip(frames.sentences["index"], frames.sentences["start"], strict=True)}
    rows = []
    for target, table in (("place", places), ("corridor", corridors)):
        gone: list[Any] = list(table[table["id"].isin({i for t, i in hidden if t == target})].itertuples(index=False))
        for row in gone:
            first = row.evidence[0]["start"] if row.evidence else None
            rows.append(
                {
                    "what": target, "name": row.name, "reason": HIDDEN, "sentence": starts.get(first, 0),
                    "mentions": row.mentions, "evidence": row.evidence, "alternatives": [],
                }
            )  # fmt: skip
    if not rows:
        return frames.unresolved
    import pandas as pd

    new = pd.DataFrame(rows, columns=list(frames.unresolved.columns)).astype(dict(frames.unresolved.dtypes))
    return new if frames.unresolved.empty else pd.concat([frames.unresolved, new], ignore_index=True)


def _without(sentences: pd.DataFrame, hidden: set[tuple[Target, str]]) -> pd.DataFrame:
    """Return the sentences without what is hidden among what they speak of."""
    if not hidden:
        return sentences
    changed = sentences.copy()
    for target, column in TABLES.items():
        gone = {identity for t, identity in hidden if t == target}
        changed[column] = [[each for each in ids if each not in gone] for ids in sentences[column]]
    return changed
