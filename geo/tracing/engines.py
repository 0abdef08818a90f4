"""Routing engines on the web, for those who ask: OSRM, Valhalla and OpenRailRouting through routingpy, and BRouter.

Only the coordinates of waypoints leave the machine, to the address that the user gives. The transport is that of the
online geocoders: bounded in time as a whole, in bytes and in redirects, over https or to this machine. routingpy builds
the question and reads the answer; its own client, which repeats requests and knows no such bounds, is not used.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import urlencode, urlsplit

from geo.errors import ProviderError
from geo.model import DataSource
from geo.web.faults import Fault

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from geo.model import LonLat, Mode

__all__ = ["ENGINES", "Engine", "Way", "open_engine"]

MOST_BYTES = 20_000_000  # a line across a continent, point by point
PAUSE_S = 1.0  # what the operators of public servers ask for
SERVER_FAILED, NOT_ALLOWED = 500, frozenset({401, 403})
TOO_MANY, TIMED_OUT, NO_WAY = 429, 408, 400


@dataclass(frozen=True, slots=True)
class Way:
    """What an engine answers: a line, longitude and latitude in degrees, and its length in kilometres."""

    line: tuple[LonLat, ...]
    km: float


class Engine(Protocol):
    """Something that can be asked for the way between two places."""

    @property
    def source(self) -> DataSource:
        """Who answers, under which licence and with which attribution."""

    @property
    def modes(self) -> frozenset[Mode]:
        """How one can travel by it."""

    @property
    def pause_s(self) -> float:
        """The least time between two requests."""

    def route(self, start: LonLat, end: LonLat, mode: Mode, *, timeout_s: float) -> Way:
        """Return the way between two places.

        Raises
        ------
        Fault
            If there is no usable answer.
        """


@dataclass(frozen=True, slots=True)
class _Service:
    """One of the engines: what it is called, how one travels by it, and how it is asked.

    Attributes
    ----------
    profiles
        The engine's own name of how one travels, by mode.
    router, options
        Name of routingpy's class, and what its ``directions`` is given; ``""`` for one that routingpy does not have.
    query
        From what routingpy would post, the same as parts of a query: a bounded transport that only fetches is simpler.
    """

    name: str
    title: str
    profiles: Mapping[Mode, str]
    router: str = ""
    options: Mapping[str, Any] = field(default_factory=dict)
    query: Callable[[Mapping[str, Any]], list[tuple[str, str]]] = lambda _posted: []


def _graphhopper_query(posted: Mapping[str, Any]) -> list[tuple[str, str]]:
    points = [("point", f"{lat},{lon}") for lon, lat in posted["points"]]
    rest = [(key, _plain(value)) for key, value in posted.items() if key != "points"]
    return points + rest


def _plain(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


SERVICES = {
    each.name: each
    for each in (
        _Service("osrm", "OSRM", {"road": "driving"}, "OSRM", {"overview": "full", "geometries": "polyline"}),
        _Service(
            "valhalla",
            "Valhalla",
            {"road": "auto"},
            "Valhalla",
            {"directions_type": "none"},
            lambda posted: [("json", json.dumps(posted, separators=(",", ":")))],
        ),
        _Service(
            "openrailrouting",
            "OpenRailRouting",
            {"rail": "all_tracks"},
            "Graphhopper",  # OpenRailRouting is GraphHopper with profiles for trains
            {"instructions": False},
            _graphhopper_query,
        ),
        _Service("brouter", "BRouter", {"road": "car-fast", "rail": "rail"}),
    )
}
ENGINES = tuple(SERVICES)


def open_engine(name: str, url: str) -> Engine:
    """Make a routing engine ready to be asked; nothing is sent yet.

    Parameters
    ----------
    name
        One of :data:`ENGINES`.
    url
        Address of the server, https or on this machine.

    Raises
    ------
    ProviderError
        If there is no such engine, or the address is none.

    Examples
    --------
    >>> sorted(open_engine("brouter", "https://brouter.example.org").modes)
    ['rail', 'road']
    >>> open_engine("osrm", "ftp://example.org")
    Traceback (most recent call last):
    ...
    geo.errors.ProviderError: 'ftp://example.org' is not https; only a server on this machine may be asked ...
    """
    from geo.web.transport import server_at

    service = SERVICES.get(name.strip().lower())
    if service is None:
        raise ProviderError(f"routing engine {name!r} unknown; expected one of {', '.join(ENGINES)}")
    base, is_here = server_at(url, "https://routing.example.org")
    return _Server(service, base, 0.0 if is_here else PAUSE_S)


@dataclass(frozen=True, slots=True)
class _Server:
    service: _Service
    url: str
    pause_s: float

    @property
    def source(self) -> DataSource:
        return DataSource(
            id=f"routing-{self.service.name}",
            name=f"{self.service.title} at {urlsplit(self.url).netloc}",
            version="online",
            licence="ODbL-1.0",
            attribution=f"© OpenStreetMap contributors, by way of {self.service.title}",
            url=self.url,
        )

    @property
    def modes(self) -> frozenset[Mode]:
        return frozenset(self.service.profiles)

    def route(self, start: LonLat, end: LonLat, mode: Mode, *, timeout_s: float) -> Way:
        """Ask the server, through routingpy where it knows the engine; see :meth:`Engine.route`."""
        from geopy.adapters import AdapterHTTPError  # type: ignore[import-untyped]

        title, profile = self.service.title, self.service.profiles[mode]
        try:
            if self.service.router:
                return self._by_routingpy(start, end, profile, timeout_s)
            return self._by_brouter(start, end, profile, timeout_s)
        except AdapterHTTPError as error:
            raise _fault(title, error.status_code, error.headers) from None
        except (KeyError, TypeError, AttributeError, IndexError):
            raise Fault(f"{title} answered in a form we do not know") from None
        except (ValueError, ArithmeticError):
            raise Fault(f"{title} answered with a line that is none", is_local=True) from None

    def _by_routingpy(self, start: LonLat, end: LonLat, profile: str, timeout_s: float) -> Way:
        import routingpy.routers  # type: ignore[import-untyped]

        make = getattr(routingpy.routers, self.service.router)
        router = make(base_url=self.url, timeout=timeout_s, client=_client(self.service))
        found = router.directions(locations=[list(start), list(end)], profile=profile, **self.service.options)
        return _way(found.geometry, float(found.distance) / 1000)

    def _by_brouter(self, start: LonLat, end: LonLat, profile: str, timeout_s: float) -> Way:
        ends = "|".join(f"{lon:.6f},{lat:.6f}" for lon, lat in (start, end))
        asked = urlencode({"lonlats": ends, "profile": profile, "alternativeidx": 0, "format": "geojson"})
        found = _adapter(self.service).get_json(f"{self.url}/brouter?{asked}", timeout=timeout_s, headers=_headers())
        feature = found["features"][0]
        return _way(feature["geometry"]["coordinates"], float(feature["properties"]["track-length"]) / 1000)


def _way(points: Sequence[Sequence[float]], km: float) -> Way:
    line = tuple((round(float(point[0]), 6), round(float(point[1]), 6)) for point in points)
    if any(not (-180 <= lon <= 180 and -90 <= lat <= 90) for lon, lat in line) or not 0 <= km < float("inf"):
        raise ValueError("off the globe")
    return Way(line, km)


def _adapter(service: _Service) -> Any:
    from geo.web.transport import BoundedAdapter, Bounds

    return BoundedAdapter(proxies=None, ssl_context=None, bounds=Bounds(service.title, most_bytes=MOST_BYTES))


def _client(service: _Service) -> Any:
    """Return the class of a client for routingpy that fetches within bounds and never repeats a request."""
    from routingpy.client_base import BaseClient  # type: ignore[import-untyped]

    class Client(BaseClient):  # type: ignore[misc]  # routingpy is untyped
        def _request(
            self,
            url: str,
            get_params: Mapping[str, Any] | None = None,
            post_params: Mapping[str, Any] | None = None,
            dry_run: object = None,
        ) -> Any:
            del dry_run
            parts = [*(get_params or {}).items(), *(service.query(post_params) if post_params else [])]
            address = f"{self.base_url}{url}?{urlencode(parts)}" if parts else f"{self.base_url}{url}"
            return _adapter(service).get_json(address, timeout=self.timeout, headers=_headers())

    return Client


def _headers() -> dict[str, str]:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return {"User-Agent": f"corridors/{version('corridors')}"}
    except PackageNotFoundError:
        return {"User-Agent": "corridors"}


def _fault(title: str, status: int | None, headers: Mapping[str, str]) -> Fault:
    """Return what an error's number comes to."""
    from geopy.adapters import get_retry_after

    if status in NOT_ALLOWED:
        return Fault(f"{title} refused to answer us (HTTP {status})", is_final=True)
    if status is None or status >= SERVER_FAILED or status in {TOO_MANY, TIMED_OUT}:
        try:
            wait = get_retry_after(headers)
        except (ValueError, TypeError, ArithmeticError):  # a date no calendar has
            wait = None
        said = "asked us to slow down" if status == TOO_MANY else "failed"
        return Fault(f"{title} {said} (HTTP {status})", may_retry=True, wait_s=wait)
    return Fault(f"{title} found no way (HTTP {status})", is_local=True)
