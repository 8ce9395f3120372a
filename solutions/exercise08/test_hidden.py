"""Hidden checks: the new weights, the new bias, and that the network says the same as before."""

from typing import NamedTuple

import torch
import torch.nn.functional as F
from hypothesis import example, given, settings
from hypothesis import strategies as st

from grader.checks import (
    assert_close,
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


# Two layers without coincidences; the second has a gain of 0 and a variance of 0.
SQUARE = Layer(
    float64([2.0, -1.0], [0.5, 3.0]),
    float64(3.0, -2.0),
    float64(2.0, -3.0),
    float64(0.7, 0.3),
    float64(1.2, 4.0),
    float64(3.5, 0.4),
    0.5,
)
WIDE = Layer(
    float64([1.5, -2.0, 0.3], [0.4, 0.8, -1.0]),
    float64(0.2, -0.4, 2.0),
    float64(1.5, 0.0, -0.6),
    float64(-0.3, 1.2, 0.8),
    float64(-1.0, 0.9, 3.0),
    float64(0.0, 2.0, 0.3),
    0.1,
)


@example(layer=column(2.0, 0.0, 1.0, 0.0, 0.0, 3.5, 0.5))
@example(layer=column(1.0, 0.0, 3.0, 0.0, 0.0, 0.5, 0.5))
@example(layer=SQUARE)
@example(layer=WIDE)
@given(layer=layers())
def test_weights(student, reference, layer):
    """Each column of W is multiplied by the factor of its own output, eps included."""
    want = reference.fold_batchnorm(*layer).W
    tolerance = float64_tolerance(layer.weight_terms)
    assert_close(student.fold_batchnorm(*layer).W, want, of="W'", tolerance=tolerance)


@example(layer=column(1.0, 2.0, 1.0, 0.0, 0.0, 0.5, 0.5))
@example(layer=column(1.0, 0.0, 1.0, 0.0, 2.0, 0.5, 0.5))
@example(layer=column(1.0, 3.0, 1.0, 0.0, 1.0, 3.5, 0.5))
@example(layer=column(1.0, 0.0, 3.0, 2.0, 0.0, 0.5, 0.5))
@example(layer=SQUARE)
@example(layer=WIDE)
@given(layer=layers())
def test_bias(student, reference, layer):
    """The old bias is normalised too, and beta is added as it is."""
    want = reference.fold_batchnorm(*layer).b
    tolerance = float64_tolerance(layer.bias_terms)
    assert_close(student.fold_batchnorm(*layer).b, want, of="b'", tolerance=tolerance)


@example(layer=column(2.0, 0.0, 3.0, 0.5, 2.0, 0.5, 0.5)._replace(b=None))
@example(layer=WIDE._replace(b=None))
@settings(max_examples=12)
@given(layer=layers(bias=False))
def test_without_bias(student, reference, layer):
    """Without an old bias there is a new one all the same."""
    want = reference.fold_batchnorm(*layer)
    folded = student.fold_batchnorm(*layer)
    assert_close(folded.b, want.b, of="b'", tolerance=float64_tolerance(layer.bias_terms))
    assert_close(folded.W, want.W, of="W'", tolerance=float64_tolerance(layer.weight_terms))


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
    """With the usual eps, x @ W' + b' is what the two layers made of x."""
    fan_in = len(layer.W)
    # Nothing, one input at a time, and a few of them together: this settles a straight line.
    basis = torch.eye(fan_in, dtype=torch.float64)
    x = torch.cat((torch.zeros_like(basis[:1]), basis, tensor((3, fan_in), seed=seed)))
    folded = student.fold_batchnorm(*layer[:-1])
    for got, want, name in ((folded.W, layer.W, "W'"), (folded.b, layer.b, "b'")):
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
    """The lecture's network, trained, says the same when its BatchNorm is folded away."""
    run = short_run(recipe="batchnorm", steps=20, device=device)
    p, buffers = run.model.parameters, run.model.buffers
    statistics = buffers["running_mean1"], buffers["running_var1"]
    layer = p["W1"], None, p["bngain1"], p["bnbias1"], *statistics
    got, want = student.fold_batchnorm(*layer), reference.fold_batchnorm(*layer)
    assert_close(got.W, want.W, of="W' of the network", tolerance=1e-9)
    assert_close(got.b, want.b, of="b' of the network", tolerance=1e-9)
    own = {"W1": got.W.to(device), "b1": got.b.to(device)}
    plain = {"C": p["C"], **own, "W2": p["W2"], "b2": p["b2"]}
    loss, before = (
        float(model.evaluate(sample(device))) for model in (Network(plain, 1), run.model)
    )
    assert_close(loss, before, of="loss of the folded network", tolerance=1e-6)


def test_untouched(student):
    """All arguments are the same after the call as before it."""
    assert_unmodified(student, "fold_batchnorm", *SQUARE)
    assert_unmodified(student, "fold_batchnorm", *WIDE._replace(b=None))


PROBES = (
    probe("fold_batchnorm", *SQUARE),
    probe("fold_batchnorm", *SQUARE[:-1]),
    probe("fold_batchnorm", *WIDE),
    probe("fold_batchnorm", *WIDE._replace(b=None)),
    probe("fold_batchnorm", *column(2.0, 0.5, 3.0, 0.7, 2.0, 0.4, 0.5)),
)
