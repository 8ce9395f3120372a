"""The training loop: batches in blocks, steps that wait for nothing, losses read in blocks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Literal, Protocol

import torch
from torch import Generator, Tensor

from grader.training.dataset import Examples
from grader.training.functions import Functions
from grader.training.network import Network, Snapshot, is_matrix
from grader.training.oracle import Oracle
from grader.training.recipes import Config, initial_parameters
from grader.training.sampling import invent_names

Use = Literal["student", "reference", "torch"]

BLOCK_STEPS = 100  # between two looks at the losses
RECORDS = 100  # times in a run that the update ratios are taken


class Model(Protocol):
    """The interface of a network in the loop: gradients from one place, and a step along them."""

    buffers: dict[str, Tensor]

    @property
    def parameters(self) -> Mapping[str, Tensor]:
        """The parameters by name."""

    @property
    def gradients(self) -> Mapping[str, Tensor]:
        """Their gradients by name, of the last `compute`."""

    def compute(self, contexts: Tensor, targets: Tensor, loss: Tensor) -> None:
        """Fill the gradients and `loss`."""

    def descend(self, learning_rate: float) -> None:
        """Take one step."""

    def infer(self, contexts: Tensor) -> Tensor:
        """The logits (rows, 27) of contexts (rows, 3), in evaluation."""

    def evaluate(self, examples: Examples) -> Tensor:
        """The mean loss in evaluation."""

    def snapshot(self, examples: Examples) -> Snapshot:
        """The activations and gradients of one batch."""

    def state(self) -> dict[str, Tensor]:
        """Everything that training changes."""

    def load(self, state: Mapping[str, Tensor]) -> None:
        """Take over such a state."""


class Trainer:
    """A run of training that can be stopped after any block and gone on with.

    Attributes:
        model: the network, its numbers on `device`.
        step: how many steps are done.
        losses: (steps,) float of every minibatch in nats, on the device; nan where not yet done.
        ratios: (records, matrices), log10 of std(update) / std(parameter), for C and every W;
            row r was taken at step r * `record_every`; nan where not yet done.
    """

    def __init__(
        self,
        config: Config,
        examples: Examples,
        *,
        use: Use = "reference",
        functions: Functions | None = None,
        device: torch.device | str = "cpu",
        dtype: torch.dtype = torch.float32,
        prepare: Callable[[dict[str, Tensor]], Mapping[str, Tensor]] | None = None,
    ):
        """Draw the parameters; `prepare` may replace them before the first step."""
        self.config, self.use = config, use
        self.functions = functions or Functions()
        self._examples = examples.to(torch.device(device))
        self._generator = Generator().manual_seed(config.seed)
        drawn = initial_parameters(config, self._generator, self.functions)
        parameters = {name: tensor.to(device, dtype) for name, tensor in drawn.items()}
        self.model = _make_model(config, prepare(parameters) if prepare else parameters, self)
        self.step = 0
        self.record_every = max(1, -(-config.steps // RECORDS))
        records = -(-config.steps // self.record_every)
        matrices = sum(map(is_matrix, self.model.parameters))
        like: dict[str, Any] = {"dtype": dtype, "device": device}
        self.losses = torch.full((config.steps,), torch.nan, **like)
        self.ratios = torch.full((records, matrices), torch.nan, **like)

    def run(self, block_steps: int = BLOCK_STEPS, until: int | None = None) -> Iterator[int]:
        """Train to the end or to a step, yielding the number of steps done after every block.

        Between two yields the host never waits for the device, unless an injected function
        makes it. Stop iterating to stop training.
        """
        end = self.config.steps if until is None else min(until, self.config.steps)
        while self.step < end:
            count = min(block_steps, end - self.step)
            contexts, targets = self.draw(count)
            losses = self.losses[self.step : self.step + count].unbind()
            for batch in zip(contexts, targets, losses, strict=True):
                self._take_step(*batch)
            yield self.step

    def draw(self, count: int) -> tuple[tuple[Tensor, ...], tuple[Tensor, ...]]:
        """`count` batches: contexts (batch * 3,) and targets (batch,) of each.

        One draw for all leaves the generator's stream as it is with one draw for each.
        """
        rows, size = len(self._examples), self.config.batch_size
        drawn = torch.randint(0, rows, (count * size,), generator=self._generator)
        drawn = drawn.to(self._examples.targets.device, non_blocking=True)
        contexts = self._examples.contexts[drawn].view(count, -1)
        return contexts.unbind(), self._examples.targets[drawn].view(count, size).unbind()

    def _take_step(self, contexts: Tensor, targets: Tensor, loss: Tensor) -> None:
        self.model.compute(contexts, targets, loss)
        learning_rate = self.config.learning_rate_at(self.step)
        if self.step % self.record_every == 0:
            self._record(self.ratios[self.step // self.record_every], learning_rate)
        self.model.descend(learning_rate)
        self.step += 1

    @torch.no_grad()
    def _record(self, row: Tensor, learning_rate: float) -> None:
        names = filter(is_matrix, self.model.parameters)
        for place, name in zip(row.unbind(), names, strict=True):
            parameter, gradient = self.model.parameters[name], self.model.gradients[name]
            if self.functions.update_ratio is not None:
                given = parameter.clone(), gradient.clone()  # whoever watches may not interfere
                place.fill_(float(self.functions.update_ratio(*given, learning_rate)))
            else:
                place.copy_((learning_rate * gradient.std() / parameter.std()).log10_())

    def invent(self, count: int) -> tuple[str, ...]:
        """Names from the network as it now is; the batches to come stay the same.

        Raises:
            FunctionFailed, Diverged: an injected function, or the network, gives no numbers.
        """
        device = self._examples.targets.device
        return invent_names(lambda rows: self.model.infer(rows.to(device)), count, self.config.seed)

    def state(self) -> dict[str, Tensor]:
        """Everything needed to go on with the same numbers, as tensors by name."""
        own = {
            "step": torch.tensor(self.step),
            "losses": self.losses,
            "ratios": self.ratios,
            "generator": self._generator.get_state(),
        }
        return {name: t.cpu().clone() for name, t in {**self.model.state(), **own}.items()}

    def load(self, state: Mapping[str, Tensor]) -> None:
        """Go on from what `state` gave, of a run with the same configuration."""
        self.model.load(state)
        self.step = int(state["step"])
        self.losses.copy_(state["losses"])
        self.ratios.copy_(state["ratios"])
        self._generator.set_state(state["generator"])


def _make_model(config: Config, parameters: Mapping[str, Tensor], trainer: Trainer) -> Model:
    if trainer.use == "torch":
        has_eps = config.network == "deep"
        return Oracle(parameters, momentum=config.momentum, has_eps=has_eps)
    return Network(
        parameters, config.batch_size, functions=trainer.functions, momentum=config.momentum
    )
