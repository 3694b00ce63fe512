"""This turns a Corpus into word counts: how often, in how many articles, and beside what.

Each measure is two steps: integer counts that add up over any partition of the corpus, then a
table of rates made from the sums. Counts and denominators are of words, tokens with a letter or
a digit; stop words and `top` choose which rows are shown and change no number.
"""

import re

import numpy as np
import pandas as pd

from newslib import index, patterns, tokens
from newslib.asking import at_least, grouped, per_article, without_copies, words_in
from newslib.corpus import Corpus

COLUMNS = ("count", "articles", "of_words", "of_articles", "rate", "share", "rate_once")


def frequency(
    corpus: Corpus, *, words=None, ngram: int = 1, by: str | None = None, stopwords="english",
    top: int | None = None, per: int = 10_000, part: str = "body", case: bool = False,
) -> pd.DataFrame:  # fmt: skip
    """Count words: all of them, or those asked for, in the whole corpus or by a column.

    `words` takes a pattern, a list or a dict of concepts (see the README); without it every word
    is counted, or every run of `ngram` words that stand next to each other in a sentence.
    `by` is any column of `corpus.articles`; articles without a value are "(no outlet)".
    `stopwords` hides rows: "english" (newslib's list), None, or your own words; an n-gram is
    hidden when it starts or ends with one. `top` shows that many rows, of each group with `by`.
    `part` is "body", "title" or "all"; `case=True` keeps capitals apart in `words`.

    Returns a DataFrame indexed by `word`, by count and then by the word: with `by` its column
    first, then `count` (occurrences), `articles` (that have it), `of_words` and `of_articles`
    (denominators: words and articles of the selection or group), `rate` (count per `per` words),
    `share` (articles / of_articles) and `rate_once` (the rate with copies, as `nl.copies` finds
    them, counted once in each group; notes name the words whose rank that changes most). A
    pattern without a hit is a row of zeros.

    Raises ValueError for an empty pattern, an unknown column or part, or ngram below 1.

    >>> import newslib as nl
    >>> corpus = nl.paste("Flood in port\\n\\nThe flood rose. Floods, they said, will return.")
    >>> frequency(corpus, words="flood*")[["count", "articles", "of_words", "rate"]]
            count  articles  of_words    rate
    word
    flood*      2         1         8  2500.0
    """
    if words is not None and ngram != 1:
        raise ValueError("words= and ngram= exclude each other: a phrase goes into words=")
    at_least(1, ngram=ngram)
    at_least(0, top=top)
    codes, names = grouped(corpus, by, beside=("word", *COLUMNS))
    left = without_copies(corpus, codes)
    named = None if words is None else patterns.concepts(words)
    if named is None:
        t = corpus._store.tokens
        spelled, rank = index.spelled(t), t.type_rank
        counted = _counts_of_all(t, ngram, part, codes, left, len(names), hidden(t, stopwords), top)
    else:
        spelled = np.array(list(named), object)
        rank = np.argsort(np.argsort(spelled))
        counted = _counts_of_hits(corpus, named, part, case, codes, left, len(names))
    group, grams, count, articles, count_once = counted
    order = np.lexsort((*(rank[gram] for gram in reversed(grams)), -count, group))
    if top is not None:
        first = np.searchsorted(group[order], np.arange(len(names)))
        order = order[np.arange(len(order)) - first[group[order]] < top]
    label = spelled[grams[0][order]]
    for gram in grams[1:]:
        label = label + " " + spelled[gram[order]]
    group = group[order]
    words_of, articles_of = _totals(corpus, part, codes, len(names))
    table = pd.DataFrame(
        {"count": count[order], "articles": articles[order], "of_words": words_of[group],
         "of_articles": articles_of[group]},
        index=pd.Index(label, dtype="str", name="word"),
    )  # fmt: skip
    table["rate"] = divide(table["count"] * per, table["of_words"])
    table["share"] = divide(table["articles"], table["of_articles"])
    words_once, _ = _totals(corpus, part, left, len(names))
    table["rate_once"] = divide(count_once[order] * per, words_once[group])
    if by is not None:
        table.insert(0, by, pd.array(np.array(names, object)[group], dtype="str"))
    arguments = {
        "words": named and patterns.to_json(named), "ngram": ngram, "by": by,
        "stopwords": said(stopwords), "top": top, "per": per, "case": case,
    }  # fmt: skip
    lost = spelled[np.bincount(grams[0], count, len(spelled)) == 0] if named else ()
    notes = missing_notes(corpus, lost, named, part) + _moved(table, group, by)
    table.attrs["newslib"] = corpus.describe("frequency", part, arguments, notes)
    return table


def divide(above, below):
    """Divide column by column; nothing divided by nothing is NaN."""
    above, below = np.asarray(above, float), np.asarray(below, float)
    return np.divide(above, below, out=np.full(np.shape(above), np.nan), where=below > 0)


def missing_notes(corpus: Corpus, missing, named: dict, part: str) -> list[str]:
    """Return a sentence for each concept that has no hit, naming words spelled nearly like it."""
    if not len(missing):
        return []
    t, notes = corpus._store.tokens, []
    own = index.ngrams(t, 1, part)
    seen = np.zeros(len(t.types), bool)
    seen[own.grams[0]] = own.count @ corpus._chosen.astype(np.int32) > 0
    for name in missing:
        near = patterns.near_types(t, named[name], seen)
        meant = f" Near it: {', '.join(near)}." if near else ""
        if any(isinstance(p, str) and re.search(r"\*\S|[?|]| OR ", p) for p in named[name]):
            meant += " A * is any ending; several words go into a list; more in re.compile(…)."
        notes.append(f"No word of the {PLACE[part]} matches '{name}'.{meant}")
    return notes


PLACE = {"title": "headlines", "body": "texts", "all": "headlines and texts"}


def hidden(t: tokens.Tokens, stopwords) -> np.ndarray:
    """Per type: is it a stop word?"""
    if isinstance(stopwords, str) and stopwords != "english":
        raise ValueError(f"stopwords= takes 'english', None or a list; got {stopwords!r}")
    listed = tokens.stopwords() if stopwords == "english" else map(str, stopwords or ())
    stopped = np.zeros(len(t.types), bool)
    stopped[[t.ids[word] for word in map(str.lower, listed) if word in t.ids]] = True
    return stopped


def said(stopwords):
    """The stop words as plain data."""
    return stopwords if isinstance(stopwords, str | None) else sorted(map(str, stopwords))


def _totals(corpus, part, codes, n_groups):
    """Words and articles per group."""
    inside = codes >= 0
    per_article = words_in(corpus, part)
    words = np.bincount(codes[inside], per_article[inside], n_groups).astype(np.int64)
    return words, np.bincount(codes[inside], minlength=n_groups)


def _counts_of_hits(corpus, named, part, case, codes, left, n_groups):
    """Count the hits of concepts in each group: group, concepts, count, articles, count once."""
    count = np.zeros((3, n_groups, len(named)), np.int64)
    for i, wanted in enumerate(named.values()):
        own = per_article(corpus, wanted, part, case)
        here = np.flatnonzero(own * (codes >= 0))
        count[0, :, i] = np.bincount(codes[here], own[here], n_groups)
        count[1, :, i] = np.bincount(codes[here], None, n_groups)
        here = here[left[here] >= 0]
        count[2, :, i] = np.bincount(codes[here], own[here], n_groups)
    group, concept = (place.ravel() for place in np.indices(count[0].shape))
    return group, [concept], *count.reshape(3, -1)


def _counts_of_all(t, ngram, part, codes, left, n_groups, stopped, top):
    """Count words or n-grams in each group, the `top` at least: as `_counts_of_hits`."""
    rows = index.ngrams(t, ngram, part)
    row, group, count = index.cells(rows, codes, n_groups, stopped, top)
    articles = index.at_cells(rows.count, row, group, codes, n_groups, articles=True)
    again = count if left is codes else index.at_cells(rows.count, row, group, left, n_groups)
    return group, list(rows.grams[:, row]), count, articles, again


def _moved(table: pd.DataFrame, group: np.ndarray, by: str | None) -> list[str]:
    """A sentence on the words whose rank copies change most."""
    ranks = [table[name].groupby(group).rank(ascending=False, method="min")
             for name in ("rate", "rate_once")]  # fmt: skip
    moved = (ranks[1] - ranks[0]).to_numpy()
    if not (some := int(np.count_nonzero(np.nan_to_num(moved)))):
        return []
    most = np.argsort(-np.abs(np.nan_to_num(moved)), kind="stable")[: min(some, 3)]
    where = table[by].to_numpy() if by else [""] * len(table)
    named = [f"'{table.index[i]}'" + f" in {where[i]}" * bool(by)
             + f" ({ranks[0].iloc[i]:.0f} to {ranks[1].iloc[i]:.0f})" for i in most]  # fmt: skip
    return [f"With copies counted once, {some:,} of {len(table):,} words change rank: "
            f"{', '.join(named)}{' and others' * (some > 3)}."]  # fmt: skip
