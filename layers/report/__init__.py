"""The report: the figure with its tables, evidence and terms, as Markdown and as a Word document.

>>> import geo
>>> from layers.frames import to_frames
>>> from layers.report import content_of, to_markdown
>>> report = to_markdown(content_of(to_frames(geo.geoparse("Ferries link Suakin with Jeddah."))))
>>> "Suakin–Jeddah sea route" in report
True
"""

from layers.report.content import Report, Table, content_of
from layers.report.markdown_report import to_markdown
from layers.report.word import to_docx

__all__ = ["Report", "Table", "content_of", "to_docx", "to_markdown"]
