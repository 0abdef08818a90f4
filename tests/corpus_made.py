"""A corpus' dataset written straight in its schema: by hand for a few documents, at random for thousands."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import shapely

from layers.corpora import SCHEMA_VERSION, SCHEMAS
from layers.corpora.corpus_schema import to_table

if TYPE_CHECKING:
    from pathlib import Path

POINTS = {
    "Alat": (49.41, 39.96), "Kars": (43.1, 40.6), "Poti": (41.67, 42.15), "Suva": (178.44, -18.14),
    "Apia": (-171.76, -13.83),
}  # fmt: skip
UNKNOWN = "unknown"


def document(id_, day=None, **more):
    """Return the row of a document."""
    row = dict.fromkeys(SCHEMAS["documents"].names)
    return row | {"document": id_, "title": f"Title of {id_}", "date": date.fromisoformat(day) if day else None} | more


def place(id_, name, /, *, mentions=1, **more):
    """Return the row of a place in a document."""
    quote = f"Something happened in {name}."
    start = quote.index(name)
    said = {"start": 100 + start, "end": 100 + start + len(name), "quote_start": 100, "quote_end": 100 + len(quote)}
    return {
        "document": id_, "place": name.lower(), "name": name, "kind": "city", "country": "AZ",
        "record": f"geonames:{name}", "confidence": 0.5, "region": None, "role": "literal", "precision": "exact",
        "mentions": mentions, "quote": quote, "geometry": shapely.to_wkb(shapely.Point(POINTS[name])), **said, **more,
    }  # fmt: skip


def corridor(id_, *stops, mode="rail", name=None, lines=None, **more):
    """Return the row of a corridor in a document."""
    name = name or f"{'–'.join(stops)} railway"
    quote = f"The {name} is open."
    said = {"start": 4, "end": 4 + len(name), "quote_start": 0, "quote_end": len(quote), "quote": quote}
    shape = shapely.MultiLineString(lines) if lines else shapely.LineString([POINTS[stop] for stop in stops])
    return {
        "document": id_, "corridor": "c", "name": name, "mode": mode, "status": "operating", "basis": "stated",
        "precision": "traced", "directed": False, "record": None, "waypoints": list(stops), "length_km": 700.0,
        "published_km": None, "mentions": 1, "geometry": shapely.to_wkb(shape), **said, **more,
    }  # fmt: skip


def write_dataset(folder: Path, *, documents=(), places=(), corridors=()) -> Path:
    """Write rows as ``corridors corpus`` would leave them, by the month of their documents."""
    month_of = {row["document"]: f"{row['date']:%Y-%m}" if row["date"] else UNKNOWN for row in documents}
    for name, rows in {"documents": documents, "places": places, "corridors": corridors, "mentions": ()}.items():
        for month in sorted({month_of[row["document"]] for row in rows}):
            own = [row for row in rows if month_of[row["document"]] == month]
            write_part(folder, name, month, to_table(name, own))
    write_part(folder, "failures", UNKNOWN, to_table("failures", []))
    for name in SCHEMAS:
        (folder / name).mkdir(parents=True, exist_ok=True)
    return finish(folder, documents=len(documents), places=len(places), corridors=len(corridors))


def write_part(folder: Path, name: str, month: str, table: pa.Table) -> None:
    """Write one file of a table."""
    target = folder / name / f"month={month}"
    target.mkdir(parents=True, exist_ok=True)
    pq.write_table(table, target / f"part-{len(list(target.iterdir())):04d}.parquet", compression="zstd")


def finish(folder: Path, **rows: int) -> Path:
    """Write the manifest, the last thing of a run."""
    manifest = {
        "schema": SCHEMA_VERSION,
        "data": [{"id": "geonames", "version": "3.0.2", "licence": "CC BY 4.0"}],
        "rows": {"mentions": 0, "failures": 0, **rows},
    }
    (folder / "_corpus.json").write_text(json.dumps(manifest), encoding="utf-8")
    return folder


def write_many(folder: Path, documents: int, *, places=20_000, corridors=3_000, months=36, seed=11, even=False) -> Path:
    """Write a large dataset, the same for the same numbers: few places are spoken of often, most seldom (Zipf).

    Six places for each document, as the articles of the benchmark have, and a corridor in every second; where these
    are ``even``, all are spoken of about as often, so that a large corpus has very many.
    """
    chance = np.random.default_rng(seed)
    points = np.column_stack([chance.uniform(-10, 110, places), chance.uniform(-30, 60, places)]).round(4)
    shapes = np.array(shapely.to_wkb(shapely.points(points)), dtype=object)
    ends = chance.integers(places, size=(corridors, 2))
    bends = np.linspace(0, 1, 60)[None, :, None]
    courses = points[ends[:, 0], None] * (1 - bends) + points[ends[:, 1], None] * bends
    courses[:, 1:-1] += chance.normal(0, 0.2, (corridors, 58, 2))
    lines = np.array(shapely.to_wkb(shapely.linestrings(courses)), dtype=object)
    made = {"documents": 0, "places": 0, "corridors": 0}
    for month in range(months):
        number = documents // months + (month < documents % months)
        first = made["documents"]
        ids = np.array([f"doc-{i:07d}" for i in range(first, first + number)], dtype=object)
        year, within = 2017 + month // 12, month % 12 + 1
        label = f"{year}-{within:02d}"
        days = [date(year, within, 1) + timedelta(days=i % 28) for i in range(number)]
        filled = {
            "documents": _documents(ids, days),
            "places": _spoken(chance, "places", np.repeat(ids, 6), places, shapes, even=False),
            "corridors": _spoken(chance, "corridors", ids[::2], corridors, lines, even=even),
        }
        for name, columns in filled.items():
            size = len(columns["document"])
            whole = {c: columns.get(c, pa.nulls(size, SCHEMAS[name].field(c).type)) for c in SCHEMAS[name].names}
            table = pa.table({c: pa.array(v, SCHEMAS[name].field(c).type) for c, v in whole.items()})
            write_part(folder, name, label, table)
            made[name] += size
    write_part(folder, "failures", UNKNOWN, to_table("failures", []))
    return finish(folder, **made)


def _documents(ids, days):
    return {
        "document": ids,
        "title": [f"What happened on the way, part {id_[4:]}" for id_ in ids],
        "date": days,
        "publisher": ["Wire.example"] * len(ids),
        "url": [f"https://news.example/{id_}" for id_ in ids],
    }


def _spoken(chance, table, ids, number, shapes, *, even):
    """Return rows in which documents speak of features that are drawn with Zipf's frequencies."""
    size = len(ids)
    often = chance.integers(0, number, size) if even else np.minimum(chance.zipf(1.3, size), number) - 1
    chosen = (often + chance.integers(0, 3, size)) % number
    names = [f"Place {i}" if table == "places" else f"Way {i}" for i in chosen]
    quotes = [f"Freight is brought to {name} by lorry, and what is left of it goes on by rail." for name in names]
    start = np.full(size, 22)
    rows = {
        "document": ids, "name": names, "confidence": chance.uniform(0.3, 1, size).round(3), "start": start,
        "end": start + [len(name) for name in names], "quote_start": np.zeros(size, int),
        "quote_end": [len(quote) for quote in quotes], "quote": quotes, "mentions": chance.integers(1, 6, size),
        "geometry": shapes[chosen], "precision": ["exact" if table == "places" else "traced"] * size,
    }  # fmt: skip
    if table == "places":
        more = {"kind": "city", "country": "GE", "role": "literal"}
        kinds = [("city", "port", "airport", "town")[i % 4] for i in chosen]
        return (
            rows
            | {c: [v] * size for c, v in more.items()}
            | {"kind": kinds, "record": [f"made-up:{i}" for i in chosen]}
        )
    modes = [("rail", "road", "sea", "air", "pipeline")[i % 5] for i in chosen]
    same = {"status": "operating", "basis": "stated", "directed": False, "length_km": 900.0}
    return rows | {c: [v] * size for c, v in same.items()} | {
        "mode": modes, "waypoints": [[f"{name} begins", f"{name} ends"] for name in names],
    }  # fmt: skip
