"""The layers of the network over tensors that are made once: no step makes new ones.

A layer is given its input `x`, and computes `out` from it; it is given the gradient of `out`,
`grad_out`, and computes that of `x`, `grad_in`, and those of its parameters. All of them are
tensors that stay where they are, so that a step is nothing but a row of calls.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

import numpy as np
import torch
from torch import Tensor

from grader.training.functions import Functions, call

Weights = dict[str, Tensor]  # a layer's own parameters, or their gradients, by name


class Layer(Protocol):
    """What the network asks of a layer."""

    out: Tensor
    grad_in: Tensor

    def forward(self) -> None:
        """Compute `out` from `x`."""

    def connect(self, grad_out: Tensor) -> None:
        """Take the place where the gradient of `out` will stand."""

    def backward(self) -> None:
        """Compute `grad_in` and the parameters' gradients from `grad_out`."""

    def infer(self, x: Tensor) -> Tensor:
        """What the trained layer makes of any number of rows, in evaluation."""


class Linear:
    """out = x @ W + b, with x (batch, fan_in) and W (fan_in, fan_out); b may be absent."""

    def __init__(self, x: Tensor, W: Tensor, b: Tensor | None, gradients: tuple[Tensor, ...]):
        self.x, self.W, self.b = x, W, b
        self.dW, *self.db = gradients
        self.out = x.new_empty(len(x), W.shape[1])
        self.grad_in = torch.empty_like(x)
        self._ones = x.new_ones(len(x))

    def forward(self) -> None:
        if self.b is None:
            torch.mm(self.x, self.W, out=self.out)
        else:
            torch.addmm(self.b, self.x, self.W, out=self.out)

    def connect(self, grad_out: Tensor) -> None:
        self.grad_out = grad_out
        self._x_T, self._W_T, self._grad_out_T = self.x.t(), self.W.t(), grad_out.t()

    def backward(self) -> None:
        torch.mm(self._x_T, self.grad_out, out=self.dW)
        for db in self.db:
            torch.mv(self._grad_out_T, self._ones, out=db)  # the sum over the batch
        torch.mm(self.grad_out, self._W_T, out=self.grad_in)

    def infer(self, x: Tensor) -> Tensor:
        return x @ self.W if self.b is None else torch.addmm(self.b, x, self.W)


class Embedding:
    """out = the rows of C that the letters name; `x` has a row for each letter, all 0 but one 1.

    Shapes: x (batch * 3, 27), C (27, 10), out (batch, 30). It is a linear layer whose input
    needs no gradient, which is faster than adding up rows, and always in the same order.
    """

    def __init__(self, x: Tensor, C: Tensor, dC: Tensor, block_size: int):
        self.x, self.C, self.dC = x, C, dC
        self._rows = x.new_empty(len(x), C.shape[1])
        self.out = self._rows.view(len(x) // block_size, -1)

    def forward(self) -> None:
        torch.mm(self.x, self.C, out=self._rows)

    def connect(self, grad_out: Tensor) -> None:
        self._grad_out, self._x_T = grad_out.view(self._rows.shape), self.x.t()

    def backward(self) -> None:
        torch.mm(self._x_T, self._grad_out, out=self.dC)

    def infer(self, contexts: Tensor) -> Tensor:
        return self.C[contexts].view(len(contexts), -1)


class Tanh:
    """out = tanh(x), elementwise."""

    def __init__(self, x: Tensor, functions: Functions):
        self.x, self.out, self.grad_in = x, torch.empty_like(x), torch.empty_like(x)
        self._injected = functions.tanh_backward
        self._tanh = _tanh_between(x, self.out)

    def forward(self) -> None:
        self._tanh()

    def connect(self, grad_out: Tensor) -> None:
        self.grad_out = grad_out

    def backward(self) -> None:
        if self._injected is not None:
            given = self.grad_out, self.x
            (grad_in,) = call(self._injected, "tanh_backward", [self.x], *given)
            self.grad_in.copy_(grad_in)
            return
        # grad_out * (1 - out**2), as grad_out - grad_out * out * out
        torch.mul(self.grad_out, self.out, out=self.grad_in)
        torch.addcmul(self.grad_out, self.grad_in, self.out, value=-1, out=self.grad_in)

    def infer(self, x: Tensor) -> Tensor:
        return torch.tanh(x)


def _tanh_between(x: Tensor, out: Tensor) -> Callable[[], Any]:
    """A call that writes tanh(x) to `out`: on the CPU numpy's, which is six times as fast."""
    if x.device.type != "cpu":
        return lambda: torch.tanh(x, out=out)
    x_array, out_array = x.numpy(), out.numpy()
    return lambda: np.tanh(x_array, out=out_array)


class BatchNorm:
    """Each column of x (batch, features) normalised, times gamma, plus beta.

    The variance divides by batch - 1, in the output as in the buffer (exercise04, correction 1).
    Buffers are (features,) and move by `momentum` towards each batch. Source: Ioffe & Szegedy
    2015, algorithm 1; backward as in exercise05.
    """

    def __init__(
        self,
        x: Tensor,
        weights: tuple[Tensor, Tensor],
        gradients: tuple[Tensor, Tensor],
        buffers: tuple[Tensor, Tensor],
        *,
        momentum: float,
        eps: float,
        functions: Functions,
    ):
        n = len(x)
        self.x, self.momentum, self.eps, self.functions = x, momentum, eps, functions
        self.gamma, self.beta = weights
        self.dgamma, self.dbeta = gradients
        self.running_mean, self.running_var = buffers
        self.x_hat, self.out, self.grad_in = (torch.empty_like(x) for _ in range(3))
        self.mean, self.var, self.inv_std, self._scale = (x.new_empty(x.shape[1]) for _ in range(4))
        self._product = torch.empty_like(x)
        self._ones = x.new_ones(n)
        self._mean_weights, self._var_weights = self._ones / n, self._ones / (n - 1)
        self._x_T, self._product_T = x.t(), self._product.t()

    def forward(self) -> None:
        self._normalise()
        if self.functions.batchnorm_forward is not None:
            self._forward_injected(self.functions.batchnorm_forward)
            return
        torch.addcmul(self.beta, self.gamma, self.x_hat, out=self.out)
        self.running_mean.lerp_(self.mean, self.momentum)
        self.running_var.lerp_(self.var, self.momentum)

    def _normalise(self) -> None:
        """Compute mean, var, inv_std and x_hat; a product with a vector is the fastest sum."""
        torch.mv(self._x_T, self._mean_weights, out=self.mean)
        torch.sub(self.x, self.mean, out=self.x_hat)
        torch.mul(self.x_hat, self.x_hat, out=self._product)
        torch.mv(self._product_T, self._var_weights, out=self.var)
        torch.add(self.var, self.eps, out=self.inv_std)
        self.inv_std.rsqrt_()
        self.x_hat.mul_(self.inv_std)

    def _forward_injected(self, function: Callable[..., Any]) -> None:
        buffers = self.running_mean, self.running_var
        likes = self.out, *buffers
        given = self.x, self.gamma, self.beta, *buffers
        named = {"momentum": self.momentum, "eps": self.eps, "correction": 1}
        results = call(function, "batchnorm_forward", likes, *given, training=True, **named)
        for place, result in zip(likes, results, strict=True):
            place.copy_(result)

    def connect(self, grad_out: Tensor) -> None:
        self.grad_out, self._grad_out_T = grad_out, grad_out.t()

    def backward(self) -> None:
        if self.functions.batchnorm_backward is not None:
            self._backward_injected(self.functions.batchnorm_backward)
            return
        n = len(self.x)
        torch.mv(self._grad_out_T, self._ones, out=self.dbeta)
        torch.mul(self.grad_out, self.x_hat, out=self._product)
        torch.mv(self._product_T, self._ones, out=self.dgamma)
        torch.addcmul(self.grad_out, self.x_hat, self.dgamma, value=-1 / (n - 1), out=self.grad_in)
        self.grad_in.sub_(self.dbeta, alpha=1 / n)
        torch.mul(self.gamma, self.inv_std, out=self._scale)
        self.grad_in.mul_(self._scale)

    def _backward_injected(self, function: Callable[..., Any]) -> None:
        cache = {
            "x": self.x,
            "mean": self.mean,
            "var": self.var,
            "x_hat": self.x_hat,
            "inv_std": self.inv_std,
            "gamma": self.gamma,
            "eps": self.eps,
            "correction": 1,
        }
        likes = self.grad_in, self.dgamma, self.dbeta
        results = call(function, "batchnorm_backward", likes, self.grad_out, cache)
        for place, result in zip(likes, results, strict=True):
            place.copy_(result)

    def infer(self, x: Tensor) -> Tensor:
        buffers = self.running_mean, self.running_var
        function = self.functions.batchnorm_forward
        if function is not None:
            given, named = (x, self.gamma, self.beta, *buffers), {"eps": self.eps, "correction": 1}
            likes = x, *buffers
            return call(function, "batchnorm_forward", likes, *given, training=False, **named)[0]
        x_hat = (x - self.running_mean) * torch.rsqrt(self.running_var + self.eps)
        return self.gamma * x_hat + self.beta


class CrossEntropy:
    """The mean negative log-likelihood of the targets, and its gradient, (softmax - y) / batch.

    `y` is (batch, classes): in each row -1 / batch at the target and 0 elsewhere, so that the
    loss is the sum of y * log_softmax.
    """

    def __init__(self, logits: Tensor, functions: Functions):
        self.logits = logits
        self.y, self.grad_in, self._log_p = (torch.empty_like(logits) for _ in range(3))
        self._injected = functions.cross_entropy
        self._y_row, self._log_p_row = self.y.view(-1), self._log_p.view(-1)

    def forward(self, targets: Tensor, loss: Tensor) -> None:
        """Write the loss to `loss`, which has no dimensions."""
        torch.log_softmax(self.logits, 1, out=self._log_p)
        if self._injected is None:
            torch.dot(self._y_row, self._log_p_row, out=loss)
            return
        (value,) = call(self._injected, "cross_entropy", [loss], self.logits, targets)
        loss.copy_(value)

    def backward(self) -> None:
        self._log_p.exp_()  # now the probabilities
        torch.add(self.y, self._log_p, alpha=1 / len(self.logits), out=self.grad_in)
