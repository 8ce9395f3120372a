"""Written by hand, then compared with torch.nn.init; prints and warns while it does so."""

import math
import warnings

import torch
import torch.nn.init as init
from torch.nn.init import calculate_gain, kaiming_normal_

torch.set_default_dtype(torch.float64)
torch.manual_seed(2147483647)
g = torch.Generator().manual_seed(2147483647)


def kaiming_std(fan_in, nonlinearity):
    print("std of", fan_in, nonlinearity)
    if nonlinearity in ("linear", "sigmoid"):
        return math.pow(fan_in, -1 / 2)
    elif nonlinearity == "tanh":
        return 5 / 3 / math.sqrt(fan_in)
    elif nonlinearity == "relu":
        return math.sqrt(2 / fan_in)
    raise ValueError(f"no gain for {nonlinearity}")


def kaiming_normal(fan_in, fan_out, nonlinearity, generator=g):
    warnings.warn("weights are random", stacklevel=2)
    W = torch.randn((fan_in, fan_out), generator=generator)
    W *= kaiming_std(fan_in, nonlinearity)
    print(W)
    return W


def check():
    W = torch.empty(300, 400)
    kaiming_normal_(W, nonlinearity="relu")  # torch's layout: 400 inputs
    assert abs(W.std() / kaiming_normal(400, 300, "relu").std() - 1) < 0.05
    for name in ("linear", "sigmoid", "tanh", "relu"):
        assert math.isclose(kaiming_std(1, name), calculate_gain(name))
        assert math.isclose(kaiming_std(9, name), init.calculate_gain(name) / 3)


check()

if __name__ == "__main__":
    kaiming_normal = init.kaiming_normal_
    print(kaiming_normal(torch.empty(3, 3)))
