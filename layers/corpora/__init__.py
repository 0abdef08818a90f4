"""Many documents through the same pipeline, into one dataset: ``corridors corpus``.

:func:`corpus` divides the sources into batches (:mod:`.batches`), has each read in a process of its own
(:mod:`.worker`), by one process or by Dask's workers (:mod:`.dask_batches`); each batch leaves its rows on disk
(:mod:`.staging`), and in the end they are gathered by month (:mod:`.gathering`).

The dataset is a folder with a folder for each table of :data:`~layers.corpora.corpus_schema.SCHEMAS`, partitioned by
month in hive style; ``_corpus.json`` beside them says what it was made from. ::

    OUT/documents/month=2019-05/part-0000.parquet    a row for each document
    OUT/mentions/…                                   each place name, with offsets, sentence, record and point
    OUT/places/…                                     each place of each document
    OUT/corridors/…                                  each corridor of each document, with its line
    OUT/failures/…                                   what could not be read, and why
    OUT/_corpus.json                                 sources, options, versions of data, rows

It reads with geopandas, dask-geopandas and DuckDB::

    geopandas.read_parquet("OUT/places")
    dask_geopandas.read_parquet("OUT/corridors")
    duckdb.sql("SELECT name, count(*) FROM read_parquet('OUT/places/**/*.parquet', hive_partitioning=true) GROUP BY 1")

``README.md`` beside this file says how to run it on a cluster, and what a large one would do; ``example.ipynb`` shows
what can be asked of a dataset.
"""

from __future__ import annotations

from layers.corpora.corpus_run import Corpus, corpus
from layers.corpora.corpus_schema import SCHEMA_VERSION, SCHEMAS

__all__ = ["SCHEMAS", "SCHEMA_VERSION", "Corpus", "corpus"]
