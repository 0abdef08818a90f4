"""Waiting one's turn: a provider's rate limit holds for all runs of one user at once."""

from __future__ import annotations

import time
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

__all__ = ["Clock", "wait_turn"]


@dataclass(frozen=True, slots=True)
class Clock:
    """Where time comes from; tests give their own.

    Attributes
    ----------
    now
        Seconds since 1970, for the day of an answer and for the turn, which other runs share.
    elapsed
        Seconds since any moment, never set back, for the bound on a run.
    sleep
        Waits so many seconds.
    """

    now: Callable[[], float] = time.time
    elapsed: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep


def wait_turn(path: Path, *, pause_s: float, longest_s: float, clock: Clock) -> bool:
    """Wait until so long has passed since the last request of any run, and note this one.

    Parameters
    ----------
    path
        The file that holds the time of the last request.
    pause_s
        The least time between two requests, seconds.
    longest_s
        How long to wait at the most.
    clock
        Where time comes from.

    Returns
    -------
    False where the turn does not come in time; nothing is noted then.
    """
    try:
        with FileLock(path.with_name(f"{path.name}.lock"), timeout=max(0.0, longest_s)):
            passed = clock.now() - _last(path)
            wait = pause_s - passed if 0 <= passed < pause_s else 0.0  # a time yet to come is a clock put back
            if wait > longest_s:
                return False
            if wait > 0:
                clock.sleep(wait)
            with suppress(OSError):  # a full disk is no reason not to ask
                path.write_text(repr(clock.now()), encoding="ascii")
            return True
    except Timeout:
        return False
    except OSError:  # no lock to be had in this folder: keep the rate within this run
        clock.sleep(min(pause_s, max(0.0, longest_s)))
        return True


def _last(path: Path) -> float:
    try:
        return float(path.read_text(encoding="ascii"))
    except (OSError, ValueError):
        return float("-inf")
