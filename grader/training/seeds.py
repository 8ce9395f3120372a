"""Networks that differ in their seed alone, trained as one: one more dimension in front."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import torch
from torch import Tensor

from grader.training.dataset import Examples
from grader.training.loop import BLOCK_STEPS, Trainer
from grader.training.network import Network
from grader.training.recipes import Config


class SeedTrainer:
    """A run of several networks at once, each of which draws what its single run draws.

    A step of all of them costs the calls of one, which is most of what a small step costs.

    Attributes:
        model: all networks; the first dimension of its numbers is the seed.
        step: how many steps are done.
        losses: (steps, seeds) float of every minibatch in nats; nan where not yet done.
    """

    def __init__(
        self,
        config: Config,
        examples: Examples,
        seeds: Sequence[int],
        *,
        device: torch.device | str = "cpu",
        dtype: torch.dtype = torch.float32,
    ):
        self.config, self.seeds, self.step = config, tuple(seeds), 0
        examples = examples.to(torch.device(device))  # once for all
        self._singles = [
            Trainer(replace(config, seed=seed), examples, device=device, dtype=dtype)
            for seed in seeds
        ]
        drawn = [single.model.parameters for single in self._singles]
        parameters = {name: torch.stack([one[name] for one in drawn]) for name in drawn[0]}
        self.model = Network(parameters, config.batch_size, momentum=config.momentum)
        shape = config.steps, len(self.seeds)
        self.losses = torch.full(shape, torch.nan, dtype=dtype, device=device)

    def run(self, block_steps: int = BLOCK_STEPS) -> Iterator[int]:
        """Train to the end, yielding the number of steps done after every block."""
        while self.step < self.config.steps:
            count = min(block_steps, self.config.steps - self.step)
            contexts, targets = self._draw(count)
            losses = self.losses[self.step : self.step + count].unbind()
            for batch in zip(contexts, targets, losses, strict=True):
                self.model.compute(*batch)
                self.model.descend(self.config.learning_rate_at(self.step))
                self.step += 1
            yield self.step

    def _draw(self, count: int) -> tuple[tuple[Tensor, ...], tuple[Tensor, ...]]:
        """`count` batches: contexts and targets of the first seed, the second, in one row each."""
        drawn = [single.draw(count) for single in self._singles]
        contexts = torch.cat([torch.stack(contexts) for contexts, _ in drawn], 1)
        targets = torch.cat([torch.stack(targets) for _, targets in drawn], 1)
        return contexts.unbind(), targets.unbind()
