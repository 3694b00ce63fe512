"""One grammar of patterns, checked against a search that reads every sentence word by word."""

import re

import pandas as pd
import pytest
from conftest import corpora
from hypothesis import example, given, settings
from hypothesis import strategies as st

import newslib as nl
from newslib.patterns import concepts, find, from_json, to_json


def spans(corpus, *patterns, case=False):
    """Hits as (article, start, end), in their order."""
    t = corpus._store.tokens
    hits = find(t, corpus._store.string_of, list(patterns), case=case).spanned(t)
    return list(zip(t.article[hits.first].tolist(), hits.start.tolist(), hits.end.tolist(),
                    strict=True))  # fmt: skip


def printed(corpus, *patterns, case=False):
    """What the hits cover, from titles and texts."""
    store = corpus._store
    hits = find(store.tokens, store.string_of, list(patterns), case=case).spanned(store.tokens)
    return [store.string_of(f)[s:e] for f, _, s, e in zip(*hits, strict=True)]


def slow_search(corpus, pattern, case):
    """Each place of a pattern, found by comparing words one after the other."""
    tokens, types = corpus.tokens, set(corpus.tokens["type"])
    slots = []
    for chunk in pattern.split():
        if chunk.lower() in types or not (chunk.endswith("*") and len(chunk) > 1):
            for word in [chunk] if chunk.lower() in types else nl.word_tokenize(chunk):
                slots.append(lambda p, w=word: p == w if case else p.lower() == w.lower())
        else:
            slots.append(lambda p, w=chunk[:-1]: p.startswith(w) if case
                         else p.lower().startswith(w.lower()))  # fmt: skip
    found = []
    for (article, part, _), rows in tokens.groupby(["article", "part", "sentence"]):
        forms = rows["token"].tolist()
        for i in range(len(forms) - len(slots) + 1):
            if all(fits(form) for fits, form in zip(slots, forms[i:], strict=False)):
                at = rows["start"].iloc[i], rows["end"].iloc[i + len(slots) - 1]
                found.append((article, part != "title", *map(int, at)))
    return [(a, s, e) for a, _, s, e in sorted(found)]


PATTERNS = ["the", "The", "flood", "flood*", "FLOOD*", "f*", "the flood", "no no", "the flood*",
            "dam the", "can't", "ca", "n't", "u.s.", "U.S. dam", "no, the", "zebra", "zeb* dam",
            "great*", "*", "7"]  # fmt: skip


@settings(max_examples=200)
@given(corpora(), st.sampled_from(PATTERNS), st.booleans())
def test_hits_are_those_of_a_slow_search(corpus, pattern, case):
    assert spans(corpus, pattern, case=case) == slow_search(corpus, pattern, case)


@settings(max_examples=200)
@given(corpora(), st.lists(st.sampled_from(PATTERNS), min_size=2, max_size=4))
def test_overlapping_hits_of_a_concept_are_one(corpus, several):
    found = {(a, s, e, part) for p in several for part in (0, 1)
             for a, s, e in spans_of_part(corpus, p, part)}  # fmt: skip
    reach, wanted = (-1, -1, -1), []
    for article, start, end, part in sorted(found, key=lambda h: (h[0], h[3], h[1], -h[2])):
        if (article, part, start) >= reach:
            wanted.append((article, start, end))
            reach = (article, part, end)
    assert spans(corpus, *several) == wanted


def spans_of_part(corpus, pattern, part):
    t = corpus._store.tokens
    hits = find(t, corpus._store.string_of, [pattern]).spanned(t)
    hits = hits.take(t.part[hits.first] == part)
    return list(zip(t.article[hits.first].tolist(), hits.start.tolist(), hits.end.tolist(),
                    strict=True))  # fmt: skip


REGEXES = [
    r"flood",
    r"(?i)\bflood\w*",
    r"o",
    r"\s+",
    r"[.!]\s",
    r"d.+?t",
    r"(?s)the.*dam",
    r"x?",
    r"\bno\b",
]


@settings(max_examples=150)
@given(corpora(), st.sampled_from(REGEXES).map(re.compile))
def test_regular_expressions_search_the_text(corpus, pattern):
    wanted = []
    for article, row in corpus.articles.iterrows():
        for text in (row["title"], row["text"]):
            if isinstance(text, str):
                wanted += [(article, *m.span()) for m in pattern.finditer(text) if m[0].strip()]
    assert spans(corpus, pattern) == wanted


def test_two_pieces_of_one_token_do_not_overlap():
    corpus = nl.paste("Floodlight.", title="A")
    assert spans(corpus, re.compile("Flood"), re.compile("light")) == [(0, 0, 5), (0, 5, 10)]
    assert spans(corpus, re.compile("Flood"), re.compile("odl"), "zebra") == [(0, 0, 5)]


def test_the_examples_of_the_grammar(town):
    assert printed(town, "flood")[:2] == ["Flood", "flood"]
    assert set(printed(town, "flood*")) == {"flood", "Flood", "flooding", "Floods"}
    assert printed(town, "climate change") == ["Climate change", "climate change"]
    assert printed(town, "flood", case=True).count("Flood") == 0
    assert printed(town, "Flood", case=True) == ["Flood", "Flood"]
    assert printed(town, "Climate change", case=True) == ["Climate change"]
    assert printed(town, "Flo*", case=True) == ["Flood", "Flood", "Floods"]
    assert printed(town, "can't") == ["can't"]  # two tokens of NLTK, one word of a reader
    assert printed(town, "it's over") == ["It's over"]
    assert printed(town, "$3.5m") == ["$3.5m"]
    assert printed(town, "no no") == ["No no", "no no"]  # every place, as n-grams are counted
    assert printed(town, '"Floods') == ['"Floods']


def test_a_string_that_is_a_type_is_that_type(town):
    assert printed(town, "U.S.") == ["U.S."] and printed(town, "u.s.") == ["U.S."]
    assert printed(town, "n't") == ["n't"] and printed(town, "...") == ["...", "...", "..."]
    starred = nl.paste("Rated * of five. Rated ** too.", title="Film")
    assert printed(starred, "*") == ["*", "*", "*"]  # NLTK cuts each star off


def test_a_phrase_ends_with_its_sentence():
    corpus = nl.paste("We saw the dam. Burst it did.\n\nThe dam burst.", title="The dam")
    assert spans(corpus, "dam burst") == [(0, 35, 44)]
    assert spans(corpus, "the dam") == [(0, 0, 7), (0, 7, 14), (0, 31, 38)]


# ---- reading what is asked for


def test_names_of_rows():
    regex = re.compile("o+")
    assert concepts("storm") == {"storm": ["storm"]}
    assert concepts(regex) == {"o+": [regex]}
    assert concepts(["a", regex, {"b": "c", "d": ("e", regex)}]) == {
        "a": ["a"], "o+": [regex], "b": ["c"], "d": ["e", regex],
    }  # fmt: skip
    assert concepts({"b", "a"}) == concepts(("a", "b")) == concepts(pd.Index(["a", "b"]))
    assert list(concepts({"x": {"b", "a"}})["x"]) == ["a", "b"]  # a set has an order here
    assert concepts(["a", "a"]) == {"a": ["a"]}
    assert concepts({1: "a"}) == {"1": ["a"]}


@pytest.mark.parametrize("wrong", ["", "  ", [], {}, {"a": []}, ["a", ""], {"a": " "},
                                   re.compile(""), ["o", re.compile("o")],
                                   ["a", {"a": ["b"]}]])  # fmt: skip
def test_patterns_that_say_nothing_are_refused(wrong, town):
    with pytest.raises(ValueError):
        nl.frequency(town, words=wrong)


@pytest.mark.parametrize(
    "wrong", [7, [7], None, [None], [["a"]], {"a": [7]}, re.compile(b"a"), b"a"]
)
def test_what_is_no_pattern_is_refused(wrong):
    with pytest.raises(TypeError):
        concepts(wrong)


@given(st.sampled_from([re.compile("a"), re.compile("(?i)a", re.S | re.A), "b", ["b", "c*"]]))
def test_patterns_survive_json(one):
    import json

    named = concepts({"x": one})
    assert from_json(json.loads(json.dumps(to_json(named)))) == named


# ---- what was not found


def note(corpus, words, **options):
    table = nl.frequency(corpus, words=words, **options)
    return table.attrs["newslib"]["notes"]


def test_a_pattern_without_a_hit_names_near_types(town):
    assert note(town, "flood") == []
    assert note(town, "flod") == ["No word of the texts matches 'flod'. Near it: flood, floods."]
    assert note(town, "danm*", part="title") == [
        "No word of the headlines matches 'danm*'. Near it: dam."
    ]
    assert note(town, "climat change", part="all") == [
        "No word of the headlines and texts matches 'climat change'. Near it: climate."
    ]
    assert note(town, "great mayor") == ["No word of the texts matches 'great mayor'."]
    assert note(town, re.compile("zz+")) == ["No word of the texts matches 'zz+'."]
    assert note(town, {"sea": [re.compile("zz"), "danger*", "x"]}) == []
    assert note(town, ["flood", "xylophone", "flod"])[0] == (
        "No word of the texts matches 'xylophone'."
    )


def test_near_types_stand_in_what_was_searched(town):
    assert "Near" not in note(town.where(outlet="Echo"), "mayr")[0]
    assert "mayor" in note(town.where(outlet="Star"), "mayr")[0]


@settings(max_examples=50)
@given(corpora(), st.text(max_size=6).filter(str.strip))
@example(nl.paste("A."), "*")
@example(nl.paste("A."), "** *")
@example(nl.paste("A."), "'tis wanna")
def test_any_text_can_be_asked_for(corpus, pattern):
    table = nl.frequency(corpus, words=pattern, case=True)
    assert table.index.tolist() == [pattern] and table["count"].ge(0).all()
