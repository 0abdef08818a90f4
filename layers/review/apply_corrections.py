"""Apply a person's corrections to an atlas; what does not fit any more is handed back with its reason."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from geo.characters import line
from geo.model import DataSource
from layers.review.anchors import locate
from layers.review.corrected import Corrected, Misfit
from layers.review.corrections import Unfit
from layers.review.corridor_corrections import correct_corridor, follow_moved
from layers.review.place_corrections import correct_place

if TYPE_CHECKING:
    from collections.abc import Iterable

    from geo.gazetteer import Gazetteer
    from geo.model import Atlas
    from layers.review.corrections import Correction, Corrections

__all__ = ["Reviewed", "apply_corrections"]


@dataclass(frozen=True, slots=True)
class Reviewed:
    """An atlas as corrected, and the corrections that could not be applied."""

    atlas: Atlas
    unfit: tuple[Unfit, ...] = ()


def apply_corrections(atlas: Atlas, corrections: Corrections, *, gazetteer: Gazetteer) -> Reviewed:
    """Apply corrections in the order in which they stand.

    Parameters
    ----------
    atlas
        As :func:`geo.geoparse` found it, with the focus of the review.
    corrections
        What a person says.
    gazetteer
        Where records and the names of waypoints are looked up.

    Returns
    -------
    The atlas with every correction that fits: its features carry a :class:`~geo.model.Review`; what was rejected is
    listed as unresolved with the reviewer's reason. Corridors through a place that was moved are traced anew.

    Examples
    --------
    >>> import geo
    >>> from layers.review import read_text
    >>> said = read_text("corrections: [{place: Poti, verdict: reject}, {place: Aden, verdict: accept}]")
    >>> atlas = geo.geoparse("Ferries link Poti with Constanta.")
    >>> reviewed = apply_corrections(atlas, said, gazetteer=geo.Gazetteer.open())
    >>> [place.name for place in reviewed.atlas.places], str(reviewed.unfit[0])
    (['Constanţa'], "line 1: place 'Aden': the article no longer says 'Aden'")
    """
    title = line(corrections.title or "")
    document = replace(atlas.document, title=title) if title else atlas.document
    corrected = Corrected(
        document=document,
        gazetteer=gazetteer,
        places=list(atlas.places),
        actors=list(atlas.actors),
        corridors=list(atlas.corridors),
        unresolved=list(atlas.unresolved),
        moved={},
    )
    unfit = []
    ordered = sorted(corrections.items, key=lambda c: c.target == "corridor")  # a line follows its places
    for correction in ordered:
        span = locate(correction.anchor, document)
        if isinstance(span, str):
            unfit.append(Unfit(correction, span))
            continue
        if correction.target == "corridor" and corrected.moved:
            follow_moved(corrected)
        try:
            (correct_place if correction.target == "place" else correct_corridor)(corrected, correction, span)
        except Misfit as reason:
            unfit.append(Unfit(correction, str(reason)))
    follow_moved(corrected)
    return Reviewed(
        replace(
            atlas,
            document=document,
            places=tuple(corrected.places),
            corridors=tuple(corrected.corridors),
            actors=tuple(corrected.actors),
            unresolved=tuple(corrected.unresolved),
            sources=(*atlas.sources, *_source(corrections.items)),
        ),
        tuple(sorted(unfit, key=lambda u: u.correction.line or 0)),
    )


def _source(items: Iterable[Correction]) -> Iterable[DataSource]:
    """Name the reviewers among the sources of the map."""
    kept = list(items)
    if kept:
        initials = sorted({c.by for c in kept if c.by})
        yield DataSource(
            id="review",
            name="Corrections by hand",
            version="",
            licence="as the article's",
            attribution=f"reviewed by {', '.join(initials)}" if initials else "reviewed",
            rows=len(kept),
        )
