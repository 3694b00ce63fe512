"""Texts that try to be more than text, and small notebooks to show them in."""

from pathlib import Path

import nbformat
import pandas as pd
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

SCRIPT = "<script>window.hit = 1</script>"
IMAGE = "<img src=x id=pwned onerror='window.hit = 1'>"
CLOSING = '"></span></mark></p><b id="pwned">'
HOSTILE = {
    "script": SCRIPT,
    "image": IMAGE,
    "closing": CLOSING,
    "markdown": "# Not *a* [heading](javascript:window.hit=1) `x`",
    "maths": "Paid $5 to $7, \\(x^2\\) and \\begin{align} of it",
    "quotes": "\"double\" 'single' &amp; &lt;b&gt;",
    "template": "{{ 7 * 7 }} {% if x %} {# y #}",
    "rtl": "\u202eאבג \u0627\u0644\u062e\u0628\u0631 abc",
    "formula": "=HYPERLINK(1)",
}


def frame() -> pd.DataFrame:
    """Articles hostile in title, text, outlet, id and the name of a column."""
    rows = [
        {"id": f"{kind} {text}", "title": f"{text} title", "outlet": f"{text} outlet",
         "text": f"The port {text} is open. {text} A second sentence follows it here.",
         "date": f"2026-04-{day:02d}", f"{IMAGE} column": text}
        for day, (kind, text) in enumerate(HOSTILE.items(), 1)
    ]  # fmt: skip
    return pd.DataFrame(rows)


def notebook(path: Path, *cells: str, tagged: bool = True) -> Path:
    """Write a notebook of a heading, a parameters cell and the cells given."""
    parameters = new_code_cell('DATA = ""', metadata={"tags": ["parameters"]} if tagged else {})
    code = [new_code_cell(cell) for cell in cells]
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(
        new_notebook(cells=[new_markdown_cell("# A small notebook"), parameters, *code]), path
    )
    return path
