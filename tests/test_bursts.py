"""Planted bursts are found, chance is not; gaps, weekdays and one loud article make none."""

import numpy as np
import pandas as pd
import pytest
from conftest import corpora
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import gammaln

import newslib as nl
from newslib.bursts import _best, _more

DAYS = 200
START = np.datetime64("2026-01-01")
PLAIN = ["The council met in the hall.", "A baker won the prize.", "Rain fell on the port."]


def corpus_of(days, texts, **columns):
    table = {"text": texts, "date": (START + np.asarray(days)).astype(str)} | columns
    return nl.load(pd.DataFrame(table), clean=False, progress=False)


@pytest.fixture(scope="module")
def paper():
    """Four articles a day for 200 days, three plain and one of the dam every tenth day."""
    days = np.repeat(np.arange(DAYS), 4)
    texts = [PLAIN[i % 3] for i in range(len(days))]
    for day in range(0, DAYS, 10):
        texts[4 * day] = "The dam holds."
    return corpus_of(days, texts)


def dated(corpus, days):
    return corpus.assign(date=(START + np.asarray(days)).astype(str).tolist())


def with_burst(random, first, last):
    """The same dates but for a burst: in it most articles are of the leak."""
    days = random.integers(0, DAYS, 800)
    inside = (days >= first) & (days <= last) & (random.random(800) < 0.7)
    leak = np.where(inside, "The sluice leaks. ", "")
    return corpus_of(days, [more + PLAIN[i % 3] for i, more in enumerate(leak)])


def test_a_planted_burst_of_a_word_is_found_named_and_opens():
    corpus = with_burst(np.random.default_rng(1), 90, 96)
    table = nl.bursts(corpus, ["sluice", "the"])
    (row,) = table.to_dict("records")
    articles = corpus.articles
    having = articles[articles["text"].str.contains("sluice")]
    assert row["word"] == "sluice" and row["count"] == row["articles"] == len(having)
    assert row["first"] == having["date"].min() and row["last"] == having["date"].max()
    assert row["usual"] == row["expected"] == 0
    inside = articles["date"].between(row["first"], row["last"])
    assert row["of_articles"] == inside.sum()
    assert row["level"] == pytest.approx(row["count"] / row["of_words"] * 10_000)
    assert {"sluice", "leaks"} < set(row["label"].split(", "))
    assert row["headlines"].split(" / ") == ["The sluice leaks."]
    opened = nl.evidence(corpus, table, 0)
    assert len(opened) == row["count"] and opened["text"].str.contains("sluice").all()


def test_the_score_is_the_log_likelihood_ratio_of_two_poisson_rates():
    """Against the plain formula: log of Poisson densities, the factorials cancelling."""

    def log_density(count, mean):
        return count * np.log(mean) - mean - gammaln(count + 1)

    for v, w, of_v, of_w in ((9.0, 2.0, 20.0, 30.0), (3.0, 1.0, 4.0, 90.0)):
        rate = of_v / of_w
        apart = log_density(v, v) + log_density(of_v - v, of_v - v)
        alike = log_density(v, w * rate) + log_density(of_v - v, (of_w - w) * rate)
        assert _more(v, w, of_v, of_w) == pytest.approx(apart - alike)
    assert _more(1.0, 10.0, 20.0, 30.0) == 0  # fewer than elsewhere


def test_the_best_stretch_is_the_best_of_all():
    """Against every start and every end, tried one by one."""
    random = np.random.default_rng(2)
    for _ in range(20):
        weight = random.integers(0, 4, 30).astype(float)
        value = random.poisson(weight * np.where(np.arange(30) // 5 == random.integers(6), 3, 0.7))
        value = value.astype(float)
        score, i, j = _best(value, weight, value, np.zeros(30), _more)
        tried = [
            _more(value[a:b].sum(), weight[a:b].sum(), value.sum(), weight.sum())
            for a in range(30) for b in range(a + 1, 31) if value[a:b].sum() >= 3
        ]  # fmt: skip
        assert score == pytest.approx(max(tried), rel=0.1)
        own = value[i:j].sum(), weight[i:j].sum(), value.sum(), weight.sum()
        assert score == pytest.approx(float(_more(*own)))


def test_chance_makes_few_bursts_and_shuffled_dates_too(paper):
    random = np.random.default_rng(3)
    made = [nl.bursts(dated(paper, random.integers(0, DAYS, 800)), "dam") for _ in range(25)]
    assert sum(map(len, made)) <= 25 * DAYS / 1000  # one in 1,000 days; half of it is asked for


def test_planted_bursts_are_found():
    """Twelve papers' weeks with thrice the articles: volume, and the word that all of them have."""
    found = named = 0
    for seed in range(12):
        random = np.random.default_rng(seed)
        usual = random.integers(0, DAYS, 700)
        first = random.integers(20, DAYS - 20)
        more = first + random.integers(0, 7, 50)
        texts = [PLAIN[i % 3] for i in range(700)] + ["The sluice leaks again."] * 50
        table = nl.bursts(corpus_of([*usual, *more], texts))
        near = table[(table["first"] < START + first + 7) & (table["last"] >= START + first)]
        found += len(near) > 0
        named += len(near) > 0 and "sluice" in near["label"].iloc[0]
    assert found >= 11 and named >= 11


def test_weekends_and_silences_make_no_bursts():
    """Seven articles each weekday and none at weekends, the paper shut for a month and a half."""
    days = np.repeat(np.arange(DAYS), 7)
    days = days[((days + 3) % 7 < 5) & ~((days >= 60) & (days < 105))]
    corpus = corpus_of(days, ["The dam holds."] * len(days))
    assert len(nl.bursts(corpus)) == len(nl.bursts(corpus, "dam")) == 0
    assert len(nl.bursts(corpus, every="W")) == 0


def test_one_article_that_repeats_a_word_is_no_burst(paper):
    texts = paper.articles["text"].tolist()
    texts[401] = "The dam! " * 60
    corpus = corpus_of(np.repeat(np.arange(DAYS), 4), texts)
    assert len(nl.bursts(corpus, "dam")) == 0


def test_tone_turns_both_ways():
    words = np.where(np.arange(DAYS) < 120, "It was a good, happy day.", "It was a sad, bad day.")
    plain = np.where(np.arange(DAYS) % 2, "The clerk won.", "The clerk lost.")
    days = np.repeat(np.arange(DAYS), 2)
    corpus = corpus_of(days, np.stack([words, plain], 1).ravel())
    table = nl.bursts(corpus, tone=True)
    turn = START + 120
    assert table["first"].iloc[0] == turn or table["last"].iloc[0] == turn - 1
    low = table["level"] < table["usual"]
    assert (low == (table["first"] >= turn)).all() and table["expected"].isna().all()
    assert len(nl.evidence(corpus, table, 0)) == table["count"].iloc[0]


def test_a_selection_is_counted_against_what_was_published():
    """The collection doubles in a week, the share of the selection stays: no burst of it."""
    random = np.random.default_rng(5)
    days = np.append(random.integers(0, DAYS, 800), 100 + random.integers(0, 7, 60))
    texts = np.where(np.arange(860) % 4, "Rain fell.", "The dam holds.")
    corpus = corpus_of(days, texts)
    assert len(nl.bursts(corpus)) == 1
    assert len(nl.bursts(corpus.where(mentions="dam"))) == 0


@settings(max_examples=20)
@given(corpora(), st.sampled_from("DWMY"), st.sampled_from([None, "outlet"]), st.booleans())
def test_any_row_opens(corpus, every, by, volume):
    table = nl.bursts(corpus, None if volume else ["flood", "dam"], every=every, by=by, false=0.99)
    assert list(table)[:2] == ["first", "last"] and (by is None or "outlet" in table)
    for row in range(len(table)):
        assert len(nl.evidence(corpus, table, row)) == table["count"].iloc[row] >= 3
    if not volume:  # each occurrence counts in what is shown
        told = table["level"] * table["of_words"] / 10_000
        assert told.tolist() == pytest.approx(table["count"].tolist())


def test_groups_are_searched_apart(paper):
    outlets = np.where(np.arange(800) % 2, "Star", "Echo")
    texts = paper.articles["text"].tolist()
    texts[400:420] = ["The dam leaks."] * 20
    both = corpus_of(np.repeat(np.arange(DAYS), 4), texts, outlet=outlets)
    table = nl.bursts(both, "dam", by="outlet")
    for outlet, own in table.groupby("outlet"):
        alone = nl.bursts(both.where(outlet=outlet), "dam")
        own = own.drop(columns="outlet").reset_index(drop=True)
        pd.testing.assert_frame_equal(own.drop(columns=["label"]), alone.drop(columns=["label"]))
    assert set(table["outlet"]) == {"Echo", "Star"}


def test_wrong_calls_say_what_would_be_right(paper):
    with pytest.raises(ValueError, match="tone=True looks at all articles"):
        nl.bursts(paper, "dam", tone=True)
    with pytest.raises(ValueError, match="false= takes a number between 0 and 1; got 5"):
        nl.bursts(paper, false=5)
    assert len(nl.bursts(paper.where(dated=False))) == 0
    table = nl.bursts(paper, "damm")
    assert "No word of the texts matches 'damm'" in table.attrs["newslib"]["notes"][0]
