"""Counts against collections.Counter, NLTK's n-grams and pandas; the laws that counts keep."""

import json
import os
import re
import subprocess
import sys
from collections import Counter

import numpy as np
import pandas as pd
import pytest
from conftest import corpora
from hypothesis import given, settings
from hypothesis import strategies as st

import newslib as nl

PARTS = st.sampled_from(["body", "title", "all"])
BYS = st.sampled_from([None, "outlet", "ward", "date_precision", "date"])


def is_word(token):
    return any(c.isalnum() for c in token)


def grams_of(nltk, text, n):
    """N-grams of the words of a text that stand next to each other in a sentence."""
    for sentence in nltk.sent_tokenize(text):
        yield from counted(nltk, nltk.word_tokenize(sentence, preserve_line=True), n)


def counted(nltk, tokens, n):
    for gram in nltk.ngrams(tokens, n):
        if all(map(is_word, gram)):
            yield " ".join(gram).lower()


def counters(nltk, corpus, part, n=1):
    """A Counter per article."""
    found = {}
    for article, row in corpus.articles.iterrows():
        own = Counter()
        if part != "title":
            own.update(grams_of(nltk, row["text"], n))
        if part != "body" and isinstance(row["title"], str):
            title = nltk.NLTKWordTokenizer().tokenize(row["title"])  # a title is one sentence
            own.update(counted(nltk, title, n))
        found[article] = own
    return found


def group_of(row, by, corpus):
    value = row[by] if by else ""
    if pd.isna(value) or value == "":
        return f"(no {by})" if by else ""
    if by == "ward" and (corpus.articles["ward"].dropna() % 1 == 0).all():
        return str(int(value))  # 1.0 was a whole number beside a gap
    return f"{value:%Y-%m-%d}" if isinstance(value, pd.Timestamp) else str(value)


@settings(max_examples=70)
@given(corpora(), PARTS, st.integers(1, 4), BYS)
def test_counts_are_those_of_a_counter(nltk, corpus, part, n, by):
    per_article = counters(nltk, corpus, part, n)
    words = {a: sum(own.values()) for a, own in counters(nltk, corpus, part).items()}
    rows = []
    groups = {a: group_of(row, by, corpus) for a, row in corpus.articles.iterrows()}
    for group in sorted(set(groups.values())):
        own = [a for a, g in groups.items() if g == group]
        total = sum((per_article[a] for a in own), Counter())
        for word, count in sorted(total.items(), key=lambda x: (-x[1], x[0])):
            having = sum(word in per_article[a] for a in own)
            rows.append((group, word, count, having, sum(words[a] for a in own), len(own)))
    table = nl.frequency(corpus, ngram=n, by=by, part=part, stopwords=None).reset_index()
    got = table[[by or "word", "word", "count", "articles", "of_words", "of_articles"]]
    if by is None:
        rows = [("", *row[1:]) for row in rows]
        got = got.assign(group="").iloc[:, [-1, *range(1, 6)]] if len(got) else got
    assert [tuple(r) for r in got.values.tolist()] == rows
    np.testing.assert_allclose(table["rate"], table["count"] / table["of_words"] * 10_000)
    np.testing.assert_allclose(table["share"], table["articles"] / table["of_articles"])


@settings(max_examples=35)
@given(corpora(), PARTS)
def test_all_words_add_up_to_the_words_of_the_corpus(corpus, part):
    table = nl.frequency(corpus, stopwords=None, part=part)
    words = table.attrs["newslib"]["words"]
    assert table["count"].sum() == words and (table["of_words"] == words).all()
    if part == "body":
        assert words == corpus.words


@settings(max_examples=35)
@given(corpora(), st.integers(1, 3), BYS, st.integers(0, 6))
def test_stop_words_and_top_choose_rows_and_change_no_number(corpus, n, by, top):
    whole = nl.frequency(corpus, ngram=n, by=by, stopwords=None)
    ends = whole.index.str.split(" ")
    hidden = np.array([e[0] in nl.stopwords() or e[-1] in nl.stopwords() for e in ends], bool)
    shown = nl.frequency(corpus, ngram=n, by=by)
    pd.testing.assert_frame_equal(shown, whole[~hidden])
    own = nl.frequency(corpus, ngram=n, by=by, stopwords=["DAM", "no"], top=top)
    hidden = np.array([{e[0], e[-1]} & {"dam", "no"} != set() for e in ends], bool)
    rest = whole[~hidden]
    rest = rest.groupby(by, sort=False).head(top) if by else rest.head(top)
    pd.testing.assert_frame_equal(own, rest, check_dtype=len(own) > 0)


WANTED = [
    "flood",
    {"water": ["flood*", "the flood", "dam"]},
    re.compile("(?i)fl"),
    "no no",
    "zebra",
]


@settings(max_examples=35)
@given(corpora(), PARTS, st.booleans())
def test_counts_over_a_partition_add_up(corpus, part, case):
    options = {"words": WANTED, "part": part, "case": case}
    whole = nl.frequency(corpus, **options)[["count", "articles"]].sort_index()
    grouped = nl.frequency(corpus, by="ward", **options)
    pd.testing.assert_frame_equal(grouped.groupby("word")[["count", "articles"]].sum(), whole,
                                  check_names=False, check_index_type=False)  # fmt: skip
    mask = np.arange(len(corpus)) % 2 == 0
    halves = [nl.frequency(corpus.where(mask=m), **options) for m in (mask, ~mask)]
    added = halves[0][["count", "articles"]].add(halves[1][["count", "articles"]]).sort_index()
    pd.testing.assert_frame_equal(added, whole)
    outlets = corpus.articles["outlet"].dropna().unique()
    named = [nl.frequency(corpus.where(outlet=o), **options)["count"] for o in outlets]
    rest = nl.frequency(corpus.where(mask=corpus.articles["outlet"].isna()), **options)["count"]
    assert sum(x.sum() for x in named) + rest.sum() == whole["count"].sum()


@settings(max_examples=25)
@given(corpora(), st.randoms(use_true_random=False))
def test_the_order_of_the_articles_changes_no_count(corpus, random):
    table = corpus.articles[["title", "text", "date", "outlet", "ward"]]
    order = list(range(len(table)))
    random.shuffle(order)
    table = table.astype({"date": object}).where(table.notna(), None).iloc[order]
    turned = nl.load(table, clean=False, progress=False)
    for options in ({"stopwords": None}, {"ngram": 2, "by": "outlet"}, {"words": WANTED}):
        one, other = (nl.frequency(c, **options) for c in (corpus, turned))
        assert one.to_csv() == other.to_csv()


def test_concepts_count_by_group(town):
    table = nl.frequency(town, words=[{"flooding": ["flood*", "the flood"]}, "mayor"], by="outlet")
    assert table.loc["flooding", "outlet"].tolist() == ["(no outlet)", "Echo", "Star"]
    assert table.loc["flooding", "count"].tolist() == [0, 1, 5]
    assert table.loc["mayor", "count"].tolist() == [0, 0, 1]
    assert table.loc["mayor", "rate"].notna().all()  # nothing found is zero, not nothing


def test_a_finger_count(town):
    table = nl.frequency(town, words=["flood", "dam", "sun"], part="all")
    assert table["count"].to_dict() == {"flood": 6, "dam": 5, "sun": 3}
    assert table["articles"].to_dict() == {"flood": 4, "dam": 3, "sun": 1}
    titles = nl.frequency(town, words=["flood", "sun"], part="title")
    assert titles["count"].to_dict() == {"flood": 1, "sun": 1}
    assert (titles["of_words"] == 17).all() and (titles["of_articles"] == 9).all()
    pairs = nl.frequency(town, ngram=2, stopwords=None)["count"]
    assert pairs["no no"] == 2 and pairs["climate change"] == 2 and "sand and" not in pairs
    assert pairs["ca n't"] == 1 and "rose no" not in pairs
    assert nl.frequency(town, words="flood", per=100)["rate"].iloc[0] * 100 == pytest.approx(
        nl.frequency(town, words="flood")["rate"].iloc[0]
    )


def test_groups_of_any_kind_of_column(town):
    wards = nl.frequency(town, words="flood", by="ward")
    assert set(wards["ward"]) == {"1.0", "2.5", "2.0", "10.0", "(no ward)"}
    whole = town.assign(whole=[7, 7, 7, None, None, 10, 10, 10, 10])
    assert set(nl.frequency(whole, words="flood", by="whole")["whole"]) == {"7", "10", "(no whole)"}
    dates = nl.frequency(town, words="flood", by="date")["date"].tolist()
    assert "2026-03-02" in dates and "(no date)" in dates
    ids = nl.frequency(town, words="flood", by="id")
    assert len(ids) == 9 and ids["count"].sum() == 5
    mixed = town.assign(
        mixed=[1, "a", None, True, 2.5, "", "a", pd.Timestamp("2026-01-01"), np.nan]
    )
    table = nl.frequency(mixed, words="flood", by="mixed")
    assert set(table["mixed"]) == {"1", "a", "True", "2.5", "2026-01-01 00:00:00", "(no mixed)"}
    assert table["of_articles"].sum() == 9
    flags = town.assign(flag=[True, False, None] * 3)
    assert set(nl.frequency(flags, words="flood", by="flag")["flag"]) == {
        "True", "False", "(no flag)",
    }  # fmt: skip


@pytest.mark.parametrize("name", ["count", "word", "of_words", "rate"])
def test_a_column_of_the_users_cannot_hide_one_of_the_table(town, name):
    own = town.assign(**{name: "x"})
    with pytest.raises(ValueError, match=f"my_{name}"):
        nl.frequency(own, by=name)
    free = own.assign(**{f"my_{name}": own.articles[name]})
    assert len(nl.frequency(free, by=f"my_{name}", top=2)) == 2


@pytest.mark.parametrize("name", ["group", "index", "level_0", "number", "order", "cell"])
def test_names_used_inside_are_free_for_the_user(town, name):
    own = town.assign(**{name: "x"})
    assert nl.frequency(own, by=name, top=1)[name].tolist() == ["x"]
    assert (nl.sentiment(own, by=name)[name] == "x").all()
    assert (nl.timeline(own, "flood", by=name)[name] == "x").all()


@pytest.mark.parametrize(
    "options",
    [{"by": "nowhere"}, {"by": ["outlet"]}, {"part": "headline"}, {"ngram": 0}, {"ngram": 1.5},
     {"top": -1}, {"top": 2.5}, {"stopwords": "french"}, {"words": "a", "ngram": 2}],
)  # fmt: skip
def test_errors_say_what_to_do(town, options):
    with pytest.raises(ValueError, match="takes|exclude|column"):
        nl.frequency(town, **options)


def test_of_nothing(town):
    nothing = town.where(mask=np.zeros(len(town), bool))
    for options in ({}, {"ngram": 2}, {"by": "outlet"}, {"ngram": 3, "by": "ward", "top": 2}):
        table = nl.frequency(nothing, **options)
        assert len(table) == 0 and "rate" in table and table.index.name == "word"
    zero = nl.frequency(nothing, words=["flood"])
    assert zero[["count", "of_words"]].values.tolist() == [[0, 0]] and zero["rate"].isna().all()
    assert len(nl.frequency(nothing, words=["flood"], by="outlet")) == 0
    one = nl.paste("Flood.", title="A")
    assert nl.frequency(one)["count"].to_dict() == {"flood": 1}
    assert len(nl.frequency(one, ngram=2)) == 0


def test_columns_and_types(town):
    table = nl.frequency(town, by="outlet")
    assert list(table) == [
        "outlet", "count", "articles", "of_words", "of_articles", "rate", "share", "rate_once",
    ]  # fmt: skip
    assert [str(d) for d in table.dtypes] == ["str", *["int64"] * 4, *["float64"] * 3]
    assert list(nl.frequency(town)) == list(table)[1:]


def test_attrs_are_plain_and_complete(town):
    chosen = town.where(outlet="Star", mentions="flood*")
    table = nl.frequency(chosen, words=["flood", re.compile("x", re.I)], by="outlet", part="all")
    info = table.attrs["newslib"]
    assert json.loads(json.dumps(info)) == info
    assert set(info) >= {
        "measure", "arguments", "part", "articles", "words", "undated", "period", "selection",
        "copies", "version", "notes", "corpus",
    }  # fmt: skip
    assert set(info["arguments"]) >= {
        "words", "ngram", "by", "stopwords", "top", "per", "case",
    }  # fmt: skip
    assert (
        info["articles"] == 3 and info["undated"] == 1 and info["selection"]["outlet"] == ["Star"]
    )
    assert info["period"] == ["2026-03-02", "2026-03-04"]
    for other in (
        nl.keyness(town, by="outlet"), nl.collocates(town, "flood"), nl.concordance(town, "flood"),
        nl.timeline(town, "flood"), nl.coverage(town), nl.sentiment(town),
        nl.frequency(town, stopwords=frozenset("ba"), top=np.int64(3)),
        nl.sentiment(town, by="outlet"),
    ):  # fmt: skip
        assert json.loads(json.dumps(other.attrs["newslib"])) == other.attrs["newslib"]


SCRIPT = """if True:
    import sys
    import pandas as pd
    import newslib as nl
    corpus = nl.load(pd.DataFrame({
        "text": ["The flood rose. No no no!", "A dam, a great success. The flood fell.", "Sun."],
        "date": ["2026-03-02", "2026-03-09", None], "outlet": ["Star", "Echo", None]}))
    for table in (
        nl.frequency(corpus, by="outlet"), nl.frequency(corpus, ngram=2, stopwords={"a", "b", "c"}),
        nl.frequency(corpus, words={"flood", "dam", "sun"}), nl.keyness(corpus, by="outlet"),
        nl.collocates(corpus, {"x": {"flood", "dam"}}), nl.concordance(corpus, ["flood", "dam"]),
        nl.timeline(corpus, ["flood"], by="outlet"), nl.coverage(corpus), nl.sentiment(corpus),
        nl.sentiment(corpus, every="W", by="outlet"), corpus.tokens, corpus.sentences,
    ):
        print(table.to_csv(), table.attrs)
"""


def test_the_same_input_gives_the_same_bytes():
    runs = set()
    for seed, zone in (("1", "Asia/Tokyo"), ("2", "America/Lima")):
        env = os.environ | {"PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": "C"}
        run = subprocess.run(
            [sys.executable, "-c", SCRIPT], env=env, capture_output=True, check=True
        )
        runs.add(run.stdout)
    assert len(runs) == 1
