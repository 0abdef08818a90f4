"""YAML that a user brings: what is sound is read as ever, traps are refused in one line wherever a file is named."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.courses import Catalogue
from geo.errors import DataError, SourceError
from geo.gazetteer.user_tables import read_table
from geo.reading import read
from geo.safe_yaml import read_yaml

LAUGHS = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{one}: &{one} [{', '.join([f'*{before}'] * 9)}]\n" for before, one in zip("abcdefgh", "bcdefghi", strict=True)
)
TRAPS = {
    "hexadecimal": "0x" + "f" * 5000,
    "decimal": "9" * 5000,
    "binary": "0b" + "1" * 9000,
    "sixties": "1:" * 2000 + "1",
}


@settings(deadline=None)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers(-(10**30), 10**30) | st.floats(allow_nan=False) | st.text("aé-: #\n"),
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text("ab"), inner, max_size=4),
        max_leaves=12,
    )
)
def test_what_is_sound_is_read_as_the_safe_loader_reads_it(value):
    """Whatever PyYAML writes safely comes back as it was."""
    text = yaml.safe_dump(value, allow_unicode=True)
    assert read_yaml(text) == yaml.safe_load(text) == value


def test_names_for_parts_may_be_used_with_measure():
    """An alias used a few times, and a mapping merged into others, are what they stand for."""
    assert read_yaml("a: &a {k: 1}\nb: *a\nc: {<<: *a, l: 2}") == {"a": {"k": 1}, "b": {"k": 1}, "c": {"k": 1, "l": 2}}
    assert read_yaml("") is None


def test_aliases_that_grow_without_end_are_refused():
    """A file of 600 letters that stands for 400 million values is refused before any is made."""
    with pytest.raises(ValueError, match="grow to many times what is written"):
        read_yaml(LAUGHS)


@pytest.mark.parametrize("deep", ["[" * 10**6, "- " * 10**4, "{a: " * 10**5, "? " * 10**4, "[" * 101 + "]" * 101])
def test_lists_within_lists_without_end_are_refused(deep):
    """Brackets within brackets end in an error, not in the end of the process."""
    with pytest.raises(ValueError, match="more than 100 lists and mappings within each other"):
        read_yaml(deep)
    assert read_yaml("[" * 100 + "]" * 100)


@pytest.mark.parametrize("number", TRAPS.values(), ids=TRAPS)
def test_a_number_that_is_none_is_refused_wherever_a_file_is_named(tmp_path, number):
    """Front matter, a table of places and a catalogue name the file and say how long the number is."""
    article, table, catalogue = (tmp_path / name for name in ("a.md", "places.yaml", "ways.yaml"))
    article.write_text(f"---\ntitle: {number}\n---\nTrains run to Kars.\n", encoding="utf-8")
    table.write_text(f"- name: {number}\n  lon: 1\n  lat: 1\n", encoding="utf-8")
    catalogue.write_text(f"corridors:\n- id: {number}\n", encoding="utf-8")
    with pytest.raises(SourceError, match=r"a\.md: .* digits"):
        read(article)
    with pytest.raises(DataError, match=r"places\.yaml .*digits"):
        list(read_table(table, source="own"))
    with pytest.raises(DataError, match=r"ways\.yaml: .*digits"):
        Catalogue.load(own_files=[catalogue])


@pytest.mark.parametrize("cell", ["x" * 200_000], ids=["a cell of 200,000 letters"])
def test_a_table_that_is_no_csv_is_refused_with_its_line(tmp_path, cell):
    """What Python's csv module cannot read is told in one line."""
    table = tmp_path / "places.csv"
    table.write_text(f'name,lon,lat,aliases\nAlat,49.4,39.9,\nKars,43.1,40.6,"{cell}"\n', encoding="utf-8")
    with pytest.raises(DataError, match=r"places\.csv line 3: is no CSV \(field larger than field limit"):
        list(read_table(table, source="own"))
