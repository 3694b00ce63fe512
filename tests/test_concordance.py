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


@settings(max_examples=35)
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


@settings(max_examples=25)
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


# ---- in order, and beside another word


def placed(corpus, lines, window):
    """Per line: the tokens of its title or text, its first and the one after its last, and its
    window's ends."""  # fmt: skip
    tokens, found = corpus.tokens, []
    for row in lines.itertuples():
        own = tokens[(tokens["article"] == row.article)
                     & (tokens["part"] == ("title" if row.sentence == 0 else "body"))]  # fmt: skip
        first, stop = int((own["end"] <= row.start).sum()), int((own["start"] < row.end).sum())
        ends = max(first - window, 0), min(stop + window, len(own))
        found.append((own["type"].tolist(), first, stop, *ends))
    return found


def key(place, sort):
    types, first, stop, low, high = place
    ways = {"left": types[low:first][::-1], "right": types[stop:high], "node": types[first:stop]}
    return ways[sort][:4]


PATTERNS = st.sampled_from(["flood", "the", "no no", "flood*", "...", re.compile("o.{0,12}d")])


@settings(max_examples=35)
@given(
    corpora(), PATTERNS, st.sampled_from(["left", "right", "node"]), st.integers(0, 6),
    st.sampled_from(["body", "title", "all"]), st.integers(0, 5),
)  # fmt: skip
def test_sorted_as_python_sorts_the_words_outwards(corpus, pattern, sort, window, part, limit):
    lines = nl.concordance(corpus, pattern, window=window, part=part)
    keys = [key(place, sort) for place in placed(corpus, lines, window)]
    order = sorted(range(len(lines)), key=keys.__getitem__)  # ties as in the texts
    wanted = lines.iloc[order].reset_index(drop=True)
    table = nl.concordance(corpus, pattern, window=window, part=part, sort=sort)
    pd.testing.assert_frame_equal(table, wanted)
    cut = nl.concordance(corpus, pattern, window=window, part=part, sort=sort, limit=limit)
    pd.testing.assert_frame_equal(cut, wanted.head(limit), check_dtype=len(cut) > 0)
    assert cut.attrs["newslib"]["hits"] == len(lines)


@settings(max_examples=35)
@given(
    corpora(), PATTERNS,
    st.sampled_from(["dam", "the", "the flood", "no no", ["no", "flood"], re.compile("l.*d")]),
    st.integers(0, 6), st.sampled_from(["body", "title", "all"]),
)  # fmt: skip
def test_near_keeps_the_lines_with_the_other_within_the_window(corpus, pattern, near, window, part):
    near = {"x": near} if isinstance(near, list) else near
    lines = nl.concordance(corpus, pattern, window=window, part=part)
    others = nl.concordance(corpus, near, part=part)
    spans = {}
    for row, (_, first, stop, *_) in zip(
        others.itertuples(), placed(corpus, others, 0), strict=True
    ):
        spans.setdefault((row.article, row.sentence == 0), []).append((first, stop))
    kept = [
        any(low <= a and b <= first or stop <= a and b <= high
            for a, b in spans.get((row.article, row.sentence == 0), ()))
        for row, (_, first, stop, low, high) in zip(
            lines.itertuples(), placed(corpus, lines, window), strict=True
        )
    ]  # fmt: skip
    table = nl.concordance(corpus, pattern, near=near, window=window, part=part)
    wanted = lines[np.array(kept, bool)].reset_index(drop=True)
    pd.testing.assert_frame_equal(table, wanted, check_dtype=len(table) > 0)
    assert table.attrs["newslib"]["hits"] == sum(kept)
    cut = nl.concordance(corpus, pattern, near=near, window=window, part=part, sort="left", limit=1)
    assert len(cut) == min(1, len(table)) and cut.attrs["newslib"]["hits"] == len(table)


@pytest.mark.parametrize(
    ("letter", "near", "window", "there"),
    [
        ("a", "b", 1, True), ("z", "y", 1, True), ("m", "l", 1, True), ("m", "k", 1, False),
        ("m", "k", 2, True), ("a", "z", 24, False), ("a", "z", 25, True), ("m", "m", 25, False),
        ("m", "ä", 25, False), ("m", "n", 0, False), ("m", "n o", 2, True), ("m", "n o", 1, False),
        ("m", ["ä", "o"], 2, True), ("l m", "m n", 5, False),
    ],
)  # fmt: skip
def test_neighbours_in_the_alphabet(alphabet, letter, near, window, there):
    near = {"x": near} if isinstance(near, list) else near
    table = nl.concordance(alphabet, letter, near=near, window=window, sort="right")
    assert len(table) == table.attrs["newslib"]["hits"] == there
    wanted = near if isinstance(near, dict) else {near: [near]}
    assert table.attrs["newslib"]["arguments"]["near"] == wanted


def test_lines_at_the_edges_of_a_text_come_first():
    texts = ["dam sun", "sun dam", "dam", "rain dam rain"]
    corpus = nl.load(pd.DataFrame({"text": texts}), progress=False)
    for sort, column, wanted in (
        ("left", "article", [0, 2, 3, 1]), ("right", "article", [1, 2, 3, 0]),
        ("node", "article", [0, 1, 2, 3]), (None, "article", [0, 1, 2, 3]),
    ):  # fmt: skip
        assert nl.concordance(corpus, "dam", sort=sort)[column].tolist() == wanted
    with pytest.raises(ValueError, match="sort= takes 'left', 'right', 'node' or None; got 'up'"):
        nl.concordance(corpus, "dam", sort="up")
    with pytest.raises(ValueError):
        nl.concordance(corpus, "dam", near="")


def test_a_headline_is_not_beside_its_text():
    corpus = nl.paste("Rain fell on it.", title="The dam")
    assert nl.concordance(corpus, "dam", near="rain", part="all", window=50).empty
    assert len(nl.concordance(corpus, "dam", near="the", part="all", window=50)) == 1


@pytest.mark.parametrize("text", ["... !!!", "the of and", "dam"])
def test_texts_of_little(text):
    corpus = nl.load(pd.DataFrame({"text": [text]}), progress=False)
    for options in ({}, {"sort": "left"}, {"near": "the"}, {"part": "title", "sort": "right"}):
        table = nl.concordance(corpus, "dam", **options)
        assert len(table) == (text == "dam" and options in ({}, {"sort": "left"}))
        assert list(table) == list(nl.concordance(corpus, "zebra"))


def test_a_side_is_no_longer_than_a_hundred_characters_a_token():
    corpus = nl.paste("x." * 5_000 + "y")
    table = nl.concordance(corpus, re.compile("x|y"), window=3)
    assert len(table) == 5_001
    assert table["left"].iloc[-1] == "x." * 200 and table["right"].iloc[0] == ".x" * 200
    (row,) = nl.concordance(corpus, re.compile("y$"), window=0).to_dict("records")
    assert (row["left"], row["node"], row["right"]) == ("x." * 50, "y", "")
