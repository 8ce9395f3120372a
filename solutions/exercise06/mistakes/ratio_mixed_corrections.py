"""The two spreads do not divide by the same count: one takes n, the other n - 1. numpy and torch
have different defaults. What would cancel if both were alike?
"""


def update_ratio(param, grad, lr):
    return torch.log10((lr * grad).std(correction=0) / param.std()).item()
