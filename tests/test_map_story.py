"""Reading along: the sentences that speak of what is drawn, step by step, by button, key, finger and link."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from test_map_access import EVERY_RULE, NIGHT
from visit import Visit, save

from layers.author import Words, with_words
from layers.frames import to_frames
from layers.map import draw

pytestmark = pytest.mark.browser
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


def number(visit):
    """Return what says which stop it is."""
    return visit.page.locator("#story-number").inner_text()


def lit(visit):
    """Return the names of what is lit in the lists."""
    return set(visit.page.locator(".entry[aria-pressed=true] .title").all_inner_texts())


def test_buttons_and_keys_go_through_the_sentences(visit):
    """Each stop shows a sentence, lights what it speaks of, has an address; the ends stay where they are."""
    page = visit.page
    page.get_by_role("button", name="Read along on the map").last.click()
    assert number(visit).startswith("1 of ")
    last = int(number(visit).split()[-1])
    page.get_by_role("button", name="Previous").click(force=True)
    assert number(visit) == f"1 of {last}"
    page.keyboard.press("ArrowRight")
    assert number(visit) == f"2 of {last}"
    assert page.evaluate("location.hash") == "#step=2"
    assert lit(visit)
    named = set(page.locator("#story-words a.phrase").evaluate_all("all => all.map(each => each.title)"))
    assert lit(visit) <= named
    for _ in range(last):
        page.keyboard.press("ArrowRight")
    assert number(visit) == f"{last} of {last}"
    page.keyboard.press("Escape")
    assert not page.locator("#story").is_visible()
    assert page.evaluate("document.activeElement.id") == "read-along"
    assert "step" not in page.evaluate("location.hash")


def test_a_third_step_is_linked_and_the_buttons_go_on_from_it(browser, map_path):
    """``#step=3`` opens the third sentence; from there the buttons Next and Previous lead on and back."""
    visit = Visit(browser, map_path, address="#step=3", reduced_motion="reduce")
    page = visit.page
    assert number(visit).startswith("3 of ")
    words = page.locator("#story-words").inner_text()
    page.locator("#story").get_by_role("button", name="Next").click()
    assert number(visit).startswith("4 of ")
    assert page.evaluate("location.hash") == "#step=4"
    assert page.locator("#story-words").inner_text() != words
    page.locator("#story").get_by_role("button", name="Previous").click()
    assert number(visit).startswith("3 of ")
    assert page.locator("#story-words").inner_text() == words
    visit.close()


def test_what_a_stop_speaks_of_is_in_sight_and_clear_of_the_sentence(visit):
    """Every dot that is lit stands on the map and not under the box with the words."""
    page = visit.page
    page.get_by_role("button", name="Read along on the map").last.click()
    for _ in range(3):
        box, ground = page.locator("#story").bounding_box(), page.locator("#map").bounding_box()
        for dot in page.locator(".place.lit:not(.is-area)").all():
            at = dot.bounding_box()
            assert ground["x"] <= at["x"] <= ground["x"] + ground["width"]
            assert ground["y"] <= at["y"] <= box["y"]
        page.keyboard.press("ArrowDown")


@pytest.mark.parametrize("options", [NIGHT, PHONE], ids=["dark", "phone"])
def test_a_link_opens_a_stop_that_everyone_can_use(browser, map_path, options):
    """``#step=2`` opens there; axe finds nothing, in the dark and on a phone, where the words stand below the map."""
    visit = Visit(browser, map_path, address="#step=2", reduced_motion="reduce", **options)
    assert number(visit).startswith("2 of ")
    assert visit.page.locator("#story-on").is_visible()
    assert Axe().run(visit.page, options=EVERY_RULE).response["violations"] == []
    if options is PHONE:
        words, ground = visit.page.locator("#story").bounding_box(), visit.page.locator("#map").bounding_box()
        assert words["y"] >= ground["y"] + ground["height"] - 1
        assert words["y"] + words["height"] <= 845
    visit.close()


def test_a_finger_turns_the_page(browser, map_path):
    """A swipe to the left goes on, one to the right back."""
    visit = Visit(browser, map_path, address="#step=2", reduced_motion="reduce", **PHONE)
    swipe = """way => {
      const box = document.getElementById("story");
      const touch = (x) => new Touch({ identifier: 1, target: box, clientX: x, clientY: 700 });
      box.dispatchEvent(new TouchEvent("touchstart", { touches: [touch(200)], changedTouches: [touch(200)] }));
      box.dispatchEvent(new TouchEvent("touchend", { touches: [], changedTouches: [touch(200 + way)] }));
    }"""
    visit.page.evaluate(swipe, -90)
    assert number(visit).startswith("3 of ")
    visit.page.evaluate(swipe, 90)
    assert number(visit).startswith("2 of ")
    visit.page.evaluate(swipe, 20)
    assert number(visit).startswith("2 of ")
    visit.close()


def test_on_paper_stops_have_their_numbers(visit):
    """Below a sentence stand the number of its stop and what the map shows of it; buttons are left out."""
    visit.page.emulate_media(media="print")
    first = visit.page.locator("#evidence .stop").first
    assert first.is_visible()
    assert first.inner_text().startswith("Stop 1: ")
    assert not visit.page.locator("#read-along").is_visible()
    assert not visit.page.locator("#story").is_visible()
    assert not visit.page.locator("#legend .block", has_text="Graticule").is_visible()  # a heading of nothing


@pytest.mark.parametrize(
    ("options", "is_flying"), [({"reduced_motion": "no-preference"}, True), ({"reduced_motion": "reduce"}, False)]
)
def test_where_motion_is_welcome_the_map_flies(browser, map_path, options, is_flying):
    """Without the wish for less motion the map is on its way after a step; with it, it is there at once."""
    visit = Visit(browser, map_path, address="#step=1", **options)
    way = """() => new Promise((resolve) => {
      const line = document.querySelector("path.touch");
      const at = () => { const box = line.getBoundingClientRect(); return [box.left, box.top]; };
      document.getElementById("story-on").click();
      const [x, y] = at();
      setTimeout(() => resolve(Math.hypot(at()[0] - x, at()[1] - y)), 2500);
    })"""
    assert (visit.page.evaluate(way) > 5) == is_flying  # pixels
    visit.close()


def test_an_author_may_do_without(browser, atlas, tmp_path):
    """Where the lists that the author wants hold no story, nothing offers one, and other lists are left out too."""
    frames, _ = with_words(to_frames(atlas), Words(lists=("corridors",), note="A note.", legend="off"))
    visit = Visit(browser, save(draw(frames).html, tmp_path), address="#step=1", reduced_motion="reduce")
    page = visit.page
    assert page.get_by_role("button", name="Read along").count() == 0
    assert page.locator("#corridors").is_visible()
    assert not page.locator("#places").is_visible()
    assert not page.locator("#story").is_visible()
    assert not page.locator("#legend").is_visible()
    assert page.locator("#note").inner_text() == "A note."
    visit.close()
