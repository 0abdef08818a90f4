"""What a route told in prose looks like, as regular expressions over the codes of :mod:`geo.corridors.word_codes`.

Groups: ``a`` the start and ``more_a`` what shares it, ``v``, ``v3`` and ``v2`` what lies between (``v2`` told after the
end), ``z`` the end and ``more`` what follows it or shares it; ``pre``, ``in`` and ``post`` say the mode. Repetitions
are possessive or bounded, so that no sentence, however long, is read twice.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

__all__ = ["LIST", "PATTERNS", "M", "P", "Shape"]


class Shape(NamedTuple):
    """A route told in prose, and what a sentence must have for it.

    Attributes
    ----------
    needs
        Of each of these strings one letter stands in whatever the expression fits; most sentences lack one.
    places
        How many places it has at the least.
    """

    kind: str
    needs: tuple[str, ...]
    places: int
    expression: str

    def may_fit(self, codes: str) -> bool:
        """Tell whether it is worth a look: of twenty shapes one is."""
        return codes.count("P") >= self.places and all(
            each in codes if len(each) == 1 else any(letter in codes for letter in each) for each in self.needs
        )

    @property
    def pattern(self) -> re.Pattern[str]:
        """The expression, compiled when it is first looked for."""
        return _compiled(self.expression)


@cache
def _compiled(expression: str) -> re.Pattern[str]:
    return re.compile(expression)


M = "[ROSALWCX]"
P = "(?:d[.]{0,2}d{1,4}[yv]?d?|d{1,4}[yv]?d?)?P(?:'d?P)?"  # the old port of A; markets in A; Chad's A
BY = "[.]{0,1}y[.d]{0,2}"
MORE = f"(?:[cn]{{1,2}}{P})*+"
LIST = f"(?:(?:c{P}){{0,6}}c?n{P}(?!>|[.]?[tk']))"  # ", B and C", where C begins nothing of its own
SOURCES = f"(?:(?:c{P}){{0,6}}c?n{P})"
CALL = "s[.]{0,2}[vy]"
VIA = f"(?:[.cng]{{0,2}}(?:[vi][.dv]{{0,4}}|u|{CALL}){P}{MORE})"
VIAS = f"{VIA}*+"
STOPS = f"(?:c?[.wd]{{0,4}}{CALL}{P}{MORE})"
START = f"f(?P<a>{P})(?P<more_a>{SOURCES})?"
THEN = f"[cn]{{0,2}}h{{0,2}}o{P}|[cn]{{1,2}}[.]o{P}|[cn]{{1,2}}h{{1,2}}[.]?t{P}|t{P}"
END = f"(?P<z>{P})(?P<more>{THEN}|{LIST})?"
POST = f"(?P<post>{BY}{M}|[.]?vd[.]?{M}|c?d[.]?{M}(?![ftk]))"
AND = f"(?P<more>n[.c]{{0,3}}P(?!{BY}{M}|>|[.]?t|w))"
LATE = f"(?:{VIA}|[^P|fbthROSALWCX]{{1,6}}i{P}{MORE})?{STOPS}?"  # what stands after the end, and comes before it
TAIL = f"(?P<v2>{LATE}){POST}?"
HOW = f"(?:y[.d]{{0,2}}(?!X))?{M}{{1,2}}"
ASIDE = "(?:c[^P|bkROSALWCX]{1,10}c)?"  # ", known as the M4,"
OWN = "(?:'[.]{1,2}|[.]{2}d?|cd{1,2}c)?"  # "Niger's oilfields", "Moscow's Kuntsevo-2 hub", "Addis Ababa, the capital,"
STEP = f"[^P|fklxROSALWCX]{{0,12}}?[vibtorqu]{P}{MORE}"  # ", climb through B and C"; "before crossing at D"
PATTERNS: tuple[Shape, ...] = tuple(
    Shape(kind, tuple(needs.replace("P ", "").split()), needs.count("P"), expression)
    for kind, needs, expression in (
        # A-bound trucks from B
        ("bound", "P > ROSALWCX", rf"(?P<z>P)>(?P<pre>{M})(?:f(?P<a>{P}))?"),
        # the A to B motorway
        ("to", "P P ROSALWCX t", rf"(?:^|[|d.y])(?P<a>P)t(?P<z>P)(?P<post>[.]{{0,2}}{M})"),
        # trucks leave A, cross the river at B, and roll over C to D before they climb to E
        (
            "stages",
            "P P P P ROSALWCX lf tqr vibtorqu",
            (
                rf"(?P<pre>{M})[^P|xROSALWCX]{{0,4}}[lf](?P<a>{P})(?P<v>(?:{STEP}){{2,8}})"
                rf"[^P|fklxROSALWCX]{{0,6}}?[tqr]{END}"
            ),
        ),
        # flown from A via B to C and D; from A via B to C by train; ships from A reach B
        (
            "way",
            "P P f tor",
            (
                rf"(?P<pre>{HOW}[.dymwl]{{0,5}})?(?P<v0>(?<=[.ROSALWCX]){VIA}[.y]{{0,3}})?{START}(?P<v>{VIAS})"
                rf"[^f|bPh]{{0,12}}?(?P<v3>{VIAS})[tor]{END}{TAIL}"
            ),
        ),
        # cattle from A ride for days by lorry through B to C
        (
            "way",
            "P P ROSALWCX f to y",
            rf"f(?P<a>{P})c?[.dmq]{{0,6}}(?P<pre>y[.d]{{0,2}}{M})(?P<v>{VIAS})[.]?[to]{END}",
        ),
        # is to start near A, pass B and finish at C; will start in A and travel past B and C before arriving in D
        (
            "way",
            "P P ROSALWCX f tr",
            rf"(?P<pre>{HOW})[.dymw]{{0,4}}f(?P<a>{P})(?P<v>{VIAS})[cn.]{{0,2}}h?[.]{{0,2}}[tr](?P<z>{P})",
        ),
        # by truck from A for B
        ("way", "P P ROSALWCX f q", rf"(?P<pre>{HOW})f(?P<a>{P})(?P<v>{VIAS})c?q{END}"),
        # convoys reach C from A via B; reaches C by pipeline from A
        (
            "back",
            "P P f r",
            rf"(?P<pre>{M}{{1,2}}[.]{{0,3}})?r(?P<z>{P})(?P<in>{BY}{M})?[.]{{0,2}}f(?P<a>{P})(?P<v>{VIAS}{LATE}){POST}?",
        ),
        # ammunition arrives in C by train from A
        (
            "back",
            "P P ROSALWCX f y",
            rf"(?<=[yvtr])(?P<z>{P})(?P<in>[.]{{0,3}}y[.d]{{0,2}}{M}{{1,2}})(?P<v3>{VIAS})[.]{{0,2}}f(?P<a>{P})(?P<v>{VIAS})",
        ),
        # flew into C from A; tankers bound for C from A
        ("back", "P P ROSALWCX f t", rf"(?P<pre>{M}[.l]{{0,2}})t(?P<z>{P})[.]{{0,2}}f(?P<a>{P})(?P<v>{VIAS}{STOPS}?)"),
        # ferries to Y and Z leave from A; lorries for Y and Z leave A
        (
            "back",
            "P P ROSALWCX tq",
            rf"(?P<pre>{M})[.]?[tq](?P<z>{P})(?P<more>{LIST})?[.]{{0,2}}(?:lf?|[.]f)(?P<a>{P})",
        ),
        # A has ferries to Y and Z; A offers flights from Y and Z
        ("offer", "P P ROSALWCX t", rf"(?P<a>P)[.]{{1,3}}(?P<pre>{M}{{1,2}}k?)[.]?t{END}"),
        ("offer", "P P ROSALWCX f", rf"(?P<z>P)[.]{{1,3}}(?P<pre>{M}{{1,2}}k?)[.]?{START}"),
        # leaves A by truck via B to C; leaves A by rail for C and D; a convoy left A, passed B and reached C
        (
            "leave",
            "P P l tqr",
            rf"l(?P<a>{P})(?P<in>[.]?{BY}{M})?(?:[yv][.]{{1,2}}(?=[cn]))?(?P<v>{VIAS})[^fP|]{{0,6}}?(?P<v3>{VIAS})[tqr]{END}(?P<v2>{STOPS}?){POST}?",
        ),
        # trains link A, B and C with D and Z: a row on either side is one line
        (
            "pair",
            "P P P P P ROSALWCX k c n w",
            (
                rf"(?P<pre>{HOW}{ASIDE}[^P|xROSALWCX]{{0,6}})k(?P<a>{P})(?P<v>(?:c{P})++c?n{P})"
                rf"w(?P<v3>{P}(?:c{P})*+c?n)(?P<z>{P})"
            ),
        ),
        # ferries link A with B; flights between A and B, stopping at C; a railway linking A, B and C
        (
            "pair",
            "P P ROSALWCX kb nwt",
            (
                rf"(?P<pre>{HOW}{ASIDE}[^P|xROSALWCX]{{0,6}})[kb](?:d{{1,2}}c)?(?P<a>{P}){OWN}(?P<v>(?:c{P})*+)c?[nwt](?:d?[.][yv])?"
                rf"(?P<z>{P}){AND}?(?P<v2>{LATE})"
            ),
        ),
        # between A and B by boat
        (
            "pair",
            "P P ROSALWCX b n y",
            rf"(?<!x)(?<!x.)(?<!x..)b(?P<a>{P})n(?P<z>{P})(?P<v2>{LATE})(?P<post>[.]{{0,3}}{BY}{M}{{1,2}})",
        ),
        # between A and B a ship plies, putting in at C
        (
            "pair",
            "P P ROSALWCX b d n",
            rf"(?<!x)(?<!x.)b(?P<a>{P})n(?P<z>{P})c?(?P<post>d[.]?{M})(?![ft])(?:[^P|]{{0,8}}(?P<v2>{STOPS}))?",
        ),
        # A is linked with B by ferry; A and B are linked by rail
        ("pair", "P P ROSALWCX k twn y", rf"(?P<a>P)[.]{{1,3}}k[twn](?P<z>{P})(?P<post>{BY}{M})(?P<v2>{VIA}?)"),
        ("pair", "P P ROSALWCX k n y", rf"(?P<a>P)n(?P<z>P)[.]{{1,3}}k(?P<post>{BY}{M})"),
        # the bridge joins A and B by rail
        ("pair", "P P ROSALWCX k nwt y", rf"k(?P<a>{P})[nwt](?P<z>{P})(?P<post>{BY}{M})"),
        # A's only rail link with B
        ("pair", "P P ' ROSALWCX k w", rf"(?P<a>P)'[.]{{0,3}}(?P<pre>{M}[.]?)kw(?P<z>{P})"),
        # … to A, and from there by ship to Z; to A and up the river by barge to Z
        (
            "on",
            "P P ROSALWCX tq",
            rf"(?P<a>P)[cn.]{{0,3}}(?:f?h|[.d]{{0,2}}m)[^P|]{{0,8}}?(?P<pre>{M})[^P|]{{0,6}}?[tq](?P<z>{P})",
        ),
        # … to A, and by truck from there to Z; a train from there to Z
        ("on", "P P ROSALWCX h t", rf"(?P<a>P)[cn.]{{0,3}}[.yd]{{0,3}}(?P<pre>{M})[.]?h[^P|]{{0,4}}?t(?P<z>{P})"),
        # … to A and loaded on ships for Z; to A and by truck to Z; to A and shipped on to Z
        (
            "on",
            "P P ROSALWCX toq y",
            rf"(?P<a>P)(?:c[.h]{{0,2}}|c?n[.l]{{0,4}})(?P<pre>{M}?y[.d]{{0,2}}{M})[.]?[toq](?P<z>{P})(?P<more>{THEN})?",
        ),
        ("on", "P P ROSALWCX n to", rf"(?<=[to])(?P<a>P)c?n(?P<pre>{M})[.]?[to](?P<z>{P})"),
        # … to A and driven the last miles to Z
        ("carried", "P P ROSALWCX n t", rf"(?<=[to])(?P<a>P)c?n(?P<pre>{M})[.d]{{1,5}}t(?P<z>{P})"),
        # … to A, then across the sea to Z
        ("on", "P P cn e t", rf"(?P<a>P)[cn]{{1,2}}[.h]{{0,2}}(?P<pre>v?[.d]{{0,2}}e)[.]?t(?P<z>{P})"),
        # unloaded at A, go by rail to Z
        (
            "way",
            "P P ROSALWCX t y",
            rf"(?<=[vyfltr])(?P<a>{P})(?P<in>[^P|fb]{{0,6}}?y[.d]{{0,2}}{M}{{1,2}})(?P<v>{VIAS})[.]?t(?P<z>{P})",
        ),
        # fly A to B over C; A to B on the dirt road
        ("way", "P P ROSALWCX t", rf"(?P<pre>{M})(?P<a>P)t(?P<z>{P})(?P<v2>{VIA}?)"),
        ("way", "P P ROSALWCX t y", rf"(?P<a>P)t(?P<z>{P})(?P<post>{BY}{M})"),
        # from A the trains pass through B before they reach C
        (
            "way",
            "P P ROSALWCX f tr",
            rf"f(?P<a>{P})c?[.dt]{{0,4}}(?P<pre>{M})[.]{{0,2}}(?P<v>{VIAS})[^P|fb]{{0,4}}?[tr]{END}",
        ),
        # pilgrims from A used to fly via B to C; by truck through B to C; gas flows to C through B
        ("way", "P P P ROSALWCX t", rf"f?(?P<a>P)[.t]{{0,3}}(?P<pre>{M})(?P<v>{VIA}+)t(?P<z>{P})"),
        ("through", "P P ROSALWCX t", rf"(?P<pre>(?:y[.d]{{0,2}})?{M})(?P<v>{VIA}+)t(?P<z>{P})"),
        # shipped its first cargo of uranium via A and B to C
        ("through", "P P ROSALWCX i t", rf"(?P<pre>{M})[.dg]{{1,6}}(?P<v>i{P}{MORE})t(?P<z>{P})"),
        ("through", "P P ROSALWCX t", rf"(?P<pre>{M}[.]{{0,2}})t(?P<z>{P})(?P<v>{VIA}+)"),
        # by road from A through B
        ("way", "P P ROSALWCX f", rf"(?P<pre>{HOW})[.]{{0,2}}f(?P<a>{P})(?P<v>{VIA}++)"),
        # a weekly service calls at A, B, C and Z
        (
            "calls",
            "P P P ROSALWCX c n s vy",
            rf"(?P<pre>{M})c?[.]{{0,2}}{CALL}(?P<a>{P})(?P<v>(?:c{P})++)c?n(?P<z>{P})",
        ),
        # called at Z from A
        ("back", "P P ROSALWCX f s vy", rf"(?P<pre>{M}[.]{{0,3}}){CALL}(?P<z>{P})f(?P<a>{P})"),
        # by pipeline to Z; by road from A
        ("end", "P ROSALWCX ft y", rf"(?P<pre>y[.d]{{0,2}}{M}{{1,2}})[.]{{0,1}}[ft](?P<a>{P})"),
        # a ferry from A; flights to Y and Z
        ("open", "P ROSALWCX ft", rf"(?P<pre>{M})[ft](?P<a>{P})(?P<more>{LIST})?"),
        # trucks its coffee to Z
        ("haul", "P ROSALWCX t", rf"(?P<pre>{M})[.d]{{1,3}}t(?P<a>{P})"),
    )
)
