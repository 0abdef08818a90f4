"""Which of many stretches a given one meets, against asking each of them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from geo.overlap import Overlaps

STRETCH = st.tuples(st.integers(0, 30), st.integers(1, 8)).map(lambda pair: (pair[0], sum(pair)))


@given(st.lists(STRETCH, max_size=12), STRETCH)
def test_stretches_are_found_as_by_asking_each(stretches, asked):
    """Whatever the stretches, those that share a part with one, and whether one holds it whole, are all found."""
    first, last = asked
    known = Overlaps(stretches)
    met = [number for number, (a, b) in enumerate(stretches) if a < last and first < b]
    assert known.numbers(first, last) == met
    assert known.meets(first, last) == bool(met)
    assert known.holds(first, last) == any(a <= first and last <= b for a, b in stretches)
