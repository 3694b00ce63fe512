"""This turns a pattern into the lines in which it stands, left and right context aligned."""

import numpy as np
import pandas as pd

from newslib import patterns
from newslib.asking import add_articles, at_least, find_any
from newslib.corpus import Corpus
from newslib.frequency import missing_notes

MOST_SORTED = 4  # tokens by which lines are put in order
WIDEST = 100  # characters of a side for each token in it


def concordance(
    corpus: Corpus, pattern, *, window: int = 8, near=None, sort: str | None = None,
    limit: int | None = None, part: str = "body", case: bool = False,
) -> pd.DataFrame:  # fmt: skip
    """Find every hit of a pattern with the tokens around it (keyword in context).

    `near` (a pattern too) keeps the lines that have it to the left or right, within `window`
    tokens. `sort` puts like contexts together: "right" by the words after the hit, the next one
    first; "left" by those before it, outwards; "node" by the hit; None as in the texts. `limit`
    keeps the first rows; `attrs["newslib"]["hits"]` is the full count.

    Returns a row per hit: `left` and `right` (up to `window` tokens as printed, line ends shown as
    spaces, at most a hundred characters for each token), `node` (the hit as printed), `article`,
    `title`, `outlet`, `date`, `start` and `end` (of the hit, in the text or the title), `sentence`
    (0 is the title).

    Raises ValueError for an empty pattern, a window below 0 or another `sort`.

    >>> import newslib as nl
    >>> corpus = nl.paste("The old dam broke at noon. The new dam held.")
    >>> concordance(corpus, "dam", window=2, sort="left")["left"].tolist()
    ['The new', 'The old']
    """
    at_least(0, window=window, limit=limit)
    if sort not in (None, "left", "right", "node"):
        raise ValueError(f"sort= takes 'left', 'right', 'node' or None; got {sort!r}")
    named, beside = patterns.concepts(pattern), None if near is None else patterns.concepts(near)
    t, strings = corpus._store.tokens, corpus._store.strings
    hits = find_any(corpus, named, part, case)
    total = len(hits.first)
    if near is None and sort is None:
        hits = hits.take(slice(limit))
    begin, end_of = _texts(t, hits)
    low, high = np.maximum(hits.first - window, begin), np.minimum(hits.stop + window, end_of)
    if beside is not None:
        kept = _beside(find_any(corpus, beside, part, case), hits, low, high)
        hits, low, high, total = hits.take(kept), low[kept], high[kept], int(kept.sum())
    order = _order(t, hits, low, high, sort)[slice(limit)]
    hits, low, high = hits.take(order), low[order], high[order]
    first, _, start, end = hits.spanned(t)
    at = t.sentence[first]
    article = t.sent_article[at]
    most = WIDEST * (window + 1)
    sides = np.maximum(t.start[low], start - most), np.minimum(t.ends(high - 1), end + most)
    cuts = zip(*(column.tolist() for column in (t.sent_part[at], article, sides[0], start, end,
                                                sides[1])), strict=True)  # fmt: skip
    table = pd.DataFrame(
        [
            (_one_line(text[a:b]), _one_line(text[b:c]), _one_line(text[c:d]))
            for text, a, b, c, d in ((strings[p][i], *cut) for p, i, *cut in cuts)
        ],
        columns=["left", "node", "right"],
        dtype="str",
    )
    table["article"] = article
    table = add_articles(corpus, table)
    table["start"], table["end"] = np.int64(start), np.int64(end)
    table["sentence"] = t.sent_number[at]
    arguments = {
        "pattern": patterns.to_json(named), "near": beside and patterns.to_json(beside),
        "window": window, "sort": sort, "limit": limit, "case": case,
    }  # fmt: skip
    notes = missing_notes(corpus, () if total else named, named, part)
    table.attrs["newslib"] = corpus.describe("concordance", part, arguments, notes) | {
        "hits": total
    }
    return table


def _texts(t, hits: patterns.Hits):
    """The first token of the title or text in which each hit stands, and the one after its last."""
    text = t.sent_article.astype(np.int64) * 2 + t.sent_part  # ascending
    own = text.take(t.sentence.take(hits.first))
    return (t.sent_first[np.searchsorted(text, own, side)] for side in ("left", "right"))


def _beside(near: patterns.Hits, hits: patterns.Hits, low, high) -> np.ndarray:
    """Which hits have another one whole within their window, not overlapping them."""
    first, stop = np.sort(near.first), np.sort(near.stop)

    def within(begin, end):
        return np.searchsorted(stop, end, "right") > np.searchsorted(first, begin, "left")

    return within(low, hits.first) | within(hits.stop, high)


def _order(t, hits: patterns.Hits, low, high, sort: str | None) -> np.ndarray:
    """The order of the lines: by types outwards from the hit, or along it; ties as in the text."""
    if sort is None or not len(hits.first):
        return np.arange(len(hits.first))
    if sort == "left":
        steps = [(hits.first - 1 - i, hits.first - 1 - i >= low) for i in range(MOST_SORTED)]
    else:
        begin, end = (hits.stop, high) if sort == "right" else (hits.first, hits.stop)
        steps = [(begin + i, begin + i < end) for i in range(MOST_SORTED)]
    rank = t.type_rank.take
    keys = [np.where(inside, rank(t.type.take(at, mode="clip")), -1) for at, inside in steps]
    return np.lexsort(keys[::-1])


def _one_line(text: str) -> str:
    return " ".join(text.split())
