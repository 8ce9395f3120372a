"""Lends the state of the given generator to torch's global one, and takes it back afterwards."""

from contextlib import contextmanager
from functools import lru_cache

import torch
from torch.distributions import Normal


@contextmanager
def in_place_of_the_global(generator):
    with torch.random.fork_rng(devices=[]):
        torch.set_rng_state(generator.get_state())
        yield
        generator.set_state(torch.get_rng_state())


@lru_cache
def kaiming_std(fan_in, nonlinearity):
    match nonlinearity:
        case "linear" | "sigmoid":
            gain = 1
        case "tanh":
            gain = 5 / 3
        case "relu":
            gain = 2**0.5
        case other:
            raise ValueError(other)
    return gain / fan_in**0.5


@torch.no_grad()
def kaiming_normal(fan_in, fan_out, nonlinearity, generator):
    with in_place_of_the_global(generator):
        return Normal(0.0, kaiming_std(fan_in, nonlinearity)).sample((fan_in, fan_out))
