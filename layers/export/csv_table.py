"""CSV for spreadsheets: UTF-8 with a byte-order mark, no cell that a spreadsheet would take for a formula."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

from layers.export.markup import cell_text
from layers.export.plain_rows import rounded
from layers.frames.columns import names_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from layers.export.plain_rows import Row, Rows

__all__ = ["citation_text", "corridors_csv", "csv_text", "places_csv"]

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")
PLACE_COLUMNS = names_of("places", "csv")
CORRIDOR_COLUMNS = names_of("corridors", "csv")
LEG_COLUMNS = names_of("legs", "csv")


def places_csv(rows: Rows) -> str:
    """Return places as CSV (RFC 4180).

    Parameters
    ----------
    rows
        As :func:`layers.export.plain_rows.rows_of` gives them.

    Returns
    -------
    Text that begins with a byte-order mark. ``quotes`` and ``citations`` are for reading; ``evidence`` and
    ``alternatives`` hold all of it as JSON. A text cell that a spreadsheet would run as a formula has an apostrophe
    before it, as OWASP advises.

    Examples
    --------
    >>> import geo
    >>> from layers import to_frames
    >>> frames = to_frames(geo.geoparse("Ferries link Suakin with Jeddah."))
    >>> from layers.export import rows_of
    >>> rows = rows_of(frames)
    >>> len(places_csv(rows).splitlines())
    3
    """
    return csv_text(PLACE_COLUMNS, (_place(row) for row in rows.places))


def corridors_csv(rows: Rows) -> str:
    """Return corridors as CSV, without their lines; ``legs`` as JSON. See :func:`places_csv`.

    Parameters
    ----------
    rows
        As :func:`layers.export.plain_rows.rows_of` gives them.

    Returns
    -------
    Text that begins with a byte-order mark.

    Examples
    --------
    >>> import geo
    >>> from layers import to_frames
    >>> frames = to_frames(geo.geoparse("Ferries link Suakin with Jeddah."))
    >>> from layers.export import rows_of
    >>> rows = rows_of(frames)
    >>> "Suakin–Jeddah sea route" in corridors_csv(rows)
    True
    """
    return csv_text(CORRIDOR_COLUMNS, (_corridor(row) for row in rows.corridors))


def citation_text(citation: Mapping[str, Any]) -> str:
    """Write a citation as one reads it.

    Examples
    --------
    >>> citation_text({"outlet": "Gov.example", "date": "2018-04-09", "accessed": True})
    'Gov.example, accessed 2018-04-09'
    """
    date = citation["date"]
    if date is None:
        return str(citation["outlet"])
    return f"{citation['outlet']}, {'accessed ' if citation['accessed'] else ''}{date}"


def _place(row: Row) -> Row:
    lon, lat = rounded(row["geometry"].coords[0])
    return row | _evidence(row) | {"lon": lon, "lat": lat, "alternatives": _json(row["alternatives"])}


def _corridor(row: Row) -> Row:
    import shapely

    points = shapely.get_coordinates(row["geometry"])
    ends = zip(("start_lon", "start_lat", "end_lon", "end_lat"), rounded(points[0]) + rounded(points[-1]), strict=True)
    legs = [{name: leg[name] for name in LEG_COLUMNS} for leg in row["legs"]]
    return row | _evidence(row) | dict(ends) | {"waypoints": " – ".join(row["waypoints"]), "legs": _json(legs)}


def _evidence(row: Row) -> Row:
    citations = dict.fromkeys(citation_text(c) for item in row["evidence"] for c in item["citations"])
    return {
        "quotes": " ¶ ".join(dict.fromkeys(item["quote"] for item in row["evidence"])),
        "citations": "; ".join(citations),
        "evidence": _json(row["evidence"]),
    }


def csv_text(columns: tuple[str, ...], rows: Iterable[Row]) -> str:
    """Return rows as CSV with a byte-order mark, no cell of which a spreadsheet runs; see :func:`places_csv`."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow(columns)
    writer.writerows([_guarded(row[name]) for name in columns] for row in rows)
    return "\ufeff" + stream.getvalue()


def _guarded(value: object) -> str:
    """Keep numbers as they are, and text from being run."""
    text = cell_text(value).replace("\x00", "\ufffd")
    return f"'{text}" if isinstance(value, str) and text.lstrip(" \ufeff\u00a0").startswith(FORMULA_STARTS) else text


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)
