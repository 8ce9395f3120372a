"""The outputs of the folded layer against those of Linear and BatchNorm."""

import torch
from torch.nn.functional import batch_norm

from grader.report.right_digits import digits, draw_digits, least

CAPTION = (
    "Every output of the folded layer against Linear + BatchNorm in eval mode: all on one line. "
    "The bars show to how many digits each result is right."
)
ALT = (
    "Two scatter plots of folded against unfolded outputs; the right ones lie on the diagonal; "
    "and bars for the right digits of each result."
)


def draw(axes, functions):
    W, b, gamma, beta, mean, var = layer(5, 4)
    x = torch.randn(40, 5, generator=torch.Generator().manual_seed(8), dtype=torch.float64)
    expected = two_layers(x, W, b, gamma, beta, mean, var)
    draw_digits(axes, quantities(functions))
    folded_W, folded_b = functions.fold_batchnorm(W, b, gamma, beta, mean, var)
    reach = float(expected.abs().max()) * 1.05
    axes.plot([-reach, reach], [-reach, reach], color="#555555", lw=0.8, ls=":")
    axes.plot(expected.flatten(), (x @ folded_W + folded_b).flatten(), ".", color="#0072B2", ms=4)
    axes.set(xlim=(-reach, reach), ylim=(-reach, reach))
    axes.set(xlabel="Linear + BatchNorm", ylabel="folded")


def layer(fan_in, fan_out):
    """W, b, gamma, beta, running_mean and running_var."""
    generator = torch.Generator().manual_seed(11)
    W = torch.randn(fan_in, fan_out, generator=generator, dtype=torch.float64)
    others = torch.randn(4, fan_out, generator=generator, dtype=torch.float64)
    return W, *others, torch.linspace(0.5, 3.0, fan_out, dtype=torch.float64)


def two_layers(x, W, b, gamma, beta, mean, var, eps=1e-5):
    z = x @ W if b is None else x @ W + b
    return batch_norm(z, mean, var, gamma, beta, False, 0.0, eps)


def quantities(functions):
    W, b, *norm = layer(3, 2)
    still = *norm[:-1], torch.tensor([0.0, 2e-5], dtype=torch.float64)
    nothing, single = torch.zeros(1, 3).double(), torch.eye(3).double()

    def weights(b, norm, *eps):
        """W′ from what the two layers make of one input at a time."""
        got, _ = functions.fold_batchnorm(W, b, *norm, *eps)
        return digits(got, two_layers(single, W, b, *norm, *eps)
                      - two_layers(nothing, W, b, *norm, *eps))  # fmt: skip

    def bias(b, norm, *eps):
        """b′ from what they make of zeros."""
        _, got = functions.fold_batchnorm(W, b, *norm, *eps)
        return digits(got, two_layers(nothing, W, b, *norm, *eps)[0])

    def unchanged():
        given = W, b, *norm
        after = functions.observe("fold_batchnorm", *given).arguments
        return least(map(digits, after, given))

    return {
        "W′": lambda: least((weights(b, norm, 0.3), weights(b, norm))),
        "b′": lambda: least((bias(b, norm, 0.3), bias(b, norm))),
        "with b=None": lambda: least((weights(None, norm, 0.3), bias(None, norm, 0.3))),
        "small variance": lambda: least((weights(b, still), bias(b, still))),
        "arguments unchanged": unchanged,
    }


def timed_calls(call):
    """A call of the lecture's size: 30 numbers in, 200 neurons."""
    generator = torch.Generator().manual_seed(11)
    W = torch.randn(30, 200, generator=generator)
    b, gamma, beta, mean = torch.randn(4, 200, generator=generator)
    yield call("fold_batchnorm", W, b, gamma, beta, mean, torch.ones(200))
