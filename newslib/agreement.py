"""This turns a corpus and some lexicons into how far these disagree, per sentence and outlet."""

import numpy as np
import pandas as pd

from newslib.asking import add_articles, grouped, need_corpus
from newslib.corpus import Corpus
from newslib.lexicons import lexicon as read_lexicon
from newslib.sentiment import noted, scorable, scores_of

STATES = ("silent", "partly", "agree", "differ")
GROUPS = ("articles", "n_sentences", "range", "share_scored", "share_differ", "state")
COLUMNS = ("article", "sentence", "title", "outlet", "date", *GROUPS)


def disagreement(
    corpus: Corpus, lexicons=("vader", "huliu"), *, level: str = "article", by: str | None = None,
    part: str = "body",
) -> pd.DataFrame:  # fmt: skip
    """Score the same sentences by several lexicons, and say how far these differ.

    `lexicons` are what `nl.lexicon` takes, two or more; a lexicon's column has its name.
    `level="sentence"` returns a row per sentence: `article`, `sentence`, the compound by each
    lexicon, `range` (the highest less the lowest) and `state`: "differ" (one finds it positive
    and another negative), "agree" (all the same sign), "partly" (some find nothing), "silent"
    (all find nothing); then `title`, `outlet`, `date`.
    `level="article"` returns a row per article, indexed by `article`, and `by` (a column such as
    "outlet") a row per group with `articles`: the mean compound by each lexicon (of a group, the
    mean of its articles), the `range` of these means, `n_sentences`, `share_scored` (with a word
    of any lexicon), `share_differ` (of the sentences, those in which signs differ) and `state` of
    the means. Where it is "differ", the sign of the tone depends on the lexicon, and nothing
    should be made of it. Compare lexicons that were made apart: VADER and the opinion lexicon of
    Hu and Liu ("huliu") were, "news" was made from both. In editorials that people rated clearly
    positive or negative, VADER had the sign right in 85 % of the sentences where the two agreed
    and in 40 % where they differed (benchmarks/lexicon.py).

    Raises ValueError for less than two lexicons, for two of one name, for an unknown level or
    column, or when no article looks English.

    >>> import newslib as nl
    >>> corpus = nl.paste("The united front won. It was a bad day.")
    >>> own = nl.lexicon({"front": -1, "won": -1, "bad": -2})
    >>> disagreement(corpus, ["vader", own], level="sentence")["state"].tolist()
    ['differ', 'agree']
    """
    need_corpus(corpus)
    if level not in ("article", "sentence"):
        raise ValueError(f"level= takes 'article' or 'sentence'; got {level!r}")
    if level == "sentence" and by is not None:
        raise ValueError("by= averages articles: leave level='sentence' out")
    asked = [lexicons] if isinstance(lexicons, str | dict | pd.DataFrame) else list(lexicons)
    words = [read_lexicon(one) for one in asked]
    names = [one.name for one in words]
    if len(set(names)) < max(len(names), 2) or {*names} & {*COLUMNS, by}:
        raise ValueError(
            "lexicons= takes two or more lexicons whose names differ, from each other and from "
            f"the other columns; got {', '.join(names) or 'none'}"
        )
    notes = list(dict.fromkeys(note for one in words for note in noted(corpus, part, one)))
    t, at = corpus._store.tokens, scorable(corpus, part)
    rows = pd.DataFrame({one.name: scores_of(corpus, one)[at, 3] for one in words})
    rows.insert(0, "article", t.sent_article[at])
    if level == "sentence":
        rows.insert(1, "sentence", t.sent_number[at])
        table = add_articles(corpus, _judged(rows, names))
    else:
        table = _means(corpus, rows, names, by)
    arguments = {"level": level, "by": by, "every": None, "lexicons": names,
                 "digests": [one.digest for one in words]}  # fmt: skip
    table.attrs["newslib"] = corpus.describe("disagreement", part, arguments, notes)
    return table


def _judged(table: pd.DataFrame, names: list[str]) -> pd.DataFrame:
    """Add `range` and `state` of the lexicons' columns."""
    scores = table[names].to_numpy()
    low, high = scores.min(axis=1), scores.max(axis=1)
    state = np.where((low > 0) | (high < 0), 2, np.where((low < 0) & (high > 0), 3, 1))
    state[(low == 0) & (high == 0)] = 0
    found = pd.array(np.array(STATES, object)[state], dtype="str")
    found[np.isnan(low)] = None
    return table.assign(range=high - low, state=found)


def _means(corpus: Corpus, rows: pd.DataFrame, names: list[str], by: str | None) -> pd.DataFrame:
    """A row per article or group: means, and how many sentences they are of."""
    state = _judged(rows, names)["state"]
    rows = rows.assign(n_sentences=1, scored=state != "silent", differ=state == "differ")
    sums = rows.groupby("article").agg(dict.fromkeys(names, "mean") | dict.fromkeys(
        ["n_sentences", "scored", "differ"], "sum"))  # fmt: skip
    sums["articles"] = 1
    if by is None:
        index = pd.Index(np.flatnonzero(corpus._chosen), name="article")
        table = corpus._store.articles.loc[index, ["title", "outlet", "date"]].copy()
        sums = sums.reindex(index)
    else:
        codes, groups = grouped(corpus, by, beside=(*GROUPS, *names))
        sums = sums.groupby(codes[sums.index]).agg(dict.fromkeys(names, "mean") | dict.fromkeys(
            ["articles", "n_sentences", "scored", "differ"], "sum"))  # fmt: skip
        sums = sums.reindex(range(len(groups)))
        table = pd.DataFrame({by: pd.array(np.array(groups, object), dtype="str")})
        table["articles"] = sums["articles"].fillna(0).astype(np.int64)
    table[names] = sums[names]
    table["n_sentences"] = sums["n_sentences"].fillna(0).astype(np.int64)
    for name in ("scored", "differ"):
        table[f"share_{name}"] = (sums[name] / sums["n_sentences"]).astype(float)
    return _judged(table, names)
