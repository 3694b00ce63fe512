"""The notebooks are short, use public names alone, hold no outputs, and run on what they are given.

What their prose says of the sample is checked here too, so that a change in the library or the
sample cannot leave a false sentence behind.
"""

import ast
import json
import os
import re
import sys
from pathlib import Path

import nbformat
import pandas as pd
import pytest
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient

import newslib as nl

ROOT = Path(__file__).parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
MOST_LINES = 8  # of code in a cell
ALONE = """Lighthouse lamp goes out

Nobody on the island could say when the lamp went dark.
It was, the keeper's daughter said, a dreadful night.

Advertisement

By morning a cheerful man from the harbour had mended it with a spoon.
"""

each_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


class ThisPython(AsyncKernelManager):
    """Kernels of the Python that runs the tests, whatever is registered as python3."""

    @property
    def kernel_spec(self):
        run = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
        return KernelSpec(argv=run, display_name="Python", language="python")


def code_of(path: Path) -> list:
    return [c for c in nbformat.read(path, as_version=4).cells if c.cell_type == "code"]


def run(paths: list[Path], data: Path | str, folder: Path, monkeypatch) -> nbformat.NotebookNode:
    """Run notebooks one after the other on one fresh kernel, in a folder; errors are raised."""
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setenv("MPLBACKEND", "module://matplotlib_inline.backend_inline")
    monkeypatch.setenv("PYDEVD_DISABLE_FILE_VALIDATION", "1")
    for name in ("NEWSLIB_DEV_DATA", "NEWSLIB_EVIDENCE"):
        monkeypatch.delenv(name, raising=False)
    book = nbformat.v4.new_notebook()
    for path in paths:
        for cell in nbformat.read(path, as_version=4).cells:
            if "parameters" in cell.metadata.get("tags", ()):
                cell.source += f"\nDATA = {str(data)!r}"
            cell.id = f"{path.stem}-{cell.id}"
            book.cells.append(cell)
    NotebookClient(
        book, kernel_manager_class=ThisPython, timeout=120, store_widget_state=False,
        resources={"metadata": {"path": str(folder)}},
    ).execute()  # fmt: skip
    cells = [cell for cell in book.cells if cell.cell_type == "code"]
    outputs = [output for cell in cells for output in cell.outputs]
    assert [o for o in outputs if o.output_type == "error"] == []
    assert [o.text for o in outputs if o.output_type == "stream" and "Warning" in o.text] == []
    assert [cell.id for cell in cells if cell.execution_count is None] == []
    return book


def text_of(book) -> str:
    """Everything a notebook's outputs say."""
    outputs = [o for cell in book.cells if cell.cell_type == "code" for o in cell.outputs]
    said = [o.text if o.output_type == "stream" else "".join(map(str, o.data.values()))
            for o in outputs]  # fmt: skip
    return "\n".join(said)


# ---- as written


def test_the_four_are_here():
    names = [path.stem for path in NOTEBOOKS]
    for name in ("01-meet-the-corpus", "02-word-frequency", "03-timeline", "04-sentiment"):
        assert name in names


@each_notebook
def test_format_and_no_outputs(path):
    book = nbformat.read(path, as_version=4)
    nbformat.validate(book)
    assert (book.nbformat, book.nbformat_minor) == (4, 5)
    assert book.metadata.kernelspec.name == "python3"
    assert set(book.metadata) == {"kernelspec", "language_info"}
    ids = [cell.id for cell in book.cells]
    assert len(set(ids)) == len(ids)
    for cell in book.cells:
        assert cell.source.strip(), cell.id
        if cell.cell_type == "code":
            assert cell.outputs == [], cell.id
            assert cell.execution_count is None, cell.id


@each_notebook
def test_one_short_cell_of_plain_commented_parameters(path):
    tagged = [c for c in code_of(path) if "parameters" in c.metadata.get("tags", ())]
    assert len(tagged) == 1
    lines = tagged[0].source.splitlines()
    assert lines[0].startswith('DATA = ""')
    assert 2 <= len(lines) <= 4
    for line in lines:
        assert re.fullmatch(r"[A-Z]+ = .+?  +# \S.*", line), line
        ast.literal_eval(ast.parse(line).body[0].value)


@each_notebook
def test_cells_are_short_and_narrow(path):
    for cell in code_of(path):
        lines = cell.source.splitlines()
        assert len(lines) <= MOST_LINES, cell.id
        assert max(map(len, lines)) <= 100, cell.id


@each_notebook
def test_public_names_only(path):
    tree = ast.parse("\n".join(cell.source for cell in code_of(path)))
    imports = [n for n in ast.walk(tree) if isinstance(n, ast.Import | ast.ImportFrom)]
    assert [ast.unparse(i) for i in imports] == ["import newslib as nl"]
    used = [n for n in ast.walk(tree) if isinstance(n, ast.Attribute)]
    assert used
    assert [a.attr for a in used if a.attr.startswith("_")] == []
    ours = {a.attr for a in used if isinstance(a.value, ast.Name) and a.value.id == "nl"}
    assert ours
    assert ours <= set(nl.__all__)


@each_notebook
def test_no_programming(path):
    """A notebook that needs a branch, a loop or a function wants something of the library."""
    tree = ast.parse("\n".join(cell.source for cell in code_of(path)))
    kinds = (ast.If, ast.IfExp, ast.For, ast.While, ast.Try, ast.With, ast.FunctionDef, ast.Lambda,
             ast.ListComp, ast.DictComp, ast.GeneratorExp, ast.ClassDef)  # fmt: skip
    assert [ast.unparse(n) for n in ast.walk(tree) if isinstance(n, kinds)] == []


@each_notebook
def test_sentences_are_shown_by_read_alone(path):
    """Evidence and concordances are given to nl.read, which obeys the evidence policy."""
    tree = ast.parse("\n".join(cell.source for cell in code_of(path)))
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    reads = [call for call in calls if ast.unparse(call.func) == "nl.read"]
    assert reads
    inside = {id(node) for call in reads for node in ast.walk(call)}
    for call in calls:
        if ast.unparse(call.func) in ("nl.evidence", "nl.concordance"):
            assert id(call) in inside, ast.unparse(call)
    attributes = {n.attr for n in ast.walk(tree) if isinstance(n, ast.Attribute)}
    assert attributes & {"text", "raw", "sentences", "tokens"} == set()


@each_notebook
def test_it_asks_and_says_what_it_cannot_say(path):
    prose = [c.source for c in nbformat.read(path, as_version=4).cells if c.cell_type == "markdown"]
    assert re.match(r"# .+\?\n", prose[0])
    assert "What this cannot say" in prose[-1] or "What this cannot say" in prose[-2]
    assert "For a methods section" in "\n".join(prose)


# ---- as run


@each_notebook
def test_runs_on_the_sample(path, tmp_path, monkeypatch):
    book = run([path], "", tmp_path, monkeypatch)
    said = text_of(book)
    assert "reading the sample" in said
    assert "nothing to draw" not in said
    assert "showing 0 of" not in said
    for cell in book.cells:
        if "nl.plot_" in cell.source and cell.cell_type == "code":
            shown = [o.data.get("text/html", "") for o in cell.outputs if "data" in o]
            assert len(re.findall(r'<img alt="[^"]{20,}"', "".join(shown))) == 1, cell.id


def test_they_run_on_one_undated_article_without_outlet(tmp_path, monkeypatch):
    alone = tmp_path / "Näher am Wasser" / "lamp.txt"
    alone.parent.mkdir()
    alone.write_text(ALONE, "utf-8")
    said = text_of(run(NOTEBOOKS, alone, tmp_path, monkeypatch))
    assert said.count("1 article, no outlet named, undated") >= 4
    assert "No dated article" in said
    assert "today" not in said


def test_they_run_on_the_seed_article(tmp_path, monkeypatch):
    if not (folder := os.environ.get("NEWSLIB_DEV_DATA")):
        pytest.skip("NEWSLIB_DEV_DATA is not set: the seed article is not here")
    seed = (ROOT / folder / "seed-article.txt").resolve()
    said = text_of(run(NOTEBOOKS, seed, tmp_path, monkeypatch))
    assert said.count("1 article, 1 outlet, undated") >= 4
    assert "No dated article" in said


# ---- what the prose says of the sample


@pytest.fixture(scope="module")
def sample() -> nl.Corpus:
    return nl.load(ROOT / "data" / "sample", progress=False)


@pytest.fixture(scope="module")
def weekly(sample):
    table = nl.timeline(sample, ["seepage", "tunnel", "said"], every="W")
    return table.assign(week=table["period"].dt.strftime("%Y-%m-%d")).set_index(["word", "week"])


def test_01_says_who_was_silent_and_how_many_copied(sample):
    coverage = nl.coverage(sample, every="W")
    star = coverage[coverage["outlet"] == "The Quayside Star"].set_index("period")["articles"]
    weeks = ["2026-05-18", "2026-05-25", "2026-06-01", "2026-06-08", "2026-06-15"]
    assert [star[pd.Timestamp(week)] > 0 for week in weeks] == [True, False, False, False, True]
    lines = (ROOT / "data" / "codebook.jsonl").read_text("utf-8").splitlines()
    truths = [json.loads(line) for line in lines]
    assert sum(t["copy_of"] is not None for t in truths) == 11
    assert [t["file"] for t in truths if t["date"] is None] == [
        "marrow-valley-herald/the-skipper-who-still-keeps-the-timetable.txt"
    ]


def test_02_says_who_leads_by_count_rate_and_share(sample):
    assert nl.frequency(sample, top=1).index[0] == "said"
    by_outlet = nl.frequency(sample, words=["seepage", "tunnel"], by="outlet")
    tunnel = by_outlet.loc["tunnel"].set_index("outlet")
    agency, courier = "Strait Press Agency", "The Caddow Courier"
    assert tunnel["count"].idxmax() == courier
    assert tunnel["rate"].idxmax() == agency
    assert tunnel["rate"].nlargest(2).index[1] == courier
    assert tunnel["share"].idxmax() == courier
    assert tunnel.loc[[agency, courier], "count"].between(25, 36).all()


def test_02_says_what_sets_the_herald_apart(sample):
    assert sample.articles["outlet"].mode()[0] == "Marrow Valley Herald"
    keys = nl.keyness(sample, by="outlet")
    herald = keys[keys["outlet"] == "Marrow Valley Herald"].head(12)
    assert {"mr.", "cooperative", "t", "valley"} <= set(herald.index)
    assert nl.word_tokenize("don’t") == ["don", "’", "t"]
    assert nl.word_tokenize("don't") == ["do", "n't"]


def test_03_says_when_the_word_came(weekly):
    seepage, tunnel, said = (weekly.loc[word] for word in ("seepage", "tunnel", "said"))
    assert seepage["rate"].idxmax() == "2026-04-13"
    assert seepage.loc[:"2026-04-12", "count"].sum() == 0
    assert seepage.loc["2026-04-13", ["articles", "of_articles"]].tolist() == [6, 6]
    assert (tunnel.loc["2026-02-02":"2026-03-02", "count"] > 0).all()
    assert (seepage["state"] == "thin").mean() > 0.5
    assert tunnel["rate"].idxmax() == "2026-05-25"
    assert tunnel.loc["2026-05-25", "of_articles"] == 1
    assert 38 < said["rate"].min() < 50
    assert 110 < said["rate"].max() < 130


def test_04_says_what_vader_does_to_four_sentences():
    scores = nl.polarity_scores(
        ["The tunnel is a great success.", "Nobody was hurt in the fire.",
         "The court cleared her of murder.", "Half the pumps do not work."]
    )["compound"]  # fmt: skip
    assert scores[0] > 0.5
    assert scores[1] < -0.5
    assert scores[2] < -0.5
    assert scores[3] == 0


def test_04_says_when_the_tone_turned(sample):
    about = nl.sentiment(sample.where(mentions="tunnel"), every="M")
    whole = nl.sentiment(sample, every="M")
    assert (about["low"][:2] > 0).all()
    assert (about["high"][2:] < 0).all()
    assert (whole["compound"].abs() < about["compound"].abs()).all()
    assert nl.sentiment(sample)["n_sentences"].min() >= 5
    scored = nl.sentiment(sample, level="sentence")
    assert (scored[["neg", "pos"]].sum(axis=1) == 0).mean() == pytest.approx(0.5, abs=0.05)


def test_04_says_who_is_lowest(sample):
    by_outlet = nl.sentiment(sample, by="outlet").set_index("outlet")
    assert by_outlet["compound"].idxmin() == "Strait Press Agency"
    others = by_outlet.drop("Strait Press Agency")
    assert ((others["low"] < 0) & (others["high"] > 0)).all()


def test_04_says_which_sentences_are_at_the_ends(sample):
    scored = nl.sentiment(sample, level="sentence").merge(sample.sentences)
    worst = scored.nsmallest(8, "compound")["text"].tolist()
    best = scored.nlargest(8, "compound")["text"].tolist()
    assert "guilty" in worst[0]
    assert "fraud" in worst[0]
    assert sum("and that was the worst of it" in text for text in worst) == 1
    assert sum("before tax in the six months" in text for text in worst) == 3
    assert sum("fair, the first backyard hen" in text for text in best) == 1
