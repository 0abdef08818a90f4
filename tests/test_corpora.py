"""Many documents through one pipeline: the same dataset however it was read, and whatever happened on the way."""

import json
from pathlib import Path

import duckdb
import geopandas as gpd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner
from distributed import LocalCluster

from geo.errors import OutputError, SourceError
from layers.cli import corridors
from layers.corpora import SCHEMAS, batches, corpus
from layers.corpora.batches import find_batches, read_entries

TOWNS = (("Suakin", "Jeddah"), ("Poti", "Constanta"), ("Vladivostok", "Busan"), ("Odesa", "Istanbul"))


def article(number):
    """Return a short article of two ports, in the month of its number."""
    here, there = TOWNS[number % len(TOWNS)]
    return {
        "id": f"article {number}",
        "title": f"Ships to {there}",
        "date": f"2019-{number % 3 + 1:02d}-14",
        "url": f"https://example.org/{number}",
        "text": f"Ferries link {here} with {there}. Nothing else is said in article {number}.",
    }


@pytest.fixture
def news(tmp_path, monkeypatch):
    """Return a file of twelve articles, which make four batches."""
    monkeypatch.setattr(batches, "BATCH_DOCUMENTS", 3)
    path = tmp_path / "news.jsonl"
    path.write_text("".join(json.dumps(article(n)) + "\n" for n in range(12)), encoding="utf-8")
    return path


def content(folder):
    """Return all files of a dataset by their place in it."""
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


@pytest.fixture
def undisturbed(news, tmp_path):
    """Return the dataset of a run in which nothing went wrong."""
    return corpus([news], tmp_path / "undisturbed", workers=0)


def test_every_document_has_its_rows(undisturbed):
    """Each article is a row with its title, day and address; its ferry is a corridor with a line and a quote."""
    rows = undisturbed.rows
    assert [rows[name] for name in ("documents", "mentions", "corridors", "failures")] == [12, 24, 12, 0]
    corridors = gpd.read_parquet(undisturbed.folder / "corridors").sort_values("document")
    first = corridors[corridors.document == "article 0"].iloc[0]
    assert (first["mode"], list(first.waypoints)) == ("sea", ["Suakin", "Jeddah"])
    assert first.quote == "Ferries link Suakin with Jeddah."
    assert article(0)["text"][first.start : first.end] in first.quote
    assert 250 < first.length_km < 420  # the ports are 300 km apart as the crow flies
    assert corridors.crs.equals("OGC:CRS84")
    documents = pq.read_table(undisturbed.folder / "documents").to_pylist()
    told = next(row for row in documents if row["document"] == "article 5")
    assert (told["title"], str(told["date"]), told["url"]) == (
        "Ships to Constanta",
        "2019-03-14",
        "https://example.org/5",
    )


def test_duckdb_reads_the_partitions(undisturbed):
    """DuckDB finds the months in the folders' names and counts what each holds."""
    path = undisturbed.folder / "mentions" / "**" / "*.parquet"
    rows = duckdb.sql(
        f"SELECT month, count(*) FROM read_parquet('{path}', hive_partitioning=true) GROUP BY 1 ORDER BY 1"
    ).fetchall()
    assert rows == [("2019-01", 8), ("2019-02", 8), ("2019-03", 8)]


@pytest.mark.filterwarnings("ignore:The inplace keyword:Warning")  # Dask's own use of pandas
def test_dask_geopandas_reads_a_table(undisturbed):
    """A table comes as a dask-geopandas frame with its CRS and all its rows."""
    frame = undisturbed.table("mentions")
    assert frame.crs.equals("OGC:CRS84")
    mentions = frame.compute()
    assert len(mentions) == 24
    assert mentions.geometry.x.between(27, 133).all()


def test_all_columns_are_there_even_without_rows(undisturbed):
    """A table in which nothing was found still has its columns and types."""
    found = pq.read_table(undisturbed.folder / "failures" / "month=unknown" / "part-0000.parquet").schema
    assert found.remove_metadata().equals(SCHEMAS["failures"])


def test_workers_give_the_same_bytes(news, tmp_path, undisturbed):
    """Two processes under Dask write, byte for byte, what a plain loop writes."""
    made = corpus([news], tmp_path / "two", workers=2)
    assert content(made.folder) == content(undisturbed.folder)


def test_parquet_and_json_lines_say_the_same(tmp_path, undisturbed):
    """The same articles as a Parquet table, in row groups of another size, give the same rows."""
    path = tmp_path / "news.parquet"
    pq.write_table(pa.Table.from_pylist([article(n) for n in range(12)]), path, row_group_size=5)
    made = corpus([path], tmp_path / "table", workers=0)
    assert made.rows == undisturbed.rows
    assert content(made.folder / "places") == content(undisturbed.folder / "places")


def test_days_can_be_chosen(news, tmp_path):
    """--since and --until leave out what is older or newer, and say how much that was."""
    made = corpus([news], tmp_path / "out", workers=0, since="2019-02-01", until="2019-02-28")
    assert (made.rows["documents"], made.left_out) == (4, 8)
    assert [p.name for p in (made.folder / "documents").iterdir()] == ["month=2019-02"]


def test_a_run_cut_short_goes_on_where_it_stopped(news, tmp_path, undisturbed):
    """After an interrupt --resume reads only what is missing, and the dataset is that of an undisturbed run."""
    folder = tmp_path / "out"

    def interrupt(progress):
        if progress.done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        corpus([news], folder, workers=0, progress=interrupt)
    told = []
    corpus([news], folder, workers=0, resume=True, progress=lambda p: told.append(p.done))
    assert told == [2, 2, 3, 4, 4]  # it starts, it reads two batches of four, it gathers
    assert content(folder) == content(undisturbed.folder)
    before = content(folder)
    corpus([news], folder, workers=0, resume=True, progress=told.append)
    assert (len(told), content(folder)) == (5, before)


@pytest.mark.parametrize("table", ["documents", "places", "failures"])
def test_a_run_cut_short_while_it_gathers_goes_on(news, tmp_path, undisturbed, monkeypatch, table):
    """A dataset of which some tables are in place and others not is completed by --resume; nothing is there twice."""
    folder = tmp_path / "out"
    rename = Path.rename

    def interrupted(path, target):
        if path.name == table:
            raise KeyboardInterrupt
        return rename(path, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", interrupted)
        with pytest.raises(KeyboardInterrupt):
            corpus([news], folder, workers=0)
    corpus([news], folder, workers=0, resume=True)
    assert content(folder) == content(undisturbed.folder)


def test_a_cluster_of_dask_can_be_given(news, tmp_path, undisturbed):
    """What Dask's deployments make, with threads instead of processes here, is taken in place of an address."""
    with LocalCluster(n_workers=1, threads_per_worker=2, processes=False, dashboard_address=None) as cluster:
        made = corpus([news], tmp_path / "out", scheduler=cluster)
    assert content(made.folder) == content(undisturbed.folder)


def test_another_run_is_never_overwritten(news, tmp_path, undisturbed):
    """A folder with something in it is refused, and so is going on with other sources or options."""
    with pytest.raises(OutputError, match=r"is not empty; .* --resume"):
        corpus([news], undisturbed.folder, workers=0)
    with pytest.raises(OutputError, match="whose options were"):
        corpus([news], undisturbed.folder, workers=0, resume=True, focus=("AZ",))
    stray = tmp_path / "stray"
    stray.mkdir()
    (stray / "thesis.docx").write_bytes(b"years of work")
    with pytest.raises(OutputError, match="holds no run to go on with"):
        corpus([news], stray, workers=0, resume=True)
    assert (stray / "thesis.docx").exists()


@pytest.mark.parametrize(
    ("name", "message"),
    [("gone", "does not exist"), ("empty", "holds no document"), ("table.parquet", "no column 'text' but body")],
)
def test_a_source_without_documents_is_told(tmp_path, name, message):
    """A source that cannot hold documents is named with what was expected."""
    (tmp_path / "empty").mkdir()
    pq.write_table(pa.table({"body": ["x"]}), tmp_path / "table.parquet")
    with pytest.raises(SourceError, match=message):
        corpus([tmp_path / name], tmp_path / "out", workers=0)


def test_batches_hold_every_line_once(news):
    """Whatever the size of a batch, the batches together hold each article once, in order."""
    entries = [entry for batch in find_batches([news]) for entry in read_entries(batch)]
    assert [entry.id for entry in entries] == [f"article {n}" for n in range(12)]


def test_a_scheduler_that_is_not_there_is_told(news, tmp_path):
    """An address at which nobody answers gives one clear error, and the run can be resumed."""
    with pytest.raises(OutputError, match=r"no scheduler answers at tcp://127\.0\.0\.1:9"):
        corpus([news], tmp_path / "out", scheduler="tcp://127.0.0.1:9")
    assert corpus([news], tmp_path / "out", workers=0, resume=True).rows["documents"] == 12


def test_a_corpus_of_which_nothing_was_read_is_no_success(tmp_path):
    """The command says where the reasons stand, and refuses days that cannot be."""
    (tmp_path / "bad.jsonl").write_text("xx\nyy\n", encoding="utf-8")
    command = ["corpus", str(tmp_path / "bad.jsonl"), "--workers", "0", "-o"]
    with pytest.raises(SourceError, match="no document was read; why not stands in the table"):
        CliRunner().invoke(corridors, [*command, str(tmp_path / "one")], catch_exceptions=False)
    days = ["--since", "2030-01-01", "--until", "2000-01-01"]
    result = CliRunner().invoke(corridors, [*command, str(tmp_path / "two"), *days])
    assert (result.exit_code, "no day is between them" in result.output) == (2, True)
