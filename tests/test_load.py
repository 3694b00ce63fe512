"""`nl.load` as a whole: the laws of reading, what is laid beside the articles, and sameness."""

import datetime as dt
import io
import json
import os
import subprocess
import sys
import unicodedata
from contextlib import redirect_stderr

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import newslib as nl
from newslib import loading
from newslib.sources import Record

ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]))
LINES = ["The dam held on Monday night, officials in the valley said, after a week of rain.",
         "Advertisement", "Read more: Mill burns", "By Ann Lee", "Source : Star", "", "Share",
         "Photo: Bo Ek", "14 April 2026", "Related Topics:", "Storm hits port", "…"]  # fmt: skip
PAGE = st.lists(
    st.tuples(st.sampled_from(LINES), st.sampled_from(["\n", "\r\n", "\r", "\n\n", "\u2028"]))
    .map("".join)
).map("".join)  # fmt: skip


def load(source, **options):
    return nl.load(source, progress=False, **options)


def folder_of(tmp_path, *names):
    for name in names:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"Headline of {path.stem} today\nThe dam held on Monday.\n", "utf-8")
    return tmp_path


def notes_of(corpus, field=None):
    notes = corpus.notes
    return notes if field is None else notes[notes["field"] == field]


# ---- laws 1 and 2


MAYBE = st.none() | ANY_TEXT
ROWS = st.lists(st.tuples(MAYBE, MAYBE, MAYBE | st.integers() | st.dates()), max_size=6)


@settings(max_examples=50)
@given(ROWS, st.booleans())
def test_law_1_articles_and_rejects_are_the_records(rows, clean):
    table = pd.DataFrame([*rows, ("t", "kept", None)], columns=["title", "text", "date"])
    corpus = load(table, clean=clean)
    assert len(corpus) + len(corpus.rejects) == len(rows) + 1
    read = {*corpus.articles["record"], *corpus.rejects["record"]}
    assert read == {*range(1, len(rows) + 2)}


def partition(corpus):
    """Whether removed spans and the text, put in their places, are the raw text again."""
    for article, text in corpus.articles["text"].items():
        raw, at, body = corpus.raw(article), 0, []
        own = corpus.removed[corpus.removed["article"] == article]
        for span in own.itertuples():
            assert at <= span.start < span.end <= len(raw)
            assert raw[span.start : span.end] == span.text
            body.append(raw[at : span.start])
            at = span.end
        assert "".join(body) + raw[at:] == text
    return len(corpus)


@settings(max_examples=60)
@given(PAGE | ANY_TEXT, st.booleans())
def test_law_2_body_and_removed_are_the_raw_text(raw, clean):
    if not raw.strip():
        raw += "x"
    assert partition(load([Record("a.txt", 1, raw, pasted=True)], clean=clean)) == 1


@settings(max_examples=40)
@given(PAGE.filter(str.strip), ANY_TEXT.filter(str.strip))
def test_law_2_with_a_headline_of_its_own(raw, title):
    corpus = load(pd.DataFrame({"text": [raw], "title": [title]}))
    assert partition(corpus) == 1 and corpus.articles["title"][0] == title


def test_laws_1_and_2_on_real_releases(releases, tmp_path):
    path = tmp_path / "releases.jsonl"
    rows = releases.head(200).to_dict("records")
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    corpus = load(path)
    assert len(corpus) + len(corpus.rejects) == len(rows) and len(corpus) > 190
    assert partition(corpus) == len(corpus)
    given = pd.DataFrame(rows).set_index("id")
    for row in corpus.articles.itertuples():
        assert row.date.date().isoformat() == given["date"][row.id]
        assert row.outlet == given["outlet"][row.id]
        assert corpus.raw(row.Index) == given["text"][row.id]


def test_texts_are_kept_whole_without_cleaning(tmp_path):
    raw = "Storm hits port\nBy Ann Lee\nThe storm sank two boats.\n\nAdvertisement\n"
    (tmp_path / "a.txt").write_text(raw)
    corpus = load(tmp_path, clean=False)
    assert corpus.articles["text"].tolist() == [raw] and len(corpus.removed) == 0
    assert corpus.articles[["title", "author"]].isna().all(axis=None)


def test_a_text_of_nothing_but_furniture_is_kept_with_a_note():
    corpus = load(pd.DataFrame({"text": ["Advertisement\n"]}))
    assert corpus.articles["text"].tolist() == ["Advertisement\n"]
    assert notes_of(corpus, "text")["article"].tolist() == [0]


# ---- dates


def test_an_ambiguous_column_asks_for_dayfirst_naming_file_and_record(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("text,date\nx,13/05/2026\ny,04/03/2026\n")
    with pytest.raises(nl.SourceError) as error:
        load(path)
    for said in ("a.csv", "record 2", "4 March or 3 April", "dayfirst=True or dayfirst=False"):
        assert said in str(error.value)
    assert load(path, dayfirst=True).articles["date"].dt.strftime("%d %m").tolist() == [
        "13 05", "04 03"
    ]  # fmt: skip
    corpus = load(path, dayfirst=False)
    assert corpus.articles["date"].dt.strftime("%d %m").tolist()[1] == "03 04"
    assert corpus.articles["date"].isna().tolist() == [True, False]
    assert "dayfirst=False" in notes_of(corpus, "date")["reason"].iloc[0]


def test_undated_stays_undated():
    given = ["n.d.", "yesterday", "", None, "30 February 2026", "9999-12-31", "2026-04", "2026"]
    corpus = load(pd.DataFrame({"text": ["The dam held."] * 8, "date": given}))
    assert corpus.articles["date_precision"].tolist() == ["none"] * 6 + ["month", "year"]
    assert corpus.articles["date"].isna().tolist() == [True] * 6 + [False] * 2
    noted = notes_of(corpus, "date")
    assert noted["article"].tolist() == [0, 1, 4, 5]
    assert noted["excerpt"].tolist() == ["n.d.", "yesterday", "30 February 2026", "9999-12-31"]


def test_dates_of_a_frame_keep_their_day_in_any_zone():
    late = pd.to_datetime(["2024-06-01 23:30"]).tz_localize("US/Pacific")
    assert load(pd.DataFrame({"text": ["x"], "date": late})).articles["date"].tolist() == [
        pd.Timestamp("2024-06-01")
    ]  # fmt: skip


# ---- date= and outlet=


def test_one_date_and_outlet_for_all(tmp_path):
    folder_of(tmp_path, "a.txt", "b.txt")
    articles = load(tmp_path, date="June 2024", outlet=7).articles
    assert articles["outlet"].tolist() == ["7", "7"]
    assert articles["date_precision"].tolist() == ["month", "month"]
    assert load(tmp_path, date=dt.date(2024, 6, 1)).articles["date_precision"][0] == "day"
    assert load(tmp_path, date="04/03/2024", dayfirst=True).articles["date"][0].month == 3


@pytest.mark.parametrize(("date", "said"), [("n.d.", "is not a date"), ("04/03/2024", "dayfirst")])
def test_a_date_for_all_that_cannot_be_read(tmp_path, date, said):
    with pytest.raises(ValueError, match=f"date=: .*{said}"):
        load(folder_of(tmp_path, "a.txt"), date=date)


def test_date_and_outlet_from_names_of_files(tmp_path):
    folder_of(tmp_path, "2024-06-01_Star_dam.txt", "20240602_The Herald_x_y.txt", "odd.txt")
    pattern = "{date}_{outlet}_*.txt"
    corpus = load(tmp_path, date=pattern, outlet=pattern)
    assert corpus.articles["outlet"].fillna("").tolist() == ["Star", "The Herald", ""]
    assert corpus.articles["date"].dt.day.fillna(0).tolist() == [1, 2, 0]
    notes = notes_of(corpus)
    assert set(notes["excerpt"]) == {"odd.txt"} and set(notes["field"]) >= {"date", "outlet"}


def test_a_pattern_with_a_folder_and_signs_that_mean_nothing(tmp_path):
    folder_of(tmp_path, "Star (UK)/a.txt", "Herald/b.txt")
    corpus = load(tmp_path, outlet="{outlet}/*.txt")
    assert corpus.articles["outlet"].tolist() == ["Herald", "Star (UK)"]
    corpus = load(tmp_path, outlet="{outlet} (UK)/{1 x}.txt")
    assert corpus.articles["outlet"].fillna("").tolist() == ["", "Star"]


@pytest.mark.parametrize(
    ("pattern", "error"),
    [("{outlet}_*.txt", "should hold {date} once"), ("{date}{date}", "should hold {date} once"),
     ("{date}-x.csv", "no file name fits the pattern '{date}-x.csv'. The first is 'a.txt'")],
)  # fmt: skip
def test_a_pattern_that_cannot_be_meant(tmp_path, pattern, error):
    with pytest.raises(ValueError) as raised:
        load(folder_of(tmp_path, "a.txt"), date=pattern)
    assert error in str(raised.value)


# ---- metadata


@pytest.fixture
def articles(tmp_path):
    return folder_of(tmp_path / "articles", "a.txt", "sub/Málaga.txt", "odd.txt")


def test_metadata_joined_on_files(articles):
    """By path, by name without suffix; macOS' é, Windows' backslash; loose ends both ways."""
    malaga = unicodedata.normalize("NFD", "sub\\Málaga.txt")
    (articles / "meta.csv").write_text(
        "File,Date,Newspaper,topic,id,language\n"
        f"a,2024-06-01,Star,flood,A1,\n{malaga},June 2024,Sur,wine,A2,en\n"
        "nope.txt,2024-01-01,X,y,A3,\na,2023-01-01,twice,z,A4,\n",
        "utf-8",
    )
    corpus = load(articles, metadata=articles / "meta.csv")
    table = corpus.articles.set_index("source")
    assert table.index.tolist() == ["a.txt", "odd.txt", "sub/Málaga.txt"]  # not meta.csv itself
    assert len(corpus.rejects) == 0
    assert table["outlet"].fillna("").tolist() == ["Star", "", "Sur"]
    assert table["topic"].fillna("").tolist() == ["flood", "", "wine"]
    assert table["id"].tolist() == ["A1", "odd.txt#1", "A2"]
    assert table["date_precision"].tolist() == ["day", "none", "month"]
    notes = notes_of(corpus, "metadata")
    assert notes["article"].fillna(-1).tolist() == [1, -1, -1]
    assert notes["reason"].str.contains("a second row for 'a' was not used").sum() == 1
    assert notes["excerpt"].tolist().count("nope.txt") == 1


def test_metadata_joined_on_ids_as_written():
    table = pd.DataFrame({"text": ["a", "b", "c"], "id": [1, 2, "007"]})
    metadata = pd.DataFrame({"ID": [2.0, "007", 9], "outlet": ["S", "T", "U"], "n": [1.5, 2, 3]})
    corpus = load(table, metadata=metadata)
    assert corpus.articles["outlet"].fillna("").tolist() == ["", "S", "T"]
    assert corpus.articles["n"].fillna(0).tolist() == [0, 1.5, 2]


def test_the_key_is_the_column_that_names_articles(articles):
    """Metadata of files has ids of its own; they become the ids, not the key."""
    table = pd.DataFrame({"id": [10, 11], "filename": ["a.txt", "odd.txt"], "outlet": ["S", "T"]})
    found = load(articles, metadata=table).articles
    assert found["outlet"].fillna("").tolist() == ["S", "T", ""]
    assert found["id"].tolist() == ["10", "11", "sub/Málaga.txt#1"]


@pytest.mark.parametrize("kind", ["csv", "tsv", "xlsx", "jsonl", "json"])
def test_metadata_of_every_kind(articles, tmp_path, kind):
    table = pd.DataFrame({"file": ["a.txt"], "outlet": ["007"], "date": ["2024-06-01"]})
    path = tmp_path / f"meta.{kind}"
    if kind == "xlsx":
        table.to_excel(path, index=False)
    elif kind in ("csv", "tsv"):
        table.to_csv(path, index=False, sep="\t" if kind == "tsv" else ",")
    else:
        table.to_json(path, orient="records", lines=kind == "jsonl")
    found = load(articles, metadata=str(path)).articles
    assert found["outlet"][0] == "007" and found["date"][0] == pd.Timestamp("2024-06-01")


def test_named_columns_and_headlines_of_metadata(articles):
    table = pd.DataFrame({"file": ["a.txt"], "Datum": ["2024-05-05"], "Titel": ["Given"]})
    found = load(articles, metadata=table, columns={"date": "Datum", "title": "Titel"}).articles
    assert found["title"][0] == "Given" and found["date"][0] == pd.Timestamp("2024-05-05")


def test_date_for_all_goes_before_metadata(articles):
    table = pd.DataFrame({"file": ["a.txt"], "date": ["2024-05-05"]})
    assert set(load(articles, metadata=table, date="2020").articles["date"].dt.year) == {2020}


@pytest.mark.parametrize(
    ("metadata", "error", "said"),
    [
        (pd.DataFrame({"x": [1]}), ValueError, "no column that names the articles.*Found: 'x'"),
        (pd.DataFrame({"id": ["zz"]}), ValueError, "no row of the metadata names an article.*'zz'"),
        (pd.DataFrame({"file": ["a.txt"], "date": ["04/03/2024"]}), ValueError, "dayfirst"),
        ("nope.csv", FileNotFoundError, "metadata=: there is no file 'nope.csv'"),
        ([1], TypeError, "metadata= takes the name of a table or a DataFrame; got list"),
    ],
)
def test_metadata_that_cannot_be_used(articles, metadata, error, said):
    with pytest.raises(error, match=said):
        load(articles, metadata=metadata)


def test_a_metadata_file_that_cannot_be_read_is_named(articles, tmp_path):
    for name, data in (("m.csv", ""), ("m.pdf", "x"), ("m.json", "{")):
        (tmp_path / name).write_text(data)
        with pytest.raises(nl.SourceError, match=f"metadata=: {name}: "):
            load(articles, metadata=tmp_path / name)


# ---- notes


def test_a_repeated_id_is_noted_and_both_are_kept():
    corpus = load(pd.DataFrame({"text": ["a b", "c d", "e f"], "id": ["x", "x", "y"]}))
    noted = notes_of(corpus, "id")
    assert len(corpus) == 3
    assert (noted["article"].tolist(), noted["excerpt"].tolist()) == ([1], ["x"])


def test_a_text_that_is_not_english_is_noted():
    german = (
        "Der Damm hat am Montag gehalten, sagte der Bürgermeister am Abend, nachdem es eine ganze "
        "Woche lang geregnet hatte und viele Leute ihre Häuser im Tal verlassen mussten."
    )
    english = "The dam held on Monday, and the mayor said that it was the best day of her life " * 3
    corpus = load(pd.DataFrame({"text": [english, german, "Kurz."]}))
    assert notes_of(corpus, "language")["article"].tolist() == [1]


def test_names_stand_where_no_id_was_given(tmp_path):
    folder_of(tmp_path, "x/a.txt")
    (tmp_path / "t.csv").write_text("text,id\none two,\nthree,7\n")
    assert load(tmp_path).articles["id"].tolist() == ["t.csv#1", "7", "x/a.txt#1"]


# ---- the same for the same

PROGRAM = """
import sys, newslib as nl
c = nl.load(sys.argv[1], progress=False)
for table in (c.articles, c.tokens, c.sentences, c.removed, c.rejects, c.notes):
    print(table.to_csv())
print(c.fingerprint)
"""


def test_same_input_same_tables_whatever_the_machine(tmp_path):
    """Another order of files, hash seed, time zone, locale and clock: byte for byte the same."""
    names = [f"{letter}/{letter}{i}.txt" for letter in "bca" for i in range(4)]
    runs = []
    for run, order, settings_ in (
        ("one", names, {"PYTHONHASHSEED": "1", "TZ": "UTC", "LC_ALL": "C.UTF-8"}),
        ("two", names[::-1], {"PYTHONHASHSEED": "2", "TZ": "Pacific/Kiritimati", "LC_ALL": "C"}),
    ):
        root = folder_of(tmp_path / run, *order)
        rows = [{"text": "The dam held.", "date": 1717200000000 + i, "n": i} for i in range(3)]
        (root / "rows.jsonl").write_text("\n".join([*map(json.dumps, rows), "broken"]))
        (root / "pic.png").write_bytes(b"x")
        command = [sys.executable, "-c", PROGRAM, root]
        environment = {**os.environ, **settings_}
        runs.append(subprocess.Popen(command, env=environment, stdout=subprocess.PIPE))
    one, two = (run.communicate()[0] for run in runs)
    assert [run.returncode for run in runs] == [0, 0]
    assert one == two and one.count(b"\n") > 100


# ---- the progress bar


@pytest.fixture
def seen(monkeypatch):
    """What a progress bar writes, and a function that lets seconds pass for it."""
    monkeypatch.delenv("NEWSLIB_RUN", raising=False)
    written = io.StringIO()

    def work(seconds, wanted=True):
        with redirect_stderr(written), loading.progress_bar(4, "Reading", wanted) as bar:
            for _ in range(4):
                if not bar.disable:
                    bar.start_t -= seconds / 4
                    bar.last_print_t -= seconds / 4
                bar.update()
        return written.getvalue()

    return work


def test_no_bar_within_two_seconds(seen):
    assert seen(1.5) == ""


def test_a_bar_beyond_two_seconds(seen):
    assert "Reading" in seen(5)


def test_no_bar_when_not_wanted_or_in_a_report(seen, monkeypatch):
    assert seen(60, wanted=False) == ""
    monkeypatch.setenv("NEWSLIB_RUN", "reports/1")
    assert seen(60) == ""


def test_a_quick_load_writes_nothing(tmp_path, capsys, monkeypatch):
    monkeypatch.delenv("NEWSLIB_RUN", raising=False)
    nl.load(folder_of(tmp_path, "a.txt"))
    assert capsys.readouterr() == ("", "")
