"""Keyness against scipy's G-test, and what counts as the reference."""

import sys

import numpy as np
import pandas as pd
import pytest
from conftest import corpora
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import chi2_contingency

import newslib as nl


def scipy_g2(a, b, of_a, of_b):
    """Signed G2 over all four cells, from scipy."""
    cells = [[a, b], [of_a - a, of_b - b]]
    if 0 in np.sum(cells, axis=1):  # every word is this word: no difference can be seen
        return 0.0
    g2 = chi2_contingency(cells, lambda_="log-likelihood", correction=False).statistic
    return g2 * np.sign(a * of_b - b * of_a)


def counts(corpus, part="body"):
    return nl.frequency(corpus, stopwords=None, part=part)["count"]


@settings(max_examples=80)
@given(corpora(), corpora(), st.integers(1, 4), st.sampled_from(["body", "title", "all"]))
def test_equal_to_scipy(target, reference, least, part):
    one, other = counts(target, part), counts(reference, part)
    if not one.sum() or not other.sum():
        with pytest.raises(ValueError, match="has no words"):
            nl.keyness(target, reference, part=part)
        return
    table = nl.keyness(target, reference, min_count=least, part=part)
    both = pd.DataFrame({"a": one, "b": other}).fillna(0).astype(int)
    both = both[both.sum(axis=1) >= least]
    assert sorted(table.index) == sorted(both.index)
    for word, row in table.iterrows():
        a, b = both.loc[word]
        assert (row["count_target"], row["count_reference"]) == (a, b)
        assert row["g2"] == pytest.approx(scipy_g2(a, b, one.sum(), other.sum()), abs=1e-8)
        assert row["rate_target"] == pytest.approx(a / one.sum() * 10_000)
        assert row["rate_reference"] == pytest.approx(b / other.sum() * 10_000)
        if a and b:
            wanted = np.log2((a / one.sum()) / (b / other.sum()))
            assert row["log_ratio"] == pytest.approx(wanted, abs=1e-12)
        else:
            assert row["log_ratio"] == (np.inf if a else -np.inf)
    assert not table.isna().any(axis=None)
    key = list(zip(-table["g2"], table.index, strict=True))
    assert key == sorted(key)


def test_dunnings_own_kind_of_example():
    """A value worked out by hand, so that scipy and newslib cannot be wrong together."""
    target = nl.paste("dam " * 10 + "sun " * 90, title="A")
    reference = nl.paste("dam " * 5 + "sun " * 95, title="B")
    table = nl.keyness(target, reference)
    by_hand = 2 * (10 * np.log(10 / 7.5) + 5 * np.log(5 / 7.5) + 90 * np.log(90 / 92.5)
                   + 95 * np.log(95 / 92.5))  # fmt: skip
    assert table.loc["dam", "g2"] == pytest.approx(by_hand)
    assert table.loc["sun", "g2"] == pytest.approx(-by_hand)  # the same four cells, turned
    assert table.loc["dam", "log_ratio"] == pytest.approx(1)
    assert table.index.tolist() == ["dam", "sun"]


def test_a_target_within_the_reference_is_compared_with_the_rest(town):
    star = town.where(outlet="Star")
    rest = town.where(mask=(town.articles["outlet"] != "Star").to_numpy())
    own, other = nl.keyness(star, town, min_count=1), nl.keyness(star, rest, min_count=1)
    pd.testing.assert_frame_equal(own, other)
    assert own.attrs["newslib"]["arguments"]["reference"] == "rest"
    assert other.attrs["newslib"]["arguments"]["reference"] == "given"
    for table in (own, other):
        arguments = table.attrs["newslib"]["arguments"]
        assert arguments["reference_articles"] == 5
        assert arguments["reference_words"] == rest.words


def test_articles_on_both_sides_are_left_out_of_the_reference(town):
    star, march = town.where(outlet="Star"), town.where(since="2026-03-03", until="2026-03-31")
    table = nl.keyness(star, march, min_count=1)
    rest = march.where(mask=(march.articles["outlet"] != "Star").to_numpy())
    pd.testing.assert_frame_equal(table, nl.keyness(star, rest, min_count=1))
    assert table.attrs["newslib"]["arguments"]["reference"] == "rest"


def test_new_columns_do_not_hide_that_articles_are_the_same(town):
    marked = town.assign(mark=["x"] * 4 + ["y"] * 5).where(mark="x")
    table = nl.keyness(marked, town, min_count=1)
    assert table.attrs["newslib"]["arguments"]["reference"] == "rest"
    assert table.attrs["newslib"]["arguments"]["reference_articles"] == 5


def test_each_group_against_the_rest(town):
    table = nl.keyness(town, by="outlet", min_count=1)
    assert list(table)[0] == "outlet" and table["outlet"].unique().tolist() == [
        "(no outlet)", "Echo", "Star",
    ]  # fmt: skip
    for name in ("Echo", "Star"):
        own = table[table["outlet"] == name].drop(columns="outlet")
        pd.testing.assert_frame_equal(own, nl.keyness(town.where(outlet=name), town, min_count=1))
    total = table.groupby("word")["count_target"].sum()
    assert total.to_dict() == counts(town).to_dict()


def test_a_group_without_words_is_left_out_and_named(town):
    ids = nl.keyness(town, by="id", min_count=1)
    assert ids["id"].nunique() == 8
    (note,) = ids.attrs["newslib"]["notes"]
    assert note.endswith("has no words in its texts and is left out.")


def test_without_headlines_there_is_nothing_to_compare():
    for texts in (["The dam held. It rained.", "The sun."], ["...", "!"]):  # with words, without
        corpus = nl.load(pd.DataFrame({"text": texts}), progress=False)
        parts = {"part": "title", "reference_part": "body", "min_count": 1}
        table = nl.keyness(corpus, corpus, **parts)
        assert len(table) == 0
        assert list(table) == list(nl.keyness(corpus, by="outlet", min_count=1).iloc[:, 1:])
        (note,) = table.attrs["newslib"]["notes"]
        assert note.startswith("Nothing to compare: the")
        assert note in nl.plot_keyness(table).newslib["caption"]


def test_errors_say_what_to_do(town):
    with pytest.raises(ValueError, match='by="outlet"'):
        nl.keyness(town)
    with pytest.raises(ValueError, match="not both"):
        nl.keyness(town, town, by="outlet")
    with pytest.raises(ValueError, match="reference has no words in its texts"):
        nl.keyness(town, town)
    nothing = town.where(mask=np.zeros(len(town), bool))
    with pytest.raises(ValueError, match="target has no words"):
        nl.keyness(nothing, town)
    with pytest.raises(ValueError, match="part="):
        nl.keyness(town, by="outlet", part="headline")
    with pytest.raises(ValueError, match="no 'paper'"):
        nl.keyness(town, by="paper")


def test_too_many_groups_are_refused_before_memory_ends(town, monkeypatch):
    monkeypatch.setattr(sys.modules["newslib.keyness"], "MOST_CELLS", 500)
    with pytest.raises(ValueError, match="9 groups are too many"):
        nl.keyness(town, by="id")


def test_a_single_group_has_nothing_to_be_compared_with(town):
    nothing = town.where(mask=np.zeros(len(town), bool))
    for corpus, groups in ((town.where(outlet="Star"), 1), (nothing, 0)):
        table = nl.keyness(corpus, by="outlet")
        assert len(table) == 0
        assert list(table.columns) == list(nl.keyness(town, by="outlet").columns)
        assert f"have {groups} outlet" in table.attrs["newslib"]["notes"][0]
