"""Collect the word lists of recognition: ``python -m geo.workshop.collect_words TEXTS.jsonl``.

Given names and surnames come from two packages that must be installed to run this, and only then: ``names`` (the lists
of the United States Census of 1990, public domain) and ``Faker`` (names of some eighty countries and languages, MIT).
How words are written is counted in the texts, one JSON object with a ``text`` a line.
"""

from __future__ import annotations

import argparse
import importlib
import json
import pkgutil
import re
from collections import Counter
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

__all__ = ["habits", "people"]

LATIN_NAME = re.compile(r"[a-zß-öø-ɏ]{2,}")
WITHIN_SENTENCE = re.compile(r"(?<=[\w,;:] )[^\W\d_]+\b")
CENSUS_SURNAMES = 10_000
LEAST_SEEN = 5
STEPS = ((0.05, "0"), (0.4, "1"), (0.9, "2"), (0.999, "3"), (1.0, "4"))
"""Up to which share of capitals a word has which habit."""


def people() -> tuple[list[str], list[str]]:
    """Return given names and surnames in Latin letters, lower case, sorted."""
    given = set(_census("dist.male.first")) | set(_census("dist.female.first"))
    surnames = set(_census("dist.all.last")[:CENSUS_SURNAMES])
    package = importlib.import_module("faker.providers.person")
    for module in sorted(pkgutil.iter_modules(package.__path__), key=lambda found: found.name):
        provider: Any = importlib.import_module(f"{package.__name__}.{module.name}").Provider
        for attribute in vars(provider):
            names = {name.lower() for name in _strings(getattr(provider, attribute))}
            names = {name for name in names if LATIN_NAME.fullmatch(name)}
            if attribute.startswith("last_name"):
                surnames |= names
            elif attribute.startswith("first_name"):
                given |= names
    return sorted(given), sorted(surnames)


def _census(name: str) -> list[str]:
    spec = find_spec("names")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("the package 'names' is not installed; run: pip install names Faker")
    lines = Path(spec.origin).with_name(name).read_text(encoding="ascii").splitlines()
    return [line.split()[0].lower() for line in lines if line.strip()]


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, (dict, list, tuple, set, frozenset)):
        yield from (item for item in value if isinstance(item, str))


def habits(texts: Iterable[str]) -> dict[str, str]:
    """Count how words are written within sentences.

    Returns
    -------
    From a lower-case word, met five times or more, to its habit: from ``"0"``, never capitalised, to ``"4"``, always.

    Examples
    --------
    >>> habits(["They saw Paris, and Paris saw them. " * 5])
    {'and': '0', 'paris': '4', 'saw': '0', 'them': '0'}
    """
    seen: Counter[str] = Counter()
    capitals: Counter[str] = Counter()
    for text in texts:
        for match in WITHIN_SENTENCE.finditer(text):
            lower = match[0].lower()
            seen[lower] += 1
            capitals[lower] += match[0][0].isupper()
    return {
        word: next(habit for most, habit in STEPS if capitals[word] <= most * times)
        for word, times in sorted(seen.items())
        if times >= LEAST_SEEN
    }


def _write(path: Path, about: str, lines: Iterable[str]) -> None:
    path.write_text("\n".join([f"# {about}", *lines]) + "\n", encoding="utf-8")


def main(arguments: Sequence[str] | None = None) -> None:
    """Write the lists."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("texts", nargs="+", type=Path, metavar="TEXTS.jsonl")
    parser.add_argument("-o", "--output", type=Path, default=Path(__file__).parents[1] / "data")
    options = parser.parse_args(arguments)
    given, surnames = people()
    origin = f"US Census 1990 (public domain, by names {version('names')}) and Faker {version('Faker')} (MIT)"
    _write(options.output / "given-names.txt", f"Given names: {origin}", given)
    _write(options.output / "surnames.txt", f"Surnames: {origin}", surnames)
    texts = (json.loads(line)["text"] for path in options.texts for line in path.open(encoding="utf-8"))
    found = habits(texts)
    about = f"How words are written within sentences of {', '.join(path.stem for path in options.texts)}: 0 never "
    _write(
        options.output / "word-habits.tsv",
        f"{about}capitalised, 4 always; counted by geo.workshop.collect_words; CC0-1.0",
        (f"{word}\t{habit}" for word, habit in found.items()),
    )


if __name__ == "__main__":
    main()
