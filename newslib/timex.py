"""This turns a text into the time expressions in it, each with the name of the rule that found it.

Every word of the text becomes one letter that says which classes it is in (MONTH, UNIT, NUMBER …;
"x": none), and the rules are patterns over these letters: `the? ORDINAL quarter` is the class of
"the" or nothing, the class of ordinals, the word "quarter". What they mean is `resolving`'s affair.
"""

import re
from itertools import accumulate
from typing import NamedTuple

_TOKEN = re.compile(
    r"\s*(?:[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[T ][0-9]{2}:[0-9]{2}(?::[0-9]{2})?Z?)?(?![0-9])"
    r"|[0-9]{1,2}-[0-9]{1,2}-[0-9]{2,4}(?![0-9-])|[0-9]+(?:[.,:/][0-9]+)*(?:st|nd|rd|th|s)?"
    r"|[AaPp]\.\s?[Mm]\.?(?![A-Za-z])|[^\W\d_]+|\S)"
)
MONTHS = {m: i // 2 + 1 for i, m in enumerate(
    "january jan february feb march mar april apr may may june jun july jul august aug "
    "september sept october oct november nov december dec".split())} | {"sep": 9}  # fmt: skip
WEEKDAYS = {w: i + 1 for i, day in enumerate((
    "monday mon", "tuesday tue tues", "wednesday wed weds", "thursday thu thur thurs",
    "friday fri", "saturday sat", "sunday sun")) for w in day.split()}  # fmt: skip
UNITS = {"second": "S", "minute": "M", "hour": "H", "day": "D", "week": "W", "month": "M",
         "quarter": "Q", "year": "Y", "decade": "DE", "century": "CE", "night": "D",
         "weekend": "WE", "fortnight": "W"}  # fmt: skip
NUMBERS = {w: i for i, w in enumerate(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen".split())} | {
    w: 10 * i + 20 for i, w in enumerate("twenty thirty forty fifty sixty seventy eighty ninety"
                                         .split())} | {"dozen": 12, "hundred": 100}  # fmt: skip
ORDINALS = {w: i + 1 for i, w in enumerate(
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth "
    "fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth".split())} | {
    "thirtieth": 30, "1": 1, "2": 2, "3": 3, "4": 4}  # fmt: skip
DECADES = {"twenties": 2, "thirties": 3, "forties": 4, "fifties": 5, "sixties": 6,
           "seventies": 7, "eighties": 8, "nineties": 9}  # fmt: skip
SEASONS = {"spring": "SP", "summer": "SU", "autumn": "FA", "fall": "FA", "winter": "WI"}
PARTS = {
    "morning": "MO",
    "afternoon": "AF",
    "evening": "EV",
    "night": "NI",
    "overnight": "NI",
    "nighttime": "NI",
    "daytime": "DT",
    "dawn": "MO",
    "daybreak": "MO",
    "sunrise": "MO",
    "dusk": "EV",
    "sunset": "EV",
    "midday": "MI",
    "lunchtime": "MI",
    "tonight": "NI",
}
EDGES = ["early", "late", "mid", "middle"]
OFTEN = {"daily": "P1D", "nightly": "P1D", "weekly": "P1W", "monthly": "P1M", "quarterly": "P1Q",
         "yearly": "P1Y", "annual": "P1Y", "annually": "P1Y", "hourly": "PT1H", "biweekly": "P2W",
         "fortnightly": "P2W", "biannual": "P6M"}  # fmt: skip
HOLIDAYS = {
    "christmas (day|eve|season)?": "12-25", "new year APOS s (day|eve)?": "01-01",
    "easter (sunday|monday|weekend)?": "easter", "good friday": "easter", "palm sunday": "easter",
    "ash wednesday": "easter", "thanksgiving day?": "11/4/4", "labor day": "9/1/1",
    "memorial day": "5/1/-1", "columbus day": "10/1/2", "presidents APOS day": "2/1/3",
    "(martin luther king|mlk) jr? DOT? day": "1/1/3", "mother APOS s day": "5/7/2",
    "father APOS s day": "6/7/3", "halloween": "10-31", "independence day": "07-04",
    "(the)? fourth of july": "07-04", "veterans APOS? day": "11-11",
    "(armistice|remembrance) day": "11-11", "valentine APOS s day": "02-14",
    "(st DOT?|saint) patrick APOS s day": "03-17", "boxing day": "12-26", "earth day": "04-22",
    "april fool APOS? s? APOS? day": "04-01", "flag day": "06-14", "bastille day": "07-14",
    "australia day": "01-26", "canada day": "07-01", "groundhog day": "02-02",
}  # fmt: skip
_CLASSES = {
    "WEEKDAY": [w for w in WEEKDAYS if w.endswith("day")],
    "WEEKDAYS": [w + "s" for w in WEEKDAYS if w.endswith("day")],
    "WD": [w for w in WEEKDAYS if not w.endswith("day")],
    "UNIT": UNITS, "UNITS": ["centuries", *(u + "s" for u in UNITS if u != "century")],
    "NUMBER": [n for n in NUMBERS if n != "zero"], "ORDINAL": [o for o in ORDINALS if len(o) > 1],
    "DECADE": DECADES, "SEASON": SEASONS, "PART": [p for p in PARTS if p != "tonight"],
    "OFTEN": OFTEN,
    "VAGUE": ["several", "few", "couple", "many", "some", "numerous", "various"],
    "AMPM": ["am", "pm"],
    "ZONE": ["gmt", "utc", "est", "edt", "et", "cst", "cdt", "pst", "pdt", "pt", "bst", "cet",
             "cest", "eastern", "aest", "ist", "jst", "local"],
    "APOS": ["'", "’", "‘", "`", "´"], "DASH": ["-", "–", "—", "‑", "−"], "COMMA": [","],
    "DOT": ["."], "OPEN": ["("], "SHUT": [")"], "PLUS": ["+"],
    "PAST": ["last", "past", "previous", "preceding", "prior"],
    "NEXT": ["next", "coming", "upcoming", "following", "ensuing"],
    "THIS": ["this", "current", "present"], "EDGE": EDGES,
    "ABOUT": ["about", "around", "nearly", "almost", "over", "roughly", "approximately", "under",
              "exactly"],
    "HALF": ["half"],
    "TODAY": ["today", "yesterday", "tomorrow", "tonight"],
    "NOW": ["now", "currently", "nowadays", "presently"],
    "RECENTLY": ["recently", "lately"], "SOON": ["soon", "shortly"],
}  # fmt: skip
_SHOUTED = {"MAR", "JAN", "DEC", "SEP", "NOV", "OCT", "AUG", "APR"}
_LOW_MONTHS = {"january", "february", "july", "september", "october", "november", "december"}
_NUMERIC = [(name, re.compile(form)) for name, form in (
    ("ISO", r"[0-9]{4}-[0-9]{2}-[0-9]{2}.*"), ("DASHED", r"[0-9]+-[0-9]+-[0-9]+"),
    ("SLASHED", r"[0-9]{1,2}/[0-9]{1,2}/(?:[0-9]{2}|[0-9]{4})"), ("HALFDATE", r"9/11"),
    ("CLOCK", r"[0-2]?[0-9][:.][0-5][0-9](?::[0-5][0-9])?"), ("HHMM", r"[0-2][0-9][0-5][0-9]"),
    ("HOUR", r"1?[0-9]"), ("D", r"0?[1-9]|[12][0-9]|3[01]"),
    ("D", r"(?:[1-9]|[12][0-9]|3[01])(?:st|nd|rd|th)"), ("ORDINAL", r"[0-9]{1,2}(?:st|nd|rd|th)"),
    ("YEAR", r"1[5-9][0-9]{2}|20[0-9]{2}"), ("YY", r"[0-9]{2}"),
    ("NUMBER", r"[0-9]{1,3}|[0-9]{1,2},[0-9]{3}|[0-9]+\.[0-9]+|1[0-4][0-9]{2}"),
    ("TENS", r"(?:1[5-9]|20)?[0-9]0s"),
)]  # fmt: skip
_WORDS: dict[str, set[str]] = {}
for _name, _words in _CLASSES.items():
    for _word in _words:
        _WORDS.setdefault(_word, set()).add(_name)


def _classes(token: str) -> frozenset[str]:
    """The classes of a token, its own small word among them."""
    low = token.lower()
    if len(token) > 24:
        return frozenset()
    if token[0].isdigit():
        return frozenset(name for name, form in _NUMERIC if form.fullmatch(token))
    found = set(_WORDS.get(low, ()))
    if low in MONTHS and token not in _SHOUTED:
        if token[0].isupper():
            found.add("MAYBE" if low in ("may", "march") else "MONTH")
        elif low in _LOW_MONTHS:
            found.add("MONTH")
    if "WD" in found and not token[0].isupper():
        found.discard("WD")
    if low[0] in "ap" and low.replace(".", "").replace(" ", "") in ("am", "pm"):
        found.add("AMPM")
    if low in _LITERAL:
        found.add(low)
    return frozenset(found)


# Pieces of rules: <name> stands for them. In rules, CAPITALS are classes, small words themselves,
# `x:` names a part that the resolver reads, and ( | ) ? * mean what they mean in `re`. A number
# behind a rule's name only tells it from others that one resolver reads.
_PIECES = {
    "month": "m:(MONTH|MAYBE) DOT?", "year": "y:YEAR", "wd": "(WEEKDAY|WD DOT?) COMMA?",
    "about": "(ABOUT|at (least|most)|(more|less|fewer|longer|better|greater) than|up to|a? mere"
             "|an? (additional|extra|estimated|average of)|another|as (long|many|much|little) as"
             "|well|some)",
    "num": "(NUMBER (DASH NUMBER|and? NUMBER)? (and (a HALF|NUMBER))?|YEAR|D"
           "|(a|an|the)? VAGUE (more|dozen|hundred|of)?|a? dozen|a hundred|D (to|or|DASH) D"
           "|NUMBER (to|or|DASH) NUMBER)",
    "kind": "(consecutive|straight|successive|full|whole|entire|single|solid|more|long|short"
            "|additional|extra|trading|business|working|calendar|school|light)",
    "own": "(the|these|those|its|his|her|their|our)",
    "zone": "(OPEN? ZONE (time|daylight time|standard time)? (PLUS D|DASH D)? SHUT?)",
    "clock": "(((CLOCK|HOUR) AMPM|CLOCK|(HOUR|NUMBER) o APOS clock|noon|midnight) <zone>?"
             "|HHMM ZONE)",
    "mday": "((WEEKDAY COMMA?)? ((MONTH|MAYBE) DOT? D (COMMA? YEAR)?"
            "|D (MONTH|MAYBE) (COMMA? YEAR)?))",
    "daypart": "(WEEKDAY PART?|TODAY PART?|this PART|<mday>)",
    "edge": "(EDGE DASH? (in|on)?|earlier|later"
            "|(the|EDGE)? (beginning|end|start|middle|rest|remainder|close|turn|HALF|part) of)",
    "which": "(PAST|NEXT|THIS|that|latest|most recent|(this|these) (past|coming|last))",
    "ofyear": "((of|in|COMMA|for)? (fiscal|calendar)? year? <year>"
              "|of the? r:((PAST|NEXT|THIS) fiscal? year|the year))",
    "holiday": "|".join(HOLIDAYS),
}  # fmt: skip
_RULES = """
iso: d:ISO
stamp: d:(SLASHED|DASHED) t:(HHMM ZONE?|CLOCK AMPM? ZONE?)
numeric: d:(SLASHED|DASHED)
fixed: HALFDATE|black monday
every: (every|each) n:(other|single|ORDINAL|<num>)? u:(UNIT|UNITS|WEEKDAY PART?|SEASON|PART|MONTH)
clock_day: <about>? t:<clock> COMMA? (on|of)? the? r:<daypart>
clock_day2: r:<daypart> COMMA? (at|by|around)? <about>? t:<clock>
clock: <about>? t:<clock>
days: d:D (DASH|to|through|and|or) e:D of? <month> (COMMA? <year>)?
days2: <month> d:D (DASH|to|through) e:D (COMMA? <year>)?
day: <wd>? the? d:D of? <month> (COMMA? <year>)?
day2: <wd>? <month> the? d:D (COMMA? <year>)?
month: (the? <edge>)? <month> (of|COMMA)? y:(YEAR|APOS YY)
month2: <month> of w:(PAST|NEXT|THIS) year
month3: (the? <edge>)? the? w:<which>? <month>
holiday: (the? <edge>)? w:<which>? h:(<holiday>) (COMMA? <year>)?
quarter: (the? <edge>)? <own>? (f:YEAR (APOS s)?|q:((PAST|NEXT|this) year) APOS s)? (fiscal|calendar)? year? o:ORDINAL DASH? quarter <ofyear>?
quarter2: q o:D (of|COMMA)? <year>?
year_ago: the? year DASH? (ago|earlier) ((o:ORDINAL|fiscal)? DASH? (quarter|period|month|week|level|result|figure)s?)?
half_year: (the|its)? o:(ORDINAL|latter) DASH? HALF <ofyear>?
same: the (same|similar|comparable|corresponding|year DASH? earlier) u:(period|UNIT) of? (w:((a|one) year (ago|earlier))|r:((PAST|NEXT|THIS) year)|in? <year>)?
fiscal: (the? <edge>)? (the|its)? w:<which>? fiscal DASH? year? y:(YEAR|APOS YY)?
decade: (the? <edge>)? the? APOS? t:TENS
decade2: (the? <edge>)? the EDGE? DASH? t:DECADE
century: (the? <edge>)? the? EDGE? DASH? o:ORDINAL DASH? century
ago: <about>* n:(<num>|a|an|one|HALF (a|an)?|the) <kind>? u:(UNIT|UNITS) (h:(and a HALF))? w:(ago|earlier|later|hence|previously|afterward|afterwards|before|from (now|today))
weekday: (EDGE|earlier|later)? the? w:<which>? d:WEEKDAY ((APOS s)? p:PART)?
today: (EDGE|earlier|later)? d:TODAY ((APOS s)? p:PART)?
part: (EDGE|earlier|later)? w:(this|last|that|the previous|the same)? p:PART
weekend: (the? <edge>)? the? w:<which>? weekend
span2: (at (least|most)|only|just|nearly|almost)? <own>? (PAST|NEXT|first|final|latest|opening) n:<num> <kind>? u:UNITS
age: <num> (DASH UNIT DASH olds?|UNITS old|UNIT DASH old)
span3: <about>* n:(<num>|a|one) DASH u:(UNIT|UNITS)
span: <about>* (<own>|a)? n:<num> <kind>* u:UNITS (h:(and a HALF))?
span4: n:NUMBER u:UNIT
rate: w:(a|an|per|each) u:UNIT
span5: <about>* n:(HALF (a|an)|a? HALF DASH) u:UNIT
span6: (a|an|one) u:UNIT h:(and a HALF)
the_past: <about>* the w:(PAST|NEXT) u:UNIT
unit: (the? <edge>)? the? w:<which> (full|whole|calendar|fiscal)? u:UNIT
one: <about>* n:(a|an|one) <kind>? u:UNIT
season: (the? <edge>)? x:(the|EDGE)? w:<which>? s:SEASON of? <year>?
years: <year> DASH e:(YY|YEAR)
year: (the? <edge>)? (the? year|calendar)? <year>
year_end: (the|fiscal|calendar)? year DASH end
the_unit: (x:<edge> the|the) u:UNIT
often: w:OFTEN
weekdays: d:WEEKDAYS p:PART?
session: w:(morning|afternoon|evening|overnight) (trading|session|news|rush)
now: NOW|current|right now|at (present|the present|the present time|the moment)|at this (time|point|stage|moment)|the time being|these days|the present|the moment
recent: (more|most|very|just)? RECENTLY|recent (UNITS|times|UNIT)?|the (recent|distant|not so distant)? past
future: (very|as)? SOON|the (near|foreseeable|immediate|distant|not too distant)? future|the (near|long|longer|short) term
units: <own>? w:(PAST|NEXT) u:UNITS
bare: <about>* u:UNITS
"""


def _expanded(pattern: str) -> str:
    while "<" in pattern:
        pattern = re.sub(r"<(\w+)>", lambda piece: f"({_PIECES[piece[1]]})", pattern)
    return pattern


_RULES = {name: _expanded(rule) for name, rule in (
    line.split(": ", 1) for line in _RULES.strip().splitlines())}  # fmt: skip
_PART = re.compile(r"[a-z]:|[A-Za-z]+|[()|?*+]")
_LITERAL = {
    w for rule in _RULES.values() for w in _PART.findall(rule) if w.isalpha() and w.islower()
}


def _known_letters() -> dict[frozenset, str]:
    """A letter for each set of classes that a token can have."""
    words = [*_WORDS, *MONTHS, *_LITERAL]
    tokens = [form(w) for w in words for form in (str.lower, str.title, str.upper)]
    tokens += [form % n for n in range(2200) for form in ("%d", "%02d", "%dth", "%ds", "%04d")]
    tokens += [
        "a.m.",
        "1999-01-01",
        "1-1-99",
        "11-11-99",
        "1/1/99",
        "9/11",
        "10/10/99",
        "1:30",
        "1.5",
        "0.55",
        "1.30",
        "23:30",
        "99:30",
        "1:30:30",
        "1,000",
        "2,500",
        "Q1",
    ]
    sets = sorted({_classes(t) for t in tokens}, key=sorted)
    return {found: "x" if not found else chr(0xE000 + i) for i, found in enumerate(sets)}


_LETTERS = _known_letters()


def _translated(rule: str, named: bool) -> str:
    out, name = [], ""
    for part in _PART.findall(rule):
        if part.endswith(":"):
            name = f"?P<{part[0]}>" if named else ""
            continue
        if part.isalpha():
            part = "[" + "".join(x for found, x in _LETTERS.items() if part in found) + "]"
            assert part != "[]", rule
            out.append(f"({name}{part})" if name else part)
        else:
            out.append(f"({name or '?:'}" if part == "(" else part)
        name = ""
    return "".join(out)


def compiled(rule: str, named: bool = True) -> re.Pattern:
    """A rule as a pattern over letters."""
    return re.compile(_translated(_expanded(rule), named))


RULES = {name: compiled(rule) for name, rule in _RULES.items()}


def _openers(parts: list[str]) -> tuple[set[str], bool]:
    """The classes with which a rule may begin, and whether it may be empty."""
    every, first, none, empty = set(), set(), False, True
    while parts:
        part = parts.pop(0)
        if part == ")":
            break
        if part == "|":
            every, first, none, empty = every | first, set(), none or empty, True
            continue
        own, skip = _openers(parts) if part == "(" else ({part}, False)
        if parts and parts[0] in "?*":
            skip = parts.pop(0) != ""
        if empty:
            first, empty = first | own, skip
    return every | first, none or empty


_FIRST = {name: _openers([p for p in _PART.findall(rule) if p[-1] != ":"])[0]
          for name, rule in _RULES.items()}  # fmt: skip
_OPENING = {letter: [n for n in RULES if _FIRST[n] & found] for found, letter in _LETTERS.items()}


class Words(dict):
    """The letter of each token, remembered."""

    def __missing__(self, token):
        if len(self) > 50_000:
            self.clear()
        self[token] = letter = _LETTERS.get(_classes(token), "x")
        return letter


_letters = Words()


class Tokens(NamedTuple):
    """The tokens of a text, small, and their letters."""

    words: list[str]
    starts: list[int]
    ends: list[int]
    letters: str


def tokens(text: str) -> Tokens:
    """Cut a text into tokens and give each its letter."""
    pieces = _TOKEN.findall(text.rstrip())  # white space at the end would be tried over and over
    ends = list(accumulate(map(len, pieces)))
    words = list(map(str.lstrip, pieces))
    starts = list(map(int.__sub__, ends, map(len, words)))
    return Tokens(
        list(map(str.lower, words)), starts, ends, "".join(map(_letters.__getitem__, words))
    )


_CORE = set(
    "ISO DASHED SLASHED HALFDATE CLOCK AMPM ZONE MONTH MAYBE WEEKDAY WEEKDAYS WD UNIT UNITS PART "
    "HALF YEAR TENS DECADE SEASON TODAY OFTEN NOW RECENTLY SOON clock noon midnight fiscal period "
    "century day eve christmas easter halloween july q now present moment future term past point "
    "being days current recent".split())  # fmt: skip
_NEEDED = re.compile("[{}]".format("".join(x for found, x in _LETTERS.items() if _CORE & found)))
_RUN = re.compile("[^x]+")


def segments(letters: str):
    """Where expressions may stand: runs of letters with one that no rule can do without."""
    for run in _RUN.finditer(letters):
        if _NEEDED.search(letters, *run.span()):
            yield run.span()


def candidates(letters: str, start: int, stop: int):
    """All rules that match at the first place where one does, in the order of the rules."""
    found = False
    for at in range(start, stop):
        for name in _OPENING[letters[at]]:
            if match := RULES[name].match(letters, at, stop):
                found = True
                yield name, match
        if found:
            return
