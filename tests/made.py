"""Real files for the tests, made by other programs: LibreOffice and Chromium."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

import pytest

if TYPE_CHECKING:
    from pathlib import Path

PARAGRAPHS = tuple(
    """\
Freight for the northern route leaves the harbour of Baku every second night, and the railway carries it by way of \
Tbilisi to Kars, where internationally recognised inspectors open every container.
Nobody had expected the transportation ministry to double its infrastructure investments within a single year. Ships \
from Alat reach Turkmenbashi after fourteen hours, if the wind allows it.
Lorries are slower. They queue at the border for days, while administrative requirements multiply on both sides; the \
associations of hauliers have complained about this for considerably longer than the ministry admits.
Pipelines do not queue. The oil that leaves Sangachal arrives at Ceyhan without ever seeing a customs officer, and \
representatives of the consortium repeat this observation at every available opportunity.
""".splitlines()
)
"""Written for these tests, with words long enough to be divided at the end of a line."""

NOTES = ("Trend, May 3, 2019.", "J. Doe, “Slow lorries,” Eurasia Daily Monitor, April 4, 2018.")
TABLE = (("Port", "Ships a week"), ("Alat", "14"), ("Poti", "9"))
TITLE = "Four ways out of Baku"


def program(*names: str) -> str:
    """Return the path of a program; skip where it is missing, fail where CI says that it must be there."""
    found = next((path for path in map(shutil.which, names) if path), None)
    if found is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(f"{names[0]} is not on this machine")
    return str(found)


def flat_odt(copies: int = 6) -> str:
    """Return a document of LibreOffice's with two columns, running head, page numbers, a table and footnotes."""
    body = [f'<text:h text:style-name="Heading_20_1" text:outline-level="1">{TITLE}</text:h>']
    for copy in range(copies):
        for index, words in enumerate(PARAGRAPHS):
            text = escape(words)
            if copy == 0 and index < len(NOTES):
                note = (
                    f'<text:note text:id="n{index}" text:note-class="footnote"><text:note-citation>{index + 1}'
                    f"</text:note-citation><text:note-body><text:p>{escape(NOTES[index])}</text:p></text:note-body>"
                    "</text:note>"
                )
                text = text.replace(", ", f",{note} ", 1)
            body.append(f'<text:p text:style-name="P1">{text}</text:p>')
    rows = "".join(
        "<table:table-row>"
        + "".join(f"<table:table-cell><text:p>{cell}</text:p></table:table-cell>" for cell in row)
        + "</table:table-row>"
        for row in TABLE
    )
    table = f'<table:table table:name="T"><table:table-column table:number-columns-repeated="2"/>{rows}</table:table>'
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/"
 office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.text">
<office:meta><dc:title>{TITLE}</dc:title></office:meta>
<office:styles>
<style:style style:name="Standard" style:family="paragraph"/>
<style:style style:name="Heading_20_1" style:display-name="Heading 1" style:family="paragraph">
<style:text-properties fo:font-size="20pt"/></style:style></office:styles>
<office:automatic-styles>
<style:style style:name="P1" style:family="paragraph"><style:paragraph-properties fo:margin-bottom="10pt"
 fo:hyphenation-ladder-count="no-limit" fo:text-align="justify"/><style:text-properties
 fo:font-size="11pt" fo:language="en" fo:country="GB" fo:hyphenate="true"
 fo:hyphenation-remain-char-count="2" fo:hyphenation-push-char-count="2"/></style:style>
<style:page-layout style:name="L1"><style:page-layout-properties
 fo:page-width="15cm" fo:page-height="21cm" fo:margin="1.5cm">
<style:columns fo:column-count="2" fo:column-gap="0.6cm"/></style:page-layout-properties>
<style:header-style><style:header-footer-properties
 fo:min-height="0.8cm" fo:margin-bottom="0.3cm"/></style:header-style>
<style:footer-style><style:header-footer-properties
 fo:min-height="0.8cm" fo:margin-top="0.3cm"/></style:footer-style>
</style:page-layout></office:automatic-styles>
<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="L1">
<style:header><text:p>The Quarterly of Slow Freight</text:p></style:header>
<style:footer><text:p>Page <text:page-number/> of <text:page-count/></text:p></style:footer>
</style:master-page></office:master-styles>
<office:body><office:text>{"".join(body)}{table}</office:text></office:body></office:document>"""


def converted(source: Path, suffix: str, folder: Path) -> Path:
    """Let LibreOffice turn a file into another format."""
    office = program("soffice", "libreoffice")
    command = [office, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", suffix]
    subprocess.run([*command, "--outdir", str(folder), str(source)], check=True, capture_output=True, timeout=240)
    return folder / f"{source.stem}.{suffix}"


def web_page() -> str:
    """Return a page as a news site serves it: menus, adverts, a teaser, an article with notes, a cookie banner."""
    article = "".join(
        f"<p>{escape(words)}" + (f'<sup><a id="r{i}" href="#n{i}">{i + 1}</a></sup>' if i < len(NOTES) else "") + "</p>"
        for i, words in enumerate(PARAGRAPHS)
    )
    notes = "".join(f'<li id="n{i}">{escape(note)} <a href="#r{i}">↩</a></li>' for i, note in enumerate(NOTES))
    links = "".join(f'<li><a href="/{n}">{n}</a></li>' for n in ("Home", "World", "Sport", "Subscribe"))
    return f"""<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{TITLE} | Freight Weekly</title>
<link rel="canonical" href="https://freight.example/2019/05/06/four-ways">
<meta property="og:site_name" content="Freight Weekly"><meta property="og:title" content="{TITLE}">
<meta property="article:published_time" content="2019-05-06T08:00:00Z">
<script src="https://tracker.example/t.js"></script></head><body>
<nav><ul>{links}</ul></nav><div class="advert">Buy cheap tyres in Nairobi today</div>
<main><article><h1>{TITLE}</h1>{article}<ol class="footnotes">{notes}</ol></article></main>
<img src="https://remote.example/pixel.png"><aside class="related"><h2>Read also</h2>
<a href="/x">Ten beaches of Fiji</a></aside>
<footer>© Freight Weekly. All rights reserved. Cookie settings.</footer></body></html>"""


def kept_share(text: str, wanted: tuple[str, ...] = PARAGRAPHS) -> float:
    """Return which share of the words wanted stands in a text, in windows of three; marks of notes aside."""
    found = " ".join(re.sub(r"\[\d+\]", "", text).split())
    windows = [" ".join(w[i : i + 3]) for w in (p.split() for p in wanted) for i in range(len(w) - 2)]
    return sum(window in found for window in windows) / len(windows)
