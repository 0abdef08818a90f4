"""The studio when things go wrong: two windows, edits from outside, a full disk, a killed server, a storm of clicks.

Nothing that was kept is lost, and what happened is told in words.
"""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import time
import zlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import requests
import yaml
from studio_server import TEXT, TOKEN, studio

from layers.export import atomic_files


@pytest.fixture
def served(tmp_path):
    """Serve a studio; return what asks it, and its folder."""
    with studio(tmp_path / "articles") as client:
        yield client, tmp_path / "articles"


def review_of(folder):
    """Return what the review file of the pasted text says."""
    path = folder / "freight-by-rail.review.yaml"
    return yaml.safe_load(path.read_text(encoding="utf-8")) if path.exists() else None


def line(key, now, was=""):
    """Return a change of a line."""
    return {"key": key, "was": was, "now": now}


def look(target, feature, key, now, was=""):
    """Return a change of a feature's look."""
    return {"target": target, "feature": feature, "key": key, "was": was, "now": now}


def test_two_windows_lose_none_of_each_others_words(served):
    """What two windows say of different things stands both; of one thing the first stands, and the second is told."""
    client, folder = served
    id_ = client.paste()
    client.made(id_)
    name = next(each["feature"] for each in client.ask(f"/a/{id_}/words")["features"] if each["target"] == "corridor")
    assert client.say(id_, line("title", "By rail"), look("corridor", name, "colour", "#6a3fa0"))["clashes"] == []
    other = client.say(id_, line("title", "On rails"), line("byline", "LK"), look("corridor", name, "dash", "dotted"))
    assert [(each["key"], each["there"], each["now"]) for each in other["clashes"]] == [
        ("title", "By rail", "On rails")
    ]
    said = review_of(folder)
    assert (said["title"], said["byline"]) == ("By rail", "LK")
    assert said["features"] == [{"corridor": name, "colour": "#6a3fa0", "dash": "dotted"}]
    assert other["said"]["title"] == "By rail"


def test_what_a_person_wrote_by_hand_stays(served):
    """Comments, names of colours, the order and corrections stay as they were when the form writes beside them."""
    client, folder = served
    id_ = client.paste()
    path = folder / "freight-by-rail.review.yaml"
    before = (
        "# mine\nfeatures:\n- place: Baku  # the port\n  colour: teal\n  order: 2\ncorrections:\n- place: Kars\n"
        "  verdict: accept\n"
    )
    path.write_text(before, encoding="utf-8")
    client.say(id_, line("title", "By rail"), look("place", "Baku", "note", "where it begins"))
    text = path.read_text(encoding="utf-8")
    for kept in ("# mine", "# the port", "colour: teal", "order: 2", "verdict: accept", "note: where it begins"):
        assert kept in text
    client.say(id_, line("title", "", "By rail"), look("place", "Baku", "note", "", "where it begins"))
    assert yaml.safe_load(path.read_text(encoding="utf-8")) == yaml.safe_load(before)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (line("colour-of-hope", "x"), "nothing here is called"),
        (line("extent", "44, 38"), "expected west, south, east, north"),
        (line("extent", "a, b, c, d"), "expected west, south, east, north"),
        (look("place", "Baku", "colour", "mauve"), "mauve"),
        (look("planet", "Mars", "colour", "red"), "nothing here is called"),
    ],
)
def test_a_value_that_is_not_allowed_changes_nothing(served, change, told):
    """What may not be said is told, and nothing that was said with it is written."""
    client, folder = served
    id_ = client.paste()
    client.made(id_)
    answer = client.say(id_, line("byline", "LK"), change)
    assert answer["status"] == 400
    assert told in answer["error"]
    assert review_of(folder) is None


def test_undo_and_redo_survive_the_end_of_the_studio(tmp_path):
    """Words, looks and corrections are undone step by step, also by a studio that was started later."""
    folder = tmp_path / "articles"
    with studio(folder) as client:
        id_ = client.paste()
        client.made(id_)
        client.say(id_, line("title", "One"))
        client.say(id_, line("title", "Two", "One"), line("extent", "44, 38, 52, 43"))
        state = client.ask(f"/a/{id_}/check/state")
        key = next(each["key"] for each in state["features"] if each["name"] == "Kars")
        client.ask(f"/a/{id_}/check/correct", {"key": key, "values": {"verdict": "reject"}, "seen": None})
        assert client.ask(f"/a/{id_}/now")["undo"] == 3
    with studio(folder) as client:
        assert client.ask(f"/a/{id_}/step", {"by": -1})["undo"] == 2
        assert not review_of(folder)["corrections"]
        assert client.ask(f"/a/{id_}/words")["said"]["extent"] == "44, 38, 52, 43"
        client.ask(f"/a/{id_}/step", {"by": -1})
        assert review_of(folder)["title"] == "One"
        assert client.ask(f"/a/{id_}/step", {"by": -1})["undo"] == 0
        assert review_of(folder) is None
        steps = [client.ask(f"/a/{id_}/step", {"by": 1}) for _ in range(3)]
        assert steps[-1]["redo"] == 0
        assert review_of(folder)["corrections"][0]["verdict"] == "reject"


def test_an_edit_from_outside_is_a_step_too(served):
    """What another program writes into the review can be undone, and is never overwritten by an undo unseen."""
    client, folder = served
    id_ = client.paste()
    client.say(id_, line("title", "One"))
    path = folder / "freight-by-rail.review.yaml"
    path.write_text("title: By hand\ncorrections: []\n", encoding="utf-8")
    client.ask(f"/a/{id_}/step", {"by": -1})
    assert review_of(folder)["title"] == "One"
    client.ask(f"/a/{id_}/step", {"by": 1})
    assert review_of(folder)["title"] == "By hand"


def test_an_article_edited_outside_is_seen_and_mapped_anew(served):
    """The version changes with the file; the map is the new text's, and the check reads the new text."""
    client, folder = served
    id_ = client.paste()
    first = client.made(id_)
    assert client.ask(f"/a/{id_}/now")["version"] == first["stamp"]
    client.ask(f"/a/{id_}/check/state")
    path = folder / "freight-by-rail.txt"
    path.write_text(f"{TEXT} Ferries link Suakin with Jeddah.", encoding="utf-8")
    assert client.ask(f"/a/{id_}/now")["version"] != first["stamp"]
    second = client.made(id_)
    assert second["stamp"] == client.ask(f"/a/{id_}/now")["version"]
    assert "Suakin" in (folder / "output" / "freight-by-rail" / "map.html").read_text(encoding="utf-8")
    assert "Suakin" in client.ask(f"/a/{id_}/check/state")["article"]["text"]
    path.unlink()
    for question in ("now", "progress", "words", "check/state"):
        assert "no longer in the folder" in client.ask(f"/a/{id_}/{question}")["error"]


def test_what_changes_while_a_map_is_made_is_not_lost(served, monkeypatch):
    """A map that was begun before a change is not taken for the map after it."""
    client, folder = served
    id_ = client.paste()
    import layers.studio.jobs as room

    real = room.build

    def slowly(*args, **options):
        outputs = real(*args, **options)
        with (folder / "freight-by-rail.txt").open("a", encoding="utf-8") as stream:
            stream.write(" Ferries link Suakin with Jeddah.")
        monkeypatch.setattr(room, "build", real)
        return outputs

    monkeypatch.setattr(room, "build", slowly)
    told = client.made(id_)
    assert told["stamp"] == client.ask(f"/a/{id_}/now")["version"]
    assert "Suakin" in (folder / "output" / "freight-by-rail" / "map.html").read_text(encoding="utf-8")


def full(*_, **__):
    """Stand in for a disk that is full."""
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_a_full_disk_loses_nothing(served, monkeypatch):
    """Pasting, words and maps on a full disk say so; what was kept before stays as it was, and later all goes on."""
    client, folder = served
    id_ = client.paste()
    client.made(id_)
    client.say(id_, line("title", "Kept"))
    page = (folder / "output" / "freight-by-rail" / "map.html").read_bytes()
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    with monkeypatch.context() as patch:
        patch.setattr(Path, "write_bytes", full)
        patch.setattr("layers.review.writing.os.fsync", full)
        assert "No space left" in client.ask("/paste", {"text": "Ferries link Suakin with Jeddah."})["error"]
        assert "No space left" in client.say(id_, line("title", "Lost", "Kept"))["error"]
        with (folder / "freight-by-rail.txt").open("a", encoding="utf-8") as stream:
            stream.write(" Ferries link Suakin with Jeddah.")
        assert "No space left" in client.made(id_)["error"]
        assert (folder / "output" / "freight-by-rail" / "map.html").read_bytes() == page
    after = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert {path for path in before if path.suffix != ".txt" and after.get(path) != before[path]} == set()
    assert sorted(after) == sorted(before)
    assert client.say(id_, line("title", "Now", "Kept"))["clashes"] == []
    assert client.made(id_)["error"] == ""
    assert b"Suakin" in (folder / "output" / "freight-by-rail" / "map.html").read_bytes()


@pytest.mark.skipif(sys.platform != "linux" or os.geteuid() != 0, reason="mounts a small disk")
def test_a_small_real_disk_fills_up(tmp_path):
    """On a disk of 100 KB a text is kept, its map is refused with the reason, and the text is still there."""
    disk = tmp_path / "disk"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=100k", "none", str(disk)], check=False).returncode:
        pytest.skip("no disk can be mounted here")
    try:
        with studio(disk / "articles") as client:
            id_ = client.paste()
            told = client.made(id_)
            assert "No space left" in told["error"]
            assert "free some space" in told["error"]
            assert (disk / "articles" / "freight-by-rail.txt").read_text(encoding="utf-8").strip() == TEXT
            assert list((disk / "articles").rglob(f"{atomic_files.ASIDE}*")) == []
    finally:
        subprocess.run(["umount", str(disk)], check=False)


def big_pdf(words, size):
    """Return a PDF of one page of words that carries a picture's worth of noise."""
    noise = os.urandom(size)
    text = b"BT /F1 12 Tf 72 700 Td " + b" ".join(f"({w}) Tj 0 -20 Td".encode() for w in words) + b" ET"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(text), text),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(z := zlib.compress(noise, 0)), z),
    ]
    out, starts = bytearray(b"%PDF-1.4\n"), []
    for number, each in enumerate(objects, start=1):
        starts.append(len(out))
        out += b"%d 0 obj" % number + each + b"endobj\n"
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % start for start in starts)
    return bytes(out + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, table))


def test_a_pdf_of_twenty_megabytes_is_mapped(served):
    """A large file is taken whole and mapped; one beyond the limit is refused with the limit, and nothing is kept."""
    client, folder = served
    pdf = big_pdf(["Ferries link Suakin with Jeddah.", "Trains run from Baku to Tbilisi."], 20_000_000)
    assert len(pdf) > 20_000_000
    id_ = client.ask("/drop?name=large.pdf", raw=pdf)["id"]
    assert client.made(id_)["error"] == ""
    assert "Suakin" in (folder / "output" / "large" / "map.html").read_text(encoding="utf-8")
    answer = requests.post(
        f"{client.home}/drop?name=huge.pdf", data=b"x" * 61_000_000, timeout=60,
        headers={"X-Corridors-Token": TOKEN, "Origin": client.home},
    )  # fmt: skip
    assert answer.status_code == 413
    assert "more than 60,000,000 bytes" in answer.text
    assert not list(folder.glob("huge*"))


def test_a_storm_of_clicks_ends_in_what_was_said_last(served):
    """Two hundred questions of all kinds at once: none is a fault of ours, and the file holds what was said last."""
    client, folder = served
    id_ = client.paste()
    client.made(id_)

    def click(number):
        kind = number % 5
        if kind == 0:
            return client.ask(f"/a/{id_}/make", {"formats": ["html", "png"][: 1 + number % 2]})
        if kind == 1:
            return client.say(
                id_, line("subtitle", f"click {number}", client.ask(f"/a/{id_}/words")["said"]["subtitle"])
            )
        if kind == 2:
            return client.ask(f"/a/{id_}/step", {"by": 1 if number % 2 else -1})
        return client.ask(f"/a/{id_}/now" if kind == 3 else "/shelf")

    with ThreadPoolExecutor(16) as pool:
        told = list(pool.map(click, range(200)))
    assert [each for each in told if each["status"] >= 500] == []
    assert {each["status"] for each in told} <= {200, 400}
    assert all("our own fault" not in each.get("error", "") for each in told)
    now = client.ask(f"/a/{id_}/words")["said"]["subtitle"]
    assert client.say(id_, line("subtitle", "the end", now))["clashes"] == []
    done = client.made(id_, ("html", "geojson"))
    assert done["error"] == ""
    assert review_of(folder)["subtitle"] == "the end"
    assert "the end" in (folder / "output" / "freight-by-rail" / "map.html").read_text(encoding="utf-8")


@pytest.mark.skipif(sys.platform == "win32", reason="kills as a POSIX system does")
def test_a_killed_studio_loses_nothing_that_was_kept(tmp_path):
    """After a kill while a map is made, text and words stand whole in the folder, and the next studio goes on."""
    folder = tmp_path / "articles"
    command = [sys.executable, "-m", "layers", "open", "--no-browser", str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[1]) as process:
        address = next(each.split()[-1] for each in process.stdout if "open:" in each)
        home, token = address.split("/?token=")
        headers = {"X-Corridors-Token": token, "Origin": home}
        id_ = requests.post(f"{home}/paste", json={"text": TEXT}, headers=headers, timeout=60).json()["id"]
        said = {"changes": [line("title", "Kept")]}
        requests.post(f"{home}/a/{id_}/words", json=said, headers=headers, timeout=60)
        requests.post(f"{home}/a/{id_}/make", json={"formats": ["all"]}, headers=headers, timeout=60)
        time.sleep(1.0)
        process.send_signal(signal.SIGKILL)
    assert review_of(folder)["title"] == "Kept"
    with studio(folder) as client:
        assert client.ask("/shelf")["articles"][0]["id"] == id_
        assert client.made(id_)["error"] == ""
        assert client.ask(f"/a/{id_}/now")["undo"] == 1
    assert list(folder.rglob(f"{atomic_files.ASIDE}*")) == []


def test_all_articles_of_the_folder_make_one_map(served):
    """Two articles and more are one map together, the bytes of ``corridors map --together``; one alone is not."""
    client, folder = served
    client.paste()
    assert "two articles or more" in client.ask("/a/together/make", {"formats": ["html"]})["error"]
    client.paste("Ferries\n\nFerries link Suakin with Jeddah.")
    assert client.made("together")["error"] == ""
    page = (folder / "output" / "ferries-and-1-more" / "map.html").read_bytes()
    from click.testing import CliRunner

    from layers.cli import corridors

    out = folder.parent / "out"
    files = [str(folder / name) for name in ("ferries.txt", "freight-by-rail.txt")]
    done = CliRunner().invoke(corridors, ["map", "--together", *files, "-o", str(out), "--format", "html"])
    assert done.exit_code == 0, done.output
    assert (out / "ferries-and-1-more" / "map.html").read_bytes() == page


def test_a_page_is_fetched_into_the_folder_at_a_wish(served):
    """An address is fetched only through its own question, and then mapped like a file."""
    from test_reading_fetching import HTML, PAGE, site

    client, folder = served
    with site({"/red-sea": (200, HTML, PAGE)}) as (home, asked):
        assert "have it fetched" in client.ask("/paste", {"text": f"{home}/red-sea"})["error"]
        assert asked == []
        id_ = client.ask("/fetch", {"url": f"{home}/red-sea"})["id"]
    assert client.made(id_)["error"] == ""
    assert [path.suffix for path in folder.iterdir() if path.is_file()] == [".html"]
    assert "no address" in client.ask("/fetch", {"url": "ferries"})["error"]


def test_a_scan_says_that_it_is_one(served, monkeypatch):
    """Of a scan the answer says so, and the wish to recognise it without a program says what to install."""
    from test_reading_ocr import pictures

    client, _ = served
    monkeypatch.setenv("PATH", "")
    id_ = client.ask("/drop?name=scan.pdf", raw=pictures())["id"]
    told = client.made(id_)
    assert told["is_scan"]
    again = client.made(id_, recognise="eng")
    assert again["is_scan"]
    assert "install ocrmypdf" in again["error"]


def test_a_long_first_paragraph_is_no_title(served):
    """Of a text without a title the first words become one, up to a whole word, and stand in no text."""
    client, folder = served
    words = "Ferries link Suakin with Jeddah, and have done so " + "for a very long time " * 12 + "by now."
    client.paste(words)
    (path,) = folder.glob("*.txt")
    text = path.read_text(encoding="utf-8")
    assert text.startswith('---\ntitle: "Ferries link Suakin with Jeddah, and have done so for a …"\n---\n')
    assert path.name == "ferries-link-suakin-with-jeddah-and-have-done-so-for-a.txt"
