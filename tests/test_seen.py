"""No silence: what is read and not drawn is listed, once, with its sentence and the reason, in every output."""

from __future__ import annotations

import io
import json
import re
import sqlite3
from contextlib import closing

import pytest
from click.testing import CliRunner

import geo
import layers
from geo.annotating import annotate
from geo.corridors.unread_sentences import find_seen
from geo.courses.undrawn import seen_not_drawn
from geo.errors import RecordError
from geo.gazetteer import Gazetteer
from geo.model import Mention, Route, Seen, Unresolved
from geo.reading import document
from layers.cli import corridors
from layers.export.geojson import collection_of
from layers.export.geopackage import to_geopackage
from layers.export.plain_rows import rows_of
from layers.map import draw
from layers.map.page_data import content
from layers.report import content_of

TEXT = (
    "Trucks roll from Nairobi via Qwxzytown to Kampala. Lorries queued near Kars for days. "
    "The Trans-Afghan railway from Termez via Herat to Peshawar waits. The Zambia–Peru railway is a dream. "
    "Nothing moves in Tbilisi."
)


@pytest.fixture(scope="module")
def atlas():
    """Return what is found in a text of which much is not drawn."""
    return geo.geoparse(TEXT)


@pytest.fixture(scope="module")
def frames(atlas):
    """Return its tables."""
    return layers.to_frames(atlas)


def seen(text):
    """Return the phrases and reasons of what is seen in a text."""
    return [(u.name, u.reason) for u in geo.geoparse(text).unresolved if u.what == "movement"]


def test_all_that_is_read_and_not_drawn_is_listed_once(atlas):
    """An unknown stop, a queue of lorries, a stop that the catalogue goes round, a line between countries."""
    assert [(u.what, u.name) for u in atlas.unresolved] == [
        ("place", "Qwxzytown"),
        ("movement", "Lorries queued near Kars"),
        ("stop", "Herat"),
        ("corridor", "Zambia–Peru rail route"),
    ]
    assert [u.sentence for u in atlas.unresolved] == [0, 1, 2, 3]


def test_each_thing_says_why(atlas):
    """A name that a line leaves out says both: that nobody knows it, and which line."""
    reasons = {u.name: u.reason for u in atlas.unresolved}
    assert reasons["Qwxzytown"] == (
        "no gazetteer record has this name; Nairobi–Qwxzytown–Kampala road route is drawn without it"
    )
    assert reasons["Herat"] == "the catalogue's course does not pass it; Trans-Afghan railway is drawn without it"
    assert reasons["Lorries queued near Kars"] == (
        "speaks of a road or what travels on it, but no way between places was read"
    )
    assert "too wide for the end of a line" in reasons["Zambia–Peru rail route"]


def test_every_sentence_of_a_way_is_drawn_or_listed(atlas):
    """A sentence with a word of a way and a place has a corridor or stands in the list; one with neither does not."""
    drawn = {m.sentence for c in atlas.corridors for m in c.mentions}
    listed = {m.sentence for u in atlas.unresolved for m in u.mentions}
    assert drawn | listed == {0, 1, 2, 3}


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("Ships are said to wait off Batumi.", "Ships are said to wait off Batumi"),
        ("In Georgia the railway was repaired.", "Georgia the railway"),
        ("Pipelines near Ceyhan leak.", "Pipelines near Ceyhan"),
        ("The corridor worries Yerevan.", "corridor worries Yerevan"),
        ("A cable in Egypt was cut.", "cable in Egypt"),
    ],
)
def test_a_way_beside_a_place_is_seen(text, phrase):
    """The words from the one that tells a way to the nearest place."""
    assert [name for name, _ in seen(text)] == [phrase]


@pytest.mark.parametrize(
    "text",
    [
        "The air force of Georgia trained at Vaziani.",
        "A car bomb went off in Baghdad.",
        "The railway workers of Tbilisi went on strike.",
        "In March snow fell in Tbilisi.",
        "The river is high in Tbilisi.",
        "Officers came to train soldiers in Georgia.",
        "Ships wait for wind.",
        "Georgian lorries are old.",
        "Prices rose in Tbilisi (Railway Gazette, May 3, 2019).",
    ],
)
def test_what_speaks_of_no_way_is_not_listed(text):
    """Armies, workers, months, citations; ways without a place, and peoples without their country."""
    assert seen(text) == []


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("Cargo left Odessa for Constanta on Monday.", ("Odessa", "Constanta")),
        ("By evening wheat out of Novorossiysk had reached Trabzon.", ("Novorossiysk", "Trabzon")),
        ("In March fruit from Batumi came to Samsun.", ("Batumi", "Samsun")),
    ],
)
def test_no_movement_between_two_places_is_passed_over(text, ends):
    """What tells both ends of a movement is drawn, or listed with both, whatever the judge thinks of it."""
    found = geo.geoparse(text)
    told = [tuple(point.name for point in each.waypoints) for each in found.corridors]
    told += [ends for each in found.unresolved if each.what == "corridor" and each.name.startswith("–".join(ends))]
    told += [ends for _, reason in seen(text) if all(end in reason for end in ends)]
    assert told == [ends]


@pytest.mark.parametrize("text", ["Officials from Armenia met in Tbilisi.", "Kars lies south of Batumi."])
def test_two_places_without_movement_are_not_listed(text):
    """Talks and bearings speak of no way, so that the list stays short."""
    assert seen(text) == []


def test_what_is_refused_says_more_than_a_word_of_a_mode():
    """A sentence is listed once, by its likeliest way, and not where a route touches it."""
    text = document("Lorries left Kars for Batumi.")
    places = [Mention(13, 17, "Kars", 0), Mention(22, 28, "Batumi", 0)]
    near = Seen(8, 28, "left Kars for Batumi", 0, "may tell of a way")
    assert find_seen(text, places, (), [near]) == (near,)
    assert find_seen(text, places, [Route(Mention(0, 17, "Lorries left Kars", 0), "road")], [near]) == ()


def test_a_sentence_that_a_route_touches_is_not_seen():
    """Neither where a corridor is named first nor where it is named again."""
    text = document("Ferries link Poti with Constanta. The ferry to Poti is old.")
    first = Mention(0, 32, "Ferries link Poti with Constanta", 0)
    places = [Mention(13, 17, "Poti", 0), Mention(47, 51, "Poti", 1)]
    again = Mention(34, 43, "The ferry", 1)
    assert find_seen(text, places, [Route(first, "sea", later=(again,))]) == ()
    assert [s.phrase for s in find_seen(text, places, [Route(first, "sea")])] == ["ferry to Poti"]


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ((3, 3, "", 0, "why"), "span 3-3 is empty or negative"),
        ((0, 4, "Kars!", 0, "why"), "is 5 characters long, but its span 0-4 is 4"),
        ((0, 4, "Kars", -1, "why"), "sentence -1 is no index; expected 0 or more"),
        ((0, 4, "Kars", 0, ""), "has no reason; say why no corridor was made of it"),
    ],
)
def test_a_seen_movement_is_checked_when_it_is_built(fields, message):
    """The message says what is wrong and what is expected."""
    with pytest.raises(RecordError, match=re.escape(message)):
        Seen(*fields)


def test_what_is_listed_is_checked_when_it_is_built():
    """Kinds are four; nothing is listed that was not read, or without its reason."""
    kars = Mention(0, 4, "Kars", 0)
    with pytest.raises(RecordError, match="what 'town' unknown; expected one of place, corridor, stop, movement"):
        Unresolved("town", "Kars", "why", (kars,))
    with pytest.raises(RecordError, match="'Kars' has no mention"):
        Unresolved("place", "Kars", "why", ())
    with pytest.raises(RecordError, match="'Kars' has no reason"):
        Unresolved("place", "Kars", "", (kars,))


def test_a_movement_that_is_listed_as_a_corridor_is_not_listed_again():
    """What the reader hands over twice, or as part of a corridor without a line, stands in the list once."""
    lost = Unresolved("corridor", "Zambia–Peru rail route", "too wide", (Mention(4, 23, "Zambia–Peru railway", 0),))
    inside, other = Seen(4, 15, "Zambia–Peru", 0, "why"), Seen(30, 35, "ships", 1, "why")
    listed = seen_not_drawn((), (), [lost], [inside, other, other])
    assert [(u.what, u.name) for u in listed] == [("corridor", lost.name), ("movement", "ships")]


def test_annotations_list_it_with_its_place_in_the_text(atlas):
    """``geoparse`` gives start, end, phrase, kind and reason: the same things as the map lists."""
    listed = annotate(document(TEXT), geo.Gazetteer.open())["unresolved"]
    assert [set(item) for item in listed] == [{"start", "end", "phrase", "kind", "reason"}] * 4
    assert all(TEXT[item["start"] : item["end"]] == item["phrase"] for item in listed)
    assert [(i["kind"], i["reason"]) for i in listed] == [(u.what, u.reason) for u in atlas.unresolved]


def test_lines_of_json_carry_it():
    """An empty text has an empty list, so that every line has the same members."""
    lines = [json.dumps({"id": 1, "text": TEXT}), json.dumps({"id": 2, "text": " "})]
    told = CliRunner().invoke(corridors, ["geoparse", "--jsonl"], input="\n".join(lines)).stdout.splitlines()
    full, empty = map(json.loads, told)
    assert [item["kind"] for item in full["unresolved"]] == ["place", "movement", "stop", "corridor"]
    assert empty == {"id": 2, "toponyms": [], "corridors": [], "unresolved": []}


def test_geojson_carries_it_beside_the_features(frames):
    """The whole atlas lists all of it, the places their names, the corridors their ways, with sentence and reason."""
    rows = rows_of(frames)
    kinds = {layer: [u["what"] for u in collection_of(rows, layer)["unresolved"]] for layer in ("places", "corridors")}
    assert kinds == {"places": ["place"], "corridors": ["movement", "stop", "corridor"]}
    whole = collection_of(rows)["unresolved"]
    assert [item["sentence"] for item in whole] == [0, 1, 2, 3]
    assert whole[1]["evidence"][0]["quote"] == "Lorries queued near Kars for days."


def test_a_geopackage_lists_it_with_the_number_of_its_sentence(frames, tmp_path):
    """The table ``unresolved`` has what, name, reason and sentence."""
    path = tmp_path / "atlas.gpkg"
    path.write_bytes(to_geopackage(rows_of(frames)))
    with closing(sqlite3.connect(path)) as database:
        listed = database.execute("SELECT what, name, sentence FROM unresolved ORDER BY fid").fetchall()
    assert listed[:2] == [("place", "Qwxzytown", 0), ("movement", "Lorries queued near Kars", 1)]


def test_the_report_lists_it_with_the_number_of_its_sentence(frames):
    """In Markdown and in Word: what it is, why, and where to read it."""
    report = content_of(frames)
    assert report.unresolved.title == "Seen, not drawn"
    assert [row[1] for row in report.unresolved.rows] == ["name", "movement or way", "stop left out", "corridor"]
    name, _, _, number = report.unresolved.rows[1]
    assert name == "“Lorries queued near Kars”"
    assert report.evidence[int(number) - 1][0] == "“Lorries queued near Kars for days.”"
    assert "4 more were seen and not drawn" in report.summary
    import docx

    from layers.report import to_docx, to_markdown

    assert "## Seen, not drawn" in to_markdown(report)
    read = docx.Document(io.BytesIO(to_docx(report, None)))
    assert any("Lorries queued near Kars" in cell.text for t in read.tables for row in t.rows for cell in row.cells)


def test_a_page_without_text_lists_no_words_of_the_article(frames):
    """What a movement is called are the article's words; the page without them gives its kind and reason alone."""
    told = content(frames, with_text=False)["unresolved"]
    assert [item["name"] for item in told] == ["Qwxzytown", None, "Herat", "Zambia–Peru rail route"]
    assert "queued" not in draw(frames, with_text=False).html
    assert "queued" not in str(content_of(frames, with_text=False))


def test_a_run_ends_with_the_count(tmp_path):
    """The last line says how much is drawn and how much was seen and not drawn."""
    article = tmp_path / "ways.txt"
    article.write_text(TEXT, encoding="utf-8")
    told = CliRunner().invoke(corridors, ["map", str(article), "-o", str(tmp_path / "out"), "--format", "geojson"])
    last = told.stdout.splitlines()[-1]
    assert last.startswith("ways.txt: ")
    assert last.endswith(", 4 seen and not drawn")
    assert "  not drawn: Herat (the catalogue's course does not pass it; " in told.stdout


def test_a_corrected_way_no_longer_lists_the_stops_it_left_out(atlas):
    """Whoever gives a corridor its waypoints has answered for the stops between them."""
    from layers.review import apply_corrections, read_text

    said = read_text("corrections: [{corridor: Trans-Afghan railway, waypoints: [Termez, Herat, Kabul]}]")
    reviewed = apply_corrections(atlas, said, gazetteer=geo.Gazetteer.open())
    assert not reviewed.unfit
    assert "stop" not in {u.what for u in reviewed.atlas.unresolved}


def test_a_reviewer_can_draw_what_was_only_seen(atlas):
    """The corridor that a person adds there takes the place of the movement, under a name of its own."""
    from layers.review import apply_corrections, read_text

    said = read_text(
        "corrections: [{corridor: Lorries queued near Kars, verdict: add, mode: road, waypoints: [Tbilisi, Kars]}]"
    )
    reviewed = apply_corrections(atlas, said, gazetteer=geo.Gazetteer.open())
    assert not reviewed.unfit
    assert "Tbilisi–Kars road route" in {c.name for c in reviewed.atlas.corridors}
    assert "movement" not in {u.what for u in reviewed.atlas.unresolved}


def test_a_dateline_is_no_part_of_what_is_listed():
    """What is listed as refused never runs across the dash of a dateline."""
    text = "ASTANA, Kazakhstan — The rail line reopened."
    assert not [item for item in annotate(document(text), Gazetteer.open())["unresolved"] if " — " in item["phrase"]]
