"""This turns a finished table into a chart: it draws, names the units and counts nothing.

Each is called as `plot_x(table, *, title=None, width="column", value=None, ax=None)` and returns
the Axes. `width` is "column" (3.5 inches), "page" (7) or a number of inches; `value` is the column
drawn, where there is a choice; with `ax` the chart goes into that Axes and its figure stays as it
is. `table.attrs["newslib"]` gives title, caption and order of outlets, so that an outlet looks the
same in every chart; without it there is no caption. `ax.newslib` holds "caption", "alt", "table",
"rows" (for each gid of a bar or point the rows of the table it stands for, by position) and
"chart", which draws the same again with changes.
"""
# ruff: noqa: I001  (one import, folded)

from __future__ import annotations

import numpy as np
import pandas as pd

from newslib.sheet import (
    INK, MOST_BARS, MOST_EACH_WAY, MOST_ROWS, _bar, _chart, _look, _percent, _plain, _rows,
)  # fmt: skip


@_chart("count rate", "No word: nothing to draw", values=("rate", "share"))
def plot_frequency(sheet):
    """Bars of `rate` or `share`, the largest on top, the count at each bar's end.

    Reads the index (the word), `count`, `rate` and the `by` column if there is one: grouped bars.
    With value="share": `share` and, at the bar's end, `articles`. Draws 30 words (fewer if
    grouped: 60 bars) and says what is left out.

    >>> table = pd.DataFrame({"count": [8], "rate": [40.0]}, index=["flood"])
    >>> plot_frequency(table).newslib["alt"]
    'Most frequent words, per 10,000 words. Rate (count): flood 40 (8).'
    """
    looks, rate, words = sheet.looks, sheet.numbers(sheet.value), sheet.names(sheet.table.index)
    counted = "articles" if sheet.value == "share" else "count"
    best = pd.Series(rate).groupby(words).max().sort_values(ascending=False, kind="stable").index
    shown = {w: y for y, w in enumerate(best[: min(MOST_ROWS, max(MOST_BARS // len(looks), 5))])}
    shift = {g: 0.84 * ((i + 0.5) / len(looks) - 0.5) for i, g in enumerate(looks)}
    place = {r: shown[w] + shift[sheet.groups[r]] for r, w in enumerate(words) if w in shown}
    for row in sorted(place, key=place.get):
        group, end = sheet.groups[row], f"{sheet.table[counted].iloc[row]:,.0f}"
        end = end if np.isfinite(rate[row]) else "no rate"
        _bar(sheet, row, place[row], rate[row], looks[group], end, tall=0.84 / len(looks))
        name = " ".join(_plain(t) for t in (words[row], group) if t)
        sheet.said.append(f"{name} {rate[row]:.3g} ({end})")
    for group in looks if len(looks) > 1 else ():
        sheet.explain(group, **looks[group].fill)
    pitch = 0.19 if len(looks) == 1 else 0.12 * len(looks) + 0.06
    _rows(sheet, [_plain(w) for w in shown], f"{sheet.per}; {counted} at the bar", pitch, len(best))
    _percent(sheet.ax.xaxis, sheet.value)
    things = "words" if sheet.args.get("ngram", 1) == 1 else f"{sheet.args['ngram']}-word sequences"
    things = things.capitalize() if sheet.args.get("words") else f"Most frequent {things}"
    sheet.title = f"{things}, {sheet.per}" + f", by {sheet.by}" * bool(sheet.by)
    sheet.kind = f"{sheet.value.capitalize()} ({counted})"


@_chart("count_target count_reference g2 log_ratio", "No word differs: nothing to draw")
def plot_keyness(sheet):
    """Bars of `log_ratio`: words of the target to the right, words of the reference to the left.

    Reads the index (the word), `count_target`, `count_reference`, `g2`, `log_ratio`, the `by`
    column and, if there, `low` and `high` (the interval). The twelve largest |g2| each way, with
    their counts; a word that one side lacks has a pale bar to the edge.

    >>> table = {"count_target": [8], "count_reference": [1], "g2": [9.0], "log_ratio": [3.0]}
    >>> plot_keyness(pd.DataFrame(table, index=["flood"])).newslib["alt"]
    'Keyness: target against reference. Log ratio (counts): flood +3.0 (8 : 1).'
    """
    g2, ratio, words = sheet.numbers("g2"), sheet.numbers("log_ratio"), sheet.table.index
    order, counts = np.argsort(-g2, kind="stable"), sheet.table[["count_target", "count_reference"]]
    rows = [r for r in order if g2[r] >= 0][:MOST_EACH_WAY]
    rows += [r for r in order if g2[r] < 0][-MOST_EACH_WAY:]
    edge = 1 + max(abs(ratio[rows])[np.isfinite(ratio[rows])], default=0)
    labels, one = [], next(iter(sheet.looks)) if sheet.by and len(sheet.looks) == 1 else ""
    for y, row in enumerate(rows):
        name = ", ".join(_plain(t) for t in (words[row], one or sheet.groups[row]) if t != one)
        labels.append(f"{name} ({' : '.join(f'{n:,.0f}' for n in counts.iloc[row])})")
        sheet.said.append(f"{ratio[row]:+.1f} (".join(labels[-1].rsplit("(", 1)))
        value, look = np.clip(ratio[row], -edge, edge), _look(int(g2[row] < 0))
        _bar(sheet, row, y, value, look, "" if np.isfinite(ratio[row]) else "∞")
    low, high = sheet.numbers("low")[rows], sheet.numbers("high")[rows]
    sheet.ax.hlines(range(len(rows)), low, high, INK, lw=1)
    sheet.ax.axvline(0, color=INK, lw=0.6)
    sheet.ax.margins(x=0.1)
    _rows(sheet, labels, "log ratio of the rates (base 2)")
    other = "the rest" if sheet.args.get("reference") == "rest" else "reference"
    for side, name in enumerate((one or "target", other)):
        if any((g2[rows] < 0) == side):
            sheet.explain(f"more in {name}", **_look(side).fill)
    sheet.title = f"Keyness: {_plain(one or 'target')} against {other}"
    sheet.kind = "Log ratio (counts)"
    sheet.remarks.append("Log ratio +1: twice the rate; ∞: absent from the other side.")
    sheet.remarks += ["Lines: interval of the log ratio."] * ("low" in sheet.table)


@_chart("count left right", "No neighbouring word: nothing to draw")
def plot_collocates(sheet):
    """Bars of how often a word stands left and right of the one searched for, stacked.

    Reads the index (the word), `count`, `left` and `right`; draws the first 30 rows in their order.

    >>> table = pd.DataFrame({"count": [5], "left": [4], "right": [1]}, index=["dam"])
    >>> plot_collocates(table).newslib["alt"]
    'Neighbouring words. Bars: dam 5 (4 left, 1 right).'
    """
    words = [_plain(w) for w in sheet.table.index[:MOST_ROWS]]
    for y, word in enumerate(words):
        n, left, right = (sheet.table[c].iloc[y] for c in ("count", "left", "right"))
        _bar(sheet, y, y, left, _look(0))
        _bar(sheet, y, y, right, _look(1), f"{n:,}", left)
        sheet.said.append(f"{word} {n:,} ({left:,} left, {right:,} right)")
    _rows(sheet, words, "occurrences near the word", of=len(sheet.table))
    for i, side in enumerate(("left", "right")):
        sheet.explain(f"{side} of the word", **_look(i).fill)
    node, window = sheet.args.get("word") or (), sheet.args.get("window")
    node = ", ".join(_plain(w) for w in ([node] if isinstance(node, str) else node))
    sheet.title = f"Words within {window} words of '{node}'" if node else "Neighbouring words"
