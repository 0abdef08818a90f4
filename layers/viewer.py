"""A map before one's eyes at once: in the notebook where there is one, else in the browser."""

from __future__ import annotations

import sys
import tempfile
import webbrowser
from pathlib import Path
from typing import TYPE_CHECKING

from layers.export import write_files

if TYPE_CHECKING:
    from collections.abc import Callable

    from geo.model import Atlas

__all__ = ["show"]


def show(atlas: Atlas, *, opening: Callable[[str], object] = webbrowser.open) -> None:
    """Show an atlas as its map.

    Parameters
    ----------
    atlas
        As :func:`geo.geoparse` gives it.
    opening
        Opens an address, where no notebook shows the page; the browser by itself. The page lies in the folder for
        temporary files until the system clears it; :func:`layers.build` writes one to keep.

    Raises
    ------
    OutputError
        If the page cannot be written.

    Examples
    --------
    >>> import geo, layers
    >>> layers.show(geo.geoparse("Ferries link Suakin with Jeddah."), opening=lambda url: print(url[:8], url[-8:]))
    file:/// map.html
    """
    from layers import draw

    page = draw(atlas)
    display = _notebook()
    if display is not None:
        display(page)
        return
    folder = Path(tempfile.mkdtemp(prefix="corridors-"))
    (path,) = write_files(folder, {"map.html": page.html})
    opening(path.as_uri())


def _notebook() -> Callable[[object], object] | None:
    """Return what shows a thing in the notebook that runs us; ``None`` where none does."""
    ipython = sys.modules.get("IPython")  # a notebook has it loaded; we need not load it to find none
    shell = ipython.get_ipython() if ipython is not None else None
    if shell is None or not hasattr(shell, "kernel"):
        return None
    from IPython.display import display

    found: Callable[[object], object] = display
    return found
