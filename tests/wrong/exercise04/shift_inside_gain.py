# WRONG: batchnorm_forward: beta is added before the multiplication with gamma, so the shift is scaled as well.
# LINES: batchnorm_forward 22
import torch


def _normalise(x, m, v, eps):
    return (x - m) / torch.sqrt(v + eps)


def batchnorm_forward(x, gamma, beta, running_mean, running_var, *, training, momentum=0.1,
                      eps=1e-5, correction=0):
    if training:
        if x.shape[0] < 2:
            raise ValueError
        m = x.mean(dim=0)
        v = x.var(dim=0, correction=correction)
        new_m = running_mean + momentum * (m.detach() - running_mean)
        new_v = running_var + momentum * (x.detach().var(dim=0) - running_var)
    else:
        m, v, new_m, new_v = running_mean, running_var, running_mean, running_var
    x_hat = _normalise(x, m, v, eps)
    return gamma * (x_hat + beta), new_m, new_v
