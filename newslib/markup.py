"""This makes HTML: the templates in data/html escape whatever they are given.

They set each text apart in its own direction, and keep it from being read as maths or Markdown.
"""

import re
from functools import cache

NO_ALT = "A picture without a description"


@cache
def _templates():
    from jinja2 import Environment, PackageLoader

    def whole(value):  # half a sign (a lone surrogate) cannot be written to a file
        return value.encode("utf-8", "replace").decode() if type(value) is str else value

    folder = PackageLoader("newslib", "data/html")
    return Environment(loader=folder, autoescape=True, finalize=whole)


def made(macro: str, *values):
    """HTML made by one of the macros of cells.html."""
    return getattr(_templates().get_template("cells.html").module, macro)(*values)


def safe(inner: str):
    """Mark a string as HTML already, made by a library that escapes."""
    from markupsafe import Markup

    return Markup(inner)


def page(template: str, inner: str = "", **facts) -> str:
    """Return a page of a report: the facts are text and escaped, `inner` is HTML already."""
    return _templates().get_template(template).render(inner=with_alt(inner), **facts)


def with_alt(inner: str) -> str:
    """Return HTML in which every picture has an alternative text."""

    def described(found: re.Match) -> str:
        alt = re.search(r'\balt="([^"]+)"', found[0])
        if alt and not alt[1].startswith("No description has been provided"):
            return found[0]
        return f'<img alt="{NO_ALT}"' + re.sub(r'\salt="[^"]*"', "", found[0])[4:]

    return re.sub(r"<img\b[^>]*>", described, inner)
