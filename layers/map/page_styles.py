"""How what is drawn looks: the styles that occur, and what an author changes of them, as the page's scripts read it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from layers import styles
from layers.author.colours import shades
from layers.author.symbology import is_changed, strokes_of
from layers.map.contract import OwnLook, Stroke
from layers.map.sections import is_area, section_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from layers.author import Look
    from layers.frames import Frames
    from layers.map.contract import LooksTold
    from layers.map.language import Language

__all__ = ["look_key", "looks_of", "own_look"]


def looks_of(frames: Frames, spoken: Language) -> LooksTold:
    """Return the styles that occur, so that the page carries no others."""
    book = styles.load()
    used = {styles.kind(kind).key: styles.kind(kind) for kind in frames.places["kind"]}
    kinds = sorted(used.values(), key=lambda kind: (kind.group.order, kind.order))
    keys = frames.legs[["mode", "status", "basis", "precision"]].drop_duplicates().itertuples(index=False)
    lines = {look_key(*key): [_stroke(s) for s in styles.strokes(*key)] for key in keys} | _own_lines(frames)
    samples = {mode: [_stroke(s) for s in styles.strokes(mode)] for mode in book.modes}
    drawn = {*frames.corridors["mode"], *frames.legs["mode"]}  # a way of several modes is drawn leg by leg
    return {
        "lines": lines,
        "samples": {mode: samples[mode] for mode in book.modes if mode in drawn},
        "schematic": _sample(precision="schematic"),
        "straight": _sample(precision="straight"),
        "shortest": _sample(precision="great-circle") if _is_any_shortest(frames) else None,
        "inferred": _sample(basis="inferred"),
        "statuses": {
            status: _sample(status=status) for status in book.statuses if status in set(frames.corridors["status"])
        },
        "labels": {
            "mode": _labels(spoken, "modes", book.modes),
            "status": _labels(spoken, "statuses", book.statuses),
            "basis": _labels(spoken, "bases", book.bases),
            "precision": _labels(spoken, "precisions", book.precisions),
            "point": _labels(spoken, "point_precisions", book.point_precisions),
        },
        "modeColors": {key: [style.color, style.dark] for key, style in book.modes.items()},
        "kinds": {
            kind.key: {
                "label": spoken.label("kinds", kind.key, kind.label),
                "colors": [kind.group.color, kind.group.dark],
                "water": kind.group.key == "water",
                "area": is_area(kind),
                "section": section_of(kind),
                "icon": kind.icon.path,
                "badge": kind.icon.badge,
                "rank": kind.rank,
            }
            for kind in kinds
        },
    }


def _own_lines(frames: Frames) -> dict[str, list[Stroke]]:
    """Return the strokes of the legs whose look is their author's."""
    found = {}
    legs: list[Any] = list(frames.legs.itertuples(index=False)) if frames.looks else []
    for leg in legs:
        own = frames.looks.get(("corridor", leg.corridor_id))
        key = (leg.mode, leg.status, leg.basis, leg.precision)
        if is_changed(leg.mode, leg.basis, leg.precision, own):
            found[look_key(*key, own)] = [_stroke(stroke) for stroke in strokes_of(*key, own)]
    return found


def _is_any_shortest(frames: Frames) -> bool:
    """Tell whether a leg takes the shortest line for want of a better, as aircraft do by nature."""
    shortest = frames.legs.loc[frames.legs["precision"] == "great-circle", "mode"].unique()
    return any(not styles.is_true(str(mode), "great-circle") for mode in shortest)


def _labels(spoken: Language, part: str, looks: Mapping[str, Any]) -> dict[str, str]:
    return {key: spoken.label(part, key, getattr(look, "label", look)) for key, look in looks.items()}


def _stroke(stroke: styles.Stroke) -> Stroke:
    dash = " ".join(f"{value:g}" for value in stroke.dash)
    return Stroke(stroke.role, stroke.width, dash, stroke.cap, stroke.color, stroke.dark, stroke.opacity)


def _sample(**changes: str) -> list[Stroke]:
    """Return a line of no particular mode for the legend."""
    area = styles.load().groups["area"]
    return [
        _stroke(stroke if stroke.color == styles.PAPER else replace(stroke, color=area.color, dark=area.dark))
        for stroke in styles.strokes("rail", **changes)
        if stroke.role != "mark" or changes.get("status") == "closed"  # without the railway's ties
    ]


def look_key(mode: str, status: str, basis: str, precision: str, own: Look | None = None) -> str:
    """Return the name of a leg's look; what an author changes of it stands last."""
    changed = f"/{own.colour}{own.dash}" if own and is_changed(mode, basis, precision, own) else ""
    return f"{mode}/{status}/{basis}/{precision}{changed}"


def own_look(look: Look | None) -> OwnLook | None:
    """Return colours of marks, colours of letters, and where the name stands, as its author wants them."""
    if look is None or not look.is_drawing:
        return None
    if not look.colour:
        return OwnLook(None, None, look.label)
    return OwnLook(list(shades(look.colour)), list(shades(look.colour, letters=True)), look.label)
