"""``corridors evaluate``: how well gold is met."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from layers.cli.options import OWN_PLACES, READER, examples, open_gazetteer, open_reader
from layers.cli.terminal import clear, count, say, table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.encoder.encoder_use import EncoderUse
    from geo.evaluation import CorridorScores, Fault, FaultKind, GoldDocument, ToponymScores
    from geo.gazetteer import Gazetteer
    from geo.language_model import Reader

__all__ = ["evaluate"]

Pair = tuple["GoldDocument", dict[str, Any]]
Readers = tuple["Reader | None", "EncoderUse"]
"""Who reads beside our rules: a model, the encoder."""
ALL = "all together"
OF_RECOGNITION = frozenset({"P", "R", "F", "F overlap", "roles", "F associative"})
"""What says nothing where the names are given."""


@click.command(
    short_help="Compare with gold: how well names and corridors are found and placed.",
    epilog=examples("corridors evaluate gold.jsonl", "corridors evaluate lgl.jsonl trnews.jsonl --errors --worst 5"),
)
@click.argument("gold", type=click.Path(path_type=Path), nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="Write every measure as JSON.")
@click.option("--errors", is_flag=True, help="List the worst documents with what went wrong in each.")
@click.option("--worst", type=click.IntRange(1), default=10, show_default=True, help="How many of them to list.")
@click.option("--given-names", is_flag=True, help="Take the names as the gold marks them: resolution by itself.")
@OWN_PLACES
@READER
def evaluate(
    gold: Sequence[Path],
    *,
    as_json: bool,
    errors: bool,
    worst: int,
    given_names: bool,
    own_places: Sequence[Path],
    wanted: str,
    model: str,
    refresh_reading: bool,
    reader_limit: int,
) -> None:
    """Read the texts of GOLD for places and corridors, and compare with what its annotators marked.

    GOLD holds one JSON object a line: text, toponyms with start, end, lat and lon (and role, type, modifier where
    known), and perhaps corridors. Names are right where start and end are the same, and where they are put within
    161 km. Demonyms, languages and names inside an organisation's name are neither asked for nor punished.
    """
    gazetteer = open_gazetteer(own_places)
    choice = open_reader(wanted, model, refresh=refresh_reading, limit=reader_limit)
    corpora = {}
    for path in gold:
        reader = choice.for_article(path)  # kept answers stand beside the gold
        corpora[_label(path, gold)] = _predicted(path, gazetteer, (reader, choice.encoder), given_names=given_names)
    if as_json:
        click.echo(json.dumps(_everything(corpora), ensure_ascii=False, indent=2))
    else:
        _show_toponyms(corpora, without=OF_RECOGNITION if given_names else frozenset())
        _show_corridors({} if given_names else corpora)
    if errors:
        _show_errors(corpora, worst, as_json=as_json)


def _label(path: Path, paths: Sequence[Path]) -> str:
    return path.stem if [p.stem for p in paths].count(path.stem) == 1 else str(path)


def _predicted(path: Path, gazetteer: Gazetteer, readers: Readers, *, given_names: bool) -> list[Pair]:
    from geo.evaluation import read_gold

    pairs = []
    for number, document in enumerate(read_gold(path, gazetteer), start=1):
        say(f"{path.name}: {count(number, 'document')}")
        pairs.append((document, _prediction(document, gazetteer, readers, given_names=given_names)))
    clear()
    return pairs


def _prediction(gold: GoldDocument, gazetteer: Gazetteer, readers: Readers, *, given_names: bool) -> dict[str, Any]:
    from geo.annotating import annotate, annotate_names
    from geo.evaluation.gold import as_mentions
    from geo.reading import document as read_text
    from geo.recognition import recognise

    if not gold.text.strip():
        return {"toponyms": [], "corridors": []}
    document = read_text(gold.text)
    if given_names:
        return annotate_names(document, as_mentions(gold, document, recognise(document, gazetteer)), gazetteer)
    reader, encoder = readers
    return annotate(document, gazetteer, reader=reader, encoder=encoder)


def _scores(corpora: dict[str, list[Pair]]) -> dict[str, ToponymScores]:
    from geo.evaluation import score_toponyms

    wanted = {label: pairs for label, pairs in corpora.items() if any(g.toponyms is not None for g, _ in pairs)}
    if len(wanted) > 1:
        wanted |= {ALL: [pair for pairs in wanted.values() for pair in pairs]}
    return {label: score_toponyms([g for g, _ in pairs], [p for _, p in pairs]) for label, pairs in wanted.items()}


def _corridor_scores(corpora: dict[str, list[Pair]]) -> dict[str, CorridorScores]:
    from geo.evaluation import score_corridors

    asked = {
        label: [(gold.corridors, found) for gold, found in pairs if gold.corridors is not None]
        for label, pairs in corpora.items()
    }
    wanted = {label: pairs for label, pairs in asked.items() if pairs}
    if len(wanted) > 1:
        wanted |= {ALL: [pair for pairs in wanted.values() for pair in pairs]}
    return {
        label: score_corridors([{"corridors": gold} for gold, _ in pairs], [found for _, found in pairs])
        for label, pairs in wanted.items()
    }


def _everything(corpora: dict[str, list[Pair]]) -> dict[str, Any]:
    return {
        "toponyms": {label: scores.as_dict() for label, scores in _scores(corpora).items()},
        "corridors": {label: scores.as_dict() for label, scores in _corridor_scores(corpora).items()},
    }


def _show_toponyms(corpora: dict[str, list[Pair]], *, without: frozenset[str]) -> None:
    scores = _scores(corpora)
    if not scores:
        return
    rows = [_row(label, each.as_dict()) for label, each in scores.items()]
    columns = [column for column in rows[0] if column not in without and any(row[column] for row in rows)]
    table(columns, rows)


def _show_corridors(corpora: dict[str, list[Pair]]) -> None:
    scores = _corridor_scores(corpora)
    if not scores:
        return
    rows = [
        {"corridors of": label, "texts": str(each.items), "corridors": str(each.detection.gold)}
        | {
            f"{name}{level}": _share(getattr(agreement, measure))
            for level, agreement in (("", each.detection), (" mode", each.with_mode), (" whole", each.whole))
            for name, measure in (("P", "precision"), ("R", "recall"), ("F", "f1"))
        }
        | {"status": _share(each.status.recall), "direction": _share(each.direction.recall)}
        | {"clean negatives": f"{each.negatives_clean} of {each.negatives}"}
        for label, each in scores.items()
    ]
    table(list(rows[0]), rows)


def _row(label: str, measures: dict[str, Any]) -> dict[str, str]:
    strict, overlap, associative = measures["strict"], measures["overlap"], measures["associative"]
    return {
        "corpus": label,
        "texts": str(measures["documents"]),
        "names": str(measures["gold"]),
        "P": _share(strict["precision"]),
        "R": _share(strict["recall"]),
        "F": _share(strict["f1"]),
        "F overlap": _share(overlap["f1"]),
        "within 161 km": _share(measures["accuracy_161km"]),
        "mean km": _km(measures["mean_km"]),
        "median km": _km(measures["median_km"]),
        "AUC": _share(measures["auc"]),
        "end to end": _share(measures["end_to_end"]),
        "countries": _share(measures["end_to_end_countries"]),
        "others": _share(measures["end_to_end_others"]),
        "roles": _share(measures["role_accuracy"]),
        "F associative": _share(associative["f1"]),
    }


def _share(number: float | None) -> str:
    return "" if number is None else f"{number:.3f}"


def _km(number: float | None) -> str:
    return "" if number is None else f"{number:,.0f}"


def _show_errors(corpora: dict[str, list[Pair]], worst: int, *, as_json: bool) -> None:
    found = [(label, gold, _faults(gold, predicted)) for label, pairs in corpora.items() for gold, predicted in pairs]
    ranked = sorted((item for item in found if item[2]), key=lambda item: (-len(item[2]), item[0], item[1].id))
    for label, gold, faults in ranked[:worst]:
        click.echo(f"\n{label} {gold.id}: {count(len(faults), 'fault')}, {len(gold.text):,} characters", err=as_json)
        for line in _told(faults):
            click.echo(f"  {line}", err=as_json)


def _faults(gold: GoldDocument, predicted: dict[str, Any]) -> list[Fault]:
    from geo.evaluation import Fault, faults_of, score_corridors

    faults = [] if gold.toponyms is None else list(faults_of(gold, predicted))
    if gold.corridors is not None:
        scores = score_corridors([{"corridors": gold.corridors}], [predicted])
        kinds: tuple[tuple[FaultKind, Sequence[tuple[int, str]]], ...]
        kinds = ("missed", scores.missed), ("invented", scores.spurious)
        faults += [
            Fault(kind, max(0, gold.text.find(phrase)), phrase, "corridor")
            for kind, phrases in kinds
            for _, phrase in phrases
        ]
    return faults


def _told(faults: Sequence[Fault]) -> list[str]:
    """Say each different fault once, with how often and where first."""
    groups: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    for fault in faults:
        groups[fault.kind, fault.phrase, fault.detail].append(fault.start)
    return [
        f"{kind:9}  {phrase!r}{f', {len(starts)} times, first' if len(starts) > 1 else ''} at {starts[0]}"
        f"{f': {detail}' if detail else ''}"
        for (kind, phrase, detail), starts in groups.items()
    ]
