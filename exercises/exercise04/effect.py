"""Three columns of pre-activations before and after batchnorm_forward."""

import torch
from torch.nn.functional import batch_norm

from grader.checks import probe
from grader.report.right_digits import digits, draw_digits, least, told

CAPTION = (
    "Three neurons of one batch: their pre-activations as they come in (gray), and normalized "
    "(in color). After BatchNorm every column has mean 0 and standard deviation 1. The bars show "
    "to how many digits each result is right."
)
ALT = (
    "Two plots of dots in three columns, gray before and in color after BatchNorm, and bars for "
    "the right digits of each result."
)
COLORS = "#0072B2", "#D55E00", "#009E73"
NAME = "batchnorm_forward"


def draw(axes, functions):
    generator = torch.Generator().manual_seed(4)
    x = torch.randn(60, 3, generator=generator, dtype=torch.float64)
    x = x * torch.tensor([0.5, 3.0, 1.5]) + torch.tensor([3.0, -2.0, 0.0])
    ones, zeros = torch.ones(3, dtype=torch.float64), torch.zeros(3, dtype=torch.float64)
    draw_digits(axes, quantities(functions))
    out, *_ = functions.batchnorm_forward(x, ones, zeros, zeros, ones, training=True)
    for column, color in enumerate(COLORS):
        jitter = torch.linspace(-0.12, 0.12, len(x))
        axes.plot(column - 0.2 + jitter, x[:, column], ".", color="#999999", ms=4)
        axes.plot(column + 0.2 + jitter, out[:, column], ".", color=color, ms=4)
    axes.set_xticks(range(3), range(1, 4))
    axes.set(ylim=(-9, 7), xlabel="neuron", ylabel="pre-activation")
    axes.axhline(0, color="#555555", lw=0.6)


def layer(rows=5):
    """x, gamma, beta, running_mean and running_var of two neurons; the second hardly varies."""
    generator = torch.Generator().manual_seed(11)
    x = torch.randn(rows, 2, generator=generator, dtype=torch.float64)
    x = x * torch.tensor([2.0, 0.01], dtype=torch.float64) + 1.5
    others = [1.7, -0.6], [5.3, 1.2], [4.1, -2.3], [8.7, 0.6]
    return x, *(torch.tensor(numbers, dtype=torch.float64) for numbers in others)


def by_torch(inputs, training, momentum=0.1, eps=1e-5):
    """out and both buffers, for correction 0."""
    x, gain, shift, mean, var = (argument.clone() for argument in inputs)
    return batch_norm(x, mean, var, gain, shift, training, momentum, eps), mean, var


def quantities(functions):  # noqa: C901 (many, each of a few lines)
    inputs, far = layer(), layer()
    far[0].add_(1e7)
    numbers = {"momentum": 0.3, "eps": 0.02}
    # With correction 1 the root is taken of a variance that is larger by 5/4.
    x, gamma, beta, mean, var = inputs
    wide = batch_norm(x, None, None, None, None, True, 0.0, 0.8 * 0.02) * 0.8**0.5 * gamma + beta

    def parts(place):
        """One of the three results, in both modes."""
        for mode in (True, False):
            want = by_torch(inputs, mode, **numbers)[place]
            got = functions.batchnorm_forward(*inputs, training=mode, **numbers)[place]
            yield digits(got, want)

    def corrected(place):
        got = functions.batchnorm_forward(*inputs, training=True, correction=1, **numbers)
        return digits(got[place], (wide, *by_torch(inputs, True, **numbers)[1:])[place])

    def defaults():
        got, want = functions.batchnorm_forward(*inputs, training=True), by_torch(inputs, True)
        return least(map(digits, got, want))

    def gradients():
        g = torch.tensor([[0.3, -1.0], [2.0, 0.4], [-0.7, 0.9], [0.1, 1.3], [-0.2, 0.6]]).double()
        leaves = [argument.clone().requires_grad_() for argument in (x, gamma, beta)]
        out = batch_norm(leaves[0], None, None, leaves[1], leaves[2], True, 0.0, 0.02)
        want = torch.autograd.grad((out * g).sum(), leaves)
        seen = functions.observe_call(probe(NAME, *inputs, gradient=g, training=True, eps=0.02))
        if seen.failure is None and not any(one is not None for one in seen.gradient or ()):
            return None  # numpy, perhaps
        return least(
            0.0 if got is None else digits(got, one)
            for got, one in zip(seen.gradient[:3], want, strict=True)
        )

    def detached():
        leaves = [argument.clone().requires_grad_() for argument in (x, gamma, beta)]
        seen = functions.observe_call(probe(NAME, *leaves, mean, var, training=True))
        return None if seen.failure else told(tuple(seen.requires_grad)[1:] == (False, False))

    def one_row():
        failure = functions.observe_call(probe(NAME, *layer(1), training=True)).failure
        yield told(getattr(failure, "kind", None) == "ValueError")
        for rows, training in ((1, False), (2, True)):
            few = layer(rows)
            got = functions.batchnorm_forward(*few, training=training)
            yield least(map(digits, got, by_torch(few, training)))

    def unchanged():
        after = functions.observe(NAME, *inputs, training=True).arguments
        return least(map(digits, after, inputs))

    return {
        "out": lambda: least((*parts(0), corrected(0))),
        "running_mean": lambda: least((*parts(1), corrected(1))),
        "running_var": lambda: least((*parts(2), corrected(2))),
        "default values": defaults,
        "out, far from 0": lambda: told(
            digits(
                functions.batchnorm_forward(*far, training=True, eps=0.02)[0],
                by_torch(far, True, eps=0.02)[0],
            )
            > 5
        ),
        "gradients": gradients,
        "buffers without graph": detached,
        "one row and two": lambda: least(one_row()),
        "arguments unchanged": unchanged,
    }


def timed_calls(call):
    """A call of the lecture's size: 32 examples, 200 neurons."""
    x = torch.randn(32, 200, generator=torch.Generator().manual_seed(11))
    ones, zeros = torch.ones(200), torch.zeros(200)
    yield call("batchnorm_forward", x, ones, zeros, zeros, ones, training=True)
