# WRONG: batchnorm_forward: the old running_mean is not decayed by 1 - momentum, and correction is added to n instead of taken off.
# LINES: batchnorm_forward 15 16
import torch


def batchnorm_forward(x, gamma, beta, running_mean, running_var, *, training, momentum=0.1,
                      eps=1e-5, correction=0):
    if training:
        rows = x.shape[0]
        if rows < 2:
            raise ValueError("at least two rows, please")
        mean = x.mean(0)
        delta = x - mean
        squares = delta.pow(2).sum(0)
        var = squares / (rows + correction)
        running_mean = running_mean + momentum * mean.detach()
        running_var = running_var - momentum * (running_var - squares.detach() / (rows - 1))
    else:
        delta, var = x - running_mean, running_var
    out = delta / torch.sqrt(var + eps)
    out = out * gamma
    out = out + beta
    return out, running_mean, running_var
