"""Does time grow as the text does? python benchmarks/linear.py [--only NAME ...] [--input NAME ...]

Every function that reads text is given hostile texts of size n, 2n, 4n, 8n …, until one takes
a quarter of a second or holds 5 million characters (0.8, where a corpus is made of them), three
sizes at least. (The first is such that no text goes to NLTK whole, as short ones do.) The exponent
is fitted to the CPU time of the last four sizes (best of two): 1 is linear, 2 quadratic. What has
1.3 or more is measured again with texts two sizes longer, without the time that the system takes
to hand out memory, and the last three sizes count: time also steps up once where a text outgrows
the processor's cache, but a steep one goes on. A function that is through with the largest text in
20 ms (80 where texts are two sizes longer) is not fitted.
"""

import argparse
import copy
import re
import sys
import tempfile
import time
import warnings
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd

import newslib as nl
from newslib import splitters, tokens
from newslib.cleaning import clean
from newslib.dates import read_date

try:
    import resource
except ImportError:  # not on Windows
    resource = None

LIMIT, LEAST = 0.25, 0.02  # seconds
MOST, MOST_READ = 5_000_000, 800_000  # characters
FIRST, FITTED = tokens.LONG + 2_000, 4  # characters; sizes
STEEP = 1.3
INPUTS = {
    "one word": "a", "stops": ".", "quotes": '"', "curly quotes": "“”", "apostrophes": "'",
    "emoji": "😀", "spaces": " ", "newlines": "\n", "no-break spaces": "\xa0", "!?": "!?",
    "a.": "a.", ". ": ". ", '.")': '.")', "accents": "e\u0301", "Mr. ": "Mr. ", "<": "<",
    "sentences": "The dam held. ",
}  # fmt: skip
_MORE = {  # with `--every`
    "a. ": "a. ", '" ': '" ', "' ": "' ", "(": "(", "dashes": "--", "digits": "7", "1,": "1,",
    "a'": "a'", "one line of words": "word ", "short lines": "ab\n", "&": "&", "CR": "\r",
    "tags": "<p>", "dates": "4 May 2026 ", "bylines": "By A", "ellipses": ". . . ",
    "hyphens": "-", "titles": "Ab Cd Ef Gh ", "NUL": "\0", "urls": "http://a.b ",
}  # fmt: skip
_STRANGE = {  # not one piece again and again
    "spaces in a sentence": lambda n: "a. " + " " * n + "B c.",
    "quotes after a stop": lambda n: "a." + "'\"" * (n // 2) + "a",
    "stops, then a word": lambda n: ". " * (n // 2) + "a",
    "unclosed quotes": lambda n: 'x",y,"z\n' * (n // 8),
    "different words": lambda n: " ".join(f"w{i}" for i in range(n // 7)),
    "columns": lambda n: ",".join(f"w{i}" for i in range(n // 7)),
    "quoted columns": lambda n: '"",' * (n // 3),
}


def text_of(name: str, n: int) -> str:
    """A hostile text of about n characters."""
    if name in _STRANGE:
        return _STRANGE[name](n)
    piece = (INPUTS | _MORE)[name]
    return piece * (n // len(piece))


# ---- what is measured: functions of a text, and of a corpus that holds it


def _frame(text: str, **more) -> pd.DataFrame:
    row = {"title": "Flood", "text": text or "a", "date": "2026-03-04", "outlet": "Star"}
    return pd.DataFrame([row | more, {**row, "text": "The flood rose.", "outlet": "Echo"}])


def _load(source, **options):
    try:
        return nl.load(source, progress=False, **options)
    except nl.SourceError:
        return None


def _file(suffix: str, made, text: str):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"a{suffix}"
        path.write_bytes(made(text))
        began = time.process_time()
        _load(path)
        return time.process_time() - began


def _csv(text: str) -> bytes:
    return _frame(text).to_csv(index=False).encode("utf-8", "replace")


def _jsonl(text: str) -> bytes:
    return _frame(text).to_json(orient="records", lines=True).encode()


def _html(text: str) -> bytes:
    page = f"<html><head><title>Flood</title></head><body><article><p>{text}</p></article></body>"
    return page.encode("utf-8", "replace")


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "replace")


def _scores(text: str):
    return nl.polarity_scores([text])


def _paste(text: str):
    return nl.paste(text + "a")


def _splitter(text: str):
    return list(splitters.punkt().span_tokenize(text))


def _cutter(text: str):
    return splitters.treebank().tokenize(text)


TEXTS = {
    "word_tokenize": nl.word_tokenize,
    "sent_tokenize": nl.sent_tokenize,
    "tokenise texts": lambda text: tokens.tokenise([None], [text]),
    "tokenise titles": lambda text: tokens.tokenise([text], [""]),
    "NLTK's sentences": _splitter,
    "NLTK's words": _cutter,
    "clean": clean,
    "clean, with a title": lambda text: clean(text, title=text),
    "paste": _paste,
    "load a frame": lambda text: _load(_frame(text)),
    "load a frame, long fields": lambda text: _load(
        _frame("a", title=text, date=text, outlet=text, author=text)
    ),
    "load .txt": partial(_file, ".txt", _bytes),
    "load .csv, a cell": partial(_file, ".csv", _csv),
    "load .csv, the file": partial(_file, ".csv", _bytes),
    "load .tsv, a table": partial(_file, ".tsv", lambda x: b"text\tb\n" + _bytes(x)),
    "load .csv, a table": partial(_file, ".csv", lambda x: b"text,b,c\n" + _bytes(x)),
    "load .jsonl": partial(_file, ".jsonl", _jsonl),
    "load .json, the file": partial(_file, ".json", _bytes),
    "load .html": partial(_file, ".html", _html),
    "read_date": read_date,
    "polarity_scores": _scores,
}


def _first_word(corpus) -> str:
    """The type that stands in the text most often."""
    t = corpus._store.tokens
    return t.types[np.bincount(t.type).argmax()]


def _phrase(corpus) -> list[str]:
    t = corpus._store.tokens
    return [" ".join(t.types[i] for i in t.type[:2])]


def _html_of(corpus) -> str:
    return nl.read(corpus, 0)._repr_html_()


def _evidence(corpus):
    table = nl.frequency(corpus, words=[_first_word(corpus)])
    return nl.evidence(corpus, table, _first_word(corpus))


def _read_rows(corpus):
    rows = nl.concordance(corpus, _first_word(corpus))
    return nl.read(corpus, rows)._repr_html_(), rows._repr_html_()


CORPORA = {
    "concordance, a word": lambda c: nl.concordance(c, _first_word(c)),
    "concordance, a phrase": lambda c: nl.concordance(c, _phrase(c)),
    "concordance, a prefix": lambda c: nl.concordance(c, "w*"),
    "concordance, a regex": lambda c: nl.concordance(c, re.compile(r"\b[a-w]\w*|[.!?]+")),
    "frequency": lambda c: nl.frequency(c, stopwords=None),
    "frequency, pairs": lambda c: nl.frequency(c, ngram=2, stopwords=None),
    "collocates": lambda c: nl.collocates(c, _first_word(c)),
    "keyness": lambda c: nl.keyness(c, by="outlet", min_count=1),
    "timeline": lambda c: nl.timeline(c, [_first_word(c)], every="W"),
    "evidence": _evidence,
    "sentiment": lambda c: nl.sentiment(c, level="sentence"),
    "where(mentions)": lambda c: c.where(mentions=_first_word(c)),
    "card": lambda c: c._repr_html_(),
    "read, an article": _html_of,
    "read, rows": _read_rows,
    "corpus.tokens": lambda c: c.tokens,
    "corpus.sentences": lambda c: c.sentences,
    "corpus.removed": lambda c: c.removed,
}


def _fresh(corpus):
    """The same corpus, nothing remembered of what was asked before."""
    store, kept = corpus._store, copy.copy(corpus._store.tokens)
    lazy = {name for name in vars(kept) if name in vars(tokens.Tokens)}
    for name in lazy:
        del vars(kept)[name]
    return nl.Corpus(replace(store, tokens=kept))


# ---- measuring


def own_time() -> float:
    """CPU time of this process outside the system, where that is told apart."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_utime if resource else time.process_time()


def seconds(function, given, longer: int) -> float:
    """CPU time of a call, best of some; a function may say itself what it took.

    `longer`, here and below: 1, or how much longer texts are that look at something steep again.
    """
    times, clock = [], own_time if longer > 1 else time.process_time
    for _ in range(2 if longer == 1 else 4):
        began = clock()
        said = function(given() if callable(given) else given)
        times.append(said if isinstance(said, float) else clock() - began)
        if times[-1] > 2 * LIMIT * longer:
            break
    return min(times)


def slope(points: list[tuple[int, float]], longer: int) -> float | None:
    """The exponent of time over size, by least squares on logarithms, or None if all is quick."""
    size, took = np.array(points[-FITTED if longer == 1 else 1 - FITTED :]).T
    if took[-1] < LEAST * longer or len(size) < 3:
        return None
    return float(np.polyfit(np.log(size), np.log(np.maximum(took, 1e-5)), 1)[0])


def fitted(function, made, most: int, longer: int = 1):
    """Exponent, largest size and its time, of a function of what `made` makes of each size."""
    points, n = [], FIRST
    while n <= most * longer and (len(points) < 3 or points[-1][1] < LIMIT * longer):
        given = made(n)
        points.append((n, seconds(function, given, longer)))
        n *= 2
    return slope(points, longer), *points[-1]


def measure(function, made, most: int) -> tuple:
    """As `fitted`, what is steep a second time with texts four times as long and more care."""
    found = fitted(function, made, most)
    if found[0] is not None and found[0] >= STEEP:
        found = fitted(function, made, most, longer=4)
    return found


def cells(names: list[str], inputs: list[str]):
    """Name of function and of input, exponent, size and time of each; a corpus is read once."""
    for given in inputs:
        kept = {}

        def corpus(n, given=given, kept=kept):
            if n not in kept:
                kept[n] = _load(_frame(text_of(given, n)), clean=False)
            return partial(_fresh, kept[n])

        for name in names:
            asked = (CORPORA.get(name), corpus, MOST_READ) if name in CORPORA else (
                TEXTS[name], partial(text_of, given), MOST)  # fmt: skip
            try:
                yield name, given, *measure(*asked)
            except Exception as error:
                print(f"{name}: {given}: {type(error).__name__}: {str(error)[:200]}")


def main() -> int:
    """Measure and print; return 1 if anything is steep."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", nargs="*", default=[""], help="functions, or their beginnings")
    parser.add_argument("--input", nargs="*", default=[*_STRANGE, *INPUTS], help="names of texts")
    parser.add_argument("--every", action="store_true", help="all texts")
    parser.add_argument("--all", action="store_true", help="print every exponent")
    asked = parser.parse_args()
    inputs = [*asked.input, *(_MORE if asked.every else ())]
    warnings.simplefilter("ignore")
    names = [name for name in (*TEXTS, *CORPORA) if name.startswith(tuple(asked.only))]
    steep, worst = 0, {}
    tokens.tokenise([None], ["NLTK is imported."])
    with splitters.without_clock():
        for name, given, exponent, size, took in cells(names, inputs):
            worst.setdefault(name, []).append((exponent, size, took, given))
            is_steep = exponent is not None and exponent >= STEEP
            steep += is_steep
            if asked.all or is_steep:
                mark = "STEEP" if is_steep else "     "
                row = f"{mark} {name:28}{given!r:24}{exponent or 0:6.2f}{size:12,}{took:8.2f} s"
                print(row, flush=True)
    print(f"\n{'':28}{'worst exponent':>16}  of the text             slowest, s per million")
    for name, rows in worst.items():
        exponent, _, _, given = max(rows, key=lambda row: row[0] or 0)
        slow = max(rows, key=lambda row: row[2] / max(row[1], 1))
        cost = 1e6 * slow[2] / max(slow[1], 1)
        print(f"{name:28}{exponent or 0:16.2f}  {given:24}{cost:6.1f}  {slow[3]}")
    print(f"\n{steep} of {sum(map(len, worst.values()))} are {STEEP} or steeper")
    return bool(steep)


if __name__ == "__main__":
    sys.exit(main())
