"""This compares means. A mean can be 0 while the entries are large. Which measure does the
docstring name?
"""


def update_ratio(param, grad, lr):
    update = lr * grad
    return torch.log10(update.mean().abs() / param.mean().abs()).item()
