"""The lecture's loop as one would type it: autograd, new tensors at every step, `.item()`.

It is the baseline of benchmarks/training.py and gpu.py, on the device of its examples: the same
numbers, drawn in the same order, and the same mathematics, with exercise04's eps under the root
of BatchNorm.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor

from grader.training import Config, Examples
from grader.training.recipes import EPS, initial_parameters


class BatchNorm1d:
    def __init__(self, gamma: Tensor, beta: Tensor, momentum: float):
        self.gamma, self.beta, self.momentum = gamma, beta, momentum
        self.running_mean, self.running_var = torch.zeros_like(beta), torch.ones_like(beta)

    def __call__(self, x: Tensor) -> Tensor:
        mean = x.mean(0, keepdim=True)
        var = x.var(0, keepdim=True)
        x_hat = (x - mean) / torch.sqrt(var + EPS)
        with torch.no_grad():
            self.running_mean = (1 - self.momentum) * self.running_mean + self.momentum * mean
            self.running_var = (1 - self.momentum) * self.running_var + self.momentum * var
        return self.gamma * x_hat + self.beta


def train(config: Config, examples: Examples) -> list[float]:
    """Train a network; the losses of all steps."""
    g = torch.Generator().manual_seed(config.seed)
    device = examples.targets.device
    parameters = {name: p.to(device) for name, p in initial_parameters(config, g).items()}
    for p in parameters.values():
        p.requires_grad = True
    layers = list(build(parameters, config.momentum))
    X, Y = examples.contexts, examples.targets
    losses = []
    for step in range(config.steps):
        ix = torch.randint(0, X.shape[0], (config.batch_size,), generator=g)
        Xb, Yb = X[ix], Y[ix]
        emb = parameters["C"][Xb]
        x = emb.view(emb.shape[0], -1)
        for layer in layers:
            x = layer(x)
        loss = F.cross_entropy(x, Yb)
        for p in parameters.values():
            p.grad = None
        loss.backward()
        lr = config.learning_rate_at(step)
        for p in parameters.values():
            p.data += -lr * p.grad
        losses.append(loss.item())
    return losses


def build(p: dict[str, Tensor], momentum: float):
    """The layers that the names of the parameters ask for."""
    count = sum(name.startswith("W") for name in p)
    for i in range(1, count + 1):
        W, b = p[f"W{i}"], p.get(f"b{i}")
        yield (lambda x, W=W: x @ W) if b is None else (lambda x, W=W, b=b: x @ W + b)
        if f"bngain{i}" in p:
            yield BatchNorm1d(p[f"bngain{i}"], p[f"bnbias{i}"], momentum)
        if i < count:
            yield torch.tanh
