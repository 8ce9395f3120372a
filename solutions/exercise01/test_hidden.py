"""Hidden checks: the laws of a slope, of the chain rule and of a fraction; then the probes."""

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
from grader.strategies import batch_sizes, seeds, tensor, widths
from grader.training import Functions, short_run

# Central difference: truncation (STEP² / 3) and rounding (1e-16 / STEP) both stay below 1e-10.
STEP = 1e-5
# 1 - tanh(15)² is 4e-13, a thousand roundings above 0; a few units farther out it rounds to 0.
SURELY_POSITIVE = 15.0


def float64(*rows):
    return torch.tensor(rows, dtype=torch.float64)


def shapes():
    return st.tuples(batch_sizes(most=4), widths(most=4))


def pre_activations(*scales):
    return st.builds(tensor, shapes(), scale=st.sampled_from(scales), seed=seeds())


@st.composite
def gradients_and_pre_activations(draw):
    """(grad_out, x) of one shape."""
    shape, seed = draw(shapes()), draw(seeds())
    grad_out = tensor(shape, scale=draw(st.sampled_from((1.0, 10.0))), seed=seed)
    return grad_out, tensor(shape, scale=draw(st.sampled_from((1.0, 3.0))), seed=seed + 1)


def activations():
    return pre_activations(0.7).map(lambda t: t.clamp(-1.0, 1.0))


def thresholds():
    """Thresholds that, like their halves, no activation of one decimal can tie with."""
    return st.sampled_from((0.15, 0.45, 0.55, 0.75, 0.85, 0.95, 0.97, 0.99))


@example(x=float64([0.0]))
@example(x=float64([1.0]))
@example(x=float64([-1.0]))
@example(x=float64([3.0]))
@example(x=float64([0.5, -2.0], [0.1, 4.0]))
@given(x=pre_activations(0.5, 1.0, 3.0))
def test_slope(student, reference, x):
    """The slope is that of a central difference, alike at x and -x."""
    measured = (torch.tanh(x + STEP) - torch.tanh(x - STEP)) / (2 * STEP)
    tolerance = float64_tolerance(1.0)
    assert_close(student.tanh_derivative(x), measured, of="slope of tanh", tolerance=tolerance)
    assert_close(
        student.tanh_derivative(-x),
        reference.tanh_derivative(x),
        of="slope at -x, the same as at x,",
        tolerance=tolerance,
    )


@example(x=float64([0.5, 6.0]))
@example(x=float64([0.5], [-12.0]))
@example(x=float64([0.5, 15.0, -15.0]))
@example(x=float64([0.5, 400.0, -400.0]))
@example(x=float64([0.5, 1e4, -1e4]))
@given(x=pre_activations(5.0, 50.0, 2000.0).map(lambda t: t.clamp(-1e4, 1e4)))
def test_tails(student, reference, x):
    """Far from 0 the slope stays finite, and above 0 up to |x| = 15."""
    slope = student.tanh_derivative(x)
    want = reference.tanh_derivative(x)
    assert_close(slope, want, of="slope of tanh", tolerance=float64_tolerance(1.0))
    assert_law(
        bool((slope[x.abs() <= SURELY_POSITIVE] > 0).all()),
        "slope up to |x| = 15: expected more than 0, got 0 or less",
    )


def sign_is_kept(gradient, grad_out, x):
    """Does the gradient keep its sign wherever the slope is certainly above 0?"""
    open_gates = x.abs() <= SURELY_POSITIVE
    return torch.equal(gradient.sign()[open_gates], grad_out.sign()[open_gates])


@example(inputs=(float64([-2.0]), float64([1.0])))
@example(inputs=(float64([1.0]), float64([0.0])))
@example(inputs=(float64([2.0]), float64([1.0])))
@example(inputs=(float64([0.0]), float64([-0.5])))
@example(inputs=(float64([1000.0, -1000.0]), float64([0.5, -0.5])))
@example(inputs=(float64([1.0, -1.0]), float64([3.0, -15.0])))
@example(inputs=(float64([5.0, 1.0]), float64([1e4, -1e4])))
@example(inputs=(float64([1.0, 2.0], [3.0, -4.0]), float64([0.5, -1.0], [2.0, 0.0])))
@given(inputs=gradients_and_pre_activations())
def test_chain_rule(student, reference, inputs):
    """Each gradient meets its own slope: linear, and no sign changes."""
    grad_out, x = inputs
    size = float(grad_out.abs().max())
    gradient = student.tanh_backward(grad_out, x)
    want = reference.tanh_backward(grad_out, x)
    assert_close(gradient, want, of="gradient for x", tolerance=float64_tolerance(size))
    assert_law(
        sign_is_kept(gradient, grad_out, x),
        "sign of the gradient up to |x| = 15: expected that of grad_out, got another or 0",
    )
    assert_close(
        student.tanh_backward(-1000 * grad_out, x),
        -1000 * want,
        of="gradient for -1000 * grad_out",
        tolerance=float64_tolerance(1000 * size),
    )


@example(h=float64([1.0, 0.0]), threshold=0.97)
@example(h=float64([0.5, 0.5]), threshold=0.97)
@example(h=float64([1.0, 0.0], [0.0, 0.0]), threshold=0.97)
@example(h=float64([1.0, 0.0], [-1.0, 0.0], [0.0, 0.0]), threshold=0.97)
@example(h=float64([0.975, -0.98, 0.96, 0.5]), threshold=0.97)
@example(h=float64([0.98, 1.0]), threshold=0.99)
@example(h=float64([0.6, 0.5]), threshold=0.55)
@given(h=activations(), threshold=thresholds())
def test_counts(student, reference, h, threshold):
    """The fraction counts single activations, for any threshold."""
    fraction = student.saturation(h, threshold)
    assert_law(
        -PLAIN <= fraction <= 1 + PLAIN,
        f"saturated fraction: expected a number from 0 to 1, got {fraction:g}",
    )
    want = reference.saturation(h, threshold)
    of = "saturated fraction"
    assert_close(fraction, want, of=of, tolerance=PLAIN)
    mirrored = student.saturation(torch.cat((h, -h)), threshold)
    assert_close(mirrored, want, of=f"{of} of h and -h, the same as of h,", tolerance=PLAIN)
    lower = student.saturation(h, threshold / 2)
    assert_close(lower, reference.saturation(h, threshold / 2), of=of, tolerance=PLAIN)
    assert_close(student.saturation(h), reference.saturation(h), of=of, tolerance=PLAIN)


def test_in_the_network(student, device):
    """The lecture's network, trained with this gradient, loses at every step what it should."""
    want = short_run(steps=20, device=device).losses
    with in_network():
        got = short_run(
            Functions(tanh_backward=student.tanh_backward), steps=20, device=device
        ).losses
    assert_close(got, want, of="loss at each step", tolerance=1e-6)


def test_untouched(student):
    """The arguments are the same after the call as before it."""
    x = float64([2.0, -0.5], [-3.0, 0.3])
    grad_out = float64([3.0, -2.0], [0.5, -0.1])
    assert_unmodified(student, "tanh_derivative", x)
    assert_unmodified(student, "tanh_backward", grad_out, x)
    assert_unmodified(student, "saturation", float64([-1.0, 0.5], [0.98, -0.2]))


PROBES = (
    probe("tanh_derivative", float64([0.0, 0.5, -1.0], [3.0, -2.0, 0.3])),
    probe("tanh_derivative", float64([1e4, -1e4])),
    probe(
        "tanh_backward",
        float64([2.0, -3.0, 0.5], [-1.5, 4.0, -0.2]),
        float64([0.0, 0.5, -1.0], [3.0, -2.0, 0.3]),
    ),
    probe("tanh_backward", float64([1.0, 2.0]), float64([1e4, -1e4])),
    probe("saturation", float64([1.0, -1.0, 0.5], [-1.0, 0.98, 0.2], [1.0, 0.3, -0.4])),
    probe("saturation", float64([0.98, 1.0], [-0.6, -0.7]), 0.55),
)
