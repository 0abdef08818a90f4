"""Corrections as plain values of YAML, in the order in which a person reads them; a file's own comments stay."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any

from layers.review.corrections import Anchor

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from layers.review.corrections import Correction, Stop

__all__ = [
    "HEAD_ORDER",
    "ORDER",
    "block_list",
    "block_mapping",
    "dumped",
    "flow",
    "loaded_key",
    "plain_values",
    "round_trip",
    "safe",
    "set_values",
]

UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff?]|(?<!\\w):|:(?!\\w)")
HEAD_ORDER = ("article", "title", "focus", "corrections")


ORDER = (
    "place", "corridor", "at", "before", "after", "verdict", "only-here", "same-as", "name", "kind", "role", "record",
    "point", "mode", "status", "waypoints", "via", "avoid", "by", "comment",
)  # fmt: skip


def plain_values(item: Correction) -> dict[str, Any]:
    """Return a correction as it is written, in the order in which a person reads it."""
    values: dict[str, Any] = {
        item.target: item.anchor.quote,
        "at": item.anchor.at,
        "before": item.anchor.before or None,
        "after": item.anchor.after or None,
        "verdict": item.word if item.word != "change" else None,
        "only-here": True if item.here else None,
        "same-as": _anchor(item.same_as) if item.same_as else None,
        "name": item.name,
        "kind": item.kind,
        "role": item.role,
        "record": item.record,
        "point": flow(list(item.point)) if item.point else None,
        "mode": item.mode,
        "status": item.status,
        "waypoints": [_stop(stop) for stop in item.waypoints] or None,
        "via": [safe(name) for name in item.via] or None,
        "avoid": [safe(name) for name in item.avoid] or None,
        "by": item.by or None,
        "comment": item.comment or None,
    }
    return {key: safe(value) for key, value in values.items() if value is not None}


def safe(value: Any) -> Any:
    """Quote what YAML might take for a line's end or a key, or not take at all: its versions differ on "?" and ":"."""
    if isinstance(value, str) and UNSAFE.search(value):
        from ruamel.yaml.scalarstring import DoubleQuotedScalarString

        return DoubleQuotedScalarString(value)
    return value


def _anchor(anchor: Anchor) -> Any:
    if anchor == Anchor(anchor.quote):
        return safe(anchor.quote)
    parts = {"quote": anchor.quote, "at": anchor.at, "before": anchor.before or None, "after": anchor.after or None}
    return {key: safe(value) for key, value in parts.items() if value is not None}


def _stop(stop: Stop) -> Any:
    if stop.record is None and stop.point is None:
        return safe(stop.name)
    where = {"record": stop.record} if stop.record else {"point": list(stop.point or ())}
    return flow({"name": safe(stop.name), **where})


def loaded_key(item: Mapping[str, Any]) -> tuple[str, ...]:
    """Return by what a correction of a file is known: what it is about, and which mention."""
    target = "place" if "place" in item else "corridor"
    at = item.get("at")
    here = str(item.get("only-here", "")).lower() == "true"
    return (target, str(item[target]), str(at), str(here))


def set_values(held: Any, values: Mapping[str, Any], *, among: Sequence[str]) -> None:
    """Set the keys of a mapping that are other than they were; those no longer wanted go."""
    for key in among:
        if key not in values:
            if key in held:
                del held[key]
        elif key not in held:
            after = among[among.index(key) + 1 :]
            held.insert(next((i for i, present in enumerate(held) if present in after), len(held)), key, values[key])
        elif held[key] != values[key]:
            held[key] = values[key]


def round_trip() -> Any:
    """Return a reader and writer of YAML that keeps comments, order and spelling."""
    from ruamel.yaml import YAML

    yaml_ = YAML(typ="rt")
    yaml_.preserve_quotes = True
    yaml_.width = 1_000_000
    yaml_.allow_unicode = True
    return yaml_


def dumped(yaml_: Any, document: Any) -> str:
    """Return a document as text."""
    stream = io.StringIO()
    yaml_.dump(document, stream)
    return stream.getvalue()


def block_list() -> Any:
    """Return a new list that is written with an item a line."""
    from ruamel.yaml.comments import CommentedSeq

    return CommentedSeq()


def block_mapping(values: Mapping[str, Any]) -> Any:
    """Return a new mapping that is written with a key a line."""
    from ruamel.yaml.comments import CommentedMap

    return CommentedMap(values)


def flow(value: dict[str, Any] | list[Any]) -> Any:
    """Return a list or a mapping that is written in one line, in brackets."""
    from ruamel.yaml.comments import CommentedMap, CommentedSeq

    kept: Any = CommentedMap(value) if isinstance(value, dict) else CommentedSeq(value)
    if isinstance(value, dict) and "point" in value:
        kept["point"] = flow(value["point"])
    kept.fa.set_flow_style()
    return kept
