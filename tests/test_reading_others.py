"""Articles as LibreOffice, old word processors, mail programs and film people save them."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile

import pytest

from geo import read
from geo.errors import SourceError
from geo.reading.formats.odt import read_odt

CONTENT = """<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0">
<office:body><office:text>{}</office:text></office:body></office:document-content>"""


def odt(body: str) -> bytes:
    """Return an ODT file with this body."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", CONTENT.format(body))
    return packed.getvalue()


def test_an_odt_file_is_read_in_order():
    """Headings, lists, spaces, tables and notes of ODT are read; deleted words and comments are not."""
    found = read_odt(
        odt(
            "<text:tracked-changes><text:p>gone</text:p></text:tracked-changes><text:h>Ways</text:h>"
            '<text:p>Trains<text:s text:c="2"/>run<text:note><text:note-body><text:p>Trend, May 3, 2019.</text:p>'
            "</text:note-body></text:note>.<text:tab/>So do ships.</text:p>"
            "<text:list><text:list-item><text:p>Baku</text:p></text:list-item></text:list>"
            "<table:table><table:table-row><table:table-cell><text:p>Kars</text:p></table:table-cell>"
            "<table:table-cell><text:p>Poti</text:p></table:table-cell></table:table-row></table:table>"
        )
    )
    assert found.text == "Ways\n\nTrains  run[1]. So do ships.\n\nBaku\n\nKars | Poti"
    assert [note.words for note in found.notes] == ["Trend, May 3, 2019."]


@pytest.mark.parametrize("kind", ["odt", "rtf"])
def test_what_libreoffice_writes_is_read(tmp_path, kind):
    """A text saved by LibreOffice as ODT or RTF has its paragraphs and letters, Georgian ones too."""
    if shutil.which("soffice") is None:
        pytest.skip("no LibreOffice on this machine; install libreoffice-writer to make such a file")
    source = tmp_path / "ways.txt"
    source.write_text("Trains run from Baku to Kars — daily.\n\nფოთი and Şuşa are named.\n", encoding="utf-8")
    subprocess.run(
        ["soffice", "--headless", f"-env:UserInstallation=file://{tmp_path}/office", "--convert-to", kind,
         "--outdir", str(tmp_path), str(source)],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    text = read(source.with_suffix(f".{kind}")).text
    assert "Trains run from Baku to Kars — daily." in text
    assert "ფოთი and Şuşa are named." in text


LETTER = """From: A Desk <desk@example.org>
Subject: =?utf-8?q?Ferries_to_Po=C8=9Bi?=
Date: Fri, 3 May 2019 10:00:00 +0200
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit

Ferries link Poti with Constanta.

On Thu, 2 May 2019, B Desk wrote:
> Trains run from Paris to Berlin.
> And more.
--\x20
A Desk, Rome
"""


def test_a_letter_is_read_without_what_it_quotes(tmp_path):
    """Subject is title, the day is the date; quoted lines and the signature are no text of the letter."""
    path = tmp_path / "letter.eml"
    path.write_bytes(LETTER.encode())
    found = read(path)
    assert found.title == "Ferries to Poți"
    assert found.text.strip() == "Ferries link Poti with Constanta."
    assert str(found.date) == "2019-05-03"


def test_a_letter_in_html_is_read(tmp_path):
    """Where there is no plain text the HTML is read."""
    html = LETTER.replace("text/plain", "text/html").replace("Ferries link", "<p>Ferries <b>link</b>")
    path = tmp_path / "letter.eml"
    path.write_bytes(html.encode())
    assert "Ferries link Poti with Constanta." in read(path).text


SUBTITLES = """1
00:00:01,000 --> 00:00:03,000
<i>Trains run from Baku</i>

2
00:00:03,100 --> 00:00:05,000
to Kars.

3
00:01:03,100 --> 00:01:05,000
Ferries link Poti
with Constanta.
"""


@pytest.mark.parametrize(("name", "head"), [("film.srt", ""), ("film.vtt", "WEBVTT\n\n")])
def test_subtitles_are_sentences(tmp_path, name, head):
    """What is said over several lines is one sentence; silence parts paragraphs; numbers, times and tags are gone."""
    path = tmp_path / name
    path.write_text(head + SUBTITLES, encoding="utf-8")
    assert read(path).text.strip() == "Trains run from Baku to Kars.\n\nFerries link Poti with Constanta."


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.odt", b"no zip", "damaged"),
        ("a.odt", b"PK\x05\x06" + b"\0" * 18, "no ODT file"),
        ("a.rtf", b"plain", "no RTF file"),
        ("a.eml", b"\n\nTrains run.", "no e-mail"),
        ("a.srt", b"Trains run.", "no file of subtitles"),
        ("a.odt", odt("").replace(b"office:text", b"office:tent"), "damaged|holds no text"),
    ],
)
def test_what_is_no_such_file_is_told(tmp_path, name, content, reason):
    """A file that is not what its name says is refused with the reason."""
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(SourceError, match=reason):
        read(path)


def test_an_address_is_no_file():
    """Who names an address is told to save the page first."""
    with pytest.raises(SourceError, match="save the page"):
        read("https://example.org/article")
