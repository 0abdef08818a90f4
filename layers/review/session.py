"""One article under review: what was found, what a person says, and what comes of it, as the page shows it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from geo.courses import Catalogue
from geo.gazetteer.prominence import candidates
from geo.geoparsing import geoparse
from geo.language_model.reader_choice import ReaderChoice
from geo.model import Actor, Corridor, Place, Unresolved
from geo.reading import read
from geo.reading.sentences import sentence_at
from layers.review.anchors import anchor_at, locate
from layers.review.apply_corrections import Reviewed, apply_corrections
from layers.review.corrections import Correction, Corrections, ReviewError
from layers.review.feature_matching import feature_at
from layers.review.feature_values import shown_corridor, shown_place
from layers.review.reading import beside, read_if_there, read_text
from layers.review.writing import key_of, update
from layers.review.yaml_values import plain_values

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from geo.gazetteer import Gazetteer
    from geo.model import Atlas

__all__ = ["ConflictError", "Session"]

MOST_CANDIDATES = 9  # as many as there are keys
LONGEST_OFFSET = 12  # digits
MENTION = "mention"  # begins the key of a correction that is meant for one mention of a place alone
Feature = Place | Actor | Corridor | Unresolved


class ConflictError(ReviewError):
    """A correction was changed elsewhere since the page last saw it."""


class Session:
    """The state of one review.

    The review file is the only thing that is kept: every change is written to it at once, and what stands in it, by
    whatever hand, is what the page shows next.

    Parameters
    ----------
    source
        The article's file.
    review
        The review file; beside the article where none is given.
    gazetteer, catalogue
        Where places and corridors are looked up.
    focus
        Countries the article is about, beside those the review names.
    by
        Initials that each change carries.
    """

    def __init__(
        self,
        source: Path,
        *,
        gazetteer: Gazetteer,
        catalogue: Catalogue | None = None,
        review: Path | None = None,
        focus: Sequence[str] = (),
        by: str = "",
    ) -> None:
        self.path = review or beside(source)
        self.by = by
        self._gazetteer = gazetteer
        self._catalogue = catalogue or Catalogue.load()
        self._focus = tuple(focus)
        self._document = read(source)
        self._source = source.name
        self._reader = ReaderChoice().for_article(source)  # what a model answered before, if one did
        self._found: tuple[tuple[str, ...], Atlas] | None = None
        self._shown: tuple[str, dict[str, Any]] | None = None
        self._corrections()  # a file that cannot be read is told before the page opens

    @property
    def version(self) -> str:
        """A fingerprint of the review file: another one when anybody wrote to it."""
        try:
            return hashlib.sha256(self.path.read_bytes()).hexdigest()[:16]
        except OSError:
            return "new"

    def state(self) -> dict[str, Any]:
        """Return all that the page shows.

        Returns
        -------
        ``version``, the ``article`` with its text, the ``features`` in reading order with the correction of each, and
        ``unfit``, the corrections that fit nothing any more.
        """
        version = self.version
        if self._shown is None or self._shown[0] != version:
            self._shown = (version, self._state(version))
        return self._shown[1]

    def correct(self, key: str, values: dict[str, Any] | None, *, seen: str | None) -> str:
        """Write one correction, or take one back.

        Parameters
        ----------
        key
            What it is about, as in the features of :meth:`state`; ``mention:START:END`` for one mention of a place
            alone.
        values
            Keys and values as in the review file, without the anchor; ``None`` takes the correction back.
        seen
            The ``stamp`` of the correction as the page last saw it, ``None`` where it saw none.

        Returns
        -------
        Why it does not fit, ``""`` where it does. A correction that does not fit is not written.

        Raises
        ------
        ConflictError
            If somebody else has changed this correction in the meantime.
        ReviewError
            If a value is not allowed, or the file cannot be written.
        """
        target, start, end = _parsed(key, len(self._document.text))
        wanted = None if values is None else self._correction(target, start, end, values)
        if wanted is not None:
            held = self._held(self._corrections(), key)
            if held is not None and key_of(held)[3] == wanted.here:
                wanted = replace(wanted, anchor=held.anchor)
            reason = self._misfit(wanted, instead=held)
            if reason:
                return reason

        def change(now: Corrections) -> Corrections:
            held = self._held(now, key)
            if _stamp(held) != seen:
                raise ConflictError("this correction was changed in another window; it is shown as it is now")
            items = [item for item in now.items if item is not held]
            if wanted is not None:
                items.insert(now.items.index(held) if held is not None else len(items), wanted)
            return replace(now, items=tuple(items), article=now.article or self._source)

        update(self.path, change)
        return ""

    def retitle(self, title: str | None, focus: Iterable[str]) -> None:
        """Write the title and the focus of the map."""
        text = json.dumps({"title": title or None, "focus": list(focus)}, ensure_ascii=False)
        said = read_text(text, name="title and focus")
        update(
            self.path, lambda now: replace(now, title=said.title, focus=said.focus, article=now.article or self._source)
        )

    def candidates(self, name: str) -> list[dict[str, Any]]:
        """Return the records that go by a name, likeliest first."""
        return candidates(name, self._gazetteer)[:MOST_CANDIDATES]

    def occurrences(self, words: str) -> list[tuple[int, int]]:
        """Return where words stand in the article."""
        found: list[tuple[int, int]] = []
        position = 0
        while words.strip() and len(found) < 200 and (position := self._document.text.find(words, position)) >= 0:
            found.append((position, position + len(words)))
            position += len(words)
        return found

    def _corrections(self) -> Corrections:
        return read_if_there(self.path)

    def _atlas(self, corrections: Corrections) -> Atlas:
        focus = (*self._focus, *corrections.focus)
        if self._found is None or self._found[0] != focus:
            atlas = geoparse(
                self._document,
                gazetteer=self._gazetteer,
                catalogue=self._catalogue,
                focus=focus,
                reader=self._reader,
            )
            self._found = (focus, atlas)
        return self._found[1]

    def _correction(self, target: str, start: int, end: int, values: dict[str, Any]) -> Correction:
        anchor = anchor_at(self._document.text, start, end)
        values = {k: v for k, v in values.items() if v not in (None, "", [])} | {"only-here": target == MENTION or None}
        target = "place" if target == MENTION else target
        said = {target: anchor.quote, "by": self.by, **{k: v for k, v in values.items() if v is not None}}
        text = json.dumps({"corrections": [said]}, ensure_ascii=False)
        (item,) = read_text(text, name="correction").items
        return replace(item, anchor=anchor, line=None)

    def _misfit(self, wanted: Correction, *, instead: Correction | None) -> str:
        corrections = self._corrections()
        items = [item for item in corrections.items if item is not instead and item != instead]
        result = self._applied(replace(corrections, items=(*items, wanted)))
        return next((unfit.reason for unfit in result.unfit if unfit.correction is wanted), "")

    def _applied(self, corrections: Corrections) -> Reviewed:
        return apply_corrections(self._atlas(corrections), corrections, gazetteer=self._gazetteer)

    def _held(self, corrections: Corrections, key: str) -> Correction | None:
        return self._by_key(corrections).get(key)

    def _by_key(self, corrections: Corrections) -> dict[str, Correction]:
        """Return the corrections by the key of the feature that each is about."""
        atlas = self._atlas(corrections)
        found: dict[str, Correction] = {}
        for correction in corrections.items:
            span = locate(correction.anchor, self._document)
            if isinstance(span, str):
                continue
            feature = None if correction.here else feature_at(_features(atlas, correction.target), span)
            target = MENTION if correction.here else correction.target
            found[_key(feature) if feature is not None else f"{target}:{span[0]}:{span[1]}"] = correction
        return found

    def _state(self, version: str) -> dict[str, Any]:
        corrections = self._corrections()
        found, reviewed = self._atlas(corrections), self._applied(corrections)
        said = self._by_key(corrections)
        apart = [_parsed(key, len(self._document.text))[1:] for key in said if key.startswith(f"{MENTION}:")]
        features: list[dict[str, Any]] = []
        undrawn = [
            item for item in found.unresolved if item.what in {"place", "corridor"}
        ]  # the others with a corridor
        everything: list[Feature] = [*found.places, *found.actors, *undrawn, *found.corridors]
        for feature in everything:
            key = _key(feature)
            spans = _outside(_spans(feature), () if key.startswith("corridor:") else apart)
            if spans or key in said:
                span = (spans or _spans(feature))[0]
                told = self._shown_feature(key, feature, span, said.pop(key, None), reviewed.atlas)
                features.append(told | {"spans": _outside(told["spans"], apart) or told["spans"]})
        for key, correction in said.items():
            target, start, end = _parsed(key, len(self._document.text))
            now = feature_at(_features(reviewed.atlas, target), (start, end))
            if now is not None:
                told = self._shown_feature(key, now, (start, end), correction, reviewed.atlas)
                features.append(told | ({"spans": [(start, end)], "here": True} if target == MENTION else {}))
        features.sort(key=lambda each: (each["spans"][0], each["key"]))
        checked = sum(each["said"] is not None for each in features)
        return {
            "version": version,
            "file": self.path.name,
            "article": {
                "title": reviewed.atlas.document.title,
                "focus": list(corrections.focus),
                "source": self._source,
                "text": self._document.text,
                "sentences": [[s.start, s.end] for s in self._document.sentences],
            },
            "features": features,
            "checked": checked,
            "unfit": [{"what": unfit.correction.label, "reason": unfit.reason} for unfit in reviewed.unfit],
        }

    def _shown_feature(
        self, key: str, found: Feature, span: tuple[int, int], correction: Correction | None, atlas: Atlas
    ) -> dict[str, Any]:
        target = "corridor" if key.startswith("corridor:") else "place"
        rejected = correction is not None and correction.word == "reject"
        now = found if rejected or correction is None else feature_at(_features(atlas, target), span) or found
        if correction is None and not rejected:  # it may have changed with others: a line follows a moved place
            now = feature_at(_same_kind(atlas, found), span) or found
        told = shown_corridor(now) if target == "corridor" else shown_place(now)
        sentence = self._document.sentences[sentence_at(self._document.sentences, span[0])]
        return told | {
            "key": key,
            "target": target,
            "here": False,
            "spans": _spans(now),
            "sentence": [sentence.start, sentence.end],
            "verdict": _verdict(correction, now),
            "said": None if correction is None else _plain(correction),
            "stamp": _stamp(correction),
        }


def _features(atlas: Atlas, target: str) -> list[Feature]:
    if target == "corridor":
        return [*atlas.corridors, *(u for u in atlas.unresolved if u.what == "corridor")]
    return [*atlas.places, *atlas.actors, *(u for u in atlas.unresolved if u.what == "place")]


def _same_kind(atlas: Atlas, feature: Feature) -> list[Feature]:
    kinds: dict[type, Sequence[Feature]] = {
        Place: atlas.places, Actor: atlas.actors, Corridor: atlas.corridors, Unresolved: atlas.unresolved,
    }  # fmt: skip
    return list(kinds[type(feature)])


def _key(feature: Feature) -> str:
    """Return what a feature is called between page and server: its target and the span of its first mention."""
    corridor = isinstance(feature, Corridor) or (isinstance(feature, Unresolved) and feature.what == "corridor")
    mention = feature.mentions[0]
    return f"{'corridor' if corridor else 'place'}:{mention.start}:{mention.end}"


def _spans(feature: Feature) -> list[tuple[int, int]]:
    return [(m.start, m.end) for m in feature.mentions]


def _outside(spans: Iterable[tuple[int, int]], apart: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the spans that no correction of one mention alone has taken out."""
    return [(start, end) for start, end in spans if not any(start < to and since < end for since, to in apart)]


def _parsed(key: str, length: int) -> tuple[str, int, int]:
    parts = key.split(":")
    if len(parts) == 3 and parts[0] in {"place", "corridor", MENTION} and all(map(_is_offset, parts[1:])):
        start, end = int(parts[1]), int(parts[2])
        if start < end <= length:
            return parts[0], start, end
    raise ReviewError(f"{key!r} is no part of the article; reload the page")


def _is_offset(digits: str) -> bool:
    return digits.isascii() and digits.isdecimal() and len(digits) <= LONGEST_OFFSET


def _verdict(correction: Correction | None, now: Feature) -> str:
    if correction is None:
        return "unresolved" if isinstance(now, Unresolved) else "unchecked"
    if correction.word == "reject":
        return "rejected"
    review = getattr(now, "review", None)
    return review.verdict if review is not None else "changed"


def _plain(correction: Correction) -> dict[str, Any]:
    values = plain_values(correction)
    return {k: v for k, v in values.items() if k not in {correction.target, "at", "before", "after"}}


def _stamp(correction: Correction | None) -> str | None:
    if correction is None:
        return None
    text = json.dumps(plain_values(correction), ensure_ascii=True, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]
