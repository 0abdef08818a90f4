"""What the pages served to this machine say, in the languages they speak: data in a folder each, with the same keys."""

from __future__ import annotations

import json
import re
from contextlib import suppress
from dataclasses import dataclass
from functools import cache as kept
from html import escape
from typing import TYPE_CHECKING

from geo import cache
from geo.checked import checked_values
from geo.errors import DataError
from geo.safe_yaml import read_our_yaml
from layers.export import write_files

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

__all__ = ["DEFAULT", "Wordbook", "choose", "chosen"]

DEFAULT = "en"
SETTINGS = "studio.json"
HOLE = re.compile(r"\{\{ ([\w.-]+) \}\}")


@dataclass(frozen=True, slots=True)
class Wordbook:
    """The words of one page.

    Attributes
    ----------
    folder
        With a file a language.

    Examples
    --------
    >>> from layers.studio.studio_messages import WORDS
    >>> "en" in WORDS.codes(), WORDS.words_in("tr")["tab.map"]
    (True, 'Harita')
    """

    folder: Path

    def codes(self) -> tuple[str, ...]:
        """Return the languages there are."""
        return tuple(sorted(path.stem for path in self.folder.glob("*.yaml")))

    def words_in(self, language: str) -> Mapping[str, str]:
        """Return the words of a language by their keys.

        Parameters
        ----------
        language
            One of :meth:`codes`.

        Raises
        ------
        DataError
            If there is none, or its file lacks a word or has one too many.
        """
        if language not in self.codes():
            raise DataError(f"language {language!r} unknown; expected one of {', '.join(self.codes())}")
        words = _read(self.folder / f"{language}.yaml")
        odd = sorted(set(words) ^ set(_read(self.folder / f"{DEFAULT}.yaml")))
        if odd:
            raise DataError(
                f"{language}.yaml: {', '.join(odd)} missing or unknown; expected the keys of {DEFAULT}.yaml"
            )
        return words

    def wanted(self, accepted: str) -> str:
        """Return the language that a person chose before, else the one that their browser likes best.

        Parameters
        ----------
        accepted
            What it sends as ``Accept-Language``.
        """
        code = chosen()
        return code if code in self.codes() else self.preferred(accepted)

    def preferred(self, accepted: str) -> str:
        """Return the language of the page that a browser likes best.

        Parameters
        ----------
        accepted
            What it sends as ``Accept-Language``.

        Examples
        --------
        >>> from layers.studio.studio_messages import WORDS
        >>> [WORDS.preferred(said) for said in ("de-DE,de;q=0.9,tr;q=0.8,en;q=0.7", "tr;q=0.1, ru", "nonsense;q=x")]
        ['tr', 'ru', 'en']
        """
        wanted: list[tuple[float, str]] = []
        for part in accepted.split(",")[:20]:
            name, _, weight = part.partition(";q=")
            with suppress(ValueError):
                wanted.append((-float(weight or 1), name.strip().partition("-")[0].lower()))
        codes = self.codes()
        return next((code for _, code in sorted(wanted, key=lambda each: each[0]) if code in codes), DEFAULT)

    def page(self, template: str, language: str, token: str, **more: object) -> str:
        """Return a page in a language.

        Parameters
        ----------
        template
            With ``{{ key }}`` where words go.
        language
            One of :meth:`codes`.
        token
            What the page sends with each question.
        more
            What its script is told beside the words.
        """
        words = self.words_in(language)
        told = json.dumps({"words": words, **more}, ensure_ascii=False).replace("<", "\\u003c")
        filled = {key: escape(value) for key, value in words.items()}
        filled |= {"token": escape(token), "lang": language, "told": told}
        return HOLE.sub(lambda hole: filled[hole[1]], template)


@kept
def _read(path: Path) -> Mapping[str, str]:
    text = path.read_text(encoding="utf-8")
    return checked_values(read_our_yaml(text), str, path.name, text=text)


def chosen() -> str:
    """Return the language that a person chose for these pages before, ``""`` where nobody did."""
    try:
        return str(json.loads((cache.folder() / SETTINGS).read_text(encoding="utf-8"))["language"])
    except (OSError, ValueError, KeyError, TypeError):
        return ""


def choose(language: str) -> None:
    """Keep a language for all pages of this user.

    Parameters
    ----------
    language
        One that the pages speak.

    Raises
    ------
    OutputError
        If it cannot be kept.
    """
    write_files(cache.folder(), {SETTINGS: json.dumps({"language": language})})
