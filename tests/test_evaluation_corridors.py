"""Corridors against gold: what counts as found, and what a false one costs."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.errors import SourceError
from geo.evaluation.corridors import score_corridors


def corridor(start, end, mode="rail", *waypoints, status="operating", directed=False):
    """Return a corridor as ``corridors geoparse`` writes it."""
    return {
        "start": start,
        "end": end,
        "phrase": f"{start}:{end}",
        "name": None,
        "mode": mode,
        "status": status,
        "directed": directed,
        "waypoints": list(waypoints),
    }


def score(gold, found):
    """Score one text."""
    return score_corridors([{"corridors": gold}], [{"corridors": found}])


def test_a_phrase_that_overlaps_is_detected_and_one_that_only_touches_is_not():
    """One shared character is enough, none is not."""
    assert score([corridor(0, 10)], [corridor(9, 20)]).detection.right == 1
    assert score([corridor(0, 10)], [corridor(10, 20)]).detection.right == 0


def test_mode_and_waypoints_are_asked_for_one_after_the_other():
    """A corridor of another mode is detected only; with other places it has its mode; whole it is with all."""
    gold = [corridor(0, 10, "rail", "Baku", "Kars")]
    other_mode = score(gold, [corridor(0, 10, "road", "Baku", "Kars")])
    assert (other_mode.detection.right, other_mode.with_mode.right, other_mode.whole.right) == (1, 0, 0)
    other_places = score(gold, [corridor(0, 10, "rail", "Baku", "Tbilisi", "Kars")])
    assert (other_places.detection.right, other_places.with_mode.right, other_places.whole.right) == (1, 1, 0)
    assert score(gold, gold).whole.right == 1


def test_a_line_is_the_same_either_way_round_and_a_movement_is_not():
    """Only where the gold says one way does the order of two ends matter."""
    found = [corridor(0, 9, "rail", "Kars", "Baku")]
    assert score([corridor(0, 9, "rail", "Baku", "Kars")], found).whole.right == 1
    assert score([corridor(0, 9, "rail", "Baku", "Kars", directed=True)], found).whole.right == 0
    inner = [corridor(0, 9, "rail", "Baku", "Kars", "Tbilisi")]
    assert score([corridor(0, 9, "rail", "Baku", "Tbilisi", "Kars")], inner).whole.right == 0


def test_spellings_of_a_name_are_one():
    """Diacritics, hyphens and case set no two names apart."""
    found = [corridor(0, 9, "rail", "Böyük Kəsik", "mazar i sharif")]
    assert score([corridor(0, 9, "rail", "Boyuk Kasik", "Mazar-i-Sharif")], found).whole.right == 1


def test_one_found_corridor_answers_once_and_as_many_are_paired_as_can_be():
    """Nested phrases are paired so that most of them count, whatever their order."""
    gold = [corridor(0, 100, "air"), corridor(10, 20, "rail")]
    assert score(gold, [corridor(0, 100, "air")]).detection.right == 1
    assert score(gold, [corridor(12, 18, "rail"), corridor(50, 60, "air")]).detection.right == 2
    assert score(gold, [corridor(50, 60, "air"), corridor(12, 18, "rail")]).whole.right == 2


def test_what_is_found_where_there_is_nothing_costs_precision():
    """Two texts with one corridor between them and three found: a third of what was found is right."""
    gold = [{"corridors": [corridor(0, 5)]}, {"corridors": []}]
    found = [{"corridors": [corridor(0, 5)]}, {"corridors": [corridor(0, 5), corridor(7, 9)]}]
    scores = score_corridors(gold, found)
    assert scores.whole.precision == pytest.approx(1 / 3)
    assert scores.whole.recall == 1
    assert scores.whole.f1 == pytest.approx(0.5)
    assert (scores.negatives, scores.negatives_clean) == (1, 0)
    assert scores.spurious == ((1, "0:5"), (1, "7:9"))


def test_status_and_direction_are_told_of_what_was_found_whole():
    """Of two corridors found whole one has the right status, and both the right direction."""
    gold = [corridor(0, 5, status="closed"), corridor(6, 9, status="planned")]
    scores = score(gold, [corridor(0, 5, status="closed"), corridor(6, 9)])
    assert (scores.status.recall, scores.direction.recall) == (0.5, 1)


def test_each_mode_is_told_apart():
    """A mode has its own precision and recall."""
    scores = score([corridor(0, 5, "sea"), corridor(6, 9, "air")], [corridor(0, 5, "sea"), corridor(6, 9, "rail")])
    assert scores.by_mode["sea"].f1 == 1
    assert (scores.by_mode["air"].recall, scores.by_mode["rail"].precision) == (0, 0)
    assert scores.as_dict()["by_mode"]["sea"]["gold"] == 1


def test_nothing_asked_and_nothing_found_is_right():
    """An empty text without a corridor is no fault."""
    assert score([], []).whole.f1 == 1


@pytest.mark.parametrize(
    ("gold", "found", "words"),
    [
        ([{"corridors": []}], [], "1 texts in the gold but 0 predicted"),
        ([{}], [{"corridors": []}], 'text 0 of the gold has no list "corridors"'),
        ([{"corridors": []}], [{"corridors": [{"start": 0, "end": 4}]}], "lacks mode, waypoints, status, directed"),
    ],
)
def test_what_cannot_be_compared_is_named(gold, found, words):
    """A wrong number of texts or a corridor without its fields is an error that says which."""
    with pytest.raises(SourceError, match=words):
        score_corridors(gold, found)


SPANS = st.lists(
    st.tuples(st.integers(0, 20), st.integers(1, 9), st.sampled_from(["rail", "sea"])).map(
        lambda t: corridor(t[0], t[0] + t[1], t[2])
    ),
    max_size=6,
)


@settings(deadline=None)
@given(SPANS, SPANS)
def test_stricter_levels_never_count_more(gold, found):
    """Whole ≤ with mode ≤ detection ≤ both sides, and swapping the sides swaps precision and recall."""
    scores = score(gold, found)
    levels = [scores.whole.right, scores.with_mode.right, scores.detection.right]
    assert levels == sorted(levels)
    assert levels[-1] <= min(len(gold), len(found))
    assert score(found, gold).detection.right == scores.detection.right
