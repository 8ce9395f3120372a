"""The loss of the first steps, with the output layer that scale_output_layer gives."""

import torch
from torch.nn.functional import cross_entropy, one_hot

from grader.report.right_digits import digits, draw_digits, least

CAPTION = (
    "The loss of the first 150 steps (gray: the layer as it was drawn). Without the scaling the "
    "curve is a hockey stick: the first steps only make the network less confident. The bars show "
    "to how many digits each function is right."
)
ALT = (
    "Two plots of the loss over 150 steps, with your output layer and with the reference's, and "
    "bars for the right digits of each function."
)
EXAMPLES, HIDDEN, VOCAB, STEPS, EVERY = 200, 100, 27, 150, 10


def losses(functions, h, targets, W, b):
    """The loss of every tenth step of gradient descent on the output layer alone."""
    found, wanted = [], one_hot(targets, VOCAB).double()
    for step in range(STEPS):
        logits = h @ W + b
        if step % EVERY == 0:
            found.append(functions.cross_entropy(logits, targets))
        error = (torch.softmax(logits, dim=1) - wanted) / len(h)
        W, b = W - 0.5 * h.T @ error, b - 0.5 * error.sum(dim=0)
    return found


def draw(axes, functions):
    generator = torch.Generator().manual_seed(2)
    h = torch.tanh(torch.randn(EXAMPLES, HIDDEN, generator=generator, dtype=torch.float64))
    targets = torch.randint(0, VOCAB, (EXAMPLES,), generator=generator)
    W = torch.randn(HIDDEN, VOCAB, generator=generator, dtype=torch.float64)
    b = torch.randn(VOCAB, generator=generator, dtype=torch.float64)
    draw_digits(axes, quantities(functions, generator))
    steps = range(0, STEPS, EVERY)
    axes.plot(steps, losses(functions, h, targets, W, b), color="#999999", lw=1.5)
    scaled = functions.scale_output_layer(W, b)
    axes.plot(steps, losses(functions, h, targets, *scaled), color="#D55E00", lw=2.2)
    axes.axhline(functions.uniform_loss(VOCAB), color="#555555", lw=0.9, ls=":")
    axes.set(xlim=(0, STEPS), ylim=(0, 14), xlabel="step", ylabel="loss (nats)")


def quantities(functions, generator):
    logits = 3 * torch.randn(5, 7, generator=generator, dtype=torch.float64)
    targets = torch.tensor([2, 0, 4, 4, 1])
    large = [[5e3, 0.0, 1.0], [-1e4, -1e4, -1e4 - 3], [0.0, -800.0, 2.0], [5e3, 4e3, 5e3]]
    large = torch.tensor(large, dtype=torch.float64)
    W = torch.tensor([[1.5, -0.4, 0.9], [0.2, 2.1, -1.3]], dtype=torch.float64)
    b = torch.tensor([0.7, -1.2, 0.4], dtype=torch.float64)
    scaled = {
        0.5: [[0.75, -0.2, 0.45], [0.1, 1.05, -0.65]],
        0.3: [[0.45, -0.12, 0.27], [0.06, 0.63, -0.39]],
        0.0: [[0.0, 0.0, 0.0], [0.0, 0.0, 0.0]],
    }
    default = [[0.015, -0.004, 0.009], [0.002, 0.021, -0.013]]
    equal = {1: 0.0, 2: 0.6931471805599453, 27: 3.295836866004329, 300: 5.703782474656201}

    def unchanged():
        for name, *given in (("cross_entropy", logits, targets), ("scale_output_layer", W, b)):
            after = functions.observe(name, *given).arguments
            yield from (digits(now, before) for now, before in zip(after, given, strict=True))

    def weights():
        for scale, wanted in scaled.items():
            yield digits(functions.scale_output_layer(W, b, scale)[0], wanted)
        yield digits(functions.scale_output_layer(W, b)[0], default)

    def single_rows():
        for row, target in zip(large, (1, 2, 1, 0), strict=True):
            one = row[None], torch.tensor([target])
            yield digits(functions.cross_entropy(*one), cross_entropy(*one))
        whole = large, torch.tensor([1, 2, 1, 0])
        yield digits(functions.cross_entropy(*whole), cross_entropy(*whole))

    return {
        "uniform_loss": lambda: least(
            digits(functions.uniform_loss(size), loss) for size, loss in equal.items()
        ),
        "loss": lambda: digits(
            functions.cross_entropy(logits, targets), cross_entropy(logits, targets)
        ),
        "loss of large logits": lambda: least(single_rows()),
        "W": lambda: least(weights()),
        "b": lambda: digits(functions.scale_output_layer(W, b, 0.5)[1], [0.0, 0.0, 0.0]),
        "arguments unchanged": lambda: least(unchanged()),
    }


def timed_calls(call):
    """Calls of the lecture's size: 32 examples, 200 neurons, 27 characters."""
    generator = torch.Generator().manual_seed(11)
    targets = torch.randint(0, VOCAB, (32,), generator=generator)
    yield call("cross_entropy", torch.randn(32, VOCAB, generator=generator), targets)
    yield call(
        "scale_output_layer", torch.randn(200, VOCAB, generator=generator), torch.ones(VOCAB)
    )
