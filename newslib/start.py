"""This turns what a newcomer has (files, a page to paste, a name) into articles, by controls.

Files go into articles/ under a name of their own. What was picked for a table there is kept in
articles/.how-to-read.json, so that `nl.open_data` reads it in the same way everywhere.
"""

import json
import os
import re
import unicodedata
from functools import partial
from itertools import count
from pathlib import Path

import ipywidgets as w
import pandas as pd

from newslib.corpus import Corpus, _count, load
from newslib.dates import MONTHS, is_ambiguous, read_date, stated
from newslib.display import card
from newslib.markup import made
from newslib.sample import KEPT, beside, how_to_read, is_read, own_files, own_folder, read_own
from newslib.sources import KINDS, Record, _files, _filled, as_path, find_columns, read_tables
from newslib.sources import whole_text as whole
from newslib.tables import READERS, Row, SourceError, as_string, excerpt

FIELDS = {
    "text": "Text", "title": "Headline", "date": "Date", "outlet": "Outlet", "author": "Author",
    "section": "Section", "url": "Address",
}  # fmt: skip
NONE = False  # in a Dropdown: no column
LARGE = 2_000_000  # bytes: a larger table is read when the button is pressed
UPLOAD = (
    f"Files are copied into the folder articles/. newslib reads {', '.join(KINDS)}, and .gz of "
    "these. A file of more than 8 MB is too large to upload: put it into that folder yourself."
)
PASTE = "One article, as copied from its web page. “Read more” and the like are taken out."
LOOK = "A file or folder on the computer that runs this notebook."
PICK = "Which column holds what? The table begins like this:"
NEXT = "Run the cells below again: Run > Run Selected Cell and All Below."
STATIC = "Here, in a live notebook, articles can be uploaded, pasted or picked."


def explore_load() -> "Loader":
    """Return controls that bring articles in: upload files, paste a page, name a file or folder.

    For a table they ask which column holds what. The widget has the attributes `corpus` (what was
    read last, or None) and `code` (the line of Python that reads the same).

    >>> explore_load().controls["paste-add"].description
    'Add this article'
    """
    return Loader()


class Loader(w.VBox):
    """What `nl.explore_load` returns; `controls` are its parts by name."""

    def __init__(self):
        """Lay the controls out and wire them."""
        self._busy = False
        wide = {"layout": {"width": "auto"}, "style": {"description_width": "7em"}}
        short = {"layout": {"width": "12em"}}
        columns = {f"column-{f}": w.Dropdown(description=n, **wide) for f, n in FIELDS.items()}
        c = self.controls = {
            "upload": w.FileUpload(multiple=True, description="Choose files", **short),
            "paste-title": w.Text(description="Headline", placeholder="or: the first line", **wide),
            "paste-date": w.Text(description="Date", placeholder="2026-04-14", **wide),
            "paste-outlet": w.Text(description="Outlet", placeholder="The Star", **wide),
            "paste-text": w.Textarea(description="Text", rows=10, **wide),
            "paste-add": w.Button(description="Add this article", **short),
            "path": w.Text(description="File or folder", placeholder="~/Documents/news", **wide),
            "path-look": w.Button(description="Look", **short),
            "message": w.Output(layout={"border_left": "3px solid #0072B2", "padding": "0 .7em"}),
            "file": w.Dropdown(description="Show", **wide),
            "rows": w.Output(),
            **columns,
            "dayfirst": w.Dropdown(options=[("(say which)", "")], **wide),
            "read": w.Button(description="Read this table", **short),
            "code": w.Textarea(description="In Python", **wide),
            "card": w.Output(),
        }
        for name, control in c.items():
            control.add_class(f"nl-{name}")
        parts = list(c.values())
        panes = [(UPLOAD, parts[:1]), (PASTE, parts[1:6]), (LOOK, parts[6:8])]
        boxes = [w.VBox([w.Output(outputs=_output(text)), *own]) for text, own in panes]
        tab = w.Tab(boxes, titles=["Upload", "Paste", "Folder"])
        self._fields = w.VBox([w.Output(outputs=_output(PICK)), *parts[10:-2]])
        super().__init__([tab, c["message"], c["file"], self._fields, c["code"], c["card"]])
        self.add_class("nl-load").layout.max_width = "50em"
        pressed = {"paste-add": self._paste, "path-look": self._look, "read": self._read_table}
        for name, act in pressed.items():
            c[name].on_click(partial(self._do, act))
        picks = dict.fromkeys([*columns, "dayfirst"], self._pick)
        for name, act in {"upload": self._upload, "file": self._show_file, **picks}.items():
            c[name].observe(partial(self._do, act), "value")
        self._offer([])

    def _repr_mimebundle_(self, **options):
        if "NEWSLIB_RUN" in os.environ:
            return _output(STATIC)[0]["data"]
        return super()._repr_mimebundle_(**options)

    def __repr__(self):
        """Return the line of code on screen, or what the controls are for."""
        return self.code or STATIC

    def _do(self, act, _) -> None:
        """Do what a control asks: an error becomes a sentence, our own changes ask for nothing."""
        if self._busy:
            return
        self._busy = True
        try:
            act()
        except Exception as error:  # each kind of file has its own way of being broken
            known = isinstance(error, ValueError | OSError)
            self._tell(str(error) if known else f"This could not be read: {error!r}")
        finally:
            self._busy = False

    # ---- bringing articles in

    def _upload(self) -> None:
        files, self.controls["upload"].value = self.controls["upload"].value, ()
        said, paths = [], []
        for file in files:
            name = safe_name(file["name"])
            if is_read(name):
                paths.append(_write(name, bytes(file["content"])))
                there = "" if paths[-1].name == name else f", as {name} was there already"
                said.append(f"Added {paths[-1].name}{there}.")
            else:
                said.append(f"'{name}' was not added: newslib does not read such files.")
        self._offer(paths, " ".join(said))

    def _paste(self) -> None:
        self._offer([])
        boxes = [self.controls[f"paste-{name}"] for name in ("title", "date", "outlet", "text")]
        title, date, outlet, text = (box.value.strip() for box in boxes)
        if not text:
            raise SourceError("Nothing was added: paste the text of the article first.")
        try:
            published = stated(date, "Date")
        except ValueError as error:
            raise SourceError(f"Nothing was added. {error}.".replace("Date=", "Date", 1)) from None
        length = {"day": 10, "month": 7, "year": 4, "none": 0}[published.precision]
        path = _write(*as_file(text, title, str(published.day)[:length], outlet))
        for box in (boxes[0], boxes[1], boxes[3]):  # the next is often of the same outlet
            box.value = ""
        self._added = f"Added {path.name}."
        self._read(path)

    def _look(self) -> None:
        self._offer([])
        said = self.controls["path"].value
        path = beside(as_path(said))
        if not said.strip():
            raise SourceError("Type the name of a file or folder first.")
        if os.path.exists(path):
            tables = [p for p, _ in _files(path) if _is_table(p)] if path.is_dir() else []
            self._offer([path, *tables])
        else:
            self._read(said)  # a pattern, or the sentence that says what is wrong

    def _offer(self, paths: list[Path], added: str = "") -> None:
        """Show what was added or found: a folder as a whole, a table before other files."""
        self._added, control = added, self.controls["file"]
        paths = sorted(paths, key=lambda path: path.is_file() and not _is_table(path))
        control.options = [(whole(path.as_posix()), path) for path in paths]
        control.value = paths[0] if paths else None
        _show(control, len(paths) > 1)
        self._show_file()

    # ---- the columns of a table

    def _show_file(self) -> None:
        """Read the file that is shown or, of a table, ask for its columns."""
        path, self._picked = self.controls["file"].value, {}
        _show(self._fields, False)
        self._tell("")
        if path is None or not _is_table(path):
            return path and self._read(path)
        try:
            tables = list(read_tables(path.read_bytes, path.name))
        except SourceError as error:
            raise SourceError(f"{path.name}: {error}") from None
        self._table = max(tables, key=lambda table: len(table.rows))
        self._rows = [row.cells for row in self._table.rows if isinstance(row, Row)]
        names, kept = self._table.columns, how_to_read()[0].get(_own_name(path), {})
        self._empty = {c for c in names if not any(_filled(row.get(c)) for row in self._rows)}
        self._picked = {f: c for f, c in kept.get("columns", {}).items() if c in names}
        self._dayfirst = kept.get("dayfirst", "")
        self._read_table(asked=False)

    def _pick(self) -> None:
        found = self._found(self._picked)
        for field in FIELDS:
            column = self.controls[f"column-{field}"].value
            if column is NONE:
                self._picked.pop(field, None)
            elif column != found.get(field):
                self._picked[field] = column
        self._dayfirst = self.controls["dayfirst"].value
        self._read_table(asked=False)

    def _found(self, picked: dict) -> dict:
        """The column of each field: those picked, the others as newslib finds them itself."""
        names, more = self._table.columns, (self._table.name, self._empty)
        try:
            return find_columns(names, picked, *more)
        except SourceError:  # none for the text
            found = find_columns([*names, "text"], picked, *more)
            return {field: column for field, column in found.items() if field != "text"}

    def _read_table(self, asked=True) -> None:
        found, path = self._found(self._picked), self.controls["file"].value
        dates = (row.get(found.get("date")) for row in self._rows)
        unclear = next((date for date in dates if is_ambiguous(date)), None)
        large = path.stat().st_size > LARGE
        self._show_columns(found, unclear)
        _show(self.controls["read"], large)
        if "text" not in found:
            self._tell(f"Which column of {path.name} holds the text of the articles? Pick it.")
        elif unclear is not None and self._dayfirst == "":
            self._tell(f"The dates can be read two ways. Say below what day {unclear} is.")
        elif large and not asked:
            self._tell("This table is large. Pick its columns, then press “Read this table”.")
        else:
            columns = {f: self._picked[f] for f in FIELDS if f in self._picked}
            for field in list(columns):  # without those that newslib would find itself
                fewer = {f: c for f, c in columns.items() if f != field}
                columns = fewer if self._found(fewer) == found else columns
            options = {"columns": columns} if columns else {}
            self._read(path, **options, **({} if unclear is None else {"dayfirst": self._dayfirst}))

    def _show_columns(self, found: dict, unclear) -> None:
        named = [(whole(str(column)), column) for column in self._table.columns]
        for field in FIELDS:
            own = self._found({f: c for f, c in self._picked.items() if f != field})
            control = self.controls[f"column-{field}"]
            control.options = named if field in own else [("(none)", NONE), *named]
            control.value = found.get(field, NONE)
        control = self.controls["dayfirst"]
        _show(control, unclear is not None)
        if unclear is not None:
            control.description, control.options = f"{unclear} is", control.options[:1]
            for said, first in (("day", True), ("month", False)):
                day = read_date(unclear, first).day
                said = f"{day.day} {MONTHS[day.month - 1]} {day.year} ({said} first)"
                control.options = (*control.options, (said, first))
            control.value = self._dayfirst
        order = dict.fromkeys([*(found[f] for f in FIELDS if f in found), *self._table.columns])
        cells = [[excerpt(as_string(row.get(c, "")), 60) for c in order] for row in self._rows[:3]]
        table = pd.DataFrame(cells, columns=list(map(str, order))).map(whole).rename(columns=whole)
        html = table.to_html(index=False, max_cols=8, border=0, justify="left",
                             classes="mathjax_ignore")  # fmt: skip
        self.controls["rows"].outputs = _output(repr(table), html)
        _show(self._fields, True)

    # ---- reading

    def _read(self, source: Path | str, **options) -> None:
        """Read with the options, keep them for a table in articles/, and say what comes next."""
        self._tell("Reading …")
        path, said, code = Path(source), [], 'nl.open_data("")'
        own = _own_name(path)
        if own == ".":
            corpus, said = read_own()
        else:
            corpus, code = load(source, progress=False, **options), _code(path, **options)
        if own:
            _keep(own, options)
            said += [f"Every notebook now reads {own} in this way."] if options else []
            said += [f"articles/ now has {_count(len(own_files()), 'file')}. {NEXT}"]
        elif options:
            said = ["Files outside articles/ are not remembered: where a notebook says "
                    "corpus = nl.open_data(DATA), put the line below."]  # fmt: skip
        else:
            said = [f"To read it in a notebook, set DATA = {_quoted(path.as_posix())} there."]
        self._tell(" ".join(said), corpus, f"corpus = {code}")

    def _tell(self, sentence: str, corpus: Corpus | None = None, code: str = "") -> None:
        """Say something below the tabs; without a corpus none is shown."""
        self.corpus, self.code, c = corpus, code, self.controls
        c["message"].outputs = _output(said := f"{self._added} {sentence}".strip())
        c["card"].outputs = () if corpus is None else _output(repr(corpus), card(corpus))
        c["code"].value, c["code"].rows = code, 1 + len(code) // 55
        _show(c["message"], said)
        _show(c["code"], code)


def _show(control: w.Widget, shown) -> None:
    control.layout.display = None if shown else "none"


def _output(text: str, html: str = "") -> tuple:
    data = {"text/html": html or str(made("cell", text)), "text/plain": text}
    return ({"output_type": "display_data", "data": data, "metadata": {}},) if text else ()


def _code(path: Path, columns=None, dayfirst=None) -> str:
    said = [_quoted(path.as_posix())]
    if columns:
        pairs = (f"{_quoted(field)}: {_quoted(column)}" for field, column in columns.items())
        said.append(f"columns={{{', '.join(pairs)}}}")
    return f"nl.load({', '.join(said + [f'dayfirst={dayfirst}'] * (dayfirst is not None))})"


def _quoted(text: str) -> str:
    """A string as Python writes it, in double quotes where that can be."""
    return repr(text) if '"' in text else '"' + repr("'" + text)[2:]


# ---- files in articles/


def safe_name(name: str) -> str:
    """Return the name under which an uploaded file is written: no folders, no odd signs.

    >>> safe_name("../../x.csv"), safe_name("what?.txt"), safe_name(".hidden.csv")
    ('x.csv', 'what_.txt', 'hidden.csv')
    """
    name = unicodedata.normalize("NFC", re.split(r"[\\/]", name)[-1])[-60:]
    name = "".join(c if c.isprintable() and c not in '<>:"|?*' else "_" for c in name)
    return name.lstrip(" .~$").rstrip(" .")


def as_file(text: str, title: str, date: str, outlet: str) -> tuple[str, bytes]:
    """Return the name and bytes of a file that reads as this article: headline, date and all.

    It is a text with the headline first, its source and its date. Where that would not be read as
    meant (an outlet such as "taz", a headline such as "Advertisement") it is a .json of the four.
    """
    title, date, outlet = (" ".join(whole(value).split()) for value in (title, date, outlet))
    text = whole(text)
    given = {n: v for n, v in (("title", title), ("date", date), ("outlet", outlet)) if v}
    first, _, rest = text.partition("\n")
    body = rest.strip() if " ".join(first.split()) == title else text
    head = [title, outlet and f"Source : {outlet}", date]
    plain = "\n".join([*filter(None, head), "", body] if given else [body])
    told = ["title", "date", "date_precision", "outlet", "text"]
    records = Record("", 1, text, given, pasted=not title), Record("", 1, plain, pasted=True)
    meant, found = (load([record], progress=False).articles[told] for record in records)
    title = meant["title"].fillna("")[0]
    name = "-".join(re.findall(r"\w+", f"{date} {title}".lower())[:9])[:50].strip("-") or "article"
    if meant.equals(found):
        return f"{name}.txt", plain.encode()
    said = ({"title": title} if title else {}) | given | {"text": text}
    return f"{name}.json", json.dumps(said, ensure_ascii=False, indent=1).encode()


def _write(name: str, data: bytes) -> Path:
    """Write a new file into articles/; one that is there stays, and this one gets a number."""
    own_folder().mkdir(exist_ok=True)
    stem, suffix = re.fullmatch(r"(.+?)(\.\w+(?:\.gz)?)", name, re.I).groups()
    for n in count(1):
        path = own_folder() / (name if n == 1 else f"{stem}-{n}{suffix}")
        if not os.path.lexists(path):
            path.write_bytes(data)
            return path


def _is_table(path: Path) -> bool:
    return path.is_file() and path.name.lower().removesuffix(".gz").endswith(tuple(READERS))


def _own_name(path: Path) -> str:
    """The name of a file within articles/, "" for any other; the folder itself is "."."""
    path, folder = (Path(os.path.abspath(p)) for p in (path, own_folder()))
    return whole(path.relative_to(folder).as_posix()) if path.is_relative_to(folder) else ""


def _keep(name: str, options: dict) -> None:
    """Remember how a table in articles/ is read, or forget what newslib does by itself."""
    kept, _ = how_to_read()
    if options != kept.pop(name, {}):
        kept |= {name: options} if options else {}
        text = json.dumps(kept, ensure_ascii=False, indent=1)
        (own_folder() / KEPT).write_text(text + "\n", "utf-8")
