"""Texts and files that nobody would write: seeds cut, joined, doubled and salted, the same for the same number.

For a night: ``PYTHONPATH=. python tests/fuzzing.py --first 1000000 --minutes 480`` prints how many were tried, each
fault as it is found, and where the next night begins; ``--longest 200`` cuts the sentences to so many characters before
they are changed, which gets through more of them in the same time; ``--encoder`` lets the encoder read beside the rules.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from geo.characters import whole
from geo.errors import CorridorsError
from geo.geoparsing import find
from geo.languages.mixed_languages import with_reader
from geo.reading import document, read

if TYPE_CHECKING:
    from geo.encoder.encoder_use import EncoderUse

SEEDS = Path(__file__).parents[1] / "seeds"
WORDS = (  # noqa: SIM905 - words, as one reads them
    "Baku Tbilisi Kars Port of St. Street River County the of and from to via in near between by rail road sea air"
    ' railway pipeline highway ferry corridor Baku–Tbilisi–Kars Trans-Caspian "BTC" (Trend, May 3, 2019)'
    " (Smith, 2019) [1] ¹ — U.S. D.C. Mr. Gen. Turkey's Georgians Afghan 1,200 km 2019-05-03 not avoid never instead"
    " planned closed since 1990 according to Reuters said ( https://a.example/2019/05/06/ /M-1Street^1 $5 % # * _ | \\"
    " / < > & ' \" ` ~ ^ { } [ ] @ = +"
).split(" ")
SALT = [
    "\ufeff", "\u200b", "\u200d", "\u202e", "\x00", "\x1b", "\x85", "\u2028", "\ud83d", "\udea2", "🚢", "ﬁ",
    "e\u0301\u0302", "ẞ", "İ", "ı", "Ǆ", "北京", "ไทย", "შ", "ﷺ", "१२", "½", "²", "\U0001f1e6\U0001f1ff",
    "\U0010ffff", "(" * 40, ")" * 40, "\n" * 5, "A" * 300, "a-" * 80, "–Baku" * 30, "St. " * 30, ", Kars" * 30,
    "1." * 40, "  \t ", "\n\nNotes\n", "\n1. x",
]  # fmt: skip

LONGEST = 600
TOLD_EVERY = 10_000


def seeds() -> list[str]:
    """Return sentences of the sample articles, and short ones of our own."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(SEEDS.glob("*.md"))]
    found = [line.strip() for text in texts for line in text.replace(". ", ".\n").split("\n") if line.strip()]
    return [*found, "Trains run from Baku to Kars.", "Ferries link Suakin with Jeddah, and lorries Poti with Yerevan."]


def mutant(number: int, known: list[str], longest: int = LONGEST) -> str:
    """Return the text of a number: one to four pieces, each a sentence or loose words, cut, changed a few times."""
    dice = random.Random(number)
    parts = [
        dice.choice(known) if dice.random() < 0.4 else " ".join(dice.choices(WORDS, k=dice.randint(1, 12)))
        for _ in range(dice.randint(1, 2))
    ]
    text = dice.choice([" ", "\n", "\n\n", "", "–", ", "]).join(parts)[:longest]
    for _ in range(dice.randint(0, 5)):
        at, length = dice.randint(0, len(text)), dice.randint(0, 12)
        match dice.randint(0, 6):
            case 0:
                text = text[:at] + text[at + length :]
            case 1:
                text = text[:at] + text[at : at + length] * dice.randint(2, 6) + text[at:]
            case 2:
                text = text[:at] + dice.choice(SALT) + text[at:]
            case 3:
                text = text[:at] + dice.choice(WORDS) + text[at:]
            case 4:
                text = text[:at] + text[at : at + 40].upper() + text[at + 40 :]
            case 5:
                text = text[:at] + chr(dice.randrange(0x110000)) + text[at + 1 :]
            case 6:
                text = text[:at] + text[at : at + length][::-1] + text[at + length :]
    return text


def fault_of(text: str, gazetteer, catalogue, *, encoder: EncoderUse = "never") -> str | None:
    """Read a text; return what went wrong: an exception, or an offset that does not match."""
    try:
        read_text = with_reader(document(text), encoder)
        found = find(read_text, gazetteer=gazetteer, catalogue=catalogue)
    except CorridorsError:
        return None  # told in one line
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    spans = [*found.mentions, *(route.mention for route in found.routes)]
    wrong = next((m for m in spans if read_text.text[m.start : m.end] != m.phrase), None)
    if read_text.text != whole(text):
        return "the text is not the text given"
    outside = next((s for s in read_text.sentences if not 0 <= s.start < s.end <= len(text)), None)
    return f"offset of {wrong or outside} does not match" if wrong or outside else None


def file_fault_of(suffix: str, content: bytes, reader) -> str | None:
    """Give a reader of a user's file some bytes; return what went wrong but one line of error."""
    with tempfile.NamedTemporaryFile(suffix=suffix) as file:
        Path(file.name).write_bytes(content)
        try:
            reader(Path(file.name))
        except CorridorsError:
            return None
        except Exception as error:
            return f"{type(error).__name__}: {error}"
    return None


def readers():
    """Return suffix, sound content and reader of every kind of file that a user brings and we read ourselves."""
    from geo.annotating import _fields
    from geo.courses import Catalogue
    from geo.evaluation.gold import gold_document
    from geo.gazetteer import Gazetteer
    from geo.gazetteer.geonames_dump import compile_dump
    from geo.gazetteer.user_tables import read_table
    from geo.tracing.line_files import read_lines
    from geo.tracing.routing import OwnNetwork
    from layers.review import read_corrections

    gazetteer = Gazetteer.open()

    def table(path):
        return list(read_table(path, source="own"))

    def decoded(path):
        return path.read_bytes().decode("utf-8", "replace")

    def dump(path):
        with tempfile.TemporaryDirectory() as folder:
            compile_dump(path, Path(folder) / "x.sqlite")

    head = b'---\ntitle: "Ways"\npublisher: Trend\ndate: 2019-05-14\nurl: https://a.example\n---\n'
    head += b"Trains run to Kars.[^1]\n"
    review = (
        b"version: 1\narticle: a.md\ntitle: T\nfocus: [NO]\ncorrections:\n- place: Kars\n  at: 14\n  point: [43, 40]\n"
    )
    review += (
        b"  same-as: {quote: Baku}\n- corridor: BTK\n  verdict: reject\n- corridor: x\n  waypoints: [A, {name: B}]\n"
    )
    catalogue = b"corridors:\n- id: x\n  name: X line\n  mode: rail\n  status: operating\n"
    catalogue += b"  waypoints: ['Baku, AZ', 'Kars, TR']\n"
    catalogue += (
        b"  aliases: [XL]\n  published_km: 5\n  shape:\n  - {from: 'Baku, AZ', to: 'Kars, TR', points: [[1, 2]]}\n"
    )
    lines = b'{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"railway":"rail"},"geometry":'
    lines += b'{"type":"LineString","coordinates":[[1,2],[3,4]]}}]}'
    point = lines.replace(b"LineString", b"Point").replace(b"[[1,2],[3,4]]", b"[1,2]").replace(b'"railway"', b'"name"')
    row = b"1\tBaku\tBaku\tBaki\t40.4\t49.9\tP\tPPLC\tAZ\t\t09\t\t\t\t1116513\t\t-28\tAsia/Baku\t2019-01-01\n"
    gold = (
        b'{"id": 1, "text": "To Baku", "toponyms": [{"start": 3, "end": 7, "lat": 40.4, "lon": 49.9}], "corridors": []}'
    )
    return [
        (".md", head, read),
        (".txt", head, read),
        (".review.yaml", review, read_corrections),
        (".csv", b"name,lon,lat,aliases,kind,country\nBaku,49.9,40.4,Baki;Bakou,city,AZ\n", table),
        (".yaml", b"places:\n- name: Baku\n  lon: 49.9\n  lat: 40.4\n  aliases: [Baki]\n", table),
        (".geojson", point, table),
        (".yaml", catalogue, lambda path: Catalogue.load(own_files=[path])),
        (".geojson", lines, lambda path: read_lines(OwnNetwork(path), "rail")),
        (".txt", row * 3, dump),
        (".jsonl", gold, lambda path: gold_document(decoded(path), "line 1", gazetteer)),
        (".jsonl", b'{"id": 1, "text": "To Baku"}', lambda path: _fields(decoded(path))),
    ]


def damaged(content: bytes, number: int) -> bytes:
    """Return a file's bytes changed in a few places."""
    dice = random.Random(number)
    data = bytearray(content)
    for _ in range(dice.randint(1, 4)):
        at = dice.randint(0, len(data))
        match dice.randint(0, 5):
            case 0:
                data[at : at + dice.randint(0, 9)] = b""
            case 1:
                data[at:at] = bytes(dice.randrange(256) for _ in range(dice.randint(1, 4)))
            case 2:
                data[at:at] = dice.choice(SALT).encode("utf-8", "surrogatepass")
            case 3:
                data[at:at] = data[at : at + 30] * dice.randint(1, 3)
            case 4:
                ends = [
                    b"null",
                    b"!!bool x",
                    b"!!timestamp x",
                    b"&a [*a]",
                    b"[" * 3000,
                    b"1e999",
                    b"NaN",
                    b"-",
                    b'"\\ud83d"',
                    b"{}",
                ]
                data[at : at + dice.randint(0, 12)] = dice.choice(ends)
            case 5:
                data = data[:at] or data
    return bytes(data)


def main() -> None:
    """Try texts and files from a number on, for some minutes of processor time."""
    from geo.courses import Catalogue
    from geo.gazetteer import Gazetteer

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--first", type=int, default=1_000_000)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--longest", type=int, default=LONGEST)
    parser.add_argument("--encoder", action="store_true")
    given = parser.parse_args()
    encoder: EncoderUse = "always" if given.encoder else "never"
    gazetteer, catalogue, known, kinds = Gazetteer.open(), Catalogue.load(), seeds(), readers()
    tried = failed = 0
    number, until = given.first, time.process_time() + 60 * given.minutes
    with suppress(KeyboardInterrupt):
        while time.process_time() < until:
            text = mutant(number, known, given.longest)
            suffix, content, reader = kinds[number % len(kinds)]
            faults = {"text": fault_of(text, gazetteer, catalogue, encoder=encoder) if text.strip() else None}
            if number % 10 == 0:
                faults["file" + suffix] = file_fault_of(suffix, damaged(content, number), reader)
            number, tried = number + 1, tried + len(faults)
            for what, fault in faults.items():
                if fault:
                    failed += 1
                    print(f"{number - 1} {what}: {fault}", flush=True)
            if number % TOLD_EVERY == 0:
                print(f"{tried:,} tried, {failed} not borne, up to {number}", flush=True)
    print(f"{tried:,} tried, {failed} not borne; the next begins at {number}")


if __name__ == "__main__":
    main()
