"""The words of the check in the languages it speaks, and why something is not drawn, in those languages."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

from layers.map.language import language_named
from layers.translations import DEFAULT, Wordbook

__all__ = ["WORDS", "page", "reason_in", "state_in"]

WORDS = Wordbook(Path(__file__).with_name("languages"))
REASON = "reason."
AREAS = re.compile(r"(?<= is too wide for the end of a line) and ")
HOLE = re.compile(r"\{(\w+)\}")
MEASURE = r"[\d,.\u202f]+"  # a length, a number
PARTS = {"n": MEASURE, "km": MEASURE}
OPEN, SHUT = "\ue000", "\ue001"  # stand for braces that are words
NESTED = ("reason", "areas")
"""Holes that hold reasons again."""


def page(template: str, language: str, token: str) -> str:
    """Return the page of the check in a language.

    Parameters
    ----------
    template
        With ``{{ key }}`` where words go.
    language
        One that it speaks.
    token
        What the page sends with each question.
    """
    return WORDS.page(template, language, token, labels=language_named(language).labels)


def state_in(state: dict[str, Any], language: str) -> dict[str, Any]:
    """Return what the page shows with its reasons in a language; one that is not known stays English and says so.

    Parameters
    ----------
    state
        As :meth:`layers.review.session.Session.state` gives it.
    language
        One that the page speaks.
    """
    if language == DEFAULT:
        return state
    features = []
    for feature in state["features"]:
        told = reason_in(feature["reason"], language)
        features.append(feature | ({"reason": told} if told else {"reason_language": DEFAULT}))
    unfit = [each | {"reason": reason_in(each["reason"], language) or each["reason"]} for each in state["unfit"]]
    return state | {"features": features, "unfit": unfit}


def reason_in(reason: str, language: str) -> str:
    """Return why something is not drawn, or could not be done, in a language.

    Parameters
    ----------
    reason
        As the code says it.
    language
        One that the page speaks.

    Returns
    -------
    ``""`` where nobody has said it in that language.

    Examples
    --------
    >>> reason_in("no gazetteer record has this name", "tr")
    'dizinde bu adda bir kayıt yok'
    >>> reason_in("Iran is too wide for the end of a line; it rained", "tr")
    ''
    """
    if language == DEFAULT:
        return reason
    words = WORDS.words_in(language)
    for key, form in _forms():
        found = form.fullmatch(reason)
        if found is None:
            continue
        values = {name: _value(name, value, language) for name, value in found.groupdict().items()}
        if all(values.values()):
            return words[key].format(**values)
    return ""


def _value(name: str, value: str, language: str) -> str:
    if name not in NESTED:
        return value
    parts = [reason_in(part, language) for part in AREAS.split(value)]
    return ", ".join(parts) if all(parts) else ""


@cache
def _forms() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return each reason in English as an expression with its holes; the more words, the earlier."""
    english = {key: text for key, text in WORDS.words_in(DEFAULT).items() if key.startswith(REASON)}
    ordered = sorted(english.items(), key=lambda item: -len(item[1]))
    return tuple((key, re.compile(_expression(text))) for key, text in ordered)


def _expression(text: str) -> str:
    parts = HOLE.split(text.replace("{{", OPEN).replace("}}", SHUT))  # words and the names of holes in turn
    return "".join(
        f"(?P<{part}>{PARTS.get(part, '.+?')})" if at % 2 else re.escape(part.replace(OPEN, "{").replace(SHUT, "}"))
        for at, part in enumerate(parts)
    )
