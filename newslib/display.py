"""This turns corpora, evidence and charts into what a cell or a page shows.

The one room that makes HTML: the templates in data/html escape whatever they are given, set each
text apart in its own direction, and keep it from being read as maths or Markdown. How much of an
article may be shown is policy.py's to say. Every sentence shown is an element of class
"nl-sentence" with its outlet, so that a report can say how many it holds.
"""

import base64
import io
import os
import re
import sys
from collections import Counter
from dataclasses import dataclass
from functools import cache

import numpy as np
import pandas as pd

from newslib.corpus import Corpus
from newslib.dates import MONTHS
from newslib.policy import HIT, TEXT_COLUMNS, policy, snippet, within_policy
from newslib.tokens import BODY

NO_ALT = "A picture without a description"


@cache
def _templates():
    from jinja2 import Environment, PackageLoader

    def whole(value):  # half a sign (a lone surrogate) cannot be written to a file
        return value.encode("utf-8", "replace").decode() if type(value) is str else value

    folder = PackageLoader("newslib", "data/html")
    return Environment(loader=folder, autoescape=True, finalize=whole)


def _made(macro: str, *values):
    """HTML made by one of the macros of cells.html."""
    return getattr(_templates().get_template("cells.html").module, macro)(*values)


def page(template: str, inner: str = "", **facts) -> str:
    """Return a page of a report: the facts are text and escaped, `inner` is HTML already."""
    return _templates().get_template(template).render(inner=with_alt(inner), **facts)


def with_alt(inner: str) -> str:
    """Return HTML in which every picture has an alternative text."""

    def described(found: re.Match) -> str:
        alt = re.search(r'\balt="([^"]+)"', found[0])
        if alt and not alt[1].startswith("No description has been provided"):
            return found[0]
        return f'<img alt="{NO_ALT}"' + re.sub(r'\salt="[^"]*"', "", found[0])[4:]

    return re.sub(r"<img\b[^>]*>", described, inner)


# ---- reading sentences and articles


@dataclass
class _Shown:
    """A sentence or line: pieces (text, kind: None, HIT or a rule) and the article it is of."""

    pieces: list[tuple[str, str | None]]
    about: dict

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
            return [] if self.about else [_Shown([], s.about) for s in self.shown]
        shown = [s for s in self.shown if s.rules] if self.about else self.shown
        return [_Shown(snippet(s.pieces), s.about) for s in shown]

    def outlets(self) -> list[str]:
        """The outlet of an article, once per sentence of it that is shown."""
        many = self.sentences if policy() == "full" else len(self.within_policy())
        return [self.about["marked"]] * many

    def __repr__(self) -> str:
        """Return plain text: hits in [brackets], removed lines behind a - with their rule."""
        shown = self.within_policy()
        if self.about:
            lines = [self.about["title"], _reference(self.about, titled=False), self.note]
            lines += [f"- {s.text}  ({', '.join(s.rules)})" if s.rules else s.text for s in shown]
            return "\n".join(lines)
        lines = [self.note]
        for s in shown:
            said = "".join(f"[{text}]" if kind else text for text, kind in s.pieces)
            lines += [_reference(s.about), *([f"    {' '.join(said.split())}"] if said else [])]
        return "\n".join(lines)

    def _repr_html_(self):
        return str(_made("cell", self._inner()))

    def _inner(self):
        return _made("article", self) if self.about else _made("sentences", self, policy())


def _reference(about: dict, titled=True) -> str:
    names = ["outlet", "day"] + ["title"] * titled
    return ", ".join(about[n] for n in names + ["id"] * (policy() == "reference" or not titled))


def read(corpus: Corpus, rows=None, *, limit: int = 20) -> Reading:
    """Show sentences in full with their hits marked, or an article with its removed lines.

    `rows` are rows of `nl.evidence` or `nl.concordance` (a DataFrame, or one row of it), or the
    number of an article, or nothing for a corpus of one article. `limit` is the most rows shown.
    In an article every line stands in its place: what cleaning removed is struck through, with
    the rule that removed it.

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
    if isinstance(rows, pd.Series):
        rows = rows.to_frame().T
    if missing := {"article", "sentence", "start", "end"} - set(getattr(rows, "columns", ())):
        raise ValueError(
            f"read() shows rows of nl.evidence or nl.concordance; these have no {sorted(missing)}"
        )
    hits: dict[tuple, list] = {}
    for row in rows.head(limit).to_dict("records"):
        place = int(row["article"]), int(row["sentence"])
        hits.setdefault(place, []).append((int(row["start"]), int(row["end"]), row.get("text")))
    shown = [_sentence(corpus, *place, spans) for place, spans in hits.items()]
    grouped = f", in {len(shown):,} sentences" if len(shown) < len(rows.head(limit)) else ""
    return Reading(shown, f"showing {len(rows.head(limit)):,} of {len(rows):,}{grouped}")


def _sentence(corpus: Corpus, article: int, sentence: int, spans: list) -> _Shown:
    """One sentence, cut into pieces at its hits; overlapping hits become one."""
    corpus.raw(article)  # raises KeyError for an article that is not here
    t = corpus._store.tokens
    low, high = np.searchsorted(t.sent_article, [article, article + 1])
    rows = corpus._sentence_rows(low + np.flatnonzero(t.sent_number[low:high] == sentence))
    if not len(rows) or any(text not in (None, rows["text"][0]) for *_, text in spans):
        raise ValueError("these rows were made from another corpus: pass the one they came from")
    text, offset = rows["text"][0], int(rows["start"][0])
    pieces, done = [], 0
    for start, end, _ in sorted(spans):
        start, end = max(start - offset, done), min(end - offset, len(text))
        if end > start and (start, end) != (0, len(text)):  # a whole sentence needs no mark
            pieces += [(text[done:start], None), (text[start:end], HIT)]
            done = end
    return _Shown([p for p in [*pieces, (text[done:], None)] if p[0]], _about(corpus, article))


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


def _about(corpus: Corpus, article: int) -> dict:
    row = corpus._store.articles.loc[article]
    about = {n: row[n] if pd.notna(row[n]) else f"(no {n})" for n in ("outlet", "title", "id")}
    marked = row["outlet"] if pd.notna(row["outlet"]) else ""
    return about | {"day": _day(row["date"], row["date_precision"]), "marked": marked}


def _day(date, precision="day") -> str:
    if pd.isna(date):
        return "undated"
    month = f"{MONTHS[date.month - 1]} {date.year}"
    return {"day": f"{date.day} {month}", "month": month}.get(precision, str(date.year))


# ---- the card of a corpus


def card(corpus: Corpus) -> str:
    """Return the HTML of a corpus: what was read, what needs your eye, what was removed."""
    one = len(corpus) == 1
    rules = corpus.removed["rule"].value_counts().sort_index().drop("headline", errors="ignore")
    titles = corpus.articles["title"].dropna()
    some = {0, len(titles) // 2, len(titles) - 1} if len(titles) else ()
    outlets = [] if one else _outlets(corpus)
    facts = {
        "summary": corpus.summary(), "outlets": outlets[:12], "more": len(outlets[12:]),
        "needs_eye": needs_eye(corpus), "reading": read(corpus) if one else None,
        "removed": "" if one else ", ".join(f"{n:,} {rule}" for rule, n in rules.items()),
        "headlines": [] if one else titles.iloc[sorted(some)].tolist(),
    }  # fmt: skip
    return str(_made("cell", _made("card", facts)))


def _outlets(corpus: Corpus) -> list[tuple]:
    table = corpus.articles[["outlet", "date"]]
    table = table.assign(words=corpus._store.tokens.words_per_article[table.index, BODY])
    groups = table.groupby(table["outlet"].fillna("(no outlet)"))
    rows = groups.agg(n=("words", "size"), words=("words", "sum"), first=("date", "min"),
                      last=("date", "max"))  # fmt: skip
    rows = rows.sort_values("n", ascending=False, kind="stable").itertuples(name=None)
    return [(name, f"{n:,}", f"{words:,}", *map(_day, days)) for name, n, words, *days in rows]


def needs_eye(corpus: Corpus) -> list[tuple[str, str]]:
    """What a reader should look at before counting, and the code that shows it."""
    articles = corpus.articles
    found = [(articles["date"].isna().sum(), "undated", "corpus.where(dated=False)")]
    for by in ("month", "year"):
        rough = (articles["date_precision"] == by).sum()
        found.append((rough, f"dated by {by} only", f'corpus.where(date_precision="{by}")'))
    found.append((len(corpus.rejects), "set aside, not read", "corpus.rejects"))
    for field, rows in corpus.notes.groupby("field"):
        reasons = rows["reason"].value_counts().index
        what = f"note{'s' * (len(rows) > 1)} on {field}" + ", such as" * (len(reasons) > 1)
        what = "probably not English" if field == "language" else f"{what}: {reasons[0]}"
        found.append((len(rows), what, f'corpus.notes.query("field == {field!r}")'))
    return [(f"{n:,} {what}", code) for n, what, code in found if n]


# ---- figures and tables


def figure_html(ax) -> str | None:
    """Return a chart of ours as HTML; None for one that pyplot shows itself.

    The caption leaves the picture and stands below it as text, to be read on any screen.
    """
    figure = ax.get_figure(root=True)
    if not getattr(ax, "newslib", None) or hasattr(figure, "number"):
        return None
    about, size, file = ax.newslib, figure.get_size_inches(), io.BytesIO()
    foot = [t for t in figure.texts if t.get_text() and t.get_text() == figure.get_supxlabel()]
    try:
        for text in foot:
            height = size[1] - text.get_window_extent().height / figure.dpi
            text.set(visible=False, in_layout=False)
            figure.set_size_inches(size[0], max(height, 1))
        figure.savefig(file, format="png", dpi=150, metadata={"Software": None})
    finally:
        figure.set_size_inches(size)
        for text in foot:
            text.set(visible=True, in_layout=True)
    png, width = base64.b64encode(file.getvalue()).decode(), round(size[0] * 120)
    return str(_made("picture", png, about["alt"] or NO_ALT, about["caption"], width))


def frame_html(table: pd.DataFrame) -> str | None:
    """Return a DataFrame as pandas shows it, within the policy and its sentences marked."""
    table = within_policy(table)
    said = table._repr_html_()
    if said is None or not set(TEXT_COLUMNS) & set(table.columns):
        return said
    most, few = pd.get_option("display.max_rows"), pd.get_option("display.min_rows")
    outlets = table.get("outlet", pd.Series("", table.index)).fillna("").tolist()
    if most and len(outlets) > most:
        outlets = outlets[: few // 2] + outlets[-(few // 2) :]
    return said + str(_made("markers", outlets))


def _register() -> None:
    """Teach a running notebook to show our charts with alt text, and tables within the policy."""
    shell = sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
    if shell is None:
        return
    pd.set_option("display.html.use_mathjax", False)  # "$5 to $7" in a headline is no formula
    formatter = shell.display_formatter.formatters["text/html"]
    formatter.for_type_by_name("matplotlib.axes._axes", "Axes", figure_html)
    if os.environ.get("NEWSLIB_EVIDENCE"):
        formatter.for_type(pd.DataFrame, frame_html)


Corpus._repr_html_ = card  # display gives Corpus its face: imports run one way
_register()
