"""Gold against what was found: how well names are found, placed and told apart.

Knows nothing of how predictions are made: they are records of ``corridors geoparse``. The gold is read by
:mod:`~geo.evaluation.gold`, which knows the conventions of the published corpora; names are scored by
:mod:`~geo.evaluation.toponyms`, corridors by :mod:`~geo.evaluation.corridors`.
"""

from __future__ import annotations

from geo.evaluation.corridors import Agreement, CorridorScores, score_corridors
from geo.evaluation.gold import GoldDocument, GoldToponym, read_gold
from geo.evaluation.toponyms import Fault, FaultKind, Rate, Shares, ToponymScores, faults_of, score_toponyms

__all__ = [
    "Agreement",
    "CorridorScores",
    "Fault",
    "FaultKind",
    "GoldDocument",
    "GoldToponym",
    "Rate",
    "Shares",
    "ToponymScores",
    "faults_of",
    "read_gold",
    "score_corridors",
    "score_toponyms",
]
