"""The gold of corridors in passages told as real articles tell them is sound, and its README says what is in it.

``gold/corridors/README.md`` says what the files are. Nothing here runs the reader: a test batch is opened when it is
scored, and these tests look at offsets, fields, addresses and counts alone.
"""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent / "gold" / "corridors"
MARKED_TO_LEARN = ("train", "train-2", "train-3", "train-4")
UNMARKED = (*(f"train-{number}" for number in range(5, 18)), "train-more", "train-memory")
TEST = tuple(f"test-{number}" for number in range(1, 18))
LEARN = (*MARKED_TO_LEARN, *UNMARKED)
FILES = (*MARKED_TO_LEARN, *TEST, *UNMARKED)
MARKED = (*MARKED_TO_LEARN, *TEST[:9])  # the files in which toponyms are marked
MODES = ("rail", "road", "sea", "air", "pipeline", "waterway", "cable", "multimodal")
STATUSES = ("operating", "under construction", "planned", "proposed", "closed", "unknown")
FIELDS = {"start", "end", "phrase", "name", "mode", "status", "directed", "waypoints", "km", "drawable"}
LONGEST_SHARED_RUN = 9  # words in a row that a passage to learn from may have in common with one to test by
NAMED_IN_FULL = (  # ten words that are a name
    "the united nations convention on the law of the sea",
    "the group for the support of islam and muslims jnim",
)
NOTE = re.compile(r"no title|not given|from the address|headline not", re.IGNORECASE)
SNIPPETS = ("states", "states-told")  # the first made up, the second from articles
TWICE = {"https://www.globalsecurity.org/military/world/russia/volga-don-canal.htm"}  # in two test batches, as told


@cache
def passages(name):
    """Return the passages of one file."""
    return [json.loads(line) for line in (FOLDER / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]


@cache
def everything():
    """Return every passage of all files with the name of its file."""
    return [(name, passage) for name in FILES for passage in passages(name)]


def rows(name):
    """Return the rows of a table of the folder."""
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


@cache
def parts():
    """Return the part of the world that each region lies in."""
    return {row["region"]: row["part"] for row in rows("regions.tsv")}


def part(passage):
    """Return the part of the world of a passage: that of the first region it names."""
    return parts()[passage["region"].split("/")[0].strip()]


def address(text):
    """Return an address without what may differ between two copies of it."""
    return re.sub(r"^https?://(www\.)?", "", text.strip()).split("#")[0].rstrip("/").casefold()


def words(text):
    """Return the words of a text in lower case."""
    return re.findall(r"\w+", text.casefold())


def table_of_files():
    """Return README's table of what each file holds."""
    lines = ["| File | Passages | Corridors | Passages without any | Toponyms |", "|---|--:|--:|--:|--:|"]
    sums = [0, 0, 0, 0]
    for name in FILES:
        held = passages(name)
        counts = [
            len(held),
            sum(len(passage["corridors"]) for passage in held),
            sum(not passage["corridors"] for passage in held),
            sum(len(passage["toponyms"]) for passage in held),
        ]
        sums = [total + count for total, count in zip(sums, counts, strict=True)]
        shown = [*counts[:3], counts[3] if name in MARKED else "not marked"]
        lines.append(f"| `{name}.jsonl` | " + " | ".join(str(count) for count in shown) + " |")
    return "\n".join([*lines, "| together | " + " | ".join(str(total) for total in sums) + " |"])


def table_of(heading, values, choose):
    """Return README's table of how many of each value each file holds."""
    counts = {name: Counter(value for passage in passages(name) for value in choose(passage)) for name in FILES}
    lines = [f"| {heading} | " + " | ".join(FILES) + " | together |", "|---|" + "--:|" * (len(FILES) + 1)]
    for value in values:
        each = [counts[name][value] for name in FILES]
        lines.append(f"| {value} | " + " | ".join(str(count) for count in [*each, sum(each)]) + " |")
    return "\n".join(lines)


def tables():
    """Return every table of counts in README."""
    return {
        "files": table_of_files(),
        "modes": table_of("Mode", MODES, lambda passage: [one["mode"] for one in passage["corridors"]]),
        "statuses": table_of("Status", STATUSES, lambda passage: [one["status"] for one in passage["corridors"]]),
        "regions": table_of("Part of the world", sorted(set(parts().values())), lambda passage: [part(passage)]),
    }


@pytest.mark.parametrize("kind", ["corridors", "toponyms"])
def test_every_phrase_is_the_words_at_its_offsets(kind):
    """Who cuts the text at start and end gets the phrase, for corridors and toponyms alike."""
    for _, passage in everything():
        for mention in passage[kind]:
            assert passage["text"][mention["start"] : mention["end"]] == mention["phrase"] != "", passage["id"]


def test_every_waypoint_stands_in_the_text():
    """Waypoints are in the text's own spelling, so each can be found there."""
    for _, passage in everything():
        for corridor in passage["corridors"]:
            for name in corridor["waypoints"]:
                assert name in passage["text"], (passage["id"], name)
            assert all(one != other for one, other in pairwise(corridor["waypoints"])), passage["id"]


def test_every_corridor_has_the_fields_that_the_readme_names():
    """Modes and statuses are those of the model, lengths are positive, a corridor to draw has a name or a waypoint."""
    for _, passage in everything():
        for corridor in passage["corridors"]:
            assert set(corridor) == FIELDS, passage["id"]
            assert corridor["mode"] in MODES, passage["id"]
            assert corridor["status"] in STATUSES, passage["id"]
            assert isinstance(corridor["directed"], bool), passage["id"]
            assert isinstance(corridor["drawable"], bool), passage["id"]
            assert corridor["km"] is None or corridor["km"] > 0, passage["id"]
            assert not corridor["drawable"] or corridor["name"] or corridor["waypoints"], passage["id"]


def test_no_corridor_is_given_twice():
    """Of two corridors of one passage, span or waypoints or mode differ."""
    for _, passage in everything():
        keys = [(one["start"], one["end"], one["mode"], *one["waypoints"]) for one in passage["corridors"]]
        assert len(set(keys)) == len(keys), passage["id"]


def test_every_toponym_has_a_role_and_a_point_on_earth():
    """Roles are literal or associative, coordinates lie on the globe, no two toponyms overlap."""
    for name, passage in everything():
        assert name in MARKED or not passage["toponyms"], passage["id"]
        spans = sorted((one["start"], one["end"]) for one in passage["toponyms"])
        assert all(before[1] <= after[0] for before, after in pairwise(spans)), passage["id"]
        for toponym in passage["toponyms"]:
            assert toponym["role"] in {"literal", "associative"}, passage["id"]
            assert -90 <= toponym["lat"] <= 90, passage["id"]
            assert -180 <= toponym["lon"] <= 180, passage["id"]
            assert 0 < toponym["tol_km"] <= 2500, passage["id"]
            assert toponym["kind"], passage["id"]


def test_passages_are_passages():
    """Each has its region, its genre and between 90 and 300 words, as articles' passages have."""
    for _, passage in everything():
        assert list(passage) == ["id", "region", "genre", "text", "toponyms", "corridors"], passage["id"]
        assert passage["genre"], passage["id"]
        assert part(passage), passage["id"]
        assert 90 <= len(passage["text"].split()) <= 300, passage["id"]


def test_no_passage_stands_twice():
    """Ids and texts are unique across all files."""
    ids = Counter(passage["id"] for _, passage in everything())
    texts = Counter(" ".join(words(passage["text"])) for _, passage in everything())
    assert max(ids.values()) == 1
    assert max(texts.values()) == 1


def test_every_passage_but_those_from_memory_has_its_source():
    """One row a passage, with an address; a title is the page's own, or nothing, never a note about it."""
    sources = rows("sources.tsv")
    wanted = [passage["id"] for name, passage in everything() if name != "train-memory"]
    assert [row["id"] for row in sources] == wanted
    for row in sources:
        assert re.fullmatch(r"https?://\S+", row["address"]), row["id"]
        assert not NOTE.search(row["title"]), row["id"]


def test_no_article_is_in_two_files():
    """What is learned from and what is tested come from different articles; one article is in two test batches."""
    home = {passage["id"]: name for name, passage in everything()}
    files: dict[str, list[str]] = {}
    for row in rows("sources.tsv"):
        files.setdefault(address(row["address"]), []).append(home[row["id"]])
    shared = {key: names for key, names in files.items() if len(names) > 1}
    assert set(shared) == {address(each) for each in TWICE}
    assert all(name in TEST for names in shared.values() for name in names)


def test_no_test_passage_is_told_in_the_words_of_one_to_learn_from():
    """No ten words in a row are the same in a passage to learn from and one to test by."""
    size = LONGEST_SHARED_RUN + 1

    def runs(names):
        for name in names:
            for passage in passages(name):
                found = words(passage["text"])
                for start in range(len(found) - size + 1):
                    yield tuple(found[start : start + size])

    assert set(runs((*LEARN, *SNIPPETS))) & set(runs(TEST)) <= {tuple(words(name)) for name in NAMED_IN_FULL}


def test_each_snippet_tells_the_state_of_its_ways():
    """A phrase stands once in its snippet, words of state and mode are the model's, no snippet is there twice."""
    snippets = [one for name in SNIPPETS for one in passages(name)]
    assert len({one["id"] for one in snippets}) == len({one["text"] for one in snippets}) == len(snippets)
    for one in snippets:
        assert set(one) == {"id", "text", "ways"}, one["id"]
        assert one["ways"], one["id"]
        for way in one["ways"]:
            assert one["text"].count(way["phrase"]) == 1, one["id"]
            assert way["status"] in STATUSES, one["id"]
            assert way["mode"] in MODES, one["id"]


def test_a_snippet_from_an_article_has_its_source():
    """One row a snippet; its article is not that of any passage to test by."""
    sources = rows("sources-states.tsv")
    assert [row["id"] for row in sources] == [one["id"] for one in passages("states-told")]
    home = {passage["id"]: name for name, passage in everything()}
    tested = {address(row["address"]) for row in rows("sources.tsv") if home[row["id"]] in TEST}
    for row in sources:
        assert re.fullmatch(r"https?://\S+", row["address"]), row["id"]
        assert address(row["address"]) not in tested, row["id"]


@pytest.mark.parametrize("name", SNIPPETS)
def test_the_readme_counts_the_snippets(name):
    """It says how many there are, and how many of their ways are in each state."""
    snippets = passages(name)
    states = Counter(way["status"] for one in snippets for way in one["ways"])
    told = ", ".join(f"{states[status]} {status}" for status in STATUSES)
    wanted = f"{len(snippets)} snippets tell {sum(states.values())} ways: {told}."
    readme = " ".join((FOLDER / "README.md").read_text(encoding="utf-8").split())
    assert wanted in readme, f"README.md should hold\n{wanted}"


@pytest.mark.parametrize(("file", "read", "apart"), [("second-annotator", 40, 0), ("second-annotator-2", 283, 2)])
def test_a_second_annotator_read_passages_of_the_test_batches(file, read, apart):
    """Passages have a second reading with sound offsets, and the two agree on which have no corridor, but for two."""
    first = {passage["id"]: passage for name in TEST for passage in passages(name)}
    second = passages(file)
    assert len(second) == len({one["id"] for one in second}) == read
    met = {"first": 0, "second": 0}
    for one in second:
        passage = first[one["id"]]
        for corridor in one["corridors"]:
            assert set(corridor) == FIELDS, one["id"]
            assert passage["text"][corridor["start"] : corridor["end"]] == corridor["phrase"], one["id"]
            assert all(name in passage["text"] for name in corridor["waypoints"]), one["id"]
            met["second"] += _meets(corridor, passage["corridors"])
        met["first"] += sum(_meets(corridor, one["corridors"]) for corridor in passage["corridors"])
    assert sum(bool(one["corridors"]) != bool(first[one["id"]]["corridors"]) for one in second) == apart
    assert met["second"] >= 0.9 * sum(len(one["corridors"]) for one in second)
    assert met["first"] >= 0.9 * sum(len(first[one["id"]]["corridors"]) for one in second)


def test_a_second_annotator_gave_each_way_a_state():
    """Where a passage was read twice each of its ways has a second state; README says how many are the same."""
    first = {passage["id"]: [way["status"] for way in passage["corridors"]] for _, passage in everything()}
    second = {one["id"]: one["states"] for one in passages("second-states")}
    pairs = []
    for number, states in second.items():
        assert len(states) == len(first[number]), number
        assert set(states) <= set(STATUSES), number
        pairs += zip(first[number], states, strict=True)
    wanted = f"{len(pairs)} ways of {len(second)} passages a state, the same in {sum(a == b for a, b in pairs)}"
    readme = " ".join((FOLDER / "README.md").read_text(encoding="utf-8").split())
    assert wanted in readme, f"README.md should hold\n{wanted}"


def _meets(corridor, others):
    """Return whether the span of a corridor meets that of any other."""
    return any(one["start"] < corridor["end"] and corridor["start"] < one["end"] for one in others)


@pytest.mark.parametrize("name", ["files", "modes", "statuses", "regions"])
def test_the_counts_in_the_readme_are_those_of_the_files(name):
    """Each table of README is what counting the files gives; where it is not, the message is the table to put there."""
    table = tables()[name]
    assert table in (FOLDER / "README.md").read_text(encoding="utf-8"), f"README.md should hold\n{table}"
