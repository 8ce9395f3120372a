"""The documents speak of commands, options and files that exist.

With DOCUMENTS=all in the environment, as in CI, the instructor's ten steps are also walked.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from PIL import Image

from grader.cli import cli
from grader.cli.command_group import GRADE

ROOT = Path(__file__).parents[1]
DOCUMENTS = sorted(
    path
    for pattern in ("*.md", "docs/*.md", "solutions/*/README.md")
    for path in ROOT.glob(pattern)
)
# In a block of commands, or between backticks; behind && or | as well.
BLOCK = re.compile(r"^```(?:sh|bash|console)\n(.*?)^```", re.MULTILINE | re.DOTALL)
INLINE = re.compile(r"`((?:grade|python -m grader)(?: [^`]*)?)`", re.DOTALL)
LINK = re.compile(r"\]\((?!https?://|#|mailto:)([^)#]+)")
ANCHOR = re.compile(r"\]\((?!https?://)([^)#\s]*)#([^)\s]+)\)")
HEADING = re.compile(r"^#+ +(.*)$", re.MULTILINE)


def commands_in(text: str) -> Iterator[list[str]]:
    """The words behind `grade`, of every command that a document shows."""
    lines = [
        line for block in BLOCK.findall(text) for line in block.replace("\\\n", " ").split("\n")
    ]
    for line in (*lines, *INLINE.findall(text)):
        for part in re.split(r"&&|\||;", line):
            if not re.match(r"\s*([A-Z_]+=\S* )*(grade|python -m grader)\b", part):
                continue
            words = shlex.split(part, comments=True)
            while words and re.fullmatch(r"[A-Z_]+=.*|sudo|nice", words[0]):
                del words[0]  # what is set for the command alone
            if words[:3] == ["python", "-m", "grader"]:
                del words[:2]
            if words[:1] in (["grade"], ["grader"]):
                yield words[1:]


def named_by(document: Path) -> str:
    return str(document.relative_to(ROOT))


def fault_in(words: list[str]) -> str | None:
    """What is wrong with a command, as far as its name and its options go."""
    if not words or words[0] in ("--help", "-h", "--version"):
        return None
    name, rest = (words[0], words[1:]) if words[0] in cli.commands else (GRADE, words)
    looks_right = name != GRADE or re.fullmatch(r"(exercise)?\d+|-.*|.*\.(py|ipynb)", rest[0])
    if not looks_right:
        return f"no command {words[0]}"
    command = cli.commands[name]
    try:
        command.make_parser(click.Context(command)).parse_args(rest)
    except click.NoSuchOption as error:
        return error.message
    except click.UsageError:  # an option shown without its value, as in a sentence
        return None
    return None


@pytest.mark.parametrize("document", DOCUMENTS, ids=named_by)
def test_commands_and_options_of_a_document_exist(document):
    shown = [*commands_in(document.read_text("utf-8"))]
    assert {" ".join(words): fault_in(words) for words in shown if fault_in(words)} == {}


@pytest.mark.parametrize("words", ["gradde", "exercise03 --opne", "batch X --uot Y", "watch --q"])
def test_commands_and_options_that_do_not_exist_are_seen(words):
    assert fault_in(words.split()) is not None


@pytest.mark.parametrize("document", DOCUMENTS, ids=named_by)
def test_links_of_a_document_lead_somewhere(document):
    targets = LINK.findall(document.read_text("utf-8"))
    assert [target for target in targets if not (document.parent / target).exists()] == []


def anchors_of(document: Path) -> set[str]:
    """The anchors that GitHub and the site give to the headings of a document."""
    text = re.sub(r"^```.*?^```", "", document.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
    titles = [re.sub(r"[^\w\- ]", "", title.lower()) for title in HEADING.findall(text)]
    return {title.strip().replace(" ", "-") for title in titles}


def lost_anchors(document: Path) -> list[str]:
    """The links of a document to a heading that there is not."""
    found = ANCHOR.findall(document.read_text("utf-8"))
    return [
        f"{file}#{anchor}"
        for file, anchor in found
        if anchor not in anchors_of(document.parent / file if file else document)
    ]


@pytest.mark.parametrize("document", DOCUMENTS, ids=named_by)
def test_anchors_of_a_document_are_headings(document):
    assert lost_anchors(document) == []


def test_anchors_that_are_no_headings_are_seen(tmp_path):
    (tmp_path / "a.md").write_text("# `One` step, more\n\n```\n# no title\n```\n")
    links = "[](a.md#one-step-more) [](#two) [](a.md#no-title)"
    (tmp_path / "b.md").write_text(f"# Two\n\n{links} [](a.md#three)\n")
    assert lost_anchors(tmp_path / "b.md") == ["a.md#no-title", "a.md#three"]


def test_readme_shows_a_page_that_moves_in_a_small_picture_with_a_text():
    text = (ROOT / "README.md").read_text("utf-8")
    pictures = re.findall(r"!\[([^\]]*)\]\(([^)]+)\)", text)
    animated = []
    for _, name in pictures:
        with Image.open(ROOT / name) as picture:
            animated += [name] if getattr(picture, "n_frames", 1) > 1 else []
    assert len(animated) == 1
    assert (ROOT / animated[0]).stat().st_size < 500_000
    assert all(len(alt) > 20 for alt, _ in pictures)


def test_readme_shows_a_report_as_it_is_today():
    report = (ROOT / "tests" / "golden" / "exercise03_failed.txt").read_text("utf-8")
    assert f"```\n{report}```\n" in (ROOT / "README.md").read_text("utf-8")


def test_commands_are_found_where_documents_have_them():
    text = "Run `grade hint`.\n\n```sh\nA=1 grade batch X \\\n  --out Y && grade  # all\n```\n"
    found = list(commands_in(text))
    assert found == [["batch", "X", "--out", "Y"], [], ["hint"]]


@pytest.fixture
def clone(tmp_path):
    """A copy of the course with one exercise, and a class that has handed in."""
    root = tmp_path / "clone"
    for part in ("exercises/exercise03", "solutions/exercise03", "data"):
        shutil.copytree(ROOT / part, root / part, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("LICENSE", "constraints.txt"):
        shutil.copy(ROOT / name, root / name)
    for student, source in (("ada", "solutions/exercise03/reference.py"), ("bob", None)):
        folder = root / "submissions" / student
        folder.mkdir(parents=True)
        source = source or "exercises/exercise03/exercise03.py"
        shutil.copy(ROOT / source, folder / "exercise03.py")
    return root


@pytest.mark.skipif(os.environ.get("DOCUMENTS") != "all", reason="takes a minute")
def test_steps_of_an_instructor_can_be_walked(clone):
    text = (ROOT / "docs" / "for-instructors.md").read_text("utf-8")
    text, _ = text.split("## Three ways")  # walked in test_three_ways.py
    lines = [line for block in BLOCK.findall(text) for line in block.splitlines()]
    steps = [line for line in lines if "pip install" not in line]
    assert len(steps) >= 10
    bin_folder = str(Path(sys.executable).parent)
    identity = {
        f"GIT_{who}_{what}": "a@b" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")
    }
    environment = os.environ | identity | {"PATH": f"{bin_folder}:{os.environ['PATH']}"}
    for step in steps:
        done = subprocess.run(
            ["bash", "-e", "-c", step], cwd=clone, env=environment, capture_output=True, text=True
        )
        assert done.returncode == 0, f"{step}\n{done.stdout}\n{done.stderr}"
    assert (clone.parent / "students" / "exercises" / "exercise03" / "hidden.sealed").is_file()
    assert (clone.parent / "upload" / "autograder.zip").is_file()
    assert (clone / "results" / "reports" / "ada" / "exercise03.json").is_file()
    assert list((clone.parent / "published").rglob("*.html"))
