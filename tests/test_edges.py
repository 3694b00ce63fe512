"""Measures of words, and their charts, on corpora of next to nothing or much of a kind."""

import numpy as np
import pandas as pd
import pytest

import newslib as nl
from newslib.evidence import counted


def made(*texts, **columns):
    return nl.load(pd.DataFrame({"text": texts, **columns}), clean=False, progress=False)


def nothing():
    corpus = made("The dam broke.", outlet=["Star"])
    return corpus.where(mask=np.zeros(1, bool))


def groups():
    """51 outlets, of numbered wards, and a word that each has more often than the last."""
    numbers = range(51)
    texts = ["dam " * (n + 1) + f"sun rain of n{n}" for n in numbers]
    return made(*texts, outlet=[f"Outlet {n:02}" for n in numbers], ward=[*numbers][::-1])


CORPORA = {
    "no article": nothing,
    "one article": lambda: made("The dam broke. The old dam, they said, was a dam."),
    "one word": lambda: made("Dam"),
    "one word in two outlets": lambda: made("Dam", "dam dam", outlet=["Star", "Echo"]),
    "stop words": lambda: made("The and of it.", "It was the and.", outlet=["Star", "Echo"]),
    "signs": lambda: made("... !!!", "—?", outlet=["Star", "Echo"]),
    "no outlet": lambda: made("The dam.", "A dam broke.", outlet=[None, None]),
    "51 groups": groups,
}
MEASURES = {
    "frequency": lambda c, **a: nl.frequency(c, **a),
    "all words": lambda c, **a: nl.frequency(c, stopwords=None, **a),
    "words": lambda c, **a: nl.frequency(c, words=["dam", "zebra"], **a),
    "by outlet": lambda c, **a: nl.frequency(c, by="outlet", **a),
    "dispersion": lambda c, **a: nl.dispersion(c, **a),
    "dispersion of words": lambda c, **a: nl.dispersion(c, ["dam", "zebra"], **a),
    "keyness": lambda c, **a: nl.keyness(c, by="outlet", min_count=1, **a),
    "collocates": lambda c, **a: nl.collocates(c, "dam", stopwords=None, **a),
    "concordance": lambda c, **a: nl.concordance(c, "dam", near="the", sort="left", **a),
    "timeline": lambda c, **a: nl.timeline(c, ["dam", "zebra"], by="outlet", every="Y", **a),
}
CHARTS = {
    "frequency": [nl.plot_frequency], "keyness": [nl.plot_keyness], "timeline": [nl.plot_timeline],
    "collocates": [nl.plot_collocates], "dispersion": [nl.plot_dispersion, nl.plot_words],
}  # fmt: skip


@pytest.mark.parametrize("part", ["body", "title", "all"])
@pytest.mark.parametrize("kind", CORPORA)
def test_measures_of_little_open_and_are_drawn(kind, part):
    corpus = CORPORA[kind]()
    for name, measure in MEASURES.items():
        table = measure(corpus, part=part)
        wordless = kind in ("no article", "signs") or part == "title"
        if wordless and "words" not in name and name != "timeline":
            assert table.empty, name
        counts, some = counted(table), [*range(len(table))][:3]
        for row in some:
            assert len(nl.evidence(corpus, table, table.iloc[row])) == counts[row], name
        for column in {"dp", "d", "dp_period", "d_period", "share"} & set(table):
            known = table[column].dropna()
            assert known.between(0, 1).all(), (name, column)
        drawn = part == "body" or kind == "one article"
        for plot in CHARTS.get(table.attrs["newslib"]["measure"], ()) if drawn else ():
            ax = plot(table)
            assert "nan" not in ax.newslib["alt"].lower().split(), (name, ax.newslib["alt"])
            assert ax.newslib["caption"]
    copies = nl.copies(corpus)
    assert len(copies) == len(corpus) and copies.groupby("cluster")["is_original"].sum().le(1).all()


def test_many_groups_each_against_the_rest_and_by_numbers():
    corpus = groups()
    table = nl.keyness(corpus, by="outlet", min_count=1)
    assert table["outlet"].nunique() == 51
    own = table.loc["dam"].set_index("outlet")
    assert own["count_target"].tolist() == [*range(1, 52)]
    assert (own["count_target"] + own["count_reference"] == 51 * 52 // 2).all()
    wards = nl.frequency(corpus, words="dam", by="ward")
    assert set(wards["ward"]) == {*map(str, range(51))}
    assert wards.set_index("ward")["count"]["0"] == 51
    numbered = nl.keyness(corpus, by="ward", min_count=1)
    assert numbered.loc["dam"].set_index("ward")["count_target"]["50"] == 1
    two = nl.frequency(corpus.where(outlet=["Outlet 00", "Outlet 50"]), by="ward", stopwords=None)
    assert "dam 1 and 1" in nl.plot_ranks(two).newslib["alt"]
    with pytest.raises(ValueError, match="has 51: pass"):
        nl.plot_ranks(nl.frequency(corpus, by="outlet"))
