# WRONG: batchnorm_forward: momentum weights the old value; eps added outside the root
# LINES: batchnorm_forward 18 21
import torch


def batchnorm_forward(
    x, gamma, beta, running_mean, running_var, *, training, momentum=0.1, eps=1e-5, correction=0
):
    if not training:
        mu, sigma2 = running_mean, running_var
    else:
        n = x.shape[0]
        if n < 2:
            raise ValueError("need two rows")
        mu = x.sum(0) / n
        ss = ((x - mu) ** 2).sum(0)
        sigma2 = ss / (n - correction)
        old, new = momentum, 1 - momentum
        running_mean = old * running_mean + new * mu.detach()
        running_var = old * running_var + new * ss.detach() / (n - 1)
    xhat = (x - mu) / (sigma2.sqrt() + eps)
    return xhat * gamma + beta, running_mean, running_var
