"""The one request of a reader: bounded as a whole, in time and bytes, and sent to the user's address alone."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import requests

from geo.language_model.chat_api import PATH, Endpoint, ReaderFault, is_near

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["post"]

MOST_BYTES = 4_000_000
CHUNK = 16_384
LONGEST_CONNECT_S = 10.0
BUSY_S = 1.0  # what a busy server that does not say is given


def post(endpoint: Endpoint, body: Mapping[str, Any]) -> tuple[int, bytes, float]:
    """Put a question to a server once.

    Parameters
    ----------
    endpoint
        Where.
    body
        What, as JSON.

    Returns
    -------
    The status, the reply, and how long a busy server wants us to wait (seconds).

    Raises
    ------
    ReaderFault
        If there is no reply within bounds.
    """
    deadline = time.monotonic() + endpoint.timeout_s
    headers = {"Accept": "application/json", "Accept-Encoding": "identity"}
    if endpoint.key:
        headers["Authorization"] = f"Bearer {endpoint.key}"
    try:
        with requests.Session() as session:
            session.trust_env = not is_near(urlsplit(endpoint.address).hostname or "")  # no proxy on the way home
            with session.post(
                f"{endpoint.address}{PATH}",
                json=body,
                headers=headers,
                timeout=(min(LONGEST_CONNECT_S, endpoint.timeout_s), endpoint.timeout_s),
                allow_redirects=False,
                stream=True,
            ) as response:
                return response.status_code, _read(response, endpoint, deadline), _seconds(response)
    except requests.Timeout:
        raise ReaderFault(f"{endpoint.host} did not answer within {endpoint.timeout_s:.3g} s") from None
    except requests.ConnectionError:
        raise ReaderFault(f"{endpoint.host} cannot be reached", is_final=True) from None
    except requests.RequestException:
        raise ReaderFault(f"the connection to {endpoint.host} broke off") from None


def _read(response: requests.Response, endpoint: Endpoint, deadline: float) -> bytes:
    reply = bytearray()
    for chunk in response.iter_content(CHUNK):
        reply += chunk
        if len(reply) > MOST_BYTES:
            raise ReaderFault(f"{endpoint.host} answered with more than {MOST_BYTES:,} bytes")
        if time.monotonic() > deadline:
            raise ReaderFault(f"{endpoint.host} did not answer within {endpoint.timeout_s:.3g} s")
    return bytes(reply)


def _seconds(response: requests.Response) -> float:
    try:
        return max(0.0, float(response.headers.get("Retry-After") or BUSY_S))
    except ValueError:
        return BUSY_S  # a date: servers of models give seconds
