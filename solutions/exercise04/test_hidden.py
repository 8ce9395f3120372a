"""Hidden checks: the laws of both modes, the three variances, and the graph; then the probes.

A *layer* is what the function takes by position: x, gamma, beta, running_mean, running_var.
Where correction is 0, torch's own batch_norm says what is right. A message names the term of the
formula by which a result is off, where a single term explains all of the difference. The numbers
are in general position (none is another one's half or square), so that no term fits by coincidence.
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

DEFAULTS = {"momentum": 0.1, "eps": 1e-5, "correction": 0}


def float64(*rows):
    return torch.tensor(rows, dtype=torch.float64)


def layer(*rows, mean=(4.1, -2.3, 1.4), var=(8.7, 0.6, 2.2)):
    """A layer with the given rows of x, and other numbers for every column."""
    wide = len(rows[0])
    others = (1.7, -0.6, 0.8), (5.3, 1.2, -3.1), mean, var
    return float64(*rows), *(float64(*numbers[:wide]) for numbers in others)


@st.composite
def layers(draw, least, offsets):
    """Layers of up to 6 rows and 4 columns, seldom square."""
    shape, seed = (draw(batch_sizes(least, 6)), draw(widths(most=4))), draw(seeds())
    scale, offset = draw(st.sampled_from((0.5, 1.0, 10.0))), draw(st.sampled_from(offsets))
    x = tensor(shape, scale=scale, offset=offset, seed=seed)
    wide = shape[1:]
    gamma, beta = tensor(wide, offset=1.0, seed=seed + 1), tensor(wide, scale=3.0, seed=seed + 2)
    mean, var = tensor(wide, scale=2.0, seed=seed + 3), tensor(wide, seed=seed + 4).abs() + 0.5
    return x, gamma, beta, mean, var


def cases(least=2, offsets=(0.0, -3.0), **drawn):
    """`@given` layers, a correction, and what else is drawn."""
    return given(inputs=layers(least, offsets), correction=st.integers(0, 1), **drawn)


SMALL_NUMBERS = st.sampled_from((1e-5, 0.01, 0.5))
MOMENTA = st.sampled_from((0.0, 0.1, 0.3, 1.0))


def spoken(training, **numbers):
    """The keywords of a call; momentum and eps are left to the function at their defaults."""
    told = {k: v for k, v in numbers.items() if k == "correction" or v != DEFAULTS[k]}
    return {"training": training} | told


def expected(reference, inputs, *, training, **numbers):
    """(out, running_mean, running_var) by torch, or by the reference where torch has no word."""
    numbers = DEFAULTS | numbers
    if training and numbers["correction"]:
        return reference.batchnorm_forward(*inputs, training=True, **numbers)
    x, gamma, beta, mean, var = (argument.clone() for argument in inputs)
    momentum, eps = numbers["momentum"], numbers["eps"]
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


def output_reasons(inputs, mean, var, eps, other=()):
    """Each term of gamma * (x - mean) / sqrt(var + eps) + beta, left out or replaced."""
    x, gamma, beta, *_ = inputs
    centred, std = x - mean, torch.sqrt(var + eps)
    yield "the shift beta is missing", gamma * centred / std
    yield "the gain gamma is missing", centred / std + beta
    yield "gamma and beta are missing", centred / std
    yield "gamma and beta are exchanged", beta * centred / std + gamma
    yield "the mean is not subtracted", gamma * x / std + beta
    yield "the division by the standard deviation is missing", gamma * centred + beta
    yield "it is divided by the variance, not its root", gamma * centred / (var + eps) + beta
    yield "eps is missing", gamma * centred / torch.sqrt(var) + beta
    yield "eps is added after the root", gamma * centred / (torch.sqrt(var) + eps) + beta
    for reason, variance in other:
        yield reason, gamma * centred / torch.sqrt(variance + eps) + beta


def batch_reasons(inputs, eps, correction):
    """output_reasons for a batch in training, and the other ways to divide its squares."""
    x, *_, buffer = inputs
    var, n = x.var(dim=0, correction=correction), len(x)
    divisors = ("n", "n − 1") if correction else ("n − 1", "n")
    other = (
        (
            f"the variance is divided by {divisors[0]}, not {divisors[1]}",
            x.var(0, correction=1 - correction),
        ),
        ("the squares are summed, not averaged", var * (n - correction)),
        ("the variance is that of the buffer", buffer),
    )
    yield from output_reasons(inputs, x.mean(dim=0), var, eps, other)


# The last column of FLAT is constant; NARROW has variances close to eps.
LEVELS = layer([0.3, 1.1], [0.1, 3.2], [4.4, 1.3], [3.9, 3.0])
TWO_ROWS = layer([0.2, 5.1, -1.3], [2.9, 4.4, 1.6])
FLAT = layer([1.3, 0.3], [2.1, 0.3], [6.2, 0.3])
NARROW = layer([0.1, 1.0], [0.31, 2.1], [0.22, 1.4], [0.43, 2.2])
ONE_COLUMN = layer([0.4], [2.1], [3.3])


@example(inputs=ONE_COLUMN, eps=1e-5, correction=0)
@example(inputs=LEVELS, eps=1e-5, correction=0)
@example(inputs=LEVELS, eps=1e-5, correction=1)
@example(inputs=TWO_ROWS, eps=0.5, correction=0)
@example(inputs=TWO_ROWS, eps=0.5, correction=1)
@example(inputs=FLAT, eps=1e-5, correction=0)
@example(inputs=NARROW, eps=0.01, correction=0)
@example(inputs=layer([0.0011], [0.0034]), eps=1e-5, correction=0)
@settings(max_examples=25)
@cases(eps=SMALL_NUMBERS)
def test_train(student, reference, inputs, eps, correction):
    """In training batchnorm_forward normalizes each column by this batch."""
    x, *others = inputs
    numbers = {"eps": eps, "correction": correction}
    want, *_ = expected(reference, inputs, training=True, **numbers)
    tolerance = tolerance_of(inputs, x.var(dim=0, correction=correction), eps)
    got = student.batchnorm_forward(*inputs, **spoken(True, **numbers)).out
    reasons = batch_reasons(inputs, eps, correction)
    assert_explained(got, want, reasons, of="out", tolerance=tolerance)
    numbers = numbers if correction else {"eps": eps}  # 0 is the default
    turned = torch.cat((10 * x[:, :1], x[:, 1:]), dim=1).flip(0)
    want, *_ = expected(reference, (turned, *others), training=True, **numbers)
    got = student.batchnorm_forward(turned, *others, **spoken(True, **numbers)).out
    of = "out for the rows in reverse and the first column ten times as wide"
    assert_close(got, want, of=of, tolerance=tolerance)


def buffer_reasons(old, batch, momentum, other=()):
    """Each term of (1 - momentum) * old + momentum * batch, left out or replaced."""
    if momentum in (0.0, 1.0):
        return  # there several of them are the same
    kept, new = (1 - momentum) * old, momentum * batch
    yield "this batch is missing", kept
    yield "it has not moved", old
    yield "the old value is missing", new
    yield "it is replaced by this batch", batch
    yield "the old value does not decay", old + new
    yield "this batch has its full weight", kept + batch
    yield "old and new have each other's weight", momentum * old + (1 - momentum) * batch
    for reason, statistic in other:
        yield reason, kept + momentum * statistic


@example(inputs=LEVELS, momentum=0.3, correction=0)
@example(inputs=LEVELS, momentum=0.3, correction=1)
@example(inputs=LEVELS, momentum=0.1, correction=1)
@example(inputs=LEVELS, momentum=1.0, correction=0)
@example(inputs=LEVELS, momentum=0.0, correction=1)
@example(inputs=TWO_ROWS, momentum=0.2, correction=1)
@example(inputs=FLAT, momentum=1.0, correction=0)
@settings(max_examples=20)
@cases(momentum=MOMENTA)
def test_buffers(student, reference, inputs, momentum, correction):
    """In training the buffers move towards the mean and the unbiased variance."""
    x, _, _, old_mean, old_var = inputs
    numbers = {"momentum": momentum, "correction": correction}
    _, want_mean, want_var = expected(reference, inputs, training=True, **numbers)
    got = student.batchnorm_forward(*inputs, **spoken(True, **numbers))
    mean, var, biased = x.mean(dim=0), x.var(dim=0), x.var(dim=0, correction=0)
    tolerance = float64_tolerance(float(x.abs().max()))
    reasons = buffer_reasons(old_mean, mean, momentum)
    assert_explained(got.running_mean, want_mean, reasons, of="running_mean", tolerance=tolerance)
    other = (
        ("the factor n/(n − 1) is missing", biased),
        ("it takes in a standard deviation", var.sqrt()),
        ("it takes in eps as well", var + 1e-5),
        ("it takes in the mean", mean),
    )
    tolerance = float64_tolerance(float(var.max()))
    reasons = buffer_reasons(old_var, var, momentum, other)
    assert_explained(got.running_var, want_var, reasons, of="running_var", tolerance=tolerance)


@example(inputs=layer([2.1], [6.3]), eps=1e-5, momentum=0.1, correction=0)
@example(inputs=layer([0.2, 1.1, 2.4]), eps=0.5, momentum=0.1, correction=1)
@example(inputs=LEVELS, eps=0.37, momentum=1.0, correction=0)
@example(inputs=LEVELS, eps=0.01, momentum=0.0, correction=1)
@example(inputs=layer([4.2], [4.201], var=[1.3e-6]), eps=1e-5, momentum=0.1, correction=0)
@settings(max_examples=20)
@cases(least=1, eps=SMALL_NUMBERS, momentum=MOMENTA)
def test_evaluation(student, reference, inputs, eps, momentum, correction):
    """In evaluation batchnorm_forward uses the buffers and leaves them as they are."""
    x, *others = inputs
    mean, var = inputs[3:]
    numbers = {"eps": eps, "momentum": momentum, "correction": correction}
    want, *_ = expected(reference, inputs, training=False, **numbers)
    widest = torch.maximum(x.abs().amax(dim=0), mean.abs())
    gain = inputs[1].abs() / torch.sqrt(var + eps)
    tolerance = float64_tolerance(float((2 * widest * gain + inputs[2].abs()).max()))
    got = student.batchnorm_forward(*inputs, **spoken(False, **numbers))
    of, reasons = "out in evaluation", output_reasons(inputs, mean, var, eps)
    assert_explained(got.out, want, reasons, of=of, tolerance=tolerance)
    assert_close(got.running_mean, mean, of="running_mean in evaluation", tolerance=1e-9)
    assert_close(got.running_var, var, of="running_var in evaluation", tolerance=1e-9)
    alone = student.batchnorm_forward(x[:1], *others, **spoken(False, **numbers)).out
    assert_close(alone, want[:1], of=f"{of} for the first row alone", tolerance=tolerance)


# 2**27 and 2**13 above 0 the squares of x lose just the bit that tells them apart: their mean
# minus the square of the mean is exactly 0, in whatever order the sums are taken. Elsewhere the
# noise of that formula differs from one way to write it to the next.
FAR = layer([134217727.0], [134217729.0])
# In float32 gamma is a power of 2: gamma * x - gamma * mean is then exact, too.
FAR_SINGLE = tuple(map(torch.Tensor, ([[8191.0], [8193.0]], [2.0], [5.0], [4.0], [9.0])))


@example(inputs=FAR, correction=0)
@example(inputs=FAR, correction=1)
@example(inputs=FAR_SINGLE, correction=0)
@example(inputs=layer([1e7 + 1.5, 1.0], [1e7 - 2.0, 2.0], [1e7, -1.0]), correction=0)
@settings(max_examples=15)
@cases(offsets=(1e5, 1e7))
def test_offset(student, reference, inputs, correction):
    """A common offset of ten million costs no digits."""
    keywords = spoken(True, correction=correction)
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
    of = "running_var, which an offset must not change"
    assert_close(far.running_var, near.running_var, of=of, tolerance=tolerance)


def path_reasons(inputs, g, eps, correction):
    """The paths from out back to x (exercise05 tells them apart), left out."""
    x, gamma, *_ = inputs
    inv_std = 1 / torch.sqrt(x.var(dim=0, correction=correction) + eps)
    x_hat, direct = (x - x.mean(dim=0)) * inv_std, g * gamma
    through_mean = -direct.mean(dim=0) * inv_std
    through_var = -x_hat * (direct * x_hat).sum(dim=0) / (len(x) - correction) * inv_std
    yield "the path through the mean is missing", direct * inv_std + through_var
    yield "the path through the variance is missing", direct * inv_std + through_mean
    yield "the paths through the mean and the variance are missing", direct * inv_std


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


@example(inputs=LEVELS, seed=1, correction=0)
@example(inputs=LEVELS, seed=2, correction=1)
@settings(max_examples=8)
@cases(least=3, seed=seeds())
def test_graph(student, reference, inputs, seed, correction):
    """Gradients pass through the output, and the buffers never require grad."""
    keywords = {"training": True, "eps": 0.5, "correction": correction}
    seen = student.observe_call(probe("batchnorm_forward", *learnable(inputs), **keywords))
    if is_refused(seen):
        return  # numpy takes no tensor that requires grad: such an output has no graph to judge
    # One array for all three has no graph, either.
    kept = seen.requires_grad if isinstance(seen.requires_grad, tuple) else (False, False, False)
    for name, requires_grad in zip(("running_mean", "running_var"), kept[1:], strict=True):
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
        assert_explained(got, want[place], reasons, of=f"gradient of {name}", tolerance=tolerance)


def test_in_the_network(student, device):
    """The lecture's network trains with your layer exactly as with the reference."""
    own = Functions(batchnorm_forward=student.batchnorm_forward)
    call = {"recipe": "batchnorm", "steps": 15, "device": device}
    plain = short_run(**call)
    with in_network():
        run = short_run(own, **call)
        loss = float(run.model.evaluate(sample(device)))
    assert_close(run.losses, plain.losses, of="loss at each step", tolerance=1e-6)
    want = float(plain.model.evaluate(sample(device)))
    assert_close(loss, want, of="loss in evaluation, after training", tolerance=1e-6)


def test_untouched(student):
    """Your function leaves its arguments unchanged."""
    for training in (True, False):
        assert_unmodified(student, "batchnorm_forward", *LEVELS, training=training)


ONE_ROW = layer([2.1, 5.4])


def test_one_row(student):
    """In training a single row raises ValueError."""
    for correction in (0, 1):
        keywords = {"training": True, "correction": correction}
        assert_raises(student, "batchnorm_forward", *ONE_ROW, error="ValueError", **keywords)


# The last column is constant. FINE is so narrow that an eps of its own shows, be it 1e-12.
MIXED = layer(
    [0.5, 2.1, 7.2], [-1.1, 0.3, 7.2], [2.3, 1.2, 7.2], [0.1, -0.4, 7.2], [-0.6, 1.7, 7.2]
)
FINE = layer([0.1, 0.31], [0.103, 0.34], [0.1012, 0.29], [0.0991, 0.37], var=(1.3e-6, 2.9e-4))
TRAINING = {"training": True, "momentum": 0.3, "eps": 0.37, "correction": 0}

PROBES = (
    probe("batchnorm_forward", *MIXED, **TRAINING),
    probe("batchnorm_forward", *MIXED, training=True, momentum=0.3, correction=1),
    probe("batchnorm_forward", *MIXED, training=True),
    probe("batchnorm_forward", *FINE, training=True, eps=2.3e-6),
    probe("batchnorm_forward", *TWO_ROWS, training=True, momentum=1.0, correction=1),
    probe("batchnorm_forward", *MIXED, training=False, momentum=0.3, eps=0.37),
    probe("batchnorm_forward", *FINE, training=False, eps=2.3e-6),
    probe("batchnorm_forward", *layer([2.1, 6.3]), training=False, correction=1),
    probe("batchnorm_forward", *FAR, training=True),
    probe("batchnorm_forward", *learnable(MIXED), **TRAINING),
    probe("batchnorm_forward", *ONE_ROW, training=True),
    probe("batchnorm_forward", *ONE_ROW, training=True, correction=1),
)
