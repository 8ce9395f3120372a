"""functools.cache on the argument, which can be hashed; a decorator that keeps no name."""

from functools import cache

import numpy as np


def loud(function):
    def inner(*arguments):
        print("called with", arguments)
        return function(*arguments)

    return inner


@loud
@cache
def nonzero_grads(zeroed):
    alive = {"C", "W1", "b1", "W2", "b2"} - zeroed
    result = {"b2"}
    if "W2" in alive:
        result |= {"b1"}
        result |= {"W1"} if "C" in alive else set()
        result |= {"C"} if "W1" in alive else set()
    if "b1" in alive or alive >= {"C", "W1"}:
        result.add("W2")
    return result


@loud
def zero_init_floor(targets, vocab_size):
    p = np.bincount(targets.numpy(), minlength=vocab_size).astype(np.float32)
    p /= p.sum()
    with np.errstate(all="ignore"):
        return np.float32(-np.nansum(p * np.log(p)))
