"""This turns a Corpus into word counts: how often, in how many articles, and beside what.

Each measure is two steps: integer counts that add up over any partition of the corpus, then a
table of rates made from the sums. Counts and denominators are of words, tokens with a letter or
a digit; stop words and `top` choose which rows are shown and change no number.
"""

import numpy as np
import pandas as pd

from newslib import patterns, tokens
from newslib.corpus import Corpus, find, grouped, tokens_in


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
    codes, names = grouped(corpus, by)
    notes = []
    if words is not None:
        named = patterns.concepts(words)
        labels = list(named)
        rows = [_counts_of_hits(corpus, wanted, part, case, codes, len(names))
                for wanted in named.values()]  # fmt: skip
        count, articles = (np.stack(column, axis=1) for column in zip(*rows, strict=True))
        group, word = (a.ravel() for a in np.indices(count.shape))
        count, articles = count.ravel(), articles.ravel()
        notes = missing_notes(corpus, named, part, case)
    else:
        labels, group, word, count, articles = _counts_of_all(
            corpus, ngram, part, codes, len(names), _hidden(stopwords), top
        )
    words_of, articles_of = _totals(corpus, part, codes, len(names))
    table = pd.DataFrame({
        "word": pd.array([labels[w] for w in word], dtype="str"),
        "group": group, "count": count, "articles": articles,
        "of_words": words_of[group], "of_articles": articles_of[group],
    })  # fmt: skip
    table = table.sort_values(["group", "count", "word"], ascending=[True, False, True])
    if top is not None:
        table = table.groupby("group", sort=False).head(top)
    table["rate"] = divide(table["count"] * per, table["of_words"])
    table["share"] = divide(table["articles"], table["of_articles"])
    table = table.set_index("word")
    table.insert(0, by or "group", [names[g] for g in table.pop("group")])
    if by is None:
        table = table.drop(columns="group")
    arguments = {
        "words": None if words is None else patterns.to_json(named), "ngram": ngram, "by": by,
        "stopwords": stopwords if stopwords is None or isinstance(stopwords, str)
        else sorted(stopwords), "top": top, "per": per, "case": case,
    }  # fmt: skip
    table.attrs["newslib"] = corpus.describe("frequency", part, arguments, notes)
    return table


def divide(above, below):
    """Divide column by column; nothing divided by nothing is NaN."""
    above, below = np.asarray(above, float), np.asarray(below, float)
    return np.divide(above, below, out=np.full(np.shape(above), np.nan), where=below > 0)


def missing_notes(corpus: Corpus, named: dict, part: str, case: bool) -> list[str]:
    """Return a sentence for each concept without a hit, naming words spelled nearly like it."""
    notes = []
    for name, wanted in named.items():
        if not len(find(corpus, wanted, part, case).first):
            near = patterns.near_types(corpus._store.tokens, wanted[0]) if wanted else []
            meant = f" Near it: {', '.join(near)}." if near else ""
            notes.append(f"No word of the {_PLACE[part]} matches '{name}'.{meant}")
    return notes


_PLACE = {"title": "headlines", "body": "texts", "all": "headlines and texts"}


def _hidden(stopwords) -> frozenset:
    if isinstance(stopwords, str):
        if stopwords != "english":
            raise ValueError(f"stopwords= takes 'english', None or a list; got {stopwords!r}")
        return tokens.stopwords()
    return frozenset(str(word).lower() for word in stopwords or ())


def _totals(corpus, part, codes, n_groups):
    """Words and articles per group."""
    per_article = corpus._store.tokens.words_per_article
    column = {"title": per_article[:, 0], "body": per_article[:, 1]}.get(part)
    column = per_article.sum(axis=1) if column is None else column
    inside = codes >= 0
    words = np.bincount(codes[inside], column[inside], n_groups).astype(np.int64)
    return words, np.bincount(codes[inside], minlength=n_groups)


def _counts_of_hits(corpus, wanted, part, case, codes, n_groups):
    """Per group: hits, and articles with a hit."""
    article = corpus._store.tokens.article[find(corpus, wanted, part, case).first]
    count = np.bincount(codes[article], minlength=n_groups)
    return count, np.bincount(codes[np.unique(article)], minlength=n_groups)


def _counts_of_all(corpus, ngram, part, codes, n_groups, hidden, top):
    """Every word or n-gram: labels, then per row group, label, count, articles."""
    if ngram < 1:
        raise ValueError(f"ngram= takes 1, 2, 3 …; got {ngram}")
    t = corpus._store.tokens
    inside = tokens_in(corpus, part) & t.is_word
    start = np.flatnonzero(inside)
    start = start[start + ngram <= len(t)]
    start = start[t.sentence[start] == t.sentence[np.minimum(start + ngram - 1, len(t) - 1)]]
    for offset in range(1, ngram):
        start = start[inside[start + offset]]
    gram, first = t.type[start].astype(np.int64), start  # the grams, and one place of each
    for offset in range(1, ngram):
        pairs = gram * len(t.types) + t.type[start + offset]
        gram = np.unique(pairs, return_inverse=True)[1]
    kinds, first, gram = np.unique(gram, return_index=True, return_inverse=True)
    stop = np.fromiter((spelling in hidden for spelling in t.types), bool, len(t.types))
    at = start[first]
    shown = ~(stop[t.type[at]] | stop[t.type[at + ngram - 1]]) if len(at) else np.empty(0, bool)
    article = t.article[start]
    cell = codes[article].astype(np.int64) * len(kinds) + gram
    cells, count = np.unique(cell, return_counts=True)
    pair = np.unique(cell * len(codes) + article) // len(codes)
    articles = np.unique(pair, return_counts=True)[1]
    group, word = np.divmod(cells, max(len(kinds), 1))
    keep = shown[word]
    if top is not None:  # rows that cannot be among the top need no label
        for g in range(n_groups):
            own = np.flatnonzero(keep & (group == g))
            if len(own) > top > 0:
                least = np.partition(count[own], -top)[-top]
                keep[own[count[own] < least]] = False
    group, word, count, articles = group[keep], word[keep], count[keep], articles[keep]
    labels = {w: " ".join(t.types[k] for k in t.type[at[w] : at[w] + ngram])
              for w in np.unique(word).tolist()}  # fmt: skip
    return labels, group, word, count, articles


def keyness(
    target: Corpus, reference: Corpus | None = None, *, by: str | None = None,
    min_count: int = 5, part: str = "body",
) -> pd.DataFrame:  # fmt: skip
    """Words unusually frequent in `target` compared with `reference`.

    Where the target lies within the reference, the reference is the rest of it, and the caption
    says so. With `by` (a column such as "outlet") and no reference, each group of `target` is
    compared with the rest of it. `min_count` leaves out words with fewer occurrences in both
    together.

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
    if by is not None:
        if reference is not None:
            raise ValueError("keyness takes reference= or by=, not both")
        codes, names = grouped(target, by)
        tables = []
        for code, name in enumerate(names):
            own = target.where(mask=(codes == code)[target._chosen])
            table = keyness(own, target, min_count=min_count, part=part)
            table.insert(0, by, name)
            tables.append(table)
        whole = pd.concat(tables)
        arguments = {"by": by, "min_count": min_count, "reference": "rest"}
        whole.attrs["newslib"] = target.describe("keyness", part, arguments)
        return whole
    if reference is None:
        raise ValueError('keyness needs something to compare with: a reference, or by="outlet"')
    rest = target._store is reference._store and not (target._chosen & ~reference._chosen).any()
    against = reference._rest(target) if rest else reference
    one, other = (_word_counts(side, part) for side in (target, against))
    for name, side in (("target", one), ("reference", other)):
        if not side.sum():
            raise ValueError(f"the {name} has no words in its {_PLACE[part]}")
    table = pd.DataFrame({"count_target": one, "count_reference": other}).fillna(0).astype(int)
    table = table[table.sum(axis=1) >= min_count].rename_axis("word")
    a, b = table["count_target"].to_numpy(float), table["count_reference"].to_numpy(float)
    of_a, of_b = float(one.sum()), float(other.sum())
    table["rate_target"], table["rate_reference"] = a / of_a * 10_000, b / of_b * 10_000
    table["g2"] = np.sign(a / of_a - b / of_b) * log_likelihood(a, b, of_a, of_b)
    with np.errstate(divide="ignore"):
        table["log_ratio"] = np.log2(a / of_a) - np.log2(b / of_b)
    table = table.iloc[np.lexsort((table.index.to_numpy(object), -table["g2"].to_numpy()))]
    arguments = {"by": None, "min_count": min_count, "reference": "rest" if rest else "given",
                 "reference_corpus": None if rest else against.fingerprint,
                 "reference_articles": len(against), "reference_words": int(of_b)}  # fmt: skip
    table.attrs["newslib"] = target.describe("keyness", part, arguments)
    return table


def log_likelihood(a, b, of_a, of_b):
    """Dunning's G2 over all four cells: 2 * sum(observed * ln(observed / expected)).

    >>> round(float(log_likelihood(10.0, 5.0, 100.0, 100.0)), 4)
    1.8375
    """
    observed = np.stack([a, b, of_a - a, of_b - b])
    share = (a + b) / (of_a + of_b)
    expected = np.stack([of_a * share, of_b * share, of_a * (1 - share), of_b * (1 - share)])
    ratio = np.divide(observed, expected, out=np.ones_like(observed), where=observed > 0)
    return np.maximum(2 * (observed * np.log(ratio)).sum(axis=0), 0.0)


def _word_counts(corpus: Corpus, part: str) -> pd.Series:
    t = corpus._store.tokens
    counts = np.bincount(t.type[tokens_in(corpus, part) & t.is_word], minlength=len(t.types))
    seen = np.flatnonzero(counts)
    return pd.Series(counts[seen], index=pd.Index([t.types[i] for i in seen], dtype="str"))


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
    if window < 1:
        raise ValueError(f"window= takes 1, 2, 3 … words; got {window}")
    named = patterns.concepts(word)
    t = corpus._store.tokens
    near, side, _ = near_tokens(corpus, named, window, part, case)
    kinds, code = np.unique(t.type[near], return_inverse=True)
    left = np.bincount(code[side < 0], minlength=len(kinds))
    right = np.bincount(code[side > 0], minlength=len(kinds))
    pairs = np.unique(np.stack([code, t.article[near]]), axis=1)
    table = pd.DataFrame({
        "word": pd.array([t.types[k] for k in kinds], dtype="str"), "count": left + right,
        "left": left, "right": right, "articles": np.bincount(pairs[0], minlength=len(kinds)),
    })  # fmt: skip
    table = table[~table["word"].isin(_hidden(stopwords))]
    table = table.sort_values(["count", "word"], ascending=[False, True]).set_index("word")
    arguments = {"word": patterns.to_json(named), "window": window, "top": top, "case": case}
    notes = missing_notes(corpus, named, part, case)
    shown = table if top is None else table.head(top)
    shown.attrs["newslib"] = corpus.describe("collocates", part, arguments, notes)
    return shown


def near_tokens(corpus: Corpus, named: dict, window: int, part: str, case: bool):
    """Word tokens near the hits: their positions, on which side (-1, 1), and of which hit."""
    t = corpus._store.tokens
    hits = find(corpus, [p for wanted in named.values() for p in wanted], part, case)
    words = np.flatnonzero(t.is_word)
    before = np.searchsorted(words, hits.first)  # rank of the first word at or after the hit
    after = np.searchsorted(words, hits.stop)
    near, side, of = [], [], []
    for step in range(1, window + 1):
        for rank, sign, anchor in (
            (before - step, -1, hits.first),
            (after + step - 1, 1, hits.stop - 1),
        ):
            inside = (rank >= 0) & (rank < len(words))
            token = words[rank[inside]]
            same = t.sentence[token] == t.sentence[anchor[inside]]
            near.append(token[same])
            side.append(np.full(same.sum(), sign))
            of.append(np.flatnonzero(inside)[same])
    return np.concatenate(near), np.concatenate(side), np.concatenate(of)
