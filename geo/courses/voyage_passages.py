"""Which way a voyage goes round: what it must pass and must avoid, and how a corridor says so."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from geo.errors import TracingError
from geo.tracing.passages import crosses, load_passages, passage, with_passages

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.courses.waypoints import Stretch
    from geo.model import Leg
    from geo.tracing import Routing

__all__ = ["NO_TURNS", "Turns", "check_avoided", "is_passage", "turned"]


@dataclass(frozen=True, slots=True)
class Turns:
    """Passages by any of their names: those a voyage must pass, and those it must avoid."""

    via: tuple[str, ...] = ()
    avoid: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.via or self.avoid)

    def beside(self, names: Sequence[str]) -> Turns:
        """Return these without what is passed and named already."""
        named = {passage(name).id for name in names if is_passage(name)}
        return Turns(tuple(name for name in self.via if passage(name).id not in named), self.avoid)

    @property
    def words(self) -> str:
        """Say which way, as part of a name.

        Examples
        --------
        >>> Turns(("good hope",), ("suez",)).words
        'via Cape of Good Hope, avoiding Suez Canal'
        """
        via, avoid = ([passage(name).name for name in names] for names in (self.via, self.avoid))
        said = [f"via {' and '.join(via)}"] if via else []
        return ", ".join([*said, f"avoiding {' and '.join(avoid)}"] if avoid else said)


NO_TURNS = Turns()


def is_passage(name: str) -> bool:
    """Tell whether a name is that of a passage.

    Examples
    --------
    >>> is_passage("Cape Horn"), is_passage("Poti")
    (True, False)
    """
    try:
        passage(name)
    except TracingError:
        return False
    return True


def turned(stretches: Sequence[Stretch], turns: Turns, routing: Routing) -> tuple[tuple[Stretch, ...], Routing]:
    """Lead the voyages of a course through what it must pass, and shut what it must avoid.

    Parameters
    ----------
    stretches
        A course; what is not by sea stays as it is.
    turns
        What is passed and avoided.
    routing
        What lines are traced with.

    Returns
    -------
    The course and the routing to trace it with.

    Raises
    ------
    TracingError
        If a name is no passage's, one is both passed and avoided, or nothing of the course goes by sea.
    """
    if not turns:
        return tuple(stretches), routing
    if all(each.mode != "sea" for each in stretches):
        known = ", ".join(each.name for each in load_passages())
        raise TracingError(f"passages are for ships, and this way is by {stretches[0].mode}; they are {known}")
    northern = any(passage(name).id == "northern-sea-route" for name in turns.via)
    done = []
    for each in stretches:
        if each.mode == "sea":
            ways, _ = with_passages(each.waypoints, turns.via, avoid=turns.avoid)
            done.append(replace(each, waypoints=ways, bends=() if len(ways) > len(each.waypoints) else each.bends))
        else:
            done.append(each)
    return tuple(done), replace(routing, northern=routing.northern or northern, avoid=(*routing.avoid, *turns.avoid))


def check_avoided(legs: Sequence[Leg], turns: Turns) -> None:
    """Refuse a line that goes through what it must avoid, or straight over land for want of another way.

    Raises
    ------
    TracingError
        That names both places and all that is avoided.
    """
    shut = [passage(name) for name in turns.avoid]
    for leg in legs:
        if (
            leg.mode == "sea"
            and shut
            and (leg.precision == "straight" or any(crosses(leg.line, each) for each in shut))
        ):
            asked = " and ".join(each.name for each in shut)
            raise TracingError(f"no way by sea from {leg.start} to {leg.end} that avoids {asked}")
