"""The outputs of the folded layer against those of Linear and BatchNorm."""

import torch

CAPTION = (
    "Every output of the folded layer against Linear + BatchNorm in eval mode: all on one line."
)
ALT = "Two scatter plots of folded against unfolded outputs; the right ones lie on the diagonal."


def draw(axes, functions):
    generator = torch.Generator().manual_seed(8)
    x, W = (
        torch.randn(*shape, generator=generator, dtype=torch.float64) for shape in ((40, 5), (5, 4))
    )
    b, gamma, beta, mean = torch.randn(4, 4, generator=generator, dtype=torch.float64)
    var = torch.linspace(0.5, 3.0, 4, dtype=torch.float64)
    expected = (x @ W + b - mean) / torch.sqrt(var + 1e-5) * gamma + beta
    folded_W, folded_b = functions.fold_batchnorm(W, b, gamma, beta, mean, var)
    reach = float(expected.abs().max()) * 1.05
    axes.plot([-reach, reach], [-reach, reach], color="#555555", lw=0.8, ls=":")
    axes.plot(expected.flatten(), (x @ folded_W + folded_b).flatten(), ".", color="#0072B2", ms=4)
    axes.set(xlim=(-reach, reach), ylim=(-reach, reach))
    axes.set(xlabel="Linear + BatchNorm", ylabel="folded")


def timed_calls(call):
    """A call of the lecture's size: 30 numbers in, 200 neurons."""
    generator = torch.Generator().manual_seed(1)
    W = torch.randn(30, 200, generator=generator)
    b, gamma, beta, mean = torch.randn(4, 200, generator=generator)
    yield call("fold_batchnorm", W, b, gamma, beta, mean, torch.ones(200))
