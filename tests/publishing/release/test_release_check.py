"""The proof of a release holds for one as it was made, and names what is wrong with another."""

from __future__ import annotations

import pytest

from grader.course.sealing import Key
from grader.errors import BrokenEnvironment, GraderError
from grader.publishing.release.release_check import prove_release

OWN = "exercises/exercise01/exercise01.py"


@pytest.mark.parametrize(("kind", "points"), [("embedded", 10), ("withheld", 2)])
def test_proof_holds_for_a_release(course, released, key, launcher, kind, points):
    whole, exercise = prove_release(course, released(kind), key, launcher)
    assert whole.findings == exercise.findings == ()
    assert exercise.proved[0].startswith("at home")
    assert f"gets {points} of {points}" in exercise.proved[0]
    assert len(exercise.proved) == (2 if kind == "embedded" else 1)


def test_proof_looks_at_sealed_checks_with_the_key(course, released, key, launcher):
    _, exercise = prove_release(course, released("external"), key, launcher)
    assert [text.rpartition("gets ")[2] for text in exercise.proved] == ["2 of 2", "10 of 10"]


def test_proof_names_what_is_wrong(course, released, key, toy, launcher):
    root = released("external")
    (root / OWN).write_text(toy.answer("2 * x"))
    (root / "LICENSE").unlink()
    line = "return x.to(torch.float64).clone() + x.detach().to(torch.float64)"
    (root / "notes.md").write_text(line)
    whole, exercise = prove_release(course, root, key, launcher)
    assert whole.findings == (
        "notes.md holds solutions/exercise01/reference.py:13",
        "LICENSE is missing",
        f"{OWN} is not as it was released",
    )
    assert exercise.findings[0] == "at home the stub is graded as passed"


def test_proof_with_another_key_ends_at_once(course, released, launcher):
    with pytest.raises(BrokenEnvironment, match="does not open"):
        list(prove_release(course, released("external"), Key("course", b"x" * 32), launcher))


def test_proof_needs_a_release(course, tmp_path, launcher):
    with pytest.raises(GraderError, match="no course"):
        list(prove_release(course, tmp_path, None, launcher))
    with pytest.raises(GraderError, match="holds no release"):
        list(prove_release(course, course.root, None, launcher))
