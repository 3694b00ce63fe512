"""This turns the words around a time expression into its direction, and units into the calendar.

The nearest verb says whether "on Wednesday" has been or will be; what the story has named so far
is what "a year earlier" and "the following day" count from.
"""

import re
from bisect import bisect_left
from datetime import date, timedelta
from functools import cached_property

from newslib.timerules import NUMBERS, UNITS
from newslib.timex import Tokens, grammar

WINDOW = 14  # tokens each side in which a verb tells the tense
_FUTURE = frozenset(
    "will shall would ll expected scheduled due plans planned planning expects slated set next "
    "should may might could can must going intends aims hopes projected predicted upcoming "
    "proposed tentatively begins opens starts meets votes expires launches".split()
)
_PAST = frozenset(
    "was were had did said went came made took got gave told found began fell rose held won lost "
    "led left kept met ran saw sent sold spoke spent stood wrote became brought built bought chose "
    "drove fought grew knew paid sank struck shot thought threw wore broke hit cut put died since "
    "ago swept flew rang sprang hurt dealt stole hid been last".split()
)
_PRESENT = frozenset("is are has have says do does am being".split())
_MODAL = frozenset("will would be to shall should may might can could must ll wo".split())
_AFTER_TO = frozenset(
    "be begin start hold meet take open close end go come make give launch release return announce "
    "vote decide visit run appear play face report leave arrive become have get resume continue "
    "speak discuss consider sign complete deliver finish step retire expire reopen air".split()
)
_ABBREVIATED = frozenset(
    "jan feb aug sept oct nov dec u s n mr mrs ms dr st sen rep gov gen inc corp co".split()
)
_STOPS, _CLOCK = frozenset(".;?!"), ("second", "minute", "hour")


class Story:
    """A text on the way: its tokens, the day it is read on, and what it has named so far."""

    def __init__(self, text: str, tokens: Tokens, published):
        """Start with nothing said."""
        self.text, self.tokens = text, tokens
        self.words, self.letters = tokens.words, tokens.letters
        day, precision = published.day, published.precision
        self.year = day and day.year
        self.month = day.month if precision in ("month", "day") else None
        self.day = day if precision == "day" else None
        self.today = self.day and self.day.isoformat()
        self.said: dict[str, str] = {}  # the last day, month, quarter, year

    def hear(self, value: str) -> None:
        """Remember a day, month, quarter or year that the text has named."""
        if re.fullmatch(r"[0-9]{4}(-[0-9]{2}){0,2}|[0-9]{4}-Q[1-4]", value):
            kind = "quarter" if "Q" in value else {4: "year", 7: "month"}.get(len(value), "day")
            self.said[kind] = self.said["last"] = value

    @cached_property
    def line_ends(self) -> set[int]:
        """The tokens after which a line ends and a capital follows."""
        starts = self.tokens.starts
        return {bisect_left(starts, m.start()) - 1 for m in re.finditer(r"\n\s*[A-Z]", self.text)}

    def breaks(self, i: int) -> bool:
        """Does a sentence end with this token, or a line before a capital?"""
        if self.words[i] in _STOPS:
            return self.words[i - 1] not in _ABBREVIATED
        return i in self.line_ends

    def slashed(self) -> list[str]:
        """The dates of the text with slashes that can be read in one way only."""
        found = [w for w in self.words if re.fullmatch(r"[0-9]{1,2}/[0-9]{1,2}/[0-9]+", w)]
        return [w for w in found if max(map(int, w.split("/")[:2])) > 12]


class Found:
    """An expression that a rule has found: its parts by name, and what stands around it."""

    def __init__(self, story: Story, match):
        """Keep where it stands."""
        self.story, self.match = story, match
        self.start, self.stop = match.span()
        self.size = self.stop - self.start
        words = story.words
        self.before = words[self.start - 1] if self.start else ""
        self.after, self.after2, *_ = [*words[self.stop : self.stop + 2], "", ""]

    def __getitem__(self, part: str) -> str:
        """The words of a named part, "" where it is not there."""
        if part not in self.match.re.groupindex or self.match.start(part) < 0:
            return ""
        return " ".join(self.story.words[slice(*self.match.span(part))])

    @cached_property
    def words(self) -> list[str]:
        """All its words."""
        return self.story.words[self.start : self.stop]

    @cached_property
    def tense(self) -> str:
        """Past, future or present, by the nearest verb: to the left first, then to the right."""
        story, words = self.story, self.story.words
        if self.before in ("by", "until", "till"):
            return "future"
        left = range(self.start - 1, max(self.start - WINDOW, -1), -1)
        right = range(self.stop, min(self.stop + WINDOW, len(words)))
        for side, before in ((left, 0), (right, 1)):
            for i in side:
                if story.breaks(i - before):
                    break
                if kind := _tense_of(words, i):
                    return kind
        return ""

    def year_of_range(self) -> int | None:
        """In "January 23 - March 9 2014" the first day is of 2014, too."""
        if self.after not in ("-", "–", "—", "to", "through"):
            return None
        other = grammar().rules["day2"].match(self.story.letters, self.stop + 1)
        return year_of(Found(self.story, other)["y"]) if other else None


def _tense_of(words: list[str], i: int) -> str:
    word = words[i]
    if word in _FUTURE or word == "to" and i + 1 < len(words) and words[i + 1] in _AFTER_TO:
        return "future"
    if word in _PAST or word.endswith("ed") and len(word) > 4:
        return "future" if _MODAL & set(words[max(i - 2, 0) : i]) else "past"
    return "present" if word in _PRESENT else ""


# ---- numbers and the calendar


def number(text: str) -> float | None:
    """The number in words such as "two and a half"; None where it is not said."""
    total, seen, last = 0.0, False, ""
    for word in text.replace("-", " ").replace(",", "").split():
        if word in ("to", "or") or word == "and" and last.isdigit():
            total, seen = 0.0, False
        elif word in ("hundred", "dozen"):
            total, seen = (total or 1) * NUMBERS[word], True
        elif word in NUMBERS or word == "half":
            total, seen = total + NUMBERS.get(word, 0.5), True
        elif re.fullmatch(r"[0-9]+(\.[0-9]+)?", word):
            total, seen = total + float(word), True
        elif word == "couple":
            return 2
        elif word in ("several", "few", "many", "some", "numerous", "various"):
            return None
        last = word
    if not seen:
        return 1 if text.split()[-1:] in (["a"], ["an"], ["the"]) else None
    return total


def unit_of(word: str) -> str:
    """TIMEX3's letter of a unit of time."""
    return UNITS.get(word) or UNITS.get(word.removesuffix("s")) or "CE"


def duration(n: float | None, word: str) -> str:
    """A span in TIMEX3: P2Y, PT30M; PXD where the number is not said."""
    unit, clock = unit_of(word), "T" * word.startswith(_CLOCK)
    if n is not None:
        tens = {"DE": 10, "CE": 100}.get(unit)
        n, unit = (n * tens, "Y") if tens else (n, unit)
        n *= 1 + word.startswith("fortnight")
        if n == 0.5 and unit in "HY":
            n, unit = (30, "M") if unit == "H" else (6, "M")
    return f"P{clock}{'X' if n is None else format(n, 'g')}{unit}"


def way(which: str) -> int | None:
    """-1 for last, 1 for next, 0 for this, None where no such word is there."""
    for word in which.split():
        if word in ("last", "past", "previous", "preceding", "prior", "latest", "recent"):
            return -1
        if word in ("next", "coming", "upcoming", "following", "ensuing"):
            return 1
    return 0 if which else None


def year_of(text: str) -> int:
    """A year of four or two digits as a number; 0 where there is none."""
    digits = re.sub(r"\D", "", text)
    return int(digits or 0) + (0 if len(digits) != 2 else 2000 if int(digits) < 40 else 1900)


def day_of(year: int | None, month: int, day: int) -> str | None:
    """A day in ISO 8601, or None where the calendar does not have it."""
    if not year:
        return f"XXXX-{month:02d}-{day:02d}"
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def moved(story: Story, unit: str, n: int, base: date | None = None) -> str:
    """The unit of the calendar `n` after that of the publication, or of another day."""
    year, month, day = (
        (base.year, base.month, base) if base else (story.year, story.month, story.day)
    )
    try:
        if unit == "Y" and year:
            return f"{year + n:04d}"
        if unit == "DE" and year:
            return f"{year // 10 + n:03d}"
        if unit == "CE" and year:
            return f"{year // 100 + n:02d}"
        if unit in "MQ" and month:
            year, month = divmod(year * 12 + month - 1 + n * (3 if unit == "Q" else 1), 12)
            return f"{year:04d}-Q{month // 3 + 1}" if unit == "Q" else f"{year:04d}-{month + 1:02d}"
        if unit in ("W", "WE") and day:
            year, week, _ = (day + timedelta(7 * n)).isocalendar()
            return f"{year:04d}-W{week:02d}" + "-WE" * (unit == "WE")
        if unit == "D" and day:
            return (day + timedelta(n)).isoformat()
    except OverflowError:
        pass
    return "PAST_REF" if n < 0 else "FUTURE_REF" if n > 0 else "PRESENT_REF"


def reference(story: Story, unit: str = "D") -> date | None:
    """The day that "a day earlier" counts from: the last one named, else the publication's."""
    value = story.said.get("day" if unit not in "YM" else "last", "")
    padded = value + {4: "-07-01", 7: "-15"}.get(len(value), "") if "-Q" not in value else ""
    return date.fromisoformat(padded) if padded else story.day


def near_year(found: Found, month: int, day: int = 0) -> int | None:
    """The year of a day or month given without one: the nearest that the tense allows."""
    story, far = found.story, 150 if day else 95  # days
    if not story.month:
        return story.year
    here = story.year * 372 + story.month * 31 + (story.day.day if story.day and day else 15)
    ahead = {
        y: y * 372 + month * 31 + (day or 15) - here for y in range(story.year - 1, story.year + 2)
    }
    best = min(ahead, key=lambda y: abs(ahead[y]))
    if ahead[best] > far and found.tense == "past":
        return best - 1
    return best + (ahead[best] < -far and found.tense == "future")
