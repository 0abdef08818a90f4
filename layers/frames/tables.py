"""From records to tables with geometry."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from layers.frames.antimeridian import cut_at_antimeridian
from layers.frames.rows import about, actor_row, corridor_row, leg_row, place_row, sentence_rows, unresolved_row
from layers.frames.schema import ACTORS, CORRIDORS, CRS, LEGS, PLACES, SENTENCES, SOURCES, UNRESOLVED, Frames

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import geopandas as gpd
    import pandas as pd

    from geo.model import Actor, Atlas, Corridor, Leg, Place
    from layers.frames.rows import Row

__all__ = ["layer", "table", "to_frames"]


def to_frames(atlas: Atlas) -> Frames:
    """Turn an atlas into tables.

    Parameters
    ----------
    atlas
        What was found in one document.

    Returns
    -------
    Tables whose rows stand in reading order (first mention, then id), with all columns even where there is no row.

    Examples
    --------
    >>> from geo.model import Atlas, Document
    >>> frames = to_frames(Atlas(Document(text="", title="Nothing", sha256="0" * 64, sentences=())))
    >>> frames.is_empty, frames.places.crs.to_epsg(), "evidence" in frames.places.columns
    (True, 4326, True)
    """
    document = atlas.document
    places = sorted(atlas.places, key=_reading_order)
    corridors = sorted(atlas.corridors, key=_reading_order)
    actors = sorted(atlas.actors, key=_reading_order)
    legs = [(corridor, i, leg) for corridor in corridors for i, leg in enumerate(corridor.legs)]
    unresolved = sorted(
        atlas.unresolved, key=lambda item: (*(m.start for m in item.mentions[:1]), item.what, item.name)
    )
    return Frames(
        places=layer(PLACES, [place_row(p, document) for p in places], [_point(p) for p in places]),
        corridors=layer(CORRIDORS, [corridor_row(c, document) for c in corridors], [_way(c.legs) for c in corridors]),
        legs=layer(LEGS, [leg_row(*item) for item in legs], [_way([leg]) for _, _, leg in legs]),
        actors=table(ACTORS, [actor_row(a, document) for a in actors]),
        unresolved=table(UNRESOLVED, [unresolved_row(u, document) for u in unresolved]),
        sentences=table(SENTENCES, sentence_rows(document, places, corridors, actors)),
        sources=table(SOURCES, [asdict(source) for source in sorted(atlas.sources, key=lambda s: s.id)]),
        document=about(document),
    )


def _reading_order(item: Place | Corridor | Actor) -> tuple[int, str]:
    return (min((m.start for m in item.mentions), default=0), item.id)


def layer(schema: Mapping[str, str], rows: Sequence[Row], geometry: Sequence[Any]) -> gpd.GeoDataFrame:
    """Return a table with geometry of the columns of a schema."""
    import geopandas as gpd

    return gpd.GeoDataFrame(table(schema, rows), geometry=gpd.GeoSeries(geometry, crs=CRS), crs=CRS)


def table(schema: Mapping[str, str], rows: Sequence[Row]) -> pd.DataFrame:
    """Return a table of the columns of a schema, with their types even where there is no row."""
    import pandas as pd

    return pd.DataFrame({name: pd.Series([r[name] for r in rows], dtype=kind) for name, kind in schema.items()})


def _point(place: Place) -> Any:
    import shapely

    return shapely.Point(place.lon, place.lat)


def _way(legs: Iterable[Leg]) -> Any:
    import shapely

    parts = [part for leg in legs for part in cut_at_antimeridian(leg.line)]
    return shapely.LineString(parts[0]) if len(parts) == 1 else shapely.MultiLineString(parts)
