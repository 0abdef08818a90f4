"""Arrays in one file, read by mapping it into memory: nothing is copied until it is looked at."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np

from geo.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path
    from typing import Any

    from numpy.typing import NDArray

__all__ = ["read_arrays", "write_arrays"]

HEAD_BYTES = 4096  # room for the table of contents; arrays start behind it
ALIGNMENT = 64


def write_arrays(path: Path, arrays: Mapping[str, NDArray[Any]]) -> None:
    """Write named arrays into one file.

    Parameters
    ----------
    path
        File to write; what is there is overwritten.
    arrays
        Any number of arrays of plain numbers.
    """
    contents = {}
    offset = HEAD_BYTES
    with path.open("wb") as stream:
        for name, array in arrays.items():
            contents[name] = (offset, array.dtype.str, array.shape)
            stream.seek(offset)
            stream.write(np.ascontiguousarray(array).tobytes())
            offset += -(-array.nbytes // ALIGNMENT) * ALIGNMENT
        stream.truncate(offset)
        stream.seek(0)
        stream.write(json.dumps(contents).encode().ljust(HEAD_BYTES))


def read_arrays(path: Path) -> dict[str, NDArray[Any]]:
    """Open a file of arrays without reading them.

    Parameters
    ----------
    path
        A file that :func:`write_arrays` made.

    Returns
    -------
    The arrays by name, read-only.

    Raises
    ------
    DataError
        If the file is no such file, or is shorter than it says.
    """
    try:
        whole = np.memmap(path, dtype=np.uint8, mode="r").view(np.ndarray)  # a plain array is sliced faster
        contents = json.loads(bytes(whole[:HEAD_BYTES]))
        return {
            name: whole[offset : offset + int(np.prod(shape)) * np.dtype(kind).itemsize].view(kind).reshape(shape)
            for name, (offset, kind, shape) in contents.items()
        }
    except (ValueError, TypeError, AttributeError) as error:
        raise DataError(f"{path.name} is no file of arrays, or was cut short ({error}); remove it") from error
