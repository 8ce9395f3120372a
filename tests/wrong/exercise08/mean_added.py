# WRONG: fold_batchnorm: running_mean is added to the bias instead of subtracted.
# LINES: fold_batchnorm 15
import torch


def fold_batchnorm(W, b, gamma, beta, running_mean, running_var, eps=1e-5):
    """One column after the other."""
    fan_in, fan_out = W.shape
    Wf = torch.empty_like(W)
    bf = torch.empty_like(beta)
    for j in range(fan_out):
        s = gamma[j] / (running_var[j] + eps) ** 0.5
        Wf[:, j] = W[:, j] * s
        old = b[j] if b is not None else 0.0
        bf[j] = (old + running_mean[j]) * s + beta[j]
    return Wf, bf
