"""Draw the pictures of the README: python docs/screenshots.py [report] [class] [moving].

Grades a wrong exercise05, and a class made of the course's own mistakes, as students and
instructors do, and photographs the pages in a real browser; moves the slider of exercise03's moving
page from end to end, and makes an animation of what it shows. Needs chromium and chromedriver on
the path.
"""

from __future__ import annotations

import base64
import io
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from PIL import Image
from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By

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
MOVING = "exercise03"
MOVING_WIDTH = 680  # pixels
STEP, REST = 350, 1500  # milliseconds
COLORS = 32
MOVE = "arguments[0].value = arguments[1]; arguments[0].dispatchEvent(new Event('input'))"
# From the controls to the end of the first plot.
PART = """
const top = document.querySelector("#controls").getBoundingClientRect().top + scrollY - 12;
const end = document.querySelector("#plots > *").getBoundingClientRect().bottom + scrollY + 4;
return { y: top, height: end - top };
"""
QUIET = (
    "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip


def main(words: Sequence[str]) -> None:
    browser = shutil.which("chromium") or sys.exit("chromium is not on the path.")
    PICTURES.mkdir(exist_ok=True)
    pictures = {"report": draw_report, "class": draw_class, "moving": draw_moving}
    if unknown := set(words) - pictures.keys():
        sys.exit(f"There is no picture {', '.join(unknown)}: name some of {', '.join(pictures)}.")
    with tempfile.TemporaryDirectory() as name:
        # A copy, so that the pictures show the paths that a student sees.
        folder = Path(name)
        for part in ("exercises", "solutions"):
            shutil.copytree(COURSE / part, folder / part)
        for word in words or pictures:
            pictures[word](browser, folder)


def draw_report(browser: str, folder: Path) -> None:
    exercise, mistake = SHOWN
    own = folder / "exercises" / exercise / f"{exercise}.py"
    own.write_text(wrong_answer(exercise, mistake))
    grade(folder, exercise, "--format", "html", "--output", "report.html")
    photograph(browser, folder / "report.html", PICTURES / "report.png", 1180)


def draw_class(browser: str, folder: Path) -> None:
    hand_in(folder / "class")
    grade(folder, "batch", "class", "--out", "out")
    grade(folder, "report", "out")
    photograph(browser, folder / "out" / "report.html", PICTURES / "class.png", 1250)


def draw_moving(browser: str, folder: Path) -> None:
    """The page of exercise03 while its slider goes from one end to the other and back."""
    options = Options()
    options.binary_location = browser
    for flag in QUIET:
        options.add_argument(flag)
    with webdriver.Chrome(options, Service(shutil.which("chromedriver"))) as driver:
        driver.set_window_size(MOVING_WIDTH, 1400)
        driver.get((folder / "exercises" / MOVING / "explore.html").as_uri())
        driver.find_element(By.XPATH, "//button[.='Look without answering']").click()
        slider = driver.find_element(By.CSS_SELECTOR, "#controls input[type=range]")
        clip = {"x": 0, "width": MOVING_WIDTH, "scale": 1, **driver.execute_script(PART)}
        frames = []
        for place in range(int(slider.get_attribute("max") or 0) + 1):
            driver.execute_script(MOVE, slider, place)
            png = driver.execute_cdp_cmd("Page.captureScreenshot", {"clip": clip})["data"]
            frames.append(Image.open(io.BytesIO(base64.b64decode(png))).convert("RGB"))
    animate(frames, PICTURES / "moving.gif")


def animate(frames: Sequence[Image.Image], picture: Path) -> None:
    """An animation that goes through the frames and back, and rests at both ends."""
    palette = frames[0].quantize(COLORS)
    frames = [frame.quantize(palette=palette, dither=Image.Dither.NONE) for frame in frames]
    times = [REST, *[STEP] * (len(frames) - 2), REST, *[STEP] * (len(frames) - 2)]
    first, *others = [*frames, *frames[-2:0:-1]]
    first.save(picture, save_all=True, append_images=others, duration=times, loop=0)
    print(picture.relative_to(COURSE))


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
    main(sys.argv[1:])
