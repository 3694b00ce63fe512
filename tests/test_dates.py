"""Dates as people, programs and databases write them; what is no date stays no date."""

import datetime as dt
from email.utils import format_datetime

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newslib.dates import MONTHS, extent, interval, is_ambiguous, read_date, stated

DAYS = st.dates(dt.date(1600, 1, 1), dt.date(2199, 12, 31))
ZONES = st.integers(-12 * 60, 14 * 60).map(lambda m: dt.timezone(dt.timedelta(minutes=m)))
APRIL = dt.date(2026, 4, 14)

SAME_DAY = [  # 14 April 2026, as it is met
    "2026-04-14", "2026-4-14", "2026/04/14", "2026.04.14", "20260414", "20260414.0",
    "2026-04-14T23:30:00Z", "2026-04-14T23:30:00.123456+02:00", "2026-04-14 00:00:00+00:00",
    "20260414T233000Z", "20260414233000", "202604142330",
    "Tue, 14 Apr 2026 06:30:00 +0100", "Tue, 14 Apr 26 06:30:00 GMT", "14 Apr 2026",
    "14-Apr-2026", "14-Apr-26", "14 April 2026", "14th April, 2026", "14th of April 2026",
    "14. April 2026", "Tuesday, April 14, 2026", "April 14th, 2026", "Apr. 14, 2026, 5:30 p.m. ET",
    "April 14, 2026 Tuesday 9:50 PM GMT", "Tue Apr 14 06:30:00 +0000 2026",
    "Tue Apr 14 06:30:00 2026", "Published: 2026-04-14", "Updated 14 April 2026 at 10:00",
    "14/04/2026", "14/04/2026 10:30", "14.04.2026", "14-04-2026", "14/4/26", "04/14/2026",
    "  14\u00a0April\n2026 ", "1776124800", "1776124800000", "1776124800000000000",
    1776124800000, 1776124800.0, 20260414, 20260414.0,
    dt.date(2026, 4, 14), dt.datetime(2026, 4, 14, 23, 59), np.datetime64("2026-04-14T23:59"),
    pd.Timestamp("2026-04-14 23:59", tz="US/Eastern"),
]  # fmt: skip


@pytest.mark.parametrize("given", SAME_DAY, ids=repr)
def test_a_day_is_read_however_it_is_written(given):
    assert read_date(given) == (APRIL, "day", "")


@pytest.mark.parametrize(
    ("given", "first", "precision"),
    [
        ("2026-04", dt.date(2026, 4, 1), "month"), ("2026/4", dt.date(2026, 4, 1), "month"),
        ("April 2026", dt.date(2026, 4, 1), "month"), ("Apr. 2026", dt.date(2026, 4, 1), "month"),
        ("04/2026", dt.date(2026, 4, 1), "month"), (pd.Period("2026-04"), dt.date(2026, 4, 1),
        "month"), ("2026", dt.date(2026, 1, 1), "year"), (2026, dt.date(2026, 1, 1), "year"),
        (2026.0, dt.date(2026, 1, 1), "year"), ("1899", dt.date(1899, 1, 1), "year"),
    ],
)  # fmt: skip
def test_what_is_less_than_a_day_says_so(given, first, precision):
    assert read_date(given) == (first, precision, "")


NO_DATES = [
    "n.d.", "yesterday", "today", "now", "2 days ago", "last Tuesday", "Monday", "14 April",
    "April", "14 April 10:30", "12:30", "spring 2026", "Q1 2026", "2024-2025", "1890s", "c. 1890",
    "NaT", "nan", "None", "NA", "0", "45123", "2024041410", "1999010112", "5 mars 2026",
    "２０２６-04-14", "٢٠٢٦",
    "2024-W05", "2026-04-14/2026-04-20", "marched 2026", "The dam held on 14 April. " * 9,
    True, -5, dt.time(10, 30),
]  # fmt: skip


@pytest.mark.parametrize("given", NO_DATES, ids=repr)
def test_what_is_no_date_stays_undated_and_is_quoted(given):
    day, precision, trouble = read_date(given)
    assert (day, precision) == (None, "none")
    assert f"'{str(given)[:40]}" in trouble


@pytest.mark.parametrize("given", ["", "  ", None, float("nan"), pd.NaT, pd.NA], ids=repr)
def test_nothing_is_no_trouble(given):
    assert read_date(given) == (None, "none", "")


@pytest.mark.parametrize("given", ["30 February 2026", "2026-02-30", "31/04/2026", "13/13/2026",
                                   "2026-13-01", "2026-00-00", "13/2026"])  # fmt: skip
def test_a_day_that_no_calendar_has_is_not_moved_to_one(given):
    assert read_date(given)[:2] == (None, "none")
    assert "not a day of the calendar" in read_date(given).trouble


@pytest.mark.parametrize(
    "given", ["0000-00-00", "0001-01-01", "9999-12-31", "9999", "978307200000", dt.date.max]
)
def test_years_that_stand_for_unknown_are_refused(given):
    assert read_date(given)[:2] == (None, "none")
    assert "1600 to 2199" in read_date(given).trouble


def test_two_digit_years_follow_posix():
    years = [read_date(f"13/05/{yy}").day.year for yy in ("00", "68", "69", "99")]
    assert years == [2000, 2068, 1969, 1999]


# ---- day first or month first


def test_an_ambiguous_date_asks():
    assert is_ambiguous("04/03/2026") and not is_ambiguous("13/05/2026")
    day, precision, trouble = read_date("04/03/2026")
    assert (day, precision) == (None, "none")
    assert "4 March or 3 April" in trouble and "dayfirst=True" in trouble


def test_an_argument_that_is_ambiguous_is_not_told_of_dayfirst():
    with pytest.raises(ValueError, match="4 March or 3 April: write it as year-month-day"):
        stated("04/03/2026", "date")


@given(DAYS, st.sampled_from("/.-"), st.booleans())
def test_with_dayfirst_each_date_reads_right(day, sign, dayfirst):
    form = f"%d{sign}%m{sign}" if dayfirst else f"%m{sign}%d{sign}"
    written = f"{day.strftime(form)}{day.year}"
    assert read_date(written, dayfirst) == (day, "day", "")
    assert is_ambiguous(written) == (day.day <= 12 and day.day != day.month)
    if not is_ambiguous(written):
        assert read_date(written) == (day, "day", "")


def test_dayfirst_against_the_calendar_is_told():
    assert read_date("05/13/2026", True).trouble == (
        "'05/13/2026 (dayfirst=True)' is not a day of the calendar"
    )


# ---- laws


@given(DAYS, st.times(), ZONES)
def test_the_day_is_the_day_as_printed_in_any_zone(day, time, zone):
    when = dt.datetime.combine(day, time, zone)
    assert read_date(when.isoformat()) == read_date(when) == (day, "day", "")
    assert read_date(format_datetime(when)) == (day, "day", "")


@given(DAYS)
def test_names_of_months_are_read(day):
    name = MONTHS[day.month - 1]
    for month in (name, name[:3], name.upper(), f"{name[:3]}."):
        for written in (f"{day.day} {month} {day.year}", f"{month} {day.day}, {day.year}"):
            assert read_date(written) == (day, "day", "")


@given(st.integers(1_000_000_000, 1_899_999_999), st.sampled_from([1, 10**3, 10**6, 10**9]))
def test_seconds_since_1970_are_a_day_of_utc(seconds, unit):
    day = dt.datetime(1970, 1, 1) + dt.timedelta(seconds=seconds)
    assert read_date(seconds * unit) == read_date(str(seconds * unit)) == (day.date(), "day", "")


@given(st.text() | st.text("0123456789/.-: TZ", max_size=30) | st.integers() | st.floats())
def test_anything_is_read_or_refused_with_a_reason(given):
    day, precision, trouble = read_date(given)
    if day is None:
        assert precision == "none" and (trouble or not str(given).strip() or given != given)
    else:
        assert 1600 <= day.year < 2200 and precision in ("day", "month", "year") and not trouble


# ---- spans


@pytest.mark.parametrize(
    ("given", "first", "last"),
    [
        ("2024-02", "2024-02-01", "2024-02-29"), ("2023", "2023-01-01", "2023-12-31"),
        (2023, "2023-01-01", "2023-12-31"), ("2024-12", "2024-12-01", "2024-12-31"),
        (dt.date(2024, 6, 19), "2024-06-19", "2024-06-19"),
    ],
)  # fmt: skip
def test_an_interval_is_the_whole_of_what_was_said(given, first, last):
    assert [str(day) for day in interval(given, "since")] == [first, last]


@pytest.mark.parametrize("given", ["", "n.d.", "04/03/2024"])
def test_an_interval_needs_a_date(given):
    with pytest.raises(ValueError, match="since="):
        interval(given, "since")


@given(st.lists(st.tuples(DAYS, st.sampled_from(["day", "month", "year"])), min_size=1))
def test_extents_agree_with_pandas(dates):
    days = np.array([day for day, _ in dates], "M8[D]")
    first, last = extent(days, np.array([precision for _, precision in dates]))
    assert (first == days).all()
    for (day, precision), end in zip(dates, last, strict=True):
        period = pd.Period(day, {"day": "D", "month": "M", "year": "Y"}[precision])
        assert end == np.datetime64(period.end_time.date())
