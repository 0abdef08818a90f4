"""Files of other programs to text: a module a format, all of them run in a process of their own.

A reader takes bytes and returns :class:`~geo.reading.formats.extracted.Extracted`. It runs in a child process
(:mod:`~geo.reading.formats.isolated_child`) that may open no connection, write no file, start no program, and has
little memory and time; :mod:`~geo.reading.formats.isolated` starts it and tells in one line what went wrong. Where
there are many files, :mod:`~geo.reading.formats.isolated_pool` forks it from one whose libraries are loaded.
"""

from geo.reading.formats.extracted import Extracted, Note
from geo.reading.formats.isolated import FORMATS, extract, format_of

__all__ = ["FORMATS", "Extracted", "Note", "extract", "format_of"]
