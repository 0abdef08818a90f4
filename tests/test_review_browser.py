"""The whole review loop in a browser, on the sample seed: what is done on the page is what the map then shows."""

from __future__ import annotations

import re
import shutil
import threading
from pathlib import Path

import pytest

import geo
from layers import build
from layers.map.language import language_named
from layers.review import read_corrections, review_messages
from layers.review.review_server import LOOPBACK, address_of, application, listen
from layers.review.session import Session

uvicorn = pytest.importorskip("uvicorn")
pytestmark = pytest.mark.browser
SEED = Path(__file__).parents[1] / "seeds" / "azerbaijan-nato-25.md"
TOKEN = "a-token-for-tests"
PATIENCE_MS = 60_000


class Visit:
    """A review served to a browser that counts what it should not see."""

    def __init__(self, browser, article, **options):
        self.session = Session(article, gazetteer=geo.Gazetteer.open(), by="LK")
        self.listener = listen()
        port = self.listener.getsockname()[1]
        app = application(self.session, token=TOKEN, hosts=(f"{LOOPBACK}:{port}",))
        self.server = uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="off", ws="none"))
        self.thread = threading.Thread(target=self.server.run, kwargs={"sockets": [self.listener]}, daemon=True)
        self.thread.start()
        self.own = f"http://{LOOPBACK}:{port}/"
        self.errors, self.strangers = [], []
        self.context = browser.new_context(viewport={"width": 1440, "height": 900}, reduced_motion="reduce", **options)
        self.context.set_default_timeout(PATIENCE_MS)
        self.page = self.open()

    def open(self):
        """Open the review in a further window."""
        page = self.context.new_page()
        page.on("console", lambda m: self.errors.append(m.text) if m.type in ("error", "warning") else None)
        page.on("pageerror", lambda e: self.errors.append(str(e)))
        page.on("request", lambda r: None if r.url.startswith((self.own, "data:")) else self.strangers.append(r.url))
        page.goto(address_of(self.listener, TOKEN))
        page.wait_for_selector("html.ready", state="attached")
        return page

    def close(self):
        """Stop everything."""
        self.context.close()
        self.server.should_exit = True
        self.thread.join(30)
        self.listener.close()

    def choose(self, name, kind=""):
        """Choose a feature in the list."""
        self.page.locator("#queue button").filter(has_text=name).filter(has_text=kind).first.click()
        self.page.locator("#card h2", has_text=name).wait_for()

    def progress(self, words):
        """Wait until the progress says something."""
        self.page.locator("#progress-words", has_text=words).wait_for()


@pytest.fixture
def article(tmp_path):
    """Return a copy of the sample brief."""
    return Path(shutil.copy(SEED, tmp_path))


@pytest.fixture
def visit(browser, article):
    """Open the review; afterwards nothing may have been asked from elsewhere and nothing may have gone wrong."""
    visit = Visit(browser, article)
    yield visit
    visit.close()
    assert visit.strangers == []
    assert visit.errors == []


def drag(page, mark, by):
    """Drag a mark on the map."""
    box = mark.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + by[0] / 2, y + by[1] / 2)
    page.mouse.move(x + by[0], y + by[1])
    page.mouse.up()


def test_the_whole_loop(visit, article, tmp_path):
    """Reject one, move one, re-route one, add one, accept one: the file says so, and the rebuilt map shows it."""
    page = visit.page
    visit.progress("0 of ")
    visit.choose("Soviet Union")
    page.keyboard.press("r")
    visit.progress("1 of ")

    visit.choose("Alat Port")
    drag(page, page.locator("#map .dot.current"), (60, 10))
    visit.progress("2 of ")

    visit.choose("Alat–Afghanistan sea route")
    before = page.locator("#card .soft").first.text_content()
    page.locator("#stop-name").fill("Aktau")
    page.locator("#stop-name").press("Enter")
    page.locator("#card .stops li", has_text="Aktau").wait_for()
    page.get_by_role("button", name="Take out Turkmenbashi").click()
    page.locator("#card .stops li", has_text="Turkmenbashi").wait_for(state="detached")
    visit.progress("3 of ")
    assert page.locator("#card .soft").first.text_content() != before, "the traced line's length is shown at once"

    page.get_by_role("button", name="Add …").click()
    page.locator("#adding-words").fill("War College")
    page.locator("#adding-which option").wait_for(state="attached")
    page.locator("#adding").get_by_role("button", name="Add place").click()
    page.locator("#card h2", has_text="War College").wait_for()
    page.locator("#field-point").fill("49.85, 40.4")
    page.locator("#field-point").press("Enter")
    visit.progress("4 of ")

    visit.choose("Kabul International Airport")
    page.keyboard.press("a")
    visit.progress("5 of ")

    said = {item.anchor.quote: item for item in read_corrections(visit.session.path).items}
    assert said["Soviet Union"].word == "reject"
    assert said["Alat Port"].point is not None
    assert {item.by for item in said.values()} == {"LK"}
    shown = {f["name"]: f for f in visit.session.state()["features"]}

    outputs = build(article, tmp_path / "output")
    assert outputs.notes == ()
    atlas = outputs.atlas
    places = {p.name: p for p in atlas.places}
    assert "Soviet Union" not in places
    assert [round(x, 5) for x in (places["Alat Port"].lon, places["Alat Port"].lat)] == list(said["Alat Port"].point)
    assert (places["War College"].lon, places["War College"].lat) == (49.85, 40.4)
    assert places["Kabul International Airport"].review.verdict == "accepted"
    sea = next(c for c in atlas.corridors if c.mode == "sea")
    assert [w.name for w in sea.waypoints] == ["Alat", "Aktau"]
    assert (sea.waypoints[0].lon, sea.waypoints[0].lat) == said["Alat Port"].point, "the line follows the moved port"
    assert round(sea.length_km) == shown[sea.name]["length_km"], "the map gives exactly what was seen"
    html = outputs.files[0].read_text(encoding="utf-8")
    assert "left out in review by LK" in html
    assert "Corrected in review by LK (waypoints)" in html


def test_a_waypoint_is_dragged_and_the_line_follows(visit):
    """Dragging a waypoint, or clicking the map, re-routes the corridor; what is drawn is what was traced."""
    page = visit.page
    visit.choose("Alat–Afghanistan sea route")
    drag(page, page.locator("#map .dot.waypoint").nth(1), (10, -60))
    visit.progress("1 of ")
    route = next(f for f in visit.session.state()["features"] if f["name"].startswith("Alat–Afghanistan"))
    assert route["waypoints"][1]["record"].startswith("review:")
    box = page.locator("#map").bounding_box()
    page.mouse.click(box["x"] + box["width"] * 0.5, box["y"] + box["height"] * 0.6)
    page.locator("#card .stops li").nth(2).wait_for()
    assert len(read_corrections(visit.session.path).items[0].waypoints) == 3


def test_words_are_selected_and_added_with_their_sentence(visit):
    """Words selected in the article become a place through the button that appears beside them."""
    page = visit.page
    page.evaluate(
        """() => {
          const walker = document.createTreeWalker(document.getElementById("article"), NodeFilter.SHOW_TEXT);
          for (let node = walker.nextNode(); node; node = walker.nextNode()) {
            const at = node.data.indexOf("mountain courses");
            if (at >= 0) { getSelection().setBaseAndExtent(node, at, node, at + 16); return; }
          }
        }"""
    )
    page.locator("#choice-place").click()
    page.locator("#card h2", has_text="mountain courses").wait_for()
    assert "large exercises" in page.locator("#card blockquote").text_content()
    box = page.locator("#map").bounding_box()
    page.mouse.click(box["x"] + box["width"] * 0.7, box["y"] + box["height"] * 0.3)
    visit.progress("1 of ")
    (item,) = read_corrections(visit.session.path).items
    assert (item.word, item.anchor.quote) == ("add", "mountain courses")
    assert item.point is not None


def test_candidates_are_chosen_with_a_key(visit):
    """The candidates of a doubtful name are numbered on the map and in the card; its number chooses one."""
    page = visit.page
    visit.choose("Kosovo")
    assert page.locator("#map .dot.candidate").count() >= 1
    words = page.locator("#card .choices button").first.text_content()
    page.keyboard.press("1")
    visit.progress("1 of ")
    (item,) = read_corrections(visit.session.path).items
    assert item.record is not None
    assert page.locator("#card h2").text_content() in words


def test_one_mention_is_taken_apart(visit):
    """From the list of a place's mentions one is rejected alone; the others stay, and undo brings it back."""
    page = visit.page
    visit.choose("Baku", "capital")
    page.locator("#card .mentions summary").click()
    mentions = page.locator("#card .mentions li")
    before = mentions.count()
    assert before > 1
    mentions.last.get_by_role("button").click()
    page.locator("#card .soft", has_text="this mention only").wait_for()
    assert page.locator("#article mark.current").count() == 1
    page.keyboard.press("r")
    visit.progress("1 of ")
    (item,) = read_corrections(visit.session.path).items
    assert (item.word, item.here, item.anchor.quote) == ("reject", True, "Baku")
    visit.choose("Baku", "capital")
    page.locator("#card .mentions summary").click()
    assert mentions.count() == before - 1
    page.keyboard.press("u")
    visit.progress("0 of ")
    assert read_corrections(visit.session.path).items == ()


def test_undo_takes_back_step_by_step(visit):
    """Undo restores what was there before each change, to the very first."""
    page = visit.page
    visit.choose("Kars", "city")
    page.keyboard.press("a")
    visit.progress("1 of ")
    visit.choose("Italy")
    page.keyboard.press("r")
    visit.progress("2 of ")
    page.keyboard.press("u")
    visit.progress("1 of ")
    page.get_by_role("button", name="Undo").click()
    visit.progress("0 of ")
    assert read_corrections(visit.session.path).items == ()
    assert page.get_by_role("button", name="Undo").is_disabled()


def test_two_windows_see_each_others_work(visit):
    """What is done in one window shows in the other; both together lose nothing."""
    other = visit.open()
    visit.choose("Kars", "city")
    visit.page.keyboard.press("a")
    visit.progress("1 of ")
    other.locator("#queue button", has_text="Italy").click()
    other.keyboard.press("r")
    other.locator("#progress-words", has_text="2 of ").wait_for()
    visit.page.bring_to_front()
    visit.progress("2 of ")
    assert {item.anchor.quote for item in read_corrections(visit.session.path).items} == {"Kars", "Italy"}


def test_keys_alone_go_through_the_list(visit):
    """With the keyboard alone one goes from doubt to doubt; a key typed into a field is a letter."""
    page = visit.page
    first = page.locator("#card h2").text_content()
    page.keyboard.press("j")
    assert page.locator("#card h2").text_content() != first
    page.keyboard.press("k")
    assert page.locator("#card h2").text_content() == first
    page.keyboard.press("a")
    visit.progress("1 of ")
    assert page.locator("#card h2").text_content() != first, "the next doubtful one comes by itself"
    page.locator("#field-comment").fill("ra")
    visit.progress("1 of ")
    page.keyboard.press("Escape")
    page.locator("#help").press("Enter")
    assert page.locator("#keys").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator("#keys").is_visible()


def test_doubtful_ones_come_first(visit):
    """The list begins with what is inferred or unsure; the order of the article is offered too."""
    names = visit.page.locator("#queue button span:first-child")
    assert "Afghanistan" in names.first.text_content(), "the inferred routes"
    visit.page.locator("#order").select_option("reading")
    order = [f["name"] for f in visit.session.state()["features"]]
    assert names.all_text_contents() == order
    visit.page.locator("#open-only").check()
    assert visit.page.locator("#queue li").count() == len(order)


def test_title_and_focus_are_saved(visit):
    """The map's title and the countries the article is about are set on the page."""
    page = visit.page
    page.locator("#head").click()
    page.locator("#heading-words").fill("Ways through Azerbaijan")
    page.locator("#heading-focus").fill("az, ge")
    page.locator("#heading").get_by_role("button", name="Save").click()
    page.locator("#title", has_text="Ways through Azerbaijan").wait_for()
    found = read_corrections(visit.session.path)
    assert (found.title, found.focus) == ("Ways through Azerbaijan", ("AZ", "GE"))


def test_hostile_words_show_as_words(browser, tmp_path):
    """Markup in the article, its title and a comment is shown as it was written, and runs nothing."""
    hostile = "<img src=x onerror=window.hacked=1><script>window.hacked=1</script>"
    article = tmp_path / "bad.md"
    article.write_text(f"---\ntitle: A {hostile} title\n---\nTrains run to `{hostile}` Kars.\n", encoding="utf-8")
    (tmp_path / "bad.review.yaml").write_text(
        f"corrections:\n- place: Kars\n  name: '{hostile}'\n  comment: '{hostile}'\n", encoding="utf-8"
    )
    visit = Visit(browser, article)
    assert visit.page.locator("#title").text_content() == f"A {hostile} title"
    assert hostile in visit.page.locator("#article").text_content()
    assert visit.page.locator("#card h2").text_content() == hostile
    assert visit.page.evaluate("window.hacked") is None
    assert visit.page.locator("img").count() == 0
    visit.close()
    assert visit.errors == []
    assert visit.strangers == []


def test_a_server_that_is_gone_is_told(browser, article):
    """When the server has been stopped, the page says that nothing saved is lost."""
    visit = Visit(browser, article)
    visit.choose("Kars", "city")
    visit.context.set_offline(True)
    visit.page.keyboard.press("a")
    fault = visit.page.locator("#fault")
    fault.wait_for()
    assert "What was saved is in the review file" in fault.text_content()
    visit.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_keeps_the_rules_of_accessibility(browser, article, scheme):
    """Axe finds no violation of WCAG 2.2 A and AA on the page, by day and by night."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    visit = Visit(browser, article, color_scheme=scheme, bypass_csp=True)
    visit.choose("Kosovo")
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
    found = axe.Axe().run(visit.page, options={"runOnly": {"type": "tag", "values": tags}}).response["violations"]
    assert [(v["id"], [n["html"][:120] for n in v["nodes"]][:3]) for v in found] == []
    visit.close()


@pytest.mark.parametrize("language", review_messages.WORDS.codes())
def test_the_check_speaks_its_languages(browser, tmp_path, language):
    """Buttons, kinds, signs and reasons are those of the browser's language; the rest is marked as English."""
    article = tmp_path / "ferry.txt"
    article.write_text("Ferries link Suakin with Jeddah. A railway leads to Qwertyville.", encoding="utf-8")
    visit = Visit(browser, article, locale=language)
    visit.context.set_default_timeout(15_000)
    page, words = visit.page, review_messages.WORDS.words_in(language)
    assert page.get_attribute("html", "lang") == language
    assert page.inner_text("#add") == words["add"]
    visit.progress(words["checked"].format(n=0, all=page.locator("#queue li").count()))
    page.locator("#queue button", has_text=words["sign.unresolved"]).first.click()
    told = page.locator("#card p.unresolved:not(.sign)")
    before, _, after = words["not-drawn"].partition("{reason}")
    text = told.inner_text()
    assert text.startswith(before)
    assert text.endswith(after)
    if language != "en":
        reason = text.removeprefix(before).removesuffix(after)
        assert told.get_attribute("lang") == "en" or not re.search(r"\b(the|this|no)\b", reason)
    countries = page.locator("#map .label").all_text_contents()
    assert language_named(language).countries({"SA": "Saudi Arabia"})["SA"] in countries
    labels = page.locator("[aria-label]").evaluate_all("(all) => all.map((each) => each.ariaLabel)")
    shown = " ".join([page.inner_text("body"), *labels])
    assert not re.search(r"\bundefined\b|\{\w+\}", shown)
    visit.close()
    assert visit.errors == []
