"""This turns a publication date as people write it into a calendar day, or says why not.

One rule for time zones: the day is the day as printed. "2026-04-14T23:30:00+02:00" is
14 April, whatever the clock of the machine that reads it. Nothing is filled in: a date
without a year is not a date, and a missing one is never today.
"""

import re
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import NamedTuple

import numpy as np

MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?\.?"
_YEAR = r"(?P<year>\d{4})\b"
_LATER = r"(?:[T ,].*)?$"  # a time of day and a zone, which change nothing
_ISO = re.compile(
    rf"(?P<year>\d{{4}})(?:[-/](?P<month>\d\d?)(?:[-/](?P<day>\d\d?){_LATER})?)?$", re.ASCII
)
_CLOCK = r"(?:T?\d{4}(?:\d\d)?(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?)?"
_COMPACT = re.compile(rf"(?P<year>\d{{4}})(?P<month>\d\d)(?P<day>\d\d){_CLOCK}$", re.ASCII)
_EPOCH = re.compile(r"(1[0-8]\d{8})(?:\d{3}){0,3}(?:\.\d+)?$", re.ASCII)  # s, ms, us, ns
_WRITTEN = [
    re.compile(form, re.I | re.ASCII)
    for form in (
        rf"(?<!\d){_DAY}[\s-]+(?:of\s+)?{_MONTH},?[\s-]+{_YEAR}",  # Tue, 14 April 2026
        rf"^(?:\w{{3,9}},? )?{_DAY}[ -]{_MONTH}[ -](?P<year>\d\d)(?=$| \d\d:)",  # 14-Apr-26
        rf"\b{_MONTH}\s*{_DAY},?\s+{_YEAR}",  # April 14, 2026
        rf"\b{_MONTH}\s+{_DAY}\s+[\d:]{{5,8}}\s+(?:\S+\s+)?{_YEAR}",  # Apr 14 06:30:00 UTC 2026
        r"(?<![\d/.-])(?P<year>\d{4})(?P<sign>[/.-])(?P<month>\d\d?)(?P=sign)(?P<day>\d\d?)"
        r"(?![\d/.-])",  # Published: 2026-04-14
        rf"\b{_MONTH},?[\s-]+{_YEAR}",  # April 2026
        rf"^(?P<month>\d\d?)/{_YEAR}$",  # 04/2026
    )
]
_NUMERIC = re.compile(
    rf"(?P<a>\d{{1,2}})(?P<sign>[/.-])(?P<b>\d{{1,2}})(?P=sign)(?P<year>\d{{4}}|\d\d){_LATER}",
    re.ASCII,
)
ASK = "pass dayfirst=True or dayfirst=False"
LONGEST = 80  # characters of a date line; a longer text is not a date
YEARS = range(1600, 2200)  # 0001, 9999 and the like stand in databases for "not known"


class Published(NamedTuple):
    """A day and how much of it was given: "day", "month", "year", or "none" (then no day)."""

    day: date | None
    precision: str
    trouble: str = ""


def is_ambiguous(value) -> bool:
    """Whether a date can be read with the day or the month first, and the two differ.

    >>> is_ambiguous("04/03/2026"), is_ambiguous("13/05/2026"), is_ambiguous("04/04/2026")
    (True, False, False)
    """
    numeric = _NUMERIC.match(str(value).strip())
    return bool(numeric) and _both_ways(numeric) and numeric["a"] != numeric["b"]


def _both_ways(numeric: re.Match) -> bool:
    return 1 <= int(numeric["a"]) <= 12 and 1 <= int(numeric["b"]) <= 12


def read_date(value, dayfirst: bool | None = None) -> Published:
    """Read a publication date: ISO 8601 first, then RFC 2822 and English dates, then 13/05/2026.

    Returns a `Published`: the first day of what was given, the precision, and, where nothing
    could be read, the trouble in words. A date that can be read with the day or the month first
    is read only with `dayfirst` given; with it given, a date of the other kind is not read.
    Years of two digits follow POSIX: 69 to 99 are 1969 to 1999, 00 to 68 are 2000 to 2068. Ten
    digits (13, 16, 19) are seconds (milliseconds, …) since 1970, as pandas writes; their day is
    UTC's.

    >>> read_date("Tue, 14 Apr 2026 06:30:00 +0100").day.isoformat()
    '2026-04-14'
    >>> read_date("April 2026")
    Published(day=datetime.date(2026, 4, 1), precision='month', trouble='')
    >>> read_date("04/03/2026").trouble
    "'04/03/2026' may be 4 March or 3 April: pass dayfirst=True or dayfirst=False"
    """
    if not isinstance(value, str) and str(value) in ("None", "nan", "NaT", "<NA>"):
        return Published(None, "none")
    if isinstance(value, date):  # a datetime is one, too
        return _published(value.year, value.month, value.day, "day", str(value))
    text = " ".join(str(value).split())
    if len(text) > LONGEST:
        return Published(None, "none", f"'{text[:40]}…' is too long for a date")
    return _read(text, dayfirst)


@lru_cache(10_000)
def _read(text: str, dayfirst: bool | None) -> Published:
    text = re.sub(r"^(\d+)\.0$", r"\1", text)  # a spreadsheet's 2026.0
    if not text:
        return Published(None, "none")
    found = _ISO.match(text) or _COMPACT.match(text)
    found = found or next(filter(None, (form.search(text) for form in _WRITTEN)), None)
    if found:
        parts = found.groupdict()
        year, month, day = parts["year"], parts.get("month"), parts.get("day")
        if month and not month.isdigit():
            month = [name[:3].lower() for name in MONTHS].index(month[:3].lower()) + 1
    elif epoch := _EPOCH.match(text):
        then = datetime.fromtimestamp(int(epoch[1]), UTC)
        year, month, day = then.year, then.month, then.day
    elif numeric := _NUMERIC.match(text):
        if dayfirst is None and is_ambiguous(text):
            a, b = int(numeric["a"]), int(numeric["b"])
            either = f"{a} {MONTHS[b - 1]} or {b} {MONTHS[a - 1]}"
            return Published(None, "none", f"'{text}' may be {either}: {ASK}")
        first = dayfirst if dayfirst is not None else int(numeric["a"]) > 12
        day, month = (numeric["a"], numeric["b"]) if first else (numeric["b"], numeric["a"])
        year = numeric["year"]
        text += "" if dayfirst is None else f" (dayfirst={dayfirst})"
    else:
        return Published(None, "none", f"'{text}' is not a date newslib can read; 2026-04-14 is")
    precision = "day" if day else "month" if month else "year"
    return _published(year, month or 1, day or 1, precision, text)


def _published(year, month, day, precision: str, text: str) -> Published:
    """The day as a `Published`, unless the calendar does not have it."""
    if isinstance(year, str) and len(year) == 2:
        year = int(year) + (1900 if int(year) >= 69 else 2000)
    if int(year) not in YEARS:
        span = f"{YEARS[0]} to {YEARS[-1]}"
        return Published(None, "none", f"'{text}' is not in the years newslib reads, {span}")
    try:
        return Published(date(int(year), int(month), int(day)), precision)
    except ValueError:
        return Published(None, "none", f"'{text}' is not a day of the calendar")


def stated(value, name: str) -> Published:
    """Read a date that was given as an argument. Raises ValueError when it cannot be read."""
    published = read_date(value)
    if published.trouble:
        trouble = published.trouble.replace(ASK, "write it as year-month-day, 2026-04-14")
        raise ValueError(f"{name}=: {trouble}")
    return published


def interval(value, name: str) -> tuple[np.datetime64, np.datetime64]:
    """Return the first and last day of "2024", "2024-06" or "2024-06-19".

    >>> [str(day) for day in interval("2024-02", "until")]
    ['2024-02-01', '2024-02-29']
    """
    published = stated(value, name)
    if published.day is None:
        raise ValueError(f"{name}= takes a day, month or year such as '2024-06'; got {value!r}")
    first, last = extent(np.array([published.day], "M8[D]"), np.array([published.precision]))
    return first[0], last[0]


def extent(dates: np.ndarray, precision: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the first and the last day of each date: of a month, the days it has."""
    first = dates.astype("M8[D]")
    last = first.copy()
    for name, unit in (("month", "M8[M]"), ("year", "M8[Y]")):
        rough = precision == name
        last[rough] = (first[rough].astype(unit) + 1).astype("M8[D]") - 1
    return first, last
