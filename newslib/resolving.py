"""This turns a text and its publication date into time expressions with TIMEX3 types and values.

`timex` finds an expression and names its rule; here stands one function for each name, which says
what it means in a story published that day: "on Wednesday" in Wednesday's story is that day. A
function returns a type and a value, or None where its rule does not hold after all.
"""

import re
import warnings
from datetime import date, timedelta
from functools import cache

from newslib import timex
from newslib.dates import read_date
from newslib.periods import OF_PERIODS
from newslib.tense import Found, Story, day_of, moved, near_year, number, reference, way, year_of
from newslib.timerules import HOLIDAYS, MONTHS, PARTS, UNDONE_AFTER, UNDONE_BEFORE, WEEKDAYS

_WHOLE = {m for m in MONTHS if len(m) > 4 or m in ("may", "june", "july")}
_BEFORE_MONTH = frozenset(
    "in since until till of by from to between through during before after and or early late mid "
    "- – for this last next past coming that".split()
)
_DIGITS = "0123456789"
_SYMBOLIC = "XXXX-XX-XX"


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
    story, found = Story(text, t, given), []
    for at, end in timex.segments(t.letters):
        while at < end:
            for start, stop, kind, value in _next(story, at, end):
                at = stop
                if kind:
                    stop -= t.words[stop - 1] == "." and t.words[stop - 2] in _WHOLE
                    a, b = t.starts[start], t.ends[stop - 1]
                    found.append((a, b, text[a:b], kind, value))
    return found


def _next(story: Story, at: int, end: int):
    """The next expression (or two, of a range) from a token on; without a type: nothing there."""
    first = end - 1
    for name, match in timex.candidates(story.letters, at, end):
        first = match.start()
        if got := _resolved(story, name, match):
            return got if isinstance(got, list) else [(first, match.end(), *got)]
    return [(first, first + 1, None, None)]


def _resolved(story: Story, name: str, match):
    found, name = Found(story, match), name.rstrip(_DIGITS)
    if found.after in UNDONE_BEFORE.get(name, ()) or found.before in UNDONE_AFTER.get(name, ()):
        return None
    got = _RESOLVERS[name](found)
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
    known = day_of(*map(int, text[:10].split("-")))
    return known and ("TIME" if "T" in text else "DATE", text)


def _numeric(f):
    """04/03/2026 is read where one way is none, or is the publication's, or the text's habit."""
    a, b, year = f["d"].replace("/", "-").split("-")
    a, b, year = int(a), int(b), year_of(year)
    ways = [day_of(year, a, b), day_of(year, b, a)] if year > 999 else []
    known = {day for day in ways if day}
    if f.story.today in known or len(known) == 1:
        return "DATE", f.story.today if f.story.today in known else known.pop()
    firsts = {int(d.split("/")[0]) > 12 for d in f.story.slashed()}
    value = ways[firsts.pop()] if known and len(firsts) == 1 else f"{year}-XX-XX"
    return ("DATE", value) if known else None


def _stamp(f):
    got, clock = _numeric(f), _clock_of(f["t"])
    return ("TIME", got[1] + clock) if got and clock else None


def _fixed(f):
    return "DATE", "1987-10-19" if "monday" in f.words else "2001-09-11"


def _month_and(f, *days: str) -> list[int]:
    return [MONTHS[f["m"].split()[0]], *(int(re.sub(r"\D", "", f[day])) for day in days)]


def _day(f):
    month, day = _month_and(f, "d")
    value = day_of(year_of(f["y"]) or f.year_of_range() or near_year(f, month, day), month, day)
    return value and ("DATE", value)


def _days(f):
    month, first, last = _month_and(f, "d", "e")
    year = year_of(f["y"]) or near_year(f, month, last)
    days = day_of(year, month, first), day_of(year, month, last)
    stop, start = f.match.end("d"), f.match.start("e")
    both = [(f.start, stop, "DATE", days[0]), (start, f.stop, "DATE", days[1])]
    return both if all(days) else None


def _month(f):
    (month,), n, story = _month_and(f), way(f["w"]), f.story
    if f["m"] in ("may", "march") and f.size == 1 and f.before not in _BEFORE_MONTH:
        return None
    year = year_of(f["y"]) or near_year(f, month)
    if year and n is not None and not f["y"]:
        here = story.month or 1
        passed = month >= here if n < 0 else month <= here
        year = story.year + n * (f.words[-1] == "year" or passed)
    return "DATE", f"{year or 'XXXX'}-{month:02d}"


def _holiday(f):
    span, year, n, story = f.match.span("h"), year_of(f["y"]), way(f["w"]), f.story
    rule = next(day for form, day in _holidays() if form.fullmatch(story.letters, *span))
    if not (year or story.year):
        return "DATE", f"XXXX-{rule}" if "-" in rule[:3] and " eve" not in f["h"] else _SYMBOLIC
    if not year:
        near = _holiday_of(rule, f["h"], story.year)
        year = near_year(f, near.month, near.day)
        if n and story.day:
            year = story.year + n * ((near - story.day).days * n <= 0)
    return "DATE", _holiday_of(rule, f["h"], year).isoformat()


@cache
def _holidays() -> list:
    return [(timex.grammar().compiled(words, False), day) for words, day in HOLIDAYS.items()]


def _holiday_of(rule: str, words: str, year: int) -> date:
    if rule == "easter":
        from dateutil.easter import easter

        shift = {"good": -2, "palm": -7, "ash": -46}.get(words.split()[0], 0)
        return easter(year) + timedelta(shift + ("monday" in words))
    if "-" in rule[:3]:
        return date(year, *map(int, rule.split("-"))) - timedelta(words.endswith(" eve"))
    month, weekday, nth = map(int, rule.split("/"))
    first = date(year, month + (nth < 0), 1)  # the last of a month is a week before the next's
    return first + timedelta((weekday - first.isoweekday()) % 7 + 7 * (nth - (nth > 0)))


def _weekday(f):
    number, story, n = WEEKDAYS[f["d"]], f.story, way(f["w"])
    part = f"T{PARTS[f['p']]}" if f["p"] else ""
    if story.day is None:
        return "TIME" if part else "DATE", f"XXXX-WXX-{number}{part}"
    back, ahead = (story.day.isoweekday() - number) % 7, (number - story.day.isoweekday()) % 7
    shift = {-1: -(back or 7), 1: ahead or 7, 0: -back if f["w"] == "that" else ahead}.get(n)
    if n is None:
        shift = ahead if f.tense == "future" else -back
    return "TIME" if part else "DATE", moved(story, "D", shift) + part


def _weekdays(f):
    return "SET", f"XXXX-WXX-{WEEKDAYS[f['d'][:-1]]}" + (f"T{PARTS[f['p']]}" if f["p"] else "")


def _today(f):
    part = "NI" if f["d"] == "tonight" else PARTS[f["p"]] if f["p"] else ""
    value = moved(f.story, "D", {"yesterday": -1, "tomorrow": 1}.get(f["d"], 0))
    return "TIME" if part else "DATE", f"{value}T{part}" if part and f.story.day else value


def _weekend(f):
    n, story, which = way(f["w"]), f.story, f["w"]
    if n is None and "the" not in f.words:
        return None
    weekday = story.day.isoweekday() if story.day else 0
    if n is None:
        n = 0 if f.tense == "future" or weekday > 5 else -1
    elif n == 0 and weekday < 3 and f.tense == "past":
        n = -1
    n = 0 if "coming" in which else n
    return "DATE", moved(story, "WE", n) if story.day else "XXXX-WXX-WE"


# ---- times of day


def _clock_of(text: str) -> str | None:
    """The time in words such as 10:30 a.m. GMT: T10:30Z."""
    if "noon" in text or "midnight" in text:
        return "T12:00" if "noon" in text else "T24:00"
    half = re.search(r"\b([ap])\.?\s?m\b", text)
    zone = "Z" if re.search(r"\b(gmt|utc)\b(?! [+-])", text) else ""
    found = re.match(r"([0-9]{1,2})[:.]?([0-9]{2})?", text)
    hour, minute = (int(found[1]), found[2] or "00") if found else (number(text.split()[0]), "00")
    if hour is None or hour > (12 if half else 24) or not half and re.match(r"[0-9]+\.", text):
        return None
    hour = hour % 12 + 12 * (half[1] == "p") if half else hour
    return f"T{int(hour):02d}:{minute}{zone}"


def _clock(f):
    value = _clock_of(f["t"])
    return value and ("TIME", (f.story.today or _SYMBOLIC) + value)


def _clock_day(f):
    got, value = _read(f.story, *f.match.span("r")), _clock_of(f["t"])
    return ("TIME", got[1].split("T")[0] + value) if got and value else None


def _part(f):
    words, part, said = f["w"], PARTS[f["p"]], f.story.said.get("day")
    if not words and f["p"] != "overnight":
        return None
    back = "last" in words and part in ("NI", "EV") or "previous" in words
    day = said if words in ("that", "the same") and said else moved(f.story, "D", -back)
    if words in ("the next", "the following"):
        day = moved(f.story, "D", 1, reference(f.story))
    return "TIME", f"{day if f.story.day else _SYMBOLIC}T{part}"


def _session(f):
    day = f.story.said.get("day") or f.story.today or _SYMBOLIC
    return [(f.start, f.start + 1, "TIME", f"{day}T{PARTS[f['w']]}")]


_RESOLVERS = OF_PERIODS | {
    "iso": _iso, "numeric": _numeric, "stamp": _stamp, "fixed": _fixed, "day": _day, "days":
    _days, "month": _month, "holiday": _holiday, "weekday": _weekday, "weekdays": _weekdays,
    "today": _today, "weekend": _weekend, "clock": _clock, "clock_day": _clock_day, "part":
    _part, "session": _session,
}  # fmt: skip
