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

import itertools

import numpy as np
import pandas as pd

from newslib.sheet import (
    CUT, GREY, HOLE, INK, MODEL, MOST_ALIKE, MOST_BARS, MOST_EACH_WAY, MOST_LINES, MOST_POINTS,
    MOST_ROWS, SCORE, STATES, TICKS, UNITS, _bar, _bare, _chart, _count, _day, _look, _percent,
    _plain, _rows, _Sheet, _wilson,
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


def _time(sheet: _Sheet, axes: list, column: str = "period") -> tuple:
    """Name the periods on x and hatch those where nothing was collected.

    Returns all periods, their edges in matplotlib's days, and the period of each row.
    """
    from matplotlib import dates

    days = pd.DatetimeIndex(pd.to_datetime(sheet.table[column])).normalize()
    starts, known = days.dropna().unique().sort_values(), sheet.every in UNITS
    step = {"months": 3} if sheet.every == "Q" else {f"{sheet.unit}s" if known else "days": 1}
    step = pd.DateOffset(**step)
    if known:
        starts = starts.union(pd.date_range(starts[0], starts[-1], freq=step))
    at, slots, empty = starts.get_indexer(days), np.arange(len(starts)), sheet.state == "empty"
    sheet.hole = np.isin(slots, at[empty]) & ~np.isin(slots, at[~empty])
    edges, sheet.undrawn = dates.date2num([*starts, starts[-1] + step]), ", not drawn"
    room = sheet.width * axes[0].get_position().width / sheet.ax.get_position().width
    for ax in axes:
        ax.xaxis_date()
        ax.set_xlim(edges[0], edges[-1])
        for a, b in np.flatnonzero(np.diff([0, *sheet.hole, 0])).reshape(-1, 2):
            ax.axvspan(edges[a], edges[b], zorder=0, **HOLE)
        if known and len(starts) <= room * 2:
            years = ["" if old else "\n{0.year}" for old in starts.year.duplicated()]
            forms = [TICKS[sheet.every] + year for year in years]
            names = [_day(*pair).strip() for pair in zip(starts, forms, strict=True)]
            ax.set_xticks((edges[:-1] + edges[1:]) / 2, names)
        else:
            ticks = dates.AutoDateLocator(minticks=2, maxticks=max(3, int(room * 2.4)))
            ax.xaxis.set_major_locator(ticks)
            ax.xaxis.set_major_formatter(dates.ConciseDateFormatter(ticks))
        if ax.xaxis.get_tick_params().get("labelbottom", True):
            ax.set_xlabel(sheet.unit + " (from Monday)" * (sheet.unit == "week"), loc="left")
    return starts, edges, at


def _lines(sheet: _Sheet, value: str, unit: str, names, looks: dict, panels=None) -> None:
    """Lines with bands over periods, never across one whose value is not known."""
    apart, axes = panels is not None and value == "rate", {"": sheet.ax}
    panels = names if panels is None and len(looks) > MOST_LINES else panels
    if panels is not None:
        axes = _panels(sheet, list(dict.fromkeys(panels)), apart)
        note = {"textcoords": "offset points", "va": "center", "ha": "right", "rotation": 90}
        sheet.ax.annotate(unit, (0, 0.5), (-28, 0), "axes fraction", **note)
    starts, edges, at = _time(sheet, list(axes.values()))
    y, low, high = map(sheet.numbers, (value, "low", "high"))
    if value == "share":
        low, high = _wilson(sheet.numbers("articles"), sheet.numbers("of_articles"))
    y[(sheet.state == "empty") | (at < 0)] = np.nan
    middle, size = (edges[:-1] + edges[1:]) / 2, 2.5 if len(starts) > MOST_BARS else 4
    for (title, ax), (name, look) in itertools.product(axes.items(), looks.items()):
        rows = np.flatnonzero((names == name) & (at >= 0) & (panels is None or panels == title))
        line, floor, roof = np.full((3, len(starts) + 2), np.nan)  # not known before and after
        line[at[rows] + 1], floor[at[rows] + 1], roof[at[rows] + 1] = y[rows], low[rows], high[rows]
        if len(rows):
            ax.plot(middle, line[1:-1], color=look.color, linestyle=look.line, lw=1.1)
            ax.fill_between(middle, floor[1:-1], roof[1:-1], color=look.color, alpha=0.16, lw=0)
        lone = rows[np.isnan(line[at[rows]]) & np.isnan(line[at[rows] + 2])]
        ax.vlines(middle[at[lone]], low[lone], high[lone], look.color, lw=0.8)
        known = rows[np.isfinite(y[rows])]
        for row in known:
            if len(at) <= MOST_POINTS or row in lone or sheet.state[row] in STATES:
                dot = look.dot | {"ms": size, "zorder": 3} | STATES.get(sheet.state[row], {})
                ax.plot(middle[at[row]], y[row], **dot)[0].set_gid(f"row-{row}")
        if len(known):
            label = " ".join(dict.fromkeys(_plain(n) for n in (title, name) if n))
            top = known[np.argmax(y[known])]
            sheet.said.append(f"{label} highest {y[top]:.3g} ({_day(starts[at[top]])})".strip())
    for name, look in looks.items() if len(looks) > 1 and panels is not names else ():
        sheet.explain(name, **look.dot | {"ls": look.line})
    for state in [s for s in STATES if s in set(sheet.state[np.isfinite(y)])]:
        sheet.explain(f"{state} period", **_look(0).dot | {"color": GREY} | STATES[state])
    sheet.ax.set_ylabel(unit)
    for title, ax in axes.items() if value != "compound" else ():
        _percent(ax.yaxis, value)
        most = 4 * np.nanmax(y[panels == title] if apart else y, initial=0)
        cut = 0 < most < ax.get_ylim()[1]
        ax.set_ylim(0, most if cut else None)
        if cut and CUT not in sheet.remarks:
            sheet.remarks.append(CUT)
    sheet.remarks += ["Each panel has its own scale."] * apart
    sheet.kind = "Lines"


def _panels(sheet: _Sheet, names: list[str], apart: bool) -> dict:
    """Axes inside the sheet's, one for each name; `apart`: each with its own scale."""
    across = max(1, int(sheet.width / (3 if len(names) < 9 else 1.7)))
    down, gap, axes = -(-len(names) // across), (0.42 if apart else 0.15) / sheet.width, []
    wide, sheet.height = (1 - gap * (across - 1)) / across, 1.2 * down
    sheet.ax.set_axis_off()
    for i, name in enumerate(names):
        box = (i % across) * (wide + gap), 1 - (i // across + 1) / down, wide, 0.83 / down
        share = {"sharex": axes[0], "sharey": None if apart else axes[0]} if axes else {}
        axes.append(_bare(sheet.ax.inset_axes(box, **share)))
        axes[i].set_title(_plain(name), x=0, ha="left", fontsize=7.5, pad=2)
        axes[i].tick_params(labelleft=apart or i % across == 0)
        axes[i].tick_params(labelbottom=i + across >= len(names))
    return dict(zip(names, axes, strict=True))


@_chart("period count", "No dated article: nothing to draw", values=("rate", "share"))
def plot_timeline(sheet):
    """Articles per period as bars, or rates of words as lines that break where nothing is known.

    Reads `period`, `count`, `rate` and, if there, `word` (absent or None: articles are counted),
    the `by` column, `low`, `high`, `state`; with value="share" `share`, and Wilson's interval
    (1927, J. Am. Stat. Assoc. 22) from `articles` and `of_articles`. Where nothing was collected
    there is a hatched band; thin periods have hollow markers, partial ones half-filled markers or
    pale bars. Words with groups, or more than four lines, get panels: Axes inside the one
    returned (`ax.child_axes`).

    >>> table = {"period": ["2026-02-02"], "count": [3], "rate": [1.5], "word": ["flood"]}
    >>> plot_timeline(pd.DataFrame(table)).newslib["alt"]
    "'flood' per 10,000 words, by period. Lines: flood highest 1.5 (2 February 2026)."
    """
    ax, by, looks = sheet.ax, sheet.by, sheet.looks
    if "partial" in sheet.state:
        sheet.remarks.append(f"A partial {sheet.unit} was only partly covered.")
    if "word" in sheet.table and sheet.table["word"].notna().any():
        words = sheet.names(sheet.table["word"])
        each = list(dict.fromkeys(words))
        named = [f"'{_plain(w)}'" for w in each] if len(each) < 4 else [f"{len(each)} words,"]
        sheet.title = f"{', '.join(named)} {sheet.per}, by {sheet.unit}"
        if by:
            panels = words if len(each) > 1 else None
            _lines(sheet, sheet.value, sheet.per, sheet.groups, looks, panels)
        else:
            looks = {w: _look(i if len(each) <= MOST_LINES else 0) for i, w in enumerate(each)}
            _lines(sheet, sheet.value, sheet.per, words, looks)
    elif sheet.value == "share":
        raise ValueError('value="share" draws a timeline of words; this one counts articles')
    else:
        sheet.title = f"Articles by {sheet.unit}"
        starts, edges, at = _time(sheet, [ax])
        count, base = np.nan_to_num(sheet.numbers("count")), np.zeros(len(starts))
        for name, look in looks.items():
            if not len(rows := np.flatnonzero((sheet.groups == name) & (at >= 0))):
                continue  # all of this group is undated
            wide, foot = np.diff(edges)[at[rows]], base[at[rows]]
            bars = ax.bar(edges[at[rows]], count[rows], wide, foot, align="edge", **look.fill)
            for row, bar in zip(rows, bars, strict=True):
                bar.set(gid=f"row-{row}", alpha=0.45 if sheet.state[row] == "partial" else None)
                bar.set_linewidth(0 if len(starts) > MOST_BARS else 0.4)
            base[at[rows]] += count[rows]
            top = rows[np.argmax(count[rows])]
            most = f"highest {count[top]:,.0f} ({_day(starts[at[top]])})"
            total = _count(count[rows].sum(), "article")
            sheet.said.append(f"{_plain(name)} {total}, {most}".strip())
            if by:
                sheet.explain(name, **look.fill)
        if "partial" in sheet.state:
            sheet.explain(f"partial {sheet.unit}", fc=GREY, alpha=0.45)
        ax.set_ylabel(f"articles per {sheet.unit}")
        ax.yaxis.get_major_locator().set_params(integer=True)
        if len(starts) == 1:
            ax.set_xlim(2 * edges[0] - edges[1], 2 * edges[1] - edges[0])
    sheet.title += f" and {by}" * bool(by)


@_chart("compound", "No sentence was scored: nothing to draw")
def plot_sentiment(sheet):
    """Sentiment of sentences, of articles, or the means of groups and periods.

    Reads `compound` and, if there, `low`, `high`. With `period`: lines that break at empty periods.
    With `articles`: a point for each group. With `n_sentences`: a point for each article by `date`,
    marked by `outlet`. Else, or if no article is dated, which is said: a histogram.

    >>> plot_sentiment(pd.DataFrame({"compound": [0.5, 0.0]})).newslib["alt"]
    'Compound scores of sentences. Histogram: 0 below zero, 1 zero, 1 above.'
    """
    table, ax, by, looks = sheet.table, sheet.ax, sheet.by, sheet.looks
    score, low, high = map(sheet.numbers, ("compound", "low", "high"))
    sheet.height, whole = 2.5, "n_sentences" in table
    if "period" in table:
        sheet.title = f"Mean sentiment by {sheet.unit}" + f" and {by}" * bool(by)
        sheet.remarks.append(MODEL)
        _lines(sheet, "compound", SCORE, sheet.groups, looks)
        for pane in ax.child_axes or [ax]:
            pane.axhline(0, color=GREY, lw=0.6, zorder=0)
    elif "articles" in table:
        sheet.title, sheet.kind = "Mean sentiment" + f" by {by}" * bool(by), "Points"
        sheet.remarks = [MODEL, "In brackets: number of articles."]
        names = [_plain(n) for n in (sheet.groups if by else table.index)]
        for row, name in enumerate(names):
            look = looks[sheet.groups[row]]
            ax.hlines(row, low[row], high[row], look.color, lw=1.2)
            ax.plot(score[row], row, **look.dot)[0].set_gid(f"row-{row}")
            sheet.said.append(f"{name} {score[row]:+.3f}")
        ax.axvline(0, color=GREY, lw=0.6, zorder=0)
        labels = [f"{n} ({a:,})" for n, a in zip(names, table["articles"], strict=True)]
        _rows(sheet, labels, SCORE, 0.24)
        ax.locator_params(axis="x", nbins=4)
    elif whole and "date" in table and table["date"].notna().any():
        sheet.title, sheet.kind = "Sentiment of articles", "Points"
        sheet.every, sheet.unit = "D", "day"
        _, edges, at = _time(sheet, [ax], "date")
        x, many = np.where(at < 0, np.nan, edges[at] + 0.5), len(table) > MOST_POINTS
        ax.set(xlabel="date of the article", ylabel=SCORE)
        ax.axhline(0, color=GREY, lw=0.6, zorder=0)
        alike = len(looks) > MOST_ALIKE
        if alike:
            sheet.remarks.append(f"{len(looks)} outlets, drawn alike.")
        for name, look in looks.items():
            look = _look(0) if alike else look
            rows = np.flatnonzero((sheet.groups == name) & (at >= 0))
            style = look.dot | {"mec": "white", "mew": 0.3} | ({"ms": 2.5} if many else {})
            for part in [rows] if many else rows[:, None]:
                points = ax.plot(x[part], score[part], zorder=3, **style)[0]
                points.set_gid(None if many else f"row-{part[0]}")
            if name and not alike:
                sheet.explain(name, **look.dot)
            sheet.said.append(f"{_plain(name)} {_count(len(rows), 'article')}".strip())
    else:
        what, edges = "article" if whole else "sentence", np.linspace(-1.05, 1.05, 22)
        bars = ax.hist(score[np.isfinite(score)], edges, **_look(0).fill)[2]
        for i, bar in enumerate(bars):
            bar.set_gid(f"bin-{i}")
            sheet.bins[f"bin-{i}"] = np.flatnonzero(np.digitize(score, edges) == i + 1).tolist()
        ax.set(xlabel=SCORE if whole else "compound score (-1 to +1)", ylabel=f"{what}s")
        ax.annotate("No article is dated." * whole, (1, 1), None, "axes fraction", ha="right")
        sheet.title, sheet.kind = f"Compound scores of {what}s", "Histogram"
        signs = {"below zero": score < 0, "zero": score == 0, "above": score > 0}
        sheet.said = [f"{hits.sum():,} {sign}" for sign, hits in signs.items()]
    if about := sheet.args.get("about"):
        sheet.title += f", where {' or '.join(map(_plain, about))} is named"


@_chart("period outlet articles", "No dated article: nothing to draw")
def plot_coverage(sheet):
    """Outlets by periods: the darker, the more articles; hatched where there are none.

    Reads `period`, `outlet` and `articles`. The colour bar stands inside the Axes returned.

    >>> table = {"period": ["2026-02-02"], "outlet": ["A"], "articles": [3]}
    >>> plot_coverage(pd.DataFrame(table)).newslib["alt"]
    'Articles by period and outlet. Strip: A 3 articles in 1 of 1 period.'
    """
    from matplotlib import patches

    ax, looks = sheet.ax, list(sheet.looks)
    starts, edges, at = _time(sheet, [ax])
    cells = np.zeros((len(looks), len(starts)))
    lines = [looks.index(group) for group in sheet.groups]
    np.add.at(cells, (lines, at), np.where(at < 0, 0, np.nan_to_num(sheet.numbers("articles"))))
    cells = np.ma.masked_equal(cells, 0)
    ax.patch.set(**HOLE)
    mesh = ax.pcolormesh(edges, np.arange(len(looks) + 1) - 0.5, cells, cmap="cividis_r", vmin=0)
    if cells.count() <= MOST_POINTS:  # what can be opened
        for row in np.flatnonzero((at >= 0) & (sheet.numbers("articles") > 0)):
            spot = edges[at[row]], lines[row] - 0.5
            ax.add_patch(patches.Rectangle(spot, np.diff(edges)[at[row]], 1, fc="none", ec="none",
                                           gid=f"row-{row}"))  # fmt: skip
    _rows(sheet, [_plain(name) for name in looks], ax.get_xlabel(), 0.25)
    scale = ax.get_figure().colorbar(mesh, cax=_bare(ax.inset_axes((1.02, 0, 0.03, 1))))
    scale.set_label(f"articles per {sheet.unit}")
    scale.locator.set_params(integer=True, nbins=4)
    if cells.mask.any():
        sheet.explain("no articles collected", **HOLE)
    for name, row in zip(looks, cells, strict=True):
        much = f"{_count(row.filled(0).sum(), 'article')} in {row.count()}"
        sheet.said.append(f"{_plain(name)} {much} of {_count(len(row), sheet.unit)}")
    sheet.title, sheet.kind = f"Articles by {sheet.unit} and outlet", "Strip"
