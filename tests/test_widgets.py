"""Explorers: what a control asks for is what is drawn, and what is drawn opens and is text."""

import asyncio
import re
from collections import Counter
from html import escape

import pandas as pd
import pytest
from hostile import IMAGE, SCRIPT, frame

import newslib as nl
from newslib import widgets
from newslib.evidence import counted
from newslib.typed import pattern

NAMES = "frequency", "timeline", "sentiment", "concordance"
FREQUENCY, TIMELINE, SENTIMENT, CONCORDANCE = FOUR = [vars(widgets)[f"explore_{n}"] for n in NAMES]
STAR = "The Quayside Star"
same = pd.testing.assert_frame_equal


@pytest.fixture(scope="module")
def sample():
    return nl.load("data/sample", progress=False)


def each(explorers):
    return pytest.mark.parametrize("explore", explorers, ids=named)


def named(value) -> str:
    """The id of a value: the same in every process."""
    return getattr(value, "__name__", str(value)[:60])


def within(widget):
    """A widget and all that is in it."""
    yield widget
    for child in getattr(widget, "children", ()):
        yield from within(child)


def called(explorer, name: str):
    (found,) = [w for w in within(explorer) if f"nl-{name}" in w._dom_classes]
    return found


def is_shown(widget) -> bool:
    return widget.layout.display != "none"


def marks(explorer) -> list:
    return [w for w in within(explorer) if "nl-mark" in w._dom_classes]


def run(explorer) -> dict:
    """Run the code of an explorer in which a row was picked: the names it makes."""
    names = {"nl": nl, "corpus": explorer.corpus}
    exec(explorer.code, names)
    opened = re.search(r"nl.read\(part, (nl.evidence\(.*\))\)$", explorer.code, re.M)[1]
    return names | {"evidence": eval(opened, names)}


@pytest.mark.parametrize("typed, words", [
    ("", None), (" , ,", None), ("flood*", "flood*"), (" dam,tunnel ,", ["dam", "tunnel"]),
    ("climate  change", "climate change"), ('"climate change"', "climate change"),
    ("“big, dam” , x", ["big, dam", "x"]), ("flooding: flood* | dam burst",
                                             {"flooding": ["flood*", "dam burst"]}),
    ("a | b", {"a | b": ["a", "b"]}), ("x: a, y: \"b, c\"|d", [{"x": ["a"]}, {"y": ["b, c", "d"]}]),
    ("/a,b|c/", re.compile("a,b|c")), (r"/a\/b/", re.compile(r"a\/b")), ("and/or", "and/or"),
    ("x: /a:b/ | c", {"x": [re.compile("a:b"), "c"]}), ("9/11", "9/11"), ("12:30", "12:30"),
    ("http://x.org", "http://x.org"), ("/open", "/open"), ('"a" b', '"a" b'), ("x:", {"x": []}),
])  # fmt: skip
def test_what_is_typed_is_read_as_the_placeholder_says(typed, words):
    assert pattern(typed) == words


def test_every_word_of_the_sample_can_be_typed(sample):
    """A word that holds a sign of the grammar can be typed in quotation marks."""
    for word in nl.frequency(sample, stopwords=None).index:
        assert word in (pattern(word), pattern(f'"{word}"'))


@each(FOUR)
def test_every_row_of_the_first_view_opens(explore, sample):
    explorer = explore(sample)
    counts, listed = counted(explorer.table), called(explorer, "rows").options
    assert len(counts) == len(listed) > 4
    step = 11 if explore is CONCORDANCE else 1
    for i in range(0, len(counts), step):
        explorer.pick(i)
        assert len(explorer.evidence) == counts[i], i
        assert listed[i][0].startswith(f"{counts[i]:,} · ")
        assert called(explorer, "rows").value == i


@each(FOUR[:3])
def test_the_marks_open_their_rows(explore, sample):
    explorer = explore(sample)
    buttons, seen = marks(explorer), []
    assert len(buttons) == len(explorer._rows_of) <= 150
    for i, (button, rows) in enumerate(zip(buttons, explorer._rows_of, strict=True)):
        assert button.tooltip.startswith(explorer._names[rows[0]])
        assert "%" in button.layout.left and "%" in button.layout.top
        seen += rows
        if i % 9 == 0:
            button.click()
            assert len(explorer.evidence) == counted(explorer.table)[rows].sum()
            assert [b for b in buttons if "nl-picked" in b._dom_classes] == [button]
    drawn = explorer.axes.newslib["rows"].values()
    assert Counter(seen) == Counter(row for rows in drawn for row in rows)


def test_a_bar_and_its_name_in_the_list_are_one(sample):
    explorer = FREQUENCY(sample)
    marks(explorer)[2].click()
    by_mouse, heading = explorer.evidence, called(explorer.children[4], "heading").value
    assert heading == f"{len(by_mouse)} sentences behind: tunnel" == "99 sentences behind: tunnel"
    called(explorer, "row-up").click()
    assert explorer.evidence["text"].str.contains("two", case=False).all()
    called(explorer, "row-down").click()
    same(explorer.evidence, by_mouse)
    explorer.pick(0)
    called(explorer, "rows").value = 2
    same(explorer.evidence, by_mouse)


def test_points_on_top_of_each_other_are_one_mark(sample):
    explorer = TIMELINE(sample)
    explorer.controls["words"].value = "tunnel, zzyzx, zzyzy"
    assert sorted(r for rows in explorer._rows_of for r in rows) == list(range(26 * 3))
    zeros = [rows for rows in explorer._rows_of if len(rows) > 1]
    assert zeros and len(marks(explorer)) == len(explorer._rows_of) < 26 * 3
    explorer.pick(zeros[0])
    assert len(explorer.evidence) == counted(explorer.table)[zeros[0]].sum()
    same(run(explorer)["evidence"], explorer.evidence)


def test_a_bar_of_a_histogram_opens_all_its_articles():
    texts = ["It was a triumph.", "It was a triumph. ", "It was a disaster.", "It was a table."]
    explorer = SENTIMENT(nl.load(pd.DataFrame({"text": texts}), progress=False))
    assert sorted(map(sorted, explorer._rows_of)) == [[0, 1], [2], [3]]
    explorer._marks[explorer._rows_of.index([0, 1])].click()
    assert explorer.evidence["article"].tolist() == [0, 1]
    assert explorer.code.splitlines()[-1].endswith("table.iloc[[0, 1]]))")
    same(run(explorer)["evidence"], explorer.evidence)


def test_a_great_many_marks_are_left_to_the_list(sample):
    explorer = TIMELINE(sample)
    explorer.controls["every"].value = "D"
    assert len(explorer.table) > 150 and not marks(explorer)
    explorer.pick(170)
    assert len(explorer.evidence) == explorer.table["count"][170]


def test_pages_of_twenty(sample):
    explorer = CONCORDANCE(sample)
    explorer.controls["pattern"].value = "tunnel"
    lines = called(explorer, "lines")

    body, back, on = (called(lines, name) for name in ("body", "previous", "next"))
    assert "showing 20 of 99" in body.value and back.disabled
    for _ in range(4):
        on.click()
    assert "showing 81 to 99 of 99" in body.value and on.disabled
    back.click()
    assert "showing 61 to 80 of 99" in body.value and not (back.disabled or on.disabled)


CONTROLS = [
    (FREQUENCY, {"words": "tunnel, x: dam | flood*"},
     lambda c: nl.frequency(c, words=["tunnel", {"x": ["dam", "flood*"]}])),
    (FREQUENCY, {"outlet": STAR}, lambda c: nl.frequency(c.where(outlet=STAR), top=15)),
    (FREQUENCY, {"since": "2026-03", "top": 7},
     lambda c: nl.frequency(c.where(since="2026-03"), top=7)),
    (FREQUENCY, {"part": "title"}, lambda c: nl.frequency(c, top=15, part="title")),
    (FREQUENCY, {"by": True}, lambda c: nl.frequency(c, top=15, by="outlet")),
    (FREQUENCY, {"value": "share"}, lambda c: nl.frequency(c, top=15)),
    (TIMELINE, {"every": "M"}, lambda c: nl.timeline(c, every="M")),
    (TIMELINE, {"by": True}, lambda c: nl.timeline(c, by="outlet")),
    (TIMELINE, {"words": "/[Ss]eep/"}, lambda c: nl.timeline(c, re.compile("[Ss]eep"))),
    (TIMELINE, {"words": "tunnel", "part": "all", "value": "share"},
     lambda c: nl.timeline(c, "tunnel", part="all")),
    (TIMELINE, {"outlet": STAR, "since": "2026-03", "until": "2026-05"},
     lambda c: nl.timeline(c.where(outlet=STAR, since="2026-03", until="2026-05"))),
    (SENTIMENT, {"mentions": "tunnel, dam"},
     lambda c: nl.sentiment(c.where(mentions=["tunnel", "dam"]))),
    (SENTIMENT, {"show": "over time", "every": "M"}, lambda c: nl.sentiment(c, every="M")),
    (SENTIMENT, {"show": "by outlet"}, lambda c: nl.sentiment(c, by="outlet")),
    (SENTIMENT, {"show": "over time, by outlet", "every": "Q"},
     lambda c: nl.sentiment(c, by="outlet", every="Q")),
    (SENTIMENT, {"outlet": STAR, "part": "title", "since": "2026-06"},
     lambda c: nl.sentiment(c.where(outlet=STAR, since="2026-06"), part="title")),
    (CONCORDANCE, {"pattern": "/seep(age|ing)/"},
     lambda c: nl.concordance(c, re.compile("seep(age|ing)"))),
    (CONCORDANCE, {"pattern": "tunnel", "window": 3},
     lambda c: nl.concordance(c, "tunnel", window=3)),
    (CONCORDANCE, {"pattern": "tunnel", "outlet": STAR, "until": "2026-04", "part": "all"},
     lambda c: nl.concordance(c.where(outlet=STAR, until="2026-04"), "tunnel", part="all")),
]  # fmt: skip


@pytest.mark.parametrize("explore, settings, expected", CONTROLS, ids=named)
def test_a_control_asks_what_it_says_and_so_does_the_code(sample, explore, settings, expected):
    explorer = explore(sample)
    for name, value in settings.items():
        explorer.controls[name].value = value
    same(explorer.table, expected(sample))
    row = len(explorer.table) // 2
    explorer.pick(row)
    assert len(explorer.evidence) == counted(explorer.table)[row]
    names = run(explorer)
    same(explorer.table, names["table"])
    same(names["evidence"], explorer.evidence)
    if explorer.axes:
        assert names["ax"].newslib["alt"] == explorer.axes.newslib["alt"]
        percent = "share of articles" in explorer.axes.newslib["alt"]
        assert percent == (settings.get("value") == "share")


def test_every_control_is_tried_above_and_disabled_where_it_has_no_effect(sample):
    tried = {(explore, name) for explore, settings, _ in CONTROLS for name in settings}
    for explore in FOUR:
        for name, control in explore(sample).controls.items():
            assert control.description and f"nl-control-{name}" in control._dom_classes
            assert (explore, name) in tried or name in ("since", "until", "part")
    controls = TIMELINE(sample).controls
    assert controls["value"].disabled and controls["part"].disabled
    controls["words"].value = "tunnel"
    assert not controls["value"].disabled


def test_what_a_corpus_lacks_is_no_control():
    plain = nl.load(pd.DataFrame({"text": ["The dam broke.", "The dam held."]}), progress=False)
    for explore in FOUR:
        hidden = {n for n, c in explore(plain).controls.items() if not is_shown(c)}
        assert hidden == {"outlet", "by", "since", "until"} & explore(plain).controls.keys()
    days = [f"{year}-05-01" for year in range(1940, 2010)]
    long = nl.load(pd.DataFrame({"text": ["The dam."] * 70, "date": days}), progress=False)
    options = FREQUENCY(long).controls["since"].options
    assert options[:2] == (("any", ""), ("1940", "1940")) and len(options) == 71


@each(FOUR)
def test_nothing_is_drawn_twice(explore, sample):
    explorer = explore(sample)
    assert explorer.drawn == 1
    box = next(iter(explorer.controls.values()))
    box.value = f" {box.value} "
    explorer._draw()
    assert explorer.drawn == 1
    before, buttons = explorer.table, marks(explorer)
    explorer.controls["outlet"].value = STAR
    assert explorer.drawn == 2 and set(marks(explorer)) <= set(buttons)
    explorer.controls["outlet"].value = ""
    same(explorer.table, before)


def test_in_a_notebook_the_last_of_several_changes_is_drawn(sample, monkeypatch):
    monkeypatch.setattr(widgets, "WAIT", 0.01)
    explorer = FREQUENCY(sample)

    async def use():
        for top in (9, 8, 7, 6):
            explorer.controls["top"].value = top
        assert explorer.drawn == 1
        while explorer._waiting:
            await asyncio.sleep(0.01)
        assert explorer.drawn == 2 and len(explorer.table) == 6
        explorer.controls["top"].value = 5
        explorer.pick(0)  # a cell that goes on at once opens what it asked for
        await asyncio.sleep(0.05)

    asyncio.run(use())
    assert explorer.drawn == 3 and len(explorer.table) == 5 and explorer.evidence is not None


def test_another_setting_closes_what_was_open(sample):
    explorer = FREQUENCY(sample)
    explorer.pick(3)
    assert is_shown(called(explorer, "evidence")) and "evidence" in explorer.code
    explorer.controls["top"].value = 9
    assert explorer.evidence is None and not is_shown(called(explorer, "evidence"))
    assert "evidence" not in explorer.code and called(explorer, "rows").value is None
    assert not [b for b in marks(explorer) if "nl-picked" in b._dom_classes]


def test_code_is_to_be_copied_not_changed(sample):
    explorer = FREQUENCY(sample)
    box, toggle = called(explorer, "code"), called(explorer, "copy-code")
    assert not is_shown(box)
    toggle.value = True
    box.value = "corpus = None"
    assert is_shown(box) and box.value == explorer.code != ""


@pytest.mark.parametrize("explore, name, value, said", [
    (FREQUENCY, "words", "/(/", "/(/ is not a regular expression: missing ), unterminated"),
    (FREQUENCY, "words", "x:", "The concept 'x' has no patterns."),
    (SENTIMENT, "mentions", "zzyzx", "No article fits these settings."),
    (CONCORDANCE, "pattern", "", "Type a word, a phrase or another pattern."),
], ids=named)  # fmt: skip
def test_a_bad_setting_is_a_sentence_and_a_good_one_draws(sample, explore, name, value, said):
    explorer = explore(sample)
    before, control = explorer.table, explorer.controls[name]
    message, view = called(explorer, "message"), called(explorer, "view")
    good, control.value = control.value, value
    assert message.value.startswith(said.replace("'", "&#x27;")) and is_shown(message)
    assert explorer.table is None and explorer.code == "" and not is_shown(view)
    control.value = good
    same(explorer.table, before)
    assert is_shown(view) and not is_shown(message)


@each(FOUR)
def test_odd_corpora_make_a_chart_or_a_sentence(explore, sample):
    ages = pd.DataFrame({"text": ["The dam."] * 2, "date": ["0800-01-01", "2026-01-01"]})
    german = "Der Fluss ist in der Nacht gestiegen, und die Feuerwehr hat alle gerettet. " * 3
    odd = map(nl.paste, ["Dam\n\nOne.", "... !!!", german])
    for explorer in map(explore, [*odd, nl.load(ages, progress=False)]):
        if explorer.table is None:
            assert re.match(r"[A-Z].+[.]$", called(explorer, "message").value)
        for i in range(0 if explorer.table is None else min(len(explorer.table), 5)):
            explorer.pick(i)
            assert len(explorer.evidence) == counted(explorer.table)[i]
    said = "Type a word" if explore is CONCORDANCE else "No article here."
    assert called(explore(sample.where(mentions="zzyzx")), "message").value.startswith(said)
    if explore is SENTIMENT:
        assert "English" in called(explore(nl.paste(german)), "message").value


@each(FOUR)
def test_text_of_articles_is_text_and_a_report_holds_a_chart(explore, monkeypatch):
    explorer = explore(nl.load(frame(), progress=False))
    explorer.pick(0)
    assert "application/vnd.jupyter.widget-view+json" in explorer._repr_mimebundle_()
    monkeypatch.setenv("NEWSLIB_RUN", "somewhere")
    if words := explorer.controls.get("words"):
        words.value = f"{SCRIPT}, port"
    bundle = explorer._repr_mimebundle_(include=None, exclude=None)
    html, plain = bundle["text/html"], bundle["text/plain"]
    assert len(bundle) == 2 and plain.count("; outlet: all outlets;") == 1
    assert escape(plain) in html and (not words or f"{SCRIPT}, port;" in plain)
    assert not explorer.axes or explorer.axes.newslib["caption"][:40] in html
    next(iter(explorer.controls.values())).value = f"/{IMAGE}(/"
    shown = [w.value for w in within(explorer) if type(w).__name__ == "HTML"]
    assert "&lt;img" in called(explorer, "message").value and len(shown) > 5
    for text in (html, *shown):
        assert SCRIPT not in text and "<img src=x" not in text
    monkeypatch.setenv("NEWSLIB_EVIDENCE", "reference")
    bundle = explore(explorer.corpus)._repr_mimebundle_()
    assert "second sentence follows" not in bundle["text/html"]
