"""The net behind the encoder of ways learns what it is shown, and does the sums of what reads."""

from __future__ import annotations

import multiprocessing
from io import BytesIO

import numpy as np
import pytest
from way_passage import PASSAGE, TEXT

from geo.corridors.second_voice import telling_of
from geo.courses import Catalogue
from geo.encoder.english_weights import EnglishWeights
from geo.encoder.mode_and_status import STATES
from geo.encoder.way_reader import TOP, WayReader
from geo.gazetteer import Gazetteer
from geo.workshop.corridor_lessons import lesson_of


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
