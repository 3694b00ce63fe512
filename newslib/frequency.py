"""This turns a Corpus into word counts: how often, in how many articles, and beside what.

Each measure is two steps: integer counts that add up over any partition of the corpus, then a
table of rates made from the sums. Counts and denominators are of words, tokens with a letter or
a digit; stop words and `top` choose which rows are shown and change no number.
"""

import re

import numpy as np
import pandas as pd

from newslib import index, patterns, tokens
from newslib.asking import at_least, find, grouped, per_article, words_in
from newslib.corpus import Corpus

COLUMNS = ("count", "articles", "of_words", "of_articles", "rate", "share")
KEYNESS = ("word", "count_target", "count_reference", "rate_target", "rate_reference", "g2",
           "log_ratio")  # fmt: skip
MOST_CELLS = 100_000_000  # groups times types that keyness counts at once


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
    (denominators: words and articles of the selection or group), `rate` (count per `per` words)
    and `share` (articles / of_articles). A pattern without a hit is a row of zeros.

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
    named = None if words is None else patterns.concepts(words)
    if named is None:
        t = corpus._store.tokens
        spelled, rank = index.spelled(t), t.type_rank
        counted = _counts_of_all(t, ngram, part, codes, len(names), _hidden(t, stopwords), top)
    else:
        spelled = np.array(list(named), object)
        rank = np.argsort(np.argsort(spelled))
        counted = _counts_of_hits(corpus, named, part, case, codes, len(names))
    group, grams, count, articles = counted
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
    if by is not None:
        table.insert(0, by, pd.array(np.array(names, object)[group], dtype="str"))
    arguments = {
        "words": named and patterns.to_json(named), "ngram": ngram, "by": by,
        "stopwords": _said(stopwords), "top": top, "per": per, "case": case,
    }  # fmt: skip
    lost = spelled[np.bincount(grams[0], count, len(spelled)) == 0] if named else ()
    notes = missing_notes(corpus, lost, named, part)
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
    seen = _type_counts(t, part, np.where(corpus._chosen, 0, -1), 1)[0] > 0
    for name in missing:
        near = patterns.near_types(t, named[name], seen)
        meant = f" Near it: {', '.join(near)}." if near else ""
        if any(isinstance(p, str) and re.search(r"\*\S|[?|]| OR ", p) for p in named[name]):
            meant += " A * is any ending; several words go into a list; more in re.compile(…)."
        notes.append(f"No word of the {_PLACE[part]} matches '{name}'.{meant}")
    return notes


_PLACE = {"title": "headlines", "body": "texts", "all": "headlines and texts"}


def _hidden(t: tokens.Tokens, stopwords) -> np.ndarray:
    """Per type: is it a stop word?"""
    if isinstance(stopwords, str) and stopwords != "english":
        raise ValueError(f"stopwords= takes 'english', None or a list; got {stopwords!r}")
    listed = tokens.stopwords() if stopwords == "english" else map(str, stopwords or ())
    hidden = np.zeros(len(t.types), bool)
    hidden[[t.ids[word] for word in map(str.lower, listed) if word in t.ids]] = True
    return hidden


def _said(stopwords):
    return stopwords if isinstance(stopwords, str | None) else sorted(map(str, stopwords))


def _totals(corpus, part, codes, n_groups):
    """Words and articles per group."""
    inside = codes >= 0
    per_article = words_in(corpus, part)
    words = np.bincount(codes[inside], per_article[inside], n_groups).astype(np.int64)
    return words, np.bincount(codes[inside], minlength=n_groups)


def _counts_of_hits(corpus, named, part, case, codes, n_groups):
    """Count the hits of concepts in each group: group, concepts, count, articles."""
    count = np.zeros((2, n_groups, len(named)), np.int64)
    for i, wanted in enumerate(named.values()):
        own = per_article(corpus, wanted, part, case)
        here = np.flatnonzero(own)
        for j, number in enumerate((own[here], None)):
            count[j, :, i] = np.bincount(codes[here], number, n_groups)
    group, concept = (place.ravel() for place in np.indices(count[0].shape))
    return group, [concept], *count.reshape(2, -1)


def _counts_of_all(t, ngram, part, codes, n_groups, hidden, top):
    """Count words or n-grams in each group, the `top` at least: group, types, count, articles."""
    rows = index.ngrams(t, ngram, part)
    row, group, count = index.cells(rows, codes, n_groups, hidden, top)
    articles = index.at_cells(rows.count, row, group, codes, n_groups, articles=True)
    return group, list(rows.grams[:, row]), count, articles


def keyness(
    target: Corpus, reference: Corpus | None = None, *, by: str | None = None,
    min_count: int = 5, part: str = "body",
) -> pd.DataFrame:  # fmt: skip
    """Words unusually frequent in `target` compared with `reference`.

    Articles of the target that the reference holds too are left out of the reference, and the
    caption says so: a selection compared with its corpus is compared with the rest of it. With
    `by` (a column such as "outlet") and no reference, each group of `target` is compared with
    the rest of it; with a single group there is nothing to compare, and the table has no rows.
    `min_count` leaves out words with fewer occurrences in both together.

    Returns a row per word, strongest first: with `by` its column, `count_target`,
    `count_reference`, `rate_target`, `rate_reference` (per 10,000 words), `g2` (positive when the
    rate is higher in the target) and `log_ratio` (base 2 of the rates; infinite, with its sign,
    where one count is zero).

    `g2` is Dunning's log-likelihood over all four cells of the table (Dunning 1993,
    Computational Linguistics 19(1)), not the two-term shortcut; the two differ.
    `log_ratio` is Hardie's effect size (Hardie 2014), without his half count for zeros.

    Raises ValueError if either side has no words, or neither `reference` nor `by` is given.

    >>> import pandas as pd, newslib as nl
    >>> corpus = nl.load(pd.DataFrame({"text": ["flood flood rain", "sun sand sun"],
    ...                                "season": ["spring", "summer"]}))
    >>> keyness(corpus.where(season="spring"), corpus, min_count=1).index[0]
    'flood'
    """
    at_least(0, min_count=min_count)
    t, notes = target._store.tokens, []
    arguments = {"by": by, "min_count": min_count, "reference": "rest"}
    if by is not None:
        if reference is not None:
            raise ValueError("keyness takes reference= or by=, not both")
        codes, names = grouped(target, by, beside=KEYNESS)
        counts = _type_counts(t, part, codes, len(names))
        speaks = counts.any(axis=1)
        if speaks.sum() < 2:  # a table without rows: a notebook goes on and says why
            notes = [f"Nothing to compare: the articles have {speaks.sum()} {by} with words."]
            speaks[:] = False
        own, whole = counts[speaks], counts.sum(0)
        table = _compared(index.spelled(t), t.type_rank, own, whole, min_count)
        group = np.repeat(np.array(names, object)[speaks], len(table) // max(len(own), 1))
        table.insert(0, by, pd.array(group, dtype="str"))
        notes = notes or [f"'{n}' has no words in its {_PLACE[part]} and is left out."
                          for n, s in zip(names, speaks, strict=True) if not s]  # fmt: skip
    else:
        if reference is None:
            raise ValueError('keyness needs something to compare with: a reference, or by="outlet"')
        same = reference._store.tokens is t
        shared = same and (target._chosen & reference._chosen).any()
        rest = reference._rest(target) if shared else reference
        spelled, rank = index.spelled(t), t.type_rank
        if same:
            codes = np.where(target._chosen, 0, np.where(rest._chosen, 1, -1))
            own, other = _type_counts(t, part, codes, 2)
        else:
            own, given = (
                _type_counts(side._store.tokens, part, np.where(side._chosen, 0, -1), 1)[0]
                for side in (target, rest)
            )
            ids = dict(t.ids)  # the types of both, in one row
            to = [ids.setdefault(spelling, len(ids)) for spelling in rest._store.tokens.types]
            own, other = np.pad(own, (0, len(ids) - len(own))), np.zeros(len(ids), np.int64)
            other[to] = given
            spelled = np.array(list(ids), object)
            rank = np.argsort(np.argsort(spelled))
        for name, counts in (("target", own), ("reference", other)):
            if not counts.any():
                raise ValueError(f"the {name} has no words in its {_PLACE[part]}")
        table = _compared(spelled, rank, own[None], own + other, min_count)
        arguments |= {
            "reference": "rest" if shared else "given", "reference_corpus": rest.fingerprint,
            "reference_articles": len(rest), "reference_words": int(other.sum()),
        }  # fmt: skip
    table.attrs["newslib"] = target.describe("keyness", part, arguments, notes)
    return table


def _type_counts(t, part: str, codes: np.ndarray, n_groups: int) -> np.ndarray:
    """Words per group and type."""
    if n_groups * len(t.types) > MOST_CELLS:
        raise ValueError(f"{n_groups:,} groups are too many to compare; take a coarser column")
    rows, counts = index.ngrams(t, 1, part), np.zeros((n_groups, len(t.types)), np.int64)
    for low, count in index.summed(rows.count, codes, n_groups):
        counts[:, rows.grams[0, low : low + len(count)]] = count.T
    return counts


def _compared(spelled, rank, targets, whole, min_count: int) -> pd.DataFrame:
    """The table of keyness: each target's counts per type against the rest of the whole."""
    kept = np.flatnonzero(whole >= max(min_count, 1))
    kept = kept[np.argsort(rank[kept])]
    kinds = [int] * 3 + [float] * 4
    word, *columns = (np.empty((len(targets), len(kept)), kind) for kind in kinds)
    for i, own in enumerate(targets):
        of_a, of_b = float(own.sum()), float((whole - own).sum())
        a, b = own[kept].astype(float), (whole - own)[kept].astype(float)
        g2 = np.sign(a * of_b - b * of_a) * log_likelihood(a, b, of_a, of_b)
        with np.errstate(divide="ignore"):
            log_ratio = np.log2(a / of_a) - np.log2(b / of_b)
        order = np.argsort(-g2, kind="stable")
        word[i], values = kept[order], (a, b, a / of_a * 10_000, b / of_b * 10_000, g2, log_ratio)
        for column, value in zip(columns, values, strict=True):
            column[i] = value[order]
    return pd.DataFrame(
        {name: column.ravel() for name, column in zip(KEYNESS[1:], columns, strict=True)},
        index=pd.Index(spelled[word.ravel()], dtype="str", name="word"),
    )


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


def collocates(
    corpus: Corpus, word, *, window: int = 5, stopwords="english", top: int | None = None,
    part: str = "body", case: bool = False,
) -> pd.DataFrame:  # fmt: skip
    """Words that stand near a pattern: within `window` words of it, in the same sentence.

    Returns a DataFrame indexed by `word`, by count and then by the word: `count` (occurrences
    near a hit), `left` and `right` (those before and after it), `articles` (that have one).
    A word near two hits counts for each. `stopwords` and `top` choose which rows are shown.

    Raises ValueError for an empty pattern or a window below 1.

    >>> import newslib as nl
    >>> corpus = nl.paste("The dam broke. Nobody saw the dam break at night.")
    >>> collocates(corpus, "dam").loc["night", ["count", "left", "right"]].tolist()
    [1, 0, 1]
    """
    at_least(1, window=window)
    at_least(0, top=top)
    named, t = patterns.concepts(word), corpus._store.tokens
    wanted = [p for several in named.values() for p in several]

    def hits(chosen=corpus):
        return find(chosen, wanted, part, case)

    asked = *wanted, part, case, window
    rows = index.neighbours(t, asked, lambda: hits(Corpus(corpus._store)), window)
    codes = np.where(corpus._chosen, 0, -1)
    row, group, count = index.cells(rows, codes, 1, _hidden(t, stopwords), top)
    type_ = rows.grams[0, row]
    order = np.lexsort((t.type_rank[type_], -count))[:top]
    row, group, count, type_ = row[order], group[order], count[order], type_[order]
    left = index.at_cells(rows.left, row, group, codes, 1)
    articles = index.at_cells(rows.count, row, group, codes, 1, articles=True)
    table = pd.DataFrame(
        {"count": count, "left": left, "right": count - left, "articles": articles},
        index=pd.Index(index.spelled(t)[type_], dtype="str", name="word"),
    )  # fmt: skip
    arguments = {"word": patterns.to_json(named), "window": window, "top": top, "case": case,
                 "stopwords": _said(stopwords)}  # fmt: skip
    missing = () if len(count) or len(hits().first) else named
    notes = missing_notes(corpus, missing, named, part)
    table.attrs["newslib"] = corpus.describe("collocates", part, arguments, notes)
    return table


def find_any(corpus: Corpus, named: dict, part: str, case: bool) -> patterns.Hits:
    """Hits of all concepts together, as of one."""
    return find(corpus, [p for wanted in named.values() for p in wanted], part, case)
