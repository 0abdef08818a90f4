"""Routing engines on the web, through routingpy itself, against a server on this machine that misbehaves on purpose."""

from __future__ import annotations

import http.server
import json
import threading
from contextlib import suppress
from itertools import pairwise
from urllib.parse import parse_qs, urlsplit

import pytest

from geo.geocoding import Clock, ProviderError
from geo.geodesy import length_km
from geo.model import Waypoint
from geo.tracing import Routing, load_closures, trace
from geo.tracing.engines import ENGINES, open_engine
from geo.tracing.online import Online

POINTS = {
    "Ganja": (46.36, 40.70),
    "Tbilisi": (44.80, 41.72),
    "Gyumri": (43.85, 40.79),
    "Kars": (43.09, 40.61),
    "Batumi": (41.64, 41.65),
}
MODES = {"osrm": "road", "valhalla": "road", "openrailrouting": "rail", "brouter": "road"}
BULGE = 0.05  # degrees that the fake line bends aside, as no line of ours does


class FakeClock:
    """A clock that stands still until somebody sleeps."""

    def __init__(self):
        self.time = 1_795_392_000.0
        self.slept = []

    def sleep(self, seconds):
        """Let time pass at once."""
        self.slept.append(seconds)
        self.time += seconds

    def clock(self):
        """Return what the code under test asks for."""
        return Clock(now=lambda: self.time, elapsed=lambda: self.time, sleep=self.sleep)


def encoded(points, digits):
    """Encode a line as Google's polyline."""
    text, before = "", (0, 0)
    for lon, lat in points:
        now = (round(lat * 10**digits), round(lon * 10**digits))
        for value, last in zip(now, before, strict=True):
            delta = (value - last) << 1
            delta = ~delta if value < last else delta
            while delta >= 0x20:
                text += chr((0x20 | (delta & 0x1F)) + 63)
                delta >>= 5
            text += chr(delta + 63)
        before = now
    return text


class Handler(http.server.BaseHTTPRequestHandler):
    """Answers as the first part of the path says; notes every request."""

    def do_GET(self):
        """Misbehave as asked."""
        self.server.requests.append((self.path, dict(self.headers)))
        with suppress(ConnectionError):
            getattr(self, self.path.split("/")[1].split("?")[0])()

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

    def asked(self):
        """Return the engine that is spoken to, and the two places asked for."""
        parts = urlsplit(self.path)
        query = dict(parse_qs(parts.query).items())
        if "/route/v1/" in parts.path:
            ends = [tuple(map(float, pair.split(","))) for pair in parts.path.split("/")[-1].split(";")]
            return "osrm", ends
        if "json" in query:
            posted = json.loads(query["json"][0])
            return "valhalla", [(place["lon"], place["lat"]) for place in posted["locations"]]
        if "point" in query:
            return "openrailrouting", [tuple(map(float, point.split(",")))[::-1] for point in query["point"]]
        return "brouter", [tuple(map(float, pair.split(","))) for pair in query["lonlats"][0].split("|")]

    def answer(self, line, km):
        """Return an answer as the engine spoken to would write it."""
        return {
            "osrm": {"code": "Ok", "routes": [{"geometry": encoded(line, 5), "duration": 1, "distance": km * 1000}]},
            "valhalla": {
                "trip": {
                    "legs": [{"shape": encoded(line, 6), "summary": {"time": 1, "length": km}}],
                    "units": "kilometers",
                }
            },
            "openrailrouting": {"paths": [{"points": encoded(line, 5), "time": 1, "distance": km * 1000}]},
            "brouter": {
                "type": "FeatureCollection",
                "features": [
                    {
                        "properties": {"track-length": str(round(km * 1000))},
                        "geometry": {"type": "LineString", "coordinates": [[*point, 900.0] for point in line]},
                    }
                ],
            },
        }[self.asked()[0]]

    def good(self):
        """Go by a way that bends aside a little."""
        (a, b) = self.asked()[1]
        line = [a, ((a[0] + b[0]) / 2, (a[1] + b[1]) / 2 + BULGE), b]
        self.reply(self.answer(line, length_km(line) * 1.05))

    def good_once(self):
        """Answer the first question, and fail at all others."""
        self.good() if len(self.server.requests) == 1 else self.error_400()

    def elsewhere(self):
        """Answer with another way."""
        self.reply(self.answer([(10.0, 50.0), (10.5, 50.0)], 36))

    def far_round(self):
        """Answer with a way three times as long."""
        (a, b) = self.asked()[1]
        self.reply(self.answer([a, b], 3 * length_km([a, b])))

    def too_short(self):
        """Answer with a way shorter than the direct one."""
        (a, b) = self.asked()[1]
        self.reply(self.answer([a, b], 0.5 * length_km([a, b])))

    def off_globe(self):
        """Answer with a line beyond the poles."""
        (a, b) = self.asked()[1]
        self.reply(self.answer([a, (44.0, 95.0), b], 500))

    def no_line(self):
        """Answer with a line of one point."""
        self.reply(self.answer([self.asked()[1][0]], 5))

    def other_form(self):
        """Answer with JSON of another shape."""
        self.reply({"hello": [1, 2]})

    def html(self):
        """Answer with a page."""
        self.reply(b"<html><title>Welcome</title></html>")

    def truncated(self):
        """Answer with half of the JSON."""
        self.reply(json.dumps(self.answer([(1, 2), (3, 4)], 5)).encode()[:30])

    def too_much(self):
        """Answer with more than anybody wants."""
        self.reply(b'{"x": "' + b"a" * 21_000_000 + b'"}')

    def silent(self):
        """Say nothing for a long time."""
        self.server.stop.wait(3)

    def drip(self):
        """Send a byte now and then."""
        self.send_response(200)
        self.end_headers()
        while not self.server.stop.wait(0.05):
            self.wfile.write(b" ")

    def loop(self):
        """Redirect to itself."""
        self.reply(b"", code=302, headers=[("Location", self.path)])

    def away(self):
        """Redirect to an address that is not https."""
        self.reply(b"", code=302, headers=[("Location", "http://routing.example.org/")])

    def error_500(self):
        """Fail."""
        self.reply({"error": "secret detail"}, code=500)

    def error_403(self):
        """Refuse."""
        self.reply(b"", code=403)

    def error_400(self):
        """Find no way."""
        self.reply({"code": "NoRoute"}, code=400)

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


@pytest.fixture
def server():
    """Run the server on this machine."""
    httpd = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    httpd.daemon_threads = True
    httpd.requests, httpd.stop = [], threading.Event()
    thread = threading.Thread(target=httpd.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield httpd
    httpd.stop.set()
    httpd.shutdown()
    thread.join()
    httpd.server_close()


@pytest.fixture
def ask(server):
    """Return a function that traces through places by an engine that behaves in some way."""

    def traced(behaviour, *names, engine="osrm", mode=None, remember=False, **limits):
        url = f"http://127.0.0.1:{server.server_port}/{behaviour}"
        online = Online(open_engine(engine, url), clock=FakeClock().clock(), **limits)
        stops = [Waypoint(name, *POINTS[name], f"test:{name}") for name in names]
        return trace(stops, mode or MODES[engine], routing=Routing(online=online), remember=remember)

    return traced


@pytest.mark.parametrize("engine", ENGINES)
def test_every_engine_is_asked_in_its_own_tongue(ask, server, engine):
    """The line is the engine's, traced, with its length; only the two places were sent, and who we are."""
    (leg,) = ask("good", "Ganja", "Tbilisi", engine=engine)
    assert leg.precision == "traced"
    assert leg.line[1][1] == pytest.approx((40.70 + 41.72) / 2 + BULGE, abs=1e-4)
    assert leg.network_km == pytest.approx(length_km(leg.line) * 1.05, rel=1e-3)
    assert leg.source.endswith(f"at 127.0.0.1:{server.server_port}")
    ((path, headers),) = server.requests
    assert headers["User-Agent"].startswith("corridors")
    assert "Ganja" not in path


def test_brouter_knows_railways_too(ask, server):
    """BRouter is asked with its profile for trains."""
    ask("good", "Ganja", "Tbilisi", engine="brouter", mode="rail")
    assert "profile=rail" in server.requests[0][0]


def test_modes_that_an_engine_does_not_know_are_traced_offline(ask, server):
    """OSRM is not asked about railways, nor anybody about flights."""
    assert all(leg.source.startswith("scgraph") for leg in ask("good", "Ganja", "Tbilisi", mode="rail"))
    assert [leg.precision for leg in ask("good", "Ganja", "Tbilisi", mode="air")] == ["great-circle"]
    assert server.requests == []


FAULTS = {
    "error_500": "OSRM failed (HTTP 500)",
    "error_403": "OSRM refused to answer us (HTTP 403)",
    "error_400": "OSRM found no way (HTTP 400)",
    "too_many": "OSRM asked us to slow down (HTTP 429)",
    "too_many_wait_an_hour": "asked us to wait for 3,600 s",
    "html": "OSRM answered with something that is not JSON",
    "truncated": "OSRM answered with something that is not JSON",
    "other_form": "OSRM answered in a form we do not know",
    "too_much": "OSRM answered with more than 20,000,000 bytes",
    "loop": "OSRM redirected us more than 3 times",
    "away": "OSRM redirected us to an address that is not https",
    "off_globe": "OSRM answered with a line that is none",
    "no_line": "does not lead from Ganja to Tbilisi",
    "elsewhere": "does not lead from Ganja to Tbilisi",
    "far_round": "more than twice the direct",
    "too_short": "shorter than the direct",
    "silent": "OSRM did not answer within 0.3 s",
    "drip": "OSRM did not answer within 0.3 s",
}


@pytest.mark.parametrize(("behaviour", "reason"), FAULTS.items())
def test_after_any_fault_the_line_is_traced_offline_and_says_why(ask, behaviour, reason):
    """Whatever the engine does, there is a whole line from our own network, with the reason on its legs."""
    legs = ask(behaviour, "Ganja", "Tbilisi", request_s=0.3 if behaviour in {"silent", "drip"} else 20.0)
    assert legs
    for leg in legs:
        assert not leg.source.startswith("OSRM")
        assert reason in leg.reason
        assert leg.reason.endswith("traced offline")
        assert "secret" not in leg.reason
    for before, after in pairwise(legs):
        assert before.line[-1] == after.line[0]


def test_a_wait_that_is_asked_for_is_kept(ask, server):
    """After 429 with Retry-After the question is asked again, and answered."""
    (leg,) = ask("too_many_wait_7", "Ganja", "Tbilisi")
    assert (leg.precision, leg.reason, len(server.requests)) == ("traced", "", 2)


def test_an_engine_that_fails_three_times_is_given_up(ask, server):
    """The fourth pair is not asked for; its legs say so."""
    legs = ask("html", "Ganja", "Tbilisi", "Gyumri", "Tbilisi", "Batumi")
    assert len(server.requests) == 3
    assert "given up after 3 faults" in legs[-1].reason


def test_each_pair_falls_back_on_its_own(ask):
    """The pair that the engine knows is the engine's; the next is ours, and the line stays whole."""
    legs = ask("good_once", "Ganja", "Tbilisi", "Batumi")
    assert legs[0].source.startswith("OSRM")
    assert all("traced offline" in leg.reason for leg in legs[1:])
    for before, after in pairwise(legs):
        assert before.line[-1] == after.line[0]


def test_a_way_over_a_closed_border_is_refused(ask):
    """An engine that leads over the shut border between Gyumri and Kars is not believed."""
    legs = ask("good", "Gyumri", "Kars")
    assert all("over a closed border" in leg.reason for leg in legs)
    assert any(closure.name in legs[0].reason for closure in load_closures())


def test_good_answers_are_kept_and_others_are_not(ask, server):
    """The same request is asked once; after a fault it is asked again."""
    ask("good", "Ganja", "Tbilisi", remember=True)
    ask("good", "Ganja", "Tbilisi", remember=True)
    assert len(server.requests) == 1
    ask("error_400", "Ganja", "Tbilisi", remember=True)
    ask("error_400", "Ganja", "Tbilisi", remember=True)
    assert len(server.requests) == 3


@pytest.mark.parametrize(
    ("name", "url", "message"),
    [
        ("google", "https://example.org", "routing engine 'google' unknown; expected one of osrm, valhalla"),
        ("osrm", "http://example.org", "is not https; only a server on this machine"),
        ("osrm", "example.org", "is no address of a server"),
        ("osrm", "https://me:secret@example.org", "is no address of a server"),
        ("osrm", "https://example.org/?key=1", "is no address of a server"),
        ("osrm", "https://[::1", "is no address of a server"),
    ],
)
def test_wrong_engines_and_addresses_are_refused(name, url, message):
    """Nothing is sent to an engine that there is not, or to an address that is none."""
    with pytest.raises(ProviderError, match=message):
        open_engine(name, url)
