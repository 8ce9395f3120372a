"""The command from end to end: what is typed, what is printed, and how it ends."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from importlib import resources
from pathlib import Path

import jsonschema
import pytest

from grader.__main__ import run_command
from grader.course.stub import stub_source
from grader.practice.timing import in_words

HERE = Path(__file__).parents[1]
ROOT = HERE.parent
GOLDEN = HERE / "golden"
OWN = "exercises/exercise01/exercise01.py"
SCHEMA = json.loads(resources.files("grader").joinpath("report.schema.json").read_text("utf-8"))


# ------------------------------------------------------------------------------ whole processes


def write(course, text, name="exercise01"):
    (course / "exercises" / name / f"{name}.py").write_text(text, "utf-8")


def set_limits(course, limits):
    table = course / "solutions" / "exercise01" / "exercise.toml"
    table.write_text(table.read_text("utf-8") + f"\n[limits]\n{limits}\n", "utf-8")


def install_plug_in(folder):
    """Install a plug-in of Hypothesis that prints when it is loaded."""
    facts = folder / "foreign-1.0.dist-info"
    facts.mkdir(parents=True)
    (facts / "METADATA").write_text("Metadata-Version: 2.1\nName: foreign\nVersion: 1.0\n")
    (facts / "entry_points.txt").write_text("[hypothesis]\nforeign = foreign\n")
    (folder / "foreign.py").write_text("print('a foreign plug-in')\n")
    return os.pathsep.join((str(folder), str(ROOT)))


def test_grade_exits_zero_when_every_check_passes(toy_course, toy, cold_grade, tmp_path):
    write(toy_course, toy.answer("2 * x"))
    done = cold_grade("exercise01", PYTHONPATH=install_plug_in(tmp_path / "packages"))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("exercise01  Doubling")
    assert "10 of 10 points" in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 80


def test_grade_prints_one_json_object_and_nothing_else(toy_course, toy, run_grade):
    noise = "import sys\nprint('loud')\nprint('louder', file=sys.stderr)\n"
    write(toy_course, noise + toy.answer("x * x"))
    done = run_grade("exercise01", "--format", "json")
    assert (done.returncode, done.stderr) == (1, "")
    report = json.loads(done.stdout)
    jsonschema.validate(report, SCHEMA)
    assert (report["status"], report["points"]) == ("failed", 0)
    assert report["checks"][1]["mistake"]["id"] == "squares"
    assert report["submission"]["path"] == OWN
    assert report["output"].startswith("loud\nlouder\n")


def test_grade_exits_three_and_names_the_line_when_the_file_is_not_python(toy_course, run_grade):
    write(toy_course, "import math\n\n\ndef double(x)\n    return 2 * x\n")
    done = run_grade("exercise01")
    assert (done.returncode, done.stderr) == (3, "")
    assert "exercise01.py is not valid Python: expected ':'." in done.stdout
    assert f"{OWN}:4" in done.stdout


def test_grade_exits_five_when_torch_is_broken(toy_course, toy, run_grade, tmp_path):
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "torch.py").write_text("raise ImportError('libtorch is gone')\n")
    write(toy_course, toy.answer("2 * x"))
    done = run_grade("exercise01", PYTHONPATH=f"{tmp_path / 'broken'}{os.pathsep}{ROOT}")
    assert (done.returncode, done.stdout) == (5, "")
    assert done.stderr == (
        "torch cannot be imported: libtorch is gone.\nInstall it again; the README says how.\n"
    )


def children_of(pid):
    path = Path(f"/proc/{pid}/task/{pid}/children")
    return path.read_text().split() if path.exists() else []


def wait_until(condition, seconds=60.0):
    end = time.monotonic() + seconds
    while not condition() and time.monotonic() < end:
        time.sleep(0.05)
    return condition()


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="needs /proc")
def test_grade_exits_130_when_it_is_interrupted_and_leaves_no_process(toy_course, environment):
    set_limits(toy_course, "call_seconds = 60")
    write(toy_course, "def double(x):\n    while True: pass\n")
    grader = subprocess.Popen(
        [sys.executable, "-m", "grader", "exercise01"],
        cwd=toy_course,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    with grader:
        assert wait_until(lambda: children_of(grader.pid))
        zygotes = children_of(grader.pid)
        time.sleep(1.5)  # on a quiet machine a call has begun by now; before it, all is the same
        grader.send_signal(signal.SIGINT)
        out, err = grader.communicate(timeout=120)
    assert (grader.returncode, out, err.strip()) == (130, "", "Stopped.")
    assert wait_until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in zygotes))


# ------------------------------------------------------------------------------ in this process


class Ending:
    """How a command ended."""

    def __init__(self, code, printed):
        self.code = code
        self.out, self.err = printed


@pytest.fixture
def command(launcher, monkeypatch, capsys, toy_course):
    """`command("exercise01", "--plain")`, run here in the toy course, with one launcher for all."""
    monkeypatch.setattr(launcher, "close", lambda: None)
    for module in ("grader.grading.grade_file", "grader.sandbox.launcher"):
        monkeypatch.setattr(f"{module}.Launcher", lambda **_: launcher)
    monkeypatch.chdir(toy_course)
    capsys.readouterr()
    return lambda *words: Ending(run_command(list(words)), capsys.readouterr())


def test_grade_exits_four_when_a_limit_is_hit_and_keeps_the_other_points(toy_course, command):
    set_limits(toy_course, "call_seconds = 0.5")
    write(toy_course, "def double(x):\n    while len(x) == 1: pass\n    return 2 * x\n")
    ending = command("exercise01", "--format", "json")
    report = json.loads(ending.out)
    assert (ending.code, ending.err) == (4, "")
    assert (report["status"], report["points"]) == ("limit", 2)
    assert report["checks"][1]["message"] == "stopped after 0.5 s in double"


def test_grade_exits_seventy_when_a_check_is_broken(toy_course, toy, command):
    write(toy_course, toy.answer("2 * x"))
    hidden = toy_course / "solutions" / "exercise01" / "test_hidden.py"
    hidden.write_text("import nowhere\n" + hidden.read_text("utf-8"), "utf-8")
    ending = command("exercise01", "--format", "json")
    report = json.loads(ending.out)
    assert (ending.code, report["status"]) == (70, "error")
    assert report["checks"][1]["outcome"] == "broken"
    assert "nowhere" in report["checks"][1]["message"]


def test_grade_all_grades_every_exercise_and_exits_with_the_worst(toy_course, toy, command):
    toy.make_exercise(toy_course, "exercise02", title="Again")
    write(toy_course, toy.answer("2 * x"))
    write(toy_course, toy.answer("x * x"), "exercise02")
    ending = command("--all")
    assert (ending.code, ending.err) == (1, "")
    assert re.findall(r"^exercise0\d .* (\d+) of 10 points$", ending.out, re.M) == ["10", "0"]
    assert ending.out.index("Doubling") < ending.out.index("Again")


@pytest.mark.parametrize("word", ["1", "01", "exercise1", "exercise01", OWN, f"./{OWN}"])
def test_exercise_may_be_named_in_every_way(command, toy_course, toy, word):
    write(toy_course, toy.answer("x * x"))
    ending = command(word, "--format", "json")
    assert (ending.code, ending.err) == (1, "")
    report = json.loads(ending.out)
    assert (report["exercise"], report["submission"]["path"]) == ("exercise01", OWN)


def test_another_file_is_graded_as_the_exercise(command, toy, tmp_path):
    draft = tmp_path / "draft.py"
    draft.write_text(toy.answer("2 * x"))
    ending = command("exercise01", str(draft), "--format", "json")
    assert ending.code == 0
    assert json.loads(ending.out)["submission"]["path"] == str(draft)


def test_exercise_is_graded_from_a_folder_below(command, toy_course, toy, monkeypatch):
    write(toy_course, toy.answer("2 * x"))
    monkeypatch.chdir(toy_course / "exercises" / "exercise01")
    ending = command("1")
    assert ending.code == 0
    assert ending.out.splitlines()[1] == "exercise01.py"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["exercise09"], "There is no exercise 'exercise09' in this course."),
        (["9"], "Did you mean exercise01?"),
        (["hnit"], "Did you mean grade hint?"),
        (["exercise01", "nowhere.py"], "There is no file nowhere.py."),
        (["exercise01", "--format", "pdf"], "'pdf' is not one of"),
        (["exercise01", "--seed", "x"], "'x' is not a valid integer"),
        (["exercise01", "--nonsense"], "No such option"),
        (["--all", "exercise01"], "Name one exercise, or give --all."),
    ],
)
def test_usage_that_makes_no_sense_exits_two_and_says_what_would(command, words, said):
    ending = command(*words)
    assert (ending.code, ending.out) == (2, "")
    assert said in ending.err


def test_command_outside_of_a_course_says_so(command, tmp_path, monkeypatch):
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    ending = command("exercise01")
    assert (ending.code, ending.out) == (2, "")
    assert "There is no course in" in ending.err


def test_seed_decides_the_draws_and_is_reported(command, toy_course, toy):
    write(toy_course, toy.answer("torch.where(x.abs() < 5, 2 * x, 0 * x)"))
    reports = [
        json.loads(command("1", "--format", "json", "--seed", seed).out) for seed in ("3", "3", "4")
    ]
    assert [report["grader"]["seed"] for report in reports] == [3, 3, 4]
    for report in reports:
        report["seconds"] = 0
        for check in report["checks"]:
            check["seconds"] = 0
    assert reports[0] == reports[1]


def test_output_goes_to_the_file_that_is_named(command, toy_course, toy):
    write(toy_course, toy.answer("x * x"))
    ending = command("1", "--format", "json", "--output", "report.json")
    assert (ending.code, ending.out, ending.err) == (1, "", "")
    jsonschema.validate(json.loads((toy_course / "report.json").read_text("utf-8")), SCHEMA)


def test_output_that_cannot_be_written_is_a_broken_environment(command, toy_course, toy):
    write(toy_course, toy.answer("x * x"))
    ending = command("1", "--output", "nowhere/report.json")
    assert ending.code == 5
    assert "cannot be written to nowhere/report.json" in ending.err


@pytest.mark.parametrize(
    ("feedback", "calls", "advice"), [("full", 2, True), ("advice", 1, True), ("outcome", 1, False)]
)
def test_feedback_decides_how_much_is_told(command, toy_course, toy, feedback, calls, advice):
    write(toy_course, toy.answer("x * x"))
    ending = command("1", "--format", "json", "--feedback", feedback)
    report = json.loads(ending.out)
    assert (ending.code, report["points"]) == (1, 0)
    assert sum(check["call"] is not None for check in report["checks"]) == calls
    assert ("multiplied by itself" in ending.out) is advice
    assert (report["grader"]["seed"] is None) is (feedback != "full")
    jsonschema.validate(report, SCHEMA)


def test_plain_report_is_ascii(command, toy_course, toy):
    write(toy_course, "print('√ · 你好')\n" + toy.answer("x * x"))
    ending = command("1", "--plain")
    assert ending.code == 1
    assert ending.out.isascii()
    assert "\x1b" not in ending.out


def test_verbose_report_tells_more(command, toy_course, toy):
    write(toy_course, "for n in range(30): print('line', n)\n" + toy.answer("x * x"))
    assert "line 0\n" not in command("1").out
    assert "line 0\n" in command("1", "--verbose").out


def test_grading_leaves_the_submission_and_the_solutions_alone(command, toy_course, toy):
    write(toy_course, toy.answer("x * x"))
    before = {path: path.read_bytes() for path in toy_course.rglob("*") if path.is_file()}
    command("1")
    after = {path: path.read_bytes() for path in toy_course.rglob("*") if path.is_file()}
    assert {path for path in after if ".grade" not in path.parts} == set(before)
    assert before.items() <= after.items()


# ------------------------------------------------------------------------------ golden reports


def reference():
    return (ROOT / "solutions" / "exercise03" / "reference.py").read_text("utf-8")


def mistake(name):
    path = ROOT / "solutions" / "exercise03" / "mistakes" / f"{name}.py"
    return reference() + "\n\n" + path.read_text("utf-8")


GOLDEN_REPORTS = {
    "passed": (0, reference),
    "failed": (1, lambda: mistake("xavier")),
    "not_started": (1, lambda: stub_source(reference())),
    "unloadable": (3, lambda: stub_source(reference()) + '\n\nprint("ready"\n'),
}


@pytest.fixture
def real_course(tmp_path):
    """A copy of exercise03 alone, so that paths are short and nothing is remembered."""
    course = tmp_path / "real"
    shutil.copytree(ROOT / "solutions" / "exercise03", course / "solutions" / "exercise03")
    (course / "exercises" / "exercise03").mkdir(parents=True)
    return course


@pytest.mark.parametrize("name", GOLDEN_REPORTS)
def test_report_of_exercise03_is_the_golden_one(command, real_course, monkeypatch, name):
    """Written anew with WRITE_GOLDEN=1 in the environment; read it before it is committed."""
    code, source = GOLDEN_REPORTS[name]
    alike = in_words({"kaiming_normal": 1.0})  # the time itself may be another at every run
    monkeypatch.setattr("grader.practice.timing.time_beside_reference", lambda *_: alike)
    write(real_course, source(), "exercise03")
    monkeypatch.chdir(real_course)
    ending = command("exercise03")
    assert (ending.code, ending.err) == (code, "")
    path = GOLDEN / f"exercise03_{name}.txt"
    if os.environ.get("WRITE_GOLDEN"):
        path.write_text(ending.out, "utf-8")
    assert ending.out == path.read_text("utf-8")
