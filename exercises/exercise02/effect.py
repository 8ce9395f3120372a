"""The loss of the first steps, with the output layer that scale_output_layer gives."""

import torch

CAPTION = (
    "The loss of the first 150 steps (grey: the layer as it was drawn). Without the scaling the "
    "curve is a hockey stick: the first steps only unlearn confident nonsense."
)
ALT = "Two plots of the loss over 150 steps, with your output layer and with the reference's."
EXAMPLES, HIDDEN, VOCAB, STEPS = 400, 100, 27, 150


def losses(functions, h, targets, W, b):
    """The loss of every step of gradient descent on the output layer alone."""
    found, wanted = [], torch.nn.functional.one_hot(targets, VOCAB).double()
    for _ in range(STEPS):
        logits = h @ W + b
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
    axes.plot(losses(functions, h, targets, W, b), color="#999999", lw=1.5)
    scaled = functions.scale_output_layer(W, b)
    axes.plot(losses(functions, h, targets, *scaled), color="#D55E00", lw=2.2)
    axes.axhline(functions.uniform_loss(VOCAB), color="#555555", lw=0.9, ls=":")
    axes.set(xlim=(0, STEPS), ylim=(0, 14), xlabel="step", ylabel="loss (nats)")


def timed_calls(call):
    """Calls of the lecture's size: 32 examples, 200 neurons, 27 characters."""
    generator = torch.Generator().manual_seed(1)
    targets = torch.randint(0, VOCAB, (32,), generator=generator)
    yield call("cross_entropy", torch.randn(32, VOCAB, generator=generator), targets)
    yield call(
        "scale_output_layer", torch.randn(200, VOCAB, generator=generator), torch.ones(VOCAB)
    )
