"""Whether Parquet can be read and written here: pyarrow weighs more than any other library, and is an extra."""

from __future__ import annotations

from importlib.util import find_spec

from geo.errors import OutputError

__all__ = ["LEFT_OUT", "check", "is_there"]

HOW = "pip install 'corridors[parquet]'"
LEFT_OUT = f"GeoParquet is not written, as pyarrow is not installed; {HOW} adds it"


def is_there() -> bool:
    """Tell whether pyarrow is installed.

    Examples
    --------
    >>> is_there()
    True
    """
    try:
        return find_spec("pyarrow") is not None
    except ValueError:  # somebody took it away from a running Python
        return False


def check(what: str) -> None:
    """Refuse what cannot be done without Parquet.

    Parameters
    ----------
    what
        Begins the message, with its verb: ``"a corpus needs"``.

    Raises
    ------
    OutputError
        If pyarrow is not installed, with the command that installs it.

    Examples
    --------
    >>> check("a corpus needs")
    """
    if not is_there():
        raise OutputError(f"{what} pyarrow, which is not installed: {HOW}")
