"""E-mails saved to a file (EML): subject, sender, day and the letter itself, without what it quotes or attaches."""

from __future__ import annotations

import re
from email import message_from_bytes
from email.policy import default
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from geo.reading.formats.extracted import Extracted, UnreadableError, clean, finished
from geo.reading.formats.html import read_html

if TYPE_CHECKING:
    from email.message import EmailMessage

__all__ = ["read_eml"]

QUOTED = re.compile(r"^>.*\n?", re.MULTILINE)
WROTE = re.compile(r"\n[^\n]{0,200}\b(?:wrote|schrieb|a écrit|escribió|писал)[^\n]{0,40}:\s*\Z")
SIGNATURE = re.compile(r"\n-- \n.*\Z", re.DOTALL)


def read_eml(data: bytes) -> Extracted:
    """Read an e-mail; plain text is taken before HTML."""
    message: EmailMessage = message_from_bytes(data, policy=default)
    if not message.keys():
        raise UnreadableError("it is no e-mail (it begins without Subject, From or Date)")
    part = message.get_body(("plain", "html"))
    if part is None:
        raise UnreadableError("the e-mail holds no text, only attachments; save the one you want by itself")
    try:
        words = part.get_content()
    except (LookupError, ValueError, AttributeError):
        raise UnreadableError("the e-mail's text is in an encoding that is not known here") from None
    if part.get_content_subtype() == "html":
        whole = words if "<body" in words.lower() else f"<html><body>{words}</body></html>"
        words = read_html(whole.encode()).text
    plain = SIGNATURE.sub("", QUOTED.sub("", clean(words.replace("\r\n", "\n")).strip() + "\n"))
    return finished(WROTE.sub("", plain.rstrip()).strip(), {}, title=_line(message, "subject"), date=_date(message))


def _line(message: EmailMessage, name: str) -> str | None:
    return " ".join(clean(str(message.get(name) or "")).split()) or None


def _date(message: EmailMessage) -> str | None:
    try:
        return parsedate_to_datetime(str(message["date"])).date().isoformat()
    except (TypeError, ValueError, IndexError, OverflowError):
        return None
