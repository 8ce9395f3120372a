"""What a person reads is plain English: phrases that students stumbled over do not come back."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SUFFIXES = (".py", ".md", ".toml", ".txt", ".html", ".ipynb")
# Clever, translated or private; each has a plain form.
PHRASES = (
    "The shortcut that would make the exercise empty",
    "loses at every step what it should",
    "the same after the call as before",
    "that of a central difference, alike at",
    "meets its own slope",
    "cheap for the expected target",
    "dear for another",
    "weight meets the scale",
    "A Linear without a bias has one afterwards",
    "stretches the column is lost on x",
    "asked for is which part",
    "a Bessel factor",
    "constants of nature",
    "stands opposite to",
    "walk in step",
    "What is it that is taken away",
    "log10 of update : data",
    "Mend the line",
    "how to mend",
    "of which nothing is written yet",
    "when your answer is one that many people give",
    "needs tanh first, the other must not get it twice",
    "large as the certainty was",
    "nothing is learned but modesty",
    "in a million millions",
    "nats dearer",
    "hardly spread",
    "lie as high as theirs",
    "Asked is",
    "Asked for are",
    "sent a reply that is none",
    "changes its argument number",
    "for eyes that may see less",
    "What can be seen of functions from outside",
    "tanh is a gate",
    "Whisper a word",
    "they hold hands",
    "A good mechanic",
    "unlearn confident nonsense",
    "update : weights",
    "Expected are",
    "Graded are",
    "to be moved",
)
BRITISH = re.compile(
    r"\b(\w*colour\w*|\w*(?:normal|initial|standard|optim|recogn)is(?:e|ed|es|ing|er)|grey"
    r"|centred?|favour\w*|neighbour\w*|behaviour\w*|licence|labelled|modelled)\b",
    re.IGNORECASE,
)
MISTAKES = sorted((ROOT / "solutions").glob("exercise[0-9][0-9]/mistakes/*.py"))
SPACE = re.compile(r"(?:\\n|[\s\"',>#])+")


def plain(text: str) -> str:
    """The text with whatever may stand between two words of a sentence made one blank."""
    return SPACE.sub(" ", text).lower()


def phrases_in(part: str) -> list[str]:
    root = ROOT / part
    files = [root] if root.is_file() else [file for file in root.rglob("*") if file.is_file()]
    return [
        f"{file.relative_to(ROOT)}: {phrase}"
        for file in files
        if file.suffix in SUFFIXES
        for text in [plain(file.read_text("utf-8"))]
        for phrase in PHRASES
        if re.search(rf"\b{re.escape(plain(phrase))}\b", text)
    ]


@pytest.mark.parametrize(
    "part", ["grader", "solutions", "exercises", "docs", "README.md", "CONTRIBUTING.md"]
)
def test_no_phrase_that_students_stumbled_over_comes_back(part):
    assert phrases_in(part) == []


def test_phrase_is_found_across_lines_and_quotes():
    assert (
        plain('"We treat them as constants\\n  of nature."')
        == " we treat them as constants of nature. "
    )


def test_advice_ends_with_its_one_question_and_commands_nothing():
    for path in MISTAKES:
        advice = " ".join((ast.get_docstring(ast.parse(path.read_text("utf-8"))) or "").split())
        assert advice.endswith("?"), path
        assert advice.count("?") == 1, path
        assert "you should" not in advice.lower(), path
        assert "!" not in advice, path
        assert not re.search(r"\w- \w", advice), path  # a word that was broken between two lines
    assert len(MISTAKES) > 500


def test_what_a_person_reads_is_spelled_the_american_way():
    command = [sys.executable, str(ROOT / "docs" / "texts.py")]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
    documents = [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("solutions/*/README.md")]
    texts = done.stdout.splitlines()
    for document in documents:
        texts += document.read_text("utf-8").splitlines()
    found = {line.strip() for line in texts if BRITISH.search(line) and not line.startswith("== ")}
    assert found == set()


def test_every_text_of_the_course_can_be_listed_by_file():
    command = [sys.executable, str(ROOT / "docs" / "texts.py"), "exercise03"]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
    for text in (
        "== solutions/exercise03/exercise.toml",
        "Kaiming scaling",
        "Give every input and every weight a spread of 1",
        "== solutions/exercise03/mistakes/xavier.py",
        "Glorot",
        "== grader/report/wording.py",
        "is not written yet",
        "== solutions/exercise03/README.md",
    ):
        assert text in done.stdout
