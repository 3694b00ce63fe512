"""This turns token ids into clusters of syndicated and reissued copy.

A copy is told by its runs of four words. What is compared are hashes of these, one in four of
long texts: the share of the shorter text that stands in the longer as well (Broder's containment,
1997). A run that stands in many clusters is furniture of an office or the background of a story,
and counts as much less: so clusters are made, runs weighed by them, and clusters made anew.
"""

import re
from typing import NamedTuple

import numpy as np
import pandas as pd

from newslib.cleaning import wire_of
from newslib.dates import extent
from newslib.index import once, sparse
from newslib.index import words as words_of
from newslib.tokens import BODY, Tokens

RUN, SAMPLED = 4, 4  # words in a run; of the runs of long texts, one in so many is looked at
SHORT, LEAST = 128, 12  # words: of a shorter text all runs; it is a copy only if it is the same
CUTS = (0.6, 0.2, 0.18)  # the mean containment of a cluster, each time runs have been weighed
FAINT = 0.1  # a pair that shares less is never looked at
HUB, NEAR = 64, 4  # a run in more texts than that makes pairs only of so many neighbours
MOST = 1500  # texts that are clustered at once
POLICIES = ("all", "one", "original")


def copies(corpus) -> pd.DataFrame:
    """Group the articles that are copies of one text: wire copy, reissues, cut and edited ones.

    A row per article: `article`; `cluster`, the same number for all that are copies of each other,
    by the first of them among all articles that were read, so that it holds in every selection;
    `similarity`, the share of runs of four words of the shorter of this article and the original
    that stand in the other (an estimate for texts of over 128 words; 1 for the original, NaN for
    an article without copies); `is_original`, true for one article of each cluster: the
    agency's own where one of them credits it (`wire`), else the first by date, the undated last,
    and of one day the longest.

    Headlines are not compared. A text that shares a paragraph is no copy, nor are texts with the
    same closing lines; a form letter that differs by a name is. A text of under 12 words is a
    copy of one with the same words only. Source: Broder (1997), "On the resemblance and
    containment of documents"; average linkage over pairs.

    >>> import newslib as nl
    >>> text = "The dam above the old mill at Stibley burst on Monday night after a week of rain."
    >>> both = nl.paste(text, date="2026-03-03") + nl.paste(text, date="2026-03-02")
    >>> nl.copies(both)[["cluster", "similarity", "is_original"]].values.tolist()
    [[0, 1.0, False], [0, 1.0, True]]
    """
    cluster, first, similarity = found(corpus._store)
    own = np.flatnonzero(corpus._chosen)
    table = pd.DataFrame({
        "article": own, "cluster": cluster[own], "similarity": similarity[own],
        "is_original": first[own] == 0,
    })  # fmt: skip
    table.attrs["newslib"] = corpus.describe("copies", "body", {})
    return table


def counted_once(store, policy: str, collection: np.ndarray, chosen: np.ndarray) -> np.ndarray:
    """Which articles of a collection are left: the originals, or one of each cluster.

    That one is the first of the chosen, or of the collection where none is chosen.
    Raises ValueError for another policy.
    """
    if policy not in POLICIES:
        known = ", ".join(f"'{known}'" for known in POLICIES)
        raise ValueError(f"copies= takes {known}; got {policy!r}")
    if policy == "all":
        return collection
    cluster, first, _ = found(store)
    if policy == "original":
        return collection & (first == 0)
    own = np.flatnonzero(collection)
    own = own[np.lexsort((first[own], ~chosen[own], cluster[own]))]
    left = np.zeros(len(collection), bool)
    left[own[np.diff(cluster[own], prepend=-1) != 0]] = True
    return left


def found(store):
    """Per article: its cluster, its rank in it (0 is the original), its share with the original."""
    if "copies" in store.cache:
        return store.cache["copies"]
    (cluster, runs), articles = _clusters(store.tokens), store.articles
    dates = articles["date"].to_numpy(), articles["date_precision"].to_numpy(object)
    length = store.tokens.words_per_article[:, BODY]
    order = np.lexsort((-length, extent(*dates)[1], ~_agency_own(articles, cluster), cluster))
    fresh = np.flatnonzero(np.diff(cluster[order], prepend=-1))
    size = np.diff(fresh, append=len(order))
    first, original = np.empty((2, len(order)), int)
    first[order] = np.arange(len(order)) - np.repeat(fresh, size)
    original[order] = np.repeat(order[fresh], size)
    similarity, twin = np.full(len(order), np.nan), np.repeat(size, size) > 1
    twin[order] = twin.copy()
    pairs = runs.text[twin], runs.text[original[twin]]
    similarity[twin] = _shares(runs, np.ones(runs.matrix.shape[1]), *pairs)
    store.cache["copies"] = cluster, first, similarity
    return store.cache["copies"]


def _agency_own(articles: pd.DataFrame, cluster: np.ndarray) -> np.ndarray:
    """Which articles stand in the agency that an article of their cluster is credited to."""
    credited = articles["wire"].notna()
    wired = {*zip(cluster[credited], articles["wire"][credited], strict=True)}
    outlets = articles["outlet"].unique()
    names = {o: wire_of("", [], o) or re.sub(r"(\w)\w*\W*", r"\1", o) for o in outlets if o == o}
    named = articles["outlet"].map(names)
    return np.fromiter((pair in wired for pair in zip(cluster, named, strict=True)), bool)


class _Runs(NamedTuple):
    """Which runs each different text has.

    `text`: per article, which text it has (-1: no words). `matrix`: texts by runs that stand in
    several; `alone`: per text, how many of its runs stand in no other; `words`: per text.
    """

    text: np.ndarray
    matrix: object
    alone: np.ndarray
    words: np.ndarray


def _distinct(values: np.ndarray) -> np.ndarray:
    """The different values, ascending; by sorting, which is quicker than np.unique's hashing."""
    values = np.sort(values)
    return values[np.diff(values, prepend=values[:1] - 1) != 0]


def _mix(h: np.ndarray) -> np.ndarray:
    """Stir 64 bits, so that the highest are as good as random."""
    h = (h ^ (h >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    h = (h ^ (h >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return h ^ (h >> np.uint64(31))


def _runs(t: Tokens) -> _Runs:
    """Hash the runs of words by their spelling; a run may go over the end of a sentence."""
    spelled = [form.encode("utf-8", "surrogatepass") for form in t.types]
    hashes = pd.util.hash_array(np.array(spelled, object), categorize=False)
    at = words_of(t)
    sentence = t.sentence.take(at)
    body = t.sent_part.take(sentence) == BODY
    article, word = t.sent_article.take(sentence[body]), hashes.take(t.type.take(at[body]))
    having, begin, words = np.unique(article, return_index=True, return_counts=True)
    place = np.arange(len(word)) - np.repeat(begin, words)
    whole = word * (2 * place + 1).astype(np.uint64)
    whole = np.add.reduceat(whole, begin) if len(word) else whole
    _, some, same = np.unique(whole, return_index=True, return_inverse=True)
    text = np.full(t.n_articles, -1)
    text[having] = same
    run = np.zeros(max(len(word) - RUN + 1, 0), np.uint64)
    for offset in range(RUN):
        run = run * np.uint64(0x9E3779B97F4A7C15) + word[offset : len(run) + offset]
    run, until = _mix(run), np.zeros(t.n_articles, np.int64)
    until[having[some]] = words[some]  # of articles with one text, the first
    until[until < LEAST] = 0
    until, words = until.take(article[: len(run)]), words[some]
    looked, own = np.zeros(1 << 22, bool), run >> np.uint64(42)
    looked[::SAMPLED] = True
    inside = place[: len(run)] + RUN <= until
    looked[own[inside & (until < SHORT)]] = True
    inside &= looked.take(own)
    run, of = run[inside], text.take(article[: len(run)][inside])
    column, _ = pd.factorize(run)
    cells = _distinct(of * np.int64(len(run) + 1) + column)
    of, column = np.divmod(cells, len(run) + 1)
    several = np.bincount(column) > 1
    alone = np.bincount(of[~several[column]], minlength=len(some))
    of, column = of[several[column]], (np.cumsum(several) - 1)[column[several[column]]]
    first = np.searchsorted(of, np.arange(len(some) + 1))
    matrix = sparse(np.ones(len(of)), column.astype(np.int32), first, int(several.sum()))
    return _Runs(text, matrix, alone, words)


def _shares(runs: _Runs, weight: np.ndarray, one: np.ndarray, two: np.ndarray) -> np.ndarray:
    """Of pairs of texts: the share of the shorter one's runs that the longer has, by weight."""
    size, weighed = runs.matrix @ weight + runs.alone, runs.matrix.copy()
    weighed.data = weight.take(weighed.indices)
    shared = np.zeros(len(one))
    for low in range(0, len(one), 20_000):
        own = slice(low, low + 20_000)
        shared[own] = weighed[one[own]].multiply(runs.matrix[two[own]]).sum(axis=1)
    return _share(shared, size, runs.words, one, two)


def _share(shared, size, words, one, two):
    least = np.where(words[one] < words[two], size[one], size[two])
    least = np.where(words[one] == words[two], np.minimum(size[one], size[two]), least)
    return np.where(one == two, 1.0, np.minimum(shared / np.maximum(least, 1e-9), 1))


def _pairs(runs: _Runs) -> tuple[np.ndarray, np.ndarray]:
    """Pairs of texts that share more than a little."""
    from scipy.sparse import triu

    turned = runs.matrix.tocsc()
    df = np.diff(turned.indptr)
    few = runs.matrix[:, df <= HUB]
    shared = triu(few @ few.T, 1).tocoo()
    one, two = shared.row.astype(np.int64), shared.col.astype(np.int64)
    size = runs.matrix.sum(axis=1) + runs.alone
    kept = shared.data > FAINT * np.minimum(size[one], size[two])
    pairs = [one[kept] * len(size) + two[kept]]
    hubs = turned[:, df > HUB]
    least = np.full(len(size), hubs.shape[1])
    np.minimum.at(least, hubs.indices, np.repeat(np.arange(hubs.shape[1]), np.diff(hubs.indptr)))
    rank = np.argsort(np.argsort(least, kind="stable"))
    column = np.repeat(np.arange(hubs.shape[1]), np.diff(hubs.indptr))
    order = np.lexsort((rank[hubs.indices], column))
    text, column = hubs.indices[order].astype(np.int64), column[order]
    for step in range(1, NEAR + 1):
        near = column[step:] == column[:-step]
        ends = text[step:][near], text[:-step][near]
        pairs.append(_distinct(np.minimum(*ends) * len(size) + np.maximum(*ends)))
    return np.divmod(_distinct(np.concatenate(pairs)), len(size))


@once
def _clusters(t: Tokens):
    """Per article the number of its cluster, by the first in it; and the runs of all texts."""
    runs = _runs(t)
    one, two = _pairs(runs)
    n, n_runs = runs.matrix.shape
    of, weight = np.repeat(np.arange(n), np.diff(runs.matrix.indptr)), np.ones(n_runs)
    for cut in CUTS:
        share = _shares(runs, weight, one, two)
        one, two, share = (column[share >= FAINT] for column in (one, two, share))
        near = share >= cut
        label = _linked(runs, weight, one[near], two[near], share[near], cut)
        most = np.int64(label.max(initial=0) + 1)
        spread = _distinct(runs.matrix.indices * most + label[of]) // most
        spread = np.bincount(spread, minlength=n_runs)
        weight = 1 / np.maximum(spread, 1)
    wordless = label.max(initial=0) + 1 + np.arange(t.n_articles)
    label = np.where(runs.text < 0, wordless, np.append(label, 0)[runs.text])
    _, first, cluster = np.unique(label, return_index=True, return_inverse=True)
    return np.argsort(np.argsort(first))[cluster], runs


def _linked(runs: _Runs, weight, one, two, share, cut: float) -> np.ndarray:
    """Per text a label of its cluster: average linkage within what hangs together at the cut.

    A component too large for that is taken apart at a higher cut first; what hangs together at
    nearly 1 is one cluster.
    """
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    n = len(runs.words)
    graph = coo_array((np.ones(len(one)), (one, two)), shape=(n, n))
    label = connected_components(graph, directed=False)[1]
    size = np.bincount(label)
    order = np.argsort(label, kind="stable")
    begin, fresh = np.cumsum(size) - size, len(size)
    weighed = runs.matrix @ weight + runs.alone
    for component in np.flatnonzero(size > 2):
        own = order[begin[component] : begin[component] + size[component]]
        if len(own) > MOST and cut < 0.9:
            inside = (label[one] == component) & (share >= cut + 0.1)
            parts = _linked(runs, weight, one[inside], two[inside], share[inside], cut + 0.1)
        elif len(own) > MOST:
            continue
        else:
            parts = np.zeros(n, int)
            parts[own] = _average(runs, weight, weighed, own, cut)
        label[own] = fresh + np.unique(parts[own], return_inverse=True)[1]
        fresh = label.max() + 1
    return label


def _average(runs: _Runs, weight, size, own, cut: float) -> np.ndarray:
    from scipy.cluster.hierarchy import fcluster, linkage

    some = runs.matrix[own]
    columns, at = np.unique(some.indices, return_inverse=True)  # to turn few is quick
    some = sparse(some.data, at.astype(np.int32), some.indptr, len(columns))
    weighed = sparse(weight[columns][at], some.indices, some.indptr, len(columns))
    one, two = np.triu_indices(len(own), 1)
    shared = (weighed @ some.T).toarray()[one, two]
    far = 1 - _share(shared, size[own], runs.words[own], one, two)
    return fcluster(linkage(far, "average"), 1 - cut, "distance")
