"""The studio in a browser: what is typed is kept, undone, seen in other windows, and never lost without a word."""

from __future__ import annotations

import re
import time

import pytest
import yaml
from studio_server import TEXT, studio

from layers import translations
from layers.studio import recent, studio_messages

pytestmark = pytest.mark.browser


@pytest.fixture
def served(tmp_path):
    """Serve a studio; return what asks it, and its folder."""
    with studio(tmp_path / "articles") as client:
        yield client, tmp_path / "articles"


@pytest.fixture
def opened(browser):
    """Open pages of a studio; afterwards none of them may have complained to the console."""
    contexts, errors = [], []

    def open_(address, *, allowed="", **options):
        context = browser.new_context(reduced_motion="reduce", **options)
        page = context.new_page()
        page.on("pageerror", lambda e: errors.append(str(e)))
        page.on(
            "console",
            lambda m: errors.append(m.text) if m.type == "error" and not (allowed and allowed in m.text) else None,
        )
        page.set_default_timeout(60_000)
        page.goto(address)
        page.wait_for_selector("html.ready")
        contexts.append(context)
        return page

    yield open_
    for context in contexts:
        context.close()
    assert errors == []


def mapped(page):
    """Wait for the map in its frame; return it."""
    frame = page.frame_locator("#map-frame")
    frame.locator("html.ready").wait_for(state="attached")
    return frame


def test_words_are_kept_as_they_are_typed_and_undone_after_a_reload(served, opened):
    """A title stands in the map and in the file without a button; after a reload undo and redo still go both ways."""
    client, folder = served
    id_ = client.paste()
    client.made(id_)
    page = opened(f"{client.address}#{id_}/words", viewport={"width": 1400, "height": 900})
    page.fill("#line-title", "Three ways out")
    mapped(page).locator("h1", has_text="Three ways out").wait_for()  # the preview beside the form
    path = folder / "freight-by-rail.review.yaml"
    assert yaml.safe_load(path.read_text(encoding="utf-8"))["title"] == "Three ways out"
    page.goto(f"{client.address}#{id_}/words")
    page.reload()
    page.wait_for_selector("#line-title")
    page.locator("#undo:enabled").click()
    mapped(page).locator("h1", has_text="Freight by rail").wait_for()
    assert page.input_value("#line-title") == ""
    page.locator("#redo:enabled").click()
    mapped(page).locator("h1", has_text="Three ways out").wait_for()
    page.locator("#tabs [data-tab=map]").click()
    page.keyboard.press("Control+z")
    mapped(page).locator("h1", has_text="Freight by rail").wait_for()
    assert not path.exists()


def test_a_correction_is_undone_like_a_word(served, opened):
    """What the check rejected comes back by the studio's own undo, and the check shows it."""
    client, folder = served
    id_ = client.paste()
    client.made(id_)
    page = opened(f"{client.address}#{id_}/check")
    check = page.frame_locator("#check-frame")
    check.locator("#queue li button", has_text="Yerevan").first.click()
    check.locator("body").press("r")
    check.locator("#progress-words", has_text="1 of").wait_for()
    page.locator("#undo:enabled").click()
    check.locator("#progress-words", has_text="0 of").wait_for()
    assert not (folder / "freight-by-rail.review.yaml").exists()


def test_two_windows_see_each_other(served, opened):
    """What one window says appears in the other; of the same word said in both at once the second is told."""
    client, folder = served
    id_ = client.paste()
    client.made(id_)
    one, two = (opened(f"{client.address}#{id_}/words") for _ in range(2))
    for page in (one, two):
        page.wait_for_selector("#line-title")
    one.fill("#line-title", "By rail")
    deadline = time.monotonic() + 30
    while two.input_value("#line-title") != "By rail" and time.monotonic() < deadline:
        two.wait_for_timeout(200)
    assert two.input_value("#line-title") == "By rail"
    client.say(id_, {"key": "byline", "was": "", "now": "LK"})
    two.fill("#line-byline", "Somebody else")  # before it could see what was said meanwhile
    two.locator("#fault", has_text="“LK”").wait_for()
    assert "“Somebody else” was not kept" in two.inner_text("#fault")
    said = yaml.safe_load((folder / "freight-by-rail.review.yaml").read_text(encoding="utf-8"))
    assert (said["title"], said["byline"]) == ("By rail", "LK")


def test_an_edit_of_the_article_outside_is_drawn(served, opened):
    """While the map is open, another program changes the text; within seconds the map is the new text's."""
    client, folder = served
    id_ = client.paste()
    page = opened(f"{client.address}#{id_}/map")
    mapped(page)
    (folder / "freight-by-rail.txt").write_text(f"{TEXT} Ferries link Suakin with Jeddah.", encoding="utf-8")
    page.frame_locator("#map-frame").locator("body", has_text="Suakin").wait_for()


def test_what_is_typed_stays_when_the_studio_is_gone(tmp_path, opened):
    """A killed studio is told in words, with what to do; what was typed since stands on the page."""
    with studio(tmp_path / "articles") as client:
        id_ = client.paste()
        client.made(id_)
        page = opened(f"{client.address}#{id_}/words", allowed="ERR_CONNECTION")
        page.fill("#line-title", "Kept")
        page.locator("#undo:enabled").wait_for()
    page.fill("#line-subtitle", "Typed too late")
    page.locator("#fault", has_text="corridors open").wait_for()
    assert page.input_value("#line-subtitle") == "Typed too late"
    path = tmp_path / "articles" / "freight-by-rail.review.yaml"
    assert yaml.safe_load(path.read_text(encoding="utf-8"))["title"] == "Kept"


def test_a_storm_of_clicks_on_the_page(served, opened):
    """Fifty clicks on everything in some seconds end in a page that works, and a file that holds the last word."""
    client, folder = served
    id_ = client.paste()
    page = opened(f"{client.address}#{id_}/words")
    page.wait_for_selector("#looks tr")
    page.evaluate(
        """() => { for (let n = 0; n < 50; n++) {
          const all = [...document.querySelectorAll('#tabs a, #undo, #redo, #wording select, #taking button')];
          const each = all[(n * 7) % all.length];
          if (each.tagName === 'SELECT') {
            each.selectedIndex = n % each.options.length;
            each.dispatchEvent(new Event('input', { bubbles: true }));
          } else each.click(); } }"""
    )
    page.locator("#tabs [data-tab=words]").click()
    page.wait_for_selector("#looks tr")
    page.fill("#line-title", "The last word")
    page.locator("#tabs [data-tab=map]").click()
    mapped(page).locator("h1", has_text="The last word").wait_for()
    path = folder / "freight-by-rail.review.yaml"
    assert yaml.safe_load(path.read_text(encoding="utf-8"))["title"] == "The last word"


def test_an_address_is_fetched_only_after_a_click(served, opened):
    """Pasting an address asks nothing of it; the button that then appears fetches the page, and its map follows."""
    from test_reading_fetching import HTML, PAGE, site

    client, _ = served
    with site({"/red-sea": (200, HTML, PAGE)}) as (home, asked):
        page = opened(client.address)
        page.fill("#paste-text", f"{home}/red-sea")
        page.click("#paste button[type=submit]")
        assert asked == []
        page.click("#fetch")
        mapped(page).locator("body", has_text="Suakin").wait_for()


def test_a_scan_offers_to_recognise_its_text(served, opened, tmp_path, monkeypatch):
    """A dropped scan shows what recognising needs; without a program the answer says how to get one."""
    from test_reading_ocr import pictures

    client, _ = served
    monkeypatch.setenv("PATH", "")
    scan = tmp_path / "scan.pdf"
    scan.write_bytes(pictures())
    page = opened(client.address)
    page.set_input_files("#file", str(scan))
    page.locator("#scan").wait_for()
    assert "--ocr" in page.inner_text("#fault")
    page.click("#scan button")
    page.locator("#fault", has_text="install ocrmypdf").wait_for()


def test_a_folder_is_one_map(served, opened):
    """With two articles the list offers one map of both, which has a map and files to take home, and no words."""
    client, _ = served
    client.paste()
    client.paste("Ferries\n\nFerries link Suakin with Jeddah.")
    page = opened(client.address)
    page.click("#together")
    mapped(page).locator("body", has_text="Suakin").wait_for()
    assert page.locator("#tabs a:visible").all_inner_texts() == ["Map", "Take home"]
    assert "All articles of the folder" in page.inner_text("#name")


@pytest.mark.parametrize("language", studio_messages.WORDS.codes())
def test_the_page_speaks_its_languages(served, opened, language):
    """In each language every word of the page is that language's, and none is a key."""
    client, _ = served
    id_ = client.paste()
    client.made(id_)
    page = opened(client.address, locale=language)
    words = studio_messages.WORDS.words_in(language)
    assert page.get_attribute("html", "lang") == language
    assert page.inner_text("#start-title") == words["start.title"]
    page.goto(f"{client.address}#{id_}/words")
    page.reload()
    page.wait_for_selector("#looks tr")
    labels = page.locator("[aria-label]").evaluate_all("(all) => all.map((each) => each.ariaLabel)")
    text = " ".join([page.inner_text("body"), *labels])
    assert words["words.title"] in text
    assert not re.search(r"\b(undefined|tab\.|words\.|line\.)\w*|\{\w+\}", text)


def test_a_language_is_chosen_once_for_all_studios(served, opened, monkeypatch, tmp_path):
    """What is chosen in the list stands after a reload and in the next studio; another code is refused."""
    monkeypatch.setenv("CORRIDORS_CACHE", str(tmp_path / "cache"))
    client, _ = served
    page = opened(client.address)
    page.select_option("#language", "tr")
    page.locator("#start-title", has_text="haritaya").wait_for()
    assert translations.chosen() == "tr"
    assert "unknown" in client.ask("/language", {"language": "xx"})["error"]


@pytest.mark.parametrize("look", ["light", "dark", "phone"])
def test_axe_finds_nothing_where_something_is_asked(served, opened, look):
    """The wish to fetch, the list of a folder, words with their preview and the scan break no rule of axe-core."""
    from axe_playwright_python.sync_playwright import Axe
    from test_reading_ocr import pictures

    client, folder = served
    id_ = client.paste()
    client.made(id_)
    (folder / "scan.pdf").write_bytes(pictures())
    size = {"width": 390, "height": 844} if look == "phone" else {"width": 1400, "height": 800}
    page = opened(client.address, viewport=size, color_scheme="dark" if look == "dark" else "light")
    axe, found = Axe(), []
    page.fill("#paste-text", "https://example.org/")
    page.wait_for_selector("#together:visible")
    found += axe.run(page, options={"iframes": False}).response["violations"]
    page.goto(f"{client.address}#{id_}/words")
    page.reload()
    page.wait_for_selector("#looks tr")
    found += axe.run(page, options={"iframes": False}).response["violations"]
    scan = next(each["id"] for each in client.ask("/shelf")["articles"] if each["name"] == "scan.pdf")
    page.goto(f"{client.address}#{scan}/map")
    page.reload()
    page.locator("#scan").wait_for()
    found += axe.run(page, options={"iframes": False}).response["violations"]
    assert [(each["id"], [node["html"][:80] for node in each["nodes"]]) for each in found] == []
    if look == "phone":
        assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_what_was_opened_before_is_found_again(tmp_path, opened, monkeypatch):
    """A later studio of another folder lists the earlier article and folder; both open, and work as their own did."""
    monkeypatch.setattr(recent, "_folder", lambda: tmp_path / "cache")
    with studio(tmp_path / "earlier") as client:
        client.made(client.paste())
    with studio(tmp_path / "now") as client:
        page = opened(client.address)
        page.locator("#lately a", has_text="freight-by-rail.txt").click()
        mapped(page)
        assert page.inner_text("#name") == "freight by rail"
        page.locator("#tabs [data-tab=words]").click()
        page.fill("#line-title", "From elsewhere")
        page.locator("#undo:enabled").wait_for()
        assert "From elsewhere" in (tmp_path / "earlier" / "freight-by-rail.review.yaml").read_text(encoding="utf-8")
        page.locator("#home").click()
        page.locator("#folders a", has_text="earlier").click()
        page.locator("#recent a", has_text="freight-by-rail.txt").wait_for()
        page.fill("#paste-text", "Ferries\n\nFerries link Suakin with Jeddah.")
        page.click("#paste button.main")
        mapped(page).locator("body", has_text="Suakin").wait_for()
        assert (tmp_path / "earlier" / "ferries.txt").is_file()
        assert (tmp_path / "earlier" / "output" / "ferries" / "map.html").is_file()
        assert not list((tmp_path / "now").iterdir())
        assert [each["name"] for each in client.ask("/shelf")["lately"]] == ["ferries.txt", "freight-by-rail.txt"]
        assert "not opened before" in client.ask("/shelf?folder=12345678")["error"]
        page.close()
        (tmp_path / "earlier" / "ferries.txt").unlink()
        assert [each["name"] for each in client.ask("/shelf")["lately"]] == ["freight-by-rail.txt"]


def test_the_view_of_the_map_becomes_the_first_view(served, opened):
    """A button takes what the map shows now; the file has it, and the map begins with it ever after."""
    client, folder = served
    id_ = client.paste()
    client.made(id_)
    page = opened(f"{client.address}#{id_}/words", viewport={"width": 1400, "height": 900})
    frame = mapped(page)
    for _ in range(4):
        frame.locator(".leaflet-control-zoom-in").click()
    page.wait_for_timeout(600)
    page.click("#use-view")
    path = folder / "freight-by-rail.review.yaml"
    deadline = time.monotonic() + 20
    while not path.exists() and time.monotonic() < deadline:
        page.wait_for_timeout(100)
    west, south, east, north = yaml.safe_load(path.read_text(encoding="utf-8"))["extent"]
    assert 20 < west < east < 60
    assert 30 < south < north < 50
    assert east - west < 15  # zoomed in four times, from all between Constanta and Tabriz
    assert page.input_value("#line-extent").count(",") == 3


def test_on_a_small_window_the_map_last_seen_is_taken(served, opened):
    """Where map and form do not fit side by side, the button takes the view that the map had in its own tab."""
    client, folder = served
    id_ = client.paste()
    client.made(id_)
    page = opened(f"{client.address}#{id_}/words", viewport={"width": 420, "height": 800})
    page.wait_for_selector("#use-view")
    page.click("#use-view")
    page.locator("#fault:visible").wait_for()
    page.click("#tabs [data-tab=map]")
    mapped(page)
    page.click("#tabs [data-tab=words]")
    page.click("#use-view")
    page.locator("#undo:enabled").wait_for()
    assert len(yaml.safe_load((folder / "freight-by-rail.review.yaml").read_text(encoding="utf-8"))["extent"]) == 4


def test_the_figure_stands_beside_the_form_and_follows(served, opened):
    """With room enough, each change of words is seen in the figure too, below the map, without a button."""
    client, _ = served
    id_ = client.paste()
    client.made(id_)
    page = opened(f"{client.address}#{id_}/words", viewport={"width": 1400, "height": 900})
    sketch = page.locator("#sketch img")
    sketch.wait_for()
    first = sketch.get_attribute("src")
    page.fill("#line-title", "Three ways out")
    page.wait_for_function("(was) => document.querySelector('#sketch img').src.endsWith(was) === false", arg=first)
    mapped(page).locator("h1", has_text="Three ways out").wait_for()
    box, frame = sketch.bounding_box(), page.locator("#map-frame").bounding_box()
    assert box["y"] >= frame["y"] + frame["height"] - 1
    assert frame["height"] > 300


def test_what_is_asked_for_while_a_map_is_drawn_is_drawn_after_it(served, opened):
    """A wish that comes while a map is drawn is not taken for that one; several of them are one more drawing."""
    client, _ = served
    id_ = client.paste()
    page = opened(f"{client.address}#{id_}/map")
    mapped(page)
    three = "const [one, two, three] = [redraw(), redraw(), redraw()];"
    assert page.evaluate(f"() => {{ {three} return [one === two, two === three]; }}") == [False, True]
    page.evaluate("() => redraw()")
    assert page.locator("#fault").is_hidden()
