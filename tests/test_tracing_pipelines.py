"""Pipelines through several places that all lie along one that is known."""

from __future__ import annotations

import pytest

from geo.geodesy import distance_km
from geo.model import Waypoint
from geo.tracing import trace

KIPOI, KAVALA, KASTORIA, FIER, MELENDUGNO = (
    Waypoint("Kipoi", 26.31, 40.93, "a"),
    Waypoint("Kavala", 24.41, 40.94, "b"),
    Waypoint("Kastoria", 21.26, 40.52, "c"),
    Waypoint("Fier", 19.56, 40.73, "d"),
    Waypoint("Melendugno", 18.36, 40.29, "e"),
)
TAP_KM = 878  # bp


def told(legs):
    """Return the length that some legs are told to have."""
    return sum(leg.length_km if leg.network_km is None else leg.network_km for leg in legs)


def test_a_pipeline_through_towns_along_a_known_one_is_as_long_as_that():
    """However near the towns lie to one another, all of them together say which pipeline it is."""
    legs = trace([KIPOI, KAVALA, KASTORIA, FIER, MELENDUGNO], "pipeline")
    assert told(legs) == pytest.approx(TAP_KM, rel=0.01)
    assert {leg.reason.split(",")[0] for leg in legs} == {"drawn along a line of Trans Adriatic Pipeline"}


def test_it_is_drawn_through_its_own_bends_where_it_has_any():
    """What an author has set down of a pipeline's course wins over our line of it; its length does not change."""
    bends = [[(25.15, 41.07)], [(23.0, 41.0)], [], []]
    legs = trace([KIPOI, KAVALA, KASTORIA, FIER, MELENDUGNO], "pipeline", bends=bends)
    assert min(distance_km((25.15, 41.07), point) for point in legs[0].line) < 0.1
    assert "bends set down by hand" in legs[0].reason
    assert told(legs) == pytest.approx(TAP_KM, rel=0.01)


def test_no_leg_is_told_shorter_than_it_is_drawn():
    """A leg's share of a pipeline goes by its own line, whichever towns divide it."""
    for leg in trace([KIPOI, KAVALA, KASTORIA, FIER, MELENDUGNO], "pipeline"):
        assert leg.network_km >= leg.length_km


def test_a_pipeline_that_leaves_a_known_one_is_not_that():
    """Places far off the line, or a short part of it, are drawn as what they are."""
    athens = Waypoint("Athens", 23.73, 37.98, "f")
    legs = trace([KIPOI, athens, MELENDUGNO], "pipeline")
    assert all("Trans Adriatic" not in leg.reason for leg in legs)


def test_one_that_runs_to_and_fro_is_not_that_either():
    """A known pipeline has one direction."""
    legs = trace([KAVALA, KIPOI, MELENDUGNO], "pipeline")
    assert all("share of" not in leg.reason for leg in legs)
    assert told(legs) > TAP_KM
