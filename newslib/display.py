"""This says what a cell shows: the card of a corpus, a chart that opens, a table, lines.

In a live notebook a chart is a picture. In a report it is a drawing whose bars and points are
links, and the sentences behind each stand in the page, so that a number opens without a kernel.
"""

import base64
import io
import itertools
import os
import re
import sys
from contextlib import contextmanager
from types import SimpleNamespace

import numpy as np
import pandas as pd

from newslib.card import card, card_text
from newslib.corpus import Corpus, corpus_of
from newslib.evidence import counted, evidence
from newslib.markup import NO_ALT, made, safe
from newslib.policy import TEXT_COLUMNS, policy, within_policy
from newslib.reading import aligned, labels, read

MOST_OPENED, MOST_SENTENCES = 1000, 2000  # of one chart or table, in a report
MOST_PAGES = 10  # of a concordance
_names = (f"chart-{n}" for n in itertools.count(1))


@contextmanager
def without_caption(ax):
    """The chart without its caption, which stands below it as text, to be read on any screen."""
    figure = ax.get_figure(root=True)
    size = figure.get_size_inches()
    foot = [t for t in figure.texts if t.get_text() and t.get_text() == figure.get_supxlabel()]
    try:
        for text in foot:
            height = size[1] - text.get_window_extent().height / figure.dpi
            text.set(visible=False, in_layout=False)
            figure.set_size_inches(size[0], max(height, 1))
        yield figure
    finally:
        figure.set_size_inches(size)
        for text in foot:
            text.set(visible=True, in_layout=True)


def _saved(figure, form: str, **metadata) -> bytes:
    file = io.BytesIO()
    figure.savefig(file, format=form, dpi=150, metadata=metadata)
    return file.getvalue()


def _png(figure) -> str:
    return base64.b64encode(_saved(figure, "png", Software=None)).decode()


def _width(ax) -> int:
    return round(ax.get_figure(root=True).get_size_inches()[0] * 120)


def _marks(ax) -> dict:
    """The drawn things that stand for rows, by the gid of each, in the order of the rows."""
    rows, marks = ax.newslib["rows"], {}
    for artist in ax.findobj(lambda a: a.get_gid() in rows):
        marks.setdefault(artist.get_gid(), []).append(artist)
    return dict(sorted(marks.items(), key=lambda mark: rows[mark[0]][:1]))


def live(ax) -> SimpleNamespace:
    """A chart for a widget: `html` of the picture alone, `caption`, `width` in pixels, `marks`.

    Each mark has the `rows` it stands for and its `box`: left, top, width and height in percent
    of the picture.
    """
    from matplotlib.transforms import Bbox

    with without_caption(ax) as figure:
        png = _png(figure)
        wide, tall = figure.bbox.size
        marks = []
        for gid, artists in _marks(ax).items():
            box = Bbox.union([artist.get_window_extent() for artist in artists])
            shape = box.x0 / wide, 1 - box.y1 / tall, box.width / wide, box.height / tall
            if rows := ax.newslib["rows"][gid]:
                marks.append(SimpleNamespace(rows=rows, box=tuple(100 * float(s) for s in shape)))
    return SimpleNamespace(
        html=str(made("image", png, ax.newslib["alt"] or NO_ALT, None)),
        caption=str(made("caption", ax.newslib["caption"])), width=_width(ax), marks=marks,
    )  # fmt: skip


def figure_html(ax) -> str | None:
    """Return a chart of ours as HTML; None for one that pyplot shows itself."""
    if not getattr(ax, "newslib", None) or hasattr(ax.get_figure(root=True), "number"):
        return None
    if os.environ.get("NEWSLIB_RUN"):
        return _drawing(ax)
    with without_caption(ax) as figure:
        png = _png(figure)
    about = ax.newslib
    return str(made("picture", png, about["alt"] or NO_ALT, about["caption"], _width(ax)))


def _drawing(ax) -> str:
    """A chart as SVG whose marks are links to what is behind them, and that, below it."""
    from matplotlib import rc_context

    name, about, marks = next(_names), ax.newslib, _marks(ax)
    table = about["table"]
    entries = _behind(table, {gid: about["rows"][gid] for gid in marks})
    said = {entry.mark: f"{entry.label}: {entry.count}" for entry in entries}
    for gid, artists in marks.items():
        for artist in artists:
            artist.set_url(f"#{gid}" if gid in said else None)
    with rc_context({"svg.hashsalt": name}), without_caption(ax) as figure:
        svg = _saved(figure, "svg", Date=None, Creator=None).decode()
    svg = re.sub(r"^.*?(?=<svg)|<metadata>.*?</metadata>", "", svg, flags=re.S)
    svg = re.sub(r' id="(row|bin)-[^"]*"| target="_blank"', "", svg)
    svg = re.sub(r'( id="|href="#|url\(#)', rf"\1{name}-", svg).replace("xlink:href", "href")
    for mark, what in said.items():
        link = f'<a href="#{name}-{mark}"'
        svg = svg.replace(link, f"{link} {made('named', what)}")
    group = made("named", about["alt"] or NO_ALT)
    svg = svg.replace("<svg ", f'<svg role="group" {group} ', 1)
    inner = made("behind", name, entries, safe(frame_html(table, opened=False) or ""))
    drawn = made("drawing", safe(svg), name, about["caption"], _width(ax), inner)
    return str(made("cell", drawn))


def _behind(table: pd.DataFrame, marks: dict[str, list[int]]) -> list[SimpleNamespace]:
    """What each mark opens: label, count and the sentences, so many that a page can carry them.

    None where the articles are gone, or the table has lost what evidence needs.
    """
    marks = {gid: rows for gid, rows in list(marks.items())[:MOST_OPENED] if rows}
    if not marks or (corpus := corpus_of(table)) is None:
        return []
    most = int(np.clip(MOST_SENTENCES // len(marks), 3, 100))
    names, counts, entries = labels(table), counted(table), []
    try:
        for gid, rows in marks.items():
            found = evidence(corpus, table, table.iloc[rows], limit=most)
            label = names[rows[0]] if len(rows) == 1 else f"{len(rows):,} rows"
            reading, count = read(corpus, found, limit=most), f"{counts[rows].sum():,}"
            reading.note = f"showing {len(found):,} of {count}"
            entries.append(SimpleNamespace(mark=gid, label=label, count=count, policy=policy(),
                                           reading=reading))  # fmt: skip
    except (KeyError, ValueError):
        return []
    return entries


def frame_html(table: pd.DataFrame, *, opened: bool = True) -> str | None:
    """Return a DataFrame as pandas shows it, within the policy and its sentences marked.

    A concordance is shown as aligned lines. In a report the rows of a measure's table are
    followed by what is behind them.
    """
    info = table.attrs.get("newslib", {})
    if info.get("measure") == "concordance" and {"left", "node", "right", "title"} <= set(table):
        pages = range(1, min(-(-len(table) // 20), MOST_PAGES) + 1)
        return str(made("cell", made("pages", [aligned(table, page=page) for page in pages])))
    shown = within_policy(table)
    said = shown._repr_html_()
    if said is None or not os.environ.get("NEWSLIB_RUN"):
        return said
    most, few = pd.get_option("display.max_rows"), pd.get_option("display.min_rows")
    rows = list(range(len(table)))
    if most and len(rows) > most:
        rows = rows[: few // 2] + rows[-(few // 2) :]
    if set(TEXT_COLUMNS) & set(shown.columns):
        marks = table.reset_index().reindex(columns=["outlet", "article", "sentence"]).iloc[rows]
        places = (f"{a}-{s}" for a, s in zip(marks["article"], marks["sentence"], strict=True))
        said += str(
            made(
                "markers", list(zip(marks["outlet"].astype(object).fillna(""), places, strict=True))
            )
        )
    if opened and (entries := _behind(table, {f"row-{i}": [i] for i in rows}) if info else []):
        said += str(made("cell", made("behind", next(_names), entries, "", True)))
    return said


def _frame_text(table: pd.DataFrame, printer, cycle) -> None:
    lines = {"left", "node", "right", "title"} <= set(table) and "newslib" in table.attrs
    printer.text(repr(aligned(table) if lines else table))


def _register() -> None:
    """Teach a running notebook to show charts with alt text, tables within the policy, lines."""
    shell = sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
    if shell is None:
        return
    pd.set_option("display.html.use_mathjax", False)  # "$5 to $7" in a headline is no formula
    formatters = shell.display_formatter.formatters
    formatters["text/html"].for_type_by_name("matplotlib.axes._axes", "Axes", figure_html)
    formatters["text/html"].for_type(pd.DataFrame, frame_html)
    formatters["text/plain"].for_type(pd.DataFrame, _frame_text)


Corpus._repr_html_, Corpus.__repr__ = card, card_text  # a corpus gets its face: imports run one way
_register()
