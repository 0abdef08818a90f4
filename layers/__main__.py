"""``python -m layers`` is the command ``corridors``, and so is the script that an installation puts in the path."""

from __future__ import annotations

import atexit
import os
import sys
import threading
from typing import NoReturn

from layers.cli import main

__all__ = ["run"]


def run() -> NoReturn:
    """Run the command and leave with its exit code, without taking a million objects apart one by one.

    All files are written and closed by then, and what a library asked to be called at the end is called; but memory is
    given back by the system in an instant, which takes Python a tenth of the run. Where threads still work, or a
    profiler looks on, Python ends as ever.
    """
    try:
        main()
    except SystemExit as left:
        watched = sys.getprofile() or sys.gettrace()
        if threading.active_count() > 1 or watched or not isinstance(left.code, int):
            raise
        code = left.code
    try:
        atexit._run_exitfuncs()  # noqa: SLF001 - it has no other name
        sys.stdout.flush()
        sys.stderr.flush()
    except (OSError, ValueError):  # the reader of our output has gone, or closed it
        sys.exit(code)
    os._exit(code)


if __name__ == "__main__":
    run()
