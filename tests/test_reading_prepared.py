"""Many files through processes that are forked from prepared ones: the same results, and the same harm kept out."""

import os
import signal
import zlib

import pytest
from made import web_page
from test_reading_hostile import BODY, PAGE, WORDS, docx, pdf

from geo.errors import SourceError
from geo.reading import read
from geo.reading.formats import extract
from geo.reading.formats.isolated_pool import Prepared

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="systems that cannot fork read files the plain way")


@pytest.fixture(scope="module")
def prepared():
    """Return a reader that keeps its processes for all tests."""
    with Prepared() as reader:
        yield reader


FILES = {
    "page.html": web_page().encode(),
    "short.html": PAGE,
    "text.docx": docx(),
    "text.pdf": pdf(zlib.compress(WORDS)),
}


@pytest.mark.parametrize("name", FILES)
def test_a_file_is_read_as_in_a_process_of_its_own(prepared, tmp_path, name):
    """Text, title, date and notes are those of the plain way, for the first file and for the next."""
    path = tmp_path / name
    path.write_bytes(FILES[name])
    plain = read(path)
    assert plain.text
    assert read(path, extract=prepared.extract) == plain
    assert read(path, extract=prepared.extract) == plain


def test_what_is_refused_is_refused_in_the_same_words(prepared):
    """Bombs and damaged files give the error that the plain way gives, and the next file is read."""
    for data, kind in ((docx(BODY.replace("Trains", " " * 50_000_000)), "docx"), (b"%PDF-1.4 nothing", "pdf")):
        with pytest.raises(SourceError) as plain:
            extract(data, kind, name="x")
        with pytest.raises(SourceError) as caught:
            prepared.extract(data, kind, name="x")
        assert str(caught.value) == str(plain.value)
    assert prepared.extract(docx(), "docx", name="x").text == "Trains run to Kars."


def test_a_file_that_takes_too_long_is_stopped_and_the_next_is_read(prepared):
    """A copy that does not come to an end in time is ended by the system."""
    with pytest.raises(SourceError, match=r"x: reading it took longer than 0\.001 s, and was stopped"):
        prepared.extract(web_page().encode() * 200, "html", name="x", timeout_s=0.001)
    assert prepared.extract(PAGE, "html", name="x").text == "Trains run to Kars every day."


def test_a_prepared_process_that_was_killed_is_replaced(prepared):
    """Where the waiting process is gone the file is read the plain way, and the one after by a new process."""
    prepared.extract(PAGE, "html", name="x")
    before = prepared._waiting["html"]._process
    os.kill(before.pid, signal.SIGKILL)
    before.wait()
    assert prepared.extract(PAGE, "html", name="x").text == "Trains run to Kars every day."
    assert prepared.extract(PAGE, "html", name="x").text == "Trains run to Kars every day."
    assert prepared._waiting["html"]._process.pid != before.pid


def test_a_copy_may_not_write_or_start_anything(tmp_path, monkeypatch):
    """What reads a file has its doors shut: a reader that tries to write a file or to start a program is refused."""
    code = (
        "import json, sys; sys.path[:] = json.loads(sys.argv[1])\n"
        "from geo.reading.formats import isolated_child as child, isolated_pool as prepared\n"
        "child._reader = lambda kind: lambda data: exec(data.decode())\n"
        "prepared.serve()\n"
    )
    monkeypatch.setattr("geo.reading.formats.isolated_pool.START", code)
    target = tmp_path / "written"
    with Prepared() as reader:
        for harm in (f"open({str(target)!r}, 'w')", "import os; os.system('true')", "import os; os.fork()"):
            with pytest.raises(SourceError, match="which no document may"):
                reader.extract(harm.encode(), "html", name="x")
    assert not target.exists()
