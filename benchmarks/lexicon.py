"""How do lexicons agree with people? python benchmarks/lexicon.py CSV [CSV ...] [--lexicon X ...]

Each CSV has a sentence a row: `text`, `gold` (what people said of it) and `doc` (the article).
Printed for each lexicon (a name or a file, as `nl.lexicon` takes them): Pearson's r of the
compound with people, its 95 % interval, and the gain over the first lexicon with its own, from
1,000 samples of articles, drawn with replacement, the same for all lexicons.
"""

import argparse
from itertools import combinations
from pathlib import Path

import numpy as np
import pandas as pd

import newslib as nl


def resampled(scores: np.ndarray, gold: np.ndarray, doc: np.ndarray, times: int) -> np.ndarray:
    """Return r with people of each column of scores, in samples of articles: times x lexicons."""
    code, articles = pd.factorize(doc)
    whole = np.column_stack([np.ones(len(gold)), gold, gold**2, scores, scores**2,
                             scores * gold[:, None]])  # fmt: skip
    sums = np.array([np.bincount(code, column) for column in whole.T])  # per article
    rng, k = np.random.default_rng(0), scores.shape[1]
    drawn = rng.multinomial(len(articles), np.full(len(articles), 1 / len(articles)), times)
    n, y, yy, *rest = sums @ drawn.T
    x, xx, xy = np.reshape(rest, (3, k, times))
    return ((n * xy - x * y) / np.sqrt((n * xx - x**2) * (n * yy - y**2))).T


def agreement(rated: pd.DataFrame, scores: dict, times: int = 1000) -> pd.DataFrame:
    """Return a row per lexicon: r, low, high, and its gain over the first with low and high."""
    gold, found = rated["gold"].to_numpy(float), np.column_stack(list(scores.values()))
    drawn = resampled(found, gold, rated["doc"].to_numpy(), times)
    r = np.array([np.corrcoef(column, gold)[0, 1] for column in found.T])
    ends = np.percentile(drawn, [2.5, 97.5], axis=0)
    more = np.percentile(drawn - drawn[:, :1], [2.5, 97.5], axis=0)
    columns = {"r": r, "low": ends[0], "high": ends[1], "gain": r - r[0], "gain_low": more[0],
               "gain_high": more[1], "share_scored": (found != 0).mean(axis=0)}  # fmt: skip
    return pd.DataFrame(columns, index=list(scores))


def where_signs_differ(rated: pd.DataFrame, one, other) -> str:
    """Say how often `one` has the sign right, where `other` agrees with it and where not.

    Of the sentences that people rated above 0.5 or below -0.5 and both lexicons score.
    """
    gold, same = rated["gold"].to_numpy(float), np.sign(one) * np.sign(other)
    right, clear = np.sign(one) == np.sign(gold), np.abs(gold) > 0.5
    agree, differ = (right[clear & (same == sign)] for sign in (1, -1))
    return (f"signs differ in {(same < 0).mean():.1%}; right where they agree {agree.mean():.1%}, "
            f"where they differ {differ.mean():.1%} (of {len(differ):,})")  # fmt: skip


def main() -> None:
    """Print a table per file."""
    options = argparse.ArgumentParser(description=__doc__.partition("\n\n")[0])
    options.add_argument("files", nargs="+", type=Path)
    options.add_argument("--lexicon", action="append", help='such as vader, news, "mine.csv"')
    asked = options.parse_args()
    for path in asked.files:
        rated = pd.read_csv(path)
        scores = {name: nl.polarity_scores(rated["text"], lexicon=name)["compound"]
                  for name in asked.lexicon or ["vader", "huliu", "news"]}  # fmt: skip
        print(f"{path.stem}: {len(rated):,} sentences of {rated['doc'].nunique():,} articles")
        print(agreement(rated, scores).round(3).to_string())
        for one, other in combinations(scores, 2):
            told = where_signs_differ(rated, scores[one].to_numpy(), scores[other].to_numpy())
            print(f"{one}, {other}: {told}")
        print()


if __name__ == "__main__":
    main()
