"""Walk the nodes of a small YAML file: every complaint names the file, the line, the value and what is allowed.

Values are taken as they are written: ``NO`` is Norway, not *false*, and ``2019-05-04`` is text.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NoReturn

import yaml

from geo.characters import joined

if TYPE_CHECKING:
    import re
    from collections.abc import Collection

    from geo.errors import CorridorsError

__all__ = ["NULL", "Nodes", "composed", "kind_of"]

NULL = "tag:yaml.org,2002:null"
LONGEST = 2_000  # characters of a value
DEEPEST = 20
OPENING = (
    yaml.FlowSequenceStartToken,
    yaml.FlowMappingStartToken,
    yaml.BlockSequenceStartToken,
    yaml.BlockMappingStartToken,
)
CLOSING = (yaml.FlowSequenceEndToken, yaml.FlowMappingEndToken, yaml.BlockEndToken)


def composed(text: str, name: str, *, error: type[CorridorsError], kind: str = "review") -> yaml.Node | None:
    """Return the nodes of a YAML text; refuse what is none, and what makes small files large or deep.

    Parameters
    ----------
    text
        YAML.
    name, kind
        What to call it in errors, and what sort of text it is.
    error
        Raised where it is refused.
    """
    try:
        _refuse_traps(text, name, error=error, kind=kind)
        return yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError as fault:
        mark = getattr(fault, "problem_mark", None)
        line = f" line {mark.line + 1}" if mark else ""
        raise error(f"{name}{line}: no YAML ({getattr(fault, 'problem', None) or fault})") from None


def _refuse_traps(text: str, name: str, *, error: type[CorridorsError], kind: str) -> None:
    """Refuse aliases, and brackets within brackets."""
    depth = 0
    for token in yaml.scan(text, Loader=yaml.SafeLoader):
        line = token.start_mark.line + 1
        if isinstance(token, yaml.AliasToken):
            raise error(f"{name} line {line}: aliases (*name) are not used in a {kind}")
        depth += isinstance(token, OPENING)
        depth -= isinstance(token, CLOSING)
        if depth > DEEPEST:
            raise error(f"{name} line {line}: more than {DEEPEST} lists and mappings within each other")


class Nodes:
    """Reads the nodes of one file.

    Attributes
    ----------
    name
        What to call the file in errors.
    first
        The number of its first line.
    """

    def __init__(self, name: str, *, error: type[CorridorsError], first: int = 1) -> None:
        self.name, self.error, self.first = name, error, first

    def place(self, node: yaml.Node) -> str:
        """Return where a node stands."""
        return f"{self.name} line {node.start_mark.line + self.first}"

    def fail(self, node: yaml.Node, what: str) -> NoReturn:
        """Refuse the file for what stands at a node."""
        raise self.error(f"{self.place(node)}: {what}")

    @staticmethod
    def is_null(node: yaml.Node) -> bool:
        """Tell whether nothing stands there."""
        return isinstance(node, yaml.ScalarNode) and node.tag == NULL

    def pairs(self, node: yaml.Node, what: str) -> dict[str, yaml.Node]:
        """Return the keys of a mapping with their nodes, those without a value left out."""
        if not isinstance(node, yaml.MappingNode):
            self.fail(node, f"{what} is {kind_of(node)}; expected lines like 'key: value'")
        found: dict[str, yaml.Node] = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                self.fail(key, f"a key of {what} is {kind_of(key)}; expected a word")
            if key.value in found:
                self.fail(key, f"key {key.value!r} stands twice in {what}; keep one")
            if not self.is_null(value):
                found[key.value] = value
        return found

    def mapping(self, node: yaml.Node, what: str, allowed: frozenset[str]) -> dict[str, yaml.Node]:
        """Return the same; refuse a key that is not allowed."""
        for key, _ in node.value if isinstance(node, yaml.MappingNode) else ():
            if isinstance(key, yaml.ScalarNode) and key.value not in allowed:
                self.fail(key, f"key {key.value!r} unknown; expected one of {', '.join(sorted(allowed))}")
        return self.pairs(node, what)

    def items(self, node: yaml.Node, what: str) -> list[yaml.Node]:
        """Return the nodes of a list."""
        if not isinstance(node, yaml.SequenceNode):
            self.fail(node, f"{what} is {kind_of(node)}; expected a list")
        return list(node.value)

    def string(self, node: yaml.Node, what: str) -> str:
        """Return a text as it is written."""
        if not isinstance(node, yaml.ScalarNode):
            self.fail(node, f"{what} is {kind_of(node)}; expected text")
        if len(node.value) > LONGEST:
            self.fail(node, f"{what} is {len(node.value):,} characters long; at most {LONGEST:,} are allowed")
        return joined(str(node.value))

    def word(self, node: yaml.Node, what: str, pattern: re.Pattern[str], expected: str) -> str:
        """Return a text of a form."""
        value = self.string(node, what)
        if not pattern.match(value):
            self.fail(node, f"{what} {value!r} cannot be; expected {expected}")
        return value

    def choice(self, node: yaml.Node, what: str, allowed: Collection[str]) -> str:
        """Return one of several words."""
        value = self.string(node, what)
        if value not in allowed:
            self.fail(node, f"{what} {value!r} unknown; expected one of {', '.join(allowed)}")
        return value

    def number(self, node: yaml.Node, what: str, expected: str) -> float:
        """Return a number."""
        value = self.string(node, what)
        try:
            number = float(value)
        except ValueError:
            number = math.nan
        if not math.isfinite(number):
            self.fail(node, f"{what} {value!r} is no number; expected {expected}")
        return number

    def flag(self, node: yaml.Node, what: str) -> bool:
        """Return true or false."""
        return self.choice(node, what, ("true", "false")) == "true"


def kind_of(node: yaml.Node) -> str:
    """Say what stands at a node."""
    if isinstance(node, yaml.ScalarNode):
        return f"the text {node.value[:40]!r}"
    return "a list" if isinstance(node, yaml.SequenceNode) else "a mapping"
