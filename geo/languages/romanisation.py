"""Names of other scripts in Latin letters, as a gazetteer may have them: the last thing that is tried."""

from __future__ import annotations

from functools import lru_cache

from anyascii import anyascii

__all__ = ["in_latin"]

BY_LANGUAGE = {
    "ka": {
        "თ": "t", "კ": "k", "პ": "p", "ტ": "t", "ქ": "k", "ფ": "p", "ღ": "gh", "ყ": "q", "შ": "sh", "ჩ": "ch",
        "ც": "ts", "ძ": "dz", "წ": "ts", "ჭ": "ch", "ხ": "kh", "ჯ": "j", "ჟ": "zh", "ჰ": "h",
    },
    "hy": {
        "թ": "t", "ժ": "zh", "խ": "kh", "ծ": "ts", "ձ": "dz", "ղ": "gh", "ճ": "ch", "շ": "sh", "չ": "ch",
        "ջ": "j", "ռ": "r", "ց": "ts", "փ": "p", "ք": "k", "և": "ev", "օ": "o", "ու": "u", "ը": "y", "է": "e",
        "յ": "y", "ւ": "v",
    },
    "kk": {
        "ә": "a", "ғ": "g", "қ": "k", "ң": "ng", "ө": "o", "ұ": "u", "ү": "u", "һ": "h", "і": "i", "х": "kh",
        "ж": "zh", "ш": "sh", "ы": "y", "й": "y",
    },
    "uk": {
        "г": "h", "ґ": "g", "є": "ye", "и": "y", "і": "i", "ї": "yi", "й": "y", "х": "kh", "ж": "zh", "ц": "ts",
        "ч": "ch", "ш": "sh", "щ": "shch", "ю": "yu", "я": "ya", "ь": "",
    },
    "ru": {
        "х": "kh", "ж": "zh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ы": "y", "й": "y", "ё": "yo",
        "э": "e", "ю": "yu", "я": "ya", "ь": "", "ъ": "",
    },
}  # fmt: skip
"""Letters that have an English spelling of their own; the rest are spelled by anyascii."""


@lru_cache(maxsize=16_384)
def in_latin(name: str, code: str) -> tuple[str, ...]:
    """Return spellings of a name in Latin letters, the usual one first.

    Examples
    --------
    >>> in_latin("ახალქალაქი", "ka")[0], in_latin("Марабда", "ru")[0]
    ('Akhalkalaki', 'Marabda')
    """
    letters = BY_LANGUAGE.get(code, {})
    lower = name.lower()
    for pair in (letter for letter in letters if len(letter) > 1):
        lower = lower.replace(pair, letters[pair])
    usual = anyascii("".join(letters.get(letter, letter) for letter in lower))
    plainly = anyascii(name).replace("'", "")
    found = (usual.capitalize(), plainly.capitalize())
    return tuple(dict.fromkeys(each for each in found if each))
