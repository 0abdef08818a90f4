"""A passage of gold with one way, for tests of the encoder."""

from __future__ import annotations

TEXT = "Cargo trains leave Poti for Baku every Monday. Talks between Ankara and Cairo went on."
PASSAGE = {
    "id": "p",
    "text": TEXT,
    "corridors": [
        {
            "start": 0,
            "end": 32,
            "phrase": TEXT[:32],
            "name": None,
            "mode": "rail",
            "status": "operating",
            "directed": True,
            "waypoints": ["Poti", "Baku"],
            "km": None,
            "drawable": True,
        }
    ],
}
