"""This turns a pattern into the words that keep it company: how often, where, how firmly."""

import numpy as np
import pandas as pd

from newslib import index, patterns
from newslib.asking import at_least, find, words_in
from newslib.corpus import Corpus
from newslib.frequency import hidden, missing_notes, said
from newslib.keyness import log_likelihood


def collocates(
    corpus: Corpus, word, *, window: int = 5, stopwords="english", top: int | None = None,
    part: str = "body", case: bool = False,
) -> pd.DataFrame:  # fmt: skip
    """Words that stand near a pattern: within `window` words of it, in the same sentence.

    Returns a DataFrame indexed by `word`, by count and then by the word: `count` (occurrences
    near a hit), `left` and `right` (those before and after it), `articles` (that have one),
    `of_count` (occurrences anywhere), and three measures of how firmly the two go together:

    - `log_dice`: 14 + log2(2 count / (hits + of_count)); 14 at most where windows do not overlap,
      one less is half as often; does not depend on the size of the corpus (Rychlý 2008, RASLAN).
    - `mi`: mutual information in bits, log2(count / expected) (Church and Hanks 1990,
      Computational Linguistics 16(1)); high for rare words that occur together once.
    - `g2`: Dunning's log-likelihood over all four cells, negative where there are fewer than
      expected (Evert 2008, Corpora and collocations).

    `expected` is of_count times the share of all words that stand near a hit; their number and
    that of hits are `near` and `hits` in `attrs["newslib"]`. A word near two hits counts for each.
    `stopwords` and `top` choose which rows are shown; `table.nlargest(20, "log_dice")` shows the
    firmest.

    Raises ValueError for an empty pattern or a window below 1.

    >>> import newslib as nl
    >>> corpus = nl.paste("The dam broke. Nobody saw the dam break at night.")
    >>> collocates(corpus, "dam").loc["night", ["count", "left", "right"]].astype(int).tolist()
    [1, 0, 1]
    """
    at_least(1, window=window)
    at_least(0, top=top)
    named, t = patterns.concepts(word), corpus._store.tokens
    wanted = [p for several in named.values() for p in several]
    asked = *wanted, part, case, window
    rows = index.neighbours(
        t, asked, lambda: find(Corpus(corpus._store), wanted, part, case), window
    )
    codes = np.where(corpus._chosen, 0, -1)
    row, group, count = index.cells(rows, codes, 1, hidden(t, stopwords), top)
    types = rows.grams[0, row]
    order = np.lexsort((t.type_rank[types], -count))[:top]
    row, group, count, types = row[order], group[order], count[order], types[order]
    left = index.at_cells(rows.left, row, group, codes, 1)
    articles = index.at_cells(rows.count, row, group, codes, 1, articles=True)
    words = index.ngrams(t, 1, part)
    anywhere = index.at_cells(words.count, index.rows_of(t, part)[types], group, codes, 1)
    near = int((rows.count @ corpus._chosen.astype(np.int32)).sum())
    total = int(words_in(corpus, part)[corpus._chosen].sum())
    hits = len(find(corpus, wanted, part, case).first)
    table = pd.DataFrame(
        {"count": count, "left": left, "right": count - left, "articles": articles,
         "of_count": anywhere},
        index=index.labels(t).take(types),
    )  # fmt: skip
    # A word in two windows counts twice, so that less than nothing may be left outside them.
    beyond = np.maximum(anywhere - count, 0.0)
    outside = np.maximum(float(total - near), beyond)
    table["log_dice"] = 14 + np.log2(2 * count / (hits + anywhere))
    table["mi"] = np.log2(count * total / (near * anywhere))
    g2 = log_likelihood(count.astype(float), beyond, float(near), outside)
    table["g2"] = np.sign(count * total - near * anywhere) * g2
    arguments = {"word": patterns.to_json(named), "window": window, "top": top, "case": case,
                 "stopwords": said(stopwords)}  # fmt: skip
    notes = missing_notes(corpus, () if hits else named, named, part)
    table.attrs["newslib"] = corpus.describe("collocates", part, arguments, notes) | {
        "near": near, "hits": hits
    }  # fmt: skip
    return table
