"""What a corridor crosses: countries with their kilometres, borders, changes of gauge, straits, ports of transfer.

Countries are those of the outlines at 1:50 million, told every few kilometres of the line; a border's crossing is named
where one of our own list lies near it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from geo.csv_tables import data_table
from geo.geodesy import distance_km, geodesic, haversine_km
from geo.outlines.packed import UNITS, load
from geo.tracing.borders import load_borders
from geo.tracing.passages import passed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from geo.model import Corridor, Leg, LonLat

__all__ = ["Border", "Crossed", "crossed"]

STEP_KM = 4.0
LEAST_KM = 8.0  # a country for less than this, between two stretches of another, is the outline's coarseness
ROUGH_KM = 20.0  # or the line's, where that is drawn roughly
NEAR_KM = 20.0  # a crossing farther off than this from where the line passes a border is another
GROUND = frozenset({"rail", "road"})


@dataclass(frozen=True, slots=True)
class Border:
    """A border that a line passes.

    Attributes
    ----------
    crossing
        Name of the border crossing, ``""`` where we know of none near.
    gauges
        Track gauges on both sides, millimetres, where trains cannot run on; ``None`` else.
    unknown
        Countries that a train enters or leaves there and of whose gauge we know nothing.
    """

    before: str
    after: str
    crossing: str
    gauges: tuple[int, int] | None
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Crossed:
    """What a corridor crosses, in the order of travel.

    Attributes
    ----------
    countries
        ISO 3166-1 alpha-2 code and kilometres of each stretch on land; ``""`` is the sea.
    straits
        Straits, canals and capes passed by ship.
    transfers
        Places at which the mode changes.
    """

    countries: tuple[tuple[str, float], ...]
    borders: tuple[Border, ...]
    straits: tuple[str, ...]
    transfers: tuple[str, ...]

    @property
    def words(self) -> str:
        """Say it in a line, for cards and tables.

        Examples
        --------
        >>> Crossed((("GE", 80.4), ("TR", 90.0)), (Border("GE", "TR", "", (1520, 1435)),), (), ()).words
        'GE 80 km, TR 90 km; border GE–TR (crossing not known), gauge 1520 to 1435 mm'
        """
        said = []
        land = [f"{code or 'sea'} {km:,.0f} km" for code, km in self.countries]
        said += [", ".join(land)] if land else []
        for border in self.borders:
            named = border.crossing or "crossing not known"
            gauge = f", gauge {border.gauges[0]} to {border.gauges[1]} mm" if border.gauges else ""
            gauge = f", gauge in {' and '.join(border.unknown)} not known" if border.unknown else gauge
            said.append(f"border {border.before}–{border.after} ({named}){gauge}")
        said += [f"passes {', '.join(self.straits)}"] if self.straits else []
        said += [f"changes mode at {', '.join(self.transfers)}"] if self.transfers else []
        return "; ".join(said)


def crossed(corridor: Corridor) -> Crossed:
    """Find what a corridor crosses.

    Parameters
    ----------
    corridor
        With its line.

    Returns
    -------
    Nothing for a flight, which crosses no border on the ground.
    """
    ground = [leg for leg in corridor.legs if leg.mode != "air"]
    if not ground:
        return Crossed((), (), (), ())
    points, km, modes, chords = _sampled(ground)
    codes = _codes(points)
    stretches = _stretches(codes, km, chords)
    borders = []
    for (before, at), (after, first) in pairwise([(code, last) for code, _, _, last in stretches]):
        start = at + 1 if at + 1 < len(points) else first
        if before and after and modes[start] in GROUND:
            is_rail, known = modes[start] == "rail", load_borders()
            gauges = known.gauge_change(before, after) if is_rail else None
            unknown = tuple(code for code in (before, after) if is_rail and code not in known.gauges)
            borders.append(Border(before, after, _crossing((points[start, 0], points[start, 1])), gauges, unknown))
    sea = [point for leg in ground if leg.mode == "sea" for point in leg.line]
    straits = tuple(each.name for each in passed(sea)) if sea else ()
    countries = tuple((code, round(length, 1)) for code, length, _, _ in stretches)
    return Crossed(countries, tuple(borders), straits, _transfers(corridor.legs))


def _sampled(legs: Sequence[Leg]) -> tuple[NDArray[np.float64], NDArray[np.float64], list[str], list[int]]:
    """Return points along the legs, the way that each stands for, its mode, and on which chord of a rough line it is.

    A chord has a number above 0, which its points share; what is traced has 0.
    """
    points: list[LonLat] = []
    chords: list[int] = []
    chord = 0
    km: list[float] = []
    modes: list[str] = []
    for leg in legs:
        drawn, before = leg.length_km or 1.0, len(km)
        for a, b in pairwise(leg.line):
            along = distance_km(a, b)
            part = [a, b] if along <= STEP_KM else list(geodesic(a, b, step_km=STEP_KM))
            middle = [((p[0] + q[0]) / 2, (p[1] + q[1]) / 2) for p, q in pairwise(part)]
            points += middle
            chord += 1
            chords += [0 if leg.precision == "traced" else chord] * len(middle)
            km += [along / len(middle)] * len(middle)
        true = leg.length_km if leg.network_km is None else leg.network_km
        km[before:] = [each * true / drawn for each in km[before:]]
        modes += [leg.mode] * (len(points) - len(modes))
    array = np.array(points).reshape(-1, 2)
    array[:, 0] = (array[:, 0] + 180) % 360 - 180
    return array, np.array(km), modes, chords


def _codes(points: NDArray[np.float64]) -> list[str]:
    """Return the country in which each point lies, ``""`` at sea."""
    import shapely

    west, south = points.min(axis=0).tolist()
    east, north = points.max(axis=0).tolist()
    extent = (west * UNITS, south * UNITS, east * UNITS, north * UNITS)
    labels, shapes = load("50m").countries.within(extent)
    found = np.full(len(points), "", dtype=object)
    for label, shape in zip(labels, shapes, strict=True):
        a, b, c, d = (edge / UNITS for edge in shape.bounds)
        x, y = points[:, 0], points[:, 1]
        near = np.flatnonzero((found == "") & (x >= a) & (x <= c) & (y >= b) & (y <= d))
        if len(near):
            shapely.prepare(shape)
            found[near[shapely.contains_xy(shape, x[near] * UNITS, y[near] * UNITS)]] = label
    return [str(code) for code in found]


def _stretches(
    codes: Sequence[str], km: NDArray[np.float64], chords: Sequence[int]
) -> list[tuple[str, float, int, int]]:
    """Return country, kilometres, first and last point of each stretch in one country.

    A corner of another country that a rough line cuts is no stretch of its own: a short one, or one within one chord.
    """
    found: list[tuple[str, float, int, int]] = []
    for number, (code, length) in enumerate(zip(codes, km.tolist(), strict=True)):
        if found and found[-1][0] == code:
            _, whole, first, _ = found[-1]
            found[-1] = (code, whole + length, first, number)
        else:
            found.append((code, length, number, number))
    kept: list[tuple[str, float, int, int]] = []
    for number, stretch in enumerate(found):
        inside = 0 < number < len(found) - 1 and found[number - 1][0] == found[number + 1][0]
        on = set(chords[stretch[2] : stretch[3] + 1])
        corner = inside and 0 not in on and (len(on) == 1 or stretch[1] < ROUGH_KM)
        sliver = corner or (stretch[1] < LEAST_KM and len(found) > 1)
        if kept and (sliver or kept[-1][0] == stretch[0]):
            code, whole, first, _ = kept[-1]
            kept[-1] = (code, whole + stretch[1], first, stretch[3])
        else:
            kept.append(stretch)
    return kept


@cache
def _crossings() -> tuple[tuple[str, ...], NDArray[np.float64]]:
    rows = [row for _, row in data_table("sites.csv") if row["kind"] == "crossing"]
    return tuple(row["name"] for row in rows), np.array([(float(row["lon"]), float(row["lat"])) for row in rows])


def _crossing(place: LonLat) -> str:
    names, places = _crossings()
    km = haversine_km(place[0], place[1], places[:, 0], places[:, 1])
    best = int(np.argmin(km))
    return names[best] if km[best] <= NEAR_KM else ""


def _transfers(legs: Sequence[Leg]) -> tuple[str, ...]:
    """Return where the mode changes: the waypoint there, unless the change lies between two."""
    found = []
    for a, b in pairwise(legs):
        if a.mode != b.mode:
            found.append(a.end if a.end == b.start else f"a port between {b.start} and {b.end}")
    return tuple(dict.fromkeys(found))
