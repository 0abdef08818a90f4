"""Ways that run more than twice the direct distance: looked at again before they are given up.

Such a way is either the true one, since a mountain, a border or a bay lies between, or the data lack what leads there
directly. The other way to travel tells which: where the road, too, must go round, so must the railway.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.geodesy import distance_km
from geo.tracing.search import MOST_DETOUR, find_paths

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from geo.model import LonLat
    from geo.tracing.closures import Closure
    from geo.tracing.graph import Network
    from geo.tracing.search import Path

__all__ = ["looked_at_again"]

LONGEST = 3.5  # a way longer than so many times the direct one is not looked at
MOST_OF_OTHER = 1.75  # a way no longer than so many times that of the other mode is the true one
OTHER = {"rail": "road", "road": "rail"}
Stretches = list["list[Path] | str"]


def looked_at_again(
    stretches: Stretches,
    network: Network,
    places: Sequence[LonLat],
    names: Sequence[str],
    closures: Sequence[Closure],
    mode: str,
    *,
    open_other: Callable[[], Network],
) -> tuple[Stretches, dict[int, str]]:
    """Take ways that are more than twice as long as the direct one where the other mode bears them out.

    Parameters
    ----------
    stretches
        What :func:`~geo.tracing.search.find_paths` found, with reasons where it found nothing.
    network, places, names, closures, mode
        As they were given to it, but with the closures of all modes.
    open_other
        Opens the network of the other mode; called only where there is a long way to judge.

    Returns
    -------
    The stretches, with a way wherever the other mode bears it out; and for each pair of places whose way is long what
    there is to say.
    """
    if all(not isinstance(stretch, str) for stretch in stretches):
        return stretches, {}
    shut = [each for each in closures if mode in each.modes]
    ways = _by_pair(find_paths(network, places, names, shut, mode, most_detour=LONGEST))
    other: Network | None = None
    said: dict[int, str] = {}
    true: set[int] = set()
    for pair in _pairs_without(stretches):
        path = ways[pair]
        if path is None:
            continue
        ends, direct = places[pair : pair + 2], distance_km(*places[pair : pair + 2])
        if path.km <= MOST_DETOUR * max(direct, distance_km(path.spots[0], path.spots[-1])):
            true.add(pair)  # it was only that its neighbours were none
            continue
        other = other or open_other()
        km = _length(other, ends, names[pair : pair + 2], closures, OTHER[mode])
        beside = f"by {OTHER[mode]} it is {km:,.0f} km" if km else f"no {OTHER[mode]} was found to hold it against"
        said[pair] = (
            f"the way by {mode} from {names[pair]} to {names[pair + 1]} is {path.km:,.0f} km, more than twice the "
            f"direct {direct:,.0f} km; {beside}"
        )
        if km is not None and path.km <= MOST_OF_OTHER * km:
            true.add(pair)
    if not said:
        return stretches, {}
    if all(pair in true for pair in _pairs_without(stretches)):
        return [[way for way in ways if way is not None]], said
    done: Stretches = []
    pair = 0
    for stretch in stretches:
        path = ways[pair]
        if isinstance(stretch, str):
            done.append([path] if pair in true and path is not None else said.get(pair, stretch))
        else:
            done.append(stretch)
        pair += 1 if isinstance(stretch, str) else len(stretch)
    return done, {pair: words for pair, words in said.items() if pair in true}


def _by_pair(stretches: Stretches) -> list[Path | None]:
    """Return the way between each two places, ``None`` where there is none."""
    ways: list[Path | None] = []
    for stretch in stretches:
        ways += [None] if isinstance(stretch, str) else stretch
    return ways


def _pairs_without(stretches: Stretches) -> list[int]:
    """Return the numbers of the pairs of places between which there is no way."""
    return [pair for pair, way in enumerate(_by_pair(stretches)) if way is None]


def _length(
    network: Network, ends: Sequence[LonLat], names: Sequence[str], closures: Sequence[Closure], mode: str
) -> float | None:
    """Return the length of the way between two places, ``None`` where there is none."""
    found = find_paths(
        network, ends, names, [each for each in closures if mode in each.modes], mode, most_detour=LONGEST
    )
    return None if isinstance(found[0], str) or len(found) > 1 else sum(path.km for path in found[0])
