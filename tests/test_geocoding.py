"""The online providers, through geopy itself, against a server on this machine that answers as they do."""

from __future__ import annotations

import logging
from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest
from misbehaving import CONTACT, FakeClock, address, put, running_provider

from geo.errors import CorridorsError, ProviderError
from geo.geocoding import PROVIDERS, Cache, ask, open_provider
from geo.geocoding import __all__ as public_names

TODAY = date(2026, 11, 23)


@pytest.fixture
def server():
    """Run the provider for one test."""
    with running_provider() as server:
        yield server


@pytest.fixture
def cache(tmp_path):
    """Return an empty cache."""
    return Cache(tmp_path)


def test_the_public_names_are_there():
    """Everything geo.geocoding promises can be imported from it."""
    import geo.geocoding

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
