"""An atlas as a table of HTML, for notebooks: plain markup, every word of the article escaped."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from geo.model.atlas import Atlas

__all__ = ["as_html", "counted"]

MOST_ROWS = 20  # of each table; a notebook is no place for a thousand


def counted(number: int, one: str, several: str = "") -> str:
    """Return a number with its noun.

    Examples
    --------
    >>> counted(1, "place"), counted(2, "place"), counted(0, "country", "countries")
    ('1 place', '2 places', '0 countries')
    """
    return f"{number} {one if number == 1 else several or f'{one}s'}"


def as_html(atlas: Atlas) -> str:
    """Return an atlas as tables: corridors, places, and what was seen and not drawn.

    Examples
    --------
    >>> import geo
    >>> "<td>Suakin–Jeddah sea route</td>" in as_html(geo.geoparse("Ferries link Suakin with Jeddah."))
    True
    """
    corridors = [
        (each.name, each.mode, each.status, each.basis, each.precision, f"{each.length_km:,.0f} km")
        for each in atlas.corridors
    ]
    places = [
        (
            each.label,
            each.kind,
            each.country,
            f"{each.lon:.4f}, {each.lat:.4f}",
            f"{each.confidence:.2f}",
            each.record.id,
        )
        for each in atlas.places
    ]
    undrawn = [(each.name, each.reason) for each in atlas.unresolved]
    return "".join(
        (
            f"<p><strong>{escape(atlas.document.title)}</strong></p>",
            _table("Corridors", ("name", "mode", "status", "basis", "precision", "length"), corridors),
            _table("Places", ("name", "kind", "country", "lon, lat", "confidence", "record"), places),
            _table("Seen, not drawn", ("name", "reason"), undrawn),
        )
    )


def _table(caption: str, heads: Sequence[str], rows: Sequence[Iterable[str]]) -> str:
    if not rows:
        return ""
    left = len(rows) - MOST_ROWS
    more = f" (the first {MOST_ROWS} of {len(rows)})" if left > 0 else f" ({len(rows)})"
    head = "".join(f'<th scope="col">{escape(each)}</th>' for each in heads)
    body = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in rows[:MOST_ROWS])
    return (
        f"<table><caption>{escape(caption)}{more}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    )
