"""Neighbouring words: counted word by word, and their measures against formulas and NLTK."""

from collections import Counter

import numpy as np
import pandas as pd
import pytest
from conftest import corpora
from hypothesis import given, settings
from hypothesis import strategies as st

import newslib as nl

PARTS = st.sampled_from(["body", "title", "all"])
COUNTS = ["count", "left", "right", "articles", "of_count"]


def words_of(corpus, part):
    """The word tokens of the chosen articles, a row each."""
    tokens = corpus.tokens
    inside = tokens["part"].isin(["title", "body"] if part == "all" else [part])
    return tokens[inside & tokens["type"].map(lambda t: any(c.isalnum() for c in t))]


def chosen(corpus, way):
    if way == "half":
        return corpus.where(mask=np.arange(len(corpus)) % 2 == 0)
    known = (corpus.articles["outlet"] == way).any()
    return corpus.where(outlet=way) if known else corpus


@settings(max_examples=40)
@given(
    corpora(), st.sampled_from(["flood", "the flood", "no no", "dam*", ["the", "flood"]]),
    st.integers(1, 4), PARTS, st.sampled_from([None, "half", "Star"]),
)  # fmt: skip
def test_equal_to_what_is_counted_word_by_word(corpus, pattern, window, part, way):
    corpus = chosen(corpus, way)
    lines = nl.concordance(
        corpus, {"x": pattern} if isinstance(pattern, list) else pattern, part=part
    )
    words = words_of(corpus, part)
    left, right, having = Counter(), Counter(), {}
    for hit in lines.itertuples():
        own = words[(words["article"] == hit.article) & (words["sentence"] == hit.sentence)]
        before = own[own["end"] <= hit.start]["type"].tolist()[-window:]
        after = own[own["start"] >= hit.end]["type"].tolist()[:window]
        left.update(before)
        right.update(after)
        for word in {*before, *after}:
            having.setdefault(word, set()).add(hit.article)
    anywhere = Counter(words["type"])
    rows = [(w, left[w] + right[w], left[w], right[w], len(having[w]), anywhere[w])
            for w in having]  # fmt: skip
    table = nl.collocates(corpus, pattern, window=window, part=part, stopwords=None)
    assert [tuple(r) for r in table[COUNTS].reset_index().values.tolist()] == sorted(
        rows, key=lambda r: (-r[1], r[0])
    )
    about = table.attrs["newslib"]
    assert (about["near"], about["hits"]) == ((left + right).total(), len(lines))
    measured = table[["log_dice", "mi", "g2"]]
    assert np.isfinite(measured.to_numpy()).all()
    shown = nl.collocates(corpus, pattern, window=window, part=part, top=2)
    kept = table[~table.index.isin(nl.stopwords())].head(2)
    pd.testing.assert_frame_equal(shown, kept, check_dtype=len(kept) > 0)


@settings(max_examples=25)
@given(corpora(), st.sampled_from(["flood", "dam*", "the flood"]), st.integers(1, 3), PARTS)
def test_measures_are_those_of_nltk(nltk, corpus, pattern, window, part):
    from nltk.collocations import BigramAssocMeasures as Nltk

    table = nl.collocates(corpus, pattern, window=window, part=part, stopwords=None)
    about, total = table.attrs["newslib"], len(words_of(corpus, part))
    near, hits = about["near"], about["hits"]
    for row in table.to_dict("records"):
        n, anywhere = row["count"], row["of_count"]
        assert row["log_dice"] == pytest.approx(14 + np.log2(Nltk.dice(n, (hits, anywhere), total)))
        assert row["mi"] == pytest.approx(Nltk.pmi(n, (near, anywhere), total), abs=1e-9)
        if n <= anywhere and anywhere - n <= total - near:  # else windows overlap: no such table
            g2 = Nltk.likelihood_ratio(n, (near, anywhere), total)
            assert abs(row["g2"]) == pytest.approx(g2, abs=1e-6)
            assert row["g2"] * (n / near - anywhere / total) >= 0


def test_measures_by_hand():
    """Two dams among 20 words; eight words within two of them; "old" three times, twice there."""
    text = "An old dam held out. The old dam broke at last. An old mill stood by it. An owl sat."
    table = nl.collocates(nl.paste(text, title="A"), "dam", window=2, stopwords=None)
    about = table.attrs["newslib"]
    assert (about["hits"], about["near"]) == (2, 8)
    old = table.loc["old"]
    assert old[COUNTS].tolist() == [2, 2, 0, 1, 3]
    assert old["log_dice"] == pytest.approx(14 + np.log2(2 * 2 / (2 + 3)))
    assert old["mi"] == pytest.approx(np.log2(2 / (3 * 8 / 20)))
    cells = np.array([[2, 1], [6, 11]])
    expected = cells.sum(1, keepdims=True) * cells.sum(0) / 20
    assert old["g2"] == pytest.approx(2 * (cells * np.log(cells / expected)).sum())
    assert table.loc["held", "log_dice"] == pytest.approx(14 + np.log2(2 / 3))
    assert table.loc["an", "g2"] < 0 < table.loc["out", "g2"]  # one of three, eight of 20 expected


def test_overlapping_windows_leave_numbers_that_do_not_depend_on_what_is_shown():
    corpus = nl.paste("No no no no dam. " * 5 + "Sun sun sun rain.", title="A")
    whole = nl.collocates(corpus, "no", window=3, stopwords=None)
    assert whole.attrs["newslib"]["near"] > corpus.words - 20
    for options in ({"top": 1}, {"stopwords": ["no"]}):
        some = nl.collocates(corpus, "no", window=3, **{"stopwords": None} | options)
        pd.testing.assert_frame_equal(some, whole.loc[some.index])


@pytest.mark.parametrize(
    ("texts", "n"),
    [(["!!! ???"], 0), (["the and of the"], 3), (["dam"], 0), (["... the ..."], 0)],
)
def test_texts_of_little(texts, n):
    corpus = nl.load(pd.DataFrame({"text": texts}), progress=False)
    for part in ("body", "title", "all"):
        table = nl.collocates(corpus, "the", part=part, stopwords=None)
        assert len(table) == (0 if part == "title" else n)
        assert list(table) == [*COUNTS, "log_dice", "mi", "g2"]
        assert len(nl.plot_collocates(table).texts) > 0
    assert nl.collocates(corpus, "the").empty  # stop words are hidden, "dam" has no neighbour


def test_collocates_refuse_and_tell(town):
    with pytest.raises(ValueError, match="window="):
        nl.collocates(town, "flood", window=0)
    table = nl.collocates(town, "flod")
    assert len(table) == 0 and table.attrs["newslib"]["notes"] == [
        "No word of the texts matches 'flod'. Near it: flood, floods."
    ]
    assert (table.attrs["newslib"]["near"], table.attrs["newslib"]["hits"]) == (0, 0)
    nothing = town.where(mask=np.zeros(len(town), bool))
    assert nl.collocates(nothing, "flood").empty
