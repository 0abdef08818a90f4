"""From a document to the mentions of places in it, each with its role.

Method
------
Stretches of text around capitals are read by a sequence tagger, a linear-chain conditional random field [1]_ learned
with CRFsuite [2]_ and kept as readable weights (:mod:`~geo.recognition.tagger`). Its clues
(:mod:`~geo.recognition.features`) are the word, its neighbours and its run of capitals, what the gazetteer knows of
it alone and as part of a longer name (:mod:`~geo.recognition.candidates`), word lists
(:mod:`~geo.recognition.lexicon`) and how the document uses it elsewhere: after "in", after a given name, in "Franklin
Street". Around it stand a few rules (:mod:`~geo.recognition.spans`): facilities known by a full name, countries of
several words and The Hague are whole; nothing after "Mr." and no part of a newspaper's name is a place; demonyms and
languages are marked and kept apart. A logistic regression then tells the place from the government or people that go
by its name (:mod:`~geo.recognition.roles`).

Both models are lists of clues and weights under ``geo/data``, made by ``python -m geo.recognition.train`` from the
corpora named at their head in about half a minute of one core; the word lists by ``python -m
geo.recognition.collect``.

What was tried
--------------
Strict F on a corpus the model has not seen (LGL [3]_, TR-News [4]_, GeoWebNews [5]_), and on one half of GeoWebNews
with the other half among the training texts; demonyms, languages and names inside organisations' names are neutral.
Runs differ by about 0.003 from one choice of penalty to the next, so smaller steps are noise.

===========================================================  =====  =======  ==========  ======
variant                                                       LGL   TR-News  GeoWebNews  halves
===========================================================  =====  =======  ==========  ======
before: spans of the gazetteer, each judged alone             .741   .892     .846        –
tagger over stretches, all clues                              .788   .916     .842        .850
… without names of people                                     .783   .912     .839        .846
… without habits of capitals                                  .782   .916     .842        .847
… without the rest of the document                            .779   .915     .843        .850
… without endings                                             .786   .913     .839        .846
… without the word itself                                     .787   .916     .841        .845
… without pairs of words beside the run                       .785   .914     .843        .849
… neutral names learned as no names                           .781   .913     .842        .846
… with a way of marking for each corpus, left out in reading  .636   .832     .794        .810
… smaller corpora read twice                                  .797   .916     .848        .853
… and 200 word clusters from unlabelled text                  .796   .914     .844        .856
… read from the posterior, "no name" at 0.8 or 0.5            .794   .915     .841        .849
then: facility rule, abbreviations, kinds of last words       .787   .916     .846        .848
… and countries of several words made whole                   .785   .912     .855        .857
… and a gazetteer with counties and provinces (shipped)       .788   .915     .853        .855
===========================================================  =====  =======  ==========  ======

Left out for giving nothing: clusters, a way of marking for each corpus, the posterior, runs across hyphens. What
remains of the errors: LGL marks some modifiers and parts of organisations and leaves out others; GeoWebNews marks
schools, estates and streets that no gazetteer has.

Roles, accuracy: ReLocaR [6]_ by five-fold cross-validation with GeoWebNews added, GeoWebNews by halves with ReLocaR
added.

=======================================================  =======  ==========
variant                                                  ReLocaR  GeoWebNews
=======================================================  =======  ==========
before                                                    .744     .815
… phrases after the name, classes of what governs it      .777     .822
… topics of the sentence (shipped, penalty 3)             .804     .824
… and word clusters                                       .811     .817
… a way of marking for each corpus, left out in reading   .802     .827
=======================================================  =======  ==========

Knows nothing of coordinates.

References
----------
.. [1] Lafferty, McCallum and Pereira (2001), Conditional random fields, ICML.
.. [2] Okazaki (2007), CRFsuite: a fast implementation of conditional random fields.
.. [3] Lieberman, Samet and Sankaranarayanan (2010), Geotagging with local lexicons, ICDE.
.. [4] Kamalloo and Rafiei (2018), A coherent unsupervised model for toponym resolution, WWW.
.. [5] Gritta, Pilehvar and Collier (2020), A pragmatic guide to geoparsing evaluation, LREV 54.
.. [6] Gritta, Pilehvar, Limsopatham and Collier (2017), Vancouver welcomes you! Minimalist location metonymy
   resolution, ACL.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from geo.model import Mention
from geo.reading.sentences import sentence_at
from geo.recognition.candidates import Knowledge
from geo.recognition.classifier import load
from geo.recognition.roles import in_dateline, role_clues
from geo.recognition.spans import find_spans
from geo.recognition.tagger import load_tagger
from geo.recognition.tokens import tokenise

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.gazetteer import Gazetteer
    from geo.model import Document
    from geo.recognition.candidates import Candidate
    from geo.recognition.tokens import Tokens

__all__ = ["recognise"]

ROLE_THRESHOLD = 0.5
LIST_GAP = 3
LIST_WORDS = frozenset({",", "and", "or", "the", "&", "–", "—", "-", "/"})


def recognise(document: Document, gazetteer: Gazetteer) -> tuple[Mention, ...]:
    """Find the toponyms of a document.

    Parameters
    ----------
    document
        As it was read.
    gazetteer
        Which names exist.

    Returns
    -------
    Mentions in reading order, none overlapping. Demonyms ("Georgian officials") are marked as such; names inside an
    organisation's name are left out.

    Examples
    --------
    >>> from geo.gazetteer import Gazetteer
    >>> from geo.reading import document
    >>> text = document("Ministers met in Tbilisi. Moscow rejected the plan.")
    >>> [(m.phrase, m.role) for m in recognise(text, Gazetteer.open())]
    [('Tbilisi', 'literal'), ('Moscow', 'associative')]
    """
    text, tokens, knowledge = document.text, tokenise(document), Knowledge.of(gazetteer)
    found = find_spans(text, tokens, knowledge, load_tagger("toponym-weights"))
    cited = sorted({(citation.start, citation.end) for citation in document.citations})
    found = [span for span in found if not _is_within(cited, tokens.starts[span.first])]
    named = [knowledge.span(span.first, span.last, text, tokens) for span in found]
    roles = load("role-weights")
    judged = [roles.judge(role_clues(candidate, tokens)) for candidate in named]
    chances = [
        0.0 if candidate.known.is_natural or in_dateline(candidate, tokens) else chance
        for candidate, (chance, _) in zip(named, judged, strict=True)
    ]
    chances = _shared_in_lists(chances, named, tokens)
    mentions = []
    for span, candidate, (_, cue), chance in zip(found, named, judged, chances, strict=True):
        start, end = tokens.starts[span.first], tokens.ends[span.last - 1]
        mentions.append(
            Mention(
                start=start,
                end=end,
                phrase=text[start:end],
                sentence=sentence_at(document.sentences, start),
                role="associative" if candidate.known.is_demonym or chance >= ROLE_THRESHOLD else "literal",
                confidence=round(span.confidence, 3),
                cue=cue,
                is_demonym=candidate.known.is_demonym,
            )
        )
    return tuple(mentions)


def _shared_in_lists(chances: list[float], candidates: list[Candidate], tokens: Tokens) -> list[float]:
    """Give the members of a list, or the stops of a line, one reading: "from Turkey, France and Norway"."""
    shared = list(chances)
    start = 0
    for i in range(1, len(candidates) + 1):
        if i < len(candidates) and _listed(candidates[i - 1], candidates[i], tokens):
            continue
        mean = sum(chances[start:i]) / (i - start)
        shared[start:i] = [mean] * (i - start)
        start = i
    return shared


def _listed(before: Candidate, after: Candidate, tokens: Tokens) -> bool:
    between = tokens.lowers[before.last : after.first]
    if not 0 < len(between) <= LIST_GAP or not LIST_WORDS.issuperset(between):
        return False
    return between != [","] or before.known.is_country == after.known.is_country  # "Tbilisi, Georgia" is no list


def _is_within(spans: Sequence[tuple[int, int]], offset: int) -> bool:
    """Tell whether an offset lies in one of the spans, which are sorted and do not overlap."""
    before = bisect_right(spans, offset, key=lambda span: span[0]) - 1
    return before >= 0 and offset < spans[before][1]
