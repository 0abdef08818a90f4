"""What a person wrote in a small YAML file, as it is written, for the forms of :mod:`geo.checked`.

``NO`` is Norway, not *false*, and ``2019-05-04`` is text; so the nodes are turned into plain values here, not by YAML's
own loader. A key that stands twice is refused, and what makes small files large or deep; each complaint names the line.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

import yaml

from geo.characters import joined
from geo.checked import Form, checked, line_at
from geo.errors import DataError

if TYPE_CHECKING:
    from geo.checked import Path
    from geo.errors import CorridorsError

__all__ = ["Written", "composed"]

F = TypeVar("F", bound=Form)

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


@dataclass(frozen=True, slots=True)
class Written:
    """What a small YAML file holds: keys, lists and texts, as they are written.

    Attributes
    ----------
    name
        What to call the file in errors.
    error
        Raised where it is refused.
    data
        Dictionaries, lists and texts; ``None`` where nothing stands.
    root
        The file's nodes, which know their lines; ``None`` where there is no file.
    """

    name: str
    error: type[Exception]
    data: Any
    root: yaml.Node | None = None

    @classmethod
    def of(cls, root: yaml.Node | None, name: str, *, error: type[Exception], part: yaml.Node | None = None) -> Written:
        """Return what nodes hold; refuse a key that stands twice, and what is too long.

        Parameters
        ----------
        root
            As :func:`composed` gives them.
        name, error
            As of this class.
        part
            Those of the nodes that are read; all where none is given.
        """
        said = cls(name, error, None, root)
        return said if root is None or _is_null(root) else replace(said, data=said._plain(part or root, ""))

    def line(self, path: Path) -> int | None:
        """Return in which line the value at a path stands; ``None`` where there is no file."""
        return None if self.root is None else line_at(self.root, path)

    def place(self, path: Path) -> str:
        """Return where the value at a path stands, for messages."""
        line = self.line(path)
        return f"{self.name} line {line}" if line else self.name

    def fail(self, path: Path, what: str) -> NoReturn:
        """Refuse the file for what stands at a path."""
        raise self.error(f"{self.place(path)}: {what}")

    def checked(self, form: type[F]) -> F:
        """Return it as a form has it."""
        try:
            return checked(self.data, form, self.name, text="" if self.root is None else self.root)
        except DataError as error:
            raise self.error(str(error)) from None

    def _plain(self, node: yaml.Node, key: str) -> Any:
        if isinstance(node, yaml.SequenceNode):
            return [self._plain(each, key) for each in node.value]
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node)
        if len(node.value) > LONGEST:
            told = f"{key or 'it'} is {len(node.value):,} characters long; at most {LONGEST:,} are allowed"
            self._refuse(node, told)
        return joined(str(node.value))

    def _mapping(self, node: yaml.MappingNode) -> dict[str, Any]:
        found: dict[str, Any] = {}
        seen: set[str] = set()
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                kind = "a list" if isinstance(key, yaml.SequenceNode) else "a mapping"
                self._refuse(key, f"a key is {kind}; expected a word")
            if key.value in seen:
                self._refuse(key, f"key {key.value!r} stands twice; keep one")
            seen.add(key.value)
            found[key.value] = None if _is_null(value) else self._plain(value, key.value)
        return found

    def _refuse(self, node: yaml.Node, what: str) -> NoReturn:
        raise self.error(f"{self.name} line {node.start_mark.line + 1}: {what}")


def _is_null(node: yaml.Node) -> bool:
    return isinstance(node, yaml.ScalarNode) and node.tag == NULL
