"""Clues that a toponym stands for people or a government, not for the place.

"In Baku" is a place; "Baku merely provides" is Azerbaijan's government, and so is the Washington of "talks with
Washington". The clues are local: the preposition or verb beside the name, what it possesses, what it modifies.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.recognition.lexicon import classes_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geo.recognition.candidates import Candidate
    from geo.recognition.tokens import Tokens

__all__ = ["role_clues"]

DETERMINERS = frozenset({
    "the", "a", "an", "both", "all", "its", "their", "his", "her", "this", "that",
})  # fmt: skip
ADVERBS_END = "ly"
PREPOSITIONS = frozenset({
    "in", "at", "near", "from", "to", "into", "across", "through", "via", "around", "outside", "inside", "toward",
    "towards", "off", "within", "throughout", "beyond", "along", "onto", "between", "of", "with", "against", "by",
    "for", "on", "over", "under", "among", "about", "after", "before", "during", "since", "like", "as", "than",
    "and", "or", "but", "versus", "vs",
})  # fmt: skip
CLAUSE_OPENERS = frozenset(
    {"that", "but", "while", "as", "if", "when", "because", "which", "and", "whether", ",", "“", '"'}
)
AUXILIARIES = frozenset({
    "has", "have", "had", "is", "was", "will", "would", "can", "could", "may", "might", "must", "should", "does",
    "did",
})  # fmt: skip
LOOK_BACK = 4
LOOK_AHEAD = 4


def role_clues(candidate: Candidate, tokens: Tokens) -> list[str]:
    """Give the clues for an associative reading of a candidate.

    Returns
    -------
    Strings such as ``"governed by:in"``; each has a weight in ``geo/data/role-weights.tsv``.
    """
    kind = candidate.known.role_kind
    clues = ["bias", f"kind:{kind}", f"words:{min(2, candidate.last - candidate.first)}"]
    clues += _before(candidate.first, tokens, kind)
    clues += _after(candidate.last, tokens, kind)
    begins = tokens.begins[candidate.first]
    if begins or tokens.word(candidate.first - 1) in CLAUSE_OPENERS:
        following = tokens.word(candidate.last)
        if "speech" in classes_of(following):
            clues += ["subject of a verb of speech", f"subject of a verb of speech, {kind}"]
        elif following in AUXILIARIES:
            clues += ["subject of an auxiliary", f"subject of an auxiliary, {kind}"]
        elif tokens.shape(candidate.last) == "l" and following.endswith("s") and not following.endswith("ss"):
            clues += ["subject of a verb in -s", f"subject of a verb in -s, {kind}"]
        elif tokens.shape(candidate.last) == "l" and following.endswith("ed"):
            clues += ["subject of a verb in -ed", f"subject of a verb in -ed, {kind}"]
    if begins:
        clues.append("first word")
        clues += [f"first word, {clue}" for clue in _after(candidate.last, tokens, kind)]
    return clues


def _before(first: int, tokens: Tokens, kind: str) -> Iterator[str]:
    word = tokens.word(first - 1)
    yield f"before:{_plain(first - 1, tokens)}"
    yield f"before 2:{_plain(first - 2, tokens)} {_plain(first - 1, tokens)}"
    yield from (f"before is:{c}" for c in classes_of(word))
    governor, distance = _governor(first, tokens)
    yield f"governed by:{governor}"
    yield f"governed by:{governor} {kind}"
    yield f"governor of governor:{_plain(first - distance - 1, tokens)} {governor}"
    if governor in {"and", "or", ","}:
        outer, _ = _governor(first - distance, tokens)
        yield f"listed after:{outer}"
    yield f"ending before:{word[-3:]}" if tokens.shape(first - 1) == "l" and len(word) > 4 else "no ending before"  # noqa: PLR2004


def _governor(first: int, tokens: Tokens) -> tuple[str, int]:
    """Go back over determiners, adjectives and capitals to the word that governs the name; how far it was."""
    for distance in range(1, LOOK_BACK + 1):
        word, shape = tokens.word(first - distance), tokens.shape(first - distance)
        if word in PREPOSITIONS or shape not in "lCU'":
            return word, distance
        if shape == "l" and word not in DETERMINERS and "compass" not in classes_of(word):
            return (f"-{word[-2:]}" if len(word) > 3 else word), distance  # noqa: PLR2004
    return "none", LOOK_BACK


def _after(last: int, tokens: Tokens, kind: str) -> Iterator[str]:
    at = last
    if tokens.shape(at) == "'":
        yield "possesses"
        yield f"possesses, {kind}"
        at += 1
        for word in _next_words(at, tokens, LOOK_AHEAD):
            yield f"possesses:{word}"
        return
    word, shape = tokens.word(at), tokens.shape(at)
    yield f"after:{_plain(at, tokens)}"
    yield f"after:{_plain(at, tokens)} {kind}"
    yield f"after 2:{_plain(at, tokens)} {_plain(at + 1, tokens)}"
    yield from (f"after is:{c}" for c in classes_of(word) if c != "speech")  # speakers are looked at with their clause
    if shape == "l" and word.endswith(ADVERBS_END):
        at += 1
        word, shape = tokens.word(at), tokens.shape(at)
        yield "adverb after"
    if shape == "l":
        yield f"ending after:{word[-2:]}"
        yield f"ending after:{word[-2:]} {kind}"
        yield f"ending after:{word[-3:]}"
        yield f"verb or noun after:{word}"
    yield f"shapes after:{tokens.shape(at)}{tokens.shape(at + 1)}"


def _next_words(at: int, tokens: Tokens, most: int) -> Iterator[str]:
    for index in range(at, at + most):
        if tokens.shape(index) not in "lCU":
            return
        yield tokens.word(index)


def _plain(index: int, tokens: Tokens) -> str:
    """Give a word as a clue: itself in lower case, its shape where it is a name or a number."""
    shape = tokens.shape(index)
    return tokens.word(index) if shape not in "CUd" else f"<{shape}>"
