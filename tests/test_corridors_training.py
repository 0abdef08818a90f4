"""Of the judge's models, those of some kinds may be learned anew while the others stay as they are."""

from __future__ import annotations

import pytest

from geo.errors import DataError
from geo.workshop.train_corridors import with_kinds

KNOWN = {"way": {"to": 1.0}, "state closed": {"shut": 1.0}, "state planned": {"will": 1.0}}
LEARNED = {"way": {"to": 2.0}, "state closed": {"shut": 2.0}}


def test_only_the_kinds_that_are_named_are_learned_anew():
    """A model of that kind which is no longer learned goes, one of another kind stays as it was."""
    assert with_kinds(KNOWN, LEARNED, ["state"]) == {"way": {"to": 1.0}, "state closed": {"shut": 2.0}}


def test_a_kind_that_no_model_has_is_refused():
    """What is named wrongly would leave everything as it was: the message says which kinds there are."""
    with pytest.raises(DataError, match="--only states: no such kind of model; there are state, way"):
        with_kinds(KNOWN, LEARNED, ["states"])
