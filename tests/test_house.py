"""Laws of the house itself: imports run one way, HTML in one room, one truth about packages."""

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import newslib as nl

ROOT = Path(__file__).parents[1]
LIBRARY = sorted((ROOT / "newslib").glob("*.py"))
# Each room may import from the rows above its own, and the charts from `sheet` alone.
ROOMS = [
    {"chunks", "splitters"},
    {"sentences", "shapes"},
    {"dates", "cleaning", "tokens", "tables", "sheet", "policy", "runs", "markup", "typed",
     "timerules"},
    {"sources", "charts", "eventchart", "timemarks", "index", "vader", "timex"},
    {"patterns", "loading", "copies", "lexicons", "timecharts", "tense"},
    {"periods"},
    {"resolving"},
    {"choosing"},
    {"corpus"},
    {"asking", "controls", "sample"},
    {"frequency"},
    {"keyness"},
    {"collocates"},
    {"timeline", "mentions"},
    {"concordance", "dispersion", "sentiment"},
    {"contributions", "bursts", "agreement"},
    {"evidence", "reliability"},
    {"calibration", "reading"},
    {"card"},
    {"display"},
    {"export"},
    {"start", "widgets"},
    {"coding"},
    {"report"},
    {"cli"},
]  # fmt: skip


def imports_of(path: Path) -> set[str]:
    """The rooms of ours that a module imports, at its top or inside a function."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("newslib"):
            if node.module == "newslib":
                found |= {alias.name for alias in node.names}
            else:
                found.add(node.module.split(".")[1])
        elif isinstance(node, ast.Import):
            found |= {a.name.split(".")[1] for a in node.names if a.name.startswith("newslib.")}
    return found - {"__version__"}


@pytest.mark.parametrize("path", [p for p in LIBRARY if p.stem[0] != "_"], ids=lambda p: p.stem)
def test_imports_run_one_way(path):
    rank = {room: i for i, row in enumerate(ROOMS) for room in row}
    assert path.stem in rank, f"say in ROOMS where {path.stem} stands"
    for other in imports_of(path):
        assert rank[other] < rank[path.stem], f"{path.stem} imports {other}"
    if path.stem in ("charts", "timecharts", "timemarks", "eventchart", "sheet"):
        assert imports_of(path) <= {"sheet", "timemarks"}, (
            "charts know tables and matplotlib, nothing else"
        )


def lines_of_code(path: Path) -> int:
    """Lines without the blank ones, comments and docstrings."""
    text = path.read_text("utf-8")
    told = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef) and ast.get_docstring(
            node
        ):
            told |= set(range(node.body[0].lineno, node.body[0].end_lineno + 1))
    lines = enumerate(map(str.strip, text.splitlines()), 1)
    return sum(bool(line) and line[0] != "#" and number not in told for number, line in lines)


def test_modules_fit_in_a_head():
    long = {p.stem: n for p in LIBRARY if (n := len(p.read_text("utf-8").splitlines())) > 400}
    assert long == {}
    assert sum(map(lines_of_code, LIBRARY)) <= 8900


def test_html_is_written_in_one_room():
    sign = re.compile(r"\bHTML\(|\bMarkdown\(|\.style\b(?!\.use)|widgets\.HTML")
    wrote = {p.stem for p in LIBRARY if sign.search(p.read_text("utf-8"))}
    assert wrote <= {"widgets"}


def test_every_public_name_has_a_docstring_with_an_example():
    for name in nl.__all__:
        thing = getattr(nl, name)
        assert thing.__doc__, name
        if callable(thing) and not isinstance(thing, type):
            assert ">>>" in thing.__doc__, f"nl.{name} shows no example"


def test_import_adds_little():
    """Nothing slow is imported with newslib; a list, not a clock, since clocks differ."""
    code = "import pandas, sys; before = set(sys.modules); import newslib; " \
        "print(*sorted({m.split('.')[0] for m in set(sys.modules) - before}))"  # fmt: skip
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    slow = {"nltk", "scipy", "matplotlib", "IPython", "ipywidgets", "nbconvert", "papermill"}
    slow |= {"trafilatura", "openpyxl", "tqdm", "charset_normalizer", "click", "nbformat"}
    assert set(out.stdout.split()) & slow == set()


def test_the_ten_lines_of_the_readme_run(monkeypatch):
    monkeypatch.chdir(ROOT)
    lines = re.search(
        r"## Ten lines\n\n```python\n(.+?)```", (ROOT / "README.md").read_text("utf-8"), re.S
    )
    names = {}
    exec(lines[1], names)
    opened = nl.evidence(names["corpus"], names["weekly"], 10)
    assert len(opened) == names["weekly"]["count"][10] > 0


# ---- packages


def project() -> dict:
    return tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def by_name(requirements) -> dict[str, Requirement]:
    return {canonicalize_name(r.name): r for r in map(Requirement, requirements)}


def test_environment_yml_names_the_same_packages():
    conda = yaml.safe_load((ROOT / "environment.yml").read_text("utf-8"))["dependencies"]
    conda = by_name(c.replace("matplotlib-base", "matplotlib") for c in conda)
    assert str(conda.pop("python").specifier) == project()["project"]["requires-python"]
    conda.pop("pip")
    pip = by_name(project()["project"]["dependencies"])
    assert {n: r.specifier for n, r in conda.items()} == {n: r.specifier for n, r in pip.items()}


def test_the_lock_holds_every_dependency_with_hashes():
    whole = project()
    wanted = [*whole["project"]["dependencies"], *whole["dependency-groups"]["dev"]]
    wanted += [r for extra in whole["project"]["optional-dependencies"].values() for r in extra]
    entries = re.split(r"\n(?=\S)", (ROOT / "requirements.lock").read_text("utf-8").strip())
    locked = {}
    for entry in entries:
        name, version = re.match(r"([\w.-]+)(?:\[[^]]*\])?==([^ ;\\]+)", entry).groups()
        assert "--hash=sha256:" in entry, name
        locked.setdefault(canonicalize_name(name), []).append(version)
    for name, requirement in by_name(wanted).items():
        assert all(requirement.specifier.contains(v) for v in locked[name]), name


def test_nothing_committed_names_a_machine_or_a_host():
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True)
    if listed.returncode:
        pytest.skip("not a git checkout")
    secret = r"/wor[k]/|/roo[t]/|pypi[.]org|pythonhoste[d]"
    for name in listed.stdout.splitlines():
        path = ROOT / name
        if path.is_file() and path.suffix not in (".png", ".gz", ".xlsx"):
            assert not re.search(secret, path.read_text("utf-8", "ignore")), name


def test_the_package_knows_its_version_once():
    assert project()["project"]["version"] == nl.__version__
    assert nl.__version__ in (ROOT / "CHANGELOG.md").read_text("utf-8")
    assert nl.__version__ in (ROOT / "CITATION.cff").read_text("utf-8")
