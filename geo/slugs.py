"""Names as parts of ids, addresses and names of files."""

from __future__ import annotations

import re

from geo.gazetteer import fold

__all__ = ["slug"]

OTHER_SCRIPT = re.compile(r"[\u0370-\u1dff\u2c00-\ud7ff\uf900-\ufeff]")


def slug(name: str) -> str:
    """Return a name as part of an address: lower-case ASCII letters, digits and hyphens; never empty.

    Parameters
    ----------
    name
        In any script.

    Returns
    -------
    For ids, names of files and addresses; names that differ only in marks or signs share one.

    Examples
    --------
    >>> slug("Böyük Kəsik"), slug("Baku–Tbilisi–Kars railway"), slug("…")
    ('boyuk-kasik', 'baku-tbilisi-kars-railway', 'x')
    >>> slug("Актау–Баку sea route"), slug("阿克套")
    ('aktau-baku-sea-route', 'aketao')
    """
    folded = fold(name)
    if OTHER_SCRIPT.search(folded):
        from anyascii import anyascii

        folded = anyascii(folded).lower()
    return re.sub(r"[^a-z0-9]+", "-", folded).strip("-") or "x"
