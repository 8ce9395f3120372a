"""The same networks by plain autograd, in the lecture's arithmetic: what ours is held against."""

from __future__ import annotations

from collections.abc import Mapping

import torch
import torch.nn.functional as F
from torch import Tensor

from grader.training.dataset import Examples
from grader.training.network import EVALUATION_ROWS, Snapshot, initial_buffers, is_matrix
from grader.training.recipes import EPS


class Oracle:
    """A network whose gradients torch finds. It is used as `Network` is, and is slower.

    With `has_eps` a BatchNorm keeps a running variance and adds eps under the root, as the
    lecture's six-layer network does; without, it keeps a running standard deviation and adds
    nothing, as its two-layer network does.
    """

    def __init__(self, parameters: Mapping[str, Tensor], *, momentum: float, has_eps: bool):
        self._momentum, self._has_eps = momentum, has_eps
        self.parameters = {
            name: tensor.clone().requires_grad_() for name, tensor in parameters.items()
        }
        self.gradients: dict[str, Tensor] = {}
        # Without eps, `running_var` holds the running standard deviation.
        self.buffers = initial_buffers(parameters)

    def compute(self, contexts: Tensor, targets: Tensor, loss: Tensor) -> None:
        """Run one batch forward and backward; see `Network.compute`."""
        logits, _ = self._forward(contexts.view(len(targets), -1), is_training=True)
        mean_loss = F.cross_entropy(logits, targets)
        for parameter in self.parameters.values():
            parameter.grad = None
        mean_loss.backward()  # type: ignore[no-untyped-call]
        loss.copy_(mean_loss.detach())
        self.gradients = {
            name: tensor.grad for name, tensor in self.parameters.items() if tensor.grad is not None
        }

    @torch.no_grad()
    def descend(self, learning_rate: float) -> None:
        """Take one step of gradient descent with the gradients of the last `compute`."""
        for name, parameter in self.parameters.items():
            parameter.add_(self.gradients[name], alpha=-learning_rate)

    @torch.no_grad()
    def infer(self, contexts: Tensor) -> Tensor:
        """The logits (rows, 27) of any number of contexts (rows, 3), in evaluation."""
        return self._forward(contexts, is_training=False)[0]

    @torch.no_grad()
    def evaluate(self, examples: Examples) -> Tensor:
        """The mean loss over all examples in evaluation, a tensor without dimensions."""
        total = torch.zeros_like(self.parameters["C"][0, 0])
        for start in range(0, len(examples), EVALUATION_ROWS):
            targets = examples.targets[start : start + EVALUATION_ROWS]
            contexts = examples.contexts[start : start + EVALUATION_ROWS]
            logits = self.infer(contexts)
            total += F.cross_entropy(logits, targets) * (len(targets) / len(examples))
        return total

    def snapshot(self, examples: Examples) -> Snapshot:
        """The activations and gradients of one batch of all `examples`; see `Network.snapshot`."""
        kept = {name: buffer.clone() for name, buffer in self.buffers.items()}
        logits, activations = self._forward(examples.contexts, is_training=True)
        loss = F.cross_entropy(logits, examples.targets)
        matrices = [name for name in self.parameters if is_matrix(name)]
        sources = [*activations, *(self.parameters[name] for name in matrices)]
        gradients = torch.autograd.grad(loss, sources)
        self.buffers = kept
        return Snapshot(
            activations=tuple(h.detach() for h in activations),
            activation_gradients=gradients[: len(activations)],
            weight_gradients=dict(zip(matrices, gradients[len(activations) :], strict=True)),
            weights={name: self.parameters[name].detach() for name in matrices},
        )

    def state(self) -> dict[str, Tensor]:
        """Everything that training changes, by name: parameters and buffers."""
        return {name: p.detach() for name, p in self.parameters.items()} | self.buffers

    def load(self, state: Mapping[str, Tensor]) -> None:
        """Take over what `state` gave, of this network or of one like it."""
        for name, tensor in self.state().items():
            tensor.copy_(state[name])

    def _forward(self, contexts: Tensor, *, is_training: bool) -> tuple[Tensor, list[Tensor]]:
        """The logits (rows, 27), and the activations (rows, hidden) of every tanh layer."""
        p = self.parameters
        x, activations = p["C"][contexts].view(len(contexts), -1), []
        count = sum(name.startswith("W") for name in p)
        for i in range(1, count + 1):
            x = x @ p[f"W{i}"]
            if f"b{i}" in p:
                x = x + p[f"b{i}"]
            if f"bngain{i}" in p:
                x = self._normalise(x, i, is_training=is_training)
            if i < count:
                x = torch.tanh(x)
                activations.append(x)
        return x, activations

    def _normalise(self, x: Tensor, i: int, *, is_training: bool) -> Tensor:
        names = f"running_mean{i}", f"running_var{i}"
        if is_training:
            mean, spread = x.mean(0), x.var(0) if self._has_eps else x.std(0)
            with torch.no_grad():
                for name, batch in zip(names, (mean, spread), strict=True):
                    kept = (1 - self._momentum) * self.buffers[name]
                    self.buffers[name] = kept + self._momentum * batch
        else:
            mean, spread = (self.buffers[name] for name in names)
        std = torch.sqrt(spread + EPS) if self._has_eps else spread
        return self.parameters[f"bngain{i}"] * (x - mean) / std + self.parameters[f"bnbias{i}"]
