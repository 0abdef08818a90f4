"""What countries are called in all languages, from CLDR: further names that never stand before a place's own.

In other letters than Latin such a name is an alias. In Latin letters, where a reader of English would stumble over
other languages' words, it counts for less, and is taken only from a language that is official in some country, where
nothing else is called so, and if it is no word of English, no person's name and not short.
"""

from __future__ import annotations

import re
from collections import defaultdict
from importlib.metadata import version
from typing import TYPE_CHECKING, NamedTuple

from geo.gazetteer.curated import data_file
from geo.gazetteer.entry import Form
from geo.gazetteer.spellings import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

__all__ = ["Claim", "Rival", "accepted", "claims", "cldr_version"]

SHORTEST_LATIN = 5
LATIN = re.compile("[a-z ]+")
LANGUAGE = re.compile("([a-z]{2,3})(_[A-Z][a-z]{3})?")  # countries' own varieties of a language repeat it
COUNTRY_CODE = re.compile("[A-Z]{2}")
OFFICIAL = frozenset({"official", "de_facto_official"})
WORD_LISTS = ("given-names.txt", "surnames.txt", "word-habits.tsv")
FURTHER_WORDS = frozenset({"sepia"})  # of English, in none of the lists


class Claim(NamedTuple):
    """What a country is called somewhere: the folded name, how each language spells it, and the country."""

    folded: str
    country: str
    spellings: tuple[tuple[str, str], ...]
    """Locale (``"sr"``, ``"sr_Latn"``) and spelling."""


class Rival(NamedTuple):
    """What goes by the same name in the index."""

    form: Form
    kind: str
    country: str


def cldr_version() -> str:
    """Return the release of the package that brings CLDR."""
    return f"babel {version('babel')}"


def claims() -> Iterator[Claim]:
    """Give the names of countries in all languages, by folded name; what two countries are called is left out."""
    from babel import localedata

    found: dict[str, dict[str, list[tuple[str, str]]]] = defaultdict(lambda: defaultdict(list))
    for locale in sorted(filter(LANGUAGE.fullmatch, localedata.locale_identifiers())):
        for code, name in localedata.load(locale).get("territories", {}).items():
            if COUNTRY_CODE.fullmatch(code) and (folded := fold(name)):
                found[folded][code].append((locale, name))
    for folded, countries in sorted(found.items()):
        if len(countries) == 1:
            [(country, spellings)] = countries.items()
            yield Claim(folded, country, tuple(spellings))


def accepted(offered: Iterable[Claim], rivals: Mapping[str, Iterable[Rival]]) -> Iterator[tuple[Claim, Form]]:
    """Choose the names that hold.

    Parameters
    ----------
    offered
        As :func:`claims` gives them.
    rivals
        What goes by a folded name already.

    Yields
    ------
    Each claim that holds, and how the name stands to its country.
    """
    official, words = _official_languages(), _words()
    anywhere = frozenset().union(*official.values())
    for claim in offered:
        others = [rival for rival in rivals.get(claim.folded, ()) if rival.form is not Form.CODE]
        if any(rival.form in {Form.PRIMARY, Form.DEMONYM} or rival.kind == "country" for rival in others):
            continue
        languages = {locale.partition("_")[0] for locale, _ in claim.spellings}
        if LATIN.fullmatch(claim.folded):
            is_word = len(claim.folded) < SHORTEST_LATIN or claim.folded in words
            at_home = all(rival.country == claim.country for rival in others)
            if not is_word and at_home and languages & anywhere:
                yield claim, Form.VARIANT
        elif not others or _is_own_writing(claim, others, official, anywhere):
            yield claim, Form.ALIAS


def _is_own_writing(
    claim: Claim, others: Iterable[Rival], official: Mapping[str, frozenset[str]], anywhere: frozenset[str]
) -> bool:
    """Tell whether an official language means the country by a name, and no town of that language's countries."""
    usual = {locale for locale, _ in claim.spellings if locale in anywhere}
    strangers = (rival.country for rival in others if rival.country != claim.country)
    return bool(usual) and all(usual.isdisjoint(official.get(country, ())) for country in strangers)


def _official_languages() -> dict[str, frozenset[str]]:
    """Return the languages that are official in the whole of a country, by its code."""
    from babel.core import get_global

    return {
        country: frozenset(
            tag.partition("_")[0] for tag, about in spoken.items() if about["official_status"] in OFFICIAL
        )
        for country, spoken in get_global("territory_languages").items()
    }


def _words() -> frozenset[str]:
    """Return what is a word of English or a person's name, lower-case."""
    lines = (line for name in WORD_LISTS for line in data_file(name).read_text(encoding="utf-8").splitlines())
    return FURTHER_WORDS.union(line.partition("\t")[0] for line in lines)
