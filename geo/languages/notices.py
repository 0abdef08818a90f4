"""What a reader of the map must know of the languages of the text: which are read by rule, and which not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from geo.languages.identify import ENGLISH
from geo.languages.language_data import languages

if TYPE_CHECKING:
    from geo.model import Document

__all__ = ["ENCODER", "Notice", "english_name", "languages_in", "notices_in", "sentence", "sentences_of"]

NoticeKind = Literal["rules", "none", "part.rules", "part.none"]
SENTENCES: dict[str, str] = {
    "rules": "The text is in {language}: names and ways are read by rule, less surely than in English; look them "
    "through.",
    "none": "The text is in {language}, which is not read: only names that an English text could hold are found, and "
    "ways hardly.",
    "part.rules": "Part of the text is in {language}: there names and ways are read by rule, less surely than in "
    "English.",
    "part.none": "Part of the text is in {language}, which is not read: what it says is missing here.",
}


ENCODER = "A multilingual encoder reads the names too."


class Notice(NamedTuple):
    """One thing to know: a key of :data:`SENTENCES`, and the language it is about."""

    kind: NoticeKind
    language: str


def languages_in(document: Document) -> tuple[str, ...]:
    """Return the languages of a document by their ISO 639-1 codes, that of most of it first."""
    size: dict[str, int] = {document.language: 0}
    for stretch in document.stretches:
        size[stretch.language] = size.get(stretch.language, 0) + stretch.end - stretch.start
    return tuple(sorted(size, key=lambda code: (code != document.language, -size[code], code)))


def notices_in(codes: tuple[str, ...]) -> tuple[Notice, ...]:
    """Return what is to be said of the languages of a text, that of most of it first; nothing of English.

    Examples
    --------
    >>> notices_in(("en",)), notices_in(("en", "ru")), notices_in(("ja",))
    ((), (Notice(kind='part.rules', language='ru'),), (Notice(kind='none', language='ja'),))
    """
    found = []
    for index, code in enumerate(codes):
        if code != ENGLISH:
            reader: NoticeKind = "rules" if code in languages() else "none"
            part: NoticeKind = "part.rules" if code in languages() else "part.none"
            found.append(Notice(part if index else reader, code))
    return tuple(found)


def english_name(code: str) -> str:
    """Return what a language is called in English; its code where nobody says.

    Examples
    --------
    >>> english_name("ka"), english_name("ja"), english_name("qqq")
    ('Georgian', 'Japanese', 'qqq')
    """
    known = languages().get(code)
    if known is not None:
        return known.name
    from babel import Locale

    return str(Locale("en").languages.get(code, code))


def sentence(notice: Notice) -> str:
    """Return a notice in plain English."""
    return SENTENCES[notice.kind].format(language=english_name(notice.language))


def sentences_of(document: Document) -> tuple[str, ...]:
    """Return all that a reader must know of a document's languages, in plain English; nothing of an English one.

    Where an encoder read the names beside our rules, or was asked for and could not be used, that is said too.

    Examples
    --------
    >>> from geo.reading import document
    >>> sentences_of(document("Trains run from Kars to Tbilisi."))
    ()
    """
    said = tuple(map(sentence, notices_in(languages_in(document))))
    return (*said, *((ENCODER,) if document.reader == "encoder" else ()), *document.faults)
