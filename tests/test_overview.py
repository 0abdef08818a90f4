"""A corpus summed up: who is spoken of in how many documents, when, and where it says so."""

import csv
import io
import json
import sqlite3

import duckdb
import geopandas as gpd
import numpy as np
import pyarrow.parquet as pq
import pytest
from corpus_made import POINTS, corridor, document, place, write_dataset, write_many
from hypothesis import given, settings
from hypothesis import strategies as st

import layers
from geo.errors import OutputError, SourceError
from layers.overviews import open_dataset, summarise
from layers.overviews.counting import NO_DAY, Calendar, Spoken, month_counts, pairs_of

DOCUMENTS = (
    document("a", "2019-01-10", url="https://news.example/a", publisher="Wire"),
    document("b", "2019-01-20", url="javascript:alert(1)"),
    document("c", "2019-03-05"),
    document("d"),
)
PLACES = (
    place("a", "Kars"),
    place("a", "Alat", mentions=3),
    place("b", "Kars", mentions=2),
    place("c", "Kars", mentions=2),
    place("c", "Alat", role="associative"),
    place("d", "Kars"),
    place("d", "Poti"),
)
CORRIDORS = (
    corridor("a", "Alat", "Kars"),
    corridor("b", "Kars", "Alat", name="Kars to Alat railway", basis="inferred"),
    corridor("c", "Kars", "Alat", name="Kars to Alat railway", basis="inferred"),
    corridor("c", "Poti", "Kars", mode="road", record="poti-road"),
)


@pytest.fixture
def dataset(tmp_path):
    """Return a dataset of four documents, one without a date."""
    return write_dataset(tmp_path / "press", documents=DOCUMENTS, places=PLACES, corridors=CORRIDORS)


def summary_of(folder, **options):
    """Return the summary of a dataset."""
    return summarise(open_dataset(folder), name="press", **options)


def test_places_are_counted_by_document_and_month(dataset):
    """Kars is in four documents, two in January and one in March; the undated one counts in no month."""
    summary = summary_of(dataset)
    assert (summary.documents, summary.undated) == (4, 1)
    assert summary.months == ("2019-01", "2019-02", "2019-03")
    assert summary.by_month == (2, 0, 1)
    kars, alat, poti = summary.places
    assert [p.name for p in (kars, alat, poti)] == ["Kars", "Alat", "Poti"]
    assert kars.tally.documents == 4
    assert kars.tally.mentions == 6
    assert kars.tally.months == ((0, 2), (2, 1))
    assert (kars.tally.first, kars.tally.last) == ("2019-01-10", "2019-03-05")
    assert (poti.tally.months, poti.tally.first) == ((), None)
    assert (alat.lon, alat.lat) == POINTS["Alat"]


def test_the_documents_that_say_most_come_first(dataset):
    """Most mentions first, of these the newest; each with its sentence, the words in it, title and address."""
    kars = summary_of(dataset).places[0]
    assert [quote.source.document for quote in kars.top] == ["c", "b", "a", "d"]
    first = kars.top[2]
    assert first.quote[first.start - first.quote_start : first.end - first.quote_start] == "Kars"
    assert (first.source.title, first.source.url) == ("Title of a", "https://news.example/a")


def test_a_way_is_one_in_either_direction_and_by_either_name(dataset):
    """Three documents speak of one railway; it looks as most of them have it, and says what the others say."""
    railway, road = summary_of(dataset).corridors
    assert (railway.tally.documents, railway.name, railway.basis) == (3, "Kars to Alat railway", "inferred")
    assert dict(railway.bases) == {"inferred": 2, "stated": 1}
    assert list(railway.line.coords) == [POINTS["Kars"], POINTS["Alat"]]
    assert (road.id, road.mode, road.tally.documents) == ("poti-road", "road", 1)


def test_places_named_together_are_counted(dataset):
    """Alat and Kars share two documents, of January and March; Kars and Poti one without a date."""
    first, second = summary_of(dataset, co_mentions=10).together
    assert {first.a.name, first.b.name} == {"Alat", "Kars"}
    assert (first.tally.documents, first.tally.months) == (2, ((0, 1), (2, 1)))
    assert {second.a.name, second.b.name} == {"Poti", "Kars"}
    assert len(summary_of(dataset, co_mentions=1).together) == 1


def test_months_can_be_chosen(dataset):
    """From February on there is one document; what has no date is in no period."""
    summary = summarise(open_dataset(dataset).between("2019-02", None), name="press")
    assert (summary.documents, summary.undated, summary.months) == (1, 0, ("2019-03",))
    assert {p.name: p.tally.documents for p in summary.places} == {"Kars": 1, "Alat": 1}


def test_what_few_speak_of_can_be_left_out(dataset):
    """Features below the minimum, or beyond the number asked for, are counted as left out."""
    summary = summary_of(dataset, min_documents=2)
    assert [p.name for p in summary.places] == ["Kars", "Alat"]
    assert summary.below == {"places": 1, "corridors": 1}
    assert [p.name for p in summary_of(dataset, top=1).places] == ["Kars"]


def test_ids_do_not_depend_on_the_order_of_documents(tmp_path):
    """The same documents in another order give the same ids and numbers."""
    orders = [(DOCUMENTS, PLACES, CORRIDORS), (DOCUMENTS[::-1], PLACES[::-1], CORRIDORS[::-1])]
    found = [
        summary_of(write_dataset(tmp_path / str(i), documents=d, places=p, corridors=c))
        for i, (d, p, c) in enumerate(orders)
    ]
    one, other = ({f.id: f.tally for f in (*s.places, *s.corridors)} for s in found)
    assert one == other


def test_documents_of_two_months_may_have_one_name(tmp_path):
    """An id that two months use stands for two documents."""
    folder = tmp_path / "twice"
    write_dataset(folder, documents=[document("a", "2019-01-01")], places=[place("a", "Kars")])
    write_dataset(folder, documents=[document("a", "2019-02-01")], places=[place("a", "Kars", mentions=4)])
    summary = summary_of(folder)
    assert summary.documents == 2
    assert summary.places[0].tally.months == ((0, 1), (1, 1))
    assert [q.source.date for q in summary.places[0].top] == ["2019-02-01", "2019-01-01"]


@pytest.mark.parametrize(
    ("break_it", "message"),
    [
        (lambda f: (f / "_corpus.json").unlink(), "is no dataset: it has no _corpus.json"),
        (lambda f: (f / "_corpus.json").write_text("{", encoding="utf-8"), "is damaged"),
        (lambda f: (f / "_corpus.json").write_text('{"schema": 99}', encoding="utf-8"), "has version 99 of the schema"),
        (lambda f: (f / "_corpus.json").write_text('{"schema": 1}', encoding="utf-8"), "go on with .* --resume"),
        (lambda f: next((f / "places").rglob("*.parquet")).write_bytes(b"x"), "cannot be read"),
        (lambda f: (f / "failures").rename(f / "gone"), "lacks the table failures"),
        (
            lambda f: (f / "documents" / "month=2019-01").rename(f / "documents" / "month=soon"),
            "month=soon is no month",
        ),
    ],
)
def test_what_is_no_dataset_is_told(dataset, break_it, message):
    """Each way in which a folder can be wrong is named, with what to do next."""
    break_it(dataset)
    with pytest.raises(SourceError, match=message):
        summary_of(dataset)


def test_what_is_not_there_is_told(dataset, tmp_path):
    """A missing folder, a file, months without documents, and a minimum that nothing reaches."""
    with pytest.raises(SourceError, match="does not exist"):
        open_dataset(tmp_path / "nowhere")
    (tmp_path / "file").touch()
    with pytest.raises(SourceError, match="is no folder"):
        open_dataset(tmp_path / "file")
    with pytest.raises(SourceError, match="no document from 2020-01; it has documents from 2019-01 to 2019-03"):
        open_dataset(dataset).between("2020-01", None)
    with pytest.raises(SourceError, match="'2019-13' is no month"):
        open_dataset(dataset).between("2019-13", None)
    with pytest.raises(SourceError, match="in 9 documents or more, the most spoken of is in 4; lower --min-documents"):
        summary_of(dataset, min_documents=9)
    with pytest.raises(SourceError, match="no place or corridor in 1 documents"):
        summary_of(write_dataset(tmp_path / "dull", documents=[document("a")]))
    with pytest.raises(SourceError, match="has no document"):
        summary_of(write_dataset(tmp_path / "empty"))
    with pytest.raises(OutputError, match="format 'kml' unknown"):
        layers.overview(dataset, tmp_path, formats=["kml"])


@pytest.fixture
def made(dataset, tmp_path):
    """Return the files of the small dataset by name."""
    outputs = layers.overview(dataset, tmp_path / "output", co_mentions=5)
    return {path.name: path for path in outputs.files}


def test_every_file_is_written(made):
    """The page first, then each layer in each format, in a folder named after the dataset."""
    assert list(made) == [
        "map.html", "places.geojson", "corridors.geojson", "co-mentions.geojson", "atlas.gpkg", "places.csv",
        "corridors.csv", "co-mentions.csv", "places.parquet", "corridors.parquet", "co-mentions.parquet",
    ]  # fmt: skip
    assert {path.parent.name for path in made.values()} == {"press"}


def test_geojson_has_counts_and_documents(made):
    """Numbers by month, first and last day, and the documents behind, as other programs want them."""
    collection = json.loads(made["places.geojson"].read_text(encoding="utf-8"))
    kars = collection["features"][0]["properties"]
    assert (kars["documents"], kars["share"], kars["months"]) == (4, 1.0, {"2019-01": 2, "2019-03": 1})
    assert kars["top_documents"][2]["url"] == "https://news.example/a"
    assert collection["corpus"]["months"] == {"2019-01": 2, "2019-02": 0, "2019-03": 1}
    tie = json.loads(made["co-mentions.geojson"].read_text(encoding="utf-8"))["features"][0]
    assert tie["geometry"]["type"] == "LineString"
    assert "named together" in tie["properties"]["name"]
    assert [row["document"] for row in tie["properties"]["top_documents"]] == ["c", "a"]  # the newest first


def test_csv_has_a_column_for_each_month(made):
    """A spreadsheet shows months side by side, and nothing in it runs."""
    rows = list(csv.DictReader(io.StringIO(made["places.csv"].read_text(encoding="utf-8-sig"))))
    assert [rows[0][key] for key in ("name", "documents", "2019-01", "2019-02", "2019-03")] == [
        "Kars",
        "4",
        "2",
        "0",
        "1",
    ]
    assert float(rows[0]["lon"]) == POINTS["Kars"][0]


def test_geopackage_and_geoparquet_read_elsewhere(made):
    """GDAL, SQLite, geopandas and DuckDB see the same numbers."""
    assert gpd.read_file(made["atlas.gpkg"], layer="corridors").documents.tolist() == [3, 1]
    with sqlite3.connect(made["atlas.gpkg"]) as database:
        months = database.execute(
            "SELECT month, documents FROM months WHERE layer = 'places' AND id = 'geonames:Kars' ORDER BY 1"
        ).fetchall()
    database.close()
    assert months == [("2019-01", 2), ("2019-03", 1)]
    frame = gpd.read_parquet(made["places.parquet"])
    assert dict(frame.months[0]) == {"2019-01": 2, "2019-03": 1}
    assert frame.crs.equals("OGC:CRS84")
    rows = duckdb.read_parquet(str(made["places.parquet"])).filter("name = 'Kars'").fetchall()
    assert [row[:2] for row in rows] == [("geonames:Kars", "Kars")]


def test_tiles_are_written_when_asked_for(dataset, tmp_path):
    """GDAL reads a layer of vector tiles for each kind of feature back, numbers and all."""
    files = layers.overview(dataset, tmp_path / "tiles", formats=["pmtiles"]).files
    assert [path.name for path in files] == ["places.pmtiles", "corridors.pmtiles"]
    names = gpd.read_file(files[0]).set_index("name")
    assert names.loc["Kars"].documents == 4


def test_the_same_dataset_gives_the_same_bytes(dataset, made, tmp_path):
    """No clock and no chance in any file."""
    formats = ["all", "pmtiles"]
    again = layers.overview(dataset, tmp_path / "again", co_mentions=5, formats=formats).files
    third = layers.overview(dataset, tmp_path / "third", co_mentions=5, formats=formats).files
    assert [path.read_bytes() for path in again] == [path.read_bytes() for path in third]
    assert made["map.html"].read_bytes() == again[0].read_bytes()


def test_a_pair_across_the_date_line_is_cut_there(tmp_path):
    """Suva and Apia lie 9 degrees apart; the line that joins them does not run round the world."""
    rows = [place("a", "Suva"), place("a", "Apia")]
    folder = write_dataset(tmp_path / "pacific", documents=[document("a", "2019-01-01")], places=rows)
    (path,) = (
        p
        for p in layers.overview(folder, tmp_path / "out", co_mentions=1, formats=["geojson"]).files
        if "co-" in p.name
    )
    (feature,) = json.loads(path.read_text(encoding="utf-8"))["features"]
    west, east = feature["geometry"]["coordinates"]
    assert [abs(line[end][0]) for line, end in ((west, -1), (east, 0))] == [180, 180]


def test_thousands_fit_into_one_page(tmp_path):
    """Of 4,000 places the page shows as many as it may hold, says how many not, and the exports have all."""
    folder = write_many(tmp_path / "many", 6000, months=12)
    outputs = layers.overview(folder, tmp_path / "out", formats=["html", "parquet"])
    assert outputs.files[0].stat().st_size < 5_000_000
    assert pq.read_metadata(outputs.files[1]).num_rows == len(outputs.summary.places) > 2500


def test_a_page_too_large_holds_less(dataset):
    """Where the page would be larger than allowed, features with fewest documents are left to the exports."""
    from layers.overviews.corpus_page import show

    summary = summary_of(dataset)
    whole = show(summary)
    less = show(summary, largest=len(whole.html.encode()) - 1)
    assert '"leftOut":{"places":0,"corridors":0}' in whole.html
    assert '"leftOut":{"places":1,"corridors":1}' in less.html
    assert '"name"' in less.html or "Kars" in less.html


def test_a_corpus_becomes_an_overview(tmp_path):
    """What `corridors corpus` reads of 12 articles on four ferries comes out as four corridors of three documents."""
    ports = (("Suakin", "Jeddah"), ("Poti", "Constanta"), ("Vladivostok", "Busan"), ("Odesa", "Istanbul"))
    news = tmp_path / "news.jsonl"
    with news.open("w", encoding="utf-8") as stream:
        for number in range(12):
            here, there = ports[number % 4]
            article = {"id": number, "date": f"2019-0{number % 3 + 1}-14", "url": f"https://example.org/{number}"}
            stream.write(json.dumps(article | {"text": f"Ferries link {here} with {there}."}) + "\n")
    layers.corpus([news], tmp_path / "dataset", workers=0)
    summary = layers.overview(tmp_path / "dataset", tmp_path / "output", formats=["csv"]).summary
    assert [(c.mode, c.tally.documents) for c in summary.corridors] == [("sea", 3)] * 4
    assert {p.name: p.tally.documents for p in summary.places if p.name in ("Poti", "Busan")} == {"Poti": 3, "Busan": 3}
    assert summary.corridors[0].tally.months == ((0, 1), (1, 1), (2, 1))
    assert summary.corridors[0].top[0].source.url.startswith("https://example.org/")


rows_of_documents = st.lists(
    st.tuples(st.integers(0, 5), st.integers(0, 7), st.integers(1, 4)), min_size=1, max_size=60
)


@settings(deadline=None)
@given(rows_of_documents)
def test_counting_agrees_with_counting_by_hand(rows):
    """Documents, mentions, months and pairs are those that dictionaries and sets give."""
    spoken = Spoken()
    half = len(rows) // 2
    for start, part in ((0, rows[:half]), (half, rows[half:])):
        columns = np.array(part, dtype=np.int32).reshape(-1, 3)
        spoken.add(*columns.T, np.arange(start, start + len(part), dtype=np.int64))
    folded = spoken.fold()
    by_feature = {}
    for feature, document_, mentions in rows:
        own = by_feature.setdefault(feature, {})
        own[document_] = own.get(document_, 0) + mentions
    assert folded.documents(6).tolist() == [len(by_feature.get(i, ())) for i in range(6)]
    assert folded.totals(6).tolist() == [sum(by_feature.get(i, {}).values()) for i in range(6)]
    month_of = np.array([0, 0, 1, 1, 1, 2, -1, -1], np.int32)
    calendar = Calendar(month_of, np.where(month_of < 0, NO_DAY, month_of * 31).astype(np.int32), 3)
    for feature, months in month_counts(folded.feature, folded.document, calendar).items():
        dated = [int(month_of[d]) for d in by_feature[feature] if month_of[d] >= 0]
        assert dict(months) == {month: dated.count(month) for month in set(dated)}
    wanted = {}
    for a in range(6):
        for b in range(a + 1, 6):
            shared = set(by_feature.get(a, ())) & set(by_feature.get(b, ()))
            if shared:
                wanted[a * 6 + b] = shared
    found = {}
    for codes, documents in pairs_of(folded, np.arange(6, dtype=np.int32)):
        for code, number in zip(codes.tolist(), documents.tolist(), strict=True):
            found.setdefault(code, set()).add(number)
    assert found == wanted
