"""The fastest device and number of threads for a network: a tenth of a second of steps on each.

On a busy machine, or with a small network, a second thread makes training several times slower,
and so does a GPU where starting an operation takes longer than the operation. Nobody knows
beforehand, so it is measured.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from grader.training import Config, Examples

RACE_SECONDS = 0.1
STEPS_BETWEEN_LOOKS = 10  # at the clock, at most; a device is waited for as often
MARGIN = 1.1  # one thread trains unless more are faster by this: its numbers are always the same


@dataclass(frozen=True)
class Setting:
    """The device on which a network trains, and the number of threads of the host."""

    device: str
    threads: int = 1

    def __str__(self) -> str:
        return f"{self.device} with {self.threads} thread{'s' if self.threads > 1 else ''}"


Runner = Callable[[int], None]  # takes so many steps, and returns when they are done


@dataclass(frozen=True)
class Race:
    """The setting that trains, and the steps per second of all that took part."""

    winner: Setting
    paces: tuple[tuple[Setting, float], ...] = ()

    def __str__(self) -> str:
        """One line for people; it speaks of a race only where there was one."""
        if len(self.paces) < 2:
            return f"on {self.winner}"
        paces = ", ".join(f"{setting} {pace:,.0f} steps/s" for setting, pace in self.paces)
        return f"on {self.winner}; in a short race: {paces}"


def threads_allowed() -> int:
    """The threads that torch may use here: OMP_NUM_THREADS, or the processors of this process.

    Ask before torch is imported for grading, which sets OMP_NUM_THREADS to 1.
    """
    wanted = os.environ.get("OMP_NUM_THREADS", "").split(",")[0].strip()
    if wanted.isdigit() and int(wanted) > 0:
        return int(wanted)
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def settings_for(device: str, threads: int, *, has_cuda: bool) -> tuple[Setting, ...]:
    """The settings to compare: one thread, all threads where there are more, CUDA for `auto`."""
    if device == "cuda":
        return (Setting("cuda"),)
    on_cpu = [Setting("cpu", count) for count in sorted({1, threads})]
    return (*on_cpu, Setting("cuda")) if device == "auto" and has_cuda else tuple(on_cpu)


def race(
    settings: Sequence[Setting],
    start: Callable[[Setting], Runner],
    clock: Callable[[], float] = time.perf_counter,
) -> Race:
    """The fastest setting; the first one stays unless another is faster by a tenth.

    `start` prepares a setting; the steps that a device needs to warm up are not counted.
    """
    if len(settings) == 1:
        return Race(settings[0])
    paces = tuple((setting, _pace(start(setting), clock)) for setting in settings)
    winner, best = paces[0]
    for setting, pace in paces[1:]:
        if pace > best * MARGIN:
            winner, best = setting, pace
    return Race(winner, paces)


def _pace(take_steps: Runner, clock: Callable[[], float]) -> float:
    take_steps(1)  # warms up
    started, steps, count = clock(), 0, 1  # a step of a large network may take a second
    while (elapsed := clock() - started) < RACE_SECONDS:
        take_steps(count)
        steps += count
        count = min(2 * count, STEPS_BETWEEN_LOOKS)
    return steps / elapsed


def trainers(config: Config, examples: Examples) -> Callable[[Setting], Runner]:
    """Starts runs of their own with the reference's functions; the real run notices nothing."""
    import torch

    from grader.training import Trainer

    endless = replace(config, steps=1_000_000)

    def start(setting: Setting) -> Runner:
        torch.set_num_threads(setting.threads)
        trainer = Trainer(endless, examples, device=setting.device)

        def take_steps(count: int) -> None:
            next(trainer.run(count))
            if setting.device == "cuda":
                torch.cuda.synchronize()

        return take_steps

    return start


def fastest(device: str, threads: int, config: Config, examples: Examples) -> Race:
    """Race the settings of a device option, and leave torch with the winner's threads.

    Raises:
        BrokenEnvironment: cuda is asked for and is not there.
    """
    import torch

    from grader.grading.torch_runtime import resolve_device

    resolve_device(device)
    settings = settings_for(device, threads, has_cuda=torch.cuda.is_available())
    result = race(settings, trainers(config, examples))
    torch.set_num_threads(result.winner.threads)
    return result
