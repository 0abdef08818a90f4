"""All pages into one folder that opens from disk: what is made is put into what people wrote, MkDocs sets it."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

from geo.errors import DataError, OutputError
from layers.site import generated
from layers.site.gallery import gallery
from layers.site.link_check import broken_links
from layers.site.pictures import LOOKS, chromium, studio_pictures

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["build_site"]

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
PAGES = HERE / "pages"
STUDIO_TEXT = "gallery/road-kalahari.md"
HOLE = re.compile(r"^\{\{ (\w+)(?:: ([^}]+))? \}\}$", re.MULTILINE)
ROLE = re.compile(r":(?:func|class|mod|data|meth|attr|exc):(?=<code>)")
"""How docstrings say what a name is of; the page's letters say it."""

PICTURE = re.compile(r"^(?:!\[[^\]]*\]\(pictures/[^)]*\)(?:\{[^}]*\})? ?)+\n", re.MULTILINE)
NAVIGATION = [
    {"What it is for": "index.md"},
    {"Start": [{"The studio": "start-studio.md"}, {"The command line": "start-command-line.md"},
               {"Python": "start-python.md"}, {"Installing": "installing.md"}]},
    {"Gallery": "gallery.md"},
    {"Corrections": "corrections.md"},
    {"Words and looks": "words-and-looks.md"},
    {"Fields": "fields.md"},
    {"Recipes": "recipes.md"},
    {"How far to trust it": "trust.md"},
    {"Reference": [{"Commands": "commands.md"}, {"Python": "reference.md"}]},
]  # fmt: skip
MADE: dict[str, Callable[[str], str]] = {
    "seeds": generated.seeds_section,
    "fields": generated.fields,
    "dictionary": generated.dictionary,
    "commands": generated.commands,
    "formats": generated.formats,
}


def build_site(
    folder: Path, *, with_pictures: bool = True, progress: Callable[[str], None] = lambda _step: None
) -> int:
    """Build the documentation.

    Parameters
    ----------
    folder
        Made anew; it opens from disk as well as from a server.
    with_pictures
        False leaves out what needs Chromium: the pictures of the studio.
    progress
        Told the name of each step as it begins.

    Returns
    -------
    How many pages there are.

    Raises
    ------
    OutputError
        If MkDocs or Chromium is not there, MkDocs finds fault, or a link leads nowhere.
    DataError
        If a page asks for something that nothing makes.
    """
    with tempfile.TemporaryDirectory() as work:
        sources = Path(work) / "pages"
        sources.mkdir()
        for page in sorted(PAGES.glob("*.md")):
            text = HOLE.sub(_filled, page.read_text(encoding="utf-8"))
            (sources / page.name).write_text(text if with_pictures else PICTURE.sub("", text), encoding="utf-8")
        progress("mapping the gallery")
        (sources / "gallery.md").write_text(gallery(ROOT / "seeds" / "gallery", sources / "maps"), encoding="utf-8")
        if with_pictures:
            progress("taking the pictures of the studio")
            _take_pictures(sources / "pictures")
        progress("setting the pages")
        _set(sources, folder)
    reference = folder / "reference.html"
    reference.write_text(ROLE.sub("", reference.read_text(encoding="utf-8")), encoding="utf-8")
    faults = broken_links(folder)
    if faults:
        raise OutputError(f"{len(faults)} links of the documentation lead nowhere: {'; '.join(faults[:5])}")
    return len(list(folder.rglob("*.html")))


def _filled(hole: re.Match[str]) -> str:
    name, what = hole[1], (hole[2] or "").strip()
    if name not in MADE:
        raise DataError(f"a page asks for {name!r}; expected one of {', '.join(MADE)}")
    return MADE[name](what)


def _take_pictures(into: Path) -> None:
    text = (ROOT / "seeds" / STUDIO_TEXT).read_text(encoding="utf-8").split("---\n", 2)
    title = yaml.safe_load(text[1])["title"]
    with chromium() as browser:
        for look in LOOKS:
            studio_pictures(f"{title}\n\n{text[2].strip()}", into, browser, look)


def _set(sources: Path, folder: Path) -> None:
    config = {
        "site_name": "Corridors",
        "docs_dir": str(sources),
        "site_dir": str(folder.resolve()),
        "nav": NAVIGATION,
        "use_directory_urls": False,  # pages are files, so that they open from disk
        "strict": True,
        "theme": {
            "name": "material",
            "font": False,  # asks nobody for letters
            "palette": [{"media": "(prefers-color-scheme: light)", "scheme": "default", "primary": "teal"},
                        {"media": "(prefers-color-scheme: dark)", "scheme": "slate", "primary": "teal"}],
            "features": ["navigation.sections", "navigation.top", "toc.follow", "content.code.copy"],
        },
        "plugins": [{"mkdocstrings": {"handlers": {"python": {"paths": [str(ROOT)], "options": {
            "docstring_style": "numpy", "show_source": False, "show_root_heading": True, "heading_level": 3,
            "show_root_full_path": True, "separate_signature": True, "show_signature_annotations": True,
            "members": False, "show_bases": True,
        }}}}}],  # no search: from disk it would ask another machine for a script
        "markdown_extensions": ["tables", "attr_list", "md_in_html", "admonition", "pymdownx.superfences",
                                {"toc": {"permalink": True}}],
        "validation": {"links": {"anchors": "warn", "absolute_links": "warn", "unrecognized_links": "warn"}},
    }  # fmt: skip
    path = sources.parent / "mkdocs.yml"
    path.write_text(yaml.safe_dump(config, sort_keys=False), encoding="utf-8")
    shutil.rmtree(folder, ignore_errors=True)
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--strict", "--config-file", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    if done.returncode:
        told = [line for line in (done.stdout + done.stderr).splitlines() if line.strip()]
        if any("No module named mkdocs" in line for line in told):
            raise OutputError("MkDocs is not installed; pip install 'corridors[docs]'")
        raise OutputError(f"MkDocs finds fault: {' | '.join(told[-6:])[:1500]}")
