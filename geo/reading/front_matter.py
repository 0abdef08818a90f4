"""What stands above an article's first sentence: front matter, or a title and a publication line."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date as Date
from datetime import datetime
from typing import Any

import yaml

from geo.characters import line
from geo.errors import SourceError
from geo.safe_yaml import read_yaml

__all__ = ["Head", "day_of", "read_head"]

FRONT_MATTER = re.compile(r"\A\ufeff?---[ \t]*\n(.*?)^---[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
UNCLOSED = re.compile(r"\A\ufeff?---[ \t]*\n(?:title|publisher|date|url)[ \t]*:", re.IGNORECASE)
PUBLICATION = re.compile(r"^(?:Publication|Published in|Source)\s*:\s*(.+)$", re.IGNORECASE | re.MULTILINE)
ISSUE = re.compile(r"\s*\b(?:Volume|Vol\.?|Issue|No\.?)\b.*$", re.IGNORECASE)
SENTENCE_END = re.compile(r"[.!?…:;,]['\"’”)]*\Z")
LONGEST_TITLE = 200
LONGEST_FAULT = 200
HEAD_LINES = 6


@dataclass(frozen=True, slots=True)
class Head:
    """What an article says of itself; ``None`` where it says nothing; ``front`` is its front matter as it stands."""

    title: str | None = None
    publisher: str | None = None
    date: Date | None = None
    url: str | None = None
    front: str = ""

    def completed_from(self, text: str) -> Head:
        """Fill what is missing from the first lines of the text.

        A first line that is short and does not end like a sentence is a title; "Publication: …" names the publisher,
        up to its volume and issue.
        """
        lines = [line.strip() for line in text.lstrip().split("\n", HEAD_LINES)[:HEAD_LINES]]
        title = self.title
        rest = [line for line in lines[1:] if line]
        if title is None and rest and 0 < len(lines[0]) <= LONGEST_TITLE and not SENTENCE_END.search(lines[0]):
            title = lines[0]
        publication = PUBLICATION.search("\n".join(lines))
        publisher = self.publisher or (ISSUE.sub("", publication[1]).strip(" ,") if publication else None)
        return replace(self, title=title, publisher=publisher or None)


def read_head(text: str, *, name: str) -> tuple[Head, str]:
    r"""Take the front matter off a text.

    Parameters
    ----------
    text
        The whole file.
    name
        What to call the file in errors.

    Returns
    -------
    What the front matter says, and the text below it. Keys other than title, publisher, date and url are left alone.

    Raises
    ------
    SourceError
        If the front matter is no YAML mapping, or a value is of the wrong kind.

    Examples
    --------
    >>> head, body = read_head("---\ntitle: Ports\ndate: 2019-05-14\n---\nText.", name="x.md")
    >>> head.title, head.date.year, body
    ('Ports', 2019, 'Text.')
    """
    match = FRONT_MATTER.match(text)
    if match is None:
        if UNCLOSED.match(text) is not None:
            raise SourceError(f"{name} line 1: the front matter is not closed; add a line --- below it")
        return Head(), text
    try:
        fields = read_yaml(match[1])
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f" line {mark.line + 2}" if mark else ""
        raise SourceError(f"{name}{line}: the front matter is no YAML ({getattr(error, 'problem', error)})") from None
    except Exception as error:  # noqa: BLE001 - a day that does not exist, a tag on the wrong value: YAML raises anything
        told = str(error)[:LONGEST_FAULT] or type(error).__name__
        raise SourceError(f"{name}: the front matter holds a value that cannot be true ({told})") from None
    if fields is None:
        return Head(), text[match.end() :]
    if not isinstance(fields, dict):
        raise SourceError(f"{name}: the front matter is a {type(fields).__name__}; expected lines like 'title: …'")
    return (
        Head(
            title=_string(fields, "title", name),
            publisher=_string(fields, "publisher", name),
            date=_date(fields.get("date"), name),
            url=_url(fields, name),
            front=match[1],
        ),
        text[match.end() :],
    )


def _string(fields: dict[str, Any], key: str, name: str) -> str | None:
    value = fields.get(key)
    if value is None:
        return None
    if isinstance(value, (dict, list)):
        raise SourceError(f"{name}: front matter {key!r} is a {type(value).__name__}; expected one line of text")
    return line(str(value)) or None


def _url(fields: dict[str, Any], name: str) -> str | None:
    url = _string(fields, "url", name)
    if url is not None and not url.startswith(("https://", "http://")):
        raise SourceError(f"{name}: front matter url {url!r} is no web address; expected https://…")
    return url


def _date(value: object, name: str) -> Date | None:
    if value is None:
        return None
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, Date):
        return value
    try:
        return Date.fromisoformat(str(value))
    except ValueError:
        raise SourceError(f"{name}: front matter date {value!r} is no date; expected YYYY-MM-DD") from None


def day_of(stated: str | None) -> Date | None:
    """Return the day that a file states in ISO form, ``None`` where it states none that there is."""
    try:
        return Date.fromisoformat((stated or "")[:10])
    except ValueError:
        return None
