"""The encoder weighs what may be a way beside the judge; the judge needs nobody."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from way_passage import PASSAGE, TEXT

from geo.corridors import find_corridors, read_corridors, routes
from geo.corridors.chooser import Odds, choose_ways, judge
from geo.corridors.chooser import weights as judge_weights
from geo.corridors.routes import as_routes
from geo.corridors.second_voice import Voice, hear, log_odds_of, voice_weights
from geo.corridors.stop_candidates import Company
from geo.corridors.stops import fill_stops, reach_to, stop_weights
from geo.courses import Catalogue
from geo.encoder.encoder_use import with_encoder
from geo.encoder.mode_and_status import MODES, STATES
from geo.encoder.subwords import Token
from geo.encoder.way_reader import Telling, WayReader, WaySense
from geo.errors import DataError
from geo.gazetteer import Gazetteer
from geo.reading import document
from geo.recognition import recognise
from geo.workshop.corridor_lessons import lesson_of


@pytest.fixture(scope="module")
def lesson():
    """Return the passage as the judge's lesson."""
    return lesson_of(PASSAGE, Gazetteer.open(), Catalogue.load())


def sense_of(rows: dict[str, tuple[int, int]]) -> WaySense:
    """Return a sense of nothing with nets of given sizes, all their numbers 0."""
    nets = {f"{name}.w": np.zeros(shape, np.float32) for name, shape in rows.items()}
    nets |= {f"{name}.b": np.zeros(shape[1], np.float32) for name, shape in rows.items()}
    return WaySense([Token(0, 0, 5), Token(0, 6, 12)], np.ones((2, 4), np.float32), nets)


TOLD = {**dict.fromkeys([f"told.{part}" for part in ("first", "last", "anchor", "span", "gap", "vias")], (4, 3)),
        "told.mid": (6, 3), "told.out": (3, 3), "tag.own": (4, 3), "tag.out": (3, 2)}  # fmt: skip


def test_what_was_not_read_says_nothing():
    """A word outside of what was read, and a telling without a word of a way, count as nothing, not as a fault."""
    sense = sense_of(TOLD)
    said = sense.told([Telling((0, 5), (6, 12), None, (0, 12)), Telling((90, 95), (0, 5), (50, 52), (0, 95))])
    assert said.tolist() == [[0, 0, 0], [0, 0, 0]]


def test_the_stops_between_have_a_say():
    """What a telling passes counts as the mean over all of it; a stop that was not read counts as nothing."""
    sense = sense_of(TOLD)
    nets = {**sense.nets, "told.vias.w": np.ones((4, 3)), "told.mid.w": np.eye(6, 3), "told.out.w": np.eye(3)}
    told = replace(sense, nets=nets).told
    ends = ((0, 5), (6, 12), None, (0, 12))
    said = told([Telling(*ends, vias=vias) for vias in ((), ((0, 5),), ((0, 5), (6, 12)), ((90, 95),))])
    assert said[:, 0].tolist() == [0, 4, 4, 0]


def test_a_gap_is_what_stands_between_two_stops_whichever_is_first():
    """A telling from the second place to the first has the same gap; two that touch have none."""
    assert Telling((0, 5), (9, 12), None, (0, 12)).gap() == (5, 9)
    assert Telling((9, 12), (0, 5), None, (0, 12)).gap() == (5, 9)
    assert Telling((0, 5), (5, 12), None, (0, 12)).gap() is None


def test_what_is_unlikely_is_not_asked_of_the_encoder(lesson):
    """The encoder has no say where the judge sees nothing, so that a text without ways costs nothing."""
    evidence = lesson.evidence
    none = Odds([0.0] * len(evidence.names), *([0.001] * len(evidence.told) for _ in range(3)), {})
    read = replace(evidence, document=replace(evidence.document, way_reader="encoder"), votes=())
    assert evidence.told
    assert hear(read, none) is None
    silent = replace(sense_of(TOLD), vectors=np.zeros((0, 4), np.float32), tokens=[])
    assert Voice(evidence, silent, voice_weights()).beside(none)[1] == none


@pytest.mark.usefixtures("voiced")
def test_the_encoder_is_asked_where_the_judge_finds_something_plausible(lesson):
    """One telling that is likelier than not is enough; where all are doubtful, and no rule found a way, nobody is asked."""
    document_ = replace(lesson.evidence.document, way_reader="encoder")
    evidence = replace(lesson.evidence, document=document_, votes=())
    doubtful, plausible = (
        Odds([0.0] * len(evidence.names), *([surety] * len(evidence.told) for _ in range(3)), {})
        for surety in (0.3, 0.6)
    )
    assert hear(evidence, doubtful) is None
    assert hear(evidence, plausible) is not None


def test_the_judge_reads_alone_where_nobody_asks_the_encoder(lesson):
    """A document that says nothing of the encoder is read by the judge, whether the encoder is there or not."""
    odds = judge(lesson.evidence, judge_weights())
    assert hear(lesson.evidence, odds) is None


def test_more_sureness_of_the_encoder_is_more_sureness_of_both():
    """For ways, ends, stops and names the voice of the encoder counts for what it says, not against it."""
    known = voice_weights()
    assert known["way"]["encoder way"] > 0
    assert known["ends"]["encoder ends"] > 0
    assert known["whole"]["encoder whole"] > 0
    assert known["name"]["encoder name"] > 0
    assert known["name"]["judge name"] > 0
    assert known["end"]["encoder end"] > 0
    assert known["via"]["encoder via"] > 0
    for kind in ("state", "mode"):
        assert known[kind]["encoder"] > 0
        assert known[kind]["judge"] > 0
    assert log_odds_of(0.9) == pytest.approx(2.197, abs=0.001)


class Sure:
    """An encoder that is sure of the state and mode of whatever it is asked of."""

    def described(self, ways, sentences):
        """Say that a way is being built, and by rail."""
        assert len(ways) == len(sentences) == 1
        states = [0.0 if state == "under construction" else -6.0 for state in STATES]
        modes = [0.0 if mode == "rail" else -6.0 for mode in MODES]
        return np.array([states]), np.array([modes])


def test_the_text_wins_over_the_catalogue_on_a_state(lesson):
    """Where the encoder is sure from the text that a way is being built, the catalogue's "operating" does not overrule."""
    voice = Voice(lesson.evidence, Sure(), voice_weights())
    judged = [1.0 if state == "operating" else -1.0 for state in STATES]
    for features in ([], ["entry:operating"]):
        said = voice.of_state(judged, (0, 6), features)
        assert STATES[int(np.argmax(said))] == "under construction"
    said = voice.of_mode([0.0] * len(MODES), (0, 6), [])
    assert MODES[int(np.argmax(said))] == "rail"


def test_judge_and_encoder_speak_of_the_same_choices_in_one_order():
    """What the judge says of the third state is weighed with what the encoder says of the third."""
    assert (routes.MODES, routes.STATES) == (MODES, STATES)


def test_a_damaged_file_says_what_to_install():
    """What our own nets are in may be cut short by a full disk; the error names the file and what to do."""
    with pytest.raises(DataError, match=r"encoder-corridors\.npz.*install corridors again"):
        WayReader.open(b"PK nothing of the kind")


@pytest.mark.usefixtures("voiced")
def test_the_encoder_weighs_ways_in_english():
    """By itself the encoder weighs ways in English, too; ``never`` leaves it out, and names stay ours."""
    read = document(TEXT)
    assert with_encoder(read, "auto", is_foreign=False).way_reader == "encoder"
    assert with_encoder(read, "auto", is_foreign=False).reader == "rules"
    assert with_encoder(read, "never", is_foreign=False) == read


@pytest.mark.usefixtures("voiced")
def test_a_plain_way_is_read_with_the_encoder_as_without():
    """Trains that leave one town for another are a railway in use; towns that talk are none."""
    gazetteer = Gazetteer.open()
    for read in (document(TEXT), with_encoder(document(TEXT), "auto", is_foreign=False)):
        (route,) = find_corridors(read, recognise(read, gazetteer), gazetteer)
        assert (route.waypoints, route.mode, route.status) == (("Poti", "Baku"), "rail", "operating")


@pytest.mark.usefixtures("voiced")
def test_the_same_text_is_read_the_same_twice():
    """Two readings of one text agree to the last digit."""
    gazetteer = Gazetteer.open()
    read = with_encoder(document(TEXT), "auto", is_foreign=False)
    one, two = (read_corridors(read, recognise(read, gazetteer), gazetteer) for _ in range(2))
    assert one == two


STOPS_TOLD = "Cargo trains run from Poti to Baku. At Tbilisi they change locomotives. Ankara has asked for more."


class Says:
    """An encoder that is sure of one place, and says nothing for the others."""

    def __init__(self, text: str, place: str) -> None:
        self.sure = (text.index(place), text.index(place) + len(place))

    def has_read(self, extent: tuple[int, int]) -> bool:
        """Say that all was read."""
        return extent[0] < extent[1]

    def stops(self, way: tuple[int, int], places: list[tuple[int, int]]) -> np.ndarray:
        """Say that a way passes the one place."""
        assert way[0] < way[1]
        return np.array([[-6.0, 9.0 if place == self.sure else -9.0] for place in places])


@pytest.mark.parametrize(("place", "stops"), [("Tbilisi", ("Poti", "Tbilisi", "Baku")), ("Poti", ("Poti", "Baku"))])
def test_a_told_way_gets_what_the_next_sentence_says_it_passes(place, stops):
    """Where the encoder is sure that a way passes a place which is told elsewhere, that is a stop; otherwise not."""
    gazetteer = Gazetteer.open()
    evidence = lesson_of({"id": "t", "text": STOPS_TOLD, "corridors": []}, gazetteer, Catalogue.load()).evidence
    odds = judge(evidence, judge_weights())
    ways = choose_ways(evidence, odds, judge_weights())
    voice = Voice(evidence, Says(STOPS_TOLD, place), voice_weights())
    assert [way.stops for way in fill_stops(ways, evidence, odds, stop_weights(), gazetteer)] == [("Poti", "Baku")]
    assert [way.stops for way in fill_stops(ways, evidence, odds, stop_weights(), gazetteer, voice)] == [stops]


def test_what_was_not_read_is_left_to_the_judge():
    """A place outside of what the encoder read keeps the judge's chance; one that it read is weighed by both."""
    gazetteer = Gazetteer.open()
    evidence = lesson_of({"id": "t", "text": STOPS_TOLD, "corridors": []}, gazetteer, Catalogue.load()).evidence
    odds = judge(evidence, judge_weights())
    (way,) = choose_ways(evidence, odds, judge_weights())
    reach = reach_to(way, evidence, odds, Company.of([way], evidence, odds), gazetteer)
    says = Says(STOPS_TOLD, "Tbilisi")
    says.has_read = lambda extent: extent[0] < STOPS_TOLD.index("Ankara")
    both = Voice(evidence, says, voice_weights()).of_stops("via", {"tbilisi": 0.3, "ankara": 0.3}, reach)
    assert both["tbilisi"] > 0.9
    assert both["ankara"] == 0.3


def test_a_place_is_asked_with_what_stands_before_it_and_between():
    """The net of stops sees a way's words, the place, six pieces before it and what stands between; its rows are two."""
    shapes = dict.fromkeys([f"stop.{part}" for part in ("way", "place", "before", "between")], (4, 3))
    sense = sense_of({**shapes, "stop.mid": (6, 3), "stop.out": (3, 2)})
    assert sense.stops((0, 5), [(6, 12), (90, 95)]).tolist() == [[0, 0], [0, 0]]
    assert sense.has_read((6, 12))
    assert not sense.has_read((90, 95))


class Insists:
    """An encoder that takes every way for a road that is planned."""

    def of_mode(self, *_: object) -> list[float]:
        """Say a road."""
        return [50.0 * (mode == "road") for mode in MODES]

    def of_state(self, *_: object) -> list[float]:
        """Say that it is planned."""
        return [50.0 * (state == "planned") for state in STATES]


@pytest.mark.parametrize(
    ("text", "alone", "both"),
    [
        ("Ferries from Poti to Varna were suspended.", ("sea", "closed"), ("road", "planned")),
        ("The railway from Poti to Baku is closed.", ("rail", "closed"), ("rail", "planned")),  # its noun says it
        ("The Baku–Tbilisi–Kars railway is closed.", ("rail", "closed"), ("rail", "planned")),  # the catalogue knows it
    ],
)
def test_where_the_encoder_reads_it_has_a_say_in_what_rules_found(text, alone, both):
    """A state that a cue told the rules is weighed again, and a mode, unless noun, adjective or catalogue tell it."""
    gazetteer, catalogue, known = Gazetteer.open(), Catalogue.load(), judge_weights()
    evidence = lesson_of({"id": "t", "text": text, "corridors": []}, gazetteer, catalogue).evidence
    ways = choose_ways(evidence, judge(evidence, known), known)
    for voice, expected in ((None, alone), (Insists(), both)):
        (route,) = as_routes(ways, evidence, gazetteer, catalogue, known, voice)
        assert (route.mode, route.status) == expected
