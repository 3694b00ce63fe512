"""This turns a pattern into the lines in which it stands, left and right context aligned."""

import numpy as np
import pandas as pd

from newslib import patterns
from newslib.asking import add_articles, at_least
from newslib.corpus import Corpus
from newslib.frequency import find_any, missing_notes


def concordance(
    corpus: Corpus, pattern, *, window: int = 8, limit: int | None = None, part: str = "body",
    case: bool = False,
) -> pd.DataFrame:  # fmt: skip
    """Find every hit of a pattern with the tokens around it (keyword in context).

    Returns a row per hit in the order of the text: `left` and `right` (up to `window` tokens as
    printed, line ends shown as spaces), `node` (the hit as printed), `article`, `title`,
    `outlet`, `date`, `start` and `end` (of the hit, in the text or the title), `sentence`
    (0 is the title). `limit` keeps the first rows; `attrs["newslib"]["hits"]` is the full count.

    Raises ValueError for an empty pattern or a window below 0.

    >>> import newslib as nl
    >>> corpus = nl.paste("The old dam broke at noon.")
    >>> concordance(corpus, "dam", window=2)[["left", "node", "right"]].values.tolist()
    [['The old', 'dam', 'broke at']]
    """
    at_least(0, window=window, limit=limit)
    named = patterns.concepts(pattern)
    t, strings = corpus._store.tokens, corpus._store.strings
    hits = find_any(corpus, named, part, case)
    total = len(hits.first)
    first, stop, start, end = hits.take(slice(limit)).spanned(t)
    at = t.sentence[first]
    text_of = t.sent_article.astype(np.int64) * 2 + t.sent_part  # ascending: one for each text
    begin, end_of = (np.searchsorted(text_of, text_of[at], side) for side in ("left", "right"))
    low = np.maximum(first - window, t.sent_first[begin])
    high = np.minimum(stop + window, t.sent_first[end_of])
    article = t.sent_article[at]
    cuts = zip(*(column.tolist() for column in (t.sent_part[at], article, t.start[low], start, end,
                                                t.ends(high - 1))), strict=True)  # fmt: skip
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
    arguments = {"pattern": patterns.to_json(named), "window": window, "limit": limit,
                 "case": case}  # fmt: skip
    notes = missing_notes(corpus, () if total else named, named, part)
    table.attrs["newslib"] = corpus.describe("concordance", part, arguments, notes) | {
        "hits": total
    }
    return table


def _one_line(text: str) -> str:
    return " ".join(text.split())
