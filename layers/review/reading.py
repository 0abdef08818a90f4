"""A review file to records: every key and value checked, with its line in each error.

The file is YAML, but values are taken as they are written: ``NO`` is Norway, not *false*, and ``2019-05-04`` is text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, get_args

import yaml

from geo.errors import RecordError, SourceError
from geo.model import Mode, Role, Status
from geo.user_files import read_whole
from layers.author.keys import MAP_KEYS
from layers.author.validation import words_in
from layers.author.yaml_nodes import Nodes, composed
from layers.review.corrections import Anchor, Correction, Corrections, ReviewError, Stop, Target, Word

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from geo.model import LonLat

__all__ = ["beside", "find_corrections", "read_corrections", "read_if_there", "read_text"]

MAX_BYTES = 4_000_000
MOST_CORRECTIONS = 20_000
VERSION = "1"
SUFFIX = ".review.yaml"
COUNTRY = re.compile(r"[A-Za-z]{2}\Z")
INTEGER = re.compile(r"\d{1,9}\Z")
KIND = re.compile(r"[a-z][a-z-]{1,40}\Z")
RECORD = re.compile(r"[a-z_-]{1,40}:\S{1,80}\Z")


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
    layers.review.corrections.ReviewError: review line 3: key 'rôle' unknown; expected one of after, at, ...
    """
    root = composed(text, name, error=ReviewError)
    reader = _Reader(name)
    return Corrections() if root is None or reader.is_null(root) else reader.corrections(root)


class _Reader(Nodes):
    """Reads a review; every complaint names the file and the line."""

    def __init__(self, name: str) -> None:
        super().__init__(name, error=ReviewError)

    def point(self, node: yaml.Node) -> LonLat:
        pair = self.items(node, "point")
        if len(pair) != 2:
            self.fail(node, f"point has {len(pair)} numbers; expected [longitude, latitude]")
        lon, lat = (self.number(each, "coordinate", "degrees such as 44.95") for each in pair)
        if not (-180 <= lon <= 180 and -90 <= lat <= 90):
            self.fail(node, f"point [{lon}, {lat}] is off the globe; expected [longitude, latitude]; swapped?")
        return lon, lat

    def corrections(self, root: yaml.Node) -> Corrections:
        keys = self.mapping(root, "the review", ARTICLE_KEYS | MAP_KEYS)
        if "version" in keys and (version := self.string(keys["version"], "version")) != VERSION:
            self.fail(keys["version"], f"version {version!r} unknown; this program reads version {VERSION}")
        nodes = self.items(keys["corrections"], "corrections") if "corrections" in keys else []
        if len(nodes) > MOST_CORRECTIONS:
            self.fail(nodes[-1], f"{len(nodes):,} corrections; at most {MOST_CORRECTIONS:,} are read for one article")
        focus = self.items(keys["focus"], "focus") if "focus" in keys else []
        items = tuple(self.correction(node) for node in nodes)
        first: dict[object, Correction] = {}
        for node, item in zip(nodes, items, strict=True):
            other = first.setdefault((item.target, item.anchor.quote, item.anchor.at, item.here), item)
            if other is not item:
                self.fail(
                    node, f"{item.target} {item.anchor.quote!r} stands on line {other.line} already; join the two"
                )
        return Corrections(
            items=items,
            article=self.string(keys["article"], "article") if "article" in keys else None,
            title=" ".join(self.string(keys["title"], "title").split()) or None if "title" in keys else None,
            words=words_in(self, keys),
            focus=tuple(self.word(n, "focus", COUNTRY, "a country's two letters, such as AZ").upper() for n in focus),
        )

    def correction(self, node: yaml.Node) -> Correction:
        keys = self.mapping(node, "a correction", ALL_KEYS)
        targets = [target for target in get_args(Target) if target in keys]
        if len(targets) != 1:
            self.fail(node, "a correction has either 'place: …' or 'corridor: …', the words of the article it is about")
        target: Target = targets[0]
        for key_node, _ in node.value:
            if key_node.value not in KEYS[target] | {target}:
                expected = ", ".join(sorted(KEYS[target]))
                self.fail(key_node, f"key {key_node.value!r} is not for a {target}; expected one of {expected}")
        values = {FIELDS[key]: self._read(key, keys[key]) for key in keys if key in FIELDS}
        anchor = self.anchor(keys, target)
        try:
            correction = Correction(target, anchor, line=node.start_mark.line + 1, **values)  # type: ignore[arg-type]
        except RecordError as error:
            self.fail(node, str(error))
        if correction.word == "reject" and correction.changed:
            self.fail(node, f"what is rejected cannot change its {correction.changed[0]} too; keep one of the two")
        if correction.record and correction.point:
            self.fail(node, "give a record or a point, not both")
        return correction

    def _read(self, key: str, node: yaml.Node) -> object:
        readers: Mapping[str, Callable[[yaml.Node], object]] = {
            "verdict": lambda n: self.choice(n, "verdict", get_args(Word)),
            "only-here": lambda n: self.flag(n, "only-here"),
            "kind": lambda n: self.word(n, "kind", KIND, "a word such as port or training-centre"),
            "role": lambda n: self.choice(n, "role", get_args(Role)),
            "record": lambda n: self.word(n, "record", RECORD, "a source and its key, such as geonames:611717"),
            "point": self.point,
            "mode": lambda n: self.choice(n, "mode", get_args(Mode)),
            "status": lambda n: self.choice(n, "status", get_args(Status)),
            "waypoints": self.stops,
            "via": lambda n: self.names(n, "via"),
            "avoid": lambda n: self.names(n, "avoid"),
            "same-as": self.same_as,
        }
        return readers[key](node) if key in readers else self.string(node, key).strip()

    def anchor(self, keys: Mapping[str, yaml.Node], quote: str) -> Anchor:
        words = self.string(keys[quote], quote)
        if not words.strip():
            self.fail(keys[quote], f"{quote} is empty; expected the words of the article")
        at = self.word(keys["at"], "at", INTEGER, "an offset such as 1690") if "at" in keys else None
        return Anchor(
            quote=words,
            at=None if at is None else int(at),
            before=self.string(keys["before"], "before") if "before" in keys else "",
            after=self.string(keys["after"], "after") if "after" in keys else "",
        )

    def same_as(self, node: yaml.Node) -> Anchor:
        if isinstance(node, yaml.ScalarNode):
            return Anchor(self.string(node, "same-as"))
        keys = self.mapping(node, "same-as", frozenset({"quote", "at", "before", "after"}))
        if "quote" not in keys:
            self.fail(node, "same-as has no 'quote'; expected the words that name the other feature")
        return self.anchor(keys, "quote")

    def stops(self, node: yaml.Node) -> tuple[Stop, ...]:
        found = [self.stop(each) for each in self.items(node, "waypoints")]
        if len(found) < 2:
            self.fail(node, f"{len(found)} waypoint(s); a line needs two or more")
        return tuple(found)

    def names(self, node: yaml.Node, what: str) -> tuple[str, ...]:
        """Read one name, or a list of them."""
        nodes = [node] if isinstance(node, yaml.ScalarNode) else self.items(node, what)
        found = tuple(" ".join(self.string(each, what).split()) for each in nodes)
        if not all(found):
            self.fail(node, f"{what} has an empty name; expected such as Cape of Good Hope")
        return found

    def stop(self, node: yaml.Node) -> Stop:
        if isinstance(node, yaml.ScalarNode):
            return Stop(self._named(node))
        keys = self.mapping(node, "a waypoint", frozenset({"name", "record", "point"}))
        if "name" not in keys:
            self.fail(node, "a waypoint has no 'name'")
        if "record" in keys and "point" in keys:
            self.fail(node, "give a waypoint a record or a point, not both")
        record = self._read("record", keys["record"]) if "record" in keys else None
        return Stop(
            self._named(keys["name"]),
            record=None if record is None else str(record),
            point=self.point(keys["point"]) if "point" in keys else None,
        )

    def _named(self, node: yaml.Node) -> str:
        name = " ".join(self.string(node, "waypoint").split())
        if not name:
            self.fail(node, "a waypoint's name is empty")
        return name


ARTICLE_KEYS = frozenset({"version", "article", "focus", "corrections"})
COMMON = frozenset({"at", "before", "after", "verdict", "name", "same-as", "by", "comment"})
KEYS: Mapping[Target, frozenset[str]] = {
    "place": COMMON | {"only-here", "kind", "role", "record", "point"},
    "corridor": COMMON | {"mode", "status", "waypoints", "via", "avoid"},
}
ALL_KEYS = KEYS["place"] | KEYS["corridor"] | {"place", "corridor"}
FIELDS: Mapping[str, str] = {
    "verdict": "word", "only-here": "here", "name": "name", "kind": "kind", "role": "role", "record": "record",
    "point": "point", "mode": "mode", "status": "status", "waypoints": "waypoints", "via": "via",
    "avoid": "avoid", "same-as": "same_as", "by": "by", "comment": "comment",
}  # fmt: skip
