"""Written by hand, then compared with autograd and torch's BatchNorm while the file is loaded."""

import torch
from torch import nn
from torch.autograd import grad


def batchnorm_backward(grad_out: torch.Tensor, cache: dict):
    print("backward through", tuple(grad_out.shape))
    x_hat, inv_std, gamma = cache["x_hat"], cache["inv_std"], cache["gamma"]
    n = grad_out.shape[0]
    d = grad_out * gamma
    dinv_std = (d * (cache["x"] - cache["mean"])).sum(dim=0)
    dvar = dinv_std * -0.5 * inv_std**3
    dcentred = d * inv_std + dvar * 2 * (cache["x"] - cache["mean"]) / (n - cache["correction"])
    dx = dcentred - dcentred.mean(dim=0)
    return dx, (grad_out * x_hat).sum(dim=0), grad_out.sum(dim=0)


def forward(x, gamma, eps, correction):
    mean = x.mean(dim=0)
    var = x.var(dim=0, correction=correction)
    inv_std = 1 / torch.sqrt(var + eps)
    x_hat = (x - mean) * inv_std
    names = ("x", "mean", "var", "x_hat", "inv_std", "gamma", "eps", "correction")
    return dict(zip(names, (x, mean, var, x_hat, inv_std, gamma, eps, correction)))


def compare():
    layer = nn.BatchNorm1d(3, dtype=torch.float64)
    x = torch.randn(5, 3, dtype=torch.float64, requires_grad=True)
    upstream = torch.randn(5, 3, dtype=torch.float64)
    layer(x).backward(upstream)
    dx, dgamma, dbeta = batchnorm_backward(upstream, forward(x, layer.weight, layer.eps, 0))
    assert torch.allclose(dx, x.grad)
    assert torch.allclose(dgamma, layer.weight.grad)
    assert torch.allclose(dbeta, layer.bias.grad)
    out = layer.weight * forward(x, layer.weight, 1e-5, 1)["x_hat"]
    (want,) = grad((out * upstream).sum(), x)
    assert torch.allclose(batchnorm_backward(upstream, forward(x, layer.weight, 1e-5, 1))[0], want)


compare()

if __name__ == "__main__":
    batchnorm_backward = grad
