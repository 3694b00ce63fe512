"""This turns a Corpus into word counts: how often, in how many articles, and beside what.

Each measure is two steps: integer counts that add up over any partition of the corpus, then a
table of rates made from the sums. Counts and denominators are of words, tokens with a letter or
a digit; stop words and `top` choose which rows are shown and change no number.
"""

import re

import numpy as np
import pandas as pd

from newslib import patterns, tokens
from newslib.asking import at_least, find, grouped, tokens_in, words_in
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
        spelled, rank = np.array(t.types, object), t.type_rank
        counted = _counts_of_all(corpus, ngram, part, codes, _hidden(stopwords))
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
    seen = np.bincount(t.type[tokens_in(corpus, part) & t.is_word], minlength=len(t.types)) > 0
    for name in missing:
        near = patterns.near_types(t, named[name], seen)
        meant = f" Near it: {', '.join(near)}." if near else ""
        if any(isinstance(p, str) and re.search(r"\*\S|[?|]| OR ", p) for p in named[name]):
            meant += " A * is any ending; several words go into a list; more in re.compile(…)."
        notes.append(f"No word of the {_PLACE[part]} matches '{name}'.{meant}")
    return notes


_PLACE = {"title": "headlines", "body": "texts", "all": "headlines and texts"}


def _hidden(stopwords) -> frozenset:
    if isinstance(stopwords, str):
        if stopwords != "english":
            raise ValueError(f"stopwords= takes 'english', None or a list; got {stopwords!r}")
        return tokens.stopwords()
    return frozenset(str(word).lower() for word in stopwords or ())


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
        article = corpus._store.tokens.article[find(corpus, wanted, part, case).first]
        for j, own in enumerate((article, np.flatnonzero(np.bincount(article)))):
            count[j, :, i] = np.bincount(codes[own], minlength=n_groups)
    group, concept = (index.ravel() for index in np.indices(count[0].shape))
    return group, [concept], *count.reshape(2, -1)


def _counts_of_all(corpus, ngram, part, codes, hidden):
    """Count every word or n-gram of each group: group, types, count, articles."""
    t = corpus._store.tokens
    inside = tokens_in(corpus, part) & t.is_word
    start = np.flatnonzero(inside)
    start = start[start + ngram <= len(t)]
    start = start[t.sentence[start] == t.sentence[start + ngram - 1]]
    for offset in range(1, ngram):
        start = start[inside[start + offset]]
    gram = t.type[start].astype(np.int64)  # n-grams as numbers
    for offset in range(1, ngram):
        if offset > 1:
            gram = np.unique(gram, return_inverse=True)[1]  # small again
        gram = gram * len(t.types) + t.type[start + offset]
    cell = codes[t.article[start]] * (gram.max(initial=0) + 1) + gram
    small = np.min_scalar_type(cell.max(initial=0))  # sorts in half the time
    order = np.argsort(cell.astype(small), kind="stable")
    cell, article = cell[order], t.article[start[order]]
    changes = np.diff(cell, prepend=-1) != 0
    row = np.flatnonzero(changes)
    changes |= np.diff(article, prepend=-1) != 0  # one for each group, n-gram and article
    count = np.diff(np.r_[row, len(cell)])
    articles = np.add.reduceat(changes, row, dtype=np.int64)
    stop = np.fromiter((spelling in hidden for spelling in t.types), bool, len(t.types))
    at = start[order[row]]
    shown = ~(stop[t.type[at]] | stop[t.type[at + ngram - 1]])
    grams = [t.type[at[shown] + offset] for offset in range(ngram)]
    return codes[article[row]][shown], grams, count[shown], articles[shown]


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
        counts = _type_counts(target, part, codes, len(names))
        speaks = counts.any(axis=1)
        if speaks.sum() < 2:  # a table without rows: a notebook goes on and says why
            notes = [f"Nothing to compare: the articles have {speaks.sum()} {by} with words."]
            speaks[:] = False
        tables, whole = [_compared(t.types, *np.zeros((2, len(t.types)), int), 1)], counts.sum(0)
        tables[0].insert(0, by, pd.array([], dtype="str"))
        for name, own in zip(np.array(names, object)[speaks], counts[speaks], strict=True):
            table = _compared(t.types, own, whole - own, min_count)
            table.insert(0, by, pd.array([name] * len(table), dtype="str"))
            tables.append(table)
        table = pd.concat(tables)
        notes = notes or [f"'{n}' has no words in its {_PLACE[part]} and is left out."
                          for n, s in zip(names, speaks, strict=True) if not s]  # fmt: skip
    else:
        if reference is None:
            raise ValueError('keyness needs something to compare with: a reference, or by="outlet"')
        same = reference._store.tokens is t
        shared = same and (target._chosen & reference._chosen).any()
        rest = reference._rest(target) if shared else reference
        own, other = (
            _type_counts(side, part, np.where(side._chosen, 0, -1), 1)[0] for side in (target, rest)
        )
        for name, counts in (("target", own), ("reference", other)):
            if not counts.any():
                raise ValueError(f"the {name} has no words in its {_PLACE[part]}")
        ids = t.ids
        if not same:  # the types of both, in one row
            ids = dict(ids)
            to = [ids.setdefault(spelling, len(ids)) for spelling in rest._store.tokens.types]
            own = np.r_[own, np.zeros(len(ids) - len(own), np.int64)]
            given, other = other, np.zeros(len(ids), np.int64)
            other[to] = given
        table = _compared(list(ids), own, other, min_count)
        arguments |= {
            "reference": "rest" if shared else "given", "reference_corpus": rest.fingerprint,
            "reference_articles": len(rest), "reference_words": int(other.sum()),
        }  # fmt: skip
    table.attrs["newslib"] = target.describe("keyness", part, arguments, notes)
    return table


def _type_counts(corpus: Corpus, part: str, codes: np.ndarray, n_groups: int) -> np.ndarray:
    """Words per group and type."""
    t = corpus._store.tokens
    if n_groups * len(t.types) > MOST_CELLS:
        raise ValueError(f"{n_groups:,} groups are too many to compare; take a coarser column")
    inside = tokens_in(corpus, part) & t.is_word
    cell = codes[t.article[inside]] * len(t.types) + t.type[inside]
    return np.bincount(cell, minlength=n_groups * len(t.types)).reshape(n_groups, len(t.types))


def _compared(types: list[str], own, other, min_count: int) -> pd.DataFrame:
    """The table of keyness, from counts per type on both sides."""
    of_a, of_b = float(own.sum()), float(other.sum())
    enough = np.flatnonzero(own + other >= max(min_count, 1))
    kept = np.array(sorted(enough.tolist(), key=types.__getitem__), int)
    a, b = own[kept].astype(float), other[kept].astype(float)
    g2 = np.sign(a * of_b - b * of_a) * log_likelihood(a, b, of_a, of_b)
    with np.errstate(divide="ignore"):
        log_ratio = np.log2(a / of_a) - np.log2(b / of_b)
    table = pd.DataFrame(
        {"count_target": own[kept], "count_reference": other[kept],
         "rate_target": a / of_a * 10_000, "rate_reference": b / of_b * 10_000,
         "g2": g2, "log_ratio": log_ratio},
        index=pd.Index([types[i] for i in kept], dtype="str", name="word"),
    )  # fmt: skip
    return table.iloc[np.argsort(-g2, kind="stable")]


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
    hits = find_any(corpus, named, part, case)
    near, n_left = near_tokens(corpus, hits, window)
    sides = [np.bincount(t.type[own], minlength=len(t.types)) for own in np.split(near, [n_left])]
    pairs = np.sort(t.type[near].astype(np.int64) * t.n_articles + t.article[near])
    pairs = pairs[np.diff(pairs, prepend=-1) != 0]
    articles = np.bincount(pairs // t.n_articles, minlength=len(t.types))
    hidden = _hidden(stopwords)
    kinds = [k for k in np.flatnonzero(articles).tolist() if t.types[k] not in hidden]
    count = sum(sides)[kinds]
    order = np.array(kinds, int)[np.lexsort((t.type_rank[kinds], -count))][:top]
    table = pd.DataFrame(
        {"count": sum(sides)[order], "left": sides[0][order], "right": sides[1][order],
         "articles": articles[order]},
        index=pd.Index([t.types[k] for k in order], dtype="str", name="word"),
    )  # fmt: skip
    arguments = {"word": patterns.to_json(named), "window": window, "top": top, "case": case,
                 "stopwords": _said(stopwords)}  # fmt: skip
    missing = [] if len(hits.first) else list(named)
    notes = missing_notes(corpus, missing, named, part)
    table.attrs["newslib"] = corpus.describe("collocates", part, arguments, notes)
    return table


def find_any(corpus: Corpus, named: dict, part: str, case: bool) -> patterns.Hits:
    """Hits of all concepts together, as of one."""
    return find(corpus, [p for wanted in named.values() for p in wanted], part, case)


def near_tokens(corpus: Corpus, hits: patterns.Hits, window: int):
    """Word tokens near the hits: first those to the left, whose number is returned, then right."""
    t = corpus._store.tokens
    words = np.flatnonzero(t.is_word)
    before = np.searchsorted(words, hits.first)  # rank of the first word at or after the hit
    after = np.searchsorted(words, hits.stop)
    sides = []
    for ranks, steps, anchor in (
        (before, range(-1, -window - 1, -1), hits.first),
        (after, range(window), hits.stop - 1),
    ):
        side = [np.empty(0, np.int64)]
        for step in steps:
            rank = ranks + step
            inside = (rank >= 0) & (rank < len(words))
            token = words[rank[inside]]
            side.append(token[t.sentence[token] == t.sentence[anchor[inside]]])
        sides.append(np.concatenate(side))
    return np.concatenate(sides), len(sides[0])
