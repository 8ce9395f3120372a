"""How long a student waits for `grade`, in a process that starts from nothing.

    python benchmarks/cold.py [--rounds 9] [--enforce] [--all]

Grading is compared with `import torch`, which no grader of torch code can avoid; the commands
that need no torch with an interpreter that does nothing. `--all` takes every exercise in turn: its
reference, a known mistake, and a wrong answer of tests/wrong, whose line is searched.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from timing import Command, Timing, time_in_turns

ROOT = Path(__file__).parents[1]
EXERCISE = "exercise03"
MISTAKE = "variance"
SEARCHED = "exercise05"  # its functions are long, and the file below is searched to the end
SLIP = ("* x_hat).sum(dim=0) / (n", "* x_hat).sum(dim=0).sin() * 1.7 / (n")
FEWEST_ROUNDS = 7  # below, one hiccup moves the median


@dataclass(frozen=True)
class Budget:
    """At most `factor` times the baseline, and `extra` seconds above that."""

    factor: float = 1.0
    extra: float = 0.0

    def holds(self, timing: Timing, baseline: Timing) -> bool:
        return timing.median <= self.factor * baseline.median + self.extra

    def describe(self, timing: Timing, baseline: Timing) -> str:
        ratio = timing.median / baseline.median
        above = 1000 * (timing.median - baseline.median)
        limit = f"+ {1000 * self.extra:.0f} ms" if self.extra else f"{self.factor:g} x"
        held = "holds" if self.holds(timing, baseline) else "MISSED"
        return f"{ratio:5.2f} x  {above:+6.0f} ms  at most {limit:<8} {held}"


def copy_course(folder: Path) -> tuple[Path, Path, Path]:
    """Copy the course, so that the student's own board stays as it is.

    Give a right and a wrong file, and one of which the line is searched in vain.
    """
    for part in ("exercises", "solutions"):
        shutil.copytree(ROOT / part, folder / part)
    authored = ROOT / "solutions" / EXERCISE
    reference = (authored / "reference.py").read_text("utf-8")
    mistake = (authored / "mistakes" / f"{MISTAKE}.py").read_text("utf-8")
    right, wrong = folder / "right.py", folder / "wrong.py"
    right.write_text(reference, "utf-8")
    wrong.write_text(f"{reference}\n\n{mistake}", "utf-8")
    searched = folder / "searched.py"
    text = (ROOT / "solutions" / SEARCHED / "reference.py").read_text("utf-8")
    if SLIP[0] not in text:
        sys.exit(f"the reference of {SEARCHED} has no {SLIP[0]}")
    searched.write_text(text.replace(*SLIP), "utf-8")
    return right, wrong, searched


def answers(folder: Path, name: str) -> tuple[Path, Path, Path]:
    """A right answer of an exercise, a known mistake, and a wrong answer with a line to search."""
    authored = ROOT / "solutions" / name
    right, wrong, searched = (folder / f"{name}_{kind}.py" for kind in ("right", "wrong", "line"))
    reference = (authored / "reference.py").read_text("utf-8")
    mistakes = sorted((authored / "mistakes").glob("*.py"))
    right.write_text(reference, "utf-8")
    mistake = mistakes[len(mistakes) // 2].read_text("utf-8")
    wrong.write_text(f"{reference}\n\n{mistake}", "utf-8")
    shutil.copyfile(sorted((ROOT / "tests" / "wrong" / name).glob("*.py"))[0], searched)
    return right, wrong, searched


def compare_all(folder: Path, rounds: int) -> bool:
    """Time all exercises, one after the other; whether every budget holds."""
    kept = True
    for name in sorted(path.name for path in (folder / "exercises").glob("exercise[0-9][0-9]")):
        right, wrong, searched = answers(folder, name)
        kept &= compare(
            python("import torch"),
            (grade(f"{name}, right", name, str(right)), Budget(factor=1.2)),
            (grade(f"{name}, wrong", name, str(wrong), exit_code=1), Budget(factor=1.6)),
            (grade(f"{name}, line", name, str(searched), exit_code=1), Budget(factor=2.0)),
            rounds=rounds,
            cwd=folder,
        )
    return kept


def python(code: str) -> Command:
    return Command(f'python -c "{code}"', (sys.executable, "-c", code))


def grade(name: str, *words: str, exit_code: int = 0) -> Command:
    return Command(f"grade {name}", (sys.executable, "-m", "grader", *words), exit_code)


def main() -> int:
    parser = argparse.ArgumentParser(description="Time the command `grade`, whole processes.")
    parser.add_argument("--rounds", type=int, default=9, help="runs of each command, 7 or more")
    parser.add_argument("--enforce", action="store_true", help="exit with 1 if a budget is missed")
    parser.add_argument("--all", action="store_true", help="take every exercise in turn")
    options = parser.parse_args()
    if options.rounds < FEWEST_ROUNDS:
        parser.error(f"--rounds must be at least {FEWEST_ROUNDS}")

    with tempfile.TemporaryDirectory() as folder:
        course = Path(folder)
        right, wrong, searched = copy_course(course)
        if options.all:
            kept = compare_all(course, options.rounds)
            return 1 if options.enforce and not kept else 0
        kept = compare(
            python("import torch"),
            (grade(f"{EXERCISE}, right", EXERCISE, str(right)), Budget(factor=1.2)),
            (grade(f"{EXERCISE}, wrong", EXERCISE, str(wrong), exit_code=1), Budget(factor=1.6)),
            (
                grade(f"{SEARCHED}, line searched", SEARCHED, str(searched), exit_code=1),
                Budget(factor=2.0),
            ),
            rounds=options.rounds,
            cwd=course,
        )
        kept &= compare(
            python("pass"),
            (grade("--help", "--help"), Budget(extra=0.120)),
            (grade(f"hint {EXERCISE}", "hint", EXERCISE), Budget(extra=0.120)),
            rounds=options.rounds,
            cwd=course,
        )
    return 1 if options.enforce and not kept else 0


def compare(baseline: Command, *budgeted: tuple[Command, Budget], rounds: int, cwd: Path) -> bool:
    """Time commands in turns with their baseline and print them; whether every budget holds."""
    commands = (baseline, *(command for command, _ in budgeted))
    base, *timings = time_in_turns(commands, rounds=rounds, cwd=cwd)
    print(base)
    for timing, (_, budget) in zip(timings, budgeted, strict=True):
        print(f"{timing}  {budget.describe(timing, base)}", flush=True)
    return all(
        budget.holds(timing, base) for timing, (_, budget) in zip(timings, budgeted, strict=True)
    )


if __name__ == "__main__":
    raise SystemExit(main())
