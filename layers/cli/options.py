"""What several commands take: own places, countries, and the gazetteer they open."""

from __future__ import annotations

import logging
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from geo.errors import OutputError
from layers.cli.terminal import clear, say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from geo.courses import Catalogue
    from geo.gazetteer import Gazetteer
    from geo.language_model import ReaderChoice
    from geo.tracing import Routing

__all__ = [
    "LANGUAGE",
    "ONLINE_ROUTING",
    "OWN_CORRIDORS",
    "OWN_NETWORKS",
    "OWN_PLACES",
    "READER",
    "TILES",
    "check_language",
    "countries",
    "examples",
    "formats_named",
    "open_catalogue",
    "open_gazetteer",
    "open_reader",
    "open_routing",
]

OWN_PLACES = click.option(
    "--gazetteer",
    "own_places",
    type=click.Path(path_type=Path),
    multiple=True,
    metavar="FILE",
    help="Places of your own: a table (CSV, GeoJSON or YAML) with name,lon,lat and, if you like, kind,country,aliases,"
    " which come before all others; or a dump of GeoNames (allCountries.txt, a country's zip).",
)

OWN_CORRIDORS = click.option(
    "--catalogue",
    "own_corridors",
    type=click.Path(path_type=Path),
    multiple=True,
    metavar="FILE",
    help="Corridors of your own known by name: YAML with a list 'corridors' of entries with id, name, mode, status,"
    " waypoints ('Name, CC') and, if you like, aliases, shape, published_km and more of what geo/data/corridors.yaml"
    " has; they come before ours.",
)

OWN_NETWORKS = click.option(
    "--network",
    "own_networks",
    multiple=True,
    metavar="FILE",
    help="Railways or roads of your own, such as an OpenStreetMap extract or Natural Earth's: GeoJSON, GeoPackage or"
    " Shapefile. Where a file does not tell which, write rail=FILE or road=FILE. Lines follow them where they are"
    " denser than the network that comes with us.",
)

ONLINE_ROUTING = click.option(
    "--online-routing",
    "engine",
    nargs=2,
    metavar="ENGINE URL",
    help="Ask a routing engine for railways and roads: osrm or valhalla (roads), openrailrouting (railways) or brouter,"
    " at the address of its server. Only the waypoints' coordinates leave this machine; what it does not answer is"
    " traced offline and says why.",
)


_READER = (
    click.option(
        "--reader",
        "wanted",
        default="auto",
        show_default=True,
        metavar="URL|encoder|fast",
        help="A language model of your own that reads beside our rules: the address of any server that speaks the"
        " OpenAI-compatible chat API, such as http://127.0.0.1:11434/v1. The text goes there and nowhere else; a key is"
        " read from CORRIDORS_READER_KEY. Its answers are kept in ARTICLE.reading.jsonl, which auto takes where it is"
        " there. An encoder weighs what may be a way; where another is installed (pip install 'corridors[languages]'),"
        " auto takes that for names in other languages than English, encoder for all names. fast is our rules alone,"
        " and several times as fast.",
    ),
    click.option("--model", default="", metavar="NAME", help="The model, as the server calls it."),
    click.option("--refresh-reading", is_flag=True, help="Ask the model anew, whatever answers are kept."),
    click.option(
        "--reader-limit",
        type=click.IntRange(1),
        default=200_000,
        show_default=True,
        metavar="CHARACTERS",
        help="Send no more of an article than this.",
    ),
)


def READER(command: Callable[..., None]) -> Callable[..., None]:  # noqa: N802 - stands among the options
    """Add what is said of a reader of the user's own."""
    for option in reversed(_READER):
        command = option(command)
    return command


def open_reader(wanted: str, model: str, *, refresh: bool, limit: int) -> ReaderChoice:
    """Return the reader that was asked for, and say where the text goes."""
    from geo.language_model.reader_choice import OURS, ReaderChoice

    choice = ReaderChoice(wanted, model, refresh, limit, progress=say)
    if wanted not in OURS:
        clear()
        click.echo(f"the text goes to {wanted} (model {model}); places and lines come from here as ever", err=True)
    return choice


LANGUAGE = click.option(
    "--lang",
    "language",
    default="en",
    show_default=True,
    metavar="CODE",
    help="Language of the map's own words and of names on it: ar az de en es fa fr hy ka kk pt ru tr uk zh.",
)

TILES = click.option(
    "--tiles",
    metavar="NAME",
    help="A background map from the web, such as OpenTopoMap; the page then needs the network.",
)


def examples(*commands: str) -> str:
    """Return examples as click shows them unwrapped, below the options."""
    return "\n".join(("\b", "Examples:", *(f"  {command}" for command in commands)))


def check_language(code: str) -> None:
    """Refuse a language that the map does not speak."""
    from layers.map.language import codes

    if code not in codes():
        raise click.UsageError(f"--lang {code!r} is no language of the map; expected one of {', '.join(codes())}")


def formats_named(names: str, choose: Callable[[Iterable[str]], tuple[str, ...]]) -> tuple[str, ...]:
    """Return the formats of a list such as ``html,csv``; refuse what is none."""
    wanted = [name.strip().lower() for name in names.split(",") if name.strip()]
    try:
        return choose(wanted or ["all"])
    except OutputError as error:
        raise click.UsageError(str(error)) from error


def open_gazetteer(own_places: Sequence[Path], *, articles: Iterable[Path] = ()) -> Gazetteer:
    """Open the gazetteer with the user's own tables; show a bar where it has to be compiled first.

    Parameters
    ----------
    own_places
        The user's own tables.
    articles
        What is going to be mapped: what that will need is compiled meanwhile.
    """
    from geo.gazetteer import Gazetteer

    _announce_compilation()
    if Gazetteer.is_compiled():
        opened = Gazetteer.open(own_files=own_places, progress=say)
        clear()
        return opened
    from rich.console import Console

    _prepare_for(articles)
    console = Console(stderr=True)
    with console.status("first run: compiling the gazetteer, about 10 seconds") as status:
        return Gazetteer.open(
            own_files=own_places, progress=lambda step: status.update(f"first run: compiling the gazetteer: {step}")
        )


def _prepare_for(articles: Iterable[Path]) -> None:
    """Begin to compile what articles will need beside the gazetteer, in a second process."""
    from geo.errors import CorridorsError
    from geo.precompiling import begin, expected
    from geo.reading import read

    wanted: dict[str, None] = {}
    for article in articles:
        if str(article) == "-":  # cannot be read twice
            continue
        with suppress(CorridorsError):  # it will be read again, and the user told
            wanted |= dict.fromkeys(expected(read(article).text))
    if wanted:
        begin(wanted)


def open_catalogue(own_corridors: Sequence[Path], gazetteer: Gazetteer) -> Catalogue:
    """Open the catalogue of corridors with the user's own files; refuse those with a waypoint that nobody knows."""
    from geo.courses import Catalogue
    from geo.courses.waypoints import entry_course
    from geo.errors import DataError

    ours = Catalogue.load()
    catalogue = Catalogue.load(own_files=own_corridors)
    for entry in catalogue.entries if own_corridors else ():
        if entry in ours.entries:
            continue
        course = entry_course(entry, gazetteer)
        if not course.stretches:
            raise DataError(f"{entry.id}: {course.reason}; add the place to a table for --gazetteer")
    return catalogue


def open_routing(own_networks: Sequence[str], engine: tuple[str, str] | None, *, northern: bool = False) -> Routing:
    """Return by what lines are traced: networks of the user's own, and the engine asked for."""
    from geo.tracing.routing import OwnNetwork, Routing
    from geo.tracing.user_networks import added

    online = None
    if engine is not None:
        from geo.tracing.engines import open_engine
        from geo.tracing.online import Online

        online = Online(open_engine(*engine))
    return Routing(tuple(map(OwnNetwork.parse, own_networks)), added(), northern=northern, online=online)


def _announce_compilation() -> None:
    """Tell a person at a terminal of each file that a first run compiles: some take seconds."""
    log = logging.getLogger("geo.cache")
    if log.handlers or not sys.stderr.isatty():
        return
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("first run: %(message)s"))
    log.addHandler(handler)
    log.setLevel(logging.INFO)


def countries(focus: str, gazetteer: Gazetteer) -> tuple[str, ...]:
    """Return the countries of a list such as ``AZ,GE``; refuse what is no country's code."""
    codes = tuple(code.strip().upper() for code in focus.split(",") if code.strip())
    for code in codes:
        known = any(m.record.kind == "country" and m.record.country == code for m in gazetteer.lookup(code))
        if not known:
            raise click.UsageError(f"{code!r} is no country's two-letter code (ISO 3166-1); write such as AZ or AZ,GE")
    return codes
