"""What speaks for and against a way: the words before, between and after its places, what governs them, rivals.

Each feature is a name that a weight can be learned for. None is a word of content by itself: what counts are classes of
words (:mod:`geo.corridors.way_words`), governors and numbers, so that few texts teach much.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from geo.corridors.modes import cue_mode
from geo.corridors.proposals import FROM, TO, VIA
from geo.corridors.way_words import classes_of, words_of
from geo.gazetteer import fold
from geo.overlap import Overlaps

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from geo.corridors.evidence import Evidence
    from geo.corridors.governors import Place
    from geo.corridors.name_candidates import Name
    from geo.corridors.proposals import Proposal
    from geo.recognition.tokens import Tokens

__all__ = ["Context", "SentenceContext", "join_features", "name_features", "proposal_features"]

PREPOSITIONS = words_of("feature-prepositions")
MARKS = frozenset((",", ";", ":", "(", ")", "–", "—", '"', "and", "who", "which", "where", "while", "but", "said"))
HERE = 12  # words before the first place that are looked at
AFTER = 8
NEAR = 10  # words before and after a name that are looked at
CLOSE = 4  # words between two places that are told one by one
QUOTES = "\"“«‘'"
STRAITS = frozenset({"strait", "mandeb", "hormuz", "malacca", "bosporus", "bosphorus", "dardanelles"})


@dataclass(frozen=True, slots=True)
class Context:
    """What a document says beside its proposals.

    Attributes
    ----------
    actors
        First tokens of places that stand for a government or people.
    named
        Tokens of what may be names of ways.
    votes
        Tokens and places of what the grammar found.
    kind
        Tells a country, a sea, a point by its name.
    counts
        How often the document names each place, the first first.
    """

    tokens: Tokens
    actors: frozenset[int]
    named: tuple[tuple[int, int], ...]
    votes: tuple[tuple[int, int, tuple[str, ...]], ...]
    kind: Callable[[str], str]
    counts: Mapping[str, int]
    where_named: Overlaps = field(init=False, repr=False)
    where_voted: Overlaps = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "where_named", Overlaps(self.named))
        object.__setattr__(self, "where_voted", Overlaps((first, last) for first, last, _ in self.votes))

    def of_sentence(self, places: Sequence[Place], begin: int, end: int, text: str) -> SentenceContext:
        """Return what all proposals of a sentence share."""
        tokens = self.tokens
        classes = [classes_of(tokens.lowers[i]) for i in range(begin, end)]
        cues = [cue_mode(tokens.lowers[i]) for i in range(begin, end)]
        shared = [f"s:{kind}" for kind in frozenset().union(*classes)]
        if not any(cues):
            shared.append("no-cue")
        shared.append(f"places={_bucket(len(places))}")
        if begin == 0 and text[tokens.ends[end - 1] - 1] not in '.!?"”':
            shared.append("title")
        if any(begin <= self.named[number][0] for number in self.where_named.numbers(begin, end)):
            shared.append("named-here")
        elif self.named:
            shared.append("named-else")
        return SentenceContext(self, places, begin, end, classes, cues, shared)


@dataclass(frozen=True, slots=True)
class SentenceContext:
    """What the proposals of one sentence share: the classes of its words, its places, features of the whole."""

    document: Context
    places: Sequence[Place]
    begin: int
    end: int
    classes: Sequence[frozenset[str]]
    cues: Sequence[str | None]
    shared: Sequence[str]

    def around(self, first: int, last: int) -> frozenset[str]:
        """Return the classes of the words between two tokens of the sentence."""
        first, last = max(first, self.begin) - self.begin, min(last, self.end) - self.begin
        return frozenset().union(*self.classes[first:last]) if first < last else frozenset()


def _bucket(number: int) -> str:
    for limit in (0, 1, 2, 3, 5, 8, 12, 20):
        if number <= limit:
            return str(limit)
    return "more"


def proposal_features(proposal: Proposal, sentence: SentenceContext) -> list[str]:
    """Return the names of the features that a proposal has.

    Parameters
    ----------
    proposal
        What is weighed.
    sentence
        Where it stands.
    """
    stops = proposal.stops
    own = [s for s in stops if sentence.begin <= s.first < sentence.end]
    left, right = min(s.first for s in own), max(s.last for s in own)
    found = list(sentence.shared)
    found += _of_stops(proposal, sentence)
    found += _of_anchor(proposal, left, right, sentence)
    found += _of_words(proposal, left, right, sentence)
    found += _of_rivals(proposal, left, right, sentence)
    found += _of_document(proposal, sentence)
    return list(dict.fromkeys(found))


def _of_stops(p: Proposal, sentence: SentenceContext) -> Iterator[str]:
    first, last = p.stops[0], p.stops[-1]
    kind = sentence.document.kind
    roles = f"{first.role}>{last.role}"
    yield f"kind={p.kind}"
    yield f"kind={p.kind},roles={roles}"
    yield f"roles={roles}"
    yield f"first={first.role}"
    yield f"last={last.role}"
    yield f"n={min(len(p.stops), 5)}"
    yield f"kinds={kind(first.name)}>{kind(last.name)}"
    yield f"kindl={kind(last.name)},{last.role}"
    yield f"kindf={kind(first.name)},{first.role}"
    if first.first in sentence.document.actors:
        yield "first-acts"
    if last.first in sentence.document.actors:
        yield "last-acts"
    if first.listed:
        yield "first-listed"
    if last.listed:
        yield "last-listed"
    yield from _of_carried(p, sentence)
    for stop in p.stops[1:-1]:
        yield f"via={stop.role}"
        yield f"viakind={kind(stop.name)}"


def _of_carried(p: Proposal, sentence: SentenceContext) -> Iterator[str]:
    """Yield how far back the end stands that an earlier sentence gives, and how often the text speaks of it."""
    for stop in (p.stops[0], p.stops[-1]):
        if stop.first < sentence.begin:
            yield f"back={_bucket((sentence.begin - stop.first) // CLOSE // 2)}"
            yield f"back={_bucket((sentence.begin - stop.first) // CLOSE // 2)},{stop.role}"
            yield f"carried={sentence.document.kind(stop.name)}"
            yield f"often={min(sentence.document.counts[stop.name], 4)}"
            if stop.name == next(iter(sentence.document.counts)):
                yield "carried-first"


def _of_anchor(p: Proposal, left: int, right: int, sentence: SentenceContext) -> Iterator[str]:
    at = p.anchor
    if at < 0:
        yield "anchor=none"
        return
    tokens = sentence.document.tokens
    first, last = p.stops[0], p.stops[-1]
    where = "before" if at < left else "inside" if at < right else "after"
    yield f"anchor={where}"
    yield f"anchor-word={tokens.word(at)}"
    for kind in classes_of(tokens.word(at)):
        yield f"anchor={kind}"
        yield f"anchor={kind},{where}"
        yield f"anchor={kind},last={last.role}"
        yield f"anchor={kind},first={first.role}"
    if where == "before":
        yield f"gap={_bucket(left - at)}"
        if any(tokens.word(i) in {",", "—", "–", "("} for i in range(at, left)):
            yield "gap-mark"


def _of_words(p: Proposal, left: int, right: int, sentence: SentenceContext) -> Iterator[str]:
    tokens = sentence.document.tokens
    for kind in sentence.around(left - HERE, left):
        yield f"b:{kind}"
    for kind in sentence.around(left, right):
        yield f"m:{kind}"
    for kind in sentence.around(right, right + AFTER):
        yield f"a:{kind}"
    begin = sentence.begin
    if any(sentence.cues[max(0, left - HERE - begin) : right + AFTER - begin]):
        yield "cue"
    first, last = p.stops[0], p.stops[-1]
    between = [tokens.word(i) for i in range(first.last, last.first)] if first.first < last.first else []
    yield f"between={_bucket(len(between))}"
    if len(between) <= CLOSE:
        yield "words=" + " ".join(w if w in PREPOSITIONS or not w.isalnum() else "x" for w in between)
    for mark in MARKS.intersection(between):
        yield f"in:{mark}"
    for stop, where in ((first, "f"), (last, "l")):
        if begin <= stop.first < sentence.end and stop.at > begin:
            yield f"gov-{where}={tokens.word(stop.at)}"
            yield f"before-gov-{where}={tokens.word(stop.at - 1)}"
    before = tokens.word(left - 1)
    yield f"prev={before if before in PREPOSITIONS or not before.isalnum() else 'x'}"


def _of_rivals(p: Proposal, left: int, right: int, sentence: SentenceContext) -> Iterator[str]:
    first, last = p.stops[0], p.stops[-1]
    mine = {s.first for s in p.stops}
    heads = {s.head for s in p.stops}
    others = [q for q in sentence.places if q.first not in mine and not q.aside]
    inside = [q for q in others if left <= q.first < right]
    yield f"left-out={min(len(inside), 3)}"
    for q in inside:
        yield f"left-out={q.role}"
    outside = [q for q in others if not left <= q.first < right]
    for name, roles in (("from", FROM), ("to", TO), ("via", VIA)):
        if any(q.role in roles for q in outside):
            yield f"unused-{name}"
            yield f"unused-{name},{first.role}>{last.role}"
    if first.role not in FROM | {"between"} and any(q.role in FROM and q.last <= last.first for q in others):
        yield "a-from-before"
    listed = sum(1 for q in p.stops if q.listed)
    if listed:
        yield f"listed={min(listed, 3)}"
    if any(q.head in heads for q in others):
        yield "part-of-list"


def _of_document(p: Proposal, sentence: SentenceContext) -> Iterator[str]:
    context = sentence.document
    if context.where_named.meets(p.first, p.last):
        yield "over-named"
    for number in context.where_voted.numbers(p.first, p.last):
        yield "vote-over"
        names = context.votes[number][2]
        if names and {names[0], names[-1]} == {p.names[0], p.names[-1]}:
            yield "vote-ends"
            if names in (p.names, p.names[::-1]):
                yield "vote-whole"


def name_features(uses: Sequence[Name], tokens: Tokens, bounds: Sequence[tuple[int, int]], text: str) -> list[str]:
    """Return the names of the features that a name has, from all places where the document uses it.

    Parameters
    ----------
    uses
        Where it stands, in reading order.
    tokens
        The words of the document.
    bounds
        For each use, where its sentence begins and ends.
    text
        The document.
    """
    found: dict[str, None] = {}
    for number, (name, (begin, end)) in enumerate(zip(uses, bounds, strict=True)):
        for each in (*_of_name(name), *_of_use(name, tokens, begin, end, text)):
            found[each] = None
            if number == 0:
                found[f"1:{each}"] = None
    found[f"uses={min(len(uses), 3)}"] = None
    return list(found)


def _of_name(name: Name) -> Iterator[str]:
    noun = name.noun if name.noun in words_of("name-nouns") else "other"
    yield f"source={name.source}"
    yield f"source={name.source},mode={name.mode}"
    yield f"noun={noun}"
    yield f"noun={noun},{name.source}"
    for kind in classes_of(name.noun):
        yield f"nounkind={kind}"
    yield f"length={min(name.last - name.first, 7)}"
    if name.entry is not None:
        yield f"entry={name.entry.mode}"
    if name.stops:
        yield f"stops={min(len(name.stops), 4)}"


def _plain(word: str) -> str:
    return word if word in PREPOSITIONS or word in {"the", "a", "an", "^", "$"} or not word.isalnum() else "x"


def _of_use(name: Name, tokens: Tokens, begin: int, end: int, text: str) -> Iterator[str]:
    first, last = name.first, name.last
    before = tokens.word(first - 1)
    yield f"before={_plain(before)}"
    if before == "the":
        two = tokens.word(first - 2)
        yield f"before-the={_plain(two)}"
        yield from (f"before-the:{kind}" for kind in classes_of(two))
    yield from (f"before:{kind}" for kind in classes_of(before))
    yield from _of_next(last, tokens)
    if tokens.begins[first]:
        yield "begins"
    if begin == 0:
        yield "in-first-sentence"
        if text[tokens.ends[min(end, len(tokens)) - 1] - 1] not in '.!?"”':
            yield "in-title"
    if before and before in QUOTES:
        yield "quoted"
    yield from _around_name(name, tokens, begin, end)
    own = {tokens.word(i) for i in range(first, last)}
    if any(tokens.shape(i) == "d" for i in range(first, last)):
        yield "digits"
    if own & STRAITS:
        yield "strait"


def _of_next(last: int, tokens: Tokens) -> Iterator[str]:
    after = tokens.word(last)
    yield f"after={_plain(after)}"
    yield from (f"after:{kind}" for kind in classes_of(after))
    if after in words_of("name-not-after"):
        yield "firm-after"
    if after in words_of("verbs-of-firms"):
        yield "firm-verb"
    if tokens.shape(last) in {"C", "U"} and not tokens.begins[last]:
        yield "capital-after"


def _around_name(name: Name, tokens: Tokens, begin: int, end: int) -> Iterator[str]:
    around: set[str] = set()
    near = (*range(max(begin, name.first - NEAR), name.first), *range(name.last, min(end, name.last + NEAR)))
    for i in near:
        around |= classes_of(tokens.word(i))
        mode = cue_mode(tokens.word(i))
        if mode:
            around.add("own-cue" if mode == name.mode else "cue")
    yield from (f"near:{kind}" for kind in around)


ANAPHORS = frozenset({"it", "its", "which", "that", "this"})
DEFINITE = frozenset({"the", "this", "that", "its"})
TELLING = ("which", "from", ",", "between", "that", "(", "by", "and", "to", "with", "is", "has")
BEGINNING = 6  # words of a sentence in which a word that points back stands


def join_features(
    uses: Sequence[Name], proposal: Proposal, gap: int, names: int, ends: float, evidence: Evidence
) -> list[str]:
    """Return what speaks for a telling saying where a named way goes.

    Parameters
    ----------
    uses
        Where the name stands, in reading order.
    proposal
        The telling.
    gap
        Sentences from the nearest use before it.
    names
        How many names the document has.
    ends
        How surely the telling has its ends right.
    evidence
        The document's words and sentences.
    """
    tokens = evidence.tokens
    found = [f"gap={gap}", f"names={min(names, 4)}", f"source={uses[0].source}", f"ends={round(ends * 5)}"]
    found += [f"gap={gap},names={min(names, 3)}", f"mode={uses[0].mode}", f"told={proposal.kind}"]
    before = bisect_left(evidence.begins, proposal.last)
    begin = evidence.begins[before - 1] if before else 0
    first = min((s.first for s in proposal.stops if s.first >= begin), default=proposal.first)
    if gap == 0:
        found += _in_one_sentence(uses, proposal, begin, first, tokens)
    else:
        found += _pointing_back(uses, begin, first, tokens)
    stops = {fold(stop) for use in uses[:1] for stop in use.stops}
    if stops:
        found.append("has-stops")
        if stops & {fold(name) for name in proposal.names}:
            found.append("shares-stop")
    return found


def _first(use: Name) -> int:
    return use.first


def _in_one_sentence(uses: Sequence[Name], proposal: Proposal, begin: int, first: int, tokens: Tokens) -> Iterator[str]:
    before = bisect_left(uses, proposal.last, key=_first)
    if not before or uses[before - 1].first < begin:
        return
    use = uses[before - 1]
    if use.first <= proposal.anchor < use.last:
        yield "anchored"
    if use.last <= first:
        between = [tokens.word(i) for i in range(use.last, first)]
        yield f"after-by={min(len(between) // 3, 5)}"
        for word in TELLING:
            if word in between:
                yield f"between:{word}"
        for word in between:
            for kind in classes_of(word):
                yield f"between:{kind}"
    else:
        yield "name-covers" if use.first < first else "name-later"


def _pointing_back(uses: Sequence[Name], begin: int, first: int, tokens: Tokens) -> Iterator[str]:
    near = [tokens.word(i) for i in range(begin, first)]
    if ANAPHORS.intersection(near[:BEGINNING]):
        yield "anaphor"
    noun = uses[0].noun
    for before, word in zip(["", *near], near, strict=False):
        if before in DEFINITE and any(kind.startswith("way") for kind in classes_of(word)):
            yield "the-way"
            if noun and (word == noun or noun.startswith(word)):
                yield "the-noun"
    if uses[-1].first >= begin:
        yield "named-again"
