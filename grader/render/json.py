"""The report for programs: the object that grader/report.schema.json describes."""

from __future__ import annotations

import re
from json import dumps

import msgspec

from grader.model import Report
from grader.render.console import Console
from grader.render.text import REPLACEMENT

_NOT_ASCII = re.compile(r"[^\x00-\x7f]+")
_SURROGATE = re.compile(r"[\ud800-\udfff]")


def render(report: Report, _console: Console) -> str:
    r"""The report as one JSON object, indented, with every key present and null where nothing is.

    The text is the student's own, uncleaned, but written in ASCII (`\u00e9` for é), so that no
    console's encoding can spoil it and no character acts on a terminal. Half a surrogate pair,
    which can stem from a file name and is no valid text, becomes U+FFFD.

    Raises:
        ValueError: a number of the report is not finite, which JSON cannot say.
    """
    facts = msgspec.to_builtins(report)
    text = dumps(facts, ensure_ascii=False, indent=2, allow_nan=False)
    return _NOT_ASCII.sub(_escaped, text) + "\n"


def _escaped(match: re.Match[str]) -> str:
    return dumps(_SURROGATE.sub(REPLACEMENT, match[0]))[1:-1]
