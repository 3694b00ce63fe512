"""This is what a measure asks of a corpus: which tokens, which groups, which hits."""

import numpy as np
import pandas as pd

from newslib import patterns
from newslib.corpus import Corpus, keep
from newslib.tokens import parts_of

MOST_KEPT = 8  # hits of a pattern that are remembered


def at_least(least: int, **numbers) -> None:
    """Refuse an argument that is given and is not a whole number from `least` on."""
    for name, value in numbers.items():
        whole = isinstance(value, int | np.integer) and value >= least
        if value is not None and not whole:
            raise ValueError(f"{name}= takes {least}, {least + 1}, {least + 2} …; got {value!r}")


def need_corpus(corpus) -> None:
    """Refuse what is not a corpus, such as the name of a folder."""
    if not isinstance(corpus, Corpus):
        raise TypeError(
            f"this takes a corpus, such as nl.load('articles') returns; got {str(corpus)[:60]!r}"
        )


def tokens_in(corpus: Corpus, part: str) -> np.ndarray:
    """Per token of the store: is it in the chosen articles and the part?"""
    t = corpus._store.tokens
    return corpus._chosen[t.article] & np.isin(t.part, parts_of(part))


def words_in(corpus: Corpus, part: str) -> np.ndarray:
    """Words per article of the store, in the part."""
    return corpus._store.tokens.words_per_article[:, parts_of(part)].sum(axis=1)


def grouped(corpus: Corpus, by: str | None, *, collection: bool = False, beside=()):
    """Group the articles by a column: a code per article, -1 outside, and the groups' names.

    Without `by` all are one group. An article without a value is in the group "(no outlet)".
    With `collection` the articles of the collection are grouped, not only the chosen. `beside`
    are the columns of the table to come, which cannot also be the name of the groups.
    """
    need_corpus(corpus)
    inside = corpus._collection if collection else corpus._chosen
    if by is None:
        return np.where(inside, 0, -1), [""]
    articles = corpus._store.articles
    if by not in list(articles.columns):
        raise ValueError(
            f"by= takes a column of the articles; there is no '{by}'. "
            f"This corpus has: {', '.join(articles.columns)}"
        )
    if by in beside:
        raise ValueError(
            f"by='{by}' has the name of a column of the result; give yours another name: "
            f"corpus.assign(my_{by}=corpus.articles['{by}'])"
        )
    column = articles[by]
    if pd.api.types.is_datetime64_any_dtype(column):
        column = column.dt.strftime("%Y-%m-%d")
    elif pd.api.types.is_float_dtype(column) and (column.dropna() % 1 == 0).all():
        column = column.astype("Int64")  # whole numbers, made floats by a gap
    values = column.astype("str").where(column.notna() & (column.astype("str") != ""))
    values = values.fillna(f"(no {by})").to_numpy(object)
    names = sorted(set(values[inside]))
    place = {name: i for i, name in enumerate(names)}
    return np.array([place[v] if i else -1 for v, i in zip(values, inside, strict=True)]), names


def find(corpus: Corpus, wanted: list, part: str, case: bool = False) -> patterns.Hits:
    """Hits of a concept in the chosen articles and the part."""
    need_corpus(corpus)
    store, asked = corpus._store, (*wanted, case)
    known = store.tokens.cache.setdefault("hits", {})
    if asked not in known:
        found = patterns.find(store.tokens, store.string_of, wanted, case=case)
        keep(known, asked, found, MOST_KEPT)
    return known[asked].take(tokens_in(corpus, part)[known[asked].first])


def add_articles(corpus: Corpus, table: pd.DataFrame) -> pd.DataFrame:
    """Add `title`, `outlet` and `date` of the article to each row of a table."""
    for name in ("title", "outlet", "date"):
        table[name] = corpus._store.articles[name].array.take(table["article"].to_numpy())
    return table
