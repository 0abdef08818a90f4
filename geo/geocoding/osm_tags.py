"""OpenStreetMap's tags and our kinds: what Nominatim and Photon, which share its data, have in common."""

from __future__ import annotations

from geo.geocoding.providers import text

__all__ = ["ATTRIBUTION", "LICENCE", "TERMS", "osm_key", "osm_kind"]

ATTRIBUTION = "© OpenStreetMap contributors"
LICENCE = "ODbL-1.0"
TERMS = "https://www.openstreetmap.org/copyright"
ELEMENTS = {"node": "N", "way": "W", "relation": "R", "n": "N", "w": "W", "r": "R"}

SETTLEMENTS = frozenset({
    "borough", "city", "district", "farm", "hamlet", "isolated_dwelling", "locality", "municipality", "neighbourhood",
    "quarter", "suburb", "town", "village",
})  # fmt: skip
DIVISIONS = frozenset({
    "administrative", "county", "province", "region", "state", "state_district", "subdistrict", "subregion",
})  # fmt: skip
AREAS = {
    "archipelago": "islands", "continent": "continent", "country": "country", "island": "islands", "islet": "islands",
    "ocean": "ocean", "sea": "sea", "peninsula": "peninsula",
}  # fmt: skip
TAGS = {
    ("aeroway", "aerodrome"): "airport",
    ("aeroway", "spaceport"): "space-centre",
    ("amenity", "ferry_terminal"): "terminal",
    ("barrier", "border_control"): "crossing",
    ("harbour", "yes"): "port",
    ("industrial", "port"): "port",
    ("industrial", "refinery"): "refinery",
    ("industrial", "shipyard"): "shipyard",
    ("landuse", "harbour"): "port",
    ("landuse", "military"): "base",
    ("landuse", "port"): "port",
    ("man_made", "bridge"): "bridge",
    ("man_made", "pumping_station"): "compressor-station",
    ("man_made", "tunnel"): "tunnel",
    ("mountain_pass", "yes"): "pass",
    ("natural", "bay"): "bay",
    ("natural", "desert"): "desert",
    ("natural", "mountain_range"): "mountains",
    ("natural", "peak"): "mountains",
    ("natural", "peninsula"): "peninsula",
    ("natural", "plain"): "plain",
    ("natural", "saddle"): "pass",
    ("natural", "strait"): "strait",
    ("natural", "water"): "lake",
    ("railway", "halt"): "station",
    ("railway", "junction"): "junction",
    ("railway", "station"): "station",
    ("railway", "yard"): "station",
    ("waterway", "canal"): "canal",
    ("waterway", "dam"): "dam",
    ("waterway", "river"): "river",
}
WHOLE_KEYS = {"military": "base", "bridge": "bridge", "tunnel": "tunnel"}
SITES = frozenset({"boundary", "harbour", "industrial", "landuse", "man_made", "natural", "place", "power", "seamark"})


def osm_kind(key: object, value: object, *, level: object = "") -> str:
    """Return our kind for what a tag says.

    Parameters
    ----------
    key, value
        The main tag, such as ``aeroway`` and ``aerodrome``.
    level
        What an administrative boundary bounds, such as ``city``, where that is told.

    Returns
    -------
    A kind of ours, ``"site"`` for a place we have no word for, ``""`` for what is no place on a map: streets, shops,
    houses.

    Examples
    --------
    >>> osm_kind("boundary", "administrative", level="state"), osm_kind("aeroway", "aerodrome")
    ('region', 'airport')
    >>> osm_kind("shop", "deli")
    ''
    """
    tag = (text(key), text(value))
    if tag[0] in {"boundary", "place"}:
        word = text(level) if tag[0] == "boundary" and level else tag[1]
        if word in AREAS:
            return AREAS[word]
        if word in SETTLEMENTS:
            return "city"
        if word in DIVISIONS:
            return "region"
        if word in {"house", "postcode", "postal_code"}:
            return ""
    return TAGS.get(tag) or WHOLE_KEYS.get(tag[0]) or ("site" if tag[0] in SITES else "")


def osm_key(element: object, number: object) -> str:
    """Return the id of an element, such as ``R146656``.

    Raises
    ------
    KeyError, TypeError, ValueError
        If it is none.

    Examples
    --------
    >>> osm_key("relation", 146656), osm_key("N", 7)
    ('R146656', 'N7')
    """
    if isinstance(number, bool) or not isinstance(number, (int, str)):
        raise TypeError(f"{type(number).__name__} is no element's number")
    return f"{ELEMENTS[text(element).lower()]}{int(number)}"
