"""Run a reader in a process of its own, with limits on time, memory and size, and tell what went wrong in one line."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from geo.errors import ScanError, SourceError
from geo.reading.formats.extracted import Extracted, Note

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["FORMATS", "TIMEOUT_S", "decode_answer", "extract", "format_of", "too_long"]

TIMEOUT_S = 60.0
"""Longest time one file may take; a report of a thousand pages takes half of it."""

FORMATS: Mapping[str, str] = {
    ".html": "html", ".htm": "html", ".xhtml": "html", ".mhtml": "mhtml", ".mht": "mhtml", ".pdf": "pdf",
    ".docx": "docx", ".odt": "odt", ".rtf": "rtf", ".epub": "epub", ".eml": "eml", ".srt": "srt", ".vtt": "srt",
}  # fmt: skip
"""Readers by the suffix of the file."""

NEEDED = {
    "html": "trafilatura", "mhtml": "trafilatura", "pdf": "pypdf", "docx": "defusedxml", "epub": "defusedxml",
    "odt": "defusedxml", "rtf": "striprtf",
}  # fmt: skip
ZIP = b"PK\x03\x04"
HEAD_BYTES = 2048


def format_of(data: bytes) -> str | None:
    """Return the format of a file that comes without a name, ``None`` for plain text.

    Examples
    --------
    >>> format_of(b"%PDF-1.7 ..."), format_of(b"<!DOCTYPE html><p>Rain."), format_of(b"Rain.")
    ('pdf', 'html', None)
    """
    head = data[:HEAD_BYTES]
    if head.startswith(b"%PDF-"):
        return "pdf"
    if head.startswith(ZIP):
        if b"application/vnd.oasis.opendocument" in head:
            return "odt"
        return "epub" if b"application/epub+zip" in head else "docx"
    if head.lstrip().startswith(b"{\\rtf"):
        return "rtf"
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<!doctype html", b"<html", b"<?xml")):
        return "html"
    return "mhtml" if b"multipart/related" in head and b"mime-version" in head.lower() else None


def extract(data: bytes, kind: str, *, name: str, timeout_s: float | None = None) -> Extracted:
    """Read the bytes of a file in a process that can do no harm.

    Parameters
    ----------
    data
        The whole file.
    kind
        One of the values of :data:`FORMATS`.
    name
        What to call the file in errors.
    timeout_s
        Longest time in seconds, :data:`TIMEOUT_S` where none is given.

    Returns
    -------
    Its text, notes and pages.

    Raises
    ------
    SourceError
        If it is damaged, locked, a picture, a bomb, or takes too long or too much memory.
    """
    import json
    import subprocess

    limit = TIMEOUT_S if timeout_s is None else timeout_s
    command = [sys.executable, "-I", "-c", START, json.dumps([p for p in sys.path if p]), kind]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=limit, check=False)
    except subprocess.TimeoutExpired:
        raise SourceError(too_long(name, limit)) from None
    answer = done.stdout.rsplit(b"\n", 1)[-1]
    complaint = done.stderr.decode("utf-8", "replace").strip().splitlines()
    if not answer and complaint and "ModuleNotFoundError" in complaint[-1]:
        raise SourceError(f"{name}: to read it, {NEEDED[kind]} must be installed: pip install {NEEDED[kind]}")
    return decode_answer(answer, name)


def decode_answer(answer: bytes, name: str) -> Extracted:
    """Return what a reading process answered for a file.

    Raises
    ------
    SourceError
        If it answered why it cannot be read, or broke off.
    """
    import json

    try:
        found: dict[str, Any] = json.loads(answer)
    except ValueError:
        raise SourceError(
            f"{name}: its reader broke off; the file is damaged, or needs more memory than is allowed; save its text "
            "as .txt"
        ) from None
    if "error" in found:
        raise (ScanError if found.get("scan") else SourceError)(f"{name}: {found['error']}")
    return Extracted(
        text=found["text"],
        title=found["title"],
        publisher=found["publisher"],
        date=found["date"],
        url=found["url"],
        notes=tuple(Note(*note) for note in found["notes"]),
        pages=tuple((number, start) for number, start in found["pages"]),
    )


def too_long(name: str, limit: float) -> str:
    """Say that a file took too long."""
    return f"{name}: reading it took longer than {limit:g} s, and was stopped; save its text as .txt"


START = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); "
    "from geo.reading.formats.isolated_child import main; main()"
)
