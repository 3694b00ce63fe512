"""What a cell shows: text from outside stays text, and no more of it is shown than may be."""

import base64
import os
import re
import subprocess
import sys
from html.parser import HTMLParser

import pandas as pd
import pytest
from hostile import HOSTILE, SCRIPT, frame
from hypothesis import given
from hypothesis import strategies as st

import newslib as nl
from newslib import card, display, markup, policy, reading

TAGS = set(
    "style div p ol li b cite span mark h3 del strong small table thead tbody tr th td ul code "
    "figure img figcaption bdi details summary section a".split()
)


class Parsed(HTMLParser):
    """The elements of a piece of HTML and its visible text."""

    def __init__(self, page: str):
        super().__init__(convert_charrefs=True)
        self.tags, self.attributes, self.text = [], [], ""
        self.feed(re.sub(r"<style.*?</style>", "", page, flags=re.S))

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += [(tag, *pair) for pair in attrs]

    def handle_data(self, data):
        self.text += data


def shows(page: str) -> Parsed:
    """The page, once it is sure to hold nothing but our own elements."""
    parsed = Parsed(page)
    assert set(parsed.tags) <= TAGS
    names = {name for _, name, _ in parsed.attributes}
    assert names <= set(
        "class data-at data-outlet dir hidden scope alt src width style border title".split()
    )
    return parsed


@pytest.fixture(scope="module")
def hostile():
    return nl.load(frame(), progress=False)


@pytest.fixture(scope="module")
def corpus():
    articles = [
        ("Dam breaks", "The dam broke at noon. Nobody saw the dam go. It was an old dam.", "Star"),
        ("A quiet day", "Nothing happened. The dam held, as it had held for a hundred years, "
         "said the keeper of the dam, who has lived beside it all her life.", "Courier"),
    ]  # fmt: skip
    table = pd.DataFrame(articles, columns=["title", "text", "outlet"])
    return nl.load(table.assign(date=["2026-04-14", "2026-05"]), progress=False)


@pytest.fixture(params=policy.POLICIES)
def allowed(request, monkeypatch):
    monkeypatch.setenv("NEWSLIB_EVIDENCE", request.param)
    return request.param


def test_hostile_text_is_text_in_the_card(hostile):
    text = shows(hostile._repr_html_()).text
    for kind in ("script", "image", "closing", "maths", "quotes", "template"):
        assert f"{HOSTILE[kind]} outlet" in text
    assert SCRIPT in shows(hostile.where(outlet=f"{SCRIPT} outlet")._repr_html_()).text


def test_hostile_text_is_text_in_sentences_and_articles(hostile, allowed):
    rows = nl.concordance(hostile, "port")
    assert len(rows) == len(HOSTILE)
    said = shows(nl.read(hostile, rows)._repr_html_()).text
    for text in HOSTILE.values():
        assert f"{text} title" in said and f"{text} outlet" in said
    for article, kind in enumerate(HOSTILE):
        said = shows(nl.read(hostile, article)._repr_html_()).text
        assert f"{kind} {HOSTILE[kind]}" in said


def test_hostile_text_is_kept_from_maths_and_set_apart(hostile):
    for page in (hostile._repr_html_(), nl.read(hostile, 0)._repr_html_()):
        assert re.search(r'<div class="nl [^"]*mathjax_ignore', page)
    rows = nl.concordance(hostile, "port")
    for tag in ("p", "b", "cite"):
        found = [a for a in shows(nl.read(hostile, rows)._repr_html_()).attributes if a[0] == tag]
        assert ("dir", "auto") in {(name, value) for _, name, value in found}


def test_half_a_sign_can_be_written():
    corpus = nl.load(pd.DataFrame({"text": ["The dam \ud800 held."], "title": ["\udfff"]}))
    for page in (
        corpus._repr_html_(),
        nl.read(corpus, nl.concordance(corpus, "dam"))._repr_html_(),
    ):
        page.encode("utf-8")


# ---- reading


def test_read_shows_each_hit_in_its_whole_sentence(corpus):
    rows = nl.evidence(corpus, nl.frequency(corpus), "dam")
    reading = nl.read(corpus, rows)
    page = reading._repr_html_()
    assert page.count("<mark>") == len(rows) == 5
    assert shows(page).text.count("saw the dam go.") == 1
    assert "showing 5 of 5" in page and "14 April 2026" in page and "May 2026" in page
    assert "Star, 14 April 2026, Dam breaks\n    The [dam] broke at noon." in repr(reading)


def test_read_says_how_many_it_leaves_out(corpus):
    rows = nl.concordance(corpus, "dam")
    page = nl.read(corpus, rows, limit=2)._repr_html_()
    assert "showing 2 of 5" in page and page.count("<mark>") == 2
    assert "showing 0 of 0" in repr(nl.read(corpus, rows.head(0)))
    assert "showing 1 of 1" in repr(nl.read(corpus, rows.iloc[0]))


def test_read_marks_no_whole_sentence(corpus):
    table = nl.sentiment(corpus)
    rows = nl.evidence(corpus, table, table.index[0])
    assert "<mark>" not in nl.read(corpus, rows)._repr_html_()


def test_read_refuses_rather_than_guesses(corpus, hostile):
    with pytest.raises(ValueError, match="another corpus"):
        nl.read(hostile, nl.evidence(corpus, nl.frequency(corpus), "dam"))
    with pytest.raises(ValueError, match="evidence"):
        nl.read(corpus, nl.frequency(corpus))
    with pytest.raises(ValueError, match="which of the 2"):
        nl.read(corpus)
    with pytest.raises(KeyError):
        nl.read(corpus.where(outlet="Star"), 1)


def test_an_article_is_shown_line_by_line_in_its_order():
    raw = (
        "Mill burns\nBy Ann Lee\n\nThe mill burnt down on Monday night in the rain.\n\n"
        "Advertisement\n\nNobody was hurt, the fire chief said on Tuesday.\nSource : Star\n"
    )
    corpus = nl.paste(raw)
    page = nl.read(corpus)._repr_html_()
    body = Parsed(page.partition("nl-article")[2])
    at = [body.text.index(line) for line in raw.split("\n") if line]
    assert at == sorted(at)
    struck = re.findall(r"<del>(.*?)</del>.*?nl-rule\">(.*?)<", page)
    removed = corpus.removed[corpus.removed["rule"] != "headline"]
    assert struck == [(r.text.strip(), r.rule) for r in removed.itertuples()]
    assert ("Advertisement", "advertisement") in struck
    assert "- Advertisement  (advertisement)" in repr(nl.read(corpus))
    assert "1 undated" in corpus._repr_html_() and "<del>" in corpus._repr_html_()


# ---- how much may be shown


@given(st.text(max_size=400), st.integers(0, 400), st.integers(1, 30))
def test_a_snippet_is_short_and_a_part_of_the_text(text, at, long):
    pieces = [(text[:at], None), (text[at : at + long], policy.HIT), (text[at + long :], None)]
    kept = "".join(piece for piece, _ in policy.snippet([p for p in pieces if p[0]]))
    assert len(policy._WORD.findall(kept)) <= 15 or len(kept) <= 30
    assert kept.removeprefix("…").removesuffix("…") in text or kept in text


@given(st.lists(st.sampled_from("the dam-burst, don't 4.5 — “held” a’b x/y/z".split()), min_size=1))
def test_a_snippet_has_15_words_however_one_counts(words):
    middle = len(words) // 2
    pieces = [(" ".join(words[:middle]) + " ", None), (" ".join(words[middle:]), policy.HIT)]
    kept = "".join(piece for piece, _ in policy.snippet(pieces))
    assert max(len(kept.split()), len(re.findall(r"\w+", kept))) <= 15


def test_pages_hold_no_more_than_allowed(corpus, allowed):
    rows = nl.concordance(corpus, "dam")
    pages = [nl.read(corpus, rows), nl.read(corpus, 0), nl.read(corpus, 1)]
    said = [shows(p._repr_html_()).text + repr(p) for p in pages]
    table = policy.within_policy(rows)
    said += [shows(display.frame_html(rows)).text, table.to_csv()]
    whole = "lived beside it all her life" in said[0] and "The dam broke at noon" in said[1]
    assert whole == (allowed == "full")
    long = re.compile(r"\w+(\W+\w+){5}")  # six words of a text in a row
    texts = corpus.articles["text"].tolist()
    leaks = [m[0] for s in said for m in long.finditer(s) if any(m[0] in text for text in texts)]
    assert bool(leaks) == (allowed != "reference")
    if allowed == "reference":
        assert not {"left", "node", "right"} & set(table.columns)
        assert "Dam breaks" in said[0] and "DataFrame#1" in said[0]


def test_sentences_shown_can_be_counted(corpus, allowed):
    rows = nl.concordance(corpus, "dam")
    outlets = re.findall(
        r'class="nl-sentence" data-at="[^"]*" data-outlet="(\w+)"',
        nl.read(corpus, rows)._repr_html_(),
    )
    assert outlets == ([] if allowed == "reference" else ["Star"] * 3 + ["Courier"])
    whole = nl.read(corpus, 0)._repr_html_().count('nl-sentence"')
    assert whole == (4 if allowed == "full" else 0)  # the title is a sentence too
    shown = display.frame_html(rows).count('nl-sentence"')
    assert shown == (0 if allowed == "reference" else 5)


def test_an_unknown_policy_is_refused(monkeypatch, corpus):
    monkeypatch.setenv("NEWSLIB_EVIDENCE", "all")
    with pytest.raises(ValueError, match="full or snippet or reference"):
        nl.read(corpus, 0)._repr_html_()


# ---- the card


def test_the_card_says_what_needs_an_eye():
    table = pd.DataFrame({
        "text": ["The dam held.", "The dam broke.", "", "Der Damm hat gehalten, " * 9, "A dam."],
        "date": ["2026-04-14", "", "2026-04-15", "2026", "n.d."],
    })  # fmt: skip
    text = shows(nl.load(table, progress=False)._repr_html_()).text
    for said in (
        "2 undated: corpus.where(dated=False)", "1 set aside, not read: corpus.rejects",
        'dated by year only: corpus.where(date_precision="year")', "probably not English",
        "corpus.notes.query(\"field == 'date'\")", "(no outlet)",
    ):  # fmt: skip
        assert said in text
    clean = nl.load(table.head(1).assign(outlet="Star", title="Dam"), progress=False)
    assert "Needs your eye" not in clean._repr_html_()


def test_the_code_beside_a_remark_runs(corpus, town):
    for own in (corpus, town):
        for _, code in card.needs_eye(own):
            assert len(eval(code, {"corpus": own})), code


def collected(days: dict) -> nl.Corpus:
    """A corpus of so many articles a day, of the Star, and one of the Echo."""
    rows = [("The dam held.", day, "Star") for day, n in days.items() for _ in range(n)]
    rows.append(("The dam broke.", "2026-04-01", "Echo"))
    return nl.load(pd.DataFrame(rows, columns=["text", "date", "outlet"]), progress=False)


def test_a_download_day_catches_the_eye():
    days = {f"2026-04-0{day}": 1 + day % 2 for day in range(1, 8)}
    said = [what for what, _ in card.needs_eye(collected(days | {"2026-04-14": 96}))]
    assert "14 April 2026 has 96 articles of Star: a download day?" in said
    for usual in (days, days | {"2026-04-14": 9}, {"2026-04-14": 96}):
        assert not any("download" in what for what, _ in card.needs_eye(collected(usual)))


def test_the_strip_shows_a_hole_where_nothing_was_collected():
    corpus = collected({"2026-04-02": 2, "2026-04-16": 1})  # and nothing in the week between
    page = shows(card.card(corpus))
    titles = [value for tag, name, value in page.attributes if (tag, name) == ("b", "title")]
    assert titles == [
        "week from 30 March 2026: 2", "week from 6 April 2026: nothing collected",
        "week from 13 April 2026: 1", "week from 30 March 2026: 1",
        "week from 6 April 2026: nothing collected", "week from 13 April 2026: nothing collected",
    ]  # fmt: skip
    assert [v for t, n, v in page.attributes if t == "b" and n == "class"][:3] == [
        "nl-c4", "nl-cx", "nl-c2",
    ]  # fmt: skip


def test_far_days_make_no_endless_strip():
    far = nl.load(pd.DataFrame({"text": ["A dam."] * 2, "date": ["1700-01-01", "2026-01-01"]}))
    assert "by year" not in card.card(far) and "by week" not in card.card(far)
    assert "by year" in card.card(far.where(since="2020") + nl.paste("Sun.", date="1960-01-01"))


def test_a_terminal_gets_the_card_as_text(corpus):
    assert repr(corpus).splitlines() == [
        corpus.summary(), "Needs your eye",
        '  1 dated by month only: corpus.where(date_precision="month")',
    ]  # fmt: skip
    one = repr(nl.paste("Dam breaks\nBy Ann Lee\nThe dam broke.\n"))
    assert "- By Ann Lee  (byline)" in one and "The dam broke." in one


def test_the_lines_least_certain_stand_in_full():
    text = "Dam breaks\nThe dam broke at noon.\nAdvertisement\nPhotograph: The dam of Orrin.\n"
    corpus = nl.paste(text) + nl.paste(text.replace("noon", "dawn"))
    page = shows(card.card(corpus)).text
    rows = corpus.removed
    rows = rows[rows["rule"] != "headline"]
    assert len(rows) and sum(page.count(t.strip()) for t in set(rows["text"])) == min(3, len(rows))


# ---- lines


def test_lines_hold_every_hit_of_a_page(corpus):
    rows = nl.concordance(corpus, "dam")
    page = shows(reading.aligned(rows, limit=3)._repr_html_())
    assert page.tags.count("mark") == 3 and "showing 3 of 5" in page.text
    assert "showing 4 to 5 of 5" in repr(reading.aligned(rows, limit=3, page=2))
    text = repr(reading.aligned(rows)).splitlines()[1:]
    assert len({line.index("[") for line in text}) == 1  # one under the other
    whole = pd.concat([rows] * 12)
    whole.attrs = rows.attrs
    assert shows(display.frame_html(whole)).tags.count("mark") == 60  # in pages of twenty


def test_pages_partition_the_rows(corpus):
    rows = nl.evidence(corpus, nl.frequency(corpus, words="dam"), "dam")
    pages = [repr(nl.read(corpus, rows, limit=2, page=page)) for page in (1, 2, 3)]
    assert [page.splitlines()[0] for page in pages] == [
        "showing 2 of 5; page=2 shows the next", "showing 3 to 4 of 5; page=3 shows the next",
        "showing 5 to 5 of 5",
    ]  # fmt: skip
    assert "".join(pages).count("[dam]") == 5


# ---- figures


def chart():
    from matplotlib.figure import Figure

    ax = Figure(figsize=(3.5, 2), layout="constrained").add_subplot()
    ax.figure.supxlabel("3 articles <b>.")
    ax.newslib = {"caption": "3 articles <b>.", "alt": f"Bars: {SCRIPT} 3."}
    return ax


def test_a_chart_has_alt_text_and_a_caption_once():
    ax = chart()
    page = shows(display.figure_html(ax))
    attributes = {name: value for _, name, value in page.attributes}
    assert attributes["alt"] == f"Bars: {SCRIPT} 3." and page.text.strip() == "3 articles <b>."
    assert base64.b64decode(attributes["src"].partition(",")[2]).startswith(b"\x89PNG")
    assert attributes["width"] == "420" and "max-width:100%" in attributes["style"]
    foot = ax.figure.texts[0]
    assert foot.get_visible() and foot.get_in_layout() and ax.figure.get_size_inches()[1] == 2


def test_a_chart_is_drawn_the_same_twice():
    assert display.figure_html(chart()) == display.figure_html(chart())


class Links(HTMLParser):
    """What a page links to, and which parts it has under which id."""

    def __init__(self, page: str):
        super().__init__()
        self.links, self.ids, self.parts, self.here = [], [], {}, None
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        about = dict(attrs)
        self.ids += [about["id"]] if "id" in about else []
        self.here = about["id"] if tag == "section" else self.here
        if tag == "a" and "aria-label" in about:
            self.links.append((about["href"][1:], about["aria-label"]))
        if self.here and tag == "mark":
            self.parts[self.here] = self.parts.get(self.here, 0) + 1

    def handle_endtag(self, tag):
        self.here = None if tag == "section" else self.here


@pytest.mark.parametrize(
    "make",
    [
        lambda c: nl.plot_frequency(nl.frequency(c, words=["flood*", "dam", "zzz"], by="outlet")),
        lambda c: nl.plot_timeline(nl.timeline(c, ["flood", "dam"], every="M")),
        lambda c: nl.plot_timeline(nl.timeline(c, every="M", by="outlet")),
        lambda c: nl.plot_collocates(nl.collocates(c, "the")),
        lambda c: nl.plot_keyness(nl.keyness(c, by="outlet", min_count=1)),
        lambda c: nl.plot_sentiment(nl.sentiment(c, level="sentence")),
        lambda c: nl.plot_sentiment(nl.sentiment(c, by="outlet")),
        lambda c: nl.plot_coverage(nl.coverage(c, every="M")),
        lambda c: nl.plot_dispersion(nl.dispersion(c, ["flood*", "dam", "zzz"])),
        lambda c: nl.plot_words(nl.dispersion(c, top=9)),
        lambda c: nl.plot_ranks(nl.frequency(c.where(outlet=["Star", "Echo"]), by="outlet", top=9)),
    ],
    ids=[
        "frequency",
        "timeline",
        "volume",
        "collocates",
        "keyness",
        "sentences",
        "tone",
        "coverage",
        "dispersion",
        "words",
        "ranks",
    ],
)
def test_in_a_report_every_mark_opens(town, make, monkeypatch):
    monkeypatch.setenv("NEWSLIB_RUN", "run")
    ax = make(town)
    page = Links(display.figure_html(ax))
    marks = {gid: rows for gid, rows in ax.newslib["rows"].items() if rows}
    assert {target.partition("-row")[0].partition("-bin")[0] for target, _ in page.links} == {
        page.ids[0]
    }
    assert len({target for target, _ in page.links}) == len(marks) > 0
    assert {target for target, _ in page.links} <= set(page.ids)
    assert len(set(page.ids)) == len(page.ids)
    counts = display.counted(ax.newslib["table"])
    for target, label in page.links:
        rows = marks[target.removeprefix(f"{page.ids[0]}-")]
        assert int(label.rpartition(": ")[2]) == counts[rows].sum()
        if ax.newslib["table"].attrs["newslib"]["measure"] != "sentiment":  # whose words are marked
            assert page.parts.get(target, 0) <= counts[rows].sum()


def test_what_is_behind_a_mark_is_its_evidence(town, monkeypatch):
    monkeypatch.setenv("NEWSLIB_RUN", "run")
    table = nl.frequency(town, words=["flood", "dam"])
    page = Links(display.figure_html(nl.plot_frequency(table)))
    assert [page.parts[target] for target, _ in page.links] == table["count"].tolist()
    again = Links(display.frame_html(table))
    assert sorted(again.parts.values()) == sorted(table["count"])


def test_without_its_corpus_a_chart_is_still_drawn(monkeypatch):
    monkeypatch.setenv("NEWSLIB_RUN", "run")
    table = pd.DataFrame({"count": [8], "rate": [40.0]}, index=["flood"])
    page = display.figure_html(nl.plot_frequency(table))
    assert "<svg" in page and not Links(page).links


def test_live_marks_lie_where_the_bars_are(town):
    table = nl.frequency(town, words=["flood", "dam", "zzz"])
    shown = display.live(nl.plot_frequency(table))
    assert [mark.rows for mark in shown.marks] == [[0], [1], [2]]
    widths = [mark.box[2] for mark in shown.marks]
    assert widths[0] / widths[1] == pytest.approx(table["rate"].iloc[0] / table["rate"].iloc[1])
    tops = [mark.box[1] for mark in shown.marks]
    assert tops == sorted(tops) and all(0 <= top <= 100 for top in tops)
    assert shows(shown.html).tags == ["img"] and "Stop words" not in shown.caption


def test_charts_of_others_are_left_alone():
    from matplotlib import pyplot

    figure, ax = pyplot.subplots()
    assert display.figure_html(ax) is None
    ax.newslib = {"caption": "", "alt": "x"}
    assert display.figure_html(ax) is None  # pyplot shows it
    pyplot.close(figure)


def test_a_running_notebook_learns_to_show_charts(monkeypatch, corpus):
    from IPython.core.interactiveshell import InteractiveShell

    mathjax = pd.get_option("display.html.use_mathjax")
    try:
        InteractiveShell.instance()
        display._register()
        formatter = InteractiveShell.instance().display_formatter
        assert "<figcaption" in formatter.format(chart())[0]["text/html"]
        assert "text/plain" in formatter.format(chart())[0]
        assert "Dam breaks" in formatter.format(corpus)[0]["text/html"]
        table = nl.concordance(corpus, "dam")
        assert "<mark" in formatter.format(table)[0]["text/html"]
        assert "[dam]" in formatter.format(table)[0]["text/plain"]
        assert "mathjax_ignore" in formatter.format(table)[0]["text/html"]
        monkeypatch.setenv("NEWSLIB_EVIDENCE", "reference")
        display._register()
        assert "broke" not in formatter.format(table)[0]["text/html"]
    finally:
        InteractiveShell.clear_instance()
        pd.set_option("display.html.use_mathjax", mathjax)


def test_every_picture_gets_alternative_text():
    page = markup.with_alt(
        '<img src="a"><img alt="" src="b"/><img src="c" alt="No description has been provided for'
        ' this image"><img alt="kept" src="d">'
    )
    alts = [value for _, name, value in Parsed(page).attributes if name == "alt"]
    assert alts == [markup.NO_ALT] * 3 + ["kept"]
    assert "No description" not in page and page.count("src=") == 4


def test_importing_newslib_brings_no_notebook_along():
    heavy = ("IPython", "matplotlib", "jinja2")
    code = f"import newslib, sys; print([name for name in {heavy} if name in sys.modules])"
    run = [sys.executable, "-c", code]
    said = subprocess.run(run, capture_output=True, text=True, check=True, env=os.environ)
    assert said.stdout.strip() == "[]"
