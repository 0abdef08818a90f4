"""What is put right in the world's junctions, and which lines are refused."""

from __future__ import annotations

import numpy as np
import pytest
import yaml

from geo.courses.charting import trace
from geo.courses.countries_passed import crossed
from geo.errors import TracingError
from geo.geodesy import length_km
from geo.tracing.data_files import BORDERS
from geo.tracing.graph import arrange, network_of
from geo.tracing.junction_fixes import mend
from geo.tracing.links import Link, load_links
from geo.tracing.pipelines import load_pipelines


def network(nodes, ways, **more):
    """Return a mended network of nodes (lon, lat) and ways (start, end, km)."""
    lons, lats = np.array(nodes, dtype=float).T
    a, b, km = (np.array(column) for column in zip(*ways, strict=True))
    none = np.zeros(2 * len(a), dtype=np.bool_)
    both = (np.concatenate((a, b)), np.concatenate((b, a)), np.concatenate((km, km)).astype(float), none)
    return network_of(mend(arrange(lons, lats, both), more.pop("carrier", "rail"), more.pop("links", ())))


def test_lines_that_end_near_one_another_are_joined():
    """Two railways of 55 km whose ends lie 8 km apart become one, with a way that is marked as a bridge."""
    found = network([(10, 50.0), (10, 50.5), (10, 50.57), (10, 51.07)], [(0, 1, 56), (2, 3, 56)])
    assert int(found.bridged.sum()) == 2  # one in each direction
    assert float(found.km[found.bridged][0]) == pytest.approx(7.8, abs=0.1)


def test_sidings_are_not_joined():
    """A piece of 10 km that touches nothing stays apart."""
    found = network([(10, 50.0), (10, 50.5), (10, 50.57), (10, 50.66)], [(0, 1, 56), (2, 3, 10)])
    assert not found.bridged.any()


def test_a_chord_that_passes_for_a_length_is_reckoned():
    """A road as long as its chord gets the bends that roads have, and says that it was reckoned."""
    found = network([(10, 50.0), (10, 50.5)], [(0, 1, 55.6)], carrier="road")
    assert found.reckoned.all()
    assert 1.05 < float(found.km[0]) / 55.6 < 1.12


def test_a_ferry_joins_two_railways():
    """A link lands on the nearest point of each, and its way is as long as is published."""
    ferry = Link("Made ferry", "rail", "ferry", 300.0, ((50.0, 40.02), (53.0, 40.02)))
    found = network([(49.5, 40.0), (50.0, 40.0), (53.0, 40.0), (53.5, 40.0)], [(0, 1, 43), (2, 3, 43)], links=[ferry])
    assert float(found.km[found.link == 1].max()) == pytest.approx(300)


@pytest.mark.parametrize("link", load_links(), ids=lambda link: link.name)
def test_no_link_is_shorter_than_its_chord(link):
    """A published length is no less than the direct line, and no more than twice the line drawn."""
    drawn = sum(link.parts_km())
    assert drawn == pytest.approx(link.km)


@pytest.mark.parametrize("pipeline", load_pipelines(), ids=lambda pipeline: pipeline.name)
def test_no_pipeline_is_drawn_longer_than_it_is(pipeline):
    """The line by hand is between half of the published length and a twentieth more than it."""
    assert 0.35 < length_km(pipeline.line) / pipeline.km < 1.06


@pytest.mark.parametrize(
    ("names", "mode", "message"),
    [
        (("Kars", "Gyumri"), "rail", "closed since 1993"),
        (("Sydney", "Jakarta"), "rail", "a straight line of .* would be false"),
        (("Moscow", "Baku"), "sea", "no way by water"),
    ],
)
def test_a_false_line_is_not_drawn(names, mode, message):
    """Across a closed border, between railways that do not meet, by sea over land: the reason is told instead."""
    with pytest.raises(TracingError, match=message):
        trace(names, mode=mode)


def test_a_train_goes_to_sea_on_a_ferry():
    """From Baku to Ashgabat a leg lies on the Caspian, and the corridor says at which port it changes."""
    corridor = trace(["Baku", "Ashgabat, TM"], mode="rail")
    assert [leg.reason for leg in corridor.legs if leg.mode == "sea"] == ["Alat–Turkmenbashi train ferry"]
    assert ("TM", "sea", "AZ")[1] in crossed(corridor).words


def test_at_home_a_train_stays_at_home():
    """The way from Moscow to Vladivostok does not leave Russia, though one through China is shorter."""
    corridor = trace(["Moscow, RU", "Vladivostok, RU"], mode="rail")
    assert {code for code, _ in crossed(corridor).countries} <= {"RU", ""}


def test_what_a_corridor_crosses_is_told_in_order():
    """Baku–Tbilisi–Kars lies in three countries, and trains change gauge at the border of Turkey."""
    found = crossed(trace("Baku–Tbilisi–Kars railway"))
    assert [code for code, _ in found.countries] == ["AZ", "GE", "TR"]
    assert sum(km for _, km in found.countries) == pytest.approx(826, rel=0.07)
    assert [border.gauges for border in found.borders] == [None, (1520, 1435)]


def test_a_hole_in_a_main_line_is_closed():
    """Two ends of one line that look at one another over 20 km are joined, though the two hang together far away."""
    far = [(10.0, 50.0), (10.0, 50.4), (10.0, 50.58), (10.0, 51.0), (12.0, 51.0), (12.0, 50.0)]
    found = network(far, [(0, 1, 45), (2, 3, 47), (3, 4, 140), (4, 5, 111), (5, 0, 143)])
    assert float(found.km[found.bridged][0]) == pytest.approx(20.0, abs=0.1)


def test_ends_that_look_elsewhere_are_no_hole():
    """A terminus in a town and another beside it, both facing the sea, stay apart."""
    beside = [(10.0, 50.0), (10.0, 50.4), (10.08, 50.4), (10.08, 50.0), (12.0, 50.0), (12.0, 49.0), (10.0, 49.0)]
    ways = [(0, 1, 45), (2, 3, 45), (3, 4, 137), (4, 5, 111), (5, 6, 146), (6, 0, 111)]
    assert not network(beside, ways).bridged.any()


def test_roads_that_face_each_other_are_no_hole():
    """Roads end in the open everywhere: nothing is laid over the mountain between two of them."""
    far = [(10.0, 50.0), (10.0, 50.4), (10.0, 50.58), (10.0, 51.0), (12.0, 51.0), (12.0, 50.0)]
    found = network(far, [(0, 1, 45), (2, 3, 47), (3, 4, 140), (4, 5, 111), (5, 0, 143)], carrier="road")
    assert not found.bridged.any()


def test_a_road_that_bends_is_longer_than_the_data_keep():
    """A road a tenth longer than its chord gets another tenth; one that runs straight keeps its length."""
    found = network([(10, 50.0), (10, 50.5), (10, 51.0)], [(0, 1, 61.2), (1, 2, 55.8)], carrier="road")
    lengths = sorted({round(float(km), 1) for km in found.km})
    assert lengths[0] == pytest.approx(56.0, abs=0.2)
    assert lengths[1] == pytest.approx(61.2 * 61.2 / 55.6, abs=0.3)


def test_a_way_twice_the_direct_one_is_drawn_where_the_road_goes_round_too():
    """The railway from Tbilisi to Yerevan goes round by Gyumri: 374 km by its timetable, 170 km as the crow flies."""
    corridor = trace(["Tbilisi, GE", "Yerevan, AM"], mode="rail")
    assert corridor.length_km == pytest.approx(374, rel=0.05)
    assert {leg.precision for leg in corridor.legs} == {"schematic"}
    assert "more than twice the direct" in corridor.legs[0].reason
    assert "by road it is" in corridor.legs[0].reason


def test_most_pipelines_name_the_page_of_their_length():
    """Two in three pipelines say where their length was read, with an address or the publisher's title."""
    named = [each for each in load_pipelines() if each.source]
    assert len(named) >= 40
    assert len(load_pipelines()) >= 60
    assert all(len(each.source) > 3 for each in named)


def test_every_list_of_borders_and_gauges_says_where_it_was_read():
    """Each gauge and the list of open borders has a source, or says that it has none."""
    content = yaml.safe_load(BORDERS.read_text(encoding="utf-8"))
    assert set(content["sources"]) == {"open", *content["gauges"]}
    assert all(len(str(source)) > 8 for source in content["sources"].values())
