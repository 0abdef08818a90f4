"""What a provider is: the protocol :func:`geo.geocoding.ask` relies on, and the row that describes each of the five."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable

    from geo.model import DataSource, Record

__all__ = ["Found", "Provider", "Raw", "Service", "country_code", "number", "text"]

Raw = Mapping[str, Any]
LONGEST_TEXT = 200
LETTERS_IN_CODE = 2


class Provider(Protocol):
    """Something that can be asked for a name."""

    @property
    def source(self) -> DataSource:
        """Who answers, under which licence and with which attribution."""

    @property
    def identity(self) -> str:
        """What tells its answers from others' in a cache: service, address and options, never a key."""

    @property
    def pause_s(self) -> float:
        """The least time between two requests."""

    @property
    def may_keep(self) -> bool:
        """Whether its terms allow answers to be kept."""

    def search(self, name: str, *, timeout_s: float) -> tuple[Record, ...]:
        """Return the places that go by a name, likeliest first; empty where there are none.

        Raises
        ------
        Fault
            If there is no usable answer.
        """


@dataclass(frozen=True, slots=True)
class Found:
    """One place of an answer, and all names the answer gives it."""

    record: Record
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Service:
    """One of the five: what it is called, what it allows, and how its answers are read.

    Attributes
    ----------
    name, title
        As the user types it, and as a reader sees it.
    geocoder
        Name of geopy's class.
    home
        Address without the path that geopy adds.
    source_id
        ``Record.source`` of its records, and id of its ``DataSource``.
    pause_s
        The least time between two requests, seconds.
    read
        One raw result of geopy's to a place; ``None`` for what is no place on a map, such as a street or a shop. Raises
        ``KeyError``, ``TypeError`` or ``ValueError`` for what has not the shape expected.
    options
        Given to geopy's ``geocode`` with each name.
    placeholders
        What geopy wants when its class is built, in place of the key: that is added where nothing writes it down.
    key_variable, key_parameter
        Environment variable that holds the key, and the part of the query it goes into; empty where there is none.
    with_key
        Further parts of the query once there is a key.
    needs_key, needs_contact
        Whether it must not be asked without.
    is_fuzzy
        True where it also answers with names that merely resemble the one asked for.
    keeps
        Whether its terms allow answers to be kept without a key; with a key they all do.
    """

    name: str
    title: str
    geocoder: str
    home: str
    licence: str
    attribution: str
    terms: str
    read: Callable[[Raw], Found | None]
    source_id: str
    pause_s: float = 1.0
    options: Mapping[str, Any] = field(default_factory=dict)
    placeholders: Mapping[str, str] = field(default_factory=dict)
    key_variable: str = ""
    key_parameter: str = ""
    with_key: Mapping[str, str] = field(default_factory=dict)
    needs_key: bool = False
    needs_contact: bool = False
    is_fuzzy: bool = False
    keeps: bool = True


def text(value: object) -> str:
    r"""Return a string of an answer on one line, without control characters and not too long; ``""`` for none.

    Raises
    ------
    TypeError
        If it is no string.

    Examples
    --------
    >>> text(" Böyük\u202e\n Kəsik "), text(None)
    ('Böyük Kəsik', '')
    """
    if value is None:
        return ""
    if not isinstance(value, str):
        raise TypeError(f"{type(value).__name__} where a string was expected")
    visible = "".join(" " if c.isspace() else c for c in value if c.isspace() or unicodedata.category(c)[0] != "C")
    return " ".join(visible.split())[:LONGEST_TEXT]


def number(value: object) -> float:
    """Return a number of an answer, which may be written as a string.

    Raises
    ------
    TypeError, ValueError
        If it is no number.

    Examples
    --------
    >>> number("41.25"), number(7)
    (41.25, 7.0)
    """
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        raise TypeError(f"{type(value).__name__} where a number was expected")
    return float(value)


def country_code(value: object) -> str:
    """Return a country as ISO 3166-1 alpha-2 in capitals, ``""`` for anything else.

    Examples
    --------
    >>> country_code("az"), country_code("Azerbaijan"), country_code(None)
    ('AZ', '', '')
    """
    code = text(value).upper()
    return code if len(code) == LETTERS_IN_CODE and code.isascii() and code.isalpha() else ""
