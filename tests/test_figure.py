"""The figure: sizes, themes, text that is text, fonts that are there, numbers that match, names that do not collide."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pypdf
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from PIL import Image
from pyproj import Geod

from geo.errors import OutputError
from geo.geodesy import geodesic, length_km
from geo.model import Leg
from layers import styles
from layers.figure import SIZES, THEMES, draw
from layers.figure.framing import window
from layers.figure.icons import path_of
from layers.figure.labels import Crowd
from layers.figure.projection import projection_for
from layers.figure.scale_bar import _metres_per_point
from layers.figure.subject import describe, subject_of
from layers.frames import to_frames
from layers.report import content_of

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def frames(atlas):
    """Return the tables of the small article."""
    return to_frames(atlas)


@pytest.fixture(scope="module")
def figure(frames):
    """Return the figure of the small article."""
    return draw(frames)


def flown(atlas, start, end):
    """Return tables with one flight and no place."""
    line = geodesic(start, end, step_km=300)
    leg = Leg("A", "B", "air", line, length_km(line), "great-circle", "geodesic")
    return to_frames(replace(atlas, places=(), corridors=(replace(atlas.corridors[2], legs=(leg,)),)))


@pytest.mark.parametrize(("size", "pixels"), [("column", 1003), ("page", 2055), ("slide", 4000), ("social", 1200)])
@pytest.mark.parametrize("theme", THEMES)
def test_sizes_are_those_promised(frames, size, pixels, theme):
    """At 300 dpi a column is 85 mm wide, a page 174, a slide 16:9, and a social card 1200 by 630 pixels."""
    image = Image.open(io.BytesIO(draw(frames, size=size, theme=theme).png()))
    assert abs(image.width - pixels) <= 1
    assert image.info["dpi"] == pytest.approx((300, 300), abs=0.1)
    fixed = {"slide": 9 / 16, "social": 630 / 1200}
    if size in fixed:
        assert image.height / image.width == pytest.approx(fixed[size], abs=0.001)
    assert image.height <= SIZES[size].tallest * 300 + 1


def test_the_grey_theme_has_no_colour(frames):
    """Whoever prints in black and white sees what we saw: every pixel of the grey theme is grey."""
    image = np.asarray(Image.open(io.BytesIO(draw(frames, size="column", theme="grey").png()))).astype(int)
    assert np.ptp(image, axis=2).max() <= 2


def test_every_format_tells_what_it_shows(figure):
    """PNG, SVG and PDF carry a title and a description for those who cannot see the figure."""
    png = Image.open(io.BytesIO(figure.png()))
    assert png.text["Title"] == figure.title
    assert png.text["Description"] == figure.alt
    svg = etree.fromstring(figure.svg().encode())
    assert svg.get("role") == "img"
    assert svg.findtext(f"{SVG}desc") == figure.alt
    assert pypdf.PdfReader(io.BytesIO(figure.pdf())).metadata["/Subject"] == figure.alt
    assert "Baku–Tbilisi–Kars railway" in figure.alt


def test_text_of_the_svg_is_text(figure):
    """An editor finds names, projection and credits in the SVG as words."""
    words = " ".join(element.text or "" for element in etree.fromstring(figure.svg().encode()).iter(f"{SVG}text"))
    for expected in ("Kars", "Lambert conformal conic", "OpenStreetMap contributors", "ODbL", "GeoNames", "km"):
        assert expected in words
    assert figure.projection.split(" (")[0][1:] in words


def test_fonts_of_the_pdf_are_embedded(figure):
    """Every font in the PDF comes with it, as TrueType, and its words can be searched."""
    (page,) = pypdf.PdfReader(io.BytesIO(figure.pdf())).pages
    fonts = [font.get_object() for font in page["/Resources"]["/Font"].values()]
    assert fonts
    for font in fonts:
        (inner,) = font["/DescendantFonts"]
        assert "/FontFile2" in inner.get_object()["/FontDescriptor"].get_object()
    assert "Transit corridor" not in page.extract_text()
    assert "Kabul" in page.extract_text()


def test_poppler_opens_the_pdf(figure, tmp_path):
    """Another PDF reader draws the page in the size of a journal's page, without a complaint."""
    (tmp_path / "figure.pdf").write_bytes(figure.pdf())
    command = ["pdftoppm", "-r", "50", "-png", "figure.pdf", "seen"]
    try:
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    except FileNotFoundError:
        (pytest.fail if os.environ.get("CI") else pytest.skip)("poppler-utils is not installed")
    assert done.stderr == ""
    (seen,) = tmp_path.glob("seen*.png")
    with Image.open(seen) as image:
        assert image.width == pytest.approx(174 / 25.4 * 50, abs=1)


def test_numbers_match_the_report(frames):
    """A number in the figure is the number of the same thing in the report's tables."""
    report = content_of(frames)
    listed = {row[0]: row[1] for row in (*report.corridors.rows, *report.places.rows)}
    assert {str(f.number): f.name for f in subject_of(frames).features} == listed


def test_notes_say_what_is_uncertain(frames):
    """What was inferred, what is schematic and what is approximate is said in words."""
    told = {f.row["id"]: describe(f) for f in subject_of(frames).features}
    assert "inferred by us" in told["alat-turkmenbashi"]
    assert "schematic in part" in told["baku-tbilisi-kars"]
    assert "approximate" in told["krtsanisi"]


@pytest.mark.parametrize(
    ("extent", "name"),
    [
        ((43, 34, 70, 42), "Lambert conformal conic"),
        ((-170, -50, 160, 70), "Equal Earth"),
        ((10, -35, 14, 20), "transverse Mercator"),
        ((20, -10, 45, 12), "Lambert azimuthal equal-area"),
        ((0, 66, 60, 84), "Lambert azimuthal equal-area"),
    ],
)
def test_a_projection_fits_its_extent(extent, name):
    """Wide and middle: a cone; the world: Equal Earth; tall: transverse Mercator; the tropics and poles: azimuthal."""
    assert projection_for(extent).name.startswith(name)


@settings(max_examples=60, deadline=None)
@given(st.floats(-179, 179), st.floats(-70, 70), st.floats(2, 60), st.floats(2, 40))
def test_projecting_there_and_back(west, south, width, height):
    """What is projected comes back to where it was, anywhere on Earth, over the antimeridian too."""
    extent = (west, south, west + width, min(south + height, 84.0))
    points = np.array([[west, south], [west + width, extent[3]], [west + width / 2, (south + extent[3]) / 2]])
    projection = projection_for(extent)
    back = projection.inverse(projection.forward(points))
    np.testing.assert_allclose((back[:, 0] - points[:, 0] + 180) % 360 - 180, 0, atol=1e-6)
    np.testing.assert_allclose(back[:, 1], points[:, 1], atol=1e-6)


def test_the_scale_bar_is_true(frames):
    """A hundred points across the middle of the map are as long as the geodesic between their ends."""
    view = window(frames, subject_of(frames).features, (0.0, 0.0, 480.0, 300.0))
    ends = view.lonlat(np.array([[190.0, 150.0], [290.0, 150.0]]))
    _, _, metres = Geod(ellps="WGS84").inv(*ends[0], *ends[1])
    assert _metres_per_point(view, np.array([240.0, 150.0])) * 100 == pytest.approx(metres, rel=0.01)


spots = st.tuples(st.floats(20, 380), st.floats(20, 280))


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(spots, st.text("abc de", min_size=1, max_size=30)), min_size=2, max_size=25))
def test_names_never_collide(named):
    """However crowded the map, no name covers another or a symbol, and none leaves the map."""
    crowd = Crowd((0.0, 0.0, 400.0, 300.0))
    for (x, y), _ in named:
        crowd.add((x - 4, y - 4, x + 4, y + 4))
    symbols = len(crowd.boxes)
    for (x, y), text in named:
        if text.strip():
            crowd.place(text.strip(), x, y, size=7, reach=4)
    names = [shapely.box(*box) for box in crowd.boxes[symbols:]]
    window_ = shapely.box(*crowd.window)
    for i, name in enumerate(names):
        assert window_.covers(name)
        others = [*names[:i], *(shapely.box(*box) for box in crowd.boxes[:symbols])]
        assert all(name.intersection(other).area < 1e-6 for other in others)


@pytest.mark.parametrize("key", styles.load().icons)
def test_every_symbol_can_be_drawn(key):
    """Each drawing of the styles becomes a path inside its box of 16 by 16."""
    points = np.asarray(path_of(styles.load().icons[key].path).vertices)
    assert points.min() >= 0.5
    assert points.max() <= 15.5


def test_arcs_are_round():
    """The dot, drawn as two arcs of radius 4.4 about (8, 8), has every point of its curve there."""
    path = path_of(styles.load().icons["dot"].path)
    points = np.vstack([curve(np.linspace(0, 1, 9)) for curve, code in path.iter_bezier() if code == path.CURVE4])
    assert len(points) == 36
    np.testing.assert_allclose(np.hypot(*(points - 8).T), 4.4, rtol=0.001)


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ((174.8, -37.0), (-118.4, 33.9)),
        ((15.5, 78.2), (-150.0, 70.5)),
        ((-70.0, -33.0), (151.0, -34.0)),
        ((0, 0), (1, 0.5)),
    ],
    ids=["antimeridian", "pole", "southern ocean", "gulf of guinea"],
)
def test_any_part_of_the_earth_is_drawn(atlas, start, end):
    """A flight over the antimeridian, near a pole, in the far south or over open sea becomes a figure."""
    assert len(draw(flown(atlas, start, end), size="column").png(dpi=72)) > 5000


def test_areas_alone_are_drawn(atlas):
    """An article that names countries only has a figure that shows them."""
    areas = tuple(p for p in atlas.places if p.record.precision == "area")
    assert "Georgia" in draw(to_frames(replace(atlas, places=areas, corridors=()))).svg()


@pytest.mark.parametrize("title", ["Costs $5 and $10 < free & easy", "从巴库到卡尔斯", "ბაქო–ყარსი", "x" * 400])
def test_any_title_is_drawn(atlas, title):
    """Dollar signs, markup, other scripts and endless words in a title are drawn as they are, without a warning."""
    named = replace(atlas, document=replace(atlas.document, title=title))
    figure = draw(to_frames(named), size="column")
    assert etree.fromstring(figure.svg().encode()).findtext(f"{SVG}title") == title
    assert len(figure.png(dpi=72)) > 5000


@pytest.mark.parametrize(
    ("choice", "known"), [({"size": "poster"}, "column, page"), ({"theme": "sepia"}, "light, dark")]
)
def test_an_unknown_look_is_named(frames, choice, known):
    """A size or theme that is not there is named, with those that are."""
    with pytest.raises(OutputError, match=rf"{next(iter(choice.values()))}.*unknown; expected one of {known}"):
        draw(frames, **choice)


def test_the_figure_is_the_same_in_every_process():
    """Another process, time zone and language give the same bytes of PNG, SVG and PDF."""
    script = (
        "import hashlib, sys, geo\n"
        "from layers.figure import draw\n"
        "from layers.frames import to_frames\n"
        "f = draw(to_frames(geo.geoparse('Ferries link Suakin with Jeddah. Trains run from Baku to Tbilisi.')))\n"
        "print([hashlib.sha256(b).hexdigest() for b in (f.png(), f.svg().encode(), f.pdf())])\n"
    )
    seen = set()
    for seed, zone, language in (("1", "Asia/Tokyo", "C"), ("4242", "America/Lima", "C.UTF-8")):
        environment = os.environ | {"PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": language}
        run = subprocess.run(
            [sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True
        )
        seen.add(run.stdout)
    assert len(seen) == 1
    assert json.loads(seen.pop().replace("'", '"'))


def test_a_notebook_shows_the_figure(figure):
    """In a notebook the figure shows itself, and saving it again changes nothing."""
    before = figure.png()
    assert figure._repr_png_().startswith(b"\x89PNG")
    assert figure.png() == before
