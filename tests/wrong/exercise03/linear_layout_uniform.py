# WRONG: kaiming_normal: shape (fan_out, fan_in); spread from fan_out; uniform numbers within one std, root of 3 missing
# LINES: kaiming_normal 16 17 18
import math

import torch


def kaiming_std(fan_in, nonlinearity):
    known = {"linear": 1.0, "sigmoid": 1.0, "tanh": 5 / 3, "relu": math.sqrt(2)}
    if nonlinearity in known:
        return known[nonlinearity] / math.sqrt(fan_in)
    raise ValueError(f"not one of {sorted(known)}: {nonlinearity}")


def kaiming_normal(fan_in, fan_out, nonlinearity, generator):
    weight = torch.empty(fan_out, fan_in)
    bound = kaiming_std(fan_out, nonlinearity)
    weight.uniform_(-bound, bound, generator=generator)
    return weight
