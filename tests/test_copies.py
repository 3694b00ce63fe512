"""Copies against brute force, the sample's planted copies, and laws that hold for any texts."""

import re
from itertools import combinations
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from conftest import lines_of
from hypothesis import given, settings
from hypothesis import strategies as st

import newslib as nl
from newslib.cleaning import wire_of
from newslib.evidence import counted

WORDS = [f"{a}{b}" for a in "bcdfglmnprst" for b in ("ane", "ilo", "ure", "ost")]


def story(seed: int, n: int = 60) -> str:
    """A text of its own: words drawn by a seed, so that two stories share no run of four."""
    rng = np.random.default_rng(seed)
    return " ".join(f"{w}{rng.integers(99)}" for w in rng.choice(WORDS, n))


def corpus_of(texts, **columns):
    table = pd.DataFrame({"text": list(texts)} | columns)
    return nl.load(table, clean=False, progress=False)


def families(corpus) -> set[frozenset]:
    """The clusters of several articles, by their ids."""
    table = nl.copies(corpus)
    ids = corpus.articles["id"].to_numpy()
    groups = (frozenset(ids[group]) for group in table.groupby("cluster").groups.values())
    return {group for group in groups if len(group) > 1}


def containment(one: str, two: str) -> float:
    """The share of the shorter text's runs of four words that the longer has."""
    runs = [{tuple(words[i : i + 4]) for i in range(len(words) - 3)}
            for words in (re.findall(r"\w+", text.lower()) for text in (one, two))]  # fmt: skip
    return len(runs[0] & runs[1]) / min(map(len, runs))


def test_similarity_is_the_share_of_runs_counted_by_hand():
    whole = story(1, 100)
    words = whole.split()
    versions = [
        " ".join(words[:40]),
        " ".join(words[:30] + story(2, 20).split()),
        " ".join(w if i % 9 else "edited" for i, w in enumerate(words[:70])),
    ]
    corpus = corpus_of([whole, *versions, story(3)], date=["2026-01-01"] + ["2026-01-02"] * 4)
    table = nl.copies(corpus)
    assert table["cluster"].tolist() == [0, 0, 0, 0, 1]
    assert table["is_original"].tolist() == [True, False, False, False, True]
    expected = [1, *(containment(whole, version) for version in versions), np.nan]
    np.testing.assert_allclose(table["similarity"], expected)


def test_a_shared_paragraph_and_the_same_closing_lines_make_no_copy():
    background, closing = story(0, 20), story(1, 40)
    follow_ups = [f"{story(i, 90)} {background}" for i in range(10, 13)]
    releases = [f"{story(i, 50)} {closing}" for i in range(20, 30)]
    corpus = corpus_of([f"{story(2, 80)} {background}", *follow_ups, *releases])
    assert nl.copies(corpus)["cluster"].tolist() == list(range(14))


def test_no_chain_leads_from_one_story_to_another():
    """Each text has half of the last and half of the next: single linkage makes one group."""
    halves = [story(i, 60) for i in range(12)]
    corpus = corpus_of([f"{a} {b}" for a, b in zip(halves, halves[1:], strict=False)])
    assert nl.copies(corpus)["cluster"].value_counts().max() <= 3


def test_versions_that_share_nothing_meet_in_the_original_of_forty():
    words = story(5, 300).split()
    cuts = [" ".join(words[4 * i : 4 * i + 140]) for i in range(39)]
    corpus = corpus_of([" ".join(words), *cuts, *(story(i) for i in range(100, 120))])
    assert nl.copies(corpus)["cluster"].tolist() == [0] * 40 + list(range(1, 21))


def test_many_texts_of_one_template_stay_together_and_alone():
    """More than the pairs of a run are bounded to; the frame is most of each text."""
    frame = story(7, 60)
    letters = [f"{frame} {story(1000 + i, 10)}" for i in range(150)]
    corpus = corpus_of([*letters, *(story(i) for i in range(100, 130))])
    assert nl.copies(corpus)["cluster"].tolist() == [0] * 150 + list(range(1, 31))


def test_short_texts_are_copies_only_of_the_same_words():
    texts = ["The dam held.", "the dam HELD", "The dam held firm.", "... !!!", "... !!!", story(1)]
    texts += [f"The dam held firm. {story(2)}", "The dam held firm. " * 3]
    assert nl.copies(corpus_of(texts))["cluster"].tolist() == [0, 0, 1, 2, 3, 4, 5, 6]


def test_a_corpus_without_words_has_no_copies():
    table = nl.copies(corpus_of(["!!!", "???"]))
    assert table["cluster"].tolist() == [0, 1] and table["similarity"].isna().all()


# ---- the sample


@pytest.fixture(scope="module")
def sample():
    return nl.open_data("sample")


def test_the_planted_copies_of_the_sample_are_found_and_no_others(sample):
    truth: dict[str, set] = {}
    for entry in lines_of(Path(__file__).parents[1] / "data" / "codebook.jsonl"):
        if entry["copy_of"]:
            truth.setdefault(entry["copy_of"], {entry["copy_of"]}).add(entry["file"])
    table = nl.copies(sample)
    files = sample.articles["source"].to_numpy()
    found = table.groupby("cluster")["article"].apply(lambda own: frozenset(files[own]))
    assert {group for group in found if len(group) > 1} == {*map(frozenset, truth.values())}
    originals = files[table["is_original"] & table["similarity"].notna()]
    assert {*originals} == {*truth}, "the agency's own version is the original"


def test_copies_can_be_left_out_and_the_caption_says_so(sample):
    n = len(sample)
    once, originals = sample.where(copies="one"), sample.where(copies="original")
    assert (len(once), len(originals), len(sample.where(copies="all"))) == (n - 11, n - 11, n)
    star = {"outlet": "The Quayside Star"}
    assert len(sample.where(**star, copies="one")) == len(sample.where(**star))
    assert len(sample.where(**star, copies="original")) == len(sample.where(**star)) - 3
    for corpus, policy, words in (
        (sample, "all", "copies counted as printed"), (once, "one", "copies counted once"),
        (originals.where(copies="one"), "original", "originals only"),
    ):  # fmt: skip
        table = nl.frequency(corpus, words=["whale"])
        assert table.attrs["newslib"]["copies"] == policy
        assert "copies" not in table.attrs["newslib"]["selection"]
        assert words in nl.plot_frequency(table).newslib["caption"]
    whale = [nl.frequency(c, words=["whale"])["articles"].iloc[0] for c in (sample, once)]
    assert whale[0] - whale[1] == 3


def test_of_those_that_mention_a_word_one_is_left(sample):
    whale = sample.where(mentions="whale")
    once = sample.where(mentions="whale", copies="one")
    assert set(once.articles.index) == set(whale.where(copies="one").articles.index)
    assert len(whale) - len(once) == 3
    weekly = nl.timeline(once, "whale", every="M")
    assert once._collection.sum() == len(sample) - 11
    dated = sample._store.articles["date"][once._collection].notna().sum()
    assert weekly["of_articles"].sum() == dated


def test_another_policy_is_refused(sample):
    with pytest.raises(ValueError, match="copies= takes 'all', 'one', 'original'; got 'first'"):
        sample.where(copies="first")


def test_a_selection_keeps_its_numbers(sample):
    whole = nl.copies(sample).set_index("article")
    part = nl.copies(sample.where(outlet="Marrow Valley Herald")).set_index("article")
    pd.testing.assert_frame_equal(part, whole.loc[part.index], check_names=False)


def test_rows_of_copies_open(sample):
    table = nl.copies(sample)
    group = table[table["cluster"] == 25]
    opened = nl.evidence(sample, table, group)
    assert opened["article"].tolist() == group["article"].tolist()
    assert len(opened) == counted(table)[group.index].sum() == 4


def test_the_card_counts_copies(sample):
    from newslib.card import needs_eye

    assert ("11 copies in 4 groups:", 'corpus.where(copies="one")') in needs_eye(sample)
    assert "copies" not in str(needs_eye(sample.where(copies="one")))


# ---- laws


@given(st.lists(st.integers(0, 6), min_size=2, max_size=9), st.randoms(use_true_random=False))
@settings(max_examples=25)
def test_the_order_of_articles_changes_nothing_and_twins_stay_together(seeds, random):
    pieces = [[story(seed % 4, 40), story(9 + seed, 30)][: 1 + seed % 2] for seed in seeds]
    texts = ["\n".join(piece) for piece in pieces]
    ids = [f"a{i}" for i in range(len(texts))]
    order = random.sample(range(len(texts)), len(texts))
    one = corpus_of(texts, id=ids)
    other = corpus_of([texts[i] for i in order], id=[ids[i] for i in order])
    assert families(one) == families(other)
    cluster = nl.copies(one)["cluster"]
    for a, b in combinations(range(len(texts)), 2):
        assert texts[a] != texts[b] or cluster[a] == cluster[b]
    once = one.where(copies="one")
    left = nl.copies(once)["cluster"]
    assert left.is_unique and set(left) == set(cluster)
    assert len(once) + cluster.duplicated().sum() == len(one)


# ---- agencies


@pytest.mark.parametrize(
    ("text", "lines", "author", "agency"),
    [
        ("LONDON (Reuters) - Oil fell.", [], None, "Reuters"),
        ("KYIV, Dec 24 (Reuters) - Farmers left.", [], None, "Reuters"),
        ("St. Paul, Minn. (AP) — Snow fell.", [], None, "AP"),
        ("PORT CADDOW (SPA) - The pumps failed.", [], None, "SPA"),
        ("The World Bank (IBRD) - a lender - met.", [], None, None),
        ("Snow fell.", ["By Ann Lee, Associated Press"], None, "AP"),
        ("Snow fell.", ["Agence France-Presse"], None, None),
        ("Snow fell.", ["Source: Agence France-Presse"], None, "AFP"),
        ("Snow fell.\n\n— AAP", [], None, "AAP"),
        ("Snow fell.\n(dpa)", [], None, "dpa"),
        ("Snow fell.", [], "Ann Lee, PA Media", "PA"),
        ("Snow fell.", [], "Reuters Staff", "Reuters"),
        ("Snow fell.", ["Copyright 2026 The Associated Press. All rights reserved."], None, "AP"),
        ("Snow fell.", ["Source: Strait Press Agency"], None, "Strait Press Agency"),
        ("The Associated Press reported that snow fell.", ["By Ann Lee"], "Ann Lee", None),
        ("", [], None, None),
    ],
)
def test_wire_credits(text, lines, author, agency):
    assert wire_of(text, lines, author) == agency


def test_a_column_of_the_users_called_wire_survives():
    table = pd.DataFrame({"text": ["LONDON (AP) — Snow fell."], "wire": ["red"], "agency": ["x"]})
    articles = nl.load(table, progress=False).articles
    assert articles[["wire", "wire_given", "agency"]].values.tolist() == [["AP", "red", "x"]]
    assert nl.load(table, progress=False).assign(wire="PA").articles["wire"].tolist() == ["PA"]
