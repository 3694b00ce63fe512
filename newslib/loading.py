"""This turns records into a Store: articles, cleaned and dated, and their tokens.

The order of work: read the records, lay metadata beside them, clean each text, read each date,
tokenise all. Whatever went wrong with an article that is kept becomes a note; whatever could
not be kept is a reject.
"""

import hashlib
import os
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath

import numpy as np
import pandas as pd

from newslib import sources
from newslib.cleaning import Cleaned, wire_of
from newslib.cleaning import clean as clean_text
from newslib.dates import Published, is_ambiguous, read_date
from newslib.sources import Record
from newslib.tables import Reject, Row, SourceError, as_string, excerpt, fold, missing, read_frame
from newslib.tokens import BODY, Tokens, stopwords, tokenise, word_tokenize

OWN = ("outlet", "author", "url", "section", "language")  # string columns beside id, title, text
FILE_KEYS = ("id", "file", "filename", "path", "textname", "articleid", "docid", "document")
SEEN = "this id was seen before; both articles are kept"
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
    def selections(self) -> dict:
        """The masks of the corpora that were measured, by fingerprint."""
        return {}

    @cached_property
    def cache(self) -> dict:
        """What was made of the articles and is wanted again, such as the groups of a column."""
        return {}

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
        for name, column in self.articles.items():
            values = column.astype(object).tolist()
            if column.dtype == "str":  # long: its lengths and all its letters
                values = column.fillna("\0").tolist()
                whole.update("".join(values).encode("utf-8", "backslashreplace"))
                values = list(map(len, values))
            whole.update(repr((name, values)).encode("utf-8", "backslashreplace"))
        return whole.hexdigest()

    @cached_property
    def looks_english(self) -> np.ndarray:
        """Per article: does the text look English? A text too short to judge does."""
        return _looks_english(self.tokens, self.strings[BODY])


def load_store(
    source, *, columns=None, date=None, outlet=None, metadata=None, dayfirst=None, clean=True,
    progress=True,
) -> Store:  # fmt: skip
    """Read a source into a Store; see `nl.load`, which says what the arguments mean."""
    if isinstance(metadata, str):
        metadata = sources.as_path(metadata)
    beside = None if metadata is None else _rows_of(metadata)
    file = metadata if isinstance(metadata, Path) else None
    items = []
    with progress_bar(None, "Reading", progress) as bar:
        for item in sources.read(source, columns, without=file):
            items.append(item)
            bar.update()
    records = [item for item in items if isinstance(item, Record)]
    rejects = [item for item in items if isinstance(item, Reject)]
    if not records:
        raise SourceError(_nothing(source, rejects))
    loose = _lay_metadata(records, *beside, columns or {}) if beside else []
    for name, value in (("date", date), ("outlet", outlet)):
        if value is not None:
            _lay_value(records, name, value, dayfirst)
    return _assemble(records, rejects, loose, dayfirst, clean, progress)


def _nothing(source, rejects: list[Reject]) -> str:
    if not rejects:
        name = f"'{source}'" if isinstance(source, str | Path) else f"This {type(source).__name__}"
        kinds = ", ".join(sources.KINDS)
        return f"{name} holds nothing newslib reads. It reads {kinds}, and .gz of these."
    told = []
    for r in rejects[:3]:
        place = f"{r.source} line {r.line}" if r.line else r.source
        told.append(r.reason if r.source in r.reason else f"{place}: {r.reason}")
    more = f"; and {len(rejects) - 3} more" if len(rejects) > 3 else ""
    return f"No article could be read. {'; '.join(told)}{more}"


# ---- what was said beside the articles


def _lay_value(records: list[Record], name: str, value, dayfirst) -> None:
    """Lay a date or outlet on all records: one value, or a pattern read off the file names."""
    if "{" not in str(value):
        if name == "date" and (trouble := read_date(value, dayfirst).trouble):
            raise ValueError(f"date=: {trouble}")
        for record in records:
            record.fields[name] = value if name == "date" else as_string(value)
        return
    parts = re.split(r"(\*|\{[^{}]*\})", str(value))
    if parts.count(f"{{{name}}}") != 1:
        raise ValueError(f"{name}= is a pattern that should hold {{{name}}} once; got {value!r}")
    forms = {"*": ".*", f"{{{name}}}": "(.+?)"}
    pattern = "".join(forms.get(p, ".+?" if p[:1] == "{" else re.escape(p)) for p in parts)
    fitting = 0
    for record in records:
        path = record.source if "/" in str(value) else PurePosixPath(record.source).name
        if found := re.fullmatch(pattern, path):
            record.fields[name] = found[1]
            fitting += 1
        else:
            record.notes.append((name, f"the file name does not fit the pattern {value!r}", path))
    if not fitting:
        raise SourceError(
            f"{name}=: no file name fits the pattern {value!r}. The first is '{path}'."
        )


def _rows_of(metadata) -> tuple[list, list[Row], list[Reject]]:
    """The columns and rows of a metadata table, and what of it could not be read."""
    if isinstance(metadata, pd.DataFrame):
        tables = [read_frame(metadata)]
    elif isinstance(metadata, Path):
        if not metadata.is_file():
            raise FileNotFoundError(f"metadata=: there is no file '{metadata}'.")
        try:
            tables = list(sources.read_tables(metadata.read_bytes, metadata.name))
        except SourceError as error:
            raise SourceError(f"metadata=: {metadata.name}: {error}") from None
    else:
        kind = type(metadata).__name__
        raise TypeError(f"metadata= takes the name of a table or a DataFrame; got {kind}")
    items = [item for table in tables for item in table.rows]
    return (
        list(dict.fromkeys(name for table in tables for name in table.columns)),
        [item for item in items if isinstance(item, Row)],
        [item for item in items if isinstance(item, Reject)],
    )


def _lay_metadata(records, names: list, rows: list[Row], bad: list[Reject], columns) -> list:
    """Lay a table's rows on the records they name, by id or file; returns notes on loose rows."""
    folded = {fold(name): name for name in reversed(names)}
    keys = [folded[k] for k in FILE_KEYS if k in folded]
    if not keys:
        raise SourceError(
            f"the metadata has no column that names the articles ({', '.join(FILE_KEYS)}). "
            f"Found: {', '.join(map(repr, names))}."
        )
    known = {name for record in records for name in _names_of(record)}
    key = max(keys, key=lambda k: sum(_key(row.cells.get(k)) in known for row in rows))
    by_name: dict[str, Row] = {}
    loose = [(None, "metadata", f"line {r.line}: {r.reason}", r.excerpt) for r in bad]
    for row in rows:
        if by_name.setdefault(name := _key(row.cells.get(key)), row) is not row:
            loose.append((None, "metadata", f"a second row for '{name}' was not used", ""))
    wanted = {ours: c for ours, c in columns.items() if c in names and ours != "text"}
    found = sources.find_columns([*names, "text"], wanted, "the metadata")
    ours = {o: c for o, c in found.items() if o != "text" and c != key}
    used = set()
    for record in records:
        name = next((n for n in _names_of(record) if n in by_name), None)
        if name is None:
            record.notes.append(("metadata", "no row of the metadata names this article", ""))
            continue
        used.add(name)
        cells = {c: v for c, v in by_name[name].cells.items() if not missing(v)}
        given = {o: cells[c] for o, c in ours.items() if c in cells and str(cells[c]).strip()}
        record.fields |= {o: v if o == "date" else as_string(v) for o, v in given.items()}
        own = [c for c in cells if c != key and c not in ours.values()]
        record.extra |= {sources.own_name(c): cells[c] for c in own}
    if not used:
        example = ", ".join(f"'{name}'" for name in list(by_name)[:3])
        raise SourceError(
            f"no row of the metadata names an article. Its column '{key}' holds {example}; "
            f"the first article is '{records[0].source}'"
        )
    reason = "this row of the metadata names no article"
    return loose + [(None, "metadata", reason, name) for name in by_name if name not in used]


def _key(value) -> str:
    r"""A name as names are compared: macOS writes é as two characters, Windows writes a\b."""
    text = "" if missing(value) else as_string(value).strip().replace("\\", "/")
    return unicodedata.normalize("NFC", text.removeprefix("./"))


def _names_of(record: Record) -> list[str]:
    """What a row of metadata may call a record: its id, its path, its file, without the suffix."""
    path = PurePosixPath(record.source)
    bare = path.with_suffix("") if path.name else path
    names = (record.fields.get("id"), record.source, bare.as_posix(), path.name, path.stem)
    return [name for name in map(_key, names) if name]


# ---- from records to tables


def _assemble(records, rejects, loose, dayfirst, clean, progress) -> Store:
    _ask_for_dayfirst(records, dayfirst)
    rows, notes, removed, texts = [], [], [], []
    with progress_bar(len(records), "Cleaning", progress) as bar:
        cleanings = []
        for record in records:
            cleanings.append(_cleaned(record, clean))
            bar.update()
    for article, (record, (cleaned, text)) in enumerate(zip(records, cleanings, strict=True)):
        fields = {**cleaned.fields, **record.fields}
        title = fields.get("title", cleaned.title)
        given = fields.get("date")
        published = read_date(given, dayfirst) if given is not None else Published(None, "none")
        notes += [(article, *note) for note in record.notes]
        if published.trouble:
            notes.append((article, "date", published.trouble, str(given)))
        removed += [(article, s, e, rule, record.raw[s:e]) for s, e, rule in cleaned.spans if rule]
        texts.append(text)
        taken = [record.raw[s:e] for s, e, rule in cleaned.spans if rule not in (None, "caption")]
        wire = wire_of(text, taken, fields.get("author"))
        rows.append((
            str(fields.get("id") or f"{record.source}#{record.record}"), title, text,
            published.day, published.precision, *(fields.get(name) for name in OWN), wire,
            record.source, record.record, content_hash(record.raw),
        ))  # fmt: skip
    columns = ("id", "title", "text", "date", "date_precision", *OWN, "wire", "source", "record",
               "hash")  # fmt: skip
    articles = pd.DataFrame(rows, columns=columns).rename_axis("article")
    articles["date"] = articles["date"].astype("datetime64[s]")
    for name in ("id", "title", "text", "date_precision", *OWN, "wire", "source", "hash"):
        articles[name] = articles[name].astype("str")
    for name in dict.fromkeys(name for record in records for name in record.extra):
        values = [_cell(record.extra.get(name)) for record in records]
        articles[name] = pd.Series(values, dtype=object).infer_objects()
    seen = Counter()
    for article, name in enumerate(articles["id"]):
        seen[name] += 1
        if seen[name] > 1:
            notes.append((article, "id", SEEN, name))
    tokens = tokenised(articles["title"], texts, progress)
    english = _looks_english(tokens, texts)
    reason = "the text does not look English: sentiment refuses it, words and timelines go on"
    notes += [(int(a), "language", reason, excerpt(texts[a])) for a in
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
        ).astype(
            {"source": "str", "record": int, "line": "Int64", "reason": "str", "excerpt": "str"}
        ),
        notes_table(sorted(notes, key=lambda n: n[0]) + loose),
        tokens,
    )


def notes_table(notes) -> pd.DataFrame:
    """Return (article or None, field, reason, excerpt) tuples as the table of notes."""
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
    if clean:
        cleaned = clean_text(record.raw, headline=record.pasted, title=given)
    else:
        cleaned = Cleaned(None, {}, [(0, len(record.raw), None)])
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
    if missing(value):
        return None
    return as_string(value) if isinstance(value, list | tuple | dict | np.ndarray) else value


def progress_bar(total: int | None, doing: str, wanted: bool = True):
    """A progress bar that shows itself after two seconds; none while a report is made."""
    from tqdm.auto import tqdm

    quiet = not wanted or "NEWSLIB_RUN" in os.environ
    return tqdm(total=total, desc=doing, delay=2, disable=quiet)


def tokenised(titles: pd.Series, texts: list[str], progress: bool) -> Tokens:
    """Return the tokens of titles and texts, with a progress bar where it takes long."""
    word_tokenize("")  # the seconds in which NLTK is imported are not those of the first article
    with progress_bar(len(texts), "Tokenising", progress) as bar:
        return tokenise(titles.fillna("").tolist(), texts, bar.update)


def _looks_english(tokens: Tokens, texts: list[str]) -> np.ndarray:
    common = stopwords()
    is_stop = np.fromiter((t in common for t in tokens.types), bool, len(tokens.types))
    stops = tokens.per_article(is_stop)[:, BODY]
    words = tokens.words_per_article[:, BODY]
    letters = np.array([len(text) for text in texts])
    return (stops >= ENGLISH * words) | (letters < LONG_ENOUGH)
