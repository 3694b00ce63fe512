"""The coding widget: blind, the same for every coder, each label on disk at once, resumed."""

import json
from collections import Counter
from html import unescape

import numpy as np
import pandas as pd
import pytest
from hostile import IMAGE, SCRIPT, frame

import newslib as nl
from newslib import coding
from newslib.reliability import COLUMNS, codings, located


@pytest.fixture(scope="module")
def sample():
    return nl.load("data/sample", progress=False)


def seen(widget) -> str:
    """All that is on screen: HTML, names of buttons, what boxes hold."""
    parts = [widget, *widget.children]
    parts += [c for part in parts[1:] for c in getattr(part, "children", ())]
    texts = [getattr(p, name, "") for p in parts for name in ("value", "description", "tooltip")]
    return unescape("\n".join(t for t in texts if isinstance(t, str)))


def typed(widget, keys: str) -> None:
    for key in keys:
        widget.controls["key"].value = key
        assert widget.controls["key"].value == ""


def on_disk(widget) -> list[str]:
    return pd.read_csv(widget.file, keep_default_na=False)["label"].tolist()


def test_a_label_is_on_disk_as_soon_as_it_is_typed(sample, tmp_path):
    widget = nl.explore_coding(sample, n=6, coder="Ann", path=tmp_path / "new")
    assert not (tmp_path / "new").exists()  # looking writes nothing
    for i, (key, label) in enumerate({"1": "negative", "3": "positive", "0": "can't say"}.items()):
        assert f"Sentence {i + 1} of 6; {i} of 6 coded" in seen(widget)
        typed(widget, key)
        assert on_disk(widget)[: i + 1][-1] == label and on_disk(widget)[i + 1 :] == [""] * (5 - i)
    typed(widget, "b7?x ")
    assert widget.at == 2 and widget.table["label"].tolist() == on_disk(widget)
    widget.controls["2"].click()
    assert on_disk(widget) == ["negative", "positive", "neutral", "", "", ""]
    widget.controls["b"].click()
    widget.controls["0"].click()
    typed(widget, "112")
    assert "6 of 6 coded: negative 3, neutral 1, positive 1, can't say 1" in seen(widget)
    typed(widget, "2b3")
    assert on_disk(widget) == ["negative", "positive", "can't say", "negative", "negative",
                               "positive"]  # fmt: skip
    rows = pd.read_csv(widget.file)
    assert list(rows) == list(COLUMNS) and [p.name for p in widget.file.parent.iterdir()] == [
        "Ann.csv"
    ]
    assert rows["value"].fillna(9).tolist() == [-1, 1, 9, -1, -1, 1]


def test_fast_typing_gives_one_label_each_time_the_kernel_hears(sample, tmp_path):
    """A box that was not yet emptied sends "12": the sign typed last is the one meant."""
    widget = nl.explore_coding(sample, n=4, coder="Ann", path=tmp_path)
    widget.controls["key"].value = "12"
    assert on_disk(widget) == ["neutral", "", "", ""] and widget.at == 1


def test_work_is_taken_up_where_it_was_left(sample, tmp_path):
    typed(nl.explore_coding(sample, n=5, coder="Ann", path=tmp_path), "120")
    again = nl.explore_coding(sample, n=5, path=tmp_path)
    assert again.file is None and again.children[-1].layout.display == "none"
    again.controls["name"].value = " Ann "
    assert again.at == 3 and "3 of 5 coded" in seen(again)
    assert again.table["value"].fillna(9).tolist() == [-1, 0, 9, 9, 9]
    before = again.file.read_text("utf-8")
    for other in ({"n": 6}, {"n": 5, "seed": 1}):
        widget = nl.explore_coding(sample, coder="Ann", path=tmp_path, **other)
        assert widget.file is None and "holds other sentences" in seen(widget)
        widget.controls["key"].value = "1"  # it is hidden, and does nothing
        assert set(widget.table["label"]) == {""} and 'nl-coding"' not in seen(widget)
    again.controls["name"].value = "Ben"
    assert again.at == 0 and set(again.table["label"]) == {""}
    assert (tmp_path / "Ann.csv").read_text("utf-8") == before


def test_every_coder_reads_the_same_and_another_seed_draws_others(sample, tmp_path):
    widgets = [nl.explore_coding(sample, n=20, coder=c, path=tmp_path) for c in ("Ann", "Ben")]
    for widget in widgets:
        typed(widget, "1" * 20)
    one, two = (pd.read_csv(widget.file) for widget in widgets)
    pd.testing.assert_frame_equal(one, two)
    assert set(coding.drawn(sample, 20, seed=1)["text"]) != set(one["text"])
    (all_coders,) = nl.reliability(tmp_path)["sentences"]
    assert all_coders == 20


def test_the_coder_is_blind(sample, tmp_path):
    named = sample.assign(outlet=[f"Zzyzx {i % 4}" for i in range(len(sample))])
    widget = nl.explore_coding(named, n=30, coder="Ann", path=tmp_path)
    scores = nl.sentiment(named, level="sentence").set_index(["article", "sentence"])["compound"]
    rows = located(named, widget.table.assign(coder="Ann"))
    for _ in widget.table["text"]:
        assert "Zzyzx" not in seen(widget)
        typed(widget, "2")
    said = widget.file.read_text("utf-8")
    wanted = [scores[a, s] for a, s in zip(rows["article"], rows["sentence"], strict=True)]
    precise = [str(w) for w in wanted if len(str(w)) > 5]
    assert len(precise) > 10 and not [w for w in precise if w in said]
    assert "compound" not in said and "Zzyzx" not in said


def test_extremes_are_read_and_chances_are_what_they_say():
    """One sentence in twenty is terrible, and a third of those drawn."""
    texts = ["A great day. "] + ["A table. "] * 4 + ["A terrible day."]
    table = {"text": ["".join(texts[: 2 + i % 5]) for i in range(200)], "outlet": ["A", "B"] * 100}
    corpus = nl.load(pd.DataFrame(table), progress=False)
    rows = coding.drawn(corpus, 60)
    kinds = Counter(rows["text"].str.split().str[1])
    assert kinds == {"great": 20, "table.": 20, "terrible": 20}
    outlets = corpus.articles["outlet"].take(located(corpus, rows.assign(coder=""))["article"])
    assert abs((outlets == "A").sum() - 30) <= 3
    times = Counter()
    for seed in range(150):
        times.update(coding.drawn(corpus, 12, seed).index)
    for at, p in coding.drawn(corpus, 12)["probability"].items():
        assert times[at] / 150 == pytest.approx(p, abs=4 * np.sqrt(p / 150))
    whole = coding.drawn(corpus, 10_000)  # more than there are: each once
    assert sorted(whole.index) == list(range(len(corpus.sentences)))
    assert set(whole["probability"]) == {1}


def test_neighbours_are_of_the_same_article(sample, tmp_path):
    corpus = nl.load(pd.DataFrame({"text": ["One a. One b. One c.", "Two a."]}), progress=False)
    widget = nl.explore_coding(corpus, n=9, coder="Ann", path=tmp_path)
    texts = {"One a.": ("", "One b."), "One b.": ("One a.", "One c."), "One c.": ("One b.", ""),
             "Two a.": ("", "")}  # fmt: skip
    for text in widget.table["text"]:
        shown = seen(widget).partition("nl-coding")[2]
        before, after = texts.pop(text)
        order = [part for part in (before, text, after) if part]
        assert [shown.index(part) for part in order] == sorted(map(shown.index, order))
        others = {"One a.", "One b.", "One c.", "Two a."} - {*order}
        assert not [o for o in others if o in shown]
        typed(widget, "1")
    assert texts == {}


def test_own_categories_and_values(sample, tmp_path):
    five = ["--", "-", "0", "+", "++"]
    widget = nl.explore_coding(sample, n=5, coder="Ann", path=tmp_path / "5", categories=five)
    typed(widget, "12345")
    rows = codings(tmp_path / "5")
    assert dict(zip(rows["label"], rows["value"], strict=True)) == dict(
        zip(five, [-1, -0.5, 0, 0.5, 1], strict=True)
    )
    again = nl.explore_coding(sample, n=5, coder="Ann", path=tmp_path / "5", categories=five)
    assert again.at == 5 and again.table.equals(widget.table)
    widget = nl.explore_coding(sample, n=2, coder="Ann", path=tmp_path / "2",
                               categories={"against": -3, "for": 3})  # fmt: skip
    typed(widget, "12")
    assert sorted(codings(widget.file)["value"]) == [-3, 3]
    for wrong in (["one"], list("abcdefghij"), ["yes", "can't say"]):
        with pytest.raises(ValueError, match="two to nine"):
            nl.explore_coding(sample, categories=wrong)
    with pytest.raises(ValueError, match="n="):
        nl.explore_coding(sample, n=0)


def test_text_is_text_and_survives_the_file(tmp_path):
    corpus = nl.load(frame(), progress=False)
    widget = nl.explore_coding(corpus, n=99, coder=f"../{SCRIPT}", path=tmp_path / "coding",
                               categories=[IMAGE, "b\n"])  # fmt: skip
    assert widget.file.parent == tmp_path / "coding"
    while widget.at < len(widget.table):
        html = widget.children[2].value
        assert SCRIPT not in html and "<img src=x" not in html and "<b id" not in html
        typed(widget, "12"[widget.at % 2])
    assert "<img src=x" not in widget.children[2].value
    found = located(corpus, codings(widget.file))
    assert len(found) == len(widget.table) == len(coding.drawn(corpus, 99))
    again = nl.explore_coding(corpus, n=99, coder=f"../{SCRIPT}", path=tmp_path / "coding",
                              categories=[IMAGE, "b\n"])  # fmt: skip
    assert again.at == len(again.table)


def test_a_report_says_how_many_are_coded(sample, tmp_path, monkeypatch):
    widget = nl.explore_coding(sample, n=5, coder="Ben <b>", path=tmp_path)
    typed(widget, "12")
    assert "application/vnd.jupyter.widget-view+json" in widget._repr_mimebundle_()
    monkeypatch.setenv("NEWSLIB_RUN", "somewhere")
    typed(nl.explore_coding(sample, n=5, coder="Ann", path=tmp_path), "0")
    bundle = nl.explore_coding(sample, n=5, path=tmp_path)._repr_mimebundle_(include=None)
    assert bundle["text/plain"] == "Sentences coded, of 5: Ann 1, Ben _b_ 2."
    assert "Ann 1" in bundle["text/html"] and widget.table["text"].iloc[0] not in json.dumps(bundle)
    empty = nl.explore_coding(sample, n=5, path=tmp_path / "none")
    assert empty._repr_mimebundle_()["text/plain"].startswith("Nobody has coded")


def test_what_is_not_english_is_not_drawn(town):
    german = town.articles["id"][8]
    rows = coding.drawn(town, 99)
    assert german not in set(rows["id"]) and len(rows) == len(nl.sentiment(town, level="sentence"))
    with pytest.raises(ValueError, match="no article here looks English"):
        nl.explore_coding(town.where(mask=town.articles.index == 8))
