"""An author's words and looks, on the page in a browser and in the figure."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from test_map_access import EVERY_RULE
from visit import Visit, save

from layers.author import read_words, with_words
from layers.author.keys import COLOURS
from layers.frames import to_frames
from layers.map import draw

SAID = """\
title: Ways to the west
subtitle: Rail, sea and air
byline: Map by L. K.
source-line: After a brief
note: Dotted lines are ours.
legend: top-right
features:
- corridor: Baku–Tbilisi–Kars railway
  name: The BTK
  colour: red
- place: Baku
  name: Bakou
  label: left
  colour: "#ffff00"
- place: Kars
  hide: true
- place: Alat Port
  label: off
"""
INK = "(element) => getComputedStyle(element).stroke"


@pytest.fixture(scope="module")
def own(atlas):
    """Return the tables of the small article as their author wants them."""
    told, notes = with_words(to_frames(atlas), read_words(SAID))
    assert notes == ()
    return told


@pytest.fixture(scope="module")
def own_path(own, tmp_path_factory):
    """Return its page, saved."""
    return save(draw(own).html, tmp_path_factory.mktemp("own"))


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_is_as_its_author_wants_it(browser, own_path, scheme):
    """Head, note, names, colours, legend and what is left out; axe finds nothing, yellow letters or not."""
    options = {"viewport": {"width": 1360, "height": 860}, "reduced_motion": "reduce", "color_scheme": scheme}
    visit = Visit(browser, own_path, **options)
    page = visit.page
    assert page.locator("h1").inner_text() == "Ways to the west"
    assert page.locator("#subtitle").inner_text() == "Rail, sea and air"
    assert page.locator("#dateline").inner_text().startswith("Map by L. K. · After a brief")
    assert page.locator("#note").inner_text() == "Dotted lines are ours."
    assert page.locator("#legend").get_attribute("data-corner") == "top-right"
    assert page.locator("#legend .row", has_text="The BTK").count() == 1
    assert "Kars" not in page.locator("#places .title").all_inner_texts()
    assert "left out by the map's author" in page.locator("#unresolved").inner_text()
    named = page.locator(".name.placed").all_inner_texts()
    assert "Bakou" in named
    assert "Alat Port" not in named
    assert "Kars" not in named
    name, mark = page.locator(".name.placed", has_text="Bakou"), page.locator(".place[title='Bakou']")
    assert name.bounding_box()["x"] < mark.bounding_box()["x"]
    if scheme == "light":
        red = tuple(int(COLOURS["red"][i : i + 2], 16) for i in (1, 3, 5))
        strokes = page.locator("path.way.line").evaluate_all(f"all => all.map({INK})")
        assert f"rgb{red}" in strokes
    assert Axe().run(page, options=EVERY_RULE).response["violations"] == []
    visit.close()


def test_the_figure_is_as_its_author_wants_it(own):
    """Its words and names stand in the picture, and nothing that is hidden does."""
    from layers.figure import draw as draw_figure

    picture = draw_figure(own).svg()
    words = picture.decode() if isinstance(picture, bytes) else picture
    for said in ("Ways to the west", "Rail, sea and air", "Map by L. K.", "The BTK", "Bakou"):
        assert said in words
    assert COLOURS["red"] in words
    assert ">Kars" not in words
