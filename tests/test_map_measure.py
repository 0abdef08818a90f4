"""Measuring on the map, and links that keep what the reader has filtered."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from test_map_access import EVERY_RULE
from visit import Visit

from geo.geodesy import distance_km

pytestmark = pytest.mark.browser
RAILWAY = "Baku–Tbilisi–Kars railway"
POINT = """(name) => {
  const box = document.querySelector(`.place[title="${name}"]`).getBoundingClientRect();
  return [box.left + box.width / 2, box.top + box.height / 2];
}"""


def said_km(text):
    """Return the numbers before "km" in a text."""
    return [int(part.split()[-1].replace(",", "")) for part in text.split(" km")[:-1]]


def test_two_points_have_a_length_and_one_along_the_line(browser, map_path):
    """From Tbilisi to Kars by the shortest way as the ellipsoid has it, within 1 %; longer along the railway."""
    visit = Visit(browser, map_path, address="#view=7.50/41.2000/44.0000", reduced_motion="reduce")
    page = visit.page
    page.get_by_role("button", name="Measure").click()
    assert "Choose points" in page.locator("#measured").inner_text()
    for name in ("Tbilisi", "Kars"):
        page.mouse.click(*page.evaluate(POINT, name))
    straight, along = said_km(page.locator("#measured").inner_text())
    assert straight == pytest.approx(distance_km((44.8337, 41.6941), (43.0975, 40.602)), rel=0.01)
    assert RAILWAY in page.locator("#measured").inner_text()
    assert straight < along < 3 * straight
    assert page.locator(".card").count() == 0
    assert Axe().run(page, options=EVERY_RULE).response["violations"] == []
    page.keyboard.press("Escape")
    assert not page.locator("#measured").is_visible()
    assert page.locator("path.measured").count() == 0
    visit.close()


def test_keys_measure_too(visit):
    """On the map, Enter takes its middle and the backspace key takes a point back."""
    page = visit.page
    page.get_by_role("button", name="Measure").click()
    page.locator("#map").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    assert said_km(page.locator("#measured").inner_text())[0] > 0
    page.keyboard.press("Backspace")
    assert "Choose points" in page.locator("#measured").inner_text()


def test_a_link_keeps_what_is_filtered(browser, map_path):
    """What is left out, searched for and least sure stands in the address, and opens so elsewhere."""
    visit = Visit(browser, map_path, reduced_motion="reduce")
    page = visit.page
    page.locator("#legend input[data-value='port']").evaluate("box => box.click()")
    page.get_by_label("Search names and sentences").fill("Kabul")
    page.locator("#filters summary").click()
    page.locator("#confidence").fill("40")
    address = page.evaluate("location.hash")
    tally = page.locator("#tally").inner_text()
    visit.close()
    again = Visit(browser, map_path, address=address, reduced_motion="reduce")
    assert again.page.locator("#tally").inner_text() == tally
    assert again.page.get_by_label("Search names and sentences").input_value() == "Kabul"
    assert not again.page.locator("#legend input[data-value='port']").is_checked()
    again.page.get_by_role("button", name="Reset").click()
    assert again.page.evaluate("location.hash") in {"", address.split("&")[-1]}
    again.close()


def test_an_address_that_nobody_wrote_filters_nothing(browser, map_path):
    """Facets and values that are none are passed over."""
    visit = Visit(
        browser, map_path, address="#off=mode:teleport|constructor:x|&least=900&step=77", reduced_motion="reduce"
    )
    assert not visit.page.get_by_role("button", name="Reset").is_visible()
    assert not visit.page.locator("#story").is_visible()
    visit.close()
