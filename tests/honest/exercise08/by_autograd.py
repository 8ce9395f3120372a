"""The new weights are the Jacobian of the two layers, the new bias their value at 0."""

import torch


def fold_batchnorm(W, b, gamma, beta, running_mean, running_var, eps=1e-5):
    def layers(x):
        z = x @ W if b is None else x @ W + b
        return gamma * (z - running_mean) / torch.sqrt(running_var + eps) + beta

    x = torch.zeros(W.shape[0], dtype=W.dtype, requires_grad=True)
    out = layers(x)
    columns = [torch.autograd.grad(out[j], x, retain_graph=True)[0] for j in range(len(out))]
    return torch.stack(columns, dim=1), out
