"""This turns what people have (files, folders, tables, archives) into records and rejects.

A record is one article as given: which file, which place in it, the raw text, and the fields
that stood beside the text. A reject is a record, or a whole file, that could not be read, with
the reason. Records and rejects together are all there was: nothing is dropped in silence.
"""

import csv
import fnmatch
import glob
import io
import json
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from gzip import BadGzipFile, GzipFile
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlparse
from urllib.request import url2pathname

import pandas as pd

FIELDS = ("id", "title", "date", "outlet", "author", "url", "section", "language")
# The usual names of a column, best first, folded as `_fold` does: "Publish-Date" is "publishdate".
USUAL = {
    "text": "text body content fulltext maintext articletext bodytext articlebody plaintext "
    "fields.bodytext fields.body article story",
    "title": "title headline webtitle headline.main fields.headline name",
    "date": "date published publishdate webpublicationdate pubdate datepublish datepublished "
    "publicationdate publishedat publisheddate publishedon dateofpublication day year",
    "outlet": "outlet source medianame sitename publication newspaper source.name publicationtitle "
    "newspapertitle publisher sourcedomain mediaoutlet",
    "id": "id articleid guid uuid docid documentid",
    "author": "author authors byline creator byline.original fields.byline",
    "url": "url link weburl permalink titleurl",
    "section": "section sectionname category newsdesk",
    "language": "language lang fields.lang",
}
OURS = ("text", *FIELDS, "date_precision", "source", "record", "hash", "article")
TABLES = (".csv", ".tsv", ".xlsx", ".jsonl", ".ndjson", ".json")
KINDS = (".txt", *TABLES, ".html", ".htm", ".zip")
SKIPPED = (".*", "__MACOSX", "~$*", "Thumbs.db", "desktop.ini")


class SourceError(ValueError):
    """A source that cannot be used at all: what was expected, what was found, what to do."""


@dataclass
class Record:
    """One article as given. `fields` holds newslib's own names, `extra` the user's columns."""

    source: str
    record: int
    raw: str
    fields: dict[str, object] = field(default_factory=dict)
    extra: dict[str, object] = field(default_factory=dict)
    pasted: bool = False  # the first line may be a headline
    notes: list[tuple[str, str, str]] = field(default_factory=list)  # field, reason, excerpt


@dataclass
class Reject:
    """A record that could not be read: `line` is its line in the file where that is known."""

    source: str
    record: int
    line: int | None
    reason: str
    excerpt: str = ""


def _fold(name) -> str:
    return re.sub(r"[\s_-]+", "", str(name)).lower()


def find_columns(names: list, wanted: dict[str, str] | None, where: str) -> dict[str, object]:
    """Which of a table's columns hold newslib's fields: {"text": "body", "outlet": "source", …}.

    `wanted` is what the user said, {"text": "Haupttext"}; the rest is found by usual names.
    Raises SourceError when a named column is not there, or none can hold the text.
    """
    for ours, name in (wanted or {}).items():
        if ours not in ("text", *FIELDS):
            known = ", ".join(("text", *FIELDS))
            raise SourceError(f"columns= names '{ours}', which newslib has not. It has: {known}.")
        if name not in names:
            raise SourceError(f"{where} has no column '{name}'. Found: {_listed(names)}.")
    found = dict(wanted or {})
    folded = {_fold(name): name for name in reversed(names)}
    for ours, usual in USUAL.items():
        free = [u for u in usual.split() if u in folded and folded[u] not in found.values()]
        if ours not in found and free:
            found[ours] = folded[free[0]]
    if "text" not in found:
        raise SourceError(
            f"{where} has no column 'text'. Found: {_listed(names)}. "
            'If another column holds the text, pass columns={"text": "its name"}.'
        )
    return found


def _listed(names) -> str:
    return ", ".join(f"'{n}'" for n in names) or "no columns"


def _missing(value) -> bool:
    return value is None or value is pd.NA or value is pd.NaT or value != value


def _as_string(value) -> str:
    """Return a cell as typed: "007" stays, 7.0 from a spreadsheet is "7", lists are joined."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, list | tuple):
        return ", ".join(map(_as_string, value))
    return str(value)


def _flat(value: dict, prefix="") -> dict:
    """{"fields": {"body": "x"}} becomes {"fields.body": "x"}, as export formats nest."""
    flat = {}
    for key, inner in value.items():
        if isinstance(inner, dict):
            flat |= _flat(inner, f"{prefix}{key}.")
        else:
            flat[f"{prefix}{key}"] = inner
    return flat


def _from_rows(rows, columns, source) -> Iterator[Record | Reject]:
    """Turn dicts (record number, line, dict) into records; the columns are looked up per table."""
    rows = list(rows)
    names = list(dict.fromkeys(name for *_, row in rows if isinstance(row, dict) for name in row))
    if not names:
        yield from (row[2] for row in rows)
        return
    found = find_columns(names, columns, source)
    taken = set(found.values())
    for number, line, row in rows:
        if isinstance(row, Reject):
            yield row
            continue
        raw = row.get(found["text"])
        raw = "" if _missing(raw) else _as_string(raw)
        if not raw.strip():
            rest = ", ".join(f"{k}={v}" for k, v in row.items() if not _missing(v) and v != "")
            reason = f"the text (column '{found['text']}') is empty"
            yield Reject(source, number, line, reason, _excerpt(rest))
            continue
        fields = {}
        for ours, name in found.items():
            value = row.get(name)
            if ours != "text" and not _missing(value) and str(value).strip():
                fields[ours] = value if ours == "date" else _as_string(value)
        extra = {own_name(name): value for name, value in row.items() if name not in taken}
        yield Record(source, number, raw, fields, extra)


def own_name(name) -> str:
    """Return the name of a user's own column; one that is newslib's name gets "_given"."""
    return f"{name}_given" if name in OURS else str(name)


def read_table(path) -> pd.DataFrame:
    """Read a CSV, TSV or XLSX file as strings, for metadata; "None" and "007" stay."""
    name = str(path).lower()
    if name.endswith(".xlsx"):
        return pd.read_excel(path, dtype=object)
    return pd.read_csv(
        path, sep="\t" if name.endswith(".tsv") else None, engine="python", dtype=str,
        keep_default_na=False,
    )  # fmt: skip


def _excerpt(text: str, length=80) -> str:
    text = " ".join(text.split())
    return text if len(text) <= length else text[: length - 1] + "…"


def _decode(data: bytes) -> tuple[str, str]:
    """Bytes to text and, where the encoding had to be guessed, which one. Raises SourceError."""
    for mark, encoding in (
        (b"\xef\xbb\xbf", "utf-8-sig"),
        (b"\xff\xfe", "utf-16"),
        (b"\xfe\xff", "utf-16"),
    ):
        if data.startswith(mark):
            try:
                return data.decode(encoding), ""
            except UnicodeDecodeError:
                break
    try:
        return data.decode("utf-8"), ""
    except UnicodeDecodeError:
        from charset_normalizer import from_bytes

        best = None if b"\0" in data[:4096] else from_bytes(data).best()
        if best is None:
            raise SourceError("is not text in any known encoding; save it as UTF-8") from None
        return str(best), best.encoding


def _read_txt(data, source, columns):
    text, guessed = _decode(data)
    if not text.strip():
        yield Reject(source, 1, None, "the file is empty")
    else:
        yield Record(source, 1, text, pasted=True, notes=_guess_note(guessed))


def _guess_note(guessed):
    reason = f"the file is not UTF-8; it was read as {guessed}, a guess"
    return [("text", reason, "")] if guessed else []


def _read_csv(data, source, columns):
    text, guessed = _decode(data)
    csv.field_size_limit(2**31 - 1)
    header_line = text.lstrip("\r\n").split("\n", 1)[0]
    signs = "\t" if ".tsv" in source.lower() else ",;\t|"
    sign = max(signs, key=lambda s: re.sub(r'"[^"]*"', "", header_line).count(s))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=sign)

    def rows():
        header, number, line = None, 0, 1
        try:
            for cells in reader:
                start, line = line, reader.line_num + 1
                if not cells or (len(cells) == 1 and not cells[0].strip()):
                    continue
                if header is None:
                    header = [cell.strip() for cell in cells]
                    if len(set(header)) < len(header):
                        twice = next(name for name in header if header.count(name) > 1)
                        raise SourceError(f"{source} has two columns '{twice}'; rename one")
                    continue
                number += 1
                if len(cells) != len(header):
                    reason = f"the row has {len(cells)} cells, the header {len(header)}"
                    yield number, start, Reject(source, number, start, reason, _excerpt(cells[0]))
                else:
                    yield number, start, dict(zip(header, cells, strict=True))
        except csv.Error as error:
            reject = Reject(source, number + 1, line, f"the rest of the file is not CSV: {error}")
            yield number + 1, line, reject
        if header is not None and not number:
            find_columns(header, columns, source)  # says which columns there are, or passes

    for item in _from_rows(rows(), columns, source):
        if isinstance(item, Record):
            item.notes += _guess_note(guessed)
        yield item


def _read_xlsx(data, source, columns):
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    many = len(book.worksheets) > 1
    for sheet in book.worksheets:
        lines = list(sheet.iter_rows(values_only=True))
        first = next(
            (i for i, cells in enumerate(lines) if any(c is not None for c in cells)), None
        )
        if first is None:
            continue
        header = [
            str(c).strip() if c is not None else f"column {i}"
            for i, c in enumerate(lines[first], 1)
        ]
        rows = (
            (number, first + number + 1, dict(zip(header, cells, strict=False)))
            for number, cells in enumerate(lines[first + 1 :], 1)
            if any(cell is not None for cell in cells)
        )
        yield from _from_rows(rows, columns, f"{source}[{sheet.title}]" if many else source)


def _read_jsonl(data, source, columns):
    text, _ = _decode(data)
    rows, number = [], 0
    for line, content in enumerate(text.split("\n"), 1):
        if not content.strip():
            continue
        number += 1
        try:
            row = json.loads(content)
            if not isinstance(row, dict):
                raise ValueError(f"expected an object {{…}}, found {type(row).__name__}")
            rows.append((number, line, _flat(row)))
        except (ValueError, RecursionError) as error:
            reject = Reject(source, number, line, f"not JSON: {error}", _excerpt(content))
            rows.append((number, line, reject))
    yield from _from_rows(rows, columns, source)


def _read_json(data, source, columns):
    text, _ = _decode(data)
    try:
        found = _list_of_records(json.loads(text))
    except (ValueError, RecursionError) as error:
        if text.count("\n") and text.lstrip().startswith("{") and "Extra data" in str(error):
            yield from _read_jsonl(data, source, columns)  # lines of JSON under the name .json
            return
        raise SourceError(f"is not JSON: {error}") from None
    if found is None:
        raise SourceError("holds no list of records [{…}, {…}]")
    rows = []
    for number, row in enumerate(found, 1):
        if isinstance(row, dict):
            rows.append((number, None, _flat(row)))
        else:
            reason = f"expected an object {{…}}, found {type(row).__name__}"
            rows.append((number, None, Reject(source, number, None, reason, _excerpt(str(row)))))
    yield from _from_rows(rows, columns, source)


def _list_of_records(value) -> list | None:
    """The records of an export: a list of objects, or the first one inside {"response": {…}}."""
    if isinstance(value, list):
        return value if any(isinstance(v, dict) for v in value) else None
    if isinstance(value, dict):
        for inner in value.values():
            if isinstance(inner, dict | list) and (found := _list_of_records(inner)):
                if any(_fold(name) in USUAL["text"].split() for name in _flat(found[0])):
                    return found
        return [value]
    return None


def _read_html(data, source, columns):
    try:
        from trafilatura import bare_extraction
    except ImportError:
        raise SourceError("reading HTML needs trafilatura: pip install 'newslib[html]'") from None
    page = bare_extraction(data, favor_precision=True, include_comments=False, with_metadata=True)
    if page is None or not (page.text or "").strip():
        raise SourceError("no article was found in the page; paste its text instead")
    fields = {
        "title": page.title,
        "date": page.date,
        "outlet": page.sitename,
        "author": page.author,
        "url": page.url,
        "language": page.language,
    }
    given = {name: value for name, value in fields.items() if value}
    yield Record(source, 1, page.text, given)


def _read_zip(data, source, columns):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for member in sorted(archive.infolist(), key=lambda m: m.filename):
            if not member.is_dir() and not _skipped(member.filename):
                inner = f"{source}/{member.filename}"
                if inner.lower().endswith(".zip"):
                    yield Reject(inner, 1, None, "an archive inside an archive; unpack it first")
                else:
                    yield from read_file(lambda m=member: archive.read(m), inner, columns)


READERS = {
    ".txt": _read_txt, ".csv": _read_csv, ".tsv": _read_csv, ".xlsx": _read_xlsx,
    ".jsonl": _read_jsonl, ".ndjson": _read_jsonl, ".json": _read_json,
    ".html": _read_html, ".htm": _read_html, ".zip": _read_zip,
}  # fmt: skip


def read_file(data, source: str, columns=None) -> Iterator[Record | Reject]:
    """Read one file, its bytes given by calling `data()`; a file that fails is one reject."""
    path = PurePosixPath(source.lower())
    packed = path.suffix == ".gz"
    suffix = path.with_suffix("").suffix if packed else path.suffix
    try:
        if suffix not in READERS:
            kinds = ", ".join(KINDS)
            raise SourceError(
                f"newslib does not read '{suffix or path.name}' files; it reads {kinds}"
            )
        content = data()
        yield from READERS[suffix](
            GzipFile(fileobj=io.BytesIO(content)).read() if packed else content, source, columns
        )
    except SourceError as error:
        yield Reject(source, 1, None, str(error))
    except (
        OSError,
        EOFError,
        KeyError,
        ValueError,
        RuntimeError,
        NotImplementedError,
        zlib.error,
        zipfile.BadZipFile,
        BadGzipFile,
    ) as error:
        yield Reject(source, 1, None, f"the file could not be read: {error}")


def _skipped(path: str) -> bool:
    return any(fnmatch.fnmatch(part, s) for part in PurePosixPath(path).parts for s in SKIPPED)


def as_path(source: str) -> Path:
    r"""Return the path a person meant: quotes, ~, file:// and C:\ are understood.

    >>> as_path(' "articles/June 2024.csv" ').as_posix()
    'articles/June 2024.csv'
    """
    text = source.strip().strip("\"'").strip()
    if text.lower().startswith("file:"):
        text = url2pathname(unquote(urlparse(text).path))
    return Path(text).expanduser()


def _files(source) -> list[tuple[Path, str]]:
    """The files a source stands for, each with the relative name it goes by, sorted by it."""
    path = source if isinstance(source, Path) else as_path(source)
    if path.is_file():
        return [(path, path.name)]
    if path.is_dir():
        inside = [(p, p.relative_to(path).as_posix()) for p in path.rglob("*") if p.is_file()]
        return sorted((pair for pair in inside if not _skipped(pair[1])), key=lambda pair: pair[1])
    matches = sorted(Path(p) for p in glob.glob(str(path), recursive=True) if Path(p).is_file())
    if matches:
        root = Path(re.split(r"[*?\[]", str(path), maxsplit=1)[0])
        root = root if root.is_dir() else root.parent
        return [(p, p.relative_to(root).as_posix()) for p in matches]
    raise FileNotFoundError(
        f"There is no file or folder '{path}'. newslib looked in '{Path.cwd()}'. "
        "Check the name, or drop your files into the folder articles/ and load 'articles'."
    )


def read(source, columns=None) -> Iterator[Record | Reject]:
    """Read any source: a path, a glob, a DataFrame, or a list of these, in canonical order."""
    if isinstance(source, pd.DataFrame):
        rows = (
            (i, None, dict(zip(source.columns, row, strict=True)))
            for i, row in enumerate(source.itertuples(index=False, name=None), 1)
        )
        find_columns(list(source.columns), columns, "the DataFrame")
        yield from _from_rows(rows, columns, "DataFrame")
    elif isinstance(source, list | tuple):
        for one in source:
            yield from read(one, columns)
    elif isinstance(source, Record):
        yield source
    elif isinstance(source, str) and ("\n" in source or len(source) > 1000):
        raise SourceError(
            f"load() takes a file or folder; it was given a text: '{_excerpt(source, 40)}'. "
            "Did you mean nl.paste?"
        )
    elif isinstance(source, str | Path):
        for path, name in _files(source):
            yield from read_file(path.read_bytes, name, columns)
    else:
        raise TypeError(f"load() takes a path, a DataFrame or a list; got {type(source).__name__}")
