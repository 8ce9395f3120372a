"""Formulas and lessons as HTML that needs nothing else."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree as xml

import pytest

from grader.publishing.pages.formulas import as_mathml
from grader.publishing.pages.lesson import lesson_as_html

LESSONS = sorted((Path(__file__).parents[3] / "solutions").glob("*/README.md"))
FORMULA = re.compile(r"\$\$(.+?)\$\$|\$([^$\n]+?)\$", re.DOTALL)


def shape(formula):
    """The formula's elements and texts, in brackets."""

    def written(node):
        inner = (node.text or "") + "".join(map(written, node))
        return f"{node.tag}({inner})"

    return written(xml.fromstring(as_mathml(formula, display=False))[0])


@pytest.mark.parametrize(
    ("formula", "written"),
    [
        ("x - 2.5", "mrow(mi(x)mo(−)mn(2.5))"),
        (r"\frac{1}{n}", "mrow(mfrac(mrow(mn(1))mrow(mi(n))))"),
        (r"\hat x_t^2", "mrow(msubsup(mover(mi(x)mo(^))mi(t)mn(2)))"),
        (r"W'", "mrow(msup(mi(W)mo(′)))"),
        (r"\sum_{i} \sqrt{x}", "mrow(munder(mo(∑)mrow(mi(i)))msqrt(mrow(mi(x))))"),
        (r"\text{one hot} < \ln V", "mrow(mtext(one hot)mo(<)mi(ln)mi(V))"),
        (r"\Bigl(a\Bigr)", "mrow(mo(()mi(a)mo()))"),
        (
            r"\begin{pmatrix} 1 & a \\ 3 & -b \end{pmatrix}",
            "mrow(mrow(mo(()mtable(mtr(mtd(mn(1))mtd(mi(a)))mtr(mtd(mn(3))mtd(mo(−)mi(b))))mo())))",
        ),
    ],
)
def test_formula_becomes_mathml(formula, written):
    assert shape(formula) == written


@pytest.mark.parametrize(
    "formula",
    [r"\unheard", "{", "}", "^2", r"\frac{1}", r"\begin{cases}x\end{cases}", r"\begin{pmatrix}1"],
)
def test_formula_stays_as_it_is_when_something_in_it_is_unknown(formula):
    assert as_mathml(formula, display=True) == f"<code>{formula}</code>"


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.parent.name)
def test_every_formula_of_the_lessons_is_known(path):
    found = FORMULA.findall(path.read_text("utf-8"))
    for display, inline in found:
        assert as_mathml(display or inline, display=True).startswith("<math"), display or inline


def test_lesson_keeps_dollars_in_code_and_shows_html_as_text():
    page = lesson_as_html("Pay `$5` or $x$.\n\n```\n$y$\n```\n\n<script>alert(1)</script>\n", {})
    assert page.count("<math") == 1
    assert "<code>$5</code>" in page
    assert "$y$" in page
    assert "<script>" not in page


def test_answers_of_a_lesson_are_folded_and_no_other_html_is_obeyed():
    text = "<details><summary>Why *2*?</summary>\n\nAs $x$ <b>is</b>.\n\n</details>\n\nEnd\n"
    page = lesson_as_html(text, {})
    assert page.startswith("<details><summary>Why <em>2</em>?</summary>\n<p>As <math")
    assert "&lt;b&gt;" in page
    assert page.endswith("</p>\n</details>\n<p>End</p>\n")


def test_lesson_holds_its_figure():
    page = lesson_as_html("![A curve](figure.png)\n", {"figure.png": b"\x89PNG"})
    assert 'src="data:image/png;base64,iVBORw=="' in page
    assert 'alt="A curve"' in page
