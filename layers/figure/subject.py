"""What the figure is about, in words: features with their numbers, notes with their sources, alternative text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from layers import styles
from layers.export.plain_rows import rows_of
from layers.figure.drawable_text import shortened
from layers.localisation import ENGLISH_VOICE, Voice, voice_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from layers.export.plain_rows import Row, Rows
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
    voice
        The language of all that is not the article's.
    """

    title: str
    subtitle: str
    source: str
    features: tuple[Feature, ...]
    credits: tuple[str, ...]
    rows: Rows
    voice: Voice = ENGLISH_VOICE


def subject_of(frames: Frames, language: str = "en") -> Subject:
    """Give the features of an atlas their numbers, and gather what is said of them in a language."""
    rows, voice = rows_of(frames), voice_of(frames, language)
    points = [row for row in rows.places if row["precision"] != "area"]
    areas = [row for row in rows.places if row["precision"] == "area"]
    ordered = [*((row, True) for row in rows.corridors), *((row, False) for row in (*points, *areas))]
    told = [({**row, "name": voice.name(row, is_corridor=corridor)}, corridor) for row, corridor in ordered]
    return Subject(
        title=str(rows.document["title"]),
        subtitle=rows.words.subtitle or "",
        source=rows.words.source_line or _source(rows.document, voice),
        features=tuple(Feature(n, row, corridor) for n, (row, corridor) in enumerate(told, start=1)),
        credits=_credits(rows),
        rows=rows,
        voice=voice,
    )


def describe(feature: Feature, voice: Voice = ENGLISH_VOICE) -> str:
    """Say in a few words what a feature is, how certain, and how long.

    Examples
    --------
    >>> row = {"kind": "port", "precision": "approximate"}
    >>> describe(Feature(1, row, is_corridor=False))
    'port, approximate point'
    """
    row = feature.row
    if not feature.is_corridor:
        words = [voice.kind(styles.kind(row["kind"]))]
        if row["precision"] not in ("exact", "area"):
            words.append(voice.label("point_precisions", row["precision"]))
        return _listed(words, voice)
    words = [voice.label("modes", row["mode"])]
    if row["status"] != "operating":
        words.append(voice.label("statuses", row["status"]))
    words.append(voice.length(row["length_km"]))
    if row["basis"] == "inferred":
        words.append(voice.label("bases", "inferred"))
    if row["precision"] in ("schematic", "straight", "great-circle"):
        how = voice.say(f"figure.is.{row['precision']}")
        if row["traced_share"] and row["precision"] != "great-circle":
            how = voice.say("figure.partly", what=how.removesuffix(" line") if voice.is_english else how)
        words.append(how)
    return _listed(words, voice)


def _listed(words: Sequence[str], voice: Voice) -> str:
    """Return words in a row; English begins each with a small letter, others write nouns as they are."""
    return ", ".join(map(_lower, words) if voice.is_english else words)


def cited(row: Mapping[str, Any], most: int = MOST_CITED, voice: Voice = ENGLISH_VOICE) -> str:
    """Name the sources that the article cites for a feature, each once; nothing where it cites none."""
    listed = dict.fromkeys(_citation(c, voice) for item in row["evidence"] for c in item["citations"])
    shown = list(listed)[:most]
    rest = len(listed) - len(shown)
    more = f"{rest} more" if voice.is_english else voice.say("figure.more", n=rest)
    return "; ".join([*shown, *([more] if rest else [])])


def _citation(citation: Mapping[str, Any], voice: Voice) -> str:
    if not citation["date"]:
        return str(citation["outlet"])
    if voice.is_english:
        return f"{citation['outlet']}, {'accessed ' if citation['accessed'] else ''}{day(citation['date'])}"
    key = "cited.accessed" if citation["accessed"] else "cited.dated"
    return voice.say(key, outlet=citation["outlet"], date=voice.spoken.day(citation["date"]))


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
    voice = subject.voice
    corridors = [f for f in subject.features if f.is_corridor]
    places = [f for f in subject.features if not f.is_corridor]
    parts = [voice.say("figure.map", title=subject.title)]
    if corridors:
        told = "; ".join(f"{shortened(f.name)} ({describe(f, voice)})" for f in corridors[:MOST_NAMED])
        parts.append(voice.say("figure.corridors", n=len(corridors), names=told + _rest(corridors, voice)) + ".")
    if places:
        told = ", ".join(shortened(f.name) for f in places[:MOST_NAMED])
        parts.append(voice.say("figure.places", n=len(places), names=told + _rest(places, voice)) + ".")
    if projection:
        parts.append(voice.say("figure.projection", name=projection) + ".")
    return " ".join([*parts, voice.view_note])


def _rest(items: list[Feature], voice: Voice) -> str:
    return " " + voice.say("figure.more", n=len(items) - MOST_NAMED) if len(items) > MOST_NAMED else ""


def _lower(label: str) -> str:
    return label[:1].lower() + label[1:]


def _source(document: Mapping[str, str | None], voice: Voice) -> str:
    told = [f"“{document['title']}”"]
    if document["publisher"]:
        told.append(str(document["publisher"]))
    if document["date"]:
        date = day(document["date"]) if voice.is_english else voice.spoken.day(document["date"])
        why = "date inferred" if voice.is_english else voice.say("date.inferred")
        told.append(date + (f" ({why})" if document["date_basis"] == "inferred" else ""))
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
