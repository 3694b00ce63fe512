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
    GREY, INK, MOST_BARS, MOST_EACH_WAY, MOST_ROWS, PARTS, UNITS, _bar, _chart, _count, _look,
    _percent, _plain, _rows,
)  # fmt: skip

MARK = "copies counted once"
MOST_RANKS = 25  # words of each of two groups
GAP = 0.6  # inches for the lines between them
LEAST = 7  # points
SHADES = "#08306b", "#2166ac", "#6a7f95", "#8f8f8f"  # from evenly spread to all in one place


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
    once = sheet.numbers("rate_once" if sheet.value == "rate" else "")
    best = pd.Series(rate).groupby(words).max().sort_values(ascending=False, kind="stable").index
    shown = {w: y for y, w in enumerate(best[: min(MOST_ROWS, max(MOST_BARS // len(looks), 5))])}
    shift = {g: 0.84 * ((i + 0.5) / len(looks) - 0.5) for i, g in enumerate(looks)}
    place = {r: shown[w] + shift[sheet.groups[r]] for r, w in enumerate(words) if w in shown}
    for row in sorted(place, key=place.get):
        group, end = sheet.groups[row], f"{sheet.table[counted].iloc[row]:,.0f}"
        end = end if np.isfinite(rate[row]) else "no rate"
        look = {"tall": 0.84 / len(looks), "mark": once[row]}
        _bar(sheet, row, place[row], rate[row], looks[group], end, **look)
        _once(sheet, place[row], rate[row], once[row])
        name = " ".join(_plain(t) for t in (words[row], group) if t)
        said = f"{name} {rate[row]:.3g}" if np.isfinite(rate[row]) else name
        sheet.said.append(f"{said} ({end})")
    for group in looks if len(looks) > 1 else ():
        sheet.explain(group, **looks[group].fill)
    pitch = 0.19 if len(looks) == 1 else 0.12 * len(looks) + 0.06
    _rows(sheet, [_plain(w) for w in shown], f"{sheet.per}; {counted} at the bar", pitch, len(best))
    _percent(sheet.ax.xaxis, sheet.value)
    things = "words" if sheet.args.get("ngram", 1) == 1 else f"{sheet.args['ngram']}-word sequences"
    things = things.capitalize() if sheet.args.get("words") else f"Most frequent {things}"
    sheet.title = f"{things}, {sheet.per}" + f", by {sheet.by}" * bool(sheet.by)
    sheet.kind = f"{sheet.value.capitalize()} ({counted})"


def _once(sheet, y, value: float, other: float) -> None:
    """Mark what the value is with copies counted once, where that can be seen."""
    if np.isfinite(other) and abs(other - value) > 0.02 * max(abs(value), abs(other)):
        look = {"marker": "D", "ms": 3, "mfc": "white", "mec": INK, "mew": 0.7, "ls": "none"}
        sheet.ax.plot(other, y, **look)
        if MARK not in [said for _, said in sheet.key]:
            sheet.explain(MARK, **look)


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
    once = sheet.numbers("log_ratio_once")
    order, counts = np.argsort(-g2, kind="stable"), sheet.table[["count_target", "count_reference"]]
    rows = [r for r in order if g2[r] >= 0][:MOST_EACH_WAY]
    rows += [r for r in order if g2[r] < 0][-MOST_EACH_WAY:]
    edge = 1 + max(abs(ratio[rows])[np.isfinite(ratio[rows])], default=0)
    labels, one = [], next(iter(sheet.looks)) if sheet.by and len(sheet.looks) == 1 else ""
    picked = [v for v in (sheet.info.get("selection") or {}).values() if isinstance(v, list)]
    own = one or (picked[0][0] if len(picked) == 1 and len(picked[0]) == 1 else "target")
    parts = [PARTS.get(p) for p in (sheet.info.get("part"), sheet.args.get("reference_part"))]
    own, other = parts if parts[1] else (own, "reference")
    for y, row in enumerate(rows):
        name = ", ".join(_plain(t) for t in (words[row], one or sheet.groups[row]) if t != one)
        labels.append(f"{name} ({' : '.join(f'{n:,.0f}' for n in counts.iloc[row])})")
        sheet.said.append(f"{ratio[row]:+.1f} (".join(labels[-1].rsplit("(", 1)))
        value, look = np.clip(ratio[row], -edge, edge), _look(int(g2[row] < 0))
        _bar(sheet, row, y, value, look, "" if np.isfinite(ratio[row]) else "∞")
        _once(sheet, y, ratio[row], once[row])
    ends = np.array([sheet.numbers(end)[rows] for end in ("low", "high")])
    sheet.ax.hlines(range(len(rows)), *np.clip(ends, -edge, edge), INK, lw=1)
    sheet.ax.axvline(0, color=INK, lw=0.6)
    sheet.ax.margins(x=0.1)
    _rows(sheet, labels, "log ratio of the rates (base 2)")
    other = "the rest" if sheet.args.get("reference") == "rest" else other
    for side, name in enumerate((own, other)):
        if any((g2[rows] < 0) == side):
            sheet.explain(f"more in {name}", **_look(side).fill)
    sheet.title = f"Keyness: {_plain(own)} against {other}"
    sheet.kind = "Log ratio (counts)"
    sheet.remarks.append("Log ratio +1: twice the rate; ∞: absent from the other side.")
    cut = ", cut at the edge" * bool((np.abs(ends) > edge).any())
    sheet.remarks += [f"Lines: 95 % interval, article as unit{cut}."] * ("low" in sheet.table)


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


@_chart("count articles of_articles by_chance dp", "No word: nothing to draw", of="dispersion")
def plot_dispersion(sheet):
    """Where each word lies between even (0) and all in one place (1): `dp` over articles, periods.

    Reads the index (the word), `articles`, `of_articles`, `by_chance`, `dp` (filled) and, if
    there, `dp_period` (hollow); draws the first 30 rows in their order. In brackets: articles
    that have the word, and how many would by chance.

    >>> table = {"count": [4], "articles": [1], "of_articles": [2], "by_chance": [1.9], "dp": [1.0]}
    >>> plot_dispersion(pd.DataFrame(table, index=["dam"])).newslib["alt"]
    'How evenly words are spread. Deviation from even: dam 1.00 in 1 article.'
    """
    words, labels = [_plain(w) for w in sheet.table.index[:MOST_ROWS]], []
    dp, over_time = sheet.numbers("dp"), sheet.numbers("dp_period")
    looks = _look(0).dot, _look(3).dot | {"mfc": "white"}
    for y, word in enumerate(words):
        have, chance = (sheet.table[c].iloc[y] for c in ("articles", "by_chance"))
        labels.append(f"{word} ({have:,}/{chance:,.0f})")
        sheet.ax.hlines(y, *sorted((dp[y], over_time[y])), GREY, lw=0.6)
        for value, look in zip((over_time[y], dp[y]), looks[::-1], strict=True):
            if np.isfinite(value):
                sheet.ax.plot(value, y, **look)[0].set_gid(f"row-{y}")
        said = f"{dp[y]:.2f}" if np.isfinite(dp[y]) else "no value"
        sheet.said.append(f"{word} {said} in {_count(have, 'article')}")
    _rows(sheet, labels, "deviation of proportions (0 even, 1 in one place)", of=len(sheet.table))
    sheet.ax.set_xlim(0, 1)
    sheet.explain("over articles", **looks[0])
    if np.isfinite(over_time).any():
        unit = UNITS.get(sheet.every, "period")
        sheet.explain(f"over {unit}s", **looks[1])
    sheet.title, sheet.kind = "How evenly words are spread", "Deviation from even"
    total = sheet.table["of_articles"].iloc[0]
    sheet.remarks.append(f"In brackets: articles with the word, of {total:,} / so many by chance.")


@_chart("count rate", "No word: nothing to draw", of="frequency")
def plot_ranks(sheet):
    """The most frequent words of two groups side by side, in the order of their `rate`.

    Reads the index (the word), `count`, `rate` and the `by` column, which has two values: pass
    `table[table["outlet"].isin(["The Star", "The Herald"])]`. Draws the first 25 words of each, as
    many as the table has; a line joins a word that both have, and shows who has it higher.

    >>> table = {"outlet": ["A", "B"], "count": [8, 5], "rate": [40.0, 30.0]}
    >>> plot_ranks(pd.DataFrame(table, index=["flood", "flood"])).newslib["alt"]
    'Words by rank: A and B. Ranks: flood 1 and 1.'
    """
    if len(sheet.looks) < 2 and sheet.by:
        sheet.nothing(f"Only one {sheet.by}: nothing to compare")
        return
    if len(sheet.looks) != 2:
        few = f"table[table['{sheet.by or 'outlet'}'].isin([one, other])]"
        raise ValueError(f"plot_ranks sets two groups side by side, this table has "
                         f"{len(sheet.looks)}: pass {few}")  # fmt: skip
    rate, words, sides = sheet.numbers("rate"), sheet.table.index, []
    for group in sheet.looks:
        rows = np.flatnonzero(sheet.groups == group)
        rows = rows[np.lexsort((words[rows].astype(str), -rate[rows]))][:MOST_RANKS]
        sides.append({words[row]: (rank, row) for rank, row in enumerate(rows, 1)})
    wide, spans, deep = 0.93 * sheet.width, [0.0, 0.0], max(map(len, sides))
    sheet.ax.set(xlim=(-1, 2), ylim=(deep + 0.7, -0.6))  # what lies outside has no extent

    def write(x, y, word, most, number="", size=7.5):
        """Write beside a point, cut to the room there is; how many inches it takes."""
        style = {"ha": "left" if x else "right", "xytext": (6 if x else -6, 0), "fontsize": size}
        label = sheet.ax.annotate("", (x, y), textcoords="offset points", va="center", **style)
        label.set_in_layout(False)
        return _fitted(label, word, most, (wide - GAP) / 2, number, x) + 0.1

    for x, (own, other) in enumerate((sides, sides[::-1])):
        for word, (rank, row) in own.items():
            both = other.get(word)
            look = _look((1, 0)[x == (rank > both[0])] if both and rank != both[0] else 2)
            look = look if both else _look(7)
            dot = look.dot | ({} if both else {"mfc": "white"})
            sheet.ax.plot(x, rank, **dot)[0].set_gid(f"row-{row}")
            if both and not x:
                sheet.ax.plot((0, 1), (rank, both[0]), color=look.color, ls=look.line, lw=0.8)
            spans[x] = max(spans[x], write(x, rank, word, 24, f"{rate[row]:.3g}"))
    for x, group in enumerate(sheet.looks):
        spans[x] = max(spans[x], write(x, 0, group, 40, size=8.5))
    unit = wide - sum(spans)
    sheet.ax.set_xlim(-spans[0] / unit, 1 + spans[1] / unit)
    sheet.ax.set_axis_off()
    sheet.height = 0.17 * (deep + 1.5)
    one, two = map(_plain, sheet.looks)
    for look, said in ((0, f"higher in {one}"), (1, f"higher in {two}"), (2, "same rank")):
        sheet.explain(said, **_look(look).dot)
    sheet.explain(f"not among the other's first {deep}", **_look(7).dot | {"mfc": "white"})
    for word in [w for w in sides[0] if w in sides[1]]:
        sheet.said.append(f"{_plain(word)} {sides[0][word][0]} and {sides[1][word][0]}")
    sheet.title, sheet.kind = f"Words by rank: {one} and {two}", "Ranks"
    sheet.remarks.append(f"Beside each word: its rate {sheet.per}.")


def _fitted(text, word: str, most: int, room: float, number: str, first: int) -> float:
    """Write a word and its number, the word cut until both fit the room; inches taken."""
    dpi, most = text.get_figure(root=True).dpi, min(most, len(_plain(word, most)))
    while True:
        said = (number, _plain(word, most))[:: 1 if first else -1]
        text.set_text("  ".join(filter(None, said)))
        if (wide := text.get_window_extent().width / dpi) <= room - 0.1 or most < 3:
            return wide
        most = min(most - 1, int(most * room / wide))


@_chart("count articles of_articles rate dp", "No word: nothing to draw", of="dispersion")
def plot_words(sheet):
    """The words themselves, for those who want a word cloud: in order, and with their numbers.

    Reads the index (the word), `count`, `articles`, `rate` and `dp`; draws the first 60 rows in
    their order, line by line. The area of a word goes by its rate; the darker, the more evenly it
    is spread over the articles (`dp` in four steps); beside it stand count and articles.

    >>> table = {"count": [4], "articles": [2], "of_articles": [2], "rate": [9.0], "dp": [0.1]}
    >>> plot_words(pd.DataFrame(table, index=["dam"])).newslib["alt"]
    'Words by rate and spread. Count (articles): dam 4 (2).'
    """
    table = sheet.table.iloc[:MOST_BARS]
    rate, dp = (sheet.numbers(column)[:MOST_BARS] for column in ("rate", "dp"))
    ax, wide = sheet.ax, 0.93 * sheet.width
    ax.set_axis_off()
    inch = 1 / ax.get_figure(root=True).dpi
    size = 26 * np.sqrt(np.nan_to_num(rate / max(np.nan_to_num(rate).max(), 1e-9)))
    steps = np.nan_to_num(np.minimum(dp * 4, 3), nan=3).astype(int)
    drawn = []
    for row, word in enumerate(_plain(w, 30) for w in table.index):
        count, articles = (table[c].iloc[row] for c in ("count", "articles"))
        style = {"va": "baseline", "in_layout": False}
        drawn.append((
            ax.text(0, 0, word, color=SHADES[steps[row]], gid=f"row-{row}", **style),
            ax.text(0, 0, f"{count:,}/{articles:,}", fontsize=LEAST, color=GREY, **style),
        ))  # fmt: skip
        sheet.said.append(f"{word} {count:,} ({articles:,})")

    def spans(scale):
        for (word, _), points in zip(drawn, size, strict=True):
            word.set_fontsize(max(points * scale, LEAST))
        wide = [[t.get_window_extent().width * inch for t in two] for two in drawn]
        return np.array(wide).T + [[0], [0.03]]

    scale = most = 1.0
    while most >= 1:  # hinting: widths do not quite go by the size
        long, tail = spans(scale)
        most = (long / (wide - tail))[size * scale > LEAST].max(initial=0)
        scale *= 0.98 / max(most, 0.98)
    lines, x = [[]], 0.0
    for row, (one, two) in enumerate(zip(long, tail, strict=True)):
        if x and x + one + two > wide:
            lines, x = [*lines, []], 0.0
        lines[-1].append((x, x + one + 0.03, *drawn[row]))
        x += one + two + 0.16
    y = 0.0
    for line in lines:
        tall = max(word.get_fontsize() for *_, word, _ in line) / 72
        y += 1.15 * tall
        for x, after, word, note in line:
            word.set_position((x, y))
            note.set_position((after, y))
        y += 0.4 * tall
    ax.set(xlim=(0, wide), ylim=(y, 0))
    sheet.height = y
    for step in sorted({*steps.tolist()}):
        sheet.explain(f"dp {step / 4:.2g} to {(step + 1) / 4:.2g}", fc=SHADES[step])
    sheet.title, sheet.kind = "Words by rate and spread", "Count (articles)"
    sheet.remarks.append("Area of a word: its rate (7 points at least); beside it: occurrences/"
                         "articles; dark: evenly spread over articles (deviation of proportions, "
                         "dp).")  # fmt: skip
    if len(sheet.table) > len(table):
        sheet.remarks.append(f"Drawn: the first {len(table)} of {len(sheet.table):,} words.")
