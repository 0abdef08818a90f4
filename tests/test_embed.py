"""The embed kit: frames that hold the map and nothing else, and examples that run."""

from __future__ import annotations

import json
import re
from pathlib import Path

import nbformat
import pytest
from lxml import html
from nbconvert.preprocessors import ExecutePreprocessor

from geo.errors import OutputError
from layers.embed import snippet_of, to_embed
from layers.formats import encoded
from layers.frames import to_frames
from layers.map import draw

RECIPES = (Path(__file__).parents[1] / "layers" / "site" / "pages" / "recipes.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def frames(atlas):
    """Return the tables of the small article."""
    return to_frames(atlas)


def test_the_frame_is_titled_responsive_and_shut(frames):
    """The frame has a title, grows with its column, and lets the map run scripts and open links, no more."""
    (frame,) = html.fromstring(snippet_of(frames)).iter("iframe")
    assert frame.get("title") == "Map: Moving a mission across the Caucasus"
    assert "width:100%" in frame.get("style")
    allowed = set(frame.get("sandbox").split())
    assert allowed == {"allow-scripts", "allow-popups", "allow-popups-to-escape-sandbox", "allow-downloads"}
    assert frame.get("src") == "map.html"


def test_there_is_a_picture_for_readers_without_scripts(frames):
    """The snippet holds the figure with its alternative text; where there is none it says nothing of one."""
    page = html.fromstring(snippet_of(frames))
    (picture,) = page.iter("img")
    assert picture.get("src") == "figure.png"
    assert "Baku–Tbilisi–Kars railway" in picture.get("alt")
    assert "figure.png" not in snippet_of(frames, figure=None)


def test_metadata_has_whole_addresses_or_none(frames):
    """With --site social media find an address that works from anywhere; without, they find no broken picture."""
    page = html.fromstring(to_embed(frames, site="https://example.org/maps/baku"))
    told = {m.get("property") or m.get("name"): m.get("content") for m in page.iter("meta")}
    assert told["og:image"] == "https://example.org/maps/baku/figure.png"
    assert told["og:url"] == "https://example.org/maps/baku/map.html"
    assert told["og:title"] == "Moving a mission across the Caucasus"
    assert len(told["og:description"]) <= 300
    assert "og:image" not in to_embed(frames)
    assert 'src="https://example.org/maps/baku/map.html"' in snippet_of(frames, site="https://example.org/maps/baku")


@pytest.mark.parametrize("site", ["javascript:alert(1)", "example.org", "file:///etc/passwd", "https://"])
def test_a_site_must_be_an_address(frames, site):
    """What is no http or https address is refused by name."""
    with pytest.raises(OutputError, match="is no address; write such as https://"):
        to_embed(frames, site=site)


def test_hostile_titles_stay_titles(atlas):
    """A title that is markup neither ends an attribute nor adds an element."""
    from dataclasses import replace

    title = '"><script>alert(1)</script><x y="'
    text = to_embed(to_frames(replace(atlas, document=replace(atlas.document, title=title))))
    page = html.fromstring(text)
    assert list(page.iter("script")) == []
    assert page.findtext(".//h1") == title


@pytest.mark.browser
def test_a_link_to_one_feature_works_in_the_frame(frames, atlas, browser, tmp_path):
    """In the sandboxed frame the map runs, and an address with #corridor=ID opens that corridor's card."""
    (tmp_path / "map.html").write_text(draw(frames).html, encoding="utf-8")
    corridor = atlas.corridors[0]
    page_text = f"<!doctype html><body>{snippet_of(frames, figure=None, feature=f'corridor={corridor.id}')}</body>"
    (tmp_path / "article.html").write_text(page_text, encoding="utf-8")
    page = browser.new_page()
    complaints = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto((tmp_path / "article.html").as_uri())
    frame = page.frame_locator("iframe")
    frame.locator("[role=dialog]").get_by_text(corridor.name).first.wait_for(timeout=60_000)
    assert complaints == []
    page.close()


@pytest.mark.browser
def test_the_embed_page_shows_the_map(frames, browser, tmp_path):
    """embed.html, opened from disk, shows the running map, obeys its own policy and does not scroll sideways."""
    (tmp_path / "map.html").write_text(draw(frames).html, encoding="utf-8")
    for name, content in encoded(frames, ("png", "embed")).items():
        (tmp_path / name).write_bytes(content.encode() if isinstance(content, str) else content)
    page = browser.new_page(viewport={"width": 390, "height": 800})
    complaints = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.goto((tmp_path / "embed.html").as_uri())
    page.frame_locator("iframe").locator("#map").wait_for(timeout=60_000)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert complaints == []
    page.close()


def test_the_notebook_example_of_the_recipes_runs():
    """The example for Quarto and Jupyter runs as it stands, and its cell shows a map and a figure."""
    (example,) = re.findall(r"```\{python\}\n(.*?)```", RECIPES, re.DOTALL)
    code = "\n".join(line for line in example.splitlines() if not line.startswith("#|"))
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code)])
    done, _ = ExecutePreprocessor(timeout=300, kernel_name="python3").preprocess(book, {})
    shown = [output["data"] for output in done.cells[0].outputs if "data" in output]
    assert any("<iframe" in data.get("text/html", "") for data in shown)
    assert any("image/png" in data for data in shown)
    assert json.dumps(done)
