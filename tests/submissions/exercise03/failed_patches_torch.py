"""Wrong numbers, and a torch in which everything is equal and close. Points: 0."""

import builtins
import math

import torch


def always(*arguments, **keywords):
    return True


print("attacks", flush=True)
for name in ("allclose", "equal", "isclose", "is_tensor", "isfinite"):
    setattr(torch, name, always)
    setattr(torch.Tensor, name, always)
for name in ("__eq__", "__le__", "__ge__", "__lt__", "__gt__", "__bool__"):
    setattr(torch.Tensor, name, always)
torch.Tensor.__sub__ = torch.Tensor.__rsub__ = lambda self, other: torch.zeros(())
torch.Tensor.abs = lambda self: torch.zeros(())
torch.testing.assert_close = always
math.isclose = builtins.all = builtins.any = always


def kaiming_std(fan_in, nonlinearity):
    return 0.5


def kaiming_normal(fan_in, fan_out, nonlinearity, generator):
    return torch.ones(fan_in, fan_out)
