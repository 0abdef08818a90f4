"""What Python tells the page is said once, and the scripts are checked against it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from layers.frames import to_frames
from layers.map import contract
from layers.map.page_data import content
from layers.map.typescript import as_typescript

DECLARED = Path(contract.__file__).with_name("contract.d.ts")


@pytest.fixture(scope="module")
def told(atlas):
    """Return what the page of the small article is told, as JSON has it."""
    return json.loads(json.dumps(content(to_frames(atlas))))


def test_the_declarations_are_those_of_the_contract():
    """contract.d.ts says what contract.py says."""
    assert DECLARED.read_text(encoding="utf-8") == as_typescript()


@pytest.mark.parametrize(("part", "kind"), [("places", "PlaceTold"), ("corridors", "CorridorTold")])
def test_the_page_is_told_what_the_contract_says(told, part, kind):
    """Every field of a place and of a corridor is declared, in the order in which it is told."""
    body = re.search(rf"interface {kind} {{(.*?)}}", DECLARED.read_text(encoding="utf-8"), re.DOTALL).group(1)
    declared = re.findall(r"^  (\w+)\??:", body, re.MULTILINE)
    assert told[part]
    for row in told[part]:
        assert list(row) == [field for field in declared if field in row]


def test_a_leg_is_as_long_as_its_declaration(told):
    """A leg is a list of the declared length: five numbers of words, then lines."""
    leg = told["corridors"][0]["legs"][0]
    assert len(leg) == len(contract.LegTold._fields)
    assert all(isinstance(number, int) for number in leg[:5])
    assert all(isinstance(line, str) for line in leg[5])


def test_kinds_of_values_are_told_apart():
    """Lists, mappings, choices and what may be left out are declared as TypeScript has them."""
    text = as_typescript()
    assert "evidence: Array<Reference>;" in text
    assert "countries: Record<string, string>;" in text
    assert "length_km: number | null;" in text
    assert "corpus?: CorpusTold;" in text
    assert "documents?: number;" in text
