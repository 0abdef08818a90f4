"""The page as text: the same bytes, nothing from outside, nothing that an article can break out of."""

import hashlib
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import TEXT, make_atlas
from visit import told

from geo.errors import DataError
from geo.model import Atlas, Corridor, Document, Leg, Waypoint
from layers.frames import to_frames
from layers.map import draw, leaflet
from layers.map.encoding import encode_lines, safe_json
from layers.map.extent import extent_of, padded
from layers.map.page_data import content

HOSTILE = "</script><img src=x onerror=alert(1)>${1}`\u2028\u202e\\"


@pytest.fixture(scope="module")
def page(atlas):
    """Return the page of the small article."""
    return draw(to_frames(atlas))


def test_two_draws_give_the_same_bytes(atlas, page):
    """The same atlas gives the same page."""
    assert draw(to_frames(atlas)).html == page.html


def test_another_process_gives_the_same_bytes(page):
    """Neither hash seeds nor random ids reach the page."""
    program = (
        "import hashlib, sys; sys.path.insert(0, 'tests'); from conftest import TEXT, make_atlas;"
        "from layers.frames import to_frames; from layers.map import draw;"
        "print(hashlib.sha256(draw(to_frames(make_atlas(TEXT))).html.encode()).hexdigest())"
    )
    for seed in ("1", "2"):
        told_by = subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": "."},
            cwd=Path(__file__).parent.parent,
            check=True,
            capture_output=True,
            text=True,
        )
        assert told_by.stdout.strip() == hashlib.sha256(page.html.encode()).hexdigest()


def test_the_page_is_small(page):
    """A page of fifteen features stays below 900 KB, ground and all."""
    assert len(page.html.encode()) < 900_000


def test_the_page_brings_everything_along(page):
    """No script, style sheet or picture is asked for from elsewhere, and none of folium's usual company is there."""
    assert not page.needs_network, page.notes
    assert re.findall(r"<(?:script|link|img|iframe)[^>]*\b(?:src|href)=", page.html) == []
    for name in ("jquery", "bootstrap", "awesome"):
        assert name not in page.html.lower()


def test_the_policy_allows_only_what_is_in_the_page(page):
    """Scripts and style sheets run by their hash alone; everything else is shut off."""
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page.html)[1]
    assert policy.startswith("default-src &#39;none&#39;")
    assert "unsafe" not in policy
    assert policy.count("sha256-") == 4


def test_article_text_stands_only_in_the_data_and_the_title():
    """Quotes and names are in the JSON, escaped, and nowhere in the markup."""
    page = draw(to_frames(make_atlas(TEXT.replace("in March", HOSTILE))), title=HOSTILE)
    assert "<img" not in page.html
    assert page.html.count("onerror=alert(1)") == 3  # in a sentence, in the data's title and in the page's title
    assert any(HOSTILE in sentence["text"] for sentence in told(page.html)["sentences"])


def test_only_web_addresses_become_links(atlas):
    """An address that would run something is left out."""
    frames = to_frames(atlas)
    frames.document["url"] = "javascript:alert(1)"
    assert content(frames)["document"]["url"] is None


def test_quotes_mark_their_phrase_as_javascript_counts(atlas):
    """Spans are in UTF-16 units, so that a phrase after an emoji is marked right."""
    data = content(to_frames(make_atlas("🚂" + TEXT)))
    baku = next(place for place in data["places"] if place["id"] == "baku")
    [[start, begin, end]] = baku["evidence"]
    text = next(s["text"] for s in data["sentences"] if s["at"] == start)
    assert text.encode("utf-16-le")[begin * 2 : end * 2].decode("utf-16-le") == "Baku"
    assert atlas.document.text[29:33] == "Baku"


def test_an_empty_atlas_gives_a_page_of_the_world():
    """Where there is nothing to draw, the page opens all the same."""
    frames = to_frames(Atlas(Document(text="", title="Nothing", sha256="0" * 64, sentences=())))
    assert told(draw(frames).html)["places"] == []


def test_a_map_across_the_antimeridian_is_not_the_whole_world():
    """Fiji and Samoa are framed together, and a lane between them is not drawn round the world."""
    leg = Leg("Suva", "Apia", "sea", ((178.4, -18.1), (188.2, -13.8)), 1144.0, "straight", "by hand", reason="test")
    ends = (Waypoint("Suva", 178.4, -18.1, "x:1"), Waypoint("Apia", -171.8, -13.8, "x:2"))
    lane = Corridor("suva-apia", "Suva–Apia", "sea", "unknown", "stated", ends, (leg,), ())
    frames = to_frames(Atlas(Document(text="", title="Pacific", sha256="0" * 64, sentences=()), corridors=(lane,)))
    assert extent_of(frames) == pytest.approx((178.4, -18.1, 188.2, -13.8))
    west, _, east, _ = padded(extent_of(frames))
    assert east - west < 30


def test_lines_are_written_as_differences():
    """The packed form of a line is the one the page's script reads."""
    assert encode_lines([[(0, 0), (1, -1), (40, 0)], [], [(1, 0)]]) == ["AACBuCC", "", "CA"]
    assert encode_lines([]) == []


def test_json_cannot_end_its_script():
    """Whatever a string holds, the JSON around it has no angle bracket, ampersand or line separator."""
    text = safe_json({"a": HOSTILE, "b": "\ud800"})
    assert not set(text) & set("<>&\u2028\u2029")
    assert json.loads(text)["a"] == HOSTILE


def test_tiles_are_allowed_by_their_own_address_only(atlas):
    """A page with tiles names their provider, lets pictures in from there alone, and the run is told."""
    page = draw(to_frames(atlas), tiles="OpenTopoMap")
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page.html)[1]
    assert "img-src data: https://*.tile.opentopomap.org; " in policy
    assert page.notes == ("the map needs the network for its background (OpenTopoMap)",)


@pytest.mark.parametrize(("name", "message"), [("Nowhere", "tiles 'Nowhere' unknown"), ("MapBox", "MapBox want a key")])
def test_tiles_that_cannot_be_had_are_refused(atlas, name, message):
    """An unknown provider, or one that wants a key, gives an error that names some that work."""
    with pytest.raises(DataError, match=message):
        draw(to_frames(atlas), tiles=name)


def test_a_notebook_shows_the_page_in_a_shut_frame(page):
    """In Jupyter the page cannot reach the notebook around it."""
    shown = page._repr_html_()
    assert shown.startswith("<iframe srcdoc=")
    assert 'sandbox="allow-scripts allow-popups allow-downloads"' in shown
    assert "allow-same-origin" not in shown


def test_the_page_asks_nobody_for_leaflet(atlas):
    """Leaflet is in the page, whatever the network says: it comes with a package, byte for byte as it is published."""
    page = draw(to_frames(atlas))
    assert not page.needs_network
    assert "<script src" not in page.html
    assert leaflet.leaflet().script in page.html
    assert leaflet.leaflet().style in page.html


def test_a_wrong_leaflet_is_refused(monkeypatch):
    """A file that does not have the known hash is never used, and the error says what to install."""
    monkeypatch.setitem(leaflet.SHA256, "leaflet.js", "0" * 64)
    with pytest.raises(DataError, match=r"has SHA-256 db49.*install django-js-lib-leaflet==1\.9\.4\.1 again"):
        leaflet.leaflet.__wrapped__()
    monkeypatch.setattr(leaflet, "MODULE", "no_such_package")
    with pytest.raises(DataError, match=r"is not installed; install django-js-lib-leaflet"):
        leaflet.leaflet.__wrapped__()
