"""Clues that a toponym stands for people or a government, not for the place.

"In Baku" is a place; "Baku merely provides" is Azerbaijan's government, and so is the Washington of "talks with
Washington". The clues are local: the preposition or verb before the name and what governs it, what the name possesses
or modifies, the verb after it; and what its sentence is about, for a country that plays football is a team.
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
TOPICS = frozenset({"sport", "politics", "war", "acting", "placing", "motion"})
"""Classes of words that tell what a sentence is about."""
GOVERNING_TOPICS = frozenset({"sport", "politics", "war"})
LOOK_BACK = 4
LOOK_AHEAD = 4
PHRASE_WORDS = 5
VERB_REACH = 2
STATES = frozenset({"country", "capital"})  # what a government goes by
NEAR_WORDS = 3
SENTENCE_REACH = 25


def role_clues(candidate: Candidate, tokens: Tokens) -> list[str]:
    """Give the clues for an associative reading of a candidate.

    Returns
    -------
    Strings such as ``"governed by:in"``, each once; each has a weight in ``geo/data/role-weights.tsv``.
    """
    kind = candidate.known.role_kind
    first, last = candidate.first, candidate.last
    clues = ["bias", f"kind:{kind}", f"words:{min(2, last - first)}"]
    governor, distance = _governor(first, tokens)
    after = list(_after(last, tokens, kind))
    clues += _before(first, tokens, kind, governor, distance)
    clues += after
    clues += _subject(candidate, tokens, kind)
    if _opens_sentence(first, tokens):
        clues.append("first word")
        clues += [f"first word, {clue}" for clue in after]
    clues += _around(first - distance, tokens, governor)
    clues += _phrase_after(last, tokens)
    clues += _topics(candidate, tokens, governor)
    clues += _neighbours(candidate, tokens)
    return list(dict.fromkeys(clues))


def _subject(candidate: Candidate, tokens: Tokens, kind: str) -> Iterator[str]:
    """Look for a verb after a name that opens its clause."""
    first, last = candidate.first, candidate.last
    if not _opens_sentence(first, tokens) and tokens.word(first - 1) not in CLAUSE_OPENERS:
        return
    following, is_word = tokens.word(last), tokens.shape(last) == "l"
    if "speech" in classes_of(following):
        verb = "of speech"
    elif following in AUXILIARIES:
        verb = "auxiliary"
        if any(word.endswith(("ed", "ing")) for word in _next_words(last + 1, tokens, VERB_REACH)):
            yield "subject of an auxiliary and a verb"
            yield f"subject of an auxiliary and a verb, {'state' if kind in STATES else 'other'}"
    elif is_word and following.endswith("s") and not following.endswith("ss"):
        verb = "in -s"
    elif is_word and following.endswith("ed"):
        verb = "in -ed"
    else:
        return
    yield f"subject of a verb {verb}"
    yield f"subject of a verb {verb}, {kind}"


def _opens_sentence(first: int, tokens: Tokens) -> bool:
    """Tell whether a name begins its sentence, perhaps after an adverb: "Clearly, Baku"."""
    if tokens.begins[first]:
        return True
    return (
        first > 1
        and tokens.word(first - 1) == ","
        and bool(tokens.begins[first - 2] and tokens.word(first - 2).endswith(ADVERBS_END))
    )


def _before(first: int, tokens: Tokens, kind: str, governor: str, distance: int) -> Iterator[str]:
    word = tokens.word(first - 1)
    yield f"before:{_plain(first - 1, tokens)}"
    if not _opens_sentence(first, tokens):
        yield f"before 2:{_plain(first - 2, tokens)} {_plain(first - 1, tokens)}"
    yield from (f"before is:{c}" for c in classes_of(word))
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


def _around(governing: int, tokens: Tokens, governor: str) -> Iterator[str]:
    """Say what classes the words before the governing word have: "talks with", "the coast of"."""
    for class_ in classes_of(tokens.word(governing - 1)):
        yield f"governor of governor is:{class_}"
        yield f"governor of governor is:{class_} {governor}"
    for index in range(governing - NEAR_WORDS, governing):
        yield from (f"near before:{class_}" for class_ in classes_of(tokens.word(index)))


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


def _phrase_after(last: int, tokens: Tokens) -> Iterator[str]:
    """Say what the words that follow are, up to a preposition or a mark: what a name possesses, modifies or does."""
    owns = tokens.shape(last) == "'"
    how, at = ("possesses", last + 1) if owns else ("followed by", last)
    words = []
    for index in range(at, min(at + PHRASE_WORDS, len(tokens))):
        word = tokens.lowers[index]
        if tokens.shapes[index] not in "lCU" or tokens.begins[index] or word in PREPOSITIONS:
            break
        words.append(word)
    yield f"{how} phrase of {len(words)}"
    if words:
        yield f"{how}, at last:{words[-1]}"
        yield from (f"{how}, at last is:{class_}" for class_ in classes_of(words[-1]))
        yield from (f"{how}, is:{class_}" for word in words for class_ in classes_of(word))


def _topics(candidate: Candidate, tokens: Tokens, governor: str) -> Iterator[str]:
    """Say what the sentence is about."""
    first, last = candidate.first, candidate.last
    while first > 0 and not tokens.begins[first] and candidate.first - first < SENTENCE_REACH:
        first -= 1
    while last < len(tokens) and not tokens.begins[last] and last - candidate.last < SENTENCE_REACH:
        last += 1
    found = {class_ for word in set(tokens.lowers[first:last]) for class_ in classes_of(word)}
    for topic in sorted(found & TOPICS):
        yield f"about:{topic}"
        if topic in GOVERNING_TOPICS:
            yield f"about:{topic} {governor}"


def _neighbours(candidate: Candidate, tokens: Tokens) -> Iterator[str]:
    before, after = tokens.shape(candidate.first - 1), tokens.shape(candidate.last)
    yield f"capitals beside:{before in 'CU'} {after in 'CU'}"
    if after == ",":
        yield f"comma after, then:{tokens.shape(candidate.last + 1)}"
    if before == ",":
        yield f"comma before, after:{tokens.shape(candidate.first - 2)}"
    if before == "(":
        yield "in brackets"


def _plain(index: int, tokens: Tokens) -> str:
    """Give a word as a clue: itself in lower case, its shape where it is a name or a number."""
    shape = tokens.shape(index)
    return tokens.word(index) if shape not in "CUd" else f"<{shape}>"
