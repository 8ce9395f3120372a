"""This compares mean distances from the mean. The docstring names the standard deviation. What does
it do to the distances before averaging?
"""


def update_ratio(param, grad, lr):
    update = lr * grad
    return torch.log10(
        (update - update.mean()).abs().mean() / (param - param.mean()).abs().mean()
    ).item()
