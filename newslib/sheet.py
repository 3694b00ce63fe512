"""This gives a chart its paper: theme, title, key, caption and alt text around a painter's Axes."""

from __future__ import annotations

import functools
import inspect
import textwrap
import unicodedata
from types import SimpleNamespace

import numpy as np
import pandas as pd

WIDTHS = {"column": 3.5, "page": 7.0}
COLOURS = "#0072B2 #E69F00 #009E73 #D55E00 #CC79A7 #56B4E9 #F0E442 #000000".split()  # Okabe-Ito
HATCHES = ("", "////", "....", "\\\\\\\\", "xxxx", "++++", "----", "oo")
LINES = ("-", (0, (5, 1.5)), (0, (1, 1)), (0, (6, 1, 1, 1)), (0, (3, 1, 1, 1, 1, 1)))
INK, GREY, MARKERS = "#222222", "#555555", "os^DvPX*"
HOLE = {"facecolor": "#f5f5f5", "edgecolor": "#b5b5b5", "hatch": "////", "linewidth": 0}
STATES = {"thin": {"mfc": "white"}, "partial": {"fillstyle": "left", "mfcalt": "white"}}
TICKS = {"D": "{0.day} {0:%b}", "W": "{0.day} {0:%b}", "M": "{0:%b}", "Q": "Q{0.quarter}", "Y": ""}
UNITS = {"D": "day", "W": "week", "M": "month", "Q": "quarter", "Y": "year"}
PARTS = {"title": "headlines", "body": "body text", "all": "headlines and body text"}
POLICIES = {"all": "copies counted as printed", "one": "copies counted once"}
POLICIES["original"] = "originals only"
MEASURES = ("frequency", "dispersion", "keyness", "collocates", "concordance", "timeline",
            "sentiment", "coverage", "bursts")  # fmt: skip
SCORE = "mean compound score of sentences (-1 to +1)"
LABEL = "mean label of sentences (scale of the coders)"
BANDS = "Bands and bars: 95 % interval, article as unit."
CUT = "Bands are cut at twice the highest rate."
NONE = "No band where the count is 0."
MOST_ROWS, MOST_BARS, MOST_EACH_WAY, MOST_LINES, MOST_POINTS, MOST_SAID = 30, 60, 12, 4, 1000, 24
MOST_ALIKE = 8  # outlets told apart by colour and marker; with more, points are drawn alike
FONTS = "Noto Sans CJK SC,PingFang SC,Microsoft YaHei,Arial Unicode MS,Last Resort High-Efficiency"


def _chart(needs: str, nothing: str, values=("",), of="", **extra):
    """Make a painter a chart: give it an Axes, then add title, key, caption and alt text.

    `values` are the columns it can draw, the first by itself; `of` names the measure drawn where
    the chart has another name; `extra` are options of its own.
    """

    def dress(paint):
        def chart(
            table: pd.DataFrame, *, title: str | None = None, width="column", value=None, ax=None,
            **more,
        ):  # fmt: skip
            from matplotlib import figure, font_manager, rc_context, rcParams

            if unknown := [name for name in more if name not in extra]:
                raise TypeError(f"{paint.__name__}() takes no {unknown[0]}=")

            if (value or values[0]) not in values:
                known = " or ".join(map(repr, filter(None, values))) or "nothing else"
                raise ValueError(f"value= takes {known} in this chart; got {value!r}")
            own, made = paint.__name__, table.attrs.get("newslib", {}).get("measure")
            fit = of or own[5:]
            if made in MEASURES and made != fit:
                hint = f" Draw it with plot_{made}." * (made not in ("concordance", "bursts"))
                hint += " Give it to plot_timeline as marks=." * (made == "bursts")
                raise ValueError(f"{own} draws a table of {fit}; this is one of {made}.{hint}")
            if missing := [c for c in [*needs.split(), value] if c and c not in table]:
                hint = "Pass the table as newslib made it, or rename the column."
                raise ValueError(f"no column {missing[0]!r}. Found: {list(table.columns)}. {hint}")
            inches = WIDTHS.get(width, 0) if isinstance(width, str) else width
            if not inches > 0:
                raise ValueError(f"width is 'column', 'page' or inches above 0, not {width!r}")
            spare = [f for f in FONTS.split(",") if f in font_manager.get_font_names()]
            look = {"text.parse_math": False, "text.color": INK, "axes.labelcolor": INK}
            look |= {"figure.facecolor": "white", "axes.facecolor": "white", "font.size": 7.5}
            look |= {"axes.edgecolor": GREY, "axes.linewidth": 0.6, "hatch.linewidth": 0.5}
            with rc_context({**look, "font.family": [*rcParams["font.family"], *spare]}):
                if own := ax is None:
                    # Not pyplot's: a notebook would show such a figure again, without alt text.
                    own_figure = figure.Figure((inches, 3), dpi=150, layout="constrained")
                    ax = own_figure.subplots()
                else:
                    inches = ax.bbox.width / ax.get_figure(root=True).dpi
                sheet = _Sheet(_bare(ax), table, inches, value or values[0])
                sheet.more = extra | more
                if len(table) and not ("period" in table and table["period"].isna().all()):
                    paint(sheet)
                else:
                    why = "No dated article: nothing to draw" if "period" in table else nothing
                    sheet.nothing(sheet.info.get("nothing", why))
                _frame(sheet, title, own)
            again = {"title": title, "width": width, "value": value, **more}
            ax.newslib |= {"chart": lambda **changes: chart(table, **again | changes)}
            return ax

        del functools.update_wrapper(chart, paint).__wrapped__  # or help() shows the painter's
        own, keyword = inspect.signature(chart), inspect.Parameter.KEYWORD_ONLY
        options = [inspect.Parameter(n, keyword, default=v) for n, v in extra.items()]
        options = [*list(own.parameters.values())[:-1], *options]
        chart.__signature__ = own.replace(parameters=options)
        return chart

    return dress


class _Sheet:
    """What a painter draws on, and what it hands to the frame around its drawing."""

    def __init__(self, ax, table: pd.DataFrame, width: float, value: str) -> None:
        self.ax, self.table, self.width, self.height = ax, table, width, 1.9  # inches
        self.above = 0.0  # points between the plot and its key
        self.value, self.bins = value, {}  # of a histogram: the rows of each bar
        self.title, self.kind, self.hole, self.undrawn = "", "Bars", np.zeros(1, bool), ""
        self.key, self.said, self.remarks = [], [], []
        self.info = table.attrs.get("newslib") or {}
        self.args = self.info.get("arguments") or {}
        self.per = f"per {self.args.get('per') or 10_000:,} words"
        self.per = "share of articles" if value == "share" else self.per
        self.every = self.args.get("every")
        self.unit = UNITS.get(self.every, "period")
        self.state = self.names(table.get("state", ["ok"] * len(table)))
        self.by = next((c for c in (self.args.get("by"), "outlet") if c in table), None)
        self.groups = self.names(table[self.by] if self.by else [""] * len(table))
        order = [str(o) for o in self.info.get("outlets") or ()] if self.by == "outlet" else []
        order += sorted(set(self.groups) - set(order))
        self.looks = {g: _look(i) for i, g in enumerate(order) if g in set(self.groups)}

    def nothing(self, why: str) -> None:
        """Say in the chart's place why there is none."""
        self.kind, self.height = why, 0.5
        self.ax.annotate(f"{why}.", (0.5, 0.5), None, "axes fraction", ha="center")
        self.ax.set_axis_off()

    def names(self, values) -> np.ndarray:
        return np.array(["(none)" if pd.isna(v) else str(v) for v in values], dtype=object)

    def numbers(self, column: str) -> np.ndarray:
        values = self.table.get(column, pd.Series(np.nan, self.table.index))
        return pd.to_numeric(values, errors="coerce").to_numpy(float, na_value=np.nan, copy=True)

    def explain(self, label: str, **look) -> None:
        """Add to the key: a line or marker if the look has a marker, else a patch."""
        from matplotlib import lines, patches

        mark = lines.Line2D([], [], **look) if "marker" in look else patches.Patch(**look)
        self.key.append((mark, _plain(label)))


def _look(i: int) -> SimpleNamespace:
    turn = i + i // 8  # past eight, a colour comes back with another hatch and marker
    color, line = COLOURS[i % 8], LINES[turn % 5]
    fill = {"fc": color, "hatch": HATCHES[turn % 8], "ec": "white", "lw": 0.4}
    dot = {"color": color, "marker": MARKERS[turn % 8], "ms": 4, "mew": 0.8, "ls": "none"}
    return SimpleNamespace(color=color, line=line, fill=fill, dot=dot | {"clip_on": False})


def _bare(ax):
    ax.spines[["top", "right"]].set_visible(False)
    ax.tick_params(labelsize=7, width=0.6, color=GREY, labelcolor=INK)
    for axis in (ax.xaxis, ax.yaxis):
        axis.label.set_size(7.5)
        axis.get_offset_text().set_size(7)
    return ax


def _frame(sheet: _Sheet, title: str | None, own: bool) -> None:
    """Stack title, key, plot and caption, each folded to the width there is."""
    from matplotlib import rcParams, text, transforms

    ax, fig, above = sheet.ax, sheet.ax.get_figure(root=True), 5 + sheet.above
    room, left = (0.95 * sheet.width * fig.dpi, 0.06 / sheet.width) if own else (ax.bbox.width, 0)
    across = fig.transFigure if own else ax.transAxes
    if sheet.hole.any():
        sheet.explain("no articles collected", **HOLE)
    for rows in range(1, len(sheet.key) + 1):  # as few as fit
        lift = transforms.ScaledTranslation(0, (5 + sheet.above) / 72, fig.dpi_scale_trans)
        place = transforms.blended_transform_factory(across, ax.transAxes) + lift
        key = {"bbox_to_anchor": (left, 1), "bbox_transform": place, "loc": "lower left"}
        key |= {"borderpad": 0, "borderaxespad": 0, "columnspacing": 1.2, "labelspacing": 0.35}
        key |= {"frameon": False, "fontsize": 7, "ncols": -(-len(sheet.key) // rows)}
        legend = ax.legend(*zip(*sheet.key, strict=True), **key)
        legend.set_in_layout(False)  # the title above it keeps its place
        above = 10 + sheet.above + (box := legend.get_window_extent()).height * 72 / fig.dpi
        if box.width <= room:
            break
    words = sheet.title if title is None else str(title)
    heading = ax.set_title(words, pad=above, fontsize=9, ha="left", x=left)
    down = heading.get_transform()
    heading.set_transform(transforms.blended_transform_factory(across, down))
    for written in ax.findobj(text.Text):
        written.set(parse_math=False, fontfamily=rcParams["font.family"])
    said = sheet.said[:MOST_SAID] + [f"and {len(sheet.said) - MOST_SAID:,} more"]
    said = ", ".join(said if len(sheet.said) > MOST_SAID else said[:-1])
    alt = f"{words}. {sheet.kind}{': ' * bool(said)}{said}.".lstrip(". ")
    if sheet.hole.any():
        holes = f"{sheet.hole.sum():,} of {_count(len(sheet.hole), sheet.unit)}"
        alt += f" No articles collected in {holes}."
    ax.newslib = {"caption": _caption(sheet), "alt": alt, "table": sheet.table}
    marks = (a.get_gid() or "" for a in ax.findobj())
    ax.newslib["rows"] = sheet.bins | {m: [int(m[4:])] for m in marks if m.startswith("row-")}
    tall = sheet.height + above / 72 + _fold(heading, room) * 0.16 + 0.42
    if own and (caption := ax.newslib["caption"]):
        foot = fig.supxlabel(caption, x=left, ha="left", fontsize=7, color=GREY, linespacing=1.1)
        tall += _fold(foot, room) * 0.118 + 0.05
    if own:
        fig.set_size_inches(sheet.width, tall)


def _fold(text, room: float) -> int:
    """Break a drawn text into lines that fit `room` pixels; how many lines there are."""
    paragraphs = text.get_text().split("\n")
    size = max(map(len, paragraphs))
    while (wide := text.get_window_extent().width) > room and size > 8:
        size = min(size - 2, int(size * room / wide) + 4)
        text.set_text("\n".join(textwrap.fill(p, size, break_on_hyphens=False) for p in paragraphs))
    return text.get_text().count("\n") + 1


def _caption(sheet: _Sheet) -> str:
    if not (info := sheet.info):
        return ""
    size = [_count(info[k], k[:-1]) for k in ("articles", "words") if info.get(k) is not None]
    if info.get("period"):
        first, last = map(pd.Timestamp, info["period"])
        start = _day(first, "{0.day} {0:%B}" + " {0.year}" * (first.year != last.year))
        size.append(_day(last) if first == last else f"{start} to {_day(last)}")
    facts = [", ".join(size), PARTS.get(info.get("part"), "")]
    words = info.get("arguments", {}).get("words") or {}
    for name, wanted in words.items() if isinstance(words, dict) else ():
        if wanted != [name] and all(isinstance(one, str) for one in wanted):
            facts.append(f"{_plain(name)}: {_plain(', '.join(wanted), 150)}")
    if named := info.get("arguments", {}).get("lexicon"):
        facts.append(f"lexicon: {_plain(named, 150)}")
    for key, value in (info.get("selection") or {}).items():
        values = value if isinstance(value, list | tuple) else [value]
        facts.append(f"{key}: {_plain(', '.join(map(_plain, values)), 150)}")
    facts.append(POLICIES.get(info.get("copies"), ""))
    if info.get("undated"):
        facts.append(_count(info["undated"], "undated article") + sheet.undrawn)
    said = ["; ".join(filter(None, facts)), *sheet.remarks]
    said += [_plain(note, 300) for note in info.get("notes") or ()]
    source = f"newslib {info.get('version') or ''}".strip()
    return " ".join([*(s if s[-1] in ".?!" else s + "." for s in said if s), source])


def _count(n, thing: str) -> str:
    return f"{n:,.0f} {thing}{'' if n == 1 else 's'}"


def _day(day, form: str = "{0.day} {0:%B} {0.year}") -> str:
    return form.format(pd.Timestamp(day))


def _plain(text, most: int = 40) -> str:
    """Foreign text on one line: no control characters, cut with …, right-to-left text set apart."""
    text = str(text).replace("\r\n", "\n").replace("\n", "↵").replace("\t", " ")
    kinds = {c: unicodedata.category(c) for c in text}
    kept = [c for c in text if kinds[c] != "Cf" or c in "\u200c\u200d"]  # joiners stay
    text = "".join("\ufffd" if kinds[c] in ("Cc", "Cs") else c for c in kept)
    text = text if len(text) <= most else text[: most - 1] + "…"
    leftward = any(unicodedata.bidirectional(c) in ("R", "AL") for c in text)
    return f"\u200e{text}\u200e" if leftward else text


def _rows(sheet: _Sheet, labels: list[str], unit: str, pitch=0.19, of=0) -> None:
    """A row for each label, from the top, a long one on two lines; `of` says how many there are."""
    if sheet.args.get("stopwords") and not sheet.args.get("words"):
        english = "English stop" if sheet.args["stopwords"] == "english" else "Stop"
        sheet.remarks.append(f"{english} words are not shown.")
    if of > len(labels):
        sheet.remarks.append(f"Drawn: the first {len(labels)} of {of:,} words.")
    folded = [textwrap.fill(t, 40 if sheet.width > 5 else 22) or " " for t in labels]
    deep, spare = max((t.count("\n") for t in folded), default=0), 0.5 if len(folded) > 1 else 1
    sheet.ax.set_yticks(range(len(folded)), folded)
    sheet.ax.set_ylim(len(folded) - 1 + spare, -spare)
    sheet.ax.set_xlabel(unit, loc="right" if len(unit) > 30 else "center")
    sheet.ax.tick_params(axis="y", length=0)
    sheet.height = max(len(folded) * (pitch + 0.1 * deep), 0.5)


def _bar(sheet: _Sheet, row: int, y, value, look, end="", left=0.0, tall=0.8, mark=0.0) -> None:
    """Draw a bar, and what is to stand at its end, or beyond a mark that is further out."""
    sheet.ax.barh(y, value, tall, left, **look.fill)[0].set_gid(f"row-{row}")
    side = -1 if value < 0 else 1
    tip = left + side * np.fmax(abs(np.nan_to_num(value)), mark), y
    style = {"textcoords": "offset points", "va": "center", "ha": "left" if side > 0 else "right"}
    sheet.ax.annotate(end, tip, (3 * side, 0), fontsize=7, **style)


def _percent(axis, value: str) -> None:
    """Label an axis of shares in percent."""
    from matplotlib import ticker

    if value == "share":
        axis.set_major_formatter(ticker.PercentFormatter(1))


def _wilson(some, of) -> tuple:
    """The 95 % interval of a share by Wilson's score; NaN where it is of nothing."""
    z, of = 1.959963984540054, np.where(of > 0, of, np.nan)
    middle, half = some + z**2 / 2, z * np.sqrt(some * (of - some) / of + z**2 / 4)
    return tuple(np.clip(end / (of + z**2), 0, 1) for end in (middle - half, middle + half))
