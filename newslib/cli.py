"""The commands: `newslib lab`, `newslib report [DATA]`, `newslib check SOURCE`."""

import shutil
import subprocess
import sys
from collections import Counter
from functools import wraps
from pathlib import Path, PurePosixPath

import click

from newslib import __version__


def plainly(command):
    """Say what a user can mend in one sentence, without a traceback."""

    @wraps(command)
    def said(**arguments):
        try:
            return command(**arguments)
        except (ValueError, OSError, RuntimeError) as error:
            from newslib.report import ReportError

            if isinstance(error, FileNotFoundError | ValueError | ReportError | PermissionError):
                raise click.ClickException(_safe(error)) from None
            raise

    return said


def _safe(text) -> str:
    """A text from outside on one line of a terminal, which it cannot command."""
    return "".join(c if c.isprintable() else " " if c.isspace() else "\ufffd" for c in str(text))


@click.group()
@click.version_option(__version__, prog_name="newslib")
def main():
    """Turn a folder of news articles into charts a researcher can defend."""


@main.command(context_settings={"ignore_unknown_options": True})
@click.option("--port", type=int, help="Port of the JupyterLab server.")
@click.argument("options", nargs=-1, type=click.UNPROCESSED, metavar="[JUPYTERLAB OPTIONS]...")
@plainly
def lab(port, options):
    """Open the notebooks in JupyterLab; they are copied here if there are none."""
    from newslib.sample import shipped

    own = Path("notebooks")
    if not any(own.glob("*.ipynb")):
        own.mkdir(exist_ok=True)
        for notebook in sorted(shipped("notebooks").glob("*.ipynb")):
            shutil.copy(notebook, own)
    Path("articles").mkdir(exist_ok=True)
    starts = (own / f"{name}.ipynb" for name in ("00-start-here", "01-meet-the-corpus"))
    start = next((path for path in starts if path.exists()), own)
    command = [sys.executable, "-m", "jupyterlab", str(start), *options]
    sys.exit(subprocess.call([*command, f"--port={port}"] if port else command))


@main.command()
@click.argument("data", default="")
@click.option(
    "--evidence", type=click.Choice(["full", "snippet", "reference"]), default="snippet",
    show_default=True, help="How much of an article a page may show.",
)  # fmt: skip
@click.option("--out", default="reports", show_default=True, help="Folder of all reports.")
@plainly
def report(data, evidence, out):
    """Run the notebooks on DATA and write a report; without DATA, on articles/ or the sample."""
    from newslib.report import report as make

    click.echo(make(data, out=out, evidence=evidence) / "index.html")


@main.command()
@click.argument("source")
@plainly
def check(source):
    """Say what would be read from SOURCE, as what, and what would be set aside."""
    from newslib.corpus import _count, load

    corpus = load(source)
    articles, rejects, notes = corpus.articles, corpus.rejects, corpus.notes
    kinds = Counter(_kind(source) for source in articles["source"])
    files = articles.groupby(articles["source"].map(_kind))["source"].nunique()
    filled = articles.drop(columns=["source", "record", "hash", "date_precision"]).notna().sum()
    say = click.echo
    say(f"Would be read: {corpus.summary()}.")
    for kind, n in sorted(kinds.items()):
        say(f"  {_safe(kind)}: {_count(files[kind], 'file')}, {_count(n, 'article')}")
    say("Columns: " + ", ".join(f"{_safe(name)} {n:,}" for name, n in filled.items() if n))
    outlets = Counter(articles["outlet"].dropna()).most_common()
    say("Outlets: " + (", ".join(f"{_safe(name)} {n:,}" for name, n in outlets[:12]) or "none"))
    precision = articles["date_precision"].value_counts()
    say("Dates: " + ", ".join(f"{name} {n:,}" for name, n in precision.items()))
    say(f"Would be set aside: {len(rejects):,}")
    for row in rejects.head(10).fillna({"line": 0}).itertuples():
        line = f" line {row.line}" if row.line else ""
        say(f"  {_safe(row.source)}{line}: {_safe(row.reason)}")
    say(f"Notes on articles that would be kept: {len(notes):,}")
    for (field, reason), rows in notes.groupby(["field", "reason"], sort=False):
        say(f"  {len(rows):,} × {_safe(field)}: {_safe(reason)}")


def _kind(source: str) -> str:
    """The kind of file an article came from: ".csv" also for "news.csv.gz" and "a.zip/b.csv"."""
    path = PurePosixPath(source.partition("[")[0])
    suffix = path.with_suffix("").suffix if path.suffix == ".gz" else path.suffix
    return suffix.lower() or source
