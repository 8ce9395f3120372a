"""Decorated in every way that leaves something to call, TorchScript included."""

import functools
import time

import torch

CALLS = {}


def counted(function):
    @functools.wraps(function)
    def wrapper(*arguments, **keywords):
        CALLS[function.__name__] = CALLS.get(function.__name__, 0) + 1
        return function(*arguments, **keywords)

    return wrapper


def timed(unit):
    def decorate(function):
        def wrapper(*arguments, **keywords):
            start = time.perf_counter()
            try:
                return function(*arguments, **keywords)
            finally:
                wrapper.seconds = (time.perf_counter() - start) / unit

        return wrapper

    return decorate


@functools.lru_cache(maxsize=None)
def number(kind):
    return {"one": 1, "flat": 0.97}[kind]


@torch.no_grad()
@counted
def tanh_derivative(x):
    return number("one") - torch.tanh(x) ** 2


@timed(unit=1e-3)
@torch.inference_mode()
def tanh_backward(grad_out, x):
    return grad_out * tanh_derivative(x)


@torch.jit.script
def count(h: torch.Tensor, threshold: float) -> float:
    beyond = 0
    for activation in h.flatten():
        if bool(activation.abs() > threshold):
            beyond += 1
    return float(beyond)


@functools.singledispatch
def saturation(h, threshold=number("flat")):
    raise TypeError("h is no tensor")


@saturation.register
def _(h: torch.Tensor, threshold=number("flat")):
    return count(h, threshold) / h.numel()
