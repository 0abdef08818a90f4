"""Networks that a user added for all runs: compiled once into the cache folder, used wherever they cover both ends.

Each is one file of arrays and one of what is said of its lines, named by a hash of the user's file; a note tells what
it is. The user's own file may move or go afterwards.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from geo import cache
from geo.errors import CacheError, DataError
from geo.gazetteer.spellings import fold
from geo.model import DataSource
from geo.tracing.arrays import read_arrays, write_arrays
from geo.tracing.data_files import NETWORKS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from geo.model import LonLat
    from geo.tracing.osm_lines import Extract

__all__ = ["AddedNetwork", "add", "added", "added_as", "remove"]

OSM = (".osm.pbf", ".pbf", ".osm", ".osm.bz2", ".osm.gz")
DEGREE = 10_000_000
LAYOUT = "1"
EDGE = 0.05  # degrees by which an end may lie beyond the lines of an extract


@dataclass(frozen=True, slots=True)
class AddedNetwork:
    """A network added for all runs.

    Attributes
    ----------
    name
        What it is called here, and removed by.
    file
        Where it came from.
    key
        Hash of its content's size, time and edges.
    date
        When an OpenStreetMap extract was taken, ``""`` where it does not say.
    is_osm
        Whether it is an extract of OpenStreetMap, so that its lines are under the ODbL.
    bounds
        West, south, east, north of its lines, degrees.
    lines
        How many lines there are of each class.
    """

    name: str
    file: str
    key: str
    date: str
    is_osm: bool
    bounds: tuple[float, float, float, float]
    lines: dict[str, int]
    size_bytes: int

    def __hash__(self) -> int:
        return hash((self.name, self.key))

    @property
    def label(self) -> str:
        """What a leg's source is called."""
        dated = f" of {self.date}" if self.date else ""
        return f"{Path(self.file).name}{dated}, © OpenStreetMap contributors" if self.is_osm else Path(self.file).name

    @property
    def source(self) -> DataSource:
        """Who is to be named for its lines."""
        return DataSource(
            id=f"network-{self.name}",
            name=Path(self.file).name,
            version=self.date or self.key,
            licence="ODbL-1.0" if self.is_osm else "the user's own file",
            attribution="© OpenStreetMap contributors" if self.is_osm else Path(self.file).name,
            url="https://www.openstreetmap.org/copyright" if self.is_osm else "",
            size_bytes=self.size_bytes,
        )

    def covers(self, places: Sequence[LonLat]) -> bool:
        """Tell whether two or more of some places lie within its lines' bounds."""
        return sum(map(self.holds, places)) > 1

    def holds(self, place: LonLat) -> bool:
        """Tell whether a place lies within its lines' bounds."""
        west, south, east, north = self.bounds
        return west - EDGE <= place[0] <= east + EDGE and south - EDGE <= place[1] <= north + EDGE

    def read_lines(self, kind: str) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
        """Return points in degrees and the line of each, of one of :data:`geo.tracing.osm_lines.CLASSES`."""
        from geo.tracing.osm_lines import CLASSES

        arrays = read_arrays(_lines_of(self))
        wanted = arrays["kinds"] == CLASSES.index(kind)
        line = np.repeat(np.arange(len(wanted)), arrays["counts"])
        kept = wanted[line]
        return arrays["places"][kept] / DEGREE, line[kept]


def add(path: Path, *, progress: Callable[[str, float], None] = lambda _step, _share: None) -> AddedNetwork:
    """Compile a file of lines for all runs to come; one of the same name is replaced.

    Parameters
    ----------
    path
        An OpenStreetMap extract (``.osm.pbf``), or railways and roads as GeoPackage, GeoJSON or Shapefile.
    progress
        Told each step, and which share of it is done.

    Raises
    ------
    DataError
        If there is no such file, it is damaged, or it has no line that matters; then nothing is added.
    CacheError
        If the cache folder cannot be written.
    """
    from geo.tracing.osm_lines import CLASSES, read_extract

    path = path.resolve()
    if not path.is_file():
        raise DataError(f"{path}: no such file; expected an OpenStreetMap extract (.osm.pbf), .gpkg, .geojson or .shp")
    is_osm = path.name.lower().endswith(OSM)
    extract = read_extract(path, progress=progress) if is_osm else _read_own(path)
    if not len(extract.counts):
        raise DataError(f"{path.name}: holds no railway or road; see what its fields say of its lines")
    lons, lats = extract.places[:, 0] / DEGREE, extract.places[:, 1] / DEGREE
    kinds = np.bincount(extract.kinds, minlength=len(CLASSES))
    about = path.stat()
    found = AddedNetwork(
        name=_short(path.name),
        file=str(path),
        key=cache.fingerprint(
            [LAYOUT, path.name, str(about.st_size), str(about.st_mtime_ns), extract.places.tobytes()]
        ),
        date=extract.date,
        is_osm=is_osm,
        bounds=(float(lons.min()), float(lats.min()), float(lons.max()), float(lats.max())),
        lines={name: int(count) for name, count in zip(CLASSES, kinds, strict=True) if count},
        size_bytes=about.st_size,
    )
    progress("writing", 1.0)
    _keep(found, extract)
    return found


def added() -> tuple[AddedNetwork, ...]:
    """Return the networks added for all runs, by name.

    Raises
    ------
    CacheError
        If a note of one cannot be read.
    """
    folder = cache.folder() / NETWORKS
    found = []
    for note in sorted(folder.glob("*.json")) if folder.is_dir() else ():
        try:
            row: dict[str, Any] = json.loads(note.read_text(encoding="utf-8"))
            network = AddedNetwork(**{**row, "bounds": tuple(row["bounds"])})
        except (OSError, ValueError, TypeError, KeyError) as error:
            raise CacheError(f"{note} cannot be read; delete it, and add the network again") from error
        if _lines_of(network).is_file():
            found.append(network)
    return tuple(found)


def remove(name: str) -> AddedNetwork:
    """Forget a network that was added; raises as :func:`added_as` does."""
    found = added_as(name)
    with suppress(OSError):
        _note_of(found.name).unlink()
    for path in (_lines_of(found), _words_of(found)):
        path.unlink(missing_ok=True)
    return found


def added_as(name: str) -> AddedNetwork:
    """Return the network added under a name, in whatever spelling, or from a file of that name.

    Raises
    ------
    DataError
        If nothing of this name was added.
    """
    known = {each.name: each for each in added()}
    found = known.get(_short(Path(name).name))
    if found is None:
        raise DataError(f"no network called {name!r} was added; added are: {', '.join(known) or 'none'}")
    return found


def _short(file: str) -> str:
    """Return what a file is called here: ``georgia-latest`` for ``Georgia-latest.osm.pbf``."""
    return "-".join(fold(file.split(".", maxsplit=1)[0]).split()) or "x"


def _read_own(path: Path) -> Extract:
    """Read railways and roads of a file that GDAL knows."""
    from geo.tracing.line_files import read_lines
    from geo.tracing.osm_lines import CLASSES, Extract
    from geo.tracing.routing import OwnNetwork

    places, counts, kinds = [], [], []
    for carrier in ("rail", "road"):
        points, line = read_lines(replace(OwnNetwork(path)), carrier)
        if len(points):
            number = np.bincount(line)
            places.append(np.round(points * DEGREE).astype(np.int32))
            counts.append(number[number > 0].astype(np.int32))
            kinds.append(np.full(int((number > 0).sum()), CLASSES.index(carrier), np.uint8))
    if not places:
        return Extract(np.empty((0, 2), np.int32), np.empty(0, np.int32), np.empty(0, np.uint8), (), "")
    whole = np.concatenate(counts)
    return Extract(np.concatenate(places), whole, np.concatenate(kinds), ({},) * len(whole), "")


def _keep(network: AddedNetwork, extract: Extract) -> None:
    """Write lines, words and note, each whole or not at all; the note comes last."""
    folder = cache.folder() / NETWORKS
    try:
        folder.mkdir(exist_ok=True)
        for each in added():
            if each.name == network.name and each.key != network.key:
                remove(each.name)
        part = folder / f".{network.name}.part"
        arrays: dict[str, NDArray[Any]] = {"places": extract.places, "counts": extract.counts, "kinds": extract.kinds}
        write_arrays(part, arrays)
        part.replace(_lines_of(network))
        words = {str(number): told for number, told in enumerate(extract.attributes) if told}
        part.write_text(json.dumps(words, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")
        part.replace(_words_of(network))
        note = json.dumps(asdict(network), ensure_ascii=False, indent=1)
        part.write_text(note, encoding="utf-8", errors="backslashreplace")  # a file's name need not be UTF-8
        part.replace(_note_of(network.name))
    except OSError as error:
        raise CacheError(f"{folder} cannot be written ({error.strerror}); free some space") from error


def _lines_of(network: AddedNetwork) -> Path:
    return cache.folder() / NETWORKS / f"{network.name}-{network.key}.lines"


def _words_of(network: AddedNetwork) -> Path:
    return cache.folder() / NETWORKS / f"{network.name}-{network.key}.words"


def _note_of(name: str) -> Path:
    return cache.folder() / NETWORKS / f"{name}.json"
