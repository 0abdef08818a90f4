"""Leaflet 1.9.4, inlined from a checked cache.

It is fetched once, from the address that folium names or, where that is out of reach, by ``npm pack``; what does not
have the known SHA-256 is thrown away. Nothing of it is kept in this project's sources.
"""

from __future__ import annotations

import base64
import hashlib
import logging
import shutil
import subprocess
import tarfile
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from geo import cache as store
from geo.errors import CacheError

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Leaflet", "leaflet"]

VERSION = "1.9.4"
ADDRESS = f"https://cdn.jsdelivr.net/npm/leaflet@{VERSION}/dist/"
SHA256 = {
    "leaflet.js": "db49d009c841f5ca34a888c96511ae936fd9f5533e90d8b2c4d57596f4e5641a",
    "leaflet.css": "a7837102824184820dfa198d1ebcd109ff6d0ff9a2672a074b9a1b4d147d04c6",
}
TIMEOUT_S = 4
NPM_TIMEOUT_S = 60
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Leaflet:
    """Leaflet's script and style sheet.

    Attributes
    ----------
    script, style
        Their text, or ``None`` where neither the network nor npm could give them; the page then asks the address below
        when it is opened.
    """

    script: str | None
    style: str | None

    @property
    def is_inline(self) -> bool:
        """True where the page needs no network."""
        return self.script is not None and self.style is not None

    @staticmethod
    def address(name: str) -> str:
        """Return where a file is published."""
        return ADDRESS + name

    @staticmethod
    def integrity(name: str) -> str:
        """Return the hash of a file in the form browsers check."""
        return "sha256-" + base64.b64encode(bytes.fromhex(SHA256[name])).decode()


@cache
def leaflet() -> Leaflet:
    """Return Leaflet from the cache, fetched first if need be.

    Returns
    -------
    Its script and style sheet, checked; empty where they cannot be had.
    """
    try:
        script, style = (_checked(name) for name in ("leaflet.js", "leaflet.css"))
    except (CacheError, _UnreachableError) as error:
        log.warning("Leaflet %s cannot be had (%s); the map will need the network when it is opened", VERSION, error)
        return Leaflet(None, None)
    return Leaflet(script, style)


class _UnreachableError(Exception):
    """Neither the network nor npm gives the file."""


def _checked(name: str) -> str:
    for _ in range(2):
        path = store.built(name, key=SHA256[name][:16], build=_builder(name))
        content = path.read_bytes()
        if _is_right(name, content):
            return content.decode("utf-8").replace("\r\n", "\n")  # as browsers read it, and hash it
        store.forget(path)  # somebody else wrote to it
    raise _UnreachableError(f"{name} in the cache keeps changing")


def _builder(name: str) -> Callable[[Path], None]:
    def build(target: Path) -> None:
        for fetch in (_from_address, _from_npm):
            content = fetch(name)
            if content is not None and _is_right(name, content):
                target.write_bytes(content)
                return
        raise _UnreachableError(f"{ADDRESS} is out of reach and npm does not give it either")

    return build


def _is_right(name: str, content: bytes) -> bool:
    return hashlib.sha256(content).hexdigest() == SHA256[name]


def _from_address(name: str) -> bytes | None:
    import pooch  # type: ignore[import-untyped]  # noqa: PLC0415 - no types; needed once in the life of a cache

    pooch.get_logger().setLevel("ERROR")
    with tempfile.TemporaryDirectory() as folder:
        try:
            path = pooch.retrieve(
                ADDRESS + name,
                known_hash=f"sha256:{SHA256[name]}",
                fname=name,
                path=folder,
                downloader=pooch.HTTPDownloader(timeout=TIMEOUT_S),
            )
            return Path(path).read_bytes()
        except (OSError, ValueError) as error:  # requests' errors are OSErrors
            log.info("%s: %s", ADDRESS + name, error)
    return None


@cache
def _from_npm(name: str) -> bytes | None:
    npm = shutil.which("npm")
    if npm is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        command = [npm, "pack", f"leaflet@{VERSION}", "--silent", "--ignore-scripts"]
        with suppress(OSError, subprocess.SubprocessError, tarfile.TarError, KeyError):
            subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=NPM_TIMEOUT_S)  # noqa: S603 - npm by its full path, fixed arguments
            with tarfile.open(next(Path(folder).glob("*.tgz"), Path(folder) / "missing.tgz")) as archive:
                member = archive.extractfile(f"package/dist/{name}")  # read in memory: nothing is unpacked to disk
                return member.read() if member else None
    return None
