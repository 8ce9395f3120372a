"""Hidden checks: all three gradients against autograd, column by column; then the probes.

What autograd differentiates is the forward pass of exercise04, written out in `forward`. A message
names the path or the factor by which a gradient is off, where a single one explains all of the
difference. In the probes no two quantities are related by 2, a square or 1, so that no reason fits
by coincidence.
"""

import torch
from hypothesis import example, given, settings
from hypothesis import strategies as st

from grader.checks import (
    CheckFailed,
    assert_close,
    assert_explained,
    float64_tolerance,
    in_network,
    probe,
)
from grader.strategies import seeds, tensor
from grader.training import Functions, short_run


def float64(*rows):
    return torch.tensor(rows, dtype=torch.float64)


def forward(x, gamma, eps, correction):
    """The cache that the forward pass leaves behind."""
    mean = x.mean(dim=0)
    var = ((x - mean) ** 2).sum(dim=0) / (len(x) - correction)
    inv_std = 1 / torch.sqrt(var + eps)
    x_hat = (x - mean) * inv_std
    return {
        "x": x, "mean": mean, "var": var, "x_hat": x_hat, "inv_std": inv_std,
        "gamma": gamma, "eps": eps, "correction": correction,
    }  # fmt: skip


def differentiated(grad_out, cache):
    """(dx, dgamma, dbeta) by autograd."""
    x, gamma = (cache[name].clone().requires_grad_() for name in ("x", "gamma"))
    beta = torch.zeros_like(gamma, requires_grad=True)
    out = gamma * forward(x, gamma, cache["eps"], cache["correction"])["x_hat"] + beta
    return torch.autograd.grad((out * grad_out).sum(), (x, gamma, beta))


def tolerance_of(grad_out, cache):
    """The rule of tolerance; the terms that are summed are inv_std * |grad_out * gamma|."""
    terms = cache["inv_std"] * (grad_out * cache["gamma"]).abs().sum(dim=0)
    return float64_tolerance(float(terms.max()))


# (grad_out, x, gamma, eps)
TWINS = float64([1.0], [0.3], [0.7], [-0.4]), float64([0.1], [0.4], [4.2], [3.9]), float64(3.3), 2.3
WIDE = (
    float64([1.0, 0.5, 0.3], [0.0, -2.0, 1.0], [2.0, 0.4, 0.0], [-0.5, 3.0, -1.0]),
    float64([4.0, 10.0, 7.0], [0.0, -2.0, 7.0], [0.5, -1.0, 7.0], [0.1, 2.0, 7.0]),
    float64(1.7, -0.6, 0.8),
    0.7,
)
UNBIASED = (
    float64([1.0, 0.5], [0.3, -2.0], [2.0, 0.4], [-0.5, 3.0], [0.7, 0.2]),
    float64([4.0, 0.3], [0.5, 10.0], [-1.0, 0.0], [0.2, 2.0], [1.1, 0.9]),
    float64(1.7, -0.6),
    0.03,
)
# So narrow that an eps of its own shows, be it as small as 1e-12; the last column is constant.
NARROW = (
    float64([0.7, -1.2, 0.4], [-0.3, 0.9, 1.3], [1.9, 0.6, -0.8], [0.2, -1.7, 0.5]),
    float64([0.1, 0.31, 0.6], [0.103, 0.34, 0.6], [0.1012, 0.29, 0.6], [0.0991, 0.37, 0.6]),
    float64(0.6, 1.7, -1.3),
    2.3e-6,
)
# 2**27 above 0 the squares of x lose just the bit that tells them apart: their mean minus the
# square of the mean is exactly 0, in whatever order the sums are taken.
FAR = (
    float64([0.7], [-0.3], [1.9], [0.2]),
    float64([134217727.0], [134217729.0], [134217729.0], [134217727.0]),
    float64(1.7),
    0.3,
)
OFFSET = UNBIASED[0], UNBIASED[1] + 1e3, *UNBIASED[2:]
THREE = float64([1.0], [0.0], [0.3]), float64([1.0], [2.0], [3.5]), float64(1.7), 0.6
TWO = float64([1.0, 0.5], [0.3, -2.0]), float64([1.0, 5.0], [3.0, 3.5]), float64(1.7, -0.6), 3.1
NO_GAIN = *WIDE[:2], float64(0.0, -0.6, 0.8), 0.7


@st.composite
def layers(draw, offsets=(0.0, 2.0)):
    """(grad_out, x, gamma, eps) of 3 to 6 rows and up to 4 columns, seldom square."""
    shape, seed = draw(st.tuples(st.integers(3, 6), st.integers(1, 4))), draw(seeds())
    scale, offset = draw(st.sampled_from((0.5, 1.0, 10.0))), draw(st.sampled_from(offsets))
    x = tensor(shape, scale=scale, offset=offset, seed=seed)
    grad_out = tensor(shape, scale=draw(st.sampled_from((0.5, 3.0))), seed=seed + 1)
    gamma = tensor(shape[1:], offset=1.0, seed=seed + 2)
    return grad_out, x, gamma, draw(st.sampled_from((1e-5, 0.01, 0.5)))


def called(inputs, correction):
    """(grad_out, cache), as the function takes them."""
    grad_out, x, gamma, eps = inputs
    return grad_out, forward(x, gamma, eps, correction)


def paths(dx_hat, cache):
    """What comes back to x straight, through the mean and through the variance."""
    x_hat, inv_std = cache["x_hat"], cache["inv_std"]
    n = len(dx_hat) - cache["correction"]
    through_mean = -dx_hat.mean(dim=0).expand_as(dx_hat)
    through_var = -x_hat * (dx_hat * x_hat).sum(dim=0) / n
    return dx_hat * inv_std, through_mean * inv_std, through_var * inv_std


def path_reasons(grad_out, cache):
    """Each path and each factor of dx, left out, turned round or taken twice."""
    gamma, inv_std, n = cache["gamma"], cache["inv_std"], len(grad_out)
    straight, mean, var = paths(grad_out * gamma, cache)
    yield "the path through the variance is missing", straight + mean
    yield "the path through the mean is missing", straight + var
    yield "the paths through the mean and the variance are missing", straight
    yield "the straight path is missing", mean + var
    yield "only the path through the variance is left", var
    yield "the path through the variance has the wrong sign", straight + mean - var
    yield "the path through the mean has the wrong sign", straight - mean + var
    yield "the path through the variance counts twice", straight + mean + 2 * var
    yield "the path through the variance counts half", straight + mean + var / 2
    yield "the path through the mean is a sum, not a mean", straight + n * mean + var
    if cache["correction"]:
        yield "the path through the variance is divided by n", straight + mean + var * (n - 1) / n
    else:
        factor = "the path through the variance has an extra factor n/(n − 1)"
        yield factor, straight + mean + var * n / (n - 1)
    yield "the factor gamma is missing", sum(paths(grad_out, cache))
    yield "the factor gamma counts twice", sum(paths(grad_out * gamma**2, cache))
    yield "the factor inv_std is missing", (straight + mean + var) / inv_std
    yield "the factor inv_std counts twice", (straight + mean + var) * inv_std
    yield "the sign is wrong", -(straight + mean + var)


def assert_dx(student, inputs, correction):
    """dx agrees with autograd, also with the columns in reverse and -2 * grad_out."""
    grad_out, cache = called(inputs, correction)
    want, *_ = differentiated(grad_out, cache)
    tolerance = tolerance_of(grad_out, cache)
    got = student.batchnorm_backward(grad_out, cache).dx
    assert_explained(got, want, path_reasons(grad_out, cache), of="dx", tolerance=tolerance)
    grad_out, x, gamma, eps = inputs
    turned = -2 * grad_out.flip(1), x.flip(1), gamma.flip(0), eps
    got = student.batchnorm_backward(*called(turned, correction)).dx
    of = "dx for the columns in reverse and -2 * grad_out"
    assert_close(got, -2 * want.flip(1), of=of, tolerance=2 * tolerance)


@example(inputs=TWINS)
@example(inputs=WIDE)
@settings(max_examples=25)
@given(inputs=layers())
def test_dx(student, inputs):
    """dx agrees with autograd on all three paths."""
    assert_dx(student, inputs, correction=0)


@example(inputs=THREE)
@example(inputs=UNBIASED)
@settings(max_examples=15)
@given(inputs=layers())
def test_unbiased(student, inputs):
    """dx agrees with autograd for correction 1, too."""
    assert_dx(student, inputs, correction=1)


@example(inputs=NO_GAIN, correction=0)
@example(inputs=OFFSET, correction=1)
@example(inputs=FAR, correction=0)
@example(inputs=TWO, correction=0)
@example(inputs=TWO, correction=1)
@example(inputs=(*WIDE[:3], 1e-5), correction=0)
@example(inputs=NARROW, correction=1)
@settings(max_examples=15)
@given(inputs=layers(offsets=(100.0, 1e3)), correction=st.integers(0, 1))
def test_edges(student, inputs, correction):
    """dx is right for two rows, a constant column, a small variance and a large offset."""
    grad_out, cache = called(inputs, correction)
    want, *_ = differentiated(grad_out, cache)
    tolerance = tolerance_of(grad_out, cache)
    got = student.batchnorm_backward(grad_out, cache).dx
    assert_explained(got, want, path_reasons(grad_out, cache), of="dx", tolerance=tolerance)


def stretched(inputs):
    """The same layer for 3 * x + 5, with eps that keeps x_hat as it is."""
    grad_out, x, gamma, eps = inputs
    return grad_out, 3 * x + 5, gamma, 9 * eps


@example(inputs=WIDE, correction=0)
@example(inputs=UNBIASED, correction=1)
@settings(max_examples=12)
@given(inputs=layers(), correction=st.integers(0, 1))
def test_dgamma(student, inputs, correction):
    """dgamma agrees with autograd and is the same for 3 * x + 5."""
    grad_out, cache = called(inputs, correction)
    _, want, _ = differentiated(grad_out, cache)
    tolerance = float64_tolerance(float((grad_out * cache["x_hat"]).abs().sum(dim=0).max()))
    x_hat, inv_std = cache["x_hat"], cache["inv_std"]
    reasons = (
        ("x stands in for x_hat", (grad_out * cache["x"]).sum(dim=0)),
        ("x − mean stands in for x_hat", want / inv_std),
        ("it is the sum of grad_out alone, which is dbeta", grad_out.sum(dim=0)),
        ("it is a mean over the rows, not a sum", want / len(grad_out)),
        ("gamma is an extra factor", want * cache["gamma"]),
        ("inv_std is an extra factor", want * inv_std),
        ("the sign is wrong", -want),
        ("the last row is missing", (grad_out * x_hat)[:-1].sum(dim=0)),
        ("only the last row is left", (grad_out * x_hat)[-1]),
    )
    got = student.batchnorm_backward(grad_out, cache).dgamma
    assert_explained(got, want, reasons, of="dgamma", tolerance=tolerance)
    got = student.batchnorm_backward(*called(stretched(inputs), correction)).dgamma
    assert_close(got, want, of="dgamma for 3 * x + 5, the same as for x", tolerance=tolerance)


@example(inputs=WIDE, correction=0)
@example(inputs=UNBIASED, correction=1)
@settings(max_examples=12)
@given(inputs=layers(), correction=st.integers(0, 1))
def test_dbeta(student, inputs, correction):
    """dbeta agrees with autograd and doubles when the batch is taken twice."""
    grad_out, x, *others = inputs
    _, cache = called(inputs, correction)
    _, _, want = differentiated(grad_out, cache)
    tolerance = float64_tolerance(float(grad_out.abs().sum(dim=0).max()))
    reasons = (
        ("it is a mean over the rows, not a sum", want / len(grad_out)),
        ("gamma is an extra factor", want * cache["gamma"]),
        ("it is dgamma", (grad_out * cache["x_hat"]).sum(dim=0)),
        ("the sign is wrong", -want),
        ("the last row is missing", grad_out[:-1].sum(dim=0)),
        ("only the last row is left", grad_out[-1]),
    )
    got = student.batchnorm_backward(grad_out, cache).dbeta
    assert_explained(got, want, reasons, of="dbeta", tolerance=tolerance)
    twice = torch.cat((grad_out, grad_out)), torch.cat((x, x)), *others
    got = student.batchnorm_backward(*called(twice, correction)).dbeta
    of = "dbeta for the batch taken twice"
    assert_close(got, 2 * want, of=of, tolerance=2 * tolerance)


def is_same(before, now):
    if type(before) is not type(now):
        return False
    if isinstance(before, torch.Tensor):
        return before.dtype == now.dtype and torch.equal(before, now)
    return before == now


def test_in_the_network(student, device):
    """The lecture's network trains with your gradient exactly as with the reference."""
    want = short_run(recipe="batchnorm", steps=20, device=device).losses
    own = Functions(batchnorm_backward=student.batchnorm_backward)
    with in_network():
        got = short_run(own, recipe="batchnorm", steps=20, device=device).losses
    assert_close(got, want, of="loss at each step", tolerance=1e-6)


def test_untouched(student):
    """Your function leaves grad_out and the cache unchanged."""
    grad_out, cache = called(WIDE, 0)
    after_grad, after_cache = student.observe("batchnorm_backward", grad_out, cache).arguments
    changed = [] if is_same(grad_out, after_grad) else ["grad_out"]
    kept = after_cache if isinstance(after_cache, dict) else {}
    changed += [f"cache['{name}']" for name in cache if not is_same(cache[name], kept.get(name))]
    if kept.keys() - cache.keys():
        changed.append("the keys of cache")
    if changed:
        message = f"batchnorm_backward changes {', '.join(changed)}; work on a copy"
        raise CheckFailed(message, aspect="arguments")


PROBES = (
    probe("batchnorm_backward", *called(WIDE, 0)),
    probe("batchnorm_backward", *called(WIDE, 1)),
    probe("batchnorm_backward", *called(UNBIASED, 1)),
    probe("batchnorm_backward", *called(NARROW, 0)),
    probe("batchnorm_backward", *called(NARROW, 1)),
    probe("batchnorm_backward", *called(FAR, 0)),
)
