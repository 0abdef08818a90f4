"""What the figure is about, in words: features with their numbers, notes with their sources, alternative text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from geo import outlines
from layers import styles
from layers.export.rows import rows_of
from layers.figure.spelling import shortened

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from layers.export.rows import Row, Rows
    from layers.frames import Frames

__all__ = ["Feature", "Subject", "alternative_text", "cited", "day", "describe", "subject_of"]

MOST_CITED = 3
MOST_NAMED = 6
MONTHS = (  # not calendar.month_name, which speaks the language of the machine
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Feature:
    """One corridor or place with the number it has in the figure and in the notes."""

    number: int
    row: Row
    is_corridor: bool

    @property
    def name(self) -> str:
        """Its name."""
        return str(self.row["name"])

    @property
    def is_area(self) -> bool:
        """True for a country, region or sea, whose point only stands for it."""
        return not self.is_corridor and self.row["precision"] == "area"


@dataclass(frozen=True, slots=True)
class Subject:
    """All that a figure says.

    Attributes
    ----------
    features
        Corridors first, then points, then areas, each in reading order; numbered from 1.
    subtitle
        What its author has put below the title, ``""`` for nothing.
    source
        The article, in one line.
    credits
        Attributions and licences of the data drawn, and the view that borders follow.
    """

    title: str
    subtitle: str
    source: str
    features: tuple[Feature, ...]
    credits: tuple[str, ...]
    rows: Rows


def subject_of(frames: Frames) -> Subject:
    """Give the features of an atlas their numbers, and gather what is said of them."""
    rows = rows_of(frames)
    points = [row for row in rows.places if row["precision"] != "area"]
    areas = [row for row in rows.places if row["precision"] == "area"]
    ordered = [*((row, True) for row in rows.corridors), *((row, False) for row in (*points, *areas))]
    return Subject(
        title=str(rows.document["title"]),
        subtitle=rows.words.subtitle or "",
        source=rows.words.source_line or _source(rows.document),
        features=tuple(Feature(n, row, corridor) for n, (row, corridor) in enumerate(ordered, start=1)),
        credits=_credits(rows),
        rows=rows,
    )


def describe(feature: Feature) -> str:
    """Say in a few words what a feature is, how certain, and how long.

    Examples
    --------
    >>> row = {"kind": "port", "precision": "approximate"}
    >>> describe(Feature(1, row, is_corridor=False))
    'port, approximate point'
    """
    book, row = styles.load(), feature.row
    if not feature.is_corridor:
        label = _lower(styles.kind(row["kind"]).label)
        return label if row["precision"] in ("exact", "area") else f"{label}, {book.point_precisions[row['precision']]}"
    words = [book.modes[row["mode"]].label]
    if row["status"] != "operating":
        words.append(book.statuses[row["status"]].label)
    words.append(f"{row['length_km']:,.0f} km".replace(",", "\u202f"))
    if row["basis"] == "inferred":
        words.append("inferred by us")
    if row["precision"] == "schematic":
        words.append("schematic in part" if row["traced_share"] else "schematic")
    elif row["precision"] == "straight":
        words.append("straight in part" if row["traced_share"] else "straight line")
    elif row["precision"] == "great-circle":
        words.append("shortest line")
    return ", ".join(map(_lower, words))


def cited(row: Mapping[str, Any], most: int = MOST_CITED) -> str:
    """Name the sources that the article cites for a feature, each once; nothing where it cites none."""
    listed = dict.fromkeys(
        f"{c['outlet']}, {'accessed ' if c['accessed'] else ''}{day(c['date'])}" if c["date"] else c["outlet"]
        for item in row["evidence"]
        for c in item["citations"]
    )
    shown = list(listed)[:most]
    rest = len(listed) - len(shown)
    return "; ".join([*shown, *([f"{rest} more"] if rest else [])])


def day(iso: str) -> str:
    """Write a date in words.

    Examples
    --------
    >>> day("2019-05-03")
    '3 May 2019'
    """
    when = date.fromisoformat(iso)
    return f"{when.day} {MONTHS[when.month - 1]} {when.year}"


def alternative_text(subject: Subject, projection: str = "") -> str:
    """Describe the figure for those who cannot see it; its projection too, where one is named."""
    corridors = [f for f in subject.features if f.is_corridor]
    places = [f for f in subject.features if not f.is_corridor]
    parts = [f"Map for “{subject.title}”."]
    if corridors:
        told = "; ".join(f"{shortened(f.name)} ({describe(f)})" for f in corridors[:MOST_NAMED])
        parts.append(f"{_count(corridors, 'corridor')}: {told}{_rest(corridors)}.")
    if places:
        parts.append(
            f"{_count(places, 'place')}: {', '.join(shortened(f.name) for f in places[:MOST_NAMED])}{_rest(places)}."
        )
    if projection:
        parts.append(f"Projection: {projection}.")
    return " ".join([*parts, outlines.VIEW_NOTE])


def _rest(items: list[Feature]) -> str:
    return f" and {len(items) - MOST_NAMED} more" if len(items) > MOST_NAMED else ""


def _count(items: list[Feature], noun: str) -> str:
    return f"{len(items)} {noun}{'' if len(items) == 1 else 's'}"


def _lower(label: str) -> str:
    return label[:1].lower() + label[1:]


def _source(document: Mapping[str, str | None]) -> str:
    told = [f"“{document['title']}”"]
    if document["publisher"]:
        told.append(str(document["publisher"]))
    if document["date"]:
        told.append(day(document["date"]) + (" (date inferred)" if document["date_basis"] == "inferred" else ""))
    return ", ".join(told)


def _credits(rows: Rows) -> tuple[str, ...]:
    """Credit the data behind what is drawn: the outlines first, then each attribution once with its licence."""
    used = {(s["attribution"], s["licence"]) for s in rows.sources}
    drawn: Iterable[Row] = (*rows.corridors, *rows.places)
    texts = dict.fromkeys(
        f"{attribution} ({licence})"
        for row in drawn
        for attribution, licence in sorted(used)
        if attribution in row["attribution"].split("; ") and licence in row["licence"].split("; ")
    )
    ground = "Made with Natural Earth (public domain)"
    return (ground, *(text for text in texts if text not in {ground, ground.removeprefix("Made with ")}))
