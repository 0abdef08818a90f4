"""What a person's corrections do to an atlas."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

import geo
from geo.reading import document
from layers import build
from layers.frames import to_frames
from layers.review import apply_corrections, corrections_between, read_corrections, read_text, write_corrections
from layers.review.anchors import anchor_at, locate

TEXT = """\
Freight leaves Baku on the Baku–Tbilisi–Kars railway. Ships cross from Alat Port to Turkmenbashi by ferry.

Baku says that it will keep the ways open. Trucks roll from Tbilisi to Poti. A depot at Qaradaş was named once.
"""


@pytest.fixture(scope="module")
def gazetteer():
    """Return the gazetteer."""
    return geo.Gazetteer.open()


@pytest.fixture(scope="module")
def found(gazetteer):
    """Return the small article as it is found."""
    return geo.geoparse(TEXT, gazetteer=gazetteer)


@pytest.fixture
def reviewed(found, gazetteer):
    """Return a function from the text of a review to the corrected atlas."""
    return lambda text: apply_corrections(found, read_text(text), gazetteer=gazetteer)


def place(atlas, name):
    """Return the place of a name."""
    return next(p for p in atlas.places if p.name == name or any(m.phrase == name for m in p.mentions))


def corridor(atlas, mode):
    """Return the corridor of a mode."""
    return next(c for c in atlas.corridors if c.mode == mode)


def test_what_is_accepted_says_who_checked_it(reviewed):
    """An accepted place stays as it is, is certain, and carries the reviewer's initials."""
    baku = place(reviewed("corrections: [{place: Baku, verdict: accept, by: LK}]").atlas, "Baku")
    assert (baku.review.verdict, baku.review.by, baku.confidence) == ("accepted", "LK", 1.0)
    assert baku.review.note == "Checked in review by LK."


def test_what_is_rejected_leaves_the_map_and_is_listed(reviewed):
    """A rejected place is on the map no more; it is listed with the reviewer's reason."""
    atlas = reviewed("corrections: [{place: Poti, verdict: reject, by: LK, comment: a typing error}]").atlas
    assert "Poti" not in {p.name for p in atlas.places}
    assert [u.reason for u in atlas.unresolved if u.name == "Poti"] == ["left out in review by LK: a typing error"]


def test_a_moved_place_lies_where_the_person_put_it(reviewed):
    """A point given by hand replaces the record, which says that it is the reviewer's; the old one is still offered."""
    moved = place(
        reviewed("corrections: [{place: Poti, point: [41.6, 42.2], kind: port, name: Poti Port}]").atlas, "Poti"
    )
    assert (moved.lon, moved.lat, moved.kind, moved.name) == (41.6, 42.2, "port", "Poti Port")
    assert moved.record.id == "review:poti-port"
    assert moved.country == "GE"
    assert moved.alternatives[0].record.name == "Poti"
    assert moved.review.changed == ("name", "kind", "point")


def test_another_candidate_may_be_chosen(reviewed, found):
    """A record of the gazetteer, named by its id, is taken in place of the one found."""
    tbilisi = place(reviewed("corrections: [{place: Tbilisi, record: geonames:611717}]").atlas, "Tbilisi")
    assert tbilisi.review.verdict == "accepted", "the record is the one that was found"
    other = place(reviewed("corrections: [{place: Poti, record: geonames:587084}]").atlas, "Poti")
    assert other.name == "Baku"
    assert len(other.mentions) > len(place(found, "Baku").mentions), "two names of one record are one place"


def test_a_role_may_be_changed_for_one_mention(reviewed, found):
    """The Baku that "says" is a government; called literal, it joins the city, and no other mention changes."""
    at = TEXT.index("Baku says")
    assert any(m.start == at for actor in found.actors for m in actor.mentions)
    atlas = reviewed(f"corrections: [{{place: Baku, at: {at}, only-here: true, role: literal}}]").atlas
    assert any(m.start == at for m in place(atlas, "Baku").mentions)
    assert not any(m.start == at for actor in atlas.actors for m in actor.mentions)
    back = reviewed("corrections: [{place: Poti, role: associative}]").atlas
    assert "Poti" not in {p.name for p in back.places}
    assert any(m.phrase == "Poti" for actor in back.actors for m in actor.mentions)


def test_a_missing_place_may_be_added(reviewed):
    """What no gazetteer knows is put on the map by hand, with the sentence it stands in."""
    atlas = reviewed("corrections: [{place: Qaradaş, verdict: add, point: [49.4, 40.1], kind: base}]").atlas
    added = place(atlas, "Qaradaş")
    assert (added.lon, added.kind, added.review.verdict) == (49.4, "base", "added")
    assert atlas.document.quote(added.mentions[0].sentence).startswith("A depot at Qaradaş")


def test_words_that_nobody_took_for_a_place_may_be_added(reviewed):
    """Any words of the article can be made a place."""
    added = place(
        reviewed("corrections: [{place: A depot, verdict: add, point: [49, 40], name: Depot}]").atlas, "Depot"
    )
    assert [m.phrase for m in added.mentions] == ["A depot"]


def test_places_may_be_merged(reviewed):
    """Two names of one thing become one place with the mentions of both."""
    atlas = reviewed("corrections: [{place: Alat Port, same-as: {quote: Poti, at: 5}}]").atlas
    assert {m.phrase for m in place(atlas, "Poti").mentions} == {"Poti", "Alat Port"}
    assert "Alat Port" not in {p.name for p in atlas.places}


def test_a_corridor_changes_status_name_and_mode(reviewed, found):
    """Status and name are changed as said; another mode is traced anew."""
    text = "corrections: [{corridor: Baku–Tbilisi–Kars railway, status: closed, name: BTK, by: LK}]"
    railway = corridor(reviewed(text).atlas, "rail")
    assert (railway.status, railway.name) == ("closed", "BTK")
    assert railway.legs == corridor(found, "rail").legs
    road = reviewed("corrections: [{corridor: Baku–Tbilisi–Kars railway, mode: road}]").atlas
    assert not any(c.mode == "rail" for c in road.corridors)
    assert all(leg.mode == "road" for c in road.corridors for leg in c.legs if c.mode == "road")


def test_a_corridor_goes_through_other_waypoints(reviewed, found):
    """Waypoints given by hand are traced at once; one the article does not name is inferred, and drawn so."""
    before = corridor(found, "road")
    stops = "[Tbilisi, {name: Zestafoni, point: [43.05, 42.11]}, Poti]"
    phrase = before.mentions[0].phrase
    after = corridor(reviewed(f'corrections: [{{corridor: "{phrase}", waypoints: {stops}}}]').atlas, "road")
    assert [(w.name, w.basis) for w in after.waypoints] == [
        ("Tbilisi", "stated"), ("Zestafoni", "inferred"), ("Poti", "stated")
    ]  # fmt: skip
    assert after.review.changed == ("waypoints",)
    near = min((abs(lon - 43.05) + abs(lat - 42.11) for leg in after.legs for lon, lat in leg.line))
    assert near < 0.2


def test_a_way_goes_through_what_a_person_says_it_passes(reviewed, found):
    """A road by way of Batumi passes it, and a voyage that avoids Suez rounds Africa: 9,000 nautical miles and more."""
    phrase = corridor(found, "road").mentions[0].phrase
    road = corridor(reviewed(f'corrections: [{{corridor: "{phrase}", via: [Batumi]}}]').atlas, "road")
    assert [w.name for w in road.waypoints] == ["Tbilisi", "Batumi", "Poti"]
    assert road.review.changed == ("via",)
    voyage = "{corridor: Freight leaves Baku, verdict: add, mode: sea, waypoints: [Poti, Jeddah], avoid: [suez]}"
    added = reviewed(f"corrections: [{voyage}]").atlas
    ship = next(c for c in added.corridors if c.waypoints[-1].name == "Jeddah")
    assert ship.length_km > 9000 * 1.852
    assert min(lat for leg in ship.legs for _, lat in leg.line) < -34


def test_what_it_passes_stands_where_it_makes_the_least_detour(reviewed, found):
    """A town that a railway passes early on is put among its first stops, not before its last."""
    railway = corridor(found, "rail")
    after = corridor(reviewed("corrections: [{corridor: Baku–Tbilisi–Kars railway, via: [Yevlakh]}]").atlas, "rail")
    names = [w.name for w in after.waypoints]
    assert names.index("Yevlakh") < names.index("Tbilisi")
    assert after.length_km == pytest.approx(railway.length_km, rel=0.05)


def test_what_a_way_passes_and_avoids_is_written_as_it_is_read(tmp_path):
    """A review with both keys reads the same after it was written."""
    text = "corrections: [{corridor: Suez route, at: '3', via: [Cape of Good Hope], avoid: [suez, panama]}]"
    corrections = read_text(text)
    path = tmp_path / "voyage.review.yaml"
    write_corrections(path, corrections)
    kept = read_corrections(path).items[0]
    assert (kept.via, kept.avoid) == (("Cape of Good Hope",), ("suez", "panama"))


def test_a_corridor_follows_a_place_that_was_moved(reviewed):
    """A line that passes a moved place is traced to where it lies now."""
    atlas = reviewed("corrections: [{place: Poti, point: [41.8, 41.7]}]").atlas
    road = corridor(atlas, "road")
    assert road.waypoints[-1].record == "review:poti"
    lon, lat = road.legs[-1].line[-1]
    assert abs(lon - 41.8) + abs(lat - 41.7) < 0.3


def test_corridors_may_be_added_rejected_and_merged(reviewed, found):
    """A corridor is drawn where a person says so, taken off, or joined with another."""
    added = reviewed(
        "corrections: [{corridor: Freight leaves Baku, verdict: add, mode: air, waypoints: [Baku, Poti]}]"
    ).atlas
    assert [c.name for c in added.corridors if c.mode == "air"] == ["Baku–Poti air route"]
    assert corridor(added, "air").basis == "stated"
    gone = reviewed("corrections: [{corridor: Baku–Tbilisi–Kars railway, verdict: reject}]").atlas
    assert not any(c.mode == "rail" for c in gone.corridors)
    assert any(u.what == "corridor" and u.reason == "left out in review" for u in gone.unresolved)
    phrase = corridor(found, "road").mentions[0].phrase
    merged = reviewed(f'corrections: [{{corridor: "{phrase}", same-as: Baku–Tbilisi–Kars railway}}]').atlas
    assert len(merged.corridors) == len(found.corridors) - 1
    assert len(corridor(merged, "rail").mentions) == 2


@pytest.mark.parametrize(
    ("correction", "reason"),
    [
        ("{place: Aden, verdict: accept}", "line 1: place 'Aden': the article no longer says 'Aden'"),
        ("{place: Poti, record: geonames:0}", "no record of the gazetteer is called 'geonames:0'"),
        ("{place: depot, verdict: accept}", "no place is read there any more"),
        ("{place: depot, verdict: add}", "no gazetteer record has this name; give its point"),
        ("{place: Poti, same-as: Aden}", "same-as: the article no longer says 'Aden'"),
        ("{place: Poti, same-as: {quote: depot}}", "same-as: 'depot' is no place of the map"),
        ("{corridor: depot, verdict: add, waypoints: [Baku, Poti]}", "give its mode"),
        ("{corridor: depot, status: closed}", "no corridor is drawn there; to draw one, give its waypoints"),
        ("{corridor: Baku–Tbilisi–Kars railway, waypoints: [Baku, Xqzw]}", "no place called 'Xqzw'"),
        ("{corridor: depot, verdict: add, mode: air, waypoints: [Baku, Baku]}", "two or more places that differ"),
        ("{corridor: Baku–Tbilisi–Kars railway, avoid: suez}", "passages are for ships, and this way is by rail"),
        ("{corridor: depot, verdict: add, mode: sea, waypoints: [Poti, Aden], avoid: [atlantis]}", "atlantis"),
        ("{corridor: Baku–Tbilisi–Kars railway, via: Xqzw}", "no place called 'Xqzw'"),
        (
            "{corridor: depot, verdict: add, mode: sea, waypoints: [Poti, Jeddah], via: [Suez], avoid: [the Suez]}",
            "Suez Canal is both to be passed and to be avoided; give one of the two",
        ),
        (
            "{corridor: depot, verdict: add, mode: sea, waypoints: [Poti, Jeddah], avoid: [Bosporus, suez]}",
            "no way by sea from Poti to Jeddah that avoids Bosporus and Suez Canal",
        ),
        (
            "{corridor: Baku–Tbilisi–Kars railway, waypoints: [Baku, {name: Rig, point: [50.9, 41.5]}, Kars]}",
            "Rig lies at sea (lon 50.90, lat 41.50), where no rail goes; give a place on land or another mode",
        ),
    ],
)
def test_what_does_not_fit_is_reported(reviewed, found, correction, reason):
    """A correction that cannot be applied is handed back with its reason, and changes nothing."""
    result = reviewed(f"corrections: [{correction}]")
    assert len(result.unfit) == 1
    assert reason in str(result.unfit[0])
    assert (result.atlas.places, result.atlas.corridors) == (found.places, found.corridors)


def test_corrections_survive_edits_of_the_text():
    """After a paragraph was put in front and words were changed, the same mention is still the one corrected."""
    start = TEXT.index("Baku says")
    anchor = anchor_at(TEXT, start, start + 4)
    edited = "A new paragraph about Baku.\n\n" + TEXT.replace("keep the ways open", "hold them open")
    assert locate(anchor, document(edited)) == (edited.index("Baku says"), edited.index("Baku says") + 4)


def test_an_anchor_without_its_surroundings_is_doubted():
    """Where the words stand several times, and nowhere as they stood, nobody guesses."""
    anchor = anchor_at("In spring the first trains reached Kars by way of Akhalkalaki.", 35, 39)
    reason = locate(anchor, document("Kars is old. Some say Kars is cold."))
    assert "'Kars' stands 2 times in the article now" in reason
    assert locate(anchor, document("They went to Kars.")) == (13, 17), "what stands once is found"


def test_a_review_beside_the_article_is_found_by_itself(tmp_path):
    """NAME.review.yaml is applied without being asked for; title, focus and what was reviewed reach every file."""
    article = tmp_path / "ways.txt"
    article.write_text(TEXT, encoding="utf-8")
    corrections = "corrections:\n- {place: Poti, verdict: accept, by: LK}\n- {place: Aden, verdict: reject}\n"
    (tmp_path / "ways.review.yaml").write_text(f"title: Ways kept open\n{corrections}", encoding="utf-8")
    outputs = build(article, tmp_path / "output")
    assert outputs.atlas.document.title == "Ways kept open"
    assert [n for n in outputs.notes if "Aden" in n] == [
        "correction not applied: line 4: place 'Aden': the article no longer says 'Aden'"
    ]
    frames = to_frames(outputs.atlas)
    assert (
        dict(zip(frames.places["name"], frames.places["review_note"], strict=True))["Poti"]
        == "Checked in review by LK."
    )
    geojson = json.loads(outputs.files[1].read_text(encoding="utf-8"))
    assert geojson["document"]["title"] == "Ways kept open"
    told = {f["properties"]["name"]: f["properties"] for f in geojson["features"]}
    assert (told["Poti"]["review"], told["Poti"]["review_note"]) == ("accepted", "Checked in review by LK.")
    assert told["Tbilisi"]["review"] == ""
    assert {"reviewed by LK"} == {s["attribution"] for s in geojson["sources"] if s["id"] == "review"}


def test_the_review_of_another_article_is_left_alone(tmp_path):
    """A review that names another article is not taken for this one, unless it is asked for by name."""
    article = tmp_path / "ways.txt"
    article.write_text(TEXT, encoding="utf-8")
    path = tmp_path / "ways.review.yaml"
    path.write_text("article: ways.md\ntitle: Another\n", encoding="utf-8")
    assert build(article, tmp_path / "output").atlas.document.title != "Another"
    assert build(article, tmp_path / "output", review=path).atlas.document.title == "Another"


def test_an_atlas_edited_in_python_gives_the_same_review(found, gazetteer, tmp_path):
    """What was done to an atlas in Python is written as corrections, and a rebuild gives that very atlas."""
    moved = place(found, "Poti")
    edited = replace(
        found,
        document=replace(found.document, title="Ways"),
        places=tuple(
            replace(p, record=replace(p.record, source="review", key="poti", lon=41.7, lat=42.0)) if p is moved else p
            for p in found.places
            if p.name != "Tbilisi"
        ),
        corridors=tuple(replace(c, status="closed") if c.mode == "rail" else c for c in found.corridors),
    )
    path = tmp_path / "ways.review.yaml"
    write_corrections(path, corrections_between(found, edited, by="LK"))
    result = apply_corrections(found, read_corrections(path), gazetteer=gazetteer)
    assert result.unfit == ()
    assert [(p.name, p.lon, p.lat) for p in result.atlas.places] == [(p.name, p.lon, p.lat) for p in edited.places]
    assert [(c.name, c.status) for c in result.atlas.corridors] == [(c.name, c.status) for c in edited.corridors]
    assert result.atlas.document.title == "Ways"
