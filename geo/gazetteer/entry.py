"""What every source of names gives to the index: a record and the names it goes by."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from geo.model import Record

__all__ = ["Entry", "Form"]


class Form(IntEnum):
    """How a name stands to its record; a smaller number is a better claim."""

    PRIMARY = 0  # the record's own name
    ALIAS = 1  # another name, in any language
    VARIANT = 2  # made by rule: "Port of X", "X Airport"; or what another language calls a country
    BARE = 3  # the town's name for its port or airport: weak, the town itself comes first
    CODE = 4  # IATA, ICAO, ISO: only where codes are asked for, or in "Phoenix, AZ"
    DEMONYM = 5  # "Georgian", "Afghans": names people and things, not the place


class Entry(NamedTuple):
    """A record and its names."""

    record: Record
    names: tuple[tuple[str, Form], ...]
