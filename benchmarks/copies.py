"""Score nl.copies on planted copies: adjusted Rand index, precision and recall of pairs, CPU.

python benchmarks/copies.py PLANTED.jsonl …     a line per article: id, text, date, outlet, title,
and family, which is the same for the copies of one text and for nothing else.
"""

import json
import sys
import time

import numpy as np
import pandas as pd

import newslib as nl


def pairs(counts) -> float:
    """How many pairs there are within groups of these sizes."""
    counts = np.asarray(counts, float)
    return (counts * (counts - 1)).sum() / 2


def scores(truth, found) -> dict[str, float]:
    """Hubert and Arabie's adjusted Rand index (1985), and how many pairs are right and found."""
    table = pd.crosstab(pd.factorize(truth)[0], pd.factorize(found)[0])
    both, real, said = pairs(table.stack()), pairs(table.sum(axis=1)), pairs(table.sum(axis=0))
    chance = real * said / pairs([len(truth)])
    return {
        "ari": (both - chance) / ((real + said) / 2 - chance),
        "precision": both / said if said else np.nan,
        "recall": both / real if real else np.nan,
    }


def main(paths: list[str]) -> None:
    """Print a line per file."""
    for path in paths:
        with open(path, encoding="utf-8") as lines:
            table = pd.DataFrame(map(json.loads, lines))
        known = [c for c in ("id", "text", "date", "outlet", "title", "family") if c in table]
        corpus = nl.load(table[known], clean=False, progress=False)
        start = time.process_time()
        found = nl.copies(corpus)
        spent = time.process_time() - start
        told = scores(corpus.articles["family"].to_numpy(), found["cluster"].to_numpy())
        said = ", ".join(f"{name} {value:.3f}" for name, value in told.items())
        print(f"{path}: {len(corpus):,} articles, {said}, {spent:.1f} CPU seconds")


if __name__ == "__main__":
    main(sys.argv[1:])
