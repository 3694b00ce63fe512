"""The tables behind the answers, against collections.Counter; blocks of any size count alike."""

import re
from collections import Counter

import numpy as np
import pandas as pd
import pytest
from conftest import corpora
from hypothesis import given, settings
from hypothesis import strategies as st
from test_frequency import counters

import newslib as nl
from newslib import index, patterns
from newslib.asking import find, per_article

PARTS = st.sampled_from(["body", "title", "all"])
BYS = st.sampled_from([None, "outlet", "ward", "date"])


@settings(max_examples=60)
@given(corpora(), st.integers(1, 3), PARTS)
def test_rows_are_those_of_a_counter_per_article(nltk, corpus, n, part):
    t = corpus._store.tokens
    rows = index.ngrams(t, n, part)
    grams = [" ".join(t.types[k] for k in gram) for gram in rows.grams.T]
    dense = rows.count.toarray()
    got = {a: Counter({g: int(c) for g, c in zip(grams, own, strict=True) if c})
           for a, own in enumerate(dense.T)}  # fmt: skip
    assert got == counters(nltk, corpus, part, n)
    assert rows.total.tolist() == dense.sum(1).tolist() == sorted(dense.sum(1), reverse=True)
    assert len(set(grams)) == len(grams) and (rows.count.data > 0).all()


@settings(max_examples=60)
@given(corpora(), st.integers(1, 2), BYS, st.sampled_from([None, 1, 2, 5]), st.booleans(),
       st.sampled_from([1, 3, 50]), st.sampled_from([0, 10**6]))  # fmt: skip
def test_blocks_of_any_size_give_the_same_table(corpus, n, by, top, half, size, thin):
    chosen = corpus.where(mask=np.arange(len(corpus)) % 2 == 0) if half else corpus
    whole = nl.frequency(chosen, ngram=n, by=by, stopwords=["the"])
    wanted = whole.groupby(by, sort=False).head(top) if by and top else whole.head(top)
    with pytest.MonkeyPatch.context() as patch:
        for name, value in (("ENTRIES", size), ("CELLS", size), ("THIN", thin)):
            patch.setattr(index, name, value)
        got = nl.frequency(chosen, ngram=n, by=by, top=top, stopwords=["the"])
        near = nl.collocates(chosen, "flood", top=top)
    pd.testing.assert_frame_equal(got, wanted, check_dtype=len(wanted) > 0)
    pd.testing.assert_frame_equal(near, nl.collocates(chosen, "flood", top=top))


@pytest.mark.parametrize("n_groups", [1, 2, 3, 7])
@pytest.mark.parametrize("thin", [0, 10**6])
def test_sums_by_group_are_those_of_a_loop(monkeypatch, n_groups, thin):
    random = np.random.default_rng(0)
    dense = random.integers(0, 3, (40, 30)) * (random.random((40, 30)) < 0.3)
    dense[0, 0] = 1
    count = index.sparse(dense[dense > 0].astype(np.int32), np.nonzero(dense)[1].astype(np.int32),
                         np.append(0, np.cumsum((dense > 0).sum(1))), 30)  # fmt: skip
    codes = random.integers(-1, n_groups, 30)
    wanted = [[sum(row[codes == group]) for group in range(n_groups)] for row in dense]
    monkeypatch.setattr(index, "ENTRIES", 17)
    monkeypatch.setattr(index, "THIN", thin)
    blocks = list(index.summed(count, codes, n_groups))
    assert len(blocks) > 1 and np.concatenate([sums for _, sums in blocks]).tolist() == wanted
    order = np.argsort(-dense.sum(1), kind="stable")
    rows = index.Rows(np.arange(40)[None, order], dense.sum(1)[order], count[order])
    hidden = np.arange(40) % 5 == 0
    row, group, total = index.cells(rows, codes, n_groups, hidden, 4)
    assert (rows.count.toarray() == dense[order]).all()  # an answer changes no table
    for g in range(n_groups):
        own = sorted((w[g] for k, w in enumerate(wanted) if not hidden[k] and w[g]), reverse=True)
        assert sorted(total[group == g].tolist(), reverse=True)[:4] == own[:4]
    assert [wanted[k][g] for k, g in zip(order[row], group, strict=True)] == total.tolist()
    articles = index.at_cells(rows.count, row, group, codes, n_groups, articles=True)
    assert articles.tolist() == [(dense[k][codes == g] > 0).sum()
                                 for k, g in zip(order[row], group, strict=True)]  # fmt: skip


def test_words_before_are_counted(releases):
    t = nl.load(releases[:9], progress=False)._store.tokens
    at = np.arange(len(t) + 1)
    assert len(t) > 1000
    np.testing.assert_array_equal(index.words_before(t, at), np.append(0, np.cumsum(t.is_word)))


ASKED = ["the", "flood", "flood*", "f*", "dam", "no no", "...", "*", "zebra", re.compile("o+")]


@settings(max_examples=100)
@given(corpora(), st.lists(st.sampled_from(ASKED), min_size=1, max_size=3), PARTS,
       st.sampled_from([0, 10**6]))  # fmt: skip
def test_hits_come_in_the_order_of_the_text_and_are_counted_by_article(corpus, asked, part, many):
    t, chosen = corpus._store.tokens, corpus.where(mask=np.arange(len(corpus)) % 2 == 0)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(patterns, "MANY", many)
        hits = find(chosen, asked, part).spanned(t)
    places = list(zip(t.article[hits.first].tolist(), t.part[hits.first].tolist(),
                      hits.start.tolist(), strict=True))  # fmt: skip
    assert places == sorted(places) and all(article % 2 == 0 for article, *_ in places)
    counted = Counter(article for article, *_ in places)
    assert per_article(chosen, asked, part).tolist() == [counted[a] for a in range(len(corpus))]
    assert find(corpus, asked, part, inside=chosen._chosen).spanned(t).start.tolist() == \
        hits.start.tolist()  # fmt: skip


def test_what_is_remembered_is_bounded(town):
    known = {}
    assert [index.keep(known, k, k * 2, 2) for k in (1, 2, 1, 3)] == [2, 4, 2, 6]
    assert list(known) == [1, 3]
    for word in ("flood", "dam", "sun", "mayor"):
        nl.collocates(town, word)
    assert len(town._store.tokens.cache["neighbours"]) == index.MOST_KEPT


def test_a_subset_copies_nothing(town):
    part = town.where(outlet="Star", mentions="flood*", since="2026")
    nl.frequency(part, by="outlet")
    assert part._store is town._store


def test_a_fingerprint_sees_where_one_text_ends():
    rows = [[("A", "No dam."), ("B", "Sun.")], [("A", "No dam.S"), ("B", "un.")],
            [("AB", "No dam."), ("", "Sun.")], [("A", "No dam."), ("B", "Sun.")]]  # fmt: skip
    prints = [nl.load(pd.DataFrame(r, columns=["title", "text"]), clean=False).fingerprint
              for r in rows]  # fmt: skip
    assert len(set(prints)) == 3 and prints[0] == prints[3]
