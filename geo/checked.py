"""What files of facts and of users hold, checked against a form; complaints name line, field, value and what may be.

A form is a type: its annotations are the rules. msgspec checks, and says what is wrong at which path; the line, the
value and what is allowed are looked up here, once something is wrong. pydantic would say more of that itself, but every
run would load it: 75 ms of processor time against 20.
"""

from __future__ import annotations

import re
from types import UnionType
from typing import TYPE_CHECKING, Annotated, Any, TypeVar, Union, get_args, get_origin, get_type_hints

import msgspec

from geo.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path as File

    import yaml

__all__ = [
    "Colour",
    "Facts",
    "Form",
    "Lat",
    "Line",
    "Lon",
    "Point",
    "Text",
    "checked",
    "checked_values",
    "line_at",
    "one_of",
    "read_facts",
]

T = TypeVar("T")
Path = tuple[str | int, ...]
"""Keys, and numbers of items from 0."""
Text = Annotated[str, msgspec.Meta(min_length=1)]
Lon = Annotated[float, msgspec.Meta(ge=-180, le=180)]
Lat = Annotated[float, msgspec.Meta(ge=-90, le=90)]
Point = tuple[Lon, Lat]
"""Longitude and latitude, WGS 84, degrees."""
Line = Annotated[tuple[Point, ...], msgspec.Meta(min_length=2)]
Colour = Annotated[str, msgspec.Meta(pattern=r"^#[0-9a-f]{6}$")]

PROBLEM = re.compile(r"(?P<what>.*?)(?: - at `(?:key in )?\$(?P<path>[^`]*)`)?", re.DOTALL)
STEP = re.compile(r"\.([^.\[\]]+)|\[(\d+)\]")
MISSING = re.compile(r"Object missing required field `(.+)`")
UNKNOWN = re.compile(r"Object contains unknown field `(.+)`")
WANTED = re.compile(r"Expected (.+?)(?:, got .+)?")
COLOUR = "str matching regex '^#[0-9a-f]{6}$'"
COUNTRY = "str matching regex '^[A-Z]{2}$'"
PLAIN = {
    "str": "text", "int": "a whole number", "float": "a number", "bool": "true or false", "array": "a list",
    "object": "a mapping", "null": "nothing", "|": "or",
}  # fmt: skip
"""What msgspec calls things, and what people do."""
LONGEST = 60  # characters of a value that are shown


class Form(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a mapping holds: a field for each key, and no other keys; fields with a default may be left out.

    What a pattern allows is told in the words of its ``msgspec.Meta(description=…)``, where it has one.
    """


class Facts(Form, frozen=True):
    """What the head of each of our files of facts says."""

    made: object
    licence: str
    source: object = None


F = TypeVar("F", bound=Form)


def one_of(values: Iterable[str]) -> msgspec.Meta:
    """Return what allows some words and no other, for those that a table lists.

    Parameters
    ----------
    values
        The words.

    Examples
    --------
    >>> checked("left", Annotated[str, one_of(("top", "bottom"))], "words")
    Traceback (most recent call last):
    ...
    geo.errors.DataError: words: 'left' unknown; expected one of top, bottom
    """
    words = tuple(values)
    pattern = rf"^(?:{'|'.join(map(re.escape, words))})\Z"
    return msgspec.Meta(pattern=pattern, description=f"one of {', '.join(words)}")


def checked(
    data: object, form: type[T], name: str, *, at: Path = (), text: str | yaml.Node = "", loose: bool = False
) -> T:
    r"""Return what data says, as a form has it.

    Parameters
    ----------
    data
        Dictionaries, lists and values, as YAML, JSON or the row of a table gives them.
    form
        A :class:`Form`, or lists, tuples, dictionaries of some.
    name
        Of the file, or of the row, for complaints.
    at
        Where the data stands in the file: keys, and numbers of items from 0.
    text
        The file itself, if it is YAML, or its nodes; a complaint then says the line.
    loose
        Take ``"12.5"`` for a number, as tables write it.

    Raises
    ------
    DataError
        If a key is missing or unknown, or a value is not what the form allows.

    Examples
    --------
    >>> class Port(Form):
    ...     name: str
    ...     lon: float
    >>> checked({"name": "Alat", "lon": 49.4}, Port, "ports.yaml")
    Port(name='Alat', lon=49.4)
    >>> checked({"name": "Alat", "lon": "east"}, Port, "ports.yaml", text="name: Alat\nlon: east")
    Traceback (most recent call last):
    ...
    geo.errors.DataError: ports.yaml line 2 (Alat): lon 'east'; expected a number
    """
    try:
        return msgspec.convert(data, form, strict=not loose)
    except msgspec.ValidationError as error:
        found = PROBLEM.fullmatch(str(error))
        what, steps = (found["what"], found["path"] or "") if found else (str(error), "")
        path: Path = tuple(int(index) if index else key for key, index in STEP.findall(steps))
        raise DataError(_complaint(what, path, data, form, _Place(name, text, at, data))) from None


def read_facts(path: File, form: type[F]) -> F:
    """Read a YAML file of our own as a form has it.

    Parameters
    ----------
    path
        The file.
    form
        Of all that it holds.

    Raises
    ------
    DataError
        If it is no YAML, or as :func:`checked`; the message names the line.
    """
    import yaml

    from geo.safe_yaml import read_our_yaml

    text = path.read_text(encoding="utf-8")
    try:
        content = read_our_yaml(text)
    except yaml.YAMLError as error:
        raise DataError(f"{path.name} is no YAML: {error}") from error
    return checked(content, form, path.name, text=text)


def checked_values(
    data: object, form: type[T], name: str, *, at: Path = (), text: str | yaml.Node = "", loose: bool = False
) -> dict[str, T]:
    r"""Return what stands under the keys of a mapping, each as a form has it; the keys are any.

    Parameters
    ----------
    data, name, at, text, loose
        As of :func:`checked`.
    form
        Of each value.

    Raises
    ------
    DataError
        If it is no mapping, or a value is not what the form allows; the message names the key and its line.

    Examples
    --------
    >>> checked_values({"legend": "Legend", "yes": True}, str, "en.yaml", text="legend: Legend\nyes: yes")
    Traceback (most recent call last):
    ...
    geo.errors.DataError: en.yaml line 2 (yes): True; expected text
    """
    whole = checked(data, dict[str, object], name, at=at, text=text)
    return {key: checked(value, form, name, at=(*at, key), text=text, loose=loose) for key, value in whole.items()}


def line_at(text: str | yaml.Node, path: Path) -> int | None:
    r"""Return in which line of a YAML text a value stands, ``None`` where the text has no such path.

    Parameters
    ----------
    text
        A YAML document, or its nodes.
    path
        Keys, and numbers of items from 0.

    Examples
    --------
    >>> line_at("ports:\n- name: Alat\n  lon: 49.4", ("ports", 0, "lon"))
    3
    """
    import yaml

    from geo.safe_yaml import nodes_of

    node = (nodes_of(text) if text else None) if isinstance(text, str) else text
    for step in path:
        match node:
            case yaml.SequenceNode(value=items) if isinstance(step, int) and step < len(items):
                node = items[step]
            case yaml.MappingNode(value=pairs):
                node = next((value for key, value in pairs if str(key.value) == str(step)), None)
            case _:
                return None
    return node.start_mark.line + 1 if node is not None else None


class _Place:
    """Says where in a file something stands: its line, and the id or name of what it is part of."""

    def __init__(self, name: str, text: str | yaml.Node, at: Path, data: object) -> None:
        self._name, self._text, self._at, self._data = name, text, at, data

    def of(self, path: Path) -> str:
        line = line_at(self._text, (*self._at, *path))
        called = next((str(part) for part in self._at[::-1] if isinstance(part, str)), "")
        for number in range(len(path) + 1):
            here = _followed(self._data, path[:number])
            own = here.get("id") or here.get("name") if isinstance(here, dict) else None
            called = own if isinstance(own, str) else called
        return self._name + (f" line {line}" if line else "") + (f" ({called})" if called else "")


def _complaint(what: str, path: Path, data: object, form: Any, place: _Place) -> str:
    """Say what is wrong as a sentence: where it stands, what is there, what may be."""
    for step in path:
        form = _inner(form, step)
    wanted_here = _described(form)
    form = _bare(form)
    form = _richest(form) if _is_union(form) else form
    fields = ", ".join(_fields(form))
    if missing := MISSING.fullmatch(what):
        return f"{place.of(path)}: {missing[1]} is missing; expected {fields}"
    if unknown := UNKNOWN.fullmatch(what):
        return f"{place.of((*path, unknown[1]))}: field {unknown[1]!r} unknown; expected some of {fields}"
    value = repr(_followed(data, path))
    shown = _field(path) + (value if len(value) <= LONGEST else value[:LONGEST] + "…")
    if what.startswith("Invalid enum value"):
        return f"{place.of(path)}: {shown} unknown; expected one of {', '.join(map(str, get_args(form)))}"
    if not (wanted := WANTED.fullmatch(what)):
        return f"{place.of(path)}: {what}"  # our own words, of a form that checks itself
    odd = " unknown" if wanted_here.startswith("one of ") else ""
    return f"{place.of(path)}: {shown}{odd}; expected {wanted_here or _plain(wanted[1].replace('`', ''))}"


def _plain(wanted: str) -> str:
    if wanted == COUNTRY:
        return "an ISO 3166-1 alpha-2 code such as AZ"
    if wanted == COLOUR:
        return "a colour of the form #rrggbb in lower case"
    if wanted == "str of length >= 1":
        return "text; it is empty"
    return " ".join(PLAIN.get(word, word) for word in wanted.replace("of length >=", "of at least").split(" "))


def _field(path: Sequence[str | int]) -> str:
    """Name what a path leads to, from the last key on."""
    keys = [number for number, step in enumerate(path) if isinstance(step, str)]
    last = path[keys[-1] :] if keys else path
    return "".join(f"{step} " if isinstance(step, str) else f"item {step + 1} " for step in last)


def _followed(data: object, path: Path) -> Any:
    for step in path:
        if isinstance(data, dict):
            data = data.get(step)
        elif isinstance(data, list | tuple) and isinstance(step, int) and step < len(data):
            data = data[step]
        else:
            return None
    return data


def _bare(form: Any) -> Any:
    """Take off a form what only describes it, and that there may be nothing."""
    while hasattr(form, "__metadata__"):
        form = form.__origin__
    parts = [part for part in get_args(form) if part is not type(None)]
    return _bare(parts[0]) if len(parts) == 1 and type(None) in get_args(form) else form


def _described(form: Any) -> str:
    """Return what a form says in words of what may stand there, ``""`` where it says nothing."""
    told = (meta.description for meta in getattr(form, "__metadata__", ()) if isinstance(meta, msgspec.Meta))
    said = next(filter(None, told), "")
    return said or next(filter(None, map(_described, get_args(form) if _is_union(form) else ())), "")


def _richest(union: Any) -> Any:
    """Return of several forms the one that has parts: of a name, or a name with more, the latter."""
    return next((part for part in map(_bare, get_args(union)) if _fields(part) or get_args(part)), Any)


def _is_union(form: Any) -> bool:
    return get_origin(form) in {Union, UnionType}


def _inner(form: Any, step: str | int) -> Any:
    """Return the form of what stands at a key or a number."""
    form = _bare(form)
    if _is_union(form):
        form = _richest(form)
    if isinstance(step, str):
        return _fields(form).get(step, Any)
    parts = [part for part in get_args(form) if part is not ...]
    return parts[min(step, len(parts) - 1)] if parts else Any


def _fields(form: Any) -> dict[str, Any]:
    """Return the types of a form's fields by the keys that a file has for them."""
    if not (isinstance(form, type) and issubclass(form, Form)):
        return {}
    hints = get_type_hints(form, include_extras=True)
    return {key: hints[name] for name, key in zip(form.__struct_fields__, form.__struct_encode_fields__, strict=True)}
