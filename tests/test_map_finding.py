"""Finding one's way on the page: search, filters, table, addresses, what a reader takes along."""

import json
import re

import pytest
from visit import Visit

pytestmark = pytest.mark.browser
RAILWAY = "Baku–Tbilisi–Kars railway"
NAMES = "document.querySelectorAll('.name.placed:not(.town-name)')"
LETTERED = f"[...{NAMES}].map((name) => name.innerText.replaceAll('\\n', ' '))"


def tally(visit):
    """Return how many features the page says that it lists."""
    return visit.page.locator("#tally").text_content()


def switch(visit, facet, value):
    """Return the box of the filters, not of the legend, for one value."""
    visit.page.locator("#filters").evaluate("(filters) => { filters.open = true; }")
    return visit.page.locator(f"#filters input[data-facet='{facet}'][data-value='{value}']")


def test_search_finds_names_and_sentences(visit):
    """Typing narrows the lists to what matches."""
    visit.page.get_by_label("Search names and sentences").fill("kabul")
    assert visit.page.locator("#places li").count() == 1
    assert visit.page.locator("#evidence li").count() == 1
    assert tally(visit) == "2 of 14 features"


def test_a_filter_acts_on_map_list_and_legend_alike(visit):
    """Unticking a kind takes its places off the map, out of the list and out of the legend's ticks."""
    switch(visit, "look", "country").uncheck()
    assert visit.page.locator(".place[data-id='kosovo']").count() == 0
    assert visit.page.locator("#places li", has_text="Kosovo").count() == 0
    assert not visit.page.locator("#legend input[data-value~='country']").is_checked()
    assert visit.page.locator(".place[data-id='baku']").count() == 1
    visit.page.get_by_role("button", name="Reset").click()
    assert visit.page.locator(".place[data-id='kosovo']").count() == 1
    assert tally(visit) == "14 features"


@pytest.mark.parametrize(
    ("facet", "value", "gone"),
    [("mode", "rail", 1), ("status", "unknown", 1), ("basis", "inferred", 2), ("look", "country", 4)],
)
def test_every_facet_filters(visit, facet, value, gone):
    """Mode, status, basis and kind each take away what has that value, and say how much is left."""
    switch(visit, facet, value).uncheck()
    assert tally(visit) == f"{14 - gone} of 14 features"
    assert visit.page.locator("#live").text_content() == tally(visit)


def test_places_of_low_confidence_can_be_left_out(visit):
    """Asking for at least 70 % leaves out Kosovo, which the atlas gives 62 %."""
    visit.page.locator("#confidence").evaluate("(it) => { it.value = 70; it.dispatchEvent(new Event('input')); }")
    assert visit.page.locator("#confidence-value").text_content() == "at least 70%"
    assert visit.page.locator(".place[data-id='kosovo']").count() == 0
    assert tally(visit) == "13 of 14 features"


def test_a_hidden_feature_shows_while_it_is_chosen(visit):
    """A phrase of the article leads to its feature whatever the filters say, and they hold again afterwards."""
    switch(visit, "mode", "rail").uncheck()
    visit.page.locator("#evidence .phrase", has_text="railway").first.click()
    assert visit.page.locator("path.touch[data-id='baku-tbilisi-kars']").count() == 1
    visit.page.keyboard.press("Escape")
    assert visit.page.locator("path.touch[data-id='baku-tbilisi-kars']").count() == 0


def test_the_list_can_keep_to_what_is_in_sight(visit):
    """With the box ticked, a zoom to Kars leaves Kabul out of the list."""
    visit.page.locator("#filters").evaluate("(filters) => { filters.open = true; }")
    visit.page.get_by_label("List only what is in sight").check()
    visit.page.locator("#places button", has_text="Kars").click()
    visit.page.locator("#places li", has_text="Kabul").wait_for(state="detached")
    assert visit.page.locator("#places li", has_text="Kars").count() == 1


def test_the_table_holds_what_the_lists_hold(visit):
    """The table has a row for each feature, can be sorted, chooses on the map, and gives way to the lists again."""
    visit.page.get_by_role("button", name="Table", exact=True).click()
    places = visit.page.locator("#places tbody tr")
    assert places.count() == 11
    visit.page.locator("#places thead button", has_text="Confidence").click()
    assert visit.page.locator("#places th[aria-sort='ascending']").inner_text().startswith("Confidence")
    assert places.first.locator("th").text_content() == "Kosovo"
    assert visit.page.evaluate("document.activeElement.textContent") == "Confidence"
    visit.page.locator("#places thead button", has_text="Confidence").click()
    assert places.first.locator("th").text_content() == "Baku"
    railway = visit.page.locator("#corridors tbody tr", has_text=RAILWAY)
    assert "Railgazette.example, March 12, 2018" in railway.inner_text()
    assert "826 km" in railway.inner_text()
    railway.locator("button").click()
    assert visit.page.locator(".card h2").text_content() == RAILWAY
    visit.page.keyboard.press("Escape")
    visit.page.get_by_role("button", name="Table", exact=True).click()
    assert visit.page.locator("#places li").count() == 11


def test_an_address_leads_to_a_feature(browser, map_path):
    """#place=tbilisi opens Tbilisi's card."""
    visit = Visit(browser, map_path, address="#place=tbilisi", reduced_motion="reduce")
    visit.page.locator(".card h2", has_text="Tbilisi").wait_for()
    visit.close()


def test_an_address_keeps_the_view(browser, map_path):
    """What a reader sees stands in the address; opened elsewhere, it shows the same feature, view and names.

    Which towns of the ground find room depends on the last pixel.
    """
    first = Visit(browser, map_path, reduced_motion="reduce")
    assert "#" not in first.page.url
    first.page.locator("#places button", has_text="Kars").click()
    first.page.get_by_role("button", name="Zoom in").click()
    address = first.page.evaluate("location.hash")
    assert re.fullmatch(r"#place=kars&view=[\d.]+/4\d\.\d+/4\d\.\d+", address)
    second = Visit(browser, map_path, address=address, reduced_motion="reduce")
    assert second.page.locator(".card h2").text_content() == "Kars"
    assert second.page.evaluate("location.hash").split("/")[0] == address.split("/")[0]
    assert second.page.evaluate(LETTERED) == first.page.evaluate(LETTERED)
    first.close()
    second.close()


@pytest.mark.parametrize(
    "address", ["#place=nowhere", "#view=a/b/c", "#view=1e999/0/0", "#%E0%A4%A", "#place=%E0%A4%A"]
)
def test_an_address_that_means_nothing_is_passed_over(browser, map_path, address):
    """A mistyped address opens the map as if it had none."""
    visit = Visit(browser, map_path, address=address)
    assert visit.page.locator(".card").count() == 0
    visit.close()


def test_the_data_can_be_saved_from_the_page(visit):
    """The button saves GeoJSON of what is listed: lines, points, and the evidence for each."""
    switch(visit, "look", "country").uncheck()
    with visit.page.expect_download() as waiting:
        visit.page.get_by_role("button", name="Download GeoJSON (10 features)").click()
    saved = json.loads(waiting.value.path().read_text(encoding="utf-8"))
    assert waiting.value.suggested_filename == "atlas.geojson"
    assert saved["type"] == "FeatureCollection"
    found = {feature["id"]: feature for feature in saved["features"]}
    assert len(found) == 10
    assert found["baku"]["geometry"] == {"type": "Point", "coordinates": [49.89201, 40.37767]}
    assert found["baku"]["properties"]["marker-color"] == "#22303f"
    assert "ODbL 1.0" in {source["licence"] for source in saved["sources"]}
    railway = found["baku-tbilisi-kars"]
    assert railway["geometry"]["type"] == "MultiLineString"
    assert railway["geometry"]["coordinates"][0][0] == [49.867, 40.409]
    assert railway["properties"]["published_km"] == 826
    assert railway["properties"]["evidence"][0]["citations"][0]["outlet"] == "Railgazette.example"


def test_a_citation_can_be_copied(browser, map_path):
    """The clipboard gets the sentence, what it cites, the article and what was mapped."""
    options = {"reduced_motion": "reduce", "permissions": ["clipboard-read", "clipboard-write"]}
    visit = Visit(browser, map_path, **options)
    visit.page.locator("#corridors button", has_text=RAILWAY).click()
    visit.page.locator(".card").get_by_role("button", name="Copy citation").click()
    visit.page.locator("#notice", has_text="Citation copied").wait_for()
    copied = visit.page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("“Freight for the mission left Baku on the")
    assert "(Railgazette.example, March 12, 2018)\nIn: “Moving a mission across the Caucasus”" in copied
    assert copied.endswith("Stated in the article, Schematic where the network is sparse")
    visit.close()


def test_without_a_clipboard_the_text_is_shown(visit):
    """Where the browser keeps the clipboard, the text stands ready in a box, and the focus comes back."""
    visit.page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('no')); }")
    visit.page.get_by_role("button", name="Copy citation").click()
    assert "Map of “Moving a mission" in visit.page.get_by_label("Text to copy").last.input_value()
    visit.page.keyboard.press("Escape")
    assert visit.page.evaluate("document.activeElement.id") == "cite"


def test_the_graticule_is_the_readers_choice(visit):
    """Meridians and parallels are drawn when their box is ticked, with their degrees on the rim."""
    assert visit.page.locator("path.graticule").count() == 1  # the sample in the legend
    visit.page.locator("#legend").evaluate("(legend) => { legend.open = true; }")
    visit.page.get_by_label("Graticule").check()
    assert visit.page.locator("path.graticule").count() > 10
    assert "40° N" in visit.page.locator(".graticule-numbers").inner_text()


def test_the_point_under_the_pointer_is_told(visit):
    """The reading follows the pointer: over the mark of Baku it reads as the gazetteer does."""
    box = visit.page.locator(".place[data-id='baku']").bounding_box()
    visit.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    north, east = re.fullmatch(r"([\d.]+)° N, ([\d.]+)° E", visit.page.locator(".reading").text_content()).groups()
    assert float(north) == pytest.approx(40.38, abs=0.06)
    assert float(east) == pytest.approx(49.89, abs=0.06)
