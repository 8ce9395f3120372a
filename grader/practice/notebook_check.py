"""`check("exercise03")` in a cell: grades the functions as they are in the notebook now.

The notebook's file is not needed, which hosted notebooks keep out of reach. What counts is what
was run: of the cells in the kernel's history, the definitions of the functions and everything
they use (`grader.submission.notebook_history`).
"""

from __future__ import annotations

import atexit
import inspect
import math
import sys
import textwrap
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from types import FrameType
from typing import Any

from msgspec.structs import replace

from grader.course.course import Course, find_course, load_exercise
from grader.errors import GraderError, NoCourse
from grader.model import Exercise, Report
from grader.practice.grading_service import PACKAGE_PARENT, Request, Service
from grader.practice.progress import LIVE, as_live_run, read_state, write_state
from grader.report.feedback import redact
from grader.report.formats import notebook
from grader.submission.notebook_history import excerpt
from grader.submission.notebook_program import Piece

PLACE = LIVE
_PLAIN = (bool, int, float, complex, str, bytes, type(None))

_service: Service | None = None


class Points(float):
    """The result of a check in a notebook: the points, with the report to look at.

    A number like any other, and written as one, for nbgrader reads it from the cell's output.

    Attributes:
        report: the whole report, None where there is none.
        text, html: what is shown of it.
    """

    report: Report | None
    text: str
    html: str
    _shown_in: int | None

    def _repr_html_(self) -> str | None:
        """The report, unless it stands above the value already."""
        shell = _shell()
        is_shown = shell is not None and shell.execution_count == self._shown_in
        return None if is_shown else self.html


class _Namespace:
    """The names that a notebook, or a module, has defined, and the cells that did it."""

    def __init__(self, names: Mapping[str, Any], cells: list[tuple[int, str]], place: str) -> None:
        self.names = names
        self.cells = cells
        self.place = place

    def pieces(self, functions: list[str]) -> tuple[Piece, ...]:
        """The code that defines these functions, from the history or from the objects."""
        found = excerpt(self.cells, functions)
        sources = [*self._values(found.unbound)]
        for name in functions:
            if name in found.unbound:
                sources += self._source_of(name)
        return (*(Piece(0, source) for source in sources), *found.pieces)

    def _values(self, names: frozenset[str]) -> Iterator[str]:
        """Plain constants that no statement of the history binds."""
        for name in sorted(names):
            value = self.names.get(name)
            if name in self.names and type(value) in _PLAIN and not name.startswith("__"):
                yield f"{name} = {value!r}"

    def _source_of(self, name: str) -> Iterator[str]:
        try:
            yield textwrap.dedent(inspect.getsource(self.names[name]))
        except (OSError, TypeError):  # made in a way that left no text
            return


def check(exercise: str, points: float | None = None) -> Points:
    """Grade the functions of this notebook; show the report and give the points.

    Args:
        exercise: which exercise, as "exercise03" or "3".
        points: what full marks give, the exercise's own points unless given.

    Returns:
        A finite number from 0 to `points`. Where nothing could be graded it is 0, and one sentence
        says why; nothing is raised, nothing goes to standard error.

    Raises:
        ValueError: `points` is not a number from 0.
    """
    if points is not None and not 0 <= points < math.inf:
        raise ValueError(f"points is {points}; a number from 0 is needed")
    try:
        course = course_of_notebook()
        report, remark = live_report(course, str(exercise), sys._getframe(1))
    except GraderError as error:
        return _refused(f"{error.what} {error.remedy}".strip())
    share = report.points / report.max_points if report.max_points else 0.0
    value = Points(min(share, 1.0) * (report.max_points if points is None else points))
    value.report = report
    remember_live_run(course, report)
    shown = redact(report, "full")
    value.text = notebook.as_text(shown, remark)
    value.html = notebook.as_html(shown, remark)
    return _shown(value)


def _refused(sentence: str) -> Points:
    value = Points(0.0)
    value.report, value.text = None, sentence + "\n"
    value.html = notebook.sentence_as_html(sentence)
    return _shown(value)


def live_report(course: Course, word: str, caller: FrameType) -> tuple[Report, str]:
    """Have the exercise graded; give the report and a remark about what is not defined.

    Raises:
        GraderError: there is no such exercise, no notebook, or nothing to grade.
    """
    exercise = load_exercise(course, word)
    namespace = _namespace(caller)
    defined = [name for name in exercise.functions if callable(namespace.names.get(name))]
    if not defined:
        raise GraderError(
            f"None of the functions of {exercise.name} is defined yet: {_listed(exercise)}.",
            "Run the cells that define them, then check again.",
        )
    request = Request(
        root=str(course.root),
        exercise=exercise.name,
        folder=str(Path.cwd()),
        path=namespace.place,
        pieces=namespace.pieces(defined),
    )
    reply = _running_service().grade(request)
    if reply.report is None:
        raise GraderError(reply.what, reply.remedy)
    missing = [name for name in exercise.functions if name not in defined]
    remark = f"Not defined yet: {', '.join(missing)}. Run the cells that define them."
    return reply.report, remark if missing else ""


def _listed(exercise: Exercise) -> str:
    return ", ".join(exercise.functions)


def remember_live_run(course: Course, report: Report) -> None:
    """Let `status()` and the board know of a check, where the course can be written."""
    with suppress(OSError):
        state = read_state(course.root)
        progress = replace(state.of(report.exercise), run=as_live_run(report))
        write_state(course.root, state.with_progress(report.exercise, progress))


def course_of_notebook() -> Course:
    """The course around the working folder or, failing that, the one this package came with."""
    try:
        return find_course(Path())
    except NoCourse as error:
        try:
            return find_course(PACKAGE_PARENT)
        except NoCourse:
            raise NoCourse(
                error.what, "Start the notebook in the course, or change into it: %cd FOLDER"
            ) from error


def _running_service() -> Service:
    global _service  # one for the kernel: it keeps what took seconds to start
    if _service is None:
        _service = Service()
        atexit.register(_service.close)
    return _service


def _namespace(caller: FrameType) -> _Namespace:
    shell = _shell()
    if shell is not None:
        cells = list(enumerate(shell.history_manager.input_hist_raw))
        return _Namespace(shell.user_ns, cells, PLACE)
    file = caller.f_globals.get("__file__")
    try:
        text = Path(file or "").read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise GraderError(
            "There is no notebook here to check.", "To grade a file, run: grade exercise03"
        ) from error
    return _Namespace(caller.f_globals, [(1, text)], Path(file or "").name)


def publish(text: str, html: str) -> None:
    """Show something below the cell; as text where there is no notebook."""
    shell = _shell()
    if shell is None:
        print(text, end="")
    else:
        shell.display_pub.publish({"text/plain": text, "text/html": html})


def _shell() -> Any:
    """The IPython that runs the notebook, None where there is none."""
    ipython = sys.modules.get("IPython")
    get_ipython: Callable[[], Any] = getattr(ipython, "get_ipython", lambda: None)
    return get_ipython()


def _shown(value: Points) -> Points:
    """Show the report at once, since the value may stand anywhere in a cell."""
    shell = _shell()
    value._shown_in = None
    publish(value.text, value.html)
    if shell is not None:
        value._shown_in = shell.execution_count
    return value
