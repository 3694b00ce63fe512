"""This turns tokens into tables that answer at once: made when first asked for, then kept.

A token table is read from front to back; a question is about a word. So here the tokens stand
sorted by their type (`inverted`), and each n-gram has a row of how often each article has it
(`ngrams`), the most frequent first. A subset is a vector over the articles: an answer is the
product of the rows with it, and rows too rare to be among the first are not read at all.
"""

import os
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from functools import partial, wraps
from typing import NamedTuple

import numpy as np
import pandas as pd

from newslib.tokens import Tokens, parts_of

ENTRIES, CELLS = 2_000_000, 1_000_000  # that are counted at once
THIN = 8  # cells per entry: from then on sums are made sparse
MOST = 2**31 - 1  # more than any count
THREADS = min(os.cpu_count() or 1, 4)  # numpy and scipy let others work meanwhile
MOST_KEPT = 3  # tables of n-grams, or of neighbours, that are remembered


class Rows(NamedTuple):
    """A row per n-gram, by falling `total`: its types and, per article, how often it is there.

    `count` is a sparse matrix (rows, articles). Of neighbours, `left` is another with the same
    places: how many of them stand on the left.
    """

    grams: np.ndarray
    total: np.ndarray
    count: object
    left: object = None


def keep(kept: dict, key, value, most: int):
    """Remember a value, forget the oldest of too many, and return it."""
    kept.pop(key, None)
    kept[key] = value
    if len(kept) > most:
        del kept[next(iter(kept))]
    return value


def sparse(data, columns, first, n_columns: int):
    """A sparse matrix of these arrays; row i has entries first[i] to first[i + 1]."""
    from scipy.sparse import csr_array

    matrix = csr_array((len(first) - 1, n_columns), dtype=data.dtype)
    matrix.data, matrix.indices = data, columns  # given to csr_array(...), slices are copied
    matrix.indptr = np.asarray(first, columns.dtype)
    return matrix


def sort_by(keys: np.ndarray, n_keys: int, values: np.ndarray):
    """The values in the order of their keys, and where those of each key begin."""
    turned = sparse(values, keys, [0, len(keys)], n_keys).tocsc()  # a counting sort
    return turned.data, turned.indptr


def once(make):
    """Keep in the cache of the tokens what a function makes of them."""

    @wraps(make)
    def kept(t: Tokens, *asked):
        key = make.__name__, *asked
        if key not in t.cache:
            t.cache[key] = make(t, *asked)
        return t.cache[key]

    return kept


@once
def inverted(t: Tokens):
    """Positions of the tokens by type, ascending: `order[first[t]:first[t + 1]]`."""
    return sort_by(t.type, len(t.types), np.arange(len(t), dtype=np.int32))


@once
def words(t: Tokens) -> np.ndarray:
    """The positions of the word tokens."""
    return np.flatnonzero(t.is_word).astype(np.int32)


@once
def spelled(t: Tokens) -> np.ndarray:
    """The types as an array, for looking many up."""
    return np.array(t.types, object)


@once
def labels(t: Tokens) -> pd.Index:
    """The types, to label rows with."""
    return pd.Index(spelled(t), dtype="str", name="word")


def in_part(t: Tokens, part: str) -> np.ndarray:
    """Per sentence: is it in the part?"""
    return np.logical_or.reduce([t.sent_part == number for number in parts_of(part)])


def ngrams(t: Tokens, n: int, part: str) -> Rows:
    """All runs of n words that stand next to each other in a sentence of the part."""
    known = t.cache.setdefault("words of a part" if n == 1 else "n-grams", {})
    if (n, part) not in known:
        keep(known, (n, part), _ngrams(t, n, part), 3 if n == 1 else MOST_KEPT)
    return known[n, part]


def _ngrams(t: Tokens, n: int, part: str) -> Rows:
    at = words(t)
    at = at[at <= len(t) - n]
    sentence = t.sentence.take(at)
    whole = in_part(t, part).take(sentence)
    for offset in range(1, n):
        whole &= t.is_word.take(at + offset)
    at = at[whole & (t.sentence.take(at + (n - 1)) == sentence)]
    for offset in reversed(range(n)):
        at, _ = sort_by(t.type.take(at + offset), len(t.types), at)
    article = t.sent_article.take(t.sentence.take(at))
    fresh = np.zeros(len(at), bool)  # begins a row
    for offset in range(n):
        fresh |= np.diff(t.type.take(at + offset), prepend=np.int32(-1)) != 0
    entry = np.flatnonzero(fresh | (np.diff(article, prepend=np.int32(-1)) != 0))
    count = np.diff(entry, append=len(at)).astype(np.int32)
    row = np.flatnonzero(fresh.take(entry))
    grams = np.stack([t.type.take(at[entry[row]] + offset) for offset in range(n)])
    first = np.append(row, len(entry))
    return by_total(grams, sparse(count, article.take(entry), first, t.n_articles))


def by_total(grams: np.ndarray, count, left=None) -> Rows:
    """Rows put in the order of their totals."""
    total = count @ np.ones(count.shape[1], np.int32)
    order = np.argsort(-total, kind="stable")
    count, left = (m if m is None else m[order] for m in (count, left))
    if left is not None:
        left = sparse(left.data, count.indices, count.indptr, count.shape[1])
    return Rows(grams[:, order], total[order], count, left)


@once
def rows_of(t: Tokens, part: str) -> np.ndarray:
    """Per type: its row among the words of the part, or -1."""
    grams, rows = ngrams(t, 1, part).grams[0], np.full(len(t.types), -1)
    rows[grams] = np.arange(len(grams))
    return rows


def summed(matrix, codes: np.ndarray, n_groups: int, *, thin: bool = False, weight=None):
    """The sums of the rows over the articles of each group; code -1 is in no group.

    With `weight` (a number per article) each count is multiplied by that of its article.

    Yields the number of a first row and the sums of it and rows after it, in blocks: dense, or
    with `thin` sparse where most are zero (then with one column more, of those in no group).
    """
    if n_groups < 3:  # a product is quicker
        one = np.int32(1) if weight is None else weight
        masks = [(codes == group) * one for group in range(n_groups)]

        def add(part):
            return np.stack([part @ mask for mask in masks], axis=1)
    else:
        slot = np.where(codes < 0, n_groups, codes).astype(np.int32)
        add = partial(_spread_out, slot, n_groups, thin, weight)
    with ThreadPoolExecutor(THREADS) as threads:
        ahead = deque()
        for low, part in _blocks(matrix, n_groups) if n_groups else ():
            ahead.append((low, threads.submit(add, part)))
            if len(ahead) > THREADS:
                low, added = ahead.popleft()
                yield low, added.result()
        for low, added in ahead:
            yield low, added.result()


def _spread_out(slot, n_groups: int, thin: bool, weight, part):
    """The sums of many groups: what falls into one cell is added up."""
    data = part.data if weight is None else part.data * weight.take(part.indices)
    part = sparse(data, slot.take(part.indices), part.indptr, n_groups + 1)
    if thin and part.nnz * THIN < part.shape[0] * n_groups:
        part.data = data.copy()  # which is summed in its place
        part.sum_duplicates()
        return part
    return part.toarray()[:, :n_groups]


def _blocks(matrix, n_columns: int):
    """Some rows at a time: so many that the work at hand stays small."""
    first, low = matrix.indptr, 0
    while low < matrix.shape[0]:
        high = int(np.searchsorted(first, first[low] + ENTRIES))
        high = max(low + 1, min(high, low + CELLS // (n_columns + 1), matrix.shape[0]))
        own = slice(first[low], first[high])
        yield low, sparse(matrix.data[own], matrix.indices[own], first[low : high + 1] - first[low],
                          matrix.shape[1])  # fmt: skip
        low = high


def cells(rows: Rows, codes: np.ndarray, n_groups: int, hidden: np.ndarray, top: int | None):
    """Row, group and count wherever a count is above zero and among the `top` of its group.

    Of equals at the end all are given. Types that are `hidden` (a mask) neither begin nor end
    an n-gram that is shown. Rows come by falling total: once that is below what is reached in
    every group, the rest cannot be among the first.
    """
    best, least = np.zeros((top or 0, n_groups), np.int32), np.ones(n_groups, np.int32)
    found = [np.zeros((3, 0), np.int64)]
    for low, sums in summed(rows.count, codes, n_groups, thin=True):
        if rows.total[low] < least.min(initial=MOST):
            break
        if isinstance(sums, np.ndarray):
            row, group = np.divmod(np.flatnonzero(sums >= least), n_groups)
            count = sums[row, group]
        else:
            at = np.flatnonzero(sums.data >= np.append(least, MOST).take(sums.indices))
            row, group = np.searchsorted(sums.indptr, at, "right") - 1, sums.indices[at]
            count = sums.data[at]
        shown = ~(hidden[rows.grams[0, row + low]] | hidden[rows.grams[-1, row + low]])
        row, group, count = row[shown] + low, group[shown], count[shown]
        found.append(np.stack([row, group, count]))
        if top and len(row) * 4 > best.size:
            own, place = np.unique(row, return_inverse=True)
            more = np.zeros((len(own), n_groups), np.int32)
            more[place, group] = count
            best = np.partition(np.r_[best, more], -top, axis=0)[-top:]
            least = np.maximum(best[0], 1)
    row, group, count = np.concatenate(found, axis=1)
    kept = count >= least[group]
    return row[kept], group[kept], count[kept]


def at_cells(matrix, row, group, codes, n_groups: int, *, articles: bool = False) -> np.ndarray:
    """The sums at some cells, or the number of articles summed."""
    own, place = np.unique(row, return_inverse=True)
    picked, found = matrix[own], np.zeros(len(row), np.int64)
    if articles:
        picked.data[:] = 1
    for low, count in summed(picked, codes, n_groups):
        here = np.flatnonzero((place >= low) & (place < low + len(count)))
        found[here] = count[place[here] - low, group[here]]
    return found


@once
def _ranks(t: Tokens):
    """Which tokens are words, 64 in a number, and how many are before those of each number."""
    bits = np.append(t.is_word, np.zeros(64 - len(t) % 64, bool))
    bits = np.packbits(bits, bitorder="little").view("<u8")
    count = np.bitwise_count(bits)
    return bits, np.cumsum(count, dtype=np.int32) - count


def words_before(t: Tokens, at: np.ndarray) -> np.ndarray:
    """How many words stand before each of the tokens `at`."""
    (bits, before), cell = _ranks(t), at >> 6
    below = (np.uint64(1) << (at & 63).astype(np.uint64)) - np.uint64(1)
    return before.take(cell) + np.bitwise_count(bits.take(cell) & below)


def near(t: Tokens, first: np.ndarray, stop: np.ndarray, window: int):
    """Word tokens near hits, hit by hit: their positions, and whether they stand to the left."""
    order, found = words(t), []
    for low in range(0, len(first), ENTRIES // (2 * window) + 1):
        own = slice(low, low + ENTRIES // (2 * window) + 1)
        begin, end = first[own], stop[own]
        before, after, steps = words_before(t, begin), words_before(t, end), np.arange(window)
        rank = np.concatenate([before[:, None] - 1 - steps, after[:, None] + steps], axis=1)
        token = order.take(rank, mode="clip") if len(order) else rank
        sentence = np.repeat(t.sentence.take(np.stack([begin, end - 1], axis=1)), window, axis=1)
        kept = (rank >= 0) & (rank < len(order)) & (t.sentence.take(token) == sentence)
        found.append((token[kept], np.nonzero(kept)[1] < window))
    found = found or [(np.zeros(0, np.int32), np.zeros(0, bool))]
    return tuple(np.concatenate(column) for column in zip(*found, strict=True))


def neighbours(t: Tokens, key, hits, window: int) -> Rows:
    """The words near what `hits()` finds, a row per word; remembered by `key`."""
    known = t.cache.setdefault("neighbours", {})
    if key not in known:
        token, left = near(t, *hits()[:2], window)
        article = t.sent_article.take(t.sentence.take(token))  # ascending, as hits are
        begin = np.searchsorted(article, np.arange(t.n_articles + 1, dtype=article.dtype))
        packed = (left.astype(np.int64) << 32) + 1  # both counts in one sum
        by_type = sparse(packed, t.type.take(token), begin, len(t.types)).tocsc()
        by_type.sum_duplicates()
        count, left = (
            sparse(d.astype(np.int32), by_type.indices, by_type.indptr, t.n_articles)
            for d in (by_type.data & 0xFFFFFFFF, by_type.data >> 32)
        )
        types = np.arange(len(t.types), dtype=np.int32)[None]
        keep(known, key, by_total(types, count, left), MOST_KEPT)
    return known[key]
