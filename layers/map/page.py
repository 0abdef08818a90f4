"""The finished page: its text, and how a notebook shows it."""

from __future__ import annotations

import html as markup
from dataclasses import dataclass

__all__ = ["Page"]


@dataclass(frozen=True, slots=True)
class Page:
    """One HTML file.

    Attributes
    ----------
    html
        The whole file; the same tables give the same bytes.
    needs_network
        True where Leaflet could not be put inside, so that the page asks for it when it is opened.
    notes
        What a run should tell its user, such as that.
    """

    html: str
    needs_network: bool = False
    notes: tuple[str, ...] = ()

    def _repr_html_(self) -> str:
        """Show the page in a notebook, shut in a frame from which it can reach nothing."""
        return (
            f'<iframe srcdoc="{markup.escape(self.html)}" sandbox="allow-scripts allow-popups allow-downloads" '
            'title="Map" style="width:100%;height:640px;border:1px solid #bbb"></iframe>'
        )
