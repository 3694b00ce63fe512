"""This turns a corpus into the dates its articles name: when it happened, beside when it was news.

Each article is read as of its own publication date, to that date's own precision; without one its
expressions stay symbolic and have no calendar days.
"""

import re
from datetime import date, timedelta

import numpy as np
import pandas as pd

from newslib.asking import add_articles, need_corpus
from newslib.corpus import Corpus
from newslib.loading import progress_bar
from newslib.resolving import tag_dates
from newslib.tokens import parts_of

_MONTHS = {"Q1": (1, 3), "Q2": (4, 3), "Q3": (7, 3), "Q4": (10, 3), "H1": (1, 6), "H2": (7, 6),
           "SP": (3, 3), "SU": (6, 3), "FA": (9, 3), "WI": (0, 3)}  # fmt: skip
_NAMES = {"Q": "quarter", "H": "half", "S": "season", "F": "season", "W": "season"}
_PUBLISHED = {"day": 10, "month": 7, "year": 4}


def mentioned_dates(corpus: Corpus, *, part: str = "body") -> pd.DataFrame:
    """Find the time expressions of a corpus and the calendar days they name.

    Returns a row per expression, in the order of the text: `article`, `part`, `sentence` (0 is the
    title), `start` and `end` (in the text or the title), `text`, `type` and `value` (TIMEX3, see
    `tag_dates`), `first` and `last` (the calendar days the value spans; NaT for spans such as "24
    years", for "every Monday", and where there was no publication date to count from), `precision`
    (time, day, week, weekend, month, quarter, half, season, year, decade, century, or none),
    `context` (the sentence), `title`, `outlet`, `date`. Spring is March to May, and so on; winter
    is named by the year of its January. Articles that do not look English are left out, and
    `attrs["newslib"]["notes"]` says how many.

    >>> import newslib as nl
    >>> corpus = nl.paste("Mill burns\\nIt burned on Monday.\\n", date="2026-04-14")
    >>> mentioned_dates(corpus)[["text", "value", "first", "precision"]].values.tolist()
    [['Monday', '2026-04-13', Timestamp('2026-04-13 00:00:00'), 'day']]
    """
    need_corpus(corpus)
    store, t, parts = corpus._store, corpus._store.tokens, parts_of(part)
    read = np.flatnonzero(corpus._chosen & store.looks_english)
    given = store.articles[["date", "date_precision"]].iloc[read]
    known, found = t.cache.setdefault("dates", {}), []
    with progress_bar(len(read), "Reading dates in the text") as bar:
        for article, day, precision in zip(read.tolist(), *(given[c] for c in given), strict=True):
            published = None if pd.isna(day) else f"{day:%Y-%m-%d}"[: _PUBLISHED[precision]]
            for p in parts:
                if (article, p, published) not in known:
                    tagged = tag_dates(store.strings[p][article], published)
                    known[article, p, published] = tagged
                found += [(article, p, *one) for one in known[article, p, published]]
            bar.update()
    names = ["article", "part", "start", "end", "text", "type", "value"]
    table = pd.DataFrame(found, columns=names)
    table = table.astype({"article": np.int32} | dict.fromkeys(["part", "start", "end"], np.int64))
    longest = max(t.sent_end.max(initial=0), 1) + 1
    text_of = (t.sent_article.astype(np.int64) * 2 + t.sent_part) * longest
    here = (table["article"].to_numpy(np.int64) * 2 + table["part"]) * longest + table["start"]
    sentence = np.searchsorted(text_of + t.sent_start, here.to_numpy(), "right") - 1
    rows = corpus._sentence_rows(sentence)
    days = [days_of(value) for value in table["value"]]
    ends = np.array([d[:2] for d in days], "M8[s]").reshape(-1, 2)
    table["part"] = rows["part"]
    table.insert(2, "sentence", rows["sentence"])
    table["first"], table["last"] = ends[:, 0], ends[:, 1]
    table["precision"] = [d[2] for d in days]
    table["context"] = rows["text"]
    kinds = dict.fromkeys(("part", "text", "type", "value", "precision", "context"), "str")
    table = add_articles(corpus, table.astype(kinds))
    left, silent = len(corpus) - len(read), len(read) - table["article"].nunique()
    strange = f"{left} of {len(corpus)} articles do not look English and were not read."
    notes = [strange] * (left > 0)
    notes += [f"{silent} of {len(read)} articles read name no time."] * (silent > 0)
    table.attrs["newslib"] = corpus.describe("mentioned_dates", part, {}, notes)
    return table


def days_of(value: str) -> tuple[date | None, date | None, str]:
    """The first and the last calendar day of a TIMEX3 value, and how precise it is.

    >>> [str(part) for part in days_of("2026-W16")]
    ['2026-04-13', '2026-04-19', 'week']
    """
    day, clock, _ = value.partition("T")
    if not re.match(r"[0-9]{2,4}($|-(\d\d|[QHW][1-4]|W\d\d|SP|SU|FA|WI))", day):
        return None, None, "none"
    try:
        if len(day) < 4:
            size = 10 ** (4 - len(day))
            first = int(day) * size
            last = date(first + size - 1, 12, 31)
            return date(first, 1, 1), last, "decade" if size < 99 else "century"
        year, rest = int(day[:4]), day[5:]
        if week := re.match(r"W(\d\d)(-WE)?", rest):
            first = date.fromisocalendar(year, int(week[1]), 6 if week[2] else 1)
            last = date.fromisocalendar(year, int(week[1]), 7)
            return first, last, "weekend" if week[2] else "week"
        if len(rest) == 5:
            first = date(year, int(rest[:2]), int(rest[3:]))
            return first, first, "time" if clock else "day"
        month, size = _MONTHS.get(rest) or ((int(rest), 1) if rest else (1, 12))
        first, last = (date(year + m // 12, m % 12 + 1, 1) for m in (month - 1, month - 1 + size))
        return first, last - timedelta(1), _NAMES.get(rest[:1], "month" if rest else "year")
    except (ValueError, OverflowError):
        return None, None, "none"
