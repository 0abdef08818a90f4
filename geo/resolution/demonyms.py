"""Which country or region a people belongs to: "Georgian" beside Tbilisi, and beside Atlanta."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from geo.gazetteer import Form

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from geo.gazetteer import Gazetteer
    from geo.model import Mention, Record

__all__ = ["homes_of_peoples"]


def homes_of_peoples(
    mentions: Sequence[Mention], placed: Iterable[Record], gazetteer: Gazetteer
) -> dict[int, tuple[Record, float]]:
    """Tie demonyms to the country or region whose people they name.

    Parameters
    ----------
    mentions
        As recognised; only the demonyms are looked at.
    placed
        What the names of the text were found to mean.
    gazetteer
        Knows the demonyms.

    Returns
    -------
    From a mention's start to the record and how sure it is. A home that the text names itself comes first, then one in
    a country or region the text speaks of, then countries before regions.
    """
    named: Counter[str] = Counter()
    for record in placed:
        named.update({record.id, record.country, f"{record.country}/{record.region}"})
    found = {}
    for mention in mentions:
        if not mention.is_demonym:
            continue
        homes = [match.record for match in gazetteer.lookup(mention.name) if match.form is Form.DEMONYM]
        if homes:
            best = max(homes, key=lambda home: _standing(home, named))
            found[mention.start] = (best, 1.0 if len(homes) == 1 else 1.0 - 0.5 / len(homes))
    return found


def _standing(home: Record, named: Counter[str]) -> tuple[int, int, int]:
    around = named[home.country] if home.kind == "country" else named[f"{home.country}/{home.region}"]
    return named[home.id], around, home.kind == "country"
