"""The catalogue of corridors known by name."""

from __future__ import annotations

import re
from importlib.resources import files
from itertools import pairwise
from typing import get_args

import pytest
import yaml

from geo import Gazetteer
from geo.courses import Catalogue
from geo.courses.catalogue_file import entries_in
from geo.courses.choosing import is_area, locate
from geo.courses.waypoints import entry_course
from geo.errors import DataError
from geo.gazetteer import fold
from geo.geodesy import distance_km
from geo.model import Mode, Status

ENTRIES = Catalogue.load().entries
ROUND_ABOUT = {
    ("ndn-kkt", "Bishkek"),  # from Taraz the road goes east to Bishkek and then south over the Tien Shan
    ("afghan-ring-road", "Kabul"),
}
SHORTEST, LONGEST = 0.95, 2.2


@pytest.fixture(scope="module")
def gazetteer():
    """Return the compiled gazetteer."""
    return Gazetteer.open()


def test_it_starts_with_a_dozen_of_the_region():
    """At least twelve corridors touch the South Caucasus or Central Asia."""
    region = {"AZ", "GE", "AM", "TM", "KZ", "UZ"}
    assert sum(bool(region & {stop.country for stop in entry.waypoints}) for entry in ENTRIES) >= 12


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda e: e.id)
def test_every_entry_can_be_drawn(entry, gazetteer):
    """Every entry has a mode and a status of the house, a source in words, and waypoints that are points."""
    assert entry.mode in get_args(Mode)
    assert entry.status in get_args(Status)
    assert entry.source
    for mode, stops in (*entry.leg_modes(), *((branch.mode, branch.waypoints) for branch in entry.branches)):
        for stop in stops:
            record = locate(stop.name, gazetteer, mode, country=stop.country)
            assert record is not None, stop
            assert record.country in {stop.country, ""}, stop
    course = entry_course(entry, gazetteer)
    assert course.stretches, course.reason
    assert len(course.waypoints) >= 2


def test_no_country_is_a_waypoint(gazetteer):
    """No waypoint of the catalogue is a country or a first-order region where a town has its name."""
    for entry in ENTRIES:
        for mode, stops in (*entry.leg_modes(), *((branch.mode, branch.waypoints) for branch in entry.branches)):
            for stop in stops:
                record = locate(stop.name, gazetteer, mode, country=stop.country)
                assert not (is_area(record) and record.kind in {"country", "region"}), (entry.id, str(stop))


def test_what_is_claimed_to_be_sourced_is():
    """No field says "unverified"; each source has a publisher and is named by a field that the entry has."""
    raw = yaml.safe_load((files("geo") / "data" / "corridors.yaml").read_text(encoding="utf-8"))
    named = {(entry["id"], field): key for entry in raw["corridors"] for field, key in entry.get("sources", {}).items()}
    assert {where for where, key in named.items() if key == "unverified"} == set()
    assert set(named.values()) == set(raw["sources"])
    assert [key for key, source in raw["sources"].items() if not source.get("publisher")] == []
    fields = {(entry["id"], field) for entry in raw["corridors"] for field, value in entry.items() if value}
    assert set(named) - fields == set()


def test_every_published_length_has_a_source():
    """A length that nobody is named for is not published."""
    assert [entry.id for entry in ENTRIES if entry.published is not None and not entry.published.source] == []


def test_at_least_400_ways_are_known_on_every_continent():
    """The catalogue knows 400 ways and more, 60 cables among them, in at least 150 countries."""
    assert len(ENTRIES) >= 400
    assert sum(entry.mode == "cable" for entry in ENTRIES) >= 60
    assert len({stop.country for entry in ENTRIES for stop in entry.stops}) >= 150


def test_names_are_found_in_any_spelling():
    """Dashes, case and diacritics do not matter when a corridor is looked up."""
    catalogue = Catalogue.load()
    known = catalogue.named("Baku–Tbilisi–Kars railway")
    assert known is not None
    assert catalogue.named("BAKU-TBILISI-KARS RAILWAY") is known
    assert catalogue.named("no such corridor") is None


def test_the_railway_goes_round_by_marabda_and_akhalkalaki():
    """The Baku–Tbilisi–Kars railway is told by way of Marabda and Akhalkalaki, never by the closed border at Gyumri."""
    names = [stop.name for stop in Catalogue.load().named("Baku–Tbilisi–Kars railway").waypoints]
    assert names.index("Marabda") < names.index("Akhalkalaki") < names.index("Kars")
    assert "Gyumri" not in names


WHOLE = {"id": "a", "name": "A–B railway", "mode": "rail", "status": "operating", "waypoints": ["A, GE", "B, GE"]}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"mode": "tram"}, "mode 'tram' unknown; expected one of rail, road"),
        ({"status": "fine"}, "status 'fine' unknown; expected one of"),
        ({"waypoints": ["A, GE"]}, "waypoints ['A, GE']; expected a list of at least 2"),
        ({"waypoints": ["A", "B, GE"]}, "waypoint 'A' is not of the form 'Name, CC'"),
        ({"name": ""}, "name ''; expected text; it is empty"),
        ({"sources": {"status": "nobody"}}, "source 'nobody' is not among the file's sources"),
        (
            {"legs": [{"mode": "fly", "from": "A, GE", "to": "B, GE"}]},
            "mode 'fly' unknown; expected one of rail",
        ),
        ({"legs": [{"mode": "rail", "start": "A, GE"}]}, "field 'start' unknown; expected some of mode, from, to"),
        ({"waypoint": ["A, GE"]}, "field 'waypoint' unknown; expected some of id, name, mode"),
        ({"aliases": "AB"}, "aliases 'AB'; expected a list"),
        ({"published_km": "long"}, "published_km 'long'; expected a number or nothing"),
        ({"published_km": 3, "published_between": ["A, GE", "C, GE"]}, "names C, GE, which is none of its waypoints"),
        ({"shape": [{"from": "A, GE", "to": "C, GE", "points": [[1, 2]]}]}, "expected two waypoints that follow"),
        (
            {"shape": [{"from": "A, GE", "to": "B, GE", "points": [[1, 95]]}]},
            "points item 1 item 2 95; expected a number <= 90.0",
        ),
        ({"shape": [{"from": "A, GE", "to": "B, GE", "points": ["x"]}]}, "points item 1 'x'; expected a list"),
        ({"shape": ["A, GE"]}, "shape item 1 'A, GE'; expected a mapping"),
        ({"branches": {"name": "C"}}, "expected a list or nothing"),
        ({"branches": [{"name": "C"}]}, "waypoints is missing; expected name, waypoints, mode"),
        ({"branches": [{"name": "C", "waypoints": ["B, GE"]}]}, "waypoints ['B, GE']; expected a list of at least 2"),
        ({"branches": [{"name": "C", "waypoints": ["C, GE", "D, GE"]}]}, "begins at C, GE, which the corridor"),
        (
            {"branches": [{"name": "C", "waypoints": ["B, GE", "C, GE"], "mode": "tram"}]},
            "mode 'tram' unknown; expected one of rail",
        ),
    ],
)
def test_a_wrong_entry_is_named(change, message):
    """A wrong entry is refused with its line, its id and what is allowed."""
    text = yaml.safe_dump({"corridors": [WHOLE | change]}, sort_keys=False)
    with pytest.raises(DataError) as caught:
        list(entries_in(yaml.safe_load(text), "corridors.yaml", text))
    place = re.match(r"corridors\.yaml line (\d+) \((a|C)\): ", str(caught.value))
    assert place
    assert 2 <= int(place[1]) <= len(text.splitlines())
    assert message in str(caught.value)


@pytest.mark.parametrize("data", [None, [], {"corridors": 3}, {"corridors": ["x"]}])
def test_a_file_of_another_shape_is_refused(data):
    """A file that is no catalogue is refused with what is expected."""
    with pytest.raises(DataError, match="expected"):
        list(entries_in(data, "corridors.yaml"))


OWN = """
corridors:
- id: own-line
  name: Kheops ore line
  aliases: [KOL]
  mode: rail
  status: planned
  waypoints: ["Tbilisi, GE", "Batumi, GE"]
- {id: hejaz-railway, name: Hejaz railway, mode: rail, status: planned, waypoints: ["Amman, JO", "Aqaba, JO"]}
"""


def test_own_corridors_come_before_ours(tmp_path):
    """A user's file adds corridors, and takes the place of ours of the same id."""
    path = tmp_path / "own.yaml"
    path.write_text(OWN, encoding="utf-8")
    catalogue = Catalogue.load(own_files=[path])
    assert len(catalogue) == len(ENTRIES) + 1
    assert catalogue.named("kol").id == "own-line"
    assert catalogue.get("hejaz-railway").status == "planned"
    assert Catalogue.load().named("kol") is None


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"corridors:\n[", r"own.yaml line \d: no YAML"),
        (b"\xff\xfe", r"own.yaml: not UTF-8"),
        (b"", r"own.yaml: there is no list 'corridors'"),
        (b"a,b,c", r"own.yaml: there is no list 'corridors'"),
        (b"corridors:\n- {id: a}", r"own.yaml line 2 \(a\): name is missing; expected id, name, mode"),
    ],
)
def test_a_file_of_own_corridors_that_is_none_is_refused(tmp_path, content, message):
    """The message names the file, the place in it and what is expected."""
    path = tmp_path / "own.yaml"
    path.write_bytes(content)
    with pytest.raises(DataError, match=message):
        Catalogue.load(own_files=[path])


def test_a_file_that_is_not_there_is_named(tmp_path):
    """A missing file of own corridors is named with what is expected."""
    with pytest.raises(DataError, match=r"nowhere.yaml: cannot be read \(No such file or directory\); expected a YAML"):
        Catalogue.load(own_files=[tmp_path / "nowhere.yaml"])


def test_no_corridor_turns_back_on_itself(gazetteer):
    """No waypoint lies far off the way between its neighbours: that would be another place of the same name."""
    zigzags = []
    for entry in ENTRIES:
        course = entry_course(entry, gazetteer)
        ways = [course.waypoints, *(each.waypoints for each in course.stretches if each.branch)]
        for before, stop, after in (three for way in ways for three in zip(way, way[1:], way[2:], strict=False)):
            a, b, c = ((w.lon, w.lat) for w in (before, stop, after))
            way, direct = distance_km(a, b) + distance_km(b, c), distance_km(a, c)
            if way > 2.2 * direct and way - direct > 100:
                zigzags.append((entry.id, stop.name))
    assert set(zigzags) <= ROUND_ABOUT


def test_published_lengths_agree_with_the_waypoints(gazetteer):
    """A published length is no shorter than the way from waypoint to waypoint, and not much longer than it.

    A coast or a valley may double the way; what is longer belongs to another way, and what is shorter to a part of it.
    """
    wrong = {}
    for entry in ENTRIES:
        if entry.published is not None:
            names = [stop.name for stop in entry.waypoints]
            first, last = names.index(entry.published.start.name), len(names) - 1
            last = last if entry.published_km is not None else names.index(entry.published.end.name)
            points = [(w.lon, w.lat) for w in entry_course(entry, gazetteer).waypoints[first : last + 1]]
            ratio = entry.published.km / sum(distance_km(a, b) for a, b in pairwise(points))
            wrong |= {} if SHORTEST <= ratio <= LONGEST else {entry.id: round(ratio, 2)}
    assert wrong == {}


BRANCHED = WHOLE | {
    "waypoints": ["Tbilisi, GE", "Gori, GE", "Batumi, GE"],
    "branches": [{"name": "Poti", "waypoints": ["Gori, GE", "Poti, GE"]}, {
        "name": "Ganja", "mode": "road", "waypoints": ["Tbilisi, GE", "Ganja, AZ"]}],
}  # fmt: skip


def test_branches_are_drawn_with_the_line(gazetteer):
    """A branch is a stretch of its own, in its own mode; the line's waypoints stay in order, and the note names it."""
    entry = next(entries_in({"corridors": [BRANCHED]}, "own.yaml"))
    course = entry_course(entry, gazetteer)
    assert [w.name for w in course.waypoints] == ["Tbilisi", "Gori", "Batumi"]
    assert [(s.branch, s.mode, len(s.waypoints)) for s in course.stretches] == [
        ("", "rail", 3),
        ("Poti", "rail", 2),
        ("Ganja", "road", 2),
    ]
    assert course.note == "Drawn with its branches: Poti, Ganja."
    assert [stop.name for stop in entry.stops] == ["Tbilisi", "Gori", "Batumi", "Poti", "Ganja"]


def test_no_name_means_two_corridors():
    """A name belongs to one entry, however it is spelled."""
    owners = {}
    for entry in ENTRIES:
        for name in (entry.name, *entry.aliases):
            owners.setdefault(fold(name), set()).add(entry.id)
    assert {name: ids for name, ids in owners.items() if len(ids) > 1} == {}


def test_an_id_stands_once():
    """Two entries of one id are refused."""
    with pytest.raises(DataError, match="stands twice"):
        list(entries_in({"corridors": [WHOLE, WHOLE]}, "corridors.yaml"))


def test_the_word_for_what_it_is_may_be_left_out_of_a_name():
    """A user types Baku–Tbilisi–Kars and means the railway; what several ways are called means none."""
    catalogue = Catalogue.load()
    assert catalogue.called("Baku–Tbilisi–Kars") == catalogue.named("Baku–Tbilisi–Kars railway") is not None
    assert catalogue.called("Lobito") == catalogue.named("Lobito Corridor")
    assert catalogue.called("Xyzzy") is None


def test_the_railway_of_angola_is_not_the_whole_corridor():
    """Benguela's railway ends at Luau; the Lobito Corridor goes on to Tenke."""
    catalogue = Catalogue.load()
    railway, corridor = catalogue.named("Benguela railway"), catalogue.named("Lobito Corridor")
    assert [stop.name for stop in railway.ends] == ["Lobito", "Luau"]
    assert [stop.name for stop in corridor.ends] == ["Lobito", "Tenke"]
