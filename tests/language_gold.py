"""Passages in fourteen languages as gold: what is marked in them, and how well it was read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

PASSAGES = Path(__file__).parent / "gold" / "languages" / "passages.yaml"
MARKED = re.compile(r"\[([^|\]]+)\|([^\]]+)\]")


@dataclass(frozen=True)
class Passage:
    """A text, the English name of what is named at each span, and the ways in it by their two ends."""

    language: str
    text: str
    names: dict[tuple[int, int], str]
    ways: tuple[dict[str, Any], ...]


@cache
def passages() -> tuple[Passage, ...]:
    """Read the passages."""
    raw = yaml.safe_load(PASSAGES.read_text(encoding="utf-8"))
    return tuple(_passage(language, item) for language, items in raw.items() for item in items)


def _passage(language: str, item: dict[str, Any]) -> Passage:
    text, names, last = "", {}, 0
    for match in MARKED.finditer(item["text"]):
        text += item["text"][last : match.start()]
        names[len(text), len(text) + len(match[1])] = match[2]
        text += match[1]
        last = match.end()
    return Passage(language, text + item["text"][last:], names, tuple(item["ways"]))
