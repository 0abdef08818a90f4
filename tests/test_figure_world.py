"""The figure of a continent or the world: its frame, insets, arrows, base map, and numbers that a note explains."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import numpy as np
import pytest
from lxml import etree
from PIL import Image

import geo
from geo.geodesy import distance_km
from layers.figure import SIZES, draw
from layers.figure.basemap_layers import DENSEST, _density
from layers.figure.drawable_text import spelling_for
from layers.figure.framing import window
from layers.figure.ground import View
from layers.figure.image_formats import settings as drawn_with
from layers.figure.insets import find_insets
from layers.figure.labels import Crowd
from layers.figure.lettering import broken
from layers.figure.projection import projection_for
from layers.figure.subject import subject_of
from layers.figure.typefaces import Typeface, best_for, typefaces
from layers.frames import to_frames

SVG = "{http://www.w3.org/2000/svg}"
RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
WIDE = """# Three ways east

Container ships sail from Rotterdam to Shanghai. Ferries link Baku with Turkmenbashi and with Aktau. Trains run from
Aktau to Almaty. The port of Alat and the towns of Sumqayit, Hazar and Atyrau have yards. Chile's Valparaiso waits.
"""
FAR = """# Two timetables

Trains run from Tashkent to Samarkand and on to Bukhara. Buses link Samarkand with Navoi and with Jizzakh. The trains
were bought in Buenos Aires.
"""


@pytest.fixture(scope="module")
def wide():
    """Return the tables of an article whose places crowd round the Caspian and lie far apart elsewhere."""
    return to_frames(geo.geoparse(WIDE))


@pytest.fixture(scope="module")
def far():
    """Return the tables of an article of which one place is far from all the rest."""
    return to_frames(geo.geoparse(FAR))


def words_of(frames, **looks):
    """Return all words that the SVG of a figure writes."""
    drawn = etree.fromstring(draw(frames, **looks).svg().encode())
    return ["".join(element.itertext()) for element in drawn.iter(f"{SVG}text")]


def plain(frames):
    """Return tables whose author wants no base map."""
    return replace(frames, words=replace(frames.words, detail="plain"))


def test_a_world_map_shows_no_paper_beyond_the_pole(wide):
    """The window of a world map ends at the pole, north and south: there is no empty band above the Arctic."""
    for extent in ((-150.0, 5.0, 115.0, 62.0), (-120.0, -60.0, 150.0, -5.0)):
        projection = projection_for(extent)
        assert projection.is_world
    view = window(wide, subject_of(wide).features, (0.0, 0.0, 490.0, 260.0))
    assert view.projection.name == "Equal Earth"
    north, south = (view.points(np.array([[view.projection.middle, lat]]))[0][1] for lat in (89.9, -89.9))
    assert view.box[3] <= north + 0.01
    assert view.box[1] >= south - 0.01


def test_a_crowd_of_symbols_is_drawn_larger_in_an_inset(wide):
    """Places round the Caspian stand in an inset on a map that reaches from Rotterdam to Shanghai, each named once."""
    words = [re.sub("[⁰¹²³⁴⁵⁶⁷⁸⁹]+$", "", word) for word in words_of(wide)]
    names = [f.name for f in subject_of(wide).features if not f.is_corridor and not f.is_area]
    assert "Baku" in names
    for name in ("Baku", "Rotterdam", "Shanghai"):
        assert 1 <= words.count(name) <= 2, name  # on the map or in the inset, and in the note
    bars = [word for word in words if re.fullmatch("[\\d\u202f]+ km( at .*)?", word)]
    assert len(bars) == 2, bars  # of the map and of the inset


def test_an_inset_covers_nothing_that_matters():
    """Insets show a chain of near symbols at least twice as large, and lie on no symbol, no line and not on it."""
    projection = projection_for((-10.0, 30.0, 125.0, 60.0))
    west, _ = projection.forward(np.array([[-10.0, 45.0]]))[0]
    _, low = projection.forward(np.array([[55.0, 0.0]]))[0]
    view = View(projection, (0.0, 0.0, 500.0, 300.0), (float(west), float(low)), 24_000.0)
    places = {1: (49.9, 40.4), 2: (53.0, 40.0), 3: (51.2, 43.6), 4: (4.5, 51.9), 5: (121.5, 31.2)}
    true = {n: tuple(view.points(np.array([spot]))[0].tolist()) for n, spot in places.items()}
    crowd = Crowd(view.box)
    crowd.marks = [(x, true[4][1]) for x in np.arange(true[4][0], true[5][0], 3.0).tolist()]
    (inset,) = find_insets(view, true, crowd, 6.6)
    assert inset.members == {1, 2, 3}
    assert view.scale >= 2 * inset.view.scale
    left, bottom, right, top = inset.view.box
    for x, y in true.values():
        assert not (left <= x <= right and bottom <= y <= top)
    for number in inset.members:
        assert inset.view.holds(inset.view.points(np.array([places[number]]))[0])
        x, y = true[number]
        assert inset.around[0] <= x <= inset.around[2]
        assert inset.around[1] <= y <= inset.around[3]
    assert crowd.covered(inset.view.box) <= 14
    near = View(projection, view.box, view.west_south, 3_000.0)
    assert find_insets(near, true, Crowd(view.box), 6.6) == []


@pytest.mark.parametrize("size", SIZES)
def test_no_number_without_its_note(wide, size):
    """At any size every raised number on the map, and every number on a line, is explained in the notes beside it."""
    words = words_of(wide, size=size)
    raised = {found[0].translate(RAISED) for word in words if (found := re.search("[⁰¹²³⁴⁵⁶⁷⁸⁹]+$", word))}
    bare = [word for word in words if word.isdigit()]
    for number in raised:
        assert number in bare, (number, size)
    for number in set(bare):
        assert number in raised or bare.count(number) <= 3, (number, size)


def test_numbers_end_where_the_notes_end(wide):
    """Where the notes have no room for all, those left out have their name on the map and no number."""
    short = replace(SIZES["slide"], height=3.4, tallest=3.4)
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(SIZES, "slide", short)
        words = words_of(wide, size="slide")
    assert any("more, listed in the report" in word for word in words)
    keys = {word for word in words if word.isdigit()}
    raised = {found[0].translate(RAISED) for word in words if (found := re.search("[⁰¹²³⁴⁵⁶⁷⁸⁹]+$", word))}
    assert raised <= keys


def test_a_far_place_is_pointed_at_from_the_rim(far):
    """A place on another continent does not shrink the map; an arrow names it and its distance from the map."""
    view = window(far, subject_of(far).features, (0.0, 0.0, 490.0, 200.0))
    assert view.scale < 5_000  # metres in a point: Uzbekistan, not the world
    words = " | ".join(words_of(far))
    told = re.search("Buenos Aires[⁰¹²³⁴⁵⁶⁷⁸⁹]+ ([\\d\u202f]+) km", words)
    assert told, words
    km = int(told[1].replace("\u202f", ""))
    assert km == pytest.approx(distance_km((66.5, 40.2), (-58.4, -34.6)), rel=0.02)
    assert "capital (off this map)" in words


def test_the_figure_has_relief_and_rivers_unless_it_is_plain(far):
    """Mountains are shaded and rivers named; an author who wants a plain map gets one, smaller and without them."""
    full, bare = draw(far), draw(plain(far))
    assert "<image" in full.svg()
    assert "<image" not in bare.svg()
    assert len(bare.svg()) < len(full.svg())
    assert "Zarafshan" in words_of(far) or "Amu Darya" in words_of(far)
    assert "Amu Darya" not in words_of(plain(far))
    light, level = (np.asarray(Image.open(io.BytesIO(each.png())).convert("L"), dtype=float) for each in (full, bare))
    assert len(np.unique(light)) > len(np.unique(level)) / 2
    height = min(len(light), len(level)) // 2
    assert np.abs(light[:height] - level[:height]).mean() > 1.0


@pytest.mark.parametrize("theme", ["light", "dark", "grey"])
def test_relief_does_not_drown_the_names(far, theme):
    """However rough the ground, land keeps the theme's tone: its median differs by under a tenth from the plain map."""
    pictures = [np.asarray(Image.open(io.BytesIO(draw(each, size="column", theme=theme).png())).convert("L"), float)
                for each in (far, plain(far))]  # fmt: skip
    medians = [np.median(picture[200:500, 100:900]) for picture in pictures]
    assert abs(medians[0] - medians[1]) < 25


def test_the_same_figure_twice_is_the_same(wide):
    """A figure with relief and insets has the same bytes each time, in each format."""
    first, second = draw(wide, size="column"), draw(wide, size="column")
    assert first.svg() == second.svg()
    assert first.png() == second.png()
    assert first.pdf() == second.pdf()


def test_a_typeface_of_boxes_is_none():
    """Letters come from a typeface that has them, rather one without serifs, never from one that only draws boxes."""
    han, latin = ((0x4E00, 0x9FFF),), ((0x41, 0x5A),)
    known = [Typeface("Song Serif", han), Typeface("Song Sans", han), Typeface("Plain", latin)]
    assert best_for(frozenset({0x5317, 0x4EAC}), known)[0] == "Song Sans"
    assert best_for(frozenset({0x10A0}), known) == ("", frozenset())
    assert not any("last resort" in face.name.lower() for face in typefaces())


def test_a_figure_says_where_letters_are_spelled_otherwise(monkeypatch):
    """Where no typeface has a script, names are spelled in Latin letters and the figure's last lines say so."""
    monkeypatch.setattr("layers.figure.drawable_text.best_for", lambda _missing: ("", frozenset()))
    frames = to_frames(geo.geoparse("Trains run from Baku to Tbilisi."))
    words = " ".join(words_of(replace(frames, document={**frames.document, "title": "北京"}), size="column"))
    assert "BeiJing" in words
    assert "spelled in Latin" in words
    georgian = to_frames(geo.geoparse("Trains run from Baku to Tbilisi (თბილისი), Yerevan (Երևան)."))
    assert "spelled in Latin" not in " ".join(words_of(georgian, size="column"))


def test_a_name_of_several_parts_is_broken_after_a_dash():
    """Where a long name has to be cut, it is cut after a dash of its own, not in the middle of a word."""
    with drawn_with():
        lines = broken("Rhine–Main–Danube Canal", 80.0, 10.0)
        assert lines == ["Rhine–Main–", "Danube Canal"]
        assert broken("Samarkand", 30.0, 10.0)[0] == "Sama"


def test_a_web_of_tracks_is_left_out():
    """Where roads would cover the ground like a web they are not drawn; in open country they are."""
    projection = projection_for((0.0, 45.0, 10.0, 52.0))
    west_south = projection.forward(np.array([[0.0, 45.0]]))[0]
    view = View(projection, (0.0, 0.0, 400.0, 300.0), (float(west_south[0]), float(west_south[1])), 2_000.0)
    lines = [np.array([[0.0, y], [400.0, y]]) for y in np.linspace(10, 290, 29).tolist()]
    assert _density(view, lines) == pytest.approx(29 * 400 / (400 * 300))
    assert _density(view, lines) > DENSEST > _density(view, lines[:10])


def test_a_typeface_installed_later_is_met(monkeypatch):
    """The list that matplotlib keeps is no obstacle: a typeface that came after it looked is found all the same."""
    from matplotlib import font_manager

    manager = font_manager.fontManager
    system = set(font_manager.findSystemFonts())
    late = next(entry for entry in manager.ttflist if entry.fname in system)
    monkeypatch.setattr(manager, "ttflist", [entry for entry in manager.ttflist if entry.fname != late.fname])
    typefaces.cache_clear()
    typefaces()
    assert any(entry.fname == late.fname for entry in manager.ttflist)


def test_chinese_is_drawn_where_a_typeface_has_it():
    """Where this machine has a typeface with Chinese letters, a title is drawn in them; else the figure says so."""
    title = "从西安到阿拉木图的中欧班列"
    spelling = spelling_for([title])
    face, having = best_for(frozenset(map(ord, title)))
    if len(having) == len(set(title)):
        assert face in spelling.families
        assert (spelling(title), spelling.note) == (title, "")
    else:
        assert "Latin" in spelling.note


def test_a_country_of_which_a_good_part_shows_is_on_the_map():
    """China is lettered and told where its north alone shows; Ukraine, of which nothing does, is off the map."""
    atlas = geo.geoparse("A railway leads from Chita to Manzhouli. China pays for it, and freight in China waits.")
    atlas = replace(atlas, places=tuple(place for place in atlas.places if place.kind != "region"))
    drawn = etree.fromstring(draw(to_frames(atlas)).svg().encode())
    words = " ".join(element.text or "" for element in drawn.iter(f"{SVG}text"))
    assert "China" in words
    assert "off this map" not in words
