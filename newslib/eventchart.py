"""This turns a table of dates named in the text into a chart of two clocks.

Above the line stand the days of publication, below it the days that the text names.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from newslib.sheet import INK, _chart, _count, _day, _look, _plain

MOST_DAYS, MOST_WEEKS, LONGEST, TOP = 190, 1300, 92, 5  # days; named days
_STEPS, _SIZES = {"day": "D", "week": "W-SUN", "month": "M"}, {"day": 1, "week": 7, "month": 31}
MARK = {"fontsize": 7, "ha": "center", "va": "top", "textcoords": "offset points"}


@_chart("article first last date", "No date is named: nothing to draw")
def plot_events(sheet):
    """Published above, happened below: articles by day of publication and by the days they name.

    Reads a table of `mentioned_dates`: `article`, `first`, `last`, `date` and, if there, `title`
    and `context`. An article counts once in a bar. A bar is as long as what is named is precise:
    days are full, weeks, months, quarters and seasons long and pale. Years and decades are not
    drawn, nor days far from those of publication; the caption says how many. The five most named
    days are numbered and told by the first headline from then on that names them. More than half a
    year is drawn by weeks, more than three and a half years by months.

    >>> import newslib as nl
    >>> corpus = nl.paste("Mill burns\\nIt burned on Monday.\\n", date="2026-04-14")
    >>> plot_events(nl.mentioned_dates(corpus)).newslib["alt"][:62]
    'When it was published, when it happened, by day. Bars: publish'
    """
    from matplotlib import dates, ticker

    table, ax, above, below = sheet.table, sheet.ax, _look(0), _look(1)
    days = (pd.to_datetime(table[c]).dt.normalize() for c in ("first", "last", "date"))
    first, last, published = days
    sheet.height, sheet.title = 2.6, "When it was published, when it happened"
    start, end = _window(published if published.notna().any() else first)
    drawn = (last >= start) & (first <= end) & ((last - first).dt.days <= LONGEST)
    days = (end - start).days
    sheet.unit = "day" if days <= MOST_DAYS else "week" if days <= MOST_WEEKS else "month"
    sides = (1, published, published, above), (-1, first[drawn], last[drawn], below)
    spans = [
        (side, low, high, table["article"].iloc[rows].nunique(), rows, look)
        for side, low, high, look in sides
        for (low, high), rows in _binned(sheet, low, high).items()
    ]
    spans.sort(key=lambda s: s[1] - s[2])  # the long ones first, behind the others
    for i, (side, low, high, count, rows, look) in enumerate(spans):
        pale = 0.3 if high - low > _SIZES[sheet.unit] else None
        bar = ax.bar(low, side * count, high - low, align="edge", **look.fill)[0]
        bar.set(gid=f"bin-{i}", alpha=pale, linewidth=0 if len(spans) > 60 else 0.4)
        sheet.bins[f"bin-{i}"] = rows
    ax.axhline(0, color=INK, lw=0.6)
    ax.set_xlim(dates.date2num(start), dates.date2num(end) + 1)
    _name_the_top(sheet, [s for s in spans if s[0] < 0 and s[2] - s[1] <= _SIZES[sheet.unit]])
    ax.xaxis_date()
    ticks = dates.AutoDateLocator(minticks=2, maxticks=max(3, int(sheet.width * 2)))
    ax.xaxis.set_major_locator(ticks)
    ax.xaxis.set_major_formatter(dates.ConciseDateFormatter(ticks))
    ax.yaxis.get_major_locator().set_params(integer=True)
    ax.yaxis.set_major_formatter(ticker.FuncFormatter(lambda y, _: f"{abs(y):,.0f}"))
    ax.set_ylabel(f"articles per {sheet.unit}")
    ax.margins(y=0.12)
    sheet.explain("published", **above.fill)
    sheet.explain("named in the text", **below.fill)
    if any(s[2] - s[1] > _SIZES[sheet.unit] for s in spans):
        sheet.explain("a longer time", **below.fill | {"alpha": 0.3})
    sheet.title += f", by {sheet.unit}"
    _say_what_is_not_drawn(sheet, first, last, drawn, start, end)


def _binned(sheet, first: pd.Series, last: pd.Series) -> dict:
    """Rows by the periods they span: from the start of the first to the end of the last."""
    from matplotlib import dates

    at = sheet.table.index.get_indexer(first.index)
    step, known = _STEPS[sheet.unit], first.notna().to_numpy()
    low = first.dt.to_period(step).dt.start_time
    high = last.dt.to_period(step).dt.end_time.dt.ceil("D")
    spans: dict = {}
    ends = (dates.date2num(days[known]).tolist() for days in (low, high))
    for start, end, row in zip(*ends, at[known].tolist(), strict=True):
        spans.setdefault((start, end), []).append(row)
    return dict(sorted(spans.items()))


def _window(days: pd.Series):
    """The days of publication and half as many before and after, a month at least."""
    start, end = days.min(), days.max()
    margin = pd.Timedelta(days=max(31, (end - start).days // 2))
    return start - margin, end + margin


def _name_the_top(sheet, spans) -> None:
    """Number the most named days and say which they are."""
    from matplotlib import dates

    table, last, drop = sheet.table, -np.inf, -2
    best = sorted(spans, key=lambda s: (-s[3], s[1]))[:TOP]
    for number, (_, low, high, count, rows, _) in enumerate(sorted(best, key=lambda s: s[1]), 1):
        near = ((low + high) / 2 - last) / np.ptp(sheet.ax.get_xlim()) * sheet.width < 0.12
        last, drop = (low + high) / 2, -10 if near and drop == -2 else -2
        sheet.ax.annotate(str(number), (last, -count), (0, drop), **MARK)
        told = table.iloc[rows].sort_values(["date", "article"], kind="stable")
        after = told["date"] >= dates.num2date(low).replace(tzinfo=None)
        told = (told[after] if after.any() else told).iloc[0]
        words = [told[c] for c in ("title", "context", "text") if c in table and pd.notna(told[c])]
        form = "{0.day} " * (sheet.unit != "month") + "{0:%B} {0.year}"
        day = "week from " * (sheet.unit == "week") + _day(dates.num2date(low).date(), form)
        said = f"{number}: {day}, {_count(count, 'article')}"
        sheet.remarks.append(f"{said}, “{_plain(next(filter(None, words), ''), 80)}”.")
        sheet.said.append(said)


def _say_what_is_not_drawn(sheet, first, last, drawn, start, end) -> None:
    known, long = first.notna(), (last - first).dt.days > LONGEST
    parts = {f"before {_day(start)}": last < start, f"after {_day(end)}": first > end,
             "of a year or longer": long & (last >= start) & (first <= end),
             "that name no calendar day": ~known}  # fmt: skip
    told = [f"{n:,} {name}" for name, rows in parts.items() if (n := int((rows & ~drawn).sum()))]
    if told:
        sheet.remarks.append(f"Not drawn: expressions {', '.join(told)}.")
    sheet.remarks.append("Articles that name no time are not drawn.")
    sheet.said.insert(0, f"published {_count(sheet.table['article'].nunique(), 'article')}")
