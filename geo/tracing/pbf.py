"""Places of nodes in an OpenStreetMap extract, read block by block: the few that lines need, of the many there are.

The ways of an extract come from pyosmium, which filters them by tag. The places of their nodes do not: its indexes hold
every node of a country, or a bit for every node of the world, more than a gigabyte. Here each block's identifiers,
latitudes and longitudes are unpacked with NumPy, and what is not asked for is dropped at once.
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, BinaryIO

import numpy as np

from geo.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

__all__ = ["node_places"]

HEADER_BYTES = 1 << 16  # the format allows no longer header of a block
BLOCK_BYTES = 1 << 26  # and no block that unpacks to more than twice this
VARINT, BYTES = 0, 2  # wire types
GRANULARITY = 100  # nanodegrees


def node_places(path: Path, wanted: Ints, *, progress: Callable[[int], None] = lambda _bytes: None) -> Ints:
    """Return the places of nodes.

    Parameters
    ----------
    path
        An extract as ``.osm.pbf``.
    wanted
        Identifiers, ascending, each once.
    progress
        Told how many bytes of the file were read.

    Returns
    -------
    Longitude and latitude in ten-millionths of a degree, shape ``(n, 2)``; the smallest number where a node is missing.

    Raises
    ------
    DataError
        If the file is cut short or no such extract.
    """
    places = np.full((len(wanted), 2), np.iinfo(np.int64).min)
    with path.open("rb") as stream:
        for block in _blocks(stream, path.name):
            progress(stream.tell())
            for ids, lons, lats in _dense(block):
                first, last = np.searchsorted(wanted, (ids.min(), ids.max() + 1)) if len(ids) else (0, 0)
                if first == last:
                    continue
                at = np.searchsorted(wanted[first:last], ids).clip(max=last - first - 1) + first
                found = wanted[at] == ids
                places[at[found], 0], places[at[found], 1] = lons[found], lats[found]
    return places


def _blocks(stream: BinaryIO, name: str) -> Iterator[bytes]:
    """Unpack the data blocks of a file one after another."""
    while head := stream.read(4):
        size = int.from_bytes(head, "big")
        if len(head) < 4 or size > HEADER_BYTES:
            raise DataError(f"{name}: no OpenStreetMap extract, or damaged; expected a file as .osm.pbf")
        fields = dict(_fields(_read(stream, size, name)))
        body = _read(stream, int(fields[3]), name)
        if bytes(fields[1]) != b"OSMData":
            continue
        blob = dict(_fields(body))
        if 1 in blob:
            yield bytes(blob[1])
        elif 3 in blob:
            unpacked = zlib.decompressobj().decompress(bytes(blob[3]), 2 * BLOCK_BYTES)
            yield unpacked
        else:
            raise DataError(f"{name}: packed in a way other than zlib; pack it anew: osmium cat {name} -o new.osm.pbf")


def _read(stream: BinaryIO, size: int, name: str) -> bytes:
    data = stream.read(size)
    if len(data) < size:
        raise DataError(f"{name}: cut short, {size - len(data):,} bytes of its last block are missing; fetch it again")
    return data


def _fields(data: bytes | memoryview) -> Iterator[tuple[int, memoryview | int]]:
    """Read the fields of a message: number, and bytes or a whole number."""
    view, at = memoryview(data), 0
    while at < len(view):
        key, at = _varint(view, at)
        if key & 7 == VARINT:
            value, at = _varint(view, at)
            yield key >> 3, value
        elif key & 7 == BYTES:
            size, at = _varint(view, at)
            yield key >> 3, view[at : at + size]
            at += size
        else:
            at += 8 if key & 7 == 1 else 4


def _varint(view: memoryview, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = view[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, at
        shift += 7


def _dense(block: bytes) -> Iterator[tuple[Ints, Ints, Ints]]:
    """Return identifiers, longitudes and latitudes of the dense nodes of a block."""
    parts = list(_fields(block))
    given = {number: value for number, value in parts if isinstance(value, int)}
    step = given.get(17, GRANULARITY)
    offsets = [_signed(given.get(number, 0)) for number in (20, 19)]
    for number, group in parts:
        if number != 2 or isinstance(group, int):
            continue
        for kind, nodes in _fields(group):
            if kind == 2 and not isinstance(nodes, int):
                columns = {field: value for field, value in _fields(nodes) if not isinstance(value, int)}
                ids, lats, lons = (_deltas(columns[field]) for field in (1, 8, 9))
                yield ids, (offsets[0] + step * lons) // GRANULARITY, (offsets[1] + step * lats) // GRANULARITY


def _signed(value: int) -> int:
    return value - (1 << 64) if value >= 1 << 63 else value


def _deltas(packed: memoryview) -> Ints:
    """Unpack signed differences and sum them up."""
    data = np.frombuffer(packed, dtype=np.uint8)
    if not len(data):
        return np.empty(0, dtype=np.int64)
    last = np.flatnonzero(data < 0x80)
    starts = np.concatenate(([0], last[:-1] + 1))
    place = np.arange(len(data)) - np.repeat(starts, np.diff(np.concatenate((starts, [len(data)]))))
    values = np.add.reduceat((data & 0x7F).astype(np.uint64) << (7 * place).astype(np.uint64), starts)
    return np.cumsum((values >> np.uint64(1)).astype(np.int64) ^ -(values & np.uint64(1)).astype(np.int64))
