"""Bundles, run as the platforms run them, on a toy course: whatever happens, a valid result."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
import sysconfig
import threading
import time
import tomllib
import zipfile
from pathlib import Path

import jsonschema
import pytest

from grader.course.course import Course, find_course
from grader.course.sealing import key_as_text
from grader.errors import UnknownExercise
from grader.publishing import autograde
from grader.publishing.autograde import _graded, _Run, submitted_files
from grader.publishing.bundle import bundle
from grader.report.feedback import redact

SCHEMAS = Path(__file__).parents[1] / "report" / "formats" / "schemas"
BOX_MIB = 768  # what Gradescope gives a container unless asked
NOBODY = 65534
LIMITS = "\n[limits]\nmemory_mib = 1024\ncall_seconds = {}\nrestarts = 1\n"
SUBMISSIONS = {
    "exercise01": "def double(x):\n    return 2 * x\n",
    "exercise02": "def double(x):\n    return x * x\n",
    "exercise03": "import os\ndef double(x):\n    os._exit(0)\n",
    "exercise04": "def double(x):\n    while True:\n        pass\n",
}
METADATA = {"id": 1, "created_at": "2026-11-20T13:24:40.123456-08:00"}
CLASSROOM50 = {
    "CLASSROOM": "nets",
    "ASSIGNMENT": "week3",
    "USERNAME": "ada",
    "SUBMISSION_TAG": "submit/2026-11-22T10-30-00Z-abcdef1",
    "COMMIT_URL": "https://example.org/c",
    "RELEASE_URL": "https://example.org/r",
}


@pytest.fixture(scope="module")
def four(toy, tmp_path_factory) -> Course:
    """A course of four exercises, of little time and much memory."""
    root = toy.make_course(tmp_path_factory.mktemp("four"))
    for name in ("exercise02", "exercise03", "exercise04"):
        toy.make_exercise(root, name, title="Doubling")
    for table in root.glob("*/exercise*/exercise.toml"):
        limits = LIMITS.format(0.5 if "exercise04" in table.parts else 1)  # the one that hangs
        table.write_text(table.read_text("utf-8") + limits, "utf-8")
    return find_course(root)


@pytest.fixture(scope="module")
def archive(four, key) -> bytes:
    return bundle(four, "gradescope", (), key)["autograder.zip"]


def schema_of(name):
    return json.loads((SCHEMAS / f"{name}.json").read_text("utf-8"))


# ------------------------------------------------------------------------------------ Gradescope


@pytest.fixture
def gradescope(tmp_path, environment):
    """`gradescope(archive, files)`: the folder after a run in Gradescope's layout."""

    def run(archive: bytes, files: dict[str, str], *before: str, **more) -> Path:
        root = tmp_path / "autograder"
        for name in ("source", "submission", "results"):
            (root / name).mkdir(parents=True)
        with zipfile.ZipFile(io.BytesIO(archive)) as packed:
            packed.extractall(root / "source")
        shutil.copy(root / "source" / "run_autograder", root / "run_autograder")
        (root / "run_autograder").chmod(0o755)
        (root / "submission_metadata.json").write_text(json.dumps(METADATA))
        for name, text in files.items():
            (root / "submission" / name).parent.mkdir(parents=True, exist_ok=True)
            (root / "submission" / name).write_text(text)
        if before:
            for path in (root, *root.rglob("*")):
                os.chown(path, NOBODY, NOBODY)
        facts = environment | {"GRADE_VENV": sys.prefix, "HOME": str(root)} | more
        done = subprocess.run(
            [*before, "./run_autograder"],
            cwd=root,
            env=facts,
            capture_output=True,
            text=True,
            timeout=300,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        (root / "log").write_text(done.stdout + done.stderr)
        return root

    return run


def result_of(root):
    result = json.loads((root / "results" / "results.json").read_text("utf-8"))
    jsonschema.validate(result, schema_of("gradescope"))
    assert [path.name for path in (root / "results").iterdir()] == ["results.json"]
    return result


def points_of(result):
    points = {}
    for test in result["tests"]:
        points.setdefault(test["name"].partition(":")[0], []).append(test["score"])
    return points


class Memory(threading.Thread):
    """Watches what this process's descendants hold together, shared pages counted once."""

    def __init__(self):
        super().__init__(daemon=True)
        self.peak_mib = 0.0
        self.done = threading.Event()
        self._others = frozenset()
        self._others = frozenset(self._descendants(os.getpid()))  # of other tests

    def run(self):
        while not self.done.wait(0.1):
            held = sum(map(self._held, self._descendants(os.getpid())))
            self.peak_mib = max(self.peak_mib, held / 1024)

    def _descendants(self, parent):
        found, rest = [], [parent]
        while rest:
            rest += [pid for pid in self._children(rest[0]) if pid not in self._others]
            found.append(rest.pop(0))
        return found[1:]

    def _children(self, pid):
        try:
            tasks = list(Path(f"/proc/{pid}/task").iterdir())
            return [int(word) for task in tasks for word in (task / "children").read_text().split()]
        except OSError:  # it has ended
            return []

    def _held(self, pid):
        try:
            lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
            return next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
        except (OSError, StopIteration):
            return 0


def test_gradescope_grades_right_wrong_crashing_and_hanging_within_its_memory(archive, gradescope):
    memory = Memory()
    memory.start()
    root = gradescope(archive, {f"{name}.py": text for name, text in SUBMISSIONS.items()})
    memory.done.set()
    memory.join()
    result = result_of(root)
    assert points_of(result) == {
        "exercise01": [2, 8], "exercise02": [0, 0], "exercise03": [0, 0], "exercise04": [0, 0],
    }  # fmt: skip
    texts = {test["number"]: test["output"] for test in result["tests"]}
    assert "multiplied by itself" in texts["2.2"]
    assert "ended the process" in texts["3.1"]
    assert "stopped after 0.5 s" in texts["4.1"]
    assert "number" not in texts["2.2"], "a hidden check tells no counterexample"
    assert result["output"] == "exercise04 hits a limit of time or memory."
    assert result["extra_data"]["submitted_at"] == "2026-11-20T21:24:40Z"
    assert {report["official"] for report in result["extra_data"]["reports"]} == {True}
    assert {test["visibility"] for test in result["tests"][1::2]} == {"after_published"}
    assert 100 < memory.peak_mib < BOX_MIB


AS_NOBODY = ("setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups")


@pytest.fixture
def open_venv(tmp_path) -> Path:
    """An environment like ours that every user can read; our interpreter may lie in a home."""
    for folder in (tmp_path, *tmp_path.parents[:2]):
        folder.chmod(folder.stat().st_mode | 0o011)
    name = f"python{sys.version_info.major}.{sys.version_info.minor}"
    venv, packages = tmp_path / "venv", sysconfig.get_path("purelib")
    for python in (sys.executable, f"/usr/bin/{name}"):
        shutil.rmtree(venv, ignore_errors=True)
        words = [python, "-m", "venv", "--without-pip", str(venv)]
        if subprocess.run(words, capture_output=True).returncode:
            continue
        ours = venv / "lib" / name / "site-packages" / "ours.pth"
        ours.write_text(f"import site; site.addsitedir({packages!r})\n")
        # By a shell, for setpriv itself may still read what the user may not.
        own = ["sh", "-c", '"$0" -c "import grader, torch"', venv / "bin" / "python"]
        if not subprocess.run([*AS_NOBODY, *own], cwd="/", capture_output=True).returncode:
            return venv
    pytest.skip("no interpreter here can be read by other users")


@pytest.mark.skipif("EVERY_BUNDLE" not in os.environ, reason="takes ten seconds; CI asks for it")
@pytest.mark.skipif(
    os.geteuid() != 0 or not shutil.which("setpriv"), reason="only root becomes another user"
)
def test_gradescope_grades_as_an_unprivileged_user(four, key, gradescope, open_venv):
    archive = bundle(four, "gradescope", ("1",), key)["autograder.zip"]
    files = {"exercises/exercise01/exercise01.py": SUBMISSIONS["exercise01"]}
    result = result_of(gradescope(archive, files, *AS_NOBODY, GRADE_VENV=str(open_venv)))
    assert points_of(result) == {"exercise01": [2, 8]}
    assert result["extra_data"]["reports"][0]["official"]


def test_gradescope_says_what_was_not_handed_in_or_cannot_be_loaded(
    four, key, gradescope, warm_python
):
    archive = bundle(four, "gradescope", ("1", "2"), key)["autograder.zip"]
    venv = str(Path(warm_python).parents[1])
    result = result_of(gradescope(archive, {"exercise02.py": "def double(x)\n"}, GRADE_VENV=venv))
    missing, broken = result["output"].split("\n\n", 1)
    assert missing == "exercise01 is not written yet, or not among the files handed in."
    assert broken.startswith("exercise02 cannot be loaded. exercise02.py is not valid Python")


@pytest.mark.parametrize("damage", ["no python", "no key", "a fault"])
def test_gradescope_leaves_a_valid_result_when_the_autograder_itself_fails(
    archive, gradescope, tmp_path, damage
):
    venv = tmp_path / "venv" / "bin"
    venv.mkdir(parents=True)
    if damage == "a fault":
        (venv / "python").write_text("#!/bin/sh\nkill -9 $$\n")
        (venv / "python").chmod(0o755)
    if damage == "no key":
        packed = io.BytesIO(archive)
        with zipfile.ZipFile(packed, "a") as opened, pytest.warns(UserWarning, match="Duplicate"):
            opened.writestr("course.key", "course-nonsense\n")
        archive = packed.getvalue()
        (venv / "python").symlink_to(sys.executable)
    files = {"exercise01.py": SUBMISSIONS["exercise01"]}
    result = result_of(gradescope(archive, files, GRADE_VENV=str(venv.parent)))
    assert result.get("score", 0) == sum(test["score"] for test in result["tests"]) == 0
    assert "fault" in result["output"]


def test_gradescope_bundle_keeps_a_submission_below_the_box(archive, four):
    with zipfile.ZipFile(io.BytesIO(archive)) as packed:
        table = tomllib.loads(packed.read("course/exercises/exercise01/exercise.toml").decode())
        modes = {entry.filename: entry.external_attr >> 16 for entry in packed.infolist()}
    authored = four.root / "solutions" / "exercise01" / "exercise.toml"
    before = tomllib.loads(authored.read_text("utf-8"))
    assert table["limits"] == before["limits"] | {"memory_mib": 256}
    assert modes["run_autograder"] == modes["setup.sh"] == 0o100755


def test_gradescope_bundle_is_the_same_every_time(archive, four, key):
    assert bundle(four, "gradescope", (), key)["autograder.zip"] == archive


def test_scripts_are_valid_shell(archive, tmp_path):
    with zipfile.ZipFile(io.BytesIO(archive)) as packed:
        for name in ("setup.sh", "run_autograder"):
            script = packed.extract(name, tmp_path)
            subprocess.run(["bash", "-n", script], check=True)


def test_third_party_runner_reads_the_result(tmp_path, reports_file, capsys):
    """gslocal runs autograders in Docker and reads what they leave; the reading is tried here."""
    from gslocal.results import format_results

    format_results(reports_file)
    shown = capsys.readouterr().out
    assert "Score:" in shown
    assert "2.00 / 10.00" in shown
    assert "exercise01: Every number is doubled" in shown
    assert not list(tmp_path.iterdir())


@pytest.fixture
def reports_file(released, launcher, toy, tmp_path_factory):
    from grader.course.course import load_exercise
    from grader.grading.grade import grade
    from grader.report.formats import render
    from grader.submission.submission import read_submission

    exercise = load_exercise(Course(released("withheld")), "exercise01")
    path = tmp_path_factory.mktemp("submission") / "exercise01.py"
    path.write_text(toy.answer("2 * x"))
    report = grade(exercise, read_submission(path, exercise), launcher)
    file: Path = path.with_name("results.json")
    file.write_text(render(redact(report, "full"), "gradescope"))
    shutil.rmtree(exercise.released.parents[1])
    return file


def test_files_count_in_which_something_is_written_wherever_they_lie(
    toy_course, tmp_path, toy, environment, warm_grade, monkeypatch
):
    from grader.course.course import load_exercise

    def run(command, *, cwd, **_):
        done = warm_grade.run(command[command.index("grader") + 1 :], cwd=cwd, env=environment)
        return subprocess.CompletedProcess(command, done.returncode, done.stdout.encode())

    monkeypatch.setattr(autograde.subprocess, "run", run)

    exercise = load_exercise(Course(toy_course), "exercise01")
    stub = exercise.released / "exercise01.py"
    assert submitted_files(exercise, tmp_path) == (stub,)
    places = ["exercise01.py", "exercise01/exercise01.py", "exercises/exercise01/exercise01.py"]
    first, second, third = (tmp_path / place for place in places)
    for path in (first, second, third):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(stub.read_bytes())
    assert submitted_files(exercise, tmp_path) == (first,)
    third.write_text(toy.answer("3 * x"))
    assert submitted_files(exercise, tmp_path) == (third,)
    second.write_text(toy.answer("2 * x"))
    (tmp_path / "exercise01.ipynb").symlink_to("/etc/passwd")
    assert submitted_files(exercise, tmp_path) == (second, third)
    os.utime(second, (0, 0))
    run = _Run(Course(toy_course), tmp_path, time.monotonic() + 100, 0, "")
    report = _graded(exercise, run)
    assert (report.points, report.submission.path) == (10, str(second))


# ---------------------------------------------------------------------------------- Classroom 50


@pytest.fixture
def checkout(tmp_path):
    """A student's checkout with one commit."""
    folder = tmp_path / "checkout"
    (folder / "exercises" / "exercise01").mkdir(parents=True)
    file = folder / "exercises" / "exercise01" / "exercise01.py"
    file.write_text(SUBMISSIONS["exercise02"])
    (folder / "grader.py").write_text("raise SystemExit('a file of the student was imported')\n")
    dated = {"GIT_COMMITTER_DATE": "2026-11-20T12:00:00+0100", "PATH": os.environ["PATH"]}
    who = ["-c", "user.name=Ada", "-c", "user.email=ada@example.org"]
    for words in (["init", "-q"], ["add", "."], [*who, "commit", "-qm", "Hand in"]):
        subprocess.run(["git", *words], cwd=folder, env=dated, check=True)
    return folder


def run_classroom50(files, checkout, environment, tmp_path, *, python=sys.executable, **more):
    folder = tmp_path / "bundle"
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return subprocess.run(
        [python, str(folder / "autograder.py")],
        cwd=checkout,
        env=environment | CLASSROOM50 | {"CLASSROOM50_BUNDLE_DIR": str(folder)} | more,
        capture_output=True,
        text=True,
    )


def test_classroom50_writes_a_result_for_the_checkout(four, key, checkout, environment, tmp_path):
    files = bundle(four, "classroom50", ("1",), key)
    secret = key_as_text(key)
    assert not any(secret.encode() in content for content in files.values())
    done = run_classroom50(files, checkout, environment, tmp_path, GRADE_KEY=secret)
    assert done.returncode == 0, done.stdout + done.stderr
    result = json.loads((checkout / "result.json").read_text("utf-8"))
    jsonschema.validate(result, schema_of("classroom50"))
    assert result["datetime"] == "2026-11-20T11:00:00Z"
    assert (result["owner"], result["score"], result["max-score"]) == ("ada", 0, 10)
    assert "multiplied by itself" in result["tests"][1]["output"]
    assert (checkout / "release-body.md").read_text("utf-8").startswith("## exercise01 Doubling")


def test_classroom50_writes_through_no_link_of_the_checkout(
    four, key, checkout, environment, warm_python, tmp_path
):
    victims = [tmp_path / "victim", tmp_path / "other"]
    for victim, name in zip(victims, ("result.json", "release-body.md"), strict=True):
        victim.write_text("mine")
        (checkout / name).symlink_to(victim)
    files = bundle(four, "classroom50", ("1",), key)
    done = run_classroom50(files, checkout, environment, tmp_path, GRADE_KEY="")
    assert done.returncode == 1
    assert not any((checkout / name).is_symlink() for name in ("result.json", "release-body.md"))
    (checkout / "result.json").mkdir()
    (checkout / "release-body.md").symlink_to(victims[1])
    run = {"python": warm_python, "GRADE_KEY": key_as_text(key)}
    done = run_classroom50(files, checkout, environment, tmp_path, **run)
    assert done.returncode == 0, done.stderr
    assert [victim.read_text() for victim in victims] == ["mine", "mine"]
    assert json.loads((checkout / "result.json").read_text())
    assert (checkout / "release-body.md").read_text().startswith("#")


def test_classroom50_grades_nothing_without_the_key(four, key, checkout, environment, tmp_path):
    files = bundle(four, "classroom50", (), key)
    done = run_classroom50(files, checkout, environment, tmp_path, GRADE_KEY="")
    assert done.returncode == 1
    assert "GRADE_KEY is not set" in done.stderr
    assert not (checkout / "result.json").exists()


# ---------------------------------------------------------------------------------------- GitHub


def test_github_workflow_grades_in_a_released_course(
    course, key, released, environment, toy, warm_python, tmp_path
):
    yaml = pytest.importorskip("yaml")
    files = bundle(course, "github", (), key)
    workflow = yaml.safe_load(files[".github/workflows/grade.yml"])
    *_, step = workflow["jobs"]["grade"]["steps"]
    assert step["env"] == {"GRADE_KEY": "${{ secrets.GRADE_KEY }}"}
    assert workflow["permissions"] == {"contents": "read"}
    root = released("external")
    (root / "exercises" / "exercise01" / "exercise01.py").write_text(
        "print('::error::forged')\n" + toy.answer("x * x")
    )
    command = tmp_path / "bin" / "grade"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nexec "{warm_python}" -m grader "$@"\n')
    command.chmod(0o755)
    summary = tmp_path / "summary.md"
    done = subprocess.run(
        ["bash", "-e", "-c", step["run"]],
        cwd=root,
        env=environment
        | {
            "PATH": f"{command.parent}{os.pathsep}{os.environ['PATH']}",
            "GITHUB_STEP_SUMMARY": str(summary),
            "GRADE_KEY": key_as_text(key),
        },
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1
    token = done.stdout.splitlines()[0].removeprefix("::stop-commands::")
    guarded, _, obeyed = done.stdout.partition(f"::{token}::\n")
    assert "forged" not in obeyed
    assert "10 points" in guarded
    (annotation,) = obeyed.splitlines()
    assert annotation.startswith("::error file=exercises/exercise01/exercise01.py,line=")
    assert "multiplied by itself" in annotation
    assert "0 of 10 points" in summary.read_text("utf-8")


def test_bundle_of_an_unknown_exercise_is_refused(four, key):
    with pytest.raises(UnknownExercise):
        bundle(four, "gradescope", ("9",), key)
