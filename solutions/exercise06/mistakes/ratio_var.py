"""These are variances, so every factor of ten counts twice. Which measure has the unit of the
parameter?
"""


def update_ratio(param, grad, lr):
    update = lr * grad
    return torch.log10(update.var() / param.var()).item()
