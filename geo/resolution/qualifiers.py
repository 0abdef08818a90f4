"""What the words right beside a mention bind it to: "Valencia, Venezuela", "Decatur (Alabama)", "Batumi in Georgia".

The pair explains itself both ways. The town is one that lies in what is said to hold it, however famous a namesake is;
and the holder is the one in which such a town lies: the Georgia of Tbilisi is the country, that of Atlanta the state.
A binding holds for its own mention and for later ones of the same name, until another is said; never for a neighbour.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from geo.gazetteer import Form
from geo.gazetteer.prominence import weighed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from geo.gazetteer import Gazetteer, Match
    from geo.model import Mention, Record

__all__ = ["Binding", "Container", "bindings"]

REACH = 40  # characters between "Tbilisi," and "Georgia"
WORDS = 3
LONGEST_CODE = 2
REGION_SOURCE = "geonames-regions"
OPENINGS = (", ", " (", " in ")
STATES = frozenset({"US", "CA", "AU"})
"""Where a town is told from its namesakes by the state after a comma, even one that is called like a city."""
OWN_NAMES = frozenset({Form.PRIMARY, Form.ALIAS})
TOWNS = frozenset({"city", "capital"})
LIST_GOES_ON = re.compile(r",? (?:and|or) [A-Z]|, [A-Z]")
FAR_BETTER_KNOWN = 10
LARGE_TOWN = 100_000
FEWEST_PEOPLE = 500

Container = tuple[str, str]
"""Country (ISO 3166-1 alpha-2) and region; the region is ``""`` for a country."""


class Binding(NamedTuple):
    """What a mention is bound to.

    Attributes
    ----------
    within
        It lies in this country or region.
    itself
        It is this country or region.
    """

    within: Container | None = None
    itself: Container | None = None

    def allows(self, record: Record) -> bool:
        """Tell whether a record may be meant under this binding."""
        if self.itself is not None:
            wanted = {"region"} if self.itself[1] else {"country"}
            return record.kind in wanted and (record.country, record.region) == self.itself
        if self.within is not None:
            return _lies_in(record, self.within)
        return True


def bindings(text: str, mentions: Sequence[Mention], gazetteer: Gazetteer) -> dict[int, Binding]:
    """Find what mentions are bound to by the words beside them, by their starts.

    Parameters
    ----------
    text
        The article.
    mentions
        As recognised; demonyms are passed over.
    gazetteer
        Knows which words after a comma are countries and regions, and what lies in them.
    """
    at = {mention.start: mention for mention in mentions}
    found: dict[int, Binding] = {}
    for mention in mentions:
        if mention.is_demonym:
            continue
        own = [m.record for m in gazetteer.lookup(mention.name) if m.form < Form.CODE]
        said = list(_holders(text, mention, gazetteer))
        holders = [
            (_weight(container, own, match), container, offset)
            for offset, words, match, container in said
            if _may_hold(words, match, container, own, gazetteer)
            and not _is_next_in_list(text, mention, offset + len(words), words, container, own, gazetteer)
        ]
        if holders:
            _, container, offset = max(holders)
        elif (elsewhere := _state_without(text, said, own, gazetteer)) is not None:
            offset, container = elsewhere
        else:
            continue
        found[mention.start] = Binding(within=container)
        if offset in at and offset not in found:
            found[offset] = Binding(itself=container)
    return found


def said_after(text: str, mention: Mention) -> Iterator[tuple[int, str]]:
    """Give the runs of capitalised words after a comma, a bracket or "in", each with its offset; shortest first."""
    for opening in OPENINGS:
        if text.startswith(opening, mention.end):
            break
    else:
        return
    start = mention.end + len(opening)
    if text.startswith("the ", start):
        start += len("the ")
    piece = text[start : mention.end + REACH].replace(")", ",").replace(";", ",").partition(",")[0]
    words = piece.split(" ")
    for count in range(1, min(WORDS, len(words)) + 1):
        if not words[count - 1][:1].isupper():
            return
        if len(words[count - 1]) <= LONGEST_CODE and _goes_on(words[count:]):
            continue  # the Al of "Alexandria, Al ‘Arīsh" is no Alabama
        yield start, " ".join(words[:count]).removesuffix("'s").removesuffix("’s").rstrip(".!?:") or words[0]


def _goes_on(words: Sequence[str]) -> bool:
    """Tell whether a run of capitalised words goes on."""
    return bool(words) and words[0].lstrip("‘’ʻʿ'`")[:1].isupper()


def _holders(text: str, mention: Mention, gazetteer: Gazetteer) -> Iterator[tuple[int, str, Match, Container]]:
    for offset, name in said_after(text, mention):
        for asked in dict.fromkeys((name, f"{name}.")):  # "Ky." has its full stop in the gazetteer
            for match in gazetteer.lookup(asked):
                if match.record.kind == "country" and match.form in {Form.PRIMARY, Form.ALIAS}:
                    yield offset, name, match, (match.record.country, "")
                elif match.record.source == REGION_SOURCE:
                    yield offset, name, match, (match.record.country, match.record.region)


def _may_hold(said: str, match: Match, container: Container, own: Sequence[Record], gazetteer: Gazetteer) -> bool:
    """Tell whether "X, Y" says that X lies in Y, and is not two members of a list."""
    inside = [r for r in own if _lies_in(r, container)]
    if not inside:
        return False
    is_state = bool(container[1]) and container[0] in STATES
    if container[1] and any(
        r.source == REGION_SOURCE and r.country == container[0] and r.region != container[1] for r in own
    ):
        return False  # "Texas, Oklahoma and Kansas" are three states
    if any(r.kind == "country" for r in own) and not is_state:
        return any(r.source == REGION_SOURCE for r in inside)  # "Georgia, USA", but "Mali, Guinea" are two countries
    if match.form is Form.CODE:
        return is_state
    if container[1] and not is_state:  # "Tehran, Isfahan and Shiraz" are three towns
        first = weighed(m for m in gazetteer.lookup(said) if m.form < Form.CODE)[0].match.record
        return first.kind == "region"
    return True


def _is_next_in_list(
    text: str,
    mention: Mention,
    end: int,
    words: str,
    container: Container,
    own: Sequence[Record],
    gazetteer: Gazetteer,
) -> bool:
    """Tell two towns of a list from a town and its state: "Boston, New York and Chicago" are three cities."""
    if not text.startswith(", ", mention.end) or LIST_GOES_ON.match(text, end) is None:
        return False
    inside = max((r.population for r in own if _lies_in(r, container)), default=0)
    return _is_town(words, gazetteer) and max(r.population for r in own) > FAR_BETTER_KNOWN * max(inside, FEWEST_PEOPLE)


def _is_town(name: str, gazetteer: Gazetteer) -> bool:
    """Tell whether a state's name is that of a large town, too: New York, Washington."""
    called = (m.record for m in gazetteer.lookup(name) if m.form < Form.CODE)
    return any(record.kind in TOWNS and record.population >= LARGE_TOWN for record in called)


def _state_without(
    text: str, said: Sequence[tuple[int, str, Match, Container]], own: Sequence[Record], gazetteer: Gazetteer
) -> tuple[int, Container] | None:
    """Return the state that surely holds a town of which no record lies there: Conway in Kansas is not Arkansas's."""
    holders = {
        (at, box)
        for at, words, match, box in said
        if match.form in OWN_NAMES
        and (
            words == match.record.name or ". " in words or text[at + len(words) :][:1] == "."
        )  # "the Miss" is no state
        and not _is_town(words, gazetteer)
    }
    if len(holders) != 1 or not own or any(r.kind not in TOWNS for r in own):
        return None
    at, box = holders.pop()
    return (at, box) if box[1] and box[0] in STATES else None


def _weight(container: Container, own: Sequence[Record], match: Match) -> tuple[bool, int, bool]:
    people = max(max(r.population, FEWEST_PEOPLE) for r in own if _lies_in(r, container))
    return match.form in {Form.PRIMARY, Form.ALIAS}, people, not container[1]


def _lies_in(record: Record, container: Container) -> bool:
    country, region = container
    if record.kind in {"country", "continent"} or record.country != country:
        return False
    if not region:
        return True
    return record.region == region and record.source != REGION_SOURCE
