"""What was decided on the way from text to map, each decision said once: inferred, schematic, approximate, left out."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from layers.figure.drawable_text import shortened

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from layers.figure.subject import Feature

__all__ = ["Point", "decisions_of", "without_repeats"]

Point = tuple[str, str]
"""What a decision is about, and the decision."""
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z“])")
MOST_NAMED = 8
MOST_REASONS = 6
UNSURE = 0.5  # of the readings of a name, the one taken is no more likely than the others together
SAME_LENGTH = 0.05  # by which a line may be longer or shorter than is published
HEADS = {
    "schematic": "Schematic lines",
    "straight": "Straight lines",
    "great-circle": "Shortest lines",
}
SAYS = {
    "schematic": "the way between two points is known to exist, and its bends are not",
    "straight": "nothing here shows the way",
    "great-circle": "the shortest way over the Earth, where no other is known or aircraft fly freely",
}


def decisions_of(features: Sequence[Feature], unresolved: Sequence[Mapping[str, Any]]) -> tuple[Point, ...]:
    """Say what was decided for the map of some features.

    Parameters
    ----------
    features
        Corridors and places with their numbers.
    unresolved
        What was seen and not drawn.

    Returns
    -------
    Decisions in the order in which a reader meets them; no reason is said twice.
    """
    corridors = [f for f in features if f.is_corridor]
    places = [f for f in features if not f.is_corridor]
    found = [
        *_by_basis(corridors),
        *(point for key in HEADS for point in _by_precision(corridors, key)),
        *_lengths(corridors),
        *_places(places),
        *_undrawn(unresolved),
    ]
    return tuple(found)


def without_repeats(notes: Iterable[tuple[str, str]]) -> tuple[Point, ...]:
    """Return notes in which a sentence that several share stands once, under all their names.

    Examples
    --------
    >>> without_repeats([("A", "By sea. Shut."), ("B", "Shut."), ("C", "New.")])
    (('A; B', 'Shut.'), ('A', 'By sea.'), ('C', 'New.'))
    """
    told = [(name, SENTENCE.split(note.strip())) for name, note in notes]
    names: dict[str, list[str]] = defaultdict(list)
    for name, sentences in told:
        for sentence in dict.fromkeys(sentences):
            names[sentence].append(name)
    shared: dict[str, list[str]] = defaultdict(list)
    for sentence, owners in names.items():
        if len(owners) > 1:
            shared["; ".join(owners)].append(sentence)
    own = [(name, " ".join(s for s in dict.fromkeys(sentences) if len(names[s]) == 1)) for name, sentences in told]
    return (
        *((owners, " ".join(sentences)) for owners, sentences in shared.items()),
        *((name, text) for name, text in own if text),
    )


def _by_basis(corridors: Sequence[Feature]) -> Iterable[Point]:
    inferred = [f for f in corridors if f.row["basis"] == "inferred"]
    catalogued = [f for f in corridors if f.row["basis"] == "catalogued"]
    if inferred:
        yield "Inferred by us", f"{_named(inferred)}: the article does not say all of the way; the notes say from what."
    if catalogued:
        yield "Course from our catalogue", f"{_named(catalogued)}: the article names the way, and not through where."


def _by_precision(corridors: Sequence[Feature], precision: str) -> Iterable[Point]:
    """Say what is drawn less truly than traced: which corridors, how much of it, and for what reasons."""
    legs = [(f, leg) for f in corridors for leg in f.row["legs"] if leg["precision"] == precision]
    if not legs:
        return
    reasons: dict[str, list[tuple[str, Feature, Mapping[str, Any]]]] = defaultdict(list)
    for f, leg in legs:
        for clause in filter(None, leg["reason"].replace("up to ", "").split("; ")):
            reasons[NUMBER.sub("#", clause)].append((clause, f, leg))
    heaviest = sorted(reasons.values(), key=lambda group: (-_km(leg for *_, leg in group), group[0][0]))
    told = [_reason(group) for group in heaviest[:MOST_REASONS]]
    rest = len(heaviest) - len(told)
    told += [f"{rest} rarer reason{'' if rest == 1 else 's'}, on the map's cards"] if rest else []
    drawn = list(dict.fromkeys(f.number for f, _ in legs))
    which = _named([f for f in corridors if f.number in drawn])
    why = f" Because {'; '.join(told)}." if told else ""
    yield HEADS[precision], f"{which}, {_length(_km(leg for _, leg in legs))} in all: {SAYS[precision]}.{why}"


def _reason(group: Sequence[tuple[str, Feature, Mapping[str, Any]]]) -> str:
    """Say a reason once for all the legs that share it, with the range of each number in it."""
    columns = iter(list(zip(*(NUMBER.findall(clause) for clause, _, _ in group), strict=True)))
    words = NUMBER.sub(lambda _match: _range(next(columns)), group[0][0])
    numbers = sorted({f.number for _, f, _ in group})
    count = f"{len(group)} stretch{'' if len(group) == 1 else 'es'}"
    return f"{words} ({count} of no. {_listed(numbers)}, {_length(_km(leg for *_, leg in group))})"


def _range(numbers: Iterable[str]) -> str:
    ordered = sorted(set(numbers), key=lambda text: float(text.replace(",", "")))
    return ordered[0] if len(ordered) == 1 else f"{ordered[0]} to {ordered[-1]}"


def _lengths(corridors: Sequence[Feature]) -> Iterable[Point]:
    """Name lines that are longer or shorter than is published of them."""
    off = [
        f"{f.name} ({f.number}) {_length(f.row['length_km'])}, published {_length(f.row['published_km'])}"
        for f in corridors
        if f.row["published_km"] and abs(f.row["length_km"] / f.row["published_km"] - 1) > SAME_LENGTH
    ]
    if off:
        yield "Lengths that differ from what is published", f"{_some(off)}."


def _places(places: Sequence[Feature]) -> Iterable[Point]:
    areas = [f for f in places if f.is_area]
    near = [f for f in places if f.row["precision"] in {"approximate", "relative"}]
    unsure = [f for f in places if f.row["alternatives"] and f.row["confidence"] < UNSURE]
    if near:
        yield "Approximate points", f"{_named(near)}: within some kilometres, as far as the records tell."
    if areas:
        numbers = f"no. {areas[0].number}" + (f" to {areas[-1].number}" if len(areas) > 1 else "")
        many = f"{len(areas)} countries, regions or waters" if len(areas) > 1 else areas[0].name
        yield "Areas", f"{many} ({numbers}): named where they lie; the point of a record only stands for the whole."
    if unsure:
        told = [f"{f.name} ({f.number}), {f.row['country'] or f.row['kind']}" for f in unsure]
        yield "Names that several places share", f"{_some(told)}: the likeliest reading is drawn, and may be wrong."


def _undrawn(unresolved: Sequence[Mapping[str, Any]]) -> Iterable[Point]:
    """Count what is not drawn by reason, the commonest first."""
    reasons: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for row in unresolved:
        reasons[row["reason"]].append(row)
    often = sorted(reasons.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    told = [
        f"{_some([shortened(row['name'], 60) for row in rows])} ({reason})" for reason, rows in often[:MOST_REASONS]
    ]
    rest = sum(len(rows) for _, rows in often[MOST_REASONS:])
    told += [f"{rest} more"] if rest else []
    if told:
        yield "Not drawn", f"{'; '.join(told)}. The table “Seen, not drawn” leads to their sentences."


def _named(features: Sequence[Feature]) -> str:
    return _some([f"{f.name} ({f.number})" for f in features])


def _some(names: Sequence[str]) -> str:
    shown = list(names[:MOST_NAMED])
    rest = len(names) - len(shown)
    return _listed([*shown, *([f"{rest} more"] if rest else [])])


def _listed(items: Sequence[object]) -> str:
    """Return items as a list in words.

    Examples
    --------
    >>> _listed([1, 2, 5])
    '1, 2 and 5'
    """
    words = [str(item) for item in items]
    return " and ".join(filter(None, [", ".join(words[:-1]), words[-1]]))


def _km(legs: Iterable[Mapping[str, Any]]) -> float:
    return float(sum(leg["length_km"] or 0.0 for leg in legs))


def _length(km: float) -> str:
    return f"{km:,.0f} km".replace(",", "\u202f") if km >= 1 else "under 1 km"
