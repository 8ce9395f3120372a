"""Without a threshold this counts from 0.99 on. That is where dead_neurons begins;
activation_stats counts more generously. Which default does its docstring name?
"""

_right = activation_stats


def activation_stats(h, threshold=0.99):
    return {**_right(h, threshold), "saturated": (h.abs() > threshold).double().mean().item()}
