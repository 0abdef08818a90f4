"""The studio's server: this machine alone, a token, one folder of articles."""

from __future__ import annotations

import json
import logging
import re
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo.errors import CorridorsError, SourceError
from geo.gazetteer import Gazetteer
from geo.language_model.reader_choice import ReaderChoice, beside
from layers.formats import Finish
from layers.review import beside as review_file
from layers.review.guard import POLICY, Guard
from layers.review.review_server import LOOPBACK, new_token, unguarded
from layers.review.session import Session
from layers.studio import studio_messages
from layers.studio.article_folder import MOST_TOGETHER
from layers.studio.author_form import read_wording, write_wording
from layers.studio.history import History
from layers.studio.jobs import Making, Wish

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable

    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.types import ASGIApp, Receive, Scope, Send

    from layers.studio.article_folder import Article, Shelf
    from layers.studio.recent import Shelves

__all__ = ["application", "serve"]

LOG = logging.getLogger(__name__)
HERE = Path(__file__).parent / "page"
SCRIPTS = ("common.js", "start.js", "progress.js", "words.js", "download.js", "navigation.js")
MOST_BYTES = 60_000_000  # of a dropped file; the readers have limits of their own
SIZES, THEMES = ("page", "column", "slide", "social"), ("light", "dark", "grey")
TYPES = {
    "html": "text/html; charset=utf-8", "svg": "image/svg+xml", "png": "image/png", "pdf": "application/pdf",
    "geojson": "application/geo+json", "csv": "text/csv; charset=utf-8", "md": "text/markdown; charset=utf-8",
}  # fmt: skip
STUDIO_POLICY = POLICY.replace("frame-ancestors", "frame-src 'self'; frame-ancestors")
CHECK_POLICY = POLICY.replace("frame-ancestors 'none'", "frame-ancestors 'self'")
FILE_POLICY = (
    "sandbox allow-scripts allow-downloads allow-popups allow-modals; default-src 'none'; script-src 'unsafe-inline'; "
    "style-src 'unsafe-inline'; img-src data: blob:; font-src data:; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'self'"
)
"""A map is one file that needs nothing; it may run its own script, apart from everything else of the studio."""
ADDRESS = re.compile(r"^/a/(?P<id>[\w-]+)/check/(?P<rest>.*)$")


def policy(path: str) -> str:
    """Return the content security policy of an address."""
    if ADDRESS.match(path):
        return CHECK_POLICY
    return FILE_POLICY if "/file/" in path else STUDIO_POLICY


def serve(shelf: Shelf, listener: socket.socket, token: str | None = None, *, by: str = "") -> None:
    """Serve a studio until it is interrupted; what is being made then is finished.

    Parameters
    ----------
    shelf
        The folder of articles.
    listener
        As :func:`layers.review.review_server.listen` gives it.
    token
        Known to whoever has the address; a new one where none is given.
    by
        Initials that corrections carry.
    """
    import uvicorn

    port = listener.getsockname()[1]
    making = Making(shelf)
    hosts = (f"{LOOPBACK}:{port}", f"localhost:{port}")
    app = application(making, token=token or new_token(), hosts=hosts, by=by)
    config = uvicorn.Config(app, log_level="warning", access_log=False, lifespan="off", server_header=False, ws="none")
    try:
        with suppress(KeyboardInterrupt):  # the way a studio ends: all is saved
            uvicorn.Server(config).run(sockets=[listener])
    finally:
        making.close()


def application(making: Making, *, token: str, hosts: tuple[str, ...], by: str = "") -> ASGIApp:
    """Return the studio's application, guarded.

    Parameters
    ----------
    making
        Makes the maps of its shelf.
    token
        Without it nothing is answered.
    hosts
        The names and ports under which the server may be asked.
    by
        Initials that corrections carry.

    Returns
    -------
    An application of Starlette: the page, its scripts, the shelf's articles, their maps and reviews.
    """
    from starlette.applications import Starlette
    from starlette.routing import Route

    histories = _Histories()
    desk = _Desk(making, token, histories)
    routes = [
        Route("/", desk.page),
        Route("/studio.js", desk.own),
        Route("/studio.css", desk.own),
        Route("/shelf", desk.shelf),
        Route("/paste", desk.paste, methods=["POST"]),
        Route("/drop", desk.drop, methods=["POST"]),
        Route("/fetch", desk.fetch, methods=["POST"]),
        Route("/language", desk.speak, methods=["POST"]),
        Route("/a/{id}/make", desk.make, methods=["POST"]),
        Route("/a/{id}/progress", desk.progress),
        Route("/a/{id}/now", desk.now),
        Route("/a/{id}/words", desk.words, methods=["GET"]),
        Route("/a/{id}/words", desk.reword, methods=["POST"]),
        Route("/a/{id}/step", desk.step, methods=["POST"]),
        Route("/a/{id}/file/{name}", desk.file),
        Route("/a/{id}/zip", desk.zipped),
    ]
    return Guard(
        _Checks(Starlette(routes=routes), making.shelves, token, histories, by),
        token=token,
        hosts=hosts,
        most_bytes=MOST_BYTES,
        policy=policy,
    )


class _Histories:
    """The history of each article's review file, from when it is first looked at."""

    def __init__(self) -> None:
        self._kept: dict[str, History] = {}

    def of(self, article: Article) -> History:
        """Return the history of an article."""
        if article.id not in self._kept:
            self._kept[article.id] = History(review_file(article.path))
        return self._kept[article.id]


class _Desk:
    """What the studio answers."""

    def __init__(self, making: Making, token: str, histories: _Histories) -> None:
        self._making = making
        self._token = token
        self._histories = histories

    async def page(self, request: Request) -> Response:
        from starlette.responses import HTMLResponse

        language = studio_messages.WORDS.wanted(request.headers.get("accept-language", ""))
        return HTMLResponse(
            studio_messages.page((HERE / "studio.html").read_text(encoding="utf-8"), language, self._token)
        )

    async def own(self, request: Request) -> Response:
        from starlette.responses import PlainTextResponse

        if request.url.path.endswith(".js"):
            text = '"use strict";\n' + "\n".join((HERE / name).read_text(encoding="utf-8") for name in SCRIPTS)
            return PlainTextResponse(text, media_type="text/javascript")
        return PlainTextResponse((HERE / "studio.css").read_text(encoding="utf-8"), media_type="text/css")

    async def speak(self, request: Request) -> Response:
        asked = await _asked(request)

        def told() -> dict[str, Any]:
            studio_messages.choose(str(asked.get("language") or ""))
            return {}

        return await _told(told)

    async def shelf(self, request: Request) -> Response:
        def told() -> dict[str, Any]:
            shelf, lately = self._shelf(request), self._making.shelves.lately()
            return {
                "folder": str(shelf.folder),
                "mark": shelf.mark,
                "articles": [self._row(each) for each in shelf.articles()],
                "most": MOST_TOGETHER,
                "lately": [self._row(each) for each in lately.articles],
                "folders": [{"mark": each.mark, "folder": str(each.folder)} for each in lately.folders],
            }

        return await _told(told)

    async def paste(self, request: Request) -> Response:
        asked = await _asked(request)
        title, text = str(asked.get("title") or ""), str(asked.get("text") or "")
        return await _told(lambda: {"id": self._shelf(request).paste(title, text).id})

    async def drop(self, request: Request) -> Response:
        name, content = request.query_params.get("name", ""), await request.body()
        return await _told(lambda: {"id": self._shelf(request).drop(name, content).id})

    async def fetch(self, request: Request) -> Response:
        asked = await _asked(request)
        return await _told(lambda: {"id": self._shelf(request).fetch(str(asked.get("url") or "")).id})

    async def make(self, request: Request) -> Response:
        asked = await _asked(request)

        def told() -> dict[str, Any]:
            formats = asked.get("formats")
            wanted = [str(each) for each in formats] if isinstance(formats, list) else ["html"]
            article = self._article(request)
            self._making.shelves.remember(article)
            return asdict(self._making.ask(article, wanted, _wish(asked)))

        return await _told(told)

    async def progress(self, request: Request) -> Response:
        return await _told(lambda: asdict(self._making.progress(self._article(request))))

    async def now(self, request: Request) -> Response:
        """Say how things stand: what the map would be made from now, and how many steps there are to go back."""
        asked = dict(request.query_params)

        def told() -> dict[str, Any]:
            article = self._article(request)
            steps = asdict(self._histories.of(article).look()) if not article.more else {"undo": 0, "redo": 0}
            return {"version": self._making.version(article, _wish(asked)), **steps}

        return await _told(told)

    async def words(self, request: Request) -> Response:
        return await _told(lambda: read_wording(self._article(request), self._making))

    async def reword(self, request: Request) -> Response:
        asked = await _asked(request)

        def told() -> dict[str, Any]:
            article = self._article(request)
            history = self._histories.of(article)  # knows what was said before the first change
            clashes = write_wording(article, asked)
            history.look()
            return {"clashes": clashes, **read_wording(article, self._making)}

        return await _told(told)

    async def step(self, request: Request) -> Response:
        asked = await _asked(request)
        return await _told(
            lambda: asdict(self._histories.of(self._article(request)).go(1 if asked.get("by") == 1 else -1))
        )

    async def file(self, request: Request) -> Response:
        from starlette.responses import FileResponse

        try:
            path = self._making.file(self._article(request), request.path_params["name"])
        except CorridorsError as error:
            return _said({"error": str(error)}, 404)
        kind = TYPES.get(path.suffix.removeprefix("."), "application/octet-stream")
        taken = "take" in request.query_params
        return FileResponse(path, media_type=kind, filename=path.name if taken else None)

    async def zipped(self, request: Request) -> Response:
        from starlette.responses import Response as Answer

        try:
            article = self._article(request)
            content = self._making.zipped(article, self._making.progress(article).files)
        except CorridorsError as error:
            return _said({"error": str(error)}, 404)
        name = f"{self._making.folder(article).name}.zip"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return Answer(content, media_type="application/zip", headers=headers)

    def _article(self, request: Request) -> Article:
        return self._making.shelves.article(request.path_params["id"])

    def _shelf(self, request: Request) -> Shelf:
        return self._making.shelves.shelf(request.query_params.get("folder", ""))

    def _row(self, article: Article) -> dict[str, Any]:
        made = (self._making.folder(article) / "map.html").is_file()
        return {"id": article.id, "name": article.name, "folder": str(article.path.parent), "made": made}


class _Checks:
    """The review page of each article, below ``/a/ID/check/``; all else goes to the studio."""

    def __init__(self, studio: ASGIApp, shelves: Shelves, token: str, histories: _Histories, by: str) -> None:
        self._studio = studio
        self._by = by
        self._histories = histories
        self._shelves = shelves
        self._token = token
        self._gazetteer: Gazetteer | None = None
        self._open: dict[str, tuple[bytes, ASGIApp]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        found = ADDRESS.match(scope["path"]) if scope["type"] == "http" else None
        if found is None:
            await self._studio(scope, receive, send)
            return
        try:
            article = self._shelves.article(found["id"])
            history = self._histories.of(article)
            app = self._app(article)
        except CorridorsError as error:
            await _said({"error": str(error)}, 404)(scope, receive, send)
            return
        path = f"/{found['rest']}"
        await app({**scope, "path": path, "raw_path": path.encode()}, receive, send)
        if scope["method"] == "POST":
            with suppress(CorridorsError):  # each correction is a step; what cannot be read now is told when asked for
                history.look()

    def _app(self, article: Article) -> ASGIApp:
        """Return an article's review, begun anew where the article was edited."""
        reading = beside(article.path)
        try:
            content = article.path.read_bytes() + (reading.read_bytes() if reading.is_file() else b"")
        except OSError as error:
            raise SourceError(f"{article.name} cannot be read ({error.strerror}); go back to the list") from error
        kept = self._open.get(article.id)
        if kept is not None and kept[0] == content:
            return kept[1]
        self._gazetteer = self._gazetteer or Gazetteer.open()
        app = unguarded(Session(article.path, gazetteer=self._gazetteer, by=self._by), token=self._token)
        self._open[article.id] = (content, app)
        return app


def _finish(asked: dict[str, Any]) -> Finish:
    size, theme = asked.get("size"), asked.get("theme")
    return Finish(size if size in SIZES else SIZES[0], theme if theme in THEMES else THEMES[0])


def _wish(asked: dict[str, Any]) -> Wish:
    wanted = asked.get("recognise")
    return Wish(_finish(asked), _reader(asked), str(wanted) if wanted else "")


def _reader(asked: dict[str, Any]) -> ReaderChoice:
    """Return the language model that was named, if any."""
    address, model = (str(asked.get(key) or "").strip() for key in ("reader", "model"))
    return ReaderChoice(address, model) if address else ReaderChoice()


async def _told(work: Callable[[], dict[str, Any]]) -> Response:
    from starlette.concurrency import run_in_threadpool

    try:
        return _said(await run_in_threadpool(work))
    except CorridorsError as error:
        return _said({"error": str(error)}, 400)
    except Exception as error:
        LOG.exception("a question of the studio could not be answered")
        told = f"our own fault, please report it ({type(error).__name__}: {str(error)[:200]})"
        return _said({"error": told}, 500)


def _said(content: dict[str, Any], status: int = 200) -> Response:
    from starlette.responses import JSONResponse

    return JSONResponse(content, status_code=status)


async def _asked(request: Request) -> dict[str, Any]:
    """Return the JSON of a request; what is none is an empty question."""
    try:
        asked = json.loads(await request.body())
    except (ValueError, RecursionError):
        return {}
    return asked if isinstance(asked, dict) else {}
