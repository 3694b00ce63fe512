"""Scores of `tag_dates` against time expressions marked by people, as TempEval-3 counts them.

    python benchmarks/dates.py FILE.jsonl … [--half even|odd] [--first-lines 6]
        [--dates-only] [--show] [--peer]

A line of a file is an article: `text`, `dct` (its publication date) and `timexes`, each with
`start`, `end`, `type`, `value`. Strict: same offsets. Relaxed: they overlap, one to one. Value and
type F1: relaxed matches whose attribute is right, over all predicted and all marked (UzZaman et al.
2013, SemEval, §4.2). A marked expression without a value is left out of the value score.
`--first-lines`: only so many lines of each article were annotated.
"""

import argparse
import json
import time
import warnings
from collections import Counter
from datetime import datetime
from pathlib import Path

import newslib as nl
from newslib.dates import read_date


def f1(right: int, predicted: int, gold: int) -> float:
    """Harmonic mean of precision and recall, in percent."""
    return 100 * 2 * right / max(predicted + gold, 1)


def paired(gold: list, found: list):
    """Pairs of overlapping expressions, each used once, in the order of the text."""
    free = list(found)
    for g in gold:
        over = [p for p in free if p[0] < g["end"] and g["start"] < p[1]]
        if over:
            best = max(over, key=lambda p: (min(p[1], g["end"]) - max(p[0], g["start"]), -p[0]))
            free.remove(best)
            yield g, best


def end_of(text: str, lines: int | None) -> int:
    """Where the annotated lines of an article end."""
    return len("\n".join(text.split("\n")[:lines])) if lines else len(text)


def score(articles, tagger, lines=None, show=False) -> Counter:
    """Sums over articles: gold, found, strict, relaxed, value, type and how many have a value."""
    total = Counter()
    for article in articles:
        text, gold = article["text"], article["timexes"]
        found = [p for p in tagger(text, article["dct"]) if p[0] < end_of(text, lines)]
        pairs = list(paired(gold, found))
        total["gold"] += len(gold)
        total["found"] += len(found)
        total["valued"] += sum(g["value"] is not None for g in gold)
        total["unvalued"] += sum(g["value"] is None for g, _ in pairs)
        total["strict"] += sum((g["start"], g["end"]) == p[:2] for g, p in pairs)
        total["relaxed"] += len(pairs)
        total["type"] += sum(g["type"] == p[3] for g, p in pairs)
        total["value"] += sum(g["value"] == p[4] for g, p in pairs if g["value"] is not None)
        if show:
            report(article, gold, found, pairs)
    return total


def report(article, gold, found, pairs) -> None:
    """Print what was missed, what is too much and what was misread."""
    text = article["text"]

    def around(a: int, b: int) -> str:
        return repr(text[max(a - 50, 0) : a] + "[" + text[a:b] + "]" + text[b : b + 30])

    hit, used = [g for g, _ in pairs], [p for _, p in pairs]
    for g in gold:
        if g not in hit:
            print(article["dct"], "MISSED", around(g["start"], g["end"]), g["type"], g["value"])
    for p in found:
        if p not in used:
            print(article["dct"], "EXTRA ", around(*p[:2]), *p[3:])
    for g, p in pairs:
        if g["value"] is not None and g["value"] != p[4]:
            print(article["dct"], "VALUE ", around(g["start"], g["end"]), g["value"], "got", *p[2:])


def main() -> None:
    """Print the scores of each file and of all, and words a second."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--half", choices=("even", "odd"), help="every second article only")
    parser.add_argument("--first-lines", type=int)
    parser.add_argument("--show", action="store_true")
    parser.add_argument("--peer", action="store_true", help="score dateparser instead")
    parser.add_argument("--dates-only", action="store_true", help="count only DATE on both sides")
    args = parser.parse_args()
    warnings.simplefilter("ignore")  # of publication dates that cannot be read
    for path in args.files:
        articles = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
        articles = articles[{"even": 0, "odd": 1}.get(args.half, 0) :: 2 if args.half else 1]
        tagger = dates_only if args.dates_only else nl.tag_dates
        tagger = dateparser if args.peer else tagger
        n = score(articles, tagger, args.first_lines, args.show)
        size = n["found"], n["gold"]
        strict, relaxed, kind = (f1(n[k], *size) for k in ("strict", "relaxed", "type"))
        value = f1(n["value"], n["found"] - n["unvalued"], n["valued"])
        print(
            f"{path.name} {args.half or 'all'}: {len(articles)} articles, {n['gold']} marked, "
            f"{n['found']} found; strict {strict:.1f}, relaxed {relaxed:.1f}, "
            f"value {value:.1f}, type {kind:.1f}"
        )
        print(f"  {speed(articles, tagger):,.0f} words a second, the median of three")


def dates_only(text: str, published) -> list:
    return [found for found in nl.tag_dates(text, published) if found[3] == "DATE"]


def dateparser(text: str, published) -> list:
    """What the library of that name finds (not installed with newslib)."""
    from dateparser.search import search_dates

    day = read_date(published).day
    base = {"RELATIVE_BASE": datetime(day.year, day.month, day.day)} if day else {}
    found, at = [], 0
    for words, moment in search_dates(text, ["en"], {"PREFER_DATES_FROM": "past"} | base) or ():
        at = text.index(words, at)
        found.append((at, at + len(words), words, "DATE", f"{moment:%Y-%m-%d}"))
    return found


def speed(articles, tagger) -> float:
    """Words a second, of white space."""
    words, took = sum(len(a["text"].split()) for a in articles), []
    for _ in range(3):
        start = time.perf_counter()
        for article in articles:
            tagger(article["text"], article["dct"])
        took.append(time.perf_counter() - start)
    return words / sorted(took)[1]


if __name__ == "__main__":
    main()
