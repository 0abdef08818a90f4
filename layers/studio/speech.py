"""The studio's own words in the languages it speaks: data in ``languages/*.yaml``, all with the same keys."""

from __future__ import annotations

import json
import re
from contextlib import suppress
from functools import cache as kept
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from geo import cache
from geo.errors import DataError
from layers.export import write_files

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["choose", "chosen", "codes", "page", "preferred", "words_in"]

FOLDER = Path(__file__).with_name("languages")
DEFAULT = "en"
SETTINGS = "studio.json"
HOLE = re.compile(r"\{\{ ([\w.-]+) \}\}")


def codes() -> tuple[str, ...]:
    """Return the languages of the studio.

    Examples
    --------
    >>> "en" in codes()
    True
    """
    return tuple(sorted(path.stem for path in FOLDER.glob("*.yaml")))


@kept
def words_in(language: str) -> Mapping[str, str]:
    """Return the words of a language by their keys.

    Parameters
    ----------
    language
        One of :func:`codes`.

    Raises
    ------
    DataError
        If there is none, or its file lacks a word or has one too many.

    Examples
    --------
    >>> words_in("tr")["tab.map"]
    'Harita'
    """
    if language not in codes():
        raise DataError(f"language {language!r} unknown; expected one of {', '.join(codes())}")
    raw: dict[str, Any] = yaml.safe_load((FOLDER / f"{language}.yaml").read_text(encoding="utf-8"))
    words = {str(key): str(value) for key, value in raw.items()}
    if language != DEFAULT:
        odd = sorted(set(words) ^ set(words_in(DEFAULT)))
        if odd:
            raise DataError(
                f"{language}.yaml: {', '.join(odd)} missing or unknown; expected the keys of {DEFAULT}.yaml"
            )
    return words


def preferred(accepted: str) -> str:
    """Return the language of the studio that a browser likes best.

    Parameters
    ----------
    accepted
        What it sends as ``Accept-Language``.

    Examples
    --------
    >>> preferred("de-DE,de;q=0.9,tr;q=0.8,en;q=0.7"), preferred("tr;q=0.1, ru"), preferred("nonsense;q=x")
    ('tr', 'ru', 'en')
    """
    wanted: list[tuple[float, str]] = []
    for part in accepted.split(",")[:20]:
        name, _, weight = part.partition(";q=")
        with suppress(ValueError):
            wanted.append((-float(weight or 1), name.strip().partition("-")[0].lower()))
    return next((code for _, code in sorted(wanted, key=lambda each: each[0]) if code in codes()), DEFAULT)


def chosen() -> str:
    """Return the language that a person chose in the studio before, ``""`` where nobody did."""
    try:
        code = str(json.loads((cache.folder() / SETTINGS).read_text(encoding="utf-8"))["language"])
    except (OSError, ValueError, KeyError, TypeError):
        return ""
    return code if code in codes() else ""


def choose(language: str) -> None:
    """Keep a language for all studios of this user.

    Parameters
    ----------
    language
        One of :func:`codes`.

    Raises
    ------
    DataError
        If it is none of them.
    OutputError
        If it cannot be kept.
    """
    words_in(language)
    write_files(cache.folder(), {SETTINGS: json.dumps({"language": language})})


def page(template: str, language: str, token: str) -> str:
    """Return the studio's page in a language.

    Parameters
    ----------
    template
        With ``{{ key }}`` where words go.
    language
        One of :func:`codes`.
    token
        What the page sends with each question.
    """
    words = words_in(language)
    names = {code: words_in(code)["name"] for code in codes()}
    told = json.dumps({"words": words, "languages": names}, ensure_ascii=False).replace("<", "\\u003c")
    filled = {key: escape(value) for key, value in words.items()}
    filled |= {"token": escape(token), "lang": language, "told": told}
    return HOLE.sub(lambda hole: filled[hole[1]], template)
