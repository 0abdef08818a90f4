"""Options for an author's words and looks: the keys of the one table, under the same names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from layers.author import Words

__all__ = ["author_options", "words_given"]

Command = TypeVar("Command", bound="Callable[..., Any]")
OPTIONS = (  # --help need not wait for the table of keys; a test says that all of it is here
    (("--title",), "TEXT", "Heading of the map, in place of the article's."),
    (("--subtitle",), "TEXT", "A line below it."),
    (("--byline",), "TEXT", "Who made the map."),
    (("--note",), "TEXT", "What a reader should know, below the map."),
    (("--source-line",), "TEXT", "In place of the line that names the article."),
    (("--language", "--lang"), "CODE", "Of words and names: ar az de en es fa fr hy ka kk pt ru tr uk zh."),
    (("--extent",), "W,S,E,N", "First view of page and figure, in degrees."),
    (("--detail",), "NAME", "Of the base map: full, overview or plain."),
    (("--legend",), "NAME", "Where it stands: top-right, bottom-left, bottom-right, folded or off."),
    (("--lists",), "NAMES", "Which the page has, with commas: corridors, places, sentences, actors, not-drawn, story."),
)  # fmt: skip


def author_options(command: Command) -> Command:
    """Give a command the options of :data:`layers.author.keys.KEYS`."""
    for names, metavar, words in reversed(OPTIONS):
        command = click.option(*names, metavar=metavar, help=words)(command)
    command = click.option(
        "--feature",
        "features",
        multiple=True,
        metavar="WORDS",
        help="How one feature looks, such as 'corridor: Lobito railway; colour: red; label: off'; the documentation"
        " has all keys. May be given several times.",
    )(command)
    return click.option("--plain", is_flag=True, help="The same as --detail plain: the smallest page.")(command)


def words_given(wishes: Mapping[str, Any]) -> Words:
    """Return what the options say.

    Raises
    ------
    click.UsageError
        If a value is not allowed.
    """
    from layers.author import read_given

    given = {name.replace("_", "-"): value for name, value in wishes.items() if name != "plain"}
    if wishes["plain"]:
        given["detail"] = given["detail"] or "plain"
    return read_given(given, error=click.UsageError)
