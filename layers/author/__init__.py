"""An author's words and looks: what a map is called, what it shows, how its features look; the same keys everywhere.

They stand in the article's front matter, in its review file or on the command line. :data:`layers.author.keys.KEYS` is
the one table of them; :func:`read_words` checks what an author wrote, :func:`with_words` puts it into the tables that
every output is made of.
"""

from layers.author.apply_words import with_words
from layers.author.validation import read_front, read_given, read_words
from layers.author.wishes import Look, Words

__all__ = ["Look", "Words", "read_front", "read_given", "read_words", "with_words"]
