"""This writes a table or a chart to a file that another program opens."""

from pathlib import Path

import pandas as pd

from newslib.display import without_caption
from newslib.policy import within_policy

TABLES, CHARTS = (".csv", ".xlsx"), (".svg", ".png", ".pdf")
CONTROL = r"[\x00-\x08\x0b\x0c\x0e-\x1f]"  # signs a workbook cannot hold
MOST_ROWS = 1_048_575  # in a sheet of a workbook, beside the heading


def export(table_or_axes, path, *, width=None, caption: bool = True) -> list[Path]:
    """Write a table as .csv or .xlsx, or a chart as .svg, .png (300 dots an inch) or .pdf.

    A cell that a spreadsheet would take for a formula gets an apostrophe. A workbook has a second
    sheet, "about", which says how the table was made. Beside a chart go its data (.csv) and a
    text (.txt) with title, caption and description, ready to paste. `width` is "column" (3.5
    inches), "page" (7) or inches, if not as drawn; `caption=False` leaves it out of the picture.
    Folders are made, and files of that name overwritten.

    Returns the paths written. Raises ValueError for another kind of file, a chart that newslib
    did not draw, or more rows than a sheet holds.

    >>> import tempfile, newslib as nl
    >>> table = nl.frequency(nl.paste("The dam held."))
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     [path.name for path in export(nl.plot_frequency(table), Path(folder, "words.svg"))]
    ['words.svg', 'words.csv', 'words.txt']
    """
    path = Path(path)
    is_table = isinstance(table_or_axes, pd.DataFrame)
    kinds = TABLES if is_table else CHARTS
    if path.suffix.lower() not in kinds:
        thing = "a table" if is_table else "a chart"
        raise ValueError(f"export writes {thing} as {', '.join(kinds)}; got '{path.name}'")
    if not is_table and not getattr(table_or_axes, "newslib", None):
        raise ValueError("export takes a table, or a chart as the plot_ functions return it")
    path.parent.mkdir(parents=True, exist_ok=True)
    return (_table(table_or_axes, path) if is_table
            else _chart(table_or_axes, path, width, caption))  # fmt: skip


def _table(table: pd.DataFrame, path: Path) -> list[Path]:
    if path.suffix.lower() == ".csv":  # Excel takes it for UTF-8 by its first sign
        path.write_text(csv_text(within_policy(table)), "utf-8-sig", "replace", newline="")
        return [path]
    if len(table) > MOST_ROWS:
        raise ValueError(
            f"a sheet holds {MOST_ROWS:,} rows; the table has {len(table):,}: use .csv"
        )
    about = pd.Series(table.attrs.get("newslib", {}), dtype=object).map(str)
    sheets = {"table": within_policy(table), "about": about.rename_axis("what").to_frame("is")}
    with pd.ExcelWriter(path, engine="openpyxl", datetime_format="YYYY-MM-DD") as book:
        for name, sheet in sheets.items():
            sheet = _defused(sheet).replace(CONTROL, "", regex=True)
            numbered = name == "table" and table.index.name is None
            sheet.to_excel(book, sheet_name=name, index=numbered, freeze_panes=(1, 0))
            for cells in book.sheets[name].iter_cols(max_row=200):
                longest = max(len(str(cell.value or "")) for cell in cells)
                column = book.sheets[name].column_dimensions[cells[0].column_letter]
                column.width = min(longest + 2, 60)
    return [path]


def _chart(ax, path: Path, width, caption: bool) -> list[Path]:
    from matplotlib import rc_context

    ax = ax if width is None else ax.newslib["chart"](width=width)
    figure, kind = ax.get_figure(root=True), path.suffix.lower()[1:]
    undated = {"svg": {"Date": None}, "pdf": {"CreationDate": None}, "png": {}}[kind]
    about = ax.newslib
    options = {"dpi": 300, "metadata": {"Title": ax.get_title(), **undated}}
    with rc_context({"svg.hashsalt": path.name, "pdf.fonttype": 42}):
        if caption:
            figure.savefig(path, **options)
        else:
            with without_caption(ax):
                figure.savefig(path, **options)
    said = path.with_suffix(".txt")
    parts = [ax.get_title(), about["caption"], f"Description: {about['alt']}"]
    said.write_text("\n\n".join(filter(None, parts)) + "\n", "utf-8", errors="replace")
    return [path, *_table(about["table"], path.with_suffix(".csv")), said]


def csv_text(table: pd.DataFrame) -> str:
    """Return a table as CSV, the same on every machine; no cell of it is a formula.

    >>> csv_text(pd.DataFrame({"=1+1": ["-x", -0.1]}, index=["a", "b"]))
    ",'=1+1\\na,'-x\\nb,-0.1\\n"
    """
    named, table = any(table.index.names), _defused(table)
    return table.to_csv(index=not named, float_format="%.10g", lineterminator="\n")


def _defused(table: pd.DataFrame) -> pd.DataFrame:
    """The table, a named index made columns, and no text in it that would be a formula."""

    def plain(cell):
        return f"'{cell}" if isinstance(cell, str) and cell[:1] in "=+-@\t\r" and cell else cell

    table = table.reset_index() if any(table.index.names) else table
    text = table.select_dtypes(exclude=["number", "datetime", "bool"]).columns
    table = table.assign(**{name: table[name].astype(object).map(plain) for name in text})
    return table.rename(columns=plain, index=plain)
