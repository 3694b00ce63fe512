"""What all tests share: no network, no data of NLTK but what newslib ships, some corpora."""

import gzip
import json
import os
import socket
from importlib.resources import files
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import settings
from hypothesis import strategies as st

os.environ["NLTK_DATA"] = os.devnull  # newslib must not need it; before nltk is imported

settings.register_profile("newslib", deadline=None, derandomize=True)
settings.load_profile("newslib")

LOCAL = ("127.0.0.1", "::1", "localhost", "")


@pytest.fixture(autouse=True)
def no_network(monkeypatch):
    """Refuse every connection that leaves this machine; Jupyter kernels need the loopback."""

    def guarded(name, address_at):
        real = getattr(socket.socket, name)

        def guard(self, *args):
            address = args[address_at]
            if self.family in (socket.AF_INET, socket.AF_INET6) and address[0] not in LOCAL:
                raise OSError(f"network access in a test: {address}")
            return real(self, *args)

        monkeypatch.setattr(socket.socket, name, guard)

    guarded("connect", 0)
    guarded("connect_ex", 0)
    guarded("sendto", -1)
    look_up = socket.getaddrinfo

    def known(host, *args, **options):
        if host not in (*LOCAL, None, b"localhost"):
            raise OSError(f"network access in a test: {host}")
        return look_up(host, *args, **options)

    monkeypatch.setattr(socket, "getaddrinfo", known)


@pytest.fixture(scope="session")
def nltk():
    """NLTK itself, the oracle, loading its data its own way."""
    import nltk

    nltk.data.path.insert(0, str(files("newslib") / "data" / "nltk"))
    return nltk


@pytest.fixture(scope="session")
def vader(nltk):
    """NLTK's analyser, made its own way."""
    from nltk.sentiment.vader import SentimentIntensityAnalyzer

    return SentimentIntensityAnalyzer("sentiment/vader_lexicon/vader_lexicon.txt")


@pytest.fixture(scope="session")
def dev_data() -> Path:
    """The folder of real data, which lies outside the project."""
    folder = os.environ.get("NEWSLIB_DEV_DATA")
    if not folder:
        pytest.skip("NEWSLIB_DEV_DATA is not set: no real data to test on")
    return Path(folder)


def lines_of(path: Path):
    """The records of a JSON-lines file, compressed or not."""
    opened = gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open()
    with opened as lines:
        yield from map(json.loads, lines)


@pytest.fixture(scope="session")
def releases(dev_data):
    """Every twentieth press release, as a table: 620 real documents of 51 outlets."""
    rows = list(lines_of(dev_data / "press-releases.jsonl.gz"))[::20]
    return pd.DataFrame(rows)[["id", "title", "text", "date", "outlet"]]


@pytest.fixture(scope="session")
def town():
    """Nine short articles that have a bit of everything, counted with a finger.

    Two outlets and one without a name; days, a month, a year and none; titles and none; words
    that repeat, overlap and stand in headlines only; one text without letters, one in German.
    """
    import newslib as nl

    german = (
        "Der Fluss ist in der Nacht wieder gestiegen, und die Feuerwehr hat alle Bewohner der "
        "unteren Gassen in die Schule gebracht, bis das Wasser am Morgen endlich gefallen ist."
    )
    rows = [
        ("Flood hits port", "The flood rose. No no no! The Flood, they said, will rise.",
         "2026-03-02", "Star", 1),
        ("Mayor: no flooding", "The mayor did not see the flood. \"Floods?\" he said. It's over.",
         "2026-03-04", "Star", 2.5),
        (None, "Climate change is a great danger. The climate change act is bad.",
         "2026-03-04", "Echo", 2),
        ("Sun", "Sun and sand... and sun!", "2026-03-18", "Echo", 2),
        ("Dam burst", "The dam burst at noon. The dam, a great success, can't be saved.",
         "2026-04", "Star", 10),
        ("Year of the dam", "It was a good year but the flood was terrible.", "2026", "Echo", 10),
        ("No date", "The flood of the U.S. dam cost $3.5m.", None, "Star", None),
        ("Ellipsis", "... !!! ...", "2026-03-19", None, 2),
        ("Hochwasser", german, "2026-03-20", None, 1),
    ]  # fmt: skip
    table = pd.DataFrame(rows, columns=["title", "text", "date", "outlet", "ward"])
    return nl.load(table, clean=False, progress=False)


WORDS = ["the", "The", "flood", "Flood", "flooding", "dam", "can't", "U.S.", "no", "great", "bad"]
MARKS = [".", ". ", "! ", ", ", " ", " ", " ", "... ", ' "', '" ', "\n"]
GERMAN = (
    "Der Fluss ist in der Nacht wieder gestiegen, und die Feuerwehr hat alle Bewohner der "
    "unteren Gassen in die Schule gebracht, bis das Wasser am Morgen endlich gefallen ist. "
)
DATES = [None, "2026", "2026-03", "2026-03-30", "2026-04-01", "2026-04-19", "2025-12-31"]


def corpora(**options):
    """A strategy: small corpora of few words, so that everything repeats and overlaps."""
    import newslib as nl

    sentence = st.lists(
        st.tuples(st.sampled_from(WORDS), st.sampled_from(MARKS)).map("".join), max_size=9
    ).map("".join)
    text = st.one_of(sentence.filter(str.strip), st.sampled_from(["... !", "7", GERMAN]))
    row = st.tuples(
        st.none() | sentence.filter(str.strip), text, st.sampled_from(DATES),
        st.sampled_from([None, "Star", "Echo"]), st.sampled_from([None, 1, 2.5, 10]),
    )  # fmt: skip
    columns = ["title", "text", "date", "outlet", "ward"]
    return st.lists(row, min_size=1, max_size=8, **options).map(
        lambda rows: nl.load(pd.DataFrame(rows, columns=columns), clean=False, progress=False)
    )
