"""How quickly questions are answered: python benchmarks/questions.py [FOLDER] [--articles 100000]

The articles of a folder or file (anything `nl.load` reads; without one, the sample) are drawn
with replacement up to a number of them, dates and outlets apart from the texts; only tokens are
drawn, nothing is read twice. Then each question is asked again and again, of the whole and of
subsets made by `where`, about words from the most frequent to rare ones. What is built once, on
the first question that needs it, is timed apart.
"""

import argparse
import itertools
from functools import partial
from pathlib import Path
from time import perf_counter, process_time

import numpy as np

import newslib as nl
from newslib import index
from newslib.corpus import Corpus
from newslib.loading import Store
from newslib.tokens import Tokens

LONGEST = 30  # seconds, after which a question is not asked again
DATE = ["date", "date_precision"]
SAMPLE = Path(__file__).resolve().parents[1] / "data" / "sample"


def ranges(first, length):
    """The numbers from each first on, as many as its length, in one row."""
    return np.arange(length.sum()) + np.repeat(first - np.cumsum(length) + length, length)


def resampled(corpus: Corpus, n: int, seed: int = 0) -> Corpus:
    """A corpus of n articles drawn from this one; texts are shared."""
    random, store = np.random.default_rng(seed), corpus._store
    t, drawn = store.tokens, random.integers(0, len(store.articles), n)
    begin = np.searchsorted(t.sent_article, np.arange(t.n_articles + 1, dtype=np.int32))
    sentences = np.diff(begin)[drawn]
    at = ranges(begin[drawn], sentences)
    length = np.diff(t.sent_first)[at]
    token = ranges(t.sent_first[at], length)
    names = ("sent_part", "sent_number", "sent_start", "sent_end")
    tokens = Tokens(
        t.forms, t.form_length, form=t.form[token], start=t.start[token], n_articles=n,
        sent_article=np.repeat(np.arange(n, dtype=np.int32), sentences),
        sent_first=np.r_[0, np.cumsum(length, dtype=np.int64)],
        **{name: getattr(t, name)[at] for name in names},
    )  # fmt: skip
    articles = store.articles.iloc[drawn].reset_index(drop=True).rename_axis("article")
    for names in (DATE, ["outlet"]):
        mixed = random.permutation(n)
        articles[names] = articles[names].iloc[mixed].reset_index(drop=True)
    articles["id"] = [f"{i}" for i in range(n)]
    articles["month"] = articles["date"].dt.strftime("%Y-%m").astype("str")
    raw, none = [store.raw[i] for i in drawn], store.removed.iloc[:0]
    return Corpus(Store(articles, raw, none, store.rejects, store.notes.iloc[:0], tokens))


def subsets(corpus: Corpus) -> list[Corpus]:
    """The whole, and parts of it by chance, outlet and date."""
    random, articles = np.random.default_rng(1), corpus.articles
    parts = [
        corpus.where(mask=random.random(len(corpus)) < share) for share in (1, 0.5, 0.1, 0.001)
    ]
    outlets, days = articles["outlet"].value_counts().index, articles["date"].dropna().sort_values()
    parts += [corpus.where(outlet=list(outlets[:k])) for k in (1, 10) if len(outlets)]
    if len(days):
        since, until = days.iloc[[len(days) // 4, len(days) // 2]].dt.strftime("%Y-%m-%d")
        parts.append(corpus.where(since=since, until=until))
    return [part for part in parts if len(part)]


def words_of(corpus: Corpus) -> list[str]:
    """The most frequent word, some ever less frequent, and one of the rarest."""
    words = nl.frequency(corpus, stopwords=None, top=20_000)
    words = words.index[[i for i in (0, 30, 300, 3000, 10**9) if i < len(words)] + [-1]]
    return list(dict.fromkeys(words))


def questions(parts: list[Corpus], words: list[str]):
    """Name, and each way to ask it: a function without arguments."""
    whole, (first, *_, last), middle = parts[0], words, words[min(2, len(words) - 1)]
    pairs = nl.frequency(whole, ngram=2, top=3).index
    patterns = [*words, f"{middle[:4]}*", *pairs, {"several": [middle, f"{last[:4]}*", *pairs]}]
    smaller = [part for part in parts if len(part) < len(whole)]

    def each(ask, *options):
        return [lambda c=c, o=o: ask(c, *o) for o in itertools.product(*options) for c in parts]

    def opened(limit, *words):
        tables = [(c, nl.frequency(c, words=list(words))) for c in parts]
        tables += [(c, nl.timeline(c, list(words), every="M")) for c in parts if c.period]
        tables = [(c, t[t["count"] > 0].iloc[:9]) for c, t in tables]
        return [lambda c=c, t=t, i=i: nl.evidence(c, t, t.iloc[i], limit=limit)
                for c, t in tables for i in range(len(t))]  # fmt: skip

    yield "top words", each(lambda c: nl.frequency(c, top=20))
    yield "top words by outlet", each(lambda c: nl.frequency(c, by="outlet", top=20))
    yield "top words by month", each(lambda c: nl.frequency(c, by="month", top=20))
    yield "words by outlet", each(lambda c, w: nl.frequency(c, words=w, by="outlet"), patterns)
    yield "words by month", each(lambda c, w: nl.frequency(c, words=w, by="month"), patterns)
    yield "bigrams", each(lambda c: nl.frequency(c, ngram=2, top=20))
    yield "keyness, part and rest", [lambda c=c: nl.keyness(c, whole) for c in smaller]
    yield "concordance, 100 lines", each(lambda c, p: nl.concordance(c, p, limit=100), patterns)
    yield "collocates", each(lambda c, w: nl.collocates(c, w, top=20), [first])
    yield "collocates, other words", each(lambda c, w: nl.collocates(c, w, top=20), words[1:])
    yield "timeline", each(lambda c, w, e: nl.timeline(c, w, every=e), patterns, "DW")
    yield "evidence, 100 rows", opened(100, *words)
    yield "evidence, all rows", opened(None, *words[2:])
    yield "keyness by outlet", [lambda: nl.keyness(whole, by="outlet")]


def timed(ask) -> tuple[float, float]:
    """Milliseconds of one answer, by the clock and of CPU."""
    start, worked = perf_counter(), process_time()
    ask()
    return 1000 * (perf_counter() - start), 1000 * (process_time() - worked)


def built(t: Tokens):
    """What is built once: a name, and how."""
    yield "types, sentences", lambda: (t.type, t.sentence, t.words_per_article)
    yield "words of each article", lambda: index.ngrams(t, 1, "body")
    yield "inverted index", lambda: index.inverted(t)
    yield "bigrams of each article", lambda: index.ngrams(t, 2, "body")


def main(source=SAMPLE, articles: int = 100_000):
    """Ask everything of a source and print a table in Markdown."""
    say = partial(print, flush=True)
    corpus = resampled(nl.load(source, progress=False), articles)
    t = corpus._store.tokens
    say(f"{corpus}; {len(t):,} tokens, {len(t.types):,} types.\n")
    say("| built once | s | CPU s |\n|---|---:|---:|")
    for name, build in [*built(t), ("fingerprint", lambda: corpus.fingerprint)]:
        say(f"| {name} | " + " | ".join(f"{ms / 1000:.1f}" for ms in timed(build)) + " |")
    say("\n| question | asked | longest first, ms | median, ms | 95 % within, ms | CPU, 95 %, ms |")
    say("|---|---:|---:|---:|---:|---:|")
    for name, ways in questions(subsets(corpus), words_of(corpus)):
        first = max(timed(ask) for ask in ways)[0]
        later, began = [], perf_counter()
        for ask in ways * max(1, 60 // len(ways)):
            later.append(timed(ask))
            if perf_counter() - began > LONGEST and len(later) >= len(ways):
                break
        told = first, np.median(later, axis=0)[0], *np.quantile(later, 0.95, axis=0)
        say(f"| {name} | {len(later)} | " + " | ".join(f"{ms:.0f}" for ms in told) + " |")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("source", nargs="?", default=SAMPLE)
    parser.add_argument("--articles", type=int, default=100_000)
    main(**vars(parser.parse_args()))
