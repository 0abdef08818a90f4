"""An author's words and looks as the studio's form has them; they stand in the article's review file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geo.errors import SourceError
from layers.author.keys import COLOURS, DASHES, DETAILS, LABELS, LEGENDS
from layers.map.language import codes
from layers.review import read_corrections
from layers.review.writing import reword

if TYPE_CHECKING:
    from pathlib import Path

    from layers.author import Look
    from layers.studio.making import Making
    from layers.studio.shelf import Article

__all__ = ["read_wording", "write_wording"]

LINES = ("title", "subtitle", "byline", "note", "source-line")
CHOICES = ("language", "detail", "legend")
LOOKS = ("name", "note", "colour", "dash", "hide", "label")


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
    path = _review_of(article)
    words = read_corrections(path).words if path.exists() else None
    looks = {(look.target, look.feature): look for look in words.features} if words else {}
    found = list(dict.fromkeys((*making.features(article), *looks)))
    said = {key: getattr(words, key.replace("-", "_"), None) or "" for key in (*LINES, *CHOICES)}
    return {
        "said": said,
        "features": [{"target": t, "feature": name, **_told(looks.get((t, name)))} for t, name in found],
        "choices": {
            "language": list(codes()),
            "detail": list(DETAILS),
            "legend": list(LEGENDS),
            "colour": [[name, value] for name, value in COLOURS.items()],
            "dash": list(DASHES),
            "label": {target: list(values) for target, values in LABELS.items()},
        },
    }


def write_wording(article: Article, asked: dict[str, Any]) -> None:
    """Write what an author says into the article's review file.

    Parameters
    ----------
    article
        One of the shelf.
    asked
        ``said`` and ``features`` as :func:`read_wording` gives them; what is empty is not said.

    Raises
    ------
    SourceError
        If the form is none.
    ReviewError
        If a value is not allowed, or the file cannot be written.
    """
    said, features = asked.get("said"), asked.get("features")
    if not isinstance(said, dict) or not isinstance(features, list):
        raise SourceError("the form has no words; reload the page")
    values: dict[str, Any] = {key: _line(said.get(key)) for key in (*LINES, *CHOICES)}
    values["features"] = [row for each in features if isinstance(each, dict) and (row := _row(each))] or None
    reword(_review_of(article), values)


def _review_of(article: Article) -> Path:
    return article.path.with_name(f"{article.path.stem}.review.yaml")


def _line(value: object) -> str | None:
    return " ".join(value.split()) or None if isinstance(value, str) else None


def _told(look: Look | None) -> dict[str, Any]:
    if look is None:
        return {"name": "", "note": "", "colour": "", "dash": "", "hide": False, "label": "auto"}
    return {key: getattr(look, key) for key in LOOKS}


def _row(each: dict[str, Any]) -> dict[str, Any] | None:
    """Return a feature's looks as the file has them; ``None`` where nothing is said of it."""
    target, feature = each.get("target"), _line(each.get("feature"))
    if target not in LABELS or feature is None:
        return None
    said: dict[str, Any] = {key: _line(each.get(key)) for key in ("name", "note", "colour", "dash", "label")}
    if said["label"] == "auto":
        said["label"] = None
    said["hide"] = True if each.get("hide") is True else None
    said = {key: value for key, value in said.items() if value is not None}
    return {str(target): feature, **said} if said else None
