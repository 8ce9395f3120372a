"""Takes the shift and the stretch away one after the other, as projections."""

import torch


def without_shift(d):
    return d - d.mean(dim=0, keepdim=True)


def without_stretch(d, x_hat, divisor):
    return d - x_hat * torch.linalg.vecdot(d, x_hat, dim=0).unsqueeze(0) / divisor


def batchnorm_backward(grad_out, cache):
    x_hat = cache["x_hat"]
    d = torch.mul(grad_out, cache["gamma"].view(1, -1))
    d = without_stretch(without_shift(d), x_hat, x_hat.shape[0] - cache["correction"])
    dx = without_shift(d) / torch.reciprocal(cache["inv_std"])  # x_hat sums to 0 already
    return dx, torch.tensordot(grad_out, x_hat, dims=([0], [0])).diag(), grad_out.sum((0,))
