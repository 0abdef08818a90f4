"""One page from the web, for who asks for it by ``--fetch``: robots respected, bounded in time and bytes.

This is the only part of reading that opens a connection, and no other part calls it. What comes back is a file like any
other: it is read where nothing can be fetched, by trafilatura (:mod:`geo.reading.formats.html`).
"""

from __future__ import annotations

import re
import socket
from contextlib import suppress
from dataclasses import dataclass
from ipaddress import ip_address
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit, urlunsplit

from geo.errors import SourceError

if TYPE_CHECKING:
    import requests
    from protego import Protego

__all__ = ["AGENT", "Fetched", "fetch"]

AGENT = "corridors"
"""What robots.txt may call us, and how we call ourselves."""

MOST_BYTES = 20_000_000
MOST_ROBOTS_BYTES = 500_000  # as much as RFC 9309 wants read
MOST_REDIRECTS = 5
TIMEOUT_S = 20.0  # for each answer to begin, and between its parts
CHUNK = 65_536
GOOD, MOVED, GONE, FAILED = 200, frozenset({301, 302, 303, 307, 308}), 400, 500
SUFFIXES = {"text/html": ".html", "application/xhtml+xml": ".html", "application/pdf": ".pdf", "text/plain": ".txt"}
CHARSET = re.compile(r"charset=[\"']?([\w.:-]+)", re.IGNORECASE)
HEAD_BYTES = 4_096
SAY_WHAT = "save the page (Ctrl+S in the browser) and name that file"


@dataclass(frozen=True, slots=True)
class Fetched:
    """A page as it came.

    Attributes
    ----------
    url
        Where it was in the end, after redirects.
    suffix
        Of the file it makes: ``.html``, ``.pdf`` or ``.txt``.
    data
        The file's bytes; a page says in its first line where it was saved from, as pages saved by browsers do.
    """

    url: str
    suffix: str
    data: bytes


def fetch(url: str) -> Fetched:
    """Fetch one page, if its site lets robots have it.

    Parameters
    ----------
    url
        An address that begins with ``http://`` or ``https://``.

    Returns
    -------
    The page. Nothing that it refers to is fetched.

    Raises
    ------
    SourceError
        If it is no address; if robots.txt asks robots to stay away, or cannot be had; if the site does not answer,
        answers with an error, or with what is no article.

    References
    ----------
    RFC 9309: a robots.txt that is not there allows everything, one that cannot be had forbids everything.
    """
    import requests

    first = url = _checked(url)
    rules: dict[str, Protego | None] = {}
    with requests.Session() as session:
        session.headers["User-Agent"] = f"{AGENT}/1 (one page, at a person's wish)"
        session.headers["Accept"] = ", ".join(SUFFIXES)
        for _ in range(MOST_REDIRECTS + 1):
            _check_allowed(url, session, rules)
            with _answer(url, session) as answer:
                if answer.status_code in MOVED and "Location" in answer.headers:
                    url = _checked(urljoin(url, answer.headers["Location"]))
                    _check_goes_not_inside(first, url)
                    continue
                if answer.status_code != GOOD:
                    raise SourceError(f"{url} was not given (status {answer.status_code}); {SAY_WHAT}")
                return _kept(url, answer)
    raise SourceError(f"{first} leads on more than {MOST_REDIRECTS} times; {SAY_WHAT}")


def _checked(url: str) -> str:
    try:
        parts = urlsplit(url.strip())
        host, _ = parts.hostname, parts.port
    except ValueError:
        raise SourceError(f"{url!r} is no address; expected one like https://example.org/article") from None
    if parts.scheme not in {"http", "https"} or not host or any(c.isspace() for c in url.strip()):
        raise SourceError(f"{url!r} is no address; expected one like https://example.org/article")
    if parts.username or parts.password:
        raise SourceError(f"an address to fetch holds no name and password; {SAY_WHAT}")
    return urlunsplit((parts.scheme, parts.netloc, parts.path or "/", parts.query, ""))


def _check_goes_not_inside(first: str, url: str) -> None:
    """Refuse a page of the web that leads to this machine or its network: a person asked for the web."""
    host = urlsplit(url).hostname or ""
    if host != urlsplit(first).hostname and _is_inside(host) and not _is_inside(urlsplit(first).hostname or ""):
        raise SourceError(f"{first} leads to {host}, which is no place of the web; {SAY_WHAT}")


def _is_inside(host: str) -> bool:
    addresses = {host}
    with suppress(OSError, UnicodeError):
        addresses = {str(found[4][0]) for found in socket.getaddrinfo(host, None)}
    for address in addresses:
        with suppress(ValueError):
            if not ip_address(address.partition("%")[0]).is_global:
                return True
    return False


def _check_allowed(url: str, session: requests.Session, rules: dict[str, Protego | None]) -> None:
    site = urlunsplit((*urlsplit(url)[:2], "", "", ""))
    if site not in rules:
        rules[site] = _robots(f"{site}/robots.txt", session)
    said = rules[site]
    if said is not None and not said.can_fetch(url, AGENT):
        raise SourceError(f"{site}/robots.txt asks programs to leave {urlsplit(url).path} alone; {SAY_WHAT}")


def _robots(address: str, session: requests.Session) -> Protego | None:
    """Return what a site says to robots, ``None`` where it says nothing."""
    from protego import Protego

    with _answer(address, session, follow=True) as answer:
        if answer.status_code >= FAILED:
            raise SourceError(f"{address} cannot be had (status {answer.status_code}); try later, or {SAY_WHAT}")
        if answer.status_code >= GONE:
            return None
        text = _bounded(answer, MOST_ROBOTS_BYTES, cut=True).decode("utf-8", "replace")
    return Protego.parse(text)


def _answer(url: str, session: requests.Session, *, follow: bool = False) -> requests.Response:
    import requests

    try:
        return session.get(url, timeout=TIMEOUT_S, stream=True, allow_redirects=follow)
    except (requests.RequestException, UnicodeError) as error:
        why = "in time" if isinstance(error, requests.Timeout) else f"({type(error).__name__})"
        raise SourceError(f"{urlsplit(url).netloc} does not answer {why}; check the address and the network") from error


def _bounded(answer: requests.Response, limit: int, *, cut: bool = False) -> bytes:
    import requests

    parts, size = [], 0
    try:
        for part in answer.iter_content(CHUNK):
            parts.append(part)
            size += len(part)
            if size > limit:
                break
    except requests.RequestException as error:
        raise SourceError(f"{answer.url} broke off ({type(error).__name__}); try again") from error
    if size > limit and not cut:
        raise SourceError(f"{answer.url} holds more than {limit:,} bytes; {SAY_WHAT}")
    return b"".join(parts)[:limit]


def _kept(url: str, answer: requests.Response) -> Fetched:
    stated = answer.headers.get("Content-Type", "")
    kind = stated.partition(";")[0].strip().lower()
    if kind not in SUFFIXES:
        raise SourceError(f"{url} is {kind or 'of no stated kind'}; expected a page, a PDF or a text")
    data = _bounded(answer, MOST_BYTES)
    if not data.strip():
        raise SourceError(f"{url} is empty; {SAY_WHAT}")
    if SUFFIXES[kind] == ".html":
        plain = url.replace("--", "%2D%2D")  # which would end a comment
        data = f"<!-- saved from url=({len(plain):04}){plain} -->\n".encode() + _legible(data, stated)
    return Fetched(url, SUFFIXES[kind], data)


def _legible(data: bytes, stated: str) -> bytes:
    """Return a page that says itself in which encoding it is, where only the server said so."""
    found = CHARSET.search(stated)
    if found is None or b"charset" in data[:HEAD_BYTES].lower():
        return data
    with suppress(LookupError, UnicodeDecodeError):
        return b'<meta charset="utf-8">\n' + data.decode(found[1]).encode()
    return data
