"""What a corridor that was traced is called, and the record that is made of its plan and its legs."""

from __future__ import annotations

from itertools import chain, count
from typing import TYPE_CHECKING

from geo.courses.length_check import misfit
from geo.courses.waypoints import NO_POINT
from geo.model import Corridor
from geo.slugs import slug

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geo.courses import Catalogue
    from geo.courses.charting import Plan
    from geo.courses.waypoints import Course
    from geo.model import Leg, ReadBy, Route

__all__ = ["MODE_NAMES", "corridor_of", "joined_words", "name_of"]

MODE_NAMES = {
    "rail": "rail route", "road": "road route", "sea": "sea route", "air": "air route", "pipeline": "pipeline",
    "waterway": "waterway", "cable": "cable", "multimodal": "corridor",
}  # fmt: skip
READ_BY: Mapping[ReadBy, str] = {
    "rules": "Read by: rules; the language model did not list it.",
    "model": "Read by: the language model; the rules did not see it.",
    "both": "Read by: rules and the language model.",
}


def name_of(route: Route, catalogue: Catalogue, course: Course) -> str:
    """Name a corridor: as the catalogue does, as the text does, else by its stops and mode."""
    entry = catalogue.get(route.catalogue) if route.catalogue else None
    if entry is not None:
        return entry.name
    if route.name:
        return route.name
    if len(route.waypoints) > 1:
        left_out = {each.name for each in course.lost if each.why == NO_POINT} if course.stretches else set()
        stops = [name for name in route.waypoints[1:-1] if name not in left_out]
        return f"{'–'.join((route.waypoints[0], *stops, route.waypoints[-1]))} {MODE_NAMES[route.mode]}"
    end = route.waypoints[0] if route.waypoints else route.mention.phrase
    return f"{MODE_NAMES[route.mode].capitalize()} to and from {end}"


def corridor_of(plan: Plan, legs: tuple[Leg, ...], catalogue: Catalogue, *, taken: set[str]) -> Corridor:
    """Make the record of a corridor that was traced; ``taken`` are the ids of those before it."""
    route, name, course, mentions = plan.route, plan.name, plan.course, plan.mentions
    entry = catalogue.get(route.catalogue) if route.catalogue else None
    if entry is not None and not name.startswith(entry.name):
        entry = None  # the text ends it elsewhere: source and length of the catalogue's are another way's
    return Corridor(
        id=_free_id(slug(name), taken),
        name=name,
        mode=route.mode,
        status=route.status,
        basis=course.basis,
        waypoints=course.waypoints,
        legs=legs,
        mentions=mentions,
        directed=route.directed,
        catalogue=entry.id if entry else None,
        published_km=entry.published_km if entry else None,
        note=joined_words(course.note, _said(route), misfit(entry, route.stated_km, legs), _read(route)),
        source=entry.source if entry else "",
        stated_km=route.stated_km,
        years=route.years,
        read_by=route.read_by,
    )


def joined_words(*parts: str) -> str:
    """Put the sentences of a note together, those that there are."""
    return " ".join(part for part in parts if part)


def _said(route: Route) -> str:
    """Say what length and years the text gives a corridor; ``""`` where it gives none."""
    said = [f"{route.stated_km:,.0f} km"] if route.stated_km else []
    said += [str(y.year) if y.event == "other" else f"{y.event} {y.year}" for y in route.years]
    return f"In the text: {', '.join(said)}." if said else ""


def _read(route: Route) -> str:
    """Say who read a way, where two readers did; ``""`` where our own rules read alone."""
    return READ_BY[route.read_by] if route.read_by is not None else ""


def _free_id(id_: str, taken: set[str]) -> str:
    """Return an id that no corridor of the atlas has yet, and take it."""
    choices = chain([id_], (f"{id_}-{number}" for number in count(2)))
    free = next(choice for choice in choices if choice not in taken)
    taken.add(free)
    return free
