"""Ways in a text that is not English: one small grammar, whose words are data of each language.

Within a sentence places are put together where

- dashes join them: "Баку–Тбилиси–Карс";
- one is where something comes from and one where it goes, by a preposition, a postposition or an ending, with what is
  passed between them: "из Актау в Баку через Алят", "Bakı limanından Türkmənbaşıya";
- they stand between which something runs: "entre Dakar et Bamako", "Kars ile Iğdır arasında";
- a verb links them: "relie Abidjan à Ouagadougou".

Such a pair is a way where a word for a way, a vehicle or goods stands by, which also tells its mode; so a match
"Paris–Lyon" is none. Ways that the catalogue knows are found by their names in the language
(:mod:`~geo.languages.catalogue_names`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, cast

from geo.languages.catalogue_names import calls_in, entry_of
from geo.languages.governing import Role, roles_of
from geo.languages.names import CHAIN
from geo.model import Mention, Route
from geo.reading.sentences import sentence_at

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from geo.courses import Catalogue
    from geo.courses.catalogue import Entry
    from geo.gazetteer import Gazetteer
    from geo.languages.names import Found, Scene
    from geo.model import Document, Mode, Status

__all__ = [
    "VAGUE",
    "Course",
    "Cue",
    "courses_in",
    "cue_of",
    "cues_in",
    "find_ways",
    "once",
    "route_of",
    "sentences_of",
    "with_calls",
]

NEAR, FAR = 8, 14
"""Words from places to what tells a mode, and to what tells that something runs there at all, at the most."""
APART = 14
"""Words between where something comes from and where it goes, at the most."""
VAGUE: Mode = "multimodal"
MOVING = frozenset({"vehicle", "goods"})
BESIDE = 3
"""Words between an end of a way and what is told to be passed outside its ends, at the most."""
LEAD = 5
"""Words before its first place that a way's phrase takes in."""


@dataclass(frozen=True, slots=True)
class Cue:
    """A word that tells a mode."""

    index: int
    length: int
    kind: str
    mode: Mode


@dataclass(frozen=True, slots=True)
class Course:
    """Places put together, before anybody asks whether they are a way."""

    names: tuple[Found, ...]
    pattern: str


def find_ways(document: Document, scene: Scene, gazetteer: Gazetteer, catalogue: Catalogue) -> tuple[Route, ...]:
    """Find the ways that a scene speaks of.

    Parameters
    ----------
    document
        Where it stands.
    scene
        A stretch in one language, with its names.
    gazetteer, catalogue
        Where names of places and of corridors are looked up.

    Returns
    -------
    Routes in reading order, each once.
    """
    routes: list[Route] = []
    calls = calls_in(document, scene, catalogue)
    for first, last in sentences_of(document, scene):
        names = scene.names_within(first, last)
        routes += _in_sentence(document, scene, (first, last), names, gazetteer, catalogue)
    routes = with_calls(routes, calls)
    return tuple(sorted(once(routes), key=lambda route: route.mention.start))


def sentences_of(document: Document, scene: Scene) -> Iterator[tuple[int, int]]:
    """Give the words of each sentence, first and last."""
    first = 0
    for index in range(1, len(scene.words) + 1):
        at_end = index == len(scene.words)
        if at_end or sentence_at(document.sentences, scene.words[index].start) != sentence_at(
            document.sentences, scene.words[first].start
        ):
            yield first, index
            first = index


def _in_sentence(
    document: Document,
    scene: Scene,
    bounds: tuple[int, int],
    names: Sequence[Found],
    gazetteer: Gazetteer,
    catalogue: Catalogue,
) -> Iterator[Route]:
    if len(names) < 2:
        return
    cues = [*cues_in(scene, bounds)]
    for course in courses_in(scene, names):
        cue = cue_of(course, cues)
        if cue is not None:
            yield route_of(document, scene, bounds, course, cue, gazetteer, catalogue)


def cues_in(scene: Scene, bounds: tuple[int, int]) -> Iterator[Cue]:
    """Give the words of a sentence, by its first and last, that tell how something runs; none inside a name."""
    taken = bounds[0]
    inside = {index for name in scene.names_within(*bounds) for index in range(name.first, name.last)}
    for index in range(*bounds):
        if index < taken or index in inside:
            continue
        for sense in scene.senses[index]:
            if sense.kind in {"way", "vehicle"}:
                yield Cue(index, sense.length, sense.kind, cast("Mode", sense.value))
                taken = index + sense.length
                break
            if sense.kind == "goods":
                yield Cue(index, sense.length, sense.kind, VAGUE)
                break


def courses_in(scene: Scene, names: Sequence[Found]) -> list[Course]:
    """Put the places of a sentence together, each pair once; a chain comes before what governs its parts."""
    chains = [*_chains(scene, names)]
    chained = {name.start for course in chains for name in course.names[1:-1]}
    roles = roles_of(scene, names)
    found = chains
    used: set[tuple[int, int]] = {(c.names[0].start, c.names[-1].start) for c in chains}
    in_chain = {name.start for course in chains for name in course.names}
    free = [(name, role) for name, role in zip(names, roles, strict=True) if name.start not in chained]
    for course in (*_between(scene, free), *_from_to(free), *_linked(scene, free)):
        ends = (course.names[0].start, course.names[-1].start)
        if ends in used or ends[::-1] in used or (ends[0] in in_chain and ends[1] in in_chain):
            continue
        taken = {name.start for other in found for name in other.names}
        if course.pattern == "link" and taken.intersection(ends):
            continue
        used.add(ends)
        found.append(course)
    return found


def _chains(scene: Scene, names: Sequence[Found]) -> Iterator[Course]:
    run: list[Found] = []
    for name in names:
        if run and CHAIN.fullmatch(scene.text, run[-1].end, name.start):
            run.append(name)
            continue
        if len(run) > 1:
            yield Course(tuple(run), "chain")
        run = [name]
    if len(run) > 1:
        yield Course(tuple(run), "chain")


def _between(scene: Scene, free: Sequence[tuple[Found, Role]]) -> Iterator[Course]:
    for (one, role), (two, second) in pairwise(free):
        joined = 0 < two.first - one.last <= 4 and any(
            sense.kind == "and" for index in range(one.last, two.first) for sense in scene.senses[index]
        )
        joined = joined or one.case == "with"
        if joined and ("between" in role.kinds or "between-after" in second.kinds):
            yield Course((one, two), "between")


def _from_to(free: Sequence[tuple[Found, Role]]) -> Iterator[Course]:
    """Give each place that something comes from the nearest place it goes to, with what is passed on the way."""
    spent: set[int] = set()
    for index, (start, role) in enumerate(free):
        if "from" not in role.kinds:
            continue
        goal = _goal(free, index, spent)
        if goal is None:
            continue
        spent.add(goal)
        end = free[goal][0]
        low, high = min(index, goal), max(index, goal)
        via = [
            name
            for at, (name, _) in enumerate(free)
            if at not in {index, goal} and _is_passed(free, at, low, high) and at not in spent
        ]
        yield Course((start, *via, end), "from-to")
        for further in _further(free, goal):
            yield Course((start, *via, further), "from-to")


def _further(free: Sequence[tuple[Found, Role]], goal: int) -> Iterator[Found]:
    """Give the further goals that a list names after the first: "to Singapore and Haiphong"."""
    for (before, _), (name, role) in pairwise(free[goal:]):
        if name.first - before.last > 1 or "from" in role.kinds or "via" in role.kinds or name.case == "of":
            return
        yield name


def _is_passed(free: Sequence[tuple[Found, Role]], at: int, low: int, high: int) -> bool:
    """Tell whether a place is passed on the way between two others: between them, or told right beside them."""
    name, role = free[at]
    if "via" not in role.kinds:
        return False
    if low < at < high:
        return True
    before = free[at - 1][0] if at else None
    if at > high:  # what passes it may as well go on to the next: "to Astara, and by sea to Astrakhan"
        goes_on = at + 1 < len(free) and "to" in free[at + 1][1].kinds
        return before is not None and at <= high + 2 and name.first - before.last <= BESIDE and not goes_on
    return at == low - 1 and free[low][0].first - name.last <= BESIDE


def _goal(free: Sequence[tuple[Found, Role]], index: int, spent: set[int]) -> int | None:
    start = free[index][0]
    for at in range(index + 1, len(free)):
        name, role = free[at]
        if name.first - free[at - 1][0].last > APART or ("from" in role.kinds and "to" not in role.kinds):
            break
        bare = at == index + 1 and not role.kinds and not name.case and name.first - start.last <= 1
        if ("to" in role.kinds or bare) and at not in spent and name.name != start.name:
            return at
    before = index - 1
    if before >= 0 and before not in spent and "to" in free[before][1].sure and "from" in free[index][1].sure:
        near = start.first - free[before][0].last <= NEAR
        return before if near else None
    return None


def _linked(scene: Scene, free: Sequence[tuple[Found, Role]]) -> Iterator[Course]:
    """Give the two places that a verb of linking puts together: both after it, both before it, or one on each side."""
    names = [name for name, _ in free]
    span = range(max(0, names[0].first - FAR), min(len(scene.words), names[-1].last + FAR)) if names else range(0)
    for index in span:
        if not any(sense.kind == "link" for sense in scene.senses[index]):
            continue
        after = [name for name in names if index < name.first <= index + FAR]
        before = [name for name in names if index - FAR <= name.last <= index]
        if len(after) > 1:
            yield Course((after[0], after[1]), "link")
        elif len(before) > 1:
            yield Course((before[-2], before[-1]), "link")


def cue_of(course: Course, cues: Sequence[Cue]) -> Cue | None:
    """Return the word that tells what runs there: the nearest that names a mode, else the nearest at all."""
    first, last = min(n.first for n in course.names), max(n.last for n in course.names)

    def distance(cue: Cue) -> int:
        if first <= cue.index < last:
            return 0
        return min(abs(first - cue.index - cue.length), abs(cue.index - last))

    near = sorted((cue for cue in cues if distance(cue) <= FAR), key=lambda cue: (distance(cue), cue.index))
    if course.pattern == "link":
        near = [cue for cue in near if cue.kind == "way" or cue.mode != VAGUE]
    if not near:
        return None
    telling = [cue for cue in near if cue.mode != VAGUE and distance(cue) <= NEAR]
    return telling[0] if telling else near[0]


def route_of(
    document: Document,
    scene: Scene,
    bounds: tuple[int, int],
    course: Course,
    cue: Cue,
    gazetteer: Gazetteer,
    catalogue: Catalogue,
) -> Route:
    """Return the way that places put together are, with the word that tells what runs there."""
    start = min(name.start for name in course.names)
    end = max(name.end for name in course.names)
    first = min(name.first for name in course.names)
    if first - LEAD <= cue.index < first:
        start = scene.words[cue.index].start
    mention = Mention(start, end, document.text[start:end], sentence_at(document.sentences, start))
    stops = tuple(dict.fromkeys(name.name for name in course.names))
    entry = entry_of(stops, cue.mode, gazetteer, catalogue) if course.pattern in {"chain", "link"} else None
    directed = course.pattern == "from-to" and cue.kind in MOVING
    return Route(
        mention=mention,
        mode=cue.mode if entry is None else entry.mode,
        name=entry.name if entry else None,
        status=_status(scene, bounds, course, entry, moving=directed),
        directed=directed,
        waypoints=stops,
        catalogue=entry.id if entry else None,
    )


def _status(scene: Scene, bounds: tuple[int, int], course: Course, entry: Entry | None, *, moving: bool) -> Status:
    """Return the state that the nearest word of state in the sentence tells."""
    first, last = min(n.first for n in course.names), max(n.last for n in course.names)
    told = [
        (max(first - index, index - last, 0), sense.value)
        for index in range(*bounds)
        for sense in scene.senses[index]
        if sense.kind == "status"
    ]
    if told:
        return cast("Status", min(told)[1])
    if entry is not None:
        return entry.status
    return "operating" if moving else "unknown"


def with_calls(routes: list[Route], calls: Iterable[Route]) -> list[Route]:
    """Add the ways known by name; one that stands in the words of another gives it its name."""
    found = list(routes)
    for call in calls:
        same = [
            index
            for index, route in enumerate(found)
            if route.mention.start <= call.mention.start and call.mention.end <= route.mention.end
        ]
        if same and found[same[0]].catalogue is None and len(found[same[0]].waypoints) < 2:
            found[same[0]] = replace(found[same[0]], name=call.name, catalogue=call.catalogue)
            continue
        found.append(call)
    return found


def once(routes: Iterable[Route]) -> Iterator[Route]:
    """Give each way once: of those known by name the first, of others those that share no words with one before."""
    seen: dict[str, Route] = {}
    told: set[tuple[frozenset[str], str]] = set()
    for route in sorted(routes, key=lambda r: (r.mention.start, -len(r.waypoints))):
        if route.catalogue is not None:
            if route.catalogue in seen:
                continue
            seen[route.catalogue] = route
        ends = (
            frozenset((route.waypoints[0], route.waypoints[-1])) if route.waypoints else frozenset({route.name or ""})
        )
        key = (ends, route.mode)
        if key in told:
            continue
        told.add(key)
        yield route
