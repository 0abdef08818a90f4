"""GeoNames' own dumps: streamed, indexed on disk, looked up beside our own names."""

from __future__ import annotations

import resource
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from geonames_dump import FIRST_ID, line, write_dump

from geo import cache
from geo.errors import CacheError, DataError
from geo.gazetteer import Form, Gazetteer, user_gazetteers
from geo.gazetteer.geonames_dump import compile_dump

ROWS = [
    line(1, "Qwertzú", plain="Qwertzu", others="Квертцу,Qwertz Old Town,QWZ,qwertsu", people=7000, point=(49.0, 40.5)),
    line(2, "Qwertzú", code="P.PPL", within="US.GA", people=90, point=(-83.0, 33.0)),
    line(3, "Qwertzú Dağı", plain="Qwertzu Dagi", code="T.MT", point=(48.0, 41.0)),
    line(587084, "Baku", others="Баку", code="P.PPLC", people=1_116_513, point=(49.89, 40.38)),
    line(4, "Georgia", code="A.ADM1", within="US.GA", point=(-83.5, 32.75)),
    line(5, "Laurel County", code="A.ADM2", within="US.KY", point=(-84.1, 37.1)),
    line(6, "Georgia", code="A.PCLI", within="GE.00", point=(43.5, 42.0)),
    line(7, "Qwertzú Gone", code="P.PPLQ"),
]


@pytest.fixture
def dump(tmp_path):
    """Write a small dump."""
    path = tmp_path / "AZ.txt"
    path.write_text("".join(ROWS), encoding="utf-8")
    return path


def test_a_dump_is_looked_up_beside_our_names(dump):
    """Names, alternate names in all scripts and codes of a dump are found, better known places first."""
    gazetteer = Gazetteer.open(own_files=[dump])
    assert [m.record.id for m in gazetteer.lookup("Qwertzú")] == ["geonames:1", "geonames:2"]
    record = gazetteer.lookup("Квертцу")[0].record
    assert (record.name, record.kind, record.country, record.population) == ("Qwertzú", "city", "AZ", 7000)
    assert (record.lon, record.lat, record.region) == (49.0, 40.5, "Baki")
    assert gazetteer.lookup("QWZ")[0].form is Form.CODE
    assert gazetteer.lookup("qwertsu") == ()
    assert gazetteer.lookup("Qwertzu Dagi")[0].record.kind == "mountains"
    assert gazetteer.longest_from("qwertz") == 3
    assert gazetteer.get("geonames:1") == record
    assert gazetteer.get("geonames:99999999999999999999") is None


def test_what_we_know_as_well_is_given_once(dump):
    """A town, region, county or country that both know is one record, ours; what is no longer there is left out."""
    ours, both = Gazetteer.open(), Gazetteer.open(own_files=[dump])
    for name in ("Baku", "Georgia", "Laurel County"):
        assert both.lookup(name) == ours.lookup(name)
    assert both.lookup("Qwertzú Gone") == ()


def test_a_zip_is_read_as_it_comes(dump, tmp_path):
    """A country's zip, with the readme that GeoNames puts into it, needs no unpacking."""
    packed = tmp_path / "zipped.zip"
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(dump, "AZ.txt")
        archive.writestr("readme.txt", "Readme for GeoNames Gazetteer extract files")
    assert Gazetteer.open(own_files=[packed]).lookup("Qwertz Old Town")[0].record.id == "geonames:1"


def test_the_index_of_a_dump_is_made_once(dump):
    """A second run finds the index of a dump ready; a dump that changed is indexed anew."""
    Gazetteer.open(own_files=[dump])
    steps = []
    Gazetteer.open(own_files=[dump], progress=steps.append)
    assert steps == []
    dump.write_text("".join(ROWS) + line(9, "Qwertzunova"), encoding="utf-8")
    assert Gazetteer.open(own_files=[dump], progress=steps.append).lookup("Qwertzunova")
    assert steps


@pytest.mark.parametrize("damage", [b"", b"SQLite format 3\0" + b"x" * 9000])
def test_a_damaged_index_of_a_dump_is_made_anew(dump, damage):
    """An index that was cut short or overwritten is made again, without a word to the user."""
    Gazetteer.open(own_files=[dump])
    (index,) = [path for path in cache.folder().glob("az-places-*.sqlite") if user_gazetteers._stamp(dump) in path.name]
    index.write_bytes(damage)
    assert Gazetteer.open(own_files=[dump]).lookup("Qwertzú")


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (line(1, "A") + "2\tB\n", r"^bad.txt line 2: is no line of a GeoNames dump; expected 19 columns"),
        (line(1, "A", point=(40, 95)), r"^bad.txt line 1: 'A' at lon 40, lat 95 is off the globe; swapped\?"),
        (line(1, "A", point=("x", 5)), r"^bad.txt line 1: is no line of a GeoNames dump"),
        (line(1, "A") + line(1, "B"), r"^bad.txt: a GeoNames id stands in two lines"),
        (line(1, "A").encode() + b"\xff" + line(2, "B").encode(), r"^bad.txt: is not UTF-8 text"),
    ],
)
def test_a_line_that_is_none_of_a_dump_is_told(tmp_path, lines, message):
    """A wrong line of a dump is named, nothing is skipped silently."""
    path = tmp_path / "bad.txt"
    path.write_bytes(lines if isinstance(lines, bytes) else lines.encode())
    with pytest.raises(DataError, match=message):
        Gazetteer.open(own_files=[path])


def test_a_damaged_zip_is_told(dump, tmp_path):
    """A zip that was cut short on its way is told, with what to do."""
    packed = tmp_path / "cut.zip"
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        archive.write(dump, "AZ.txt")
    content = bytearray(packed.read_bytes())
    content[200:260] = b"\0" * 60
    packed.write_bytes(content)
    with pytest.raises(DataError, match=r"cut.zip: the zip is damaged"):
        Gazetteer.open(own_files=[packed])


def test_a_zip_without_a_dump_is_told(tmp_path):
    """A zip of something else is told."""
    packed = tmp_path / "else.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("photo.jpg", b"x")
    with pytest.raises(DataError, match=r"else.zip: holds 0 tables \(.txt\); expected one, such as AZ.txt"):
        Gazetteer.open(own_files=[packed])


def test_a_full_disk_is_told(dump, monkeypatch):
    """Where the index cannot be written, the message says so and what to do; no half of it stays."""
    import geo.gazetteer.geonames_dump as module

    monkeypatch.setattr(module, "STARTS", "SELECT no_such_function()")
    with pytest.raises(CacheError, match="cannot be written"):
        Gazetteer.open(own_files=[dump])


MEASURED = """
import resource, sys
from pathlib import Path
from geo.gazetteer.geonames_dump import compile_dump
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
compile_dump(Path(sys.argv[1]), Path(sys.argv[2]))
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(resource, "RUSAGE_SELF"), reason="measures memory as POSIX has it")
def test_a_million_rows_are_taken_in_bounded_memory(tmp_path):
    """A dump of a million rows (115 MB) is indexed with less than 150 MB, and each of its names is found."""
    path = tmp_path / "allCountries.txt"
    write_dump(path, 1_000_000)
    index = tmp_path / "index.sqlite"
    used = subprocess.run(
        [sys.executable, "-c", MEASURED, path, index], capture_output=True, text=True, check=True,
        cwd=Path(__file__).parents[1],
    )  # fmt: skip
    assert int(used.stdout) < 150
    from geo.gazetteer.geonames_dump import Dump

    opened = Dump(index)
    assert (opened.rows, opened.names) == (1_000_000, 2_000_000)
    last = opened.get(str(FIRST_ID + 999_999))
    assert last.kind == "river"


def test_an_index_is_the_same_each_time(dump, tmp_path):
    """The same dump gives the same bytes."""
    for name in ("a", "b"):
        compile_dump(dump, tmp_path / name)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
