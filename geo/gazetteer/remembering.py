"""Answers that are kept with the gazetteer they came from, and go with it."""

from __future__ import annotations

from functools import lru_cache, wraps
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar, cast
from weakref import WeakKeyDictionary, ref

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["remembered"]

Given = ParamSpec("Given")
Answer = TypeVar("Answer")


def remembered(size: int) -> Callable[[Callable[Given, Answer]], Callable[Given, Answer]]:
    """Keep the latest answers of a function whose last parameter is a gazetteer.

    A cache of the function would keep every gazetteer that was ever asked, with all that it remembers of names; some
    megabytes each, and whoever brings places of their own opens one for each article.

    Parameters
    ----------
    size
        How many answers are kept for each gazetteer.

    Examples
    --------
    >>> from geo.gazetteer import Gazetteer
    >>> @remembered(100)
    ... def records(name, gazetteer):
    ...     return len(gazetteer.lookup(name))
    >>> records("Poti", Gazetteer.open()) > 0
    True
    """

    def decorate(function: Callable[Given, Answer]) -> Callable[Given, Answer]:
        kept: WeakKeyDictionary[Any, Callable[..., Answer]] = WeakKeyDictionary()

        @wraps(function)
        def asked(*given: Any) -> Answer:
            *words, gazetteer = given
            own = kept.get(gazetteer)
            if own is None:
                own = kept[gazetteer] = _own(function, ref(gazetteer), size)
            return own(*words)

        return cast("Callable[Given, Answer]", asked)

    return decorate


def _own(function: Callable[..., Answer], alive: ref[Any], size: int) -> Callable[..., Answer]:
    """Return what asks a function of one gazetteer, and holds it no longer than others do."""

    @lru_cache(size)
    def answer(*words: Any) -> Answer:
        return function(*words, alive())

    return answer
