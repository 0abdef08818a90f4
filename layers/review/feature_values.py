"""Features as plain values for the review page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geo.model import Actor, Corridor, Place, Unresolved
from layers import styles
from layers.frames import cut_at_antimeridian

if TYPE_CHECKING:
    from collections.abc import Iterable

    from geo.model import Alternative, Record

__all__ = ["shown_corridor", "shown_place"]

DOUBTFUL = 0.75
BASIS_DOUBT = {"stated": 0.2, "catalogued": 0.35, "inferred": 0.7}
PRECISION_DOUBT = {"traced": 0.0, "great-circle": 0.2, "schematic": 0.1, "straight": 0.2}
DECIMALS = 4


def shown_place(feature: Any) -> dict[str, Any]:
    """Return a place, an actor or a name that was not placed; ``doubt`` orders them, 0 to 1."""
    if isinstance(feature, Unresolved):
        return {
            "name": feature.name, "kind": "", "role": "literal", "record": None, "point": None, "confidence": None,
            "doubt": 1.0, "reason": feature.reason, "alternatives": _alternatives(feature.alternatives), "note": "",
        }  # fmt: skip
    alternatives = feature.alternatives if isinstance(feature, Place) else ()
    sure = feature.confidence if isinstance(feature, Place) else min(m.confidence for m in feature.mentions)
    rivals = max((a.score for a in alternatives), default=0.0)
    return {
        "name": feature.name,
        "kind": feature.record.kind,
        "role": "associative" if isinstance(feature, Actor) else feature.role,
        "record": _record(feature.record),
        "point": [round(feature.record.lon, 6), round(feature.record.lat, 6)],
        "confidence": round(sure, 3),
        "doubt": round(min(1.0, (1 - sure) + rivals), 3),
        "reason": "",
        "alternatives": _alternatives(alternatives),
        "note": " ".join(
            part for part in (getattr(feature, "note", ""), feature.review.note if feature.review else "") if part
        ),
    }


def shown_corridor(feature: Any) -> dict[str, Any]:
    """Return a corridor with its line as it will be drawn, or one that has none."""
    if not isinstance(feature, Corridor):
        return {
            "name": feature.name, "mode": "", "status": "", "basis": "", "waypoints": [], "lines": [], "doubt": 1.0,
            "reason": feature.reason, "note": "", "length_km": None, "precision": "", "colors": ["#666", "#aaa"],
        }  # fmt: skip
    note = " ".join(part for part in (feature.note, feature.review.note if feature.review else "") if part)
    is_known = all(styles.is_true(leg.mode, leg.precision) for leg in feature.legs)
    doubt = 0.0 if is_known else PRECISION_DOUBT[feature.precision]
    doubt += 1.0 if feature.read_by in {"rules", "model"} else 0.0  # two readers disagree: that stands first
    return {
        "name": feature.name,
        "mode": feature.mode,
        "status": feature.status,
        "basis": feature.basis,
        "waypoints": [
            {"name": w.name, "lon": round(w.lon, 6), "lat": round(w.lat, 6), "record": w.record, "basis": w.basis}
            for w in feature.waypoints
        ],
        "lines": [
            {
                "points": [[round(lon, DECIMALS), round(lat, DECIMALS)] for lon, lat in part],
                "traced": styles.is_true(leg.mode, leg.precision),
            }
            for leg in feature.legs
            for part in cut_at_antimeridian(leg.line)
        ],
        "doubt": min(1.0, BASIS_DOUBT[feature.basis] + doubt),
        "reason": "",
        "note": note,
        "length_km": round(feature.length_km),
        "precision": feature.precision,
        "colors": [styles.load().modes[feature.mode].color, styles.load().modes[feature.mode].dark],
    }


def _alternatives(alternatives: Iterable[Alternative]) -> list[dict[str, Any]]:
    return [_record(a.record) | {"score": round(a.score, 3)} for a in alternatives]


def _record(record: Record) -> dict[str, Any]:
    return {
        "record": record.id, "name": record.name, "kind": record.kind, "region": record.region,
        "country": record.country, "lon": round(record.lon, 6), "lat": round(record.lat, 6),
    }  # fmt: skip
