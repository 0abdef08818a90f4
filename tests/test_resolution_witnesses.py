"""Which names of a text say where the others are, and how sure they must be."""

from __future__ import annotations

import numpy as np
import pytest

from geo.model import Mention, Record
from geo.resolution.candidates import CLUES as OWN_CLUES
from geo.resolution.candidates import KINDS, Candidates, Lookup
from geo.resolution.context import CLUES, clues_in_company, field_of
from geo.resolution.mention_groups import Name
from geo.resolution.ranking import Ranked, Scored
from geo.resolution.search_area import BESIDE, whereabouts

HERE, ELSEWHERE = 1, 2
CITY = KINDS.index("city")


def name(text, start):
    """Return a name that stands once in a text."""
    return Name(text, (Mention(start, start + len(text), text, 0),), (start,))


def candidates(*countries):
    """Return towns, one in each country, all famous alike and at no place in particular."""
    count = len(countries)
    return Candidates(
        (), np.zeros((count, len(OWN_CLUES))), np.zeros((count, 3)), np.array(countries),
        np.full(count, -1), np.full(count, CITY), np.zeros(count),
    )  # fmt: skip


@pytest.mark.parametrize(("share", "is_heard"), [(0.04, False), (0.06, True), (0.5, True)])
def test_a_reading_of_one_in_twenty_is_a_witness(share, is_heard):
    """A town gains by another name's town in its country if that is meant with 5 % or more; a less likely one is unheard."""
    field = field_of([name("Alpha", 0), name("Beta", 10)], [candidates(HERE), candidates(HERE, ELSEWHERE)])
    clues = clues_in_company(field, np.array([1.0, share, 1 - share]), Lookup(), peoples={}, scope={})
    assert bool(clues[0, CLUES.index("others in country (log)")] > 0) is is_heard


@pytest.mark.parametrize(("score", "found"), [(0.49, None), (0.51, BESIDE)])
def test_a_town_that_is_more_likely_not_meant_tells_nothing_of_what_is_beside_it(score, found):
    """An unknown name is looked for beside a town that is likelier meant than not, and beside no other."""
    town = Record("made", "a", "Alpha", "city", 10.0, 50.0)
    known = Ranked(name("Alpha", 0), (Scored(town, score),))
    near = whereabouts([Ranked(name("Qwertz Street", 10), ())], [known])
    assert near.get(10, (None, None))[1] == found
