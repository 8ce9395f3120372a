"""`grade train` as it is typed: what is printed, what is left behind, and how it ends."""

from __future__ import annotations

import json
import math
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import torch

from grader.__main__ import run_command

ROOT = Path(__file__).parents[2]
KEYS = [
    "network", "recipe", "use", "device", "steps", "parameters", "initial_loss", "train_loss",
    "val_loss", "test_loss", "steps_per_second", "seconds", "activations", "update_ratios",
]  # fmt: skip
WRONG_TANH = "\ndef tanh_backward(grad_out, x):\n    return grad_out\n"
UNWRITTEN = "\ndef batchnorm_forward(*_, **__):\n    raise NotImplementedError\n"
FAILING_TANH = """
import sys
right, calls = tanh_backward, 0

def tanh_backward(grad_out, x):
    global calls
    calls += 1
    print("call", calls)
    return right(grad_out, x) if calls < 30 else {then}
"""


@pytest.fixture
def course(tmp_path, monkeypatch):
    """A course of its own, with 500 names and with every exercise written; one stands in it."""
    names = (ROOT / "data" / "names.txt").read_text("utf-8").split()[:500]
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "names.txt").write_text("\n".join(names), "utf-8")
    for reference in sorted((ROOT / "solutions").glob("exercise*/reference.py")):
        name = reference.parent.name
        folder = tmp_path / "exercises" / name
        folder.mkdir(parents=True)
        shutil.copy(reference, folder / f"{name}.py")
        shutil.copy(reference.with_name("exercise.toml"), folder)
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("NO_COLOR", raising=False)
    return tmp_path


@pytest.fixture
def train(capsys, monkeypatch):
    """`train("--steps", "10")` in this process: exit code, what is printed, what is said."""
    # torch is here already; the freeze that goes with its import confuses pytest's plug-ins.
    monkeypatch.setattr("grader.grading.torch_runtime.import_torch", lambda: None)

    def run(*words):
        code = run_command(["train", "--hidden", "16", "--device", "cpu", *words])
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return run


def file_of(course, name):
    return course / "exercises" / name / f"{name}.py"


def append(course, name, text):
    path = file_of(course, name)
    path.write_text(path.read_text("utf-8") + text, "utf-8")


def numbers(printed):
    """The JSON of a run, without what depends on the clock."""
    found = json.loads(printed)
    return {key: found[key] for key in KEYS if not key.startswith(("steps_per", "seconds"))}


@pytest.mark.parametrize(
    ("network", "recipe"),
    [("mlp", "original"), ("mlp", "batchnorm"), ("deep", "kaiming"), ("deep", "batchnorm")],
)
def test_student_trains_the_numbers_of_the_reference(course, train, network, recipe):
    del course
    runs = {}
    for use in ("student", "reference", "torch"):
        words = ["--network", network, "--recipe", recipe, "--steps", "20", "--use", use]
        code, out, err = train(*words, "--format", "json")
        assert (code, err) == (0, "")
        assert out.count("\n") == 1
        runs[use] = json.loads(out)
        assert list(runs[use]) == KEYS
        assert math.isfinite(sum(runs[use]["update_ratios"]))
    assert runs["student"]["use"] == "student"
    for key in ("initial_loss", "train_loss", "val_loss", "test_loss"):
        assert runs["student"][key] == pytest.approx(runs["reference"][key], abs=1e-4)
        assert runs["torch"][key] == pytest.approx(runs["reference"][key], abs=1e-2)
    layers = [layer["layer"] for layer in runs["student"]["activations"]]
    assert layers == ([1] if network == "mlp" else [1, 2, 3, 4, 5])
    assert runs["student"]["activations"][0]["std"] == pytest.approx(
        runs["reference"]["activations"][0]["std"], abs=1e-5
    )


def test_human_output_tells_losses_layers_and_updates(course, train):
    del course
    code, out, err = train("--network", "deep", "--steps", "100")
    assert (code, err) == (0, "")
    lines = out.splitlines()
    assert [line.split("   ")[0].strip() for line in lines[:2]] == [
        "step 100 of 100",
        "deep, recipe kaiming, reference",
    ]
    assert "loss    at step 0     train       val      test" in lines
    assert sum(bool(re.search(r"%   [▁▂▃▄▅▆▇█]{32}$", line)) for line in lines) == 5
    assert re.search(r"C -?\d\.\d   W1 -?\d\.\d .* W6 -?\d\.\d", out)
    assert re.fullmatch(r"\d+% of the names in val also stand in train\.", lines[-1])
    assert max(map(len, lines)) <= 80 or "W6" in max(lines, key=len)


def test_plain_output_is_ascii(course, train):
    del course
    _, out, _ = train("--steps", "10", "--plain")
    assert out.isascii()


def test_plot_draws_yours_beside_the_reference(course, train):
    for use, name in (("student", "two.png"), ("reference", "one.png")):
        code, out, _ = train("--steps", "10", "--use", use, "--plot", name, "--format", "json")
        assert code == 0
        assert json.loads(out)["use"] == use
    sizes = [
        int.from_bytes((course / n).read_bytes()[16:20], "big") for n in ("one.png", "two.png")
    ]
    assert (course / "one.png").read_bytes().startswith(b"\x89PNG")
    assert sizes[1] == 2 * sizes[0]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--steps", "0"], "'--steps': 0 is not in the range"),
        (["--batch-size", "0"], "'--batch-size': 0 is not in the range"),
        (["--recipe", "batchnorm", "--batch-size", "1"], "A batch of 1 is too small"),
        (["--network", "deep", "--recipe", "tanh"], "The network deep has no recipe 'tanh'."),
        (["--recipe", "batchnrom"], "'batchnrom' is not one of"),
        (["--names", "missing.txt"], "The names in missing.txt cannot be read: No such file"),
        (["--plot", "here.pdf"], "here.pdf does not end in .png."),
        (["--plot", "nowhere/here.png"], "There is no folder nowhere."),
        (["--checkpoint", "exercises"], "exercises is a folder."),
        (["--checkpoint", "data/names.txt"], "data/names.txt is not a checkpoint of grade train"),
    ],
)
def test_bad_options_are_one_sentence_and_exit_two(course, train, words, said):
    del course
    code, out, err = train(*words)
    assert (code, out) == (2, "")
    assert said in err
    assert "Traceback" not in err


@pytest.mark.skipif(torch.cuda.is_available(), reason="there is a CUDA device")
def test_cuda_without_a_device_is_exit_five(course, train):
    del course
    code, out, err = train("--device", "cuda")
    assert (code, out) == (5, "")
    assert err.startswith("There is no CUDA device that torch can use.")


def test_train_says_that_there_is_no_course(tmp_path, train, monkeypatch):
    monkeypatch.chdir(tmp_path)
    code, _, err = train("--steps", "10")
    assert code == 2
    assert err.startswith("There is no course")


def test_every_exercise_that_is_not_ready_is_named_before_training(course, train):
    append(course, "exercise01", WRONG_TANH)
    file_of(course, "exercise02").write_text("def cross_entropy(:\n")
    file_of(course, "exercise03").unlink()
    append(
        course, "exercise04", "\ndef batchnorm_forward(*_, **__):\n    raise NotImplementedError\n"
    )
    code, out, err = train("--use", "student", "--recipe", "batchnorm")
    assert (code, out) == (1, "")
    assert err == (
        "The recipe batchnorm cannot be trained yet. exercise01: tanh_backward gives a wrong "
        "gradient; exercise02: exercise02.py is not valid Python: invalid syntax (line 1); "
        "exercise03: exercises/exercise03/exercise03.py is not there; exercise04: "
        "batchnorm_forward is not written yet. Run grade exercise01, grade exercise02, "
        "grade exercise03, grade exercise04 first.\n"
    )


@pytest.mark.parametrize("recipe", ["original", "softmax"])
def test_only_the_exercises_of_the_recipe_are_needed(course, train, recipe):
    for name in ("exercise03", "exercise04", "exercise05", "exercise07", "exercise08"):
        file_of(course, name).unlink()
    assert train("--use", "student", "--recipe", recipe, "--steps", "10")[0] == 0


def test_diagnostics_that_are_not_ready_are_the_references(course, train):
    append(course, "exercise06", "\ndef update_ratio(*_):\n    return 7.0\n")
    code, out, err = train("--use", "student", "--steps", "10", "--format", "json")
    assert code == 0
    assert 7.0 not in json.loads(out)["update_ratios"]
    assert err == (
        "The statistics are the reference's: exercise06: update_ratio gives a wrong ratio.\n"
    )


@pytest.mark.parametrize(
    ("then", "said"),
    [
        ("1 / 0", "raises ZeroDivisionError: division by zero."),
        ("x[:3]", "gives the shape (3, 16) where (32, 16) is expected."),
        ("x / 0", "gives nan or infinity where its arguments are finite."),
        ("sys.exit('bye')", "raises SystemExit: bye."),
    ],
)
def test_a_function_that_fails_on_the_way_is_one_sentence(course, train, then, said):
    append(course, "exercise01", FAILING_TANH.format(then=then))
    code, out, err = train("--use", "student", "--steps", "100", "--format", "json")
    assert (code, out) == (1, "")
    told = err.splitlines()[-1]
    # The function is called once before training begins.
    assert told == f"exercise01: after 28 steps tanh_backward {said} Run grade exercise01."


def test_a_network_that_diverges_is_nobodys_fault(course, train):
    append(course, "exercise01", FAILING_TANH.format(then="grad_out * 1e30"))
    code, out, err = train("--use", "student", "--steps", "100", "--format", "json")
    assert (code, out) == (1, "")
    assert "The network has diverged" in err.splitlines()[-1]


def test_what_functions_print_does_not_reach_the_json(course, train):
    append(course, "exercise01", FAILING_TANH.format(then="1"))
    code, out, err = train("--use", "student", "--steps", "10", "--format", "json")
    assert code == 0
    assert list(json.loads(out)) == KEYS
    assert "call 1\n" in err


def test_a_checkpoint_is_left_at_the_end_and_gone_on_with(course, train):
    words = ["--steps", "20", "--format", "json", "--checkpoint", "run.pt"]
    first, second = train(*words), train(*words)
    assert numbers(first[1]) == numbers(second[1])
    assert json.loads(second[1])["seconds"] < 0.1
    assert (course / "run.pt").exists()
    code, _, err = train("--steps", "21", "--checkpoint", "run.pt")
    assert code == 2
    assert "run.pt belongs to a run with steps 20, not 21." in err


def test_a_long_run_is_saved_on_the_way(course, train, monkeypatch):
    monkeypatch.setattr("grader.practice.train_session.SAVE_SECONDS", -1.0)
    append(course, "exercise01", FAILING_TANH.format(then="1 / 0"))
    words = ["--use", "student", "--steps", "100", "--checkpoint", "run.pt"]
    assert train(*words)[0] == 1
    shutil.copy(ROOT / "solutions/exercise01/reference.py", file_of(course, "exercise01"))
    code, out, _ = train(*words)
    assert code == 0
    assert "76 steps in" in out  # blocks of 8 steps: 24 were saved before the 28th failed


def test_a_checkpoint_that_cannot_be_written_is_exit_five(course, train, monkeypatch):
    def refuse(*_):
        raise OSError(28, "No space left on device")

    del course
    monkeypatch.setattr("grader.practice.train_session.write_file", refuse)
    code, _, err = train("--steps", "10", "--checkpoint", "run.pt")
    assert code == 5
    assert err.startswith("run.pt cannot be written: No space left on device.")


@pytest.mark.skipif(os.name != "posix", reason="needs signals")
def test_ctrl_c_leaves_a_checkpoint_and_says_how_to_go_on(course, train, environment):
    words = ["--steps", "3000", "--hidden", "16", "--device", "cpu", "--use", "torch"]
    command = [sys.executable, "-m", "grader", "train", *words]
    process = subprocess.Popen(
        command,
        cwd=course,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    with process:
        process.stdout.readline()  # the first tenth is done
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=300)
    assert process.returncode == 130
    found = re.fullmatch(r"Stopped after [\d,]+ of 3,000 steps\. To go on: (.*)\n", err)
    assert found
    again = shlex.split(found[1])
    assert again[:2] == ["grade", "train"]
    assert again[-2:] == ["--checkpoint", ".grade/mlp-kaiming-torch.pt"]
    code, resumed, _ = train(*again[2:], "--format", "json")
    assert code == 0
    whole = train(*words, "--format", "json")[1]
    assert numbers(resumed) == numbers(whole)


def test_help_needs_no_torch(environment, tmp_path):
    (tmp_path / "torch.py").write_text("raise ImportError\n")
    path = {"PYTHONPATH": f"{tmp_path}{os.pathsep}{ROOT}"}
    for words in (["--help"], ["train", "--help"], ["train", "--steps", "0"]):
        done = subprocess.run(
            [sys.executable, "-m", "grader", *words],
            env=environment | path,
            capture_output=True,
            text=True,
        )
        assert done.returncode == (2 if "0" in words else 0), done.stderr
