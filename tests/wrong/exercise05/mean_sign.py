# WRONG: batchnorm_backward: the path through the mean has the wrong sign, it is added instead of taken away.
# LINES: batchnorm_backward 15
import torch


def _col_sum(t):
    return t.sum(dim=0)


def batchnorm_backward(grad_out, cache):
    gamma, inv_std, x_hat = (cache[key] for key in ("gamma", "inv_std", "x_hat"))
    N = grad_out.shape[0]
    straight = grad_out * gamma * inv_std
    via_var = -x_hat * _col_sum(straight * x_hat) / (N - cache["correction"])
    via_mean = _col_sum(straight) / N
    return straight + via_var + via_mean, _col_sum(grad_out * x_hat), _col_sum(grad_out)
