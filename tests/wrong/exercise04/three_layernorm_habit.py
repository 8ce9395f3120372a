# WRONG: batchnorm_forward: each row is normalised over its features in training, the variance instead of its root divides, and running_mean follows the output instead of x.
# LINES: batchnorm_forward 11 12 13 14
import torch


def batchnorm_forward(x, gamma, beta, running_mean, running_var, *, training, momentum=0.1,
                      eps=1e-5, correction=0):
    if training:
        if x.shape[0] < 2:
            raise ValueError("two rows or more")
        mean = x.mean(dim=-1, keepdim=True)
        var = ((x - mean) ** 2).mean(dim=-1, keepdim=True)
        out = gamma * (x - mean) / (var + eps) + beta
        rm = (1 - momentum) * running_mean + momentum * out.detach().mean(dim=0)
        rv = (1 - momentum) * running_var + momentum * x.detach().var(dim=0, unbiased=True)
        return out, rm, rv
    out = gamma * (x - running_mean) / torch.sqrt(running_var + eps) + beta
    return out, running_mean, running_var
