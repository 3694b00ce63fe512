"""This turns a row of a table back into the sentences it counts: every number opens.

A table remembers in `attrs["newslib"]` how it was made; the same search is made again for the
one row, so the number of rows here equals the number there.
"""

import numpy as np
import pandas as pd

from newslib import patterns
from newslib.corpus import Corpus, find, grouped
from newslib.frequency import near_tokens
from newslib.sentiment import scored_sentences
from newslib.timeline import placed


def evidence(corpus: Corpus, table: pd.DataFrame, row, *, limit: int | None = None) -> pd.DataFrame:
    """Open one row of a measure's table: the sentences behind its count.

    `row` is what you would give `table.loc` (a word, or the number at the left), or a position
    for tables indexed by words, or the row itself (`table.iloc[3]`). `corpus` is the one the
    table was made from; for `keyness` the reference may be given instead of the target, where it
    was given as such.

    Returns a row per thing counted, in the order of the text: `article`, `sentence` (0 is the
    title), `start` and `end` (of the hit, in the article's text or title), `text` (the
    sentence), `title`, `outlet`, `date`. A row that counts articles (volume, coverage) has a row
    per article: its first sentence. Without `limit` there are as many rows as the row's count
    (`count`, `count_target`, `articles` of coverage, `n_sentences` of tone).

    Raises ValueError for a table that newslib did not make or that was made from other articles,
    and KeyError for a row that is not there or not one.

    >>> import newslib as nl
    >>> corpus = nl.paste("The dam held. Then the dam broke.")
    >>> evidence(corpus, nl.frequency(corpus), "dam")["text"].tolist()
    ['The dam held.', 'Then the dam broke.']
    """
    info = table.attrs.get("newslib")
    if not info:
        raise ValueError(
            "this table does not remember how it was made (no attrs['newslib']); "
            "evidence opens tables as newslib's measures return them"
        )
    record = _row_of(table, row)
    if info["corpus"] != corpus.fingerprint and not _is_reference(corpus, info):
        raise ValueError(
            "this table was made from other articles: pass the corpus (or selection) it was made "
            f"from. It had {info['articles']} articles, this one has {len(corpus)}."
        )
    return _OPEN[info["measure"]](corpus, info, record).head(limit)


def _is_reference(corpus, info) -> bool:
    return info["arguments"].get("reference_corpus") == corpus.fingerprint


def _row_of(table: pd.DataFrame, row) -> pd.Series:
    if isinstance(row, pd.Series):
        return row
    if isinstance(row, int | np.integer) and not pd.api.types.is_integer_dtype(table.index):
        if not -len(table) <= row < len(table):
            raise KeyError(f"the table has {len(table)} rows; there is no row {row}")
        return table.iloc[row]
    found = table.loc[[row]] if row in table.index else table.iloc[:0]
    if len(found) != 1:
        raise KeyError(
            f"{row!r} names {len(found)} rows of the table; give the row itself, "
            "such as table.iloc[0]"
        )
    return found.iloc[0]


def _in_group(corpus: Corpus, info: dict, record: pd.Series) -> np.ndarray:
    """Per article: is it in the group of this row?"""
    by = info["arguments"].get("by")
    codes, names = grouped(corpus, by)
    return codes == (names.index(record[by]) if by else 0)


def _hit_rows(corpus: Corpus, hits: patterns.Hits) -> pd.DataFrame:
    order = np.lexsort((hits.end, hits.start, hits.first))
    hits = hits.take(order)
    return _sentence_rows(corpus, corpus._store.tokens.sentence[hits.first], hits.start, hits.end)


def _sentence_rows(corpus: Corpus, at: np.ndarray, start=None, end=None) -> pd.DataFrame:
    """Evidence of sentences; the span is the hit's, or the sentence's own."""
    rows = corpus._sentence_rows(at)
    if start is not None:
        rows["start"], rows["end"] = np.asarray(start, np.int64), np.asarray(end, np.int64)
    for name in ("title", "outlet", "date"):
        rows[name] = corpus._store.articles[name].to_numpy()[rows["article"]]
    columns = ["article", "sentence", "start", "end", "text", "title", "outlet", "date"]
    return rows[columns]


def _articles_rows(corpus: Corpus, articles: np.ndarray) -> pd.DataFrame:
    """Evidence of articles: the first sentence of each, which is its title where it has one."""
    t = corpus._store.tokens
    kept = np.flatnonzero(articles)
    first = np.searchsorted(t.sent_article, kept)
    return _sentence_rows(corpus, first)


def _named(info: dict, key: str) -> dict:
    return patterns.from_json(info["arguments"][key])


def _frequency(corpus, info, record):
    words = info["arguments"]["words"]
    wanted = [record.name] if words is None else _named(info, "words")[record.name]
    hits = find(corpus, wanted, info["part"], info["arguments"]["case"])
    inside = _in_group(corpus, info, record)[corpus._store.tokens.article[hits.first]]
    return _hit_rows(corpus, hits.take(inside))


def _keyness(corpus, info, record):
    hits = find(corpus, [record.name], info["part"])
    if info["arguments"]["by"]:
        article = corpus._store.tokens.article[hits.first]
        hits = hits.take(_in_group(corpus, info, record)[article])
    return _hit_rows(corpus, hits)


def _collocates(corpus, info, record):
    a, t = info["arguments"], corpus._store.tokens
    near, _, _ = near_tokens(corpus, _named(info, "word"), a["window"], info["part"], a["case"])
    own = np.sort(near[t.type[near] == t.ids[record.name]])
    return _sentence_rows(corpus, t.sentence[own], t.start[own], t.end[own])


def _concordance(corpus, info, record):
    named = _named(info, "pattern")
    wanted = [p for patterns_ in named.values() for p in patterns_]
    hits, t = find(corpus, wanted, info["part"], info["arguments"]["case"]), corpus._store.tokens
    same = (t.article[hits.first] == record["article"]) & (hits.start == record["start"])
    same &= (hits.end == record["end"]) & (
        t.sent_number[t.sentence[hits.first]] == record["sentence"]
    )
    return _hit_rows(corpus, hits.take(same))


def _in_period(corpus, info, record, collection=False) -> np.ndarray:
    number, edges, _ = placed(corpus, info["arguments"]["every"])
    day = np.datetime64(record["period"], "D")
    chosen = corpus._collection if collection else corpus._chosen
    return chosen & (number == np.searchsorted(edges, day))


def _timeline(corpus, info, record):
    a = info["arguments"]
    inside = _in_period(corpus, info, record) & _in_group(corpus, info, record)
    if a["words"] is None:
        return _articles_rows(corpus, inside)
    hits = find(corpus, _named(info, "words")[record["word"]], info["part"], a["case"])
    return _hit_rows(corpus, hits.take(inside[corpus._store.tokens.article[hits.first]]))


def _coverage(corpus, info, record):
    codes, names = grouped(corpus, "outlet", collection=True)
    own = codes == names.index(record["outlet"])
    return _articles_rows(corpus, own & _in_period(corpus, info, record, collection=True))


def _sentiment(corpus, info, record):
    a, t = info["arguments"], corpus._store.tokens
    rows = scored_sentences(corpus, info["part"])
    if a["by"] or a["every"]:
        inside = _in_group(corpus, info, record)
        if a["every"]:
            inside &= _in_period(corpus, info, record)
        keep = inside[rows["article"]]
    elif a["level"] == "article":
        keep = (rows["article"] == record.name).to_numpy()
    else:
        same = (rows["article"] == record["article"]) & (rows["sentence"] == record["sentence"])
        keep = same.to_numpy()
    rows = rows[keep]
    place = {key: i for i, key in enumerate(zip(t.sent_article, t.sent_number, strict=True))}
    at = [place[key] for key in zip(rows["article"], rows["sentence"], strict=True)]
    return _sentence_rows(corpus, np.array(at, int))


_OPEN = {
    "frequency": _frequency, "keyness": _keyness, "collocates": _collocates,
    "concordance": _concordance, "timeline": _timeline, "coverage": _coverage,
    "sentiment": _sentiment,
}  # fmt: skip
