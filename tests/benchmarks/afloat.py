"""How much of every line on water lies on land, by Natural Earth's outlines, lakes and rivers.

Run it with the project's Python: ``python tests/benchmarks/afloat.py [sea|waterway]…``, both by default. Lines are the
sea and waterway stretches of the catalogue's corridors, each traced as ``geo.trace`` does, and pairs of ports and of
river towns that are much written about. It prints those with most on land first, and never fails.

What counts as water:

- by sea, what is no land at 1:10 million, within ``SHORE_KM`` of the coast (the outlines' own error), lakes, and the
  canals and straits of ``geo/data/straits.yaml``, which the outlines close;
- on rivers besides, what lies within ``RIVER_KM`` of a centre line of Natural Earth's rivers and lakes. Canals that
  Natural Earth lacks are set down by hand, in ``waterways.yaml`` or, where no ship uses them yet, as bends of the
  catalogue: what lies along these alone is told apart, for nothing here can prove it.

Within ``HARBOUR_KM`` of a waypoint a line may come ashore.
"""

from __future__ import annotations

import sys
from functools import cache
from itertools import pairwise

import numpy as np
import shapely

HARBOUR_KM = 10.0
SHORE_KM = 1.0
STRAIT_KM = 2.0
RIVER_KM = 3.0
HAND_KM = 0.5  # of a line by hand: what lies along it was taken from there
STEP_KM = 1.0
KM = 111.32
PAIRS = {
    "sea": """
        Shanghai, CN;Rotterdam, NL
        Odesa, UA;Istanbul, TR
        Vladivostok, RU;Seattle, US
        Los Angeles, US;Shanghai, CN
        Jeddah, SA;Port Sudan, SD
        Marseille, FR;Algiers, DZ
        Alat, AZ;Turkmenbashi, TM
        Aktau, KZ;Alat, AZ
        Poti, GE;Constanța, RO
        Rotterdam, NL;Singapore, SG
        Mumbai, IN;Bandar Abbas, IR
        Bandar Abbas, IR;Muscat, OM
        Basra, IQ;Mumbai, IN
        Doha, QA;Fujairah, AE
        Turku, FI;Stockholm, SE
        Helsinki, FI;Stockholm, SE
        Naantali, FI;Kapellskär, SE
        Montreal, CA;Rotterdam, NL
        Québec, CA;Le Havre, FR
        Halifax, CA;Sept-Îles, CA
        Gothenburg, SE;Kiel, DE
        Bergen, NO;Aberdeen, GB
        Piraeus, GR;İzmir, TR
        Split, HR;Ancona, IT
        Hong Kong, HK;Manila, PH
        Busan, KR;Fukuoka, JP
        Tallinn, EE;Saint Petersburg, RU
        Anchorage, US;Seattle, US
        Vancouver, CA;Prince Rupert, CA
        Punta Arenas, CL;Valparaíso, CL
        Jakarta, ID;Singapore, SG
        Makassar, ID;Darwin, AU
        Novorossiysk, RU;Trabzon, TR
        Murmansk, RU;Arkhangelsk, RU
        Colombo, LK;Chennai, IN
        Dar es Salaam, TZ;Zanzibar, TZ
        Lagos, NG;Abidjan, CI
        Buenos Aires, AR;Montevideo, UY
        Houston, US;Veracruz, MX
        New Orleans, US;Havana, CU
        Copenhagen, DK;Oslo, NO
        Hamburg, DE;London, GB
        Antwerp, BE;New York, US
        Astrakhan, RU;Bandar-e Anzali, IR
        Rostov-on-Don, RU;Istanbul, TR
    """,
    "waterway": """
        Rotterdam, NL;Basel, CH
        Mannheim, DE;Rotterdam, NL
        Vienna, AT;Budapest, HU
        Regensburg, DE;Constanța, RO
        Shanghai, CN;Chongqing, CN
        Manaus, BR;Belém, BR
        Izmail, UA;Constanța, RO
        Astrakhan, RU;Moscow, RU
        Kinshasa, CD;Kisangani, CD
        New Orleans, US;Saint Louis, US
        Pittsburgh, US;Cairo, US
        Rostov-on-Don, RU;Volgograd, RU
        Kyiv, UA;Kherson, UA
        Paris, FR;Le Havre, FR
        Lyon, FR;Arles, FR
        Hamburg, DE;Dresden, DE
        Asunción, PY;Rosario, AR
        Khabarovsk, RU;Nikolayevsk-on-Amur, RU
        Phnom Penh, KH;Can Tho, VN
        Mandalay, MM;Yangon, MM
        Montreal, CA;Duluth, US
        Saint Petersburg, RU;Cherepovets, RU
        Aswan, EG;Cairo, EG
        Barranquilla, CO;Barrancabermeja, CO
        Varanasi, IN;Kolkata, IN
        Iquitos, PE;Manaus, BR
        Belgrade, RS;Zagreb, HR
        Yakutsk, RU;Ust-Kut, RU
        Nanning, CN;Guangzhou, CN
    """,
}


def say(line: str = "") -> None:
    """Print a line."""
    sys.stdout.write(f"{line}\n")


def _box(lons, lats, degrees):
    return (
        float(lons.min() - degrees),
        float(lats.min() - degrees),
        float(lons.max() + degrees),
        float(lats.max() + degrees),
    )


@cache
def _land():
    from geo.outlines import land

    parts = shapely.get_parts(land("10m"))
    return shapely.STRtree(parts), parts


@cache
def _lakes():
    from geo.outlines import lakes
    from geo.outlines.packed import UNITS

    shapes, _ = lakes.load()
    found = [shapely.transform(shape, lambda at: at / UNITS) for shape in shapes_of(shapes)]
    return shapely.STRtree(found), np.array(found, dtype=object)


def shapes_of(shapes):
    """Return plain geometries of packed ones."""
    return [shape for _, shape in shapes.all()]


@cache
def _rivers():
    from layers.basemap.packed_lines import RIVERS, UNITS, open_lines

    world = (-180.0, -90.0, 180.0, 90.0)
    lines = [shapely.LineString(np.asarray(line) / UNITS) for *_, line in open_lines(RIVERS).within(world, np.inf)]
    return shapely.STRtree(lines), np.array(lines, dtype=object)


@cache
def _straits():
    from geo.tracing.sea_lanes import read_straits

    lines = [shapely.LineString(line) for line in read_straits()]
    return shapely.STRtree(lines), np.array(lines, dtype=object)


@cache
def _by_hand():
    from geo.tracing.rivers import read_waterways

    lines = [shapely.LineString(water.line) for water in read_waterways() if water.line]
    lines += _bends()
    return shapely.STRtree(lines), np.array(lines, dtype=object)


def _bends():
    """Return the bends of the catalogue's canals."""
    from geo import Gazetteer
    from geo.courses import Catalogue
    from geo.courses.waypoints import entry_course

    gazetteer = Gazetteer.open()
    stretches = [
        each
        for entry in Catalogue.load().entries
        if entry.mode == "waterway" and entry.shape
        for each in entry_course(entry, gazetteer).stretches
    ]
    return [
        shapely.LineString([(a.lon, a.lat), *bends, (b.lon, b.lat)])
        for each in stretches
        for a, b, bends in zip(each.waypoints[:-1], each.waypoints[1:], each.bends, strict=True)
        if bends
    ]


def _inside(index, lons, lats):
    tree, shapes = index()
    found = np.zeros(len(lons), dtype=bool)
    for at in tree.query(shapely.box(*_box(lons, lats, 0.1))):
        shapely.prepare(shapes[at])
        found |= shapely.contains_xy(shapes[at], lons, lats)
    return found


def _near(index, lons, lats, km):
    """Tell which points lie within some kilometres of lines or edges, measured on a plane around each."""
    tree, shapes = index()
    found = np.zeros(len(lons), dtype=bool)
    for k in range(0, len(lons), 40):
        x, y = lons[k : k + 40], lats[k : k + 40]
        wide = float(np.cos(np.radians(y.mean())))
        pad = km / KM / max(wide, 0.1)
        box = _box(x, y, 2 * pad)
        for at in tree.query(shapely.box(*box)):
            shape = shapes[at]
            shape = shapely.clip_by_rect(shape.boundary if shape.geom_type.endswith("Polygon") else shape, *box)
            if not shape.is_empty:
                flat = shapely.transform(shape, lambda c, w=wide: c * (w, 1.0))
                found[k : k + 40] |= shapely.distance(flat, shapely.points(x * wide, y)) * KM <= km
    return found


def on_land(lines, ends, mode):
    """Return kilometres of some lines, and of them those on land and along lines by hand alone, beyond harbours."""
    from geo.geodesy import geodesic, haversine_km

    whole = aground = hand = 0.0
    spots = []
    for line in lines:
        for a, b in pairwise(line):
            km = float(haversine_km(*a, *b))
            part = np.array([a, b] if km <= STEP_KM else geodesic(a, b, step_km=STEP_KM))
            middle = (part[:-1] + part[1:]) / 2
            spots += [(lon, lat, km / len(middle)) for lon, lat in middle]
            whole += km
    lons, lats, km = np.array(spots).reshape(-1, 3).T
    lons = (lons + 180) % 360 - 180
    dry = _inside(_land, lons, lats) & ~_inside(_lakes, lons, lats)
    for lon, lat in ends:
        dry &= haversine_km(lon, lat, lons, lats) > HARBOUR_KM
    at = np.flatnonzero(dry)
    for index, near_km in [
        (_land, SHORE_KM),
        (_straits, STRAIT_KM),
        *([(_rivers, RIVER_KM)] if mode == "waterway" else []),
    ]:
        if len(at):
            at = at[~_near(index, lons[at], lats[at], near_km)]
    if mode == "waterway" and len(at):
        along = _near(_by_hand, lons[at], lats[at], HAND_KM)
        hand = float(km[at[along]].sum())
        at = at[~along]
    aground = float(km[at].sum())
    where = (float(lons[at[len(at) // 2]]), float(lats[at[len(at) // 2]])) if len(at) else None
    return whole, aground, hand, where


def stretches(mode):
    """Return name, lines and waypoints of every line by a mode."""
    from geo import Gazetteer, trace
    from geo.courses import Catalogue
    from geo.errors import TracingError

    gazetteer = Gazetteer.open()
    for entry in Catalogue.load().entries:
        if any(each == mode for each, _ in entry.leg_modes()) or any(branch.mode == mode for branch in entry.branches):
            corridor = trace(entry.name, gazetteer=gazetteer)
            lines = [leg.line for leg in corridor.legs if leg.mode == mode]
            yield entry.id, lines, [(w.lon, w.lat) for w in corridor.waypoints], corridor
    for pair in PAIRS[mode].split("\n"):
        if not pair.strip():
            continue
        try:
            corridor = trace(pair.strip().split(";"), mode=mode, gazetteer=gazetteer)
        except TracingError as error:
            say(f"  not drawn: {error}")
            continue
        yield pair.strip(), [leg.line for leg in corridor.legs], [(w.lon, w.lat) for w in corridor.waypoints], corridor


def main() -> None:
    """Print all lines of the modes asked for, the worst first."""
    for mode in sys.argv[1:] or ["sea", "waterway"]:
        rows = []
        for name, lines, ends, corridor in stretches(mode):
            whole, aground, hand, where = on_land(lines, ends, mode)
            straight = sum(leg.length_km for leg in corridor.legs if leg.mode == mode and leg.precision == "straight")
            rows.append((aground / max(whole, 1e-9), hand / max(whole, 1e-9), straight, whole, name, where))
        rows.sort(key=lambda row: row[:2], reverse=True)
        say(f"{mode}: on land, along lines by hand alone, straight km, km, name, where")
        for aground, hand, straight, whole, name, where in rows:
            if aground > 0.002 or hand > 0.01 or straight:
                at = f"{where[0]:.2f}, {where[1]:.2f}" if where else ""
                mark = "*" if aground > 0.01 else " "
                say(f"{mark} {aground:7.2%} {hand:7.2%} {straight:6.0f} {whole:8.0f}  {name}  {at}")
        say(f"{mode}: {sum(row[0] > 0.01 for row in rows)} of {len(rows)} with more than 1 % on land\n")


if __name__ == "__main__":
    main()
