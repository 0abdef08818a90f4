"""The encoder weighs what may be a way beside the judge; the judge needs nobody."""

from __future__ import annotations

import multiprocessing
from dataclasses import replace
from io import BytesIO

import numpy as np
import pytest

from geo.corridors import find_corridors, read_corridors, routes
from geo.corridors.chooser import Odds, choose_ways, judge
from geo.corridors.chooser import weights as judge_weights
from geo.corridors.offered_names import with_offered
from geo.corridors.routes import as_routes
from geo.corridors.second_voice import Voice, hear, log_odds_of, telling_of, voice_weights
from geo.corridors.stop_candidates import Company
from geo.corridors.stops import fill_stops, reach_to, stop_weights
from geo.courses import Catalogue
from geo.encoder.encoder_use import with_encoder
from geo.encoder.english_weights import EnglishWeights
from geo.encoder.mode_and_status import MODES, STATES
from geo.encoder.subwords import Token
from geo.encoder.way_reader import TOP, Telling, WayReader, WaySense
from geo.errors import DataError
from geo.gazetteer import Gazetteer
from geo.reading import document
from geo.recognition import recognise
from geo.workshop.corridor_lessons import lesson_of

TEXT = "Cargo trains leave Poti for Baku every Monday. Talks between Ankara and Cairo went on."
PASSAGE = {
    "id": "p",
    "text": TEXT,
    "corridors": [
        {
            "start": 0,
            "end": 32,
            "phrase": TEXT[:32],
            "name": None,
            "mode": "rail",
            "status": "operating",
            "directed": True,
            "waypoints": ["Poti", "Baku"],
            "km": None,
            "drawable": True,
        }
    ],
}


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


OFFERS = "We rode the Ghan from Darwin. Sunlander and Spirit of Queensland ply off the coast."
PIECES = [(3, 7), (8, 11), (12, 16), (17, 21), (22, 28), (28, 29), (30, 33), (33, 39), (40, 43), (44, 50), (51, 53),
          (54, 64), (65, 68)]  # fmt: skip


def tagging(begins, inside) -> WaySense:
    """Return a sense that is sure of some pieces that they begin a name, and of some that they stand in one."""
    vectors = np.zeros((len(PIECES), 2), np.float32)
    vectors[list(begins), 0] = vectors[list(inside), 1] = 4
    nets = {"tag.own.w": np.eye(2), "tag.own.b": np.zeros(2), "tag.out.w": np.eye(2), "tag.out.b": np.full(2, -2.0)}
    return WaySense([Token(0, *each) for each in PIECES], vectors, nets)


def test_the_encoder_offers_words_that_stand_in_a_name():
    """A run of pieces that stand in a name is offered whole, and two names side by side as two."""
    sense = tagging(begins=(2, 6, 9), inside=(1, 2, 6, 7, 8, 9, 10, 11))
    assert [OFFERS[start:end] for (start, end), _ in sense.offered()] == [
        "the", "Ghan", "Sunlander and", "Spirit of Queensland",
    ]  # fmt: skip
    assert {sure for _, sure in sense.offered()} == {2.0}
    assert tagging((), ()).offered() == []


def test_what_is_offered_is_weighed_beside_the_names_found_by_form():
    """A train whose name has no form is a name for the voices; an article is none of it, nor what is a name already."""
    passage = {**PASSAGE, "text": OFFERS, "corridors": []}
    evidence = lesson_of(passage, Gazetteer.open(), Catalogue.load()).evidence
    sense = tagging(begins=(2,), inside=(1, 2, 9, 10, 11))
    found = with_offered(evidence, [extent for extent, _ in sense.offered()])
    new = found.names[len(evidence.names) :]
    said = [OFFERS[found.tokens.starts[way.uses[0].first] : found.tokens.ends[way.uses[0].last - 1]] for way in new]
    assert said == ["Ghan", "Spirit of Queensland"]
    assert with_offered(found, [(12, 16)]) is found
    assert with_offered(evidence, [(8, 11), (28, 29)]) is evidence


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


def apart(check, *given):
    """Return what a check gives in a process of its own: PyTorch has threads, and whoever forks beside them may hang."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(check, given)


def scored_twice() -> list[tuple[list[float], list[float]]]:
    """Return what the net that learns and the one that reads say of a passage's tellings, and of its way."""
    import torch

    from geo.workshop.train_way_reader import packed
    from geo.workshop.way_lessons import studied
    from geo.workshop.way_net import begun, first_layers, forward, tensors

    passage, learned, file = lesson_of(PASSAGE, Gazetteer.open(), Catalogue.load()), begun(5), BytesIO()
    weights = EnglishWeights.load(TOP)
    base, seen = tensors(weights, torch.float32), studied(passage, weights)
    pieces = torch.tensor(seen.pieces)
    states = first_layers(pieces[None], torch.ones(1, len(pieces), dtype=torch.bool), base)[0]
    batch = packed(128, [seen], [states], np.random.default_rng(1))
    told, _, _, ways, _ = (each.numpy() for each in forward(learned, base, batch))
    np.savez(file, allow_pickle=False, **{name: each.numpy().astype(np.float16) for name, each in learned.items()})
    sense = WayReader.open(file.getvalue()).read(passage.evidence.document, [(0, len(TEXT))])
    read = sense.told([telling_of(way, passage.evidence) for way in passage.evidence.told])
    states, modes = sense.described([(0, 32)], [(0, 46)])
    parts = np.split(ways[0], [len(STATES)])
    pairs = [(told[: len(read)].ravel(), read.ravel())]
    pairs += [(a - a.max(), b[0] - b[0].max()) for a, b in zip(parts, (states, modes), strict=True)]
    return [(a.tolist(), b.tolist()) for a, b in pairs]


def losses() -> list[float]:
    """Return how wrong the net is of a passage before it has been shown it two dozen times, after, and half way."""
    import torch

    from geo.workshop.train_way_reader import learned_from, packed
    from geo.workshop.way_lessons import studied
    from geo.workshop.way_net import begun, first_layers, loss, tensors

    weights = EnglishWeights.load(TOP)
    base = tensors(weights, torch.float32)
    seen = studied(lesson_of(PASSAGE, Gazetteer.open(), Catalogue.load()), weights)
    pieces = torch.tensor(seen.pieces)
    states = first_layers(pieces[None], torch.ones(1, len(pieces), dtype=torch.bool), base)[0]
    batch = packed(128, [seen], [states], np.random.default_rng(1))
    new = {name: each.numpy() for name, each in begun(1).items()}
    taught = learned_from([seen], weights, 24, 128, torch.float32)
    more = learned_from([seen], weights, 24, 128, torch.float32, before=new)
    return [
        float(loss({name: torch.tensor(each) for name, each in some.items()}, base, batch, 0.0))
        for some in (new, taught, more)
    ]


def test_what_learns_and_what_reads_do_the_same_sums():
    """The net in PyTorch, which learns, and the one in NumPy, which reads, score a telling and a way alike."""
    for learns, reads in apart(scored_twice):
        assert learns
        assert learns == pytest.approx(reads, abs=0.03)


def test_a_net_learns_what_it_is_shown():
    """Shown one passage again and again, the net comes to tell its railway, and that it is in use."""
    before, after, half_way = apart(losses)
    assert after < before / 2
    assert after < half_way < before


SNIPPET = {
    "id": "s",
    "text": "The ferry from Poti to Varna is laid up. Trains to Baku run.",
    "ways": [
        {"phrase": "ferry from Poti to Varna", "status": "closed", "mode": "sea"},
        {"phrase": "Trains to Baku", "status": "operating", "mode": "rail"},
    ],
}


def asked_of(file) -> dict[str, list[int]]:
    """Return what is asked of a snippet and of a passage, and which nets are written of those that learn."""
    from geo.workshop.train_way_reader import written
    from geo.workshop.way_lessons import studied, studied_states
    from geo.workshop.way_net import begun

    weights = EnglishWeights.load(layers=1)
    snippet = studied_states(SNIPPET, weights)
    passage = studied(lesson_of(PASSAGE, Gazetteer.open(), Catalogue.load()), weights)
    written({name: each.numpy() for name, each in begun(1).items()}, file)
    return {
        "others": [len(snippet.told), len(snippet.stops), len(snippet.names)],
        "states": snippet.way_state.tolist(),
        "inside": [int(own[0] >= own[2] and own[1] <= own[3]) for own in snippet.ways],
        "stops": passage.stop_right.astype(int).tolist(),
        "kept": [int(f"head/{net}.out.w" in np.load(file)) for net in ("told", "stop", "name", "way", "tag")],
        "uses": [int(100 * share) for share in passage.way_share],
        "tags": [tags_of(drawable, weights) for drawable in (True, False)],
    }


def tags_of(drawable, weights) -> list[list[int]]:
    """Return what is learned of the pieces of a passage that names its way twice."""
    from geo.workshop.way_lessons import studied

    way = {**PASSAGE["corridors"][0], "start": 4, "end": 8, "phrase": "Ghan", "name": "The Ghan", "drawable": drawable}
    text = "The Ghan leaves Poti for Baku. Ghanaians say: the Ghan."
    lesson = lesson_of({**PASSAGE, "text": text, "corridors": [way]}, Gazetteer.open(), Catalogue.load())
    return studied(lesson, weights).tags.astype(int).T.tolist()


def test_a_snippet_teaches_states_alone(tmp_path):
    """Of a snippet the state of each way is asked, within its sentence, and nothing else."""
    asked = apart(asked_of, tmp_path / "written.npz")
    assert asked["others"] == [0, 0, 0]
    assert asked["states"] == [[float(state == told) for state in STATES] for told in ("closed", "operating")]
    assert asked["inside"] == [1, 1]
    # Poti and Baku; Ankara and Cairo are no stops: of the way as it is marked, and as it is found
    assert asked["stops"] == [[1, 0], [1, 0], [0, 0], [0, 0]] * 2
    assert asked["kept"] == [1, 1, 1, 1, 1]


def test_a_name_is_learned_wherever_it_stands(tmp_path):
    """Every use of a way's name begins and stands in one, "Ghanaians" in none; of a way not to be drawn nobody asks."""
    drawn, undrawn = apart(asked_of, tmp_path / "written.npz")["tags"]
    begins, inside = drawn
    assert (begins[0], begins[-1]) == (-1, -1)  # the marks of beginning and end
    assert begins.count(1) == 2
    assert inside.count(1) == 2 * (inside.index(0, inside.index(1)) - inside.index(1))
    assert undrawn[0].count(-1) == 2 + inside.count(1)
    assert 1 not in undrawn[1]


def test_a_state_is_learned_from_the_words_that_the_reader_finds(tmp_path):
    """A way's state is asked of the words that are marked and of those that the reader takes, each half of the weight."""
    shares = apart(asked_of, tmp_path / "written.npz")["uses"]
    assert shares[0] == 50
    assert len(shares) > 1
    assert sum(shares) == pytest.approx(100, abs=len(shares))


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
