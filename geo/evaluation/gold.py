"""Gold as its annotators wrote it, read into one form.

One JSON object a line: ``text``; ``toponyms``, each with ``start``, ``end`` and, where known, ``lat``, ``lon``,
``group`` or ``role`` (literal or associative), ``type``, ``modifier`` and ``fcode``; and perhaps ``corridors``.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from geo.errors import SourceError
from geo.gazetteer import Form
from geo.geodesy import distance_km
from geo.model import Mention
from geo.reading.sentences import sentence_at
from geo.recognition.gazetteer_matches import is_demonym, names_people
from geo.user_files import LONGEST_LINE, check_regular, lines_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from geo.gazetteer import Gazetteer
    from geo.model import Document, LonLat, Role

__all__ = ["GoldDocument", "GoldToponym", "as_mentions", "gold_document", "read_gold"]

NEUTRAL_TYPES = frozenset({"Demonym", "Language", "Homonym", "Embedded_Non_Lit", "Non_Toponym"})
ROLES: Mapping[str, Role] = {
    "literal": "literal", "associative": "associative", "metonymic": "associative", "mixed": "associative",
}  # fmt: skip
COUNTRY_CODES = ("PCL", "TERR")  # GeoNames' feature codes of countries and territories begin so
COUNTRY_KM = 1000.0  # country points differ between gazetteers, and no namesake lies as near


@dataclass(frozen=True, slots=True)
class GoldToponym:
    """A name that annotators marked.

    Attributes
    ----------
    point
        Longitude and latitude (WGS 84, degrees), ``None`` where the annotators gave none.
    role
        ``None`` where the corpus tells no roles.
    is_neutral
        Neither asked for nor punished: a demonym, a language, a name inside an organisation's name …
    is_country
        Countries are easy, and their points a matter of convention: they are counted apart.
    """

    start: int
    end: int
    phrase: str
    point: LonLat | None = None
    role: Role | None = None
    is_neutral: bool = False
    is_country: bool = False


@dataclass(frozen=True, slots=True)
class GoldDocument:
    """A text with what should be found in it.

    Attributes
    ----------
    toponyms
        In reading order; ``None`` where the line speaks of corridors alone.
    corridors
        Records as ``corridors geoparse`` writes them; ``None`` where none were annotated.
    """

    id: str
    text: str
    toponyms: tuple[GoldToponym, ...] | None
    corridors: tuple[dict[str, Any], ...] | None


def read_gold(path: Path, gazetteer: Gazetteer) -> Iterator[GoldDocument]:
    """Read gold, one document a line.

    Parameters
    ----------
    path
        Lines of JSON, UTF-8.
    gazetteer
        Knows demonyms and countries: some corpora mark demonyms without saying so.

    Yields
    ------
    Each document with its toponyms in reading order; points are longitude and latitude (WGS 84, degrees).

    Raises
    ------
    SourceError
        If a line is no gold; the error names the line.

    Examples
    --------
    >>> from tempfile import NamedTemporaryFile
    >>> from pathlib import Path
    >>> from geo.gazetteer import Gazetteer
    >>> with NamedTemporaryFile("w", suffix=".jsonl") as file:
    ...     _ = file.write('{"text": "To Baku", "toponyms": [{"start": 3, "end": 7, "lat": 40.4, "lon": 49.9}]}')
    ...     file.flush()
    ...     [document] = read_gold(Path(file.name), Gazetteer.open())
    >>> [toponym.phrase for toponym in document.toponyms]
    ['Baku']
    """
    try:
        check_regular(path)
        with path.open("rb") as stream:
            for number, words in enumerate(lines_of(stream), start=1):
                where = f"{path.name} line {number}"
                if words is None:
                    raise SourceError(f"{where}: holds more than {LONGEST_LINE:,} bytes; divide the text")
                if words.strip():
                    yield gold_document(words.decode("utf-8"), where, gazetteer)
    except OSError as error:
        raise SourceError(f"{path} cannot be read ({error.strerror}); expected lines of JSON") from None
    except UnicodeDecodeError as error:
        raise SourceError(f"{path} is not UTF-8 (byte at {error.start:,}); convert it first") from None


def gold_document(line: str, where: str, gazetteer: Gazetteer) -> GoldDocument:
    """Read one line of gold; ``where`` says in errors which it is."""
    try:
        fields = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise SourceError(f"{where}: no JSON ({error})") from None
    if not isinstance(fields, dict) or not isinstance(fields.get("text"), str):
        raise SourceError(f'{where}: no "text" in it; expected {{"text": "…", "toponyms": […]}}')
    if "toponyms" not in fields and "corridors" not in fields:
        raise SourceError(f"{where}: neither toponyms nor corridors in it, so there is nothing to compare with")
    marked = fields.get("toponyms")
    return GoldDocument(
        id=str(fields.get("id") or where),
        text=fields["text"],
        toponyms=None if marked is None else tuple(_toponyms(marked, fields["text"], where, gazetteer)),
        corridors=tuple(fields["corridors"]) if "corridors" in fields else None,
    )


def as_mentions(gold: GoldDocument, document: Document, found: Iterable[Mention] = ()) -> tuple[Mention, ...]:
    """Return the marked names as if they had been recognised; the neutral ones as demonyms.

    Parameters
    ----------
    gold
        What was marked.
    document
        The same text, as it was read.
    found
        What was recognised in it: gives the role where the gold tells none.
    """
    roles = {(mention.start, mention.end): mention.role for mention in found}
    return tuple(
        Mention(
            toponym.start,
            toponym.end,
            toponym.phrase,
            sentence_at(document.sentences, toponym.start),
            role=toponym.role or roles.get((toponym.start, toponym.end), "literal"),
            is_demonym=toponym.is_neutral,
        )
        for toponym in gold.toponyms or ()
    )


def _toponyms(marked: Any, text: str, where: str, gazetteer: Gazetteer) -> Iterator[GoldToponym]:
    try:
        ordered = sorted(marked, key=lambda toponym: (toponym["start"], toponym["end"]))
        for each in ordered:
            yield _toponym(each, text, where, gazetteer)
    except (TypeError, KeyError) as error:
        raise SourceError(f'{where}: a toponym lacks its {error}; expected {{"start", "end", "lat", "lon"}}') from None


def _toponym(each: dict[str, Any], text: str, where: str, gazetteer: Gazetteer) -> GoldToponym:
    start, end = each["start"], each["end"]
    if not 0 <= start < end <= len(text):
        raise SourceError(f"{where}: span {start}-{end} is not in the text, which has {len(text)} characters")
    phrase = text[start:end]
    if each.get("phrase", phrase) != phrase:
        raise SourceError(f"{where}: {each['phrase']!r} is marked at {start}-{end}, where the text has {phrase!r}")
    point = None if each.get("lat") is None or each.get("lon") is None else (float(each["lon"]), float(each["lat"]))
    return GoldToponym(
        start=start,
        end=end,
        phrase=phrase,
        point=point,
        role=ROLES.get(each.get("role") or each.get("group") or each.get("type") or ""),
        is_neutral=_is_neutral(each, phrase, gazetteer),
        is_country=_is_country(each.get("fcode"), phrase, point, gazetteer),
    )


def _is_neutral(each: dict[str, Any], phrase: str, gazetteer: Gazetteer) -> bool:
    if each.get("type") in NEUTRAL_TYPES or each.get("modifier") == "Adjective":
        return True
    matches = gazetteer.lookup(phrase)
    return is_demonym(matches) or names_people(phrase, matches)


def _is_country(fcode: str | None, phrase: str, point: LonLat | None, gazetteer: Gazetteer) -> bool:
    if fcode:
        return fcode.startswith(COUNTRY_CODES)
    return point is not None and any(
        match.record.kind == "country"
        and match.form in {Form.PRIMARY, Form.ALIAS}
        and distance_km((match.record.lon, match.record.lat), point) <= COUNTRY_KM
        for match in gazetteer.lookup(phrase)
    )
