"""Names as people write them: folding spellings together, and the forms one name takes.

Two spellings are the same name when :func:`fold` gives the same key: case, diacritics, apostrophes, hyphens, full
stops, the linking vowel of Persian and a few spellings ("centre", "Saint") are set aside. Nothing else is guessed here.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

__all__ = ["airport_forms", "fold", "fold_word", "port_forms"]

LETTERS = str.maketrans(
    {
        "ə": "a", "Ə": "a", "ǝ": "a", "Ǝ": "a", "ı": "i", "ø": "o", "Ø": "o", "ł": "l", "Ł": "l",
        "đ": "d", "Đ": "d", "ð": "d", "Ð": "d",
        "þ": "th", "Þ": "th", "æ": "ae", "Æ": "ae", "œ": "oe", "Œ": "oe", "ħ": "h", "Ħ": "h", "ŋ": "n", "ĸ": "k",
        "ъ": "", "ь": "", "'": "", "’": "", "‘": "", "ʻ": "", "ʼ": "", "ʹ": "", "`": "", "´": "", "′": "", "ʾ": "",
        "ʿ": "", ".": "", "-": " ", "‐": " ", "‑": " ", "‒": " ", "–": " ", "—": " ", "−": " ", "/": " ", ",": " ",
        "(": " ", ")": " ", "_": " ", "\u00a0": " ", "\u00ad": "", "\u200b": "", "\u200c": "", "\u200d": "",
        "\ufeff": "",
    }
)  # fmt: skip
WORDS = {
    "centre": "center",
    "harbour": "harbor",
    "saint": "st",
    "sainte": "ste",
    "mount": "mt",
    "fort": "ft",
    "&": "and",
}
PORT_WORDS = (
    "Port", "Seaport", "Sea Port", "Harbour", "International Port", "International Seaport", "International Sea Port",
    "International Sea Trade Port", "Sea Trade Port", "Commercial Sea Port",
)  # fmt: skip
COMMON_AIRPORT_NAMES = frozenset({
    "Airport", "Municipal", "Regional", "County", "City", "Executive", "North", "South", "East", "West", "National",
    "Downtown", "Metropolitan", "Field", "Memorial", "Air Base",
})  # fmt: skip
EZAFE = frozenset({"e", "ye", "i"})
"""What Persian puts between a noun and what describes it, and other languages leave out: "Bandar-e Lengeh"."""
SET_ASIDE = frozenset(WORDS) | EZAFE
MARKS = re.compile("[" + re.escape("".join(map(chr, LETTERS))) + "]")
COMBINING = re.compile("[\u0300-\u036f]+")


@lru_cache(maxsize=65_536)
def fold_word(word: str) -> str:
    """Fold one word, as :func:`fold` does; may hold spaces afterwards, where the word held a hyphen."""
    return fold(word)


def fold(name: str) -> str:
    """Return the key under which a name is looked up.

    Parameters
    ----------
    name
        As written.

    Returns
    -------
    Lower case, without diacritics and marks, single spaces; ``""`` for a name of marks alone.

    Examples
    --------
    >>> fold("Bandar-e Lengeh"), fold("Mazar-i-Sharif")
    ('bandar lengeh', 'mazar sharif')
    >>> fold("Ələt"), fold("St. Petersburg"), fold("Saint-Petersburg"), fold("U.S."), fold("Böyük Kəsik")
    ('alat', 'st petersburg', 'st petersburg', 'us', 'boyuk kasik')
    """
    if MARKS.search(name):  # translating takes longer than looking, and few names have a mark
        name = name.translate(LETTERS)
    if name.isascii():
        name = name.lower()
    else:
        name = unicodedata.normalize("NFKC", name).casefold()
        name = COMBINING.sub("", unicodedata.normalize("NFD", name))
        if MARKS.search(name):
            name = name.translate(LETTERS)
        name = unicodedata.normalize("NFC", name)
    words = name.split()
    if SET_ASIDE.isdisjoint(words):
        return " ".join(words)
    inner = [WORDS.get(word, word) for word in words[1:-1] if word not in EZAFE]
    return " ".join([WORDS.get(words[0], words[0]), *inner, *(WORDS.get(word, word) for word in words[1:][-1:])])


def airport_forms(name: str, city: str) -> tuple[str, ...]:
    """Return the forms by which an airport is called beside its name.

    Examples
    --------
    >>> airport_forms("Kabul International Airport", "Kabul")
    ('Kabul International Airport', 'Kabul Airport')
    >>> airport_forms("Heydar Aliyev International", "Baku")[:4]
    ('Heydar Aliyev International Airport', 'Heydar Aliyev Airport', 'Baku International Airport', 'Baku Airport')
    >>> airport_forms("London Gatwick Airport", "London")
    ('London Gatwick Airport', 'Gatwick Airport', 'London Airport', 'London Gatwick')
    >>> airport_forms("Narita International Airport", "Tokyo")[-2:]
    ('Tokyo Airport', 'Tokyo Narita')
    """
    stem = re.sub(r"\s+(?:International|Intl\.?)?\s*(?:Airport|Airfield)?$", "", name, flags=re.IGNORECASE).strip()
    international = "international" in name.lower()
    town = city.partition("/")[0].strip()
    own = stem.removeprefix(town).strip(" /-") if town else ""
    stems = dict.fromkeys(s for s in (stem, "" if own in COMMON_AIRPORT_NAMES else own, town) if s)
    forms = []
    for each in stems:
        if international:
            forms.append(f"{each} International Airport")
        forms.append(f"{each} Airport")
    if own and own not in COMMON_AIRPORT_NAMES:
        forms += [f"{town} {own}", f"{town} {own.split()[-1]}"]
    return tuple(dict.fromkeys(forms))


def port_forms(name: str) -> tuple[str, ...]:
    """Return the forms by which a port is called, given the name of its town or site.

    Examples
    --------
    >>> port_forms("Poti")[:4]
    ('Port of Poti', 'Poti Port', 'Poti Seaport', 'Poti Sea Port')
    """
    return (f"Port of {name}", *(f"{name} {word}" for word in PORT_WORDS))
