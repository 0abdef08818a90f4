"""Answers of a model, kept beside the article: a line of JSON each, by the hash of all that was asked."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from geo.cache import fingerprint, whole
from geo.errors import OutputError
from geo.language_model.chat_api import PARAMETERS
from geo.language_model.reader_choice import ENDING

if TYPE_CHECKING:
    from pathlib import Path

    from geo.language_model.prompt import Prompt

__all__ = ["KeptAnswers"]

FORMAT = 1
MOST_BYTES = 50_000_000


@dataclass(slots=True)
class KeptAnswers:
    """What models answered about one article.

    Attributes
    ----------
    path
        The file, which need not be there yet; ``None`` keeps answers for this run only.
    rows
        Of the file, by key.
    notes
        What could not be read of it.
    """

    path: Path | None = None
    rows: dict[str, dict[str, Any]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    @classmethod
    def open(cls, path: Path) -> KeptAnswers:
        """Read a file of kept answers; lines that are none are left out, with a note."""
        kept = cls(path)
        try:
            if not path.is_file() or path.stat().st_size > MOST_BYTES:
                return kept
            lines = path.read_text(encoding="utf-8").splitlines()
        except (OSError, UnicodeError):
            kept.notes.append(f"{path.name} cannot be read; its answers are asked for again")
            return kept
        for number, line in enumerate(lines, start=1):
            row = _row(line)
            if row is not None:
                kept.rows[row["key"]] = row
            elif line.strip():
                kept.notes.append(f"{path.name}, line {number}: no kept answer; left out")
        return kept

    @staticmethod
    def key(text: str, model: str, prompt: Prompt) -> str:
        """Return what an answer is kept under: the hash of text, prompt, model and parameters."""
        return fingerprint((text, prompt.hash, model, json.dumps(dict(PARAMETERS), sort_keys=True)))

    def get(self, text: str, model: str, prompt: Prompt) -> dict[str, Any] | None:
        """Return a kept answer, ``None`` where there is none."""
        row = self.rows.get(self.key(text, model, prompt))
        return None if row is None else row["answer"]

    def put(self, text: str, model: str, prompt: Prompt, answer: dict[str, Any]) -> None:
        """Keep an answer; :meth:`save` writes it."""
        key = self.key(text, model, prompt)
        row = {"format": FORMAT, "key": key, "model": model, "prompt": prompt.hash, "answer": answer}
        self.rows[key] = row

    def models(self) -> list[str]:
        """Return the models whose answers are kept, the one kept last first."""
        return list(dict.fromkeys(row["model"] for row in reversed(self.rows.values())))

    def save(self) -> None:
        """Write all answers, whole or not at all.

        Raises
        ------
        OutputError
            If the file cannot be written.
        """
        if self.path is None or not self.rows:
            return
        content = "".join(f"{json.dumps(row, ensure_ascii=False, sort_keys=True)}\n" for row in self.rows.values())
        try:
            with whole(self.path, prefix=".writing-", suffix=ENDING) as path:
                path.write_text(content, encoding="utf-8")
        except OSError as error:
            raise OutputError(
                f"{self.path} cannot be written ({error.strerror}); the model's answers would be asked for again: free"
                " some space, or move the article where you may write"
            ) from error


def _row(line: str) -> dict[str, Any] | None:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        return None
    whole = isinstance(row, dict) and row.get("format") == FORMAT and isinstance(row.get("answer"), dict)
    texts = whole and all(isinstance(row.get(name), str) for name in ("key", "model", "prompt"))
    return row if texts else None
