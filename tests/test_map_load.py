"""What opening a page costs: how often it is laid out, and how often the ground is drawn."""

import pytest
from thousands import make_many
from visit import Visit, save

from layers.frames import to_frames
from layers.map import draw

pytestmark = pytest.mark.browser
MOST_LAYOUTS = 45  # the text, the legend, the view, the names; before, a page of a hundred features had 166
DRAWN = """
  const update = Ground.prototype._update;
  window.drawn = 0;
  Ground.prototype._update = function () { if (this.options.className === "land") window.drawn += 1; update.call(this); };
"""


def opened(browser, folder, size):
    """Open the page of some places and corridors."""
    html = draw(to_frames(make_many(*size))).html.replace("const Page = {", f"{DRAWN}\nconst Page = {{", 1)
    html = html.replace("Content-Security-Policy", "X-Not-A-Policy", 1)  # the page's own hashes know nothing of this
    return Visit(browser, save(html, folder), reduced_motion="reduce", viewport={"width": 1280, "height": 800})


@pytest.mark.parametrize("size", [(12, 4), (80, 20), (460, 40)], ids=["16", "100", "500"])
def test_names_are_measured_together(browser, tmp_path, size):
    """However many names a map letters, the page is not laid out anew for each."""
    page = draw(to_frames(make_many(*size)))
    visit = Visit(browser, save(page.html, tmp_path), reduced_motion="reduce")
    session = visit.context.new_cdp_session(visit.page)
    session.send("Performance.enable")
    metrics = {each["name"]: each["value"] for each in session.send("Performance.getMetrics")["metrics"]}
    assert visit.page.locator(".name.placed").count() > 3
    assert metrics["LayoutCount"] <= MOST_LAYOUTS
    visit.close()


def test_the_ground_is_drawn_once(browser, tmp_path):
    """Land is drawn for the view that the reader first sees, and for no other before it."""
    visit = opened(browser, tmp_path, (12, 4))
    assert visit.page.evaluate("window.drawn") == 1
    visit.page.wait_for_selector("path.coast", state="attached")
    classes = "[...document.querySelectorAll('.leaflet-base-pane path')].map((path) => path.getAttribute('class'))"
    order = [each.split(" ")[0] for each in visit.page.evaluate(classes)]
    first = [order.index(each) for each in ("land", "coast", "border")]
    assert first == sorted(first)
    visit.close()
