"""Which places a corridor passes, in order, and on what ground we say so.

What the text states is ``stated``; what the catalogue adds between stated ends, or gives for a name, is ``catalogued``;
an end that the text leaves open and that we complete from the catalogue is ``inferred``. An end that stays open is said
so, never guessed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo.earth import distance_km
from geo.gazetteer import Form, fold
from geo.model import Basis, Mode, Waypoint

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from geo.corridors.catalogue import Catalogue, Entry, Stop
    from geo.gazetteer import Gazetteer, Match
    from geo.model import Record, Route

__all__ = ["Course", "Stretch", "course_of", "entry_course", "locate"]

NOT_A_POINT = frozenset({"country", "region", "continent", "ocean", "sea", "gulf", "bay", "river", "mountains", "desert",
                         "plain", "peninsula", "islands", "lake"})  # fmt: skip
SAME_PLACE_KM = 40.0
FACILITY_KM = 60.0
PREFERRED_KINDS: Mapping[Mode, tuple[str, ...]] = {
    "rail": ("station", "junction", "capital", "city", "town", "crossing", "port"),
    "road": ("crossing", "capital", "city", "town", "junction"),
    "sea": ("port", "terminal", "pipeline-terminal", "canal", "strait", "capital", "city"),
    "waterway": ("canal", "port", "capital", "city", "town"),
    "air": ("airport", "base", "capital", "city"),
    "pipeline": ("pipeline-terminal", "compressor-station", "terminal", "capital", "city", "town", "port"),
    "multimodal": ("capital", "city", "port", "town", "crossing"),
}


@dataclass(frozen=True, slots=True)
class Stretch:
    """Waypoints to be joined by one mode."""

    mode: Mode
    waypoints: tuple[Waypoint, ...]


@dataclass(frozen=True, slots=True)
class Course:
    """A corridor's stretches, or the reason why it has none.

    Attributes
    ----------
    note
        What a reader should know: what was inferred from what, which end stays open.
    """

    stretches: tuple[Stretch, ...]
    basis: Basis
    note: str = ""
    reason: str = ""

    @property
    def waypoints(self) -> tuple[Waypoint, ...]:
        """All waypoints in order, where stretches meet only once."""
        found: list[Waypoint] = []
        for stretch in self.stretches:
            found += [w for w in stretch.waypoints if not (found and w.record == found[-1].record)]
        return tuple(found)


def course_of(
    route: Route,
    gazetteer: Gazetteer,
    catalogue: Catalogue,
    *,
    resolved: Mapping[str, Record],
    countries: Sequence[str] = (),
) -> Course:
    """Decide through which points a route goes.

    Parameters
    ----------
    route
        As the text states it.
    gazetteer
        Where waypoints get their points.
    catalogue
        What is known of corridors.
    resolved
        Records that the text's own names were resolved to, by folded name.
    countries
        Countries the text speaks of, the most spoken of first; used to complete an open end.

    Returns
    -------
    A course with stretches, or with a reason for their absence.
    """
    entry = catalogue.get(route.catalogue) if route.catalogue else None
    if entry is not None:
        stated = {fold(name) for name in route.waypoints}
        basis: Basis = "stated" if len(stated) > 1 else "catalogued"
        note = "" if basis == "stated" else "The text names it; its course is the catalogue's."
        return _course(entry, entry.leg_modes(), gazetteer, stated=stated, basis=basis, note=note)
    if not route.waypoints:
        return Course((), "stated", reason="the text gives it no end, and the catalogue does not know it")
    records = [(name, resolved.get(fold(name)) or _best(name, gazetteer)) for name in route.waypoints]
    missing = [name for name, record in records if record is None]
    if missing:
        return Course((), "stated", reason=f"no gazetteer record is called {missing[0]!r}")
    points = [(name, r) for name, r in records if r is not None and r.kind not in NOT_A_POINT]
    areas = [r for _, r in records if r is not None and r.kind in NOT_A_POINT]
    if len(points) < 2:  # noqa: PLR2004 - a line has two ends
        return _completed(route, points, areas, gazetteer, catalogue, countries)
    waypoints = tuple(_waypoint(name, _facility(r, route.mode, gazetteer), "stated") for name, r in points)
    note = f"{areas[0].name} is named as an end without a place in it; the line stops short of it." if areas else ""
    return Course((Stretch(route.mode, waypoints),), "stated", note=note)


def entry_course(entry: Entry, gazetteer: Gazetteer) -> Course:
    """Return the course of a catalogue entry on its own."""
    return _course(entry, entry.leg_modes(), gazetteer, stated=frozenset(), basis="catalogued", note="")


def locate(name: str, gazetteer: Gazetteer, mode: Mode, *, country: str = "") -> Record | None:
    """Find the record that a waypoint's name means for a mode of travel: a port for a ship, an airport for a plane.

    Parameters
    ----------
    name
        As written.
    gazetteer
        Where to look.
    mode
        How one travels.
    country
        ISO 3166-1 alpha-2, where known.
    """
    matches = [m for m in gazetteer.lookup(name) if m.form not in (Form.DEMONYM, Form.CODE)]
    if country:
        matches = [m for m in matches if m.record.country == country] or [m for m in matches if not m.record.country]
    preferred = PREFERRED_KINDS[mode]
    own = [m for m in matches if m.record.source in {"waypoints", "sites"} and m.record.kind in preferred and country]
    ranked = sorted(own or matches, key=lambda m: _preference(m, preferred))
    return ranked[0].record if ranked else None


def _preference(match: Match, preferred: tuple[str, ...]) -> tuple[int, int, int, str]:
    kind = match.record.kind
    rank = preferred.index(kind) if kind in preferred else len(preferred)
    return (min(match.form, Form.VARIANT), rank, -match.record.population, match.record.id)


def _course(
    entry: Entry,
    parts: Iterable[tuple[Mode, tuple[Stop, ...]]],
    gazetteer: Gazetteer,
    *,
    stated: Iterable[str],
    basis: Basis,
    note: str,
) -> Course:
    stated = set(stated)
    stretches = []
    for mode, stops in parts:
        waypoints = []
        for stop in stops:
            record = locate(stop.name, gazetteer, mode, country=stop.country)
            if record is None:
                return Course((), basis, reason=f"waypoint {stop} of the catalogue has no gazetteer record")
            own_basis: Basis = "inferred" if basis == "inferred" else "catalogued"
            waypoints.append(_waypoint(stop.name, record, "stated" if fold(stop.name) in stated else own_basis))
        stretches.append(Stretch(mode, tuple(waypoints)))
    text = " ".join(part for part in (note, entry.note) if part)
    return Course(tuple(stretches), basis, note=text)


def _waypoint(name: str, record: Record, basis: Basis) -> Waypoint:
    return Waypoint(name, record.lon, record.lat, record.id, basis)


def _best(name: str, gazetteer: Gazetteer) -> Record | None:
    matches = [m for m in gazetteer.lookup(name) if m.form not in (Form.DEMONYM, Form.CODE)]
    standing = {"country": 3, "capital": 2, "region": 1}
    matches.sort(key=lambda m: (m.form, -standing.get(m.record.kind, 0), -m.record.population, m.record.id))
    return matches[0].record if matches else None


def _facility(record: Record, mode: Mode, gazetteer: Gazetteer) -> Record:
    """Take a town's port for a ship and its airport for a plane, where the gazetteer has one near."""
    names = {"sea": (f"Port of {record.name}", record.name), "air": (f"{record.name} International Airport", f"{record.name} Airport")}
    wanted = {"sea": "port", "air": "airport"}.get(mode)
    if wanted is None or record.kind == wanted:
        return record
    near = [
        (distance_km((m.record.lon, m.record.lat), (record.lon, record.lat)), m.record)
        for name in names[mode]
        for m in gazetteer.lookup(name)
        if m.record.kind == wanted
    ]
    near = [pair for pair in near if pair[0] <= FACILITY_KM]
    return min(near, key=lambda pair: (pair[0], pair[1].id))[1] if near else record


def _completed(  # noqa: PLR0913, PLR0917 - what is known of both ends
    route: Route,
    points: Sequence[tuple[str, Record]],
    areas: Sequence[Record],
    gazetteer: Gazetteer,
    catalogue: Catalogue,
    countries: Sequence[str],
) -> Course:
    """Complete a route with an open end from the catalogue, and say so."""
    named = ", ".join([name for name, _ in points] + [area.name for area in areas])
    served = {area.country for area in areas if area.country}
    best: tuple[tuple[int, int], Entry] | None = None
    for entry in catalogue.entries:
        if entry.mode != route.mode or entry.status in {"closed", "proposed", "planned"}:
            continue
        own = {stop.country for stop in entry.waypoints}
        if not served <= (own | entry.serves) or not all(_passes(entry, record, gazetteer) for _, record in points):
            continue
        if not points and not (served & own and own & set(countries) - served):
            continue
        context = next((len(countries) - i for i, country in enumerate(countries) if country in own - served), 0)
        score = (len(served & own), context)
        if best is None or score > best[0]:
            best = (score, entry)
    if best is None:
        return Course((), "stated", reason=f"the text names only one end ({named}), and the catalogue knows no way on from it")
    entry = best[1]
    note = (
        f"The text names only {named}. The other end is inferred from the catalogue's {entry.name}"
        f" ({entry.source})."
    )
    inland = [area.name for area in areas if area.country not in {stop.country for stop in entry.waypoints}]
    if inland:
        note += f" The way on to {inland[0]} is not drawn."
    stated = {fold(stop.name) for stop in entry.waypoints for _, r in points if _is_at(stop, r, gazetteer)}
    return _course(entry, entry.leg_modes(), gazetteer, stated=stated, basis="inferred", note=note)


def _passes(entry: Entry, record: Record, gazetteer: Gazetteer) -> bool:
    return any(_is_at(stop, record, gazetteer) for stop in entry.waypoints)


def _is_at(stop: Stop, record: Record, gazetteer: Gazetteer) -> bool:
    if stop.country != record.country:
        return False
    return any(
        distance_km((m.record.lon, m.record.lat), (record.lon, record.lat)) <= SAME_PLACE_KM
        for m in gazetteer.lookup(stop.name)
        if m.record.country == stop.country
    )
