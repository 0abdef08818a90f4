"""A studio on loopback for tests, over HTTP as the page speaks to it."""

from __future__ import annotations

import time
from contextlib import contextmanager
from threading import Thread
from typing import TYPE_CHECKING, Any

import requests

from layers.review.review_server import address_of, listen
from layers.studio import Making, Shelf, application

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TOKEN = "a-token-for-tests"
TEXT = (
    "Freight by rail\n\nTrains run from Baku to Tbilisi and on to Kars. Ferries link Poti with Constanta. "
    "A road leads from Yerevan to Tabriz."
)


class Client:
    """Asks a studio as its page does."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.home = address.split("?", maxsplit=1)[0].rstrip("/")

    def ask(self, path: str, body: Any = None, *, raw: bytes | None = None) -> dict[str, Any]:
        """Ask, and return the JSON of the answer with its ``status``."""
        headers = {"X-Corridors-Token": TOKEN, "Origin": self.home}
        if body is None and raw is None:
            answer = requests.get(self.home + path, headers=headers, timeout=120)
        elif raw is not None:
            answer = requests.post(self.home + path, headers=headers, data=raw, timeout=120)
        else:
            answer = requests.post(self.home + path, headers=headers, json=body, timeout=120)
        return {"status": answer.status_code, **answer.json()}

    def paste(self, text: str = TEXT, title: str = "") -> str:
        """Paste a text; return the article's id."""
        return str(self.ask("/paste", {"title": title, "text": text})["id"])

    def made(self, id_: str, formats: tuple[str, ...] = ("html",), **wish: Any) -> dict[str, Any]:
        """Ask for formats as the page does, until all are there."""
        for _ in range(40):
            told = self.ask(f"/a/{id_}/make", {"formats": formats, **wish})
            if not told["step"]:
                return told
            while told["step"]:
                time.sleep(0.1)
                told = self.ask(f"/a/{id_}/progress")
            if told["error"]:
                return told
        raise AssertionError("it never came to an end")

    def say(self, id_: str, *changes: dict[str, Any]) -> dict[str, Any]:
        """Send changes of words and looks."""
        return self.ask(f"/a/{id_}/words", {"changes": list(changes)})


@contextmanager
def studio(folder: Path) -> Iterator[Client]:
    """Serve the studio of a folder."""
    import uvicorn

    making = Making(Shelf(folder))
    listener = listen()
    app = application(making, token=TOKEN, hosts=(f"127.0.0.1:{listener.getsockname()[1]}",))
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", lifespan="off", ws="none"))
    thread = Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    try:
        yield Client(address_of(listener, TOKEN))
    finally:
        server.should_exit = True
        thread.join(20)
        making.close()
