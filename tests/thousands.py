"""An atlas of thousands of made-up places and corridors, the same in every run."""

from __future__ import annotations

import hashlib

import numpy as np

from geo.model import Alternative, Atlas, Citation, Corridor, Document, Leg, Mention, Place, Record, Sentence, Waypoint

KINDS = ("city", "town", "village", "port", "airport", "station", "crossing", "base", "country")
MODES = ("rail", "road", "sea", "air", "pipeline")
A_LINE = 24  # points


def make_many(places: int, corridors: int) -> Atlas:
    """Return an atlas with as many places, each in a sentence of its own, and as many corridors between them."""
    chance = np.random.default_rng(7)
    names = [f"Place {i}" for i in range(places)]
    ways = [f"Way {i}" for i in range(corridors)]
    said = [f"Freight is brought to {name} by lorry, and what is left of it goes on (Wire.example)." for name in names]
    said += [f"The line called {way} carries grain and oil." for way in ways]
    text = " ".join(said)
    ends = np.cumsum([len(words) + 1 for words in said])
    sentences = tuple(
        Sentence(i, int(end) - len(words) - 1, int(end) - 1)
        for i, (words, end) in enumerate(zip(said, ends, strict=True))
    )
    lons, lats = chance.uniform(-10, 100, places).round(4), chance.uniform(5, 60, places).round(4)

    def mention(i: int, phrase: str) -> Mention:
        start = sentences[i].start + said[i].index(phrase)
        return Mention(start, start + len(phrase), phrase, i)

    def record(i: int) -> Record:
        kind = KINDS[i % len(KINDS)]
        return Record("made-up", str(i), names[i], kind, float(lons[i]), float(lats[i]), "GE")

    def way(i: int) -> Corridor:
        a, b = int(chance.integers(places)), int(chance.integers(places))
        points = np.linspace((lons[a], lats[a]), (lons[b], lats[b]), A_LINE)
        points[1:-1] += chance.normal(0, 0.3, (A_LINE - 2, 2))
        mode = MODES[i % len(MODES)]
        line = tuple((float(x), float(min(max(y, -85), 85))) for x, y in points.round(4))
        leg = Leg(names[a], names[b], mode, line, 1000.0, "traced", "made up")
        ends = tuple(Waypoint(names[k], float(lons[k]), float(lats[k]), f"made-up:{k}") for k in (a, b))
        return Corridor(f"way-{i}", ways[i], mode, "operating", "stated", ends, (leg,), (mention(places + i, ways[i]),))

    return Atlas(
        document=Document(
            text=text,
            title="Thousands",
            sha256=hashlib.sha256(text.encode()).hexdigest(),
            sentences=sentences,
            citations=tuple(
                Citation("Wire.example", None, at, at + 12)
                for at in (s.start + w.index("Wire") for s, w in zip(sentences[:places], said, strict=False))
            ),
        ),
        places=tuple(
            Place(
                f"place-{i}",
                record(i),
                0.5 + (i % 50) / 100,
                (mention(i, names[i]),),
                (Alternative(record(i - 1), 0.1),),
            )
            for i in range(places)
        ),
        corridors=tuple(way(i) for i in range(corridors)),
    )
