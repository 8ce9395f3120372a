"""The lecture's way: a layer with bngain, bnbias and buffers of its own, and a training flag."""

from dataclasses import dataclass
from typing import NamedTuple

import torch


class Result(NamedTuple):
    out: torch.Tensor
    mean: torch.Tensor
    var: torch.Tensor


@dataclass
class BatchNorm:
    bngain: torch.Tensor
    bnbias: torch.Tensor
    buffers: dict
    training: bool = True

    def statistics(self, hpreact, correction):
        if not self.training:
            return self.buffers["mean"], self.buffers["var"]
        if len(hpreact) == 1:
            raise ValueError("BatchNorm needs company")
        bnmeani = hpreact.mean(0, keepdim=True)
        bndiff = hpreact - bnmeani
        bnvar = 1 / (len(hpreact) - correction) * (bndiff**2).sum(0, keepdim=True)
        return bnmeani, bnvar

    def remember(self, hpreact, momentum):
        with torch.no_grad():
            for name, new in (("mean", hpreact.mean(0)), ("var", hpreact.var(0))):
                self.buffers[name] = (1 - momentum) * self.buffers[name] + momentum * new

    def __call__(self, hpreact, momentum, eps, correction):
        mean, var = self.statistics(hpreact, correction)
        if self.training:
            self.remember(hpreact, momentum)
        return self.bngain * ((hpreact - mean) * (var + eps) ** -0.5) + self.bnbias


def batchnorm_forward(
    x, gamma, beta, running_mean, running_var, *, training, momentum=0.1, eps=1e-5, correction=0
):
    layer = BatchNorm(gamma, beta, {"mean": running_mean, "var": running_var}, training)
    out = layer(x, momentum, eps, correction)
    return Result(out, layer.buffers["mean"], layer.buffers["var"])
