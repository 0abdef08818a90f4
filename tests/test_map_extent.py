"""The first view: framed by what the text is about, with a sign at the rim for a place far from all the rest."""

import dataclasses

import pytest
from conftest import TEXT, make_atlas
from visit import Visit, save

from geo.model import Place, Record
from layers.frames import to_frames
from layers.map import draw
from layers.map.extent import extent_of, far_from, frame_of, padded, view_of

DESK = {"viewport": {"width": 1360, "height": 860}}
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True}
WITHOUT_LINES = ("baku", "tbilisi", "kars", "krtsanisi", "alat-port")
AWAY = {"washington": (-77.04, 38.91), "wellington": (174.78, -41.29)}


def with_place(atlas, slug, *, keep=None):
    """Return the atlas with a place far away; with only some of its own places and no line, where they are given."""
    lon, lat = AWAY[slug]
    record = Record("made", slug, slug.title(), "city", lon, lat)
    named = tuple(dataclasses.replace(mention, name=slug.title()) for mention in atlas.places[0].mentions)
    far = Place(slug, record, 0.9, named)
    if keep is None:
        return dataclasses.replace(atlas, places=(*atlas.places, far))
    kept = tuple(place for place in atlas.places if place.id in keep)
    return dataclasses.replace(atlas, places=(*kept, far), corridors=())


@pytest.mark.parametrize("slug", AWAY)
def test_one_far_place_does_not_frame_the_map(slug):
    """Five places of the Caucasus and one 9,000 km and more away: the view is the Caucasus, the frame of all is not."""
    frames = to_frames(with_place(make_atlas(TEXT), slug, keep=WITHOUT_LINES))
    assert far_from(frames) == (slug,)
    assert view_of(frames) == pytest.approx((43.1, 39.96, 49.9, 41.7), abs=0.1)
    assert frame_of(frames) != pytest.approx((43.1, 39.96, 49.9, 41.7), abs=1)


def test_what_a_line_leads_to_is_never_far(atlas):
    """Kabul, at the end of an air route, stays in the view."""
    frames = to_frames(atlas)
    assert far_from(frames) == ()
    assert view_of(frames) == frame_of(frames)


def test_a_far_half_is_no_stray():
    """Where two of few places lie far off together, they are what the text is about as well."""
    atlas = make_atlas(TEXT)
    both = with_place(with_place(atlas, "washington", keep=("baku", "kars")), "wellington")
    few = tuple(place for place in both.places if place.id in {"baku", "kars", *AWAY})
    both = dataclasses.replace(both, places=few, corridors=())
    assert far_from(to_frames(both)) == ()


@pytest.mark.browser
@pytest.mark.parametrize("options", [DESK, PHONE], ids=["desk", "phone"])
def test_the_rim_says_where_and_how_far(browser, tmp_path, options):
    """A sign within the map names Washington and about 9,500 km (WGS 84: 9,485), and leads there."""
    frames = to_frames(with_place(make_atlas(TEXT), "washington", keep=WITHOUT_LINES))
    visit = Visit(browser, save(draw(frames).html, tmp_path), reduced_motion="reduce", **options)
    sign = visit.page.locator(".rim")
    assert sign.inner_text() == "Washington, 9,500 km from here"
    ground, box = visit.page.locator("#map").bounding_box(), sign.bounding_box()
    assert ground["x"] <= box["x"]
    assert box["x"] + box["width"] <= ground["x"] + ground["width"]
    boxes = [mark.bounding_box() for mark in visit.page.locator(".place").all()]
    right, bottom = ground["x"] + ground["width"], ground["y"] + ground["height"]
    seen = [box for box in boxes if box["x"] > 0 and box["x"] < right and ground["y"] < box["y"] < bottom]
    assert len(seen) == len(WITHOUT_LINES)
    sign.click()
    assert visit.page.locator(".card h2").text_content() == "Washington"
    assert not sign.is_visible()
    visit.close()


@pytest.mark.parametrize(
    ("extent", "wide"),
    [
        (
            (40.0, 30.0, 50.0, 40.0),
            (25.8, 23.0, 64.2, 47.0),
        ),  # 7 degrees more on each side, and 1.6 times as wide as high
        ((44.8, 41.7, 44.8, 41.7), (37.6, 37.38, 52.0, 46.02)),  # a town: at least six degrees of surroundings
        ((-170.0, -60.0, 170.0, 80.0), (-180.0, -84.0, 180.0, 84.0)),  # the world, to where Mercator ends
    ],
)
def test_a_view_is_widened_by_so_much(extent, wide):
    """A view gets seven tenths of its size on each side, at least room for a town and at most thirty degrees."""
    assert padded(extent) == pytest.approx(wide, abs=1e-9)


def frames_of(*points):
    """Return the tables of towns at some points, longitude and latitude, and nothing else; each named by its number."""
    atlas = make_atlas(TEXT)
    named = atlas.places[0].mentions
    towns = tuple(
        Place(f"t{i}", Record("made", str(i), f"Town {i}", "city", lon, lat), 0.9, named)
        for i, (lon, lat) in enumerate(points)
    )
    return to_frames(dataclasses.replace(atlas, places=towns, corridors=()))


NEAR = [(10.0, 0.0), (10.1, 0.0), (10.0, 0.1), (10.1, 0.1), (10.05, 0.05)]  # a box of 16 km from corner to corner


@pytest.mark.parametrize(("degrees", "far"), [(7.5, ()), (8.5, ("t5",))])
def test_nothing_within_900_km_is_far(degrees, far):
    """However close the rest, it counts as 300 km wide: at 835 km a place still frames the map, at 946 km it does not."""
    assert far_from(frames_of(*NEAR, (10.1 + degrees, 0.05))) == far


@pytest.mark.parametrize(("lon", "far"), [(-172.0, ()), (-160.0, ("t5",)), (165.0, ("t5",))])
def test_far_is_measured_across_the_antimeridian(lon, far):
    """Around 179 and -179 degrees a place at -172 is 780 km away, one at -160 is 2,100 km, and one at 165 1,560 km."""
    assert far_from(frames_of((179, 0), (179.2, 0.1), (-179.5, 0), (-179, 0.1), (180, 0.05), (lon, 0.05))) == far


def test_a_map_of_nothing_shows_the_inhabited_world():
    """Where nothing is drawn the map goes all round the Earth, from Cape Horn to Svalbard."""
    assert extent_of(frames_of()) == (-180, -58, 180, 78)
