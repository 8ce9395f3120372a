"""The network with its own backward pass: what exercises 01 to 05 build, put together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import torch
from torch import Tensor

from grader.training.dataset import BLOCK_SIZE, VOCAB_SIZE, Examples
from grader.training.functions import Functions, call
from grader.training.layers import BatchNorm, CrossEntropy, Embedding, Layer, Linear, Tanh
from grader.training.recipes import EPS

ALIGNMENT = 16  # numbers: rows of 64 bytes are what matrix products like best
EVALUATION_ROWS = 8192  # at a time: 6 MiB for a layer of 200


@dataclass(frozen=True)
class Snapshot:
    """The values of one batch that the lecture's pictures show.

    Attributes:
        activations: the output of every tanh layer, (rows, hidden), from the first on.
        activation_gradients: d loss / d activation, in the same shapes.
        weight_gradients: d loss / d parameter, by name, of C and every W.
        weights: the parameters themselves, by name, of C and every W.
    """

    activations: tuple[Tensor, ...]
    activation_gradients: tuple[Tensor, ...]
    weight_gradients: Mapping[str, Tensor]
    weights: Mapping[str, Tensor]


def is_matrix(name: str) -> bool:
    """True if a parameter is one whose updates the lecture watches: C or a W."""
    return name[0] in "CW"


def initial_buffers(parameters: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """The running statistics of every BatchNorm at step 0: mean 0 and variance 1, (features,)."""
    buffers: dict[str, Tensor] = {}
    for name, gain in parameters.items():
        if name.startswith("bngain"):
            i = name.removeprefix("bngain")
            buffers[f"running_mean{i}"] = torch.zeros_like(gain)
            buffers[f"running_var{i}"] = torch.ones_like(gain)
    return buffers


class Network:
    """A network for batches of one size, whose step allocates nothing and waits for nothing.

    Parameters with one more dimension in front are those of several networks, which learn at once
    and know nothing of each other; then contexts and targets are those of the first, the second,
    one after the other, and a loss has one number for each. Functions of others need one network.

    Which layers there are, the names of the parameters say (see `initial_parameters`).
    Parameters and gradients are views of one tensor each: an update is one operation, and
    whoever sums gradients over several devices finds them in one place.

    Attributes:
        parameters, gradients: by name, on the device and in the dtype of what was given.
        buffers: `running_mean1`, `running_var1`, ... of every BatchNorm, (features,).
    """

    def __init__(
        self,
        parameters: Mapping[str, Tensor],
        batch_size: int,
        *,
        functions: Functions | None = None,
        momentum: float = 0.1,
        eps: float = EPS,
    ):
        self._functions = functions or Functions()
        self._momentum, self._eps = momentum, eps
        self._flat, self.parameters = _flattened(parameters)
        self._flat_gradient, self.gradients = _flattened(
            {name: torch.zeros_like(tensor) for name, tensor in parameters.items()}
        )
        self.buffers = initial_buffers(self.parameters)
        C = self.parameters["C"]
        self._letters = torch.eye(VOCAB_SIZE, dtype=C.dtype, device=C.device)
        self._targets = self._letters / -batch_size
        x = C.new_empty(*C.shape[:-2], batch_size * BLOCK_SIZE, VOCAB_SIZE)
        self._letter_rows = x.view(-1, VOCAB_SIZE)
        self._embedding = Embedding(x, C, self.gradients["C"], BLOCK_SIZE)
        self._layers = list(self._make_layers())
        self._loss = CrossEntropy(self._layers[-1].out, self._functions)
        self._target_rows = self._loss.y.view(-1, VOCAB_SIZE)
        self._connect()

    def _make_layers(self) -> Iterator[Layer]:
        x, p, g = self._embedding.out, self.parameters, self.gradients
        count = sum(name.startswith("W") for name in p)
        for i in range(1, count + 1):
            own = [name for name in (f"W{i}", f"b{i}") if name in p]
            layer: Layer = Linear(x, p[f"W{i}"], p.get(f"b{i}"), tuple(g[name] for name in own))
            yield layer
            if f"bngain{i}" in p:
                layer = self._make_batchnorm(i, layer.out)
                yield layer
            if i < count:
                layer = Tanh(layer.out, self._functions)
                yield layer
            x = layer.out

    def _make_batchnorm(self, i: int, x: Tensor) -> Layer:
        p, g = self.parameters, self.gradients
        return BatchNorm(
            x,
            (p[f"bngain{i}"], p[f"bnbias{i}"]),
            (g[f"bngain{i}"], g[f"bnbias{i}"]),
            (self.buffers[f"running_mean{i}"], self.buffers[f"running_var{i}"]),
            momentum=self._momentum,
            eps=self._eps,
            functions=self._functions,
        )

    def _connect(self) -> None:
        """Let every layer find its gradient where the layer above leaves it."""
        gradient = self._loss.grad_in
        for layer in reversed(self._layers):
            layer.connect(gradient)
            gradient = layer.grad_in
        self._embedding.connect(gradient)

    @torch.no_grad()
    def compute(self, contexts: Tensor, targets: Tensor, loss: Tensor) -> None:
        """Run one batch forward and backward; fills `gradients` and `loss`, changes no parameter.

        Args:
            contexts: (batch * 3,) int64, the rows of contexts one after the other.
            targets: (batch,) int64.
            loss: a tensor without dimensions, for the mean loss of the batch in nats; with
                several networks, one number for each.

        Raises:
            FunctionFailed, Diverged: an injected function gives what cannot be used.
        """
        torch.index_select(self._letters, 0, contexts, out=self._letter_rows)
        torch.index_select(self._targets, 0, targets, out=self._target_rows)
        self._embedding.forward()
        for layer in self._layers:
            layer.forward()
        self._loss.forward(targets, loss)
        self._loss.backward()
        for layer in reversed(self._layers):
            layer.backward()
        self._embedding.backward()

    @torch.no_grad()
    def descend(self, learning_rate: float) -> None:
        """Take one step of gradient descent with the gradients of the last `compute`."""
        self._flat.add_(self._flat_gradient, alpha=-learning_rate)

    @torch.no_grad()
    def infer(self, contexts: Tensor) -> Tensor:
        """The logits (rows, 27) of any number of contexts (rows, 3), in evaluation."""
        x = self._embedding.infer(contexts)
        for layer in self._layers:
            x = layer.infer(x)
        return x

    @torch.no_grad()
    def evaluate(self, examples: Examples) -> Tensor:
        """The mean loss over all examples in evaluation, a tensor without dimensions.

        With several networks, one number for each.
        """
        several = self.parameters["C"].shape[:-2]
        total = self._flat.new_zeros(several)
        rows = max(1, EVALUATION_ROWS // several.numel())
        for start in range(0, len(examples), rows):
            targets = examples.targets[start : start + rows]
            logits = self.infer(examples.contexts[start : start + rows])
            total += self._cross_entropy(logits, targets) * (len(targets) / len(examples))
        return total

    def _cross_entropy(self, logits: Tensor, targets: Tensor) -> Tensor:
        if self._functions.cross_entropy is None:
            log_p = torch.log_softmax(logits, -1)
            at_target = targets.unsqueeze(-1).expand(*log_p.shape[:-1], 1)
            return -log_p.gather(-1, at_target).mean((-1, -2))
        like = logits.new_empty(())
        return call(self._functions.cross_entropy, "cross_entropy", [like], logits, targets)[0]

    def snapshot(self, examples: Examples) -> Snapshot:
        """Activations and gradients of one training batch of all `examples`; changes nothing."""
        twin = Network(self.parameters, len(examples), functions=self._functions, eps=self._eps)
        loss = self._flat.new_empty(())
        twin.compute(examples.contexts.reshape(-1), examples.targets, loss)
        layers = [layer for layer in twin._layers if isinstance(layer, Tanh)]
        matrices = [name for name in self.parameters if is_matrix(name)]
        return Snapshot(
            activations=tuple(layer.out for layer in layers),
            activation_gradients=tuple(layer.grad_out for layer in layers),
            weight_gradients={name: twin.gradients[name] for name in matrices},
            weights={name: twin.parameters[name] for name in matrices},
        )

    def state(self) -> dict[str, Tensor]:
        """Everything that training changes, by name: parameters and buffers."""
        return {**self.parameters, **self.buffers}

    def load(self, state: Mapping[str, Tensor]) -> None:
        """Take over what `state` gave, of this network or of one like it."""
        for name, tensor in self.state().items():
            tensor.copy_(state[name])


def _flattened(tensors: Mapping[str, Tensor]) -> tuple[Tensor, dict[str, Tensor]]:
    """Copies of the tensors inside of a single one, and the views of it by name."""
    starts, total = {}, 0
    for name, tensor in tensors.items():
        starts[name] = total
        total += -(-tensor.numel() // ALIGNMENT) * ALIGNMENT
    flat = next(iter(tensors.values())).new_zeros(total)
    views = {
        name: flat[starts[name] : starts[name] + tensor.numel()].view(tensor.shape)
        for name, tensor in tensors.items()
    }
    for name, view in views.items():
        view.copy_(tensors[name])
    return flat, views
