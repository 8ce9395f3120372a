"""Hidden checks of exercise03: what must hold for every fan_in, and for every random stream.

Right submissions draw different numbers, so weights are graded by statistics. Each statistic may
miss by WOBBLE = 6.5 of its standard errors, which a right one exceeds with probability
8e-11 (1e-9 for the kurtosis, whose upper tail is heavier). A run compares 10 spreads, 2 means
and 2 kurtoses; with the cosines (below 1e-9 together) it fails by bad luck less than once
in 1e8 runs.
"""

import math

import torch
from hypothesis import example, given, settings
from hypothesis import strategies as st

from grader.checks import (
    PLAIN,
    assert_close,
    assert_explained,
    assert_law,
    assert_raises,
    in_network,
    probe,
)
from grader.statistics import summarise
from grader.strategies import fan_ins, generator, nonlinearities
from grader.training import Functions, sample, short_run

WEIGHTS = 100_000  # a draw: enough to tell a spread that is 1.5 % off
WOBBLE = 6.5  # allowed standard errors
# Two vectors of 250 independent normal numbers: P(|cosine| > 0.5) is below 0.75**124 = 3e-16,
# and a draw of (250, 400) holds 111,000 pairs of rows and of columns.
COSINE = 0.5


def float64(number):
    return torch.tensor(number, dtype=torch.float64)


def drawn(student, fan_in, fan_out, nonlinearity, source):
    """The student's weights, once their shape and finiteness are sure."""
    W = student.kaiming_normal(fan_in, fan_out, nonlinearity, source)
    want, got = (fan_in, fan_out), tuple(W.shape)
    assert_law(got == want, f"shape: expected {want}, got {got}")
    assert_law(bool(torch.isfinite(W).all()), "weights: expected finite numbers, got inf or nan")
    return W


def ratio_reasons(fan_in):
    """What comes out of another rule than 1/sqrt(fan_in), over what it gives for one input."""
    yield "it falls as a variance does, with fan_in itself", 1 / fan_in
    yield "fan_in has no effect", 1.0
    yield "it grows with fan_in", math.sqrt(fan_in)
    yield "the root is taken twice", fan_in**-0.25
    yield "one input too many is counted", math.sqrt(2 / (fan_in + 1))
    yield "the root is rounded down", 1 / math.isqrt(fan_in)


def explain(got, want, reasons, of):
    """assert_explained for two numbers."""
    pairs = [(clause, float64(outcome)) for clause, outcome in reasons]
    assert_explained(float64(got), float64(want), pairs, of=of, tolerance=PLAIN)


# The first example is in general position: no two wrong rules agree on it.
@example(fan_in=11)
@example(fan_in=2)
@example(fan_in=10_000)
@given(fan_in=fan_ins())
def test_falls_with_fan_in(student, reference, fan_in):
    """The standard deviation falls as 1/sqrt(fan_in)."""
    one = student.kaiming_std(1, "tanh")  # the gain cancels: it has a check of its own
    assert_law(one > 0, f"standard deviation: expected above 0, got {one:.4g}")
    got = student.kaiming_std(fan_in, "tanh") / one
    want = reference.kaiming_std(fan_in, "tanh") / reference.kaiming_std(1, "tanh")
    of = f"standard deviation for {fan_in} inputs over that for one"
    explain(got, want, ratio_reasons(fan_in), of)


def gain_reasons(gain):
    """What comes out of kaiming_std for one input when the gain enters in another way."""
    yield "the gain is missing", 1.0
    yield "the gain is squared", gain**2
    yield "the gain is inside the square root", math.sqrt(gain)
    yield "the gain divides", 1 / gain
    yield "the gain is added", gain + 1
    yield "a factor 2 of the variance comes on top of the gain", gain * math.sqrt(2)
    yield "it is the bound of a uniform distribution", gain * math.sqrt(3)


def test_gains(student, reference):
    """For one input the standard deviation equals the gain of the nonlinearity."""
    for nonlinearity in ("tanh", "relu", "sigmoid", "linear"):
        want = reference.kaiming_std(1, nonlinearity)
        got = student.kaiming_std(1, nonlinearity)
        # The gain of tanh alone is in general position: squared, that of relu is 2.
        reasons = gain_reasons(want) if nonlinearity == "tanh" else ()
        explain(got, want, reasons, of=f"standard deviation for one input and {nonlinearity}")


def spread_of_pre_activations(W):
    """The standard deviation of x @ W over all standard normal x, and over the units.

    A unit's variance is the sum of its squared weights: exact, where drawn inputs would add a
    wobble of their own.
    """
    return float(W.square().sum(dim=0).mean().sqrt())


@example(fan_in=2, nonlinearity="tanh", seed=1)
@example(fan_in=100, nonlinearity="relu", seed=2)
@example(fan_in=250, nonlinearity="linear", seed=3)
@example(fan_in=9, nonlinearity="sigmoid", seed=4)
@example(fan_in=1500, nonlinearity="linear", seed=5)  # more inputs than units
@settings(max_examples=4)
@given(fan_in=st.integers(2, 250), nonlinearity=nonlinearities(), seed=st.integers(0, 999))
def test_keeps_spread(student, reference, fan_in, nonlinearity, seed):
    """The pre-activations have the spread `gain` for every fan_in."""
    fan_out = -(-WEIGHTS // fan_in)
    W = drawn(student, fan_in, fan_out, nonlinearity, generator(seed))
    want = reference.kaiming_std(fan_in, nonlinearity) * math.sqrt(fan_in)
    assert_close(
        spread_of_pre_activations(W),
        want,
        tolerance=WOBBLE * want / math.sqrt(2 * W.numel()),
        of="standard deviation of x @ W",
    )


def largest_cosine(rows):
    """The largest |cosine| between two different rows; nan where a row is 0."""
    unit = rows / rows.norm(dim=1, keepdim=True)
    return float((unit @ unit.T - torch.eye(len(rows), dtype=unit.dtype)).abs().max())


def test_normal(student):
    """The weights are independent normal numbers with mean 0."""
    for seed, nonlinearity in enumerate(("tanh", "relu")):
        W = drawn(student, 250, 400, nonlinearity, generator(seed))
        found = summarise(W)
        assert_law(found.std > 0, "standard deviation of W: expected above 0, got 0")
        root = math.sqrt(found.count)
        # The spread has checks of its own. A normal sample's standard errors: std/sqrt(n),
        # sqrt(24/n).
        assert_close(
            found.mean / found.std, 0.0, tolerance=WOBBLE / root, of="mean of W over its spread"
        )
        assert_close(
            found.kurtosis, 3.0, tolerance=WOBBLE * math.sqrt(24) / root, of="kurtosis of W"
        )
        for vectors, name in ((W.T, "units"), (W, "inputs")):
            cosine = largest_cosine(vectors)
            assert_law(
                cosine <= COSINE,
                f"largest cosine between the weights of two {name}: "
                f"expected at most {COSINE}, got {cosine:.2f}",
            )


# At least eight weights a draw: even in half precision two draws do not agree by chance.
@example(fan_in=2, fan_out=4, nonlinearity="tanh", seed=1)
@example(fan_in=1, fan_out=8, nonlinearity="relu", seed=2)
@example(fan_in=8, fan_out=1, nonlinearity="linear", seed=3)
@settings(max_examples=10)
@given(
    fan_in=st.integers(2, 6),
    fan_out=st.integers(4, 6),
    nonlinearity=nonlinearities(),
    seed=st.integers(0, 999),
)
def test_follows_generator(student, fan_in, fan_out, nonlinearity, seed):
    """The weights depend on the generator alone, and two draws from it differ."""
    layer = (fan_in, fan_out, nonlinearity)
    source = generator(seed)
    first = drawn(student, *layer, source)
    second = drawn(student, *layer, source)
    again = drawn(student, *layer, generator(seed))
    other = drawn(student, *layer, generator(seed + 1))
    assert_close(again, first, tolerance=PLAIN, of="weights drawn again with the same seed")
    assert_law(
        not torch.equal(first, second),
        "two draws from one generator: expected different weights, got the same",
    )
    assert_law(
        not torch.equal(first, other),
        "draws with two seeds: expected different weights, got the same",
    )


def test_unknown_name(student):
    """Both functions raise ValueError for an unknown nonlinearity."""
    for name in ("step", "tan"):
        assert_raises(student, "kaiming_std", 4, name, error="ValueError")
        assert_raises(student, "kaiming_normal", 4, 3, name, generator(0), error="ValueError")


def spreads(device, functions=None):
    """The standard deviation of the activations of each tanh layer of the deep network."""
    network = short_run(functions, network="deep", steps=0, hidden=100, device=device).model
    layers = network.snapshot(sample(device).spread(300)).activations
    return torch.stack([h.std() for h in layers])


def test_in_the_network(student, device):
    """In the lecture's deep network the activations keep their spread from layer to layer."""
    want = spreads(device)
    with in_network():
        got = spreads(device, Functions(kaiming_normal=student.kaiming_normal))
    # Two right draws differ with a standard error of 0.0096 (measured over 100 seeds).
    assert_close(got, want, of="standard deviation of the activations by layer", tolerance=0.06)


PROBES = (
    probe("kaiming_std", 1, "linear"),
    probe("kaiming_std", 1, "sigmoid"),
    probe("kaiming_std", 1, "tanh"),
    probe("kaiming_std", 1, "relu"),
    probe("kaiming_std", 5, "tanh"),
    probe("kaiming_std", 7, "linear"),
    probe("kaiming_std", 300, "relu"),
    probe("kaiming_std", 10_000, "sigmoid"),
    probe("kaiming_std", 4, "step"),
    probe("kaiming_normal", 400, 300, "tanh", generator(1)),
    probe("kaiming_normal", 1500, 100, "tanh", generator(7)),
    probe("kaiming_normal", 40, 3000, "relu", generator(2)),
    probe("kaiming_normal", 300, 400, "sigmoid", generator(3)),
    # Two inputs, then two units: a repeated column or row leaves two different weights there.
    probe("kaiming_normal", 2, 50_000, "linear", generator(4)),
    probe("kaiming_normal", 50_000, 2, "linear", generator(5)),
    probe("kaiming_normal", 4, 3, "step", generator(6)),
)
