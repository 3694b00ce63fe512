"""Tables and charts as files: read back with the programs they are meant for."""

import csv

import openpyxl
import pandas as pd
import pytest
from hostile import frame

import newslib as nl


@pytest.fixture(scope="module")
def table(town):
    return nl.frequency(town, words=["flood", "dam", "zzz"], by="outlet")


def test_a_csv_reads_back_and_opens_in_excel(table, tmp_path):
    (path,) = nl.export(table, tmp_path / "new" / "words.csv")
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")  # Excel takes it for UTF-8 by this
    again = pd.read_csv(path, index_col="word", encoding="utf-8-sig")
    pd.testing.assert_frame_equal(again, table, check_dtype=False)
    assert nl.export(table, path) == [path]  # once more, over it


def test_a_workbook_says_how_it_was_made(table, tmp_path):
    (path,) = nl.export(table, tmp_path / "words.xlsx")
    again = pd.read_excel(path, sheet_name=None, index_col=0)
    pd.testing.assert_frame_equal(again["table"], table, check_dtype=False)
    about = again["about"]["is"]
    assert about["measure"] == "frequency" and "'flood'" in about["arguments"]


def test_no_cell_is_a_formula(tmp_path):
    cells = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "safe", "", None, "bell \x07"]
    table = pd.DataFrame({"=text": cells, "n": range(-4, 5)})
    (path,) = nl.export(table, tmp_path / "odd.csv")
    rows = list(csv.reader(path.read_text("utf-8-sig").splitlines()))
    assert not any(c[:1] in tuple("=+@\t") for row in rows for c in row)
    assert [row[1] for row in rows[1:4]] == ["'=1+1", "'+1", "'-1"]
    assert [int(row[2]) for row in rows[1:]] == list(range(-4, 5))  # a number keeps its sign
    (path,) = nl.export(table, tmp_path / "odd.xlsx")
    sheet = openpyxl.load_workbook(path)["table"]
    assert not any(cell.data_type == "f" for row in sheet.iter_rows() for cell in row)
    assert [cell.value for cell in sheet["B"]][1:4] == ["'=1+1", "'+1", "'-1"]
    assert [cell.value for cell in sheet["C"]][1:] == list(range(-4, 5))


def test_hostile_articles_can_be_exported(tmp_path):
    corpus = nl.load(frame(), progress=False)
    for kind in ("csv", "xlsx"):
        (path,) = nl.export(nl.concordance(corpus, "port"), tmp_path / f"lines.{kind}")
        read = pd.read_csv if kind == "csv" else pd.read_excel
        assert len(read(path)) == len(nl.concordance(corpus, "port"))


@pytest.mark.parametrize("kind", ["svg", "png", "pdf"])
def test_a_figure_brings_its_data_and_its_caption(town, table, tmp_path, kind):
    ax = nl.plot_frequency(table)
    picture, data, said = nl.export(ax, tmp_path / f"words.{kind}")
    start = {"svg": b"<?xml", "png": b"\x89PNG", "pdf": b"%PDF"}[kind]
    assert picture.read_bytes().startswith(start)
    assert pd.read_csv(data)["count"].tolist() == table["count"].tolist()
    text = said.read_text("utf-8")
    assert ax.newslib["caption"] in text and ax.newslib["alt"] in text and ax.get_title() in text
    before = picture.read_bytes()
    nl.export(nl.plot_frequency(table), picture)
    assert picture.read_bytes() == before  # the same figure is the same file


def test_a_figure_has_the_width_asked_for(table, tmp_path):
    from matplotlib.image import imread

    ax = nl.plot_frequency(table, title="Floods")
    for width, inches in (("column", 3.5), ("page", 7), (5, 5)):
        picture, *_ = nl.export(ax, tmp_path / "words.png", width=width)
        assert imread(picture).shape[1] == inches * 300
    whole = imread(picture).shape[0]
    picture, _, said = nl.export(ax, tmp_path / "words.png", width=5, caption=False)
    assert imread(picture).shape[0] < whole
    assert said.read_text("utf-8").startswith("Floods\n")


def test_errors_say_what_can_be_written(table, tmp_path):
    from matplotlib.figure import Figure

    with pytest.raises(ValueError, match=r"a table as \.csv, \.xlsx; got 'words\.png'"):
        nl.export(table, tmp_path / "words.png")
    with pytest.raises(ValueError, match=r"a chart as \.svg, \.png, \.pdf; got 'words'"):
        nl.export(nl.plot_frequency(table), tmp_path / "words")
    with pytest.raises(ValueError, match="plot_ functions return"):
        nl.export(Figure().add_subplot(), tmp_path / "words.png")
    with pytest.raises(ValueError, match="export takes a table"):
        nl.export([1, 2], tmp_path / "words.png")
    assert list(tmp_path.iterdir()) == []


def test_exports_keep_to_the_policy(town, tmp_path, monkeypatch):
    monkeypatch.setenv("NEWSLIB_EVIDENCE", "reference")
    (path,) = nl.export(nl.concordance(town, "flood"), tmp_path / "lines.csv")
    assert "rose" not in path.read_text("utf-8-sig")
