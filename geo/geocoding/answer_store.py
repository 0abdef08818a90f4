"""Good answers, kept: one small JSON file each, whole or not at all, with its day, licence and attribution."""

from __future__ import annotations

import json
import logging
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import TYPE_CHECKING, Any

from geo import cache as folders
from geo.errors import CacheError
from geo.model import Record

if TYPE_CHECKING:
    from pathlib import Path

    from geo.geocoding.providers import Provider

__all__ = ["Answer", "Cache"]

LOG = logging.getLogger(__name__)
FORMAT = 1
FOLDER = "geocoding"
COLUMNS = {column.name for column in fields(Record)}
TEXTS = ("source", "key", "name", "kind", "country", "region")


@dataclass(frozen=True, slots=True)
class Answer:
    """What a provider said to a name.

    Attributes
    ----------
    records
        Likeliest first; at least one.
    asked
        The day it was asked (UTC).
    is_kept
        True where it was asked in an earlier run.
    """

    records: tuple[Record, ...]
    asked: date
    is_kept: bool = False

    def age_days(self, today: date) -> int:
        """Return how long ago it was asked."""
        return max(0, (today - self.asked).days)


class Cache:
    """Answers of earlier runs.

    Several runs may use it at once: a file appears whole or not at all, and one that cannot be read is as none.

    Parameters
    ----------
    folder
        Where the files are; it exists.
    oldest_days
        Answers older than this are asked for again.
    """

    def __init__(self, folder: Path, *, oldest_days: int = 365) -> None:
        self.folder = folder
        self._oldest_days = oldest_days

    @classmethod
    def open(cls, *, oldest_days: int = 365) -> Cache:
        """Return the user's own, in :func:`geo.cache.folder`.

        Raises
        ------
        CacheError
            If the folder cannot be made.
        """
        folder = folders.folder() / FOLDER
        try:
            folder.mkdir(exist_ok=True)
        except OSError as error:
            raise CacheError(
                f"{folder} cannot be made ({error.strerror}); name another cache folder in "
                f"{folders.ENVIRONMENT_VARIABLE}"
            ) from error
        return cls(folder, oldest_days=oldest_days)

    def get(self, name: str, provider: Provider, *, today: date) -> Answer | None:
        """Return a kept answer, or ``None`` where there is none, or none that is young and whole."""
        try:
            answer = _read(self._path(name, provider).read_text(encoding="utf-8"), name, provider)
        except (OSError, ValueError, TypeError, KeyError, RecursionError):
            return None
        return answer if answer.age_days(today) <= self._oldest_days else None

    def put(self, name: str, provider: Provider, answer: Answer) -> None:
        """Keep an answer where its provider allows; a disk that is full costs the answer, not the run."""
        if not provider.may_keep:
            return
        source = provider.source
        content = {
            "format": FORMAT,
            "name": name,
            "provider": provider.identity,
            "asked": answer.asked.isoformat(),
            "licence": source.licence,
            "attribution": source.attribution,
            "records": [asdict(record) for record in answer.records],
        }
        try:
            with folders.whole(self._path(name, provider)) as path:
                path.write_text(json.dumps(content, ensure_ascii=False, indent=1), encoding="utf-8")
        except (OSError, ValueError) as error:
            LOG.warning("the answer for %r could not be kept: %s", name, error)

    def turn(self, provider: Provider) -> Path:
        """Return the file by which all runs share a provider's rate limit."""
        return self.folder / f"{provider.source.id}.turn"

    def _path(self, name: str, provider: Provider) -> Path:
        return self.folder / f"{folders.fingerprint((str(FORMAT), provider.identity, name))}.json"


def _read(content: str, name: str, provider: Provider) -> Answer:
    """Return an answer from its file; raises for anything that is not what :meth:`Cache.put` wrote."""
    kept = json.loads(content)
    if (kept["format"], kept["name"], kept["provider"]) != (FORMAT, name, provider.identity) or not kept["records"]:
        raise ValueError("another answer")
    return Answer(tuple(_record(row) for row in kept["records"]), date.fromisoformat(kept["asked"]), is_kept=True)


def _record(row: dict[str, Any]) -> Record:
    if row.keys() != COLUMNS or not all(isinstance(row[column], str) for column in TEXTS):
        raise ValueError("another record")
    extent = row["extent"]
    return Record(**{**row, "population": int(row["population"]), "extent": None if extent is None else tuple(extent)})
