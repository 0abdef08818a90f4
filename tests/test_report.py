"""The report: what a reader of Markdown and a user of a word processor find in it."""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import zipfile
from dataclasses import replace

import docx
import pypdf
import pytest
from lxml import etree
from markdown_it import MarkdownIt

from layers.figure import draw
from layers.figure.subject import Feature
from layers.frames import to_frames
from layers.report import content_of, to_docx, to_markdown
from layers.report.decisions import SENTENCE, decisions_of, without_repeats

HOSTILE = "<img src=x onerror=alert(1)> | [x](javascript:alert(1)) `a` *b* \x0b"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.fixture(scope="module")
def report(atlas):
    """Return the report of the small article."""
    return content_of(to_frames(atlas))


@pytest.fixture(scope="module")
def packed(atlas, report):
    """Return the report of the small article as DOCX, with its figure."""
    return to_docx(report, draw(to_frames(atlas)).png(dpi=100))


@pytest.fixture(scope="module")
def hostile(atlas):
    """Return the report of an article whose names are markup."""
    place = replace(atlas.places[0], record=replace(atlas.places[0].record, name=HOSTILE))
    document = replace(atlas.document, title=HOSTILE)
    return content_of(to_frames(replace(atlas, document=document, places=(place,))))


def test_the_tables_say_all_of_it(report):
    """Each corridor has mode, length, basis, precision and sources; each place kind, coordinates and record."""
    railway = next(row for row in report.corridors.rows if row[1] == "Baku–Tbilisi–Kars railway")
    assert railway[2] == "Railway, in operation"
    assert "published: 826" in railway[3]
    assert railway[4:7] == ("stated in the article", railway[5], "Railgazette.example, 12 March 2018")
    assert railway[5].startswith("schematic, ")
    baku = next(row for row in report.places.rows if row[1] == "Baku")
    assert baku[2:6] == ("City", "AZ", "49.8920, 40.3777", "geonames:587084")
    assert [row[0] for row in report.actors.rows] == ["Azerbaijan’s government"]
    (lost,) = report.unresolved.rows
    assert lost[:3] == ("Qaradaş", "name", "no gazetteer record has this name")
    assert "A depot at Qaradaş" in report.evidence[int(lost[3]) - 1][0]
    assert {"CC BY 4.0", "ODbL 1.0"} <= {row[2] for row in report.sources.rows}


def test_evidence_numbers_lead_to_their_sentences(atlas, report):
    """The numbers in a row are those of the sentences in which the thing is named."""
    for row in (*report.corridors.rows, *report.places.rows):
        for number in map(int, row[-1].split(", ")):
            quote, _ = report.evidence[number - 1]
            assert quote.strip("“”") in atlas.document.text
    kars = next(row for row in report.places.rows if row[1] == "Kars")
    assert any("reached Kars" in report.evidence[int(n) - 1][0] for n in kars[-1].split(", "))


def test_the_report_says_what_each_corridor_crosses(report):
    """The railway from Baku to Kars ends in Turkey, and at the Turkish border the gauge changes to 1435 mm."""
    row = next(row for row in report.crossed.rows if row[1] == "Baku–Tbilisi–Kars railway")
    countries = [part.split()[0] for part in row[2].split(", ")]
    assert (countries[0], countries[-1]) == ("AZ", "TR")
    assert "GE–TR" in row[3]
    assert row[3].endswith("gauge 1520 to 1435 mm")
    assert row[4] == "–"


def test_without_text_no_sentence_is_quoted(atlas):
    """Whoever may not republish the article gets positions and citations in place of its sentences."""
    report = content_of(to_frames(atlas), with_text=False)
    text = to_markdown(report)
    assert "Freight for the mission" not in text
    assert "Characters 0–" in text
    assert "Railgazette.example" in text


def test_markdown_has_its_parts_in_order(report):
    """A CommonMark parser finds the headings, tables, figure with alternative text and a numbered list."""
    tokens = MarkdownIt("commonmark").enable("table").parse(to_markdown(report))
    heads = [tokens[i + 1].content for i, token in enumerate(tokens) if token.type == "heading_open"]
    assert heads == [
        report.title, "Corridors", "What the corridors cross", "Places", "Decisions behind the map",
        "Notes on corridors", "Evidence", "Actors, not places", "Seen, not drawn", "Data and licences",
    ]  # fmt: skip
    images = [child for token in tokens for child in token.children or () if child.type == "image"]
    assert [(i.attrs["src"], i.content.replace("\\", "")) for i in images] == [("figure.png", report.alt)]
    rows = sum(token.type == "tr_open" for token in tokens)
    tables = (report.corridors, report.crossed, report.places, report.actors, report.unresolved, report.sources)
    assert rows == sum(len(table.rows) + 1 for table in tables)
    listed = [t for t in tokens if t.type == "ordered_list_open"]
    assert len(listed) == 1


def test_hostile_words_stay_words_in_markdown(hostile):
    """Names that are markup come out as text: no HTML, no link, no new column."""
    text = to_markdown(hostile)
    html = MarkdownIt("commonmark").enable("table").render(text)
    assert "<img src=x" not in html
    assert 'href="javascript' not in html
    assert "&lt;img src=x onerror=alert(1)&gt; | [x](javascript:alert(1)) `a` *b*" in html


def test_word_finds_headings_caption_and_alternative_text(report, packed):
    """The document has Word's own styles, one figure with alternative text, and table heads that repeat."""
    document = docx.Document(io.BytesIO(packed))
    styled = {p.style.name for p in document.paragraphs}
    assert {"Title", "Heading 1", "Caption", "List Bullet"} <= styled
    (inline,) = document.inline_shapes
    assert inline._inline.docPr.get("descr") == report.alt
    heads = [t.rows[0]._tr.find(f"{W}trPr/{W}tblHeader") is not None for t in document.tables]
    assert heads == [True] * 6
    assert [c.text for c in document.tables[0].rows[1].cells] == list(report.corridors.rows[0])
    assert [len(t.rows) - 1 for t in document.tables] == [
        len(t.rows)
        for t in (report.corridors, report.crossed, report.places, report.actors, report.unresolved, report.sources)
    ]
    told = document.core_properties
    assert (told.title, told.language) == (report.title, "en-GB")
    fields = etree.tostring(document.element.body).decode()
    assert " SEQ Figure " in fields


def test_nothing_in_the_docx_knows_the_time(atlas, report, packed):
    """Made again it is the same, byte for byte; no part of it has a date of its own."""
    assert to_docx(report, draw(to_frames(atlas)).png(dpi=100)) == packed
    with zipfile.ZipFile(io.BytesIO(packed)) as file:
        assert {member.date_time for member in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"created" not in file.read("docProps/core.xml")


def test_hostile_words_stay_words_in_word(hostile):
    """Markup and control characters in names neither break the document nor vanish."""
    document = docx.Document(io.BytesIO(to_docx(hostile, None)))
    assert document.paragraphs[0].text == HOSTILE.replace("\x0b", "\ufffd")


def test_libreoffice_opens_the_report(packed, report, tmp_path):
    """LibreOffice turns the report into pages with all headings on them, and without a complaint."""
    soffice = shutil.which("soffice")
    if soffice is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)("libreoffice-writer-nogui is not installed")
    (tmp_path / "report.docx").write_bytes(packed)
    home = f"-env:UserInstallation=file://{tmp_path}/office"
    done = subprocess.run(
        [soffice, home, "--headless", "--convert-to", "pdf", "report.docx"],
        cwd=tmp_path, capture_output=True, text=True, check=True, timeout=300,
    )  # fmt: skip
    assert "rror" not in done.stdout + done.stderr
    pages = pypdf.PdfReader(tmp_path / "report.pdf").pages
    assert 2 <= len(pages) <= 8
    text = " ".join(page.extract_text() for page in pages)
    for expected in (report.title, "Corridors", "Places", "Evidence", "Data and licences", "Figure 1. "):
        assert expected in text
    assert len(pages[0].images) == 1


def leg_of(**changes):
    """Return a leg as the rows have it."""
    return {"precision": "schematic", "length_km": 10.0, "reason": ""} | changes


def way(number, name, legs, **row):
    """Return a corridor of some legs."""
    more = {"name": name, "basis": "stated", "published_km": None, "length_km": 100.0, "legs": legs}
    return Feature(number, more | row, is_corridor=True)


def test_a_reason_is_said_once_for_all_the_legs_that_share_it():
    """Ninety stretches without a bend are one sentence: how many, of which corridors, how long, from what to what."""
    gap = "the network has no point between junctions {} km apart"
    legs = [leg_of(reason=gap.format(15 + i)) for i in range(60)]
    other = [leg_of(reason=gap.format(f"up to {80 + i}")) for i in range(30)]
    told = dict(decisions_of([way(1, "North", legs), way(2, "South", other)], []))
    assert told["Schematic lines"].count("the network has no point") == 1
    assert "junctions 15 to 109 km apart (90 stretches of no. 1 and 2, 900 km)" in told["Schematic lines"]


def test_each_decision_that_matters_is_named():
    """What is inferred, of the catalogue, straight, of another length than published, or not drawn stands in words."""
    features = [
        way(1, "East", [leg_of(precision="straight", reason="no network")], basis="inferred"),
        way(2, "West", [leg_of(precision="traced")], basis="catalogued", published_km=130.0),
    ]
    lost = [{"name": "Erewhon", "reason": "nobody knows it"}, {"name": "Utopia", "reason": "nobody knows it"}]
    told = dict(decisions_of(features, lost))
    assert told["Inferred by us"].startswith("East (1)")
    assert told["Course from our catalogue"].startswith("West (2)")
    assert "no network (1 stretch of no. 1, 10 km)" in told["Straight lines"]
    assert "West (2) 100 km, published 130 km" in told["Lengths that differ from what is published"]
    assert "Erewhon and Utopia (nobody knows it)" in told["Not drawn"]
    assert told["Not drawn"].count("nobody knows it") == 1


def test_no_note_repeats_another():
    """A sentence that the notes of several corridors share stands once, under all their names."""
    notes = without_repeats([("A", "Its course is known. Shut in 1993."), ("B", "Its course is known.")])
    assert notes == (("A; B", "Its course is known."), ("A", "Shut in 1993."))


def test_the_report_says_no_sentence_twice(atlas):
    """Neither Markdown nor its notes hold a sentence of more than six words twice, outside tables and evidence."""
    report = content_of(to_frames(atlas))
    said = [sentence for _, told in (*report.decisions, *report.notes) for sentence in SENTENCE.split(told)]
    long = [sentence for sentence in said if len(sentence.split()) > 6]
    assert len(long) == len(set(long))
    assert report.decisions


def test_tables_of_the_docx_have_captions(packed):
    """Every table has a caption with a number of its own that Word counts, for a list of tables."""
    document = docx.Document(io.BytesIO(packed))
    captions = ["".join(t.text for t in p._p.iter(f"{W}t")) for p in document.paragraphs if p.style.name == "Caption"]
    tables = [text.split(".")[0] for text in captions if text.startswith("Table ")]
    assert tables == [f"Table {n}" for n in range(1, len(document.tables) + 1)]
    fields = re.findall(r'w:instr=" SEQ (\w+)', document.element.xml)
    assert fields.count("Table") == len(tables)
    assert fields.count("Figure") == 1
