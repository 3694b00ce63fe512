"""This finds what to read when nothing was named: the user's own articles, or the sample."""

from pathlib import Path

from newslib.corpus import Corpus, load
from newslib.sources import KINDS, as_path


def shipped(name: str) -> Path:
    """Return the folder `sample` or `notebooks` that came with newslib."""
    here = Path(__file__).parent
    folders = here / "data" / name, here.parent / "data" / name, here.parent / name
    return next((folder for folder in folders if folder.is_dir()), folders[0])


def source_of(data: str = "") -> str:
    """Say what DATA stands for: itself, or articles/ if that has files to read, or the sample."""
    if data:
        return str(data)
    files = (path.name.lower().removesuffix(".gz") for path in _beside(Path("articles")).rglob("*"))
    return "articles/" if any(name.endswith(KINDS) for name in files) else "the sample"


def open_data(data: str = "") -> Corpus:
    """Read what a notebook's `DATA` names, as `nl.load` does, and print one line that says what.

    Empty means the folder articles/ if it has files that newslib reads, else the sample. A
    notebook in the folder notebooks/ finds what lies beside that folder.

    >>> len(open_data(shipped("sample"))) > 90  # doctest: +ELLIPSIS
    Reading ...sample.
    True
    """
    if data:
        print(f"Reading {data}.")
        return load(str(_beside(as_path(str(data)))))
    if source_of(data) == "articles/":
        print("DATA is empty: reading your own articles, in articles/.")
        return load(_beside(Path("articles")))
    corpus = load(shipped("sample"))
    print(
        "DATA is empty and articles/ has no files: reading the sample, "
        f"{len(corpus)} articles about an invented country."
    )
    return corpus


def _beside(path: Path) -> Path:
    """The path from here or, for a notebook in notebooks/, from the folder above."""
    above = ".." / path
    return above if Path.cwd().name == "notebooks" and above.exists() > path.exists() else path
