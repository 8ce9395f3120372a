"""Works in place throughout, but only on copies of its own, without a graph."""

import torch


@torch.no_grad()
def batchnorm_forward(
    x, gamma, beta, running_mean, running_var, *, training, momentum=0.1, eps=1e-5, correction=0
):
    own, mean, var = x.clone(), running_mean.clone(), running_var.clone()
    if training:
        assert_rows(own)
        own -= own.mean(dim=0)
        var_now = own.square().sum(dim=0).div_(len(own) - correction)
        mean.mul_(1 - momentum).add_(x.mean(dim=0), alpha=momentum)
        var.mul_(1 - momentum).add_(own.var(dim=0), alpha=momentum)
        own /= var_now.add_(eps).sqrt_()
    else:
        own.sub_(mean).div_((var + eps).sqrt_())
    own *= gamma
    own += beta
    return own, mean, var


def assert_rows(own):
    if len(own) < 2:
        raise ValueError("one row")
