"""The review page's server: loopback only, one article, every change written at once."""

from __future__ import annotations

import json
import logging
import secrets
import socket
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo import outlines
from geo.errors import CorridorsError, OutputError
from layers.frames.bounds import bounds
from layers.localisation import Voice
from layers.map.encoding import encode_lines
from layers.map.extent import padded
from layers.map.language import language_named
from layers.map.leaflet import leaflet
from layers.review import review_messages
from layers.review.corrections import ReviewError
from layers.review.guard import Guard
from layers.review.session import ConflictError
from layers.translated_names import Called

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.types import ASGIApp

    from layers.review.session import Session

__all__ = ["address_of", "application", "listen", "new_token", "serve", "unguarded"]

LOG = logging.getLogger(__name__)
HERE = Path(__file__).parent
SCRIPTS = (
    "elements.js", "state.js", "ground.js", "article.js", "card.js", "waypoints.js", "adding.js", "queue.js",
)  # fmt: skip
LOOPBACK = "127.0.0.1"
LEAST_RANK = 4  # smaller countries and straits are not lettered


def listen(port: int = 0) -> socket.socket:
    """Return a socket that listens on this machine alone.

    Parameters
    ----------
    port
        0 takes a free one.

    Raises
    ------
    OutputError
        If the port is taken.
    """
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((LOOPBACK, port))
        listener.listen(64)  # from now on a browser may ask; it is answered when the server runs
    except OSError as error:
        listener.close()
        raise OutputError(f"port {port} cannot be used ({error.strerror}); name another with --port") from error
    return listener


def address_of(listener: socket.socket, token: str) -> str:
    """Return the address at which a person opens the review."""
    return f"http://{LOOPBACK}:{listener.getsockname()[1]}/?token={token}"


def serve(session: Session, listener: socket.socket, token: str | None = None) -> None:
    """Serve a review until it is interrupted.

    Parameters
    ----------
    session
        The article under review.
    listener
        As :func:`listen` gives it.
    token
        Known to whoever has the address; a new one where none is given.
    """
    import uvicorn

    port = listener.getsockname()[1]
    app = application(session, token=token or new_token(), hosts=(f"{LOOPBACK}:{port}", f"localhost:{port}"))
    config = uvicorn.Config(app, log_level="warning", access_log=False, lifespan="off", server_header=False, ws="none")
    with suppress(KeyboardInterrupt):  # the way a review ends: all is saved
        uvicorn.Server(config).run(sockets=[listener])


def new_token() -> str:
    """Return a token that nobody can guess."""
    return secrets.token_urlsafe(24)


def application(session: Session, *, token: str, hosts: tuple[str, ...]) -> ASGIApp:
    """Return the server's application, guarded.

    Parameters
    ----------
    session
        The article under review.
    token
        Without it nothing is answered.
    hosts
        The names and ports under which the server may be asked.
    """
    return Guard(unguarded(session, token=token), token=token, hosts=hosts)


def unguarded(session: Session, *, token: str) -> ASGIApp:
    """Return the application of a review for a server that guards it itself.

    Parameters
    ----------
    session
        The article under review.
    token
        What the page sends with each question.
    """
    from starlette.applications import Starlette
    from starlette.routing import Route

    pages = _Pages(session, token)
    routes = [
        Route("/", pages.page),
        *(Route(path, pages.file) for path in pages.files),
        Route("/state", pages.state),
        Route("/ground", pages.ground),
        Route("/candidates", pages.candidates),
        Route("/occurrences", pages.occurrences),
        Route("/correct", pages.correct, methods=["POST"]),
        Route("/head", pages.head, methods=["POST"]),
    ]
    return Starlette(routes=routes)


class _Pages:
    """What the server answers; one request at a time, since the session is one."""

    def __init__(self, session: Session, token: str) -> None:
        library = leaflet()
        self._session = session
        self._token = token
        self.files = {
            "/leaflet.js": (library.script or "", "text/javascript"),
            "/leaflet.css": (library.style or "", "text/css"),
            "/review.css": (_text("review.css"), "text/css"),
            "/review.js": ('"use strict";\n' + "\n".join(map(_text, SCRIPTS)), "text/javascript"),
        }

    async def page(self, request: Request) -> Response:
        from starlette.responses import HTMLResponse

        return HTMLResponse(review_messages.page(_text("page.html"), _language(request), self._token))

    async def file(self, request: Request) -> Response:
        from starlette.responses import PlainTextResponse

        words, kind = self.files[f"/{request.url.path.rpartition('/')[2]}"]
        return PlainTextResponse(words, media_type=kind)

    async def state(self, request: Request) -> Response:
        if request.query_params.get("version") == self._session.version:
            return self._told(lambda: {"version": self._session.version}, request)
        return self._told(lambda: review_messages.state_in(self._session.state(), _language(request)), request)

    async def ground(self, request: Request) -> Response:
        return self._told(lambda: _ground(self._session, _language(request)), request)

    async def candidates(self, request: Request) -> Response:
        return self._told(lambda: self._session.candidates(request.query_params.get("name", "")[:200]), request)

    async def occurrences(self, request: Request) -> Response:
        return self._told(lambda: self._session.occurrences(request.query_params.get("words", "")[:400]), request)

    async def correct(self, request: Request) -> Response:
        asked = await _asked(request)

        def done() -> dict[str, Any]:
            reason = self._session.correct(str(asked.get("key")), asked.get("values"), seen=asked.get("seen"))
            state = review_messages.state_in(self._session.state(), _language(request))
            return {"reason": _in_words(reason, request), **state}

        return self._told(done, request)

    async def head(self, request: Request) -> Response:
        asked = await _asked(request)

        def done() -> dict[str, Any]:
            title, focus = asked.get("title"), asked.get("focus")
            codes = [str(code) for code in focus] if isinstance(focus, list) else []
            self._session.retitle(title if isinstance(title, str) else None, codes)
            return review_messages.state_in(self._session.state(), _language(request))

        return self._told(done, request)

    def _told(self, work: Callable[[], Any], request: Request) -> Response:
        from starlette.responses import JSONResponse

        try:
            return JSONResponse(work())
        except ConflictError as error:
            state = review_messages.state_in(self._session.state(), _language(request))
            return JSONResponse({"error": str(error), "conflict": True, **state}, status_code=409)
        except CorridorsError as error:
            return JSONResponse({"error": _in_words(str(error), request)}, status_code=400)
        except Exception as error:
            LOG.exception("a question of the review page could not be answered")
            told = f"our own fault, please report it ({type(error).__name__}: {str(error)[:200]})"
            return JSONResponse({"error": told}, status_code=500)


async def _asked(request: Request) -> dict[str, Any]:
    """Return the JSON of a request; what is none is an empty question, which is then refused by its values."""
    try:
        asked = json.loads(await request.body())
    except (ValueError, RecursionError):
        asked = None
    if not isinstance(asked, dict) or not isinstance(asked.get("values"), (dict, type(None))):
        return {}
    return asked


def _language(request: Request) -> str:
    return review_messages.WORDS.wanted(request.headers.get("accept-language", ""))


def _in_words(reason: str, request: Request) -> str:
    """Return a reason in the language of the page, in English where nobody has said it there."""
    return review_messages.reason_in(reason, _language(request)) or reason


def _text(name: str) -> str:
    return (HERE / "page" / name).read_text(encoding="utf-8")


def _ground(session: Session, language: str) -> dict[str, Any]:
    """Return land and borders round all that was found, lettered in a language."""
    import numpy as np

    points = [f["point"] for f in session.state()["features"] if f.get("point")]
    points += [point for f in session.state()["features"] for line in f.get("lines") or () for point in line["points"]]
    extent = bounds(np.array(points, dtype=float)) if points else (-180.0, -58.0, 180.0, 78.0)
    voice = Voice(language_named(language), Called({}, {}))
    clip = voice.ground(outlines.clipped(padded(extent)))
    labels: dict[str, Any] = {}
    # The greatest first: the page leaves out what would lie on them. A water has several places for its name.
    for label in sorted(clip.labels, key=lambda each: each.rank):
        if label.rank <= LEAST_RANK:
            labels.setdefault(label.name, label)
    return {
        "frame": list(extent),
        "land": encode_lines([*clip.land, *clip.far_land]),
        "international": encode_lines([*clip.international, *clip.far_international]),
        "disputed": encode_lines([*clip.disputed, *clip.far_disputed]),
        "labels": [[label.kind, label.name, label.lon, label.lat] for label in labels.values()],
        "view": voice.view_note,
    }


def check_libraries() -> None:
    """Refuse to begin where a library of the extra is missing.

    Raises
    ------
    ReviewError
        If one is missing, with what to install.
    """
    from importlib.util import find_spec

    missing = [name for name in ("starlette", "uvicorn") if find_spec(name) is None]
    if missing:
        raise ReviewError(f"the review page needs {' and '.join(missing)}; install corridors again")
