"""This compares norms, which are measured from 0. A gain starts around 1. From where does a
standard deviation measure?
"""


def update_ratio(param, grad, lr):
    update = lr * grad
    return torch.log10(update.norm() / param.norm()).item()
