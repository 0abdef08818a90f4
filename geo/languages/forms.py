"""The plain forms that an inflected name may have, and what its ending tells.

Endings are data of the language (``endings.csv``). They are cut off without knowing the word: of the forms that come
out the gazetteer knows one, or none.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import islice, product
from typing import TYPE_CHECKING, NamedTuple

from geo.languages.language_data import endings_of
from geo.languages.words import without_prefix

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from geo.languages.words import Word

__all__ = ["Form", "forms_of", "forms_of_words"]

SHORTEST = 2  # letters that are left of a name
MOST = 48  # forms of a name of several words
AGREEING = frozenset({"ru", "uk"})
"""Languages in which every word of a name is inflected; elsewhere it is the last."""
LETTERS = {
    "ar": (("أ", "ا"), ("إ", "ا"), ("آ", "ا"), ("ة", "ه"), ("ى", "ي"), ("ا", "أ"), ("ا", "إ"), ("ا", "آ")),
    "fa": (("ي", "ی"), ("ك", "ک"), ("ی", "ي"), ("ک", "ك"), ("آ", "ا"), ("أ", "ا"), ("ا", "آ"), ("ه", "ة")),
}
"""Letters for which another is written as well: at the start of a name where that is a form of alif, else anywhere."""
ALIFS = frozenset("اأإآ")


class Form(NamedTuple):
    """A plain form of a name.

    Attributes
    ----------
    case
        What its ending told.
    cut
        How many letters before it belong to another word.
    is_as_written
        Whether nothing had to be cut off or changed.
    """

    name: str
    case: str
    cut: int = 0
    is_as_written: bool = True


@lru_cache(maxsize=65_536)
def forms_of(word: str, code: str, suffix: str = "") -> tuple[Form, ...]:
    """Return the plain forms that a word may have, as it stands first.

    Parameters
    ----------
    word
        As written.
    code
        The language.
    suffix
        What follows its apostrophe, where the language writes one.

    Examples
    --------
    >>> [(form.name, form.case) for form in forms_of("ბაქოდან", "ka")]
    [('ბაქოდან', ''), ('ბაქო', 'from')]
    >>> [(form.name, form.case) for form in forms_of("Bakü", "tr", "den")]
    [('Bakü', 'from')]
    """
    if suffix:
        case = next((ending.case for ending in endings_of(code) if ending.ending == suffix), "")
        return (Form(word, case),)
    found = [Form(rest, "", cut) for cut, rest in without_prefix(word, code)]
    if code == "ar":  # ل and ال are written لل
        found += [form._replace(name="ال" + form.name[1:]) for form in found if form.cut and form.name[0] == "ل"]
    found += [*_uninflected(word, code)]
    for form in tuple(found):
        found += [form._replace(name=name, is_as_written=False) for name in _respelled(form.name, code)]
    return tuple(dict.fromkeys(found))


def _uninflected(word: str, code: str) -> Iterator[Form]:
    for ending in endings_of(code):
        stem = word[: len(word) - len(ending.ending)] if ending.ending else word
        if len(stem) >= SHORTEST and word.endswith(ending.ending):
            yield Form(stem + ending.plain, ending.case, is_as_written=False)


def _respelled(name: str, code: str) -> Iterator[str]:
    for letter, other in LETTERS.get(code, ()):
        if letter in ALIFS and other in ALIFS:
            if name.startswith(letter):
                yield other + name[1:]
            elif name.startswith("ال" + letter):
                yield "ال" + other + name[3:]
        elif letter in name:
            yield name.replace(letter, other)


def forms_of_words(words: Sequence[Word], code: str, between: Sequence[str]) -> tuple[Form, ...]:
    """Return the plain forms that a name of several words may have.

    Parameters
    ----------
    words
        The words of the name.
    code
        The language.
    between
        What stands between each of them and the next.
    """
    if len(words) == 1:
        return forms_of(words[0].text, code, words[0].suffix)
    last = forms_of(words[-1].text, code, words[-1].suffix)
    if code in AGREEING:
        choices = [forms_of(word.text, code) for word in words[:-1]]
    else:
        choices = [tuple(f for f in forms_of(words[0].text, code) if f.cut or f.is_as_written)]
        choices += [(Form(word.text, ""),) for word in words[1:-1]]
    found = []
    for parts in islice(product(*choices, last), MOST * MOST):
        name = "".join(part.name + gap for part, gap in zip(parts, [*between, ""], strict=True))
        plainly = all(part.is_as_written for part in parts)
        found.append(Form(name, parts[-1].case, parts[0].cut, plainly))
    return tuple(dict.fromkeys(found))
