"""newslib turns a folder of news articles into charts a researcher can defend.

The names below are all there is to know, in the order a reader needs them. What is slow to
import (nltk, scipy, matplotlib, ipywidgets) is imported when it is first used.
"""
# ruff: noqa: I001  (the order is a reader's, not the alphabet's)

__version__ = "0.1.0"

from newslib.corpus import Corpus, load, paste
from newslib.copies import copies
from newslib.sample import open_data
from newslib.sources import SourceError
from newslib.tokens import sent_tokenize, stopwords, word_tokenize
from newslib.frequency import frequency
from newslib.keyness import keyness
from newslib.collocates import collocates
from newslib.concordance import concordance
from newslib.lexicons import lexicon
from newslib.sentiment import polarity_scores, sentiment
from newslib.contributions import contributions
from newslib.agreement import disagreement
from newslib.timeline import coverage, timeline
from newslib.dispersion import dispersion
from newslib.bursts import bursts
from newslib.resolving import tag_dates
from newslib.mentions import mentioned_dates
from newslib.evidence import evidence
from newslib.reliability import open_coding, reliability, splits
from newslib.calibration import calibrated
from newslib.display import read
from newslib.export import export
from newslib.charts import (
    plot_collocates, plot_dispersion, plot_frequency, plot_keyness, plot_ranks, plot_words,
)  # fmt: skip
from newslib.eventchart import plot_events
from newslib.timecharts import plot_coverage, plot_sentiment, plot_timeline

__all__ = [
    "Corpus", "SourceError", "bursts", "calibrated", "collocates", "concordance",
    "contributions", "copies", "coverage", "disagreement", "dispersion", "evidence",
    "explore_coding", "explore_concordance", "explore_frequency", "explore_load",
    "explore_sentiment", "explore_timeline", "export", "frequency", "keyness", "lexicon",
    "load", "mentioned_dates", "open_coding", "open_data", "paste", "plot_collocates",
    "plot_coverage", "plot_dispersion", "plot_events", "plot_frequency", "plot_keyness",
    "plot_ranks", "plot_sentiment", "plot_timeline", "plot_words", "polarity_scores", "read",
    "reliability", "sent_tokenize", "sentiment", "splits", "stopwords", "tag_dates", "timeline",
    "word_tokenize",
]  # fmt: skip


def __getattr__(name: str):
    """Import the rooms that know ipywidgets when a widget is first asked for."""
    if not name.startswith("explore_") or name not in __all__:
        raise AttributeError(f"module 'newslib' has no attribute '{name}'")
    from newslib import coding, start, widgets

    room = {"explore_load": start, "explore_coding": coding}.get(name, widgets)
    return getattr(room, name)


def __dir__():
    """Name the widgets too, so that Tab finds them."""
    return sorted({*globals(), *__all__})
