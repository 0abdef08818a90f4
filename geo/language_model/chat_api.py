"""One question to a server that speaks the OpenAI-compatible chat API, bounded in time, bytes and tries.

The text goes to the address that the user gave and nowhere else: no redirect is followed, and unencrypted http only
within this machine or a private network. The key is read from the environment and stands in no message.
"""

from __future__ import annotations

import json
import os
import re
import time
from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit, urlunsplit

from geo.errors import ProviderError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from geo.language_model.prompt import Prompt

__all__ = ["KEY", "PATH", "Endpoint", "ReaderFault", "is_near"]

KEY = "CORRIDORS_READER_KEY"
PATH = "/chat/completions"
MOST_TOKENS = 8_192  # asked for: endless repetition ends here
TRIES = 3
LONGEST_WAIT_S = 60.0
GOOD, TOO_MANY, UNAVAILABLE, REFUSED, FAILED = 200, 429, 503, frozenset({401, 403}), 500
UNFIT = frozenset({400, 415, 422})  # said to a structured answer that a server does not know
THOUGHT = re.compile(r"^\s*<think>.*?</think>", re.DOTALL)
FENCE = re.compile(r"^\s*```(?:json)?\s*(.*?)\s*```\s*$", re.DOTALL)
PARAMETERS: Mapping[str, Any] = {"temperature": 0, "seed": 0, "max_tokens": MOST_TOKENS}


class ReaderFault(Exception):
    """What kept a model from reading a piece.

    Parameters
    ----------
    reason
        One clause for the user; holds neither key nor text.
    is_final
        True where asking for another piece would fail alike.
    """

    def __init__(self, reason: str, *, is_final: bool = False) -> None:
        super().__init__(reason)
        self.is_final = is_final


class _Unfit(Exception):
    """An answer that is not what was asked for."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A server and a model on it.

    Attributes
    ----------
    address
        Of the API, such as ``http://127.0.0.1:11434/v1``.
    model
        As the server calls it.
    key
        Sent as bearer token where there is one.
    timeout_s
        For one answer as a whole.
    wait
        Called to wait between tries.
    """

    address: str
    model: str
    key: str = field(default="", repr=False)
    timeout_s: float = 180.0
    wait: Callable[[float], None] = field(default=time.sleep, repr=False, compare=False)

    @classmethod
    def at(cls, address: str, model: str, *, timeout_s: float = 180.0) -> Endpoint:
        """Check an address that a user gave.

        Parameters
        ----------
        address
            With or without ``/v1`` and ``/chat/completions``.
        model
            As the server calls it.
        timeout_s
            For one answer.

        Raises
        ------
        ProviderError
            If the address or the model's name cannot be used.

        Examples
        --------
        >>> Endpoint.at("http://localhost:11434", "small").address
        'http://localhost:11434/v1'
        """
        if not model.strip():
            raise ProviderError("no model is named; say --model NAME, as the server calls it")
        try:
            parts = urlsplit(address.strip())
            host, _ = parts.hostname or "", parts.port
        except ValueError:
            raise ProviderError(f"{address!r} is no address; expected one like http://127.0.0.1:11434/v1") from None
        if parts.scheme not in {"http", "https"} or not host:
            raise ProviderError(f"{address!r} is no address; expected one like http://127.0.0.1:11434/v1")
        if parts.username or parts.password or parts.query or parts.fragment:
            raise ProviderError(f"the address of a reader holds neither name, key nor query; put the key into {KEY}")
        if parts.scheme == "http" and not is_near(host):
            raise ProviderError(
                f"http://{host} is another machine, and your text would go there unencrypted; use https, or a machine"
                " of your own network"
            )
        path = parts.path.rstrip("/").removesuffix(PATH) or "/v1"
        key = os.environ.get(KEY, "").strip()
        return cls(urlunsplit((parts.scheme, parts.netloc, path, "", "")), model.strip(), key, timeout_s)

    @property
    def host(self) -> str:
        """Name of the server, for the user: with its port, without its path."""
        return urlsplit(self.address).netloc

    def ask(self, text: str, prompt: Prompt, use: Callable[[Mapping[str, Any]], object]) -> dict[str, Any]:
        """Ask for the labels of a piece of text.

        Parameters
        ----------
        text
            The piece.
        prompt
            What is asked.
        use
            Given the answer, raises ``ValueError`` where it cannot be used; it is then asked for once more.

        Returns
        -------
        The object the model answered with.

        Raises
        ------
        ReaderFault
            If there is no answer that can be used.
        """
        again = ""
        for _ in range(2):
            try:
                answer = self._object(self._content(prompt.messages(text, again=again), prompt))
                use(answer)
            except (_Unfit, ValueError) as error:
                again = str(error)
            else:
                return answer
        raise ReaderFault(f"{self.host} gave no answer that can be used: {again}")

    def _object(self, content: str) -> dict[str, Any]:
        plain = THOUGHT.sub("", content)
        fenced = FENCE.match(plain)
        try:
            answer = json.loads(fenced[1] if fenced else plain)
        except (ValueError, RecursionError):
            raise _Unfit("it is not whole JSON") from None
        if not isinstance(answer, dict):
            raise _Unfit("it is no JSON object")
        return answer

    def _content(self, messages: list[dict[str, str]], prompt: Prompt) -> str:
        """Return what the model wrote; without structured output where the server does not know it."""
        body: dict[str, Any] = {"model": self.model, "messages": messages, **PARAMETERS}
        schema = {"name": "labels", "strict": True, "schema": prompt.schema}
        status, reply = self._tried(body | {"response_format": {"type": "json_schema", "json_schema": schema}})
        if status in UNFIT:
            status, reply = self._tried(body)
        if status in REFUSED:
            raise ReaderFault(f"{self.host} refuses us ({status}); put the right key into {KEY}", is_final=True)
        if status != GOOD:
            raise ReaderFault(f"{self.host} answered with an error ({status})", is_final=status < FAILED)
        return _written(reply)

    def _tried(self, body: Mapping[str, Any]) -> tuple[int, bytes]:
        """Post a question, and again where the server says that it is busy."""
        from geo.language_model.http_request import post

        status, reply = 0, b""
        for number in range(TRIES):
            status, reply, pause = post(self, body)
            if status not in {TOO_MANY, UNAVAILABLE} or number + 1 == TRIES:
                break
            if pause > LONGEST_WAIT_S:
                raise ReaderFault(f"{self.host} wants us to wait {pause:,.0f} s", is_final=True)
            self.wait(pause)
        return status, reply


def is_near(host: str) -> bool:
    """Tell this machine and a private network from the internet."""
    try:
        address = ip_address(host)
    except ValueError:
        return host == "localhost" or host.endswith((".localhost", ".local", ".internal", ".lan")) or "." not in host
    return address.is_loopback or address.is_private


def _written(reply: bytes) -> str:
    """Return the model's words of a reply."""
    try:
        choice = json.loads(reply)["choices"][0]
        content = choice["message"]["content"]
    except (ValueError, RecursionError):
        raise _Unfit("the server's reply is not JSON") from None
    except (KeyError, IndexError, TypeError):
        raise _Unfit("the server's reply holds no message") from None
    if not isinstance(content, str) or not content.strip():
        raise _Unfit("the message is empty")
    if choice.get("finish_reason") == "length":
        raise _Unfit("it was cut off at its longest")
    return content
