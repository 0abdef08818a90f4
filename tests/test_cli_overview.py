"""``corridors overview`` as its user meets it."""

import signal
import sys

import pytest
from click.testing import CliRunner
from corpus_made import corridor, document, place, write_dataset

import layers
import layers.cli
from layers.cli import corridors


@pytest.fixture
def run(monkeypatch, capsys):
    """Return a function that runs the command and gives back exit code, output and errors."""

    def call(*arguments):
        monkeypatch.setattr(sys, "argv", ["corridors", "overview", *arguments])
        monkeypatch.setattr(signal, "signal", lambda *_: None)
        with pytest.raises(SystemExit) as caught:
            layers.cli.main()
        out, err = capsys.readouterr()
        return caught.value.code, out, err

    return call


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Run in a folder of its own, with a file in it that is no dataset."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "ok.txt").touch()
    return tmp_path


@pytest.fixture
def press(folder):
    """Return a small dataset in the folder that the command runs in."""
    documents = [document("a", "2019-01-10"), document("b", "2019-02-10"), document("c")]
    places = [place("a", "Kars"), place("a", "Alat"), place("b", "Kars"), place("c", "Kars")]
    return write_dataset(
        folder / "press", documents=documents, places=places, corridors=[corridor("a", "Alat", "Kars")]
    )


@pytest.mark.usefixtures("press")
def test_an_overview_is_made_and_named(run, folder):
    """It says what the corpus holds and where the map lies."""
    code, out, err = run("press", "--co-mentions")
    assert (code, err) == (0, "")
    assert "3 documents from 2019-01 to 2019-02 (1 without a date): 2 places, 1 corridor, 1 pair named together" in out
    assert (folder / "output" / "press" / "map.html").exists()
    assert (folder / "output" / "press" / "co-mentions.csv").exists()


@pytest.mark.usefixtures("press")
def test_options_reach_the_files(run, folder):
    """Months, minimum, number, formats, language and title do what they say."""
    options = ("--from", "2019-01", "--to", "2019-02", "--min-documents", "2", "--top", "5")
    code, out, _ = run("press", "-o", "maps", *options, "--format", "html,csv", "--lang", "tr", "--title", "Basın")
    assert code == 0
    assert "2 documents from 2019-01 to 2019-02: 1 place, 0 corridors" in out
    assert "left out: 1 place, 1 corridor" in out
    page = (folder / "maps" / "press" / "map.html").read_text(encoding="utf-8")
    assert '<html lang="tr">' in page
    assert "<title>Basın</title>" in page
    assert sorted(p.name for p in (folder / "maps" / "press").iterdir()) == ["corridors.csv", "map.html", "places.csv"]


@pytest.mark.usefixtures("press")
@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("nowhere",), "nowhere does not exist"),
        (("ok.txt",), "ok.txt is no folder"),
        ((".",), "has no _corpus.json"),
        (("press", "--from", "2021-01"), "no document from 2021-01; it has documents from 2019-01 to 2019-02"),
        (("press", "--from", "May"), "'May' is no month; write 2019-05"),
        (("press", "--min-documents", "4"), "lower --min-documents"),
        (("press", "--tiles", "Nothing"), "tiles 'Nothing' unknown"),
    ],
)
def test_a_mistake_ends_in_one_line(run, arguments, message):
    """Each mistake is told in one line that says what to do, and nothing is written."""
    code, _, err = run(*arguments)
    assert code == 1
    assert err.startswith("error: ")
    assert err.count("\n") == 1
    assert message in err


@pytest.mark.usefixtures("press")
@pytest.mark.parametrize(
    "arguments", [("--format", "kml"), ("--lang", "xx"), ("--top", "0"), ("--co-mentions", "many")]
)
def test_wrong_usage_is_code_two(run, arguments):
    """What no run could do is wrong usage."""
    assert run("press", *arguments)[0] == 2


def test_an_article_of_the_same_name_is_not_overwritten(run, press, folder):
    """Where an article's map lies already, nothing is written, and the folder is named."""
    press.rename(folder / "press.2019")
    taken = folder / "output" / "press2019"
    taken.mkdir(parents=True)
    (taken / "atlas.geojson").touch()
    code, _, err = run("press.2019")
    assert code == 1
    assert "press2019 holds the map of an article" in err
    assert [path.name for path in taken.iterdir()] == ["atlas.geojson"]


def test_scripts_that_ask_for_an_atlas_get_an_overview():
    """What was called ``corridors atlas`` and ``layers.atlas`` in 0.2 is still found by that name, and not listed."""
    assert layers.atlas is layers.overview
    assert corridors.commands["atlas"].callback is corridors.commands["overview"].callback
    assert "atlas" not in CliRunner().invoke(corridors, ["--help"]).output
