"""This turns a Corpus into rates per period, with denominators, intervals and gaps.

A period in which nothing was collected is empty, not zero: its rate is NaN. Denominators are
the collection's, so a selection by `mentions` or `mask` is a share of what was published.
"""

import numpy as np
import pandas as pd

from newslib import patterns
from newslib.asking import at_least, grouped, need_corpus, per_article, without_copies, words_in
from newslib.corpus import Corpus
from newslib.frequency import divide, missing_notes
from newslib.index import keep

COLUMNS = ("period", "word", "count", "articles", "of_words", "of_articles", "rate", "share",
           "low", "high", "state", "rate_once")  # fmt: skip

UNITS = {"D": "M8[D]", "W": "M8[W]", "M": "M8[M]", "Q": "M8[M]", "Y": "M8[Y]"}
ENOUGH = {"D": ("day",), "W": ("day",), "M": ("day", "month"), "Q": ("day", "month"),
          "Y": ("day", "month", "year")}  # fmt: skip
THIN = 5  # articles: with fewer, a rate says little
BORROWED = 20  # articles: as much weighs what all periods say of how articles differ
MOST_ROWS = 200_000
FAR, MAIN = 366, 0.9  # days without any article; share of all that make the main span
MOST_KEPT = 8  # collections whose spikes are remembered
MOST_SAID = 3  # spikes and silences that a note names
LEVEL, Z = 0.975, 1.959963984540054  # an interval of 95 % ends at this point of the normal


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

    Periods run from the first to the last dated article of the collection, but for articles far
    from it: with -2, beyond a gap of over a year and longer than the span in which nine in ten
    articles lie (one of 1900 among those of 2026 is a slip). The second value is
    the first day of each, and the day after the last; the third says for each whether it is
    partial: the first period when collecting began, or the last when it ended, in its middle,
    as far as articles dated to the day show it.
    """
    need_corpus(corpus)
    if every not in UNITS:
        raise ValueError(f"every= takes D, W, M, Q or Y; got {every!r}")
    precision = corpus._store.articles["date_precision"]
    usable = precision.isin(ENOUGH[every]).to_numpy() & corpus._collection
    days = corpus._store.articles["date"].to_numpy().astype("M8[D]")
    if not usable.any():
        return np.full(len(days), -1), np.empty(0, "M8[D]"), np.empty(0, bool)
    far = usable & _far(days, usable)
    usable &= ~far
    edges = periods_between(days[usable].min(), days[usable].max(), every)
    number = np.where(usable, np.searchsorted(edges, start_of(days, every)), -1 - far)
    partial = np.zeros(len(edges) - 1, bool)
    exact = days[usable & (precision == "day").to_numpy()]
    if len(exact):
        partial[0] = edges[0] < exact.min() < edges[1]
        partial[-1] |= edges[-2] <= exact.max() < edges[-1] - 1
    return number, edges, partial


def _far(days: np.ndarray, usable: np.ndarray) -> np.ndarray:
    own = np.sort(days[usable]).astype(np.int64)
    cuts = np.r_[0, np.flatnonzero(np.diff(own) > FAR) + 1, len(own)]
    main = np.diff(cuts).argmax()
    if np.diff(cuts)[main] < MAIN * len(own):
        return np.zeros(len(days), bool)
    first, last = own[cuts[main]], own[cuts[main + 1] - 1]
    gap = max(FAR, last - first)
    return (days.astype(np.int64) < first - gap) | (days.astype(np.int64) > last + gap)


def unplaced(corpus: Corpus, number: np.ndarray, inside: np.ndarray) -> tuple[dict, list[str]]:
    """How many articles `inside` are undated, how many far; and a sentence on the far ones."""
    far = inside & (number == -2)
    counts = {"undated": int((inside & (number == -1)).sum()), "far": int(far.sum())}
    if not far.any():
        return counts, []
    days = np.unique(corpus._store.articles["date"].to_numpy()[far]).astype("M8[D]").astype(str)
    said = ", ".join(days[:MOST_SAID]) + f" and {len(days) - MOST_SAID} more" * (len(days) > 3)
    have = "article is" if far.sum() == 1 else "articles are"
    return counts, [f"{far.sum():,} {have} dated far from all others ({said}) and not counted."]


def timeline(
    corpus: Corpus, words=None, *, every: str = "W", by: str | None = None, per: int = 10_000,
    part: str = "body", case: bool = False, bootstrap: int | None = None, seed: int = 0,
) -> pd.DataFrame:  # fmt: skip
    """Count words per period, or articles where no words are given (volume).

    `every` is D, W, M, Q or Y. `by` is a column such as "outlet". The day of an article is the
    day as printed, in its own time zone. Undated articles, and those dated too roughly for the
    period ("2024" in a timeline of weeks), have no row; their number is
    `attrs["newslib"]["undated"]`. `"far"` there is how many are dated so far from all others (1900
    among 2026) that their dates must be slips: they have no row either, and a note names them.
    `"spikes"` lists days on which an outlet has far more articles than ever else.

    Returns a row per period, group and word, in that order, without holes: `period` (its first
    day; weeks start on Monday), with `by` its column, `word` (none for volume), `count`,
    `articles` (that have the word), `of_words` and `of_articles` (of the collection), `rate` (per
    `per` words; NaN where empty), `share` (articles / of_articles), `low` and `high` (95 %
    interval of the rate), `state`: "empty" (nothing collected), else "partial" (the first or
    last period, not collected to its end), else "thin" (under 5 articles), else "ok"; and
    `rate_once`, the rate with copies (`nl.copies`) counted once in each group, in the period of
    the original; a note says where the highest period moves with them.

    The interval takes the article as the unit: a score interval for a Poisson count, widened by
    how much articles differ beyond chance (the variance of a ratio, Cochran 1977, ch. 6, over
    the Poisson variance, at least 1; Student's t; long articles count as more than one, short
    ones as less, Kish 1965); all periods of the group say that too, with the weight of 20
    articles. In simulation it holds the true rate 94 to 97 times in 100, of three articles as of
    a hundred; 89 or more in weeks of ten times the usual rate; down to 85 where there is but one
    period and a few articles have nearly all hits. For volume it is that of the count alone.
    `bootstrap=1000` checks it: the middle 95 % of that many rates, each of articles drawn anew,
    with replacement, within period and group (Efron 1979, Annals of Statistics 7(1)); `seed`
    begins the draw.

    Raises ValueError for an unknown `every`, `by` or `part`, for `bootstrap` of volume, and for a
    span so long that the table would have over 200,000 rows.

    >>> import pandas as pd, newslib as nl
    >>> corpus = nl.load(pd.DataFrame({"text": ["The dam broke."] * 2,
    ...                                "date": ["2026-04-14", "2026-04-29"]}))
    >>> timeline(corpus, "dam")[["period", "count", "of_articles", "state"]]
          period  count  of_articles    state
    0 2026-04-13      1            1  partial
    1 2026-04-20      0            0    empty
    2 2026-04-27      1            1  partial
    """
    at_least(1, bootstrap=bootstrap)
    if bootstrap and words is None:
        raise ValueError(
            "bootstrap= draws the articles of a period: their number stays. Name words="
        )
    number, edges, partial = placed(corpus, every)
    codes, names = grouped(corpus, by, collection=True, beside=COLUMNS)
    named = {None: None} if words is None else patterns.concepts(words)
    n, w = len(partial), words_in(corpus, part)
    shape = n, len(names), len(named)
    if np.prod(shape) > MOST_ROWS:
        raise ValueError(
            f"{n:,} periods from {edges[0]} to {edges[-1] - 1} are too many to count. "
            f'Take longer periods (every="Y") or corpus.where(since=…, until=…).'
        )
    inside, left = (number >= 0) & (codes >= 0), without_copies(corpus, codes)
    cell, single = (number * len(names) + codes)[inside], left[inside] >= 0

    def summed(values, where=slice(None)):
        total = np.bincount(cell[where], values[inside][where], n * len(names))
        return total.reshape(shape[:2]).astype(np.int64)

    of_words, of_articles = (
        np.broadcast_to(summed(v)[:, :, None], shape) for v in (w, np.ones(len(w)))
    )
    count, articles, low, high, count_once = np.zeros((5, *shape))
    words_once = np.broadcast_to(summed(w, single)[:, :, None], shape)
    missing = []
    for i, (name, wanted) in enumerate(named.items()):
        if wanted is None:
            own, spread, z = corpus._chosen, 1.0, Z
        else:
            own = per_article(corpus, wanted, part, case)
            missing += [] if own.any() else [name]
        count[:, :, i], articles[:, :, i] = summed(own), summed(own > 0)
        count_once[:, :, i] = summed(own, single)
        if wanted is not None:
            spread, z = _spread(count[:, :, i], of_words[:, :, i],
                                *map(summed, (own * own, own * w, w * w)))  # fmt: skip
        low[:, :, i], high[:, :, i] = _interval(count[:, :, i], spread, z)
        if bootstrap:
            ends = _drawn(cell, own[inside], w[inside], n * len(names), bootstrap, seed)
            low[:, :, i], high[:, :, i] = ends.reshape(2, *shape[:2]) * of_words[:, :, i]
    period, group, word = (index.ravel() for index in np.indices(shape))
    empty = of_articles == 0
    state = np.where(of_articles < THIN, "thin", "ok").astype(object)
    state[partial] = "partial"
    state[empty] = "empty"
    columns = {
        "period": edges[period].astype("M8[s]"), by: np.array(names, object)[group],
        "word": np.array(list(named), object)[word], "count": count.astype(np.int64),
        "articles": articles.astype(np.int64), "of_words": of_words, "of_articles": of_articles,
        "rate": divide(count * per, of_words), "share": divide(articles, of_articles),
        "low": divide(low * per, of_words), "high": divide(high * per, of_words),
        "state": state, "rate_once": divide(count_once * per, words_once),
    }  # fmt: skip
    table = pd.DataFrame({k: np.ravel(v) for k, v in columns.items() if k is not None})
    table = table.astype({"word": "str", "state": "str"} | ({by: "str"} if by else {}))
    asked = None if words is None else patterns.to_json(named)
    arguments = {"words": asked, "every": every, "by": by, "per": per, "case": case,
                 "bootstrap": bootstrap, "seed": seed}  # fmt: skip
    counts, notes = unplaced(corpus, number, corpus._chosen)
    odd = spikes(corpus).head(MOST_SAID)
    odd = [[outlet, f"{day:%Y-%m-%d}", int(n)] for outlet, day, n in odd.itertuples(index=False)]
    notes += [f"{n:,} articles of {outlet} on {day}: a download day?" for outlet, day, n in odd]
    notes += _silences(empty[:, :, 0], names, edges) if by == "outlet" and n else []
    notes += missing_notes(corpus, missing, named, part) + _peaks(table, by)
    table.attrs["newslib"] = corpus.describe("timeline", part, arguments, notes) | counts
    table.attrs["newslib"]["spikes"] = odd
    return table


def _peaks(table: pd.DataFrame, by: str | None) -> list[str]:
    """A sentence on each word whose highest period is another one with copies counted once."""
    said = []
    for _, own in table.groupby([name for name in (by, "word") if name], sort=False):
        if own["rate"].max() > 0 and own["rate_once"].max() > 0:
            one, other = (own.loc[own[name].idxmax()] for name in ("rate", "rate_once"))
            named = f"'{one['word']}'" + (f" in {one[by]}" if by else "")
            days = [f"{row['period']:%Y-%m-%d}" for row in (other, one)]
            if days[0] != days[1]:
                said.append(f"{named} is highest from {days[0]} on, not {days[1]}")
    more = f"; so {len(said) - MOST_SAID} more move" * (len(said) > MOST_SAID)
    return [f"With copies counted once, {'; '.join(said[:MOST_SAID])}{more}."] if said else []


def _silences(empty: np.ndarray, names: list[str], edges: np.ndarray) -> list[str]:
    """A sentence on each outlet that stopped and came back: a hole in what was collected.

    Three periods or more, and twice as many as it skips in nine of ten of its pauses.
    """
    said = []
    for outlet, none in zip(names, empty.T, strict=True):
        runs = np.flatnonzero(np.diff(np.r_[0, none, 0])).reshape(-1, 2)
        runs = runs[(runs[:, 0] > 0) & (runs[:, 1] < len(none))]  # not before it began
        if not len(runs):
            continue
        long = np.diff(runs)[:, 0]
        i = long.argmax()
        if long[i] >= max(3, 2 * np.quantile(np.delete(long, i), 0.9) if len(runs) > 1 else 0):
            first, after = edges[runs[i]]
            said.append((-(after - first).astype(int), f"{outlet} from {first} to {after - 1}"))
    more = f", and {len(said) - MOST_SAID} outlets more" * (len(said) > MOST_SAID)
    said = "; ".join(text for _, text in sorted(said)[:MOST_SAID])
    return [f"Longest silences, holes in what was collected: {said}{more}."] if said else []


def _drawn(cell, hits, words, n: int, times: int, seed: int) -> np.ndarray:
    """The middle 95 % of the rates of articles drawn with replacement within their cell."""
    order = np.argsort(cell, kind="stable")
    cell, hits, words = cell[order], hits[order], words[order]
    size = np.bincount(cell, minlength=n)
    first, size = (np.cumsum(size) - size)[cell], size[cell]
    random, rates = np.random.default_rng(seed), np.empty((times, n))
    for rate in rates:
        some = first + (random.random(len(cell)) * size).astype(np.int64)
        rate[:] = divide(*(np.bincount(cell, v[some], n) for v in (hits, words)))
    ends = np.full((2, n), np.nan)
    known = np.flatnonzero(np.isfinite(rates).any(0))
    ends[:, known] = np.nanquantile(rates[:, known], (1 - LEVEL, LEVEL), axis=0)
    return ends


def _spread(count, words, cc, cw, ww):
    """How much more counts vary between articles than by chance, at least 1; and t for it.

    From sums over articles, a row per period: of squared counts, counts times words, squared
    words. A few articles cannot say how articles differ: beside them stands, with the weight of
    20 articles, what all periods of the group say. That grows with the count, and a count that
    chance made low must not pass for even: where it is under the usual, it is taken half way up.
    """
    from scipy.special import stdtrit

    # as many articles as would count, were all of one length: n = free + 1
    rate, free = divide(count, words), np.fmax(divide(words**2, ww) - 1, 0)
    squares = np.nan_to_num(cc - 2 * rate * cw + rate**2 * ww)
    chance = count * free / (free + 1)  # the squares expected of a Poisson count
    apart = divide((squares - chance).sum(0), (chance * (count - 1) / (free + 1)).sum(0))
    usual = words * divide(count.sum(0), words.sum(0))
    pooled = 1 + np.fmax(apart, 0) * np.fmax(count, (count + usual) / 2) / (free + 1)
    own = np.where(chance > 0, divide(squares, chance), pooled)
    lent = np.clip(free.sum(0) - free, 0, BORROWED)
    spread = np.fmax(divide(free * own + lent * pooled, free + lent), 1)
    sure = divide(spread, spread - 1)  # chance's part of the spread is not in doubt
    return spread, np.where(spread > 1, stdtrit(np.fmax(free + lent, 1) * sure, LEVEL), Z)


def _interval(count, spread, z):
    """Score interval of a Poisson count whose variance is `spread` times its mean."""
    middle = count / spread + z**2 / 2
    half = z * np.sqrt(count / spread + z**2 / 4)
    return np.maximum(spread * (middle - half), 0.0), spread * (middle + half)


def coverage(corpus: Corpus, *, every: str = "W") -> pd.DataFrame:
    """How many articles the collection has per outlet and period: where it has holes.

    Returns a row per period and outlet, without gaps: `period` (first day), `outlet`
    ("(no outlet)" where none is named), `articles`. Zero is a hole.

    >>> import pandas as pd, newslib as nl
    >>> corpus = nl.load(pd.DataFrame({"text": ["One."], "date": ["2026-04-14"]}))
    >>> coverage(corpus).values.tolist()
    [[Timestamp('2026-04-13 00:00:00'), '(no outlet)', 1]]
    """
    number, edges, partial = placed(corpus, every)
    codes, names = grouped(corpus, "outlet", collection=True)
    inside = (number >= 0) & (codes >= 0)
    shape = len(partial), len(names)
    period, group = (index.ravel() for index in np.indices(shape))
    table = pd.DataFrame({
        "period": edges[period].astype("M8[s]"),
        "outlet": pd.array(np.array(names, object)[group], dtype="str"),
        "articles": np.bincount(number[inside] * len(names) + codes[inside],
                                minlength=len(period)),
    })  # fmt: skip
    counts, notes = unplaced(corpus, number, corpus._collection)
    empty = table["articles"].to_numpy().reshape(shape) == 0
    notes += _silences(empty, names, edges) if len(partial) else []
    table.attrs["newslib"] = corpus.describe("coverage", "all", {"every": every}, notes) | counts
    return table


def spikes(corpus: Corpus) -> pd.DataFrame:
    """Days on which an outlet has far more articles than it ever has: download days, perhaps.

    Returns `outlet`, `date`, `articles`, the most first: days of at least ten articles, eight
    times the outlet's median day and three times its ninth decile, of four days or more.
    """
    known, asked = corpus._store.cache.setdefault("spikes", {}), corpus._collection.tobytes()
    if asked not in known:
        keep(known, asked, _spikes(corpus), MOST_KEPT)
    return known[asked]


def _spikes(corpus: Corpus) -> pd.DataFrame:
    articles = corpus._store.articles[["outlet", "date", "date_precision"]][corpus._collection]
    articles = articles[articles["date_precision"] == "day"]
    outlets = articles["outlet"].fillna("(no outlet)")
    days = articles.groupby([outlets, "date"]).size().rename("articles").reset_index()
    own = days.groupby("outlet")["articles"]
    usual = np.fmax(8 * own.transform("median"), 3 * own.transform("quantile", 0.9))
    odd = (days["articles"] >= np.fmax(10, usual)) & (own.transform("size") > 3)
    return days[odd].sort_values("articles", ascending=False, kind="stable", ignore_index=True)
