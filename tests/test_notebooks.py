"""The notebooks are short, use public names alone, hold no outputs, and run on what they are given.

What their prose says of the sample is checked here too, and the answers to their tasks in the
codebook, so that a change in the library or the sample cannot leave a false sentence behind.
"""

import ast
import importlib.metadata
import json
import os
import re
import sys
import tomllib
from pathlib import Path

import nbformat
import pandas as pd
import pytest
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from packaging.requirements import Requirement

import newslib as nl

ROOT = Path(__file__).parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
STEMS = ["00-start-here", "01-meet-the-corpus", "02-word-frequency", "03-timeline",
         "04-sentiment", "05-compare-outlets", "06-explore"]  # fmt: skip
MOST_LINES = 8  # of code in a cell
MOST_MEMORY = 600  # megabytes of a kernel that runs all of them
WIDGETS = {
    "00-start-here": ["load"], "01-meet-the-corpus": [], "02-word-frequency": ["frequency"],
    "03-timeline": ["timeline"], "04-sentiment": ["coding", "sentiment"],
    "05-compare-outlets": [],
    "06-explore": ["load", "timeline", "frequency", "concordance"],
}  # fmt: skip
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


def tagged(cell, tag: str) -> bool:
    return tag in cell.metadata.get("tags", ())


def code_of(path: Path) -> list:
    """The cells of code, but for the one that sets Colab up."""
    cells = nbformat.read(path, as_version=4).cells
    return [c for c in cells if c.cell_type == "code" and not tagged(c, "colab")]


def prose_of(path: Path) -> list:
    return [c for c in nbformat.read(path, as_version=4).cells if c.cell_type == "markdown"]


def run(
    paths: list[Path], data: Path | str, folder: Path, monkeypatch, last: str = ""
) -> nbformat.NotebookNode:
    """Run notebooks one after the other on one fresh kernel, in a folder; errors are raised."""
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setenv("MPLBACKEND", "module://matplotlib_inline.backend_inline")
    monkeypatch.setenv("PYDEVD_DISABLE_FILE_VALIDATION", "1")
    for name in ("NEWSLIB_DEV_DATA", "NEWSLIB_EVIDENCE"):
        monkeypatch.delenv(name, raising=False)
    book = nbformat.v4.new_notebook()
    for path in paths:
        for cell in nbformat.read(path, as_version=4).cells:
            if tagged(cell, "parameters"):
                cell.source += f"\nDATA = {str(data)!r}"
            cell.id = f"{path.stem}-{cell.id}"
            book.cells.append(cell)
    book.cells += [nbformat.v4.new_code_cell(last)] if last else []
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


def test_these_are_here_and_the_first_names_the_others():
    names = [path.stem for path in NOTEBOOKS]
    assert set(STEMS) <= set(names)
    first = "\n".join(cell.source for cell in prose_of(NOTEBOOKS[0]))
    assert re.findall(r"\| (0\d-[\w-]+) \|", first) == names[1:]


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
    cells = [c for c in code_of(path) if tagged(c, "parameters")]
    assert len(cells) == 1
    lines = cells[0].source.splitlines()
    assert lines[0].startswith('DATA = ""')
    assert 2 <= len(lines) <= 4
    for line in lines:
        assert re.fullmatch(r"[A-Z]+ = .+?  +# \S.*", line), line
        ast.literal_eval(ast.parse(line).body[0].value)


@each_notebook
def test_cells_are_short_and_narrow(path):
    for cell in nbformat.read(path, as_version=4).cells:
        lines = cell.source.splitlines()
        if cell.cell_type == "code":
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
    calls = re.findall(r"nl\.explore_(\w+)\(", "\n".join(cell.source for cell in code_of(path)))
    assert calls == WIDGETS[path.stem]


def test_colab_is_set_up_in_the_first_and_nothing_happens_elsewhere(monkeypatch, capsys):
    book = nbformat.read(NOTEBOOKS[0], as_version=4)
    said, cell = (c for c in book.cells if tagged(c, "colab"))
    assert "Google Colab" in said.source
    assert cell.source.startswith('REPOSITORY = ""')
    assert book.cells.index(cell) < next(i for i, c in enumerate(book.cells)
                                         if "import newslib" in c.source)  # fmt: skip
    typed = []

    class Shell:
        def run_line_magic(self, *what):
            typed.append(what)

    monkeypatch.delitem(sys.modules, "google.colab", raising=False)
    exec(cell.source, {"get_ipython": Shell})
    assert (typed, *capsys.readouterr()) == ([], "", "")
    monkeypatch.setitem(sys.modules, "google.colab", sys)
    exec(cell.source, {"get_ipython": Shell})
    exec(cell.source.replace('""', '"git+https://example.org/n.git"'), {"get_ipython": Shell})
    assert [kind for kind, _ in typed] == ["pip", "pip"]
    at = [line.split().index("--no-deps") + 1 for _, line in typed]
    asked = [line.split()[i:] for i, (_, line) in zip(at, typed, strict=True)]
    assert [words[0] for words in asked] == ["./newslib.zip", "git+https://example.org/n.git"]
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    ours = {r.name: r for r in map(Requirement, project["dependencies"])}
    for wanted in map(Requirement, asked[0][1:]):  # the newest of them that this Python has
        version = importlib.metadata.version(wanted.name)
        assert version in wanted.specifier and version in ours[wanted.name].specifier


@each_notebook
def test_no_programming(path):
    """A notebook that needs a branch, a loop or a function wants something of the library."""
    tree = ast.parse("\n".join(cell.source for cell in code_of(path)))
    kinds = (ast.If, ast.IfExp, ast.For, ast.While, ast.Try, ast.With, ast.FunctionDef, ast.Lambda,
             ast.ListComp, ast.DictComp, ast.GeneratorExp, ast.ClassDef)  # fmt: skip
    assert [ast.unparse(n) for n in ast.walk(tree) if isinstance(n, kinds)] == []


@each_notebook
def test_sentences_are_shown_by_read_alone(path):
    """Evidence is given to nl.read, which obeys the evidence policy, as aligned lines do."""
    tree = ast.parse("\n".join(cell.source for cell in code_of(path)))
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    reads = [call for call in calls if ast.unparse(call.func) == "nl.read"]
    assert reads
    inside = {id(node) for call in reads for node in ast.walk(call)}
    for call in calls:
        if ast.unparse(call.func) == "nl.evidence":
            assert id(call) in inside, ast.unparse(call)
    attributes = {n.attr for n in ast.walk(tree) if isinstance(n, ast.Attribute)}
    assert attributes & {"text", "raw", "sentences", "tokens"} == set()


@each_notebook
def test_it_asks_and_says_what_it_cannot_say(path):
    prose = [cell.source for cell in prose_of(path)]
    assert re.match(r"# .+\?\n", prose[0])
    assert "Shift + Enter" in prose[0]
    assert not re.search(r"^\+ ", "\n".join(prose), re.M), "Markdown makes a list of it"
    end = "\n\n".join(prose[-4:])
    parts = [end.index(f"## {name}\n") for name in
             ("Your turn", "What this cannot say", "For a methods section")]  # fmt: skip
    assert parts == sorted(parts)
    said = re.search(r"## For a methods section\n\n((?:> .+\n?)+)", end)[1]
    assert f"newslib {nl.__version__.rpartition('.')[0]}" in said
    assert said.rstrip().endswith(".")


@each_notebook
def test_what_is_said_of_the_sample_stands_apart(path):
    """A report on other articles leaves the cells tagged "sample" out."""
    cells = nbformat.read(path, as_version=4).cells
    about = [cell for cell in cells if tagged(cell, "sample")]
    assert about
    for cell in cells:
        said = "in the sample" in cell.source.lower()
        assert said == tagged(cell, "sample"), cell.id
        if tagged(cell, "sample"):
            assert cell.cell_type == "markdown"
        else:
            assert not re.search(r"\b(Star|Courier|Herald|Strait Press)\b", cell.source), cell.id


def answers_of(stem: str) -> list[str]:
    """The answers to the tasks of a notebook, each on one line."""
    codebook = (ROOT / "data" / "codebook.md").read_text("utf-8")
    section = codebook.partition("\n## Answers to 'Your turn'\n")[2].partition("\n## ")[0]
    own = section.partition(f"**{stem}**\n")[2].partition("\n**")[0]
    found = re.findall(r"^(\d)\. (.+(?:\n   .+)*)", own, re.M)
    assert [number for number, _ in found] == ["1", "2", "3"], stem
    return [" ".join(text.split()) for _, text in found]


@each_notebook
def test_three_tasks_have_their_answers_in_the_codebook(path):
    (turn,) = (c for c in prose_of(path) if c.source.startswith("## Your turn\n"))
    assert tagged(turn, "sample")
    assert "data/codebook.md" in turn.source
    assert re.findall(r"^(\d)\. \S", turn.source, re.M) == ["1", "2", "3"]
    assert turn.source.count("?") >= 3
    answers_of(path.stem)


# ---- as run


def test_they_run_on_the_sample_in_one_small_session(tmp_path, monkeypatch):
    """The most memory a kernel ever held, from Linux: ru_maxrss would count its parent's too."""
    last = "print(*[line for line in open('/proc/self/status') if line.startswith('VmHWM')])"
    linux = sys.platform == "linux"
    book = run(NOTEBOOKS, "", tmp_path, monkeypatch, last if linux else "")
    said = text_of(book)
    assert said.count("Reading the sample") == len(NOTEBOOKS)
    assert "nothing to draw" not in said
    assert "showing 0 of" not in said
    for cell in book.cells:
        if "nl.plot_" in cell.source and cell.cell_type == "code":
            shown = [o.data.get("text/html", "") for o in cell.outputs if "data" in o]
            assert len(re.findall(r'<img alt="[^"]{20,}"', "".join(shown))) == 1, cell.id
    if linux:
        peak = int(re.search(r"VmHWM:\s+(\d+) kB", said)[1]) / 1024
        print(f"{peak:.0f} MB")
        assert 50 < peak < MOST_MEMORY


def test_they_run_on_one_undated_article_without_outlet(tmp_path, monkeypatch):
    alone = tmp_path / "Näher am Wasser" / "lamp.txt"
    alone.parent.mkdir()
    alone.write_text(ALONE, "utf-8")
    said = text_of(run(NOTEBOOKS, alone, tmp_path, monkeypatch))
    assert said.count("1 article, no outlet named, undated") >= 4
    assert "No dated article" in said
    assert "today" not in said


@pytest.mark.parametrize("outlet", ["The Star", None])
def test_they_run_on_one_outlet_or_none(outlet, tmp_path, monkeypatch):
    rows = [("The dam broke and the town was afraid.", "2026-03-02"),
            ("The dam is good again. People cheered.", "2026-05-20")]  # fmt: skip
    table = pd.DataFrame(rows, columns=["text", "date"]).assign(outlet=outlet)
    table.to_csv(tmp_path / "two.csv", index=False)
    said = text_of(run(NOTEBOOKS, tmp_path / "two.csv", tmp_path, monkeypatch))
    name = "1 outlet" if outlet else "no outlet named"
    assert f"2 articles, {name}, 2 March to 20 May 2026, 15 words" in said


def test_they_run_on_next_to_nothing(tmp_path, monkeypatch):
    """Two articles of one word; a stop word, so that no chart of words has a bar."""
    pd.DataFrame({"text": ["The", "..."]}).to_csv(tmp_path / "little.csv", index=False)
    said = text_of(run(NOTEBOOKS, tmp_path / "little.csv", tmp_path, monkeypatch))
    assert "2 articles, no outlet named, undated, 1 word" in said
    assert "No word: nothing to draw" in said


def test_they_run_on_the_seed_article(tmp_path, monkeypatch):
    if not (folder := os.environ.get("NEWSLIB_DEV_DATA")):
        pytest.skip("NEWSLIB_DEV_DATA is not set: the seed article is not here")
    seed = (ROOT / folder / "seed-article.txt").resolve()
    said = text_of(run(NOTEBOOKS, seed, tmp_path, monkeypatch))
    assert said.count("1 article, 1 outlet, undated") >= 4
    assert "No dated article" in said


def test_the_page_for_teachers_agrees():
    page = (ROOT / "docs" / "teaching.md").read_text("utf-8")
    assert set(re.findall(r"\b0\d-[a-z-]+[a-z]", page)) == set(STEMS)
    assert f"under {MOST_MEMORY} MB" in page
    assert "Answers to 'Your turn'" in page
    assert len(page.split()) < 1000  # two pages


# ---- what the prose says of the sample


@pytest.fixture(scope="module")
def sample() -> nl.Corpus:
    return nl.load(ROOT / "data" / "sample", progress=False)


@pytest.fixture(scope="module")
def weekly(sample):
    table = nl.timeline(sample, ["seepage", "tunnel", "whale"], every="W")
    return table.assign(week=table["period"].dt.strftime("%Y-%m-%d")).set_index(["word", "week"])


def test_00_says_what_leads(sample):
    assert sample.summary().startswith("109 articles, 4 outlets, 5 February to 30 July 2026")
    words = nl.frequency(sample, top=10)
    assert words.index[0] == "said"
    assert words["count"].iloc[0] > 2 * words["count"].iloc[1]
    plain = {"two", "three", "four", "people", "told", "last", "first"}
    assert [w for w in words.index if w not in plain] == ["said", "tunnel", "ennery", "caddow"]


def test_01_says_who_was_silent_and_how_many_copied(sample):
    coverage = nl.coverage(sample, every="W")
    star = coverage[coverage["outlet"] == "The Quayside Star"].set_index("period")["articles"]
    weeks = ["2026-05-18", "2026-05-25", "2026-06-01", "2026-06-08", "2026-06-15"]
    assert [star[pd.Timestamp(week)] > 0 for week in weeks] == [True, False, False, False, True]
    lines = (ROOT / "data" / "codebook.jsonl").read_text("utf-8").splitlines()
    truths = [json.loads(line) for line in lines]
    copied = {t["file"] for t in truths if t["copy_of"]}
    assert len(copied) == 11
    copies = nl.copies(sample)
    shared = copies[copies.duplicated("cluster", keep=False)]
    assert (len(shared), shared["cluster"].nunique()) == (15, 4)
    own = sample.articles.loc[shared["article"]]
    agency = own["outlet"] == "Strait Press Agency"
    assert agency.sum() == 4
    assert {"/".join(Path(source).parts[-2:]) for source in own["source"][~agency]} == copied
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


def test_02_says_what_is_spread_and_what_keeps_company(sample):
    spread = nl.dispersion(sample, top=15)
    assert spread.loc["said", "articles"] == 104
    assert spread.loc["said", "by_chance"] == pytest.approx(104, abs=3)
    assert spread.loc[["minister", "port"], "count"].tolist() == [64, 64]
    assert spread.loc[["minister", "port"], "articles"].tolist() == [41, 54]
    agency = sample.articles.query("outlet == 'Strait Press Agency'")["text"]
    assert agency.str.split("\n").str[0].str.contains("port", case=False).all()
    near = nl.collocates(sample, "seepage").nlargest(10, "log_dice")
    assert near.index[:3].tolist() == ["cross-passage", "9", "doubled"]
    assert near.loc[["cross-passage", "9"], "left"].sum() == 0


def test_03_says_when_the_word_came(weekly):
    seepage, tunnel, whale = (weekly.loc[word] for word in ("seepage", "tunnel", "whale"))
    assert seepage["rate"].idxmax() == "2026-04-13"
    assert seepage.loc[:"2026-04-12", "count"].sum() == 0
    assert seepage.loc["2026-04-13", ["articles", "of_articles"]].tolist() == [6, 6]
    assert (tunnel.loc["2026-02-02":"2026-03-02", "count"] > 0).all()
    assert (seepage["of_articles"] < 5).mean() > 0.5
    assert tunnel["rate"].idxmax() == "2026-05-25"
    assert tunnel.loc["2026-05-25", ["of_articles", "state"]].tolist() == [1, "thin"]
    assert whale["rate"].idxmax() == "2026-03-09"
    peak = whale.loc["2026-03-09"]
    assert peak["rate_once"] / peak["rate"] == pytest.approx(0.5, abs=0.05)


def test_03_says_which_rises_are_more_than_chance(sample):
    found = nl.bursts(sample, ["tunnel", "seepage", "whale"])
    spans = found[["word", "first", "last"]].astype(str).values.tolist()
    assert spans == [["seepage", "2026-04-14", "2026-07-30"], ["whale", "2026-03-12", "2026-03-19"]]
    last = sample.where(mentions="whale", since="2026-03-19", until="2026-03-19")
    assert set(last.articles["outlet"]) == {"Marrow Valley Herald"}
    memo = sample.where(mentions="memo", since="2026-04-14", until="2026-04-14")
    assert "The Caddow Courier" in set(memo.articles["outlet"])


def test_03_says_who_was_silent(sample):
    table = nl.timeline(sample, "tunnel", by="outlet")
    star = table[table["outlet"] == "The Quayside Star"].set_index("period")["state"]
    assert set(star["2026-05-25":"2026-06-08"]) == {"empty"}
    assert "empty" not in set(star[["2026-05-18", "2026-06-15"]])
    covered = nl.plot_coverage(nl.coverage(sample, every="W")).newslib["caption"]
    assert "The Quayside Star from 2026-05-25 to 2026-06-14" in covered
    chart = nl.plot_timeline(table, value="share")
    assert [p.get_title() for p in chart.child_axes] == sorted(sample.articles["outlet"].unique())


def test_03_says_when_it_happened(sample):
    dates = nl.mentioned_dates(sample.where(mentions="tunnel"))
    days = dates[dates["precision"] == "day"].groupby("first")["article"].nunique().nlargest(5)
    assert {f"{day:%-d %B}" for day in days.index} == {
        "7 February", "14 April", "3 May", "9 May", "1 June"
    }  # fmt: skip
    train = dates[(dates["first"] == "2026-05-03") & dates["context"].str.contains("last service")]
    assert set(train["date"].astype(str)) == {"2026-05-04", "2026-05-05"}
    assert pd.Timestamp("2026-05-04").day_name() == "Monday"
    skipper = sample.where(sample.articles["title"].str.contains("skipper"), dated=False)
    said = nl.mentioned_dates(skipper)
    assert said.loc[said["text"] == "yesterday", ["value", "precision"]].values.tolist() == [
        ["PAST_REF", "none"]
    ]
    assert "day" not in set(said["precision"])


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
    assert nl.sentiment(sample)["n_sentences"].min() == 5
    scored = nl.sentiment(sample, level="sentence")
    assert (scored[["neg", "pos"]].sum(axis=1) == 0).mean() == pytest.approx(0.5, abs=0.05)


def test_04_says_who_is_lowest(sample):
    by_outlet = nl.sentiment(sample, by="outlet").set_index("outlet")
    assert by_outlet["compound"].idxmin() == "Strait Press Agency"
    others = by_outlet.drop("Strait Press Agency")
    assert ((others["low"] < 0) & (others["high"] > 0)).all()


def test_04_says_what_doubts_change(sample):
    """Words, words laid aside, other lists, and the sentences with the word."""
    about = sample.where(mentions="tunnel")
    words = nl.contributions(about)
    assert words.index[0] == "no" and words.loc[["safety", "shares"], "value"].gt(0).all()
    safety = nl.evidence(about, words, "safety")["text"]
    assert (safety.str.contains("Safety Inspectorate").sum(), len(safety)) == (12, 13)
    assert words.loc["86", "value"] < 0
    eighty = nl.evidence(about, words, "86")["text"]
    assert eighty.str.contains("86 days after it opened").any()
    aside = ["no", "like", "safety", "shares", "lower"]
    for options in ({"aside": aside}, {"lexicon": "news"}):
        months = nl.sentiment(about, every="M", **options)
        assert (months["low"][:2] > 0).all() and (months["high"][2:] < 0).all()
    march = nl.sentiment(about, every="M", lexicon="huliu").loc[1]
    assert march["low"] < 0 < march["high"]
    lists = nl.disagreement(sample, by="outlet").set_index("outlet")
    assert lists.index[lists["state"] == "differ"].tolist() == ["Marrow Valley Herald"]
    assert (lists.drop("Marrow Valley Herald")[["vader", "huliu"]] < 0).all(axis=None)
    signs = nl.disagreement(sample, level="sentence")["state"]
    assert round((signs == "differ").mean(), 2) == 0.04
    naming = nl.sentiment(sample, about="tunnel", by="outlet").set_index("outlet")
    assert naming["n_sentences"].sum() == 99
    assert (naming["share_others"] * naming["n_sentences"]).sum() / 99 == pytest.approx(
        0.6, abs=0.01
    )
    assert naming.index[naming["compound"] > 0].tolist() == ["The Quayside Star"]
    assert ((naming["low"] < 0) & (naming["high"] > 0)).all()


def test_04_says_what_two_readings_found(sample, tmp_path, monkeypatch):
    """The example codings are of the sentences that the widget draws, and prove little."""
    monkeypatch.chdir(tmp_path)
    coded = nl.open_coding(sample)
    assert [file.parent for file in coded] == [ROOT / "data" / "sample-coding"] * 2
    drawn = nl.explore_coding(sample, n=60, coder=coded[0].stem, path=coded[0].parent)
    assert (drawn.table["label"] != "").all()
    lists = ["vader", "news", "huliu"]
    table = nl.reliability(coded, corpus=sample, lexicons=lists)
    assert table["alpha"].round(2).to_list() == [0.93, 0.49, 0.45, 0.26]
    assert table["sentences"].tolist() == [60] * 4
    assert len(nl.splits(coded, sample)) == 6
    months = nl.calibrated(sample, coded, every="M")
    assert ((months["low"] < 0) & (months["high"] > 0)).all()
    assert (months["low"][1:].to_numpy() < months["high"][:-1].to_numpy()).all()
    assert months["mean_label"].idxmax() == 1 and (months["mean_label"][2:] < 0).all()
    seepage = nl.timeline(sample, "seepage", every="D").set_index("period")["count"]
    assert (seepage.sum(), seepage[: pd.Timestamp("2026-04-13")].sum()) == (40, 0)


def test_04_says_which_sentences_are_at_the_ends(sample):
    scored = nl.sentiment(sample, level="sentence").merge(sample.sentences)
    worst = scored.nsmallest(8, "compound")["text"].tolist()
    best = scored.nlargest(8, "compound")["text"].tolist()
    assert "guilty" in worst[0]
    assert "fraud" in worst[0]
    assert sum("and that was the worst of it" in text for text in worst) == 1
    assert sum("before tax in the six months" in text for text in worst) == 3
    assert sum("fair, the first backyard hen" in text for text in best) == 1


@pytest.fixture(scope="module")
def keys(sample):
    return nl.keyness(sample, by="outlet")


def test_05_says_what_leads_and_what_is_left(sample, keys):
    first = keys.groupby("outlet").head(4).reset_index().groupby("outlet")["word"].agg(list)
    assert first["The Quayside Star"] == ["'s", "i", "'ve", "'d"]
    assert first["The Caddow Courier"] == ["of", "s", "cent", "ve"]
    assert first["Marrow Valley Herald"] == ["mr.", "t", "mrs.", "cooperative"]
    left = keys.query("low > 0 and log_ratio_once > 0 and q < 0.05 and articles_target >= 5")
    left = left[~left.index.isin(nl.stopwords())]
    assert (len(left), len(keys)) == (60, 4696)
    words = left.reset_index().groupby("outlet")["word"].agg(list)
    assert len(words["Marrow Valley Herald"]) > 30
    assert words["Strait Press Agency"][0] == "spa"
    assert sample.articles.query("outlet == 'Strait Press Agency'")["text"].str.split(
        "\n").str[0].str.contains("(SPA)", regex=False).all()  # fmt: skip
    assert {"star", "got", "rang", "folk"} <= set(words["The Quayside Star"])
    assert len(words["The Caddow Courier"]) == 5
    assert {"cent", "decision", "yesterday"} <= set(words["The Caddow Courier"])
    ranks = nl.frequency(sample, by="outlet", top=20)
    own = {o: ranks[ranks["outlet"] == o].index for o in set(ranks["outlet"])}
    assert [own[o].get_loc("tunnel") for o in ("The Caddow Courier", "Marrow Valley Herald")] == [
        2, 9]  # fmt: skip
    assert {own[o][0] for o in ("The Caddow Courier", "Marrow Valley Herald")} == {"said"}


def test_05_says_how_the_tunnel_begins_and_what_was_copied(sample):
    common = nl.frequency(sample, part="title", by="outlet", top=20).index.value_counts()
    assert (common.index[0], common.iloc[0]) == ("tunnel", 4)
    assert common.iloc[1] < 4
    about = sample.where(mentions="tunnel")
    lines = nl.concordance(about, "tunnel").sort_values("date", kind="stable")
    first = nl.read(about, lines.drop_duplicates("outlet")).shown
    said = [(s.about["outlet"], s.about["day"], s.text) for s in first]
    assert [(o, d) for o, d, _ in said] == [
        ("Strait Press Agency", "5 February 2026"), ("The Caddow Courier", "8 February 2026"),
        ("The Quayside Star", "8 February 2026"), ("Marrow Valley Herald", "12 February 2026"),
    ]  # fmt: skip
    for word, (*_, text) in zip(["vehicles", "£2.1bn", "sober", "412 crates"], said, strict=True):
        assert word in text
    copies = nl.copies(about)
    copies = copies[copies.duplicated("cluster", keep=False)]
    assert (len(copies), copies["cluster"].nunique()) == (9, 3)
    titles = sample.articles.loc[copies["article"], "title"]
    assert titles.str.contains("whale").any()
    heads = nl.keyness(sample, sample, part="title", reference_part="body")
    assert heads.loc["said", ["count_target", "articles_reference"]].tolist() == [0, 104]
    assert 9 < 2 ** heads.loc["tunnel", "log_ratio"] < 10
    assert heads.index[:2].tolist() == ["tunnel", "as"]
    passes = "tunnel passes first great test as Storm Odalys blows through"
    assert sample.articles["title"].str.contains(passes, na=False).sum() == 1


# ---- the answers to "Your turn"


def test_answers_00(sample):
    undated, last, first = answers_of("00-start-here")
    (outlet,) = set(sample.where(dated=False).articles["outlet"])
    assert f"all belong to the *{outlet}*" in undated
    word, count, articles = nl.frequency(sample, top=30).reset_index().iloc[-1, :3]
    assert f"*{word.capitalize()}*, printed {count} times in {articles} articles" in last
    word, count, articles = nl.frequency(sample, top=10).reset_index().iloc[0, :3]
    said = f"*{word.capitalize()}* occurs {count} times, and {articles} of the {len(sample)}"
    assert said in first


def test_answers_01(sample):
    strike, silent, captions = answers_of("01-meet-the-corpus")
    monthly = nl.coverage(sample, every="M")
    assert monthly["articles"].min() > 0
    june = monthly[monthly["period"] == "2026-06-01"].set_index("outlet")["articles"]
    assert june["The Quayside Star"] == june["Marrow Valley Herald"]
    assert "no outlet has an empty cell" in strike
    one = sample.where(outlet="The Quayside Star", since="2026-06-15", until="2026-06-15")
    assert len(one) == 1
    for number, as_printed in (("74", "all 74"), ("21 days", "for 21 days"), ("31", "sack 31")):
        assert number in silent
        assert as_printed in one.articles["text"].iloc[0]
    more = sample.restore("caption").words - sample.words
    assert captions.startswith(f"By some {round(more, -2)} words, two in a hundred")
    assert more / sample.words == pytest.approx(0.02, abs=0.003)


def test_answers_02(sample, tmp_path):
    inquiry, star, rows = answers_of("02-word-frequency")
    table = nl.frequency(sample, words="inquiry", by="outlet").set_index("outlet")
    two = table.loc[["The Caddow Courier", "Strait Press Agency"]]
    assert table["count"].idxmax() == table["share"].idxmax() == two.index[0]
    assert table["rate"].idxmax() == two.index[1]
    assert two["count"].tolist() == [10, 8]
    assert "By count the Courier (10) and by share the Courier (28 % of" in inquiry
    assert round(two["share"].iloc[0], 2) == 0.28
    assert "(9.9 per 10,000 against 9.6)" in inquiry
    assert two["rate"].round(1).tolist() == [9.6, 9.9]
    keys = nl.keyness(sample, by="outlet")
    most = keys[keys["outlet"] == "The Quayside Star"].index[:4]
    assert ", ".join(f"*{word}*" for word in most[:3]) + f" and *{most[3]}* lead" in star
    by_outlet = nl.frequency(sample, words=["seepage", "tunnel", "said"], by="outlet")
    assert len(by_outlet) == 12
    assert rows.startswith("Twelve: three words")
    nl.export(by_outlet, tmp_path / "by-outlet.csv")
    nl.export(nl.plot_frequency(by_outlet), tmp_path / "by-outlet.png")
    written = (tmp_path / "by-outlet.csv").read_text("utf-8").splitlines()
    assert sum(line.startswith(("seepage,", "tunnel,", "said,")) for line in written) == 12
    assert (tmp_path / "by-outlet.png").read_bytes()[1:4] == b"PNG"


def test_answers_03(sample, weekly):
    mark, month, whale = answers_of("03-timeline")
    memo, before, closed = (weekly.loc["seepage", week]
                            for week in ("2026-04-13", "2026-04-27", "2026-05-04"))  # fmt: skip
    assert before["count"] == 0
    assert f"to {closed['rate']:.0f} per 10,000 words, where it rose to {memo['rate']:.0f}" in mark
    ends = [round(row[end]) for row in (closed, memo) for end in ("low", "high")]
    assert "the bands, {} to {} and {} to {}, overlap".format(*ends) in mark
    assert memo["low"] < closed["high"]
    monthly = nl.timeline(sample, "seepage", every="M")
    best = monthly.loc[monthly["rate"].idxmax()]
    assert best["period"].month == 4
    said = f"In April, with {best['count']} occurrences in {best['articles']} of"
    assert f"{said} {best['of_articles']} articles" in month
    assert (monthly["count"] > 0).tolist() == [False, False, True, True, True, True]
    dates = nl.mentioned_dates(sample.where(mentions="whale"))
    of_the_day = dates[dates["first"] == pd.Timestamp("2026-03-12")]
    assert of_the_day["article"].nunique() == len(sample.where(mentions="whale")) == 5
    assert {"Thursday", "last Thursday"} <= set(of_the_day["text"])
    assert pd.Timestamp("2026-03-12").day_name() == "Thursday"
    assert sorted(set(dates["date"].dt.day)) == [12, 13, 19]
    assert "On Thursday 12 March: all five articles" in whale
    assert "three days, 12, 13 and 19 March" in whale


def test_answers_04(sample):
    safe, ferry, lowest = answers_of("04-sentiment")
    scores = nl.polarity_scores(["The tunnel is not safe.", "The tunnel is unsafe."])["compound"]
    assert f"The first has {scores[0]:.2f}, the second {scores[1]:.0f}." in safe
    monthly = nl.sentiment(sample.where(mentions="ferry"), every="M")
    assert (monthly["low"][:2] > 0).all()
    assert monthly["compound"][2] < 0
    rest = monthly[2:]
    assert ((rest["low"] < 0) & (rest["high"] > 0) | rest["low"].isna()).all()
    assert rest["articles"].max() < 10
    assert "fewer than ten articles a month" in ferry
    about = sample.where(mentions="tunnel")
    lists = nl.disagreement(about, ["vader", "huliu"], by="outlet").set_index("outlet")
    lists = lists[["vader", "huliu"]]
    assert set(lists.idxmin()) == {"The Caddow Courier"}
    said = " by VADER and ".join(f"{least:.2f}" for least in lists.min())
    assert f"They do: the Courier ({said} by Hu and Liu)" in lowest
    by_outlet = nl.sentiment(about, by="outlet")
    assert ((by_outlet["low"] < 0) & (by_outlet["high"] > 0)).all()


def test_answers_05(sample, keys):
    contracts, whale, we = answers_of("05-compare-outlets")
    star, herald = "The Quayside Star", "Marrow Valley Herald"
    assert keys[keys["outlet"] == star].loc["n't", "low"] > 0
    table = nl.frequency(sample, words={"n't or t": ["n't", "t"]}, by="outlet").set_index("outlet")
    assert table["rate"].nlargest(2).index.tolist() == [herald, star]
    rates = [f"{table.loc[o, 'rate']:.0f}" for o in (herald, star)]
    assert f"with {rates[0]} per 10,000 words against the Star's {rates[1]}" in contracts
    curly = nl.frequency(sample, words="t", by="outlet").set_index("outlet")["count"]
    assert curly[herald] / table.loc[herald, "count"] == pytest.approx(0.5, abs=0.05)
    assert curly[star] == 0
    about = sample.where(mentions="whale")
    copies = nl.copies(about).join(about.articles[["outlet", "title"]], on="article")
    alone = copies[~copies.duplicated("cluster", keep=False)]
    assert (len(copies), len(alone)) == (5, 1)
    assert "Four of the five" in whale
    assert alone["outlet"].item() == star
    assert alone["title"].item().startswith("WHALE MEET AGAIN!")
    heads = nl.keyness(sample.where(outlet=star), sample, part="title").iloc[0]
    assert (heads.name, heads["count_target"], heads["articles_target"]) == ("we", 6, 4)
    assert heads["count_reference"] == 0
    assert heads["low"] > 0
    assert "six times in four headlines" in we


def test_answers_06(sample):
    inquiry, pumps, seepage = answers_of("06-explore")
    table = nl.timeline(sample, "inquiry")
    first = table[table["count"] > 0].iloc[0]
    assert first["period"] == pd.Timestamp("2026-05-18")
    assert "18 May" in inquiry
    said = nl.evidence(sample, table, first)["text"]
    assert said.str.contains("public inquiry under Dame Ruth Ellerby").any()
    lines = nl.concordance(sample, "71")
    courier = lines[lines["outlet"] == "The Caddow Courier"].set_index("date")
    assert courier.loc["2026-07-06", "right"].startswith("pumps had failed")
    assert "17 of 24, not" in " ".join(courier.loc["2026-07-09", "left"])
    assert "on 6 July" in pumps and "17 of 24" in pumps
    table = nl.frequency(sample, words="seepage")
    assert len(nl.evidence(sample, table, "seepage")) == table["count"].iloc[0]
    assert f"It shows {table['count'].iloc[0]}, the number on the bar." in seepage
