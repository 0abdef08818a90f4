"""``corridors data``: what data is in use."""

from __future__ import annotations

import json

import click

from layers.cli.options import open_gazetteer
from layers.cli.terminal import table

__all__ = ["data"]


@click.command(short_help="List the data in use and its licences.")
@click.option("--json", "as_json", is_flag=True, help="As JSON instead of a table.")
@click.option("--schema", is_flag=True, help="The JSON Schema of atlas.geojson instead: every field and its meaning.")
def data(*, as_json: bool, schema: bool) -> None:
    """List the data in use: source, version, licence, rows, bytes. What you added yourself is listed too."""
    if schema:
        from layers.export.json_schema import atlas_schema

        click.echo(json.dumps(atlas_schema(), ensure_ascii=False, indent=1))
        return
    from dataclasses import asdict

    from geo.geoparsing import sources

    gazetteer = open_gazetteer(())
    counts = gazetteer.row_counts()
    rows = [asdict(source) for source in (*sources(), *gazetteer.own_sources)]
    for row in rows:
        row["rows"] = counts.get(row["id"]) if row["rows"] is None else row["rows"]
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
    else:
        table(("id", "name", "version", "licence", "rows", "size_bytes"), rows)
