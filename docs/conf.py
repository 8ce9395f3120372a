"""The documentation site, from the Markdown files of the course as they stand.

    python -m sphinx -W -c docs . build/site

Its first page is README.md. `grade publish --site DIR` makes an instructor's own, with the
solutions of what is past due.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.writers.html5 import HTML5Translator

from grader import __version__
from grader.publishing.pages.formulas import as_mathml

project = "Unsaturated"
author = copyright = "The Unsaturated authors"
release = __version__

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
myst_enable_extensions = ["dollarmath"]
myst_heading_anchors = 3
napoleon_use_ivar = True
default_role = "code"  # what stands between backticks in a docstring
autodoc_typehints = "signature"
autodoc_member_order = "bysource"
python_maximum_signature_line_length = 80
root_doc = "README"
include_patterns = [
    "README.md", "CHANGELOG.md", "CONTRIBUTING.md", "data/README.md", "docs/*.md",
    "exercises/exercise*/README.md",
]  # fmt: skip
html_theme = "furo"
html_title = "Unsaturated"
html_static_path = ["site.css"]
html_css_files = ["site.css"]
html_copy_source = False
html_show_sourcelink = False
html_math_renderer = "mathml"  # the lessons' own, which needs no script and no network

CONTENTS = {
    "For students": ("Start <self>", "exercises/*/README", "docs/notebooks", "docs/editors",
                     "docs/training", "docs/gallery", "docs/loss-log", "data/README"),
    "For instructors": ("docs/for-instructors", "docs/formats", "docs/clusters",
                        "docs/threat-model"),
    "For authors": ("docs/authors", "docs/api", "docs/explanations"),
    "The project": ("CONTRIBUTING", "docs/architecture", "docs/speed", "CHANGELOG"),
}  # fmt: skip
SHIPPED = "{name}.py", "{name}.ipynb", "explore.html"  # of an exercise, beside its lesson
MOVES = re.compile(r"\[explore\.html\]\([^)]*\)(.*?)\n\n", re.DOTALL)
FRAME = '\n\n<iframe class="moves" src="explore.html" title="The interactive figure"></iframe>\n\n'


def setup(app: Sphinx) -> None:
    app.add_config_value("solutions", "", "env", str)  # a folder with one for each exercise
    app.add_html_math_renderer("mathml", (_inline, None), (_block, None))
    app.connect("autodoc-process-docstring", _escape)
    app.connect("source-read", _complete)
    app.connect("build-finished", _copy_files)


def _escape(_app: Sphinx, _what: str, _name: str, _object: object, _options: object,
            lines: list[str]) -> None:  # fmt: skip
    """Let |x| in a docstring be an absolute value."""
    lines[:] = [line.replace("|", r"\|") for line in lines]


def _complete(app: Sphinx, document: str, source: list[str]) -> None:
    """Add what only the site has: the contents, and what lies beside a lesson."""
    if document == root_doc:
        source[0] += "".join(_contents(app, *item) for item in CONTENTS.items())
    elif document.startswith("exercises/"):
        name = Path(document).parent.name
        title, rest = source[0].split("\n", maxsplit=1)
        links = " · ".join(_link(path.name) for path in _shipped(app, document))
        rest = MOVES.sub(lambda found: _link("explore.html") + found[1] + FRAME, rest)
        source[0] = f"{title}\n\n<p>{links}</p>\n{rest}"
        solution = Path(app.config.solutions, name)
        if app.config.solutions and solution.is_dir():
            files = sorted(path.name for path in solution.iterdir())
            links = " · ".join(_link(f"solution/{file}", file) for file in files)
            source[0] += f"\n## The solution\n\n<p>{links}</p>\n"


def _shipped(app: Sphinx, document: str) -> list[Path]:
    """The files beside a lesson that its page links."""
    folder = Path(app.srcdir, document).parent
    paths = [folder / file.format(name=folder.name) for file in SHIPPED]
    return [path for path in paths if path.is_file()]


def _contents(app: Sphinx, caption: str, pages: tuple[str, ...]) -> str:
    options = f":caption: {caption}\n:hidden:\n:glob:\n:maxdepth: 1\n\n"
    own = app.env.found_docs  # a course may have fewer
    there = [page for page in pages if page in own or set(page) & set("*<")]
    return "\n\n```{toctree}\n" + options + "\n".join(there) + "\n```\n"


def _link(target: str, text: str = "") -> str:
    return f'<a href="{target}">{text or target}</a>'


def _copy_files(app: Sphinx, failure: Exception | None) -> None:
    if failure or app.builder.name != "html":
        return
    site = Path(app.outdir)
    shutil.copyfile(site / f"{root_doc}.html", site / "index.html")
    for document in app.env.found_docs:
        if not document.startswith("exercises/"):
            continue
        lesson, name = Path(document).parent, Path(document).parent.name
        for path in _shipped(app, document):
            shutil.copy(path, site / lesson)
        solution = Path(app.config.solutions, name)
        if app.config.solutions and solution.is_dir():
            shutil.copytree(solution, site / lesson / "solution", dirs_exist_ok=True)


def _inline(translator: HTML5Translator, node: nodes.math) -> None:
    translator.body.append(as_mathml(node.astext(), display=False))
    raise nodes.SkipNode


def _block(translator: HTML5Translator, node: nodes.math_block) -> None:
    translator.body.append(as_mathml(node.astext(), display=True))
    raise nodes.SkipNode
