"""Five thousand places and five hundred corridors: the page stays small, whole and quick to answer."""

import pytest
from thousands import make_many
from visit import Visit, save

from layers.frames import to_frames
from layers.map import draw

pytestmark = pytest.mark.browser
PLACES, CORRIDORS = 5000, 500
FRAME = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
FIRST_CLUSTER = """() => {
  const canvas = document.querySelector("canvas.crowd").getBoundingClientRect();
  const map = document.getElementById("map").getBoundingClientRect();
  for (let y = map.top + 200; y < map.bottom - 60; y += 6) {
    for (let x = map.left + 120; x < map.right - 120; x += 6) {
      if (document.elementFromPoint(x, y).closest(".leaflet-control, #legend")) continue;
      const move = new MouseEvent("mousemove", { clientX: x, clientY: y, bubbles: true });
      document.getElementById("map").dispatchEvent(move);
      if (/^\\d+ places together$/.test(document.getElementById("map").title)) return [x, y];
    }
  }
  return null;
}"""


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    """Return the page, saved."""
    page = draw(to_frames(make_many(PLACES, CORRIDORS)))
    return save(page.html, tmp_path_factory.mktemp("many"))


@pytest.fixture
def visit_many(browser, path):
    """Open the page; afterwards nothing may have been asked for and nothing may have gone wrong."""
    visit = Visit(browser, path, reduced_motion="reduce", viewport={"width": 1280, "height": 800})
    yield visit
    visit.close()


def test_the_page_stays_below_three_megabytes(path):
    """All of it fits into 3 MB, sentences included."""
    assert path.stat().st_size < 3_000_000


def test_the_page_has_few_elements(visit_many):
    """Canvas and paged lists keep the document a fraction of what a mark for each would need."""
    assert visit_many.page.evaluate("document.querySelectorAll('*').length") < 12_000
    assert visit_many.page.locator("canvas").count() == 2
    assert visit_many.page.locator("#tally").text_content() == "5,500 features"


def test_a_cluster_opens_when_clicked(visit_many):
    """A click on a cluster goes closer; the clusters know how many they hold."""
    x, y = visit_many.page.evaluate(FIRST_CLUSTER)
    before = visit_many.page.locator(".leaflet-control-scale-line").text_content()
    visit_many.page.mouse.click(x, y)
    visit_many.page.evaluate(FRAME)
    assert visit_many.page.locator(".leaflet-control-scale-line").text_content() != before


def test_every_place_can_be_found_and_chosen(visit_many):
    """Search reaches a place beyond the first page of the list; its card has its sentence, which the panel marks."""
    visit_many.page.get_by_label("Search names and sentences").fill("place 4321")
    visit_many.page.locator("#places button.entry").click()
    assert visit_many.page.locator(".card h2").text_content() == "Place 4321"
    assert "Place 4321" in visit_many.page.locator(".card mark").first.text_content()
    assert visit_many.page.locator("#evidence li.lit").count() == 1
    visit_many.page.keyboard.press("Escape")
    visit_many.page.get_by_label("Search names and sentences").fill("")
    visit_many.page.get_by_role("button", name="Show more (4,800 left)").first.click()
    assert visit_many.page.locator("#places button.entry").count() == 1200


def test_filters_reach_all_of_them(visit_many):
    """Unticking a kind takes its 556 places out of list and clusters."""
    visit_many.page.locator("#filters").evaluate("(filters) => { filters.open = true; }")
    visit_many.page.locator("#filters input[data-value='city']").uncheck()
    assert visit_many.page.locator("#tally").text_content() == "4,944 of 5,500 features"


def test_an_address_reaches_a_corridor(browser, path):
    """#corridor=way-7 opens its card, in the dark as well."""
    options = {"reduced_motion": "reduce", "color_scheme": "dark"}
    visit = Visit(browser, path, address="#corridor=way-7", **options)
    assert visit.page.locator(".card h2").text_content() == "Way 7"
    visit.close()


def test_a_pan_redraws_in_step(visit_many):
    """After a drag the ground, the strokes and the clusters stand where the map stands."""
    mouse = visit_many.page.mouse
    reading = visit_many.page.locator(".reading")
    mouse.move(500, 400)
    mouse.down()
    mouse.move(620, 400, steps=4)
    mouse.up()
    visit_many.page.evaluate(FRAME)
    offsets = visit_many.page.evaluate(
        "[...document.querySelectorAll('#map canvas, #map svg.leaflet-zoom-animated')].map((layer) => {"
        " const [box, map] = [layer, layer.closest('#map')].map((it) => it.getBoundingClientRect());"
        " return [box.left < map.left, box.right > map.right]; })"
    )
    assert len(offsets) >= 3
    assert all(left and right for left, right in offsets)
    assert "°" in reading.text_content()
