"""What can go wrong while a provider is asked: no error for the user, but a reason beside a name."""

from __future__ import annotations

__all__ = ["Fault"]


class Fault(Exception):
    """A name was asked for and no answer can be used.

    Parameters
    ----------
    reason
        One clause for the reader, e.g. ``"Nominatim did not answer within 10 s"``. Holds nothing of what was received.
    may_retry
        True where the same question may be answered a little later.
    wait_s
        How long the provider asks us to wait, ``None`` where it does not say.
    is_final
        True where asking for other names is no use either, such as a wrong key.
    is_local
        True where the service itself is well and only this name has no usable answer.
    """

    def __init__(
        self,
        reason: str,
        *,
        may_retry: bool = False,
        wait_s: float | None = None,
        is_final: bool = False,
        is_local: bool = False,
    ) -> None:
        super().__init__(reason)
        self.reason = reason
        self.may_retry = may_retry
        self.wait_s = wait_s
        self.is_final = is_final
        self.is_local = is_local
