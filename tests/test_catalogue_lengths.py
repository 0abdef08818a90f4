"""Drawn lengths of the catalogue's corridors against lengths that others published."""

from __future__ import annotations

import itertools

import pytest

from geo import trace
from geo.courses import Catalogue
from geo.gazetteer import Gazetteer
from geo.geodesy import distance_km, length_km
from geo.model import Waypoint
from geo.tracing import trace as trace_through
from geo.tracing.bends import through as geodesic_through

LEAST, MOST = 0.95, 1.05
WANTED = 25
LONGEST_CHORD_KM = 15.0
KARS_KM = 826
AKHALKALAKI = (43.49, 41.40)
PLACES = {
    "Baku": (49.85, 40.38),
    "Ganja": (46.36, 40.68),
    "Tbilisi": (44.80, 41.723),
    "Gyumri": (43.85, 40.785),
    "Kars": (43.09, 40.61),
}


@pytest.fixture(scope="module")
def ratios():
    """Return drawn over published length of every corridor whose published length has a source, by id.

    Cables are left out: what is published is the cable of a whole system, with slack and branches we do not draw.
    """
    gazetteer, found = Gazetteer.open(), {}
    for entry in Catalogue.load().entries:
        if entry.published is not None and entry.published.source and entry.mode != "cable":
            corridor = trace(entry.name, gazetteer=gazetteer)
            names = [stop.name for stop in entry.waypoints]
            part = names[names.index(entry.published.start.name) : names.index(entry.published.end.name) + 1]
            within = set(itertools.pairwise(part if entry.published_km is None else names))
            legs = [leg for leg in corridor.legs if (leg.start, leg.end) in within]
            found[entry.id] = sum(leg.length_km for leg in legs) / entry.published.km
    return found


def is_kars_railway(line):
    """Tell whether a line passes for Baku–Tbilisi–Kars: as long as published, and near Akhalkalaki, where gauges meet.

    The length alone would let the way over Gyumri pass, which is nearly as long.
    """
    nearest = min(distance_km(AKHALKALAKI, point) for point in line)
    return LEAST <= length_km(line) / KARS_KM <= MOST and nearest <= LONGEST_CHORD_KM


def test_drawn_lengths_are_those_published(ratios):
    """At least 25 corridors are drawn within 5 % of the length published for them; the table hides none."""
    for id_, ratio in sorted(ratios.items(), key=lambda item: -abs(item[1] - 1)):
        print(f"{id_:28} {ratio:.3f} {'' if LEAST <= ratio <= MOST else 'outside'}")  # noqa: T201
    assert sum(LEAST <= ratio <= MOST for ratio in ratios.values()) >= WANTED


def test_no_drawn_length_is_absurd(ratios):
    """No line is half as long again as published, nor a third shorter: it would be another way."""
    assert {id_: ratio for id_, ratio in ratios.items() if not 0.7 < ratio < 1.5} == {}


def test_baku_tbilisi_kars_has_no_chord_over_15_km():
    """The railway is drawn through its stations and bends, no straight piece longer than 15 km."""
    legs = trace("Baku–Tbilisi–Kars railway").legs
    line = [point for leg in legs for point in leg.line]
    longest = max(distance_km(p, q) for p, q in itertools.pairwise(line))
    assert longest <= LONGEST_CHORD_KM
    assert is_kars_railway(line)


@pytest.mark.parametrize("names", [("Baku", "Kars"), ("Baku", "Tbilisi", "Kars"), ("Baku", "Ganja", "Tbilisi", "Kars")])
def test_straight_lines_to_kars_fail_the_same_check(names):
    """The straight line fails the check that the drawn railway passes, however many cities it is drawn through."""
    assert not is_kars_railway(geodesic_through([PLACES[name] for name in names]))


def test_the_way_over_gyumri_fails_the_same_check():
    """With the closed border open, the way over Gyumri fails the check too."""
    stops = [Waypoint(name, *PLACES[name], f"test:{name}") for name in ("Baku", "Tbilisi", "Gyumri", "Kars")]
    legs = trace_through(stops, "rail", closures=())
    assert not is_kars_railway([point for leg in legs for point in leg.line])
