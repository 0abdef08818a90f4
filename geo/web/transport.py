"""The one way to the network: geopy's adapter with a bound on everything.

A request is bounded in time as a whole (name look-up, connection, head and body, however slowly they drip), in bytes
and in redirects; it goes over https, or to this machine. The user's key is put in here, after geopy has written down
the address it asks, and no message of this module holds an address or what came back.
"""

from __future__ import annotations

import json
import logging
import socket
import ssl
import time
from concurrent.futures import Future
from dataclasses import dataclass, field
from http.client import HTTPException
from ipaddress import ip_address
from threading import Thread
from typing import TYPE_CHECKING, Any
from urllib.error import HTTPError, URLError
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit
from urllib.request import (
    HTTPDefaultErrorHandler,
    HTTPErrorProcessor,
    HTTPHandler,
    HTTPSHandler,
    OpenerDirector,
    ProxyHandler,
    Request,
)

from geopy.adapters import AdapterHTTPError, BaseSyncAdapter  # type: ignore[import-untyped]

from geo.errors import ProviderError
from geo.web.faults import Fault

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from http.client import HTTPResponse

__all__ = ["BoundedAdapter", "Bounds", "is_loopback", "server_at"]

CHUNK_BYTES = 65_536
GRACE_S = 0.2  # the request itself notices its deadline first, and closes its connection
logging.getLogger("geopy").addHandler(logging.NullHandler())  # what goes wrong is a reason in our own words
logging.getLogger("geopy").propagate = False
REDIRECTS = frozenset({301, 302, 303, 307, 308})


@dataclass(frozen=True, slots=True)
class Bounds:
    """What one request may take, and what goes with it.

    Attributes
    ----------
    title
        Who is asked, for the reasons given.
    secret
        Parts of the query that geopy must not see; not shown.
    """

    title: str
    most_bytes: int = 1_000_000
    most_redirects: int = 3
    secret: Mapping[str, str] = field(default_factory=dict, repr=False)


def is_loopback(host: str) -> bool:
    """Tell whether a host is this machine.

    Examples
    --------
    >>> is_loopback("127.0.0.1"), is_loopback("::1"), is_loopback("localhost"), is_loopback("127.0.0.1.example.org")
    (True, True, True, False)
    """
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def server_at(url: str, example: str) -> tuple[str, bool]:
    """Return the plain address of a server that a user names, and whether it is on this machine.

    Parameters
    ----------
    url
        As the user wrote it.
    example
        What an address may look like, for the complaint.

    Raises
    ------
    ProviderError
        If it is no address, holds a name, a query or a fragment, or would be asked over the network without https.

    Examples
    --------
    >>> server_at(" http://localhost:8080/ ", "https://routing.example.org")
    ('http://localhost:8080', True)
    """
    try:
        parts = urlsplit(url.strip())
        host, _ = parts.hostname, parts.port
    except ValueError:
        host = None
    if not host or parts.username or parts.query or parts.fragment:
        raise ProviderError(f"{url!r} is no address of a server; write such as {example}")
    if parts.scheme != "https" and not (parts.scheme == "http" and is_loopback(host)):
        raise ProviderError(f"{url!r} is not https; only a server on this machine may be asked over http")
    return f"{parts.scheme}://{parts.netloc}{parts.path}".rstrip("/"), is_loopback(host)


class BoundedAdapter(BaseSyncAdapter):  # type: ignore[misc]  # geopy is untyped
    """Fetches JSON for geopy within bounds.

    Parameters
    ----------
    proxies, ssl_context
        As geopy gives them; without proxies the system's are used, but never on the way to this machine.
    bounds
        What one request may take.
    """

    def __init__(
        self, *, proxies: Mapping[str, str] | None, ssl_context: ssl.SSLContext | None, bounds: Bounds
    ) -> None:
        super().__init__(proxies=proxies, ssl_context=ssl_context)
        self._bounds = bounds
        self._remote = _opener(ProxyHandler(None if proxies is None else dict(proxies)), ssl_context)
        self._local = _opener(ProxyHandler({}), ssl_context)

    def get_json(self, url: str, *, timeout: float, headers: Mapping[str, str]) -> Any:
        """Return what JSON an address answers with.

        Raises
        ------
        Fault
            If there is no answer within bounds, or it is no JSON.
        AdapterHTTPError
            If it answers with an error's number.
        """
        body = self.get_text(url, timeout=timeout, headers=headers)
        try:
            return json.loads(body)
        except (ValueError, RecursionError):
            raise Fault(f"{self._bounds.title} answered with something that is not JSON") from None

    def get_text(self, url: str, *, timeout: float, headers: Mapping[str, str]) -> str:
        """Return what text an address answers with; raises as :meth:`get_json` does."""
        deadline = time.monotonic() + timeout
        try:
            return _within(timeout + GRACE_S, lambda: self._fetch(_with(url, self._bounds.secret), headers, deadline))
        except TimeoutError:
            reason = f"{self._bounds.title} did not answer within {timeout:.3g} s"
            raise Fault(reason, may_retry=True) from None
        except HTTPError as error:
            raise AdapterHTTPError(
                f"HTTP {error.code}",
                status_code=error.code,
                headers={key.lower(): value for key, value in error.headers.items()},
                text=None,  # geopy would write it down
            ) from None
        except (OSError, HTTPException) as error:
            reason = f"{self._bounds.title} cannot be reached: {_why(error)}"
            raise Fault(reason, may_retry=True) from None
        except UnicodeError:
            raise Fault(f"{self._bounds.title} answered with something that is not JSON") from None

    def _fetch(self, url: str, headers: Mapping[str, str], deadline: float) -> str:
        starts_here = is_loopback(urlsplit(url).hostname or "")
        for _ in range(self._bounds.most_redirects + 1):
            opener = self._choose(url, starts_here=starts_here)
            request = Request(url, headers={**headers, "Accept-Encoding": "identity"})  # noqa: S310 - _choose checked
            try:
                with opener.open(request, timeout=_left(deadline)) as response:
                    return self._read(response, deadline)
            except HTTPError as error:
                target = error.headers.get("Location") if error.code in REDIRECTS else None
                if target is None:
                    error.close()
                    raise
                error.close()
                url = self._follow(url, target)
            except URLError as error:
                if isinstance(error.reason, Exception):
                    raise error.reason from None
                raise
        raise Fault(f"{self._bounds.title} redirected us more than {self._bounds.most_redirects} times")

    def _follow(self, url: str, target: str) -> str:
        try:
            return urljoin(url, target)
        except ValueError:
            raise Fault(f"{self._bounds.title} redirected us to something that is no address") from None

    def _choose(self, url: str, *, starts_here: bool) -> OpenerDirector:
        """Refuse an address that is neither https nor this machine."""
        parts = urlsplit(url)
        if starts_here and parts.scheme in {"http", "https"} and is_loopback(parts.hostname or ""):
            return self._local
        if parts.scheme != "https":
            raise Fault(f"{self._bounds.title} redirected us to an address that is not https")
        return self._remote

    def _read(self, response: HTTPResponse, deadline: float) -> str:
        body = bytearray()
        while chunk := response.read1(CHUNK_BYTES):  # what one packet brought: a drip cannot hold it up
            body += chunk
            if len(body) > self._bounds.most_bytes:
                raise Fault(f"{self._bounds.title} answered with more than {self._bounds.most_bytes:,} bytes")
            _left(deadline)
        return body.decode("utf-8-sig")


def _opener(proxies: ProxyHandler, ssl_context: ssl.SSLContext | None) -> OpenerDirector:
    """Return an opener for the web alone: no files, no ftp, and redirects are left to us."""
    opener = OpenerDirector()
    handlers = (proxies, HTTPHandler(), HTTPSHandler(context=ssl_context), HTTPDefaultErrorHandler())
    for handler in (*handlers, HTTPErrorProcessor()):
        opener.add_handler(handler)
    return opener


def _within(seconds: float, work: Callable[[], str]) -> str:
    """Do something that cannot be interrupted, such as a name look-up, and leave it behind when time is up."""
    future: Future[str] = Future()

    def run() -> None:
        try:
            future.set_result(work())
        except Exception as error:  # noqa: BLE001 - handed over to the waiting thread, whatever it is
            future.set_exception(error)

    Thread(target=run, name="corridors-geocoding", daemon=True).start()
    return future.result(timeout=seconds)


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _with(url: str, secret: Mapping[str, str]) -> str:
    if not secret:
        return url
    parts = urlsplit(url)
    kept = [(key, value) for key, value in parse_qsl(parts.query, keep_blank_values=True) if key not in secret]
    return urlunsplit(parts._replace(query=urlencode([*kept, *secret.items()])))


def _why(error: OSError | HTTPException) -> str:
    match error:
        case socket.gaierror():
            return "its address is not known here"
        case ConnectionRefusedError():
            return "connection refused"
        case ssl.SSLCertVerificationError():
            return "its certificate is not valid"
        case ssl.SSLError():
            return "no secure connection could be made"
        case ConnectionError() | HTTPException():
            return "the connection broke off"
        case _:
            return error.strerror or "the network failed"
