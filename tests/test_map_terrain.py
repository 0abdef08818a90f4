"""The ground below the features: relief, rivers, towns, roads and borders that come with the page, by zoom."""

import pytest
from visit import Visit, save, told

from layers.author import Words, with_words
from layers.frames import to_frames
from layers.map import draw

pytestmark = pytest.mark.browser
OVERLAPS = """() => {
  const boxes = [...document.querySelectorAll(".name.placed")].filter((name) => !name.closest(".leaflet-lettering-pane") || name.matches(".town-name"))
    .filter((name) => !name.style.transform.includes("rotate")).map((name) => [name.innerText, name.getBoundingClientRect()]);
  const meet = (a, b) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 2 && b.top < a.bottom - 2;
  return boxes.flatMap(([one, a], i) => boxes.slice(i + 1).filter(([, b]) => meet(a, b)).map(([other]) => [one, other]));
}"""


@pytest.fixture(scope="module")
def plain_path(atlas, tmp_path_factory):
    """Return the small article's page without a base map, saved."""
    frames, _ = with_words(to_frames(atlas), Words(detail="plain"))
    return save(draw(frames).html, tmp_path_factory.mktemp("plain"))


def at(browser, path, view="", **options):
    """Open a page at a view, such as ``8/40.9/46``."""
    return Visit(browser, path, address=f"#view={view}" if view else "", reduced_motion="reduce", **options)


def test_relief_lies_on_the_land_and_leaves_water_as_it_is(visit):
    """The picture is blended with what lies below; where it is level, the sea keeps its colour to a shade or two."""
    relief = visit.page.locator(".relief img")
    assert relief.evaluate("img => img.complete && img.naturalWidth") > 500
    assert relief.evaluate("img => getComputedStyle(img.closest('.relief')).mixBlendMode") == "hard-light"
    assert relief.get_attribute("aria-hidden") == "true"


def test_in_the_dark_relief_stays_dark(browser, map_path):
    """There it only deepens and lightens what is below."""
    visit = at(browser, map_path, color_scheme="dark")
    assert visit.page.locator(".relief").evaluate("pane => getComputedStyle(pane).mixBlendMode") == "soft-light"
    visit.close()


def test_from_near_there_are_towns_rivers_roads_and_inner_borders(browser, map_path):
    """At zoom 8 around Ganja the towns of the gazetteer are named with their dots, and the Kura along its course."""
    visit = at(browser, map_path, "8/40.8/46.3")
    page = visit.page
    towns = page.locator(".town-name.placed")
    towns.first.wait_for()
    assert "Ganja" in towns.all_inner_texts()
    assert page.locator(".foot.town").count() == towns.count()
    assert page.locator("path.road").count() > 0
    assert page.locator("path.rail").count() > 0
    assert page.locator("path.region").count() > 0
    assert "Kura" in page.locator(".river-name.placed").all_inner_texts()
    assert page.evaluate(OVERLAPS) == []
    visit.close()


def test_from_afar_there_is_less(browser, map_path):
    """At zoom 3 neither roads nor inner borders show, and fewer towns than in the same window from nearer."""
    visit = at(browser, map_path, "3/40.8/46.3")
    assert visit.page.locator("path.road").count() == 0
    assert visit.page.locator("path.region").count() == 0
    visit.close()


def test_what_the_text_names_has_one_mark(browser, map_path):
    """No town of the ground stands beside a place of the text or the end of a line: Baku is there once."""
    visit = at(browser, map_path, "7/40.4/49")
    named = visit.page.locator(".name.placed").all_inner_texts()
    assert len([name for name in named if name in {"Baku", "Bakı"}]) == 1
    visit.close()


def test_a_plain_page_has_land_and_borders_alone(browser, plain_path):
    """Relief, rivers and towns are left out, and nobody is thanked for them."""
    visit = at(browser, plain_path, "8/40.8/46.3")
    assert visit.page.locator(".relief, path.river, path.road, .town-name").count() == 0
    assert visit.page.locator("path.land").count() == 1
    visit.close()


def test_the_makers_of_the_ground_are_thanked(visit):
    """Under the licences that stand beside their data."""
    sources = " ".join(visit.page.locator("#sources li").all_inner_texts())
    for maker in ("Made with Natural Earth", "OpenStreetMap contributors", "GeoNames"):
        assert maker in sources


def test_the_ground_has_room_on_the_page(map_path, plain_path):
    """The small article's page stays below 900 KB, below 600 KB without its ground."""
    assert map_path.stat().st_size < 900_000
    assert plain_path.stat().st_size < 600_000
    ground = told(map_path.read_text(encoding="utf-8"))["base"]["terrain"]
    assert set(ground) == {"relief", "rivers", "railways", "roads", "regions", "towns"}
    assert told(plain_path.read_text(encoding="utf-8"))["base"]["terrain"] is None


COVERED = """() => {
  const names = [...document.querySelectorAll(".town-name.placed")].map((name) => [name.innerText, name.getBoundingClientRect()]);
  const found = [];
  for (const path of document.querySelectorAll("path.touch")) {
    const matrix = path.getScreenCTM();
    for (let at = 0; at < path.getTotalLength(); at += 4) {
      const { x, y } = path.getPointAtLength(at).matrixTransform(matrix);
      for (const [name, box] of names) if (x > box.left + 2 && x < box.right - 2 && y > box.top + 3 && y < box.bottom - 3) found.push(name);
    }
  }
  return found;
}"""


@pytest.mark.parametrize("view", ["", "7.5/40.8/47", "8/41.2/44.8", "6/40.3/49"])
def test_towns_of_the_ground_give_way_to_the_lines_of_the_text(browser, map_path, view):
    """Their names stand beside a line, never on it; without room beside it they are left out."""
    visit = at(browser, map_path, view)
    assert visit.page.locator(".town-name.placed").count() > 0
    assert set(visit.page.evaluate(COVERED)) == set()
    visit.close()


def test_the_page_says_how_coarse_its_relief_is(visit):
    """Among the sources stands how much ground a pixel of the relief takes; a page without relief has no such line."""
    assert "Relief, 3.7 km to a pixel" in visit.page.locator("#sources").inner_text()
