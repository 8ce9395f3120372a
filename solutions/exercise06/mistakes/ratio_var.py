"""These are variances, so every factor of ten counts twice. What has the same unit as the
parameter itself?
"""


def update_ratio(param, grad, lr):
    return torch.log10((lr * grad).var() / param.var()).item()
