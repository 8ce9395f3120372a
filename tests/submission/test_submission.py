"""A submitted file as text: read once, never run, and refused with a reason."""

from __future__ import annotations

import hashlib
import os

import pytest

from grader.course.course import Course, load_exercise
from grader.errors import UnreadableSubmission
from grader.submission.parsing import MAX_CODE_BYTES
from grader.submission.student_files import MAX_SIBLINGS
from grader.submission.submission import read_submission


@pytest.fixture
def exercise(toy_course):
    return load_exercise(Course(toy_course), "1")


@pytest.fixture
def read(exercise, tmp_path):
    """Read a submission of these bytes, from a folder of its own."""
    folder = tmp_path / "desk"
    folder.mkdir()

    def read_bytes(data, name="draft.py"):
        path = folder / name
        path.write_bytes(data if isinstance(data, bytes) else data.encode())
        return read_submission(path, exercise)

    read_bytes.folder = folder
    return read_bytes


# ------------------------------------------------------------------------------ what is read


def test_submission_is_the_bytes_that_were_read(read):
    data = b"def double(x):\n    return 2 * x\n"
    submission = read(data)
    assert submission.path == read.folder / "draft.py"
    assert submission.source == data.decode()
    assert submission.sha256 == hashlib.sha256(data).hexdigest()
    assert submission.files == {"exercise01.py": data}


def test_submission_is_not_run(read, tmp_path):
    mark = tmp_path / "mark"
    read(f"open({str(mark)!r}, 'w')")
    assert not mark.exists()


def test_submission_may_begin_with_a_byte_order_mark_and_end_lines_as_windows_does(read):
    submission = read(b"\xef\xbb\xbfdef double(x):\r\n    return 2 * x\r\n")
    assert submission.line_of("double") == 1
    assert submission.sha256 == hashlib.sha256(submission.files["exercise01.py"]).hexdigest()


def test_files_beside_it_travel_with_it(read):
    (read.folder / "gains.py").write_text("TANH = 5 / 3\n")
    (read.folder / "notes.txt").write_text("no")
    (read.folder / "below").mkdir()
    (read.folder / "below" / "deep.py").write_text("no")
    files = read("import gains").files
    assert set(files) == {"gains.py", "exercise01.py"}
    assert files["gains.py"] == b"TANH = 5 / 3\n"


def test_file_beside_it_of_the_exercise_name_gives_way_to_it(read):
    (read.folder / "exercise01.py").write_text("old")
    assert read("new = 1").files == {"exercise01.py": b"new = 1"}


@pytest.mark.parametrize(
    "name", ["conftest.py", "sitecustomize.py", "usercustomize.py", "test_hidden.py"]
)
def test_files_that_others_would_run_stay_behind(read, name):
    (read.folder / name).write_text("raise SystemExit")
    assert set(read("x = 1").files) == {"exercise01.py"}


def test_files_beside_it_are_at_most_twenty(read):
    for number in range(MAX_SIBLINGS + 5):
        (read.folder / f"file{number:02}.py").write_text("")
    assert len(read("x = 1").files) == MAX_SIBLINGS + 1


def test_files_beside_it_that_cannot_be_read_stay_behind(read, tmp_path):
    (tmp_path / "outside.py").write_text("secret = 1")
    (read.folder / "link.py").symlink_to(tmp_path / "outside.py")
    (read.folder / "large.py").write_bytes(bytes(MAX_CODE_BYTES + 1))
    os.mkfifo(read.folder / "pipe.py")
    (read.folder / "folder.py").mkdir()
    assert set(read("x = 1").files) == {"exercise01.py"}


# ------------------------------------------------------------------------------ what is known


SOURCE = """\
def outer():
    def double(inner):
        return inner


def double(x, /, y, *rest, z=1):
    return x


double = double


class Holder:
    def half(self):
        return 0


async def later(a):
    return a
"""


def test_line_is_that_of_the_definition(read):
    submission = read(SOURCE)
    assert submission.line_of("later") == 18
    assert submission.line_of("nowhere") is None


def test_line_is_that_of_the_definition_that_counts(read):
    assert read(SOURCE).line_of("double") == 6
    assert read("def f():\n    pass\n\n\ndef f():\n    pass\n").line_of("f") == 5
    nested = "def f():\n    return 1\n\n\ndef g():\n    def f():\n        return 2\n"
    assert read(nested).line_of("f") == 1


def test_parameters_are_the_positional_ones(read):
    submission = read(SOURCE)
    assert submission.parameters_of("double") == ("x", "y")
    assert submission.parameters_of("nowhere") == ()


# ------------------------------------------------------------------------------ what is refused


def refusal(read, data, name="draft.py"):
    with pytest.raises(UnreadableSubmission) as caught:
        read(data, name)
    assert caught.value.exit_code == 3
    return caught.value


def test_missing_file_is_named(exercise, tmp_path):
    with pytest.raises(UnreadableSubmission) as caught:
        read_submission(tmp_path / "nowhere.py", exercise)
    assert caught.value.what == f"There is no file {tmp_path / 'nowhere.py'}."


@pytest.mark.parametrize("name", ["draft.txt", "draft", "draft.pyc"])
def test_file_of_another_kind_is_refused(read, name):
    assert "is not a Python file" in refusal(read, "x = 1", name).what


def test_file_at_the_limit_is_read_and_above_it_refused(read):
    read(b"#" * MAX_CODE_BYTES)
    assert "larger than 128 KiB" in refusal(read, b"#" * (MAX_CODE_BYTES + 1)).what


@pytest.mark.parametrize("data", [b"\xff\xfex\x00", b"x = '\xe9'", b"# ok\n\x80"])
def test_file_that_is_not_utf8_is_refused(read, data):
    assert "is not UTF-8 text" in refusal(read, data).what


def test_link_is_refused(read, tmp_path, exercise):
    (tmp_path / "real.py").write_text("x = 1")
    (read.folder / "draft.py").symlink_to(tmp_path / "real.py")
    with pytest.raises(UnreadableSubmission, match="cannot be opened"):
        read_submission(read.folder / "draft.py", exercise)


@pytest.mark.parametrize("make", [os.mkfifo, os.mkdir])
def test_pipe_and_folder_are_refused_without_waiting(read, exercise, make):
    make(read.folder / "draft.py")
    with pytest.raises(UnreadableSubmission, match="is not a regular file"):
        read_submission(read.folder / "draft.py", exercise)


@pytest.mark.parametrize(
    ("source", "line", "reason"),
    [
        ("x = 1\n\ndef double(x)\n    return x\n", 3, "expected ':'"),
        ("def double(x):\nreturn x\n", 2, "expected an indented block"),
        ("x = (1,\n", 1, "'(' was never closed"),
        ("x = 1\nprint 'a'\n", 2, "Missing parentheses"),
        ("%matplotlib inline\n", 1, "invalid syntax"),
        ("x = 1\nreturn 2\n", 2, "'return' outside function"),
        ("def f():\n    pass\n    nonlocal y\n", 3, "no binding for nonlocal 'y' found"),
        ("def f(a, a):\n    pass\n", 1, "duplicate argument 'a'"),
        ("x = 1\nbreak\n", 2, "'break' outside loop"),
        ("x = 1\nfrom __future__ import annotations\n", 2, "from __future__ imports must occur"),
    ],
)
def test_file_that_is_not_python_is_refused_with_its_line(read, source, line, reason):
    refused = refusal(read, source)
    assert refused.what.startswith(f"draft.py is not valid Python: {reason}")
    assert refused.line == line
    assert refused.remedy == "Fix this line and run grade again."


@pytest.mark.parametrize(
    "source",
    [
        "x = 1\x00",
        "x = " + "(" * 300 + ")" * 300,
        "x = " + "-" * 100_000 + "1",
        "x = " + "1 + " * 30_000 + "1",
    ],
    ids=["null byte", "parentheses", "signs", "sum"],
)
def test_file_that_no_parser_takes_is_refused_without_a_traceback(read, source):
    assert refusal(read, source).what.startswith("draft.py ")


def test_odd_escapes_are_the_students_own_business(read):
    read(r"pattern = '\d'")  # warnings are errors in this test run
