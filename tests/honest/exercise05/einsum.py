"""Every sum is an einsum, and gamma is drawn in at the end."""

from collections import namedtuple

import torch

Gradients = namedtuple("Gradients", "x gain shift")


def batchnorm_backward(grad_out, cache):
    ones = torch.ones(len(grad_out), dtype=grad_out.dtype)
    dbeta = torch.einsum("ij,i->j", grad_out, ones)
    dgamma = torch.einsum("ij,ij->j", grad_out, cache["x_hat"])
    level = torch.einsum("i,j->ij", ones, dbeta) / len(grad_out)
    tilt = torch.einsum("ij,j->ij", cache["x_hat"], dgamma) / (len(grad_out) - cache["correction"])
    dx = torch.einsum("ij,j,j->ij", grad_out - level - tilt, cache["inv_std"], cache["gamma"])
    return Gradients(dx, dgamma, dbeta)
