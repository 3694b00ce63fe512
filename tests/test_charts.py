"""Charts are read back from the Axes: positions, colours, words. No stored pictures."""

import io
import subprocess
import sys
import warnings
from itertools import combinations

import matplotlib

matplotlib.use("Agg")

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from matplotlib import font_manager
from matplotlib.colors import to_hex, to_rgb
from matplotlib.text import Text

import newslib as nl
from newslib.charts import (
    MARK,
    plot_collocates,
    plot_dispersion,
    plot_frequency,
    plot_keyness,
    plot_ranks,
    plot_words,
)  # fmt: skip
from newslib.sheet import _look
from newslib.timecharts import plot_coverage, plot_sentiment, plot_timeline

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


def unbroken(outlets):
    """Outlets without a hole, which share one panel."""
    table = per_outlet(outlets)
    return table[table["state"] != "empty"]


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


def spread(words=("dam", "flood", "sun"), rates=(90.0, 40.0, 10.0)):
    n = len(words)
    table = pd.DataFrame({
        "count": range(n, 0, -1), "articles": range(n, 0, -1), "of_articles": 412, "rate": rates,
        "dp": np.linspace(0.1, 1, n), "by_chance": 9.5, "dp_period": np.linspace(0.6, 0, n),
    }, index=pd.Index(words, name="word"))  # fmt: skip
    return tag(table, "dispersion", arguments={"words": None, "every": "M", "per": 10_000})


def ranks(one=("dam", "flood", "sun"), other=("flood", "dam", "sea"), groups=("Alpha", "Beta")):
    sides = [(w, g, 60 - i, 90.0 - i) for g, own in zip(groups, (one, other), strict=True)
             for i, w in enumerate(own)]  # fmt: skip
    table = pd.DataFrame(sides, columns=["word", "outlet", "count", "rate"]).set_index("word")
    return tag(table, "frequency", arguments={"words": None, "by": "outlet", "per": 10_000})


def once():
    return counts().assign(rate_once=[5.0, 3.0])


def keys_once():
    return keys().assign(low=-0.5, high=9.0, log_ratio_once=[-1.0, 2.0, np.inf])


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
    "dispersion": (plot_dispersion, spread), "ranks": (plot_ranks, ranks),
    "words": (plot_words, spread), "rates once": (plot_frequency, once),
    "ratios once": (plot_keyness, keys_once),
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
    axes = [ax, *ax.child_axes] if ax.axison or not ax.child_axes else ax.child_axes
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
                 "outlet: Alpha, Beta; since: 2026-02", "copies counted as printed",
                 "undated article", "Did you mean 'flood'?"):  # fmt: skip
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


def test_ranks_of_one_group_are_a_sentence_and_of_three_an_error():
    table = pd.DataFrame({"outlet": ["A", "B", "C"], "count": 1, "rate": 2.0}, index=["x"] * 3)
    ax = nl.plot_ranks(table.head(1))
    assert [t.get_text() for t in ax.texts] == ["Only one outlet: nothing to compare."]
    assert "nothing to compare" in ax.newslib["alt"]
    assert len(nl.plot_ranks(table.head(2)).lines) == 3  # two points and what joins them
    with pytest.raises(ValueError, match="has 3"):
        nl.plot_ranks(table)


def test_a_count_stands_beyond_the_mark_of_copies_counted_once():
    table = pd.DataFrame({"count": [8, 5], "rate": [40.0, 30.0], "rate_once": [20.0, 35.0]},
                         index=["flood", "dam"])  # fmt: skip
    ax = plot_frequency(table)
    ends = {t.get_text(): t.xy[0] for t in ax.texts}
    assert ends == {"8": 40, "5": 35}
    assert sorted(line.get_xdata()[0] for line in ax.lines if line.get_marker() == "D") == [20, 35]


@every_chart
def test_one_row(plot, make):
    ax = plot(make().iloc[[0, 3]] if make is ranks else make().iloc[:1])
    ax.figure.draw_without_rendering()
    assert ax.axison or plot in (plot_ranks, plot_words)
    assert np.isfinite([*ax.get_xlim(), *ax.get_ylim()]).all()


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
        table = unbroken(names)
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
    alpha, gamma = _look(0), _look(2)
    bars = marked(plot_frequency(counts_by(["Gamma"])))
    assert {to_hex(b[0].get_facecolor()).upper() for b in bars.values()} == {gamma.color}
    assert bars[0][0].get_hatch() == gamma.fill["hatch"]
    line = lines_of(plot_timeline(unbroken(["Gamma", "Alpha"])))
    assert [part.get_color() for part in line] == [alpha.color, gamma.color]
    stack = marked(plot_timeline(volume(["Gamma"])))
    assert to_hex(stack[0][0].get_facecolor()).upper() == gamma.color
    points = marked(plot_sentiment(scores()))
    assert [points[r][0].get_color() for r in (0, 2)] == [gamma.color, alpha.color]
    assert points[0][0].get_marker() == gamma.dot["marker"] != points[2][0].get_marker()
    dots = marked(plot_sentiment(means()))
    assert [dots[r][0].get_color() for r in (0, 1)] == [gamma.color, alpha.color]


def test_outlets_unknown_to_the_corpus_come_after_the_known():
    line = lines_of(plot_timeline(unbroken(["Aaa", "Gamma"])))
    assert [part.get_color() for part in line] == [_look(2).color, _look(3).color]


def test_looks_differ_without_colour():
    looks = [_look(i) for i in range(16)]
    assert len({(k.color, k.fill["hatch"], k.dot["marker"]) for k in looks}) == 16
    for group in (looks[:8], looks[8:]):
        assert len({k.fill["hatch"] for k in group}) == len({k.dot["marker"] for k in group}) == 8


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
    ax = plot_keyness(table.assign(low=0.5, high=1.5))
    assert set(marked(ax)) == {*range(8, 20), *range(28, 40)}
    segments = [s for c in ax.collections for s in c.get_segments()]
    assert len(segments) == 24 and {tuple(s[:, 0]) for s in segments} == {(0.5, 1.5)}
    cut = [plot_keyness(table.assign(low=0.5, high=high)).newslib["caption"] for high in (1.5, 9)]
    assert ["cut at the edge" in caption for caption in cut] == [False, True]
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


# ---- spread, ranks, words


def overlapping(texts):
    """Pairs of texts whose boxes share more than half a pixel each way."""
    boxes = [(t.get_text(), t.get_window_extent()) for t in texts if t.get_text().strip()]
    return [
        (a, b) for (a, one), (b, two) in combinations(boxes, 2)
        if min(one.x1, two.x1) - max(one.x0, two.x0) > 0.5
        and min(one.y1, two.y1) - max(one.y0, two.y0) > 0.5
    ]  # fmt: skip


def held_apart(ax):
    """Every text stands in the plot and on none other."""
    ax.figure.draw_without_rendering()
    assert overlapping(ax.texts) == []
    for text in ax.texts:
        box = text.get_window_extent()
        assert box.x0 >= ax.bbox.x0 - 1 and box.x1 <= ax.bbox.x1 + 1, text
        assert box.y0 >= ax.bbox.y0 - 1 and box.y1 <= ax.bbox.y1 + 1, text


LONG = [c * 20 + f"{i:02}" for i, c in enumerate("WMabcdeghknopqrstuvwxyzAB")]
WIDTHS = pytest.mark.parametrize("width", ["column", "page"])


def test_dispersion_has_a_point_over_articles_and_one_over_periods():
    table = spread(["dam", "flood", "sun", "zebra"], [9.0, 8.0, 7.0, 0.0])
    table.loc["sun", "dp_period"] = np.nan
    table.loc["zebra", ["dp", "dp_period"]] = np.nan
    ax = plot_dispersion(table)
    points = {r: [(line.get_xdata()[0], line.get_ydata()[0]) for line in own]
              for r, own in marked(ax).items()}  # fmt: skip
    assert points == {
        r: [(table[c].iloc[r], r) for c in ("dp_period", "dp") if np.isfinite(table[c].iloc[r])]
        for r in range(3)
    }
    hollow, filled = marked(ax)[0]
    assert hollow.get_markerfacecolor() == "white" != filled.get_markerfacecolor()
    assert hollow.get_marker() != filled.get_marker()
    assert ax.get_xlim() == (0, 1) and key_of(ax) == ["over articles", "over months"]
    assert [t.get_text() for t in ax.get_yticklabels()][0] == "dam (4/10)"
    assert "dam 0.10 in 4 articles" in ax.newslib["alt"] and "nan" not in ax.newslib["alt"]
    assert "of 412 / so many by chance" in ax.newslib["caption"]
    undated = plot_dispersion(table.drop(columns="dp_period"))
    assert key_of(undated) == ["over articles"] and set(marked(undated)) == {0, 1, 2}


def test_ranks_join_the_words_both_have():
    table = ranks()
    ax = plot_ranks(table)
    points = {r: (p.get_xdata()[0], p.get_ydata()[0]) for r, (p,) in marked(ax).items()}
    assert points == {0: (0, 1), 1: (0, 2), 2: (0, 3), 3: (1, 1), 4: (1, 2), 5: (1, 3)}
    joins = [[*map(int, line.get_ydata())] for line in ax.lines if len(line.get_xdata()) == 2]
    assert joins == [[1, 2], [2, 1]]  # dam, flood
    own = [marked(ax)[r][0] for r in range(6)]
    assert own[0].get_color() == own[4].get_color() != own[1].get_color() == own[3].get_color()
    assert own[0].get_marker() != own[1].get_marker() and own[2].get_markerfacecolor() == "white"
    said = [t.get_text() for t in ax.texts]
    assert said[:3] == ["dam  90", "flood  89", "sun  88"] and said[3] == "90  flood"
    assert said[-2:] == ["Alpha", "Beta"]
    assert "dam 1 and 2, flood 2 and 1" in ax.newslib["alt"]
    assert ax.get_ylim()[0] > ax.get_ylim()[1]  # the first rank is on top


@WIDTHS
@pytest.mark.parametrize(("words", "groups"), [(LONG, OUTLETS[:2]), (FOREIGN, ["N" * 60, "$y$"])])
def test_ranks_keep_their_labels_apart(words, groups, width):
    ax = plot_ranks(ranks(words, words[::-1], groups), width=width)
    held_apart(ax)
    assert len(marked(ax)) == 2 * len(words)
    room = ax.transData.transform([(0, 0), (1, 0)])[:, 0]
    assert np.diff(room)[0] >= 0.5 * ax.figure.dpi  # between the sides there is room for lines


def test_ranks_take_two_groups():
    with pytest.raises(ValueError, match=r"has 3: pass table\[table\['outlet'\].isin"):
        plot_ranks(counts_by())
    assert "nothing to compare" in plot_ranks(counts_by(["Alpha"])).newslib["alt"]
    with pytest.raises(ValueError, match="has 1: pass"):
        plot_ranks(counts())


@WIDTHS
@pytest.mark.parametrize("rates", [np.linspace(90, 1, 60), np.linspace(1, 90, 60)])
def test_words_are_as_large_as_their_rate(rates, width):
    table = spread([f"word{i}" for i in range(60)], rates)
    ax = plot_words(table, width=width)
    held_apart(ax)
    size = np.array([marked(ax)[row][0].get_fontsize() for row in range(60)])
    assert size == pytest.approx(np.maximum(26 * np.sqrt(rates / 90), 7))
    assert [t.get_text() for t in ax.texts[:4]] == ["word0", "60/60", "word1", "59/59"]
    colours = [marked(ax)[row][0].get_color() for row in range(60)]
    grey = [np.dot(to_rgb(c), (0.299, 0.587, 0.114)) for c in dict.fromkeys(colours)]
    assert len(grey) == 4 and grey == sorted(grey)  # the less even, the paler


@WIDTHS
@pytest.mark.parametrize("words", [LONG, FOREIGN, ["W" * 60]])
def test_long_words_make_all_smaller(words, width):
    rates = np.linspace(90, 30, len(words))
    ax = plot_words(spread(words, rates), width=width)
    held_apart(ax)
    size = np.array([marked(ax)[row][0].get_fontsize() for row in range(len(words))])
    larger = size > 7
    assert size[larger] == pytest.approx((size[0] * np.sqrt(rates / rates[0]))[larger])


def test_words_without_rates_and_of_too_many():
    ax = plot_words(spread([f"w{i}" for i in range(61)], [np.nan] * 61))
    assert len(marked(ax)) == 60 and "the first 60 of 61 words" in ax.newslib["caption"]
    assert {own.get_fontsize() for (own,) in marked(ax).values()} == {7}


def diamonds(ax):
    return [(line.get_xdata()[0], line.get_ydata()[0]) for line in ax.lines
            if line.get_marker() == "D" and not line.get_gid()]  # fmt: skip


def test_a_diamond_is_where_copies_counted_once_move_the_value():
    ax = plot_frequency(once())
    assert diamonds(ax) == [(3.0, 0)] and key_of(ax) == [MARK]  # "dam" is on top
    assert diamonds(plot_frequency(once().assign(share=0.5, articles=1), value="share")) == []
    for same in (counts(), once().assign(rate_once=[5.0, 9.1]), once().assign(rate_once=np.nan)):
        ax = plot_frequency(same)
        assert diamonds(ax) == [] and key_of(ax) == []
    ax = plot_keyness(keys_once())
    assert diamonds(ax) == [(-1.0, 0)] and MARK in key_of(ax)  # the others are infinite


def test_intervals_of_keyness_end_at_the_edge():
    ax = plot_keyness(keys_once().assign(low=-np.inf))
    (lines,) = ax.collections
    assert {tuple(s[:, 0]) for s in lines.get_segments()} == {(-4, 4)}  # 1 past the largest ratio


# ---- what a chart says of its table


def test_a_chart_refuses_the_table_of_another_measure(town):
    with pytest.raises(ValueError, match="plot_frequency draws a table of frequency; this is one"):
        nl.plot_frequency(nl.timeline(town))
    with pytest.raises(ValueError, match="Draw it with plot_frequency"):
        nl.plot_timeline(nl.frequency(town))


def test_a_caption_names_what_a_concept_counts(town):
    table = nl.frequency(town, words=["sun", {"water": ["flood*", "rise"]}])
    caption = nl.plot_frequency(table).newslib["caption"]
    assert "water: flood*, rise" in caption and "sun:" not in caption
