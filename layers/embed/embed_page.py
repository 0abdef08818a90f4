"""``embed.html``: the map in a frame, as others would frame it, with metadata for those who link to it.

The frame is sandboxed: scripts and pop-ups of the map alone, no origin, no forms, no way out. Its address may end in
``#place=ID`` or ``#corridor=ID``, which opens the map at that feature.
"""

from __future__ import annotations

import base64
import hashlib
from html import escape
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING
from urllib.parse import quote, urljoin, urlsplit

from geo.errors import OutputError
from layers.figure.subject import alternative_text, subject_of

if TYPE_CHECKING:
    from layers.figure.subject import Subject
    from layers.frames import Frames

__all__ = ["SANDBOX", "snippet_of", "to_embed"]

HERE = Path(__file__).parent
SANDBOX = "allow-scripts allow-popups allow-popups-to-escape-sandbox allow-downloads"
LONGEST = 300  # characters of a description that others show
STYLE = "width:100%;aspect-ratio:16/10;min-height:420px;border:1px solid #b8c0c8"
SNIPPET = Template("""\
<figure>
  <iframe src="$page" title="$title" loading="lazy"
    sandbox="$sandbox" referrerpolicy="no-referrer" allowfullscreen
    style="$style"></iframe>
  <figcaption>$caption</figcaption>
</figure>""")
FALLBACK = Template("""<noscript><img src="$figure" alt="$alt"></noscript>
    <a href="$page">Open the map</a> · <a href="$figure">as a picture</a>""")


def to_embed(frames: Frames, *, figure: str | None = "figure.png", site: str | None = None) -> str:
    """Write the page that shows how to embed a map.

    Parameters
    ----------
    frames
        Tables as :func:`layers.frames.to_frames` gives them.
    figure
        Name of the picture beside it, ``None`` where there is none.
    site
        Address at which the folder will be published, such as ``https://example.org/maps/baku/``: Open Graph and
        Twitter want whole addresses. Without it their picture is left out, since a relative one would show nothing.

    Returns
    -------
    One page without a script. It shows ``map.html`` in a frame, and the lines that do so elsewhere.

    Raises
    ------
    OutputError
        If ``site`` is no http or https address.

    Examples
    --------
    >>> import geo
    >>> from layers import to_frames
    >>> frames = to_frames(geo.geoparse("Ferries link Suakin with Jeddah."))
    >>> "<script" in to_embed(frames, site="https://example.org/ports/")
    False
    >>> to_embed(frames, site="ports")
    Traceback (most recent call last):
    ...
    geo.errors.OutputError: site 'ports' is no address; write such as https://example.org/maps/baku/
    """
    base = _base(site)
    subject = subject_of(frames)
    style = (HERE / "page.css").read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    shown = subject.features[0] if subject.features else None
    example = ""
    if shown:
        kind = "corridor" if shown.is_corridor else "place"
        example = f", such as <code>map.html#{kind}={escape(quote(str(shown.row['id'])))}</code>"
    return Template((HERE / "page.html").read_text(encoding="utf-8")).substitute(
        title=escape(subject.title),
        description=escape(_shortened(alternative_text(subject))),
        byline=escape(subject.source),
        social=_social(subject, base, figure),
        style=style,
        style_hash=f"sha256-{digest}",
        frame=snippet_of(frames, figure=figure).replace(f'\n    style="{STYLE}"', ""),  # its own style sheet has it
        fallback_told=" and <code>figure.png</code>" if figure else "",
        example=example,
        snippet=escape(snippet_of(frames, figure=figure, site=site)),
    )


def snippet_of(frames: Frames, *, figure: str | None = "figure.png", site: str | None = None, feature: str = "") -> str:
    """Return the lines of HTML that put a map into a page.

    Parameters
    ----------
    frames, figure, site
        As for :func:`to_embed`; with ``site`` the addresses are whole.
    feature
        ``place=ID`` or ``corridor=ID`` to open the map at one feature.

    Returns
    -------
    A figure with a sandboxed, titled frame that fits its column, and a picture for readers without scripts.

    Raises
    ------
    OutputError
        As :func:`to_embed`.

    Examples
    --------
    >>> import geo
    >>> from layers import to_frames
    >>> frames = to_frames(geo.geoparse("Ferries link Suakin with Jeddah."))
    >>> snippet_of(frames, figure=None, feature="place=jeddah").splitlines()[1]
    '  <iframe src="map.html#place=jeddah" title="Map: &lt;text&gt;" loading="lazy"'
    """
    base = _base(site)
    subject = subject_of(frames)
    page = urljoin(base, "map.html") + (f"#{quote(feature, safe='=')}" if feature else "")
    caption = f'<a href="{escape(page)}">Open the map</a>'
    if figure:
        alt = escape(alternative_text(subject))
        caption = FALLBACK.substitute(figure=escape(urljoin(base, figure)), alt=alt, page=escape(page))
    return SNIPPET.substitute(
        page=escape(page), title=escape(f"Map: {subject.title}"), sandbox=SANDBOX, style=STYLE, caption=caption
    )


def _base(site: str | None) -> str:
    if not site:
        return ""
    parts = urlsplit(site)
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        raise OutputError(f"site {site!r} is no address; write such as https://example.org/maps/baku/")
    return site if site.endswith("/") else f"{site}/"


def _social(subject: Subject, base: str, figure: str | None) -> str:
    """Return what Open Graph and Twitter cards read: whole addresses, or nothing."""
    lines = ['<meta property="og:site_name" content="Corridors">']
    if base:
        lines.append(f'<meta property="og:url" content="{escape(urljoin(base, "map.html"))}">')
        lines.append(f'<link rel="canonical" href="{escape(urljoin(base, "map.html"))}">')
    if base and figure:
        lines += [
            f'<meta property="og:image" content="{escape(urljoin(base, figure))}">',
            f'<meta property="og:image:alt" content="{escape(_shortened(alternative_text(subject)))}">',
            '<meta name="twitter:card" content="summary_large_image">',
        ]
    return "".join(f"{line}\n" for line in lines)


def _shortened(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1].rsplit(' ', 1)[0]}…"
