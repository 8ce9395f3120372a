"""The parts of a page beside the report: the submission's text, and the exercise's figure.

The figure shows what an exercise is about, "yours" beside "reference".

An exercise draws it in effect.py, a file that students get as well:

    CAPTION, ALT = "one sentence below the figure", "what it shows, for those who do not see it"

    def draw(axes, functions):
        axes.plot(x, functions.tanh_derivative(x))

`functions` is called as in a check: once it is the student, in a worker, and once the reference.
"""

from __future__ import annotations

import base64
import io
from typing import TYPE_CHECKING, Any

from grader.course.derive import EXPLORE_PAGE
from grader.course.hidden_files import REFERENCE, hidden_text
from grader.errors import UnreadableSubmission
from grader.grading.explanations.bank import load_reference
from grader.model import Exercise
from grader.report.formats.html import Effect, Exhibit
from grader.sandbox.exercise_functions import ExerciseFunctions, load_module
from grader.sandbox.failures import CheckFailed, StudentStopped
from grader.sandbox.launcher import Launcher
from grader.sandbox.student import Student
from grader.submission.submission import Submission

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

EFFECT_FILE = "effect.py"
INCHES = (8.4, 3.2)
DOTS_PER_INCH = 110
# The colours of a dark page, as grader/report/formats/pages/style.css has them.
DARK_PAPER, LIGHT_INK, BLACK = "#14171b", "#e6e9ed", "#000000"


def exhibit_of(exercise: Exercise, submission: Submission, launcher: Launcher) -> Exhibit:
    """Everything that a page shows besides the report."""
    return Exhibit(
        sources=_sources(submission),
        effect=draw_effect(exercise, submission, launcher),
        has_explore=(exercise.released / EXPLORE_PAGE).is_file(),
    )


def _sources(submission: Submission) -> dict[int | None, str]:
    """The text of a file under None, that of a notebook by its cells."""
    if submission.program is None:
        return {None: submission.source}
    lines, origins = submission.program.text.split("\n"), submission.program.origins
    ends = [*(origin.first for origin in origins[1:]), len(lines)]
    cells: dict[int | None, str] = {}
    for origin, end in zip(origins, ends, strict=True):
        before = cells.get(origin.cell, "")
        # What is left out of a cell, a magic perhaps, leaves its lines empty.
        padding = "\n" * (origin.line - 1 - before.count("\n"))
        cells[origin.cell] = before + padding + "\n".join(lines[origin.first - 1 : end - 1]) + "\n"
    return cells


def draw_effect(exercise: Exercise, submission: Submission, launcher: Launcher) -> Effect | None:
    """Draw the figure of the exercise with the submission's functions; None if it has none.

    A function that raises, hangs or returns something else leaves a sentence in its place. Where
    the reference does not travel, or is sealed, the figure is the student's alone.
    """
    path = (exercise.authored or exercise.released) / EFFECT_FILE
    if not path.is_file():
        return None
    try:
        module: Any = load_module(EFFECT_FILE, {EFFECT_FILE: path.read_text("utf-8")})
        reference = load_reference(exercise) if hidden_text(exercise, REFERENCE) else None
        with Student(exercise, submission, launcher) as student:
            light, dark = _draw(module, student, reference)
        return Effect(image=light, dark=dark, caption=module.CAPTION, alt=module.ALT)
    except (UnreadableSubmission, StudentStopped):
        return None
    except Exception:
        if exercise.authored is None:  # the copy of the figure's file is the student's to break
            return None
        raise


def _draw(
    module: Any, student: ExerciseFunctions, reference: ExerciseFunctions | None
) -> tuple[str, str]:
    """The figure for a light page, and the same for a dark one."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=INCHES, dpi=DOTS_PER_INCH, layout="constrained")
    canvas = FigureCanvasAgg(figure)
    left = figure.add_subplot(1, 2 if reference else 1, 1)
    _draw_student(module, left, student)
    left.set_title("yours", loc="left")
    if reference is not None:
        right = figure.add_subplot(1, 2, 2)
        module.draw(right, reference)
        right.set_title("reference", loc="left")
        left.axis(right.axis())  # what is wrong may be huge
    for axes in figure.axes:
        axes.spines[["top", "right"]].set_visible(False)
    light = _as_image(canvas)
    figure.set_layout_engine("none")  # all stays where it is
    _darken(figure)
    return light, _as_image(canvas)


def _darken(figure: Figure) -> None:
    """Turn what is black on white into light on dark; the colours of the data stay."""
    from matplotlib.colors import to_hex
    from matplotlib.legend import Legend
    from matplotlib.lines import Line2D
    from matplotlib.spines import Spine
    from matplotlib.text import Text

    figure.set_facecolor(DARK_PAPER)
    for axes in figure.axes:
        axes.set_facecolor(DARK_PAPER)
        for side in ("x", "y"):
            axes.tick_params(axis=side, which="both", colors=LIGHT_INK)
    inked: list[Text | Line2D] = [*figure.findobj(Text), *figure.findobj(Line2D)]
    for artist in inked:
        if to_hex(artist.get_color()) == BLACK:
            artist.set_color(LIGHT_INK)
    for spine in figure.findobj(Spine):
        spine.set_edgecolor(LIGHT_INK)
    for legend in figure.findobj(Legend):
        legend.get_frame().set_facecolor(DARK_PAPER)


def _as_image(canvas: Any) -> str:  # FigureCanvasAgg is not typed throughout
    """The drawn figure; `savefig` would draw it twice, and the first time for its layout alone."""
    file = io.BytesIO()
    canvas.print_png(file, metadata={"Software": None})
    return "data:image/png;base64," + base64.b64encode(file.getvalue()).decode()


def _draw_student(module: Any, axes: Axes, student: ExerciseFunctions) -> None:
    try:
        module.draw(axes, student)
    except (CheckFailed, StudentStopped) as failure:
        reason = failure.message
    except Exception:  # of a wrong shape, perhaps: the checks say so, a figure need not
        reason = "what your functions return cannot be drawn"
    else:
        return
    axes.clear()
    axes.text(0.5, 0.5, reason, ha="center", va="center", wrap=True, transform=axes.transAxes)
