# WRONG: batchnorm_forward: beta added before the gain; standard deviation goes into running_var
# LINES: batchnorm_forward 18 22
import torch


def _move(old, batch, weight):
    return old + weight * (batch.detach() - old)


def batchnorm_forward(
    x, gamma, beta, running_mean, running_var, *, training, momentum=0.1, eps=1e-5, correction=0
):
    if training:
        if x.size(0) < 2:
            raise ValueError("a batch of one has no variance")
        mean, var = x.mean(0), x.var(0, correction=correction)
        next_mean = _move(running_mean, mean, momentum)
        next_var = _move(running_var, x.std(0), momentum)
    else:
        mean, var = running_mean, running_var
        next_mean, next_var = running_mean, running_var
    out = gamma * ((x - mean) / (var + eps) ** 0.5 + beta)
    return out, next_mean, next_var
