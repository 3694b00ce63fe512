"""How evenly words lie: published examples, sums by hand, and laws."""

import numpy as np
import pandas as pd
import pytest
from conftest import corpora
from hypothesis import given, settings

import newslib as nl


def corpus_of(*texts, **columns):
    return nl.load(pd.DataFrame({"text": texts, **columns}), progress=False)


# The corpus of five parts, and the word "a", by which Gries (2008) explains the measures.
GRIES = [
    "b a m n i b e u p", "b a s a t b e w q n", "b c a g a b e s t a", "b a g h a b e a a t",
    "b a h a a b e a x a t",
]  # fmt: skip


def test_the_worked_example_of_gries():
    """DP of "a" is 0.18 there, and 1 - min share is 1 - 9/50."""
    row = nl.dispersion(corpus_of(*GRIES), "a").loc["a"]
    assert row["count"] == 15 and row["articles"] == 5
    assert row["dp"] * (1 - 9 / 50) == pytest.approx(0.18, abs=1e-12)
    assert row["d"] == pytest.approx(0.785, abs=5e-4)  # with rates, as the parts differ in length


def by_definition(counts, sizes):
    """Both formulas as they are printed, part by part."""
    f, words = sum(counts), sum(sizes)
    dp = sum(abs(v / f - s / words) for v, s in zip(counts, sizes, strict=True)) / 2
    rates = [v / s for v, s in zip(counts, sizes, strict=True)]
    d = 1 - np.std(rates) / np.mean(rates) / np.sqrt(len(sizes) - 1)
    return dp / (1 - min(sizes) / words), d


@settings(max_examples=60)
@given(corpora())
def test_equal_to_the_formulas_part_by_part(corpus):
    table = nl.dispersion(corpus, stopwords=None, every="Y")
    per = {a: nl.frequency(corpus.where(mask=np.arange(len(corpus)) == i), stopwords=None)["count"]
           for i, a in enumerate(corpus.articles.index)}  # fmt: skip
    per = {a: counts for a, counts in per.items() if counts.sum()}
    sizes = [counts.sum() for counts in per.values()]
    for word, row in table.iterrows():
        counts = [int(own.get(word, 0)) for own in per.values()]
        if len(per) < 2:
            assert np.isnan(row["dp"]) and np.isnan(row["d"])
            continue
        dp, d = by_definition(counts, sizes)
        assert row["dp"] == pytest.approx(min(dp, 1), abs=1e-9)
        assert row["d"] == pytest.approx(max(d, 0), abs=1e-6)
        chance = sum(1 - (1 - s / sum(sizes)) ** sum(counts) for s in sizes)
        assert row["by_chance"] == pytest.approx(chance)
    if table.empty:
        return
    concepts = nl.dispersion(corpus, {w: [w] for w in table.index[:3]}, every="Y")
    pd.testing.assert_frame_equal(concepts, table.loc[concepts.index])


def test_a_word_of_one_long_article_is_told_from_a_word_of_all():
    texts = ["hen " * 12 + "sun rain " * 20] + ["hill sun rain wind mist"] * 12
    table = nl.dispersion(corpus_of(*texts), ["hen", "hill"])
    assert table["count"].tolist() == [12, 12]
    assert table["dp"]["hen"] > 0.5 > table["dp"]["hill"] and table["d"]["hen"] < 0.01
    assert table["articles"]["hen"] == 1 and table["by_chance"]["hen"] > 5


def test_over_periods_only_dated_articles_count():
    dates = ["2026-01-05", "2026-01-20", "2026-03-02", None]
    texts = ["hen sun", "hen rain", "fox wind", "hen hen hen hen"]
    table = nl.dispersion(corpus_of(*texts, date=dates), every="M")
    dp, _ = by_definition([2, 0], [4, 2])  # February has no words and is no part
    assert table["dp_period"]["hen"] == pytest.approx(dp)
    assert table["d_period"]["hen"] == pytest.approx(0)
    undated = nl.dispersion(corpus_of(*texts), every="M")
    assert undated["dp_period"].isna().all() and undated["dp"].notna().all()


def test_a_selection_is_spread_over_its_own_articles(town):
    star = town.where(outlet="Star")
    alone = nl.dispersion(corpus_of(*star.articles["text"]), stopwords=None)
    pd.testing.assert_frame_equal(
        nl.dispersion(star, stopwords=None)[["dp", "d", "by_chance"]],
        alone[["dp", "d", "by_chance"]],
    )


def test_rows_open_and_nothing_is_lost(town):
    table = nl.dispersion(town, ["flood*", "zebra"], part="all")
    assert len(nl.evidence(town, table, "flood*")) == table["count"]["flood*"] > 0
    assert table.loc["zebra"].isna().sum() == 4 and "zebra" in table.attrs["newslib"]["notes"][0]
    assert table.attrs["newslib"]["measure"] == "dispersion"
    nothing = nl.dispersion(town.where(mask=np.zeros(len(town), bool)))
    assert list(nothing) == list(table) and nothing.empty
