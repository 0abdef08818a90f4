"""Pictures of text to text, by programs of the user's machine: ocrmypdf, or tesseract with pdftoppm.

The recognised text is kept beside the scan as ``NAME.ocr.pdf``, so that it is recognised once, later runs need neither
the programs nor the wish, and give the same bytes. It carries the hash of the scan: of another scan it is no text.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from geo.errors import OutputError, ScanError, SourceError
from geo.user_files import read_whole

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["ENDING", "LANGUAGES", "beside", "kept", "programs", "recognise"]

ENDING = ".ocr.pdf"
LANGUAGES = "eng"
MOST_BYTES = 200_000_000
TIMEOUT_S = 1_800.0  # a report of some hundred pages
DOTS_PER_INCH = "300"
NAMED = re.compile(r"[A-Za-z_]{3,24}(?:\+[A-Za-z_]{3,24}){0,9}")
HOW = (
    "install ocrmypdf (Debian, Ubuntu: apt install ocrmypdf; macOS: brew install ocrmypdf; Windows: see"
    " ocrmypdf.readthedocs.io), or recognise the text elsewhere and name the new file"
)


def beside(scan: Path) -> Path:
    """Return where the recognised text of a scan is kept.

    Examples
    --------
    >>> beside(Path("papers/report.pdf")).name
    'report.ocr.pdf'
    """
    return scan.with_name(f"{scan.stem}{ENDING}")


def kept(scan: Path, data: bytes) -> bytes | None:
    """Return the recognised form of a scan, ``None`` where there is none, or it is another scan's.

    Parameters
    ----------
    scan
        The file.
    data
        Its bytes.
    """
    path = beside(scan)
    if not path.is_file():
        return None
    found = read_whole(path, limit=MOST_BYTES, what="one scan")
    return found if found.rstrip().endswith(_mark(data)) else None


def programs() -> str:
    """Return the name of the program that recognises text here, ``""`` where there is none."""
    if shutil.which("ocrmypdf") and shutil.which("tesseract"):
        return "ocrmypdf"
    return "tesseract" if shutil.which("tesseract") and shutil.which("pdftoppm") else ""


def recognise(scan: Path, *, languages: str = LANGUAGES) -> Path:
    """Recognise the text of a scan, and keep it beside the scan.

    Parameters
    ----------
    scan
        A PDF file.
    languages
        Of the text, as tesseract calls them, joined by ``+``: ``eng``, ``rus+eng``.

    Returns
    -------
    The file beside the scan. It is made anew only where the scan is another one.

    Raises
    ------
    ScanError
        If no program is installed that can, or it fails.
    SourceError
        If the languages are none.
    OutputError
        If the result cannot be kept.
    """
    if not NAMED.fullmatch(languages):
        raise SourceError(f"{languages!r} names no languages; expected tesseract's names, such as eng or rus+eng")
    data = read_whole(scan, limit=MOST_BYTES, what="one scan")
    if kept(scan, data) is not None:
        return beside(scan)
    program = programs()
    if not program:
        raise ScanError(f"{scan}: its pages are pictures, and no program here recognises text: {HOW}")
    with tempfile.TemporaryDirectory(prefix="corridors-ocr-") as folder:
        work = _by_ocrmypdf if program == "ocrmypdf" else _by_tesseract
        made = work(scan.resolve(), Path(folder), languages)
        if not made.is_file():
            raise ScanError(f"{scan}: {program} recognised nothing; recognise its text elsewhere")
        return _keep(beside(scan), made.read_bytes().rstrip() + b"\n" + _mark(data) + b"\n")


def _by_ocrmypdf(scan: Path, folder: Path, languages: str) -> Path:
    made = folder / "text.pdf"
    options = ("--quiet", "--skip-text", "--output-type", "pdf", "--optimize", "0", "-l", languages)
    _run(("ocrmypdf", *options, str(scan), str(made)), scan)
    return made


def _by_tesseract(scan: Path, folder: Path, languages: str) -> Path:
    _run(("pdftoppm", "-r", DOTS_PER_INCH, "-gray", "-png", str(scan), str(folder / "page")), scan)
    pages = sorted(folder.glob("page*.png"))  # numbered with leading zeros
    listed = folder / "pages.txt"
    listed.write_text("".join(f"{page}\n" for page in pages), encoding="utf-8")
    _run(("tesseract", str(listed), str(folder / "text"), "-l", languages, "pdf"), scan)
    return folder / "text.pdf"


def _run(command: Sequence[str], scan: Path) -> None:
    try:
        done = subprocess.run(command, capture_output=True, timeout=TIMEOUT_S, check=False)
    except subprocess.TimeoutExpired:
        raise ScanError(f"{scan}: {command[0]} took longer than {TIMEOUT_S / 60:.0f} minutes; split the file") from None
    except OSError as error:
        raise ScanError(f"{scan}: {command[0]} cannot be started ({error.strerror}); {HOW}") from error
    if done.returncode:
        lines = done.stderr.decode("utf-8", "replace").split("\n")
        told = next((line.strip() for line in reversed(lines) if line.strip()), "without a word")
        raise ScanError(f"{scan}: {command[0]} gave up ({told[:200]})")


def _mark(data: bytes) -> bytes:
    """Return a comment for the end of a PDF file, which says of what scan it is."""
    return b"% corridors: text of the scan " + hashlib.sha256(data).hexdigest().encode()


def _keep(path: Path, content: bytes) -> Path:
    aside = path.with_name(f".writing-{hashlib.sha256(path.name.encode()).hexdigest()[:12]}.pdf")
    try:
        aside.write_bytes(content)
        aside.replace(path)
    except OSError as error:
        aside.unlink(missing_ok=True)
        raise OutputError(f"{path} cannot be written ({error.strerror}); free some space, or move the scan") from error
    return path
