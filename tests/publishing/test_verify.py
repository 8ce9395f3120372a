"""`grade verify` finds every fault that an exercise can have: each is planted in a sound one."""

from __future__ import annotations

import re

import pytest

from grader.course.course import Course, load_exercise
from grader.errors import MalformedExercise
from grader.publishing.explanation_index import write_index
from grader.publishing.verify import count_submissions, matrix, open_executor, verify_exercise
from grader.publishing.verify_submissions import lost_defaults

ALWAYS_TRUE = '''

def test_nothing(student, reference):
    """The function can be called."""
    import torch

    student.double(torch.ones(1, dtype=torch.float64))
'''


@pytest.fixture
def executor(graded_here):
    del graded_here
    with open_executor(1) as processes:
        yield processes


@pytest.fixture
def folder(toy_course):
    return toy_course / "solutions" / "exercise01"


@pytest.fixture
def proof_of(toy_course, executor):
    def verify(*, seeds=1, has_index=True):
        exercise = load_exercise(Course(toy_course), "1")
        if has_index:
            write_index(exercise)
        seen = []
        proof = verify_exercise(exercise, executor, lambda: seen.append(1), seeds=seeds)
        assert len(seen) == proof.reports == count_submissions(exercise, seeds)
        return proof

    return verify


@pytest.fixture
def flaws_of(proof_of):
    return lambda: [(finding.path.name, finding.what) for finding in proof_of().findings]


def change(path, old, new):
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def test_sound_exercise_has_no_flaw(proof_of):
    proof = proof_of()
    assert proof.findings == ()
    assert matrix(proof).splitlines()[-3:] == [
        "adds_two    x  x",
        "squares     x  x",
        "            2  2",
    ]


def test_mistake_that_earns_full_points_is_found(folder, flaws_of):
    (folder / "mistakes" / "right.py").write_text(
        '"""No mistake."""\n\n\ndef double(x):\n    return x + x\n'
    )
    assert flaws_of() == [("right.py", "passes every hidden check")]


def test_default_on_which_no_check_relies_is_found(folder, flaws_of):
    change(
        folder / "reference.py", "double(x: torch.Tensor)", "double(x: torch.Tensor, spare=None)"
    )
    assert flaws_of() == [
        ("test_hidden.py", "no check calls double without spare, so any default passes")
    ]


def test_defaults_are_lost_one_at_a_time():
    source = "def f(a, ä=1, *, b, c='é'):\n    pass\n\n\ndef g(d=2):\n    pass\n"
    found = [(each.parameter, each.source.split("\n")[0]) for each in lost_defaults(source, ["f"])]
    assert found == [("ä", "def f(a, ä=..., *, b, c='é'):"), ("c", "def f(a, ä=1, *, b, c=...):")]


def test_two_mistakes_that_look_alike_are_found(folder, flaws_of):
    text = (folder / "mistakes" / "squares.py").read_text()
    (folder / "mistakes" / "powers.py").write_text(text.replace("x * x", "x**2"))
    assert flaws_of() == [
        ("powers.py", "is recognized as nothing"),
        ("squares.py", "is recognized as nothing"),
    ]


def test_check_that_a_constant_passes_is_found(folder, flaws_of):
    with (folder / "test_hidden.py").open("a") as file:
        file.write(ALWAYS_TRUE)
    change(
        folder / "exercise.toml",
        "points = 8",
        'points = 7\n\n[[checks]]\nid = "nothing"\npoints = 1',
    )
    found = flaws_of()
    assert ("test_hidden.py", "nothing passes a stub that returns zeros") in found
    assert ("test_hidden.py", "nothing passes a stub that returns its input") in found
    assert ("mistakes", "no mistake fails the check nothing") in found


def test_reference_that_fails_its_own_check_is_found(folder, flaws_of):
    change(folder / "test_hidden.py", "reference.double(x), of", "reference.double(x) + 1, of")
    whats = [what for name, what in flaws_of() if name == "reference.py"]
    assert whats[0].startswith("the reference does not pass doubles: double[0]: expected")
    assert whats[1].startswith("the reference notebook does not pass doubles")


def test_function_without_a_region_is_found(folder, flaws_of):
    text = (folder / "reference.py").read_text()
    text = text.replace("    # BEGIN SOLUTION\n", "").replace("    # END SOLUTION\n", "")
    (folder / "reference.py").write_text(text)
    with pytest.raises(MalformedExercise, match="Nothing in 'double' is marked as the solution"):
        flaws_of()


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("points = 8", "points = 7", "the points sum to 9, not 10"),
        (
            "points = 2",
            'points = 2\nneeds = ["doubles"]',
            "worked_example needs doubles, which does not run before it",
        ),
    ],
)
def test_table_that_contradicts_itself_is_found(folder, flaws_of, old, new, what):
    change(folder / "exercise.toml", old, new)
    assert ("exercise.toml", what) in flaws_of()


def test_check_that_is_in_no_list_is_found(folder, flaws_of):
    with (folder / "test_hidden.py").open("a") as file:
        file.write(ALWAYS_TRUE)
    assert flaws_of() == [("exercise.toml", "test_nothing is not in the list of checks")]


def test_stray_and_missing_files_are_found(folder, flaws_of):
    (folder / "notes.txt").write_text("to do")
    assert flaws_of() == [("notes.txt", "is a stray file")]


def test_missing_index_and_one_of_other_mistakes_are_found(folder, proof_of):
    (finding,) = proof_of(has_index=False).findings
    assert (finding.path.name, finding.what) == ("explanations.bin", "is missing")
    assert finding.remedy == "Run `grade release`."
    assert proof_of().findings == ()
    change(folder / "mistakes" / "squares.py", "x * x", "x * x * 1")
    (finding,) = proof_of(has_index=False).findings
    assert finding.what == "is not what its mistakes make of it today"


def test_style_that_fails_a_check_is_found(folder, flaws_of):
    (folder / "styles").mkdir()
    text = (folder / "reference.py").read_text()
    (folder / "styles" / "sums.py").write_text(text.replace("2 * x", "x + x"))
    assert flaws_of() == []
    (folder / "styles" / "cubes.py").write_text(text.replace("2 * x", "x**3"))
    (name, what), *_ = flaws_of()
    assert name == "cubes.py"
    assert what.startswith("the style cubes does not pass worked_example: double")


def test_mistake_whose_points_depend_on_the_seed_is_found(folder, proof_of):
    (folder / "mistakes" / "rarely.py").write_text(
        '''"""It fails where x lies between 4 and 4.5."""\n\n\ndef double(x):
    return 2 * x + 1.0 * ((x > 4) & (x < 4.5))\n'''
    )
    change(folder / "test_hidden.py", "@given", "@settings(max_examples=8)\n@given")
    change(folder / "test_hidden.py", "import example, given", "import example, given, settings")
    found = [each for each in proof_of(seeds=12).findings if "with seed 0 and" in each.what]
    assert [each.path.name for each in found] == ["rarely.py"]
    assert re.fullmatch(r"earns \d+ points with seed 0 and \d+ with seed \d+", found[0].what)


def test_command_fails_and_names_file_and_remedy(toy_course, folder, run_grade):
    assert run_grade("release").returncode == 0
    (folder / "notes.txt").write_text("to do")
    (toy_course / "exercises" / "exercise01" / "README.md").write_text("changed")
    done = run_grade("verify")
    told = done.stdout + done.stderr
    assert done.returncode == 1
    assert "notes.txt" in told
    assert "Delete it, or move it out of the exercise." in told
    assert "README.md" in told
