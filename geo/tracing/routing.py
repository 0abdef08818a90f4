"""By what lines are traced, besides our own data: the user's networks, and a routing engine if one is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

from geo.cache import fingerprint, folder
from geo.errors import DataError
from geo.model import DataSource
from geo.tracing.data_files import NETWORKS

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from geo.model import LonLat, Mode
    from geo.tracing.online import Online
    from geo.tracing.user_networks import AddedNetwork

__all__ = ["OFFLINE", "Carrier", "OwnNetwork", "Routing"]

Carrier = Literal["rail", "road"]


@dataclass(frozen=True, slots=True)
class OwnNetwork:
    """A file of railways or roads.

    Attributes
    ----------
    path
        GeoJSON, GeoPackage, Shapefile or another file of lines.
    carrier
        What its lines are, ``None`` where the file itself says so.
    """

    path: Path
    carrier: Carrier | None = None

    @classmethod
    def parse(cls, text: str) -> OwnNetwork:
        """Read ``FILE`` or ``rail=FILE``.

        Examples
        --------
        >>> OwnNetwork.parse("rail=lines.gpkg").carrier, OwnNetwork.parse("railways.geojson").carrier
        ('rail', None)
        """
        for carrier in get_args(Carrier):
            if text.startswith(f"{carrier}="):
                return cls(Path(text.removeprefix(f"{carrier}=")), carrier)
        return cls(Path(text))

    @property
    def key(self) -> str:
        """A hash that changes when the file does."""
        try:
            files = sorted(self.path.parent.glob(f"{self.path.stem}.*")) if self.is_shapefile else [self.path]
            return fingerprint([self.carrier or "", *(path for path in files if path.is_file())])
        except OSError as error:
            raise DataError(f"{self.path}: cannot be read ({error.strerror}); expected a file of lines") from error

    @property
    def is_osm(self) -> bool:
        """Whether it is an extract of OpenStreetMap, which has every line where it has any; a file of lines may not."""
        return False

    @property
    def label(self) -> str:
        """What a leg's source is called."""
        return self.path.name

    def read_lines(self, carrier: Carrier) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
        """Return its railways or roads, as :func:`geo.tracing.line_files.read_lines` does."""
        from geo.tracing.line_files import read_lines

        return read_lines(self, carrier)

    @property
    def is_shapefile(self) -> bool:
        """Whether the file is one of several that belong together."""
        return self.path.suffix.lower() == ".shp"

    @property
    def source(self) -> DataSource:
        """Who is to be named for its lines: the user's file."""
        return DataSource(
            id=f"network-{self.path.stem}",
            name=self.path.name,
            version=self.key,
            licence="the user's own file",
            attribution=self.path.name,
        )


@dataclass(frozen=True, slots=True)
class Routing:
    """How lines are traced.

    Attributes
    ----------
    networks
        Railways and roads of the user's own, merged with the world's.
    added
        Networks added for all runs (:mod:`geo.tracing.user_networks`), used where they cover both ends; ``None`` for
        those that there are when a line is traced.
    northern
        Whether ships may take the Northern Sea Route.
    avoid
        Straits and canals that no ship takes, by any of their names (:mod:`geo.tracing.passages`).
    online
        A routing engine to be asked first, by the modes it knows; nothing leaves the machine where there is none.
    """

    networks: tuple[OwnNetwork, ...] = ()
    added: tuple[AddedNetwork, ...] | None = None
    northern: bool = False
    avoid: tuple[str, ...] = ()
    online: Online | None = None

    @property
    def sources(self) -> tuple[DataSource, ...]:
        """Who is to be named for lines that come from here."""
        engine = (self.online.engine.source,) if self.online is not None else ()
        return (*(own.source for own in self.networks), *engine)

    @property
    def in_use(self) -> tuple[AddedNetwork, ...]:
        """The networks added for all runs that lines may be traced with."""
        if self.added is not None:
            return self.added
        if not (folder() / NETWORKS).is_dir():  # most users: nothing is loaded to find out
            return ()
        from geo.tracing.user_networks import added

        return added()

    def around(self, places: Sequence[LonLat]) -> tuple[OwnNetwork | AddedNetwork, ...]:
        """Return the networks to trace a way through some places with."""
        return (*self.networks, *(each for each in self.in_use if each.covers(places)))

    def is_online(self, mode: Mode) -> bool:
        """Tell whether an engine is to be asked about a mode."""
        return self.online is not None and mode in self.online.engine.modes


OFFLINE = Routing()
"""Nothing leaves the machine: the world's networks, and those that were added to them here."""
