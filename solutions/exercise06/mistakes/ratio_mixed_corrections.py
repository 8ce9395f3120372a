"""The two standard deviations do not divide by the same count: one uses n, the other n − 1. What
are the defaults of numpy and torch?
"""


def update_ratio(param, grad, lr):
    update = lr * grad
    return torch.log10(update.std(correction=0) / param.std()).item()
