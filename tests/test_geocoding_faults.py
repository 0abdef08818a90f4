"""What a provider can do wrong: each fault ends as a name with its reason, in bounded time."""

from __future__ import annotations

import math
import os
import signal
import socket
import threading
import time

import pytest
from misbehaving import CONTACT, PATIENT, VILLAGE, FakeClock, put, running_provider

from geo.geocoding import Answers, Cache, Limits, ask, open_provider

QUICK = Limits(attempts=2, request_s=0.4)
WAITED_FOR = {"silent", "drip", "drip-head"}


@pytest.fixture
def server():
    """Run the provider for one test."""
    with running_provider() as server:
        yield server


@pytest.fixture
def cache(tmp_path):
    """Return an empty cache."""
    return Cache(tmp_path)


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
