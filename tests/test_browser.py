"""Reports in a real browser, the network cut: nothing is asked for, nothing runs, all is text."""

import json
import os
import shutil
from pathlib import Path

import pandas as pd
import pytest
from hostile import HOSTILE, IMAGE, SCRIPT, frame, notebook

from newslib.report import report

pytestmark = pytest.mark.enable_socket
ROOT = Path(__file__).parents[1]
CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update", "--disable-dev-shm-usage",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]  # fmt: skip
CELLS = (
    "import newslib as nl\ncorpus = nl.open_data(DATA)\ncorpus",
    "nl.plot_frequency(nl.frequency(corpus, by='outlet', stopwords=None), width='page')",
    "nl.plot_coverage(nl.coverage(corpus))",
    "lines = nl.concordance(corpus, 'port')\nlines",
    "nl.read(corpus, lines)",
    "nl.read(corpus, 0)",
    "import matplotlib.pyplot as plt\nplt.plot([1, 2]);",
    "corpus.articles",
    "corpus.where(outlet=corpus.articles['outlet'][0])",
    "print(corpus.articles['title'].tolist())\ncorpus.articles['title'].tolist()",
)


@pytest.fixture(scope="module")
def browser():
    """Chromium; without it the tests are skipped, in CI they fail."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        sync_playwright = None
    if sync_playwright is None or not os.path.exists(CHROMIUM):
        why = f"a real browser needs {CHROMIUM} and playwright"
        (pytest.fail if os.environ.get("CI") else pytest.skip)(why)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Make a report in a folder of its own: `made(data, notebooks)`."""

    def make(data, notebooks, evidence="snippet") -> Path:
        home, before = tmp_path_factory.mktemp("made"), Path.cwd()
        os.chdir(home)
        try:
            return home / report(data, notebooks=notebooks, evidence=evidence)
        finally:
            os.chdir(before)

    return make


@pytest.fixture(scope="module")
def hostile_run(tmp_path_factory, made):
    """A report on articles, files and columns whose names are not what they seem."""
    home = tmp_path_factory.mktemp("hostile")
    folder = home / "Zürich <b>$5$ & co"
    folder.mkdir()
    frame().to_csv(folder / f"{IMAGE} *a* $x$.csv", index=False)
    text = f"{SCRIPT} headline\nThe port is open, {SCRIPT} says the mayor of the port.\n"
    (folder / "<svg onload=window.hit=1>.txt").write_text(text, "utf-8")
    (folder / f"{IMAGE}.pdf").write_text("no article", "utf-8")
    path = notebook(home / "notebooks" / "01 <i>hostile</i> #é.ipynb", *CELLS)
    return made(str(folder), path.parent, "full")


@pytest.fixture(scope="module")
def sample_run(made):
    """The report that a newcomer sees first: all notebooks on the sample."""
    return made("", ROOT / "notebooks")


def visit(browser, run: Path, **more) -> dict[str, dict]:
    """Open each page of a report: its text, its pictures, and what it did."""
    seen = {}
    context = browser.new_context(**more)
    for path in sorted(run.glob("*.html")):
        page, did = context.new_page(), []
        page.on("request", lambda r, did=did: did.append(f"request {r.url[:200]}"))
        page.on("console", lambda m, did=did: did.append(f"console {m.type} {m.text}"))
        page.on("pageerror", lambda e, did=did: did.append(f"error {e}"))
        page.on("dialog", lambda d, did=did: did.append(f"dialog {d.message}"))
        page.goto(path.as_uri())
        did = [d for d in did if not d.startswith(("request file:", "request data:"))]
        facts = page.evaluate("""() => ({
            text: document.body.innerText, title: document.title, hit: window.hit ?? null,
            alts: [...document.querySelectorAll('img, svg')].map(
                i => i.alt ?? i.getAttribute('aria-label')),
            lang: document.documentElement.lang,
            broken: [...document.images].filter(i => !i.naturalWidth).length,
            odd: document.querySelectorAll(
                '#pwned, script, svg:not([role=group]), iframe, object, embed, foreignObject, ' +
                '[onerror], [onload], a[href^="javascript:"], i, form').length,
            captions: document.querySelectorAll('figcaption').length,
            links: [...document.links].map(a => a.href),
            lost: [...document.querySelectorAll('a[href^="#"]')].filter(
                a => !document.getElementById(a.getAttribute('href').slice(1))).length,
            twice: document.querySelectorAll('[id]').length -
                new Set([...document.querySelectorAll('[id]')].map(e => e.id)).size,
            wide: document.documentElement.scrollWidth > window.innerWidth,
        })""")
        seen[path.stem] = facts | {"did": did}
        page.close()
    context.close()
    return seen


def assert_sound(pages: dict[str, dict]) -> None:
    for name, page in pages.items():
        assert page["did"] == [], name
        assert page["hit"] is None and page["odd"] == 0 and page["broken"] == 0, name
        assert all(alt.strip() for alt in page["alts"]), name
        assert page["lost"] == page["twice"] == 0, name
        assert page["title"] and page["lang"] == "en" and not page["wide"], name
        assert "No description has been provided" not in page["text"]


def test_hostile_articles_are_text_on_every_page(browser, hostile_run):
    pages = visit(browser, hostile_run)
    assert len(pages) == 2
    assert_sound(pages)
    text = next(page["text"] for name, page in pages.items() if name != "index")
    for kind in ("script", "image", "closing", "maths", "quotes", "markdown", "template"):
        assert f"{HOSTILE[kind]} title" in text, kind
        assert f"{HOSTILE[kind]} outlet" in text, kind
    assert f"{SCRIPT} headline" in text and f"{IMAGE} column" in text
    assert "1 record could not be read" in pages["index"]["text"]


def test_hostile_names_stand_in_alternative_texts(browser, hostile_run):
    pages = visit(browser, hostile_run)
    alts = [alt for page in pages.values() for alt in page["alts"]]
    assert len(alts) == 3 and alts[-1] == "A picture without a description"
    assert "script" in alts[0]


def test_links_of_the_index_lead_somewhere(browser, hostile_run):
    index = visit(browser, hostile_run)["index"]
    page = browser.new_page()
    assert len(index["links"]) == 3
    for link in index["links"]:
        if link.endswith(".html"):
            assert page.goto(link).ok and page.title() == "A small notebook"
    page.close()
    for table in json.loads((hostile_run / "run.json").read_text("utf-8"))["tables"]:
        rows = pd.read_csv(hostile_run / table, dtype=str, keep_default_na=False)
        assert len(rows) and not rows.map(lambda cell: cell[:1] in tuple("=+@")).any(axis=None)


@pytest.mark.parametrize("look", [
    {}, {"color_scheme": "dark"}, {"viewport": {"width": 360, "height": 700}},
], ids=["light", "dark", "phone"])  # fmt: skip
def test_the_report_of_the_sample_is_sound(browser, sample_run, look):
    pages = visit(browser, sample_run, **look)
    assert len(pages) == 1 + len(list((ROOT / "notebooks").glob("*.ipynb")))
    assert_sound(pages)
    alts = [alt for page in pages.values() for alt in page["alts"]]
    assert len(alts) >= 4 and "A picture without a description" not in alts
    assert sum(page["captions"] for page in pages.values()) == len(alts)
    assert "of 4 outlets" in pages["index"]["text"]


@pytest.mark.parametrize("width", [900, 360], ids=["desk", "phone"])
def test_a_bar_opens_onto_its_sentences_without_a_script(browser, sample_run, width):
    from playwright.sync_api import expect

    context = browser.new_context(
        java_script_enabled=False, viewport={"width": width, "height": 900}
    )
    page = context.new_page()
    page.goto((sample_run / "02-word-frequency.html").as_uri())
    bars = page.locator("figure").first.locator("svg a")
    for i, press in ((0, "click"), (3, "Enter")):
        said = bars.nth(i).get_attribute("aria-label")
        if press == "click":
            bars.nth(i).click()
        else:
            bars.nth(i).press("Enter")
        opened = page.locator("section:visible")
        expect(opened).to_have_count(1)
        label, _, count = said.rpartition(": ")
        marks = opened.locator("mark")
        shown = min(int(count), 133)  # 2,000 sentences over 15 bars; at most 100
        assert marks.count() == min(shown, 100)
        assert {mark.lower() for mark in marks.all_inner_texts()} == {label}
        opened.get_by_role("link", name="close", exact=True).click()
        expect(opened).to_have_count(0)
    context.close()


def test_a_report_can_be_carried_away(browser, sample_run, tmp_path):
    """One page alone, elsewhere, is whole."""
    path = sorted(sample_run.glob("0*.html"))[-1]
    shutil.copy(path, tmp_path)
    pages = visit(browser, tmp_path)
    assert_sound(pages)
    assert pages[path.stem]["alts"]
