"""Whatever is read: 20,000 texts and the files of every reader, without one exception, each offset where it belongs."""

from __future__ import annotations

import time

import pytest
from fuzzing import damaged, fault_of, file_fault_of, mutant, readers, seeds
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geo import Gazetteer
from geo.courses import Catalogue

TEXTS = 20_000
FILES = 150  # of each kind
BUDGET_S = 240  # processor seconds, all tests of this module together: what is not tried in them is tried another day
GAZETTEER = Gazetteer.open()
CATALOGUE = Catalogue.load()


def test_twenty_thousand_texts_are_read():
    """Sentences cut, joined, doubled and salted raise nothing, and every phrase stands where it is said to stand."""
    known = seeds()
    until = time.process_time() + 0.7 * BUDGET_S
    tried, faults = 0, {}
    for number in range(TEXTS):
        text = mutant(number, known)
        if not text.strip():
            continue
        tried += 1
        fault = fault_of(text, GAZETTEER, CATALOGUE)
        if fault:
            faults[number] = fault
        if time.process_time() > until:
            break
    assert not faults, f"{len(faults)} of {tried}: {list(faults.items())[:5]}"


@pytest.mark.parametrize("number", [40_669_428])
def test_what_a_night_did_not_bear_is_read(number):
    """Texts that some longer run found: dashes in a row, with no name between them."""
    assert fault_of(mutant(number, seeds()), GAZETTEER, CATALOGUE) is None


@settings(deadline=None, max_examples=300, suppress_health_check=list(HealthCheck))
@given(st.text(alphabet=st.characters(codec=None), min_size=1, max_size=200).filter(str.strip))
def test_any_characters_are_read(text):
    """So does any string at all."""
    assert fault_of(text, GAZETTEER, CATALOGUE) is None


@pytest.mark.parametrize(
    ("suffix", "content", "reader"), readers(), ids=lambda value: value if isinstance(value, str) else ""
)
def test_any_file_of_a_user_is_read_or_refused(suffix, content, reader):
    """A file with some bytes changed is read, or refused in one line that says why."""
    assert file_fault_of(suffix, content, reader) is None
    until = time.process_time() + 0.3 * BUDGET_S / 11
    for number in range(FILES):
        fault = file_fault_of(suffix, damaged(content, number), reader)
        assert fault is None, (number, fault, damaged(content, number)[:200])
        if time.process_time() > until:
            break
