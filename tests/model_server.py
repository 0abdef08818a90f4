"""A stand-in for a language model's server, on loopback: it answers from gold, with given errors, or with a fault."""

from __future__ import annotations

import json
import random
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

MODES = ("rail", "road", "sea", "air", "pipeline", "waterway", "cable", "multimodal")
STATUSES = ("operating", "under construction", "planned", "proposed", "closed", "unknown")
Reply = tuple[int, dict[str, str], bytes]
"""Status, headers, body."""


def answer_of(passage: Mapping[str, Any], rate: float = 0.0, seed: int = 0) -> dict[str, Any]:
    """Return the labels of a passage of gold as a model would give them, with a share of errors of each kind.

    Of the ways a share is left out, a share begins and ends elsewhere and goes to another place, a share has another
    mode or status; and as many as that share of them are invented.
    """
    chance = random.Random(f"{seed} {passage['id']}")
    text, toponyms = passage["text"], passage.get("toponyms") or ()
    names = [t["phrase"] for t in toponyms] or [w for c in passage["corridors"] for w in c["waypoints"]]
    places = [{"name": t["phrase"], "role": t.get("role", "literal")} for t in toponyms]
    places = [place for place in places if chance.random() >= rate]
    ways = []
    for way in sorted(passage["corridors"], key=lambda each: each["start"]):
        if chance.random() >= rate:
            ways.append((way["start"], _way(way, text, names, rate, chance)))
        if chance.random() < rate and names:
            ways.append(_invented(text, names, chance))
    return {"places": places, "ways": [way for _, way in sorted(ways, key=lambda each: each[0])]}


def _way(way: Mapping[str, Any], text: str, names: Sequence[str], rate: float, chance: random.Random) -> dict[str, Any]:
    found = {
        "phrase": text[way["start"] : way["end"]],
        "named": bool(way["name"]) or "–" in text[way["start"] : way["end"]],
        "mode": way["mode"],
        "status": way["status"],
        "directed": way["directed"],
        "stops": list(way["waypoints"]),
    }
    if chance.random() < rate and names:  # shifted
        words = found["phrase"].split(" ")
        found["phrase"] = " ".join(words[len(words) // 2 :])
        found["stops"] = [*found["stops"][:-1], chance.choice(names)]
    if chance.random() < rate:  # relabelled
        found["mode"], found["status"] = chance.choice(MODES), chance.choice(STATUSES)
    return found


def _invented(text: str, names: Sequence[str], chance: random.Random) -> tuple[int, dict[str, Any]]:
    start = chance.randrange(max(1, len(text) - 60))
    start = text.find(" ", start) + 1
    phrase = text[start : start + 50].rpartition(" ")[0] or text[start : start + 50]
    stops = [chance.choice(names), chance.choice(names)]
    labels = {"mode": chance.choice(MODES), "status": chance.choice(STATUSES), "directed": False}
    return start, {"phrase": phrase, "named": False, **labels, "stops": stops}


def from_gold(passages: Sequence[Mapping[str, Any]], rate: float = 0.0, seed: int = 0) -> Callable[[str], Reply]:
    """Return a model that knows some passages by heart."""

    def reply(text: str) -> Reply:
        passage = next((each for each in passages if text.strip() in each["text"] or each["text"] in text), None)
        return said(answer_of(passage, rate, seed) if passage else {"places": [], "ways": []})

    return reply


def said(answer: object, **choice: Any) -> Reply:
    """Return a reply in which a model says something."""
    content = answer if isinstance(answer, str) else json.dumps(answer, ensure_ascii=False)
    body = {"choices": [{"message": {"role": "assistant", "content": content}, "finish_reason": "stop"} | choice]}
    return 200, {"Content-Type": "application/json"}, json.dumps(body).encode()


@contextmanager
def serving(reply: Callable[[str], Reply], *, drip_s: float = 0.0) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Serve a model; yield its address and the questions that it was asked, with their headers."""
    asked: list[dict[str, Any]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            question = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            asked.append(question | {"headers": dict(self.headers), "path": self.path})
            words = question["messages"][-1]["content"]
            status, headers, body = reply(words.partition("<text>\n")[2].rpartition("\n</text>")[0])
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            try:
                if drip_s:
                    for byte in body:
                        self.wfile.write(bytes([byte]))
                        time.sleep(drip_s)
                else:
                    self.wfile.write(body)
            except OSError:
                pass  # whoever asked has gone

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}", asked
    finally:
        server.shutdown()
        server.server_close()
