"""An overview from end to end: open the dataset, sum it up, draw, save."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from geo.errors import OutputError
from layers.export import write_files
from layers.formats import chosen
from layers.overviews.corpus_page import show
from layers.overviews.dataset import open_dataset
from layers.overviews.exporting import FILES, Files, encoders
from layers.overviews.summarising import summarise
from layers.pipeline import folder_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from layers.overviews.summary import Summary

__all__ = ["FORMATS", "OverviewOutputs", "formats_named", "overview"]

FORMATS: tuple[str, ...] = ("html", *FILES)
GROUPS = {"vector": ("geojson", "gpkg", "csv", "parquet"), "all": ("html", "geojson", "gpkg", "csv", "parquet")}
"""Words for several formats; tiles take longer than all others together, so they are made when they are asked for."""
ARTICLE = "atlas.geojson"
"""A file that an article's folder has and an overview's has not."""


@dataclass(frozen=True, slots=True)
class OverviewOutputs:
    """What a corpus became.

    Attributes
    ----------
    summary
        All that the files were made from.
    files
        Paths written, ``map.html`` first where it is among them.
    notes
        What the reader of the run should know, such as a map that needs the network.
    """

    summary: Summary
    files: tuple[Path, ...]
    notes: tuple[str, ...] = ()


def overview(  # noqa: PLR0913 - one for each choice a user has
    folder: str | Path,
    output: str | Path,
    *,
    first: str | None = None,
    last: str | None = None,
    min_documents: int = 1,
    top: int | None = None,
    co_mentions: int = 0,
    formats: Iterable[str] = ("all",),
    title: str | None = None,
    language: str = "en",
    with_text: bool = True,
    tiles: str | None = None,
    progress: Callable[[str], None] = lambda _step: None,
) -> OverviewOutputs:
    """Turn a corpus into one map and one set of exports.

    Parameters
    ----------
    folder
        Dataset that :func:`layers.corpus` made.
    output
        Where the overview's own folder, named after the dataset's, is put.
    first, last
        Months (``2019-05``) to begin and end with; documents without a date are then left out.
    min_documents
        Places and corridors that fewer documents speak of are left out.
    top
        At most so many places and so many corridors: those that most documents speak of.
    co_mentions
        How many pairs of places that the same documents name, the strongest first.
    formats
        Of ``html``, ``geojson``, ``gpkg``, ``csv``, ``parquet`` and ``pmtiles``; ``vector`` is all but the first and
        the last, ``all`` all but the last.
    title
        Of the page.
    language
        Of the page's own words, by its two-letter code; see :func:`layers.map.language.codes`.
    with_text
        False makes a page without the documents' sentences; the other files are as ever.
    tiles
        A tile provider for the background of the map, which then needs the network.
    progress
        Told the name of each step as it begins.

    Returns
    -------
    The summary, the files written and notes. The same dataset gives the same bytes.

    Raises
    ------
    SourceError
        If the folder is no dataset, has no document in these months, or no feature with documents enough.
    OutputError
        If a format is unknown, or the folder cannot be written.
    DataError
        If the page does not speak the language, or there are no such tiles.

    Examples
    --------
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> from layers import corpus
    >>> folder = TemporaryDirectory()
    >>> lines, dataset = Path(folder.name) / "news.jsonl", Path(folder.name) / "news"
    >>> _ = lines.write_text('{"text": "Ferries link Suakin with Jeddah.", "date": "2024-05-03"}', encoding="utf-8")
    >>> _ = corpus([lines], dataset, workers=0)
    >>> [path.name for path in overview(dataset, folder.name, formats=["geojson"]).files]
    ['places.geojson', 'corridors.geojson']
    >>> folder.cleanup()
    """
    source = Path(folder)
    wanted = formats_named(formats)
    dataset = open_dataset(source).between(first, last)
    name = source.resolve().name
    target = folder_of(Path(f"{name}.corpus"), Path(output))  # which is called after the name without its ending
    if (target / ARTICLE).exists():
        raise OutputError(f"{target} holds the map of an article, which this would overwrite; name another with -o")
    summary = summarise(
        dataset, name=name, min_documents=min_documents, top=top, co_mentions=co_mentions, progress=progress
    )
    progress("drawing")
    page = show(summary, title=title, language=language, with_text=with_text, tiles=tiles) if "html" in wanted else None
    progress("saving")
    drawn = {"map.html": partial(getattr, page, "html")} if page else {}
    files = write_files(target, Files(drawn | encoders(summary, [f for f in wanted if f != "html"])))
    return OverviewOutputs(summary, tuple(files), page.notes if page else ())


def formats_named(names: Iterable[str]) -> tuple[str, ...]:
    """Return the formats that names of formats and groups stand for, in the order of :data:`FORMATS`.

    Raises
    ------
    OutputError
        If a name is neither.

    Examples
    --------
    >>> formats_named(["csv", "html"])
    ('html', 'csv')
    """
    return chosen(names, FORMATS, GROUPS)
