"""Texts in other languages than English: which language, the names in them, the ways they tell.

Fourteen languages are read by rule: Russian, Turkish, Azerbaijani, Georgian, Armenian, Ukrainian, Kazakh, Persian,
Arabic, Chinese, French, Spanish, Portuguese and German. What differs between them is data (``geo/data/<language>``,
and tables of names for all of them in ``geo/data/languages``); the modules know no word of any:

1. **which language**: :mod:`~geo.languages.identify`, by paragraph where a text is in several; what a reader must
   know of it is said by :mod:`~geo.languages.notices`;
2. **words**: :mod:`~geo.languages.words` divides a text and says what the lists hold of each word
   (:mod:`~geo.languages.language_data`);
3. **names**: :mod:`~geo.languages.forms` leads inflected names back to plain ones, :mod:`~geo.languages.romanisation`
   spells them in Latin letters as a last resort, :mod:`~geo.languages.local_gazetteer` adds to the gazetteer what the
   language calls countries, seas and much-named towns, :mod:`~geo.languages.name_priors` weighs a name by itself,
   :mod:`~geo.languages.names` in its sentence, :mod:`~geo.languages.roles` tells ground from government; where the
   encoder is installed, :mod:`~geo.languages.encoder_names` adds what it says;
4. **ways**: :mod:`~geo.languages.governing` says what one comes from, goes to and passes, :mod:`~geo.languages.ways`
   puts it together; where the encoder reads, :mod:`~geo.languages.pair_classifier` chooses among all pairs of places
   (:mod:`~geo.languages.pairs`) by learned weights; :mod:`~geo.languages.catalogue_names`
   knows the catalogue's ways by name, :mod:`~geo.languages.unread_foreign` lists what was read and became no way;
5. **all as one**: :mod:`~geo.languages.mixed_languages` gives each stretch of a document to the reader of its language.

A text in English never comes here: the readers of :mod:`geo.recognition` and :mod:`geo.corridors` read it as ever,
with the gazetteer as it is.
"""
