"""Hidden checks: the laws of both modes, the three variances, and the graph; then the probes.

A *layer* is what the function takes by position: x, gamma, beta, running_mean, running_var.
Where correction is 0, torch's own batch_norm says what is right. A message names the term of the
formula by which a result is off, where a single term explains all of the difference.
"""

import torch
from hypothesis import example, given, settings
from hypothesis import strategies as st
from torch.nn.functional import batch_norm

from grader.checks import (
    assert_close,
    assert_explained,
    assert_law,
    assert_raises,
    assert_unmodified,
    float32_tolerance,
    float64_tolerance,
    in_network,
    probe,
)
from grader.sandbox.failures import StudentRaised
from grader.strategies import batch_sizes, seeds, tensor, widths
from grader.training import Functions, sample, short_run


def float64(*rows):
    return torch.tensor(rows, dtype=torch.float64)


def layer(*rows, mean=(4.0, -2.0, 1.0), var=(9.0, 0.5, 2.0)):
    """A layer with the given rows of x, and other numbers for every column."""
    wide = len(rows[0])
    others = (2.0, -1.0, 0.5), (5.0, 1.0, -3.0), mean, var
    return float64(*rows), *(float64(*numbers[:wide]) for numbers in others)


@st.composite
def layers(draw, least=2, offsets=(0.0, -3.0)):
    """Layers of up to 6 rows and 4 columns, seldom square."""
    shape, seed = (draw(batch_sizes(least, 6)), draw(widths(most=4))), draw(seeds())
    scale, offset = draw(st.sampled_from((0.5, 1.0, 10.0))), draw(st.sampled_from(offsets))
    x = tensor(shape, scale=scale, offset=offset, seed=seed)
    wide = shape[1:]
    gamma, beta = tensor(wide, offset=1.0, seed=seed + 1), tensor(wide, scale=3.0, seed=seed + 2)
    mean, var = tensor(wide, scale=2.0, seed=seed + 3), tensor(wide, seed=seed + 4).abs() + 0.5
    return x, gamma, beta, mean, var


def small_numbers():
    return st.sampled_from((1e-5, 0.01, 0.5))


def expected(reference, inputs, *, training, momentum=0.1, eps=1e-5, correction=0):
    """(out, running_mean, running_var) by torch, or by the reference where torch has no word."""
    if training and correction:
        keywords = {"training": True, "momentum": momentum, "eps": eps, "correction": correction}
        return reference.batchnorm_forward(*inputs, **keywords)
    x, gamma, beta, mean, var = (argument.clone() for argument in inputs)
    out = batch_norm(x, mean, var, gamma, beta, training, momentum, eps)  # moves mean and var
    return out, mean, var


def tolerance_of(inputs, var, eps):
    """The rule of tolerance for out = gamma * (x - mean) / sqrt(var + eps) + beta."""
    x, gamma, beta, *_ = (argument.double() for argument in inputs)
    gain = gamma.abs() / torch.sqrt(var + eps)
    spread = (x - x.mean(dim=0)).abs().amax(dim=0)
    terms = float((gain * spread + beta.abs()).max())
    if inputs[0].dtype == torch.float32:
        return float32_tolerance(terms)
    return float64_tolerance(terms, rounding=float(x.abs().max() * gain.max()))


def output_reasons(inputs, mean, var, eps, other_var=None, divisors=()):
    """Each term of gamma * (x - mean) / sqrt(var + eps) + beta, left out or replaced."""
    x, gamma, beta, *_ = inputs
    centred, std = x - mean, torch.sqrt(var + eps)
    yield "the shift beta is missing", gamma * centred / std
    yield "the gain gamma is missing", centred / std + beta
    yield "the mean is not taken off", gamma * x / std + beta
    yield "the division by the standard deviation is missing", gamma * centred + beta
    yield "eps is missing", gamma * centred / torch.sqrt(var) + beta
    if other_var is not None:
        wrong, right = divisors
        reason = f"the variance is divided by {wrong}, not by {right},"
        yield reason, gamma * centred / torch.sqrt(other_var + eps) + beta


def batch_reasons(inputs, eps, correction):
    """output_reasons for a batch in training; `other_var` is off by the Bessel factor."""
    x = inputs[0]
    var, other = x.var(dim=0, correction=correction), x.var(dim=0, correction=1 - correction)
    divisors = ("n", "n - 1") if correction else ("n - 1", "n")
    yield from output_reasons(inputs, x.mean(dim=0), var, eps, other, divisors)


# Columns: variance 4 (5.3 by n - 1) and 1 (1.3); a constant one; variances close to eps.
TWO_LEVELS = layer([0.0, 1.0], [0.0, 3.0], [4.0, 1.0], [4.0, 3.0])
TWO_ROWS = layer([0.0, 5.0, -1.0], [2.0, 4.0, 1.0])
FLAT = layer([0.3, 1.0], [0.3, 2.0], [0.3, 6.0])
NARROW = layer([0.1, 1.0], [0.3, 2.0], [0.2, 1.0], [0.4, 2.0])
# With eps 0.5 the running variance 0.5 makes a standard deviation of 1: out = gamma * x + beta.
UNIT = layer([0.0, 1.0], [3.0, 2.0], mean=(0.0, 0.0), var=(0.5, 0.5))


@example(inputs=layer([0.0], [2.0]), eps=1e-5, correction=0)
@example(inputs=TWO_LEVELS, eps=1e-5, correction=0)
@example(inputs=TWO_LEVELS, eps=1e-5, correction=1)
@example(inputs=TWO_ROWS, eps=0.5, correction=0)
@example(inputs=TWO_ROWS, eps=0.5, correction=1)
@example(inputs=FLAT, eps=1e-5, correction=0)
@example(inputs=NARROW, eps=0.01, correction=0)
@example(inputs=layer([0.001], [0.003]), eps=1e-5, correction=0)
@settings(max_examples=25)
@given(inputs=layers(), eps=small_numbers(), correction=st.integers(0, 1))
def test_train(student, reference, inputs, eps, correction):
    """In training each column is normalised by this batch."""
    x, *others = inputs
    keywords = {"training": True, "eps": eps, "correction": correction}
    want, *_ = expected(reference, inputs, **keywords)
    tolerance = tolerance_of(inputs, x.var(dim=0, correction=correction), eps)
    got = student.batchnorm_forward(*inputs, **keywords).out
    reasons = batch_reasons(inputs, eps, correction)
    assert_explained(got, want, reasons, of="out", tolerance=tolerance)
    turned = torch.cat((10 * x[:, :1], x[:, 1:]), dim=1).flip(0)
    want, *_ = expected(reference, (turned, *others), **keywords)
    got = student.batchnorm_forward(turned, *others, **keywords).out
    of = "out for the rows in reverse and the first column ten times as wide"
    assert_close(got, want, of=of, tolerance=tolerance)


def buffer_reasons(old, batch, momentum, biased=None):
    """Each term of (1 - momentum) * old + momentum * batch, left out or replaced."""
    kept, new = (1 - momentum) * old, momentum * batch
    yield "this batch is missing", kept
    yield "nothing has moved", old
    yield "the old value is missing", new
    yield "the old value does not decay", old + new
    yield "the weights of old and new are exchanged", momentum * old + (1 - momentum) * batch
    if biased is not None:
        yield "the Bessel factor n / (n - 1) is missing", kept + momentum * biased


@example(inputs=TWO_LEVELS, momentum=0.3, correction=0)
@example(inputs=TWO_LEVELS, momentum=0.3, correction=1)
@example(inputs=TWO_LEVELS, momentum=1.0, correction=0)
@example(inputs=TWO_LEVELS, momentum=0.0, correction=1)
@example(inputs=layer([0.0], [2.0], mean=[1.0], var=[2.0]), momentum=0.2, correction=0)
@example(inputs=TWO_ROWS, momentum=0.2, correction=1)
@example(inputs=FLAT, momentum=1.0, correction=0)
@settings(max_examples=20)
@given(
    inputs=layers(),
    momentum=st.sampled_from((0.0, 0.1, 0.3, 1.0)),
    correction=st.integers(0, 1),
)
def test_buffers(student, reference, inputs, momentum, correction):
    """The buffers move towards the mean and the unbiased variance."""
    x, _, _, mean, var = inputs
    keywords = {"training": True, "momentum": momentum, "correction": correction}
    _, want_mean, want_var = expected(reference, inputs, **keywords)
    got = student.batchnorm_forward(*inputs, **keywords)
    batch_mean, unbiased, biased = x.mean(dim=0), x.var(dim=0), x.var(dim=0, correction=0)
    assert_explained(
        got.running_mean,
        want_mean,
        buffer_reasons(mean, batch_mean, momentum),
        of="running_mean",
        tolerance=float64_tolerance(float(x.abs().max())),
    )
    assert_explained(
        got.running_var,
        want_var,
        buffer_reasons(var, unbiased, momentum, biased),
        of="running_var",
        tolerance=float64_tolerance(float(unbiased.max())),
    )


@example(inputs=layer([2.0], [6.0]), eps=1e-5, momentum=0.1, correction=0)
@example(inputs=layer([0.0, 1.0, 2.0]), eps=0.5, momentum=0.1, correction=1)
@example(inputs=UNIT, eps=0.5, momentum=1.0, correction=0)
@example(inputs=TWO_LEVELS, eps=0.01, momentum=0.0, correction=1)
@example(inputs=layer([4.0], [4.001], var=[1e-6]), eps=1e-5, momentum=0.1, correction=0)
@settings(max_examples=20)
@given(
    inputs=layers(least=1),
    eps=small_numbers(),
    momentum=st.sampled_from((0.0, 0.1, 1.0)),
    correction=st.integers(0, 1),
)
def test_evaluation(student, reference, inputs, eps, momentum, correction):
    """In evaluation the buffers stand in for the batch, and rest."""
    x, *others = inputs
    mean, var = inputs[3:]
    keywords = {"training": False, "eps": eps, "momentum": momentum, "correction": correction}
    want, *_ = expected(reference, inputs, **keywords)
    widest = torch.maximum(x.abs().amax(dim=0), mean.abs())
    gain = inputs[1].abs() / torch.sqrt(var + eps)
    tolerance = float64_tolerance(float((2 * widest * gain + inputs[2].abs()).max()))
    got = student.batchnorm_forward(*inputs, **keywords)
    reasons = output_reasons(inputs, mean, var, eps)
    assert_explained(got.out, want, reasons, of="out", tolerance=tolerance)
    assert_close(got.running_mean, mean, of="running_mean in evaluation", tolerance=1e-9)
    assert_close(got.running_var, var, of="running_var in evaluation", tolerance=1e-9)
    alone = student.batchnorm_forward(x[:1], *others, **keywords).out
    assert_close(alone, want[:1], of="out for the first row alone", tolerance=tolerance)


# 2**27 and 2**13 above 0 the squares of x lose just the bit that tells them apart: their mean
# less the square of the mean is exactly 0, in whatever order the sums are taken. Elsewhere the
# noise of that formula differs from one way to write it to the next.
FAR = layer([134217727.0], [134217729.0])
FAR_SINGLE = tuple(argument.float() for argument in layer([8191.0], [8193.0]))


@example(inputs=FAR, correction=0)
@example(inputs=FAR, correction=1)
@example(inputs=FAR_SINGLE, correction=0)
@example(inputs=layer([1e7 + 1.5, 1.0], [1e7 - 2.0, 2.0], [1e7, -1.0]), correction=0)
@settings(max_examples=15)
@given(inputs=layers(offsets=(1e5, 1e7)), correction=st.integers(0, 1))
def test_offset(student, reference, inputs, correction):
    """A common offset of ten million costs no digits."""
    keywords = {"training": True, "correction": correction}
    exact = tuple(argument.double() for argument in inputs)
    want = reference.batchnorm_forward(*exact, **keywords)
    x, gamma, beta, *_ = exact
    tolerance = tolerance_of(inputs, x.var(dim=0, correction=correction), 1e-5)
    near = student.batchnorm_forward(inputs[0] - inputs[0][0], *inputs[1:], **keywords)
    far = student.batchnorm_forward(*inputs, **keywords)
    no_variance = gamma * (x - x.mean(dim=0)) / 1e-5**0.5 + beta
    reasons = [("the variance is lost to rounding", no_variance)]
    assert_explained(far.out, want.out, reasons, of="out", tolerance=tolerance)
    # The law alone: a buffer that is wrong near 0, too, has its own check.
    spread = float((x - x.mean(dim=0)).abs().max())
    tolerance = float64_tolerance(float(want.running_var.max()), float(x.abs().max()) * spread)
    if inputs[0].dtype == torch.float32:
        tolerance = float32_tolerance(float(want.running_var.max()))
    of = "running_var, the same as without the offset,"
    assert_close(far.running_var, near.running_var, of=of, tolerance=tolerance)


BUFFERS = "running_mean", "running_var"


def path_reasons(inputs, g, eps, correction):
    """The paths from out back to x (exercise05 tells them apart), left out."""
    x, gamma, *_ = inputs
    inv_std = 1 / torch.sqrt(x.var(dim=0, correction=correction) + eps)
    x_hat, direct = (x - x.mean(dim=0)) * inv_std, g * gamma
    through_mean = -direct.mean(dim=0) * inv_std
    through_var = -x_hat * (direct * x_hat).sum(dim=0) / (len(x) - correction) * inv_std
    yield "the path through the mean is missing", direct * inv_std + through_var
    yield "the path through the variance is missing", direct * inv_std + through_mean
    yield "the paths through mean and variance are missing", direct * inv_std


def learnable(inputs):
    """The layer as a network holds it: x, gamma and beta require grad, the buffers do not."""
    return *(argument.clone().requires_grad_() for argument in inputs[:3]), *inputs[3:]


def is_refused(seen):
    """Whether the call raised.

    Raises:
        CheckFailed: it did not, and yet gave no acceptable value.
    """
    if seen.failure is not None and not isinstance(seen.failure, StudentRaised):
        raise seen.failure
    return seen.failure is not None


@example(inputs=TWO_LEVELS, seed=1, correction=0)
@example(inputs=TWO_LEVELS, seed=2, correction=1)
@settings(max_examples=8)
@given(inputs=layers(least=3), seed=seeds(), correction=st.integers(0, 1))
def test_graph(student, reference, inputs, seed, correction):
    """Gradients pass through the output; the buffers never require grad."""
    keywords = {"training": True, "eps": 0.5, "correction": correction}
    seen = student.observe_call(probe("batchnorm_forward", *learnable(inputs), **keywords))
    if is_refused(seen):
        return  # numpy takes no tensor that requires grad: such an output has no graph to judge
    # One array for all three has no graph, either.
    kept = seen.requires_grad if isinstance(seen.requires_grad, tuple) else (False, False, False)
    for name, requires_grad in zip(BUFFERS, kept[1:], strict=True):
        assert_law(not requires_grad, f"{name}: expected requires_grad False, got True")
    if not kept[0]:
        return
    g = tensor(tuple(inputs[0].shape), seed=seed)
    want = reference.observe("batchnorm_forward", *inputs, gradient=g, **keywords).gradient
    seen = student.observe_call(probe("batchnorm_forward", *inputs, gradient=g, **keywords))
    if is_refused(seen):
        return  # here the buffers require grad, too, and they may be numpy's
    direct = float((g.abs().sum(dim=0) * inputs[1].abs()).max())
    tolerance = float64_tolerance(direct * float(inputs[0].abs().max().clamp(min=1.0)))
    for place, name in enumerate(("x", "gamma", "beta")):
        found = seen.gradient[place]
        got = torch.zeros_like(want[place]) if found is None else found.double()
        reasons = path_reasons(inputs, g, 0.5, correction) if name == "x" else ()
        of = f"gradient of {name}"
        assert_explained(got, want[place], reasons, of=of, tolerance=tolerance)


def test_in_the_network(student, device):
    """The lecture's network with BatchNorm learns, and is evaluated, as it should."""
    plain = short_run(recipe="batchnorm", steps=15, device=device)
    with in_network():
        run = short_run(
            Functions(batchnorm_forward=student.batchnorm_forward),
            recipe="batchnorm",
            steps=15,
            device=device,
        )
        loss = float(run.model.evaluate(sample(device)))
    assert_close(run.losses, plain.losses, of="loss at each step", tolerance=1e-6)
    want = float(plain.model.evaluate(sample(device)))
    assert_close(loss, want, of="loss in evaluation, after training", tolerance=1e-6)


def test_untouched(student):
    """The five tensors are the same after the call as before it."""
    for training in (True, False):
        assert_unmodified(student, "batchnorm_forward", *TWO_LEVELS, training=training)


ONE_ROW = layer([2.0, 5.0])


def test_one_row(student):
    """In training a single row raises ValueError."""
    for correction in (0, 1):
        keywords = {"training": True, "correction": correction}
        assert_raises(student, "batchnorm_forward", *ONE_ROW, error="ValueError", **keywords)


MIXED = layer([0.5, 2.0, 7.0], [-1.0, 0.3, 7.0], [2.0, 1.2, 7.0], [0.1, -0.4, 7.0])
PROBES = (
    probe("batchnorm_forward", *MIXED, training=True, momentum=0.3, eps=0.5),
    probe("batchnorm_forward", *MIXED, training=True, momentum=0.3, correction=1),
    probe("batchnorm_forward", *TWO_ROWS, training=True, momentum=1.0, correction=1),
    probe("batchnorm_forward", *MIXED, training=False, momentum=0.3, eps=0.5),
    probe("batchnorm_forward", *layer([2.0, 6.0]), training=False, correction=1),
    probe("batchnorm_forward", *FAR, training=True),
    probe("batchnorm_forward", *ONE_ROW, training=True),
    probe("batchnorm_forward", *ONE_ROW, training=True, correction=1),
)
