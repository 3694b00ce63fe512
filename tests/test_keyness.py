"""Keyness against scipy's G-test, and what counts as the reference."""

import sys

import numpy as np
import pandas as pd
import pytest
from conftest import corpora
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.stats import chi2, chi2_contingency

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


@settings(max_examples=50)
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


# ---- intervals, q, log-odds


def key_corpus(seed=3, n=60, clumped=False):
    """Articles of two papers; "hen" is said twice as often in the first, in clumps or not."""
    random, rows = np.random.default_rng(seed), []
    for i in range(2 * n):
        length, paper = int(random.integers(20, 60)), "AB"[i >= n]
        rate = (0.08 if paper == "A" else 0.04) * (random.gamma(0.3, 1 / 0.3) if clumped else 1)
        words = np.where(random.random(length) < rate, "hen", "sun")
        rows.append((" ".join([*words, "rain", "wind"]), paper))
    return nl.load(pd.DataFrame(rows, columns=["text", "outlet"]), clean=False, progress=False)


@settings(max_examples=30)
@given(corpora(), st.sampled_from(["body", "all"]))
def test_nothing_is_unknown_and_sides_turn_round(corpus, part):
    even = np.arange(len(corpus)) % 2 == 0
    own, other = corpus.where(mask=even), corpus.where(mask=~even)
    if not counts(own, part).sum() or not counts(other, part).sum():
        return
    one = nl.keyness(own, other, min_count=1, part=part)
    two = nl.keyness(other, own, min_count=1, part=part).loc[one.index]
    assert not one.isna().any(axis=None)
    for name in ("g2", "log_ratio", "log_odds", "z", "log_ratio_once"):
        assert one[name].to_numpy() == pytest.approx(-two[name].to_numpy(), abs=1e-9)
    assert one["low"].to_numpy() == pytest.approx(-two["high"].to_numpy(), abs=1e-9)
    assert one["q"].to_numpy() == pytest.approx(two["q"].to_numpy(), abs=1e-12)
    assert (one["low"] <= one["log_ratio"]).all() and (one["log_ratio"] <= one["high"]).all()
    for side, name in ((own, "articles_target"), (other, "articles_reference")):
        having = nl.frequency(side, stopwords=None, part=part)["articles"]
        assert one[name].to_dict() == having.reindex(one.index, fill_value=0).to_dict()


def test_q_is_that_of_benjamini_and_hochberg(town):
    table = nl.keyness(town, by="outlet", min_count=1)
    for _, own in table.groupby("outlet"):
        p = chi2.sf(own["g2"].abs(), 1)
        ranked = np.sort(p) * len(p) / np.arange(1, len(p) + 1)  # the procedure, step by step
        wanted = np.minimum.accumulate(ranked[::-1])[::-1][np.argsort(np.argsort(p, kind="stable"))]
        assert own["q"].to_numpy() == pytest.approx(np.minimum(wanted, 1), abs=1e-9)


def test_log_odds_by_the_formulas_of_monroe_and_others():
    """Twelve words a side; the prior of 6 words has 6 * 5 / 24 of "hen" (5 in both together)."""
    one, two = (
        nl.paste("hen " * 4 + "sun " * 8, title="A"),
        nl.paste("hen " + "sun " * 11, title="B"),
    )
    row = nl.keyness(one, two, prior=6, min_count=1).loc["hen"]
    prior = 6 * 5 / 24
    odds = np.log((4 + prior) / (12 + 6 - 4 - prior)) - np.log((1 + prior) / (12 + 6 - 1 - prior))
    assert row["log_odds"] == pytest.approx(odds)
    assert row["z"] == pytest.approx(odds / np.sqrt(1 / (4 + prior) + 1 / (1 + prior)))


def test_z_is_that_of_a_published_implementation():
    """The example in the README of the package logodds 0.1.0, after J. Hessel's code for the paper.

    Its prior there are the counts of both sides together; it was run once for these values.
    """
    sides = ({"cat": 30, "purr": 12, "dog": 5, "the": 200},
             {"cat": 4, "dog": 28, "leash": 9, "the": 210})  # fmt: skip
    one, two = (nl.paste(" ".join(" ".join([word] * n) for word, n in own.items()), title="A")
                for own in sides)  # fmt: skip
    z = nl.keyness(one, two, min_count=1, prior=sum(map(sum, map(dict.values, sides))))["z"]
    published = {"cat": 2.755968, "purr": 2.022597, "dog": -2.421970, "leash": -1.714554,
                 "the": -1.082317}  # fmt: skip
    assert z.to_dict() == pytest.approx(published, abs=1e-6)


@pytest.mark.parametrize("clumped", [False, True])
def test_the_interval_agrees_with_articles_drawn_anew(clumped):
    corpus = key_corpus(clumped=clumped)
    one, two = corpus.where(outlet="A"), corpus.where(outlet="B")
    closed = nl.keyness(one, two).loc["hen"]
    drawn = nl.keyness(one, two, bootstrap=1500, seed=1).loc["hen"]
    assert drawn["log_ratio"] == closed["log_ratio"]
    assert (closed["high"] - closed["low"]) / (drawn["high"] - drawn["low"]) == pytest.approx(
        1, abs=0.25
    )
    again = nl.keyness(one, two, bootstrap=1500, seed=1).loc["hen"]
    assert again.equals(drawn)


def test_hits_in_few_articles_are_less_sure():
    widths = []
    for clumped in (False, True):
        corpus = key_corpus(clumped=clumped)
        row = nl.keyness(corpus.where(outlet="A"), corpus).loc["hen"]
        widths.append(row["high"] - row["low"])
    assert widths[1] > 1.3 * widths[0]


def test_the_interval_holds_the_true_ratio():
    """The true log ratio is 1; 250 corpora, whose articles differ far more than by chance."""
    inside = []
    for seed in range(250):
        random = np.random.default_rng(seed)
        sides = []
        for rate in (0.04, 0.02):
            words = random.integers(50, 400, 50)
            hits = random.poisson(rate * words * random.gamma(0.5, 2, 50))
            moments = np.array([[v.sum()] for v in (hits, hits > 0, hits**2, hits * words)])
            sides.append((moments, np.array([words.sum(), 50, (words**2).sum()])))
        (one, of_a), (two, of_b) = sides
        module = sys.modules["newslib.keyness"]
        spreads = module._spread(one, of_a), module._spread(two, of_b)
        low, high = module._interval(one, two, float(of_a[0]), float(of_b[0]), *spreads)
        inside.append(low[0] <= 1 <= high[0])
    assert 0.91 <= np.mean(inside) <= 0.98


def test_headlines_against_the_texts_below_them(town):
    table = nl.keyness(town, town, part="title", reference_part="body", min_count=1)
    for column, part in (("count_target", "title"), ("count_reference", "body")):
        assert (
            table[column].to_dict()
            == counts(town, part).reindex(table.index, fill_value=0).to_dict()
        )
    word = table[table["count_target"] > 0].index[0]
    assert len(nl.evidence(town, table, word)) == table.loc[word, "count_target"]
    assert table.attrs["newslib"]["arguments"]["reference"] == "given"
    with pytest.raises(ValueError, match="not both"):
        nl.keyness(town, by="outlet", reference_part="body")


def test_two_stores_give_what_one_gives(town):
    """Corpora read apart have other numbers for their words; the table is the same."""
    star, echo = (nl.load(town.where(outlet=name).articles, clean=False, progress=False)
                  for name in ("Star", "Echo"))  # fmt: skip
    apart = nl.keyness(star, echo, min_count=1, bootstrap=50)
    one = nl.keyness(
        town.where(outlet="Star"), town.where(outlet="Echo"), min_count=1, bootstrap=50
    )
    pd.testing.assert_frame_equal(apart, one)


# ---- copies counted once

DISPATCH = """The dam above the old mill at Stibley burst on Monday night after a week of rain, and
the lower town was under two feet of water by morning, the agency reported."""


def with_copies():
    rows = [
        (DISPATCH, "A", "2026-03-02"), (DISPATCH, "A", "2026-03-03"), (DISPATCH, "B", "2026-03-03"),
        ("A hen crossed the road in the sun and nobody in the village saw it do so.", "A",
         "2026-03-04"),
        ("The dam is dry, says the mayor, and so is the well by the church on the hill.", "B",
         "2026-03-05"),
    ]  # fmt: skip
    return nl.load(pd.DataFrame(rows, columns=["text", "outlet", "date"]), progress=False)


def test_copies_are_counted_once_on_each_side():
    corpus = with_copies()
    table = nl.keyness(corpus, by="outlet", min_count=1)
    sides = {name: corpus.where(outlet=name).where(copies="one") for name in "AB"}
    for name, other in ("AB", "BA"):
        own = table[table["outlet"] == name]
        wanted = nl.keyness(sides[name], sides[other], min_count=1).loc[own.index, "log_ratio"]
        assert own["log_ratio_once"].to_numpy() == pytest.approx(wanted.to_numpy())
        alone = nl.keyness(corpus.where(outlet=name), corpus, min_count=1)
        pd.testing.assert_frame_equal(own.drop(columns="outlet"), alone)
    assert (table["log_ratio_once"] != table["log_ratio"]).any()


@settings(max_examples=25)
@given(st.lists(st.tuples(st.integers(0, 3), st.sampled_from("ABC")), min_size=2, max_size=12))
def test_each_group_and_the_rest_count_copies_once(drawn):
    texts = [DISPATCH, DISPATCH.replace("Monday", "Friday").replace("old", "new"),
             "A hen crossed the road in the sun and nobody in the village saw it do so.",
             "The dam is dry, says the mayor, and so is the well by the church, too."]  # fmt: skip
    rows = [(texts[i], outlet) for i, outlet in drawn]
    corpus = nl.load(pd.DataFrame(rows, columns=["text", "outlet"]), clean=False, progress=False)
    table = nl.keyness(corpus, by="outlet", min_count=1)
    for name in table["outlet"].unique():
        own = table[table["outlet"] == name].drop(columns="outlet")
        alone = nl.keyness(corpus.where(outlet=name), corpus, min_count=1)
        pd.testing.assert_frame_equal(own, alone)


def test_a_rate_with_copies_counted_once_stands_beside_each_rate():
    corpus = with_copies()
    for by in (None, "outlet"):
        table = nl.frequency(corpus, by=by, stopwords=None)
        parts = [corpus.where(outlet=name) for name in "AB"] if by else [corpus]
        rates = pd.concat([nl.frequency(p.where(copies="one"), stopwords=None) for p in parts])
        wanted = rates["rate"].to_numpy()
        key = [*([table["outlet"]] if by else []), table.index]
        assert dict(zip(zip(*key, strict=True), table["rate_once"], strict=True)) == pytest.approx(
            dict(zip(zip(*([np.repeat(list("AB"), [len(nl.frequency(p, stopwords=None))
                                                   for p in parts])] if by else []), rates.index,
                         strict=True), wanted, strict=True))
        )  # fmt: skip
    words = nl.frequency(corpus, words=["dam", "hen", "mill"])
    assert words["rate_once"]["dam"] < words["rate"]["dam"]
    (note,) = words.attrs["newslib"]["notes"]
    assert "With copies counted once" in note and "'hen' (3 to 2)" in note
    weekly = nl.timeline(corpus, "dam", every="D")
    assert weekly["count"].sum() == 4 and weekly["rate"].notna().sum() == 4
    assert weekly["rate_once"].notna().sum() == 3  # of 3 March there is no original


@settings(max_examples=30)
@given(st.lists(st.tuples(st.text("ab ", min_size=1), st.sampled_from("ABC")), min_size=3))
def test_articles_on_neither_side_change_nothing(rows):
    """Two outlets of three, and the same two alone, which are the whole of their corpus."""
    table = pd.DataFrame(rows, columns=["text", "outlet"])
    table["text"] += " c"
    two = table[table["outlet"] != "C"]
    assume(two["outlet"].nunique() == 2)
    among, alone = (
        nl.keyness(corpus.where(outlet="A"), corpus.where(outlet="B"), min_count=1)
        for corpus in (nl.load(t, clean=False, progress=False) for t in (table, two))
    )
    pd.testing.assert_frame_equal(among, alone)


def test_without_copies_nothing_is_said(town):
    frequency = nl.frequency(town)
    assert frequency["rate_once"].equals(frequency["rate"].rename("rate_once"))
    assert frequency.attrs["newslib"]["notes"] == []
