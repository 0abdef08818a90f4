"""GPX 1.1 of the corridors, a track each, for navigation programs and hand-held receivers.

Not by gpxpy, which the tests read it with: it stops at half a character, which an article may hold, and leaves our
fields to be built by hand as well.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np

from layers import styles
from layers.export.markup import ET, add, cell_text, pretty
from layers.export.plain_rows import lines_of
from layers.frames.columns import names_of

if TYPE_CHECKING:
    from layers.export.plain_rows import Row, Rows

__all__ = ["OURS", "to_gpx"]

NAMESPACE = "http://www.topografix.com/GPX/1/1"
OURS = "urn:x-corridors:gpx:1"
"""Namespace of our own fields; a name, not an address."""
FIELDS = names_of("corridors", "gpx")


def to_gpx(rows: Rows) -> str:
    """Write the corridors as GPX.

    Parameters
    ----------
    rows
        As :func:`layers.export.plain_rows.rows_of` gives them.

    Returns
    -------
    One track for each corridor, with a segment for each of its lines. The fields that GPX has no element for stand
    in ``extensions``, lists as JSON. There is no time anywhere: nobody recorded these tracks.

    Examples
    --------
    >>> import geo
    >>> from layers import to_frames
    >>> frames = to_frames(geo.geoparse("Ferries link Suakin with Jeddah."))
    >>> from layers.export import rows_of
    >>> rows = rows_of(frames)
    >>> to_gpx(rows).count("<trk>")
    1
    """
    root = ET.Element("gpx", {"version": "1.1", "creator": "Corridors", "xmlns": NAMESPACE, "xmlns:corridors": OURS})
    metadata = add(root, "metadata")
    add(metadata, "name", rows.document["title"])
    add(metadata, "desc", "; ".join(dict.fromkeys(f"{s['attribution']} ({s['licence']})" for s in rows.sources)))
    if rows.corridors:
        points = np.vstack([np.vstack(lines_of(row["geometry"])) for row in rows.corridors])
        (west, south), (east, north) = points.min(axis=0), points.max(axis=0)
        box = {"minlat": south, "minlon": west, "maxlat": north, "maxlon": east}
        add(metadata, "bounds", attributes={name: float(value) for name, value in box.items()})
    for number, row in enumerate(rows.corridors, start=1):
        _track(root, number, row)
    return pretty(root)


def _track(root: ET.Element, number: int, row: Row) -> None:
    book = styles.load()
    track = add(root, "trk")
    add(track, "name", row["name"])
    add(track, "desc", " ".join(dict.fromkeys(item["quote"] for item in row["evidence"])))
    add(track, "src", row["attribution"] or "; ".join(dict.fromkeys(leg["source"] for leg in row["legs"])))
    add(track, "number", number)
    add(track, "type", book.modes[row["mode"]].label)
    extensions = add(track, "extensions")
    for name in FIELDS:
        value = row[name]
        text = json.dumps(value, ensure_ascii=False) if isinstance(value, list) else cell_text(value)
        add(extensions, f"corridors:{name}", text)
    for line in lines_of(row["geometry"]):
        segment = add(track, "trkseg")
        for lon, lat in line:
            add(segment, "trkpt", attributes={"lat": lat, "lon": lon})
