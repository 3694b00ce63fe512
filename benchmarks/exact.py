"""Is it what NLTK gives? python benchmarks/exact.py [--strings 200000] [--seed 1] [FILE ...]

Compares newslib's sentences and tokens with NLTK's own, of which the clock is lifted: of every
text in the files (jsonl, jsonl.gz, csv, txt, or folders of them), of every string of up to three
characters of a hostile alphabet, and of nasty strings (tests/nasty.py). Each is read as a text
and as a title, all in one call and in batches of 1000, 7 and 1, because the texts of one call
share what was learnt of them. The first differences are printed, shrunk to what is needed.
"""

import argparse
import csv
import gzip
import json
import random
import sys
import time
from array import array
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from nasty import every_short_string, nasty
from nltk.tokenize.destructive import NLTKWordTokenizer

from newslib import sent_tokenize, splitters, tokens, word_tokenize

FIELDS = ("title", "text", "body", "lines", "Text", "article_text", "content")
NOTHING = array("i"), array("i")
MOST, BLOCK = 5, 12_000_000  # differences shown; characters in one call
FEW = {1000: 10**9, 7: 20_000, 1: 4_000}  # so many of the strings in batches of this size


class Sentence(NamedTuple):
    """A sentence: where it stands, its tokens, and where each of them starts and ends."""

    span: tuple[int, int]
    tokens: tuple[str, ...]
    starts: array
    ends: array


def strings_of(path: Path) -> Iterator[str]:
    """Every text and title in a file or in the files of a folder."""
    if path.is_dir():
        for inner in sorted(path.rglob("*")):
            if inner.is_file() and inner.name.lower() != "readme.md":
                yield from strings_of(inner)
        return
    opened = gzip.open if path.suffix == ".gz" else open
    kind = path.name.removesuffix(".gz").rsplit(".")[-1]
    with opened(path, "rt", encoding="utf-8", newline="") as file:
        if kind in ("txt", "html"):
            yield file.read()
        elif kind in ("csv", "jsonl"):
            for row in csv.DictReader(file) if kind == "csv" else map(json.loads, file):
                for value in (row[name] for name in FIELDS if row.get(name)):
                    yield value if isinstance(value, str) else "\n".join(x for *_, x in value)


def of_nltk(text: str, title: bool) -> list[Sentence]:
    """What NLTK gives for a text, sentence by sentence, or for a title, which is one sentence."""
    cut, splitter = NLTKWordTokenizer().tokenize, splitters.punkt()
    spans = [(0, len(text))] if title else splitter.span_tokenize(text)
    return [_sentence(text, start, end, cut(text[start:end])) for start, end in spans]


def _sentence(text: str, start: int, end: int, found: list[str]) -> Sentence:
    spans = [(start + left, start + right) for left, right in _walk(found, text[start:end])]
    starts, ends = (array("i", side) for side in zip(*spans, strict=True)) if spans else NOTHING
    return Sentence((start, end), tuple(map(sys.intern, found)), starts, ends)


def _walk(found: list[str], text: str) -> Iterator[tuple[int, int]]:
    """Where each token stands: each follows the one before, and only quotes are changed."""
    at = 0
    for token in found:
        while text[at].isspace():
            at += 1
        wide = len(token)
        if not text.startswith(token, at):
            assert token in ("``", "''"), (token, text)
            wide = 1 if text[at] == '"' else 2
        yield at, at + wide
        at += wide


def of_newslib(texts: list[str], title: bool) -> list[list[Sentence]]:
    """What newslib gives for texts, or titles, in one call."""
    nothing = [""] * len(texts) if title else [None] * len(texts)
    t = tokens.tokenise(texts, nothing) if title else tokens.tokenise(nothing, texts)
    found: list[list[Sentence]] = [[] for _ in texts]
    starts, ends = array("i", t.start.tolist()), array("i", t.ends(slice(None)).tolist())
    forms, first, last = [t.forms[i] for i in t.form.tolist()], t.sent_first.tolist(), 0
    assert [t.types[i] for i in t.type.tolist()] == [form.lower() for form in forms]
    assert first[0] == 0 and first[-1] == len(forms) == len(starts) == len(t)
    rows = zip(t.sent_article.tolist(), t.sent_part.tolist(), t.sent_number.tolist(),
               t.sent_start.tolist(), t.sent_end.tolist(),
               first[:-1], first[1:], strict=True)  # fmt: skip
    for article, part, number, start, end, low, high in rows:
        assert article >= last and part == (not title) and number == part + len(found[article])
        words = tuple(map(sys.intern, forms[low:high]))
        found[article].append(Sentence((start, end), words, starts[low:high], ends[low:high]))
        last = article
    return found


def expected(text: str, title: bool) -> list[Sentence]:
    """What should be found; an empty title is no sentence."""
    return of_nltk(text, title) if text or not title else []


def wrong(texts: list[str], title: bool, wanted: list) -> list[int]:
    """Which texts of a batch are not as NLTK has them; those that raise an error are."""
    try:
        found = of_newslib(texts, title)
    except Exception:
        half = len(texts) // 2
        if not half:
            return [0]
        bad = wrong(texts[:half], title, wanted[:half])
        bad += [half + i for i in wrong(texts[half:], title, wanted[half:])]
        return bad or [len(texts) - 1]  # an error of the whole batch only
    return [i for i, (f, w) in enumerate(zip(found, wanted, strict=True)) if f != w]


def shrunk(parts, still: Callable) -> list:
    """The least of some parts (or characters) that still differs, taking pieces out greedily."""
    parts, size = list(parts), max(len(parts) // 2, 1)
    while True:
        at, before = 0, len(parts)
        while at < len(parts):
            less = parts[:at] + parts[at + size :]
            parts, at = (less, at) if still(less) else (parts, at + size)
        if size == 1 and len(parts) == before:
            return parts
        size = max(size // 2, 1)


def shown(batch: list[str], at: int, title: bool) -> str:
    """Say what differs, as little as possible of it, and what was wanted."""

    def differ(texts):
        wanted = [expected(text, title) for text in texts]
        return bool(texts) and len(texts) - 1 in wrong(texts, title, wanted)

    before, text = batch[:at], batch[at]
    before = [] if differ([text]) else shrunk(before, lambda part: differ([*part, text]))
    text = "".join(shrunk(text, lambda part: differ([*before, "".join(part)])))
    batch = [*before, text]
    try:
        found = of_newslib(batch, title)[-1]
    except Exception as error:
        found = repr(error)
    return (
        f"{'title' if title else 'text'} {text!r}{f' after {before!r}' if before else ''}\n"
        f"  nltk    {expected(text, title)}\n  newslib {found}"
    )


def compare(texts: list[str], title: bool, sizes: dict, told: list[str]) -> Counter:
    """Compare some texts, or titles, in one call and in batches, and count what was compared."""
    began, bad = time.process_time(), set()
    wanted = [expected(text, title) for text in texts]
    counts = Counter(nltk_seconds=time.process_time() - began)
    for size, few in ({len(texts): len(texts)} | sizes).items():
        for start in range(0, min(few, len(texts)), max(size, 1)):
            batch = texts[start : start + size]
            for at in wrong(batch, title, wanted[start : start + size]):
                if start + at not in bad and len(told) < MOST and len(bad) < 4 * MOST:
                    said = shown(batch, at, title)
                    if said not in told:
                        told.append(said)
                        print(said, flush=True)
                bad.add(start + at)
    found = list(chain.from_iterable(wanted))
    return counts + Counter(
        texts=len(texts), characters=sum(map(len, texts)), sentences=len(found),
        tokens=sum(len(s.tokens) for s in found), differ=len(bad),
        seconds=time.process_time() - began,
    )  # fmt: skip


def report(named: str, texts: Iterator[str], sizes: dict) -> int:
    """Compare texts as texts and as titles, some millions of characters at a time; say it."""
    counts, told = {False: Counter(), True: Counter()}, {False: [], True: []}
    texts, more = iter(texts), True
    while more:
        block, wide, more = [], 0, False
        for text in texts:
            block.append(text)
            wide += len(text)
            if more := wide > BLOCK:
                break
        for title in (False, True):
            counts[title] += compare(block, title, sizes, told[title])
    for title, n in counts.items():
        print(
            f"{named}, as {'titles' if title else 'texts'}: {n['texts']:,} texts, "
            f"{n['characters'] / 1e6:.1f} million characters, {n['sentences']:,} sentences, "
            f"{n['tokens']:,} tokens compared: {n['differ'] or 'none'} differ "
            f"({n['seconds']:.0f} s of CPU, NLTK {n['nltk_seconds']:.0f})",
            flush=True,
        )
    return sum(n["differ"] for n in counts.values())


def public(texts: list[str]) -> int:
    """Compare the two public functions."""
    bad = 0
    for text in texts:
        found = of_nltk(text, False)
        words = [word for sentence in found for word in sentence.tokens]
        said = [text[slice(*sentence.span)] for sentence in found]
        if word_tokenize(text) != words or sent_tokenize(text) != said:
            bad += 1
            print(f"word_tokenize or sent_tokenize of {text!r}") if bad < 6 else None
    print(f"word_tokenize and sent_tokenize: {len(texts):,} texts, {bad or 'none'} differ")
    return bad


def main() -> int:
    """Run what the command line asks for; return 1 if anything differs."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--strings", type=int, default=200_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("paths", type=Path, nargs="*", metavar="FILE")
    asked = parser.parse_args()
    strings = [*every_short_string(), *nasty(asked.seed, asked.strings)]
    random.Random(asked.seed).shuffle(strings)
    with splitters.without_clock():
        bad = report("nasty strings", strings, FEW)
        bad += public(strings[:4000])
        for path in asked.paths:
            bad += report(path.name, strings_of(path), {1000: 10**9})
    return bool(bad)


if __name__ == "__main__":
    sys.exit(main())
