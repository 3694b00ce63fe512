"""Tokens and sentences are NLTK's, for any text, and every one of them can be found again."""

import hashlib
import subprocess
import sys
import unicodedata
from collections import Counter
from importlib.resources import files

import numpy as np
import pandas as pd
import pytest
from conftest import lines_of
from hypothesis import example, given, settings
from hypothesis import strategies as st
from nasty import PIECES, every_short_string, nasty

import newslib as nl
from newslib import chunks, shapes, tokens
from newslib.splitters import punkt, spans_of, without_clock
from newslib.tokens import is_word, merge, sentence_spans, tokenise

FLAT = [piece for pieces in PIECES for piece in pieces]
SIGNS = st.text(alphabet="\"'`.!?,:;-()[]<> a1\n’”“…", max_size=25)
TEXTS = st.one_of(
    st.lists(st.sampled_from(FLAT), max_size=25).map("".join),
    st.lists(st.sampled_from(FLAT), max_size=25).map(" ".join),
    st.lists(SIGNS, max_size=4).map(" said Dr. ".join),
    st.text(max_size=60),
)


def assert_faithful(nltk, text: str) -> None:
    """Tokens, sentences, types and offsets of one text, against NLTK and the text itself."""
    words, t = nltk.word_tokenize(text), tokenise([None], [text])
    found = zip(t.sent_start.tolist(), t.sent_end.tolist(), strict=True)
    assert [text[s:e] for s, e in found] == nltk.sent_tokenize(text)
    assert [t.forms[i] for i in t.form] == words
    assert [t.types[i] for i in t.type] == [w.lower() for w in words]
    at = 0
    for form, start, end in zip(
        t.form.tolist(), t.start.tolist(), t.ends(slice(None)).tolist(), strict=True
    ):
        printed = text[start:end]
        assert printed == t.forms[form] or (
            t.forms[form] in ("``", "''") and printed in ('"', "''")
        )
        assert not text[at:start].strip()  # nothing but space between two tokens
        at = end
    assert not text[at:].strip()


def assert_same(one, other) -> None:
    """Two tables of tokens are equal in every column."""
    assert one.forms == other.forms and one.types == other.types
    for name in ("form", "form_length", "type", "sentence", "start", "sent_article", "sent_part",
                 "sent_number", "sent_start", "sent_end", "sent_first"):  # fmt: skip
        assert getattr(one, name).tolist() == getattr(other, name).tolist(), name


@settings(max_examples=1000)
@given(TEXTS)
@example("")
@example(" \x1c\x85\u2003")
@example("\"''\" `` \"`'\" ''\"")
@example("He said \"no.\" \"Yes,\" she said. 'Tis gonna be ''fine''...")
@example("a\x1cb. \x1d C\x1f.\x1e")
@example('Bad!!!\x85\u200b"Worse." (Worst.) \u2029 d\'ye')
@example("<\"''\"> (\"''a''\") [''\"]")
@example("Go. So!”No!) Go.”No. No. No!) so.”")  # pieces that are chunks too
def test_equal_to_nltk_for_any_text(nltk, text):
    assert nl.sent_tokenize(text) == nltk.sent_tokenize(text)
    assert nl.word_tokenize(text) == nltk.word_tokenize(text)
    assert_faithful(nltk, text)


def test_nasty_strings_in_one_call_equal_nltk(nltk):
    """Many strings together, each as a text and as a title, which is one sentence."""
    from nltk.tokenize.destructive import NLTKWordTokenizer

    texts = [*every_short_string(2), *nasty(4, 6000)]
    titles = texts[::-1]
    cut, t = NLTKWordTokenizer().tokenize, tokenise(titles, texts)
    found = [[] for _ in texts]
    ends, first = t.ends(slice(None)), t.sent_first.tolist()
    rows = zip(t.sent_article.tolist(), t.sent_number.tolist(), t.sent_start.tolist(),
               t.sent_end.tolist(), first[:-1], first[1:], strict=True)  # fmt: skip
    for article, number, start, end, low, high in rows:
        tokens, printed = [t.forms[i] for i in t.form[low:high]], slice(low, high)
        spans = zip(t.start[printed].tolist(), ends[printed].tolist(), strict=True)
        found[article].append((number, start, end, tokens, list(spans)))
    for title, text, sentences in zip(titles, texts, found, strict=True):
        wanted, at = [(0, 0, len(title), title)] if title else [], 0
        for number, sentence in enumerate(nltk.sent_tokenize(text), 1):
            at = text.index(sentence, at)
            wanted.append((number, at, at + len(sentence), sentence))
            at += len(sentence)
        for one, (number, start, end, sentence) in zip(sentences, wanted, strict=True):
            tokens = cut(sentence)
            spans = [(start + a, start + b) for a, b in spans_of(tokens, sentence)]
            assert one == (number, start, end, tokens, spans), (title, text)
    assert t.types == list(dict.fromkeys(form.lower() for form in t.forms))
    assert sorted(set(zip(t.forms, t.form_length.tolist(), strict=True))) == sorted(
        zip(t.forms, t.form_length.tolist(), strict=True)
    )


def test_shapes_asked_about_together_are_cut_as_each_alone():
    some = [s for s in every_short_string(2) if s.split() == [s]]
    asked = [(s, left, right) for s in some for left in range(3) for right in range(3)]
    with without_clock():
        assert shapes._cuts(asked) == [shapes._cuts([one])[0] for one in asked]


@pytest.mark.parametrize("size", [1, 7, 300])
def test_the_batch_does_not_matter(size):
    """What was learnt of one text changes nothing in another."""
    texts = nasty(5, 600)
    titles = [*texts[1:], None]
    whole = tokenise(titles, texts)
    parts = [
        (tokenise(titles[i : i + size], texts[i : i + size]), np.arange(i, min(i + size, 600)))
        for i in range(0, 600, size)
    ]
    assert_same(merge(parts, 600), whole)


@pytest.mark.parametrize("block", [(1, 1), (1, 300), (1 << 19, 1 << 24)])
def test_sentences_alone_are_punkts_in_blocks_of_any_size(monkeypatch, block):
    monkeypatch.setattr(tokens, "BLOCK", block)
    texts = [*nasty(7, 1500), "", " ", "\xa0",
             *(" ".join(nasty(seed, 6)) for seed in range(100))]  # fmt: skip
    with without_clock():
        told = [(i, *span) for i, text in enumerate(texts) for span in punkt().span_tokenize(text)]
    found = zip(*(column.tolist() for column in sentence_spans(texts)), strict=True)
    assert list(found) == told


def test_blocks_of_any_size_give_the_same_tokens(monkeypatch):
    texts, titles = nasty(9, 600), [None, "", " \t", *nasty(10, 597)]
    whole = tokenise(titles, texts)
    monkeypatch.setattr(tokens, "BLOCK", (1, 200))
    assert_same(whole, tokenise(titles, texts))


def test_nothing_is_a_table_without_rows():
    t = tokenise([], [])
    assert (len(t), len(t.types), t.counts.tolist(), t.words_per_article.shape) == (
        0,
        0,
        [],
        (0, 2),
    )
    assert [column.tolist() for column in sentence_spans([])] == [[], [], []]


def test_types_are_counted(nltk, monkeypatch):
    monkeypatch.setattr(tokens, "COUNTED", 3)  # at once
    text = "The dam. The dams, the dam's and THE DAM."
    t = tokenise([None], [text])
    assert dict(zip(t.types, t.counts.tolist(), strict=True)) == Counter(
        word.lower() for word in nltk.word_tokenize(text)
    )


@given(st.lists(st.binary(max_size=40).map(lambda b: bytes(x % 248 for x in b)), max_size=30))
@example([b"a", b"a\0", b"", b"\0", b"\0\0", b"a" * 8, b"a" * 7 + b"\x07", b"a" * 24, b"a" * 25])
def test_byte_strings_are_numbered_by_what_they_are(strings):
    size = np.array([len(string) for string in strings], int)
    b = np.frombuffer(b"".join([*strings, chunks.PAD]), np.uint8)
    number = chunks.numbered(b, np.cumsum(size) - size, size).tolist()
    assert len(set(zip(strings, number, strict=True))) == len(set(strings)) == len(set(number))


def test_spans_follow_nltk_where_it_changes_quotes():
    text = "\"''\" ``a'' (\"b\")"
    tokens = nl.word_tokenize(text)
    assert [text[s:e] for s, e in spans_of(tokens, text)] == [
        '"', "''", '"', "``", "a", "''", "(", '"', "b", '"', ")",
    ]  # fmt: skip


@settings(max_examples=120)
@given(st.lists(st.tuples(st.none() | TEXTS, TEXTS.filter(str.strip)), min_size=1, max_size=4))
def test_spans_of_a_corpus_recover_what_is_printed(nltk, rows):
    rows = [(t, x) for t, x in rows if "\ud800" not in f"{t}{x}" and "\x00" not in f"{t}{x}"]
    if not rows:
        return
    corpus = nl.load(pd.DataFrame(rows, columns=["title", "text"]), clean=False, progress=False)
    titles, texts = corpus.articles["title"], corpus.articles["text"]
    tokens, sentences = corpus.tokens, corpus.sentences
    for row in tokens.itertuples():
        whole = (titles if row.part == "title" else texts)[row.article]
        assert whole[row.start : row.end] == row.token
    for row in sentences.itertuples():
        whole = (titles if row.part == "title" else texts)[row.article]
        assert whole[row.start : row.end] == row.text and (row.sentence == 0) == (
            row.part == "title"
        )
    for article, text in texts.items():
        own = tokens[(tokens["article"] == article) & (tokens["part"] == "body")]
        assert own["type"].tolist() == [w.lower() for w in nltk.word_tokenize(text)]
        own = sentences[(sentences["article"] == article) & (sentences["part"] == "body")]
        assert own["text"].tolist() == nltk.sent_tokenize(text)
        assert own["sentence"].tolist() == list(range(1, len(own) + 1))


def test_columns_of_tokens_and_sentences(town):
    assert list(town.tokens) == [
        "article", "part", "sentence", "token", "type", "start", "end",
    ]  # fmt: skip
    assert list(town.sentences) == ["article", "part", "sentence", "start", "end", "text"]
    second = town.tokens[town.tokens["article"] == 1]
    quoted = second[second["token"] == '"']
    assert quoted["type"].tolist() == ["``", "''"]  # NLTK's quotes; as printed beside them
    assert "It" in set(second["token"]) and "it" in set(second["type"])


def test_a_selection_shows_its_own_tokens_only(town):
    chosen = town.where(outlet="Echo")
    assert set(chosen.tokens["article"]) == set(chosen.articles.index)
    nothing = town.where(mask=np.zeros(len(town), bool))
    assert len(nothing.tokens) == len(nothing.sentences) == nothing.words == 0


@given(st.text(max_size=8))
def test_a_word_has_a_letter_or_a_digit(token):
    wanted = any(unicodedata.category(c)[0] in "LN" for c in token)
    if not any(unicodedata.category(c) in ("No", "Nl") for c in token):  # ½, Ⅷ: counted as words
        assert is_word(token) == wanted


def test_words_of_the_corpus_are_counted_as_said(nltk, town):
    texts = town.articles["text"]
    wanted = sum(any(c.isalnum() for c in w) for x in texts for w in nltk.word_tokenize(x))
    assert town.words == wanted


@settings(max_examples=150)
@given(
    st.lists(st.tuples(st.none() | st.just("A title"), TEXTS), min_size=1, max_size=5), st.data()
)
def test_merged_tokens_are_those_of_all_read_together(rows, data):
    titles, texts = map(list, zip(*rows, strict=True))
    side = data.draw(st.lists(st.sampled_from([0, 1, -1]), min_size=len(rows), max_size=len(rows)))
    kept = [i for i, s in enumerate(side) if s >= 0]
    place, both = {article: i for i, article in enumerate(kept)}, list(enumerate(side))
    parts = [
        (tokenise(titles, texts), np.array([place[i] if s == one else -1 for i, s in both]))
        for one in (0, 1)
    ]
    one, other = (
        merge(parts, len(kept)),
        tokenise([titles[i] for i in kept], [texts[i] for i in kept]),
    )
    assert_same(one, other)


def test_stop_words_are_tokens_as_nltk_cuts_them(nltk):
    listed = nl.stopwords()
    assert {"the", "n't", "'s", "’s"} - listed <= {"’s"} and not {"said", "new", "monday"} & listed
    text = files("newslib").joinpath("data", "stopwords-english.txt").read_text("utf-8")
    words = [w for line in text.splitlines() if line[0] != "#" for w in line.split()]
    assert len(words) == len(set(words)) and all(w == w.lower() for w in words)
    assert [w for w in words if nltk.word_tokenize(w) != [w] and "'" not in w] == ["cannot"]


SHA256 = """
tokenizers/punkt_tab/english/abbrev_types.txt
    92a3e070f43d9b4c5534758ca40ad7343b04e7e29bfe0c2eb658a39445a4f779
tokenizers/punkt_tab/english/collocations.tab
    8e2da1225e4dd2cc9dba261ee231ccb134859e21b46006e7f472c5ee269af0cf
tokenizers/punkt_tab/english/ortho_context.tab
    4bbcca25ed3d3f06c02402abf8419b9f033b8adc06e7b482eca4e45f81a5dc4c
tokenizers/punkt_tab/english/sent_starters.txt
    f3f8535483e1dba487241b764945168123bca3209a9645e59acd1225dc76edac
sentiment/vader_lexicon/vader_lexicon.txt
    0aabac74cd95def2dbedc04ce55e39698d91113ffadb6d86b87dd337c4d2184d
"""


def test_the_shipped_data_of_nltk_is_unchanged():
    folder = files("newslib") / "data" / "nltk"
    names = SHA256.split()
    for name, wanted in zip(names[::2], names[1::2], strict=True):
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == wanted, name


def test_the_parameters_are_read_as_nltk_reads_them(nltk):
    theirs, ours = nltk.tokenize.punkt.PunktTokenizer("english")._params, punkt()._params
    assert vars(theirs) == vars(ours)
    assert ours.ortho_context["no such word"] == 0 and "no such word" not in ours.ortho_context


def test_nltk_needs_no_data_of_its_own():
    code = """if True:
        import os
        os.environ["NLTK_DATA"] = os.devnull
        import nltk.data
        nltk.data.path[:] = []
        def refuse(*args, **options):
            raise AssertionError("newslib asked NLTK to find data")
        nltk.data.load = nltk.data.find = nltk.download = refuse
        import newslib as nl
        corpus = nl.paste("Storm\\n\\nDr. Lee spoke. A great day!")
        print(len(corpus.sentences), nl.sentiment(corpus)["compound"].round(4).tolist())
    """
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout == "3 [0.3294]\n"


def test_a_long_sentence_does_not_race_a_clock(nltk, monkeypatch):
    """NLTK gives up on an expression after five seconds; newslib must not depend on the machine."""
    monkeypatch.setattr(nltk.redos, "DEFAULT_TIMEOUT", 1e-9)
    text = '"' * 2000 + " a." * 2000
    assert len(nl.word_tokenize(text)) == 4001
    assert nltk.redos.DEFAULT_TIMEOUT == 1e-9
    assert len(nl.polarity_scores(["good " * 1000])) == 1


def test_the_network_is_cut():
    import socket
    import urllib.request

    with pytest.raises(OSError, match="network access"):
        urllib.request.urlopen("http://example.org")
    with socket.socket() as one, pytest.raises(OSError, match="network access"):
        one.connect(("93.184.216.34", 80))


# ---- real texts


def test_press_releases_equal_nltk(nltk, releases):
    for title, text in zip(releases["title"], releases["text"], strict=True):
        assert_faithful(nltk, text)
        assert_faithful(nltk, title if isinstance(title, str) else "")


@pytest.mark.parametrize(
    "name", ["pages-dev.jsonl.gz", "wikinews-dates-gum.jsonl", "wikinews-dates-meantime.jsonl"]
)
def test_news_pages_equal_nltk(nltk, dev_data, name):
    for row in list(lines_of(dev_data / name))[::3]:
        assert_faithful(
            nltk, row["text"] if "text" in row else "\n".join(x for *_, x in row["lines"])
        )


def test_the_seed_article_equals_nltk(nltk, dev_data):
    assert_faithful(nltk, (dev_data / "seed-article.txt").read_text("utf-8"))
