"""Dates named in articles: every row opens, and the calendar says which days a value spans."""

import calendar
import datetime

import numpy as np
import pandas as pd
import pytest

import newslib as nl
from newslib.mentions import days_of

ROWS = [
    ("Mill burns on Monday", "It burned on Monday. It will open again in May 2027.", "2026-04-14"),
    ("Dam breaks", "Nobody slept last night. It took 24 years to build, from 1990.", "2026-04-15"),
    ("Dull", "Nothing happens here, and nobody says when.", "2026-04-16"),
    ("Undated", "It broke on Wednesday 15 April 2026, and on Friday.", None),
    ("Roughly", "It broke on Friday, in March.", "2026-04"),
    ("Mühle", "Die Mühle brannte am Montag, dem 13. April 2026, bis auf den Grund nieder, und der "
     "Regen kam zu spät für die Leute im Tal, die nichts retten konnten.", "2026-04-14"),
]  # fmt: skip


@pytest.fixture(scope="module")
def corpus():
    frame = pd.DataFrame(ROWS, columns=["title", "text", "date"])
    return nl.load(frame.assign(outlet="A"), progress=False)


@pytest.fixture(scope="module")
def table(corpus):
    return nl.mentioned_dates(corpus)


def test_a_row_for_each_expression(table):
    wanted = [(0, 1, "Monday", "2026-04-13"), (0, 2, "May 2027", "2027-05"),
              (1, 1, "last night", "2026-04-14TNI"), (1, 2, "24 years", "P24Y"),
              (1, 2, "1990", "1990"), (3, 1, "Wednesday 15 April 2026", "2026-04-15"),
              (3, 1, "Friday", "XXXX-WXX-5"), (4, 1, "Friday", "XXXX-WXX-5"),
              (4, 1, "March", "2026-03")]  # fmt: skip
    columns = ["article", "sentence", "text", "value"]
    assert list(table[columns].itertuples(index=False, name=None)) == wanted


def test_what_is_left_out_is_said(table, corpus):
    about = table.attrs["newslib"]
    assert about["articles"] == len(corpus) == 6 and about["undated"] == 1
    assert about["notes"] == ["1 of 6 articles do not look English and were not read.",
                              "1 of 5 articles read name no time."]  # fmt: skip


@pytest.mark.parametrize("part", ["title", "body", "all"])
def test_every_row_opens_onto_its_sentence(corpus, part):
    table = nl.mentioned_dates(corpus, part=part)
    assert len(table) == {"title": 1, "body": 9, "all": 10}[part]
    for i, row in table.iterrows():
        (opened,) = nl.evidence(corpus, table, i).to_dict("records")
        text = corpus.articles[row["part"].replace("body", "text")][row["article"]]
        assert text[row["start"] : row["end"]] == row["text"]
        assert [opened[k] for k in ("article", "sentence", "start", "end")] == [
            row[k] for k in ("article", "sentence", "start", "end")]  # fmt: skip
        assert opened["text"] == row["context"] and row["text"] in opened["text"]
    assert len(nl.evidence(corpus, table, table)) == len(table)


def test_parts_add_up_and_a_selection_is_the_same_rows(corpus, table):
    one, rest = corpus.where(dated=True), corpus.where(dated=False)
    both = pd.concat([nl.mentioned_dates(one), nl.mentioned_dates(rest)]).sort_values(
        ["article", "start"], ignore_index=True)  # fmt: skip
    pd.testing.assert_frame_equal(both, table, check_flags=False)


def test_seven_days_later(corpus):
    dates = corpus.articles["date"].where(corpus.articles["date_precision"] == "day")
    dated = corpus.assign(date=dates)
    later = nl.mentioned_dates(corpus.assign(date=dates + pd.Timedelta(days=7)))
    table = nl.mentioned_dates(dated)
    weekdays = table["text"].isin(list(calendar.day_name)) & table["first"].notna()
    assert weekdays.sum() == 1
    assert (later["first"] - table["first"])[weekdays].eq(pd.Timedelta(days=7)).all()


def test_no_article_at_all(corpus):
    empty = nl.mentioned_dates(corpus.where(np.zeros(6, bool)))
    assert len(empty) == 0 and list(empty) == list(nl.mentioned_dates(corpus))


@pytest.mark.parametrize("year", [1999, 2024, 2026])
def test_months_and_quarters_have_the_days_of_the_calendar(year):
    for month in range(1, 13):
        first, last, name = days_of(f"{year}-{month:02d}")
        assert name == "month" and (last - first).days + 1 == calendar.monthrange(year, month)[1]
    quarters = [days_of(f"{year}-Q{q}") for q in range(1, 5)]
    whole = days_of(str(year))
    assert sum((b - a).days + 1 for a, b, _ in quarters) == (whole[1] - whole[0]).days + 1
    seasons = [days_of(f"{year}-{s}") for s in ("WI", "SP", "SU", "FA")]
    for before, after in zip(seasons, seasons[1:], strict=False):
        assert after[0] - before[1] == datetime.timedelta(1)


def test_values_without_days_have_none():
    for value in ("P24Y", "XXXX-WXX-1", "PAST_REF", "PT2H", "2026-XX-XX", "XXXX-XX-XXT10:00"):
        assert days_of(value) == (None, None, "none")
    assert days_of("2026-W16-WE")[0] == datetime.date(2026, 4, 18)
    assert [str(d) for d in days_of("202")] == ["2020-01-01", "2029-12-31", "decade"]
    assert days_of("2026-04-14TMO")[2] == "time"
