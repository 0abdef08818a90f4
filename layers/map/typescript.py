"""What Python tells the page, as TypeScript declares it."""

from __future__ import annotations

from types import NoneType, UnionType
from typing import Any, NotRequired, Union, get_args, get_origin, get_type_hints, is_typeddict

from layers.map import contract

__all__ = ["as_typescript"]

SIMPLE = {str: "string", int: "number", float: "number", bool: "boolean", NoneType: "null", Any: "any"}


def as_typescript() -> str:
    """Return the contract as TypeScript declares it.

    Examples
    --------
    >>> "type LegTold = [look: number, start: number," in as_typescript()
    True
    """
    lines = ["/* What Python tells the page; made by `python -m layers.map` of contract.py. */"]
    for name, value in vars(contract).items():
        if isinstance(value, type) and value.__module__ == contract.__name__:
            lines += ["", *_declared(name, value)]
    return "\n".join(lines) + "\n"


def _declared(name: str, kind: Any) -> list[str]:
    hints = get_type_hints(kind, include_extras=True)
    said = " ".join((kind.__doc__ or "").split())
    if not is_typeddict(kind):
        fields = ", ".join(f"{field}: {_typed(hint)}" for field, hint in hints.items())
        return [f"/** {said} */", f"type {name} = [{fields}];"]
    optional = {field for field, hint in hints.items() if get_origin(hint) is NotRequired} | kind.__optional_keys__
    mark = {field: "?" if field in optional else "" for field in hints}
    members = [f"  {field}{mark[field]}: {_typed(hint)};" for field, hint in hints.items()]
    return [f"/** {said} */", f"interface {name} {{", *members, "}"]


def _typed(hint: Any) -> str:
    origin, inner = get_origin(hint), get_args(hint)
    if origin is NotRequired:
        return _typed(inner[0])
    if origin in (Union, UnionType):
        return " | ".join(map(_typed, inner))
    if origin is list:
        return f"Array<{_typed(inner[0])}>"
    if origin is dict:
        return f"Record<string, {_typed(inner[1])}>"
    return SIMPLE.get(hint) or str(hint.__name__)
