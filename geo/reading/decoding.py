"""Bytes on disk or piped in, and bytes to text, with every way that can go wrong told in one line."""

from __future__ import annotations

import codecs
import sys
import unicodedata
from typing import TYPE_CHECKING

from geo.errors import SourceError
from geo.user_files import read_whole

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["MAX_BYTES", "STANDARD_INPUT", "decode", "load", "load_bytes", "load_piped"]

MAX_BYTES = 20_000_000
"""Largest text read as one article: some 3,000 pages. A larger one is a corpus, or a mistake."""

MAX_PACKED_BYTES = 100_000_000
"""Largest file of another program: it may hold pictures."""

STANDARD_INPUT = "standard input"

BYTE_ORDER_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
CONTROLS = {*map(chr, range(32)), "\x7f"} - set("\t\n\r\f\v")
MAX_CONTROL_SHARE = 0.001


def load(path: Path) -> str:
    r"""Return a text file's characters with ``\n`` line ends.

    Raises
    ------
    SourceError
        As :func:`load_bytes` and :func:`decode`.
    """
    return decode(load_bytes(path), str(path))


def load_bytes(path: Path, *, packed: bool = False) -> bytes:
    """Return a file's bytes.

    Parameters
    ----------
    path
        The file.
    packed
        True for a file of another program, which may be larger than a text.

    Raises
    ------
    SourceError
        If it is missing, no regular file, unreadable, or larger than :data:`MAX_BYTES` or :data:`MAX_PACKED_BYTES`.
    """
    limit = MAX_PACKED_BYTES if packed else MAX_BYTES
    try:
        if path.is_dir():
            raise SourceError(f"{path} is a folder; name the article's file")
        return read_whole(path, limit=limit, what="one article")
    except FileNotFoundError:
        raise SourceError(f"{path} does not exist; check the name") from None
    except OSError as error:
        raise SourceError(f"{path} cannot be read ({error.strerror}); check its permissions") from error


def load_piped() -> bytes:
    """Return what is piped in.

    Raises
    ------
    SourceError
        If it is larger than :data:`MAX_PACKED_BYTES`.
    """
    data = sys.stdin.buffer.read(MAX_PACKED_BYTES + 1)
    if len(data) > MAX_PACKED_BYTES:
        raise SourceError(f"{STANDARD_INPUT} holds more than {MAX_PACKED_BYTES:,} bytes; split it")
    return data


def decode(data: bytes, name: str) -> str:
    r"""Return a text's characters with ``\n`` line ends, letters and their marks composed to one (NFC).

    Parameters
    ----------
    data
        UTF-8, or UTF-16 with a byte-order mark.
    name
        What to call it in errors.

    Raises
    ------
    SourceError
        If it is empty, binary or in another encoding.
    """
    text = _decode(data, name)
    if not text.strip():
        raise SourceError(f"{name} is empty; nothing to map")
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))


def _decode(data: bytes, name: str) -> str:
    encoding = next((name for mark, name in BYTE_ORDER_MARKS if data.startswith(mark)), "utf-8")
    if encoding != "utf-16" and b"\0" in data:
        raise SourceError(f"{name} is binary (a zero byte at {data.index(0):,}); expected plain text or Markdown")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise SourceError(
            f"{name} is not {error.encoding.upper()}: byte 0x{data[error.start]:02X} at {error.start:,}; "
            "save it as UTF-8"
        ) from None
    controls = sum(text.count(c) for c in CONTROLS)
    if controls > max(1, MAX_CONTROL_SHARE * len(text)):
        raise SourceError(f"{name} is binary ({controls:,} control characters); expected plain text or Markdown")
    return text
