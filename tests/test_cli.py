"""The commands: what they say, and that a mistake is one sentence."""

import subprocess
import sys

import pytest
from click.testing import CliRunner
from hostile import IMAGE, notebook

import newslib as nl
from newslib import cli, sample


def run(*words):
    return CliRunner().invoke(cli.main, [str(word) for word in words])


@pytest.fixture(autouse=True)
def elsewhere(tmp_path, monkeypatch):
    """Commands are given in a folder of the user's."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_version_is_said():
    assert run("--version").output == f"newslib, version {nl.__version__}\n"
    said = subprocess.run(
        [sys.executable, "-m", "newslib", "--help"], capture_output=True, text=True
    )
    assert all(f"  {name} " in said.stdout for name in ("check", "lab", "report"))


def test_check_says_what_would_be_read(elsewhere):
    (elsewhere / "news.csv").write_text(
        "body,published,topic\nThe dam held.,2026-04-14,water\nThe dam broke.,2026-04,\n,2026,\n",
        "utf-8",
    )
    said = run("check", "news.csv")
    assert said.exit_code == 0
    for line in (
        "Would be read: 2 articles, no outlet named", "  .csv: 1 file, 2 articles", "topic",
        "Outlets: none", "day 1", "month 1", "Would be set aside: 1", "news.csv line 4: the text",
    ):  # fmt: skip
        assert line in said.output


def test_check_cannot_be_made_to_command_a_terminal(elsewhere):
    (elsewhere / "news.csv").write_text(f"text,outlet\nThe dam.,\x1b[31m{IMAGE}\n", "utf-8")
    said = run("check", "news.csv").output
    assert "\x1b" not in said and IMAGE in said


@pytest.mark.parametrize("words", [
    ("check", "absent"), ("report", "absent"), ("check", "empty"), ("check", "bad.csv"),
])  # fmt: skip
def test_a_mistake_is_one_sentence(elsewhere, words):
    (elsewhere / "empty").mkdir()
    (elsewhere / "bad.csv").write_text("a,b\n1,2\n", "utf-8")
    notebook(elsewhere / "notebooks" / "one.ipynb")
    said = run(*words)
    assert said.exit_code == 1 and isinstance(said.exception, SystemExit)
    assert said.stderr.startswith("Error: ") and said.stderr.count("\n") == 1
    assert said.stdout == ""


def test_report_says_where_the_index_is(elsewhere, monkeypatch):
    asked = []
    monkeypatch.setattr(
        "newslib.report.report", lambda *args, **more: asked.append((args, more)) or elsewhere / "r"
    )
    said = run("report", "my articles", "--evidence", "full", "--out", "my reports")
    assert said.output.splitlines()[-1] == str(elsewhere / "r" / "index.html")
    assert asked == [(("my articles",), {"out": "my reports", "evidence": "full"})]
    assert run("report", "--evidence", "all").exit_code == 2


def test_lab_brings_the_notebooks_and_opens_the_first(elsewhere, monkeypatch):
    shipped = elsewhere / "shipped"
    notebook(shipped / "01-meet-the-corpus.ipynb")
    started = []
    monkeypatch.setattr(sample, "shipped", lambda name: shipped)
    monkeypatch.setattr(subprocess, "call", lambda command: started.append(command) or 0)
    assert run("lab", "--port", 9999, "--no-browser").exit_code == 0
    path = str(elsewhere / "notebooks" / "01-meet-the-corpus.ipynb").removeprefix(f"{elsewhere}/")
    assert started == [[sys.executable, "-m", "jupyterlab", path, "--no-browser", "--port=9999"]]
    assert (elsewhere / "articles").is_dir()
    (elsewhere / path).write_text("mine", "utf-8")
    run("lab")
    assert (elsewhere / path).read_text("utf-8") == "mine"


# ---- what is read when nothing was named


def test_data_that_is_empty_means_own_articles_or_the_sample(elsewhere, capsys, monkeypatch):
    (elsewhere / "articles").mkdir()
    (elsewhere / "articles" / "README.md").write_text("Drop files here", "utf-8")
    corpus = nl.open_data()
    assert f"Reading the sample, {len(corpus)} articles" in capsys.readouterr().out
    (elsewhere / "articles" / "one.txt").write_text("Dam breaks\nThe dam broke.", "utf-8")
    assert len(nl.open_data("")) == 1
    assert capsys.readouterr().out == "DATA is empty: reading your own articles, in articles/.\n"
    assert len(nl.open_data("articles/one.txt")) == 1
    (elsewhere / "notebooks").mkdir()
    monkeypatch.chdir(elsewhere / "notebooks")
    assert len(nl.open_data("")) == len(nl.open_data("articles/one.txt")) == 1


def test_data_that_is_not_there_is_said(elsewhere):
    with pytest.raises(FileNotFoundError, match="'absent'"):
        nl.open_data("absent")
