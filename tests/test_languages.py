"""Names and ways in texts of other languages than English."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest
from language_gold import passages

from geo.courses import Catalogue
from geo.gazetteer import Gazetteer
from geo.geoparsing import find
from geo.languages.local_gazetteer import known_in
from geo.languages.mixed_languages import gazetteer_for, mentions_in, routes_in
from geo.languages.romanisation import in_latin
from geo.reading import document
from geo.slugs import slug

if TYPE_CHECKING:
    from geo.geoparsing import Found

NEAR = 0.8  # degrees


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    """Return the compiled gazetteer."""
    return Gazetteer.open()


def read(text: str, gazetteer: Gazetteer) -> Found:
    """Find what a text speaks of."""
    return find(document(text), gazetteer=gazetteer, catalogue=Catalogue.load())


def phrases(text: str, gazetteer: Gazetteer) -> list[str]:
    """Return the names of a text as they stand."""
    return [mention.phrase for mention in read(text, gazetteer).mentions]


def ways(text: str, gazetteer: Gazetteer) -> list[tuple[str, tuple[str, ...], bool]]:
    """Return mode, stops and direction of the ways of a text."""
    return [(route.mode, route.waypoints, route.directed) for route in read(text, gazetteer).routes]


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
