"""Photon, a geocoder over OpenStreetMap that also forgives spelling; its public server asks for fair use."""

from __future__ import annotations

from geo.geocoding.osm_tags import ATTRIBUTION, LICENCE, TERMS, osm_key, osm_kind
from geo.geocoding.providers import Found, Raw, Service, country_code, text
from geo.geocoding.results import place

__all__ = ["SERVICE"]


def read(raw: Raw) -> Found | None:
    """Read one feature."""
    about = raw["properties"]
    kind = osm_kind(about["osm_key"], about["osm_value"], level=about.get("type"))
    if not (kind and about.get("name")):
        return None
    lon, lat, *_ = raw["geometry"]["coordinates"]
    west, north, east, south = about.get("extent") or (None,) * 4
    return place(
        SERVICE.source_id,
        osm_key(about["osm_type"], about["osm_id"]),
        name=text(about["name"]),
        kind=kind,
        lon=lon,
        lat=lat,
        country=country_code(about.get("countrycode")),
        region=text(about.get("state")),
        box=(west, south, east, north),
    )


SERVICE = Service(
    name="photon",
    title="Photon",
    geocoder="Photon",
    home="https://photon.komoot.io",
    licence=LICENCE,
    attribution=ATTRIBUTION,
    terms=TERMS,
    read=read,
    source_id="photon",
    options={"limit": 5, "language": "en"},
    is_fuzzy=True,
)
