"""This finds what to read when nothing was named: the user's own articles, or the sample."""

import json
from dataclasses import replace
from functools import reduce
from operator import add
from pathlib import Path

import pandas as pd

from newslib.corpus import Corpus, load
from newslib.sources import KINDS, Record, _files, as_path, read

KEPT = ".how-to-read.json"  # in articles/: {"my.csv": {"columns": {"text": "body"}}}


def shipped(name: str) -> Path:
    """Return the folder `sample` or `notebooks` that came with newslib."""
    here = Path(__file__).parent
    folders = here / "data" / name, here.parent / "data" / name, here.parent / name
    return next((folder for folder in folders if folder.is_dir()), folders[0])


def source_of(data: str = "") -> str:
    """Say what DATA stands for: itself, or articles/ if that has files to read, or the sample."""
    if data:
        path = beside(as_path(str(data)))
        named = str(data) == "sample" and not path.exists()
        same = path.is_dir() and path.resolve() == shipped("sample").resolve()
        return "the sample" if named or same else str(data)
    return "articles/" if own_files() else "the sample"


def is_read(name: str) -> bool:
    """Whether a file of this name is of a kind that newslib reads."""
    return name.lower().removesuffix(".gz").endswith(KINDS)


def own_folder() -> Path:
    """Return the folder articles/: here or, for a notebook in notebooks/, beside that folder."""
    folder = beside(Path("articles"))
    return folder if folder.exists() or Path.cwd().name != "notebooks" else Path("../articles")


def own_files() -> list[Path]:
    """Return the files in articles/ that newslib reads."""
    folder = own_folder()
    return [p for p, name in _files(folder) if is_read(name)] if folder.is_dir() else []


def open_data(data: str = "") -> Corpus:
    """Read what a notebook's `DATA` names, as `nl.load` does, and print one line that says what.

    Empty means the folder articles/ if it has files that newslib reads, else the sample, which
    "sample" names too. A notebook in the folder notebooks/ finds what lies beside that folder.
    Tables in articles/ are read with the columns that were picked for them in `nl.explore_load`.

    >>> len(open_data("sample"))
    Reading the sample, 109 articles about an invented country.
    109
    """
    source = source_of(data)
    if data and source != "the sample":
        print(f"Reading {data}.")
        return load(str(beside(as_path(str(data)))))
    if source == "articles/":
        print("DATA is empty: reading your own articles, in articles/.")
        corpus, said = read_own()
        print(*(sentence + "\n" for sentence in said), sep="", end="")
        return corpus
    corpus = load(shipped("sample"))
    why = "" if data else "DATA is empty and articles/ has no files. "
    print(f"{why}Reading the sample, {len(corpus)} articles about an invented country.")
    return corpus


def how_to_read() -> tuple[dict[str, dict], str]:
    """Return what was picked for each table in articles/, and a sentence if it cannot be read."""
    path = own_folder() / KEPT
    try:
        kept = json.loads(path.read_text("utf-8")) if path.exists() else {}
        for options in kept.values():
            columns, dayfirst = options.get("columns", {}), options.get("dayfirst")
            if not isinstance(columns, dict) or dayfirst not in (None, True, False):
                raise ValueError
    except (ValueError, AttributeError, OSError):
        return {}, (
            f"{path.as_posix()} should say how to read the tables beside it, and cannot be read; "
            "it is ignored. Delete it, and pick the columns again: nl.explore_load()."
        )
    return kept, ""


def read_own() -> tuple[Corpus, list[str]]:
    """Read articles/, each table as was picked for it; the sentences say for which that was so."""
    folder, (kept, trouble) = own_folder(), how_to_read()
    files = {name: path for path, name in _files(folder)}
    said, picked = [trouble] if trouble else [], []
    for name, options in sorted(kept.items()):
        given = [files[name]] if name in files else []
        items = list(read(given, options.get("columns"), base=folder))
        if any(isinstance(item, Record) for item in items):
            picked.append((items, options.get("dayfirst")))
            said.append(f"{name} is read as it was picked in nl.explore_load().")
            del files[name]
        else:
            why = items[0].reason if items else "there is no such file"
            said.append(
                f"{(folder / KEPT).as_posix()} does not fit {name} ({why}); what it says of it is "
                "ignored. Pick the columns again: nl.explore_load()."
            )
    if not picked:
        return load(folder), said
    rest = list(read(list(files.values()), base=folder))
    parts, rejects = [], []
    for items, dayfirst in [(rest, None), *picked]:
        records = [item for item in items if isinstance(item, Record)]
        rejects += [vars(item) for item in items if not isinstance(item, Record)]
        parts += [load(records, dayfirst=dayfirst)] if records else []
    corpus = reduce(add, parts)
    none = corpus.rejects
    rejects = pd.DataFrame(rejects, columns=none.columns).astype(none.dtypes.to_dict())
    return Corpus(replace(corpus._store, rejects=rejects)), said


def beside(path: Path) -> Path:
    """Return the path from here or, for a notebook in notebooks/, from the folder above."""
    above = ".." / path
    return above if Path.cwd().name == "notebooks" and above.exists() > path.exists() else path
