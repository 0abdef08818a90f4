"""The looks of modes, statuses, certainties and kinds: records read and checked from ``styles.yaml``.

Nothing here draws. The map, the figure and the legend ask :func:`strokes` how a line looks and :func:`kind` how a place
does, so that all three agree.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeVar, get_args

import msgspec

from geo.checked import Colour, Form, Text, checked
from geo.errors import DataError
from geo.model import Basis, LinePrecision, Mode, PointPrecision, Status
from geo.safe_yaml import read_our_yaml
from layers.author.colours import shades

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = [
    "PAPER",
    "Group",
    "Icon",
    "Kind",
    "Modifier",
    "Stroke",
    "Style",
    "Styles",
    "is_true",
    "kind",
    "load",
    "restyled",
    "strokes",
]

PATH = Path(__file__).with_name("styles.yaml")
PAPER = "paper"
"""In place of a colour: the colour of the page behind the line."""
Cap = Literal["butt", "round"]
StrokeRole = Literal["line", "mark", "core"]
MIN_WIDTH = 0.8


@dataclass(frozen=True, slots=True)
class Stroke:
    """One pass of the pen along a line; several on top of each other make a symbol.

    Attributes
    ----------
    role
        ``line``: the line itself or its casing; ``mark``: ties or beads on it; ``core``: the pale inside of a casing.
    width, dash
        CSS pixels; an empty dash is a solid line.
    color, dark
        On a light and on a dark page; :data:`PAPER` for the page itself.
    """

    role: StrokeRole
    width: float
    dash: tuple[float, ...] = ()
    cap: Cap = "butt"
    color: str = PAPER
    dark: str = PAPER
    opacity: float = 1.0


@dataclass(frozen=True, slots=True)
class Style:
    """How one mode is drawn."""

    key: str
    label: str
    color: str
    dark: str
    strokes: tuple[Stroke, ...]
    order: int


@dataclass(frozen=True, slots=True)
class Modifier:
    """What a status, a basis or a precision changes in a line.

    Attributes
    ----------
    dash
        Takes the place of the line's own dash, ``None`` to leave it.
    core
        Dash of a pale inside that makes the line hollow, ``None`` for none, empty for a continuous one.
    mark
        Dash of the ticks across the line, ``None`` to leave the mode's own.
    opacity, wider
        Factor on the opacity; pixels added to the width.
    true_for
        Modes of which it says how they do go: the line looks as if it were traced.
    """

    key: str
    label: str
    order: int
    color: str | None = None
    dark: str | None = None
    dash: tuple[float, ...] | None = None
    core: tuple[float, ...] | None = None
    mark: tuple[float, ...] | None = None
    opacity: float = 1.0
    wider: float = 0.0
    true_for: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Group:
    """Kinds that share a heading and a colour."""

    key: str
    label: str
    color: str
    dark: str
    order: int


@dataclass(frozen=True, slots=True)
class Icon:
    """A drawing in a 16 × 16 box, filled by the even-odd rule; on a disc where ``badge`` is true."""

    path: str
    badge: bool = True


@dataclass(frozen=True, slots=True)
class Kind:
    """How one kind of place is drawn; the lower its rank, the sooner it is lettered."""

    key: str
    label: str
    group: Group
    icon: Icon
    icon_key: str
    rank: int
    order: int


@dataclass(frozen=True, slots=True)
class Styles:
    """All that ``styles.yaml`` says."""

    modes: Mapping[str, Style]
    statuses: Mapping[str, Modifier]
    bases: Mapping[str, Modifier]
    precisions: Mapping[str, Modifier]
    point_precisions: Mapping[str, str]
    groups: Mapping[str, Group]
    kinds: Mapping[str, Kind]
    icons: Mapping[str, Icon] = field(default_factory=dict)


class _Pass(Form, frozen=True):
    role: StrokeRole
    width: float
    dash: tuple[float, ...] = ()
    cap: Cap = "butt"


class _Mode(Form, frozen=True):
    label: Text
    color: Colour
    dark: Colour
    strokes: tuple[_Pass, ...]


class _Change(Form, frozen=True):
    label: Text
    color: Colour | None = None
    dark: Colour | None = None
    dash: tuple[float, ...] | None = None
    core: tuple[float, ...] | None = None
    mark: tuple[float, ...] | None = None
    opacity: float = 1.0
    wider: float = 0.0
    narrower: float = 0.0
    true_for: frozenset[Mode] = msgspec.field(name="true-for", default=frozenset())


class _Label(Form, frozen=True):
    label: Text


class _Group(Form, frozen=True):
    label: Text
    color: Colour
    dark: Colour


class _Kind(Form, frozen=True):
    label: Text
    group: str
    icon: str
    rank: int


class _Icon(Form, frozen=True):
    path: Text
    badge: bool = True


Drawn = TypeVar("Drawn", Group, Icon)
F = TypeVar("F", bound=Form)


@cache
def load() -> Styles:
    """Read and check the styles that come with the package.

    Raises
    ------
    DataError
        If an entry is missing, unknown or no colour; the message names it and its line.
    """
    text = PATH.read_text(encoding="utf-8")
    return parse(read_our_yaml(text), text)


def parse(raw: Mapping[str, Any], text: str = "") -> Styles:
    """Check raw styles and make records of them; errors name the line where the text is given."""

    def part(name: str, form: type[F], wanted: tuple[str, ...] = ()) -> list[tuple[str, F]]:
        found = raw[name].items()
        if wanted and set(raw[name]) != set(wanted):
            odd = ", ".join(sorted(set(raw[name]) ^ set(wanted)))
            raise DataError(f"styles.yaml: {name} {odd} missing or unknown; expected exactly {', '.join(wanted)}")
        return [(key, checked(item, form, PATH.name, at=(name, key), text=text)) for key, item in found]

    def changes(name: str, wanted: tuple[str, ...]) -> dict[str, Modifier]:
        return {key: _modifier(key, item, order) for order, (key, item) in enumerate(part(name, _Change, wanted))}

    icons = {key: Icon(item.path, item.badge) for key, item in part("icons", _Icon)}
    groups = {
        key: Group(key, item.label, item.color, item.dark, order)
        for order, (key, item) in enumerate(part("groups", _Group))
    }
    return Styles(
        modes={key: _style(key, item, order) for order, (key, item) in enumerate(part("modes", _Mode, get_args(Mode)))},
        statuses=changes("statuses", get_args(Status)),
        bases=changes("bases", get_args(Basis)),
        precisions=changes("precisions", get_args(LinePrecision)),
        point_precisions={key: item.label for key, item in part("point_precisions", _Label, get_args(PointPrecision))},
        groups=groups,
        kinds={
            key: Kind(
                key, item.label, _of(key, groups, item.group), _of(key, icons, item.icon), item.icon, item.rank, order,
            )
            for order, (key, item) in enumerate(part("kinds", _Kind))
        },
        icons=icons,
    )  # fmt: skip


def kind(key: str) -> Kind:
    """Return the look of a kind of place; kinds that have none of their own look like ``other``.

    Examples
    --------
    >>> kind("port").label, kind("lighthouse").key
    ('Port', 'other')
    """
    kinds = load().kinds
    return kinds.get(key, kinds["other"])


def strokes(
    mode: str, status: str = "operating", basis: str = "stated", precision: str = "traced"
) -> tuple[Stroke, ...]:
    """Return the passes of the pen that draw a line, lowest first.

    Parameters
    ----------
    mode, status, basis, precision
        As in :mod:`geo.model`.

    Returns
    -------
    Strokes with colours and opacity filled in.

    Examples
    --------
    A railway is a line with ties; where its geometry is sparse, the line is dashed:

    >>> [(s.role, s.dash) for s in strokes("rail", precision="schematic")]
    [('line', (6.5, 4.0)), ('mark', (1.3, 7.2))]
    """
    styles = load()
    style, state = styles.modes[mode], styles.statuses[status]
    exactness = styles.precisions["traced" if is_true(mode, precision) else precision]
    changes = (state, styles.bases[basis], exactness)
    drawn = [_changed(stroke, style, changes) for stroke in style.strokes]
    line = drawn[0]
    if state.core is not None:
        drawn.append(
            replace(line, role="core", width=line.width * 0.5, color=PAPER, dark=PAPER, dash=state.core, cap="butt")
        )
    if state.mark is not None:
        drawn = [stroke for stroke in drawn if stroke.role != "mark"]
        drawn.append(replace(line, role="mark", width=9.0, dash=state.mark, cap="butt"))
    return tuple(drawn)


def restyled(
    drawn: tuple[Stroke, ...], *, colour: str = "", dash: tuple[float, ...] | None = None
) -> tuple[Stroke, ...]:
    """Return strokes in a colour and a pattern of an author's own.

    Parameters
    ----------
    drawn
        As :func:`strokes` gives them.
    colour
        ``#rrggbb``, or ``""`` for their own.
    dash
        In pixels, ``()`` for an unbroken line, ``None`` for their own; ties and the like keep theirs.

    Examples
    --------
    >>> [(s.color, s.dash) for s in restyled(strokes("sea"), colour="#b3261e", dash=())]
    [('#b3261e', ())]
    """
    light, dark = shades(colour) if colour else ("", "")
    return tuple(
        replace(
            stroke,
            color=light if light and stroke.color != PAPER else stroke.color,
            dark=dark if dark and stroke.dark != PAPER else stroke.dark,
            dash=dash if dash is not None and stroke.role == "line" else stroke.dash,
        )
        for stroke in drawn
    )


def is_true(mode: str, precision: str) -> bool:
    """Tell whether a line shows how one goes: along a network, or as aircraft do by the shortest way.

    Examples
    --------
    >>> is_true("air", "great-circle"), is_true("cable", "great-circle"), is_true("rail", "traced")
    (True, False, True)
    """
    return precision == "traced" or mode in load().precisions[precision].true_for


def _changed(stroke: Stroke, style: Style, changes: Iterable[Modifier]) -> Stroke:
    """Apply status, basis and precision to one stroke of a mode."""
    is_core = stroke.role == "core"
    color, dark = (PAPER, PAPER) if is_core else (style.color, style.dark)
    width, dash, cap, opacity = stroke.width, stroke.dash, stroke.cap, stroke.opacity
    for change in changes:
        if not is_core:
            color, dark = change.color or color, change.dark or dark
        if stroke.role == "line":
            width += change.wider
            if change.dash is not None and cap == "butt":  # dotted lines stay dotted: a dash would say another mode
                dash = change.dash
        opacity *= change.opacity
    if stroke.role == "line" and cap == "round" and opacity < 1:
        dash = (dash[0], dash[1] * 1.5)
    return Stroke(stroke.role, round(max(width, MIN_WIDTH), 2), dash, cap, color, dark, round(opacity, 2))


def _style(key: str, item: _Mode, order: int) -> Style:
    passes = tuple(Stroke(each.role, each.width, each.dash, each.cap) for each in item.strokes)
    if not passes or passes[0].role != "line":
        raise DataError(f"styles.yaml: mode {key!r} begins with no stroke of role 'line'")
    return Style(key, item.label, item.color, item.dark, passes, order)


def _modifier(key: str, item: _Change, order: int) -> Modifier:
    own = {
        name: getattr(item, name) for name in ("label", "color", "dark", "dash", "core", "mark", "opacity", "true_for")
    }
    return Modifier(key=key, order=order, wider=item.wider - item.narrower, **own)


def _of(key: str, table: Mapping[str, Drawn], name: str) -> Drawn:
    if name not in table:
        raise DataError(f"styles.yaml: {key}: {name!r} unknown; expected one of {', '.join(table)}")
    return table[name]
