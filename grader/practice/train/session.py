"""One run of `grade train`, from the names to the numbers."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import torch

from grader.course.course import Course, find_course
from grader.errors import NoCourse
from grader.files import write_file, writing
from grader.practice.progress import own_folder
from grader.practice.train import view as training_view
from grader.practice.train.functions import Injection
from grader.practice.train.interruption import interruption
from grader.practice.train.page import draw_page
from grader.practice.train.race import fastest
from grader.practice.train.view import Finished, Tick, Timing, show_steps
from grader.report.console import Console
from grader.training import (
    Config,
    FunctionFailed,
    Functions,
    Trainer,
    load_splits,
    read_names,
    repeated_share,
)
from grader.training.checkpoint import as_bytes, resume
from grader.training.frames import Frame, frame_of
from grader.training.functions import Diverged
from grader.training.loop import BLOCK_STEPS, Use
from grader.training.plots import Portrait, draw_portraits, portray
from grader.training.summary import SNAPSHOT_ROWS, summarise

NAMES = Path("data", "names.txt")  # of the course
STUDENT_BLOCK_STEPS = 8  # short, so that Ctrl-C is heard soon where functions are slow
FRAMES = 51  # of a page that moves: one for every fiftieth of the steps
SAVE_SECONDS = 60.0  # between two saves of a run with --checkpoint
TITLES: dict[Use, str] = {
    "student": "yours",
    "reference": "reference",
    "torch": "torch's autograd",
}


class Session:
    """A run that is being trained, and what can be told of it.

    Raises:
        GraderError: the options contradict each other, or the names cannot be read.
        Unready: functions of the student are missing, not written yet, or wrong.
    """

    def __init__(
        self,
        *,
        use: Use,
        names: Path | None,
        device: str,
        threads: int,
        is_silent: bool,
        sample: int = 0,
        frames: int = 0,
        **what: Any,
    ) -> None:
        """Prepare a run that invents `sample` names three times and is looked at `frames` times."""
        self._is_silent, self._sample = is_silent, sample
        config = Config(**{**what, "hidden": what["hidden"] or 0})
        self._names = names or names_file()
        rows = read_names(self._names)
        self._splits, self._repeated = load_splits(rows), repeated_share(rows)
        self._race = fastest(device, threads, config, self._splits.train)
        self._device = torch.device(self._race.winner.device)
        self._injection: Injection | None = None
        functions, self.remark = Functions(), ""
        if use == "student":
            self._injection = Injection(_find_course(), self._device)
            functions, self.remark = self._injection.functions_for(config)
        with self._explained():
            self.trainer = self._make_trainer(config, use, functions)
        self._timing, self._seconds_looking = Timing(0, 0.0), 0.0
        self._samples: list[tuple[int, tuple[str, ...]]] = []
        steps = config.steps
        self._sample_steps = (0, steps // 2, steps) if sample else ()
        self._frame_steps = {i * steps // (frames - 1) for i in range(frames)} if frames else set()
        self.frames: list[Frame] = []

    @property
    def progress(self) -> str:
        """The progress of the run, in words."""
        return f"{self.trainer.step:,} of {self.trainer.config.steps:,} steps"

    def run(self, checkpoint: Path | None) -> bool:
        """Train to the end, from the checkpoint on where there is one; False when interrupted.

        Raises:
            GraderError: a function failed, the numbers ran away, or the checkpoint is no good.
        """
        self._look(0)
        if checkpoint is not None and checkpoint.exists():
            self._samples = list(resume(self.trainer, checkpoint, self._digest()))
        started, saved, first = time.perf_counter(), time.monotonic(), self.trainer.step
        self._seconds_looking = 0.0
        with interruption() as is_interrupted, self._steps() as tick:
            for step in self._blocks():
                self._tell(tick, step)
                self._look(step)
                if checkpoint is not None and time.monotonic() - saved > SAVE_SECONDS:
                    self.save(checkpoint)
                    saved = time.monotonic()
                if is_interrupted() and step < self.trainer.config.steps:
                    return False
        seconds = time.perf_counter() - started - self._seconds_looking
        self._timing = Timing(self.trainer.step - first, seconds)
        if checkpoint is not None and self._timing.steps:
            self.save(checkpoint)
        self._summarise()
        return True

    def save(self, path: Path) -> None:
        """Leave the run in a file.

        Raises:
            BrokenEnvironment: it cannot be written.
        """
        with writing(path, "Name another file: --checkpoint."):
            write_file(path, as_bytes(self.trainer, self._digest(), self._samples))

    def default_checkpoint(self) -> Path:
        """The place of an interrupted run that has no file: .grade of the course, or of here."""
        try:
            root = _find_course().root
        except NoCourse:
            root = Path()
        config = self.trainer.config
        name = f"{config.network}-{config.recipe}-{self.trainer.use}.pt"
        try:
            return own_folder(root) / name
        except OSError:
            return Path(name)

    @property
    def finished(self) -> Finished:
        """The finished run, with all that is told of it."""
        return Finished(
            self.trainer,
            self._summary,
            self._snapshot,
            self._timing,
            self._race,
            tuple(self._samples),
        )

    def as_json(self) -> str:
        """The finished run as one JSON object."""
        return json.dumps(training_view.as_object(self.finished), allow_nan=False)

    def as_text(self, console: Console) -> str:
        """The finished run for people."""
        text = training_view.as_text(self.finished, console)
        return f"{text}\n{self._repeated:.0%} of the names in val also stand in train.\n"

    def draw(self) -> bytes:
        """The lecture's pictures of the finished run, beside the same run of the reference."""
        portraits = [self.portrait(TITLES[self.trainer.use])]
        if self.trainer.use != "reference":
            reference = self._make_trainer(self.trainer.config, "reference", Functions())
            for _ in reference.run():
                pass
            examples = self._splits.train.spread(SNAPSHOT_ROWS).to(self._device)
            snapshot = reference.model.snapshot(examples)
            portraits.append(portray(TITLES["reference"], reference, snapshot))
        return draw_portraits(portraits)

    def draw_page(self) -> bytes:
        """The finished run as a page that moves."""
        return draw_page([(self.finished, self.frames)])

    def portrait(self, title: str) -> Portrait:
        """The finished run as one column of a picture."""
        return portray(title, self.trainer, self._snapshot)

    def _make_trainer(self, config: Config, use: Use, functions: Functions) -> Trainer:
        examples = self._splits.train
        return Trainer(config, examples, use=use, functions=functions, device=self._device)

    def _steps(self) -> Any:
        total = self.trainer.config.steps
        return show_steps(
            total,
            self.trainer.step,
            is_silent=self._is_silent,
            seconds_apart=lambda: self._seconds_looking,
        )

    def _blocks(self) -> Iterator[int]:
        """Steps done, block by block; a block ends wherever the run is looked at."""
        size = STUDENT_BLOCK_STEPS if self.trainer.use == "student" else BLOCK_STEPS
        ends = sorted({*self._sample_steps, *self._frame_steps, self.trainer.config.steps})
        for end in ends:
            blocks = self.trainer.run(size, until=end)
            while (step := self._next(blocks)) is not None:
                yield step

    def _next(self, blocks: Iterator[int]) -> int | None:
        with self._explained():
            return next(blocks, None)

    def _look(self, step: int) -> None:
        """Invent names and keep a frame of the run, where the step is one of those asked for."""
        started = time.perf_counter()
        with self._explained():
            for _ in range(self._sample_steps.count(step)):
                self._samples.append((step, self.trainer.invent(self._sample)))
            if step in self._frame_steps:
                examples = self._splits.train.spread(SNAPSHOT_ROWS).to(self._device)
                self.frames.append(frame_of(step, self.trainer.model.snapshot(examples)))
        self._seconds_looking += time.perf_counter() - started

    def _tell(self, tick: Tick, step: int) -> None:
        """Show the mean loss of the last steps; reading it is the only time the host waits."""
        loss = float(self.trainer.losses[max(0, step - BLOCK_STEPS) : step].mean())
        if loss != loss or loss in (float("inf"), float("-inf")):
            raise Diverged(
                f"The network has diverged within {step:,} steps: its loss is no longer a number.",
                "Try another recipe.",
            )
        tick(step, loss)

    def _summarise(self) -> None:
        with self._explained():
            splits = self._splits.to(self._device)
            self._snapshot = self.trainer.model.snapshot(splits.train.spread(SNAPSHOT_ROWS))
            self._summary = summarise(self.trainer, splits, self._snapshot)
        if self.frames and self.frames[-1].step < self.trainer.step:  # gone on with at the end
            self.frames.append(frame_of(self.trainer.step, self._snapshot))

    @contextmanager
    def _explained(self) -> Iterator[None]:
        """Say of a function that fails which exercise it belongs to."""
        try:
            yield
        except FunctionFailed as failed:
            if self._injection is None:
                raise
            step = self.trainer.step if hasattr(self, "trainer") else 0
            raise self._injection.explain(failed, step) from failed

    def _digest(self) -> str:
        return hashlib.sha256(self._names.read_bytes()).hexdigest()[:16]


def names_file() -> Path:
    """The names that the course here trains with.

    Raises:
        NoCourse: there is none here.
    """
    return _find_course().root / NAMES


def _find_course() -> Course:
    return find_course(Path())
