"""A lesson as a piece of a page: Markdown, its formulas, its figure, all in one text."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping

from markdown_it import MarkdownIt

from grader.publishing.pages.formulas import as_mathml

# Code first: a dollar sign in code is one.
_FORMULA = re.compile(r"(```.*?```|`[^`\n]*`)|\$\$(.+?)\$\$|\$([^$\n]+?)\$", re.DOTALL)
# The only HTML of a lesson that is obeyed: answers that are folded away. Each on a line of its own.
_SUMMARY = re.compile(r"^<details><summary>(.*)</summary>$", re.MULTILINE)
_FOLD, _UNFOLD = "\ue002", "\ue003"
_PLACE = "\ue000{}\ue001"  # characters that no author types and no renderer changes


def lesson_as_html(text: str, figures: Mapping[str, bytes]) -> str:
    """Markdown as HTML that needs nothing else: formulas as MathML, figures inside.

    `figures` maps the file name of a PNG to its content. HTML in the text is shown, not obeyed,
    but for answers folded into `<details>`.
    """
    formulas: list[str] = []

    def keep(match: re.Match[str]) -> str:
        if match[1] is not None:
            return match[1]
        formulas.append(as_mathml(match[2] or match[3], display=match[2] is not None))
        return _PLACE.format(len(formulas) - 1)

    marked = _FORMULA.sub(keep, text)
    marked = _SUMMARY.sub(rf"{_FOLD}\1{_FOLD}", marked).replace("\n</details>\n", f"\n{_UNFOLD}\n")
    page: str = MarkdownIt("commonmark", {"html": False}).enable("table").render(marked)
    page = re.sub(f"<p>{_FOLD}(.*){_FOLD}</p>", r"<details><summary>\1</summary>", page)
    page = page.replace(f"<p>{_UNFOLD}</p>", "</details>")
    for number, formula in enumerate(formulas):
        page = page.replace(_PLACE.format(number), formula)
    for name, content in figures.items():
        data = base64.b64encode(content).decode()
        page = page.replace(f'src="{name}"', f'src="data:image/png;base64,{data}"')
    return page
