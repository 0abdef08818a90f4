"""KML 2.2 for Google Earth and its kin: folders, styles, a readable balloon, every field as data."""

from __future__ import annotations

import html
import json
from typing import TYPE_CHECKING

from layers import styles
from layers.author.symbology import strokes_of
from layers.export.csv_table import citation_text
from layers.export.markup import ET, add, cell_text, pretty
from layers.export.plain_rows import lines_of, rounded
from layers.frames.columns import names_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from layers.export.plain_rows import Row, Rows

__all__ = ["to_kml"]

NAMESPACE = "http://www.opengis.net/kml/2.2"
COLUMNS = {table: names_of(table, "kml") for table in ("places", "corridors", "legs")}
ICON_SCALE = 0.9
FAINT = 0.6  # KML cannot dash: what is inferred or not traced is paler


def to_kml(rows: Rows) -> str:
    """Write places and corridors as KML.

    Parameters
    ----------
    rows
        As :func:`layers.export.plain_rows.rows_of` gives them.

    Returns
    -------
    A document with a folder for each mode and each group of places. All fields stand in ``ExtendedData``, lists as
    JSON; the balloon quotes the sentences. Text of the article is escaped for HTML and again for XML, since Google
    Earth draws a balloon as HTML. No icon is loaded from the network.

    Examples
    --------
    >>> import geo
    >>> from layers import to_frames
    >>> frames = to_frames(geo.geoparse("Ferries link Suakin with Jeddah."))
    >>> from layers.export import rows_of
    >>> rows = rows_of(frames)
    >>> to_kml(rows).count("<Placemark")
    3
    """
    root = ET.Element("kml", {"xmlns": NAMESPACE})
    document = add(root, "Document")
    add(document, "name", rows.document["title"])
    add(document, "open", 1)
    add(document, "description", _about(rows))
    _styles(document, rows)
    corridors = _folder(document, "Corridors", rows.corridors)
    for mode, style in styles.load().modes.items():
        chosen = [row for row in rows.corridors if row["mode"] == mode]
        for parent, row in _each(corridors, style.label, chosen):
            _line(parent, row)
    places = _folder(document, "Places", rows.places)
    for group in styles.load().groups.values():
        chosen = [row for row in rows.places if styles.kind(row["kind"]).group is group]
        for parent, row in _each(places, group.label, chosen):
            _point(parent, row)
    return pretty(root)


def _about(rows: Rows) -> str:
    told = [*rows.words.told.values()]
    told += [str(rows.document[field]) for field in ("publisher", "date", "url") if rows.document[field]]
    terms = dict.fromkeys(f"{s['attribution']} ({s['licence']})" for s in rows.sources)
    return html.escape(", ".join(told)) + "<br>Data: " + html.escape("; ".join(terms))


def _styles(document: ET.Element, rows: Rows) -> None:
    for row in rows.corridors:
        line = strokes_of(row["mode"], row["status"], row["basis"], row["precision"], row["look"])[0]
        is_known = all(styles.is_true(leg["mode"], leg["precision"]) for leg in row["legs"])
        certain = row["basis"] != "inferred" and is_known
        style = add(document, "Style", attributes={"id": f"corridor-{row['id']}"})
        pen = add(style, "LineStyle")
        add(pen, "color", _colour(line.color, 1.0 if certain else FAINT))
        add(pen, "width", f"{line.width:g}")
        _balloon(style)
    for group in styles.load().groups.values():
        _dot(document, f"places-{group.key}", group.color)
    for row in rows.places:
        if row["look"] and row["look"].colour:
            _dot(document, f"place-{row['id']}", row["look"].colour)


def _dot(document: ET.Element, key: str, colour: str) -> None:
    style = add(document, "Style", attributes={"id": key})
    icon = add(style, "IconStyle")
    add(icon, "color", _colour(colour, 1.0))
    add(icon, "scale", ICON_SCALE)
    _balloon(style)


def _balloon(style: ET.Element) -> None:
    add(add(style, "BalloonStyle"), "text", "<h3>$[name]</h3>$[description]")


def _colour(rgb: str, opacity: float) -> str:
    """Return a colour as KML has it, alpha and blue first.

    Examples
    --------
    >>> _colour("#2f2a26", 1.0)
    'ff262a2f'
    """
    red, green, blue = rgb[1:3], rgb[3:5], rgb[5:7]
    return f"{round(opacity * 255):02x}{blue}{green}{red}"


def _folder(parent: ET.Element, name: str, rows: list[Row]) -> ET.Element | None:
    if not rows:
        return None
    folder = add(parent, "Folder")
    add(folder, "name", name)
    return folder


def _each(parent: ET.Element | None, name: str, rows: list[Row]) -> Iterable[tuple[ET.Element, Row]]:
    if parent is not None and (folder := _folder(parent, name, rows)) is not None:
        yield from ((folder, row) for row in rows)


def _point(folder: ET.Element, row: Row) -> None:
    kind = styles.kind(row["kind"])
    precision = styles.load().point_precisions[row["precision"]]
    style = f"place-{row['id']}" if row["look"] and row["look"].colour else f"places-{kind.group.key}"
    placemark = _placemark(folder, row, f"{kind.label}, {precision}", style)
    lon, lat = rounded(row["geometry"].coords[0])
    add(add(placemark, "Point"), "coordinates", f"{lon},{lat}")


def _line(folder: ET.Element, row: Row) -> None:
    book = styles.load()
    told = (
        book.modes[row["mode"]].label, book.statuses[row["status"]].label, book.bases[row["basis"]].label,
        book.precisions[row["precision"]].label, f"{row['length_km']:,.0f} km",
    )  # fmt: skip
    placemark = _placemark(folder, row, ", ".join(told), f"corridor-{row['id']}")
    lines = lines_of(row["geometry"])
    parent = placemark if len(lines) == 1 else add(placemark, "MultiGeometry")
    for line in lines:
        way = add(parent, "LineString")
        add(way, "tessellate", 1)
        add(way, "coordinates", " ".join(f"{lon},{lat}" for lon, lat in line))


def _placemark(folder: ET.Element, row: Row, summary: str, style: str) -> ET.Element:
    placemark = add(folder, "Placemark", attributes={"id": row["id"]})
    add(placemark, "name", row["name"])
    add(placemark, "description", _description(row, summary))
    add(placemark, "styleUrl", f"#{style}")
    data = add(placemark, "ExtendedData")
    for name in COLUMNS["corridors" if "legs" in row else "places"]:
        add(add(data, "Data", attributes={"name": name}), "value", _text(name, row[name]))
    return placemark


def _text(name: str, value: object) -> str:
    if name == "legs" and isinstance(value, list):
        value = [{column: leg[column] for column in COLUMNS["legs"]} for leg in value]
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list) else cell_text(value)


def _description(row: Row, summary: str) -> str:
    parts = [f"<p>{html.escape(summary)}</p>"]
    for item in row["evidence"]:
        cited = "; ".join(citation_text(c) for c in item["citations"])
        parts.append(f"<blockquote>{html.escape(item['quote'])}</blockquote>")
        parts += [f"<p>{html.escape(cited)}</p>"] if cited else []
    if row.get("note"):
        parts.append(f"<p>{html.escape(row['note'])}</p>")
    if row["attribution"]:
        parts.append(f"<p><small>{html.escape(row['attribution'])} ({html.escape(row['licence'])})</small></p>")
    return "".join(parts)
