"""A review file to records: every key and value checked, with its line in each error.

The file is YAML, but values are taken as they are written: ``NO`` is Norway, not *false*, and ``2019-05-04`` is text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, get_args

import msgspec

from geo.checked import Form, one_of
from geo.errors import SourceError
from geo.gazetteer.curated import countries
from geo.model import Mode, Role, Status
from geo.user_files import read_whole
from layers.author.validation import Degrees, MapForm, words_of
from layers.author.yaml_nodes import Written, composed
from layers.review.corrections import Anchor, Correction, Corrections, ReviewError, Stop, Target, Word

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from geo.checked import Path as Steps
    from geo.model import LonLat

__all__ = ["beside", "find_corrections", "read_corrections", "read_if_there", "read_text"]

MAX_BYTES = 4_000_000
MOST_CORRECTIONS = 20_000
VERSION = "1"
SUFFIX = ".review.yaml"


def beside(source: Path) -> Path:
    """Return where the review of an article lies.

    Parameters
    ----------
    source
        The article's file.

    Returns
    -------
    A path in the same folder; no file need be there.

    Examples
    --------
    >>> from pathlib import Path
    >>> beside(Path("seeds/ports.md")).as_posix()
    'seeds/ports.review.yaml'
    """
    return source.with_name(source.stem + SUFFIX)


def find_corrections(source: Path, review: Path | None = None) -> Corrections | None:
    """Read the review of an article: the file named, else the one that lies beside the article, else none.

    Parameters
    ----------
    source
        The article's file.
    review
        A review file that must be there.

    Returns
    -------
    What it says; ``None`` where there is none, or where the one beside the article says that it is another's.

    Raises
    ------
    ReviewError
        As :func:`read_corrections`.

    Examples
    --------
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     article = Path(folder) / "ports.md"
    ...     _ = beside(article).write_text("focus: [NO]", encoding="utf-8")
    ...     find_corrections(article).focus, find_corrections(Path(folder) / "other.md")
    (('NO',), None)
    """
    if review is not None:
        return read_corrections(review)
    path = beside(source)
    if not path.is_file():
        return None
    found = read_corrections(path)
    return found if found.article in {None, source.name} else None


def read_if_there(path: Path) -> Corrections:
    """Read a review file that may not be there, or may be taken away while it is read: going back to nothing does.

    Parameters
    ----------
    path
        The file.

    Returns
    -------
    What it says, nothing where it is not there.

    Raises
    ------
    ReviewError
        As :func:`read_corrections`, of a file that is there.

    Examples
    --------
    >>> from pathlib import Path
    >>> read_if_there(Path("no-such.review.yaml")).items
    ()
    """
    while path.exists():
        try:
            return read_corrections(path)
        except ReviewError as error:
            if not isinstance(error.__context__, FileNotFoundError) and path.exists():
                raise
    return Corrections()


def read_corrections(path: Path) -> Corrections:
    """Read a review file.

    Parameters
    ----------
    path
        A YAML file as ``seeds/README.md`` describes it.

    Returns
    -------
    What it says.

    Raises
    ------
    ReviewError
        If it cannot be read, is no YAML, or holds a key or a value that is not allowed; the message names the line.

    Examples
    --------
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder) / "ports.review.yaml"
    ...     _ = path.write_text("corrections: [{place: Poti, verdict: reject}]", encoding="utf-8")
    ...     [item.target for item in read_corrections(path).items]
    ['place']
    """
    try:
        text = read_whole(path, limit=MAX_BYTES, what="a review").decode("utf-8-sig")
    except SourceError as error:
        raise ReviewError(str(error)) from None
    except FileNotFoundError:
        raise ReviewError(f"{path} does not exist; check the name") from None
    except UnicodeDecodeError as error:
        raise ReviewError(f"{path} is not UTF-8 (byte at {error.start:,}); save it as UTF-8") from None
    except OSError as error:
        raise ReviewError(f"{path} cannot be read ({error.strerror})") from error
    return read_text(text, name=str(path))


def read_text(text: str, *, name: str = "review") -> Corrections:
    r"""Read the text of a review file.

    Parameters
    ----------
    text
        YAML.
    name
        What to call it in errors.

    Returns
    -------
    What it says; nothing where the text is empty.

    Raises
    ------
    ReviewError
        As :func:`read_corrections`.

    Examples
    --------
    >>> found = read_text("focus: [NO]\ncorrections:\n- place: Victoria\n  record: geonames:241131\n")
    >>> found.focus, found.items[0].record, found.items[0].line
    (('NO',), 'geonames:241131', 3)
    >>> read_text("corrections:\n- place: Victoria\n  rôle: literal\n")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    ...
    layers.review.corrections.ReviewError: review line 3: field 'rôle' unknown; expected some of place, corridor, ...
    """
    said = Written.of(composed(text, name, error=ReviewError), name, error=ReviewError)
    return Corrections() if said.data is None else _corrections(said, said.checked(_Review))


Quote = Annotated[str, msgspec.Meta(pattern=r"\S", description="the words of the article")]
Offset = Annotated[str, msgspec.Meta(pattern=r"^\d{1,9}\Z", description="an offset such as 1690")]
Country = Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z]{2}\Z", description="a country's two letters, such as AZ")]
Kind = Annotated[
    str, msgspec.Meta(pattern=r"^[a-z][a-z-]{1,40}\Z", description="a word such as port or training-centre")
]
RecordId = Annotated[
    str,
    msgspec.Meta(pattern=r"^[a-z_-]{1,40}:\S{1,80}\Z", description="a source and its key, such as geonames:611717"),
]
Pair = Annotated[tuple[Degrees, Degrees], msgspec.Meta(description="[longitude, latitude]")]
Name = Annotated[str, msgspec.Meta(pattern=r"\S", description="a name such as Cape of Good Hope")]


class _Anchor(Form, frozen=True):
    quote: Quote
    at: Offset | None = None
    before: str | None = None
    after: str | None = None


class _Stop(Form, frozen=True):
    name: Name
    record: RecordId | None = None
    point: Pair | None = None


class _Correction(Form, frozen=True, rename="kebab"):
    """What a correction may say: of a place or of a corridor, as :data:`KEYS` has it."""

    place: Quote | None = None
    corridor: Quote | None = None
    at: Offset | None = None
    before: str | None = None
    after: str | None = None
    verdict: Word | None = None
    only_here: Annotated[str, one_of(("true", "false"))] | None = None
    name: str | None = None
    kind: Kind | None = None
    role: Role | None = None
    record: RecordId | None = None
    point: Pair | None = None
    mode: Mode | None = None
    status: Status | None = None
    waypoints: tuple[Name | _Stop, ...] | None = None
    via: Name | tuple[Name, ...] | None = None
    avoid: Name | tuple[Name, ...] | None = None
    same_as: str | _Anchor | None = None
    by: str | None = None
    comment: str | None = None


class _Review(MapForm, frozen=True, rename="kebab"):
    version: Annotated[str, one_of((VERSION,))] | None = None
    article: str | None = None
    focus: tuple[Country, ...] | None = None
    corrections: tuple[_Correction, ...] | None = None


COMMON = frozenset({"at", "before", "after", "verdict", "name", "same-as", "by", "comment"})
KEYS: Mapping[Target, frozenset[str]] = {
    "place": COMMON | {"only-here", "kind", "role", "record", "point"},
    "corridor": COMMON | {"mode", "status", "waypoints", "via", "avoid"},
}


def _corrections(said: Written, review: _Review) -> Corrections:
    found = review.corrections or ()
    if len(found) > MOST_CORRECTIONS:
        told = f"{len(found):,} corrections; at most {MOST_CORRECTIONS:,} are read for one article"
        said.fail(("corrections", len(found) - 1), told)
    items = tuple(_correction(said, number, each) for number, each in enumerate(found))
    first: dict[object, Correction] = {}
    for number, item in enumerate(items):
        other = first.setdefault((item.target, item.anchor.quote, item.anchor.at, item.here), item)
        if other is not item:
            told = f"{item.target} {item.anchor.quote!r} stands on line {other.line} already; join the two"
            said.fail(("corrections", number), told)
    return Corrections(
        items=items,
        article=review.article,
        title=" ".join((review.title or "").split()) or None,
        words=words_of(said, review),
        focus=tuple(_country(said, number, code.upper()) for number, code in enumerate(review.focus or ())),
    )


def _country(said: Written, number: int, code: str) -> str:
    if code not in {entry.record.country for entry in countries()}:
        said.fail(("focus", number), f"focus {code!r} is no country's two letters (ISO 3166-1); write such as AZ")
    return code


def _correction(said: Written, number: int, form: _Correction) -> Correction:
    at: Steps = ("corrections", number)
    targets = [target for target in get_args(Target) if getattr(form, target) is not None]
    if len(targets) != 1:
        said.fail(at, "a correction has either 'place: …' or 'corridor: …', the words of the article it is about")
    target: Target = targets[0]
    for key in said.data["corrections"][number]:
        if key not in KEYS[target] | {target}:
            expected = ", ".join(sorted(KEYS[target]))
            said.fail((*at, key), f"key {key!r} is not for a {target}; expected one of {expected}")
    correction = Correction(
        target,
        _anchor(getattr(form, target), form),
        word=form.verdict or "change",
        here=form.only_here == "true",
        name=form.name.strip() if form.name is not None else None,
        kind=form.kind,
        role=form.role,
        record=form.record,
        point=_point(said, (*at, "point"), form.point),
        mode=form.mode,
        status=form.status,
        waypoints=_stops(said, (*at, "waypoints"), form.waypoints),
        via=_names(form.via),
        avoid=_names(form.avoid),
        same_as=_same(form.same_as),
        by=(form.by or "").strip(),
        comment=(form.comment or "").strip(),
        line=said.line(at),
    )
    if correction.word == "reject" and correction.changed:
        said.fail(at, f"what is rejected cannot change its {correction.changed[0]} too; keep one of the two")
    if correction.record and correction.point:
        said.fail(at, "give a record or a point, not both")
    return correction


def _anchor(quote: str, form: _Anchor | _Correction) -> Anchor:
    at = None if form.at is None else int(form.at)
    return Anchor(quote, at=at, before=form.before or "", after=form.after or "")


def _same(said: str | _Anchor | None) -> Anchor | None:
    if said is None or isinstance(said, str):
        return Anchor(said) if said is not None else None
    return _anchor(said.quote, said)


def _point(said: Written, at: Steps, pair: tuple[str, str] | None) -> LonLat | None:
    if pair is None:
        return None
    lon, lat = float(pair[0]), float(pair[1])
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):
        said.fail(at, f"point [{lon}, {lat}] is off the globe; expected [longitude, latitude]; swapped?")
    return lon, lat


def _stops(said: Written, at: Steps, stops: tuple[str | _Stop, ...] | None) -> tuple[Stop, ...]:
    if stops is not None and len(stops) < 2:
        said.fail(at, f"{len(stops)} waypoint(s); a line needs two or more")
    return tuple(_stop(said, (*at, number), each) for number, each in enumerate(stops or ()))


def _stop(said: Written, at: Steps, stop: str | _Stop) -> Stop:
    if isinstance(stop, str):
        return Stop(" ".join(stop.split()))
    if stop.record is not None and stop.point is not None:
        said.fail(at, "give a waypoint a record or a point, not both")
    return Stop(" ".join(stop.name.split()), stop.record, _point(said, (*at, "point"), stop.point))


def _names(said: str | tuple[str, ...] | None) -> tuple[str, ...]:
    """Return one name, or a list of them, as a list."""
    return tuple(" ".join(each.split()) for each in ((said,) if isinstance(said, str) else said or ()))
