"""Which language a text is in, and its paragraphs where they are in several.

The script says most of it, and plain English words say whether a text in Latin letters is English; only where neither
does is py3langid asked, which takes half a second to open. English is what a text is taken for that is too short to
tell.
"""

from __future__ import annotations

import re
from collections import Counter
from copy import copy
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from geo.languages.language_data import languages, words_of
from geo.model import Stretch

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

__all__ = ["ENGLISH", "Tongues", "language_of", "tongues_of"]

ENGLISH = "en"
ENGLISH_WORDS = frozenset({
    "the", "of", "and", "with", "from", "that", "by", "which", "their", "this", "between", "have", "been", "its",
    "into", "was", "were", "are", "has", "for", "said", "through", "after", "would", "not", "is", "to", "who", "his",
    "they", "she", "we", "you", "our", "it", "be", "can", "had", "also", "than", "about", "when", "more",
})  # fmt: skip
WORD = re.compile(r"[^\W\d_]+")
PARAGRAPH = re.compile(r"[^\n]+(?:\n(?![ \t]*\n)[^\n]+)*")
SCRIPTS = {
    "Cyrillic": re.compile(r"[\u0400-\u052f]"),
    "Arabic": re.compile(r"[\u0620-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc]"),
    "Georgian": re.compile(r"[\u10a0-\u10ff\u1c90-\u1cbf]"),
    "Armenian": re.compile(r"[\u0531-\u058f]"),
    "Kana": re.compile(r"[\u3041-\u30ff]"),
    "Hangul": re.compile(r"[\uac00-\ud7a3]"),
    "Han": re.compile(r"[\u3400-\u9fff]"),
    "other": re.compile(r"[\u0370-\u03ff\u0590-\u05ff\u0700-\u074f\u0780-\u109f\u1100-\u1c8f\u1d00-\u1dff]"),
}
NON_LATIN = re.compile(r"[\u0370-\u1fff\u3041-\ud7a3\ufb50-\ufefc]")
ALONE = {"Georgian": "ka", "Armenian": "hy", "Kana": "ja", "Hangul": "ko", "Han": "zh"}
"""Scripts that one language alone is written in, of those that articles come in."""
LETTERS = {"Cyrillic": (("kk", "әғқңөұүһ"), ("uk", "іїєґ"), ("ru", "ыэъё")), "Arabic": (("fa", "پچژگکی"),)}
"""Letters that tell languages of one script apart, where a text is too short for anything else."""
RELATED = {
    "Latin": (
        "en", "fr", "es", "pt", "de", "tr", "az", "it", "nl", "pl", "ro", "cs", "sv", "da", "no", "fi", "hu", "hr",
        "sl", "sk", "lt", "lv", "et", "sq", "id", "ms", "vi", "uz", "ca", "gl", "af", "sw", "so", "eu", "cy", "ga",
    ),
    "Cyrillic": ("ru", "uk", "kk", "be", "bg", "mk", "sr", "ky", "tg", "mn"),
    "Arabic": ("ar", "fa", "ur", "ps", "ug"),
}  # fmt: skip
"""Languages that are asked for among those of a script; dialects and creoles would only be mistaken for them."""
MOST = 4_000
"""Characters of a text that are looked at: the rest says the same."""
MOST_WORDS, WORDS_OF_PARAGRAPH = 150, 50
CHARACTERS_OF_WORD = 8  # with what stands beside it: so many hold the first words of nearly every text
ENGLISH_ENOUGH, ENGLISH_LITTLE = 0.06, 0.03
FEW, LONG, LONGER = 5, 15, 30
"""Words: fewer say nothing; fewer are no paragraph in another language; fewer are in no language that is not read."""
LETTERS_OF_PARAGRAPH = 20
SURE, RATHER = 0.9, 0.5
HALF, MANY = 0.5, 0.3
PLAIN_WORDS = 2


class Tongues(NamedTuple):
    """The language of most of a text, and the stretches in each where there are several."""

    main: str
    stretches: tuple[Stretch, ...] = ()


def tongues_of(text: str) -> Tongues:
    """Return the language of a text, and of its paragraphs where they are in several.

    Parameters
    ----------
    text
        An article.

    Examples
    --------
    >>> tongues_of("Ferries link Poti with Constanta.")
    Tongues(main='en', stretches=())
    >>> tongues_of("Поезда идут из Баку в Тбилиси.").main
    'ru'
    """
    main = language_of(text[:MOST]) or ENGLISH
    spans = [(match.start(), _of_paragraph(match[0], main)) for match in PARAGRAPH.finditer(text)]
    joined: list[tuple[int, str]] = []
    for start, code in spans:
        if not joined or joined[-1][1] != code:
            joined.append((start, code))
    if len(joined) < 2:
        return Tongues(joined[0][1] if joined else main)
    ends = [start for start, _ in joined[1:]] + [len(text)]
    stretches = tuple(Stretch(start, end, code) for (start, code), end in zip(joined, ends, strict=True))
    size: Counter[str] = Counter()
    for stretch in stretches:
        size[stretch.language] += stretch.end - stretch.start
    return Tongues(max(size, key=lambda code: (size[code], code == main)), stretches)


def _of_paragraph(text: str, main: str) -> str:
    """Return the language of a paragraph: that of the whole text unless it surely is another."""
    foreign = 0 if text.isascii() else len(NON_LATIN.findall(text, 0, MOST))
    if foreign >= LETTERS_OF_PARAGRAPH and foreign > MANY * _letters(text):
        return (language_of(text[:MOST]) if foreign > HALF * _letters(text) else None) or main
    words = _words(text, WORDS_OF_PARAGRAPH)
    if len(words) < LONG:
        return main
    if _english(words) >= ENGLISH_ENOUGH:
        return ENGLISH
    if main != ENGLISH:
        return (language_of(text[:MOST]) if main not in _in_latin() else None) or main
    return _in_english(text, words)


def _in_english(text: str, words: list[str]) -> str:
    """Return the language of a paragraph of Latin letters in an English text: another only where that is sure."""
    if _english(words) >= ENGLISH_LITTLE:
        return ENGLISH
    code, sure = _asked(text[:MOST], RELATED["Latin"])
    return code if code in languages() and sure >= SURE and _plain_words(words, code) > PLAIN_WORDS else ENGLISH


def _letters(text: str) -> int:
    return sum(map(str.isalpha, text[:MOST]))


def _words(text: str, most: int = MOST_WORDS) -> list[str]:
    found = WORD.findall(text, 0, CHARACTERS_OF_WORD * most)
    if len(found) <= most:  # longer words than most texts have, and the last of them may be cut
        found = WORD.findall(text, 0, MOST)
    return list(map(str.lower, found[:most]))


def language_of(text: str) -> str | None:
    """Return the language of a text that is in one, by its ISO 639-1 code; ``None`` where nothing tells.

    Examples
    --------
    >>> language_of("თბილისიდან ბაქომდე"), language_of("Kars"), language_of("The train left for Kars.")
    ('ka', None, 'en')
    """
    script = None if text.isascii() else _script(text)
    if script in ALONE:
        return ALONE[script]
    if script in RELATED:
        return _of_script(text, script)
    if script is not None:
        return _asked(text, ())[0]
    return _in_latin_letters(text)


def _script(text: str) -> str | None:
    """Return the script other than Latin that most letters of a text are of; ``None`` where they are Latin."""
    foreign = NON_LATIN.findall(text)
    if len(foreign) <= MANY * _letters(text):
        return None
    letters = "".join(foreign)
    counts = {name: len(pattern.findall(letters)) for name, pattern in SCRIPTS.items()}
    if counts["Kana"] > counts["Han"] / 10:
        counts["Kana"] += counts["Han"]
    best = max(counts, key=lambda name: counts[name])
    return best if counts[best] else None


def _of_script(text: str, script: str) -> str:
    """Return the language of a text in a script of several; a short one is taken for one of those that are read."""
    lower = text.lower()
    among = RELATED[script]
    if len(_words(text)) < LONG:
        among = tuple(code for code in among if code in languages())
    code, sure = _asked(text, among)
    if sure >= SURE:
        return code
    telling = {each: sum(map(lower.count, letters)) for each, letters in LETTERS[script]}
    best = max(telling, key=lambda each: telling[each])
    return best if telling[best] and len(among) < len(RELATED[script]) else code


def _in_latin_letters(text: str) -> str | None:
    words = _words(text)
    share = _english(words)
    if share >= ENGLISH_ENOUGH:
        return ENGLISH
    if len(words) < FEW:
        return None
    code, sure = _asked(text, RELATED["Latin"])
    if code in languages():
        told = _plain_words(words, code) + (_accents(text) if sure >= SURE else 0)
        return code if sure >= RATHER and told >= min(PLAIN_WORDS, len(words) // FEW) else None
    return code if len(words) >= LONGER and share < ENGLISH_LITTLE and sure >= SURE else None


def _accents(text: str) -> int:
    """Count the letters that English has not."""
    return sum(not letter.isascii() and letter.isalpha() for letter in text)


def _english(words: list[str]) -> float:
    return sum(map(ENGLISH_WORDS.__contains__, words)) / len(words) if words else 0.0


@cache
def _in_latin() -> frozenset[str]:
    return frozenset(code for code, each in languages().items() if each.script == "Latin")


def _plain_words(words: list[str], code: str) -> int:
    plain = _function_words(code)
    return sum(word in plain for word in words)


@cache
def _function_words(code: str) -> frozenset[str]:
    return frozenset(word for row in words_of(code) if row.kind == "function" for word in row.words)


def _asked(text: str, among: tuple[str, ...]) -> tuple[str, float]:
    """Ask the identifier for a language, and how sure it is (0 to 1)."""
    code, sure = _identifier(among).classify(text)
    return str(code), float(sure)


@cache
def _identifier(among: tuple[str, ...]) -> LanguageIdentifier:
    if not among:
        from py3langid.langid import MODEL_FILE, LanguageIdentifier

        return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    made = copy(_identifier(()))  # a third of a second is needed to unpack the model: once is enough
    made.set_languages(among)
    return made
