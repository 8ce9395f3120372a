"""Returns parameters that require grad, made in a module in evaluation."""

import torch
from torch import nn


def fold_batchnorm(W, b, gamma, beta, running_mean, running_var, eps=1e-5):
    fan_in, fan_out = W.shape
    bn = nn.BatchNorm1d(fan_out, eps=eps, dtype=W.dtype).eval()
    bn.weight.data, bn.bias.data = gamma.clone(), beta.clone()
    bn.running_mean.copy_(running_mean)
    bn.running_var.copy_(running_var)
    linear = nn.Linear(fan_in, fan_out, dtype=W.dtype)
    std = torch.sqrt(bn.running_var + bn.eps)
    with torch.no_grad():
        linear.weight.copy_((W / std * bn.weight).T)
        linear.bias.copy_(bn((b if b is not None else torch.zeros_like(beta))[None])[0])
    return linear.weight.T, linear.bias
