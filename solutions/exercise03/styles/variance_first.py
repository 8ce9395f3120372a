"""Written with the variance, gain² / fan_in, which is what adds up over the inputs of a unit."""

import math

import torch


def kaiming_std(fan_in: int, nonlinearity: str) -> float:
    match nonlinearity:
        case "linear" | "sigmoid":
            gain_squared = 1.0
        case "tanh":
            gain_squared = 25 / 9
        case "relu":
            gain_squared = 2.0
        case _:
            raise ValueError(f"unknown nonlinearity {nonlinearity!r}")
    return math.sqrt(gain_squared / fan_in)


def kaiming_normal(
    fan_in: int, fan_out: int, nonlinearity: str, generator: torch.Generator
) -> torch.Tensor:
    std = kaiming_std(fan_in, nonlinearity)
    return torch.empty(fan_in, fan_out).normal_(0.0, std, generator=generator)
