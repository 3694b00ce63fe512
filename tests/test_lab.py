"""The notebooks and their widgets where they are used: JupyterLab in a browser, no network."""

import re
import shutil
import sys

import lab
import nbformat
import pandas as pd
import pytest
from hostile import HOSTILE, frame
from lab import ROOT, ask, click, drawn, expect, explorer, opened, pictures, press, rows
from nbformat.v4 import new_code_cell, new_notebook
from test_browser import browser  # noqa: F401

pytestmark = pytest.mark.enable_socket
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
READ = """import newslib as nl
corpus = nl.load("data/sample", progress=False)
hostile = nl.load("hostile.csv", progress=False)
"""
PASTED = {
    "title": "Lighthouse lamp goes out", "date": "2026-04-14", "outlet": "The Island Post",
    "text": "Nobody could say when the lamp went dark.\nBy morning it had been mended.",
}  # fmt: skip
ODD = """Kopf,Haupttext,Tag,Blatt
Flood,The river rose in the night and the school took everybody in.,2026-04-15,Star
Fire,The fire at the mill was out before noon and nobody was hurt.,2026-04-16,Echo
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """A newcomer's folder: the notebooks, the data, nothing in articles/."""
    home = tmp_path_factory.mktemp("lab")
    for name in ("notebooks", "data"):
        shutil.copytree(ROOT / name, home / name, ignore=shutil.ignore_patterns(".*"))
    (home / "articles").mkdir()
    frame().to_csv(home / "hostile.csv", index=False)
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3"}}
    book = new_notebook(cells=[new_code_cell(READ)], metadata=kernel)
    nbformat.write(book, home / "bench.ipynb")
    return home


@pytest.fixture(scope="module")
def desk(request, home):
    """JupyterLab on that folder, in a browser."""
    chromium = request.getfixturevalue("browser")
    expect.set_options(timeout=lab.LIMIT * 1000)
    with lab.server(home) as running:
        yield lab.Desk(chromium, *running)


@pytest.fixture(scope="module")
def read(desk):
    """A notebook in which the sample and the hostile articles have been read."""
    desk.open("bench.ipynb")
    desk.run_all()


@pytest.fixture
def bench(desk, read):
    """That notebook, opened again; whatever is done in it, the page does nothing else."""
    desk.open("bench.ipynb")
    yield desk
    desk.run("corpus")  # when this has been answered, so has all before it
    assert desk.troubles() == []


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs_from_top_to_bottom(desk, home, path):
    desk.open(f"notebooks/{path.name}")
    book = desk.run_all()
    cells = [c for c in nbformat.read(path, as_version=4).cells if c.cell_type == "code"]
    for cell, shown in zip(cells, book.locator(".jp-CodeCell").all(), strict=True):
        alts = pictures(shown.locator(".jp-OutputArea"))
        assert len(alts) == len(re.findall(r"nl\.(?:plot|explore_[^lc])", cell.source)), cell.source
        assert all(len(alt) >= 20 for alt in alts), cell.source
    shown = desk.run("import sys; print(sys.executable)")
    assert shown.inner_text().strip() == sys.executable
    desk.close()
    nbformat.validate(nbformat.read(home / "notebooks" / path.name, as_version=4))
    assert desk.troubles() == []


def test_frequency_opens_by_mouse_and_by_keyboard(bench):
    shown = explorer(bench, "nl.explore_frequency(corpus)")
    before = rows(shown)
    assert len(before) == 15 and len(pictures(shown)) == 1
    shown.locator(".nl-control-top .noUi-handle").focus()
    bench.page.keyboard.press("ArrowRight")
    drawn(shown, "top=16")
    listed = rows(shown)
    assert listed[:15] == before and len(listed) == 16
    for row, act in {12: lambda: click(shown, 12), 15: lambda: press(shown, "End")}.items():
        act()
        word, count = listed[row]
        numbers, sentences, hits = opened(shown, word, count)
        assert [hit.lower() for hit in hits] == [word] * count
        assert numbers[0] == count and numbers[-1] == len(sentences)


def test_timeline_opens_articles_and_words(bench):
    shown = explorer(bench, "nl.explore_timeline(corpus)")
    name = click(shown, 3)
    count = dict(rows(shown))[name]
    numbers, articles, _ = opened(shown, name, count)
    assert numbers == [count] == [len(articles)]
    ask(shown, "words", "seepage")
    drawn(shown, "words='seepage'")
    week, peak = "seepage, week of 13 April 2026", max(count for _, count in rows(shown))
    assert click(shown, rows(shown).index((week, peak))) == week
    numbers, sentences, hits = opened(shown, week, peak)
    assert numbers[0] == len(hits) == peak and numbers[-1] == len(sentences)


def test_sentiment_opens_a_point(bench):
    shown = explorer(bench, "nl.explore_sentiment(corpus)")
    listed = dict(rows(shown))
    titles = shown.locator(".nl-mark").evaluate_all("all => all.map(mark => mark.title)")
    assert 50 < len(titles) < len(listed)  # the undated have a place in the list alone
    last = max(i for i, title in enumerate(titles) if title in listed)  # lies above all others
    name = click(shown, last)
    count = listed[name]
    numbers, sentences, _ = opened(shown, name, count)
    assert numbers == [count] == [len(sentences)]


def test_concordance_opens_a_line(bench):
    shown = explorer(bench, "nl.explore_concordance(corpus)")
    ask(shown, "pattern", "seepage*")
    drawn(shown, "pattern='seepage*'")
    lines, total, found = shown.locator(".nl-left > .nl-lines"), len(rows(shown)), []
    for done in range(0, total, 20):
        first, last = f"{done + 1} to " if done else "", min(done + 20, total)
        expect(lines.locator(".nl-note")).to_contain_text(f"showing {first}{last} of {total}")
        found += lines.locator(".nl-line mark").all_inner_texts()
        if last < total:
            lines.locator(".nl-next").click()
    assert [hit.lower() for hit in found] == ["seepage"] * total and total > 20
    press(shown, "End")
    behind = shown.locator(".nl-evidence")
    expect(behind.locator(".nl-heading")).to_contain_text("1 sentence behind: ")
    assert behind.locator(".nl-read > .nl-sentence mark").all_inner_texts() == [found[-1]]
    expect(behind.locator(".nl-article")).to_contain_text("seepage", ignore_case=True)


def test_a_bad_pattern_is_answered_in_place(bench):
    shown = explorer(bench, "nl.explore_frequency(corpus)")
    ask(shown, "words", "/(/")
    expect(shown.locator(".nl-message")).to_contain_text("is not a regular expression")
    expect(shown.locator(".nl-stage")).to_be_hidden()
    ask(shown, "words", "seepage, tunnel")
    drawn(shown, "words=['seepage', 'tunnel']")
    expect(shown.locator(".nl-message")).to_be_hidden()
    assert set(dict(rows(shown))) == {"seepage", "tunnel"} and len(pictures(shown)) == 1


def test_sentences_are_coded_by_keyboard(bench, home):
    shown = bench.run('nl.explore_coding(corpus, n=6, coder="Ann")').locator(".nl-coder")
    note, box = shown.locator(".nl-note"), shown.get_by_label("Type 1 to 3")
    cells = bench.book.locator(".jp-Cell").count()
    box.focus()
    for i, key in enumerate("120b3", 1):  # the focus stays where it is
        bench.page.keyboard.press(key)
        expect(note).to_contain_text(f"Sentence {[2, 3, 4, 3, 4][i - 1]} of 6")
        expect(box).to_have_value("")
    bench.page.keyboard.press("Tab")
    bench.page.keyboard.press("Tab")
    bench.page.keyboard.press("Space")  # the second button
    expect(note).to_contain_text("Sentence 5 of 6; 4 of 6 coded")
    assert bench.book.locator(".jp-Cell").count() == cells  # the notebook heard none of the keys
    rows = pd.read_csv(home / "coding" / "Ann.csv", keep_default_na=False)
    assert rows["label"].tolist() == ["negative", "neutral", "positive", "neutral", "", ""]
    shown = bench.run('nl.explore_coding(hostile, n=4, coder="Ben", path="coding-2")')
    expect(shown.locator(".nl-coded")).to_be_visible()
    harm = "[window.hit ?? null, document.querySelectorAll('#pwned, [onerror]').length]"
    assert bench.page.evaluate(harm) == [None, 0]


def test_code_that_was_copied_draws_the_chart(bench):
    shown = explorer(bench, "nl.explore_frequency(corpus)")
    alt = pictures(shown)
    shown.locator(".nl-copy-code").click()
    box = shown.locator(".nl-code textarea")
    expect(box).to_be_visible()
    assert pictures(bench.run(box.input_value())) == alt


def test_hostile_names_are_text_in_an_explorer(bench):
    shown = explorer(bench, "nl.explore_frequency(hostile)")
    shown.locator(".nl-control-by input").check()
    drawn(shown, "by='outlet'")
    listed = rows(shown)
    assert len({name.partition(", ")[2] for name, _ in listed}) == len(HOSTILE)
    for key, row in {"Home": listed[0], "End": listed[-1]}.items():
        press(shown, key)
        numbers, sentences, _ = opened(shown, *row)
        assert numbers[-1] == len(sentences)
    shown.locator(".nl-control-outlet select").select_option(index=1)
    drawn(shown, "outlet=")
    shown.locator(".nl-mark").last.hover()
    harm = "[window.hit ?? null, document.querySelectorAll('#pwned, [onerror]').length]"
    assert bench.page.evaluate(harm) == [None, 0]


def test_a_newcomer_brings_articles_in(desk, home):
    own = home / "own" / "notebooks"
    own.mkdir(parents=True)
    shutil.copy(ROOT / "notebooks" / "00-start-here.ipynb", own)
    desk.open("own/notebooks/00-start-here.ipynb")
    book = desk.run_all()
    loader = book.locator(".nl-load")
    expect(loader).to_be_visible()
    code = loader.locator(".nl-code textarea")

    loader.get_by_role("tab", name="Paste").click()
    for name, text in PASTED.items():
        loader.locator(f".nl-paste-{name}").locator("input, textarea").fill(text)
    loader.locator(".nl-paste-add").click()
    expect(loader.locator(".nl-message")).to_contain_text("Added ")
    expect(loader.locator(".nl-card")).to_contain_text(PASTED["title"])
    assert PASTED["title"] in desk.run(f"{code.input_value()}\ncorpus").inner_text()

    loader.get_by_role("tab", name="Upload").click()
    with desk.page.expect_file_chooser() as chooser:
        loader.locator(".nl-upload").click()
    chooser.value.set_files({"name": "odd.csv", "mimeType": "text/csv", "buffer": ODD.encode()})
    for field, column in {"text": "Haupttext", "title": "Kopf", "outlet": "Blatt"}.items():
        loader.locator(f".nl-column-{field} select").select_option(column)
        expect(code).to_have_value(re.compile(column))
    asked = "\nprint(corpus.articles[['title', 'outlet', 'date']].to_numpy().tolist())"
    shown = desk.run(code.input_value() + asked).inner_text()
    assert re.findall(r"(Flood|Fire)', '(Star|Echo)'", shown) == [
        ("Flood", "Star"),
        ("Fire", "Echo"),
    ]

    book = desk.run_all()
    assert "reading your own articles" in book.inner_text()
    assert "3 articles, 3 outlets" in book.inner_text()
    desk.close()
    assert desk.troubles() == []
