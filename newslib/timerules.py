"""This holds the words and the rules by which expressions of time are found: data, no code.

The rules are patterns over classes of words. `the? ORDINAL quarter` is the word "the" or nothing, a
word of the class ORDINAL, the word "quarter". `timex` finds them; `resolving` says what they mean.
"""


def _numbered(words: str, first: int = 1) -> dict[str, int]:
    """A number for each group of words; the words of a group are joined by a stroke."""
    groups = enumerate(words.split(), first)
    return {word: i for i, group in groups for word in group.split("|")}


def _paired(words: str) -> dict[str, str]:
    return dict(pair.split(":") for pair in words.split())


MONTHS = _numbered(
    "january|jan february|feb march|mar april|apr may june|jun july|jul august|aug "
    "september|sept|sep october|oct november|nov december|dec"
)
WEEKDAYS = _numbered(
    "monday|mon tuesday|tue|tues wednesday|wed|weds thursday|thu|thur|thurs friday|fri "
    "saturday|sat sunday|sun"
)
UNITS = _paired(
    "second:S minute:M hour:H day:D week:W month:M quarter:Q year:Y decade:DE century:CE night:D "
    "weekend:WE fortnight:W"
)
NUMBERS = _numbered(
    "one two three four five six seven eight nine ten eleven twelve|dozen thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen twenty"
)
NUMBERS |= {
    w: 10 * n
    for w, n in _numbered("thirty forty fifty sixty seventy eighty ninety hundred", 3).items()
}
ORDINALS = _numbered(
    "first|1 second|2 third|3 fourth|4 fifth sixth seventh eighth ninth tenth eleventh twelfth "
    "thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
)
DECADES = _numbered("twenties thirties forties fifties sixties seventies eighties nineties", 2)
SEASONS = _paired("spring:SP summer:SU autumn:FA fall:FA winter:WI")
PARTS = _paired(
    "morning:MO afternoon:AF evening:EV night:NI overnight:NI nighttime:NI daytime:DT dawn:MO "
    "daybreak:MO sunrise:MO dusk:EV sunset:EV midday:MI lunchtime:MI"
)
OFTEN = _paired(
    "daily:P1D nightly:P1D weekly:P1W monthly:P1M quarterly:P1Q yearly:P1Y annual:P1Y annually:P1Y "
    "hourly:PT1H biweekly:P2W fortnightly:P2W biannual:P6M semiannual:P6M"
)
EDGES = "early late mid middle".split()
# A holiday is month-day, or month/weekday/which of them in the month, or counts from Easter.
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
CLASSES = {
    "WEEKDAY": [w for w in WEEKDAYS if w.endswith("day")],
    "WEEKDAYS": [w + "s" for w in WEEKDAYS if w.endswith("day")],
    "WD": [w for w in WEEKDAYS if not w.endswith("day")],
    "UNIT": UNITS, "UNITS": ["centuries", *(u + "s" for u in UNITS if u != "century")],
    "NUMBER": NUMBERS, "ORDINAL": [o for o in ORDINALS if len(o) > 1], "DECADE": DECADES,
    "SEASON": SEASONS, "PART": PARTS, "OFTEN": OFTEN, "EDGE": EDGES,
} | {name: words.split() for name, words in {
    "VAGUE": "several few couple many some numerous various", "AMPM": "am pm",
    "ZONE": "gmt utc est edt et cst cdt pst pdt pt bst cet cest eastern aest ist jst local",
    "APOS": "' ’ ‘ ` ´", "DASH": "- – — ‑ −", "COMMA": ",", "DOT": ".", "OPEN": "(", "SHUT": ")",
    "PLUS": "+", "PAST": "last past previous preceding prior",
    "NEXT": "next coming upcoming following ensuing", "THIS": "this current present",
    "ABOUT": "about around nearly almost over roughly approximately under exactly",
    "HALF": "half", "TODAY": "today yesterday tomorrow tonight",
    "NOW": "now currently nowadays presently", "RECENTLY": "recently lately",
    "SOON": "soon shortly",
}.items()}  # fmt: skip
# Numbers, by their form: each is in all classes that fit.
NUMERIC = {
    "ISO": r"[0-9]{4}-[0-9]{2}-[0-9]{2}.*", "DASHED": r"[0-9]+-[0-9]+-[0-9]+",
    "SLASHED": r"[0-9]{1,2}/[0-9]{1,2}/(?:[0-9]{2}|[0-9]{4})", "HALFDATE": r"9/11",
    "CLOCK": r"[0-2]?[0-9][:.][0-5][0-9](?::[0-5][0-9])?", "HHMM": r"[0-2][0-9][0-5][0-9]",
    "HOUR": r"1?[0-9]", "D": r"0[1-9]|(?:[1-9]|[12][0-9]|3[01])(?:st|nd|rd|th)?",
    "ORDINAL": r"[0-9]{1,2}(?:st|nd|rd|th)", "YEAR": r"1[5-9][0-9]{2}|20[0-9]{2}",
    "YY": r"[0-9]{2}", "TENS": r"(?:1[5-9]|20)?[0-9]0s",
    "NUMBER": r"[0-9]{1,3}|[0-9]{1,2},[0-9]{3}|[0-9]+\.[0-9]+|1[0-4][0-9]{2}",
}  # fmt: skip
# What no rule can do without: where none of these stands, there is nothing to find.
NEEDED = set(
    "ISO DASHED SLASHED HALFDATE CLOCK AMPM ZONE MONTH MAYBE WEEKDAY WEEKDAYS WD UNIT UNITS PART "
    "HALF YEAR TENS DECADE SEASON TODAY OFTEN NOW RECENTLY SOON clock noon midnight fiscal period "
    "century day eve christmas easter halloween july q now present moment future term past point "
    "being days current recent".split()
)
# Pieces of rules: <name> stands for them. In rules, CAPITALS are classes, small words themselves,
# `x:` names a part that the resolver reads, and ( | ) ? * mean what they mean in `re`. A number
# behind a rule's name only tells it from others that one resolver reads.
PIECES = {
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
RULES = """
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
month3: (the? <edge>)? (the? w:<which>)? <month>
holiday: (the? <edge>)? w:<which>? h:(<holiday>) (COMMA? <year>)?
quarter: (the? <edge>)? <own>? (f:YEAR (APOS s)?|q:((PAST|NEXT|this) year) APOS s)?
    (fiscal|calendar)? year? o:ORDINAL DASH? quarter <ofyear>?
quarter2: q o:D (of|COMMA)? <year>?
year_ago: the? year DASH? (ago|earlier) ((o:ORDINAL|fiscal)? DASH?
    (quarter|period|month|week|level|result|figure)s?)?
half_year: (the|its)? o:(ORDINAL|latter) DASH? HALF <ofyear>?
same: the (same|similar|comparable|corresponding|year DASH? earlier) u:(period|UNIT) of?
    (w:((a|one) year (ago|earlier))|r:((PAST|NEXT|THIS) year)|in? <year>)?
fiscal: (the? <edge>)? (the|its)? w:<which>? fiscal DASH? year? y:(YEAR|APOS YY)?
decade: (the? <edge>)? the? APOS? t:TENS
decade2: (the? <edge>)? the EDGE? DASH? t:DECADE
century: (the? <edge>)? the? EDGE? DASH? o:ORDINAL DASH? century
ago: <about>* n:(<num>|a|an|one|HALF (a|an)?|the) <kind>? u:(UNIT|UNITS) (h:(and a HALF))?
    w:(ago|earlier|later|hence|previously|afterward|afterwards|before|from (now|today))
ago2: u:UNITS w:(ago|earlier|later)
weekday: (EDGE|earlier|later)? the? w:<which>? d:WEEKDAY ((APOS s)? p:PART)?
today: (EDGE|earlier|later)? d:TODAY ((APOS s)? p:PART)?
part: (EDGE|earlier|later)? w:(this|last|that|the (previous|same|next|following))? p:PART
weekend: (the? <edge>)? the? w:<which>? weekend
span2: (at (least|most)|only|just|nearly|almost)? <own>? (PAST|NEXT|first|final|latest|opening)
    n:<num> <kind>? u:UNITS
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
season: (the? <edge>)? x:(the|EDGE)? w:<which>? s:SEASON of? y:(YEAR|APOS YY)?
years: <year> DASH e:(YY|YEAR)
year: (the? <edge>)? (the? year|calendar)? <year>
year_end: (the|fiscal|calendar)? year DASH end
the_unit: (x:<edge> the|the) u:UNIT
often: w:OFTEN
weekdays: d:WEEKDAYS p:PART?
session: w:(morning|afternoon|evening|overnight) (trading|session|news|rush)
now: NOW|current|right now|at (present|the present|the present time|the moment)|at this
    (time|point|stage|moment)|the time being|these days|the present|the moment
recent: (more|most|very|just)? RECENTLY|recent (UNITS|times|UNIT)?|the (recent|distant|not so
    distant)? past
future: (very|as)? SOON|the (near|foreseeable|immediate|distant|not too distant)? future|the
    (near|long|longer|short) term
units: <own>? w:(PAST|NEXT) u:UNITS
bare: <about>* u:UNITS
"""
# A rule does not hold where one of these words follows, or stands before.
UNDONE_BEFORE = {name: frozenset(words.split()) for name, words in {
    "weekday": "times telegraph mirror express herald", "season": "olympics olympic games school",
    "now": "- – that", "recent": "-", "future": "- after before as", "one": "- –",
    "clock": "% percent million billion", "century": "fox",
    "the_unit": "of - after before that when",
    "year": "people men women miles km feet troops soldiers dollars points jobs workers employees "
            "percent % million billion copies units shares pounds kilometers kilometres metres "
            "meters euros votes homes houses residents members cars tons tonnes times mph kg lb "
            "rpm mhz words index",
}.items()}  # fmt: skip
UNDONE_AFTER = {
    "year": frozenset("$ £ € ¥ # + / : no flight highway route than least nearly almost".split()),
    "now": frozenset(["until"]),
    "one": frozenset("miles kilometers kilometres km".split()),
}
