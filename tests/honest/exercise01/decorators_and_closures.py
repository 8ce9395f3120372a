"""Decorated, compiled, composed and partially applied; hardly a graded function is a plain def."""

import functools
import operator

import torch

CALLS = {}


def counted(function):
    @functools.wraps(function)
    def wrapper(*arguments, **keywords):
        CALLS[function.__name__] = CALLS.get(function.__name__, 0) + 1
        return function(*arguments, **keywords)

    return wrapper


def in_mode(mode):
    def decorate(function):
        def wrapper(*arguments, **keywords):
            with mode():
                return function(*arguments, **keywords)

        return wrapper

    return decorate


def power(exponent):
    return lambda base: base**exponent


def compose(*functions):
    return lambda value: functools.reduce(lambda so_far, then: then(so_far), functions, value)


@functools.lru_cache(maxsize=None)
def number(kind):
    return {"one": 1, "flat": 0.97}[kind]


one_minus = functools.partial(operator.sub, number("one"))
tanh_derivative = compose(torch.tanh, power(2), one_minus)


@torch.no_grad()
@counted
@in_mode(torch.inference_mode)
def tanh_backward(grad_out, x):
    return operator.mul(grad_out, tanh_derivative(x))


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


saturation.register(torch.Tensor)(lambda h, t=number("flat"): count(h, t) / h.numel())
