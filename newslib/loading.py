"""This turns records into a Store: articles, cleaned and dated, and their tokens.

The order of work: read the records, lay metadata beside them, clean each text, read each date,
tokenise all. Whatever went wrong with an article that is kept becomes a note; whatever could
not be kept is a reject.
"""

import hashlib
import os
import re
from collections import Counter
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import PurePosixPath

import numpy as np
import pandas as pd

from newslib import sources
from newslib.cleaning import clean as clean_text
from newslib.dates import Published, is_ambiguous, read_date
from newslib.sources import Record, Reject, SourceError
from newslib.tokens import BODY, Tokens, merge, stopwords, tokenise

OWN = ("outlet", "author", "url", "section", "language")  # string columns beside id, title, text
FILE_KEYS = ("id", "file", "filename", "path", "textname", "articleid", "docid", "document")
ENGLISH = 0.15  # least share of stop words in English prose; news has about .4, German .1
LONG_ENOUGH = 100  # characters: a shorter text is not judged


@dataclass(frozen=True)
class Store:
    """What all selections of one loaded corpus share; never changed once made."""

    articles: pd.DataFrame
    raw: list[str]
    removed: pd.DataFrame
    rejects: pd.DataFrame
    notes: pd.DataFrame
    tokens: Tokens

    @cached_property
    def strings(self) -> tuple[list[str], list[str]]:
        """The titles ("" where there is none) and the texts."""
        return self.articles["title"].fillna("").tolist(), self.articles["text"].tolist()

    def string_of(self, token: int) -> str:
        """Return the title or text in which a token stands."""
        sentence = self.tokens.sentence[token]
        part, article = self.tokens.sent_part[sentence], self.tokens.sent_article[sentence]
        return self.strings[part][article]

    @cached_property
    def digest(self) -> str:
        """A fingerprint of everything a number can depend on."""
        whole = hashlib.sha256()
        for name in self.articles.columns:
            values = self.articles[name].astype(object).tolist()
            whole.update(repr((name, values)).encode("utf-8", "backslashreplace"))
        return whole.hexdigest()

    @cached_property
    def looks_english(self) -> np.ndarray:
        """Per article: does the text look English? A text too short to judge does."""
        return _looks_english(self.tokens, self.strings[BODY])

    @cached_property
    def cache(self) -> dict:
        """Results that are dear and wanted again, such as the scores of all sentences."""
        return {}


def load_store(
    source, *, columns=None, date=None, outlet=None, metadata=None, dayfirst=None, clean=True,
    progress=True,
) -> Store:  # fmt: skip
    """Read a source into a Store; see `nl.load`, which says what the arguments mean."""
    items = list(sources.read(source, columns))
    records = [item for item in items if isinstance(item, Record)]
    rejects = [item for item in items if isinstance(item, Reject)]
    if not records:
        raise SourceError(_nothing(source, rejects))
    loose = _lay_metadata(records, metadata) if metadata is not None else []
    for name, value in (("date", date), ("outlet", outlet)):
        if value is not None:
            _lay_value(records, name, value, dayfirst)
    return _assemble(records, rejects, loose, dayfirst, clean, progress)


def _nothing(source, rejects: list[Reject]) -> str:
    if not rejects:
        return (
            f"{source} holds nothing newslib reads. It reads {', '.join(sources.KINDS)}, "
            "and .gz of these."
        )
    told = "; ".join(
        r.reason if r.source in r.reason else f"{r.source}"
        + (f" line {r.line}" if r.line else "") + f": {r.reason}"
        for r in rejects[:3]
    )  # fmt: skip
    more = f"; and {len(rejects) - 3} more" if len(rejects) > 3 else ""
    return f"No article could be read. {told}{more}"


# ---- what was said beside the articles


def _lay_value(records: list[Record], name: str, value, dayfirst) -> None:
    """Lay a date or outlet on all records: one value, or a pattern read off the file names."""
    if "{" not in str(value):
        if name == "date" and (trouble := read_date(value, dayfirst).trouble):
            raise ValueError(f"date=: {trouble}")
        for record in records:
            record.fields[name] = value
        return
    pattern = re.escape(str(value)).replace(r"\*", ".*")
    pattern = re.compile(re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>.+?)", pattern))
    if name not in pattern.groupindex:
        raise ValueError(f"{name}= is a pattern without {{{name}}}: {value!r}")
    for record in records:
        path = record.source if "/" in str(value) else PurePosixPath(record.source).name
        if found := pattern.fullmatch(path):
            record.fields[name] = found[name]
        else:
            record.notes.append((name, f"the file name does not fit the pattern {value!r}", path))


def _lay_metadata(records: list[Record], metadata) -> list[tuple]:
    """Lay a table's rows on the records they name, by id or file; returns notes on loose rows."""
    table = metadata if isinstance(metadata, pd.DataFrame) else sources.read_table(metadata)
    names = {sources._fold(name): name for name in reversed(list(table.columns))}
    key = next((names[k] for k in FILE_KEYS if k in names), None)
    if key is None:
        raise SourceError(
            f"the metadata has no column that names the articles ({', '.join(FILE_KEYS)}). "
            f"Found: {', '.join(map(repr, table.columns))}."
        )
    found = sources.find_columns([*table.columns, "text"], None, "the metadata")
    ours = {name: col for name, col in found.items() if name not in ("text", "id") and col != key}
    rows, used = {}, set()
    for row in table.to_dict("records"):
        if not sources._missing(row[key]):
            rows[sources._as_string(row[key]).strip()] = row
    for record in records:
        path = PurePosixPath(record.source)
        names_of = (str(record.fields.get("id", "")), record.source, path.name, path.stem)
        name = next((n for n in names_of if n in rows), None)
        if name is None:
            record.notes.append(("metadata", "no row of the metadata names this article", ""))
            continue
        used.add(name)
        for ours_name, column in ours.items():
            if not sources._missing(rows[name][column]) and str(rows[name][column]).strip():
                value = rows[name][column]
                record.fields[ours_name] = value if ours_name == "date" else str(value)
        record.extra |= {
            sources.own_name(c): v for c, v in rows[name].items() if c != key and c not in
            ours.values()
        }  # fmt: skip
    reason = "this row of the metadata names no article"
    return [(None, "metadata", reason, name) for name in rows if name not in used]


# ---- from records to tables


def _assemble(records, rejects, loose, dayfirst, clean, progress) -> Store:
    _ask_for_dayfirst(records, dayfirst)
    rows, notes, removed, texts = [], [], [], []
    for article, record in enumerate(records):
        cleaned, text = _cleaned(record, clean)
        fields = {**cleaned.fields, **record.fields}
        title = fields.get("title", cleaned.title)
        given = fields.get("date")
        published = read_date(given, dayfirst) if given is not None else Published(None, "none")
        notes += [(article, *note) for note in record.notes]
        if published.trouble:
            notes.append((article, "date", published.trouble, str(given)))
        removed += [(article, s, e, rule, record.raw[s:e]) for s, e, rule in cleaned.spans if rule]
        texts.append(text)
        rows.append((
            str(fields.get("id") or f"{record.source}#{record.record}"), title, text,
            published.day, published.precision, *(fields.get(name) for name in OWN),
            record.source, record.record, content_hash(record.raw),
        ))  # fmt: skip
    columns = ("id", "title", "text", "date", "date_precision", *OWN, "source", "record", "hash")
    articles = pd.DataFrame(rows, columns=columns).rename_axis("article")
    articles["date"] = articles["date"].astype("datetime64[s]")
    for name in ("id", "title", "text", "date_precision", *OWN, "source", "hash"):
        articles[name] = articles[name].astype("str")
    for name in dict.fromkeys(name for record in records for name in record.extra):
        values = [_cell(record.extra.get(name)) for record in records]
        articles[name] = pd.Series(values, dtype=object).infer_objects()
    seen = Counter()
    for article, name in enumerate(articles["id"]):
        seen[name] += 1
        if seen[name] > 1:
            notes.append((article, "id", "this id was seen before; both articles are kept", name))
    tokens = _tokenise(articles["title"], texts, progress)
    english = _looks_english(tokens, texts)
    reason = "the text does not look English: sentiment refuses it, words and timelines go on"
    notes += [(int(a), "language", reason, sources._excerpt(texts[a])) for a in
              np.flatnonzero(~english)]  # fmt: skip
    return Store(
        articles,
        [record.raw for record in records],
        pd.DataFrame(removed, columns=["article", "start", "end", "rule", "text"]).astype(
            {"rule": "str", "text": "str", "article": int, "start": int, "end": int}
        ),
        pd.DataFrame(
            [(r.source, r.record, r.line, r.reason, r.excerpt) for r in rejects],
            columns=["source", "record", "line", "reason", "excerpt"],
        ).astype({"line": "Int64", "source": "str", "reason": "str", "excerpt": "str"}),
        _notes_table(sorted(notes, key=lambda n: n[0]) + loose),
        tokens,
    )


def _notes_table(notes) -> pd.DataFrame:
    table = pd.DataFrame(notes, columns=["article", "field", "reason", "excerpt"])
    return table.astype({"article": "Int64", "field": "str", "reason": "str", "excerpt": "str"})


def _ask_for_dayfirst(records: list[Record], dayfirst) -> None:
    """Refuse a date column that can be read two ways; a pasted text only gets a note."""
    if dayfirst is not None:
        return
    for record in records:
        value = record.fields.get("date")
        if value is not None and is_ambiguous(value):
            trouble = read_date(value).trouble
            raise SourceError(f"{record.source}, record {record.record}: the date {trouble}")


def _cleaned(record: Record, clean: bool):
    """The cleaning of a record and its body; a text that would be lost whole stays whole."""
    given = record.fields.get("title")
    cleaned = clean_text(record.raw, headline=record.pasted, title=given)
    if not clean:
        cleaned = cleaned._replace(title=None, fields={}, spans=[(0, len(record.raw), None)])
    text = _body(record.raw, cleaned.spans)
    if not text.strip():
        record.notes.append(("text", "every line looked like furniture; all were kept", ""))
        cleaned = cleaned._replace(spans=[(0, len(record.raw), None)])
        text = record.raw
    return cleaned, text


def _body(raw: str, spans) -> str:
    return "".join(raw[start:end] for start, end, rule in spans if not rule)


def content_hash(raw: str) -> str:
    """SHA-256 of a raw text, its first 16 hex digits.

    >>> content_hash("")
    'e3b0c44298fc1c14'
    """
    return hashlib.sha256(raw.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _cell(value):
    """A user's own value, kept as it is where a table can hold it."""
    if sources._missing(value) if not isinstance(value, list | tuple) else False:
        return None
    return sources._as_string(value) if isinstance(value, list | tuple | dict) else value


def progress_bar(total: int, doing: str, wanted: bool = True):
    """A progress bar that shows itself after two seconds; none while a report is made."""
    from tqdm.auto import tqdm

    quiet = not wanted or "NEWSLIB_RUN" in os.environ
    return tqdm(total=total, desc=doing, delay=2, disable=quiet)


def _tokenise(titles: pd.Series, texts: list[str], progress: bool) -> Tokens:
    with progress_bar(len(texts), "Reading articles", progress) as bar:
        return tokenise(titles.where(titles.notna(), None).tolist(), texts, bar.update)


def _looks_english(tokens: Tokens, texts: list[str]) -> np.ndarray:
    common = stopwords()
    is_stop = np.fromiter((t in common for t in tokens.types), bool, len(tokens.types))
    in_body = tokens.part == BODY
    stops = np.bincount(tokens.article[in_body & is_stop[tokens.type]], minlength=len(texts))
    words = tokens.words_per_article[:, BODY]
    letters = np.array([len(text) for text in texts])
    return (stops >= ENGLISH * words) | (letters < LONG_ENOUGH)


# ---- stores from stores


def without_removed(store: Store, rule: str) -> Store:
    """Return the store with what `rule` removed back in its texts; only those are read again."""
    removed = store.removed[store.removed["rule"] != rule].reset_index(drop=True)
    changed = sorted(store.removed.loc[store.removed["rule"] == rule, "article"].unique())
    articles = store.articles.copy()
    spans = {article: list(zip(rows["start"], rows["end"], strict=True))
             for article, rows in removed.groupby("article")}  # fmt: skip
    texts = []
    for article in changed:
        raw, at, kept = store.raw[article], 0, []
        for start, end in spans.get(article, []):
            kept.append(raw[at:start])
            at = end
        texts.append("".join(kept) + raw[at:])
    articles.loc[changed, "text"] = texts
    fresh = _tokenise(articles.loc[changed, "title"], texts, True)
    old_to_new = np.arange(len(articles))
    old_to_new[changed] = -1
    tokens = merge([(store.tokens, old_to_new), (fresh, np.array(changed))], len(articles))
    return replace(store, articles=articles, removed=removed, tokens=tokens)


def joined(one: Store, keep_one: np.ndarray, two: Store, keep_two: np.ndarray) -> Store:
    """Return one store with the kept articles of both, those of the first in front."""
    places, start = [], 0
    for keep in (keep_one, keep_two):
        places.append(np.where(keep, start + np.cumsum(keep) - 1, -1))
        start += int(keep.sum())

    def moved(name):
        tables = []
        for store, place in ((one, places[0]), (two, places[1])):
            table = getattr(store, name)
            known = table["article"].notna()
            to = place[table.loc[known, "article"].astype(int)]
            table = table.copy()
            table.loc[known, "article"] = to
            tables.append(table[~known | (table["article"] >= 0)])
        return pd.concat(tables, ignore_index=True)

    articles = pd.concat(
        [one.articles[keep_one], two.articles[keep_two]], ignore_index=True
    ).rename_axis("article")
    raw = [r for r, k in zip(one.raw + two.raw, [*keep_one, *keep_two], strict=True) if k]
    rejects = pd.concat([one.rejects, two.rejects], ignore_index=True)
    tokens = merge([(one.tokens, places[0]), (two.tokens, places[1])], start)
    return Store(articles, raw, moved("removed"), rejects, moved("notes"), tokens)
