"""This turns a Corpus into bursts: stretches of time that differ from the rest, and why.

A stretch is searched for, of any length, whose rate inside differs most from the rate outside
(a scan statistic; Kulldorff 1997, Communications in Statistics 26(6); for tone circular binary
segmentation, Olshen et al. 2004, Biostatistics 5(4)). What is found is set aside and the rest
searched again. A stretch that lasts to the end is a turn.
"""

from textwrap import shorten

import numpy as np
import pandas as pd

from newslib import patterns
from newslib.asking import grouped, per_article, words_in
from newslib.corpus import Corpus
from newslib.frequency import divide, frequency, missing_notes
from newslib.keyness import log_likelihood
from newslib.sentiment import sentiment
from newslib.timeline import placed, unplaced

COLUMNS = ("first", "last", "word", "count", "articles", "of_words", "of_articles", "expected",
           "level", "usual", "score", "label", "headlines")  # fmt: skip
LEAST = 3  # articles that make a burst: one or two are news of one or two papers
SHUFFLED = 50  # times that dates are dealt out anew
TAIL = 1.25  # by so much the highest ratio by chance rises as it gets e times as rare
SILENT = 5.0  # articles that habit would expect: a longer run of days without any is a gap
TOP = 0.5  # an article says a word at most as often as the middle one of those that have it
LABELS, HEADLINES, LONGEST = 3, 3, 120  # the last: signs of a headline
LETTERS = r"[^\W\d_]{2}"
WEIGHTS = ("title", 4), ("body", 1)  # a headline carries more


def bursts(
    corpus: Corpus, words=None, *, every: str = "D", by: str | None = None, tone: bool = False,
    per: int = 10_000, part: str = "body", case: bool = False, false: float = 0.5,
) -> pd.DataFrame:  # fmt: skip
    """Find stretches of time in which more was published, a word said more, or the tone differed.

    Without `words` articles are counted: against the habit of each day of the week, or, of a
    selection by `mentions` or `mask`, against all articles of the collection. With `words` their
    occurrences are, per words published. With `tone=True` it is the mean compound score of
    articles, which may be higher or lower. `every` (D, W, M, Q, Y) cuts time, `by` is a column:
    each group is searched by itself.

    The article is the unit. A burst has at least three; one that repeats a word counts at most
    as the middle one of those that have it; what articles differ beyond chance raises the bar.
    `false` is how many bursts to expect of chance alone in a series of 1,000 days: the bar is set
    by dealing the same days out to the articles anew, fifty times (for volume by a formula).

    Returns a row per burst, the strongest first: `first` and `last` (days), with `by` its column,
    `word` (none for volume and tone), `count` (occurrences, articles, or scored sentences),
    `articles` (that have it), `of_words`, `of_articles` (of the collection), `expected` (the count
    at the usual level; NaN for tone), `level` and `usual` (inside and outside all bursts: per `per`
    words; articles a day, or share of the selection; mean compound), `score` (log-likelihood ratio
    over the spread between articles), `label` (three words that rose: by log-likelihood of how
    many of the burst's articles have them, against all others) and `headlines` (three that have
    most of these words, or first sentences where there is no title). A burst within a longer one
    has a row of its own.

    Raises ValueError for an unknown `every`, `by` or `part`, for `tone` with `words`, and for
    `false` not between 0 and 1.

    >>> import pandas as pd, newslib as nl
    >>> days = pd.date_range("2026-01-01", periods=60)
    >>> texts = ["A quiet day in town."] * 30 + ["The dam leaks."] * 4 + ["Nothing new today."] * 26
    >>> corpus = nl.load(pd.DataFrame({"text": texts, "date": days.astype(str)}))
    >>> bursts(corpus, "dam")[["first", "last", "count"]]
           first       last  count
    0 2026-01-31 2026-02-03      4
    """
    if tone and words is not None:
        raise ValueError("tone=True looks at all articles; choose with corpus.where(mentions=…)")
    if not 0 < false < 1:
        raise ValueError(f"false= takes a number between 0 and 1; got {false!r}")
    number, edges, partial = placed(corpus, every)
    days = corpus._store.articles["date"].to_numpy().astype("M8[D]")
    codes, names = grouped(corpus, by, collection=True, beside=COLUMNS)
    named = {None: None} if words is None else patterns.concepts(words)
    w, n, rows, missing = words_in(corpus, part), max(len(edges) - 1, 0), [], []
    count, weight, dated = corpus._chosen.astype(float), np.ones(len(w)), number >= 0
    level, spread, score_of = count, _spread, _more
    if tone:
        scores = sentiment(corpus, part=part)
        read = scores.index[scores["n_sentences"] > 0]
        count, level = np.zeros((2, len(w)))
        count[read], level[read] = scores.loc[read, ["n_sentences", "compound"]].T.to_numpy()
        dated, score_of, spread = dated & (count > 0), _other, _variance
    known = frequency(corpus, part=part)["articles"]
    whole = words is None and not tone and (corpus._chosen == corpus._collection).all()
    for name, wanted in named.items():
        if wanted:
            count = level = per_article(corpus, wanted, part, case).astype(float)
            weight = w.astype(float)
            missing += [] if count.any() else [name]
        for code, group in enumerate(names):
            own = np.flatnonzero(dated & (codes == code))
            if not len(own):
                continue
            at, value, weighs, has = number[own], level[own], weight[own], count[own] > 0
            if whole:  # the day is the unit
                value = has = np.bincount(at, minlength=n).astype(float)
                at, spread = np.arange(n), _unrest
                weighs = _habit(codes[dated] == code, days[dated], edges, partial)
            most = max(np.quantile(value[has], TOP), 1) if wanted and has.any() else np.inf
            asked = at, np.minimum(value, most), weighs, has, n
            bar = np.log(n) if whole else _by_chance(*asked, score_of, spread)
            bar += TAIL * np.log(1000 * np.log(2) / (false * (edges[-1] - edges[0]).astype(int)))
            found = _stretches(*asked, bar, score_of, spread)
            sums = [np.append(0, np.cumsum(np.bincount(at, v, n))) for v in (value, weighs)]
            outside = ~_within(at, found)
            usual = divide(value[outside].sum(), weighs[outside].sum())
            for score, i, j in found:
                inside = np.isin(np.arange(len(w)), own[_within(number[own], [(0, i, j)])])
                having = inside & (count > 0)
                total, weighed = (sums_of[j] - sums_of[i] for sums_of in sums)
                rows.append({
                    "first": edges[i], "last": edges[j] - 1, by: group, "word": name,
                    "count": count[inside].sum(), "articles": having.sum(),
                    "of_words": w[inside].sum(), "of_articles": inside.sum(),
                    "expected": np.nan if tone else usual * weighed,
                    "level": divide(total, weighed), "usual": usual, "score": score,
                    **_told(corpus, having, part, known),
                })  # fmt: skip
    columns = [*COLUMNS[:2], *([by] if by else []), *COLUMNS[2:]]
    table = pd.DataFrame(rows, columns=columns)
    if words is not None:
        table[["level", "usual"]] *= per
    order = ["score", "first", *columns[2:-10]]
    table = table.astype({"first": "M8[s]", "last": "M8[s]"} | KINDS | ({by: "str"} if by else {}))
    table = table.sort_values(order, ascending=[False, *[True] * (len(order) - 1)])
    arguments = {"words": None if words is None else patterns.to_json(named), "every": every,
                 "by": by, "tone": tone, "per": per, "case": case, "false": false}  # fmt: skip
    counts, notes = unplaced(corpus, number, corpus._chosen)
    notes += missing_notes(corpus, missing, named, part)
    table = table.reset_index(drop=True)
    table.attrs["newslib"] = corpus.describe("bursts", part, arguments, notes) | counts
    return table


KINDS = (
    dict.fromkeys(("word", "label", "headlines"), "str")
    | dict.fromkeys(("count", "articles", "of_words", "of_articles"), "int64")
    | dict.fromkeys(("expected", "level", "usual", "score"), "float64")
)


def _stretches(at, value, weight, has, n: int, bar: float, score_of, spread) -> list[tuple]:
    """Score and ends of each stretch of periods that differs from the rest, and those in it."""
    free, found, known = np.ones(n, bool), [], np.bincount(at, weight, n) > 0
    while (own := free[at] & (weight > 0)).any():
        sums = (np.bincount(at[own], v[own], n) for v in (value, weight, has))
        score, i, j = _best(*sums, ~free, score_of)
        score /= max(spread(value[own], weight[own]), 1e-12)
        if score <= bar:
            break
        found.append((score, i, j))
        free[i:j] = False
    found = _joined(sorted(found, key=lambda one: one[1]), known)
    for _, i, j in found[:]:
        own = _within(at, [(0, i, j)])
        inner = at[own] - i, value[own], weight[own], has[own], j - i, bar, score_of, spread
        found += [(score, i + a, i + b) for score, a, b in _stretches(*inner)]
    return found


def _by_chance(at, value, weight, has, n: int, score_of, spread) -> float:
    """The score that half of all series pass by chance: the same days are dealt out anew."""
    random, best = np.random.default_rng(0), []
    if has.sum() < LEAST or not weight.any():
        return np.inf
    for _ in range(SHUFFLED):
        anew = random.permutation(at)
        sums = (np.bincount(anew, v, n) for v in (value, weight, has))
        best.append(_best(*sums, np.zeros(n, bool), score_of)[0])
    return np.median(best) / max(spread(value, weight), 1e-12)


def _within(at, stretches) -> np.ndarray:
    """Which places lie in any of the stretches."""
    inside = np.zeros(len(at), bool)
    for _, i, j in stretches:
        inside |= (at >= i) & (at < j)
    return inside


def _joined(found: list, known: np.ndarray) -> list[tuple]:
    joined = []
    for score, i, j in found:
        if joined and not known[joined[-1][2] : i].any():
            last = joined.pop()
            score, i = max(score, last[0]), last[1]
        joined.append((score, i, j))
    return joined


def _best(value, weight, has, taken, score_of) -> tuple[float, int, int]:
    """The stretch i to j that differs most from the rest: lengths a fifth apart, then its ends."""
    v, w, h, t = (np.append(0, np.cumsum(sums)) for sums in (value, weight, has, taken))

    def scores(i, j):
        fits = (h[j] - h[i] >= LEAST) & (t[j] == t[i])
        return np.where(fits, score_of(v[j] - v[i], w[j] - w[i], v[-1], w[-1]), 0.0)

    best, length, n = (0.0, 0, 1), 1, len(value)
    while length < n:
        found = scores(np.arange(n - length + 1), np.arange(length, n + 1))
        if found.max() > best[0]:
            best = found.max(), found.argmax(), found.argmax() + length
        length = max(length + 1, int(length * 1.2))
    score, i, j = best
    while True:
        j = i + 1 + scores(i, np.arange(i + 1, n + 1)).argmax()
        back = scores(np.arange(j)[::-1], j)
        i = j - 1 - back.argmax()
        if not back.max() > score * (1 + 1e-12):
            return back.max(), i, j
        score = back.max()


def _more(v, w, of_v, of_w):
    """Log-likelihood ratio of two Poisson rates, where the inner is the higher."""
    from scipy.special import xlogy

    out_v, out_w = of_v - v, of_w - w
    with np.errstate(divide="ignore", invalid="ignore"):
        gain = xlogy(v, v / w) + xlogy(out_v, out_v / out_w) - xlogy(of_v, of_v / of_w)
    return np.where((w > 0) & (out_w > 0) & (v * out_w > out_v * w), gain, 0.0)


def _other(v, w, of_v, of_w):
    """Half the squared difference of two means, over its variance for values of variance one."""
    with np.errstate(divide="ignore", invalid="ignore"):
        gain = (v - w * of_v / of_w) ** 2 / (2 * w * (1 - w / of_w))
    return np.where((w > 0) & (w < of_w), gain, 0.0)


def _spread(value, weight):
    """How much more articles differ than by chance, at least 1."""
    rest = value - weight * value.sum() / weight.sum()
    return max((rest**2).sum() / max(value.sum(), 1), 1.0)


def _variance(value, weight):
    return value.var(ddof=1) if len(value) > 1 else np.inf


def _unrest(value, weight):
    """How much more days differ from the next than by chance, at least 1."""
    rate, usual = value / weight, value.sum() / weight.sum()
    jumps = np.diff(rate) ** 2 / (1 / weight[1:] + 1 / weight[:-1])
    return max(jumps.mean() / max(usual, 1e-12), 1.0) if len(jumps) else 1.0


def _habit(own, days, edges, partial):
    """Days of each period, one of a busy weekday weighing more; of `days` those that are `own`.

    A run of days without articles in which habit would have at least `SILENT` is a gap: it
    weighs nothing, nor do days before the first and after the last of all groups.
    """
    short = edges[1] - edges[0] <= np.timedelta64(7, "D")  # else dates may be of the month only
    cells = np.arange(edges[0], edges[-1]) if short else edges[:-1]
    length = np.ones(len(cells)) if short else np.diff(edges).astype(float)
    there = (cells >= days.min()) & (cells <= days.max()) if short else ~partial
    count = np.bincount(np.searchsorted(cells, days[own], "right") - 1, minlength=len(cells))
    weekday = (cells.astype(int) + 3) % 7 if short else np.zeros(len(cells), int)
    known = there
    for _ in range(2):
        usual = divide(count[known].sum(), length[known].sum())
        each = np.bincount(weekday[known], count[known], 7) + 2 * usual
        habit = each / (np.bincount(weekday[known], length[known], 7) + 2)
        known, weight = there.copy(), length * habit[weekday]
        for i, j in np.flatnonzero(np.diff(np.r_[0, count == 0, 0])).reshape(-1, 2):
            known[i:j] &= weight[i:j].sum() < SILENT
    return np.add.reduceat(
        weight * known / np.fmax(usual, 1e-12), np.searchsorted(cells, edges[:-1])
    )


def _told(corpus: Corpus, inside: np.ndarray, part: str, spread: pd.Series) -> dict:
    """Words that more of the articles have than of all others, and the headlines with most."""
    target, t = Corpus(corpus._store, corpus._collection, inside), corpus._store.tokens
    here = frequency(target, part=part)["articles"]
    own, rest = here.to_numpy(float), spread.reindex(here.index).to_numpy(float) - here.to_numpy()
    of, of_rest = float(inside.sum()), float(len(corpus) - inside.sum())
    rose = pd.Series(-log_likelihood(own, rest, of, of_rest), here.index)
    rose = rose[(own * of_rest > rest * of) & (own > 1)].rename_axis("word").reset_index(name="by")
    rose = rose[rose["word"].str.contains(LETTERS)].sort_values(["by", "word"])
    words, carry = rose["word"].tolist()[:LABELS], np.zeros(len(inside))
    for word in words:
        carry += sum((per_article(target, [word], p) > 0) * weight for p, weight in WEIGHTS)
    order = np.flatnonzero(inside)
    order = order[np.argsort(-carry[order], kind="stable")][:50]
    heads = corpus._sentence_rows(np.searchsorted(t.sent_article, order))["text"]
    heads = list(dict.fromkeys(shorten(head, LONGEST, placeholder="…") for head in heads))[
        :HEADLINES
    ]
    return {"label": ", ".join(words), "headlines": " / ".join(heads)}
