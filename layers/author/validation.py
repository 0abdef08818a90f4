"""From what an author wrote to records: every key and value checked against the one table of keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, cast, get_args

import msgspec
import yaml

from geo.characters import line
from geo.checked import Form, one_of
from geo.errors import SourceError
from layers.author.keys import COLOURS, DASHES, DETAILS, LABELS, LEGENDS, LISTS, MAP_KEYS
from layers.author.wishes import Detail, Look, Target, Words
from layers.author.yaml_nodes import Written, composed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from geo.checked import Path
    from geo.errors import CorridorsError
    from geo.model import Document
    from geo.outlines import Extent

__all__ = ["Degrees", "MapForm", "read_front", "read_given", "read_words", "words_of"]

MOST_FEATURES = 2_000
ABOVE = "\n"  # the first line of front matter is the second of its file
LATITUDE, TURN = 90.0, 360.0
NUMBER = r"^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,2})?\s*\Z"
Degrees = Annotated[str, msgspec.Meta(pattern=NUMBER, description="degrees such as 44.95")]
Number = Annotated[str, msgspec.Meta(pattern=NUMBER, description="a number such as 1")]
Colour = Annotated[
    str,
    msgspec.Meta(
        pattern=rf"^(?i:#[0-9a-f]{{3}}|#[0-9a-f]{{6}}|{'|'.join(COLOURS)})\Z",
        description=f"#rrggbb or one of {', '.join(COLOURS)}",
    ),
]


class LookForm(Form, frozen=True):
    """What may be said of a feature."""

    place: str | None = None
    corridor: str | None = None
    name: str | None = None
    note: str | None = None
    colour: Colour | None = None
    dash: Annotated[str, one_of(DASHES)] | None = None
    hide: Annotated[str, one_of(("true", "false"))] | None = None
    label: str | None = None
    order: Number | None = None


class MapForm(Form, frozen=True, rename="kebab"):
    """What may be said of a map; :data:`layers.author.keys.KEYS` says what each key does."""

    title: str | None = None
    subtitle: str | None = None
    byline: str | None = None
    note: str | None = None
    source_line: str | None = None
    language: str | None = None
    extent: tuple[Degrees, ...] | None = None
    detail: Annotated[str, one_of(DETAILS)] | None = None
    legend: Annotated[str, one_of(LEGENDS)] | None = None
    lists: tuple[Annotated[str, one_of(LISTS)], ...] | None = None
    features: tuple[LookForm, ...] | None = None


def read_words(text: str, *, name: str = "words", error: type[CorridorsError] = SourceError) -> Words:
    r"""Read what an author says of a map.

    Parameters
    ----------
    text
        YAML with keys of :data:`layers.author.keys.KEYS`.
    name
        What to call it in errors.
    error
        Raised where a key or a value is not allowed.

    Returns
    -------
    What was said.

    Examples
    --------
    >>> said = read_words("subtitle: Ways out\nfeatures:\n- place: Baku\n  label: left\n")
    >>> said.subtitle, said.features[0].label
    ('Ways out', 'left')
    >>> read_words("legend: centre")
    Traceback (most recent call last):
    ...
    geo.errors.SourceError: words line 1: legend 'centre' unknown; expected one of top-right, ...
    """
    said = Written.of(composed(text, name, error=error, kind="map's words"), name, error=error)
    return Words() if said.data is None else words_of(said, said.checked(MapForm))


def read_front(document: Document) -> Words:
    r"""Read what an article's front matter says of its map; keys that are not ours are left alone.

    Parameters
    ----------
    document
        With its front matter, as it was read.

    Returns
    -------
    What it says of the map; nothing where there is no front matter.

    Raises
    ------
    SourceError
        If one of our keys holds a value that is not allowed; the message names the line.

    Examples
    --------
    >>> from dataclasses import replace
    >>> from geo.reading import document
    >>> read_front(replace(document("Baku is a port."), front="title: Ports\nsubtitle: Ways out\n")).subtitle
    'Ways out'
    """
    if not document.front:
        return Words()
    name = f"{document.source}: front matter"
    root = composed(ABOVE + document.front, name, error=SourceError, kind="map's words")
    if not isinstance(root, yaml.MappingNode):
        return Words()
    ours = [
        (key, value)
        for key, value in root.value
        if isinstance(key, yaml.ScalarNode) and key.value in MAP_KEYS and not _is_of_the_article(key, value)
    ]
    part = yaml.MappingNode(root.tag, ours, root.start_mark)
    said = Written.of(root, name, error=SourceError, part=part)
    return words_of(said, said.checked(MapForm))


def _is_of_the_article(key: yaml.ScalarNode, value: yaml.Node) -> bool:
    """Tell the language an article is written in, as other programs note it, from one that the page speaks."""
    from layers.map.language import codes

    said = value.value if isinstance(value, yaml.ScalarNode) else ""
    return key.value == "language" and said.replace("_", "-").split("-")[0].lower() not in codes()


def read_given(given: Mapping[str, str | Sequence[str] | None], *, error: type[Exception]) -> Words:
    """Read what was given on the command line.

    Parameters
    ----------
    given
        Texts by key; ``features`` holds several, each such as ``corridor: Lobito railway; colour: red; label: off``.
        ``extent`` and ``lists`` are divided at commas.
    error
        Raised where a key or a value is not allowed.

    Returns
    -------
    What was said; ``None`` and empty lists say nothing.

    Examples
    --------
    >>> read_given({"extent": "40, 35, 52, 44", "features": ["place: Baku; hide: true"]}, error=ValueError).extent
    (40.0, 35.0, 52.0, 44.0)
    """
    found = Words()
    for key, value in given.items():
        if value is None or value == ():
            continue
        option = f"--{'feature' if key == 'features' else key}"
        told: object = value
        if key == "features":
            told = [_paired(each, Written(option, error, None)) for each in value]
        elif key in {"extent", "lists"}:
            told = [part.strip() for part in str(value).split(",")]
        said = Written(option, error, {key: told})
        found = words_of(said, said.checked(MapForm)).over(found)
    return found


def _paired(text: str, said: Written) -> dict[str, str | None]:
    """Return the mapping that ``key: value; key: value`` stands for."""
    found: dict[str, str | None] = {}
    for part in filter(str.strip, text.split(";")):
        key, _, value = map(str.strip, part.partition(":"))
        if key in found:
            said.fail((), f"key {key!r} stands twice; keep one")
        found[key] = value or None
    return found


def words_of(said: Written, form: MapForm) -> Words:
    """Return what a form says of a map.

    Parameters
    ----------
    said
        What it was read from, for complaints.
    form
        Keys that were left out say nothing.
    """
    features = form.features or ()
    if len(features) > MOST_FEATURES:
        said.fail(("features",), f"{len(features):,} features; at most {MOST_FEATURES:,} are read for one map")
    return Words(
        title=_line(form.title),
        subtitle=_line(form.subtitle),
        byline=_line(form.byline),
        note=_line(form.note),
        source_line=_line(form.source_line),
        language=_language(said, form.language) if form.language is not None else None,
        extent=_extent(said, form.extent) if form.extent is not None else None,
        detail=cast("Detail | None", form.detail),
        legend=form.legend,
        lists=tuple(each for each in LISTS if each in form.lists) if form.lists is not None else None,
        features=tuple(_look(said, ("features", number), each) for number, each in enumerate(features)),
    )


def _line(text: str | None) -> str | None:
    return line(text or "") or None


def _language(said: Written, value: str) -> str:
    from layers.map.language import codes

    primary = value.replace("_", "-").split("-")[0].lower()
    if primary not in codes():
        told = f"language {value!r} is none that the page speaks; expected one of {', '.join(codes())}"
        said.fail(("language",), told)
    return primary


def _extent(said: Written, written: tuple[str, ...]) -> Extent:
    numbers = [float(each) for each in written]
    shown = ", ".join(f"{number:g}" for number in numbers)
    if len(numbers) != 4:
        said.fail(("extent",), f"extent has {len(numbers)} numbers ({shown}); expected west, south, east, north")
    west, south, east, north = numbers
    if not (-180 <= west <= 180 and -180 <= east <= 180 and -LATITUDE <= south < north <= LATITUDE) or west == east:
        told = (
            f"extent [{shown}] cannot be; expected west, south, east, north in degrees, south below north"
            " (west may be greater than east where the map crosses the antimeridian)"
        )
        said.fail(("extent",), told)
    return west, south, east + TURN if east < west else east, north


def _look(said: Written, at: Path, form: LookForm) -> Look:
    named: list[Target] = [target for target in get_args(Target) if getattr(form, target) is not None]
    if len(named) != 1:
        said.fail(at, "a feature has either 'place: …' or 'corridor: …', the name of what it is about")
    target = named[0]
    feature = _line(getattr(form, target))
    if feature is None:
        said.fail(at, f"{target} is empty; expected its name")
    if form.dash and target == "place":
        said.fail((*at, "dash"), "key 'dash' is not for a place; expected it with a corridor")
    label = form.label or "auto"
    if label not in LABELS[target]:
        told = f"label {label!r} unknown; expected one of {', '.join(LABELS[target])}"
        said.fail((*at, "label"), told)
    return Look(
        target,
        feature,
        place=said.place(at),
        name=_line(form.name) or "",
        note=_line(form.note) or "",
        colour=_colour(form.colour) if form.colour is not None else "",
        dash=form.dash or "",
        hide=form.hide == "true",
        label=label,
        order=float(form.order) if form.order is not None else None,
    )


def _colour(value: str) -> str:
    if value.lower() in COLOURS:
        return COLOURS[value.lower()]
    digits = value[1:].lower()
    return "#" + (digits if len(digits) == 6 else "".join(2 * digit for digit in digits))
