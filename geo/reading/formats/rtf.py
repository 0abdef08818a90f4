"""Rich Text (RTF), which old word processors write: its words, by the library striprtf."""

from __future__ import annotations

import re

from geo.reading.formats.extracted import Extracted, UnreadableError, clean, finished

__all__ = ["read_rtf"]

TITLE = re.compile(r"\{\\title ([^{}\\]{1,300})\}")
MANY = re.compile(r"\n\s*\n+")


def read_rtf(data: bytes) -> Extracted:
    """Read an RTF file; a paragraph of it is one of ours."""
    from striprtf.striprtf import rtf_to_text

    text = data.decode("latin-1")
    if not text.lstrip().startswith("{\\rtf"):
        raise UnreadableError("it is no RTF file (it does not begin with {\\rtf)")
    plain = clean(rtf_to_text(text, errors="replace"))  # type: ignore[no-untyped-call]  # it has no types
    paragraphs = [" ".join(line.split()) for line in MANY.sub("\n", plain).splitlines()]
    title = TITLE.search(text)
    words = " ".join(clean(title[1]).split()) if title else ""
    return finished("\n\n".join(filter(None, paragraphs)), {}, title=words or None)
