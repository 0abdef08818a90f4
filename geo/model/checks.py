"""What every record checks when it is built: a message names the record, the value and what is allowed."""

from __future__ import annotations

from geo.errors import RecordError

__all__ = ["check_choice", "check_extent", "check_point", "check_share", "check_span"]


def check_span(what: str, start: int, end: int) -> None:
    """Refuse a span that holds no character."""
    if not 0 <= start < end:
        raise RecordError(f"{what}: span {start}-{end} is empty or negative; start must lie before end")


def check_point(what: str, lon: float, lat: float) -> None:
    """Refuse a point that is not on the globe (WGS 84 degrees), or no number at all."""
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):
        raise RecordError(f"{what}: lon {lon}, lat {lat} is off the globe; swapped?")


def check_extent(what: str, extent: tuple[float, float, float, float]) -> None:
    """Refuse an extent (west, south, east, north) that is not on the globe; west may be greater than east."""
    west, south, east, north = extent
    check_point(f"{what}: south-west of extent", west, south)
    check_point(f"{what}: north-east of extent", east, north)
    if south > north:
        raise RecordError(f"{what}: extent from {south} to {north} degrees north is upside down")


def check_choice(what: str, value: str, allowed: tuple[str, ...]) -> None:
    """Refuse a value that is not one of those allowed."""
    if value not in allowed:
        raise RecordError(f"{what} {value!r} unknown; expected one of {', '.join(allowed)}")


def check_share(what: str, value: float) -> None:
    """Refuse what is no share: less than 0 or more than 1."""
    if not 0 <= value <= 1:
        raise RecordError(f"{what} {value} lies outside 0 to 1")
