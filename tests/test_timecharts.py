"""Charts over time are read back from the Axes: gaps, bands, states and holes."""

import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_hex
from matplotlib.dates import date2num
from test_charts import (
    BREAK,
    OUTLETS,
    bands_of,
    covered,
    key_of,
    lines_of,
    marked,
    means,
    means_by_week,
    per_outlet,
    scores,
    sentences,
    tag,
    volume,
    weeks,
)  # fmt: skip

import newslib as nl
from newslib.sheet import _look
from newslib.timecharts import plot_coverage, plot_sentiment, plot_timeline

# ---- timelines


def test_a_line_breaks_where_nothing_was_collected():
    ax = plot_timeline(weeks())
    (line,) = lines_of(ax)
    assert np.isnan(line.get_ydata()).tolist() == [False, True, False, False]
    assert line.get_ydata()[[0, 2, 3]].tolist() == [10, 30, 20]
    monday = date2num(pd.Timestamp("2026-01-05"))
    assert line.get_xdata().tolist() == [monday + 3.5 + 7 * i for i in range(4)]
    assert bands_of(ax) == [(monday + 7, monday + 14)]
    assert "no articles collected" in key_of(ax)
    assert "No articles collected in 1 of 4 weeks." in ax.newslib["alt"]
    (band,) = [c for c in ax.collections if len(c.get_paths()) > 1]  # the interval: two pieces
    across = [p.vertices[:, 0] for p in band.get_paths()]
    assert not any(x.min() < monday + 7 and x.max() > monday + 14 for x in across)


def test_a_line_breaks_where_rows_were_taken_out():
    table = weeks()
    ax = plot_timeline(table[table["state"] != "empty"].copy())
    assert np.isnan(lines_of(ax)[0].get_ydata()).tolist() == [False, True, False, False]
    assert bands_of(ax) == []  # nobody said that nothing was collected


def test_a_point_alone_between_gaps_is_seen_with_its_interval():
    ax = plot_timeline(weeks((1, np.nan, 3, np.nan), ("ok", "empty", "ok", "empty")))
    pieces = [s for c in ax.collections for s in getattr(c, "get_segments", list)()]
    assert [(s[0][1], s[1][1]) for s in pieces] == [(-1, 3), (1, 5)]
    assert set(marked(ax)) == {0, 2}


def test_points_stand_for_their_rows_and_show_their_state():
    table = weeks((10, 5, 30, 20), ("ok", "ok", "thin", "partial"))
    ax = plot_timeline(table)
    rows = marked(ax)
    for i, rate in enumerate(table["rate"]):
        assert rows[i][0].get_ydata() == [rate]
    assert to_hex(rows[2][0].get_markerfacecolor()) == "#ffffff"
    assert to_hex(rows[0][0].get_markerfacecolor()).upper() == _look(0).color
    assert rows[3][0].get_fillstyle() == "left" and rows[0][0].get_fillstyle() == "full"
    assert key_of(ax) == ["thin period", "partial period"]
    assert "A partial week was only partly covered." in ax.newslib["caption"]
    assert ax.get_ylim()[0] == 0


def test_a_band_beyond_all_measure_does_not_flatten_the_line():
    table = weeks().assign(high=[12, np.nan, 5000, 22])
    ax = plot_timeline(table)
    assert ax.get_ylim() == (0, 60) and "Bands are cut" in ax.newslib["caption"]
    assert "Bands are cut" not in plot_timeline(weeks()).newslib["caption"]
    zero = plot_timeline(weeks((0, 0), ("ok", "ok")).assign(high=7))
    assert zero.get_ylim()[1] > 7


def test_titles_labels_and_undated():
    ax = plot_timeline(weeks())
    assert ax.get_title() == "'dam' per 10,000 words, by week"
    assert ax.get_ylabel() == "per 10,000 words" and ax.get_xlabel() == "week (from Monday)"
    assert "7 undated articles, not drawn" in ax.newslib["caption"]
    assert ax.newslib["alt"].startswith(
        "'dam' per 10,000 words, by week. Lines: dam highest 30 (19 January 2026)."
    )


def test_rate_without_words_is_a_gap_and_zero_is_not():
    ax = plot_timeline(weeks((0, np.nan, 0, 4), ("ok",) * 4))
    assert np.isnan(lines_of(ax)[0].get_ydata()).tolist() == [False, True, False, False]
    assert bands_of(ax) == [] and 0 in marked(ax) and 1 not in marked(ax)


@pytest.mark.parametrize("make", [weeks, means_by_week])
def test_all_periods_empty(make):
    table = make()
    table[["state"]] = "empty"
    ax = (plot_timeline if make is weeks else plot_sentiment)(table)
    edges = ax.get_xlim()
    assert bands_of(ax) == [edges] and edges[1] - edges[0] == 28
    assert marked(ax) == {} and "4 of 4 weeks" in ax.newslib["alt"]


def test_periods_that_are_all_unknown_draw_a_sentence():
    for plot, make in ((plot_timeline, weeks), (plot_coverage, covered)):
        ax = plot(make().assign(period=pd.NaT))
        assert ax.texts[0].get_text() == "No dated article: nothing to draw."


@pytest.mark.parametrize(("every", "ticks"), [
    ("D", ["5 Jan\n2026", "6 Jan"]), ("W", ["5 Jan\n2026", "12 Jan"]),
    ("M", ["Dec\n2025", "Jan\n2026"]), ("Q", ["Q4\n2025", "Q1\n2026"]), ("Y", ["2025", "2026"]),
])  # fmt: skip
def test_few_periods_are_named_at_their_middle(every, ticks):
    starts = {"D": ["2026-01-05", "2026-01-06"], "W": ["2026-01-05", "2026-01-12"],
              "M": ["2025-12-01", "2026-01-01"], "Q": ["2025-10-01", "2026-01-01"],
              "Y": ["2025-01-01", "2026-01-01"]}[every]  # fmt: skip
    table = pd.DataFrame({"period": pd.to_datetime(starts), "count": [3, 4]})
    ax = plot_timeline(tag(table, "timeline", arguments={"words": None, "every": every}))
    assert [t.get_text() for t in ax.get_xticklabels()] == ticks
    middles = [bar[0].get_x() + bar[0].get_width() / 2 for bar in marked(ax).values()]
    assert middles == pytest.approx(list(ax.get_xticks()))


def test_many_periods_have_concise_ticks():
    ax = plot_timeline(weeks(np.arange(180.0), ["ok"] * 180))
    assert type(ax.xaxis.get_major_formatter()).__name__ == "ConciseDateFormatter"
    assert 3 <= len(ax.get_xticks()) <= 12
    assert len(marked(ax)) == 180


def test_beyond_1000_points_only_the_telling_ones_are_marked():
    states = ["ok"] * 1100
    states[7], states[20] = "thin", "empty"
    ax = plot_timeline(weeks(np.arange(1100.0), states))
    assert set(marked(ax)) == {7}
    assert np.isfinite(lines_of(ax)[0].get_ydata()).sum() == 1099


def test_beyond_1000_points_zeros_are_drawn_at_once():
    table = weeks(np.zeros(1100), ["thin"] * 1100).assign(count=0)
    table.loc[5, ["count", "rate"]] = 1, 9.0
    ax = plot_timeline(table)
    assert set(marked(ax)) == {5} and "No band where the count is 0." in ax.newslib["caption"]
    dots = [line for line in ax.lines if line.get_marker() == "o" and not line.get_gid()]
    assert [len(line.get_xdata()) for line in dots] == [1099]
    every = plot_timeline(table.assign(count=0, rate=0.0))  # then there is nothing else to see
    assert "No band" not in every.newslib["caption"]


def test_volume_stacks_bars_from_zero():
    table = volume()
    ax = plot_timeline(table)
    rows = marked(ax)
    for slot in (0, 2, 3):
        bars = [rows[slot + 4 * group][0] for group in range(3)]
        assert [b.get_y() for b in bars] == [table["count"][slot] * k for k in range(3)]
        assert [b.get_height() for b in bars] == [table["count"][slot]] * 3
        assert len({b.get_hatch() for b in bars}) == 3
    assert rows[3][0].get_alpha() == 0.45 and rows[0][0].get_alpha() is None
    assert ax.get_ylim()[0] == 0 and ax.get_ylabel() == "articles per week"
    monday = date2num(pd.Timestamp("2026-01-05"))
    assert bands_of(ax) == [(monday + 7, monday + 14)]
    assert key_of(ax) == [*OUTLETS, "partial week", "no articles collected"]
    assert ax.get_title() == "Articles by week and outlet"


def test_a_group_without_articles_breaks_its_own_line_only():
    table = per_outlet()
    table.loc[2, ["rate", "low", "high", "state"]] = [np.nan, np.nan, np.nan, "empty"]
    ax = plot_timeline(table)
    lines = [line for panel in ax.child_axes for line in lines_of(panel)]
    gaps = [np.flatnonzero(np.isnan(line.get_ydata())).tolist() for line in lines]
    assert gaps == [[BREAK, 2], [BREAK], [BREAK]] and not lines_of(ax)
    assert [p.get_title() for p in ax.child_axes] == OUTLETS


def test_words_and_groups_make_panels():
    table = pd.concat([per_outlet(word="dam"), per_outlet(word="flood")], ignore_index=True)
    table.loc[table["word"] == "flood", ["rate", "low", "high"]] *= 10
    arguments = {"words": {"dam": ["dam"], "flood": ["flood"]}, "every": "W", "by": "outlet"}
    ax = plot_timeline(tag(table, "timeline", arguments=arguments))
    dam, flood = ax.child_axes
    assert [p.get_title() for p in (dam, flood)] == ["dam", "flood"]
    assert [len(lines_of(p)) for p in (dam, flood)] == [3, 3] and not lines_of(ax)
    assert len(bands_of(dam)) == len(bands_of(flood)) == 1
    assert dam.get_ylim()[1] < flood.get_ylim()[1] and dam.get_ylim()[0] == 0
    assert "Each panel has its own scale." in ax.newslib["caption"]
    assert key_of(ax)[:3] == OUTLETS and len(marked(ax)) == 18
    assert ax.get_title().replace("\n", " ") == (
        "'dam', 'flood' per 10,000 words, by week and outlet"
    )


def test_many_lines_make_panels_on_one_scale():
    names = [f"w{i}" for i in range(6)]
    table = pd.concat([weeks(word=name) for name in names], ignore_index=True)
    arguments = {"words": {n: [n] for n in names}, "every": "W"}
    ax = plot_timeline(tag(table, "timeline", arguments=arguments))
    assert [p.get_title() for p in ax.child_axes] == names
    assert len({p.get_ylim() for p in ax.child_axes}) == 1
    assert "6 words, per 10,000 words" in ax.get_title()
    assert len(plot_timeline(table[table["word"].isin(names[:4])].copy()).child_axes) == 0


# ---- tone and coverage


def test_articles_stand_at_their_day_and_undated_ones_are_counted():
    ax = plot_sentiment(scores())
    rows = marked(ax)
    assert rows[0][0].get_xdata() == [date2num(pd.Timestamp("2026-01-05")) + 0.5]
    assert rows[2][0].get_ydata() == [-0.4] and 1 not in rows
    assert "1 undated article, not drawn" in ax.newslib["caption"]
    assert ax.get_ylabel() == "mean compound score of sentences (-1 to +1)"
    assert any(set(line.get_ydata()) == {0} for line in ax.lines)
    assert key_of(ax) == ["Alpha", "Gamma"]


def test_articles_without_any_date_say_so():
    ax = plot_sentiment(scores(dates=(None, None, None)))
    assert "No article is dated." in [t.get_text() for t in ax.texts]
    assert sum(p.get_height() for p in ax.patches) == 3


def test_sentences_are_a_histogram_with_zero_in_the_middle_of_a_bar():
    ax = plot_sentiment(sentences())
    heights = {round(p.get_x() + p.get_width() / 2, 1) + 0.0: p.get_height() for p in ax.patches}
    assert heights[-1] == 1 and heights[0] == 2 and heights[0.5] == 1
    assert sum(heights.values()) == 4 and ax.get_ylim()[0] == 0
    assert "1 below zero, 2 zero, 1 above" in ax.newslib["alt"]


def test_means_have_intervals_and_say_what_they_leave_out():
    ax = plot_sentiment(means())
    assert [t.get_text() for t in ax.get_yticklabels()] == ["Gamma (9)", "Alpha (1,200)"]
    assert marked(ax)[0][0].get_xdata() == [0.2] and marked(ax)[1][0].get_ydata() == [1]
    (segment,) = ax.collections[0].get_segments()
    assert segment[:, 0].tolist() == [0.1, 0.3]
    said = "bars: 95 % interval, article as unit."
    for table in (means(), means_by_week()):
        assert said in plot_sentiment(table).newslib["caption"]


def test_tone_over_weeks_breaks_and_has_a_zero_line():
    ax = plot_sentiment(means_by_week())
    line = next(part for part in lines_of(ax) if len(part.get_xdata()) == 4)
    assert np.isnan(line.get_ydata()).tolist() == [False, True, False, False]
    assert any(set(line.get_ydata()) == {0} for line in ax.lines) and len(bands_of(ax)) == 1
    assert ax.get_title() == "Mean sentiment by week"


def test_coverage_hatches_holes_and_keeps_the_order_of_outlets():
    ax = plot_coverage(covered())
    cells = ax.collections[0].get_array()
    assert cells.filled(0).tolist() == [[1, 2], [4, 0]]
    assert cells.mask.tolist() == [[False, False], [False, True]]
    assert ax.patch.get_hatch() and "no articles collected" in key_of(ax)
    assert [t.get_text() for t in ax.get_yticklabels()] == ["Alpha", "Beta"]
    assert ax.collections[0].norm.vmin == 0 and ax.collections[0].norm.vmax == 4
    (scale,) = ax.child_axes
    assert scale.get_ylabel() == "articles per week"
    assert "Beta 4 articles in 1 of 2 weeks" in ax.newslib["alt"]


def test_shares_are_drawn_with_wilsons_interval(town):
    from scipy.stats import binomtest

    table = nl.timeline(town, ["flood", "dam"], every="M")
    ax = nl.plot_timeline(table, value="share")
    known = table[table["count"] > 0]
    assert 0 < len(known) < table["share"].notna().sum()
    for position in range(len(table)):
        drawn = ax.findobj(lambda a, gid=f"row-{position}": a.get_gid() == gid)
        share = table["share"].iloc[position]
        assert [line.get_ydata()[0] for line in drawn] == ([share] if share == share else [])
    ends = [binomtest(a, n).proportion_ci(method="wilson")
            for a, n in zip(known["articles"], known["of_articles"], strict=True)]  # fmt: skip
    assert "No band where the count is 0." in ax.newslib["caption"]
    bands = np.concatenate([p.vertices[:, 1] for c in ax.collections for p in c.get_paths()])
    for end in ends:
        assert np.isclose(bands, end.low).any() and np.isclose(bands, end.high).any()
    bars = nl.plot_frequency(nl.frequency(town, words=["flood", "dam"]), value="share")
    widths = [bar.get_width() for bar in bars.patches]
    assert widths == nl.frequency(town, words=["flood", "dam"])["share"].tolist()
    with pytest.raises(ValueError, match="value= takes 'rate' or 'share'"):
        nl.plot_frequency(nl.frequency(town), value="count")
    with pytest.raises(ValueError, match="this one counts articles"):
        nl.plot_timeline(nl.timeline(town), value="share")


# ---- the strip, the trend, and marks


def by_gid(ax, start):
    return ax.findobj(lambda a: (a.get_gid() or "").startswith(start))


def counted(words="flood", by=None, **columns):
    """Five weeks, the third without articles: 2, 1, 0, 3 and 2 articles."""
    days = ["2026-01-05", "2026-01-06", "2026-01-12", "2026-01-26", "2026-01-27", "2026-01-28",
            "2026-02-02", "2026-02-08"]  # fmt: skip
    texts = ["flood " * (i % 3) + "a " * (10 + i) for i in range(len(days))]
    corpus = nl.load(pd.DataFrame({"text": texts, "date": days} | columns), progress=False)
    return nl.timeline(corpus, words, by=by)


def test_a_strip_shows_the_articles_collected():
    ax = plot_timeline(counted())
    (strip,) = by_gid(ax, "strip")
    (path,) = strip.get_paths()
    tops = [path.vertices[np.isclose(path.vertices[:, 0], week + 3.5, atol=3.6), 1].max() + 14
            for week in ax.get_xlim()[0] + 7 * np.arange(5)]  # fmt: skip
    assert tops[3] == pytest.approx(9)
    assert "Strip: articles collected per week; full height 3." in ax.newslib["caption"]
    assert not by_gid(plot_timeline(counted(None)), "strip")  # the bars are the strip
    panels = plot_timeline(counted(["flood", "a"], "outlet", outlet=["X", "Y"] * 4))
    assert len(by_gid(panels, "strip")) == 2 and "full height 3." in panels.newslib["caption"]


def test_a_trend_is_weighed_by_words_and_crosses_no_gap():
    days = pd.date_range("2026-01-05", periods=9, freq="7D").strftime("%F").tolist()
    del days[4]
    texts = ["flood " * i + "a " * (20 - i) * (i % 2 + 1) for i in range(8)]
    corpus = nl.load(pd.DataFrame({"text": texts, "date": days}), progress=False)
    table = nl.timeline(corpus, "flood")
    ax = plot_timeline(table, smooth=3)
    (line,) = by_gid(ax, "smooth")
    count, words = table["count"], table["of_words"]
    expected = (count.rolling(3, center=True).sum() / words.rolling(3, center=True).sum()) * 10_000
    gap = table["state"] == "empty"
    expected[gap.rolling(3, center=True).max().fillna(1).astype(bool)] = np.nan
    np.testing.assert_allclose(line.get_ydata(), expected)
    assert np.isnan(line.get_ydata()).tolist() == [i in (0, 3, 4, 5, 8) for i in range(9)]
    assert "mean of 3 weeks" in key_of(ax) and len(marked(ax)) == 8  # the points stay
    volume_line = by_gid(plot_timeline(nl.timeline(corpus), smooth=3), "smooth")[0].get_ydata()
    assert volume_line[[1, 2]].tolist() == [1, 1] and np.isnan(volume_line[3:6]).all()
    for window in (2, 1, "a month"):
        with pytest.raises(ValueError, match="smooth= takes 3, 5, 7"):
            plot_timeline(table, smooth=window)
    with pytest.raises(ValueError, match="smooth= weighs by 'of_words'"):
        plot_timeline(weeks(), smooth=3)


@pytest.mark.parametrize("width", ["column", "page"])
def test_marks_stand_at_their_days_and_their_labels_do_not_collide(width, tmp_path):
    days = ["2026-01-06", "2026-01-07", "2026-01-20", "2026-01-30", "2026-02-05", "2031-01-01"]
    events = pd.DataFrame({"date": days, "label": ["the dam leaks", "a $2 report", "c", "d" * 30,
                                                   "the minister goes", "never"]})  # fmt: skip
    events.to_csv(tmp_path / "events.csv", index=False)
    ax = plot_timeline(counted(), marks=tmp_path / "events.csv", width=width)
    lines = by_gid(ax, "mark-")
    drawn = sorted(line.get_xdata()[0] for line in lines)
    assert drawn == [date2num(pd.Timestamp(day)) + 0.5 for day in days[:5]]
    assert "1 mark outside the time drawn." in ax.newslib["caption"]
    ax.figure.draw_without_rendering()
    labels = [t for t in ax.texts if t.get_text().strip() in set(events["label"])]
    boxes = [t.get_window_extent() for t in labels]
    assert len(boxes) == 5 and not any(t.get_parse_math() for t in labels)
    assert not any(a.overlaps(b) for i, a in enumerate(boxes) for b in boxes[:i])
    assert all(box.x0 >= 0 and box.x1 <= ax.figure.bbox.x1 for box in boxes)


def test_labels_by_day_are_marks_and_none_is_none():
    (line,) = by_gid(plot_timeline(counted(), marks={"2026-01-20": "c"}), "mark-")
    assert line.get_xdata()[0] == date2num(pd.Timestamp("2026-01-20")) + 0.5
    assert by_gid(plot_timeline(counted(), marks={}), "mark-") == []


def test_bursts_are_marks_and_panels_number_them():
    table = counted(["flood", "a"], "outlet", outlet=["X", "Y"] * 4)
    found = pd.DataFrame({"first": ["2026-01-26"], "last": ["2026-02-01"], "label": ["flood"]})
    ax = plot_timeline(table, marks=found)
    spans = [by_gid(panel, "mark-") for panel in ax.child_axes]
    monday = date2num(pd.Timestamp("2026-01-26"))
    assert [[s.get_x(), s.get_width()] for (s,) in spans] == [[monday, 7]] * 2
    assert "Marks: 1 26 January 2026: flood." in ax.newslib["caption"]


def test_wrong_marks_say_what_would_be_right():
    with pytest.raises(ValueError, match=r"columns date and label.*no column 'first' in \['day'"):
        plot_timeline(weeks(), marks=pd.DataFrame({"day": [1], "label": ["x"]}))
    with pytest.raises(ValueError, match="marks=: 'May' is not a day; write 2026-04-14"):
        plot_timeline(weeks(), marks=pd.DataFrame({"date": ["May"], "label": ["x"]}))
    with pytest.raises(ValueError, match="draw over time"):
        plot_sentiment(means(), marks=pd.DataFrame({"date": ["2026-01-05"], "label": ["x"]}))
    with pytest.raises(TypeError, match="plot_coverage.. takes no smooth="):
        plot_coverage(covered(), smooth=3)


def test_a_panel_hatches_its_own_holes_and_flags_its_own_download_day():
    outlets = [f"o{i}" for i in range(6)]
    table = per_outlet(outlets)
    table.loc[2, ["rate", "low", "high", "state"]] = [np.nan, np.nan, np.nan, "empty"]
    table.attrs["newslib"]["spikes"] = [["o1", "2026-01-21", 96]]
    ax = plot_timeline(table)
    assert [len(bands_of(panel)) for panel in ax.child_axes] == [1] * 6
    monday = date2num(pd.Timestamp("2026-01-12"))
    assert bands_of(ax.child_axes[0]) == [(monday, monday + 14)]
    assert bands_of(ax.child_axes[1]) == [(monday, monday + 7)]
    flags = [[line.get_xdata()[0] for line in panel.lines if line.get_marker() == "v"
              and not line.get_gid()] for panel in ax.child_axes]  # fmt: skip
    assert flags[1] == [monday + 10.5] and flags[0] == []
    assert "a download day?" in key_of(ax)
