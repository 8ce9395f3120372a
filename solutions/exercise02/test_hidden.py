"""Hidden checks: the laws of a mean log-likelihood and of a shrunk layer; then the probes."""

import math

import torch
from hypothesis import example, given
from hypothesis import strategies as st

from grader.checks import (
    PLAIN,
    assert_close,
    assert_explained,
    assert_law,
    assert_unmodified,
    float64_tolerance,
    in_network,
    probe,
)
from grader.strategies import batch_sizes, generator, scales, seeds, tensor, widths
from grader.training import Functions, sample, short_run

LETTERS = 27
# Up to here the lecture's own float32 arithmetic stays well within PLAIN of a logarithm.
MOST_CLASSES = 300
# Added to the rows in turn: any one of them throws exp out of its range.
SHIFTS = (5000.0, 0.0, -1e4, 1e4)


def float64(*rows):
    return torch.tensor(rows, dtype=torch.float64)


def classes(*targets):
    return torch.tensor(targets)


# In general position: nothing is 0, 1, or twice or the square of another number.
GENERAL = float64([0.7, -1.3, 2.1, 0.4], [1.9, 0.3, -0.6, 1.1], [-0.9, 1.7, 0.8, -0.2])


@st.composite
def batches(draw, some_scales):
    """(logits, targets) of one to four rows, over a few classes or the lecture's 27."""
    rows, width = draw(batch_sizes(most=4)), draw(widths(least=2, most=4) | st.just(LETTERS))
    scale, seed = draw(some_scales), draw(seeds())
    targets = torch.randint(width, (rows,), generator=generator(seed))
    return tensor((rows, width), scale=scale, seed=seed), targets


@st.composite
def layers(draw):
    """(W, b) of a last layer, with means that are not 0."""
    hidden, width = draw(batch_sizes(most=4)), draw(widths(least=2, most=4))
    scale, seed = draw(scales()), draw(seeds())
    W = tensor((hidden, width), scale=scale, offset=0.5, seed=seed)
    return W, tensor((width,), scale=scale, offset=-0.5, seed=seed + 1)


@example(vocab_size=27)
@example(vocab_size=2)
@example(vocab_size=1)
@example(vocab_size=MOST_CLASSES)
@given(vocab_size=st.integers(1, MOST_CLASSES))
def test_knows_nothing(student, reference, vocab_size):
    """The loss of equal probabilities is 0 for one class and grows with the number of classes."""
    loss = student.uniform_loss(vocab_size)
    assert_close(loss, reference.uniform_loss(vocab_size), of="loss", tolerance=PLAIN)
    assert_law(loss >= -PLAIN, f"loss: expected 0 or more, got {loss:.4g}")


def loss_reasons(logits, targets):
    """What comes out when one step of the loss is wrong."""
    own = logits[torch.arange(len(targets)), targets]
    normalizer, largest = torch.logsumexp(logits, dim=1), logits.max(dim=1).values
    losses, probabilities = normalizer - own, torch.softmax(logits, dim=1)
    yield "the sign is wrong", -losses.mean()
    yield "the rows are summed, not averaged", losses.sum()
    yield "it is divided by the number of classes", losses.mean() / logits.shape[1]
    yield "all classes are averaged, not only the target", (normalizer - logits.mean(dim=1)).mean()
    yield "softmax is applied twice", (torch.logsumexp(probabilities, 1) - (-losses).exp()).mean()
    yield (
        "softmax runs over the batch, not over the classes",
        (torch.logsumexp(logits, dim=0)[targets] - own).mean(),
    )
    yield "the logarithm is missing", -(-losses).exp().mean()
    yield "the logarithm is taken after the mean", -(-losses).exp().mean().log()
    yield "the log-sum-exp of the row is missing", -own.mean()
    yield "only the largest logit of the row is subtracted", (largest - own).mean()
    yield (
        "each row's maximum is subtracted inside the logarithm but not added back",
        (losses - largest).mean(),
    )
    yield "it is measured in bits", losses.mean() / math.log(2)


# The first example is in general position: no two wrong formulas agree on it. In the second a
# target is so unlikely that the smallest of the usual limits shows.
@example(batch=(GENERAL, classes(2, 0, 3)))
@example(batch=(float64([0.3, 41.7], [1.1, 0.4]), classes(0, 1)))
@example(batch=(float64([0.5, -1.1, 2.3], [3.1, 0.2, 0.1]), classes(2, 0)))
@example(batch=(float64([0.3, -0.1, 0.2], [0.7, 1.1, 0.5], [0.4, 1.9, -1.3]), classes(0, 0, 0)))
@example(batch=(float64([1.3, 0.2]), classes(1)))
@given(batch=batches(st.sampled_from((0.1, 1.0, 10.0))))
def test_likelihood(student, reference, batch):
    """The loss is the mean over the rows of the target's negative log-probability."""
    logits, targets = batch
    want = reference.cross_entropy(logits, targets)
    tolerance = float64_tolerance(float(logits.abs().max()))
    loss = student.cross_entropy(logits, targets)
    reasons = loss_reasons(logits, targets)
    got = torch.tensor(loss, dtype=torch.float64)
    assert_explained(
        got, torch.tensor(want, dtype=torch.float64), reasons, of="loss", tolerance=tolerance
    )
    twice = torch.cat((logits, logits.flip(0))), torch.cat((targets, targets.flip(0)))
    assert_close(
        student.cross_entropy(*twice),
        want,
        of="loss of the batch and its mirror image, which must equal that of the batch",
        tolerance=tolerance,
    )


@example(batch=(float64([0.3, 0.1], [0.2, 0.7], [0.3, 0.1], [0.2, 0.4]), classes(0, 0, 1, 1)))
@example(batch=(float64([0.0, 0.1]), classes(0)))
@example(batch=(float64([1.0, 0.0]), classes(0)))
@example(batch=(float64([0.0, 2.0]), classes(0)))
@example(batch=(float64([2.0, 0.0], [0.0, 2.0]), classes(0, 0)))
@example(batch=(float64([0.0, 0.1], [0.2, 0.0], [0.3, 0.1], [0.0, 0.4]), classes(0, 0, 1, 1)))
@given(batch=batches(scales()))
def test_large_logits(student, reference, batch):
    """The loss is finite for huge logits and unchanged when a number is added to a row."""
    logits, targets = batch
    large = 1000 * logits
    assert_close(
        student.cross_entropy(large, targets),
        reference.cross_entropy(large, targets),
        of="loss of large logits",
        tolerance=float64_tolerance(float(large.abs().max())),
    )
    shifts = float64(*SHIFTS)[: len(logits), None]
    assert_close(
        student.cross_entropy(logits + shifts, targets),
        reference.cross_entropy(logits, targets),
        of="loss after a number was added to each row, which must not change it",
        tolerance=float64_tolerance(max(SHIFTS)),
    )


def weight_reasons(W, scale):
    """What comes out when the weights get another factor."""
    yield "the weights are unchanged", W
    yield "the weights are all 0", 0 * W
    yield "the weights are divided by scale", W / scale
    yield "scale is not used, but always 0.01", 0.01 * W
    yield "the square root of scale is used", W * scale**0.5
    yield "scale is applied twice", W * scale**2
    yield "the standard deviation is set to scale", W / W.std() * scale
    yield "the weights are divided by the root of the number of inputs", W * scale / len(W) ** 0.5


@example(layer=(float64([3.1, -2.9, 0.7], [1.7, 0.4, 0.1]), float64(3.3, -1.9, 0.3)), scale=0.3)
@example(layer=(float64([1.3, -3.1], [2.1, 0.4]), float64(1.0, 1.0)), scale=0.0)
@example(layer=(float64([1.0, -1.0]), float64(0.5, 0.2)), scale=0.01)
@example(layer=(float64([3.1, -3.0, 0.7], [2.0, 0.4, 0.1]), float64(3.0, -2.0, 0.0)), scale=2.3)
@given(layer=layers(), scale=st.sampled_from((0.01, 0.1, 1 / 3, 0.5, 1.0, 2.0)))
def test_shrinks(student, reference, layer, scale):
    """Every weight is multiplied by `scale`, and every bias is exactly 0."""
    for factor in ((scale,), ()):
        want = reference.scale_output_layer(*layer, *factor)
        got = student.scale_output_layer(*layer, *factor)
        tolerance = float64_tolerance(float(want.W.abs().max()))
        reasons = weight_reasons(layer[0], *(factor or (0.01,)))
        assert_explained(got.W, want.W, reasons, of="W", tolerance=tolerance)
        unscaled = (
            ("the bias is unchanged", layer[1]),
            ("the bias is multiplied by scale", layer[1] * (factor or (0.01,))[0]),
        )
        assert_explained(got.b, want.b, unscaled, of="b", tolerance=0.0)


def test_in_the_network(student, device):
    """The lecture's network starts with a loss near that of equal probabilities."""
    names = sample(device)
    own = Functions(
        cross_entropy=student.cross_entropy, scale_output_layer=student.scale_output_layer
    )
    want = float(short_run(recipe="softmax", steps=0, device=device).model.evaluate(names))
    with in_network():
        got = float(short_run(own, recipe="softmax", steps=0, device=device).model.evaluate(names))
    assert_close(got, want, of="loss of 1,390 examples before the first step", tolerance=1e-6)
    nothing = student.uniform_loss(27)
    assert_close(nothing, want, of="uniform_loss(27), compared with that loss", tolerance=0.06)


def test_untouched(student):
    """Your functions leave their arguments unchanged."""
    logits = float64([2.0, -0.5, 1.0], [-3.0, 0.3, -1.0])
    assert_unmodified(student, "cross_entropy", logits, classes(1, 2))
    assert_unmodified(student, "scale_output_layer", float64([1.0, -2.0]), float64(0.5, -1.0))


PROBES = (
    *(probe("uniform_loss", vocab_size) for vocab_size in (2, 27, 50, 300)),
    probe("cross_entropy", GENERAL, classes(2, 0, 3)),
    probe(
        "cross_entropy",
        float64([0.5, -1.0, 2.3], [3.1, 0.2, 0.1], [0.3, -0.1, 0.2], [-0.7, 1.3, 0.4]),
        classes(2, 0, 1, 0),
    ),
    probe("cross_entropy", float64([0.3, -0.1], [0.2, 1.1], [0.4, 1.9]), classes(0, 0, 0)),
    probe("cross_entropy", float64([0.3, 41.7], [1.1, 0.4]), classes(0, 1)),
    probe("cross_entropy", float64([0.3, 100.7], [30.1, 0.6]), classes(0, 1)),
    probe("cross_entropy", float64([0.0, 1000.0, 300.0]), classes(0)),
    probe("cross_entropy", float64([1000.0, 0.0]), classes(1)),
    # exp(720) overflows, and exp(-720) is not 0 yet.
    probe("cross_entropy", float64([0.0, 720.0]), classes(0)),
    probe("cross_entropy", float64([5000.0, 5000.3], [0.2, 0.0]), classes(0, 0)),
    probe("cross_entropy", float64([-1e4, -9999.9]), classes(1)),
    probe(
        "scale_output_layer", float64([1.1, -3.1, 0.7], [2.3, 0.4, 0.1]), float64(3.1, -1.9, 0.7)
    ),
    probe("scale_output_layer", float64([4.1, -3.0], [1.9, 0.5]), float64(1.3, -2.1), 0.6),
    probe("scale_output_layer", float64([4.0, -3.0], [2.0, 0.5]), float64(1.0, -2.0), 0.0),
    probe(
        "scale_output_layer",
        float64([4.1, -3.3, 0.6], [2.1, 0.5, 1.7]),
        float64(1.1, -2.3, 0.9),
        2.3,
    ),
)
