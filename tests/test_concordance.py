"""Lines of a concordance, counted on the alphabet and checked against the printed text."""

import re
from string import ascii_lowercase

import numpy as np
import pandas as pd
import pytest
from conftest import corpora
from hypothesis import given, settings
from hypothesis import strategies as st

import newslib as nl

LETTERS = " ".join(ascii_lowercase)


@pytest.fixture(scope="module")
def alphabet():
    return nl.paste(LETTERS, title="Letters", date="2026-04-14", outlet="Star")


@pytest.mark.parametrize(
    ("letter", "left", "right"),
    [
        ("a", "", "b c d"),
        ("b", "a", "c d e"),
        ("m", "j k l", "n o p"),
        ("y", "v w x", "z"),
        ("z", "w x y", ""),
    ],
)
def test_the_alphabet(alphabet, letter, left, right):
    (row,) = nl.concordance(alphabet, letter, window=3).to_dict("records")
    assert (row["left"], row["node"], row["right"]) == (left, letter, right)
    assert row["start"] == LETTERS.index(letter) and row["end"] == row["start"] + 1
    assert (row["article"], row["sentence"], row["title"], row["outlet"]) == (
        0,
        1,
        "Letters",
        "Star",
    )
    assert row["date"] == pd.Timestamp("2026-04-14")


def test_an_absent_letter_gives_no_line(alphabet):
    table = nl.concordance(alphabet, "ä")
    assert len(table) == 0 and list(table) == [
        "left", "node", "right", "article", "title", "outlet", "date", "start", "end", "sentence",
    ]  # fmt: skip
    info = table.attrs["newslib"]
    assert info["hits"] == 0 and info["notes"] == ["No word of the texts matches 'ä'."]


def test_windows(alphabet):
    for window, left, right in ((0, "", ""), (1, "l", "n"), (99, LETTERS[:23], LETTERS[26:])):
        (row,) = nl.concordance(alphabet, "m", window=window).to_dict("records")
        assert (row["left"], row["right"]) == (left, right)
    with pytest.raises(ValueError, match="window="):
        nl.concordance(alphabet, "m", window=-1)


def test_lines_cross_sentences_and_stay_in_their_article(town):
    lines = nl.concordance(town, "flood", window=50)
    assert lines["left"].tolist()[0] == "The"
    assert lines["right"].tolist()[0] == "rose. No no no! The Flood, they said, will rise."
    assert lines["left"].tolist()[-1] == "The"
    assert lines["article"].tolist() == [0, 0, 1, 5, 6]
    titles = nl.concordance(town, "flood", part="title")
    assert titles[["left", "node", "right", "sentence"]].values.tolist() == [
        ["", "Flood", "hits port", 0]
    ]
    assert nl.concordance(town, "flood", part="all")["sentence"].tolist() == [0, 1, 3, 1, 1, 1]


def test_line_ends_are_shown_as_spaces():
    corpus = nl.paste("The old\n\n dam\tbroke\r\nat noon.", title="A")
    (row,) = nl.concordance(corpus, "dam broke").to_dict("records")
    assert (row["left"], row["node"], row["right"]) == ("The old", "dam broke", "at noon.")
    assert corpus.articles["text"][0][row["start"] : row["end"]] == "dam\tbroke"


def test_pieces_of_tokens_keep_the_rest_of_the_token(alphabet):
    corpus = nl.paste("The floodgates opened.", title="A")
    (row,) = nl.concordance(corpus, re.compile("gate"), window=1).to_dict("records")
    assert (row["left"], row["node"], row["right"]) == ("The flood", "gate", "s opened")
    whole = nl.concordance(alphabet, re.compile(".+"), window=2)
    assert whole[["left", "node", "right"]].values.tolist() == [["", LETTERS, ""]]


def test_case_and_lists(town):
    assert len(nl.concordance(town, "Flood", case=True)) == 1
    both = nl.concordance(town, ["flood", "the flood", "dam"], part="all")
    assert both["node"].tolist() == [
        "Flood", "The flood", "The Flood", "the flood", "Dam", "dam", "dam", "dam", "the flood",
        "The flood", "dam",
    ]  # fmt: skip


@settings(max_examples=100)
@given(corpora(), st.sampled_from(["flood", "flood*", "no no", "the flood", re.compile("o.*d")]),
       st.integers(0, 4), st.sampled_from(["body", "title", "all"]))  # fmt: skip
def test_lines_are_what_is_printed(corpus, pattern, window, part):
    lines = nl.concordance(corpus, pattern, window=window, part=part)
    tokens = corpus.tokens
    assert lines.attrs["newslib"]["hits"] == len(lines)
    assert len(lines) == nl.frequency(corpus, words=pattern, part=part)["count"].iloc[0]
    for row in lines.itertuples():
        own = "title" if row.sentence == 0 else "text"
        text = corpus.articles.loc[row.article, own]
        around = tokens[(tokens["article"] == row.article)
                        & (tokens["part"] == ("title" if own == "title" else "body"))]  # fmt: skip
        first = int((around["end"] <= row.start).sum())
        stop = int((around["start"] < row.end).sum())
        low, high = max(first - window, 0), min(stop + window, len(around))
        left = text[around["start"].iloc[low] : row.start]
        right = text[row.end : around["end"].iloc[high - 1]]
        assert (row.left, row.node, row.right) == tuple(
            " ".join(x.split()) for x in (left, text[row.start : row.end], right)
        )


@settings(max_examples=40)
@given(corpora(), st.integers(0, 5))
def test_a_limit_keeps_the_first_lines(corpus, limit):
    whole, cut = nl.concordance(corpus, "flood*"), nl.concordance(corpus, "flood*", limit=limit)
    pd.testing.assert_frame_equal(cut, whole.head(limit), check_dtype=len(cut) > 0)
    assert cut.attrs["newslib"]["hits"] == len(whole)


def test_of_nothing_and_of_one_word():
    one = nl.paste("Flood.", title="A")
    assert nl.concordance(one, "flood")[["left", "node", "right"]].values.tolist() == [
        ["", "Flood", "."]
    ]
    assert len(nl.concordance(one.where(mask=np.array([False])), "flood")) == 0
