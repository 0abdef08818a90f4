"""Which language a text is in, and what is said of how it was read."""

from __future__ import annotations

import json
import signal
import sys
from typing import TYPE_CHECKING

import pytest
from language_gold import passages

import layers.cli
from geo.annotating import annotate
from geo.courses import Catalogue
from geo.gazetteer import Gazetteer
from geo.geoparsing import find
from geo.languages.identify import language_of, tongues_of
from geo.languages.mixed_languages import gazetteer_for, is_foreign
from geo.languages.notices import sentences_of
from geo.reading import document, together

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from geo.geoparsing import Found

BY_RULE = "names and ways are read by rule, less surely than in English; look them through."
BULGARIAN = (
    "Товарният влак от София за Бургас беше отменен заради ремонт на линията, която съобщи, че ще чака ново писмо."
)


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    """Return the compiled gazetteer."""
    return Gazetteer.open()


def read(text: str, gazetteer: Gazetteer) -> Found:
    """Find what a text speaks of."""
    return find(document(text), gazetteer=gazetteer, catalogue=Catalogue.load())


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """Return a function that runs the command here and returns its exit code, stdout and stderr."""

    def call(*arguments: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["corridors", *map(str, arguments)])
        monkeypatch.setattr(signal, "signal", lambda *_: None)
        with pytest.raises(SystemExit) as caught:
            layers.cli.main()
        out, err = capsys.readouterr()
        return int(caught.value.code or 0), out, err

    return call


# Which language.


@pytest.mark.parametrize("passage", passages(), ids=lambda passage: passage.language)
def test_each_language_is_told(passage: object) -> None:
    """A few lines of an article are enough to tell which of the fourteen languages it is in."""
    assert document(passage.text).language == passage.language  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "text",
    [
        "Ferries link Poti with Constanta.",
        "Kars",
        "Baku–Tbilisi–Ceyhan",
        "Güterverkehr is what the Germans call it, and the word is in this English sentence.",
        "São Paulo–Brasília freight trains resumed on Monday, officials said.",
    ],
)
def test_english_stays_english(text: str) -> None:
    """A text is taken for English unless another language is plain: a name or a foreign word does not make one."""
    assert tongues_of(text) == ("en", ())


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("貨物列車は重慶からデュースブルクまで運行している。", "ja"),
        ("화물열차가 부산에서 출발한다.", "ko"),
        (BULGARIAN, "bg"),
    ],
)
def test_a_language_that_is_not_read_is_named_all_the_same(text: str, code: str) -> None:
    """A language without a reader is told for what it is, and not taken for one that is read."""
    assert language_of(text) == code


def test_each_paragraph_of_a_mixed_text_has_its_language() -> None:
    """Where paragraphs are in several languages, each is told, and the whole has the language of the most of it."""
    text = (
        "Freight trains from Kars to Tbilisi were late, and the railway said that the line would be closed.\n\n"
        "Поезда из Тбилиси в Карс опаздывают, линию закроют на ремонт.\n\n"
        "The ministry said nothing of the costs, which are said to be high, nor of the time that the works will take."
    )
    read_as = document(text)
    assert read_as.language == "en"
    assert [stretch.language for stretch in read_as.stretches] == ["en", "ru", "en"]
    assert read_as.language_at(text.index("Поезда")) == "ru"
    assert read_as.stretches[-1].end == len(text)


def test_articles_put_together_keep_their_languages() -> None:
    """Of several articles on one map each is read in its own language."""
    both = together(
        [document("Trains run from Kars to Tbilisi."), document("Поезда идут из Тбилиси в Карс через Ахалкалаки.")]
    )
    assert [stretch.language for stretch in both.stretches] == ["en", "ru"]
    assert both.language == "ru"


# What is said of it.


def test_nothing_is_said_of_an_english_text(gazetteer: Gazetteer) -> None:
    """An English text is read as ever: no notice, no key in JSON, and the very same gazetteer."""
    text = document("Trains run from Kars to Tbilisi.")
    assert sentences_of(text) == ()
    assert set(annotate(text, gazetteer)) == {"toponyms", "corridors", "unresolved"}
    assert gazetteer_for(text, gazetteer) is gazetteer
    assert not is_foreign(text)


def test_json_says_which_language_and_how_it_was_read(gazetteer: Gazetteer) -> None:
    """The JSON of a text in another language names it, and says that it was read by rule."""
    found = annotate(document("Поезда идут из Тбилиси в Карс."), gazetteer)
    assert (found["languages"], found["reading"]) == (["ru"], f"The text is in Russian: {BY_RULE}")


def test_json_says_that_a_language_is_not_read(gazetteer: Gazetteer) -> None:
    """The JSON of a text that cannot be read says so: an empty answer is not taken for an empty text."""
    found = annotate(document("貨物列車は重慶から運行している。"), gazetteer)
    assert found["toponyms"] == []
    assert found["reading"].startswith("The text is in Japanese, which is not read")


def test_half_a_text_in_an_unknown_language_is_named_and_the_rest_read(gazetteer: Gazetteer) -> None:
    """Where half a text is in a language that is not read, that is said, and the other half is read."""
    text = "Поезда идут из Тбилиси в Карс.\n\n화물열차가 부산에서 출발하여 서울로 향하고 있다고 한다."
    found = annotate(document(text), gazetteer)
    assert "Korean, which is not read" in found["reading"]
    assert [toponym["phrase"] for toponym in found["toponyms"]] == ["Тбилиси", "Карс"]


def test_the_run_says_it_beside_the_answer(tmp_path: Path, run: Callable[..., tuple[int, str, str]]) -> None:
    """`corridors geoparse` says on stderr in which language the text is and how it was read; stdout stays JSON."""
    article = tmp_path / "статья.txt"
    article.write_text("Поезда идут из Тбилиси в Карс.\n", encoding="utf-8")
    _, out, err = run("geoparse", article)
    assert err == f"note: The text is in Russian: {BY_RULE}\n"
    assert json.loads(out)["languages"] == ["ru"]


def test_many_texts_of_one_language_are_told_of_once(tmp_path: Path, run: Callable[..., tuple[int, str, str]]) -> None:
    """Of many lines of one language the run says so once, with their number."""
    lines = tmp_path / "lines.jsonl"
    texts = ["Поезда идут из Тбилиси в Карс.", "Trains run to Kars.", "Паром ходит из Поти в Констанцу."]
    lines.write_text("".join(json.dumps({"text": text}) + "\n" for text in texts), encoding="utf-8")
    _, _, err = run("geoparse", lines, "--jsonl")
    assert err == f"note: of 2 texts: The text is in Russian: {BY_RULE}\n"


def test_a_map_tells_its_reader(tmp_path: Path, run: Callable[..., tuple[int, str, str]]) -> None:
    """The page, the report and the GeoJSON say in which language the article is and how it was read."""
    article = tmp_path / "parom.txt"
    article.write_text("Паром ходит из Поти в Констанцу.\n", encoding="utf-8")
    code, _, err = run("map", article, "-o", tmp_path, "--format", "html,geojson,md", "--lang", "tr")
    assert code == 0, err
    folder = tmp_path / "parom"
    assert "Metnin dili: Rusça. Adlar ve yollar kurallarla okunur" in (folder / "map.html").read_text(encoding="utf-8")
    assert "Adlar ve yollar kurallarla okunur" in (folder / "report.md").read_text(encoding="utf-8")
    assert json.loads((folder / "atlas.geojson").read_text(encoding="utf-8"))["document"]["languages"] == "ru"
    assert f"note: The text is in Russian: {BY_RULE}" in err


def test_an_article_that_cannot_be_read_ends_with_the_reason(
    tmp_path: Path, run: Callable[..., tuple[int, str, str]]
) -> None:
    """Where nothing can be drawn because the language is not read, the error says which language it is."""
    article = tmp_path / "kisha.txt"
    article.write_text("貨物列車は重慶から運行している。\n", encoding="utf-8")
    code, _, err = run("map", article, "-o", tmp_path)
    assert code == 1
    assert "nothing to draw" in err
    assert "The text is in Japanese, which is not read" in err
