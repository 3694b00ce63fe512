"""This turns a pattern into the lines in which it stands, left and right context aligned."""

import numpy as np
import pandas as pd

from newslib import patterns
from newslib.corpus import Corpus, find
from newslib.frequency import missing_notes


def concordance(
    corpus: Corpus, pattern, *, window: int = 8, limit: int | None = None, part: str = "body",
    case: bool = False,
) -> pd.DataFrame:  # fmt: skip
    """Find every hit of a pattern with the tokens around it (keyword in context).

    Returns a row per hit in the order of the text: `left` and `right` (up to `window` tokens as
    printed, line ends shown as spaces), `node` (the hit as printed), `article`, `title`,
    `outlet`, `date`, `start` and `end` (of the hit, in the text or the title), `sentence`
    (0 is the title). `limit` keeps the first rows; `attrs["newslib"]["hits"]` is the full count.

    Raises ValueError for an empty pattern.

    >>> import newslib as nl
    >>> corpus = nl.paste("The old dam broke at noon.")
    >>> concordance(corpus, "dam", window=2)[["left", "node", "right"]].values.tolist()
    [['The old', 'dam', 'broke at']]
    """
    named = patterns.concepts(pattern)
    store, t = corpus._store, corpus._store.tokens
    hits = find(corpus, [p for wanted in named.values() for p in wanted], part, case)
    total = len(hits.first)
    order = np.lexsort((hits.start, hits.first))[:limit]
    hits = hits.take(order)
    same = t.article.astype(np.int64) * 2 + t.part
    rows = []
    for first, stop, start, end in zip(*(column.tolist() for column in hits), strict=True):
        text, own = store.string_of(first), same[first]
        low = first - int((same[max(0, first - window) : first] == own).sum())
        high = stop + int((same[stop : stop + window] == own).sum())
        left = text[t.start[low] : start] if low < first else text[t.start[first] : start]
        right = text[end : t.end[high - 1]] if high > stop else text[end : t.end[stop - 1]]
        rows.append((_one_line(left), _one_line(text[start:end]), _one_line(right)))
    table = pd.DataFrame(rows, columns=["left", "node", "right"], dtype="str")
    table["article"] = t.article[hits.first]
    for name in ("title", "outlet", "date"):
        table[name] = store.articles[name].to_numpy()[table["article"]]
    table["start"], table["end"] = hits.start, hits.end
    table["sentence"] = t.sent_number[t.sentence[hits.first]]
    arguments = {"pattern": patterns.to_json(named), "window": window, "limit": limit,
                 "case": case}  # fmt: skip
    notes = missing_notes(corpus, named, part, case) if not total else []
    table.attrs["newslib"] = corpus.describe("concordance", part, arguments, notes) | {
        "hits": total
    }
    return table


def _one_line(text: str) -> str:
    return " ".join(text.split())
