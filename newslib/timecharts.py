"""This turns a table with periods into a chart over time: it breaks where nothing is known.

Called like every chart (see `charts`); periods in which nothing was collected are hatched.
"""
# ruff: noqa: I001  (one import, folded)

from __future__ import annotations

import itertools

import numpy as np
import pandas as pd

from newslib.sheet import (
    BANDS, CUT, GREY, HOLE, INK, LABEL, MOST_ALIKE, MOST_BARS, MOST_LINES, MOST_POINTS, NONE,
    SCORE, STATES, TICKS, UNITS, _bare, _chart, _count, _day, _look, _percent, _plain, _rows,
    _Sheet, _wilson,
)  # fmt: skip
from newslib.timemarks import _doubts, _marks, _smoothed, _strip


def _time(sheet: _Sheet, axes: list, column: str = "period", own=None) -> tuple:
    """Name the periods on x, hatch those where nothing was collected, put user's marks.

    `own` says for each of the axes which rows are drawn in it; without it all are in each.

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
    own, patchy = [np.ones(len(at), bool)] * len(axes) if own is None else own, False
    for ax, rows in zip(axes, own, strict=True):
        ax.xaxis_date()
        ax.set_xlim(edges[0], edges[-1])
        hole = np.isin(slots, at[empty & rows]) & ~np.isin(slots, at[~empty & rows])
        patchy |= hole.any()
        for a, b in np.flatnonzero(np.diff([0, *hole, 0])).reshape(-1, 2):
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
    if patchy and not sheet.hole.any():
        sheet.explain("no articles collected", **HOLE)
    _doubts(sheet, axes, own, starts, edges)
    _marks(sheet, axes, edges)
    return starts, edges, at


def _lines(sheet: _Sheet, value: str, unit: str, names, looks: dict, panels=None) -> None:
    """Lines with bands over periods, never across one whose value is not known."""
    apart, axes = panels is not None and value == "rate", {"": sheet.ax}
    patchy = sheet.by is not None and len(looks) > 1 and "empty" in sheet.state
    panels = names if panels is None and (patchy or len(looks) > MOST_LINES) else panels
    if panels is not None:
        axes = _panels(sheet, list(dict.fromkeys(panels)), apart)
        note = {"textcoords": "offset points", "va": "center", "ha": "right", "rotation": 90}
        sheet.ax.annotate(unit, (0, 0.5), (-28, 0), "axes fraction", **note)
    own = [np.ones(len(names), bool) if panels is None else panels == title for title in axes]
    starts, edges, at = _time(sheet, list(axes.values()), own=own)
    _strip(sheet, list(axes.values()), own, edges, at)
    of, window = {"rate": "of_words", "share": "of_articles"}.get(value, "articles"), 0
    if (window := sheet.more.get("smooth")) and of not in sheet.table:
        raise ValueError(f"smooth= weighs by {of!r}, which this table has no column of")
    y, low, high = map(sheet.numbers, (value, "low", "high"))
    if value == "share":
        low, high = _wilson(sheet.numbers("articles"), sheet.numbers("of_articles"))
    none = (sheet.numbers("count") == 0) & (sheet.state != "empty")
    if of != "articles" and none.any() and sheet.numbers("count").any():
        low[none], high[none] = np.nan, np.nan
        sheet.remarks.append(NONE)
    y[(sheet.state == "empty") | (at < 0)] = np.nan
    middle, size = (edges[:-1] + edges[1:]) / 2, 2.5 if len(starts) > MOST_BARS else 4
    for (title, ax), (name, look) in itertools.product(axes.items(), looks.items()):
        rows = np.flatnonzero((names == name) & (at >= 0) & (panels is None or panels == title))
        line, floor, roof = np.full((3, len(starts) + 2), np.nan)  # not known before and after
        line[at[rows] + 1], floor[at[rows] + 1], roof[at[rows] + 1] = y[rows], low[rows], high[rows]
        if len(rows):
            ax.plot(middle, line[1:-1], color=look.color, linestyle=look.line,
                    lw=0.5 if window else 1.1)  # fmt: skip
            if window:
                weight = np.full(len(starts), np.nan)
                weight[at[rows]] = sheet.numbers(of)[rows]
                smooth = _smoothed(line[1:-1], weight, window)
                ax.plot(middle, smooth, color=look.color, ls=look.line, lw=2, gid="smooth")
            ax.fill_between(middle, floor[1:-1], roof[1:-1], color=look.color, alpha=0.16, lw=0)
        lone, bare = (rows[np.isnan(v[at[rows]]) & np.isnan(v[at[rows] + 2])] for v in (line, roof))
        ax.vlines(middle[at[bare]], low[bare], high[bare], look.color, lw=0.8)
        known = rows[np.isfinite(y[rows])]
        dots, many = known, len(at) > MOST_POINTS
        if many:
            dots = known[np.isin(known, lone) | np.isin(sheet.state[known], [*STATES])]
        at_once = many & none[dots]  # a zero opens onto nothing
        kinds = [at_once & (sheet.state[dots] == state) for state in ("ok", *STATES)]
        for some in [*dots[~at_once, None], *(dots[kind] for kind in kinds if kind.any())]:
            dot = look.dot | {"ms": size, "zorder": 3} | STATES.get(sheet.state[some[0]], {})
            gid = None if many and none[some[0]] else f"row-{some[0]}"
            ax.plot(middle[at[some]], y[some], **dot)[0].set_gid(gid)
        if len(known):
            label = " ".join(dict.fromkeys(_plain(n) for n in (title, name) if n))
            top = known[np.argmax(y[known])]
            sheet.said.append(f"{label} highest {y[top]:.3g} ({_day(starts[at[top]])})".strip())
    for name, look in looks.items() if len(looks) > 1 and panels is not names else ():
        sheet.explain(name, **look.dot | {"ls": look.line})
    if window:
        sheet.explain(f"mean of {window} {sheet.unit}s", marker="", color=GREY, lw=2)
    for state in [s for s in STATES if s in set(sheet.state[np.isfinite(y)])]:
        sheet.explain(f"{state} period", **_look(0).dot | {"color": GREY} | STATES[state])
    sheet.ax.set_ylabel(unit)
    for title, ax in axes.items() if value not in ("compound", "mean_label") else ():
        _percent(ax.yaxis, value)
        most = 2 * np.nanmax(y[panels == title] if apart else y, initial=0)
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
    wide, sheet.height = (1 - gap * (across - 1)) / across, 1.35 * down
    sheet.ax.set_axis_off()
    for i, name in enumerate(names):
        box = (i % across) * (wide + gap), 1 - (i // across + 1) / down, wide, 0.74 / down
        share = {"sharex": axes[0], "sharey": None if apart else axes[0]} if axes else {}
        axes.append(_bare(sheet.ax.inset_axes(box, **share)))
        axes[i].set_title(_plain(name), x=0, ha="left", fontsize=7.5, pad=2)
        axes[i].tick_params(labelleft=apart or i % across == 0)
        axes[i].tick_params(labelbottom=i + across >= len(names))
    return dict(zip(names, axes, strict=True))


@_chart(
    "period count", "No dated article: nothing to draw", ("rate", "share"), smooth=None, marks=None
)
def plot_timeline(sheet):
    """Articles per period as bars, or rates of words as lines that break where nothing is known.

    Reads `period`, `count`, `rate` and, if there, `word` (absent or None: articles are counted),
    the `by` column, `low`, `high`, `state`; with value="share" `share`, and Wilson's interval
    (1927, J. Am. Stat. Assoc. 22) from `articles` and `of_articles`. Where nothing was collected
    there is a hatched band, where the count is 0 no interval; thin periods have hollow markers,
    partial ones half-filled markers or pale bars. Words with groups, groups with holes, or more
    than four lines get panels: Axes inside the one returned (`ax.child_axes`). Below the axis a
    strip shows `of_articles`, if the bars do not.

    `smooth=3` (5, 7 …) adds the centred mean of as many periods, weighted by their words (articles
    for a share), where all of them are known: it crosses no gap. `marks` are events of your own,
    `{"2026-04-14": "a memo"}`, a CSV file or DataFrame with `date` and `label`, or the bursts that
    `nl.bursts` found.

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
        if window := sheet.more["smooth"]:
            total = np.where(np.isin(np.arange(len(starts)), at) & ~sheet.hole, base, np.nan)
            smooth = _smoothed(total, np.ones(len(total)), window)
            ax.plot((edges[:-1] + edges[1:]) / 2, smooth, color=INK, lw=1.5, gid="smooth")
            sheet.explain(f"mean of {window} {sheet.unit}s", marker="", color=INK, lw=1.5)
        if (count != np.nan_to_num(sheet.numbers("of_articles"), nan=np.inf)).any():
            _strip(sheet, [ax], [np.ones(len(at), bool)], edges, at)
        if "partial" in sheet.state:
            sheet.explain(f"partial {sheet.unit}", fc=GREY, alpha=0.45)
        ax.set_ylabel(f"articles per {sheet.unit}")
        ax.yaxis.get_major_locator().set_params(integer=True)
        if len(starts) == 1:
            ax.set_xlim(2 * edges[0] - edges[1], 2 * edges[1] - edges[0])
    sheet.title += f" and {by}" * bool(by)


@_chart("compound", "No sentence was scored: nothing to draw", smooth=None, marks=None)
def plot_sentiment(sheet):
    """Sentiment of sentences, of articles, or the means of groups and periods.

    Reads `compound` and, if there, `low`, `high`. With `period`: lines that break at empty periods,
    with `smooth` and `marks` as in `plot_timeline`.
    With `articles`: a point for each group. With `n_sentences`: a point for each article by `date`,
    marked by `outlet`. Else, or if no article is dated, which is said: a histogram.
    With `mean_label`, as of `calibrated`: that, in place of `compound`.

    >>> plot_sentiment(pd.DataFrame({"compound": [0.5, 0.0]})).newslib["alt"]
    'Compound scores of sentences. Histogram: 0 below zero, 1 zero, 1 above.'
    """
    table, ax, by, looks = sheet.table, sheet.ax, sheet.by, sheet.looks
    column, unit = ("mean_label", LABEL) if "mean_label" in table else ("compound", SCORE)
    score, low, high = map(sheet.numbers, (column, "low", "high"))
    sheet.height, whole = 2.5, "n_sentences" in table
    if "period" not in table and any(v is not None for v in sheet.more.values()):
        raise ValueError('smooth= and marks= draw over time: nl.sentiment(corpus, every="W")')
    if "period" in table:
        sheet.title = f"Mean sentiment by {sheet.unit}" + f" and {by}" * bool(by)
        sheet.remarks.append(BANDS)
        _lines(sheet, column, unit, sheet.groups, looks)
        for pane in ax.child_axes or [ax]:
            pane.axhline(0, color=GREY, lw=0.6, zorder=0)
    elif "articles" in table:
        sheet.title, sheet.kind = "Mean sentiment" + f" by {by}" * bool(by), "Points"
        sheet.remarks = [BANDS, "In brackets: number of articles."]
        names = [_plain(n) for n in (sheet.groups if by else table.index)]
        for row, name in enumerate(names):
            look = looks[sheet.groups[row]]
            ax.hlines(row, low[row], high[row], look.color, lw=1.2)
            ax.plot(score[row], row, **look.dot)[0].set_gid(f"row-{row}")
            sheet.said.append(f"{name} {score[row]:+.3f}")
        ax.axvline(0, color=GREY, lw=0.6, zorder=0)
        labels = [f"{n} ({a:,})" for n, a in zip(names, table["articles"], strict=True)]
        _rows(sheet, labels, unit, 0.24)
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
