"""Hidden checks: the laws of a spread, a count, a ratio and an area; then the probes.

A message says what was computed instead, where a single slip explains all of the difference.
"""

import torch
from hypothesis import example, given
from hypothesis import strategies as st

from grader.checks import (
    PLAIN,
    assert_close,
    assert_explained,
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


def assert_number(actual, expected, reasons, *, of, tolerance):
    """`assert_explained` for numbers."""
    got, want = (torch.as_tensor(number, dtype=torch.float64) for number in (actual, expected))
    tensors = ((why, torch.as_tensor(number, dtype=torch.float64)) for why, number in reasons)
    assert_explained(got, want, tensors, of=of, tolerance=tolerance)


def mean_reasons(h):
    yield "it is the mean of |h|", h.abs().mean()
    yield "it is a sum", h.sum()
    yield "it is divided by the number of rows", h.sum() / len(h)
    yield "it is the median", h.flatten().quantile(0.5)
    yield "it is the standard deviation", h.std()


def std_reasons(h):
    yield "it divides by n, not n − 1", h.std(correction=0)
    yield "it is the variance", h.var()
    yield "it is the root mean square", h.square().mean().sqrt()
    yield "it is the spread of |h|", h.abs().std()
    yield "it is the mean over the columns", h.std(dim=0).mean()
    yield "it is the mean over the rows", h.std(dim=1).mean()
    yield "it is the spread of the column means", h.mean(dim=0).std()
    yield "it is the mean distance from the mean", (h - h.mean()).abs().mean()
    yield "it is the range", h.max() - h.min()
    yield "it is the mean", h.mean()


def saturated_reasons(h, threshold):
    is_saturated, either = h.abs() > threshold, (h.abs() > threshold).double()
    yield "it is a count", either.sum()
    yield "it is a percentage", 100 * either.mean()
    yield "it counts the activations that are not saturated", 1 - either.mean()
    yield "only the end at 1 counts", (h > threshold).double().mean()
    yield "only the end at −1 counts", (h < -threshold).double().mean()
    yield "h² is compared with the threshold", (h**2 > threshold).double().mean()
    yield "it is the fraction of dead neurons", is_saturated.all(dim=0).double().mean()
    yield "the count is divided by the number of rows", either.sum() / len(h)
    yield "it is the mean of |h|", h.abs().mean()


@example(h=float64([0.3, -0.8, 0.7], [0.35, -0.1, 1.0]), threshold=0.97)
@example(h=float64([0.9, 0.5], [0.7, 0.1]), threshold=0.55)
@example(h=float64([1.0, 0.0], [1.0, 0.0]), threshold=0.97)
@example(h=float64([1.0, 1.0], [0.0, 0.0]), threshold=0.97)
@example(h=float64([-0.2, -0.4], [-0.9, 0.1]), threshold=0.3)
@example(h=float64([1.0, 0.0], [-1.0, 0.0], [0.0, 0.0]), threshold=0.97)
@example(h=float64([0.98, 1.0], [0.96, 0.2]), threshold=0.97)
@example(h=float64([0.984, -0.986, 0.2], [0.979, -1.0, 0.3]), threshold=0.985)
@given(h=activations(), threshold=thresholds())
def test_statistics(student, reference, h, threshold):
    """activation_stats takes all activations at once and counts both ends of tanh."""
    for text, layer, limits in (
        ("", h, (threshold,)),
        (" of -h / 2, transposed", -h.T.contiguous() / 2, (threshold / 2,)),
        (" of h and -h, at half the threshold", torch.cat((h, -h)), (threshold / 2,)),
        (" at the default threshold", h, ()),
    ):
        want, got = (
            reference.activation_stats(layer, *limits),
            student.activation_stats(layer, *limits),
        )
        of, tolerance = f"saturated fraction{text}", float64_tolerance(1.0)
        mean, std, saturated = mean_reasons(layer), std_reasons(layer), ()
        if limits:
            saturated = saturated_reasons(layer, *limits)
        assert_number(got["mean"], want["mean"], mean, of=f"mean{text}", tolerance=tolerance)
        assert_number(got["std"], want["std"], std, of=f"std{text}", tolerance=tolerance)
        assert_number(got["saturated"], want["saturated"], saturated, of=of, tolerance=PLAIN)


def dead_reasons(h, threshold):
    is_saturated = h.abs() > threshold
    yield "it counts the neurons that are alive", (~is_saturated.all(dim=0)).sum()
    yield "one saturated example is enough", is_saturated.any(dim=0).sum()
    yield "it counts activations, not neurons", is_saturated.sum()
    yield "it counts examples, not neurons", is_saturated.all(dim=1).sum()
    yield (
        "neurons that change sides are missing",
        ((h > threshold).all(dim=0) | (h < -threshold).all(dim=0)).sum(),
    )
    yield "it is a fraction", is_saturated.all(dim=0).double().mean()


@example(inputs=(float64([1.0, 1.0, 0.3], [1.0, 1.0, 0.2]), 0.99))
@example(inputs=(float64([-1.0, -1.0, 0.3]), 0.99))
@example(inputs=(float64([1.0, 1.0], [-1.0, -1.0]), 0.99))
@example(inputs=(float64([1.0, 1.0], [0.0, 1.0], [1.0, 0.0]), 0.99))
@example(inputs=(float64([0.98, 1.0], [0.98, 1.0]), 0.97))
@example(inputs=(float64([0.6, 0.6, 1.0], [-1.0, 0.4, 0.9]), 0.55))
@given(inputs=layers())
def test_dead(student, reference, inputs):
    """dead_neurons counts a neuron when every example is saturated, at either end."""
    h, threshold = inputs
    want = reference.dead_neurons(h, threshold)
    signs = torch.ones(len(h), 1, dtype=torch.float64)
    signs[::2] = -1
    for text, layer, number in (
        ("", h, want),
        (" with an example of zeros", torch.cat((h, 0 * h[:1])), 0),
        (" of h beside h with flipped signs", torch.cat((h, signs * h), dim=1), 2 * want),
    ):
        got, of = student.dead_neurons(layer, threshold), f"number of dead neurons{text}"
        reasons = dead_reasons(layer, threshold)
        assert_number(got, number, reasons, of=of, tolerance=PLAIN)
    of = "number of dead neurons at the default threshold"
    assert_close(student.dead_neurons(h), reference.dead_neurons(h), of=of, tolerance=PLAIN)


def ratio_reasons(param, grad, lr):
    update, log = lr * grad, torch.log10
    ratio = update.std() / param.std()
    yield "it is the ratio itself, without a logarithm", ratio
    yield "it is the natural logarithm", torch.log(ratio)
    yield "it is the logarithm to base 2", torch.log2(ratio)
    yield "it is inverted", -log(ratio)
    yield "the learning rate is missing", log(ratio / lr)
    yield "it compares variances", 2 * log(ratio)
    yield "it compares norms", log(update.norm() / param.norm())
    yield "it compares mean sizes", log(update.abs().mean() / param.abs().mean())
    yield "it compares the parameter after the step", log((param - update).std() / param.std())
    yield "the parameter is missing", log(update.std())
    yield "the gradient is divided by the learning rate", log(ratio / lr**2)


@example(
    step=(
        float64([1.0, -0.3], [0.6, 0.2], [1.4, 0.9]),
        float64([0.5, 0.1], [-0.2, -0.7], [0.4, 0.9]),
        0.03,
    )
)
@example(step=(1e-5 * float64(-1.0, 1.3), float64(0.1, 0.3), 0.03))
@example(step=(float64(-1.0, 1.0), float64(0.1, 0.3), 1.0))
@example(step=(float64(1.0, 3.0), float64(0.1, -0.1), 0.1))
@example(step=(float64(-0.1, 0.1), float64(5.0, 1.0), 1.0))
@example(step=(float64([1.0, -1.0], [0.2, 0.4]), float64([0.5, 0.1], [-0.2, -0.2]), 0.01))
@given(step=steps())
def test_ratio(student, reference, step):
    """update_ratio grows by 1 for every factor of ten and depends on the spreads alone."""
    param, grad, lr = step
    want = reference.update_ratio(param, grad, lr)
    moved = grad.flatten().flip(0).view(grad.shape) + grad.std()  # also in another order
    for text, inputs, more in (
        ("", step, 0),
        (" of -10 * grad, 1 more than before", (param, -10 * grad, lr), 1),
        (" at a hundredth of the rate, 2 less than before", (param, moved, lr / 100), -2),
    ):
        ratio = student.update_ratio(*inputs)
        of, reasons = f"log10(update / weights){text}", () if text else ratio_reasons(*step)
        assert_number(ratio, want + more, reasons, of=of, tolerance=PLAIN)


def density_reasons(t, bins, density, edges):
    width, n = edges[1] - edges[0], t.numel()
    yield "it is not divided by the width", density * width
    yield "it is not divided by the number of values", density * n
    yield "it holds counts", density * width * n
    yield "it is divided by the range, not the width", density / bins
    yield "it is divided by the number of rows", density * n / len(t)
    yield "the highest bar is scaled to 1", density / density.max()
    yield "it is cumulative", density.cumsum(0)
    open_end, open_start = density.clone(), density.clone()
    open_end[-1] -= (t == t.max()).sum() / (n * width)
    open_start[0] -= (t == t.min()).sum() / (n * width)
    yield "the largest value is missing", open_end
    yield "the smallest value is missing", open_start


@example(sample=(float64([0.125, -0.4375, 0.5625, 0.5625], [1.1875, 0.3125, -0.0625, 0.75]), 4))
@example(sample=(float64(0.0, 0.1, 0.1, 2.0), 2))
@example(sample=(float64(-1.0, 2.0, 3.0), 1))
@example(sample=(float64(0.0, 1.1, 2.4, 50.0), 50))
@example(sample=(float64(-0.5, -0.1, 0.6, 1.0), 3))
@example(sample=(float64([0.5, 3.7], [0.8, 4.5]), 4))
@given(sample=samples())
def test_histogram(student, reference, sample):
    """density_histogram has equal bins from min to max, holds every value and has the area 1."""
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
        reasons = density_reasons(numbers, bins, heights, places)
        of = f"density{text}"
        assert_explained(bars.density, heights, reasons, of=of, tolerance=tolerance)


def test_in_the_network(student, reference, device):
    """Your functions give the statistics of the lecture's network in training."""
    plain = short_run(recipe="original", steps=5, hidden=24, device=device)
    own = Functions(update_ratio=student.update_ratio)
    with in_network():
        ratios = short_run(own, recipe="original", steps=5, hidden=24, device=device).ratios
    of = "log10(update / weights) by step and parameter"
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
    """Your functions leave their arguments unchanged."""
    h = float64([-1.0, 0.5], [-0.98, -0.2])
    assert_unmodified(student, "activation_stats", h)
    assert_unmodified(student, "dead_neurons", h)
    assert_unmodified(student, "update_ratio", float64(-1.0, 2.0), float64(0.3, -0.1), 0.1)
    assert_unmodified(student, "density_histogram", float64([0.8, -0.4], [1.1, 0.1]), 3)


ACTIVATIONS = float64(
    [1.0, -0.98, 0.62, 0.985, 0.3], [0.34, -1.0, -0.55, -1.0, -0.9952],
    [1.0, -0.9954, 0.13, 0.975, 0.996], [-0.91, -0.953, -0.41, -0.9989, 1.0],
)  # fmt: skip
PARAM = float64([1.0, -0.3, 0.6], [0.2, 1.4, 0.9])
GRAD = float64([0.5, 0.1, -0.2], [-0.7, 0.4, 0.9])
NUMBERS = float64([0.13, -0.42, 0.58, 0.58], [1.17, 0.29, -0.08, 0.74])

# Of every two thresholds that may be fixed, one calls a number here saturated and one does not.
LADDER = float64(
    [0.3, 0.52, 0.81, 0.91, 0.952, 0.972, 0.982, 0.992, 0.9991],
    [0.3, -0.53, 0.83, 0.92, -0.953, 0.973, 0.983, -0.993, 0.9992],
)
PROBES = (
    probe("activation_stats", ACTIVATIONS),
    probe("activation_stats", ACTIVATIONS, 0.55),
    probe("activation_stats", LADDER, 0.6),
    probe("activation_stats", LADDER),
    # So narrow that float32 shows in the spread.
    probe("activation_stats", float64([0.50001, 0.50002], [0.50004, 0.50003])),
    probe("dead_neurons", ACTIVATIONS, 0.97),
    probe("dead_neurons", ACTIVATIONS, 0.55),
    probe("dead_neurons", ACTIVATIONS),
    probe("dead_neurons", LADDER, 0.6),
    probe("dead_neurons", LADDER),
    probe("dead_neurons", float64([1.0, 1.0, -1.0, 0.0, 1.0], [1.0, -1.0, -1.0, 0.0, 0.5])),
    probe("dead_neurons", float64([1.0, -1.0, 1.0], [0.3, 1.0, -1.0], [1.0, 1.0, -1.0])),
    probe("update_ratio", PARAM, GRAD, 0.013),
    probe("update_ratio", PARAM, 100 * GRAD, 0.7),
    # So small that an eps of one's own shows.
    probe("update_ratio", 1e-4 * PARAM, GRAD, 0.013),
    probe("density_histogram", NUMBERS, 3),
    probe("density_histogram", NUMBERS),
    probe("density_histogram", NUMBERS.flatten() + 3, 5),
)
