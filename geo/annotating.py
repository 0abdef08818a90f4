"""An atlas as plain annotations with offsets, for pipes and corpora."""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NoReturn

from geo.courses import Catalogue
from geo.courses.charting import planned
from geo.courses.undrawn import names_but_ways, seen_not_drawn
from geo.errors import SourceError
from geo.geoparsing import find
from geo.languages.mixed_languages import gazetteer_for, with_reader
from geo.languages.notices import languages_in, sentences_of
from geo.reading import document as read_text
from geo.resolution import resolve

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from geo.encoder.encoder_use import EncoderUse
    from geo.gazetteer import Gazetteer
    from geo.geoparsing import Found
    from geo.language_model import Reader
    from geo.model import Document, Mention, Record, Route, Unresolved
    from geo.resolution import Resolved
    from geo.resolution.search_area import Beside

__all__ = ["annotate", "annotate_line", "annotate_names"]

NO_HOMES: Mapping[int, tuple[Record, float]] = MappingProxyType({})
HALF_CHARACTER = re.compile("[\ud800-\udfff]")


def annotate_line(
    line: str,
    gazetteer: Gazetteer,
    catalogue: Catalogue | None = None,
    *,
    focus: Iterable[str] = (),
    demonyms: bool = False,
    reader: Reader | None = None,
    encoder: EncoderUse = "auto",
) -> dict[str, Any]:
    """Annotate one JSON line ``{"id", "text"}``.

    Parameters
    ----------
    line
        A JSON object; ``text`` must be a string, ``id`` may be anything and is handed through.
    gazetteer, catalogue
        Where names of places and of corridors are looked up; our own catalogue where none is given.
    focus, demonyms, reader, encoder
        As :func:`annotate` takes them.

    Returns
    -------
    The id with what :func:`annotate` finds; nothing is found in an empty text.

    Raises
    ------
    SourceError
        If the line is no such object.

    Examples
    --------
    >>> from geo.gazetteer import Gazetteer
    >>> found = annotate_line('{"id": 7, "text": "🚢 Ferries link Suakin with Jeddah."}', Gazetteer.open())
    >>> found["id"], [(t["phrase"], t["start"]) for t in found["toponyms"]]
    (7, [('Suakin', 15), ('Jeddah', 27)])
    """
    fields = _fields(line)
    text = fields["text"]
    if not text.strip():
        return {"id": fields.get("id"), "toponyms": [], "corridors": [], "unresolved": []}
    found = annotate(
        read_text(text), gazetteer, catalogue, focus=focus, demonyms=demonyms, reader=reader, encoder=encoder
    )
    return {"id": fields.get("id")} | found


def _fields(line: str) -> dict[str, Any]:
    try:
        fields = json.loads(line, parse_constant=_no_number)
    except json.JSONDecodeError as error:
        raise SourceError(f"no JSON ({error.msg} at column {error.colno})") from None
    except (ValueError, RecursionError) as error:
        raise SourceError(f"no JSON ({error})") from None
    if not isinstance(fields, dict) or not isinstance(fields.get("text"), str):
        raise SourceError('no "text" in it; expected {"id": …, "text": "…"}')
    half = HALF_CHARACTER.search(json.dumps(fields, ensure_ascii=False))
    if half is not None:
        raise SourceError(f"half a character (\\u{ord(half[0]):04x}) is in it; write the whole surrogate pair")
    return fields


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number in JSON")


def annotate(
    document: Document,
    gazetteer: Gazetteer,
    catalogue: Catalogue | None = None,
    *,
    focus: Iterable[str] = (),
    demonyms: bool = False,
    reader: Reader | None = None,
    encoder: EncoderUse = "auto",
) -> dict[str, Any]:
    """Return the toponyms and corridors of a document, with offsets in code points of its text.

    Parameters
    ----------
    document
        As :func:`geo.read` gives it.
    gazetteer, catalogue
        Where names of places and of corridors are looked up; our own catalogue where none is given.
    focus
        Countries (ISO 3166-1 alpha-2) the text is known to be about.
    demonyms
        Put "Georgian" and "Afghans" among the toponyms, at the country or region they belong to, marked ``demonym``.
    reader
        A language model of the user's own that reads beside our rules (:mod:`geo.language_model`).
    encoder
        Whether the encoder reads beside our rules, as :func:`geo.geoparse` takes it.

    Returns
    -------
    ``toponyms``, ``corridors`` and ``unresolved``, each in reading order. A toponym that could not be resolved has no
    ``record``, but the point of what it likely is near, and ``near`` says which record that is: a town that it
    contains, one that stands beside it in the text, its likeliest namesake (:mod:`geo.resolution.search_area`); where
    nothing can be said it has no ``lat`` and ``lon``.
    A corridor is given where it is first named; later abbreviations of it are not. ``unresolved`` is all that a map of
    the text would not show, each thing where it first stands, with its ``kind`` (a ``place`` without a record, a
    ``corridor`` without a line, a ``stop`` that its line leaves out, words of a ``movement`` of which no corridor was
    made) and the ``reason``. Of a text that is not all English, ``languages`` are its languages, that of most of it
    first, and ``reading`` says how they were read. Where a language model read, ``reader`` says so and what went wrong,
    and each corridor has ``read_by``: ``rules``, ``model`` or ``both``.
    """
    catalogue = catalogue or Catalogue.load()
    document = with_reader(document, encoder)
    gazetteer = gazetteer_for(document, gazetteer)
    found = find(document, gazetteer=gazetteer, catalogue=catalogue, focus=focus, reader=reader)
    homes = found.resolved.homes_of(found.mentions, gazetteer) if demonyms else {}
    return {
        **_reading(document),
        "toponyms": _toponyms(found.mentions, found.resolved, homes),
        "corridors": _corridors(found.routes, catalogue),
        "unresolved": _unresolved(found, gazetteer, catalogue),
        **({"reader": asdict(found.lent.summary())} if found.lent is not None else {}),
    }


def _reading(document: Document) -> dict[str, Any]:
    """Return the languages of a text and what must be known of how they were read; nothing of an English one."""
    said = sentences_of(document)
    return {"languages": [*languages_in(document)], "reading": " ".join(said)} if said else {}


def annotate_names(document: Document, mentions: Sequence[Mention], gazetteer: Gazetteer) -> dict[str, Any]:
    """Return what names mean that somebody else has found: resolution by itself.

    Parameters
    ----------
    document
        Where the names stand.
    mentions
        The names, in reading order.
    gazetteer
        Where they are looked up.

    Returns
    -------
    ``toponyms`` as :func:`annotate` gives them, and those of them that are ``unresolved``; no ``corridors`` are looked
    for.
    """
    resolved = resolve(document, mentions, gazetteer)
    undrawn = seen_not_drawn(resolved.unresolved, (), (), ())
    return {"toponyms": _toponyms(mentions, resolved), "corridors": [], "unresolved": [*map(_undrawn, undrawn)]}


def _toponyms(
    mentions: Sequence[Mention], resolved: Resolved, homes: Mapping[int, tuple[Record, float]] = NO_HOMES
) -> list[dict[str, Any]]:
    meant, beside = {**resolved.record_of(), **homes}, resolved.whereabouts()
    return [
        _toponym(mention, meant.get(mention.start), beside.get(mention.start))
        for mention in mentions
        if not mention.is_demonym or mention.start in homes
    ]


def _toponym(mention: Mention, meant: tuple[Record, float] | None, near: Beside | None) -> dict[str, Any]:
    record, confidence = meant or (None, near.confidence if near else 1.0)
    point = record or (near.record if near else None)
    fields = {
        "start": mention.start,
        "end": mention.end,
        "phrase": mention.phrase,
        "role": mention.role,
        "kind": record.kind if record else None,
        "name": record.name if record else None,
        "lat": point.lat if point else None,
        "lon": point.lon if point else None,
        "record": record.id if record else None,
        "confidence": round(mention.confidence * confidence, 3),
    }
    if near is not None:
        fields["near"] = near.record.id
    if mention.is_demonym:
        fields["demonym"] = True
    return fields


def _unresolved(found: Found, gazetteer: Gazetteer, catalogue: Catalogue) -> list[dict[str, Any]]:
    plans = planned(found.routes, found.resolved, gazetteer, catalogue)
    lineless = [item for plan in plans for item in plan.unresolved]
    names = names_but_ways(found.resolved.unresolved, found.routes, catalogue)
    undrawn = seen_not_drawn(names, plans, lineless, found.seen, mentions=found.mentions)
    return [*map(_undrawn, undrawn)]


def _undrawn(item: Unresolved) -> dict[str, Any]:
    mention = item.mentions[0]
    return {
        "start": mention.start,
        "end": mention.end,
        "phrase": mention.phrase,
        "kind": item.what,
        "reason": item.reason,
    }


def _corridors(routes: Sequence[Route], catalogue: Catalogue) -> list[dict[str, Any]]:
    seen: set[str] = set()
    rows = []
    for route in routes:
        if route.catalogue is not None and route.catalogue in seen:
            continue
        if route.catalogue is not None:
            seen.add(route.catalogue)
        entry = catalogue.get(route.catalogue) if route.catalogue else None
        rows.append(
            {
                "start": route.mention.start,
                "end": route.mention.end,
                "phrase": route.mention.phrase,
                "name": entry.name if entry else route.name,
                "mode": route.mode,
                "status": route.status,
                "directed": route.directed,
                "waypoints": list(route.waypoints),
            }
            | ({"read_by": route.read_by} if route.read_by is not None else {})
        )
    return rows
