"""Names put to a provider one after the other, within limits; every name ends with records or with a reason."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from geo.geocoding.answer_store import Answer
from geo.web.faults import Fault
from geo.web.rate_limit import Clock, wait_turn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import date

    from geo.gazetteer.entry import Entry
    from geo.geocoding.answer_store import Cache
    from geo.geocoding.providers import Provider
    from geo.model import DataSource, Record

__all__ = ["Answers", "Limits", "ask"]

LOG = logging.getLogger(__name__)
LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class Limits:
    """How far asking may go.

    Attributes
    ----------
    request_s
        The whole of one request.
    total_s
        The whole run. A later run goes on where this one stopped, since good answers are kept.
    attempts
        How often one name is asked at the most.
    backoff_s
        Wait before the second attempt; doubled before each further one.
    longest_wait_s
        The longest wait a provider may ask for; if it asks for more, it is not asked again in this run.
    faults
        After so many names in a row without a usable answer the provider is given up.
    """

    request_s: float = 10.0
    total_s: float = 180.0
    attempts: int = 3
    backoff_s: float = 2.0
    longest_wait_s: float = 30.0
    faults: int = 3


@dataclass(frozen=True, slots=True)
class Answers:
    """What became of all names.

    Attributes
    ----------
    found
        Answers by name, in the order asked.
    unanswered
        Why a name has none: a clause for ``Unresolved.reason``.
    source
        The provider, with the days of its answers as version, for ``Atlas.sources``; ``None`` where it gave none.
    """

    found: Mapping[str, Answer] = field(default_factory=dict)
    unanswered: Mapping[str, str] = field(default_factory=dict)
    source: DataSource | None = None

    def entries(self) -> tuple[Entry, ...]:
        """Return every record under the name it was asked by, ready to be looked up beside the gazetteer's own.

        Its own name is left out: the gazetteer may know it, and an answer must not stand before what is known.
        """
        from geo.gazetteer.entry import Entry, Form

        return tuple(
            Entry(record, ((name, Form.PRIMARY),)) for name, answer in self.found.items() for record in answer.records
        )

    def summary(self, today: date) -> str:
        """Say in one line how many names were answered, and how old the kept answers are."""
        asked, who = len(self.found) + len(self.unanswered), self.source.name if self.source else "the provider"
        line = f"{len(self.found)} of {asked} names answered by {who}"
        ages = [answer.age_days(today) for answer in self.found.values() if answer.is_kept]
        if ages:
            line += f", {len(ages)} of them in an earlier run (the oldest {max(ages)} days ago)"
        return f"{line}. {self.source.attribution}, {self.source.licence}" if self.source else line


def ask(
    names: Iterable[str],
    provider: Provider,
    *,
    cache: Cache,
    progress: Callable[[str], None] = lambda _step: None,
    limits: Limits | None = None,
    clock: Clock | None = None,
) -> Answers:
    """Ask a provider for names that the gazetteer does not know.

    Parameters
    ----------
    names
        As the article writes them; each is asked once.
    provider
        From :func:`geo.geocoding.open_provider`.
    cache
        Where good answers are kept, and found again without asking.
    progress
        Told which name is being asked.
    limits
        How far asking may go.
    clock
        Where time comes from.

    Returns
    -------
    Answers and, for every other name, the reason. Whatever the provider does, no exception comes from it; only
    ``KeyboardInterrupt`` passes.

    Examples
    --------
    >>> from geo.geocoding import Cache, open_provider
    >>> provider = open_provider("nominatim", contact="desk@example.org")
    >>> ask(["", "x" * 500], provider, cache=Cache.open()).unanswered[""]
    'it is not a name that could be asked for'
    """
    clock = clock or Clock()
    run = _Run(provider, cache, limits or Limits(), clock)
    today = datetime.fromtimestamp(clock.now(), UTC).date()
    wanted = tuple(dict.fromkeys(names))
    found: dict[str, Answer] = {}
    unanswered: dict[str, str] = {}
    for position, name in enumerate(wanted, start=1):
        kept = cache.get(name, provider, today=today) if _can_be_asked(name) else None
        if kept is not None:
            found[name] = kept
            continue
        try:
            if run.is_open:
                progress(f"asking {provider.source.name} for {name!r} ({position} of {len(wanted)})")
            found[name] = Answer(run.records(name), today)
        except Fault as fault:
            unanswered[name] = fault.reason
        else:
            cache.put(name, provider, found[name])
    return Answers(found, unanswered, _dated(provider.source, found.values()))


class _Run:
    """What is remembered from one name to the next: the time left, and how the provider has fared."""

    def __init__(self, provider: Provider, cache: Cache, limits: Limits, clock: Clock) -> None:
        self._provider = provider
        self._who = provider.source.name
        self._turn = cache.turn(provider)
        self._limits = limits
        self._clock = clock
        self._end = clock.elapsed() + limits.total_s
        self._in_a_row = 0
        self._closed = ""

    @property
    def is_open(self) -> bool:
        """False once the provider is given up, or time is up."""
        return not self._closed

    def records(self, name: str) -> tuple[Record, ...]:
        """Return what the provider knows by a name, at least one record.

        Raises
        ------
        Fault
            If there is none, with the reason.
        """
        if not _can_be_asked(name):
            raise Fault("it is not a name that could be asked for")
        wait = 0.0
        for attempt in range(1, self._limits.attempts + 1):
            self._take_turn(wait)
            try:
                records = self._search(name)
            except Fault as fault:
                wait = self._wait_after(fault, attempt)
                if not fault.may_retry or self._closed or attempt == self._limits.attempts:
                    self._count(fault)
                    raise
            else:
                self._in_a_row = 0
                break
        if not records:
            raise Fault(f"{self._who} knows no place of this name either")
        return records

    def _take_turn(self, wait_s: float) -> None:
        """Wait for as long as was asked, and for the provider's rate; refuse where that would take too long."""
        if self._closed:
            raise Fault(self._closed)
        left = self._left()
        if wait_s < left and left > 0:
            if wait_s > 0:
                self._clock.sleep(wait_s)
            if wait_turn(self._turn, pause_s=self._provider.pause_s, longest_s=self._left(), clock=self._clock):
                return
        self._closed = f"the {self._limits.total_s:g} s for asking {self._who} were over; a further run goes on"
        raise Fault(self._closed)

    def _search(self, name: str) -> tuple[Record, ...]:
        timeout_s = max(0.01, min(self._limits.request_s, self._left()))
        try:
            return self._provider.search(name, timeout_s=timeout_s)
        except Fault:
            raise
        except Exception as error:
            LOG.debug("unforeseen while asking for %r", name, exc_info=True)
            kind = type(error).__name__
            raise Fault(f"asking {self._who} failed in a way not foreseen ({kind})") from error

    def _wait_after(self, fault: Fault, attempt: int) -> float:
        if fault.wait_s is None:
            return float(self._limits.backoff_s * 2 ** (attempt - 1))
        if fault.wait_s > self._limits.longest_wait_s:
            self._closed = f"{self._who} asked us to wait for {fault.wait_s:,.0f} s, and was not asked again"
        return fault.wait_s

    def _count(self, fault: Fault) -> None:
        """Give the provider up when it makes no sense to go on."""
        self._in_a_row = 0 if fault.is_local else self._in_a_row + 1
        if self._closed:
            return
        if fault.is_final:
            self._closed = fault.reason
        elif self._in_a_row >= self._limits.faults:
            self._closed = f"{self._who} was given up after {self._in_a_row} faults in a row, the last: {fault.reason}"

    def _left(self) -> float:
        return self._end - self._clock.elapsed()


def _can_be_asked(name: str) -> bool:
    """Tell whether a name can be sent at all: some letters, not too long, no half characters."""
    whole = not any("\ud800" <= character <= "\udfff" for character in name)
    return whole and len(name) <= LONGEST_NAME and any(character.isalnum() for character in name)


def _dated(source: DataSource, answers: Iterable[Answer]) -> DataSource | None:
    """Return the source with the days its answers were asked on as its version."""
    days = sorted({answer.asked.isoformat() for answer in answers})
    if not days:
        return None
    return replace(source, version=f"asked {days[0]}" if len(days) == 1 else f"asked {days[0]} to {days[-1]}")
