"""Is it NLTK's VADER, and how much faster? python benchmarks/sentiment_speed.py SOURCE

Reads articles (whatever `nl.load` reads) and compares the four scores of their sentences with
NLTK's own, of which the clock is lifted; then of sentences built to break a copy (tests/toned.py),
by VADER's lexicon and by one with words of the rules in it. A ratio is NLTK's CPU time over
newslib's in this run, medians: from strings; and on the loaded corpus, one word of the lexicon
being changed before each run, so that no stored result is measured.
"""

import argparse
import sys
import time
from pathlib import Path
from statistics import median

import numpy as np

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from toned import own, toned

import newslib as nl
from newslib import splitters
from newslib.vader import _nltk, scores

RUNS = 5


def seconds(work) -> float:
    """CPU time of a call."""
    began = time.process_time()
    work()
    return time.process_time() - began


def of_nltk(sentences: list[str], lexicon: dict) -> np.ndarray:
    """The four scores of each sentence, by NLTK itself."""
    analyser = _nltk()
    analyser.lexicon = dict(lexicon)
    with splitters.without_clock():
        return np.array([list(analyser.polarity_scores(s).values()) for s in sentences])


def differing(sentences: list[str], lexicon: dict, wanted: np.ndarray) -> int:
    """How many sentences have another score than NLTK gives; the first are printed."""
    found = nl.polarity_scores(sentences, lexicon=lexicon).to_numpy()
    bad = np.flatnonzero((found != wanted).any(axis=1))
    for i in bad[:3]:
        print(f"{sentences[i]!r}\n  nltk    {wanted[i]}\n  newslib {found[i]}")
    return len(bad)


def main() -> int:
    """Run what the command line asks for; return 1 if anything differs."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("source", help="a file or folder of articles")
    parser.add_argument("--most", type=int, default=20_000, help="sentences given to NLTK")
    parser.add_argument("--seeds", type=int, default=10, help="of 10,000 built sentences each")
    asked = parser.parse_args()
    corpus, lexicon, wanted = nl.load(asked.source, progress=False), nl.lexicon("vader"), []
    english = corpus._store.looks_english[corpus.sentences["article"]]
    whole = corpus.sentences["text"][english].tolist()
    sentences, version = whole[: asked.most], sys.version.split()[0]
    nltk = seconds(lambda: wanted.append(of_nltk(sentences, lexicon)))
    bad = differing(sentences, lexicon, wanted[0])
    print(f"Python {version}: {len(sentences):,} sentences of {asked.source}: {bad} differ")
    strings = median(seconds(lambda: nl.polarity_scores(sentences)) for _ in range(RUNS))
    nl.sentiment(corpus, level="sentence", part="all")  # reads the sentences
    scored, words = [], sum(len(s.split()) for s in whole)
    for run in range(RUNS):
        edited = nl.lexicon("vader", edits={"said": run / 10 + 0.1})
        scored.append(seconds(lambda e=edited: nl.sentiment(corpus, level="sentence", lexicon=e)))
    read = corpus._store.tokens.cache["vader"]
    kept = [nl.lexicon("vader", edits={"said": run / 10 + 1.1}) for run in range(RUNS)]
    arrays = median(seconds(lambda e=e: scores(read, e)) for e in kept)
    share = len(read.but) / len(sentences)
    print(
        f"NLTK over newslib, CPU time: {nltk / strings:.0f} times from strings; on the corpus of "
        f"{words:,} words {nltk * share / arrays:.0f} times for the scores alone, "
        f"{nltk * share / median(scored):.0f} for nl.sentiment with its table and its effect; "
        f"two million words are rescored in {arrays * 2e6 / len(read.token):.3f} s"
    )
    for seed in range(asked.seeds):
        built = toned(seed, 10_000, lexicon)
        for words in (lexicon, nl.lexicon(own(seed, lexicon))):  # both get it in small letters
            bad += differing(built, words, of_nltk(built, words))
    print(f"{asked.seeds * 20_000:,} scores of built sentences compared; {bad} differ in all")
    return bool(bad)


if __name__ == "__main__":
    sys.exit(main())
