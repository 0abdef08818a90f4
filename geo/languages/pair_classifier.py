"""Which pairs of places are ways, in a text in another language that the encoder has read: a small learned chooser.

What the grammar of :mod:`geo.languages.ways` refuses for want of a word it knows is half of all ways; with names as
sure as the encoder makes them, their pairs can be weighed instead. Two logistic regressions, as in English: the first
says of each pair (:mod:`~geo.languages.pairs`) how likely it is a way, the second weighs it beside the likelier ones
around it; how one travels on it and its state are weighed likewise (:mod:`~geo.languages.modes_and_statuses`). All
weights are text, ``geo/data/languages/way-weights.tsv``, learned by ``python -m geo.workshop.train_languages`` from
passages in all fourteen languages together.
"""

from __future__ import annotations

import math
from dataclasses import replace
from functools import cache as remember
from importlib.resources import files
from typing import TYPE_CHECKING

from geo.corridors.chooser import chance, log_odds, read_weights
from geo.languages.catalogue_names import calls_in
from geo.languages.modes_and_statuses import with_qualities
from geo.languages.pairs import Pair, pairs_in
from geo.languages.ways import VAGUE, Course, Cue, once, route_of, with_calls
from geo.model import Mention
from geo.reading.sentences import sentence_at

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from geo.courses import Catalogue
    from geo.gazetteer import Gazetteer
    from geo.languages.names import Found, Scene
    from geo.model import Document, Route

    Weights = Mapping[str, Mapping[str, float]]

__all__ = ["FILE", "beside", "choose_ways", "chosen", "weights"]

FILE = "way-weights.tsv"
SEEN = 0.03
"""How likely a pair must be to be looked at a second time."""
KEPT = 0.4
"""How likely it must be then. Both were chosen by cross-validation on the passages to learn from."""
LIKELY = 0.3


def choose_ways(
    document: Document, scene: Scene, gazetteer: Gazetteer, catalogue: Catalogue, known: Weights | None = None
) -> tuple[Route, ...]:
    """Find the ways that a scene speaks of, as :func:`geo.languages.ways.find_ways` does, by learned weights.

    Parameters
    ----------
    document, scene, gazetteer, catalogue
        As for :func:`geo.languages.ways.find_ways`.
    known
        Weights, as :func:`weights` gives them; the project's own where none are given.

    Returns
    -------
    Routes in reading order, each once.
    """
    known = known if known is not None else weights()
    calls = [*calls_in(document, scene, catalogue)]
    pairs = [*pairs_in(document, scene, calls)]
    routes = [_route(document, scene, pair, gazetteer, catalogue) for pair in chosen(pairs, scene.names, known)]
    found = sorted(once(with_calls(routes, calls)), key=lambda route: route.mention.start)
    return tuple(with_qualities(document, scene, route, known) for route in found)


def chosen(pairs: Sequence[Pair], names: Sequence[Found], known: Weights) -> Iterator[Pair]:
    """Give the pairs that are ways, each two places once.

    Parameters
    ----------
    pairs
        Those of a scene.
    names
        The names of the scene.
    known
        Weights of the first look and of the second: ``pair``, ``kept``.
    """
    first = [log_odds(pair.features, known["pair"]) for pair in pairs]
    second = {number: chance(features, known["kept"]) for number, features in beside(pairs, names, first)}
    taken: set[frozenset[str]] = set()
    for number in sorted(second, key=lambda number: (-second[number], number)):
        ends = frozenset((names[pairs[number].one].name, names[pairs[number].two].name))
        if second[number] >= KEPT and ends not in taken:
            taken.add(ends)
            yield pairs[number]


def beside(pairs: Sequence[Pair], names: Sequence[Found], odds: Sequence[float]) -> Iterator[tuple[int, list[str]]]:
    """Give each pair that may be a way, by its number, with how it stands to the likelier ones around it.

    Parameters
    ----------
    pairs, names
        As for :func:`chosen`.
    odds
        What the first look says of each pair (logarithm of the odds).
    """
    chances = [1 / (1 + math.exp(-max(-50.0, min(50.0, each)))) for each in odds]
    by_name: dict[int, list[int]] = {}
    best: dict[frozenset[str], float] = {}
    seen = [number for number, each in enumerate(chances) if each >= SEEN]
    for number in seen:
        pair = pairs[number]
        by_name.setdefault(pair.one, []).append(number)
        by_name.setdefault(pair.two, []).append(number)
        ends = _ends(pair, names)
        best[ends] = max(chances[number], best.get(ends, 0.0))
    for number in seen:
        pair, mine = pairs[number], (chances[number], -number)
        around = {other for name in range(pair.one, pair.two + 1) for other in by_name.get(name, ())} - {number}
        surer = sorted(other for other in around if (chances[other], -other) > mine)
        found = [f"odds={math.floor(odds[number] * 2) / 2:g}", f"again={best[_ends(pair, names)] > chances[number]}"]
        found += _of_rivals(pair, [(pairs[other], chances[other]) for other in surer])
        found.append(f"course={pair.course is not None and pair.cue is not None}")
        yield number, found


def _ends(pair: Pair, names: Sequence[Found]) -> frozenset[str]:
    return frozenset((names[pair.one].name, names[pair.two].name))


def _of_rivals(pair: Pair, surer: Sequence[tuple[Pair, float]]) -> Iterator[str]:
    sharing = [(other, its) for other, its in surer if {other.one, other.two} & {pair.one, pair.two}]
    likely = [other for other, its in sharing if its > LIKELY]
    yield f"sharing={min(len(likely), 3)}"
    yield f"surest-sharing={_tenth(sharing)}"
    yield f"surest-around={_tenth([(o, its) for o, its in surer if o.one <= pair.one and pair.two <= o.two])}"
    yield f"surest-inside={_tenth([(o, its) for o, its in surer if pair.one <= o.one and o.two <= pair.two])}"
    yield f"likely={min(sum(its > LIKELY for _, its in surer), 4)}"
    if any(other.one == pair.one for other in likely):
        yield "same-first"
    if any(other.two == pair.two for other in likely):
        yield "same-last"
    if any(other.two == pair.one for other in likely):
        yield "goes-on"
    if any(other.one == pair.two for other in likely):
        yield "goes-before"


def _tenth(those: Sequence[tuple[Pair, float]]) -> int:
    return int(10 * max((its for _, its in those), default=0.0))


def _route(document: Document, scene: Scene, pair: Pair, gazetteer: Gazetteer, catalogue: Catalogue) -> Route:
    course = pair.course or _course(scene, pair)
    cue = pair.cue or Cue(min(name.first for name in course.names), 0, "", VAGUE)
    route = route_of(document, scene, pair.bounds, course, cue, gazetteer, catalogue)
    sentence = document.sentences[sentence_at(document.sentences, route.mention.start)]
    if route.mention.end <= sentence.end:
        return route
    phrase = document.text[route.mention.start : sentence.end].rstrip()
    mention = Mention(route.mention.start, route.mention.start + len(phrase), phrase, route.mention.sentence)
    return replace(route, mention=mention)


def _course(scene: Scene, pair: Pair) -> Course:
    """Put two places in order of travel, with what is told to be passed between them."""
    one, two = scene.names[pair.one], scene.names[pair.two]
    return Course((two, one) if _goes_back(pair) else (one, two), "told")


def _goes_back(pair: Pair) -> bool:
    """Tell whether the second is where it comes from: "to Baku from Aktau"."""
    first, second = (role.kinds for role in pair.roles)
    return "from" in second and "from" not in first


@remember
def weights() -> Weights:
    """Return the learned weights: for each look, of each feature."""
    return read_weights((files("geo") / "data" / "languages" / FILE).read_text(encoding="utf-8"))
