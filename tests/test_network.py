"""The user's own OpenStreetMap: an extract is compiled once, and lines follow it where it covers both ends."""

import numpy as np
import osmium
import pytest
from osmium.osm.mutable import Node, Way

from geo.errors import DataError
from geo.gazetteer.osm_places import table_of
from geo.gazetteer.user_gazetteers import add as add_places
from geo.gazetteer.user_gazetteers import additions
from geo.model import Waypoint
from geo.tracing import Routing, trace, user_lines, user_networks
from geo.tracing.pbf import node_places
from geo.tracing.user_networks import add, added_as, remove

TRACK = [(44.80 + 0.012 * i + 0.002 * (i % 3), 41.72 - 0.011 * i) for i in range(24)]  # a made-up winding railway


def write(path, *, tags, track=TRACK, nodes=(), first=5_000_000_000):
    """Write an extract with one way for each dict of tags, all along one track."""
    writer = osmium.SimpleWriter(str(path))
    for number, place in enumerate(track):
        writer.add_node(Node(id=first + 7 * number, location=place, tags={}))
    for number, (place, told) in enumerate(nodes):
        writer.add_node(Node(id=first + 1_000_000 + number, location=place, tags=told))
    refs = [first + 7 * number for number in range(len(track))]
    for number, told in enumerate(tags):
        writer.add_way(Way(id=1 + number, nodes=refs, tags=told))
    writer.close()
    return path


@pytest.fixture
def cache_of_its_own(tmp_path, monkeypatch):
    """Keep what is added by one test from the others."""
    monkeypatch.setenv("CORRIDORS_CACHE", str(tmp_path / "cache"))


@pytest.fixture
def extract(tmp_path):
    """Return an extract with a railway, a siding, a tram, a road and a railway under construction."""
    kinds = [
        {"railway": "rail", "gauge": "1520", "electrified": "contact_line", "name": "Winding Railway"},
        {"railway": "rail", "service": "yard"},
        {"railway": "tram"},
        {"highway": "primary"},
        {"railway": "construction"},
    ]
    return write(tmp_path / "valley-latest.osm.pbf", tags=kinds)


def test_nodes_are_placed_as_osmium_places_them(extract):
    """What NumPy unpacks is what the format's own library reads, to the last digit."""
    wanted = {
        node.id: (node.location.x, node.location.y) for node in osmium.FileProcessor(str(extract)) if node.is_node()
    }
    found = node_places(extract, np.array(sorted(wanted)))
    assert [tuple(place) for place in found.tolist()] == [wanted[name] for name in sorted(wanted)]


@pytest.mark.usefixtures("cache_of_its_own")
def test_a_line_follows_the_extract_to_its_own_vertices(extract):
    """Between two stations on the track the line is traced, and each of its points is one of the track's."""
    own = add(extract)
    ends = [Waypoint("A", *TRACK[1], "test:a"), Waypoint("B", *TRACK[-2], "test:b")]
    legs = trace(ends, "rail", routing=Routing(added=(own,)), remember=False)
    on = [leg for leg in legs if leg.source == own.label]
    assert {leg.precision for leg in on} == {"traced"}
    points = np.array([point for leg in on for point in leg.line])
    off = np.abs(points[:, None, :] - np.array(TRACK)[None]).max(axis=2).min(axis=1)
    assert off.max() < 1e-5
    assert "OpenStreetMap" in own.source.attribution


@pytest.mark.usefixtures("cache_of_its_own")
@pytest.mark.parametrize(
    ("mode", "tags"),
    [
        ("sea", {"route": "ferry", "name": "Made ferry"}),
        ("waterway", {"waterway": "river", "name": "Made river"}),
        ("pipeline", {"man_made": "pipeline", "substance": "gas"}),
        ("cable", {"power": "line", "voltage": "500000"}),
    ],
)
def test_ferries_rivers_pipelines_and_power_lines_are_followed(tmp_path, mode, tags):
    """Each of an extract's own lines is traced vertex by vertex where it joins both ends; without it, it is not."""
    network = add(write(tmp_path / "waters.osm.pbf", tags=[tags]))
    ends = [Waypoint("Up", *TRACK[0], "t:1"), Waypoint("Down", *TRACK[-1], "t:2")]
    (leg,) = trace(ends, mode)
    assert leg.precision == "traced"
    assert leg.source == network.label
    assert np.abs(np.array(leg.line) - np.array(TRACK)).max() < 1e-5
    remove("waters")
    assert all("waters" not in other.source for other in trace(ends, mode))


@pytest.mark.usefixtures("cache_of_its_own")
def test_a_ferry_that_lands_elsewhere_is_not_followed(tmp_path):
    """Ends 30 km from where the ferry lands are joined by the sea lanes of the world, or by none."""
    add(write(tmp_path / "waters.osm.pbf", tags=[{"route": "ferry"}, {"highway": "primary"}]))
    far = [Waypoint("Up", TRACK[0][0] + 0.3, TRACK[0][1], "t:1"), Waypoint("Down", *TRACK[-1], "t:2")]
    assert all("waters" not in leg.source for leg in trace(far, "sea"))


@pytest.mark.usefixtures("cache_of_its_own")
def test_a_pipeline_that_ends_far_short_of_a_place_is_not_followed(tmp_path):
    """What lies between two places and joins neither is no way from one to the other."""
    own = add(write(tmp_path / "stub.osm.pbf", tags=[{"man_made": "pipeline"}]))
    (west, south), (east, north) = np.min(TRACK, axis=0), np.max(TRACK, axis=0)
    span = max(east - west, north - south)
    near = [Waypoint("A", *TRACK[0], "test:a"), Waypoint("B", *TRACK[-1], "test:b")]
    far = [
        Waypoint("A", TRACK[0][0] - span, TRACK[0][1], "test:a"),
        Waypoint("B", TRACK[-1][0] + span, TRACK[-1][1], "t:b"),
    ]
    assert user_lines.followed(near, "pipeline", [own]) is not None
    assert user_lines.followed(far, "pipeline", [own]) is None


@pytest.mark.usefixtures("cache_of_its_own")
def test_python_uses_what_was_added_without_being_told(extract):
    """``trace`` by itself follows an added network, as the command does; one given no added network does not."""
    add(extract)
    ends = [Waypoint("Up", *TRACK[0], "t:1"), Waypoint("Down", *TRACK[-1], "t:2")]
    assert any("valley-latest" in leg.source for leg in trace(ends, "rail", remember=False))
    alone = trace(ends, "rail", routing=Routing(added=()), remember=False)
    assert not any("valley-latest" in leg.source for leg in alone)


@pytest.mark.usefixtures("cache_of_its_own")
def test_trams_sidings_and_unbuilt_lines_are_told_apart(extract):
    """A tram is left out; a siding and a railway under construction are kept under their own names."""
    assert add(extract).lines == {"rail": 1, "siding": 1, "disused": 1, "road": 1}


@pytest.mark.usefixtures("cache_of_its_own")
def test_an_extract_that_does_not_cover_the_ends_is_not_used(extract):
    """A line in Germany is traced as if the extract were not there."""
    own = add(extract)
    assert not own.covers([(13.4, 52.5), (10.0, 53.6)])
    assert Routing(added=(own,)).around([(13.4, 52.5), (10.0, 53.6)]) == ()


@pytest.mark.usefixtures("cache_of_its_own")
def test_what_was_added_is_listed_until_it_is_removed(extract):
    """The file itself may go meanwhile."""
    name = add(extract).name
    extract.unlink()
    assert [each.name for each in user_networks.added()] == [name]
    assert added_as("Valley-Latest") == added_as("valley-latest.osm.pbf") == added_as(name)
    remove("Valley-latest.osm.pbf")
    assert user_networks.added() == ()
    with pytest.raises(DataError, match="no network called"):
        remove(name)


@pytest.mark.usefixtures("cache_of_its_own")
@pytest.mark.parametrize("spoil", [lambda data: data[:-40], lambda _: b"no extract at all", lambda data: data[:100]])
def test_a_damaged_extract_is_refused_and_nothing_added(extract, spoil):
    """The error names the file and says what to do."""
    extract.write_bytes(spoil(extract.read_bytes()))
    with pytest.raises(DataError, match=r"valley-latest\.osm\.pbf.*fetch it again"):
        add(extract)
    assert user_networks.added() == ()


def test_an_extract_without_lines_is_refused(tmp_path):
    """Buildings alone are no network."""
    path = write(tmp_path / "town.osm.pbf", tags=[{"building": "yes"}])
    with pytest.raises(DataError, match="has no railway, road"):
        add(path)


@pytest.mark.usefixtures("cache_of_its_own")
def test_places_that_were_added_are_said_to_be_of_the_users_file(tmp_path):
    """The table made of an extract is gone in a moment: the file that is named is the one that the user gave."""
    stations = [((44.85, 41.65), {"railway": "station", "name": "Qartli"})]
    path = write(tmp_path / "Names-latest.osm.pbf", tags=[{"railway": "rail"}], nodes=stations)
    addition = add_places(path)
    assert (addition.file, addition.name) == (str(path), "names-latest")
    assert [each.file for each in additions()] == [str(path)]
    kept = tmp_path / "cache" / "added" / "tables" / "Names-latest.csv"
    assert "Qartli station" in kept.read_text(encoding="utf-8")


def test_places_of_an_extract_become_a_table(tmp_path):
    """Stations bear their kind in their name, so that the town keeps its own; what has no name is left out."""
    nodes = [
        ((45.09, 41.45), {"railway": "station", "name": "გარდაბანი", "name:en": "Gardabani"}),
        ((45.10, 41.46), {"place": "town", "name": "Gardabani"}),
        ((45.05, 41.33), {"barrier": "border_control", "name": "Red Bridge"}),
        ((45.00, 41.40), {"railway": "station"}),
    ]
    text = table_of(write(tmp_path / "names.osm.pbf", tags=[{"aeroway": "aerodrome", "name": "Strip"}], nodes=nodes))
    assert text.splitlines()[1:] == [
        "Gardabani,,town,45.10000,41.46000",
        "Gardabani station,გარდაბანი station,station,45.09000,41.45000",
        "Red Bridge,,crossing,45.05000,41.33000",
        "Strip,,airport,44.80000,41.72000",
    ]
