"""How fast a text is read for places, against spaCy's blank English tokenizer and PhraseMatcher over the same names.

Run it with the project's Python and spaCy (``pip install spacy``; no model is needed):
``python tests/benchmarks/reading.py [CORPUS.jsonl …] [--documents 10000]``. Without a corpus, articles are made from
templates and names of the gazetteer. The baseline only finds strings: it tells no person from a town, gives no role and
no coordinates. Prints ratios and memory; never fails on time. All times are CPU seconds of one process.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import time
from contextlib import closing
from itertools import cycle, islice
from pathlib import Path

from geo.gazetteer import Gazetteer
from geo.reading import document
from geo.recognition import recognise
from geo.resolution import resolve

ROUNDS = 3
LEAST_POPULATION = 15_000
TEMPLATES = (
    "Officials from {} met in {} on Tuesday, and the ministers agreed to reopen the road to {}.",
    "“We left {} because of the flood,” said Maria Johnson, 41, who now lives near {}.",
    "Prices rose by 4 percent in {}, while {} and {} reported little change, the bank said.",
    "The train from {} to {} was late again; nobody at the company could say why it had stopped so long.",
    "It was the third such meeting in as many months, and few of those present expected it to be the last.",
)


def names(gazetteer: Gazetteer) -> list[str]:
    """Return the names of countries, regions and the larger towns."""
    with closing(gazetteer._connection.cursor()) as cursor:
        rows = cursor.execute(
            "SELECT DISTINCT name FROM record WHERE kind != 'city' OR population > ? ORDER BY name", (LEAST_POPULATION,)
        )
        return [name for (name,) in rows]


def made_articles(known: list[str], number: int) -> list[str]:
    """Make articles of some 2,400 characters."""
    chance = random.Random(0)
    sentences = (chance.choice(TEMPLATES).format(*(chance.choice(known) for _ in range(3))) for _ in range(25 * number))
    return [" ".join(islice(sentences, 25)) for _ in range(number)]


def megabytes() -> float:
    """Return the most memory this process has held so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def seconds(read, texts: list[str]) -> float:
    """Time a reader over texts."""
    begun = time.process_time()
    for text in texts:
        read(text)
    return time.process_time() - begun


def phrase_matcher(known: list[str]):
    """Return spaCy's reader: blank English tokenizer, and a matcher of whole phrases."""
    import spacy
    from spacy.matcher import PhraseMatcher

    language = spacy.blank("en")
    language.max_length = 10_000_000
    matcher = PhraseMatcher(language.vocab)
    matcher.add("place", [language.make_doc(name) for name in known])
    return lambda text: matcher(language.make_doc(text))


def main() -> None:
    """Print characters a second, ratios, and memory over many documents."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("corpora", nargs="*", type=Path, metavar="CORPUS.jsonl")
    parser.add_argument("--documents", type=int, default=0, help="read so many documents and print the memory held")
    options = parser.parse_args()
    gazetteer = Gazetteer.open()
    known = names(gazetteer)
    texts = [json.loads(line)["text"] for path in options.corpora for line in path.open(encoding="utf-8")]
    texts = [text for text in texts if text.strip()] or made_articles(known, 300)
    size = sum(map(len, texts))

    def recognised(text: str) -> None:
        recognise(document(text), gazetteer)

    def resolved(text: str) -> None:
        read = document(text)
        resolve(read, recognise(read, gazetteer), gazetteer)

    first = seconds(resolved, texts)
    spacy = phrase_matcher(known)
    seconds(spacy, texts[:20])
    rounds = [(seconds(spacy, texts), seconds(recognised, texts), seconds(resolved, texts)) for _ in range(ROUNDS)]
    base, recognition, whole = (min(times) for times in zip(*rounds, strict=True))
    print(f"{len(texts)} documents, {size:,} characters, {len(known):,} names; best of {ROUNDS}, CPU time, one process")
    for what, took in (
        ("spaCy blank tokenizer + PhraseMatcher", base),
        ("recognition and roles", recognition),
        ("recognition, roles and resolution", whole),
        ("the same, first time (wanted: 300,000)", first),
    ):
        print(f"{what:38} {size / took:10,.0f} characters/s   ratio {base / took:.2f}")
    if options.documents:
        before = megabytes()
        seconds(resolved, list(islice(cycle(texts), options.documents // 10)))
        tenth = megabytes()
        seconds(resolved, list(islice(cycle(texts), options.documents - options.documents // 10)))
        print(f"memory: {before:.0f} MB before, {tenth:.0f} MB after {options.documents // 10:,} documents,")
        print(f"        {megabytes():.0f} MB after {options.documents:,}")


if __name__ == "__main__":
    main()
