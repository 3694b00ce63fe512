"""This turns word counts into how evenly they lie: over articles, and over time.

Twenty hits in one long article and one hit in each of twenty are the same count. Only the second
is a word of the coverage.
"""

import numpy as np
import pandas as pd

from newslib import index, patterns
from newslib.asking import per_article, words_in
from newslib.corpus import Corpus
from newslib.frequency import frequency
from newslib.timeline import placed

COLUMNS = ("dp", "d", "by_chance", "dp_period", "d_period")


def dispersion(
    corpus: Corpus, words=None, *, every: str = "M", stopwords="english", top: int | None = None,
    per: int = 10_000, part: str = "body", case: bool = False,
) -> pd.DataFrame:  # fmt: skip
    """Say how evenly words are spread over the articles, and over periods.

    `words`, `stopwords`, `top`, `per`, `part` and `case` are those of `frequency`; `every` is the
    period, D, W, M, Q or Y.

    Returns the table of `frequency` (indexed by `word`: `count`, `articles`, `of_words`,
    `of_articles`, `rate`, `share`) and, beside it,

    - `dp`: Gries' deviation of proportions over articles, normalised: half the sum of |share of
      the hits - share of the words| of each article, over 1 - the smallest share of words (Gries
      2008, Int. J. Corpus Linguistics 13(4); Lijffijt and Gries 2012, same journal 17(1)). 0: as
      even as the articles are long; 1: all in the shortest. Of a word rarer than there are
      articles it is high in any case: compare words of like count, or read `by_chance`.
    - `d`: Juilland's D over articles, 1 - V / sqrt(n - 1), where V is the coefficient of variation
      (of the population) of the rates in n articles (Juilland and Chang-Rodriguez 1964; with
      rates, Gries 2008). 1: even, 0: all in one. Of many articles it is near 1 for nearly all
      words (Biber and others 2016, same journal 21(4)).
    - `by_chance`: in how many articles the word would be, were its hits thrown at the words by
      chance, the articles being as long as they are; `articles` far below it is a word of few.
    - `dp_period`, `d_period`: the same over periods that have words, of dated articles.

    NaN where there is no hit, or only one article (or period) with words.

    Raises ValueError as `frequency` and `timeline` do.

    >>> import pandas as pd, newslib as nl
    >>> texts = ["dam dam dam dam sun rain", "sun rain wind mist hail snow"]
    >>> dispersion(nl.load(pd.DataFrame({"text": texts})))["dp"].loc[["dam", "sun"]].tolist()
    [1.0, 0.0]
    """
    table = frequency(corpus, words=words, stopwords=stopwords, top=top, per=per, part=part,
                      case=case)  # fmt: skip
    size = np.where(corpus._chosen, words_in(corpus, part), 0)
    period, edges, _ = placed(corpus, every)
    n = max(len(edges) - 1, 0)
    dated = np.where(corpus._chosen, period, -1)
    sizes = np.bincount(dated[dated >= 0], size[dated >= 0], n)
    counts = _counts(corpus, table, part)
    counts.data = counts.data * corpus._chosen.take(counts.indices)
    counts.eliminate_zeros()  # an article that is not chosen has no words, and no rate
    table["dp"], table["d"] = _spread(counts, size)
    table["by_chance"] = _by_chance(table["count"].to_numpy(), size)
    periods = np.concatenate(
        [np.zeros((0, n)), *(sums for _, sums in index.summed(counts, dated, n))] if n else
        [np.zeros((len(table), 0))]
    )  # fmt: skip
    table["dp_period"], table["d_period"] = _spread(_sparse(periods), sizes)
    about = table.attrs["newslib"]
    arguments = about["arguments"] | {"every": every}
    table.attrs["newslib"] = about | {"measure": "dispersion", "arguments": arguments}
    return table


def _counts(corpus: Corpus, table: pd.DataFrame, part: str):
    """A row per word of the table: how often it stands in each article."""
    about, t = table.attrs["newslib"]["arguments"], corpus._store.tokens
    if about["words"] is None:
        types = np.array([t.ids[word] for word in table.index], int)
        return index.ngrams(t, 1, part).count[index.rows_of(t, part)[types]]
    named = patterns.from_json(about["words"])
    rows = [per_article(corpus, named[word], part, about["case"]) for word in table.index]
    return _sparse(np.array(rows).reshape(len(table), t.n_articles))


def _sparse(rows: np.ndarray):
    from scipy.sparse import csr_array

    return csr_array(rows)


def _spread(counts, size: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Gries' DP, normalised, and Juilland's D of each row over parts of some size in words."""
    n, total = (size > 0).sum(), counts.sum(axis=1)
    if n < 2:
        return (np.full(len(total), np.nan),) * 2
    words, share = size.take(counts.indices), size / size.sum()
    hits = np.repeat(total, np.diff(counts.indptr))
    with np.errstate(divide="ignore", invalid="ignore"):
        own, of = counts.data / hits, share.take(counts.indices)
        apart = counts._with_data(np.abs(own - of) - of).sum(axis=1)  # elsewhere it is the share
        rates = counts._with_data(counts.data / words)
        mean = rates.sum(axis=1) / n
        variance = rates.power(2).sum(axis=1) / n - mean**2
        dp = (1 + apart) / 2 / (1 - share[size > 0].min())
        d = 1 - np.sqrt(np.maximum(variance, 0)) / mean / np.sqrt(n - 1)
    return tuple(np.where(total > 0, np.clip(value, 0, 1), np.nan) for value in (dp, d))


def _by_chance(count: np.ndarray, size: np.ndarray) -> np.ndarray:
    """Expected articles with a word of some count: the sum of 1 - (1 - share) ** count."""
    lengths, n = np.unique(size[size > 0], return_counts=True)
    counts, place = np.unique(count, return_inverse=True)
    lost = 1 - lengths / max(size.sum(), 1)  # the share of the words of all others
    return np.array([n @ (1 - lost**c) for c in counts], float)[place]
