"""This turns a name, a table or a dict into a lexicon: words, each with a value, and a name."""

import hashlib
import json
import math
from functools import cache, cached_property
from importlib.resources import files
from pathlib import Path

import pandas as pd

from newslib.index import keep
from newslib.sources import as_path, read_tables
from newslib.tables import Row, SourceError, fold, missing, read_frame

_SHIPPED = {
    "vader": "nltk/sentiment/vader_lexicon/vader_lexicon.txt",
    "news": "lexicons/news.csv",
    "huliu": "lexicons/huliu.csv",
}
_NAMES = {
    "word": ("word", "term", "token", "entry", "pattern"),
    "value": ("value", "valence", "score", "weight", "polarity"),
    "category": ("category", "categories", "class", "label", "dimension"),
}
MOST_KEPT = 20  # lexicons that are remembered, so that evidence can mark their words
_KEPT: dict[str, "Lexicon"] = {}


class Lexicon(dict):
    """Words and their values; `name` says in a caption what it is, `base` what was edited."""

    def __init__(self, words: dict, name: str, base: "Lexicon | None" = None):
        """Hold words with their values."""
        super().__init__(words)
        self.name, self.base = name, base

    @cached_property
    def digest(self) -> str:
        """Sixteen hex digits that tell these words and values from others."""
        whole = json.dumps(sorted(self.items()))
        return hashlib.sha256(whole.encode("utf-8", "backslashreplace")).hexdigest()[:16]


def lexicon(source="vader", *, edits=None, values=None) -> Lexicon:
    """Return a lexicon by name, from a table or a dict, with edits; `lexicon=` takes it as it is.

    `source` is the name of a lexicon that comes with newslib, such as "vader"; a dict of words
    and values; or a file (.csv, .tsv, .xlsx, .json …) or DataFrame with the columns `word` and
    `value`. With the columns `word` and `category` instead, `values` says what each category is
    worth, {"negemo": -2, "posemo": 2}: a word has the mean of its categories' values, and
    categories that are not named count for nothing. `edits` sets values, or takes words out
    (None): {"flood": -1.5, "united": None}.

    A word is looked up in small letters, as a whole; with * at its end it is a prefix ("abus*"),
    which a longer prefix or a whole word overrules. VADER's values run from -4 to +4.

    Returns a dict of words and values with a `name`. Raises ValueError for an unknown name, a
    value that is no number or a table without these columns, FileNotFoundError for no such file.

    >>> own = lexicon("vader", edits={"flood": -1.5, "united": None})
    >>> own.name, own["flood"], "united" in own
    ('vader with 2 edits', -1.5, False)
    """
    found = source if isinstance(source, Lexicon) else _found(source, values)
    if edits:
        said = {_lowered(word): value for word, value in edits.items()}
        kept = {word: value for word, value in found.items() if said.get(word, 0) is not None}
        more = {word: value for word, value in said.items() if value is not None}
        name = f"{found.name} with {_count(len(edits), 'edit')}"
        found = Lexicon(kept | _checked(more, "edits="), name, found)
    return keep(_KEPT, found.digest, found, MOST_KEPT)


def without(source: Lexicon, aside) -> Lexicon:
    """Return a lexicon with some words, or all that have a prefix ("kill*"), set aside.

    >>> lost = without(lexicon({"war": -3, "warfare": -1, "good": 2}), ["war*"])
    >>> dict(lost), lost.name.rpartition(" ")[0]
    ({'good': 2.0}, 'own lexicon of 3 words, without')
    """
    asked = [aside] if isinstance(aside, str) else list(aside)
    if not all(isinstance(word, str) and word for word in asked):
        raise TypeError(f"aside= takes words of the lexicon, such as ['war']; got {aside!r}")
    words = {word.lower() for word in asked}
    starts = tuple(word[:-1] for word in words if word.endswith("*") and len(word) > 1)
    kept = {w: v for w, v in source.items() if w not in words and not w.startswith(starts)}
    if len(kept) == len(source):
        return source
    lost = Lexicon(kept, f"{source.name}, without {', '.join(sorted(words))}", source)
    return keep(_KEPT, lost.digest, lost, MOST_KEPT)


def remembered(digest: str | None) -> Lexicon | None:
    """Return a lexicon that was used since newslib was imported."""
    return _KEPT.get(digest)


def _found(source, values) -> Lexicon:
    if isinstance(source, str) and source in _SHIPPED:
        return _shipped(source)
    if isinstance(source, dict):
        n = _count(len(source), "word")
        return Lexicon(_checked(source, "lexicon="), f"own lexicon of {n}")
    if isinstance(source, pd.DataFrame):
        return _read([read_frame(source)], "DataFrame", values)
    if not isinstance(source, str | Path):
        raise TypeError(f"lexicon= takes a name, a file, a dict or a DataFrame; got {source!r}")
    path = as_path(str(source))
    if not path.is_file():
        names = " or ".join(map(repr, _SHIPPED))
        raise ValueError(f"lexicon= takes {names}, a dict, or a file; there is no '{source}'")
    return _read(read_tables(path.read_bytes, path.name), path.name, values)


@cache
def _shipped(name: str) -> Lexicon:
    path = files("newslib").joinpath("data", *_SHIPPED[name].split("/"))
    if path.name.endswith(".csv"):
        return Lexicon(_read(read_tables(path.read_bytes, path.name), name, None), name)
    lines = path.read_text("utf-8").rstrip("\n").split("\n")
    rows = (line.strip().split("\t")[:2] for line in lines)
    return Lexicon({word: float(value) for word, value in rows}, name)


def _read(found, name: str, values) -> Lexicon:
    """The lexicon in the first table that has the columns."""
    seen = []
    for table in found:
        folded = {fold(column): column for column in reversed(table.columns)}
        ours = {kind: next((folded[n] for n in names if n in folded), None)
                for kind, names in _NAMES.items()}  # fmt: skip
        number = ours["category"] if values is not None else ours["value"]
        if ours["word"] is not None and number is not None:
            rows = [row.cells for row in table.rows if isinstance(row, Row)]
            pairs = [(row.get(ours["word"]), row.get(number)) for row in rows]
            pairs = [(str(w).strip(), v) for w, v in pairs if not missing(w) and str(w).strip()]
            words = dict(pairs) if values is None else _of_categories(pairs, values)
            return Lexicon(_checked(words, name), f"{name} ({_count(len(words), 'word')})")
        seen += map(str, table.columns)
    raise SourceError(
        f"{name} should have the columns word and value, or word and category with "
        f"values={{'category': 1, …}}; it has {', '.join(seen) or 'none'}"
    )


def _of_categories(pairs: list, values: dict) -> dict:
    """Words with the mean of the values of their categories."""
    pairs = [(word, str(category).strip()) for word, category in pairs]
    if lost := sorted(set(map(str, values)) - {category for _, category in pairs}):
        there = ", ".join(sorted({category for _, category in pairs})[:20])
        raise ValueError(f"values= names {', '.join(lost)}; the categories are {there}")
    given, several = _checked(values, "values=", str), {}
    for word, category in pairs:
        if category in given:
            several.setdefault(word, []).append(given[category])
    return {word: math.fsum(numbers) / len(numbers) for word, numbers in several.items()}


def _lowered(word) -> str:
    """A word as VADER looks it up; an emoticon keeps its capitals."""
    if not isinstance(word, str) or not word:
        raise TypeError(f"the words of a lexicon are strings; got {word!r}")
    return word.lower() if word[0].isalpha() else word


def _checked(words: dict, where: str, key=_lowered) -> dict[str, float]:
    """The words with values that are numbers; of two spellings, the one in small letters stands."""
    checked = {}
    for word, value in words.items():
        try:
            number = float(value)
        except (TypeError, ValueError):
            number = math.nan
        if not math.isfinite(number):
            raise ValueError(f"{where}: the value of {word!r} should be a number; got {value!r}")
        if (name := key(word)) == word or name not in checked:
            checked[name] = number
    return checked


def _count(n: int, noun: str) -> str:
    return f"{n:,} {noun}{'s' * (n != 1)}"
