"""``corridors trace`` as its user meets it."""

from __future__ import annotations

import json
import signal
import sys

import pytest

import layers.cli

OWN = """
corridors:
- id: ore-line
  name: Kheops ore line
  mode: pipeline
  status: planned
  waypoints: ["Tbilisi, GE", "Gori, GE"]
  shape:
  - {from: "Tbilisi, GE", to: "Gori, GE", points: [[44.5, 41.8]]}
"""


@pytest.fixture
def run(monkeypatch, capsys):
    """Return a function that runs the command and gives back exit code, output and errors."""

    def call(*arguments):
        monkeypatch.setattr(sys, "argv", ["corridors", *map(str, arguments)])
        monkeypatch.setattr(signal, "signal", lambda *_: None)
        with pytest.raises(SystemExit) as caught:
            layers.cli.main()
        out, err = capsys.readouterr()
        return caught.value.code, out, err

    return call


@pytest.fixture
def own(tmp_path):
    """Return a file of own corridors."""
    path = tmp_path / "own.yaml"
    path.write_text(OWN, encoding="utf-8")
    return path


def test_a_table_tells_length_source_precision_and_detour_of_each_leg(run):
    """Its lengths add up to those of the whole, and every leg that is not traced says why."""
    code, out, err = run("trace", "--table", "Tbilisi–Poti railway")
    rows, sums = out.split("\n\n")
    head, *legs = rows.splitlines()
    assert (code, err) == (0, "")
    columns = {name: head.index(name) for name in ("precision", "km", "network km", "detour", "source", "why")}
    drawn = sum(float(leg[columns["km"] :].split()[0]) for leg in legs)
    assert float(sums.split("drawn")[1].split()[0]) == pytest.approx(drawn, abs=0.05 * len(legs) + 0.05)
    for leg in legs:
        assert leg[columns["source"] :].startswith("scgraph-data rail network")
        assert ("traced" in leg) == (leg[columns["why"] :].strip() == "")
    assert "published     310.0 km; drawn over published 0.9" in sums


def test_own_corridors_are_traced_by_name(run, own):
    """A corridor of the user's own file is drawn through its bends."""
    code, out, err = run("trace", "Kheops ore line", "--catalogue", own)
    (feature,) = json.loads(out)["features"]
    assert (code, err) == (0, "")
    assert feature["properties"]["status"] == "planned"
    assert [44.5, 41.8] in feature["geometry"]["coordinates"]


def test_own_corridors_are_found_in_text(run, own, tmp_path):
    """``geoparse`` and ``map`` know a corridor of the user's own file by its name."""
    article = tmp_path / "ore.txt"
    article.write_text("Work on the Kheops ore line began in May.", encoding="utf-8")
    code, out, _ = run("geoparse", article, "--catalogue", own)
    (found,) = json.loads(out)["corridors"]
    assert (code, found["name"], found["mode"]) == (0, "Kheops ore line", "pipeline")
    assert run("map", article, "--catalogue", own, "-o", tmp_path / "maps")[0] == 0
    drawn = json.loads((tmp_path / "maps" / "ore" / "corridors.geojson").read_text(encoding="utf-8"))
    assert [feature["properties"]["name"] for feature in drawn["features"]] == ["Kheops ore line"]


def test_a_network_of_ones_own_is_followed(run, tmp_path):
    """``--network`` takes a file of railways; the legs name it."""
    line = [[62.20, 34.35], [62.05, 34.36], [61.90, 34.37], [61.75, 34.36], [61.60, 34.35], [61.49, 34.345]]
    feature = {
        "type": "Feature",
        "properties": {"railway": "rail"},
        "geometry": {"type": "LineString", "coordinates": line},
    }
    path = tmp_path / "herat.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), encoding="utf-8")
    code, out, err = run("trace", "--mode", "rail", "Herat", "Ghoryan, AF", "--network", path, "--table")
    assert code == 0
    assert all(line.startswith("note: ") and " is taken for " in line for line in err.splitlines())
    assert "herat.geojson" in out
    assert "traced" in out
    code, out, err = run("trace", "--mode", "rail", "Herat", "Ghoryan, AF", "--network", tmp_path / "gone.shp")
    assert (code, out) == (1, "")
    assert err.startswith("error: ")
    assert "gone.shp: no such file" in err


@pytest.mark.parametrize(
    ("engine", "message"),
    [
        (("google", "https://example.org"), "routing engine 'google' unknown; expected one of osrm"),
        (("osrm", "http://example.org"), "is not https"),
    ],
)
def test_a_wrong_engine_ends_in_one_line(run, engine, message):
    """An engine that there is not, or an address that is none, is named before anything is sent."""
    code, out, err = run("trace", "--mode", "road", "Baku", "Tbilisi", "--online-routing", *engine)
    assert (code, out) == (1, "")
    assert err.startswith("error: ")
    assert message in err


def test_an_engine_that_nobody_runs_falls_back_to_our_own_lines(run):
    """With nobody at the address the line is ours, and the table says why."""
    code, out, err = run(
        "trace", "--mode", "road", "Baku", "Tbilisi", "--online-routing", "osrm", "http://127.0.0.1:9", "--table"
    )
    assert code == 0
    assert "OSRM cannot be reached: connection refused; traced offline" in out
    assert err.startswith("note: OSRM cannot be reached: connection refused; traced offline\n")


def test_what_each_name_was_taken_for_is_said(run):
    """Beside the result stands which Paris it is and which other ones there are, and the country with each waypoint."""
    code, out, err = run("trace", "--mode", "rail", "Paris", "Berlin")
    assert code == 0
    assert json.loads(out)["features"][0]["properties"]["waypoints"] == ["Paris, FR", "Berlin, DE"]
    assert "note: Paris is taken for Paris (capital, Île-de-France, FR; " in err
    assert "it could also be Paris (city, Texas, US; " in err


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (OWN.replace("Gori, GE", "Xyzzy, GE"), "waypoint Xyzzy, GE of the catalogue has no gazetteer record"),
        (OWN.replace("pipeline", "tram"), "mode 'tram' unknown; expected one of rail, road"),
        ("corridors: 3", "there is no list 'corridors'"),
    ],
)
def test_a_wrong_file_of_own_corridors_ends_in_one_line(run, tmp_path, content, message):
    """One line names what is wrong in the file and what is allowed."""
    path = tmp_path / "own.yaml"
    path.write_text(content, encoding="utf-8")
    code, out, err = run("trace", "Kheops ore line", "--catalogue", path)
    assert (code, out) == (1, "")
    assert err.startswith("error: ")
    assert err.count("\n") == 1
    assert message in err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("rail", "Baku", "40.0N,50.5E"), "40.0N,50.5E lies at sea"),
        (("road", "Honolulu", "Hilo"), "would lie on water: try mode sea"),
        (("waterway", "Tehran", "Mashhad"), "a straight line of 741 km would be false"),
        (("sea", "Shanghai", "Rotterdam", "--avoid", "atlantis"), "no passage is called 'atlantis'; expected one of"),
        (("sea", "Poti", "Jeddah", "--via", "suez", "--avoid", "suez"), "is both to be passed and to be avoided"),
    ],
)
def test_what_cannot_be_traced_is_one_line_that_names_it(run, arguments, said):
    """A place at sea for a train, a road over the ocean, an unknown or contradictory passage: one line, exit code 1."""
    code, out, err = run("trace", "--mode", *arguments)
    assert (code, out) == (1, "")
    assert said in err
    assert err.count("error:") == err.strip().count("\n") + 1 == 1


def test_a_voyage_by_a_cape_names_it_among_its_waypoints(run):
    """``--via`` puts the cape between the ports, and the ports keep their countries."""
    code, out, _ = run("trace", "--mode", "sea", "Poti", "Jeddah", "--via", "Cape of Good Hope")
    assert code == 0
    properties = json.loads(out)["features"][0]["properties"]
    assert properties["waypoints"] == ["Poti, GE", "Cape of Good Hope", "Jeddah, SA"]


def test_a_file_that_does_not_cover_the_ends_is_said_not_to_be_followed(run, tmp_path):
    """A railway of the Sahara is of no use between Baku and Tbilisi, and the command says so."""
    lines = {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "properties": {"railway": "rail"},
                "geometry": {"type": "LineString", "coordinates": [[3.0, 23.0], [3.1, 23.03], [3.25, 23.0]]},
            }
        ],
    }
    path = tmp_path / "sahara.geojson"
    path.write_text(json.dumps(lines), encoding="utf-8")
    code, _, err = run("trace", "--mode", "rail", "Baku", "Tbilisi", "--network", path)
    assert code == 0
    assert "sahara.geojson was not followed: it does not cover Baku and Tbilisi" in err
