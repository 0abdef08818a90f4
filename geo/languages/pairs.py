"""Every two places of a text in another language between which it may tell a way, and what speaks for it.

The grammar of :mod:`geo.languages.ways` is sure of little and right; here each two places that stand near each other
are a pair, and what the grammar makes of them is one voice among others: what governs each, what stands between,
before and after, how far apart they are, what else is told in the sentence. A feature is a class of words or a number,
never a word, and is the same in every language, so that what passages in one teach holds for the others. Two places
that a dash or a "between" joins, in a sentence that has no word of ways, are no pair: a match "Баку — Тбилиси" is
none, nor are "Переговоры между Парижем и Лондоном".
:mod:`~geo.languages.pair_classifier` chooses among them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo.languages.governing import roles_of
from geo.languages.names import CHAIN, LIST, find_names
from geo.languages.roles import with_roles
from geo.languages.ways import VAGUE, courses_in, cue_of, cues_in, sentences_of
from geo.reading.sentences import sentence_at

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from geo.languages.governing import Role
    from geo.languages.names import Found, Scene
    from geo.languages.ways import Course, Cue
    from geo.model import Document, Mention, Route

__all__ = ["Pair", "pairs_in"]

FURTHER = 8
"""Names after the first in which the other end may stand."""
BESIDE = 6
"""Words before and after the two that are looked at."""
WORDLESS = frozenset({"chain", "between"})
"""What puts two places together that is no way without a word for one: a match of two cities, talks between them."""
STEPS = (0, 1, 2, 3, 5, 8, 12, 20, 30)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two names that may be the ends of a way, in reading order.

    Attributes
    ----------
    one, two
        Their numbers among the names of the scene.
    bounds
        The words of the sentence of the first, first and last.
    course, cue
        What the grammar puts together between the same ends, and the word that tells what runs there; ``None`` where
        it has none.
    roles
        What governs each.
    features
        What speaks for a way between them and against it.
    """

    one: int
    two: int
    bounds: tuple[int, int]
    course: Course | None
    cue: Cue | None
    roles: tuple[Role, Role]
    features: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence with names: its words, first and last, and what the grammar makes of it.

    Attributes
    ----------
    courses
        What it puts together, by where the two ends begin.
    rivals
        Patterns of those that end in a name, by where it begins.
    """

    bounds: tuple[int, int]
    names: int
    courses: Mapping[frozenset[int], tuple[Course, Cue | None]]
    rivals: Mapping[int, Sequence[str]]
    roles: Mapping[int, Role]
    kinds: frozenset[str]
    is_ruled: bool


def pairs_in(document: Document, scene: Scene, calls: Sequence[Route]) -> Iterator[Pair]:
    """Give each two places of a sentence, or of one and the next, that stand near each other.

    Parameters
    ----------
    document
        Where the scene stands.
    scene
        A stretch in one language, with its names.
    calls
        The ways that it calls by name.
    """
    names = scene.names
    numbers = [sentence_at(document.sentences, name.start) for name in names]
    sentences = _sentences(document, scene)
    acting = [mention.role for mention in with_roles(scene, find_names(document, scene))]
    called: dict[int, list[Mention]] = {}
    for call in calls:
        called.setdefault(sentence_at(document.sentences, call.mention.start), []).append(call.mention)
    for one, first in enumerate(names):
        for two in range(one + 1, min(len(names), one + FURTHER + 1)):
            second, gap = names[two], numbers[two] - numbers[one]
            if gap > 1:
                break
            if first.name == second.name:
                continue
            here, there = sentences[numbers[one]], sentences[numbers[two]]
            course, cue = here.courses.get(frozenset((first.start, second.start)), (None, None))
            if course is not None and course.pattern in WORDLESS and cue is None:
                continue
            roles = (here.roles[first.start], there.roles[second.start])
            found = [f"gap={gap}", f"between={min(two - one - 1, 5)}", f"role={acting[one]}>{acting[two]}"]
            found += _of_governors(first, second, roles)
            found += _of_grammar(here, first, second, course, cue)
            found += _of_words(scene, first, second, (here, there))
            if numbers[one] in called:
                inside = any(its.start <= first.start and second.end <= its.end for its in called[numbers[one]])
                found.append("in-call" if inside else "call-here")
            yield Pair(one, two, here.bounds, course, cue, roles, tuple(dict.fromkeys(found)))


def _sentences(document: Document, scene: Scene) -> dict[int, _Sentence]:
    found = {}
    for bounds in sentences_of(document, scene):
        names = scene.names_within(*bounds)
        if not names:
            continue
        cues = [*cues_in(scene, bounds)]
        courses: dict[frozenset[int], tuple[Course, Cue | None]] = {}
        rivals: dict[int, list[str]] = {}
        for course in courses_in(scene, names) if len(names) > 1 else ():
            ends, cue = (course.names[0].start, course.names[-1].start), cue_of(course, cues)
            courses.setdefault(frozenset(ends), (course, cue))
            for end in ends if cue is not None else ():
                rivals.setdefault(end, []).append(course.pattern)
        found[sentence_at(document.sentences, names[0].start)] = _Sentence(
            bounds,
            len(names),
            courses,
            {end: sorted(set(patterns)) for end, patterns in rivals.items()},
            {name.start: role for name, role in zip(names, roles_of(scene, names), strict=True)},
            _kinds(scene, *bounds),
            any(cue is not None for _, cue in courses.values()),
        )
    return found


def _kinds(scene: Scene, first: int, last: int) -> frozenset[str]:
    """Return the classes of some words; a way or vehicle that tells no mode is a class of its own."""
    return frozenset(
        f"{sense.kind}-vague" if sense.kind in {"way", "vehicle"} and sense.value == VAGUE else sense.kind
        for senses in scene.senses[max(0, first) : last]
        for sense in senses
    )


def _of_governors(first: Found, second: Found, roles: tuple[Role, Role]) -> Iterator[str]:
    one, two = ("+".join(sorted(role.kinds)) or "-" for role in roles)
    yield from (f"first={one}", f"last={two}", f"governed={one}>{two}")
    yield from (f"first-case={first.case}", f"last-case={second.case}", f"cases={first.case}>{second.case}")
    for which, role in zip(("first", "last"), roles, strict=True):
        if role.sure:
            yield f"{which}-sure={'+'.join(sorted(role.sure))}"


def _of_grammar(
    sentence: _Sentence, first: Found, second: Found, course: Course | None, cue: Cue | None
) -> Iterator[str]:
    if course is not None:
        yield f"course={course.pattern}"
        yield f"course={course.pattern},{cue.kind if cue else None}"
        yield f"stops={min(len(course.names), 4)}"
        yield f"ruled,{cue.kind},{cue.mode != VAGUE}" if cue is not None else "no-cue"
    else:
        rivals = {*sentence.rivals.get(first.start, ()), *sentence.rivals.get(second.start, ())}
        yield "rival" if rivals else "no-course"
        yield from (f"rival={pattern}" for pattern in sorted(rivals))
    if sentence.is_ruled:
        yield "ruled-here"


def _of_words(scene: Scene, first: Found, second: Found, sentences: tuple[_Sentence, _Sentence]) -> Iterator[str]:
    here, there = sentences
    yield f"apart={_step(second.first - first.last)}"
    yield f"names={_step(here.names)}"
    if CHAIN.fullmatch(scene.text, first.end, second.start):
        yield "dash"
    if LIST.fullmatch(scene.text, first.end, second.start):
        yield "comma"
    yield from (f"within:{kind}" for kind in sorted(_kinds(scene, first.last, second.first)))
    yield from (
        f"before:{kind}" for kind in sorted(_kinds(scene, max(here.bounds[0], first.first - BESIDE), first.first))
    )
    yield from (
        f"after:{kind}" for kind in sorted(_kinds(scene, second.last, min(second.last + BESIDE, there.bounds[1])))
    )
    yield from (f"sentence:{kind}" for kind in sorted(here.kinds))


def _step(number: int) -> str:
    return next((str(step) for step in STEPS if number <= step), "more")
