"""The front door of tracing: what is asked, what is kept, what is said."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import geo.tracing
from geo.errors import TracingError
from geo.geodesy import distance_km, length_km
from geo.model import Waypoint
from geo.tracing import sources, trace, tracer
from geo.tracing.trace_cache import keep, kept

BAKU = Waypoint("Baku", 49.867, 40.409, "test:baku")
TBILISI = Waypoint("Tbilisi", 44.783, 41.717, "test:tbilisi")
KABUL = Waypoint("Kabul", 69.172, 34.529, "test:kabul", basis="inferred")
ANKARA = Waypoint("Ankara", 32.854, 39.920, "test:ankara", basis="catalogued")

places = st.tuples(st.floats(-180, 180), st.floats(-85, 85))


def stops(coordinates):
    """Make waypoints of coordinates."""
    return [Waypoint(f"P{i}", lon, lat, f"test:{i}") for i, (lon, lat) in enumerate(coordinates)]


@pytest.fixture
def own_cache(tmp_path, monkeypatch):
    """Give a test a cache of its own."""
    monkeypatch.setenv("CORRIDORS_CACHE", str(tmp_path))
    return tmp_path


def test_a_flight_is_a_great_circle():
    """London Heathrow to New York JFK is 5,555 km, drawn as one great circle, with nothing to excuse."""
    ends = [Waypoint("LHR", -0.4543, 51.4700, "test:lhr"), Waypoint("JFK", -73.7781, 40.6413, "test:jfk")]
    (leg,) = trace(ends, "air")
    assert (leg.precision, leg.source, leg.reason) == ("great-circle", "geodesic on WGS 84", "")
    assert leg.length_km == pytest.approx(5555, rel=0.005)
    assert max(lat for _, lat in leg.line) > 52  # it bends north of both


@settings(deadline=None)
@given(st.lists(places, min_size=2, max_size=6, unique=True), st.sampled_from(["air", "pipeline", "multimodal"]))
def test_legs_join_and_longitudes_run_on(coordinates, mode):
    """Each leg begins where the one before ends, and no line jumps over the antimeridian, in any hemisphere."""
    legs = trace(stops(coordinates), mode)
    assert len(legs) == len(coordinates) - 1
    for before, after in pairwise(legs):
        assert before.line[-1] == pytest.approx(after.line[0])
    for leg in legs:
        assert all(abs(q[0] - p[0]) <= 180 for p, q in pairwise(leg.line))
        assert leg.length_km == pytest.approx(length_km(leg.line), rel=1e-6, abs=1e-6)


@settings(deadline=None)
@given(st.lists(places, min_size=2, max_size=5, unique=True))
def test_a_flight_back_is_as_long(coordinates):
    """The way back has the same length."""
    there, back = trace(stops(coordinates), "air"), trace(stops(coordinates[::-1]), "air")
    assert sum(leg.length_km for leg in there) == pytest.approx(sum(leg.length_km for leg in back), abs=1e-6)


def test_a_flight_over_the_antimeridian_runs_on_past_180():
    """Two degrees of the equator, 222.639 km, go east over 180° without jumping back."""
    (leg,) = trace([Waypoint("W", 179.0, 0.0, "t:1"), Waypoint("E", -179.0, 0.0, "t:2")], "air")
    assert leg.line[-1][0] == pytest.approx(181)
    assert leg.length_km == pytest.approx(222.639, abs=0.001)


def test_a_pipeline_through_named_places_is_schematic():
    """There are no route data for pipelines: the line says that it only joins the named places."""
    legs = trace([BAKU, TBILISI, ANKARA], "pipeline")
    assert {leg.precision for leg in legs} == {"schematic"}
    plain, known = (
        "no route data for pipelines; drawn through its named waypoints; its length is",
        "drawn along a line of ",
    )
    assert all(leg.reason.startswith((plain, known)) for leg in legs)


def test_a_pipeline_between_two_places_is_straight():
    """With two ends alone there is no route at all."""
    (leg,) = trace([BAKU, ANKARA], "pipeline")
    assert leg.precision == "straight"
    assert leg.reason.startswith("no route data for pipelines; drawn straight between its ends")


def test_a_pipeline_is_told_longer_than_it_is_drawn_straight():
    """Pipelines wind: of those with a published length the middle one is a tenth longer than through its waypoints."""
    (leg,) = trace([BAKU, ANKARA], "pipeline")
    assert 1.05 < leg.network_km / leg.length_km < 1.12
    assert "reckoned 8% longer" in leg.reason


def test_a_multimodal_corridor_is_straight_and_says_why():
    """Without legs of its own a multimodal corridor follows no network."""
    legs = trace([BAKU, TBILISI, ANKARA], "multimodal")
    assert {leg.precision for leg in legs} == {"straight"}
    assert "no single network carries a multimodal corridor" in legs[0].reason


@pytest.mark.parametrize(
    ("points", "bases"),
    [([BAKU, TBILISI], ["stated"]), ([BAKU, ANKARA, KABUL], ["catalogued", "inferred"]), ([KABUL, BAKU], ["inferred"])],
)
def test_a_leg_stands_on_the_weaker_of_its_waypoints(points, bases):
    """Stated only where both ends are stated; inferred as soon as one is."""
    assert [leg.basis for leg in trace(points, "air")] == bases


@pytest.mark.parametrize("points", [[], [BAKU], [BAKU, replace(BAKU, name="Baku again")]])
def test_fewer_than_two_places_are_refused(points):
    """The message names the mode, what was given and what is needed."""
    named = ", ".join(point.name for point in points) or "nothing"
    with pytest.raises(TracingError, match=rf"a rail line through {named}: it needs two or more places that differ"):
        trace(points, "rail")


def test_an_unknown_mode_is_refused():
    """The message lists the modes there are."""
    with pytest.raises(TracingError, match="mode 'canoe' unknown; expected one of rail, road, sea, air, pipeline"):
        trace([BAKU, TBILISI], "canoe")


def test_a_place_named_twice_in_a_row_makes_no_empty_leg():
    """Baku, Baku, Tbilisi is Baku, Tbilisi."""
    assert [(leg.start, leg.end) for leg in trace([BAKU, BAKU, TBILISI], "air")] == [("Baku", "Tbilisi")]


def test_a_repeated_request_is_read_back(own_cache, monkeypatch):
    """The second answer equals the first and is not traced again."""
    first = trace([BAKU, TBILISI], "rail")
    monkeypatch.setattr(tracer, "_traced", lambda *_: pytest.fail("traced again"))
    assert trace([BAKU, TBILISI], "rail") == first
    assert len(list((own_cache / "traces").glob("*.json"))) == 1


@pytest.mark.parametrize(
    "damage",
    ["", "[]", "null", "{", '[{"start": "x"}]', "\x00" * 50, '{"a": 1}', "[[1, 2]]"],
)
def test_a_damaged_answer_is_traced_again(own_cache, damage):
    """Whatever stands in the file, the answer is right and the file is mended."""
    first = trace([BAKU, TBILISI], "rail")
    (file,) = (own_cache / "traces").glob("*.json")
    file.write_text(damage)
    assert trace([BAKU, TBILISI], "rail") == first
    assert len(json.loads(file.read_text())) == len(first)


def test_an_answer_with_impossible_values_is_not_believed(own_cache):
    """A kept leg is checked like any other."""
    legs = trace([BAKU, TBILISI], "air")
    keep("key", legs)
    assert kept("key") == legs
    (file,) = (own_cache / "traces").glob("*.json")
    file.write_text(file.read_text().replace("40.409", "140.409"))
    assert kept("key") is None


def test_other_closures_give_another_answer(own_cache):
    """Kept answers depend on the closures they were made with."""
    trace([BAKU, TBILISI], "rail")
    trace([BAKU, TBILISI], "rail", closures=())
    assert len(list((own_cache / "traces").glob("*.json"))) == 2


def test_a_cache_that_cannot_be_written_is_no_error(own_cache):
    """The line is traced all the same."""
    (own_cache / "traces").write_text("a file stands in the way")
    assert trace([BAKU, TBILISI], "rail")


@pytest.mark.usefixtures("own_cache")
def test_many_threads_get_one_answer():
    """Threads that ask together all get the whole line."""
    found = []
    threads = [threading.Thread(target=lambda: found.append(trace([BAKU, TBILISI], "rail"))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8
    assert len(set(found)) == 1


@pytest.mark.usefixtures("own_cache")
def test_importing_and_reading_back_stays_light():
    """Neither tracing itself nor a kept answer loads numpy, scipy, shapely or yaml."""
    trace([BAKU, TBILISI], "rail")
    script = (
        "import sys, geo; before = set(sys.modules);"
        "from geo.model import Waypoint; from geo.tracing import trace;"
        "trace([Waypoint('Baku', 49.867, 40.409, 'test:baku'), Waypoint('Tbilisi', 44.783, 41.717, 'test:tbilisi')],"
        "'rail'); print(sorted({'numpy', 'scipy', 'shapely', 'yaml', 'pyproj'} & (set(sys.modules) - before)))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_sources_name_what_lines_are_drawn_from():
    """Each data source states version, licence and attribution; OpenStreetMap is credited."""
    found = {source.id: source for source in sources()}
    assert found["scgraph-data"].version == "2.0.0"
    assert found["scgraph-data"].licence == "ODbL-1.0"
    assert "OpenStreetMap contributors" in found["scgraph-data"].attribution
    assert all(source.licence and source.attribution and source.version for source in found.values())


def test_the_public_face_is_what_it_says():
    """Every name in __all__ is there."""
    assert all(hasattr(geo.tracing, name) for name in geo.tracing.__all__)


def test_straight_lines_do_not_pass_for_the_railway():
    """A straight Baku–Kars line is far from the published 826 km: the length check can fail."""
    assert distance_km((49.85, 40.38), (43.09, 40.61)) / 826 < 0.93
