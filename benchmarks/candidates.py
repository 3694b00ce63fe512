"""What speed.py times: newslib and the peers, each a function in turn.

Each imports what it needs and returns `run(texts)`, which is timed. That returns a function which
tells, when the clock has stopped, what was found.
"""

import hashlib
import os
import tempfile
from collections import Counter
from importlib import import_module
from pathlib import Path

PUNKT = str(Path(__file__).resolve().parents[1] / "newslib" / "data" / "nltk")


def newslib():
    import_module("nltk")  # which newslib does when it first reads
    from newslib.tokens import tokenise

    def run(texts):
        t = tokenise([None] * len(texts), texts)
        counts = t.counts
        return lambda: {
            "tokens": len(t),
            "sentences": len(t.sent_start),
            "counts": dict(zip(t.types, counts.tolist(), strict=True)),
        }

    return run


def nltk_words():
    import nltk

    nltk.data.path = [PUNKT]

    def run(texts):
        forms, n_sentences = Counter(), 0
        for text in texts:
            for sentence in nltk.sent_tokenize(text):
                forms.update(nltk.word_tokenize(sentence, preserve_line=True))
                n_sentences += 1
        counts = Counter()
        for form, count in forms.items():
            counts[form.lower()] += count
        return lambda: {
            "tokens": counts.total(), "sentences": n_sentences, "counts": counts,
        }  # fmt: skip

    return run


def told(spans):
    """The number of sentences and a fingerprint of all their places."""
    flat = ",".join(f"{start}-{end}" for start, end in spans)
    return {"sentences": len(spans), "print": hashlib.sha256(flat.encode()).hexdigest()}


def newslib_sentences():
    import_module("nltk")

    from newslib.tokens import sentence_spans

    def run(texts):
        _, start, end = sentence_spans(texts)
        return lambda: told(list(zip(start.tolist(), end.tolist(), strict=True)))

    return run


def punkt():
    import nltk
    from nltk.tokenize import PunktTokenizer

    nltk.data.path = [PUNKT]

    def run(texts):
        splitter = PunktTokenizer("english")
        spans = [span for text in texts for span in splitter.span_tokenize(text)]
        return lambda: told(spans)

    return run


def spacy_blank():
    import numpy as np
    import spacy
    from spacy.attrs import LOWER

    def run(texts):
        docs = spacy.blank("en").tokenizer.pipe(texts)
        ids = np.concatenate([doc.to_array(LOWER) for doc in docs])
        types, counts = np.unique(ids, return_counts=True)
        return lambda: {"tokens": int(counts.sum())}

    return run


CONC_PIPES = ("parser", "ner", "lemmatizer", "tagger", "senter", "tok2vec", "attribute_ruler")


def conc_model(folder: Path):
    """A blank English model that Conc takes: it switches all of these off and only tokenises."""
    import spacy

    model = spacy.blank("en")
    for name in CONC_PIPES:
        model.add_pipe("sentencizer", name=name)
    model.to_disk(folder)


def conc_build():
    from conc.corpus import Corpus

    folder = os.environ["BENCH_CONC"]

    def run(texts):
        corpus = Corpus("bench")
        with tempfile.TemporaryDirectory() as made:
            corpus._build(made, iter(texts), model=folder, spacy_batch_size=1000)
        return lambda: {"tokens": corpus.token_count}

    return run


def count_vectorizer():
    from sklearn.feature_extraction.text import CountVectorizer

    def run(texts):
        matrix = CountVectorizer().fit_transform(texts)
        return lambda: {"tokens": int(matrix.sum())}

    return run


def str_split():
    def run(texts):
        n = sum(len(text.split()) for text in texts)
        return lambda: {"tokens": n}

    return run


def pyarrow_split():
    import pyarrow as pa
    import pyarrow.compute as pc

    def run(texts):
        chunks = pc.utf8_split_whitespace(pa.array(texts, pa.large_string()))
        coded = pc.list_flatten(chunks).dictionary_encode()
        return lambda: {"tokens": len(coded)}

    return run


def polars_split():
    import polars as pl

    def run(texts):
        counts = pl.Series("text", texts).str.split(" ").explode().value_counts()
        return lambda: {"tokens": int(counts["count"].sum())}

    return run


CANDIDATES = {
    "newslib": newslib, "NLTK": nltk_words, "spaCy blank": spacy_blank, "Conc build": conc_build,
    "CountVectorizer": count_vectorizer, "str.split": str_split,
    "pyarrow split (inexact)": pyarrow_split, "polars split (inexact)": polars_split,
    "newslib sentences": newslib_sentences, "Punkt": punkt,
}  # fmt: skip
