"""The controls that bring articles in: files, pasted pages, names, and the columns of tables."""

import gzip
import io
import json
import zipfile
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from hostile import HOSTILE
from hypothesis import given
from hypothesis import strategies as st

import newslib as nl
from newslib import sample, start
from newslib.sources import read_file, whole_text

RIVER = "The river rose in the night and the fire brigade took everyone to the school. "


@pytest.fixture
def home(tmp_path, monkeypatch):
    """An empty folder with articles/ in it, to be in."""
    (tmp_path / "articles").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def upload(widget, *files):
    """Give files to the upload control as a browser does."""
    widget.controls["upload"].value = tuple(
        {"name": name, "type": "", "size": len(data), "content": memoryview(data),
         "last_modified": pd.Timestamp("2026-04-14", tz="UTC").to_pydatetime()}
        for name, data in files
    )  # fmt: skip


def paste(widget, text, title="", date="", outlet=""):
    """Fill the fields and press the button."""
    for name, value in {"title": title, "date": date, "outlet": outlet, "text": text}.items():
        widget.controls[f"paste-{name}"].value = value
    widget.controls["paste-add"].click()


def look(widget, name):
    """Type a name and press the button."""
    widget.controls["path"].value = str(name)
    widget.controls["path-look"].click()


def said(widget, name="message"):
    """What is said there, as text."""
    return "".join(output["data"]["text/plain"] for output in widget.controls[name].outputs)


def shown(widget, name):
    """Whether a control, or the box of columns, is on the screen."""
    part = widget._fields if name == "columns" else widget.controls[name]
    return part.layout.display != "none"


def runs(widget):
    """The corpus that the line of code reads."""
    names = {"nl": nl}
    exec(widget.code, names)
    return names["corpus"]


def csv(rows, columns):
    """A table as the bytes of a CSV file."""
    return pd.DataFrame(rows, columns=columns).to_csv(index=False).encode()


ODD = csv(
    [
        ["Dam breaks", RIVER, "04/03/2026", "Star", 1],
        ["Dam mended", RIVER, "05/03/2026", "Echo", 2],
    ],
    ["Kopf", "Haupttext", "Datum", "Zeitung", "Nr"],
)


# ---- upload


def test_nothing_is_shown_before_something_is_asked(home):
    widget = start.explore_load()
    assert (widget.corpus, widget.code, said(widget)) == (None, "", "")
    assert not any(shown(widget, name) for name in ("file", "code", "columns"))
    classes = {c for control in widget.controls.values() for c in control._dom_classes}
    assert {"nl-upload", "nl-paste-title", "nl-paste-date", "nl-paste-outlet", "nl-paste-text",
            "nl-paste-add", "nl-path", "nl-path-look", "nl-column-text", "nl-column-title",
            "nl-column-date", "nl-column-outlet", "nl-dayfirst", "nl-code", "nl-message",
            "nl-card"} <= classes  # fmt: skip
    assert "nl-load" in widget._dom_classes


def test_an_uploaded_text_is_in_articles_and_read(home):
    widget = start.explore_load()
    upload(widget, ("mill.txt", b"Mill burns\nNobody was hurt."))
    assert (home / "articles" / "mill.txt").read_bytes() == b"Mill burns\nNobody was hurt."
    assert widget.corpus.articles["title"].tolist() == ["Mill burns"]
    assert widget.code == 'corpus = nl.load("articles/mill.txt")'
    assert runs(widget).fingerprint == widget.corpus.fingerprint
    assert said(widget).startswith("Added mill.txt. articles/ now has 1 file. Run the cells below")
    assert "Nobody was hurt." in widget.controls["card"].outputs[0]["data"]["text/html"]
    assert widget.controls["upload"].value == ()


@pytest.mark.parametrize(("name", "safe"), [
    ("../../x.csv", "x.csv"), (r"C:\Users\ann\x.csv", "x.csv"), ("a b é.csv", "a b é.csv"),
    ("/etc/x.txt", "x.txt"), (".hidden.txt", "hidden.txt"), ("~$x.txt", "x.txt"),
    ("a:b?.txt", "a_b_.txt"), ("a\u202etxt.csv", "a_txt.csv"), ("a\0b\n.txt", "a_b_.txt"),
    ("x" * 300 + ".csv.gz", "x" * 53 + ".csv.gz"), ("..", ""), ("", ""), ("\ud800.txt", "_.txt"),
    ("e\u0301.txt", "é.txt"),
])  # fmt: skip
def test_names_are_made_safe(name, safe):
    assert start.safe_name(name) == safe


@given(st.text(max_size=400))
def test_a_safe_name_is_a_name(name):
    safe = start.safe_name(name)
    assert safe in ("", Path(safe).name) and not safe.startswith((".", "~$"))
    assert len(safe.encode()) <= 240 and safe == start.safe_name(safe)


def test_uploads_stay_in_articles_and_overwrite_nothing(home):
    widget = start.explore_load()
    table = csv([["a", RIVER]], ["title", "text"])
    upload(widget, ("../../x.csv", table), ("x.csv", table + b"b,Two lines.\n"), ("x.exe", b"MZ"))
    assert sorted(p.name for p in (home / "articles").iterdir()) == ["x-2.csv", "x.csv"]
    assert [p.name for p in home.iterdir()] == ["articles"]
    assert (home / "articles" / "x.csv").read_bytes() == table
    assert "Added x.csv. Added x-2.csv, as x.csv was there already." in said(widget)
    assert "'x.exe' was not added: newslib does not read such" in said(widget)
    assert shown(widget, "file") and len(widget.corpus) == 1
    widget.controls["file"].value = widget.controls["file"].options[1][1]
    assert len(widget.corpus) == 2 and "x-2.csv" in widget.code


def test_packed_files_are_read_as_what_is_in_them(home):
    widget = start.explore_load()
    table, packed = csv([["Dam", RIVER]], ["Kopf", "Haupttext"]), io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("mill.txt", "Mill burns\nNobody was hurt.")
    upload(widget, ("a.zip", packed.getvalue()))
    assert widget.corpus.articles["source"].tolist() == ["a.zip/mill.txt"]
    choose(widget, gzip.compress(table), "a.CSV.gz", text="Haupttext")
    assert widget.corpus.articles["text"].tolist() == [RIVER]
    assert len(nl.open_data("")) == 2


@pytest.mark.parametrize(("name", "data", "reason"), [
    ("empty.csv", b"", "empty.csv: the file is empty"),
    ("empty.txt", b" ", "empty.txt: the file is empty"),
    ("header.csv", b"title,text\n", "header.csv has no rows under its header"),
    ("no.xlsx", b"no workbook", "no.xlsx: is not an .xlsx workbook"),
    ("no.csv.gz", b"no gzip", "not a gzipped file"),
    ("no.json", b"{", "no.json: is not JSON"),
])  # fmt: skip
def test_what_cannot_be_read_is_a_sentence(home, name, data, reason):
    widget = start.explore_load()
    upload(widget, (name, data))
    assert reason.casefold() in said(widget).casefold() and f"Added {name}." in said(widget)
    assert (widget.corpus, widget.code, widget.controls["card"].outputs) == (None, "", ())


# ---- paste


@pytest.mark.parametrize(("title", "date", "outlet", "kind"), [
    ("Mill burns", "2026-04-14", "The Star", ".txt"),
    ("Mill burns", "14/04/2026", "", ".txt"),
    ("", "April 14, 2026", "Star", ".txt"),
    ("", "", "", ".txt"),
    ("Mill", "", "Yahoo!", ".json"),
    ("Mill burns", "2026-04", "taz", ".json"),
    ("Advertisement", "2026", "Star", ".json"),
    ("Nobody was hurt when the old mill at the river burned.", "", "", ".json"),
    ("https://example.org", "", "{outlet}", ".json"),
])  # fmt: skip
def test_a_pasted_article_reads_as_was_said(home, title, date, outlet, kind):
    widget = start.explore_load()
    text = "The old mill burned\nBy Ann Lee\n\nNobody was hurt, the mayor said.\n\nAdvertisement\n"
    paste(widget, text, title, date, outlet)
    [path] = (home / "articles").iterdir()
    assert path.suffix == kind
    [article] = nl.open_data("").articles.to_dict("records")
    assert article["title"] == (title or "The old mill burned")
    assert article["outlet"] == outlet or not outlet
    told = {"": "NaT", "2026": "2026-01-01", "2026-04": "2026-04-01"}.get(date, "2026-04-14")
    assert str(article["date"])[:10] == told
    assert "Nobody was hurt, the mayor said." in article["text"]
    assert "Advertisement" not in article["text"] and "Ann Lee" not in article["text"]
    assert not shown(widget, "columns") and said(widget).startswith(f"Added {path.name}.")
    assert widget.code == f'corpus = nl.load("articles/{path.name}")'
    html = widget.controls["card"].outputs[0]["data"]["text/html"]
    assert "<del>Advertisement</del>" in html
    assert runs(widget).fingerprint == widget.corpus.fingerprint


@pytest.mark.parametrize("hostile", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_comes_back_as_it_was(home, hostile):
    widget = start.explore_load()
    text = f"{RIVER * 2}\nThen {hostile} {RIVER}\n{RIVER * 2}"
    paste(widget, text, hostile, "2026-04-14", hostile)
    [article] = nl.open_data("").articles.to_dict("records")
    assert (article["title"], article["outlet"]) == (hostile, hostile)
    assert article["text"] == text.strip() and str(article["date"])[:10] == "2026-04-14"
    html = widget.controls["card"].outputs[0]["data"]["text/html"]
    assert "<script>" not in html and "<img" not in html and '<b id="pwned">' not in html


LINES = st.lists(st.sampled_from([
    RIVER.strip(), "Advertisement", "By Ann Lee", "Source : Echo", "2 May 2025", "Short line",
    "Dam", "\ufeff", "“No.”", "A:", "", "\ud800", "\u2028x", "é" * 300,
]), max_size=7).map("\n".join)  # fmt: skip


@given(LINES.filter(str.strip), LINES, st.sampled_from(["", "2026-04-14", "2026"]), LINES)
def test_a_file_reads_as_it_was_meant(text, title, date, outlet):
    """Whatever is said of an article, the file written for it says the same."""
    name, data = start.as_file(text.strip(), title, date, outlet)
    [article] = nl.load(list(read_file(lambda: data, name)), progress=False).articles.to_dict(
        "records"
    )
    for field, value in {"title": title, "outlet": outlet}.items():
        value = " ".join(whole_text(value).split())
        assert article[field] == value or not value
    assert str(article["date"])[:4] == date[:4] or not date
    if not title:
        pasted = nl.paste(text.strip(), date=date or None)
        assert repr(article["title"]) == repr(pasted.articles["title"][0])
        assert article["text"] == pasted.articles["text"][0]


def test_a_headline_that_the_text_begins_with_is_said_once(home):
    widget = start.explore_load()
    paste(widget, f"Mill burns\n\n{RIVER}", "Mill burns", "2026-04-14", "Star")
    [path] = (home / "articles").iterdir()
    assert path.name == "2026-04-14-mill-burns.txt"
    assert path.read_text("utf-8") == f"Mill burns\nSource : Star\n2026-04-14\n\n{RIVER.strip()}"
    assert widget.controls["paste-text"].value == widget.controls["paste-title"].value == ""
    assert widget.controls["paste-outlet"].value == "Star"


@pytest.mark.parametrize(("text", "date", "sentence"), [
    ("", "2026-04-14", "Nothing was added: paste the text of the article first."),
    (RIVER, "last week",
     "Nothing was added. Date: 'last week' is not a date newslib can read; 2026-04-14 is."),
    (RIVER, "04/03/2026", "Nothing was added. Date: '04/03/2026' may be 4 March or 3 April: "
     "write it as year-month-day, 2026-04-14."),
])  # fmt: skip
def test_what_cannot_be_added_is_said_and_not_written(home, text, date, sentence):
    widget = start.explore_load()
    paste(widget, text, "Mill burns", date)
    assert said(widget) == sentence and list((home / "articles").iterdir()) == []
    assert widget.controls["paste-text"].value == text and widget.corpus is None


# ---- by name


def test_names_as_people_have_them(home):
    (home / "My news").mkdir()
    path = home / "My news" / "mill.txt"
    path.write_text("Mill burns\nNobody was hurt.", "utf-8")
    widget = start.explore_load()
    for name in (path, f'"{path}"', f" '{path}' ", path.as_uri(), "My news/mill.txt", "My news",
                 "My news/*.txt"):  # fmt: skip
        look(widget, name)
        assert len(widget.corpus) == len(runs(widget)) == 1, name
        assert "set DATA = " in said(widget)
    assert widget.code == 'corpus = nl.load("My news/*.txt")'


@pytest.mark.parametrize(("name", "sentence"), [
    ("", "Type the name of a file or folder first."),
    ("absent.csv", "There is no file or folder 'absent.csv'."),
    (r"C:\Users\ann\absent.csv", "There is no file or folder"),
    ("https://example.org/a", "newslib fetches nothing"),
    ("x" * 5000, "Did you mean nl.paste?"),
    ("empty", "holds nothing newslib reads"),
])  # fmt: skip
def test_a_wrong_name_is_a_sentence(home, name, sentence):
    (home / "empty").mkdir()
    widget = start.explore_load()
    look(widget, name)
    assert sentence in said(widget) and widget.corpus is None


def test_a_folder_is_read_whole_and_offers_its_tables(home):
    (home / "box").mkdir()
    (home / "box" / "odd.csv").write_bytes(ODD)
    (home / "box" / "mill.txt").write_text("Mill burns\nNobody was hurt.", "utf-8")
    widget = start.explore_load()
    look(widget, "box")
    assert (len(widget.corpus), len(widget.corpus.rejects)) == (1, 1)
    widget.controls["file"].value = widget.controls["file"].options[1][1]
    assert shown(widget, "columns") and widget.corpus is None


def test_the_folder_articles_is_read_as_notebooks_read_it(home):
    widget = start.explore_load()
    choose(widget, text="Haupttext", date="Nr")
    look(widget, "articles")
    assert len(widget.corpus) == 2 and widget.code == 'corpus = nl.open_data("")'
    assert "odd.csv is read as it was picked" in said(widget)


# ---- columns


def choose(widget, data=ODD, name="odd.csv", **columns):
    """Upload a table and pick columns."""
    upload(widget, (name, data))
    for field, column in columns.items():
        widget.controls[f"column-{field}"].value = column


def test_odd_headers_are_picked_and_said_in_one_line(home):
    widget = start.explore_load()
    choose(widget)
    assert "Which column of odd.csv holds the text" in said(widget)
    assert [widget.controls[f"column-{f}"].value for f in start.FIELDS] == [False] * 7
    assert "Dam breaks" in said(widget, "rows")
    widget.controls["column-text"].value = "Haupttext"
    assert widget.code == 'corpus = nl.load("articles/odd.csv", columns={"text": "Haupttext"})'
    for field, column in (("title", "Kopf"), ("outlet", "Zeitung")):
        widget.controls[f"column-{field}"].value = column
    assert widget.corpus.articles["outlet"].tolist() == ["Star", "Echo"]
    assert not shown(widget, "dayfirst")
    widget.controls["column-date"].value = "Datum"
    assert widget.corpus is None and "Say below what day 04/03/2026 is." in said(widget)
    assert shown(widget, "dayfirst")
    options = dict(widget.controls["dayfirst"].options)
    assert options == {"(say which)": "", "4 March 2026 (day first)": True,
                       "3 April 2026 (month first)": False}  # fmt: skip
    for dayfirst, day in ((True, "2026-03-04"), (False, "2026-04-03")):
        widget.controls["dayfirst"].value = dayfirst
        assert widget.corpus.articles["date"].astype(str).tolist()[0] == day
        assert widget.code == (
            'corpus = nl.load("articles/odd.csv", columns={"text": "Haupttext", "title": "Kopf", '
            f'"date": "Datum", "outlet": "Zeitung"}}, dayfirst={dayfirst})'
        )
        assert runs(widget).fingerprint == widget.corpus.fingerprint
    widget.controls["column-outlet"].value = False
    assert widget.corpus.articles["outlet"].isna().all() and "outlet" not in widget.code


def test_only_what_newslib_would_not_do_by_itself_is_said(home):
    widget = start.explore_load()
    rows = [["Dam breaks", RIVER, "2026-04-14", "Star", "It rained."]]
    choose(widget, csv(rows, ["headline", "body", "published", "source", "story"]), "usual.csv")
    assert widget.code == 'corpus = nl.load("articles/usual.csv")'
    picked = {f: widget.controls[f"column-{f}"].value for f in ("text", "title", "date", "outlet")}
    assert picked == {"text": "body", "title": "headline", "date": "published", "outlet": "source"}
    assert len(widget.corpus) == 1 and not (home / "articles" / sample.KEPT).exists()
    widget.controls["column-text"].value = "story"
    assert 'columns={"text": "story"}' in widget.code
    assert widget.corpus.articles["text"].tolist() == ["It rained."]
    assert json.loads((home / "articles" / sample.KEPT).read_text("utf-8")) == {
        "usual.csv": {"columns": {"text": "story"}}
    }
    widget.controls["column-text"].value = "body"
    assert widget.code == 'corpus = nl.load("articles/usual.csv")'
    assert json.loads((home / "articles" / sample.KEPT).read_text("utf-8")) == {}


def test_names_of_columns_that_are_hard_to_write(home):
    widget = start.explore_load()
    name = 'it\'s "so" <b>\\ {x}'
    choose(widget, csv([[RIVER]], [name]), "a b é.csv", text=name)
    assert len(runs(widget)) == 1
    assert "<b>" not in widget.controls["rows"].outputs[0]["data"]["text/html"]
    assert len(nl.open_data("")) == 1


def test_a_workbook_with_a_sheet_of_notes(home):
    book = openpyxl.Workbook()
    book.active.append(["About this table"])
    sheet = book.create_sheet("articles")
    for row in (["Kopf", "Haupttext", 2026], ["Dam", RIVER, 1], ["Mill", RIVER, 2.5]):
        sheet.append(row)
    book.save(home / "book.xlsx")
    widget = start.explore_load()
    choose(widget, (home / "book.xlsx").read_bytes(), "book.xlsx", text="Haupttext", title="Kopf")
    assert widget.corpus.articles["title"].tolist() == ["Dam", "Mill"]
    assert len(widget.corpus.rejects) == 1
    corpus = nl.open_data("")
    assert (len(corpus), len(corpus.rejects)) == (2, 1)


def test_rejects_are_shown_in_the_card(home):
    widget = start.explore_load()
    choose(widget, ODD + b"one cell\nA,,04/04/2026,Star,3\n", text="Haupttext")
    assert (len(widget.corpus), len(widget.corpus.rejects)) == (2, 2)
    assert "2 set aside, not read" in widget.controls["card"].outputs[0]["data"]["text/html"]


def test_a_large_table_is_read_when_asked(home, monkeypatch):
    monkeypatch.setattr(start, "LARGE", 10)
    widget = start.explore_load()
    choose(widget, text="Haupttext", title="Kopf")
    assert shown(widget, "read") and "Read this table" in said(widget) and widget.corpus is None
    widget.controls["read"].click()
    assert len(widget.corpus) == 2


# ---- what was picked is kept


def test_what_was_picked_is_how_every_notebook_reads(home, monkeypatch, capsys):
    widget = start.explore_load()
    (home / "articles" / "mill.txt").write_text("Mill burns\nNobody was hurt.", "utf-8")
    (home / "articles" / "notes.pdf").write_bytes(b"%PDF")
    (home / "articles" / "more").mkdir()
    (home / "articles" / "more" / "usual.csv").write_bytes(csv([["Dam", RIVER]], ["title", "text"]))
    choose(widget, ODD + b"one cell\n", text="Haupttext", title="Kopf", date="Datum")
    widget.controls["dayfirst"].value = True
    kept = {"columns": {"date": "Datum", "text": "Haupttext", "title": "Kopf"}, "dayfirst": True}
    path = home / "articles" / sample.KEPT
    assert json.loads(path.read_text("utf-8")) == {"odd.csv": kept}
    assert "Every notebook now reads odd.csv in this way. articles/ now has 3 files." in said(
        widget
    )
    (home / "notebooks").mkdir()
    for folder in (home, home / "notebooks"):
        monkeypatch.chdir(folder)
        capsys.readouterr()
        corpus = nl.open_data("")
        assert capsys.readouterr().out.splitlines()[1:] == [
            "odd.csv is read as it was picked in nl.explore_load()."
        ]
        articles, rejects = corpus.articles, corpus.rejects
        assert articles["source"].tolist() == ["mill.txt", "more/usual.csv", "odd.csv", "odd.csv"]
        assert articles["date"].astype(str).tolist()[2:] == ["2026-03-04", "2026-03-05"]
        assert rejects["source"].tolist() == ["notes.pdf", "odd.csv"]
        assert len(articles) + len(rejects) == 6  # a page, a row, three lines, a file
        hits = nl.frequency(corpus, words=["river"])
        assert hits["count"].tolist() == [3] == [len(nl.evidence(corpus, hits, 0))]
    again = start.explore_load()
    look(again, "articles/odd.csv")
    assert again.corpus.articles.equals(widget.corpus.articles)
    assert again.code == widget.code.replace("articles/", "../articles/")
    assert len(runs(again)) == 2


def test_only_one_table_and_what_cannot_be_read(home):
    """Files that hold no article at all are rejects, whoever else is in the folder."""
    widget = start.explore_load()
    choose(widget, text="Haupttext")
    (home / "articles" / "notes.pdf").write_bytes(b"%PDF")
    corpus = nl.open_data("")
    assert (len(corpus), corpus.rejects["source"].tolist()) == (2, ["notes.pdf"])
    assert corpus.rejects.dtypes.equals(nl.paste("x").rejects.dtypes)


def test_uploads_from_a_notebook_go_beside_its_folder(home, monkeypatch):
    (home / "articles").rmdir()
    (home / "notebooks").mkdir()
    monkeypatch.chdir(home / "notebooks")
    widget = start.explore_load()
    upload(widget, ("mill.txt", b"Mill burns\nNobody was hurt."))
    assert (home / "articles" / "mill.txt").exists()
    assert widget.code == 'corpus = nl.load("../articles/mill.txt")' and len(runs(widget)) == 1
    assert len(nl.open_data("")) == 1


def test_files_outside_articles_are_not_kept(home):
    (home / "odd.csv").write_bytes(ODD)
    widget = start.explore_load()
    look(widget, "odd.csv")
    widget.controls["column-text"].value = "Haupttext"
    assert len(widget.corpus) == 2 and list((home / "articles").iterdir()) == []
    assert "Files outside articles/ are not remembered" in said(widget)


@pytest.mark.parametrize("kept", [
    "", "{", "[1]", '"x"', '{"odd.csv": 1}', '{"odd.csv": {"columns": []}}',
    '{"odd.csv": {"dayfirst": "yes"}}', "\ud800",
])  # fmt: skip
def test_a_broken_memory_is_said_and_ignored(home, capsys, kept):
    (home / "articles" / sample.KEPT).write_text(kept, "utf-8", errors="surrogatepass")
    assert sample.source_of() == "the sample"
    (home / "articles" / "usual.csv").write_bytes(csv([["Dam", RIVER]], ["title", "text"]))
    assert len(nl.open_data("")) == 1
    out = capsys.readouterr().out
    assert f"articles/{sample.KEPT} should say how" in out and "Delete it" in out
    widget = start.explore_load()
    look(widget, "articles/usual.csv")
    assert len(widget.corpus) == 1
    assert (home / "articles" / sample.KEPT).exists()


@pytest.mark.parametrize(("kept", "why"), [
    ({"gone.csv": {"columns": {"text": "Haupttext"}}}, "there is no such file"),
    ({"usual.csv": {"columns": {"text": "Haupttext"}}}, "has no column 'Haupttext'"),
    ({"usual.csv": {"columns": {"texte": "text"}}}, "names 'texte', which newslib has not"),
    ({"usual.csv": {"columns": {"text": ["x"]}}}, "has no column"),
    ({"../secret.csv": {}}, "there is no such file"),
])  # fmt: skip
def test_a_stale_memory_is_said_and_ignored(home, capsys, kept, why):
    (home / "secret.csv").write_bytes(csv([["Secret", RIVER]], ["title", "text"]))
    (home / "articles" / "usual.csv").write_bytes(csv([["Dam", RIVER]], ["title", "text"]))
    (home / "articles" / sample.KEPT).write_text(json.dumps(kept), "utf-8")
    assert nl.open_data("").articles["title"].tolist() == ["Dam"]
    out = capsys.readouterr().out
    assert f"does not fit {next(iter(kept))}" in out and why in out
    assert "Pick the columns again" in out


# ---- in a report


def test_a_report_shows_a_sentence(home, monkeypatch):
    widget = start.explore_load()
    assert "application/vnd.jupyter.widget-view+json" in widget._repr_mimebundle_()
    monkeypatch.setenv("NEWSLIB_RUN", "x")
    data = widget._repr_mimebundle_(include=None, exclude=None)
    assert data["text/plain"] == start.STATIC and start.STATIC in data["text/html"]
    assert set(data) == {"text/plain", "text/html"}
