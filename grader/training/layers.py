"""The layers of the network over tensors that are made once: no step makes new ones.

A layer is given its input `x`, and computes `out` from it; it is given the gradient of `out`,
`grad_out`, and computes that of `x`, `grad_in`, and those of its parameters. All of them are
tensors that stay where they are, so that a step is nothing but a row of calls.

Shapes are those of one network. Every tensor may have one more dimension in front, the same in
all: then the layer is that of several networks at once. A vector such as a bias takes part as a
matrix of one row, so that it goes with each network's own batch.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

import numpy as np
import torch
from torch import Tensor

from grader.training.functions import Functions, call


def product_of(like: Tensor) -> Callable[..., Tensor]:
    """The matrix product for one network (two dimensions) or for several (three)."""
    return torch.mm if like.dim() == 2 else torch.bmm


def as_row(vector: Tensor) -> Tensor:
    """A vector (features,) as a matrix (1, features) over the same numbers."""
    return vector.unsqueeze(-2)


class Layer(Protocol):
    """The interface of a layer."""

    out: Tensor
    grad_in: Tensor

    def forward(self) -> None:
        """Compute `out` from `x`."""

    def connect(self, grad_out: Tensor) -> None:
        """Take the place where the gradient of `out` will stand."""

    def backward(self) -> None:
        """Compute `grad_in` and the parameters' gradients from `grad_out`."""

    def infer(self, x: Tensor) -> Tensor:
        """The output of the trained layer for any number of rows, in evaluation mode."""


class Linear:
    """out = x @ W + b, with x (batch, fan_in) and W (fan_in, fan_out); b may be absent."""

    def __init__(self, x: Tensor, W: Tensor, b: Tensor | None, gradients: tuple[Tensor, ...]):
        self.x, self.W, self.b = x, W, None if b is None else as_row(b)
        self.dW, *db = gradients
        self.db = [as_row(gradient) for gradient in db]
        self.out = x.new_empty(*x.shape[:-1], W.shape[-1])
        self.grad_in = torch.empty_like(x)
        self._ones = as_row(x.new_ones(x.shape[:-1]))
        self._product = product_of(x)
        self._sum_and_product = torch.addmm if x.dim() == 2 else torch.baddbmm

    def forward(self) -> None:
        if self.b is None:
            self._product(self.x, self.W, out=self.out)
        else:
            self._sum_and_product(self.b, self.x, self.W, out=self.out)

    def connect(self, grad_out: Tensor) -> None:
        self.grad_out = grad_out
        self._x_T, self._W_T = self.x.mT, self.W.mT

    def backward(self) -> None:
        self._product(self._x_T, self.grad_out, out=self.dW)
        for db in self.db:
            self._product(self._ones, self.grad_out, out=db)  # the sum over the batch
        self._product(self.grad_out, self._W_T, out=self.grad_in)

    def infer(self, x: Tensor) -> Tensor:
        return x @ self.W if self.b is None else self._sum_and_product(self.b, x, self.W)


class Embedding:
    """out = the rows of C that the letters name; `x` has a row for each letter, all 0 but one 1.

    Shapes: x (batch * 3, 27), C (27, 10), out (batch, 30). It is a linear layer whose input
    needs no gradient, which is faster than adding up rows, and always in the same order.
    """

    def __init__(self, x: Tensor, C: Tensor, dC: Tensor, block_size: int):
        self.x, self.C, self.dC = x, C, dC
        *several, letters, _ = x.shape
        self._rows = x.new_empty(*several, letters, C.shape[-1])
        self.out = self._rows.view(*several, letters // block_size, -1)
        self._product = product_of(x)

    def forward(self) -> None:
        self._product(self.x, self.C, out=self._rows)

    def connect(self, grad_out: Tensor) -> None:
        self._grad_out, self._x_T = grad_out.view(self._rows.shape), self.x.mT

    def backward(self) -> None:
        self._product(self._x_T, self._grad_out, out=self.dC)

    def infer(self, contexts: Tensor) -> Tensor:
        return self.C[..., contexts, :].flatten(-2)


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
        self.x, self.momentum, self.eps, self.functions = x, momentum, eps, functions
        self.gamma, self.beta = map(as_row, weights)
        self.dgamma, self.dbeta = map(as_row, gradients)
        self.running_mean, self.running_var = map(as_row, buffers)
        self.x_hat, self.out, self.grad_in = (torch.empty_like(x) for _ in range(3))
        self.mean, self.var, self.inv_std, self._scale = (
            torch.empty_like(self.gamma) for _ in range(4)
        )
        self._scratch = torch.empty_like(x)
        self.n = x.shape[-2]
        self._ones = as_row(x.new_ones(x.shape[:-1]))
        self._mean_weights, self._var_weights = self._ones / self.n, self._ones / (self.n - 1)
        self._product = product_of(x)

    def forward(self) -> None:
        self._normalise()
        if self.functions.batchnorm_forward is not None:
            self._forward_injected(self.functions.batchnorm_forward)
            return
        torch.addcmul(self.beta, self.gamma, self.x_hat, out=self.out)
        self.running_mean.lerp_(self.mean, self.momentum)
        self.running_var.lerp_(self.var, self.momentum)

    def _normalise(self) -> None:
        """Compute mean, var, inv_std and x_hat; a product with a row is the fastest sum."""
        self._product(self._mean_weights, self.x, out=self.mean)
        torch.sub(self.x, self.mean, out=self.x_hat)
        torch.mul(self.x_hat, self.x_hat, out=self._scratch)
        self._product(self._var_weights, self._scratch, out=self.var)
        torch.add(self.var, self.eps, out=self.inv_std)
        self.inv_std.rsqrt_()
        self.x_hat.mul_(self.inv_std)

    def _forward_injected(self, function: Callable[..., Any]) -> None:
        buffers = self.running_mean[0], self.running_var[0]
        likes = self.out, *buffers
        given = self.x, self.gamma[0], self.beta[0], *buffers
        named = {"momentum": self.momentum, "eps": self.eps, "correction": 1}
        results = call(function, "batchnorm_forward", likes, *given, training=True, **named)
        for place, result in zip(likes, results, strict=True):
            place.copy_(result)

    def connect(self, grad_out: Tensor) -> None:
        self.grad_out = grad_out

    def backward(self) -> None:
        if self.functions.batchnorm_backward is not None:
            self._backward_injected(self.functions.batchnorm_backward)
            return
        self._product(self._ones, self.grad_out, out=self.dbeta)
        torch.mul(self.grad_out, self.x_hat, out=self._scratch)
        self._product(self._ones, self._scratch, out=self.dgamma)
        share = -1 / (self.n - 1)
        torch.addcmul(self.grad_out, self.x_hat, self.dgamma, value=share, out=self.grad_in)
        self.grad_in.sub_(self.dbeta, alpha=1 / self.n)
        torch.mul(self.gamma, self.inv_std, out=self._scale)
        self.grad_in.mul_(self._scale)

    def _backward_injected(self, function: Callable[..., Any]) -> None:
        cache = {
            "x": self.x,
            "mean": self.mean[0],
            "var": self.var[0],
            "x_hat": self.x_hat,
            "inv_std": self.inv_std[0],
            "gamma": self.gamma[0],
            "eps": self.eps,
            "correction": 1,
        }
        likes = self.grad_in, self.dgamma[0], self.dbeta[0]
        results = call(function, "batchnorm_backward", likes, self.grad_out, cache)
        for place, result in zip(likes, results, strict=True):
            place.copy_(result)

    def infer(self, x: Tensor) -> Tensor:
        function = self.functions.batchnorm_forward
        if function is not None:
            buffers = self.running_mean[0], self.running_var[0]
            given = x, self.gamma[0], self.beta[0], *buffers
            likes, named = (x, *buffers), {"eps": self.eps, "correction": 1}
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
        several = logits.shape[:-2]
        self._y_row = self.y.view(*several, 1, -1)
        self._log_p_column = self._log_p.view(*several, -1, 1)
        self._product = product_of(logits)

    def forward(self, targets: Tensor, loss: Tensor) -> None:
        """Write the loss to `loss`, which has no dimensions."""
        torch.log_softmax(self.logits, -1, out=self._log_p)
        if self._injected is None:
            self._product(self._y_row, self._log_p_column, out=loss.view(*loss.shape, 1, 1))
            return
        (value,) = call(self._injected, "cross_entropy", [loss], self.logits, targets)
        loss.copy_(value)

    def backward(self) -> None:
        self._log_p.exp_()  # now the probabilities
        torch.add(self.y, self._log_p, alpha=1 / self.logits.shape[-2], out=self.grad_in)
