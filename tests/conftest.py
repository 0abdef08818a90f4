"""A small article of our own and the atlas somebody careful would make of it."""

from __future__ import annotations

import hashlib
import os
import re
from datetime import date
from typing import TYPE_CHECKING

import pytest
from visit import Visit, save

from geo.encoder.encoder_weights import find_weights
from geo.geodesy import geodesic, length_km
from geo.model import (
    Actor,
    Alternative,
    Atlas,
    Citation,
    Corridor,
    DataSource,
    Document,
    Leg,
    Mention,
    Place,
    Record,
    Sentence,
    Unresolved,
    Waypoint,
)

if TYPE_CHECKING:
    from pathlib import Path

OWN_WEIGHTS = os.environ.get("CORRIDORS_ENCODER")
TEXT = """\
Freight for the mission left Baku on the Baku–Tbilisi–Kars railway in March and reached Kars four days later \
(Railgazette.example, March 12, 2018). Heavier loads went by water from Alat Port towards Central Asia \
(Portnews.example, April 2; Gov.example, accessed April 9). Officers of both countries trained at the NATO-Georgia \
Training Centre in Krtsanisi, half an hour from Tbilisi, under a programme that Georgia pays for. \
Flights over Azerbaijan to Afghanistan carry what cannot wait, and a platoon guards Kabul International Airport. \
Baku says that it will keep the routes open (Press.example, May 3, 2018). \
A depot at Qaradaş was mentioned once. Kosovo saw smaller deployments, and so did the Caspian Sea.
"""

BTK = (
    [(49.867, 40.409), (49.40, 40.32), (48.93, 40.02), (48.15, 40.40), (47.15, 40.62), (46.36, 40.68), (45.37, 40.98)],
    [(45.37, 40.98), (45.05, 41.35), (44.80, 41.69), (44.73, 41.55), (44.09, 41.59), (43.48, 41.41)],
    [(43.48, 41.41), (43.25, 41.20), (43.0, 40.9)],
    [(43.0, 40.9), (43.09, 40.60)],
)


@pytest.fixture(autouse=True, scope="session")
def _cache(pytestconfig):
    """Keep one cache for the tests of this checkout, out of the user's, unless one is named."""
    with pytest.MonkeyPatch.context() as patch:
        if "CORRIDORS_CACHE" not in os.environ:
            patch.setenv("CORRIDORS_CACHE", str(pytestconfig.rootpath / ".pytest_cache" / "corridors"))
        yield


@pytest.fixture(autouse=True, scope="session")
def _rules_alone():
    """Let the rules read alone, whether the encoder is installed or not; what tests the encoder asks for it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CORRIDORS_ENCODER", "none")
        yield


@pytest.fixture
def voiced(monkeypatch) -> None:
    """Let the encoder that comes with the project weigh ways."""
    monkeypatch.delenv("CORRIDORS_ENCODER")


@pytest.fixture
def weights(monkeypatch) -> Path:
    """Return the weights of the encoder, and let texts be read with it; without the extra there is nothing to test."""
    if OWN_WEIGHTS:
        monkeypatch.setenv("CORRIDORS_ENCODER", OWN_WEIGHTS)
    else:
        monkeypatch.delenv("CORRIDORS_ENCODER")
    found = find_weights()
    if found is None:
        pytest.skip("the extra languages is not installed")
    return found


@pytest.fixture(scope="session")
def atlas() -> Atlas:
    """Return the atlas of the small article."""
    return make_atlas(TEXT)


def make_atlas(text: str) -> Atlas:
    """Return an atlas of the small article, or of the same article with other words in it."""
    document = make_document(text)

    def found(phrase: str, role: str = "literal", nth: int = 0) -> Mention:
        start = [m.start() for m in re.finditer(re.escape(phrase), text)][nth]
        inside = next(s.index for s in document.sentences if s.start <= start < s.end)
        return Mention(start, start + len(phrase), phrase, inside, role=role, confidence=0.9)

    return Atlas(
        document=document,
        places=_places(found),
        corridors=_corridors(found),
        actors=(Actor("government-of-azerbaijan", "Azerbaijan’s government", "AZ", BAKU, (found("Baku", nth=2),)),),
        unresolved=(Unresolved("place", "Qaradaş", "no gazetteer record has this name", (found("Qaradaş"),)),),
        sources=(
            DataSource("geonames", "GeoNames", "3.0.2", "CC BY 4.0", "GeoNames", "https://www.geonames.org/"),
            DataSource("osm", "Rail network", "2.0.0", "ODbL 1.0", "© OpenStreetMap contributors", ""),
        ),
    )


def make_document(text: str) -> Document:
    """Return the document, its sentences cut at full stops and its citations read."""
    ends = [m.end() for m in re.finditer(r"(?<=[a-z)0-9])\.(?=\s)", text)]
    starts = [0, *(end + 1 for end in ends[:-1])]
    cited = (
        ("Railgazette.example", date(2018, 3, 12), False),
        ("Portnews.example", date(2018, 4, 2), False),
        ("Gov.example", date(2018, 4, 9), True),
        ("Press.example", date(2018, 5, 3), False),
    )
    return Document(
        text=text,
        title="Moving a mission across the Caucasus",
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        sentences=tuple(Sentence(i, a, b) for i, (a, b) in enumerate(zip(starts, ends, strict=True))),
        citations=tuple(
            Citation(outlet, day, text.index(outlet), text.index(outlet) + len(outlet), accessed=accessed)
            for outlet, day, accessed in cited
            if outlet in text
        ),
        date=date(2018, 5, 3),
        date_basis="inferred",
        publisher="Corridors test desk",
        url="https://example.org/mission",
        source="mission.md",
    )


BAKU = Record("geonames", "587084", "Baku", "city", 49.89201, 40.37767, "AZ", "Baki", 1116513)


def _places(found) -> tuple[Place, ...]:
    def place(slug, phrase, record, *, confidence=0.95, alternatives=(), nth=0):
        return Place(slug, record, confidence, (found(phrase, nth=nth),), alternatives)

    def area(code, name, lon, lat):
        return Record("countries", code, name, "country", lon, lat, code, precision="area")

    full_name = "NATO-Georgia Joint Training and Evaluation Centre"
    centre = Record("sites", "jtec", full_name, "training-centre", 44.95, 41.58, "GE", precision="approximate")
    kabul = Record("airports", "OAKB", "Kabul International Airport", "airport", 69.2123, 34.5659, "AF")
    tbilisi = Record("geonames", "611717", "Tbilisi", "city", 44.83368, 41.69411, "GE", "T'bilisi", 1049498)
    kars = Record("geonames", "743952", "Kars", "city", 43.09746, 40.60199, "TR", "Kars", 78100)
    other_kars = Record("geonames", "0", "Kars", "city", -75.65, 45.15, "CA", "Ontario")
    return (
        Place("baku", BAKU, 0.97, (found("Baku"),)),
        place("kars", "Kars", kars, nth=1, alternatives=(Alternative(other_kars, 0.12),)),
        place("alat-port", "Alat Port", Record("sites", "alat-port", "Alat Port", "port", 49.41, 39.96, "AZ")),
        place("krtsanisi", "NATO-Georgia Training Centre", centre),
        place("tbilisi", "Tbilisi", tbilisi, nth=1),
        place("georgia", "Georgia", area("GE", "Georgia", 43.5, 42.0), nth=1),
        place("afghanistan", "Afghanistan", area("AF", "Afghanistan", 66.0, 33.9)),
        place("kabul-airport", kabul.name, kabul),
        place("azerbaijan", "Azerbaijan", area("AZ", "Azerbaijan", 47.6, 40.3)),
        place("kosovo", "Kosovo", area("XK", "Kosovo", 20.9, 42.58), confidence=0.62),
        place(
            "caspian-sea", "Caspian Sea", Record("seas", "caspian", "Caspian Sea", "sea", 50.6, 41.6, precision="area")
        ),
    )


def _corridors(found) -> tuple[Corridor, ...]:
    return (_railway(found), _ferry(found), _air_bridge(found))


def _railway(found) -> Corridor:
    names = ("Baku", "Qazax", "Akhalkalaki", "border", "Kars")
    points = [BTK[0][0], *(part[-1] for part in BTK)]
    reasons = ("", "", "the network has a chord of 41 km here", "")
    legs = tuple(
        Leg(
            start=names[i],
            end=names[i + 1],
            mode="rail",
            line=tuple(BTK[i]),
            length_km=length_km(BTK[i]),
            precision="schematic" if reason else "traced",
            source="rail network",
            network_km=length_km(BTK[i]) * 1.05,
            reason=reason,
        )
        for i, reason in enumerate(reasons)
    )
    return Corridor(
        id="baku-tbilisi-kars",
        name="Baku–Tbilisi–Kars railway",
        mode="rail",
        status="operating",
        basis="stated",
        waypoints=tuple(Waypoint(n, *point, "geonames:1") for n, point in zip(names, points, strict=True)),
        legs=legs,
        mentions=(found("Baku–Tbilisi–Kars railway"),),
        published_km=826.0,
        note="Drawn by way of Marabda and Akhalkalaki; one stretch near the border is schematic.",
        source="Published by the railway’s operator",
    )


def _ferry(found) -> Corridor:
    line = ((49.41, 39.96), (49.9, 39.7), (50.7, 39.85), (52.2, 40.0), (52.97, 40.01))
    alat, port = (
        Waypoint("Alat", *line[0], "sites:alat-port"),
        Waypoint("Turkmenbashi", *line[-1], "ports:1", "inferred"),
    )
    return Corridor(
        id="alat-turkmenbashi",
        name="Alat–Turkmenbashi ferry",
        mode="sea",
        status="operating",
        basis="inferred",
        waypoints=(alat, port),
        legs=(Leg("Alat", port.name, "sea", line, length_km(line), "traced", "sea lanes", basis="inferred"),),
        mentions=(found("by water from Alat Port"),),
        note="The article names one end; the other is the port that ferries from Alat serve.",
    )


def _air_bridge(found) -> Corridor:
    line = geodesic((50.05, 40.47), (69.2123, 34.5659), step_km=200)
    reason = "aircraft follow no fixed line"
    leg = Leg(
        "Baku", "Kabul", "air", line, length_km(line), "great-circle", "geodesic", basis="inferred", reason=reason
    )
    return Corridor(
        id="baku-kabul-air",
        name="Baku–Kabul air bridge",
        mode="air",
        status="unknown",
        basis="inferred",
        waypoints=(
            Waypoint("Baku", *line[0], "airports:UBBB", "inferred"),
            Waypoint("Kabul", *line[-1], "airports:OAKB"),
        ),
        legs=(leg,),
        mentions=(found("Flights over Azerbaijan to Afghanistan"),),
        directed=True,
        note="The article states no airport of departure.",
    )


@pytest.fixture(scope="session")
def browser():
    """Return headless Chromium; skip where it is missing, fail where CI says that it must be there."""
    import os
    import shutil

    missing = pytest.fail if os.environ.get("CI") else pytest.skip
    path = next((p for p in map(shutil.which, ("chromium", "chromium-browser", "google-chrome")) if p), None)
    if path is None:
        missing("no Chromium on this machine; install one to run the page tests")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        missing("playwright is not installed; install the dev group to run the page tests")
    quiet = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
             "--disable-sync", "--no-first-run"]  # fmt: skip
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=quiet)
        yield chromium
        chromium.close()


DESK = {"viewport": {"width": 1360, "height": 860}}


@pytest.fixture(scope="session")
def map_path(atlas, tmp_path_factory):
    """Return the page of the small article, saved."""
    from layers.frames import to_frames
    from layers.map import draw

    return save(draw(to_frames(atlas)).html, tmp_path_factory.mktemp("page"))


@pytest.fixture
def visit(browser, map_path, request):
    """Open the page; afterwards nothing may have been asked for and nothing may have gone wrong."""
    visit = Visit(browser, map_path, reduced_motion="reduce", **getattr(request, "param", DESK))
    yield visit
    visit.close()
