"""What one more submission costs a grading process that is warm, by what it keeps of earlier ones.

    python benchmarks/rehearsal.py [--times 3]

Processor time of the grader, its zygote and the workers, a mean over the references of all
exercises; the start of the zygote is taken off, and what is done once. Compared with `import torch`
in the same run.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from grader.checks import check_plugin, runner
from grader.course.course import find_course, load_exercise
from grader.grading.grade import grade
from grader.model import Limits
from grader.sandbox.launcher import Launcher
from grader.submission.submission import read_submission

ROOT = Path(__file__).parents[1]


def main() -> int:
    parser = argparse.ArgumentParser(description="Compare drawn, rehearsed and known checks.")
    parser.add_argument("--times", type=int, default=3, help="rounds to take the mean of")
    times = parser.parse_args().times
    torch = cpu_of(lambda: subprocess.run([sys.executable, "-c", "import torch"], check=True))
    print(f"import torch     {torch:6.3f} s of processor")
    rehearsed, is_closed = check_plugin.rehearsed, runner.is_closed
    for name, way, closed in (
        ("drawn", lambda check, *_: check, lambda _: False),
        ("rehearsed", rehearsed, lambda _: False),
        ("known", rehearsed, is_closed),
    ):
        check_plugin.rehearsed, runner.is_closed = way, closed
        rounds(2)  # whatever is done once, and what is kept then
        few, many = (cpu_of(lambda n=n: rounds(n)) for n in (1, 1 + times))
        each = (many - few) / (8 * times)
        print(f"{name:<16} {each:6.3f} s for each submission, {each / torch:.3f} x import torch")
    return 0


def cpu_of(work: Callable[[], object]) -> float:
    """The processor time of what runs in there, and of the processes that it starts and ends."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.process_time()
    work()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    children = after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
    return time.process_time() - start + children


def rounds(count: int) -> None:
    """Grade the reference of every exercise so many times."""
    course = find_course(ROOT)
    with Launcher(spin_seconds=0.0) as launcher:
        launcher.worker(Limits()).kill()
        for _ in range(count):
            for folder in sorted((ROOT / "solutions").glob("exercise[0-9][0-9]")):
                exercise = load_exercise(course, folder.name)
                submission = read_submission(folder / "reference.py", exercise)
                report = grade(exercise, submission, launcher, shrink=False)
                if report.status != "passed":
                    sys.exit(f"{folder.name}: {report.status}")


if __name__ == "__main__":
    raise SystemExit(main())
