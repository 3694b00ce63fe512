"""Time expressions: the calendar counts the days, and laws hold for any text."""

import calendar
import datetime
import re
from pathlib import Path

import pytest
from conftest import lines_of
from hypothesis import given, settings
from hypothesis import strategies as st

import newslib as nl

DAY = datetime.date(2026, 4, 14)
NAMES = list(calendar.day_name)


def values(text, published=DAY):
    return [(found, value) for _, _, found, _, value in nl.tag_dates(text, published)]


def only(text, published=DAY):
    (one,) = nl.tag_dates(text, published)
    return one[3], one[4]


def test_the_calendar_of_the_oracle():
    assert NAMES[calendar.weekday(2026, 4, 14)] == "Tuesday"


@pytest.mark.parametrize("name", NAMES)
def test_a_weekday_is_past_or_to_come_as_the_verb_says(name):
    said = {"past": f"The dam broke on {name}.", "future": f"They will meet on {name}."}
    found = {k: datetime.date.fromisoformat(only(text)[1]) for k, text in said.items()}
    assert all(NAMES[day.weekday()] == name for day in found.values())
    assert 0 <= (DAY - found["past"]).days < 7 and 0 <= (found["future"] - DAY).days < 7


def test_on_wednesday_in_wednesdays_story_is_that_day():
    for text in ("It rained on Wednesday.", "It will rain on Wednesday."):
        assert only(text, "2024-06-19") == ("DATE", "2024-06-19")


def test_last_and_next_are_not_that_day():
    assert only("It rained last Tuesday.") == ("DATE", "2026-04-07")
    assert only("It will rain next Tuesday.") == ("DATE", "2026-04-21")


DAYS = {
    "14 April 2026": "2026-04-14", "April 14, 2026": "2026-04-14", "the 3rd of May": "2026-05-03",
    "Tuesday, April 14, 2026": "2026-04-14", "Sept. 30, 1989": "1989-09-30",
    "2026-04-14": "2026-04-14", "13/04/2026": "2026-04-13", "04/04/2026": "2026-04-04",
    "yesterday": "2026-04-13", "tomorrow": "2026-04-15", "today": "2026-04-14",
    "early 2024": "2024", "mid-June 2025": "2025-06", "the end of the month": "2026-04",
    "last month": "2026-03", "next year": "2027", "this week": "2026-W16", "last week": "2026-W15",
    "the third quarter of 2025": "2025-Q3", "last year's second quarter": "2025-Q2",
    "the summer of 2012": "2012-SU", "the 1990s": "199", "the '90s": "199", "the sixties": "196",
    "the 19th century": "18", "fiscal 1990": "1990", "five years ago": "2021",
    "two months ago": "2026-02", "ten days ago": "2026-04-04", "three weeks ago": "2026-W13",
    "Christmas 2025": "2025-12-25", "New Year's Day 2027": "2027-01-01", "9/11": "2001-09-11",
    "this weekend": "2026-W16-WE", "now": "PRESENT_REF", "recently": "PAST_REF",
    "the future": "FUTURE_REF", "the first half of 2025": "2025-H1",
    "several years ago": "PAST_REF",
}  # fmt: skip


@pytest.mark.parametrize("text", DAYS)
def test_dates(text):
    assert only(text) == ("DATE", DAYS[text])


OTHERS = {
    "24 years": ("DURATION", "P24Y"), "thirty minutes": ("DURATION", "PT30M"),
    "a 12-hour flight": ("DURATION", "PT12H"), "the past three days": ("DURATION", "P3D"),
    "two and a half years": ("DURATION", "P2.5Y"), "several weeks": ("DURATION", "PXW"),
    "half an hour": ("DURATION", "PT30M"), "twenty-five years": ("DURATION", "P25Y"),
    "more than a decade": ("DURATION", "P10Y"), "every Monday": ("SET", "XXXX-WXX-1"),
    "every two years": ("SET", "P2Y"), "daily": ("SET", "P1D"), "weekly": ("SET", "P1W"),
    "twice a month": ("SET", "P1M"), "Monday morning": ("TIME", "2026-04-13TMO"),
    "last night": ("TIME", "2026-04-13TNI"), "this morning": ("TIME", "2026-04-14TMO"),
    "10:30 a.m. GMT": ("TIME", "2026-04-14T10:30Z"), "7 p.m. Friday": ("TIME", "2026-04-10T19:00"),
    "midnight": ("TIME", "2026-04-14T24:00"), "noon on Monday": ("TIME", "2026-04-13T12:00"),
}  # fmt: skip


@pytest.mark.parametrize("text", OTHERS)
def test_times_spans_and_sets(text):
    assert only(text) == OTHERS[text]


def test_it_is_the_first_time_in_24_years():
    assert only("The first time in 24 years that it froze.") == ("DURATION", "P24Y")


@pytest.mark.parametrize("text", [
    "You may go. It may rain.", "They march on Rome; the march on the palace; the march through.",
    "The second man spoke.", "The sun sat low and sun fell.", "Water rose from the spring.",
    "Prices fall. The fall in prices.", "May I come in?", "He ran 2000 metres past 1999 people.",
    "It cost $2.10 a share.", "Mr. Smith, 45 years old, met a 61-year-old man.",
    "as soon as it came", "three-quarters of it, at the last minute",
])  # fmt: skip
def test_what_is_no_time(text):
    assert nl.tag_dates(text, DAY) == []


def test_ranges_have_two_ends():
    assert values("from 3-5 May") == [("3", "2026-05-03"), ("5 May", "2026-05-05")]
    assert values("open January 23 - March 9 2014") == [
        ("January 23", "2014-01-23"), ("March 9 2014", "2014-03-09")]  # fmt: skip
    assert values("It will run from March to May 2027.")[-1] == ("May 2027", "2027-05")


def test_what_a_story_has_named_is_counted_from():
    said = "He left on 3 March. A day earlier he had called. The following day it rained."
    assert values(said) == [("3 March", "2026-03-03"), ("A day earlier", "2026-03-02"),
                            ("The following day", "2026-03-04")]  # fmt: skip
    firm = "Third-quarter income rose from $27 million a year earlier."
    assert values(firm, "1989-10-25") == [
        ("Third-quarter", "1989-Q3"),
        ("a year earlier", "1988-Q3"),
    ]


def test_what_has_no_day_is_not_counted_from():
    for named in ("the summer of 2005", "the week of 2005-W03", "04/03/2005", "the 1990s", "now"):
        assert values(f"It broke in {named}; two years earlier it held.")[-1][1] in ("2024", "2003")


@pytest.mark.parametrize("year", range(1990, 2030))
def test_holidays_that_move(year):
    from dateutil.easter import easter

    assert only(f"Easter {year}") == ("DATE", easter(year).isoformat())
    for name, month, weekday, nth in (("Thanksgiving", 11, 3, 3), ("Labor Day", 9, 0, 0),
                                      ("Memorial Day", 5, 0, -1)):  # fmt: skip
        weeks = calendar.monthcalendar(year, month)
        day = [week[weekday] for week in weeks if week[weekday]][nth]
        assert only(f"{name}, {year}") == ("DATE", f"{year}-{month:02d}-{day:02d}")


def test_a_date_that_can_be_read_two_ways_is_not_guessed():
    assert only("on 04/03/2026") == ("DATE", "2026-XX-XX")
    assert only("on 11/02/89", "1989-11-02") == ("DATE", "1989-11-02")
    both = values("on 13/03/2026 and 04/03/2026")
    assert [value for _, value in both] == ["2026-03-13", "2026-03-04"]
    assert nl.tag_dates("on 31/31/2026 and 2026-02-30", DAY) == []


# ---- without a publication date


def test_without_a_publication_date_it_stays_symbolic():
    text = "on Wednesday, last year, on June 17, in October, in the third quarter, today, tonight"
    wanted = ["XXXX-WXX-3", "PAST_REF", "XXXX-06-17", "XXXX-10", "XXXX-Q3", "PRESENT_REF",
              "PRESENT_REF"]  # fmt: skip
    assert [v for _, v in values(text, None)] == wanted
    assert [v for _, v in values("It rained on Monday, in March.", "2026-04")] == [
        "XXXX-WXX-1", "2026-03"]  # fmt: skip


def test_a_publication_date_that_cannot_be_read_is_said():
    with pytest.warns(UserWarning, match="published: 'soon' is not a date"):
        assert values("It rained on Monday.", "soon") == [("Monday", "XXXX-WXX-1")]


WORDS = st.lists(
    st.sampled_from(
        "Monday Friday May may March march 3 14 2024 1999 the a of in on last next this year years "
        "week month ago later earlier , . - ' early mid late first third second quarter half every "
        "daily ten few several at 10:30 a.m. GMT morning night summer fall Christmas Day today "
        "tomorrow and to 9/11 04/03/2026 2026-04-14 1990s 's will was had met broke fiscal century "
        "recent now past future weekend decade decades hours noon Sept. 5th".split()
    ),
    max_size=14,
).map(" ".join)
ANY = st.one_of(WORDS, st.text(max_size=60))


@given(ANY, st.one_of(st.none(), st.dates(datetime.date(1850, 1, 1), datetime.date(2090, 1, 1))))
@settings(max_examples=400, deadline=None)
def test_offsets_are_true_and_spans_do_not_overlap(text, published):
    end = 0
    for start, stop, found, kind, value in nl.tag_dates(text, published):
        assert end <= start < stop and text[start:stop] == found == found.strip()
        assert kind in ("DATE", "TIME", "DURATION", "SET") and value
        end = stop


@given(ANY)
@settings(max_examples=300, deadline=None)
def test_without_a_date_no_year_that_the_text_does_not_name(text):
    for *_, found, _, value in nl.tag_dates(text, None):
        year = re.match(r"(\d{4})(?!\d)", value)
        named = text + " 2001" * ("9/11" in text)
        assert not year or year[1][2:] in named, (found, value)


@given(st.sampled_from(NAMES), st.dates(datetime.date(1900, 1, 1), datetime.date(2080, 1, 1)),
       st.sampled_from(["It broke on {}.", "It will open on {}.", "last {} night", "next {}",
                        "{}, at 10 a.m.", "late {}"]))  # fmt: skip
@settings(deadline=None)
def test_seven_days_later_is_seven_days_later(name, day, form):
    week = datetime.timedelta(7)
    before, after = (nl.tag_dates(form.format(name), d) for d in (day, day + week))
    moved = [datetime.date.fromisoformat(v[4][:10]) + week for v in before]
    assert before and moved == [datetime.date.fromisoformat(v[4][:10]) for v in after]


def test_the_scorer_counts_as_tempeval_does():
    """Two marked, two found, one overlaps with another end and value: 1 of 2 relaxed."""
    from importlib.util import module_from_spec, spec_from_file_location

    path = Path(__file__).parents[1] / "benchmarks" / "dates.py"
    scorer = module_from_spec(spec := spec_from_file_location("scorer", path))
    spec.loader.exec_module(scorer)
    gold = [{"start": 0, "end": 6, "type": "DATE", "value": "2026"},
            {"start": 20, "end": 25, "type": "DATE", "value": None}]  # fmt: skip
    found = [(0, 4, "2026", "DATE", "2026"), (30, 33, "now", "DATE", "PRESENT_REF")]
    article = {"text": "x" * 40, "dct": None, "timexes": gold}
    total = scorer.score([article], lambda text, dct: found)
    assert dict(total) == {"gold": 2, "found": 2, "valued": 1, "unvalued": 0, "strict": 0,
                           "relaxed": 1, "type": 1, "value": 1}  # fmt: skip
    assert scorer.f1(total["relaxed"], total["found"], total["gold"]) == 50


def test_news_annotated_by_people(dev_data):
    """On real articles: three in four expressions found and read as their annotators did."""
    right = marked = 0
    for article in lines_of(dev_data / "wikinews-dates-meantime.jsonl"):
        if not re.fullmatch(r"\d{4}-\d\d-\d\d", str(article["dct"])):
            continue
        found = nl.tag_dates(article["text"], article["dct"])
        for g in article["timexes"]:
            marked += 1
            right += any(
                p[0] < g["end"] and g["start"] < p[1] and p[4] == g["value"] for p in found
            )
    assert right / marked > 0.75
