"""Everything that only a GPU can show, in one go: run this when there is one.

    python benchmarks/gpu.py [--output FILE.md] [--steps 1000] [--seeds 32]

It runs the tests marked `gpu`, holds the losses of every recipe on the GPU against those on the
CPU, measures how fast each loop is on both, and writes one Markdown table. It takes about three
minutes, exits with 1 if a test or a comparison fails, and with 0 where there is no GPU.
`--rehearse` goes the same way with the CPU in the GPU's place, to try the script itself.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import lecture
import torch

from grader.training import Config, Examples, Trainer, load_splits, read_names
from grader.training.recipes import RECIPES
from grader.training.seeds import SeedTrainer

ROOT = Path(__file__).parents[1]
NAMES = ROOT / "data" / "names.txt"
WARM_UP_STEPS = 50
NO_TEST_RAN = 5  # pytest's exit code


@dataclass(frozen=True)
class Agreement:
    """How far losses on two devices may be apart after so many steps."""

    dtype: torch.dtype
    steps: int
    tolerance: float


AGREEMENTS = (Agreement(torch.float64, 100, 1e-10), Agreement(torch.float32, 1000, 1e-4))
Row = tuple[str, str, str, bool]  # what, on the CPU, on the other device, whether it is right


@dataclass(frozen=True)
class Plan:
    """What is measured, and on which device beside the CPU."""

    device: str
    steps: int
    seeds: int
    examples: Examples

    def configs(self, steps: int) -> Iterator[Config]:
        """Every recipe of every network."""
        for network, recipes in RECIPES.items():
            for recipe in recipes:
                yield Config(network=network, recipe=recipe, steps=steps)


def losses_on(device: str, config: Config, examples: Examples, dtype: torch.dtype):
    trainer = Trainer(config, examples, device=device, dtype=dtype)
    for _ in trainer.run():
        pass
    return trainer.losses.cpu().double()


def comparisons(plan: Plan) -> Iterator[Row]:
    """For every recipe and dtype, the greatest difference of a loss from the CPU's."""
    for agreement in AGREEMENTS:
        for config in plan.configs(min(agreement.steps, plan.steps)):
            given = config, plan.examples, agreement.dtype
            cpu, other = losses_on("cpu", *given), losses_on(plan.device, *given)
            difference = float((cpu - other).abs().max())
            is_close = difference <= agreement.tolerance  # nan is not
            what = f"losses, {config.network} {config.recipe}, {str(agreement.dtype)[6:]}"
            allowed = f"{config.steps:,} steps, at most {agreement.tolerance:g} apart"
            yield what, allowed, f"{difference:.1e}", is_close


def lectures_loop(config: Config, examples: Examples, seeds: int) -> int:
    del seeds
    lecture.train(config, examples)
    return config.steps


def our_loop(config: Config, examples: Examples, seeds: int) -> int:
    del seeds
    for _ in Trainer(config, examples, device=examples.targets.device).run():
        pass
    return config.steps


def seeds_at_once(config: Config, examples: Examples, seeds: int) -> int:
    own = range(config.seed, config.seed + seeds)
    for _ in SeedTrainer(config, examples, own, device=examples.targets.device).run():
        pass
    return config.steps * seeds


Loop = Callable[[Config, Examples, int], int]  # gives the steps, counted for every network
LOOPS: dict[str, Loop] = {
    "the lecture's loop": lectures_loop,
    "grade train": our_loop,
    "grade train --seeds": seeds_at_once,
}


def pace(loop: Loop, device: str, config: Config, plan: Plan) -> float:
    """Steps per second of a whole run, after a short one that warms the device up."""
    examples = plan.examples.to(torch.device(device))
    loop(replace(config, steps=WARM_UP_STEPS), examples, plan.seeds)
    wait(device)
    started = time.perf_counter()
    steps = loop(config, examples, plan.seeds)
    wait(device)
    return steps / (time.perf_counter() - started)


def wait(device: str) -> None:
    if device == "cuda":
        torch.cuda.synchronize()


def paces(plan: Plan) -> Iterator[Row]:
    """The steps per second of every loop on both devices."""
    for network, recipe in (("mlp", "kaiming"), ("deep", "batchnorm")):
        config = Config(network=network, recipe=recipe, steps=plan.steps)
        for name, loop in LOOPS.items():
            measured = [pace(loop, device, config, plan) for device in ("cpu", plan.device)]
            count = f" {plan.seeds}" if loop is seeds_at_once else ""
            cpu, other = (f"{number:,.0f} steps/s" for number in measured)
            yield f"{name}{count}, {network} {recipe}", cpu, other, True


def gpu_tests() -> Row:
    """The tests marked `gpu`, all of them."""
    words = [sys.executable, "-m", "pytest", "-q", "-m", "gpu", "-p", "no:cacheprovider", "tests"]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True)
    last = (done.stdout.strip().splitlines() or ["nothing was printed"])[-1]
    if done.returncode not in (0, NO_TEST_RAN):
        print(done.stdout, done.stderr, sep="\n", file=sys.stderr)
    return "tests marked gpu", "", last.strip("= "), done.returncode == 0


def chip(device: str) -> str:
    """The versions and the chip that the numbers belong to."""
    if device == "cpu":
        return f"torch {torch.__version__}; a rehearsal on the CPU alone, nothing of a GPU"
    asked = ("nvidia-smi", "--query-gpu=driver_version", "--format=csv,noheader")
    driver = "unknown"
    if shutil.which(asked[0]):
        done = subprocess.run(asked, capture_output=True, text=True)
        driver = next(iter(done.stdout.splitlines()), driver)
    return f"torch {torch.__version__}, driver {driver}, {torch.cuda.get_device_name()}"


def table(plan: Plan, rows: list[Row]) -> str:
    """All rows as Markdown, with what they were measured on."""
    lines = [
        f"{chip(plan.device)}; CPU on {torch.get_num_threads()} thread.",
        "",
        f"| what | CPU, or what is allowed | {plan.device} | |",
        "|---|---|---|---|",
        *(f"| {a} | {b} | {c} | {'ok' if good else 'WRONG'} |" for a, b, c, good in rows),
    ]
    return "\n".join(lines) + "\n"


def main() -> int:
    parser = argparse.ArgumentParser(description="Everything that only a GPU can show.")
    parser.add_argument("--output", type=Path, help="write the table there as well")
    parser.add_argument("--steps", type=int, default=1000, help="of each run (default 1000)")
    parser.add_argument("--seeds", type=int, default=32, help="networks at once (default 32)")
    parser.add_argument("--rehearse", action="store_true", help="the CPU in the GPU's place")
    options = parser.parse_args()
    if not options.rehearse and not torch.cuda.is_available():
        print("There is no GPU here that torch can use, so nothing was measured.")
        return 0
    torch.set_num_threads(1)
    device = "cpu" if options.rehearse else "cuda"
    plan = Plan(device, options.steps, options.seeds, load_splits(read_names(NAMES)).train)
    tests = [] if options.rehearse else [gpu_tests()]
    rows = [*tests, *comparisons(plan), *paces(plan)]
    text = table(plan, rows)
    print(text, end="")
    if options.output:
        options.output.write_text(text, "utf-8")
    return int(not all(row[-1] for row in rows))


if __name__ == "__main__":
    raise SystemExit(main())
