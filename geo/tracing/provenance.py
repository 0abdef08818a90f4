"""What the lines are drawn from: packages and files, with version and licence."""

from __future__ import annotations

from geo import shipped
from geo.model import DataSource

__all__ = ["sources"]


def sources() -> tuple[DataSource, ...]:
    """Describe the data behind traced lines.

    Returns
    -------
    One record for each source. ``Leg.source`` begins with the name of the one it was drawn from.

    Examples
    --------
    >>> [source.licence for source in sources()]
    ['ODbL-1.0', 'Apache-2.0', 'public domain', 'CC0-1.0', 'CC0-1.0', 'CC0-1.0', 'CC0-1.0', 'public domain', 'MIT']
    """
    return (
        DataSource(
            id="scgraph-data",
            name="scgraph-data rail and road networks",
            version=_version("scgraph_data"),
            licence="ODbL-1.0",
            attribution="© OpenStreetMap contributors, by way of scgraph-data",
            url="https://github.com/connor-makowski/scgraph_data",
        ),
        DataSource(
            id="searoute",
            name="searoute sea lanes",
            version=_version("searoute"),
            licence="Apache-2.0",
            attribution="searoute-py by Gent Halili; lanes after Eurostat's SeaRoute and Oak Ridge National Laboratory",
            url="https://github.com/genthalili/searoute-py",
        ),
        DataSource(
            id="natural-earth-water",
            name="Natural Earth land outlines, 1:10 million",
            version="4.1.0",
            licence="public domain",
            attribution="Made with Natural Earth",
            url="https://www.naturalearthdata.com/",
        ),
        DataSource(
            id="corridor-bends",
            name="bends by hand, from a corridor catalogue",
            version="2026-11-24",
            licence="CC0-1.0",
            attribution="the Corridors team, from general knowledge; within about 10 km",
        ),
        DataSource(
            id="waterways",
            name="rivers and canals by hand",
            version="2026-11-24",
            licence="CC0-1.0",
            attribution="the Corridors team, from general knowledge; within about 5 km",
        ),
        DataSource(
            id="links",
            name="railways, roads and ferries by hand",
            version="2026-11-29",
            licence="CC0-1.0",
            attribution="the Corridors team, from general knowledge; within about 5 km",
        ),
        DataSource(
            id="pipelines",
            name="pipelines by hand",
            version="2026-11-29",
            licence="CC0-1.0",
            attribution="the Corridors team, from general knowledge; within about 25 km",
        ),
        DataSource(
            id="natural-earth-rivers",
            name="Natural Earth rivers, 1:10 million",
            version="3.0.0",
            licence="public domain",
            attribution="Made with Natural Earth",
            url="https://www.naturalearthdata.com/",
        ),
        DataSource(
            id="closures",
            name="closed border crossings",
            version="2026-11-23",
            licence="MIT",
            attribution="the Corridors team",
        ),
    )


def _version(package: str) -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return shipped.version_of(package) or version(package)
    except PackageNotFoundError:
        return "not installed"
