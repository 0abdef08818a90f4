"""The articles of a folder, and new ones put there."""

from __future__ import annotations

import hashlib
import json
import re
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from geo.characters import clean, line
from geo.errors import OutputError, SourceError
from geo.reading import is_readable
from geo.reading.formats import FORMATS
from geo.slugs import slug
from layers.export import write_files
from layers.fetched import keep_page
from layers.review import beside

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Article", "Shelf"]

OUTPUT = "output"
LONGEST_STEM = 60
LONGEST_TITLE = 120
MOST_LISTED = 200
MOST_TOGETHER = 100
TOGETHER = "together"
"""What all articles of the folder on one map are called."""

PASTED = ".txt"
ADDRESS = re.compile(r"\s*https?://\S+\s*")
HIDDEN = (".review", ".reading")
KINDS = (".txt", ".md", *FORMATS)
"""What may be dropped, by the end of its name."""


@dataclass(frozen=True, slots=True)
class Article:
    """An article of the shelf.

    Attributes
    ----------
    id
        What its address in the studio ends with.
    path
        Its file.
    more
        Further files that are put on the same map.
    """

    id: str
    path: Path
    more: tuple[Path, ...] = ()

    @property
    def name(self) -> str:
        """The file's name."""
        return self.path.name

    @property
    def output(self) -> Path:
        """Where its map lies, in a folder of its own."""
        return self.path.parent / OUTPUT


class Shelf:
    """A folder of articles; their maps lie in ``output`` below it.

    Parameters
    ----------
    folder
        Made if need be.
    mark
        What the ids of its articles end with, to tell them from those of other folders.

    Raises
    ------
    OutputError
        If it cannot be made.
    """

    def __init__(self, folder: Path, *, mark: str = "") -> None:
        self.folder = folder
        self.mark = mark
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise OutputError(f"{folder} cannot be made ({error.strerror}); name another folder") from error

    def articles(self) -> list[Article]:
        """Return the articles, the one touched last first."""
        try:
            found = [path for path in self.folder.iterdir() if path.is_file() and _is_article(path)]
        except OSError as error:
            raise SourceError(f"{self.folder} cannot be read ({error.strerror})") from error
        found.sort(key=lambda path: (-_touched(path), path.name))
        return [self._article(path) for path in found[:MOST_LISTED]]

    def article(self, id_: str) -> Article:
        """Return an article by its id.

        Raises
        ------
        SourceError
            If there is none.
        """
        if id_ == self._marked(TOGETHER):
            return self.together()
        for article in self.articles():
            if article.id == id_:
                return article
        raise SourceError("this article is no longer in the folder; go back to the list")

    def together(self) -> Article:
        """Return all articles of the folder as one, by name.

        Raises
        ------
        SourceError
            If there are fewer than two.
        """
        paths = sorted((each.path for each in self.articles()), key=lambda path: path.name)[:MOST_TOGETHER]
        if len(paths) < 2:
            raise SourceError("one map of the folder needs two articles or more; put another one in")
        return Article(self._marked(TOGETHER), paths[0], tuple(paths[1:]))

    def fetch(self, url: str) -> Article:
        """Fetch a page from the web into the folder, as the person just asked for.

        Parameters
        ----------
        url
            Its address.

        Raises
        ------
        SourceError
            If it is none, or the page may not or cannot be had.
        OutputError
            If it cannot be written.
        """
        return self._article(keep_page(url, lambda _: self.folder))

    def paste(self, title: str, text: str) -> Article:
        """Put a pasted text into the folder.

        Parameters
        ----------
        title
            Its heading; the first line of the text where it is empty.
        text
            The article.

        Raises
        ------
        SourceError
            If there is nothing to read, or an address alone.
        OutputError
            If it cannot be written.
        """
        body, heading = clean(text).strip(), line(title).strip()
        if not body:
            raise SourceError("nothing was pasted; copy the article's text, or drop its file")
        if ADDRESS.fullmatch(body):
            raise SourceError(
                "this is an address, not a text: save the page (Ctrl+S) and drop the file here, or have it fetched"
            )
        first = body.splitlines()[0]
        if not heading and len(first) > LONGEST_TITLE:  # no title, but the first paragraph: of it the first words
            heading = f"{first[:LONGEST_STEM].rpartition(' ')[0] or first[:LONGEST_STEM]} …"
            words = f"---\ntitle: {json.dumps(heading, ensure_ascii=False)}\n---\n{body}"
        else:
            heading = heading or first
            words = body if body.startswith(heading) else f"{heading}\n\n{body}"
        return self._put(f"{slug(heading)[:LONGEST_STEM].strip('-') or 'article'}{PASTED}", f"{words}\n".encode())

    def drop(self, name: str, content: bytes) -> Article:
        """Put a file into the folder.

        Parameters
        ----------
        name
            As the person's machine calls it; nothing of a path is taken from it.
        content
            Its bytes.

        Raises
        ------
        SourceError
            If it is of no kind that is read.
        OutputError
            If it cannot be written.
        """
        bare = Path(name.replace("\\", "/")).name
        path = Path(bare)
        if not content:
            raise SourceError(f"{bare or 'the file'} is empty")
        if not bare or not is_readable(path):
            raise SourceError(f"{bare!r} is of no kind that is read; allowed are {', '.join(KINDS)}")
        stem = re.sub(r"[^\w .()-]+", "-", path.stem).strip(" .-")[:LONGEST_STEM] or "article"
        return self._put(f"{stem}{path.suffix.lower()}", content)

    def _put(self, name: str, content: bytes) -> Article:
        """Write a file under a name that is free, or find the one that holds the same."""
        for path in _names(self.folder / name):
            if path.exists():
                with suppress(OSError):
                    if path.read_bytes() == content:
                        return self._article(path)
                continue
            write_files(self.folder, {path.name: content})
            return self._article(path)
        raise OutputError(f"{self.folder} holds too many articles called {name}; rename some")

    def _article(self, path: Path) -> Article:
        id_ = f"{slug(path.stem)[:LONGEST_STEM]}-{hashlib.sha256(path.name.encode()).hexdigest()[:8]}"
        return Article(self._marked(id_), path)

    def _marked(self, id_: str) -> str:
        return f"{id_}-{self.mark}" if self.mark else id_


def _is_article(path: Path) -> bool:
    return not path.name.startswith(".") and is_readable(path) and not path.stem.endswith(HIDDEN)


def _touched(path: Path) -> float:
    """Return when an article or its review was last written; a file may go while it is looked at."""
    latest = 0.0
    for each in (path, beside(path)):
        with suppress(OSError):
            latest = max(latest, each.stat().st_mtime)
    return latest


def _names(path: Path) -> Iterable[Path]:
    yield path
    for number in range(2, 1000):
        yield path.with_name(f"{path.stem}-{number}{path.suffix}")
