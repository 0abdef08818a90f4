"""The page is safe: what an article holds shows as text, and nothing gets in or out."""

import re
from dataclasses import replace

import pytest
from conftest import TEXT, make_atlas
from visit import Visit, save

from layers.frames import to_frames
from layers.map import Page, draw

pytestmark = pytest.mark.browser
HOSTILE = {
    "markup": "<img src=x onerror=alert(1)><svg onload=alert(2)>",
    "script": "</script><script>window.hacked=1</script><!--",
    "template": "${window.hacked=1}{{7*7}}{% raw %}{name}{n}",
    "quotes": "`'\"\\\\` \\u003cscript\\u003e",
    "separators": "a\u2028b\u2029c\x00d\x85e",
    "bidi": "\u202egnp.exe\u2066\u200f\u05e9\u05dc\u05d5\u05dd",
    "address": "javascript:alert(3)",
    "entity": "&lt;b&gt;&amp;&#x3c;script&#x3e;",
    "prototype": "__proto__",
    "astral": "\U0001f682𝒳",
    "empty": " ",
    "long": "W" * 100_000,
}


def dangerous(frames, text):
    """Put a text into every field of every table that the page shows."""
    frames = replace(frames, document={**frames.document})
    for key in ("title", "publisher", "url", "source"):
        frames.document[key] = text
    for table, columns in (
        (frames.places, ("name", "country", "region", "record")),
        (frames.corridors, ("name", "note", "source")),
        (frames.legs, ("start", "end", "source", "reason")),
        (frames.actors, ("name", "country")),
        (frames.unresolved, ("name", "reason")),
        (frames.sources, ("name", "version", "licence", "attribution")),
    ):
        for column in columns:
            table[column] = [text] * len(table)
    frames.corridors["waypoints"] = [[text, text]] * len(frames.corridors)
    for table in (frames.places, frames.corridors, frames.actors, frames.unresolved):
        for rows in table["evidence"]:
            for row in rows:
                before = row["phrase_start"] - row["start"]
                row["quote"] = row["quote"][:before] + text + row["quote"][before:]
                row["citations"] = [{"outlet": text, "date": text, "accessed": True}]
    for rows in frames.places["alternatives"]:
        for row in rows:
            row.update(name=text, region=text, country=text, record=text)
    return frames


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_shows_as_text(browser, tmp_path, name):
    """Whatever an article holds, in any field, is shown as it was written; nothing runs and nothing breaks."""
    text = HOSTILE[name]
    page = draw(dangerous(to_frames(make_atlas(TEXT)), text))
    visit = Visit(browser, save(page.html, tmp_path), reduced_motion="reduce")
    assert visit.page.locator("h1").evaluate("(it) => it.textContent") == text
    for kind in ("corridors", "places"):
        for button in visit.page.locator(f"#{kind} button").all()[:3]:
            button.evaluate("(it) => it.click()")
            assert visit.page.locator(".card h2").evaluate("(it) => it.textContent") == text
    visit.page.locator("#as-table").evaluate("(it) => it.click()")
    visit.page.locator("#search").fill("a")
    assert visit.page.locator("img:not(.leaflet-image-layer), iframe, object, embed, base, form").count() == 0
    pictures = visit.page.locator("img.leaflet-image-layer").evaluate_all("(all) => all.map((it) => it.src)")
    assert all(address.startswith("data:image/") for address in pictures)  # the relief, which is ours
    assert visit.page.locator("a[href^='javascript'], [onload], [onerror], [onclick]").count() == 0
    assert visit.page.evaluate("document.querySelectorAll('script').length") == 3
    assert visit.page.evaluate("window.hacked") is None
    assert visit.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    visit.close()


def test_the_policy_stops_a_script_that_is_not_ours(browser, map_path, tmp_path):
    """Even a script written into the file does not run, and nothing can be sent out."""
    html = map_path.read_text(encoding="utf-8").replace("</body>", "<script>window.hacked=1</script></body>")
    visit = Visit(browser, save(html, tmp_path))
    assert visit.page.evaluate("window.hacked") is None
    sent = visit.page.evaluate("fetch('https://example.org/').then(() => 'sent', () => 'stopped')")
    assert sent == "stopped"
    assert any(re.search("Content Security Policy", error) for error in visit.errors)
    visit.context.close()


def test_the_page_works_in_a_shut_frame(browser, map_path, tmp_path):
    """Inside a sandboxed frame, as notebooks and reports show it, the page draws and opens cards."""
    shown = Page(html=map_path.read_text(encoding="utf-8"))._repr_html_()
    target = save(f"<!DOCTYPE html><html class=ready><title>host</title>{shown}</html>", tmp_path)
    visit = Visit(browser, target, reduced_motion="reduce", viewport={"width": 1200, "height": 700})
    frame = visit.page.frame_locator("iframe")
    frame.locator("html.ready").wait_for(state="attached")
    frame.locator("#corridors button").first.click()
    frame.locator(".card mark").first.wait_for()
    visit.close()
