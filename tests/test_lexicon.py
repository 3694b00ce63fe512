"""The lexicon "news": facts of its file, and the arithmetic that made it."""

import csv
import re
import sys
from importlib.resources import files
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy import sparse, stats

import newslib as nl

sys.path.insert(0, str(Path(__file__).parent.parent / "benchmarks"))

import lexicon as measured  # benchmarks/lexicon.py
import make_news_lexicon as made

FOLDER = files("newslib") / "data" / "lexicons"


@pytest.fixture(scope="module")
def rows():
    return list(csv.DictReader((FOLDER / "news.csv").read_text("utf-8").splitlines()))


def number(text: str) -> float:
    return float(text or 0)


def test_the_file_is_sorted_and_every_word_stands_once(rows):
    words = [row["word"] for row in rows]
    assert words == sorted(set(words)) and len(words) > 13_000
    assert all(re.fullmatch(r"[a-z][a-z'-]+", word) for word in words)
    assert all(re.fullmatch(r"-?[0-4]\.[0-9]", row["value"]) for row in rows)
    assert all(0 < abs(number(row["value"])) <= 4 for row in rows)
    assert b"\r" not in (FOLDER / "news.csv").read_bytes()


def test_the_lexicon_is_the_file(rows):
    """None is lost on the way, not "null" nor "nan" either."""
    assert nl.lexicon("news") == {row["word"]: float(row["value"]) for row in rows}
    assert nl.lexicon("news").name == "news"


def test_its_sources_are_credited():
    credits = (FOLDER / "CREDITS.md").read_text("utf-8")
    for source in ("VADER", "Hu and B. Liu", "Pennington", "Ratings of 5,190", "US Government"):
        assert source in credits
    for licence in ("MIT License", "Attribution 4.0", "Public Domain Dedication"):
        assert licence in credits


def test_the_values_of_vader_are_vaders(rows):
    vader = nl.lexicon("vader")
    assert all(vader[row["word"]] == float(row["vader"]) for row in rows if row["vader"])
    assert not any(row["word"] in vader for row in rows if not row["vader"])
    lost = {w for w in vader if made.WORD.fullmatch(w)} - {row["word"] for row in rows}
    assert len(lost - set(made.ASIDE)) < 60  # whose value is less than 0.05


def test_hu_and_liu_are_their_column(rows):
    huliu = nl.lexicon("huliu")
    assert set(huliu.values()) == {2.0, -2.0} and list(huliu) == sorted(huliu)
    assert (huliu["superb"], huliu["corrupt"]) == (2, -2) and 6_600 < len(huliu) < 6_789
    assert all(huliu.get(row["word"], 0) == number(row["huliu"]) for row in rows)


def test_names_of_institutions_are_worth_nothing():
    news = nl.lexicon("news")
    assert not set(made.ASIDE) & set(news)
    named = "The United States Supreme Court, the Justice Department and both parties, like us."
    assert nl.polarity_scores(named, lexicon="news")["compound"].item() == 0
    assert nl.polarity_scores(named, lexicon="vader")["compound"].item() > 0.5


def test_no_group_of_people_gets_a_value_of_its_own(rows):
    added = {row["word"] for row in rows if not row["vader"] and not row["huliu"]}
    assert not added & set(made.GROUPS) and len(added) > 1000
    assert not added & nl.stopwords()


def test_words_stay_near_the_mean_of_the_lists(rows):
    listed = [row for row in rows if row["vader"] or row["huliu"]]
    value, vader, huliu = (np.array([number(row[name]) for row in listed])
                           for name in ("value", "vader", "huliu"))  # fmt: skip
    assert set(huliu) == {-2, 0, 2}
    mean = (vader + huliu) / 2
    assert np.abs(value - mean).max() <= 1.05
    assert (value * mean > 0)[np.abs(mean) > 0.3].all()  # no clear word changes sides
    small = np.array([abs(number(row["value"])) for row in rows if row not in listed])
    assert small.min() >= made.LEAST


def test_a_sentence_by_hand(rows):
    value = {row["word"]: float(row["value"]) for row in rows}
    total = value["flood"] if "flood" in value else 0
    total += value["killed"] + value["brave"]
    scores = nl.polarity_scores("The flood killed a brave nurse.", lexicon="news")
    assert scores["compound"].item() == round(total / (total**2 + 15) ** 0.5, 4)


def test_it_agrees_better_than_vader_with_editorials(dev_data):
    """Its values were moved by these sentences: this says that it works, not how well."""
    rated = pd.read_csv(dev_data / "sentiment-nyt-editorials.csv")
    scores = {name: nl.polarity_scores(rated["text"], lexicon=name)["compound"]
              for name in ("vader", "news")}  # fmt: skip
    table = measured.agreement(rated, scores, times=100)
    assert table["r"].tolist() == pytest.approx(
        [stats.pearsonr(score, rated["gold"])[0] for score in scores.values()]
    )
    assert table["gain_low"]["news"] > 0.05
    assert (table["low"] < table["r"]).all() and (table["r"] < table["high"]).all()


def test_samples_of_articles_are_samples():
    """Every sample's r is that of its sentences laid out one by one."""
    rng = np.random.default_rng(5)
    doc, gold = rng.integers(0, 6, 40), rng.normal(size=40)
    scores = np.column_stack([gold + rng.normal(size=40), rng.normal(size=40)])
    drawn = measured.resampled(scores, gold, doc, 3)
    code, names = pd.factorize(doc)
    times = np.random.default_rng(0).multinomial(len(names), np.full(len(names), 1 / len(names)), 3)
    for many, found in zip(times, drawn, strict=True):
        at = np.repeat(np.arange(40), many[code])
        wanted = [stats.pearsonr(column[at], gold[at])[0] for column in scores.T]
        assert found == pytest.approx(wanted)


def test_the_ridge_is_a_ridge():
    """The dual form gives what the least squares with a penalty give, solved the long way."""
    rng = np.random.default_rng(1)
    counts = sparse.csr_matrix(rng.integers(0, 2, (30, 8)).astype(float))
    lengths, start = rng.integers(3, 20, 30), rng.normal(size=8) * (np.arange(8) < 5)
    near, gold = rng.normal(size=(8, 2)), rng.normal(size=30)
    found = made.learned(start, counts, lengths, gold, near, np.arange(8) != 3)
    by = counts.toarray() / np.sqrt(lengths + 1)[:, None]
    told = np.c_[by @ start, np.ones(30)]
    slope = np.linalg.lstsq(told, gold)[0]
    free = np.arange(8) != 3
    spread = np.diag(np.where(start != 0, 1, made.OURS)) + made.NEAR * near @ near.T
    spread, by = spread[np.ix_(free, free)], by[:, free]
    more = np.linalg.solve(by.T @ by + made.NOISE * np.linalg.inv(spread),
                           by.T @ (gold - told @ slope))  # fmt: skip
    wanted = slope[0] * start
    wanted[free] += more
    assert found == pytest.approx(wanted)
