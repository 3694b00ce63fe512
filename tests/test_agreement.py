"""Lexicons that disagree, sentences that name somebody, and sentences left open."""

import numpy as np
import pandas as pd
import pytest
from conftest import corpora
from hypothesis import given, settings
from hypothesis import strategies as st

import newslib as nl

ONE = {"great": 2, "bad": -2, "flood": -1}
TWO = {"great": 1, "bad": 1, "dam": -4}
TEXTS = [
    "A great day. A bad day. A flood came. The dam. Nothing else.",
    "Great, bad and great again. The dam of the flood.",
    "All quiet here.",
]


@pytest.fixture(scope="module")
def corpus():
    table = pd.DataFrame({"text": TEXTS, "outlet": ["Star", "Echo", "Echo"]})
    return nl.load(table, progress=False, clean=False)


@pytest.fixture(scope="module")
def both():
    one, two = nl.lexicon(ONE), nl.lexicon(TWO)
    two.name = "two"
    one.name = "one"
    return [one, two]


def compound(total):
    return round(total / (total**2 + 15) ** 0.5, 4)


def test_sentences_by_hand(corpus, both):
    table = nl.disagreement(corpus, both, level="sentence")
    assert table["state"].tolist() == [
        "agree", "differ", "partly", "partly", "silent",
        "agree", "agree", "silent",
    ]  # fmt: skip
    assert table["one"].tolist()[:5] == [compound(x) for x in (2, -2, -1, 0, 0)]
    assert table["two"].tolist()[:5] == [compound(x) for x in (1, 1, 0, -4, 0)]
    assert table["range"].tolist() == pytest.approx((table["one"] - table["two"]).abs().tolist())
    assert [len(nl.evidence(corpus, table, i)) for i in table.index] == [1] * len(table)


def test_articles_and_outlets_by_hand(corpus, both):
    sentences = nl.disagreement(corpus, both, level="sentence")
    articles = nl.disagreement(corpus, both)
    for name in ("one", "two"):
        assert articles[name].tolist() == sentences.groupby("article")[name].mean().tolist()
    assert articles["n_sentences"].tolist() == [5, 2, 1]
    assert articles["share_differ"].tolist() == [1 / 5, 0, 0]
    assert articles["share_scored"].tolist() == [4 / 5, 1, 0]
    assert articles["state"].tolist() == ["agree", "differ", "silent"]
    outlets = nl.disagreement(corpus, both, by="outlet").set_index("outlet")
    assert outlets["articles"].to_dict() == {"Echo": 2, "Star": 1}
    assert outlets["one"]["Echo"] == articles["one"][[1, 2]].mean()
    assert outlets["n_sentences"].to_dict() == {"Echo": 3, "Star": 5}


def test_what_cannot_be_compared_is_refused(corpus, both):
    with pytest.raises(ValueError, match="two or more"):
        nl.disagreement(corpus, ["vader"])
    with pytest.raises(ValueError, match="two or more"):
        nl.disagreement(corpus, "vader")
    with pytest.raises(ValueError, match="names differ"):
        nl.disagreement(corpus, ["vader", "vader"])
    with pytest.raises(ValueError, match="level="):
        nl.disagreement(corpus, both, level="word")
    with pytest.raises(ValueError, match="leave level="):
        nl.disagreement(corpus, both, level="sentence", by="outlet")
    german = nl.paste("Der Fluss ist in der Nacht wieder gestiegen, und die Feuerwehr hat alle "
                      "Bewohner der unteren Gassen in die Schule gebracht.")  # fmt: skip
    with pytest.raises(ValueError, match="does not look English"):
        nl.disagreement(german, both)
    with pytest.raises(ValueError, match="does not look English"):
        nl.sentiment(german, about="Fluss", abstain="news")


@settings(max_examples=20)
@given(corpora(), st.sampled_from([None, "outlet", "ward"]), st.sampled_from(["body", "all"]))
def test_every_row_opens_onto_its_sentences(corpus, by, part):
    try:
        tables = [nl.disagreement(corpus, by=by, part=part)]
    except ValueError as reason:
        assert "does not look English" in str(reason)
        return
    options = [{"about": "flood*"}, {"abstain": {"flood": 2, "great": -1, "bad": 1}}]
    options.append(options[0] | options[1])
    tables += [nl.sentiment(corpus, by=by, part=part, **more) for more in options]
    tables.append(nl.sentiment(corpus, every="M", part=part, **options[2]))
    for table in tables:
        for row in table[table["n_sentences"] > 0].index[:6].union(table.index[:2]):
            opened = nl.evidence(corpus, table, row)
            assert len(opened) == table["n_sentences"][row]
    whole = nl.sentiment(corpus, level="sentence", part=part, lexicon="vader")
    other = nl.sentiment(corpus, level="sentence", part=part, lexicon=options[1]["abstain"])
    against = (whole["compound"] * other["compound"] < 0).sum()
    assert tables[2]["abstained"].sum() == against  # also of articles that are in no mean


SAID = {
    "Ann Quill won.": False,
    "The vote: Quill and Low lost.": True,
    "Then came Senator John Quill of the north.": False,
    "On Monday in May, I saw Mr. Quill.": False,
    "Quill went to Paris.": True,
    "London was where QUILL sat.": False,  # the first word of a sentence is not looked at
    "Nobody else was there, said Quill's friend.": False,
    "They met Low Quill Road neighbours.": False,
}


def test_sentences_that_name_somebody():
    text = " ".join(SAID) + " Low stood alone. A great day."
    corpus = nl.paste(text, title="Quill")
    table = nl.sentiment(corpus, about="Quill", level="sentence")
    texts = corpus.sentences.set_index("sentence")["text"][table["sentence"]]
    assert dict(zip(texts, table["others"], strict=True)) == SAID
    article = nl.sentiment(corpus, about="Quill")
    assert article["n_sentences"].item() == len(SAID)
    assert article["share_others"].item() == sum(SAID.values()) / len(SAID)
    note = article.attrs["newslib"]["notes"][-1]
    assert "Only the 8 sentences that hold Quill are scored; 25% of them name others" in note
    assert "need not be meant for" in note
    assert len(nl.evidence(corpus, article, 0)) == len(SAID)
    chart = nl.plot_sentiment(table).newslib
    assert "where Quill is named" in chart["alt"] and note in chart["caption"]
    both = nl.sentiment(corpus, about={"the pair": ["Quill", "Low"]}, level="sentence")
    assert both["others"].sum() == 1 and len(both) == len(SAID) + 1  # Paris


def test_a_name_nobody_has(corpus):
    table = nl.sentiment(corpus, about="Quill")
    assert table["n_sentences"].tolist() == [0, 0, 0] and table["compound"].isna().all()
    assert table["share_others"].isna().all()
    assert any("Quill" in note for note in table.attrs["newslib"]["notes"])
    assert nl.sentiment(corpus, about="Quill", by="outlet")["n_sentences"].tolist() == [0, 0]


def test_sentences_are_left_open_where_signs_differ(corpus, both):
    plain = nl.sentiment(corpus, lexicon=both[0], level="sentence")
    table = nl.sentiment(corpus, lexicon=both[0], abstain=both[1], level="sentence")
    lost = table["abstained"]
    assert lost.tolist() == [False, True] + [False] * 6
    assert table.loc[lost, ["neg", "neu", "pos", "compound"]].isna().all(axis=None)
    assert table["compound"][~lost].equals(plain["compound"][~lost])
    articles = nl.sentiment(corpus, lexicon=both[0], abstain=both[1])
    assert articles["n_sentences"].tolist() == [4, 2, 1]
    assert articles["abstained"].tolist() == [1, 0, 0]
    assert articles["share_scored"].tolist() == [2 / 4, 1, 0]
    assert articles["compound"][0] == pytest.approx(np.mean([compound(2), compound(-1), 0, 0]))
    outlets = nl.sentiment(corpus, lexicon=both[0], abstain=both[1], by="outlet")
    assert outlets["abstained"].tolist() == [0, 1]
    note = articles.attrs["newslib"]["notes"][-1]
    assert "1 of 8 sentences were not scored" in note and "opposite signs" in note


def test_without_the_new_arguments_no_column_is_new(corpus):
    assert not {"others", "share_others", "abstained"} & set(nl.sentiment(corpus))
    assert not {"others", "abstained"} & set(nl.sentiment(corpus, level="sentence"))


def test_words_are_marked_in_one_row_as_in_many():
    """By the lexicon of the table, or the first of several."""
    corpus = nl.paste("A great day. A bad day.", title="Days")
    for table in (
        nl.sentiment(corpus, level="sentence"),
        nl.disagreement(corpus, level="sentence"),
    ):
        for rows in (table.head(1), table):
            assert "[great +3.1]" in repr(nl.read(corpus, nl.evidence(corpus, table, rows)))
