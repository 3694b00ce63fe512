"""This turns the bytes of a table (CSV, TSV, XLSX, JSONL, JSON) into rows, each a dict of cells.

Cells of text files stay as typed; spreadsheets and JSON keep the types they have. A row that
cannot be read is a Reject in its place, and reading goes on with the next.
"""

import codecs
import csv
import io
import json
import re
import warnings
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd

MOST_COLUMNS = 60  # an object within objects that would make more columns than this stays whole
MOST_LINES = 100  # of a row, in a file in which many quotes were never closed
ALONE = "\x1f"  # the sign between cells where a table has but one column
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


class SourceError(ValueError):
    """A source that cannot be used at all: what was expected, what was found, what to do."""


@dataclass
class Reject:
    """A record that could not be read: `line` is its line in the file where that is known."""

    source: str
    record: int
    line: int | None
    reason: str
    excerpt: str = ""


class Row(NamedTuple):
    """One row: its number from 1, its line in the file where that is known, its cells."""

    number: int
    line: int | None
    cells: dict


class Table(NamedTuple):
    """A table as found: the file or file[sheet], its columns, its rows, its encoding if guessed."""

    name: str
    columns: list
    rows: list[Row | Reject]
    guessed: str = ""


def excerpt(text: str, length=80) -> str:
    """Return the beginning of a text on one line."""
    text = " ".join(text[: 10 * length].split())
    return text if len(text) <= length else text[: length - 1] + "…"


def missing(value) -> bool:
    """Whether a cell holds nothing: None, NaN, NA, NaT. An empty string is something."""
    if isinstance(value, str):
        return False
    return value is None or bool(pd.api.types.is_scalar(value) and pd.isna(value))


def as_string(value) -> str:
    """Return a cell as typed: "007" stays, 7.0 from a spreadsheet is "7", lists are joined.

    >>> [as_string(v) for v in ("007", 7.0, 2**53 + 1, True, ["Ann Lee", "Bo Ek"])]
    ['007', '7', '9007199254740993', 'True', 'Ann Lee, Bo Ek']
    """
    if isinstance(value, str):
        return value
    if isinstance(value, float | np.floating) and float(value).is_integer():
        value = int(value)
    if isinstance(value, np.ndarray):
        value = value.tolist()
    if isinstance(value, list | tuple):
        return ", ".join(map(as_string, value))
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False, default=str)
    return str(value)


def decode(data: bytes) -> tuple[str, str]:
    """Bytes to text and, where the encoding had to be guessed, which one. Raises SourceError.

    >>> decode("Café".encode()), decode("The café’s owner lost £500.".encode("cp1252"))
    (('Café', ''), ('The café’s owner lost £500.', 'cp1252'))
    """
    known = [encoding for mark, encoding in MARKS if data.startswith(mark)]
    even, odd = data[:200:2], data[1:200:2]
    for encoding, zeros, rest in (("utf-16-le", odd, even), ("utf-16-be", even, odd)):
        if zeros.count(0) > 0.8 * len(zeros) and 0 not in rest:  # UTF-16 without a mark
            known.append(encoding)
    for encoding in (*known, "utf-8"):
        try:
            return data.decode(encoding), ""
        except UnicodeDecodeError:
            pass
    from charset_normalizer import from_bytes

    matches = from_bytes(data) if b"\0" not in data[:4096] else []
    if not matches:
        raise SourceError("is not text in any known encoding; save it as UTF-8")
    # What Western offices write is taken before its like: "£" must not become "Ł".
    fits = [m for m in matches if m.chaos <= matches[0].chaos]
    western = any("cp1252" in m.could_be_from_charset for m in fits)
    encoding = "cp1252" if western else matches[0].encoding
    return data.decode(encoding), encoding


def _header(cells, name: str) -> list[str]:
    """The names of the columns; one without a name is called by its place."""
    names = [
        f"column {i}" if missing(cell) or not str(cell).strip() else as_string(cell).strip()
        for i, cell in enumerate(cells, 1)
    ]
    if len(set(names)) < len(names):
        twice = Counter(names).most_common(1)[0][0]
        raise SourceError(f"{name} has two columns '{twice}'; rename one of them")
    return names


# ---- comma-separated and the like


def read_csv(data: bytes, name: str, texts=()) -> Iterator[Table]:
    """Read a table whose cells are divided by commas, semicolons, tabs or bars."""
    text, guessed = decode(data)
    lines = list(io.StringIO(text, newline=""))  # ends with \n, \r\n or \r, as csv wants them
    at = next((i for i, line in enumerate(lines) if line.strip()), None)
    if at is None:
        raise SourceError("the file is empty")
    form, at = _form(lines, at, name)
    found = _cells(lines, at, form)
    _, first = next(found, (0, None))
    if first is None:
        raise SourceError(f"the quotes of its header do not match: {excerpt(lines[at])}")
    header = _header(first, name)
    rows: list[Row | Reject] = []
    for line, cells in found:
        if cells == [] or cells and len(cells) == 1 < len(header) and not cells[0].strip():
            continue  # a blank line
        number = len(rows) + 1
        if cells is None and form["delimiter"] == "\t":  # many leave quotes between tabs as typed
            cells = lines[line - 1].rstrip("\r\n").split("\t")
        while cells and len(cells) > len(header) and not cells[-1].strip():
            cells.pop()
        if cells is None:
            reason = "a quote is not closed, or one within the text is not doubled"
        elif len(cells) != len(header):
            cell = "1 cell" if len(cells) == 1 else f"{len(cells)} cells"
            reason = f"the row has {cell}, the header {len(header)}"
        else:
            rows.append(Row(number, line, dict(zip(header, cells, strict=True))))
            continue
        said = lines[line - 1] if cells is None else form["delimiter"].join(cells)
        rows.append(Reject(name, number, line, reason, excerpt(said)))
    yield Table(name, header, rows, guessed)


def _form(lines: list[str], at: int, name: str) -> tuple[dict, int]:
    """How the cells are divided, read off the header, and the line on which the header stands."""
    if said := re.fullmatch(r'"?sep=(.)"?\s*', lines[at], re.IGNORECASE):  # Excel's own first line
        return {"delimiter": said[1], "strict": True}, at + 1
    bare = re.sub(r'"[^"]*"', "", lines[at])
    tabs = re.search(r"\.tsv(\.gz)?$", name.lower())
    sign = max("\t,;|" if tabs else ",;\t|", key=bare.count)
    if sign not in bare:
        sign = ALONE
    return {"delimiter": sign, "strict": True, "skipinitialspace": f"{sign} " in bare}, at


def _cells(lines: list[str], at: int, form: dict) -> Iterator[tuple[int, list[str] | None]]:
    """The cells of each row with its line, None where quotes do not match.

    After such a row reading goes on with the next line, so that a quote that was never closed
    swallows one row and not the rest of the file. Where many did, rows are short from there on:
    reading the rest again for each would never end.
    """
    csv.field_size_limit(2**31 - 1)
    start, spare = at, 9 * len(lines)

    def following():
        for i in range(at, len(lines)):
            if i - start > max(spare, MOST_LINES):
                raise csv.Error
            yield lines[i]

    while at < len(lines):
        reader = csv.reader(following(), **form)
        start = at
        try:
            for cells in reader:
                yield start + 1, cells
                start = at + reader.line_num
            return
        except csv.Error:
            spare -= at + reader.line_num - start
            yield start + 1, None
            at = start + 1


# ---- spreadsheets and frames


def read_xlsx(data: bytes, name: str, texts=()) -> Iterator[Table]:
    """Read every sheet of a workbook that holds something; a formula is its stored value."""
    from openpyxl import load_workbook

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about styles and extensions, which hold no text
        try:
            book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        except Exception as error:
            raise SourceError(
                f"is not an .xlsx workbook ({excerpt(str(error))}); an older .xls or one with a "
                "password can be saved as .xlsx or .csv in Excel"
            ) from None
        sheets = []
        for sheet in book.worksheets:
            sheet.reset_dimensions()  # some programs write wrong ones
            lines = enumerate(map(_trimmed, sheet.iter_rows(values_only=True)), 1)
            if lines := [(line, cells) for line, cells in lines if cells]:
                sheets.append((sheet.title, lines))
    if not sheets:
        raise SourceError("the workbook is empty")
    for title, [(_, first), *lines] in sheets:
        place = name if len(sheets) == 1 else f"{name}[{title}]"
        widest = max(len(cells) for cells in [first, *(cells for _, cells in lines)])
        header = _header([*first, *[None] * (widest - len(first))], place)
        rows = [
            Row(number, line, dict(zip(header, cells, strict=False)))
            for number, (line, cells) in enumerate(lines, 1)
        ]
        yield Table(place, header, rows)


def _trimmed(cells) -> list:
    """The cells of a row up to the last that holds something; Excel writes \\r as _x000D_."""
    cells = [c.replace("_x000D_", "\r") if isinstance(c, str) else c for c in cells]
    while cells and cells[-1] is None:
        cells.pop()
    return cells


def read_frame(frame: pd.DataFrame) -> Table:
    """Read a DataFrame; its index is not looked at."""
    columns = list(frame.columns)
    twice = frame.columns[frame.columns.duplicated()]
    if len(twice):
        raise SourceError(f"the DataFrame has two columns {twice[0]!r}; rename one of them")
    rows = frame.itertuples(index=False, name=None)
    cells = (dict(zip(columns, row, strict=True)) for row in rows)
    return Table("DataFrame", columns, [Row(i, None, row) for i, row in enumerate(cells, 1)])


# ---- JSON


def read_jsonl(data: bytes, name: str, texts=()) -> Iterator[Table]:
    """Read one object a line."""
    text, guessed = decode(data)
    if re.match(r"\s*\[", text):  # one array under the name .jsonl, or lines after all
        try:
            yield from read_json(data, name, texts)
            return
        except SourceError:
            pass
    rows: list[Row | Reject] = []
    for line, content in enumerate(text.split("\n"), 1):
        if content.strip():
            try:
                rows.append(_object(json.loads(content), len(rows) + 1, line, name))
            except (ValueError, RecursionError) as error:
                reason = f"not JSON: {error}"
                rows.append(Reject(name, len(rows) + 1, line, reason, excerpt(content)))
    if not rows:
        raise SourceError("the file is empty")
    yield _flattened(name, rows, guessed)


def read_json(data: bytes, name: str, texts=()) -> Iterator[Table]:
    """Read an array of objects, wherever in the file it stands, or what pandas wrote.

    `texts` are names of a column of text, by which the right array is known.
    """
    text, guessed = decode(data)
    if not text.strip():
        raise SourceError("the file is empty")
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        if "Extra data" in str(error) and re.match(r"\s*\{", text):
            yield from read_jsonl(data, name, texts)  # lines of JSON under the name .json
            return
        raise SourceError(f"is not JSON: {error}") from None
    arrays = list(_arrays(value, texts))
    if not arrays:
        raise SourceError("holds no list of records [{…}, {…}]")
    with_text = (array for array in arrays if any(_has_text(one, texts) for one in array))
    found = next(with_text, None) or max(arrays, key=lambda a: sum(map(len, filter(_is_object, a))))
    rows = [_object(one, number, None, name) for number, one in enumerate(found, 1)]
    yield _flattened(name, rows, guessed)


def _is_object(value) -> bool:
    return isinstance(value, dict)


def _object(value, number: int, line: int | None, name: str) -> Row | Reject:
    if _is_object(value):
        return Row(number, line, value)
    reason = f"expected an object {{…}}, found {type(value).__name__}"
    return Reject(name, number, line, reason, excerpt(str(value)))


def _arrays(value, texts) -> Iterator[list]:
    """Every list of objects within a value, outermost first, pandas' ways of writing among them."""
    if isinstance(value, list) and any(map(_is_object, value)):
        yield value
    elif _is_object(value):
        yield [value]
        inner = list(value.values())
        if len(inner) > 1 and all(_has_text(one, texts) for one in inner):  # {"a1": {…}, "a2": {…}}
            yield [{"id": key, **one} for key, one in value.items()]
        for one in inner:
            yield from _arrays(one, texts)
        if all(map(_is_object, inner)) and all(one.keys() == inner[0].keys() for one in inner):
            yield [{name: value[name][key] for name in value} for key in dict(*inner[:1])]
        if isinstance(value.get("columns"), list) and isinstance(value.get("data"), list):
            yield [dict(zip(value["columns"], row, strict=False)) for row in value["data"]]


def _has_text(value, texts) -> bool:
    """Whether an object has a name that the text of an article may have."""
    flat = _flat(value) if _is_object(value) else {}
    return any(
        fold(name) in texts and not (isinstance(inner, list) and any(map(_is_object, inner)))
        for name, inner in flat.items()
    )


def fold(name) -> str:
    """Return a column's name as names are compared: "Publish-Date" is "publishdate"."""
    return re.sub(r"[\s_-]+", "", str(name)).lower()


def _flattened(name: str, rows: list[Row | Reject], guessed: str) -> Table:
    """The table of some objects: objects within them become columns, save those of many names."""
    whole: frozenset = frozenset()
    for _ in range(2):
        flat = [
            row._replace(cells=_flat(row.cells, whole)) if isinstance(row, Row) else row
            for row in rows
        ]
        columns = dict.fromkeys(n for row in flat if isinstance(row, Row) for n in row.cells)
        wide = Counter(column.split(".")[0] for column in columns)
        whole = frozenset(n for n, count in wide.items() if count > MOST_COLUMNS)
        if not whole:
            break
    return Table(name, list(columns), flat, guessed)


def _flat(value: dict, whole=frozenset(), prefix="") -> dict:
    """{"fields": {"body": "x"}} becomes {"fields.body": "x"}, as export formats nest."""
    flat = {}
    for key, inner in value.items():
        if isinstance(inner, dict) and inner and key not in whole:
            flat |= _flat(inner, whole, f"{prefix}{key}.")
        else:
            flat[f"{prefix}{key}"] = inner
    return flat


READERS = {
    ".csv": read_csv, ".tsv": read_csv, ".xlsx": read_xlsx,
    ".jsonl": read_jsonl, ".ndjson": read_jsonl, ".json": read_json,
}  # fmt: skip
