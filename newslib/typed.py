"""This turns what is typed into a box into a pattern, and settings into the code they stand for."""

import inspect
import re

_NAME = re.compile(r'\s*([^\W\d][^,|:/"“”„]*?)\s*:(?!//)')
_ONE = re.compile(r'\s*(?:/((?:\\.|[^/\\])+)/|["“„]([^"“”]*)["“”]|([^,|]*?))\s*([,|]|$)')


def pattern(typed: str):
    """Read what is typed into a box, as `words=` takes it; None for nothing.

    >>> pattern('"climate change"'), pattern("a*, b: c | d e")
    ('climate change', ['a*', {'b': ['c', 'd e']}])
    """
    rows, at = [], 0
    while at < len(typed):
        named = _NAME.match(typed, at)
        start = at = named.end() if named else at
        wanted, sign = [], "|"
        while sign == "|":
            one = _ONE.match(typed, at)
            regex, quoted, bare, sign = one.groups()
            words = " ".join((quoted or bare or "").split())
            wanted += [_regex(regex)] if regex else [words] if words else []
            at = one.end()
        name = named[1] if named else typed[start:at].strip(" ,")
        rows += [{name: wanted}] if named or len(wanted) > 1 else wanted
    return (rows if len(rows) > 1 else rows[0]) if rows else None


def _regex(text: str) -> re.Pattern:
    try:
        return re.compile(text)
    except re.error as error:
        raise ValueError(f"/{text}/ is not a regular expression: {error}") from None


def given(function, settings: dict, idle=()) -> dict:
    """Return the settings that are arguments of the function and differ from its own.

    >>> given(call, {"name": "nl.read", "top": 5})
    {'name': 'nl.read'}
    """
    own = inspect.signature(function).parameters
    known = {name: value for name, value in settings.items() if name in own and name not in idle}
    return {name: value for name, value in known.items() if value != own[name].default}


def code(value) -> str:
    """Return a value as Python; unlike repr, a long regular expression is whole.

    >>> print(code(["flood*", re.compile("dam|levee")]))
    ['flood*', re.compile('dam|levee')]
    """
    if isinstance(value, re.Pattern):
        return f"re.compile({value.pattern!r})"
    if isinstance(value, list):
        return f"[{', '.join(map(code, value))}]"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{key!r}: {code(one)}' for key, one in value.items())}}}"
    return repr(value)


def call(name: str, first: str, arguments: dict) -> str:
    """Return a call as Python.

    >>> call("nl.frequency", "part", {"top": 5})
    'nl.frequency(part, top=5)'
    """
    said = [first, *(f"{key}={code(value)}" for key, value in arguments.items())]
    return f"{name}({', '.join(filter(None, said))})"
