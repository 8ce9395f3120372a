"""A class that seeds a generator of its own with a number drawn from the one it is given."""

from enum import Enum

import torch


class Nonlinearity(Enum):
    LINEAR = "linear"
    SIGMOID = "sigmoid"
    TANH = "tanh"
    RELU = "relu"

    @property
    def gain(self):
        return {"TANH": 5 / 3, "RELU": 2**0.5}.get(self.name, 1)


class Kaiming:
    def __init__(self, nonlinearity):
        self.gain = Nonlinearity(nonlinearity).gain  # an Enum raises ValueError by itself

    def std(self, fan_in):
        return self.gain * pow(fan_in, -0.5)

    def draw(self, fan_in, fan_out, parent):
        seed = torch.randint(-(2**63), 2**63 - 1, [], generator=parent)
        child = torch.Generator().manual_seed(seed.item())
        W = torch.empty((fan_in, fan_out), dtype=torch.float64)
        return W.log_normal_(0, self.std(fan_in), generator=child).log_()


kaiming_std = lambda fan_in, nonlinearity: Kaiming(nonlinearity).std(fan_in)
kaiming_normal = lambda i, o, f, /, generator: Kaiming(f).draw(i, o, generator)
