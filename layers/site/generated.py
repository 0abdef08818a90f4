"""What pages ask for: the README of the seeds, the meaning of fields, the help of commands, the files of formats."""

from __future__ import annotations

import re
from dataclasses import fields as fields_of
from dataclasses import is_dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import geo.model
from geo.errors import DataError
from layers.formats import FILES
from layers.frames.columns import as_markdown

if TYPE_CHECKING:
    import click

__all__ = ["commands", "dictionary", "fields", "formats", "seeds_section"]

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
RECORDS = ("Atlas", "Document", "Place", "Record", "Alternative", "Mention", "Corridor", "Leg", "Waypoint", "Route",
           "Actor", "Unresolved", "Citation", "Sentence", "DataSource", "Reading")  # fmt: skip


def seeds_section(title: str) -> str:
    """Return what the README of the seeds says under a heading.

    Parameters
    ----------
    title
        Of the section.

    Raises
    ------
    DataError
        If it has no such section.
    """
    path = ROOT / "seeds" / "README.md"
    text = path.read_text(encoding="utf-8")
    found = re.search(rf"^## {re.escape(title)}\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    if found is None:
        raise DataError(f"{path.name} has no section {title!r}; name one that it has")
    words = re.sub(r"\[([^\]]*)\]\((?!https?:|#)[^)]*\)", r"\1", found[1])  # files of the repository
    return words.strip()


def fields(_what: str = "") -> str:
    """Return the tables of all columns: type, the files that carry it, and meaning."""
    return as_markdown().partition("\n\n## ")[2].join(("## ", "")).strip()


def dictionary(_what: str = "") -> str:
    """Return the attributes of each record, as its docstring has them."""
    parts = []
    for name in RECORDS:
        record = getattr(geo.model, name)
        if not is_dataclass(record):
            raise DataError(f"{name} is no record of geo.model")
        rows = [f"| `{each.name}` | `{_type(each.type)}` |" for each in fields_of(record)]
        summary = (record.__doc__ or "").strip().partition("\n")[0]
        parts.append("\n".join((f"### {name}", "", summary, "", "| attribute | type |", "|---|---|", *rows)))
    return "\n\n".join(parts)


def _type(said: object) -> str:
    return str(said).replace("|", "\\|")


def commands(_what: str = "") -> str:
    """Return the help of each command, as ``--help`` prints it."""
    import click

    from layers.cli import corridors

    parts = []
    for name, command in corridors.commands.items():
        if command.hidden:
            continue
        parts.append(f"## corridors {name}\n\n```text\n{_help(command, f'corridors {name}')}\n```")
        if isinstance(command, click.Group):
            parts += [
                f"### corridors {name} {sub}\n\n```text\n{_help(each, f'corridors {name} {sub}')}\n```"
                for sub, each in command.commands.items()
            ]
    return "\n\n".join(parts)


def _help(command: click.Command, name: str) -> str:
    import click

    with click.Context(command, info_name=name, max_content_width=100, terminal_width=96) as context:
        return command.get_help(context).strip()


def formats(_what: str = "") -> str:
    """Return the files of each format."""
    rows = [f"| `{name}` | {', '.join(f'`{each}`' for each in files)} |" for name, files in FILES.items()]
    return "\n".join(("| `--format` | writes |", "|---|---|", *rows))
