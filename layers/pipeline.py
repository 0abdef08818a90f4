"""The pipeline as one sentence: read an article, geoparse it, lay it out in tables, draw the map, save."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from geo.errors import OutputError
from geo.gazetteer import Gazetteer, fold
from geo.geoparsing import geoparse
from geo.language_model.reader_choice import ReaderChoice
from geo.reading import check_no_address, read, together
from geo.reading.decoding import STANDARD_INPUT
from geo.slugs import slug
from geo.tracing import OFFLINE, Routing
from layers.author import Words, read_front, with_words
from layers.export import write_files
from layers.formats import ALL, FILES, GROUPS, PLAIN, Finish, chosen, encoded, not_written
from layers.frames import to_frames
from layers.map import draw
from layers.map.language import DEFAULT

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Sequence

    from geo.courses import Catalogue
    from geo.geocoding import Answers
    from geo.model import Atlas
    from layers.review import Corrections

__all__ = ["Outputs", "build", "folder_of"]

LONGEST_NAME = 80
AUTOMATIC = ReaderChoice()
RESERVED = frozenset({"con", "prn", "aux", "nul"})  # no folder may be called so on Windows


@dataclass(frozen=True, slots=True)
class Outputs:
    """What one article became.

    Attributes
    ----------
    files
        Paths written, ``map.html`` first where it is among them; empty where there was nothing to draw.
    notes
        What the reader of the run should know, such as a map that needs the network.
    """

    atlas: Atlas
    files: tuple[Path, ...]
    notes: tuple[str, ...] = ()


def build(  # noqa: PLR0913 - one for each choice a user has
    source: str | Path | Sequence[str | Path],
    output: str | Path,
    *,
    gazetteer: Gazetteer | None = None,
    catalogue: Catalogue | None = None,
    focus: Iterable[str] = (),
    tiles: str | None = None,
    language: str | None = None,
    with_text: bool = True,
    formats: Iterable[str] = ALL,
    finish: Finish = PLAIN,
    online: Callable[[Sequence[str]], Answers] | None = None,
    routing: Routing = OFFLINE,
    review: str | Path | None = None,
    words: Words | None = None,
    reader: ReaderChoice = AUTOMATIC,
    progress: Callable[[str], None] = lambda _step: None,
) -> Outputs:
    """Turn one article into a map and its layers.

    Parameters
    ----------
    source
        A file that :func:`geo.read` reads, ``-`` for standard input; several make one map together.
    output
        Where the article's own folder, named after the file, is put.
    gazetteer, catalogue
        Our own where none is given.
    focus
        Countries (ISO 3166-1 alpha-2) the article is known to be about.
    tiles
        A tile provider for the background of the map, which then needs the network.
    language
        Of the map's own words, by its two-letter code, and of figure and report; see
        :func:`layers.map.language.codes`. Without it the author's, else English.
    with_text
        False makes a map that holds no text of the article beyond names; the other files are as ever.
    formats
        What to write, the map first, by the names in :data:`layers.formats.FILES` or :data:`layers.formats.GROUPS`.
    finish
        Size and theme of the figure, and the address for the embed kit.
    online
        Asked for names that the gazetteer does not know; see :func:`geo.geoparsing.geoparse`.
    routing
        Railways and roads of the user's own.
    review
        A person's corrections; where none is given, the file ``NAME.review.yaml`` beside the source is taken, if any.
    words
        What the author says of the map, before what review and front matter say; see :mod:`layers.author`.
    reader
        Whether a language model of the user's own reads beside our rules, or the encoder; by itself only what a model
        answered before, in ``NAME.reading.jsonl`` beside the source, is taken, and the encoder, where it is installed,
        to weigh ways and for names in other languages than English.
    progress
        Told the name of each step as it begins.

    Returns
    -------
    The atlas, the files written and notes. An article with nothing to draw writes nothing.

    Raises
    ------
    SourceError
        If the article cannot be read.
    ReviewError
        If the corrections cannot be read.
    OutputError
        If the folder cannot be written or holds what was made from another article, or a format is unknown.
    CacheError
        If a compiled index or network has to be made and the cache folder cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     article = Path(folder) / "ferries.txt"
    ...     _ = article.write_text("Ferries link Suakin with Jeddah.", encoding="utf-8")
    ...     [path.name for path in build(article, f"{folder}/output").files]
    ['map.html', 'atlas.geojson', 'places.geojson', 'corridors.geojson', 'atlas.gpkg', 'atlas.kml', 'places.csv',
     'corridors.csv', 'atlas.parquet', 'corridors.gpx', 'figure.png', 'figure.svg', 'figure.pdf', 'embed.html',
     'report.md', 'report.docx']
    """
    wanted = chosen(formats)
    progress("reading")
    sources = _paths(source)
    output, review = Path(output), None if review is None else Path(review)
    document = together([read(path) for path in sources])
    folder = folder_of(sources[0], output, more=len(sources) - 1)
    _check_is_own(folder, document.source)
    said, front = _corrections(sources, review), read_front(document)
    progress("finding places and corridors")
    gazetteer = gazetteer or Gazetteer.open()
    focus = (*focus, *(said.focus if said else ()))
    atlas = geoparse(
        document,
        gazetteer=gazetteer,
        catalogue=catalogue,
        focus=focus,
        online=online,
        routing=routing,
        reader=reader.for_article(None if str(sources[0]) == "-" else sources[0]),
        encoder=reader.encoder,
    )
    notes: tuple[str, ...] = (atlas.reading.told(), *atlas.reading.faults) if atlas.reading is not None else ()
    if said is not None:
        from layers.review import apply_corrections

        reviewed = apply_corrections(atlas, said, gazetteer=gazetteer)
        atlas, notes = reviewed.atlas, (*notes, *(f"correction not applied: {each}" for each in reviewed.unfit))
    if atlas.is_empty:
        return Outputs(atlas, (), notes)
    progress("drawing")
    wished = (words or Words()).over(said.words if said else Words()).over(front)
    frames, unmet = with_words(to_frames(atlas), wished)
    notes += tuple(f"author's words not applied: {each}" for each in unmet)
    if frames.is_empty:
        return Outputs(atlas, (), (*notes, "the author's words hide all there is to draw"))
    language = language or wished.language or DEFAULT
    finish = replace(finish, language=language)
    page = draw(frames, tiles=tiles, language=language, with_text=with_text) if "html" in wanted else None
    progress("saving")
    files = write_files(folder, {"map.html": page.html}) if page else []
    for part in _parts(wanted):  # what is ready is there for the reader, and stays, whatever becomes of the rest
        if page:
            progress(f"{folder / 'map.html'} is ready; making {', '.join(name for name in part if name != 'html')}")
        files += write_files(folder, encoded(frames, part, finish, with_text=with_text))
    made = {path.name for path in files}
    notes += (*(page.notes if page else ()), *not_written(wanted), *_left_over(folder, made))
    return Outputs(atlas, tuple(files), notes)


def _paths(source: str | Path | Sequence[str | Path]) -> list[Path]:
    """Return the files named; an address is told here, before a path folds its slashes into one."""
    named = [source] if isinstance(source, str | Path) else list(source)
    for each in named:
        check_no_address(each)
    return [Path(each) for each in named]


def _parts(wanted: Sequence[str]) -> Iterable[tuple[str, ...]]:
    """Divide the formats into those that are made in no time and those that are drawn or typeset."""
    quick = tuple(name for name in wanted if name in GROUPS["vector"])
    slow = tuple(name for name in wanted if name not in quick)
    return (part for part in (quick, slow) if set(part) - {"html"})


def _corrections(sources: Sequence[Path], review: Path | None) -> Corrections | None:
    """Return what a person says of an article: in the file named, else in the one beside the article, else nothing."""
    beside = sources[0].with_name(f"{sources[0].stem}.review.yaml")  # as layers.review calls it
    if review is None and (len(sources) > 1 or not beside.is_file()):
        return None
    from layers.review import find_corrections

    return find_corrections(sources[0], review)


def _left_over(folder: Path, written: Container[str]) -> Iterable[str]:
    """Say which files of ours are an earlier run's: beside the new ones they would pass for new."""
    left = [name for names in FILES.values() for name in names if name not in written and (folder / name).exists()]
    if left:
        yield f"not written anew, as --format leaves them out: {', '.join(left)}; what they say is an earlier run's"


def folder_of(source: Path, output: Path, *, more: int = 0) -> Path:
    """Return the folder that an article's files are written to.

    Parameters
    ----------
    source
        The article's file; the folder is called after it.
    output
        Folder of all articles.
    more
        How many articles were put together with this one.

    Examples
    --------
    >>> from pathlib import Path
    >>> folder_of(Path("seeds/Ways to the sea.md"), Path("output")).as_posix()
    'output/ways-to-the-sea'

    Names that letters a–z cannot tell apart are told apart by a few digits of their hash:

    >>> folder_of(Path("статья.md"), Path("output")).as_posix()
    'output/statya-1347fb28'
    """
    stem = STANDARD_INPUT if str(source) == "-" else source.stem
    stem = f"{stem} and {more} more" if more else stem
    name = slug(stem)
    if not fold(stem).isascii() or len(name) > LONGEST_NAME or name == "x" != stem or name in RESERVED:
        told = stem.encode(errors="surrogatepass")  # a file's name need not be UTF-8
        name = f"{name[:LONGEST_NAME].rstrip('-')}-{hashlib.sha256(told).hexdigest()[:8]}"
    return output / name


def _check_is_own(folder: Path, source: str) -> None:
    """Refuse to overwrite what was made from an article of another name."""
    try:
        earlier = json.loads((folder / "atlas.geojson").read_text(encoding="utf-8"))["document"]["source"]
    except (OSError, ValueError, KeyError, TypeError):
        return  # nothing there, or nothing of ours that could be told
    if earlier != source:
        raise OutputError(
            f"{folder} holds the map of {earlier}, and {source} would overwrite it;"
            " name another folder with -o, rename the article, or remove the folder"
        )
