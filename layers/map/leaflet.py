"""Leaflet 1.9.4, inlined: out of the package ``django-js-lib-leaflet``, which holds the files as they are published.

Nothing of it is kept in this project's sources, nothing is fetched, and Django is not needed: its files are read as
data. What does not have the known SHA-256 is refused.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from geo.errors import DataError

__all__ = ["Leaflet", "leaflet"]

PACKAGE = "django-js-lib-leaflet==1.9.4.1"
MODULE = "js_lib_leaflet"
SHA256 = {
    "leaflet.js": "db49d009c841f5ca34a888c96511ae936fd9f5533e90d8b2c4d57596f4e5641a",
    "leaflet.css": "a7837102824184820dfa198d1ebcd109ff6d0ff9a2672a074b9a1b4d147d04c6",
}


@dataclass(frozen=True, slots=True)
class Leaflet:
    """Leaflet's script and style sheet."""

    script: str
    style: str


@cache
def leaflet() -> Leaflet:
    """Return Leaflet, checked.

    Raises
    ------
    DataError
        If its package is not installed, or holds other files than the published ones.

    Examples
    --------
    >>> "1.9.4" in leaflet().script
    True
    """
    script, style = map(_checked, SHA256)
    return Leaflet(script, style)


def _checked(name: str) -> str:
    try:
        content = files(MODULE).joinpath("static", MODULE, name).read_bytes()
    except (ImportError, OSError) as error:
        raise DataError(f"Leaflet's {name} is not installed; install {PACKAGE}") from error
    found = hashlib.sha256(content).hexdigest()
    if found != SHA256[name]:
        raise DataError(f"Leaflet's {name} has SHA-256 {found}, expected {SHA256[name]}; install {PACKAGE} again")
    return content.decode("utf-8").replace("\r\n", "\n")  # as browsers read it, and hash it
