"""Status of a corridor from the words around it: operating, planned, closed.

The clause that names the corridor is searched for cues, the most telling kind first. What has come back is in use,
whatever was said of its closure; a plan that was dropped is a proposal still. Without a cue a way that is spoken of as
used is operating, what the past alone tells of is unknown, and else the catalogue has the word.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.model import Status

__all__ = ["apart_from_reasons", "clause_of", "ends_a_branch", "status_of"]


def _any_of(*phrases: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(phrases)})\b", re.IGNORECASE)


WAY = r"(?:line|road|railway|route|link|pipeline|ferry|canal|service|motorway|highway|tunnel|track)s?"
BUILDING = r"(?:built|laid|welded|finished)"
VEHICLE = r"(?:train|ferry|ship|flight|truck|bus|plane|boat|barge|tanker|gas|oil)s?"
GOING = rf"(?:{VEHICLE}|trucks|lorr(?:y|ies)|ferries|buses|convoys?|coaches|cars|sailings?|freight|cargo|traffic)"
PASSED = r"(?:run|sailed|flown|crossed|moved|flowed|passed|gone|come|been|called|left|used)"
BACK = _any_of(
    r"(?:re-?opened|reinstated|resumed|restored|revived|back in (?:service|use)) (?:in|on|last|this|after|by|since)",
    r"has(?: since)? (?:re-?opened|resumed)",
    r"have(?: since)? (?:re-?opened|resumed)",
    r"resumed (?:in|last|this)",
    r"(?:entered|in) service",
    r"(?:traffic|services?|operations|flights) (?:between [^.;]{1,60} )?(?:began|started|resumed)",
    r"re-?opened",
    r"came on stream",
)
CUES: tuple[tuple[Status, re.Pattern[str]], ...] = (
    (
        "proposed",
        _any_of(
            r"propos(?:e[ds]?|al|als|ing)",
            r"only on paper",
            r"(?:mostly|only) on (?:the )?(?:maps|paper)",
            rf"{WAY} (?:has )?died",
            r"never (?:been )?built",
            r"(?:been|was|were|long) promised",
            r"talked (?:about|of)",
            rf"talk(?:s|ing)? (?:about|of) (?:a|an|another|the|building) (?:[\w-]+ ){{0,3}}{WAY}",
            r"feasibility",
            r"reject(?:ed|s)",
            r"(?:shelved|scrapped|(?:was|were|been) dropped)",
            r"cancell?ed(?! (?:\w+ )?(?:trains?|flights?|services?|sailings?|ferr|bus))",
            r"floated (?:the|a|by|as|again)",
            r"the idea of",
            r"an idea",
            r"call(?:s|ed)? for",
            r"envisag\w+",
            rf"(?:nothing|none of [^.;]{{1,60}}) ha(?:s|ve) (?:yet |so far )?been {BUILDING}",
            r"would (?:one day|some ?day|eventually)",
            r"no (?:pipe|track|rail)s? ha(?:s|ve) (?:yet |so far )?been laid",
            r"memorand(?:um|a) [^.;]{0,40}\b(?:to|on|for|of) (?:\w+ )?"
            r"(?:creat|build|develop|lay|construct|establish)\w*",
            r"(?:being|been) studied",
            r"lobb(?:y|ied|ies)",
            r"(?:never|not) (?:been )?(?:costed|funded)",
            r"has no (?:investor|backer|funding)",
            r"(?:a|pipe|distant) dream",
            rf"(?<!for )(?:want|hope|dream|wish|long|push|press)(?:s|es|d|ed|ing)? "
            rf"(?:for |of |to (?:build|see|have|revive) )?"
            rf"(?:a|an|another|the|its|their) (?:[\w-]+ ){{0,3}}(?:{WAY}|corridors?|bridge)",
            r"mooted",
            r"(?:nothing|little) (?:of|exists)(?: [^.;]{1,30})? (?:beyond|but|exists|except)",
            r"struck (?:it )?from (?:its|the) (?:list|budget|plan)",
            r"would like (?:to see )?(?:a|an|the|another)",
            r"(?:notion|vision|brainchild|wish[- ]?list)",
            r"favou?r(?:s|ed)? (?:a|an|the)",
            r"under (?:discussion|consideration|study|negotiation|review)",
            r"pitched",
        ),
    ),
    (
        "under construction",
        _any_of(
            r"under construction",
            r"being fitted out",
            r"no (?:passenger|train|freight|traffic|oil|gas|truck|car|ship)s? will [^.;]{1,40} (?:before|until) 20\d\d",
            r"(?:passengers?|trains|traffic|freight|oil|gas|cars) (?:not )?(?:until|before) (?:\w+ )?20[2-9]\d",
            rf"being (?:{BUILDING}|paved|dug|constructed|extended|bored)",
            r"(?:is|are) (?:now )?(?:building|laying|digging|paving)(?! a second)",
            r"construction (?:of|on|began|started|work|is to restart|continues)",
            r"(?<!\bno )(?<!not a metre of )(?<!not a mile of )(?<!not a kilometre of )track has been laid",
            r"welding (?:crews|of)",
            r"tunnelling",
            r"bored through",
            r"half[- ]?(?:built|finished|complete)",
            r"(?:two-thirds|\d+ per ?cent) (?:built|finished|complete)",
            r"(?:has |have )?(?:broke|broken) ground(?! yet)",
            r"work (?:on [^.;]{1,60} )?(?:has )?(?:began|begun|started|continues)",
            r"building the",
            r"begun (?:laying|building|digging)",
            r"unfinished",
            r"nearing completion",
            r"due (?:in|by) \d{4}",
        ),
    ),
    (
        "closed",
        _any_of(
            r"long[- ]closed",
            r"clos(?:ed|ure)(?! (?:for|to) )",
            rf"(?:had|forced|obliged|ordered) to (?:close|shut|block)(?: down| off)? (?:[\w-]+ ){{1,4}}?{WAY}",
            rf"(?:closes|shuts|blocks|(?:is|are|was|were) (?:closing|shutting|blocking))(?: down| off)? "
            rf"(?:[\w-]+ ){{1,4}}?{WAY}",
            r"abandoned",
            r"ceased",
            r"shut(?: down)?(?! (?:for|down for) )",
            r"suspend(?:ed|s)",
            r"(?:could|may|might|can|should|must|not|never|let (?:them|it)) (?:\w+ )?(?:re-?open|resume|be re-?opened)",
            r"(?:stopped|halted|banned|ended|lapsed) (?:in|since|on|by|after|when)",
            r"no (?:\w+ )?(?:trains?|ferr(?:y|ies)|flights?|ships?|bus(?:es)?) (?:now|runs?|sails?|fl(?:y|ies))",
            rf"(?:there (?:are|is)|has|have) no (?:\w+ )?{VEHICLE} (?:to|between|from)",
            rf"(?:{WAY}|{VEHICLE}|traffic)(?: [^.;,]{{1,50}})? (?:were|was) "
            r"(?:cut(?! to )|severed|halted|banned|blown)",
            rf"ha(?:s|ve) not (?:yet )?(?:resumed|re-?opened|{PASSED} since)",
            r"ha(?:s|ve) not (?:carried|seen|handled|moved) [^.;,]{1,40} since",
            r"mothballed",
            r"disused",
            r"defunct",
            r"derelict",
            r"(?:unused|out of use)",
            r"last (?:train|ferry|flight|ship|bus) (?:ran|left|sailed|flew)",
            r"dismantled",
            r"(?:torn|ripped) up",
            r"withdrawn",
            r"idle(?:d)?(?: since)?",
            r"rust(?:s|ing|ed)",
            r"re-?opening",
            r"blown up",
            r"(?:dropped|axed|scrapped|ended) in \d{4}",
            r"never (?:brought back|revived|restored|reopened|rebuilt|resumed)",
            r"stopped (?:running|sailing|flying|operating|pumping)",
            rf"no (?:\w+ )?{VEHICLE} (?:has|have) {PASSED}",
            r"no longer (?:runs?|sails?|fl(?:y|ies)|operates?|flows?|carr(?:y|ies)|ply|plies)",
            r"no longer (?:uses?|serves?|reach(?:es)?|links?|goes|go|stops?)",
            r"discontinued",
            r"severed",
        ),
    ),
    (
        "planned",
        _any_of(
            r"planned",
            r"not (?:a|one|a single) \w+ (?:of \w+ )?has (?:yet |so far )?been (?:laid|built|dug|poured|welded)",
            rf"(?:pegged|staked) out (?:an?|the) (?:[\w-]+ ){{0,2}}?{WAY}",
            r"remains a (?:plan|drawing)",
            r"(?:is|are) still waiting",
            r"(?:unbuilt|not yet built)",
            r"to be (?:picked|chosen|awarded|tendered|dug|laid|paved|extended to)",
            r"plan(?:s|ning)? (?:for|to)",
            r"(?:will|shall|is to|are to) (?:\w+ )?"
            r"(?:be built|link|connect|run|carry|open|launch|start|begin|join|lead|leave|restart|cut|shorten)",
            r"will guarantee",
            r"approv(?:ed|al)",
            r"agreed to (?:re)?build",
            r"ha(?:s|ve) yet to",
            r"(?:not|never) yet (?:broken|begun|built)",
            r"ground has not been broken",
            r"(?:agreed|signed) but never",
            r"to be (?:built|completed|opened)",
            r"due to open",
            r"tender",
            r"but not begun",
            r"future",
            r"(?:signed|awarded) (?:a|the) contract",
            r"(?:was|were) (?:signed|agreed)",
            r"should (?:let|carry|open|link|connect|cut)",
            r"still a drawing",
            r"will take [^.;]{1,40} to (?:build|lay|dig|pave)",
        ),
    ),
)
WOULD = _any_of(
    r"(?:would|could|might) (?:(?:\w+|one day) )?"
    r"(?:carry|combine|connect|cross|go|join|lead|link|open|run|shorten|tie|be (?:built|laid|piped))"
)
IN_USE = _any_of(
    r"still",
    r"now",
    r"today",
    r"carr(?:y|ies)",
    r"moves",
    r"runs?",
    r"flows?",
    r"ply",
    r"plies",
    r"tolls?",
    r"queues?",
    r"(?:twice|every|each|a|per) (?:day|week|month|hour|year)",
)
PAST = re.compile(
    r"\b(?:in|since|until|during|by|from|of) (?:(?:early|late|mid)[- ])?"
    r"(?:1[0-9]\d\d|the (?:\d\d\d0s|\w+teenth century|\w+tieth century))"
    r"|\b(?:(?:during|in) the (?:(?:first|last) \w+ of the )?(?:\w+ )?(?:war|siege|crusade|blockade|famine)"
    r"|in the (?:\w+ ){0,2}century|lend-lease|once (?:\w+ed|ran|went|flew|came|bore|took|brought)"
    r"|used to|had to|formerly|in those days|medieval|ancient|colonial)\b",
    re.IGNORECASE,
)
MOVED = _any_of(
    r"flew|drove|sailed|went|came|ran|rode|walked|carried|took|brought|travell?ed|moved|marched|were|was|reached|left"
    r"|pulled|rolled|arrived|crossed|steamed|docked|landed|hauled|delivered|shipped"
)
RECENT = _any_of(
    r"(?:on )?(?:mon|tues|wednes|thurs|fri|satur|sun)day|yesterday|last (?:week|month|night)|this (?:week|month|year)"
)
PRESENT = _any_of("is", "are", "has", "have", "still", "now", "today", "can", "may")
CONTRAST = re.compile(
    r";(?! (?:nothing|none|no (?:work|pipe|track|rail)s?|not a) )"
    rf"|, and (?=(?:a|an|the) (?:[\w-]+ )?{WAY} (?:from|between|to) )"
    r"|,? \b(?:but (?!not|never|ha[sd]|have|is|was|were|are|remains|still|now)"
    r"|while|whereas|although|though|however)\b",
    re.IGNORECASE,
)
REASON_FIRST = re.compile(
    rf"^\W*(?:because|since|as|although|though|while|whereas|when|once|after|now that|if|with)\b(?! (?:of|for|to)\b)"
    rf"[^.;]*?\b(?:{WAY}|{GOING})\b[^.;]*?(?P<cut>, )(?=(?:[\w-]+ ){{0,4}}?(?:{WAY}|{GOING})\b)",
    re.IGNORECASE,
)
"""A reason that speaks of one way, before what it is the reason of: "Because the line to A is closed, trains …"."""
REASON_LAST = re.compile(
    rf"(?P<cut>,? \b(?:because|since|as|now that|after) )"
    rf"(?=(?:a|an|the|its|their) (?:[\w-]+ ){{0,3}}?(?:{WAY}|{GOING})\b)",
    re.IGNORECASE,
)
CANCELLED_RUNS = re.compile(
    r"\b(?P<what>(?:trains?|flights?|sailings?|services?|ferr(?:y|ies)|bus(?:es)?|departures?|crossings|voyages?)"
    r"(?: (?:from|to|between|on|in|out|into|via|over|through|of|for|across)\b[^.;]{1,80}?)?"
    r" (?:(?:was|were|are|is|be|been|being)|ha(?:s|ve|d) been|had to be)) (?:\w+ )?cancell?ed\b",
    re.IGNORECASE,
)
"""Single runs that were cancelled: the way they go is no mere proposal for that."""
TO_NAME = r"(?:the (?:[\w-]+ ){1,4}?)?(?-i:[A-ZÀ-Þ])"
BRANCH = re.compile(
    r"\bno longer (?:\w+ )?(?:(?:runs?|carr(?:y|ies)|go(?:es)?|flows?|pumps?|takes?|brings?|delivers?|supplies|sends?"
    rf"|sails?|operates?|extends?)\b[^.;]{{0,60}}? (?:to|into|as far as|beyond) {TO_NAME}"
    rf"|(?:reach(?:es)?|serves?|suppl(?:y|ies)|feeds?|calls? at|stops? (?:at|in)) {TO_NAME})",
    re.IGNORECASE,
)


UNBUILT = frozenset({"under construction", "planned", "proposed"})
OPENED = _any_of(
    r"(?:opened|inaugurated|commissioned)(?: to \w+)? (?:in|on|last|this|after|earlier)",
    r"ha(?:s|ve) (?:now |since |already |finally )?(?:opened|been (?:opened|inaugurated|commissioned))",
)
NOT_YET = re.compile(r"\b(?:may|could|should|will|would|not|never|until|before)\b", re.IGNORECASE)


def _is_opened(clause: str) -> bool:
    """Tell what a text says is open from what the catalogue still knows as a plan."""
    return OPENED.search(clause) is not None and NOT_YET.search(clause) is None


def status_of(sentence: str, *, at: int = 0, catalogued: Status | None = None, moved: str = "") -> Status:
    """Return the status that a sentence gives a corridor.

    Parameters
    ----------
    sentence
        The words around the corridor.
    at
        Where in the sentence the corridor is named; what a contrast divides from it does not count.
    catalogued
        What the catalogue says; taken where the sentence says nothing.
    moved
        The words that tell of a movement; told in the past, and not of these days, it is history.

    Returns
    -------
    A status; ``operating`` for a way that is spoken of as used, ``unknown`` for one of the past.

    Examples
    --------
    >>> status_of("The long-closed line may reopen."), status_of("Grain moves along the line.")
    ('closed', 'operating')
    >>> status_of("The line to A is closed, but the line to B carries grain.", at=34)
    'operating'
    >>> status_of("The line was closed in 1990 and reopened in 2015.")
    'operating'
    """
    clause = CANCELLED_RUNS.sub(r"\g<what>", clause_of(sentence, at))
    if BACK.search(clause) and not re.search(r"\b(?:may|could|should|will|would|not|never)\b", clause):
        return "operating"
    for status, cue in CUES:
        if cue.search(clause):
            return status
    past = PAST.search(sentence) or (catalogued is None and MOVED.search(moved) and not RECENT.search(sentence))
    if past and not PRESENT.search(sentence):
        return "unknown"
    if catalogued is not None:
        in_use = (catalogued == "unknown" and IN_USE.search(clause)) or (catalogued in UNBUILT and _is_opened(clause))
        return "operating" if in_use else catalogued
    return "proposed" if WOULD.search(clause) else "operating"


def clause_of(sentence: str, at: int) -> str:
    """Return the part of a sentence between the contrasts and reasons around a position."""
    cuts = [match.span() for match in CONTRAST.finditer(sentence)]
    start, stop = _between(cuts, at, 0, len(sentence))
    start, stop = _between(_reasons(sentence), at, start, stop)
    return sentence[start:stop]


def apart_from_reasons(sentence: str, at: int) -> tuple[int, int]:
    """Return where the part of a sentence begins and ends that no reason with a way of its own divides from a position.

    Examples
    --------
    >>> apart_from_reasons("Because the line to A is closed, trains run to B.", 33)
    (33, 49)
    """
    return _between(_reasons(sentence), at, 0, len(sentence))


def ends_a_branch(sentence: str, at: int) -> bool:
    """Tell whether a way is no longer used to one place only, which says nothing of the whole.

    Examples
    --------
    >>> ends_a_branch("The A pipeline no longer carries oil to Dresden.", 4)
    True
    >>> ends_a_branch("The A pipeline no longer carries oil.", 4)
    False
    """
    return BRANCH.search(clause_of(sentence, at)) is not None


def _reasons(sentence: str) -> list[tuple[int, int]]:
    first = REASON_FIRST.search(sentence)
    cuts = [first.span("cut")] if first is not None else []
    return cuts + [match.span("cut") for match in REASON_LAST.finditer(sentence) if match.start()]


def _between(cuts: Sequence[tuple[int, int]], at: int, start: int, stop: int) -> tuple[int, int]:
    """Return the part between the cuts around a position."""
    return (
        max((end for _, end in cuts if end <= at), default=start),
        min((begin for begin, _ in cuts if begin >= at), default=stop),
    )
