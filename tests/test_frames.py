"""The tables: one schema, reading order, evidence that can be checked against the text."""

import math

import geopandas as gpd
import pandas as pd
import pytest

from geo.model import Atlas, Corridor, Document, Leg, Waypoint
from layers import frames as tables
from layers.frames import cut_at_antimeridian, to_frames


@pytest.fixture(scope="module")
def frames(atlas):
    """Return the tables of the small article."""
    return to_frames(atlas)


def test_layers_have_their_schema_and_crs(frames):
    """Columns, their order and the coordinate system are those the documentation states."""
    for layer, schema in (
        (frames.places, tables.PLACES),
        (frames.corridors, tables.CORRIDORS),
        (frames.legs, tables.LEGS),
    ):
        assert isinstance(layer, gpd.GeoDataFrame)
        assert layer.crs.to_epsg() == 4326
        assert list(layer.columns) == [*schema, "geometry"]


def test_an_empty_atlas_gives_empty_tables_of_the_same_shape(frames):
    """Where nothing was found, the columns and their types are there all the same."""
    empty = to_frames(Atlas(Document(text="", title="Nothing", sha256="0" * 64, sentences=())))
    assert empty.is_empty
    for name in ("places", "corridors", "legs", "actors", "unresolved", "sentences", "sources"):
        full, bare = getattr(frames, name), getattr(empty, name)
        assert list(bare.columns) == list(full.columns)
        assert list(bare.dtypes) == list(full.dtypes)
        assert bare.empty


def test_evidence_leads_back_to_the_text(atlas, frames):
    """Every quote and phrase is the text at the offsets given with it."""
    text = atlas.document.text
    every = pd.concat([frames.places, frames.corridors, frames.actors, frames.unresolved])["evidence"]
    spans = [item for evidence in every for item in evidence]
    assert len(spans) == 16
    for item in spans:
        assert text[item["start"] : item["end"]] == item["quote"]
        assert text[item["phrase_start"] : item["phrase_end"]] == item["phrase"]
        assert item["start"] <= item["phrase_start"] < item["phrase_end"] <= item["end"]


def test_citations_carry_outlet_date_and_access(frames):
    """The citations of a sentence come with it, dates in ISO form."""
    evidence = frames.places.set_index("id").loc["alat-port", "evidence"]
    assert evidence[0]["citations"] == [
        {"outlet": "Portnews.example", "date": "2018-04-02", "accessed": False},
        {"outlet": "Gov.example", "date": "2018-04-09", "accessed": True},
    ]


def test_rows_stand_in_reading_order(frames):
    """The first place is the one the article names first, whatever the order of the records."""
    assert list(frames.places["id"])[:3] == ["baku", "kars", "alat-port"]
    assert list(frames.corridors["id"]) == ["baku-tbilisi-kars", "alat-turkmenbashi", "baku-kabul-air"]


def test_a_corridor_has_one_part_per_leg(frames):
    """The railway's four legs are four parts of its line, and four rows of the legs."""
    railway = frames.corridors.set_index("id").loc["baku-tbilisi-kars"]
    assert len(railway.geometry.geoms) == 4
    assert list(frames.legs[frames.legs["corridor_id"] == railway.name]["index"]) == [0, 1, 2, 3]
    assert railway["precision"] == "schematic"
    assert railway["waypoints"][0] == "Baku"


def test_alternatives_are_kept_with_their_score(frames):
    """A reader can see which other records were considered."""
    kars = frames.places.set_index("id").loc["kars"]
    assert [(a["country"], a["score"]) for a in kars["alternatives"]] == [("CA", 0.12)]


def test_sentences_name_what_they_carry(frames):
    """Each sentence lists the places, corridors and actors found in it."""
    first = frames.sentences.iloc[0]
    assert first["places"] == ["baku", "kars"]
    assert first["corridors"] == ["baku-tbilisi-kars"]


def test_the_same_atlas_gives_the_same_tables(atlas, frames):
    """Two translations of one atlas are equal, and the atlas is left as it was."""
    again = to_frames(atlas)
    pd.testing.assert_frame_equal(pd.DataFrame(frames.places), pd.DataFrame(again.places))
    assert frames.document == again.document


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ([(0, 0), (1, 1)], [[(0, 0), (1, 1)]]),
        ([(170, 0), (190, 10)], [[(170, 0), (180, 5)], [(-180, 5), (-170, 10)]]),
        ([(-170, 0), (-190, 10)], [[(-170, 0), (-180, 5)], [(180, 5), (170, 10)]]),
        ([(170, 0), (180, 0), (190, 0)], [[(170, 0), (180, 0)], [(-180, 0), (-170, 0)]]),
        ([(181, 1), (182, 2)], [[(-179, 1), (-178, 2)]]),
    ],
)
def test_lines_are_cut_at_the_antimeridian(line, parts):
    """A line across ±180° becomes parts that each lie within the range and meet at the seam."""
    assert cut_at_antimeridian(line) == parts


def test_a_corridor_across_the_antimeridian_stays_within_range():
    """A sea lane from Fiji to Samoa is drawn in two parts, none of which runs round the world."""
    leg = Leg("Suva", "Apia", "sea", ((178.4, -18.1), (188.2, -13.8)), 1144.0, "straight", "by hand", reason="test")
    ends = (Waypoint("Suva", 178.4, -18.1, "x:1"), Waypoint("Apia", -171.8, -13.8, "x:2"))
    lane = Corridor("suva-apia", "Suva–Apia", "sea", "unknown", "stated", ends, (leg,), ())
    atlas = Atlas(Document(text="", title="Pacific", sha256="0" * 64, sentences=()), corridors=(lane,))
    line = to_frames(atlas).corridors.geometry.iloc[0]
    assert sum(part.length for part in line.geoms) == pytest.approx(math.dist((178.4, -18.1), (188.2, -13.8)))
    assert len(line.geoms) == 2
    assert line.bounds[0] >= -180
    assert line.bounds[2] <= 180
