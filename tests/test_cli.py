"""The command as its user meets it: exit codes, one line for a mistake, never a traceback."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import layers.cli
from geo.annotating import annotate_line

SEEDS = Path(__file__).parents[1] / "seeds"
LINUX = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="uses signals and devices as Linux has them")


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Return a folder to run in, with one good article."""
    monkeypatch.chdir(tmp_path)
    Path("ok.txt").write_text("Trains run from Baku to Tbilisi.", encoding="utf-8")
    return tmp_path


@pytest.fixture
def run(monkeypatch, capsys):
    """Return a function that runs the command here and returns its exit code, output and error lines."""

    def call(*arguments):
        monkeypatch.setattr(sys, "argv", ["corridors", *map(str, arguments)])
        monkeypatch.setattr(signal, "signal", lambda *_: None)
        with pytest.raises(SystemExit) as caught:
            layers.cli.main()
        out, err = capsys.readouterr()
        return caught.value.code, out, err

    return call


def command(*arguments, **options):
    """Start the command as a process of its own."""
    here = Path(layers.cli.__file__).parents[2]
    environment = os.environ | {"PYTHONPATH": str(here)} | options.pop("env", {})
    return subprocess.Popen(
        [sys.executable, "-m", "layers", *map(str, arguments)],
        stdout=options.pop("stdout", subprocess.PIPE),
        stderr=subprocess.PIPE,
        env=environment,
        **options,
    )


def one_line(err):
    """Return what was written to stderr, which must be one line of error."""
    assert err.startswith("error: ")
    assert err.count("\n") == 1
    return err


def test_a_map_is_made_and_named(run, folder):
    """A good article ends with code 0 and says where the map lies."""
    code, out, err = run("map", "ok.txt")
    assert (code, err) == (0, "")
    assert "map: output" in out
    assert (folder / "output" / "ok" / "map.html").exists()


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("gone.txt", None, "gone.txt does not exist"),
        ("empty.txt", b"", "empty.txt is empty"),
        ("blank.txt", b" \n\n", "blank.txt is empty"),
        ("binary.txt", bytes(range(256)) * 20, "binary.txt is binary"),
        ("cp1252.txt", "Le café de Tbilisi".encode("cp1252"), "cp1252.txt is not UTF-8: byte 0xE9"),
        ("dull.txt", b"Nothing of note was said.", "nothing to draw"),
    ],
)
def test_a_bad_article_ends_in_one_line(run, folder, name, content, message):
    """A missing, empty, binary, wrongly encoded or placeless article ends with code 1 and one line."""
    if content is not None:
        (folder / name).write_bytes(content)
    code, out, err = run("map", name)
    assert (code, out) == (1, "")
    assert message in one_line(err)
    assert not (folder / "output").exists()


def test_a_folder_is_no_article(run, folder):
    """A folder given as an article ends with code 1 and one line that names it."""
    (folder / "many").mkdir()
    code, _, err = run("map", "many")
    assert code == 1
    assert "many" in one_line(err)


def test_a_file_in_the_way_is_named(run, folder):
    """An output folder that cannot be made ends with code 1 and one line."""
    (folder / "taken").write_text("", encoding="utf-8")
    code, _, err = run("map", "ok.txt", "-o", "taken")
    assert code == 1
    assert "cannot be written" in one_line(err)


@pytest.mark.usefixtures("folder")
def test_one_bad_article_does_not_stop_the_others(run):
    """Good articles are mapped though one of them is bad; the code is 1."""
    code, out, err = run("map", "gone.txt", "ok.txt")
    assert code == 1
    assert "gone.txt" in one_line(err)
    assert "ok.txt: 2 places, 1 corridor" in out


def test_two_articles_of_one_name_do_not_overwrite_each_other(run, folder):
    """Of two articles with one name the second is refused by name, not written over the first."""
    (folder / "b").mkdir()
    (folder / "b" / "ok.txt").write_text("Trains run from Kabul to Herat.", encoding="utf-8")
    code, _, err = run("map", "ok.txt", Path("b") / "ok.txt")
    assert code == 1
    assert "was just written from ok.txt" in one_line(err)
    assert "Tbilisi" in (folder / "output" / "ok" / "places.geojson").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ("a,b\n1,2\n", "own.csv: column 'name' is missing"),
        ("name,lon,lat\nMine,500,2\n", "own.csv line 2"),
    ],
)
def test_a_bad_table_of_own_places_is_named(run, folder, table, message):
    """A wrong row in one's own places ends with code 1, the file and the line."""
    (folder / "own.csv").write_text(table, encoding="utf-8")
    code, _, err = run("map", "ok.txt", "--gazetteer", "own.csv")
    assert code == 1
    assert message in one_line(err)


def test_own_places_come_first(run, folder):
    """A place of one's own table is found and mapped."""
    (folder / "own.csv").write_text("name,kind,lon,lat,country\nQwxzyport,port,50.5,40.1,AZ\n", encoding="utf-8")
    (folder / "own.txt").write_text("Ships call at Qwxzyport in Azerbaijan.", encoding="utf-8")
    code, _, err = run("map", "own.txt", "--gazetteer", "own.csv")
    assert (code, err) == (0, "")
    assert "Qwxzyport" in (folder / "output" / "own" / "places.geojson").read_text(encoding="utf-8")


@pytest.mark.usefixtures("folder")
def test_unknown_tiles_are_named(run):
    """A background that nobody offers ends with code 1 and names of some that exist."""
    code, _, err = run("map", "ok.txt", "--tiles", "Nonsense")
    assert code == 1
    assert "tiles 'Nonsense' unknown" in one_line(err)


def test_the_map_speaks_another_language_without_text(run, folder):
    """With --lang and --no-text the map's words are Turkish and the article's sentence is not in it."""
    code, _, err = run("map", "ok.txt", "--lang", "tr", "--no-text", "--format", "html")
    assert (code, err) == (0, "")
    page = (folder / "output" / "ok" / "map.html").read_text(encoding="utf-8")
    assert '<html lang="tr">' in page
    assert "Gürcistan" in page
    assert "Trains run" not in page


@pytest.mark.usefixtures("folder")
def test_a_language_the_map_does_not_speak_is_wrong_usage(run):
    """The message names those it speaks, and the code is 2."""
    code, _, err = run("map", "ok.txt", "--lang", "xx")
    assert code == 2
    assert "language 'xx' is none that the page speaks; expected one of ar, az, de, en, es, fa, fr, hy, ka, kk" in err


def test_a_cache_that_cannot_be_made_is_named(run, folder, monkeypatch):
    """A cache folder in an impossible place ends with code 1 and the variable that names another."""
    monkeypatch.setenv("CORRIDORS_CACHE", str(folder / "ok.txt"))
    code, _, err = run("map", "ok.txt")
    assert code == 1
    assert "CORRIDORS_CACHE" in one_line(err)


@pytest.mark.parametrize(
    "arguments",
    [
        ["map"],
        ["map", "ok.txt", "--nope"],
        ["map", "ok.txt", "--focus", "Azerbaijan"],
        ["map", "ok.txt", "--focus", "QQ"],
        ["trace"],
        ["trace", "Baku", "Tbilisi"],
        ["trace", "--mode", "teleport", "Baku", "Tbilisi"],
        ["geocode", "Tripoli", "--country", "QQ"],
        ["geocode", "Tripoli", "--most", "0"],
        ["nonsense"],
    ],
)
def test_wrong_usage_is_code_two(run, folder, arguments):
    """Wrong usage ends with code 2 and says how to go on, without a traceback."""
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert "Error: " in err
    assert "Traceback" not in err
    assert folder.exists()


@pytest.mark.parametrize("name", [(), ("map",), ("geoparse",), ("geocode",), ("trace",), ("data",)])
def test_help_speaks_to_newcomers(run, name):
    """Help ends with code 0 and holds no words of Python."""
    code, out, _ = run(*name, "--help")
    assert code == 0
    assert not any(word in out for word in ("GeoDataFrame", "None", "stdin", "kwargs", "dict", "Traceback"))


def test_a_corridor_is_traced_by_name(run):
    """``trace NAME`` writes GeoJSON of one line with its length."""
    code, out, err = run("trace", "Baku–Tbilisi–Kars railway")
    (feature,) = json.loads(out)["features"]
    assert (code, err) == (0, "")
    assert 0.93 < feature["properties"]["length_km"] / 826 < 1.07


def test_places_are_traced_by_mode(run):
    """``trace --mode sea`` draws through places given by name."""
    code, out, _ = run("trace", "--mode", "sea", "Alat", "Turkmenbashi")
    (feature,) = json.loads(out)["features"]
    assert code == 0
    assert feature["properties"]["mode"] == "sea"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["Nowhere line"], "no corridor of the catalogue is called 'Nowhere line'"),
        (["--mode", "rail", "Baku"], "one place alone"),
        (["--mode", "rail", "Baku", "Xyzzy"], "no place is called 'Xyzzy'"),
    ],
)
def test_a_line_that_cannot_be_traced_ends_in_one_line(run, arguments, message):
    """A wrong name and one place alone end with code 1 and one line."""
    code, out, err = run("trace", *arguments)
    assert (code, out) == (1, "")
    assert message in one_line(err)


def test_candidates_are_listed_whole(run):
    """``geocode`` lists the likeliest place first and cuts no record's id."""
    code, out, _ = run("geocode", "Tbilisi")
    assert code == 0
    assert "geonames:611717" in out


def test_candidates_of_one_country(run):
    """``geocode --country`` keeps to that country, as JSON where that is asked for."""
    code, out, _ = run("geocode", "Tripoli", "--country", "lb", "--json")
    assert code == 0
    assert {place["country"] for place in json.loads(out)} == {"LB"}


def test_an_unknown_name_ends_in_one_line(run):
    """A name that nobody knows ends with code 1 and a hint."""
    code, _, err = run("geocode", "Xyzzyville")
    assert code == 1
    assert "no place is called 'Xyzzyville'" in one_line(err)


def test_data_names_its_licences(run):
    """``data`` lists every source with its licence."""
    code, out, _ = run("data", "--json")
    assert code == 0
    assert all(source["licence"] for source in json.loads(out))


LINES = [
    '{"id": 1, "text": "🚂 Cafe\u0301 باكو: trains run from Baku to Tbilisi."}',
    "not json",
    '{"id": 2}',
    "",
    '{"id": "three", "text": ""}',
    '{"id": 4, "text": "\\ud83d Baku"}',
    '{"id": NaN, "text": "Baku"}',
    "[" * 100_000,
    '{"id": null, "text": "In Kabul.\\r\\nIn Herat."}',
]


def test_lines_in_lines_out(folder):
    """Order is kept, a bad line is answered with its error and told by its number, offsets count code points."""
    (folder / "lines.jsonl").write_bytes("\n".join([*LINES, ""]).encode() + b"\xff\xfe\n")
    process = command("geoparse", "lines.jsonl", "--jsonl", cwd=folder, env={"PYTHONIOENCODING": "latin-1"})
    out, err = (stream.decode() for stream in process.communicate())
    rows = [json.loads(line) for line in out.splitlines()]
    assert process.returncode == 1
    assert [row["line"] for row in rows if "error" in row] == [2, 3, 6, 7, 8, 10]
    rows = [row for row in rows if "error" not in row]
    assert [row["id"] for row in rows] == [1, "three", None]
    assert [line.split(":")[1] for line in err.splitlines()] == [
        " line 2",
        " line 3",
        " line 6",
        " line 7",
        " line 8",
        " line 10",
    ]
    for source, row in ((LINES[0], rows[0]), (LINES[-1], rows[2])):
        text = json.loads(source)["text"]
        spans = [*row["toponyms"], *row["corridors"]]
        assert spans
        assert all(text[span["start"] : span["end"]] == span["phrase"] for span in spans)


def test_a_line_holds_what_is_promised():
    """A line out has the members of the contract."""
    from geo import Gazetteer

    row = annotate_line('{"id": 1, "text": "Trains run from Baku to Tbilisi."}', Gazetteer.open())
    assert set(row) == {"id", "toponyms", "corridors", "unresolved"}
    assert set(row["toponyms"][0]) == {
        "start",
        "end",
        "phrase",
        "role",
        "kind",
        "name",
        "lat",
        "lon",
        "record",
        "confidence",
    }
    assert set(row["corridors"][0]) == {"start", "end", "phrase", "name", "mode", "status", "directed", "waypoints"}


def test_text_may_be_piped_in(folder):
    """``geoparse`` reads what is piped in, and says where it is not UTF-8."""
    process = command("geoparse", cwd=folder, stdin=subprocess.PIPE)
    out, _ = process.communicate(b"Trains run from Baku to Tbilisi.")
    assert [t["phrase"] for t in json.loads(out)["toponyms"]] == ["Baku", "Tbilisi"]
    process = command("geoparse", cwd=folder, stdin=subprocess.PIPE)
    _, err = process.communicate(b"caf\xe9")
    assert process.returncode == 1
    assert "not UTF-8" in one_line(err.decode())


@LINUX
def test_a_reader_that_leaves_is_no_error(folder):
    """``corridors data | head -1`` ends quietly."""
    with command("data", "--json", cwd=folder) as process:
        process.stdout.close()
        assert process.stderr.read() == b""


@LINUX
def test_a_full_device_ends_in_one_line(folder):
    """Output that cannot be written ends with code 1 and one line."""
    with Path("/dev/full").open("wb") as full:
        process = command("data", cwd=folder, stdout=full)
        _, err = process.communicate()
    assert process.returncode == 1
    assert "No space left" in one_line(err.decode())


@LINUX
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGKILL"])
def test_an_interrupted_run_leaves_the_old_map(folder, run, name):
    """A run that is interrupted, ended or killed leaves the earlier map whole, and the next one no fragment."""
    run("map", "ok.txt")
    output = folder / "output" / "ok"
    before = {path.name: path.read_bytes() for path in output.iterdir()}
    for wait in (0.4, 1.1):
        process = command("map", "ok.txt", cwd=folder)
        time.sleep(wait)
        process.send_signal(getattr(signal, name))
        _, err = process.communicate()
        assert b"Traceback" not in err
        if process.returncode == 1:
            assert "interrupted" in err.decode()
    (output / ".writing-left").write_text("half", encoding="utf-8")
    assert run("map", "ok.txt")[0] == 0
    assert {path.name: path.read_bytes() for path in output.iterdir()} == before


def test_every_command_is_there_and_the_others_are_not_loaded():
    """A run loads the one command it is asked for; the help lists all of them, each with what it does."""
    commands = layers.cli.corridors.commands
    assert {name: command.name for name, command in commands.items()} == {
        name: "overview" if name == "atlas" else name for name in commands
    }
    assert all(command.get_short_help_str() for command in commands.values())
    script = (
        "import sys; sys.argv = ['corridors', 'geocode', '--help']; import layers.cli\n"
        "try: layers.cli.main()\n"
        "except SystemExit: print([n for n in sys.modules if n.startswith('layers.cli.')])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    loaded = done.stdout.splitlines()[-1]
    assert "layers.cli.geocode" in loaded
    assert "layers.cli.corpus" not in loaded
    assert "layers.cli.map" not in loaded


def test_a_process_that_leaves_at_once_has_said_everything(tmp_path):
    """The end is cut short, not what was written: a long answer in a pipe is whole, what was to be done at exit is done."""
    script = (
        "import atexit, pathlib, sys; import layers.__main__ as it\n"
        "def main():\n"
        "    atexit.register(pathlib.Path(sys.argv[1]).write_text, 'done')\n"
        "    sys.stdout.write('x' * 1_000_000)\n"
        "    sys.exit(3)\n"
        "it.main = main\n"
        "it.run()"
    )
    done = subprocess.run([sys.executable, "-c", script, str(tmp_path / "end")], capture_output=True, check=False)
    assert (done.returncode, len(done.stdout)) == (3, 1_000_000)
    assert (tmp_path / "end").read_text(encoding="utf-8") == "done"
