"""The report inside a notebook: the words of the terminal, as a piece of HTML.

Everything is escaped by the template; styles are inline and the colours readable on white and on
black, since a notebook shows the piece in a page of its own theme.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from jinja2 import Environment

from grader.model import RedactedReport
from grader.report.console import Console
from grader.report.formats import human

# The codes in which a console paints, and what they are here.
STYLES = {
    "32": "color:#1f8a4c",
    "31;1": "color:#d23c46;font-weight:bold",
    "33": "color:#9a6f00",
    "36": "color:#2379ab",
    "1": "font-weight:bold",
    "2": "opacity:.72",
}
EDGES = {"passed": "#1f8a4c", "failed": "#9a6f00", "not_started": "#8a8a8a"}
AT_FAULT = "#d23c46"

_PAINTED = re.compile(r"\x1b\[([\d;]+)m([^\x1b]*)\x1b\[0m")
_TEMPLATE = Environment(autoescape=True).from_string(
    '<div style="border-left:4px solid {{ edge }};padding:.2em 0 .2em .9em;overflow-x:auto">'
    '<pre style="margin:0;background:none;color:inherit;line-height:1.4;font-size:.9em;'
    'font-family:ui-monospace,Menlo,Consolas,monospace;white-space:{{ wrapping }}">'
    "{% for style, text in parts %}"
    '{% if style %}<span style="{{ style }}">{{ text }}</span>{% else %}{{ text }}{% endif %}'
    "{% endfor %}</pre></div>"
)


def as_text(report: RedactedReport, remark: str = "") -> str:
    """The report as plain text, as a terminal shows it, below a remark."""
    return _headed(human.render(report, Console()), remark)


def as_html(report: RedactedReport, remark: str = "") -> str:
    """The report as HTML that can stand in any page, below a remark."""
    text = human.render(report, Console(color=True))
    return _html(_headed(text, remark), EDGES.get(report.status, AT_FAULT), "pre")


def sentence_as_html(sentence: str) -> str:
    """One sentence in the place of a report, where there is none."""
    return _html(sentence, AT_FAULT, "pre-wrap")


def text_as_html(text: str) -> str:
    """The colored text of a terminal, as HTML that can stand in any page."""
    return _html(text, EDGES["not_started"], "pre")


def _headed(text: str, remark: str) -> str:
    return f"{remark}\n\n{text}" if remark else text


def _html(text: str, edge: str, wrapping: str) -> str:
    parts = list(_parts(text.rstrip("\n")))
    html: str = _TEMPLATE.render(edge=edge, wrapping=wrapping, parts=parts)
    return html


def _parts(text: str) -> Iterator[tuple[str, str]]:
    """The text in runs of one style."""
    done = 0
    for found in _PAINTED.finditer(text):
        yield "", text[done : found.start()]
        yield STYLES[found[1]], found[2]
        done = found.end()
    yield "", text[done:]
