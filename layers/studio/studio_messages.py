"""The studio's own words in the languages it speaks: data in ``languages/*.yaml``, all with the same keys."""

from __future__ import annotations

from pathlib import Path

from layers import translations

__all__ = ["WORDS", "choose", "page"]

WORDS = translations.Wordbook(Path(__file__).with_name("languages"))


def choose(language: str) -> None:
    """Keep a language for all studios of this user.

    Parameters
    ----------
    language
        One that the studio speaks.

    Raises
    ------
    DataError
        If it is none of them.
    OutputError
        If it cannot be kept.
    """
    WORDS.words_in(language)
    translations.choose(language)


def page(template: str, language: str, token: str) -> str:
    """Return the studio's page in a language.

    Parameters
    ----------
    template
        With ``{{ key }}`` where words go.
    language
        One of the studio.
    token
        What the page sends with each question.
    """
    names = {code: WORDS.words_in(code)["name"] for code in WORDS.codes()}
    return WORDS.page(template, language, token, languages=names)
