"""This turns a text and its publication date into time expressions with TIMEX3 types and values.

`timex` finds an expression and names its rule; here stands one function for each name, which says
what it means in a story published that day: "on Wednesday" in Wednesday's story is that day.
"""

import re
from dataclasses import dataclass, field
from datetime import date, timedelta

from newslib import timex
from newslib.dates import read_date
from newslib.timex import DECADES, MONTHS, NUMBERS, OFTEN, ORDINALS, PARTS, SEASONS, UNITS, WEEKDAYS

WINDOW = 14  # tokens each side in which a verb tells the tense
_FUTURE = set(
    "will shall would ll to expected scheduled due plans planned planning expects slated set next "
    "should may might could can must going intends aims hopes projected predicted "
    "upcoming proposed tentatively begins opens starts meets votes expires launches".split())  # fmt: skip
_PAST = set(
    "was were had did said went came made took got gave told found began fell rose held won lost "
    "led left kept met ran saw sent sold spoke spent stood wrote became brought built bought chose "
    "drove fought grew knew paid sank struck shot thought threw wore broke hit cut put died since "
    "ago swept flew rang sprang hurt dealt stole hid been last".split())  # fmt: skip
_PRESENT = set("is are has have says do does am being".split())
_ABBREVIATED = set(
    "sept oct nov dec jan feb aug u s n mr mrs dr st sen rep gov gen inc corp co".split()
)
_MODAL = set("will would be to shall should may might can could must ll wo".split())


@dataclass
class Story:
    """A text on the way: its tokens, the day it is read on, and what was said so far."""

    text: str
    tokens: timex.Tokens
    year: int | None = None
    month: int | None = None
    day: date | None = None
    said: dict = field(default_factory=dict)  # the last day, quarter … that the text named

    def __post_init__(self):
        self.words, self.letters = self.tokens.words, self.tokens.letters

    def breaks(self, i: int) -> bool:
        """Does a sentence end with this token, or a line before a capital?"""
        if self.words[i] in ".;?!":
            return self.words[i - 1] not in _ABBREVIATED
        if i + 1 == len(self.words):
            return True
        a, b = self.tokens.ends[i], self.tokens.starts[i + 1]
        return b - a > 0 and "\n" in self.text[a:b] and self.text[b].isupper()


def tag_dates(text: str, published=None) -> list[tuple[int, int, str, str, str]]:
    """Find the time expressions of a text and say what they mean to a reader of that day."""
    t = timex.tokens(text)
    story = Story(text, t)
    given = read_date(published)
    if given.day:
        story.year = given.day.year
        story.month = given.day.month if given.precision != "year" else None
        story.day = given.day if given.precision == "day" else None
    found = []
    for at, end in timex.segments(t.letters):
        while at < end:
            for start, stop, type_, value in _next(story, at, end):
                if type_:
                    a, b = t.starts[start], t.ends[stop - 1]
                    found.append((a, b, text[a:b], type_, value))
                at = stop
    return found


def _next(story, at: int, end: int):
    """The next expression (or two, of a range) from a token on; type None: nothing there."""
    first = end - 1
    for name, match in timex.candidates(story.letters, at, end):
        first = match.start()
        if got := _RESOLVE[name](story, match):
            return got if isinstance(got, list) else [(first, match.end(), *got)]
    return [(first, first + 1, None, None)]


def _read(story, start: int, stop: int):
    """Type and value of what stands between two tokens, if it is one expression."""
    for name, match in timex.candidates(story.letters, start, stop):
        if match.span() == (start, stop) and (got := _RESOLVE[name](story, match)):
            return got
    return None


# ---- what the words around it say


def tense(story: Story, match) -> str:
    """Past, future or present, by the nearest verb: to the left first, then to the right."""
    words, start, stop = story.words, match.start(), match.end()
    if start and words[start - 1] in ("by", "until", "till"):
        return "future"
    for i in range(start - 1, max(start - WINDOW, -1), -1):
        if story.breaks(i):
            break
        if kind := _tense_of(words, i):
            return kind
    for i in range(stop, min(stop + WINDOW, len(words))):
        if story.breaks(i - 1):
            break
        if kind := _tense_of(words, i):
            return kind
    return ""


def _tense_of(words, i) -> str:
    word = words[i]
    if word in _FUTURE and not (
        word == "to" and i + 1 < len(words) and words[i + 1] in ("the", "a")
    ):
        return "future" if word != "to" or _is_verb(words, i + 1) else ""
    if word in _PAST or (word.endswith("ed") and len(word) > 4):
        return "future" if _MODAL & set(words[max(i - 2, 0) : i]) else "past"
    return "present" if word in _PRESENT else ""


def _is_verb(words, i) -> bool:
    return i < len(words) and words[i] in _VERBS


_VERBS = set(
    "be begin start hold meet take open close end go come make give launch release return announce "
    "vote decide visit run appear play face report leave arrive become have get resume continue "
    "speak discuss consider sign complete deliver finish step retire expire reopen air".split()
)


def _before(story, match, n=1) -> str:
    i = match.start() - n
    return story.words[i] if i >= 0 else ""


def _after(story, match, n=0) -> str:
    i = match.end() + n
    return story.words[i] if i < len(story.words) else ""


def _part(story, match, name: str) -> str:
    """The words of a named part of an expression, "" where it is not there."""
    if name not in match.re.groupindex or match.start(name) < 0:
        return ""
    return " ".join(story.words[match.start(name) : match.end(name)])


def _say(story, value: str):
    """Remember a day, month, quarter or year that the text has named."""
    kind = (
        "quarter" if "-Q" in value else {4: "year", 7: "month", 10: "day"}.get(len(value[:10]), "")
    )
    if kind and value[:1].isdigit():
        story.said[kind] = value
        story.said["last"] = value
    return value


def _date(story, value: str):
    return "DATE", _say(story, value)


# ---- numbers and calendar


def _year(text: str, story) -> int | None:
    text = text.replace("' ", "").lstrip("'’‘`´ ")
    if not text.isdigit():
        return None
    return int(text) if len(text) == 4 else int(text) + (2000 if int(text) < 40 else 1900)


def _number(text: str) -> float | None:
    """The number in words such as "more than two and a half"; None where it is not said."""
    total, seen = 0.0, False
    for word in text.replace("-", " ").split():
        word = word.replace(",", "")
        if word in ("to", "or"):
            total, seen = 0.0, False
        elif word == "hundred":
            total, seen = (total or 1) * 100, True
        elif word == "dozen":
            total, seen = (total or 1) * 12, True
        elif word in NUMBERS:
            total, seen = total + NUMBERS[word], True
        elif word == "half":
            total, seen = total + 0.5, True
        elif re.fullmatch(r"[0-9]+(\.[0-9]+)?", word):
            total, seen = total + float(word), True
        elif word in ("several", "few", "many", "some", "numerous", "various"):
            return None
        elif word == "couple":
            return 2
    if not seen and text.split() and text.split()[-1] in ("a", "an", "one", "the"):
        return 1
    return total if seen else None


def _unit(word: str) -> str:
    return UNITS.get(word) or UNITS.get(word.removesuffix("s")) or "CE"


def _duration(number: float | None, unit_word: str) -> str:
    unit = _unit(unit_word)
    if unit == "DE" and number is not None:
        number, unit = number * 10, "Y"
    if unit == "CE" and number is not None:
        number, unit = number * 100, "Y"
    if unit_word.startswith("fortnight"):
        number = 2 * (number or 1)
    if number == 0.5 and unit_word in ("hour", "year", "hours"):
        number, unit_word, unit = (30, "minute", "M") if unit == "H" else (6, "month", "M")
    clock = "T" if unit_word.startswith(("second", "minute", "hour")) else ""
    shown = "X" if number is None else f"{number:g}"
    return f"P{clock}{shown}{unit}"


def _ref(n: int) -> str:
    return "PAST_REF" if n < 0 else "FUTURE_REF" if n > 0 else "PRESENT_REF"


def _months(year: int, month: int, n: int) -> tuple[int, int]:
    year, month = divmod(year * 12 + month - 1 + n, 12)
    return year, month + 1


def _moved(story, unit: str, n: int, base: date | None = None) -> str:
    """The calendar unit that lies `n` units after that of the publication (or another day)."""
    year, month, day = story.year, story.month, story.day
    if base:
        year, month, day = base.year, base.month, base
    try:
        if unit == "Y" and year:
            return f"{year + n:04d}"
        if unit == "DE" and year:
            return f"{year // 10 + n:03d}"
        if unit == "CE" and year:
            return f"{year // 100 + n:02d}"
        if unit == "Q" and month:
            year, month = _months(year, month, 3 * n)
            return f"{year:04d}-Q{(month + 2) // 3}"
        if unit == "M" and month:
            return "{:04d}-{:02d}".format(*_months(year, month, n))
        if unit in ("W", "WE") and day:
            year, week, _ = (day + timedelta(7 * n)).isocalendar()
            return f"{year:04d}-W{week:02d}" + "-WE" * (unit == "WE")
        if unit == "D" and day:
            return (day + timedelta(n)).isoformat()
    except OverflowError:
        pass
    return _ref(n)


def _way(which: str) -> int | None:
    """-1 for last, 1 for next, 0 for this, None where no such word is there."""
    for word in which.split():
        if word in ("last", "past", "previous", "preceding", "prior", "latest", "recent"):
            return -1
        if word in ("next", "coming", "upcoming", "following", "ensuing"):
            return 1
    return 0 if which else None


def _day(year, month: int, day: int) -> str | None:
    if year is None:
        return f"XXXX-{month:02d}-{day:02d}"
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def _near(story, match, month: int, day: int = 0) -> int | None:
    """The year of a day or month given without one: the nearest that the tense allows."""
    if story.year is None:
        return None
    if story.month is None:
        return story.year
    days, day = bool(day), day or 15
    here = story.year * 372 + (story.month - 1) * 31 + (story.day.day if story.day and days else 15)
    ways = {
        y: y * 372 + (month - 1) * 31 + day - here
        for y in (story.year - 1, story.year, story.year + 1)
    }
    best = min(ways, key=lambda y: abs(ways[y]))
    now = tense(story, match)
    if now == "past" and ways[best] > (150 if days else 31):
        return best - 1
    if now == "future" and ways[best] < (-150 if days else -31):
        return best + 1
    return best


# ---- the rules, one by one


def iso(story, match):
    text = _part(story, match, "d").upper().replace(" ", "T")
    if not _day(int(text[:4]), int(text[5:7]) or 99, int(text[8:10])):
        return None
    return ("TIME", text) if "T" in text else _date(story, text)


def numeric(story, match):
    a, b, y = re.split("[-/]", _part(story, match, "d"))
    a, b, y = int(a), int(b), _year(y.zfill(2), story)
    if y is None or len(str(y)) != 4:
        return None
    if story.day and story.day.isoformat() in (_day(y, b, a), _day(y, a, b)):
        return _date(story, story.day.isoformat())
    ways = {_day(y, b, a), _day(y, a, b)} if 0 < a < 32 and 0 < b < 32 else set()
    ways.discard(None)
    if len(ways) == 1:
        return _date(story, ways.pop())
    if ways and (habit := _habit(story)) is not None:
        return _date(story, _day(y, b, a) if habit else _day(y, a, b))
    return ("DATE", f"{y:04d}-XX-XX") if ways else None


def _habit(story) -> bool | None:
    """Does the text write the day first, as its dates with a day over 12 say?"""
    found = {
        int(d.split("/")[0]) > 12
        for d in story.words
        if re.fullmatch(r"[0-9]+/[0-9]+/[0-9]+", d) and max(map(int, d.split("/")[:2])) > 12
    }
    return found.pop() if len(found) == 1 else None


def stamp(story, match):
    got, value = numeric(story, match), _clock(_part(story, match, "t"))
    return (
        ("TIME", got[1] + value)
        if got and value and len(got[1]) == 10 and got[1][-1] != "X"
        else None
    )


def attack(story, match):
    return "DATE", "1987-10-19" if _part(story, match, "w") else "2001-09-11"


def age(story, match):
    """How old someone is, which newswire annotations leave out."""
    return None, None


def every(story, match):
    words, u = _part(story, match, "u").split(), _part(story, match, "u").split()[0]
    if u in WEEKDAYS:
        part = f"T{PARTS[words[-1]]}" if words[-1] in PARTS else ""
        return "SET", f"XXXX-WXX-{WEEKDAYS[u]}{part}"
    if u in UNITS or u.removesuffix("s") in UNITS:
        inside = " ".join(story.words[match.start() + 1 : match.start("u")])
        n = 2 if "other" in inside else ORDINALS.get(inside) or _number(inside) or 1
        return "SET", _duration(n, u)
    if u in SEASONS:
        return "SET", f"XXXX-{SEASONS[u]}"
    return "SET", f"XXXX-XX-XXT{PARTS[u]}" if u in PARTS else "P1D"


def _clock(text: str) -> str | None:
    words = text.replace(".", ":", 1) if re.match(r"[0-9]+\.[0-9]", text) else text
    if "noon" in words:
        return "T12:00"
    if "midnight" in words:
        return "T24:00"
    found = re.search(r"([0-9]{1,2}):?([0-9]{2})?(:[0-9]{2})?", words)
    if found:
        hour, minute = int(found[1]), found[2] or "00"
    else:
        hour, minute = next((NUMBERS[w] for w in words.split() if w in NUMBERS), None), "00"
    if hour is None or hour > 24:
        return None
    half = re.search(r"\b([ap])\.?\s?m\b", words)
    if half:
        if hour > 12:
            return None
        hour = hour % 12 + 12 * (half[1] == "p")
    zone = "Z" if re.search(r"\b(gmt|utc)\b(?! [+-])", words) else ""
    return f"T{hour:02d}:{minute}{zone}"


def clock(story, match):
    value = _clock(_part(story, match, "t"))
    if value is None or _after(story, match) in ("%", "percent", "million", "billion"):
        return None
    day = story.day.isoformat() if story.day else "XXXX-XX-XX"
    if story.said.get("clock_day"):
        day = story.said["clock_day"]
    return "TIME", day + value


def clock_day(story, match):
    got, value = _read(story, match.start("r"), match.end("r")), _clock(_part(story, match, "t"))
    if not got or value is None:
        return None
    return "TIME", got[1][:10].split("T")[0] + value


day_clock = clock_day


def days_month(story, match):
    month, e = MONTHS[_part(story, match, "m").split()[0]], match.start("e")
    last = int(re.sub(r"\D", "", _part(story, match, "e")))
    first = int(re.sub(r"\D", "", _part(story, match, "d")))
    year = _year(_part(story, match, "y"), story) or _near(story, match, month, last)
    days = _day(year, month, first), _day(year, month, last)
    if None in days:
        return None
    ends = (e, match.end()) if match.start("m") < 0 or match.start("m") > e else (e, match.end())
    _say(story, days[0])
    stop = match.end("d")
    return [(match.start(), stop, "DATE", days[0]), (*ends, "DATE", days[1])]


month_days = days_month


def month_day(story, match):
    month = MONTHS[_part(story, match, "m").split()[0]]
    day = int(re.sub(r"\D", "", _part(story, match, "d")))
    year = _year(_part(story, match, "y"), story) or _range_year(story, match)
    value = _day(year or _near(story, match, month, day), month, day)
    return _date(story, value) if value else None


def _range_year(story, match) -> int | None:
    """In "January 23 - March 9 2014" the first day is of 2014, too."""
    if _after(story, match) in ("-", "–", "—", "to", "through"):
        found = timex.RULES["month_day"].match(story.letters, match.end() + 1)
        return _year(_part(story, found, "y"), story) if found else None
    return None


day_month = month_day


def month_year(story, match):
    month = MONTHS[_part(story, match, "m").split()[0]]
    return _date(story, f"{_year(_part(story, match, 'y'), story):04d}-{month:02d}")


def month_of(story, match):
    month = MONTHS[_part(story, match, "m").split()[0]]
    n = _way(_part(story, match, "r"))
    return _date(story, f"{story.year + n:04d}-{month:02d}" if story.year else f"XXXX-{month:02d}")


_BEFORE_MONTH = set(
    "in since until till of by from to between through during before after and or early late mid - "
    "for this last next past coming that".split()
)


def month(story, match):
    name = _part(story, match, "m").split()[0]
    if (
        name in ("may", "march")
        and match.end() - match.start() == 1
        and _before(story, match) not in _BEFORE_MONTH
    ):
        return None
    if name in ("april", "june", "august") and re.match(r"[a-z]", _after(story, match)) is None:
        pass
    number, n = MONTHS[name], _way(_part(story, match, "w"))
    if story.year is None:
        return "DATE", f"XXXX-{number:02d}"
    year = _near(story, match, number)
    if n is not None and story.month:
        if n < 0:
            year = story.year - (number >= story.month)
        elif n > 0:
            year = story.year + (number <= story.month)
        else:
            year = story.year
    return _date(story, f"{year:04d}-{number:02d}")


def _easter(year: int) -> date:
    from dateutil.easter import easter

    return easter(year)


def _holiday(rule: str, words: str, year: int) -> date:
    if rule == "easter":
        shift = {"good": -2, "palm": -7, "ash": -46}.get(words.split()[0], 0)
        return _easter(year) + timedelta(shift + ("monday" in words))
    if rule.count("-") == 1:
        found = date(year, *map(int, rule.split("-")))
        return found - timedelta("eve" in words.split())
    month, weekday, nth = map(int, re.match(r"(\d+)-(\d)-(-?\d)", rule).groups())
    if nth < 0:
        last = date(year + month // 12, month % 12 + 1, 1) - timedelta(1)
        return last - timedelta((last.isoweekday() - weekday) % 7)
    first = date(year, month, 1)
    return first + timedelta((weekday - first.isoweekday()) % 7 + 7 * (nth - 1))


_HOLIDAYS = [
    (re.compile(timex._translated(timex._expanded(k), False)), v) for k, v in timex.HOLIDAYS.items()
]


def holiday(story, match):
    words = _part(story, match, "h")
    rule = next(
        v for k, v in _HOLIDAYS if k.fullmatch(story.letters, match.start("h"), match.end("h"))
    )
    year, n = _year(_part(story, match, "y"), story), _way(_part(story, match, "w"))
    if year is None and story.year is None:
        return "DATE", f"XXXX-{rule}" if rule.count(
            "-"
        ) == 1 and "eve" not in words else "XXXX-XX-XX"
    if year is None:
        near = _holiday(rule, words, story.year)
        year = _near(story, match, near.month, near.day)
        if n and story.day:
            year = story.year + (n if (near - story.day).days * n <= 0 else 0)
    return _date(story, _holiday(rule, words, year).isoformat())


def _nearest_quarter(story, match, quarter: int) -> int | None:
    if story.month is None:
        return story.year
    here = story.year * 4 + (story.month - 1) // 3
    ways = {y: y * 4 + quarter - 1 - here for y in (story.year - 1, story.year, story.year + 1)}
    now = tense(story, match)
    best = min(ways, key=lambda y: (abs(ways[y]), y))
    if now != "future" and ways[best] > 0 or now == "future" and ways[best] < -1:
        best += -1 if ways[best] > 0 else 1
    return best


def _of_year(story, match) -> int | None:
    if year := _year(_part(story, match, "y"), story):
        return year
    if "f" in match.re.groupindex and match.start("f") >= 0:
        return _year(_part(story, match, "f").split()[0], story)
    which = _part(story, match, "r") or _part(story, match, "q")
    if which and story.year:
        return story.year + (_way(which) or 0)
    return None


def quarter(story, match):
    number = ORDINALS.get(_part(story, match, "o"), ORDINALS.get(_part(story, match, "o")[:1], 0))
    if (
        not 1 <= number <= 4
        or _after(story, match) in ("-", "of")
        and "of" not in story.words[match.start() : match.end()]
        and _after(story, match, 1) in ("a", "final")
    ):
        return None
    year = _of_year(story, match) or _nearest_quarter(story, match, number)
    return _date(story, f"{year:04d}-Q{number}" if year else f"XXXX-Q{number}")


q_number = quarter


def _year_ago(story, unit: str) -> str:
    """What the story compares with: the period it speaks of, a year before."""
    last = story.said.get("last", "")
    for kind in ("quarter", "month"):
        value = story.said.get(kind)
        if value and (unit == kind or unit == "period" or unit == "" and value == last):
            return f"{int(value[:4]) - 1:04d}{value[4:]}"
    return _moved(story, "Y", -1)


def _recent_period(story) -> bool:
    """Was a quarter or a month the last that the text has named?"""
    return story.said.get("last") in (story.said.get("quarter", ""), story.said.get("month", ""))


def same_quarter(story, match):
    words = story.words[match.start() : match.end()]
    for word in words:
        if word in ORDINALS and "quarter" in words and story.year:
            year = int((story.said.get("quarter") or str(story.year))[:4])
            return _date(story, f"{year - 1:04d}-Q{ORDINALS[word]}")
    unit = next((u for u in ("quarter", "month") if u in words), "period")
    return "DATE", _year_ago(story, unit)


def same_period(story, match):
    unit = _part(story, match, "u")
    words = story.words[match.start() : match.end()]
    if year := _year(_part(story, match, "y"), story):
        value = story.said.get("quarter") or story.said.get("month") or ""
        return "DATE", f"{year:04d}{value[4:]}"
    if unit not in ("period", "quarter", "month") and "ago" not in words:
        if unit not in UNITS:
            return None
        if unit == "day":
            return "DATE", story.said.get("day") or _moved(story, "D", 0)
        return "DATE", _moved(story, _unit(unit), 0)
    if "ago" in words or "earlier" in words or _part(story, match, "r"):
        return "DATE", _year_ago(story, unit)
    value = story.said.get("quarter" if unit != "month" else "month")
    return ("DATE", value) if value else ("DATE", _year_ago(story, unit))


def year_half(story, match):
    word = _part(story, match, "o")
    number = {"first": 1, "second": 2, "latter": 2}.get(word)
    year = _of_year(story, match)
    if (
        number is None
        or (
            year is None
            and _after(story, match) != "of"
            and "-" not in story.words[match.start() : match.end()]
        )
        or (year is None and _after(story, match) == "of")
    ):
        return None
    year = year or story.year
    return _date(story, f"{year:04d}-H{number}" if year else f"XXXX-H{number}")


def fiscal(story, match):
    year, n = _year(_part(story, match, "y"), story), _way(_part(story, match, "w"))
    if year is None and story.words[match.end() - 1] != "year":
        return None
    return _date(story, f"{year:04d}" if year else _moved(story, "Y", n or 0))


def decade(story, match):
    tens = _part(story, match, "t")[:-1]
    words = story.words[match.start() : match.end()]
    if (
        len(tens) == 2
        and not set(words) & {"the", "'", "’", "‘"}
        and _before(story, match) not in ("and", "or", "to", "-")
    ):
        return None
    if len(tens) == 2:
        if tens == "00":
            return "DATE", "200"
        tens = "19" + tens
    return "DATE", tens[:3]


def decade_word(story, match):
    if "the" not in story.words[match.start() : match.end()]:
        return None
    return "DATE", f"19{DECADES[_part(story, match, 't')]}"


def century(story, match):
    word = _part(story, match, "o")
    number = ORDINALS.get(word) or int(re.sub(r"\D", "", word) or 0)
    if number < 2 or _part(story, match, "w") or "centuries" in word:
        return None
    return "DATE", f"{number - 1:02d}"


def _reference(story) -> date | None:
    value = story.said.get("day")
    try:
        return date.fromisoformat(value) if value else story.day
    except ValueError:
        return story.day


def ago(story, match):
    text, unit_word, word = (_part(story, match, k) for k in "nuw")
    unit, number = _unit(unit_word), _number(text)
    if text == "the" and word == "before" and unit in "DY":
        number = 1
    elif text == "the":
        return None
    if word == "before" and _after(story, match) not in (".", ",", ";", ")", "", "'", '"', "and"):
        return ("DURATION", _duration(number, unit_word)) if text != "the" else None
    sign = (
        1
        if word in ("later", "hence", "afterward", "afterwards") or word.startswith("from")
        else -1
    )
    if unit_word.startswith(("second", "minute", "hour")):
        return "DURATION", _duration(number, unit_word)
    if number is None:
        return "DATE", _ref(sign)
    if number != int(number):
        number, unit = (
            number * {"Y": 12, "W": 7, "M": 30}.get(unit, 1),
            {"Y": "M", "W": "D", "M": "D"}.get(unit, unit),
        )
    base = story.day
    if (
        unit == "Y"
        and number == 1
        and word in ("ago", "earlier", "before")
        and _recent_period(story)
    ):
        return "DATE", _year_ago(story, "")
    if word != "ago" and not word.startswith("from"):
        if (
            unit == "Y"
            and number == 1
            and word in ("earlier", "before")
            and "quarter" in story.said
        ):
            return "DATE", _year_ago(story, "")
        base = _reference(story)
        if unit in ("Y", "M") and (last := story.said.get("last")):
            year, *rest = last.split("-")
            if rest and rest[0].isdigit() and len(year) == 4 and year.isdigit():
                base = date(int(year), int(rest[0]), 15)
            elif len(year) == 4 and year.isdigit() and unit == "Y":
                return _date(story, f"{int(year) + sign * int(number):04d}")
    if unit_word.startswith("fortnight"):
        number *= 2
    if abs(number) > 9000:
        return None
    return "DATE", _moved(story, unit, sign * int(number), base)


def weekday(story, match):
    if _after(story, match) in ("times", "telegraph", "mirror", "express", "herald"):
        return None
    name, which = _part(story, match, "d"), _part(story, match, "w")
    value = _weekday(story, match, WEEKDAYS[name], which)
    return _date(story, value)


def _weekday(story, match, number: int, which: str) -> str:
    """The day of that name: past unless a word or the tense says otherwise."""
    if story.day is None:
        return f"XXXX-WXX-{number}"
    back, n = (story.day.isoweekday() - number) % 7, _way(which)
    if n == -1:
        return _moved(story, "D", -(back or 7))
    if n == 1:
        return _moved(story, "D", (-back % 7) or 7)
    if n == 0 and which != "that" or (n is None and tense(story, match) == "future"):
        return _moved(story, "D", -back % 7)
    return _moved(story, "D", -back)


def weekday_part(story, match):
    day = _weekday(story, match, WEEKDAYS[_part(story, match, "d")], _part(story, match, "w"))
    _say(story, day)
    return "TIME", f"{day}T{PARTS[_part(story, match, 'p')]}"


def today_part(story, match):
    n = {"yesterday": -1, "today": 0, "tomorrow": 1}[_part(story, match, "d")]
    day = _moved(story, "D", n)
    return "TIME", f"{day}T{PARTS[_part(story, match, 'p')]}" if story.day else day


def this_part(story, match):
    words, part = _part(story, match, "w"), _part(story, match, "p")
    n = -1 if ("last" in words and part in ("night", "evening")) or "previous" in words else 0
    day = story.said.get("day") if words in ("that", "the same") else None
    day = day or (_moved(story, "D", n) if story.day else "XXXX-XX-XX")
    return "TIME", f"{day}T{PARTS[part]}"


def week_ago_day(story, match):
    number, way = WEEKDAYS[_part(story, match, "d")], _way(story.words[match.end() - 2])
    if way is None or match.end() - match.start() < 3 or story.day is None:
        return None
    return _date(story, _moved(story, "D", number - story.day.isoweekday() + 7 * way))


def last_span(story, match):
    return "DURATION", _duration(_number(_part(story, match, "n")), _part(story, match, "u"))


def span(story, match):
    text = _part(story, match, "n")
    number = _number(text)
    if "half" in story.words[match.end() - 2 : match.end()]:
        number = (number or 0) + 0.5
    if text in ("the", "some") or (
        text.isdigit() and len(text) == 4 and _before(story, match) == "in"
    ):
        return None
    return "DURATION", _duration(number, _part(story, match, "u"))


def compound(story, match):
    return "DURATION", _duration(_number(_part(story, match, "n")), _part(story, match, "u"))


def fourday(story, match):
    if _part(story, match, "u") in ("second", "quarter") or _part(story, match, "n") == "one":
        return None
    return compound(story, match)


def rate(story, match):
    """Times, money or a share "a year": SET. "a year" alone is a span."""
    word, unit = _part(story, match, "w"), _part(story, match, "u")
    before = _before(story, match)
    counted = (
        before
        in (
            "once",
            "twice",
            "times",
            "dollars",
            "percent",
            "%",
            "share",
            "million",
            "billion",
            "hours",
            "days",
            "people",
        )
        or before[:1].isdigit()
    )
    if unit in ("second", "quarter", "night") and not counted and word != "each":
        return None
    if word in ("per", "each") or counted:
        return "SET", _duration(1, unit)
    return None


def year_end(story, match):
    return "DATE", _moved(story, "Y", 0)


def hours(story, match):
    return "TIME", (
        story.said.get("day") or _moved(story, "D", 0)
    ) + f"T{PARTS[_part(story, match, 'w')]}"


def half_unit(story, match):
    return "DURATION", _duration(0.5, _part(story, match, "u"))


def unit_half(story, match):
    return "DURATION", _duration(1.5, _part(story, match, "u"))


def the_past(story, match):
    word, unit = _part(story, match, "w"), _part(story, match, "u")
    n = _way(word)
    if word in ("last", "past"):
        return "DURATION", _duration(1, unit)
    if word in ("previous", "preceding", "prior", "following", "next", "ensuing"):
        kind = _unit(unit)
        if kind == "D":
            base = _reference(story)
            return _date(story, _moved(story, "D", n, base)) if base else ("DATE", _ref(n))
        return "DATE", _moved(story, kind, n, _reference(story) if kind == "W" else None)
    return "DATE", _moved(story, _unit(unit), n)


def this_unit(story, match):
    which, unit = _part(story, match, "w"), _part(story, match, "u")
    n = _way(which)
    if unit in ("minute", "second", "hour", "night"):
        return None
    if which == "that":
        value = story.said.get(
            {"day": "day", "year": "year", "month": "month", "quarter": "quarter"}.get(unit)
        )
        return ("DATE", value) if value else ("DATE", _moved(story, _unit(unit), 0))
    if which.startswith("this ") or which.startswith("these "):
        n = 0 if which.endswith("past") else n
    return "DATE", _moved(story, _unit(unit), n)


def weekend(story, match):
    n = _way(_part(story, match, "w"))
    if n is None:
        n = (
            0
            if tense(story, match) == "future" or (story.day and story.day.isoweekday() > 5)
            else -1
        )
        if "the" not in story.words[match.start() : match.end()]:
            return None
    elif n == 0 and story.day and story.day.isoweekday() < 3 and tense(story, match) == "past":
        n = -1
    elif n == 1 and story.day and "coming" in _part(story, match, "w"):
        n = 0
    return "DATE", _moved(story, "WE", n) if story.day else "XXXX-WXX-WE"


def one_unit(story, match):
    unit, word = _part(story, match, "u"), _part(story, match, "w")
    if (
        unit in ("second", "night", "weekend")
        or (unit == "quarter" and word != "one")
        or (word == "one" and unit in ("day", "night", "minute"))
    ):
        return None
    return "DURATION", _duration(1, unit)


def season(story, match):
    year, n = _year(_part(story, match, "y"), story), _way(_part(story, match, "w"))
    name = _part(story, match, "s")
    if _after(story, match) in ("olympics", "games", "olympic", "school", "palace"):
        return None
    words = story.words[match.start() : match.end()]
    if year is None and n is None:
        if name in ("fall", "spring") and not (
            set(words) & {"early", "late", "mid"}
            or _before(story, match) in ("in", "by", "until", "since")
            or words[0] == "the"
            and _before(story, match) in ("in", "by", "of", "until", "during", "for", "since")
        ):
            return None
        if (
            _after(story, match) in ("in", "to", "by", "from", "below", "into")
            and name == "fall"
            and "the" in words
        ):
            return None
    if year is None:
        year = story.year
        if year and story.month:
            middle = {"SP": 4, "SU": 7, "FA": 10, "WI": 1}[SEASONS[name]]
            year = _near(story, match, middle)
            if n == -1 and year * 12 + middle >= story.year * 12 + story.month:
                year -= 1
            if n == 1 and year * 12 + middle <= story.year * 12 + story.month:
                year += 1
    return _date(story, f"{year:04d}-{SEASONS[name]}" if year else f"XXXX-{SEASONS[name]}")


def year_range(story, match):
    first, last = _part(story, match, "y"), _part(story, match, "e")
    second = first[:2] + last if len(last) == 2 else last
    if not int(first) < int(second) < int(first) + 60:
        return None
    return [
        (match.start("y"), match.end("y"), *_date(story, first)),
        (match.start("e"), match.end("e"), "DATE", second),
    ]


_NOT_YEARS = set(
    "people men women miles km feet troops soldiers dollars points jobs workers employees "
    "percent % million billion copies units shares pounds kilometers kilometres metres "
    "meters euros votes homes houses residents members cars tons tonnes times mph kg lb "
    "rpm mhz words".split()
)


def year(story, match):
    before, after = _before(story, match), _after(story, match)
    if (
        before in ("$", "£", "€", "#", "no", "flight", "highway", "route", "-", "+", "¥")
        and match.end() - match.start() == 1
        and before != "-"
    ):
        return None
    if (
        after in _NOT_YEARS or after == "index"
        or before
        in ("than", "least", "some", "nearly", "almost", "over", "approximately", "roughly")
        and after[:1].isalpha()
    ):
        return None
    if before in ("/", ":") or after in ("/", ":") and _after(story, match, 1)[:1].isdigit():
        return None
    return _date(story, _part(story, match, "y"))


_BEFORE_THE_UNIT = set("of for during in end ended ending".split())


def the_unit(story, match):
    unit, before = _part(story, match, "u"), _before(story, match)
    size = match.end() - match.start()
    if unit == "trading session":
        return None
    if unit == "quarter" and story.said.get("quarter"):
        return "DATE", story.said["quarter"]
    if unit not in ("day", "week", "month", "year", "quarter") or _after(story, match) in (
        "of",
        "-",
        "after",
        "before",
        "that",
        "when",
    ):
        return None
    if size < 3 and not (
        before == "for"
        and unit in ("year", "quarter", "month", "day")
        or before in ("during", "in")
        and unit in ("quarter", "year", "month")
        or before == "end" and unit == "day"
    ):
        return None
    if unit == "quarter" and story.said.get("quarter"):
        return "DATE", story.said["quarter"]
    if unit == "day" and story.said.get("day"):
        return "DATE", story.said["day"]
    return "DATE", _moved(story, _unit(unit), 0)


def today(story, match):
    word = _part(story, match, "d")
    if word == "tonight":
        return "TIME", f"{story.day.isoformat()}TNI" if story.day else "PRESENT_REF"
    return _date(story, _moved(story, "D", {"yesterday": -1, "today": 0, "tomorrow": 1}[word]))


later_today = today


def often(story, match):
    return "SET", OFTEN[_part(story, match, "w")]


def weekdays(story, match):
    part = _part(story, match, "p")
    return "SET", f"XXXX-WXX-{WEEKDAYS[_part(story, match, 'd')[:-1]]}" + (
        f"T{PARTS[part]}" if part else ""
    )


def now(story, match):
    if _after(story, match) in ("-", "that") or _before(story, match) == "until":
        return None
    return "DATE", "PRESENT_REF"


def recent(story, match):
    if _after(story, match) == "-":
        return None
    return "DATE", "PAST_REF"


def future(story, match):
    words = story.words[match.start() : match.end()]
    if words[-1] == "term" and len(words) < 3:
        return None
    if words[-1] in ("soon", "shortly") and _after(story, match) in ("after", "before", "as", "-"):
        return None
    return "DATE", "FUTURE_REF"


def sometime(story, match):
    n = _way(_part(story, match, "w"))
    return ("DATE", _ref(n)) if n > 0 else ("DURATION", _duration(None, _part(story, match, "u")))


def some_units(story, match):
    unit = _part(story, match, "u")
    before = _before(story, match)
    if unit in ("decades", "centuries") and before not in ("the", "-"):
        return "DURATION", _duration(None, unit)
    if unit in ("seconds", "quarters", "nights", "weekends") or before not in (
        "for",
        "in",
        "of",
        "after",
        "within",
        "over",
        "take",
        "took",
        "last",
        "spent",
        "just",
        "only",
        "about",
        "two",
        "since",
    ):
        return None
    return "DURATION", _duration(None, unit)


def noon(story, match):
    word = _part(story, match, "p")
    if word != "overnight":
        return None
    return "TIME", f"{story.day.isoformat()}TNI" if story.day else "XXXX-XX-XXTNI"


_RESOLVE = {name: globals()[name] for name in timex.RULES}
