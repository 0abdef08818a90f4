"""What becomes of a file or a text when it is read."""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.characters import whole
from geo.errors import SourceError
from geo.reading import decoding as files_module
from geo.reading import document, read

ROOT = Path(__file__).parents[1]
ARTICLE = ROOT.parent / "shared" / "seed" / "azerbaijan-nato-25.txt"
BRIEF = ROOT / "seeds" / "azerbaijan-nato-25.md"


def written(folder, content, name="article.md"):
    """Write a file and return its path."""
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def counts(found):
    """Count outlet–date pairs and the parentheses that hold them."""
    return len(found.citations), len({citation.start for citation in found.citations})


@pytest.mark.skipif(not ARTICLE.exists(), reason="the article lies beside the checkout, and is not part of it")
def test_the_users_article_is_read():
    """The article has 41 outlet–date pairs in 26 parentheses, its title and publisher, and an inferred date."""
    found = read(ARTICLE)
    assert counts(found) == (41, 26)
    assert found.title == "Azerbaijan and NATO Mark 25 Years of Partnership"
    assert found.publisher == "Eurasia Daily Monitor"
    assert (found.date, found.date_basis) == (date(2019, 5, 13), "inferred")
    assert not [c for c in found.citations if "President.az" in c.outlet and c.date is None]


def test_our_brief_is_read():
    """The sample brief cites just as much: 41 pairs in 26 parentheses, newest on 13 May 2019."""
    found = read(BRIEF)
    assert counts(found) == (41, 26)
    assert found.title == "Transit for trust: a quarter-century of Azerbaijan and NATO"
    assert found.publisher == "Corridors sample brief"
    assert (found.date, found.date_basis) == (date(2019, 5, 13), "inferred")


def test_front_matter_says_what_the_article_is(tmp_path):
    """Title, publisher, date and address come from the front matter; other keys are left alone."""
    text = (
        "---\ntitle: Ports\npublisher: A Journal\ndate: 2020-02-29\nurl: https://example.org/a\ntags: [x]\n---\nRain.\n"
    )
    found = read(written(tmp_path, text))
    assert (found.title, found.publisher, found.url) == ("Ports", "A Journal", "https://example.org/a")
    assert (found.date, found.date_basis) == (date(2020, 2, 29), "stated")
    assert found.text.strip() == "Rain."


def test_front_matter_may_hold_a_time_or_nothing(tmp_path):
    """A date with a time is a date; an empty block says nothing; a number is as good a title as any."""
    assert read(written(tmp_path, "---\ndate: 2020-02-29 10:30:00\n---\nRain.")).date == date(2020, 2, 29)
    assert read(written(tmp_path, "---\n---\nRain.")).title == "article"
    assert read(written(tmp_path, "---\ntitle: 1984\n---\nRain.")).title == "1984"


def test_front_matter_that_is_not_closed_is_told(tmp_path):
    """Else its lines would be sentences of the article; a rule above a sentence is none."""
    with pytest.raises(SourceError, match="line 1: the front matter is not closed; add a line --- below it"):
        read(written(tmp_path, "---\ntitle: Ports\n\nTrains run from Kars to Baku.", "note.md"))
    assert "Kars" in read(written(tmp_path, "---\nTrains run from Kars to Baku.", "rule.md")).text


def test_a_rule_within_the_text_is_no_front_matter(tmp_path):
    """Front matter stands at the very beginning; three hyphens further down are a rule."""
    assert read(written(tmp_path, "Rain.\n\n---\n\ntitle: x\n\n---\n\nSnow.", "note.txt")).text.startswith("Rain.")


@pytest.mark.parametrize(
    ("front", "message"),
    [
        ("title: [a", "line 3: the front matter is no YAML"),
        ("- a\n- b", "the front matter is a list; expected lines like 'title: …'"),
        ("only words", "the front matter is a str; expected lines like 'title: …'"),
        ("title: [a, b]", "front matter 'title' is a list; expected one line of text"),
        ("date: 31 May 2019", "front matter date '31 May 2019' is no date; expected YYYY-MM-DD"),
        ("date: 2019", "front matter date 2019 is no date; expected YYYY-MM-DD"),
        ("url: javascript:alert(1)", "front matter url 'javascript:alert(1)' is no web address; expected https://…"),
        ("date: 2019-02-30", "the front matter holds a value that cannot be true (day is out of range for month)"),
        ("a: " + "[" * 5000, "the front matter "),
        ("a: !!python/object/apply:os.getcwd []", "the front matter is no YAML"),
    ],
)
def test_broken_front_matter_is_told(tmp_path, front, message):
    """Front matter that cannot be true stops the run with the file and what is expected."""
    path = written(tmp_path, f"---\n{front}\n---\nText.")
    with pytest.raises(SourceError) as error:
        read(path)
    assert str(error.value).startswith(str(path))
    assert message in str(error.value)


def test_a_missing_file_is_told(tmp_path):
    """A wrong name is told as one line with what to do."""
    path = tmp_path / "none.txt"
    with pytest.raises(SourceError) as error:
        read(path)
    assert str(error.value) == f"{path} does not exist; check the name"


def test_a_folder_is_told(tmp_path):
    """A folder is no article."""
    with pytest.raises(SourceError, match=r" is a folder; name the article's file$"):
        read(tmp_path)


@pytest.mark.parametrize("content", [b"", b"  \n\t\r\n ", b"\xef\xbb\xbf", "\u2003\u3000\n".encode()])
def test_an_empty_file_is_told(tmp_path, content):
    """Nothing, white space and a lone byte-order mark are empty."""
    with pytest.raises(SourceError, match=r"article\.md is empty; nothing to map$"):
        read(written(tmp_path, content))


@pytest.mark.parametrize("body", ["", "\n \n", "<!-- a comment -->\n", "[label]: https://example.org\n"])
def test_a_file_without_a_body_is_told(tmp_path, body):
    """Front matter alone, or Markdown that shows nothing, is nothing to map."""
    with pytest.raises(SourceError, match="there is no text below the front matter; nothing to map"):
        read(written(tmp_path, f"---\ntitle: X\n---\n{body}"))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"%PDF-1.7\n\x00\x01", "is binary (a zero byte at 9); expected plain text or Markdown"),
        (b"\x1b\x02\x03\x04 words", "is binary (4 control characters); expected plain text or Markdown"),
        ("Bakı, Ağdam, Köln".encode("cp1254"), "is not UTF-8: byte 0xFD at 3; save it as UTF-8"),
        ("Zürich".encode("cp1252"), "is not UTF-8: byte 0xFC at 1; save it as UTF-8"),
        (b"\xff\xfeB\x00a", "is not UTF-16"),
    ],
)
def test_what_is_no_text_is_told(tmp_path, content, message):
    """A binary or wrongly encoded file is named with the byte that gives it away."""
    with pytest.raises(SourceError) as error:
        read(written(tmp_path, content))
    assert message in str(error.value)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_marked_encodings_are_read(tmp_path, encoding):
    """UTF-8 with or without a mark, and UTF-16 with one, give the same text."""
    found = read(written(tmp_path, "Ələt\n\nKöpenick, 北京.".encode(encoding), "x.txt"))
    assert found.text == "Ələt\n\nKöpenick, 北京."
    assert found.title == "Ələt"


def test_big_endian_utf_16_is_read(tmp_path):
    """The byte-order mark decides."""
    assert read(written(tmp_path, b"\xfe\xff" + "Kars.".encode("utf-16-be"), "x.txt")).text == "Kars."


def test_line_ends_are_all_one(tmp_path):
    """Files from Windows and old Macs read like any other."""
    assert read(written(tmp_path, b"One.\r\nTwo.\rThree.\n", "x.txt")).text == "One.\nTwo.\nThree.\n"


def test_a_file_too_large_is_told(tmp_path, monkeypatch):
    """One article has a limit, and the message says it."""
    monkeypatch.setattr(files_module, "MAX_BYTES", 1000)
    with pytest.raises(SourceError, match=r"holds 1,001 bytes; at most 1,000 are read as one article: split it$"):
        read(written(tmp_path, b"a" * 1001))


def test_a_file_of_another_kind_is_told(tmp_path):
    """A kind that is not read is named with those that are."""
    with pytest.raises(SourceError) as error:
        read(tmp_path / "report.xyz")
    assert "files of kind '.xyz' are not read; expected one of .md, .markdown, .txt, .text" in str(error.value)


def test_a_file_without_permission_is_told(tmp_path, monkeypatch):
    """A file that the system refuses is told with the system's reason."""
    path = written(tmp_path, "Rain.")

    def refuse(_path, *_mode):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(SourceError, match=r"cannot be read \(Permission denied\); check its permissions$"):
        read(path)


MARKDOWN = """\
# The *great* road

See [the port of Poti](https://example.org/Batumi "Batumi") and `Kars`.
A soft\\
break.

| From | To |
|------|----|
| Baku | **Tbilisi** |

> Quoted words.

- one
- two

<div onclick="evil()">Hidden</div>

Inline <b onclick="evil()">bold</b> words. ![A map of Aktau](aktau.png)

```
code stays
```
"""


def test_markdown_becomes_the_words_a_reader_sees(tmp_path):
    """Marks, addresses and HTML are left out; headings, links, table cells, lists and code keep their words."""
    text = read(written(tmp_path, MARKDOWN)).text
    assert text.split("\n\n") == [
        "The great road",
        "See the port of Poti and Kars. A soft\nbreak.",
        "From | To",
        "Baku | Tbilisi",
        "Quoted words.",
        "one",
        "two",
        "Inline bold words. A map of Aktau",
        "code stays",
    ]


def test_offsets_of_a_markdown_article_refer_to_its_text(tmp_path):
    """Citations and sentences of a Markdown article are found where its text has them."""
    found = read(written(tmp_path, "# Title\n\nA **fact** stands here (*Trend*, May 3, 2019). Another one.\n"))
    citation = found.citations[0]
    assert found.text[citation.start : citation.end] == "(Trend, May 3, 2019)"
    assert found.quote(1) == "A fact stands here (Trend, May 3, 2019)."


def test_html_in_plain_text_stays_as_it_is(tmp_path):
    """A text file is shown as it stands: nothing in it is markup."""
    assert read(written(tmp_path, "<b>Rain</b> *falls*.", "x.txt")).text == "<b>Rain</b> *falls*."


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("A short note\n\nRain fell.", "A short note"),
        ("Rain fell.\n\nSnow fell.", "<text>"),  # a sentence is no title
        ("One line only", "<text>"),  # nor is the whole text
        ("“Rain fell.”\n\nSnow.", "<text>"),
        ("\n\n  Led by blanks  \n\nText.", "Led by blanks"),
        ("x" * 300 + "\n\nText.", "<text>"),
    ],
)
def test_the_first_line_is_a_title_where_it_looks_like_one(text, title):
    """A short first line that is no sentence is the title; elsewhere the source's name stands in."""
    assert document(text).title == title


def test_the_publication_line_names_the_publisher():
    """Volume and issue are cut off the publisher's name."""
    assert document("Title\n\nPublication: Some Weekly Volume: 16 Issue: 71\n\nText.").publisher == "Some Weekly"
    assert document("Title\n\nPublished in: The Daily, No. 3\n\nText.").publisher == "The Daily"
    assert document("Title\n\nText.").publisher is None


def test_a_document_without_dates_has_none():
    """Where neither front matter nor citations give a date, there is none and no basis for one."""
    found = document("Rain fell on Kars.")
    assert (found.date, found.date_basis) == (None, None)


def test_a_text_is_taken_as_it_stands():
    """Offsets refer to the very string given, front matter or not, and its hash is that of its UTF-8."""
    text = "---\ntitle: X\n---\r\nRain.  "
    found = document(text, title="T", source="s")
    assert (found.text, found.title, found.source) == (text, "T", "s")
    assert found.sha256 == hashlib.sha256(text.encode()).hexdigest()


@pytest.mark.parametrize("text", ["", " \n\t", "\u200a\u2003"])
def test_an_empty_text_is_told(text):
    """A text without a character to show is nothing to map."""
    with pytest.raises(SourceError, match=r"^<text>: the text is empty; nothing to map$"):
        document(text)


@settings(deadline=None)
@given(st.text(alphabet=st.characters(codec=None), min_size=1).filter(str.strip))
def test_any_text_can_be_read(text):
    """Whatever the text, half characters and control characters included, a document comes of it."""
    found = document(text)
    assert found.text == whole(text)  # half a character is replaced, and every position stays
    assert found.sentences
    assert found.citations_in(0) is not None


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_give_a_document_or_one_line(tmp_path_factory, content):
    """Whatever a file holds, it is read or refused in one line that begins with its name."""
    path = tmp_path_factory.getbasetemp() / "any.md"
    path.write_bytes(content)
    try:
        told = read(path).text
    except SourceError as error:
        told = str(error).removeprefix(str(path)).replace("\n", "")
        refused = str(error)
    else:
        refused = str(path)
    assert told.strip()
    assert refused.startswith(str(path))
    assert "\n" not in refused
