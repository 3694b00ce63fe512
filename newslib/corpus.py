"""This turns records into a Corpus: one table of articles, one of tokens, and what was set aside.

A Corpus is shared arrays plus two masks. The *collection* is what was gathered: outlets, dates
and the user's own columns narrow it, and a period in which it has no article is a gap. Within
it, `mentions` and `mask` *choose* articles; denominators over time stay the collection's.
"""

import hashlib
import json
import weakref
from dataclasses import replace

import numpy as np
import pandas as pd

from newslib import choosing, patterns
from newslib.copies import POLICIES, counted_once
from newslib.dates import MONTHS, stated
from newslib.index import keep
from newslib.loading import Store, load_store
from newslib.sources import Record
from newslib.tokens import BODY, PARTS, parts_of

_STORES = weakref.WeakValueDictionary()  # by the fingerprint of a corpus that was measured
MOST_KEPT = 100  # selections a store remembers
SHARED = pd.StringDtype("python", na_value=np.nan)  # "str", but equal texts of rows are one string


class Corpus:
    """Articles, read once, and the questions asked of them.

    Made by `nl.load` and `nl.paste`. `len(corpus)` is the number of articles, `corpus.words`
    the number of words in their bodies. Nothing here changes: `where`, `restore` and `assign`
    return a new Corpus that shares the text and tokens of the old.
    """

    def __init__(self, store: Store, collection=None, chosen=None, selection=None):
        """Hold the store, the mask of the collection, the mask chosen within it, and its words."""
        everything = np.ones(len(store.articles), bool)
        self._store = store
        self._collection = everything if collection is None else collection
        self._chosen = self._collection if chosen is None else chosen
        self._selection = selection or {}

    def __len__(self):
        """Return the number of articles."""
        return int(self._chosen.sum())

    def __str__(self):
        """Return one sentence: articles, outlets, period, words."""
        return self.summary()

    @property
    def words(self) -> int:
        """Words in the bodies: tokens with a letter or a digit."""
        return int(self._store.tokens.words_per_article[self._chosen, BODY].sum())

    @property
    def articles(self) -> pd.DataFrame:
        """One row per article, indexed by `article`, in canonical order.

        `id, title, text` (the cleaned body), `date` (midnight of the day as printed),
        `date_precision` (day, month, year, none), `outlet, author, url, section, language`,
        `wire` (the agency it is credited to: "AP", "Reuters" …), `source` (file), `record` (its
        place there, from 1), `hash` (SHA-256 of the raw text, 16 hex digits), then the user's own
        columns.
        """
        return self._store.articles[self._chosen].copy()

    def raw(self, article: int) -> str:
        """Return the text of one article as given; `text` and `removed` spans partition it."""
        if article not in range(len(self._chosen)) or not self._chosen[article]:
            raise KeyError(f"there is no article {article} in this corpus")
        return self._store.raw[article]

    def _rows_of(self, table: pd.DataFrame) -> pd.DataFrame:
        known = table["article"].isin(np.flatnonzero(self._chosen)) | table["article"].isna()
        return table[known].reset_index(drop=True)

    @property
    def removed(self) -> pd.DataFrame:
        """Spans that cleaning took out: `article, start, end` (in raw), `rule, text`."""
        return self._rows_of(self._store.removed)

    @property
    def rejects(self) -> pd.DataFrame:
        """Whole records that could not be read: `source, record, line, reason, excerpt`."""
        return self._store.rejects.copy()

    @property
    def notes(self) -> pd.DataFrame:
        """Troubles of kept articles: `article, field, reason, excerpt`."""
        return self._rows_of(self._store.notes)

    @property
    def tokens(self) -> pd.DataFrame:
        """One row per token: `article, part, sentence, token, type, start, end`.

        `token` is as printed, `text[start:end]` of the title or the text; `type` is NLTK's
        token in small letters.
        """
        t = self._store.tokens
        at = np.flatnonzero(self._chosen[t.article])
        types, printed = np.array(t.types, object), np.array(t.forms, object)[t.form[at]]
        quotes, end = [t.ids[q] for q in ("``", "''") if q in t.ids], t.ends(at)
        for i in np.flatnonzero(np.isin(t.type[at], quotes)):  # may be printed "
            printed[i] = self._store.string_of(at[i])[t.start[at[i]] : end[i]]
        columns = {
            "article": t.article[at], "part": _part_names(t.part[at]),
            "sentence": t.sent_number[t.sentence[at]],
            "token": pd.array(printed, dtype="str"),
            "type": pd.array(types[t.type[at]], dtype="str"),
            "start": t.start[at], "end": end,
        }  # fmt: skip
        return pd.DataFrame(columns)

    @property
    def sentences(self) -> pd.DataFrame:
        """One row per sentence: `article, part, sentence, start, end, text`; 0 is the title."""
        t = self._store.tokens
        return self._sentence_rows(np.flatnonzero(self._chosen[t.sent_article]))

    def _sentence_rows(self, at: np.ndarray) -> pd.DataFrame:
        t, strings = self._store.tokens, self._store.strings
        article, part = t.sent_article[at], t.sent_part[at]
        start, end = t.sent_start[at], t.sent_end[at]
        own, place = np.unique(at, return_inverse=True)  # many hits in one sentence share a text
        spans = (c[own].tolist() for c in (t.sent_part, t.sent_article, t.sent_start, t.sent_end))
        text = [strings[p][a][s:e] for p, a, s, e in zip(*spans, strict=True)]
        columns = {
            "article": article, "part": _part_names(part), "sentence": t.sent_number[at],
            "start": start, "end": end, "text": pd.array(text, dtype=SHARED).take(place),
        }  # fmt: skip
        return pd.DataFrame(columns)

    # ---- choosing

    def where(
        self, mask=None, *, outlet=None, since=None, until=None, dated=None, mentions=None,
        copies=None, **columns,
    ) -> "Corpus":  # fmt: skip
        """Return the articles that fit all of what is asked, as a Corpus.

        `outlet` and any column of `articles` (your own too) take a value or a list of values.
        `since` and `until` are inclusive and may be a day, a month or a year ("2024-06"); an
        article dated by month or year is in only if the whole of it is. `dated=False` keeps the
        undated. These narrow the collection. `mentions` (a pattern; title or body) and `mask`
        (booleans, one per article) choose within it, so that shares keep their denominator.
        `copies` comes last and narrows the collection: "one" leaves one article of each cluster
        of `nl.copies`, the original or the first of those that fit the rest of what is asked;
        "original" leaves originals only, so that a cluster whose original does not fit has none.
        "all" leaves every copy.

        Raises ValueError for an outlet, a column, a date or a policy that is not there, and for a
        mask of another length.

        >>> import newslib as nl
        >>> corpus = nl.paste("Storm hits port\\nThe storm sank two boats.", outlet="Star")
        >>> len(corpus.where(outlet="Star", mentions="boat*"))
        1
        """
        articles = self._store.articles
        fitting, selection = self._collection.copy(), dict(self._selection)
        wanted = {"outlet": outlet} if outlet is not None else {}
        for name, value in (wanted | columns).items():
            fitting &= choosing.fits(self._store, name, value)
            selection[name] = [str(v) for v in choosing.listed(value)]
        fitting &= choosing.within(articles, since, until)
        span = {"since": since, "until": until}
        selection |= {name: str(day) for name, day in span.items() if day is not None}
        if dated is not None:
            fitting &= articles["date"].notna().to_numpy() == dated
            selection["dated"] = bool(dated)
        chosen = self._chosen & fitting
        if mentions is not None:
            named = patterns.concepts(mentions)
            t, wanted = self._store.tokens, [p for several in named.values() for p in several]
            hits = patterns.find(t, self._store.string_of, wanted)
            having = np.zeros(len(chosen), bool)
            having[t.sent_article.take(t.sentence.take(hits.first))] = True
            chosen &= having
            selection["mentions"] = [*selection.get("mentions", []), *map(str, named)]
        if mask is not None:
            chosen &= choosing.as_mask(mask, self._chosen)
            selection["mask"] = int(chosen.sum())
        if copies is not None:
            fitting = counted_once(self._store, copies, fitting, chosen)
            chosen &= fitting
            policy = [selection.get("copies", "all"), copies]
            selection["copies"] = max(policy, key=POLICIES.index)
        return Corpus(self._store, fitting, chosen, selection)

    def _rest(self, part: "Corpus") -> "Corpus":
        """The articles of this corpus that are not in `part`."""
        return Corpus(self._store, self._collection, self._chosen & ~part._chosen, self._selection)

    # ---- changing

    def restore(self, rule: str) -> "Corpus":
        """Put the lines that a cleaning rule removed back into the text, and count them.

        Raises ValueError when no line was removed by that rule.
        """
        rules = sorted(self._store.removed["rule"].unique())
        if rule not in rules:
            known = ", ".join(f"'{known}'" for known in rules) or "none"
            raise ValueError(f"no line was removed by rule '{rule}'. Rules: {known}")
        store = choosing.without_removed(self._store, rule)
        return Corpus(store, self._collection, self._chosen, self._selection)

    def assign(self, **columns) -> "Corpus":
        """Return a Corpus with columns set: one value for all, one per article, or some by number.

        corpus.assign(date={46: "2026-03-05"}) dates article 46 and leaves the others as they are.
        A date is read as in `load` ("2024-06" has the precision "month"). Only the articles of
        this selection change. Raises ValueError for a column that newslib computes itself, and
        for a date that cannot be read.
        """
        articles = choosing.assigned(self._store.articles, self._chosen, columns)
        store = replace(self._store, articles=articles)
        return Corpus(store, self._collection, self._chosen, self._selection)

    def __add__(self, other: "Corpus") -> "Corpus":
        """Return both corpora as one: the articles of the first, then those of the second.

        The articles of both are the collection of the sum: what a mask left out is not in it.
        """
        if not isinstance(other, Corpus):
            return NotImplemented
        store = choosing.joined(self._store, self._chosen, other._store, other._chosen)
        said = [self._selection, other._selection]
        return Corpus(store, selection={"sum": said} if any(said) else {})

    def summary(self) -> str:
        """Return one sentence that says what this corpus is.

        >>> import newslib as nl
        >>> print(nl.paste("Fire at mill\\nNobody was hurt.", date="2026-04-14", outlet="Star"))
        1 article, 1 outlet, 14 April 2026, 3 words
        """
        n, outlets = len(self), self._store.articles["outlet"][self._chosen].nunique()
        period = self.period
        said = [_count(n, "article"), _count(outlets, "outlet") if outlets else "no outlet named"]
        said.append(_spoken(*period) if period else "undated")
        undated = int(self._store.articles["date"][self._chosen].isna().sum())
        if period and undated:
            said.append(f"{undated:,} undated")
        said.append(_count(self.words, "word"))
        return ", ".join(said)

    @property
    def period(self) -> tuple[pd.Timestamp, pd.Timestamp] | None:
        """The first and last day on which an article was published; None when all are undated."""
        dates = self._store.articles["date"][self._chosen].dropna()
        return (dates.min(), dates.max()) if len(dates) else None

    def describe(self, measure: str, part: str, arguments: dict, notes=()) -> dict:
        """Return what a measure's table remembers in `attrs["newslib"]`; plain data only."""
        from newslib import __version__

        store, fingerprint = self._store, self.fingerprint
        selection = {name: value for name, value in self._selection.items() if name != "copies"}
        articles, words = store.articles, store.tokens.words_per_article
        if "outlets" not in store.cache:
            store.cache["outlets"] = _largest_first(articles["outlet"])
        made_of = self._collection, self._chosen, self._selection
        keep(store.selections, fingerprint, made_of, MOST_KEPT)
        _STORES[fingerprint] = store
        period = self.period
        return {
            "measure": measure, "part": part,
            "arguments": json.loads(json.dumps(arguments, default=lambda number: number.item())),
            "articles": len(self),
            "words": int(words[self._chosen][:, parts_of(part)].sum()),
            "undated": int(articles["date"][self._chosen].isna().sum()),
            "period": [f"{day:%Y-%m-%d}" for day in period] if period else None,
            "selection": selection, "copies": self._selection.get("copies", "all"),
            "notes": list(notes),
            "outlets": list(store.cache["outlets"]), "version": __version__,
            "corpus": fingerprint,
        }  # fmt: skip

    @property
    def fingerprint(self) -> str:
        """Sixteen hex digits that tell this selection of these articles from any other."""
        whole = hashlib.sha256(self._store.digest.encode())
        whole.update(np.packbits(self._collection).tobytes())
        whole.update(np.packbits(self._chosen).tobytes())
        return whole.hexdigest()[:16]


def corpus_of(table: pd.DataFrame) -> Corpus | None:
    """Return the corpus a table was made from, as long as its articles are in memory."""
    fingerprint = table.attrs.get("newslib", {}).get("corpus")
    store = _STORES.get(fingerprint)
    masks = store.selections.get(fingerprint) if store else None
    return Corpus(store, *masks) if masks else None


def load(
    source, *, columns=None, date=None, outlet=None, metadata=None, dayfirst=None, clean=True,
    progress=True,
) -> Corpus:  # fmt: skip
    """Read articles from a file, a folder, a glob, an archive, a DataFrame, or a list of these.

    Reads pasted text (.txt, headline first), tables (.csv, .tsv, .xlsx, .jsonl, .json), saved
    pages (.html, with the extra `newslib[html]`), .zip of these and .gz of one.

    `columns` names odd columns: {"text": "body"}; the usual names are found. `date` and `outlet`
    are one value for all, or a file-name pattern "{date}_{outlet}_*.txt". `metadata` is a CSV
    file or DataFrame joined on id or file name. `dayfirst` says how 04/03/2026 is meant.
    `clean=False` keeps page furniture. `progress=False` shows no bar.

    Returns a Corpus; what could not be read is in its `rejects`, troubles of what was read in
    its `notes`. Raises FileNotFoundError when there is no such file, and `SourceError` (a
    ValueError) when nothing in the source can be used or a date can be read two ways.

    >>> import pandas as pd
    >>> print(load(pd.DataFrame({"body": ["The dam held."], "published": ["2026-04-14"]})))
    1 article, no outlet named, 14 April 2026, 3 words
    """
    store = load_store(
        source, columns=columns, date=date, outlet=outlet, metadata=metadata, dayfirst=dayfirst,
        clean=clean, progress=progress,
    )  # fmt: skip
    return Corpus(store)


def paste(text: str, *, title=None, date=None, outlet=None) -> Corpus:
    """Read one article pasted from a web page: headline first, furniture and all.

    With `title` given no headline is looked for. Returns a Corpus of one article; raises
    ValueError for an empty text or a date that cannot be read.

    >>> corpus = paste("Mill burns\\nBy Ann Lee\\nNobody was hurt.\\n\\nAdvertisement\\n")
    >>> corpus.articles[["title", "text"]].values.tolist()
    [['Mill burns', 'Nobody was hurt.\\n\\n']]
    """
    if not isinstance(text, str):
        raise TypeError(f"paste() takes the text of an article; got {type(text).__name__}")
    if not text.strip():
        raise ValueError("paste() was given an empty text")
    if date is not None:
        stated(date, "date")
    record = Record("pasted", 1, text, {"title": title} if title else {}, pasted=title is None)
    return Corpus(load_store([record], date=date, outlet=outlet))


def _part_names(part: np.ndarray):
    return pd.Categorical.from_codes(part, PARTS).astype("str")


def _largest_first(outlets: pd.Series) -> list[str]:
    """Names by number of articles, then by spelling: charts give colours out in this order."""
    counts = outlets.value_counts()
    return sorted(sorted(counts.index), key=lambda name: -counts[name])


def _count(n: int, noun: str) -> str:
    return f"{n:,} {noun}" if n == 1 else f"{n:,} {noun}s"


def _spoken(first, last) -> str:
    def day(d, year=True):
        return f"{d.day} {MONTHS[d.month - 1]}" + (f" {d.year}" if year else "")

    if first == last:
        return day(first)
    return f"{day(first, first.year != last.year)} to {day(last)}"
