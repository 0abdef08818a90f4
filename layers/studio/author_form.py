"""An author's words and looks as the studio's form has them; they stand in the article's review file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geo.errors import SourceError
from layers.author.keys import COLOURS, DASHES, DETAILS, LABELS, LEGENDS
from layers.map.language import codes
from layers.review import beside
from layers.review.reading import read_if_there
from layers.review.writing import Wording, reword

if TYPE_CHECKING:
    from collections.abc import Mapping

    from layers.author import Look, Words
    from layers.review import Corrections
    from layers.studio.article_folder import Article
    from layers.studio.jobs import Making

__all__ = ["read_wording", "write_wording"]

LINES = ("title", "subtitle", "byline", "note", "source-line")
CHOICES = ("language", "detail", "legend")
EXTENT = "extent"
LOOKS = ("name", "note", "colour", "dash", "hide", "label")
SILENT: Mapping[str, object] = {"name": "", "note": "", "colour": "", "dash": "", "hide": False, "label": "auto"}
"""What the form shows where nothing is said."""

SIDES = 4


def read_wording(article: Article, making: Making) -> dict[str, Any]:
    """Return what an author says of a map, what there is to say it of, and what may be said.

    Parameters
    ----------
    article
        One of the shelf.
    making
        Knows what was found in it.

    Returns
    -------
    ``said`` by key, ``features`` with the looks of each, and ``choices``.

    Raises
    ------
    ReviewError
        If the review file cannot be read.
    """
    path = beside(article.path)
    words = read_if_there(path).words
    looks = {(look.target, look.feature): look for look in words.features} if words else {}
    found = list(dict.fromkeys((*making.features(article), *looks)))
    return {
        "said": {key: _said(words, key) for key in (*LINES, *CHOICES, EXTENT)},
        "features": [{"target": t, "feature": name, **_look(looks.get((t, name)))} for t, name in found],
        "choices": {
            "language": list(codes()),
            "detail": list(DETAILS),
            "legend": list(LEGENDS),
            "colour": [[name, value] for name, value in COLOURS.items()],
            "dash": list(DASHES),
            "label": {target: list(values) for target, values in LABELS.items()},
        },
    }


def write_wording(article: Article, asked: dict[str, Any]) -> list[dict[str, Any]]:
    """Write what an author changed into the article's review file.

    Parameters
    ----------
    article
        One of the shelf.
    asked
        ``changes``: of each its ``key``, what the form showed before (``was``) and shows now (``now``), and
        ``target`` and ``feature`` where it is of a feature. What is empty is no longer said.

    Returns
    -------
    The changes that were not made, as another window or program has said something else meanwhile; each with ``there``,
    which is what stands there now.

    Raises
    ------
    SourceError
        If the form is none.
    ReviewError
        If a value is not allowed, or the file cannot be written; nothing is changed then.
    """
    changes = asked.get("changes")
    if not isinstance(changes, list) or not all(isinstance(each, dict) for each in changes):
        raise SourceError("the form has no words; reload the page")
    clashes: list[dict[str, Any]] = []

    def change(now: Corrections) -> Wording:
        clashes.clear()
        lines: dict[str, Any] = {}
        looks: dict[tuple[str, str], dict[str, Any]] = {}
        for each in changes:
            key, target, feature = each.get("key"), each.get("target"), _line(each.get("feature"))
            of_feature = target in LABELS and feature is not None and key in LOOKS
            if not of_feature and (target or key not in (*LINES, *CHOICES, EXTENT)):
                raise SourceError(f"the form says {str(key)[:40]!r}, which nothing here is called; reload the page")
            there = _there(now.words, str(target or ""), feature or "", str(key))
            if there not in (each.get("was"), each.get("now")):
                clashes.append({**each, "there": there})
            elif of_feature:
                looks.setdefault((str(target), str(feature)), {})[str(key)] = _value(str(key), each.get("now"))
            else:
                lines[str(key)] = _value(str(key), each.get("now"))
        return Wording(lines, looks)

    reword(beside(article.path), change)
    return clashes


def _there(words: Words | None, target: str, feature: str, key: str) -> object:
    if not target:
        return _said(words, key)
    looks = words.features if words is not None else ()
    return _look(next((look for look in looks if (look.target, look.feature) == (target, feature)), None))[key]


def _said(words: Words | None, key: str) -> str:
    value = getattr(words, key.replace("-", "_"), None)
    if key == EXTENT:
        return ", ".join(f"{side:g}" for side in value) if value else ""
    return str(value) if value else ""


def _look(look: Look | None) -> dict[str, object]:
    return {key: SILENT[key] if look is None else getattr(look, key) for key in LOOKS}


def _line(value: object) -> str | None:
    return " ".join(value.split()) or None if isinstance(value, str) else None


def _value(key: str, value: object) -> object:
    """Return a value of the form as the file has it; ``None`` where nothing is said."""
    if key == "hide":
        return True if value is True else None
    said = _line(value)
    if key == EXTENT and said is not None:
        return _sides(said)
    return None if key == "label" and said == "auto" else said


def _sides(said: str) -> list[float]:
    try:
        sides = [float(part) for part in said.replace(";", ",").split(",")]
    except ValueError:
        sides = []
    if len(sides) != SIDES:
        raise SourceError(f"extent {said!r} is no frame; expected west, south, east, north in degrees: 44, 38, 52, 43")
    return sides
