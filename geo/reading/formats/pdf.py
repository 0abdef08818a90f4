"""PDF: lines in the order in which they were set, made into paragraphs; headers, footers and notes told apart."""

from __future__ import annotations

import io
import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, Any

from geo.reading.formats.extracted import (
    Extracted,
    PicturesError,
    UnreadableError,
    clean,
    finished,
    note_mark,
    page_mark,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pypdf import PageObject, PdfReader

__all__ = ["read_pdf"]

MAX_PAGES = 2_000
LEAST_TEXT = 12  # characters a page, below which the pages are pictures
PAGE_NUMBER = re.compile(
    r"\W*(?:page|p\.|seite|s\.)?\s*(?:\d{1,4}|[ivxlc]{1,7})(?:\s*(?:of|/|von)\s*\d{1,4})?\W*\Z", re.IGNORECASE
)
NOTE_START = re.compile(r"\s*(\d{1,3})[.)]?\s+(?=\S)")
SENTENCE_END = re.compile(r"[.!?…:][\"'”’)\]]*\Z")
HYPHEN = re.compile(r"(?<=[^\W\d_])[-\u2010\u00ad]\Z")
DASH = re.compile(r"(?<=\w)[–—/]\Z")
WORD_END = re.compile(r"([^\W\d_]+)[-\u2010\u00ad]\Z")
WORD_START = re.compile(r"[^\W\d_]+")
WORDS = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
SMALL = 0.8  # a raised figure's size against its line's
NOTE_SIZE = 0.93  # a note's size against the text's
EDGE_LINES = 3
LEADING = 1.2  # a line's height against its letters
FAR_APART = 1.35  # gap to the line above against the usual one


@dataclass(slots=True)
class _Line:
    """A line of a page, in points from the lower left corner."""

    x: float
    y: float
    size: float
    page: int
    pieces: list[tuple[str, float, float]] = field(default_factory=list)  # words, size, y

    @property
    def text(self) -> str:
        return "".join(piece for piece, _, _ in self.pieces).strip()


def read_pdf(data: bytes) -> Extracted:
    """Read a PDF file.

    Lines that stand at the top or bottom of most pages are headers and footers and are left out, page numbers too. A
    word that is divided at the end of a line is joined. A small raised figure is the mark of a note at the foot.
    """
    from pypdf import PdfReader
    from pypdf.errors import LimitReachedError, PdfReadError

    try:
        reader = PdfReader(io.BytesIO(data))
        _unlock(reader)
        count = len(reader.pages)
        if count > MAX_PAGES:
            raise UnreadableError(f"it has {count:,} pages; at most {MAX_PAGES:,} are read: split it")
        pages = [_lines(page, number) for number, page in enumerate(reader.pages, start=1)]
    except LimitReachedError as error:
        raise UnreadableError(
            f"a part of it unpacks to far more than a page holds, as a PDF bomb does ({error})"
        ) from None
    except PdfReadError as error:
        raise UnreadableError(f"it is damaged, or no PDF file ({error})") from None
    if sum(len(line.text) for page in pages for line in page) < LEAST_TEXT * max(1, count):
        if _has_pictures(reader):
            raise PicturesError(
                "its pages are pictures (a scan) without text; --ocr recognises it where ocrmypdf or tesseract is"
                " installed"
            )
        raise UnreadableError("there is no text in it; nothing to map")
    body, notes = _without_notes(_without_edges(pages))
    title = reader.metadata.title if reader.metadata else None
    return finished(_paragraphs(body), notes, title=_title(title, body))


def _unlock(reader: PdfReader) -> None:
    if not reader.is_encrypted:
        return
    try:
        opened = reader.decrypt("")
    except Exception as error:  # noqa: BLE001 - an encryption that pypdf does not know
        raise UnreadableError(f"it is encrypted in a way that cannot be read ({error}); save a copy without") from None
    if not opened:
        raise UnreadableError("it is locked with a password; save a copy without one")


def _has_pictures(reader: PdfReader) -> bool:
    for page in reader.pages[:5]:
        resources: Any = page.get("/Resources") or {}
        objects = resources.get_object().get("/XObject") if hasattr(resources, "get_object") else None
        if objects and any(o.get_object().get("/Subtype") == "/Image" for o in objects.get_object().values()):
            return True
    return False


def _lines(page: PageObject, number: int) -> list[_Line]:
    """Return the lines of a page in the order in which they were written, which is that of reading, columns too."""
    lines: list[_Line] = []
    fresh = True

    def visit(words: str, matrix: Sequence[float], text_matrix: Sequence[float], _font: Any, size: float) -> None:
        nonlocal fresh
        x, y, scale = _placed(matrix, text_matrix)
        height = abs(size * scale) or 1.0
        for index, part in enumerate(re.split(r"(\n)", words)):
            if part == "\n":
                fresh = True
            elif part.strip():
                raised = lines and not fresh and height < SMALL * lines[-1].size
                away = not lines or (abs(y - lines[-1].y) > 0.6 * max(height, lines[-1].size) and not raised)
                if fresh or (away and index == 0):
                    lines.append(_Line(x, y, height, number))
                lines[-1].pieces.append((clean(part), height, y))
                lines[-1].size = max(lines[-1].size, height)
                fresh = False
            elif part and lines and not fresh:
                lines[-1].pieces.append((" ", lines[-1].size, lines[-1].y))

    page.extract_text(visitor_text=visit)
    return [line for line in _joined(lines) if line.text]


def _joined(lines: Iterable[_Line]) -> list[_Line]:
    """Join pieces of one line that were written one by one."""
    joined: list[_Line] = []
    for line in lines:
        last = joined[-1] if joined else None
        close = last is not None and abs(last.y - line.y) < 0.45 * max(last.size, line.size) and line.x > last.x
        if close and last is not None:
            gap = "" if line.size < SMALL * last.size or last.size < SMALL * line.size else " "
            last.pieces += [(gap, last.size, last.y), *line.pieces]
            last.size = max(last.size, line.size)
        else:
            joined.append(line)
    return joined


def _placed(matrix: Sequence[float], text_matrix: Sequence[float]) -> tuple[float, float, float]:
    """Return where text stands on the page, and how much larger than its font it is drawn."""
    a, b, c, d, e, f = matrix
    x, y = text_matrix[4], text_matrix[5]
    scale = abs(d or b) * (abs(text_matrix[3]) or abs(text_matrix[1]) or 1.0)
    return a * x + c * y + e, b * x + d * y + f, scale


def _without_edges(pages: list[list[_Line]]) -> list[_Line]:
    """Leave out headers, footers and page numbers."""
    edges = [_edge(page) for page in pages]
    often = Counter(shape for page in edges for shape in {_shape(line) for line in page})
    least = max(2, len(pages) // 3)
    kept = []
    for page, edge in zip(pages, edges, strict=True):
        dropped = {
            id(line)
            for line in edge
            if (len(pages) > 1 and often[_shape(line)] >= least and len(line.text) < 160) or _is_number(line, page)
        }
        kept += [line for line in page if id(line) not in dropped]
    return kept


def _edge(page: list[_Line]) -> list[_Line]:
    ordered = sorted(page, key=lambda line: -line.y)
    return ordered[:EDGE_LINES] + ordered[-EDGE_LINES:]


def _shape(line: _Line) -> str:
    return re.sub(r"\d+", "#", re.sub(r"\s+", " ", line.text))


def _is_number(line: _Line, page: list[_Line]) -> bool:
    outermost = line.y in {max(each.y for each in page), min(each.y for each in page)}
    return outermost and bool(PAGE_NUMBER.match(line.text))


def _without_notes(lines: list[_Line]) -> tuple[list[_Line], dict[str, str]]:
    """Take the notes at the foot of each page, and put their marks into the text."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.size, 1)] += len(line.text)
    usual = sizes.most_common(1)[0][0] if sizes else 1.0
    body: list[_Line] = []
    notes: dict[str, str] = {}
    for number in sorted({line.page for line in lines}):
        page = [line for line in lines if line.page == number]
        raised = {
            words.strip() for line in page for words, size, _ in line.pieces if _is_raised(words, size, line, usual)
        }
        foot = _note_lines(page, raised, usual)
        labels = _collect([line for line in page if id(line) in foot], notes)
        for line in page:
            if id(line) in foot:
                continue
            line.pieces = [
                (note_mark(labels[w.strip()]) if _is_raised(w, s, line, usual) and w.strip() in labels else w, s, y)
                for w, s, y in line.pieces
            ]
            body.append(line)
    return body, notes


def _is_raised(words: str, size: float, line: _Line, usual: float) -> bool:
    return words.strip().isdigit() and size < SMALL * line.size and line.size > NOTE_SIZE * usual


def _note_lines(page: list[_Line], raised: set[str], usual: float) -> set[int]:
    """Return the lines that hold notes: runs of small ones, the first with the number of a mark, under each column."""
    found: set[int] = set()
    inside = False
    for line in page:
        match = NOTE_START.match(_numbered(line))
        inside = line.size <= NOTE_SIZE * usual and (inside or bool(match and match[1] in raised))
        if inside:
            found.add(id(line))
    return found


def _numbered(line: _Line) -> str:
    """Return a line with a space behind the raised figure it may begin with."""
    head = line.pieces[0][0].strip() if line.pieces else ""
    return f"{head} {line.text[len(head) :].lstrip()}" if head.isdigit() else line.text


def _collect(lines: list[_Line], notes: dict[str, str]) -> dict[str, str]:
    """Add the notes of a page to all notes; return their labels by the numbers on the page."""
    labels: dict[str, str] = {}
    label = ""
    for line in lines:
        match = NOTE_START.match(_numbered(line))
        if match and match[1] not in labels and (not labels or int(match[1]) == int(list(labels)[-1]) + 1):
            label = labels[match[1]] = match[1] if match[1] not in notes else str(len(notes) + 1)
            notes[label] = _numbered(line)[match.end() :]
        elif label:
            notes[label] = _added(notes[label], line.text)
    return labels


def _added(text: str, line: str, known: frozenset[str] = frozenset()) -> str:
    """Add a line to a text; a word divided at the line's end is joined.

    "trans-" and "port" are one word; "Baku–" and "Tbilisi", "NATO-" and "Georgia" were never apart but for the line. Of
    "land-" and "locked" the words of the rest of the text decide: with a hyphen only if they are known so, or if both
    halves are known and the whole is not.
    """
    if not text:
        return line
    if DASH.search(text) and line[:1].isalnum():
        return text + line
    if not HYPHEN.search(text) or not line[:1].isalpha():
        return f"{text} {line}"
    first, second = WORD_END.search(text), WORD_START.match(line)
    if line[0].isupper() or (first and second and _keeps_hyphen(first[1].lower(), second[0].lower(), known)):
        return text + line
    return text[:-1] + line


def _keeps_hyphen(first: str, second: str, known: frozenset[str]) -> bool:
    if first + second in known:
        return False
    return f"{first}-{second}" in known or (first in known and second in known)


def _vocabulary(lines: Iterable[_Line]) -> frozenset[str]:
    """Return the words that stand within lines, with their hyphens, where no line's end divides them."""
    return frozenset(word.lower() for line in lines for word in WORDS.findall(line.text)[1:-1])


def _paragraphs(lines: list[_Line]) -> str:
    """Make paragraphs of lines, with a mark where each page begins."""
    if not lines:
        return ""
    usual = _usual_gap(lines)
    wide = max((len(line.text) for line in lines), default=0)
    known = _vocabulary(lines)
    blocks: list[str] = []
    last: _Line | None = None
    for line in lines:
        words = line.text
        mark = page_mark(line.page) if last is None or line.page != last.page else ""
        if last is not None and not _breaks(last, line, usual, wide):
            joined = _added(blocks[-1], words, known)
            at = len(joined) - len(words)
            blocks[-1] = joined[:at] + mark + joined[at:]
        else:
            blocks.append(mark + words)
        last = line
    return "\n\n".join(re.sub(r"[ \t]+", " ", block) for block in blocks)


def _usual_gap(lines: list[_Line]) -> float:
    gaps = [a.y - b.y for a, b in pairwise(lines) if a.page == b.page and 0 < a.y - b.y < 4 * a.size]
    return median(gaps) if gaps else 14.0


def _breaks(last: _Line, line: _Line, usual: float, wide: int) -> bool:
    """Tell whether a new paragraph begins."""
    if abs(last.size - line.size) > 0.12 * max(last.size, line.size):
        return True
    gap = last.y - line.y
    ended = bool(SENTENCE_END.search(last.text))
    if line.page != last.page or gap < 0:  # the next page, or the next column
        return ended and len(last.text) < 0.75 * wide
    if gap > FAR_APART * max(usual, LEADING * line.size):
        return True
    indented = line.x - last.x > 0.8 * line.size and last.x - line.x < 0
    return ended and indented


def _title(stated: Any, body: list[_Line]) -> str | None:
    """Return the title the file states, unless it is a file name; else the largest lines of the first page."""
    title = " ".join(clean(str(stated)).split()) if stated else ""
    if title and not re.search(r"\.(docx?|odt|pdf|indd|html?|tex)\Z|\A(untitled|microsoft word)", title, re.IGNORECASE):
        return title
    first = [line for line in body if line.page == body[0].page]
    largest = max((line.size for line in first), default=0.0)
    usual = median(line.size for line in body) if body else 0.0
    if largest < 1.2 * usual:
        return None
    words = " ".join(line.text for line in first if line.size > 0.97 * largest)
    return " ".join(words.split()) if len(words) < 200 else None
