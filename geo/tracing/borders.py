"""Borders on the ground: in which country each junction lies, what a border costs, which gauge trains run on."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Annotated

import msgspec
import numpy as np

from geo.checked import Facts, read_facts
from geo.tracing.data_files import BORDERS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["Borders", "countries_at", "load_borders", "number_of"]


@dataclass(frozen=True, slots=True)
class Borders:
    """What is known of borders.

    Attributes
    ----------
    open
        Groups of countries (ISO 3166-1 alpha-2) between which one travels unchecked.
    gauges
        Track gauges of a country's main networks, millimetres.
    """

    open: tuple[frozenset[str], ...]
    gauges: Mapping[str, tuple[int, ...]]

    def is_open(self, a: str, b: str) -> bool:
        """Tell whether one goes from a country to another unchecked.

        Examples
        --------
        >>> load_borders().is_open("FR", "DE"), load_borders().is_open("CN", "KZ")
        (True, False)
        """
        return any({a, b} <= group for group in self.open)

    def gauge_change(self, a: str, b: str) -> tuple[int, int] | None:
        """Return the main gauges of two countries where they have none in common.

        Examples
        --------
        >>> load_borders().gauge_change("PL", "BY")
        (1435, 1520)
        """
        here, there = self.gauges.get(a, ()), self.gauges.get(b, ())
        return (here[0], there[0]) if here and there and not set(here) & set(there) else None


Country = Annotated[str, msgspec.Meta(pattern="^[A-Z]{2}$", description="a country's two letters, such as AZ")]


class _File(Facts, frozen=True, kw_only=True):
    sources: object
    open: tuple[tuple[Country, ...], ...]
    gauges: dict[int, tuple[Country, ...]]
    also: dict[Country, tuple[int, ...]]


@cache
def load_borders(path: Path = BORDERS) -> Borders:
    """Read what is known of borders.

    Raises
    ------
    DataError
        If the file does not hold lists of countries by their two-letter codes.

    Examples
    --------
    >>> load_borders().gauges["GE"]
    (1520,)
    """
    content = read_facts(path, _File)
    gauges = {code: (gauge,) for gauge, codes in content.gauges.items() for code in codes}
    return Borders(tuple(map(frozenset, content.open)), {**gauges, **content.also})


def countries_at(lons: Floats, lats: Floats) -> NDArray[np.uint8]:
    """Return the number of the country in which each point lies, 0 at sea; see :func:`number_of`."""
    import shapely

    from geo.outlines import countries

    found = np.zeros(len(lons), dtype=np.uint8)
    for number, shape in enumerate(countries("50m").values(), start=1):
        west, south, east, north = shape.bounds
        near = np.flatnonzero((found == 0) & (lats >= south) & (lats <= north) & (lons >= west) & (lons <= east))
        if len(near):
            shapely.prepare(shape)
            found[near[shapely.contains_xy(shape, lons[near], lats[near])]] = number
    return found


@cache
def number_of() -> tuple[str, ...]:
    """Return the codes of all countries by the numbers that :func:`countries_at` gives, ``""`` for 0."""
    from geo.outlines import countries

    return ("", *countries("50m"))
