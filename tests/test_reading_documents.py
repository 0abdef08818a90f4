"""Files of other programs, made here by those programs, become text with title, date, pages and citations."""

from __future__ import annotations

import base64
import subprocess
import sys
import zipfile
from pathlib import Path

import made
import pytest
from made import NOTES, PARAGRAPHS, TITLE, converted, flat_odt, kept_share, web_page
from pypdf import PdfReader

from geo.errors import SourceError
from geo.reading import document, read, together
from layers import build
from layers.frames import to_frames

OUTLETS = [("Trend", "2019-05-03"), ("Eurasia Daily Monitor", "2018-04-04")]
LEAST_KEPT = 0.97


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """Return a folder with a document of LibreOffice's, as PDF and as DOCX."""
    folder = tmp_path_factory.mktemp("office")
    source = folder / "four.fodt"
    source.write_text(flat_odt(), encoding="utf-8")
    for suffix in ("pdf", "docx"):
        converted(source, suffix, folder)
    return folder


@pytest.fixture(scope="module")
def chromium(browser, tmp_path_factory):
    """Return a folder with files of Chromium's: a PDF in two columns, a PDF that is a picture, a saved page."""
    folder = tmp_path_factory.mktemp("chromium")
    context = browser.new_context(offline=True, java_script_enabled=False)
    page = context.new_page()
    words = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS * 5)
    style = "@page{size:A5} main{columns:2;hyphens:auto;text-align:justify}"
    page.set_content(f"<html lang=en><title>{TITLE}</title><style>{style}</style><h1>{TITLE}</h1><main>{words}</main>")
    margin = {"top": "2cm", "bottom": "2cm"}
    head, foot = (
        '<span style="font-size:9px">Slow Freight</span>',
        '<span class="pageNumber" style="font-size:9px"></span>',
    )
    page.pdf(
        path=folder / "columns.pdf", display_header_footer=True, header_template=head, footer_template=foot,
        margin=margin, prefer_css_page_size=True,
    )  # fmt: skip
    page.set_content('<p style="font-size:40px">Text in a picture</p>')
    pixels = base64.b64encode(page.screenshot(type="png")).decode()
    page.set_content(f'<img src="data:image/png;base64,{pixels}" style="width:400px">')
    page.pdf(path=folder / "scan.pdf")
    page.set_content(web_page())
    session = context.new_cdp_session(page)
    (folder / "page.mhtml").write_bytes(session.send("Page.captureSnapshot", {"format": "mhtml"})["data"].encode())
    context.close()
    return folder


def cited(found):
    """Return outlets and dates of a document's notes."""
    return [(c.outlet, str(c.date)) for c in found.citations if c.note]


@pytest.mark.parametrize("suffix", ["pdf", "docx"])
def test_an_office_document_keeps_its_text_title_and_notes(office, suffix):
    """From a two-column document of LibreOffice's come its words, its title, and its footnotes as citations."""
    found = read(office / f"four.{suffix}")
    assert kept_share(found.text) >= LEAST_KEPT
    assert found.title == TITLE
    assert cited(found) == OUTLETS
    assert NOTES[0] not in found.text, "the words of a note are no part of the text"
    first, second = (found.text.index(words) for words in ("every second night[1]", "fourteen hours[2]"))
    assert found.citations_in(found.sentences[1].index)[0].outlet == "Trend"
    assert first < second


def test_headers_footers_and_page_numbers_stay_out(office):
    """The running head and "Page 2 of 4" are left out; the page of every sentence is kept."""
    found = read(office / "four.pdf")
    pages = len(PdfReader(office / "four.pdf").pages)  # three or four, as the machine's typefaces run
    assert pages >= 3
    assert "Quarterly" not in found.text
    assert f" of {pages}" not in found.text
    assert [number for number, _ in found.pages] == list(range(1, pages + 1))
    assert found.page_at(found.text.index("every second night[1]")) == 1
    assert found.page_at(len(found.text) - 1) == pages


def test_divided_words_are_joined(office, chromium):
    """No word stays divided where a line ended, and the paragraphs stand in the order of the columns."""
    for path in (office / "four.pdf", chromium / "columns.pdf"):
        text = read(path).text
        assert kept_share(text) >= LEAST_KEPT
        assert "- " not in text.replace(" – ", "")
        assert (
            text.index("Freight for")
            < text.index("Nobody had")
            < text.index("Lorries are")
            < text.index("Pipelines do")
        )


@pytest.mark.parametrize(
    ("text", "line", "joined"),
    [
        ("by trans-", "port", "by transport"),
        ("the Baku–Tbilisi–", "Kars railway", "the Baku–Tbilisi–Kars railway"),
        ("a NATO-", "Georgia centre", "a NATO-Georgia centre"),
        ("a land-", "locked state", "a land-locked state"),
        ("a with-", "drawal", "a withdrawal"),
        ("of long", "lines", "of long lines"),
        ("from 10 –", "20 tons", "from 10 – 20 tons"),
    ],
)
def test_what_a_line_divides_is_joined_as_it_was(text, line, joined):
    """A word, a chain of places and a name with a hyphen come together again as they were before the line ended."""
    from geo.reading.formats.pdf import _added

    assert _added(text, line, frozenset({"land-locked", "with", "drawal", "withdrawal"})) == joined


def test_tables_become_lines(office):
    """A table's row is a line with its cells."""
    assert "Alat | 14" in read(office / "four.docx").text


def test_evidence_names_its_page(office, tmp_path):
    """On the map each quote from a PDF says on which page it stands."""
    outputs = build(office / "four.pdf", tmp_path)
    evidence = [item for row in to_frames(outputs.atlas).places["evidence"] for item in row]
    assert {1, 2, 3} <= {item["page"] for item in evidence} <= {1, 2, 3, 4}
    notes = [c for item in evidence for c in item["citations"]]
    assert {"outlet": "Trend", "date": "2019-05-03", "accessed": False, "note": "Trend, May 3, 2019."} in notes


@pytest.mark.parametrize("name", ["page.html", "page.mhtml"])
def test_a_saved_page_is_its_article(chromium, tmp_path, name):
    """Menus, adverts and banners are out; title, day, publisher, address and notes are kept."""
    path = chromium / name
    if name == "page.html":
        path = tmp_path / name
        path.write_text(web_page(), encoding="utf-8")
    found = read(path)
    assert kept_share(found.text) >= LEAST_KEPT
    assert found.title == TITLE
    assert (str(found.date), found.date_basis) == ("2019-05-06", "stated")
    assert (found.publisher, found.url) == ("Freight Weekly", "https://freight.example/2019/05/06/four-ways")
    assert cited(found) == OUTLETS
    for noise in ("Subscribe", "tyres", "Fiji", "Cookie"):
        assert noise not in found.text, noise


def test_a_book_is_read_in_order(tmp_path):
    """Chapters of an EPUB come in the order of its spine, with title, publisher, day and notes."""
    path = tmp_path / "book.epub"
    chapters = [
        f"<p>{PARAGRAPHS[0]}<a href='#n1'>1</a></p><p id='n1'>1. {NOTES[0]}</p>",
        f"<h2>Two</h2><p>{PARAGRAPHS[1]}<a href='#n1'>1</a></p><ul><li id='n1'>1 {NOTES[1]}</li></ul>",
    ]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/epub+zip")
        archive.writestr(
            "META-INF/container.xml",
            '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
            '<rootfile full-path="OPS/a.opf"/></rootfiles></container>',
        )
        archive.writestr(
            "OPS/a.opf",
            '<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata>'
            f"<dc:title>{TITLE}</dc:title><dc:publisher>Slow Press</dc:publisher><dc:date>2019-06-01</dc:date>"
            "</metadata>"
            '<manifest><item id="b" href="two.xhtml"/><item id="a" href="one.xhtml"/></manifest>'
            '<spine><itemref idref="a"/><itemref idref="b"/></spine></package>',
        )
        for name, words in zip(("one", "two"), chapters, strict=True):
            archive.writestr(
                f"OPS/{name}.xhtml", f"<html xmlns='http://www.w3.org/1999/xhtml'><body>{words}</body></html>"
            )
    found = read(path)
    assert (found.title, found.publisher, str(found.date)) == (TITLE, "Slow Press", "2019-06-01")
    assert kept_share(found.text, PARAGRAPHS[:2]) >= LEAST_KEPT
    assert found.text.index("Freight for") < found.text.index("Nobody had")
    assert cited(found) == OUTLETS
    assert "[2]" in found.text


def test_a_scan_is_told_as_such(chromium):
    """A PDF of pictures alone says that its text must be recognised first."""
    with pytest.raises(SourceError, match=r"scan\.pdf: its pages are pictures \(a scan\) without text"):
        read(chromium / "scan.pdf")


def test_a_locked_file_is_told_as_such(office, tmp_path):
    """A PDF with a password says so; one that everybody may open is read."""
    from pypdf import PdfWriter

    for password, name in (("secret", "locked.pdf"), ("", "open.pdf")):
        writer = PdfWriter(clone_from=PdfReader(office / "four.pdf"))
        writer.encrypt(password, owner_password="owner", algorithm="RC4-128")  # noqa: S106 - a test's
        writer.write(tmp_path / name)
    with pytest.raises(SourceError, match=r"locked\.pdf: it is locked with a password"):
        read(tmp_path / "locked.pdf")
    assert kept_share(read(tmp_path / "open.pdf").text) >= LEAST_KEPT
    (tmp_path / "old.docx").write_bytes(b"\xd0\xcf\x11\xe0" + bytes(600))
    with pytest.raises(SourceError, match=r"old\.docx: it is an old \.doc file, or locked with a password"):
        read(tmp_path / "old.docx")


def test_what_is_piped_in_is_read(office, tmp_path):
    """A dash stands for standard input, whatever kind of file comes from it."""
    for data, name in (((office / "four.docx").read_bytes(), "docx"), (b"Trains run from Baku to Kars.", "text")):
        command = [sys.executable, "-m", "layers", "map", "-", "-o", str(tmp_path / name)]
        done = subprocess.run(command, input=data, capture_output=True, check=True, timeout=120)
        assert done.stdout.decode().splitlines()[-1].startswith("standard input: ")
        assert (tmp_path / name / "standard-input" / "map.html").is_file()


def test_a_folder_is_its_articles(tmp_path):
    """Of a folder every file that may be an article is mapped; notes, reviews and hidden files are left alone."""
    folder = tmp_path / "articles"
    folder.mkdir()
    files = {
        "a.txt": "Trains run from Baku to Kars.",
        "b.md": "Ferries link Poti with Constanta.",
        "b.review.yaml": "title: Ports",
        ".c.txt": "x",
    }
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "layers", "map", str(folder), "-o", str(tmp_path / "out")]
    subprocess.run(command, capture_output=True, check=True, timeout=120)
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["a", "b"]
    one = subprocess.run(
        [*command[:-1], str(tmp_path / "one"), "--together"], capture_output=True, check=True, timeout=120
    )
    assert one.stdout.decode().splitlines()[-1].startswith("a.txt, b.md: ")
    assert [path.name for path in (tmp_path / "one").iterdir()] == ["a-and-1-more"]


def test_several_articles_on_one_map_keep_theirs():
    """In articles put together every mention, sentence and citation leads back to its own."""
    parts = [
        document("Rain fell (Trend, May 3, 2019).", source="a.txt"),
        document("Snow fell. Kars froze.", source="b.txt"),
    ]
    both = together(parts)
    assert [both.quote(i) for i in range(3)] == ["Rain fell (Trend, May 3, 2019).", "Snow fell.", "Kars froze."]
    assert both.part_at(both.text.index("Kars")).source == "b.txt"
    assert both.part_at(0).source == "a.txt"
    assert [c.outlet for c in both.citations_in(0)] == ["Trend"]
    assert both.page_at(0) is None


def test_markdown_footnotes_are_citations(tmp_path):
    """A footnote of a Markdown article is a citation of the sentence it stands in."""
    path = tmp_path / "a.md"
    path.write_text("Trains run to Kars.[^x] Ships do not.\n\n[^x]: Trend, May 3, 2019.\n", encoding="utf-8")
    found = read(path)
    assert found.text == "Trains run to Kars[1]. Ships do not."
    assert cited(found) == OUTLETS[:1]
    assert [found.quote(s.index) for s in found.sentences] == ["Trains run to Kars[1].", "Ships do not."]


def test_the_helper_knows_its_own_words():
    """A text that lost a paragraph keeps a smaller share of its words."""
    assert made.kept_share("\n".join(PARAGRAPHS)) == 1.0
    assert made.kept_share("\n".join(PARAGRAPHS[:2])) < 0.6
    assert Path(made.__file__).name == "made.py"
