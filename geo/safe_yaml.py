"""YAML that a user brings: safe tags alone, no number longer than a number is, no aliases that grow without end.

Our own files are read with the safe loader of PyYAML as it is.
"""

from __future__ import annotations

import re
from typing import Any

import yaml

__all__ = ["nodes_of", "read_our_yaml", "read_yaml"]

LONGEST_NUMBER = 40  # digits; a longer one cannot be written out again, and is none that we ask for
MOST_GROWTH = 10  # times as much as is written, where names stand for parts of the file
FREE_GROWTH = 10_000  # values more do no harm
DEEPEST = 100  # lists and mappings within each other; the parser in C falls over some thousands


HALVES = re.compile(r"\\u(d[89ab][0-9a-f]{2})\\u(d[c-f][0-9a-f]{2})|\\u(?:d[89a-f][0-9a-f]{2})", re.IGNORECASE)
"""Characters that JSON writes in two halves, and half a character; the parser in C knows neither."""


class _Quick(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc] # in C if it can
    """The safe loader."""


class _Loader(_Quick):
    """The safe loader, but for whole numbers."""


def _whole_number(loader: Any, node: yaml.ScalarNode) -> int:
    if len(node.value) > LONGEST_NUMBER:
        raise ValueError(f"a number of {len(node.value):,} digits")
    number: int = loader.construct_yaml_int(node)
    return number


_Loader.add_constructor("tag:yaml.org,2002:int", _whole_number)


def read_yaml(text: str) -> Any:
    r"""Return what a YAML text holds.

    Parameters
    ----------
    text
        One document.

    Raises
    ------
    yaml.YAMLError
        If it is no YAML.
    ValueError
        If a number or a day in it cannot be true, its lists stand too deep within each other, or its aliases grow to
        many times what is written.
    AttributeError, KeyError, TypeError
        If a tag stands before the wrong kind of value.

    Examples
    --------
    >>> read_yaml("name: Alat\nlon: 49.4")
    {'name': 'Alat', 'lon': 49.4}
    >>> read_yaml(r'title: "\ud83d\udea2 Ways"')
    {'title': '🚢 Ways'}
    """
    text = HALVES.sub(_whole, text)
    _refuse_depth(text)
    loader = _Loader(text)
    try:
        node = loader.get_single_node()
        if node is None:
            return None
        sizes: dict[int, int] = {}
        if _size(node, sizes) > MOST_GROWTH * len(sizes) + FREE_GROWTH:
            raise ValueError("its aliases (*name) grow to many times what is written")
        return loader.construct_document(node)
    finally:
        loader.dispose()


def read_our_yaml(text: str) -> Any:
    """Return what a YAML text of our own holds: by safe tags, but without the guards against hostile files.

    Parameters
    ----------
    text
        One document.

    Raises
    ------
    yaml.YAMLError
        If it is no YAML.

    Examples
    --------
    >>> read_our_yaml("links: [{name: Marmaray, km: 14}]")
    {'links': [{'name': 'Marmaray', 'km': 14}]}
    """
    loader = _Quick(text)
    try:
        return loader.get_single_data()
    finally:
        loader.dispose()


def nodes_of(text: str) -> yaml.Node | None:
    r"""Return the nodes of a YAML text that has been read before, each of which knows its line.

    Parameters
    ----------
    text
        One document, which :func:`read_yaml` or :func:`read_our_yaml` did not refuse.

    Examples
    --------
    >>> nodes_of("name: Alat\nlon: 49.4").value[1][0].start_mark.line
    1
    """
    loader = _Quick(HALVES.sub(_whole, text))
    try:
        node: yaml.Node | None = loader.get_single_node()
        return node
    finally:
        loader.dispose()


def _whole(match: re.Match[str]) -> str:
    """Join the halves of a character; half of one alone becomes U+FFFD."""
    if match[1] is None:
        return "\\ufffd"
    return bytes.fromhex(match[1] + match[2]).decode("utf-16-be")


def _refuse_depth(text: str) -> None:
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            line = event.start_mark.line + 1 if event.start_mark else 1
            raise ValueError(f"line {line} has more than {DEEPEST} lists and mappings within each other")


def _size(node: yaml.Node, sizes: dict[int, int]) -> int:
    """Return how many values a node holds when each alias is written out; each node is counted once."""
    if id(node) in sizes:
        return sizes[id(node)]
    sizes[id(node)] = 0  # where it holds itself, it is not counted again
    inner: list[yaml.Node] = []
    if isinstance(node, yaml.SequenceNode):
        inner = node.value
    elif isinstance(node, yaml.MappingNode):
        inner = [each for pair in node.value for each in pair]
    sizes[id(node)] = 1 + sum(_size(each, sizes) for each in inner)
    return sizes[id(node)]
