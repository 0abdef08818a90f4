"""Words of a text with what can be seen of each without understanding it."""

from __future__ import annotations

import re
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import accumulate
from operator import sub
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from geo.model import Document

__all__ = ["CAPITALS", "Tokens", "lower_of", "shape_of", "tokenise"]

CAPITALS = "CU"
"""The shapes of words that may be names."""
ABBREVIATIONS = (
    "Ala Alta Ariz Ark Ave Blvd Calif Co Colo Conn Del Fla Ft Ga Hwy Ill Ind Kan Kans Ky La Ln Mass Md Mich Minn Miss"
    " Mo Mont Mt Neb Nebr Nev Okla Ont Ore Pa Penn Phila Que Rd Sask St Ste Tenn Tex Twp Va Vt Wash Wis Wisc Wyo"
)
"""Streets, and states as newspapers shorten them: their full stop belongs to the name, "Pikeville, Ky."."""
TITLES = "Adm Capt Cmdr Col Cpl Det Dr Fr Gen Gov Insp Lt Maj Mr Mrs Ms Pres Prof Pvt Rep Reps Rev Sen Sens Sgt Supt"
LETTERS = r"[^\W\d_]+(?:[\u0300-\u036f]+[^\W\d_]*)*"
"""Letters, each with the marks that stand after it in decomposed text: o and ¨ are one ö."""
SHORTENED = r"(?<!\w)(?=[A-Z]\w{0,4}\.)"
"""What a shortened word looks like: few words do, so that the list of them is seldom gone through."""
WORD = re.compile(
    r"(?:[^\W\d_]\.){2,}"  # U.S., D.C.
    rf"|{SHORTENED}(?:W\.Va|W\. Va|{'|'.join([*ABBREVIATIONS.split(), *TITLES.split()])})\."
    rf"|{LETTERS}(?:['‘’ʻʼ`](?!s\b){LETTERS})*"  # words; Ts'alk'a is one, Baku's is Baku and 's
    r"|['’]s\b"
    r"|\d+(?:[.,]\d+)*"
    r"|[^\w\s]",
)
ELIDED = re.compile(r"(?:d|l|dell|dall|nell|all|qu)['’](?=[A-ZÀ-Þ])")
"""An article before a name: the word of "Côte d'Ivoire" that is a name is Ivoire."""
REMEMBERED_WORDS = 20_000
BESIDE = 8
"""Words on each side of one that tell how its line is written."""
_LAST: ContextVar[tuple[Document, Tokens] | None] = ContextVar("last document divided", default=None)


@dataclass(frozen=True)
class Tokens:
    """The words of a document, side by side in columns, and the evidence that only the whole document gives.

    Attributes
    ----------
    texts, lowers, starts, ends
        One entry for each word, number or mark: as written, in lower case, and where it stands in the text.
    shapes
        ``C`` capitalised, ``U`` all capitals, ``l`` lower case, ``d`` a number, ``'`` a possessive, else the mark.
    begins
        Whether the word is the first of its sentence.
    sentence_starts
        Offsets at which sentences begin.
    """

    texts: list[str]
    lowers: list[str]
    shapes: list[str]
    starts: list[int]
    ends: list[int]
    begins: list[bool]
    sentence_starts: frozenset[int]

    def __len__(self) -> int:
        return len(self.texts)

    @cached_property
    def lower_words(self) -> frozenset[str]:
        """The words that stand in lower case somewhere in the document."""
        return frozenset([lower for lower, shape in zip(self.lowers, self.shapes, strict=True) if shape == "l"])

    @cached_property
    def capital_words(self) -> frozenset[str]:
        """The words, in lower case, that are written with a capital somewhere in the document."""
        return frozenset([lower for lower, shape in zip(self.lowers, self.shapes, strict=True) if shape in CAPITALS])

    @cached_property
    def capitals_around(self) -> list[int]:
        """How many words of each and the :data:`BESIDE` on each side of it are written with a capital."""
        return _counts_around([shape in CAPITALS for shape in self.shapes])

    @cached_property
    def small_around(self) -> list[int]:
        """How many words of each and the :data:`BESIDE` on each side of it are written small."""
        return _counts_around([shape == "l" for shape in self.shapes])

    def word(self, index: int) -> str:
        """Return the lower-case word at an index; ``"^"`` and ``"$"`` beyond the ends."""
        if index < 0:
            return "^"
        try:
            return self.lowers[index]
        except IndexError:
            return "$"

    def shape(self, index: int) -> str:
        """Return the shape at an index; ``"^"`` and ``"$"`` beyond the ends."""
        if index < 0:
            return "^"
        try:
            return self.shapes[index]
        except IndexError:
            return "$"


def _counts_around(marked: list[bool]) -> list[int]:
    before = [0] * (BESIDE + 1) + list(accumulate(marked))
    before += before[-1:] * BESIDE
    return list(map(sub, before[2 * BESIDE + 1 :], before))


def tokenise(document: Document) -> Tokens:
    """Divide a document into words, numbers and marks; the stages that read one document share them."""
    kept = _LAST.get()
    if kept is None or kept[0] is not document:
        kept = document, _divided(document)
        _LAST.set(kept)
    return kept[1]


def _divided(document: Document) -> Tokens:
    text = document.text
    found = list(WORD.finditer(text))
    texts, starts, ends = [m[0] for m in found], [m.start() for m in found], [m.end() for m in found]
    seen = list(map(_seen, texts))
    sentence_starts = frozenset([sentence.start for sentence in document.sentences])
    return Tokens(
        texts=texts,
        lowers=[lower for lower, _ in seen],
        shapes=[shape for _, shape in seen],
        starts=starts,
        ends=ends,
        begins=[start in sentence_starts for start in starts],
        sentence_starts=sentence_starts,
    )


@lru_cache(maxsize=REMEMBERED_WORDS)
def _seen(word: str) -> tuple[str, str]:
    return lower_of(word), shape_of(word)


def lower_of(word: str) -> str:
    """Return a word in lower case, without the full stop of one that is shortened: "Ky." is ky, "U.S." stays."""
    lower = word.lower()
    return lower if lower.count(".") != 1 or lower == "." else lower.rstrip(".")


def shape_of(word: str) -> str:
    """Return what a word looks like; see :class:`Tokens`."""
    first = word[0]
    if first.isalpha():
        if not first.isupper():
            return "C" if ELIDED.match(word) else "l"
        return "U" if len(word) > 1 and word.isupper() else "C"
    if first.isdigit():
        return "d"
    return "'" if len(word) > 1 else first
