"""Texts in other languages than English: which language, names and ways, and what is said of how they were read."""

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
from geo.languages.known import known_in
from geo.languages.latin import in_latin
from geo.languages.notices import sentences_of
from geo.languages.reading import gazetteer_for, is_foreign, mentions_in, routes_in
from geo.reading import document, together
from geo.resolution import slug

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from geo.geoparsing import Found

BY_RULE = "names and ways are read by rule, less surely than in English; look them through."
NEAR = 0.8  # degrees
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


def phrases(text: str, gazetteer: Gazetteer) -> list[str]:
    """Return the names of a text as they stand."""
    return [mention.phrase for mention in read(text, gazetteer).mentions]


def ways(text: str, gazetteer: Gazetteer) -> list[tuple[str, tuple[str, ...], bool]]:
    """Return mode, stops and direction of the ways of a text."""
    return [(route.mode, route.waypoints, route.directed) for route in read(text, gazetteer).routes]


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


# Names.


def test_an_inflected_name_leads_to_its_place(gazetteer: Gazetteer) -> None:
    """Names are found in whatever case they stand, and keep the words of the article."""
    assert phrases("Грузовики стоят в Нижнем Новгороде, близ Твери и за Рязанью.", gazetteer) == [
        "Нижнем Новгороде",
        "Твери",
        "Рязанью",
    ]


def test_an_ending_after_an_apostrophe_is_no_part_of_a_name(gazetteer: Gazetteer) -> None:
    """In Turkish the name ends before its apostrophe."""
    assert phrases("Konvoy İzmir’den Bursa’ya gidiyor, sonra Edirne'de duruyor.", gazetteer) == [
        "İzmir",
        "Bursa",
        "Edirne",
    ]


def test_letters_that_lean_on_a_name_are_no_part_of_it(gazetteer: Gazetteer) -> None:
    """In Arabic a name begins after the joined and, in and to."""
    assert phrases("وصلت الشاحنات إلى عمان ودمشق ثم اتجهت لبيروت", gazetteer)[:2] == ["عمان", "دمشق"]


def test_chinese_names_are_found_without_spaces(gazetteer: Gazetteer) -> None:
    """In Chinese the longest known name is taken, without the word of kind after it, and plain words are no places."""
    found = phrases("列车从郑州市开往乌兰巴托，途经呼和浩特，双方将合作建设中心。", gazetteer)
    assert found == ["郑州", "乌兰巴托", "呼和浩特"]


@pytest.mark.parametrize("pair", [("Орёл", "Орел"), ("كركوك", "کرکوک"), ("Қарағанды", "Караганда")])
def test_spellings_are_one_place(pair: tuple[str, str], gazetteer: Gazetteer) -> None:
    """Letters that are written one for another lead to one place: ё and е, two kafs, Kazakh and Russian."""
    first, second = ({match.record.id for match in gazetteer.lookup(name)} for name in pair)
    persian = {match.record.id for match in known_in("fa", gazetteer).gazetteer.lookup(pair[1])}
    assert first & (second | persian)


def test_a_name_that_is_known_only_in_latin_letters_is_found(gazetteer: Gazetteer) -> None:
    """A town that no source names in the text's script is found by its spelling in Latin letters."""
    assert gazetteer.lookup("Ցխալտուբո") == ()
    assert in_latin("Ցխալտուբո", "hy")[0] == "Tskhaltubo"
    found = read("Գնացքը Երևանից գնում է Ցխալտուբո քաղաք։", gazetteer)
    assert [mention.name for mention in found.mentions] == ["Երևան", "Tskhaltubo"]


def test_people_are_no_places(gazetteer: Gazetteer) -> None:
    """A surname after a given name or a title is no place, though a village has it too."""
    assert phrases("Министр Иван Бобров и президент Орлов говорили в Твери.", gazetteer) == ["Твери"]
    assert phrases("O motorista João Prado mora em Goiânia.", gazetteer) == ["Goiânia"]


def test_plain_words_are_no_places(gazetteer: Gazetteer) -> None:
    """Words of everyday that are villages somewhere are no places: Мир, Победа, der Hafen, la route."""
    assert phrases("Мир и Победа – названия газет. Порт Одессы закрыт.", gazetteer) == ["Одессы"]
    assert phrases("Die Bahn fährt. Der Hafen und das Werk in Bremen sind geschlossen.", gazetteer) == ["Bremen"]


def test_a_capital_that_acts_is_a_government(gazetteer: Gazetteer) -> None:
    """Moscow and Tehran that sign are governments; where something goes to Moscow it is the ground."""
    found = read("Москва и Тегеран подпишут договор. Поезд идёт из Твери в Москву.", gazetteer)
    assert [(m.phrase, m.role) for m in found.mentions] == [
        ("Москва", "associative"),
        ("Тегеран", "associative"),
        ("Твери", "literal"),
        ("Москву", "literal"),
    ]


def test_mixed_scripts_in_one_word_do_no_harm(gazetteer: Gazetteer) -> None:
    """A word of Latin and Cyrillic letters is no name; the rest of the text is read."""
    assert phrases("Поезд из Mосквы (с латинской M) идёт в Тверь через Клин.", gazetteer)[-2:] == ["Тверь", "Клин"]


def test_a_sea_is_named_with_a_small_letter(gazetteer: Gazetteer) -> None:
    """Names whose first word is written small are whole: mer Noire, canal de Panamá."""
    assert "mer Noire" in phrases("Les navires traversent la mer Noire et le canal de Suez.", gazetteer)
    assert "mar Negro" in phrases("Los buques cruzan el mar Negro hasta Estambul y el puerto.", gazetteer)


# Ways.


@pytest.mark.parametrize(
    ("text", "mode", "stops", "directed"),
    [
        ("Поезд Москва–Минск–Брест отменён.", "rail", ("Москва", "Минск", "Брест"), False),
        ("Фуры идут из Минска в Вильнюс.", "road", ("Минск", "Вильнюс"), True),
        ("Нефть качают по трубопроводу из Баку в Супсу.", "pipeline", ("Баку", "Супса"), False),
        ("Паром между Одессой и Варной снова ходит.", "sea", ("Одесса", "Варна"), False),
        ("Yük gemileri İzmir’den Pire’ye gidiyor.", "sea", ("İzmir", "Pire"), True),
        ("Gəmilər Bakıdan Aktauya neft aparır və geri qayıdır.", "sea", ("Bakı", "Aktau"), True),
        ("Un oléoduc relie Bakou à Batoumi.", "pipeline", ("Bakou", "Batoumi"), False),
        ("Der Zug zwischen Berlin und Warschau ist ausgefallen.", "rail", ("Berlin", "Warschau"), False),
        ("Las barcazas van de Asunción a Rosario por la hidrovía.", "waterway", ("Asunción", "Rosario"), True),
        ("列车从西安开往塔什干，货物是电池。", "rail", ("西安", "塔什干"), True),
        ("قطار از مشهد به هرات می‌رود.", "rail", ("مشهد", "هرات"), True),
    ],
)
def test_ways_are_read_by_one_grammar(
    text: str, mode: str, stops: tuple[str, ...], *, directed: bool, gazetteer: Gazetteer
) -> None:
    """Dashes, from and to, between, and verbs of linking tell a way in each language, with its mode and direction."""
    found = ways(text, gazetteer)
    assert (mode, stops) in [(way[0], way[1]) for way in found]
    assert directed in [way[2] for way in found if way[1] == stops]


def test_what_is_passed_stands_between_the_ends(gazetteer: Gazetteer) -> None:
    """What a way passes is between its ends, wherever the sentence names it."""
    assert ways("Контейнеры везут поездом из Сианя в Стамбул через Алматы и Баку.", gazetteer)[0][1][0::3] == (
        "Сиань",
        "Стамбул",
    )


def test_each_goal_of_a_list_is_a_way(gazetteer: Gazetteer) -> None:
    """Where something goes to two places, both are ways from where it came."""
    found = ways("Паром ходит из Поти в Констанцу и Варну.", gazetteer)
    assert {stops for _, stops, _ in found} == {("Поти", "Констанца"), ("Поти", "Варна")}


def test_german_compounds_tell_a_way(gazetteer: Gazetteer) -> None:
    """A compound tells what its last part tells: a Schmalspurbahnstrecke is a railway."""
    assert ways("Die Schmalspurbahnstrecke Dresden–Görlitz ist gesperrt.", gazetteer)[0][:2] == (
        "rail",
        ("Dresden", "Görlitz"),
    )


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("Գնացքը մեկնեց։ Ապրանքը մնաց։", ["Գնացքը մեկնեց։", "Ապրանքը մնաց։"]),
        ("მატარებელი წავიდა. ტვირთი დარჩა.", ["მატარებელი წავიდა.", "ტვირთი დარჩა."]),
        ("Перевезли 3 тыс. тонн зерна. Порт закрыт.", ["Перевезли 3 тыс. тонн зерна.", "Порт закрыт."]),
    ],
)
def test_sentences_end_as_the_language_ends_them(text: str, ends: list[str]) -> None:
    """The evidence is a sentence: Armenian ends it with its own stop, Georgian begins it with a small letter."""
    read_as = document(text)
    assert [read_as.quote(sentence.index) for sentence in read_as.sentences] == ends


def test_names_of_other_scripts_have_addresses() -> None:
    """Files and anchors are called by their names in Latin letters, not by a number."""
    assert (slug("Актау–Баку"), slug("阿克套"), slug("ფოთი")) == ("aktau-baku", "aketao", "poti")


def test_what_the_next_way_passes_is_not_taken_for_this_one(gazetteer: Gazetteer) -> None:
    """A place that is passed on the way on from the goal is no stop before it."""
    found = ways("قطارها از بندرعباس به آستارا می‌روند و بار از راه دریای خزر به آستراخان می‌رسد.", gazetteer)
    assert ("rail", ("بندرعباس", "آستارا")) in [way[:2] for way in found]


def test_places_in_a_row_are_no_way_without_a_word_for_one(gazetteer: Gazetteer) -> None:
    """A match or talks between two cities are no way."""
    assert ways("Матч Москва–Киев закончился вничью. Переговоры между Парижем и Лондоном идут.", gazetteer) == []


def test_a_corridor_of_the_catalogue_is_known_by_its_name(gazetteer: Gazetteer) -> None:
    """The Middle Corridor is the catalogue's in every language, whatever its case."""
    for text in (
        "Грузы пошли по Срединному коридору быстрее.",
        "Orta Koridor’daki yük miktarı arttı ve bu sürüyor.",
        "محموله‌ها از کریدور میانی عبور می‌کنند.",
        "中间走廊的货运量增加了。",
    ):
        assert [route.catalogue for route in read(text, gazetteer).routes] == ["titr"], text


def test_what_became_no_way_is_listed(gazetteer: Gazetteer) -> None:
    """A sentence that speaks of trains beside a place and tells no way is listed with the reason."""
    seen = read("Поезда стоят под Брестом третий день.", gazetteer).seen
    assert [each.reason for each in seen] == ["speaks of trains or a railway, but no way between places was read"]


# The gold of our own.


@pytest.mark.parametrize("code", sorted({passage.language for passage in passages()}))
def test_the_passages_are_read(code: str, gazetteer: Gazetteer) -> None:
    """Of our own passages at least nine names of ten are read and placed, and two ways of three with both ends."""
    right = total = placed = told = hit = 0
    for passage in (each for each in passages() if each.language == code):
        found = read(passage.text, gazetteer)
        spans = {(mention.start, mention.end): mention for mention in found.mentions}
        right += 2 * len(spans.keys() & passage.names.keys())
        total += len(spans) + len(passage.names)
        meant = found.resolved.record_of()
        english = {passage.text[a:b]: name for (a, b), name in passage.names.items()}
        english |= {spans[span].name: name for span, name in passage.names.items() if span in spans}
        for span, name in passage.names.items():
            record = meant.get(span[0], (None, 0.0))[0] if span in spans else None
            near = (
                record is not None and abs(match.record.lat - record.lat) + abs(match.record.lon - record.lon) < NEAR
                for match in gazetteer.lookup(name)
            )
            placed += any(near)
        ends = [{english.get(r.waypoints[0]), english.get(r.waypoints[-1])} for r in found.routes if r.waypoints]
        told += len(passage.ways)
        hit += sum(set(way["ends"]) in ends for way in passage.ways)
    names = sum(len(each.names) for each in passages() if each.language == code)
    assert right / total >= 0.9
    assert placed / names >= 0.9
    assert hit / told >= 0.6


@pytest.mark.parametrize("code", ["ru", "zh", "ar"])
def test_reading_grows_with_the_text(code: str, gazetteer: Gazetteer) -> None:
    """Eight times the text is read with about eight times the calls: a long report does not stop the run."""
    base = " ".join(passage.text for passage in passages() if passage.language == code)
    catalogue = Catalogue.load()

    def looked_at(times: int) -> int:
        text = document("\n\n".join([base] * times))
        known = gazetteer_for(text, gazetteer)
        counted = 0

        def count(_frame: object, event: str, _argument: object) -> None:
            nonlocal counted
            counted += event == "line"

        def trace(frame: object, event: str, argument: object) -> object:
            count(frame, event, argument)
            return trace

        sys.settrace(trace)  # type: ignore[arg-type]
        try:
            mentions_in(text, known, lambda *_: ())
            routes_in(text, known, catalogue, tuple)
        finally:
            sys.settrace(None)
        return counted

    assert looked_at(32) <= 10 * looked_at(4)
