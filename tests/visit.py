"""A visit to a page: opened from disk, offline, by a browser that counts what it should not see."""

import json
import re

PATIENCE_MS = 60_000  # a busy machine is slow, not wrong


class Visit:
    """One page opened from disk in an offline browser that counts what it should not see."""

    def __init__(self, browser, path, *, address="", **options):
        self.context = browser.new_context(offline=True, **options)
        self.requests, self.errors = [], []
        self.context.route("**/*", self._count)
        self.page = self.context.new_page()
        self.page.on("console", lambda m: self.errors.append(m.text) if m.type in ("error", "warning") else None)
        self.page.on("pageerror", lambda e: self.errors.append(str(e)))
        self.page.on("dialog", lambda d: (self.errors.append("dialog " + d.message), d.dismiss()))
        self.page.set_default_timeout(PATIENCE_MS)
        self.page.goto(path.as_uri() + address)
        self.page.wait_for_selector("html.ready", state="attached")

    def _count(self, route):
        if route.request.url.startswith("file:") and route.request.is_navigation_request():
            route.continue_()
        else:
            self.requests.append(route.request.url)
            route.abort()

    def close(self):
        """Close it; nothing may have been asked for and nothing may have gone wrong."""
        self.context.close()
        assert self.requests == []
        assert self.errors == []


def told(html):
    """Return the JSON inside a page, its rows with their keys."""
    data = json.loads(re.search(r'<script type="application/json" id="atlas">(.*?)</script>', html, re.DOTALL)[1])
    for part in ("places", "corridors", "sentences"):
        keys = data[part]["keys"]
        data[part] = [dict(zip(keys, row, strict=True)) for row in data[part]["rows"]]
    return data


def save(html, folder, name="map.html"):
    """Write a page and return where it lies."""
    target = folder / name
    target.write_text(html, encoding="utf-8")
    return target
