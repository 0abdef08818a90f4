"""From tables to one HTML file: folium elements, our style sheet and scripts, a policy that lets nothing else in."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from layers.map.encoding import packed, safe_json
from layers.map.language import DEFAULT, language_named
from layers.map.leaflet import leaflet
from layers.map.page import Page
from layers.map.page_data import content
from layers.map.tiles import Tiles, tiles_named

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from layers.frames import Frames
    from layers.map.contract import Told
    from layers.map.document_counts import Weights
    from layers.map.elements import Sheet

__all__ = ["draw"]

HERE = Path(__file__).parent
SCRIPTS = tuple(
    f"{name}.js"
    for name in (
        "text", "land", "ground", "terrain", "graticule", "areas", "features", "clusters", "framing", "displacement",
        "line_ends", "line_labels", "label_positions", "labels", "beyond_map", "sharing", "picture", "searching",
        "card", "card_holder", "selection", "filters", "table", "panel", "story", "legend", "controls", "gestures",
        "measure", "page",
    )
)  # fmt: skip
OF_CORPUS = ("document_counts.js", "month_slider.js", "co_mentions.js")
"""Scripts that only the page of a corpus needs; they come before the last."""
EAGER = "//# allFunctionsCalledOnLoad\n"
"""Tells Chromium (136 and later) to compile all functions at once instead of reading most of them twice: nearly all are
called while the page is made. For other browsers it is a comment."""
SHEETS = ("page.css", "map.css", "print.css")
SHEETS_OF_CORPUS = ("page.css", "map.css", "corpus.css", "print.css")


def draw(
    frames: Frames,
    *,
    title: str | None = None,
    tiles: str | None = None,
    language: str = DEFAULT,
    with_text: bool = True,
    weights: Weights | None = None,
) -> Page:
    """Draw tables as one page that needs nothing else.

    Parameters
    ----------
    frames
        Tables as :func:`layers.frames.to_frames` gives them.
    title
        In place of the document's own.
    tiles
        Name of a tile provider for the background, e.g. ``"OpenTopoMap"``. The page then needs the network for it.
    language
        Of the page's own words, by its two-letter code; see :func:`layers.map.language.codes`.
    with_text
        False makes a page that holds no text of the article beyond names.
    weights
        Of a corpus: the page then shows how many documents speak of each feature, month by month.

    Returns
    -------
    The page. Where it will need the network when it is opened, it carries a note that says for what.

    Raises
    ------
    DataError
        If no tile provider has this name, or it wants a key; if the page does not speak the language; if Leaflet's
        package is not installed.

    Examples
    --------
    >>> import geo
    >>> from layers import to_frames
    >>> frames = to_frames(geo.geoparse("Ferries link Suakin with Jeddah."))
    >>> page = draw(frames, language="fr", with_text=False)
    >>> page.html[:15], "Ferries link" in page.html
    ('<!DOCTYPE html>', False)
    """
    background = tiles_named(tiles) if tiles else None
    told = content(frames, title=title, language=language, with_text=with_text, weights=weights)
    library = replace(leaflet(), script=EAGER + leaflet().script)
    sheet = _composed(told, background)
    scripts = (*SCRIPTS[:-1], *OF_CORPUS, SCRIPTS[-1]) if weights else SCRIPTS
    script = f'{EAGER}(function(){{"use strict";\n{_joined(scripts)}\n{sheet.scripts}\n}})();\n'
    style = _joined(SHEETS_OF_CORPUS if weights else SHEETS)
    html = sheet.render(
        title=told["document"]["title"],
        lang=language,
        direction=language_named(language).direction,
        w=told["language"]["words"],
        has_text=with_text,
        reading=language_named(language).reading_of(told["document"]),
        of_corpus=weights is not None,
        policy=_policy([script, library.script], [style, library.style], background),
        library=library,
        style=style,
        script=script,
        data=safe_json({**told, **_packed(told)}),
    )
    notes = [f"the map needs the network for its background ({background.name})"] if background else []
    return Page(html=html, needs_network=bool(notes), notes=tuple(notes))


def _composed(told: Told, background: Tiles | None) -> Sheet:
    """Compose the page of folium elements."""
    from layers.map.elements import Background, BaseMap, Controls, Corridors, Places, Sheet, Stage

    sheet = Sheet(HERE / "page.html")
    west, south, east, north = told["frame"]
    stage = Stage([[south, west], [north, east]])
    stage.add_to(sheet)
    BaseMap("base").add_to(stage)
    if background:
        Background(background).add_to(stage)
    for mode in told["styles"]["samples"]:
        Corridors(mode).add_to(stage)
    for kind in told["styles"]["kinds"]:
        Places(kind).add_to(stage)
    Controls("controls").add_to(stage)
    return sheet


def _packed(told: Told) -> dict[str, Any]:
    """Return what is long in its short form."""
    return {
        "places": packed(told["places"], "alternatives"),
        "corridors": packed(told["corridors"]),
        "sentences": packed(told["sentences"], "citations"),
    }


def _joined(names: Iterable[str]) -> str:
    """Return files one after the other, without indentation and without lines that are a comment."""
    lines = (line.strip() for name in names for line in (HERE / name).read_text(encoding="utf-8").splitlines())
    return "\n".join(line for line in lines if line and not (line.startswith("/*") and line.endswith("*/")))


def _policy(scripts: Iterable[str], sheets: Iterable[str], background: Tiles | None) -> str:
    """Return a content security policy under which only these scripts and style sheets run."""
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src {' '.join(map(_hash, scripts))}",
            f"style-src {' '.join(map(_hash, sheets))}",
            "img-src data:" + (f" {background.origin}" if background else ""),
            "base-uri 'none'",
            "form-action 'none'",
        )
    )


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
