"""Draw the pictures of the README: python docs/screenshots.py (needs chromium on the path).

Grades a wrong exercise05, and a class made of the course's own mistakes, as students and
instructors do, and photographs the pages in a real browser.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

DOCS = Path(__file__).parent
COURSE = DOCS.parent
SOLUTIONS = COURSE / "solutions"
PICTURES = DOCS / "pictures"
NAMES = (
    "ada", "bela", "chiara", "deniz", "emil", "fatou", "goran", "hana", "ines", "jonas",
    "kofi", "lena", "mei", "noor", "otis", "priya",
)  # fmt: skip
CLASS_EXERCISES = "exercise03", "exercise05"
SHOWN = "exercise05", "const_stats"  # the mistake of the report that is shown
WIDTH = 1000  # pixels
QUIET = (
    "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip


def main() -> None:
    browser = shutil.which("chromium") or sys.exit("chromium is not on the path.")
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        # A copy, so that the pictures show the paths that a student sees.
        folder = Path(name)
        for part in ("exercises", "solutions"):
            shutil.copytree(COURSE / part, folder / part)
        exercise, mistake = SHOWN
        own = folder / "exercises" / exercise / f"{exercise}.py"
        own.write_text(wrong_answer(exercise, mistake))
        grade(folder, exercise, "--format", "html", "--output", "report.html")
        photograph(browser, folder / "report.html", PICTURES / "report.png", 1180)
        hand_in(folder / "class")
        grade(folder, "batch", "class", "--out", "out")
        grade(folder, "report", "out")
        photograph(browser, folder / "out" / "report.html", PICTURES / "class.png", 1250)


def wrong_answer(exercise: str, mistake: str) -> str:
    """A submission that makes a known mistake."""
    folder = SOLUTIONS / exercise
    parts = folder / "reference.py", folder / "mistakes" / f"{mistake}.py"
    return "\n\n".join(part.read_text("utf-8") for part in parts)


def hand_in(folder: Path) -> None:
    """A class: some are right, the others make mistakes."""
    for exercise in CLASS_EXERCISES:
        mistakes = [path.stem for path in sorted((SOLUTIONS / exercise / "mistakes").glob("*.py"))]
        for number, name in enumerate(NAMES):
            own = folder / name / f"{exercise}.py"
            own.parent.mkdir(parents=True, exist_ok=True)
            if number % 3 == 0:
                text = (SOLUTIONS / exercise / "reference.py").read_text("utf-8")
            else:
                text = wrong_answer(exercise, mistakes[number // 2 * 5 % len(mistakes)])
            own.write_text(text)


def grade(course: Path, *words: str) -> None:
    print("grade", *words, flush=True)
    subprocess.run([sys.executable, "-m", "grader", *words], cwd=course, check=False)


def photograph(browser: str, page: Path, picture: Path, height: int) -> None:
    with tempfile.TemporaryDirectory() as profile:
        subprocess.run(
            [
                browser, *QUIET, f"--user-data-dir={profile}", f"--window-size={WIDTH},{height}",
                f"--screenshot={picture}", page.as_uri(),
            ],
            check=True,
            stderr=subprocess.DEVNULL,
        )  # fmt: skip
    print(picture.relative_to(COURSE))


if __name__ == "__main__":
    main()
