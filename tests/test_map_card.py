"""The card of a feature: one at a time, beside the map, never cut off, and never on what it speaks of."""

import pytest

pytestmark = pytest.mark.browser
WIDE = {"viewport": {"width": 1280, "height": 800}}
SHALLOW = {"viewport": {"width": 1000, "height": 420}}
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}

WITHIN = "(it) => it.getBoundingClientRect().bottom <= document.getElementById('card').getBoundingClientRect().bottom"
FULL = """selector => {
    const value = document.querySelector(selector);
    Object.defineProperty(document, "fullscreenElement", { configurable: true, value });
    document.dispatchEvent(new Event("fullscreenchange"));
}"""
"""Tell the page that an element fills the screen; one that is not there: none does."""


def box_of(page, selector):
    """Return left, top, right, bottom of an element in the window."""
    box = page.locator(selector).first.bounding_box()
    return box["x"], box["y"], box["x"] + box["width"], box["y"] + box["height"]


@pytest.mark.parametrize("visit", [WIDE, SHALLOW], indirect=True, ids=["wide", "shallow"])
def test_a_card_stands_beside_the_map(visit):
    """On a wide screen a card takes nothing of the map, lies wholly in the window, and all of it can be reached."""
    page = visit.page
    page.locator("#corridors button").first.click()
    left, top, right, bottom = box_of(page, "#card")
    assert left >= box_of(page, "#map")[2]
    assert (top >= 0, right <= page.viewport_size["width"], bottom <= page.viewport_size["height"]) == (True,) * 3
    last = page.locator("#card button").last
    last.focus()
    assert last.evaluate(WITHIN)


def test_one_card_at_a_time(visit):
    """A second card takes the first one's place; Escape, its button and a click on the ground shut it."""
    page = visit.page
    for place in ("tbilisi", "alat-port"):
        page.locator(f".place[data-id='{place}']").click()
    assert page.locator(".card").count() == 1
    assert page.locator("#card").get_attribute("aria-label") == page.locator(".card h2").text_content()
    page.keyboard.press("Escape")
    assert page.locator("#card").is_hidden()
    assert page.evaluate("document.activeElement.dataset.id") == "alat-port"
    page.keyboard.press("Enter")
    page.locator("#card-close").click()
    assert page.locator("#card").is_hidden()
    page.keyboard.press("Enter")
    ground = page.locator("#map").bounding_box()
    page.mouse.click(ground["x"] + ground["width"] - 30, ground["y"] + 30)
    assert page.locator("#card").is_hidden()
    assert page.locator(".lit").count() == 0


@pytest.mark.parametrize("visit", [PHONE], indirect=True, ids=["phone"])
@pytest.mark.parametrize("place", ["alat-port", "kabul-airport"])
def test_on_a_phone_a_card_rises_from_the_lower_edge(visit, place):
    """There it leaves the upper part to the map, and the mark that it speaks of stands above it."""
    page = visit.page
    page.locator(f".place[data-id='{place}']").dispatch_event("click")
    page.wait_for_timeout(400)
    left, top, right, bottom = box_of(page, "#card")
    assert (left, right, round(bottom)) == (0, 390, 844)
    assert top > 844 * 0.4
    mark = box_of(page, f".place[data-id='{place}']")
    assert mark[1] >= 0
    assert mark[3] <= top


@pytest.mark.parametrize("visit", [PHONE], indirect=True, ids=["phone"])
def test_from_the_list_of_a_phone_the_map_comes_into_sight_and_the_list_back(visit):
    """Choosing in the list shows feature and card together; shutting the card leads back to the list's entry."""
    page = visit.page
    entry = page.locator("#places button", has_text="Kars").first
    entry.scroll_into_view_if_needed()
    entry.click()
    page.wait_for_timeout(400)
    assert box_of(page, ".place[data-id='kars']")[3] <= box_of(page, "#card")[1]
    page.locator("#card-close").click()
    top, bottom = box_of(page, ".entry:focus")[1::2]
    assert top >= 0
    assert bottom <= 844


def test_in_full_screen_the_card_lies_on_the_map(visit):
    """Where the map fills the screen, the card comes along, and goes back beside it after."""
    page = visit.page
    page.evaluate(FULL, ".stage")
    page.locator("#corridors button").first.dispatch_event("click")
    assert page.locator(".stage > #card .card").is_visible()
    page.evaluate(FULL, "no-such-element")
    assert page.locator(".stage #card").count() == 0
    assert page.locator("#card .card").is_visible()
