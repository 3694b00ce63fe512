"""This turns a row of a table back into the sentences it counts: every number opens.

A table remembers in `attrs["newslib"]` how it was made; the same search is made again for the
one row, so the number of rows here equals the number there.
"""

import numpy as np
import pandas as pd

from newslib import patterns
from newslib.asking import add_articles, at_least, find, find_any, grouped
from newslib.contributions import behind, within
from newslib.corpus import Corpus
from newslib.index import near
from newslib.lexicons import remembered
from newslib.sentiment import naming, opposed, scorable
from newslib.timeline import placed


def evidence(corpus: Corpus, table: pd.DataFrame, row, *, limit: int | None = None) -> pd.DataFrame:
    """Open one row of a measure's table: the sentences behind its count.

    `row` is what you would give `table.loc` (a word, or the number at the left), or a position
    for tables indexed by words, or the row itself (`table.iloc[3]`); several rows as a DataFrame
    (`table.head(3)`) are opened one after the other. `corpus` is the one the
    table was made from; for `keyness` the reference may be given instead of the target, where it
    was given as such.

    Returns a row per thing counted, in the order of the text: `article`, `sentence` (0 is the
    title), `start` and `end` (of the hit, in the article's text or title), `text` (the
    sentence), `title`, `outlet`, `date`. A row that counts articles (volume, coverage) has a row
    per article, and a row of copies one: its first sentence. Without `limit` there are as many
    rows as the row's count (`count`, `count_target`, `articles` of coverage, `n_sentences` of
    tone).

    Raises ValueError for a table that newslib did not make or that was made from other articles,
    and KeyError for a row that is not there or not one.

    >>> import newslib as nl
    >>> corpus = nl.paste("The dam held. Then the dam broke.")
    >>> evidence(corpus, nl.frequency(corpus), "dam")["text"].tolist()
    ['The dam held.', 'Then the dam broke.']
    """
    at_least(0, limit=limit)
    info = table.attrs.get("newslib")
    if not info:
        raise ValueError(
            "this table does not remember how it was made (no attrs['newslib']); "
            "evidence opens tables as newslib's measures return them"
        )
    if info["corpus"] != corpus.fingerprint and not _is_reference(corpus, info):
        raise ValueError(
            "this table was made from other articles: pass the corpus (or selection) it was made "
            f"from. It had {info['articles']} articles, this one has {len(corpus)}; "
            "a date or a column set since makes it another, too."
        )
    if isinstance(row, pd.DataFrame) and info["measure"] == "mentioned_dates":
        return _rows(corpus, _mentioned(corpus, info, row).take(slice(limit)))
    if isinstance(row, pd.DataFrame) and len(row) != 1:
        opened, most = [_rows(corpus, np.zeros(0, int))], np.inf if limit is None else limit
        for i in range(len(row)):  # a mark may stand for thousands: no more are opened than shown
            if sum(map(len, opened)) < most:
                opened.append(evidence(corpus, table, row.iloc[[i]], limit=limit))
        return _told(pd.concat(opened, ignore_index=True).head(limit), info)
    record = _row_of(table, row)
    try:
        found = _OPEN[info["measure"]](corpus, info, record)
    except KeyError as lost:
        raise KeyError(
            f"the row has no {lost} that newslib knows: give a row of the table as it was made"
        ) from None
    hits = isinstance(found, patterns.Hits)
    return _told(_rows(corpus, found.take(slice(limit)) if hits else found[:limit]), info)


def _told(rows: pd.DataFrame, info: dict) -> pd.DataFrame:
    """The rows with the lexicon, or the first of several, whose words `read` is to mark."""
    a = info["arguments"]
    if digest := a.get("lexicon_digest") or next(iter(a.get("digests", ())), None):
        rows.attrs["lexicon"] = digest
    return rows


def counted(table: pd.DataFrame) -> np.ndarray:
    """How many rows `evidence` gives for each row of a measure's table."""
    column = _COUNTS.get(table.attrs["newslib"]["measure"])
    if column not in table:  # each row is one line or one sentence
        return np.ones(len(table), int)
    return table[column].fillna(0).to_numpy(int)


def _is_reference(corpus, info) -> bool:
    return info["arguments"].get("reference_corpus") == corpus.fingerprint


def _row_of(table: pd.DataFrame, row) -> pd.Series:
    """One row with its name as a column: a word or an article may be the index or have left it."""
    found = row
    if isinstance(row, pd.Series):
        if row.attrs.get("newslib", table.attrs["newslib"]) != table.attrs["newslib"]:
            raise ValueError("this row was taken from another table")
        found = row.to_frame().T.rename_axis(table.index.name)
    elif isinstance(row, int | np.integer) and not pd.api.types.is_integer_dtype(table.index):
        if not -len(table) <= row < len(table):
            raise KeyError(f"the table has {len(table)} rows; there is no row {row}")
        found = table.iloc[[row]]
    elif not isinstance(row, pd.DataFrame):
        found = table.loc[[row]] if row in table.index else table.iloc[:0]
    if len(found) != 1:
        many = "names no row" if not len(found) else f"names {len(found)} rows"
        raise KeyError(f"{row!r} {many} of the table; give the row itself, such as table.iloc[0]")
    named = found.index.name and found.index.name not in found
    return (found.reset_index() if named else found).iloc[0]


def _rows(corpus: Corpus, found: patterns.Hits | np.ndarray) -> pd.DataFrame:
    """Evidence of hits, or of sentences, which come in the order of the text."""
    t, at, span = corpus._store.tokens, found, None
    if isinstance(found, patterns.Hits):
        at, span = t.sentence[found.first], found.spanned(t)[2:]
    rows = corpus._sentence_rows(at)
    if span:
        rows["start"], rows["end"] = span
    rows = add_articles(corpus, rows.astype({"start": np.int64, "end": np.int64}))
    return rows[["article", "sentence", "start", "end", "text", "title", "outlet", "date"]]


def _of_articles(corpus: Corpus, articles: np.ndarray):
    """The first sentence of each article, which is its title where it has one."""
    own = np.flatnonzero(articles).astype(np.int32)
    return np.searchsorted(corpus._store.tokens.sent_article, own)


def _in_group(corpus: Corpus, by: str | None, record: pd.Series) -> np.ndarray:
    """Per article of the collection: is it in the group of this row?"""
    codes, names = grouped(corpus, by, collection=True)
    return codes == (names.index(record[by]) if by else 0)


def _in_period(corpus: Corpus, every: str, record: pd.Series) -> np.ndarray:
    number, edges, _ = placed(corpus, every)
    return number == np.searchsorted(edges, np.datetime64(record["period"], "D"))


def _frequency(corpus, info, record):
    a = info["arguments"]
    wanted = patterns.from_json(a["words"])[record["word"]] if a["words"] else [record["word"]]
    inside = _in_group(corpus, a["by"], record)
    return find(corpus, wanted, info["part"], a["case"] and a["words"] is not None, inside)


def _keyness(corpus, info, record):
    inside = _in_group(corpus, info["arguments"]["by"], record)
    return find(corpus, [record["word"]], info["part"], False, inside)


def _collocates(corpus, info, record):
    a, t = info["arguments"], corpus._store.tokens
    hits = find_any(corpus, patterns.from_json(a["word"]), info["part"], a["case"])
    own = patterns.places(t, [t.ids[record["word"]]])
    having = np.zeros(len(t.sent_article), bool)
    having[t.sentence[own]] = True
    having = having[t.sentence[hits.first]] | having[t.sentence[hits.stop - 1]]
    token, _ = near(t, *hits.take(having)[:2], a["window"])
    own = np.sort(token[t.type[token] == t.ids[record["word"]]])
    return patterns.Hits(own, own + 1)


def _sentence(t, record) -> int:
    """Which sentence a row names by its article and its number there."""
    low, high = np.searchsorted(t.sent_article, [record["article"], record["article"] + 1])
    return low + np.searchsorted(t.sent_number[low:high], record["sentence"])


def _concordance(corpus, info, record):
    a, t = info["arguments"], corpus._store.tokens
    hits = find_any(corpus, patterns.from_json(a["pattern"]), info["part"], a["case"])
    hits = hits.take(t.sentence[hits.first] == _sentence(t, record)).spanned(t)
    return hits.take((hits.start == record["start"]) & (hits.end == record["end"]))


def _mentioned(corpus, info, record):
    """The expressions of a row, or of many rows at once."""
    t, wide = corpus._store.tokens, corpus._store.tokens.sent_number.max(initial=0) + 1
    article, sentence, start, end = (
        np.atleast_1d(record[c]).astype(np.int64) for c in ("article", "sentence", "start", "end")
    )
    at = np.searchsorted(t.sent_article.astype(np.int64) * wide + t.sent_number,
                         article * wide + sentence)  # fmt: skip
    return patterns.Hits(t.sent_first[at], t.sent_first[at] + 1, start, end)


def _timeline(corpus, info, record):
    a = info["arguments"]
    inside = _in_period(corpus, a["every"], record) & _in_group(corpus, a["by"], record)
    return _hits_or_articles(corpus, info, record, inside)


def _hits_or_articles(corpus, info, record, inside):
    a = info["arguments"]
    if a["words"] is None:
        return _of_articles(corpus, inside & corpus._chosen)
    wanted = patterns.from_json(a["words"])[record["word"]]
    return find(corpus, wanted, info["part"], a["case"], inside)


def _bursts(corpus, info, record):
    a, (number, edges, _) = info["arguments"], placed(corpus, info["arguments"]["every"])
    days = np.array([record["first"], record["last"]], "M8[D]")
    low, high = np.searchsorted(edges, days, "right") - 1
    inside = (number >= low) & (number <= high) & _in_group(corpus, a["by"], record)
    if a["tone"]:
        at = scorable(corpus, info["part"])
        return at[inside[corpus._store.tokens.sent_article[at]]]
    return _hits_or_articles(corpus, info, record, inside)


def _coverage(corpus, info, record):
    inside = _in_period(corpus, info["arguments"]["every"], record)
    return _of_articles(corpus, inside & _in_group(corpus, "outlet", record))


def _sentiment(corpus, info, record):
    a, t, at = info["arguments"], corpus._store.tokens, scorable(corpus, info["part"])
    if a.get("about"):
        at = at[naming(corpus, patterns.from_json(a["about"]), info["part"])[0][at]]
    if a.get("abstain") and a["level"] != "sentence":
        at = at[
            ~opposed(corpus, *(_lexicon(a[name]) for name in ("lexicon_digest", "abstain")))[at]
        ]
    if a["level"] == "group" or a["by"] or a["every"]:
        inside = _in_group(corpus, a["by"], record)
        if a["every"]:
            inside &= _in_period(corpus, a["every"], record)
        return at[inside[t.sent_article[at]]]
    return within(
        t, at, record["article"], record["sentence"] if a["level"] == "sentence" else None
    )


def _lexicon(digest: str):
    """A lexicon that a table was made with: one that was used in this session."""
    if (found := remembered(digest)) is None:
        raise ValueError("the lexicon of this table was not read since newslib was imported: "
                         "make the table again, then open it")  # fmt: skip
    return found


def _contributions(corpus, info, record):
    a, t, at = info["arguments"], corpus._store.tokens, scorable(corpus, info["part"])
    if a["article"] is not None:
        at = within(t, at, a["article"], a["sentence"])
    return behind(
        corpus, at[_in_group(corpus, a["by"], record)[t.sent_article[at]]], record["word"]
    )


def _copies(corpus, info, record):
    return _of_articles(corpus, np.arange(len(corpus._chosen)) == record["article"])


_OPEN = {
    "frequency": _frequency, "dispersion": _frequency, "keyness": _keyness,
    "collocates": _collocates, "concordance": _concordance, "timeline": _timeline,
    "coverage": _coverage, "bursts": _bursts, "sentiment": _sentiment,
    "contributions": _contributions, "copies": _copies, "mentioned_dates": _mentioned,
    "disagreement": _sentiment,
}  # fmt: skip
_COUNTS = {
    "frequency": "count", "dispersion": "count", "keyness": "count_target", "collocates": "count",
    "timeline": "count", "coverage": "articles", "bursts": "count", "sentiment": "n_sentences",
    "contributions": "count", "disagreement": "n_sentences",
}  # fmt: skip
