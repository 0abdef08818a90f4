"""The command ``corridors``: arguments, progress, exit codes. No work is done here.

Exit codes: 0 done; 1 bad input or nothing to draw, with one line on stderr; 2 wrong usage.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from geo.errors import CorridorsError, SourceError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from geo.gazetteer import Gazetteer
    from geo.model import Atlas, Corridor, Mode
    from layers.pipeline import Outputs

__all__ = ["main"]

MODES = ("rail", "road", "sea", "air", "pipeline", "waterway")
OWN_PLACES = click.option(
    "--gazetteer",
    "own_places",
    type=click.Path(path_type=Path),
    multiple=True,
    metavar="FILE",
    help="Your own places, as CSV with name,lon,lat and perhaps kind,country,aliases; they come before all others.",
)


def main() -> NoReturn:
    """Run the command and leave with its exit code; a user's mistake ends in one line, never in a traceback."""
    try:
        code = corridors.main(prog_name="corridors", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    except click.Abort:
        click.echo("error: interrupted; nothing half-written was left behind", err=True)
        code = 1
    except CorridorsError as error:
        click.echo(f"error: {error}", err=True)
        code = 1
    except BrokenPipeError:
        sys.stderr.close()  # the reader of our output has gone: nobody is left to tell
        code = 1
    sys.exit(code or 0)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="corridors", message="%(prog)s %(version)s")
def corridors() -> None:
    """Turn articles into sourced, interactive maps of the places and transit corridors they speak of.

    Start with:  corridors map ARTICLE.md   and open the map.html it names. Everything works without the network.
    """


@corridors.command("map")
@click.argument("sources", type=click.Path(path_type=Path), nargs=-1, required=True, metavar="SOURCE...")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), default=Path("output"), show_default=True,
    help="Folder that gets one folder for each article.",
)  # fmt: skip
@click.option("--focus", default="", metavar="AZ,GE", help="Countries the article is about, by ISO code; decides between namesakes.")
@click.option("--tiles", metavar="NAME", help="Background tiles by name, e.g. OpenTopoMap; the map then needs the network.")
@OWN_PLACES
def map_(sources: Sequence[Path], output: Path, focus: str, tiles: str | None, own_places: Sequence[Path]) -> None:
    """Map articles: text (.txt) or Markdown (.md) files, each into OUTPUT/<name>/.

    Writes map.html, which opens anywhere without the network, and atlas.geojson, places.geojson, corridors.geojson.
    """
    countries = _countries(focus)
    gazetteer = _open_gazetteer(own_places)
    failures = 0
    for source in sources:
        try:
            _map_one(source, output, gazetteer=gazetteer, focus=countries, tiles=tiles)
        except CorridorsError as error:
            click.echo(f"error: {error}", err=True)
            failures += 1
    if failures:
        click.get_current_context().exit(1)


def _map_one(source: Path, output: Path, *, gazetteer: Gazetteer, focus: Sequence[str], tiles: str | None) -> None:
    from layers.pipeline import build  # noqa: PLC0415 - --help need not wait for geopandas

    outputs = build(source, output, gazetteer=gazetteer, focus=focus, tiles=tiles, progress=_say)
    _clear()
    if not outputs.files:
        raise SourceError(f"{source}: nothing to draw: no place or corridor was found{_lost(outputs.atlas)}")
    _tell(source, outputs)


def _tell(source: Path, outputs: Outputs) -> None:
    atlas = outputs.atlas
    literal = len(atlas.places)
    click.echo(
        f"{source.name}: {_count(literal, 'place')}, {_count(len(atlas.corridors), 'corridor')},"
        f" {_count(len(atlas.actors), 'actor')}, {len(atlas.unresolved)} not placed"
    )
    for item in atlas.unresolved:
        click.echo(f"  not placed: {item.name} ({item.reason})")
    for note in outputs.notes:
        click.echo(f"  note: {note}")
    click.echo(f"  map: {outputs.files[0]}")
    click.echo(f"  also: {', '.join(path.name for path in outputs.files[1:])}")


@corridors.command()
@click.argument("file", type=click.Path(path_type=Path), required=False)
@click.option("--jsonl", is_flag=True, help='Read lines {"id", "text"} and write a line for each.')
@OWN_PLACES
def geoparse(file: Path | None, *, jsonl: bool, own_places: Sequence[Path]) -> None:
    """Find toponyms and corridors in FILE, or in standard input, and write them as JSON."""
    from geo.reading import document, read  # noqa: PLC0415
    from layers.annotations import annotate, annotate_line  # noqa: PLC0415

    gazetteer = _open_gazetteer(own_places)
    if not jsonl:
        text = document(sys.stdin.read(), source="standard input") if file is None else read(file)
        click.echo(json.dumps({"id": text.source} | annotate(text, gazetteer), ensure_ascii=False))
        return
    failures = 0
    for number, line in enumerate(_lines(file), start=1):
        if not line.strip():
            continue
        try:
            click.echo(json.dumps(annotate_line(line, gazetteer), ensure_ascii=False))
        except CorridorsError as error:
            click.echo(f"error: line {number}: {error}; skipped", err=True)
            failures += 1
    if failures:
        click.get_current_context().exit(1)


def _lines(file: Path | None) -> Iterator[str]:
    if file is None:
        yield from sys.stdin
        return
    try:
        with file.open(encoding="utf-8") as stream:
            yield from stream
    except (OSError, UnicodeDecodeError) as error:
        raise SourceError(f"{file} cannot be read ({error}); expected UTF-8 lines of JSON") from None


@corridors.command()
@click.argument("name")
@click.option("--country", metavar="AZ", default="", help="Only places of this country, by ISO code.")
@click.option("--json", "as_json", is_flag=True, help="As JSON instead of a table.")
@click.option("--most", default=10, show_default=True, help="How many candidates at the most.")
@OWN_PLACES
def geocode(name: str, country: str, *, as_json: bool, most: int, own_places: Sequence[Path]) -> None:
    """List the places that go by NAME, likeliest first."""
    from layers.annotations import candidates  # noqa: PLC0415

    found = candidates(name, _open_gazetteer(own_places), country=country.upper())[:most]
    if not found:
        where = f" in {country.upper()}" if country else ""
        raise SourceError(f"no place is called {name!r}{where}; try another spelling, or add it with --gazetteer FILE")
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False, indent=1))
    else:
        _table(("name", "kind", "region", "country", "lon", "lat", "record", "people"), found)


@corridors.command()
@click.argument("names", nargs=-1, required=True, metavar="NAME...")
@click.option("--mode", type=click.Choice(MODES), help="How one travels between the places given.")
@OWN_PLACES
def trace(names: Sequence[str], mode: Mode | None, own_places: Sequence[Path]) -> None:
    """Trace a corridor known by NAME, or with --mode one through several places, as GeoJSON.

    \b
    corridors trace "Baku–Tbilisi–Kars railway"
    corridors trace --mode rail Baku Tbilisi Kars
    """
    from geo.geoparsing import trace as trace_corridor  # noqa: PLC0415

    if mode is None and len(names) > 1:
        raise click.UsageError("several places need --mode; without it give one corridor's name, in quotation marks")
    gazetteer = _open_gazetteer(own_places)
    corridor = trace_corridor(names[0] if mode is None else list(names), mode=mode, gazetteer=gazetteer)
    click.echo(json.dumps(_as_geojson(corridor), ensure_ascii=False))


def _as_geojson(corridor: Corridor) -> dict[str, Any]:
    from geo.model import Atlas, Document  # noqa: PLC0415
    from layers import to_geojson  # noqa: PLC0415

    nothing = Document(text="", title=corridor.name, sha256="", sentences=(), source="")
    collection = to_geojson(Atlas(nothing, corridors=(corridor,)))
    return {key: collection[key] for key in ("type", "bbox", "features")}


@corridors.command()
@click.option("--json", "as_json", is_flag=True, help="As JSON instead of a table.")
def data(*, as_json: bool) -> None:
    """List the data in use: source, version, licence, size."""
    from dataclasses import asdict  # noqa: PLC0415

    from geo.geoparsing import sources  # noqa: PLC0415

    rows = [asdict(source) for source in sources()]
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
    else:
        _table(("id", "name", "version", "licence", "size_bytes"), rows)


def _open_gazetteer(own_places: Sequence[Path]) -> Gazetteer:
    from geo.gazetteer import Gazetteer  # noqa: PLC0415

    if Gazetteer.is_compiled():
        return Gazetteer.open(own_files=own_places)
    from rich.console import Console  # noqa: PLC0415 - only the first run shows a bar

    console = Console(stderr=True)
    with console.status("first run: compiling the gazetteer, about 20 seconds") as status:
        return Gazetteer.open(
            own_files=own_places, progress=lambda step: status.update(f"first run: compiling the gazetteer: {step}")
        )


def _countries(focus: str) -> tuple[str, ...]:
    codes = tuple(code.strip().upper() for code in focus.split(",") if code.strip())
    for code in codes:
        if not (len(code) == 2 and code.isascii() and code.isalpha()):  # noqa: PLR2004 - ISO alpha-2
            raise click.UsageError(f"--focus {code!r} is no ISO country code; expected two letters each, such as AZ,GE")
    return codes


def _table(columns: Sequence[str], rows: Sequence[dict[str, Any]]) -> None:
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415

    table = Table(*columns, box=None, header_style="bold")
    for row in rows:
        table.add_row(*("" if row.get(column) is None else str(row[column]) for column in columns))
    Console(soft_wrap=True).print(table)


def _say(step: str) -> None:
    if sys.stderr.isatty():
        click.echo(f"\r\033[K{step} …", nl=False, err=True)


def _clear() -> None:
    if sys.stderr.isatty():
        click.echo("\r\033[K", nl=False, err=True)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _lost(atlas: Atlas) -> str:
    if not atlas.unresolved:
        return ""
    return f" ({_count(len(atlas.unresolved), 'name')} could not be placed, the first being {atlas.unresolved[0].name!r})"
