"""Works in place throughout, but only on copies of its own; empties a copy of the cache."""

import copy


def batchnorm_backward(grad_out, cache):
    own = copy.deepcopy(cache)
    x_hat, gamma, inv_std = own.pop("x_hat"), own.pop("gamma"), own.pop("inv_std")
    d = grad_out.clone()
    dbeta = d.sum(dim=0)
    dgamma = d.mul(x_hat).sum(dim=0)
    d.mul_(gamma)
    x_hat.mul_(d.mul(x_hat).sum(dim=0).div_(len(d) - own.pop("correction")))
    d.sub_(d.mean(dim=0)).sub_(x_hat).mul_(inv_std)
    own.clear()
    return d, dgamma, dbeta
