"""How much of a text each reader keeps, and what it costs beside plain text: ``python tests/benchmarks/documents.py``.

Prints a line a format: the share of the source's words that come out (in windows of three, in order), the share of the
words that come out which the source has, what else is kept, and the processor time against the same text as ``.txt``.
"""

from __future__ import annotations

import re
import resource
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from made import PARAGRAPHS, TITLE, converted, flat_odt, kept_share, web_page

from geo.reading import read

ROUNDS = 3


def spent() -> float:
    """Return the seconds of processor time that this process and its children have used."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


def own_share(text: str) -> float:
    """Return which share of a text's words the source has."""
    source = set(re.findall(r"\w+", " ".join((*PARAGRAPHS, TITLE, "Port Ships a week Alat Poti 14 9 1 2"))))
    words = re.findall(r"\w+", text)
    return sum(word in source for word in words) / len(words)


def main() -> None:
    """Make the files, read them, print the table."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "four.fodt").write_text(flat_odt(copies=40), encoding="utf-8")
        (folder / "page.html").write_text(web_page(), encoding="utf-8")
        (folder / "four.txt").write_text("\n\n".join((TITLE, *PARAGRAPHS * 40)), encoding="utf-8")
        for suffix in ("pdf", "docx"):
            converted(folder / "four.fodt", suffix, folder)
        baseline = 0.0
        print(f"{'file':10} {'recall':>7} {'own':>7} {'title':>6} {'pages':>6} {'notes':>6} {'× .txt':>7}")
        for path in (folder / "four.txt", folder / "four.docx", folder / "four.pdf", folder / "page.html"):
            start = spent()
            for _ in range(ROUNDS):
                found = read(path)
            seconds = (spent() - start) / ROUNDS
            baseline = baseline or seconds
            notes = sum(bool(citation.note) for citation in found.citations)
            print(
                f"{path.name:10} {kept_share(found.text):7.1%} {own_share(found.text):7.1%} {found.title == TITLE!s:>6}"
                f" {len(found.pages):6} {notes:6} {seconds / baseline:7.1f}"
            )


if __name__ == "__main__":
    main()
