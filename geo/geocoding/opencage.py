"""OpenCage, a paid geocoder over open data with a free trial; what it answers may be kept."""

from __future__ import annotations

from geo.geocoding.osm_tags import AREAS, DIVISIONS, SETTLEMENTS
from geo.geocoding.providers import Found, Raw, Service, country_code, number, text
from geo.geocoding.results import place

__all__ = ["SERVICE"]

TYPES = {
    "aerodrome": "airport", "airport": "airport", "bay": "bay", "body_of_water": "sea", "bridge": "bridge",
    "canal": "canal", "dam": "dam", "desert": "desert", "ferry_terminal": "terminal", "harbour": "port",
    "lake": "lake", "mountain_range": "mountains", "peak": "mountains", "port": "port", "railway_station": "station",
    "river": "river", "strait": "strait", "train_station": "station", "tunnel": "tunnel", "valley": "site",
    "water": "lake",
}  # fmt: skip
CATEGORIES = {"military": "base", "natural/water": "site", "place": "site"}


def read(raw: Raw) -> Found | None:
    """Read one result; it has no id of its own, so its point serves as one."""
    about = raw["components"]
    type_, category = text(about.get("_type")), text(about.get("_category"))
    kind = _kind(type_, category)
    if not kind:
        return None
    lon, lat = number(raw["geometry"]["lng"]), number(raw["geometry"]["lat"])
    bounds = raw.get("bounds") or {}
    low, high = bounds.get("southwest") or {}, bounds.get("northeast") or {}
    return place(
        SERVICE.source_id,
        f"{lat:.5f},{lon:.5f}",
        name=text(about.get(type_)) or text(raw["formatted"]).partition(",")[0],
        kind=kind,
        lon=lon,
        lat=lat,
        country=country_code(about.get("ISO_3166-1_alpha-2") or about.get("country_code")),
        region=text(about.get("state")),
        box=(low.get("lng"), low.get("lat"), high.get("lng"), high.get("lat")),
        names=(text(raw["formatted"]).partition(",")[0],),
    )


def _kind(type_: str, category: str) -> str:
    if type_ in SETTLEMENTS:
        return "city"
    if type_ in DIVISIONS:
        return "region"
    return AREAS.get(type_) or TYPES.get(type_) or CATEGORIES.get(category, "")


SERVICE = Service(
    name="opencage",
    title="OpenCage",
    geocoder="OpenCage",
    home="https://api.opencagedata.com",
    licence="ODbL-1.0 and others",
    attribution="OpenCage; © OpenStreetMap contributors and others",
    terms="https://opencagedata.com/credits",
    read=read,
    source_id="opencage",
    options={"language": "en", "annotations": False},
    placeholders={"api_key": "-"},
    key_variable="CORRIDORS_OPENCAGE_KEY",
    key_parameter="key",
    needs_key=True,
    is_fuzzy=True,
)
