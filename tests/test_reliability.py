"""Agreement against published figures and NLTK; bands that hold what people would say."""

import runpy
import warnings
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import newslib as nl
from newslib.calibration import bands
from newslib.coding import drawn
from newslib.reliability import alpha, codings, coincidences, fit_cuts

# Krippendorff (2011), Computing Krippendorff's alpha-reliability, section C: four observers,
# twelve units, missing values.
PUBLISHED = """
1 2 3 3 2 1 4 1 2 . . .
1 2 3 3 2 2 4 1 2 5 . 3
. 3 3 3 2 3 4 2 2 5 1 .
1 2 3 3 2 4 4 1 2 5 1 .
"""
SIMULATED = runpy.run_path(str(Path(__file__).parents[1] / "benchmarks" / "coverage.py"))
ALPHAS = {"nominal": 0.743, "ordinal": 0.815, "interval": 0.849}
LEVELS = list(ALPHAS)


def written(folder, labels: dict, **columns):
    """Files of coded sentences from a string of labels per coder; "." is not coded."""
    folder.mkdir(exist_ok=True)
    for coder, string in labels.items():
        said = string.split() if " " in string else list(string)
        table = pd.DataFrame({"id": "x", "sentence": range(len(said)), "text": "It is."} | columns)
        table["label"] = ["" if v == "." else v for v in said]
        table.to_csv(folder / f"{coder}.csv", index=False)
    return folder


def of(counts, level):
    counts = np.asarray(counts, float)
    return float(alpha(coincidences(counts).sum(0), level, np.arange(counts.shape[1])))


@pytest.mark.parametrize("level", LEVELS)
def test_the_published_example(tmp_path, level):
    rows = dict(zip("ABCD", PUBLISHED.strip().splitlines(), strict=True))
    table = nl.reliability(written(tmp_path, rows), level=level)
    row = table.loc["all coders"]
    assert round(row["alpha"], 3) == ALPHAS[level]
    assert row["coders"] == 4 and row["sentences"] == 11  # the last has one value only
    assert row["low"] < row["alpha"] < row["high"] <= 1
    assert list(table.index[1:]) == ["A, B", "A, C", "A, D", "B, C", "B, D", "C, D"]
    again = nl.reliability([tmp_path / f"{c}.csv" for c in "DCBA"], level=level)
    pd.testing.assert_frame_equal(again, table)


TWO_OR_MORE = st.lists(
    st.lists(st.integers(0, 3), min_size=3, max_size=3), min_size=2, max_size=12
)  # fmt: skip


@given(TWO_OR_MORE)
def test_alpha_is_nltks_where_nltk_has_it(units):
    from nltk.metrics import agreement, binary_distance, interval_distance

    data = [(f"c{c}", f"u{u}", v) for u, unit in enumerate(units) for c, v in enumerate(unit)]
    counts = [[unit.count(v) for v in range(4)] for unit in units]
    for level, distance in {"nominal": binary_distance, "interval": interval_distance}.items():
        ours = of(counts, level)
        if len({v for unit in units for v in unit}) < 2:
            assert np.isnan(ours)  # nothing to disagree about
            continue
        assert ours == pytest.approx(agreement.AnnotationTask(data, distance).alpha())


@given(TWO_OR_MORE, st.permutations(range(4)))
def test_laws_of_alpha(units, order):
    counts = np.array([[unit.count(v) for v in range(4)] for unit in units], float)
    same = pytest.approx
    assert of(counts, "nominal") == same(of(counts[:, order], "nominal"), nan_ok=True)
    for level in LEVELS:
        assert of(counts, level) == same(of(counts[::-1], level), nan_ok=True)
        assert of(counts, level) == same(of(counts[:, ::-1], level), nan_ok=True)
        lone = np.vstack([counts, np.eye(4)])  # a unit with one value says nothing
        assert of(counts, level) == same(of(lone, level), nan_ok=True)
        agreed = np.eye(4)[[unit[0] for unit in units]] * 3
        assert of(agreed, level) in (1, same(1)) or len({unit[0] for unit in units}) == 1
    # two values: all levels measure the same
    two = np.stack([counts[:, :2].sum(1), counts[:, 2:].sum(1)], 1)
    assert of(two, "ordinal") == same(of(two, "nominal"), nan_ok=True)
    assert of(two, "interval") == same(of(two, "nominal"), nan_ok=True)


def test_chance_is_zero_and_intervals_hold_alpha(tmp_path):
    """Coders who throw dice have an alpha of nought; the interval holds it about 95 in 100."""
    dice, held = np.random.default_rng(2), []
    for _ in range(200):
        labels = dice.integers(0, 3, (60, 2))
        counts = (labels[:, :, None] == np.arange(3)).sum(1).astype(float)
        units = coincidences(counts)
        again = dice.multinomial(60, np.full(60, 1 / 60), 200).astype(float)
        spread = alpha(np.tensordot(again, units, 1), "ordinal", np.arange(3))
        low, high = np.quantile(spread, [0.025, 0.975])
        held.append(low <= 0 <= high)
    assert 0.9 <= np.mean(held) <= 0.99


def test_thirty_coders_one_of_whom_is_careless(tmp_path):
    dice = np.random.default_rng(0)
    truth = dice.integers(-1, 2, 50)
    labels = {
        f"c{i:02}": " ".join(map(str, np.where(dice.random(50) < 0.9, truth, 0))) for i in range(29)
    }
    labels["z"] = " ".join(map(str, dice.integers(-1, 2, 50)))
    table = nl.reliability(written(tmp_path, labels), bootstrap=200)
    assert len(table) == 1 + 30 * 29 / 2 and table.loc["all coders", "coders"] == 30
    pairs = table.iloc[1:]
    assert pairs[pairs.index.str.endswith("z")]["alpha"].max() < pairs["alpha"].median()


# ---- of a corpus


def corpus_of(n=60):
    """Articles of three sentences whose scores are plain."""
    texts = ["A great day. A table. A terrible day."] * n
    table = {"text": texts, "outlet": (["A", "B", "C"] * n)[:n], "date": "2026-03-02"}
    return nl.load(pd.DataFrame(table), progress=False)


def coded(corpus, folder, n=60, **labels):
    """Files of coded sentences: each coder's label is what a function says of the text."""
    folder.mkdir(exist_ok=True)
    for coder, say in labels.items():
        rows = drawn(corpus, n)
        rows["label"] = [say(text) for text in rows["text"]]
        rows.to_csv(folder / f"{coder}.csv", index=False)
    return folder


def plain(text):
    return "negative" if "terrible" in text else "positive" if "great" in text else "neutral"


def test_a_lexicon_that_agrees_and_one_coder(tmp_path):
    corpus = corpus_of()
    table = nl.reliability(coded(corpus, tmp_path, ann=plain), corpus=corpus)
    assert table.index.tolist() == ["vader"] and table.loc["vader", "alpha"] == 1
    row = table.loc["vader"]
    scores = nl.polarity_scores(["A terrible day.", "A great day."])["compound"]
    assert row["neutral_low"] == pytest.approx(scores[0] / 2)  # half-way to nought
    assert row["neutral_high"] == pytest.approx(scores[1] / 2)
    assert row["correlation"] > 0.9 and row["sentences"] == 60 and row["coders"] == 2
    assert table.attrs["newslib"]["measure"] == "reliability"
    with pytest.raises(ValueError, match="needs two coders"):
        nl.reliability(tmp_path)


def test_a_band_is_judged_by_articles_it_was_not_fitted_to(tmp_path):
    """Labels that have nothing to do with scores: a band fitted to themselves would agree."""
    dice = np.random.default_rng(4)
    found = []
    for i in range(12):
        corpus = corpus_of(20)
        folder = tmp_path / str(i)
        coded(corpus, folder, 30, ann=lambda _: dice.choice(["negative", "neutral", "positive"]))
        found.append(nl.reliability(folder, corpus=corpus, bootstrap=0).loc["vader", "alpha"])
    assert np.mean(found) < 0.1 and not np.isnan(found).any()


@given(st.lists(st.tuples(st.floats(-1, 1), st.integers(0, 2)), min_size=4, max_size=12))
def test_no_other_cut_agrees_better(rows):
    score, label = np.array([s for s, _ in rows]), np.eye(3)[[v for _, v in rows]]
    if len({s for s, _ in rows}) < 2 or len({v for _, v in rows}) < 2:
        return

    def agreed(cuts):
        said = np.eye(3)[np.searchsorted(cuts, score)]
        return np.nan_to_num(of(said + label, "ordinal"), nan=-9)

    best = agreed(fit_cuts(score, label, "ordinal", np.arange(3)))
    known = np.unique(score)
    middle = (known[1:] + known[:-1]) / 2
    assert best == pytest.approx(max(agreed([a, b]) for a in middle for b in middle if a <= b))


def test_splits_are_the_sentences_with_two_labels(tmp_path):
    corpus = corpus_of()
    says = {"ann": plain, "ben": lambda t: "negative" if "great" in t else plain(t),
            "cy": lambda t: "can't say" if "terrible" in t else "neutral"}  # fmt: skip
    table = nl.splits(coded(corpus, tmp_path, **says), corpus)
    assert set(table["text"]) == {"A great day."} and len(table) == 20
    assert table["labels"][0] == "ann: positive; ben: negative; cy: neutral"
    assert "[" not in repr(nl.read(corpus, table)) and "A great day." in repr(
        nl.read(corpus, table)
    )
    for row in table.itertuples():
        assert corpus.articles["text"][row.article][row.start : row.end] == row.text
    assert len(nl.splits(tmp_path / "ann.csv", corpus)) == 0
    other = nl.paste("Nothing of it is here.")
    assert len(nl.splits(tmp_path, other)) == 0
    with pytest.raises(ValueError, match="none of the coded sentences"):
        nl.reliability(tmp_path, corpus=other)
    some = nl.reliability(tmp_path, corpus=corpus.where(outlet="A"))
    assert "labels are of sentences not in these" in some.attrs["newslib"]["notes"][0]


def test_files_that_cannot_be_read_say_what_to_do(tmp_path):
    with pytest.raises(FileNotFoundError, match="no file of coded sentences"):
        nl.reliability(tmp_path)
    with pytest.raises(FileNotFoundError):
        nl.reliability(tmp_path / "none.csv")
    (tmp_path / "x.csv").write_text("a,b\n1,2\n")
    with pytest.raises(ValueError, match="x.csv has no column 'id'"):
        nl.reliability(tmp_path)
    (tmp_path / "x.csv").unlink()
    with pytest.raises(ValueError, match="'grim' has no value"):
        nl.reliability(written(tmp_path, {"ann": "grim grim", "ben": "1 2"}))
    with pytest.raises(ValueError, match="labels of nobody"):
        nl.reliability(written(tmp_path / "e", {"ann": "..", "ben": ".."}), corpus=corpus_of(1))
    with pytest.raises(ValueError, match="level= takes nominal"):
        nl.reliability(tmp_path, level="ratio")
    written(tmp_path, {"ann": "Negative POSITIVE 2", "ben": "-1 1 ."})
    assert codings(tmp_path)["value"].tolist() == [-1, -1, 1, 1, 2]


# ---- means that hold the lexicon's error


def test_means_by_a_count_with_a_finger(tmp_path):
    """Every third sentence coded; people find every great day neutral, which VADER cannot know."""
    corpus = corpus_of(90)
    say = coded(corpus, tmp_path, 90, ann=lambda t: "negative" if "terrible" in t else "neutral")
    table = nl.calibrated(corpus, say, by="outlet")
    assert table["n_labels"].sum() == 90 and set(table["correction"]) == {"own"}
    assert table["mean_label"].to_numpy() == pytest.approx(-1 / 3, abs=0.02)
    assert (table["low"] < -1 / 3).all() and (table["high"] > -1 / 3).all()
    plain_means = nl.sentiment(corpus, by="outlet")
    same = ["outlet", "articles", "n_sentences", "share_scored", "compound", "state"]
    pd.testing.assert_frame_equal(table[same], plain_means[same])
    for i in range(len(table)):
        assert len(nl.evidence(corpus, table, i)) == table["n_sentences"][i]
    whole = nl.calibrated(corpus, say)
    assert len(whole) == 1 and len(nl.evidence(corpus, whole, 0)) == 270
    assert "1 of 1" not in str(whole.attrs)
    by_week = nl.calibrated(corpus.where(outlet=["A", "B"]), say, every="W", by="outlet")
    assert by_week["n_labels"].sum() == table["n_labels"][:2].sum()
    assert "left out" in by_week.attrs["newslib"]["notes"][1]
    assert "not drawn from just these" in by_week.attrs["newslib"]["notes"][2]
    assert len(whole.attrs["newslib"]["notes"]) == 1


def test_captions_say_whether_the_lexicons_error_is_in(tmp_path):
    corpus = corpus_of(90)
    say = coded(corpus, tmp_path, 60, ann=plain, ben=plain)
    for options in ({"level": "sentence"}, {"level": "article"}, {"by": "outlet"}):
        ax = nl.plot_sentiment(nl.sentiment(corpus, **options))
        assert "model error not included" in ax.newslib["caption"]
    for options in ({}, {"by": "outlet", "every": "W"}):
        ax = nl.plot_sentiment(nl.calibrated(corpus, say, **options))
        caption = ax.newslib["caption"]
        assert "not included" not in caption and "its error is in." in caption
        assert "60 sentences read by 2 coders correct" in caption and "article as unit" in caption
        label = "mean label of sentences"
        assert label in ax.get_xlabel() + ax.get_ylabel()
    few = coded(corpus, tmp_path / "few", 10, ann=plain), "10 sentences of 10 articles"
    same = coded(corpus, tmp_path / "same", 60, ann=lambda _: "neutral"), "labels 1: code more."
    for files, why in (few, same, ([], "0 sentences of 0 articles")):
        table = nl.calibrated(corpus, files, every="W")
        assert len(table) == 0 and list(table) == list(nl.calibrated(corpus, say, every="W"))
        ax = nl.plot_sentiment(table)
        assert why in ax.newslib["caption"] and "Too few sentences coded" in ax.newslib["alt"]


def test_the_files_of_a_corpus_are_found(tmp_path, monkeypatch, capsys):
    corpus = corpus_of(30)
    (tmp_path / "notebooks").mkdir()
    monkeypatch.chdir(tmp_path / "notebooks")
    assert nl.open_coding(corpus) == []
    assert capsys.readouterr().out.startswith("Nobody has coded sentences of these articles yet")
    table = nl.reliability([], corpus=corpus)
    assert len(table) == 0 and len(nl.splits([], corpus)) == 0
    coded(corpus, tmp_path / "coding", 12, ann=plain, ben=plain)
    assert list(nl.reliability(tmp_path / "coding", corpus=corpus)) == list(table)
    written(tmp_path / "coding", {"other": "12"})  # of other articles
    found = nl.open_coding(corpus)
    assert [file.stem for file in found] == ["ann", "ben"]
    said = capsys.readouterr().out
    assert "your files: 12 sentences of 10 articles coded by ann, ben. Means with a band" in said
    assert nl.open_coding(corpus, tmp_path / "coding" / "ben.csv")[0].stem == "ben"


def test_an_own_lexicon_is_a_coder_by_its_name(tmp_path):
    corpus, own = corpus_of(), nl.lexicon("vader", edits={"great": -2})
    table = nl.reliability(coded(corpus, tmp_path, ann=plain), corpus=corpus, lexicons=[own])
    assert list(table.index) == ["vader with 1 edit"]


def test_a_mean_is_that_of_prediction_powered_inference():
    """Articles of one sentence, equal chances: mean(f) + mean(y - f), f tuned by least squares."""
    dice = np.random.default_rng(3)
    y = dice.choice([-1.0, 0, 1], 500)
    f = 0.3 * y + dice.normal(size=500)
    some = dice.choice(500, 80, replace=False)
    found = bands(f, np.zeros(500, int), 1, some, y[some], f[some], np.ones(80)).iloc[0]
    slope = np.polyfit(f[some], y[some], 1)[0]
    assert found["mean"] == pytest.approx(slope * f.mean() + (y[some] - slope * f[some]).mean())
    width = (found["high"] - found["low"]) / 2
    theirs = 1.96 * np.sqrt(
        slope**2 * f.var() / 500 + (y[some] - slope * f[some]).var(ddof=1) / 80
    )  # fmt: skip
    assert width == pytest.approx(theirs, rel=0.1)


@pytest.mark.parametrize("n", [100, 200, 400])
def test_bands_hold_the_true_mean(n):
    """The large run is benchmarks/coverage.py; here within what 120 rounds can tell."""
    found = SIMULATED["coverage"](np.random.default_rng(n + 1), 120, 400, 4, n)
    assert 0.9 <= found["overall"] <= 0.99 and 0.93 <= found["groups"] <= 0.98
    assert found["naive"] < 0.71


def test_bands_of_groups_with_hardly_a_label_hold_too():
    found = SIMULATED["coverage"](np.random.default_rng(7), 60, 400, 26, 100)
    assert 0.93 <= found["groups"] and 0.9 <= found["overall"]


def test_odd_rows_have_no_band_or_a_wide_one():
    """A row of one article, a row without a label, articles in no row: never a false certainty."""
    dice = np.random.default_rng(1)
    group, article, score, label, _ = SIMULATED["world"](dice, 200, 3)
    group = np.where(np.arange(200) == 0, 3, group)  # a row of a single article
    group[1:5] = 4  # a row without a label
    group[150:] = -1
    at, weight = SIMULATED["picked"](dice, article, score, 120)
    keep = ~np.isin(group[article[at]], [3, 4])
    at, weight = at[keep], weight[keep]
    tone = np.bincount(article, score) / np.bincount(article)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        table = bands(tone, group, 6, article[at], label[at], score[at], weight)
    width = table["high"] - table["low"]
    assert np.isnan(width[3]) and np.isnan(table["mean"][5])  # one article; no article
    assert width[4] > width[:3].max() and not table["own"][4]
