"""Something is added to the ratio before the logarithm, so all small ratios give nearly 0. Can the
ratio of two standard deviations be 0 or negative?
"""


def update_ratio(param, grad, lr):
    update = lr * grad
    return torch.log10(1 + update.std() / param.std()).item()
