"""VADER in arrays: NLTK is the oracle, to the last digit; and the lexicons it takes."""

import numpy as np
import pandas as pd
import pytest
from conftest import corpora, lines_of
from hypothesis import given, settings
from hypothesis import strategies as st
from toned import ODD, PAIRS, SIGNS, own, toned

import newslib as nl
from newslib import vader as arrays
from newslib.chunks import Known, chunked, text_of
from newslib.evidence import counted
from newslib.splitters import without_clock

WORDS = [*PAIRS, "good", "bad", "GOOD", "Great", "war", "VERY", "not", "isn't", "shit", "bomb",
         "mustard", "death", "mouth", "right", "ass", "hardly", "town", "“good”"]  # fmt: skip
PIECES = st.sampled_from([*WORDS * 4, *SIGNS, *ODD, *(w + s for w in WORDS for s in "!.,")])
SENTENCES = st.one_of(
    st.lists(PIECES, max_size=12).map(" ".join), st.lists(PIECES, max_size=6).map("".join),
    st.lists(st.sampled_from(["not", "good", "so", "bad", "but", "GOOD!"]), max_size=40)
    .map(" ".join), st.text(max_size=20),
)  # fmt: skip


def of_nltk(vader, sentences, lexicon=None):
    """What NLTK gives, with a lexicon in the place of its own."""
    kept, vader.lexicon = vader.lexicon, vader.lexicon if lexicon is None else lexicon
    try:
        with without_clock():
            return [vader.polarity_scores(sentence) for sentence in sentences]
    finally:
        vader.lexicon = kept


def same(vader, sentences, lexicon=None):
    found = nl.polarity_scores(sentences, lexicon=lexicon or "vader").to_dict("records")
    return found == of_nltk(vader, sentences, lexicon)


@settings(max_examples=250)
@given(st.lists(SENTENCES, max_size=4), st.integers(0, 3))
def test_scores_are_nltks(vader, sentences, seed):
    assert same(vader, sentences)
    assert same(vader, sentences, own(seed, vader.lexicon))


@pytest.mark.parametrize("seed", [1, 2])
def test_nasty_sentences(vader, seed):
    sentences = toned(seed, 800, vader.lexicon)
    assert same(vader, sentences) and same(vader, sentences, own(seed, vader.lexicon))


QUIRKS = {
    "a repeated word has the value of its first place": ["not good and good", "good and not good"],
    "in capitals it is another word": ["not GOOD and good", "good town GOOD"],
    "never so, never this: in small letters only": ["never so good", "NEVER so good",
        "never this old good", "never so very good", "not so very good", "not so good"],
    "least, but not at least": ["least good", "the least good", "at least good",
        "very least good", "LEAST good", "least the good"],
    "kind of is no praise, kind is": ["kind of town", "a kind town", "Kind OF town", "kind",
        "of kind", "kind, of", "kind of town kind"],
    "idioms, three words on": ["it was the bomb", "at last it was the bomb", "yeah right the town",
        "cut the mustard", "he did cut the mustard there", "well we live hand to mouth good",
        "the shit is good", "a kiss of death good", "sort of a good", "it was just enough good"],
    "a listed word shields from the rules before it": ["not great good", "very great good",
        "not kind of good"],
    "boosters fade with distance": ["very good", "very old good", "very old big good",
        "very old big red good", "hardly good", "VERY good", "VERY bad", "very BAD"],
    "n't anywhere in a word": ["isn't good", "isn’t good", "n'tx good", "ISN'T good",
        "don'ts good"],
    "but: the first one": ["good but bad", "good BUT bad but good", "but", "good, but, bad"],
    "one run of signs comes off": ["good.", "good?!?", "good!!!!", "(good)", "“good”", "good,.",
        ".good", "'good'", "good-", "--good", "!!!good", "a!", "ab!"],
    "! up to four, ? from two on": ["good" + "!" * n for n in range(7)] + ["bad" + "?" * n
        for n in range(7)] + ["town!!", "bad ! ? ! ?"],
    "white space is what str.split takes for it": ["not\xa0good", "not\x1cgood", "a\u2028GOOD\x85x",
        "very\u3000good", "not\u200bgood", " .good", " !good ", "\n"],
    "capitals, if others are not": ["GOOD", "GOOD town", "GOOD TOWN", "GOOD 12", "BAD town VERY"],
    "ties are rounded by Python": ["good " + "town " * n for n in range(70)],
    "sums are Python's own": ["good great bad war awful " * n + "nice" for n in range(1, 9)],
}  # fmt: skip


@pytest.mark.parametrize("quirk", QUIRKS)
def test_quirk(vader, quirk):
    found = nl.polarity_scores(QUIRKS[quirk])
    assert found.to_dict("records") == of_nltk(vader, QUIRKS[quirk])
    assert len(found.drop_duplicates()) > 1 or quirk.startswith("white")


def test_a_word_of_the_rules_may_be_listed(vader):
    sentences = ["so good", "very good", "never good", "least good", "but good", "of good", "good"]
    lexicon = {"good": 1.9, "so": 1, "very": -2.0, "never": 0, "least": 2, "but": -1, "of": -0.5}
    assert same(vader, sentences, lexicon)


def test_python_adds_up(vader):
    """A sum that Python 3.12 corrects: 0.1, -0.1 and so on do not come to zero in order."""
    lexicon = {"xa": 0.1, "xb": 0.7, "xc": 1e-3, "xd": -0.8, "xe": 1e16, "xf": -1e16}
    random = np.random.default_rng(3)
    sentences = [" ".join(random.choice(list(lexicon), 9)) for _ in range(300)]
    assert same(vader, sentences, lexicon)


@settings(max_examples=300)
@given(SENTENCES)
def test_the_words_of_a_sentence_stand_where_it_says(sentence):
    from nltk.sentiment.vader import SentiText, VaderConstants

    wanted = SentiText(sentence, VaderConstants.PUNC_LIST, VaderConstants.REGEX_REMOVE_PUNCTUATION)
    places = arrays.places(sentence)
    assert [sentence[start:end] for start, end in places] == wanted.words_and_emoticons
    read = arrays.read([sentence])
    assert [read.words[i] for i in read.token.tolist()] == wanted.words_and_emoticons


@settings(max_examples=300)
@given(st.lists(SENTENCES, max_size=4))
def test_chunks_cut_at_all_white_space(sentences):
    known = Known()
    found = chunked(sentences, known, split=True)
    pieces = [text_of(known.spelled[i]) for i in found.number.tolist()]
    assert pieces == [piece for sentence in sentences for piece in sentence.split()]
    spans = zip(found.string.tolist(), found.start.tolist(), found.stop.tolist(), strict=True)
    assert [sentences[i][start:stop] for i, start, stop in spans] == pieces


def test_blocks_do_not_show(vader, monkeypatch):
    sentences = toned(7, 300, vader.lexicon) + ["", "good " * 50]
    whole = nl.polarity_scores(sentences)
    monkeypatch.setattr(arrays, "BLOCK", 100)
    assert nl.polarity_scores(sentences).equals(whole)


def test_editorials_with_an_edited_lexicon(vader, dev_data):
    sentences = pd.read_csv(dev_data / "sentiment-nyt-editorials.csv")["text"].tolist()
    lexicon = nl.lexicon("vader", edits={"flood": -1.5, "united": None, "the": 0.1})
    assert same(vader, sentences[:800], lexicon)


def test_press_releases(vader, dev_data):
    rows = [row for row, _ in zip(lines_of(dev_data / "press-releases.jsonl.gz"), range(60),
                                  strict=False)]  # fmt: skip
    corpus = nl.load(pd.DataFrame({"text": [r["text"] for r in rows]}), clean=False, progress=False)
    table = nl.sentiment(corpus, level="sentence").merge(corpus.sentences)
    assert table[["neg", "neu", "pos", "compound"]].to_dict("records") == of_nltk(
        vader, table["text"]
    )


# ---- lexicons


def compound(sentence, lexicon, **more):
    return nl.polarity_scores(sentence, lexicon=lexicon, **more)["compound"].item()


def test_a_lexicon_is_a_name_a_dict_a_table_or_a_file(tmp_path):
    words = {"flood": -1.5, "Port": 1, ":D": 2}
    table = pd.DataFrame({"Word": list(words), "Value": list(words.values())})
    (tmp_path / "own.csv").write_text("term;score\nflood;-1,5\n".replace(",", "."), "utf-8")
    found = nl.lexicon(words)
    assert dict(found) == {"flood": -1.5, "port": 1.0, ":D": 2.0}
    assert dict(nl.lexicon(table)) == dict(found)
    assert dict(nl.lexicon(str(tmp_path / "own.csv"))) == {"flood": -1.5}
    assert nl.lexicon(tmp_path / "own.csv").name == "own.csv (1 word)"
    assert found.name == "own lexicon of 3 words" and nl.lexicon(found) is found
    for given_ in (words, table, found):
        assert compound("the port", given_) == compound("the port", {"port": 1}) > 0


def test_edits_set_values_and_take_words_out():
    edited = nl.lexicon("vader", edits={"Flood": -1.5, "good": None})
    assert edited.name == "vader with 2 edits" and edited.base is nl.lexicon("vader")
    assert compound("a flood", edited) < 0 == compound("a flood", "vader")
    assert compound("a good day", edited) == 0 < compound("a good day", "vader")
    assert compound("not a great day", edited) == compound("not a great day", "vader")


def test_categories_are_given_values(tmp_path):
    rows = "word,category\nabuse,negemo\nabuse,anger\nlove*,posemo\nthe,function\n"
    path = tmp_path / "categories.csv"
    path.write_text(rows, "utf-8")
    found = nl.lexicon(path, values={"negemo": -2, "anger": -3, "posemo": 2})
    assert dict(found) == {"abuse": -2.5, "love*": 2.0}
    with pytest.raises(ValueError, match="categories are anger, function, negemo, posemo"):
        nl.lexicon(path, values={"joy": 1})
    with pytest.raises(ValueError, match="word and category with values="):
        nl.lexicon(path)


def test_an_ending_star_is_any_ending():
    lexicon = {"abus*": -2, "abuse": 1, "abuser*": -3, ":*": 2}
    for word, value in {"abusing": -2, "abuse": 1, "Abusers,": -3, "abus": -2, ":*": 2}.items():
        assert compound(f"an {word} here", lexicon) == compound("an x1 here", {"x1": value})
    assert compound("the disabused town", lexicon) == 0


def test_a_lexicon_that_cannot_be_read_is_refused(tmp_path):
    for wrong, said in [("vader2", "'vader'"), ({"good": "much"}, "'good' should be a number"),
                        ({"good": np.nan}, "number"),
                        (pd.DataFrame({"a": [1]}), "it has a")]:  # fmt: skip
        with pytest.raises(ValueError, match=said):
            nl.lexicon(wrong)
    for wrong in (7, {3: 1.0}, {"": 1.0}):
        with pytest.raises(TypeError):
            nl.lexicon(wrong)
    with pytest.raises(TypeError, match="aside="):
        nl.polarity_scores("good", aside=[3])


def test_what_is_set_aside_counts_as_not_listed(vader, town):
    sentences = ["a great war", "not a good killing", "kill", "VERY good"]
    rest = {w: v for w, v in vader.lexicon.items() if w != "good" and not w.startswith("kill")}
    found = nl.polarity_scores(sentences, aside=["good", "kill*"]).to_dict("records")
    assert found == of_nltk(vader, sentences, rest)
    table = nl.sentiment(town, level="sentence", aside="flood")  # is in no lexicon
    assert table.attrs["newslib"]["arguments"]["lexicon"] == "vader"
    (note,) = [n for n in nl.sentiment(town, aside="no").attrs["newslib"]["notes"] if "By" in n]
    means = [nl.sentiment(town, level="sentence", aside=a)["compound"].mean() for a in ("no", ())]
    assert note == (
        f"By vader, without no the mean compound of all sentences is {means[0]:+.4f}, "
        f"by vader {means[1]:+.4f}."
    )


# ---- contributions


@settings(max_examples=40)
@given(corpora(), st.sampled_from(["body", "title", "all"]), st.sampled_from([None, "outlet"]))
def test_pulls_add_up_and_every_count_opens(corpus, part, by):
    lexicon = nl.lexicon("vader", edits={"the": -1, "flood": -1.5, "it": 2, "of": None})
    try:
        tone = nl.sentiment(corpus, part=part, lexicon=lexicon)
    except ValueError:
        with pytest.raises(ValueError, match="English"):
            nl.contributions(corpus, part=part, lexicon=lexicon)
        return
    table = nl.contributions(corpus, part=part, by=by, lexicon=lexicon)
    tone = tone[tone["n_sentences"] > 0]
    if by:
        means = nl.sentiment(corpus, part=part, by=by, lexicon=lexicon)
        for name, wanted in means.set_index(by)["compound"].dropna().items():
            assert table.loc[table[by] == name, "pull"].sum() == pytest.approx(wanted, abs=1e-4)
    elif len(tone):
        assert table["pull"].sum() == pytest.approx(tone["compound"].mean(), abs=1e-4)
    opened = [len(nl.evidence(corpus, table, table.iloc[[i]])) for i in range(len(table))]
    assert opened == table["count"].tolist() == counted(table).tolist()
    for i in range(len(table)):
        rows, word = nl.evidence(corpus, table, table.iloc[[i]]), table.index[i]
        assert rows["article"].nunique() == table["articles"].iloc[i]
        if word != "! ?":
            for row in rows.itertuples():
                whole = corpus.articles.at[row.article, "text" if row.sentence else "title"]
                assert whole[row.start : row.end].lower() == word


def test_a_sentence_an_article(town):
    sentences = nl.sentiment(town, level="sentence")
    for article, number, score in sentences[["article", "sentence", "compound"]].values[:12]:
        table = nl.contributions(town, article=int(article), sentence=int(number))
        assert table["pull"].sum() == pytest.approx(score, abs=5e-5)
    for article, score in nl.sentiment(town)["compound"].dropna().items():
        assert nl.contributions(town, article=article)["pull"].sum() == pytest.approx(
            score, abs=5e-5
        )


def test_a_count_by_hand():
    text = "It was not good! It was good and VERY good, he said. The flood was bad. A dry day."
    corpus = nl.paste(text, title="News")
    table = nl.contributions(corpus)
    assert table["count"].to_dict() == {"good": 3, "bad": 1, "! ?": 1}
    after = [1.9 * -0.74, 1.9, 1.9]  # the third is scored where the word first stood
    assert table.loc["good", "after"] == pytest.approx(np.mean(after))
    assert table.loc["good", "value"] == 1.9 and table.loc["bad", "pull"] < 0
    first = 1.9 * -0.74 - 0.292
    root = np.sqrt(first**2 + 15) * 4
    assert table.loc["! ?", ["after", "pull"]].tolist() == pytest.approx([-0.292, -0.292 / root])
    assert list(table) == ["value", "after", "count", "articles", "pull"]
    assert table["pull"].abs().is_monotonic_decreasing


def test_contributions_say_what_to_do(town):
    for options, error in [({"sentence": 1}, ValueError), ({"article": 99}, KeyError),
                           ({"article": 0, "by": "outlet"}, ValueError),
                           ({"article": 0, "sentence": 99}, KeyError)]:  # fmt: skip
        with pytest.raises(error):
            nl.contributions(town, **options)
    with pytest.raises(ValueError, match="does not look English"):
        nl.contributions(town.where(mask=town.articles.index == 8))


def test_read_marks_the_words_of_a_tone_with_their_values():
    corpus = nl.paste("It was not good, but <b>great</b> and bad.", title="News")
    rows = nl.evidence(corpus, nl.sentiment(corpus), 0)
    said = nl.read(corpus, rows)
    assert "not [good −0.7], but <b>great</b> and [bad −3.8]." in str(said)
    assert '<mark class="nl-down">good<sup>−0.7</sup></mark>' in said._repr_html_()
    edited = nl.lexicon({"news": 1, "bad": 2})
    rows = nl.evidence(corpus, nl.contributions(corpus, lexicon=edited), "bad")
    assert "[bad +3.0]" in str(nl.read(corpus, rows)) and len(rows) == 1


def test_captions_name_the_lexicon(town):
    edited = nl.lexicon("vader", edits={"flood": -1.5})
    chart = nl.plot_sentiment(nl.sentiment(town, by="outlet", lexicon=edited))
    assert "lexicon: vader with 1 edit" in chart.newslib["caption"]
