"""Charts are read back from the Axes: positions, colours, words. No stored pictures."""

import io
import subprocess
import sys
import warnings

import matplotlib

matplotlib.use("Agg")

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from matplotlib import font_manager
from matplotlib.colors import to_hex
from matplotlib.dates import date2num
from matplotlib.text import Text

import newslib as nl
from newslib import charts
from newslib.charts import (
    plot_collocates,
    plot_coverage,
    plot_frequency,
    plot_keyness,
    plot_sentiment,
    plot_timeline,
)

OUTLETS = ["Alpha", "Beta", "Gamma"]
FOREIGN = [
    "$x^2$", "a_b\\alpha", "line\nbreak", "L" * 60, "صحيفة الوادي", "日本経済新聞", "🙂 paper",
    "_hidden", "\x00\ud800bad", "",
]  # fmt: skip
BREAK = 1  # the period without articles in `weeks()`


@pytest.fixture(autouse=True)
def close_figures():
    yield
    plt.close("all")


def tag(table, measure, **more):
    about = {
        "measure": measure, "arguments": {}, "part": "body", "articles": 412, "words": 214_000,
        "undated": 7, "period": ["2026-01-03", "2026-06-30"], "selection": {}, "copies": "all",
        "version": "0.1.0", "notes": [], "outlets": OUTLETS,
    }  # fmt: skip
    table.attrs["newslib"] = about | more
    return table


def weeks(rates=(10.0, np.nan, 30.0, 20.0), states=("ok", "empty", "thin", "partial"), word="dam"):
    rate = np.array(rates, float)
    table = pd.DataFrame({
        "period": pd.date_range("2026-01-05", periods=len(rate), freq="W-MON"), "word": word,
        "count": np.nan_to_num(rate), "rate": rate, "low": rate - 2, "high": rate + 2,
        "state": list(states),
    })  # fmt: skip
    return tag(table, "timeline", arguments={"words": {word: [word]}, "every": "W", "per": 10_000})


def per_outlet(outlets=OUTLETS, word="dam"):
    tables = [weeks(word=word).assign(outlet=outlet) for outlet in outlets]
    arguments = {"words": {word: [word]}, "every": "W", "by": "outlet"}
    return tag(pd.concat(tables, ignore_index=True), "timeline", arguments=arguments)


def volume(outlets=OUTLETS):
    table = per_outlet(outlets).drop(columns=["word", "rate", "low", "high"])
    return tag(table, "timeline", arguments={"words": None, "every": "W", "by": "outlet"})


def counts(words=("flood", "dam"), rates=(5.0, 9.0)):
    index = pd.Index(words, name="word")
    table = pd.DataFrame({"count": range(1, len(words) + 1), "rate": rates}, index=index)
    return tag(table, "frequency", arguments={"words": None, "per": 10_000})


def counts_by(outlets=OUTLETS, words=("dam", "flood")):
    rows = [(w, o, 3 + i, 1.5 + i) for i, o in enumerate(outlets) for w in words]
    table = pd.DataFrame(rows, columns=["word", "outlet", "count", "rate"]).set_index("word")
    return tag(table, "frequency", arguments={"words": None, "by": "outlet"})


def keys(g2=(50.0, 20.0, -40.0), ratio=(3.0, np.inf, -2.0)):
    table = {"count_target": 9, "count_reference": 4, "g2": g2, "log_ratio": ratio}
    index = pd.Index([f"w{i}" for i in range(len(g2))], name="word")
    return tag(pd.DataFrame(table, index=index), "keyness", arguments={"reference": "rest"})


def near():
    table = {"count": [7, 3], "left": [5, 0], "right": [2, 3]}
    about = {"word": {"dam": ["dam"]}, "window": 5}
    return tag(pd.DataFrame(table, index=["broke", "wall"]), "collocates", arguments=about)


def scores(dates=("2026-01-05", None, "2026-03-01"), outlets=("Gamma", "Alpha", "Alpha")):
    table = pd.DataFrame({
        "title": "t", "outlet": list(outlets), "date": pd.to_datetime(list(dates)),
        "compound": [0.5, 0.1, -0.4], "n_sentences": 9, "share_scored": 0.5, "low": 0, "high": 1,
    })  # fmt: skip
    return tag(table, "sentiment", arguments={"level": "article", "by": None}, undated=1)


def sentences():
    table = pd.DataFrame({"compound": [-1.0, 0.0, 0.0, 0.5, np.nan]})
    return tag(table, "sentiment", arguments={"level": "sentence"})


def means():
    table = pd.DataFrame({
        "outlet": ["Gamma", "Alpha"], "articles": [9, 1200], "compound": [0.2, -0.1],
        "low": [0.1, np.nan], "high": [0.3, np.nan],
    })  # fmt: skip
    return tag(table, "sentiment", arguments={"by": "outlet"})


def means_by_week():
    table = weeks().rename(columns={"rate": "compound", "count": "articles"}).drop(columns="word")
    return tag(table, "sentiment", arguments={"every": "W", "by": None})


def covered():
    table = pd.DataFrame({
        "period": pd.to_datetime(["2026-01-05", "2026-01-12"] * 2),
        "outlet": ["Beta", "Beta", "Alpha", "Alpha"], "articles": [4, 0, 1, 2],
    })  # fmt: skip
    return tag(table, "coverage", arguments={"every": "W"})


EVERY_CHART = {
    "frequency": (plot_frequency, counts), "grouped": (plot_frequency, counts_by),
    "keyness": (plot_keyness, keys), "collocates": (plot_collocates, near),
    "articles": (plot_sentiment, scores), "sentences": (plot_sentiment, sentences),
    "means": (plot_sentiment, means), "tone by week": (plot_sentiment, means_by_week),
    "line": (plot_timeline, weeks), "lines": (plot_timeline, per_outlet),
    "volume": (plot_timeline, volume), "coverage": (plot_coverage, covered),
}  # fmt: skip
every_chart = pytest.mark.parametrize(("plot", "make"), EVERY_CHART.values(), ids=EVERY_CHART)


def marked(ax):
    """What stands for each row: {row: artists}."""
    found = {}
    for artist in ax.findobj(lambda a: (a.get_gid() or "").startswith("row-")):
        found.setdefault(int(artist.get_gid()[4:]), []).append(artist)
    return found


def lines_of(ax):
    """The lines over all periods, without the points of single rows."""
    return [line for line in ax.lines if not line.get_gid() and len(line.get_xdata()) > 2]


def key_of(ax):
    return [text.get_text() for text in ax.get_legend().get_texts()] if ax.get_legend() else []


def bands_of(ax):
    """Hatched bands as (first day, day after the last)."""
    spans = [p for p in ax.patches if p.get_hatch() and not p.get_gid()]
    return [(span.get_x(), span.get_x() + span.get_width()) for span in spans]


def words_on(ax):
    """Every text that is drawn, tick labels included."""
    figure = ax.get_figure(root=True)
    figure.draw_without_rendering()
    return [t for t in figure.findobj(Text) if t.get_visible() and t.get_text().strip()]


# ---- what all charts keep


@every_chart
def test_rows_are_marked_and_the_table_is_left_alone(plot, make):
    table = make()
    before = table.copy()
    ax = plot(table)
    pd.testing.assert_frame_equal(table, before)
    assert table.attrs == before.attrs
    drawn = {r for r in range(len(table)) if table.get("state", pd.Series("ok")).get(r) != "empty"}
    if plot is plot_sentiment and "date" in table:
        drawn = {0, 2}  # row 1 has no date
    if plot not in (plot_coverage,) and make not in (sentences, volume):
        assert set(marked(ax)) == drawn


@every_chart
def test_nothing_is_parsed_as_a_formula_and_all_can_be_read(plot, make):
    ax = plot(make(), title="$x^2$ and \\alpha_1")
    assert ax.get_title() == "$x^2$ and \\alpha_1"
    for text in words_on(ax):
        assert text.get_fontsize() >= 7, text
    named = [ax.title, ax.xaxis.label, ax.yaxis.label, *ax.texts, ax.figure._supxlabel]
    named += [*ax.get_yticklabels()] if ax.axison else []
    for text in [*named, *(ax.get_legend().get_texts() if ax.get_legend() else ())]:
        assert not text.get_parse_math(), text


@every_chart
@pytest.mark.parametrize("width", ["column", "page", 5])
def test_nothing_leaves_the_paper_or_collides(plot, make, width):
    table = make()
    table.attrs["newslib"]["notes"] = ["No word matches 'fluod'. Did you mean 'flood'?"] * 3
    ax = plot(table, width=width)
    figure = ax.figure
    assert figure.get_figwidth() == {"column": 3.5, "page": 7.0}.get(width, width)
    figure.draw_without_rendering()
    paper, slack = figure.bbox, 0.03 * figure.dpi
    key = [ax.get_legend()] if ax.get_legend() else []
    for artist in [*figure.texts, ax.title, ax.xaxis.label, ax.yaxis.label, *key]:
        box = artist.get_window_extent()
        if not box.width:
            continue
        assert box.x0 >= -slack and box.x1 <= paper.x1 + slack, artist
        assert box.y0 >= -slack and box.y1 <= paper.y1 + slack, artist
    below = figure._supxlabel.get_window_extent()
    assert below.height > 0
    axes = [ax, *ax.child_axes] if ax.axison else ax.child_axes
    assert below.y1 <= min(a.get_tightbbox().y0 for a in axes) + slack
    if key and ax.axison:
        assert key[0].get_window_extent().y0 >= ax.bbox.y1
        assert key[0].get_window_extent().y1 <= ax.title.get_window_extent().y0


@every_chart
def test_caption_and_alt_text(plot, make):
    table = make()
    table.attrs["newslib"]["notes"] = ["No word matches 'fluod'. Did you mean 'flood'?"]
    table.attrs["newslib"]["selection"] = {"outlet": ["Alpha", "Beta"], "since": "2026-02"}
    ax = plot(table, title="Mine")
    caption, alt = ax.newslib["caption"], ax.newslib["alt"]
    said = " ".join(ax.figure._supxlabel.get_text().split())
    assert said == caption
    for part in ("412 articles, 214,000 words, 3 January to 30 June 2026", "body text",
                 "outlet: Alpha, Beta; since: 2026-02", "copies: all", "undated article",
                 "Did you mean 'flood'?"):  # fmt: skip
        assert part in caption, part
    assert caption.endswith("newslib 0.1.0")
    assert alt.startswith("Mine. ") and alt.endswith(".") and len(alt) > 20


@every_chart
def test_a_table_that_remembers_nothing_has_no_caption(plot, make):
    table = make()
    table.attrs.clear()
    ax = plot(table)
    assert ax.newslib["caption"] == "" and ax.figure._supxlabel is None
    assert ax.newslib["alt"]


@every_chart
def test_no_rows_draw_a_sentence(plot, make):
    ax = plot(make().iloc[:0])
    (sentence,) = [t.get_text() for t in ax.texts]
    assert sentence.startswith("No ") and sentence.endswith("nothing to draw.")
    assert sentence in ax.newslib["alt"] and not ax.axison
    assert "412 articles" in ax.newslib["caption"]


@every_chart
def test_one_row(plot, make):
    ax = plot(make().iloc[:1])
    ax.figure.draw_without_rendering()
    assert ax.axison and np.isfinite([*ax.get_xlim(), *ax.get_ylim()]).all()


@every_chart
def test_a_given_axes_keeps_its_figure(plot, make):
    figure, (ax, other) = plt.subplots(1, 2, figsize=(9, 4))
    here = ax.get_position().bounds
    assert plot(make(), ax=ax) is ax
    assert len(plt.get_fignums()) == 1 and figure.axes == [ax, other]
    assert tuple(figure.get_size_inches()) == (9, 4) and ax.get_position().bounds == here
    assert figure._supxlabel is None and not figure.texts and not figure.legends
    assert not other.has_data() and other.spines["top"].get_visible()
    assert not any(t.get_parse_math() for t in [ax.title, *ax.get_yticklabels()])
    assert "412 articles" in ax.newslib["caption"]


@every_chart
def test_settings_of_the_reader_are_left_as_they_were(plot, make):
    before = dict(matplotlib.rcParams)
    plot(make())
    assert dict(matplotlib.rcParams) == before
    assert not plt.get_fignums(), "a notebook would draw the figure a second time"


def test_matplotlib_waits_until_it_is_needed():
    code = "import sys; import newslib.charts; print('matplotlib' in sys.modules)"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "False"


def test_wrong_calls_say_what_would_be_right():
    with pytest.raises(ValueError, match=r"no column 'rate'. Found: \['count'\]. Pass the table"):
        plot_frequency(counts()[["count"]])
    with pytest.raises(ValueError, match="width is 'column', 'page' or inches above 0, not 'wide'"):
        plot_frequency(counts(), width="wide")
    assert not plt.get_fignums()


# ---- foreign text


@pytest.mark.parametrize("plot", [plot_frequency, plot_timeline, plot_coverage, plot_sentiment])
def test_foreign_names_are_shown_as_text(plot):
    names = FOREIGN[:4] if plot is plot_timeline else FOREIGN
    if plot is plot_frequency:
        table = counts(FOREIGN, rates=range(len(FOREIGN), 0, -1))
    elif plot is plot_coverage:
        table = covered().iloc[[0] * len(names)].assign(outlet=names)
    elif plot is plot_sentiment:
        table = means().iloc[[0] * len(names)].assign(outlet=names)
    else:
        table = per_outlet(names)
    table = tag(table, "x", arguments={"by": "outlet", "every": "W"}, outlets=names)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        if "Last Resort High-Efficiency" not in font_manager.get_font_names():  # matplotlib < 3.11
            warnings.filterwarnings("ignore", "Glyph")
        ax = plot(table)
        ax.figure.savefig(io.BytesIO())
    ticks = ax.get_yticklabels()
    shown = key_of(ax) if plot is plot_timeline else [t.get_text() for t in ticks]
    shown = [text.replace("\n", "").split(" (")[0] for text in shown]
    assert "$x^2$" in shown and "a_b\\alpha" in shown and "line↵break" in shown
    assert "L" * 39 + "…" in shown
    if plot is not plot_timeline:
        assert "\u200eصحيفة الوادي\u200e" in shown and "_hidden" in shown
        assert "\ufffd\ufffdbad" in shown and "日本経済新聞" in shown
        assert not any(t.get_parse_math() for t in ticks)


def test_words_in_titles_are_cut_and_cleaned():
    table = weeks(word="W" * 60 + "\n")
    title = plot_timeline(table).get_title().replace("\n", "")
    assert title.startswith("'" + "W" * 39 + "…'")


# ---- outlets look the same everywhere


def test_an_outlet_has_one_colour_in_all_charts():
    alpha, gamma = charts._look(0), charts._look(2)
    bars = marked(plot_frequency(counts_by(["Gamma"])))
    assert {to_hex(b[0].get_facecolor()).upper() for b in bars.values()} == {gamma.color}
    assert bars[0][0].get_hatch() == gamma.fill["hatch"]
    line = lines_of(plot_timeline(per_outlet(["Gamma", "Alpha"])))
    assert [part.get_color() for part in line] == [alpha.color, gamma.color]
    stack = marked(plot_timeline(volume(["Gamma"])))
    assert to_hex(stack[0][0].get_facecolor()).upper() == gamma.color
    points = marked(plot_sentiment(scores()))
    assert [points[r][0].get_color() for r in (0, 2)] == [gamma.color, alpha.color]
    assert points[0][0].get_marker() == gamma.dot["marker"] != points[2][0].get_marker()
    dots = marked(plot_sentiment(means()))
    assert [dots[r][0].get_color() for r in (0, 1)] == [gamma.color, alpha.color]


def test_outlets_unknown_to_the_corpus_come_after_the_known():
    line = lines_of(plot_timeline(per_outlet(["Aaa", "Gamma"])))
    assert [part.get_color() for part in line] == [charts._look(2).color, charts._look(3).color]


def test_looks_differ_without_colour():
    looks = [charts._look(i) for i in range(16)]
    assert len({(k.color, k.fill["hatch"], k.dot["marker"]) for k in looks}) == 16
    for group in (looks[:8], looks[8:]):
        assert len({k.fill["hatch"] for k in group}) == len({k.dot["marker"] for k in group}) == 8


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
    assert to_hex(rows[0][0].get_markerfacecolor()).upper() == charts._look(0).color
    assert rows[3][0].get_fillstyle() == "left" and rows[0][0].get_fillstyle() == "full"
    assert key_of(ax) == ["thin period", "partial period"]
    assert "A partial week was only partly covered." in ax.newslib["caption"]
    assert ax.get_ylim()[0] == 0


def test_a_band_beyond_all_measure_does_not_flatten_the_line():
    table = weeks().assign(high=[12, np.nan, 5000, 22])
    ax = plot_timeline(table)
    assert ax.get_ylim() == (0, 120) and "Bands are cut" in ax.newslib["caption"]
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
    gaps = [np.flatnonzero(np.isnan(line.get_ydata())).tolist() for line in lines_of(ax)]
    assert gaps == [[BREAK, 2], [BREAK], [BREAK]] and len(bands_of(ax)) == 1


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


# ---- rows


def test_frequency_puts_the_largest_on_top_with_its_count():
    ax = plot_frequency(counts())
    rows = marked(ax)
    assert ax.get_ylim()[0] > ax.get_ylim()[1]  # the first row is on top
    assert [t.get_text() for t in ax.get_yticklabels()] == ["dam", "flood"]
    assert rows[1][0].get_width() == 9 and rows[0][0].get_width() == 5
    middle = {r: rows[r][0].get_y() + rows[r][0].get_height() / 2 for r in rows}
    assert middle == pytest.approx({1: 0, 0: 1})
    assert [t.get_text() for t in ax.texts] == ["2", "1"] and ax.get_xlim()[0] == 0
    assert ax.get_xlabel() == "per 10,000 words; count at the bar"
    assert "Rate (count): dam 9 (2), flood 5 (1)." in ax.newslib["alt"]


def test_frequency_by_outlet_groups_bars():
    ax = plot_frequency(counts_by())
    rows = marked(ax)
    edges = sorted((r[0].get_y(), r[0].get_y() + r[0].get_height()) for r in rows.values())
    assert all(b[0] >= a[1] - 1e-9 for a, b in zip(edges, edges[1:], strict=False))
    assert len({rows[i][0].get_hatch() for i in (0, 2, 4)}) == 3
    assert key_of(ax) == OUTLETS and ax.get_title().endswith("by outlet")


def test_frequency_without_rate_and_with_too_many_words():
    ax = plot_frequency(counts(rates=(np.nan, 9.0)))
    assert [t.get_text() for t in ax.texts] == ["2", "no rate"]
    many = counts([f"w{i:03}" for i in range(100)], rates=np.arange(100.0))
    ax = plot_frequency(many)
    assert len(marked(ax)) == 30 and 99 in marked(ax) and 0 not in marked(ax)
    assert "Drawn: the first 30 of 100 words." in ax.newslib["caption"]


def test_keyness_points_right_for_the_target_and_left_for_the_reference():
    table = keys()
    ax = plot_keyness(table)
    rows = marked(ax)
    width = {r: rows[r][0].get_width() for r in rows}
    assert width == {0: 3, 1: 4, 2: -2}  # infinite: a bar to the edge
    assert "∞" in [t.get_text() for t in ax.texts]
    assert [t.get_text() for t in ax.get_yticklabels()] == [f"w{i} (9 : 4)" for i in range(3)]
    assert rows[0][0].get_hatch() != rows[2][0].get_hatch()
    assert ax.get_title() == "Keyness: target against the rest"
    assert "w1 +inf (9 : 4)" in ax.newslib["alt"]


def test_keyness_draws_intervals_and_the_strongest_twelve_each_way():
    table = keys(g2=[*range(1, 21), *range(-1, -21, -1)], ratio=[1.0] * 20 + [-1.0] * 20)
    ax = plot_keyness(table.assign(low=0.5, high=2.5))
    assert set(marked(ax)) == {*range(8, 20), *range(28, 40)}
    segments = [s for c in ax.collections for s in c.get_segments()]
    assert len(segments) == 24 and {tuple(s[:, 0]) for s in segments} == {(0.5, 2.5)}
    assert [t.get_text() for t in ax.get_yticklabels()][0] == "w19 (9 : 4)"


def test_keyness_of_nothing_but_unknown_values_still_draws():
    ax = plot_keyness(keys(g2=[np.nan] * 3))
    ax.figure.draw_without_rendering()
    assert marked(ax) == {}


def test_keyness_by_group_names_the_group():
    table = keys().assign(outlet="Beta")
    table = tag(table, "keyness", arguments={"by": "outlet", "reference": "rest"})
    ax = plot_keyness(table)
    assert ax.get_yticklabels()[0].get_text() == "w0 (9 : 4)"
    assert ax.get_title() == "Keyness: Beta against the rest"
    two = table.assign(outlet=["Alpha", *["Beta"] * (len(table) - 1)])
    assert "w0, Alpha (9 : 4)" in [t.get_text() for t in plot_keyness(two).get_yticklabels()]


def test_collocates_stack_left_and_right():
    ax = plot_collocates(near())
    left, right = marked(ax)[0]
    assert (left.get_x(), left.get_width(), right.get_x(), right.get_width()) == (0, 5, 5, 2)
    assert key_of(ax) == ["left of the word", "right of the word"]
    assert ax.get_title() == "Words within 5 words of 'dam'"
    assert "broke 7 (5 left, 2 right)" in ax.newslib["alt"]


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


def test_a_chart_refuses_the_table_of_another_measure(town):
    with pytest.raises(ValueError, match="plot_frequency draws a table of frequency; this is one"):
        nl.plot_frequency(nl.timeline(town))
    with pytest.raises(ValueError, match="Draw it with plot_frequency"):
        nl.plot_timeline(nl.frequency(town))


def test_shares_are_drawn_with_wilsons_interval(town):
    from scipy.stats import binomtest

    table = nl.timeline(town, ["flood", "dam"], every="M")
    ax = nl.plot_timeline(table, value="share")
    known = table[table["share"].notna()]
    for position in range(len(table)):
        drawn = ax.findobj(lambda a, gid=f"row-{position}": a.get_gid() == gid)
        share = table["share"].iloc[position]
        assert [line.get_ydata()[0] for line in drawn] == ([share] if share == share else [])
    ends = [binomtest(a, n).proportion_ci(method="wilson")
            for a, n in zip(known["articles"], known["of_articles"], strict=True)]  # fmt: skip
    bands = np.concatenate([c.get_paths()[0].vertices[:, 1] for c in ax.collections
                            if len(c.get_paths())])  # fmt: skip
    for end in ends:
        assert np.isclose(bands, end.low).any() and np.isclose(bands, end.high).any()
    bars = nl.plot_frequency(nl.frequency(town, words=["flood", "dam"]), value="share")
    widths = [bar.get_width() for bar in bars.patches]
    assert widths == nl.frequency(town, words=["flood", "dam"])["share"].tolist()
    with pytest.raises(ValueError, match="value= takes 'rate' or 'share'"):
        nl.plot_frequency(nl.frequency(town), value="count")
    with pytest.raises(ValueError, match="this one counts articles"):
        nl.plot_timeline(nl.timeline(town), value="share")


def test_a_caption_names_what_a_concept_counts(town):
    table = nl.frequency(town, words=["sun", {"water": ["flood*", "rise"]}])
    caption = nl.plot_frequency(table).newslib["caption"]
    assert "water: flood*, rise" in caption and "sun:" not in caption
