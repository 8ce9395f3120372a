"""The scan for leaks finds what is planted, however it is wrapped, and nothing where nothing is."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import tarfile
import zipfile

import pytest
from msgspec.structs import replace

from grader.course.course import find_course, load_exercise
from grader.publishing.release.leak_scan import MAX_DEPTH, Leak, check_leaks, find_leaks, secrets_of
from grader.publishing.release.student_course import student_tree

SOLUTION = "return x.to(torch.float64).clone() + x.detach().to(torch.float64)"
HIDDEN = "@given(number=st.floats(-10, 10).map(lambda number: round(number, 1)))"
ADVICE = "It looks as if x were multiplied by itself. What is the double of 3, and what its square?"


@pytest.fixture(scope="module")
def exercise(course):
    return load_exercise(course, "exercise01")


@pytest.fixture(scope="module")
def secrets(exercise):
    return secrets_of([exercise])


def zipped(name, content):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return buffer.getvalue()


def tarred(name, content, mode="w:gz"):
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode=mode) as archive:
        member = tarfile.TarInfo(name)
        member.size = len(content)
        archive.addfile(member, io.BytesIO(content))
    return buffer.getvalue()


def notebook(source, **cell):
    cells = [{"cell_type": "code", "source": source, "metadata": {}, **cell}]
    return json.dumps({"cells": cells, "nbformat": 4}).encode()


TEXT = f"before\n    {SOLUTION}\nafter".encode()
WRAPPED = {
    "plain.md": TEXT,
    "commented.py": f"#   {SOLUTION}  # like this".encode(),
    "in_a_line.txt": f"The answer is `{SOLUTION}`, of course.".encode(),
    "broken.txt": SOLUTION.replace(" + ", "\n  +\n    ").encode(),
    "quoted.json": json.dumps({"text": f"x\n{SOLUTION}\ny"}).encode(),
    "notebook.ipynb": notebook([f"def double(x):\n    {SOLUTION}\n"]),
    "a.zip": zipped("x.py", TEXT),
    "a.whl": zipped("grader/x.py", TEXT),
    "a.tar": tarred("x.py", TEXT, "w"),
    "a.tar.gz": tarred("x.py", TEXT),
    "a.tar.bz2": tarred("x.py", TEXT, "w:bz2"),
    "a.tar.xz": tarred("x.py", TEXT, "w:xz"),
    "named_as_no_archive.png": zipped("x.py", TEXT),
    "nested.zip": zipped("b.tar.gz", tarred("c.zip", zipped("x.py", TEXT))),
    "x.gz": gzip.compress(TEXT),
    "x.bz2": bz2.compress(TEXT),
    "x.xz": lzma.compress(TEXT),
}


@pytest.mark.parametrize("name", WRAPPED)
def test_solution_is_found_however_it_is_wrapped(name, secrets):
    (leak,) = find_leaks({name: WRAPPED[name]}, secrets)
    assert leak.startswith(name)
    assert "solutions/exercise01/reference.py:" in leak


@pytest.mark.parametrize(
    ("text", "source"), [(HIDDEN, "test_hidden.py:11"), (ADVICE, "mistakes/squares.py:1")]
)
def test_hidden_checks_and_mistakes_are_found_too(text, source, secrets):
    (leak,) = find_leaks({"README.md": text.encode()}, secrets)
    assert leak == f"README.md holds solutions/exercise01/{source}"


def test_notebook_with_outputs_is_a_leak(secrets):
    outputs = [{"output_type": "stream", "text": "3."}]
    (leak,) = find_leaks({"a.ipynb": notebook("x", outputs=outputs)}, secrets)
    assert "outputs" in leak
    assert list(find_leaks({"a.ipynb": notebook("x", outputs=[])}, secrets)) == []
    assert list(find_leaks({"a.ipynb": b"{}"}, secrets))


def test_line_of_numbers_alone_is_no_secret(toy, tmp_path):
    root = toy.make_course(tmp_path / "course")
    mistake = root / "solutions" / "exercise01" / "mistakes" / "squares.py"
    mistake.write_text(f"{mistake.read_text()}\n\nX = (\n    0.0, 0.0, 0.0, 0.0\n)\n")
    own = secrets_of([load_exercise(find_course(root), "exercise01")])
    assert own
    assert list(find_leaks({"page.html": b"[0.0, 0.0, 0.0, 0.0, 0.0]"}, own)) == []


def test_what_is_shown_on_purpose_is_no_leak(course, trees):
    files = trees["external"].files
    check_leaks(files, [load_exercise(course, "exercise01")])
    assert b"assert_close(student.double(x)" in files["exercises/exercise01/test_examples.py"]


def test_hint_that_says_a_line_of_the_solution_makes_it_public(exercise):
    told = replace(exercise, hints=(f"Write {SOLUTION}.",))
    assert not any(secret.source.endswith("reference.py:13") for secret in secrets_of([told]))
    assert any(secret.source.endswith("reference.py:13") for secret in secrets_of([exercise]))


def test_archives_too_deep_are_refused(secrets):
    content = TEXT
    for _ in range(MAX_DEPTH + 1):
        content = gzip.compress(content)
    with pytest.raises(Leak, match="too deep"):
        list(find_leaks({"deep.gz": content}, secrets))


@pytest.mark.parametrize(
    "content",
    [gzip.compress(TEXT)[:-9], lzma.compress(TEXT)[:-9], tarred("x", TEXT)[:40]],
    ids=["gzip", "xz", "tar"],  # their bytes hold the time
)
def test_archive_that_cannot_be_opened_is_refused(content, secrets):
    with pytest.raises(Leak, match="cannot be opened"):
        list(find_leaks({"a.bin": content}, secrets))


@pytest.mark.parametrize(
    "path", ["data/notes.txt", "data/old.zip", "solutions/exercise01/README.md"]
)
def test_release_with_a_planted_leak_is_refused(toy, tmp_path, key, path):
    root = toy.make_course(tmp_path)
    planted = root / path
    planted.parent.mkdir(exist_ok=True)
    planted.write_bytes(zipped("x", HIDDEN) if path.endswith(".zip") else HIDDEN.encode())
    from grader.course.course import find_course

    with pytest.raises(Leak, match=r"give away: .* holds solutions/exercise01/test_hidden\.py:11"):
        student_tree(find_course(root), course_key=key)
