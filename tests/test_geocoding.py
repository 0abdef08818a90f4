"""The online providers, through geopy itself, against a server on this machine that misbehaves on purpose."""

from __future__ import annotations

import http.server
import json
import logging
import math
import os
import signal
import socket
import threading
import time
from contextlib import suppress
from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest

from geo.errors import CorridorsError
from geo.geocoding import PROVIDERS, Answers, Cache, Clock, Limits, ProviderError, ask, open_provider
from geo.geocoding import __all__ as public_names

CONTACT = "desk@example.org"
PATIENT = Limits(attempts=2)
QUICK = Limits(attempts=2, request_s=0.4)
WAITED_FOR = {"silent", "drip", "drip-head"}
TODAY = date(2026, 11, 23)
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


@pytest.fixture(scope="module")
def running():
    """Run the server for the whole module."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads, server.block_on_close = True, False
    server.stop, server.requests, server.given = threading.Event(), [], None
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    yield server
    server.stop.set()
    server.shutdown()
    server.server_close()


@pytest.fixture
def server(running):
    """Return the server, its notes empty."""
    running.requests.clear()
    return running


@pytest.fixture
def cache(tmp_path):
    """Return an empty cache."""
    return Cache(tmp_path)


def address(server, path=""):
    """Return the address of one behaviour."""
    return f"http://127.0.0.1:{server.server_address[1]}/{path}"


def put(server, path, cache, names=("Böyük Kəsik",), *, provider="nominatim", limits=PATIENT, time_=None):
    """Ask a misbehaving server for names; return the answers."""
    opened = open_provider(provider, contact=CONTACT, key="s3cret-key", url=address(server, path))
    return ask(names, opened, cache=cache, limits=limits, clock=(time_ or FakeClock()).clock())


def test_the_public_names_are_there():
    """Everything geo.geocoding promises can be imported from it."""
    import geo.geocoding  # noqa: PLC0415 - the object of this test

    assert all(hasattr(geo.geocoding, name) for name in public_names)


def test_a_name_is_answered_with_a_record(server, cache):
    """A village comes back with its kind, country, point and an id that leads to OpenStreetMap."""
    answers = put(server, "good", cache)
    (record,) = answers.found["Böyük Kəsik"].records
    assert (record.id, record.kind, record.country, record.region) == ("nominatim:N26", "city", "AZ", "Ganja-Qazakh")
    assert (record.lon, record.lat, record.precision) == (45.3847, 41.2519, "approximate")
    assert answers.found["Böyük Kəsik"].asked == TODAY
    assert not answers.unanswered
    assert answers.source.attribution == "© OpenStreetMap contributors"
    assert answers.source.licence == "ODbL-1.0"
    assert answers.source.version == "asked 2026-11-23"


def test_the_user_agent_names_the_project_and_the_contact(server, cache):
    """Nominatim's policy: who asks, and whom to write to."""
    put(server, "good", cache)
    ((_, headers),) = server.requests
    assert headers["User-Agent"].startswith("corridors")
    assert f"(contact: {CONTACT})" in headers["User-Agent"]


def test_only_the_name_is_sent(server, cache):
    """Nothing but the name asked for and fixed options leaves the machine."""
    put(server, "good", cache)
    ((path, _),) = server.requests
    query = parse_qs(urlsplit(path).query)
    assert query.pop("q") == ["Böyük Kəsik"]
    assert query.keys() == {"format", "limit", "addressdetails", "namedetails", "accept-language"}


FAULTS = {
    "silent": ("Nominatim did not answer within 0.4 s", 2),
    "error-500": ("Nominatim failed (HTTP 500)", 2),
    "error-403": ("Nominatim refused to answer us (HTTP 403)", 1),
    "error-400": ("Nominatim cannot make sense of this name (HTTP 400)", 1),
    "too-many": ("Nominatim asked us to slow down (HTTP 429)", 2),
    "too-many-wait-nonsense": ("Nominatim asked us to slow down (HTTP 429)", 2),
    "too-many-wait-an-hour": ("Nominatim asked us to slow down (HTTP 429)", 1),
    "html": ("Nominatim answered with something that is not JSON", 1),
    "truncated": ("Nominatim answered with something that is not JSON", 1),
    "promised-more": ("Nominatim answered with something that is not JSON", 1),
    "nested": ("Nominatim answered with something that is not JSON", 1),
    "latin-1": ("Nominatim answered with something that is not JSON", 1),
    "hung-up": ("Nominatim cannot be reached: the connection broke off", 2),
    "not-http": ("Nominatim cannot be reached: the connection broke off", 2),
    "loop": ("Nominatim redirected us more than 3 times", 4),
    "moved-to-http": ("Nominatim redirected us to an address that is not https", 1),
    "moved-to-file": ("Nominatim redirected us to an address that is not https", 1),
    "moved-nowhere": ("Nominatim redirected us to something that is no address", 1),
    "drip": ("Nominatim did not answer within 0.4 s", 2),
    "drip-head": ("Nominatim did not answer within 0.4 s", 2),
    "huge": ("Nominatim answered with more than 1,000,000 bytes", 1),
    "empty": ("Nominatim knows no place of this name either", 1),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_becomes_a_reason(server, cache, fault):
    """Whatever the provider does, the name is listed with its reason in bounded time, and nothing is kept."""
    reason, requests = FAULTS[fault]
    started = time.monotonic()
    answers = put(server, fault, cache, limits=QUICK if fault in WAITED_FOR else PATIENT)
    assert time.monotonic() - started < 8
    assert answers == Answers({}, {"Böyük Kəsik": reason}, None)
    least = 1 if fault in WAITED_FOR else requests  # on a busy machine the time may be up before a second try
    assert least <= len(server.requests) <= requests
    assert not list(cache.folder.glob("*.json"))


def altered(**changes):
    """Return an answer with a village that has other values."""
    return [{**VILLAGE, **changes}]


GLOBE = "Nominatim answered with a point that is not on the globe"
FORM = "Nominatim answered in a form we do not know"
WRONG = {
    "north of the pole": (altered(lat="91"), GLOBE),
    "swapped": (altered(lat="149.9", lon="41.2"), GLOBE),
    "beyond the date line": (altered(lon="190"), GLOBE),
    "not a number": (altered(lat=math.nan), GLOBE),
    "infinite": (altered(lon="inf"), GLOBE),
    "a word": (altered(lat="north"), GLOBE),
    "too great a number": (altered(lat=10**400), GLOBE),
    "no point": ([{k: v for k, v in VILLAGE.items() if k != "lat"}], FORM),
    "null": (altered(lon=None), GLOBE),
    "no id": ([{k: v for k, v in VILLAGE.items() if k != "osm_id"}], FORM),
    "no name": (altered(name="", display_name=""), FORM),
    "a name that is a list": (altered(name=["x"]), FORM),
    "a text": ("hello", FORM),
    "a number": (7, FORM),
    "an object": ({"places": [VILLAGE]}, FORM),
    "a list of lists": ([[VILLAGE]], FORM),
    "an error in JSON": ({"error": "key s3cret-key"}, "Nominatim cannot make sense of this name"),
}  # fmt: skip


@pytest.mark.parametrize("case", WRONG)
def test_an_answer_that_cannot_be_true_becomes_a_reason(server, cache, case):
    """A point off the globe or an answer of another shape is listed, never drawn and never kept."""
    server.given, reason = WRONG[case]
    assert put(server, "given", cache) == Answers({}, {"Böyük Kəsik": reason}, None)
    assert not list(cache.folder.glob("*.json"))


def test_a_wrong_frame_costs_only_the_frame(server, cache):
    """A bounding box that cannot be true is left out; the point is used."""
    server.given = altered(
        type="administrative", addresstype="state", boundingbox=["50", "40", "x", "1"], **{"class": "boundary"}
    )
    (record,) = put(server, "given", cache).found["Böyük Kəsik"].records
    assert (record.kind, record.extent) == ("region", None)


def test_a_street_is_no_place(server, cache):
    """A street or a shop that goes by the name is not put on the map."""
    server.given = altered(type="residential", **{"class": "highway"}) + altered(type="deli", **{"class": "shop"})
    answers = put(server, "given", cache)
    assert answers.unanswered == {"Böyük Kəsik": "Nominatim knows no place of this name either"}


def test_what_is_written_in_an_answer_stays_on_one_line(server, cache):
    """Control and direction marks of a hostile name are dropped, and it is cut to a bounded length."""
    server.given = altered(name="Bö\u202eyük\n\x1b[31m" + "x" * 500)
    (record,) = put(server, "given", cache).found["Böyük Kəsik"].records
    assert record.name.startswith("Böyük [31mxx")
    assert len(record.name) == 200


def test_retry_after_is_honoured(server, cache):
    """A provider that asks for seven seconds is asked again after seven seconds, and answers."""
    time_ = FakeClock()
    answers = put(server, "too-many-wait-7", cache, time_=time_)
    assert list(answers.found) == ["Böyük Kəsik"]
    assert time_.slept == [7.0]


def test_a_wait_that_is_too_long_ends_the_asking(server, cache):
    """A provider that asks for an hour is not asked for any other name."""
    answers = put(server, "too-many-wait-an-hour", cache, ("Baku", "Kars"))
    assert answers.unanswered["Kars"] == "Nominatim asked us to wait for 3,600 s, and was not asked again"
    assert len(server.requests) == 1


def test_a_redirect_is_followed(server, cache):
    """A server that has moved is found."""
    assert list(put(server, "moved-once", cache).found) == ["Böyük Kəsik"]


def test_nobody_listens(cache):
    """A connection that is refused becomes a reason."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}"
    provider = open_provider("nominatim", contact=CONTACT, url=url)
    answers = ask(["Kars"], provider, cache=cache, limits=PATIENT, clock=FakeClock().clock())
    assert answers.unanswered == {"Kars": "Nominatim cannot be reached: connection refused"}


@pytest.mark.parametrize(
    ("seconds", "limits", "reason"),
    [
        (0, PATIENT, "Nominatim cannot be reached: its address is not known here"),
        (1.5, QUICK, "Nominatim did not answer within 0.4 s"),
    ],
)
def test_no_such_host(cache, monkeypatch, seconds, limits, reason):
    """A host that is not known, or a name service that never answers, becomes a reason in bounded time."""

    def unknown(*_args, **_options):
        time.sleep(seconds)
        raise socket.gaierror(-2, "Name or service not known")

    for variable in ("https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    provider = open_provider("nominatim", contact=CONTACT, url="https://geocoder.invalid")
    assert ask(["Kars"], provider, cache=cache, limits=limits, clock=FakeClock().clock()).unanswered == {"Kars": reason}


def test_an_interrupt_passes(server, cache):
    """Ctrl-C while a provider keeps silent ends the run at once."""
    timer = threading.Timer(0.2, os.kill, (os.getpid(), signal.SIGINT))
    timer.start()
    started = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        put(server, "silent", cache, limits=Limits(request_s=20))
    assert time.monotonic() - started < 2.5
    timer.join()


ANSWERS = {
    "photon": (
        {"features": [
            {"geometry": {"coordinates": [45.0161, 41.6325]},
             "properties": {"osm_type": "W", "osm_id": 5, "osm_key": "military", "osm_value": "airfield",
                            "type": "other", "name": "Vaziani Military Base", "countrycode": "GE",
                            "state": "Kvemo Kartli"}},
            {"geometry": {"coordinates": [2.0, 48.0]},
             "properties": {"osm_type": "N", "osm_id": 6, "osm_key": "place", "osm_value": "village", "name": "Varzy"}},
            {"geometry": {"coordinates": [44.8, 41.7]},
             "properties": {"osm_type": "W", "osm_id": 7, "osm_key": "highway", "osm_value": "residential",
                            "name": "Vaziani Street"}},
        ]},
        ("photon:W5", "base", 45.0161, 41.6325, "GE", "Kvemo Kartli"),
    ),
    "geonames": (
        {"geonames": [
            {"geonameId": 611583, "name": "Vaziani", "toponymName": "Vaziani", "lat": "41.62", "lng": "45.02",
             "fcl": "P", "fcode": "PPL", "countryCode": "GE", "adminName1": "Kvemo Kartli", "population": 900},
            {"geonameId": 1, "name": "Hotel Vaziani", "lat": "41.6", "lng": "45.0", "fcl": "S", "fcode": "HTL"},
        ]},
        ("geonames-online:611583", "city", 45.02, 41.62, "GE", "Kvemo Kartli"),
    ),
    "opencage": (
        {"status": {"code": 200, "message": "OK"}, "results": [
            {"formatted": "Vaziani, Gardabani, Georgia", "geometry": {"lat": 41.62, "lng": 45.02},
             "components": {"_type": "village", "_category": "place", "village": "Vaziani", "ISO_3166-1_alpha-2": "GE",
                            "state": "Kvemo Kartli"}},
            {"formatted": "Vaziani Street, Tbilisi", "geometry": {"lat": 41.7, "lng": 44.8},
             "components": {"_type": "road", "_category": "road", "road": "Vaziani Street"}},
        ]},
        ("opencage:41.62000,45.02000", "city", 45.02, 41.62, "GE", "Kvemo Kartli"),
    ),
    "arcgis": (
        {"candidates": [
            {"address": "Vaziani", "location": {"x": 45.02, "y": 41.62}, "score": 100,
             "attributes": {"PlaceName": "Vaziani", "Type": "City", "Country": "GEO", "Region": "Kvemo Kartli"},
             "extent": {"xmin": 45, "ymin": 41.6, "xmax": 45.1, "ymax": 41.7}},
            {"address": "Tbilisi", "location": {"x": 44.8, "y": 41.7}, "score": 100,
             "attributes": {"PlaceName": "Tbilisi", "Type": "City", "Country": "GEO", "Region": "Tbilisi"}},
        ]},
        ("arcgis:41.62000,45.02000", "city", 45.02, 41.62, "GE", "Kvemo Kartli"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", ANSWERS)
def test_each_provider_is_read(server, cache, name):
    """Each gives places with kind, point, country and region, and neither streets nor places of another name."""
    server.given, expected = ANSWERS[name]
    answers = put(server, "given", cache, ["Vaziani"], provider=name)
    (record,) = answers.found["Vaziani"].records
    assert (record.id, record.kind, record.lon, record.lat, record.country, record.region) == expected
    assert record.source == answers.source.id
    assert answers.source.licence
    assert answers.source.attribution
    assert answers.source.url.startswith("https://")


@pytest.mark.parametrize("name", [name for name in PROVIDERS if name != "nominatim"])
@pytest.mark.parametrize(
    "answer", [[], {}, {"results": 7}, {"features": [None]}, {"candidates": [{"score": 1}]}, "x", 1]
)
def test_no_provider_breaks_on_another_shape(server, cache, name, answer):
    """An answer of an unknown shape is a reason with every provider, never an exception."""
    server.given = answer
    answers = put(server, "given", cache, ["Vaziani"], provider=name)
    assert answers.unanswered.keys() == {"Vaziani"}
    assert "not foreseen" not in answers.unanswered["Vaziani"]


@pytest.mark.parametrize(("name", "parameter"), [("geonames", "username"), ("opencage", "key"), ("arcgis", "token")])
def test_a_key_is_sent_and_neither_logged_nor_kept(server, cache, caplog, name, parameter):
    """The key reaches the provider once, and stands in no log, no cached file and no reason."""
    server.given = ANSWERS[name][0]
    with caplog.at_level(logging.DEBUG):
        put(server, "given", cache, ["Vaziani"], provider=name)
        failed = put(server, "error-403", cache, ["Kars"], provider=name)
    assert parse_qs(urlsplit(server.requests[0][0]).query)[parameter] == ["s3cret-key"]
    kept = list(cache.folder.glob("*.json"))
    assert len(kept) == 1
    assert "s3cret-key" not in caplog.text + str(failed) + "".join(path.read_text() for path in kept)
    assert f"CORRIDORS_{name.upper()}_" in failed.unanswered["Kars"]


def test_answers_that_may_not_be_kept_are_not(server, cache, monkeypatch):
    """ArcGIS without a key: its terms allow answers to be shown, but not stored."""
    monkeypatch.delenv("CORRIDORS_ARCGIS_KEY", raising=False)
    server.given = ANSWERS["arcgis"][0]
    provider = open_provider("arcgis", url=address(server, "given"))
    assert ask(["Vaziani"], provider, cache=cache, clock=FakeClock().clock()).found
    assert not list(cache.folder.glob("*.json"))
    assert "token" not in server.requests[0][0]


def test_a_key_comes_from_the_environment(monkeypatch, server, cache):
    """CORRIDORS_OPENCAGE_KEY is used where no key is given."""
    monkeypatch.setenv("CORRIDORS_OPENCAGE_KEY", "from-outside")
    server.given = ANSWERS["opencage"][0]
    ask(["Vaziani"], open_provider("opencage", url=address(server, "given")), cache=cache, clock=FakeClock().clock())
    assert "key=from-outside" in server.requests[0][0]


REFUSED = {
    "provider 'google' unknown; expected one of nominatim, photon, geonames, opencage, arcgis": ("google", {}),
    "Nominatim must know whom to write to; give your e-mail address as contact": ("nominatim", {}),
    "contact 'me' is neither an e-mail address nor a web address": ("photon", {"contact": "me"}),
    r"contact 'a@b\r\nX: y' is neither an e-mail address nor a web address": ("photon", {"contact": "a@b\r\nX: y"}),
    "GeoNames needs your key; put it into the environment as CORRIDORS_GEONAMES_USER": ("geonames", {}),
    "OpenCage needs your key; put it into the environment as CORRIDORS_OPENCAGE_KEY": ("opencage", {}),
    "CORRIDORS_ARCGIS_KEY holds something that is no key: spaces or signs beyond ASCII": ("arcgis", {"key": "a b"}),
    "'http://geocoder.example.org' is not https; only a server on this machine may be asked over http": (
        "photon", {"url": "http://geocoder.example.org"},
    ),
    "'http://127.0.0.1.example.org' is not https; only a server on this machine may be asked over http": (
        "photon", {"url": "http://127.0.0.1.example.org"},
    ),
    "'file:///etc/passwd' is no address of a server; write such as https://geocoder.example.org": (
        "photon", {"url": "file:///etc/passwd"},
    ),
    "'https://me:secret@example.org' is no address of a server; write such as https://geocoder.example.org": (
        "photon", {"url": "https://me:secret@example.org"},
    ),
    "'https://[' is no address of a server; write such as https://geocoder.example.org": ("photon", {"url": "https://["}),
}  # fmt: skip


@pytest.mark.parametrize("message", REFUSED)
def test_a_provider_that_cannot_be_opened_says_what_is_missing(monkeypatch, message):
    """An unknown provider, a missing contact or key and a wrong address are told before anything is asked."""
    for variable in ("CORRIDORS_GEONAMES_USER", "CORRIDORS_OPENCAGE_KEY", "CORRIDORS_ARCGIS_KEY"):
        monkeypatch.delenv(variable, raising=False)
    name, options = REFUSED[message]
    with pytest.raises(ProviderError) as caught:
        open_provider(name, **options)
    assert str(caught.value) == message
    assert isinstance(caught.value, CorridorsError)
