"""Tables to files that other programs read, and the only writer into ``output/``.

The same tables give the same bytes in every format: no clock, no chance.
"""

from layers.export.atomic_files import write_files
from layers.export.csv_table import corridors_csv, places_csv
from layers.export.geojson import Layer, to_geojson, to_geojson_text, to_text
from layers.export.geopackage import to_geopackage
from layers.export.geoparquet import to_geoparquet
from layers.export.gpx import to_gpx
from layers.export.kml import to_kml
from layers.export.plain_rows import Rows, rows_of

__all__ = [
    "Layer",
    "Rows",
    "corridors_csv",
    "places_csv",
    "rows_of",
    "to_geojson",
    "to_geojson_text",
    "to_geopackage",
    "to_geoparquet",
    "to_gpx",
    "to_kml",
    "to_text",
    "write_files",
]
