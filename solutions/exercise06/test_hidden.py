"""Hidden checks: the laws of a spread, a count, a ratio and an area; then the probes."""

import torch
from hypothesis import example, given
from hypothesis import strategies as st

from grader.checks import (
    PLAIN,
    assert_close,
    assert_unmodified,
    float64_tolerance,
    in_network,
    probe,
)
from grader.strategies import batch_sizes, generator, seeds, tensor, widths
from grader.training import Functions, sample, short_run

# Numbers on this grid add and multiply without rounding in float64, but not in float32.
GRID = 2.0**-30


def float64(*rows):
    return torch.tensor(rows, dtype=torch.float64)


def uniform(shape, seed):
    """Numbers from 0 to 1, not rounded."""
    return torch.rand(shape, generator=generator(seed), dtype=torch.float64)


def thresholds():
    """Thresholds for numbers that are not rounded, so that nothing ties with them."""
    return st.sampled_from((0.3, 0.6, 0.9, 0.97, 0.99))


@st.composite
def activations(draw):
    """Outputs of a tanh layer that is fed numbers around 0 or to one side of it."""
    shape = draw(st.tuples(batch_sizes(most=5), widths(least=2, most=5)))
    scale, offset = draw(st.sampled_from((0.3, 1.0, 3.0))), draw(st.sampled_from((0.0, 0.5, -1.0)))
    seed = draw(seeds())
    return torch.tanh(tensor(shape, scale=scale, offset=offset, seed=seed, decimals=None))


@st.composite
def layers(draw):
    """(h, threshold): about half of the neurons are dead, and no activation is near a tie."""
    shape, seed = draw(st.tuples(batch_sizes(most=5), widths(most=6))), draw(seeds())
    threshold = draw(thresholds())
    is_stuck = (uniform(shape, seed) < 0.7) | (uniform(shape[1:], seed + 1) < 0.5)
    depth = 0.1 + 0.8 * uniform(shape, seed + 2)
    sizes = torch.where(is_stuck, threshold + (1 - threshold) * depth, threshold * depth)
    return sizes * (uniform(shape, seed + 3) - 0.5).sign(), threshold


@st.composite
def steps(draw):
    """(param, grad, lr): neither is nearly constant, and even float32 keeps six digits."""
    sizes = st.sampled_from(((2,), (5,), (3, 2), (2, 4), (2, 3, 2)))
    shape, seed = draw(sizes), draw(seeds())
    lr = draw(st.sampled_from((1.0, 0.1, 0.03, 0.001)))
    param, grad = (
        draw(st.sampled_from((0.05, 1.0, 20.0))) * (standardised(shape, seed + i) + draw(shifts()))
        for i in range(2)
    )
    return param, grad, lr


def shifts():
    return st.sampled_from((0.0, 1.0, -2.0))


def standardised(shape, seed):
    t = tensor(shape, seed=seed, decimals=None)
    return (t - t.mean()) / t.std()


@st.composite
def samples(draw):
    """(t, bins): no number lies on an inner edge, and every way to the edges gives the same ones.

    The smallest number and the width are multiples of GRID: `low + i * width` loses nothing.
    """
    shape = draw(st.sampled_from(((2,), (5,), (40,), (3, 4), (8, 25), (2, 3, 4))))
    bins, seed = draw(st.sampled_from((1, 2, 3, 5, 10, 50))), draw(seeds())
    size = draw(st.sampled_from((0.02, 0.3, 5.0)))
    place = uniform(shape, seed) ** draw(st.sampled_from((0.5, 1, 3)))  # leaning to either side
    flat = place.view(-1)
    flat -= flat.min().clone()
    flat /= flat.max().clone()
    width = (uniform(1, seed + 1).item() + 0.5) * size // GRID * GRID
    low = draw(st.sampled_from((-20, -0.7, 0, 1.3))) * size // GRID * GRID
    t = low + bins * width * place
    flat = t.view(-1)
    flat[place.view(-1).argmin()], flat[place.view(-1).argmax()] = low, low + bins * width
    return t, bins


@example(h=float64([0.9, 0.5], [0.7, 0.1]))
@example(h=float64([1.0, 0.0], [1.0, 0.0]))
@example(h=float64([1.0, 1.0], [0.0, 0.0]))
@example(h=float64([-0.2, -0.4], [-0.9, 0.1]))
@example(h=float64([0.3, -0.8, 0.7], [0.3, -0.1, 1.0]))
@given(h=activations())
def test_spread(student, reference, h):
    """Mean and std are those of all activations at once, in whatever order."""
    want = reference.activation_stats(h)
    mean, std = want["mean"], want["std"]
    for text, layer, mean_there, std_there in (
        ("", h, mean, std),
        (" of -h / 2, transposed", -h.T.contiguous() / 2, -mean / 2, std / 2),
    ):
        stats = student.activation_stats(layer)
        tolerance = float64_tolerance(1.0)
        assert_close(stats["mean"], mean_there, of=f"mean{text}", tolerance=tolerance)
        assert_close(stats["std"], std_there, of=f"std{text}", tolerance=tolerance)


@example(h=float64([1.0, 0.0], [0.0, 0.0]), threshold=0.97)
@example(h=float64([-1.0, 0.5], [0.5, 0.0]), threshold=0.97)
@example(h=float64([1.0, 0.0], [-1.0, 0.0], [0.0, 0.0]), threshold=0.97)
@example(h=float64([0.98, 1.0], [0.96, 0.2]), threshold=0.97)
@example(h=float64([0.6, 0.5]), threshold=0.55)
@example(h=float64([0.9, -0.2], [-0.4, 0.0]), threshold=0.3)
@given(h=activations(), threshold=thresholds())
def test_saturated(student, reference, h, threshold):
    """The saturated fraction counts single activations at both ends, for any threshold."""
    of = "saturated fraction"
    for text, layer, limits in (
        ("", h, (threshold,)),
        (" of h and -h, at half the threshold", torch.cat((h, -h)), (threshold / 2,)),
        (" at the threshold that is not given", h, ()),
    ):
        want = reference.activation_stats(layer, *limits)["saturated"]
        got = student.activation_stats(layer, *limits)["saturated"]
        assert_close(got, want, of=of + text, tolerance=PLAIN)


@example(inputs=(float64([1.0, 1.0, 0.3], [1.0, 1.0, 0.2]), 0.99))
@example(inputs=(float64([-1.0, -1.0, 0.3]), 0.99))
@example(inputs=(float64([1.0, 1.0], [-1.0, -1.0]), 0.99))
@example(inputs=(float64([1.0, 1.0], [0.0, 1.0], [1.0, 0.0]), 0.99))
@example(inputs=(float64([0.98, 1.0], [0.98, 1.0]), 0.97))
@example(inputs=(float64([0.6, 0.6, 1.0], [-1.0, 0.4, 0.9]), 0.55))
@given(inputs=layers())
def test_dead(student, reference, inputs):
    """A neuron is dead when every example is saturated, at whichever end."""
    h, threshold = inputs
    want = reference.dead_neurons(h, threshold)
    signs = torch.ones(len(h), 1, dtype=torch.float64)
    signs[::2] = -1
    for text, layer, number in (
        ("", h, want),
        (" with an example of zeros", torch.cat((h, 0 * h[:1])), 0),
        (" of h beside h with flipped signs", torch.cat((h, signs * h), dim=1), 2 * want),
    ):
        got = student.dead_neurons(layer, threshold)
        assert_close(got, number, of=f"dead neurons{text}", tolerance=PLAIN)
    of = "dead neurons at the threshold that is not given"
    assert_close(student.dead_neurons(h), reference.dead_neurons(h), of=of, tolerance=PLAIN)


@example(step=(float64(-1.0, 1.0), float64(0.1, 0.3), 1.0))
@example(step=(float64(1.0, 3.0), float64(0.1, -0.1), 0.1))
@example(step=(float64(-0.1, 0.1), float64(5.0, 1.0), 1.0))
@example(step=(float64([1.0, -1.0], [0.2, 0.4]), float64([0.5, 0.1], [-0.2, -0.2]), 0.01))
@given(step=steps())
def test_ratio(student, reference, step):
    """The ratio moves by 1 for every factor of ten, and only the spreads count."""
    param, grad, lr = step
    want = reference.update_ratio(param, grad, lr)
    moved = grad.flatten().flip(0).view(grad.shape) + grad.std()  # also in another order
    for text, inputs, more in (
        ("", step, 0),
        (" of -10 * grad, 1 more than before", (param, -10 * grad, lr), 1),
        (" at a hundredth of the rate, 2 less than before", (param, moved, lr / 100), -2),
    ):
        ratio = student.update_ratio(*inputs)
        of = f"log10 of update : data{text}"
        assert_close(ratio, want + more, of=of, tolerance=PLAIN)


@example(sample=(float64(0.0, 0.1, 0.1, 2.0), 2))
@example(sample=(float64(-1.0, 2.0, 3.0), 1))
@example(sample=(float64(0.0, 1.1, 2.4, 50.0), 50))
@example(sample=(float64(-0.5, -0.1, 0.6, 1.0), 3))
@example(sample=(float64([0.5, 3.7], [0.8, 4.5]), 4))
@given(sample=samples())
def test_histogram(student, reference, sample):
    """The bars stand on equal bins from min to max, hold every number, and have the area 1."""
    t, bins = sample
    density, edges = reference.density_histogram(t, bins)
    number = () if bins == 50 else (bins,)  # 50 is what it is when not given
    for text, numbers, heights, places in (
        ("", t, density, edges),
        (
            " of -4 * t, twice",
            torch.stack((-4 * t, -4 * t)),
            density.flip(0) / 4,
            -4 * edges.flip(0),
        ),
    ):
        bars = student.density_histogram(numbers, *number)
        tolerance = float64_tolerance(float(places.abs().max()))
        assert_close(bars.edges, places, of=f"edges{text}", tolerance=tolerance)
        tolerance = PLAIN * max(1.0, float(heights.max()))  # counts may be divided in float32
        assert_close(bars.density, heights, of=f"density{text}", tolerance=tolerance)


def test_in_the_network(student, reference, device):
    """The lecture's network, in training, shows these statistics."""
    plain = short_run(recipe="original", steps=5, hidden=24, device=device)
    own = Functions(update_ratio=student.update_ratio)
    with in_network():
        ratios = short_run(own, recipe="original", steps=5, hidden=24, device=device).ratios
    of = "log10 of update : data, by step and parameter"
    assert_close(ratios, plain.ratios, of=of, tolerance=PLAIN)
    (h,) = plain.model.snapshot(sample(device).spread(40)).activations
    want = reference.activation_stats(h)
    got = student.activation_stats(h)
    for name, tolerance in (("mean", 1e-9), ("std", 1e-9), ("saturated", PLAIN)):
        assert_close(got[name], want[name], of=f"{name} of the activations", tolerance=tolerance)
    want = reference.dead_neurons(h)
    assert_close(student.dead_neurons(h), want, of="dead neurons", tolerance=PLAIN)
    # Activations crowd at -1 and 1, weights do not; and in [0, 1] all 32 edges are exact. Elsewhere
    # right implementations differ by what lies on an edge.
    W1 = plain.model.parameters["W1"]
    t = (W1 - W1.min()) / (W1.max() - W1.min())
    got, want = student.density_histogram(t, 32), reference.density_histogram(t, 32)
    assert_close(got.density, want.density, of="density of the weights W1", tolerance=1e-6)
    assert_close(got.edges, want.edges, of="edges of the histogram of W1", tolerance=1e-9)


def test_untouched(student):
    """The tensors are the same after the call as before it."""
    h = float64([-1.0, 0.5], [-0.98, -0.2])
    assert_unmodified(student, "activation_stats", h)
    assert_unmodified(student, "dead_neurons", h)
    assert_unmodified(student, "update_ratio", float64(-1.0, 2.0), float64(0.3, -0.1), 0.1)
    assert_unmodified(student, "density_histogram", float64([0.8, -0.4], [1.1, 0.1]), 3)


ACTIVATIONS = float64([1.0, -0.98, 0.6, 0.985], [0.3, -1.0, -0.5, -1.0], [1.0, -0.987, 0.1, 0.975])
PARAM = float64([1.0, -0.3, 0.6], [0.2, 1.4, 0.9])
GRAD = float64([0.5, 0.1, -0.2], [-0.7, 0.4, 0.9])
NUMBERS = float64([0.13, -0.42, 0.58, 0.58], [1.17, 0.29, -0.08, 0.74])

PROBES = (
    probe("activation_stats", ACTIVATIONS),
    probe("activation_stats", ACTIVATIONS, 0.55),
    # So narrow that float32 shows in the spread.
    probe("activation_stats", float64([0.50001, 0.50002], [0.50004, 0.50003])),
    probe("dead_neurons", ACTIVATIONS, 0.97),
    probe("dead_neurons", ACTIVATIONS, 0.55),
    probe("dead_neurons", ACTIVATIONS),
    probe("dead_neurons", float64([1.0, 1.0, -1.0, 0.0, 1.0], [1.0, -1.0, -1.0, 0.0, 0.5])),
    probe("update_ratio", PARAM, GRAD, 0.01),
    probe("update_ratio", PARAM, 100 * GRAD, 0.5),
    probe("density_histogram", NUMBERS, 3),
    probe("density_histogram", NUMBERS),
    probe("density_histogram", NUMBERS.flatten() + 3, 5),
)
