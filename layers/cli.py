"""The command ``corridors``: arguments, progress, exit codes. No work is done here.

Exit codes: 0 done; 1 bad input or nothing to draw, with one line on stderr; 2 wrong usage.
"""

from __future__ import annotations

import json
import logging
import os
import signal
import sys
from functools import partial
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from geo.errors import CorridorsError, SourceError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from geo.gazetteer import Gazetteer
    from geo.geocoding import Answers
    from geo.model import Atlas, Corridor, Document, Mode
    from layers.pipeline import Outputs

__all__ = ["main"]

MODES = ("rail", "road", "sea", "air", "pipeline", "waterway")
OWN_PLACES = click.option(
    "--gazetteer",
    "own_places",
    type=click.Path(path_type=Path),
    multiple=True,
    metavar="FILE",
    help="A table (CSV) of your own places with columns name,lon,lat and, if you like, kind,country,aliases;"
    " they come before all others.",
)


def _examples(*commands: str) -> str:
    """Return examples as click shows them unwrapped, below the options."""
    return "\n".join(("\b", "Examples:", *(f"  {command}" for command in commands)))


def main() -> NoReturn:
    """Run the command and leave with its exit code; a user's mistake ends in one line, never in a traceback."""
    try:
        signal.signal(signal.SIGTERM, signal.default_int_handler)  # a polite kill tidies up as Ctrl-C does
        _speak_utf8()
        code = corridors.main(prog_name="corridors", standalone_mode=False)
        sys.stdout.flush()
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    except (click.Abort, KeyboardInterrupt):
        _clear()
        code = _fail("interrupted; nothing half-written was left behind")
    except BrokenPipeError:
        _leave_pipe()  # the reader of our output has gone: nobody is left to tell
        code = 1
    except CorridorsError as error:
        _clear()
        code = _fail(error)
    except OSError as error:
        _clear()
        code = _fail(f"{error.filename or 'standard output'}: {error.strerror or error}")
    sys.exit(code or 0)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="corridors", message="%(prog)s %(version)s")
def corridors() -> None:
    """Turn articles into maps of the places and transit corridors they speak of.

    Start with:  corridors map ARTICLE.md   and open the map.html it names. Everything works without the network.
    """


@corridors.command(
    "map",
    short_help="Turn articles into maps: the main job.",
    epilog=_examples("corridors map report.md", "corridors map report.md brief.txt -o maps --focus AZ,GE"),
)
@click.argument("sources", type=click.Path(path_type=Path), nargs=-1, required=True, metavar="ARTICLE...")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    default=Path("output"),
    show_default=True,
    metavar="FOLDER",
    help="Where the results go: one folder in it for each article.",
)
@click.option(
    "--focus",
    default="",
    metavar="AZ,GE",
    help="Countries the article is about, by their two-letter codes; helps where several places have one name.",
)
@click.option(
    "--tiles",
    metavar="NAME",
    help="A background map from the web, such as OpenTopoMap; the page then needs the network.",
)
@OWN_PLACES
@click.option(
    "--online",
    metavar="PROVIDER",
    help="Ask a web geocoder for names that nobody here knows: nominatim, photon, geonames, opencage or arcgis."
    " Only those names leave this machine.",
)
@click.option("--contact", metavar="E-MAIL", help="Sent to the geocoder with each question; nominatim wants one.")
@click.option("--online-url", metavar="URL", help="Address of a geocoder of your own, in place of the public one.")
def map_(
    sources: Sequence[Path],
    output: Path,
    focus: str,
    tiles: str | None,
    own_places: Sequence[Path],
    online: str | None,
    contact: str | None,
    online_url: str | None,
) -> None:
    """Turn articles into maps.

    ARTICLE is a text (.txt) or Markdown (.md) file. Each gets a folder of its own in the output folder, named after
    the file, with map.html, which opens in any browser and needs no network, and for other programs such as QGIS
    atlas.geojson (everything found), places.geojson and corridors.geojson. What could not be placed is listed with
    the reason.
    """
    gazetteer = _open_gazetteer(own_places)
    countries = _countries(focus, gazetteer)
    asking = None if online is None else _asking(online, contact=contact, url=online_url)
    failures = 0
    taken: dict[Path, Path] = {}
    for source in sources:
        try:
            _map_one(source, output, taken=taken, gazetteer=gazetteer, focus=countries, tiles=tiles, online=asking)
        except CorridorsError as error:
            _clear()
            failures += _fail(error)
    if failures:
        click.get_current_context().exit(1)


def _map_one(source: Path, output: Path, *, taken: dict[Path, Path], **options: Any) -> None:  # noqa: ANN401 - build's own
    from layers.pipeline import build, folder_of  # noqa: PLC0415 - --help need not wait for geopandas

    folder = folder_of(source, output)
    other = taken.setdefault(folder, source)
    if other is not source:
        raise SourceError(f"{source}: its folder {folder} was just written from {other}; rename one or use -o")
    outputs = build(source, output, progress=_say, **options)
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


@corridors.command(
    short_help="Find places and corridors in a text, as JSON.",
    epilog=_examples("corridors geoparse report.txt", "corridors geoparse texts.jsonl --jsonl > found.jsonl"),
)
@click.argument("file", type=click.Path(path_type=Path), required=False)
@click.option(
    "--jsonl", is_flag=True, help='Read many texts, one {"id": …, "text": …} a line; write one line for each.'
)
@OWN_PLACES
def geoparse(file: Path | None, *, jsonl: bool, own_places: Sequence[Path]) -> None:
    """Find places and corridors in FILE, or in what is piped in, and write them as JSON.

    Each is given with its position: start and end count the characters of the text (Unicode code points), the first
    being 0.
    """
    from layers.annotations import annotate, annotate_line  # noqa: PLC0415

    gazetteer = _open_gazetteer(own_places)
    if not jsonl:
        text = _document(file)
        click.echo(json.dumps({"id": text.source} | annotate(text, gazetteer), ensure_ascii=False))
        return
    failures = 0
    for number, line in enumerate(_lines(file), start=1):
        try:
            words = line.decode("utf-8")
            if words.strip():
                click.echo(json.dumps(annotate_line(words, gazetteer), ensure_ascii=False))
        except UnicodeDecodeError as error:
            failures += _fail(f"line {number}: not UTF-8 (byte 0x{line[error.start]:02X} at {error.start}); skipped")
        except CorridorsError as error:
            failures += _fail(f"line {number}: {error}; skipped")
    if failures:
        click.get_current_context().exit(1)


def _document(file: Path | None) -> Document:
    from geo.reading import document, read  # noqa: PLC0415

    if file is not None:
        return read(file)
    try:
        return document(sys.stdin.buffer.read().decode("utf-8-sig"), source="standard input")
    except UnicodeDecodeError as error:
        raise SourceError(f"standard input is not UTF-8: byte at {error.start:,}; convert it first") from None


def _lines(file: Path | None) -> Iterator[bytes]:
    if file is None:
        yield from sys.stdin.buffer
        return
    try:
        with file.open("rb") as stream:
            yield from stream
    except OSError as error:
        raise SourceError(f"{file} cannot be read ({error.strerror}); expected lines of JSON") from None


@corridors.command(
    short_help="List the places that go by a name.",
    epilog=_examples("corridors geocode Tripoli", "corridors geocode Tripoli --country LB --json"),
)
@click.argument("name")
@click.option("--country", metavar="AZ", default="", help="Only places of this country, by its two-letter code.")
@click.option("--json", "as_json", is_flag=True, help="As JSON instead of a table.")
@click.option("--most", default=10, show_default=True, type=click.IntRange(min=1), help="How many to list at the most.")
@OWN_PLACES
def geocode(name: str, country: str, *, as_json: bool, most: int, own_places: Sequence[Path]) -> None:
    """List the places that go by NAME, likeliest first."""
    from layers.annotations import candidates  # noqa: PLC0415

    gazetteer = _open_gazetteer(own_places)
    if country:
        (country,) = _countries(country, gazetteer)
    found = candidates(name, gazetteer, country=country)[:most]
    if not found:
        where = f" in {country}" if country else ""
        raise SourceError(f"no place is called {name!r}{where}; try another spelling, or add it with --gazetteer FILE")
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False, indent=1))
    else:
        _table(("name", "kind", "region", "country", "lon", "lat", "record", "people"), found)


@corridors.command(
    short_help="Trace one corridor as GeoJSON.",
    epilog=_examples(
        'corridors trace "Baku–Tbilisi–Kars railway" > railway.geojson',
        "corridors trace --mode rail Baku Tbilisi Kars",
        'corridors trace --mode sea "Tripoli, LB" Piraeus',
    ),
)
@click.argument("names", nargs=-1, required=True, metavar="NAME...")
@click.option("--mode", type=click.Choice(MODES), help="How one travels between the places given.")
@OWN_PLACES
def trace(names: Sequence[str], mode: Mode | None, own_places: Sequence[Path]) -> None:
    """Trace a corridor known by NAME, or with --mode one through several places, and write it as GeoJSON."""
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


@corridors.command(short_help="List the data in use and its licences.")
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

    _announce_compilation()
    if Gazetteer.is_compiled():
        return Gazetteer.open(own_files=own_places)
    from rich.console import Console  # noqa: PLC0415 - only the first run shows a bar

    console = Console(stderr=True)
    with console.status("first run: compiling the gazetteer, about 20 seconds") as status:
        return Gazetteer.open(
            own_files=own_places, progress=lambda step: status.update(f"first run: compiling the gazetteer: {step}")
        )


def _asking(provider: str, *, contact: str | None, url: str | None) -> Callable[[Sequence[str]], Answers]:
    from geo.geocoding import Cache, ask, open_provider  # noqa: PLC0415 - only for those who go online

    return partial(ask, provider=open_provider(provider, contact=contact, url=url), cache=Cache.open(), progress=_say)


def _announce_compilation() -> None:
    """Tell a person at a terminal of each file that a first run compiles: some take seconds."""
    log = logging.getLogger("geo.cache")
    if log.handlers or not sys.stderr.isatty():
        return
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("first run: %(message)s"))
    log.addHandler(handler)
    log.setLevel(logging.INFO)


def _countries(focus: str, gazetteer: Gazetteer) -> tuple[str, ...]:
    codes = tuple(code.strip().upper() for code in focus.split(",") if code.strip())
    for code in codes:
        known = any(m.record.kind == "country" and m.record.country == code for m in gazetteer.lookup(code))
        if not known:
            raise click.UsageError(f"{code!r} is no country's two-letter code (ISO 3166-1); write such as AZ or AZ,GE")
    return codes


def _table(columns: Sequence[str], rows: Sequence[dict[str, Any]]) -> None:
    """Write a table as wide as it is: nothing is cut, so that an id can be copied."""
    from rich.cells import cell_len  # noqa: PLC0415

    cells = [columns, *(["" if row.get(c) is None else str(row[c]) for c in columns] for row in rows)]
    widths = [max(map(cell_len, column)) for column in zip(*cells, strict=True)]
    for line in cells:
        padded = (cell + " " * (width - cell_len(cell)) for cell, width in zip(line, widths, strict=True))
        click.echo("  ".join(padded).rstrip())


def _fail(reason: object) -> int:
    """Write one line of what went wrong, and return 1."""
    click.echo(f"error: {' '.join(str(reason).split())}", err=True)
    return 1


def _speak_utf8() -> None:
    """Write UTF-8 into files and pipes on every system; a terminal shows what it can."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="replace")


def _leave_pipe() -> None:
    """Let Python close its standard output without a complaint when nobody reads it any more."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())


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
    first = atlas.unresolved[0].name
    return f" ({_count(len(atlas.unresolved), 'name')} could not be placed, the first being {first!r})"
