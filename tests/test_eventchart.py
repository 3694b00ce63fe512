"""The chart of two clocks: bars read back from the figure against counts made another way."""

import matplotlib
import pandas as pd
import pytest
from matplotlib import dates

import newslib as nl

matplotlib.use("agg")
TEXTS = [
    ("One", "It broke on Monday. On Monday it rained.", "2026-04-14"),
    ("Two", "It broke on Monday; they will meet next month.", "2026-04-15"),
    ("Three", "It broke on Tuesday, and in 1987, and on 3 May 2031.", "2026-04-15"),
    ("Four", "It broke on Monday, 13 April 2026.", None),
]


@pytest.fixture(scope="module")
def table():
    frame = pd.DataFrame(TEXTS, columns=["title", "text", "date"])
    return nl.mentioned_dates(nl.load(frame, progress=False))


def bars(ax) -> dict:
    """First day, days and height of each bar, by its gid."""
    return {
        bar.get_gid(): (str(dates.num2date(bar.get_x()).date()), bar.get_width(), bar.get_height())
        for bar in ax.patches
    }


def test_an_article_counts_once_in_a_bar(table):
    drawn = sorted(bars(nl.plot_events(table)).values())
    assert drawn == [
        ("2026-04-13", 1, -3),  # One (twice), Two, Four
        ("2026-04-14", 1, -1), ("2026-04-14", 1, 1),
        ("2026-04-15", 1, 2),
        ("2026-05-01", 31, -1),  # next month is as long as a month
    ]  # fmt: skip


def test_a_bar_opens_onto_what_it_counts(table):
    ax = nl.plot_events(table)
    rows, drawn = ax.newslib["rows"], bars(ax)
    assert set(rows) == set(drawn)
    for gid, (_, _, height) in drawn.items():
        assert table.iloc[rows[gid]]["article"].nunique() == abs(height)
    below = sorted(i for gid in rows if drawn[gid][2] < 0 for i in rows[gid])
    assert table.iloc[below]["text"].tolist() == ["Monday", "Monday", "Monday", "next month",
                                                  "Tuesday", "Monday, 13 April 2026"]  # fmt: skip


def test_what_is_not_drawn_is_said_and_the_top_day_is_told(table):
    about = nl.plot_events(table).newslib
    assert "1 before 14 March 2026, 1 after 16 May 2026" in about["caption"]
    assert "1: 13 April 2026, 3 articles, “One”" in about["caption"]
    assert "4 articles" in about["caption"] and "1 undated article" in about["caption"]


def test_a_day_is_told_by_who_wrote_when_it_had_come():
    frame = pd.DataFrame({"title": ["A plan", "Gone", "A look back"],
                          "text": ["The ferry goes on 20 April.", "It went today.", "On 20 April."],
                          "date": ["2026-04-14", "2026-04-20", "2026-04-28"]})  # fmt: skip
    table = nl.mentioned_dates(nl.load(frame, progress=False))
    assert "1: 20 April 2026, 3 articles, “Gone”" in nl.plot_events(table).newslib["caption"]
    plan = nl.mentioned_dates(nl.load(frame.head(1), progress=False))
    assert "20 April 2026, 1 article, “A plan”" in nl.plot_events(plan).newslib["caption"]
    late = nl.mentioned_dates(nl.load(frame.assign(date=["2026-04-14", "2026-04-20", "2032-04-28"]),
                                      progress=False))  # fmt: skip
    assert "1: April 2026, 2 articles, “A plan”" in nl.plot_events(late).newslib["caption"]


def test_years_of_publication_are_drawn_by_weeks_and_months(table):
    for last, unit, widths in (("2027-04-14", "week", {7}), ("2032-04-14", "month", {28, 30, 31})):
        far = table.copy()
        far.attrs = dict(table.attrs)
        far.loc[0, "date"] = pd.Timestamp(last)
        ax = nl.plot_events(far)
        assert ax.get_ylabel() == f"articles per {unit}"
        assert {w for _, w, h in bars(ax).values() if h > 0} <= widths


def test_undated_articles_alone_and_nothing_at_all(table):
    undated = table[table["date"].isna()]
    undated.attrs = dict(table.attrs)
    assert [h for *_, h in bars(nl.plot_events(undated)).values()] == [-1]
    assert "No date is named" in nl.plot_events(table.head(0)).newslib["alt"]
    nothing = table[table["first"].isna()]
    assert not bars(nl.plot_events(nothing))


def test_other_tables_are_refused(table):
    with pytest.raises(ValueError, match="plot_events draws a table of events"):
        nl.plot_events(nl.frequency(nl.paste("The dam broke.")))
