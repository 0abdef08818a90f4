"""What a reader takes along or looks for: coordinates, pictures of the view, data out of a frame, names misspelt."""

import io
import json
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from PIL import Image
from visit import Visit, save

from layers.embed import to_embed
from layers.frames import to_frames

pytestmark = pytest.mark.browser
SVG = "{http://www.w3.org/2000/svg}"


def picture(visit, kind):
    """Save the view from the page and return the bytes."""
    with visit.page.expect_download() as waiting:
        visit.page.get_by_role("button", name=f"Save as {kind.upper()}").click()
    assert waiting.value.suggested_filename == f"map.{kind}"
    return waiting.value.path().read_bytes()


def test_coordinates_can_be_copied(browser, map_path):
    """The card of a place puts its point on the clipboard, as the gazetteer has it to five places."""
    options = {"reduced_motion": "reduce", "permissions": ["clipboard-read", "clipboard-write"]}
    visit = Visit(browser, map_path, **options)
    visit.page.locator("#places button", has_text="Kars").click()
    visit.page.get_by_role("button", name="Copy coordinates").click()
    visit.page.locator("#notice", has_text="Coordinates copied").wait_for()
    assert visit.page.evaluate("navigator.clipboard.readText()") == "40.60199° N, 43.09746° E"
    visit.close()


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("Tiblisi", "Tbilisi"),
        ("kaars", "Kars"),
        ("TBILISI", "Tbilisi"),
        ("Azerbajian", "Azerbaijan"),
        ("kosovó", "Kosovo"),
    ],
)
def test_the_search_forgives(visit, typed, found):
    """Letters left out, doubled, exchanged or accented: the place is found, and the page says when it had to guess."""
    visit.page.get_by_label("Search names and sentences").fill(typed)
    assert found in visit.page.locator("#places .title").all_inner_texts()
    guessed = visit.page.locator("#like").is_visible()
    assert guessed == (typed not in {"TBILISI", "kosovó"})
    visit.page.get_by_role("button", name="Reset").click()
    assert not visit.page.locator("#like").is_visible()


def test_the_search_guesses_only_where_nothing_is_found(visit):
    """What is there as it was typed is all that is found; what is like nothing finds nothing."""
    visit.page.get_by_label("Search names and sentences").fill("Kabul International")
    assert visit.page.locator("#places .title").all_inner_texts() == ["Kabul International Airport"]
    assert not visit.page.locator("#like").is_visible()
    visit.page.get_by_label("Search names and sentences").fill("Reykjavik")
    assert visit.page.locator("#places .title").count() == 0
    assert not visit.page.locator("#like").is_visible()


def test_the_view_can_be_saved_as_svg(visit):
    """The SVG holds the names of the map as text, the lines, the title and the credits, and asks for nothing."""
    text = picture(visit, "svg").decode()
    root = ET.fromstring(text)  # noqa: S314 - our own page's
    words = [it.text for it in root.iter(f"{SVG}text")]
    lettered = visit.page.locator(".place-name.placed").all_inner_texts()
    assert lettered
    for name in lettered:
        assert all(line in words for line in name.split("\n"))
    assert "Baku–Tbilisi–Kars railway" in words
    assert any("Moving a mission across the Caucasus" in line for line in words if line)
    assert any("OpenStreetMap contributors" in line for line in words if line)
    assert len(list(root.iter(f"{SVG}path"))) > 30
    assert text.count("href") == text.count('href="data:image/jpeg;base64,') == 1  # the relief
    assert "var(" not in text


def test_the_view_can_be_saved_as_png(visit):
    """The PNG is twice as fine as the page and looks like it: nine in ten pixels of the map are of the same colour."""
    saved = Image.open(io.BytesIO(picture(visit, "png"))).convert("RGB")
    box = visit.page.locator("#map").bounding_box()
    assert saved.size == (2 * round(box["width"]), 2 * (round(box["height"]) + 46))
    shown = Image.open(io.BytesIO(visit.page.screenshot(clip=box))).convert("RGB")
    small = saved.crop((0, 0, saved.width, 2 * round(box["height"]))).resize(shown.size)
    away = np.abs(np.asarray(small).astype(int) - np.asarray(shown).astype(int)).max(axis=2)
    top = away[: away.shape[0] // 2, 60:]  # without the legend and the buttons
    assert (top < 24).mean() > 0.9


def test_the_data_comes_out_of_the_frame_of_the_embed_kit(browser, atlas, map_path, tmp_path):
    """In the frame that embed.html shows, the GeoJSON of the page can be saved."""
    save(map_path.read_text(encoding="utf-8"), tmp_path)
    kit = to_embed(to_frames(atlas), figure=None).replace("<html ", '<html class="ready" ')
    context = browser.new_context(offline=True, accept_downloads=True)
    page = context.new_page()
    page.goto(save(kit, tmp_path, "embed.html").as_uri())
    frame = page.frame_locator("iframe")
    frame.locator("html.ready").wait_for(state="attached")
    with page.expect_download() as waiting:
        frame.locator("#download").click()
    assert len(json.loads(waiting.value.path().read_text(encoding="utf-8"))["features"]) == 14
    context.close()
