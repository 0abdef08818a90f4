"""The report as DOCX: headings, captions, table heads and alternative text where a word processor looks for them."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from layers.export.markup import writable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from docx.document import Document
    from docx.text.paragraph import Paragraph

    from layers.report.content import Report, Table

__all__ = ["to_docx"]

PAGE_MM = (210.0, 297.0)
MARGIN_MM = 20.0
WIDEST_MM, TALLEST_MM = 170.0, 180.0  # of the figure: title and summary above and caption below it fit one page
TWIPS_PER_MM = 1440 / 25.4
NO_CLOCK = (1980, 1, 1, 0, 0, 0)  # the first day a zip file knows
NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
INK, RULE, SHADE = "22303F", "B8C0C8", "EEF1F4"


def to_docx(report: Report, figure: bytes | None) -> bytes:
    """Write a report for word processors.

    Parameters
    ----------
    report
        As :func:`layers.report.content.content_of` gives it.
    figure
        PNG, or ``None`` for a report without one.

    Returns
    -------
    A DOCX file on A4 with Word's own heading, caption and list styles, so that a user's template, table of contents and
    list of figures take them up.

    Examples
    --------
    >>> import geo
    >>> from layers import to_frames
    >>> frames = to_frames(geo.geoparse("Ferries link Suakin with Jeddah."))
    >>> from layers.report import content_of
    >>> to_docx(content_of(frames), None)[:2]
    b'PK'
    """
    import docx

    document = docx.Document()
    _prepare(document, report)
    document.add_paragraph(writable(report.title), style="Title")
    for line in (report.subtitle, report.byline):
        if line:
            document.add_paragraph(writable(line), style="Subtitle")
    document.add_paragraph(writable(report.summary))
    if figure:
        _figure(document, report, figure)
    for table in (report.corridors, report.crossed, report.places):
        _table(document, table, report)
    _points(document, report.labels["decisions"], report.decisions)
    _points(document, report.labels["notes"], report.notes)
    document.add_heading(report.labels["evidence"], level=1)
    for number, (quote, cited) in enumerate(report.evidence, start=1):
        _evidence(document, number, quote, cited)
    for table in (report.actors, report.unresolved, report.sources):
        _table(document, table, report)
    document.add_paragraph(writable(report.view))
    stream = io.BytesIO()
    document.save(stream)
    return _without_clock(stream.getvalue())


def _prepare(document: Document, report: Report) -> None:
    """Set page, fonts, language, footer and properties."""
    from docx.oxml import parse_xml
    from docx.shared import Mm, Pt, RGBColor

    section = document.sections[0]
    section.page_width, section.page_height = Mm(PAGE_MM[0]), Mm(PAGE_MM[1])
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(MARGIN_MM)
    sizes = {"Normal": 10, "Title": 22, "Subtitle": 11, "Heading 1": 14, "Caption": 9}
    for name, size in sizes.items():
        style: Any = document.styles[name]
        style.font.name, style.font.size = "Calibri", Pt(size)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for kind in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(f"{{{NAMESPACE.split(chr(34))[1]}}}{kind}", None)
        style.font.color.rgb = RGBColor.from_string("5C6873" if name in {"Caption", "Subtitle"} else INK)
        style.font.italic = False
        style.font.bold = name.startswith(("Heading", "Title"))
    normal: Any = document.styles["Normal"]
    normal.paragraph_format.space_after = Pt(6)
    spoken = "en-GB" if report.language == "en" else report.language
    told = f'w:val="{spoken}" w:eastAsia="{spoken}"' + (f' w:bidi="{spoken}"' if report.is_right_to_left else "")
    normal.element.get_or_add_rPr().append(parse_xml(f"<w:lang {NAMESPACE} {told}/>"))
    if report.is_right_to_left:
        normal.element.get_or_add_pPr().append(parse_xml(f"<w:bidi {NAMESPACE}/>"))
    footer = section.footer.paragraphs[0]
    footer.alignment = 2  # right
    field = '<w:fldSimple {} w:instr=" {} "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    footer.add_run(writable(report.title) + "  ·  ").font.size = Pt(8)
    footer._p.append(parse_xml(field.format(NAMESPACE, "PAGE")))
    about = document.core_properties
    about.title, about.author, about.comments = writable(report.title)[:255], "Corridors", writable(report.alt)[:255]
    about.subject, about.language = "Places and transit corridors", spoken
    element = about._element
    for child in [c for c in element if c.tag.rpartition("}")[2] in {"created", "modified", "lastModifiedBy"}]:
        element.remove(child)


def _figure(document: Document, report: Report, png: bytes) -> None:
    from docx.shared import Emu, Mm

    paragraph = document.add_paragraph()
    paragraph.paragraph_format.keep_with_next = True
    picture = paragraph.add_run().add_picture(io.BytesIO(png), width=Mm(WIDEST_MM))
    if picture.height > Mm(TALLEST_MM):
        picture.width = Emu(round(picture.width * Mm(TALLEST_MM) / picture.height))
        picture.height = Mm(TALLEST_MM)
    properties = picture._inline.docPr
    properties.set("name", "Figure 1")
    properties.set("descr", writable(report.alt))
    properties.set("title", writable(report.title))
    _caption(document, "Figure", report.caption, report.labels["figure"])


def _caption(document: Document, kind: str, words: str, called: str) -> None:
    """Append a caption with a number that Word counts, so that lists of figures and of tables take it up."""
    from docx.oxml import parse_xml

    before = sum(p.text.startswith(f"{called} ") for p in document.paragraphs if _is_caption(p))
    caption = document.add_paragraph(style="Caption")
    caption.paragraph_format.keep_with_next = kind == "Table"
    caption.add_run(f"{called} ")
    field = (
        f'<w:fldSimple {NAMESPACE} w:instr=" SEQ {kind} \\* ARABIC "><w:r><w:t>{before + 1}</w:t></w:r></w:fldSimple>'
    )
    caption._p.append(parse_xml(field))
    caption.add_run(f". {writable(words)}")


def _is_caption(paragraph: Paragraph) -> bool:
    return paragraph.style is not None and paragraph.style.name == "Caption"


def _points(document: Document, title: str, points: Iterable[tuple[str, str]]) -> None:
    """Append bullet points below a heading, what each is about in bold."""
    told = list(points)
    if told:
        document.add_heading(title, level=1)
    for head, words in told:
        paragraph = document.add_paragraph(style="List Bullet")
        paragraph.add_run(f"{writable(head)}. ").bold = True
        paragraph.add_run(writable(words))


def _evidence(document: Document, number: int, quote: str, cited: str) -> None:
    from docx.shared import Mm

    paragraph = document.add_paragraph()
    shape = paragraph.paragraph_format
    shape.left_indent, shape.first_line_indent = Mm(9), Mm(-9)
    shape.tab_stops.add_tab_stop(Mm(9))
    paragraph.add_run(f"{number}\t").bold = True
    paragraph.add_run(writable(quote))
    if cited:
        paragraph.add_run(writable(f" ({cited})")).italic = True


def _table(document: Document, table: Table, report: Report) -> None:
    """Append a table below a heading: written as XML, since python-docx takes a second for some hundred cells."""
    from docx.oxml import parse_xml

    if not table.rows:
        return
    document.add_heading(table.title, level=1)
    _caption(document, "Table", table.caption or f"{table.title}.", report.labels["table"])
    room = (PAGE_MM[0] - 2 * MARGIN_MM) * TWIPS_PER_MM
    widths = [round(share * room) for share in table.widths]
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    edges = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="{RULE}"/>' for side in ("top", "bottom", "insideH")
    )
    turned = "<w:bidiVisual/>" if report.is_right_to_left else ""
    title = escape(writable(table.title), {'"': "&quot;"})
    xml = (
        f'<w:tbl {NAMESPACE}><w:tblPr>{turned}<w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        f"<w:tblBorders>{edges}</w:tblBorders>"
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="60" w:type="dxa"/><w:right w:w="60" w:type="dxa"/>'
        f'</w:tblCellMar><w:tblLook w:firstRow="1" w:val="0020"/><w:tblCaption w:val="{title}"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{_row(table.head, widths, head=True)}"
        f"{''.join(_row(row, widths) for row in table.rows)}</w:tbl>"
    )
    after = document.add_paragraph()
    after._p.addprevious(parse_xml(xml))


def _row(cells: tuple[str, ...], widths: list[int], *, head: bool = False) -> str:
    properties = "<w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>" if head else "<w:trPr><w:cantSplit/></w:trPr>"
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{SHADE}"/>' if head else ""
    letters = '<w:rPr><w:b/><w:sz w:val="16"/></w:rPr>' if head else '<w:rPr><w:sz w:val="16"/></w:rPr>'
    spacing = '<w:pPr><w:spacing w:before="30" w:after="30"/></w:pPr>'
    made = (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{shade}</w:tcPr><w:p>{spacing}<w:r>{letters}'
        f'<w:t xml:space="preserve">{escape(writable(cell))}</w:t></w:r></w:p></w:tc>'
        for cell, width in zip(cells, widths, strict=True)
    )
    return f"<w:tr>{properties}{''.join(made)}</w:tr>"


def _without_clock(packed: bytes) -> bytes:
    """Return a zip file with the time of every member set to one that does not pass."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(packed)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            member = zipfile.ZipInfo(name, NO_CLOCK)
            member.external_attr = 0o644 << 16
            stored = name.endswith(".png")  # is compressed already
            member.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
            new.writestr(member, old.read(name))
    return stream.getvalue()
