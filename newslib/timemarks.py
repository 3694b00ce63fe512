"""This turns what stands beside a series into marks on its chart: holes, doubts, events."""

from __future__ import annotations

import numpy as np
import pandas as pd

from newslib.sheet import GREY, INK, _count, _day, _plain, _Sheet

STRIP = 9  # points: the height of the strip of articles collected
DOUBT = {"marker": "v", "color": INK, "ms": 4, "ls": "none", "clip_on": False}


def _doubts(sheet: _Sheet, axes: list, own: list, starts, edges) -> None:
    """Flag periods with a day on which an outlet has far more articles than ever else."""
    for outlet, day, _ in sheet.info.get("spikes") or ():
        at = starts.searchsorted(pd.Timestamp(day), "right") - 1
        for ax, rows in zip(axes, own, strict=True):
            if 0 <= at and (sheet.by != "outlet" or outlet in sheet.groups[rows]):
                ax.plot((edges[at] + edges[at + 1]) / 2, 1, transform=ax.get_xaxis_transform(),
                        **DOUBT)  # fmt: skip
    if sheet.info.get("spikes"):
        sheet.explain("a download day?", **DOUBT)


def _points(ax, end: int):
    """Where x is in the data and y in points, from the foot (0) or the top (1) of the Axes."""
    from matplotlib import transforms

    up = transforms.Affine2D().scale(1 / 72) + ax.get_figure(root=True).dpi_scale_trans
    up += transforms.ScaledTranslation(0, end, ax.transAxes)
    return transforms.blended_transform_factory(ax.transData, up)


def _strip(sheet: _Sheet, axes: list, own: list, edges, at) -> None:
    """Under each axis, how many articles were collected per period."""
    column = "of_articles" if "of_articles" in sheet.table else "articles"
    if column not in sheet.table:
        return
    cells = pd.DataFrame({"at": at, "group": sheet.groups, "n": sheet.numbers(column)})
    heights = []
    for rows in own:  # a group's articles once, however many words
        each = cells[rows & (at >= 0)].drop_duplicates(["at", "group"]).groupby("at")["n"].sum()
        heights.append(each.reindex(range(len(edges) - 1), fill_value=0).to_numpy())
    known = np.concatenate(heights)
    most = np.ceil(np.quantile(known[known > 0], 0.98)) if known.any() else 1
    for ax, height in zip(axes, heights, strict=True):
        top = np.minimum(np.append(height, height[-1]) / most, 1) * STRIP - STRIP - 5
        look = {"color": "#999999", "lw": 0, "clip_on": False, "gid": "strip"}
        ax.fill_between(edges, -STRIP - 5, top, step="post", transform=_points(ax, 0), **look)
        ax.set_xlim(edges[0], edges[-1])
        ax.tick_params(axis="x", pad=STRIP + 5)
    what = "collected" if column == "of_articles" else "scored"
    or_more = " or more" * bool(known.max() > most)
    sheet.remarks.append(
        f"Strip: articles {what} per {sheet.unit}; full height {most:,.0f}{or_more}."
    )


def _read_marks(marks) -> pd.DataFrame:
    """Events as `first`, `last` and `label`, by time; a CSV file, a DataFrame, labels by day."""
    if isinstance(marks, dict):
        marks = pd.DataFrame({"date": list(marks), "label": list(marks.values())})
    table = marks if isinstance(marks, pd.DataFrame) else pd.read_csv(marks, dtype=str)
    dates = ["date"] if "date" in table else ["first", "last"]
    if missing := [c for c in [*dates, "label"] if c not in table]:
        raise ValueError(
            f"marks= takes a CSV file or DataFrame with the columns date and label (or first, last "
            f"and label, as nl.bursts gives); no column {missing[0]!r} in {list(table.columns)}"
        )
    found = pd.DataFrame({"label": table["label"].fillna("").astype(str)})
    for name, column in zip(("first", "last"), dates * 2, strict=False):
        found[name] = pd.to_datetime(table[column], errors="coerce", format="ISO8601")
        if found[name].isna().any():
            bad = table[column][found[name].isna()].iloc[0]
            raise ValueError(f"marks=: {bad!r} is not a day; write 2026-04-14")
    return found.sort_values(["first", "last", "label"], kind="stable", ignore_index=True)


def _marks(sheet: _Sheet, axes: list, edges) -> None:
    """Lines and shades at the user's events; labels above the plot, or numbers in panels."""
    from matplotlib import dates

    if (marks := sheet.more.get("marks")) is None:
        return
    marks = _read_marks(marks)
    begin, end = dates.date2num(marks["first"]), dates.date2num(marks["last"]) + 1
    there = (end > edges[0]) & (begin < edges[-1])
    if not there.all():
        sheet.remarks.append(f"{_count((~there).sum(), 'mark')} outside the time drawn.")
    names = [_plain(label) for label in marks["label"]]
    if len(axes) > 1:
        said = [f"{i + 1} {_day(marks['first'][i])}: {names[i]}" for i in np.flatnonzero(there)]
        sheet.remarks.append("Marks: " + "; ".join(said) + ".")
        names = [str(i + 1) for i in range(len(names))]
    room = sheet.width * (0.8 if len(axes) == 1 else 0.8 / round(1 / axes[0].get_position().width))
    for ax in axes:
        rows: list[list] = []
        for i in np.flatnonzero(there)[::-1]:  # from the right, so that no leader meets a label
            low, high = np.clip((begin[i], end[i]), edges[0], edges[-1])
            x, look = low, {"color": GREY, "gid": f"mark-{i}"}
            if end[i] - begin[i] > 1:
                ax.axvspan(low, high, alpha=0.18, lw=0, zorder=0, **look)
            else:
                x = (low + high) / 2
                ax.axvline(x, lw=0.8, ls=(0, (2, 2)), zorder=1, **look)
            style = {"fontsize": 7, "textcoords": "offset points", "annotation_clip": False}
            style |= {"ha": "left", "bbox": {"fc": "white", "ec": "none", "pad": 0.4}, "zorder": 5}
            name = ax.annotate(f" {names[i]}", (x, 1), (0, 0), ax.get_xaxis_transform(), **style)
            wide = name.get_window_extent().width / name.get_figure(root=True).dpi + 0.08
            left = (x - edges[0]) / (edges[-1] - edges[0]) * room
            if left + wide > room * 1.05:
                name.set(ha="right", text=f"{names[i]} ")
                left -= wide
            row, right = 0, left + wide
            while row < len(rows) and any(left <= b and a <= right for a, b in rows[row]):
                row += 1
            rows[row:] = rows[row:] or [[]]
            rows[row].append((left, right))
            name.set(position=(0, -9 * row - 8))
            if len(axes) == 1:
                name.set(position=(0, 3 + 9 * row))
                line = {"transform": _points(ax, 1), "clip_on": False, "color": GREY, "lw": 0.6}
                ax.plot([x, x], [0, 10 + 9 * row], **line)
        if len(axes) == 1:
            sheet.above = max(sheet.above, 9 * len(rows) + 2)


def _smoothed(values, weights, window) -> np.ndarray:
    """A centred mean over `window` periods, weighted; not known where one of them is not."""
    if not isinstance(window, int) or window < 3 or not window % 2:
        raise ValueError(f"smooth= takes 3, 5, 7 … periods; got {window!r}")
    smooth, half = np.full(len(values), np.nan), window // 2
    if len(values) >= window:
        inside = np.lib.stride_tricks.sliding_window_view
        above, below = inside(values * weights, window), inside(weights, window)
        with np.errstate(invalid="ignore", divide="ignore"):
            smooth[half:-half] = above.sum(1) / below.sum(1)
    return smooth
