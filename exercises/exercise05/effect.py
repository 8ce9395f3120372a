"""How far dx of batchnorm_backward lies from autograd's, entry by entry."""

import torch

from grader.report.right_digits import digits, draw_digits, least

CAPTION = (
    "The error of dx against autograd, for 8 examples (down) and 6 neurons (across). What is "
    "right stays white. The bars show to how many digits each gradient is right."
)
ALT = (
    "Two grids of 8 by 6 entries, shaded where dx differs from what autograd gives, and bars for "
    "the right digits of each gradient."
)


def draw(axes, functions):
    grad_out, cache, (expected, *_) = case(8, 6, torch.linspace(0.5, 2.0, 6).double())
    draw_digits(axes, quantities(functions))
    dx, *_ = functions.batchnorm_backward(grad_out, cache)
    error = (dx - expected).abs() / expected.abs().max()
    axes.imshow(error.numpy(), cmap="Oranges", vmin=0, vmax=0.5, aspect="auto")
    axes.set(xlabel="neuron", ylabel="example", xticks=range(6), yticks=range(8))


def case(rows, columns, gamma, eps=1e-5, correction=0, offset=0.0):
    """grad_out, the cache of a forward pass, and the three gradients by autograd."""
    generator = torch.Generator().manual_seed(5)
    x, grad_out = torch.randn(2, rows, columns, generator=generator, dtype=torch.float64)
    leaf, gain = (x + offset).requires_grad_(), gamma.clone().requires_grad_()
    shift = torch.zeros_like(gamma).requires_grad_()
    mean, var = leaf.mean(dim=0), leaf.var(dim=0, correction=correction)
    inv_std = 1 / torch.sqrt(var + eps)
    x_hat = (leaf - mean) * inv_std
    loss = ((gain * x_hat + shift) * grad_out).sum()
    wanted = torch.autograd.grad(loss, (leaf, gain, shift))
    parts = {"x": leaf, "mean": mean, "var": var, "x_hat": x_hat, "inv_std": inv_std}
    cache = {name: part.detach() for name, part in parts.items()}
    return grad_out, cache | {"gamma": gamma, "eps": eps, "correction": correction}, wanted


def quantities(functions):
    gamma = torch.tensor([1.7, -0.6, 0.4], dtype=torch.float64)
    plain, large_eps = case(5, 3, gamma), case(5, 3, gamma, eps=0.3)
    corrected = case(5, 3, gamma, eps=0.3, correction=1)

    def right(place, *cases):
        for grad_out, cache, wanted in cases:
            got = functions.batchnorm_backward(grad_out, cache)
            yield digits(got[place], wanted[place])

    def far():
        grad_out, cache, (wanted, *_) = case(5, 3, gamma, offset=1e8)
        return digits(functions.batchnorm_backward(grad_out, cache)[0], wanted)

    def constant():
        """A column that does not vary: its variance is 0, and eps alone is divided by."""
        grad_out, cache, _ = plain
        still = cache | {"var": torch.zeros(3).double(), "x_hat": torch.zeros(5, 3).double()}
        still |= {"x": cache["mean"].expand(5, 3), "inv_std": torch.full((3,), 1e-5**-0.5).double()}
        dx, *_ = functions.batchnorm_backward(grad_out, still)
        return digits(dx.sum(dim=0) + 1e6, torch.full((3,), 1e6))

    def unchanged():
        grad_out, cache, _ = plain
        after, left = functions.observe("batchnorm_backward", grad_out, cache).arguments
        yield digits(after, grad_out)
        yield from (digits(left[name], value) for name, value in cache.items())

    every = plain, large_eps, corrected
    return {
        "dx": lambda: least(right(0, plain, large_eps)),
        "dx, correction 1": lambda: least(right(0, corrected)),
        "dx, far from 0": far,
        "dx of a constant column": constant,
        "dgamma": lambda: least(right(1, *every)),
        "dbeta": lambda: least(right(2, *every)),
        "arguments unchanged": lambda: least(unchanged()),
    }


def timed_calls(call):
    """A call of the lecture's size: 32 examples, 200 neurons."""
    x, grad_out = torch.randn(2, 32, 200, generator=torch.Generator().manual_seed(11))
    mean, var = x.mean(dim=0), x.var(dim=0, correction=0)
    inv_std = 1 / torch.sqrt(var + 1e-5)
    cache = {"x": x, "mean": mean, "var": var, "x_hat": (x - mean) * inv_std, "inv_std": inv_std}
    yield call(
        "batchnorm_backward",
        grad_out,
        cache | {"gamma": torch.ones(200), "eps": 1e-5, "correction": 0},
    )
