"""The report as Markdown, for GitHub, Quarto, pandoc and every editor."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from layers.report.content import Report, Table

__all__ = ["to_markdown"]

SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~$^!])")
BREAKS = re.compile(r"[ \t\r\n\f\v\x00\x85\u2028\u2029]+")  # not the narrow space inside a number
LINE_START = re.compile(r"^([-+=]|\d+[.)])(?=\s|$)")


def to_markdown(report: Report, *, figure: str | None = "figure.png", page: str | None = "map.html") -> str:
    """Write a report as Markdown.

    Parameters
    ----------
    report
        As :func:`layers.report.content.content_of` gives it.
    figure, page
        Names of the figure and the map beside it, ``None`` where there is none.

    Returns
    -------
    CommonMark with pipe tables. Words of the article are escaped: they cannot become markup or HTML.

    Examples
    --------
    >>> import geo
    >>> from layers import to_frames
    >>> frames = to_frames(geo.geoparse("Ferries link Suakin with Jeddah."))
    >>> from layers.report import content_of
    >>> to_markdown(content_of(frames), page=None).count("![")
    1
    """
    parts = [f"# {_plain(report.title)}"]
    parts += [_plain(report.subtitle)] if report.subtitle else []
    parts += [_plain(report.byline)] if report.byline else []
    parts.append(_plain(report.summary))
    if page:
        parts.append(f"[{_plain(report.labels['open'])}]({page})")
    if figure:
        parts += [
            f"![{_plain(report.alt)}]({figure})",
            f"*{_plain(report.labels['figure'])} 1. {_plain(report.caption)}*",
        ]
    parts += [part for table in (report.corridors, report.crossed, report.places) for part in _table(table)]
    if report.decisions:
        told = (f"- **{_plain(head)}.** {_plain(words)}" for head, words in report.decisions)
        parts += [f"## {_plain(report.labels['decisions'])}", *told]
    if report.notes:
        parts += [
            f"## {_plain(report.labels['notes'])}",
            *(f"- **{_plain(name)}.** {_plain(note)}" for name, note in report.notes),
        ]
    parts.append(f"## {_plain(report.labels['evidence'])}")
    parts.append("\n".join(_evidence(n, *item) for n, item in enumerate(report.evidence, start=1)))
    parts += _table(report.actors)
    parts += _table(report.unresolved)
    parts += _table(report.sources)
    parts.append(_plain(report.view))
    return "\n\n".join(parts) + "\n"


def _evidence(number: int, quote: str, cited: str) -> str:
    return f"{number}. {_plain(quote)}" + (f" ({_plain(cited)})" if cited else "")


def _table(table: Table) -> list[str]:
    if not table.rows:
        return []
    lines = [_row(table.head), "|" + " --- |" * len(table.head), *map(_row, table.rows)]
    return [f"## {table.title}", "\n".join(lines)]


def _row(cells: tuple[str, ...]) -> str:
    return "| " + " | ".join(map(_plain, cells)) + " |"


def _plain(text: str) -> str:
    r"""Return text that Markdown shows as it is.

    Examples
    --------
    >>> _plain("1. <b>a|b</b> & [c](d)")
    '1\\. \\<b\\>a\\|b\\</b\\> &amp; \\[c\\](d)'
    """
    one_line = BREAKS.sub(" ", text).strip().replace("&", "&amp;")
    escaped = SPECIAL.sub(r"\\\1", one_line)
    return LINE_START.sub(lambda found: found[0][:-1] + "\\" + found[0][-1], escaped)
