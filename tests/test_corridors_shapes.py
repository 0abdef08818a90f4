"""What a sentence must have for a shape of a route is really needed: nothing is passed over that would have fitted."""

from __future__ import annotations

import random
from collections import Counter
from re import _parser

import pytest

from geo.corridors.patterns import PATTERNS

LETTERS = "PPPPPPfttRSOybnkrdvl."


def demanded(tree):
    """Count what any text has that an expression fits, by its letters and by its sets of letters."""
    found = Counter()
    for operation, given in tree:
        match str(operation):
            case "LITERAL":
                found[chr(given)] += 1
            case "IN" if all(str(kind) == "LITERAL" for kind, _ in given):
                found["".join(chr(letter) for _, letter in given)] += 1
            case "SUBPATTERN":
                found += demanded(given[3])
            case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
                found += Counter({each: number * given[0] for each, number in demanded(given[2]).items()})
            case "BRANCH":
                least, *others = map(demanded, given[1])
                for other in others:
                    least &= other
                found += least
    return found


@pytest.mark.parametrize("shape", PATTERNS, ids=lambda shape: f"{shape.kind}-{shape.expression[:20]}")
def test_nothing_is_asked_for_that_the_expression_does_not_ask_for(shape):
    """Python's own parser of expressions finds each letter in what the expression must have."""
    parsed = demanded(_parser.parse(shape.expression))
    assert shape.places <= parsed["P"]
    assert set(shape.needs) <= set(parsed)


def test_what_fits_may_fit():
    """Of four hundred lists of codes by lot, each that an expression fits is looked at, and most others are not."""
    dice, passed, fitted = random.Random(15), 0, 0
    for _ in range(400):
        codes = "".join(dice.choices(LETTERS, k=12))
        for shape in PATTERNS:
            fits = shape.pattern.search(codes) is not None
            assert shape.may_fit(codes) or not fits
            fitted += fits
            passed += not shape.may_fit(codes)
    assert fitted > 30
    assert passed > 5_000
