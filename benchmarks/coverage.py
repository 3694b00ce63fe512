"""Do the bands of nl.calibrated hold the truth? python benchmarks/coverage.py [ROUNDS]

Simulated corpora: labels lie together in articles and groups, the lexicon is biased and noisy.
Printed is how often 95 % bands hold the true mean label: overall, by group (all groups; those with
a correction of their own; those that borrow from the others), and the usual band of mean scores.
The first nine worlds were at hand when bands were made, the last three were not. Where groups are
alike and few sentences coded, too wide is right: it cannot be told whether they differ.
tests/test_reliability.py runs the same with few rounds.
"""

import sys

import numpy as np

from newslib.calibration import bands
from newslib.coding import inclusion

WORLDS = {  # articles, groups, and how far groups differ in tone and in the lexicon's bias
    "4 outlets": (600, 4, 0.2, 0.3),
    "4 outlets alike": (600, 4, 0.0, 0.0),
    "26 weeks": (1000, 26, 0.2, 0.1),
    "12 outlets far apart": (1000, 12, 0.3, 0.3),
    "6 outlets": (400, 6, 0.15, 0.25),
    "10 outlets alike": (700, 10, 0.0, 0.0),
    "16 months": (1000, 16, 0.1, 0.2),
    "20 outlets far apart in tone": (900, 20, 0.3, 0.05),
    "52 weeks": (2000, 52, 0.1, 0.1),
    "8 outlets": (500, 8, 0.25, 0.2),
    "36 months": (1500, 36, 0.15, 0.2),
    "14 outlets far apart in bias": (800, 14, 0.05, 0.4),
}


def world(dice, articles, groups, apart=0.2, bias=0.3):
    """A corpus as arrays: what people say of each sentence, and what a biased lexicon does.

    Labels lie together in articles (tone of the article) and groups; the lexicon has a bias of its
    own in each article and group, noise, and nothing to say of two sentences in five. Returns the
    group of each article, the article, score and label of each sentence, and the true mean label
    of each group.
    """
    from scipy.stats import norm

    tone, own = dice.normal(-0.1, apart, groups), dice.normal(0.25, bias, groups)
    size = dice.dirichlet(np.full(groups, 3))
    group = np.sort(np.append(np.arange(groups).repeat(3),
                              dice.choice(groups, articles - 3 * groups, p=size)))  # fmt: skip
    length = np.maximum(1, dice.lognormal(2.6, 0.6, articles).astype(int))
    article = np.repeat(np.arange(articles), length)
    meant = tone[group] + dice.normal(0, 0.4, articles)
    meant = meant[article] + dice.normal(size=len(article))
    seen = 0.5 * meant + (own[group] + dice.normal(0, 0.3, articles))[article]
    score = np.tanh(0.6 * (seen + dice.normal(size=len(article))))
    score[dice.random(len(article)) < 0.4] = 0
    spread = np.sqrt(1 + 0.4**2)
    true = norm.sf((0.6 - tone) / spread) - norm.cdf((-0.6 - tone) / spread)
    return group, article, score, (meant > 0.6) * 1.0 - (meant < -0.6), true


def picked(dice, article, score, n):
    """Sentences drawn as `coding.drawn` does, and their weights."""
    low, high = np.quantile(score, [1 / 3, 2 / 3])
    third = (score >= low).astype(int) + (score > high)
    share = 1 / np.bincount(article)[article]
    chance = inclusion(share / np.bincount(third, share)[third], n)
    along = np.lexsort((dice.random(len(score)), third))
    total = np.cumsum(chance[along])
    at = np.searchsorted(total, np.arange(n) + dice.random(), "right")
    at = along[np.minimum(at, len(along) - 1)]
    return at, (share / chance)[at]


def coverage(dice, rounds, articles, groups, n, **options) -> dict:
    """How often bands hold the true mean: overall, of groups by kind, and the usual band."""
    held = {"overall": [], "naive": [], True: [], False: []}
    for _ in range(rounds):
        group, article, score, label, true = world(dice, articles, groups, **options)
        at, weight = picked(dice, article, score, n)
        tone = np.bincount(article, score) / np.bincount(article)
        asked = article[at], label[at], score[at], weight
        whole = bands(tone, np.zeros(articles, int), 1, *asked).iloc[0]
        mean = true[group].mean()
        held["overall"].append(whole["low"] <= mean <= whole["high"])
        half = 1.96 * tone.std(ddof=1) / np.sqrt(articles)
        held["naive"].append(abs(tone.mean() - mean) <= half)
        table = bands(tone, group, groups, *asked)
        for own, ok in zip(table["own"], table["low"].le(true) & table["high"].ge(true),
                           strict=True):  # fmt: skip
            held[own].append(ok)
    return {kind: np.mean(v) if v else np.nan for kind, v in held.items()} | {
        "groups": np.mean(held[True] + held[False])
    }


if __name__ == "__main__":
    rounds = int(sys.argv[1]) if sys.argv[1:] else 500
    print("| world | labels | overall | groups | own | pooled | usual band |\n" + "|---" * 7 + "|")
    for name, (articles, groups, apart, bias) in WORLDS.items():
        for n in (100, 200, 400):
            dice = np.random.default_rng(n)
            found = coverage(dice, rounds, articles, groups, n, apart=apart, bias=bias)
            told = (found[kind] for kind in ("overall", "groups", True, False, "naive"))
            print(f"| {name} | {n} |", *(f"{share:.3f} |" for share in told), flush=True)
