"""This is what a measure asks of a corpus: which tokens, which groups, which hits."""

import numpy as np
import pandas as pd

from newslib import patterns
from newslib.copies import found
from newslib.corpus import Corpus
from newslib.index import in_part, keep, ngrams, rows_of
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
    if ("groups", by) not in corpus._store.cache:
        corpus._store.cache["groups", by] = _labels(articles[by], by)
    codes, names = corpus._store.cache["groups", by]
    there = np.bincount(codes[inside], minlength=len(names)) > 0
    codes = np.where(inside, (np.cumsum(there) - 1)[codes], -1)
    return codes, names[there].tolist()


def _labels(column: pd.Series, by: str):
    """The group of each article, as a number and as names, by their spelling."""
    if pd.api.types.is_datetime64_any_dtype(column):
        column = column.dt.strftime("%Y-%m-%d")
    elif pd.api.types.is_float_dtype(column) and (column.dropna() % 1 == 0).all():
        column = column.astype("Int64")  # whole numbers, made floats by a gap
    values = column.astype("str").where(column.notna() & (column.astype("str") != ""))
    return pd.factorize(values.fillna(f"(no {by})").to_numpy(object), sort=True)


def find(corpus, wanted: list, part: str, case: bool = False, inside=True) -> patterns.Hits:
    """Hits of a concept in the chosen articles and the part, and `inside` a mask of articles."""
    need_corpus(corpus)
    store, asked = corpus._store, (*wanted, case)
    known, t = store.tokens.cache.setdefault("hits", {}), store.tokens
    if asked not in known:
        found = patterns.find(t, store.string_of, wanted, case=case)
        keep(known, asked, found, MOST_KEPT)
    inside = (corpus._chosen & inside)[t.sent_article] & in_part(t, part)
    return known[asked].take(np.flatnonzero(inside.take(t.sentence.take(known[asked].first))))


def find_any(corpus: Corpus, named: dict, part: str, case: bool) -> patterns.Hits:
    """Hits of all concepts together, as of one."""
    return find(corpus, [p for wanted in named.values() for p in wanted], part, case)


def per_article(corpus: Corpus, wanted: list, part: str, case: bool = False) -> np.ndarray:
    """Hits of a concept in each article; none in those that are not chosen."""
    need_corpus(corpus)
    t = corpus._store.tokens
    types = patterns.single(t, wanted, case)
    if types is None or not t.type_is_word[types].all():
        article = t.sent_article.take(t.sentence.take(find(corpus, wanted, part, case).first))
        return np.bincount(article, minlength=t.n_articles)
    rows = rows_of(t, part)[types]
    own = ngrams(t, 1, part).count[rows[rows >= 0]]
    count = np.bincount(own.indices, own.data, t.n_articles).astype(np.int64)
    return np.where(corpus._chosen, count, 0)


def without_copies(corpus: Corpus, codes: np.ndarray) -> np.ndarray:
    """The groups of articles with one article of each cluster of copies left in each group.

    Where no group has two of one cluster, `codes` itself.
    """
    store = corpus._store
    if "twins" not in store.cache:
        cluster, first, _ = found(store)
        order = np.argsort(first, kind="stable")
        store.cache["twins"] = order[np.bincount(cluster)[cluster[order]] > 1], cluster
    twins, cluster = store.cache["twins"]
    own = twins[codes[twins] >= 0]
    again = pd.Series(codes[own] * len(cluster) + cluster[own]).duplicated().to_numpy()
    if not again.any():
        return codes
    left = codes.copy()
    left[own[again]] = -1
    return left


def stand_ins(corpus: Corpus, codes: np.ndarray) -> np.ndarray:
    """Per article: the group in whose place it is left of a cluster, when that group is left out.

    The group has the first of the cluster, and the article is the first of all others; else -1.
    """
    without_copies(corpus, codes)  # knows the clusters
    twins, cluster = corpus._store.cache["twins"]
    own = pd.DataFrame({"at": twins, "cluster": cluster[twins], "group": codes[twins]})
    own = own[own["group"] >= 0]
    own["lead"] = own.groupby("cluster")["group"].transform("first")
    own = own[own["group"] != own["lead"]].drop_duplicates("cluster")
    found_in = np.full(len(codes), -1)
    found_in[own["at"]] = own["lead"]
    return found_in


def add_articles(corpus: Corpus, table: pd.DataFrame) -> pd.DataFrame:
    """Add `title`, `outlet` and `date` of the article to each row of a table."""
    for name in ("title", "outlet", "date"):
        table[name] = corpus._store.articles[name].array.take(table["article"].to_numpy())
    return table
