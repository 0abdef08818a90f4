"""Files made to do harm, and damaged ones: each gives one line of error, quickly, and nothing else happens."""

from __future__ import annotations

import http.server
import io
import threading
import time
import zipfile
import zlib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geo.errors import SourceError
from geo.reading import document, read
from geo.reading.formats import FORMATS, extract, format_of
from geo.reading.formats.isolated_child import answer
from geo.user_files import check_regular

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
BODY = f'<w:document xmlns:w="{W}"><w:body><w:p><w:r><w:t>Trains run to Kars.</w:t></w:r></w:p></w:body></w:document>'
LONGEST_S = 10


def docx(body=BODY, **more):
    """Return a DOCX file with a body and further parts."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", body)
        for name, content in more.items():
            archive.writestr(name.replace("__", "/") + ".xml", content)
    return stream.getvalue()


def pdf(content, *, filters=b"/Filter /FlateDecode", pages=b"[4 0 R]"):
    """Return a PDF file of one page with a content stream."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids " + pages + b" /Count 1 >>",
        b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), filters, content),
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 300] /Contents 3 0 R /Resources 6 0 R >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /Font << /F 5 0 R >> >>",
    ]
    out = b"%PDF-1.4\n"
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = len(out)
    out += b"xref\n0 7\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"trailer << /Size 7 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % table


WORDS = b"BT /F 12 Tf 20 200 Td (Trains run to Kars every day.) Tj ET"
PAGE = (
    b"<!DOCTYPE html><html><title>A</title><body><article><p>Trains run to Kars every day.</p></article></body></html>"
)


def refused(data, kind, message):
    """Check that a file is refused with a message, in one line and in time."""
    start = time.monotonic()
    with pytest.raises(SourceError) as caught:
        extract(data, kind, name="x")
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)
    assert time.monotonic() - start < 6 * LONGEST_S, "a busy machine is given six times as long"


def test_the_small_files_are_sound():
    """The files that the tests below spoil are read as they are."""
    assert extract(docx(), "docx", name="x").text == "Trains run to Kars."
    assert extract(pdf(zlib.compress(WORDS)), "pdf", name="x").text == "Trains run to Kars every day."
    assert extract(PAGE, "html", name="x").text == "Trains run to Kars every day."


def test_a_zip_bomb_is_refused():
    """A part that unpacks to a thousand times its size is not unpacked."""
    refused(docx(BODY.replace("Trains", " " * 50_000_000)), "docx", "as a zip bomb does")


def test_too_much_text_in_an_archive_is_refused():
    """Even badly packed parts may not be larger than a book."""
    import random

    noise = random.Random(1).randbytes(35_000_000).hex()
    refused(docx(BODY.replace("Trains", noise)), "docx", "unpacks to more than 60,000,000 bytes")


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>',
        '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE x [<!ENTITY % p SYSTEM "http://127.0.0.1/x.dtd"> %p;]>',
    ],
    ids=["entities in entities", "a file", "an address"],
)
def test_an_entity_bomb_is_refused(doctype):
    """XML that defines entities is refused, whether they multiply, read a file or an address."""
    refused(docx(doctype + BODY.replace("Trains", "&b;")), "docx", "defines entities, as an XML bomb does")


def test_a_pdf_bomb_is_refused():
    """A content stream that unpacks to hundreds of megabytes is not unpacked."""
    bomb = zlib.compress(bytes(1) * 300_000_000)
    refused(pdf(bomb), "pdf", "as a PDF bomb does")


def test_a_page_tree_that_bites_its_tail_is_refused():
    """Pages that lie within themselves come to an end."""
    refused(pdf(zlib.compress(WORDS), pages=b"[2 0 R]"), "pdf", "it is damaged")


def test_tags_within_tags_come_to_an_end():
    """A hundred thousand tags within each other are read or refused, in time."""
    start = time.monotonic()
    told = answer(b"<html><body>" + b"<div>" * 100_000 + b"<p>Trains run to Kars every day.", "html")
    assert "error" in told or "Trains" in told["text"]
    assert time.monotonic() - start < 6 * LONGEST_S


def test_what_takes_too_long_is_stopped():
    """A reader that does not come to an end is stopped, and says so."""
    with pytest.raises(SourceError, match=r"x: reading it took longer than 0\.01 s, and was stopped"):
        extract(PAGE, "html", name="x", timeout_s=0.01)


def test_nothing_is_fetched_and_nothing_is_written(tmp_path):
    """A page and a document full of references to a server make no request; no file appears."""
    asked = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_error(404)

        def log_message(self, *_words):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}"
    head = (
        f'<base href="{address}/"><link rel=stylesheet href="{address}/s.css"><link rel=canonical href="{address}/c">'
    )
    body = f'<img src="{address}/i.png"><iframe src="{address}/f"></iframe><script src="{address}/j.js"></script>'
    page = PAGE.replace(b"<body>", f"{head}<body>{body}".encode())
    (tmp_path / "page.html").write_bytes(page)
    assert "Trains" in read(tmp_path / "page.html").text
    server.shutdown()
    server.server_close()
    assert asked == []
    assert [path.name for path in tmp_path.iterdir()] == ["page.html"]


def test_a_reader_can_open_no_door(monkeypatch):
    """In the process that reads, connections, programs and writing are forbidden."""
    import subprocess
    import sys

    tries = ["import socket; socket.create_connection(('127.0.0.1', 9))", "import os; os.system('true')",
             "open('/tmp/corridors-must-not-be', 'w')"]  # fmt: skip
    for attempt in tries:
        code = f"import sys; from geo.reading.formats import isolated_child as child; sys.addaudithook(child._refuse); {attempt}"
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False, timeout=60)
        assert b"which no document may" in done.stderr, attempt
    monkeypatch.undo()


@pytest.mark.parametrize(
    ("name", "kind"), [("a.pdf", "PDF"), ("a.docx", "docx"), ("a.epub", "epub"), ("a.html", "text")]
)
def test_a_file_of_another_kind_is_told(tmp_path, name, kind):
    """A file whose name promises what it does not hold gives one line that names it."""
    path = tmp_path / name
    path.write_bytes(b"\x00\x01nothing of the kind")
    with pytest.raises(SourceError) as caught:
        read(path)
    assert str(path) in str(caught.value)
    assert kind.lower() in str(caught.value).lower() or "damaged" in str(caught.value)


SOUND = {"pdf": pdf(zlib.compress(WORDS)), "docx": docx(), "html": PAGE, "epub": docx(), "mhtml": PAGE}


@settings(deadline=None, max_examples=120, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.sampled_from(sorted(SOUND)),
    st.lists(st.tuples(st.floats(0, 1), st.binary(max_size=12)), max_size=6),
    st.floats(0.1, 1),
)
def test_damaged_files_are_read_or_refused(kind, damage, kept):
    """Whatever bytes are changed or cut off, a reader gives text or a reason, and never breaks."""
    data = bytearray(SOUND[kind])
    for place, content in damage:
        at = int(place * len(data))
        data[at : at + len(content)] = content
    told = answer(bytes(data[: int(kept * len(data)) + 1]), kind)
    assert told.get("error") or told["text"].strip()


@settings(deadline=None, max_examples=60)
@given(st.sampled_from(sorted(SOUND)), st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(kind, data):
    """No bytes at all break a reader, or the guess of what they are."""
    told = answer(data, kind)
    assert told.get("error") or told["text"].strip()
    assert format_of(data) in {None, *FORMATS.values()}


MIXED = (
    "(", ")", "[1]", "¹", " (Smith, 2019)", "According to Reuters", " (May 3)", "\n\nNotes\n", "\n1. ", ". ", ";",
    "https://a.example/2019/05/06/", "et al.", " Smith (2019)", "accessed ", "\n", "¹²", "\x85",
)  # fmt: skip


@settings(deadline=None, max_examples=150)
@given(st.lists(st.sampled_from(MIXED), max_size=40).map("".join).filter(str.strip))
def test_any_mixture_of_citations_is_read(text):
    """However marks, names, dates and addresses are mixed, citations and sentences stay within the text."""
    found = document(text)
    assert all(0 <= c.start < c.end <= len(text) for c in found.citations)
    assert all(0 <= s.start < s.end <= len(text) for s in found.sentences)


@pytest.mark.parametrize(
    "text",
    ["A.a" * 200_000, "(Smith, 2019) " * 40_000, "\nNotes\n" * 100_000, "[1]" * 200_000 + "\n\nNotes\n1. x",
     "according to " * 60_000, "https://" * 60_000, "\n1. x" * 100_000, "Smith " * 120_000, " \n" * 300_000 + "x"],
    ids=["dots", "authors", "headings", "marks", "attributions", "addresses", "entries", "names", "blanks"],
)  # fmt: skip
def test_long_texts_take_no_longer_than_they_are(text):
    """Half a million characters made to confuse the patterns are read in a few seconds."""
    start = time.process_time()
    document(text)
    assert time.process_time() - start < 4 * LONGEST_S


@pytest.mark.skipif(not Path("/proc/version").exists(), reason="only where the kernel shows itself in files")
@pytest.mark.parametrize("name", ["/proc/kmsg", "/proc/version"])
def test_views_of_the_system_are_no_files(name):
    """What the kernel makes up while it is read may never end, and is refused before it is opened."""
    with pytest.raises(SourceError, match="is no file but a view of the system"):
        check_regular(Path(name))
