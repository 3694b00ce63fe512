"""Law 4: behind every number stand as many sentences as it says, and they hold what was counted."""

import re

import numpy as np
import pandas as pd
import pytest
from conftest import corpora
from hypothesis import given, settings
from hypothesis import strategies as st

import newslib as nl

PARTS = st.sampled_from(["body", "title", "all"])
BYS = st.sampled_from([None, "outlet", "ward", "date_precision", "date"])
EVERY = st.sampled_from(["D", "W", "M", "Q", "Y"])
WORDS = st.lists(
    st.sampled_from([
        "flood", "Flood*", "the flood", "no no", "can't", "zebra", "*", "...", '"',
        {"wet": ["flood*", "the flood", "dam"]}, {"o": [re.compile("o"), "no"]},
        re.compile(r"(?s)d.{0,20}t"), re.compile(r"\s\w"),
    ]),
    min_size=1, max_size=3, unique_by=str,
)  # fmt: skip
COLUMNS = ["article", "sentence", "start", "end", "text", "title", "outlet", "date"]


@st.composite
def selections(draw):
    """A corpus as loaded, or narrowed and chosen in one of the ways there are."""
    corpus = draw(corpora())
    outlets = corpus.articles["outlet"].dropna().unique().tolist()
    ways = [{}, {"since": "2026-03"}, {"dated": True}, {"mentions": "flood*"},
            {"mask": np.arange(len(corpus)) % 2 == 0}]  # fmt: skip
    ways += [{"outlet": outlets[0]}] if outlets else []
    for way in draw(st.lists(st.sampled_from(ways), max_size=2)):
        if "mask" in way:
            way = {"mask": np.arange(len(corpus)) % 2 == 0}
        corpus = corpus.where(**way)
    return corpus


def opened(corpus, table, count="count"):
    """Open every row of a table and hold the evidence against its count and the texts."""
    for i in range(len(table)):
        row = table.iloc[i]
        found = nl.evidence(corpus, table, row)
        assert list(found) == COLUMNS and len(found) == row[count], (row.to_dict(), found)
        assert len(nl.evidence(corpus, table, row, limit=2)) == min(2, row[count])
        keys = ["article", "sentence", "start", "end"]
        assert found[keys].values.tolist() == sorted(found[keys].values.tolist())
        for line in found.itertuples():
            assert line.article in corpus.articles.index or count == "articles"
            where = corpus._store.articles.loc[line.article]
            whole = where["title"] if line.sentence == 0 else where["text"]
            at = whole.index(line.text)
            assert whole[line.start : line.end].strip() and line.end > at
            assert line.start >= at or whole[line.start : at].isspace()  # a match of r"\s\w"
            if by := table.attrs["newslib"]["arguments"].get("by"):
                assert in_group(where, by, row[by])
        yield row, found


def in_group(article, by, name):
    value = article[by]
    if pd.isna(value):
        return name == f"(no {by})"
    known = {str(value), f"{value:g}" if isinstance(value, float) else ""}
    return name in known or isinstance(value, pd.Timestamp) and name == f"{value:%Y-%m-%d}"


def hits(corpus, found):
    """What the spans of evidence cover."""
    store = corpus._store.articles
    for line in found.itertuples():
        where = store.loc[line.article]
        yield (where["title"] if line.sentence == 0 else where["text"])[line.start : line.end]


# ---- the law, for every measure


@settings(max_examples=25)
@given(selections(), st.integers(1, 3), BYS, PARTS, st.sampled_from([None, 3]))
def test_frequency_of_all_words(corpus, n, by, part, top):
    table = nl.frequency(corpus, ngram=n, by=by, part=part, top=top, stopwords=None)
    for row, found in opened(corpus, table):
        for hit in hits(corpus, found):
            assert hit.lower() == row.name or n > 1
        assert found["article"].nunique() == row["articles"]


@settings(max_examples=35)
@given(selections(), WORDS, BYS, PARTS, st.booleans())
def test_frequency_of_patterns(corpus, words, by, part, case):
    table = nl.frequency(corpus, words=words, by=by, part=part, case=case)
    for row, found in opened(corpus, table):
        assert found["article"].nunique() == row["articles"]
        if row.name == "flood":
            assert {h if case else h.lower() for h in hits(corpus, found)} <= {"flood"}


@settings(max_examples=35)
@given(selections(), WORDS, EVERY, BYS, PARTS, st.booleans())
def test_timeline_of_patterns(corpus, words, every, by, part, case):
    table = nl.timeline(corpus, words, every=every, by=by, part=part, case=case)
    list(opened(corpus, few(table)))


@settings(max_examples=25)
@given(selections(), EVERY, BYS)
def test_volume(corpus, every, by):
    for _, found in opened(corpus, few(nl.timeline(corpus, every=every, by=by))):
        assert found["article"].is_unique


@settings(max_examples=25)
@given(selections(), EVERY)
def test_coverage(corpus, every):
    for row, found in opened(corpus, few(nl.coverage(corpus, every=every)), "articles"):
        assert set(found["outlet"].fillna("(no outlet)")) <= {row["outlet"]}


def few(table):
    """The first rows that count something and some that do not: days are many."""
    counts = table["count" if "count" in table else "articles"]
    return pd.concat([table[counts > 0].head(8), table[counts == 0].head(3)])


@settings(max_examples=25)
@given(selections(), PARTS, st.integers(1, 2))
def test_keyness(corpus, part, least):
    words = nl.frequency(corpus, stopwords=None, part=part, by="outlet")
    if words["outlet"].nunique() > 1:
        table = nl.keyness(corpus, by="outlet", min_count=least, part=part)
        list(opened(corpus, table, "count_target"))
    half = corpus.where(mask=np.arange(len(corpus)) % 2 == 0)
    other = corpus.where(mask=np.arange(len(corpus)) % 2 == 1)
    if all(nl.frequency(c, stopwords=None, part=part).size for c in (half, other)):
        for reference in (corpus, other):
            table = nl.keyness(half, reference, min_count=least, part=part)
            list(opened(half, table, "count_target"))
            list(opened(other, table, "count_reference"))


@settings(max_examples=35)
@given(selections(), WORDS, st.integers(1, 4), PARTS, st.booleans(), st.sampled_from([None, 2]))
def test_collocates(corpus, words, window, part, case, top):
    table = nl.collocates(
        corpus, words, window=window, part=part, case=case, top=top, stopwords=None
    )
    for row, found in opened(corpus, table):
        assert row["left"] + row["right"] == row["count"]
        assert {w.lower() for w in hits(corpus, found)} == {row.name}
        assert found["article"].nunique() == row["articles"]


@settings(max_examples=35)
@given(
    selections(), WORDS, PARTS, st.booleans(), st.sampled_from([None, 3]),
    st.sampled_from([None, "the"]), st.sampled_from([None, "left", "right", "node"]),
)  # fmt: skip
def test_concordance(corpus, words, part, case, limit, near, sort):
    table = nl.concordance(
        corpus, words, part=part, case=case, limit=limit, near=near, sort=sort, window=3
    )
    for row, found in opened(corpus, table.assign(count=1)):
        assert [" ".join(h.split()) for h in hits(corpus, found)] == [row["node"]]


@settings(max_examples=25)
@given(selections(), PARTS, BYS, st.none() | EVERY)
def test_sentiment(corpus, part, by, every):
    long = corpus.articles["text"].str.len() >= 100
    if long.all() and len(corpus):
        return
    for table in (
        nl.sentiment(corpus, part=part),
        nl.sentiment(corpus, part=part, by=by, every=every),
    ):
        table = table[table["n_sentences"] > 0] if len(table) > 50 else table
        list(opened(corpus, table, "n_sentences"))
    table = nl.sentiment(corpus, part=part, level="sentence")
    for row, found in opened(corpus, table.assign(count=1)):
        scores = nl.polarity_scores(found["text"])
        assert scores["compound"].tolist() == [row["compound"]]


@settings(max_examples=20)
@given(selections(), st.none() | WORDS, EVERY, PARTS, st.booleans())
def test_dispersion(corpus, words, every, part, case):
    table = nl.dispersion(corpus, words, every=every, part=part, case=case)
    for row, found in opened(corpus, table):
        assert found["article"].nunique() == row["articles"]


@settings(max_examples=20)
@given(selections())
def test_copies(corpus):
    table = nl.copies(corpus)
    assert table["article"].tolist() == corpus.articles.index.tolist()
    for row, found in opened(corpus, table.assign(count=1)):
        assert found["article"].tolist() == [row["article"]]


def test_real_releases(releases):
    corpus = nl.load(releases[::3], progress=False)
    for table, count in (
        (nl.frequency(corpus, top=20), "count"),
        (nl.frequency(corpus, ngram=2, by="outlet", top=1), "count"),
        (nl.frequency(corpus, words=[{"war": ["war*", "iraq", "the war"]}, "zebra"]), "count"),
        (nl.keyness(corpus, by="outlet").groupby("outlet").head(1), "count_target"),
        (nl.collocates(corpus, "iraq", top=20), "count"),
        (nl.dispersion(corpus, top=5), "count"),
        (few(nl.timeline(corpus, ["iraq", "health care"], every="M", by="outlet")), "count"),
        (few(nl.coverage(corpus, every="Q")), "articles"),
    ):
        list(opened(corpus, table, count))


# ---- ways to name a row


def test_a_row_by_word_place_number_or_itself(town):
    table = nl.frequency(town, stopwords=None)
    place = table.index.get_loc("flood")
    wanted = nl.evidence(town, table, "flood")
    assert len(wanted) == 5
    for row in (place, place - len(table), np.int64(place), table.loc["flood"], table.iloc[place],
                table.loc[["flood"]], table.iloc[[place]]):  # fmt: skip
        pd.testing.assert_frame_equal(nl.evidence(town, table, row), wanted)


def test_a_table_turned_cut_and_filtered_still_opens(town):
    table = nl.frequency(town, stopwords=None)
    for changed in (
        table.sort_values("word"), table[table["count"] > 2], table.iloc[::-1],
        table.query("count > 1"), table[["count"]], table.rename(columns={"count": "n"}),
        table.assign(count=0), table.copy(),
    ):  # fmt: skip
        assert len(nl.evidence(town, changed, "flood")) == 5
    flat = table.reset_index()
    place = int(flat.index[flat["word"] == "flood"][0])
    assert len(nl.evidence(town, flat, place)) == len(nl.evidence(town, flat, flat.loc[place])) == 5
    turned = flat.sort_values("word")
    assert len(nl.evidence(town, turned, place)) == 5  # the number at the left names the row
    for _, row in table.iterrows():
        assert len(nl.evidence(town, table, row)) == row["count"]
    by = nl.timeline(town, "flood", every="M", by="outlet")
    kept = by[by["outlet"] == "Star"].sort_values("count")
    assert [len(nl.evidence(town, kept, i)) for i in kept.index] == kept["count"].tolist()
    tone = nl.sentiment(town).sort_values("compound")
    assert len(nl.evidence(town, tone, 0)) == tone.loc[0, "n_sentences"]
    assert (
        len(nl.evidence(town, tone.reset_index(), tone.reset_index().iloc[0]))
        == (tone["n_sentences"].iloc[0])
    )


def test_a_number_as_a_word_is_not_a_place():
    corpus = nl.paste("In 1 of 2 years, 2 dams.", title="A")
    table = nl.frequency(corpus, stopwords=None)
    assert len(nl.evidence(corpus, table, "2")) == 2
    assert len(nl.evidence(corpus, table, 2)) == table["count"].iloc[2]


@pytest.mark.parametrize("row", ["zebra", 999, -999, 2.5, None, ("a", "b")])
def test_a_row_that_is_not_there(town, row):
    with pytest.raises(KeyError, match="row"):
        nl.evidence(town, nl.frequency(town), row)


def test_a_row_that_is_not_one(town):
    table = nl.frequency(town, words=["flood", "dam"], by="outlet")
    with pytest.raises(KeyError, match="'flood' names 3 rows.*table.iloc"):
        nl.evidence(town, table, "flood")
    floods = table.loc["flood"]  # given as rows, they are opened one after the other
    assert len(nl.evidence(town, table, floods)) == floods["count"].sum()
    assert len(nl.evidence(town, table, floods.head(0))) == 0
    assert len(nl.evidence(town, table, 0)) == table["count"].iloc[0]
    for lost in (table.drop(columns="outlet"), table.drop(columns="outlet").reset_index()):
        with pytest.raises(KeyError, match="outlet"):
            nl.evidence(town, lost, lost.iloc[0])
    with pytest.raises(KeyError, match="period"):
        timeline = nl.timeline(town, "flood", every="Y").drop(columns="period")
        nl.evidence(town, timeline, 0)


def test_refusals_say_what_to_do(town):
    table = nl.frequency(town)
    bare = table.copy()
    bare.attrs = {}
    with pytest.raises(ValueError, match="does not remember how it was made"):
        nl.evidence(town, bare, "flood")
    for other in (
        town.where(outlet="Star"), town.assign(ward=1), nl.paste("Flood."),
        town.where(mask=np.arange(9) > 0),
    ):  # fmt: skip
        with pytest.raises(ValueError, match="made from other articles.*had 9 articles"):
            nl.evidence(other, table, "flood")
    with pytest.raises(ValueError, match="limit= takes 0, 1, 2"):
        nl.evidence(town, table, "flood", limit=-1)
    same = town.where(mask=np.ones(9, bool))
    assert len(nl.evidence(same, table, "flood")) == 5
    with pytest.raises(ValueError, match="another table"):
        nl.evidence(town, table, nl.frequency(town, part="all").loc["flood"])


def test_the_same_articles_read_again_open_the_table(town):
    rows = town.articles[["title", "text", "date", "outlet", "ward"]]
    again = [
        nl.load(
            rows.astype({"date": object}).where(rows.notna(), None), clean=False, progress=False
        )
        for _ in range(2)
    ]
    table = nl.frequency(again[0])
    assert len(nl.evidence(again[1], table, "flood")) == 5


def test_hits_in_headlines_alone(town):
    table = nl.frequency(town, words="port", part="all")
    (row,) = nl.evidence(town, table, "port").to_dict("records")
    assert (row["article"], row["sentence"], row["text"]) == (0, 0, "Flood hits port")
    assert row["text"][row["start"] : row["end"]] == "port"
    assert len(nl.evidence(town, nl.frequency(town, words="port"), "port")) == 0


def test_zero_rows_open_onto_nothing(town):
    chosen = town.where(mentions="mayor")
    table = nl.timeline(chosen, "mayor", every="Y", by="outlet")
    assert table["count"].tolist() == [0, 0, 1]
    assert [len(nl.evidence(chosen, table, i)) for i in table.index] == [0, 0, 1]
