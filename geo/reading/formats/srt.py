"""Subtitles (SRT and WebVTT): what is said, sentences put together over the lines, a paragraph where nobody speaks."""

from __future__ import annotations

import re

from geo.reading.formats.extracted import Extracted, UnreadableError, clean, finished

__all__ = ["read_srt"]

TIMES = re.compile(
    r"^\s*(?:(\d+):)?(\d\d?):(\d\d)[,.](\d{1,3})\s*-->\s*(?:(\d+):)?(\d\d?):(\d\d)[,.](\d{1,3}).*$", re.MULTILINE
)
TAG = re.compile(r"<[^<>\n]{0,40}>|\{\\[^{}\n]{0,40}\}")
NUMBER = re.compile(r"\n\s*\d+\s*\Z|\A\s*\d+\s*\Z")
PAUSE_S = 4.0


def read_srt(data: bytes) -> Extracted:
    """Read subtitles."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")
    text = clean(text.replace("\r\n", "\n").replace("\r", "\n"))
    times = list(TIMES.finditer(text))
    if not times:
        raise UnreadableError("it is no file of subtitles (no line such as 00:01:02,000 --> 00:01:04,000)")
    paragraphs: list[list[str]] = [[]]
    last = 0.0
    for here, following in zip(times, [*times[1:], None], strict=True):
        words = text[here.end() : following.start() if following else len(text)]
        said = " ".join(TAG.sub("", NUMBER.sub("", words)).split())
        if _seconds(here, 1) - last > PAUSE_S and paragraphs[-1]:
            paragraphs.append([])
        last = _seconds(here, 5)
        if said and said != (paragraphs[-1][-1] if paragraphs[-1] else ""):
            paragraphs[-1].append(said)
    return finished("\n\n".join(" ".join(words) for words in paragraphs if words), {})


def _seconds(match: re.Match[str], first: int) -> float:
    hours, minutes, seconds, thousandths = (int(match[first + i] or 0) for i in range(4))
    return hours * 3600 + minutes * 60 + seconds + thousandths / 1000
