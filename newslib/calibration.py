"""This turns a few coded sentences and many scores into means whose bands hold what people say.

It is prediction-powered inference (Angelopoulos and others 2023, Science 382:669; the slope that
makes the band shortest: PPI++, 2023, arXiv:2311.01453), which survey sampling knows as the
difference and regression estimator (Cassel, Särndal and Wretman 1976): the mean of the scores of
all sentences, put on the coders' scale, plus the mean error on the coded ones.

The package `ppi-python` (0.2.3) was weighed and left out. It takes weights, but sentences as
independent and quantiles as normal, has no groups that borrow from each other, keeps the slope
between 0 and 1, which a scale other than the scores' may leave, and brings numba, statsmodels,
scikit-learn and a downloader (gdown). What is needed is `bands` below, whose mean is theirs for
the same slope.
"""

import numpy as np
import pandas as pd

from newslib.asking import grouped
from newslib.corpus import Corpus, _count
from newslib.reliability import ENOUGH, codings, located
from newslib.sentiment import GROUPS, _by_group, lexicon_of, named, scored_sentences
from newslib.timeline import LEVEL, placed

COLUMNS = (*GROUPS, "n_labels", "mean_label", "correction")
NOTHING = "Too few sentences coded: nothing to draw"
STEPS = 60  # sizes tried for how much corrections differ between rows
QUANTILE = 0.7  # of these sizes, weighed by what speaks for each: the one taken
TINY = 1e-12


def calibrated(
    corpus: Corpus, files, *, by: str | None = None, every: str | None = None,
    lexicon: str = "vader", part: str = "body",
) -> pd.DataFrame:  # fmt: skip
    """Estimate what coders would say of all sentences, from the few they read and all scores.

    `files` are those that `nl.explore_coding` wrote for this corpus (a folder, a file or a list,
    such as `nl.open_coding` returns); where several coded a sentence, their mean is its label.
    `by` and `every` are those of `nl.sentiment`; without them there is one row for all articles.

    Returns the columns of `nl.sentiment(by=, every=)` (`compound` is the lexicon's mean, as
    there), `low` and `high` being those of `mean_label`, the mean label on the coders' scale, -1
    to +1 if they did not choose another (an article is the mean of its sentences, and articles
    count alike; 95 % interval, the lexicon's error included); `n_labels` (coded sentences in the
    row) and `correction`: "own" where the row has coded sentences from 15 articles or more,
    else "pooled": drawn toward that of all rows, the more so the fewer labels it has and the less
    rows differ (Rubin 1981; flat prior on their spread, Gelman 2006).

    A coded sentence weighs 1 / `probability`; where files have none, all weigh alike. A note says
    when the sentences were not drawn from just these articles. The interval takes the article as
    the unit (linearised variance; Student's t by the effective number of coded articles, Kish
    1965). In simulation (benchmarks/coverage.py) 100 to 400 coded sentences give bands that hold
    the true mean 93 to 97 times in 100, overall and in rows with a correction of their own.
    "pooled" bands hold it, over all rows, 93 times in 100 or more: the fewer labels a row has,
    the wider they are than need be; with two they nearly always hold, for then rows that are
    alike cannot be told from rows that differ. That of a row unlike the rest holds less often.

    Where fewer than 15 articles of this corpus have coded sentences, or all have the same label,
    there is no band: the table has no rows, and its note, and so the caption of a chart, says why.

    >>> import tempfile, newslib as nl
    >>> texts = {"text": ["The dam held. It was a triumph."] * 30}
    >>> corpus = nl.load(pd.DataFrame(texts), progress=False)
    >>> rows = corpus.sentences.iloc[:50].assign(label=["neutral", "positive"] * 25)
    >>> rows["id"] = corpus.articles["id"].loc[rows["article"]].to_numpy()
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     rows.to_csv(f"{folder}/ann.csv", index=False)
    ...     calibrated(corpus, folder)[["n_labels", "mean_label"]].values.tolist()
    [[50.0, 0.5]]
    """
    codes = grouped(corpus, by, collection=True, beside=COLUMNS)[0]
    sentences = scored_sentences(corpus, part, lexicon)
    table, counts = _by_group(corpus, sentences, by, every)
    arguments = {"level": "group", "by": by, "every": every, **named(lexicon_of(lexicon))}
    info = corpus.describe("sentiment", part, arguments) | counts
    labels, notes = _labels(corpus, files, sentences)
    if not len(labels):
        table = table.head(0).reindex(columns=[*table, "n_labels", "mean_label", "correction"])
        table.attrs["newslib"] = info | {"notes": notes, "nothing": NOTHING}
        return table
    notes += counts.pop("notes", [])
    number = placed(corpus, every)[0] if every else np.where(corpus._collection, 0, -1)
    kept = np.unique(codes[corpus._chosen]) if by else np.zeros(1, int)
    row = number * len(kept) + np.searchsorted(kept, codes)
    row[(number < 0) | ~corpus._chosen] = -1

    size = sentences.groupby("article").size()
    article = size.index.get_indexer(labels["article"])
    weight = labels["weight"].to_numpy() / size.to_numpy()[article]
    found = bands(
        sentences.groupby("article")["compound"].mean().to_numpy(), row[size.index], len(table),
        article, labels["label"].to_numpy(), labels["score"].to_numpy(), weight,
    )  # fmt: skip
    n = np.bincount(row[size.index][article] + 1, minlength=len(table) + 1)[1:]
    kind = pd.array(np.where(found["own"], "own", "pooled"), dtype="str")
    table = table.assign(low=found["low"].array, high=found["high"].array, n_labels=n,
                         mean_label=found["mean"].array, correction=kind)  # fmt: skip
    if pooled := int(((kind == "pooled") & (table["articles"] > 0)).sum()):
        notes.append(f"In {pooled} of {(table['articles'] > 0).sum()} means the lexicon's error is "
                     f"taken largely from the others: under {ENOUGH} coded articles.")  # fmt: skip
    table.attrs["newslib"] = info | {"notes": notes}
    return table


def _labels(corpus: Corpus, files, sentences: pd.DataFrame) -> tuple[pd.DataFrame, list[str]]:
    """A row per coded sentence: article, mean label, score, weight; none if too few; and why."""
    rows = codings(files)
    found = located(corpus, rows.dropna(subset="value"))
    found = found[found["at"].isin(sentences.index)]
    found["weight"] = 1 / found["probability"].fillna(1.0)
    labels = found.groupby("at").agg(label=("value", "mean"), weight=("weight", "first"),
                                     article=("article", "first"))  # fmt: skip
    labels["score"] = sentences["compound"].reindex(labels.index)
    if (few := labels["article"].nunique()) < ENOUGH or labels["label"].nunique() < 2:
        return labels.head(0), [
            f"A band needs coded sentences of {ENOUGH} articles, two labels at least; coded are "
            f"{len(labels)} sentences of {few} articles of this corpus, labels "
            f"{labels['label'].nunique()}: code more."
        ]
    coders = _count(found["coder"].nunique(), "coder")
    notes = [f"{len(labels)} sentences read by {coders} correct the lexicon: its error is in."]
    if lost := len(rows) - len(found):
        notes.append(f"{lost} of {len(rows)} labels left out: can't say, or of other sentences.")
    if found["probability"].isna().any() or {*found["corpus"]} != {corpus.fingerprint}:
        notes.append("The sentences were not drawn from just these articles: the bands hold as far "
                     "as they are a chance sample of them.")  # fmt: skip
    return labels, notes


def bands(tone, row, n_rows, article, label, score, weight) -> pd.DataFrame:
    """The mean label of each row of articles with its 95 % band: `mean`, `low`, `high`, `own`.

    `tone` (mean score) and `row` (-1: in none) are of articles; `article` (position), `label`,
    `score` and `weight` are of coded sentences. A weight is the sentence's share in its article
    over its chance to be drawn.
    """
    from scipy.special import stdtrit

    share = weight / weight.sum()
    off = score - share @ score
    slope = share @ (off * label) / max(share @ off**2, TINY)
    tone, error, row = slope * tone, label - slope * score, np.where(row < 0, n_rows, row)
    w = np.bincount(article, weight, len(tone))
    e = np.bincount(article, weight * error, len(tone))

    def total(values):
        return np.bincount(row, values, n_rows + 1)

    with np.errstate(divide="ignore", invalid="ignore"):
        articles, coded = total(np.ones(len(tone))), total(1.0 * (w > 0))
        mean, correction = total(tone) / articles, np.nan_to_num(total(e) / total(w))
        n = np.nan_to_num(total(w) ** 2 / total(w**2))  # as many as would count, weighing alike
        own, spread = coded >= ENOUGH, (tone - mean[row]) / articles[row]
        apart = (e - w * correction[row]) / total(w)[row]
        variance = total((spread + np.where(own[row], apart, 0)) ** 2)
        variance *= np.where(own, n / np.maximum(n - 2, 1), articles / (articles - 1))
        free = w.sum() ** 2 / (w**2).sum() - 2
        within = ((e - w * (e.sum() / w.sum())) ** 2).sum() / (w**2).sum() * (free + 2) / free
        pooled, doubt = _pooled(correction, n, max(within, TINY))
        few = (variance + doubt) ** 2 / (variance**2 / (articles - 1) + doubt**2 / free)
        mean += np.where(own, correction, pooled)
        half = stdtrit(np.where(own, np.maximum(n - 2, 1), few), LEVEL)
        half *= np.sqrt(variance + np.where(own, 0, doubt))
    found = {"mean": mean, "low": mean - half, "high": mean + half, "own": own}
    return pd.DataFrame(found).iloc[:n_rows]


def _pooled(correction, n, within: float):
    """Each row's correction drawn toward that of all, and its variance.

    Rows differ by a standard deviation that is not known: from none to that of an article's
    error. It is taken as the value that the corrections found put at 70 in 100 (of a flat prior):
    with .57 and .63, bands held too seldom in some of the corpora simulated.
    """
    some = n > 0
    chance = within / np.where(some, n, 1)
    apart = np.linspace(0, np.sqrt(within), STEPS)
    weight = some[:, None] / (chance[:, None] + apart**2)
    middle, doubt = (weight * correction[:, None]).sum(0) / weight.sum(0), 1 / weight.sum(0)
    speaks = np.log(weight[some]).sum(0) + np.log(doubt)
    speaks = (speaks - (weight * (correction[:, None] - middle) ** 2).sum(0)) / 2
    likely = np.cumsum(np.exp(speaks - speaks.max()))
    at = np.searchsorted(likely, QUANTILE * likely[-1])
    apart, middle, doubt = apart[at], middle[at], doubt[at]
    toward = np.where(some, chance / (chance + apart**2), 1.0)
    variance = (1 - toward) * chance + toward**2 * doubt + ~some * apart**2
    return toward * middle + (1 - toward) * correction, variance
