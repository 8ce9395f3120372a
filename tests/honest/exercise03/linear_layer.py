"""Fills the weight of a torch layer; a view of a parameter goes back, which asks for gradients."""

import torch
from torch import nn


class KaimingLinear(nn.Linear):
    gains = {"linear": 1.0, "sigmoid": 1.0, "tanh": 5 / 3, "relu": 2.0**0.5}

    def __init__(self, fan_in, fan_out, nonlinearity):
        super().__init__(fan_in, fan_out, bias=False)
        if nonlinearity not in self.gains:
            raise ValueError("this layer does not know " + nonlinearity)
        self.std = self.gains[nonlinearity] / self.in_features**0.5

    def filled(self, generator):
        with torch.no_grad():
            self.weight.normal_(std=self.std, generator=generator)
        return self


def kaiming_std(fan_in, nonlinearity):
    return KaimingLinear(fan_in, 1, nonlinearity).std


def kaiming_normal(fan_in, fan_out, nonlinearity, generator):
    return KaimingLinear(fan_in, fan_out, nonlinearity).filled(generator).weight.T
