"""The picture of the map against another, drawn in the same run from the same tables by other means.

Fonts differ from machine to machine, so that no stored picture is compared. What is: where land and water lie, and
that each corridor runs where its points say, by Web Mercator worked out here.
"""

import io

import numpy as np
import pytest
import shapely
from PIL import Image, ImageDraw
from visit import Visit

from geo import outlines
from geo.outlines import lakes
from layers.frames import to_frames

pytestmark = pytest.mark.browser
ZOOM, LAT, LON = 5.0, 40.5, 49.0
WIDTH, HEIGHT = 1280, 800
LAND, WATER = (247, 244, 238), (219, 231, 237)
INK = {"baku-tbilisi-kars": (47, 42, 38), "alat-turkmenbashi": (0, 95, 153), "baku-kabul-air": (156, 47, 115)}
NEAR_PX = 8


def mercator(points):
    """Return pixels in the world at the zoom, of points in degrees (EPSG:3857's spherical formula)."""
    lon, lat = np.radians(np.asarray(points, dtype=float)).T
    scale = 256 * 2**ZOOM / (2 * np.pi)
    return np.column_stack([scale * (lon + np.pi), scale * (np.pi - np.log(np.tan(np.pi / 4 + lat / 2)))])


class Picture:
    """A screenshot of the map alone, and where points of the Earth lie in it."""

    def __init__(self, visit):
        box = visit.page.locator("#map").bounding_box()
        picture = Image.open(io.BytesIO(visit.page.screenshot(clip=box))).convert("RGB")
        self.pixels = np.asarray(picture).astype(int)
        self.height, self.width = self.pixels.shape[:2]
        self.corner = np.rint(mercator([(LON, LAT)])[0] - (self.width / 2, self.height / 2))

    def at(self, points):
        """Return where points in degrees lie."""
        return mercator(points) - self.corner

    def resembles(self, color, tolerance):
        """Return which pixels have about a colour."""
        return np.abs(self.pixels - color).max(axis=2) <= tolerance


@pytest.fixture(scope="module")
def picture(browser, map_path):
    """Return the picture of a known view, without names: some have the colour of a line that they stand beside."""
    viewport = {"width": WIDTH, "height": HEIGHT}
    address = f"#view={ZOOM}/{LAT}/{LON}"
    visit = Visit(browser, map_path, address=address, reduced_motion="reduce", viewport=viewport)
    hide = "panes => panes.forEach(pane => { pane.style.visibility = 'hidden'; })"
    visit.page.eval_on_selector_all(".leaflet-names-pane .name, .leaflet-lettering-pane .name", hide)
    yield Picture(visit)
    visit.close()


def ground(picture):
    """Draw land and water, with lakes, by another library."""
    west, south, east, north = 20.0, 20.0, 80.0, 60.0
    drawn = Image.new("1", (picture.width, picture.height), 0)
    pen = ImageDraw.Draw(drawn)
    clipped = shapely.clip_by_rect(outlines.land("10m"), west, south, east, north)
    for part in shapely.get_parts(clipped):
        pen.polygon([tuple(point) for point in picture.at(shapely.get_coordinates(part.exterior))], fill=1)
        for hole in part.interiors:
            pen.polygon([tuple(point) for point in picture.at(shapely.get_coordinates(hole))], fill=0)
    _, waters = lakes.load()[0].within((west * 1000, south * 1000, east * 1000, north * 1000))
    for lake in waters:
        pen.polygon([tuple(point) for point in picture.at(shapely.get_coordinates(lake.exterior) / 1000)], fill=0)
    return np.asarray(drawn)


def test_land_and_water_lie_where_they_do(picture):
    """Of the pixels that are plainly land or water, 98 in 100 are what the other drawing makes of them."""
    land, water = picture.resembles(LAND, 2), picture.resembles(WATER, 2)
    expected = ground(picture)
    assert land.sum() > 100_000
    assert water.sum() > 30_000
    assert expected[land].mean() > 0.98
    assert (~expected[water]).mean() > 0.98


@pytest.mark.parametrize("name", INK)
def test_corridors_run_where_their_points_say(picture, atlas, name):
    """Along each line its colour is never far, and it is far where the line is moved by fifty pixels."""
    frames = to_frames(atlas)
    line = frames.corridors.set_index("id").geometry[name]
    points = picture.at(shapely.get_coordinates(shapely.segmentize(line, 0.05)))
    colored = picture.resembles(INK[name], 95)

    def share(shift):
        moved = np.rint(points + shift).astype(int)
        inside = (moved > NEAR_PX).all(axis=1) & (moved < (picture.width - NEAR_PX, picture.height - NEAR_PX)).all(
            axis=1
        )
        found = [colored[y - NEAR_PX : y + NEAR_PX + 1, x - NEAR_PX : x + NEAR_PX + 1].any() for x, y in moved[inside]]
        return np.mean(found)

    assert share((0, 0)) > 0.85
    assert min(share((0, -50)), share((0, 50))) < 0.4
