"""Styles for desktop GIS, made from ours: QML, which QGIS opens a GeoPackage with, and SLD 1.1 for everybody else.

The same passes of the pen as on the map, in pixels. SLD has no icons of its own: places are discs there.
"""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

from layers import styles
from layers.export.markup import ET, add, pretty

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from layers.export.plain_rows import Row
    from layers.styles import Kind, Stroke

__all__ = ["line_style", "point_style"]

LINE_FIELDS = ("mode", "status", "basis", "precision")
PAPER = "#ffffff"
DISC = 15  # pixels across
HALO = 1.0
QML_HEAD = "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>"
SLD_NAMES = {
    "xmlns": "http://www.opengis.net/sld",
    "xmlns:se": "http://www.opengis.net/se",
    "xmlns:ogc": "http://www.opengis.net/ogc",
    "version": "1.1.0",
}


def line_style(table: str, rows: Iterable[Row]) -> tuple[str, str]:
    """Return the QML and the SLD of lines.

    Parameters
    ----------
    table
        Name of the table, which SLD wants.
    rows
        Corridors or legs; a rule is made for each combination of mode, status, basis and precision that occurs.
    """
    looks = {tuple(row[field] for field in LINE_FIELDS): None for row in rows}
    ordered = sorted(looks, key=lambda look: [styles.load().modes[look[0]].order, *look])
    qml, rules, symbols = _qml()
    sld, described = _sld(table)
    for number, look in enumerate(ordered):
        label, values = _line_label(look), dict(zip(LINE_FIELDS, look, strict=True))
        _qml_rule(rules, number, label, values)
        symbol = _symbol(symbols, number, "line")
        rule = _sld_rule(described, label, values)
        for stroke in styles.strokes(*look):
            _qml_stroke(symbol, stroke)
            _sld_stroke(rule, stroke)
    return _finished(qml), pretty(sld)


def point_style(kinds: Iterable[str]) -> tuple[str, str]:
    """Return the QML and the SLD of places, with a rule for each kind that occurs."""
    ordered = sorted(set(kinds), key=lambda kind: (styles.kind(kind).order, kind))
    qml, rules, symbols = _qml(label_field="name")
    sld, described = _sld("places")
    for number, key in enumerate(ordered):
        kind = styles.kind(key)
        _qml_rule(rules, number, kind.label, {"kind": key})
        _qml_icon(_symbol(symbols, number, "marker"), kind)
        rule = _sld_rule(described, kind.label, {"kind": key})
        graphic = add(add(rule, "se:PointSymbolizer"), "se:Graphic")
        mark = add(graphic, "se:Mark")
        add(mark, "se:WellKnownName", "circle")
        _parameters(add(mark, "se:Fill"), {"fill": kind.group.color})
        _parameters(add(mark, "se:Stroke"), {"stroke": PAPER, "stroke-width": "1"})
        add(graphic, "se:Size", DISC if kind.icon.badge else DISC * 0.6)
    return _finished(qml), pretty(sld)


def _line_label(look: tuple[str, ...]) -> str:
    book = styles.load()
    mode, status, basis, precision = look
    parts = (
        book.modes[mode].label,
        book.statuses[status].label,
        book.bases[basis].label,
        book.precisions[precision].label,
    )
    return "; ".join(parts)


def _qml(label_field: str = "") -> tuple[ET.Element, ET.Element, ET.Element]:
    categories = "Symbology|Labeling" if label_field else "Symbology"
    qml = ET.Element(
        "qgis", {"version": "3.22.0", "styleCategories": categories, "labelsEnabled": str(int(bool(label_field)))}
    )
    renderer = add(
        qml, "renderer-v2", attributes={"type": "RuleRenderer", "symbollevels": 0, "forceraster": 0, "enableorderby": 0}
    )
    rules = add(renderer, "rules", attributes={"key": "corridors"})
    symbols = add(renderer, "symbols")
    if label_field:
        labeling = add(qml, "labeling", attributes={"type": "simple"})
        settings = add(labeling, "settings", attributes={"calloutType": "simple"})
        text = add(
            settings, "text-style",
            attributes={"fieldName": label_field, "isExpression": 0, "fontSize": 9, "fontSizeUnit": "Point",
                        "textColor": "34,48,63,255", "textOpacity": 1, "fontWeight": 50},
        )  # fmt: skip
        add(
            text, "text-buffer",
            attributes={"bufferDraw": 1, "bufferSize": 1, "bufferSizeUnits": "MM", "bufferColor": "255,255,255,230",
                        "bufferOpacity": 1},
        )  # fmt: skip
        add(settings, "placement", attributes={"placement": 6, "dist": 1, "distUnits": "MM"})
        add(settings, "rendering", attributes={"drawLabels": 1, "displayAll": 0, "obstacle": 1})
    return qml, rules, symbols


def _finished(qml: ET.Element) -> str:
    return pretty(qml, declaration=QML_HEAD)


def _qml_rule(rules: ET.Element, number: int, label: str, values: Mapping[str, str]) -> None:
    where = " AND ".join(f'"{field}" = {_quoted(value)}' for field, value in values.items())
    add(rules, "rule", attributes={"key": f"rule-{number}", "symbol": number, "label": label, "filter": where})


def _quoted(value: str) -> str:
    doubled = value.replace("\\", "\\\\").replace("'", "''")
    return f"'{doubled}'"


def _symbol(symbols: ET.Element, number: int, kind: str) -> ET.Element:
    return add(
        symbols, "symbol", attributes={"type": kind, "name": number, "alpha": 1, "clip_to_extent": 1, "force_rhr": 0}
    )


def _layer(symbol: ET.Element, kind: str, options: Mapping[str, object]) -> None:
    layer = add(symbol, "layer", attributes={"class": kind, "enabled": 1, "locked": 0, "pass": 0})
    listed = add(layer, "Option", attributes={"type": "Map"})
    for name, value in options.items():
        add(listed, "Option", attributes={"type": "QString", "name": name, "value": value})


def _qml_stroke(symbol: ET.Element, stroke: Stroke) -> None:
    cap = "round" if stroke.cap == "round" else "flat"
    options: dict[str, object] = {
        "line_color": _rgba(stroke.color, stroke.opacity), "line_style": "solid", "line_width": f"{stroke.width:g}",
        "line_width_unit": "Pixel", "capstyle": cap, "joinstyle": "bevel" if stroke.role == "mark" else "round",
    }  # fmt: skip
    if stroke.dash:
        options |= {
            "use_custom_dash": 1, "customdash": ";".join(f"{n:g}" for n in _even(stroke.dash)),
            "customdash_unit": "Pixel",
        }  # fmt: skip
    _layer(symbol, "SimpleLine", options)


def _even(dash: tuple[float, ...]) -> tuple[float, ...]:
    return dash if len(dash) % 2 == 0 else dash * 2


def _qml_icon(symbol: ET.Element, kind: Kind) -> None:
    color = _rgba(kind.group.color, 1.0)
    if kind.icon.badge:
        disc = {
            "name": "circle", "color": color, "outline_color": _rgba(PAPER, 1.0), "outline_style": "solid",
            "outline_width": HALO, "outline_width_unit": "Pixel", "size": DISC, "size_unit": "Pixel",
        }  # fmt: skip
        _layer(symbol, "SimpleMarker", disc)
    drawing = PAPER if kind.icon.badge else kind.group.color
    icon = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><path d="{kind.icon.path}" fill="{drawing}"'
        ' fill-rule="evenodd"/></svg>'
    )
    encoded = base64.b64encode(icon.encode()).decode()
    _layer(
        symbol, "SvgMarker",
        {"name": f"base64:{encoded}", "size": DISC * (0.72 if kind.icon.badge else 1), "size_unit": "Pixel",
         "color": color, "outline_style": "no"},
    )  # fmt: skip


def _rgba(color: str, opacity: float) -> str:
    rgb = PAPER if color == styles.PAPER else color
    return f"{int(rgb[1:3], 16)},{int(rgb[3:5], 16)},{int(rgb[5:7], 16)},{round(opacity * 255)}"


def _sld(table: str) -> tuple[ET.Element, ET.Element]:
    root = ET.Element("StyledLayerDescriptor", SLD_NAMES)
    layer = add(root, "NamedLayer")
    add(layer, "se:Name", table)
    style = add(layer, "UserStyle")
    add(style, "se:Name", table)
    return root, add(style, "se:FeatureTypeStyle")


def _sld_rule(parent: ET.Element, label: str, values: Mapping[str, str]) -> ET.Element:
    rule = add(parent, "se:Rule")
    add(rule, "se:Name", label)
    where = add(rule, "ogc:Filter")
    every = add(where, "ogc:And") if len(values) > 1 else where
    for field, value in values.items():
        equal = add(every, "ogc:PropertyIsEqualTo")
        add(equal, "ogc:PropertyName", field)
        add(equal, "ogc:Literal", value)
    return rule


def _sld_stroke(rule: ET.Element, stroke: Stroke) -> None:
    values = {
        "stroke": PAPER if stroke.color == styles.PAPER else stroke.color,
        "stroke-width": f"{stroke.width:g}",
        "stroke-opacity": f"{stroke.opacity:g}",
        "stroke-linecap": stroke.cap,
        "stroke-linejoin": "round",
    }
    if stroke.dash:
        values["stroke-dasharray"] = " ".join(f"{n:g}" for n in _even(stroke.dash))
    _parameters(add(add(rule, "se:LineSymbolizer"), "se:Stroke"), values)


def _parameters(parent: ET.Element, values: Mapping[str, str]) -> None:
    for name, value in values.items():
        add(parent, "se:SvgParameter", value, {"name": name})
