"""The report for programs: the object that grader/report.schema.json describes."""

from __future__ import annotations

import re
from json import dumps

import msgspec

from grader.model import RedactedReport
from grader.report.console import Console
from grader.report.sanitize import REPLACEMENT

_NOT_ASCII = re.compile(r"[^\x00-\x7f]+")
_SURROGATE = re.compile(r"[\ud800-\udfff]")


def render(report: RedactedReport, _console: Console) -> str:
    r"""The report as one JSON object, indented, with every key present and null where nothing is.

    The text is the student's own, uncleaned, but written in ASCII (`\u00e9` for é), so that no
    console's encoding can spoil it and no character acts on a terminal. Half a surrogate pair,
    which can stem from a file name and is no valid text, becomes U+FFFD.

    Raises:
        ValueError: a number of the report is not finite, which JSON cannot say.
    """
    return as_json(report, indent=2)


def as_json(content: object, *, indent: int | None) -> str:
    """Records, dicts and lists as JSON in ASCII, with a newline at the end.

    Raises:
        ValueError: a number is not finite.
    """
    facts = msgspec.to_builtins(content)
    text = _NOT_ASCII.sub(_escaped, dumps(facts, ensure_ascii=False, allow_nan=False))
    # json itself is ten times slower where it indents.
    return (msgspec.json.format(text, indent=indent) if indent is not None else text) + "\n"


def _escaped(match: re.Match[str]) -> str:
    return dumps(_SURROGATE.sub(REPLACEMENT, match[0]))[1:-1]
