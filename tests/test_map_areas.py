"""Countries and regions are tinted areas with a name, not dots; the list puts them last."""

import dataclasses

import pytest
from conftest import DESK, TEXT, make_atlas
from visit import Visit, save, told

from geo import geoparse
from geo.geodesy import distance_km
from geo.model import Place, Record
from layers.frames import to_frames
from layers.map import draw

pytestmark = pytest.mark.browser


def names(visit):
    """Return headings and names of the list of places, in order."""
    return visit.page.locator("#places :is(h3, .title)").all_inner_texts()


def test_a_country_is_its_outline_with_its_name(visit):
    """Georgia is tinted, shows no dot, and its name is the mark that opens its card and lights the tint."""
    assert visit.page.locator("path.tint").count() == 4
    mark = visit.page.locator(".place[data-id='georgia']")
    assert not mark.locator(".icon").is_visible()
    name = visit.page.locator(".area-name.placed", has_text="Georgia")
    inner, outer = name.bounding_box(), mark.bounding_box()
    assert abs((inner["x"] + inner["width"] / 2) - (outer["x"] + outer["width"] / 2)) < 2
    name.click()
    assert visit.page.locator(".card h2").text_content() == "Georgia"
    assert visit.page.locator("path.tint.lit").count() == 1
    visit.page.keyboard.press("Escape")
    assert visit.page.locator("path.tint.lit").count() == 0


def test_the_outline_is_where_the_country_is(map_path):
    """The ring of Georgia spans the country's known extent: 40.0 to 46.7 east, 41.05 to 43.6 north."""
    georgia = next(place for place in told(map_path.read_text(encoding="utf-8"))["places"] if place["id"] == "georgia")
    points = [point for text in georgia["area"] for point in decoded(text)]
    lons, lats = zip(*points, strict=True)
    assert (min(lons), max(lons)) == pytest.approx((40.0, 46.7), abs=0.1)
    assert (min(lats), max(lats)) == pytest.approx((41.05, 43.6), abs=0.1)


def decoded(text):
    """Read a line as the page does: differences in base 64, five bits a letter."""
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    numbers, value, shift = [], 0, 0
    for letter in text:
        digit = letters.index(letter)
        value |= (digit & 31) << shift
        shift += 5
        if not digit & 32:
            numbers.append(~(value >> 1) if value & 1 else value >> 1)
            value = shift = 0
    lon = lat = 0
    for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
        lon, lat = lon + dx, lat + dy
        yield lon / 1000, lat / 1000


def test_areas_are_switched_together(visit):
    """One box of the legend takes all tints and their names off the map and brings them back."""
    box = visit.page.get_by_label("Countries and regions 4")
    box.uncheck()
    assert visit.page.locator("path.tint").count() == 0
    assert visit.page.locator(".place.is-area").count() == 0
    assert visit.page.locator(".place[data-id='baku']").count() == 1
    box.check()
    assert visit.page.locator("path.tint").count() == 4


def test_lakes_and_dots_lie_above_the_tint(visit):
    """The tint is drawn directly above the land, below lakes, coasts and borders."""
    order = visit.page.locator(".leaflet-base-pane path").evaluate_all("(all) => all.map((it) => it.classList[0])")
    assert order.index("land") < min(i for i, name in enumerate(order) if name == "tint")
    assert max(i for i, name in enumerate(order) if name == "tint") < order.index("coast")


def test_the_list_is_in_the_order_of_a_way(visit):
    """Ports come first, then towns and other places; countries come last, each part with its heading."""
    assert names(visit) == [
        "PORTS, AIRPORTS, STATIONS", "Alat Port", "Kabul International Airport",
        "TOWNS", "Baku", "Kars", "Tbilisi",
        "OTHER PLACES", "NATO-Georgia Joint Training and Evaluation Centre", "Caspian Sea",
        "COUNTRIES AND REGIONS", "Georgia", "Azerbaijan", "Afghanistan", "Kosovo",
    ]  # fmt: skip


@pytest.mark.parametrize("source", ["geonames-regions:GE.72", "areas:samtskhe-javakheti"])
def test_a_region_is_its_outline_with_its_name(browser, tmp_path, source):
    """Samtskhe-Javakheti is tinted like a country, shows no dot, and goes away with the countries."""
    id_, _, key = source.partition(":")
    atlas = make_atlas(TEXT)
    region = Record(id_, key, "Samtskhe-Javakheti", "region", 43.3, 41.5, "GE", precision="area")
    mention = dataclasses.replace(atlas.places[0].mentions[0], name="Samtskhe-Javakheti")
    atlas = dataclasses.replace(atlas, places=(*atlas.places, Place("samtskhe", region, 0.9, (mention,))))
    html = draw(to_frames(atlas)).html
    points = [
        p for place in told(html)["places"] if place["id"] == "samtskhe" for t in place["area"] for p in decoded(t)
    ]
    lons, lats = zip(*points, strict=True)
    assert 41.64 < min(lons) < 42.70  # between Batumi, which is not in it, and Adigeni, which is
    assert 43.59 < max(lons) < 44.79  # between Ninotsminda and Tbilisi
    assert 40.79 < min(lats) < 41.26  # between Gyumri and Ninotsminda
    assert 41.84 < max(lats) < 42.25  # between Borjomi and Kutaisi
    visit = Visit(browser, save(html, tmp_path), reduced_motion="reduce", **DESK)
    assert visit.page.locator("path.tint").count() == 5
    assert not visit.page.locator(".place[data-id='samtskhe'] .icon").is_visible()
    visit.page.get_by_label("Countries and regions 5").uncheck()
    assert visit.page.locator("path.tint").count() == 0
    visit.close()


def test_a_river_is_a_line_of_water(browser, tmp_path):
    """The Kura is a line that passes Tbilisi, lights with its mark, and comes and goes with it."""
    atlas = make_atlas(TEXT)
    kura = Record("areas", "kura", "Kura", "river", 46.9, 40.9, precision="area")
    mention = dataclasses.replace(atlas.places[0].mentions[0], name="Kura")
    atlas = dataclasses.replace(atlas, places=(*atlas.places, Place("kura", kura, 0.9, (mention,))))
    html = draw(to_frames(atlas)).html
    points = [p for place in told(html)["places"] if place["id"] == "kura" for t in place["course"] for p in decoded(t)]
    assert min(abs(lon - 44.83) + abs(lat - 41.69) for lon, lat in points) < 0.2
    visit = Visit(browser, save(html, tmp_path), reduced_motion="reduce", **DESK)
    assert visit.page.locator("path.course").count() == 1
    visit.page.locator(".place[data-id='kura']").click()
    assert visit.page.locator("path.course.lit").count() == 1
    visit.page.keyboard.press("Escape")
    assert visit.page.locator("path.course.lit").count() == 0
    if not visit.page.locator("#legend[open]").count():
        visit.page.locator("#legend summary").click()  # it folds where it would take a fifth of the map
    visit.page.get_by_label("River 1").uncheck()
    assert visit.page.locator("path.course").count() == 0
    visit.page.get_by_label("River 1").check()
    assert visit.page.locator("path.course").count() == 1
    visit.close()


def test_a_continent_is_in_the_list_alone(browser, tmp_path):
    """A continent has no mark on the map; from the list its card opens, and the map stays where it is."""
    atlas = make_atlas(TEXT)
    asia = Record("areas", "asia", "Central Asia", "continent", 65.0, 43.0, precision="area")
    mention = dataclasses.replace(atlas.places[0].mentions[0], name="Central Asia")
    atlas = dataclasses.replace(atlas, places=(*atlas.places, Place("asia", asia, 0.9, (mention,))))
    visit = Visit(browser, save(draw(to_frames(atlas)).html, tmp_path), reduced_motion="reduce")
    assert visit.page.locator(".place[data-id='asia']").count() == 0
    assert visit.page.locator("#map .name", has_text="Central Asia").count() == 0
    scale = visit.page.locator(".leaflet-control-scale-line").inner_text()
    visit.page.locator("#places button", has_text="Central Asia").click()
    assert visit.page.locator(".card h2").text_content() == "Central Asia"
    assert visit.page.locator(".leaflet-control-scale-line").inner_text() == scale
    visit.close()


def test_a_reckoned_place_lies_in_its_circle_of_doubt(browser, tmp_path):
    """Sixty kilometres west of a town, by one of eight points, is anywhere in a circle of 24 km; its mark brings it."""
    html = draw(to_frames(geoparse("An explosion was reported 60 km west of Baku. Trains run to Ganja."))).html
    (place,) = [place for place in told(html)["places"] if place["precision"] == "relative"]
    here = (place["lon"], place["lat"])
    corners = [corner for text in place["area"] for corner in decoded(text)]
    assert len(corners) > 30
    assert [distance_km(here, corner) for corner in corners] == pytest.approx([24.0] * len(corners), rel=0.02)
    visit = Visit(browser, save(html, tmp_path), reduced_motion="reduce")
    assert visit.page.locator("path.tint").count() == 1
    visit.page.get_by_label("Place 1").uncheck()
    assert visit.page.locator("path.tint").count() == 0
    assert not visit.errors
    visit.close()


FLIGHTS = (
    "Freighters fly from Dubai to Hong Kong, and from Hong Kong by way of Anchorage to Chicago. "
    "Houston and Miami are served too, as much freight is bound for places in the United States."
)


def test_a_country_is_lettered_at_its_mainland(browser, tmp_path):
    """On a map of the Pacific the United States are lettered at the lower 48, not in Alaska, if room is scarce too."""
    visit = Visit(browser, save(draw(to_frames(geoparse(FLIGHTS))).html, tmp_path), reduced_motion="reduce", **DESK)
    name = visit.page.locator(".area-name.placed", has_text="United States").bounding_box()
    anchorage = visit.page.locator(".place[aria-label^='Anchorage']").bounding_box()
    assert name["y"] > anchorage["y"]
    visit.close()


def test_the_largest_part_of_an_area_in_sight_has_its_name(browser, map_path):
    """Azerbaijan's name stands in the country, not in its exclave Nakhchivan, which the same view shows."""
    visit = Visit(browser, map_path, address="#view=7/40.2/47", reduced_motion="reduce", **DESK)
    name = visit.page.locator(".area-name.placed", has_text="Azerbaijan").bounding_box()
    baku = visit.page.locator(".place[data-id='baku']").bounding_box()
    map_box = visit.page.locator("#map").bounding_box()
    middle = map_box["x"] + map_box["width"] / 2
    assert middle - 330 < name["x"] < baku["x"]
    visit.close()
