"""The studio: paste, map, check, words and looks, take home, in one local page that the command line agrees with."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path
from threading import Thread

import pytest
from click.testing import CliRunner

from geo.errors import OutputError, SourceError
from geo.language_model import ReaderChoice
from layers.cli import corridors
from layers.review.review_server import address_of, listen
from layers.studio import Making, Shelf, Wish, application

TEXT = (
    "Freight by rail\n\nTrains run from Baku to Tbilisi and on to Kars. Ferries link Poti with Constanta. "
    "A road leads from Yerevan to Tabriz."
)
TOKEN = "a-token-for-tests"


@pytest.fixture
def shelf(tmp_path):
    """Return an empty shelf."""
    return Shelf(tmp_path / "articles")


@pytest.fixture
def making(shelf):
    """Return what makes its maps."""
    made = Making(shelf)
    yield made
    made.close()


def test_a_pasted_text_is_a_file_of_the_folder(shelf):
    """Title and text stand in a file named after the title; the same text again is the same article."""
    article = shelf.paste("Freight: by rail?", "Trains run.")
    assert article.path.read_text(encoding="utf-8") == "Freight: by rail?\n\nTrains run.\n"
    assert article.name == "freight-by-rail.txt"
    assert shelf.paste("Freight: by rail?", "Trains run.") == article
    assert shelf.paste("Freight: by rail?", "Other trains run.").name == "freight-by-rail-2.txt"
    assert len(shelf.articles()) == 2


@pytest.mark.parametrize(
    ("text", "reason"),
    [("", "nothing was pasted"), (" \n\ufeff ", "nothing was pasted"), ("https://example.org/a?b", "save the page")],
)
def test_what_is_no_text_is_told(shelf, text, reason):
    """An empty paste and an address alone are told with what to do."""
    with pytest.raises(SourceError, match=reason):
        shelf.paste("", text)


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("Ports of call.pdf", "Ports of call.pdf"),
        ("../../etc/evil.txt", "evil.txt"),
        ("C:\\\\papers\\\\brief.docx", "brief.docx"),
        ("a<b>|c.md", "a-b-c.md"),
        ("статья.txt", "статья.txt"),
    ],
)
def test_a_dropped_file_lies_in_the_folder(shelf, name, kept):
    """Nothing of a path is taken from a file's name, and no sign that a system refuses."""
    article = shelf.drop(name, b"Trains run.")
    assert article.path == shelf.folder / kept
    assert [each.id for each in shelf.articles()] == [article.id]


@pytest.mark.parametrize("name", ["a.exe", "", ".txt", ".."])
def test_a_file_of_no_kind_is_told(shelf, name):
    """A file that cannot be an article is refused with the kinds that are read."""
    with pytest.raises(SourceError, match="no kind that is read"):
        shelf.drop(name, b"x")


def test_the_studio_makes_the_bytes_of_the_command_line(shelf, making, tmp_path):
    """Files made in the studio are those that ``corridors map`` writes for the same article."""
    article = shelf.paste("", TEXT)
    making.ask(article, ["html", "geojson", "csv"])
    making.wait()
    told = making.progress(article)
    assert (told.error, told.step) == ("", "")
    assert told.counts[1] >= 2
    done = CliRunner().invoke(
        corridors, ["map", str(article.path), "-o", str(tmp_path / "out"), "--format", "html,geojson,csv"]
    )
    assert done.exit_code == 0, done.output
    for name in told.files:
        assert making.file(article, name).read_bytes() == (tmp_path / "out" / "freight-by-rail" / name).read_bytes()
    assert sorted(zipfile.ZipFile(BytesIO(making.zipped(article, told.files))).namelist()) == sorted(told.files)


def test_what_is_new_is_not_made_again(shelf, making):
    """A format is made again only when the article, its corrections or the finish changed."""
    article = shelf.paste("", TEXT)
    making.ask(article, ["html"])
    making.wait()
    assert making.ask(article, ["html"]).step == ""
    article.path.write_text(TEXT + " It rained.", encoding="utf-8")
    assert making.ask(article, ["html"]).step == "waiting"


def test_the_field_for_a_reader_takes_our_own_by_name():
    """Where an address may stand, ``encoder`` and ``fast`` are our own readers; an empty field is left to us."""
    from layers.studio.studio_server import _reader

    assert _reader({"reader": " encoder ", "model": ""}) == ReaderChoice("encoder")
    assert _reader({"reader": "fast"}).encoder == "never"
    assert _reader({"reader": ""}) == ReaderChoice()


def test_a_language_model_reads_in_the_studio_too(shelf, making):
    """A model that is named reads the article; its answers lie beside it, and the command line takes them."""
    from model_server import said, serving
    from test_language_model_pool import ANSWER
    from test_language_model_pool import TEXT as TOLD

    article = shelf.paste("Trains", TOLD)
    with serving(lambda _: said(ANSWER)) as (address, asked):
        making.ask(article, ["html", "geojson"], Wish(reader=ReaderChoice(address, "small")))
        making.wait()
        assert len(asked) == 1
        assert making.ask(article, ["html"], Wish(reader=ReaderChoice(address, "small"))).step == ""
    made = making.file(article, "atlas.geojson").read_bytes()
    assert b"Language model small" in made
    making.ask(article, ["geojson"])
    making.wait()
    assert making.file(article, "atlas.geojson").read_bytes() == made
    assert article.path.with_name("trains.reading.jsonl").is_file()


def test_a_text_without_places_says_so(shelf, making):
    """Where nothing is found the reason stands in place of a map."""
    article = shelf.paste("", "It rained, and nobody came.")
    making.ask(article, ["html"])
    making.wait()
    assert "no place or corridor" in making.progress(article).error
    with pytest.raises(OutputError, match="make it first"):
        making.file(article, "map.html")


def test_no_file_beside_its_own_is_given(shelf, making):
    """Only the files of a run are given out, whatever name is asked for."""
    article = shelf.paste("", TEXT)
    with pytest.raises(OutputError):
        making.file(article, "../freight-by-rail.txt")


@pytest.fixture
def studio(making):
    """Serve a studio; return its address."""
    import uvicorn

    listener = listen()
    port = listener.getsockname()[1]
    app = application(making, token=TOKEN, hosts=(f"127.0.0.1:{port}",))
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", lifespan="off", ws="none"))
    thread = Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    yield address_of(listener, TOKEN)
    server.should_exit = True
    thread.join(10)


def test_strangers_are_not_answered(studio):
    """Without the token, from another page, or by another name nothing is answered."""
    import requests

    home = studio.split("?")[0]
    with requests.Session() as session:
        assert session.get(home, timeout=10).status_code == 403
        assert session.get(f"{home}shelf", headers={"X-Corridors-Token": "wrong"}, timeout=10).status_code == 403
        theirs = {"X-Corridors-Token": TOKEN, "Origin": "https://example.org"}
        assert session.post(f"{home}paste", json={"text": TEXT}, headers=theirs, timeout=10).status_code == 403
        assert session.get(
            f"{home}a/none-00000000/progress", headers={"X-Corridors-Token": TOKEN}, timeout=10
        ).json() == {"error": "this article is no longer in the folder; go back to the list"}


@pytest.mark.browser
def test_a_newcomer_maps_corrects_and_takes_home(studio, browser, shelf):
    """From a pasted text to a corrected, recoloured map and two files, those of the command line, in 12 steps."""
    context = browser.new_context(accept_downloads=True)
    page = context.new_page()
    errors: list[str] = []
    page.on("console", lambda m: errors.append(m.text) if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda e: errors.append(str(e)))
    page.set_default_timeout(60_000)
    page.goto(studio)
    page.fill("#paste-text", TEXT)
    page.click("#paste button.main")
    page.frame_locator("#map-frame").locator("html.ready").wait_for(state="attached")
    page.click("#tabs [data-tab=words]")
    page.fill("#line-title", "Three ways out")
    row = page.locator("#looks tr", has_text="Poti").first
    row.locator("[data-key=colour]").select_option(label="purple")
    page.frame_locator("#map-frame").locator("h1", has_text="Three ways out").wait_for()
    page.click("#tabs [data-tab=check]")
    check = page.frame_locator("#check-frame")
    check.locator("#queue li button", has_text="Yerevan").first.click()
    check.locator("body").press("r")
    check.locator("#progress-words", has_text="1 of").wait_for()
    page.click("#tabs [data-tab=take]")
    page.click("#taking button.main")
    page.locator("#files a", has_text="figure.png").wait_for()
    with page.expect_download() as download:
        page.locator("#files a", has_text="map.html").click()
    html = Path(download.value.path()).read_text(encoding="utf-8")
    assert "Three ways out" in html
    with page.expect_download() as picture:
        page.locator("#files a", has_text="figure.png").click()
    article = shelf.articles()[0]
    command = ["map", str(article.path), "-o", str(shelf.folder / "again"), "--format", "html,png"]
    assert CliRunner().invoke(corridors, command).exit_code == 0
    again = shelf.folder / "again" / "freight-by-rail"
    assert (again / "map.html").read_text(encoding="utf-8") == html
    assert (again / "figure.png").read_bytes() == Path(picture.value.path()).read_bytes()
    said = article.path.with_name("freight-by-rail.review.yaml").read_text(encoding="utf-8")
    assert "title: Three ways out" in said
    assert "#6a3fa0" in said
    assert "verdict: reject" in said
    assert errors == []
    context.close()


@pytest.mark.browser
@pytest.mark.parametrize("look", ["light", "dark", "phone"])
def test_axe_finds_nothing_in_the_studio(studio, browser, look):
    """No rule of axe-core is broken on any page of the studio, by day, at night, on a phone; no stranger is asked."""
    from axe_playwright_python.sync_playwright import Axe

    size = {"width": 390, "height": 844} if look == "phone" else {"width": 1280, "height": 800}
    context = browser.new_context(viewport=size, color_scheme="dark" if look == "dark" else "light")
    page = context.new_page()
    page.set_default_timeout(60_000)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(studio)
    page.wait_for_selector("html.ready")
    axe, found = Axe(), []
    found += axe.run(page, options={"iframes": False}).response["violations"]
    page.fill("#paste-text", TEXT)
    page.click("#paste button.main")
    page.frame_locator("#map-frame").locator("html.ready").wait_for(state="attached")
    for tab, ready in (("words", "#looks tr"), ("take", "#formats input")):
        page.click(f"#tabs [data-tab={tab}]")
        page.wait_for_selector(ready)
        found += axe.run(page, options={"iframes": False}).response["violations"]
    assert [(each["id"], [node["html"][:80] for node in each["nodes"]]) for each in found] == []
    own = studio.split("?", maxsplit=1)[0]
    assert [url for url in asked if not url.startswith((own, "data:", "blob:"))] == []
    context.close()
