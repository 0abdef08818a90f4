"""From a document to the mentions of places in it, each with its role.

Method
------
Stretches of text around capitals are read by a sequence tagger, a linear-chain conditional random field [1]_ learned
with CRFsuite [2]_ and kept as readable weights (:mod:`~geo.recognition.tagger`). Its clues
(:mod:`~geo.recognition.tagger_features`) are the word, its neighbours and its run of capitals, what the gazetteer knows
of it alone and as part of a longer name (:mod:`~geo.recognition.gazetteer_matches`), word lists
(:mod:`~geo.recognition.lexicon`) and how the document uses it elsewhere: after "in", after a given name, in "Franklin
Street". Around it stand a few rules (:mod:`~geo.recognition.mention_spans`): facilities known by a full name, countries
and towns of several words, streets, rivers and The Hague are whole; a name that is surely a place in one sentence is
one wherever it may be; nothing after "Mr." and no newspaper's name is a place; demonyms and languages are marked and
kept apart. A logistic regression then tells the place from the government or people that go by its name
(:mod:`~geo.recognition.role_clues`), except where the words beside it settle that
(:mod:`~geo.recognition.fixed_roles`).

Both models are lists of clues and weights under ``geo/data``, made by ``python -m geo.workshop.train_recognition``
from the corpora named at their head in about a minute of one core; the word lists by ``python -m
geo.workshop.collect_words``.

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
… and a gazetteer with counties and provinces                 .788   .915     .853        .855
… names of roads and waters whole                             .790   .913     .859        –
… and sure names looked for again, not in organisations       .791   .918     .859        –
… and towns and small-lettered facilities whole               .794   .920     .864        .862
… and learned from texts with some towns renamed              .804   .918     .855        –
… some of them by made-up names                               .804   .919     .855        –
===========================================================  =====  =======  ==========  ======

Shipped is this tagger with our own passages learned as well (``tests/gold/corridors``): on 67 passages that nothing was
learned from .946 in place of .936.

The renaming (:mod:`geo.workshop.augmentation`) costs GeoWebNews what it gives LGL. It is shipped for what no corpus
here asks: of towns outside America and Britain put into ten plain sentences ("Officials in … said the road was closed")
the taggers found .93 to .94 with it, and .82 to .86 without.

Tried on the gazetteer with counties, and left out for giving nothing, or to one corpus what it took from another:

===========================================================  =====  =======  ==========  ======
variant                                                       LGL   TR-News  GeoWebNews  halves
===========================================================  =====  =======  ==========  ======
"no name" made less likely, by 0.3                            .783   .911     .855        –
… by 1.0                                                      .763   .905     .849        –
mean of one tagger a corpus                                   .786   .912     .856        –
mean of these and the joint tagger                            .789   .915     .855        –
smaller corpora read four times                               .797   .914     .850        .856
names inside organisations learned as places                  .791   .917     .853        .860
what governs a run, its article passed over                   .787   .916     .850        –
how the same run stands elsewhere in the document             .787   .914     .851        –
capitals at the beginning of a dateline                       .788   .914     .852        –
the word classes of the roles as clues                        .792   .914     .850        .855
buildings whole after a preposition of place                  .782   .911     .859        –
sure names looked for again inside organisations too          .793   .919     .859        –
self-training: 4,700 sure stretches of an encyclopedia        .796   .918     .861        –
===========================================================  =====  =======  ==========  ======

(The last against .794, .920, .864.) Also without gain: clusters, a way of marking for each corpus, the posterior, runs
across hyphens, a town before ", Region" taken for one where the tagger doubts; renaming six towns in ten in place of
three, or people as well as towns; what stands on both sides of a run as one clue.

What a corpus' own marking allows: by five-fold cross-validation inside one corpus alone, the tagger before roads and
repeats reaches .864 on LGL, .911 on TR-News and .853 on GeoWebNews, with the other corpora added .859, .925 and .860.
So on LGL some .07 are lost to its own ways, and on the other two nothing. What remains of the errors: LGL marks some
modifiers and parts of organisations and leaves out others, of runs that end in "Department" 80 of 96 in part, in
"Council" 28 of 55; GeoWebNews marks nearly every school, church and estate whole, 48 of 75 runs that end like a
building, of which LGL marks 40 of 499 whole and 137 in part.

Roles, accuracy: ReLocaR [6]_ by five-fold cross-validation with GeoWebNews added, GeoWebNews by halves with ReLocaR
added.

=======================================================  =======  ==========
variant                                                  ReLocaR  GeoWebNews
=======================================================  =======  ==========
before                                                    .744     .815
… phrases after the name, classes of what governs it      .777     .822
… topics of the sentence (penalty 3)                      .804     .824
… and word clusters                                       .811     .817
… a way of marking for each corpus, left out in reading   .802     .827
=======================================================  =======  ==========

The same by ``tests/benchmarks/roles.py`` or its predecessor, with GeoWebNews read by a model of ReLocaR alone; ReLocaR
by one division into fifths, of which several differ by 0.01:

=======================================================  =======  ==========  =============
variant                                                  ReLocaR  GeoWebNews  ReLocaR alone
=======================================================  =======  ==========  =============
topics of the sentence                                    .807     .819        .771
… datelines are places                                    .807     .828        .791
… heads of phrases by class: people, statecraft, ground   .802     .833        .792
… or verbs over helping words                             .803     .833        .794
… or deeds and dealings before the name                   .805     .837        .797
… or what follows a comma and a name                      .811     .833        .790
… all of these, by word lists                             .810     .853        .803
… with longer lists, opening adverbs passed over          .806     .856        .804
… asides passed over                                      .805     .856        .803
… a topic needs two words                                 .790     .838        .810
… what is joined by a hyphen: "-backed"                   .804     .855        .803
… threshold 0.6 in place of 0.5                           .794     .847        .814
=======================================================  =======  ==========  =============

The word lists (``role-words.csv``) were written from general knowledge of English; which kinds of clue were missing
was seen in names of GeoWebNews read wrongly, so its figures are not wholly unseen. Names there are associative three
times in ten, in ReLocaR one time in two, which is why a higher threshold suits the one and not the other.

Passages told as real articles tell them (``tests/gold/corridors``) are associative one time in eight, and say more of
what this reads. Accuracy and F of the associative names: ours by five-fold cross-validation, GeoWebNews and ReLocaR
added, and a set of 67 passages that nothing was learned from. Threshold, penalty and clues were chosen by the first
column, after the kinds of its errors; the second was looked at beside it.

=======================================================  ===========  ===========
variant (best threshold by the first column)             ours         not learned
=======================================================  ===========  ===========
GeoWebNews and ReLocaR alone, as before                   –            .832, .566
and ours                                                  .906, .615   .885, .664
… a country before the towns that are called like it      .904, .630   .888, .677
… and what a name does elsewhere in the text              .913, .650   .890, .680
… and clues of the list beside those of the name          .908, .654   .902, .727
… and the words around: seven on each side                .910, .653   .906, .739
… of the whole list, in place of the name's (shipped)     .916, .669   .914, .756
… their stems, their classes, these with the kind         .916, .671   .910, .742
=======================================================  ===========  ===========

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
from geo.positions import POSITION_CUE, find_positions
from geo.reading.sentences import sentence_at
from geo.recognition.casing import as_prose
from geo.recognition.classifier import load
from geo.recognition.fixed_roles import acts
from geo.recognition.gazetteer_matches import Knowledge
from geo.recognition.mention_spans import find_spans
from geo.recognition.role_clues import role_clues
from geo.recognition.tagger import load_tagger
from geo.recognition.tokens import tokenise

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from geo.gazetteer import Gazetteer
    from geo.model import Document
    from geo.recognition.gazetteer_matches import Candidate
    from geo.recognition.mention_spans import Found
    from geo.recognition.tokens import Tokens

__all__ = ["recognise"]

ROLE_THRESHOLD = 0.38
ELSEWHERE = 0.25
"""How much the other mentions of a name say of what one mention of it does."""
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
    as_written, document = document, as_prose(document, gazetteer)
    written = as_written.text
    text, tokens, knowledge = document.text, tokenise(document), Knowledge.of(gazetteer)
    found = find_spans(text, tokens, knowledge, load_tagger("toponym-weights"))
    cited = sorted({(citation.start, citation.end) for citation in document.citations})
    found = [span for span in found if not _is_within(cited, tokens.starts[span.first])]
    positions = find_positions(written)
    given = [(position.start, position.end) for position in positions]
    found = [span for span in found if not _is_within(given, tokens.starts[span.first])]
    named = [knowledge.span(span.first, span.last, text, tokens) for span in found]
    roles = load("role-weights")
    judged = [roles.judge(role_clues(candidate, tokens)) for candidate in named]
    loud = tokens if document is as_written else tokenise(as_written)  # capitals tell a dateline
    loud = loud if len(loud) == len(tokens) else tokens
    chances = [
        chance if (sure := acts(candidate, loud)) is None else float(sure)
        for candidate, (chance, _) in zip(named, judged, strict=True)
    ]
    chances = _with_elsewhere(_shared_in_lists(chances, named, tokens), [text[a:b] for a, b in _spans(found, tokens)])
    mentions = []
    for span, candidate, (_, cue), chance in zip(found, named, judged, chances, strict=True):
        start, end = tokens.starts[span.first], tokens.ends[span.last - 1]
        mentions.append(
            Mention(
                start=start,
                end=end,
                phrase=written[start:end],
                name=text[start:end],
                sentence=sentence_at(document.sentences, start),
                role="associative" if candidate.known.is_demonym or chance >= ROLE_THRESHOLD else "literal",
                confidence=round(span.confidence, 3),
                cue=cue,
                is_demonym=candidate.known.is_demonym,
            )
        )
    mentions += [Mention(a, b, written[a:b], sentence_at(document.sentences, a), cue=POSITION_CUE) for a, b in given]
    return tuple(sorted(mentions, key=lambda mention: mention.start))


def _spans(found: Sequence[Found], tokens: Tokens) -> Iterator[tuple[int, int]]:
    return ((tokens.starts[span.first], tokens.ends[span.last - 1]) for span in found)


def _with_elsewhere(chances: Sequence[float], names: Sequence[str]) -> list[float]:
    """Let what a name does elsewhere in the document say something of what it does here."""
    sums: dict[str, list[float]] = {}
    for name, chance in zip(names, chances, strict=True):
        sums.setdefault(name, []).append(chance)
    means = {name: (sum(all_), len(all_)) for name, all_ in sums.items()}
    return [
        chance
        if (count := means[name][1]) == 1
        else (1 - ELSEWHERE) * chance + ELSEWHERE * (means[name][0] - chance) / (count - 1)
        for name, chance in zip(names, chances, strict=True)
    ]


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
