"""All that a document offers for ways: names and tellings, each with what speaks for and against it."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from geo.corridors.features import Context, name_features, proposal_features
from geo.corridors.governors import governed
from geo.corridors.name_candidates import find_names, is_relation
from geo.corridors.proposals import propose, speaks_of_ways
from geo.corridors.vetoes import is_vetoed
from geo.corridors.way_words import words_of
from geo.gazetteer import Form, fold
from geo.gazetteer.remembering import remembered
from geo.overlap import Overlaps

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from geo.corridors.first_pass import Findings
    from geo.corridors.governors import Place
    from geo.corridors.name_candidates import Name
    from geo.corridors.proposals import Proposal
    from geo.gazetteer import Gazetteer
    from geo.model import Document, Route
    from geo.recognition.tokens import Tokens

__all__ = ["Evidence", "NamedWay", "ToldWay", "gather_evidence", "kind_of"]

CARRIED = 6  # places of the sentences before from which a way may go on
AREAS = ("country", "continent", "sea", "ocean", "strait", "gulf", "canal", "river", "region")


@dataclass(frozen=True, slots=True)
class NamedWay:
    """What may be a name of a way, with all its uses and what speaks for it."""

    uses: tuple[Name, ...]
    features: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ToldWay:
    """A proposal, the sentence it stands in, and what speaks for it."""

    proposal: Proposal
    sentence: int
    features: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """The words of a document, the names and tellings found in it.

    Attributes
    ----------
    bounds
        For each sentence, the tokens where it begins and ends.
    places
        For each sentence, its places with their governors.
    """

    document: Document
    tokens: Tokens
    bounds: tuple[tuple[int, int], ...]
    places: tuple[tuple[Place, ...], ...]
    names: tuple[NamedWay, ...]
    told: tuple[ToldWay, ...]
    votes: tuple[Route, ...] = ()

    begins: tuple[int, ...] = field(init=False, repr=False)
    """Tokens at which sentences begin."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "begins", tuple(begin for begin, _ in self.bounds))


def gather_evidence(
    findings: Findings, gazetteer: Gazetteer, votes: Sequence[Route], actors: Iterable[int]
) -> Evidence:
    """Find every name and telling of a way in a document.

    Parameters
    ----------
    findings
        The words of the document, its places, and what rules and catalogue know of names.
    gazetteer
        Tells kinds of places.
    votes
        What the rules found, which counts as one voice among others.
    actors
        Where places stand (code points) that stand for a government or people.
    """
    document, tokens, bounds = findings.document, findings.tokens, findings.bounds
    text = document.text
    names = find_names(text, tokens, gazetteer, known=findings.named, chains=findings.chains, rows=findings.rows)
    likened = Overlaps(findings.figures)
    names = [name for name in names if not likened.meets(name.first, name.last)]
    named = tuple(_grouped(names, tokens, bounds, document))
    context = Context(
        tokens=tokens,
        actors=frozenset(bisect_left(tokens.starts, start) for start in actors),
        named=tuple((use.first, use.last) for way in named for use in way.uses),
        votes=tuple(
            (bisect_left(tokens.starts, r.mention.start), bisect_left(tokens.starts, r.mention.end), r.waypoints)
            for r in votes
        ),
        kind=lambda name: kind_of(name, gazetteer),
        counts=Counter(span.name for spans in findings.inside for span in spans),
    )
    relations = Overlaps((first, last) for first, last, _ in findings.rows if is_relation(last, tokens))
    told: list[ToldWay] = []
    everywhere: list[tuple[Place, ...]] = []
    carried: list[Place] = []
    of_ways = speaks_of_ways(tokens)
    for number, (begin, end) in enumerate(bounds):
        places = governed(findings.inside[number], tokens, begin)
        everywhere.append(tuple(places))
        proposals = [
            p
            for p in propose(places, tokens, begin, end, carried, of_ways=of_ways)
            if not is_vetoed(p, tokens, begin) and not _is_in_relation(p, relations)
        ]
        if proposals:
            sentence = context.of_sentence(places, begin, end, text)
            told += [ToldWay(p, number, tuple(proposal_features(p, sentence))) for p in proposals]
        carried = ([p for p in places if not p.aside][::-1][: CARRIED - 1] + carried)[:CARRIED]
    return Evidence(document, tokens, bounds, tuple(everywhere), named, tuple(told), tuple(votes))


def _is_in_relation(proposal: Proposal, relations: Overlaps) -> bool:
    """Tell the two towns of "the Beijing–Tokyo chill"."""
    return len(proposal.stops) > 1 and relations.holds(
        min(stop.first for stop in proposal.stops), max(stop.last for stop in proposal.stops)
    )


def _grouped(
    names: Iterable[Name], tokens: Tokens, bounds: Sequence[tuple[int, int]], document: Document
) -> Iterable[NamedWay]:
    """Put all uses of one name together."""
    groups: dict[object, list[Name]] = {}
    aliases: dict[object, object] = {}
    with_word: dict[str, list[object]] = {}
    for name in names:
        key = _key(name, tokens)
        short = _abbreviation(name.last, tokens)
        if short:
            aliases.setdefault(("name", short), key)
            aliases.setdefault(("word", short), key)
        key = aliases.get(key) or aliases.get(("word", tokens.word(name.first))) or _longer(key, with_word) or key
        if key not in groups:
            groups[key] = []
            for word in _words_of_key(key):
                with_word.setdefault(word, []).append(key)
        groups[key].append(name)
    begins = [begin for begin, _ in bounds]
    for uses in groups.values():
        where = [bounds[max(0, bisect_left(begins, use.first + 1) - 1)] for use in uses]
        yield NamedWay(tuple(uses), tuple(name_features(uses, tokens, where, document.text)))


def _abbreviation(last: int, tokens: Tokens) -> str:
    """Return the abbreviation that a name introduces in brackets: "… Economic Corridor (CPEC)"."""
    opened = tokens.word(last) == "(" and tokens.shape(last + 1) == "U"
    return fold(tokens.word(last + 1)) if opened and tokens.word(last + 2) in {")", ","} else ""


def _words_of_key(key: object) -> set[str]:
    return set(str(key[1]).split()) if isinstance(key, tuple) and key[0] == "name" else set()


def _longer(key: object, with_word: Mapping[str, Sequence[object]]) -> object | None:
    """Return the name of which another is a part: "the Middle Corridor" of "the Trans-Caspian Middle Corridor"."""
    words = _words_of_key(key)
    if not isinstance(key, tuple) or not words or " " not in str(key[1]):
        return None
    rarest = min((with_word.get(word, ()) for word in words), key=len)
    return next((other for other in rarest if words < _words_of_key(other)), None)


def _key(name: Name, tokens: Tokens) -> object:
    if name.entry is not None:
        return ("entry", name.entry.id)
    if name.stops:
        stops = tuple(map(fold, name.stops))
        return ("stops", min(stops, stops[::-1]))
    words = [tokens.word(i) for i in range(name.first, name.last)]
    core = [w for w in words if w.isalnum() and w not in words_of("name-nouns") and w not in {"the", "of", "and", "to"}]
    return ("name", " ".join(fold(w) for w in core) or " ".join(words))


@remembered(20_000)
def kind_of(name: str, gazetteer: Gazetteer) -> str:
    """Tell a country, a sea, a region from a point by its name; ``?`` where it is not known."""
    kinds = {m.record.kind for m in gazetteer.lookup(name) if m.form not in (Form.CODE, Form.DEMONYM)}
    for kind in AREAS:
        if kind in kinds:
            return "sea" if kind in {"ocean", "gulf"} else kind
    return "point" if kinds else "?"
