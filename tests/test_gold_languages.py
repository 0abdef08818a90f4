"""The gold of fourteen languages is in order: what is marked stands in the text, and every row has its form."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).parent / "gold" / "languages"
LANGUAGES = ("ar", "az", "de", "es", "fa", "fr", "hy", "ka", "kk", "pt", "ru", "tr", "uk", "zh")
MODES = {"rail", "road", "sea", "air", "pipeline", "waterway", "cable", "multimodal"}
STATUSES = {"operating", "planned", "under construction", "closed", "proposed", "unknown"}


def rows(language: str) -> list[dict[str, Any]]:
    """Read the passages of one language."""
    return [json.loads(line) for line in (FOLDER / f"{language}.jsonl").read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_marked_stands_in_the_text(language: str) -> None:
    """Each toponym and corridor is found at its offsets, and no two toponyms lie on each other."""
    for row in rows(language):
        text, last = row["text"], 0
        assert text == unicodedata.normalize("NFC", text), row["id"]
        for toponym in row["toponyms"]:
            assert text[toponym["start"] : toponym["end"]] == toponym["phrase"] != "", row["id"]
            assert toponym["start"] >= last, (row["id"], toponym["phrase"])
            last = toponym["end"]
        for corridor in row["corridors"]:
            assert text[corridor["start"] : corridor["end"]] == corridor["phrase"] != "", row["id"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_value_is_one_of_those_allowed(language: str) -> None:
    """Roles, modes, statuses and coordinates are what the form allows; a waypoint is a name marked in the text."""
    for row in rows(language):
        assert row["lang"] == language
        for toponym in row["toponyms"]:
            assert toponym["role"] in {"literal", "associative"}
            assert abs(toponym["lat"]) <= 90, row["id"]
            assert abs(toponym["lon"]) <= 180, row["id"]
            assert (toponym["lat"], toponym["lon"]) != (0, 0), (row["id"], toponym["en"])
        names = {toponym["en"] for toponym in row["toponyms"]}
        for corridor in row["corridors"]:
            assert corridor["mode"] in MODES, row["id"]
            assert corridor["status"] in STATUSES, row["id"]
            assert set(corridor["waypoints"]) <= names, (row["id"], corridor["phrase"])


def test_ids_are_used_once_and_some_passages_have_no_way() -> None:
    """Ids differ, and each language has passages that tell no way."""
    everything = [row for language in LANGUAGES for row in rows(language)]
    assert len({row["id"] for row in everything}) == len(everything)
    assert all(any(not row["corridors"] for row in rows(language)) for language in LANGUAGES)
