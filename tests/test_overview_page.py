"""The page of a corpus in a real browser: time, sizes, documents and ties; for keys and screen readers too."""

import json
import re

import pytest
from corpus_made import corridor, document, place, write_dataset, write_many
from playwright.sync_api import expect
from test_map_access import DESK, NIGHT, PHONE, violations
from test_map_safety import HOSTILE
from visit import PATIENCE_MS, Visit, save

import layers
from layers.overviews import open_dataset, summarise
from layers.overviews.corpus_page import show

pytestmark = pytest.mark.browser
MONTHS = ("2019-01", "2019-02", "2019-03")


def press(folder):
    """Write a dataset of 8 documents: Kars in all, Alat in three of January and one of March, Poti once, undated."""
    days = ("2019-01-03", "2019-01-09", "2019-01-20", "2019-02-02", "2019-03-01", "2019-03-02", "2019-03-03", None)
    documents = [
        document(f"d{i}", day, url=f"https://news.example/{i}", publisher="Wire") for i, day in enumerate(days)
    ]
    places = [place(f"d{i}", "Kars") for i in range(8)]
    places += [place(f"d{i}", "Alat", mentions=2) for i in (0, 1, 2, 4)] + [place("d7", "Poti")]
    corridors = [corridor(f"d{i}", "Alat", "Kars") for i in (0, 1, 2)]
    corridors += [corridor(f"d{i}", "Poti", "Kars", mode="road", name="Poti–Kars road") for i in (3, 4)]
    return write_dataset(folder, documents=documents, places=places, corridors=corridors)


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    """Return the page of the small dataset, with what is named together."""
    folder = tmp_path_factory.mktemp("overview")
    return layers.overview(press(folder / "press"), folder / "output", co_mentions=5, formats=["html"]).files[0]


@pytest.fixture
def visit(browser, path, request):
    """Open the page; afterwards nothing may have been asked for and nothing may have gone wrong."""
    visit = Visit(browser, path, reduced_motion="reduce", **getattr(request, "param", DESK))
    yield visit
    visit.close()


def numbers(page):
    """Return what the lists say of each feature: its documents."""
    entries = page.locator("#places .entry, #corridors .entry").all()
    found = {e.locator(".title").text_content(): e.locator(".about").text_content() for e in entries}
    return {name: int(re.search(r"(\d+) documents?", about)[1]) for name, about in found.items()}


def test_all_months_come_first(visit):
    """The page begins with all documents, the dated and the undated."""
    assert visit.page.locator("#month-said").text_content() == "All months 8 documents"
    assert numbers(visit.page) == {"Kars": 8, "Alat": 4, "Poti": 1, "Alat–Kars railway": 3, "Poti–Kars road": 2}
    assert "8 documents · January 2019 – March 2019" in visit.page.locator("#dateline").text_content()
    assert "1 document has no date" in visit.page.locator(".note").text_content()


def test_keys_move_through_the_months(visit):
    """Arrow keys go from month to month and back to all; lists, words and the slider's own text follow."""
    slider = visit.page.get_by_label("Month", exact=True)
    slider.focus()
    seen = []
    for _ in range(3):
        visit.page.keyboard.press("ArrowRight")
        seen.append((slider.get_attribute("aria-valuetext"), numbers(visit.page)))
    assert seen == [
        ("January 2019: 3 documents", {"Kars": 3, "Alat": 3, "Alat–Kars railway": 3}),
        ("February 2019: 1 document", {"Kars": 1, "Poti–Kars road": 1}),
        ("March 2019: 3 documents", {"Kars": 3, "Alat": 1, "Poti–Kars road": 1}),
    ]
    visit.page.keyboard.press("Home")
    assert numbers(visit.page)["Kars"] == 8


def test_the_way_back_to_all_months_is_a_button(visit):
    """A button stands beside a chosen month and gives the focus back to the slider."""
    visit.page.locator("#month").fill("2")
    visit.page.get_by_role("button", name="All months").click()
    assert visit.page.locator("#month-said").text_content() == "All months 8 documents"
    assert visit.page.evaluate("document.activeElement.id") == "month"
    assert not visit.page.locator("#all-months").is_visible()


def test_it_plays_and_stops(visit):
    """Play begins with the first month, goes on by itself and ends with the last; the button says what it does."""
    visit.page.get_by_role("button", name="Play").click()
    assert visit.page.locator("#month").get_attribute("aria-valuetext") == "January 2019: 3 documents"
    visit.page.get_by_role("button", name="Pause").wait_for()
    expect(visit.page.locator("#month")).to_have_value("3", timeout=PATIENCE_MS)
    visit.page.get_by_role("button", name="Play").wait_for()


def test_sentences_are_those_of_the_month(visit):
    """In February one document speaks, and the panel quotes it alone."""
    visit.page.locator("#month").fill("2")
    cited = visit.page.locator("#evidence .cited a").all_text_contents()
    assert set(cited) == {"Title of d3, Wire, February 2, 2019"}


def test_a_card_leads_to_its_documents(visit):
    """A card quotes the documents that say most, each a link that opens elsewhere, and counts all."""
    visit.page.locator("#places .entry", has_text="Alat").click()
    card = visit.page.locator(".card")
    card.wait_for()
    links = card.locator(".cited a")
    assert links.first.get_attribute("href") == "https://news.example/4"  # of four with as many mentions the newest
    assert links.first.get_attribute("rel") == "noopener noreferrer"
    assert card.locator("mark").first.text_content() == "Alat"
    facts = card.locator(".facts").inner_text()
    assert "4 of 8 (50%)" in facts
    assert "January 3, 2019 – March 1, 2019" in facts


def test_circles_grow_by_area(visit):
    """Eight documents have a circle of twice the area of four, also among one month's."""
    page = visit.page
    page.evaluate("document.getElementById('legend').open = true")
    circles = page.locator("#circle-sizes circle").evaluate_all(
        "(all) => all.map((it) => Number(it.getAttribute('r')))"
    )
    labels = page.locator("#circle-sizes text").all_text_contents()
    assert labels == ["5", "2"]
    assert circles[0] ** 2 / circles[1] ** 2 == pytest.approx(2.5, rel=0.01)
    page.locator("#month").fill("1")
    assert page.locator("#circle-sizes text").all_text_contents()[0] == "2"


def test_lines_grow_in_width(visit):
    """Three documents make a line half as wide again as two."""
    widths = {
        name: visit.page.locator(f"path.touch[data-id='{name}']").evaluate(
            "(touch) => Math.max(...[...touch.parentNode.querySelectorAll('.way.line')].map("
            "(way) => way.getTotalLength() && way.getAttribute('d') === touch.getAttribute('d')"
            " ? Number(way.getAttribute('stroke-width')) : 0))"
        )
        for name in ("alat-kars-rail", "kars-poti-road")
    }
    assert widths["alat-kars-rail"] / widths["kars-poti-road"] == pytest.approx(1.5, rel=0.01)


def test_ties_are_no_ways_and_can_be_hidden(visit):
    """What is named together is drawn dashed, listed by its number, follows the month, and can be switched off."""
    page = visit.page
    assert page.locator("path.tie[d]:not(svg.sample *)").count() == 2
    assert page.locator("#ties .entry").all_inner_texts()[0].split("\n") == ["Kars – Alat", "4 documents"]
    assert page.locator("#h-ties").inner_text().startswith("Named together, not a way")
    page.locator("#month").fill("1")
    assert page.locator("#ties .entry .about").all_text_contents() == ["3 documents"]
    page.locator("#show-ties").evaluate("(box) => box.click()")
    assert page.locator("path.tie[d]:not(svg.sample *)").count() == 0
    page.locator("#ties .entry").first.click()
    assert "Kars, Alat" in page.locator("#live").text_content()


def test_a_link_keeps_the_month(browser, path):
    """The address holds the month, and opens with it."""
    visit = Visit(browser, path, address="#month=2019-03", reduced_motion="reduce", **DESK)
    assert visit.page.locator("#month-said").text_content() == "March 2019 3 documents"
    visit.page.locator("#month").fill("1")
    assert "month=2019-01" in visit.page.evaluate("location.hash")
    visit.close()


def test_the_table_and_the_download_have_the_numbers(visit):
    """The table sorts by documents; the GeoJSON inside the page has documents, months, first and last."""
    page = visit.page
    page.get_by_role("button", name="Table", exact=True).click()
    page.locator("#places thead button", has_text="Documents").click()
    assert [row.split()[0] for row in page.locator("#places tbody th").all_text_contents()] == ["Poti", "Alat", "Kars"]
    with page.expect_download() as download:
        page.locator("#download").click()
    with open(download.value.path(), encoding="utf-8") as stream:  # noqa: PTH123 - a path of Playwright's
        found = {f["properties"]["name"]: f["properties"] for f in json.load(stream)["features"]}
    assert found["Kars"]["months"] == dict(zip(MONTHS, (3, 1, 3), strict=True))
    assert (found["Alat"]["documents"], found["Alat"]["first"]) == (4, "2019-01-03")


def nothing(page):
    """Do nothing: the page as it opens."""


def in_a_month(page):
    """Show one month with a card open."""
    page.locator("#month").fill("1")
    page.locator("#places .entry").first.click()
    page.locator(".card").wait_for()


def legend_and_filters_open(page):
    """Open what is folded."""
    page.locator("#legend").evaluate("(it) => { it.open = true; }")
    page.locator("#filters summary").click()


def as_table(page):
    """Show the table."""
    page.get_by_role("button", name="Table", exact=True).click()


def on_paper(page):
    """Show the page as it is printed."""
    page.emulate_media(media="print")


@pytest.mark.parametrize("visit", [DESK, NIGHT, PHONE], indirect=True, ids=["light", "dark", "phone"])
@pytest.mark.parametrize(
    "state", [nothing, in_a_month, legend_and_filters_open, as_table, on_paper], ids=lambda state: state.__name__
)
def test_axe_finds_nothing(visit, state):
    """No rule of axe-core is broken, by day, at night, on a phone, whatever is open."""
    state(visit.page)
    found = [item for item in violations(visit.page) if state is not on_paper or item[0] != "target-size"]
    assert found == []  # nobody taps on paper


@pytest.mark.parametrize("language", ["az", "ka", "ru", "tr"])
def test_other_languages_have_all_words(browser, tmp_path, language):
    """No key stands where a word should, axe-core finds nothing, and no sentence of a document is in the page."""
    summary = summarise(open_dataset(press(tmp_path / "press")), name="press", co_mentions=5)
    page = show(summary, language=language, with_text=False)
    assert "Something happened" not in page.html
    visit = Visit(browser, save(page.html, tmp_path), reduced_motion="reduce", **DESK)
    visit.page.locator("#month").fill("1")
    visit.page.locator("#places .entry").first.click()
    visit.page.locator(".card").wait_for()
    assert "corpus." not in visit.page.inner_text("body")
    month = {"az": "Yanvar", "ka": "იანვარი", "ru": "Январь", "tr": "Ocak"}[language]
    assert visit.page.locator("#month-said b").text_content() == f"{month} 2019"
    assert violations(visit.page) == []
    visit.close()


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_shows_as_text(browser, tmp_path, name):
    """Whatever a corpus holds in titles, publishers, addresses, names and sentences, nothing runs or breaks."""
    text = HOSTILE[name]
    documents = [document("a", "2019-01-03", title=text, publisher=text, url=text), document("b", "2019-02-03")]
    rows = [place("a", "Kars", name=text, quote=text, end=100 + len(text)), place("a", "Alat"), place("b", "Alat")]
    ways = [corridor("a", "Alat", "Kars", name=text, waypoints=[text, text])]
    folder = write_dataset(tmp_path / "press", documents=documents, places=rows, corridors=ways)
    made = layers.overview(folder, tmp_path / "out", co_mentions=3, formats=["html"], title=text.strip() or None)
    visit = Visit(browser, made.files[0], reduced_motion="reduce", **DESK)
    visit.page.locator("#places .entry").nth(1).click()
    visit.page.locator(".card").wait_for()
    assert visit.page.evaluate("window.hacked") is None
    addresses = visit.page.locator("a[target]").evaluate_all("(all) => all.map((it) => it.getAttribute('href'))")
    assert all(address.startswith("https://") for address in addresses)
    visit.page.locator("#month").fill("1")
    visit.close()


def test_thousands_stay_few_elements(browser, tmp_path):
    """With thousands of features the page keeps its elements few, says what is left out, and answers to the slider."""
    folder = write_many(tmp_path / "many", 6000, months=12)
    made = layers.overview(folder, tmp_path / "out", formats=["html"], co_mentions=100)
    visit = Visit(browser, made.files[0], reduced_motion="reduce", **DESK)
    assert visit.page.evaluate("document.querySelectorAll('*').length") < 6000
    left = len(made.summary.places) - 2500
    assert f"places: {left:,}" in visit.page.locator(".note").first.text_content()
    before = visit.page.locator("#n-places").text_content()
    visit.page.locator("#month").fill("3")
    assert visit.page.locator("#n-places").text_content() != before
    assert "more when you zoom in" in visit.page.locator("#drawn-places").text_content()
    visit.close()


@pytest.mark.parametrize(
    ("day", "places", "corridors"),
    [
        (None, [place("a", "Kars"), place("a", "Alat")], [corridor("a", "Alat", "Kars")]),
        ("2019-01-03", [place("a", "Kars")], []),
        ("2019-01-03", [], [corridor("a", "Alat", "Kars")]),
        ("2019-01-03", [place("a", "Kars", kind="country", precision="area")], []),
    ],
    ids=["undated", "one place in one month", "corridors only", "a country only"],
)
def test_a_page_of_little_is_whole(browser, tmp_path, day, places, corridors):
    """Without months there is no slider; without corridors or places there is no word of them; all else is there."""
    folder = write_dataset(tmp_path / "press", documents=[document("a", day)], places=places, corridors=corridors)
    made = layers.overview(folder, tmp_path / "out", co_mentions=3, formats=["html"])
    visit = Visit(browser, made.files[0], reduced_motion="reduce", **DESK)
    assert visit.page.locator("#month").count() == 0
    assert visit.page.locator("#places").is_visible() == bool(places)
    assert visit.page.locator("#corridors").is_visible() == bool(corridors)
    assert "1 document" in visit.page.locator("#dateline").text_content()
    visit.page.locator(".entry").first.click()
    visit.page.locator(".card").wait_for()
    assert violations(visit.page) == []
    visit.close()
