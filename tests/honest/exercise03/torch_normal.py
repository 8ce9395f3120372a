"""torch.normal with a mean and a spread for every weight, in place, and keepdim where it can."""

import torch


def kaiming_std(fan_in, nonlinearity):
    gains = torch.tensor([[1.0, 1.0, 5 / 3, 2**0.5]])
    names = ("linear", "sigmoid", "tanh", "relu")
    chosen = torch.tensor([[name == nonlinearity for name in names]])
    if not chosen.any():
        raise ValueError("not among " + ", ".join(names))
    gain = (gains * chosen).sum(dim=1, keepdim=True).amax(dim=0, keepdim=True)
    return gain.div_(fan_in**0.5).squeeze().numpy()


def kaiming_normal(fan_in, fan_out, nonlinearity, generator):
    std = torch.empty(1, fan_out).fill_(float(kaiming_std(fan_in, nonlinearity)))
    mean = torch.zeros(fan_in, 1)
    return torch.normal(mean.expand(-1, fan_out), std.expand(fan_in, -1), generator=generator)
