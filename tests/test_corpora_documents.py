"""The documents of a corpus, of every kind; one that is broken, or made to do harm, is a row with its reason."""

import json
import os
import signal
import zipfile
import zlib
from email.message import EmailMessage

import pyarrow.parquet as pq
import pytest
from made import TITLE, web_page

from geo.errors import OutputError
from layers.corpora import corpus
from layers.corpora.batches import Entry, find_batches
from layers.corpora.worker import Reader, Task

FERRY = "Ferries link Suakin with Jeddah."
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
CORE = (
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Boats of the south</dc:title></cp:coreProperties>'
)


def make_docx(path, words=FERRY):
    """Write a DOCX file with a title in its properties."""
    body = f'<w:document xmlns:w="{W}"><w:body><w:p><w:r><w:t>{words}</w:t></w:r></w:p></w:body></w:document>'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", body)
        archive.writestr("docProps/core.xml", CORE)


def make_epub(path):
    """Write an EPUB of one chapter with a title and a date."""
    container = (
        '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0"><rootfiles>'
        '<rootfile full-path="a.opf" media-type="application/oebps-package+xml"/></rootfiles></container>'
    )
    package = (
        '<package xmlns="http://www.idpf.org/2007/opf" version="3.0"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/">'
        "<dc:title>Boats of the book</dc:title><dc:date>2018-02-03</dc:date></metadata>"
        '<manifest><item id="c" href="c.xhtml" media-type="application/xhtml+xml"/></manifest>'
        '<spine><itemref idref="c"/></spine></package>'
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/epub+zip")
        archive.writestr("META-INF/container.xml", container)
        archive.writestr("a.opf", package)
        archive.writestr("c.xhtml", f'<html xmlns="http://www.w3.org/1999/xhtml"><body><p>{FERRY}</p></body></html>')


def make_pdf(path):
    """Write a PDF file of one line, with a title."""
    stream = zlib.compress(f"BT /F 12 Tf 20 200 Td ({FERRY}) Tj ET".encode())
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [4 0 R] /Count 1 >>",
        b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 3 0 R /Resources << /Font << /F 5 0 R >> >> >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /Title (Boats in print) >>",
    ]
    out = b"%PDF-1.4\n"
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = len(out)
    out += b"xref\n0 7\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    path.write_bytes(out + b"trailer << /Size 7 /Root 1 0 R /Info 6 0 R >>\nstartxref\n%d\n%%%%EOF\n" % table)


def make_mhtml(path):
    """Write a page as browsers save it in one file."""
    message = EmailMessage()
    message["MIME-Version"] = "1.0"
    message.set_content(web_page(), subtype="html")
    message.make_related()
    path.write_bytes(message.as_bytes())


def test_every_kind_of_document_is_read_with_its_title_and_day(tmp_path):
    """Each kind of document that is read has its path for a name, and what it says of itself; a picture is none."""
    folder = tmp_path / "articles"
    (folder / "deep").mkdir(parents=True)
    (folder / "a.txt").write_text(FERRY, encoding="utf-8")
    (folder / "deep" / "a.txt").write_text(FERRY, encoding="utf-8")
    (folder / "b.md").write_text(f"---\ntitle: Boats\ndate: 2019-05-14\n---\n{FERRY}", encoding="utf-8")
    (folder / "c.html").write_text(web_page(), encoding="utf-8")
    make_mhtml(folder / "d.mhtml")
    make_pdf(folder / "e.pdf")
    make_docx(folder / "f.docx")
    make_epub(folder / "g.epub")
    (folder / "picture.png").write_bytes(b"\x89PNG")
    (folder / "old.txt").write_bytes(bytes(range(256)) * 10)
    made = corpus([folder], tmp_path / "out", workers=0)
    rows = {row["document"]: row for row in pq.read_table(made.folder / "documents").to_pylist()}
    assert {name: (row["title"], str(row["date"] or "")) for name, row in rows.items()} == {
        "a.txt": ("a", ""),
        "deep/a.txt": ("a", ""),
        "b.md": ("Boats", "2019-05-14"),
        "c.html": (TITLE, "2019-05-06"),
        "d.mhtml": (TITLE, "2019-05-06"),
        "e.pdf": ("Boats in print", ""),
        "f.docx": ("Boats of the south", ""),
        "g.epub": ("Boats of the book", "2018-02-03"),
    }
    assert (rows["c.html"]["publisher"], rows["c.html"]["url"][:23]) == ("Freight Weekly", "https://freight.example")
    ferries = pq.read_table(made.folder / "corridors").to_pylist()
    assert {"a.txt", "deep/a.txt", "b.md", "e.pdf", "f.docx", "g.epub"} <= {row["document"] for row in ferries}
    (failure,) = pq.read_table(made.folder / "failures").to_pylist()
    assert (failure["document"], failure["source"]) == ("old.txt", "old.txt")
    assert "binary" in failure["reason"]
    assert str(tmp_path) not in failure["reason"]


def test_files_that_take_longer_make_smaller_batches(tmp_path):
    """A batch is some seconds of work: 250 texts, or 50 files of other programs."""
    for number in range(60):
        (tmp_path / f"{number}.pdf").touch()
    assert [len(batch.paths) for batch in find_batches([tmp_path])] == [50, 10]


def test_what_is_broken_is_listed_and_the_rest_goes_on(tmp_path):
    """A line that is no JSON, one without a text, a wrong date and an empty text are failures with their reasons."""
    path = tmp_path / "broken.jsonl"
    lines = ['{"id": 1, "text": ', '{"id": 2}', '{"id": 3, "text": "x", "date": "May"}', '{"id": 4, "text": " "}']
    path.write_text("\n".join([*lines, json.dumps({"id": 5, "text": FERRY})]), encoding="utf-8")
    made = corpus([path], tmp_path / "out", workers=0)
    reasons = {row["document"]: row["reason"] for row in pq.read_table(made.folder / "failures").to_pylist()}
    assert made.rows["documents"] == 1
    assert "no JSON" in reasons["broken.jsonl:1"]
    assert 'no "text"' in reasons["broken.jsonl:2"]
    assert "'May' is no day" in reasons["3"]
    assert "empty" in reasons["4"]


def test_a_document_that_takes_too_long_is_given_up():
    """A text that cannot be read in the time allowed is a failure; the next one is read by a new process."""
    with Reader(Task(longest_s=3)) as reader:
        rows = reader.read(Entry("long", "long", text="From Baku to Tbilisi. " * 400_000))
        after = reader.read(Entry("short", "short", text=FERRY))
    assert rows == {"failures": [{"document": "long", "source": "long", "reason": "given up after 3 s"}]}
    assert [row["phrase"] for row in after["mentions"]] == ["Suakin", "Jeddah"]


def test_a_file_that_hangs_or_bursts_is_a_failure_and_the_rest_goes_on(tmp_path):
    """A zip bomb, a text that takes too long and one of 50 MB are rows with reasons; a worker reads what is beside."""
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "a.txt").write_text(FERRY, encoding="utf-8")
    make_docx(folder / "b-bomb.docx", " " * 50_000_000)
    (folder / "c-hang.txt").write_text("From Baku to Tbilisi. " * 400_000, encoding="utf-8")
    (folder / "d-large.txt").write_text("Rain fell. " * 5_000_000, encoding="utf-8")
    (folder / "e.txt").write_text(FERRY, encoding="utf-8")
    made = corpus([folder], tmp_path / "out", workers=1, longest_s=6)
    documents = pq.read_table(made.folder / "documents")["document"].to_pylist()
    failures = pq.read_table(made.folder / "failures").to_pylist()
    assert documents == ["a.txt", "e.txt"]
    assert {row["document"]: row["reason"] for row in failures} == {
        "b-bomb.docx": next(row["reason"] for row in failures if "as a zip bomb does" in row["reason"]),
        "c-hang.txt": "given up after 6 s",
        "d-large.txt": "d-large.txt holds 55,000,000 bytes; at most 20,000,000 are read as one article: split it",
    }


def test_a_text_of_50_megabytes_is_refused():
    """A text that is no article is a failure with both sizes in it."""
    with Reader(Task()) as reader:
        (row,) = reader.read(Entry("large", "large", text="x" * 50_000_000))["failures"]
    assert "50,000,000 characters; at most 20,000,000" in row["reason"]


def test_a_document_that_kills_its_process_is_a_failure():
    """When the reading process dies the document is listed, and the next one gets a new process."""
    with Reader(Task()) as reader:
        reader.read(Entry("a", "a", text=FERRY))
        os.kill(reader._process.pid, signal.SIGKILL)
        reader._process.wait()
        (row,) = reader.read(Entry("b", "b", text=FERRY))["failures"]
        after = reader.read(Entry("c", "c", text=FERRY))
    assert "process died (exit code -9)" in row["reason"]
    assert [row["phrase"] for row in after["mentions"]] == ["Suakin", "Jeddah"]


def test_a_reader_that_cannot_start_ends_the_run(tmp_path, monkeypatch):
    """Where no document could be read the run says why, instead of listing every document as a failure."""
    monkeypatch.setenv("CORRIDORS_CACHE", str(tmp_path / "file" / "cache"))
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    with Reader(Task()) as reader, pytest.raises(OutputError, match=r"no document can be read: cache folder .* cannot"):
        reader.read(Entry("a", "a", text=FERRY))
