"""A report is whole or not there; it says what was read, what changed, and how much it shows."""

import csv
import hashlib
import json
import os
import re
import shutil
from pathlib import Path

import pandas as pd
import pytest
from hostile import frame, notebook

import newslib as nl
from newslib import runs
from newslib.export import csv_text
from newslib.report import ReportError, report, save_results

pytestmark = pytest.mark.enable_socket  # a kernel is spoken to on this machine

OPEN = "import newslib as nl\ncorpus = nl.open_data(DATA)"
COUNT = "table = nl.frequency(corpus, stopwords=None)\ntable.head(3)"
READ = "nl.read(corpus, nl.concordance(corpus, 'dam'))"
WIDGET = "import sys\nimport ipywidgets\nprint('50%|##', file=sys.stderr)\nipywidgets.VBox([])"
ARTICLES = {
    "a.txt": "Dam breaks\nThe dam broke at noon, and nobody at all who lived below it was then "
    "badly hurt.",
    "b.txt": "Dam mended\nThe dam was mended.",
    "c.txt": "Dam praised\nThe dam was praised by all.",
}


def write(folder: Path, articles: dict) -> None:
    folder.mkdir(exist_ok=True)
    for name, text in articles.items():
        (folder / name).write_text(text, "utf-8")


def pages(run: Path) -> str:
    return "".join(path.read_text("utf-8") for path in sorted(run.glob("*.html")))


@pytest.fixture(scope="module")
def two_runs(tmp_path_factory):
    """The folder in which two reports were made; between them a new, a changed, a gone article."""
    home, before = tmp_path_factory.mktemp("Zürich no 1"), Path.cwd()
    notebook(home / "notebooks" / "01 erste é.ipynb", OPEN, COUNT, READ, WIDGET)
    os.chdir(home)
    try:
        write(home / "artikel ü", ARTICLES)
        report("artikel ü", out="meine reports")
        (home / "artikel ü" / "b.txt").unlink()
        write(
            home / "artikel ü",
            {"c.txt": "Dam praised\nBy few.", "d.txt": "New\nA dam.", "e.csv": ""},
        )
        report("artikel ü", out="meine reports", evidence="reference")
    finally:
        os.chdir(before)
    return home


@pytest.fixture
def first(two_runs):
    return sorted((two_runs / "meine reports").glob("2*"))[0]


@pytest.fixture
def second(two_runs):
    return sorted((two_runs / "meine reports").glob("2*"))[1]


def test_a_report_is_a_folder_of_its_own(two_runs, first):
    out = two_runs / "meine reports"
    assert re.fullmatch(r"\d{4}-\d\d-\d\d-1", first.name)
    assert sorted(p.name[-2:] for p in out.iterdir()) == ["-1", "-2", "st"]
    assert [path.name for path in sorted(first.iterdir())] == [
        "01 erste é.html", "index.html", "run.json", "tables",
    ]  # fmt: skip
    assert (out / "latest" / "index.html").read_text("utf-8") == (
        out / f"{first.name[:-1]}2" / "index.html"
    ).read_text("utf-8")


def test_run_json_says_what_was_done(first):
    facts = json.loads((first / "run.json").read_text("utf-8"))
    assert facts["parameters"] == {"data": "artikel ü", "evidence": "snippet"}
    assert set(facts["versions"]) >= {"nltk", "pandas", "matplotlib", "numpy", "jupyterlab"}
    assert [a["id"] for a in facts["articles"]] == ["a.txt#1", "b.txt#1", "c.txt#1"]
    assert all(re.fullmatch("[0-9a-f]{16}", a["hash"]) for a in facts["articles"])
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00", facts["time"])
    for path, digest in facts["tables"].items():
        assert hashlib.sha256((first / path).read_bytes()).hexdigest() == digest
    assert list(facts["tables"]) == ["tables/01 erste é/table.csv"]
    assert str(first.parent.parent) not in (first / "run.json").read_text("utf-8") + pages(first)


def test_tables_are_written_whole(first):
    rows = list(csv.DictReader((first / "tables/01 erste é/table.csv").open(encoding="utf-8")))
    assert rows[0]["word"] == "dam" and rows[0]["count"] == "3"
    assert sum(int(row["count"]) for row in rows) == 27


def test_pages_stand_alone(first):
    page = (first / "01 erste é.html").read_text("utf-8")
    assert '<html lang="en">' in page and "<title>A small notebook</title>" in page
    assert 'name="viewport"' in page and 'href="index.html"' in page
    assert "'artikel ü'" in page
    assert "<script" not in page and "http" not in page.replace("http-equiv", "")
    assert "VBox" not in page.replace("ipywidgets.VBox", "").replace(">VBox<", "")
    assert "50%|##\n" not in page and "save_results" not in page


def test_the_index_says_what_was_read_and_what_it_holds(first):
    page = (first / "index.html").read_text("utf-8")
    assert "Read from artikel ü: 3 articles, no outlet named, undated" in page
    assert "This is the first run." in page and "Nothing." in page
    assert "At most 15 words" in page
    assert "This report holds 3 sentences, no outlet named." in page
    assert 'href="01%20erste%20%C3%A9.html">A small notebook<' in page
    assert 'href="tables/01%20erste%20%C3%A9/table.csv">table<' in page
    assert "was badly hurt" not in pages(first)


def test_the_index_says_what_changed(second):
    page = (second / "index.html").read_text("utf-8")
    assert "1 new, 1 changed, 1 gone; 3 now" in page
    assert "New (d.txt#1)" in page and "Dam praised (c.txt#1)" in page
    assert "Dam mended (b.txt#1)" in page and "1 record could not be read" in page


def test_a_report_by_reference_holds_no_article_text(second):
    assert "This report holds 0 sentences of 0 outlets." in pages(second)
    assert "broke at noon" not in pages(second) and "Dam breaks" in pages(second)


def test_the_same_articles_give_the_same_tables_and_facts(two_runs, second, monkeypatch):
    monkeypatch.chdir(two_runs)
    third = report("artikel ü", out="meine reports", evidence="reference")
    try:
        one, two = (json.loads((r / "run.json").read_text("utf-8")) for r in (second, third))
        del one["time"], two["time"]
        assert one == two
        assert "0 new, 0 changed, 0 gone; 3 now" in pages(third)
    finally:
        shutil.rmtree(third)


def broken(tmp_path, monkeypatch, *cells, **more):
    """The trouble a report has with a notebook; checks that it leaves nothing."""
    monkeypatch.chdir(tmp_path)
    notebook(tmp_path / "notebooks" / "bad.ipynb", *cells, **more)
    with pytest.raises(ReportError) as trouble:
        report()
    assert list((tmp_path / "reports").iterdir()) == []
    return str(trouble.value)


def test_a_cell_that_fails_leaves_no_report(tmp_path, monkeypatch):
    said = broken(tmp_path, monkeypatch, "x = 1", "print(1)\nx / 0", "x = 2")
    assert said == "bad.ipynb, cell 4: ZeroDivisionError: division by zero"


def test_a_kernel_that_dies_leaves_no_report(tmp_path, monkeypatch):
    said = broken(tmp_path, monkeypatch, "x = 1", "import os\nos._exit(1)")
    assert said == "bad.ipynb, cell 4: the cell did not run to its end; Python itself stopped"


def test_a_notebook_without_parameters_is_refused(tmp_path, monkeypatch):
    assert "tag 'parameters'" in broken(tmp_path, monkeypatch, "x = 1", tagged=False)


def test_what_cannot_be_is_refused_before_any_notebook_runs(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(FileNotFoundError, match="There is no file or folder 'absent'"):
        report("absent")
    with pytest.raises(ValueError, match="evidence= is full or snippet or reference"):
        report(evidence="all")
    with pytest.raises(FileNotFoundError, match="no notebook"):
        report(notebooks=tmp_path)
    assert list(tmp_path.iterdir()) == []


# ---- tables


def test_no_cell_of_a_table_is_a_formula(tmp_path, monkeypatch):
    table = pd.DataFrame(
        {"word": ["=1+1", "+a", "-b", "@c", "safe", None], "n": [-1, 2, 3, 4, 5, 6]}
    )
    text = csv_text(table.set_index("word").rename(columns={"n": "=n"}))
    assert text == "word,'=n\n'=1+1,-1\n'+a,2\n'-b,3\n'@c,4\nsafe,5\n,6\n"
    assert csv_text(pd.DataFrame({"rate": [1 / 3, float("nan")]})) == ",rate\n0,0.3333333333\n1,\n"


def test_only_measures_are_saved(tmp_path, monkeypatch):
    monkeypatch.setenv("NEWSLIB_RUN", str(tmp_path))
    corpus = nl.load(frame(), progress=False)
    table = nl.frequency(corpus)
    names = {"_": table, "table": table, "other": pd.DataFrame({"a": [1]}), "corpus": corpus}
    save_results(names, "n")
    assert [path.name for path in sorted(tmp_path.rglob("*.csv"))] == ["table.csv"]
    facts = json.loads((tmp_path / "n.corpus.json").read_text("utf-8"))
    assert [a["title"] for a in facts["articles"]] == corpus.articles["title"].tolist()


def test_saved_tables_keep_to_the_policy(tmp_path, monkeypatch):
    monkeypatch.setenv("NEWSLIB_RUN", str(tmp_path))
    monkeypatch.setenv("NEWSLIB_EVIDENCE", "reference")
    corpus = nl.load(frame(), progress=False)
    save_results({"lines": nl.concordance(corpus, "port")}, "n")
    assert "The port" not in (tmp_path / "tables/n/lines.csv").read_text("utf-8")


# ---- folders of runs


def test_runs_are_numbered_and_the_newest_is_known_by_number(tmp_path):
    for name in ("2026-01-01-9", "2026-01-01-10", "2025-12-31-11", "notes"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "run.json").write_text('{"articles": [], "source": "x"}', "utf-8")
    assert runs.last_run(tmp_path)["name"] == "2026-01-01-10"
    for broken in ("{", "[]", '{"articles": []}', '{"articles": [{"id": 1}], "source": "x"}'):
        (tmp_path / "2026-01-01-10" / "run.json").write_text(broken, "utf-8")
        assert runs.last_run(tmp_path)["name"] == "2026-01-01-9"
    part, name = runs.new_run(tmp_path)
    again, other = runs.new_run(tmp_path)
    assert (part.name, again.name) == (f".{name}", f".{other}") and other == name[:-1] + "2"


def test_latest_is_a_copy_where_links_cannot_be_made(tmp_path, monkeypatch):
    for name in "one", "two":
        (tmp_path / name).mkdir()
        (tmp_path / name / "index.html").write_text(name, "utf-8")
    latest = tmp_path / "latest"

    def no_links(*_args, **_more):
        raise OSError("a privilege is not held")

    runs.point_latest(tmp_path, "one")
    assert (latest / "index.html").read_text("utf-8") == "one"
    with monkeypatch.context() as patched:
        patched.setattr(Path, "symlink_to", no_links)
        for name in "two", "one":
            runs.point_latest(tmp_path, name)
            assert (latest / "index.html").read_text("utf-8") == name and not latest.is_symlink()
    runs.point_latest(tmp_path, "two")
    assert (latest / "index.html").read_text("utf-8") == "two"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["latest", "one", "two"]


def test_articles_of_one_id_are_compared_together():
    def article(name, content):
        return {"id": name, "hash": content, "title": name, "outlet": None, "date": None}

    last = {
        "name": "r",
        "source": "x",
        "articles": [article("a", "1"), article("a", "2")],
    }
    same = runs.changes([article("a", "2"), article("a", "1")], last, "x")
    assert same["said"] == "Compared with r: 0 new, 0 changed, 0 gone; 2 now."
    other = runs.changes([article("a", "2")], last, "y")
    assert other["changed"] == ["a (a)"] and "That run read other data: x." in other["said"]
