"""A newcomer in the studio: from a pasted text of eight hundred words to files to publish, in few steps."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner
from studio_server import studio

from layers.cli import corridors

pytestmark = pytest.mark.browser
BRIEF = Path(__file__).with_name("newcomer-brief.txt").read_text(encoding="utf-8")
MOST_STEPS = 24
TOWN = "28.0333, 44.3381"  # Cernavodă, the town at the mouth of the canal


class Newcomer:
    """Does what a person does at the page, and counts each click, choice and field."""

    def __init__(self, page):
        self.page = page
        self.steps = 0
        self.check = page.frame_locator("#check-frame")

    def click(self, what):
        """Click something."""
        self.steps += 1
        what.click()

    def type(self, what, words):
        """Fill a field; a paste is one as well."""
        self.steps += 1
        what.fill(words)

    def press(self, what, key):
        """Press a key in a field."""
        self.steps += 1
        what.press(key)

    def choose(self, what, label):
        """Choose an entry of a list: open it, and take one."""
        self.steps += 2
        what.select_option(label=label)

    def take(self, what):
        """Download a file; return its bytes."""
        self.steps += 1
        with self.page.expect_download() as download:
            what.click()
        return Path(download.value.path()).read_bytes()


def test_a_text_of_eight_hundred_words_becomes_files_in_few_steps(tmp_path, browser):
    """Pasted, a place put right, a line recoloured, titled and taken home, in the bytes of the command line."""
    assert 780 <= len(BRIEF.split()) <= 880
    context = browser.new_context(accept_downloads=True, viewport={"width": 1400, "height": 900})
    with studio(tmp_path / "articles") as client:
        page = context.new_page()
        errors: list[str] = []
        page.on("console", lambda m: errors.append(m.text) if m.type in ("error", "warning") else None)
        page.on("pageerror", lambda e: errors.append(str(e)))
        page.set_default_timeout(120_000)
        page.goto(client.address)
        person = Newcomer(page)

        person.type(page.locator("#paste-text"), BRIEF)
        person.click(page.locator("#paste button.main"))
        page.frame_locator("#map-frame").locator("html.ready").wait_for(state="attached")

        person.click(page.locator("#tabs [data-tab=check]"))
        person.click(person.check.locator("#queue li button", has_text="Cernavod").first)
        person.type(person.check.locator("#field-point"), TOWN)
        person.press(person.check.locator("#field-point"), "Enter")
        person.check.locator("#progress-words", has_text="1 of").wait_for()

        person.click(page.locator("#tabs [data-tab=words]"))
        person.type(page.locator("#line-title"), "The cheapest road in Europe")
        row = page.locator("#looks tr", has_text="Bucharest–Brasov").first
        person.choose(row.locator("[data-key=colour]"), "purple")
        page.frame_locator("#map-frame").locator("h1", has_text="The cheapest road").wait_for()

        person.click(page.locator("#tabs [data-tab=take]"))
        person.click(page.locator("#taking button.main"))
        page.locator("#files a", has_text="figure.png").wait_for()
        html = person.take(page.locator("#files a", has_text="map.html"))
        figure = person.take(page.locator("#files a", has_text="figure.png"))
        context.close()

    folder = tmp_path / "articles"
    said = yaml.safe_load((folder / "what-the-lower-danube-carries.review.yaml").read_text(encoding="utf-8"))
    assert said["title"] == "The cheapest road in Europe"
    assert said["features"][0]["colour"] == "#6a3fa0"
    assert said["corrections"][0]["point"] == [28.0333, 44.3381]
    command = ["map", str(folder / "what-the-lower-danube-carries.txt"), "-o", str(tmp_path / "out")]
    assert CliRunner().invoke(corridors, [*command, "--format", "html,png"]).exit_code == 0
    again = tmp_path / "out" / "what-the-lower-danube-carries"
    assert (again / "map.html").read_bytes() == html
    assert (again / "figure.png").read_bytes() == figure
    assert b"The cheapest road in Europe" in html
    assert person.steps <= MOST_STEPS
    assert errors == []
