"""The page in a browser: everything that was found shows, with its evidence."""

import pytest
from conftest import TEXT, make_atlas
from visit import Visit, save

from layers.frames import to_frames
from layers.map import draw

pytestmark = pytest.mark.browser
STATES = [
    {"viewport": {"width": 1360, "height": 860}},
    {"viewport": {"width": 1360, "height": 860}, "color_scheme": "dark"},
    {"viewport": {"width": 390, "height": 844}, "has_touch": True},
]


@pytest.mark.parametrize("visit", STATES, indirect=True, ids=["light", "dark", "phone"])
@pytest.mark.parametrize("place", ["tbilisi", "alat-port", "kabul-airport", "krtsanisi"])
def test_places_show_and_open(visit, place):
    """A place's mark is on the map and opens its card, on a desk, at night and on a phone."""
    mark = visit.page.locator(f".place[data-id='{place}']")
    assert mark.is_visible()
    mark.dispatch_event("click")
    card = visit.page.locator("#card .card")
    card.wait_for()
    assert card.locator("blockquote mark").count() >= 1
    box = visit.page.locator("#card").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= visit.page.viewport_size["width"]


def test_the_railway_shows_its_sentence_and_sources(visit):
    """The railway's card quotes its sentence, marks its name, and says what was cited, drawn and published."""
    visit.page.get_by_role("button", name="Baku–Tbilisi–Kars railway Railway").click()
    card = visit.page.locator(".card")
    assert card.locator("mark").text_content() == "Baku–Tbilisi–Kars railway"
    words = card.inner_text()
    for part in (
        "Freight for the mission left Baku",
        "Railgazette.example, March 12, 2018",
        "826 km published",
        "Stated in the article",
    ):
        assert part in words
    assert visit.page.locator("#evidence li.lit").count() == 1


def test_inferred_ways_say_so(visit):
    """The card of an inferred corridor carries a tag and the reason, and the legend has an entry for it."""
    visit.page.locator("#corridors button", has_text="ferry").click()
    words = visit.page.locator(".card").inner_text()
    assert "inferred" in words.lower()
    assert "The article names one end" in words
    assert "Inferred by us" in visit.page.locator("#legend").inner_text()


def test_the_legend_hides_and_shows_layers(visit):
    """Unticking a mode takes its corridors off the map; ticking it brings them back."""
    box = visit.page.get_by_label("Railway 1")
    box.uncheck()
    assert visit.page.locator("path.touch[data-id='baku-tbilisi-kars']").count() == 0
    box.check()
    assert visit.page.locator("path.touch[data-id='baku-tbilisi-kars']").count() == 1


def test_names_do_not_collide(visit):
    """No two names on the map overlap."""
    boxes = visit.page.evaluate(
        "[...document.querySelectorAll('.name.placed:not(.corridor-name)')]"
        ".map((name) => name.getBoundingClientRect().toJSON())"
    )
    assert len(boxes) > 10
    for i, a in enumerate(boxes):
        for b in boxes[i + 1 :]:
            apart = (
                a["right"] <= b["left"] or b["right"] <= a["left"] or a["bottom"] <= b["top"] or b["bottom"] <= a["top"]
            )
            assert apart


def test_a_sentence_lights_up_its_features(visit):
    """Choosing a sentence marks everything it names, in the list and on the map."""
    visit.page.locator("#evidence button.all").first.click()
    pressed = visit.page.locator(".entry[aria-pressed='true'] .title").all_text_contents()
    assert pressed == ["Baku–Tbilisi–Kars railway", "Baku", "Kars"]


def test_what_is_not_on_the_map_is_listed(visit):
    """Actors and unresolved names stand in the panel with their reasons; so do the sources with their licences."""
    words = visit.page.locator("#panel").inner_text()
    for part in (
        "Azerbaijan’s government",
        "no gazetteer record has this name",
        "ODbL 1.0",
        "public domain",
        "United Nations view",
    ):
        assert part in words


def test_what_is_seen_and_not_drawn_stands_with_its_sentence(visit):
    """The list says how many there are, what each is, why, and quotes the sentence with the words marked."""
    listed = visit.page.locator("#s-unresolved")
    assert listed.locator("h2").inner_text().split() == ["Seen,", "not", "drawn", "1"]
    assert "Name Qaradaş – no gazetteer record has this name" in " ".join(listed.locator("li").inner_text().split())
    assert listed.locator("blockquote").inner_text() == "A depot at Qaradaş was mentioned once."
    assert listed.locator("mark").inner_text() == "Qaradaş"


def test_print_leaves_out_what_paper_cannot_use(visit):
    """On paper stand title, map, legend and list; buttons and search do not."""
    visit.page.emulate_media(media="print")
    assert visit.page.locator("h1").is_visible()
    assert visit.page.locator("#legend-body").is_visible()
    assert not visit.page.locator("#search").is_visible()
    assert not visit.page.locator(".leaflet-control-zoom").is_visible()


def test_names_from_right_to_left_stand_right(browser, atlas, tmp_path):
    """A name in Hebrew or Arabic letters runs from the right on the map, in the list and in its card."""
    frames = to_frames(atlas)
    frames.places["name"] = ["ميناء باكو", "קארס", *frames.places["name"][2:]]
    visit = Visit(browser, save(draw(frames).html, tmp_path), reduced_motion="reduce")
    direction = "(it) => getComputedStyle(it).direction"
    names = ("ميناء باكو", "קארס")
    for name in names:
        assert visit.page.locator("#places .title", has_text=name).evaluate(direction) == "rtl"
        assert visit.page.locator("#map .name", has_text=name).first.evaluate(direction) == "rtl"
    for name in names:
        visit.page.locator("#places button", has_text=name).click()
        assert visit.page.locator(".card h2").evaluate(direction) == "rtl"
    visit.close()


def test_a_reviewed_place_says_so(browser, tmp_path):
    """The card of a place that a person corrected carries what the reviewer noted."""
    frames = to_frames(make_atlas(TEXT))
    frames.places["note"] = "Corrected in review by LK (point): the freight yard."
    visit = Visit(browser, save(draw(frames).html, tmp_path), reduced_motion="reduce")
    visit.page.locator("#places button").first.click()
    assert "by LK (point): the freight yard" in visit.page.locator(".card").inner_text()
    visit.close()
