"""From what an author wrote to records: every key and value checked against the one table of keys."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, get_args

import yaml

from geo.characters import line
from geo.errors import SourceError
from layers.author.keys import COLOURS, DASHES, DETAILS, FEATURE_KEYS, LABELS, LEGENDS, LISTS, MAP_KEYS
from layers.author.wishes import Look, Target, Words
from layers.author.yaml_nodes import NULL, Nodes, composed

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from geo.errors import CorridorsError
    from geo.model import Document
    from geo.outlines import Extent

__all__ = ["read_front", "read_given", "read_words", "words_in"]

COLOUR = re.compile(r"#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})\Z")
STRING = "tag:yaml.org,2002:str"
MOST_FEATURES = 2_000
FRONT_LINES = 2  # the first line of front matter is the second of its file
LATITUDE, TURN = 90.0, 360.0


def read_words(text: str, *, name: str = "words", error: type[CorridorsError] = SourceError) -> Words:
    r"""Read what an author says of a map.

    Parameters
    ----------
    text
        YAML with keys of :data:`layers.author.keys.KEYS`.
    name
        What to call it in errors.
    error
        Raised where a key or a value is not allowed.

    Returns
    -------
    What was said.

    Examples
    --------
    >>> said = read_words("subtitle: Ways out\nfeatures:\n- place: Baku\n  label: left\n")
    >>> said.subtitle, said.features[0].label
    ('Ways out', 'left')
    >>> read_words("legend: centre")
    Traceback (most recent call last):
    ...
    geo.errors.SourceError: words line 1: legend 'centre' unknown; expected one of top-right, ...
    """
    nodes = Nodes(name, error=error)
    root = composed(text, name, error=error, kind="map's words")
    return Words() if root is None else words_in(nodes, nodes.mapping(root, "the words", MAP_KEYS))


def read_front(document: Document) -> Words:
    r"""Read what an article's front matter says of its map; keys that are not ours are left alone.

    Parameters
    ----------
    document
        With its front matter, as it was read.

    Returns
    -------
    What it says of the map; nothing where there is no front matter.

    Raises
    ------
    SourceError
        If one of our keys holds a value that is not allowed; the message names the line.

    Examples
    --------
    >>> from dataclasses import replace
    >>> from geo.reading import document
    >>> read_front(replace(document("Baku is a port."), front="title: Ports\nsubtitle: Ways out\n")).subtitle
    'Ways out'
    """
    if not document.front:
        return Words()
    name = f"{document.source}: front matter"
    nodes = Nodes(name, error=SourceError, first=FRONT_LINES)
    root = composed(document.front, name, error=SourceError, kind="map's words")
    if not isinstance(root, yaml.MappingNode):
        return Words()
    ours = [
        (key, value)
        for key, value in root.value
        if isinstance(key, yaml.ScalarNode) and key.value in MAP_KEYS and not _is_of_the_article(key, value)
    ]
    return words_in(nodes, nodes.pairs(yaml.MappingNode(root.tag, ours, root.start_mark), "the front matter"))


def _is_of_the_article(key: yaml.ScalarNode, value: yaml.Node) -> bool:
    """Tell the language an article is written in, as other programs note it, from one that the page speaks."""
    from layers.map.language import codes

    said = value.value if isinstance(value, yaml.ScalarNode) else ""
    return key.value == "language" and said.replace("_", "-").split("-")[0].lower() not in codes()


def read_given(given: Mapping[str, str | Sequence[str] | None], *, error: type[Exception]) -> Words:
    """Read what was given on the command line.

    Parameters
    ----------
    given
        Texts by key; ``features`` holds several, each such as ``corridor: Lobito railway; colour: red; label: off``.
        ``extent`` and ``lists`` are divided at commas.
    error
        Raised where a key or a value is not allowed.

    Returns
    -------
    What was said; ``None`` and empty lists say nothing.

    Examples
    --------
    >>> read_given({"extent": "40, 35, 52, 44", "features": ["place: Baku; hide: true"]}, error=ValueError).extent
    (40.0, 35.0, 52.0, 44.0)
    """
    nodes = _Given("command line", error=error)  # type: ignore[arg-type]  # a fault of usage is no CorridorsError
    found: dict[str, yaml.Node] = {}
    for key, value in given.items():
        if value is None or value == ():
            continue
        option = f"--{'feature' if key == 'features' else key}"
        if key == "features":
            found[key] = _sequence([_paired(each, option) for each in value], option)
        elif key in {"extent", "lists"}:
            found[key] = _sequence([_scalar(part.strip(), option) for part in str(value).split(",")], option)
        else:
            found[key] = _scalar(str(value), option)
    return words_in(nodes, found)


class _Given(Nodes):
    """Values of the command line; where they stand is the option's name."""

    def place(self, node: yaml.Node) -> str:
        """Return the option."""
        return str(node.start_mark.name)


def _mark(option: str) -> yaml.Mark:
    return yaml.Mark(option, 0, 0, 0, None, 0)


def _scalar(text: str, option: str) -> yaml.ScalarNode:
    return yaml.ScalarNode(STRING if text else NULL, text, _mark(option))


def _sequence(items: list[Any], option: str) -> yaml.SequenceNode:
    return yaml.SequenceNode("tag:yaml.org,2002:seq", items, _mark(option))


def _paired(text: str, option: str) -> yaml.Node:
    """Return the mapping that ``key: value; key: value`` stands for."""
    pairs = [part.partition(":") for part in text.split(";") if part.strip()]
    return yaml.MappingNode(
        "tag:yaml.org,2002:map",
        [(_scalar(key.strip(), option), _scalar(value.strip(), option)) for key, _, value in pairs],
        _mark(option),
    )


def words_in(nodes: Nodes, keys: Mapping[str, yaml.Node]) -> Words:
    """Return what some nodes say of a map.

    Parameters
    ----------
    nodes
        Reads them, and complains.
    keys
        Nodes by key; keys that are not of :data:`~layers.author.keys.MAP_KEYS` are passed over.
    """
    readers: Mapping[str, Callable[[yaml.Node], object]] = {
        "language": lambda node: _language(nodes, node),
        "extent": lambda node: _extent(nodes, node),
        "detail": lambda node: nodes.choice(node, "detail", DETAILS),
        "legend": lambda node: nodes.choice(node, "legend", LEGENDS),
        "lists": lambda node: _lists(nodes, node),
        "features": lambda node: _features(nodes, node),
    }
    values = {
        key.replace("-", "_"): readers[key](node) if key in readers else _line(nodes, node, key)
        for key, node in keys.items()
        if key in MAP_KEYS
    }
    return Words(**values)  # type: ignore[arg-type]  # each reader gives what its field holds


def _line(nodes: Nodes, node: yaml.Node, key: str) -> str | None:
    return line(nodes.string(node, key)) or None


def _language(nodes: Nodes, node: yaml.Node) -> str:
    from layers.map.language import codes

    value = nodes.string(node, "language")
    primary = value.replace("_", "-").split("-")[0].lower()
    if primary not in codes():
        nodes.fail(node, f"language {value!r} is none that the page speaks; expected one of {', '.join(codes())}")
    return primary


def _extent(nodes: Nodes, node: yaml.Node) -> Extent:
    numbers = [nodes.number(each, "extent", "degrees such as 44.95") for each in nodes.items(node, "extent")]
    said = ", ".join(f"{number:g}" for number in numbers)
    if len(numbers) != 4:
        nodes.fail(node, f"extent has {len(numbers)} numbers ({said}); expected west, south, east, north")
    west, south, east, north = numbers
    if not (-180 <= west <= 180 and -180 <= east <= 180 and -LATITUDE <= south < north <= LATITUDE) or west == east:
        nodes.fail(
            node,
            f"extent [{said}] cannot be; expected west, south, east, north in degrees, south below north"
            " (west may be greater than east where the map crosses the antimeridian)",
        )
    return west, south, east + TURN if east < west else east, north


def _lists(nodes: Nodes, node: yaml.Node) -> tuple[str, ...]:
    named = [nodes.choice(each, "lists", LISTS) for each in nodes.items(node, "lists")]
    return tuple(each for each in LISTS if each in named)


def _features(nodes: Nodes, node: yaml.Node) -> tuple[Look, ...]:
    found = nodes.items(node, "features")
    if len(found) > MOST_FEATURES:
        nodes.fail(node, f"{len(found):,} features; at most {MOST_FEATURES:,} are read for one map")
    return tuple(_look(nodes, each) for each in found)


def _look(nodes: Nodes, node: yaml.Node) -> Look:
    targets = get_args(Target)
    keys = nodes.mapping(node, "a feature", FEATURE_KEYS | set(targets))
    named: list[Target] = [target for target in targets if target in keys]
    if len(named) != 1:
        nodes.fail(node, "a feature has either 'place: …' or 'corridor: …', the name of what it is about")
    target = named[0]
    feature = _line(nodes, keys[target], target)
    if feature is None:
        nodes.fail(node, f"{target} is empty; expected its name")
    if "dash" in keys and target == "place":
        nodes.fail(keys["dash"], "key 'dash' is not for a place; expected it with a corridor")
    readers: Mapping[str, Callable[[yaml.Node], object]] = {
        "colour": lambda each: _colour(nodes, each),
        "dash": lambda each: nodes.choice(each, "dash", DASHES),
        "hide": lambda each: nodes.flag(each, "hide"),
        "label": lambda each: nodes.choice(each, "label", LABELS[target]),
        "order": lambda each: nodes.number(each, "order", "a number such as 1"),
    }
    values = {
        key: readers[key](each) if key in readers else _line(nodes, each, key) or ""
        for key, each in keys.items()
        if key in FEATURE_KEYS
    }
    return Look(target, feature, place=nodes.place(node), **values)  # type: ignore[arg-type]  # as above


def _colour(nodes: Nodes, node: yaml.Node) -> str:
    value = nodes.string(node, "colour")
    if value.lower() in COLOURS:
        return COLOURS[value.lower()]
    if not COLOUR.match(value):
        allowed = f"#rrggbb or one of {', '.join(COLOURS)}"
        nodes.fail(node, f"colour {value!r} cannot be; expected {allowed}")
    digits = value[1:].lower()
    return "#" + (digits if len(digits) == 6 else "".join(2 * digit for digit in digits))
