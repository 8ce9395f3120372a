"""A quick look at a function before it trains a network: does it do what torch does?

It is no grading: a few numbers of one batch, in the network's own dtype and on its device.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import torch
import torch.nn.functional as F
from torch import Generator, Tensor

from grader.training.functions import FunctionFailed, call
from grader.training.recipes import EPS, Config

ROWS, COLUMNS = 8, 5
TOLERANCE = 1e-3  # of float32 numbers around 1, computed in any order
SPREAD_TOLERANCE = 0.05  # of 50,000 weights: 16 standard errors

Trial = Callable[[Callable[..., Any], torch.device], Iterator[str]]


def functions_of(config: Config) -> tuple[str, ...]:
    """The names of the functions that training calls, in the order of the exercises."""
    has_plain_output = config.recipe != "original" and not (
        config.network == "deep" and config.has_batchnorm
    )
    used = {
        "tanh_backward": True,
        "cross_entropy": True,
        "scale_output_layer": has_plain_output,
        "kaiming_normal": config.recipe in ("kaiming", "batchnorm"),
        "batchnorm_forward": config.has_batchnorm,
        "batchnorm_backward": config.has_batchnorm,
    }
    return tuple(name for name, is_used in used.items() if is_used)


def find_fault(name: str, function: Callable[..., Any], device: torch.device) -> str | None:
    """The fault of a function, as a few words behind its name; None where nothing is found.

    Raises:
        FunctionFailed: it gives what cannot be used. What it raises itself passes through.
    """
    return next(_TRIALS[name](function, device), None)


def _numbers(*shape: int, seed: int, device: torch.device) -> Tensor:
    return torch.randn(*shape, generator=Generator().manual_seed(seed)).to(device)


def _differences(
    name: str,
    function: Callable[..., Any],
    wanted: Mapping[str, Tensor],
    *given: Any,
    **named: Any,
) -> Iterator[str]:
    """Complaints about the values, by their names, and about arguments that are changed."""
    tensors = list(_tensors(given))
    kept = [tensor.clone() for tensor in tensors]
    results = call(function, name, list(wanted.values()), *given, **named)
    for (part, want), got in zip(wanted.items(), results, strict=True):
        if not torch.allclose(got, want, rtol=TOLERANCE, atol=TOLERANCE):
            yield f"gives a wrong {part}"
    if not all(map(torch.equal, kept, tensors)):
        yield "changes its arguments"


def _tensors(given: Iterable[Any]) -> Iterator[Tensor]:
    """All tensors among the arguments, those of a dict as well."""
    for one in given:
        if isinstance(one, Tensor):
            yield one
        elif isinstance(one, Mapping):
            yield from _tensors(one.values())


def _tanh_backward(function: Callable[..., Any], device: torch.device) -> Iterator[str]:
    x = 2 * _numbers(ROWS, COLUMNS, seed=1, device=device)
    grad_out = _numbers(ROWS, COLUMNS, seed=2, device=device)
    wanted = {"gradient": grad_out * (1 - torch.tanh(x) ** 2)}
    yield from _differences("tanh_backward", function, wanted, grad_out, x)


def _cross_entropy(function: Callable[..., Any], device: torch.device) -> Iterator[str]:
    logits = 3 * _numbers(ROWS, COLUMNS, seed=1, device=device)
    targets = torch.arange(ROWS, device=device) % COLUMNS
    wanted = {"loss": F.cross_entropy(logits, targets)}
    yield from _differences("cross_entropy", function, wanted, logits, targets)


def _scale_output_layer(function: Callable[..., Any], device: torch.device) -> Iterator[str]:
    del device  # parameters are drawn on the CPU
    W, b = torch.randn(ROWS, COLUMNS, generator=Generator().manual_seed(1)), torch.ones(COLUMNS)
    wanted = {"W": 0.5 * W, "b": torch.zeros(COLUMNS)}
    yield from _differences("scale_output_layer", function, wanted, W, b, 0.5)


def _kaiming_normal(function: Callable[..., Any], device: torch.device) -> Iterator[str]:
    del device
    for nonlinearity, gain in (("tanh", 5 / 3), ("linear", 1.0)):
        generator, like = Generator().manual_seed(1), torch.empty(100, 500)
        (W,) = call(function, "kaiming_normal", [like], 100, 500, nonlinearity, generator)
        wanted = gain / 100**0.5
        if abs(float(W.std()) - wanted) > SPREAD_TOLERANCE * wanted:
            yield f"gives weights of a wrong spread for {nonlinearity}"
        if abs(float(W.mean())) > SPREAD_TOLERANCE * wanted:
            yield "gives weights that are not around 0"


def _batchnorm_forward(function: Callable[..., Any], device: torch.device) -> Iterator[str]:
    x, gamma, beta, mean, var = _batchnorm_inputs(device)
    batch_mean, batch_var = x.mean(0), x.var(0)
    given = x, gamma, beta, mean, var
    named = {"eps": EPS, "correction": 1}
    wanted = {
        "output in training": gamma * (x - batch_mean) / torch.sqrt(batch_var + EPS) + beta,
        "running mean": 0.8 * mean + 0.2 * batch_mean,
        "running variance": 0.8 * var + 0.2 * batch_var,
    }
    name = "batchnorm_forward"
    yield from _differences(name, function, wanted, *given, training=True, momentum=0.2, **named)
    wanted = {
        "output in evaluation": gamma * (x - mean) / torch.sqrt(var + EPS) + beta,
        "running mean in evaluation": mean,
        "running variance in evaluation": var,
    }
    yield from _differences(name, function, wanted, *given, training=False, **named)


def _batchnorm_backward(function: Callable[..., Any], device: torch.device) -> Iterator[str]:
    x, gamma, beta, *_ = _batchnorm_inputs(device)
    x.requires_grad_()
    with torch.enable_grad():
        mean, var = x.mean(0), x.var(0)
        inv_std = 1 / torch.sqrt(var + EPS)
        x_hat = (x - mean) * inv_std
        out = gamma.requires_grad_() * x_hat + beta.requires_grad_()
    grad_out = _numbers(ROWS, COLUMNS, seed=6, device=device)
    gradients = torch.autograd.grad(out, (x, gamma, beta), grad_out)
    tensors = {"x": x, "mean": mean, "var": var, "x_hat": x_hat, "inv_std": inv_std, "gamma": gamma}
    cache = {key: tensor.detach() for key, tensor in tensors.items()}
    wanted = dict(zip(("dx", "dgamma", "dbeta"), gradients, strict=True))
    full = {**cache, "eps": EPS, "correction": 1}
    yield from _differences("batchnorm_backward", function, wanted, grad_out, full)


def _batchnorm_inputs(device: torch.device) -> tuple[Tensor, ...]:
    x = 3 * _numbers(ROWS, COLUMNS, seed=1, device=device) + 1
    gamma, beta, mean = (_numbers(COLUMNS, seed=seed, device=device) for seed in (2, 3, 4))
    return x, gamma, beta, mean, _numbers(COLUMNS, seed=5, device=device).abs() + 0.5


def _activation_stats(function: Callable[..., Any], device: torch.device) -> Iterator[str]:
    h = torch.tanh(2 * _numbers(ROWS, COLUMNS, seed=1, device=device))
    wanted = {"mean": h.mean(), "std": h.std(), "saturated": (h.abs() > 0.97).float().mean()}
    got = function(h)
    if not isinstance(got, Mapping) or not set(wanted) <= set(got):
        raise FunctionFailed("activation_stats", "gives no dict with mean, std and saturated")
    for part, want in wanted.items():
        if abs(float(got[part]) - float(want)) > TOLERANCE:
            yield f"gives a wrong {part}"


def _update_ratio(function: Callable[..., Any], device: torch.device) -> Iterator[str]:
    parameter = _numbers(ROWS, COLUMNS, seed=1, device=device)
    gradient = 0.3 * _numbers(ROWS, COLUMNS, seed=2, device=device)
    wanted = float(torch.log10(0.1 * gradient.std() / parameter.std()))
    if abs(float(function(parameter, gradient, 0.1)) - wanted) > TOLERANCE:
        yield "gives a wrong ratio"


_TRIALS: Mapping[str, Trial] = {
    "tanh_backward": _tanh_backward,
    "cross_entropy": _cross_entropy,
    "scale_output_layer": _scale_output_layer,
    "kaiming_normal": _kaiming_normal,
    "batchnorm_forward": _batchnorm_forward,
    "batchnorm_backward": _batchnorm_backward,
    "activation_stats": _activation_stats,
    "update_ratio": _update_ratio,
}
