"""A provider made ready: its address, its User-Agent and its key, checked before anything is asked."""

from __future__ import annotations

import os
import re
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from warnings import catch_warnings, simplefilter

from geo.errors import ProviderError
from geo.geocoding import arcgis, geonames, nominatim, opencage, photon
from geo.geocoding.results import goes_by
from geo.model import DataSource
from geo.web.faults import Fault

if TYPE_CHECKING:
    from geo.geocoding.providers import Provider, Service
    from geo.model import Record

__all__ = ["PROVIDERS", "open_provider"]

SERVICES = {each.SERVICE.name: each.SERVICE for each in (nominatim, photon, geonames, opencage, arcgis)}
PROVIDERS = tuple(SERVICES)
CONTACT = re.compile(r"[!-~]{1,80}@[!-~]{1,80}|https?://[!-~]{1,160}")
KEY = re.compile(r"[!-~]{1,2000}")
SERVER_FAILED = 500
TOO_MANY, TIMED_OUT = 429, 408


def open_provider(name: str, *, contact: str | None = None, key: str | None = None, url: str | None = None) -> Provider:
    """Make a provider ready to be asked; nothing is sent yet.

    Parameters
    ----------
    name
        One of :data:`PROVIDERS`.
    contact
        The user's e-mail address or web page, sent in the User-Agent; Nominatim's usage policy asks for one.
    key
        The user's key; taken from the provider's environment variable where none is given.
    url
        Address of a server of one's own, https or on this machine; the provider's public one where none is given.

    Returns
    -------
    The provider, for :func:`geo.geocoding.ask`.

    Raises
    ------
    ProviderError
        If the provider is unknown, or lacks the contact or key it needs, or an argument cannot be right.

    Examples
    --------
    >>> open_provider("nominatim", contact="desk@example.org").source.attribution
    '© OpenStreetMap contributors'
    >>> open_provider("nominatim")
    Traceback (most recent call last):
    ...
    geo.errors.ProviderError: Nominatim must know whom to write to; give your e-mail address as contact
    """
    service = SERVICES.get(name.strip().lower())
    if service is None:
        raise ProviderError(f"provider {name!r} unknown; expected one of {', '.join(PROVIDERS)}")
    return _GeopyProvider(service, contact=_contact(service, contact), key=_key(service, key), url=_url(service, url))


class _GeopyProvider:
    """A provider that geopy talks to."""

    def __init__(self, service: Service, *, contact: str, key: str, url: str) -> None:
        self._service = service
        self._has_key = bool(key)
        self._url = url
        self._geocoder = _connect(service, agent=_agent(contact), key=key, url=url)

    @property
    def source(self) -> DataSource:
        service = self._service
        return DataSource(
            id=service.source_id,
            name=service.title,
            version="online",
            licence=service.licence,
            attribution=service.attribution,
            url=service.terms,
        )

    @property
    def identity(self) -> str:
        return f"{self._service.name} {self._url} {sorted(self._service.options.items())}"

    @property
    def pause_s(self) -> float:
        return self._service.pause_s

    @property
    def may_keep(self) -> bool:
        return self._service.keeps or self._has_key

    def search(self, name: str, *, timeout_s: float) -> tuple[Record, ...]:
        """Ask geopy, and read what it gives; see :meth:`geo.geocoding.providers.Provider.search`."""
        from geopy.exc import GeopyError  # type: ignore[import-untyped]

        service = self._service
        try:
            with catch_warnings():
                simplefilter("ignore")  # geopy also warns of a latitude beyond the poles, on the user's screen
                results = self._geocoder.geocode(name, exactly_one=False, timeout=timeout_s, **service.options)
            found = [service.read(result.raw) for result in results or () if result is not None]
        except GeopyError as error:
            raise _fault(service, error) from None
        except (KeyError, TypeError, AttributeError, IndexError):
            raise Fault(f"{service.title} answered in a form we do not know") from None
        except (ValueError, ArithmeticError):
            raise Fault(f"{service.title} answered with a point that is not on the globe", is_local=True) from None
        places = [place for place in found if place is not None]
        if service.is_fuzzy:
            places = [place for place in places if goes_by(name, place.names)]
        return tuple({place.record.id: place.record for place in places}.values())


def _connect(service: Service, *, agent: str, key: str, url: str) -> Any:
    import geopy.geocoders  # type: ignore[import-untyped]

    from geo.web.transport import BoundedAdapter, Bounds

    parts = urlsplit(url)
    secret = {service.key_parameter: key, **service.with_key} if key else {}
    return getattr(geopy.geocoders, service.geocoder)(
        **service.placeholders,
        scheme=parts.scheme,
        domain=f"{parts.netloc}{parts.path}".rstrip("/"),
        user_agent=agent,
        adapter_factory=partial(BoundedAdapter, bounds=Bounds(service.title, secret=secret)),
    )


def _fault(service: Service, error: Exception) -> Fault:
    """Return what geopy's error comes to; its own words may hold anything and are not passed on."""
    from geopy import exc

    status = getattr(error.__cause__, "status_code", None)
    number = f" (HTTP {status})" if status else ""
    variable = f"; check {service.key_variable}" if service.key_variable else ""
    match error:
        case exc.GeocoderAuthenticationFailure() | exc.GeocoderInsufficientPrivileges():
            return Fault(f"{service.title} refused to answer us{number}{variable}", is_final=True)
        case exc.GeocoderRateLimited():
            return Fault(
                f"{service.title} asked us to slow down{number}", may_retry=True, wait_s=_wait(error.__cause__)
            )
        case exc.GeocoderQuotaExceeded():
            return Fault(f"{service.title} answers no more, our quota is used up{number}", is_final=True)
        case _ if status is not None and (status >= SERVER_FAILED or status in {TOO_MANY, TIMED_OUT}):
            return Fault(f"{service.title} failed{number}", may_retry=True, wait_s=_wait(error.__cause__))
        case exc.GeocoderQueryError():
            return Fault(f"{service.title} cannot make sense of this name{number}", is_local=True)
        case _:
            return Fault(f"{service.title} reported an error{number}")


def _wait(error: BaseException | None) -> float | None:
    from geopy.adapters import get_retry_after  # type: ignore[import-untyped]

    try:
        seconds = get_retry_after(getattr(error, "headers", {}))
        return None if seconds is None else float(seconds)
    except (ValueError, TypeError, ArithmeticError):  # a date no calendar has
        return None


def _contact(service: Service, contact: str | None) -> str:
    contact = (contact or "").strip()
    if not contact and service.needs_contact:
        raise ProviderError(f"{service.title} must know whom to write to; give your e-mail address as contact")
    if contact and not CONTACT.fullmatch(contact):
        raise ProviderError(f"contact {contact!r} is neither an e-mail address nor a web address")
    return contact


def _key(service: Service, key: str | None) -> str:
    if not service.key_variable:
        return ""
    key = (key or os.environ.get(service.key_variable, "")).strip()
    if not key and service.needs_key:
        raise ProviderError(f"{service.title} needs your key; put it into the environment as {service.key_variable}")
    if key and not KEY.fullmatch(key):
        raise ProviderError(f"{service.key_variable} holds something that is no key: spaces or signs beyond ASCII")
    return key


def _url(service: Service, url: str | None) -> str:
    from geo.web.transport import server_at

    return service.home if url is None else server_at(url, "https://geocoder.example.org")[0]


def _agent(contact: str) -> str:
    try:
        name = f"corridors/{version('corridors')}"
    except PackageNotFoundError:
        name = "corridors"
    return f"{name} (contact: {contact})" if contact else name
