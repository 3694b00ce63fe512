"""This turns two corpora into the words that tell them apart: how much more, and how surely.

Significance (`g2`, `q`) takes the word as the unit, as is customary; the interval of the effect
(`low`, `high`) takes the article, since words come in articles. Read them side by side.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import NamedTuple

import numpy as np
import pandas as pd

from newslib import index
from newslib.asking import at_least, grouped, stand_ins, without_copies, words_in
from newslib.corpus import Corpus
from newslib.frequency import PLACE

COLUMNS = ("word", "count_target", "count_reference", "articles_target", "articles_reference",
           "rate_target", "rate_reference", "g2", "q", "log_ratio", "low", "high", "log_odds",
           "z", "log_ratio_once")  # fmt: skip
PACKED = 27  # bits of the lower of two sums in one number
MOST_CELLS = 25_000_000  # groups times types that are compared at once
NONE = np.inf, 1, None, 0  # how to compare so that no word is frequent enough
LEVEL = 0.975  # an interval of 95 % ends at this point of the distribution


def keyness(
    target: Corpus, reference: Corpus | None = None, *, by: str | None = None,
    min_count: int = 5, part: str = "body", reference_part: str | None = None,
    prior: float = 1_000, bootstrap: int | None = None, seed: int = 0,
) -> pd.DataFrame:  # fmt: skip
    """Words unusually frequent in `target` compared with `reference`.

    Articles of the target that the reference holds too are left out of the reference, and the
    caption says so: a selection compared with its corpus is compared with the rest of it. With
    `by` (a column such as "outlet") and no reference, each group of `target` is compared with
    the rest of it; with a single group there is nothing to compare, and the table has no rows.
    `min_count` leaves out words with fewer occurrences in both together. `reference_part` takes
    the reference from another part: `keyness(corpus, corpus, part="title",
    reference_part="body")` sets headlines against the texts below them; without headlines the
    table has no rows.

    Returns a row per word, strongest first: with `by` its column, `count_target`,
    `count_reference` (occurrences), `articles_target`, `articles_reference` (that have it),
    `rate_target`, `rate_reference` (per 10,000 words), and

    - `g2`: Dunning's log-likelihood over all four cells of the table (Dunning 1993,
      Computational Linguistics 19(1)), not the two-term shortcut; positive when the rate is
      higher in the target. `q`: its p-value (chi-squared, one degree of freedom) after Benjamini
      and Hochberg (1995, J. R. Stat. Soc. B 57) over the words of one comparison. Both take each
      word as drawn by itself.
    - `log_ratio`: base 2 of the rates' ratio (Hardie 2014, without his half count for zeros:
      infinite, with its sign, where one count is zero). `low`, `high`: its 95 % interval with
      the article as the unit: Wilson's score interval (1927, J. Am. Stat. Assoc. 22) for one of
      two Poisson counts given their sum, each count divided by how much articles vary beyond
      chance (variance of a ratio, Cochran 1977, §6.11, over the Poisson variance, at least 1), and
      Student's t with the freedom of the articles that have the word (Satterthwaite 1946). A side
      without a hit, or of one article, borrows the spread of the other. In simulations it
      holds the true ratio 93 to 98 times in 100 (down to 87 where one or two articles have all
      hits of a side). `bootstrap=1000` draws the articles of both
      sides anew so many times and takes the percentiles instead
      (a side without a hit stays without).
    - `log_ratio_once`: the log ratio with copies (`nl.copies`) counted once on each side. Where it
      has another sign, a note says so.
    - `log_odds` and `z`: log-odds ratio with an informative Dirichlet prior, and the same over
      its standard deviation (Monroe, Colaresi and Quinn 2008, Political Analysis 16(4), eqs. 16,
      20 to 22); the prior is `prior` words spread as in both sides together.

    Raises ValueError if either side has no words (with `reference_part`, see there), or neither
    `reference` nor `by` is given.

    >>> import pandas as pd, newslib as nl
    >>> corpus = nl.load(pd.DataFrame({"text": ["flood flood rain", "sun sand sun"],
    ...                                "season": ["spring", "summer"]}))
    >>> keyness(corpus.where(season="spring"), corpus, min_count=1).index[0]
    'flood'
    """
    at_least(0, min_count=min_count, seed=seed)
    at_least(1, bootstrap=bootstrap)
    if not prior > 0:
        raise ValueError(f"prior= takes a number of words above 0; got {prior!r}")
    t, notes, facts = target._store.tokens, [], {}
    how = min_count, prior, bootstrap, seed
    if by is not None:
        if reference is not None or reference_part is not None:
            raise ValueError("keyness takes by=, or reference= and reference_part=, not both")
        codes, names = grouped(target, by, beside=COLUMNS)
        sides = _sides(target, part, codes, len(names))
        speaks = np.array([side.sizes[0] > 0 for side in sides], bool)
        if speaks.sum() < 2:  # a table without rows: a notebook goes on and says why
            notes = [f"Nothing to compare: the articles have {speaks.sum()} {by} with words."]
            speaks[:] = False
        whole = _sides(target, part, np.where(codes < 0, -1, 0), 1)[0]
        tables = [
            _compared(index.labels(t), t.type_rank, *pair, *how)
            for i, pair in enumerate(_against_rest(target, part, codes, sides, whole)) if speaks[i]
        ] or [_compared(index.labels(t), t.type_rank, whole, whole, *NONE)]  # fmt: skip
        said = np.repeat(np.array(names, object)[speaks], len(tables[0]))
        table = pd.concat(tables)
        table.insert(0, by, pd.array(said, dtype="str"))
        notes = notes or [f"'{n}' has no words in its {PLACE[part]} and is left out."
                          for n, s in zip(names, speaks, strict=True) if not s]  # fmt: skip
    else:
        if reference is None:
            raise ValueError('keyness needs something to compare with: a reference, or by="outlet"')
        other_part = reference_part or part
        same = reference._store.tokens is t and other_part == part
        shared = same and bool((target._chosen & reference._chosen).any())
        rest = reference._rest(target) if shared else reference
        labels, rank = index.labels(t), t.type_rank
        if same:
            codes = np.where(target._chosen, 0, np.where(rest._chosen, 1, -1))
            own, other = _sides(target, part, codes, 2)
        else:
            (own,), (other,) = (_sides(c, own_part, np.where(c._chosen, 0, -1), 1) for c, own_part
                                in ((target, part), (rest, other_part)))  # fmt: skip
            labels, rank, own, other = _in_one_row(t, rest._store.tokens, own, other)
        for name, side, own_part in (("target", own, part), ("reference", other, other_part)):
            if not side.sizes[0] and not reference_part:
                raise ValueError(f"the {name} has no words in its {PLACE[own_part]}")
            if not side.sizes[0]:  # as with by=: a notebook goes on and says why
                notes, how = [f"Nothing to compare: the {PLACE[own_part]} have no words."], NONE
        table = _compared(labels, rank, own, other, *how)
        facts = {
            "reference": "rest" if shared else "given", "reference_part": reference_part,
            "reference_corpus": rest.fingerprint, "reference_articles": len(rest),
            "reference_words": int(other.sizes[0]),
        }  # fmt: skip
    arguments = {"by": by, "reference": "rest", "min_count": min_count, "prior": prior,
                 "bootstrap": bootstrap, "seed": seed, **facts}  # fmt: skip
    table.attrs["newslib"] = target.describe("keyness", part, arguments, [*notes, *_turned(table)])
    return table


def _turned(table: pd.DataFrame) -> list[str]:
    """A sentence on the words, told apart by their interval, that copies put on a side."""
    sure = (table["low"] * table["high"] > 0).to_numpy()
    turned = sure & (table["log_ratio"] * table["log_ratio_once"] <= 0).to_numpy()
    if not (n := int(turned.sum())):
        return []
    named = ", ".join(f"'{word}'" for word in table.index[turned].unique()[:3])
    return [f"With copies counted once, {n:,} of {sure.sum():,} words that differ change sides: "
            f"{named}{' and others' * (n > 3)}."]  # fmt: skip


class _Side(NamedTuple):
    """What is known of one side: sums over its articles, and where to draw them anew from."""

    moments: np.ndarray  # per type: occurrences, articles, squared counts, counts times words
    sizes: np.ndarray  # words, articles that have any, squared words
    rows: index.Rows
    types: np.ndarray  # of each row
    words: np.ndarray  # per article; 0 outside
    once: Callable  # gives, per type: occurrences, copies counted once


def _sides(corpus: Corpus, part: str, codes: np.ndarray, n_groups: int) -> list[_Side]:
    """Sum over the articles of each group."""
    t, words = corpus._store.tokens, words_in(corpus, part)
    if n_groups * len(t.types) > MOST_CELLS:
        raise ValueError(f"{n_groups:,} groups are too many to compare; take a coarser column")
    rows, left = index.ngrams(t, 1, part), without_copies(corpus, codes)
    if n_groups == 2 and not words[codes < 0].any():  # the one has what the other has not
        if ("sums of all", part) not in t.cache:
            t.cache["sums of all", part] = _packed(corpus, part, np.zeros(t.n_articles, int), 1)
        one = _packed(corpus, part, np.where(codes == 0, 0, -1), 1)
        packed = np.concatenate([one, t.cache["sums of all", part] - one], axis=1)
    else:
        packed = _packed(corpus, part, codes, n_groups)
    if n_groups == 2:  # 32 bits for each, summed while the rest is compared
        halves = (left == 0) + ((left == 1).astype(np.int64) << 32)
        behind, at = ThreadPoolExecutor(1), index.rows_of(t, part)
        both = behind.submit(_wide(t, part).dot, halves).result
        behind.shutdown(wait=False)
        once = [lambda n=n: np.append(both() >> n & index.MOST, 0)[at] for n in (0, 32)]
    else:
        once = map(_given, _by_type(t, rows, rows.count, left, n_groups))
    (count, again), (products, squares) = packed & (1 << PACKED) - 1, packed >> PACKED
    moments = np.stack([count, count - again, count + squares, products], axis=1)
    own = [np.where(codes == group, words, 0) for group in range(n_groups)]
    sizes = [np.array([w.sum(), (w > 0).sum(), (w * w).sum()]) for w in own]
    return [_Side(m, s, rows, rows.grams[0], w, single)
            for m, s, w, single in zip(moments, sizes, own, once, strict=True)]  # fmt: skip


def _given(counts: np.ndarray) -> Callable:
    return lambda: counts


@index.once
def _wide(t, part: str):
    """The counts in 64 bits: a product that makes them so each time takes twice as long."""
    count = index.ngrams(t, 1, part).count
    return index.sparse(count.data.astype(np.int64), count.indices, count.indptr, count.shape[1])


@index.once
def _again(t, part: str):
    """Where a word stands more than once: count - 1 and, packed with it, count * (count - 1)."""
    count = index.ngrams(t, 1, part).count
    more = count.data > 1
    n, ends = count.data[more].astype(np.int64), np.append(0, np.cumsum(more))
    data = (n - 1) + (n * (n - 1) << PACKED)
    return index.sparse(data, count.indices[more], ends[count.indptr], count.shape[1])


def _packed(corpus: Corpus, part: str, codes, n_groups: int) -> np.ndarray:
    """Per group and type, occurrences and those beyond the first of an article.

    Packed with them: counts times words, and squared counts less occurrences.
    """
    t = corpus._store.tokens
    rows, weight = index.ngrams(t, 1, part), 1 + (words_in(corpus, part) << PACKED)
    weighted = (_wide(t, part), weight), (_again(t, part), None)
    return np.stack([_by_type(t, rows, m, codes, n_groups, weight) for m, weight in weighted])


def _by_type(t, rows, matrix, codes, n_groups: int, weight=None) -> np.ndarray:
    """The sums of each group, in the order of the types."""
    total = np.zeros((n_groups, len(t.types)), np.int64)
    for low, added in index.summed(matrix, codes, n_groups, weight=weight):
        total[:, rows.grams[0, low : low + len(added)]] = added.T
    return total


def _against_rest(corpus, part: str, codes: np.ndarray, sides: list[_Side], whole: _Side):
    """Each side with the rest of the whole."""
    left = np.where(without_copies(corpus, np.where(codes < 0, -1, 0)) < 0, -1, codes)
    single = np.tile(whole.once(), (len(sides), 1))
    for sign, groups in ((-1, left), (1, stand_ins(corpus, codes))):
        for low, sums in index.summed(whole.rows.count, groups, len(sides)):
            single[:, whole.types[low : low + len(sums)]] += sign * sums.T
    for side, counts in zip(sides, single, strict=True):
        yield side, whole._replace(
            moments=whole.moments - side.moments, sizes=whole.sizes - side.sizes,
            words=whole.words - side.words, once=_given(counts),
        )  # fmt: skip


def _in_one_row(one, two, own: _Side, other: _Side):
    """Give the types of two corpora, in one row: labels, rank, and both sides with them."""
    ids = dict(one.ids)
    to = np.array([ids.setdefault(spelling, len(ids)) for spelling in two.types], int)
    labels, sums = pd.Index(list(ids), dtype="str", name="word"), np.zeros((5, len(ids)), np.int64)
    sums[:4, to], sums[4, to] = other.moments, other.once()
    more = len(ids) - len(one.types)
    wider, once_wider = np.pad(own.moments, ((0, 0), (0, more))), np.pad(own.once(), (0, more))
    own = own._replace(moments=wider, once=_given(once_wider))
    other = other._replace(moments=sums[:4], once=_given(sums[4]), types=to[other.types])
    return labels, labels.argsort().argsort(), own, other


def _compared(labels, rank, own: _Side, other: _Side, min_count, prior, bootstrap, seed):
    """The table of one comparison."""
    from scipy.special import erfc
    from scipy.stats import false_discovery_control

    whole, along = own.moments[0] + other.moments[0], np.empty(len(rank), int)
    along[rank] = np.arange(len(rank))  # the types by their spelling
    kept = along[whole[along] >= max(min_count, 1)]
    of_a, of_b = map(float, (own.sizes[0], other.sizes[0]))
    a, b = own.moments[0, kept], other.moments[0, kept]
    g2 = np.sign(a * of_b - b * of_a) * log_likelihood(*map(np.float64, (a, b)), of_a, of_b)
    order = np.argsort(-g2, kind="stable")
    kept, g2 = kept[order], g2[order]
    (a, in_a, *_), (b, in_b, *_) = one, two = [side.moments.take(kept, 1) for side in (own, other)]
    log_ratio = _log_ratio(a, b, of_a, of_b)
    low, high = _interval(one, two, of_a, of_b, _spread(one, own.sizes), _spread(two, other.sizes))
    if bootstrap is not None:
        low, high = _resampled(own, other, kept, bootstrap, seed)
    log_odds, z = _log_odds(a, b, of_a, of_b, prior)
    q = false_discovery_control(erfc(np.sqrt(np.abs(g2) / 2))) if len(g2) else g2
    own_once, other_once = own.once(), other.once()
    ratio_once = _log_ratio(own_once[kept], other_once[kept], own_once.sum(), other_once.sum())
    columns = (a, b, in_a, in_b, a / of_a * 10_000, b / of_b * 10_000, g2, q, log_ratio, low, high,
               log_odds, z, ratio_once)  # fmt: skip
    return pd.DataFrame(dict(zip(COLUMNS[1:], columns, strict=True)), index=labels.take(kept))


def _log_ratio(a, b, of_a, of_b):
    """Base 2 of the ratio of two rates; infinite where one is zero, 0 where both are."""
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.log2(a / max(of_a, 1)) - np.log2(b / max(of_b, 1))
    return np.where((a == 0) & (b == 0), 0.0, ratio)


def log_likelihood(a, b, of_a, of_b):
    """Dunning's G2 over all four cells: 2 * sum(observed * ln(observed / expected)).

    >>> round(float(log_likelihood(10.0, 5.0, 100.0, 100.0)), 4)
    1.8341
    """
    observed = np.stack([a, b, of_a - a, of_b - b])
    share = (a + b) / (of_a + of_b)
    expected = np.stack([of_a * share, of_b * share, of_a * (1 - share), of_b * (1 - share)])
    ratio = np.divide(observed, expected, out=np.ones_like(observed), where=observed > 0)
    return np.maximum(2 * (observed * np.log(ratio)).sum(axis=0), 0.0)


def _spread(moments, sizes) -> np.ndarray:
    """How much more counts vary between articles than by chance, at least 1; NaN if not known."""
    (count, _, squares, products), (words, n, squared_words) = moments, map(float, sizes)
    rate = count / words
    squares = squares - 2 * rate * products + rate**2 * squared_words
    known = (count > 0) & (n > 1)
    spread = np.divide(squares * n, count * (n - 1), out=np.full(len(count), np.nan), where=known)
    return np.maximum(spread, 1)


def _interval(one, two, of_a, of_b, spread_a, spread_b):
    """Interval of the log ratio (base 2): Wilson's, of counts divided by their spread."""
    sides, known = ((one, spread_a), (two, spread_b)), []
    for (side, spread), (other, its) in (sides, sides[::-1]):
        having = np.where(side[1] > 0, side[1], other[1])
        known.append((np.nan_to_num(np.where(np.isnan(spread), its, spread), nan=1.0), having))
    (spread_a, in_a), (spread_b, in_b) = known
    variances = spread_a / np.maximum(one[0], 1), spread_b / np.maximum(two[0], 1)
    excess = (1 - 1 / spread_a) / in_a, (1 - 1 / spread_b) / in_b  # chance alone is sure
    unsure = variances[0] ** 2 * excess[0] + variances[1] ** 2 * excess[1]
    free = sum(variances) ** 2 / np.maximum(unsure, 1e-9)
    z = np.interp(1 / free, *_quantiles())
    a, b = one[0] / spread_a, two[0] / spread_b
    half, scale = z * np.sqrt(a * b / (a + b) + z**2 / 4), spread_a * of_b / (spread_b * of_a)
    with np.errstate(divide="ignore", invalid="ignore"):
        low = np.where(a > 0, (a + z**2 / 2 - half) / (b + z**2 / 2 + half), 0)
        high = np.where(b > 0, (a + z**2 / 2 + half) / (b + z**2 / 2 - half), np.inf)
        return np.log2(low * scale), np.log2(high * scale)


@cache
def _quantiles() -> tuple[np.ndarray, np.ndarray]:
    """Student's t by the inverse of its freedom, in steps between which a line will do."""
    from scipy.special import stdtrit

    steps = np.linspace(1e-9, 1, 2000)
    return steps, stdtrit(1 / steps, LEVEL)


def _resampled(own: _Side, other: _Side, kept, times: int, seed: int):
    """Percentiles of the log ratio (base 2), the articles of both sides drawn anew."""
    random, rates = np.random.default_rng(seed), []
    for side in (own, other):
        at = np.flatnonzero(side.words)
        drawn = random.multinomial(len(at), np.full(len(at), 1 / len(at)), times).T.astype(float)
        row = np.full(len(side.moments[0]), -1)
        row[side.types] = np.arange(len(side.types))
        rates.append((side.rows.count, row[kept], at, drawn, side.words[at] @ drawn))
    low, high = np.empty((2, len(kept)))
    for begin in range(0, len(kept), 500):
        here = slice(begin, begin + 500)
        with np.errstate(divide="ignore", invalid="ignore"):
            both = [np.where(row[here, None] < 0, 0, matrix[row[here]][:, at] @ drawn) / words
                    for matrix, row, at, drawn, words in rates]  # fmt: skip
            ratio = np.log2(both[0]) - np.log2(both[1])
        for end, share, unknown in ((low, 0.025, -np.inf), (high, 0.975, np.inf)):
            told = np.where(np.isnan(ratio), unknown, ratio)
            end[here] = np.quantile(told, share, axis=1, method="inverted_cdf")
    return low, high


def _log_odds(a, b, of_a, of_b, prior: float):
    """Log-odds with a Dirichlet prior of `prior` words, and the same over its deviation."""
    some = prior * (a + b) / (of_a + of_b)
    with np.errstate(divide="ignore", invalid="ignore"):
        one, two = (np.log((n + some) / (of + prior - n - some))
                    for n, of in ((a, of_a), (b, of_b)))  # fmt: skip
        odds = np.nan_to_num(one - two)  # of a corpus of one type: nothing to tell apart
    return odds, odds / np.sqrt(1 / (a + some) + 1 / (b + some))
