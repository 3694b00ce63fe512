"""This turns expressions of years, quarters, spans and repetitions into TIMEX3 types and values.

One function for each rule of `timerules`, as in `resolving`, which is about days and hours.
"""

import re

from newslib.tense import (
    Story,
    duration,
    moved,
    near_year,
    number,
    reference,
    unit_of,
    way,
    year_of,
)
from newslib.timerules import DECADES, EDGES, MONTHS, OFTEN, ORDINALS, PARTS, SEASONS, WEEKDAYS

_BEFORE_BARE = frozenset("for in of after within over take took last spent just only since".split())
_COUNTED = frozenset("once twice times dollars percent % share million billion hours days".split())
_FINE = ("second", "minute", "hour")


# ---- years and their parts


def _year(f):
    return "DATE", f["y"]


def _years(f):
    first, last = f["y"], f["e"]
    last = first[:2] + last if len(last) == 2 else last
    stop, start = f.match.end("y"), f.match.start("e")
    both = [(f.start, stop, "DATE", first), (start, f.stop, "DATE", last)]
    return both if int(first) < int(last) < int(first) + 60 else None


def _fiscal(f):
    if not f["y"] and f.words[-1] != "year":
        return None
    return "DATE", str(year_of(f["y"]) or moved(f.story, "Y", way(f["w"]) or 0))


def _year_end(f):
    return "DATE", moved(f.story, "Y", 0)


def _of_year(f) -> int | None:
    """The year named with a quarter or a half: "of 1988", "last year's"."""
    which = f["r"] or f["q"]
    said = year_of(f["y"]) or year_of(f["f"])
    return said or (f.story.year + (way(which) or 0) if which and f.story.year else None)


def _quarter(f):
    n, year, story = ORDINALS.get(f["o"]) or ORDINALS.get(f["o"][:1], 0), _of_year(f), f.story
    if not 1 <= n <= 4 or f.after == "of" and f.after2 in ("a", "final"):
        return None
    if not year and story.month:
        ahead = (n - 1 - (story.month - 1) // 3 + 2) % 4 - 2  # the nearest, of two the past one
        if f.tense == "future":
            ahead += 4 * (ahead < -1)
        elif ahead > 0:
            ahead -= 4
        year = story.year + ((story.month - 1) // 3 + ahead) // 4
    return "DATE", f"{year or story.year or 'XXXX'}-Q{n}"


def _half_year(f):
    n, year = {"first": 1, "second": 2, "latter": 2}.get(f["o"]), _of_year(f)
    told = year or f.after != "of" and ("-" in f.words or "quarter" in f.story.said)
    return ("DATE", f"{year or f.story.year or 'XXXX'}-H{n}") if n and told else None


def _before_a_year(story: Story, kinds=("quarter", "month"), last=False) -> str:
    """What a story compares with: the quarter or month it speaks of, a year before."""
    said = [story.said[kind] for kind in kinds if kind in story.said]
    said = [value for value in said if not last or value == story.said["last"]]
    if not said and kinds == ["quarter"]:  # reports are of the quarter before
        return moved(story, "Q", -5)
    return f"{int(said[0][:4]) - 1}{said[0][4:]}" if said else moved(story, "Y", -1)


def _year_ago(f):
    if f["o"] in ORDINALS and "quarter" in f.words and f.story.year:
        year = int(f.story.said.get("quarter", str(f.story.year))[:4]) - 1
        return "DATE", f"{year}-Q{ORDINALS[f['o']]}"
    kinds = [kind for kind in ("quarter", "month") if kind in f.words]
    return "DATE", _before_a_year(f.story, kinds or ("quarter", "month"))


def _same(f):
    unit, said = f["u"], f.story.said
    kinds = [unit] if unit in ("quarter", "month") else ["quarter", "month"]
    if f["y"]:
        return "DATE", f["y"] + next((said[k] for k in kinds if k in said), "")[4:]
    if f["w"] or f["r"] or unit == "period" or "earlier" in f.words:
        return "DATE", _before_a_year(f.story, kinds)
    return "DATE", said.get(unit) or moved(f.story, unit_of(unit), 0)


def _season(f):
    name, year, n, story = f["s"], year_of(f["y"]), way(f["w"]), f.story
    told = year or n is not None or f["x"] in EDGES
    told = told or f.before in ("in", "by", "of", "until", "since", "during", "for")
    if name in ("fall", "spring") and not told:  # a verb, water
        return None
    if not year and story.month:
        middle = {"SP": 4, "SU": 7, "FA": 10, "WI": 1}[SEASONS[name]]
        year = near_year(f, middle)
        ahead = (year - story.year) * 12 + middle - story.month
        year += n if n and ahead * n <= 0 else 0
    return "DATE", f"{year or story.year or 'XXXX'}-{SEASONS[name]}"


def _decade(f):
    tens = f["t"]
    if tens in DECADES:
        return "DATE", f"19{DECADES[tens]}"
    told = {"the", "'", "’", "‘"} & set(f.words) or f.before in ("and", "or", "to")
    if len(tens) == 3 and not told:
        return None
    return "DATE", tens[:3] if len(tens) > 3 else "200" if tens == "00s" else f"19{tens[0]}"


def _century(f):
    n = ORDINALS.get(f["o"]) or int(re.sub(r"\D", "", f["o"]) or 0)
    return ("DATE", f"{n - 1:02d}") if n > 1 else None


# ---- so many units from here or from there


def _ago(f):
    text, word, story, unit = f["n"], f["w"], f.story, unit_of(f["u"])
    n = 1 if text == "the" else number(text)
    n = n + 0.5 if f["h"] and n else n
    sign = 1 if word.startswith(("later", "hence", "afterward", "from")) else -1
    if text == "the" and (word != "before" or unit not in "DY"):
        return None
    if word == "before" and re.match(r"\w", f.after) and f.after != "and":
        span = (f.start, f.stop - 1, "DURATION", duration(n, f["u"]))
        return [span] if text != "the" else None
    if f["u"].startswith(_FINE):
        return "DURATION", duration(n, f["u"])
    if n is None or n > 9000:
        return "DATE", "PAST_REF" if sign < 0 else "FUTURE_REF"
    if n != int(n):
        finer = {"Y": (12, "M"), "M": (30, "D"), "W": (7, "D"), "CE": (100, "Y"), "DE": (10, "Y")}
        factor, unit = finer.get(unit, (1, unit))
        n *= factor
    n *= 1 + f["u"].startswith("fortnight")
    last = story.said.get("last", "")
    if unit == "Y" and n == 1 and sign < 0 and ("-Q" in last or len(last) == 7):
        return "DATE", _before_a_year(story, last=True)
    here = word == "ago" or word.startswith("from")
    return "DATE", moved(story, unit, sign * int(n), None if here else reference(story, unit))


def _the_past(f):
    """The past year is a span, the previous one a date."""
    unit, near = unit_of(f["u"]), f["w"] in ("coming", "upcoming")
    if f["w"] in ("last", "past"):
        return None if unit in "MS" and f["u"] != "month" else ("DURATION", duration(1, f["u"]))
    base = reference(f.story) if unit in "DW" and not near else None
    return "DATE", moved(f.story, unit, way(f["w"]), base)


def _unit(f):
    which, unit = f["w"], f["u"]
    if unit in (*_FINE, "night"):
        return None
    if which in ("that", "latest") and unit in f.story.said:
        return "DATE", f.story.said[unit]
    return "DATE", moved(f.story, unit_of(unit), 0 if which == "this past" else way(which))


def _the_unit(f):
    unit, said = f["u"], f.story.said
    if f.after in ("ended", "ending") and unit in ("week", "month", "year"):
        return "DURATION", duration(1, unit)
    if unit == "quarter" and "quarter" in said:
        return "DATE", said["quarter"]
    places = {"for": "year quarter month day", "end": "day"}
    places |= dict.fromkeys(("during", "in"), "year quarter month")
    if unit not in (f["x"] and "day week month year quarter" or places.get(f.before, "")).split():
        return None
    return "DATE", unit == "day" and said.get("day") or moved(f.story, unit_of(unit), 0)


def _units(f):
    return ("DATE", "FUTURE_REF") if way(f["w"]) > 0 else ("DURATION", duration(None, f["u"]))


# ---- spans and sets


def _span(f):
    if f["n"] in ("the", "some") or f["u"] in ("second", "quarter"):
        return None
    if f["u"] == "quarters" and "-" in f.words:  # three-quarters of it
        return None
    n = number(f["n"]) if f["n"] else 1
    return "DURATION", duration(n + 0.5 if f["h"] and n else n, f["u"])


def _one(f):
    one = f["n"] == "one"
    if f["u"] in ("second", "night", "weekend", *(("day", "minute") if one else ("quarter",))):
        return None
    return "DURATION", duration(1, f["u"])


def _bare(f):
    told = f.before in _BEFORE_BARE and f["u"] not in ("seconds", "quarters", "nights", "weekends")
    told = told or f["u"] in ("decades", "centuries") and f.before not in ("the", "-")
    return ("DURATION", duration(None, f["u"])) if told else None


def _age(f):
    """How old someone is, which annotators of news leave out."""
    return None, ""


def _rate(f):
    """Times, money or a share "a year" come again and again; "a year" alone is a span."""
    counted = f.before in _COUNTED or f.before[:1].isdigit()
    told = counted or f["w"] in ("per", "each") and f["u"] not in ("second", "quarter")
    return ("SET", duration(1, f["u"])) if told else None


def _every(f):
    first, *rest = f["u"].split()
    if first in WEEKDAYS:
        return "SET", f"XXXX-WXX-{WEEKDAYS[first]}" + (f"T{PARTS[rest[0]]}" if rest else "")
    if first in SEASONS or first in MONTHS:
        return "SET", f"XXXX-{SEASONS.get(first) or format(MONTHS[first], '02d')}"
    if first in PARTS and first != "night":
        return "SET", f"XXXX-XX-XXT{PARTS[first]}"
    n = 2 if f["n"] == "other" else ORDINALS.get(f["n"]) or number(f["n"]) or 1
    return "SET", duration(n, first)


def _often(f):
    return "SET", OFTEN[f["w"]]


def _now(f):
    return "DATE", "PRESENT_REF"


def _recent(f):
    return "DATE", "PAST_REF"


def _future(f):
    return "DATE", "FUTURE_REF"


OF_PERIODS = {
    "year": _year, "years": _years, "fiscal": _fiscal, "year_end": _year_end, "quarter":
    _quarter, "half_year": _half_year, "year_ago": _year_ago, "same": _same, "season":
    _season, "decade": _decade, "century": _century, "ago": _ago, "the_past": _the_past,
    "unit": _unit, "the_unit": _the_unit, "units": _units, "span": _span, "one": _one, "bare":
    _bare, "age": _age, "rate": _rate, "every": _every, "often": _often, "now": _now,
    "recent": _recent, "future": _future,
}  # fmt: skip
