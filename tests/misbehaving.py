"""A geocoding provider on this machine that misbehaves on purpose, and a clock that only moves when somebody sleeps."""

from __future__ import annotations

import http.server
import json
import threading
from contextlib import contextmanager, suppress

from geo.geocoding import Clock, Limits, ask, open_provider

CONTACT = "desk@example.org"
PATIENT = Limits(attempts=2)
VILLAGE = {
    "osm_type": "node", "osm_id": 26, "class": "place", "type": "village", "addresstype": "village",
    "lat": "41.2519", "lon": "45.3847", "name": "Boyuk Kesik", "display_name": "Boyuk Kesik, Agstafa, Azerbaijan",
    "address": {"state": "Ganja-Qazakh", "country_code": "az"}, "namedetails": {"name": "Böyük Kəsik"},
    "boundingbox": ["41.23", "41.27", "45.36", "45.40"],
}  # fmt: skip


class FakeClock:
    """A clock that stands still until somebody sleeps."""

    def __init__(self):
        self.time = 1_795_392_000.0  # 2026-11-23
        self.slept = []

    def sleep(self, seconds):
        """Let time pass at once."""
        self.slept.append(seconds)
        self.time += seconds

    def clock(self):
        """Return what the code under test asks for."""
        return Clock(now=lambda: self.time, elapsed=lambda: self.time, sleep=self.sleep)


class Handler(http.server.BaseHTTPRequestHandler):
    """Answers as the first part of the path says; notes every request."""

    def do_GET(self):
        """Misbehave as asked."""
        self.server.requests.append((self.path, dict(self.headers)))
        behaviour = getattr(self, self.path.split("/")[1].replace("-", "_"))
        with suppress(ConnectionError):
            behaviour()

    def log_message(self, *_args):
        """Stay quiet."""

    def reply(self, body, *, code=200, headers=()):
        """Answer with JSON, or with bytes as they are."""
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.send_response(code)
        for key, value in (("Content-Length", str(len(data))), *headers):
            self.send_header(key, value)
        self.end_headers()
        self.wfile.write(data)

    def good(self):
        """Know a village."""
        self.reply([VILLAGE])

    def given(self):
        """Answer with what the test laid ready."""
        self.reply(self.server.given)

    def empty(self):
        """Know nothing."""
        self.reply([])

    def silent(self):
        """Say nothing for a long time."""
        self.server.stop.wait(3)

    def error_500(self):
        """Fail."""
        self.reply({"error": "secret detail"}, code=500)

    def error_403(self):
        """Refuse."""
        self.reply(b"", code=403)

    def error_400(self):
        """Not understand."""
        self.reply(b"", code=400)

    def too_many(self):
        """Ask for less."""
        self.reply(b"", code=429)

    def too_many_wait_7(self):
        """Ask for a wait, once."""
        if len(self.server.requests) == 1:
            self.reply(b"", code=429, headers=[("Retry-After", "7")])
        else:
            self.good()

    def too_many_wait_an_hour(self):
        """Ask for a wait that is too long."""
        self.reply(b"", code=429, headers=[("Retry-After", "3600")])

    def too_many_wait_nonsense(self):
        """Ask for a wait that is no time."""
        self.reply(b"", code=429, headers=[("Retry-After", "Fri, 99 Xyz 99999999999999 99:99:99 GMT")])

    def html(self):
        """Show the page of a hotel's network."""
        self.reply(b"<!doctype html><title>Welcome</title>")

    def truncated(self):
        """Break off."""
        self.reply(json.dumps([VILLAGE]).encode()[:-30])

    def promised_more(self):
        """Announce more than comes."""
        self.send_response(200)
        self.send_header("Content-Length", "5000")
        self.end_headers()
        self.wfile.write(b'[{"lat": 1')

    def hung_up(self):
        """Close the connection without a word."""
        self.close_connection = True

    def not_http(self):
        """Speak something else."""
        self.wfile.write(b"SSH-2.0-OpenSSH_9.9\r\n")

    def nested(self):
        """Nest deeper than any parser goes."""
        self.reply(b"[" * 200_000)

    def latin_1(self):
        """Write bytes that are no UTF-8."""
        self.reply(b'[{"display_name": "Pozna\xf1"}]')

    def loop(self):
        """Send the asker round in circles."""
        self.reply(b"", code=302, headers=[("Location", self.path)])

    def moved_once(self):
        """Send the asker on to the right place."""
        self.reply(b"", code=301, headers=[("Location", self.path.replace("moved-once", "good"))])

    def moved_to_http(self):
        """Send the asker to an open connection elsewhere."""
        self.reply(b"", code=302, headers=[("Location", "http://geocoder.example.org/search")])

    def moved_to_file(self):
        """Send the asker to a file."""
        self.reply(b"", code=302, headers=[("Location", "file:///etc/hostname")])

    def moved_nowhere(self):
        """Send the asker to something that is no address."""
        self.reply(b"", code=302, headers=[("Location", "http://[/")])

    def drip(self):
        """Send a byte now and then, without end."""
        self.send_response(200)
        self.end_headers()
        while not self.server.stop.wait(0.05):
            self.wfile.write(b" ")

    def drip_head(self):
        """Send the head a byte at a time, without end."""
        self.wfile.write(b"HTTP/1.1 200 OK\r\nX: ")
        while not self.server.stop.wait(0.05):
            self.wfile.write(b"x")

    def huge(self):
        """Send 100 MB."""
        self.send_response(200)
        self.send_header("Content-Length", "100000000")
        self.end_headers()
        for _ in range(1000):
            self.wfile.write(b" " * 100_000)


@contextmanager
def running_provider():
    """Run the provider while the block lasts; its notes are empty."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads, server.block_on_close = True, False
    server.stop, server.requests, server.given = threading.Event(), [], None
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    yield server
    server.stop.set()
    server.shutdown()
    server.server_close()


def address(server, path=""):
    """Return the address of one behaviour."""
    return f"http://127.0.0.1:{server.server_address[1]}/{path}"


def put(server, path, cache, names=("Böyük Kəsik",), *, provider="nominatim", limits=PATIENT, time_=None):
    """Ask a misbehaving server for names; return the answers."""
    opened = open_provider(provider, contact=CONTACT, key="s3cret-key", url=address(server, path))
    return ask(names, opened, cache=cache, limits=limits, clock=(time_ or FakeClock()).clock())
