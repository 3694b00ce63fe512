"""This makes the controls of an explorer from what a corpus offers to choose."""

import ipywidgets as w

from newslib.corpus import Corpus, _largest_first
from newslib.dates import MONTHS
from newslib.sheet import PARTS, UNITS, _plain

MOST_MONTHS = 60
GRAMMAR = 'flood*, "climate change", flooding: flood* | dam burst, /regex/'


def text_box(description: str, value: str = "") -> w.Text:
    """Return a box for a pattern, which is read when Enter is pressed or the box is left."""
    return w.Text(value, description=description, placeholder=GRAMMAR, continuous_update=False)


def controls_for(corpus: Corpus, names: str) -> dict:
    """Controls for all explorers; hidden is what this corpus offers no choice of."""
    articles, period = corpus.articles, corpus.period
    outlets = [(_plain(name), name) for name in _largest_first(articles["outlet"])]
    months = sorted(articles["date"].dropna().dt.strftime("%Y-%m").unique())
    spans = [("any", ""), *((f"{MONTHS[int(m[5:]) - 1]} {m[:4]}", m) for m in months)]
    if len(months) > MOST_MONTHS:
        spans = [("any", ""), *((year, year) for year in sorted({m[:4] for m in months}))]
    days = (period[1] - period[0]).days if period else 0
    shows = ["one point per article", "over time", "by outlet", "over time, by outlet"]
    choices = {
        "show": ("Show", [(show, show) for show in shows[: 4 if outlets else 2]]),
        "every": ("Every", [(UNITS[unit], unit) for unit in UNITS]),
        "outlet": ("Outlet", [("all outlets", ""), *outlets]),
        "since": ("From", spans),
        "until": ("To", spans),
        "part": ("Text", [(PARTS[part], part) for part in ("body", "title", "all")]),
        "value": ("Draw", [("per 10,000 words", "rate"), ("share of articles", "share")]),
    }
    usual = {"every": "W" if days < 800 else "M" if days < 8000 else "Y"}
    numbers = {"top": ("Top", 15, 5, 30), "window": ("Words each side", 8, 3, 20)}
    needs, controls = {"outlet": outlets, "by": outlets, "since": months, "until": months}, {}
    for name in names.split():
        if name in choices:
            said, options = choices[name]
            own = w.Dropdown(options=options, value=usual.get(name, options[0][1]))
        elif name in numbers:
            said, *span = numbers[name]
            own = w.IntSlider(*span, continuous_update=False)
        else:
            said, own = "By outlet", w.Checkbox(False, indent=False)
        own.description, controls[name] = said, own
        own.layout.display = None if needs.get(name, True) else "none"
    return controls
