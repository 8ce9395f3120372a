"""How far dx of batchnorm_backward lies from autograd's, entry by entry."""

import torch

CAPTION = (
    "The error of dx against autograd, for 8 examples (down) and 6 neurons (across). What is "
    "right stays white."
)
ALT = "Two grids of 8 by 6 entries, shaded where dx differs from what autograd gives."


def draw(axes, functions):
    generator = torch.Generator().manual_seed(5)
    x, grad_out = torch.randn(2, 8, 6, generator=generator, dtype=torch.float64)
    gamma, eps = torch.linspace(0.5, 2.0, 6, dtype=torch.float64), 1e-5
    leaf = x.clone().requires_grad_()
    mean, var = leaf.mean(dim=0), leaf.var(dim=0, correction=0)
    inv_std = 1 / torch.sqrt(var + eps)
    x_hat = (leaf - mean) * inv_std
    (expected,) = torch.autograd.grad((gamma * x_hat * grad_out).sum(), leaf)
    parts = {"mean": mean, "var": var, "x_hat": x_hat, "inv_std": inv_std, "gamma": gamma}
    cache = {"x": x} | {name: part.detach() for name, part in parts.items()}
    dx, *_ = functions.batchnorm_backward(grad_out, cache | {"eps": eps, "correction": 0})
    error = (dx - expected).abs() / expected.abs().max()
    axes.imshow(error.numpy(), cmap="Oranges", vmin=0, vmax=0.5, aspect="auto")
    axes.set(xlabel="neuron", ylabel="example", xticks=range(6), yticks=range(8))


def timed_calls(call):
    """A call of the lecture's size: 32 examples, 200 neurons."""
    x, grad_out = torch.randn(2, 32, 200, generator=torch.Generator().manual_seed(1))
    mean, var = x.mean(dim=0), x.var(dim=0, correction=0)
    inv_std = 1 / torch.sqrt(var + 1e-5)
    cache = {"x": x, "mean": mean, "var": var, "x_hat": (x - mean) * inv_std, "inv_std": inv_std}
    yield call(
        "batchnorm_backward",
        grad_out,
        cache | {"gamma": torch.ones(200), "eps": 1e-5, "correction": 0},
    )
