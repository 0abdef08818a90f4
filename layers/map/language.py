"""The page's own words in the languages it speaks: data in ``languages/*.yaml``, read and checked."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, cast

import msgspec

from geo.checked import Form, Text, checked, checked_values
from geo.errors import DataError
from geo.languages.notices import notices_in
from geo.safe_yaml import read_our_yaml

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["DEFAULT", "LABELS", "Language", "codes", "language_named"]

FOLDER = Path(__file__).with_name("languages")
DEFAULT = "en"
LABELS = ("modes", "statuses", "bases", "precisions", "point_precisions", "kinds")
"""Parts of ``styles.yaml`` that have labels, which every language but English names anew."""


Word = str | dict[str, str] | Annotated[list[str], msgspec.Meta(min_length=12, max_length=12)]
"""A text, texts by plural form, or the twelve months."""


class _File(Form, frozen=True):
    name: Text
    words: object
    checked: bool = False
    direction: Literal["ltr", "rtl"] = "ltr"
    digits: Annotated[str, msgspec.Meta(min_length=10, max_length=10)] = ""
    modes: object = None
    statuses: object = None
    bases: object = None
    precisions: object = None
    point_precisions: object = None
    kinds: object = None


@dataclass(frozen=True, slots=True)
class Language:
    """What the page says in one language.

    Attributes
    ----------
    code
        ISO 639-1, also the page's ``lang``.
    words
        Texts by key; texts by plural form where a number decides; the twelve months.
    labels
        For each of :data:`LABELS` its labels by key; empty in English, whose labels are those of the styles.
    checked
        Whether a native reader has read all of it.
    direction
        ``"ltr"`` or ``"rtl"``.
    digits
        The ten digits where they are not those of English, else ``""``; CLDR's default for the language.
    """

    code: str
    name: str
    words: Mapping[str, Any]
    labels: Mapping[str, Mapping[str, str]]
    checked: bool = False
    direction: str = "ltr"
    digits: str = ""

    def number(self, value: float, digits: int = 0) -> str:
        """Write a number with the language's thousands and digits.

        Examples
        --------
        >>> language_named("de").number(12345), language_named("fa").number(1234)
        ('12.345', '۱٬۲۳۴')
        """
        return self.figures(f"{value:,.{digits}f}".replace(",", self.words["thousands"]))

    def figures(self, text: str) -> str:
        """Return a text with the language's own digits."""
        return text.translate({48 + i: digit for i, digit in enumerate(self.digits)}) if self.digits else text

    def say(self, key: str, **values: Any) -> str:
        """Return a text with its values; of texts by plural form the one that ``n`` wants.

        Examples
        --------
        >>> language_named("ru").say("figure.places", n=3, names="Баку")
        '3 места: Баку'
        >>> language_named("en").say("figure.places", n=1, names="Baku")
        '1 place: Baku'
        """
        text = self.words[key]
        if isinstance(text, dict):
            text = text.get(self._form(values["n"]), text["other"])
        told = {name: self.number(value) if isinstance(value, int) else value for name, value in values.items()}
        return str(text).format(**told)

    def _form(self, number: int) -> str:
        if self.code == DEFAULT:
            return "one" if number == 1 else "other"
        from babel import Locale

        return str(Locale(self.code).plural_form(number))

    def day(self, iso: str) -> str:
        """Write a date in words.

        Examples
        --------
        >>> language_named("tr").day("2019-05-03")
        '3 Mayıs 2019'
        """
        year, month, day = iso.split("-")
        said = {"day": str(int(day)), "month": self.words["months"][int(month) - 1], "year": year}
        return self.figures(self.words["date"].format(**said))

    def label(self, part: str, key: str, english: str) -> str:
        """Return what a mode, kind or the like is called."""
        return self.labels.get(part, {}).get(key, english)

    def reading(self, codes: str, *, reader: str = "rules", faults: str = "") -> tuple[str, ...]:
        """Return what must be known of the languages of a text, in this language.

        Parameters
        ----------
        codes
            The languages, divided by commas, that of most of the text first; ``""`` for English.
        reader
            Who read the text.
        faults
            Why it was read otherwise than was asked, in English.

        Examples
        --------
        >>> language_named("tr").reading("ja")[0].partition(".")[0]
        'Metnin dili: Japonca'
        """
        notices = notices_in(tuple(codes.split(","))) if codes else ()
        said = [
            self.words[f"reading.{notice.kind}"].format(language=self.tongue(notice.language)) for notice in notices
        ]
        return (
            *said,
            *((self.words["reading.encoder"],) if reader == "encoder" else ()),
            *((faults,) if faults else ()),
        )

    def reading_of(self, document: Mapping[str, Any]) -> tuple[str, ...]:
        """Return what must be known of how a document was read, in this language.

        Parameters
        ----------
        document
            What the tables say of it: ``languages``, ``reader`` and ``faults`` where there are any.

        Examples
        --------
        >>> language_named("en").reading_of({"languages": "ru", "reader": "encoder"})[-1]
        'A multilingual encoder reads the names too.'
        """
        about = {key: str(document[key]) for key in ("reader", "faults") if key in document}
        return self.reading(str(document.get("languages", "")), **about)

    def tongue(self, code: str) -> str:
        """Return what a language is called in this one, from CLDR."""
        from babel import Locale

        return str(Locale(self.code).languages.get(code, code))

    def countries(self, names: Mapping[str, str]) -> dict[str, str]:
        """Return the names of countries in this language, from CLDR; the English name where it has none.

        Parameters
        ----------
        names
            English names by ISO 3166-1 alpha-2.

        Examples
        --------
        >>> language_named("az").countries({"GE": "Georgia"})
        {'GE': 'Gürcüstan'}
        """
        if self.code == DEFAULT:
            return dict(names)
        from babel import Locale

        territories = Locale(self.code).territories
        return {code: territories.get(code, name) for code, name in names.items()}


def codes() -> tuple[str, ...]:
    """Return the languages there are.

    Examples
    --------
    >>> codes()
    ('ar', 'az', 'de', 'en', 'es', 'fa', 'fr', 'hy', 'ka', 'kk', 'pt', 'ru', 'tr', 'uk', 'zh')
    """
    return tuple(sorted(path.stem for path in FOLDER.glob("*.yaml")))


@cache
def language_named(code: str) -> Language:
    """Read a language.

    Parameters
    ----------
    code
        Two letters, ISO 639-1.

    Raises
    ------
    DataError
        If the page does not speak it, or its file lacks a word.

    Examples
    --------
    >>> language_named("tr").words["legend"]
    'Lejant'
    """
    if code not in codes():
        raise DataError(f"language {code!r} unknown; expected one of {', '.join(codes())}")
    found = parse((FOLDER / f"{code}.yaml").read_text(encoding="utf-8"), code)
    if code != DEFAULT:
        _compare(code, found.words, language_named(DEFAULT).words)
    return found


def parse(text: str, code: str) -> Language:
    r"""Read the file of a language.

    Parameters
    ----------
    text
        As ``languages/en.yaml``.
    code
        Two letters, ISO 639-1.

    Raises
    ------
    DataError
        If a value cannot be; the message names file, line, key, value and what may be.

    Examples
    --------
    >>> parse("name: Deutsch\nwords: {legend: Legende}", "de").words
    {'legend': 'Legende'}
    """
    name = f"{code}.yaml"
    found = checked(read_our_yaml(text), _File, name, text=text)
    words: dict[str, Any] = checked_values(found.words, cast("type[Any]", Word), name, at=("words",), text=text)
    told = {part: getattr(found, part) for part in LABELS if getattr(found, part)}
    labels = {part: checked_values(said, str, name, at=(part,), text=text) for part, said in told.items()}
    return Language(code, found.name, words, labels, found.checked, found.direction, found.digits)


def _compare(code: str, words: Iterable[str], english: Iterable[str]) -> None:
    odd = sorted(set(words) ^ set(english))
    if odd:
        raise DataError(f"{code}.yaml: {', '.join(odd)} missing or unknown; expected the words of {DEFAULT}.yaml")
