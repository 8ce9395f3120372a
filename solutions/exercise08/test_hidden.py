"""Hidden checks: the new weights, the new bias, and the output of the network, same as before.

A message names the term or the factor by which a result is off, where a single one explains all of
the difference.
"""

from typing import NamedTuple

import torch
import torch.nn.functional as F
from hypothesis import example, given, settings
from hypothesis import strategies as st

from grader.checks import (
    assert_close,
    assert_explained,
    assert_law,
    assert_unmodified,
    float64_tolerance,
    probe,
)
from grader.strategies import batch_sizes, seeds, tensor, widths
from grader.training import Network, sample, short_run

USUAL_EPS = 1e-5  # what fold_batchnorm takes where nothing is said


def float64(*numbers):
    return torch.tensor(numbers, dtype=torch.float64)


class Layer(NamedTuple):
    """A Linear and its BatchNorm, as fold_batchnorm gets them."""

    W: torch.Tensor
    b: torch.Tensor | None
    gamma: torch.Tensor
    beta: torch.Tensor
    running_mean: torch.Tensor
    running_var: torch.Tensor
    eps: float

    @property
    def gain(self):
        """The largest factor that BatchNorm multiplies an output with."""
        return float((self.gamma / torch.sqrt(self.running_var + self.eps)).abs().max())

    @property
    def weight_terms(self):
        """The size of the new weights."""
        return float(self.W.abs().max()) * self.gain

    @property
    def bias_terms(self):
        """The size of what is added up in the new bias."""
        shift = self.running_mean.abs().max() + (0.0 if self.b is None else self.b.abs().max())
        return float(shift) * self.gain + float(self.beta.abs().max())


@st.composite
def layers(draw, eps=None, bias=True):
    """Layers of all shapes, with variances that are large beside eps, about as large, or 0."""
    fan_in, fan_out = draw(batch_sizes(most=4)), draw(widths(most=4))
    eps, seed = eps or draw(st.sampled_from((USUAL_EPS, 0.1, 0.5))), draw(seeds())
    spread = draw(st.sampled_from((1.0, 10.0, eps)))
    W, (b, gamma, beta, mean, var) = (
        tensor((fan_in, fan_out), seed=seed),
        tensor((5, fan_out), scale=2.0, seed=seed + 1),
    )
    return Layer(W, b if bias else None, gamma, beta, 2 * mean, spread * var.abs(), eps)


def column(weight, b, gamma, beta, mean, var, eps):
    """A layer with one input and one output."""
    return Layer(float64([weight]), *map(float64, (b, gamma, beta, mean, var)), eps)


# In general position; the second has a gain of 0, and variances about as small as its eps.
SQUARE = Layer(
    float64([2.1, -1.3], [0.6, 3.4]),
    float64(3.2, -2.3),
    float64(1.7, -0.6),
    float64(0.7, 0.3),
    float64(1.1, 4.3),
    float64(3.4, 0.45),
    0.37,
)
WIDE = Layer(
    float64([1.6, -2.1, 0.3], [0.45, 0.8, -1.1]),
    float64(0.2, -0.4, 2.3),
    float64(1.7, 0.0, -0.6),
    float64(-0.3, 1.2, 0.8),
    float64(-1.1, 0.9, 3.1),
    float64(2.7e-6, 2.3, 1.4e-6),
    2.3e-6,
)


def weight_reasons(layer):
    """Each factor of W * gamma / sqrt(running_var + eps), left out or replaced."""
    W, _, gamma, beta, _, var, eps = layer
    std = torch.sqrt(var + eps)
    yield "the factor gamma is missing", W / std
    yield "the division by the standard deviation is missing", W * gamma
    yield "they are not scaled", W
    yield "they are divided by the variance, not its root", W * gamma / (var + eps)
    yield "eps is missing", W * gamma / torch.sqrt(var)
    yield "eps is added after the root", W * gamma / (torch.sqrt(var) + eps)
    yield "they are multiplied by the standard deviation", W * gamma * std
    yield "beta stands in for gamma", W * beta / std
    yield "the scale counts twice", W * (gamma / std) ** 2
    if W.shape[0] == W.shape[1]:
        yield "the rows are scaled, not the columns", W * (gamma / std)[:, None]
        yield "they are transposed", (W * gamma / std).T


def bias_reasons(layer):
    """Each term and factor of (b - running_mean) * s + beta, left out or replaced."""
    _, b, gamma, beta, mean, var, eps = layer
    s, std = gamma / torch.sqrt(var + eps), torch.sqrt(var + eps)
    b = torch.zeros_like(mean) if b is None else b
    yield "beta is missing", (b - mean) * s
    yield "running_mean is missing", b * s + beta
    yield "running_mean is added, not subtracted", (b + mean) * s + beta
    yield "running_mean is not scaled", b * s - mean + beta
    yield "beta is scaled as well", (b - mean + beta) * s
    yield "the factor gamma is missing", (b - mean) / std + beta
    yield "nothing is scaled", b - mean + beta
    yield "eps is missing", (b - mean) * gamma / torch.sqrt(var) + beta
    if layer.b is None:
        yield "it is 0", b
        return
    yield "the old bias is missing", beta - mean * s
    yield "the old bias is not scaled", b - mean * s + beta
    yield "it is beta alone", beta
    yield "it is the old bias", b


def assert_weights(got, layer, want, of="W′"):
    tolerance = float64_tolerance(layer.weight_terms)
    assert_explained(got, want, weight_reasons(layer), of=of, tolerance=tolerance)


def assert_bias(got, layer, want, of="b′"):
    tolerance = float64_tolerance(layer.bias_terms)
    assert_explained(got, want, bias_reasons(layer), of=of, tolerance=tolerance)


@example(layer=SQUARE)
@example(layer=column(2.1, 0.4, 1.7, 0.9, 0.3, 3.4, 0.37))
@example(layer=WIDE)
@given(layer=layers())
def test_weights(student, reference, layer):
    """Each column of W is multiplied by the scale of its own output."""
    assert_weights(student.fold_batchnorm(*layer).W, layer, reference.fold_batchnorm(*layer).W)


@example(layer=SQUARE)
@example(layer=column(1.3, 2.1, 1.7, 0.4, 0.7, 0.45, 0.37))
@example(layer=WIDE)
@given(layer=layers())
def test_bias(student, reference, layer):
    """The new bias is the old one, normalized and scaled, plus beta."""
    assert_bias(student.fold_batchnorm(*layer).b, layer, reference.fold_batchnorm(*layer).b)


@example(layer=column(2.1, 0.0, 1.7, 0.6, 2.3, 0.45, 0.37)._replace(b=None))
@example(layer=WIDE._replace(b=None))
@settings(max_examples=12)
@given(layer=layers(bias=False))
def test_without_bias(student, reference, layer):
    """With b=None the folded layer still gets a bias."""
    want = reference.fold_batchnorm(*layer)
    folded = student.fold_batchnorm(*layer)
    assert_bias(folded.b, layer, want.b, of="b′ (b=None)")
    assert_weights(folded.W, layer, want.W, of="W′ (b=None)")


def outputs_of(layer, x):
    """What Linear and torch's own BatchNorm, in evaluation, make of x."""
    z = x @ layer.W + layer.b
    buffers = layer.running_mean, layer.running_var
    return F.batch_norm(z, *buffers, layer.gamma, layer.beta, eps=layer.eps)


@example(layer=column(1.0, 0.5, 1.0, 0.0, 0.0, 0.0, USUAL_EPS), seed=1)
@example(layer=SQUARE._replace(eps=USUAL_EPS), seed=2)
@example(layer=WIDE._replace(eps=USUAL_EPS), seed=3)
@given(layer=layers(eps=USUAL_EPS), seed=seeds())
def test_same_network(student, layer, seed):
    """With the default eps, x @ W′ + b′ equals the output of the two layers."""
    fan_in = len(layer.W)
    # Nothing, one input at a time, and a few of them together: this settles a straight line.
    basis = torch.eye(fan_in, dtype=torch.float64)
    x = torch.cat((torch.zeros_like(basis[:1]), basis, tensor((3, fan_in), seed=seed)))
    folded = student.fold_batchnorm(*layer[:-1])
    for got, want, name in ((folded.W, layer.W, "W′"), (folded.b, layer.b, "b′")):
        shapes = f"expected shape {tuple(want.shape)}, got {tuple(got.shape)}"
        assert_law(got.shape == want.shape, f"{name}: {shapes}")
    terms = float(x.abs().sum(dim=1).max()) * layer.weight_terms + layer.bias_terms
    assert_close(
        x @ folded.W + folded.b,
        outputs_of(layer, x),
        of="output",
        tolerance=float64_tolerance(terms),
    )


def test_in_the_network(student, reference, device):
    """The lecture's trained network gives the same output when its BatchNorm is folded."""
    run = short_run(recipe="batchnorm", steps=20, device=device)
    p, buffers = run.model.parameters, run.model.buffers
    statistics = buffers["running_mean1"], buffers["running_var1"]
    layer = p["W1"], None, p["bngain1"], p["bnbias1"], *statistics
    got, want = student.fold_batchnorm(*layer), reference.fold_batchnorm(*layer)
    assert_close(got.W, want.W, of="W′ of the network", tolerance=1e-9)
    assert_close(got.b, want.b, of="b′ of the network", tolerance=1e-9)
    own = {"W1": got.W.to(device), "b1": got.b.to(device)}
    plain = {"C": p["C"], **own, "W2": p["W2"], "b2": p["b2"]}
    loss, before = (
        float(model.evaluate(sample(device))) for model in (Network(plain, 1), run.model)
    )
    assert_close(loss, before, of="loss of the folded network", tolerance=1e-6)


def test_untouched(student):
    """Your function leaves its arguments unchanged."""
    assert_unmodified(student, "fold_batchnorm", *SQUARE)
    assert_unmodified(student, "fold_batchnorm", *WIDE._replace(b=None))


PROBES = (
    probe("fold_batchnorm", *SQUARE),
    probe("fold_batchnorm", *SQUARE[:-1]),
    probe("fold_batchnorm", *WIDE),
    probe("fold_batchnorm", *WIDE._replace(b=None)),
    probe("fold_batchnorm", *SQUARE._replace(b=None)),
    probe("fold_batchnorm", *column(2.1, 0.6, 1.7, 0.7, 2.3, 0.45, 0.37)),
)
