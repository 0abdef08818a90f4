"""Where the catalogue's corridors are drawn: on land where they run on land, in the countries they pass."""

from __future__ import annotations

from itertools import pairwise

import pytest
import shapely

from geo import trace
from geo.courses import Catalogue
from geo.gazetteer import Gazetteer
from geo.geodesy import length_km
from geo.outlines import countries, land

ON_LAND = {"rail", "road"}
MOST_KM = 30.0  # what a coarse outline or a bend set down by hand may be off
KNOWN_ABROAD = {
    "ndn-kkt": {"UZ"},  # the old road from Jalal-Abad to Osh passes Andijan
    "imec": {"JO"},  # through Jordan, which its announcement names without a town
    "tapline": {"JO", "SY"},  # its pumping stations there have no gazetteer record
    "baghdad-railway": {"SY"},  # along the border, and to Mosul through Syria
    "druzhba": {"HU"},
    "tripoli-cape-town": {"NG"},  # along the border by Waza
    "douala-ndjamena": {"NG"},  # the same
    "pamir-highway": {"AF"},  # along the Panj, which is the border
    "kulma-road": {"AF"},  # the same
    "blue-highway": {"BA", "SI"},  # the roads of today run through Neum, Trebinje and Slovenia
    "ah81": {"AZ"},  # the roads of Syunik run along the border
    "ah82": {"AZ"},  # the same
    "laos-vietnam-railway": {"TH"},  # along the Mekong, which is the border
    "trans-siberian-highway": {"CN"},  # the network's road along the Ussuri lies on the Chinese bank
    "trans-canada-highway": {"US"},  # along the St. Marys River and the St. John, which are the border
    "zangezur": {"IR"},  # along the Aras, which is the border; the outline cuts its bends
}
KNOWN_AT_SEA = {
    "islamabad-tehran-istanbul": "along the Gulf of Izmit and under the Bosporus, on the coarse coast of this test",
    "edirne-kars-hsr": "as above",
    "blue-highway": "along the Ionian shore and the Gulf of Kotor",
    "instc": "along the Caspian shore and the lagoon of Anzali",
    "imec": "over the Gulf of Bahrain and along Haifa Bay",
    "abidjan-lagos": "along lagoons",
    "channel-tunnel": "under the sea",
    "cpec": "along the coast of Gwadar",
    "titr-turkish-branch": "along the Gulf of İzmit",
    "lapis-lazuli": "along the Gulf of İzmit",
    "cairo-dakar": "along the coast, whose bays straight stretches cut",
    "dakar-lagos": "along the coast and its lagoons",
    "praia-dakar-abidjan": "along the coast and its lagoons",
    "egypt-hsr": "along the coast, whose bays straight stretches cut",
    "al-boraq": "along the coast",
    "sishen-saldanha": "along the Atlantic by St Helena Bay",
    "gcc-railway": "planned along the Gulf, where no track shows the way",
    "etihad-rail": "along the coast",
    "makran-coastal": "along the coast",
    "scan-med": "over the Øresund, the Great Belt and the Strait of Messina",
    "mediterranean-corridor": "along the coast",
    "e40": "past the delta of the Volga, whose shore moves",
    "ah70": "along the Caspian shore, which moves",
    "e70": "along the Black Sea",
    "ah5": "along the Black Sea",
    "e97": "along the Black Sea and over the Kerch Strait",
    "e80": "along the coasts of Italy and France",
    "ah1": "across the head of the Gulf of Martaban",
    "trilateral-highway": "across the head of the Gulf of Martaban",
    "western-dfc": "along the coast",
    "eyre-highway": "along the Great Australian Bight",
    "carretera-austral": "by ferry from Hornopirén to Chaitén",
    "trans-canada-highway": "along the St. Lawrence",
    "pan-american-highway": "across the Gulf of Panama, where no road is",
}
ENTRIES = Catalogue.load().entries


@pytest.fixture(scope="module")
def drawn():
    """Return every corridor of the catalogue, traced, by id."""
    gazetteer = Gazetteer.open()
    return {entry.id: trace(entry.name, gazetteer=gazetteer) for entry in ENTRIES}


def km_within(shape, lines):
    """Measure how much of some lines lies within a shape."""
    shared = shapely.intersection(shape, shapely.MultiLineString(lines))
    parts = [part for part in shapely.get_parts(shared) if part.geom_type == "LineString" and not part.is_empty]
    return sum(length_km(list(part.coords)) for part in parts)


def km_off(ground, line):
    """Measure how much of a line lies outside the land."""
    string = shapely.LineString(line)
    if ground.covers(string):
        return 0.0
    west, south, east, north = string.bounds
    near = shapely.clip_by_rect(ground, west - 0.1, south - 0.1, east + 0.1, north + 0.1)
    return length_km(line) - km_within(near, [line])


def test_railways_and_roads_stay_on_land(drawn):
    """No railway or road is drawn over the sea, but for a tunnel and the lagoons named above."""
    ground = land("50m")
    shapely.prepare(ground)
    afloat = {}
    for id_, corridor in drawn.items():
        lines = [leg.line for leg in corridor.legs if leg.mode in ON_LAND]
        off = sum(km_off(ground, line) for line in lines)
        afloat |= {id_: round(off)} if off > MOST_KM else {}
    assert set(afloat) <= set(KNOWN_AT_SEA), afloat


def test_no_corridor_is_drawn_through_a_country_it_does_not_pass(drawn):
    """Lines on land lie in the countries of their waypoints, but for those named above with the reason."""
    shapes = countries("50m")
    tree, codes = shapely.STRtree(list(shapes.values())), list(shapes)
    abroad = {}
    for entry in ENTRIES:
        lines = [leg.line for leg in drawn[entry.id].legs if leg.mode in {*ON_LAND, "pipeline"}]
        if not lines:
            continue
        passed = {stop.country for stop in entry.stops} | {s.country for _, ss in entry.leg_modes() for s in ss}
        touched = {codes[i] for i in tree.query(shapely.MultiLineString(lines), predicate="intersects")}
        for code in touched - passed - KNOWN_ABROAD.get(entry.id, set()):
            km = km_within(shapes[code], lines)
            abroad |= {(entry.id, code): round(km)} if km > MOST_KM else {}
    assert abroad == {}


def test_no_line_goes_back_over_itself(drawn):
    """No corridor on the network runs into a place and straight out of it again for more than 10 km."""
    spurs = []
    for id_, corridor in drawn.items():
        for leg in corridor.legs:
            if leg.precision != "traced" or leg.mode not in ON_LAND:
                continue
            seen = {}
            for number, (p, q) in enumerate(pairwise(leg.line)):
                if (q, p) in seen and length_km([p, q]) > 10:
                    spurs.append((id_, leg.start, leg.end))
                seen[p, q] = number
    assert spurs == []
