"""Scans: their text is recognised where a program is there, kept beside them, and clear words say what is missing."""

from __future__ import annotations

import shutil
import stat
import sys
from io import BytesIO
from pathlib import Path

import pytest
from click.testing import CliRunner

from geo.errors import ScanError, SourceError
from geo.reading import is_readable, ocr, read
from layers.cli import corridors
from layers.studio import Shelf

WORDS = ("Ferries link Suakin with Jeddah.", "Trains run from Baku to Tbilisi.")


def pictures(*, letters=True):
    """Return a PDF whose one page is a picture, with words on it or with none."""
    from PIL import Image, ImageDraw, ImageFont

    picture = Image.new("L", (1700, 600), 255)
    draw = ImageDraw.Draw(picture)
    for number, words in enumerate(WORDS if letters else ()):
        draw.text((100, 120 + 160 * number), words, font=ImageFont.load_default(size=64), fill=0)
    packed = BytesIO()
    picture.save(packed, "PDF", resolution=200)
    return packed.getvalue()


@pytest.fixture
def scan(tmp_path):
    """Return the file of a scan."""
    path = tmp_path / "ferries.pdf"
    path.write_bytes(pictures())
    return path


def text_pdf(path):
    """Write a PDF that holds the words as text."""
    from matplotlib.figure import Figure

    figure = Figure((6, 2))
    for number, words in enumerate(WORDS):
        figure.text(0.05, 0.7 - 0.3 * number, words)
    figure.savefig(path, format="pdf", metadata={"CreationDate": None})


def program(folder, name, code):
    """Put a program of Python into a folder."""
    path = folder / name
    path.write_text(f"#!{sys.executable}\n{code}", encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


def test_a_scan_says_what_it_needs(scan):
    """Reading a scan names the wish that would read it; the error is one of its own."""
    with pytest.raises(ScanError, match=r"its pages are pictures \(a scan\) without text; --ocr recognises it"):
        read(scan)


def test_without_a_program_it_says_how_to_get_one(scan, monkeypatch):
    """Where nothing here recognises text, the words say what to install on which system."""
    monkeypatch.setenv("PATH", "")
    with pytest.raises(ScanError, match=r"install ocrmypdf .*brew install ocrmypdf"):
        ocr.recognise(scan)
    done = CliRunner().invoke(corridors, ["map", "--ocr", str(scan)])
    assert isinstance(done.exception, ScanError)


@pytest.mark.parametrize("languages", ["", "e", "eng;rm", "../x", "eng rus"])
def test_what_is_no_language_is_told(scan, languages):
    """Only names as tesseract has them reach its command."""
    with pytest.raises(SourceError, match="tesseract's names"):
        ocr.recognise(scan, languages=languages)


def test_recognised_text_is_kept_and_belongs_to_its_scan(scan, tmp_path, monkeypatch):
    """The text lies beside the scan, is made once, is read without a wish, and is no text of another scan."""
    if sys.platform == "win32":
        pytest.skip("the stand-in is a script")
    folder = tmp_path / "programs"
    folder.mkdir()
    ready = tmp_path / "ready"
    text_pdf(ready)
    calls = tmp_path / "calls"
    code = f"import shutil, sys\nopen({str(calls)!r}, 'a').write('x')\nshutil.copy({str(ready)!r}, sys.argv[-1])\n"
    program(folder, "ocrmypdf", code)
    program(folder, "tesseract", "")
    monkeypatch.setenv("PATH", str(folder))
    assert ocr.recognise(scan) == tmp_path / "ferries.ocr.pdf"
    ocr.recognise(scan)
    assert calls.read_text(encoding="utf-8") == "x"
    monkeypatch.setenv("PATH", "")
    assert WORDS[0] in read(scan).text
    assert read(scan).source == "ferries.pdf"
    assert not is_readable(ocr.beside(scan))
    assert [each.name for each in Shelf(tmp_path).articles()] == ["ferries.pdf"]
    scan.write_bytes(pictures(letters=False))
    with pytest.raises(ScanError):
        read(scan)


def test_a_program_that_fails_is_told(scan, tmp_path, monkeypatch):
    """The last words of a program that gives up stand in ours, and nothing is kept."""
    if sys.platform == "win32":
        pytest.skip("the stand-in is a script")
    folder = tmp_path / "programs"
    folder.mkdir()
    program(folder, "ocrmypdf", "import sys\nsys.stderr.write('no language rus\\n')\nsys.exit(3)\n")
    program(folder, "tesseract", "")
    monkeypatch.setenv("PATH", str(folder))
    with pytest.raises(ScanError, match=r"ocrmypdf gave up \(no language rus\)"):
        ocr.recognise(scan, languages="rus")
    assert not ocr.beside(scan).exists()


@pytest.mark.parametrize("with_ocrmypdf", [True, False], ids=["ocrmypdf", "tesseract"])
def test_a_real_scan_becomes_a_map(scan, tmp_path, monkeypatch, with_ocrmypdf):
    """With the real programs, where they are installed, a picture of two sentences gives both their ways."""
    needed = ("ocrmypdf", "tesseract") if with_ocrmypdf else ("pdftoppm", "tesseract")
    if not all(map(shutil.which, needed)):
        pytest.skip(f"{' and '.join(needed)} are not installed")
    if not with_ocrmypdf:
        monkeypatch.setattr(ocr, "programs", lambda: "tesseract")
    done = CliRunner().invoke(
        corridors, ["map", "--ocr", str(scan), "-o", str(tmp_path / "out"), "--format", "geojson"]
    )
    assert done.exit_code == 0, done.output
    told = (tmp_path / "out" / "ferries" / "corridors.geojson").read_text(encoding="utf-8")
    assert "Suakin–Jeddah" in told
    assert "Baku–Tbilisi" in told
    assert Path(ocr.beside(scan)).is_file()
