"""Movements that are no way for others: every row of the data holds where it should, and nowhere else."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from routes_found import found

import geo

TABLE = Path(geo.__file__).parent / "data" / "en" / "vetoes.csv"
ROWS = list(csv.DictReader(TABLE.read_text(encoding="utf-8").splitlines()))
VETOES = [row for row in ROWS if row["looks at"] != "also a trip"]


@pytest.mark.parametrize("row", VETOES, ids=lambda row: row["holds"])
def test_what_is_no_way_for_others_is_left_alone(row):
    """One person's trip, a crash, an industry give no corridor."""
    assert not found(row["holds"])


@pytest.mark.parametrize("row", VETOES, ids=lambda row: row["must not hold"])
def test_a_veto_reaches_no_further(row):
    """A way in nearly the same words is found."""
    assert found(row["must not hold"])


def test_every_row_has_both_sentences():
    """No veto stands without a sentence where it holds and one where it must not."""
    assert all(row["words"] and row["holds"] and row["must not hold"] for row in ROWS)
