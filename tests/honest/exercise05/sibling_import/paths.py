"""What the answer beside it imports."""


def three_paths(g, *, x_hat, inv_std, gamma, correction, **rest):
    assert set(rest) == {"x", "mean", "var", "eps"}
    n = len(g)
    d = g * gamma * inv_std
    yield d
    yield -d.sum(0) / n
    yield -x_hat * (d * x_hat).sum(0) / (n - correction)
