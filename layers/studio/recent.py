"""What was opened before, in whichever folder; the list lies in the cache, and nothing but a way back goes with it."""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from geo import cache
from geo.errors import OutputError, SourceError
from layers.export import write_files
from layers.studio.article_folder import Shelf

if TYPE_CHECKING:
    from layers.studio.article_folder import Article

__all__ = ["Lately", "Shelves"]

LIST = "studio-lately.json"
MOST_KEPT = 40
MOST_SHOWN = 8
MARK = 8  # signs


@dataclass(frozen=True, slots=True)
class Lately:
    """What was opened before and is still there, the latest first.

    Attributes
    ----------
    articles
        Of all folders.
    folders
        Those of the articles; the one that is served is not among them.
    """

    articles: tuple[Article, ...]
    folders: tuple[Shelf, ...]


class Shelves:
    """The folder that is served, and those in which articles were opened before.

    Parameters
    ----------
    own
        The folder that is served; pasted texts go there.
    """

    def __init__(self, own: Shelf) -> None:
        self.own = own
        self._lock = Lock()

    def shelf(self, mark: str = "") -> Shelf:
        """Return a folder.

        Parameters
        ----------
        mark
            That of a folder used before; ``""`` for the one that is served.

        Raises
        ------
        SourceError
            If no folder has it, or the folder is gone.
        """
        if not mark:
            return self.own
        for folder, _ in self._kept():
            if _mark(folder) == mark and folder.is_dir():
                return self._of(folder)
        raise SourceError("this folder was not opened before, or is no longer there; go back to the list")

    def article(self, id_: str) -> Article:
        """Return an article of any of the folders by its id.

        Raises
        ------
        SourceError
            If there is none.
        """
        try:
            return self.own.article(id_)
        except SourceError:
            mark = id_.rpartition("-")[2]
            if len(mark) != MARK or not any(_mark(folder) == mark for folder, _ in self._kept()):
                raise
        return self.shelf(mark).article(id_)

    def remember(self, article: Article) -> None:
        """Put an article first in the list; a list that cannot be written is no fault."""
        folder, name = article.path.parent.resolve(), article.path.name
        with self._lock, suppress(OSError, OutputError):
            kept = [(folder, name), *(each for each in self._kept() if each != (folder, name))][:MOST_KEPT]
            rows = [{"folder": str(where), "name": what} for where, what in kept]
            write_files(_folder(), {LIST: json.dumps(rows)})

    def lately(self) -> Lately:
        """Return what was opened before and is still there."""
        articles: list[Article] = []
        folders: dict[Path, Shelf] = {}
        for folder, name in self._kept():
            if not (folder / name).is_file():
                continue
            shelf = self._of(folder)
            if shelf is not self.own:
                folders.setdefault(folder, shelf)
            articles += [each for each in shelf.articles() if each.name == name]
        return Lately(tuple(articles[:MOST_SHOWN]), tuple(folders.values())[:MOST_SHOWN])

    def _of(self, folder: Path) -> Shelf:
        return self.own if folder == self.own.folder.resolve() else Shelf(folder, mark=_mark(folder))

    def _kept(self) -> list[tuple[Path, str]]:
        try:
            rows = json.loads((_folder() / LIST).read_text(encoding="utf-8"))
            return [(Path(row["folder"]), str(row["name"])) for row in rows]
        except (OSError, ValueError, KeyError, TypeError):
            return []


def _folder() -> Path:
    return cache.folder()


def _mark(folder: Path) -> str:
    return hashlib.sha256(str(folder).encode("utf-8", "surrogatepass")).hexdigest()[:MARK]
