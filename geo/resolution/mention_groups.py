"""Group the mentions of a text by the name they use, with what the words beside them say of it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo.gazetteer import fold
from geo.resolution.qualifiers import Binding, Container, bindings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from geo.gazetteer import Gazetteer
    from geo.model import Mention

__all__ = ["Container", "Name", "hints_of", "names_of"]

SHORTEST_HINT = 4
REGION_WORD = re.compile(r" (region|province|oblast|district|governorate|state|county)\b(?! of| cap)")
CAPITALISED = re.compile(r"[A-Z][\w.’'-]*(?: [A-Z][\w.’'-]*)*")
WORD = re.compile(r"[\w-]+")

FREE = Binding()


@dataclass(frozen=True, slots=True)
class Name:
    """All mentions of one name in one sense.

    Attributes
    ----------
    starts
        Where it stands in the text.
    containers
        What stands after a comma ("Tbilisi, Georgia") or a preposition ("Batumi in Georgia").
    cues
        Kinds that the words beside it suggest ("the port of", "province").
    binding
        What the words beside it allow it to be.

    A name without mentions is no toponym of the text, but a word inside another name that tells where the text plays:
    the Ohio of "Ohio State University".
    """

    text: str
    mentions: tuple[Mention, ...]
    starts: tuple[int, ...]
    containers: frozenset[Container] = frozenset()
    cues: frozenset[str] = frozenset()
    binding: Binding = FREE


def names_of(text: str, mentions: Sequence[Mention], gazetteer: Gazetteer) -> list[Name]:
    """Group mentions by name.

    Parameters
    ----------
    text
        The article.
    mentions
        As recognised; demonyms are passed over.
    gazetteer
        Knows which words after a comma are countries and regions.

    Returns
    -------
    Names in the order of their first mention. All mentions of a name mean one thing (one sense per discourse), unless
    the text itself tells two apart: "Springfield, Ill., and Springfield, Mass."
    """
    groups: dict[str, list[Mention]] = defaultdict(list)
    for mention in mentions:
        if not mention.is_demonym:
            groups[fold(_full_name(text, mention, gazetteer))].append(mention)
    bound = bindings(text, mentions, gazetteer)
    names = []
    for group in groups.values():
        for binding, members in _senses(group, bound).items():
            containers = frozenset({binding.within} if binding.within else ())
            cues = frozenset(cue for mention in members for cue in _cues(text, mention))
            starts = tuple(mention.start for mention in members)
            full = _full_name(text, members[0], gazetteer)
            names.append(Name(full, tuple(members), starts, containers, cues, binding))
    return sorted(names, key=lambda name: name.starts[0])


def _full_name(text: str, mention: Mention, gazetteer: Gazetteer) -> str:
    """Return a mention's name with the small word after it that makes it a region: "the Almaty region"."""
    after = REGION_WORD.match(text, mention.end)
    if after is None:
        return mention.name
    name = f"{mention.name} {after[1].capitalize()}"
    return name if any(match.record.kind == "region" for match in gazetteer.lookup(name)) else mention.name


def _senses(group: Sequence[Mention], bound: Mapping[int, Binding]) -> dict[Binding, list[Mention]]:
    """Divide the mentions of a name by what binds them.

    A mention without words of its own goes with the one bound before it: who has said "Athens, Ohio" once goes on with
    Athens. One that stands before all is free, for nobody has said anything yet.
    """
    senses: dict[Binding, list[Mention]] = {}
    current = FREE
    for mention in group:
        current = bound.get(mention.start, current)
        senses.setdefault(current, []).append(mention)
    return senses


def hints_of(text: str, mentions: Sequence[Mention], says_where: Callable[[str], bool]) -> list[Name]:
    """Find words outside all mentions that tell where a text plays.

    Parameters
    ----------
    text
        The article.
    mentions
        As recognised, in reading order, demonyms among them.
    says_where
        Tells whether a word or two could name a country or a first-order region.

    Returns
    -------
    Names without mentions, in the order of the text.
    """
    starts = [mention.start for mention in mentions]
    found: dict[str, list[int]] = {}
    for run in CAPITALISED.finditer(text):
        before = bisect_right(starts, run.start()) - 1
        if before >= 0 and run.start() < mentions[before].end:
            continue
        words = list(WORD.finditer(run[0]))
        for first, word in enumerate(words):
            for last in (first + 1, first):
                phrase = run[0][word.start() : words[last].end()] if last < len(words) else ""
                if len(phrase) >= SHORTEST_HINT and says_where(phrase):
                    found.setdefault(phrase, []).append(run.start() + word.start())
                    break
    return [Name(phrase, (), tuple(at)) for phrase, at in found.items()]


CUE_WORDS: Mapping[str, str] = {
    "port": "port", "harbour": "port", "harbor": "port", "seaport": "port", "airport": "airport", "river": "river",
    "rivers": "river",
    "province": "region", "state": "region", "region": "region", "oblast": "region", "governorate": "region",
    "county": "county", "parish": "county", "district": "county",
    "city": "city", "town": "city", "village": "city", "capital": "city", "suburb": "city", "mayor": "city",
    "sea": "sea", "strait": "strait", "republic": "country", "country": "country", "kingdom": "country",
}  # fmt: skip


def _cues(text: str, mention: Mention) -> Iterator[str]:
    before = text[max(0, mention.start - 30) : mention.start].lower().split()
    after = text[mention.end : mention.end + 20].lower().split()
    if before[-1:] == ["of"]:
        before = before[:-1]
    for word in (*before[-1:], *after[:1]):
        kind = CUE_WORDS.get(word.strip(",.()"))
        if kind:
            yield kind
