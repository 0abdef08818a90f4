"""Pages fetched from the web as files of a folder: what they are called, and where they are kept."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from geo.reading.fetching import fetch
from geo.slugs import slug
from layers.export import write_files

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from geo.reading.fetching import Fetched

__all__ = ["keep_page", "page_name"]

LONGEST_NAME = 60
FIRST_LINE = 4_096


def keep_page(url: str, folder_for: Callable[[str], Path], *, fetching: Callable[[str], Fetched] = fetch) -> Path:
    """Fetch a page and keep it as a file.

    Parameters
    ----------
    url
        Its address.
    folder_for
        Given the file's name, returns the folder that it belongs into.
    fetching
        Fetches it.

    Returns
    -------
    The file. The same address takes the place of what was fetched from it before; another one gets another name.

    Raises
    ------
    SourceError
        If the page may not or cannot be had.
    OutputError
        If it cannot be written.
    """
    page = fetching(url)
    name = page_name(page.url, page.suffix)
    if _is_anothers(folder_for(name) / name, page):
        digits = hashlib.sha256(page.url.encode()).hexdigest()[:8]
        name = name.replace(page.suffix, f"-{digits}{page.suffix}")
    (path,) = write_files(folder_for(name), {name: page.data})
    return path


def page_name(url: str, suffix: str) -> str:
    """Return what the file of a page is called: the last words of its address, and its site.

    Parameters
    ----------
    url
        Its address.
    suffix
        Of the file.

    Examples
    --------
    >>> page_name("https://www.example.org/2026/05/Rail-links.html?print=1", ".html")
    'rail-links-example-org.html'
    >>> page_name("https://example.org/", ".html")
    'example-org.html'
    """
    parts = urlsplit(url)
    last = re.sub(r"\.\w{1,5}$", "", unquote(parts.path.rstrip("/").rpartition("/")[2]))
    site = (parts.hostname or "").removeprefix("www.")
    words = slug(f"{last[:LONGEST_NAME]} {site}".replace(".", " ").strip())
    return f"{words}{suffix}"


def _is_anothers(path: Path, page: Fetched) -> bool:
    """Tell whether a file was saved from another address; of what names no address, whether it holds other bytes."""
    try:
        with path.open("rb") as stream:
            there = stream.read(FIRST_LINE if page.suffix == ".html" else -1)
    except OSError:
        return False
    if page.suffix == ".html":
        return there.partition(b"\n")[0] != page.data.partition(b"\n")[0]
    return there != page.data
