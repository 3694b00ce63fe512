"""This holds NLTK's two splitters, with the data shipped with newslib and without their clock."""

from collections import Counter
from contextlib import contextmanager
from functools import cache
from importlib.resources import files


@cache
def punkt():
    """NLTK's Punkt sentence splitter with the English parameters shipped with newslib."""
    from nltk.tabdata import PunktDecoder
    from nltk.tokenize.punkt import PunktParameters, PunktSentenceTokenizer

    def table(name):
        folder = files("newslib") / "data" / "nltk" / "tokenizers" / "punkt_tab" / "english"
        return (folder / name).read_text("utf-8")

    decode = PunktDecoder()
    parameters = PunktParameters()
    parameters.collocations = set(decode.tab2tups(table("collocations.tab").splitlines()))
    parameters.sent_starters = decode.txt2set(table("sent_starters.txt").splitlines())
    parameters.abbrev_types = decode.txt2set(table("abbrev_types.txt").splitlines())
    cells = table("ortho_context.tab").split()  # a word, and in which places it was seen
    parameters.ortho_context = Counter(dict(zip(cells[::2], map(int, cells[1::2]), strict=True)))
    splitter = PunktSentenceTokenizer()
    splitter._params = parameters
    return splitter


@cache
def treebank():
    """NLTK's word tokeniser, which takes one sentence."""
    from nltk.tokenize.destructive import NLTKWordTokenizer

    return NLTKWordTokenizer()


@contextmanager
def without_clock():
    """Lift NLTK's five-second limit per expression: a result must not depend on the machine."""
    from nltk import redos

    limit, redos.DEFAULT_TIMEOUT = redos.DEFAULT_TIMEOUT, None
    try:
        yield
    finally:
        redos.DEFAULT_TIMEOUT = limit


def spans_of(tokens: list[str], sentence: str) -> list[tuple[int, int]]:
    """Where each of NLTK's `tokens` stands in the `sentence` it was made from.

    >>> spans_of(["``", "No", "''"], '"No"')
    [(0, 1), (1, 3), (3, 4)]
    """
    spans, at = [], 0
    for token in tokens:
        while sentence[at].isspace():
            at += 1
        if sentence.startswith(token, at):
            end = at + len(token)
        elif token in ("``", "''"):
            end = at + (1 if sentence[at] == '"' else 2)
        else:
            raise AssertionError(f"token {token!r} does not follow {sentence[:at]!r}")
        spans.append((at, end))
        at = end
    return spans
