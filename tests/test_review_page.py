"""The review page's server: who may speak to it, and what becomes of what they say."""

from __future__ import annotations

import http.client
import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

import geo
from layers.review import read_corrections
from layers.review.review_server import LOOPBACK, listen
from layers.review.session import ConflictError, Session

TEXT = "Trains run from Tbilisi to Poti. Ships leave Poti for Constanta. Nobody goes to Xqzwstan.\n"
TOKEN = "a-token-for-tests"


@pytest.fixture
def article(tmp_path):
    """Return the file of a small article."""
    path = tmp_path / "ways.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


@pytest.fixture
def session(article):
    """Return a review of it."""
    return Session(article, gazetteer=geo.Gazetteer.open(), by="LK")


@pytest.fixture
def port(session):
    """Serve the review; return its port."""
    uvicorn = pytest.importorskip("uvicorn")
    from layers.review.review_server import application

    listener = listen()
    number = listener.getsockname()[1]
    app = application(session, token=TOKEN, hosts=(f"{LOOPBACK}:{number}",))
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="off", ws="none"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    yield number
    server.should_exit = True
    thread.join(30)
    listener.close()


def asked(port, method, path, body=None, **headers):
    """Send one request as the page would, but for the headers given; None leaves one out."""
    own = f"{LOOPBACK}:{port}"
    sent = {"Host": own, "Origin": f"http://{own}", "X-Corridors-Token": TOKEN}
    sent |= {name.replace("_", "-"): value for name, value in headers.items()}
    connection = http.client.HTTPConnection(LOOPBACK, port, timeout=60)
    connection.putrequest(method, path, skip_host=True)
    content = b"" if body is None else body if isinstance(body, bytes) else json.dumps(body).encode()
    for name, value in sent.items():
        if value is not None:
            connection.putheader(name, value)
    connection.putheader("Content-Length", str(len(content)))
    connection.endheaders(content)
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    return answer.status, answer.headers, text


def feature(state, name):
    """Return the feature of a name."""
    return next(f for f in state["features"] if f["name"] == name)


@pytest.mark.parametrize(
    "headers",
    [
        {"X_Corridors_Token": "wrong"},
        {"X_Corridors_Token": None},
        {"Host": "evil.example"},
        {"Host": "127.0.0.1"},
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Sec_Fetch_Site": "cross-site"},
    ],
)
def test_strangers_are_refused(port, session, headers):
    """Without the token, under another name, or from another page nothing is told and nothing is changed."""
    for method, path, body in (("GET", "/state", None), ("POST", "/correct", {"key": "place:16:23", "values": {}})):
        status, _, text = asked(port, method, path, body, **headers)
        assert status == 403
        assert "Tbilisi" not in text
    assert not session.path.exists()


def test_a_change_must_come_from_the_page(port):
    """A POST without an Origin is refused, and so is one whose token stands in the address alone."""
    assert asked(port, "POST", "/head", {"title": "x"}, Origin=None)[0] == 403
    assert asked(port, "POST", f"/head?token={TOKEN}", {"title": "x"}, X_Corridors_Token=None)[0] == 403


def test_the_page_may_load_nothing_from_elsewhere(port):
    """Every answer carries a policy that allows this server alone, and may not be framed or kept."""
    status, headers, text = asked(port, "GET", f"/?token={TOKEN}", X_Corridors_Token=None, Origin=None)
    assert status == 200
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["cache-control"] == "no-store"
    assert "https://" not in text
    assert asked(port, "GET", "/review.js")[0] == 200
    assert asked(port, "GET", "/../review.yaml")[0] == 404


@pytest.mark.parametrize(
    "body",
    [b"", b"[", b"[]", b'{"values": 3}', b'{"key": "place:0:99999", "values": {}}', b'{"key": "x", "values": null}',
     b'{"key": "place:16:23", "values": {"point": [999, 0]}}', b'{"key": "place:16:23", "values": {"nonsense": 1}}',
     b'{"key": "place:16:23", "values": {"comment": {"a": 1}}}', b"\xff", b"[" * 100_000],
)  # fmt: skip
def test_nonsense_is_refused_with_a_reason(port, session, body):
    """A request that makes no sense gets an error, and the file stays as it is."""
    status, _, text = asked(port, "POST", "/correct", body)
    assert status == 400
    assert json.loads(text)["error"]
    assert not session.path.exists()


def test_a_flood_is_cut_off(port):
    """A request larger than any correction is not read."""
    body = b'{"key": "' + b"x" * 300_000
    assert asked(port, "POST", "/correct", body)[0] == 413


def test_a_correction_is_written_and_shown(port, session):
    """What is accepted is in the file at once, with the initials; the progress counts it."""
    state = json.loads(asked(port, "GET", "/state")[2])
    tbilisi = feature(state, "Tbilisi")
    assert (state["checked"], tbilisi["verdict"]) == (0, "unchecked")
    body = {"key": tbilisi["key"], "values": {"verdict": "accept"}, "seen": None}
    told = json.loads(asked(port, "POST", "/correct", body)[2])
    assert (told["checked"], feature(told, "Tbilisi")["verdict"]) == (1, "accepted")
    (item,) = read_corrections(session.path).items
    assert (item.word, item.by, item.anchor.quote, item.anchor.at) == ("accept", "LK", "Tbilisi", 16)


def test_two_windows_lose_nothing(session):
    """A change to what another window has changed is refused and shown; changes to other things are both kept."""
    state = session.state()
    keys = {f["name"]: f["key"] for f in state["features"]}
    session.correct(keys["Tbilisi"], {"verdict": "accept"}, seen=None)
    with pytest.raises(ConflictError, match="changed in another window"):
        session.correct(keys["Tbilisi"], {"verdict": "reject"}, seen=None)
    session.correct(keys["Poti"], {"verdict": "reject"}, seen=None)
    assert [(i.anchor.quote, i.word) for i in read_corrections(session.path).items] == [
        ("Tbilisi", "accept"), ("Poti", "reject")
    ]  # fmt: skip


def test_an_edit_by_hand_is_shown_and_kept(session):
    """What a person writes into the file meanwhile is shown, and its comments survive the page's writing."""
    keys = {f["name"]: f["key"] for f in session.state()["features"]}
    session.path.write_text("# mine\ncorrections:\n- place: Poti  # sure\n  verdict: accept\n", encoding="utf-8")
    assert feature(session.state(), "Poti")["verdict"] == "accepted"
    session.correct(keys["Tbilisi"], {"point": [44.8, 41.7]}, seen=None)
    text = session.path.read_text(encoding="utf-8")
    assert "# mine" in text
    assert "# sure" in text
    assert session.state()["checked"] == 2


def test_what_does_not_fit_is_not_written(session):
    """A way that cannot be traced, or a record that there is not, gives the reason and leaves the file alone."""
    keys = {f["name"]: f["key"] for f in session.state()["features"]}
    assert "no record" in session.correct(keys["Poti"], {"record": "geonames:0"}, seen=None)
    rail = next(f["key"] for f in session.state()["features"] if f["target"] == "corridor")
    assert session.correct(rail, {"waypoints": ["Tbilisi", "Xqzwstan"]}, seen=None)
    assert not session.path.exists()


def test_a_place_may_be_added_and_taken_back(session):
    """Words nobody took for a place become one, and are gone again when the correction is taken back."""
    start = TEXT.index("Xqzwstan")
    key = f"place:{start}:{start + 8}"
    assert session.correct(key, {"verdict": "add", "point": [44.0, 42.0], "kind": "town"}, seen=None) == ""
    added = next(f for f in session.state()["features"] if f["key"] == key)
    assert (added["verdict"], added["point"]) == ("added", [44.0, 42.0])
    assert session.correct(key, None, seen=added["stamp"]) == ""
    assert all(f["verdict"] in {"unchecked", "unresolved"} for f in session.state()["features"])


def test_a_killed_server_loses_nothing_saved(article):
    """After a change and a sudden death the file is whole, and a new review begins where the old one ended."""
    pytest.importorskip("uvicorn")
    environment = os.environ | {"PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-m", "layers", "review", str(article), "--no-browser", "--by", "LK"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        address = next(line.split("open: ")[1].strip() for line in process.stdout if "open: " in line)
        port, (token, where) = int(address.split(":")[2].split("/")[0]), address.split("token=")[1].split("#")
        assert where.endswith("/check")  # the studio, opened at the check
        state = json.loads(asked(port, "GET", f"/a/{where}/state", X_Corridors_Token=token)[2])
        body = {"key": feature(state, "Poti")["key"], "values": {"verdict": "accept"}, "seen": None}
        assert asked(port, "POST", f"/a/{where}/correct", body, X_Corridors_Token=token)[0] == 200
        process.send_signal(signal.SIGKILL)
        process.wait(30)
    again = Session(article, gazetteer=geo.Gazetteer.open())
    assert feature(again.state(), "Poti")["verdict"] == "accepted"
    assert read_corrections(again.path).items[0].by == "LK"
    assert sorted(p.name for p in article.parent.iterdir()) == ["ways.review.yaml", "ways.txt"]


def test_a_review_that_cannot_be_read_is_told_before_the_page_opens(article):
    """A mistake in the file ends the command with its line, and no page opens."""
    Path(article.parent / "ways.review.yaml").write_text("corrections:\n- place: x\n  mode: rail\n", encoding="utf-8")
    command = [sys.executable, "-m", "layers", "review", str(article), "--no-browser"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 1
    assert "ways.review.yaml line 3: key 'mode' is not for a place" in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("command", ["review", "open"])
def test_an_article_that_is_not_there_is_told_before_the_page_opens(tmp_path, command):
    """A slip in the name ends the command in one line, and makes no folder of that name."""
    missing = tmp_path / "wayz.txt"
    words = [sys.executable, "-m", "layers", command, str(missing), "--no-browser"]
    done = subprocess.run(words, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 1
    assert "wayz.txt does not exist; check the name" in done.stderr
    assert not missing.exists()


def test_one_mention_is_corrected_alone(article, session):
    """A correction of one mention leaves the others as they were, is an entry of its own and can be taken back."""
    before = session.state()["features"]
    poti = feature(session.state(), "Poti")
    (first, second) = poti["spans"]
    key = f"mention:{first[0]}:{first[1]}"
    assert session.correct(key, {"point": [41.0, 42.5], "kind": "port"}, seen=None) == ""
    (item,) = read_corrections(session.path).items
    assert (item.here, item.anchor.at, item.point) == (True, first[0], (41.0, 42.5))
    told = session.state()
    apart = next(f for f in told["features"] if f["key"] == key)
    assert (apart["here"], apart["spans"], apart["point"], apart["verdict"]) == (True, [first], [41.0, 42.5], "changed")
    rest = next(f for f in told["features"] if f["key"] == poti["key"])
    assert (rest["spans"], rest["point"], rest["said"]) == ([second], poti["point"], None)
    assert "Ships leave" in article.read_text()[slice(*rest["sentence"])], "the sentence is that of a mention it has"

    assert session.correct(poti["key"], {"verdict": "accept"}, seen=None) == ""
    assert {i.here for i in read_corrections(session.path).items} == {True, False}
    assert session.correct(key, {"verdict": "reject"}, seen=apart["stamp"]) == ""
    apart = next(f for f in session.state()["features"] if f["key"] == key)
    assert (apart["verdict"], apart["spans"]) == ("rejected", [first])
    assert session.correct(key, None, seen=apart["stamp"]) == ""
    rest = feature(session.state(), "Poti")
    assert session.correct(poti["key"], None, seen=rest["stamp"]) == ""
    assert session.state()["features"] == before


def test_a_single_mention_may_become_another_place_of_the_map(session):
    """A mention that is given the record of another place joins it and is listed once, under its own entry."""
    poti, tbilisi = feature(session.state(), "Poti"), feature(session.state(), "Tbilisi")
    start, end = poti["spans"][0]
    key = f"mention:{start}:{end}"
    assert session.correct(key, {"record": tbilisi["record"]["record"]}, seen=None) == ""
    features = {f["key"]: f for f in session.state()["features"]}
    assert features[key]["name"] == "Tbilisi"
    assert [s for f in features.values() if f["target"] == "place" for s in f["spans"]].count((start, end)) == 1
    assert features[tbilisi["key"]]["spans"] == tbilisi["spans"]
