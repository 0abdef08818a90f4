"""What a report says, before anybody decides how it looks: tables of words, numbered evidence, terms of the data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from geo import outlines
from layers import styles
from layers.basemap import SOURCES
from layers.export.csv_table import citation_text
from layers.figure.subject import alternative_text, cited, day, subject_of
from layers.report.decisions import decisions_of, without_repeats

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from layers.export.plain_rows import Rows
    from layers.figure.subject import Feature, Subject
    from layers.frames import Frames
    from layers.localisation import Voice

__all__ = ["Report", "Table", "content_of"]

NO_SOURCE = "–"
BASES = {
    "stated": "stated in the article",
    "catalogued": "waypoints from our catalogue",
    "inferred": "inferred by us",
}
UNDRAWN = {"place": "name", "corridor": "corridor", "stop": "stop left out", "movement": "movement or way"}


@dataclass(frozen=True, slots=True)
class Table:
    """A table of words.

    Attributes
    ----------
    widths
        Shares of the width of the page.
    caption
        What a word processor writes above it, after its number.
    """

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """All parts of a report, in their order.

    Attributes
    ----------
    decisions
        What was decided on the way from text to map, each said once; see :mod:`layers.report.decisions`.
    evidence
        Sentences with the citations in them; the first is number 1, and the tables refer to these numbers.
    labels
        What the report's own parts are called: ``open``, ``figure``, ``table``, ``decisions``, ``notes``, ``evidence``.
    unresolved
        All that was seen and not drawn, with the reason and the number of its sentence.
    """

    title: str
    byline: str
    subtitle: str
    summary: str
    caption: str
    alt: str
    corridors: Table
    crossed: Table
    places: Table
    decisions: tuple[tuple[str, str], ...]
    evidence: tuple[tuple[str, str], ...]
    notes: tuple[tuple[str, str], ...]
    actors: Table
    unresolved: Table
    sources: Table
    view: str
    labels: Mapping[str, str]
    language: str = "en"
    is_right_to_left: bool = False


def content_of(frames: Frames, *, with_text: bool = True, language: str = "en") -> Report:
    """Gather what a report says.

    Parameters
    ----------
    frames
        Tables as :func:`layers.frames.to_frames` gives them.
    with_text
        Quote the article's sentences; without, the evidence gives their position and citations alone.
    language
        Of headings and labels, by its two-letter code. Reasons, notes and decisions are in English in each.

    Returns
    -------
    Headings, figures and evidence, in the order of the page.

    Raises
    ------
    DataError
        If the report does not speak the language.

    Examples
    --------
    >>> import geo
    >>> from layers import to_frames
    >>> frames = to_frames(geo.geoparse("Ferries link Suakin with Jeddah."))
    >>> content_of(frames, language="fr").labels["evidence"]
    'Preuves'
    """
    subject = subject_of(frames, language)
    rows, voice = subject.rows, subject.voice
    cites = _Evidence(voice, with_text=with_text)
    items = (*rows.corridors, *rows.places, *rows.actors, *rows.unresolved)
    cites.number(item for row in items for item in row["evidence"])
    corridors = [f for f in subject.features if f.is_corridor]
    places = [f for f in subject.features if not f.is_corridor]
    return Report(
        title=subject.title,
        subtitle=rows.words.subtitle or "",
        byline=" · ".join(_byline(rows, voice)),
        summary=" ".join(filter(None, (rows.words.note, _summary(subject)))),
        caption=f"{voice.say('report.caption', source=subject.source)} {voice.view_note}",
        alt=alternative_text(subject),
        corridors=Table(
            voice.say("corridors"),
            _head(voice, ("No.", "Name", "Mode, status", "Length, km", "Basis", "Precision", "Sources", "Evidence")),
            tuple(_corridor(f, cites, voice) for f in corridors),
            (0.05, 0.19, 0.13, 0.11, 0.12, 0.12, 0.18, 0.1),
            "Corridors with their mode, length, basis and precision; numbers as on the figure."
            if voice.is_english
            else "",
        ),
        crossed=Table(
            voice.say("report.crossed"),
            _head(
                voice,
                ("No.", "Name", "Countries", "Borders, changes of gauge", "Straits and canals", "Ports of transfer"),
            ),
            tuple((str(f.number), f.name, *_crossed(f.row["crosses"])) for f in corridors if f.row["crosses"]),
            (0.05, 0.2, 0.25, 0.24, 0.13, 0.13),
            "Countries with the length in each, borders, straits and ports on the way of each corridor."
            if voice.is_english
            else "",
        ),
        places=Table(
            voice.say("places"),
            _head(voice, ("No.", "Name", "Kind", "Country", "Longitude, latitude", "Record", "Sources", "Evidence")),
            tuple(_place(f, cites, voice) for f in places),
            (0.05, 0.18, 0.12, 0.08, 0.12, 0.14, 0.21, 0.1),
            "Places with the record that each was taken from; numbers as on the figure." if voice.is_english else "",
        ),
        decisions=decisions_of(
            subject.features, [row for row in rows.unresolved if with_text or row["what"] != "movement"]
        ),
        evidence=cites.listed,
        notes=without_repeats((f.name, f.row["note"]) for f in (*corridors, *_noted(places)) if f.row["note"]),
        actors=Table(
            voice.say("actors"),
            _head(voice, ("Name", "Country", "Mentions", "Evidence")),
            tuple((a["name"], a["country"], str(a["mentions"]), cites.numbers(a["evidence"])) for a in rows.actors),
            (0.45, 0.15, 0.15, 0.25),
            "Governments and bodies that the article calls by the name of a place." if voice.is_english else "",
        ),
        unresolved=Table(
            voice.say("unresolved"),
            _head(voice, ("Name or words", "What", "Reason", "Evidence")),
            tuple(_undrawn(row, cites, voice, with_text=with_text) for row in rows.unresolved),
            (0.28, 0.12, 0.48, 0.12),
            "Names and ways that were read and are not on the map, with the reason." if voice.is_english else "",
        ),
        sources=Table(
            voice.say("report.data"),
            _head(voice, ("Data", "Version", "Licence", "Attribution")),
            (
                *((s["name"], s["version"], s["licence"], s["attribution"]) for s in rows.sources),
                *_ground(rows.sources),
                *(SOURCES if rows.words.detail != "plain" else ()),
            ),
            (0.32, 0.2, 0.14, 0.34),
            "Data behind map and figure." if voice.is_english else "",
        ),
        view=voice.view_note,
        labels=_labels(voice),
        language=voice.spoken.code,
        is_right_to_left=voice.is_right_to_left,
    )


HEADS = {
    "No.": "report.no", "Name": "column.name", "Length, km": "report.km", "Basis": "column.basis",
    "Precision": "column.precision", "Sources": "column.cited", "Evidence": "report.evidence",
    "Countries": "report.countries", "Borders, changes of gauge": "report.borders",
    "Straits and canals": "report.straits", "Ports of transfer": "report.transfer", "Kind": "column.kind",
    "Country": "column.country", "Longitude, latitude": "report.point", "Record": "column.record",
    "Mentions": "column.mentions", "Name or words": "report.words", "What": "report.what",
    "Reason": "report.reason", "Data": "report.source", "Version": "report.version", "Licence": "report.licence",
    "Attribution": "report.attribution",
}  # fmt: skip
"""Heads of columns and their keys in ``layers/map/languages``."""
PARTS = ("open", "figure", "table", "decisions", "notes", "evidence")


def _head(voice: Voice, english: tuple[str, ...]) -> tuple[str, ...]:
    """Return the heads of a table in the language of the report.

    Examples
    --------
    >>> from layers.localisation import ENGLISH_VOICE
    >>> _head(ENGLISH_VOICE, ("No.", "Name"))
    ('No.', 'Name')
    """
    if voice.is_english:
        return english
    both = f"{voice.say('column.mode')}, {voice.say('column.status')}"
    return tuple(voice.say(HEADS[head]) if head in HEADS else both for head in english)


def _labels(voice: Voice) -> dict[str, str]:
    return {part: voice.say(f"report.{part}") for part in PARTS}


def _byline(rows: Rows, voice: Voice) -> Iterable[str]:
    """Who made the map, then where the article is from, or the line that the author gives for that."""
    document, words = rows.document, rows.words
    if words.byline:
        yield words.byline
    if words.source_line:
        yield words.source_line
        return
    if document["publisher"]:
        yield str(document["publisher"])
    if document["date"]:
        date = day(document["date"]) if voice.is_english else voice.spoken.day(document["date"])
        yield date + (f" ({voice.say('inferred')})" if document["date_basis"] == "inferred" else "")
    if document["url"]:
        yield str(document["url"])


def _noted(places: Iterable[Feature]) -> Iterable[Feature]:
    """Return the places whose author has something to say of them."""
    return (place for place in places if place.row["look"] and place.row["look"].note)


class _Evidence:
    """Sentences in reading order, each with one number."""

    def __init__(self, voice: Voice, *, with_text: bool) -> None:
        self._voice, self._with_text = voice, with_text
        self._items: dict[int, Mapping[str, Any]] = {}

    def number(self, items: Iterable[Mapping[str, Any]]) -> None:
        """Take sentences in; numbers are given in the order of the text."""
        found = {item["start"]: item for item in items}
        self._items = dict(sorted(found.items()))

    def numbers(self, items: Sequence[Mapping[str, Any]]) -> str:
        """Return the numbers of sentences, such as ``2, 5``."""
        order = {start: n for n, start in enumerate(self._items, start=1)}
        return ", ".join(str(n) for n in sorted({order[item["start"]] for item in items}))

    def _said(self, part: str, item: Mapping[str, Any], *keys: str) -> str:
        return str(self._voice.spoken.words[f"report.{part}"]).format(**{key: item[key] for key in keys})

    def _page(self, number: int) -> str:
        return str(self._voice.spoken.words["report.page"]).format(n=number)

    @property
    def listed(self) -> tuple[tuple[str, str], ...]:
        """Quotation and citations of each, in order."""
        return tuple(
            (
                f"“{item['quote']}”" if self._with_text else self._said("characters", item, "start", "end"),
                "; ".join(
                    [*map(citation_text, item["citations"]), *([self._page(item["page"])] if "page" in item else [])]
                ),
            )
            for item in self._items.values()
        )


def _corridor(feature: Feature, cites: _Evidence, voice: Voice) -> tuple[str, ...]:
    row = feature.row
    status = voice.label("statuses", row["status"])
    return (
        str(feature.number),
        feature.name,
        f"{voice.label('modes', row['mode'])}, {status.lower() if voice.is_english else status}",
        _number(row["length_km"], voice) + _published(row, voice),
        BASES[row["basis"]] if voice.is_english else voice.label("bases", row["basis"]),
        _precision(row, voice),
        cited(row, voice=voice) or NO_SOURCE,
        cites.numbers(row["evidence"]),
    )


def _number(km: float, voice: Voice) -> str:
    return f"{km:,.0f}".replace(",", "\u202f") if voice.is_english else voice.spoken.number(km)


def _published(row: Mapping[str, Any], voice: Voice) -> str:
    if not row["published_km"]:
        return ""
    return f" ({voice.spoken.words['report.published'].format(n=_number(row['published_km'], voice))})"


def _precision(row: Mapping[str, Any], voice: Voice) -> str:
    drawn = row["precision"] in {"schematic", "straight"} and row["traced_share"]
    if not voice.is_english:
        label = voice.label("precisions", row["precision"])
        share = str(voice.spoken.words["percent"]).format(n=voice.spoken.number(100 - 100 * row["traced_share"]))
        return f"{label} ({share})" if drawn else label
    precision = str(row["precision"]).replace("great-circle", "shortest line")
    return f"{precision}, {1 - row['traced_share']:.0%} of it; else traced" if drawn else precision


def _crossed(words: str) -> tuple[str, str, str, str]:
    """Divide what a corridor crosses (:class:`geo.courses.countries_passed.Crossed`) into the cells of a row.

    Examples
    --------
    >>> _crossed("GE 80 km, TR 90 km; border GE–TR (Kartsakhi), gauge 1520 to 1435 mm; passes Bosporus")
    ('GE 80 km, TR 90 km', 'GE–TR (Kartsakhi), gauge 1520 to 1435 mm', 'Bosporus', '–')
    """
    heads = ("border ", "passes ", "changes mode at ")
    parts = words.split("; ")
    countries = [part for part in parts if not part.startswith(heads)]
    cells = [countries, *([p.removeprefix(head) for p in parts if p.startswith(head)] for head in heads)]
    first, second, third, fourth = ("; ".join(cell) or NO_SOURCE for cell in cells)
    return first, second, third, fourth


def _place(feature: Feature, cites: _Evidence, voice: Voice) -> tuple[str, ...]:
    row = feature.row
    kind = voice.kind(styles.kind(row["kind"]))
    precision = row["precision"] if voice.is_english else voice.label("point_precisions", row["precision"])
    precision = "" if row["precision"] == "exact" else f", {precision}"
    point = row["geometry"]
    return (
        str(feature.number),
        feature.name,
        f"{kind}{precision}",
        row["country"],
        f"{point.x:.4f}, {point.y:.4f}".replace("-", "\u2212"),
        row["record"],
        cited(row, voice=voice) or NO_SOURCE,
        cites.numbers(row["evidence"]),
    )


def _undrawn(row: Mapping[str, Any], cites: _Evidence, voice: Voice, *, with_text: bool) -> tuple[str, ...]:
    """Return the cells of something that is not drawn; a movement has no name but the article's words."""
    is_quote = row["what"] == "movement"
    name = NO_SOURCE if is_quote and not with_text else f"“{row['name']}”" if is_quote else row["name"]
    what = UNDRAWN[row["what"]] if voice.is_english else voice.say(f"unresolved.{row['what']}")
    return name, what, row["reason"], cites.numbers(row["evidence"])


def _summary(subject: Subject) -> str:
    rows, voice = subject.rows, subject.voice
    if not voice.is_english:
        numbers = {"corridors": len(rows.corridors), "places": len(rows.places), "actors": len(rows.actors)}
        said = [voice.say("report.found", **numbers)]
        said += [voice.say("report.lost", n=len(rows.unresolved))] if rows.unresolved else []
        said += [voice.say("report.led"), voice.say("report.english")]
        return " ".join([*said, *voice.spoken.reading_of(rows.document)])
    counts = (
        (len(rows.corridors), "corridor", "corridors"),
        (len(rows.places), "place", "places"),
        (len(rows.actors), "government or body named after a place", "governments or bodies named after places"),
    )
    told = [f"{number} {one if number == 1 else many}" for number, one, many in counts if number]
    lost = len(rows.unresolved)
    found = " and ".join(filter(None, [", ".join(told[:-1]), told[-1]])) if told else "nothing that can be mapped"
    missing = f" {lost} more {'was' if lost == 1 else 'were'} seen and not drawn: each is listed with the reason."
    missing = missing if lost else ""
    reading = f" {rows.document['reading']}" if "reading" in rows.document else ""
    led = "Each leads back to a sentence and to a record of the data used."
    return f"The article speaks of {found}.{missing} {led}{reading}"


def _ground(sources: Iterable[Mapping[str, Any]]) -> Sequence[tuple[str, ...]]:
    """Return the outlines below the map, where they are not among the sources already."""
    known = {source["name"] for source in sources}
    return [(s.name, s.version, s.licence, s.attribution) for s in outlines.sources() if s.name not in known][:1]
