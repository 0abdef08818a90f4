"""What a person who looked at a feature said of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from geo.model.checks import check_choice

__all__ = ["Review", "Verdict"]

Verdict = Literal["accepted", "changed", "added"]
WORDS: dict[Verdict, str] = {"accepted": "Checked", "changed": "Corrected", "added": "Added"}


@dataclass(frozen=True, slots=True)
class Review:
    """A person's word on a place, an actor or a corridor; what was rejected is no feature any more.

    Attributes
    ----------
    verdict
        ``accepted`` as found, ``changed`` in the fields of :attr:`changed`, or ``added`` where nothing was found.
    by
        The reviewer's initials, ``""`` where they were not given.
    comment
        What the reviewer wished to say, ``""`` for nothing.
    """

    verdict: Verdict
    by: str = ""
    comment: str = ""
    changed: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        check_choice("verdict", self.verdict, get_args(Verdict))

    @property
    def note(self) -> str:
        """One sentence for the reader.

        Examples
        --------
        >>> Review("changed", by="LK", comment="The pier lies north", changed=("point",)).note
        'Corrected in review by LK (point): The pier lies north.'
        """
        who = f" by {self.by}" if self.by else ""
        fields = f" ({', '.join(self.changed)})" if self.changed else ""
        comment = self.comment.strip()
        told = f": {comment}" if comment else ""
        stop = "" if comment.endswith((".", "!", "?", "…")) else "."
        return f"{WORDS[self.verdict]} in review{who}{fields}{told}{stop}"
