"""This turns a text and its publication date into time expressions with TIMEX3 types and values.

`timex` finds an expression and names its rule; here stands one function for each name, which says
what it means in a story published that day: "on Wednesday" in Wednesday's story is that day. A
function returns a type and a value, or None where its rule does not hold after all.
"""

import re
import warnings
from datetime import date, timedelta

from newslib import timex
from newslib.dates import read_date
from newslib.timex import DECADES, MONTHS, OFTEN, ORDINALS, PARTS, SEASONS, WEEKDAYS
from newslib.tense import (
    Found,
    Story,
    day_of,
    duration,
    moved,
    near_year,
    number,
    reference,
    unit_of,
    way,
    year_of,
)

# Words that undo a rule where they follow, or stand before.
_NOT_BEFORE = {name: frozenset(words.split()) for name, words in {
    "weekday": "times telegraph mirror express herald", "season": "olympics olympic games school",
    "now": "- – that", "recent": "-", "future": "- after before as", "one": "- –",
    "clock": "% percent million billion", "years": "percent", "century": "fox",
    "the_unit": "of - after before that when",
    "year": "people men women miles km feet troops soldiers dollars points jobs workers employees "
            "percent % million billion copies units shares pounds kilometers kilometres metres "
            "meters euros votes homes houses residents members cars tons tonnes times mph kg lb "
            "rpm mhz words index",
}.items()}  # fmt: skip
_NOT_AFTER = {name: frozenset(words.split()) for name, words in {
    "year": "$ £ € ¥ # + / : no flight highway route than least nearly almost over roughly",
    "now": "until",
}.items()}  # fmt: skip
_WHOLE = {m for m in MONTHS if len(m) > 4 or m in ("may", "june", "july")}
_BEFORE_MONTH = frozenset(
    "in since until till of by from to between through during before after and or early late mid "
    "- – for this last next past coming that".split()
)
_BEFORE_BARE = frozenset(
    "for in of after within over take took last spent just only about since".split()
)
_COUNTED = frozenset(
    "once twice times dollars percent % share million billion hours days people".split()
)


def tag_dates(text: str, published=None) -> list[tuple[int, int, str, str, str]]:
    """Find the time expressions of an English text and say what they mean in a story of that day.

    `published` is the day, month or year of publication (an ISO string or a date). Returns, in the
    order of the text and without overlaps, `(start, end, text, type, value)`: type and value as in
    TIMEX3 of TimeML (Pustejovsky et al. 2003): DATE 2026-04-14, 2026-W16, 2026-04, 2026-Q2,
    2026-SP, 202 (a decade), PRESENT_REF; TIME 2026-04-14TMO, 2026-04-14T10:30; DURATION P24Y, PT2H;
    SET P1W, XXXX-WXX-1. Weeks are those of ISO 8601. Without `published` nothing is resolved to a
    day that the text does not name: "on Monday" is XXXX-WXX-1, "last year" PAST_REF.

    A publication date that cannot be read is warned of, and counts as none.

    >>> tag_dates("It rained on Monday; the dam will open in May.", "2026-04-14")
    [(13, 19, 'Monday', 'DATE', '2026-04-13'), (42, 45, 'May', 'DATE', '2026-05')]
    """
    given = read_date(published)
    if given.trouble:
        warnings.warn(f"published: {given.trouble}; dates stay symbolic", stacklevel=2)
    t = timex.tokens(text)
    story = Story(text, t, given)
    found = []
    for at, end in timex.segments(t.letters):
        while at < end:
            for start, stop, type_, value in _next(story, at, end):
                at = stop
                if type_:
                    stop -= t.words[stop - 1] == "." and t.words[stop - 2] in _WHOLE
                    a, b = t.starts[start], t.ends[stop - 1]
                    found.append((a, b, text[a:b], type_, value))
    return found


def _next(story: Story, at: int, end: int):
    """The next expression (or two, of a range) from a token on; type None: nothing there."""
    first = end - 1
    for name, match in timex.candidates(story.letters, at, end):
        first = match.start()
        if got := _resolved(story, name, match):
            return got if isinstance(got, list) else [(first, match.end(), *got)]
    return [(first, first + 1, None, None)]


def _resolved(story: Story, name: str, match):
    found, name = Found(story, match), name.rstrip("0123456789")
    if found.after in _NOT_BEFORE.get(name, ()) or found.before in _NOT_AFTER.get(name, ()):
        return None
    got = _RESOLVE[name](found)
    if got and not isinstance(got, list) and name not in ("ago", "year_ago", "same"):
        story.hear(got[1])
    return got


def _read(story: Story, start: int, stop: int):
    """Type and value of what stands between two tokens, if it is one expression."""
    for name, match in timex.candidates(story.letters, start, stop):
        if match.span() == (start, stop) and (got := _resolved(story, name, match)):
            return got
    return None


# ---- days


def _iso(f):
    text = f["d"].upper().replace(" ", "T")
    known = day_of(int(text[:4]), int(text[5:7]), int(text[8:10]))
    return ("TIME" if "T" in text else "DATE", text) if known else None


def _numeric(f):
    """04/03/2026 is read where one way is none, or is the publication's, or the text's habit."""
    a, b, year = f["d"].replace("/", "-").split("-")
    a, b, year = int(a), int(b), year_of(year)
    ways = [day_of(year, a, b), day_of(year, b, a)] if year > 999 else [None, None]
    known = set(filter(None, ways))
    if f.story.today in known:
        return "DATE", f.story.today
    if len(known) > 1:
        firsts = {int(d.split("/")[0]) > 12 for d in f.story.slashed()}
        return "DATE", ways[firsts.pop()] if len(firsts) == 1 else f"{year}-XX-XX"
    return ("DATE", known.pop()) if known else None


def _stamp(f):
    got, clock = _numeric(f), _clock_of(f["t"])
    return ("TIME", got[1] + clock) if got and clock else None


def _fixed(f):
    return "DATE", "1987-10-19" if "monday" in f.words else "2001-09-11"


def _day(f):
    month, day = MONTHS[f["m"].split()[0]], int(re.sub(r"\D", "", f["d"]))
    year = year_of(f["y"]) or f.year_of_range() or near_year(f, month, day)
    value = day_of(year, month, day)
    return value and ("DATE", value)


def _days(f):
    month, first, last = (
        MONTHS[f["m"].split()[0]],
        int(re.sub(r"\D", "", f["d"])),
        int(re.sub(r"\D", "", f["e"])),
    )
    year = year_of(f["y"]) or near_year(f, month, last)
    days = day_of(year, month, first), day_of(year, month, last)
    if None in days:
        return None
    f.story.hear(days[0])
    return [
        (f.start, f.match.end("d"), "DATE", days[0]),
        (f.match.start("e"), f.stop, "DATE", days[1]),
    ]


def _month(f):
    month, n, story = MONTHS[f["m"].split()[0]], way(f["w"]), f.story
    if f["m"] in ("may", "march") and f.size == 1 and f.before not in _BEFORE_MONTH:
        return None
    year = year_of(f["y"]) or near_year(f, month)
    if year and n is not None and not f["y"]:
        back, on = month >= (story.month or 1), month <= (story.month or 1)
        year = story.year + (n if f.words[-1] == "year" else -back if n < 0 else on if n else 0)
    return "DATE", f"{year or 'XXXX'}-{month:02d}"


def _holiday(f):
    rule = next(
        v
        for k, v in _HOLIDAYS
        if k.fullmatch(f.story.letters, f.match.start("h"), f.match.end("h"))
    )
    year, n, story = year_of(f["y"]), way(f["w"]), f.story
    if not (year or story.year):
        return "DATE", f"XXXX-{rule}" if "-" in rule[:3] and " eve" not in f["h"] else "XXXX-XX-XX"
    if not year:
        near = _holiday_of(rule, f["h"], story.year)
        year = near_year(f, near.month, near.day)
        if n and story.day:
            year = story.year + n * ((near - story.day).days * n <= 0)
    return "DATE", _holiday_of(rule, f["h"], year).isoformat()


def _holiday_of(rule: str, words: str, year: int) -> date:
    """The day of a holiday: month-day, or month-weekday-which of them, or by Easter."""
    if rule == "easter":
        from dateutil.easter import easter

        shift = {"good": -2, "palm": -7, "ash": -46}.get(words.split()[0], 0)
        return easter(year) + timedelta(shift + ("monday" in words))
    if "-" in rule[:3]:
        return date(year, *map(int, rule.split("-"))) - timedelta(words.endswith(" eve"))
    month, weekday, nth = map(int, rule.split("/"))
    first = date(year + (nth < 0) * (month // 12), (month - (nth > 0)) % 12 + 1, 1)
    return first + timedelta((weekday - first.isoweekday()) % 7 + 7 * (nth - (nth > 0)))


def _weekday(f):
    number, story, n = WEEKDAYS[f["d"]], f.story, way(f["w"])
    part = f"T{PARTS[f['p']]}" if f["p"] else ""
    kind = "TIME" if part else "DATE"
    if story.day is None:
        return kind, f"XXXX-WXX-{number}{part}"
    back = (story.day.isoweekday() - number) % 7
    if n == -1:
        shift = -(back or 7)
    elif n == 1:
        shift = (-back % 7) or 7
    elif n == 0 and f["w"] != "that" or n is None and f.tense == "future":
        shift = -back % 7
    else:
        shift = -back
    return kind, moved(story, "D", shift) + part


def _weekdays(f):
    part = f"T{PARTS[f['p']]}" if f["p"] else ""
    return "SET", f"XXXX-WXX-{WEEKDAYS[f['d'][:-1]]}{part}"


def _today(f):
    word = f["d"]
    part = PARTS[f["p"]] if f["p"] else "NI" if word == "tonight" else ""
    value = moved(f.story, "D", {"yesterday": -1, "tomorrow": 1}.get(word, 0))
    return "TIME" if part else "DATE", f"{value}T{part}" if part and f.story.day else value


def _weekend(f):
    n, story = way(f["w"]), f.story
    weekday = story.day.isoweekday() if story.day else 0
    if n is None:
        if "the" not in f.words:
            return None
        n = 0 if f.tense == "future" or weekday > 5 else -1
    elif n == 0 and weekday < 3 and f.tense == "past":
        n = -1
    elif "coming" in f["w"]:
        n = 0
    return "DATE", moved(story, "WE", n) if story.day else "XXXX-WXX-WE"


# ---- times of day


def _clock_of(text: str) -> str | None:
    """The time in words such as 10:30 a.m. GMT as T10:30Z."""
    if "noon" in text or "midnight" in text:
        return "T12:00" if "noon" in text else "T24:00"
    half = re.search(r"\b([ap])\.?\s?m\b", text)
    zone = "Z" if re.search(r"\b(gmt|utc)\b(?! [+-])", text) else ""
    found = re.match(r"([0-9]{1,2})[:.]?([0-9]{2})?", text)
    hour, minute = (int(found[1]), found[2] or "00") if found else (number(text.split()[0]), "00")
    if hour is None or hour > (12 if half else 24) or re.match(r"[0-9]+\.", text) and not half:
        return None
    if half:
        hour = hour % 12 + 12 * (half[1] == "p")
    return f"T{int(hour):02d}:{minute}{zone}"


def _clock(f):
    value = _clock_of(f["t"])
    return value and ("TIME", (f.story.today or "XXXX-XX-XX") + value)


def _clock_day(f):
    got, value = _read(f.story, f.match.start("r"), f.match.end("r")), _clock_of(f["t"])
    return ("TIME", got[1].split("T")[0] + value) if got and value else None


def _part(f):
    words, part, said = f["w"], PARTS[f["p"]], f.story.said.get("day")
    if not words and f["p"] != "overnight":
        return None
    back = "last" in words and part in ("NI", "EV") or "previous" in words
    day = said if words in ("that", "the same") and said else moved(f.story, "D", -back)
    return "TIME", f"{day if f.story.day else 'XXXX-XX-XX'}T{part}"


def _session(f):
    day = f.story.said.get("day") or f.story.today or "XXXX-XX-XX"
    return [(f.start, f.start + 1, "TIME", f"{day}T{PARTS[f['w']]}")]


# ---- years and their parts


def _year(f):
    return "DATE", f["y"]


def _years(f):
    first, last = f["y"], f["e"]
    last = first[:2] + last if len(last) == 2 else last
    if not int(first) < int(last) < int(first) + 60:
        return None
    stop, start = f.match.end("y"), f.match.start("e")
    return [(f.start, stop, "DATE", first), (start, f.stop, "DATE", last)]


def _fiscal(f):
    if not f["y"] and f.words[-1] != "year":
        return None
    return "DATE", str(year_of(f["y"]) or moved(f.story, "Y", way(f["w"]) or 0))


def _year_end(f):
    return "DATE", moved(f.story, "Y", 0)


def _of_year(f) -> int | None:
    """The year named with a quarter or a half: "of 1988", "last year's"."""
    which = f["r"] or f["q"]
    said = year_of(f["y"]) or year_of(f["f"].split()[0] if f["f"] else "")
    return said or (f.story.year + (way(which) or 0) if which and f.story.year else None)


def _quarter(f):
    n, year, story = ORDINALS.get(f["o"]) or ORDINALS.get(f["o"][:1], 0), _of_year(f), f.story
    if not 1 <= n <= 4 or f.after == "of" and f.after2 in ("a", "final"):
        return None
    if not year and story.month:
        here, now = story.year * 4 + (story.month - 1) // 3, f.tense
        year = min(
            range(story.year - 1, story.year + 2), key=lambda y: (abs(y * 4 + n - 1 - here), y)
        )
        ahead = year * 4 + n - 1 - here
        year += 1 if now == "future" and ahead < -1 else -1 if now != "future" and ahead > 0 else 0
    return "DATE", f"{year or story.year or 'XXXX'}-Q{n}"


def _half_year(f):
    n, year = {"first": 1, "second": 2, "latter": 2}.get(f["o"]), _of_year(f)
    if (
        n is None
        or not year
        and (f.after == "of" or "-" not in f.words and "quarter" not in f.story.said)
    ):
        return None
    return "DATE", f"{year or f.story.year or 'XXXX'}-H{n}"


def _before_a_year(story: Story, kinds=("quarter", "month"), last=False) -> str:
    """What a story compares with: the quarter or month it speaks of, a year before."""
    said = [story.said[k] for k in kinds if k in story.said]
    said = [value for value in said if not last or value == story.said["last"]]
    return f"{int(said[0][:4]) - 1}{said[0][4:]}" if said else moved(story, "Y", -1)


def _year_ago(f):
    if f["o"] in ORDINALS and "quarter" in f.words and f.story.year:
        year = int(f.story.said.get("quarter", str(f.story.year))[:4]) - 1
        return "DATE", f"{year}-Q{ORDINALS[f['o']]}"
    kinds = [k for k in ("quarter", "month") if k in f.words] or ("quarter", "month")
    return "DATE", _before_a_year(f.story, kinds)


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
    if not year and n is None and name in ("fall", "spring"):  # verbs, water
        if not (
            f["x"] in timex.EDGES
            or f.before in ("in", "by", "of", "until", "since", "during", "for")
        ):
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
    if (
        len(tens) == 3
        and not {"the", "'", "’", "‘"} & set(f.words)
        and f.before not in ("and", "or", "to")
    ):
        return None
    return "DATE", tens[:3] if len(tens) > 3 else "200" if tens == "00s" else f"19{tens[0]}"


def _century(f):
    n = ORDINALS.get(f["o"]) or int(re.sub(r"\D", "", f["o"]) or 0)
    return ("DATE", f"{n - 1:02d}") if n > 1 else None


# ---- so many units from here or from there


def _ago(f):
    text, word, story = f["n"], f["w"], f.story
    unit, n = unit_of(f["u"]), number(text) if text != "the" else 1
    n = n + 0.5 if f["h"] and n else n
    sign = 1 if word in ("later", "hence", "afterward", "afterwards") or "from" in word else -1
    if text == "the" and (word != "before" or unit not in "DY"):
        return None
    if word == "before" and re.match(r"\w", f.after) and f.after != "and":
        return [(f.start, f.stop - 1, "DURATION", duration(n, f["u"]))] if text != "the" else None
    if f["u"].startswith(("second", "minute", "hour")):
        return "DURATION", duration(n, f["u"])
    if n is None or n > 9000:
        return "DATE", "PAST_REF" if sign < 0 else "FUTURE_REF"
    if n != int(n):
        factor, unit = {
            "Y": (12, "M"),
            "M": (30, "D"),
            "W": (7, "D"),
            "CE": (100, "Y"),
            "DE": (10, "Y"),
        }.get(unit, (1, unit))
        n *= factor
    n *= 1 + f["u"].startswith("fortnight")
    last = story.said.get("last", "")
    if unit == "Y" and n == 1 and sign < 0 and ("-Q" in last or len(last) == 7):
        return "DATE", _before_a_year(story, last=True)
    base = story.day
    if word != "ago" and "from" not in word:
        base = reference(story, unit)
    return "DATE", moved(story, unit, sign * int(n), base)


def _the_past(f):
    """The past year is a span, the previous one a date."""
    n, unit = way(f["w"]), unit_of(f["u"])
    if f["w"] in ("last", "past"):
        return "DURATION", duration(1, f["u"])
    back = f["w"] in ("previous", "preceding", "prior", "following", "next", "ensuing")
    return "DATE", moved(f.story, unit, n, reference(f.story) if back and unit in "DW" else None)


def _unit(f):
    n, which, unit = way(f["w"]), f["w"], f["u"]
    if unit in ("minute", "second", "hour", "night"):
        return None
    if which in ("that", "latest") and unit in f.story.said:
        return "DATE", f.story.said[unit]
    n = 0 if which == "this past" else n
    return "DATE", moved(f.story, unit_of(unit), n)


def _the_unit(f):
    unit, said = f["u"], f.story.said
    if unit == "quarter" and "quarter" in said:
        return "DATE", said["quarter"]
    places = {
        "for": "year quarter month day",
        "during": "year quarter month",
        "end": "day",
        "in": "year quarter month",
    }
    if unit not in ("day", "week", "month", "year", "quarter") or not (
        f["x"] or unit in places.get(f.before, "").split()
    ):
        return None
    return "DATE", unit == "day" and said.get("day") or moved(f.story, unit_of(unit), 0)


def _units(f):
    return ("DATE", "FUTURE_REF") if way(f["w"]) > 0 else ("DURATION", duration(None, f["u"]))


# ---- spans and sets


def _span(f):
    if f["n"] in ("the", "some") or f["u"] in ("second", "quarter") and f["n"] != "half a":
        return None
    n = number(f["n"]) if f["n"] else 1
    return "DURATION", duration(n + 0.5 if f["h"] and n else n, f["u"])


def _one(f):
    unit = f["u"]
    if unit in ("second", "night", "weekend") or f["n"] == "one" and unit in ("day", "minute"):
        return None
    return ("DURATION", duration(1, unit)) if unit != "quarter" or f["n"] == "one" else None


def _bare(f):
    if f["u"] in ("decades", "centuries") and f.before not in ("the", "-"):
        return "DURATION", duration(None, f["u"])
    if f["u"] in ("seconds", "quarters", "nights", "weekends") or f.before not in _BEFORE_BARE:
        return None
    return "DURATION", duration(None, f["u"])


def _age(f):
    """How old someone is, which annotators of news leave out."""
    return None, ""


def _rate(f):
    """Times, money or a share "a year" come again and again; "a year" alone is a span."""
    counted = f.before in _COUNTED or f.before[:1].isdigit()
    if not counted and (f["w"] not in ("per", "each") or f["u"] in ("second", "quarter")):
        return None
    return "SET", duration(1, f["u"])


def _every(f):
    first, *rest = f["u"].split()
    if first in WEEKDAYS:
        return "SET", f"XXXX-WXX-{WEEKDAYS[first]}" + (f"T{PARTS[rest[0]]}" if rest else "")
    if first in SEASONS or first in MONTHS:
        return "SET", f"XXXX-{SEASONS[first]}" if first in SEASONS else f"XXXX-{MONTHS[first]:02d}"
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


_RESOLVE = {name: globals()[f"_{name}"] for name in {n.rstrip("0123456789") for n in timex.RULES}}
_HOLIDAYS = [(timex.compiled(words, False), day) for words, day in timex.HOLIDAYS.items()]
