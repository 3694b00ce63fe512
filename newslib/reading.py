"""This shows sentences and articles to be read: hits marked, removed lines struck through.

How much of an article may be shown is policy.py's to say. Every sentence shown is an element of
class "nl-sentence" with its outlet, so that a report can say how many it holds.
"""

import re
from collections import Counter
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from newslib import vader
from newslib.asking import at_least
from newslib.corpus import Corpus
from newslib.dates import MONTHS
from newslib.lexicons import remembered
from newslib.markup import made
from newslib.policy import HIT, SIGNED, policy, snippet, within_policy


@dataclass
class _Shown:
    """A sentence or line: pieces (text, kind: None, HIT or a rule) and the article it is of."""

    pieces: list[tuple[str, str | None]]
    about: dict
    at: str = ""  # article and sentence: what is shown twice is counted once

    @property
    def text(self) -> str:
        return "".join(text for text, _ in self.pieces)

    @property
    def rules(self) -> list[str]:
        return list(dict.fromkeys(kind for _, kind in self.pieces if kind and kind != HIT))


@dataclass(repr=False)
class Reading:
    """Sentences, or one article (`about` it), to be read in a cell or a terminal."""

    shown: list[_Shown]
    note: str
    about: dict | None = None
    sentences: int = 0

    def within_policy(self) -> list[_Shown]:
        """What may be shown of it: of an article in a snippet, only what was removed."""
        if policy() == "full":
            return self.shown
        if policy() == "reference":
            return [] if self.about else [replace(s, pieces=[]) for s in self.shown]
        shown = [s for s in self.shown if s.rules] if self.about else self.shown
        return [replace(s, pieces=snippet(s.pieces)) for s in shown]

    def marks(self) -> list[tuple[str, str]]:
        """Outlet and place of each sentence of an article that is shown."""
        many = self.sentences if policy() == "full" else len(self.within_policy())
        return [(self.about["marked"], f"{self.about['article']}-{i}") for i in range(many)]

    def __repr__(self) -> str:
        """Return plain text: hits in [brackets], removed lines behind a - with their rule."""
        shown = self.within_policy()
        if self.about:
            lines = [self.about["title"], _reference(self.about, titled=False), self.note]
            lines += [f"- {s.text}  ({', '.join(s.rules)})" if s.rules else s.text for s in shown]
            return "\n".join(lines)
        lines = [self.note]
        for s in shown:
            said = "".join(_marked(*piece) for piece in s.pieces)
            lines += [_reference(s.about), *([f"    {' '.join(said.split())}"] if said else [])]
        return "\n".join(lines)

    def _repr_html_(self):
        return str(made("cell", self._inner()))

    def _inner(self):
        return made("article", self) if self.about else made("sentences", self, policy())


def _marked(text: str, kind: str | None) -> str:
    return f"[{text} {kind}]" if kind and kind[0] in SIGNED else f"[{text}]" if kind else text


def _reference(about: dict, titled=True) -> str:
    names = ["outlet", "day"] + ["title"] * titled
    return ", ".join(about[n] for n in names + ["id"] * (policy() == "reference" or not titled))


def read(corpus: Corpus, rows=None, *, limit: int = 20, page: int = 1) -> Reading:
    """Show sentences in full with their hits marked, or an article with its removed lines.

    `rows` are rows of `nl.evidence` or `nl.concordance` (a DataFrame, or one row of it), or the
    number of an article, or nothing for a corpus of one article. `limit` rows make a page, and
    `page` says which one is shown. In an article every line stands in its place: what cleaning
    removed is struck through, with the rule that removed it. In the evidence of a tone the words
    of the lexicon are marked, each with its value after rules.

    Returns an object that shows itself in a cell, and as plain text when printed. Raises KeyError
    for an article that is not in the corpus, ValueError for rows of another corpus.

    >>> import newslib as nl
    >>> corpus = nl.paste("The dam held. Then the dam broke.", title="Dam", outlet="Star")
    >>> read(corpus, nl.concordance(corpus, "broke"))
    showing 1 of 1
    Star, undated, Dam
        Then the dam [broke].
    """
    if rows is None:
        if len(corpus) != 1:
            raise ValueError(f"say which of the {len(corpus):,} articles: read(corpus, 3)")
        rows = int(corpus.articles.index[0])
    if isinstance(rows, int | np.integer):
        return _read_article(corpus, int(rows))
    words = remembered(getattr(rows, "attrs", {}).get("lexicon"))
    if isinstance(rows, pd.Series):
        rows = rows.to_frame().T
    if missing := {"article", "sentence", "start", "end"} - set(getattr(rows, "columns", ())):
        raise ValueError(
            f"read() shows rows of nl.evidence or nl.concordance; these have no {sorted(missing)}"
        )
    hits: dict[tuple, list] = {}
    shown_rows, span = _page(rows, limit, page)
    for row in shown_rows.to_dict("records"):
        place = int(row["article"]), int(row["sentence"])
        hits.setdefault(place, []).append((int(row["start"]), int(row["end"]), row.get("text")))
    texts = [text for (*_, text), *_ in hits.values() if isinstance(text, str)]
    marks = None if words is None else dict(zip(texts, vader.marks(texts, words), strict=True))
    shown = [_sentence(corpus, *place, spans, marks) for place, spans in hits.items()]
    span += f", in {len(shown):,} sentences" if len(shown) < len(shown_rows) else ""
    more = f"; page={page + 1} shows the next" if limit * page < len(rows) else ""
    return Reading(shown, span + more)


def _page(rows: pd.DataFrame, limit: int, page: int) -> tuple[pd.DataFrame, str]:
    """One page of rows, and the words that say which."""
    at_least(1, limit=limit, page=page)
    part = rows.iloc[limit * (page - 1) : limit * page]
    span = f"{len(part):,}"
    if page > 1 and len(part):
        span = f"{limit * (page - 1) + 1:,} to {limit * (page - 1) + len(part):,}"
    return part, f"showing {span} of {len(rows):,}"


def _sentence(corpus: Corpus, article: int, sentence: int, spans: list, marks) -> _Shown:
    """One sentence, cut into pieces at its hits, or the words of a lexicon; overlaps become one."""
    corpus.raw(article)  # raises KeyError for an article that is not here
    t = corpus._store.tokens
    low, high = np.searchsorted(t.sent_article, [article, article + 1])
    at, text, offset = low + np.flatnonzero(t.sent_number[low:high] == sentence), None, 0
    if len(at):
        offset, whole = int(t.sent_start[at[0]]), corpus._store.strings[t.sent_part[at[0]]][article]
        text = whole[offset : t.sent_end[at[0]]]
    if text is None or any(said not in (None, text) for *_, said in spans):
        raise ValueError("these rows were made from another corpus: pass the one they came from")
    cuts, pieces, done = [(s - offset, e - offset, HIT) for s, e, _ in sorted(spans)], [], 0
    if marks is not None:
        cuts = [(s, e, f"{v:+.1f}".replace("-", "−")) for s, e, v in marks.get(text, ()) if v]
    for start, end, kind in cuts:
        start, end = max(start, done), min(end, len(text))
        if end > start and (kind != HIT or (start, end) != (0, len(text))):  # all needs no mark
            pieces += [(text[done:start], None), (text[start:end], kind)]
            done = end
    pieces = [p for p in [*pieces, (text[done:], None)] if p[0]]
    return _Shown(pieces, _about(corpus, article), f"{article}-{sentence}")


def _read_article(corpus: Corpus, article: int) -> Reading:
    """The raw text in its order, line by line, each piece with the rule that removed it."""
    raw, about, removed = corpus.raw(article), _about(corpus, article), corpus.removed
    pieces, done = [], 0
    spans = removed.loc[removed["article"] == article, ["start", "end", "rule"]]
    for start, end, rule in spans.itertuples(index=False, name=None):
        pieces += [(raw[done:start], None), (raw[start:end], rule)]
        done = end
    lines, counts = [[]], Counter()
    for text, rule in [*pieces, (raw[done:], None)]:
        for part in re.findall(r".+|[\r\n]+", text):
            if part[0] in "\r\n":
                lines.append([])
            elif part.strip():
                lines[-1].append((part, rule))
                counts[rule] += 1
    shown, kept = [_Shown(line, about) for line in lines if line], counts.pop(None, 0)
    note = f"{kept:,} line{'s' * (kept != 1)} kept"
    if counts:
        note += "; removed: " + ", ".join(f"{n} {rule}" for rule, n in sorted(counts.items()))
    return Reading(shown, note, about, int((corpus._store.tokens.sent_article == article).sum()))


def struck(corpus: Corpus, removed: pd.DataFrame) -> Reading:
    """Rows of `corpus.removed`, each with its rule and the article it was taken from."""
    rows = removed[["article", "start", "rule", "text"]].itertuples(index=False, name=None)
    shown = [_Shown([(" ".join(text.split()), rule)], _about(corpus, at), f"{at}-@{start}")
             for at, start, rule, text in rows]  # fmt: skip
    return Reading(shown, "")


def _about(corpus: Corpus, article: int) -> dict:
    articles = corpus._store.articles
    names = ("outlet", "title", "id", "date", "date_precision")
    row = {name: articles.at[article, name] for name in names}
    about = {n: row[n] if pd.notna(row[n]) else f"(no {n})" for n in ("outlet", "title", "id")}
    marked = row["outlet"] if pd.notna(row["outlet"]) else ""
    spoken = day(row["date"], row["date_precision"])
    return about | {"day": spoken, "marked": marked, "article": article}


def day(date, precision="day") -> str:
    """Say a day, a month or a year in words, as far as the date is known."""
    if pd.isna(date):
        return "undated"
    month = f"{MONTHS[date.month - 1]} {date.year}"
    return {"day": f"{date.day} {month}", "month": month}.get(precision, str(date.year))


# ---- lines of a concordance, and names of rows


@dataclass(repr=False)
class Lines:
    """Rows of `nl.concordance`, the hits one under the other."""

    rows: list[dict]
    note: str

    def __repr__(self) -> str:
        """Return plain text: so much of the context as fits a terminal."""
        wide = max((len(row["node"]) for row in self.rows), default=0)
        return "\n".join([self.note] + [
            f"{row['left'][-34:]:>34} [{row['node']}]{'':{wide - len(row['node'])}} "
            f"{row['right'][:34]:34}  {row['ref']}" for row in self.rows
        ])  # fmt: skip

    def _repr_html_(self):
        return str(made("cell", made("lines", self)))


def aligned(table: pd.DataFrame, *, limit: int = 20, page: int = 1) -> Lines:
    """Show the rows of a concordance as lines in which the hits stand one under the other."""
    part, note = _page(table, limit, page)
    part, empty = within_policy(part), {"left": "", "node": "", "right": ""}
    rows = []
    for row in part.to_dict("records"):
        outlet = row["outlet"] if pd.notna(row["outlet"]) else ""
        title = row["title"] if pd.notna(row["title"]) else "(no title)"
        ref = f"{day(row['date'])}, {outlet or '(no outlet)'}"
        rows.append(empty | row | {"outlet": outlet, "title": title, "ref": ref})
    return Lines(rows, note)


def labels(table: pd.DataFrame) -> list[str]:
    """Name each row of a measure's table: "tunnel, The Star", "tunnel, week of 13 April 2026".

    >>> import newslib as nl
    >>> labels(nl.timeline(nl.paste("The dam held.", date="2026-04-14"), "dam"))
    ['dam, week of 13 April 2026']
    """
    if {"left", "node", "right"} <= set(table):
        left, right = (table[side].str.split() for side in ("left", "right"))
        lines = zip(left, table["node"], right, strict=True)
        return [" ".join([*before[-3:], node, *after[:3]]) for before, node, after in lines]
    arguments = table.attrs.get("newslib", {}).get("arguments", {})
    table = table.reset_index() if table.index.name == "word" else table
    form = {
        "D": day,
        "W": lambda d: f"week of {day(d)}",
        "M": lambda d: day(d, "month"),
        "Q": lambda d: f"quarter {d.quarter} of {d.year}",
        "Y": lambda d: day(d, "year"),
    }
    named = ["word", arguments.get("by"), "title", "outlet", "period", "date"]
    columns = []
    for name in (n for n in dict.fromkeys(named) if n in table):
        values = table[name].astype(object).where(table[name].notna(), "")
        spoken = form.get(arguments.get("every"), day) if name in ("period", "date") else str
        columns.append([value if value == "" else spoken(value) for value in values])
    rows = zip(*columns, strict=True) if columns else ([f"row {i}"] for i in range(len(table)))
    return [", ".join(filter(None, row)) for row in rows]
