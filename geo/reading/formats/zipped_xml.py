"""Zip archives of XML, as DOCX and EPUB are: opened with limits on size and ratio, parsed without entities."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import TYPE_CHECKING

from geo.reading.formats.extracted import UnreadableError

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

__all__ = ["Archive", "parse_xml"]

MAX_PARTS = 5_000
MAX_PART_BYTES = 60_000_000
MAX_TEXT_BYTES = 120_000_000
MOST_TIMES_LARGER = 300  # XML of real documents unpacks to 5 to 60 times its size
SMALL = 1_000_000  # what is no larger than this may be packed as well as it likes


class Archive:
    """A zip file in memory, of which single parts are unpacked one at a time."""

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, EOFError) as error:
            raise UnreadableError(f"it is damaged, or no such file ({error})") from None
        if len(self._zip.infolist()) > MAX_PARTS:
            raise UnreadableError(f"it holds {len(self._zip.infolist()):,} parts; at most {MAX_PARTS:,} are allowed")
        self._unpacked = 0

    def __contains__(self, name: str) -> bool:
        return name in self._zip.NameToInfo

    def read(self, name: str) -> bytes:
        """Unpack one part."""
        info = self._zip.NameToInfo.get(name)
        if info is None:
            raise UnreadableError(f"its part {name} is missing; it is damaged, or no such file")
        if info.flag_bits & 1:
            raise UnreadableError("it is locked with a password; save a copy without one")
        self._unpacked += info.file_size
        times = info.file_size / max(info.compress_size, 1)
        if info.file_size > SMALL and times > MOST_TIMES_LARGER:
            raise UnreadableError(
                f"its part {name} unpacks to {times:,.0f} times its size, as a zip bomb does; it is not read"
            )
        if info.file_size > MAX_PART_BYTES or self._unpacked > MAX_TEXT_BYTES:
            raise UnreadableError(f"it unpacks to more than {MAX_PART_BYTES:,} bytes at {name}; it is not read")
        try:
            with self._zip.open(info) as stream:
                content = stream.read(info.file_size + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
            raise UnreadableError(f"its part {name} is damaged ({error})") from None
        return content

    def xml(self, name: str) -> Element:
        """Unpack and parse one part."""
        return parse_xml(self.read(name), name)


def parse_xml(content: bytes, name: str) -> Element:
    """Parse XML; a document type with entities, or any reference to another file, is refused."""
    from xml.etree.ElementTree import ParseError

    from defusedxml import DefusedXmlException  # type: ignore[import-untyped]
    from defusedxml.ElementTree import fromstring  # type: ignore[import-untyped]

    try:
        return fromstring(content)  # type: ignore[no-any-return]  # defusedxml has no types
    except DefusedXmlException as error:
        raise UnreadableError(
            f"its part {name} defines entities, as an XML bomb does ({type(error).__name__}); it is not read"
        ) from None
    except (ParseError, ValueError, LookupError) as error:
        raise UnreadableError(f"its part {name} is damaged ({error})") from None
