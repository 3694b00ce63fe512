"""Tone: every sentence as NLTK's VADER scores it, articles as the mean of their sentences."""

import numpy as np
import pandas as pd
import pytest
from conftest import corpora, lines_of
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

import newslib as nl
from newslib import vader as arrays
from newslib.sentiment import UNMEASURED

SCORES = ["neg", "neu", "pos", "compound"]
PIECES = [
    "good", "GOOD", "bad", "great", "terrible", "not", "never", "so", "this", "very", "kind", "of",
    "but", "BUT", "least", "at", "without", "doubt", "the", "bomb", "isn't", "hardly", "sort", ":)",
    ":D", "😀", "good.", "good,", "'good'", "bad!", "!!!!!", "???", "?", "a", "I", "upper", "hand",
    "yeah", "right", "shit", "cut", "mustard", "ok", "\n", "\x1c", "no", "don't", "uninteresting",
]  # fmt: skip
SENTENCES = st.one_of(
    st.lists(st.sampled_from(PIECES), max_size=14).map(" ".join),
    st.lists(st.sampled_from(PIECES), max_size=6).map("".join),
    st.text(max_size=30),
)


@settings(max_examples=500)
@given(st.lists(SENTENCES, max_size=5))
def test_scores_are_nltks_to_the_last_digit(vader, sentences):
    table = nl.polarity_scores(sentences)
    assert table.to_dict("records") == [vader.polarity_scores(s) for s in sentences]
    assert list(table) == SCORES and set(table.dtypes.astype(str)) == {"float64"}


def test_the_lexicon_is_nltks(vader):
    assert nl.lexicon("vader") == vader.lexicon and len(vader.lexicon) == 7502


def compound(sentence):
    return nl.polarity_scores([sentence])["compound"].item()


def test_quirk_a_repeated_word_is_scored_where_it_first_stood(vader):
    """NLTK looks a word's context up at its first place; the vaderSentiment package does not."""
    first_plain = nl.polarity_scores(["it was good and it was not good"]).iloc[0]
    first_negated = nl.polarity_scores(["it was not good and it was good"]).iloc[0]
    assert first_plain["neg"] == 0 < first_plain["pos"]
    assert first_negated["pos"] == 0 < first_negated["neg"]
    assert compound("it was good and it was not great") < compound("it was good and it was great")


def test_quirk_the_first_but_halves_what_stands_before_it():
    assert compound("it was good but bad") < 0 < compound("it was bad but good")
    assert compound("the good but the bad") == compound("the good BUT the bad")
    # a second "but" changes nothing: its neighbours keep the weight of the first
    assert compound("good but bad but good") == compound("good but bad or good")


def test_quirk_one_letter_words_are_dropped():
    assert compound("not a good day") == compound("not good day")


def test_quirk_emphasis_counts_in_the_whole_sentence():
    assert compound("good") < compound("good!") < compound("good !!!!") == compound("good !!!!!")
    assert compound("good!!!!") == 0  # a word with more than three signs is not found
    assert compound("GOOD day") > compound("good day") and compound("GOOD") == compound("good")


def test_strings_of_other_kinds():
    assert nl.polarity_scores("a great day").equals(nl.polarity_scores(["a great day"]))
    assert nl.polarity_scores(pd.Series(["bad"], index=[7])).index.tolist() == [0]
    assert nl.polarity_scores(["", "...", "\x1c"])["compound"].tolist() == [0, 0, 0]
    assert nl.polarity_scores([]).shape == (0, 4)
    with pytest.raises(TypeError, match="number 1 is nan"):
        nl.polarity_scores(["good", np.nan])
    with pytest.raises(ValueError, match="lexicon="):
        nl.polarity_scores(["good"], lexicon="afinn")


# ---- of a corpus


def english(corpus):
    return [len(x) < 100 for x in corpus.articles["text"]]  # all longer texts here are German


@settings(max_examples=60)
@given(corpora(), st.sampled_from(["body", "title", "all"]))
def test_every_sentence_and_the_mean_of_an_article(nltk, vader, corpus, part):
    if not any(english(corpus)):
        with pytest.raises(ValueError, match="does not look English"):
            nl.sentiment(corpus, part=part)
        return
    rows = []
    for (article, row), own in zip(corpus.articles.iterrows(), english(corpus), strict=True):
        sentences = []
        if part != "body" and isinstance(row["title"], str):
            sentences.append((0, row["title"]))
        if part != "title":
            sentences += enumerate(nltk.sent_tokenize(row["text"]), 1)
        rows += [{"article": article, "sentence": n, **vader.polarity_scores(s)}
                 for n, s in sentences if own]  # fmt: skip
    table = nl.sentiment(corpus, level="sentence", part=part)
    assert table[["article", "sentence", *SCORES]].to_dict("records") == rows
    wanted = pd.DataFrame(rows, columns=["article", "sentence", *SCORES])
    table = nl.sentiment(corpus, part=part)
    assert table.index.tolist() == corpus.articles.index.tolist()
    for article, row in table.iterrows():
        own = wanted[wanted["article"] == article]
        assert row["n_sentences"] == len(own)
        if not len(own):
            assert row[[*SCORES, "share_scored", "low", "high"]].isna().all()
            continue
        for name in SCORES:
            assert row[name] == pytest.approx(own[name].mean(), abs=1e-12)
        assert row["share_scored"] == (own[["neg", "pos", "compound"]] != 0).any(axis=1).mean()
        if len(own) > 1:
            mean, error = own["compound"].mean(), stats.sem(own["compound"])
            low, high = stats.t.interval(0.95, len(own) - 1, mean, error) if error else (mean, mean)
            low, high = np.clip([low, high], -1, 1)
            assert (row["low"], row["high"]) == (pytest.approx(low), pytest.approx(high))
        else:
            assert np.isnan(row["low"]) and np.isnan(row["high"])


@settings(max_examples=60)
@given(corpora(), st.sampled_from([None, "outlet", "ward"]), st.sampled_from([None, "W", "M", "Y"]))
def test_groups_are_means_of_articles(corpus, by, every):
    if not any(english(corpus)) or not (by or every):
        return
    articles = nl.sentiment(corpus)
    rows = corpus.articles
    key = pd.DataFrame(index=rows.index)
    enough = {"W": ["day"], "M": ["day", "month"], "Y": ["day", "month", "year"]}
    if every:
        start = rows["date"].dt.to_period({"W": "W-SUN"}.get(every, every)).dt.start_time
        key["period"] = start.where(rows["date_precision"].isin(enough[every]))
    if by:
        ids = nl.frequency(corpus, words="x", by=by)[by].sort_values()
        key[by] = [group(v, by, set(ids)) for v in rows[by]]
    read = (
        articles[articles["n_sentences"] > 0]
        .drop(columns=["outlet"])
        .join(key)
        .dropna(subset=list(key))
    )
    wanted = read.groupby(list(key))
    table = nl.sentiment(corpus, by=by, every=every)
    found = table[table["articles"] > 0].set_index(list(key))
    assert found["articles"].to_dict() == wanted.size().to_dict()
    assert found["n_sentences"].to_dict() == wanted["n_sentences"].sum().to_dict()
    for name in SCORES:
        pd.testing.assert_series_equal(found[name].sort_index(), wanted[name].mean().sort_index(),
                                       check_index_type=False)  # fmt: skip
    if every:
        undated = table.attrs["newslib"]["undated"]
        assert undated == int((~rows["date_precision"].isin(enough[every])).sum())
    assert table.loc[table["articles"] == 0, [*SCORES, "low", "high"]].isna().all(axis=None)


def group(value, by, known):
    if pd.isna(value):
        return f"(no {by})"
    return str(value) if str(value) in known else str(int(value))


def dated(texts, dates, **columns):
    table = {"text": texts, "date": dates} | columns
    return nl.load(pd.DataFrame(table), progress=False)


def test_a_gap_is_where_nothing_was_collected_not_where_nothing_was_chosen():
    corpus = dated(["A great flood.", "A sunny day.", "A bad flood."],
                   ["2026-03-02", "2026-03-09", "2026-03-23"])  # fmt: skip
    table = nl.sentiment(corpus.where(mentions="flood"), every="W")
    assert table["state"].tolist() == ["thin", "thin", "empty", "partial"]
    assert table["articles"].tolist() == [1, 0, 0, 1]
    assert table["compound"].isna().tolist() == [False, True, True, False]


def test_groups_are_those_of_the_selection():
    corpus = dated(["A great flood.", "A bad day."], ["2026-03-02"] * 2, outlet=["Star", "Echo"])
    chosen = corpus.where(mask=[True, False])
    assert nl.sentiment(chosen, by="outlet")["outlet"].tolist() == ["Star"]


def test_columns(town):
    assert list(nl.sentiment(town, level="sentence")) == [
        "article", "sentence", *SCORES, "title", "outlet", "date",
    ]  # fmt: skip
    table = nl.sentiment(town)
    assert list(table) == [
        "title", "outlet", "date", *SCORES, "n_sentences", "share_scored", "low", "high",
    ]  # fmt: skip
    assert table.index.name == "article"
    assert list(nl.sentiment(town, by="outlet", every="M")) == [
        "period", "outlet", "articles", "n_sentences", "share_scored", *SCORES, "low", "high",
        "state",
    ]  # fmt: skip


def test_what_is_not_english_is_refused_with_the_reason(town):
    table = nl.sentiment(town)
    assert table.loc[8, "n_sentences"] == 0 and np.isnan(table.loc[8, "compound"])
    assert table.attrs["newslib"]["notes"] == [
        "1 of 9 articles were not scored: the text does not look English, and VADER reads "
        "English only: no score was made.",
        UNMEASURED,
    ]
    assert 8 not in nl.sentiment(town, level="sentence")["article"].tolist()
    german = town.where(mask=town.articles.index == 8)
    with pytest.raises(ValueError, match="does not look English"):
        nl.sentiment(german)
    assert nl.frequency(german, words="fluss")["count"].item() == 1  # words go on
    assert nl.sentiment(town.where(outlet="Star")).attrs["newslib"]["notes"] == [UNMEASURED]


def test_texts_without_letters_have_a_score_of_nothing(town):
    row = nl.sentiment(town).loc[7]
    assert row["n_sentences"] == len(nl.sent_tokenize("... !!! ..."))
    assert row["compound"] == 0 and row["share_scored"] == 0


def test_of_nothing(town):
    nothing = town.where(mask=np.zeros(len(town), bool))
    assert len(nl.sentiment(nothing)) == len(nl.sentiment(nothing, level="sentence")) == 0
    assert len(nl.sentiment(nothing, by="outlet")) == 0
    whole = nl.sentiment(nothing, every="Y")  # the collection is not empty, the choice is
    assert whole[["articles", "state"]].values.tolist() == [[0, "partial"]]
    assert len(nl.sentiment(town.where(dated=False), every="W")) == 0


def test_errors_say_what_to_do(town):
    for options in ({"level": "text"}, {"part": "headline"}, {"every": "week"}, {"lexicon": "x"}):
        with pytest.raises(ValueError, match="takes"):
            nl.sentiment(town, **options)
    with pytest.raises(ValueError, match="there is no 'paper'"):
        nl.sentiment(town, by="paper")
    with pytest.raises(ValueError, match="leave level='sentence' out"):
        nl.sentiment(town, level="sentence", by="outlet")
    with pytest.raises(ValueError, match="my_compound"):
        nl.sentiment(town.assign(compound=1), by="compound")


def test_scores_are_kept_between_calls(town, monkeypatch):
    nl.sentiment(town, part="all")
    monkeypatch.setattr(arrays, "scores", None)
    assert len(nl.sentiment(town)) == len(nl.sentiment(town.where(outlet="Star"))) + 5
    assert len(nl.sentiment(town.assign(mark="x"), by="mark")) == 1


def test_intervals_of_the_mean_tone_cover_it():
    """Twenty articles a week whose tone varies: the interval holds the true mean 95 in 100."""
    random = np.random.default_rng(5)
    tones = nl.polarity_scores(["a great day", "a day", "a terrible day"])["compound"].to_numpy()
    sentences = ["A great day. ", "A day. ", "A terrible day. "]
    texts, true = [], 0.0
    for _ in range(300 * 20):
        share = random.dirichlet([1, 2, 1])
        texts.append(
            "".join(sentences[i] for i in random.choice(3, random.integers(1, 5), p=share))
        )
    true = tones @ [0.25, 0.5, 0.25]
    corpus = dated(
        texts, np.repeat(np.arange("2000-01-03", 2100, 7, dtype="M8[D]"), 20).astype(str)
    )
    table = nl.sentiment(corpus, every="W")
    assert (table["articles"] == 20).all() and len(table) == 300
    assert 0.92 <= (table["low"].le(true) & table["high"].ge(true)).mean() <= 0.98


def test_real_editorials_equal_nltk(vader, dev_data):
    rows = pd.read_csv(dev_data / "sentiment-nyt-editorials.csv")
    sentences = rows["text"].tolist()
    table = nl.polarity_scores(sentences)
    assert table.to_dict("records") == [vader.polarity_scores(s) for s in sentences]


def test_real_articles_equal_nltk(nltk, vader, dev_data):
    rows = list(lines_of(dev_data / "wikinews-dates-gum.jsonl"))
    corpus = nl.load(pd.DataFrame({"text": [r["text"] for r in rows]}), clean=False, progress=False)
    wanted = [vader.polarity_scores(s) for r in rows for s in nltk.sent_tokenize(r["text"])]
    assert nl.sentiment(corpus, level="sentence")[SCORES].to_dict("records") == wanted


def test_sentences_without_end_are_named():
    text = "The bridge is good and the bridge is bad " * 12
    corpus = nl.load(pd.DataFrame({"text": [text, "The bridge held."]}), progress=False)
    note, _ = nl.sentiment(corpus).attrs["newslib"]["notes"]
    assert note.startswith("1 of 2 articles have a sentence of over 100 words")


def test_words_set_aside_change_nothing_where_nothing_is_read():
    corpus = nl.load(pd.DataFrame({"text": ["The war is over."]}), progress=False)
    table = nl.sentiment(corpus, aside=["war"], part="title")
    assert not any("nan" in note for note in table.attrs["newslib"]["notes"])
