"""Hidden checks: the laws of a slope, of the chain rule and of a fraction; then the probes."""

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
from grader.strategies import batch_sizes, seeds, tensor, widths
from grader.training import Functions, short_run

# Central difference: truncation (STEP² / 3) and rounding (1e-16 / STEP) both stay below 1e-10.
STEP = 1e-5
# 1 - tanh(15)² is 4e-13, a thousand roundings above 0; a few units farther out it rounds to 0.
SURELY_POSITIVE = 15.0
VANISHED = 400.0  # the slope there is 0, and exp(2x) is too large for a number


def float64(*rows):
    return torch.tensor(rows, dtype=torch.float64)


# In general position: nothing is 0, 1, or twice or the square of another number.
MODERATE = float64([0.7, -1.3], [-0.2, 1.9], [1.1, 0.4])
# No two of the wrong fractions below agree on it, at 0.55 and at 0.97.
MIXED = float64(
    [-0.99, 0.993, -0.975],
    [0.993, 0.98, 0.1],
    [0.57, 0.993, -0.6],
    [0.985, -0.4, -0.975],
    [-0.4, 0.75, -0.7],
    [-0.4, -0.975, -0.7],
    [-0.6, 1.0, 0.98],
)


def shapes():
    return st.tuples(batch_sizes(most=4), widths(most=4))


def pre_activations(*scales):
    return st.builds(tensor, shapes(), scale=st.sampled_from(scales), seed=seeds())


@st.composite
def gradients_and_pre_activations(draw):
    """(grad_out, x) of one shape."""
    shape, seed = draw(shapes()), draw(seeds())
    grad_out = tensor(shape, scale=draw(st.sampled_from((1.0, 10.0))), seed=seed)
    return grad_out, tensor(shape, seed=seed + 1).clamp(-2.0, 2.0)


def activations():
    return pre_activations(0.7).map(lambda t: t.clamp(-1.0, 1.0))


def thresholds():
    """Thresholds that, like their halves, no activation of one decimal can tie with."""
    return st.sampled_from((0.15, 0.45, 0.55, 0.75, 0.85, 0.95, 0.97, 0.99))


def slope_reasons(x):
    """What comes out when one part of the slope is wrong."""
    t = torch.tanh(x)
    yield "tanh(x) is not squared", 1 - t
    yield "tanh is applied twice", 1 - torch.tanh(t) ** 2
    yield "x is used as if it were tanh(x)", 1 - x**2
    yield "the square stands outside the difference", (1 - t) ** 2
    yield "x is squared instead of tanh(x)", 1 - torch.tanh(x**2)
    yield "the sign of the square is wrong", 1 + t**2
    yield "the sign of the whole slope is wrong", t**2 - 1
    yield "the square is not subtracted from 1", t**2
    yield "this is tanh(x), not its slope", t
    yield "the rule of the sigmoid is used for tanh", t * (1 - t)
    yield "this is the slope of the sigmoid", torch.sigmoid(x) * torch.sigmoid(-x)
    yield "the sech is not squared", (1 - t**2).sqrt()


# The first example is in general position: no two wrong formulas agree on it.
@example(x=float64([0.7, -1.2], [0.1, -3.0]))
@example(x=float64([0.5, -2.0], [0.3, 4.0]))
@given(x=pre_activations(0.5, 1.0, 3.0))
def test_slope(student, reference, x):
    """The slope matches a numerical derivative and is the same at x and -x."""
    measured = (torch.tanh(x + STEP) - torch.tanh(x - STEP)) / (2 * STEP)
    tolerance = float64_tolerance(1.0)
    slope = student.tanh_derivative(x)
    assert_explained(slope, measured, slope_reasons(x), of="slope of tanh", tolerance=tolerance)
    assert_close(
        student.tanh_derivative(-x),
        reference.tanh_derivative(x),
        of="slope at -x, which must equal that at x",
        tolerance=tolerance,
    )


@example(x=float64([0.5, 6.0]))
@example(x=float64([0.5], [-12.0]))
@example(x=float64([0.5, 15.0, -15.0]))
@example(x=float64([0.5, 400.0, -400.0]))
@example(x=float64([0.5, 1e4, -1e4]))
@given(x=pre_activations(5.0, 50.0, 2000.0).map(lambda t: t.clamp(-1e4, 1e4)))
def test_tails(student, reference, x):
    """For large |x| slope and gradient are finite and vanish; up to 15 the slope is above 0."""
    slope = student.tanh_derivative(x)
    want = reference.tanh_derivative(x)
    assert_close(slope, want, of="slope of tanh", tolerance=float64_tolerance(1.0))
    assert_law(
        bool((slope[x.abs() <= SURELY_POSITIVE] > 0).all()),
        "slope up to |x| = 15: expected more than 0, got 0 or less",
    )
    # Only where the gradient vanishes: its other factor has a check of its own.
    far = torch.where(x < 0, x - VANISHED, x + VANISHED)
    assert_close(
        student.tanh_backward(torch.full_like(far, 0.3), far),
        torch.zeros_like(far),
        of=f"gradient for |x| > {VANISHED:g}",
        tolerance=float64_tolerance(),
    )


def gradient_reasons(grad_out, x, slope):
    """What comes out when one factor of the chain rule is wrong, or there is another one."""
    yield "the sign of grad_out is lost", grad_out.abs() * slope
    yield "the sign is wrong", -grad_out * slope
    yield "grad_out and the slope are added", grad_out + slope
    yield "grad_out is missing", slope
    yield "the slope is missing", grad_out
    yield "grad_out is divided by the slope", grad_out / slope
    yield "the slope is multiplied twice", grad_out * slope**2
    yield "x is a factor too many", grad_out * slope * x
    yield "grad_out and x are exchanged", x * (1 - torch.tanh(grad_out) ** 2)
    yield "x is used as if it were tanh(x)", grad_out * (1 - x**2)
    yield "tanh is applied to x twice", grad_out * (1 - torch.tanh(torch.tanh(x)) ** 2)
    yield "the batch is averaged once more", grad_out * slope / len(x)


# Large |x|, where the slope vanishes, have a check of their own.
@example(inputs=(float64([3.1, -2.3], [-15.0, 0.4], [0.7, 1.7]), MODERATE))
@example(inputs=(float64([-1e4, 2.1, 7.3]), float64([0.5, 1.7, -1.1])))
@example(inputs=(float64([2.0], [0.3]), float64([-0.4], [1.3])))
@given(inputs=gradients_and_pre_activations())
def test_chain_rule(student, reference, inputs):
    """Each gradient is multiplied by its own slope."""
    grad_out, x = inputs
    size = float(grad_out.abs().max())
    want = reference.tanh_backward(grad_out, x)
    assert_explained(
        student.tanh_backward(grad_out, x),
        want,
        gradient_reasons(grad_out, x, reference.tanh_derivative(x)),
        of="gradient for x",
        tolerance=float64_tolerance(size),
    )
    assert_close(
        student.tanh_backward(-1000 * grad_out, x),
        -1000 * want,
        of="gradient for -1000 * grad_out",
        tolerance=float64_tolerance(1000 * size),
    )


def fraction_reasons(h, threshold):
    """What comes out when other entries are counted, or the count is divided by another number."""
    beyond = (h.abs() > threshold).double()
    yield "activations near -1 are not counted", (h > threshold).double().mean()
    yield "activations near 1 are not counted", (h < -threshold).double().mean()
    yield "activations that are not saturated are counted", 1 - beyond.mean()
    yield "it is given in percent", 100 * beyond.mean()
    yield "the count is not divided by the number of entries", beyond.sum()
    yield "the count is divided by the number of examples alone", beyond.sum() / len(h)
    yield "the count is divided by the number of neurons alone", beyond.sum() / h.shape[1]
    yield "neurons saturated for every example are counted", beyond.amin(dim=0).mean()
    yield "neurons saturated for at least one example are counted", beyond.amax(dim=0).mean()
    yield "the threshold is compared with the square of h", (h**2 > threshold).double().mean()
    yield "the threshold that was passed is not used", (h.abs() > 0.97).double().mean()
    yield "the sizes of the activations are averaged", h.abs().mean()


def assert_fraction(student, reference, h, *threshold):
    want = reference.saturation(h, *threshold)
    got = torch.tensor(student.saturation(h, *threshold), dtype=torch.float64)
    reasons = fraction_reasons(h, *(threshold or (0.97,)))
    assert_explained(
        got,
        torch.tensor(want, dtype=torch.float64),
        reasons,
        of="saturated fraction",
        tolerance=PLAIN,
    )


@example(h=MIXED, threshold=0.55)
@example(h=MIXED, threshold=0.97)
@example(h=float64([0.5, 0.5, -0.3]), threshold=0.97)
@example(h=float64([1.0, 0.0], [-1.0, 0.0], [0.0, 0.0]), threshold=0.97)
@example(h=float64([0.975, -0.98, 0.96, 0.5]), threshold=0.97)
@example(h=float64([0.98, 1.0]), threshold=0.99)
@given(h=activations(), threshold=thresholds())
def test_counts(student, reference, h, threshold):
    """The saturated fraction counts single activations at both ends, for any threshold."""
    assert_fraction(student, reference, h, threshold)
    mirrored = student.saturation(torch.cat((h, -h)), threshold)
    want = reference.saturation(h, threshold)
    of = "saturated fraction of h and -h together, which must equal that of h"
    assert_close(mirrored, want, of=of, tolerance=PLAIN)
    assert_fraction(student, reference, h, threshold / 2)
    assert_fraction(student, reference, h)


def test_in_the_network(student, device):
    """The lecture's network trains with your gradient exactly as with the reference."""
    want = short_run(steps=20, device=device).losses
    with in_network():
        got = short_run(
            Functions(tanh_backward=student.tanh_backward), steps=20, device=device
        ).losses
    assert_close(got, want, of="loss at each step", tolerance=1e-6)


def test_untouched(student):
    """Your functions leave their arguments unchanged."""
    x = float64([2.0, -0.5], [-3.0, 0.3])
    grad_out = float64([3.0, -2.0], [0.5, -0.1])
    assert_unmodified(student, "tanh_derivative", x)
    assert_unmodified(student, "tanh_backward", grad_out, x)
    assert_unmodified(student, "saturation", float64([-1.0, 0.5], [0.98, -0.2]))


PROBES = (
    probe("tanh_derivative", float64([0.1, 0.7, -1.3], [3.1, -1.9, 0.4])),
    probe("tanh_derivative", float64([4.3, -6.1, 9.0], [-11.0, 14.0, 0.6], [2.4, -2.8, 3.2])),
    probe("tanh_derivative", float64([400.0, -400.0], [1e4, -1e4])),
    probe(
        "tanh_backward",
        float64([2.1, -3.7, 0.6], [-1.7, 4.1, -0.3]),
        float64([0.2, 0.7, -1.3], [3.1, -1.9, 0.4]),
    ),
    probe("tanh_backward", float64([13.0, -0.07], [0.3, 1e3]), float64([1.1, 0.6], [-0.9, 1.3])),
    probe("tanh_backward", float64([1.3, 2.1, 0.7]), float64([400.0, 1e4, -1e4])),
    probe("saturation", MIXED),
    probe("saturation", MIXED, 0.55),
    probe("saturation", MIXED[:2], 0.985),
    probe("saturation", float64([0.99, -0.98], [-1.0, 0.985], [0.99, -0.975])),
    probe("saturation", float64([1.0, 0.99], [0.98, 0.9], [0.97, 0.99]), 0.95),
    probe("saturation", float64([0.98, 1.0, -0.3], [-0.6, -0.7, 0.1]), 0.45),
)
