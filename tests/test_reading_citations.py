"""Citations: a parenthesis of outlets and dates, and nothing else."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.reading.citations import Period, find_citations

IN_2019 = Period(date(2019, 5, 20))


def pairs(text, period=IN_2019):
    """Return outlets and ISO dates."""
    return [(c.outlet, str(c.date)) for c in find_citations(text, period)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # a day alone repeats the month before it
        ("(Nato.int, April 4, 23)", [("Nato.int", "2019-04-04"), ("Nato.int", "2019-04-23")]),
        ("(A, March 30, April 2, 3)", [("A", "2019-03-30"), ("A", "2019-04-02"), ("A", "2019-04-03")]),
        # a year closes all dates of its entry
        ("(A, December 30, 2017)", [("A", "2017-12-30")]),
        ("(A, June 3, July 4, 5, 2016)", [("A", "2016-06-03"), ("A", "2016-07-04"), ("A", "2016-07-05")]),
        ("(A, May 1, 2015, June 2, 2016)", [("A", "2015-05-01"), ("A", "2016-06-02")]),
        # an entry without an outlet continues the one before
        ("(A, March 6; April 7; B, May 1)", [("A", "2019-03-06"), ("A", "2019-04-07"), ("B", "2019-05-01")]),
        ("(A, March 6; accessed May 11)", [("A", "2019-03-06"), ("A", "2019-05-11")]),
        # other ways to write a date
        ("(A, 3 May 2018)", [("A", "2018-05-03")]),
        ("(A, 3 April, 4 May)", [("A", "2019-04-03"), ("A", "2019-05-04")]),
        ("(A, 2018-05-03)", [("A", "2018-05-03")]),
        ("(A, Sept. 3rd and Oct. 1st, 2017)", [("A", "2017-09-03"), ("A", "2017-10-01")]),
        ("(A, MAY 3, 2018)", [("A", "2018-05-03")]),
        ("(24.kg, May 3, 2018)", [("24.kg", "2018-05-03")]),
        ("(akipress.org, May 3, 2018)", [("akipress.org", "2018-05-03")]),
        ("(Новости, May 3, 2018)", [("Новости", "2018-05-03")]),
        ("(The Daily\nTelegraph, May 3,\n2018)", [("The Daily\nTelegraph", "2018-05-03")]),
    ],
)
def test_dates_of_a_citation(text, expected):
    """Each outlet–date pair is one record, its date written out."""
    assert pairs(f"It grew {text}.") == expected


@pytest.mark.parametrize(
    "text",
    [
        "(in December 2018)",
        "(in December 3, 2018)",
        "(KFOR)",
        "(left)",
        "(Source: President.az)",
        "(near Tbilisi)",
        "(1990–2010)",
        "(2018)",
        "(May 3)",
        "(A, May 32, 2018)",
        "(A, February 30, 2018)",
        "(A, May 3, 2018, and much else)",
        "(A, May 3; and then some)",
        "(A, soon)",
        "(born May 3, 1961)",
        "()",
        "(A, May 3, 2018",
        "A, May 3, 2018)",
    ],
)
def test_other_parentheses_are_no_citations(text):
    """Asides, abbreviations, captions, lives and broken brackets cite nothing."""
    assert pairs(f"It grew {text}.") == []


def test_a_date_without_a_year_takes_the_documents():
    """Before the document's date it is of the same year; well after it, of the year before; within a week, of this."""
    assert pairs("(A, May 3)") == [("A", "2019-05-03")]
    assert pairs("(A, May 26)") == [("A", "2019-05-26")]
    assert pairs("(A, May 28)") == [("A", "2018-05-28")]
    assert pairs("(A, December 30)", Period(date(2020, 1, 2))) == [("A", "2019-12-30")]


def test_a_date_without_a_year_takes_the_newest_stated():
    """Where nobody says when the document was written, the newest year among the citations decides."""
    text = "(A, May 3). (B, June 1, 2017). (C, July 9, 2018)."
    assert pairs(text, Period()) == [("A", "2018-05-03"), ("B", "2017-06-01"), ("C", "2018-07-09")]


def test_without_any_year_there_is_no_date():
    """No year is made up."""
    assert pairs("(A, May 3)", Period()) == [("A", "None")]


def test_leap_days_are_kept_where_they_exist():
    """29 February is a date of a leap year; of another year it is no date."""
    assert pairs("(A, February 29, 2016)") == [("A", "2016-02-29")]
    assert pairs("(A, February 29, 2017)") == []
    assert pairs("(A, February 29)") == [("A", "None")]


def test_stated_years_are_told_from_taken_ones():
    """A reader can see which years the article leaves out."""
    found = find_citations("(A, May 3; B, June 1, 2017)", IN_2019)
    assert [c.year_stated for c in found] == [False, True]


def test_access_dates_are_marked():
    """The day somebody looked is no day of publication."""
    found = find_citations("(A, accessed on May 11; B, accessed May 8; C, May 3; accessed May 4)", IN_2019)
    assert [(c.outlet, c.accessed) for c in found] == [("A", True), ("B", True), ("C", False), ("C", True)]


def test_cross_references_are_marked():
    """The word see marks a cross-reference, and is no part of the outlet's name."""
    found = find_citations("(A, May 3, 2018; see EDM, January 21, 2019; see also B, May 4)", IN_2019)
    assert [(c.outlet, c.see) for c in found] == [("A", False), ("EDM", True), ("B", True)]


def test_a_citation_spans_its_whole_parenthesis():
    """All pairs of one parenthesis share its span."""
    text = "It grew (A, May 3; B, May 4, 5). Then not."
    assert {text[c.start : c.end] for c in find_citations(text, IN_2019)} == {"(A, May 3; B, May 4, 5)"}


WORDS = st.sampled_from([
    "(", ")", ";", ",", " ", "\n", "May 3", "3 May", "2019", "2019-02-29", "29 February", "4", "31", "accessed", "see ",
    "Trend", "Mod.gov.az", "в", "(A, May 3)", "and", "–", "\ud800",
])  # fmt: skip


@settings(deadline=None)
@given(st.lists(WORDS, max_size=40).map("".join) | st.text(alphabet=st.characters(codec=None)))
def test_spans_lie_in_the_text_and_are_parentheses(text):
    """Whatever the text, a citation's span is a parenthesis of it, and its outlet stands inside."""
    for citation in find_citations(text, IN_2019):
        assert 0 <= citation.start < citation.end <= len(text)
        span = text[citation.start : citation.end]
        assert (span[0], span[-1]) == ("(", ")")
        assert citation.outlet in span


@settings(deadline=None)
@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)))
def test_every_date_is_read_back(day):
    """A date written out in any of three ways is the date that comes back."""
    text = f"(A, {day:%B} {day.day}, {day.year}; B, {day.day} {day:%b} {day.year}; C, {day.isoformat()})"
    assert [c.date for c in find_citations(text, Period())] == [day, day, day]
