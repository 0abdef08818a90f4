"""What a review file said before, step by step: undo and redo that survive a reload, and the end of the studio.

Words, looks and corrections stand in one file, so one history serves all of them, whichever page or program wrote. It
lies in the cache folder: it is a convenience, and nothing but the way back is lost with it.
"""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING

from geo import cache
from layers.export import write_files
from layers.review.corrections import ReviewError
from layers.review.writing import restore

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["History", "Steps"]

MOST_STEPS = 200
MOST_CHARACTERS = 4_000_000


@dataclass(frozen=True, slots=True)
class Steps:
    """How many steps there are to go back, and forth again."""

    undo: int
    redo: int


class History:
    r"""The history of one review file.

    Parameters
    ----------
    path
        The review file; it need not be there yet.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder) / "ports.review.yaml"
    ...     history = History(path)
    ...     _ = path.write_text("corrections: []\n", encoding="utf-8")
    ...     history.look()
    ...     history.go(-1)
    ...     path.exists()
    Steps(undo=1, redo=0)
    Steps(undo=0, redo=1)
    False
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = Lock()
        name = hashlib.sha256(str(path.resolve()).encode("utf-8", "surrogatepass")).hexdigest()[:16]
        self._name = f"studio-{name}.json"
        self._texts, self._at = self._loaded()
        self._note()

    def look(self) -> Steps:
        """Take note of what the file says now, whoever wrote it; what was undone before can then not be redone.

        Raises
        ------
        ReviewError
            If the file is there and cannot be read.
        """
        with self._lock:
            self._note()
            return Steps(self._at, len(self._texts) - 1 - self._at)

    def go(self, by: int) -> Steps:
        """Let the file say what it said some steps before, or after.

        Parameters
        ----------
        by
            -1 for undo, 1 for redo; further than there are steps goes as far as there are.

        Raises
        ------
        ReviewError
            If the file cannot be written, or somebody writes it just now.
        """
        with self._lock:
            self._note()
            to = min(max(self._at + by, 0), len(self._texts) - 1)
            if to != self._at:
                restore(self._path, self._texts[to], seen=self._texts[self._at])
                self._at = to
                self._keep()
            return Steps(self._at, len(self._texts) - 1 - self._at)

    def _note(self) -> None:
        now = self._said()
        if self._texts and now == self._texts[self._at]:
            return
        self._texts = [*self._texts[: self._at + 1], now] if self._texts else [now]
        while len(self._texts) > MOST_STEPS or (len(self._texts) > 1 and sum(map(len, self._texts)) > MOST_CHARACTERS):
            del self._texts[0]
        self._at = len(self._texts) - 1
        self._keep()

    def _said(self) -> str:
        try:
            return self._path.read_bytes().decode("utf-8", "replace") if self._path.is_file() else ""
        except OSError as error:
            raise ReviewError(f"{self._path} cannot be read ({error.strerror}); check its permissions") from error

    def _keep(self) -> None:
        with suppress(OSError):  # a full disk takes the way back, not the words
            write_files(cache.folder(), {self._name: json.dumps({"texts": self._texts, "at": self._at})})

    def _loaded(self) -> tuple[list[str], int]:
        try:
            kept = json.loads((cache.folder() / self._name).read_text(encoding="utf-8"))
            texts, at = list(map(str, kept["texts"])), int(kept["at"])
        except (OSError, ValueError, KeyError, TypeError):
            return [], 0
        return (texts, at) if 0 <= at < len(texts) else ([], 0)
