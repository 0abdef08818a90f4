"""Bytes on disk to text, with every way that can go wrong told in one line."""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING

from geo.errors import SourceError

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["MAX_BYTES", "load"]

MAX_BYTES = 20_000_000
"""Largest file read as one article: some 3,000 pages. A larger one is a corpus, or a mistake."""

BYTE_ORDER_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
CONTROLS = {*map(chr, range(32)), "\x7f"} - set("\t\n\r\f\v")
MAX_CONTROL_SHARE = 0.001


def load(path: Path) -> str:
    r"""Return a file's text with ``\n`` line ends.

    Raises
    ------
    SourceError
        If it is missing, a folder, unreadable, empty, larger than :data:`MAX_BYTES`, binary or not UTF-8.
    """
    try:
        if path.is_dir():
            raise SourceError(f"{path} is a folder; name the article's file")
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise SourceError(f"{path} holds {size:,} bytes; at most {MAX_BYTES:,} are read as one article: split it")
        data = path.read_bytes()
    except FileNotFoundError:
        raise SourceError(f"{path} does not exist; check the name") from None
    except OSError as error:
        raise SourceError(f"{path} cannot be read ({error.strerror}); check its permissions") from error
    text = _decode(data, path)
    if not text.strip():
        raise SourceError(f"{path} is empty; nothing to map")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _decode(data: bytes, path: Path) -> str:
    encoding = next((name for mark, name in BYTE_ORDER_MARKS if data.startswith(mark)), "utf-8")
    if encoding != "utf-16" and b"\0" in data:
        raise SourceError(f"{path} is binary (a zero byte at {data.index(0):,}); expected plain text or Markdown")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise SourceError(
            f"{path} is not {error.encoding.upper()}: byte 0x{data[error.start]:02X} at {error.start:,}; "
            "save it as UTF-8"
        ) from None
    controls = sum(text.count(c) for c in CONTROLS)
    if controls > max(1, MAX_CONTROL_SHARE * len(text)):
        raise SourceError(f"{path} is binary ({controls:,} control characters); expected plain text or Markdown")
    return text
