"""Hidden checks: the laws of a mean log-likelihood and of a shrunk layer; then the probes."""

import torch
from hypothesis import example, given
from hypothesis import strategies as st

from grader.checks import (
    PLAIN,
    assert_close,
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


@st.composite
def batches(draw):
    """(logits, targets) of one to four rows, over a few classes or the lecture's 27."""
    rows, width = draw(batch_sizes(most=4)), draw(widths(least=2, most=4) | st.just(LETTERS))
    scale, seed = draw(scales()), draw(seeds())
    targets = torch.randint(width, (rows,), generator=generator(seed))
    return tensor((rows, width), scale=scale, seed=seed), targets


@st.composite
def layers(draw):
    """(W, b) of a last layer, with means that are not 0."""
    hidden, width = draw(batch_sizes(most=4)), draw(widths(least=2, most=4))
    scale, seed = draw(scales()), draw(seeds())
    W = tensor((hidden, width), scale=scale, offset=0.5, seed=seed)
    return W, tensor((width,), scale=scale, offset=-0.5, seed=seed + 1)


@example(vocab_size=2)
@example(vocab_size=27)
@example(vocab_size=1)
@example(vocab_size=50)
@given(vocab_size=st.integers(1, MOST_CLASSES))
def test_knows_nothing(student, reference, vocab_size):
    """The loss without knowledge grows from 0 with the classes."""
    loss = student.uniform_loss(vocab_size)
    assert_law(loss >= -PLAIN, f"loss: expected 0 or more, got {loss:.4g}")
    assert_close(loss, reference.uniform_loss(vocab_size), of="loss", tolerance=PLAIN)
    equal = reference.cross_entropy(torch.zeros(1, vocab_size, dtype=torch.float64), classes(0))
    assert_close(loss, equal, of="loss, as cross_entropy of equal logits,", tolerance=PLAIN)


@example(batch=(float64([0.0, 0.0]), classes(0)))
@example(batch=(float64([1.0, 0.0]), classes(1)))
@example(batch=(float64([1.0, 0.0], [2.0, 0.0]), classes(0, 1)))
@example(batch=(float64([0.5, -1.0, 2.0], [3.0, 0.2, 0.1]), classes(2, 0)))
@example(batch=(float64([0.3, -0.1, 0.2], [0.0, 1.0, 0.5], [0.4, 2.0, -1.0]), classes(0, 0, 0)))
@given(batch=batches())
def test_likelihood(student, reference, batch):
    """The loss is the mean over the rows of what each target costs."""
    logits, targets = batch
    want = reference.cross_entropy(logits, targets)
    tolerance = float64_tolerance(float(logits.abs().max()))
    loss = student.cross_entropy(logits, targets)
    assert_law(loss >= -tolerance, f"loss: expected 0 or more, got {loss:.4g}")
    assert_close(loss, want, of="loss", tolerance=tolerance)
    twice = torch.cat((logits, logits.flip(0))), torch.cat((targets, targets.flip(0)))
    assert_close(
        student.cross_entropy(*twice),
        want,
        of="loss of the batch and its mirror image, the same as of the batch,",
        tolerance=tolerance,
    )


@example(batch=(float64([0.0, 0.1]), classes(0)))
@example(batch=(float64([1.0, 0.0]), classes(0)))
@example(batch=(float64([0.0, 2.0]), classes(0)))
@example(batch=(float64([2.0, 0.0], [0.0, 2.0]), classes(0, 0)))
@example(batch=(float64([0.0, 0.1], [0.2, 0.0], [0.3, 0.1], [0.0, 0.4]), classes(0, 0, 1, 1)))
@given(batch=batches())
def test_large_logits(student, reference, batch):
    """Huge logits give finite losses; shifting a row changes nothing."""
    logits, targets = batch
    large = 1000 * logits
    assert_close(
        student.cross_entropy(large, targets),
        reference.cross_entropy(large, targets),
        of="loss",
        tolerance=float64_tolerance(float(large.abs().max())),
    )
    shifts = float64(*SHIFTS)[: len(logits), None]
    assert_close(
        student.cross_entropy(logits + shifts, targets),
        reference.cross_entropy(logits, targets),
        of="loss, the same as before a number was added to each row,",
        tolerance=float64_tolerance(max(SHIFTS)),
    )


@example(layer=(float64([1.0, -1.0]), float64(0.5, 0.2)), scale=0.01)
@example(layer=(float64([2.0, 4.0]), float64(0.5, -1.0)), scale=1 / 3)
@example(layer=(float64([1.0, -3.0], [2.0, 0.4]), float64(1.0, 1.0)), scale=0.0)
@example(layer=(float64([3.1, -3.0, 0.7], [2.0, 0.4, 0.1]), float64(3.0, -2.0, 0.0)), scale=2.0)
@given(layer=layers(), scale=st.sampled_from((0.01, 0.1, 1 / 3, 0.5, 1.0, 2.0)))
def test_shrinks(student, reference, layer, scale):
    """Every weight meets the scale, every bias is exactly 0."""
    for factor in ((scale,), ()):
        want = reference.scale_output_layer(*layer, *factor)
        got = student.scale_output_layer(*layer, *factor)
        tolerance = float64_tolerance(float(want.W.abs().max()))
        assert_close(got.W, want.W, of="W", tolerance=tolerance)
        assert_close(got.b, want.b, of="b", tolerance=0.0)


def test_in_the_network(student, device):
    """The lecture's network starts near the loss of knowing nothing."""
    names = sample(device)
    own = Functions(
        cross_entropy=student.cross_entropy, scale_output_layer=student.scale_output_layer
    )
    want = float(short_run(recipe="softmax", steps=0, device=device).model.evaluate(names))
    with in_network():
        got = float(short_run(own, recipe="softmax", steps=0, device=device).model.evaluate(names))
    assert_close(got, want, of="loss of 1,390 examples before the first step", tolerance=1e-6)
    nothing = student.uniform_loss(27)
    assert_close(nothing, want, of="loss of knowing nothing, against that loss", tolerance=0.06)


def test_untouched(student):
    """The arguments are the same after the call as before it."""
    logits = float64([2.0, -0.5, 1.0], [-3.0, 0.3, -1.0])
    assert_unmodified(student, "cross_entropy", logits, classes(1, 2))
    assert_unmodified(student, "scale_output_layer", float64([1.0, -2.0]), float64(0.5, -1.0))


PROBES = (
    *(probe("uniform_loss", vocab_size) for vocab_size in (2, 27, 50)),
    probe(
        "cross_entropy",
        float64([0.5, -1.0, 2.0], [3.0, 0.2, 0.1], [0.3, -0.1, 0.2], [0.0, 1.0, 0.4]),
        classes(2, 0, 1, 0),
    ),
    probe("cross_entropy", float64([0.3, -0.1], [0.0, 1.0], [0.4, 2.0]), classes(0, 0, 0)),
    probe("cross_entropy", float64([0.0, 100.0], [30.0, 0.0]), classes(0, 1)),
    probe("cross_entropy", float64([0.0, 1000.0, 300.0]), classes(0)),
    probe("cross_entropy", float64([1000.0, 0.0]), classes(1)),
    # exp(720) overflows, and exp(-720) is not 0 yet.
    probe("cross_entropy", float64([0.0, 720.0]), classes(0)),
    probe("cross_entropy", float64([5000.0, 5000.3], [0.2, 0.0]), classes(0, 0)),
    probe("cross_entropy", float64([-1e4, -9999.9]), classes(1)),
    probe(
        "scale_output_layer", float64([1.0, -3.0, 0.7], [2.0, 0.4, 0.1]), float64(3.0, -2.0, 1.0)
    ),
    probe("scale_output_layer", float64([4.0, -3.0], [2.0, 0.5]), float64(1.0, -2.0), 0.5),
    probe("scale_output_layer", float64([4.0, -3.0], [2.0, 0.5]), float64(1.0, -2.0), 0.0),
    probe("scale_output_layer", float64([4.0, -3.0], [2.0, 0.5]), float64(1.0, -2.0), 2.0),
)
