"""Nominatim, OpenStreetMap's own geocoder. Its usage policy: one request a second, and a contact in the User-Agent."""

from __future__ import annotations

from geo.geocoding.osm_tags import ATTRIBUTION, LICENCE, TERMS, osm_key, osm_kind
from geo.geocoding.providers import Found, Raw, Service, country_code, text
from geo.geocoding.results import place

__all__ = ["SERVICE"]


def read(raw: Raw) -> Found | None:
    """Read one result."""
    kind = osm_kind(raw.get("category", raw.get("class")), raw["type"], level=raw.get("addresstype"))
    if not kind:
        return None
    address = raw.get("address") or {}
    south, north, west, east = raw.get("boundingbox") or (None,) * 4
    return place(
        SERVICE.source_id,
        osm_key(raw["osm_type"], raw["osm_id"]),
        name=text(raw.get("name")) or text(raw["display_name"]).partition(",")[0],
        kind=kind,
        lon=raw["lon"],
        lat=raw["lat"],
        country=country_code(address.get("country_code")),
        region=text(address.get("state") or address.get("region")),
        box=(west, south, east, north),
        names=(raw.get("namedetails") or {}).values(),
    )


SERVICE = Service(
    name="nominatim",
    title="Nominatim",
    geocoder="Nominatim",
    home="https://nominatim.openstreetmap.org",
    licence=LICENCE,
    attribution=ATTRIBUTION,
    terms=TERMS,
    read=read,
    source_id="nominatim",
    options={"limit": 5, "language": "en", "addressdetails": True, "namedetails": True},
    needs_contact=True,
)
