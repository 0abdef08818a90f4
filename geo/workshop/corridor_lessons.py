"""Passages of gold as lessons for the judge: what each offers, and what of it is right."""

from __future__ import annotations

import argparse
import json
from bisect import bisect_left
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo.corridors.evidence import gather_evidence
from geo.corridors.first_pass import look
from geo.corridors.qualities import mode_features, state_features
from geo.corridors.rules import around, read_by_rules
from geo.corridors.status import status_of
from geo.errors import DataError
from geo.evaluation.corridor_passages import ends_agree, key, matched, meet, whole_agrees
from geo.model import Mention
from geo.reading import document as as_document
from geo.reading.sentences import sentence_at
from geo.recognition import recognise

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from geo.corridors.chooser import Chosen
    from geo.corridors.evidence import Evidence, NamedWay, ToldWay
    from geo.courses import Catalogue
    from geo.gazetteer import Gazetteer

__all__ = [
    "Lesson",
    "Named",
    "answers_for",
    "joins_label",
    "kept_labels",
    "lesson_of",
    "name_label",
    "named",
    "passages",
    "qualities",
    "read_twice",
    "told_labels",
]

TELLING_LETTERS = 5  # a shorter name says too little
OWN_WORDS = 2.5  # a name that is a told way's phrase for the most part is that way's name


@dataclass(frozen=True, slots=True)
class Lesson:
    """A passage, what it offers, and its gold."""

    id: str
    evidence: Evidence
    gold: Sequence[Mapping[str, Any]]
    weight: float


class Named(argparse.Namespace):
    """What is named on the command line of what learns from passages.

    Attributes
    ----------
    gold, lightly
        Files of passages; what is learned from the latter counts less.
    renamed
        Files of passages that are learned with other names of towns.
    states
        Files of snippets in which only states and modes of ways are marked.
    second
        What a second annotator says of the states of the ways of the gold.
    only
        Kinds of models to learn, where the others stay as they are; all where none is named.
    across
        Whether to say first how well all does on passages that were not learned from.
    before
        What was learned before, to go on from.
    output
        Where the weights go.
    """

    gold: list[Path]
    lightly: list[Path]
    renamed: list[Path]
    states: list[Path]
    second: Path | None
    only: list[str]
    across: bool
    before: Path | None
    output: Path


def named(told: str | None, output: str) -> Named:
    """Read the command line.

    Parameters
    ----------
    told
        What the module says of itself.
    output
        File under ``geo/data`` that the weights are written to where no other is named.
    """
    parser = argparse.ArgumentParser(description=told.split("\n", maxsplit=1)[0] if told else "")
    parser.add_argument("gold", nargs="+", type=Path)
    parser.add_argument("--lightly", nargs="*", type=Path, default=[])
    parser.add_argument("--renamed", nargs="*", type=Path, default=[])
    parser.add_argument("--states", nargs="*", type=Path, default=[])
    parser.add_argument("--second", type=Path)
    parser.add_argument("--only", nargs="*", default=[])
    parser.add_argument("--across", action="store_true")
    parser.add_argument("--before", type=Path)
    parser.add_argument("--output", type=Path, default=Path(__file__).parents[1] / "data" / output)
    return parser.parse_args(namespace=Named())


def passages(paths: Iterable[Path]) -> list[dict[str, Any]]:
    """Return the passages of files that hold an object a line."""
    return [json.loads(line) for path in paths for line in path.read_text(encoding="utf-8").splitlines() if line]


def read_twice(gold: Sequence[Mapping[str, Any]], second: Path | None) -> list[dict[str, Any]]:
    """Return passages, each way of which has the "states" that two annotators gave it; one where one alone read it.

    Parameters
    ----------
    gold
        Passages.
    second
        A file of ``{"id": …, "states": […]}``, a state for each way of the passage in its order; none where nobody
        read them twice.

    Raises
    ------
    DataError
        If a passage has more or fewer second states than ways.
    """
    said = {each["id"]: each["states"] for each in passages([second] if second else [])}
    for each in gold:
        ways, states = len(each["corridors"]), len(said.get(each["id"], each["corridors"]))
        if ways != states:
            raise DataError(f"{second}: {each['id']} has {states} states for {ways} ways; give one for each")
    return [
        {
            **passage,
            "corridors": [
                {**way, "states": [way["status"], *said.get(passage["id"], [])[number : number + 1]]}
                for number, way in enumerate(passage["corridors"])
            ],
        }
        for passage in gold
    ]


def lesson_of(passage: Mapping[str, Any], gazetteer: Gazetteer, catalogue: Catalogue, weight: float = 1.0) -> Lesson:
    """Read a passage of gold."""
    document = as_document(passage["text"])
    mentions = recognise(document, gazetteer)
    findings = look(document, mentions, gazetteer, catalogue)
    votes = read_by_rules(findings, gazetteer, catalogue)
    actors = [mention.start for mention in mentions if mention.role == "associative"]
    evidence = gather_evidence(findings, gazetteer, votes, actors)
    return Lesson(str(passage["id"]), evidence, passage["corridors"], weight)


def _span(evidence: Evidence, first: int, last: int) -> dict[str, Any]:
    return {"start": evidence.tokens.starts[first], "end": evidence.tokens.ends[last - 1], "mode": "multimodal"}


def answers_for(way: ToldWay, lesson: Lesson) -> list[Mapping[str, Any]]:
    """Return the ways of the gold that a telling has both ends of."""
    found = _as_found(way, lesson)
    return [each for each in lesson.gold if each.get("drawable", True) and ends_agree({**each, "name": None}, found)]


def _as_found(way: ToldWay, lesson: Lesson) -> dict[str, Any]:
    proposal = way.proposal
    return {**_span(lesson.evidence, proposal.first, proposal.last), "waypoints": list(proposal.names)}


def told_labels(lesson: Lesson, way: ToldWay) -> tuple[bool, bool, bool] | None:
    """Tell whether a telling is of a way of the gold, has its ends, has all its stops; ``None`` where nobody asks."""
    proposal, found = way.proposal, _as_found(way, lesson)
    stops = {key(name) for name in proposal.names}
    detected = ends = whole = neutral = False
    for each in lesson.gold:
        if not each.get("drawable", True):
            neutral |= meet(each, found)
            continue
        unnamed = {**each, "name": None}
        its = {key(name) for name in each["waypoints"]}
        detected |= meet(each, found) and (bool(stops & its) or not its)
        ends |= ends_agree(unnamed, found)
        whole |= whole_agrees(unnamed, found)
    if neutral and not ends:
        return None
    return detected or ends, ends, whole


def name_label(lesson: Lesson, way: NamedWay) -> bool | None:
    """Tell whether a name is that of a way of the gold; ``None`` where it is another name of one."""
    other = False
    for use in way.uses:
        found = _span(lesson.evidence, use.first, use.last)
        phrase = lesson.evidence.document.text[found["start"] : found["end"]]
        for each in lesson.gold:
            if meet(each, found):
                long = each["end"] - each["start"] >= OWN_WORDS * (found["end"] - found["start"])
                if each.get("drawable", True) and (each.get("name") or not long):
                    return True
                other = True
            elif (
                each.get("name")
                and len(key(phrase)) >= TELLING_LETTERS
                and (key(phrase) in key(each["name"]) or key(each["name"]) in key(phrase))
            ) or (len(use.stops) > 1 and ends_agree({**each, "name": None}, {**found, "waypoints": list(use.stops)})):
                other = True
    return None if other else False


def joins_label(lesson: Lesson, name: NamedWay, told: ToldWay) -> bool:
    """Tell whether a telling says where a named way of the gold goes."""
    found = {**_span(lesson.evidence, told.proposal.first, told.proposal.last), "waypoints": list(told.proposal.names)}
    spans = [_span(lesson.evidence, use.first, use.last) for use in name.uses]
    return any(
        each.get("name")
        and any(meet(each, span) for span in spans)
        and ends_agree({**each, "name": None, "mode": "multimodal"}, found)
        for each in lesson.gold
    )


def qualities(lesson: Lesson, catalogue: Catalogue) -> Iterable[tuple[Mapping[str, Any], list[str], list[str]]]:
    """Yield each way of the gold with the features of its mode and of its state."""
    evidence = lesson.evidence
    tokens, document = evidence.tokens, evidence.document
    for each in lesson.gold:
        if not each.get("drawable", True):
            continue
        first = bisect_left(tokens.starts, each["start"])
        last = max(first + 1, bisect_left(tokens.starts, each["end"]))
        mention = Mention(each["start"], each["end"], document.text[each["start"] : each["end"]],
                          sentence_at(document.sentences, each["start"]))  # fmt: skip
        bounds = evidence.bounds[mention.sentence]
        entry = catalogue.named(each["name"]) if each.get("name") else None
        sentence, at = around(mention, document)
        vote = status_of(sentence, at=at, catalogued=entry.status if entry else None)
        yield (
            each,
            mode_features(first, last, bounds, tokens, entry, ()),
            state_features(first, last, bounds, tokens, entry, named=bool(each.get("name")), vote=vote),
        )


def kept_labels(lesson: Lesson, ways: Sequence[Chosen]) -> list[bool | None]:
    """Tell of each way that the first look took whether it answers for a way of the gold, each of which one may.

    ``None`` where nobody asks: the way of the gold cannot be drawn.
    """
    spans = [
        {
            **_span(lesson.evidence, way.first, way.last),
            "name": way.rule.name if way.rule is not None else None,
            "waypoints": list(way.stops),
        }
        for way in ways
    ]
    labels: list[bool | None] = [False] * len(ways)
    for each, number in matched(lesson.gold, spans):
        if number is not None:
            labels[number] = True if each.get("drawable", True) else None
    return labels
