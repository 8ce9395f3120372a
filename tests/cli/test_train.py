"""`grade train` as it is typed: what is printed, what is left behind, and how it ends."""

from __future__ import annotations

import contextlib
import json
import math
import os
import re
import shlex
import shutil
import signal
import statistics
import subprocess
import sys
from pathlib import Path

import pytest
import torch

from grader.__main__ import run_command
from grader.cli.train import train as click_train
from grader.practice.train.race import Race, Setting
from grader.training.seeds import SeedTrainer

ROOT = Path(__file__).parents[2]
KEYS = [
    "network", "recipe", "use", "device", "steps", "parameters", "initial_loss", "train_loss",
    "val_loss", "test_loss", "steps_per_second", "seconds", "activations", "update_ratios",
    "samples",
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
    monkeypatch.setenv("OMP_NUM_THREADS", "1")  # nothing to race: the same numbers every time

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
    assert [line.split("   ")[0].strip() for line in lines[:3]] == [
        "step  50 of 100",  # a block ends where names are invented
        "step 100 of 100",
        "deep, recipe kaiming, reference",
    ]
    assert lines[4] == "on cpu with 1 thread"
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
        (["--plot", "here.pdf"], "here.pdf ends neither in .png nor in .html."),
        (["--compare", "original,kaimng"], "The network mlp has no recipe 'kaimng'."),
        (["--compare", "kaimng"], "some of these: original,softmax,tanh,kaiming,batchnorm"),
        (["--compare", "kaiming"], "--compare needs two different recipes or more."),
        (["--compare", "tanh,tanh"], "--compare needs two different recipes or more."),
        (["--compare", "a,b", "--recipe", "tanh"], "--compare and --recipe do not go together."),
        (["--compare", "a,b", "--seeds", "2"], "--compare and --seeds do not go together."),
        (["--compare", "a,b", "--checkpoint", "a"], "--compare and --checkpoint do not go"),
        (["--seeds", "2", "--plot", "a.png"], "--seeds and --plot do not go together."),
        (["--seeds", "2", "--sample", "2"], "--seeds and --sample do not go together."),
        (["--seeds", "2", "--use", "student"], "which --use student cannot."),
        (["--seeds", "0"], "'--seeds': 0 is not in the range"),
        (["--sample", "-1"], "'--sample': -1 is not in the range"),
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


def test_names_are_invented_at_the_start_in_the_middle_and_at_the_end(course, train):
    del course
    runs = {}
    for use in ("student", "reference", "torch"):
        words = ["--steps", "21", "--use", use, "--sample", "4", "--format", "json"]
        runs[use] = json.loads(train(*words)[1])["samples"]
    assert [block["step"] for block in runs["student"]] == [0, 10, 21]
    assert [len(block["names"]) for block in runs["student"]] == [4, 4, 4]
    assert len({tuple(block["names"]) for block in runs["student"]}) == 3
    assert runs["student"] == runs["reference"] == runs["torch"]


def test_names_stand_in_the_human_output(course, train):
    del course
    _, out, _ = train("--steps", "300", "--sample", "3")
    told = out[out.index("names that the network invents") :]
    assert re.findall(r"after (\d+) steps   [a-z]", told) == ["0", "150", "300"]
    assert "…" in told  # an untrained network does not end its names
    assert "names that" not in train("--steps", "10", "--sample", "0")[1]


def test_inventing_names_does_not_change_the_training(course, train):
    del course
    words = ["--steps", "20", "--format", "json", "--sample"]
    without, with_names = (json.loads(train(*words, count)[1]) for count in ("0", "10"))
    assert without["samples"] == []
    for key in KEYS[6:10]:
        assert without[key] == with_names[key]


def test_recipes_are_compared_beside_each_other(course, train):
    del course
    words = ["--steps", "20", "--sample", "3"]
    code, out, err = train("--compare", "original,kaiming", *words, "--format", "json")
    assert (code, err) == (0, "")
    together = json.loads(out)
    assert list(together) == ["network", "use", "device", "steps", "compare"]
    assert [list(run) for run in together["compare"]] == [KEYS, KEYS]
    for run in together["compare"]:
        alone = json.loads(train("--recipe", run["recipe"], *words, "--format", "json")[1])
        del alone["seconds"], alone["steps_per_second"]
        assert alone.items() <= run.items()
    assert [run["recipe"] for run in together["compare"]] == ["original", "kaiming"]


def test_compared_recipes_are_columns_for_people(course, train):
    del course
    _, out, _ = train("--compare", "kaiming,batchnorm", "--network", "deep", "--steps", "20")
    lines = out.splitlines()
    assert lines.count("recipe kaiming") == lines.count("recipe batchnorm") == 1
    assert any(re.fullmatch(r" +kaiming +batchnorm", line) for line in lines)
    assert any(re.fullmatch(r"loss, val +\d\.\d{4} +\d\.\d{4}", line) for line in lines)
    assert sum(bool(re.fullmatch(r"tanh layer \d( +[▁▂▃▄▅▆▇█]{32}){2}", x)) for x in lines) == 5
    assert "names that the networks invent after 20 steps" in lines
    assert max(map(len, lines)) <= 80


def test_five_recipes_fit_beside_each_other(course, train):
    del course
    recipes = "original,softmax,tanh,kaiming,batchnorm"
    _, out, _ = train("--compare", recipes, "--steps", "10", "--plain")
    assert out.isascii()
    assert max(map(len, out.splitlines())) <= 80


def test_a_comparison_is_one_column_for_each_recipe(course, train):
    for words, name in (([], "one.png"), (["--compare", "tanh,kaiming"], "two.png")):
        assert train("--steps", "10", *words, "--plot", name)[0] == 0
    one, two = ((course / name).read_bytes() for name in ("one.png", "two.png"))
    assert int.from_bytes(two[16:20], "big") == 2 * int.from_bytes(one[16:20], "big")


def test_seeds_are_trained_at_once_and_averaged(course, train):
    del course
    words = ["--steps", "20", "--format", "json"]
    code, out, err = train("--seeds", "3", "--seed", "5", *words)
    assert (code, err) == (0, "")
    found = json.loads(out)
    assert [run["seed"] for run in found["runs"]] == [5, 6, 7]
    for run in found["runs"]:
        assert list(run) == ["seed", "initial_loss", "train_loss", "val_loss"]
        alone = json.loads(train("--seed", str(run["seed"]), *words)[1])
        for loss in ("initial_loss", "train_loss", "val_loss"):
            assert run[loss] == pytest.approx(alone[loss], abs=1e-5)
    for loss in ("initial_loss", "train_loss", "val_loss"):
        values = [run[loss] for run in found["runs"]]
        assert found["mean"][loss] == pytest.approx(statistics.fmean(values))
        assert found["std"][loss] == pytest.approx(statistics.stdev(values))
    assert found["parameters"] == alone["parameters"]


def test_one_seed_has_no_deviation(course, train):
    del course
    found = json.loads(train("--seeds", "1", "--steps", "5", "--format", "json")[1])
    assert set(found["std"].values()) == {0.0}


def test_seeds_are_lines_for_people(course, train):
    del course
    _, out, _ = train("--seeds", "2", "--seed", "5", "--steps", "20")
    assert re.search(r"^5 +(\d\.\d{4} *){3}$", out, re.MULTILINE)
    assert re.search(r"^mean +(\d\.\d{4} *){3}$", out, re.MULTILINE)
    assert re.search(r"^± std +(\d\.\d{4} *){3}$", out, re.MULTILINE)
    assert train("--seeds", "2", "--steps", "20", "--plain")[1].isascii()


def test_a_seed_that_diverges_is_named(course, train, monkeypatch):
    del course
    evaluate = SeedTrainer.run

    def spoil(trainer):
        trainer.model.parameters["W1"][1].fill_(torch.nan)
        return evaluate(trainer)

    monkeypatch.setattr(SeedTrainer, "run", spoil)
    code, out, err = train("--seeds", "3", "--seed", "5", "--steps", "20")
    assert (code, out) == (1, "")
    assert "The network of seed 6 has diverged within 20 steps." in err


def test_a_page_that_moves_goes_on_from_a_checkpoint(course, train):
    words = ["--steps", "20", "--checkpoint", "run.pt", "--plot", "run.html"]
    assert train(*words)[0] == 0
    assert steps_of(course / "run.html") == list(range(21))
    assert train(*words)[0] == 0
    assert steps_of(course / "run.html") == [0, 20]


def steps_of(page):
    data = re.search(r'id="data">(.*?)</script>', page.read_text("utf-8"))
    return [frame["step"] for frame in json.loads(data[1])["runs"][0]["frames"]]


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
        "batchnorm_forward is not written yet.\nRun grade exercise01, grade exercise02, "
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
    told = " ".join(err.splitlines()[-2:])
    # The function is called once before training begins.
    assert told == f"exercise01: after 28 steps tanh_backward {said} Run grade exercise01."


def test_a_network_that_diverges_is_nobodys_fault(course, train):
    append(course, "exercise01", FAILING_TANH.format(then="grad_out * 1e30"))
    code, out, err = train("--use", "student", "--steps", "100", "--format", "json")
    assert (code, out) == (1, "")
    assert "The network has diverged" in err.splitlines()[-2]


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
    monkeypatch.setattr("grader.practice.train.session.SAVE_SECONDS", -1.0)
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
    monkeypatch.setattr("grader.practice.train.session.write_file", refuse)
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


def test_the_winner_of_the_race_trains_and_both_figures_are_told(course, train, monkeypatch):
    del course
    one, gpu = Setting("cpu"), Setting("cuda")
    result = Race(one, ((one, 5660.0), (gpu, 3120.0)))
    monkeypatch.setattr("grader.practice.train.session.fastest", lambda *_: result)
    _, out, _ = train("--steps", "10", "--device", "auto")
    told = " ".join(out.split())
    assert "on cpu with 1 thread; in a short race: cpu with 1 thread 5,660 steps/s, " in told
    assert "cuda with 1 thread 3,120 steps/s" in told
    _, out, _ = train("--steps", "10", "--device", "auto", "--format", "json")
    assert json.loads(out)["device"] == "cpu"


@pytest.mark.parametrize("words", [["--compare", "tanh,kaiming"], ["--seeds", "2"]])
def test_several_runs_that_are_stopped_keep_nothing(course, train, monkeypatch, words):
    @contextlib.contextmanager
    def at_once():
        yield lambda: True

    for module in ("session", "seeds"):
        monkeypatch.setattr(f"grader.practice.train.{module}.interruption", at_once)
    code, _, err = train("--steps", "300", *words)
    assert code == 130
    assert re.fullmatch(r"Stopped after .*100 of 300 steps.*; nothing of it is kept\.\n", err)
    assert not (course / ".grade").exists()


def test_every_option_is_explained_with_its_default(train):
    code, out, _ = train("--help")
    assert code == 0
    for default in ("mlp", "kaiming", "reference", "10000", "32", "auto", "10", "human"):
        assert f"[default: {default}" in " ".join(out.split())
    options = click_train.params
    assert all(option.help for option in options)


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
