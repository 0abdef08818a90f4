"""What the encoder says of names is a clue: it brings in what the rules do not know, and seldom overrules them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np
import pytest

from geo import Gazetteer, geoparse
from geo.encoder.clues import Clues
from geo.encoder.subwords import Token
from geo.languages import mixed_languages
from geo.languages.encoder_names import clue, role_of
from geo.languages.mixed_languages import mentions_in
from geo.reading import document
from geo.recognition import recognise
from layers import to_frames
from layers.map.language import language_named

if TYPE_CHECKING:
    from geo.model import Mention


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    """Return the compiled gazetteer."""
    return Gazetteer.open()


@pytest.fixture
def read(gazetteer, monkeypatch):
    """Return what reads a text with clues: for each phrase how likely it is a name, and how likely it acts."""

    def read_(text: str, **said: tuple[float, float]) -> dict[str, Mention]:
        clues = made(text, {phrase.replace("_", " "): values for phrase, values in said.items()})
        monkeypatch.setattr(mixed_languages, "clues_of", lambda _: clues)
        mixed_languages.scenes_of.cache_clear()
        return {mention.phrase: mention for mention in mentions_in(document(text), gazetteer, recognise)}

    yield read_
    mixed_languages.scenes_of.cache_clear()


def made(text: str, said: dict[str, tuple[float, float]]) -> Clues:
    """Return clues that say of some phrases what is wanted, and nothing of the rest."""
    tokens = [Token(0, match.start(), match.end()) for match in re.finditer(r"\w+|[^\w\s]", text)]
    begins, goes_on, acts = (np.zeros(len(tokens)) for _ in range(3))
    for phrase, (chance, acting) in said.items():
        start = text.index(phrase)
        within = [i for i, token in enumerate(tokens) if start <= token.start and token.end <= start + len(phrase)]
        begins[within[0]] = chance
        goes_on[within[1:]] = chance
        acts[within] = acting
    return Clues(tokens, begins, goes_on, acts)


def test_a_name_that_nobody_knows_is_read_where_the_encoder_is_sure(read):
    """A hamlet of no gazetteer is a name, without a place; where the encoder is less sure, it is none."""
    text = "Грузовики идут из Верхнезорецка в Баку каждое утро."
    assert set(read(text, Верхнезорецка=(0.97, 0.0), Баку=(1.0, 0.0))) == {"Верхнезорецка", "Баку"}
    assert set(read(text, Верхнезорецка=(0.8, 0.0), Баку=(1.0, 0.0))) == {"Баку"}


def test_a_doubtful_name_is_dropped_where_the_encoder_sees_none(read):
    """A small town of the name of a person is one where both say so, and none where the encoder says no."""
    text = "Товары везут через Лазарев на склад."
    assert set(read(text, Лазарев=(1.0, 0.0))) == {"Лазарев"}
    assert set(read(text)) == set()


def test_what_is_well_known_stays(read):
    """A capital that words of place govern is one, whatever the encoder overlooks."""
    assert set(read("Поезда идут из Баку в Тбилиси.")) == {"Баку", "Тбилиси"}


def test_a_hyphened_name_is_one_where_the_encoder_sees_one(read):
    """The two halves of a name are known each, and the whole is meant; in a chain of two towns they are two."""
    text = "Уголь везут с месторождения Таван-Толгой на юг."
    assert "Таван-Толгой" in read(text, **{"Таван-Толгой": (0.95, 0.0)})
    chain = "Поезд Самара-Саратов отменён."
    assert set(read(chain, Самара=(0.95, 0.0), Саратов=(0.95, 0.0))) == {"Самара", "Саратов"}


def test_a_port_is_not_the_name_where_the_encoder_sees_the_town(read):
    """The gazetteer knows the port by its whole name; the text says the port of the town."""
    text = "Gemiler Mersin limanına yanaştı."
    assert "Mersin" in read(text, Mersin=(0.99, 0.0))


def test_without_capitals_only_single_words_are_new(read):
    """Where no capital tells a name's words, two unknown ones after another may be anything; one may be a name."""
    text = "وصلت الشاحنات إلى قرنبعة زلفوطة مساء أمس عبر بغداد."
    assert set(read(text, قرنبعة_زلفوطة=(0.97, 0.0), بغداد=(1.0, 0.0))) == {"بغداد"}
    assert set(read(text, زلفوطة=(0.97, 0.0), بغداد=(1.0, 0.0))) == {"زلفوطة", "بغداد"}


def test_the_encoder_tells_roles_where_it_is_sure(read):
    """Who acts is a government although a word of place stands near, and no dateline is one."""
    text = "Переговоры сорвались: Киев отказался от сделки, сообщили в Баку."
    assert read(text, Киев=(1.0, 0.9), Баку=(1.0, 0.1))["Киев"].role == "associative"
    assert read(text, Киев=(1.0, 0.05), Баку=(1.0, 0.1))["Киев"].role == "literal"
    assert read(text, Киев=(1.0, 0.9), Баку=(1.0, 0.1))["Баку"].role == "literal"
    assert read("БАКУ, 14 марта. Поезда стоят.", БАКУ=(1.0, 0.99))["БАКУ"].role == "literal"


def test_without_the_encoder_nothing_is_said():
    """No clue weighs nothing, and roles stay."""
    assert clue(None, 0, 4) == 0
    assert role_of(None, 0, 4, "associative") == "associative"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Паром идёт из порта Курык в порт Алят.", {"Курык", "Алят"}),
        ("ფოთიდან კონსტანცაში ბორანი დადის.", {"ფოთიდან", "კონსტანცაში"}),
        ("货车从喀什出发前往比什凯克。", {"喀什", "比什凯克"}),
    ],
)
def test_names_are_found_with_the_encoder_itself(weights, gazetteer, text, names):
    """With the extra installed, each language's names are found whole, with nothing beside them."""
    assert weights.exists()
    atlas = geoparse(text, gazetteer=gazetteer)
    assert atlas.document.reader == "encoder"
    mixed_languages.scenes_of.cache_clear()
    assert {mention.phrase for mention in mentions_in(atlas.document, gazetteer, recognise)} == names


def test_tables_and_page_say_that_the_encoder_read(weights):
    """The document's row names the reader, and the page says it in its own language."""
    assert weights.exists()
    about = to_frames(geoparse("Поезда идут из Баку в Карс.")).document
    assert about["reader"] == "encoder"
    assert "A multilingual encoder reads the names too." in str(about["reading"])
    assert language_named("de").reading("ru", reader="encoder")[-1] == "Ein mehrsprachiger Encoder liest die Namen mit."


def test_a_map_says_what_went_wrong(monkeypatch, tmp_path):
    """A damaged file of weights is named in the document's row and on the page; the map is there."""
    path = tmp_path / "weights.bin"
    path.write_bytes(b"no weights at all")
    monkeypatch.setenv("CORRIDORS_ENCODER", str(path))
    about = to_frames(geoparse("Поезда идут из Баку в Карс.")).document
    assert "reader" not in about
    assert "weights.bin" in str(about["faults"])
    assert "weights.bin" in language_named("tr").reading("ru", faults=str(about["faults"]))[-1]
