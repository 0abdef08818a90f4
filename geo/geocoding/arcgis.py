"""Esri's world geocoder. Without a key its terms let answers be shown, but not kept; with one they may be kept."""

from __future__ import annotations

from functools import cache

from geo.geocoding.providers import Found, Raw, Service, country_code, number, text
from geo.geocoding.results import place

__all__ = ["SERVICE"]

LEAST_SCORE = 85
TYPES = {
    "airport": "airport", "bay": "bay", "border crossing": "crossing", "bridge": "bridge", "canal": "canal",
    "city": "city", "continent": "continent", "country": "country", "dam": "dam", "desert": "desert",
    "district": "city", "ferry": "terminal", "gulf": "gulf", "harbor": "port", "island": "islands", "lake": "lake",
    "marina": "port", "metro area": "city", "military base": "base", "mountain": "mountains",
    "mountain range": "mountains", "neighborhood": "city", "ocean": "ocean", "other water feature": "site",
    "pass": "pass", "peninsula": "peninsula", "plain": "plain", "port": "port", "refinery": "refinery",
    "river": "river", "sea": "sea", "state or province": "region", "strait": "strait", "stream": "river",
    "subregion": "region", "territory": "region", "train station": "station", "tunnel": "tunnel", "zone": "region",
}  # fmt: skip


def read(raw: Raw) -> Found | None:
    """Read one candidate; it has no id of its own, so its point serves as one."""
    about = raw["attributes"]
    kind = TYPES.get(text(about.get("Type")).lower(), "")
    if not kind or number(raw["score"]) < LEAST_SCORE:
        return None
    lon, lat = number(raw["location"]["x"]), number(raw["location"]["y"])
    extent = raw.get("extent") or {}
    head = text(raw["address"]).partition(",")[0]
    return place(
        SERVICE.source_id,
        f"{lat:.5f},{lon:.5f}",
        name=text(about.get("PlaceName")) or head,
        kind=kind,
        lon=lon,
        lat=lat,
        country=_country(text(about.get("Country"))),
        region=text(about.get("Region")),
        box=(extent.get("xmin"), extent.get("ymin"), extent.get("xmax"), extent.get("ymax")),
        names=(head,),
    )


def _country(code: str) -> str:
    return _two_letters().get(code.upper()) or country_code(code)


@cache
def _two_letters() -> dict[str, str]:
    """Return countries' three-letter codes with their two-letter ones."""
    from geo.gazetteer import Form, curated

    return {name: e.record.country for e in curated.countries() for name, form in e.names if form is Form.CODE}


SERVICE = Service(
    name="arcgis",
    title="ArcGIS",
    geocoder="ArcGIS",
    home="https://geocode.arcgis.com",
    licence="Esri Master Agreement",
    attribution="Powered by Esri",
    terms="https://developers.arcgis.com/documentation/mapping-apis-and-services/deployment/terms-of-use/",
    read=read,
    source_id="arcgis",
    options={"out_fields": ("PlaceName", "Type", "Country", "Region")},
    key_variable="CORRIDORS_ARCGIS_KEY",
    key_parameter="token",
    with_key={"forStorage": "true"},
    is_fuzzy=True,
    keeps=False,
)
