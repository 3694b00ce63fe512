"""This turns controls into a measure, its chart and the sentences behind each of its rows.

The `explore_*` functions declare controls and say what to ask; an `Explorer` asks, draws and
opens. It runs the very code that "Copy as code" shows. In a report it is a chart.
"""

import asyncio
import os
from functools import partial
from html import escape

import ipywidgets as w
import numpy as np
import pandas as pd

import newslib as nl
from newslib.controls import controls_for, text_box
from newslib.corpus import Corpus, _count
from newslib.display import aligned, figure_html, labels, live
from newslib.evidence import counted
from newslib.markup import made
from newslib.typed import call, given, pattern

WIDTH = 4.8  # inches
MOST_MARKS, MOST_LISTED = 150, 2000
WAIT = 0.2  # seconds


def _html(name: str) -> w.HTML:
    return w.HTML().add_class(name)


def _box(name: str, *children) -> w.Box:
    return w.Box(children).add_class(name)


def _button(said: str, do) -> w.Button:
    button = w.Button(description=said).add_class(f"nl-{said.lower().replace(' ', '-')}")
    button.on_click(do)
    return button


def _shown(widget: w.Widget, yes) -> None:
    widget.layout.display = None if yes else "none"


class _Pages(w.VBox):
    """Something long to read, with buttons to the previous and the next twenty."""

    def __init__(self, name: str):
        self._heading, self._body = _html("nl-heading"), _html("nl-body")
        self._turns = [
            _button("Previous", lambda _: self._turn(self._page - 1)),
            _button("Next", lambda _: self._turn(self._page + 1)),
        ]
        self._row = w.HBox(self._turns)
        super().__init__([self._heading, self._body, self._row])
        _shown(self.add_class(name), False)

    def begin(self, total: int, make, heading: str = "") -> None:
        """Show the first page; `make(page)` gives what it holds, as a cell would show it."""
        self._last, self._make, self._heading.value = -(-total // 20), make, escape(heading)
        self._turn(1)
        for widget, yes in ((self, True), (self._heading, heading), (self._row, total > 20)):
            _shown(widget, yes)

    def _turn(self, page: int) -> None:
        self._page = page
        self._body.value = "".join(shown._repr_html_() for shown in self._make(page))
        self._turns[0].disabled, self._turns[1].disabled = page == 1, page >= self._last


class Explorer(w.VBox):
    """Controls, the chart they ask for, and the evidence behind what is picked in it.

    `controls` holds the widgets by name; `table`, `axes` and `code` are what is on screen, and
    `evidence` the rows behind what was picked. `drawn` counts the drawings.
    """

    def __init__(self, corpus: Corpus, measure: str, controls: dict, ask):
        """Take controls named like arguments; `ask(settings)` names those without effect."""
        self.corpus, self.measure, self.controls, self._ask = corpus, measure, controls, ask
        self.table = self.axes = self.evidence = self._part = self._lines = self._waiting = None
        self.code, self.drawn, self._filling, self._marks, self._rows_of = "", 0, False, [], []
        for name, control in controls.items():
            control.add_class(f"nl-control-{name}").observe(self._later, "value")
        names = "nl-style", "nl-message", "nl-picture", "nl-caption"
        style, self._message, self._picture, self._caption = map(_html, names)
        self._stage, self._mark_style = _box("nl-stage", self._picture), w.ButtonStyle()
        self._lined, self._evidence = _Pages("nl-lines"), _Pages("nl-evidence")
        self._list = w.Select(description="Rows", rows=12).add_class("nl-rows")
        self._list.observe(self._chosen, "value")
        step = self._step
        steps = _button("Row up", partial(step, -1)), _button("Row down", partial(step, 1))
        left = _box("nl-left", self._stage, self._lined, self._caption)
        self._view = _box("nl-view", left, _box("nl-right", self._list, w.HBox(steps)))
        copy = w.ToggleButton(description="Copy as code").add_class("nl-copy-code")
        self._text = w.Textarea(description="Code", continuous_update=False).add_class("nl-code")
        self._text.observe(lambda _: self._say(), "value")  # it is there to be read
        copy.observe(lambda change: _shown(self._text, change["new"]), "value")
        _shown(self._text, False)
        style.value, asked = str(made("widget_style")), _box("nl-controls", *controls.values())
        parts = style, asked, self._message, self._view, self._evidence, copy, self._text
        super().__init__(parts)
        self.add_class("nl-explorer")
        self._draw()

    def __repr__(self):
        """Say what is asked of which corpus, without the settings that have no effect."""
        said = []
        for control in self.controls.values():
            value = getattr(control, "label", control.value)
            value = ("no", "yes")[value] if isinstance(value, bool) else value
            told = value not in ("", "any") and control.layout.display != "none"
            if told and not control.disabled:
                said.append(f"{control.description.partition(' (')[0].lower()}: {value}")
        return f"{self.corpus.summary()}. Settings: {'; '.join(said)}."

    def _repr_mimebundle_(self, **asked):
        """Show the controls in a notebook, a chart and its settings where a report is made."""
        if not os.environ.get("NEWSLIB_RUN"):
            return super()._repr_mimebundle_(**asked)
        self._draw()
        html = self._message.value
        if self.table is not None:
            html = figure_html(self.axes) if self.axes else aligned(self.table)._repr_html_()
        return {"text/html": f"{made('cell', repr(self))}{html}", "text/plain": repr(self)}

    def _later(self, _=None) -> None:
        """Draw when the last of several changes is a moment old; at once outside a notebook."""
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            return self._draw()
        if self._waiting:
            self._waiting.cancel()
        self._waiting = loop.call_later(WAIT, self._draw)

    def _draw(self) -> None:
        """Measure and draw what the controls ask for, or say in a sentence why not."""
        self._waiting = None
        try:
            settings = {
                name: pattern(control.value) if isinstance(control, w.Text) else control.value
                for name, control in self.controls.items()
            }
            idle = self._ask(settings)
            for name, control in self.controls.items():
                control.disabled = name in idle
            settings |= {n: settings.get(n) or None for n in ("outlet", "since", "until")}
            settings |= {"by": "outlet" if settings.get("by") else None, "width": WIDTH}
            measure, plot = getattr(nl, self.measure), getattr(nl, f"plot_{self.measure}", None)
            narrow = given(Corpus.where, settings)
            arguments = given(measure, settings, idle)
            drawing = given(plot, settings, idle) if plot else {}
            lines = ["part = " + (call("corpus.where", "", narrow) if narrow else "corpus"),
                     "table = " + call(f"nl.{self.measure}", "part", arguments)]  # fmt: skip
            if plot:
                lines.append("ax = " + call(f"nl.plot_{self.measure}", "table", drawing))
            if lines == self._lines:
                return
            self._lines, part = lines, self.corpus.where(**narrow) if narrow else self.corpus
            if not len(part):
                raise ValueError("No article fits these settings" if narrow else "No article here")
            table = measure(part, **arguments)
            self._show(part, table, plot and plot(table, **drawing))
        except Exception as error:  # whatever it is, a reader of charts needs a sentence
            self._fail(error)

    def _fail(self, error: Exception) -> None:
        text = str(error.args[0] if error.args else error) or type(error).__name__
        self._message.value = escape(text[0].upper() + text[1:] + "." * (text[-1] not in ".?!"))
        self.table = self.axes = self._part = self._lines = None
        self._clear(False)

    def _clear(self, view: bool) -> None:
        self.evidence = self._picked = None
        _shown(self._evidence, False)
        _shown(self._message, not view)
        _shown(self._view, view)
        self._say()

    def _show(self, part: Corpus, table: pd.DataFrame, axes) -> None:
        self.table, self.axes, self._part, self._names = table, axes, part, labels(table)
        self.drawn += 1
        _shown(self._stage, axes)
        if axes:
            picture = live(axes)
            self._stage.layout.width = f"{picture.width}px"
            self._picture.value, self._caption.value = picture.html, picture.caption
            marks = _apart(picture.marks)
            self._place(marks if len(marks) <= MOST_MARKS else [], picture.width)
        else:
            self._caption.value = escape(" ".join(table.attrs["newslib"]["notes"]))
            self._lined.begin(len(table), lambda page: [aligned(table, page=page)])
        named = zip(self._names, counted(table)[:MOST_LISTED], strict=False)
        self._fill([(f"{n:,} · {name}", i) for i, (name, n) in enumerate(named)])
        only = f" (the first {MOST_LISTED:,} of {len(table):,})" * (len(table) > MOST_LISTED)
        self._list.description = f"Rows{only}"
        self._clear(True)

    def _fill(self, options=None, value=None) -> None:
        self._filling = True
        with self._list.hold_sync():
            self._list.options = self._list.options if options is None else options
            self._list.value = value
        self._filling = False

    def _place(self, marks: list, width: int) -> None:
        """Lay a button over each bar and point; none is made that was made before."""
        for i in range(len(self._marks), len(marks)):
            self._marks.append(w.Button(style=self._mark_style).add_class("nl-mark"))
            self._marks[i].on_click(lambda _, i=i: self.pick(self._rows_of[i]))
        self._rows_of = [mark.rows for mark in marks]
        for button, mark, size in zip(self._marks, marks, _sizes(marks), strict=False):
            sides = zip(("left", "top"), ("width", "height"), mark.box, mark.box[2:], strict=False)
            point = max(mark.box[2:]) * width < 2400  # smaller than 24 pixels
            with button.layout.hold_sync():
                for side, across, start, length in sides:
                    room = f"clamp(5px, {size:.3f}%, 14px)"
                    room = room if point else f"max({length:.3f}%, {room})"
                    setattr(button.layout, across, room)
                    setattr(button.layout, side, f"calc({start + length / 2:.3f}% - {room} / 2)")
            button.remove_class("nl-picked").tooltip = self._name(mark.rows)
        self._stage.children = [self._picture, *self._marks[: len(marks)]]

    def _name(self, rows: list) -> str:
        return self._names[rows[0]] + f" and {len(rows) - 1} more" * (len(rows) > 1)

    def _chosen(self, change) -> None:
        if not self._filling and change["new"] is not None:
            self.pick(change["new"])

    def _step(self, by: int, _) -> None:
        """Go up or down the list: a notebook may keep the arrow keys for itself."""
        at = -1 if self._list.index is None else self._list.index
        self._list.index = min(max(at + by, 0), len(self._list.options) - 1)

    def pick(self, position) -> None:
        """Open a row of the table by its position, or several: show what they count."""
        if self._waiting:
            self._draw()
        rows = [int(i) for i in np.atleast_1d(position)]
        part, picked, about = self._part, self.table.iloc[rows], self.table.attrs["newslib"]
        self.evidence = found = nl.evidence(part, self.table, picked)
        code, more = f"table.iloc[{rows}]" if rows[1:] else f"{rows[0]}", []
        if not rows[1:] and pd.api.types.is_integer_dtype(picked.index):
            code = f"{picked.index[0]}"
        self._picked = [f"nl.read(part, nl.evidence(part, table, {code}))"]
        if self.axes is None:
            article = int(picked["article"].iloc[0])
            more = [nl.read(part, article)]
            self._picked.append(f"nl.read(part, {article})")
        volume = self.measure == "timeline" and about["arguments"]["words"] is None
        sentences = len(found[["article", "sentence"]].drop_duplicates())
        said = _count(sentences, "article" if volume else "sentence")
        said = said if sentences == len(found) else f"{_count(len(found), 'hit')} in {said}"
        self._evidence.begin(len(found), lambda page: [_read(part, found, page), *more],
                             f"{said} behind: {self._name(rows)}")  # fmt: skip
        self._fill(value=rows[0] if not rows[1:] and rows[0] < MOST_LISTED else None)
        for button, own in zip(self._marks, self._rows_of, strict=False):
            (button.add_class if {*rows} <= {*own} else button.remove_class)("nl-picked")
        self._say()

    def _say(self) -> None:
        shown = self._picked or ["table" if self.axes is None else "ax"]
        lines = [*self._lines, *shown] if self._lines else []
        if any("re.compile(" in line for line in lines):
            lines.insert(0, "import re")
        self.code = self._text.value = "\n".join(lines)
        self._text.rows = sum(1 + len(line) // 70 for line in lines) + 1


def _read(part: Corpus, found: pd.DataFrame, page: int):
    reading = nl.read(part, found, page=page)
    reading.note = reading.note.partition(";")[0]  # a button shows the next page
    return reading


def _apart(marks: list) -> list:
    """Marks that lie on top of each other become one, which stands for the rows of all."""
    spots = {}
    for mark in marks:
        left, top, wide, tall = mark.box
        spot = spots.setdefault((round(2 * left + wide, 1), round(2 * top + tall, 1)), mark)
        spot.rows = list(dict.fromkeys([*spot.rows, *mark.rows]))
    return list(spots.values())


def _sizes(marks: list) -> np.ndarray:
    """How far each mark is from the next one, across or down, in percent of the picture."""
    boxes = np.array([mark.box for mark in marks]).reshape(-1, 4)
    middles = boxes[:, :2] + boxes[:, 2:] / 2
    apart = np.abs(middles[:, None] - middles[None]).max(2, initial=0)
    np.fill_diagonal(apart, 100)
    return apart.min(1, initial=100)


def explore_frequency(corpus: Corpus) -> Explorer:
    """Return a widget to explore the most frequent words, or those typed in.

    >>> print(explore_frequency(nl.paste("The dam held.")).code)
    part = corpus
    table = nl.frequency(part, top=15)
    ax = nl.plot_frequency(table, value='rate', width=4.8)
    ax
    """
    controls = {"words": text_box("Words (none: the most frequent)")}
    controls |= controls_for(corpus, "outlet since until part top value by")
    return Explorer(corpus, "frequency", controls, lambda s: ("top",) if s["words"] else ())


def explore_timeline(corpus: Corpus) -> Explorer:
    """Return a widget to explore how much was published, or words used, over time.

    >>> print(explore_timeline(nl.paste("The dam held.", date="2026-04-14")).code)
    part = corpus
    table = nl.timeline(part)
    ax = nl.plot_timeline(table, width=4.8)
    ax
    """
    controls = {"words": text_box("Words (none: articles published)")}
    controls |= controls_for(corpus, "every outlet since until part value by")
    return Explorer(corpus, "timeline", controls, lambda s: () if s["words"] else ("part", "value"))


def explore_sentiment(corpus: Corpus) -> Explorer:
    """Return a widget to explore the tone of articles: of each, over time, by outlet.

    >>> print(explore_sentiment(nl.paste("The dam held.")).code)
    part = corpus
    table = nl.sentiment(part)
    ax = nl.plot_sentiment(table, width=4.8)
    ax
    """

    def ask(settings):
        settings["by"] = "by outlet" in settings["show"]
        return () if "over time" in settings["show"] else ("every",)

    controls = {"mentions": text_box("Articles that mention")}
    controls |= controls_for(corpus, "show every outlet since until part")
    return Explorer(corpus, "sentiment", controls, ask)


def explore_concordance(corpus: Corpus) -> Explorer:
    """Return a widget to explore a word in its context, and each line in its article.

    >>> print(explore_concordance(nl.paste("The dam held.")).code)
    part = corpus
    table = nl.concordance(part, pattern='dam')
    table
    """

    def ask(settings):
        if settings["pattern"] is None:
            raise ValueError("Type a word, a phrase or another pattern")
        return ()

    usual = "".join(nl.frequency(corpus, top=1).index)
    controls = {"pattern": text_box("Pattern", usual if pattern(usual) == usual else f'"{usual}"')}
    controls |= controls_for(corpus, "window outlet since until part")
    return Explorer(corpus, "concordance", controls, ask)
