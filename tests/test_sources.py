"""Files of every kind to records and rejects: nothing lost or invented, each trouble named."""

import csv
import gzip
import io
import json
import os
import random
import sys
import time
import zipfile

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

import newslib as nl
from newslib import sources, tables
from newslib.sources import Record
from newslib.tables import Reject, SourceError, as_string, decode


def read(data, name="a.csv", columns=None):
    """The records and the rejects in a file of these bytes, or of this text in UTF-8."""
    data = data.encode() if isinstance(data, str) else data
    items = list(sources.read_file(lambda: data, name, columns))
    return [i for i in items if isinstance(i, Record)], [i for i in items if isinstance(i, Reject)]


def texts(data, name="a.csv", columns=None):
    """The raw texts in a file that has no rejects."""
    records, rejects = read(data, name, columns)
    assert rejects == []
    return [record.raw for record in records]


def workbook(sheets: dict[str, list]) -> bytes:
    book, file = Workbook(), io.BytesIO()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    book.save(file)
    return file.getvalue()


def archive(members: dict[str, str | bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as zipped:
        for name, data in members.items():
            zipped.writestr(name, data)
    return file.getvalue()


# ---- as typed

TYPED = [
    "None",
    "NA",
    "nan",
    "NULL",
    "007",
    "0.10",
    "9007199254740993",
    "1e5",
    "True",
    "=1+1",
    " x ",
]
PRINTED = st.text(st.characters(exclude_categories=["Cs", "Cc"])).filter(str.strip)
ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"])).filter(str.strip)


def as_csv(rows, sign=","):
    file = io.StringIO(newline="")
    writer = csv.writer(file, delimiter=sign)
    writer.writerow(["id", "title", "text"])
    writer.writerows(rows)
    return file.getvalue().encode()


def as_objects(rows):
    return [dict(zip(("id", "title", "text"), row, strict=True)) for row in rows]


FORMATS = {
    "a.csv": as_csv,
    "a.tsv": lambda rows: as_csv(rows, "\t"),
    "a.json": lambda rows: json.dumps(as_objects(rows)).encode(),
    "a.jsonl": lambda rows: "\n".join(map(json.dumps, as_objects(rows))).encode(),
    "a.csv.gz": lambda rows: gzip.compress(as_csv(rows)),
}


@pytest.mark.parametrize("name", FORMATS)
@given(rows=st.lists(st.tuples(ANY_TEXT, ANY_TEXT, ANY_TEXT), min_size=1))
def test_any_strings_survive_any_format(name, rows):
    records, rejects = read(FORMATS[name](rows), name)
    assert rejects == []
    assert [(r.fields["id"], r.fields["title"], r.raw) for r in records] == rows


@given(rows=st.lists(st.tuples(PRINTED, PRINTED, PRINTED), min_size=1, max_size=5))
def test_any_strings_survive_a_workbook(rows):
    book, file = Workbook(), io.BytesIO()
    for i, row in enumerate([("id", "title", "text"), *rows], 1):
        for j, value in enumerate(row, 1):
            cell = book.active.cell(i, j, value)
            cell.data_type = "s"  # text, "=1+1" too
    book.save(file)
    records, rejects = read(file.getvalue(), "a.xlsx")
    assert rejects == []
    assert [(r.fields["id"], r.fields["title"], r.raw) for r in records] == rows


@pytest.mark.parametrize("kind", ["csv", "tsv", "json", "jsonl", "xlsx", "frame"])
def test_what_looks_like_a_number_or_nothing_stays_a_string(tmp_path, kind):
    frame = pd.DataFrame({"id": TYPED, "title": TYPED[::-1], "text": TYPED})
    path = tmp_path / f"a.{kind}"
    if kind in ("csv", "tsv"):
        frame.to_csv(path, index=False, sep="\t" if kind == "tsv" else ",")
    elif kind in ("json", "jsonl"):
        frame.to_json(path, orient="records", lines=kind == "jsonl")
    elif kind == "xlsx":
        rows = [["id", "title", "text"], *frame.values.tolist()]
        path.write_bytes(
            workbook({"S": [["'" + c if c == "=1+1" else c for c in r] for r in rows]})
        )
        frame = frame.replace("=1+1", "'=1+1")  # a formula would be its value
    corpus = nl.load(frame if kind == "frame" else path, clean=False, progress=False)
    articles = corpus.articles
    assert articles["id"].tolist() == frame["id"].tolist()
    assert articles["title"].tolist() == frame["title"].tolist()
    assert articles["text"].tolist() == frame["text"].tolist()


def test_numbers_of_spreadsheets_and_json_are_written_as_a_person_would():
    rows = [["id", "text"], [7, "a"], [7.0, "b"], [1.5, "c"], [True, 12]]
    records, _ = read(workbook({"S": rows}), "a.xlsx")
    assert [r.fields["id"] for r in records] == ["7", "7", "1.5", "True"]
    assert records[3].raw == "12"
    records, _ = read('[{"id": 9007199254740993, "text": 9007199254740993}]', "a.json")
    assert (records[0].fields["id"], records[0].raw) == ("9007199254740993",) * 2
    assert as_string(float(2**53)) == "9007199254740992"


# ---- encodings

PRICE = "id;text\n1;The café’s owner — “naïve” — lost £500.\n"


@pytest.mark.parametrize(
    ("encoding", "note"),
    [("utf-8", ""), ("utf-8-sig", ""), ("utf-16", ""), ("utf-16-le", ""), ("utf-16-be", ""),
     ("utf-32", ""), ("cp1252", "cp1252")],
)  # fmt: skip
@pytest.mark.parametrize("name", ["a.csv", "a.txt"])
def test_encodings(encoding, note, name):
    text = PRICE if name == "a.csv" else PRICE[10:]
    (record,), rejects = read(text.encode(encoding), name)
    assert "café’s owner — “naïve” — lost £500." in record.raw and not rejects
    assert [reason for _, reason, _ in record.notes] == (
        [f"the file is not UTF-8; it was read as {note}, a guess"] if note else []
    )


def test_zeros_alone_do_not_make_utf_16():
    assert texts(b"text\na" + b"\0" * 500) == ["a" + "\0" * 500]


@pytest.mark.parametrize(
    ("text", "encoding"),
    [("Президент заявил в среду, что кризис завершён и всё спокойно.\n", "cp1251"),
     ("Příliš žluťoučký kůň úpěl ďábelské ódy, řekl ministr včera večer.\n", "cp1250"),
     ("首相は水曜日、危機は終わったと述べた。東京で記者会見が行われた。\n", "shift_jis")],
)  # fmt: skip
def test_western_is_not_preferred_where_it_does_not_fit(text, encoding):
    assert decode((text * 3).encode(encoding))[0] == text * 3


def test_a_guess_is_noted_only_where_it_matters():
    records, _ = read("text\nplain\ncaf\xe9 au lait\n".encode("latin-1"))
    assert [len(record.notes) for record in records] == [0, 1]


@pytest.mark.parametrize("data", [bytes(range(256)) * 20, b"abc\0\xff\xfe\0", b"\x89PNG\r\n\0"])
def test_what_is_no_text_is_one_reject(data):
    records, (reject,) = read(data, "a.txt")
    assert records == [] and "not text in any known encoding" in reject.reason


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_line_ends_of_all_systems(ends):
    assert texts(ends.join(["text,n", '"one', 'two",1', "", "three,2", ""])) == [
        f"one{ends}two", "three"
    ]  # fmt: skip
    assert texts(f"Head{ends}Body.{ends}", "a.txt") == [f"Head{ends}Body.{ends}"]


@given(st.text())
def test_halves_of_characters_become_a_mark_and_a_note(text):
    half = text + "\ud800" + "x"
    for (record,), _ in (
        read(json.dumps({"text": half, "title": "\udfff", "own": "\ud801"}), "a.jsonl"),
        read(json.dumps([{"text": half, "title": "\udfff", "own": "\ud801"}]), "a.json"),
    ):
        assert record.raw.encode() and record.raw.endswith("�x")
        assert record.fields["title"] == record.extra["own"] == "�"
        assert any("half a character" in reason for _, reason, _ in record.notes)


def test_whole_pairs_are_characters():
    assert texts('{"text": "\\ud83d\\ude00"}', "a.jsonl") == ["😀"]


# ---- CSV


@pytest.mark.parametrize(
    "data",
    ["id;text;b\n1;x, y;z\n", "id\ttext\tb\n1\tx, y\tz\n", "id|text|b\n1|x, y|z\n",
     'id,text,b\n1,"x, y",z\n', 'id, text, b\n1, "x, y", z\n', '"id";"text";"a, b, c, d"\n1;x, y;z',
     "sep=;\nid;text;b\n1;x, y;z\n", "\n\nid;text;b\n\n1;x, y;z\n\n", "id;text;b;\n1;x, y;z;\n"],
)  # fmt: skip
def test_signs_between_cells(data):
    assert texts(data) == ["x, y"]


def test_a_table_of_one_column_needs_no_quotes():
    assert texts('text\nhello there, you\n"a, b"\nc; d\n') == ["hello there, you", "a, b", "c; d"]


def test_quotes_and_lines_within_cells():
    data = 'id,text\n1,"He said ""no"".\n\nThen left."\n2,He said "yes" aloud\n'
    assert texts(data) == ['He said "no".\n\nThen left.', 'He said "yes" aloud']


def test_ragged_rows_are_set_aside_with_their_line():
    records, rejects = read('id,text\n1,"a\nb"\n2,c,d\n3\n4,e\n5,f,,\n')
    assert [(r.record, r.raw) for r in records] == [(1, "a\nb"), (4, "e"), (5, "f")]
    assert [(r.record, r.line, r.reason) for r in rejects] == [
        (2, 4, "the row has 3 cells, the header 2"), (3, 5, "the row has 1 cell, the header 2")
    ]  # fmt: skip


@pytest.mark.parametrize("open_row", ['1,"abc', '1,"He said "no" and left"', '1,"say \\"no\\""'])
def test_a_quote_gone_wrong_costs_one_row_and_not_the_file(open_row):
    records, (reject,) = read(f'id,text\n{open_row}\n2,"d ""e"""\n3,ghi\n')
    assert [record.raw for record in records] == ['d "e"', "ghi"]
    assert (reject.record, reject.line) == (1, 2) and "quote" in reject.reason
    assert reject.excerpt == open_row


def test_thousands_of_open_quotes_cost_their_rows_and_no_others():
    """Each opens a cell that the next line closes and opens again, to the end of the file."""
    long = "".join(f"line {i}\n" for i in range(90))
    records, rejects = read(f'id,text\n1,"{long}"\n' + 'x",y,"z\n' * 3000 + f'2,"{long}"\n3,c\n')
    assert [record.raw for record in records] == [long, long, "c"]
    assert len(rejects) == 3000 and {r.excerpt for r in rejects} == {'x",y,"z'}


def test_between_tabs_a_quote_is_often_only_a_quote():
    assert texts('id\ttext\n1\t"Open\n2\tHe said "no"\n3\t"Whole"\n', "a.tsv") == [
        '"Open', 'He said "no"', "Whole"
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["a.csv", "a.json", "a.jsonl", "a.txt"])
def test_an_empty_file_is_named(name):
    for data in ("", "\n\n  \n", "\0" * 9 if name == "a.txt" else ""):
        records, (reject,) = read(data, name)
        assert records == [] and reject.source == name and reject.reason == "the file is empty"


def test_a_header_alone_is_told_with_its_columns():
    _, (reject,) = read("id,text\n")
    assert reject.reason == "a.csv has no rows under its header: 'id', 'text'"


def test_two_columns_of_one_name_are_refused():
    book = workbook({"S": [["text", "n", "n"], ["a", 1, 2]]})
    for data, name in ((b"text,n,n\na,1,2\n", "a.csv"), (book, "a.xlsx")):
        _, (reject,) = read(data, name)
        assert reject.reason == f"{name} has two columns 'n'; rename one of them"


def test_columns_without_a_name_are_named_by_their_place():
    (record,), _ = read(",text,\n0,a,x\n")  # pandas' index stands first
    assert record.extra == {"column 1": "0", "column 3": "x"}


CELL = st.text("ab,;\t\"\n '|", max_size=6)


@given(st.lists(st.tuples(CELL, CELL), min_size=1), st.sampled_from(",;\t|"))
def test_law_1_for_any_table(rows, sign):
    file = io.StringIO(newline="")
    csv.writer(file, delimiter=sign).writerows([("text", "own"), *rows])
    records, rejects = read(file.getvalue())
    assert len(records) + len(rejects) == len(rows)
    assert [r.raw for r in records] == [text for text, _ in rows if text.strip()]


@given(st.lists(st.text('ab,"', min_size=1, max_size=8), min_size=1))
def test_law_1_for_any_lines_that_want_to_be_csv(lines):
    """Every line is in a record or a reject: what is unreadable swallows nothing."""
    records, rejects = read("\n".join(["id,text", *lines]))
    found = "\n".join([*(f"{r.fields.get('id', '')},{r.raw}" for r in records),
                       *(r.excerpt for r in rejects)])  # fmt: skip
    cut = any(r.excerpt.endswith("…") for r in rejects)
    assert cut or found.count("a") >= sum(line.count("a") for line in lines)
    if '"' not in "".join(lines):  # a cell in quotes may go over lines
        assert len(records) + len(rejects) == len(lines)


@given(
    st.lists(st.sampled_from(['{"text": "a"}', '{"text": ""}', "{}", "[1]", "nope", "", "null"]))
)
def test_law_1_for_any_lines_that_want_to_be_json(lines):
    records, rejects = read("\n".join(["", *lines, '{"text": "b"}']), "a.jsonl")
    assert len(records) == lines.count('{"text": "a"}') + 1
    assert len(records) + len(rejects) == sum(map(bool, lines)) + 1


# ---- workbooks


def test_workbook_dates_numbers_and_lines():
    from datetime import datetime

    rows = [["text", "date", "n"], ["a_x000D_\nb", datetime(2024, 6, 1, 23), 1.5], [None] * 3,
            ["c", "June 2024", None]]  # fmt: skip
    (one, two), rejects = read(workbook({"S": rows}), "a.xlsx")
    assert rejects == [] and one.raw == "a\r\nb" and one.extra == {"n": 1.5}
    assert (one.fields["date"], two.fields["date"]) == (datetime(2024, 6, 1, 23), "June 2024")
    assert (one.record, two.record) == (1, 2)


def test_every_sheet_is_read_and_one_of_notes_is_set_aside():
    sheets = {
        "A": [["text"], ["x"]],
        "About": [["note"], ["y"]],
        "Empty": [],
        "B": [["body"], ["z"]],
    }
    records, (reject,) = read(workbook(sheets), "a.xlsx")
    assert [(r.source, r.raw) for r in records] == [("a.xlsx[A]", "x"), ("a.xlsx[B]", "z")]
    assert reject.source == "a.xlsx[About]" and "Found: 'note'" in reject.reason


def test_a_formula_without_a_value_is_set_aside():
    rows = [["id", "text"], ["1", "=A1"], ["2", "b"]]
    (record,), (reject,) = read(workbook({"S": rows}), "a.xlsx")
    assert record.raw == "b" and (reject.line, reject.excerpt) == (2, "id=1")


def test_cells_beyond_the_header_are_kept():
    (record,), _ = read(workbook({"S": [["text"], ["x", None, "more"]]}), "a.xlsx")
    assert record.extra == {"column 2": None, "column 3": "more"}


def test_a_sheet_that_says_it_is_smaller_than_it_is():
    """As some programs write it; a reader that believes them loses rows."""
    whole = io.BytesIO(workbook({"S": [["id", "text"], ["1", "a"], ["2", "b"]]}))
    with zipfile.ZipFile(whole) as book:
        members = {name: book.read(name) for name in book.namelist()}
    sheet = members["xl/worksheets/sheet1.xml"]
    assert b'<dimension ref="A1:B3"' in sheet
    members["xl/worksheets/sheet1.xml"] = sheet.replace(b'ref="A1:B3"', b'ref="A1"', 1)
    assert texts(archive(members), "a.xlsx") == ["a", "b"]


@pytest.mark.parametrize("data", [b"id,text\n1,b\n", b"\xd0\xcf\x11\xe0 old", b""])
def test_what_is_no_workbook_says_what_to_do(data):
    _, (reject,) = read(data, "a.xlsx")
    assert "not an .xlsx workbook" in reject.reason and "as .xlsx or .csv" in reject.reason


# ---- exports, as their programs write them

GUARDIAN = {"response": {"status": "ok", "results": [
    {"id": "world/2024/a", "type": "article", "sectionName": "World", "webTitle": "T",
     "webPublicationDate": "2024-06-01T23:30:00Z", "webUrl": "http://x",
     "fields": {"headline": "H", "bodyText": "B.", "body": "<p>B.</p>", "byline": "Ann",
                "lang": "en"},
     "tags": [{"webTitle": "Floods"}]}]}}  # fmt: skip
NYT = {"status": "OK", "response": {"meta": {"hits": 1}, "docs": [
    {"headline": {"main": "T"}, "abstract": "A", "lead_paragraph": "B.", "web_url": "http://x",
     "pub_date": "2024-06-01T10:00:00+0000", "section_name": "World",
     "byline": {"original": "Ann"}, "keywords": [{"name": "subject"}]}]}}  # fmt: skip
NEWSAPI = {"status": "ok", "articles": [
    {"source": {"id": None, "name": "Star"}, "author": "Ann", "title": "T", "content": "B.",
     "description": "D", "url": "http://x", "publishedAt": "2024-06-01T10:00:00Z"}]}  # fmt: skip
TRAFILATURA = {"title": "T", "author": "Ann", "url": "http://x", "hostname": "x.com", "text": "B.",
    "sitename": "Star", "date": "2024-06-01", "id": None, "language": None, "source": "http://x",
    "raw_text": "B.", "comments": ""}  # fmt: skip
NEWS_PLEASE = {"authors": ["Ann", "Bo"], "date_publish": "2024-06-01 10:00:00", "maintext": "B.",
    "date_download": "2024-07-01 00:00:00", "text": None, "title": "T", "url": "http://x",
    "source_domain": "star.com", "language": "en"}  # fmt: skip
FUNDUS = [{"title": "T", "body": ["B.", "C."], "authors": ["Ann"], "publishing_date": "2024-06-01"}]
CONSTELLATE = {"id": "ark:1", "title": "T", "isPartOf": "Star", "datePublished": "2024-06-01",
    "fullText": ["B.", "C."], "unigramCount": {f"w{i}": i for i in range(300)}}  # fmt: skip
TROVE = ("article_id,title,date,page,newspaper_title,category,section,text\n"
         "12,T,2024-06-01,3,Star,World,,B.\n")  # fmt: skip


@pytest.mark.parametrize(
    ("name", "data", "columns", "raw", "fields"),
    [
        ("guardian.json", GUARDIAN, None, "B.", dict(
            id="world/2024/a", title="T", date="2024-06-01T23:30:00Z", author="Ann",
            url="http://x", section="World", language="en")),
        ("nyt.json", NYT, {"text": "lead_paragraph"}, "B.", dict(
            title="T", date="2024-06-01T10:00:00+0000", author="Ann", url="http://x",
            section="World")),
        ("newsapi.json", NEWSAPI, None, "B.", dict(
            title="T", date="2024-06-01T10:00:00Z", outlet="Star", author="Ann", url="http://x")),
        ("trafilatura.json", TRAFILATURA, None, "B.", dict(
            title="T", date="2024-06-01", outlet="Star", author="Ann", url="http://x")),
        ("news-please.json", NEWS_PLEASE, None, "B.", dict(
            title="T", date="2024-06-01 10:00:00", outlet="star.com", author="Ann, Bo",
            url="http://x", language="en")),
        ("fundus.json", FUNDUS, {"date": "publishing_date"}, "B.\nC.", dict(
            title="T", date="2024-06-01", author="Ann")),
        ("constellate.jsonl", CONSTELLATE, None, "B.\nC.", dict(
            id="ark:1", title="T", outlet="Star", date="2024-06-01")),
        ("trove.csv", TROVE, None, "B.", dict(
            id="12", title="T", date="2024-06-01", outlet="Star", section="World")),
    ],
    ids=lambda value: value if isinstance(value, str) and "." in value[1:-1] else "",
)  # fmt: skip
def test_exports_are_read_as_they_come(name, data, columns, raw, fields):
    data = data if isinstance(data, str) else json.dumps(data)
    (record,), rejects = read(data, name, columns)
    assert (record.raw, record.fields, rejects) == (raw, fields, [])


def test_word_counts_within_an_object_do_not_become_columns():
    (record,), _ = read(json.dumps(CONSTELLATE), "a.jsonl")
    assert list(record.extra) == ["unigramCount"]


def test_what_has_no_text_names_the_columns_of_the_articles():
    _, (reject,) = read(json.dumps(NYT), "nyt.json")
    assert "Found: 'headline.main', 'abstract', 'lead_paragraph'" in reject.reason
    _, (reject,) = read("id,publish_date,title,url,media_name\n1,2024-06-01,T,u,Star\n", "mc.csv")
    assert "mc.csv has no column 'text'. Found: 'id', 'publish_date', 'title'" in reject.reason
    assert 'columns={"text": "its name"}' in reject.reason


@pytest.mark.parametrize("orient", ["columns", "index", "split", "records", "table"])
@pytest.mark.filterwarnings("ignore:The default formatting of datetime")
def test_what_pandas_writes_is_read(orient):
    dates = pd.to_datetime(["2024-01-01", "2024-02-29"])
    frame = pd.DataFrame({"text": ["a", "b"], "title": ["t", "u"], "date": dates})
    records, _ = read(frame.to_json(orient=orient), "a.json")
    corpus = nl.load(records, progress=False)
    assert corpus.articles["text"].tolist() == ["a", "b"]
    assert corpus.articles["date"].tolist() == list(dates)  # written as seconds since 1970


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"text": "a", "comments": [{"text": "c"}, {"text": "d"}]}, ["a"]),
        ({"article": {"title": "t", "text": "a"}}, ["a"]),
        ({"x1": {"text": "a"}, "x2": {"text": "b"}}, ["a", "b"]),
        ({"article": {"text": "a"}, "meta": {"language": "en"}}, ["a"]),
        ({"text": {"0": "a", "1": "b"}}, ["a", "b"]),
        ({"meta": [{"n": 1}, {"n": 2}], "items": [{"body": "a"}]}, ["a"]),
        ([{"text": ["p", "q"]}], ["p\nq"]),
    ],
)
def test_the_right_array_is_found(value, expected):
    assert texts(json.dumps(value), "a.json") == expected


def test_objects_keyed_by_id_keep_it():
    records, _ = read('{"x1": {"text": "a"}, "x2": {"text": "b"}}', "a.json")
    assert [record.fields["id"] for record in records] == ["x1", "x2"]


def test_lines_under_the_name_json_and_an_array_under_jsonl():
    assert texts('{"text": "a"}\n{"text": "b"}\n', "a.json") == ["a", "b"]
    assert texts('[{"text": "a"},\n {"text": "b"}]\n', "a.jsonl") == ["a", "b"]


def test_broken_lines_are_set_aside_with_their_line():
    records, rejects = read('{"text": "a"}\n\n{"text": \n[1, 2]\n{"text": "b"}\n', "a.jsonl")
    assert [record.record for record in records] == [1, 4]
    assert [(r.record, r.line) for r in rejects] == [(2, 3), (3, 4)]
    assert "not JSON" in rejects[0].reason and "found list" in rejects[1].reason


@pytest.mark.parametrize("data", ["{", "[", '["a", "b"]', "[]", "7", "{}", "[" * 100_000])
def test_what_is_no_list_of_articles_is_one_reject(data):
    records, rejects = read(data, "a.json")
    assert records == [] and len(rejects) == 1 and "a.json" == rejects[0].source


# ---- which columns


@pytest.mark.parametrize(
    "name", ["text", "Body", "FullText", "full_text", " Main-Text ", "CONTENT", "article_text"]
)
def test_usual_names_of_the_text(name):
    assert texts(f"{name},n\na b,1\n") == ["a b"]


@pytest.mark.parametrize("name", ["date", "Published", " Publish-Date ", "webPublicationDate",
                                  "pubDate", "pub_date", "publishedAt", "year"])  # fmt: skip
def test_usual_names_of_the_date(name):
    (record,), _ = read(f"text,{name}\na,2024\n")
    assert record.fields == {"date": "2024"}


def test_of_two_texts_the_likelier_is_taken_and_the_other_kept():
    (record,), _ = read("content,body,text\nC,B,T\n")
    assert record.raw == "T" and record.extra == {"content": "C", "body": "B"}


def test_an_empty_column_gives_way_to_a_full_one():
    (record,), _ = read("text,maintext,date,published\n,M,,2024\n")
    assert record.raw == "M" and record.fields == {"date": "2024"}
    assert record.extra == {"text_given": "", "date_given": ""}


def test_named_columns_come_first():
    (record,), _ = read("text,note,topic\nT,N,x\n", columns={"text": "note"})
    assert record.raw == "N" and record.extra == {"text_given": "T", "topic": "x"}


def test_a_named_column_that_is_not_there():
    with pytest.raises(SourceError, match="has no column 'Haupttext'. Found: 'text'"):
        nl.load(pd.DataFrame({"text": ["a"]}), columns={"text": "Haupttext"})
    with pytest.raises(SourceError, match="columns= names 'texto'.*It has: text, id, title"):
        nl.load(pd.DataFrame({"text": ["a"]}), columns={"texto": "text"})


def test_own_columns_never_take_a_name_of_newslib():
    frame = pd.DataFrame({"text": ["a"], "outlet": ["S"], "source": ["x"], "hash": [1],
                          "mentions": [2], "topic": ["t"], 5: [6]})  # fmt: skip
    (record,) = sources.read(frame)
    assert record.extra == {
        "source_given": "x", "hash_given": 1, "mentions_given": 2, "topic": "t", "5": 6
    }  # fmt: skip


def test_tags_in_a_text_are_noted():
    (record, plain), _ = read("text\n<p>Flood</p> waters\n1 < 2 and 3 > 2\n")
    assert "HTML tags" in record.notes[0][1] and plain.notes == []


# ---- DataFrames


def test_a_frame_with_holes_and_an_odd_index():
    frame = pd.DataFrame({"text": ["a", None, float("nan"), "", pd.NA, "b"]}, index=list("xxyyzz"))
    items = list(sources.read(frame))
    assert [(i.record, i.raw) for i in items if isinstance(i, Record)] == [(1, "a"), (6, "b")]
    assert [i.record for i in items if isinstance(i, Reject)] == [2, 3, 4, 5]


def test_a_frame_with_cells_that_are_no_strings():
    import numpy as np

    frame = pd.DataFrame({"text": [5, 2.0, True, ["p", "q"], {"k": 1}, np.array(["x", "y"])]})
    assert [r.raw for r in sources.read(frame)] == ["5", "2", "True", "p\nq", '{"k": 1}', "x, y"]


def test_a_frame_with_two_columns_of_one_name():
    with pytest.raises(SourceError, match="two columns 'n'; rename one"):
        nl.load(pd.DataFrame([["a", 1, 2]], columns=["text", "n", "n"]))


# ---- pages

BODY = "<p>The dam held on Monday night after a week of rain, officials in the valley said.</p>" * 5


def page(head="", body=""):
    return (
        f"<html lang=en><head><title>Dam holds</title>{head}</head><body><article>"
        f"<h1>Dam holds</h1>{body}{BODY}</article><footer>© 2019 The Star</footer></body></html>"
    )


@pytest.mark.parametrize(
    ("html", "date"),
    [
        (page("<meta property='article:published_time' content='2026-04-14T23:30:00-05:00'>"
              "<meta property='article:modified_time' content='2026-05-01T00:00:00Z'>"),
         "2026-04-14"),
        (page(body="<time datetime='2026-04-14'>yesterday</time>"), "2026-04-14"),
        (page(body="<span class='date'>April 14th, 2026</span>"), "2026-04-14"),
        (page(), None),  # not 1 January of the copyright year
        (page("<meta name='date' content='2026-04'>"), None),  # not today's day of that month
        (page("<meta name='date' content='2026-04'>", f"<p>{'Apr' * 50_000}</p>"), None),
    ],
)  # fmt: skip
def test_a_saved_page(html, date):
    pytest.importorskip("trafilatura", reason="trafilatura is not installed")
    (record,), rejects = read(html, "a.html")
    assert rejects == [] and record.fields["title"] == "Dam holds"
    assert record.raw.count("The dam held") >= 1 and "Star" not in record.raw
    assert record.fields.get("date") == date
    guessed = [field for field, _, _ in record.notes]
    assert guessed == (["date"] if "content='2026-04'" in html else [])


def test_pages_of_nasa(dev_data):
    pytest.importorskip("trafilatura", reason="trafilatura is not installed")
    folder = dev_data / "pages-public-domain"
    for path in sorted(folder.glob("*/source.html")):
        (record,) = sources.read(path)
        said = json.loads((path.parent / "meta.json").read_text("utf-8"))
        assert record.fields["title"].startswith(said["title"])
        assert record.fields["date"] == said["date"] and record.fields["author"] == said["authors"]


@pytest.mark.parametrize("data", ["", "hello", "\0\0", "<div>" * 5000])
def test_a_page_without_an_article(data):
    pytest.importorskip("trafilatura", reason="trafilatura is not installed")
    _, (reject,) = read(data, "a.html")
    assert "no article was found in the page" in reject.reason


def test_without_trafilatura_a_page_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    _, (reject,) = read(page(), "a.html")
    assert "pip install 'newslib[html]'" in reject.reason


# ---- archives


def test_an_archive_with_all_sorts():
    members = {
        "b/é.txt": "Head\nBody b.", "a.txt": "Head\nBody a.", "t.csv": "text\nrow\n",
        "__MACOSX/._a.txt": b"\0", ".DS_Store": b"\0", "b/.hidden.txt": "no",
        "../../up.txt": "Head\nUp.", "in.zip": archive({"x.txt": "x"}), "pic.jpg": b"\xff\xd8",
    }  # fmt: skip
    records, rejects = read(archive(members), "z.zip")
    assert [r.source for r in records] == [
        "z.zip/../../up.txt", "z.zip/a.txt", "z.zip/b/é.txt", "z.zip/t.csv"
    ]  # fmt: skip
    assert {r.source: r.reason[:20] for r in rejects} == {
        "z.zip/in.zip": "an archive inside an", "z.zip/pic.jpg": "newslib does not rea"
    }  # fmt: skip


def test_reading_an_archive_writes_nothing(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "z.zip").write_bytes(
        archive({"../../up.txt": "Head\nUp.", "/abs.txt": "Head\nAbs."})
    )
    assert len(list(sources.read("z.zip"))) == 2
    assert os.listdir(tmp_path) == ["z.zip"]


def test_names_of_macos_in_an_archive():
    data = archive({"cafXX.txt": "Head\nBody."}).replace(b"cafXX", b"caf\xc3\xa9")
    (record,), _ = read(data, "z.zip")
    assert record.source == "z.zip/café.txt"


def test_a_member_that_is_damaged_or_locked_is_one_reject():
    whole = archive({"a.txt": "Head\nBody a.", "b.txt": "Head\nBody b."})
    (record,), (reject,) = read(whole.replace(b"Body b.", b"Body c."), "z.zip")
    assert record.source == "z.zip/a.txt" and "CRC" in reject.reason
    locked = bytearray(archive({"a.txt": "Head\nBody."}))
    locked[6] |= 1
    locked[locked.index(b"PK\1\2") + 8] |= 1
    _, (reject,) = read(bytes(locked), "z.zip")
    assert reject.reason == "locked with a password; unpack it first"


@pytest.mark.parametrize("data", [b"no archive", archive({"a.txt": "Head\nBody."})[:60], b""],
                         ids=["another kind", "cut off", "empty"])  # fmt: skip
def test_a_broken_archive_is_one_reject(data):
    records, rejects = read(data, "z.zip")
    assert records == [] and len(rejects) == 1


def test_broken_gz_is_one_reject():
    whole = gzip.compress(b"text\n" + random.Random(0).randbytes(999).hex().encode())
    for data in (b"text\na\n", whole[:-300]):
        records, rejects = read(data, "a.csv.gz")
        assert records == [] and len(rejects) == 1


# ---- names and folders


def names(source):
    return [item.source for item in sources.read(source)]


@pytest.fixture
def folder(tmp_path):
    """A folder with a name of its own, and in it what folders hold."""
    root = tmp_path / "été 'n\" co [1]"
    for name in ("b.txt", "sub dir/a.txt", "UP.TXT", "[2024] c.txt", ".hidden.txt", ".git/x.txt",
                 "~$lock.xlsx", "README.md", "__MACOSX/b.txt"):  # fmt: skip
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("Head of it\nBody of it.\n", "utf-8")
    return root


ALL = ["UP.TXT", "[2024] c.txt", "b.txt", "sub dir/a.txt"]


def test_a_folder_in_the_order_of_its_names(folder):
    assert names(folder) == names(str(folder)) == names(f"{folder}/") == ALL


def test_a_folder_however_it_is_written(folder, monkeypatch):
    monkeypatch.setenv("HOME", str(folder.parent))
    monkeypatch.setenv("USERPROFILE", str(folder.parent))
    assert names(f"~/{folder.name}") == ALL
    for written in (
        f'"{folder}"',
        f"'{folder}'",
        f"  {folder}\n",
        folder.as_uri(),
        f"file://{folder}",
    ):
        assert names(written) == ALL
    monkeypatch.chdir(folder)
    assert names(".") == ALL and names("b.txt") == ["b.txt"] and names("sub dir") == ["a.txt"]


def test_globs(folder, monkeypatch):
    assert names(str(folder / "*.txt")) == ["[2024] c.txt", "b.txt"]
    assert names(folder / "**" / "*.txt") == ["[2024] c.txt", "b.txt", "sub dir/a.txt"]
    assert names(str(folder / "s*")) == ["sub dir/a.txt"]
    monkeypatch.chdir(folder)
    assert names("sub*/*.txt") == ["sub dir/a.txt"] and names("[2024] c.txt") == ["[2024] c.txt"]


def test_a_file_whose_name_has_quotes_itself(tmp_path, monkeypatch):
    (tmp_path / "'q'.txt").write_text("Head of it\nBody.")
    monkeypatch.chdir(tmp_path)
    assert names("'q'.txt") == ["'q'.txt"]


def test_files_of_one_name_in_two_folders_differ(folder):
    other = folder.parent / "other" / "b.txt"
    other.parent.mkdir()
    other.write_text("Head of it\nBody.")
    assert names([folder / "b.txt", str(other)]) == [f"{folder.name}/b.txt", "other/b.txt"]
    assert names([folder / "b.txt", folder / "UP.TXT"]) == ["b.txt", "UP.TXT"]
    assert names([other]) == ["b.txt"]


@pytest.mark.skipif(os.name == "nt" or sys.platform == "darwin", reason="names there are Unicode")
def test_a_name_that_is_no_unicode(tmp_path):
    with open(os.fsencode(tmp_path) + b"/b\xff.txt", "wb") as file:
        file.write(b"Head of it\nBody.")
    assert names(tmp_path) == ["b�.txt"]


def test_a_mixed_list():
    frame = pd.DataFrame({"text": ["a"]})
    assert [r.raw for r in sources.read([frame, [frame, frame]])] == ["a"] * 3


def test_images_and_files_without_a_kind_are_set_aside(folder):
    (folder / "pic.png").write_bytes(b"\x89PNG")
    (folder / "notes").write_text("x")
    rejects = [item for item in sources.read(folder) if isinstance(item, Reject)]
    assert [r.source for r in rejects] == ["notes", "pic.png"]
    assert "does not read '.png' files; it reads .txt" in rejects[1].reason


# ---- what is said when nothing can be done


@pytest.mark.parametrize(
    "text", ["two lines\nof text", "a\rb", "word " * 300, "The dam held. " * 30]
)
def test_a_text_is_not_a_path(text):
    with pytest.raises(SourceError, match="(?i)did you mean nl.paste\\?"):
        nl.load(text)


def test_a_short_sentence_is_not_found_and_asked_about():
    with pytest.raises(FileNotFoundError, match="(?i)did you mean nl.paste\\?"):
        nl.load("The dam held on Monday night after a week of rain.")


@pytest.mark.parametrize(
    "name", ["nope.csv", "nope/*.txt", "C:\\Users\\me\\a.csv", "~nobody-here/x", "a**b", "a\0b"]
)
def test_a_file_that_is_not_there(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(FileNotFoundError) as error:
        nl.load(name)
    assert name in str(error.value) and str(tmp_path) in str(error.value)


@pytest.mark.parametrize("name", ["", "  ", "https://example.com/a.csv"])
def test_names_that_are_none(name):
    with pytest.raises(SourceError, match="empty name|fetches nothing"):
        nl.load(name)


@pytest.mark.parametrize("source", [None, 7, b"x", {"text": "a"}, [{"text": "a"}]])
def test_what_is_no_source(source):
    with pytest.raises(TypeError, match="takes a path, a DataFrame or a list of these; got"):
        nl.load(source)


def test_a_source_with_nothing_usable_is_one_clear_error(tmp_path):
    with pytest.raises(SourceError, match="holds nothing newslib reads. It reads .txt"):
        nl.load(tmp_path)
    with pytest.raises(SourceError, match="This list holds nothing"):
        nl.load([])
    (tmp_path / "a.csv").write_text("id,foo\n1,2\n")
    (tmp_path / "b.txt").write_text("")
    with pytest.raises(SourceError) as error:
        nl.load(tmp_path)
    for said in ("a.csv has no column 'text'", "'id', 'foo'", "b.txt: the file is empty"):
        assert said in str(error.value)


# ---- large and hostile


@pytest.mark.parametrize(
    "data",
    [
        b"id,text\n" + b'1,"open\n' * 20_000,
        b"id,text\n" + b'1,"open\n' + b"2,a body\n" * 50_000,
        b"id,text\n" + b'"' * 300_001,
        b"id,text\n" + b"\n" * 300_000 + b"1,a body\n",
        b"id,text\n1," + b"The dam held. " * 300_000,
        b"text," + b",".join(b"c%d" % i for i in range(5_000)) + b"\n" + b"x," * 5_000 + b"y\n",
    ],
    ids=["quotes-open", "quote-open", "quotes", "blank-lines", "one-cell", "wide"],
)  # fmt: skip
def test_no_table_takes_quadratic_time(data):
    """The limit is ten times what a slow machine needs, and a hundredth of n squared."""
    start = time.perf_counter()
    items = sources.read_file(lambda: data, "a.csv")
    assert sum(1 for _ in items) > 0 and time.perf_counter() - start < 10


def test_cells_larger_than_the_csv_module_expects():
    big = "x" * (csv.field_size_limit() + 1 if csv.field_size_limit() < 10**6 else 200_000)
    assert texts(f"id,text\n1,{big}\n") == [big]


def test_the_readers_are_those_the_docs_name():
    assert set(tables.READERS) == {".csv", ".tsv", ".xlsx", ".jsonl", ".ndjson", ".json"}
    assert sources.KINDS[0] == ".txt" and sources.KINDS[-1] == ".zip"
