"""Places of one's own: tables in three formats, for one run or for all."""

from __future__ import annotations

import json

import pytest

from geo import cache
from geo.errors import CacheError, DataError, SourceError
from geo.gazetteer import Form, Gazetteer, user_gazetteers
from geo.geoparsing import geoparse


@pytest.fixture
def own_cache(tmp_path, monkeypatch):
    """Give a test a cache of its own that shares the compiled index."""
    Gazetteer.open()
    index = Gazetteer.index_path()
    folder = tmp_path / "cache"
    folder.mkdir()
    for path in index.parent.glob(f"{index.name}*"):
        (folder / path.name).symlink_to(path)
    monkeypatch.setenv(cache.ENVIRONMENT_VARIABLE, str(folder))
    return folder


def written(folder, content, name):
    """Write a file of places and return its path."""
    path = folder / name
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return path


def feature(geometry, **properties):
    """Return a GeoJSON FeatureCollection of one feature."""
    one = {"type": "Feature", "geometry": geometry, "properties": properties}
    return {"type": "FeatureCollection", "features": [one]}


TABLES = {
    "csv.csv": "id,name,aliases,kind,lon,lat,country\nq,Qwertzuville,Depot Nine;Depot 9,base,44.5,41.5,GE\n",
    "json.geojson": feature(
        {"type": "Point", "coordinates": [44.5, 41.5]},
        id="q", name="Qwertzuville", aliases=["Depot Nine", "Depot 9"], kind="base", country="GE",
    ),
    "yaml.yaml": "places:\n- {id: q, name: Qwertzuville, aliases: [Depot Nine, Depot 9], kind: base,"
    " lon: 44.5, lat: 41.5, country: GE}\n",
}  # fmt: skip


@pytest.mark.parametrize("name", TABLES)
def test_three_formats_say_the_same(tmp_path, name):
    """A place is the same from CSV, GeoJSON and YAML: its point, kind, country and all its names."""
    gazetteer = Gazetteer.open(own_files=[written(tmp_path, TABLES[name], name)])
    (match,) = gazetteer.lookup("depot nine")
    record = match.record
    assert (record.id, record.kind, record.country) == (f"{name.partition('.')[0]}:q", "base", "GE")
    assert (record.lon, record.lat, match.form) == (44.5, 41.5, Form.ALIAS)
    assert gazetteer.lookup("DEPOT 9")[0].record == record
    assert [(s.id, s.rows) for s in gazetteer.own_sources] == [(name.partition(".")[0], 1)]


def test_a_file_called_like_a_source_of_ours_is_told_apart(tmp_path):
    """A user's countries.csv is no part of our countries: its records and its source say so."""
    gazetteer = Gazetteer.open(own_files=[written(tmp_path, "name,lon,lat\nQwertzuville,1,2\n", "countries.csv")])
    assert gazetteer.lookup("Qwertzuville")[0].record.id == "own-countries:Qwertzuville"
    assert {source.id for source in Gazetteer.sources()} == user_gazetteers.OUR_SOURCES


def test_an_atlas_names_the_users_files(tmp_path):
    """What a map was made from lists the user's own files with a fingerprint of their content."""
    gazetteer = Gazetteer.open(own_files=[written(tmp_path, TABLES["csv.csv"], "depots.csv")])
    atlas = geoparse("Ferries link Poti with Constanta.", gazetteer=gazetteer)
    assert [(s.version, s.rows) for s in atlas.sources if s.id == "depots"] == [
        (cache.fingerprint([tmp_path / "depots.csv"]), 1)
    ]


def test_an_outline_gives_a_point_inside(tmp_path):
    """A polygon of GeoJSON is placed at a point within it, be it a crescent."""
    crescent = [[[0, 0], [10, 0], [10, 1], [1, 1], [1, 9], [10, 9], [10, 10], [0, 10], [0, 0]]]
    content = feature({"type": "Polygon", "coordinates": crescent}, name="Qwertzuville")
    record = Gazetteer.open(own_files=[written(tmp_path, content, "a.geojson")]).lookup("Qwertzuville")[0].record
    assert 0 < record.lon < 1 or not 1 < record.lat < 9


WRONG = {
    "a.geojson": [
        ("nonsense", "a.geojson: is no GeoJSON FeatureCollection"),
        ("[1]", "a.geojson: is no GeoJSON FeatureCollection"),
        (feature(None, name="X"), "a.geojson feature 1: found no geometry; expected a Feature with a point"),
        ('{"type": "FeatureCollection", "features": [null]}', "a.geojson feature 1: found None; expected a Feature"),
        (feature({"type": "Point", "coordinates": ["x", 1]}, name="X"), "a.geojson feature 1: "),
        (feature({"type": "Point", "coordinates": [1, 2]}), "a.geojson feature 1: name is missing"),
        (feature({"type": "Point", "coordinates": [1, 200]}, name="X"), "is off the globe"),
    ],
    "a.yaml": [
        ("a: [", "is no YAML"),
        ("just a text", "a.yaml: expected a list of places"),
        ("- 7", "a.yaml place 1: expected name, lon and lat, found 7"),
        ("- {name: X, lon: 1}", "a.yaml place 1: lat is missing"),
        ("- {name: X, lon: east, lat: 1}", "a.yaml place 1 (X): lon 'east'; expected a number"),
        ("- {name: X, lon: 1, lat: 1, kind: prot}", "kind 'prot' unknown"),
        ("- {id: a, name: X, lon: 1, lat: 1}\n- {id: a, name: Y, lon: 1, lat: 1}", "2: id 'a' stands in an earlier"),
    ],
    "a.xlsx": [("PK", "format '.xlsx' is unknown; expected one of .csv, .geojson, .json, .yaml, .yml, or GeoNames")],
}  # fmt: skip


@pytest.mark.parametrize(
    ("name", "content", "message"), [(name, *case) for name, cases in WRONG.items() for case in cases]
)
def test_what_cannot_be_true_is_told_with_its_place(tmp_path, name, content, message):
    """A wrong value in GeoJSON or YAML is named by file and place, with what is allowed."""
    with pytest.raises(DataError) as error:
        Gazetteer.open(own_files=[written(tmp_path, content, name)])
    assert message in str(error.value)


def test_two_places_of_one_name_are_two(tmp_path):
    """A table without ids may hold a name twice; neither row is lost."""
    table = written(tmp_path, "name,lon,lat,country\nQuxland,41,5,NO\nQuxland,10,50,DE\n", "a.csv")
    found = Gazetteer.open(own_files=[table]).lookup("Quxland")
    assert [(match.record.id, match.record.country) for match in found] == [("a:Quxland", "NO"), ("a:Quxland-2", "DE")]
    table = written(tmp_path, "id,name,lon,lat\n,Quxland,41,5\nQuxland-2,R,1,1\n,Quxland,10,50\n", "b.csv")
    found = Gazetteer.open(own_files=[table]).lookup("Quxland")
    assert [match.record.key for match in found] == ["Quxland", "Quxland-3"]


def test_a_file_that_is_not_there_is_told(tmp_path):
    """A missing file is named."""
    with pytest.raises(SourceError, match=r"none\.csv does not exist"):
        Gazetteer.open(own_files=[tmp_path / "none.csv"])


@pytest.mark.usefixtures("own_cache")
def test_what_is_added_is_there_in_every_run(tmp_path):
    """An added table is known to every later run, even when the file has gone, until it is removed."""
    path = written(tmp_path, TABLES["yaml.yaml"], "depots.yaml")
    assert user_gazetteers.add(path).rows == 1
    path.unlink()
    assert Gazetteer.open().lookup("Depot Nine")[0].record.id == "depots:q"
    assert [addition.name for addition in user_gazetteers.additions()] == ["depots"]
    user_gazetteers.remove("depots")
    assert Gazetteer.open().lookup("Depot Nine") == ()
    with pytest.raises(DataError, match="nothing called 'depots' was added; added are: none"):
        user_gazetteers.remove("depots")


@pytest.mark.usefixtures("own_cache")
def test_adding_again_replaces(tmp_path):
    """A file of the same name takes the place of the one added before; a wrong one leaves it."""
    user_gazetteers.add(written(tmp_path, TABLES["csv.csv"], "mine.csv"))
    user_gazetteers.add(written(tmp_path, TABLES["csv.csv"].replace("44.5", "45.5"), "mine.csv"))
    with pytest.raises(DataError):
        user_gazetteers.add(written(tmp_path, "name,lon,lat\nX,1,200\n", "mine.csv"))
    (match,) = Gazetteer.open().lookup("Depot Nine")
    assert match.record.lon == 45.5


def test_a_damaged_note_is_told(own_cache):
    """A note of an addition that cannot be read is named, with what to do."""
    (own_cache / "added").mkdir()
    (own_cache / "added" / "x.json").write_text("{", encoding="utf-8")
    with pytest.raises(CacheError, match=r"x\.json cannot be read; delete it, and add the file again"):
        Gazetteer.open()
