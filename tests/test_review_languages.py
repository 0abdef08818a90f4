"""The words of the check: the same keys in each language, and reasons that are told in all of them."""

from __future__ import annotations

from pathlib import Path
from string import Formatter

import pytest

import geo
from geo.errors import DataError
from layers.review import review_messages
from layers.studio.studio_messages import WORDS as STUDIO
from layers.translations import Wordbook

HERE = Path(__file__).parent
OTHERS = [code for code in review_messages.WORDS.codes() if code != "en"]
ENGLISH = review_messages.WORDS.words_in("en")


def holes(text):
    """Return the names of the holes of a text."""
    return sorted(name for _, name, _, _ in Formatter().parse(text) if name)


def test_the_check_speaks_what_the_studio_speaks():
    """Who reads the studio in a language reads the check in it too."""
    assert review_messages.WORDS.codes() == STUDIO.codes()


@pytest.mark.parametrize("language", OTHERS)
def test_each_text_keeps_its_holes(language):
    """A translation says all that the English says, and asks for nothing that it does not have."""
    words = review_messages.WORDS.words_in(language)
    assert {key: holes(text) for key, text in words.items()} == {key: holes(text) for key, text in ENGLISH.items()}


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("key", [key for key in ENGLISH if key.startswith("reason.")])
def test_each_reason_is_told_in_each_language(language, key):
    """What English says with its holes filled comes out in the other language with the same fillings."""
    filled = {
        "n": "3", "km": "1,660", "place": "Gorey (Leinster, IE)", "area": "Iran", "places": "Orlivka, Isaccea",
        "areas": "Iran is too wide for the end of a line and Iraq is too wide for the end of a line",
        "reason": "no gazetteer record has this name", "stretch": "Suez–Piraeus", "start": "Suez", "end": "Piraeus",
        "who": "LK", "what": "Gorey", "why": "No space left on device",
    }  # fmt: skip
    told = review_messages.reason_in(ENGLISH[key].format(**filled), language)
    assert told
    for name in holes(ENGLISH[key]):
        if name not in {"areas", "reason"}:
            assert filled[name] in told
    if "areas" in holes(ENGLISH[key]):
        assert "Iran" in told
        assert "Iraq" in told
    assert " the " not in told


@pytest.mark.parametrize("words", ["", "it rained", "no gazetteer record has this name, and it rained"])
def test_what_is_no_known_reason_is_not_told(words):
    """Half a reason, or another text, is left as it is in English and not guessed at."""
    assert review_messages.reason_in(words, "ru") == ""


def test_the_reasons_of_a_whole_brief_are_known():
    """Whatever a text of eight hundred words leaves undrawn says why in Turkish too."""
    atlas = geo.geoparse(geo.read(HERE / "newcomer-brief.txt"))
    reasons = {item.reason for item in atlas.unresolved if item.what in {"place", "corridor"}}
    assert {reason for reason in reasons if not review_messages.reason_in(reason, "tr")} == set()


def test_a_word_that_is_no_text_is_named_with_its_line(tmp_path):
    """What YAML takes for a number or a truth is no word of the page: file, line and key are told."""
    (tmp_path / "en.yaml").write_text("tab.map: Map\nyes.no: no\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"en\.yaml line 2 \(yes\.no\): False; expected text"):
        Wordbook(tmp_path).words_in("en")
