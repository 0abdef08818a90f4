"""``python -m layers.site [FOLDER] [--without-pictures]``: build the documentation."""

from __future__ import annotations

import sys
from pathlib import Path

from geo.errors import CorridorsError
from layers.site.site_build import build_site

PLAIN = "--without-pictures"


def main(arguments: list[str]) -> int:
    """Build the site; return the exit code."""
    folders = [each for each in arguments if each != PLAIN]
    folder = Path(folders[0] if folders else "output/site")
    try:
        pages = build_site(folder, with_pictures=PLAIN not in arguments, progress=_say)
    except CorridorsError as error:
        sys.stderr.write(f"error: {error}\n")
        return 1
    sys.stdout.write(f"documentation: {folder / 'index.html'} ({pages} pages, every link leads somewhere)\n")
    return 0


def _say(step: str) -> None:
    sys.stderr.write(f"{step} …\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
