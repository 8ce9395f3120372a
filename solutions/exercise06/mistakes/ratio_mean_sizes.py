"""This compares mean sizes, which also contain the mean. Which measure of spread does the docstring
name?
"""


def update_ratio(param, grad, lr):
    update = lr * grad
    return torch.log10(update.abs().mean() / param.abs().mean()).item()
