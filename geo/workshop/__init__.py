"""Where data and weights are made, by hand and from files that the project does not carry: nothing at run time is here.

``build_…`` turn published geodata into the small files of ``geo/data``; ``collect_…`` gather word lists; ``train_…``
learn weights from gold. Each is a command, ``python -m geo.workshop.NAME``, whose head says what it wants; the same
input gives the same bytes. ``renaming``, ``mending``, ``topology`` and ``corridor_lessons`` are their tools.
"""
