"""Clues that a toponym stands for people or a government, not for the place.

"In Baku" is a place; "Baku merely provides" is Azerbaijan's government, and so is the Washington of "talks with
Washington". The clues are local: the preposition or verb before the name and what governs it, what the name possesses
or modifies, the verb after it; the plain words on both sides; and what its sentence is about, for a country that plays
football is a team. A name in a list goes by what stands around the whole list.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from geo.recognition.lexicon import KEPT, role_classes_of
from geo.recognition.lists import list_around

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geo.recognition.gazetteer_matches import Candidate
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
HELPING = AUXILIARIES | {
    "also", "not", "never", "now", "still", "already", "then", "merely", "only", "be", "been", "being", "to", "again",
    "even", "just",
}  # fmt: skip
BEING = frozenset({"is", "was", "be", "been", "being"})
LYING = frozenset({
    "lies", "lie", "lay", "sits", "stands", "borders", "has", "had", "is", "was", "were", "are", "remains", "remained",
    "saw", "boasts", "contains", "houses", "hosts", "hosted", "covers",
})  # fmt: skip
LONGEST_ASIDE = 6
ASIDES = frozenset({"for", "in", "on", "by", "however", "meanwhile", "though", "too", "at", "as", "with", "despite"})
LOOK_BACK = 4
LOOK_AHEAD = 4
PHRASE_WORDS = 5
VERB_REACH = 2
STATES = frozenset({"country", "capital"})  # what a government goes by
NEAR_WORDS = 3
WORDS_REACH = 7
SENTENCE_REACH = 25


def role_clues(candidate: Candidate, tokens: Tokens) -> list[str]:
    """Give the clues for an associative reading of a candidate.

    Returns
    -------
    Strings such as ``"governed by:in"``, each once; each has a weight in ``geo/data/role-weights.tsv``.
    """
    kind = candidate.known.role_kind
    first, last = list_around(candidate.first, candidate.last, tokens)
    opens = _opens_sentence(first, tokens)
    edge = first - 2 if opens and not tokens.begins[first] else first  # over the adverb of "Clearly, Baku"
    clues = ["bias", f"kind:{kind}", f"words:{min(2, last - first)}"]
    if (first, last) != (candidate.first, candidate.last):
        clues += ["in a list", f"in a list, first: {first == candidate.first}"]
    governor, distance = _governor(edge, tokens)
    resumed = _over_aside(last, tokens)
    after = list(_after(resumed, tokens, kind))
    clues += _before(edge, tokens, kind, governor, distance)
    clues += after
    clues += _subject(first, resumed, tokens, kind)
    if opens:
        clues.append("first word")
        clues += [f"first word, {clue}" for clue in after]
    clues += _around(edge - distance, tokens, governor)
    clues += _phrase_after(resumed, tokens)
    clues += _topics(first, last, tokens, governor)
    clues += _neighbours(edge, last, tokens)
    clues += _words_around(first, last, tokens)
    return list(dict.fromkeys(clues))


def _over_aside(last: int, tokens: Tokens) -> int:
    """Return where the sentence goes on after a name and perhaps an aside: "Baku, for its part, has promoted"."""
    if tokens.shape(last) != "," or tokens.word(last + 1) not in ASIDES:
        return last
    end = last + 1
    while tokens.shape(end) == "l" and end <= last + LONGEST_ASIDE:
        end += 1
    return end + 1 if tokens.shape(end) == "," and tokens.shape(end + 1) == "l" else last


def _deed(last: int, tokens: Tokens, kind: str, *, opens: bool) -> Iterator[str]:
    """Look for the verb of a name over helping verbs and adverbs: "Baku has also promoted"."""
    at = last
    words: list[str] = []
    while len(words) < LOOK_AHEAD and tokens.shape(at) == "l":
        words.append(tokens.word(at))
        at += 1
    helping = [word for word in words if word in HELPING]
    verb = next((word for word in words if word not in HELPING and not word.endswith(ADVERBS_END)), "")
    if "deed" in role_classes_of(verb):
        yield "does a deed"
        yield f"does a deed, opens its clause: {opens}"
        yield f"does a deed, {kind}"
    if "be" in helping or "been" in helping or (helping and helping[-1] in BEING and verb.endswith("ed")):
        yield "is done to"
    if words and words[0] in LYING:
        yield f"lies, opens its clause: {opens}"


def _subject(first: int, last: int, tokens: Tokens, kind: str) -> Iterator[str]:
    """Look for a verb after a name that opens its clause."""
    opens = _opens_sentence(first, tokens) or tokens.word(first - 1) in CLAUSE_OPENERS
    yield from _deed(last, tokens, kind, opens=opens)
    if not opens:
        return
    following, is_word = tokens.word(last), tokens.shape(last) == "l"
    if "speech" in role_classes_of(following):
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
    if not tokens.begins[first]:
        yield f"before 2:{_plain(first - 2, tokens)} {_plain(first - 1, tokens)}"
    yield from (f"before is:{c}" for c in role_classes_of(word))
    yield f"governed by:{governor}"
    yield f"governed by:{governor} {kind}"
    yield f"governor of governor:{_plain(first - distance - 1, tokens)} {governor}"
    if governor in {"and", "or", ","}:
        outer, _ = _governor(first - distance, tokens)
        yield f"listed after:{outer}"
    yield f"ending before:{word[-3:]}" if tokens.shape(first - 1) == "l" and len(word) > 4 else "no ending before"


def _governor(first: int, tokens: Tokens) -> tuple[str, int]:
    """Go back over determiners, adjectives and capitals to the word that governs the name; how far it was."""
    for distance in range(1, LOOK_BACK + 1):
        word, shape = tokens.word(first - distance), tokens.shape(first - distance)
        if word in PREPOSITIONS or shape not in "lCU'":
            return word, distance
        if shape == "l" and word not in DETERMINERS and "compass" not in role_classes_of(word):
            return (f"-{word[-2:]}" if len(word) > 3 else word), distance
    return "none", LOOK_BACK


def _around(governing: int, tokens: Tokens, governor: str) -> Iterator[str]:
    """Say what classes the words before the governing word have: "talks with", "the coast of"."""
    for class_ in role_classes_of(tokens.word(governing - 1)):
        yield f"governor of governor is:{class_}"
        yield f"governor of governor is:{class_} {governor}"
    for index in range(governing - NEAR_WORDS, governing):
        for class_ in role_classes_of(tokens.word(index)):
            yield f"near before:{class_}"
            yield f"near before:{class_} {governor}"


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
    yield from (
        f"after is:{c}" for c in role_classes_of(word) if c != "speech"
    )  # speakers are looked at with their clause
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
        yield from (f"{how}, at last is:{class_}" for class_ in role_classes_of(words[-1]))
        yield from (f"{how}, is:{class_}" for word in words for class_ in role_classes_of(word))


@lru_cache(maxsize=KEPT)
def _topics_of(word: str) -> frozenset[str]:
    return TOPICS.intersection(role_classes_of(word))


def _topics(begin: int, end: int, tokens: Tokens, governor: str) -> Iterator[str]:
    """Say what the sentence is about."""
    first, last = begin, end
    while first > 0 and not tokens.begins[first] and begin - first < SENTENCE_REACH:
        first -= 1
    while last < len(tokens) and not tokens.begins[last] and last - end < SENTENCE_REACH:
        last += 1
    for topic in sorted(set().union(*map(_topics_of, set(tokens.lowers[first:last])))):
        yield f"about:{topic}"
        if topic in GOVERNING_TOPICS:
            yield f"about:{topic} {governor}"


def _neighbours(first: int, last: int, tokens: Tokens) -> Iterator[str]:
    before, after = tokens.shape(first - 1), tokens.shape(last)
    yield f"capitals beside:{before in 'CU'} {after in 'CU'}"
    if after == ",":
        yield f"comma after, then:{tokens.shape(last + 1)}"
        end = last + 1
        while tokens.shape(end) in "CU" and end <= last + LOOK_AHEAD:
            end += 1
        if end > last + 1:
            yield f"comma after, a name, then:{_plain(end, tokens)}"
    if before == ",":
        yield f"comma before, then:{after}"
        yield f"comma before, after:{tokens.shape(first - 2)}"
    if before == "(":
        yield "in brackets"


def _words_around(first: int, last: int, tokens: Tokens) -> Iterator[str]:
    """Give the plain words of the sentence near a name, by the side on which they stand."""
    for index in range(first - 1, max(-1, first - 1 - WORDS_REACH), -1):
        if tokens.begins[index + 1]:
            break
        if tokens.shapes[index] == "l":
            yield f"left:{tokens.lowers[index]}"
    for index in range(last, min(last + WORDS_REACH, len(tokens))):
        if tokens.begins[index]:
            break
        if tokens.shapes[index] == "l":
            yield f"right:{tokens.lowers[index]}"


def _plain(index: int, tokens: Tokens) -> str:
    """Give a word as a clue: itself in lower case, its shape where it is a name or a number."""
    shape = tokens.shape(index)
    return tokens.word(index) if shape not in "CUd" else f"<{shape}>"
