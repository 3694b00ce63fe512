"""This turns what people have (files, folders, tables, archives) into records and rejects.

A record is one article as given: which file, which place in it, the raw text, and the fields
that stood beside the text. A reject is a record, or a whole file, that could not be read, with
the reason. Records and rejects together are all there was: nothing is dropped in silence.
"""

import fnmatch
import gc
import gzip
import io
import os
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from urllib.parse import urlparse
from urllib.request import url2pathname

import pandas as pd

from newslib import tables
from newslib.dates import MONTHS
from newslib.tables import Reject, SourceError, Table, as_string, decode, excerpt, fold, missing

FIELDS = ("id", "title", "date", "outlet", "author", "url", "section", "language")
# The usual names of a column, best first, folded as `fold` does: "Publish-Date" is "publishdate".
USUAL = {
    "text": "text body content fulltext maintext articletext bodytext articlebody plaintext "
    "fields.bodytext fields.body article story",
    "title": "title headline webtitle headline.main fields.headline name",
    "date": "date published publishdate webpublicationdate pubdate datepublish datepublished "
    "publicationdate publishedat publisheddate publishedon dateofpublication publicationyear year "
    "day",
    "outlet": "outlet medianame mediaoutlet sitename newspaper newspapertitle publication "
    "publicationtitle source.name source publisher ispartof sourcedomain hostname",
    "id": "id articleid guid uuid docid documentid",
    "author": "author authors byline creator byline.original fields.byline",
    "url": "url link weburl permalink titleurl",
    "section": "section sectionname category newsdesk",
    "language": "language lang fields.lang",
}
OURS = ("text", *FIELDS, "wire", "date_precision", "source", "record", "hash", "article")
ASKED = ("mask", "since", "until", "dated", "mentions", "copies")  # `where` takes these itself
SKIPPED = (".[!.]*", "__MACOSX", "~$*", "Thumbs.db", "desktop.ini", "README.md")
HALF = re.compile("[\ud800-\udfff]")  # half of a character, which no file can hold
TAGS = re.compile(r"</(p|div|span|a|li|h\d|strong|em)>", re.IGNORECASE)


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

    def __post_init__(self):
        """Put � for half characters (JSON can say "\\ud800"), which nothing could save again."""
        whole = whole_text(self.raw)
        if whole != self.raw:
            reason = "half a character (a lone surrogate) stands as �"
            self.raw, self.notes = whole, [*self.notes, ("text", reason, "")]
        for given in (self.fields, self.extra):
            for name, value in given.items():
                if isinstance(value, str) and not value.isascii():
                    given[name] = whole_text(value)


def whole_text(text: str) -> str:
    """Return the text with � for each lone surrogate."""
    return text if text.isascii() else HALF.sub("�", text)


def find_columns(names: list, wanted: dict | None, where: str, empty=()) -> dict[str, object]:
    """Which of a table's columns hold newslib's fields: {"text": "body", "outlet": "source", …}.

    `wanted` is what the user said, {"text": "Haupttext"}; the rest is found by usual names, those
    of columns that are `empty` last.
    Raises SourceError when a named column is not there, or none can hold the text.
    """
    for ours, name in (wanted or {}).items():
        if ours not in ("text", *FIELDS):
            known = ", ".join(("text", *FIELDS))
            raise SourceError(f"columns= names '{ours}', which newslib has not. It has: {known}.")
        if name not in names:
            raise SourceError(f"{where} has no column '{name}'. Found: {_listed(names)}.")
    found = dict(wanted or {})
    folded = {fold(name): name for name in reversed(names)}
    for ours, usual in USUAL.items():
        free = [folded[u] for u in usual.split() if u in folded]
        free = sorted((c for c in free if c not in found.values()), key=lambda c: c in empty)
        if ours not in found and free:
            found[ours] = free[0]
    if "text" not in found:
        raise SourceError(
            f"{where} has no column 'text'. Found: {_listed(names)}. "
            'If another column holds the text, pass columns={"text": "its name"}.'
        )
    return found


def _listed(names) -> str:
    return ", ".join(f"'{n}'" for n in names) or "no columns"


def _records(table: Table, wanted) -> Iterator[Record | Reject]:
    """The records of a table; its columns are found by name. Raises SourceError without any."""
    if table.rows and all(isinstance(row, Reject) for row in table.rows):
        yield from table.rows
        return
    rows = [row.cells for row in table.rows if not isinstance(row, Reject)]
    empty = {c for c in table.columns if not any(_filled(row.get(c)) for row in rows)}
    found = find_columns(table.columns, wanted, table.name, empty)
    if not table.rows:
        raise SourceError(f"{table.name} has no rows under its header: {_listed(table.columns)}")
    text = found.pop("text")
    own = {c: own_name(c) for c in table.columns if c != text and c not in found.values()}
    for row in table.rows:
        if isinstance(row, Reject):
            yield row
            continue
        raw = row.cells.get(text)
        if isinstance(raw, list | tuple):  # of paragraphs or pages
            raw = "\n".join(map(as_string, raw))
        raw = "" if missing(raw) else as_string(raw)
        if not _filled(raw):
            rest = ", ".join(f"{c}={v}" for c, v in row.cells.items() if _filled(v))
            reason = f"the text (column '{text}') is empty"
            yield Reject(table.name, row.number, row.line, reason, excerpt(rest))
            continue
        fields = {}
        for ours, column in found.items():
            value = row.cells.get(column)
            if _filled(value):
                fields[ours] = value if ours == "date" else as_string(value)
        extra = {own[c]: value for c, value in row.cells.items() if c in own}
        record = Record(table.name, row.number, raw, fields, extra)
        if not raw.isascii():
            record.notes += _guess_note(table.guessed)
        if TAGS.search(raw):
            reason = "the text holds HTML tags, counted as words; is there a plain column?"
            record.notes.append(("text", reason, excerpt(raw)))
        yield record


def _all_records(found: Iterable[Table], columns) -> list[Record | Reject]:
    """The records of tables; one that cannot be used, as a sheet of notes, is one reject."""
    items: list[Record | Reject] = []
    collects = gc.isenabled()
    gc.disable()  # nothing here is garbage, and looking for it doubles the time of large files
    try:
        for table in found:
            try:
                items += _records(table, columns)
            except SourceError as error:
                items.append(Reject(table.name, 1, None, str(error)))
    finally:
        if collects:
            gc.enable()
    return items


def _filled(value) -> bool:
    if isinstance(value, str):
        return bool(value) and not value.isspace()
    return not missing(value) and bool(str(value).strip())


def own_name(name) -> str:
    """Return the name of a user's own column; one that newslib uses itself gets "_given"."""
    return whole_text(f"{name}_given" if name in OURS + ASKED else str(name))


def _guess_note(guessed):
    reason = f"the file is not UTF-8; it was read as {guessed}, a guess"
    return [("text", reason, "")] if guessed else []


# ---- files


def _read_txt(data, source):
    text, guessed = decode(data)
    if not text.replace("\0", "").strip():
        raise SourceError("the file is empty")
    yield Record(source, 1, text, pasted=True, notes=_guess_note(guessed))


def _read_html(data, source):
    try:
        from trafilatura import bare_extraction
    except ImportError:
        raise SourceError("reading HTML needs trafilatura: pip install 'newslib[html]'") from None
    page = bare_extraction(
        data, favor_precision=True, include_comments=False, with_metadata=True,
        date_extraction_params={"extensive_search": False, "original_date": True},
    )  # fmt: skip
    if page is None or not (page.text or "").strip():
        raise SourceError("no article was found in the page; paste its text instead")
    record = Record(source, 1, page.text)
    if page.date and not _prints(data, page.date):
        reason = "the page does not print the day that trafilatura found; the article is undated"
        record.notes.append(("date", reason, page.date))
        page.date = None
    given = {
        "title": page.title, "date": page.date, "outlet": page.sitename, "author": page.author,
        "url": page.url, "language": page.language,
    }  # fmt: skip
    record.fields = {name: whole_text(value) for name, value in given.items() if value}
    yield record


def _prints(page: bytes, found: str) -> bool:
    """Whether a page says the day found in it; date finders fill "April 2026" up with a day."""
    year, month, day = found[:4], int(found[5:7]), int(found[8:10])
    name = rf"{MONTHS[month - 1][:3]}\w{{0,9}}\W+"
    day_ = rf"(?<!\d)0?{day}(?:st|nd|rd|th)?\W+"
    said = rf"{year}\W?0?{month}\W?0?{day}(?!\d)|{day_}(?:of )?{name}{year}|{name}{day_}{year}"
    return bool(re.search(said, page.replace(b"\0", b"").decode("utf-8", "replace"), re.I))


def _read_zip(data, source, columns):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = [(_member_name(m), m) for m in archive.infolist() if not m.is_dir()]
        for name, member in sorted(members, key=lambda pair: pair[0]):
            inner = f"{source}/{name}"
            locked = "locked with a password" if member.flag_bits & 1 else None
            trouble = "an archive inside an archive" if name.lower().endswith(".zip") else locked
            if _skipped(name):
                continue
            if trouble:
                yield Reject(inner, 1, None, f"{trouble}; unpack it first")
            else:
                yield from read_file(lambda m=member: archive.read(m), inner, columns)


def _member_name(member: zipfile.ZipInfo) -> str:
    """The name of a file in an archive; macOS writes UTF-8 without saying so."""
    if not member.flag_bits & 0x800:
        try:
            return member.filename.encode("cp437").decode("utf-8")
        except UnicodeError:
            pass
    return member.filename


PAGES = {".txt": _read_txt, ".html": _read_html, ".htm": _read_html}
KINDS = (*PAGES, *tables.READERS, ".zip")


def read_file(data, source: str, columns=None) -> Iterator[Record | Reject]:
    """Read one file, its bytes given by calling `data()`; a file that fails is one reject."""
    try:
        suffix = _suffix(source)
        if suffix in PAGES:
            yield from PAGES[suffix](_unpacked(data, source), source)
        elif suffix == ".zip":
            yield from _read_zip(_unpacked(data, source), source, columns)
        else:
            yield from _all_records(read_tables(data, source, columns), columns)
    except SourceError as error:
        yield Reject(source, 1, None, str(error))
    except Exception as error:  # each kind of file has its own way of being broken
        yield Reject(source, 1, None, f"the file could not be read: {error}")


def read_tables(data, source: str, columns=None) -> Iterator[Table]:
    """Read the tables in one file, its bytes given by calling `data()`. Raises SourceError."""
    suffix = _suffix(source)
    if suffix not in tables.READERS:
        kind, kinds = suffix or PurePosixPath(source).name, ", ".join(KINDS)
        raise SourceError(f"newslib does not read '{kind}' files; it reads {kinds}")
    texts = {*USUAL["text"].split(), *(fold(c) for o, c in (columns or {}).items() if o == "text")}
    yield from tables.READERS[suffix](_unpacked(data, source), source, texts)


def _suffix(source: str) -> str:
    path = PurePosixPath(source.lower())
    return path.with_suffix("").suffix if path.suffix == ".gz" else path.suffix


def _unpacked(data, source: str) -> bytes:
    return gzip.decompress(data()) if source.lower().endswith(".gz") else data()


def _skipped(path: str) -> bool:
    parts = PurePosixPath(path).parts
    return any(fnmatch.fnmatchcase(part, skipped) for part in parts for skipped in SKIPPED)


def as_path(source: str) -> Path:
    r"""Return the path a person meant: quotes, ~, file:// and C:\ are understood.

    >>> as_path(' "articles/June 2024.csv" ').as_posix()
    'articles/June 2024.csv'
    """
    if os.path.exists(source):
        return Path(source)
    text = source.strip()
    if quoted := re.fullmatch(r"""(["'])(.*)\1""", text):
        text = quoted[2].strip()
    if text.lower().startswith("file:"):
        text = url2pathname(urlparse(text).path)
    return Path(os.path.expanduser(text))


def _files(path: Path, base: str | None = None) -> list[tuple[Path, str]]:
    """The files a path stands for, each with the relative name it goes by, sorted by it."""
    if path.is_file():
        return [(path, whole_text(_relative(path, base or path.parent)))]
    root = path
    while not root.is_dir() and root != root.parent:
        root = root.parent
    matches = [root]
    if root != path:  # the rest is a pattern, or not there
        try:
            matches = list(root.glob(str(path.relative_to(root))))
        except (ValueError, NotImplementedError):
            matches = []
    inside = {p for m in matches for p in (m.rglob("*") if m.is_dir() else [m]) if p.is_file()}
    if not matches:
        raise FileNotFoundError(_not_there(path))
    named = ((p, whole_text(_relative(p, base or root))) for p in inside)
    return sorted((pair for pair in named if not _skipped(pair[1])), key=lambda pair: pair[1])


def _relative(path: Path, base) -> str:
    return Path(os.path.relpath(path, base)).as_posix()


def _common(sources: list | tuple) -> str | None:
    """The folder above all of several paths: from there two files of one name differ."""
    paths = [as_path(s) if isinstance(s, str) else s for s in sources if isinstance(s, str | Path)]
    try:
        return os.path.commonpath([os.path.abspath(path.parent) for path in paths])
    except ValueError:  # none at all, or on two drives of Windows
        return None


def _not_there(path: Path) -> str:
    text = " If this is an article, did you mean nl.paste?" if len(str(path).split()) > 8 else ""
    return (
        f"There is no file or folder '{path}'. newslib looked in '{Path.cwd()}'.{text} "
        "Check the name, or drop your files into the folder articles/ and load 'articles'."
    )


def read(source, columns=None, without=None, base=None) -> Iterator[Record | Reject]:
    """Read any source: a path, a glob, a DataFrame, or a list of these, in canonical order.

    The file `without` is left out: the metadata may lie in the same folder. Files are named from
    the folder `base`, without it from the one that was asked for.
    """
    if isinstance(source, pd.DataFrame):
        yield from _all_records(map(tables.read_frame, [source]), columns)
    elif isinstance(source, list | tuple):
        for one in source:
            yield from read(one, columns, without, base or _common(source))
    elif isinstance(source, Record):
        yield source
    elif isinstance(source, str) and not source.strip():
        raise SourceError("load() was given an empty name; name a file or folder, as 'articles'")
    elif isinstance(source, str) and re.match(r"\s*(https?|ftp)://\S+\s*$", source, re.I):
        raise SourceError(f"newslib fetches nothing: save '{source}' as a file and load the file")
    elif isinstance(source, str) and _is_text(source):
        raise SourceError(
            "load() takes the name of a file or folder; it was given a text: "
            f"'{excerpt(source, 40)}'. Did you mean nl.paste?"
        )
    elif isinstance(source, str | Path):
        for path, name in _files(as_path(source) if isinstance(source, str) else source, base):
            if without is None or not path.samefile(without):
                yield from read_file(path.read_bytes, name, columns)
    else:
        raise TypeError(
            "load() takes a path, a DataFrame or a list of these; "
            f"got {type(source).__name__}. Records in memory: pd.DataFrame(records)"
        )


def _is_text(source: str) -> bool:
    """Whether a string cannot be a path: it has lines, or a name longer than any file's."""
    if os.path.exists(source):
        return False
    names = re.split(r"[/\\]", source)
    return bool(re.search(r"[\r\n]", source.strip())) or any(
        len(n.encode("utf-8", "replace")) > 255 for n in names
    )
