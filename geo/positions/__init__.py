"""Points that a text or a person gives by numbers: degrees in all their spellings, aeronautical, MGRS and UTM.

:mod:`~geo.positions.notation` finds them, :mod:`~geo.positions.grids` knows the grids.
"""

from geo.positions.notation import Position, find_positions, position_of, record_of

POSITION_CUE = "coordinates"
"""Why such a mention is a place."""

__all__ = ["POSITION_CUE", "Position", "find_positions", "position_of", "record_of"]
