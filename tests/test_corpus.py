"""A Corpus: its tables, and choosing, changing and adding; counted with a finger."""

import datetime as dt

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import newslib as nl

STRING, DAY = "str", "datetime64[s]"
ROWS = pd.DataFrame(
    {
        "title": ["Dam holds", "Mill burns", None, "Sunk"],
        "text": [
            "The dam held on Monday.",
            "A mill burned down.",
            "No date here.",
            "Two boats sank.",
        ],
        "date": ["2024-06-01", "2024-06", None, "2024"],
        "outlet": ["Star", "Star", None, "Herald"],
        "topic": ["flood", "fire", None, "sea"],
        "page": [1, 2, None, 10],
        "front": [True, False, True, False],
        "filed": pd.to_datetime(["2024-01-31 23:00", "2024-02-01 00:00", None, "2024-03-04 12:00"]),
        "source": ["a", "b", "c", "d"],
    }
)
PASTED = (
    "Storm hits port\nThe storm sank two boats.\nAdvertisement\nNobody was hurt.\nRead more: Mill\n"
)


@pytest.fixture(scope="module")
def corpus():
    return nl.load(ROWS, progress=False)


def chosen(corpus, *args, **options):
    return corpus.where(*args, **options).articles.index.tolist()


# ---- tables


def test_columns_and_types_of_articles(corpus):
    assert dict(corpus.articles.dtypes.astype(str)) == {
        "id": STRING, "title": STRING, "text": STRING, "date": DAY, "date_precision": STRING,
        "outlet": STRING, "author": STRING, "url": STRING, "section": STRING, "language": STRING,
        "wire": STRING,
        "source": STRING, "record": "int64", "hash": STRING,
        "topic": STRING, "page": "float64", "front": "bool", "filed": "datetime64[us]",
        "source_given": STRING,
    }  # fmt: skip
    assert corpus.articles.index.name == "article"
    assert corpus.articles["record"].tolist() == [1, 2, 3, 4]


TABLES = {
    "removed": {"article": "int64", "start": "int64", "end": "int64", "rule": STRING,
                "text": STRING},
    "rejects": {"source": STRING, "record": "int64", "line": "Int64", "reason": STRING,
                "excerpt": STRING},
    "notes": {"article": "Int64", "field": STRING, "reason": STRING, "excerpt": STRING},
}  # fmt: skip


@pytest.mark.parametrize("name", TABLES)
def test_columns_and_types_of_the_other_tables_empty_or_not(corpus, name):
    full = nl.load(
        pd.DataFrame({"text": [PASTED, ""], "date": ["n.d.", None]}), progress=False
    ) + nl.paste(PASTED)
    for made in (corpus, full, full + corpus, corpus + full, full.where(mask=[False] * 2)):
        assert dict(getattr(made, name).dtypes.astype(str)) == TABLES[name]
    assert len(getattr(full, name)) > 0


def test_tables_are_copies(corpus):
    before = corpus.articles
    for name in ("articles", "removed", "rejects", "notes"):
        getattr(corpus, name).insert(0, "new", 1)
    table = corpus.articles
    table["outlet"] = "X"
    pd.testing.assert_frame_equal(corpus.articles, before)


def test_a_corpus_says_what_it_is(corpus):
    assert str(corpus) == ("4 articles, 2 outlets, 1 January to 1 June 2024, 1 undated, 15 words")
    assert str(corpus.where(topic="flood")) == "1 article, 1 outlet, 1 June 2024, 5 words"
    assert str(corpus.where(topic="nothing")) == "0 articles, no outlet named, undated, 0 words"


# ---- where


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"outlet": "Star"}, [0, 1]), ({"outlet": ["Star", "Herald"]}, [0, 1, 3]),
        ({"outlet": {"Herald"}}, [3]), ({"outlet": [None]}, [2]), ({"outlet": None}, [0, 1, 2, 3]),
        ({"topic": "fire"}, [1]), ({"topic": None}, [2]), ({"topic": ["sea", None]}, [2, 3]),
        ({"topic": "nothing"}, []), ({"source_given": "a"}, [0]), ({"source": "DataFrame"},
        [0, 1, 2, 3]), ({"page": 1}, [0]), ({"page": "1"}, [0]), ({"page": 10.0}, [3]),
        ({"page": [1, 2]}, [0, 1]), ({"front": True}, [0, 2]), ({"front": "False"}, [1, 3]),
        ({"filed": "2024-02"}, [1]), ({"filed": "2024-01-31"}, [0]), ({"filed": 2024}, [0, 1, 3]),
        ({"filed": dt.date(2024, 3, 4)}, [3]), ({"filed": None}, [2]),
        ({"date": "2024-06-01"}, [0]), ({"date": "2024-06"}, [0, 1]), ({"date": "2024"}, [0, 1, 3]),
        ({"date_precision": ["month", "year"]}, [1, 3]), ({"record": 2}, [1]),
        ({"outlet": "Star", "topic": "fire"}, [1]), ({"title": "Sunk"}, [3]),
    ],
    ids=str,
)  # fmt: skip
def test_where_a_column_has_a_value(corpus, asked, expected):
    assert chosen(corpus, **asked) == expected


@pytest.mark.parametrize(
    ("since", "until", "expected"),
    [
        ("2024-06", None, [0, 1]), ("2024-06-01", None, [0, 1]), ("2024-06-02", None, []),
        (None, "2024-06", [0, 1]), (None, "2024-06-29", [0]), (None, "2024-06-30", [0, 1]),
        ("2024-06", "2024-06", [0, 1]), (2024, 2024, [0, 1, 3]), (None, "2024-12-30", [0, 1]),
        ("2024", "2024-06-01", [0]), ("2025", None, []), (dt.date(2024, 6, 1), None, [0, 1]),
        (pd.Timestamp("2024-01-01"), "1 January 2025", [0, 1, 3]),
    ],
)  # fmt: skip
def test_since_and_until_are_inclusive_and_want_the_whole_of_an_article(
    corpus, since, until, expected
):
    assert chosen(corpus, since=since, until=until) == expected


def test_dated_and_undated(corpus):
    assert chosen(corpus, dated=True) == [0, 1, 3] and chosen(corpus, dated=False) == [2]


MASKS = {
    "list": [True, False, True, False],
    "array": np.array([True, False, True, False]),
    "objects": np.array([True, False, True, False], object),
    "nullable": pd.array([True, False, True, False], dtype="boolean"),
    "series": pd.Series([True, False, True, False]),
    "shuffled": pd.Series([False, True, False, True], index=[3, 2, 1, 0]),
    "elsewhere": pd.Series([True, False, True, False], index=list("abcd")),
}


@pytest.mark.parametrize("form", MASKS)
def test_masks_of_every_form(corpus, form):
    assert chosen(corpus, MASKS[form]) == chosen(corpus, mask=MASKS[form]) == [0, 2]


def test_a_mask_of_a_selection_counts_its_own_articles(corpus):
    part = corpus.where(topic=["fire", "sea"])
    assert chosen(part, [False, True]) == [3]
    assert chosen(part, pd.Series([False, True])) == [3]
    assert chosen(part, part.articles["topic"] == "sea") == [3]
    assert chosen(
        part, corpus.articles["topic"].str.startswith("s", na=False)[part.articles.index]
    ) == [3]


@pytest.mark.parametrize(
    ("mask", "said"),
    [([True], "takes 4 booleans.*got 1 values"), ([1, 0, 1, 0], "got 4 values of int"),
     ("outlet", "got a str"), (pd.array([True, None, True, False], dtype="boolean"), "missing"),
     ([[True, False]] * 4, "takes 4 booleans")],
)  # fmt: skip
def test_masks_that_are_none(corpus, mask, said):
    with pytest.raises(ValueError, match=said):
        corpus.where(mask)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"outlet": "Sun"}, "there is no outlet 'Sun'. Outlets: 'Herald', 'Star'"),
        ({"outlet": ["Star", "Sun"]}, "there is no outlet 'Sun'. Outlets: 'Herald', 'Star'"),
        ({"topics": "x"}, "there is no column 'topics'. This corpus has: id, title, text, date,"),
        ({"since": "soon"}, "since=: 'soon' is not a date"), ({"until": ""}, "until= takes a day"),
        ({"since": "04/03/2024"}, "4 March or 3 April: write it as year-month-day"),
        ({"date": "soon"}, "date=: 'soon' is not a date"), ({"filed": "x"}, "filed=: 'x'"),
    ],
)  # fmt: skip
def test_what_is_asked_and_not_there(corpus, asked, said):
    with pytest.raises(ValueError) as error:
        corpus.where(**asked)
    assert said in str(error.value)


def test_an_unknown_column_lists_the_users_own(corpus):
    with pytest.raises(ValueError, match="topic, page, front, filed, source_given"):
        corpus.where(nope=1)


def test_mentions_choose_within_the_collection(corpus):
    part = corpus.where(mentions=["dam", "boat*"])
    assert part.articles.index.tolist() == [0, 3]
    assert chosen(corpus, mentions="burns") == [1]  # the headline counts, too
    assert chosen(part, outlet="Star") == [0]


def test_a_number_is_found_in_strings_and_a_string_in_numbers(tmp_path):
    (tmp_path / "a.csv").write_text("text,page\nx,7\ny,007\nz,\n")
    corpus = nl.load(tmp_path / "a.csv", progress=False)
    assert chosen(corpus, page=7) == chosen(corpus, page="7") == [0]
    assert chosen(corpus, page="007") == [1]


@settings(max_examples=40)
@given(st.lists(st.sampled_from([0, 1, 2, None]), min_size=1, max_size=8))
def test_groups_part_the_corpus(topics):
    frame = pd.DataFrame({"text": [f"word{i} two" for i in range(len(topics))]})
    corpus = nl.load(frame, clean=False, progress=False).assign(topic=topics)
    parts = [corpus.where(topic=topic) for topic in {*topics}]
    assert sorted(i for part in parts for i in part.articles.index) == list(range(len(topics)))
    assert sum(part.words for part in parts) == corpus.words
    for topic in {*topics}:
        assert len(corpus.where(topic=topic)) == topics.count(topic)


# ---- assign


def test_one_value_for_all_or_one_for_each(corpus):
    assert corpus.assign(topic="x").articles["topic"].tolist() == ["x"] * 4
    assert corpus.assign(rank=[4, 3, 2, 1]).articles["rank"].tolist() == [4, 3, 2, 1]
    assert corpus.assign(rank=[4, 3, 2, 1]).articles["rank"].dtype == "int64"
    assert corpus.assign(tags=[["a"], [], ["b", "c"], ["d"]]).articles["tags"][2] == ["b", "c"]


def test_names_of_outlets_are_strings_whatever_is_assigned(corpus):
    for name in ("id", "outlet", "author", "url", "section", "language"):
        changed = corpus.assign(**{name: [7, 7.0, None, "007"]})
        assert changed.articles[name].fillna("").tolist() == ["7", "7", "", "007"]
        assert changed.articles[name].dtype == STRING
    assert len(corpus.assign(outlet=7).where(outlet="7")) == 4


def test_a_series_is_matched_by_its_index(corpus):
    order = corpus.articles["topic"].sort_values(na_position="first")
    assert corpus.assign(copy=order).articles["copy"].tolist()[::3] == ["flood", "sea"]
    part = corpus.where(topic=["fire", "sea"])
    assert part.assign(n=pd.Series([1, 2], [3, 1])).articles["n"].tolist() == [2, 1]
    assert part.assign(n=pd.Series([1, 2])).articles["n"].tolist() == [1, 2]


@pytest.mark.parametrize("name", ["topic", "page", "front", "filed", "new"])
@pytest.mark.parametrize("value", [5, "x", 1.5, True, pd.Timestamp("2020-01-01")])
@pytest.mark.filterwarnings("error")
def test_only_the_selection_changes_and_may_become_another_type(corpus, name, value):
    star, rest = corpus.where(outlet="Star"), corpus.where(outlet=["Herald", None])
    changed = star.assign(**{name: value})
    assert changed.articles[name].tolist() == [value] * 2
    both = changed + rest.assign(new=None)
    kept = both.articles[name].iloc[2:].tolist()
    given = rest.articles[name].tolist() if name in ROWS else [None, None]
    assert [None if pd.isna(v) else v for v in kept] == [None if pd.isna(v) else v for v in given]
    pd.testing.assert_frame_equal(corpus.articles, nl.load(ROWS, progress=False).articles)


def test_dates_are_read_as_load_reads_them(corpus):
    changed = corpus.assign(date=["2024-07", None, dt.date(2023, 1, 2), "2022"])
    assert changed.articles["date_precision"].tolist() == ["month", "none", "day", "year"]
    assert changed.articles["date"].dt.year.fillna(0).tolist() == [2024, 0, 2023, 2022]
    assert changed.articles["date"].dtype == DAY
    part = corpus.where(dated=False).assign(date="2020-05-05")
    assert part.articles["date"].tolist() == [pd.Timestamp("2020-05-05")]
    assert chosen(changed, since="2024") == [0]


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ({"date": "n.d."}, "date=: 'n.d.' is not a date"),
        ({"date": "04/03/2024"}, "4 March or 3 April: write it as year-month-day"),
        ({"topic": [1, 2]}, "topic= takes 4 values, one per article; got 2"),
        *(({name: "x"}, f"'{name}' is a word of newslib's own and cannot be assigned") for name in (
            "text", "title", "hash", "source", "record", "date_precision", "article", "since",
            "mentions")),
    ],
)  # fmt: skip
def test_what_cannot_be_assigned(corpus, columns, said):
    with pytest.raises(ValueError) as error:
        corpus.assign(**columns)
    assert said in str(error.value)


# ---- restore


def test_restore_puts_back_what_a_rule_removed():
    corpus = nl.paste(PASTED)
    back = corpus.restore("advertisement")
    assert corpus.articles["text"][0] == "The storm sank two boats.\nNobody was hurt.\n"
    assert back.articles["text"][0] == (
        "The storm sank two boats.\nAdvertisement\nNobody was hurt.\n"
    )
    assert back.removed["rule"].tolist() == ["headline", "read more"]
    assert back.words == corpus.words + 1 and len(nl.concordance(back, "advertisement")) == 1
    whole = back.restore("read more").restore("headline")
    assert whole.articles["text"][0] == PASTED == whole.raw(0) and len(whole.removed) == 0


def test_restore_counts_as_if_nothing_had_been_removed(corpus):
    """Tokens after restoring equal those of the texts read afresh; other articles are the same."""
    mixed = corpus + nl.paste(PASTED) + corpus
    back = mixed.restore("advertisement")
    fresh = nl.load(back.articles[["title", "text"]], clean=False, progress=False)
    pd.testing.assert_frame_equal(back.tokens, fresh.tokens)
    pd.testing.assert_frame_equal(back.sentences, fresh.sentences)


def test_restore_of_a_selection_and_of_an_unknown_rule(corpus):
    both = corpus + nl.paste(PASTED)
    back = both.where(outlet=[None]).restore("advertisement")
    assert back.articles.index.tolist() == [2, 4]
    with pytest.raises(ValueError) as error:
        both.restore("adverts")
    assert "Rules: 'advertisement', 'headline', 'read more'" in str(error.value)
    with pytest.raises(ValueError, match="Rules: none"):
        corpus.restore("advertisement")


# ---- adding


def test_the_articles_of_the_first_then_of_the_second(corpus):
    other = nl.load(pd.DataFrame({"text": ["One more.", ""], "desk": ["x", "y"]}), progress=False)
    both = corpus.where(outlet="Star") + other
    assert both.articles["text"].tolist() == [*ROWS["text"][:2], "One more."]
    assert both.articles.index.tolist() == [0, 1, 2] and both.articles.index.name == "article"
    assert both.articles["desk"].fillna("").tolist() == ["", "", "x"]
    assert both.articles["date"].dtype == DAY and both.words == 5 + 4 + 2
    assert both.rejects["record"].tolist() == [2]
    assert both.raw(2) == "One more."


def test_adding_notes_what_came_twice(corpus):
    both = corpus + nl.load(ROWS.head(1), progress=False)
    noted = both.notes[both.notes["field"] == "id"]
    assert noted["article"].tolist() == [4] and noted["excerpt"].tolist() == ["DataFrame#1"]


def test_parts_of_one_corpus_add_up_to_it():
    """Law 1 holds for the sum, too: what was set aside was set aside once."""
    frame = pd.concat([ROWS, pd.DataFrame({"text": ["", PASTED], "outlet": ["Star", None]})])
    metadata = pd.DataFrame({"id": ["DataFrame#1", "nobody"], "desk": ["x", "y"]})
    with pytest.raises(nl.SourceError):
        nl.load(frame, metadata=metadata, progress=False)  # the frame has no ids of its own
    frame["id"] = [f"DataFrame#{i}" for i in range(len(frame))]
    whole = nl.load(frame, metadata=metadata, progress=False)
    parts = whole.where(outlet=["Star", "Herald"]) + whole.where(outlet=[None])
    assert len(parts) == len(whole) == 5 and parts.words == whole.words
    assert len(parts.rejects) == len(whole.rejects) == 1
    assert len(parts.removed) == len(whole.removed) > 0
    assert len(parts.notes) == len(whole.notes) > 0
    left = whole.articles.sort_values("id").reset_index(drop=True)
    right = parts.articles.sort_values("id").reset_index(drop=True)
    pd.testing.assert_frame_equal(left, right)


def test_adding_nothing_and_something_else(corpus):
    empty = corpus.where(topic="nothing")
    for both in (corpus + empty, empty + corpus):
        pd.testing.assert_frame_equal(both.articles, corpus.articles)
        pd.testing.assert_frame_equal(both.tokens, corpus.tokens)
    assert len(empty + empty) == 0
    with pytest.raises(TypeError):
        corpus + 1


def test_a_choice_survives_adding(corpus):
    both = corpus.where(mentions="dam") + corpus.where(mentions="boats")
    assert len(both) == 2 and both.articles["title"].tolist() == ["Dam holds", "Sunk"]


def test_what_a_mask_left_out_does_not_come_back_by_adding(corpus):
    """One article changed and added to the rest: each is counted once, in denominators too."""
    is_first = corpus.articles.index == 0
    both = corpus.where(~is_first) + corpus.where(is_first).assign(date="2024-01-15")
    assert len(both) == len(corpus) and both.words == corpus.words
    assert nl.timeline(both, "dam", every="Y")["of_articles"].sum() == len(both.where(dated=True))
    assert nl.coverage(both, every="Y")["articles"].sum() == len(both.where(dated=True))
    assert "id" not in both.notes["field"].tolist()


def test_some_articles_are_set_by_their_number(corpus):
    made = corpus.assign(date={1: "2024-02-03"}, desk={0: "x", 2: "y"}, outlet={})
    before = corpus.articles
    assert made.articles["date"][1] == pd.Timestamp("2024-02-03")
    others = before.index != 1
    pd.testing.assert_series_equal(made.articles["date"][others], before["date"][others])
    assert made.articles["desk"].fillna("").tolist() == ["x", "", "y", ""]
    assert made.articles["outlet"].equals(before["outlet"])
    with pytest.raises(ValueError, match="date= names article 99, which is not in this corpus"):
        corpus.assign(date={99: "2024-02-03"})


# ---- paste


def test_paste_reads_the_headline_or_takes_one():
    assert nl.paste(PASTED).articles["title"].tolist() == ["Storm hits port"]
    given = nl.paste("The storm sank two boats.\n", title="Given", outlet="Star", date="2024-06")
    row = given.articles.iloc[0]
    assert (row["title"], row["outlet"], row["date_precision"]) == ("Given", "Star", "month")
    assert row["text"] == "The storm sank two boats.\n" and given.raw(0) == row["text"]


def test_a_paste_without_a_date_is_undated():
    assert nl.paste(PASTED).articles["date"].isna().all()


@pytest.mark.parametrize(
    ("arguments", "error", "said"),
    [
        (("",), ValueError, "empty text"), ((" \n",), ValueError, "empty text"),
        ((None,), TypeError, "takes the text of an article; got NoneType"),
        ((b"x",), TypeError, "got bytes"),
        (("x", "n.d."), ValueError, "date=: 'n.d.' is not a date"),
        (("x", "04/03/2024"), ValueError, "4 March or 3 April: write it as year-month-day"),
    ],
)  # fmt: skip
def test_what_cannot_be_pasted(arguments, error, said):
    with pytest.raises(error) as raised:
        nl.paste(arguments[0], date=arguments[1] if arguments[1:] else None)
    assert said in str(raised.value)
