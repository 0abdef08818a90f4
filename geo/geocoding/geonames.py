"""GeoNames' search: over ten million names, and the same ids as the places that come with the gazetteer."""

from __future__ import annotations

from geo.geocoding.providers import Found, Raw, Service, country_code, number, text
from geo.geocoding.results import place

__all__ = ["SERVICE"]

CODES = {
    "AIRB": "base", "AIRF": "airport", "AIRP": "airport", "BAY": "bay", "BDG": "bridge", "CHN": "strait",
    "CNL": "canal", "CONT": "continent", "CSTM": "crossing", "DAM": "dam", "DSRT": "desert", "FY": "terminal",
    "GULF": "gulf", "HBR": "port", "INSM": "base", "ISL": "islands", "ISLS": "islands", "LK": "lake", "LKS": "lake",
    "MILB": "base", "MT": "mountains", "MTS": "mountains", "NVB": "base", "OCN": "ocean", "OILR": "refinery",
    "OILT": "terminal", "PASS": "pass", "PEN": "peninsula", "PLN": "plain", "PPLC": "capital", "PRT": "port",
    "PSTB": "crossing", "RJCT": "junction", "RSTN": "station", "SEA": "sea", "STM": "river", "STRT": "strait",
    "TNL": "tunnel", "TNLRD": "tunnel", "TNLRR": "tunnel", "TRMO": "pipeline-terminal",
}  # fmt: skip
CLASSES = {
    "A": "region",
    "H": "site",
    "L": "region",
    "P": "city",
    "T": "site",
}  # the others are roads, buildings, woods


def read(raw: Raw) -> Found | None:
    """Read one place."""
    code = text(raw.get("fcode"))
    kind = "country" if code.startswith("PCL") else CODES.get(code) or CLASSES.get(text(raw["fcl"]), "")
    if not kind:
        return None
    return place(
        SERVICE.source_id,
        str(int(raw["geonameId"])),
        name=text(raw["name"]),
        kind=kind,
        lon=raw["lng"],
        lat=raw["lat"],
        country=country_code(raw.get("countryCode")),
        region=text(raw.get("adminName1")),
        population=int(number(raw.get("population") or 0)),
        names=(raw.get("toponymName"),),
    )


SERVICE = Service(
    name="geonames",
    title="GeoNames",
    geocoder="GeoNames",
    home="https://secure.geonames.org",
    licence="CC-BY-4.0",
    attribution="GeoNames (www.geonames.org)",
    terms="https://www.geonames.org/export/",
    read=read,
    source_id="geonames-online",
    placeholders={"username": "-"},
    key_variable="CORRIDORS_GEONAMES_USER",
    key_parameter="username",
    needs_key=True,
    is_fuzzy=True,  # the search also looks at the names of countries and regions
)
