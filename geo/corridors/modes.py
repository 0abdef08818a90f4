"""Words that tell how one travels: the nouns of ways, and the cues of prose.

They stand in ``geo/data/modes.csv``, by use: *noun* of a way, *adjective* before such a noun, *cue* of prose, and
*pair* of words that mean something else together ("water bus").
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING, cast

from geo.csv_tables import data_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from geo.model import Mode

__all__ = ["WEAK", "cue_mode", "is_adjective", "noun_mode", "openers", "pair_mode"]

KEPT = 20_000  # words whose mode is remembered
ENDINGS: Mapping[str, Mode] = {
    "boat": "sea", "steamer": "sea", "aeroplane": "air", "seaplane": "air", "floatplane": "air", "warplane": "air",
    "copter": "air", "railcar": "rail", "trolleybus": "road", "minibus": "road",
}  # fmt: skip
WEAK = frozenset(
    {
        "line",
        "lines",
        "crossing",
        "crossings",
        "track",
        "trail",
        "mainline",
        "sailing",
        "sailings",
        "interconnector",
        "interconnectors",
    }
)
"""Nouns whose adjective decides, the "ferry line", the "rail track"; without one, what the article speaks of."""


@cache
def _words() -> dict[tuple[str, str], str]:
    """From a use and a word to its mode; where a word has several modes the first line of the file counts."""
    found: dict[tuple[str, str], str] = {}
    for _, row in data_table("modes.csv", columns=("mode", "use", "words")):
        for word in row["words"].split():
            found.setdefault((row["use"], word), row["mode"])
    return found


@cache
def openers() -> frozenset[str]:
    """Return the first words of pairs."""
    return frozenset(word.partition("-")[0] for use, word in _words() if use == "pair")


@lru_cache(maxsize=KEPT)
def cue_mode(word: str) -> Mode | None:
    """Return the mode that a lower-case word of prose suggests ("trucks", "flown"), or ``None``."""
    return cast("Mode | None", _words().get(("cue", word))) or _by_ending(word)


def _by_ending(word: str) -> Mode | None:
    """Return the mode of a compound by its last part: "riverboats", "warplane"."""
    bare = word.removesuffix("s")
    for ending, mode in ENDINGS.items():
        if bare.endswith(ending) and len(bare) > len(ending):
            return "waterway" if mode == "sea" and bare.startswith(("river", "canal", "narrow", "house")) else mode
    return None


@lru_cache(maxsize=KEPT)
def pair_mode(word: str, following: str) -> Mode | None:
    """Return the mode that two lower-case words suggest together, or ``None``.

    Examples
    --------
    >>> pair_mode("water", "bus"), pair_mode("city", "bus")
    ('sea', None)
    """
    if word not in openers():
        return None
    return cast("Mode | None", _words().get(("pair", f"{word}-{following}")))


@lru_cache(maxsize=KEPT)
def is_adjective(word: str) -> bool:
    """Tell whether a word may stand between a chain of places and its noun ("oil", "high-speed")."""
    return ("adjective", word) in _words()


def noun_mode(noun: str, adjectives: Iterable[str] = ()) -> Mode | None:
    """Return the mode of a way by its noun and the adjectives before it, or ``None`` if the noun names no way.

    Examples
    --------
    >>> noun_mode("railway"), noun_mode("route", ["air"]), noun_mode("corridor"), noun_mode("border")
    ('rail', 'air', 'multimodal', None)
    """
    mode = _words().get(("noun", noun))
    if mode is None:
        return None
    special = [m for word in adjectives if (m := _words().get(("adjective", word))) not in {None, "any"}]
    if special and (mode == "multimodal" or noun in WEAK):
        mode = special[-1]
    return cast("Mode", mode)
