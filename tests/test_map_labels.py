"""Names and marks: each line is named where it runs, nothing twice, each mark can be met, the legend explains."""

import dataclasses
from itertools import combinations
from pathlib import Path

import pytest
from conftest import TEXT, make_atlas
from visit import Visit, save

import geo
from geo.model import Place
from layers.frames import to_frames
from layers.map import draw

pytestmark = pytest.mark.browser
DESK = {"viewport": {"width": 1360, "height": 860}}
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True}
LETTERED = "[...document.querySelectorAll('.name.placed')].map((name) => name.innerText.replaceAll('\\n', ' '))"
CENTRES = """
[...document.querySelectorAll('.place:not(.is-area)')].map((mark) => {
  const box = mark.getBoundingClientRect();
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  const inSight = document.getElementById('map').contains(document.elementFromPoint(x, y));
  return { id: mark.dataset.id, x, y, inSight, met: document.elementFromPoint(x, y)?.closest('.place') === mark };
})
"""


def opened(browser, atlas, folder, **options):
    """Open the page of an atlas."""
    return Visit(browser, save(draw(to_frames(atlas)).html, folder), reduced_motion="reduce", **{**DESK, **options})


@pytest.mark.parametrize("visit", [DESK, PHONE], indirect=True, ids=["desk", "phone"])
def test_every_mark_can_be_met(visit):
    """At first view no mark hides another: each is met at its middle, and the middles are 24 pixels apart."""
    marks = [mark for mark in visit.page.evaluate(CENTRES) if mark["inSight"]]
    assert len(marks) == 7
    assert [mark["id"] for mark in marks if not mark["met"]] == []
    for one, other in combinations(marks, 2):
        assert (one["x"] - other["x"]) ** 2 + (one["y"] - other["y"]) ** 2 >= 24**2


def test_a_mark_that_stepped_aside_has_a_stem(browser, tmp_path):
    """Three places on one point stand around it, each with a thin line to it; far enough in they are still three."""
    atlas = make_atlas(TEXT)
    baku = next(place for place in atlas.places if place.id == "baku")
    yards = [dataclasses.replace(baku.record, key=str(i), name=f"Yard {i}", kind="port") for i in range(2)]
    said = [tuple(dataclasses.replace(m, name=record.name) for m in baku.mentions) for record in yards]
    more = [Place(f"baku-{i}", record, 0.9, said[i]) for i, record in enumerate(yards)]
    visit = opened(browser, dataclasses.replace(atlas, places=(*atlas.places, *more)), tmp_path)
    marks = {mark["id"]: mark for mark in visit.page.evaluate(CENTRES)}
    assert all(marks[name]["met"] for name in ("baku", "baku-0", "baku-1"))
    assert visit.page.locator(".leader.stem").count() >= 2
    visit.page.locator(".place[data-id='baku-1']").click()
    assert visit.page.locator(".card h2").text_content() == "Yard 1"
    visit.close()


@pytest.mark.parametrize("view", ["", "#view=6/40.9/46.5", "#view=7/40.5/48.2", "#view=4.25/38/56"])
def test_each_line_in_sight_is_named_once(browser, map_path, view):
    """Whatever is in sight of the railway, its name stands along it once; so does every other line's."""
    visit = Visit(browser, map_path, address=view, reduced_motion="reduce", **DESK)
    names = [name for name in visit.page.evaluate(LETTERED) if "railway" in name]
    assert names == ["Baku–Tbilisi–Kars railway"]
    lines = visit.page.evaluate("[...document.querySelectorAll('.corridor-name.placed')].map((it) => it.innerText)")
    assert len(lines) == len(set(lines))
    assert len(lines) == 3
    visit.close()


def test_nothing_is_named_twice(browser, tmp_path):
    """A town and its station of the same name, a mile apart, are lettered once between them."""
    atlas = make_atlas(TEXT)
    kars = next(place for place in atlas.places if place.id == "kars")
    station = dataclasses.replace(kars.record, key="st", kind="station", lon=kars.record.lon + 0.02)
    twice = (*atlas.places, Place("kars-station", station, 0.9, kars.mentions))
    visit = opened(browser, dataclasses.replace(atlas, places=twice), tmp_path)
    assert visit.page.evaluate(LETTERED).count("Kars") == 1
    visit.close()


def test_the_end_of_a_line_is_named(visit):
    """The ferry's end is no place of the text: it has a small dot and its name; Baku and Kars have their own marks."""
    ends = visit.page.locator(".end-name.placed")
    assert ends.all_inner_texts() == ["Turkmenbashi"]
    assert visit.page.locator(".foot:not(.town)").count() == 1


def test_the_legend_explains_the_legs_of_a_way_of_several_modes(browser, tmp_path):
    """Where a way goes by rail and by sea, both lines are in the legend, and its own row shows them."""
    atlas = make_atlas(TEXT)
    railway, ferry, _ = atlas.corridors
    both = dataclasses.replace(railway, mode="multimodal", legs=(*railway.legs, *ferry.legs))
    visit = opened(browser, dataclasses.replace(atlas, corridors=(both,)), tmp_path)
    rows = visit.page.locator("#legend .block").first.locator(".row")
    words = [text.strip() for text in rows.locator(".words").all_inner_texts()]
    assert words == ["Railway", "Sea lane", "Several modes"]
    assert rows.nth(2).locator("path").count() >= 2
    visit.close()


def test_the_legend_explains_marks_that_are_not_exact(visit):
    """A dashed ring stands for a point that is not exact; no row stands for what the map has not."""
    words = visit.page.locator("#legend").inner_text()
    assert "Approximate point" in words
    assert "People or a government" not in words
    assert "Pipeline" not in words


def test_no_heading_of_the_legend_stands_alone(visit):
    """Each heading stands directly above its first row, in the same column."""
    for block in visit.page.locator("#legend .block").all():
        heading, first = block.locator(".heading").bounding_box(), block.locator(".row").first.bounding_box()
        assert abs(heading["x"] - first["x"]) < 3
        assert 0 <= first["y"] - heading["y"] < 40


@pytest.mark.parametrize(
    ("visit", "is_open"), [(DESK, True), (PHONE, False)], indirect=["visit"], ids=["desk", "phone"]
)
def test_the_legend_folds_on_a_small_map(visit, is_open):
    """On a desk the legend is open; on a phone it is folded, and its summary opens it."""
    assert visit.page.locator("#legend").evaluate("(it) => it.open") is is_open


def test_lines_among_many_places_are_named_too(browser, tmp_path):
    """Of sixteen lines among forty places at least eight are named at first view, and no name lies on another."""
    brief = Path(__file__).with_name("newcomer-brief.txt").read_text(encoding="utf-8")
    atlas = geo.geoparse(brief)
    assert len(atlas.places) > 24  # a crowd, in which names of places have no lines that lead to them
    visit = opened(browser, atlas, tmp_path)
    named = visit.page.locator(".corridor-name.placed")
    assert named.count() >= min(8, len(atlas.corridors))
    level = [each.bounding_box() for each in visit.page.locator(".place-name.placed").all()]
    level += [each.bounding_box() for each in named.all() if "rotate" not in (each.get_attribute("style") or "")]
    for one, other in combinations(level, 2):
        apart_x = one["x"] + one["width"] <= other["x"] + 1 or other["x"] + other["width"] <= one["x"] + 1
        apart_y = one["y"] + one["height"] <= other["y"] + 1 or other["y"] + other["height"] <= one["y"] + 1
        assert apart_x or apart_y
    visit.close()


def test_the_legend_of_a_crowded_map_folds_before_it_takes_a_fifth(browser, tmp_path):
    """Whatever it has to explain, the open legend takes less than a fifth of the map; else it waits folded."""
    brief = Path(__file__).with_name("newcomer-brief.txt").read_text(encoding="utf-8")
    visit = opened(browser, geo.geoparse(brief), tmp_path, viewport={"width": 1100, "height": 700})
    share = """() => {
      const [a, b] = ["legend", "map"].map((id) => document.getElementById(id).getBoundingClientRect());
      return (a.width * a.height) / (b.width * b.height); }"""
    assert visit.page.evaluate(share) < 0.2
    visit.close()
