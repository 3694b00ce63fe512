"""newslib turns a folder of news articles into charts a researcher can defend.

The names below are all there is to know, in the order a reader needs them. What is slow to
import (nltk, scipy, matplotlib, ipywidgets) is imported when it is first used.
"""
# ruff: noqa: I001  (the order is a reader's, not the alphabet's)

__version__ = "0.1.0"

from newslib.corpus import Corpus, load, paste
from newslib.sample import open_data
from newslib.sources import SourceError
from newslib.tokens import sent_tokenize, stopwords, word_tokenize
from newslib.frequency import collocates, frequency, keyness
from newslib.concordance import concordance
from newslib.lexicons import lexicon
from newslib.sentiment import polarity_scores, sentiment
from newslib.contributions import contributions
from newslib.agreement import disagreement
from newslib.timeline import coverage, timeline
from newslib.evidence import evidence
from newslib.display import read
from newslib.export import export
from newslib.charts import (
    plot_collocates, plot_coverage, plot_frequency, plot_keyness, plot_sentiment, plot_timeline,
)  # fmt: skip

__all__ = [
    "Corpus", "SourceError", "collocates", "concordance", "contributions", "coverage",
    "disagreement", "evidence",
    "explore_concordance", "explore_frequency", "explore_load", "explore_sentiment",
    "explore_timeline", "export", "frequency", "keyness", "lexicon", "load", "open_data", "paste",
    "plot_collocates", "plot_coverage", "plot_frequency", "plot_keyness", "plot_sentiment",
    "plot_timeline", "polarity_scores", "read", "sent_tokenize", "sentiment", "stopwords",
    "timeline", "word_tokenize",
]  # fmt: skip


def __getattr__(name: str):
    """Import the rooms that know ipywidgets when a widget is first asked for."""
    if not name.startswith("explore_") or name not in __all__:
        raise AttributeError(f"module 'newslib' has no attribute '{name}'")
    from newslib import start, widgets

    return getattr(start if name == "explore_load" else widgets, name)


def __dir__():
    """Name the widgets too, so that Tab finds them."""
    return sorted({*globals(), *__all__})
