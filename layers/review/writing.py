"""Write a review back: a person's comments, order and spelling stay; the file changes whole or not at all."""

from __future__ import annotations

import hashlib
import os
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import yaml

from geo import cache
from layers.author.keys import KEYS
from layers.export.atomic_files import new_aside
from layers.review.corrections import Correction, Corrections, ReviewError
from layers.review.reading import VERSION, read_if_there, read_text
from layers.review.yaml_values import (
    HEAD_ORDER,
    ORDER,
    block_list,
    block_mapping,
    dumped,
    flow,
    loaded_key,
    plain_values,
    round_trip,
    safe,
    set_values,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path


__all__ = ["Wording", "key_of", "restore", "reword", "rewritten", "update", "write_corrections"]

HEAD = """\
# Corrections by hand, read on every run of `corridors map`; `seeds/README.md` says what may stand here.
# Comments like this one are kept when the review page writes.
"""
LONGEST_WAIT_S = 20.0
Key = tuple[str, str, int | None, bool]


def key_of(correction: Correction) -> Key:
    """Return what tells one correction from another: what it is about, and where that stands."""
    return (correction.target, correction.anchor.quote, correction.anchor.at, correction.here)


def write_corrections(path: Path, corrections: Corrections) -> None:
    """Write a review file; what stood in it before is replaced, but for the comments.

    Parameters
    ----------
    path
        Where; beside the article :func:`layers.review.beside` finds it again.
    corrections
        All that it shall say.

    Raises
    ------
    ReviewError
        If it cannot be written, or what stands there is no review.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> from layers.review import read_corrections
    >>> from layers.review.corrections import Anchor
    >>> said = Corrections((Correction("place", Anchor("Kars", 14), "accept", by="LK"),), focus=("TR",))
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder) / "ports.review.yaml"
    ...     write_corrections(path, said)
    ...     read_corrections(path).items[0].by
    'LK'
    """
    update(path, lambda _before: corrections)


def update(path: Path, change: Callable[[Corrections], Corrections]) -> Corrections:
    """Change a review file while nobody else writes it.

    Parameters
    ----------
    path
        The file; made if need be.
    change
        Given what the file says now, returns what it shall say. So two programs lose none of each other's work.

    Returns
    -------
    What the file says now.

    Raises
    ------
    ReviewError
        As :func:`write_corrections`.

    Examples
    --------
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> from dataclasses import replace
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder) / "ports.review.yaml"
    ...     _ = update(path, lambda said: replace(said, focus=("NO",)))
    ...     "focus: [NO]" in path.read_text(encoding="utf-8")
    True
    """
    try:
        path = path.resolve()  # what a link leads to is written, and the link stays
        with _alone(path):
            before = path.read_bytes().decode("utf-8-sig") if path.exists() else ""
            wanted = change(read_text(before, name=str(path)))
            text = rewritten(before, wanted, name=str(path))
            if text != before:
                _replace(path, text)
    except (OSError, UnicodeError) as error:
        raise ReviewError(f"{path} cannot be written ({getattr(error, 'strerror', None) or error})") from error
    return read_if_there(path)


@dataclass(frozen=True, slots=True)
class Wording:
    """What shall be said otherwise in a review file; what is ``None`` is no longer said, what is not given stays.

    Attributes
    ----------
    lines
        By the keys of :data:`layers.author.keys.KEYS` that are of the map.
    looks
        Of features, by target and name: by the keys that are of a feature.
    """

    lines: Mapping[str, Any] = field(default_factory=dict)
    looks: Mapping[tuple[str, str], Mapping[str, Any]] = field(default_factory=dict)


def reword(path: Path, change: Callable[[Corrections], Wording]) -> None:
    """Write an author's words into a review file, with its comments and corrections as they are.

    Parameters
    ----------
    path
        The file; made if need be.
    change
        Given what the file says now, returns what it shall say otherwise. So two windows lose none of each other's
        words, and comments, order and spelling of the rest stay.

    Raises
    ------
    ReviewError
        If a value is not allowed, or the file cannot be written.
    """
    try:
        path = path.resolve()
        with _alone(path):
            before = path.read_bytes().decode("utf-8-sig") if path.exists() else ""
            text = _reworded(before, change(read_text(before, name=str(path))), name=str(path))
            if text != before:
                _replace(path, text)
    except (OSError, UnicodeError) as error:
        raise ReviewError(f"{path} cannot be written ({getattr(error, 'strerror', None) or error})") from error


def restore(path: Path, text: str, *, seen: str) -> None:
    """Let a review file say what it said before.

    Parameters
    ----------
    path
        The file.
    text
        What it shall say; without any it goes.
    seen
        What it says now, as far as the caller knows.

    Raises
    ------
    ReviewError
        If it says something else by now, or cannot be written.
    """
    try:
        path = path.resolve()
        with _alone(path):
            now = path.read_bytes().decode("utf-8", "replace") if path.exists() else ""
            if now != seen:
                raise ReviewError(f"{path.name} was changed by another program in this moment; look again")
            if text:
                _replace(path, text)
            else:
                path.unlink(missing_ok=True)
    except (OSError, UnicodeError) as error:
        raise ReviewError(f"{path} cannot be written ({getattr(error, 'strerror', None) or error})") from error


def _reworded(text: str, wanted: Wording, *, name: str) -> str:
    yaml_ = round_trip()
    document = yaml_.load(text or f"{HEAD}version: {VERSION}\ncorrections: []\n")
    if document is None:
        document = yaml_.load(f"{text.rstrip()}\nversion: {VERSION}\ncorrections: []\n".lstrip())
    said = {key: safe(value) for key, value in wanted.lines.items() if value is not None}
    looks = _looks_with(document.get("features"), wanted.looks)
    if looks:
        said["features"] = looks
    keys = {*wanted.lines, "features"} if wanted.looks else set(wanted.lines)
    order = (*(key.name for key in KEYS if key.of == "map" and key.name in keys), "corrections")
    set_values(document, said | {"corrections": document.get("corrections")}, among=order)
    result = dumped(yaml_, document)
    read_text(result, name=name)
    return result


def _looks_with(rows: Any, looks: Mapping[tuple[str, str], Mapping[str, Any]]) -> Any:
    """Return the entries of ``features`` with some said otherwise; one of which nothing is said any more goes."""
    rows = block_list() if rows is None else rows
    for (target, feature), values in looks.items():
        row = next((each for each in rows if " ".join(str(each.get(target, "")).split()) == feature), None)
        if row is None:
            row = block_mapping({target: safe(feature)})
            rows.append(row)
        for key, value in values.items():
            if value is not None:
                row[key] = safe(value)
            elif key in row:
                del row[key]
        if len(row) == 1:
            rows.remove(row)
    return rows


def rewritten(text: str, corrections: Corrections, *, name: str = "review") -> str:
    r"""Return the text of a review that says something else, with its comments.

    Parameters
    ----------
    text
        The file as it is, ``""`` for a new one.
    corrections
        What it shall say.

    Raises
    ------
    ReviewError
        If the text is no review.

    Examples
    --------
    >>> from layers.review.corrections import Anchor
    >>> print(rewritten("corrections:\n# the town, not the province\n- place: Kars\n  verdict: accept\n",
    ...                 Corrections((Correction("place", Anchor("Kars"), "accept", by="LK"),))), end="")
    corrections:
    # the town, not the province
    - place: Kars
      verdict: accept
      by: LK
    """
    before = read_text(text, name=name)
    if _same(before, corrections):
        return text
    wanted = {key_of(item): item for item in corrections.items}
    kept = _without(text, [i for i, item in enumerate(before.items) if key_of(item) not in wanted], before)
    result = _with_values(kept, corrections)
    if not _same(read_text(result, name=name), corrections):
        raise ReviewError(f"{name}: its layout cannot be kept when it is written back; put each key on its own line")
    return result


def _same(a: Corrections, b: Corrections) -> bool:
    def plain(review: Corrections) -> tuple[object, ...]:
        items = {key_of(item): replace(item, line=None) for item in review.items}
        return (items, review.article, review.title, review.focus)

    return plain(a) == plain(b)


def _without(text: str, gone: Sequence[int], before: Corrections) -> str:
    """Take corrections out of the text; lines that are nothing but a comment stay."""
    if not gone:
        return text
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    assert root is not None  # noqa: S101 - it was read before
    sequence = next(value for key, value in root.value if key.value == "corrections")
    if sequence.flow_style:
        return _without_flow(text, gone)
    lines = text.splitlines(keepends=True)
    starts = [item.start_mark.line for item in sequence.value]
    starts[0] = min(starts[0], sequence.start_mark.line)
    drop: set[int] = set()
    for index in gone:
        last = sequence.value[index].end_mark.line
        stop = starts[index + 1] if index + 1 < len(starts) else max(last, starts[index] + 1)
        drop |= {n for n in range(starts[index], min(stop, len(lines))) if not _is_comment(lines[n])}
    kept = "".join(line for n, line in enumerate(lines) if n not in drop)
    return kept if len(gone) < len(before.items) else kept.replace("corrections:", "corrections: []", 1)


def _without_flow(text: str, gone: Sequence[int]) -> str:
    yaml_ = round_trip()
    document = yaml_.load(text)
    for index in sorted(gone, reverse=True):
        del document["corrections"][index]
    return dumped(yaml_, document)


def _is_comment(line: str) -> bool:
    return not line.strip() or line.lstrip().startswith("#")


def _with_values(text: str, corrections: Corrections) -> str:
    yaml_ = round_trip()
    document = yaml_.load(text or f"{HEAD}version: {VERSION}\ncorrections: []\n")
    if document is None:
        document = yaml_.load(f"{text.rstrip()}\nversion: {VERSION}\ncorrections: []\n".lstrip())
    focus = flow(list(corrections.focus)) if corrections.focus else None
    head = {"article": safe(corrections.article), "title": safe(corrections.title), "focus": focus}
    head = {key: value for key, value in head.items() if value is not None}
    set_values(document, head | {"corrections": document.get("corrections")}, among=HEAD_ORDER)
    existing = document.get("corrections")
    if existing is None or (not existing and getattr(existing, "fa", None)):
        document["corrections"] = existing = block_list()
    at = {loaded_key(item): item for item in existing}
    for item in corrections.items:
        values = plain_values(item)
        held = at.get(tuple(map(str, key_of(item))))
        if held is None:
            existing.append(block_mapping(values))
        else:
            set_values(held, values, among=ORDER)
    return dumped(yaml_, document)


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Hold a review against other programs; the lock lies in the cache folder, not beside the article."""
    from filelock import FileLock, Timeout

    name = hashlib.sha256(str(path.resolve()).encode("utf-8", "surrogatepass")).hexdigest()[:16]
    lock = cache.folder() / f"review-{name}.lock"
    try:
        with FileLock(lock, timeout=LONGEST_WAIT_S):
            for leftover in path.parent.glob(f"{_aside(path)}*"):  # of a program that was killed as it wrote
                leftover.unlink(missing_ok=True)
            yield
    except Timeout:
        raise ReviewError(f"{path} is being written by another program; try again") from None


def _aside(path: Path) -> str:
    return f".writing-{hashlib.sha256(path.name.encode('utf-8', 'surrogatepass')).hexdigest()[:12]}-"


def _replace(path: Path, text: str) -> None:
    temporary = new_aside(path.parent, _aside(path))
    try:
        with temporary.open("wb") as stream:
            stream.write(text.encode("utf-8"))
            stream.flush()
            os.fsync(stream.fileno())
        if path.exists():
            temporary.chmod(path.stat().st_mode & 0o777)
        temporary.replace(path)
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
