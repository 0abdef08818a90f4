"""Our own head upon the encoder: from what a piece of a word is where it stands to chances of a name."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files
from io import BytesIO
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile

import numpy as np

from geo.errors import DataError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[Any]

__all__ = ["FILE", "LABELS", "STATES", "Head", "load_head"]

FILE = "encoder-head.npz"
STATES = (4, 6, 8)
"""Which of the encoder's layers the head looks at."""
LABELS = 3
"""None, begins, goes on; and a fourth number says whether a name acts."""


@dataclass(frozen=True, slots=True, eq=False)
class Head:
    """Two layers of a small net.

    Attributes
    ----------
    inner, inner_bias
        From states to what is kept of them.
    outer, outer_bias
        From there to the labels, and to whether a name acts.
    """

    inner: Array
    inner_bias: Array
    outer: Array
    outer_bias: Array

    def chances(self, states: Array) -> Array:
        """Return for each piece how likely it is in no name, begins one, goes on with one, and acts.

        Parameters
        ----------
        states
            A row for each piece, of the layers :data:`STATES`.

        Examples
        --------
        >>> head = Head(*(np.zeros(shape, np.float32) for shape in ((4, 2), 2, (2, 4), 4)))
        >>> head.chances(np.ones((1, 4), np.float32)).round(2).tolist()
        [[0.33..., 0.33..., 0.33..., 0.5]]
        """
        scores = np.maximum(states @ self.inner + self.inner_bias, 0) @ self.outer + self.outer_bias
        labels = np.exp(scores[:, :LABELS] - scores[:, :LABELS].max(axis=1, keepdims=True))
        labels /= labels.sum(axis=1, keepdims=True)
        acts = 1 / (1 + np.exp(-np.clip(scores[:, LABELS:], -30, 30)))
        found: Array = np.concatenate((labels, acts), axis=1)
        return found


def load_head() -> Head:
    """Load the head that comes with the project.

    Raises
    ------
    DataError
        If its file is missing or damaged.
    """
    try:
        packed = np.load(BytesIO((files("geo") / "data" / FILE).read_bytes()))
        arrays = {name: packed[name].astype(np.float32) for name in ("inner", "inner_bias", "outer", "outer_bias")}
    except (OSError, ValueError, KeyError, BadZipFile) as error:
        raise DataError(f"{FILE}: the head of the encoder cannot be read ({error}); install corridors again") from error
    return Head(**arrays)
