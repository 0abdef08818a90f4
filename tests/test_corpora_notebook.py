"""The notebook that shows what can be asked of a corpus runs from its first cell to its last."""

from pathlib import Path

import nbformat
import pytest
from nbconvert.preprocessors import ExecutePreprocessor

NOTEBOOK = Path(__file__).parents[1] / "layers" / "corpora" / "example.ipynb"


@pytest.fixture(scope="module")
def done():
    """Return the notebook as it is after a run."""
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    nbformat.validate(notebook)
    return ExecutePreprocessor(timeout=600, kernel_name="python3").preprocess(notebook, {})[0]


def shown(notebook, kind):
    """Return everything of a kind that the cells show."""
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", ())]
    return [output["data"][kind] for output in outputs if kind in output.get("data", {})]


def test_the_notebook_runs_and_shows_tables_and_a_chart(done):
    """All 120 documents are read, six months are six partitions, frames are tables and the chart is a picture."""
    texts = shown(done, "text/plain")
    assert "'documents': 120" in texts[0]
    assert "'failures': 0" in texts[0]
    assert texts[1].startswith("(6, ")
    assert any("Baku–Tbilisi–Kars railway" in text for text in texts)
    assert len(shown(done, "image/png")) == 1


def test_nothing_went_to_standard_error(done):
    """A reader who runs it sees no warning."""
    said = [o["text"] for cell in done.cells for o in cell.get("outputs", ()) if o.get("name") == "stderr"]
    assert said == []
