"""Chinese in traditional letters is read like Chinese in simplified ones."""

from __future__ import annotations

import csv
from pathlib import Path

import geo
from geo.languages.words import words_in

TABLE = Path(geo.__file__).parent / "data" / "zh" / "traditional.csv"
SIMPLE = "货物经铁路从乌鲁木齐运往阿拉木图，再由阿克套乘船到达巴库。"
FULL = "貨物經鐵路從烏魯木齊運往阿拉木圖，再由阿克套乘船到達巴庫。"


def test_every_row_turns_one_letter_into_another():
    """Letter for letter, so that a place in the text stays where it is; no simplified letter is turned again."""
    with TABLE.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    full = [row["traditional"] for row in rows]
    assert len(set(full)) == len(full) > 500
    assert all(len(row["traditional"]) == len(row["simplified"]) == 1 for row in rows)
    assert not {row["simplified"] for row in rows} & set(full)


def test_words_of_both_writings_are_the_same():
    """Only what is compared is simplified; where a word stands is told of the text as it is."""
    both = [[(word.text, word.start) for word in words_in(text, "zh", 0, len(text))] for text in (SIMPLE, FULL)]
    assert both[0] == both[1]


def test_names_and_ways_of_both_writings_are_the_same():
    """The same places and the same way are found, and phrases are the article's letters."""
    simple, full = geo.geoparse(SIMPLE), geo.geoparse(FULL)
    assert {p.record.id for p in simple.places} == {p.record.id for p in full.places}
    assert [c.mode for c in simple.corridors] == [c.mode for c in full.corridors] == ["rail"]
    phrases = {m.phrase for place in full.places for m in place.mentions}
    assert phrases == {"烏魯木齊", "阿拉木圖", "阿克套", "巴庫"}


def test_a_name_in_simplified_letters_is_left_alone():
    """Letters that both writings share stay as they are."""
    assert [word.text for word in words_in("北京上海", "zh", 0, 4)] == list("北京上海")
