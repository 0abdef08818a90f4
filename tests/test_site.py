"""The documentation says what the code is: fields, commands and sections come from there, and no link leads nowhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from geo.errors import DataError, OutputError
from layers.cli import corridors
from layers.frames import schema
from layers.site import gallery, generated, site_build
from layers.site.link_check import broken_links

ROOT = Path(__file__).parents[1]
PAGES = sorted((ROOT / "layers" / "site" / "pages").glob("*.md"))


def test_every_column_has_its_meaning():
    """Each column of each table stands on the page of fields, under its table."""
    page = generated.fields()
    for name in (*schema.PLACES, *schema.CORRIDORS, *schema.LEGS, *schema.ACTORS, *schema.UNRESOLVED):
        assert f"| `{name}` |" in page
    assert page.startswith("## ")
    assert not re.search(r"\]\((?!https:|#)", page)


def test_every_command_stands_in_the_documentation():
    """The help of each command is on the page of commands, with every option."""
    page = generated.commands()
    for name, command in ((name, each) for name, each in corridors.commands.items() if not each.hidden):
        assert f"## corridors {name}\n" in page
        for option in (each for each in command.params if each.opts[0].startswith("--")):
            assert option.opts[0] in page


def test_the_figures_have_their_date_and_their_command():
    """What is measured says when and by what; a section of the seeds has words for its links into the repository."""
    page = (ROOT / "layers" / "site" / "pages" / "trust.md").read_text(encoding="utf-8")
    assert re.search(r"Measured on \d{4}-\d{2}-\d{2}", page)
    assert "python tests/benchmarks/" in page
    assert not re.search(r"\]\((?!https:|#)", generated.seeds_section("Corrections"))
    with pytest.raises(DataError, match="no section 'Nothing'"):
        generated.seeds_section("Nothing")


def test_the_readme_is_short_and_leads_to_the_pages():
    """README keeps to a screen and a half, and the pages that people wrote are linked from it."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert readme.count("\n") <= 100
    for name in (
        "installing",
        "start-studio",
        "start-command-line",
        "start-python",
        "words-and-looks",
        "recipes",
        "trust",
    ):
        assert f"(layers/site/pages/{name}.md" in readme


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_each_page_is_to_be_read_in_the_repository_too(page):
    """Whoever opens a page where it lies finds its words, and its links lead to pages beside it."""
    text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    for link in re.findall(r"(?<!!)\[[^\]]*\]\((?!https:|#)([^)#]+)", text):
        assert link == "gallery.md" or (page.parent / link).is_file()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_each_page_asks_only_for_what_is_made(page):
    """Every hole of a page is filled, and every picture is one that is taken."""
    text = site_build.HOLE.sub(site_build._filled, page.read_text(encoding="utf-8"))
    assert "{{ " not in re.sub(r"```.*?```", "", text, flags=re.DOTALL)
    for picture in re.findall(r"\(pictures/([^)]*)\)", text):
        assert re.fullmatch(r"studio-(start|pasted|map|check|words|take)-(light|dark|phone)\.png", picture)


def test_every_page_is_in_the_navigation():
    """No page is written that nobody finds."""
    named = set(re.findall(r"[\w-]+\.md", str(site_build.NAVIGATION)))
    assert named == {page.name for page in PAGES} | {"gallery.md"}


def test_each_brief_was_looked_at():
    """Ten briefs, two a mode, each in its own region, each with what is right and what is not."""
    told = dict(gallery.judgements())
    assert re.fullmatch(r"\d{4}-\d{2}-\d{2}", str(told.pop("looked")["date"]))
    assert set(told) == {path.stem for path in (ROOT / "seeds" / "gallery").glob("*.md")}
    modes = [said["mode"] for said in told.values()]
    assert {mode: modes.count(mode) for mode in modes} == dict.fromkeys(set(modes), 2)
    assert len({said["region"] for said in told.values()}) == len(told) == 10
    assert all(said["right"] and said["wrong"] for said in told.values())


def test_a_brief_without_a_judgement_is_told(tmp_path):
    """A brief that nobody looked at stops the building."""
    (tmp_path / "new.md").write_text("Ferries link Suakin with Jeddah.", encoding="utf-8")
    with pytest.raises(DataError, match=r"new in one of them alone|air-greenland"):
        gallery.gallery(tmp_path, tmp_path / "maps")


@pytest.mark.parametrize(
    ("page", "faults"),
    [
        ('<a href="b.html">b</a>', []),
        ('<a href="b.html#part">b</a>', []),
        ('<a href="b.html#other">b</a>', ["a.html: b.html#other (no such anchor)"]),
        ('<img src="c.png">', ["a.html: c.png (no such file)"]),
        (
            '<script src="https://example.org/a.js"></script>',
            ["a.html: https://example.org/a.js (asks another machine)"],
        ),
        ('<a href="http://example.org/">x</a>', ["a.html: http://example.org/ (not https)"]),
        ('<a href="https://example.org/">x</a> <a href="#top">t</a><p id="top">', []),
    ],
)
def test_a_link_that_leads_nowhere_is_found(tmp_path, page, faults):
    """Files, anchors and pictures are looked for; addresses of others are looked at and not asked."""
    (tmp_path / "a.html").write_text(page, encoding="utf-8")
    (tmp_path / "b.html").write_text('<p id="part">', encoding="utf-8")
    assert broken_links(tmp_path) == faults


@pytest.mark.slow
def test_the_site_is_built_and_whole(tmp_path, monkeypatch):
    """All pages are set without a warning, with one brief of the gallery, and every link leads somewhere."""
    pytest.importorskip("mkdocs")
    pytest.importorskip("mkdocstrings")
    briefs = tmp_path / "seeds" / "gallery"
    briefs.mkdir(parents=True)
    name = "rail-baltic"
    text = (ROOT / "seeds" / "gallery" / f"{name}.md").read_text(encoding="utf-8")
    (briefs / f"{name}.md").write_text(text, encoding="utf-8")
    told = gallery.judgements()
    monkeypatch.setattr(gallery, "judgements", lambda: {"looked": told["looked"], name: told[name]})
    monkeypatch.setattr(site_build, "gallery", lambda _briefs, into: gallery.gallery(briefs, into))
    pages = site_build.build_site(tmp_path / "site", with_pictures=False)
    assert pages >= len(PAGES) + 2
    home = (tmp_path / "site" / "reference.html").read_text(encoding="utf-8")
    assert "layers.pipeline.build" in home
    assert "fonts.googleapis.com" not in home


def test_without_mkdocs_the_words_say_what_to_install(tmp_path, monkeypatch):
    """Where MkDocs is missing, one line says which extra brings it."""
    monkeypatch.setattr(site_build.sys, "executable", str(tmp_path / "python"))
    script = "#!/bin/sh\necho 'No module named mkdocs' >&2\nexit 1\n"
    (tmp_path / "python").write_text(script, encoding="utf-8")
    (tmp_path / "python").chmod(0o755)
    with pytest.raises(OutputError, match="pip install 'corridors\\[docs\\]'"):
        site_build._set(tmp_path / "pages", tmp_path / "site")
