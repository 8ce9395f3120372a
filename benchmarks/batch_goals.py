"""The goals of grading a class: what one more submission costs, by what is known of it.

Processor time of everything that is started, a mean over all eight exercises, beside that of
`import torch` in the same run: machines differ, and so do hours on one machine. One process grades.
It has met the references, and one wrong answer to every exercise, for which it has looked at all
known mistakes; what these alone cost is taken off.
"""

from __future__ import annotations

import resource
import shutil
import statistics
import sys
import tempfile
from collections.abc import Iterable, Iterator
from itertools import cycle, islice
from pathlib import Path

from usage import Usage, measure

ROOT = Path(__file__).parents[1]
EXERCISES = tuple(sorted(path.name for path in (ROOT / "solutions").glob("exercise[0-9][0-9]")))
VERIFIED = "exercise03"
MEMORY_STEPS = 5
TORCH_TIMES = 5
TORCH_SECONDS = 1.3  # what `import torch` took where the goals were set
BASE_TIMES = 3  # a second more or less of these would count for each answer
Answer = tuple[str, Path]  # the exercise, and the file


def show_goals(each: int, submissions: int) -> None:
    """Measure and print every goal; `each` answers of an exercise, and so many for the memory."""
    words = [sys.executable, "-c", "import torch"]
    torch = statistics.median(measure(words, cwd=ROOT).cpu for _ in range(TORCH_TIMES))
    print(f"{'import torch':<40} {torch:7.3f} s of processor")
    references = [(name, ROOT / "solutions" / name / "reference.py") for name in EXERCISES]
    met = [*references, *((name, answers_to(name, "wrong")[-1]) for name in EXERCISES)]
    base = statistics.median(graded(met).cpu for _ in range(BASE_TIMES))
    for what, answers, goal, is_new in (
        ("identical right answers", references * each, 0.070, False),
        ("other programs with the same replies", references * each, 0.070, True),
        ("right answers never met", corpus("honest", each), 0.180, True),
        ("wrong answers never met", corpus("wrong", each), 0.200, True),
    ):
        more = graded([*met, *answers], are_new=is_new)
        show(what, (more.cpu - base) / len(answers), goal, torch)
    starts = statistics.median(start() for _ in range(BASE_TIMES))
    show("start of a batch on two cores", starts, 2.5, torch)
    words = [sys.executable, "-m", "grader", "verify", VERIFIED]
    proving = measure([*words, "--again"], cwd=ROOT).cpu
    print(f"{f'verify of {VERIFIED}':<40} {proving:7.3f} s, {proving / torch:6.3f} x")
    show(f"verify of {VERIFIED}, unchanged", measure(words, cwd=ROOT).cpu, 8.0, torch)
    show_memory(submissions)


def show(what: str, seconds: float, goal: float, torch: float) -> None:
    """Print a cost beside its goal in seconds, which is kept to as a ratio."""
    ratio, most = seconds / torch, goal / TORCH_SECONDS
    held = "holds" if ratio <= most else "MISSED"
    print(f"{what:<40} {seconds:7.3f} s, {ratio:6.3f} x; at most {most:.3f} x  {held}", flush=True)


def corpus(name: str, each: int) -> list[Answer]:
    """The first answers of a corpus of the tests to every exercise."""
    return [
        (exercise, path)
        for exercise in EXERCISES
        for path in answers_to(exercise, name)[:-1][:each]  # the last is met
    ]


def answers_to(exercise: str, corpus: str) -> list[Path]:
    """The answers to one exercise, in order."""
    return sorted((ROOT / "tests" / corpus / exercise).glob("*.py"))


def graded(answers: Iterable[Answer], *, are_new: bool = True) -> Usage:
    """What a class of these answers takes, graded by one process."""
    with tempfile.TemporaryDirectory() as name:
        make_class(Path(name), answers, are_new=are_new)
        words = [sys.executable, "-m", "grader", "batch", "class", "--out", "out", "--jobs", "1"]
        return measure(words, cwd=Path(name))


def start() -> float:
    """The processor time of a class in which nothing is written: two submissions, two processes."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        stubs = [(name, ROOT / "exercises" / name / f"{name}.py") for name in EXERCISES[:2]]
        make_class(folder, stubs)
        words = [sys.executable, "-m", "grader", "batch", "class", "--out", "out", "--jobs", "2"]
        return measure(words, cwd=folder).cpu


def make_class(folder: Path, answers: Iterable[Answer], *, are_new: bool = True) -> None:
    """A course, and a student for each answer.

    No two files are the same, as in a class; if they `are_new`, no two programs are.
    """
    for part in ("exercises", "solutions", "data"):
        shutil.copytree(ROOT / part, folder / part)
    for number, (exercise, path) in enumerate(answers):
        student = folder / "class" / f"student{number:05}"
        student.mkdir(parents=True)
        text = path.read_text("utf-8")
        own = f"NUMBER = {number}" if are_new else f"# of student {number}"
        (student / f"{exercise}.py").write_text(f"{text}\n{own}\n", "utf-8")


# ------------------------------------------------------------------------------ memory


def show_memory(count: int) -> None:
    """Grade the corpora over and over in this process, and print what it takes meanwhile."""
    from grader.checks import kept
    from grader.course.course import find_course, load_exercise
    from grader.grading.grade import grade
    from grader.sandbox.launcher import Launcher
    from grader.submission.submission import read_submission

    exercises = {name: load_exercise(find_course(ROOT), name) for name in EXERCISES}
    step = max(1, count // MEMORY_STEPS)
    with Launcher(spin_seconds=0.0) as launcher:
        for number, (name, path) in enumerate(islice(cycle(mixed()), count), start=1):
            exercise = exercises[name]
            with tempfile.TemporaryDirectory() as folder:
                file = Path(folder, f"{name}.py")
                shutil.copy(path, file)
                grade(exercise, read_submission(file, exercise), launcher, shrink=False)
            if number % step == 0:
                print(f"{f'memory after {number} submissions':<40} {resident_mib():7.0f} MiB, "
                      f"{kept.KEPT.bytes / 2**20:.0f} MiB of it kept", flush=True)  # fmt: skip


def mixed() -> Iterator[Answer]:
    """Right and wrong answers of all exercises by turns, each file once."""
    found = [*corpus("honest", 1000), *corpus("wrong", 1000)]
    by_exercise = [[answer for answer in found if answer[0] == name] for name in EXERCISES]
    for number in range(max(map(len, by_exercise))):
        yield from (answers[number] for answers in by_exercise if number < len(answers))


def resident_mib() -> float:
    """The memory of this process."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 2**20
