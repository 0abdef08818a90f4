"""Going online: only when asked, only for unknown names, and never at the cost of the map."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TEXT = "Wheat goes by rail from Kars to Tbilisi. Families moved to the village of Qvzdorium near Tbilisi in May.\n"
ANSWER = [
    {
        "place_id": 1,
        "osm_type": "node",
        "osm_id": 42,
        "lat": "41.80",
        "lon": "44.70",
        "class": "place",
        "type": "village",
        "display_name": "Qvzdorium, Georgia",
        "name": "Qvzdorium",
        "address": {"country_code": "ge"},
    }
]


@pytest.fixture
def server():
    """Run a geocoder on this machine that counts what it is asked and answers as told."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            self.server.asked.append(self.path)
            body = json.dumps(ANSWER).encode() if self.server.well else b"<html>busy</html>"
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    found = HTTPServer(("127.0.0.1", 0), Handler)
    found.asked, found.well = [], True
    thread = threading.Thread(target=found.serve_forever, daemon=True)
    thread.start()
    yield found
    found.shutdown()
    thread.join()
    found.server_close()


def _map(tmp_path, *options):
    article = tmp_path / "wheat.txt"
    article.write_text(TEXT, encoding="utf-8")
    command = [sys.executable, "-m", "layers", "map", str(article), "-o", str(tmp_path / "out"), *options]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    atlas = tmp_path / "out" / "wheat" / "atlas.geojson"
    return done, json.loads(atlas.read_text(encoding="utf-8")) if atlas.is_file() else None


def _online(server):
    return (
        "--online",
        "nominatim",
        "--contact",
        "desk@example.org",
        "--online-url",
        f"http://127.0.0.1:{server.server_port}",
    )


def test_nothing_is_asked_without_the_flag(tmp_path, server):
    """A run without --online sends nothing and lists the unknown name."""
    done, atlas = _map(tmp_path)
    assert done.returncode == 0
    assert server.asked == []
    assert "Qvzdorium" in [item["name"] for item in atlas["unresolved"]]


def test_an_unknown_name_is_asked_for_and_mapped_with_its_source(tmp_path, server):
    """With --online only unknown names leave the machine, and the answer is drawn with its provider as record."""
    done, atlas = _map(tmp_path, *_online(server))
    assert done.returncode == 0, done.stderr
    assert server.asked
    assert all("Qvzdorium" in path for path in server.asked)
    (place,) = [f for f in atlas["features"] if f["properties"]["name"] == "Qvzdorium"]
    assert place["geometry"]["coordinates"] == [44.7, 41.8]
    assert place["properties"]["record"].startswith("nominatim:")
    assert any(source["id"] == "nominatim" for source in atlas["sources"])


def test_a_broken_answer_leaves_a_whole_map(tmp_path, server):
    """A provider that answers with nonsense costs only its name, which is listed with the reason."""
    server.well = False
    done, atlas = _map(tmp_path, *_online(server))
    assert done.returncode == 0, done.stderr
    assert {"Kars", "Tbilisi"} <= {f["properties"]["name"] for f in atlas["features"]}
    (lost,) = [item for item in atlas["unresolved"] if item["name"] == "Qvzdorium"]
    assert "online:" in lost["reason"]


def test_a_provider_that_does_not_exist_is_one_line(tmp_path):
    """A misspelled provider ends in one line that names those there are."""
    done, _ = _map(tmp_path, "--online", "nominatin", "--contact", "desk@example.org")
    assert done.returncode == 1
    assert done.stderr.startswith("error: ")
    assert "nominatim" in done.stderr
