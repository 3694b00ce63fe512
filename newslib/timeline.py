"""This turns a Corpus into rates per period, with denominators, intervals and gaps.

A period in which nothing was collected is empty, not zero: its rate is NaN. Denominators are
the collection's, so a selection by `mentions` or `mask` is a share of what was published.
"""

import numpy as np
import pandas as pd

from newslib import patterns
from newslib.corpus import Corpus, find, grouped
from newslib.frequency import divide, missing_notes

UNITS = {"D": "M8[D]", "W": "M8[W]", "M": "M8[M]", "Q": "M8[M]", "Y": "M8[Y]"}
ENOUGH = {"D": ("day",), "W": ("day",), "M": ("day", "month"), "Q": ("day", "month"),
          "Y": ("day", "month", "year")}  # fmt: skip
THIN = 5  # articles: with fewer, a rate says little
MOST_ROWS = 200_000
Z = 1.959963984540054  # 97.5 % point of the normal distribution


def start_of(days: np.ndarray, every: str) -> np.ndarray:
    """The first day of the period each day lies in; weeks start on Monday.

    >>> start_of(np.array(["2026-04-14"], "M8[D]"), "W").astype(str).tolist()
    ['2026-04-13']
    """
    if every == "W":
        return days - (days.astype("M8[D]").astype(np.int64) + 3) % 7
    if every == "Q":
        months = days.astype("M8[M]").astype(np.int64)
        return (months - months % 3).astype("M8[M]").astype("M8[D]")
    return days.astype(UNITS[every]).astype("M8[D]")


def periods_between(first, last, every: str) -> np.ndarray:
    """All period starts from the one `first` lies in to the one `last` lies in, and one more."""
    low, high = start_of(np.array([first, last], "M8[D]"), every)
    if every in "DW":
        step = 7 if every == "W" else 1
        return np.arange(low, high + 2 * step, step)
    months = {"M": 1, "Q": 3, "Y": 12}[every]
    return np.arange(
        low.astype("M8[M]"), high.astype("M8[M]") + 2 * months, months, dtype="M8[M]"
    ).astype("M8[D]")


def placed(corpus: Corpus, every: str):
    """Per article its period number, -1 where its date is missing or too rough; and the periods.

    Periods run from the first to the last dated article of the collection.
    """
    if every not in UNITS:
        raise ValueError(f"every= takes D, W, M, Q or Y; got {every!r}")
    articles = corpus._store.articles
    usable = articles["date_precision"].isin(ENOUGH[every]).to_numpy() & corpus._collection
    days = articles["date"].to_numpy().astype("M8[D]")
    if not usable.any():
        return np.full(len(articles), -1), np.empty(0, "M8[D]"), None
    span = days[usable].min(), days[usable].max()
    edges = periods_between(*span, every)
    number = np.searchsorted(edges, start_of(days, every))
    return np.where(usable, number, -1), edges, span


def timeline(
    corpus: Corpus, words=None, *, every: str = "W", by: str | None = None, per: int = 10_000,
    part: str = "body", case: bool = False,
) -> pd.DataFrame:  # fmt: skip
    """Count words per period, or articles where no words are given (volume).

    `every` is D, W, M, Q or Y. `by` is a column such as "outlet". Undated articles, and those
    dated too roughly for the period ("2024" in a timeline of weeks), have no row; their number is
    `attrs["newslib"]["undated"]`.

    Returns a row per period, group and word, in that order, without holes: `period` (its first
    day; weeks start on Monday), with `by` its column, `word` ("(articles)" for volume), `count`,
    `articles` (that have the word), `of_words` and `of_articles` (of the collection), `rate` (per
    `per` words; NaN where empty), `share` (articles / of_articles), `low` and `high` (95 %
    interval of the rate) and `state`: "empty" (nothing collected), else "partial" (the first or
    last period, not collected to its end), else "thin" (under 5 articles), else "ok".

    The interval takes the article as the unit: a score interval for a Poisson count, widened by
    how much articles differ beyond chance (variance of a ratio estimator, Cochran 1977, §6.3,
    over the Poisson variance, at least 1). For volume it is that of the count itself.

    Raises ValueError for an unknown `every`, `by` or `part`, and for a span so long that the
    table would have over 200,000 rows.

    >>> import pandas as pd, newslib as nl
    >>> corpus = nl.load(pd.DataFrame({"text": ["The dam broke."] * 2,
    ...                                "date": ["2026-04-14", "2026-04-29"]}))
    >>> timeline(corpus, "dam")[["period", "count", "of_articles", "state"]]
          period  count  of_articles    state
    0 2026-04-13      1            1  partial
    1 2026-04-20      0            0    empty
    2 2026-04-27      1            1  partial
    """
    number, edges, span = placed(corpus, every)
    codes, names = grouped(corpus, by, collection=True)
    named = {"(articles)": None} if words is None else patterns.concepts(words)
    n = max(len(edges) - 1, 0)
    if n * len(names) * len(named) > MOST_ROWS:
        raise ValueError(
            f"{n:,} periods from {span[0]} to {span[1]} are too many to count. "
            f'Take longer periods (every="Y") or corpus.where(since=…, until=…).'
        )
    shape = n, len(names)
    inside = (number >= 0) & (codes >= 0)
    cell = np.where(inside, number * len(names) + codes, -1)

    def summed(values=None, chosen=inside):
        own = None if values is None else values[chosen]
        total = np.bincount(cell[chosen], own, n * len(names)).reshape(shape)
        return total.astype(np.int64)

    t = corpus._store.tokens
    length = {"title": [0], "body": [1], "all": [0, 1]}
    if part not in length:
        raise ValueError(f"part= takes 'title', 'body' or 'all'; got {part!r}")
    w = t.words_per_article[:, length[part]].sum(axis=1)
    of_words, of_articles = summed(w), summed()
    frames = []
    for name, wanted in named.items():
        if wanted is None:
            count = articles = summed(chosen=inside & corpus._chosen)
            spread = np.ones(shape)
        else:
            hits = t.article[find(corpus, wanted, part, case).first]
            c = np.bincount(hits, minlength=len(cell))
            count, articles = summed(c), summed(chosen=inside & (c > 0))
            spread = _spread(count, of_words, of_articles, summed(c * c), summed(c * w),
                             summed(w * w))  # fmt: skip
        low, high = _interval(count, spread)
        period, group = (index.ravel() for index in np.indices(shape))
        empty = of_articles == 0
        columns = {"period": edges[:-1][period].astype("M8[s]") if n else edges.astype("M8[s]")}
        if by is not None:
            columns[by] = [names[g] for g in group]
        columns |= {"word": pd.array([name] * len(period), dtype="str")}
        columns |= {"count": count, "articles": articles, "of_words": of_words,
                    "of_articles": of_articles, "rate": divide(count * per, of_words),
                    "share": divide(articles, of_articles),
                    "low": divide(low * per, of_words), "high": divide(high * per, of_words),
                    "state": _states(edges, span, of_articles) if n else np.empty(shape, object)}  # fmt: skip
        frame = pd.DataFrame({k: np.ravel(v) if isinstance(v, np.ndarray) else v
                              for k, v in columns.items()})  # fmt: skip
        frame.loc[empty.ravel(), ["rate", "share", "low", "high"]] = np.nan
        frame["order"] = np.arange(len(frame))
        frames.append(frame)
    table = pd.concat(frames).sort_values("order", kind="stable").drop(columns="order")
    table = table.reset_index(drop=True).astype({"state": "str"})
    arguments = {"words": None if words is None else patterns.to_json(named), "every": every,
                 "by": by, "per": per, "case": case}  # fmt: skip
    notes = [] if words is None else missing_notes(corpus, named, part, case)
    table.attrs["newslib"] = corpus.describe("timeline", part, arguments, notes) | {
        "undated": int((corpus._chosen & (number < 0)).sum())
    }
    return table


def _spread(count, words, n, cc, cw, ww):
    """How much more counts vary between articles than by chance; at least 1."""
    rate = divide(count, words)
    squares = cc - 2 * rate * cw + rate**2 * ww
    between = divide(n * squares, n - 1)
    return np.maximum(np.nan_to_num(divide(between, count), nan=1.0), 1.0)


def _interval(count, spread):
    """Score interval of a Poisson count whose variance is `spread` times its mean."""
    middle = count / spread + Z**2 / 2
    half = Z * np.sqrt(count / spread + Z**2 / 4)
    return np.maximum(spread * (middle - half), 0.0), spread * (middle + half)


def _states(edges, span, of_articles) -> np.ndarray:
    states = np.where(of_articles < THIN, "thin", "ok").astype(object)
    if span[0] > edges[0]:
        states[0] = "partial"
    if span[1] < edges[-1] - 1:
        states[-1] = "partial"
    states[of_articles == 0] = "empty"
    return states


def coverage(corpus: Corpus, *, every: str = "W") -> pd.DataFrame:
    """How many articles the collection has per outlet and period: where it has holes.

    Returns a row per period and outlet, without gaps: `period` (first day), `outlet`
    ("(no outlet)" where none is named), `articles`. Zero is a hole.

    >>> import pandas as pd, newslib as nl
    >>> corpus = nl.load(pd.DataFrame({"text": ["One."], "date": ["2026-04-14"]}))
    >>> coverage(corpus).values.tolist()
    [[Timestamp('2026-04-13 00:00:00'), '(no outlet)', 1]]
    """
    number, edges, _ = placed(corpus, every)
    codes, names = grouped(corpus, "outlet", collection=True)
    n = max(len(edges) - 1, 0)
    inside = (number >= 0) & (codes >= 0)
    cell = number[inside] * len(names) + codes[inside]
    period, group = (index.ravel() for index in np.indices((n, len(names))))
    table = pd.DataFrame({
        "period": edges[period].astype("M8[s]"),
        "outlet": pd.array([names[g] for g in group], dtype="str"),
        "articles": np.bincount(cell, minlength=n * len(names)),
    })  # fmt: skip
    table.attrs["newslib"] = corpus.describe("coverage", "all", {"every": every}) | {
        "undated": int((corpus._collection & (number < 0)).sum())
    }
    return table
