"""Whether a name is the ground or the government that acts under it, in a text that is not English."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from geo.languages.encoder_names import role_of
from geo.languages.governing import roles_of
from geo.languages.names import LIST

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from geo.languages.names import Found, Scene
    from geo.model import Mention

__all__ = ["with_roles"]

DASH_BEFORE, DASH_AFTER = re.compile(r"\w\s?[–—-]\s?$"), re.compile(r"\s?[–—-]\s?\w")
GREAT = 6.0
"""How well countries and capitals stand; smaller places seldom act."""
GROUND = frozenset({"before", "at", "from", "to", "via", "between", "after", "via-after", "from-after", "to-after"})


def with_roles(scene: Scene, mentions: Sequence[Mention]) -> Iterator[Mention]:
    """Mark the names that act: countries and capitals that nothing governs, alone or in a list of such.

    Parameters
    ----------
    scene
        A stretch in one language.
    mentions
        Its names, one for each of ``scene.names``.
    """
    roles = roles_of(scene, scene.names)
    may_act = [
        name.standing >= GREAT and not role.kinds and not name.case and _is_free(scene, name)
        for name, role in zip(scene.names, roles, strict=True)
    ]
    for group in _listed(scene):
        acts = all(may_act[index] for index in group)
        for index in group:
            mention, name = mentions[index], scene.names[index]
            yield _told(scene, name, replace(mention, role="associative", cue="nothing places it") if acts else mention)


def _told(scene: Scene, name: Found, mention: Mention) -> Mention:
    """Let the encoder have its way with a role where it is sure; a stop of a chain and a dateline never act."""
    role = role_of(scene.clues, mention.start, mention.end, mention.role)
    if role == mention.role or (role == "associative" and (_is_dateline(scene, name) or _is_chained(scene, name))):
        return mention
    return replace(mention, role=role, cue="the encoder reads it so")


def _listed(scene: Scene) -> Iterator[range]:
    """Divide the names into those that stand alone and those that are listed or joined."""
    start = 0
    for index in range(1, len(scene.names) + 1):
        if index < len(scene.names) and _is_joined(scene, scene.names[index - 1], scene.names[index]):
            continue
        yield range(start, index)
        start = index


def _is_free(scene: Scene, name: Found) -> bool:
    """Tell whether nothing beside a name says that it is ground, nor its form."""
    if GROUND.intersection(sense.kind for sense in scene.ending[name.first]):
        return False
    if name.last < len(scene.words) and GROUND.intersection(sense.kind for sense in scene.senses[name.last]):
        return False
    return not (_is_inflected(scene, name) or _is_dateline(scene, name) or _is_chained(scene, name))


def _is_inflected(scene: Scene, name: Found) -> bool:
    """Tell whether a name is not as it stands alone: what acts is in the nominative."""
    return scene.text[name.start : name.end].lower() != name.name.lower() or bool(scene.words[name.last - 1].suffix)


def _is_dateline(scene: Scene, name: Found) -> bool:
    return scene.language.cased and scene.text[name.start : name.end].isupper()


def _is_chained(scene: Scene, name: Found) -> bool:
    """Tell whether a dash joins a name to another word: it is a stop of something."""
    return bool(
        DASH_BEFORE.search(scene.text, max(0, name.start - 4), name.start) or DASH_AFTER.match(scene.text, name.end)
    )


def _is_joined(scene: Scene, one: Found, two: Found) -> bool:
    if LIST.fullmatch(scene.text, one.end, two.start):
        return True
    return two.first - one.last == 1 and any(sense.kind == "and" for sense in scene.senses[one.last])
