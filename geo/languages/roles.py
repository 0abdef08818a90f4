"""Whether a name is the ground or the government that acts under it, in a text that is not English."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from geo.languages.governing import roles_of
from geo.languages.names import CHAIN, LIST

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from geo.languages.names import Found, Scene
    from geo.model import Mention

__all__ = ["with_roles"]

GREAT = 6.0
"""How well countries and capitals stand; smaller places seldom act."""
GROUND = frozenset({"before", "at", "from", "to", "via", "between", "after", "via-after", "from-after", "to-after"})


def with_roles(scene: Scene, mentions: Sequence[Mention]) -> Iterator[Mention]:
    """Mark the names that act: a country or capital that nothing governs and that stands in no list or chain.

    Parameters
    ----------
    scene
        A stretch in one language.
    mentions
        Its names, one for each of ``scene.names``.
    """
    roles = roles_of(scene, scene.names)
    for index, (name, role, mention) in enumerate(zip(scene.names, roles, mentions, strict=True)):
        if name.standing >= GREAT and not role.kinds and not name.case and _stands_alone(scene, index):
            yield replace(mention, role="associative", cue="nothing places it")
        else:
            yield mention


def _stands_alone(scene: Scene, index: int) -> bool:
    name = scene.names[index]
    if GROUND.intersection(sense.kind for sense in scene.ending[name.first]):
        return False
    if name.last < len(scene.words) and GROUND.intersection(sense.kind for sense in scene.senses[name.last]):
        return False
    if _is_inflected(scene, name) or _opens(scene, name):
        return False
    beside = [*scene.names[max(0, index - 1) : index], *scene.names[index + 1 : index + 2]]
    return not any(_is_joined(scene, name, other) for other in beside)


def _is_inflected(scene: Scene, name: Found) -> bool:
    """Tell whether a name is not as it stands alone: what acts is in the nominative."""
    return scene.text[name.start : name.end].lower() != name.name.lower() or bool(scene.words[name.last - 1].suffix)


def _opens(scene: Scene, name: Found) -> bool:
    """Tell whether a name is a dateline: all in capitals, or before a comma or dash at the very beginning."""
    return scene.language.cased and scene.text[name.start : name.end].isupper()


def _is_joined(scene: Scene, name: Found, other: Found) -> bool:
    one, two = (name, other) if name.start < other.start else (other, name)
    gap = scene.text[one.end : two.start]
    if CHAIN.fullmatch(gap) or LIST.fullmatch(gap):
        return True
    return two.first - one.last == 1 and any(sense.kind == "and" for sense in scene.senses[one.last])
