"""Keeps the moving average in a second file beside this one, in a class that counts."""

from averages import MovingAverage, spread

import torch


def batchnorm_forward(x, g, b, mean, var, **how):
    training, eps = how["training"], how.get("eps", 1e-5)
    if training:
        averages = [MovingAverage(old, how.get("momentum", 0.1)) for old in (mean, var)]
        now = x.mean(0), spread(x, how.get("correction", 0))
        averages[0].update(now[0])
        averages[1].update(spread(x, 1))
        return g * (x - now[0]) / torch.sqrt(now[1] + eps) + b, averages[0].value, averages[1].value
    return g * (x - mean) / torch.sqrt(var + eps) + b, mean, var
