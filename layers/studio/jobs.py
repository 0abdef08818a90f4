"""Maps in the making: one after another, in a thread of their own, with each step told."""

from __future__ import annotations

import hashlib
import io
import logging
import zipfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from threading import Lock
from typing import TYPE_CHECKING

from geo.errors import CorridorsError, OutputError, ScanError
from geo.gazetteer import Gazetteer
from geo.language_model.reader_choice import beside as readings
from geo.reading.ocr import beside as scan_text
from geo.reading.ocr import recognise
from layers.formats import ALL, FILES, GROUPS, PLAIN, Finish, chosen
from layers.pipeline import AUTOMATIC, build, folder_of
from layers.review import beside as reviews
from layers.studio.recent import Shelves

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from geo.language_model.reader_choice import ReaderChoice
    from layers.author.wishes import Target
    from layers.studio.article_folder import Article, Shelf

__all__ = ["Making", "Progress", "Wish"]

LOG = logging.getLogger(__name__)
EPOCH = (1980, 1, 1, 0, 0, 0)  # the same files give the same zip


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a map is.

    Attributes
    ----------
    step
        What is done just now, ``""`` where nothing is.
    error
        Why there is no map; ``""`` where there is one or it is still made.
    stamp
        Of the article, its corrections and the finish it was made from; changes when the map does.
    files
        What lies in the article's folder and is as new as the article and its corrections, the map first.
    notes
        What the reader of the run should know.
    counts
        How many places, corridors and things not drawn there are.
    is_scan
        True where there is no map because its pages are pictures of text.
    """

    step: str = ""
    error: str = ""
    stamp: str = ""
    files: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    counts: tuple[int, int, int] = (0, 0, 0)
    is_scan: bool = False


@dataclass(frozen=True, slots=True)
class Wish:
    """How a map is asked for.

    Attributes
    ----------
    finish
        Size and theme of the figure.
    reader
        Whether a language model of the user's own reads as well.
    recognise
        Languages, as tesseract calls them, in which the text of a scan is recognised first; ``""`` for none.
    """

    finish: Finish = PLAIN
    reader: ReaderChoice = AUTOMATIC
    recognise: str = ""


@dataclass(slots=True)
class _Job:
    article: Article
    progress: Progress = field(default_factory=Progress)
    made: dict[str, str] = field(default_factory=dict)  # format → stamp it was made from
    sources: dict[str, str] = field(default_factory=dict)  # format → hash of the article and its corrections then
    features: tuple[tuple[Target, str], ...] = ()


class Making:
    """Makes the maps of a shelf.

    Parameters
    ----------
    shelf
        The folder that is served.
    """

    def __init__(self, shelf: Shelf) -> None:
        self.shelves = Shelves(shelf)
        self._jobs: dict[str, _Job] = {}
        self._lock = Lock()
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="corridors-studio")
        self._gazetteer: Gazetteer | None = None

    def folder(self, article: Article) -> Path:
        """Return the folder of an article's files."""
        return folder_of(article.path, article.output, more=len(article.more))

    def progress(self, article: Article) -> Progress:
        """Return how far the map of an article is; of its files those that are as new as its sources."""
        job = self._job(article)
        return self._with_files(job, job.progress)

    def features(self, article: Article) -> tuple[tuple[Target, str], ...]:
        """Return what was found in an article, corridors first, by what the map calls it; empty before it is made."""
        return self._job(article).features

    def ask(self, article: Article, formats: Iterable[str], wish: Wish = Wish()) -> Progress:
        """Ask for formats of an article; what is there and as new as its sources is not made again.

        While something of the article is made, nothing is added to it: who asks again when it is done gets the rest.

        Parameters
        ----------
        article
            One of the shelf.
        formats
            As :func:`layers.build` takes them.
        wish
            How.

        Raises
        ------
        OutputError
            If a format is unknown.
        """
        wanted = chosen(formats)
        job = self._job(article)
        with self._lock:
            missing = tuple(
                name
                for name in wanted
                if job.made.get(name) != _stamp(article, name, wish) or not self._lies(article, name)
            )
            if missing and not job.progress.step:
                job.progress = replace(job.progress, step="waiting", error="", is_scan=False)
                self._worker.submit(self._make, job, missing, wish)
            asked = replace(job.progress, step="waiting") if missing else job.progress
        return self._with_files(job, asked)

    def version(self, article: Article, wish: Wish = Wish()) -> str:
        """Return the stamp that the map of an article would have if it were made now."""
        return _stamp(article, "html", wish)

    def wait(self) -> None:
        """Wait until all that was asked for is made."""
        self._worker.submit(lambda: None).result()

    def close(self) -> None:
        """Finish what is being made, and nothing more."""
        self._worker.shutdown(wait=True, cancel_futures=True)

    def file(self, article: Article, name: str) -> Path:
        """Return a file of an article's folder.

        Raises
        ------
        OutputError
            If there is none of that name.
        """
        path = self.folder(article) / name
        if name not in _names(ALL) or not path.is_file():
            raise OutputError(f"{article.name} has no {name} yet; make it first")
        return path

    def zipped(self, article: Article, names: Iterable[str]) -> bytes:
        """Return some files of an article as one zip, the same bytes for the same files."""
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for name in names:
                about = zipfile.ZipInfo(name, EPOCH)
                about.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(about, self.file(article, name).read_bytes())
        return packed.getvalue()

    def _job(self, article: Article) -> _Job:
        with self._lock:
            return self._jobs.setdefault(article.id, _Job(article))

    def _with_files(self, job: _Job, progress: Progress) -> Progress:
        now = _sources(job.article)
        fresh = [name for name in ALL if job.sources.get(name) == now and self._lies(job.article, name)]
        return replace(progress, files=tuple(_names(fresh)))

    def _lies(self, article: Article, format_: str) -> bool:
        return all((self.folder(article) / name).is_file() for name in FILES[format_])

    def _make(self, job: _Job, formats: tuple[str, ...], wish: Wish) -> None:
        article = job.article
        try:
            if wish.recognise and not article.more:
                self._tell(job, "recognising the text")
                recognise(article.path, languages=wish.recognise)
            self._gazetteer = self._gazetteer or Gazetteer.open(progress=lambda step: self._tell(job, step))
            before = _sources(article)
            outputs = build(
                [article.path, *article.more],
                article.output,
                gazetteer=self._gazetteer,
                formats=formats,
                finish=wish.finish,
                reader=replace(wish.reader, progress=lambda step: self._tell(job, step)),
                progress=lambda step: self._tell(job, step),
            )
        except CorridorsError as error:
            self._fail(job, str(error), is_scan=isinstance(error, ScanError))
            return
        except Exception as error:  # whatever it is, the studio goes on
            LOG.exception("%s could not be mapped", article.name)
            self._fail(job, f"our own fault, please report it ({type(error).__name__}: {str(error)[:200]})")
            return
        if not outputs.files:
            self._fail(job, "no place or corridor was found in this text")
            return
        atlas = outputs.atlas
        job.features = (
            *(("corridor", corridor.name) for corridor in atlas.corridors),
            *(("place", place.label or place.name) for place in atlas.places),
        )
        # As the sources were when it began: what was changed meanwhile is made when it is next asked for.
        job.made.update({name: _stamp(article, name, wish, sources=before) for name in formats})
        job.sources.update(dict.fromkeys(formats, before))
        left = tuple(note for note in outputs.notes if not note.startswith("not written anew"))
        job.progress = Progress(
            stamp=job.made.get("html", ""),
            notes=left,
            counts=(len(atlas.places), len(atlas.corridors), len(atlas.unresolved)),
        )

    def _tell(self, job: _Job, step: str) -> None:
        job.progress = replace(job.progress, step=step.partition(" is ready; ")[2] or step)

    def _fail(self, job: _Job, reason: str, *, is_scan: bool = False) -> None:
        job.progress = replace(job.progress, step="", error=reason, is_scan=is_scan)


def _names(formats: Iterable[str]) -> list[str]:
    return [name for each in formats for name in FILES[each]]


def _stamp(article: Article, format_: str, wish: Wish, *, sources: str | None = None) -> str:
    """Return the hash of all that a format is made from; of the answers of a model, those that are kept now."""
    finish = PLAIN if format_ == "html" or format_ in GROUPS["vector"] else wish.finish
    told = (finish, wish.reader.wanted, wish.reader.model, _sources(article) if sources is None else sources)
    digest = hashlib.sha256(repr(told).encode())
    digest.update(_content(readings(article.path)))
    return digest.hexdigest()[:16]


def _sources(article: Article) -> str:
    """Return the hash of an article, what was recognised of it, and what a person says of it."""
    digest = hashlib.sha256()
    for path in (article.path, *article.more, scan_text(article.path), reviews(article.path)):
        digest.update(_content(path))
    return digest.hexdigest()


def _content(path: Path) -> bytes:
    try:
        return hashlib.sha256(path.read_bytes()).digest()
    except OSError:
        return b"none"
