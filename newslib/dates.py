"""This turns a publication date as people write it into a calendar day, or says why not.

One rule for time zones: the day is the day as printed. "2026-04-14T23:30:00+02:00" is
14 April, whatever the clock of the machine that reads it. Nothing is filled in: a date
without a year is not a date, and a missing one is never today.
"""

import re
from datetime import date, datetime
from typing import NamedTuple

MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>\d{4})\b"
_ISO = re.compile(
    r"(?P<year>\d{4})(?:[-/](?P<month>\d\d?)(?:[-/](?P<day>\d\d?)(?:[T ,].*)?)?)?$", re.ASCII
)
_COMPACT = re.compile(r"(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)(?:T?\d{4,6}Z?)?$", re.ASCII)
_NAMED = [
    re.compile(rf"(?<!\d){_DAY}[\s-]+(?:of\s+)?{_MONTH},?[\s-]+{_YEAR}", re.I | re.ASCII),
    re.compile(rf"\b{_MONTH}\s*{_DAY},?\s+{_YEAR}", re.I | re.ASCII),
    re.compile(rf"\b{_MONTH},?[\s-]+{_YEAR}", re.I | re.ASCII),
]
_NUMERIC = re.compile(
    r"(?P<a>\d{1,2})(?P<sign>[/.-])(?P<b>\d{1,2})(?P=sign)(?P<year>\d{4}|\d\d)(?:[T ,].*)?$",
    re.ASCII,
)
LONGEST = 80  # characters of a date line; a longer text is not a date


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
    Years of two digits follow POSIX: 69 to 99 are 1969 to 1999, 00 to 68 are 2000 to 2068.

    >>> read_date("Tue, 14 Apr 2026 06:30:00 +0100").day.isoformat()
    '2026-04-14'
    >>> read_date("April 2026")
    Published(day=datetime.date(2026, 4, 1), precision='month', trouble='')
    >>> read_date("04/03/2026").trouble
    "'04/03/2026' may be 4 March or 3 April: pass dayfirst=True or dayfirst=False"
    """
    if isinstance(value, date | datetime):
        return Published(date(value.year, value.month, value.day), "day")
    text = " ".join(str(value).split())
    if not text:
        return Published(None, "none")
    if len(text) > LONGEST:
        return Published(None, "none", f"'{text[:40]}…' is too long for a date")
    found = _ISO.match(text) or _COMPACT.match(text)
    found = found or next(filter(None, (form.search(text) for form in _NAMED)), None)
    if found:
        parts = found.groupdict()
        year, month, day = parts["year"], parts.get("month"), parts.get("day")
        if month and not month.isdigit():
            month = [name[:3].lower() for name in MONTHS].index(month[:3].lower()) + 1
    elif numeric := _NUMERIC.match(text):
        if dayfirst is None and is_ambiguous(text):
            a, b = int(numeric["a"]), int(numeric["b"])
            either = f"{a} {MONTHS[b - 1]} or {b} {MONTHS[a - 1]}"
            ask = "pass dayfirst=True or dayfirst=False"
            return Published(None, "none", f"'{text}' may be {either}: {ask}")
        first = dayfirst if dayfirst is not None else int(numeric["a"]) > 12
        day, month = (numeric["a"], numeric["b"]) if first else (numeric["b"], numeric["a"])
        year = numeric["year"]
        if len(year) == 2:
            year = int(year) + (1900 if int(year) >= 69 else 2000)
    else:
        return Published(None, "none", f"'{text}' is not a date newslib can read; 2026-04-14 is")
    try:
        whole = date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return Published(None, "none", f"'{text}' is not a day of the calendar")
    return Published(whole, "day" if day else "month" if month else "year")
