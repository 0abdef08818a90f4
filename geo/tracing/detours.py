"""Ways that run more than twice the direct distance: looked at again before they are given up.

Such a way is either the true one, since a mountain, a border or a bay lies between, or the data lack what leads there
directly. The other way to travel tells which: where the road, too, must go round, so must the railway.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.earth import distance_km
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
    The same stretches, or one without a break; and for each pair of places whose way is long what there is to say.
    """
    if all(not isinstance(stretch, str) for stretch in stretches):
        return stretches, {}
    shut = [each for each in closures if mode in each.modes]
    found = find_paths(network, places, names, shut, mode, most_detour=LONGEST)
    if len(found) != 1 or isinstance(found[0], str):
        return stretches, {}
    other: Network | None = None
    said: dict[int, str] = {}
    is_borne_out = True
    for pair, path in enumerate(found[0]):
        ends, direct = places[pair : pair + 2], distance_km(*places[pair : pair + 2])
        if path.km <= MOST_DETOUR * max(direct, distance_km(path.spots[0], path.spots[-1])):
            continue
        other = other or open_other()
        km = _length(other, ends, names[pair : pair + 2], closures, OTHER[mode])
        beside = f"by {OTHER[mode]} it is {km:,.0f} km" if km else f"no {OTHER[mode]} was found to hold it against"
        said[pair] = (
            f"the way by {mode} from {names[pair]} to {names[pair + 1]} is {path.km:,.0f} km, more than twice the "
            f"direct {direct:,.0f} km; {beside}"
        )
        is_borne_out &= km is not None and path.km <= MOST_OF_OTHER * km
    if is_borne_out:
        return list(found), said
    return _with_reasons(stretches, said), {}


def _length(
    network: Network, ends: Sequence[LonLat], names: Sequence[str], closures: Sequence[Closure], mode: str
) -> float | None:
    """Return the length of the way between two places, ``None`` where there is none."""
    found = find_paths(
        network, ends, names, [each for each in closures if mode in each.modes], mode, most_detour=LONGEST
    )
    return None if isinstance(found[0], str) or len(found) > 1 else sum(path.km for path in found[0])


def _with_reasons(stretches: Stretches, said: dict[int, str]) -> Stretches:
    """Put what was found in the place of the reasons why nothing was."""
    done: Stretches = []
    pair = 0
    for stretch in stretches:
        done.append(said.get(pair, stretch) if isinstance(stretch, str) else stretch)
        pair += 1 if isinstance(stretch, str) else len(stretch)
    return done
