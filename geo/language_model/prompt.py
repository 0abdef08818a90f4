"""What a model is asked, in our own words: the rules of annotation, versioned by their hash."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, get_args

from geo.cache import fingerprint
from geo.model import Mode, Status
from geo.model.article import Role

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["MODES", "ROLES", "STATUSES", "Prompt"]

FILE = ("data", "en", "reader-prompt.md")
MODES = frozenset(get_args(Mode))
STATUSES = frozenset(get_args(Status))
ROLES = frozenset(get_args(Role))


@dataclass(frozen=True, slots=True)
class Prompt:
    """The words a model is given before the text.

    Attributes
    ----------
    rules
        How places and ways are marked.
    schema
        JSON Schema of the answer.
    hash
        Of both; goes with every kept answer.
    """

    rules: str
    schema: Mapping[str, Any]
    hash: str

    @classmethod
    @cache
    def load(cls) -> Prompt:
        """Return our own."""
        rules = files("geo").joinpath(*FILE).read_text(encoding="utf-8")
        schema = _schema()
        return cls(rules, schema, fingerprint((rules, json.dumps(schema, sort_keys=True))))

    def messages(self, text: str, *, again: str = "") -> list[dict[str, str]]:
        """Return the messages of one question.

        Parameters
        ----------
        text
            The piece to read; marked off, as it may hold words that look like an order.
        again
            What was wrong with the answer before.
        """
        told = f"\n\nYour last answer could not be used: {again}. Answer with the JSON object alone." if again else ""
        return [
            {"role": "system", "content": self.rules},
            {"role": "user", "content": f"<text>\n{text}\n</text>{told}"},
        ]


def _schema() -> dict[str, Any]:
    text = {"type": "string"}
    place = {"name": text, "role": {"type": "string", "enum": sorted(ROLES)}}
    way = {
        "phrase": text,
        "named": {"type": "boolean"},
        "mode": {"type": "string", "enum": sorted(MODES)},
        "status": {"type": "string", "enum": sorted(STATUSES)},
        "directed": {"type": "boolean"},
        "stops": {"type": "array", "items": text},
    }
    return _object({"places": _rows(place), "ways": _rows(way)})


def _rows(columns: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": _object(columns)}


def _object(properties: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": dict(properties),
        "required": list(properties),
        "additionalProperties": False,
    }
