"""Collect the word lists of the languages: ``python -m geo.workshop.collect_languages``.

Common words and names of people come from ``Faker`` (MIT), which must be installed to run this, and only then. Of the
common words those are kept that the gazetteer has as a name too, for only they could be mistaken for one.
"""

from __future__ import annotations

import argparse
import importlib
import re
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from geo.gazetteer import Gazetteer, fold
from geo.languages.local_gazetteer import known_in
from geo.languages.words import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

__all__ = ["common_words", "people"]

LOCALES = {
    "ru": ("ru_RU",), "tr": ("tr_TR",), "az": ("az_AZ",), "ka": ("ka_GE",), "hy": ("hy_AM",), "uk": ("uk_UA",),
    "kk": (), "fa": ("fa_IR",), "ar": ("ar_AA", "ar_PS", "ar_SA", "ar_DZ"), "zh": ("zh_CN",), "fr": ("fr_FR",),
    "es": ("es_ES", "es_AR", "es_MX", "es_CO"), "pt": ("pt_BR", "pt_PT"), "de": ("de_DE", "de_AT", "de_CH"),
}  # fmt: skip
NAMES = (
    "first_names", "first_names_male", "first_names_female", "first_names_nonbinary",
    "last_names", "last_names_male", "last_names_female",
)  # fmt: skip
LATIN = re.compile(r"[A-Za-z]+")
NON_LATIN = frozenset({"ru", "ka", "hy", "uk", "fa", "ar", "zh"})
LARGE = 300_000


def common_words(code: str, gazetteer: Gazetteer) -> list[str]:
    """Return plain words of a language that the gazetteer has as names, and that no well-known place has."""
    known = known_in(code, gazetteer)
    found = set()
    for word in _provided("lorem", LOCALES[code], ("word_list",)):
        matches = known.gazetteer.lookup(word)
        great = any(m.record.kind in {"country", "capital"} or m.record.population >= LARGE for m in matches)
        if len(word) > 1 and matches and not great and fold(word) not in known.sure:
            found.add(plain(word))
    return sorted(found)


def people(code: str) -> list[str]:
    """Return given names and surnames of a language."""
    found = {plain(name) for name in _provided("person", LOCALES[code], NAMES) if " " not in name}
    return sorted(name for name in found if not (code in NON_LATIN and LATIN.fullmatch(name)) and len(name) > 1)


def _provided(provider: str, locales: Iterable[str], attributes: Sequence[str]) -> Iterator[str]:
    for locale in locales:
        try:
            made = importlib.import_module(f"faker.providers.{provider}.{locale}").Provider
        except ModuleNotFoundError:
            continue
        for attribute in attributes:
            yield from (word for word in getattr(made, attribute, ()) if isinstance(word, str))


def main(arguments: Sequence[str] | None = None) -> None:
    """Write the lists."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("-o", "--output", type=Path, default=Path(__file__).parents[1] / "data")
    folder = parser.parse_args(arguments).output
    gazetteer = Gazetteer.open()
    origin = f"Faker {version('Faker')} (MIT), by geo.workshop.collect_languages"
    for code in LOCALES:
        for name, about, lines in (
            ("common", "Plain words that are names too", common_words(code, gazetteer)),
            ("people", "Given names and surnames", people(code)),
        ):
            if lines:
                text = "\n".join([f"# {about}: {origin}", *lines])
                (folder / code / f"{name}.txt").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
