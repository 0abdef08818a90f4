"""Which feature the words of a correction name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable

    from geo.model import Mention

__all__ = ["feature_at", "unique"]


class _Feature(Protocol):
    @property
    def mentions(self) -> tuple[Mention, ...]: ...


Found = TypeVar("Found", bound=_Feature)


def feature_at(features: Iterable[Found], span: tuple[int, int]) -> Found | None:
    """Return the feature with a mention at a span: the very span if there is one, else the one most alike.

    Spans nest: "the Baku–Tbilisi–Kars railway" stands within "ground (the Baku–Tbilisi–Kars railway) routes".
    """
    start, end = span
    best: tuple[int, Found] | None = None
    for feature in features:
        for mention in feature.mentions:
            if mention.start < end and start < mention.end:
                difference = abs(mention.start - start) + abs(mention.end - end)
                if best is None or difference < best[0]:
                    best = (difference, feature)
    return best[1] if best else None


def unique(wanted: str, taken: Iterable[str]) -> str:
    """Return an id that nothing has yet."""
    used = set(taken)
    if wanted not in used:
        return wanted
    number = 2
    while f"{wanted}-{number}" in used:
        number += 1
    return f"{wanted}-{number}"
