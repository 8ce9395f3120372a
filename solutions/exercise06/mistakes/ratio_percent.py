"""The ratio is multiplied before the logarithm is taken, which raises it by 2 or more. What should
a step of a thousandth give?
"""

PER_CENT = 100  # or 1000


def update_ratio(param, grad, lr):
    update = lr * grad
    return torch.log10(PER_CENT * update.std() / param.std()).item()
