"""A cable from a sentence to every file, page and figure."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from pathlib import Path
from typing import get_args

import pytest
import yaml
from click.testing import CliRunner

import geo
import layers
from geo.evaluation import score_corridors
from geo.model import Mode
from layers import styles
from layers.cli import corridors
from layers.export.csv_table import corridors_csv
from layers.export.geojson import collection_of
from layers.export.geopackage import to_geopackage
from layers.export.geoparquet import to_geoparquet
from layers.export.gpx import to_gpx
from layers.export.kml import to_kml
from layers.export.plain_rows import rows_of
from layers.figure.legend import entries_for
from layers.figure.subject import subject_of
from layers.map.page_data import content
from layers.report import content_of
from layers.review.feature_values import shown_corridor

TEXT = "A submarine cable runs from Marseille to Alexandria. The Baku–Tbilisi power line was repaired in May."
PAGE = Path(layers.__file__).parent / "review" / "page"
LANGUAGES = Path(layers.__file__).parent / "map" / "languages"


@pytest.fixture(scope="module")
def atlas():
    """Return what is found in two sentences of cables."""
    return geo.geoparse(TEXT)


@pytest.fixture(scope="module")
def rows(atlas):
    """Return its rows."""
    return rows_of(layers.to_frames(atlas))


@pytest.mark.parametrize(
    ("text", "mode", "ends"),
    [
        ("A submarine cable from Marseille to Alexandria carries the data.", "cable", ("Marseille", "Alexandria")),
        ("The Marseille–Alexandria cable was cut in March.", "cable", ("Marseille", "Alexandria")),
        ("The Baku–Tbilisi power line was repaired.", "cable", ("Baku", "Tbilisi")),
        ("A fibre-optic cable runs from Baku to Aktau.", "cable", ("Baku", "Aktau")),
        ("High-voltage transmission lines connect Erbil with Mosul.", "cable", ("Erbil", "Mosul")),
        ("The Tallinn–Helsinki electricity interconnector works.", "cable", ("Tallinn", "Helsinki")),
        ("The gas interconnector between Komotini and Stara Zagora works.", "pipeline", ("Komotini", "Stara Zagora")),
        ("A submarine left Sevastopol for Novorossiysk.", "sea", ("Sevastopol", "Novorossiysk")),
    ],
)
def test_cables_are_read_by_their_words(text, mode, ends):
    """Power lines and data cables are cables; gas and vessels go otherwise."""
    (route,) = geo.geoparse(text).routes
    assert (route.mode, route.waypoints) == (mode, ends)


@pytest.mark.parametrize(
    "text",
    [
        "The ambassador in Ankara sent a diplomatic cable from Ankara to Washington.",
        "The cable car from Tbilisi to Mtatsminda is shut.",
        "Cable television spread from London to Paris.",
    ],
)
def test_other_cables_are_no_corridors(text):
    """A telegram, a ropeway and television carry nothing from place to place by cable."""
    assert not [c for c in geo.geoparse(text).routes if c.mode == "cable"]


def test_a_cable_is_drawn_and_says_how(atlas):
    """Under water off land, over land by the shortest line; neither as if it had been traced."""
    under, over = atlas.corridors
    assert (under.name, under.mode, under.precision) == ("Marseille–Alexandria cable", "cable", "schematic")
    assert (over.name, over.mode, over.precision) == ("Baku–Tbilisi cable", "cable", "great-circle")
    assert under.traced_share == over.traced_share == 0


def test_a_shortest_line_looks_certain_for_aircraft_alone():
    """What flies takes it; a cable over land is drawn so for want of a better, and looks it."""
    assert styles.strokes("air", precision="great-circle") == styles.strokes("air")
    assert styles.strokes("cable", precision="great-circle")[0].dash != styles.strokes("cable")[0].dash
    assert not styles.is_true("cable", "great-circle")


def test_geojson_tells_a_cable_by_colour_words_and_paleness(rows):
    """Viewers of simplestyle draw it in its own colour, pale since its way is not known."""
    collection = collection_of(rows, "corridors")
    own = {feature["properties"]["name"]: feature["properties"] for feature in collection["features"]}
    for name in ("Marseille–Alexandria cable", "Baku–Tbilisi cable"):
        assert own[name]["mode"] == "cable"
        assert own[name]["stroke"] == styles.load().modes["cable"].color
        assert own[name]["stroke-opacity"] < 1
        assert own[name]["description"].startswith("Cable (power, data), ")


def test_every_export_has_the_cable(rows):
    """KML has a folder for it, CSV, GeoPackage and GeoParquet a row with its mode, GPX a track."""
    assert "<name>Cable (power, data)</name>" in to_kml(rows)
    assert "Marseille–Alexandria cable" in to_gpx(rows)
    table = corridors_csv(rows)
    text = table.decode("utf-8-sig") if isinstance(table, bytes) else table.removeprefix("\ufeff")
    assert {row["mode"] for row in csv.DictReader(io.StringIO(text))} == {"cable"}
    import pyarrow.parquet as pq

    read = pq.read_table(io.BytesIO(to_geoparquet(rows)), columns=["name", "mode"]).to_pylist()
    assert {"name": "Baku–Tbilisi cable", "mode": "cable"} in read


def test_qgis_draws_a_cable_by_its_own_rule(rows, tmp_path):
    """The style in the GeoPackage has a rule for cables in their colour."""
    path = tmp_path / "atlas.gpkg"
    path.write_bytes(to_geopackage(rows))
    with sqlite3.connect(path) as database:
        (qml,) = database.execute("SELECT styleQML FROM layer_styles WHERE f_table_name = 'corridors'").fetchone()
        assert database.execute("SELECT count(*) FROM corridors WHERE mode = 'cable'").fetchone() == (2,)
    assert "&quot;mode&quot; = 'cable'" in qml
    assert "Cable (power, data); " in qml
    database.close()


def test_figure_and_report_explain_a_cable(atlas):
    """The figure's legend names the mode and what its dashes mean; the report's table has it."""
    frames = layers.to_frames(atlas)
    shown = subject_of(frames).features
    words = [e.words for e in entries_for(shown, named=False, borders=(), named_color="#fff")]
    assert words[0] == "Cable (power, data)"
    assert {"Schematic: network sparse", "Shortest line: route not known"} <= set(words)
    assert any("Cable (power, data), " in cell for row in content_of(frames).corridors.rows for cell in row)


def test_the_legend_of_the_page_explains_a_shortest_line(atlas):
    """It is explained where a cable takes it, and not where only aircraft do."""
    flight = geo.geoparse("Planes fly from Baku to Kabul.")
    assert content(layers.to_frames(atlas))["styles"]["shortest"]
    assert content(layers.to_frames(flight))["styles"]["shortest"] is None


@pytest.mark.parametrize("code", ["az", "ka", "ru", "tr"])
def test_every_language_of_the_page_names_every_mode(code):
    """No mode is left to its English name."""
    told = yaml.safe_load((LANGUAGES / f"{code}.yaml").read_text(encoding="utf-8"))["modes"]
    english = {style.label for style in styles.load().modes.values()}
    assert set(told) == set(get_args(Mode))
    assert not english & set(told.values())


def test_the_review_page_offers_every_mode(atlas):
    """Its list of modes is the model's; a line that nobody knows is shown as doubtful."""
    (line,) = [one for one in (PAGE / "card.js").read_text(encoding="utf-8").splitlines() if "const MODES" in one]
    assert json.loads(line.partition("= ")[2].rstrip(";")) == list(get_args(Mode))
    told = shown_corridor(atlas.corridors[1])
    assert not any(part["traced"] for part in told["lines"])
    assert told["doubt"] > shown_corridor(geo.geoparse("Planes fly from Baku to Kabul.").corridors[0])["doubt"]


def test_cables_are_scored_like_other_corridors():
    """A gold of cables is compared by mode and ends, either way round."""
    line = {"start": 2, "end": 51, "mode": "cable", "status": "operating", "directed": False}
    gold = {"corridors": [line | {"waypoints": ["Alexandria", "Marseille"]}]}
    found = {"corridors": [line | {"waypoints": ["Marseille", "Alexandria"]}]}
    scores = score_corridors([gold], [found])
    assert (scores.whole.right, scores.by_mode["cable"].gold) == (1, 1)


def test_a_corpus_and_its_map_keep_cables_apart(tmp_path):
    """The dataset has the mode in its rows, the map of it the colour, the legend the name."""
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "wires.txt").write_text(TEXT, encoding="utf-8")
    archive, out = tmp_path / "archive", tmp_path / "out"
    made = CliRunner().invoke(corridors, ["corpus", str(folder), "-o", str(archive), "--workers", "0"])
    drawn = CliRunner().invoke(corridors, ["overview", str(archive), "-o", str(out), "--format", "html,geojson"])
    assert (made.exit_code, drawn.exit_code) == (0, 0), made.output + drawn.output
    (page,) = out.rglob("map.html")
    found = json.loads((page.parent / "corridors.geojson").read_text(encoding="utf-8"))["features"]
    assert {f["properties"]["mode"] for f in found} == {"cable"}
    assert {f["properties"]["stroke"] for f in found} == {styles.load().modes["cable"].color}
    assert "Cable (power, data)" in page.read_text(encoding="utf-8")
