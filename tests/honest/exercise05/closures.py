"""Not one graded function is written with def: a chain of partials and lambdas."""

from functools import partial
from operator import itemgetter

import torch

parts = itemgetter("x_hat", "inv_std", "gamma", "correction")
total = partial(torch.sum, dim=0)
share = lambda d, u, divisor: u * total(d * u) / divisor
back = lambda d, u, s, c: s * (d - torch.mean(d, dim=0) - share(d, u, d.shape[0] - c))
gradients = lambda g, u, s, gain, c: (back(g * gain, u, s, c), total(g * u), total(g))
batchnorm_backward = lambda grad_out, cache: gradients(grad_out, *parts(cache))
