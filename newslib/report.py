"""This turns notebooks and articles into a report, and says what changed since the last.

A report is a folder of its own: an index, a self-contained page per notebook, the tables as CSV,
and run.json, which says the same to a program. It is written under a hidden name and gets its own
when whole; where a notebook fails there is no report.
"""

import hashlib
import importlib.metadata
import json
import os
import platform
import re
import shutil
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from textwrap import shorten

import pandas as pd

from newslib import __version__
from newslib.corpus import Corpus, _count
from newslib.dates import MONTHS
from newslib.export import csv_text
from newslib.markup import page
from newslib.policy import POLICIES, WORDS, within_policy
from newslib.runs import KEYS, changes, last_run, new_run, point_latest
from newslib.sample import is_read, shipped, source_of
from newslib.sentiment import NotEnglish
from newslib.sources import KINDS, _files, as_path

LIBRARIES = ("nltk", "pandas", "matplotlib", "numpy", "ipywidgets", "jupyterlab")
AT_ONCE = 2  # notebooks, each with its corpus in memory
SHOWN = ("text/html", "text/plain", "text/markdown", "text/latex", "image/png", "image/jpeg",
         "image/svg+xml")  # fmt: skip
EVIDENCE = {
    "full": "Sentences and articles are shown in full.",
    "snippet": f"At most {WORDS} words of a sentence are shown, and no article as a whole.",
    "reference": "No article text is shown: only outlet, date, title and id.",
}


class ReportError(RuntimeError):
    """A notebook that could not be run: which, where in it, and why."""


def report(data: str = "", *, out="reports", evidence: str = "snippet", notebooks=None) -> Path:
    """Run the notebooks on `data` and write a report into a new folder of `out`.

    `data` is what the notebooks get as DATA: a file or folder, or empty for articles/ or the
    sample. `evidence` says how much of an article the pages carry: "full", "snippet" (15 words of
    a sentence) or "reference". `notebooks` is a folder; without it ./notebooks if there is one,
    else those that came with newslib.

    Returns the folder, `out/<date>-<n>`, which holds index.html; `out/latest` points to it. Raises
    ReportError when a notebook fails, and then leaves nothing behind.
    """
    if evidence not in POLICIES:
        raise ValueError(f"evidence= is {' or '.join(POLICIES)}; got {evidence!r}")
    found, out = _notebooks(notebooks), Path(out)
    if data and source_of(data) != "the sample":
        # Said now rather than in a notebook; _files raises FileNotFoundError.
        if not any(is_read(name) for _, name in _files(as_path(data))):
            kinds = ", ".join(KINDS)
            raise ReportError(f"There is no file to read in '{data}'. newslib reads {kinds}")
    out.mkdir(parents=True, exist_ok=True)
    last = last_run(out)
    part, name = new_run(out)
    try:
        with ThreadPoolExecutor(AT_ONCE) as pool:  # each runs a kernel of its own
            pages = list(pool.map(lambda path: _run(path, str(data), evidence, part), found))
        _write_facts(part, name, pages, str(data), evidence, last)
        part.rename(out / name)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    point_latest(out, name)
    return out / name


def _notebooks(folder) -> list[Path]:
    own = Path(folder or "notebooks")
    if found := sorted(own.glob("*.ipynb")):
        return found
    if not folder and (found := sorted(shipped("notebooks").glob("*.ipynb"))):
        return found
    raise FileNotFoundError(f"There is no notebook (*.ipynb) in the folder '{own}'.")


# ---- notebooks


def _run(path: Path, data: str, evidence: str, part: Path) -> dict:
    """Run one notebook in a kernel of its own and write its page."""
    import nbformat
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError

    print(f"Running {path.name}", file=sys.stderr, flush=True)
    book = nbformat.read(path, as_version=4)
    book = nbformat.v4.upgrade(book) or book
    for number, cell in enumerate(book.cells, 1):
        cell.metadata["number"] = number
    left_out = {"colab"} if source_of(data) == "the sample" else {"colab", "sample"}
    book.cells = [c for c in book.cells if not left_out & {*c.metadata.get("tags", ())}]
    tagged = (i for i, c in enumerate(book.cells) if "parameters" in c.metadata.get("tags", ()))
    if (at := next(tagged, None)) is None:
        raise ReportError(
            f"{path.name} has no cell with the tag 'parameters'. Tag the cell that says DATA = \"\""
        )
    own = nbformat.v4.new_code_cell(f"# This report\nDATA = {data!r}")
    book.cells[at + 1 : at + 1] = [own] if data else []
    saving = f"from newslib.report import save_results\nsave_results(globals(), {path.stem!r})"
    book.cells.append(nbformat.v4.new_code_cell(saving))
    environment = os.environ | {
        "NEWSLIB_EVIDENCE": evidence, "NEWSLIB_RUN": str(part.resolve()),
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",  # else a warning about frozen modules
    }  # fmt: skip
    client = NotebookClient(
        book, kernel_manager_class=_kernel_class(), timeout=None, store_widget_state=False,
        resources={"metadata": {"path": str(Path.cwd())}},
    )  # fmt: skip
    try:
        client.execute(env=environment)
    except (CellExecutionError, RuntimeError):  # the latter: a kernel died
        pass  # each cell says so itself
    _cut_short(book)
    for cell in book.cells:
        if cell.cell_type == "code" and (trouble := _trouble(cell)):
            raise ReportError(
                f"{path.name}, cell {cell.metadata.get('number', 'added')}: {trouble}"
            )
    book.cells = [cell for cell in book.cells if cell.source != saving]
    texts = "\n".join(cell.source for cell in book.cells if cell.cell_type == "markdown")
    heading = re.search(r"^# +(.+)$", texts, re.M)
    title = heading[1] if heading else path.stem
    footer = f"newslib {__version__}. {EVIDENCE[evidence]}"
    html = page("page.html", _inner(book), title=title, footer=footer)
    (part / f"{path.stem}.html").write_text(html, "utf-8")
    marks = re.findall(r'nl-sentence" data-at="([^"]*)" data-outlet="([^"]*)"', html)
    return {"name": path.stem, "title": title, "sentences": set(marks)}


def _kernel_class():
    """Kernels of this very Python, whether or not one is registered under some name."""
    import zmq
    from ipykernel.kernelspec import get_kernel_dict
    from jupyter_client.kernelspec import KernelSpec
    from jupyter_client.manager import AsyncKernelManager
    from traitlets import default

    class OwnKernel(AsyncKernelManager):
        kernel_spec = KernelSpec(**get_kernel_dict())

        @default("transport_encryption")
        def _encrypted(self):
            return "auto" if zmq.has("curve") else "disabled"

    return OwnKernel


def _cut_short(book) -> None:
    """End a notebook where newslib refused a language, and say so in its place."""
    import nbformat

    for i, cell in enumerate(book.cells):
        for output in cell.get("outputs", ()):
            if output.get("ename") == NotEnglish.__name__:
                why = f"**The rest of this notebook is left out.** {output.evalue}"
                book.cells[i:] = [nbformat.v4.new_markdown_cell(why)]
                return


def _trouble(cell) -> str:
    """Why a cell did not do its work; nothing where it did."""
    for output in cell.outputs:
        if output.output_type == "error":
            last = f"{output.ename}: {output.evalue}".strip().splitlines()[-1]
            return shorten(last, 300, placeholder="…")
    if not cell.source.strip() or "shell.execute_reply" in cell.metadata.get("execution", {}):
        return ""
    return "the cell did not run to its end; Python itself stopped"


def _inner(book) -> str:
    """The cells as HTML that asks for nothing: no script, no address, no widget."""
    from nbconvert import HTMLExporter

    for cell in book.cells:
        if cell.cell_type == "code":
            cell.outputs = [output for output in map(_still, cell.outputs) if output]
    exporter = HTMLExporter(template_name="basic", embed_images=True, exclude_anchor_links=True,
                            exclude_input_prompt=True, exclude_output_prompt=True)  # fmt: skip
    for name in exporter.trait_names():
        if name.endswith("_url"):
            setattr(exporter, name, "")
    return exporter.from_notebook_node(book)[0]


def _still(output):
    """An output without what needs a running notebook; None where nothing is left."""
    if output.output_type == "stream":
        return None if output.name == "stderr" and re.search(r"\r|\d%\|", output.text) else output
    widget = any("widget-view" in kind for kind in output.data)
    widget |= set(output.data) == {"text/plain"} and bool(
        re.match(r"[A-Z]\w+\((children|value|description|outputs)=", output.data["text/plain"])
    )
    output.data = {kind: value for kind, value in output.data.items() if kind in SHOWN}
    return output if output.data and not widget else None


# ---- what the notebooks found


def save_results(names: dict, notebook: str) -> None:
    """Write the tables among a notebook's names, and its corpus; run as its last cell."""
    run = Path(os.environ["NEWSLIB_RUN"])
    for name, value in sorted(names.items()):
        if isinstance(value, pd.DataFrame) and "newslib" in value.attrs and name[0] != "_":
            path = run / "tables" / notebook / f"{name}.csv"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(csv_text(within_policy(value)), "utf-8", newline="")
    corpus = next((value for value in names.values() if isinstance(value, Corpus)), None)
    if corpus is not None:
        articles = corpus.articles[list(KEYS)]
        articles["date"] = articles["date"].dt.strftime("%Y-%m-%d")
        rows = articles.astype(object).to_dict("records")
        facts = {
            "read": corpus.summary(), "rejects": len(corpus.rejects),
            "reasons": Counter(corpus.rejects["reason"]).most_common(5),
            "articles": [{k: None if pd.isna(v) else v for k, v in row.items()} for row in rows],
        }  # fmt: skip
        path = run / f"{notebook}.corpus.json"
        path.write_text(json.dumps(facts, allow_nan=False), "utf-8")


def _title(name: str) -> str:
    year, month, day, number = map(int, name.split("-"))
    return f"Report of {day} {MONTHS[month - 1]} {year}" + f", run {number}" * (number > 1)


def _write_facts(part: Path, name: str, pages: list, data: str, evidence: str, last) -> None:
    """Write run.json for programs and index.html for people."""
    found = {"read": "The notebooks opened no corpus.", "articles": [], "rejects": 0, "reasons": []}
    for p in reversed(pages):  # of the first notebook that opened one
        if (own := part / f"{p['name']}.corpus.json").exists():
            found = json.loads(own.read_text("utf-8"))
            own.unlink()
    tables = {path.relative_to(part).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
              for path in sorted(part.rglob("*.csv"))}  # fmt: skip
    for p in pages:
        own = [path for path in tables if path.startswith(f"tables/{p['name']}/")]
        p["tables"] = [(path, Path(path).stem) for path in own]
    shown, source = set().union(*(p["sentences"] for p in pages)), source_of(data)
    sentences = Counter(unescape(outlet) for _, outlet in shown)
    versions = {lib: importlib.metadata.version(lib) for lib in LIBRARIES}
    now = datetime.now(UTC)
    facts = {
        "newslib": __version__, "python": platform.python_version(), "versions": versions,
        "parameters": {"data": data, "evidence": evidence}, "tables": tables, "source": source,
        "notebooks": [p["name"] for p in pages], "sentences": dict(sentences),
        "time": now.isoformat(timespec="seconds"), **found,
    }  # fmt: skip
    run_json = json.dumps(facts, ensure_ascii=False, sort_keys=True, indent=1)
    (part / "run.json").write_text(run_json + "\n", "utf-8", errors="replace")
    rejects, total, outlets = found["rejects"], sentences.total(), len(sentences.keys() - {""})
    of = f" of {_count(outlets, 'outlet')}" if outlets or not total else ", no outlet named"
    html = page(
        "index.html", title=_title(name), read=f"Read from {source}: {found['read']}.",
        pages=pages, change=changes(found["articles"], last, source),
        rejected=f"{_count(rejects, 'record')} could not be read." if rejects else "Nothing.",
        reasons=found["reasons"], evidence=EVIDENCE[evidence],
        holds=f"This report holds {_count(total, 'sentence')}{of}.",
        made=f"{now:%Y-%m-%d %H:%M} UTC",
        versions=[("newslib", __version__), ("Python", facts["python"]), *versions.items()],
    )  # fmt: skip
    (part / "index.html").write_text(html, "utf-8")
