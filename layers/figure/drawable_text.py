"""Words that a figure can draw: of a bearable length, and in letters that a typeface here has.

What the figure's own typeface lacks is drawn from one of this machine's, and what none has is spelled in Latin letters:
a title that is read aloud rightly says more than one that is boxes.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from geo.characters import line
from layers.figure.lettering import FAMILY
from layers.figure.typefaces import best_for, letters_of_ours

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from layers.figure.subject import Subject

__all__ = ["Spelling", "shortened", "spelled", "spelling_for"]

LONGEST_WORD = 60
LONGEST_NAME = 160
LONGEST_TITLE = 480
MOST_FAMILIES = 3
UNSPEAKABLE = frozenset({"So", "Sk", "Cf", "Cc", "Co", "Cn", "Cs", "Mn", "Me"})  # pictures and signs without a sound


@dataclass(frozen=True, slots=True)
class Spelling:
    """How the texts of one figure are written.

    Attributes
    ----------
    families
        Typefaces, ours first.
    instead
        What is written for a letter that none of them has.
    """

    families: tuple[str, ...]
    instead: Mapping[int, str]

    @property
    def note(self) -> str:
        """What the figure says of letters that it could not draw, ``""`` where it drew all."""
        respelled = any(each for each in self.instead.values() if each)
        return "Letters that no typeface at hand has are spelled in Latin ones." if respelled else ""

    def has(self, texts: Iterable[str]) -> bool:
        """Tell whether the typefaces have all letters of some texts."""
        return not any(ord(letter) in self.instead for text in texts for letter in text)

    def __call__(self, text: str, most: int = LONGEST_NAME) -> str:
        """Return a text as it is drawn."""
        return line(shortened(text, most).translate(self.instead)) or "?"


def shortened(text: str, most: int = LONGEST_NAME) -> str:
    """Return a text of one line in which neither it nor a word of it is longer than a figure can bear.

    Examples
    --------
    >>> shortened("Ship " + "x" * 200 + " sails") == "Ship " + "x" * 59 + "… sails"
    True
    """
    text = line(text[: 4 * most])
    words = (word if len(word) <= LONGEST_WORD else f"{word[: LONGEST_WORD - 1]}…" for word in text.split(" "))
    text = " ".join(words)
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def spelling_for(texts: Iterable[str], *, plain: bool = False) -> Spelling:
    """Choose typefaces for the letters of some texts, and say what is written for those that remain.

    Parameters
    ----------
    texts
        All that will be drawn.
    plain
        True draws in our own typeface alone, and without marks that stand on the letter before them.

    Examples
    --------
    >>> spelling_for(["Tbilisi თბილისი Баку"]).families
    ('DejaVu Sans',)
    >>> spelling_for(["北京 🚢"], plain=True)("北京 🚢")
    'BeiJing'
    """
    missing = {ord(c) for text in texts for c in text if c.isprintable() and not c.isspace()} - letters_of_ours()
    families = [FAMILY]
    if missing and not plain:
        for _ in range(MOST_FAMILIES):
            name, having = best_for(frozenset(missing))
            if not having:
                break
            families.append(name)
            missing -= having
    instead = {code: _in_latin(chr(code)) for code in missing}
    if plain:
        instead |= {ord(c): None for text in texts for c in text if unicodedata.combining(c)}  # type: ignore[misc]
    return Spelling(tuple(families), instead)


def spelled(subject: Subject, spelling: Spelling) -> Subject:
    """Return what a figure is about with every text of the article's as it is drawn."""
    features = tuple(replace(each, row=_row(each.row, spelling)) for each in subject.features)
    return replace(
        subject,
        title=spelling(subject.title, LONGEST_TITLE),
        source=spelling(subject.source, LONGEST_TITLE),
        features=features,
        credits=tuple(spelling(credit, LONGEST_TITLE) for credit in subject.credits),
    )


def _row(row: dict[str, Any], spelling: Spelling) -> dict[str, Any]:
    evidence = [
        {**item, "citations": [{**c, "outlet": spelling(c["outlet"])} for c in item["citations"]]}
        for item in row["evidence"]
    ]
    return {**row, "name": spelling(row["name"]), "evidence": evidence}


def _in_latin(letter: str) -> str:
    from anyascii import anyascii

    return "" if unicodedata.category(letter) in UNSPEAKABLE else str(anyascii(letter))
