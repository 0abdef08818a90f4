"""The page for everyone: axe-core finds nothing in any state, keys alone go everywhere, zoom is never disabled."""

from itertools import pairwise

import pytest
from axe_playwright_python.sync_playwright import Axe
from visit import Visit, save

from layers.frames import to_frames
from layers.map import draw

pytestmark = pytest.mark.browser
RAILWAY = "Baku–Tbilisi–Kars railway"
DESK = {"viewport": {"width": 1360, "height": 860}}
NIGHT = {**DESK, "color_scheme": "dark"}
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True}
FOCUS = "document.activeElement"
OFF_BY_DEFAULT = (
    "css-orientation-lock", "focus-order-semantics", "hidden-content", "identical-links-same-purpose",
    "label-content-name-mismatch", "p-as-heading", "table-fake-caption", "target-size", "td-has-header",
    "color-contrast-enhanced", "meta-refresh-no-exceptions",
)  # fmt: skip
EVERY_RULE = {"rules": {rule: {"enabled": True} for rule in OFF_BY_DEFAULT}}


def nothing(page):
    """Do nothing: the page as it opens."""


def card_of_the_railway(page):
    """Open the railway's card."""
    page.locator("#corridors button", has_text=RAILWAY).click()
    page.locator(".card").wait_for()


def card_of_a_place(page):
    """Open the card of a place with alternatives."""
    page.locator("#places button", has_text="Kars").click()
    page.locator(".card").wait_for()


def filtered(page):
    """Open the filters and leave something out."""
    page.locator("#filters summary").click()
    page.locator("#filters input[data-value='country']").uncheck()


def table(page):
    """Show the table, sorted."""
    page.get_by_role("button", name="Table", exact=True).click()
    page.locator("#places thead button").first.click()


def sentence_lit(page):
    """Light up a sentence with all that it names."""
    page.locator("#evidence button.all").first.click()


def nothing_found(page):
    """Search for what is not there."""
    page.locator("#search").fill("zzz")


def legend_folded_graticule_on(page):
    """Tick the graticule and fold the legend."""
    page.locator("#graticule").evaluate("(box) => box.click()")
    page.locator("#legend summary").evaluate("(it) => it.click()")


def reading_along(page):
    """Read along, at the second sentence."""
    page.locator("#read-along").click()
    page.locator("#story-on").click()


def measuring(page):
    """Measure, with the first point set."""
    page.locator(".measure").evaluate("(it) => it.click()")
    box = page.locator("#map").bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


def on_paper(page):
    """Show the page as it is printed."""
    page.emulate_media(media="print")


STATES = [
    nothing,
    card_of_the_railway,
    card_of_a_place,
    filtered,
    table,
    sentence_lit,
    nothing_found,
    legend_folded_graticule_on,
    reading_along,
    measuring,
    on_paper,
]


def violations(page):
    """Return what axe-core objects to: rule, where, why."""
    found = Axe().run(page, options=EVERY_RULE).response["violations"]
    is_scrolled = page.locator("#panel").evaluate("(it) => it.scrollTop > 0 || scrollY > 0")
    if page.locator("#card:not([hidden])").count() or is_scrolled:  # a card lies on marks, the search on the list
        found = [item for item in found if item["id"] != "target-size"]
    return [(item["id"], node["target"], node["failureSummary"]) for item in found for node in item["nodes"]]


@pytest.mark.parametrize("visit", [DESK, NIGHT, PHONE], indirect=True, ids=["light", "dark", "phone"])
@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
def test_axe_finds_nothing(visit, state):
    """No rule of axe-core is broken, those for AAA and on trial too, by day, at night, on a phone, whatever is open."""
    state(visit.page)
    assert violations(visit.page) == []


@pytest.mark.parametrize("state", [nothing, card_of_the_railway, reading_along], ids=lambda state: state.__name__)
def test_axe_finds_nothing_in_a_frame(browser, map_path, tmp_path, state):
    """Nor where the page stands in a frame of another one, whose size it has."""
    host = f"""<!DOCTYPE html><html lang="en" class="ready"><title>Host</title>
    <iframe title="Map" src="{map_path.as_uri()}" style="width:700px;height:520px"></iframe>"""
    path = save(host, tmp_path, "host.html")
    visit = Visit(browser, path, reduced_motion="reduce", **DESK)
    frame = visit.page.frames[1]
    frame.wait_for_selector("html.ready", state="attached")
    state(frame)
    assert violations(frame) == []
    visit.close()


@pytest.mark.parametrize("language", ["az", "ka", "ru", "tr"])
def test_axe_finds_nothing_in_other_languages(browser, atlas, tmp_path, language):
    """Nor in the other languages, with no text of the article."""
    page = draw(to_frames(atlas), language=language, with_text=False)
    visit = Visit(browser, save(page.html, tmp_path), reduced_motion="reduce", **DESK)
    assert violations(visit.page) == []
    visit.page.locator("#corridors button").first.click()
    assert violations(visit.page) == []
    visit.close()


def test_keys_alone_walk_to_the_railway_and_its_sentence(visit):
    """Tab from the top leads past the skip link to the list, Enter opens the railway, and its sentence is marked."""
    keys = visit.page.keyboard
    keys.press("Tab")
    assert visit.page.evaluate(f"{FOCUS}.className") == "skip"
    keys.press("Enter")
    for _ in range(40):
        keys.press("Tab")
        if RAILWAY in visit.page.evaluate(f"{FOCUS}.textContent"):
            break
    keys.press("Enter")
    assert visit.page.evaluate(f"{FOCUS}.textContent") == RAILWAY  # the card's heading
    assert visit.page.locator("#live").text_content() == f"{RAILWAY}, railway, in operation"
    lit = visit.page.locator("#evidence li.lit")
    assert lit.count() == 1
    assert "Freight for the mission left Baku" in lit.inner_text()
    keys.press("Escape")
    visit.page.locator(".card").wait_for(state="detached")
    assert visit.page.evaluate(f"{FOCUS}.className") == "entry"
    assert RAILWAY in visit.page.evaluate(f"{FOCUS}.textContent")


def test_keys_alone_reach_the_railway_on_the_map(visit):
    """Enter opens a corridor on the map, Escape closes it and gives the focus back."""
    way = visit.page.locator("path.touch[data-id='baku-tbilisi-kars']")
    assert way.get_attribute("aria-label") == f"{RAILWAY}, railway, in operation"
    way.focus()
    visit.page.keyboard.press("Enter")
    visit.page.locator(".card h2", has_text="railway").wait_for()
    visit.page.keyboard.press("Escape")
    visit.page.locator(".card").wait_for(state="detached")
    assert visit.page.evaluate(f"{FOCUS}.getAttribute('data-id')") == "baku-tbilisi-kars"


def test_every_feature_is_reachable_and_named(visit):
    """Each place and each corridor has a button in the list and a named mark on the map that takes the focus."""
    named = visit.page.locator("#map [data-id][tabindex='0']")
    assert named.count() == 14
    for mark in named.all():
        assert mark.get_attribute("aria-label")
        assert mark.get_attribute("role") == "button"
    assert visit.page.locator("#panel .entry").count() == 14


def test_landmarks_and_headings_are_in_order(visit):
    """There is one main part, one first heading, and no level is left out."""
    assert visit.page.get_by_role("main").count() == 1
    assert visit.page.get_by_role("banner").count() == 1
    assert visit.page.get_by_role("complementary").count() == 1
    levels = visit.page.evaluate("[...document.querySelectorAll('h1,h2,h3,h4')].map((it) => Number(it.tagName[1]))")
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_zoom_is_never_disabled(visit):
    """The page may be magnified by the browser, and text at 200 % needs no sideways scrolling on a desk."""
    viewport = visit.page.locator("meta[name='viewport']").get_attribute("content")
    assert "user-scalable" not in viewport
    assert "maximum-scale" not in viewport
    visit.page.set_viewport_size({"width": 680, "height": 430})  # what 1360 × 860 is at 200 %
    assert visit.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_who_wants_no_motion_gets_none(visit):
    """With motion reduced, a choice far away is there at once."""
    visit.page.locator("#places button", has_text="Kabul").click()
    assert visit.page.locator(".card h2").text_content() == "Kabul International Airport"
    assert visit.page.evaluate("document.getAnimations().length") == 0
