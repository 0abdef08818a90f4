"""XML that any parser takes: an article's text can neither break it nor add to it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

__all__ = ["ET", "add", "cell_text", "pretty", "writable"]

# What XML 1.0 has no way to write: control characters, halves of surrogate pairs, two non-characters.
UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def add(parent: ET.Element, tag: str, text: object = None, attributes: Mapping[str, Any] | None = None) -> ET.Element:
    r"""Append an element with text and attributes; what XML cannot hold becomes U+FFFD.

    Examples
    --------
    >>> root = ET.Element("a")
    >>> _ = add(root, "b", "1 < 2\x00", {"c": '"'})
    >>> ET.tostring(root, encoding="unicode")
    '<a><b c="&quot;">1 &lt; 2�</b></a>'
    """
    element = ET.SubElement(parent, tag, {name: writable(value) for name, value in (attributes or {}).items()})
    if text is not None:
        element.text = writable(text)
    return element


def pretty(root: ET.Element, *, declaration: str = '<?xml version="1.0" encoding="UTF-8"?>') -> str:
    """Return a tree as indented text below a declaration."""
    ET.indent(root)
    return f"{declaration}\n{ET.tostring(root, encoding='unicode')}\n"


def cell_text(value: object) -> str:
    """Return a value as formats without types write it: nothing for None, true and false in lower case."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    return str(value)


def writable(value: object) -> str:
    """Return a value as text that XML can hold."""
    return UNWRITABLE.sub("\ufffd", str(value))
