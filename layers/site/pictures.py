"""Pictures of the studio, made of the real page: a person's way from a pasted text to files, step by step."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

from geo.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

__all__ = ["LOOKS", "Look", "chromium", "serving", "studio_pictures"]

TIMEOUT_MS = 120_000
TOKEN = "pictures"  # noqa: S105 - of a server that lives for some seconds, on this machine alone


@dataclass(frozen=True, slots=True)
class Look:
    """How a page is looked at."""

    name: str
    width: int = 1280
    height: int = 800
    scheme: str = "light"
    language: str = "en"


LOOKS = (Look("light"), Look("dark", scheme="dark"), Look("phone", 390, 844))


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start the machine's Chromium without a window.

    Raises
    ------
    OutputError
        If there is none, or playwright is not installed.
    """
    path = next((p for p in map(shutil.which, ("chromium", "chromium-browser", "google-chrome")) if p), None)
    if path is None:
        raise OutputError("no Chromium on this machine; install one, or leave the pictures out")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError as error:
        raise OutputError("playwright is not installed; pip install 'corridors[docs]'") from error
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """Serve the studio of a folder; yields its address."""
    import uvicorn

    from layers.review.review_server import address_of, listen
    from layers.studio import Making, Shelf, application

    making = Making(Shelf(folder))
    listener = listen()
    app = application(making, token=TOKEN, hosts=(f"127.0.0.1:{listener.getsockname()[1]}",))
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", lifespan="off", ws="none"))
    thread = Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    try:
        yield address_of(listener, TOKEN)
    finally:
        server.should_exit = True
        thread.join(10)
        making.close()


def studio_pictures(text: str, into: Path, browser: Browser, look: Look = LOOKS[0]) -> dict[str, Path]:
    """Take a text through the studio, and keep a picture of each step.

    Parameters
    ----------
    text
        The article that is pasted.
    into
        The folder of the pictures.
    browser
        As :func:`chromium` gives it.
    look
        Size and theme of the window.

    Returns
    -------
    The pictures by the step that they show: ``start``, ``pasted``, ``map``, ``check``, ``words``, ``take``.
    """
    into.mkdir(parents=True, exist_ok=True)
    made: dict[str, Path] = {}
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder) / "Corridors") as address:
        page = browser.new_page(
            viewport={"width": look.width, "height": look.height},
            color_scheme="dark" if look.scheme == "dark" else "light",
            locale=look.language,
            reduced_motion="reduce",
        )
        page.set_default_timeout(TIMEOUT_MS)

        def keep(step: str) -> None:
            page.wait_for_timeout(400)  # what fades in has faded in
            made[step] = into / f"studio-{step}-{look.name}.png"
            page.screenshot(path=made[step])

        page.goto(address)
        page.wait_for_selector("html.ready")
        page.evaluate("document.getElementById('folder').textContent = '…/Documents/Corridors'")  # of no machine
        keep("start")
        page.fill("#paste-text", text)
        keep("pasted")
        page.click("#paste button[type=submit]")
        _mapped(page)
        keep("map")
        page.click("#tabs [data-tab=check]")
        page.frame_locator("#check-frame").locator("html.ready").wait_for(state="attached")
        keep("check")
        page.click("#tabs [data-tab=words]")
        page.fill("#line-title", text.splitlines()[0])
        page.fill("#line-byline", "Desk")
        page.locator("#looks tr [data-key=colour]").first.select_option(label="purple")
        page.wait_for_timeout(1500)
        _mapped(page)
        keep("words")
        page.click("#tabs [data-tab=take]")
        page.click("#taking button[type=submit]")
        page.locator("#files a", has_text="report.docx").wait_for()
        page.locator("#figure").wait_for()
        page.wait_for_timeout(1500)
        page.locator("#main").evaluate("(main) => main.scrollTo(0, 0)")
        keep("take")
        page.close()
    return made


def _mapped(page: Page) -> None:
    page.frame_locator("#map-frame").locator("html.ready").wait_for(state="attached")
