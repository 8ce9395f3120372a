"""The slope of tanh, as tanh_derivative gives it, and how right each function is."""

import torch

from grader.report.right_digits import digits, draw_digits, least, told

CAPTION = (
    "The slope of tanh. Beyond the dotted lines a neuron counts as saturated: little gets back. "
    "The bars show to how many digits each function is right."
)
ALT = (
    "Two curves of the slope of tanh over x from -4 to 4, by your function and by the reference, "
    "and bars for the right digits of each function."
)
SATURATED_FROM = 2.0923  # |tanh(x)| > 0.97


def draw(axes, functions):
    x = torch.linspace(-4, 4, 161, dtype=torch.float64)
    draw_digits(axes, quantities(functions))
    axes.plot(x, functions.tanh_derivative(x), color="#D55E00", lw=2.2)
    for side in (-1, 1):
        axes.axvline(side * SATURATED_FROM, color="#555555", lw=0.9, ls=":")
    axes.set(xlim=(-4, 4), ylim=(-0.08, 1.1), xlabel="pre-activation x", ylabel="slope")


def slope_by_autograd(x):
    leaf = x.clone().requires_grad_()
    (slope,) = torch.autograd.grad(torch.tanh(leaf).sum(), leaf)
    return slope


def quantities(functions):
    generator = torch.Generator().manual_seed(11)
    x, grad_out = 2 * torch.randn(2, 5, 4, generator=generator, dtype=torch.float64)
    grad_out = 40 * grad_out
    large = torch.tensor([20.0, -25.0, 400.0, -400.0, 1e4, -1e4], dtype=torch.float64)
    h = torch.tensor(
        [[0.96, -0.98, 0.3, -0.6], [0.99, 0.71, -0.99, 0.94], [0.2, -0.95, 0.55, -0.82]],
        dtype=torch.float64,
    )

    def unchanged():
        calls = ("tanh_derivative", x), ("tanh_backward", grad_out, x), ("saturation", h)
        for name, *given in calls:
            after = functions.observe(name, *given).arguments
            yield from (digits(now, before) for now, before in zip(after, given, strict=True))

    def fractions():
        for threshold, count in ((0.5, 10), (0.75, 7), (0.9, 6)):
            yield digits(functions.saturation(h, threshold), count / 12)
        yield digits(functions.saturation(h), 3 / 12)

    return {
        "slope": lambda: digits(functions.tanh_derivative(x), slope_by_autograd(x)),
        "slope for large |x|": lambda: told(
            bool((functions.tanh_derivative(large).abs() < 1e-15).all())
        ),
        "gradient": lambda: digits(
            functions.tanh_backward(grad_out, x), grad_out * slope_by_autograd(x)
        ),
        "saturation": lambda: least(fractions()),
        "arguments unchanged": lambda: least(unchanged()),
    }


def timed_calls(call):
    """Calls of the lecture's size: 32 examples, 200 neurons."""
    x, grad_out = torch.randn(2, 32, 200, generator=torch.Generator().manual_seed(11))
    yield call("tanh_derivative", x)
    yield call("tanh_backward", grad_out, x)
    yield call("saturation", torch.tanh(x))
