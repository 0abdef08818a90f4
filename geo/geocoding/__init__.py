"""Names the gazetteer does not know, asked of a public geocoder: only when the user says so.

Nothing here runs by itself. :func:`open_provider` makes one of the five :data:`PROVIDERS` ready (geopy does the work),
and :func:`ask` puts names to it within firm limits: the provider's own rate, a bound on each request, on each retry and
on the whole run, and no exception. Each name ends with records or with the reason why it has none. Good answers are
kept in a :class:`Cache` with their day and attribution, so that a second run asks for nothing again.

Only the names leave the machine, never the article, and with them the User-Agent, which holds the user's contact.

>>> from geo.geocoding import PROVIDERS
>>> PROVIDERS
('nominatim', 'photon', 'geonames', 'opencage', 'arcgis')
"""

from geo.errors import ProviderError
from geo.geocoding.answer_store import Answer, Cache
from geo.geocoding.connecting import PROVIDERS, open_provider
from geo.geocoding.providers import Provider
from geo.geocoding.querying import Answers, Limits, ask
from geo.web.faults import Fault
from geo.web.rate_limit import Clock

__all__ = [
    "PROVIDERS",
    "Answer",
    "Answers",
    "Cache",
    "Clock",
    "Fault",
    "Limits",
    "Provider",
    "ProviderError",
    "ask",
    "open_provider",
]
