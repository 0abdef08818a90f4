"""The page in a browser: no request, no error, everything reachable, nothing hostile runs."""

import re

import pytest
from conftest import TEXT, make_atlas

from layers.frames import to_frames
from layers.map import draw

pytestmark = pytest.mark.browser
HOSTILE = "<img src=x onerror=alert(1)>"
ENDING = "</script><script>window.hacked=1</script>"


class Visit:
    """One page opened from disk in an offline browser that counts what it should not see."""

    def __init__(self, browser, path, **options):
        self.context = browser.new_context(offline=True, **options)
        self.requests, self.errors = [], []
        self.context.route("**/*", self._count)
        self.page = self.context.new_page()
        self.page.on("console", lambda m: self.errors.append(m.text) if m.type in ("error", "warning") else None)
        self.page.on("pageerror", lambda e: self.errors.append(str(e)))
        self.page.on("dialog", lambda d: (self.errors.append("dialog " + d.message), d.dismiss()))
        self.page.goto(path.as_uri())
        self.page.wait_for_selector("html.ready", state="attached")

    def _count(self, route):
        if route.request.url.startswith("file:") and route.request.is_navigation_request():
            route.continue_()
        else:
            self.requests.append(route.request.url)
            route.abort()


@pytest.fixture(scope="module")
def path(atlas, tmp_path_factory):
    """Return the page of the small article, saved."""
    return save(draw(to_frames(atlas)).html, tmp_path_factory.mktemp("page"))


def save(html, folder):
    """Write a page and return where it lies."""
    target = folder / "map.html"
    target.write_text(html, encoding="utf-8")
    return target


@pytest.fixture
def visit(browser, path, request):
    """Open the page; afterwards nothing may have been asked for and nothing may have gone wrong."""
    visit = Visit(
        browser,
        path,
        reduced_motion="reduce",
        **getattr(request, "param", {"viewport": {"width": 1360, "height": 860}}),
    )
    yield visit
    assert visit.requests == []
    assert visit.errors == []
    visit.context.close()


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
    card = visit.page.locator(".leaflet-popup .card")
    card.wait_for()
    assert card.locator("blockquote mark").count() >= 1
    box = visit.page.locator(".leaflet-popup-content-wrapper").bounding_box()
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


def test_keys_alone_reach_the_railway_on_the_map(visit):
    """Tab and Enter open a corridor on the map, Escape closes it and gives the focus back."""
    way = visit.page.locator("path.touch[data-id='baku-tbilisi-kars']")
    assert way.get_attribute("aria-label") == "Baku–Tbilisi–Kars railway, railway, in operation"
    way.focus()
    visit.page.keyboard.press("Enter")
    visit.page.locator(".card h3", has_text="railway").wait_for()
    visit.page.keyboard.press("Escape")
    visit.page.locator(".card").wait_for(state="detached")
    assert visit.page.evaluate("document.activeElement.getAttribute('data-id')") == "baku-tbilisi-kars"


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


def test_search_finds_names_and_sentences(visit):
    """Typing narrows the lists to what matches."""
    visit.page.get_by_label("Search names and sentences").fill("kabul")
    assert visit.page.locator("#places li:visible").count() == 1
    assert visit.page.locator("#evidence li:visible").count() == 1


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


def test_an_address_leads_to_a_feature(browser, path):
    """#place=tbilisi opens Tbilisi's card."""
    visit = Visit(browser, path, reduced_motion="reduce")
    visit.page.goto(path.as_uri() + "#place=tbilisi")
    visit.page.reload()
    visit.page.locator(".card h3", has_text="Tbilisi").wait_for()
    assert visit.errors == []
    visit.context.close()


def test_hostile_text_shows_as_text(browser, tmp_path):
    """Markup in names, quotes and the title is shown as it was written, and runs nothing."""
    text = TEXT.replace("in March", f"in March {HOSTILE} {ENDING}")
    frames = to_frames(make_atlas(text))
    frames.places["name"] = [f"{HOSTILE}{ENDING}", *frames.places["name"][1:]]
    frames.corridors["note"] = HOSTILE
    visit = Visit(browser, save(draw(frames, title=f"A {HOSTILE} title").html, tmp_path), reduced_motion="reduce")
    assert visit.page.locator("h1").text_content() == f"A {HOSTILE} title"
    visit.page.locator("#places button").first.click()
    assert visit.page.locator(".card h3").text_content() == f"{HOSTILE}{ENDING}"
    assert ENDING in visit.page.locator(".card blockquote").first.text_content()
    visit.page.locator("#corridors button").first.click()
    assert visit.page.locator("img").count() == 0
    assert visit.page.evaluate("window.hacked") is None
    assert visit.errors == []
    assert visit.requests == []
    visit.context.close()


def test_the_policy_stops_a_script_that_is_not_ours(browser, path, tmp_path):
    """Even a script written into the file does not run, and nothing can be sent out."""
    html = path.read_text(encoding="utf-8").replace("</body>", "<script>window.hacked=1</script></body>")
    visit = Visit(browser, save(html, tmp_path))
    assert visit.page.evaluate("window.hacked") is None
    sent = visit.page.evaluate("fetch('https://example.org/').then(() => 'sent', () => 'stopped')")
    assert sent == "stopped"
    assert any(re.search("Content Security Policy", error) for error in visit.errors)
    visit.context.close()


def test_the_page_works_in_a_shut_frame(browser, path, tmp_path):
    """Inside a sandboxed frame, as notebooks and reports show it, the page draws and opens cards."""
    shown = draw.__globals__["Page"](html=path.read_text(encoding="utf-8"))._repr_html_()
    target = save(f"<!DOCTYPE html><html class=ready><title>host</title>{shown}</html>", tmp_path)
    visit = Visit(browser, target, reduced_motion="reduce", viewport={"width": 1200, "height": 700})
    frame = visit.page.frame_locator("iframe")
    frame.locator("html.ready").wait_for(state="attached")
    frame.locator("#corridors button").first.click()
    frame.locator(".card mark").first.wait_for()
    assert visit.errors == []
    assert visit.requests == []
    visit.context.close()


def test_print_leaves_out_what_paper_cannot_use(visit):
    """On paper stand title, map, legend and list; buttons and search do not."""
    visit.page.emulate_media(media="print")
    assert visit.page.locator("h1").is_visible()
    assert visit.page.locator("#legend-body").is_visible()
    assert not visit.page.locator("#search").is_visible()
    assert not visit.page.locator(".leaflet-control-zoom").is_visible()
