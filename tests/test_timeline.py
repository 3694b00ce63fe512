"""Rates per period against a plain pandas groupby; gaps, rough dates, and honest intervals."""

import numpy as np
import pandas as pd
import pytest
from conftest import corpora
from hypothesis import given, settings
from hypothesis import strategies as st

import newslib as nl

ENOUGH = {"D": ["day"], "W": ["day"], "M": ["day", "month"], "Q": ["day", "month"],
          "Y": ["day", "month", "year"]}  # fmt: skip
PERIOD = {"D": "D", "W": "W-SUN", "M": "M", "Q": "Q", "Y": "Y"}
EVERY = st.sampled_from(list(PERIOD))
PARTS = st.sampled_from(["body", "title", "all"])


def per_article(corpus, word, part):
    """One row per article: its date, group, words and hits, each counted on its own."""
    rows = corpus.articles[["date", "date_precision", "outlet"]].copy()
    rows["outlet"] = rows["outlet"].fillna("(no outlet)")
    for article in rows.index:
        own = corpus.where(mask=(corpus.articles.index == article))
        table = nl.frequency(own, words=word, part=part)
        rows.loc[article, ["hits", "words"]] = table["count"].iloc[0], table["of_words"].iloc[0]
    return rows


@settings(max_examples=60)
@given(corpora(), st.sampled_from(["flood", "the flood*"]), EVERY, st.booleans(), PARTS)
def test_equal_to_a_groupby(corpus, word, every, by, part):
    rows = per_article(corpus, word, part)
    dated = rows[rows["date_precision"].isin(ENOUGH[every])].copy()
    table = nl.timeline(corpus, word, every=every, by="outlet" if by else None, part=part)
    assert table.attrs["newslib"]["undated"] == len(rows) - len(dated)
    if not len(dated):
        assert len(table) == 0 and "state" in table and (not by or "outlet" in table)
        return
    dated["period"] = dated["date"].dt.to_period(PERIOD[every])
    dated["having"] = dated["hits"] > 0
    groups = sorted(rows["outlet"].unique()) if by else [""]
    keys = pd.MultiIndex.from_product([
        pd.period_range(dated["period"].min(), dated["period"].max(), freq=PERIOD[every]), groups
    ])  # fmt: skip
    sums = dated.assign(outlet=dated["outlet"] if by else "").groupby(["period", "outlet"]).agg(
        count=("hits", "sum"), articles=("having", "sum"), of_words=("words", "sum"),
        of_articles=("hits", "size"),
    ).reindex(keys, fill_value=0).reset_index(names=["period", "group"])  # fmt: skip
    assert table["period"].tolist() == sums["period"].dt.start_time.tolist()
    if by:
        assert table["outlet"].tolist() == sums["group"].tolist()
    for name in ("count", "articles", "of_words", "of_articles"):
        assert table[name].tolist() == sums[name].tolist(), name
    with np.errstate(invalid="ignore"):
        rate, share = sums["count"] / sums["of_words"], sums["articles"] / sums["of_articles"]
    np.testing.assert_allclose(table["rate"], rate * 10_000)
    np.testing.assert_allclose(table["share"], share)
    assert ((table["state"] == "empty") == (table["of_articles"] == 0)).all()
    known = table[table["rate"].notna()]
    assert (known["low"] <= known["rate"] + 1e-9).all()
    assert (known["rate"] <= known["high"] + 1e-9).all()
    assert table.loc[table["rate"].isna(), ["low", "high"]].isna().all(axis=None)


@settings(max_examples=60)
@given(corpora(), EVERY)
def test_periods_and_undated_articles_add_up(corpus, every):
    words = ["flood", {"wet": ["flood*", "dam"]}]
    table = nl.timeline(corpus, words, every=every, by="outlet")
    usable = corpus.articles["date_precision"].isin(ENOUGH[every])
    whole = nl.frequency(corpus.where(mask=usable), words=words)
    assert table.groupby("word")["count"].sum().to_dict() == (
        whole["count"].to_dict() if len(table) else {}
    )
    volume = nl.timeline(corpus, every=every)
    assert volume["count"].sum() + volume.attrs["newslib"]["undated"] == len(corpus)
    assert (volume["count"] == volume["of_articles"]).all() and volume["word"].isna().all()
    # a year's rate is the sum of counts over the sum of words, never the mean of rates
    years = nl.timeline(corpus, "flood", every="Y")
    days = nl.timeline(
        corpus.where(mask=corpus.articles["date_precision"] == "day"), "flood", every="D"
    )
    for row in days.groupby(days["period"].dt.year)[["count", "of_words"]].sum().itertuples():
        own = years[years["period"].dt.year == row.Index]
        if (corpus.articles["date_precision"] == "day").all() and row.of_words:
            assert own["rate"].item() == pytest.approx(row.count / row.of_words * 10_000)


def week(*days, **columns):
    table = {"text": ["The flood rose."] * len(days), "date": list(days)} | columns
    return nl.load(pd.DataFrame(table), progress=False)


def test_a_period_without_articles_is_a_gap():
    corpus = week("2026-03-02", "2026-03-30", outlet=["Star", "Echo"])
    table = nl.timeline(corpus, ["flood", "zebra"])
    assert table["period"].dt.strftime("%m-%d").unique().tolist() == [
        "03-02", "03-09", "03-16", "03-23", "03-30",
    ]  # fmt: skip
    zebra = table[table["word"] == "zebra"]
    assert zebra["count"].tolist() == [0] * 5
    assert zebra["rate"].tolist()[0] == zebra["rate"].tolist()[-1] == 0.0  # looked for, not found
    assert zebra["rate"].isna().tolist() == [False, True, True, True, False]
    assert zebra["state"].tolist() == ["thin", "empty", "empty", "empty", "partial"]
    assert zebra["high"].iloc[0] > 0  # nothing in three words proves little
    by = nl.timeline(corpus, "flood", by="outlet")
    star = by[by["outlet"] == "Star"]
    assert star["rate"].isna().tolist() == [False, True, True, True, True]
    volume = nl.timeline(corpus, every="M")
    assert volume[["count", "state"]].values.tolist() == [[2, "partial"]]


def test_weeks_start_on_monday_and_quarters_in_january():
    corpus = week("2023-12-31", "2024-01-01", "2024-02-29", "2024-12-31")
    assert nl.timeline(corpus)["period"].iloc[[0, 1]].dt.strftime("%F").tolist() == [
        "2023-12-25", "2024-01-01",
    ]  # fmt: skip
    quarters = nl.timeline(corpus, every="Q")
    assert quarters["period"].dt.strftime("%F").tolist() == [
        "2023-10-01", "2024-01-01", "2024-04-01", "2024-07-01", "2024-10-01",
    ]  # fmt: skip
    assert quarters["count"].tolist() == [1, 2, 0, 0, 1]
    assert nl.timeline(corpus, every="Y")["count"].tolist() == [1, 3]
    assert nl.timeline(corpus, every="D")["count"].sum() == 4
    assert len(nl.timeline(corpus, every="D")) == 367


def test_partial_periods():
    corpus = week("2026-03-02", "2026-03-15", "2026-04-30")
    assert nl.timeline(corpus, every="M")["state"].tolist() == ["partial", "thin"]
    assert nl.timeline(corpus, every="Y")["state"].tolist() == ["partial"]
    assert set(nl.timeline(corpus, every="D")["state"]) == {"thin", "empty"}
    many = week(*["2026-03-02"] * 5, *["2026-03-09"] * 4, "2026-03-22")
    assert nl.timeline(many)["state"].tolist() == ["ok", "thin", "thin"]


def test_rough_dates_fill_the_periods_they_name():
    """A monthly magazine dated "2026-04" has all of April: the month is not partial."""
    magazine = week("2026-03", "2026-04", "2026-06")
    table = nl.timeline(magazine, every="M")
    assert table["state"].tolist() == ["thin", "thin", "empty", "thin"]
    assert nl.timeline(week("2024", "2025"), every="Y")["state"].tolist() == ["thin", "thin"]
    mixed = week("2026-03-10", "2026-04", "2026-04-09")
    assert nl.timeline(mixed, every="M")["state"].tolist() == ["partial", "partial"]


def test_too_rough_dates_are_counted_as_undated():
    corpus = week("2026-03-02", "2026-03", "2026", None)
    for every, undated in (("D", 3), ("W", 3), ("M", 2), ("Q", 2), ("Y", 1)):
        table = nl.timeline(corpus, "flood", every=every)
        assert table.attrs["newslib"]["undated"] == undated
        assert table["count"].sum() == 4 - undated
        assert nl.coverage(corpus, every=every).attrs["newslib"]["undated"] == undated


def test_denominators_are_the_collections():
    corpus = week("2026-03-02", "2026-03-03", "2026-03-10", ward=["a", "b", "b"])
    chosen = corpus.where(mask=[True, False, False])
    table = nl.timeline(chosen, "flood")
    assert table["count"].tolist() == [1, 0] and table["of_articles"].tolist() == [2, 1]
    assert table["rate"].tolist() == [pytest.approx(10_000 / 6), 0.0]
    volume = nl.timeline(chosen)
    assert volume["count"].tolist() == [1, 0] and volume["share"].tolist() == [0.5, 0.0]
    narrowed = nl.timeline(corpus.where(ward="b"), "flood")  # a column narrows the collection
    assert narrowed["of_articles"].tolist() == [1, 1]
    assert chosen.where(mask=[False]).words == 0


def test_of_nothing_dated(town):
    undated = town.where(dated=False)
    for words in (None, "flood", ["flood", "dam"]):
        for by in (None, "outlet"):
            table = nl.timeline(undated, words, by=by)
            assert len(table) == 0 and table.attrs["newslib"]["undated"] == 1
            assert str(table["period"].dtype).startswith("datetime64")
            assert str(table["state"].dtype) == "str"
    nothing = town.where(outlet="Star").where(until="2020")
    assert len(nl.timeline(nothing, "flood")) == len(nl.coverage(nothing)) == 0


def test_columns(town):
    wanted = ["period", "word", "count", "articles", "of_words", "of_articles", "rate", "share",
              "low", "high", "state", "rate_once"]  # fmt: skip
    assert list(nl.timeline(town, "flood")) == list(nl.timeline(town)) == wanted
    assert list(nl.timeline(town, "flood", by="ward")) == [wanted[0], "ward", *wanted[1:]]
    order = nl.timeline(town, ["flood", "dam"], by="outlet", every="Y")
    assert order[["outlet", "word"]].values.tolist() == [
        [o, w] for o in ("(no outlet)", "Echo", "Star") for w in ("flood", "dam")
    ]  # fmt: skip
    per = nl.timeline(town, "flood", every="Y", per=100)
    assert per["rate"].item() * 100 == pytest.approx(
        nl.timeline(town, "flood", every="Y")["rate"].item()
    )


def test_errors_say_what_to_do(town):
    with pytest.raises(ValueError, match="D, W, M, Q or Y"):
        nl.timeline(town, "flood", every="week")
    with pytest.raises(ValueError, match="D, W, M, Q or Y"):
        nl.coverage(town, every="H")
    with pytest.raises(ValueError, match="there is no 'paper'"):
        nl.timeline(town, by="paper")
    with pytest.raises(ValueError, match="part="):
        nl.timeline(town, part="headline")
    with pytest.raises(ValueError, match="my_state"):
        nl.timeline(town.assign(state="x"), by="state")
    with pytest.raises(ValueError, match=r"are too many to count.*every="):
        nl.timeline(week("1700-01-01", "2026-01-01"), ["flood", "rose"], every="D")
    note = nl.timeline(town, ["flood", "flod"]).attrs["newslib"]["notes"]
    assert note == ["No word of the texts matches 'flod'. Near it: flood, floods."]


# ---- coverage


@settings(max_examples=60)
@given(corpora(), EVERY)
def test_coverage_is_a_cross_table(corpus, every):
    table = nl.coverage(corpus, every=every)
    rows = corpus.articles
    usable = rows[rows["date_precision"].isin(ENOUGH[every])]
    assert table["articles"].sum() == len(usable)
    start = usable["date"].dt.to_period(PERIOD[every]).dt.start_time
    wanted = usable.groupby([start, usable["outlet"].fillna("(no outlet)")]).size()
    found = table[table["articles"] > 0].set_index(["period", "outlet"])["articles"]
    assert found.to_dict() == wanted.to_dict()
    assert not table.duplicated(["period", "outlet"]).any()
    if len(table):
        n = len(pd.period_range(start.min(), start.max(), freq=PERIOD[every]))
        assert len(table) == n * rows["outlet"].fillna("(no outlet)").nunique()


def test_coverage_shows_what_was_collected_whatever_is_chosen(town):
    chosen = town.where(mentions="zebra")
    assert len(chosen) == 0
    pd.testing.assert_frame_equal(nl.coverage(chosen), nl.coverage(town))


# ---- intervals


def simulated(n, spread, periods, seed):
    """Weeks of `n` articles of unequal length, the rate of a word varying between them."""
    random = np.random.default_rng(seed)
    days = np.repeat(np.arange("2000-01-03", periods * 7, 7, dtype="M8[D]")[:periods], n)
    words = np.maximum(random.lognormal(4, 0.6, len(days)).astype(int), 5)
    rate = 0.02 * random.gamma(1 / spread**2, spread**2, len(days))
    hits = np.minimum(random.poisson(rate * words), words)
    texts = ["flood " * h + "a " * (w - h) for h, w in zip(hits, words, strict=True)]
    return texts, days


@pytest.mark.parametrize(("n", "spread"), [(5, 0.1), (5, 0.5), (10, 1.0), (20, 0.5), (40, 1.0)])
def test_intervals_cover_the_true_rate(n, spread):
    texts, days = simulated(n, spread, 2000, seed=n)
    table = fast_timeline(texts, days)
    assert (table["of_articles"] == n).all()
    covered = table["low"].le(200) & table["high"].ge(200)
    assert 0.93 <= covered.mean() <= 0.97
    narrow = (table["high"] - table["low"]).median()
    assert narrow < 5 * table["rate"].std()  # honest, not idle


def fast_timeline(texts, days):
    """The timeline of "flood" without NLTK's time: the same arrays, cut at spaces."""
    from dataclasses import replace

    from newslib.corpus import Corpus
    from newslib.tokens import Tokens

    corpus = nl.load(
        pd.DataFrame({"text": ["a"] * len(texts), "date": days.astype(str)}), progress=False
    )
    hits = np.array([text.count("flood") for text in texts])
    words = np.array([text.count(" ") for text in texts])
    ends, at = np.cumsum(words), np.arange(words.sum())
    inside = at - np.repeat(ends - words, words)
    form = (inside >= np.repeat(hits, words)).astype(np.int32)
    articles = np.arange(len(texts), dtype=np.int32)
    ones = np.ones_like(articles)
    tokens = Tokens(
        ["flood", "a"], ones[:2], form=form, start=inside.astype(np.int32), n_articles=len(texts),
        sent_article=articles, sent_part=ones.astype(np.int8), sent_number=ones,
        sent_start=0 * ones, sent_end=words, sent_first=np.append(0, ends),
    )  # fmt: skip
    return nl.timeline(Corpus(replace(corpus._store, tokens=tokens)), "flood")


def test_the_interval_of_a_plain_poisson_count_is_the_score_interval():
    """One article tells nothing of how articles differ: Wilson's interval for a Poisson mean."""
    corpus = nl.load(pd.DataFrame({"text": ["flood " * 9 + "a " * 91], "date": ["2026-03-02"]}))
    (row,) = nl.timeline(corpus, "flood", per=100).to_dict("records")
    z2 = 1.959963984540054**2
    for bound in (row["low"], row["high"]):  # (count - mean)^2 = z^2 * mean at both ends
        assert (9 - bound) ** 2 == pytest.approx(z2 * bound)
    assert row["low"] < 9 < row["high"]


def test_clustered_words_get_wider_intervals():
    even = week(*["2026-03-02"] * 10, text=["flood a a a a a a a a a"] * 10)
    clustered = week(*["2026-03-02"] * 10, text=["flood " * 10] + ["a a a a a a a a a a"] * 9)
    one, other = (nl.timeline(c, "flood").iloc[0] for c in (even, clustered))
    assert one["rate"] == other["rate"] == 1000
    assert other["high"] - other["low"] > 2 * (one["high"] - one["low"])


# ---- far dates, holes and doubts; resampling


def test_a_years_rate_is_the_sum_of_counts_over_the_sum_of_words():
    days = ["2026-01-05", "2026-02-05", "2026-03-05"]
    corpus = week(*days, text=["flood " * 2 + "a " * 8, "a " * 90, "flood " + "a " * 99])
    (year,) = nl.timeline(corpus, "flood", every="Y").to_dict("records")
    assert year["rate"] == pytest.approx(3 / 200 * 10_000)  # not the mean of 0.2, 0 and 0.01


def test_far_dates_have_no_row_and_are_said():
    near = [f"2026-03-{day:02}" for day in range(2, 29)]
    corpus = week("1900-01-01", *near, "2099-05-05")
    for table in (nl.timeline(corpus, "flood"), nl.timeline(corpus), nl.coverage(corpus),
                  nl.sentiment(corpus, every="W")):  # fmt: skip
        info = table.attrs["newslib"]
        assert len(table) == 4 and info["far"] == 2 and info["undated"] == 0
        said = "2 articles are dated far from all others (1900-01-01, 2099-05-05) and not counted."
        assert said in info["notes"]
    assert nl.timeline(corpus)["count"].sum() + 2 == len(corpus)
    assert "far from all others" in nl.plot_timeline(nl.timeline(corpus)).newslib["caption"]
    # an early but not a far one, and as many here as there: all have their row
    assert len(nl.timeline(week("2025-09-01", *near))) > 20
    assert len(nl.timeline(week(*["1990-01-01"] * 20, *near), every="Y")) == 37


def test_a_download_day_and_a_silence_are_said():
    days = pd.date_range("2026-01-05", periods=140)
    star = [*days.strftime("%F")] + ["2026-03-03"] * 40
    echo = [*days[::7].strftime("%F")]
    del echo[5:10]
    corpus = week(*star, *echo, outlet=["Star"] * len(star) + ["Echo"] * len(echo))
    for words in (None, "flood"):
        info = nl.timeline(corpus, words, by="outlet").attrs["newslib"]
        assert info["spikes"] == [["Star", "2026-03-03", 41]]
        assert "41 articles of Star on 2026-03-03: a download day?" in info["notes"]
        assert any(n.endswith(": Echo from 2026-02-09 to 2026-03-15.") for n in info["notes"])
    assert "Echo from 2026-02-09" in nl.coverage(corpus).attrs["newslib"]["notes"][0]
    quiet = nl.timeline(corpus.where(outlet="Echo"), every="D", by="outlet").attrs["newslib"]
    assert any("Echo from 2026-02-03 to 2026-03-15" in note for note in quiet["notes"])
    weekly = nl.timeline(week(*days[::7].strftime("%F"), outlet="Echo"), every="D", by="outlet")
    assert weekly.attrs["newslib"]["notes"] == []  # a weekly paper is not silent


def test_resampling_agrees_with_the_closed_form_and_repeats():
    random = np.random.default_rng(4)
    days = np.repeat(["2026-03-02", "2026-03-10", "2026-03-31"], 60)
    hits, words = random.poisson(2, 180), random.integers(60, 140, 180)
    texts = ["flood " * h + "a " * w for h, w in zip(hits, words, strict=True)]
    corpus = week(*days, text=texts)
    plain, drawn = (nl.timeline(corpus, ["flood", "a"], bootstrap=b) for b in (None, 1000))
    same = ["period", "word", "count", "rate", "state"]
    pd.testing.assert_frame_equal(plain[same], drawn[same])
    flood = plain["word"] == "flood"
    for end in ("low", "high"):
        ours, theirs = (t[end] - t["rate"] for t in (plain[flood], drawn[flood]))
        np.testing.assert_allclose(ours.dropna(), theirs.dropna(), rtol=0.25)
    assert drawn["low"].isna().equals(plain["low"].isna())
    again = nl.timeline(corpus, ["flood", "a"], bootstrap=1000)
    pd.testing.assert_frame_equal(drawn, again)
    other = nl.timeline(corpus, ["flood", "a"], bootstrap=1000, seed=1)
    assert not other["low"].equals(drawn["low"])
    with pytest.raises(ValueError, match="bootstrap= draws the articles"):
        nl.timeline(corpus, bootstrap=1000)
