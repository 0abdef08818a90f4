"""Links of a built site: every page, picture and anchor that is named is there. Nobody outside is asked."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["broken_links"]

NAMING = {"a": "href", "img": "src", "link": "href", "script": "src", "iframe": "src", "source": "src"}
MADE_BY_SCRIPT = "map.html#"  # anchors of a map are features, which its script finds


class _Page(HTMLParser):
    """The links and anchors of one page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.asked: list[str] = []
        self.anchors: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what a tag names."""
        values = dict(attrs)
        self.anchors |= {str(values[key]) for key in ("id", "name") if values.get(key)}
        link = values.get(NAMING.get(tag, ""))
        if link:
            (self.links if tag == "a" else self.asked).append(link)


def broken_links(folder: Path) -> list[str]:
    """Return the links of a folder's pages that lead nowhere, as ``page: link (why)``.

    Parameters
    ----------
    folder
        A built site. Links to other sites are looked at only for their form: nothing is fetched.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = (Path(folder) / "a.html").write_text('<a href="b.html">b</a> <a href="#here">h</a>', encoding="utf-8")
    ...     broken_links(Path(folder))
    ['a.html: b.html (no such file)', 'a.html: #here (no such anchor)']
    """
    pages = {path: _Page(path.read_text(encoding="utf-8")) for path in sorted(folder.rglob("*.html"))}
    faults = []
    for path, page in pages.items():
        if path.name == "map.html":  # a map of ours, tested elsewhere
            continue
        told = [(link, _fault(link, path, pages)) for link in (*page.links, *page.asked)]
        told += [(link, "asks another machine") for link in page.asked if urlsplit(link).netloc]
        faults += [f"{path.relative_to(folder).as_posix()}: {link} ({why})" for link, why in told if why]
    return faults


def _fault(link: str, page: Path, pages: dict[Path, _Page]) -> str:
    parts = urlsplit(link)
    if parts.scheme in {"data", "mailto"} or MADE_BY_SCRIPT in link:
        return ""
    if parts.scheme or parts.netloc:
        return "" if parts.scheme == "https" and "." in parts.netloc else "not https"
    if page.name == "404.html":  # MkDocs writes it for a server's root
        return ""
    target = (page.parent / unquote(parts.path)).resolve() if parts.path else page
    target = target / "index.html" if target.is_dir() else target
    if not target.is_file():
        return "no such file"
    known = pages.get(target) or next((found for path, found in pages.items() if path.resolve() == target), None)
    if parts.fragment and known is not None and unquote(parts.fragment) not in known.anchors | {"__top"}:
        return "no such anchor"
    return ""
