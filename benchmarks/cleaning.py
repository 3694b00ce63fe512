"""How well cleaning tells article from page, on real news pages: python benchmarks/cleaning.py

Each page is taken as a paste: from three lines before its first article line to six after its
last, gaps as blank lines. A line kept as body is right if its label is "article". The sites, not
the pages, are split: the rules were written looking at the first 60 % ("dev") only. About one
label in twelve is doubtful.
"""

import gzip
import json
import os
import random
import sys
from pathlib import Path
from typing import NamedTuple

from newslib.cleaning import clean


class Scores(NamedTuple):
    precision: float
    recall: float
    f1: float


def pastes(folder: Path):
    """Site, raw text, and (offset, whether it is article) of each line, page by page."""
    with gzip.open(folder / "pages-dev.jsonl.gz", "rt", encoding="utf-8") as pages:
        for page in map(json.loads, pages):
            article = [i for i, (_, label, _) in enumerate(page["lines"]) if label == "article"]
            part = page["lines"][max(0, article[0] - 3) : article[-1] + 7] if article else []
            raw, lines, last = "", [], None
            for number, label, text in part:
                raw += "\n" * (0 if last is None else number - last)
                if text.strip():
                    lines.append((len(raw), label == "article"))
                raw, last = raw + text, number
            yield page["site"], raw, lines


def scores(pages, kept) -> Scores:
    """Micro-averages over the lines; `kept` says which offsets of a raw text are body."""
    right = wrong = missed = 0
    for _, raw, lines in pages:
        body = kept(raw)
        for offset, is_article in lines:
            right += is_article and body(offset)
            wrong += not is_article and body(offset)
            missed += is_article and not body(offset)
    precision, recall = right / (right + wrong), right / (right + missed)
    f1 = 2 * precision * recall / (precision + recall)
    return Scores(precision, recall, f1)


def everything(raw: str):
    return lambda offset: True


def ours(raw: str):
    spans = [(start, end) for start, end, rule in clean(raw).spans if rule is None]
    return lambda offset: any(start <= offset < end for start, end in spans)


def measure(folder: str | Path) -> dict[tuple[str, str], Scores]:
    """Scores of keeping everything and of `clean`, on the dev and on the held-out sites."""
    pages = list(pastes(Path(folder)))
    sites = sorted({site for site, _, lines in pages if lines})
    random.Random(0).shuffle(sites)
    dev = set(sites[: round(0.6 * len(sites))])
    return {
        (part, name): scores([page for page in pages if (page[0] in dev) == inside], kept)
        for part, inside in (("dev", True), ("held out", False))
        for name, kept in (("keep everything", everything), ("clean", ours))
    }


if __name__ == "__main__":
    if not (data := os.environ.get("NEWSLIB_DEV_DATA")):
        sys.exit("NEWSLIB_DEV_DATA is not set: it names the folder with pages-dev.jsonl.gz")
    print(f"{'sites':10}{'':18}{'precision':>10}{'recall':>10}{'F1':>10}")
    for (part, name), (precision, recall, f1) in measure(data).items():
        print(f"{part:10}{name:18}{precision:10.4f}{recall:10.4f}{f1:10.4f}")
