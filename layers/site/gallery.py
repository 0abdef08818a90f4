"""The gallery: briefs of our own with map, figure, and what is right and what is not, as somebody saw who looked."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import yaml

from geo.errors import DataError
from geo.reading import read
from layers.pipeline import build

if TYPE_CHECKING:
    from collections.abc import Mapping

    from layers.pipeline import Outputs

__all__ = ["gallery", "judgements"]

HEAD = """\
# Gallery

Ten briefs of our own, two for each of five modes, in ten regions. Each was mapped by `corridors map` as it stands, with
nothing corrected. Below each stands what somebody saw who compared the map with the text, what is right and what is
not; that was written on {date}, and each building of this page maps the briefs anew. The texts are in `seeds/gallery`,
and say what is publicly known; they are for trying out, and no source to cite.
"""
FORMATS = ("html", "png")


def judgements() -> Mapping[str, Mapping[str, object]]:
    """Return what was seen on each map: ``mode``, ``region``, ``right`` and ``wrong`` by the brief's name."""
    told: Mapping[str, Mapping[str, object]] = yaml.safe_load(
        Path(__file__).with_name("gallery.yaml").read_text(encoding="utf-8")
    )
    return told


def gallery(briefs: Path, into: Path) -> str:
    """Map the briefs of a folder, and return the page that shows them.

    Parameters
    ----------
    briefs
        Folder of Markdown articles, each with its judgement in ``gallery.yaml``.
    into
        Where the maps and figures go, a folder each.

    Raises
    ------
    DataError
        If a brief has no judgement, or a judgement no brief.
    """
    told = dict(judgements())
    date = told.pop("looked", {}).get("date", "")
    paths = {path.stem: path for path in sorted(briefs.glob("*.md"))}
    odd = sorted(set(paths) ^ set(told))
    if odd:
        raise DataError(f"gallery.yaml and {briefs}: {', '.join(odd)} in one of them alone; put both or neither")
    parts = [HEAD.format(date=date)]
    for name, said in told.items():
        parts.append(_entry(paths[name], build(paths[name], into, formats=FORMATS), said))
    return "\n".join(parts)


def _entry(path: Path, outputs: Outputs, said: Mapping[str, object]) -> str:
    atlas, title = outputs.atlas, read(path).title
    ways = ", ".join(f"{each.name} ({each.mode}, {each.precision})" for each in atlas.corridors)
    text = path.read_text(encoding="utf-8").split("---\n", 2)[2].strip()
    folder = f"maps/{outputs.files[0].parent.name}"
    return "\n".join(
        (
            f"## {title}",
            "",
            f"*{said['mode']}, {said['region']}* · [open the map]({folder}/map.html)",
            "",
            f"[![Figure: {title}]({folder}/figure.png){{ width=720 }}]({folder}/map.html)",
            "",
            "\n".join(f"> {line}" for line in text.splitlines()),
            "",
            f"**Found**: {len(atlas.places)} places; {ways}. {len(atlas.unresolved)} seen and not drawn.",
            "",
            f"**Right.** {said['right']}",
            "",
            f"**Not right.** {said['wrong']}",
            "",
        )
    )
