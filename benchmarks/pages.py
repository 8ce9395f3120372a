"""How long the page of a class takes to write, and to open in a real browser.

    python benchmarks/pages.py [--students 500] [--exercises 8] [--enforce]

The class is made up: no submission is graded. Opening is from the first byte to the end of the
page's `load` event, and then to the first picture on the screen, as chromium counts them.
"""

from __future__ import annotations

import argparse
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import msgspec

from grader.batch.results.class_page import write_pages
from grader.batch.results.gradebook import Gradebook, Row
from grader.model import CheckResult, GraderFacts, RecognisedMistake, Report, SubmissionFacts

OPEN_SECONDS = 2.0
CHECKS = 10


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--students", type=int, default=500)
    parser.add_argument("--exercises", type=int, default=8)
    parser.add_argument("--enforce", action="store_true", help="exit 1 where a budget is missed")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        fill(folder, options.students, options.exercises)
        started = time.perf_counter()
        path = write_pages(folder)
        seconds = time.perf_counter() - started
        count = options.students * options.exercises
        print(f"written   {seconds:6.1f} s    {1e3 * seconds / count:.1f} ms a submission")
        print(f"size      {path.stat().st_size / 1e6:6.1f} MB")
        opened, painted = seconds_to_open(path)
    held = opened <= OPEN_SECONDS
    print(f"opened    {opened:6.2f} s    at most {OPEN_SECONDS:g}  {'holds' if held else 'MISSED'}")
    print(f"painted   {painted:6.2f} s")
    return 1 if options.enforce and not held else 0


def fill(folder: Path, students: int, exercises: int) -> None:
    """A gradebook with a report of every student on every exercise."""
    chance = random.Random(1)
    with closing(Gradebook(folder / "gradebook.sqlite3")) as book:
        for student in range(students):
            for exercise in range(1, exercises + 1):
                report = made_up(f"exercise{exercise:02}", chance)
                row = Row(
                    student=f"student {student:04}",
                    exercise=report.exercise,
                    points=report.points,
                    max_points=report.max_points,
                    status=report.status,
                    submission_sha256="0" * 64,
                    graded_at="2026-11-22T10:00:00+00:00",
                    official=True,
                    note="",
                )
                book.add(row, msgspec.json.encode(report).decode())


def made_up(exercise: str, chance: random.Random) -> Report:
    checks = tuple(_checks(chance))
    points = sum(check.points for check in checks)
    return Report(
        schema="unsaturated/report/1",
        grader=GraderFacts("0.1.0", "3.11", "2.13.0", 0, "cpu", "full", True),
        exercise=exercise,
        title=f"The title of {exercise}",
        submission=SubmissionFacts(f"{exercise}.py", "0" * 64),
        status="passed" if points == CHECKS else "failed",
        points=points,
        max_points=CHECKS,
        seconds=chance.random(),
        checks=checks,
        output="",
    )


def _checks(chance: random.Random) -> Iterator[CheckResult]:
    for number in range(CHECKS):
        passed = chance.random() < 0.7
        name = f"mistake_{chance.randrange(20)}"
        yield CheckResult(
            id=f"check_{number}",
            title=f"The law number {number} holds on all inputs.",
            outcome="passed" if passed else "failed",
            points=int(passed),
            max_points=1,
            visibility="hidden",
            message=None if passed else "dx[0, 0]: expected 0.75, got 1.5",
            expected=None if passed else "[[0.75], [-0.75], [0], [0]]",
            actual=None if passed else "[[1.5], [0], [0], [0]]",
            mistake=None if passed else RecognisedMistake(name, f"The advice about {name}."),
        )


def seconds_to_open(path: Path) -> tuple[float, float]:
    """Until the page is loaded, and until something of it is painted."""
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service

    program, controller = shutil.which("chromium"), shutil.which("chromedriver")
    if program is None or controller is None:
        sys.exit("chromium and chromedriver are not on the path.")
    options = webdriver.ChromeOptions()
    options.binary_location = program
    for flag in ("headless", "no-sandbox", "disable-gpu", "disable-background-networking"):
        options.add_argument(f"--{flag}")
    driver = webdriver.Chrome(options=options, service=Service(controller))
    try:
        driver.get("about:blank")
        driver.get(path.as_uri())
        loaded = "return performance.getEntriesByType('navigation')[0].loadEventEnd"
        painted = "return performance.getEntriesByName('first-contentful-paint')[0]?.startTime"
        end = time.monotonic() + 30
        while not driver.execute_script(painted) and time.monotonic() < end:
            time.sleep(0.1)
        return driver.execute_script(loaded) / 1e3, (driver.execute_script(painted) or 0.0) / 1e3
    finally:
        driver.quit()


if __name__ == "__main__":
    raise SystemExit(main())
