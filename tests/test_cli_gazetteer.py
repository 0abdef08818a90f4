"""``corridors geocode``, ``gazetteer`` and ``data`` as their user meets them."""

from __future__ import annotations

import http.server
import json
import signal
import sys
import threading
from pathlib import Path

import pytest
from geonames_dump import line

import layers.cli
from geo import cache
from geo.gazetteer import Gazetteer
from layers.review.session import Session

FOUND = {
    "osm_type": "node", "osm_id": 26, "class": "place", "type": "village", "addresstype": "village", "lat": "41.2519",
    "lon": "45.3847", "name": "Xyzzyville", "display_name": "Xyzzyville, Azerbaijan",
    "address": {"country_code": "az"}, "namedetails": {"name": "Xyzzyville"},
}  # fmt: skip


@pytest.fixture
def run(monkeypatch, capsys, tmp_path):
    """Return a function that runs the command in an own folder and cache, and returns exit code, output and errors."""
    Gazetteer.open()
    index = Gazetteer.index_path()
    own_cache = tmp_path / "cache"
    own_cache.mkdir()
    for path in index.parent.glob(f"{index.name}*"):
        (own_cache / path.name).symlink_to(path)
    monkeypatch.setenv(cache.ENVIRONMENT_VARIABLE, str(own_cache))
    monkeypatch.chdir(tmp_path)

    def call(*arguments):
        monkeypatch.setattr(sys, "argv", ["corridors", *map(str, arguments)])
        monkeypatch.setattr(signal, "signal", lambda *_: None)
        with pytest.raises(SystemExit) as caught:
            layers.cli.main()
        out, err = capsys.readouterr()
        return caught.value.code, out, err

    return call


def test_alat_is_the_port_first_and_says_why(run):
    """``geocode Alat`` lists the port in Azerbaijan before the town in Uzbekistan, each with its reason."""
    code, out, _ = run("geocode", "Alat")
    head, first, second, *_ = out.splitlines()
    assert code == 0
    assert head.split() == ["name", "kind", "region", "country", "lon", "lat", "record", "people", "weight", "why"]
    assert "sites:alat-port" in first
    assert "spelled so; another name of it; a port kept by hand, known as well as a town of 50,000" in first
    assert "a city of 13,200 people" in second


FIRST = {
    "Tripoli": "geonames:2210247", "Georgia": "countries:GE", "Odessa": "geonames:698740", "Kiev": "geonames:703448",
    "Saint Petersburg": "geonames:498817", "Almaty": "geonames:1526384", "Astana": "geonames:1526273",
    "Holland": "countries:NL", "Persia": "countries:IR", "Burma": "countries:MM", "Macedonia": "countries:MK",
    "Heathrow": "sites:heathrow-airport", "Kirkuk": "geonames:94787", "Sahel": "areas:sahel",
    "Bombay": "geonames:1275339",
    "Paris": "geonames:2988507", "Frunze": "geonames:1528675", "Torkham": "sites:torkham",
}  # fmt: skip


@pytest.mark.parametrize("name", FIRST)
def test_the_best_known_place_comes_first(run, name):
    """Without a text the country, capital or largest town of a name comes first, and its region after the town."""
    assert json.loads(run("geocode", name, "--json")[1])[0]["record"] == FIRST[name]


def test_candidates_as_json_say_where_they_come_from(run):
    """``geocode --json`` gives kind, region, country, point, source and reason of each candidate."""
    _, out, _ = run("geocode", "Tripoli", "--json")
    first = json.loads(out)[0]
    assert (first["kind"], first["country"]) == ("capital", "LY")
    assert first["source"] == "GeoNames places of more than 500 people, CC BY 4.0"
    assert first["why"].endswith("people")
    assert {"region", "lon", "lat", "record", "extent", "weight"} <= set(first)


def test_the_review_page_offers_candidates_in_the_order_of_geocode(run, tmp_path):
    """One rule ranks a name without its text, wherever it is asked; shares of the weight sum to one."""
    article = tmp_path / "brief.txt"
    article.write_text("Trains run from Baku to Tbilisi.", encoding="utf-8")
    offered = Session(article, gazetteer=Gazetteer.open()).candidates("Tripoli")
    listed = json.loads(run("geocode", "Tripoli", "--json", "--most", "100")[1])
    assert [o["record"] for o in offered] == [each["record"] for each in listed][: len(offered)]
    assert sum(each["share"] for each in listed) == pytest.approx(1, abs=0.005)


def test_candidates_as_geojson_can_be_laid_on_a_map(run):
    """``geocode --geojson`` is RFC 7946: ranked points, longitude first; an area brings its frame."""
    _, out, _ = run("geocode", "Georgia", "--geojson", "--most", "2")
    collection = json.loads(out)
    assert collection["type"] == "FeatureCollection"
    ranks = [feature["properties"]["rank"] for feature in collection["features"]]
    assert ranks == [1, 2]
    state = next(f for f in collection["features"] if f["id"] == "geonames-regions:US.GA")
    lon, lat = state["geometry"]["coordinates"]
    west, south, east, north = state["bbox"]
    assert west < lon < east < 0 < south < lat < north


def test_a_close_name_is_offered_only_when_asked(run):
    """A misspelled name is an error with a hint; with ``--close`` the most alike are listed with their likeness."""
    code, _, err = run("geocode", "Turkmenbaschi")
    assert (code, err.count("\n")) == (1, 1)
    assert "no place is called 'Turkmenbaschi'; try --close" in err
    code, out, _ = run("geocode", "Turkmenbaschi", "--close")
    assert code == 0
    assert "geonames:601594" in out
    assert "% alike" in out


def test_an_exact_name_hides_close_ones(run):
    """``--close`` changes nothing where a place is called just so."""
    assert run("geocode", "Alat", "--close") == run("geocode", "Alat")


class Answer(http.server.BaseHTTPRequestHandler):
    """Knows one village; answers 500 under /broken."""

    def do_GET(self):
        """Answer."""
        self.send_response(500 if self.path.startswith("/broken") else 200)
        self.end_headers()
        self.wfile.write(json.dumps([FOUND]).encode())

    def log_message(self, *_):
        """Say nothing."""


@pytest.fixture
def provider():
    """Return the address of a provider on this machine."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_geocoder_is_asked_only_for_what_nobody_knows(run, provider):
    """``geocode --online`` asks for an unknown name, and not for one that we know."""
    online = ("--online", "nominatim", "--contact", "me@example.org", "--online-url", provider)
    _, out, _ = run("geocode", "Xyzzyville", "--json", *online)
    (found,) = json.loads(out)
    assert (found["lon"], found["lat"], found["country"]) == (45.3847, 41.2519, "AZ")
    assert "Xyzzyville" not in run("geocode", "Alat", *online)[1]


def test_a_geocoder_that_fails_ends_in_one_line(run, provider):
    """A provider's fault is the reason that the one line of error gives."""
    code, out, err = run(
        "geocode",
        "Xyzzyville",
        "--online",
        "photon",
        "--online-url",
        f"{provider}/broken",
        "--contact",
        "me@example.org",
    )
    assert (code, out, err.count("\n")) == (1, "", 1)
    assert "no place is called 'Xyzzyville'; Photon" in err


def test_a_table_is_added_listed_and_removed(run):
    """``gazetteer add`` makes a table known to later runs, ``info`` and ``data`` list it, ``remove`` forgets it."""
    Path("depots.csv").write_text("name,lon,lat\nQwertzuville,44.5,41.5\n", encoding="utf-8")
    code, out, _ = run("gazetteer", "add", "depots.csv")
    assert code == 0
    assert out.startswith("added depots: 1 record of ")
    assert "depots:Qwertzuville" in run("geocode", "Qwertzuville")[1]
    _, out, _ = run("gazetteer", "info")
    assert "depots" in out
    assert "geonames-counties" in out
    assert "index: " in out
    assert {"depots"} <= {source["id"] for source in json.loads(run("data", "--json")[1])}
    assert run("gazetteer", "remove", "depots")[:2] == (0, "removed depots\n")
    assert run("geocode", "Qwertzuville")[0] == 1


def test_a_dump_is_added(run):
    """``gazetteer add`` takes a dump of GeoNames, whose names stand beside ours from then on."""
    Path("AZ.txt").write_text(line(1, "Qwertzú", people=7000) + line(2, "Qwertzú", within="GE.04"), encoding="utf-8")
    assert run("gazetteer", "add", "AZ.txt")[1].startswith("added az: 2 records of ")
    Path("AZ.txt").unlink()
    _, out, _ = run("geocode", "Qwertzu", "--json")
    assert [(c["record"], c["region"]) for c in json.loads(out)] == [("geonames:1", "Baki"), ("geonames:2", "Adjara")]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "none.csv does not exist"),
        ("name,lon,lat\nX,1,200\n", "none.csv line 2"),
        ("1\tX\n", "column 'name' is missing"),
    ],
)
def test_a_file_that_cannot_be_added_ends_in_one_line(run, content, message):
    """What cannot be added is told in one line, and nothing is added."""
    if content is not None:
        Path("none.csv").write_text(content, encoding="utf-8")
    code, out, err = run("gazetteer", "add", "none.csv")
    assert (code, out, err.count("\n")) == (1, "", 1)
    assert message in err
    assert "added" not in run("gazetteer", "info")[1]


def test_data_counts_rows_and_bytes(run):
    """``data`` gives version, licence, rows and bytes of every source of names."""
    rows = {row["id"]: row for row in json.loads(run("data", "--json")[1])}
    for source in Gazetteer.sources():
        row = rows[source.id]
        assert row["version"], source.id
        assert row["licence"], source.id
        assert row["rows"] > 0, source.id
        assert row["size_bytes"] > 1000, source.id
