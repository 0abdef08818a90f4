"""A made-up dump in GeoNames' format, as large as a test wants it."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

SYLLABLES = (
    "ka", "ra", "to", "mi", "sho", "du", "bel", "na", "ger", "vi", "lo", "pa", "su", "tan", "ket", "ala", "dor", "hem",
)  # fmt: skip
CYRILLIC = ("ка", "ра", "то", "ми", "шо", "ду", "бел", "на", "гер", "ви", "ло", "па", "су", "тан", "кет")
FIRST_ID = 20_000_000


def line(id_, name, *, plain="", others="", point=(50.0, 40.0), code="P.PPL", within="AZ.09", people=0):
    """Return one row: the 19 columns of https://download.geonames.org/export/dump/readme.txt."""
    lon, lat = point
    class_, _, feature = code.partition(".")
    country, _, region = within.partition(".")
    fields = (
        id_, name, plain or name, others, lat, lon, class_, feature, country, "", region, "", "", "", people, "", 0,
        "Asia/Baku", "2026-01-01",
    )  # fmt: skip
    return "\t".join(map(str, fields)) + "\n"


def write_dump(path: Path, rows: int) -> None:
    """Write a dump of which every second row has alternate names, one in Cyrillic, and every third two words."""
    chance = random.Random(5)
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        for number in range(rows):
            plain = _name(chance, SYLLABLES) + (f" {_name(chance, SYLLABLES)}" if number % 3 == 0 else "")
            name = plain if number % 4 else plain.replace("a", "á", 1)
            others = "" if number % 2 else f"{name},{_name(chance, CYRILLIC)},{plain}'s"
            point = (round(chance.uniform(-180, 180), 5), round(chance.uniform(-60, 75), 5))
            is_town = number % 3 != 0
            stream.write(
                line(
                    FIRST_ID + number,
                    name,
                    plain=plain,
                    others=others,
                    point=point,
                    code="P.PPL" if is_town else "H.STM",
                    within=f"{chance.choice(('AZ', 'GE', 'US', 'IN', 'CN'))}.{number % 30:02}",
                    people=number % 5000 if is_town else 0,
                )
            )


def _name(chance: random.Random, syllables: tuple[str, ...]) -> str:
    return "".join(chance.choice(syllables) for _ in range(chance.randint(2, 4))).capitalize()
