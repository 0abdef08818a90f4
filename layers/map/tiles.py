"""Background tiles from the web, for those who ask for them; the page is complete without."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from geo.errors import DataError

__all__ = ["Tiles", "tiles_named"]

EXAMPLES = "OpenStreetMap.Mapnik, OpenTopoMap, CartoDB.Positron"


@dataclass(frozen=True, slots=True)
class Tiles:
    """A provider of tiles.

    Attributes
    ----------
    url
        Leaflet's template, with ``{z}``, ``{x}``, ``{y}`` and, where there are several servers, ``{s}``.
    origin
        What the page's policy must allow for it.
    """

    name: str
    url: str
    origin: str
    attribution: str
    subdomains: str
    max_zoom: int


def tiles_named(name: str) -> Tiles:
    """Find a provider by the name that xyzservices knows it under.

    Raises
    ------
    DataError
        If no provider has this name, it wants a key, or it has no secure address.

    Examples
    --------
    >>> tiles_named("OpenTopoMap").origin
    'https://*.tile.opentopomap.org'
    """
    import xyzservices  # type: ignore[import-untyped]

    try:
        provider = xyzservices.providers.query_name(name)
    except ValueError as error:
        raise DataError(f"tiles {name!r} unknown; expected a name of xyzservices such as {EXAMPLES}") from error
    if provider.requires_token():
        raise DataError(f"tiles {provider.name} want a key; expected a provider without one, such as {EXAMPLES}")
    url = provider.build_url(x="{x}", y="{y}", z="{z}", scale_factor="", fill_subdomain=False)
    parts = urlsplit(url)
    if parts.scheme != "https":
        raise DataError(f"tiles {provider.name} come from {url}; expected an https address")
    host = "*." + parts.netloc.split(".", 1)[1] if "{s}" in parts.netloc else parts.netloc
    return Tiles(
        name=provider.name,
        url=url,
        origin=f"https://{host}",
        attribution=provider.attribution,
        subdomains="".join(provider.get("subdomains", "abc")),
        max_zoom=int(provider.get("max_zoom", 18)),
    )
