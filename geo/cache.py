"""Where compiled and downloaded things live: the user's cache folder.

A cached file is built once, whole or not at all: it is written under a temporary name, then renamed. A lock lets two
runs that start together build it once. Its name carries a fingerprint of what it was made from, so that new data gives
a new file; a small note beside it tells a file that was cut short or overwritten, which is then built again, and so is
one that turns out to be damaged in its middle. What a wheel brought along (:mod:`geo.shipped`) is used where it lies.
"""

from __future__ import annotations

import hashlib
import json
import logging
import marshal
import os
import sqlite3
import sys
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import platformdirs
from filelock import FileLock

from geo import shipped
from geo.errors import CacheError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

__all__ = [
    "built",
    "damaged",
    "discard",
    "fingerprint",
    "folder",
    "forget",
    "is_built",
    "mend",
    "opened",
    "parsed",
    "path_of",
    "whole",
]

T = TypeVar("T")
LOG = logging.getLogger(__name__)
ENVIRONMENT_VARIABLE = "CORRIDORS_CACHE"
KEPT_VERSIONS = 2  # the present one and the one before, so that two installed versions do not undo each other's work
DIGEST_BYTES = 32
EDGE_BYTES = 65_536  # how much of a file's head and tail is checked when it is opened


def folder() -> Path:
    """Return the cache folder, made if need be.

    Returns
    -------
    The folder named by the environment variable ``CORRIDORS_CACHE``, else the user's own (``platformdirs``).

    Raises
    ------
    CacheError
        If it cannot be made.
    """
    path = Path(os.environ.get(ENVIRONMENT_VARIABLE) or platformdirs.user_cache_dir("corridors", appauthor=False))
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CacheError(
            f"cache folder {path} cannot be made ({error.strerror}); name another in {ENVIRONMENT_VARIABLE}"
        ) from error
    return path


def fingerprint(parts: Iterable[str | bytes | Path]) -> str:
    """Return a short hash of what a cached file is made from.

    Parameters
    ----------
    parts
        Strings and bytes are hashed as they are; a path by its content.

    Returns
    -------
    16 hexadecimal digits.
    """
    digest = hashlib.sha256()
    for part in parts:
        if isinstance(part, Path):
            with part.open("rb") as stream:
                digest.update(hashlib.file_digest(stream, "sha256").digest())
        else:
            digest.update(part.encode(errors="surrogatepass") if isinstance(part, str) else part)
        digest.update(b"\0")
    return digest.hexdigest()[:16]


@contextmanager
def whole(target: Path, *, prefix: str = "", suffix: str = "") -> Iterator[Path]:
    """Give a path beside a file; what is written there takes the file's place, whole or not at all.

    Parameters
    ----------
    target
        The file; its folder must be there.
    prefix, suffix
        Of the name that the file has until then, which is hidden by default.

    Raises
    ------
    OSError
        If the folder cannot be written; nothing half-made stays.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as where:
    ...     with whole(Path(where) / "years.json") as path:
    ...         _ = path.write_text("[1993]")
    ...     [path.name for path in Path(where).iterdir()]
    ['years.json']
    """
    handle, name = tempfile.mkstemp(prefix=prefix or f".{target.name}.", suffix=suffix, dir=target.parent)
    os.close(handle)
    path = Path(name)
    try:
        yield path
        path.replace(target)
    finally:
        with suppress(OSError):
            path.unlink(missing_ok=True)


def built(name: str, *, key: str, build: Callable[[Path], None]) -> Path:
    """Return a cached file, built first if it is missing or damaged.

    Parameters
    ----------
    name
        Such as ``"gazetteer.sqlite"``.
    key
        :func:`fingerprint` of what it is made from.
    build
        Called with the path to write; what it leaves there is renamed into place when it returns.

    Returns
    -------
    Path of the whole file.

    Raises
    ------
    CacheError
        If the cache folder cannot be written.
    """
    target = _target(name, key)
    if _is_whole(target):
        return target
    try:
        with FileLock(target.with_name(f"{name}.lock")):
            if not _is_whole(target):  # another run may have built it while this one waited
                LOG.info("preparing %s", name)
                _build(target, build)
                _forget_old(target, name)
    except OSError as error:
        if isinstance(error, CacheError):
            raise
        raise CacheError(
            f"{target} cannot be written ({error.strerror or error}); free some space or name another folder in "
            f"{ENVIRONMENT_VARIABLE}"
        ) from error
    return target


def opened(name: str, *, key: str, build: Callable[[Path], None], read: Callable[[Path], T]) -> T:
    """Return what is read from a cached file, which is made anew where it turns out to be damaged.

    Parameters
    ----------
    name, key, build
        As for :func:`built`.
    read
        Called with the path; whatever it raises, but for want of memory, means that the file is damaged.

    Raises
    ------
    CacheError
        If the cache folder cannot be written, or the file made anew cannot be read either.
    """
    path = built(name, key=key, build=build)
    try:
        return read(path)
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 - a flipped bit may raise anything
        LOG.warning("%s in the cache was damaged (%s); it is made anew", name, type(error).__name__)
    forget(path)
    path = built(name, key=key, build=build)
    try:
        return read(path)
    except MemoryError:
        raise
    except Exception as error:
        raise CacheError(f"{path} cannot be read though it was made anew ({error}); delete it and run again") from error


def parsed(name: str, text: str, parse: Callable[[str], T]) -> T:
    """Return what is parsed from a text that comes with the project, kept in the cache, where parsing is slow.

    Parameters
    ----------
    name
        Of the cached file, without a suffix.
    text
        What is parsed; another text gives another file.
    parse
        Makes dicts, lists, tuples, strings and numbers of it.

    Returns
    -------
    The same as ``parse(text)``, also where the cache cannot be used.
    """

    def build(path: Path) -> None:
        data = marshal.dumps(parse(text))  # type: ignore[arg-type]  # plain values, as said above
        path.write_bytes(hashlib.sha256(data).digest() + data)

    def read(path: Path) -> T:
        content = path.read_bytes()
        digest, data = content[:DIGEST_BYTES], content[DIGEST_BYTES:]
        if hashlib.sha256(data).digest() != digest:  # marshal does not bear damage
            raise ValueError("its content is not what was written")
        found: T = marshal.loads(data)  # noqa: S302 - written by ourselves, as the digest says
        return found

    try:
        return opened(f"{name}.parsed", key=fingerprint([text, sys.version]), build=build, read=read)
    except CacheError:  # it is only slower without
        return parse(text)


def mend() -> tuple[str, ...]:
    """Forget the cached files that are no longer as they were made, and return their names."""
    found = damaged()
    for path in found:
        forget(path)
    return tuple(path.name for path in found)


def damaged() -> tuple[Path, ...]:
    """Read all compiled files whole, and return those that are no longer as they were made, as far as can be told."""
    found = []
    for note in (*sorted(shipped.FOLDER.glob("*.note")), *sorted(folder().glob("*.note"))):
        target = note.with_name(note.name.removesuffix(".note"))
        try:
            made = json.loads(note.read_text(encoding="utf-8")).get("sha256")
            is_damaged = made is not None and made != _digest(target)
        except (OSError, ValueError, AttributeError):
            is_damaged = True
        if is_damaged:
            found.append(target)
    return tuple(found)


def is_built(name: str, *, key: str) -> bool:
    """Tell whether :func:`built` would return without building."""
    return _is_whole(_target(name, key))


def forget(path: Path) -> None:
    """Remove a cached file that turned out to be damaged, so that the next :func:`built` makes it anew."""
    with suppress(OSError):
        _note(path).unlink()
    with suppress(OSError):
        path.unlink()


def path_of(name: str, *, key: str) -> Path:
    """Return where a cached file lies, whether or not it is there yet."""
    return _target(name, key)


def discard(name: str, *, key: str) -> None:
    """Remove a cached file that nobody needs any more, if it is there."""
    forget(_target(name, key))


def _target(name: str, key: str) -> Path:
    stem, dot, suffix = name.partition(".")
    file = f"{stem}-{key}{dot}{suffix}"
    brought = shipped.FOLDER / file
    return brought if _is_whole(brought) else folder() / file


def _build(target: Path, build: Callable[[Path], None]) -> None:
    partial = _note(target).with_suffix(".part")
    try:
        with whole(target) as path:
            build(path)
            note = json.dumps(_edges(path) | {"sha256": _digest(path)})
            partial.write_text(note, encoding="utf-8")
        partial.replace(_note(target))
    except sqlite3.OperationalError as error:  # SQLite's word for a full disk
        raise OSError(None, str(error), str(target)) from error
    finally:
        partial.unlink(missing_ok=True)


def _note(target: Path) -> Path:
    return target.with_name(f"{target.name}.note")


def _is_whole(target: Path) -> bool:
    try:
        noted = json.loads(_note(target).read_text(encoding="utf-8"))
        return bool(noted | _edges(target) == noted)
    except (OSError, ValueError, TypeError):
        return False


def _edges(path: Path) -> dict[str, int | str]:
    size = path.stat().st_size
    with path.open("rb") as stream:
        digest = hashlib.sha256(stream.read(EDGE_BYTES))
        stream.seek(max(0, size - EDGE_BYTES))
        digest.update(stream.read())
    return {"bytes": size, "edges": digest.hexdigest()}


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _forget_old(target: Path, name: str) -> None:
    stem, dot, suffix = name.partition(".")
    versions = sorted(
        target.parent.glob(f"{stem}-{'?' * 16}{dot}{suffix}"), key=lambda path: path.stat().st_mtime, reverse=True
    )
    for path in versions[KEPT_VERSIONS:]:
        if path != target:
            forget(path)
