"""Who may speak to the servers of our pages: this machine, by its own address, with the token."""

from __future__ import annotations

import hmac
import sys
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["MAX_BODY_BYTES", "POLICY", "Guard"]

MAX_BODY_BYTES = 200_000
TOKEN_HEADER = b"x-corridors-token"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cache-control", b"no-store"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
)


class Guard:
    """Lets a request through only if its Host is ours, its Origin too where it has one, and it knows the token.

    So a page from elsewhere that the reviewer has open can neither read nor change anything, even if its name was made
    to lead to this machine (DNS rebinding).
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        token: str,
        hosts: Iterable[str],
        most_bytes: int = MAX_BODY_BYTES,
        policy: Callable[[str], str] = lambda _path: POLICY,
    ) -> None:
        self._app = app
        self._most_bytes = most_bytes
        self._policy = policy
        self._token = token.encode()
        self._hosts = frozenset(host.encode() for host in hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return
        if _announced(scope) > self._most_bytes:
            await _answer(send, 413, f"more than {self._most_bytes:,} bytes are not taken")
            return
        reason = self._refusal(scope)
        if reason:
            await _answer(send, 403, reason)
            return
        await self._app(scope, _bounded(receive, self._most_bytes), _with_headers(send, self._policy(scope["path"])))

    def _refusal(self, scope: Scope) -> str:
        headers: dict[bytes, list[bytes]] = {}
        for name, value in scope["headers"]:
            headers.setdefault(name.lower(), []).append(value)
        hosts, origins = headers.get(b"host", []), headers.get(b"origin", [])
        if len(hosts) != 1 or hosts[0] not in self._hosts:
            return "this address is not the review's own"
        if any(origin != b"http://" + hosts[0] for origin in origins):
            return "requests from other pages are not answered"
        if headers.get(b"sec-fetch-site", [b"same-origin"])[0] not in {b"same-origin", b"none"}:
            return "requests from other pages are not answered"
        if scope["method"] != "GET" and not origins:
            return "a change must say where it comes from"
        asked = parse_qs(scope["query_string"].decode("ascii", "replace")).get("token", [""])[0].encode()
        given = headers.get(TOKEN_HEADER, [asked if scope["method"] == "GET" else b""])[0]
        if not hmac.compare_digest(given, self._token):
            return "the token is missing or wrong; open the address that the command printed"
        return ""


def _announced(scope: Scope) -> int:
    """Return how long the body of a request says it is; what is no number is too long."""
    length = next((value for name, value in scope["headers"] if name.lower() == b"content-length"), b"0")
    return int(length) if length.isdigit() and len(length) < 16 else sys.maxsize


def _bounded(receive: Receive, most_bytes: int) -> Receive:
    received = 0

    async def bounded() -> Message:
        nonlocal received
        message = await receive()
        received += len(message.get("body", b""))
        if received > most_bytes:
            return {"type": "http.disconnect"}
        return message

    return bounded


def _with_headers(send: Send, policy: str) -> Send:
    headers = [(b"content-security-policy", policy.encode()), *HEADERS]

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            message = {**message, "headers": [*message["headers"], *headers]}
        await send(message)

    return sending


async def _answer(send: Send, status: int, words: str) -> None:
    body = words.encode()
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", str(len(body)).encode()),
        (b"content-security-policy", POLICY.encode()),
        *HEADERS,
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
